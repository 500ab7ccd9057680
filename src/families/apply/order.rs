//! The order of the questions: one path for given answers, along which next and previous are steps there and back.
use crate::families::apply::answers::Answers;
use crate::families::apply::questions::{FIRST, LAST, PERSON, Question};

/// A question, and for whom.
#[derive(Clone, Copy)]
pub struct Step {
    /// The question.
    pub question: &'static Question,
    /// The person's place, for questions of a person.
    pub person: Option<usize>,
}

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.question.key == other.question.key && self.person == other.person
    }
}

impl Step {
    /// What stands in the address: `birth-2` is the second person's birth.
    pub fn key(&self) -> String {
        match self.person {
            Some(at) => format!("{}-{}", self.question.key, at + 1),
            None => self.question.key.to_owned(),
        }
    }

    /// The full names of its fields, in the order of the table.
    pub fn names(&self) -> Vec<String> {
        self.question.fields.iter().map(|field| self.name_of(field.name())).collect()
    }

    /// The full name of one of its fields.
    pub fn name_of(&self, field: &str) -> String {
        self.person.map_or_else(|| field.to_owned(), |at| Answers::name(at, field))
    }

    /// The names under which a browser sends its fields.
    pub fn sent(&self) -> Vec<String> {
        self.question.fields.iter().flat_map(|field| field.sent_as(&self.name_of(field.name()))).collect()
    }

    /// It only tells something, so there is nothing to change.
    pub fn tells(&self) -> bool {
        self.question.fields.is_empty()
    }
}

/// All questions that apply, in their order.
pub fn path(answers: &Answers) -> Vec<Step> {
    let applying = |questions: &'static [Question], person: Option<usize>| {
        let applies = move |question: &&Question| (question.applies)(answers, person.unwrap_or(0));
        questions.iter().filter(applies).map(move |question| Step { question, person })
    };
    let people = (0..answers.people()).flat_map(|at| applying(PERSON, Some(at)));
    applying(FIRST, None).chain(people).chain(applying(LAST, None)).collect()
}

/// The question of this key, if it applies.
pub fn find(answers: &Answers, key: &str) -> Option<Step> {
    path(answers).into_iter().find(|step| step.key() == key)
}

/// What is asked after a question; none after the last.
pub fn next(step: Step, answers: &Answers) -> Option<Step> {
    let path = path(answers);
    let at = path.iter().position(|one| *one == step)?;
    path.get(at + 1).copied()
}

/// What was asked before a question; none before the first.
pub fn previous(step: Step, answers: &Answers) -> Option<Step> {
    let path = path(answers);
    let at = path.iter().position(|one| *one == step)?;
    path.get(at.checked_sub(1)?).copied()
}

/// How many questions stand before this one, and how many after it.
pub fn progress(step: Step, answers: &Answers) -> (usize, usize) {
    let path = path(answers);
    let at = path.iter().position(|one| *one == step).unwrap_or(0);
    (at, path.len().saturating_sub(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::form::Typed;
    use chrono::NaiveDate;

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        let typed = Typed::new(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect());
        Answers { typed, today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(), has_areas: false }
    }

    fn keys(answers: &Answers) -> Vec<String> {
        path(answers).iter().map(Step::key).collect()
    }

    const GRANDMOTHER: [(&str, &str); 10] = [
        ("who", "relative"),
        ("applicants.0.birth.year", "1950"),
        ("applicants.0.card", "cmnd9"),
        ("applicants.0.need", "wants_new"),
        ("applicants.0.mobility", "bedridden"),
        ("applicants.0.group", "nct"),
        ("applicants.0.more", "no"),
        ("applicants.0.guardian", "alone"),
        ("applicants.0.sex", "female"),
        ("address.ward_code", "11329"),
    ];

    /// Answers of very different households.
    fn households() -> Vec<Answers> {
        let child =
            |year: &'static str| [("who", "self"), ("applicants.0.birth.year", year), ("applicants.0.card", "none")];
        let mut more = GRANDMOTHER.to_vec();
        more[6].1 = "yes";
        more.extend([("applicants.1.birth.year", "2022"), ("applicants.1.more", "yes")]);
        let mut desk = GRANDMOTHER.to_vec();
        (desk[4].1, desk[5].1) = ("walks", "none");
        vec![
            answers(&[]),
            answers(&GRANDMOTHER),
            answers(&child("2016")),
            answers(&child("2022")),
            answers(&more),
            answers(&desk),
        ]
    }

    #[test]
    fn back_leads_where_next_came_from_and_nothing_goes_in_a_circle() {
        for answers in households() {
            let path = path(&answers);
            for (at, step) in path.iter().enumerate() {
                let before = path.iter().filter(|other| other.key() == step.key()).count();
                assert_eq!(before, 1, "{} twice", step.key());
                let after = next(*step, &answers);
                assert!(after.map(|one| one.key()) == path.get(at + 1).map(Step::key));
                if let Some(after) = after {
                    assert!(previous(after, &answers) == Some(*step), "{}", step.key());
                }
                assert_eq!(progress(*step, &answers), (at, path.len() - at - 1));
                assert!(find(&answers, &step.key()) == Some(*step));
            }
            assert!(previous(path[0], &answers).is_none());
        }
    }

    #[test]
    fn every_question_is_reached_by_somebody() {
        let mut all = households();
        let mut cat_ba = answers(&GRANDMOTHER);
        cat_ba.has_areas = true;
        all.push(cat_ba);
        let reached: std::collections::BTreeSet<_> =
            all.iter().flat_map(|one| path(one).into_iter().map(|step| step.question.key)).collect();
        let table: std::collections::BTreeSet<_> = [FIRST, PERSON, LAST].concat_keys();
        assert_eq!(reached, table);
    }

    trait Keys {
        fn concat_keys(&self) -> std::collections::BTreeSet<&'static str>;
    }

    impl Keys for [&'static [Question]; 3] {
        fn concat_keys(&self) -> std::collections::BTreeSet<&'static str> {
            self.iter().flat_map(|part| part.iter()).map(|question| question.key).collect()
        }
    }

    #[test]
    fn who_needs_no_visit_is_asked_little() {
        let under_six = answers(&[("who", "self"), ("applicants.0.birth.year", "2022"), ("applicants.0.more", "no")]);
        assert_eq!(keys(&under_six), ["who", "name-1", "birth-1", "online-1", "more-1", "closing"]);
        let lost = answers(&[
            ("who", "self"),
            ("applicants.0.birth.year", "1990"),
            ("applicants.0.card", "cccd_chip"),
            ("applicants.0.need", "lost"),
        ]);
        assert_eq!(
            keys(&lost),
            ["who", "name-1", "birth-1", "sex-1", "card-1", "need-1", "online-1", "more-1", "closing"]
        );
    }

    #[test]
    fn somebody_who_walks_is_invited_to_the_desk_and_may_still_send() {
        let mut pairs = GRANDMOTHER.to_vec();
        (pairs[4].1, pairs[5].1) = ("walks", "none");
        assert!(keys(&answers(&pairs)).contains(&"closing".to_owned()));
        pairs.push(("applicants.0.desk", "send"));
        let path = keys(&answers(&pairs));
        assert!(path.contains(&"desk-1".to_owned()) && path.contains(&"check".to_owned()), "{path:?}");
    }
}
