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
                relation: text("who"),
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
