//! A family's turn in its own language: its place, and its own reasons only.
use crate::booking::waiting::api::TurnBody;
use crate::planning::priority::Because;
use crate::text::dates::short_date;
use crate::text::messages::{Locale, Words};

/// Where a household stands among those who wait, and why; none when it does not wait.
pub fn turn_words(words: Words, turn: &TurnBody) -> Option<String> {
    if words.0 == Locale::Vietnamese {
        return turn.sentence.clone();
    }
    let (place, households) = (turn.place?, turn.households?);
    if households == 1 {
        return Some(words.say("follow-turn-only"));
    }
    let reasons: Vec<String> = turn.because.iter().map(|one| because_words(words, *one)).collect();
    let reasons = if reasons.is_empty() { words.say("follow-because-order") } else { reasons.join(", ") };
    Some(words.with("follow-turn", &[("place", &place), ("households", &households), ("reasons", &reasons)]))
}

fn because_words(words: Words, because: Because) -> String {
    match because {
        Because::FailedByUs => words.say("follow-because-our-fault"),
        Because::Mobility(mobility) => words.say(&format!("follow-mobility-{}", mobility.code())),
        Because::Group(group) => words.say(&format!("follow-group-{}", group.code())),
        Because::Aged80 => words.say("follow-because-aged-80"),
        Because::Deadline { on, .. } => words.with("follow-because-deadline", &[("date", &short_date(on))]),
        Because::Waited { days } => words.with("follow-because-waited", &[("days", &days)]),
    }
}
