//! Puts the parts together: what is shared, the guard before every handler, the server.
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{App, Error, HttpResponse, HttpServer};
use tracing_actix_web::TracingLogger;

use crate::accounts::door::Door;
use crate::booking::Board;
use crate::desk::Desk;
use crate::reference::ReferenceFiles;
use crate::reference_data::{LoadError, ReferenceData};
use crate::urls;
use crate::web::limits::Limits;
use crate::web::problem_types as types;
use crate::web::{Problem, extract, policy};

mod admitted;
mod foreign;
mod forms;
mod health;
pub mod in_thread;
mod limited;
mod log;
mod moment;
mod public;
mod refused;
mod requester;
mod screen;
mod slow;
mod watched;

/// Everything handlers share.
#[derive(Clone)]
pub struct Shared {
    /// Database, settings, clock, dice, vault, calendar.
    pub desk: Data<Desk>,
    /// What files and settings say.
    pub reference: Data<ReferenceData>,
    /// The sequences in memory.
    pub board: Data<Board>,
    door: Data<Door>,
    limits: Data<Limits>,
    readiness: Data<health::Readiness>,
}

impl Shared {
    /// What is shared around a desk.
    ///
    /// # Errors
    /// [`LoadError`] when reference data or figures are wrong, or no weights are in force today.
    pub fn new(desk: Desk, files: &ReferenceFiles) -> Result<Self, LoadError> {
        let reference = Arc::new(ReferenceData::load(&desk.settings, files)?);
        reference.weights.in_force(desk.now().date())?;
        reference.weights.price_in_force(desk.now().date())?;
        let wards = reference.geography.wards.iter();
        let ward_names = wards.map(|ward| (ward.code.to_string(), ward.name.clone())).collect();
        let desk = Desk { ward_names: Arc::new(ward_names), ..desk };
        let board = Data::new(Board::new(reference.clone(), desk.vault.clone()));
        let limits = Data::new(Limits::new(&desk.settings.limits));
        let door = Data::new(Door::new(&desk.settings.accounts));
        let readiness = Data::default();
        Ok(Self { desk: Data::new(desk), reference: Data::from(reference), board, door, limits, readiness })
    }

    /// Hands the shared parts and the limits of bodies to an actix application.
    fn configure(&self, config: &mut ServiceConfig) {
        let limit = self.desk.settings.server.body_limit_bytes;
        // Handlers of nouns that stand below the whole ask for their own part of it.
        config
            .app_data(Data::from(self.reference.geography.clone()))
            .app_data(Data::from(self.reference.cases.clone()))
            .app_data(Data::from(self.reference.durations.clone()))
            .app_data(self.reference.clone())
            .app_data(self.board.clone())
            .app_data(self.desk.clone())
            .app_data(self.door.clone())
            .app_data(self.limits.clone())
            .app_data(self.readiness.clone())
            .app_data(extract::json(limit))
            .app_data(extract::form(limit))
            .app_data(extract::query())
            .app_data(extract::path());
        urls::register(config);
        public::urls(config);
        health::urls(config);
    }
}

/// Listens and serves until it is told to stop (SIGTERM finishes the requests in flight, Ctrl-C drops them).
///
/// # Errors
/// When the listener cannot be used.
pub fn serve(shared: Shared, listener: TcpListener) -> io::Result<Server> {
    let server = shared.desk.settings.server.clone();
    let build = move || {
        App::new()
            .configure(|config| shared.configure(config))
            .default_service(actix_web::web::to(|| async { Err::<HttpResponse, _>(Problem::new(&types::NOT_FOUND)) }))
            .wrap(from_fn(guard))
            .wrap(from_fn(finish))
            .wrap(Compress::default())
            .wrap(TracingLogger::<log::QuietSpan>::new())
    };
    let server_of = HttpServer::new(build)
        .workers(server.workers)
        .keep_alive(Duration::from_secs(server.keep_alive_secs))
        .shutdown_timeout(server.shutdown_secs);
    let most = slow::connections(server.connections_max, server.workers);
    // Without TCP_NODELAY the last part of an answer waits for the client's delayed acknowledgement, some 40 ms.
    Ok(server_of.max_connections(most).tcp_nodelay(true).listen(listener)?.run())
}

/// Before every handler: what time is it, is the URL listed, who asks, may they, does a form come from our own page?
async fn guard(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    moment::hand_out_desk(&mut request);
    let body_secs = request.app_data::<Data<Desk>>().map_or(0, |desk| desk.settings.server.body_secs);
    slow::hurry(&mut request, Duration::from_secs(body_secs));
    as_get(&mut request);
    let response = match admitted::admit(&mut request).await {
        Ok(None) => next.call(request).await?.map_into_boxed_body(),
        Ok(Some(form)) => forms::answer(form, request, next).await?,
        // Not `into_response`, which forgets the problem that a page is made of.
        Err(turned_away) => ServiceResponse::new(request.into_parts().0, turned_away),
    };
    watched::note(&response).await;
    Ok(response)
}

/// A HEAD is a GET whose body the server leaves out: whoever watches us, and previews of links, ask so.
fn as_get(request: &mut ServiceRequest) {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
}

/// After every handler: refusals become pages where a person looks, and every answer gets its safety headers.
async fn finish(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let path = request.path().to_owned();
    let desk = request.app_data::<Data<Desk>>().cloned();
    let by_tls = desk.as_ref().is_some_and(|desk| desk.settings.server.public_url.starts_with("https://"));
    let response = next.call(request).await?.map_into_boxed_body();
    let response = if is_page(&path) { refused::as_page(response) } else { refused::as_problem(response) };
    let mut response = match &desk {
        Some(desk) if is_page(&path) => forms::with_tokens(response, &desk.dice),
        _ => response,
    };
    let is_success = response.status().is_success();
    policy::apply(response.headers_mut(), &path, is_success, by_tls);
    let id = log::request_id(response.request()).and_then(|id| HeaderValue::from_str(&id).ok());
    if let Some(id) = id {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
    }
    Ok(response)
}

fn is_page(path: &str) -> bool {
    !path.starts_with("/api/") && !matches!(path, "/health" | "/ready")
}
