//! A form with a file (`multipart/form-data`), whose body is in memory already and bounded: read once, before any handler,
//! because the token stands in it.
use std::future::{Ready, ready};

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::HeaderMap;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use data_encoding::HEXLOWER;
use futures_util::{StreamExt, future, stream};
use sha2::{Digest, Sha256};

use super::Problem;
use super::problem_types as types;

/// Bytes of a body beside its file: fields, and the lines between the parts.
pub const BESIDE_BYTES: usize = 16_384;

/// What was sent.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// Fields that are no files.
    pub fields: Vec<(String, String)>,
    /// The file, if one was chosen.
    pub file: Option<SentFile>,
}

/// A file.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// How it is called at home.
    pub name: String,
    /// What stands in it.
    pub bytes: Bytes,
}

impl Upload {
    /// Reads a body.
    ///
    /// # Errors
    /// 400 when it is not what its headers say.
    pub async fn read(headers: &HeaderMap, body: Bytes) -> Result<Self, Problem> {
        let malformed = || Problem::new(&types::MALFORMED);
        let body = stream::once(future::ready(Ok::<_, PayloadError>(body)));
        let (mut parts, mut upload) = (Multipart::new(headers, body), Self::default());
        while let Some(part) = parts.next().await {
            let mut part = part.map_err(|_| malformed())?;
            let name = part.name().ok_or_else(malformed)?.to_owned();
            let file_name = part.content_disposition().and_then(|one| one.get_filename()).map(str::to_owned);
            let mut content = Vec::new();
            while let Some(piece) = part.next().await {
                content.extend_from_slice(&piece.map_err(|_| malformed())?);
            }
            match file_name {
                // A browser sends an empty part for a file that nobody chose.
                Some(name) if name.is_empty() && content.is_empty() => {}
                Some(name) => upload.file = Some(SentFile { name, bytes: content.into() }),
                None => upload.fields.push((name, String::from_utf8_lossy(&content).into_owned())),
            }
        }
        Ok(upload)
    }

    /// Takes a field out.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.fields.iter().position(|(known, _)| known == name)?;
        Some(self.fields.remove(at).1)
    }

    /// By what the same content is known again.
    pub fn fingerprint(&self) -> String {
        let file = self.file.as_ref().map(|file| (&file.name, HEXLOWER.encode(&Sha256::digest(&file.bytes))));
        format!("{:?} {file:?}", self.fields)
    }
}

impl FromRequest for Upload {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = request.extensions().get::<Self>().cloned();
        ready(read.ok_or_else(|| Problem::new(&types::WRONG_MEDIA_TYPE)))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{CONTENT_TYPE, HeaderValue};

    use super::*;

    #[test]
    fn fields_and_file_are_parted() {
        let body = "--b\r\ncontent-disposition: form-data; name=\"form_token\"\r\n\r\nabc\r\n--b\r\ncontent-disposition: \
                    form-data; name=\"file\"; filename=\"x.csv\"\r\ncontent-type: text/csv\r\n\r\na;b\r\n1;2\r\n--b--\r\n";
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=b"));
        let read = |body: &'static str| actix_web::rt::System::new().block_on(Upload::read(&headers, body.into()));
        let mut upload = read(body).unwrap();
        assert_eq!(upload.take("form_token").as_deref(), Some("abc"));
        let file = upload.file.unwrap();
        assert_eq!((file.name.as_str(), &file.bytes[..]), ("x.csv", &b"a;b\r\n1;2"[..]));
        assert!(read("--b\r\nno part").is_err());
    }
}
