//! From the answers to the case that would be filed: who is visited, and who does something else instead.
use crate::cases::new_case::{
    NewAddress, NewApplicant, NewCase, NewConsents, NewContact, NewDeadline, NewNoVisit, NewPersonReadiness,
    NewReadiness, NewRepresentative,
};
use crate::cases::no_visit::NoVisitWay;
use crate::cases::triage::{TriageDecision, TriageRule};
use crate::families::apply::answers::Answers;

impl Answers {
    /// What somebody does to whom nobody has to come.
    pub fn way(&self, at: usize) -> Option<NoVisitWay> {
        if self.is_apart(at) {
            return Some(NoVisitWay::Apart);
        }
        if self.needs_visit(at) {
            return None;
        }
        let triage = self.triage(at)?;
        Some(match (triage.decision, triage.rule) {
            (TriageDecision::Online, TriageRule::UnderSix) => NoVisitWay::OnlineChild,
            (TriageDecision::Online, _) => NoVisitWay::Online,
            _ => NoVisitWay::Desk,
        })
    }

    fn no_visit(&self, at: usize) -> Option<NewNoVisit> {
        let way = self.way(at)?;
        Some(NewNoVisit { name: self.of_person(at, "name").to_owned(), way: way.code().to_owned() })
    }

    /// The case of some of the people; the pointers of its mistakes count them in this order.
    pub fn case_of(&self, people: &[usize]) -> NewCase {
        let text = |name: &str| self.typed.get(name).to_owned();
        let reason = Some(text("deadline.reason")).filter(|reason| !matches!(&**reason, "" | "none"));
        let deadline = reason.map(|reason| NewDeadline { on: self.date("deadline.on"), reason });
        NewCase {
            contact: NewContact {
                name: text("contact.name"),
                relation: self.answers_phone(),
                phone: text("contact.phone"),
                email: text("contact.email"),
            },
            address: NewAddress {
                line: text("address.line"),
                hamlet: text("address.hamlet"),
                ward_code: text("address.ward_code"),
                old_address: text("address.old_address"),
                sub_area: if self.has_areas { text("address.sub_area") } else { String::new() },
                pin: self.pin(),
            },
            applicants: people.iter().map(|at| self.applicant(*at)).collect(),
            deadline,
            preference: self.preference(),
            filled_in_by: text("who"),
            secret_way: if self.is_helped() { text("secret_way") } else { String::new() },
            no_visit: (0..self.people()).filter(|at| !people.contains(at)).filter_map(|at| self.no_visit(at)).collect(),
            note: text("note"),
            readiness: Some(NewReadiness {
                power: self.or_unknown("readiness.power"),
                light: self.or_unknown("readiness.light"),
                alley: self.or_unknown("readiness.alley"),
                stairs: self.or_unknown("readiness.stairs"),
                gate: self.or_unknown("readiness.gate"),
                people: people.iter().map(|at| self.person_readiness(*at)).collect(),
            }),
            consents: NewConsents {
                visit: self.typed.is("consents.visit", "yes"),
                messages: self.typed.is("consents.messages", "yes"),
            },
            ..NewCase::default()
        }
    }

    fn applicant(&self, at: usize) -> NewApplicant {
        let text = |of: &str| self.of_person(at, of).to_owned();
        let representative = self.needs_representative(at).then(|| NewRepresentative {
            name: text("representative.name"),
            relation: text("representative.relation"),
            phone: text("representative.phone"),
        });
        NewApplicant {
            name: text("name"),
            birth: self.date(&Self::name(at, "birth")),
            sex: text("sex"),
            number: text("number"),
            procedure: self.procedure(at).map(|one| one.code().to_owned()).unwrap_or_default(),
            group: String::new(),
            groups: self.groups(at).iter().map(|one| one.code().to_owned()).collect(),
            mobility: text("mobility"),
            held_paper: self.held(at).code().to_owned(),
            permanent_address: text("permanent_address"),
            representative,
        }
    }

    fn person_readiness(&self, at: usize) -> NewPersonReadiness {
        let ticked = self.typed.all(&Self::name(at, "difficulties"));
        NewPersonReadiness {
            difficulties: ticked.into_iter().map(str::to_owned).collect(),
            papers: self.or_unknown(&Self::name(at, "papers")),
        }
    }

    /// A choice that needs no answer: nobody knows, unless somebody says.
    fn or_unknown(&self, name: &str) -> String {
        self.typed.some(name).unwrap_or_else(|| "unknown".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::NaiveDate;
    use serde_json::Value;

    use super::*;
    use crate::families::apply::order::path;
    use crate::text::form::Typed;

    /// A ward officer says all of a grandmother, who is called by her daughter, and of a boy with a guardian.
    const ANSWERS: [(&str, &str); 47] = [
        ("who", "ward_officer"),
        ("phone_of", "child"),
        ("secret_way", "call"),
        ("applicants.0.name", "Nguyễn Thị Hòa"),
        ("applicants.0.birth.day", "12"),
        ("applicants.0.birth.month", "5"),
        ("applicants.0.birth.year", "1950"),
        ("applicants.0.sex", "female"),
        ("applicants.0.permanent_address", "Xã Hải Hậu, Nam Định"),
        ("applicants.0.card", "cmnd9"),
        ("applicants.0.need", "wants_new"),
        ("applicants.0.number", "031150123"),
        ("applicants.0.papers", "yes"),
        ("applicants.0.mobility", "bedridden"),
        ("applicants.0.group", "ncc"),
        ("applicants.0.difficulties", "hearing"),
        ("applicants.0.more", "yes"),
        ("applicants.1.name", "Vũ Minh Khôi"),
        ("applicants.1.birth.year", "2016"),
        ("applicants.1.sex", "male"),
        ("applicants.1.card", "none"),
        ("applicants.1.mobility", "wheelchair"),
        ("applicants.1.more", "yes"),
        ("applicants.1.representative.name", "Trần Thị Mai"),
        ("applicants.1.representative.relation", "parent"),
        ("applicants.1.representative.phone", "0912 345 678"),
        ("applicants.2.name", "Vũ Minh An"),
        ("applicants.2.birth.year", "2022"),
        ("address.ward_code", "11329"),
        ("address.line", "Số 1 ngõ 12 phố Lạch Tray"),
        ("address.hamlet", "Tổ 4"),
        ("address.old_address", "Phường Máy Tơ"),
        ("address.sub_area", "cat_ba"),
        ("pin.lat", "20.86"),
        ("pin.lng", "106.68"),
        ("readiness.alley", "foot"),
        ("readiness.stairs", "lift"),
        ("readiness.gate", "dog"),
        ("readiness.power", "yes"),
        ("readiness.light", "no"),
        ("contact.name", "Phạm Thị Lan"),
        ("contact.phone", "0912 345 678"),
        ("contact.email", "lan@example.vn"),
        ("note", "Cổng sau"),
        ("consents.visit", "yes"),
        ("consents.messages", "yes"),
        ("preference.times", "mornings"),
    ];
    const DATES: [(&str, &str); 7] = [
        ("deadline.reason", "benefit"),
        ("deadline.on.day", "31"),
        ("deadline.on.month", "12"),
        ("deadline.on.year", "2026"),
        ("preference.from.day", "7"),
        ("preference.from.month", "12"),
        ("preference.from.year", "2026"),
    ];

    fn answers(without: &str) -> Answers {
        let said = ANSWERS.iter().chain(&DATES).filter(|(name, _)| without.is_empty() || !name.starts_with(without));
        let typed = Typed::new(said.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect());
        Answers { typed, today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(), has_areas: true }
    }

    fn case(answers: &Answers) -> Value {
        let people: Vec<usize> = (0..answers.people()).filter(|at| answers.needs_visit(*at)).collect();
        serde_json::to_value(answers.case_of(&people)).unwrap()
    }

    /// The names of all facts below a value, those that are there and those that are not.
    fn facts(value: &Value, name: &str, there: &mut BTreeSet<String>, missing: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (of, value) in fields {
                    facts(value, &format!("{name}/{of}"), there, missing);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                items.iter().for_each(|item| facts(item, name, there, missing));
            }
            Value::Array(_) | Value::Null | Value::Bool(false) => {
                missing.insert(name.to_owned());
            }
            Value::String(text) if text.is_empty() || text == "unknown" => {
                missing.insert(name.to_owned());
            }
            _ => {
                there.insert(name.to_owned());
            }
        }
    }

    #[test]
    fn every_fact_that_a_case_can_hold_is_asked_for_or_follows() {
        let (mut there, mut missing) = (BTreeSet::new(), BTreeSet::new());
        facts(&case(&answers("")), "", &mut there, &mut missing);
        let is_known =
            |name: &&String| there.iter().any(|known| known == *name || known.starts_with(&format!("{name}/")));
        let never: Vec<&String> = missing.iter().filter(|name| !is_known(name)).collect();
        // Where a request came from and a whole institution are the office's to say; a person's groups are several; the
        // language is the page's.
        assert_eq!(never, ["/applicants/group", "/channel", "/group_site", "/language"]);
    }

    #[test]
    fn nothing_is_asked_in_vain() {
        let all = answers("");
        let way = |answers: &Answers| path(answers).iter().map(|step| step.key()).collect::<Vec<_>>();
        let mut asked = 0;
        for step in path(&all) {
            for field in step.question.fields {
                let name = step.person.map_or(field.name.to_owned(), |at| Answers::name(at, field.name));
                // What finds a ward is not the ward; "nobody else" is what silence means, too.
                if field.name.starts_with("ward_") || !(field.asked)(&all, step.person.unwrap_or(0)) {
                    continue;
                }
                if !ANSWERS.iter().chain(&DATES).any(|(said, _)| said.starts_with(&name)) {
                    continue;
                }
                asked += 1;
                let without = answers(&name);
                assert!(case(&without) != case(&all) || way(&without) != way(&all), "{name} changes nothing");
            }
        }
        assert!(asked > 30, "{asked}");
    }
}
