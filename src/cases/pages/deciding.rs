//! One case with everything needed to decide. Every look is audited; the decision itself is a page of visits.
use actix_web::HttpResponse;
use askama::Template;

use super::form::{self, Choice};
use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::cases::case::{Case, ConsentPurpose, State};
use crate::cases::find::{FindCaseError, Reader};
use crate::cases::household::Person;
use crate::cases::not_before::NotBefore;
use crate::cases::preference::TimePreference;
use crate::cases::read::{self, CaseFile, number_warnings};
use crate::cases::residence::{Residence, card_address_note};
use crate::cases::triage::{Triage, TriageDecision};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::notifications::Notification;
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
    verdicts: Vec<Choice>,
    times: Vec<Choice>,
    beside: Beside,
}

impl CasePage {
    fn people(&self) -> Vec<(usize, &Person, &Triage)> {
        let people = self.file.household.people.iter().zip(&self.file.triages);
        people.enumerate().map(|(at, (person, triage))| (at + 1, person, triage)).collect()
    }

    fn residence(&self, person: &Person) -> String {
        let permanent = person.identity.permanent_address.as_deref().unwrap_or_default();
        card_address_note(Residence { permanent, staying_in: &self.ward })
    }

    fn at(&self, one: &Notification) -> String {
        said::moment(Words::VIETNAMESE, one.created_at)
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

    fn may_mail(&self) -> bool {
        self.file.consents.iter().any(|consent| consent.purpose == ConsentPurpose::Messages)
    }
}

/// What stands beside a case in other tables, as its page shows it.
#[derive(Default)]
pub struct Beside {
    /// Its visits in words, each with the address of its reports if it can have any.
    pub visits: Vec<(String, Option<String>)>,
    /// What officers noted at the door.
    pub notes: Vec<String>,
    /// Why no team may come before a day: code and words.
    pub reasons: Vec<(&'static str, &'static str)>,
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
    beside: fn(&mut DbConn, &Desk, &Case) -> StoreResult<Beside>,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::Staff(staff.clone());
    let (file, beside) = desk
        .write(move |conn, desk| {
            let file = read::one(conn, desk, &code, &reader)?;
            let beside = beside(conn, desk, &file.case)?;
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
        verdicts: vec![
            ("approve".into(), "Duyệt: tổ lưu động sẽ đến".into()),
            ("refuse".into(), "Không duyệt".into()),
            ("ask".into(), "Hỏi thêm gia đình, chưa quyết định".into()),
        ],
        times: form::times(),
        typed: with_preference(with_limit(typed, file.case.not_before), file.case.preference),
        file,
        beside,
        mistakes,
    };
    Ok(page::page(&template, &template.mistakes))
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
