//! A family's turn in its own language: its place, and its own reasons only.
use crate::booking::waiting::api::TurnBody;
use crate::planning::priority::Because;
use crate::text::dates::short_date;
use crate::text::messages::Words;

/// Where a household stands among those who wait, and why; none when it does not wait.
pub fn turn_words(words: Words, turn: &TurnBody) -> Option<String> {
    let (place, households) = (turn.place?, turn.households?);
    if households == 1 {
        return Some(words.say("follow-turn-only"));
    }
    let reasons: Vec<String> = turn.because.iter().map(|one| because_words(words, *one)).collect();
    if reasons.is_empty() {
        return Some(words.with("follow-turn-order", &[("place", &place), ("households", &households)]));
    }
    let reasons = reasons.join(", ");
    Some(words.with("follow-turn", &[("place", &place), ("households", &households), ("reasons", &reasons)]))
}

fn because_words(words: Words, because: Because) -> String {
    match because {
        Because::FailedByUs => words.say("follow-because-our-fault"),
        Because::Mobility(mobility) => of_person(words, &format!("follow-mobility-{}", mobility.code())),
        Because::Group(group) => words.say(&format!("follow-group-{}", group.code())),
        Because::Aged80 => words.say("follow-because-aged-80"),
        Because::Deadline { on, .. } => words.with("follow-because-deadline", &[("date", &short_date(on))]),
        Because::Waited { days } => words.with("follow-because-waited", &[("days", &days)]),
    }
}

fn of_person(words: Words, key: &str) -> String {
    words.with("follow-because-person", &[("what", &words.say(key))])
}
