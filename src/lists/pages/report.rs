//! What became of each row, to keep: lines, verdicts, codes and reasons, and no name.
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get};

use crate::accounts::Staff;
use crate::audit;
use crate::desk::Desk;
use crate::ids::ListId;
use crate::lists::change::{self, ListError};
use crate::lists::store::{self, ListedRow};
use crate::lists::{RowVerdict, list_subject};
use crate::text::cells::no_formula;
use crate::web::Problem;
use crate::web::problem_types as types;

/// More than a list has.
const ALL_ROWS: i64 = 1_000_000;

#[get("/imports/{id}/report.csv")]
pub(super) async fn report(desk: Data<Desk>, staff: Staff, id: Path<ListId>) -> Result<HttpResponse, Problem> {
    let (id, now) = (*id, desk.now());
    let read = move |conn: &mut _, desk: &Desk| -> Result<_, ListError> {
        change::find(conn, &staff, id)?;
        audit::note(conn, Some(&staff), audit::Action::LookInList, &list_subject(id), None, now)?;
        Ok(store::rows(conn, &desk.vault, id, RowVerdict::ALL, 0, ALL_ROWS)?)
    };
    let table = table(&desk.write(read).await?).map_err(|_| Problem::new(&types::INTERNAL))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("content-disposition", format!("attachment; filename=\"nhap-danh-sach-{id}.csv\"")))
        .insert_header(("cache-control", "no-store"))
        .body(table))
}

fn table(rows: &[ListedRow]) -> Result<Vec<u8>, csv::Error> {
    // The mark at the beginning tells spreadsheets that it is UTF-8.
    let mut table = csv::Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
    table.write_record(["Dòng", "Kết quả", "Hồ sơ", "Lý do, lưu ý"])?;
    for row in rows {
        let said = &row.said;
        let repeats = said.repeats_line.map(|line| format!("trùng với dòng {line}"));
        let words: Vec<String> = said.reasons.iter().chain(&said.notes).cloned().chain(repeats).collect();
        let line = row.line.to_string();
        let cells = [&line, row.verdict.label(), said.code.as_deref().unwrap_or_default(), &words.join("; ")];
        table.write_record(cells.map(no_formula))?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
}
