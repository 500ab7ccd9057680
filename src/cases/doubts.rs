//! What a dispatcher should look at before approving a case. A case without a doubt may be approved together with others.
use std::collections::{HashMap, HashSet};

use super::CaseTables;
use super::read::{ListedCase, number_warnings};
use super::same_person;
use super::triage::TriageDecision;
use crate::accounts::Staff;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::CaseId;
use crate::teams;

/// One reason to look closer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Another case, with this code, has the same person.
    Duplicate(String),
    /// So many cases of wards that are not this account's have the same person.
    DuplicateElsewhere(usize),
    /// No team serves the ward.
    NoTeam,
    /// Triage says that nobody need come, or not to the home.
    NoVisit(TriageDecision),
    /// A person's number contradicts what was said (R12).
    Number,
    /// The family was asked and has not answered.
    Asked,
}

/// The doubts about each of these cases; those without any have an empty list.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn doubts(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    listed: &[ListedCase],
) -> StoreResult<HashMap<CaseId, Vec<Doubt>>> {
    let served: HashSet<String> = teams::store::served_wards(conn)?;
    let people: Vec<_> = listed.iter().map(|one| (one.case.id, one.household.people.as_slice())).collect();
    let mut same = same_person::duplicates(conn, desk, staff, &people)?;
    let mut all = HashMap::new();
    for one in listed {
        let case = &one.case;
        let others = same.remove(&case.id).unwrap_or_default();
        let mut doubts: Vec<Doubt> = others.codes.into_iter().map(Doubt::Duplicate).collect();
        doubts.extend((others.elsewhere > 0).then_some(Doubt::DuplicateElsewhere(others.elsewhere)));
        doubts.extend((!served.contains(&case.ward_code)).then_some(Doubt::NoTeam));
        let needs_no_visit = matches!(case.triage, TriageDecision::Online | TriageDecision::Desk);
        doubts.extend(needs_no_visit.then_some(Doubt::NoVisit(case.triage)));
        doubts.extend((!number_warnings(&one.household, tables).is_empty()).then_some(Doubt::Number));
        doubts.extend((case.is_asked() && !one.is_answered).then_some(Doubt::Asked));
        all.insert(case.id, doubts);
    }
    Ok(all)
}
