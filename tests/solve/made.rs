//! Instance files that the tests make themselves, of both formats, always the same.
use serde_json::{Value, json};

/// Repeatable numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as i64 % end
    }

    fn one_in(&mut self, chances: i64) -> bool {
        self.below(chances) == 0
    }
}

/// A home-visit file: `visits` visits, two teams on each of `days` days, everything that the format knows.
pub fn home(seed: u64, visits: usize, days: usize) -> Value {
    let mut dice = Dice(seed);
    let points: Vec<(i64, i64)> = (0..visits + 2).map(|_| (dice.below(9_000), dice.below(9_000))).collect();
    let leg = |dice: &mut Dice, a: (i64, i64), b: (i64, i64)| {
        let crow = (a.0 - b.0).abs() + (a.1 - b.1).abs();
        if a == b { 0 } else { 60 + crow / 7 + dice.below(200) }
    };
    let matrix: Vec<Vec<i64>> =
        points.iter().map(|&a| points.iter().map(|&b| leg(&mut dice, a, b)).collect()).collect();
    let visits: Vec<Value> = (0..visits).map(|_| visit(&mut dice, days)).collect();
    let vehicles: Vec<Value> = (0..2 * days).map(|number| vehicle(&mut dice, number, visits.len())).collect();
    json!({"visits": visits, "vehicles": vehicles, "matrix": matrix})
}

fn visit(dice: &mut Dice, days: usize) -> Value {
    let first = dice.below(days as i64);
    let last = if dice.one_in(2) { days as i64 } else { first + 1 };
    let windows: Vec<Value> = (first..last)
        .map(|day| {
            let opens = 28_800 + dice.below(20_000);
            json!([day, opens, opens + dice.below(9_000)])
        })
        .collect();
    json!({
        "service": 600 + 300 * dice.below(4),
        "demand": dice.below(4),
        "prio": 1 + dice.below(5),
        "skills": if dice.one_in(3) { vec![1 + dice.below(2)] } else { vec![] },
        "wins": windows,
        "pin": if dice.one_in(8) { dice.below(2 * days as i64) } else { -1 },
    })
}

fn vehicle(dice: &mut Dice, number: usize, visits: usize) -> Value {
    let (team, day) = (number % 2, number / 2);
    let rest = json!([39_600, 43_200 + dice.below(3_600), 1_800]);
    json!({
        "team": team, "day": day, "s": visits + team, "e": visits + (team + number / 2) % 2,
        "a": 28_800, "b": 55_000 + dice.below(7_000), "cap": 8 + dice.below(9),
        "skills": if team == 0 { vec![1, 2] } else { vec![1] },
        "brk": if dice.one_in(3) { Value::Null } else { rest },
    })
}

/// A file in Solomon's format with its usual headings.
pub fn solomon(seed: u64, customers: usize) -> String {
    let mut dice = Dice(seed);
    let mut text = String::from("MADE1\n\nVEHICLE\nNUMBER     CAPACITY\n  12         60\n\nCUSTOMER\n");
    text.push_str("CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME\n\n");
    text.push_str("    0      50         50          0          0        400          0\n");
    for number in 1..=customers {
        let (x, y, demand) = (dice.below(100), dice.below(100), 1 + dice.below(20));
        let opens = dice.below(200);
        let closes = opens + 20 + dice.below(80);
        text.push_str(&format!("{number:5} {x:7} {y:10} {demand:10} {opens:10} {closes:10}         10\n"));
    }
    text
}
