//! People of a household to whom nobody has to come: kept with its case, so that what they do instead is not forgotten.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::coded_enum;
use crate::sealed::Sealable;
use crate::text::messages::Words;
use crate::text::names::PersonName;

coded_enum! {
    /// What somebody does instead of waiting for a team, and why.
    pub enum NoVisitWay {
        OnlineChild = "online_child" / "trẻ dưới 6 tuổi, cha mẹ làm trên mạng",
        Online = "online" / "làm trên mạng, dùng lại vân tay và ảnh lần trước",
        Desk = "desk" / "tự đi lại được, mời đến trụ sở Công an phường, xã",
        Apart = "apart" / "đang ở bệnh viện hoặc nơi khác, cần gửi riêng một đề nghị",
    }
}

/// Somebody of the household to whom nobody has to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoVisit {
    /// Full name.
    pub name: PersonName,
    /// What they do instead.
    pub way: NoVisitWay,
}

/// All of them in one household, as they are sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoVisits(pub Vec<NoVisit>);

impl Sealable for NoVisits {
    const PURPOSE: &'static str = "unvisited_people.people";
}

impl NoVisitWay {
    /// What to do and why, for the family: the sentence of the wizard.
    pub fn sentence(self, words: Words) -> String {
        words.say(match self {
            Self::OnlineChild => "apply-triage-online-r8",
            Self::Online => "apply-triage-online-r10",
            Self::Desk => "apply-desk-why",
            Self::Apart => "apply-apart-why",
        })
    }

    fn is_online(self) -> bool {
        matches!(self, Self::OnlineChild | Self::Online)
    }
}

impl NoVisits {
    /// Who, and what they do, one line for each.
    pub fn lines(&self, words: Words) -> Vec<String> {
        let line = |one: &NoVisit| {
            let (name, reason) = (one.name.as_str(), one.way.sentence(words));
            words.with("apply-closing-person", &[("name", &name), ("reason", &reason)])
        };
        self.0.iter().map(line).collect()
    }

    /// The same for a letter, which repeats no names that somebody typed: how many, and what they do.
    pub fn counted(&self, words: Words) -> Vec<(usize, String)> {
        let of = |way: &NoVisitWay| self.0.iter().filter(|one| one.way == *way).count();
        let counted = NoVisitWay::ALL.iter().map(|way| (of(way), way.sentence(words)));
        counted.filter(|(people, _)| *people > 0).collect()
    }

    /// Whether somebody needs a case of their own.
    pub fn any_apart(&self) -> bool {
        self.0.iter().any(|one| one.way == NoVisitWay::Apart)
    }

    /// Whether the steps of doing it online are of use to anybody.
    pub fn any_online(&self) -> bool {
        self.0.iter().any(|one| one.way.is_online())
    }
}
