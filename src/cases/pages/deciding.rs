//! One case with everything needed to decide, and the decision. Every look is audited.
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::form::Choice;
use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::cases::case::{ConsentPurpose, State};
use crate::cases::find::Reader;
use crate::cases::household::Person;
use crate::cases::read::{self, CaseFile, number_warnings};
use crate::cases::residence::{Residence, card_address_note};
use crate::cases::triage::{Triage, TriageDecision};
use crate::cases::verify::{Verification, VerifyError, verify};
use crate::text::dates::long_date;
use crate::text::personal_numbers::NumberWarning;
use crate::web::answer::Wish;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Answer, Desk, Problem};

#[derive(Template)]
#[template(path = "cases/case.html")]
struct CasePage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    token: String,
    file: CaseFile,
    ward: String,
    filed: String,
    deadline: String,
    warnings: Vec<String>,
    verdicts: Vec<Choice>,
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

    fn can_decide(&self) -> bool {
        self.file.case.state() == State::Filed
    }

    fn needs_no_visit(&self) -> bool {
        matches!(self.file.triage.decision, TriageDecision::Online | TriageDecision::Desk)
    }

    fn may_mail(&self) -> bool {
        self.file.consents.iter().any(|consent| consent.purpose == ConsentPurpose::Messages)
    }
}

/// One case with everything needed to decide.
#[get("/cases/{code}")]
pub async fn show(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    case_page(&desk, &tables, &staff, code.into_inner(), Typed::default(), Mistakes::default()).await
}

/// Approves or refuses, then back to the list.
#[post("/cases/{code}/verification")]
pub async fn decide(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, code) = (Typed::new(given.into_inner()), code.into_inner());
    let decision = Verification {
        verdict: typed.get("verdict").to_owned(),
        reason: typed.get("reason").to_owned(),
        override_reason: typed.get("override_reason").to_owned(),
    };
    let asker = format!("account:{}", staff.account_id);
    let path = format!("/cases/{code}/verification");
    let wish = Wish::of_form(&asker, &path, typed.get("form_token"), &decision);
    let (deciding, case_code) = (staff.clone(), code.clone());
    let decided = desk
        .once(wish, move |conn, desk| {
            verify(conn, desk, &deciding, &case_code, &decision)?;
            Ok::<_, VerifyError>(Answer::see_other("/cases"))
        })
        .await;
    match decided {
        Ok(answer) => Ok(answer),
        Err(problem) if matches!(problem.kind().status, 409 | 422) => {
            let mistakes = Mistakes::of(&problem);
            case_page(&desk, &tables, &staff, code, typed, mistakes).await
        }
        Err(problem) => Err(problem),
    }
}

async fn case_page(
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    code: String,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::Staff(staff.clone());
    let file = desk.write(move |conn, desk| read::one(conn, desk, &code, &reader)).await?;
    let warning = |(at, warning): (usize, NumberWarning)| format!("Người thứ {}: {}.", at + 1, warning.label());
    let deadline = file.case.deadline_on.map(long_date).zip(file.case.deadline_reason);
    let template = CasePage {
        frame: Frame::for_staff(format!("Hồ sơ {}", file.case.code), staff).with(&mistakes),
        ward: tables.ward_name(&file.case.ward_code),
        filed: long_date(file.case.filed_at.date()),
        deadline: deadline.map(|(on, reason)| format!("{on} ({})", reason.label())).unwrap_or_default(),
        warnings: number_warnings(&file.household, tables).into_iter().map(warning).collect(),
        verdicts: vec![("approve".into(), "Duyệt: tổ lưu động sẽ đến".into()), ("refuse".into(), "Không duyệt".into())],
        token: desk.dice.secret(),
        file,
        typed,
        mistakes,
    };
    Ok(page::page(&template, &template.mistakes))
}
