//! What a household said about its home and its people: what decides what officers bring, never a diagnosis (R26).
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::coded_enum;
use crate::sealed::Sealable;

coded_enum! {
    /// Whether something is there.
    pub enum Presence {
        Yes = "yes" / "có",
        No = "no" / "không có",
        Unknown = "unknown" / "không rõ",
    }
}

coded_enum! {
    /// What can drive up to the door.
    pub enum Alley {
        Car = "car" / "ô tô đến được tận cửa",
        Motorbike = "motorbike" / "chỉ xe máy vào được",
        Foot = "foot" / "phải đi bộ vào",
        Unknown = "unknown" / "không rõ",
    }
}

coded_enum! {
    /// How one gets up to the person.
    pub enum Stairs {
        Ground = "ground" / "ở tầng trệt",
        Lift = "lift" / "ở tầng trên, có thang máy",
        Low = "stairs_low" / "tầng 2 hoặc tầng 3, đi thang bộ",
        High = "stairs_high" / "từ tầng 4 trở lên, đi thang bộ",
        Unknown = "unknown" / "không rõ",
    }
}

coded_enum! {
    /// What stands between the street and the door.
    pub enum Gate {
        Open = "open" / "vào thẳng được cửa nhà",
        Gate = "gate" / "có cổng khóa",
        Dog = "dog" / "có chó",
        GateAndDog = "gate_and_dog" / "có cổng khóa và có chó",
        Unknown = "unknown" / "không rõ",
    }
}

coded_enum! {
    /// What makes capturing or talking harder for a person; the least that officers must know.
    pub enum Difficulty {
        Fingers = "fingers" / "vân tay mòn, có sẹo hoặc thiếu ngón",
        Hearing = "hearing" / "nghe khó hoặc không nói được",
        Sight = "sight" / "không nhìn được",
        Sitting = "sitting" / "không ngồi dậy được",
    }
}

/// What a household said about its home and its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Readiness {
    /// A power socket near the person.
    pub power: Presence,
    /// A table and a bright wall.
    pub light: Presence,
    /// What can drive up to the door.
    pub alley: Alley,
    /// How one gets up to the person.
    pub stairs: Stairs,
    /// What stands between the street and the door.
    pub gate: Gate,
    /// In the order of the case's people when it was filed.
    pub people: Vec<PersonReadiness>,
}

/// What a household said about one of its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonReadiness {
    /// What makes capturing or talking harder.
    #[serde(default)]
    pub difficulties: Vec<Difficulty>,
    /// Whether the papers are at hand.
    pub papers: Presence,
}

impl Sealable for Readiness {
    const PURPOSE: &'static str = "case_readiness.readiness";
}

impl Readiness {
    /// Whether anybody of the household has this difficulty.
    pub fn any(&self, difficulty: Difficulty) -> bool {
        self.people.iter().any(|one| one.difficulties.contains(&difficulty))
    }

    /// What was said about the home: questions by their code (power, light, alley, stairs, gate), answers by theirs.
    pub fn home(&self) -> [(&'static str, &'static str); 5] {
        [
            ("power", self.power.code()),
            ("light", self.light.code()),
            ("alley", self.alley.code()),
            ("stairs", self.stairs.code()),
            ("gate", self.gate.code()),
        ]
    }

    /// The whole in words for staff: label and answer.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = vec![
            ("Ổ cắm điện", self.power.label().to_owned()),
            ("Bàn và tường sáng", self.light.label().to_owned()),
            ("Đường vào", self.alley.label().to_owned()),
            ("Tầng", self.stairs.label().to_owned()),
            ("Cổng, chó", self.gate.label().to_owned()),
        ];
        for (at, one) in (1..).zip(&self.people) {
            let mut said: Vec<&str> = one.difficulties.iter().map(|one| one.label()).collect();
            match one.papers {
                Presence::Yes => said.push("giấy tờ có sẵn"),
                Presence::No => said.push("thiếu giấy tờ"),
                Presence::Unknown => {}
            }
            if !said.is_empty() {
                facts.push(("Lưu ý", format!("người thứ {at}: {}", said.join("; "))));
            }
        }
        facts
    }
}
