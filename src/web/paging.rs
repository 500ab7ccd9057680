//! Lists in pages: a cursor says where the next page starts, so that rows added meanwhile do not shift it.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Problem;
use crate::field_problem::FieldProblem;

/// Rows of a page unless the requester wants fewer or more.
pub const LIMIT_DEFAULT: i64 = 50;
/// Most rows of a page.
pub const LIMIT_MAX: i64 = 200;

/// `?cursor=…&limit=…`
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Where to go on: `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows wanted, 1…200, default 50.
    pub limit: Option<i64>,
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Cursor of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl Paging {
    /// The id after which the page starts (0 = from the start) and the number of rows.
    ///
    /// # Errors
    /// 422 naming `/cursor` or `/limit`.
    pub fn read(&self) -> Result<(i64, i64), Problem> {
        let limit = self.limit.unwrap_or(LIMIT_DEFAULT);
        if !(1..=LIMIT_MAX).contains(&limit) {
            let detail = format!("Số dòng phải từ 1 đến {LIMIT_MAX}.");
            return Err(Problem::invalid(vec![FieldProblem::new("/limit", "range", detail)]));
        }
        let Some(cursor) = &self.cursor else {
            return Ok((0, limit));
        };
        let after = cursor.parse().ok().filter(|after: &i64| *after >= 0);
        let wrong = || FieldProblem::new("/cursor", "format", "Dùng next_cursor của trang trước.");
        after.map(|after| (after, limit)).ok_or_else(|| Problem::invalid(vec![wrong()]))
    }
}

impl<T> Page<T> {
    /// A page from `limit + 1` rows: the extra one only tells that there is more.
    pub fn of<Id: Into<i64>>(mut items: Vec<T>, limit: i64, id: impl Fn(&T) -> Id) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = items.last().filter(|_| more).map(|last| id(last).into().to_string());
        Self { items, next_cursor }
    }

    /// The same page with each row turned into something else.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(turn).collect(), next_cursor: self.next_cursor }
    }
}
