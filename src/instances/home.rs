//! Home-visit days as JSON, as the benchmark kit describes them.
//!
//! Two fields of a visit are ours, and a file without them is solved as if nobody minded waiting: `day_price`, what each day
//! until it is served is worth, in seconds of travel; `ward`, a number: of two visits of one ward that need the same, the
//! one with the higher `day_price` goes first.
use planner::{
    Break, DAY, Duty, DutyIndex, LocationIndex, Prices, Problem, ProblemBuilder, ProblemError, Seconds, Subject, Time,
    TravelMatrix, Visit, Window,
};
use serde_json::Value;
use serde_json::error::Category;

use super::{faults, shown};

/// Most team-days: every visit has an entry for each of them in the search.
const MOST_VEHICLES: usize = 2_000;

/// Longest way from place to place, seconds: what the planner takes.
const LONGEST_LEG: i32 = 30 * DAY.0;

/// Reads an instance; errors name the place in the file.
pub fn read(text: &str) -> Result<Problem, String> {
    let data: Value = serde_json::from_str(text).map_err(|error| broken_json(&error))?;
    let visits = list(&data, "visits")?;
    let vehicles = list(&data, "vehicles")?;
    let rows = list(&data, "matrix")?;
    if visits.is_empty() {
        return Err("visits: cần ít nhất một lượt đến".to_owned());
    }
    if vehicles.len() > MOST_VEHICLES {
        return Err(format!("vehicles: có {} ca, nhiều nhất là {MOST_VEHICLES}", vehicles.len()));
    }
    if rows.len() < visits.len() {
        return Err(format!("matrix: có {} hàng, cần ít nhất {}, một hàng mỗi lượt đến", rows.len(), visits.len()));
    }
    let mut builder = ProblemBuilder::new(rows.len());
    builder.prices(Prices { travel: 1, waiting: 0 });
    builder.matrix(matrix(rows)?);
    for (number, value) in visits.iter().enumerate() {
        builder.visit(visit(number, value)?);
    }
    for (number, value) in vehicles.iter().enumerate() {
        builder.duty(duty(&format!("vehicle {number}"), value, rows.len())?);
    }
    builder.build().map_err(refusal)
}

fn broken_json(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof if column == 0 && line <= 1 => "dòng 1: tệp trống".to_owned(),
        Category::Eof => format!("dòng {line}: JSON bị cắt ngang"),
        _ => format!("dòng {line}, cột {column}: không phải là JSON"),
    }
}

fn refusal(error: ProblemError) -> String {
    let why = faults::in_words(error.fault);
    match error.subject {
        Subject::Visit(visit) => format!("visit {}: {why}", visit.0),
        Subject::Duty(duty) => format!("vehicle {}: {why}", duty.0),
        Subject::Matrix(_) => format!("matrix: {why}"),
        Subject::Crossing(_) | Subject::Problem => format!("bài toán {why}"),
    }
}

fn matrix(rows: &[Value]) -> Result<TravelMatrix, String> {
    let mut seconds = Vec::with_capacity(rows.len() * rows.len());
    for (number, row) in rows.iter().enumerate() {
        let at = format!("matrix row {number}");
        let row = row.as_array().filter(|row| row.len() == rows.len());
        for value in row.ok_or(format!("{at}: cần {} số, bằng số hàng", rows.len()))? {
            let leg = int(value, &at)?;
            if !(0..=LONGEST_LEG).contains(&leg) {
                return Err(format!("{at}: {leg} giây: {}", faults::in_words(planner::Fault::TravelOutOfRange)));
            }
            seconds.push(Seconds(leg));
        }
    }
    Ok(TravelMatrix::from_rows(rows.len(), seconds))
}

fn visit(number: usize, value: &Value) -> Result<Visit, String> {
    let at = format!("visit {number}");
    let mut windows = Vec::new();
    for window in list(value, "wins").map_err(|error| format!("{at}: {error}"))? {
        let numbers = ints(window, &format!("{at}: wins"))?;
        let &[day, opens, closes] = &numbers[..] else {
            return Err(format!("{at}: wins: cần [ngày, mở, đóng]"));
        };
        windows.push(Window::new(moment(day, opens), moment(day, closes)));
    }
    windows.sort_unstable_by_key(|window| window.opens);
    let pinned_duty = match field(value, "pin", &at)? {
        -1 => None,
        pin => Some(
            u32::try_from(pin).map(DutyIndex).map_err(|_| format!("{at}: pin: {pin} không phải là số xe hay −1"))?,
        ),
    };
    Ok(Visit {
        service: Seconds(field(value, "service", &at)?),
        demand: count(value, "demand", &at)?,
        priority: count(value, "prio", &at)?,
        skills: skills(value, &at)?,
        windows,
        pinned_duty,
        day_price: Seconds(optional(value, "day_price", &at)?.unwrap_or(0)),
        neighbourhood: match value.get("ward") {
            None => None,
            Some(_) => Some(count(value, "ward", &at)?),
        },
        ..Visit::at(LocationIndex::from_position(number))
    })
}

fn duty(at: &str, value: &Value, locations: usize) -> Result<Duty, String> {
    let day = field(value, "day", at)?;
    let shift = Window::new(moment(day, field(value, "a", at)?), moment(day, field(value, "b", at)?));
    let rest = match &value["brk"] {
        Value::Null => None,
        list => match ints(list, &format!("{at}: brk"))?[..] {
            [earliest, latest, duration] => Some(Break {
                earliest: moment(day, earliest),
                latest: moment(day, latest),
                duration: Seconds(duration),
            }),
            _ => return Err(format!("{at}: brk: cần [sớm nhất, muộn nhất, độ dài]")),
        },
    };
    Ok(Duty {
        team: count(value, "team", at)?,
        end_location: location(value, "e", at, locations)?,
        rest,
        capacity: count(value, "cap", at)?,
        skills: skills(value, at)?,
        ..Duty::from_base(location(value, "s", at, locations)?, shift)
    })
}

/// Saturating, so that absurd numbers reach the builder and are refused there.
fn moment(day: i32, second: i32) -> Time {
    Time(day.saturating_mul(DAY.0).saturating_add(second))
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>, String> {
    value[key].as_array().ok_or(format!("{key}: cần một danh sách"))
}

fn int(value: &Value, at: &str) -> Result<i32, String> {
    let number = value.as_i64().and_then(|number| i32::try_from(number).ok());
    number.ok_or_else(|| match value {
        Value::Number(number) if number.is_i64() || number.is_u64() => format!("{at}: số {number} quá lớn"),
        _ => format!("{at}: cần số nguyên, thấy {}", shown(&value.to_string())),
    })
}

fn ints(value: &Value, at: &str) -> Result<Vec<i32>, String> {
    let list = value.as_array().ok_or(format!("{at}: cần một danh sách"))?;
    list.iter().map(|value| int(value, at)).collect()
}

fn field(value: &Value, key: &str, at: &str) -> Result<i32, String> {
    int(&value[key], &format!("{at}: {key}"))
}

fn optional(value: &Value, key: &str, at: &str) -> Result<Option<i32>, String> {
    value.get(key).map(|_| field(value, key, at)).transpose()
}

fn count(value: &Value, key: &str, at: &str) -> Result<u32, String> {
    u32::try_from(field(value, key, at)?).map_err(|_| format!("{at}: {key}: số âm"))
}

fn location(value: &Value, key: &str, at: &str, locations: usize) -> Result<LocationIndex, String> {
    let location = LocationIndex(count(value, key, at)?);
    let known = location.at() < locations;
    known.then_some(location).ok_or_else(|| format!("{at}: {key}: địa điểm {} không có trong matrix", location.0))
}

fn skills(value: &Value, at: &str) -> Result<u64, String> {
    let mut bits = 0;
    for number in ints(&value["skills"], &format!("{at}: skills"))? {
        let small = u32::try_from(number).ok().filter(|&number| number < 64);
        bits |= 1_u64 << small.ok_or(format!("{at}: skills: {number} không nằm trong 0…63"))?;
    }
    Ok(bits)
}
