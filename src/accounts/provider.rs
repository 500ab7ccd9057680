//! Sign-in by an identity provider (OpenID Connect Core 1.0): code flow with PKCE (RFC 7636), state and nonce. The provider
//! takes the place of the password and of nothing else: rights, second factor and the end of a sign-in stay ours.
//!
//! Who comes back is known by issuer and subject only, which the holder of an account has linked from inside. The library
//! checks signature, issuer, audience, nonce and time of the ID token.
use std::sync::{Mutex, PoisonError};

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenVerifier, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse,
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::ids::{AccountId, SignInId};
use crate::sealed::{Sealable, is_same};

pub mod http;
pub mod pages;
pub mod store;

/// Minutes in which somebody has to come back.
pub const FLOW_MINUTES: i64 = 10;
/// Seconds for which we remember what the provider says of itself.
const METADATA_SECS: i64 = 300;

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What the browser brings back from here, sealed: bound to it, to one visit of the provider and to some minutes.
#[derive(Serialize, Deserialize)]
pub struct Flow {
    state: String,
    nonce: String,
    verifier: String,
    /// Seconds since 1970.
    until: i64,
    /// Where to go afterwards.
    pub next: String,
    /// Account and sign-in that want to be linked; none: somebody wants to come in.
    pub linking: Option<(AccountId, SignInId)>,
}

impl Sealable for Flow {
    const PURPOSE: &'static str = "provider flow";
}

/// What the provider sends back by the browser.
#[derive(Deserialize)]
pub struct Back {
    /// The code, good once.
    #[serde(default)]
    pub code: String,
    /// What we gave along.
    #[serde(default)]
    pub state: String,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
}

/// Why nobody is let in.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// Not the answer to what this browser began, or too late.
    #[error("the answer belongs to no sign-in that was begun here")]
    Stray,
    /// The provider refuses, does not answer, or what it says does not hold.
    #[error("the identity provider: {0}")]
    Provider(String),
}

type Result<T> = std::result::Result<T, ProviderError>;

fn failed(error: impl std::fmt::Display) -> ProviderError {
    ProviderError::Provider(error.to_string())
}

/// Whether sign-in by a provider is set up.
pub fn is_on(desk: &Desk) -> bool {
    !desk.settings.provider.issuer.is_empty()
}

/// What the provider is called on buttons; none where there is none.
pub fn name(desk: &Desk) -> Option<String> {
    is_on(desk).then(|| desk.settings.provider.name.clone())
}

/// Begins: where to send the browser, and what it has to keep. Blocks for what the provider says of itself.
///
/// # Errors
/// [`ProviderError::Provider`].
pub fn begin(desk: &Desk, next: String, linking: Option<(AccountId, SignInId)>) -> Result<(String, Flow)> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (state, nonce) = (desk.dice.secret(), desk.dice.secret());
    let client = client(desk)?;
    let (said_state, said_nonce) = (state.clone(), nonce.clone());
    let asked = client.authorize_url(
        CoreAuthenticationFlow::AuthorizationCode,
        move || CsrfToken::new(said_state),
        move || Nonce::new(said_nonce),
    );
    let (address, ..) = asked.set_pkce_challenge(challenge).url();
    let until = desk.now().unix() + FLOW_MINUTES * 60;
    let flow = Flow { state, nonce, verifier: verifier.secret().clone(), until, next, linking };
    Ok((address.to_string(), flow))
}

/// Who came back, as the provider's subject. Blocks for the exchange of the code.
///
/// # Errors
/// [`ProviderError`].
pub fn finish(desk: &Desk, flow: &Flow, back: &Back) -> Result<String> {
    let by_another = back.iss.as_ref().is_some_and(|issuer| *issuer != desk.settings.provider.issuer);
    if flow.until <= desk.now().unix() || !is_same(&flow.state, &back.state) || by_another || back.code.is_empty() {
        return Err(ProviderError::Stray);
    }
    let client = client(desk)?;
    let exchanged = client
        .exchange_code(AuthorizationCode::new(back.code.clone()))
        .map_err(failed)?
        .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()))
        .request(&http::send)
        .map_err(failed)?;
    let token = exchanged.id_token().ok_or_else(|| failed("no ID token"))?;
    // `none` and keys that we share with the provider are not taken: what is public must suffice to check.
    let algorithms = [
        CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        CoreJwsSigningAlgorithm::EdDsa,
    ];
    let now = desk.now();
    let verifier: CoreIdTokenVerifier<'_> =
        client.id_token_verifier().set_allowed_algs(algorithms).set_time_fn(move || now.as_stored().and_utc());
    let claims = token.claims(&verifier, &Nonce::new(flow.nonce.clone())).map_err(failed)?;
    Ok(claims.subject().to_string())
}

fn client(desk: &Desk) -> Result<Client> {
    let settings = &desk.settings.provider;
    let secret = ClientSecret::new(settings.client_secret.expose_secret().to_owned());
    let back = format!("{}/sign-in/provider/back", desk.settings.server.public_url);
    let client = CoreClient::from_provider_metadata(
        metadata(desk, &settings.issuer)?,
        ClientId::new(settings.client_id.clone()),
        Some(secret),
    );
    Ok(client.set_redirect_uri(RedirectUrl::new(back).map_err(failed)?))
}

/// What the provider says of itself, with its keys; the library refuses it when its issuer is not the one that was asked.
/// It is asked anew after some minutes: keys change.
fn metadata(desk: &Desk, issuer: &str) -> Result<CoreProviderMetadata> {
    static SAID: Mutex<Option<(String, i64, CoreProviderMetadata)>> = Mutex::new(None);
    let now = desk.now().unix();
    let said = || SAID.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, until, metadata)) = &*said()
        && of == issuer
        && *until > now
    {
        return Ok(metadata.clone());
    }
    let asked = IssuerUrl::new(issuer.to_owned()).map_err(failed)?;
    let metadata = CoreProviderMetadata::discover(&asked, &http::send).map_err(failed)?;
    *said() = Some((issuer.to_owned(), now + METADATA_SECS, metadata.clone()));
    Ok(metadata)
}
