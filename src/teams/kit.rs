//! A kit: the machines that capture one person at a time; the scarce resource.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::StoreError;
use crate::ids::KitId;

/// A kit that may go out with a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Kit {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: KitId,
    /// Name on its case.
    #[schema(example = "TB-03")]
    pub name: String,
}

/// A new kit.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKit {
    /// Name on its case, 1…60 characters.
    #[schema(example = "TB-03")]
    pub name: String,
}

/// Why a kit cannot be added.
#[derive(Debug, thiserror::Error)]
pub enum AddKitError {
    /// The name is empty or too long.
    #[error("Tên bộ thiết bị cần từ 1 đến 60 ký tự")]
    NameFormat,
    /// Another kit has this name.
    #[error("Đã có bộ thiết bị tên “{0}”")]
    NameTaken(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
