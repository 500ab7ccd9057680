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

/// The address of a database of [`postgres_url`] through the pooler of this run (`scripts/pgbouncer`), if it has one.
pub fn through_pooler(url: &str) -> Option<String> {
    let pooler = read("LUUDONG_TEST_POOLER_URL")?;
    Some(pooler + url.strip_prefix(&read("LUUDONG_TEST_POSTGRES_URL")?)?)
}

/// A Python with the packages of `tests/peers/requirements.txt`: the one named, or the virtual environment that
/// `make deps` made, or whatever is called `python3`.
pub fn python() -> String {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/.venv/bin/python");
    let made = || std::path::Path::new(own).exists().then(|| own.to_owned());
    read("LUUDONG_TEST_PYTHON").or_else(made).unwrap_or_else(|| "python3".to_owned())
}

/// So many steps of a random walk, or as many times more as `PROPTEST_CASES` is above its default of 256.
pub fn cases(short: u32) -> u32 {
    let cases: u32 = read("PROPTEST_CASES").and_then(|cases| cases.parse().ok()).unwrap_or(256);
    short * (cases / 256).max(1)
}

/// How often each pair of verbs races in the long form (`scripts/soak`); none for the sample of `make test`.
pub fn race_rounds() -> Option<usize> {
    read("LUUDONG_RACE_ROUNDS").and_then(|rounds| rounds.parse().ok())
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the Makefile which engine to use")]
fn read(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
