//! How much a day scatters around its plan, from `spreads.csv`: a row for each change, with its author and reason.
use chrono::NaiveDate;
use serde::Deserialize;

use super::priority::versions::{self, Heading};
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::text::dates::short_date;

const FILE: &str = "spreads.csv";

/// The widest that a figure may be, percent: with more than the plan itself nothing that is planned means anything.
const PERCENT_MAX: u32 = 100;

/// One version of the spread: standard deviations in percent of what is planned, whose mean stays right.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpreadVersion {
    /// Its name.
    pub version: String,
    /// First day on which it is in force; the next version's ends it.
    pub valid_from: NaiveDate,
    /// Who changed it.
    pub author: String,
    /// Why, and where the figures come from.
    pub reason: String,
    /// Of the work at one stop.
    pub work_percent: u32,
    /// Of the way to one stop.
    pub leg_percent: u32,
    /// Of all work of one duty together.
    pub all_work_percent: u32,
    /// Of all ways of one duty together.
    pub all_legs_percent: u32,
}

/// Every version, oldest first.
#[derive(Clone, Debug)]
pub struct SpreadTable {
    versions: Vec<SpreadVersion>,
}

impl SpreadTable {
    /// Reads `spreads.csv`; refuses a version without author or reason, a version twice, dates that go back, unknown
    /// columns, and figures above 100 percent.
    ///
    /// # Errors
    /// [`ReferenceError`] naming the line.
    pub fn load(files: &ReferenceFiles) -> Result<Self, ReferenceError> {
        let mut versions: Vec<SpreadVersion> = Vec::new();
        for row in files.rows::<SpreadVersion>(FILE)? {
            let known = versions.iter().map(SpreadVersion::heading);
            versions::check("độ phân tán", known, row.value.heading())
                .and_then(|()| row.value.refuse_nonsense())
                .map_err(|reason| ReferenceError::at(FILE, row.line, reason))?;
            versions.push(row.value);
        }
        if versions.is_empty() {
            return Err(ReferenceError::whole(FILE, "chưa có độ phân tán nào"));
        }
        Ok(Self { versions })
    }

    /// The version in force on a date: the last one that does not begin later.
    ///
    /// # Errors
    /// [`ReferenceError`] when all of them begin later.
    pub fn in_force(&self, on: NaiveDate) -> Result<&SpreadVersion, ReferenceError> {
        let begun = self.versions.iter().rfind(|version| version.valid_from <= on);
        let none = || format!("chưa có độ phân tán nào có hiệu lực vào ngày {}", short_date(on));
        begun.ok_or_else(|| ReferenceError::whole(FILE, none()))
    }
}

impl SpreadTable {
    /// The last version, whenever it begins.
    pub fn newest(&self) -> &SpreadVersion {
        &self.versions[self.versions.len() - 1]
    }
}

impl SpreadVersion {
    /// As the planner draws by it.
    pub fn shares(&self) -> planner::Spread {
        let share = |percent: u32| f64::from(percent) / 100.0;
        planner::Spread {
            work: share(self.work_percent),
            leg: share(self.leg_percent),
            all_work: share(self.all_work_percent),
            all_legs: share(self.all_legs_percent),
        }
    }

    fn heading(&self) -> Heading<'_> {
        let Self { version, valid_from, author, reason, .. } = self;
        Heading { version, valid_from: *valid_from, author, reason }
    }

    fn refuse_nonsense(&self) -> Result<(), String> {
        let Self { work_percent, leg_percent, all_work_percent, all_legs_percent, .. } = *self;
        let widest = [work_percent, leg_percent, all_work_percent, all_legs_percent].into_iter().max();
        match widest.filter(|percent| *percent > PERCENT_MAX) {
            Some(percent) => Err(format!("độ phân tán “{}”: {percent} % phải từ 0 đến {PERCENT_MAX}", self.version)),
            None => Ok(()),
        }
    }
}
