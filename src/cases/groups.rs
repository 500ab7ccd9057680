//! The beneficiary groups of one person: several may hold at once, none is an empty set.
use std::fmt;

use thiserror::Error;

use super::kinds::BeneficiaryGroup;
use crate::text::codes::UnknownCode;

/// What parts codes where several stand in one text: in a column and in a cell of a list.
pub const SEPARATOR: char = ';';

/// Groups of one person, in the order of their declaration whatever the order in which they were named.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct BeneficiaryGroups(u16);

/// A stored text that names something else than groups.
#[derive(Debug, Error)]
#[error(transparent)]
pub struct UnknownGroup(#[from] UnknownCode);

const fn bit(group: BeneficiaryGroup) -> u16 {
    match group {
        // Belonging to no group is no group.
        BeneficiaryGroup::None => 0,
        group => 1 << group as u16,
    }
}

impl BeneficiaryGroups {
    /// Nobody's groups.
    pub const EMPTY: Self = Self(0);

    /// Whether this group is one of them.
    pub const fn contains(self, group: BeneficiaryGroup) -> bool {
        self.0 & bit(group) != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them, in the order of declaration.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = BeneficiaryGroup> {
        BeneficiaryGroup::ALL.iter().copied().filter(move |group| self.contains(*group))
    }

    /// The first of them, or `none`: what a reader is shown who knows of one group only.
    pub fn first(self) -> BeneficiaryGroup {
        self.iter().next().unwrap_or(BeneficiaryGroup::None)
    }

    /// What people read, in Vietnamese, fit for the middle of a sentence.
    pub fn label(self) -> String {
        if self.is_empty() {
            return BeneficiaryGroup::None.label().to_owned();
        }
        self.iter().map(BeneficiaryGroup::label).collect::<Vec<_>>().join(", ")
    }

    /// As it stands in a column: `kt_nang;ncc`, empty for none.
    pub fn as_stored(self) -> String {
        let mut stored = String::new();
        for group in self.iter() {
            if !stored.is_empty() {
                stored.push(SEPARATOR);
            }
            stored.push_str(group.code());
        }
        stored
    }

    /// From a column.
    ///
    /// # Errors
    /// [`UnknownGroup`] for a code that no group has.
    pub fn stored(text: &str) -> Result<Self, UnknownGroup> {
        let codes = text.split(SEPARATOR).filter(|code| !code.is_empty());
        Ok(codes.map(str::parse::<BeneficiaryGroup>).collect::<Result<_, _>>()?)
    }
}

impl From<BeneficiaryGroup> for BeneficiaryGroups {
    fn from(group: BeneficiaryGroup) -> Self {
        Self(bit(group))
    }
}

impl FromIterator<BeneficiaryGroup> for BeneficiaryGroups {
    fn from_iter<I: IntoIterator<Item = BeneficiaryGroup>>(groups: I) -> Self {
        Self(groups.into_iter().fold(0, |bits, group| bits | bit(group)))
    }
}

impl fmt::Debug for BeneficiaryGroups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(BeneficiaryGroup::code)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use BeneficiaryGroup as Group;

    #[test]
    fn every_set_comes_back_from_its_column() {
        for bits in 0..1 << (Group::ALL.len() - 1) {
            let groups: BeneficiaryGroups = Group::ALL.iter().copied().filter(|one| bits & bit(*one) != 0).collect();
            assert_eq!(BeneficiaryGroups::stored(&groups.as_stored()).expect("codes"), groups);
        }
        assert!(BeneficiaryGroups::stored("kt_nang;vip").is_err());
    }

    #[test]
    fn the_order_of_naming_does_not_matter_and_none_is_nothing() {
        let named: BeneficiaryGroups =
            [Group::Merit, Group::None, Group::SevereDisability, Group::Merit].into_iter().collect();
        assert_eq!(named.as_stored(), "kt_nang;ncc");
        assert_eq!((named.first(), named.contains(Group::None)), (Group::SevereDisability, false));
        assert_eq!(named.label(), "người khuyết tật nặng, người có công với cách mạng");
        assert_eq!(BeneficiaryGroups::from(Group::None), BeneficiaryGroups::EMPTY);
        assert_eq!(
            (BeneficiaryGroups::EMPTY.first(), BeneficiaryGroups::EMPTY.as_stored()),
            (Group::None, String::new())
        );
    }
}
