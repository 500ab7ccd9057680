//! Two cases of the same people side by side, and which of them goes on.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::join::join;
use crate::cases::CaseTables;
use crate::cases::case::State;
use crate::cases::find::{FindCaseError, Reader};
use crate::cases::household::Person;
use crate::cases::new_case::is_same_person;
use crate::cases::read::{self, CaseFile};
use crate::desk::Desk;
use crate::text::dates::long_date;
use crate::text::messages::Words;
use crate::visits::follow::follow;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "booking/joining.html")]
struct JoiningPage {
    frame: Frame,
    mistakes: Mistakes,
    sides: [Side; 2],
}

/// One of the two.
struct Side {
    file: CaseFile,
    ward: String,
    filed: String,
    /// Where it stands, as its family reads it.
    stands: String,
    /// Each of its people, and whether they stand in the other case, too.
    people: Vec<(String, bool)>,
    is_open: bool,
}

impl Side {
    fn of(file: CaseFile, stands: String, others: &[Person], tables: &CaseTables) -> Self {
        let words = |one: &Person| {
            let is_known = others.iter().any(|other| is_same_person(&one.identity, &other.identity));
            (format!("{}, sinh {}", one.identity.name, one.identity.birth), is_known)
        };
        Self {
            ward: tables.ward_name(&file.case.ward_code),
            filed: long_date(file.case.filed_at.date()),
            people: file.household.people.iter().map(words).collect(),
            is_open: matches!(file.case.state(), State::Filed | State::Verified),
            stands,
            file,
        }
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(side_by_side).service(join_into);
}

#[get("/cases/{code}/joining/{other}")]
async fn side_by_side(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (code, other) = path.into_inner();
    joining_page(&desk, &board, &staff, [code, other], Mistakes::default()).await
}

#[post("/cases/{code}/joining/{other}")]
async fn join_into(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    path: Path<(String, String)>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let ((code, other), typed) = (path.into_inner(), Typed::new(given.into_inner()));
    let (ending, into) = match typed.get("keep") {
        keep if keep == code => (other.clone(), code.clone()),
        keep if keep == other => (code.clone(), other.clone()),
        _ => {
            let mut mistakes = Mistakes::default();
            mistakes.add("keep", "Chọn hồ sơ được giữ.");
            return joining_page(&desk, &board, &staff, [code, other], mistakes).await;
        }
    };
    let (known, by) = (board.clone(), staff.clone());
    let done = desk.write(move |conn, desk| join(conn, known.booker(desk, Some(&by)), &by, &ending, &into)).await;
    match done {
        Ok(case) => Ok(page::see_other(&format!("/cases/{}", case.code))),
        Err(refusal) => {
            let mistakes = Mistakes::to_mend(refusal.into())?;
            joining_page(&desk, &board, &staff, [code, other], mistakes).await
        }
    }
}

async fn joining_page(
    desk: &Desk,
    board: &Board,
    staff: &Staff,
    codes: [String; 2],
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::Staff(staff.clone());
    let read = desk
        .write(move |conn, desk| {
            let mut read = Vec::with_capacity(codes.len());
            for code in &codes {
                let file = read::one(conn, desk, code, &reader)?;
                let stands = follow(conn, desk, file.case.clone())?.standing().sentence(Words::VIETNAMESE);
                read.push((file, stands));
            }
            Ok::<_, FindCaseError>(read)
        })
        .await?;
    let mut read = read.into_iter();
    let (Some((first, first_stands)), Some((second, second_stands))) = (read.next(), read.next()) else {
        return Err(Problem::new(&crate::web::problem_types::NOT_FOUND));
    };
    let people = [&first, &second].map(|file| file.household.people.clone());
    let tables = &board.reference.cases;
    let sides =
        [Side::of(first, first_stands, &people[1], tables), Side::of(second, second_stands, &people[0], tables)];
    let page = JoiningPage { frame: Frame::for_staff("Gộp hồ sơ trùng", staff).with(&mistakes), sides, mistakes };
    Ok(page::page(&page, &page.mistakes))
}
