//! Collects what is wrong and what to confirm while a case is read.
use std::str::FromStr;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::CaseTables;
use crate::cases::household::PhoneLine;
use crate::field_problem::FieldProblem;
use crate::outbox::transport::address::is_deliverable;
use crate::text::fold::{tidy, visible};
use crate::text::names::PersonName;
use crate::text::phones::Phone;
use crate::text::plain::{is_disguised, solicits};

/// Something to confirm; never a reason to refuse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Warning {
    /// JSON Pointer into the body.
    #[schema(example = "/applicants/0/number")]
    pub pointer: String,
    /// Stable code.
    #[schema(example = "sex_mismatch")]
    pub code: String,
    /// What to check, in Vietnamese.
    pub detail: String,
}

/// Reads fields one by one and goes on after a mistake.
pub(super) struct Reading<'a> {
    pub tables: &'a CaseTables,
    pub today: NaiveDate,
    pub problems: Vec<FieldProblem>,
    pub warnings: Vec<Warning>,
}

impl<'a> Reading<'a> {
    pub fn new(tables: &'a CaseTables, today: NaiveDate) -> Self {
        Self { tables, today, problems: Vec::new(), warnings: Vec::new() }
    }

    pub fn refuse(&mut self, pointer: &str, code: &str, detail: impl Into<String>) {
        self.problems.push(FieldProblem::new(pointer, code, detail));
    }

    pub fn warn(&mut self, pointer: &str, code: &str, detail: impl Into<String>) {
        let (pointer, code) = (pointer.to_owned(), code.to_owned());
        self.warnings.push(Warning { pointer, code, detail: detail.into() });
    }

    /// A coded enum; `ask` is the sentence for an empty field.
    pub fn code<T: FromStr>(&mut self, pointer: &str, typed: &str, ask: &str) -> Option<T> {
        let typed = typed.trim();
        if typed.is_empty() {
            self.refuse(pointer, "required", ask);
            return None;
        }
        let read = typed.parse().ok();
        if read.is_none() {
            self.refuse(pointer, "unknown", format!("Không có lựa chọn này. {ask}"));
        }
        read
    }

    /// A coded enum that may be left out.
    pub fn code_or<T: FromStr>(&mut self, pointer: &str, typed: &str, otherwise: T, ask: &str) -> Option<T> {
        if typed.trim().is_empty() {
            return Some(otherwise);
        }
        self.code(pointer, typed, ask)
    }

    /// A coded enum of which nothing is known when it is left out.
    pub fn code_if_any<T: FromStr>(&mut self, pointer: &str, typed: &str, ask: &str) -> Option<T> {
        if typed.trim().is_empty() { None } else { self.code(pointer, typed, ask) }
    }

    pub fn name(&mut self, pointer: &str, typed: &str) -> Option<PersonName> {
        PersonName::parse(typed).map_err(|error| self.refuse(pointer, "name", format!("{error}."))).ok()
    }

    pub fn phone(&mut self, pointer: &str, typed: &str) -> Option<PhoneLine> {
        Phone::parse(typed, &self.tables.phone_prefixes)
            .map_err(|error| self.refuse(pointer, "phone", format!("{error}.")))
            .ok()
            .map(PhoneLine::from)
    }

    /// Tidied text of limited length; none when empty.
    pub fn text(&mut self, pointer: &str, typed: &str, longest: usize) -> Option<String> {
        let text = tidy(typed);
        if text.chars().any(char::is_control) || is_disguised(&text) {
            self.refuse(pointer, "character", "Có ký tự không hợp lệ. Xóa rồi gõ lại.");
            return None;
        }
        if text.chars().count() > longest {
            self.refuse(pointer, "long", format!("Viết ngắn lại, nhiều nhất {longest} ký tự."));
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// The same for what letters and calendar entries repeat: nothing in it may lead or pay anywhere.
    pub fn address_text(&mut self, pointer: &str, typed: &str, longest: usize) -> Option<String> {
        let text = self.text(pointer, typed, longest)?;
        if solicits(&text) {
            let kind = "Ở đây chỉ ghi số nhà, ngõ, đường, thôn, tổ. Số điện thoại ghi ở ô điện thoại; bỏ đường dẫn và số tài khoản.";
            self.refuse(pointer, "solicits", kind);
            return None;
        }
        Some(text)
    }

    /// An address that a mail can be sent to; whether somebody reads it only the mail can tell.
    pub fn email(&mut self, pointer: &str, typed: &str) -> Option<String> {
        let email = visible(typed);
        let email = email.trim();
        if email.is_empty() {
            return None;
        }
        if is_deliverable(email) {
            return Some(email.to_owned());
        }
        self.refuse(pointer, "email", "Địa chỉ thư điện tử không đúng, ví dụ đúng: lan@example.vn.");
        None
    }
}
