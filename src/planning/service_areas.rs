//! Who may serve whom: "one of these teams" becomes one skill bit of the planner.
use std::collections::{BTreeMap, BTreeSet};

use crate::ids::TeamId;
use crate::teams::duty::Duty;

/// The planner has 64 skill bits; each distinct set of teams that serves some ward takes one.
const SERVICE_AREAS_MAX: usize = 64;

/// More combinations of teams than the planner can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("quá nhiều cách phân chia tổ theo phường ({0}, tối đa {SERVICE_AREAS_MAX})")]
pub struct TooManyServiceAreas(usize);

/// Which teams serve a ward, as bits: "needs one of these teams" becomes "needs the area's bit".
pub struct ServiceAreas {
    by_ward: BTreeMap<String, u64>,
    by_team: BTreeMap<TeamId, u64>,
}

impl ServiceAreas {
    /// The areas of the teams that are at work.
    ///
    /// # Errors
    /// [`TooManyServiceAreas`].
    pub fn of(duties: &[Duty]) -> Result<Self, TooManyServiceAreas> {
        let mut teams_of_ward: BTreeMap<&str, BTreeSet<TeamId>> = BTreeMap::new();
        for duty in duties {
            for ward in &duty.team.ward_codes {
                teams_of_ward.entry(ward).or_default().insert(duty.team.id);
            }
        }
        let sets: Vec<&BTreeSet<TeamId>> = teams_of_ward.values().collect::<BTreeSet<_>>().into_iter().collect();
        if sets.len() >= SERVICE_AREAS_MAX {
            return Err(TooManyServiceAreas(sets.len()));
        }
        let bit = |set: &BTreeSet<TeamId>| 1_u64 << sets.iter().position(|known| *known == set).unwrap_or(0);
        let by_ward = teams_of_ward.iter().map(|(ward, set)| ((*ward).to_owned(), bit(set))).collect();
        let mut by_team: BTreeMap<TeamId, u64> = BTreeMap::new();
        for set in &sets {
            for team in *set {
                *by_team.entry(*team).or_default() |= bit(set);
            }
        }
        Ok(Self { by_ward, by_team })
    }

    /// The bit that a visit in this ward needs. A ward that no team serves needs a bit that nobody has.
    pub fn of_ward(&self, ward_code: &str) -> u64 {
        self.by_ward.get(ward_code).copied().unwrap_or(1 << (SERVICE_AREAS_MAX - 1))
    }

    /// The bits that a team brings.
    pub fn of_team(&self, team_id: TeamId) -> u64 {
        self.by_team.get(&team_id).copied().unwrap_or(0)
    }
}
