//! One SMTP conversation for one mail, bounded as a whole: a server that dribbles keeps nobody for ever.
use std::future::Future;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use tokio::time::timeout;

use super::SendError;
use super::server::{Server, Tls};
use crate::outbox::stop::Stop;
use crate::outbox::verdict::{Phase, Reply, Verdict, classify};

/// How long a server may take to say good-bye; the mail has left by then.
const GOOD_BYE: Duration = Duration::from_secs(2);

/// Hands a message over, on this thread.
pub(super) fn hold(server: &Server, envelope: &Envelope, message: &[u8], stop: &Stop) -> Result<(), SendError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| failed(Phase::Opening, error.to_string()))?;
    let outcome = runtime.block_on(async {
        let mut phase = Phase::Opening;
        let talk = timeout(server.whole, talk(server, envelope, message, &mut phase));
        let outcome = tokio::select! {
            outcome = talk => outcome,
            () = stop.until_broken_off() => return Err(broken_off()),
        };
        let connection = outcome.unwrap_or_else(|_| Err(failed(phase, "hết thời gian của một lần gửi".to_owned())));
        let mut connection = connection?;
        // Accepted: nothing that follows can make it unsent.
        let _ = timeout(GOOD_BYE, connection.quit()).await;
        Ok(())
    });
    // A look-up of the server's name may still hang in a thread of its own; nobody waits for it.
    runtime.shutdown_background();
    outcome
}

async fn talk(
    server: &Server,
    envelope: &Envelope,
    message: &[u8],
    phase: &mut Phase,
) -> Result<AsyncSmtpConnection, SendError> {
    let mut connection = connect(server).await?;
    let options = options(&connection, envelope, message)?;
    *phase = Phase::Sender;
    let sender = Mail::new(envelope.from().cloned(), options);
    answered(server, *phase, connection.command(sender)).await?;
    *phase = Phase::Receiver;
    for address in envelope.to() {
        answered(server, *phase, connection.command(Rcpt::new(address.clone(), Vec::new()))).await?;
    }
    *phase = Phase::Message;
    answered(server, *phase, connection.command(Data)).await?;
    // Bounded by the whole try only: who hangs up while the server still stores the mail sends it twice.
    connection.message(message).await.map_err(|error| refused(*phase, &error))?;
    Ok(connection)
}

/// Connects, makes it secret as the settings want, and signs in.
async fn connect(server: &Server) -> Result<AsyncSmtpConnection, SendError> {
    let phase = Phase::Opening;
    let wrapper = match &server.tls {
        Tls::Wrapper(parameters) => Some(parameters.clone()),
        _ => None,
    };
    let address = (server.host.as_str(), server.port);
    let connecting = AsyncSmtpConnection::connect_tokio1(address, Some(server.answer), &server.hello, wrapper, None);
    let mut connection = answered(server, phase, connecting).await?;
    let upgrade = match &server.tls {
        Tls::Required(parameters) => Some(parameters),
        Tls::Opportunistic(parameters) if connection.can_starttls() => Some(parameters),
        _ => None,
    };
    if let Some(parameters) = upgrade {
        answered(server, phase, connection.starttls(parameters.clone(), &server.hello)).await?;
    }
    if let Some(credentials) = &server.credentials {
        answered(server, phase, connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
    }
    Ok(connection)
}

/// What is asked of the server because of letters that are not ASCII. An address that it cannot take is final.
fn options(
    connection: &AsyncSmtpConnection,
    envelope: &Envelope,
    message: &[u8],
) -> Result<Vec<MailParameter>, SendError> {
    let mut options = Vec::new();
    let mut addresses = envelope.from().into_iter().chain(envelope.to());
    if addresses.any(|address| !address.to_string().is_ascii()) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            let said = "máy chủ thư không nhận địa chỉ có dấu".to_owned();
            return Err(SendError { verdict: Verdict::GiveUp, said });
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !message.is_ascii() && connection.server_info().supports_feature(Extension::EightBitMime) {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}

/// One step of the conversation within the time that an answer may take.
async fn answered<T>(
    server: &Server,
    phase: Phase,
    step: impl Future<Output = Result<T, Error>>,
) -> Result<T, SendError> {
    match timeout(server.answer, step).await {
        Ok(answer) => answer.map_err(|error| refused(phase, &error)),
        Err(_) => Err(failed(phase, "máy chủ thư không trả lời".to_owned())),
    }
}

fn refused(phase: Phase, error: &Error) -> SendError {
    let code = error.status().map(u16::from);
    let text = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let reply = code.map(|code| Reply::read(code, &text));
    SendError { verdict: classify(phase, reply), said: without_addresses(&error.to_string()) }
}

fn failed(phase: Phase, said: String) -> SendError {
    SendError { verdict: classify(phase, None), said }
}

fn broken_off() -> SendError {
    SendError { verdict: Verdict::BrokenOff, said: "dừng máy giữa chừng".to_owned() }
}

/// What the server said, without anything in angle brackets or with an at sign: servers like to repeat the recipient.
fn without_addresses(text: &str) -> String {
    let mut depth = 0;
    let keep = |c: &char| {
        depth += i32::from(*c == '<') - i32::from(*c == '>');
        depth == 0 && *c != '>'
    };
    let outside: String = text.chars().filter(keep).collect();
    let words = outside.split_whitespace().map(|word| if word.contains('@') { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}
