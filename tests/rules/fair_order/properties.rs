//! The order holds for every set of waiting visits: total, the same however it is given, kind to patience, deaf to edits.
use chrono::Duration;
use luudong::cases::case::{Case, DeadlineReason, PlannableCase};
use luudong::cases::household::{Address, Contact, Note, PhoneLine};
use luudong::cases::kinds::{BeneficiaryGroup, Channel, Mobility, Relation};
use luudong::cases::preference::TimePreference;
use luudong::cases::triage::{TriageDecision, TriageRule};
use luudong::dice::Dice;
use luudong::ids::{CaseId, VisitId};
use luudong::planning::priority::{Waiting, in_order};
use luudong::sealed::Vault;
use luudong::seconds::Seconds;
use luudong::text::messages::Words;
use luudong::text::names::PersonName;
use luudong::visits::durations::Capture;
use luudong::visits::visit::Visit;
use proptest::prelude::*;
use proptest::sample::select;

use super::{now, ordered, shipped, today, visits};

fn anybody() -> impl Strategy<Value = Capture> {
    let groups = prop::sample::subsequence(BeneficiaryGroup::ALL, 0..4);
    let parts = (select(Mobility::ALL), groups, 0u32..110);
    parts.prop_map(|(mobility, groups, age_years)| Capture {
        mobility,
        groups: groups.into_iter().collect(),
        age_years,
    })
}

fn anyone_waiting() -> impl Strategy<Value = Waiting> {
    let people = prop::collection::vec(anybody(), 0..4);
    // Few seconds and few codes, so that ties are common.
    let filed = (0i64..150, 0i64..3).prop_map(|(days, secs)| now() - Duration::days(days) - Duration::seconds(secs));
    let deadline = prop::option::of((-20i64..60, select(DeadlineReason::ALL)));
    (people, filed, deadline, prop::bool::weighted(0.1), "[A-C]").prop_map(
        |(people, filed_at, deadline, front, code)| Waiting {
            visit_id: VisitId::UNSTORED,
            code,
            filed_at,
            people,
            deadline_on: deadline.map(|(days, _)| today() + Duration::days(days)),
            deadline_reason: deadline.map(|(_, reason)| reason),
            front_of_queue: front,
            group_site: false,
        },
    )
}

/// Waiting visits with numbers of their own.
fn many_waiting() -> impl Strategy<Value = Vec<Waiting>> {
    prop::collection::vec(anyone_waiting(), 1..25).prop_map(|waiting| {
        waiting.into_iter().zip(1..).map(|(one, id)| Waiting { visit_id: VisitId(id), ..one }).collect()
    })
}

fn rank_of(waiting: &[Waiting], visit_id: VisitId) -> (usize, u32) {
    let turns = in_order(waiting, &shipped(), today(), now());
    let turn = turns.iter().find(|turn| turn.waiting.visit_id == visit_id).expect("it waits");
    (turn.place, turn.priority.points())
}

proptest! {
    #[test]
    fn r25_the_order_is_total_and_does_not_depend_on_how_it_is_given(
        (waiting, shuffled) in many_waiting().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        let turns = in_order(&waiting, &shipped(), today(), now());
        let again = in_order(&shuffled, &shipped(), today(), now());
        prop_assert_eq!(visits(&turns), visits(&again));
        prop_assert_eq!(turns.len(), waiting.len());
        for (turn, place) in turns.iter().zip(1..) {
            prop_assert_eq!(turn.place, place);
            prop_assert!(turn.household_place <= turn.place && turn.household_place <= turn.households);
            let told: u32 = turn.priority.rows().iter().map(|(_, points)| points).sum();
            prop_assert_eq!(told, turn.priority.points());
        }
        for pair in turns.windows(2) {
            let (points, filed) = (pair[0].priority.points(), pair[0].waiting.filed_at);
            let (next, later) = (pair[1].priority.points(), pair[1].waiting.filed_at);
            prop_assert!(points > next || (points == next && filed <= later));
        }
        // Any two stand to each other as in the whole: nobody's place depends on a third.
        for pair in waiting.windows(2) {
            let whole: Vec<i64> = visits(&turns).into_iter().filter(|id| pair.iter().any(|one| one.visit_id.0 == *id)).collect();
            prop_assert_eq!(ordered(pair, &shipped()), whole);
        }
    }

    #[test]
    fn r25_a_day_more_of_waiting_never_lowers_anybody(waiting in many_waiting(), at in any::<prop::sample::Index>()) {
        let at = at.index(waiting.len());
        let before = rank_of(&waiting, waiting[at].visit_id);
        let mut longer = waiting.clone();
        longer[at].filed_at = longer[at].filed_at - Duration::days(1);
        let after = rank_of(&longer, waiting[at].visit_id);
        prop_assert!(after.0 <= before.0 && after.1 >= before.1, "{before:?} to {after:?}");
        // Nor does a day that passes for everybody, as far as waiting goes.
        let tomorrow = in_order(&waiting, &shipped(), today(), now() + Duration::days(1));
        let one = tomorrow.iter().find(|turn| turn.waiting.visit_id == waiting[at].visit_id).expect("it waits");
        prop_assert!(one.priority.points() >= before.1);
    }

    #[test]
    fn r25_an_edit_of_contact_address_or_note_moves_nobody(
        waiting in anyone_waiting(), line in "[a-z0-9 ]{3,20}", note in "[a-z ]{0,20}", digits in "[0-9]{7}", mails: bool
    ) {
        let vault = Vault::new("a key of the tests, long enough to be one", Dice::seeded(1));
        let case = case_of(&vault, &waiting, "Số 1 phố Cầu Đất", None, "0912345678");
        let mut edited = case_of(&vault, &waiting, &line, Some(note), &format!("091{digits}"));
        edited.has_email = mails;
        edited.version += 1;
        prop_assert_eq!(facts(case, &waiting), facts(edited, &waiting));
    }
}

fn facts(case: Case, waiting: &Waiting) -> Waiting {
    let case = PlannableCase { case, applicants: Vec::new() };
    Waiting::of(&case, &visit_of(waiting), waiting.people.clone())
}

fn case_of(vault: &Vault, waiting: &Waiting, line: &str, note: Option<String>, phone: &str) -> Case {
    let phone = PhoneLine { dial: phone.to_owned(), shown: phone.to_owned(), receives_sms: true };
    let name = PersonName::parse("Nguyễn Thị Lan").expect("a name");
    let contact = Contact { name, relation: Relation::Child, phone, email: None };
    let address = Address { line: line.to_owned(), hamlet: None, old_address: None, pin: None };
    Case {
        id: CaseId(1),
        code: waiting.code.clone(),
        secret_hash: String::new(),
        channel: Channel::Family,
        ward_code: "11329".to_owned(),
        sub_area: None,
        group_site: None,
        expected_captures: 1,
        contact_hash: contact.lookup(vault),
        address_hash: address.lookup(vault, "11329"),
        contact: vault.seal(&vault.unnamed_key(), &contact),
        address: vault.seal(&vault.unnamed_key(), &address),
        note: note.map(|note| vault.seal(&vault.unnamed_key(), &Note(note))),
        has_email: false,
        triage: TriageDecision::Visit,
        triage_rule: TriageRule::Necessity,
        deadline_on: waiting.deadline_on,
        deadline_reason: waiting.deadline_reason,
        filed_by: None,
        filed_at: waiting.filed_at,
        verified_at: None,
        refused_at: None,
        refused_reason: None,
        withdrawn_at: None,
        place_fixed_at: None,
        question: None,
        not_before: None,
        preference: TimePreference::ANY,
        language: Words::VIETNAMESE.0,
        version: 1,
    }
}

fn visit_of(waiting: &Waiting) -> Visit {
    Visit {
        id: waiting.visit_id,
        case_id: CaseId(1),
        number: 1,
        part: 1,
        captures: 1,
        service_secs: Seconds(1_800),
        front_of_queue: waiting.front_of_queue,
        cancelled_at: None,
        booking: None,
        promise: None,
        duty_id: None,
        invite_sequence: 0,
        postponed_at: None,
        en_route_at: None,
        arrived_at: None,
        closed_at: None,
        version: 1,
    }
}
