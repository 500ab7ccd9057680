//! What the headings of a list mean, as somebody chooses.
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpResponse, post};

use super::shown::list_page;
use super::{Which, mended, version};
use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::cases::import::Column;
use crate::desk::Desk;
use crate::ids::ListId;
use crate::lists::change;
use crate::web::form::Typed;
use crate::web::{Problem, page};

#[post("/imports/{id}/columns")]
pub(super) async fn choose(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    id: Path<ListId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (id, typed) = (*id, Typed::new(given.into_inner()));
    let version = version(&typed);
    let columns: Vec<Option<Column>> = typed.all("column").into_iter().map(Column::of_header).collect();
    let (by, known) = (staff.clone(), tables.clone());
    let read = move |conn: &mut _, desk: &Desk| change::with_columns(conn, desk, &known, &by, id, version, columns);
    let checked = match desk.read(read).await {
        Ok(checked) => checked,
        Err(error) => return list_page(&desk, &tables, staff, id, Which::default(), mended(error)?).await,
    };
    let by = staff.clone();
    match desk.write(move |conn, desk| change::put(conn, desk, &by, id, version, &checked)).await {
        Ok(()) => Ok(page::see_other(&format!("/imports/{id}"))),
        Err(error) => list_page(&desk, &tables, staff, id, Which::default(), mended(error)?).await,
    }
}
