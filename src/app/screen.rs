//! What the navigation of staff's pages shows: where they are, and what waits behind its items. Read before the handler, so
//! that every page says the same.
use std::sync::Arc;

use actix_web::dev::ServiceRequest;

use super::is_page;
use crate::accounts::{Identity, Permission, Staff};
use crate::desk::Desk;
use crate::web::Problem;
use crate::web::navigation::{Badge, Screen};
use crate::worklist::{self, Waiting};

/// The same person, with what they look at; as they are over JSON and on pages of the public.
///
/// # Errors
/// When the database cannot be read.
pub async fn shown(
    request: &ServiceRequest,
    desk: &Desk,
    identity: Identity,
    permission: Permission,
) -> Result<Identity, Problem> {
    let Identity::Staff(staff) = identity else { return Ok(identity) };
    if !is_page(request.path()) || permission == Permission::Public && request.path() != "/cases/new" {
        return Ok(Identity::Staff(staff));
    }
    let badges = if staff.scope(Permission::VerifyCases).is_ok() { badges(desk, &staff).await? } else { Vec::new() };
    let screen = Screen { path: request.path().to_owned(), office: desk.office.clone(), badges };
    Ok(Identity::Staff(Staff { screen: Arc::new(screen), ..staff }))
}

async fn badges(desk: &Desk, staff: &Staff) -> Result<Vec<(&'static str, Badge)>, Problem> {
    let asking = staff.clone();
    let Waiting { undecided, late, calls } =
        desk.read(move |conn, desk| worklist::waiting(conn, &asking, desk.now())).await?;
    let all = [
        ("/cases", Badge { count: undecided, words: "chờ duyệt", is_hot: false }),
        ("/rosters", Badge { count: late, words: "hộ bị trễ hẹn", is_hot: true }),
        ("/calls", Badge { count: calls, words: "gia đình phải gọi", is_hot: false }),
    ];
    Ok(all.into_iter().filter(|(_, badge)| badge.count > 0).collect())
}
