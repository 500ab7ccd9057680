//! What a server answered, read to the end.
use luudong::web::problem_types;
use serde_json::Value;
use ureq::Body;
use ureq::http::{HeaderMap, Response};

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Method and path, for messages.
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// Reads an answer to the end.
    pub fn read(asked: String, mut response: Response<Body>) -> Result<Self, ureq::Error> {
        let bytes = response.body_mut().with_config().limit(64_000_000).read_to_vec()?;
        Ok(Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            asked,
        })
    }

    /// A header's value; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a readable header"))
    }

    /// The page without the tokens of its forms, which are drawn anew each time.
    pub fn without_tokens(&self) -> String {
        const TOKEN: &str = r#"name="form_token" value=""#;
        let parts = self.text.split(TOKEN).enumerate();
        let parts =
            parts.map(|(at, part)| if at == 0 { part } else { part.split_once('"').map_or("", |(_, rest)| rest) });
        parts.collect::<Vec<_>>().join(TOKEN)
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text))
    }

    /// Asserts a status, showing the body when it is another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text);
        self
    }

    /// Asserts a refusal of this kind: status, media type and all that the table of problems says about it.
    #[track_caller]
    pub fn assert_problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text);
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.asked);
        let body = self.json();
        let kind = problem_types::ALL.iter().find(|kind| kind.code == code);
        let kind = kind.unwrap_or_else(|| panic!("{code} is not in the table of problems"));
        assert_eq!(body["type"], format!("/problems/{code}"), "{}: {body}", self.asked);
        assert_eq!(body["title"], kind.title, "{}", self.asked);
        assert_eq!(body["status"], status, "{}", self.asked);
        body
    }

    /// Asserts a refusal that names these fields of the body.
    #[track_caller]
    pub fn assert_invalid(&self, pointers: &[&str]) -> Value {
        let body = self.assert_problem(422, "invalid");
        let named: Vec<_> = body["errors"].as_array().into_iter().flatten().map(|e| e["pointer"].clone()).collect();
        assert_eq!(named, pointers, "{}: {body}", self.asked);
        body
    }
}
