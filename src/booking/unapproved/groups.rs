//! Kept places that look like one flood: filed from one source, or within one minute. A person looks at them and refuses
//! them together; alone they look like any other family's.
use std::collections::BTreeMap;

use super::Unapproved;
use crate::clock::Timestamp;
use crate::coded_enum;

/// Fewest cases from one source that are shown together: a neighbour files for two households.
const FROM_ONE_SOURCE: usize = 3;
/// Fewest cases within one minute: a city of two million files a few an hour.
const WITHIN_A_MINUTE: usize = 5;

coded_enum! {
    /// What some cases have in common.
    pub enum InCommon {
        Source = "source" / "cùng một nguồn",
        Minute = "minute" / "trong cùng một phút",
    }
}

/// Cases that have something in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What.
    pub in_common: InCommon,
    /// When the first of them was filed.
    pub first: Timestamp,
    /// When the last of them was filed.
    pub last: Timestamp,
    /// Their public codes.
    pub codes: Vec<String>,
}

/// The groups among kept places, the largest first. A case of a source's group stands in no minute's group.
pub fn groups(kept: &[Unapproved]) -> Vec<Group> {
    let by_source = grouped(kept.iter().filter_map(|one| Some((one.client.clone()?, one))));
    let mut found: Vec<Group> = of_size(by_source, FROM_ONE_SOURCE, InCommon::Source);
    let known: Vec<&String> = found.iter().flat_map(|group| &group.codes).collect();
    let others = kept.iter().filter(|one| !known.contains(&&one.code));
    let by_minute = grouped(others.map(|one| (one.filed_at.unix() / 60, one)));
    let within_a_minute = of_size(by_minute, WITHIN_A_MINUTE, InCommon::Minute);
    found.extend(within_a_minute);
    found.sort_by_key(|group| std::cmp::Reverse(group.codes.len()));
    found
}

type Grouped<'a, K> = BTreeMap<K, Vec<&'a Unapproved>>;

fn grouped<'a, K: Ord>(keyed: impl Iterator<Item = (K, &'a Unapproved)>) -> Grouped<'a, K> {
    let mut groups: Grouped<'a, K> = BTreeMap::new();
    for (key, one) in keyed {
        groups.entry(key).or_default().push(one);
    }
    groups
}

fn of_size<K>(groups: Grouped<'_, K>, least: usize, in_common: InCommon) -> Vec<Group> {
    let group = |members: Vec<&Unapproved>| {
        let mut codes: Vec<String> = members.iter().map(|one| one.code.clone()).collect();
        codes.dedup();
        let first = members.iter().map(|one| one.filed_at).min()?;
        let last = members.iter().map(|one| one.filed_at).max()?;
        (codes.len() >= least).then_some(Group { in_common, first, last, codes })
    };
    groups.into_values().filter_map(group).collect()
}
