//! Files that are taken away, over JSON.
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, post};
use data_encoding::BASE64;
use serde::Serialize;
use utoipa::ToSchema;

use super::export::{Exported, export};
use super::{ExportError, ExportFormat, ExportWish};
use crate::accounts::Staff;
use crate::booking::Board;
use crate::desk::Desk;
use crate::web::desk::{block, no_answer};
use crate::web::problem_types as types;
use crate::web::{Json, Problem};

/// A file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportBody {
    /// How it is called.
    #[schema(example = "ho-so-2026-11-23.csv")]
    pub file_name: String,
    /// What kind of file.
    pub format: ExportFormat,
    /// Rows below the headers.
    pub rows: usize,
    /// The file: a CSV as it is, with the mark of UTF-8 in front; an XLSX in Base64.
    pub content: String,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(post_export);
}

/// Makes a file of what the account may read. It stands in the log with the number of its rows, and so does each
/// household in it; columns about somebody's health are in it with a reason only.
#[utoipa::path(
    tag = "lists",
    operation_id = "export",
    request_body = ExportWish,
    responses((status = 200, body = ExportBody)),
)]
#[post("/api/v1/exports")]
pub async fn post_export(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    wish: Json<ExportWish>,
) -> Result<HttpResponse, Problem> {
    let Exported { file_name, format, rows, bytes } = made(desk, board, staff, wish.into_inner()).await?;
    let content = match format {
        ExportFormat::Csv => String::from_utf8(bytes).map_err(|_| Problem::new(&types::INTERNAL))?,
        ExportFormat::Xlsx => BASE64.encode(&bytes),
    };
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(ExportBody {
        file_name,
        format,
        rows,
        content,
    }))
}

/// Makes a file on a thread that may block.
pub(super) async fn made(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    wish: ExportWish,
) -> Result<Exported, Problem> {
    block(move || export(&desk, &board, &staff, &wish)).await.map_err(no_answer)?.map_err(Problem::from)
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Invalid(fields) => Self::invalid(fields),
            ExportError::NotAllowed(refusal) => refusal.into(),
            ExportError::TooMany(_) => Self::new(&types::INVALID).detail(error.to_string()),
            ExportError::File(_) => {
                tracing::error!(%error, "an export could not be written");
                Self::new(&types::INTERNAL)
            }
            ExportError::Store(error) => error.into(),
        }
    }
}
