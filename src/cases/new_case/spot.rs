//! Reads where the team would go: ward, zone, pin, and the address of before 1/7/2025 (R15, R16, R24).
use super::reading::Reading;
use super::{Locality, NewAddress};
use crate::cases::CaseTables;
use crate::cases::household::{Address, Pin};
use crate::geography::LocateError;
use crate::geography::point::Point;
use crate::geography::wards::{Ward, WardCode};
use crate::geography::zones::{ZoneAccess, ZoneCode};

/// Longest address fields, characters.
pub const LINE_LENGTH_MAX: usize = 200;

/// Reads door and place.
pub(super) fn address(reading: &mut Reading<'_>, at: &str, typed: &NewAddress) -> Option<(Address, Locality)> {
    let line_at = format!("{at}/line");
    let problems = reading.problems.len();
    let line = reading.address_text(&line_at, &typed.line, LINE_LENGTH_MAX);
    if line.is_none() && reading.problems.len() == problems {
        reading.refuse(&line_at, "required", "Ghi số nhà, ngõ, đường; ở quê thì ghi xóm hoặc chỗ dễ nhận.");
    }
    let hamlet = reading.address_text(&format!("{at}/hamlet"), &typed.hamlet, LINE_LENGTH_MAX);
    let old_address = reading.address_text(&format!("{at}/old_address"), &typed.old_address, LINE_LENGTH_MAX);
    let locality = ward_and_zone(reading, at, typed, old_address.as_deref())?;
    Some((Address { line: line?, hamlet, old_address, pin: typed.pin }, locality))
}

/// The new wards that an old address can mean, as offered to people: never picked (R16). An official address of today
/// comes first.
pub fn candidates<'a>(tables: &'a CaseTables, old_address: &str) -> Vec<&'a Ward> {
    let wards = &tables.geography.wards;
    let stated = wards.stated(old_address);
    let found = tables.geography.old_wards.candidates(old_address);
    let old = found.candidates.iter().filter_map(|old| wards.find(&old.ward));
    stated.into_iter().chain(old.filter(|ward| stated.is_none_or(|one| one.code != ward.code))).collect()
}

/// “Phường Lê Thanh Nghị (10532), Phường Tân Hưng (10537)”.
pub fn names_of(wards: &[&Ward]) -> String {
    let names: Vec<String> = wards.iter().map(|ward| format!("{} ({})", ward.name, ward.code)).collect();
    names.join(", ")
}

/// Reads ward, zone and pin.
pub(super) fn ward_and_zone(
    reading: &mut Reading<'_>,
    at: &str,
    typed: &NewAddress,
    old_address: Option<&str>,
) -> Option<Locality> {
    let ward_code = ward(reading, &format!("{at}/ward_code"), &typed.ward_code, old_address)?;
    let (area_at, pin_at) = (format!("{at}/sub_area"), format!("{at}/pin"));
    let asked = Some(typed.sub_area.trim()).filter(|area| !area.is_empty()).map(|area| ZoneCode(area.to_owned()));
    let pin = match typed.pin.map(|pin| Point::new(pin.lat, pin.lng)).transpose() {
        Ok(pin) => pin,
        Err(error) => {
            reading.refuse(&pin_at, "range", format!("Vị trí ghim không đúng: {error}."));
            return None;
        }
    };
    let geography = reading.tables.geography.clone();
    match geography.locate(&ward_code, asked.as_ref(), pin) {
        Ok(spot) => {
            let zone = geography.zones.find(&spot.zone).filter(|zone| zone.ward.is_some());
            if zone.is_some_and(|zone| zone.access == ZoneAccess::Mission) {
                let detail = "Nơi này chỉ đến được trong chuyến công tác nhiều ngày; không hẹn được theo buổi.";
                reading.warn(&format!("{at}/ward_code"), "mission_only", detail);
            }
            Some(Locality { ward_code, sub_area: zone.map(|zone| zone.code.clone()) })
        }
        Err(error) => {
            refuse_spot(reading, &area_at, &pin_at, typed.pin, error);
            None
        }
    }
}

fn ward(reading: &mut Reading<'_>, at: &str, typed: &str, old_address: Option<&str>) -> Option<WardCode> {
    let tables = reading.tables;
    let offered = old_address.map(|old| candidates(tables, old)).unwrap_or_default();
    if typed.trim().is_empty() {
        let detail = match offered[..] {
            [] => "Chọn phường, xã hoặc đặc khu nơi tổ lưu động sẽ đến.".to_owned(),
            _ => format!("Địa chỉ cũ này nay có thể thuộc: {}. Chọn một nơi.", names_of(&offered)),
        };
        reading.refuse(at, "required", detail);
        return None;
    }
    let code = WardCode::parse(typed.trim()).ok().filter(|code| tables.geography.wards.find(code).is_some());
    let Some(code) = code else {
        let province = &tables.geography.province.name;
        reading.refuse(at, "unknown", format!("Mã này không phải phường, xã, đặc khu nào của {province}."));
        return None;
    };
    if !offered.is_empty() && !offered.iter().any(|ward| ward.code == code) {
        let detail = format!("Địa chỉ cũ đã ghi nay thường thuộc: {}. Kiểm tra lại.", names_of(&offered));
        reading.warn(at, "old_address_elsewhere", detail);
    }
    Some(code)
}

fn refuse_spot(reading: &mut Reading<'_>, area_at: &str, pin_at: &str, pin: Option<Pin>, error: LocateError) {
    match error {
        LocateError::AsksSubArea(areas) => {
            let names: Vec<String> = areas.iter().map(|area| format!("{} ({})", area.name, area.code)).collect();
            let detail = format!("Chọn khu vực: {}; hoặc ghim vị trí.", names.join(", "));
            reading.refuse(area_at, "required", detail);
        }
        LocateError::UnknownSubArea(_) => {
            reading.refuse(area_at, "unknown", "Khu vực này không thuộc đơn vị đã chọn.");
        }
        LocateError::UnknownWard(_) | LocateError::PinElsewhere | LocateError::BadPin(_) => {
            debug_assert!(pin.is_some(), "only a pin can be elsewhere");
            reading.refuse(pin_at, "elsewhere", "Vị trí ghim không nằm trong phường, xã, đặc khu đã chọn.");
        }
    }
}
