//! R8 to R11, R31 and R32: triage, expiry, fees and residence.
use luudong::cases::card_expiry::expires_on;
use luudong::cases::fees::{FeeTable, dong};
use luudong::cases::groups::BeneficiaryGroups;
use luudong::cases::kinds::{BeneficiaryGroup, HeldPaper, Mobility, Procedure};
use luudong::cases::residence::{Residence, card_address_note};
use luudong::cases::triage::{Triage, TriageDecision, TriageFacts, TriageRule, triage};
use luudong::reference::ReferenceFiles;

use crate::{born, date, with_file};

fn facts(procedure: Procedure, birth: &str, visit_on: &str) -> TriageFacts {
    TriageFacts {
        procedure,
        birth: born(birth),
        held: HeldPaper::None,
        mobility: Mobility::Bedridden,
        groups: BeneficiaryGroup::Ill.into(),
        representative_named: false,
        visit_on: date(visit_on),
    }
}

fn decided(triage: Triage) -> (TriageDecision, TriageRule) {
    (triage.decision, triage.rule)
}

#[test]
fn r08_no_visit_below_six_and_child_procedure_from_the_sixth_birthday() {
    let asked = facts(Procedure::First, "25/11/2020", "23/11/2026");
    let early = triage(&asked);
    assert_eq!(decided(early), (TriageDecision::Online, TriageRule::UnderSix));
    assert!(!early.can_be_confirmed());
    assert!(early.reason.contains("trực tuyến"));

    let on_birthday = TriageFacts { visit_on: date("25/11/2026"), representative_named: true, ..asked };
    let visit = triage(&on_birthday);
    assert_eq!(visit.procedure, Procedure::Child6To13);
    assert!(visit.can_be_confirmed());
}

#[test]
fn r09_children_and_people_without_capacity_need_a_named_representative() {
    let child = facts(Procedure::Child6To13, "01/01/2015", "23/11/2026");
    let missing = triage(&child);
    assert_eq!(decided(missing), (TriageDecision::Incomplete, TriageRule::Representative));
    assert!(!missing.can_be_confirmed());
    let named = TriageFacts { representative_named: true, ..child };
    assert!(triage(&named).can_be_confirmed());

    let adult = facts(Procedure::Incapacity, "01/01/1980", "23/11/2026");
    assert_eq!(triage(&adult).decision, TriageDecision::Incomplete);
    let named = TriageFacts { representative_named: true, ..adult };
    assert!(triage(&named).can_be_confirmed());
}

#[test]
fn r09_a_grown_child_needs_none_and_gets_the_procedure_of_its_age() {
    let asked = facts(Procedure::Child6To13, "23/11/2012", "23/11/2026");
    let first = triage(&asked);
    assert_eq!((first.decision, first.procedure), (TriageDecision::Visit, Procedure::First));
    let holder = triage(&TriageFacts { held: HeldPaper::Cc, ..asked });
    assert_eq!(holder.procedure, Procedure::Age);
}

#[test]
fn r10_reissue_goes_online_unless_biometrics_were_never_taken() {
    for procedure in [Procedure::Lost, Procedure::Damaged, Procedure::Boundary] {
        let asked = facts(procedure, "12/05/1950", "23/11/2026");
        let chip = triage(&TriageFacts { held: HeldPaper::CccdChip, ..asked });
        assert_eq!(decided(chip), (TriageDecision::Online, TriageRule::Biometrics));
        let old = triage(&TriageFacts { held: HeldPaper::Cmnd9, ..asked });
        assert_eq!(decided(old), (TriageDecision::Visit, TriageRule::Biometrics));
    }
}

#[test]
fn somebody_who_walks_and_has_no_priority_goes_to_the_desk() {
    let asked = facts(Procedure::Request, "12/05/1990", "23/11/2026");
    let walks = TriageFacts { mobility: Mobility::Walks, groups: BeneficiaryGroups::EMPTY, ..asked };
    assert_eq!(decided(triage(&walks)), (TriageDecision::Desk, TriageRule::Necessity));
    let elderly = TriageFacts { groups: BeneficiaryGroup::Elderly.into(), ..walks };
    assert_eq!(decided(triage(&elderly)), (TriageDecision::Visit, TriageRule::Necessity));
}

#[test]
fn r11_expiry_by_age_and_the_two_year_rule() {
    for (birth, issued, expiry) in [
        ("30/11/1966", "29/11/2024", Some("30/11/2026")),
        ("30/11/1966", "30/11/2024", None),
        ("01/01/2013", "01/02/2025", Some("01/01/2038")),
        ("28/02/2001", "01/01/2022", Some("28/02/2026")),
    ] {
        let expected = expiry.map(date);
        assert_eq!(expires_on(born(birth), date(issued)), expected, "{birth} {issued}");
    }
}

#[test]
fn r31_fees_come_from_a_dated_table() {
    let table = FeeTable::load(&ReferenceFiles::embedded()).unwrap();
    for (procedure, on, amount) in [
        (Procedure::CccdToCc, "31/12/2026", 15_000),
        (Procedure::CccdToCc, "01/01/2027", 30_000),
        (Procedure::Age, "23/11/2026", 0),
        (Procedure::Lost, "15/12/2026", 35_000),
        (Procedure::First, "23/11/2026", 0),
        (Procedure::Boundary, "23/11/2026", 0),
        (Procedure::Misprint, "23/11/2026", 0),
        (Procedure::Info, "01/01/2027", 50_000),
        (Procedure::Damaged, "01/01/2027", 70_000),
    ] {
        let fee = table.fee_on(procedure, date(on)).unwrap();
        assert_eq!(fee.amount_vnd, amount, "{procedure} {on}");
    }
    assert_eq!(
        table.sentence_on(Procedure::CccdToCc, date("31/12/2026")),
        "15.000 đồng; cán bộ xác nhận tại chỗ nếu thuộc diện được miễn"
    );
    assert_eq!(table.sentence_on(Procedure::Age, date("23/11/2026")), "Không thu lệ phí (Điều 38 Luật Căn cước)");
    assert_eq!(table.sentence_on(Procedure::Incapacity, date("23/11/2026")), "Cán bộ xác nhận tại chỗ");
    assert_eq!(dong(1_000_000), "1.000.000 đồng");
}

#[test]
fn r31_overlapping_or_reversed_periods_are_refused() {
    let head = "procedure,amount_vnd,valid_from,valid_until,basis,source\n";
    for (rows, expected) in [
        (
            "lost,1,2026-01-01,,x,x\nlost,2,2027-01-01,,x,x\n",
            "fees.csv:3: mức thu của “lost” trùng thời gian với mức có hiệu lực từ 01/01/2026",
        ),
        (
            "lost,1,2026-01-01,2025-12-31,x,x\n",
            "fees.csv:2: ngày hết hiệu lực 31/12/2025 trước ngày có hiệu lực 01/01/2026",
        ),
        ("gift,1,2026-01-01,,x,x\n", "fees.csv:2: cột “procedure”"),
        ("lost,-1,2026-01-01,,x,x\n", "fees.csv:2: cột “amount_vnd”"),
    ] {
        let (files, _folder) = with_file("fees.csv", &format!("{head}{rows}"));
        let refused = FeeTable::load(&files).unwrap_err().to_string();
        assert!(refused.starts_with(expected), "{refused}");
    }
}

#[test]
fn r32_a_non_resident_is_served_where_staying_and_the_address_is_noted() {
    // Triage has no field for residence: nothing about it can refuse a case.
    assert!(triage(&facts(Procedure::CccdToCc, "12/05/1950", "23/11/2026")).can_be_confirmed());
    let note = card_address_note(Residence { permanent: "Nam Định", staying_in: "phường Kiến An" });
    assert_eq!(note, "Thu nhận tại phường Kiến An; nơi thường trú in trên thẻ: Nam Định.");
}
