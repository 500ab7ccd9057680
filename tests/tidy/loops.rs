//! Files import one way: none leads back to itself. A module and its own parts are one thing, so that what a file says of
//! the files below it does not count.
use std::collections::{BTreeMap, BTreeSet};

use crate::Fault;
use crate::source::Source;

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Circles of files, one fault for each file that stands in one.
pub fn none(sources: &[Source]) -> Vec<Fault> {
    let files: BTreeMap<String, &Source> =
        sources.iter().filter_map(|source| Some((module_of(&source.path)?, source))).collect();
    let names: BTreeSet<String> = files.keys().cloned().collect();
    let graph: Graph = files.iter().map(|(name, source)| (name.clone(), imports(name, source, &names))).collect();
    let back = |name: &String| way_back(name, &graph).map(|way| files[name].fault(1, format!("imports itself: {way}")));
    names.iter().filter_map(back).collect()
}

/// `src/cases/store.rs` → `product::cases::store`, `crates/planner/src/route.rs` → `planner::route`; none for the roots and
/// for tests.
fn module_of(path: &str) -> Option<String> {
    let path = path.strip_suffix(".rs")?;
    let below = |root: &str, folder: &str| path.strip_prefix(folder).map(|rest| format!("{root}/{rest}"));
    let path = below("product", "src/").or_else(|| below("planner", "crates/planner/src/"))?;
    let parts: Vec<&str> = path.split('/').collect();
    let counts = !matches!(parts[1..], ["lib" | "main"]) && !parts.contains(&"tests");
    counts.then(|| parts.join("::"))
}

/// The files whose names this one uses, apart from itself and what lies below it.
fn imports(own: &str, source: &Source, names: &BTreeSet<String>) -> BTreeSet<String> {
    let code = source.code();
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::").chain(code.match_indices("super::")) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let mut base: Vec<&str> = own.split("::").collect();
        let mut rest = &code[at..];
        if let Some(after) = rest.strip_prefix("crate::") {
            base.truncate(1);
            rest = after;
        }
        while let Some(after) = rest.strip_prefix("super::") {
            base.pop();
            rest = after;
        }
        let base: Vec<String> = base.into_iter().map(str::to_owned).collect();
        paths(rest, &base, &mut |path| found.extend(file_of(path, names)));
    }
    let below = format!("{own}::");
    found.retain(|name| name != own && !name.starts_with(&below));
    found
}

/// `a::{b, c::D}` after `base` → `base a b`, `base a c D`; gives where the tree ends.
fn paths<'a>(mut rest: &'a str, base: &[String], take: &mut dyn FnMut(&[String])) -> &'a str {
    let mut path = base.to_vec();
    loop {
        if let Some(list) = rest.strip_prefix('{') {
            rest = list;
            while !rest.is_empty() && !rest.starts_with('}') {
                rest = paths(rest.trim_start(), &path, take);
                rest = rest.trim_start_matches(|c: char| c != ',' && c != '}');
                rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
            }
            return rest.strip_prefix('}').unwrap_or(rest);
        }
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if word.is_empty() {
            return rest;
        }
        rest = &rest[word.len()..];
        if word != "self" {
            path.push(word);
        }
        let Some(after) = rest.strip_prefix("::") else {
            take(&path);
            return rest;
        };
        rest = after;
    }
}

/// The file in which the longest beginning of a path is.
fn file_of(path: &[String], names: &BTreeSet<String>) -> Option<String> {
    (2..=path.len()).rev().map(|length| path[..length].join("::")).find(|name| names.contains(name))
}

/// How a file leads to itself, if it does.
fn way_back(from: &str, graph: &Graph) -> Option<String> {
    let mut reached: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for next in &graph[at] {
            if next == from {
                let mut way = vec![from, at];
                while way[way.len() - 1] != from {
                    way.push(reached[way[way.len() - 1]]);
                }
                way.reverse();
                return Some(way.join(" → "));
            }
            if graph.contains_key(next.as_str()) && !reached.contains_key(next.as_str()) {
                reached.insert(next, at);
                open.push(next);
            }
        }
    }
    None
}
