//! The words at the door: four digits that the officers say first, and four that the family gives back.
//!
//! Both come from a key of the day that never leaves the server, so they change daily, differ from visit to visit, and
//! neither tells the other (`docs/adr/0006-code-words-at-the-door.md`).
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::visit::{Visit, VisitState};
use crate::ids::VisitId;
use crate::sealed::{Vault, is_same};

/// How many words there are: 0000 to 9999. None is left out: a swindler's chance stays one in ten thousand, and what
/// looks like a pattern is no easier to guess than what does not.
const WORDS: u64 = 10_000;

/// The two words of one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodeWords {
    /// The officers say it at the door, before anything else.
    #[schema(example = "4071")]
    pub officers: String,
    /// The family gives it back, only after it has heard the other one.
    #[schema(example = "8359")]
    pub family: String,
}

impl CodeWords {
    /// The words of a visit on a day.
    pub fn on(vault: &Vault, on: NaiveDate, visit_id: VisitId, code: &str) -> Self {
        let day = vault.key("code words", &[&on.to_string()]);
        let visit = visit_id.to_string();
        let word = |who| four_digits(&day.mac(&[who, &visit, code]));
        Self { officers: word("officers"), family: word("family") }
    }

    /// The words of a visit that a team is still to come for: from its publication to the end of the promised day.
    pub fn of(vault: &Vault, visit: &Visit, code: &str, today: NaiveDate) -> Option<Self> {
        let expected = matches!(visit.state(), VisitState::Published | VisitState::EnRoute | VisitState::Arrived);
        let promise = visit.promise.filter(|promise| expected && promise.on >= today)?;
        Some(Self::on(vault, promise.on, visit.id, code))
    }

    /// Whether somebody said the officers' word, in a time that tells nothing.
    pub fn is_officers(&self, said: &str) -> bool {
        is_same(&self.officers, said)
    }
}

/// The first 64 bits modulo 10 000: no word is likelier than another by more than one in 10¹⁵.
fn four_digits(mac: &[u8; 32]) -> String {
    let number = mac.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    format!("{:04}", number % WORDS)
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::dice::Dice;

    fn day(iso: &str) -> NaiveDate {
        iso.parse().unwrap()
    }

    fn vault(key: &str) -> Vault {
        Vault::new(key, Dice::seeded(1))
    }

    #[test]
    fn the_same_day_visit_and_master_key_give_the_same_words_anywhere() {
        let here = CodeWords::on(&vault("a"), day("2026-11-28"), VisitId(7), "K7MQ-2XPT");
        assert_eq!(here, CodeWords::on(&vault("a"), day("2026-11-28"), VisitId(7), "K7MQ-2XPT"));
        assert!(here.officers.len() == 4 && here.officers.bytes().all(|byte| byte.is_ascii_digit()));
        assert!(here.is_officers(&here.officers.clone()) && !here.is_officers("") && !here.is_officers(&here.family));
        assert_ne!(here, CodeWords::on(&vault("b"), day("2026-11-28"), VisitId(7), "K7MQ-2XPT"), "another master key");
        assert_ne!(here, CodeWords::on(&vault("a"), day("2026-11-29"), VisitId(7), "K7MQ-2XPT"), "another day");
        assert_ne!(here, CodeWords::on(&vault("a"), day("2026-11-28"), VisitId(8), "K7MQ-2XPT"), "another visit");
    }

    #[test]
    fn ten_thousand_visits_spread_evenly_and_no_word_tells_another() {
        let vault = vault("a");
        let both = |on: &str, id| CodeWords::on(&vault, day(on), VisitId(id), "K7MQ-2XPT");
        let today: Vec<CodeWords> = (1..=10_000).map(|id| both("2026-11-28", id)).collect();
        let tomorrow: Vec<CodeWords> = (1..=10_000).map(|id| both("2026-11-29", id)).collect();
        let words = |all: &[CodeWords], of: fn(&CodeWords) -> &str| -> Vec<String> {
            all.iter().map(|one| of(one).to_owned()).collect()
        };
        for (name, all) in
            [("officers", words(&today, |one| &one.officers)), ("family", words(&today, |one| &one.family))]
        {
            let mut tens: HashMap<&str, u32> = HashMap::new();
            all.iter().for_each(|word| *tens.entry(&word[..2]).or_default() += 1);
            assert_eq!(tens.len(), 100);
            // Chi-square with 99 degrees of freedom: above 149 once in a thousand even draws.
            let chi: f64 = tens.values().map(|count| (f64::from(*count) - 100.0).powi(2) / 100.0).sum();
            assert!(chi < 149.0, "{name}: {chi}");
            let different: HashSet<&String> = all.iter().collect();
            // 10 000 draws out of 10 000 hit about 6 321 of them.
            assert!((6_150..6_500).contains(&different.len()), "{name}: {}", different.len());
        }
        let equal = |pairs: Vec<(String, String)>| pairs.iter().filter(|(a, b)| a == b).count();
        let pair = |left: Vec<String>, right: Vec<String>| left.into_iter().zip(right).collect();
        let officers = words(&today, |one| &one.officers);
        let family = words(&today, |one| &one.family);
        assert!(equal(pair(officers.clone(), family.clone())) <= 8, "equal no oftener than by chance");
        assert!(equal(pair(officers.clone(), words(&tomorrow, |one| &one.officers))) <= 8);
        // Neither is the other with something added: the differences are spread too.
        let shift = |(a, b): (&String, &String)| {
            let number = |word: &String| word.parse::<i32>().unwrap();
            (number(b) - number(a)).rem_euclid(10_000)
        };
        let shifts: HashSet<i32> = officers.iter().zip(&family).map(shift).collect();
        assert!(shifts.len() > 6_000, "{}", shifts.len());
    }
}
