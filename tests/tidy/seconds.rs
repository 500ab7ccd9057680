//! Seconds have a type: a span or a time of day of `src/seconds.rs`, never a bare number.
use crate::Fault;
use crate::source::Source;

/// Where the types are made.
const HOME: &str = "src/seconds.rs";

const NUMBERS: [&str; 10] = ["i16", "i32", "i64", "i128", "isize", "u16", "u32", "u64", "u128", "usize"];

/// Names that stay bare in one file, and why.
struct Bare {
    path: &'static str,
    names: &'static [&'static str],
    _why: &'static str,
}

const BARE: &[Bare] = &[
    Bare {
        path: "src/config/sections.rs",
        names: &[
            "body_secs",
            "keep_alive_secs",
            "shutdown_secs",
            "password_wait_secs",
            "answer_secs",
            "try_secs",
            "claim_secs",
            "poll_secs",
            "retry_secs",
            "retry_secs_max",
            "server_pause_secs_max",
        ],
        _why: "what a machine waits for: unsigned, as `std::time::Duration` and server libraries take it",
    },
    Bare {
        path: "src/planning/proposal.rs",
        names: &["travel_secs", "waiting_secs", "delay_secs", "delay_secs_per_day", "unfairness_secs"],
        _why: "sums over a whole plan are wider than a span; published as int64",
    },
    Bare {
        path: "src/planning/reach.rs",
        names: &["secs"],
        _why: "a team's whole span, multiplied before it is divided",
    },
    Bare { path: "src/web/passes.rs", names: &["secs"], _why: "what a script counts down; stands in a signed text" },
    Bare { path: "src/web/problem.rs", names: &["retry_after_secs", "secs"], _why: "the header Retry-After" },
    Bare { path: "src/families/check.rs", names: &["secs_to_midnight"], _why: "the header Retry-After" },
    Bare { path: "src/accounts/api.rs", names: &["expires_in_secs"], _why: "a token's end, as OAuth counts it" },
    Bare {
        path: "src/commands/bench/bare.rs",
        names: &["seconds"],
        _why: "how long is measured, from the command line",
    },
    Bare { path: "src/commands/bench/booking.rs", names: &["seconds"], _why: "how long is measured" },
];

/// `setup_secs: i32`, `secs: Option<u32>`, `(starts_secs, ends_secs): (i32, i32)`, `fn day_secs(…) -> i32`.
pub fn typed(source: &Source) -> Vec<Fault> {
    if source.in_product().is_none() || source.path == HOME {
        return Vec::new();
    }
    let code = source.code();
    let mut found = declared(&code);
    found.extend(in_tuples(&code));
    found.extend(returned(&code));
    found.retain(|(_, name)| counts_seconds(name) && !is_listed(&source.path, name));
    found.sort_unstable();
    found.dedup();
    let line = |at: usize| 1 + code[..at].matches('\n').count();
    let fault = |(at, name): (usize, &str)| source.fault(line(at), format!("«{name}» has a type in {HOME}"));
    found.into_iter().map(fault).collect()
}

/// Fields and parameters with a bare number behind the colon, and where they stand.
fn declared(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(": ") {
        let (before, kind) = (&code[..at], &code[at + 2..]);
        let kind = &kind[..kind.find([',', ')', ';', '=', '|', '{', '}', '\n']).unwrap_or(kind.len())];
        let name = last_name(before);
        let own = before.len() - name.len();
        let opened = before[..own].trim_end();
        let is_local = opened.ends_with("let") || opened.ends_with("let mut");
        if is_bare(kind) && !is_local {
            found.push((own, name));
        }
    }
    found
}

/// The same in a pattern of several: each name with the type at its place.
fn in_tuples(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("): (") {
        let names_at = code[..at].rfind('(').map_or(0, |open| open + 1);
        let kinds = &code[at + 4..];
        let kinds = kinds[..kinds.find(')').unwrap_or(kinds.len())].split(',');
        let mut start = names_at;
        for (name, kind) in code[names_at..at].split(',').zip(kinds) {
            if is_bare(kind) {
                found.push((start, name.trim().trim_start_matches("mut ")));
            }
            start += name.len() + 1;
        }
    }
    found
}

/// Functions that give a bare number, as it is or in a `Result`.
fn returned(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let head = &code[at + 3..];
        let head = &head[..head.find(['{', ';']).unwrap_or(head.len())];
        let name = &head[..head.find(['(', '<']).unwrap_or(head.len())];
        let given = head.rsplit_once(") -> ").map_or("", |(_, kind)| kind);
        if is_bare(given.split(',').next().unwrap_or("")) {
            found.push((at, name));
        }
    }
    found
}

fn last_name(before: &str) -> &str {
    let from = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
    &before[from..]
}

/// A number, perhaps borrowed, optional or in a list; not `i64::from(…)`, which is a value.
fn is_bare(kind: &str) -> bool {
    let mut words = kind.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    !kind.contains("::") && words.any(|word| NUMBERS.contains(&word))
}

/// `secs`, `setup_secs`, `retry_secs_max`, `seconds`.
fn counts_seconds(name: &str) -> bool {
    name.split('_').any(|part| matches!(part, "secs" | "seconds"))
}

fn is_listed(path: &str, name: &str) -> bool {
    BARE.iter().any(|bare| bare.path == path && bare.names.contains(&name))
}
