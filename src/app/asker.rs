//! For whom an answer is kept under an `Idempotency-Key`.
use actix_web::dev::ServiceRequest;

use crate::accounts::Identity;
use crate::cases::api::SECRET_HEADER;
use crate::sealed::secret_hash;
use crate::web::answer::Asker;

/// For whom an answer is kept under an `Idempotency-Key`: as `cases::api::reader` reads, a secret counts whoever sends it,
/// and whoever comes without one gets no answer that was given to a family.
pub(super) fn of(request: &ServiceRequest, identity: &Identity) -> Asker {
    let secret = request.headers().get(SECRET_HEADER).and_then(|value| value.to_str().ok());
    let family = secret.map(|secret| format!("family:{}", secret_hash(secret)));
    match (identity, family) {
        (Identity::Staff(_), Some(family)) => Asker::Known(format!("{} {family}", identity.asker())),
        (Identity::Staff(_), None) => Asker::Known(identity.asker()),
        (Identity::Public, Some(family)) => Asker::Known(family),
        (Identity::Public, None) => Asker::Anybody,
    }
}
