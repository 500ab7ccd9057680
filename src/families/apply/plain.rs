//! From what people say to the legal procedure: nobody has to know its name.
use crate::cases::kinds::{HeldPaper, Procedure};
use crate::coded_enum;

coded_enum! {
    /// Why somebody needs a card, in the words of the form.
    pub enum Need {
        Lost = "lost" / "mất thẻ",
        Broken = "broken" / "thẻ hỏng, mờ, gãy",
        Expired = "expired" / "thẻ hết hạn hoặc đến tuổi đổi",
        Changed = "changed" / "họ tên, ngày sinh hoặc điều khác đã đổi",
        Misprint = "misprint" / "thẻ in sai",
        WardRenamed = "ward_renamed" / "tên phường, xã đã đổi",
        WantsNew = "wants_new" / "muốn đổi sang thẻ mới",
    }
}

/// Below this age a child's card is meant.
const AGE_OF_DUTY: u32 = 14;
/// Below this age no biometrics are taken.
const AGE_OF_BIOMETRICS: u32 = 6;

/// The procedure; none while too little is known.
pub fn procedure(age: u32, has_guardian: bool, held: HeldPaper, need: Option<Need>) -> Option<Procedure> {
    if age < AGE_OF_BIOMETRICS {
        return Some(Procedure::ChildUnder6);
    }
    if held == HeldPaper::None {
        return Some(match age {
            ..AGE_OF_DUTY => Procedure::Child6To13,
            _ if has_guardian => Procedure::Incapacity,
            _ => Procedure::First,
        });
    }
    let need = need?;
    let reuses = matches!(need, Need::Lost | Need::Broken | Need::WardRenamed);
    // Who acts by a guardian needs a visit with the guardian, unless what was captured before is used again.
    if has_guardian && age >= AGE_OF_DUTY && !(reuses && held.has_biometrics()) {
        return Some(Procedure::Incapacity);
    }
    let is_old_kind = !matches!(held, HeldPaper::Cc);
    Some(match need {
        Need::Lost => Procedure::Lost,
        Need::Broken => Procedure::Damaged,
        Need::WardRenamed => Procedure::Boundary,
        Need::Changed => Procedure::Info,
        Need::Misprint => Procedure::Misprint,
        Need::Expired if held.has_biometrics() => Procedure::Age,
        Need::Expired | Need::WantsNew if is_old_kind => Procedure::CccdToCc,
        Need::Expired => Procedure::Age,
        Need::WantsNew => Procedure::Request,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_lead_to_the_procedure() {
        use HeldPaper as H;
        use Procedure as P;
        let table = [
            (5, false, H::None, None, Some(P::ChildUnder6)),
            (10, false, H::None, None, Some(P::Child6To13)),
            (16, false, H::None, None, Some(P::First)),
            (40, true, H::None, None, Some(P::Incapacity)),
            (76, false, H::Cmnd9, None, None),
            (76, false, H::Cmnd9, Some(Need::WantsNew), Some(P::CccdToCc)),
            (76, false, H::Cmnd9, Some(Need::Expired), Some(P::CccdToCc)),
            (40, false, H::CccdChip, Some(Need::Expired), Some(P::Age)),
            (40, false, H::CccdChip, Some(Need::WantsNew), Some(P::CccdToCc)),
            (40, false, H::Cc, Some(Need::WantsNew), Some(P::Request)),
            (40, false, H::CccdChip, Some(Need::Lost), Some(P::Lost)),
            (40, false, H::Cmnd9, Some(Need::Lost), Some(P::Lost)),
            (40, true, H::CccdChip, Some(Need::Lost), Some(P::Lost)),
            (40, true, H::CccdChip, Some(Need::Expired), Some(P::Incapacity)),
            (40, false, H::Cc, Some(Need::Broken), Some(P::Damaged)),
            (40, false, H::Cc, Some(Need::Changed), Some(P::Info)),
            (40, false, H::Cc, Some(Need::Misprint), Some(P::Misprint)),
            (40, false, H::Cc, Some(Need::WardRenamed), Some(P::Boundary)),
        ];
        for (age, guardian, held, need, wanted) in table {
            assert_eq!(procedure(age, guardian, held, need), wanted, "{age} {guardian} {held:?} {need:?}");
        }
    }

    #[test]
    fn every_reason_leads_somewhere_at_every_age_with_every_paper() {
        for age in [0, 5, 6, 13, 14, 25, 60, 101] {
            for held in HeldPaper::ALL.iter().copied() {
                for need in Need::ALL.iter().copied() {
                    assert!(procedure(age, false, held, Some(need)).is_some());
                    assert!(procedure(age, true, held, Some(need)).is_some());
                }
            }
        }
    }
}
