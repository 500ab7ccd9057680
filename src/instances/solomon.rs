//! Solomon's VRPTW text: distances and times in tenths, distances cut off (the DIMACS convention).

use planner::{Duty, PlaceIndex, Prices, Problem, ProblemBuilder, Seconds, Time, TravelMatrix, Visit, Window};

/// Reads an instance; errors name the line.
pub fn read(text: &str) -> Result<Problem, String> {
    let rows = numbers(text)?;
    let Some(((fleet_line, fleet), nodes)) = rows.split_first() else {
        return Err("dòng 1: tệp không có số nào".into());
    };
    let &[vehicles, capacity] = &fleet[..] else {
        return Err(format!("dòng {fleet_line}: cần số xe và sức chứa"));
    };
    if let Some((line, row)) = nodes.iter().find(|(_, row)| row.len() != 7) {
        return Err(format!("dòng {line}: cần 7 số cho mỗi khách, thấy {}", row.len()));
    }
    if nodes.len() < 2 {
        return Err(format!("dòng {fleet_line}: không có khách nào phía sau"));
    }
    if !(1.0..=10_000.0).contains(&vehicles) || nodes.len() > 20_000 {
        return Err(format!("dòng {fleet_line}: số xe hoặc số khách vô lý"));
    }
    // the depot is listed first and becomes the last place, so that customer k is visit k − 1
    let (depot, customers) = (&nodes[0].1, &nodes[1..]);
    let points: Vec<&Vec<f64>> = customers.iter().map(|(_, row)| row).chain([depot]).collect();
    let mut builder = ProblemBuilder::new(points.len());
    builder.prices(Prices { travel: 1, waiting: 0 });
    builder.matrix(TravelMatrix::from_fn(points.len(), |from, to| {
        let (a, b) = (points[from], points[to]);
        let distance = ((a[1] - b[1]).powi(2) + (a[2] - b[2]).powi(2)).sqrt();
        Some(Seconds((distance * 10.0 + 1e-9) as i32))
    }));
    for (place, (_, row)) in customers.iter().enumerate() {
        builder.visit(Visit {
            service: Seconds(tenths(row[6])),
            demand: row[3] as u32,
            windows: vec![window(row)],
            ..Visit::at(PlaceIndex::from_position(place))
        });
    }
    let base = PlaceIndex::from_position(customers.len());
    for _ in 0..vehicles as usize {
        builder.duty(Duty { capacity: capacity as u32, ..Duty::from_base(base, window(depot)) });
    }
    builder.build().map_err(|error| error.to_string())
}

fn tenths(value: f64) -> i32 {
    (value as i32).saturating_mul(10)
}

fn window(row: &[f64]) -> Window {
    Window::new(Time(tenths(row[4])), Time(tenths(row[5])))
}

/// Rows made only of numbers, each with its line; other lines are headings.
fn numbers(text: &str) -> Result<Vec<(usize, Vec<f64>)>, String> {
    let mut rows = Vec::new();
    for (line, words) in text.lines().map(|line| line.split_whitespace()).enumerate() {
        let words: Vec<&str> = words.collect();
        let values: Result<Vec<f64>, _> = words.iter().map(|word| word.parse::<f64>()).collect();
        match values {
            Ok(values) if values.is_empty() => {}
            Ok(values) if values.iter().all(|v| (0.0..=1e7).contains(&v.abs())) => {
                rows.push((line + 1, values));
            }
            Ok(_) => return Err(format!("dòng {}: có số quá lớn", line + 1)),
            // after the first row of numbers, a line that starts like one must be one
            Err(_) if words[0].parse::<f64>().is_ok() => {
                return Err(format!("dòng {}: có chữ không phải là số", line + 1));
            }
            Err(_) => {}
        }
    }
    Ok(rows)
}
