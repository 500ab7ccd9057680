//! Questions to the identity provider: some seconds, some kilobytes, and to no other address than the one that was asked.
use std::sync::OnceLock;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};

/// Seconds for one question.
const SECS: u64 = 10;
/// Bytes of an answer.
const BYTES_MAX: u64 = 262_144;

/// The provider did not answer.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct HttpError(#[from] ureq::Error);

/// Asks; blocks.
///
/// # Errors
/// [`HttpError`]; a status is no error.
pub fn send(request: HttpRequest) -> Result<HttpResponse, HttpError> {
    static AGENT: OnceLock<ureq::Agent> = OnceLock::new();
    let agent = AGENT.get_or_init(|| {
        let settings = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(SECS)));
        // Whoever could move us elsewhere could let us ask the machines behind us.
        settings.max_redirects(0).http_status_as_error(false).build().into()
    });
    let (head, mut body) = agent.run(request)?.into_parts();
    let bytes = body.with_config().limit(BYTES_MAX).read_to_vec()?;
    Ok(HttpResponse::from_parts(head, bytes))
}
