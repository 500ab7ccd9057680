//! The weights of the fair order, from `priority_weights.csv`: a row for each change, with its author and reason.
use chrono::NaiveDate;
use serde::Deserialize;

use super::versions::{self, Heading};
use super::waiting_price::WaitingPrice;
use crate::cases::groups::BeneficiaryGroups;
use crate::cases::kinds::{BeneficiaryGroup, Mobility};
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::text::dates::short_date;

const FILE: &str = "priority_weights.csv";
const PRICES_FILE: &str = "waiting_prices.csv";

/// The most points that a visit may have: the planner adds those of thousands.
const POINTS_MAX: u64 = 1_000_000;

/// One version of the weights: points, unless said otherwise. Who walks has none for mobility.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityWeights {
    /// Its name; stored with every planning run.
    pub version: String,
    /// First day on which it is in force; the next version's ends it.
    pub valid_from: NaiveDate,
    /// Who changed the weights.
    pub author: String,
    /// Why.
    pub reason: String,
    /// Somebody is bedridden.
    pub bedridden: u32,
    /// Somebody is in hospital.
    pub in_hospital: u32,
    /// Somebody sits in a wheelchair.
    pub wheelchair: u32,
    /// Somebody walks with help only.
    pub walks_with_help: u32,
    /// Disability of the highest degree.
    pub very_severe_disability: u32,
    /// Severe disability.
    pub severe_disability: u32,
    /// 80 years or older, whatever the group; counts instead of a group with fewer points.
    pub aged_80: u32,
    /// People with merit.
    pub merit: u32,
    /// Mild disability.
    pub mild_disability: u32,
    /// 60 years or older.
    pub elderly: u32,
    /// Any other group.
    pub other_group: u32,
    /// Each day since the case was filed.
    pub per_day_waited: u32,
    /// Days after which waiting brings no more, days.
    pub days_waited_max: u32,
    /// A stated deadline that is near.
    pub deadline: u32,
    /// How near, days.
    pub deadline_days: u32,
    /// The visit before failed through our side (R27): more than everything else together.
    pub front_of_queue: u32,
}

/// Every version of the weights and of the price of waiting, oldest first.
#[derive(Clone, Debug)]
pub struct WeightsTable {
    versions: Vec<PriorityWeights>,
    prices: Vec<WaitingPrice>,
}

impl WeightsTable {
    /// Reads `priority_weights.csv` and `waiting_prices.csv`; refuses a version without author or reason, a version twice, dates that go
    /// back, unknown columns, and weights that break the rules of the order (R25, R27).
    ///
    /// # Errors
    /// [`ReferenceError`] naming the line.
    pub fn load(files: &ReferenceFiles) -> Result<Self, ReferenceError> {
        let mut table = Self { versions: Vec::new(), prices: Vec::new() };
        for row in files.rows::<PriorityWeights>(FILE)? {
            table.add(row.value).map_err(|reason| ReferenceError::at(FILE, row.line, reason))?;
        }
        if table.versions.is_empty() {
            return Err(ReferenceError::whole(FILE, "chưa có bộ trọng số nào"));
        }
        for row in files.rows::<WaitingPrice>(PRICES_FILE)? {
            table.add_price(row.value).map_err(|reason| ReferenceError::at(PRICES_FILE, row.line, reason))?;
        }
        if table.prices.is_empty() {
            return Err(ReferenceError::whole(PRICES_FILE, "chưa có giá của một ngày chờ nào"));
        }
        Ok(table)
    }

    /// The version in force on a date: the last one that does not begin later.
    ///
    /// # Errors
    /// [`ReferenceError`] when all of them begin later.
    pub fn in_force(&self, on: NaiveDate) -> Result<&PriorityWeights, ReferenceError> {
        let begun = self.versions.iter().rfind(|version| version.valid_from <= on);
        let none = || format!("chưa có bộ trọng số nào có hiệu lực vào ngày {}", short_date(on));
        begun.ok_or_else(|| ReferenceError::whole(FILE, none()))
    }

    /// The price of waiting in force on a date: the last one that does not begin later.
    ///
    /// # Errors
    /// [`ReferenceError`] when all of them begin later.
    pub fn price_in_force(&self, on: NaiveDate) -> Result<&WaitingPrice, ReferenceError> {
        let begun = self.prices.iter().rfind(|price| price.valid_from <= on);
        let none = || format!("chưa có giá của một ngày chờ nào có hiệu lực vào ngày {}", short_date(on));
        begun.ok_or_else(|| ReferenceError::whole(PRICES_FILE, none()))
    }

    fn add(&mut self, new: PriorityWeights) -> Result<(), String> {
        versions::check("bộ trọng số", self.versions.iter().map(PriorityWeights::heading), new.heading())?;
        if let Some(broken) = new.broken_rule() {
            return Err(format!("bộ trọng số “{}”: {broken}", new.version));
        }
        self.versions.push(new);
        Ok(())
    }

    fn add_price(&mut self, new: WaitingPrice) -> Result<(), String> {
        versions::check("giá chờ", self.prices.iter().map(WaitingPrice::heading), new.heading())?;
        if let Some(broken) = new.broken_rule() {
            return Err(format!("giá chờ “{}”: {broken}", new.version));
        }
        self.prices.push(new);
        Ok(())
    }
}

impl PriorityWeights {
    fn heading(&self) -> Heading<'_> {
        let Self { version, valid_from, author, reason, .. } = self;
        Heading { version, valid_from: *valid_from, author, reason }
    }

    /// Points for the way somebody moves.
    pub fn of_mobility(&self, mobility: Mobility) -> u32 {
        match mobility {
            Mobility::Bedridden => self.bedridden,
            Mobility::InHospital => self.in_hospital,
            Mobility::Wheelchair => self.wheelchair,
            Mobility::WalksWithHelp => self.walks_with_help,
            Mobility::Walks => 0,
        }
    }

    /// Points for a declared group.
    pub fn of_group(&self, group: BeneficiaryGroup) -> u32 {
        match group {
            BeneficiaryGroup::VerySevereDisability => self.very_severe_disability,
            BeneficiaryGroup::SevereDisability => self.severe_disability,
            BeneficiaryGroup::MildDisability => self.mild_disability,
            BeneficiaryGroup::Merit => self.merit,
            BeneficiaryGroup::Elderly => self.elderly,
            BeneficiaryGroup::PolicyFamily
            | BeneficiaryGroup::SocialProtection
            | BeneficiaryGroup::Poor
            | BeneficiaryGroup::NearPoor
            | BeneficiaryGroup::Ill => self.other_group,
            BeneficiaryGroup::None => 0,
        }
    }

    /// Of somebody's groups the one that is worth most, the first of those that are worth the same; `none` of none.
    pub fn heaviest(&self, groups: BeneficiaryGroups) -> BeneficiaryGroup {
        let by_points = groups.iter().rev().max_by_key(|group| self.of_group(*group));
        by_points.unwrap_or(BeneficiaryGroup::None)
    }

    /// Points for full days waited.
    pub fn of_days_waited(&self, days: u32) -> u32 {
        days.min(self.days_waited_max).saturating_mul(self.per_day_waited)
    }

    /// After how many days somebody without any need goes before the greatest need that was filed today (R25), equal
    /// points being enough for who filed first; none if never.
    pub fn days_until_waiting_wins(&self) -> Option<u32> {
        let per_day = u64::from(self.per_day_waited);
        let days = (per_day > 0).then(|| self.highest_need().div_ceil(per_day))?;
        u32::try_from(days).ok().filter(|days| *days <= self.days_waited_max)
    }

    fn highest_need(&self) -> u64 {
        let mobility = self.bedridden.max(self.in_hospital).max(self.lesser_mobility());
        let group = self.very_severe_disability.max(self.lesser_group());
        u64::from(mobility) + u64::from(group)
    }

    fn lesser_mobility(&self) -> u32 {
        self.wheelchair.max(self.walks_with_help)
    }

    fn lesser_group(&self) -> u32 {
        let others = [self.aged_80, self.merit, self.mild_disability, self.elderly, self.other_group];
        others.into_iter().fold(self.severe_disability, u32::max)
    }

    /// What the rules of the domain ask of any weights, in Vietnamese.
    fn broken_rule(&self) -> Option<String> {
        let first = u64::from(self.bedridden.min(self.very_severe_disability));
        let lesser = u64::from(self.lesser_mobility()) + u64::from(self.lesser_group());
        if first <= lesser {
            return Some(format!(
                "nằm liệt và khuyết tật đặc biệt nặng đều phải hơn {lesser} điểm, là mức cao nhất của người khác (R25)"
            ));
        }
        if !(self.severe_disability > self.aged_80 && self.aged_80 > self.merit && self.merit > 0) {
            return Some("điểm phải giảm dần: khuyết tật nặng, từ 80 tuổi, người có công (R25)".to_owned());
        }
        if self.days_until_waiting_wins().is_none() {
            let (days, need) = (self.days_waited_max, self.highest_need());
            return Some(format!("chờ {days} ngày vẫn chưa hơn được nhu cầu cao nhất ({need} điểm) (R25)"));
        }
        let waited = u64::from(self.days_waited_max) * u64::from(self.per_day_waited);
        let others = self.highest_need() + waited + u64::from(self.deadline);
        let front = u64::from(self.front_of_queue);
        if front <= others {
            return Some(format!("front_of_queue phải hơn {others} điểm, là tổng của mọi lý do khác (R27)"));
        }
        (front + others > POINTS_MAX).then(|| format!("tổng điểm vượt quá {POINTS_MAX}"))
    }
}
