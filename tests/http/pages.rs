//! Pages keep what was typed, say what is wrong, and are what a screen reader needs.
use luudong::accounts::Role;
use luudong::urls::PAGES;

use crate::permissions::example;
use crate::support::TestApp;
use crate::support::html::Page;

#[test]
fn a_refused_sign_in_page_says_so_and_keeps_the_login_but_not_the_password() {
    let app = TestApp::start();
    Page::of(&app.public().get("/sign-in?next=/duties").expect(200));
    let answer = app.public().form("/sign-in", &[("login", "hoa"), ("password", "sai rồi"), ("next", "/duties")]);
    let page = Page::of(&answer.expect(422));
    assert_eq!(page.value("login").as_deref(), Some("hoa"));
    assert_eq!(page.value("password").as_deref(), Some(""));
    assert_eq!(page.value("next").as_deref(), Some("/duties"));
    assert_eq!(page.texts("title"), ["Lỗi: Cán bộ đăng nhập – Lưu Động"]);
    assert_eq!(page.texts(".mistakes p"), ["Sai tên đăng nhập hoặc mật khẩu"]);
}

#[test]
fn what_was_typed_is_shown_as_text_and_never_as_markup() {
    let app = TestApp::start();
    let typed = "\"><script>alert(1)</script>";
    let page = Page::of(&app.public().form("/sign-in", &[("login", typed), ("password", "x")]).expect(422));
    assert_eq!(page.value("login").as_deref(), Some(typed));
}

#[test]
fn every_page_is_well_formed_for_everybody_and_so_is_every_refusal() {
    let app = TestApp::start();
    let mut visitors = vec![app.public()];
    visitors.extend([Role::Officer, Role::Dispatcher, Role::Admin].map(|role| app.browser(role)));
    for (_, pattern, _) in PAGES.iter().filter(|url| url.0 == "GET") {
        for visitor in &visitors {
            let answer = visitor.get(&example(pattern));
            // The API's documentation is a library's page; style sheets and JSON are no pages.
            if answer.header("content-type").starts_with("text/html") && !pattern.starts_with("/docs/") {
                Page::of(&answer);
            }
        }
    }
}

#[test]
fn every_form_that_says_nothing_is_answered_by_a_well_formed_page() {
    let app = TestApp::start();
    let mut visitors = vec![app.public()];
    visitors.extend([Role::Officer, Role::Dispatcher].map(|role| app.browser(role)));
    let forms = PAGES.iter().filter(|url| url.0 == "POST" && url.1 != "/sign-out");
    for (_, pattern, _) in forms {
        for visitor in &visitors {
            let answer = visitor.form(&example(pattern), &[("nothing", "")]);
            if answer.status != 303 {
                Page::of(&answer);
            }
        }
    }
    app.leave_mails(app.waiting_mails().len());
}
