//! The mail server of the settings: `smtp://USER:PASSWORD@HOST:PORT/EHLO-NAME?tls=required`, or `smtps://…`.
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use url::Url;

/// Where our mail goes first, and how long it may take.
pub struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) hello: ClientId,
    pub(super) tls: Tls,
    pub(super) credentials: Option<Credentials>,
    /// For connecting and for each answer.
    pub(super) answer: Duration,
    /// For the whole conversation.
    pub(super) whole: Duration,
}

/// When the conversation becomes secret.
pub(super) enum Tls {
    /// Never.
    None,
    /// From the first byte.
    Wrapper(TlsParameters),
    /// By STARTTLS, or not at all.
    Required(TlsParameters),
    /// By STARTTLS if the server offers it.
    Opportunistic(TlsParameters),
}

impl Server {
    /// Reads the address as lettre documents it; `answer` is how long we wait for each answer, `whole` for the whole
    /// conversation.
    ///
    /// # Errors
    /// What is wrong with it, without repeating it: it may hold a password.
    pub(super) fn read(address: &str, answer: Duration, whole: Duration) -> Result<Self, String> {
        let url = Url::parse(address).map_err(|error| error.to_string())?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or("thiếu tên máy chủ")?.to_owned();
        let parameters = || TlsParameters::new(host.clone()).map_err(|error| error.to_string());
        let wanted = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
        let (tls, usual_port) = match (url.scheme(), wanted.as_deref()) {
            ("smtp", None) => (Tls::None, 25),
            ("smtp", Some("required")) => (Tls::Required(parameters()?), 587),
            ("smtp", Some("opportunistic")) => (Tls::Opportunistic(parameters()?), 587),
            ("smtps", _) => (Tls::Wrapper(parameters()?), 465),
            _ => return Err("phải là smtp:// hoặc smtps://, tls là required hoặc opportunistic".to_owned()),
        };
        let hello = match url.path().trim_matches('/') {
            "" => ClientId::default(),
            name => ClientId::Domain(name.to_owned()),
        };
        let plain = |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.into_owned());
        let credentials = match url.password() {
            None => None,
            Some(password) => {
                let both = plain(url.username()).and_then(|user| Ok(Credentials::new(user, plain(password)?)));
                Some(both.map_err(|error| error.to_string())?)
            }
        };
        let port = url.port().unwrap_or(usual_port);
        Ok(Self { port, host, hello, tls, credentials, answer, whole })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Result<Server, String> {
        Server::read(address, Duration::from_secs(1), Duration::from_secs(2))
    }

    #[test]
    fn an_address_is_read_with_its_usual_port() {
        for (address, host, port, signs_in) in [
            ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, false),
            ("smtp://mail.example.vn", "mail.example.vn", 25, false),
            ("smtps://u:p%40ss@mail.example.vn", "mail.example.vn", 465, true),
            ("smtp://u:p@mail.example.vn?tls=required", "mail.example.vn", 587, true),
        ] {
            let server = read(address).unwrap_or_else(|error| panic!("{address}: {error}"));
            assert_eq!(
                (server.host.as_str(), server.port, server.credentials.is_some()),
                (host, port, signs_in),
                "{address}"
            );
        }
    }

    #[test]
    fn what_is_no_address_of_a_mail_server_is_refused_without_repeating_it() {
        for address in ["", "mail.example.vn", "http://x", "smtp://", "smtp://u:secret@h?tls=perhaps"] {
            let refused = read(address).err().unwrap_or_else(|| panic!("{address} was taken"));
            assert!(!refused.contains("secret"), "{refused}");
        }
    }
}
