//! The pages through actix: what is posted publicly names nobody, a form sent twice files one case.
use actix_web::web::Data;
use actix_web::{App, HttpMessage, test};

use crate::accounts::Identity;
use crate::cases::tests::{Office, grandmother};
use crate::cases::{api, pages, store};

fn form() -> Vec<(&'static str, &'static str)> {
    vec![
        ("contact.name", "Phạm Thị Lan"),
        ("contact.relation", "grandchild"),
        ("contact.phone", "0912 345 678"),
        ("address.line", "Số 12 ngõ 328 phố Lê Lợi"),
        ("address.ward_code", "11329"),
        ("applicants.2.name", "Nguyễn Thị Hòa"),
        ("applicants.2.birth", "1950"),
        ("applicants.2.sex", "female"),
        ("applicants.2.procedure", "cccd_to_cc"),
        ("applicants.2.mobility", "bedridden"),
        ("applicants.0.name", "Nguyễn Văn Bình"),
        ("applicants.0.birth", "12/3/1948"),
        ("applicants.0.sex", "male"),
        ("applicants.0.procedure", "first"),
        ("applicants.0.mobility", "wheelchair"),
        ("consents.visit", "yes"),
    ]
}

macro_rules! app {
    ($office:expr) => {{
        let (desk, tables) = (Data::new($office.desk.clone()), Data::new($office.tables.clone()));
        let app = App::new().app_data(desk).app_data(tables).configure(api::urls).configure(pages::urls);
        test::init_service(app).await
    }};
}

#[actix_web::test]
async fn a_form_files_a_case_and_tells_code_and_link() {
    let office = Office::new();
    let app = app!(office);
    let request = test::TestRequest::post().uri("/cases/new").set_form(form()).to_request();
    let response = test::call_service(&app, request).await;
    assert_eq!(response.status(), 303);
    let place = response.headers().get("Location").unwrap().to_str().unwrap().to_owned();
    let page = test::call_and_read_body(&app, test::TestRequest::get().uri(&place).to_request()).await;
    let page = String::from_utf8_lossy(&page).into_owned();
    assert!(page.contains("Mã hồ sơ") && page.contains("/follow/"), "{page}");
    let wanted = store::Wanted { limit: 9, ..store::Wanted::default() };
    assert_eq!(office.desk.db.read(|conn| store::list(conn, &wanted)).unwrap().len(), 1);
}

#[actix_web::test]
async fn a_refused_form_keeps_what_was_typed_and_names_the_right_person() {
    let office = Office::new();
    let app = app!(office);
    let mut typed = form();
    typed.retain(|(name, _)| *name != "consents.visit" && *name != "applicants.2.sex");
    let request = test::TestRequest::post().uri("/cases/new").set_form(&typed).to_request();
    let response = test::call_service(&app, request).await;
    assert_eq!(response.status(), 422);
    let page = String::from_utf8(test::read_body(response).await.to_vec()).unwrap();
    assert!(page.contains("<title>Lỗi:"));
    assert!(page.contains("href=\"#applicants.2.sex\"") && page.contains("href=\"#consents.visit\""));
    assert!(
        page.contains("Nguyễn Văn Bình") && !page.contains("checked> Tôi"),
        "typed text is kept, consent is not ticked"
    );
    let search = [("find", "ward"), ("ward_search", "cam giang"), ("contact.name", "Phạm Thị Lan")];
    let request = test::TestRequest::post().uri("/cases/new").set_form(search).to_request();
    let page = String::from_utf8(test::call_and_read_body(&app, request).await.to_vec()).unwrap();
    assert!(
        page.contains("10888") && page.contains("10903") && !page.contains("11329") && page.contains("Phạm Thị Lan")
    );
}

#[actix_web::test]
async fn a_list_shows_the_case_and_leaves_an_entry() {
    let office = Office::new();
    let filed = office.file(&grandmother());
    let app = app!(office);
    let ask = |uri: String| {
        let request = test::TestRequest::get().uri(&uri).to_request();
        request.extensions_mut().insert(Identity::Staff(office.dispatcher.clone()));
        request
    };
    let found = test::call_and_read_body(&app, ask("/api/v1/cases?q=0912345678".into())).await;
    assert!(String::from_utf8_lossy(&found).contains(&filed.case.code));
    assert_eq!(office.audit(filed.case.id), ["look_in_list"]);
}
