//! Plus Codes (Open Location Code, public specification): a place as ten letters, for houses without a number.
use super::point::Point;
use crate::text::fold::nfc;

/// The twenty letters and digits of the specification, each worth its place in the row.
const ALPHABET: &[u8; 20] = b"23456789CFGHJMPQRVWX";

/// What fills up a code that names a large area.
const PADDING: u8 = b'0';

/// Digits before the plus sign of a whole code.
const BEFORE_PLUS: usize = 8;

/// Digits that halve latitude and longitude in turn, each pair 20 × 20; behind them one digit is 5 rows × 4 columns.
const PAIR_DIGITS: usize = 10;
const DIGITS_MAX: usize = 15;
const GRID_ROWS: i64 = 5;
const GRID_COLUMNS: i64 = 4;

/// Units of the fifteenth digit in one degree: exact whole numbers, where degrees as fractions would be rounded.
const LAT_UNITS: i64 = 8_000 * 3_125;
const LNG_UNITS: i64 = 8_000 * 1_024;

/// The area that a whole code names, degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Southern edge.
    pub south: f64,
    /// Western edge.
    pub west: f64,
    /// From south to north.
    pub height: f64,
    /// From west to east.
    pub width: f64,
}

/// Why a text is not a code that leads to a house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlusCodeError {
    /// No code in it.
    #[error("không phải Plus Code")]
    NotACode,
    /// A code of a whole quarter or town: the digits behind the plus sign are missing.
    #[error("Plus Code thiếu chữ sau dấu +")]
    TooCoarse,
}

/// The code of the place where a point lies: 10 digits name 14 m × 14 m, each further one up to 15 a part of it.
pub fn encode(point: Point, digits: usize) -> String {
    let digits = digits.clamp(PAIR_DIGITS, DIGITS_MAX);
    // The pole belongs to the last row, the date line to the first column.
    let mut lat = (units(point.lat(), LAT_UNITS) + 90 * LAT_UNITS).clamp(0, 180 * LAT_UNITS - 1);
    let mut lng = (units(point.lng(), LNG_UNITS) + 180 * LNG_UNITS).rem_euclid(360 * LNG_UNITS);
    let mut reversed = Vec::with_capacity(DIGITS_MAX + 1);
    for _ in PAIR_DIGITS..DIGITS_MAX {
        reversed.push(letter((lat % GRID_ROWS) * GRID_COLUMNS + lng % GRID_COLUMNS));
        (lat, lng) = (lat / GRID_ROWS, lng / GRID_COLUMNS);
    }
    for pair in 0..PAIR_DIGITS / 2 {
        reversed.extend([letter(lng % 20), letter(lat % 20)]);
        (lat, lng) = (lat / 20, lng / 20);
        if pair == 0 {
            reversed.push('+');
        }
    }
    reversed.iter().rev().take(digits + 1).collect()
}

/// The area of a whole code, such as `7PG8VP84+CM`.
///
/// # Errors
/// [`PlusCodeError`]
pub fn decode(code: &str) -> Result<Area, PlusCodeError> {
    let (before, after) = code.split_once('+').ok_or(PlusCodeError::NotACode)?;
    let padded = before.trim_end_matches(char::from(PADDING));
    if before.len() != BEFORE_PLUS || after.len() == 1 || BEFORE_PLUS + after.len() > DIGITS_MAX {
        return Err(PlusCodeError::NotACode);
    }
    if padded.len() != before.len() && (padded.len() % 2 == 1 || padded.is_empty() || !after.is_empty()) {
        return Err(PlusCodeError::NotACode);
    }
    let digits: Vec<i64> =
        padded.bytes().chain(after.bytes()).map(worth).collect::<Option<_>>().ok_or(PlusCodeError::NotACode)?;
    let (mut lat, mut lng) = (-90 * LAT_UNITS, -180 * LNG_UNITS);
    let (mut height, mut width) = (400 * LAT_UNITS, 400 * LNG_UNITS);
    let (pairs, grid) = digits.split_at(digits.len().min(PAIR_DIGITS));
    for pair in pairs.chunks_exact(2) {
        (height, width) = (height / 20, width / 20);
        (lat, lng) = (lat + pair[0] * height, lng + pair[1] * width);
    }
    for digit in grid {
        (height, width) = (height / GRID_ROWS, width / GRID_COLUMNS);
        (lat, lng) = (lat + (digit / GRID_COLUMNS) * height, lng + (digit % GRID_COLUMNS) * width);
    }
    if lat >= 90 * LAT_UNITS || lng >= 180 * LNG_UNITS {
        return Err(PlusCodeError::NotACode);
    }
    Ok(Area {
        south: degrees(lat, LAT_UNITS),
        west: degrees(lng, LNG_UNITS),
        height: degrees(height, LAT_UNITS),
        width: degrees(width, LNG_UNITS),
    })
}

/// The middle of the place that somebody typed: a whole code, or a short one such as `VP84+CM Ngô Quyền`, which
/// means the nearest such place to `near`. Small letters, spaces, a missing plus sign and the name of a town around
/// the code do not matter.
///
/// # Errors
/// [`PlusCodeError`]
pub fn read(text: &str, near: Point) -> Result<Point, PlusCodeError> {
    let (before, after) = found_in(text).ok_or(PlusCodeError::NotACode)?;
    if after.is_empty() || before.ends_with(char::from(PADDING)) {
        return Err(PlusCodeError::TooCoarse);
    }
    let missing = BEFORE_PLUS - before.len();
    let own = encode(near, PAIR_DIGITS);
    let area = decode(&format!("{}{before}+{after}", &own[..missing]))?;
    let (lat, lng) = (area.south + area.height / 2.0, area.west + area.width / 2.0);
    if missing == 0 {
        return Point::new(lat, lng).map_err(|_| PlusCodeError::NotACode);
    }
    // A short code is the same letters every so many degrees: the nearest of them is meant.
    let step = 20_f64.powi(2 - i32::try_from(missing / 2).unwrap_or(0));
    let lat = nearest(lat, near.lat(), step);
    Point::new(lat, nearest(lng, near.lng(), step)).map_err(|_| PlusCodeError::NotACode)
}

fn nearest(found: f64, wanted: f64, step: f64) -> f64 {
    if found - wanted > step / 2.0 {
        found - step
    } else if wanted - found > step / 2.0 {
        found + step
    } else {
        found
    }
}

/// The code in what somebody typed: the digits before the plus sign (2, 4, 6 or 8) and behind it.
fn found_in(text: &str) -> Option<(String, String)> {
    let text = nfc(text).to_uppercase().replace('＋', "+").replace("%2B", "+");
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (before, after) = match text.split_once('+') {
        Some((before, after)) => {
            let (mut before, after) = (words(before), words(after));
            let mut digits = before.pop()?;
            // “7PG8 VP84+CM”
            if let Some(region) = before.last().filter(|word| digits.len() == 4 && word.len() == 4 && is_code(word)) {
                digits = format!("{region}{digits}");
            }
            (digits, after.into_iter().next().unwrap_or_default())
        }
        None => without_plus(&words(&text))?,
    };
    let whole = matches!(before.len(), 2 | 4 | 6 | 8) && matches!(after.len(), 0 | 2..=7);
    // Behind the plus sign a town may stand instead of digits: “8FVC9G8F+ Hải Phòng”.
    let after = if is_code(&after) || after.is_empty() { after } else { String::new() };
    let padded = before.trim_end_matches(char::from(PADDING));
    (whole && is_code(padded)).then_some((before, after))
}

/// “VP84CM”, “7PG8VP84CM”, “VP84 CM”
fn without_plus(words: &[String]) -> Option<(String, String)> {
    let first = words.first().filter(|word| is_code(word))?;
    match (first.len(), words.get(1)) {
        (6 | 7, _) => Some((first[..4].to_owned(), first[4..].to_owned())),
        (10 | 11, _) => Some((first[..8].to_owned(), first[8..].to_owned())),
        (4 | 8, Some(second)) if is_code(second) && matches!(second.len(), 2 | 3) => {
            Some((first.clone(), second.clone()))
        }
        _ => None,
    }
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| worth(byte).is_some())
}

fn worth(byte: u8) -> Option<i64> {
    ALPHABET.iter().position(|letter| *letter == byte).and_then(|at| i64::try_from(at).ok())
}

fn letter(worth: i64) -> char {
    usize::try_from(worth).ok().and_then(|at| ALPHABET.get(at)).map_or('2', |letter| char::from(*letter))
}

fn units(degrees: f64, in_one: i64) -> i64 {
    (degrees * in_one as f64).floor() as i64
}

fn degrees(units: i64, in_one: i64) -> f64 {
    units as f64 / in_one as f64
}
