//! The list of families to call, with what to say.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use crate::accounts::Staff;
use crate::desk::Desk;
use crate::geography::Geography;
use crate::geography::wards::WardCode;
use crate::ids::NotificationId;
use crate::notifications::{FactKind, ToldAs};
use crate::visits::call::{self, Call};
use crate::visits::say;
use crate::web::Problem;
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "visits/calls.html")]
struct CallsPage {
    frame: Frame,
    calls: Vec<Line>,
}

struct Line {
    call: Call,
    ward: String,
    say: String,
    open_for: String,
}

/// How the family was told.
#[derive(Deserialize)]
struct TickedOff {
    #[serde(default = "by_call")]
    how: ToldAs,
}

fn by_call() -> ToldAs {
    ToldAs::Call
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list).service(tick_off);
}

#[get("/calls")]
async fn list(desk: Data<Desk>, geography: Data<Geography>, staff: Staff) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Gia đình cần gọi điện", &staff);
    let (caller, now) = (staff.clone(), desk.now());
    let calls = desk.write(move |conn, desk| call::list(conn, &staff, &desk.vault, now)).await?;
    let line = |call: Call| {
        let ward = ward_name(&geography, &call.ward_code);
        let say = say::whole(&caller, &ward, &call.code, &call.script);
        Line { open_for: say::how_long(call.since, now), ward, say, call }
    };
    Ok(page::show(&CallsPage { frame, calls: calls.into_iter().map(line).collect() }))
}

#[post("/calls/{id}")]
async fn tick_off(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<NotificationId>,
    given: Form<TickedOff>,
) -> Result<HttpResponse, Problem> {
    let how = if given.how == ToldAs::Letter { ToldAs::Letter } else { ToldAs::Call };
    desk.write(move |conn, desk| call::tick_off(conn, &staff, *id, how, desk.now())).await?;
    Ok(page::see_other("/calls"))
}

/// The ward's name, or its code when the data no longer knows it.
pub fn ward_name(geography: &Geography, code: &str) -> String {
    let ward = WardCode::parse(code).ok().and_then(|code| geography.wards.find(&code).map(|ward| ward.name.clone()));
    ward.unwrap_or_else(|| code.to_owned())
}

impl Line {
    fn is_secret(&self) -> bool {
        self.call.fact.kind == FactKind::Secret
    }

    fn is_invitation(&self) -> bool {
        self.call.fact.kind == FactKind::Invitation
    }
}
