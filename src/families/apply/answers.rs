//! The answers so far, and what follows from them: people, triage, the case that would be filed.
use chrono::NaiveDate;

use crate::cases::CaseTables;
use crate::cases::groups::BeneficiaryGroups;
use crate::cases::household::Pin;
use crate::cases::kinds::{BeneficiaryGroup, HeldPaper, Mobility, Procedure, Relation};
use crate::cases::new_case::APPLICANTS_MAX;
use crate::cases::triage::{Triage, TriageDecision, TriageFacts, needs_representative, triage};
use crate::families::apply::earlier;
use crate::families::apply::plain::{Need, procedure};
use crate::geography::wards::WardCode;
use crate::text::dates::BirthDate;
use crate::text::form::Typed;

/// A child younger than this needs no card of its own to be asked about.
const AGE_OF_BIOMETRICS: u32 = 6;
const AGE_OF_DUTY: u32 = 14;
/// From this age on somebody is elderly (Luật Người cao tuổi art. 2), and asked how they move before being sent online.
pub const AGE_OF_THE_ELDERLY: u32 = 60;

/// What was typed, read as of a day.
#[derive(Clone)]
pub struct Answers {
    /// As typed.
    pub typed: Typed,
    /// The day on which ages count.
    pub today: NaiveDate,
    /// The chosen ward has several parts, so that one must be named (R24).
    pub has_areas: bool,
}

impl Answers {
    /// Reads a draft.
    pub fn of(pairs: Vec<(String, String)>, tables: &CaseTables, today: NaiveDate) -> Self {
        let typed = Typed::new(earlier::upgrade(pairs));
        let ward = WardCode::parse(typed.get("address.ward_code")).ok();
        let has_areas = ward.is_some_and(|ward| tables.geography.zones.of_ward(&ward).len() > 1);
        Self { typed, today, has_areas }
    }

    /// The name of a person's field.
    pub fn name(at: usize, of: &str) -> String {
        format!("applicants.{at}.{of}")
    }

    /// What was typed into a person's field.
    pub fn of_person(&self, at: usize, of: &str) -> &str {
        self.typed.get(&Self::name(at, of))
    }

    /// How many people were named: each says whether another follows.
    pub fn people(&self) -> usize {
        let follows = |at: &usize| self.of_person(*at, "more") == "yes";
        (1 + (0..APPLICANTS_MAX).take_while(follows).count()).min(APPLICANTS_MAX)
    }

    /// Day, month and year of a field as one text.
    pub fn date(&self, name: &str) -> String {
        let part = |of: &str| self.typed.get(&format!("{name}.{of}"));
        let parts = [part("day"), part("month"), part("year")];
        if parts.iter().all(|part| part.is_empty()) {
            return String::new();
        }
        let [day, month, year] = parts.map(|part| if part.is_empty() { "00" } else { part });
        match (day, month) {
            ("00", "00") => year.to_owned(),
            ("00", _) => format!("{month}/{year}"),
            _ => format!("{day}/{month}/{year}"),
        }
    }

    /// A person's birth date, if it can be read and is not in the future.
    pub fn birth(&self, at: usize) -> Option<BirthDate> {
        let read = BirthDate::parse(&self.date(&Self::name(at, "birth"))).ok();
        read.filter(|birth| birth.on() <= self.today)
    }

    /// Age in years, as far as the birth date is known.
    pub fn age(&self, at: usize) -> Option<u32> {
        self.birth(at).map(|birth| birth.age_on(self.today))
    }

    /// This person writes about themselves.
    pub fn is_self(&self, at: usize) -> bool {
        at == 0 && self.typed.is("who", "self")
    }

    /// Whoever writes is not of the household: then it is asked who answers the telephone, and how the household gets its
    /// secret.
    pub fn is_helped(&self) -> bool {
        self.typed.get("who").parse().is_ok_and(|who: Relation| !who.is_close())
    }

    /// What whoever answers the telephone is to the one who needs the card: the writer, unless a helper says otherwise.
    pub(super) fn answers_phone(&self) -> String {
        let asked = if self.is_helped() { "phone_of" } else { "who" };
        self.typed.some(asked).unwrap_or_default()
    }

    /// An address for mail was typed.
    pub fn has_email(&self) -> bool {
        !self.typed.get("contact.email").is_empty()
    }

    /// Under six: nothing more is asked.
    pub fn is_too_young(&self, at: usize) -> bool {
        self.age(at).is_some_and(|age| age < AGE_OF_BIOMETRICS)
    }

    /// A grown person for whom somebody else writes.
    pub fn may_have_guardian(&self, at: usize) -> bool {
        !self.is_self(at) && self.age(at).is_some_and(|age| age >= AGE_OF_DUTY)
    }

    /// No visit would be needed, but an officer shall look at it.
    pub fn asks_all_the_same(&self, at: usize) -> bool {
        self.of_person(at, "ask") == "send"
    }

    pub(super) fn held(&self, at: usize) -> HeldPaper {
        self.of_person(at, "card").parse().unwrap_or(HeldPaper::None)
    }

    /// A card is or was there, or nobody is sure.
    pub fn has_card(&self, at: usize) -> bool {
        !matches!(self.of_person(at, "card"), "" | "none")
    }

    /// What is needed, as far as it is known.
    pub fn procedure(&self, at: usize) -> Option<Procedure> {
        let age = self.age(at)?;
        let guardian = self.may_have_guardian(at) && self.of_person(at, "guardian") == "guardian";
        let need: Option<Need> = self.of_person(at, "need").parse().ok();
        let held = self.held(at);
        if age >= AGE_OF_BIOMETRICS && self.of_person(at, "card").is_empty() {
            return None;
        }
        // Somebody who is not sure which paper there was holds none that we know, but is not new either.
        if self.of_person(at, "card") == "unsure" && age >= AGE_OF_DUTY {
            return procedure(age, guardian, HeldPaper::Cmnd9, need);
        }
        procedure(age, guardian, held, need)
    }

    /// All groups that were ticked, and what the birth date says.
    pub(super) fn groups(&self, at: usize) -> BeneficiaryGroups {
        let ticked = self.typed.all(&Self::name(at, "group")).into_iter().filter_map(|code| code.parse().ok());
        let is_elderly = self.age(at).is_some_and(|age| age >= AGE_OF_THE_ELDERLY);
        ticked.chain(is_elderly.then_some(BeneficiaryGroup::Elderly)).collect()
    }

    fn mobility(&self, at: usize) -> Option<Mobility> {
        self.of_person(at, "mobility").parse().ok()
    }

    /// What triage says; while it is unknown how somebody moves, only what holds whatever that is.
    pub fn triage(&self, at: usize) -> Option<Triage> {
        let (birth, procedure) = (self.birth(at)?, self.procedure(at)?);
        let mobility = self.mobility(at);
        Some(triage(&TriageFacts {
            procedure,
            birth,
            held: self.held(at),
            mobility: mobility.unwrap_or(Mobility::Bedridden),
            groups: if mobility.is_some() { self.groups(at) } else { BeneficiaryGroups::EMPTY },
            // Asked for in a moment; it does not decide whether somebody comes.
            representative_named: true,
            visit_on: self.today,
        }))
    }

    /// No visit is needed whatever else is answered (R8, R10).
    pub fn is_online(&self, at: usize) -> bool {
        self.triage(at).is_some_and(|triage| triage.decision == TriageDecision::Online)
    }

    /// Whether it counts how somebody moves: for whom a visit is thought of, and for old people before anything is
    /// said, because what is easy online for others is not for all of them.
    pub fn is_asked_how_one_moves(&self, at: usize) -> bool {
        let is_elderly = self.age(at).is_some_and(|age| age >= AGE_OF_THE_ELDERLY);
        self.asks_all_the_same(at) || is_elderly || !self.is_online(at)
    }

    /// Whoever walks is asked how hard the way is before a visit is given (Luật Căn cước art. 27(3)).
    pub fn walks_to_the_desk(&self, at: usize) -> bool {
        !self.is_online(at) && self.mobility(at) == Some(Mobility::Walks)
    }

    /// A visit, wherever the person is; none while it would be given to somebody who can come.
    fn is_for_a_visit(&self, at: usize) -> bool {
        let goes_on = !self.is_online(at) || self.asks_all_the_same(at);
        goes_on && (!self.walks_to_the_desk(at) || self.of_person(at, "desk") == "send")
    }

    fn is_in_hospital(&self, at: usize) -> bool {
        self.mobility(at) == Some(Mobility::InHospital)
    }

    /// The team goes to a hospital or a care home: there the first of those whom it visits is.
    pub fn visits_hospital(&self) -> bool {
        (0..self.people()).find(|at| self.is_for_a_visit(*at)).is_some_and(|at| self.is_in_hospital(at))
    }

    /// This person is somewhere else than the team goes to, and gets a case of their own.
    pub fn is_apart(&self, at: usize) -> bool {
        let is_known = self.is_for_a_visit(at) && self.mobility(at).is_some();
        is_known && self.is_in_hospital(at) != self.visits_hospital()
    }

    /// This person belongs into the case.
    pub fn needs_visit(&self, at: usize) -> bool {
        self.is_for_a_visit(at) && !self.is_apart(at)
    }

    /// Whether there is anything to file.
    pub fn somebody_needs_visit(&self) -> bool {
        (0..self.people()).any(|at| self.needs_visit(at))
    }

    /// A legal representative must be there (R9).
    pub fn needs_representative(&self, at: usize) -> bool {
        let known = self.procedure(at).zip(self.age(at));
        known.is_some_and(|(procedure, age)| needs_representative(procedure, age))
    }

    /// The pin, if both numbers can be read.
    pub fn pin(&self) -> Option<Pin> {
        let number = |name: &str| self.typed.get(name).parse::<f64>().ok().filter(|number| number.is_finite());
        Some(Pin { lat: number("pin.lat")?, lng: number("pin.lng")? })
    }
}
