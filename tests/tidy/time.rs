//! What time it is: read once for each thing that is done, and never from the machine's own idea of a day.
use crate::Fault;
use crate::imports::has_word;
use crate::source::Source;

/// Where the product may read a clock: once a request, a command, or a step of the worker.
const CLOCK_FILES: [&str; 5] = ["clock.rs", "config/sections.rs", "desk.rs", "commands.rs", "commands/demo.rs"];

/// What asks a machine or a database engine for a day, by ending of the file. Servers stand in UTC, where seven hours
/// of each day belong to the Vietnamese day before.
const MACHINE_DAYS: [(&[&str], &[&str]); 4] = [
    (&["md", ""], &["$(date", "`date ", "date -d", "date +%"]),
    (&["js", "mjs", "html"], &["new Date()", "toISOString", "toLocaleDateString", "getDate()"]),
    (&["sql", "rs"], &["CURRENT_DATE", "current_date", "date('now", "sql::<Date>(\"now"]),
    (&["py"], &["date.today()", "datetime.now()", "datetime.today()", "utcnow()"]),
];

/// The clock is asked in few places; everybody else is handed `now`, or a desk whose clock stands still.
pub fn clock(source: &Source) -> Vec<Fault> {
    let at_home = match source.in_product() {
        Some(path) => CLOCK_FILES.contains(&path),
        None => !source.is_rust() || !source.path.starts_with("tests/http"),
    };
    let mut faults = Vec::new();
    for (line, code) in source.code_lines() {
        let asks = code.contains("clock.now()") && source.in_product().is_some();
        if !at_home && (asks || has_word(&code, "Clock::System")) {
            faults.push(source.fault(line, "reads a clock of its own"));
        }
    }
    faults
}

/// No script, page, query or document takes a date from the machine that it runs on.
pub fn machine_days(source: &Source) -> Vec<Fault> {
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if source.path.starts_with("tests/tidy") {
        return Vec::new();
    }
    let words = MACHINE_DAYS.iter().filter(|(endings, _)| endings.contains(&ending)).flat_map(|(_, words)| *words);
    let words: Vec<&str> = words.copied().collect();
    let mut faults = Vec::new();
    for (at, text) in source.text.lines().enumerate() {
        faults.extend(
            words
                .iter()
                .filter(|word| text.contains(**word))
                .map(|word| source.fault(at + 1, format!("«{word}» is a day of the machine, not of Việt Nam"))),
        );
    }
    faults
}
