//! The API through actix: secrets, versions, repeated wishes, unknown fields.
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{App, HttpMessage, test};
use serde_json::{Value, json};

use crate::accounts::Identity;
use crate::cases::api;
use crate::cases::tests::{Office, grandmother};
use crate::web::extract;

macro_rules! app {
    ($office:expr) => {{
        let (desk, tables) = (Data::new($office.desk.clone()), Data::new($office.tables.clone()));
        let app = App::new().app_data(desk).app_data(tables).app_data(extract::json(100_000)).configure(api::urls);
        test::init_service(app).await
    }};
}

#[actix_web::test]
async fn a_family_files_and_reads_with_its_secret_only() {
    let office = Office::new();
    let app = app!(office);
    let mut answers: Vec<Value> = Vec::new();
    for _ in 0..2 {
        let request = test::TestRequest::post().uri("/api/v1/cases").insert_header(("Idempotency-Key", "k"));
        let response = test::call_service(&app, request.set_json(grandmother()).to_request()).await;
        assert_eq!(response.status(), StatusCode::CREATED);
        answers.push(test::read_body_json(response).await);
    }
    assert_eq!(answers[0], answers[1]);
    let (code, secret) = (answers[0]["code"].as_str().unwrap(), answers[0]["secret"].as_str().unwrap());
    assert!(answers[0].get("possible_duplicates").is_none());
    let uri = format!("/api/v1/cases/{code}");
    let read = |uri: &str, secret: &str| {
        test::TestRequest::get().uri(uri).insert_header((api::SECRET_HEADER, secret)).to_request()
    };
    let response = test::call_service(&app, read(&uri, secret)).await;
    assert_eq!(response.headers().get("ETag").unwrap(), "\"1\"");
    let body: Value = test::read_body_json(response).await;
    assert_eq!((&body["state"], &body["applicants"][0]["number"]), (&json!("filed"), &json!("••••••456")));
    let mut refusals = Vec::new();
    for (uri, secret) in [(uri.as_str(), "wrong"), ("/api/v1/cases/2222-2222", secret), (&uri, "")] {
        let response = test::call_service(&app, read(uri, secret)).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        refusals.push(test::read_body(response).await);
    }
    assert!(refusals.iter().all(|body| *body == refusals[0]), "which of the two was wrong is not told");
}

#[actix_web::test]
async fn mistakes_are_named_by_pointer_and_unknown_fields_refused() {
    let office = Office::new();
    let app = app!(office);
    let mut new = grandmother();
    new.applicants[0].name = "123".into();
    let request = test::TestRequest::post().uri("/api/v1/cases").set_json(&new).to_request();
    let response = test::call_service(&app, request).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let body: Value = test::read_body_json(response).await;
    assert_eq!(body["errors"][0]["pointer"], "/applicants/0/name");
    let mut strange = serde_json::to_value(grandmother()).unwrap();
    strange["diagnosis"] = json!("…");
    let request = test::TestRequest::post().uri("/api/v1/cases").set_json(strange).to_request();
    assert_eq!(test::call_service(&app, request).await.status(), StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn staff_list_by_number_ward_and_state() {
    let office = Office::new();
    office.file(&grandmother());
    let app = app!(office);
    let ask = |request: test::TestRequest| {
        let request = request.to_request();
        request.extensions_mut().insert(Identity::Staff(office.dispatcher.clone()));
        request
    };
    for (query, rows) in [
        ("q=030123456", 1),
        ("q=031150001234", 0),
        ("q=nobody", 0),
        ("ward=11443", 0),
        ("state=verified", 0),
        ("state=filed&ward=11329", 1),
    ] {
        let uri = format!("/api/v1/cases?{query}");
        let page: Value = test::call_and_read_body_json(&app, ask(test::TestRequest::get().uri(&uri))).await;
        assert_eq!(page["items"].as_array().unwrap().len(), rows, "{query}");
    }
    let nothing = test::call_service(&app, ask(test::TestRequest::get().uri("/api/v1/cases?q=%3F"))).await;
    assert_eq!(nothing.status(), StatusCode::UNPROCESSABLE_ENTITY);
}
