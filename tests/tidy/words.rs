//! One word, one thing: a word that GLOSSARY.md gives a meaning names a type, a function or a module of that meaning only.
use crate::Fault;
use crate::shape::defined_name;
use crate::source::Source;

/// A word with one meaning: the beginnings of the paths that are about it, and what other things are called.
struct Word {
    part: &'static str,
    home: &'static [&'static str],
    say: &'static str,
}

/// Names of more parts are sentences: what a test shows.
const PARTS_MAX: usize = 4;

const fn word(part: &'static str, home: &'static [&'static str], say: &'static str) -> Word {
    Word { part, home, say }
}

const SEQUENCES: &[&str] = &["src/booking/", "src/planning/", "src/visits", "src/cases/store/change.rs", "tests/http/"];

/// Every word with a home; one without is not used at all.
const WORDS: &[Word] = &[
    word(
        "told",
        &[
            "src/notifications",
            "src/visits/notify.rs",
            "src/visits/api/calls.rs",
            "src/cases/api/parts.rs",
            "tests/http/main.rs",
            "tests/http/every_state.rs",
        ],
        "promise, constraint, report, log or answer",
    ),
    word(
        "standing",
        &["src/visits.rs", "src/visits/standing.rs", "src/visits/follow.rs"],
        "state, backlog or availability",
    ),
    word("place", SEQUENCES, "location, locality, rank or geography"),
    word("places", SEQUENCES, "locations, permits or geography"),
    word(
        "open",
        &[
            "src/calendar",
            "src/teams",
            "src/visits",
            "src/notifications",
            "src/planning/inputs.rs",
            "src/families/",
            "src/commands/bench/world.rs",
            "src/commands/demo/month.rs",
            "src/db/connection.rs",
            "crates/planner/src/search/finder.rs",
            "tests/",
        ],
        "file, create, unseal, begin, connect or set up",
    ),
    word("opening", &["src/teams/shift.rs", "tests/tidy/shape.rs"], "insertion"),
    word("judge", &[], "check, validate, audit or classify"),
    word("judged", &[], "checked, validated, audited or classified"),
    word("walk", &["crates/planner/", "tests/http/"], "crawl, traverse or verify"),
    word("twin", &[], "repeat (of a request) or duplicate (of a person)"),
    word("twins", &[], "repeats (of a request) or duplicates (of a person)"),
    word("asker", &[], "requester"),
    word("yard", &[], "fixture"),
    word("scene", &[], "fixture"),
    word("arena", &[], "fixture or cluster"),
];

pub fn one_meaning(source: &Source) -> Vec<Fault> {
    if !source.is_rust() {
        return Vec::new();
    }
    let strangers: Vec<&Word> =
        WORDS.iter().filter(|word| !word.home.iter().any(|home| source.path.starts_with(home))).collect();
    let mut faults = Vec::new();
    for (line, code) in source.code_lines() {
        let Some(name) = defined_name(&code) else { continue };
        let parts = parts(name);
        if parts.len() > PARTS_MAX {
            continue;
        }
        let found = strangers.iter().filter(|word| parts.iter().any(|part| part == word.part));
        faults.extend(
            found.map(|word| source.fault(line, format!("«{name}»: here «{}» is called {}", word.part, word.say))),
        );
    }
    faults
}

/// `open_half_day` and `OpenHalfDay` → open, half, day.
fn parts(name: &str) -> Vec<String> {
    let mut spaced = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            spaced.push('_');
        }
        spaced.extend(c.to_lowercase());
    }
    spaced.split('_').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
