//! Every page is served to the right role, takes its form with minimal valid input, and is a page when it refuses.
use luudong::accounts::Role;
use luudong::accounts::second_factor::digits_of;
use luudong::urls::{PAGES, Url};

use crate::case_acts::{CORRECTION, NEW_CASE, NEW_PERSON, READINESS};
use crate::support::app::PASSWORD;
use crate::support::html::Page;
use crate::support::office::Filed;
use crate::support::world::World;
use crate::support::{Answer, Client, TestApp};
use crate::{after_filing, arranged, by_hand, case_acts, lists};

/// Answers that are not pages of ours although they stand beside them.
const NO_PAGES: [&str; 16] = [
    "/assets/{file:.*}",
    "/robots.txt",
    "/follow/{code}/{secret}/calendar.ics",
    "/map/{locale}/{ward}/{zoom}/{column}/{row}.svg",
    "/docs",
    "/docs/{_:.*}",
    "/api/v1/openapi.json",
    "/health",
    "/ready",
    "/language",
    "/pause",
    "/phuong/{ward}/qr.svg",
    "/follow/{code}/{secret}/data.json",
    "/audit.csv",
    "/imports/{id}/report.csv",
    "/exports/file",
];

/// They lead elsewhere: to the slash that belongs behind, to where one came from, past the pause when nothing is the matter, families to their own pages,
/// to the sign-in page where there is no identity provider.
const LEAD_ON: [&str; 6] =
    ["/docs", "/language", "/pause", "/cases/new", "/sign-in/provider", "/sign-in/provider/back"];

/// Forms that are answered at once: a question, or a password that is shown once.
const ANSWERS: [&str; 6] = [
    "/duty-copies",
    "/check",
    "/accounts/new",
    "/accounts/{id}/password-reset",
    "/accounts/{id}/second-factor-reset",
    "/cases/{code}/secret",
];

/// A request about data as it is written down.
const ASKED: [(&str, &str); 4] =
    [("kind", "access"), ("channel", "desk"), ("ward_code", "11329"), ("words", "Xin bản dữ liệu")];

/// The address of a proposal.
fn proposed(world: &World, pattern: &str) -> String {
    pattern.replace("{id}", &world.proposal("2026-12-02")["id"].to_string())
}

pub fn shows(world: &World, url: &Url) -> Answer {
    let (_, pattern, permission) = *url;
    let client = world.right_client(permission);
    let family = |filed: &Filed| pattern.replace("{code}", &filed.code).replace("{secret}", &filed.secret);
    let path = match pattern {
        "/cases/{code}" | "/cases/{code}/secret" | "/cases/{code}/half-day" => family(&world.fresh[0]),
        "/remarks/sent/{number}" => pattern.replace("{number}", &after_filing::remark(world)),
        "/accounts/{id}" => pattern.replace("{id}", &account(world, "xem").to_string()),
        "/apply/{draft}/{question}" => draft(world),
        // It has accepted an invitation by then.
        "/follow/{code}/{secret}/calendar.ics" => family(&world.waiting),
        path if path.contains("{code}/{secret}") => family(&world.fresh[0]),
        "/visits/{id}/letter" => pattern.replace("{id}", &world.visits[0].0.to_string()),
        path if arranged::is_one(path) => arranged::path(world, path),
        path if case_acts::is_one(path) => case_acts::path(world, path),
        "/duties/{id}" => pattern.replace("{id}", &world.duty("2026-12-02").to_string()),
        "/duties/{id}/cancellation" => pattern.replace("{id}", &world.duty("2026-12-01").to_string()),
        "/planning-runs/{id}" => proposed(world, pattern),
        "/visits/{id}/outcome" => pattern.replace("{id}", &world.visits[0].0.to_string()),
        path if path.starts_with("/imports/{id}") => lists::path(client, path),
        "/exports/file" => sends(world, &("POST", "/exports", permission)).header("location").to_owned(),
        "/problems/{code}" => "/problems/invalid".to_owned(),
        ward if ward.starts_with("/phuong/{ward}") => ward.replace("{ward}", "11329"),
        "/assets/{file:.*}" => "/assets/staff.css".to_owned(),
        map if map.starts_with("/map/") => "/map/vi/11329/14/23197/12837.svg".to_owned(),
        "/language" => "/language?to=en&back=/follow".to_owned(),
        "/docs/{_:.*}" => "/docs/".to_owned(),
        plain => {
            assert!(!plain.contains('{'), "{plain} has no example here");
            plain.to_owned()
        }
    };
    client.get(&path)
}

/// Sends the form of a URL as whoever may.
pub fn sends(world: &World, url: &Url) -> Answer {
    let (_, pattern, permission) = *url;
    let client = world.right_client(permission);
    let (team, kit) = (world.crew.team.to_string(), world.crew.kit.to_string());
    let officer = world.crew.officer.to_string();
    let visit = |at: usize| pattern.replace("{id}", &world.visits[at].0.to_string());
    let family = |filed: &Filed| pattern.replace("{code}", &filed.code).replace("{secret}", &filed.secret);
    let date = |day: &'static str| [("on.day", day), ("on.month", "12"), ("on.year", "2026")];
    let form = |path: &str, fields: &[&[(&str, &str)]]| client.form(path, &fields.concat());
    match pattern {
        "/sign-in" => form(pattern, &[&[("login", "can.bo.1"), ("password", PASSWORD)]]),
        "/sign-in/code" => form(pattern, &[&[("ticket", "1.0.x"), ("code", "123456")]]),
        "/check" => form(pattern, &[&[("code", &*world.fresh[0].code)]]),
        "/pause" => form(pattern, &[&[("next", "/follow")]]),
        "/follow/{code}/{secret}/feedback" => {
            form(&family(&world.fresh[0]), &[&[("ease", "easy"), ("on_time", "yes")]])
        }
        path if path.starts_with("/account") => sends_about_accounts(world, client, pattern),
        "/unapproved-bookings/refusal" => form(pattern, &[&[("code", &*world.fresh[5].code), ("reason", "Hồ sơ bịa")]]),
        "/exports" => form(pattern, &[&[("kind", "plan"), ("format", "csv")]]),
        "/approvals" => form(pattern, &[&[("case", &*world.fresh[2].code)]]),
        "/sign-out" | "/apply" => form(pattern, &[&[("x", "")]]),
        "/apply/{draft}/{question}" => form(&draft(world), &[&[("who", "self")]]),
        "/cases/new" => form(pattern, &[&NEW_CASE]),
        "/cases/{code}/verification" => form(&family(&world.fresh[1]), &[&[("verdict", "approve")]]),
        path if case_acts::is_one(path) => case_acts::sends(world, client, path),
        path if after_filing::is_one(path) => after_filing::sends(world, client, path),
        "/cases/{code}/not-before" => form(&family(&world.fresh[1]), &[&[("not_before.on", "")]]),
        "/duties" => {
            let own = [("team_id", &*team), ("kit_id", &kit), ("officer_ids", &officer), ("half_days", "full")];
            form(pattern, &[&date("7"), &own])
        }
        path if by_hand::is_one(path) => by_hand::sends(world, client, path),
        path if arranged::is_form(path) => arranged::sends(world, client, path),
        "/half-days" => form(pattern, &[&date("12"), &[("half_day", "afternoon"), ("reason", "Đợt cao điểm")]]),
        "/planning-runs" => form(pattern, &[&span("from", "8"), &span("to", "9")]),
        "/planning-runs/{id}/stop" => form(&proposed(world, pattern), &[&[("x", "")]]),
        "/planning-runs/{id}/publication" => {
            world.duty("2026-11-28");
            form(&pattern.replace("{id}", &world.proposal("2026-11-28")["id"].to_string()), &[&[("x", "")]])
        }
        "/visits/{id}/events" => form(&visit(0), &[&[("kind", "arrived"), ("client_id", "p-0")]]),
        "/visits/{id}/undo" => form(&visit(0), &[&[("report", "p-0")]]),
        "/visits/{id}/outcome" => {
            let applicant = world.visits[0].1.to_string();
            let result =
                [("client_id", "p-1"), ("results.0.applicant_id", &*applicant), ("results.0.code", "captured")];
            form(&visit(0), &[&result])
        }
        "/calls/{id}" => form(&pattern.replace("{id}", &world.call(1)), &[&[("how", "letter")]]),
        "/follow" => {
            let filed = &world.fresh[0];
            form(pattern, &[&[("code", &*filed.code), ("secret", &*filed.secret)]])
        }
        "/follow/{code}/{secret}/half-day" => form(&family(&world.fresh[3]), &[&[("choice", "any")]]),
        "/follow/{code}/{secret}/people" => form(&family(&world.fresh[3]), &[&NEW_PERSON]),
        "/follow/{code}/{secret}/correction" => form(&family(&world.fresh[4]), &[&CORRECTION]),
        "/follow/{code}/{secret}/readiness" => form(&family(&world.fresh[0]), &[&READINESS]),
        "/follow/{code}/{secret}/return-channel" => form(&family(&world.fresh[4]), &[&[("channel", "post")]]),
        "/follow/{code}/{secret}/data/no-more-mail" => form(&family(&world.fresh[4]), &[&[("x", "")]]),
        "/follow/{code}/{secret}/deletion" => form(&family(&world.fresh[5]), &[&[("sure", "yes")]]),
        "/follow/{code}/{secret}/withdrawal" => form(&family(&world.fresh[2]), &[&[("sure", "yes")]]),
        "/follow/{code}/{secret}/invitation/acceptance" => form(&family(&world.invited(0)), &[&[("x", "")]]),
        "/follow/{code}/{secret}/invitation/refusal" => form(&family(&world.invited(1)), &[&[("x", "")]]),
        "/waiting-list/{code}/invitation/acceptance" => form(&family(&world.invited(2)), &[&[("x", "")]]),
        "/waiting-list/{code}/invitation/refusal" => form(&family(&world.invited(3)), &[&[("x", "")]]),
        path if path.starts_with("/rights-requests") => sends_about_rights(client, pattern),
        _ => panic!("POST {pattern} has no example here"),
    }
}

fn sends_about_rights(client: &Client, pattern: &str) -> Answer {
    let asked = client.form("/rights-requests", &ASKED);
    if pattern == "/rights-requests" {
        return asked;
    }
    let page = Page::of(&client.get("/rights-requests").expect(200));
    client.form(&page.attributes("form[action^='/rights-requests/']", "action")[0], &[("step", "complete")])
}

/// An account of its own; its number.
fn account(world: &World, login: &str) -> i64 {
    world.app.account(login, Role::Officer, &[]).id.0
}

fn sends_about_accounts(world: &World, admin: &Client, pattern: &str) -> Answer {
    let login = format!("thu{}", pattern.replace(['/', '{', '}'], "-"));
    let path = pattern.replace("{id}", &account(world, &login).to_string());
    let holder = world.app.browser_as(&login);
    let name = ("display_name", "Tống Văn Thử");
    match pattern {
        "/account/password" => {
            holder.form(&path, &[("current", PASSWORD), ("password", "gạo trắng nước trong đò ngang")])
        }
        "/account/provider" => holder.form(&path, &[("do", "unlink")]),
        "/account/second-factor" => holder.form(&path, &[("do", "begin")]),
        "/account/proof" => {
            sets_second_factor_up(world, &holder, &login);
            world.app.later(chrono::Duration::seconds(30));
            holder.form(&path, &[("next", "/account"), ("code", &*digits(world, &login))])
        }
        "/accounts/{id}/second-factor-reset" => {
            sets_second_factor_up(world, &holder, &login);
            admin.form(&path, &[("x", "")])
        }
        "/account/sign-ins/{id}/end" => holder.form(&path, &[("x", "")]),
        "/accounts/new" => admin.form(&path, &[("login", "nguoi-moi"), name, ("role", "officer")]),
        "/accounts/{id}" => admin.form(&path, &[name, ("role", "officer")]),
        _ => admin.form(&path, &[("disabled", "yes")]),
    }
}

fn sets_second_factor_up(world: &World, holder: &Client, login: &str) {
    holder.form("/account/second-factor", &[("do", "begin")]).expect(303);
    holder.form("/account/second-factor", &[("do", "confirm"), ("code", &*digits(world, login))]).expect(200);
}

fn digits(world: &World, login: &str) -> String {
    let app = &world.app;
    let id = app.read(|conn| luudong::accounts::store::id_of_login(conn, login)).expect("an account");
    app.read(|conn| digits_of(conn, &app.desk, id, app.desk.now())).expect("a second factor")
}

/// The first question of a new draft.
fn draft(world: &World) -> String {
    world.office.public.form("/apply", &[("x", "")]).expect(303).header("location").to_owned()
}

fn span(name: &str, day: &'static str) -> Vec<(&'static str, &'static str)> {
    match name {
        "from" => vec![("from.day", day), ("from.month", "12"), ("from.year", "2026")],
        _ => vec![("to.day", day), ("to.month", "12"), ("to.year", "2026")],
    }
}

#[test]
fn every_page_serves_who_may_and_takes_its_form() {
    let world = World::new();
    for url in PAGES {
        let answer = world.app.one_moment_each(|| if url.0 == "GET" { shows(&world, url) } else { sends(&world, url) });
        let shows = if url.0 == "GET" { !LEAD_ON.contains(&url.1) } else { ANSWERS.contains(&url.1) };
        let wanted = if shows { 200 } else { 303 };
        assert_eq!(answer.status, wanted, "{} leads to «{}»: {}", answer.asked, answer.header("location"), answer.text);
        if url.0 == "GET" && shows && !NO_PAGES.contains(&url.1) {
            Page::of(&answer);
        }
        if answer.status == 303 && url.0 == "POST" {
            let next = answer.header("location").split('#').next().expect("a path").to_owned();
            let shown = world.right_client(url.2).get(&next);
            if !NO_PAGES.contains(&next.split('?').next().expect("a path")) {
                Page::of(&shown);
            }
        }
    }
    assert_eq!(world.office.follow(&world.waiting)["visits"][0]["state"], "published");
}

#[test]
fn every_refusal_where_a_person_looks_is_a_page() {
    let app = TestApp::start();
    let staff = [Role::Officer, Role::Dispatcher, Role::Admin].map(|role| app.api(role));
    for (method, pattern, _) in PAGES.iter().filter(|url| !NO_PAGES.contains(&url.1)) {
        let path = pattern.split('/').map(|part| if part.starts_with('{') { "7" } else { part });
        let path = path.collect::<Vec<_>>().join("/");
        for client in staff.iter().chain([&app.public()]) {
            let answer = app.one_moment_each(|| match *method {
                "GET" => client.get(&path),
                _ => client.form(&path, &[("nothing", "")]),
            });
            if answer.status != 303 {
                Page::of(&answer);
            }
        }
    }
    app.leave_mails(app.waiting_mails().len());
}
