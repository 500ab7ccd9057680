//! For whom an answer is kept under an `Idempotency-Key`.
use actix_web::dev::ServiceRequest;

use crate::accounts::Identity;
use crate::cases::api::SECRET_HEADER;
use crate::dice::read_secret;
use crate::sealed::secret_hash;
use crate::web::answer::Requester;

/// For whom an answer is kept under an `Idempotency-Key`: as `cases::api::reader` reads, a secret counts whoever sends it,
/// and whoever comes without one gets no answer that was given to a family.
pub(super) fn of(request: &ServiceRequest, identity: &Identity) -> Requester {
    let secret = request.headers().get(SECRET_HEADER).and_then(|value| value.to_str().ok());
    let family = secret.map(|secret| format!("family:{}", secret_hash(&read_secret(secret))));
    match (identity, family) {
        (Identity::Staff(_), Some(family)) => Requester::Known(format!("{} {family}", identity.requester())),
        (Identity::Staff(_), None) => Requester::Known(identity.requester()),
        (Identity::Public, Some(family)) => Requester::Known(family),
        (Identity::Public, None) => Requester::Anybody,
    }
}
