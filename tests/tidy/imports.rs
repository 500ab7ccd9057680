//! Imports run one way: a noun may know those before it, never those after it.
use crate::Fault;
use crate::source::Source;

/// The order. Parts of one row may know each other.
const ORDER: &[&[&str]] = &[
    &["clock", "dice", "text", "calendar", "config", "reference", "sealed", "seconds", "field_problem"],
    &["db"],
    &["ids"],
    &["keys"],
    &["idempotency"],
    &["desk"],
    &["web"],
    &["outbox"],
    &["accounts", "audit"],
    &["notifications"],
    &["geography"],
    &["teams"],
    &["cases"],
    &["visits"],
    &["planning", "instances", "reference_data"],
    &["booking"],
    &["lists", "exports"],
    &["families"],
    &["worklist"],
    &["worker"],
    &["urls", "openapi"],
    &["app", "commands"],
];

/// The first row that may know the planner.
const PLANNING: &str = "planning";

/// What the planner must not touch: time, files, the network, the process, other parts of the product.
const IMPURE: [&str; 12] = [
    "std::time",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::io",
    "chrono",
    "diesel",
    "actix",
    "luudong::",
    "Instant::",
    "SystemTime",
];

/// Rows are counted from 0; `lib.rs` and `main.rs` stand above all.
fn row_of(noun: &str) -> Option<usize> {
    ORDER.iter().position(|row| row.contains(&noun))
}

/// In `src/`, `crate::noun` only where the order allows it.
pub fn one_way(source: &Source) -> Vec<Fault> {
    let Some(path) = source.in_product() else {
        return Vec::new();
    };
    let noun = path.split(['/', '.']).next().unwrap_or("");
    if matches!(noun, "lib" | "main") {
        return Vec::new();
    }
    let Some(row) = row_of(noun) else {
        return vec![source.fault(1, format!("«{noun}» has no place in the order of tests/tidy/imports.rs"))];
    };
    let depth = path.trim_end_matches(".rs").split('/').count();
    let mut faults = Vec::new();
    for (line, code) in source.code_lines() {
        for known in mentioned(&code, depth) {
            if row_of(&known).is_some_and(|other| other > row) {
                faults.push(source.fault(line, format!("{noun} knows {known}")));
            }
        }
        if row_of(PLANNING).is_some_and(|planning| row < planning) && has_word(&code, "planner::") {
            faults.push(source.fault(line, format!("{noun} knows the planner")));
        }
    }
    faults
}

/// `crates/planner/src` holds no clock, no I/O, no database, no web.
pub fn pure_planner(source: &Source) -> Vec<Fault> {
    if !source.path.starts_with("crates/planner/src/") {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (line, code) in source.code_lines() {
        for impure in IMPURE.iter().filter(|word| has_word(&code, word)) {
            faults.push(source.fault(line, format!("the planner touches {impure}")));
        }
    }
    faults
}

/// Top-level modules that a line names: `crate::a::…`, `crate::{a, b}`, or up to the root by `super::super::a`.
fn mentioned(code: &str, depth: usize) -> Vec<String> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(list) => found.extend(top_names(list)),
            None => found.extend(first_word(rest)),
        }
    }
    let to_root = "super::".repeat(depth);
    found.extend(code.split(&to_root).skip(1).filter_map(first_word));
    found
}

/// `a::{x, y}, b` → a, b.
fn top_names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut inside, mut start) = (0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => inside += 1,
            '}' if inside > 0 => inside -= 1,
            ',' | '}' if inside == 0 => {
                names.extend(first_word(list[start..at].trim_start()));
                start = at + 1;
            }
            _ => {}
        }
    }
    names.extend(first_word(list.get(start..).unwrap_or("").trim_start()));
    names
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    Some(word).filter(|word| !word.is_empty())
}

/// Whether the line holds the word with no letter before it.
pub fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}
