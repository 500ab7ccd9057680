//! Pages of teams: name, telephone, base and wards. A team that is to leave a ward is shown first who waits there and which
//! of its duties have a household there.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::{Permission, Staff};
use crate::booking::Board;
use crate::booking::change_team::{LostWard, MoveTeamError, TeamPreview, change, look};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::geography::Geography;
use crate::ids::TeamId;
use crate::teams::add_team::add_team;
use crate::teams::availability::CHOICES_MAX;
use crate::teams::change_team::TeamChange;
use crate::teams::pages::reading::Choice;
use crate::teams::team::{AddTeamError, NewTeam, Team};
use crate::teams::{may_arrange, store};
use crate::visits::pages::ward_name;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

#[derive(Template)]
#[template(path = "teams/teams.html")]
struct TeamsPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    lines: Vec<Line>,
    wards: Vec<Choice>,
}

/// A team in the list.
struct Line {
    id: TeamId,
    name: String,
    hot_line: String,
    base: String,
    wards: String,
}

#[derive(Template)]
#[template(path = "teams/team.html")]
struct TeamPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    team: Team,
    wards: Vec<Choice>,
    /// Wards of others, which stay as they are.
    kept: Vec<Choice>,
    may_change: bool,
    lost: Vec<LostLine>,
}

/// A ward that the team would leave.
struct LostLine {
    ward: String,
    lost: LostWard,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list).service(add).service(show_one).service(save);
}

#[get("/teams")]
async fn list(desk: Data<Desk>, board: Data<Board>, staff: Staff) -> Result<HttpResponse, Problem> {
    list_page(&desk, &board, &staff, Typed::default(), Mistakes::default()).await
}

#[post("/teams")]
async fn add(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, by, known) = (Typed::new(given.into_inner()), staff.clone(), board.clone());
    let new = NewTeam {
        name: typed.get("name").to_owned(),
        hot_line: typed.get("hot_line").to_owned(),
        ward_codes: wards_in(&typed),
        base_ward_code: typed.get("base_ward_code").to_owned(),
        base: None,
    };
    let add = move |conn: &mut DbConn, desk: &Desk| -> Result<Team, AddTeamError> {
        add_team(conn, &known.reference.geography, &by, &new, desk.now())
    };
    match desk.write(add).await {
        Ok(team) => Ok(page::see_other(&format!("/teams/{}", team.id))),
        Err(error) => list_page(&desk, &board, &staff, typed, Mistakes::to_mend(error.into())?).await,
    }
}

#[get("/teams/{id}")]
async fn show_one(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<TeamId>,
) -> Result<HttpResponse, Problem> {
    team_page(&desk, &board, &staff, *id, Typed::default(), Mistakes::default(), TeamPreview::default()).await
}

/// Changes a team; what that would take from anybody is shown first.
#[post("/teams/{id}")]
async fn save(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<TeamId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, id, by, known) = (Typed::new(given.into_inner()), *id, staff.clone(), board.clone());
    // The version that the page was made from: what changed since then must be seen first.
    let expected: i32 = typed.get("version").parse().unwrap_or(0);
    let wanted = TeamChange {
        name: typed.some("name"),
        hot_line: typed.some("hot_line"),
        ward_codes: Some(wards_in(&typed)),
        base_ward_code: typed.some("base_ward_code"),
        base: None,
    };
    let is_sure = typed.is("sure", "yes");
    let save = move |conn: &mut DbConn, desk: &Desk| -> Result<Option<TeamPreview>, MoveTeamError> {
        let booker = known.booker(desk, Some(&by));
        let preview = look(conn, booker, &by, id, &wanted)?;
        if !preview.lost.is_empty() && !is_sure {
            return Ok(Some(preview));
        }
        change(conn, booker, &by, id, expected, &wanted)?;
        Ok(None)
    };
    match desk.write(save).await {
        Ok(None) => Ok(page::see_other(&format!("/teams/{id}"))),
        Ok(Some(preview)) => team_page(&desk, &board, &staff, id, typed, Mistakes::default(), preview).await,
        Err(error) => {
            let mistakes = Mistakes::to_mend(error.into())?;
            team_page(&desk, &board, &staff, id, typed, mistakes, TeamPreview::default()).await
        }
    }
}

async fn team_page(
    desk: &Desk,
    board: &Board,
    staff: &Staff,
    id: TeamId,
    typed: Typed,
    mistakes: Mistakes,
    preview: TeamPreview,
) -> Result<HttpResponse, Problem> {
    let found = desk.read(move |conn, _| -> StoreResult<_> { store::team(conn, id) }).await?;
    let team = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let geography = &board.reference.geography;
    let is_own = |code: &str| staff.may_in_ward(Permission::EditDuties, code);
    let foreign = team.ward_codes.iter().filter(|code| !is_own(code));
    let template = TeamPage {
        frame: Frame::for_staff(team.name.clone(), staff).with(&mistakes),
        typed: filled(typed, &team),
        mistakes: mistakes.clone(),
        wards: wards_of(geography, staff),
        kept: foreign.map(|code| (code.clone(), ward_name(geography, code))).collect(),
        may_change: may_arrange(staff, &team.ward_codes),
        lost: preview
            .lost
            .into_iter()
            .map(|lost| LostLine { ward: ward_name(geography, &lost.ward_code), lost })
            .collect(),
        team,
    };
    Ok(page::page(&template, &mistakes))
}

/// The form as the team stands, unless somebody typed into it.
fn filled(typed: Typed, team: &Team) -> Typed {
    if typed.has("version") {
        return typed;
    }
    let mut pairs: Vec<(String, String)> =
        team.ward_codes.iter().map(|code| ("ward_codes".to_owned(), code.clone())).collect();
    let fields = [("name", &team.name), ("hot_line", &team.hot_line), ("base_ward_code", &team.base_ward_code)];
    pairs.extend(fields.map(|(name, value)| (name.to_owned(), value.clone())));
    Typed::new(pairs)
}

async fn list_page(
    desk: &Desk,
    board: &Board,
    staff: &Staff,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let teams = desk.read(|conn, _| store::list_teams(conn, 0, CHOICES_MAX)).await?;
    let geography = &board.reference.geography;
    let line = |team: Team| Line {
        id: team.id,
        wards: team.ward_codes.iter().map(|code| ward_name(geography, code)).collect::<Vec<_>>().join(", "),
        base: ward_name(geography, &team.base_ward_code),
        name: team.name,
        hot_line: team.hot_line,
    };
    let template = TeamsPage {
        frame: Frame::for_staff("Tổ công tác", staff).with(&mistakes),
        typed,
        mistakes: mistakes.clone(),
        lines: teams.into_iter().map(line).collect(),
        wards: wards_of(geography, staff),
    };
    Ok(page::page(&template, &mistakes))
}

/// The wards that this person may send a team to.
fn wards_of(geography: &Geography, staff: &Staff) -> Vec<Choice> {
    let own = geography.wards.iter().filter(|ward| staff.may_in_ward(Permission::EditDuties, ward.code.as_str()));
    own.map(|ward| (ward.code.as_str().to_owned(), ward.name.clone())).collect()
}

fn wards_in(typed: &Typed) -> Vec<String> {
    typed.all("ward_codes").into_iter().map(str::to_owned).collect()
}
