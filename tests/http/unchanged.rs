//! What others read of us, word for word: the API's description, every problem document, every kind of mail. Whoever
//! changes one of them on purpose changes its snapshot in the same commit (`INSTA_UPDATE=always cargo test …`).
mod mails;

use actix_web::ResponseError;
use actix_web::body::to_bytes;
use luudong::ids::VisitId;
use luudong::web::{Problem, problem_types};
use serde_json::{Value, json};

use crate::support::TestApp;

/// Most bytes of a document's part that stands in one line.
const LINE: usize = 160;

#[test]
fn the_description_the_problems_and_the_mails_are_what_they_were() {
    let description = TestApp::start().public().get("/api/v1/openapi.json").expect(200).json();
    insta::assert_snapshot!("openapi", pretty(&description));
    let problems: Vec<Value> = problem_types::ALL.iter().map(|kind| document(&Problem::new(kind))).collect();
    insta::assert_snapshot!("problems", pretty(&json!({"bare": problems, "with_all": document(&with_everything())})));
    mails::all_are_what_they_were();
}

fn with_everything() -> Problem {
    Problem::new(&problem_types::UNAVAILABLE)
        .detail("Chi tiết của lần này.")
        .field("/contact/phone", "phone", "Số điện thoại chưa đúng.")
        .offers(vec![json!({"on": "2026-11-28", "half_day": "morning"})])
        .visits(vec![VisitId(12), VisitId(34)])
        .report(&json!({"client_id": "a"}))
        .retry_after(30)
}

/// Status, headers and body, as HTTP carries them.
fn document(problem: &Problem) -> Value {
    let answer = problem.error_response();
    let status = answer.status().as_u16();
    let mut headers: Vec<String> = answer.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    let body = actix_web::rt::System::new().block_on(to_bytes(answer.into_body())).expect("a short body");
    let body: Value = serde_json::from_slice(&body).expect("JSON");
    json!({"status": status, "headers": headers, "body": body})
}

/// One line for whatever fits into one, so that a change is a few lines.
fn pretty(document: &Value) -> String {
    let mut text = String::new();
    write(&mut text, document, 0);
    text
}

fn write(text: &mut String, value: &Value, depth: usize) {
    let whole = value.to_string();
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, one)| (format!("{}: ", json!(name)), one)).collect(),
        Value::Array(all) => all.iter().map(|one| (String::new(), one)).collect(),
        _ => Vec::new(),
    };
    if parts.is_empty() || whole.len() <= LINE {
        return text.push_str(&whole);
    }
    let (open, close) = if value.is_object() { ('{', '}') } else { ('[', ']') };
    text.push(open);
    for (at, (name, one)) in parts.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(&" ".repeat(depth + 1));
        text.push_str(name);
        write(text, one, depth + 1);
    }
    text.push_str(&format!("\n{}{close}", " ".repeat(depth)));
}
