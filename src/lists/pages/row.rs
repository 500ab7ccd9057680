//! One row of a list, put right in place: what is wrong stands at its field, and what a cell may mean is there to choose.
use std::collections::BTreeMap;

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::{mended, version};
use crate::accounts::Staff;
use crate::audit;
use crate::cases::CaseTables;
use crate::cases::import::{COLUMNS, Column, ward};
use crate::cases::kinds::Mobility;
use crate::desk::Desk;
use crate::ids::ListId;
use crate::lists::change::{self, Corrected, ListError};
use crate::lists::store::{self, ListedRow};
use crate::lists::{Content, List, RowVerdict, list_subject};
use crate::text::names::Sex;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "lists/row.html")]
struct RowPage {
    frame: Frame,
    list: List,
    row: ListedRow,
    fields: Vec<Field>,
    typed: Typed,
    mistakes: Mistakes,
}

/// A column of the row, to be typed or chosen.
struct Field {
    name: String,
    label: &'static str,
    /// What is wrong with it.
    hint: String,
    options: Vec<(String, String)>,
}

/// A row by its address.
#[derive(Clone, Copy, Deserialize)]
pub struct OfList {
    id: ListId,
    line: u64,
}

#[get("/imports/{id}/rows/{line}")]
pub(super) async fn show(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    at: Path<OfList>,
) -> Result<HttpResponse, Problem> {
    row_page(&desk, &tables, staff, *at, None, Mistakes::default()).await
}

#[post("/imports/{id}/rows/{line}")]
pub(super) async fn correct(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    at: Path<OfList>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (at, typed) = (*at, Typed::new(given.into_inner()));
    let version = version(&typed);
    let numbered = COLUMNS.iter().enumerate().map(|(number, (column, ..))| (field_name(number), *column));
    let cells: BTreeMap<Column, String> =
        numbered.filter_map(|(name, column)| typed.has(&name).then(|| (column, typed.get(&name).to_owned()))).collect();
    let corrected = Corrected { line: at.line, cells };
    let (by, known) = (staff.clone(), tables.clone());
    let read = move |conn: &mut _, desk: &Desk| change::with_row(conn, desk, &known, &by, at.id, version, &corrected);
    let checked = match desk.read(read).await {
        Ok(checked) => checked,
        Err(error) => return row_page(&desk, &tables, staff, at, Some(typed), mended(error)?).await,
    };
    let refused = checked.is_refused(at.line);
    let by = staff.clone();
    match desk.write(move |conn, desk| change::put(conn, desk, &by, at.id, version, &checked)).await {
        Ok(()) if refused => Ok(page::see_other(&format!("/imports/{}/rows/{}", at.id, at.line))),
        Ok(()) => Ok(page::see_other(&format!("/imports/{}?show=look", at.id))),
        Err(error) => row_page(&desk, &tables, staff, at, Some(typed), mended(error)?).await,
    }
}

async fn row_page(
    desk: &Desk,
    tables: &CaseTables,
    staff: Staff,
    at: OfList,
    typed: Option<Typed>,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff(format!("Dòng {}", at.line), &staff);
    let now = desk.now();
    let read = move |conn: &mut _, desk: &Desk| -> Result<_, ListError> {
        let list = change::find(conn, &staff, at.id)?;
        audit::note(conn, Some(&staff), audit::Action::LookInList, &list_subject(at.id), None, now)?;
        let content = store::content(conn, &desk.vault, at.id)?.ok_or(ListError::NotFound)?;
        let before = at.line.checked_sub(1).ok_or(ListError::NotFound)?;
        let row = store::rows(conn, &desk.vault, at.id, RowVerdict::ALL, before, 1)?.pop();
        Ok((list, content, row.filter(|row| row.line == at.line).ok_or(ListError::NotFound)?))
    };
    let (list, content, row) = desk.write(read).await?;
    let as_stored = || {
        let cell = |typed: Typed, (number, (column, ..)): (usize, &(Column, _, _, _, _))| {
            typed.or(&field_name(number), content.cell(at.line, *column))
        };
        COLUMNS.iter().enumerate().fold(Typed::default(), cell)
    };
    let typed = typed.unwrap_or_else(as_stored);
    let fields = fields(&content, &row, tables);
    let shown = RowPage { frame: frame.with(&mistakes), fields, list, row, typed, mistakes: mistakes.clone() };
    Ok(page::page(&shown, &mistakes))
}

fn field_name(number: usize) -> String {
    format!("cell.{number}")
}

/// Why the row is refused, as far as it is about a column: each such reason begins with the header.
fn reasons<'a>(row: &'a ListedRow, header: &str) -> Vec<&'a str> {
    let of_column = |reason: &'a String| reason.strip_prefix(header)?.strip_prefix(": ");
    row.said.reasons.iter().filter(|_| row.verdict == RowVerdict::Refused).filter_map(of_column).collect()
}

/// The columns of the file, those that a row must have, and the ward, by which most rows are put right.
fn fields(content: &Content, row: &ListedRow, tables: &CaseTables) -> Vec<Field> {
    let is_wanted = |column: Column, needed: bool| {
        needed
            || column == Column::Ward
            || content.columns.contains(&Some(column))
            || !content.cell(row.line, column).is_empty()
    };
    let numbered = COLUMNS.iter().enumerate().filter(|(_, (column, .., needed))| is_wanted(*column, *needed));
    let field = |(number, (column, label, ..)): (usize, &(Column, &'static str, _, _, _))| Field {
        name: field_name(number),
        label,
        hint: reasons(row, label).join(" "),
        options: options(content, row.line, *column, tables),
    };
    numbered.map(field).collect()
}

fn options(content: &Content, line: u64, column: Column, tables: &CaseTables) -> Vec<(String, String)> {
    let words = |label: &str| (label.to_owned(), label.to_owned());
    let cell = |column| content.cell(line, column);
    let mut options: Vec<(String, String)> = match column {
        Column::Sex => Sex::ALL.iter().map(|one| words(one.label())).collect(),
        Column::Mobility => Mobility::ALL.iter().map(|one| words(one.label())).collect(),
        Column::Ward => ward::offered(tables, cell(Column::Ward), cell(Column::OldAddress))
            .into_iter()
            .map(|ward| (ward.code.to_string(), format!("{} ({})", ward.name, ward.code)))
            .collect(),
        _ => return Vec::new(),
    };
    // What stands there stays unless somebody chooses something else.
    let said = cell(column);
    if !options.is_empty() && !said.is_empty() && options.iter().all(|(value, _)| value != said) {
        options.insert(0, (said.to_owned(), format!("Như trong tệp: {said}")));
    }
    options
}
