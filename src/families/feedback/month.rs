//! What families said in a month, for staff: sums by ward, texts without a name or code beside them.
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::families::feedback::{Ease, StoredFeedback, store};
use crate::sealed::Vault;
use crate::seconds::TimeOfDay;

/// A month of the years 2000 to 2199, written `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    first: NaiveDate,
}

/// It is not written like `2026-11`.
#[derive(Debug, thiserror::Error)]
#[error("Tháng viết dạng 2026-11.")]
pub struct NoMonth;

/// What was said in one ward.
#[derive(Debug, Serialize, ToSchema)]
pub struct WardFeedback {
    /// Ward code.
    pub ward_code: String,
    /// How many families said something.
    pub given: usize,
    /// Found it easy.
    pub easy: usize,
    /// Found it hard.
    pub hard: usize,
    /// The team came in its window.
    pub on_time: usize,
    /// It did not.
    pub late: usize,
    /// Free texts, first said first; no code, no name stands with them.
    pub texts: Vec<String>,
}

impl Month {
    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self { first: day - chrono::Days::new(u64::from(day.day0())) }
    }

    /// The one before.
    #[must_use]
    pub fn before(self) -> Self {
        Self { first: self.first - Months::new(1) }
    }

    /// The one after.
    #[must_use]
    pub fn after(self) -> Self {
        Self { first: self.first + Months::new(1) }
    }

    /// "11/2026", as people write it.
    pub fn said(self) -> String {
        self.first.format("%m/%Y").to_string()
    }
}

impl FromStr for Month {
    type Err = NoMonth;

    fn from_str(typed: &str) -> Result<Self, NoMonth> {
        let first: NaiveDate = format!("{typed}-01").parse().map_err(|_| NoMonth)?;
        if (2000..2200).contains(&first.year()) { Ok(Self { first }) } else { Err(NoMonth) }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.first.format("%Y-%m"))
    }
}

/// Everything said in a month in the wards of an account, by ward. The look is audited.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn read(conn: &mut DbConn, desk: &Desk, staff: &Staff, month: Month) -> StoreResult<Vec<WardFeedback>> {
    let start = |month: Month| Timestamp::local_secs(month.first, TimeOfDay::MIDNIGHT);
    let mut said = store::between(conn, start(month), start(month.after()))?;
    let wards = staff.wards_of(Permission::ReadCases);
    said.retain(|one| wards.is_none_or(|codes| codes.contains(&one.ward_code)));
    audit::note(conn, Some(staff), Action::ReadFeedback, &format!("feedback:{month}"), None, desk.now())?;
    let by_ward = said.chunk_by(|one, next| one.ward_code == next.ward_code);
    by_ward.map(|ward| sums(ward, &desk.vault)).collect()
}

fn sums(ward: &[StoredFeedback], vault: &Vault) -> StoreResult<WardFeedback> {
    let text = |one: &StoredFeedback| {
        let text = one.text.as_ref().map(|text| Ok(vault.unseal(text)?.0)).transpose();
        Ok(unless_unreadable(text, "feedback", one.id)?.flatten())
    };
    let texts = ward.iter().map(text).collect::<StoreResult<Vec<_>>>()?;
    let easy = ward.iter().filter(|one| one.ease == Ease::Easy).count();
    let on_time = ward.iter().filter(|one| one.on_time).count();
    Ok(WardFeedback {
        ward_code: ward.first().map(|one| one.ward_code.clone()).unwrap_or_default(),
        given: ward.len(),
        easy,
        hard: ward.len() - easy,
        on_time,
        late: ward.len() - on_time,
        texts: texts.into_iter().flatten().collect(),
    })
}
