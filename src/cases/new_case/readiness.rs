//! Reads what a household says about its home and its people; everything may be left out.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::Reading;
use crate::cases::readiness::{Alley, Difficulty, Gate, PersonReadiness, Presence, Readiness, Stairs};

/// Readiness as typed; what is left out is unknown.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReadiness {
    /// A power socket near the person: `yes`, `no`, `unknown`.
    #[serde(default)]
    #[schema(value_type = Presence)]
    pub power: String,
    /// A table and a bright wall: `yes`, `no`, `unknown`.
    #[serde(default)]
    #[schema(value_type = Presence)]
    pub light: String,
    /// What can drive up to the door: `car`, `motorbike`, `foot`, `unknown`.
    #[serde(default)]
    #[schema(value_type = Alley)]
    pub alley: String,
    /// `ground`, `lift`, `stairs_low` (floor 2 or 3), `stairs_high`, `unknown`.
    #[serde(default)]
    #[schema(value_type = Stairs)]
    pub stairs: String,
    /// `open`, `gate`, `dog`, `gate_and_dog`, `unknown`.
    #[serde(default)]
    #[schema(value_type = Gate)]
    pub gate: String,
    /// In the order of `applicants`.
    #[serde(default)]
    pub people: Vec<NewPersonReadiness>,
}

/// One person's readiness as typed. No diagnosis: only what changes what officers bring or do.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPersonReadiness {
    /// Any of `fingers`, `hearing`, `sight`, `sitting`.
    #[serde(default)]
    #[schema(value_type = Vec<Difficulty>)]
    pub difficulties: Vec<String>,
    /// Whether the papers are at hand: `yes`, `no`, `unknown`.
    #[serde(default)]
    #[schema(value_type = Presence)]
    pub papers: String,
}

const ASK: &str = "Chọn một câu trả lời; không biết thì chọn “không rõ”.";

/// Reads it; `None` when something in it is wrong.
pub(super) fn readiness(reading: &mut Reading<'_>, typed: &NewReadiness, people: usize) -> Option<Readiness> {
    let power = reading.code_or("/readiness/power", &typed.power, Presence::Unknown, ASK);
    let light = reading.code_or("/readiness/light", &typed.light, Presence::Unknown, ASK);
    let alley = reading.code_or("/readiness/alley", &typed.alley, Alley::Unknown, ASK);
    let stairs = reading.code_or("/readiness/stairs", &typed.stairs, Stairs::Unknown, ASK);
    let gate = reading.code_or("/readiness/gate", &typed.gate, Gate::Unknown, ASK);
    if typed.people.len() > people {
        reading.refuse("/readiness/people", "many", "Nhiều hơn số người làm căn cước của hồ sơ.");
        return None;
    }
    let mut read = Vec::new();
    for (at, one) in typed.people.iter().enumerate() {
        read.push(person(reading, at, one)?);
    }
    Some(Readiness { power: power?, light: light?, alley: alley?, stairs: stairs?, gate: gate?, people: read })
}

fn person(reading: &mut Reading<'_>, at: usize, typed: &NewPersonReadiness) -> Option<PersonReadiness> {
    let here = format!("/readiness/people/{at}");
    let papers = reading.code_or(&format!("{here}/papers"), &typed.papers, Presence::Unknown, ASK);
    let mut difficulties = Vec::new();
    for one in &typed.difficulties {
        let read = reading.code(&format!("{here}/difficulties"), one, ASK)?;
        if !difficulties.contains(&read) {
            difficulties.push(read);
        }
    }
    Some(PersonReadiness { difficulties, papers: papers? })
}
