//! `docs/asvs.csv`: what a row names as evidence is there.
use crate::Fault;
use crate::source::Source;

const TABLE: &str = "docs/asvs.csv";
const ANSWERS: [&str; 4] = ["met", "not-applicable", "exception", "open"];

/// Each row once, with one of the four answers; tests, files, settings and headings exist; what is met has evidence.
pub fn evidence(sources: &[Source]) -> Vec<Fault> {
    let Some(table) = sources.iter().find(|source| source.path == TABLE) else { return Vec::new() };
    let mut faults = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut reader = csv::Reader::from_reader(table.text.as_bytes());
    for (line, row) in (2..).zip(reader.records()) {
        let Ok(row) = row else {
            faults.push(table.fault(line, "no row of six columns"));
            continue;
        };
        let (id, answer, evidence) = (&row[0], &row[3], &row[4]);
        if !seen.insert(id.to_owned()) {
            faults.push(table.fault(line, format!("{id} twice")));
        }
        if !ANSWERS.contains(&answer) {
            faults.push(table.fault(line, format!("{id}: «{answer}» is no answer")));
        }
        if answer == "met" && evidence.is_empty() {
            faults.push(table.fault(line, format!("{id} is met by nothing")));
        }
        let missing = evidence.split("; ").filter(|one| !one.is_empty() && !exists(one, sources));
        faults.extend(missing.map(|one| table.fault(line, format!("{id}: there is no {one}"))));
    }
    faults
}

fn exists(evidence: &str, sources: &[Source]) -> bool {
    let Some((kind, name)) = evidence.split_once(':') else { return false };
    let has = |path: &str, text: &str| sources.iter().any(|one| one.path == path && one.text.contains(text));
    match kind {
        "test" => {
            let declared = format!("fn {name}(");
            sources.iter().any(|one| one.is_rust() && one.text.contains(&declared))
        }
        "browser" => sources.iter().any(|one| one.path == format!("web/tests/{name}")),
        "setting" => {
            let key = name.rsplit('.').next().unwrap_or(name);
            has("config/default.toml", &format!("\n{key} ="))
        }
        "doc" => {
            let (path, heading) = name.split_once('#').unwrap_or((name, ""));
            has(path, &format!("# {heading}")) || (heading.is_empty() && has(path, ""))
        }
        _ => false,
    }
}
