//! A team: people who go out together from one base to the wards they serve, reachable by one hot line.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::StoreError;
use crate::geography::LocateError;
use crate::ids::TeamId;

/// A team.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Team {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: TeamId,
    /// Name that families are told.
    #[schema(example = "Tổ lưu động 1")]
    pub name: String,
    /// Telephone that families may call.
    #[schema(example = "0225 3822 222")]
    pub hot_line: String,
    /// Wards it serves, five-digit codes.
    pub ward_codes: Vec<String>,
    /// Ward of its base.
    pub base_ward_code: String,
    /// Where its duties start and end.
    pub base: BasePoint,
    /// Grows with every change.
    pub version: i32,
}

/// Where duties start and end, degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BasePoint {
    /// Degrees north.
    #[schema(example = 20.8561)]
    pub lat: f64,
    /// Degrees east.
    #[schema(example = 106.6822)]
    pub lng: f64,
}

/// A new team.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTeam {
    /// Name that families are told, 1…80 characters.
    #[schema(example = "Tổ lưu động 1")]
    pub name: String,
    /// Telephone that families may call, 3…15 digits.
    #[schema(example = "0225 3822 222")]
    pub hot_line: String,
    /// Wards it serves, at least one.
    pub ward_codes: Vec<String>,
    /// Ward of its base.
    pub base_ward_code: String,
    /// Where its duties start and end; without it the middle of the base's ward.
    #[serde(default)]
    pub base: Option<BasePoint>,
}

/// Why a team cannot be added.
#[derive(Debug, thiserror::Error)]
pub enum AddTeamError {
    /// The name is empty or too long.
    #[error("Tên tổ cần từ 1 đến 80 ký tự")]
    NameFormat,
    /// Another team has this name.
    #[error("Đã có tổ tên “{0}”")]
    NameTaken(String),
    /// The hot line is not a telephone number.
    #[error("Số trực cần từ 3 đến 15 chữ số")]
    HotLineFormat,
    /// No ward is served.
    #[error("Chọn ít nhất một phường, xã, đặc khu mà tổ phục vụ")]
    NoWards,
    /// A ward that does not exist, by its place in the list.
    #[error("Không có đơn vị mang mã {code}")]
    UnknownWard {
        /// Place in the list, from 0.
        at: usize,
        /// What was given.
        code: String,
    },
    /// A ward outside the requester's own, by its place in the list.
    #[error("Địa bàn {0} không thuộc tài khoản đang dùng")]
    ForeignWard(String),
    /// The base's ward does not exist.
    #[error("Không có đơn vị mang mã {0}")]
    UnknownBaseWard(String),
    /// The base cannot be put on the map.
    #[error("Vị trí xuất phát: {0}")]
    Base(#[from] LocateError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
