//! A family changes its secret, for instance after it sent the link to somebody.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpResponse, post};

use crate::db::StoreError;
use crate::desk::Desk;
use crate::families::follow::pages::{Done, Link};
use crate::families::secrets;
use crate::web::{Problem, page};

/// Registers the handler.
pub fn urls(config: &mut ServiceConfig) {
    config.service(change);
}

#[post("/follow/{code}/{secret}/secret")]
async fn change(desk: Data<Desk>, link: Path<Link>) -> Result<HttpResponse, Problem> {
    let made = link.write(&desk, secrets::change).await?;
    let made = made.map_err(|error: StoreError| Problem::from(error))?;
    let link = Link { code: made.code, secret: made.secret };
    Ok(page::see_other(&link.after(Done::Secret)))
}
