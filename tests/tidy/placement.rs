//! Some libraries and some words live in few places.
use std::collections::BTreeSet;

use crate::Fault;
use crate::imports::has_word;
use crate::source::Source;

/// Most files that may tell the two engines apart.
const ENGINE_FILES_MAX: usize = 5;

/// Where tests may read the environment.
const TEST_ENVIRONMENT: &str = "tests/http/support/environment.rs";

/// SQL lives in `store.rs`, in `store/`, and in `db/`.
pub fn diesel(source: &Source) -> Vec<Fault> {
    let at_home = |path: &str| path.ends_with("store.rs") || path.contains("/store/") || path.starts_with("db/");
    only_in(source, "diesel", at_home)
}

/// HTTP lives at the edge of each noun, in `web/`, and where the server is put together.
pub fn actix(source: &Source) -> Vec<Fault> {
    only_in(source, "actix", |path| is_edge(path) || ["commands/serve.rs", "commands/work.rs"].contains(&path))
}

/// What handlers have at hand (problems, pages, cookies) is known at the edge alone: no verb knows HTTP.
pub fn web(source: &Source) -> Vec<Fault> {
    only_in(source, "crate::web", is_edge)
}

/// `api` and `pages` of each noun, who asks, and where the server is put together.
fn is_edge(path: &str) -> bool {
    let whole = ["accounts/identity.rs", "app.rs", "urls.rs", "openapi.rs", "web.rs"];
    path.ends_with("/api.rs")
        || path.ends_with("/pages.rs")
        || ["/api/", "/pages/"].iter().any(|folder| path.contains(folder))
        || ["web/", "app/", "openapi/"].iter().any(|folder| path.starts_with(folder))
        || whole.contains(&path)
}

/// Mail leaves in one place.
pub fn lettre(source: &Source) -> Vec<Fault> {
    only_in(source, "lettre", |path| path == "outbox/transport.rs" || path.starts_with("outbox/transport/"))
}

/// Few files tell the engines apart.
pub fn engine_files(sources: &[Source]) -> Vec<Fault> {
    let words = ["DbConn::Postgres", "DbConn::Sqlite", "Engine::Postgres", "Engine::Sqlite"];
    let tells_apart = |source: &&Source| {
        source.in_product().is_some() && {
            let code = source.code();
            words.iter().any(|word| code.contains(word))
        }
    };
    let files: BTreeSet<_> = sources.iter().filter(tells_apart).map(|source| source.path.as_str()).collect();
    if files.len() <= ENGINE_FILES_MAX {
        return Vec::new();
    }
    vec![format!("{} files tell the engines apart, at most {ENGINE_FILES_MAX}: {files:?}", files.len())]
}

/// The environment is read by `config.rs` (through figment) and, in tests, by one file.
pub fn environment(source: &Source) -> Vec<Fault> {
    let at_home = source.path == TEST_ENVIRONMENT || !source.is_rust() || source.path.ends_with("build.rs");
    let mut faults = Vec::new();
    for (line, code) in source.code_lines() {
        if !at_home && ["env::var", "env::vars", "env::var_os"].iter().any(|word| has_word(&code, word)) {
            faults.push(source.fault(line, "reads the environment"));
        }
    }
    faults
}

fn only_in(source: &Source, word: &str, at_home: impl Fn(&str) -> bool) -> Vec<Fault> {
    let Some(path) = source.in_product().filter(|path| !at_home(path)) else {
        return Vec::new();
    };
    let lines = source.code_lines();
    let found = lines.iter().filter(|(_, code)| has_word(code, word));
    found.map(|(line, _)| source.fault(*line, format!("{word} in {path}"))).collect()
}

/// Spans of verbs hold ids and nothing else, in one form: a name, `skip_all`, and fields that are ids. Neither what a verb
/// gives nor why it refuses: both may name somebody.
pub fn spans(source: &Source) -> Vec<Fault> {
    if source.in_product().is_none() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (line, code) in source.code_lines().iter().filter(|(_, code)| code.contains("instrument")) {
        let inside = code.trim().strip_prefix("#[tracing::instrument(").and_then(|rest| rest.strip_suffix(")]"));
        let (plain, fields) = match inside.map(|inside| inside.split_once("fields(").unwrap_or((inside, ")"))) {
            Some((plain, fields)) if fields.ends_with(')') => (plain, fields.trim_end_matches(')')),
            _ => {
                faults.push(source.fault(*line, "a span is written as #[tracing::instrument(…)] on one line"));
                continue;
            }
        };
        let plain: Vec<&str> = plain.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        if !plain.contains(&"skip_all") || plain.iter().any(|part| *part != "skip_all" && !part.starts_with("name =")) {
            faults.push(source.fault(*line, "a span has a name, skip_all and fields, nothing else"));
        }
        let others = fields.split(',').map(str::trim).filter(|field| !field.is_empty() && !is_id(field));
        faults.extend(others.map(|field| source.fault(*line, format!("«{field}» in a span is no id"))));
    }
    faults
}

/// `%visit_id`, `case_id = %case.id`.
fn is_id(field: &str) -> bool {
    let (name, value) = field.split_once('=').map_or((field, field), |(name, value)| (name.trim(), value.trim()));
    let Some(path) = value.strip_prefix('%') else { return false };
    let last = path.rsplit('.').next().unwrap_or(path);
    let is_path = path.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    name.trim_start_matches('%').ends_with("_id") && is_path && (last == "id" || last.ends_with("_id"))
}
