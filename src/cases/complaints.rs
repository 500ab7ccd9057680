//! Within how many days a complaint is made, accepted and decided, from a table (domain §5).
use serde::Deserialize;

use crate::coded_enum;
use crate::reference::{ReferenceError, ReferenceFiles};

const FILE: &str = "complaints.csv";

coded_enum! {
    /// A step of a complaint that has a deadline.
    pub enum ComplaintStep {
        File = "file" / "gửi đơn",
        Accept = "accept" / "thụ lý",
        Decide = "decide" / "giải quyết",
        DecideComplex = "decide_complex" / "giải quyết việc phức tạp",
    }
}

/// The deadlines of a complaint, days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComplaintDays {
    /// To make it, from the day one knew of the matter.
    pub file: u32,
    /// To accept it, from the day it arrived.
    pub accept: u32,
    /// To decide, from the day it was accepted.
    pub decide: u32,
    /// The same when the matter is complex.
    pub decide_complex: u32,
}

#[derive(Deserialize)]
struct ComplaintRow {
    step: ComplaintStep,
    days: u32,
    basis: String,
}

impl ComplaintDays {
    /// Reads `complaints.csv`; each step once, with its legal basis.
    pub fn load(files: &ReferenceFiles) -> Result<Self, ReferenceError> {
        let mut days = [None; ComplaintStep::ALL.len()];
        for row in files.rows::<ComplaintRow>(FILE)? {
            let refuse = |reason: String| Err(ReferenceError::at(FILE, row.line, reason));
            let step = row.value.step;
            if row.value.days == 0 || row.value.basis.is_empty() {
                return refuse(format!("thời hạn của “{step}” thiếu số ngày hoặc căn cứ"));
            }
            let place = ComplaintStep::ALL.iter().position(|known| *known == step).unwrap_or(0);
            if days[place].replace(row.value.days).is_some() {
                return refuse(format!("“{step}” bị lặp"));
            }
        }
        match days {
            [Some(file), Some(accept), Some(decide), Some(decide_complex)] => {
                Ok(Self { file, accept, decide, decide_complex })
            }
            _ => Err(ReferenceError::whole(FILE, "phải có đủ bốn thời hạn file, accept, decide, decide_complex")),
        }
    }
}
