//! Forms of pages. A browser sends a form again by itself when a connection that it had kept open dies: so each form
//! leaves with a token, and one that comes back twice is done once and answered as the first time, whichever handler it
//! is for. No template and no handler has to think of it.
use std::fmt::Write as _;
use std::rc::Rc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Extensions, Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, BytesMut, Data};
use actix_web::{Error, HttpMessage, HttpResponse};
use futures_util::{StreamExt, future, stream};
use tracing::Instrument;

use super::is_page;
use crate::accounts::Identity;
use crate::desk::Desk;
use crate::dice::Dice;
use crate::idempotency::{Form, IdempotencyKey, SentForm};
use crate::urls;
use crate::web::answer::TakenForm;
use crate::web::problem_types as types;
use crate::web::upload::{BESIDE_BYTES, Upload};
use crate::web::{Problem, extract};

/// The hidden field that each form carries.
const FIELD: &str = "form_token";

/// Takes a form in hand that came with its token, which no handler sees; none for every other request.
///
/// # Errors
/// The answer that the very same form got before, or why its body cannot be read.
pub async fn in_hand(request: &mut ServiceRequest, desk: &Data<Desk>) -> Result<Option<SentForm>, HttpResponse> {
    let (token, content) = match kind(request) {
        Some(Kind::Fields) => fields(request, desk).await,
        Some(Kind::WithFile) => with_file(request, desk).await,
        None => return Ok(None),
    }
    .map_err(HttpResponse::from_error)?;
    let sent = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let credentials = [sent(header::COOKIE), sent(header::AUTHORIZATION)];
    let pattern = request.match_pattern().unwrap_or_default();
    let form = Form {
        address: &request.uri().to_string(),
        credentials: &credentials,
        token: &token.unwrap_or_default(),
        content: &content,
        secret: urls::answers_with_secret(request.method(), &pattern),
    };
    let Some(key) = IdempotencyKey::of_form(&desk.vault, desk.soon_before(), &form) else {
        return Ok(None);
    };
    match desk.take_form(key).await {
        Ok(TakenForm::New(form)) => Ok(Some(form)),
        Ok(TakenForm::Answered(answer)) => Err(answer),
        Err(problem) => Err(HttpResponse::from_error(problem)),
    }
}

/// Lets the handler answer a form, with a desk that writes for it, and keeps the answer. All of it goes on when the
/// connection is gone meanwhile: whoever sends the form again wants that answer.
pub async fn answer(
    form: SentForm,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(desk) = request.app_data::<Data<Desk>>().cloned() else {
        return Err(Problem::new(&types::INTERNAL).into());
    };
    let mut parts = Extensions::new();
    parts.insert(Data::new(Desk { form: Some(form.clone()), ..(**desk).clone() }));
    let mut request = request;
    request.add_data_container(Rc::new(parts));
    let work = async move {
        let (request, response) = next.call(request).await?.map_into_boxed_body().into_parts();
        let response = desk.end_form(&form, response).await;
        Ok(ServiceResponse::new(request, response))
    };
    actix_web::rt::spawn(work.in_current_span()).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a form was left without an answer");
        Err(Problem::new(&types::INTERNAL).into())
    })
}

/// Gives every form of a page its token.
pub fn with_tokens(response: ServiceResponse, dice: &Dice) -> ServiceResponse {
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    response.map_body(|_, body| match body.try_into_bytes() {
        Ok(page) => match std::str::from_utf8(&page).ok().and_then(|html| tokens_in(html, dice)) {
            Some(html) => html.boxed(),
            None => page.boxed(),
        },
        Err(body) => body,
    })
}

/// The page with a token in each form that is posted; none when there is no such form. What people typed is escaped, so
/// that only a template writes a form.
fn tokens_in(html: &str, dice: &Dice) -> Option<String> {
    let (mut done, mut rest, mut found) = (String::with_capacity(html.len() + 512), html, false);
    while let Some(at) = rest.find("<form ") {
        let end = at + rest[at..].find('>')? + 1;
        done.push_str(&rest[..end]);
        if rest[at..end].contains(r#"method="post""#) {
            let _ = write!(done, r#"<input type="hidden" name="{FIELD}" value="{}">"#, dice.secret());
            found = true;
        }
        rest = &rest[end..];
    }
    done.push_str(rest);
    found.then_some(done)
}

/// How a form is written down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Fields,
    WithFile,
}

/// None for what is no form of a page. Only staff sends files.
fn kind(request: &ServiceRequest) -> Option<Kind> {
    if request.method() != Method::POST || !is_page(request.path()) {
        return None;
    }
    let kind = request.headers().get(header::CONTENT_TYPE)?.as_bytes();
    let is_staff = matches!(request.extensions().get::<Identity>(), Some(Identity::Staff(_)));
    match kind {
        _ if kind.starts_with(b"application/x-www-form-urlencoded") => Some(Kind::Fields),
        _ if kind.starts_with(b"multipart/form-data") && is_staff => Some(Kind::WithFile),
        _ => None,
    }
}

/// Reads the body and hands it on without its token; gives token and content.
async fn fields(request: &mut ServiceRequest, desk: &Desk) -> Result<(Option<String>, String), Problem> {
    let body = read(request.take_payload(), desk.settings.server.body_limit_bytes).await?;
    let (token, content) = without_token(&String::from_utf8_lossy(&body));
    let given = if token.is_some() { Bytes::from(content.clone().into_bytes()) } else { body };
    let given = stream::once(future::ready(Ok(given)));
    request.set_payload(Payload::Stream { payload: Box::pin(given) });
    Ok((token, content))
}

/// The same of a form with a file, which its handler is handed as it was read.
async fn with_file(request: &mut ServiceRequest, desk: &Desk) -> Result<(Option<String>, String), Problem> {
    let limit = desk.settings.lists.file_bytes_max + BESIDE_BYTES;
    let body = read(request.take_payload(), limit).await?;
    let mut upload = Upload::read(request.headers(), body).await?;
    let (token, content) = (upload.take(FIELD), upload.fingerprint());
    request.extensions_mut().insert(upload);
    Ok((token, content))
}

async fn read(mut payload: Payload, limit: usize) -> Result<Bytes, Problem> {
    let mut body = BytesMut::new();
    while let Some(part) = payload.next().await {
        let part = part.map_err(|error| extract::broken_off(&error))?;
        if body.len() + part.len() > limit {
            return Err(Problem::new(&types::TOO_LARGE));
        }
        body.extend_from_slice(&part);
    }
    Ok(body.freeze())
}

/// The token, and the body without it.
fn without_token(body: &str) -> (Option<String>, String) {
    let value = |pair: &str| pair.strip_prefix(FIELD)?.strip_prefix('=').map(str::to_owned);
    let token = body.split('&').find_map(value);
    let rest = body.split('&').filter(|pair| value(pair).is_none());
    (token, rest.collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_posted_form_gets_a_token_of_its_own() {
        let html =
            r#"<form class="a" method="post" action="/x"><p></p></form><form method="get"></form><form method="post">"#;
        let page = tokens_in(html, &Dice::seeded(1)).unwrap();
        let tokens: Vec<&str> = page.split(r#"name="form_token" value=""#).skip(1).map(|rest| &rest[..22]).collect();
        assert_eq!(tokens.len(), 2);
        assert_ne!(tokens[0], tokens[1]);
        assert!(
            page.contains(r#"action="/x"><input type="hidden" name="form_token""#) && page.contains("get\"></form>")
        );
        assert_eq!(tokens_in("<p>&lt;form method=&quot;post&quot;&gt;</p>", &Dice::seeded(1)), None);
    }

    #[test]
    fn the_token_is_taken_out_wherever_it_stands() {
        for (body, token, rest) in [
            ("form_token=t&a=1&b=2", Some("t"), "a=1&b=2"),
            ("a=1&form_token=t&b=2", Some("t"), "a=1&b=2"),
            ("form_token=t", Some("t"), ""),
            ("form_token=t&form_token=u&a=1", Some("t"), "a=1"),
            ("a=1&form_tokens=t", None, "a=1&form_tokens=t"),
            ("", None, ""),
        ] {
            assert_eq!(without_token(body), (token.map(str::to_owned), rest.to_owned()), "{body}");
        }
    }
}
