//! One case with everything needed to decide. Every look is audited; the decision itself is a page of visits.
use actix_web::HttpResponse;
use askama::Template;

use super::form::{self, Choice};
use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::cases::case::{ConsentPurpose, State};
use crate::cases::find::{FindCaseError, Reader};
use crate::cases::household::Person;
use crate::cases::not_before::NotBefore;
use crate::cases::phrases::PhraseUse;
use crate::cases::preference::TimePreference;
use crate::cases::read::{self, CaseFile, number_warnings};
use crate::cases::residence::{Residence, card_address_note};
use crate::cases::triage::{Triage, TriageDecision};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::text::dates::{long_date, short_date};
use crate::text::messages::Words;
use crate::text::personal_numbers::NumberWarning;
use crate::text::said;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "cases/case.html")]
struct CasePage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    file: CaseFile,
    ward: String,
    filed: String,
    deadline: String,
    warnings: Vec<String>,
    times: Vec<Choice>,
    /// Questions and reasons that need not be typed.
    questions: Vec<Choice>,
    reasons: Vec<Choice>,
    mobilities: Vec<Choice>,
    beside: Beside,
}

impl CasePage {
    fn people(&self) -> Vec<(usize, &Person, &Triage)> {
        let people = self.file.household.people.iter().zip(&self.file.triages);
        people.enumerate().map(|(at, (person, triage))| (at + 1, person, triage)).collect()
    }

    /// What the short form of a person does not ask stays as it is.
    fn unasked(&self, person: &Person) -> Vec<(&'static str, String)> {
        let asked = ["name", "birth", "mobility"];
        form::fields_of(person).into_iter().filter(|(name, _)| !asked.contains(name)).collect()
    }

    fn residence(&self, person: &Person) -> String {
        let permanent = person.identity.permanent_address.as_deref().unwrap_or_default();
        card_address_note(Residence { permanent, staying_in: &self.ward })
    }

    fn answered(&self) -> String {
        let at = self.file.answer.as_ref().map(|answer| said::moment(Words::VIETNAMESE, answer.at));
        at.map(|at| format!(" lúc {at}")).unwrap_or_default()
    }

    fn can_decide(&self) -> bool {
        self.file.case.state() == State::Filed
    }

    fn can_limit(&self) -> bool {
        matches!(self.file.case.state(), State::Filed | State::Verified)
    }

    fn needs_no_visit(&self) -> bool {
        matches!(self.file.triage.decision, TriageDecision::Online | TriageDecision::Desk)
    }

    fn preference(&self) -> String {
        self.file.case.preference.words(Words::VIETNAMESE)
    }

    /// Degrees with as many places as a door needs, about a metre.
    fn short(&self, degrees: &f64) -> String {
        format!("{degrees:.5}")
    }

    fn may_mail(&self) -> bool {
        self.file.consents.iter().any(|consent| consent.purpose == ConsentPurpose::Messages)
    }
}

/// What stands beside a case in other tables, as its page shows it.
#[derive(Default)]
pub struct Beside {
    /// Where it stands, in the words that the family reads.
    pub sentence: String,
    /// What comes next, in the same words.
    pub next: String,
    /// The visit that somebody who calls asks about; none when no half-day is taken.
    pub visit: Option<NextVisit>,
    /// Its visits in words, each with the address of its reports if it can have any.
    pub visits: Vec<(String, Option<String>)>,
    /// Half-days that it could take now, nearest first; none while no visit of it is open.
    pub offers: Vec<OfferLine>,
    /// Why no team may come before a day: code and words.
    pub reasons: Vec<(&'static str, &'static str)>,
    /// Whether its family may still give a half-day back, take another, or take the case back.
    pub acts: Acts,
    /// The code of the case that this one goes on as.
    pub joined_into: Option<String>,
    /// The codes of those that go on as this one.
    pub joined_from: Vec<String>,
    /// Everything that happened, newest first.
    pub story: Vec<Happened>,
}

/// A half-day that can be taken.
pub struct OfferLine {
    /// What the button sends: `2026-11-28.morning`.
    pub value: String,
    /// "buổi sáng Thứ Bảy 28/11/2026".
    pub words: String,
    /// Which team would come.
    pub team: String,
    /// When about, and how much longer its way gets.
    pub detour: String,
}

/// What can be done about a case now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Acts {
    /// Another half-day can be taken, or this one given back.
    pub can_move: bool,
    /// It can be withdrawn.
    pub can_withdraw: bool,
    /// What its family was told last can be mailed again.
    pub can_tell_again: bool,
}

/// The visit that comes next.
pub struct NextVisit {
    /// "Thứ Tư 02/12/2026".
    pub day: String,
    /// "từ 13:30 đến 15:30", or the half-day while no window is told.
    pub window: String,
    /// "24/10 âm lịch, còn 2 ngày".
    pub hint: String,
    /// The team; none while the visit stands in no duty.
    pub team: Option<String>,
    /// The team's telephone.
    pub hot_line: String,
    /// The officers with their badges.
    pub officers: Vec<String>,
    /// When the team is expected, for staff's eyes only.
    pub expected: String,
}

/// Something that happened.
pub struct Happened {
    /// "28/11 16:02".
    pub at: String,
    /// What.
    pub words: String,
    /// The colleague.
    pub by: Option<String>,
    /// The icon that stands before it.
    pub icon: &'static str,
    /// Its colour: `good`, `bad` or none.
    pub class: &'static str,
}

/// The page of a case, with what was typed into its forms and what is wrong with it. `beside` reads what other nouns
/// know of the case, in the transaction that notes the look.
///
/// # Errors
/// When there is no such case, or it is not for this person.
pub async fn case_page_with(
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    code: String,
    typed: Typed,
    mistakes: Mistakes,
    beside: impl Fn(&mut DbConn, &Desk, &CaseFile) -> StoreResult<Beside> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::Staff(staff.clone());
    let (file, beside) = desk
        .write(move |conn, desk| {
            let file = read::one(conn, desk, &code, &reader)?;
            let beside = beside(conn, desk, &file)?;
            Ok::<_, FindCaseError>((file, beside))
        })
        .await?;
    let warning = |(at, warning): (usize, NumberWarning)| format!("Người thứ {}: {}.", at + 1, warning.label());
    let deadline = file.case.deadline_on.map(long_date).zip(file.case.deadline_reason);
    let template = CasePage {
        frame: Frame::for_staff(format!("Hồ sơ {}", file.case.code), staff).with(&mistakes),
        ward: tables.ward_name(&file.case.ward_code),
        filed: long_date(file.case.filed_at.date()),
        deadline: deadline.map(|(on, reason)| format!("{on} ({})", reason.label())).unwrap_or_default(),
        warnings: number_warnings(&file.household, tables).into_iter().map(warning).collect(),
        times: form::times(),
        questions: phrases(tables, PhraseUse::Ask),
        reasons: phrases(tables, PhraseUse::Refuse),
        mobilities: form::mobilities(),
        typed: with_preference(with_limit(typed, file.case.not_before), file.case.preference),
        file,
        beside,
        mistakes,
    };
    Ok(page::page(&template, &template.mistakes))
}

fn phrases(tables: &CaseTables, used_for: PhraseUse) -> Vec<Choice> {
    tables.phrases.of(used_for).into_iter().map(|text| (text.to_owned(), text.to_owned())).collect()
}

/// Fills the form of the limit with what counts, where nothing was typed.
fn with_limit(typed: Typed, limit: Option<NotBefore>) -> Typed {
    let on = limit.map(|limit| short_date(limit.on)).unwrap_or_default();
    let reason = limit.map(|limit| limit.reason.code()).unwrap_or_default();
    typed.or("not_before.on", on).or("not_before.reason", reason)
}

/// The same for what the family prefers.
fn with_preference(typed: Typed, preference: TimePreference) -> Typed {
    let from = preference.from.map(short_date).unwrap_or_default();
    typed.or("preference.times", preference.times.code()).or("preference.from", from)
}
