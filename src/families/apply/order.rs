//! The order of the pages: one path for given answers, along which next and previous are steps there and back.
use crate::families::apply::answers::Answers;
use crate::families::apply::questions::{FIRST, Field, LAST, PERSON, Question};

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

    /// The fields that are asked of somebody with these answers.
    pub fn fields(&self, answers: &Answers) -> impl Iterator<Item = &'static Field> {
        let at = self.person.unwrap_or(0);
        let asked = move |field: &&'static Field| (field.asked)(answers, at);
        self.question.fields.iter().filter(asked)
    }

    /// The full names of its fields, in the order of the table.
    pub fn names(&self) -> Vec<String> {
        self.question.fields.iter().map(|field| self.name_of(field.name)).collect()
    }

    /// The full name of one of its fields.
    pub fn name_of(&self, field: &str) -> String {
        self.person.map_or_else(|| field.to_owned(), |at| Answers::name(at, field))
    }

    /// The names under which a browser sends its fields.
    pub fn sent(&self, answers: &Answers) -> Vec<String> {
        self.fields(answers).flat_map(|field| field.sent_as(&self.name_of(field.name))).collect()
    }
}

/// All pages on the way, in their order.
pub fn path(answers: &Answers) -> Vec<Step> {
    all(answers).into_iter().filter(|step| !step.question.is_aside).collect()
}

/// All pages that apply; those that stand aside after the page that leads to them.
fn all(answers: &Answers) -> Vec<Step> {
    let applying = |questions: &'static [Question], person: Option<usize>| {
        let applies = move |question: &&Question| (question.applies)(answers, person.unwrap_or(0));
        questions.iter().filter(applies).map(move |question| Step { question, person })
    };
    let people = (0..answers.people()).flat_map(|at| applying(PERSON, Some(at)));
    applying(FIRST, None).chain(people).chain(applying(LAST, None)).collect()
}

/// The page of this key, if it applies.
pub fn find(answers: &Answers, key: &str) -> Option<Step> {
    all(answers).into_iter().find(|step| step.key() == key)
}

/// What is asked after a page; none after the last.
pub fn next(step: Step, answers: &Answers) -> Option<Step> {
    let mut after = all(answers).into_iter().skip_while(|one| *one != step).skip(1);
    after.find(|one| !one.question.is_aside)
}

/// What was asked before a page; none before the first.
pub fn previous(step: Step, answers: &Answers) -> Option<Step> {
    let before = all(answers).into_iter().take_while(|one| *one != step);
    before.filter(|one| !one.question.is_aside).last()
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

    const GRANDMOTHER: [(&str, &str); 8] = [
        ("who", "grandchild"),
        ("applicants.0.birth.year", "1950"),
        ("applicants.0.sex", "female"),
        ("applicants.0.card", "cmnd9"),
        ("applicants.0.need", "wants_new"),
        ("applicants.0.mobility", "bedridden"),
        ("applicants.0.more", "no"),
        ("address.ward_code", "11329"),
    ];

    /// Answers of very different households.
    fn households() -> Vec<Answers> {
        let child =
            |year: &'static str| [("who", "self"), ("applicants.0.birth.year", year), ("applicants.0.card", "none")];
        let mut more = GRANDMOTHER.to_vec();
        more[6].1 = "yes";
        more.extend([("applicants.1.birth.year", "2022"), ("applicants.1.more", "yes")]);
        more.extend([("applicants.2.birth.year", "1990"), ("applicants.2.card", "none")]);
        more.push(("applicants.2.mobility", "in_hospital"));
        let mut desk = GRANDMOTHER.to_vec();
        desk[5].1 = "walks";
        let mut hospital = GRANDMOTHER.to_vec();
        hospital[5].1 = "in_hospital";
        vec![
            answers(&[]),
            answers(&GRANDMOTHER),
            answers(&child("2016")),
            answers(&child("2022")),
            answers(&more),
            answers(&desk),
            answers(&hospital),
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
                assert!(find(&answers, &step.key()) == Some(*step));
            }
            assert!(previous(path[0], &answers).is_none());
        }
    }

    #[test]
    fn the_bar_of_stages_never_goes_back_but_to_the_next_person() {
        for answers in households() {
            let path = path(&answers);
            for pair in path.windows(2) {
                let [before, after] = [pair[0], pair[1]];
                let is_next_person = after.person.is_some() && after.person != before.person;
                let (from, to) = (before.question.stage, after.question.stage);
                assert!(is_next_person || from <= to, "{} {}", before.key(), after.key());
            }
        }
    }

    #[test]
    fn what_stands_aside_leads_back_to_the_way() {
        let answers = answers(&GRANDMOTHER);
        let pin = find(&answers, "pin").unwrap();
        assert!(!keys(&answers).contains(&"pin".to_owned()));
        assert_eq!(previous(pin, &answers).map(|step| step.key()).as_deref(), Some("house"));
        assert_eq!(next(pin, &answers).map(|step| step.key()).as_deref(), Some("contact"));
    }

    #[test]
    fn every_question_is_reached_by_somebody() {
        let mut all_answers = households();
        let mut cat_ba = answers(&GRANDMOTHER);
        cat_ba.has_areas = true;
        all_answers.push(cat_ba);
        let reached: std::collections::BTreeSet<_> =
            all_answers.iter().flat_map(|one| all(one).into_iter().map(|step| step.question.key)).collect();
        let table: std::collections::BTreeSet<_> =
            [FIRST, PERSON, LAST].iter().flat_map(|part| part.iter()).map(|question| question.key).collect();
        assert_eq!(reached, table);
    }

    #[test]
    fn a_bedridden_woman_takes_nine_pages_with_the_last_and_each_further_person_three_more() {
        let one = answers(&GRANDMOTHER);
        assert_eq!(keys(&one), ["who", "person-1", "card-1", "move-1", "home", "house", "contact", "check"]);
        let mut pairs = GRANDMOTHER.to_vec();
        pairs[6].1 = "yes";
        for at in ["1", "2"] {
            for (of, value) in [("birth.year", "1948"), ("card", "none"), ("mobility", "wheelchair"), ("more", "yes")] {
                let name: &'static str = Box::leak(format!("applicants.{at}.{of}").into_boxed_str());
                pairs.push((name, if at == "2" && of == "more" { "no" } else { value }));
            }
        }
        // And the page that says that it is received.
        assert_eq!(keys(&answers(&pairs)).len() + 1, 15);
    }

    #[test]
    fn who_needs_no_visit_is_asked_little() {
        let under_six = answers(&[("who", "self"), ("applicants.0.birth.year", "2022"), ("applicants.0.more", "no")]);
        assert_eq!(keys(&under_six), ["who", "person-1", "online-1", "closing"]);
        let lost = |year: &'static str| {
            answers(&[
                ("who", "child"),
                ("applicants.0.birth.year", year),
                ("applicants.0.card", "cccd_chip"),
                ("applicants.0.need", "lost"),
            ])
        };
        assert_eq!(keys(&lost("1990")), ["who", "person-1", "card-1", "online-1", "closing"]);
        // Of somebody old it counts how she moves, before she is sent to her telephone.
        assert_eq!(keys(&lost("1939")), ["who", "person-1", "card-1", "move-1", "online-1", "closing"]);
    }

    #[test]
    fn whoever_walks_is_asked_how_hard_the_way_is_and_may_still_send() {
        let mut pairs = GRANDMOTHER.to_vec();
        pairs[5].1 = "walks";
        assert_eq!(keys(&answers(&pairs)), ["who", "person-1", "card-1", "move-1", "desk-1", "closing"]);
        pairs.push(("applicants.0.desk", "send"));
        let path = keys(&answers(&pairs));
        assert!(path.contains(&"desk-1".to_owned()) && path.contains(&"check".to_owned()), "{path:?}");
    }

    #[test]
    fn who_is_told_that_nobody_comes_may_still_ask() {
        let asks = answers(&[
            ("who", "parent"),
            ("applicants.0.birth.year", "2022"),
            ("applicants.0.ask", "send"),
            ("applicants.0.card", "none"),
        ]);
        let path = keys(&asks);
        assert!(path.contains(&"move-1".to_owned()) && path.contains(&"check".to_owned()), "{path:?}");
        assert!(!path.contains(&"online-1".to_owned()));
    }

    #[test]
    fn a_hospital_is_visited_in_place_of_a_home_and_never_on_the_way_to_one() {
        let mut pairs = GRANDMOTHER.to_vec();
        pairs[5].1 = "in_hospital";
        let hospital = answers(&pairs);
        assert!(hospital.visits_hospital());
        assert_eq!(keys(&hospital), ["who", "person-1", "card-1", "move-1", "home", "contact", "check"]);
        let mut both = GRANDMOTHER.to_vec();
        both[6].1 = "yes";
        both.extend([("applicants.1.birth.year", "1948"), ("applicants.1.card", "none")]);
        both.push(("applicants.1.mobility", "in_hospital"));
        let home = answers(&both);
        assert!(!home.visits_hospital() && home.needs_visit(0) && home.is_apart(1) && !home.needs_visit(1));
        assert!(keys(&home).contains(&"apart-2".to_owned()));
    }
}
