//! The table of permissions, walked: every URL as every role is served or refused as the table says.
use luudong::accounts::{Permission, Role, scope};
use luudong::urls::{API, PAGES, Url};

use crate::support::{Answer, Client, TestApp};

const ROLES: [Role; 3] = [Role::Officer, Role::Dispatcher, Role::Admin];

#[test]
fn every_url_of_the_api_is_served_or_refused_as_the_table_says() {
    let app = TestApp::start();
    let staff = staff(&app);
    for url in API {
        let asked = ask(&app.public(), url);
        if url.2 != Permission::Public {
            asked.assert_problem(401, "sign-in-needed");
        }
        for (role, client) in &staff {
            check_role(*role, url, &ask(&client_for(&app, *role, client, url), url));
        }
    }
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn every_page_is_served_or_refused_as_the_table_says() {
    let app = TestApp::start();
    // A token works for pages too: so one client walks all of them.
    let staff = staff(&app);
    app.worker_has_run(); // or /ready rightly says 503
    for url in PAGES {
        let asked = ask(&app.public(), url);
        match url {
            (_, _, Permission::Public) => assert!(asked.status < 500, "{}: {}", asked.asked, asked.text),
            ("GET", pattern, _) => {
                assert_eq!(asked.status, 303, "{}", asked.asked);
                assert_eq!(asked.header("location"), format!("/sign-in?next={}", example(pattern)));
            }
            _ => assert_eq!(asked.status, 401, "{}", asked.asked),
        }
        for (role, client) in &staff {
            check_role(*role, url, &ask(&client_for(&app, *role, client, url), url));
        }
    }
    app.leave_mails(app.waiting_mails().len());
}

/// One of each role. The made-up parts of addresses name the account and the sign-in before theirs: those may be ended.
fn staff(app: &TestApp) -> [(Role, Client); 3] {
    app.account("nguoi-thu", Role::Officer, &[]);
    app.api_as("nguoi-thu");
    ROLES.map(|role| (role, app.api(role)))
}

/// Whoever signs out needs another sign-in for what comes next.
fn client_for(app: &TestApp, role: Role, client: &Client, url: &Url) -> Client {
    if matches!(url.1, "/sign-out" | "/api/v1/sign-ins/current") { app.api_as(role.code()) } else { client.clone() }
}

#[test]
fn no_url_is_listed_twice() {
    let mut seen = std::collections::HashSet::new();
    for url in API.iter().chain(PAGES) {
        assert!(seen.insert((url.0, url.1)), "{} {} twice", url.0, url.1);
    }
}

fn check_role(role: Role, url: &Url, answer: &Answer) {
    let may = url.2 == Permission::Public || scope(role, url.2).is_some();
    let refused = matches!(answer.status, 401 | 403);
    assert_eq!(!refused, may, "{} as {}: {} {}", answer.asked, role.code(), answer.status, answer.text);
    assert!(answer.status < 500, "{} as {}: {}", answer.asked, role.code(), answer.text);
}

/// Asks for a URL with made-up parts; a body that says nothing will be refused, but not for want of permission.
fn ask(client: &Client, url: &Url) -> Answer {
    let (method, path) = (url.0, example(url.1));
    match method {
        "GET" | "DELETE" => client.send(method, &path, &[], ""),
        _ if path.starts_with("/api/") => client.send(method, &path, &[("Content-Type", "application/json")], "{}"),
        _ => client.form(&path, &[("nothing", "")]),
    }
}

/// `/cases/{code}` with something in the place of `{code}`.
pub fn example(pattern: &str) -> String {
    let parts = pattern.split('/').map(|part| match part {
        "{date}" => "2026-11-25".to_owned(),
        part if part.starts_with("{_:") || part.starts_with("{file:") => String::new(),
        part if part.starts_with('{') => "1".to_owned(),
        part => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}
