//! Solomon's VRPTW text: distances and times in tenths, distances cut off (the DIMACS convention).
use planner::{
    Duty, LocationIndex, Prices, Problem, ProblemBuilder, ProblemError, Seconds, Subject, Time, TravelMatrix, Visit,
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
    let is_sane = (1.0..=LARGEST).contains(&vehicles) && (0.0..=1e6).contains(&capacity);
    if !(is_sane && is_whole(vehicles) && is_whole(capacity)) {
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
    for (location, customer) in customers.iter().enumerate() {
        builder.visit(Visit {
            service: customer.service,
            demand: customer.demand,
            windows: vec![customer.window],
            ..Visit::at(LocationIndex::from_position(location))
        });
    }
    let base = LocationIndex::from_position(customers.len());
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
    if !is_whole(demand) {
        return Err(format!("dòng {line}: nhu cầu phải là số nguyên"));
    }
    let fine = || format!("dòng {line}: thời gian có quá một chữ số sau dấu phẩy");
    let [opens, closes, service] = [opens, closes, service].map(tenths);
    let window = Window::new(Time(opens.ok_or_else(fine)?), Time(closes.ok_or_else(fine)?));
    Ok(Node { line, x, y, demand: demand as u32, window, service: Seconds(service.ok_or_else(fine)?) })
}

/// Fits an `i32`, because no number is larger than [`LARGEST`]; none when there is more behind the point than a tenth:
/// what stands in the file is solved, or refused, and never cut.
fn tenths(value: f64) -> Option<i32> {
    let scaled = value * 10.0;
    ((scaled - scaled.round()).abs() < 1e-6).then(|| scaled.round() as i32)
}

fn is_whole(value: f64) -> bool {
    value.fract() == 0.0
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_the_point_counts() {
        assert_eq!([7.0, 7.5, 0.1, 0.3].map(tenths), [Some(70), Some(75), Some(1), Some(3)]);
        assert_eq!([7.25, 0.05].map(tenths), [None, None]);
        let file = |customer: &str| format!("2 10\n0 0 0 0 0 99.5 0\n1 3 4 {customer}\n");
        let problem = read(&file("1 7.5 20.5 2.5")).expect("an instance");
        let visit = &problem.visits()[0];
        assert_eq!((visit.service, visit.windows[0]), (Seconds(25), Window::new(Time(75), Time(205))));
        for (customer, why) in
            [("1.5 7 20 2", "số nguyên"), ("1 7.25 20 2", "quá một chữ số"), ("1 7 20 2.05", "quá một")]
        {
            assert!(read(&file(customer)).is_err_and(|error| error.contains(why)), "{customer}");
        }
        assert!(read("2.5 10\n0 0 0 0 0 9 0\n1 3 4 1 0 9 1\n").is_err());
    }
}
