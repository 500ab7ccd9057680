//! Home-visit days as JSON, as the benchmark kit describes them.

use planner::{
    Break, DAY, Duty, DutyIndex, PlaceIndex, Prices, Problem, ProblemBuilder, Seconds, Time, TravelMatrix, Visit,
    Window,
};
use serde_json::Value;

/// Reads an instance; errors name the place in the file.
pub fn read(text: &str) -> Result<Problem, String> {
    let data: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let visits = list(&data, "visits")?;
    let vehicles = list(&data, "vehicles")?;
    let rows = list(&data, "matrix")?;
    let mut seconds = Vec::with_capacity(rows.len() * rows.len());
    for (number, row) in rows.iter().enumerate() {
        let row = row.as_array().filter(|row| row.len() == rows.len());
        let row = row.ok_or(format!("matrix row {number}: cần {} số", rows.len()))?;
        for value in row {
            seconds.push(Seconds(int(value, &format!("matrix row {number}"))?));
        }
    }
    let mut builder = ProblemBuilder::new(rows.len());
    builder.prices(Prices { travel: 1, waiting: 0 });
    builder.matrix(TravelMatrix::from_rows(rows.len(), seconds));
    for (number, value) in visits.iter().enumerate() {
        builder.visit(visit(number, value)?);
    }
    for (number, value) in vehicles.iter().enumerate() {
        builder.duty(duty(&format!("vehicle {number}"), value)?);
    }
    builder.build().map_err(|error| error.to_string())
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
    let pin = field(value, "pin", &at)?;
    Ok(Visit {
        service: Seconds(field(value, "service", &at)?),
        demand: count(value, "demand", &at)?,
        priority: count(value, "prio", &at)?,
        skills: skills(value, &at)?,
        windows,
        pinned_duty: u32::try_from(pin).ok().map(DutyIndex),
        ..Visit::at(PlaceIndex::from_position(number))
    })
}

fn duty(at: &str, value: &Value) -> Result<Duty, String> {
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
        end_place: PlaceIndex(count(value, "e", at)?),
        rest,
        capacity: count(value, "cap", at)?,
        skills: skills(value, at)?,
        ..Duty::from_base(PlaceIndex(count(value, "s", at)?), shift)
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
    number.ok_or(format!("{at}: cần số nguyên, thấy {value}"))
}

fn ints(value: &Value, at: &str) -> Result<Vec<i32>, String> {
    let list = value.as_array().ok_or(format!("{at}: cần một danh sách"))?;
    list.iter().map(|value| int(value, at)).collect()
}

fn field(value: &Value, key: &str, at: &str) -> Result<i32, String> {
    int(&value[key], &format!("{at}: {key}"))
}

fn count(value: &Value, key: &str, at: &str) -> Result<u32, String> {
    u32::try_from(field(value, key, at)?).map_err(|_| format!("{at}: {key}: số âm"))
}

fn skills(value: &Value, at: &str) -> Result<u64, String> {
    let mut bits = 0;
    for number in ints(&value["skills"], &format!("{at}: skills"))? {
        let small = u32::try_from(number).ok().filter(|&number| number < 64);
        bits |= 1_u64 << small.ok_or(format!("{at}: skills: {number} không nằm trong 0…63"))?;
    }
    Ok(bits)
}
