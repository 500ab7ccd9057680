//! A client as scripts and browsers are one: keeps cookies, sends a token, follows no redirect, checks no status.
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::http::{Method, Request};

use super::lossy::Lossy;
use super::{Answer, described, rehearsal};

thread_local! {
    static SENT: Cell<u64> = const { Cell::new(0) };
}

/// Requests that this thread has sent so far.
pub fn sent() -> u64 {
    SENT.get()
}

/// Talks to one application.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    headers: Vec<(String, String)>,
    lossy: Option<Arc<Lossy>>,
}

impl Client {
    /// Nobody in particular.
    pub fn new(base: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Self { agent: config.new_agent(), base: base.to_owned(), headers: Vec::new(), lossy: None }
    }

    /// The same client with another header in every request.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut more = self.clone();
        more.headers.push((name.to_owned(), value.to_owned()));
        more
    }

    /// The same client with an `Idempotency-Key`.
    pub fn once(&self, key: &str) -> Self {
        self.with("Idempotency-Key", key)
    }

    /// The same client with an access token.
    pub fn with_token(&self, token: &str) -> Self {
        self.with("Authorization", &format!("Bearer {token}"))
    }

    /// The same client on a way that loses the answer to each form; it sends the form again, as browsers do.
    pub fn losing_answers(&self, lossy: &Arc<Lossy>) -> Self {
        Self { lossy: Some(lossy.clone()), ..self.clone() }
    }

    /// Signs in to the API.
    pub fn signed_in(&self, login: &str, password: &str) -> Self {
        let answer = self.post("/api/v1/sign-ins", &json!({"login": login, "password": password}));
        assert_eq!(answer.status, 201, "{login} signs in: {}", answer.text);
        self.with_token(answer.json()["access_token"].as_str().expect("an access token"))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], "")
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.json("POST", path, body)
    }

    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.json("PUT", path, body)
    }

    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.json("PATCH", path, body)
    }

    pub fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        let body = rehearsal::before(self, method, path, body);
        self.send(method, path, &[("Content-Type", "application/json")], &body.to_string())
    }

    /// Posts; none when the server does not answer any more, or refuses.
    pub fn try_post(&self, path: &str, body: &Value) -> Option<Value> {
        let headers = [("Content-Type", "application/json")];
        let answer = self.try_send("POST", path, &headers, &body.to_string()).ok()?;
        (answer.status < 300).then(|| answer.json())
    }

    /// Sends a form as a browser does.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).expect("a form can be written");
        let kind = ("Content-Type", "application/x-www-form-urlencoded");
        // Each form comes from a page of its own, which gave it a token.
        let body = if self.lossy.is_some() { format!("form_token=page-{}&{body}", SENT.get()) } else { body };
        self.send_form(path, kind, &body)
    }

    /// On a way that loses answers the first one is lost, and the same is sent again.
    fn send_form(&self, path: &str, kind: (&str, &str), body: &str) -> Answer {
        let Some(lossy) = &self.lossy else {
            return self.send("POST", path, &[kind], body);
        };
        let through = Self { base: lossy.base.clone(), ..self.clone() };
        let lost = through.try_send("POST", path, &[kind], body);
        assert!(lost.is_err(), "POST {path} was answered the first time");
        through.send("POST", path, &[kind], body)
    }

    /// Sends a form with a file of text, as a browser does.
    pub fn upload(&self, path: &str, token: &str, file_name: &str, content: &str) -> Answer {
        let part = |name: &str, rest: &str, content: &str| {
            format!("--part\r\ncontent-disposition: form-data; name=\"{name}\"{rest}\r\n\r\n{content}\r\n")
        };
        let file = part("file", &format!("; filename=\"{file_name}\"\r\ncontent-type: text/csv"), content);
        let token = if token.is_empty() { format!("page-{}", SENT.get()) } else { token.to_owned() };
        let body = format!("{}{file}--part--\r\n", part("form_token", "", &token));
        self.send_form(path, ("Content-Type", "multipart/form-data; boundary=part"), &body)
    }

    /// Sends anything.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    fn try_send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Answer, ureq::Error> {
        SENT.set(SENT.get() + 1);
        let own = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut request =
            Request::builder().method(method.parse::<Method>().expect("a method")).uri(format!("{}{path}", self.base));
        for (name, value) in own.chain(headers.iter().copied()) {
            request = request.header(name, value);
        }
        let sent = if body.is_empty() {
            self.agent.run(request.body(()).expect("a request"))
        } else {
            self.agent.run(request.body(body.to_owned()).expect("a request"))
        };
        let answer = Answer::read(format!("{method} {path}"), sent?)?;
        described::validate(method, path, &answer);
        Ok(answer)
    }
}
