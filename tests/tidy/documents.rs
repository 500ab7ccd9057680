//! Settings are explained, problems are described, and nothing tells of the machine it was written on.
use luudong::web::problem_types;

use crate::Fault;
use crate::source::Source;

/// The description of problems that people read.
const PROBLEMS: &str = "docs/problems.md";

/// In `config/*.toml` every key stands below a comment; keys in an unbroken row share it.
pub fn settings(source: &Source) -> Vec<Fault> {
    if !(source.path.starts_with("config/") && source.path.ends_with(".toml")) {
        return Vec::new();
    }
    let mut explained = false;
    let mut faults = Vec::new();
    for (at, line) in source.text.lines().enumerate() {
        if line.starts_with('#') {
            explained = true;
        } else if line.trim().is_empty() || line.starts_with('[') {
            // A section's own comment explains the keys right below it.
            explained = explained && line.starts_with('[');
        } else if line.contains(" = ") && !line.starts_with([' ', '{', ']']) && !explained {
            faults.push(source.fault(at + 1, format!("«{line}» is not explained")));
        }
    }
    faults
}

/// `docs/problems.md` is the table of `problem_types.rs`, for people.
pub fn problems(sources: &[Source]) -> Vec<Fault> {
    let Some(document) = sources.iter().find(|source| source.path == PROBLEMS) else {
        return vec![format!("{PROBLEMS} is missing")];
    };
    let described: Vec<_> = document.text.lines().filter(|line| line.starts_with("| `")).collect();
    let table: Vec<_> = problem_types::ALL.iter().map(|kind| problem_line(kind)).collect();
    let missing = table.iter().filter(|line| !described.contains(&line.as_str()));
    let unknown = described.iter().filter(|line| !table.iter().any(|known| known == *line));
    let missing = missing.map(|line| format!("{PROBLEMS} lacks the line\n{line}"));
    missing.chain(unknown.map(|line| format!("{PROBLEMS} describes what is not there: {line}"))).collect()
}

/// How a kind of problem stands in the table.
pub fn problem_line(kind: &problem_types::ProblemType) -> String {
    format!("| `{}` | {} | {} | {} |", kind.code, kind.status, kind.title, kind.advice)
}

/// No path of a developer's machine, no address that packages are downloaded from.
pub fn machine(source: &Source) -> Vec<Fault> {
    // Written in halves, because this file is read too.
    let paths = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
    let hosts = [
        concat!("registry.npm", "js"),
        concat!("pythonhost", "ed.org"),
        concat!("py", "pi.org"),
        concat!("deb.deb", "ian.org"),
        concat!("\"resol", "ved\""),
    ];
    // Cargo names its registry so in every lock file; it is a name, not an address of ours.
    let of_cargo = concat!("registry+https://github.com/rust-lang/crat", "es.io-index");
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, text)| !text.contains(of_cargo))
        .filter_map(|(at, text)| {
            let word = paths.iter().chain(&hosts).find(|word| text.contains(**word))?;
            Some(source.fault(at + 1, format!("names {word}")))
        })
        .collect()
}
