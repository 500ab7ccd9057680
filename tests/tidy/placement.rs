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

/// Spans of verbs hold ids and nothing else: `skip_all`, and fields whose names end in `_id`.
pub fn spans(source: &Source) -> Vec<Fault> {
    if source.in_product().is_none() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (line, code) in source.code_lines().iter().filter(|(_, code)| code.contains("tracing::instrument")) {
        if !code.contains("skip_all") {
            faults.push(source.fault(*line, "a span without skip_all holds every argument"));
        }
        let fields = code.split_once("fields(").map_or("", |(_, rest)| rest.split(')').next().unwrap_or(rest));
        let named =
            fields.split(',').map(|field| field.split('=').next().unwrap_or(field).trim().trim_start_matches('%'));
        let told = named.filter(|name| !name.is_empty() && !name.ends_with("_id"));
        faults.extend(told.map(|name| source.fault(*line, format!("«{name}» in a span is no id"))));
    }
    faults
}
