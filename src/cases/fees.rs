//! Fees from a dated table (R31); the officer confirms exemptions on the spot.
use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::cases::kinds::Procedure;
use crate::reference::{ReferenceError, ReferenceFiles, Row};
use crate::text::dates::short_date;

pub mod api;

const FILE: &str = "fees.csv";

/// One line of the fee table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee {
    /// Amount in đồng; 0 for the cases that the law frees (Luật Căn cước art. 38).
    pub amount_vnd: u32,
    /// First day on which it holds.
    pub valid_from: NaiveDate,
    /// Last day on which it holds; none while no end is known.
    pub valid_until: Option<NaiveDate>,
    /// Legal basis, in Vietnamese.
    pub basis: String,
}

/// Fees by procedure and date, from `fees.csv`. A visit at home costs nothing extra.
#[derive(Debug, Clone)]
pub struct FeeTable {
    by_procedure: HashMap<Procedure, Vec<Fee>>,
}

#[derive(Deserialize)]
struct FeeRow {
    procedure: Procedure,
    amount_vnd: u32,
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
    basis: String,
}

impl Fee {
    /// Whether it holds on a date.
    pub fn holds_on(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_until.is_none_or(|last| on <= last)
    }

    /// What the family reads: “15.000 đồng; cán bộ xác nhận tại chỗ nếu được miễn”.
    pub fn sentence(&self) -> String {
        if self.amount_vnd == 0 {
            return format!("Không thu lệ phí ({})", self.basis);
        }
        let amount = dong(self.amount_vnd);
        format!("{amount}; cán bộ xác nhận tại chỗ nếu thuộc diện được miễn")
    }
}

impl FeeTable {
    /// Reads `fees.csv`; refuses unknown procedures, ends before beginnings and overlapping periods.
    pub fn load(files: &ReferenceFiles) -> Result<Self, ReferenceError> {
        let mut table = Self { by_procedure: HashMap::new() };
        for row in files.rows::<FeeRow>(FILE)? {
            table.add(row)?;
        }
        Ok(table)
    }

    /// The fee of a procedure on a date; none when the table is silent and the officer must say.
    pub fn fee_on(&self, procedure: Procedure, on: NaiveDate) -> Option<&Fee> {
        self.by_procedure.get(&procedure)?.iter().find(|fee| fee.holds_on(on))
    }

    /// What the family reads about the fee of a procedure on a date, also when the table is silent.
    pub fn sentence_on(&self, procedure: Procedure, on: NaiveDate) -> String {
        self.fee_on(procedure, on).map_or_else(|| "Cán bộ xác nhận tại chỗ".to_owned(), Fee::sentence)
    }

    /// The first day after a date on which a fee of one of these procedures begins or ends.
    pub fn next_change(&self, procedures: &[Procedure], after: NaiveDate) -> Option<NaiveDate> {
        let fees = procedures.iter().filter_map(|procedure| self.by_procedure.get(procedure)).flatten();
        let days = fees.flat_map(|fee| [Some(fee.valid_from), fee.valid_until.and_then(|last| last.succ_opt())]);
        days.flatten().filter(|on| *on > after).min()
    }

    fn add(&mut self, row: Row<FeeRow>) -> Result<(), ReferenceError> {
        let Row { line, value: row } = row;
        let refuse = |reason: String| Err(ReferenceError::at(FILE, line, reason));
        let code = row.procedure.code();
        if let Some(last) = row.valid_until.filter(|last| *last < row.valid_from) {
            let (first, last) = (short_date(row.valid_from), short_date(last));
            return refuse(format!("ngày hết hiệu lực {last} trước ngày có hiệu lực {first}"));
        }
        if row.basis.is_empty() {
            return refuse(format!("mức thu của “{code}” chưa ghi căn cứ"));
        }
        let fee = Fee {
            amount_vnd: row.amount_vnd,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            basis: row.basis,
        };
        let known = self.by_procedure.entry(row.procedure).or_default();
        if let Some(other) = known.iter().find(|other| overlap(other, &fee)) {
            let from = short_date(other.valid_from);
            return refuse(format!("mức thu của “{code}” trùng thời gian với mức có hiệu lực từ {from}"));
        }
        known.push(fee);
        Ok(())
    }
}

/// “15.000 đồng”.
pub fn dong(amount_vnd: u32) -> String {
    format!("{} đồng", grouped(amount_vnd, '.'))
}

/// “15.000”, with a mark between groups of three digits.
pub fn grouped(amount_vnd: u32, mark: char) -> String {
    let digits = amount_vnd.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

fn overlap(one: &Fee, other: &Fee) -> bool {
    one.holds_on(other.valid_from) || other.holds_on(one.valid_from)
}
