//! The ward of a row: by code, by name without marks, or by the address of before 1/7/2025; never a guess.
use crate::cases::CaseTables;
use crate::cases::new_case::{candidates, names_of};
use crate::geography::old_wards::Overlap;
use crate::geography::wards::{Ward, WardCode};

/// A ward's code and, when it followed from an old address, a note that says so.
pub(super) type FoundWard = (String, Option<String>);

/// Finds the one ward that the cells can mean.
///
/// # Errors
/// The sentence for the report, with all candidates.
pub(super) fn find(tables: &CaseTables, cell: &str, old_address: &str) -> Result<FoundWard, String> {
    if cell.is_empty() {
        return by_old_address(tables, old_address);
    }
    if let Ok(code) = WardCode::parse(cell) {
        let known = tables.geography.wards.find(&code).is_some();
        return known
            .then(|| (code.to_string(), None))
            .ok_or_else(|| format!("không có phường, xã nào mang mã {code}"));
    }
    let named = tables.geography.wards.named(cell);
    match named[..] {
        [only] => Ok((only.code.to_string(), None)),
        [] => not_named(tables, cell, old_address),
        _ => Err(format!("“{cell}” có thể là: {}; ghi mã hoặc ghi đủ dấu", names_of(&named))),
    }
}

/// The wards that the cells may mean, for a person to choose one; none where there is nothing to go by.
pub fn offered<'a>(tables: &'a CaseTables, cell: &str, old_address: &str) -> Vec<&'a Ward> {
    let named = tables.geography.wards.named(cell);
    if named.len() > 1 {
        return named;
    }
    let mut offered = [cell, old_address]
        .into_iter()
        .filter(|text| !text.is_empty())
        .flat_map(|text| {
            let found = candidates(tables, text);
            if found.is_empty() { tables.geography.wards.search(text) } else { found }
        })
        .collect::<Vec<_>>();
    offered.dedup_by(|one, other| one.code == other.code);
    offered
}

/// Not a unit of today: perhaps the name of an old one, or only a part of a name.
fn not_named(tables: &CaseTables, cell: &str, old_address: &str) -> Result<FoundWard, String> {
    if !old_address.is_empty() {
        return by_old_address(tables, old_address);
    }
    let mut offered = candidates(tables, cell);
    if offered.is_empty() {
        offered = tables.geography.wards.search(cell);
    }
    if offered.is_empty() {
        return Err(format!("không có phường, xã, đặc khu nào tên “{cell}”"));
    }
    Err(format!("“{cell}” không phải tên đơn vị hiện nay; có thể là: {}", names_of(&offered)))
}

/// One candidate that took over the whole old unit is taken with a note; everything else is for a person to choose.
fn by_old_address(tables: &CaseTables, old_address: &str) -> Result<FoundWard, String> {
    if let Some(ward) = tables.geography.wards.stated(old_address) {
        return Ok((ward.code.to_string(), None));
    }
    let found = tables.geography.old_wards.candidates(old_address);
    match found.candidates[..] {
        [] if old_address.is_empty() => Err("chưa ghi phường, xã".to_owned()),
        [] => Err(format!("không nhận ra địa chỉ cũ “{old_address}”; ghi phường, xã hiện nay")),
        [only] if only.overlap == Overlap::Full => {
            let name = tables.ward_name(only.ward.as_str());
            let note = format!("địa chỉ cũ “{old_address}” nay thuộc {name} ({})", only.ward);
            Ok((only.ward.to_string(), Some(note)))
        }
        _ => {
            let names = names_of(&candidates(tables, old_address));
            Err(format!("địa chỉ cũ “{old_address}” nay có thể thuộc: {names}; ghi mã phường, xã hiện nay"))
        }
    }
}
