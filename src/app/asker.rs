//! For whom an answer is kept under an `Idempotency-Key`.
use actix_web::dev::ServiceRequest;

use crate::accounts::Identity;
use crate::cases::api::SECRET_HEADER;
use crate::sealed::secret_hash;
use crate::web::answer::Asker;

/// For whom an answer is kept under an `Idempotency-Key`: whoever comes without the secret gets none that was given to a
/// family.
pub(super) fn of(request: &ServiceRequest, identity: &Identity) -> Asker {
    let secret = request.headers().get(SECRET_HEADER).and_then(|value| value.to_str().ok());
    match (identity, secret) {
        (Identity::Staff(_), _) => Asker::Known(identity.asker()),
        (Identity::Public, Some(secret)) => Asker::Known(format!("family:{}", secret_hash(secret))),
        (Identity::Public, None) => Asker::Anybody,
    }
}
