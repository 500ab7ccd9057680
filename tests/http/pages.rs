//! Pages keep what was typed, say what is wrong, and are what a screen reader needs.
use crate::support::TestApp;
use crate::support::html::Page;

#[test]
fn a_refused_sign_in_page_says_so_and_keeps_the_login_but_not_the_password() {
    let app = TestApp::start();
    Page::of(&app.public().get("/sign-in?next=/duties").expect(200));
    let answer = app.public().form(
        "/sign-in",
        &[("login", "hoa"), ("password", "sai rồi"), ("next", "/duties")],
    );
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
    let page = Page::of(
        &app.public()
            .form("/sign-in", &[("login", typed), ("password", "x")])
            .expect(422),
    );
    assert_eq!(page.value("login").as_deref(), Some(typed));
}
