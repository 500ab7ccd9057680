//! Solomon's VRPTW text: distances and times in tenths, distances cut off (the DIMACS convention).
use planner::{
    Duty, PlaceIndex, Prices, Problem, ProblemBuilder, ProblemError, Seconds, Subject, Time, TravelMatrix, Visit,
    Window,
};

use super::{faults, shown};

/// Most customers: their matrix takes 300 MB in the search.
const MOST_CUSTOMERS: usize = 5_000;

/// Furthest coordinate: the planner refuses legs beyond 2,592,000 (there seconds, here tenths).
const FURTHEST: f64 = 90_000.0;

/// Largest number anywhere in a file.
const LARGEST: f64 = 1e7;

/// Words of a line that are all numbers.
struct Row {
    line: usize,
    numbers: Vec<f64>,
}

/// The depot or a customer, times in tenths.
struct Node {
    line: usize,
    x: f64,
    y: f64,
    demand: u32,
    window: Window,
    service: Seconds,
}

/// Reads an instance; errors name the line.
pub fn read(text: &str) -> Result<Problem, String> {
    let rows = rows(text)?;
    let Some((fleet, nodes)) = rows.split_first() else {
        return Err("dòng 1: tệp không có số nào".into());
    };
    let &[vehicles, capacity] = &fleet.numbers[..] else {
        return Err(format!("dòng {}: cần số xe và sức chứa", fleet.line));
    };
    if !(1.0..=LARGEST).contains(&vehicles) || !(0.0..=1e6).contains(&capacity) {
        return Err(format!("dòng {}: số xe hoặc sức chứa vô lý", fleet.line));
    }
    let nodes = nodes.iter().enumerate().map(|(number, row)| node(number, row)).collect::<Result<Vec<_>, _>>()?;
    // the depot is listed first and becomes the last place, so that customer k is visit k − 1
    let Some((depot, customers)) = nodes.split_first().filter(|(_, customers)| !customers.is_empty()) else {
        return Err(format!("dòng {}: không có khách nào phía sau", fleet.line));
    };
    if let Some(beyond) = customers.get(MOST_CUSTOMERS) {
        return Err(format!("dòng {}: nhiều hơn {MOST_CUSTOMERS} khách", beyond.line));
    }
    // more vehicles than customers are never used
    build(depot, customers, (vehicles as usize).min(customers.len()), capacity as u32)
}

fn build(depot: &Node, customers: &[Node], vehicles: usize, capacity: u32) -> Result<Problem, String> {
    let points: Vec<&Node> = customers.iter().chain([depot]).collect();
    let mut builder = ProblemBuilder::new(points.len());
    builder.prices(Prices { travel: 1, waiting: 0 });
    builder.matrix(TravelMatrix::from_fn(points.len(), |from, to| {
        let (a, b) = (points[from], points[to]);
        let distance = ((a.x - b.x).powi(2) + (a.y - b.y).powi(2)).sqrt();
        Some(Seconds((distance * 10.0 + 1e-9) as i32))
    }));
    for (place, customer) in customers.iter().enumerate() {
        builder.visit(Visit {
            service: customer.service,
            demand: customer.demand,
            windows: vec![customer.window],
            ..Visit::at(PlaceIndex::from_position(place))
        });
    }
    let base = PlaceIndex::from_position(customers.len());
    for _ in 0..vehicles {
        builder.duty(Duty { capacity, ..Duty::from_base(base, depot.window) });
    }
    builder.build().map_err(|ProblemError { subject, fault }| {
        let line = match subject {
            Subject::Visit(visit) => customers[visit.at()].line,
            _ => depot.line,
        };
        format!("dòng {line}: {}", faults::in_words(fault))
    })
}

/// Reads the row of a customer; the depot is number 0.
fn node(number: usize, row: &Row) -> Result<Node, String> {
    let line = row.line;
    let &[own, x, y, demand, opens, closes, service] = &row.numbers[..] else {
        return Err(format!("dòng {line}: cần 7 số cho mỗi khách, thấy {}", row.numbers.len()));
    };
    if own != number as f64 {
        return Err(format!("dòng {line}: cần khách số {number}, thấy {own}"));
    }
    if x.abs() > FURTHEST || y.abs() > FURTHEST {
        return Err(format!("dòng {line}: toạ độ vượt quá {FURTHEST}"));
    }
    if [demand, opens, closes, service].iter().any(|&value| value < 0.0) {
        return Err(format!("dòng {line}: có số âm"));
    }
    let window = Window::new(Time(tenths(opens)), Time(tenths(closes)));
    Ok(Node { line, x, y, demand: demand as u32, window, service: Seconds(tenths(service)) })
}

/// Fits an `i32`, because no number is larger than [`LARGEST`].
fn tenths(value: f64) -> i32 {
    value as i32 * 10
}

/// The rows of numbers. Headings, lines without any number, may stand before the depot; before the fleet any line
/// that does not begin with a number is one.
fn rows(text: &str) -> Result<Vec<Row>, String> {
    let mut rows: Vec<Row> = Vec::new();
    for (at, words) in text.lines().enumerate() {
        let line = at + 1;
        let words: Vec<&str> = words.split_whitespace().collect();
        let heading = match rows.len() {
            0 => words.first().is_none_or(|word| number(word).is_none()),
            1 => words.iter().all(|word| number(word).is_none()),
            _ => words.is_empty(),
        };
        if heading {
            continue;
        }
        let mut numbers = Vec::with_capacity(words.len());
        for word in words {
            let value = number(word).ok_or_else(|| format!("dòng {line}: «{}» không phải là số", shown(word)))?;
            if value.abs() > LARGEST {
                return Err(format!("dòng {line}: số {} quá lớn", shown(word)));
            }
            numbers.push(value);
        }
        rows.push(Row { line, numbers });
    }
    Ok(rows)
}

fn number(word: &str) -> Option<f64> {
    word.parse::<f64>().ok().filter(|value| value.is_finite())
}
