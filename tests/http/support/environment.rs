//! The only place where tests read the process environment.

/// The engine that this run uses: `sqlite` (default) or `postgres`.
pub fn engine() -> String {
    read("LUUDONG_TEST_ENGINE").unwrap_or_else(|| "sqlite".to_owned())
}

/// A PostgreSQL that tests may make databases in, as `postgres://USER:PASSWORD@HOST:PORT`.
///
/// # Panics
/// When it is not set: a run that should use PostgreSQL must not pass without one.
pub fn postgres_url() -> String {
    read("LUUDONG_TEST_POSTGRES_URL").expect("LUUDONG_TEST_POSTGRES_URL names a server: use `scripts/postgres COMMAND`")
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the Makefile which engine to use"
)]
fn read(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
