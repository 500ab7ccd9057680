//! The dispatcher's pages: the list of cases and one case with its decision. Every look is audited.
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::form::{Choice, Choices};
use crate::accounts::{Permission, Staff};
use crate::cases::CaseTables;
use crate::cases::case::{ConsentPurpose, State};
use crate::cases::find::{FindCaseError, Reader};
use crate::cases::household::Person;
use crate::cases::read::{self, CaseFile, ListError, ListedCase, Search, number_warnings};
use crate::cases::residence::{Residence, card_address_note};
use crate::cases::triage::{Triage, TriageDecision};
use crate::cases::verify::{Verification, VerifyError, verify};
use crate::text::dates::{long_date, short_date};
use crate::web::answer::Wish;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::paging::{Page, Paging};
use crate::web::{Answer, Desk, Problem};

/// Rows of the list: what a dispatcher sees without turning the page too often.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "cases/list.html")]
struct ListPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    states: Vec<Choice>,
    wards: Vec<Choice>,
    lines: Vec<Line>,
    next: Option<String>,
}

/// One row of the list.
struct Line {
    code: String,
    state: State,
    ward: String,
    contact: String,
    people: i32,
    triage: TriageDecision,
    deadline: String,
    filed: String,
}

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
        people
            .enumerate()
            .map(|(at, (person, triage))| (at + 1, person, triage))
            .collect()
    }

    fn residence(&self, person: &Person) -> String {
        let permanent = person.identity.permanent_address.as_deref().unwrap_or_default();
        card_address_note(Residence {
            permanent,
            staying_in: &self.ward,
        })
    }

    fn can_decide(&self) -> bool {
        self.file.case.state() == State::Filed
    }

    fn needs_no_visit(&self) -> bool {
        matches!(self.file.triage.decision, TriageDecision::Online | TriageDecision::Desk)
    }

    fn may_mail(&self) -> bool {
        self.file
            .consents
            .iter()
            .any(|consent| consent.purpose == ConsentPurpose::Messages)
    }
}

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    state: Option<String>,
    ward: Option<String>,
    q: Option<String>,
    cursor: Option<String>,
}

/// The list; cases that wait for a decision unless asked otherwise.
#[get("/cases")]
pub async fn list(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    filter: Query<Filter>,
) -> Result<HttpResponse, Problem> {
    let filter = filter.into_inner();
    let (after, limit) = Paging {
        cursor: filter.cursor.clone(),
        limit: Some(ROWS),
    }
    .read()?;
    let state = filter.state.clone().unwrap_or_else(|| {
        if filter.q.is_some() {
            String::new()
        } else {
            "filed".into()
        }
    });
    let typed = Typed::default()
        .or("state", &state)
        .or("ward", filter.ward.clone().unwrap_or_default())
        .or("q", filter.q.clone().unwrap_or_default());
    let search = Search {
        ward_code: filter.ward,
        state: state.parse().ok(),
        q: filter.q,
        after,
        limit: limit + 1,
    };
    let (asking, reading) = (staff.clone(), tables.clone().into_inner());
    let found = desk
        .write(move |conn, desk| {
            let found = read::list(conn, desk, &reading, &asking, &search)?;
            let page = Page::of(found, limit, |listed| listed.case.id);
            read::note_looks(conn, desk, &asking, &page.items)?;
            Ok::<_, ListError>(page)
        })
        .await;
    let (found, mistakes) = match found {
        Ok(found) => (found, Mistakes::default()),
        Err(problem) if problem.kind().status == 422 => (
            Page {
                items: Vec::new(),
                next_cursor: None,
            },
            Mistakes::of(&problem),
        ),
        Err(problem) => return Err(problem),
    };
    let next = found.next_cursor.as_ref().map(|cursor| next_link(&typed, cursor));
    let template = ListPage {
        frame: Frame::for_staff("Hồ sơ", &staff).with(&mistakes),
        states: State::ALL
            .iter()
            .map(|state| (state.code().to_owned(), state.label().to_owned()))
            .collect(),
        wards: wards_of(&staff, &tables),
        lines: found.items.iter().map(|listed| line(listed, &tables)).collect(),
        next,
        typed,
        mistakes: mistakes.clone(),
    };
    Ok(page::page(&template, &mistakes))
}

/// One case with everything needed to decide.
#[get("/cases/{code}")]
pub async fn show(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    case_page(
        &desk,
        &tables,
        &staff,
        code.into_inner(),
        Typed::default(),
        Mistakes::default(),
    )
    .await
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
    let file = desk
        .write(move |conn, desk| Ok::<_, FindCaseError>(read::one(conn, desk, &code, &reader)?))
        .await?;
    let warning = |(at, warning): (usize, crate::text::personal_numbers::NumberWarning)| {
        format!("Người thứ {}: {}.", at + 1, warning.label())
    };
    let deadline = file.case.deadline_on.map(long_date).zip(file.case.deadline_reason);
    let template = CasePage {
        frame: Frame::for_staff(format!("Hồ sơ {}", file.case.code), staff).with(&mistakes),
        ward: tables.ward_name(&file.case.ward_code),
        filed: long_date(file.case.filed_at.date()),
        deadline: deadline
            .map(|(on, reason)| format!("{on} ({})", reason.label()))
            .unwrap_or_default(),
        warnings: number_warnings(&file.household, tables)
            .into_iter()
            .map(warning)
            .collect(),
        verdicts: vec![
            ("approve".into(), "Duyệt: tổ lưu động sẽ đến".into()),
            ("refuse".into(), "Không duyệt".into()),
        ],
        token: desk.dice.secret(),
        file,
        typed,
        mistakes: mistakes.clone(),
    };
    Ok(page::page(&template, &mistakes))
}

fn line(listed: &ListedCase, tables: &CaseTables) -> Line {
    let case = &listed.case;
    Line {
        code: case.code.clone(),
        state: case.state(),
        ward: tables.ward_name(&case.ward_code),
        contact: listed.household.contact.name.to_string(),
        people: case.expected_captures,
        triage: case.triage,
        deadline: case.deadline_on.map(short_date).unwrap_or_default(),
        filed: short_date(case.filed_at.date()),
    }
}

fn wards_of(staff: &Staff, tables: &CaseTables) -> Vec<Choice> {
    let all = Choices::of(tables, &Typed::default()).wards;
    let is_own = |(code, _): &Choice| staff.may_in_ward(Permission::ReadCases, code);
    all.into_iter().filter(is_own).collect()
}

fn next_link(typed: &Typed, cursor: &str) -> String {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
            .collect::<String>()
    };
    format!(
        "/cases?state={}&ward={}&cursor={}",
        plain(typed.get("state")),
        plain(typed.get("ward")),
        plain(cursor)
    )
}
