//! The columns of a ward's list: the names people write, and the field each fills.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "COLUMNS explains each")]
pub enum Column {
    Name,
    Birth,
    Sex,
    Number,
    HeldPaper,
    Procedure,
    Group,
    Mobility,
    PermanentAddress,
    RepresentativeName,
    RepresentativeRelation,
    ContactName,
    ContactRelation,
    Phone,
    Email,
    Line,
    Hamlet,
    Ward,
    OldAddress,
    SubArea,
    Pin,
    Times,
    From,
    Note,
}

/// Each column with its header, other headers that are understood (marks and case do not matter), the field
/// that its mistakes name, and whether a file must have it.
pub const COLUMNS: &[(Column, &str, &[&str], &str, bool)] = &[
    (Column::Name, "Họ và tên", &["họ tên", "tên"], "/applicants/0/name", true),
    (Column::Birth, "Ngày sinh", &["năm sinh", "ngày tháng năm sinh"], "/applicants/0/birth", true),
    (Column::Sex, "Giới tính", &["phái"], "/applicants/0/sex", true),
    (
        Column::Number,
        "Số định danh",
        &["số cccd", "cccd", "cmnd", "số giấy tờ", "số cmnd/cccd"],
        "/applicants/0/number",
        false,
    ),
    (Column::HeldPaper, "Giấy tờ đang có", &["giấy tờ"], "/applicants/0/held_paper", false),
    (Column::Procedure, "Thủ tục", &["yêu cầu"], "/applicants/0/procedure", false),
    (Column::Group, "Đối tượng", &["diện", "nhóm", "đối tượng ưu tiên", "diện ưu tiên"], "/applicants/0/groups", false),
    (Column::Mobility, "Đi lại", &["khả năng đi lại", "mức độ đi lại"], "/applicants/0/mobility", true),
    (Column::PermanentAddress, "Nơi thường trú", &["thường trú"], "/applicants/0/permanent_address", false),
    (
        Column::RepresentativeName,
        "Người đại diện",
        &["họ tên người đại diện"],
        "/applicants/0/representative/name",
        false,
    ),
    (Column::RepresentativeRelation, "Quan hệ người đại diện", &[], "/applicants/0/representative/relation", false),
    (Column::ContactName, "Người liên hệ", &["họ tên người liên hệ"], "/contact/name", false),
    (Column::ContactRelation, "Quan hệ", &["quan hệ người liên hệ"], "/contact/relation", false),
    (Column::Phone, "Điện thoại", &["số điện thoại", "sđt", "đt"], "/contact/phone", true),
    (Column::Email, "Thư điện tử", &["email", "e-mail"], "/contact/email", false),
    (Column::Line, "Địa chỉ", &["số nhà", "số nhà, đường", "chỗ ở"], "/address/line", true),
    (Column::Hamlet, "Thôn/Tổ dân phố", &["thôn", "tổ dân phố", "tdp"], "/address/hamlet", false),
    (Column::Ward, "Phường/Xã", &["phường", "xã", "phường/xã/đặc khu", "mã phường/xã"], "/address/ward_code", false),
    (Column::OldAddress, "Địa chỉ cũ", &["nơi ở cũ"], "/address/old_address", false),
    (Column::SubArea, "Khu vực", &["đảo"], "/address/sub_area", false),
    (Column::Pin, "Tọa độ", &["vị trí"], "/address/pin", false),
    (Column::Times, "Buổi tiện", &["buổi", "buổi mong muốn", "nguyện vọng"], "/preference/times", false),
    (Column::From, "Không đến trước", &["ngày sớm nhất", "không đến trước ngày"], "/preference/from", false),
    (Column::Note, "Ghi chú", &[], "/note", false),
];

impl Column {
    /// Its header, by which people know it.
    pub fn header(self) -> &'static str {
        COLUMNS.iter().find(|(column, ..)| *column == self).map_or("", |(_, header, ..)| header)
    }

    /// The column of exactly this header.
    pub fn of_header(header: &str) -> Option<Self> {
        COLUMNS.iter().find(|(_, known, ..)| *known == header).map(|(column, ..)| *column)
    }
}

/// The header of the column whose field a pointer names.
pub(super) fn header_of(pointer: &str) -> &'static str {
    let named = COLUMNS.iter().find(|(_, _, _, field, _)| *field == pointer);
    named.map_or("dòng", |(_, header, ..)| header)
}
