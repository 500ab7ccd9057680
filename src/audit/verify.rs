//! Verifies the hash chain of the audit log, and names each entry at which it breaks: changed, missing, or at odds with
//! a head that was kept outside.
use std::collections::HashMap;
use std::fmt;

use super::chain::Chain;
use super::head::Outside;
use super::store::{self, ChainedEntry, Head};
use crate::db::{DbConn, StoreResult};
use crate::ids::AuditEntryId;

/// Entries read at a time.
const CHUNK: i64 = 1_000;

/// Something that was not done by this product with its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The entry of this number and row is not as it was written.
    Changed(i64, AuditEntryId),
    /// The entries of these numbers, the last one included, are gone.
    Missing(i64, i64),
    /// A row that was put into the table by other hands.
    Foreign(AuditEntryId),
    /// The reason of this entry is gone, and its family has not been erased.
    ReasonGone(i64),
    /// The head in the database speaks of so many entries and is not the last entry's.
    Head(i64),
    /// Outside the database this number of entries was seen, and this chain is another one.
    Outside(i64, String),
}

/// What a verification has seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries that stand in the chain.
    pub entries: i64,
    /// The head as it should be.
    pub mac: String,
    /// What is wrong, in the order of the chain.
    pub findings: Vec<Finding>,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(number, id) => write!(out, "mục số {number} (dòng {id}) đã bị sửa"),
            Self::Missing(from, to) if from == to => write!(out, "mục số {from} đã bị xóa"),
            Self::Missing(from, to) => write!(out, "các mục từ số {from} đến số {to} đã bị xóa"),
            Self::Foreign(id) => write!(out, "dòng {id} không do hệ thống ghi"),
            Self::ReasonGone(number) => write!(out, "lý do ở mục số {number} đã bị xóa mà hồ sơ chưa được xóa"),
            Self::Head(entries) => write!(out, "số đếm trong cơ sở dữ liệu ({entries} mục) không khớp với mục cuối"),
            Self::Outside(number, at) => {
                write!(out, "ngoài cơ sở dữ liệu đã ghi nhận {number} mục ({at}); chuỗi này không phải chuỗi đó")
            }
        }
    }
}

/// A verification under way.
struct ChainCheck<'a> {
    chain: &'a Chain,
    erased: HashMap<String, i64>,
    outside: HashMap<i64, Vec<&'a Outside>>,
    head: &'a Head,
    last: Head,
    findings: Vec<Finding>,
}

/// Verifies the whole chain and compares it with what was seen outside the database.
///
/// # Errors
/// [`crate::db::StoreError`] when the table cannot be read at all.
pub fn verify(conn: &mut DbConn, chain: &Chain, outside: &[Outside]) -> StoreResult<Report> {
    // Entries may come while it goes on: the chain reaches at least as far as the head did before it, and the head
    // after it at least as far as this verification.
    let head = store::head(conn)?.unwrap_or_default();
    let mut check = ChainCheck::new(chain, store::erasures(conn)?, outside, &head);
    loop {
        let entries = store::after(conn, check.last.entries, CHUNK)?;
        if entries.is_empty() {
            break;
        }
        entries.iter().for_each(|entry| check.step(entry));
    }
    let foreign = store::outside_chain(conn)?;
    let later = store::head(conn)?.unwrap_or_default();
    Ok(check.end(&later, &foreign))
}

impl<'a> ChainCheck<'a> {
    fn new(chain: &'a Chain, erased: Vec<(String, Option<i64>)>, outside: &'a [Outside], head: &'a Head) -> Self {
        let mut seen: HashMap<i64, Vec<&Outside>> = HashMap::new();
        for one in outside {
            seen.entry(one.entries).or_default().push(one);
        }
        let erased = erased.into_iter().filter_map(|(subject, number)| Some((subject, number?))).collect();
        Self { chain, erased, outside: seen, head, last: Head::default(), findings: Vec::new() }
    }

    fn step(&mut self, entry: &ChainedEntry) {
        let number = entry.number.unwrap_or_default();
        let (mac, reason_mac) = (entry.mac.clone().unwrap_or_default(), entry.reason_mac.as_deref());
        let is_gap = number != self.last.entries + 1;
        if is_gap {
            self.findings.push(Finding::Missing(self.last.entries + 1, number - 1));
        }
        let said = entry.reason.as_deref().map(|reason| self.chain.reason_mac(entry.id, reason));
        let reason_holds = said.is_none() || said.as_deref() == reason_mac;
        // Behind a gap nothing is known of the one before: the gap is told, and the chain goes on from here.
        let holds = is_gap || self.chain.mac(&self.last.mac, number, entry, reason_mac) == mac;
        if !holds || !reason_holds {
            self.findings.push(Finding::Changed(number, entry.id));
        } else if said.is_none() && reason_mac.is_some() && self.erased.get(&entry.subject) <= Some(&number) {
            self.findings.push(Finding::ReasonGone(number));
        }
        for seen in self.outside.remove(&number).unwrap_or_default() {
            if seen.mac != mac {
                self.findings.push(Finding::Outside(number, seen.at.clone()));
            }
        }
        if number == self.head.entries && mac != self.head.mac {
            self.findings.push(Finding::Head(number));
        }
        self.last = Head { entries: number, mac };
    }

    fn end(mut self, later: &Head, foreign: &[AuditEntryId]) -> Report {
        let seen = self.outside.keys().copied().max().unwrap_or_default();
        let known = self.head.entries.max(seen);
        if known > self.last.entries {
            self.findings.push(Finding::Missing(self.last.entries + 1, known));
        } else if later.entries < self.last.entries {
            self.findings.push(Finding::Head(later.entries));
        }
        self.findings.extend(foreign.iter().map(|id| Finding::Foreign(*id)));
        Report { entries: self.last.entries, mac: self.last.mac, findings: self.findings }
    }
}
