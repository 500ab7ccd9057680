//! R25 and R27: who waits, in which order, for which reasons, by weights that are data.
mod groups;
mod price;
mod properties;
mod sentences;
mod table;

use chrono::{Duration, NaiveDate, NaiveTime};
use luudong::cases::case::DeadlineReason;
use luudong::cases::groups::BeneficiaryGroups;
use luudong::cases::kinds::{BeneficiaryGroup, Mobility};
use luudong::clock::Timestamp;
use luudong::ids::VisitId;
use luudong::planning::priority::{
    Because, Priority, PriorityWeights, Term, Turn, Waiting, WeightsTable, in_order, priority_of,
};
use luudong::reference::ReferenceFiles;
use luudong::visits::durations::Capture;

use crate::{date, with_file};

/// The first class of R25: where somebody cannot leave the bed, the group matters less.
const IN_BED: [Mobility; 2] = [Mobility::Bedridden, Mobility::InHospital];

fn today() -> NaiveDate {
    date("23/11/2026")
}

fn now() -> Timestamp {
    Timestamp::local(today(), NaiveTime::from_hms_opt(8, 0, 0).expect("a time"))
}

/// The weights that are compiled in.
fn shipped() -> PriorityWeights {
    let table = WeightsTable::load(&ReferenceFiles::embedded()).expect("the embedded weights load");
    table.in_force(today()).expect("weights are in force").clone()
}

/// The text of `priority_weights.csv` with another value in a column of its last row.
fn with_column(column: &str, value: &str) -> String {
    let text = ReferenceFiles::embedded().text("priority_weights.csv").expect("the file");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let columns = rows.headers().expect("columns").clone();
    let at = columns.iter().position(|known| known == column).unwrap_or_else(|| panic!("no column {column}"));
    let last = rows.records().last().expect("a row").expect("a row");
    let changed = last.iter().enumerate().map(|(here, old)| if here == at { value } else { old });
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&columns).expect("columns");
    out.write_record(changed).expect("a row");
    String::from_utf8(out.into_inner().expect("written")).expect("UTF-8")
}

/// One person's home that has waited for some days.
fn home(id: i64, groups: impl Into<BeneficiaryGroups>, mobility: Mobility, age_years: u32, days: i64) -> Waiting {
    Waiting {
        visit_id: VisitId(id),
        code: format!("CASE-{id:04}"),
        filed_at: now() - Duration::days(days),
        people: vec![Capture { mobility, groups: groups.into(), age_years }],
        deadline_on: None,
        deadline_reason: None,
        front_of_queue: false,
        group_site: false,
    }
}

fn very_severe(mobility: Mobility, days: i64) -> Waiting {
    home(1, BeneficiaryGroup::VerySevereDisability, mobility, 40, days)
}

fn elderly(mobility: Mobility, days: i64) -> Waiting {
    home(2, BeneficiaryGroup::Elderly, mobility, 65, days)
}

fn visits(turns: &[Turn<'_>]) -> Vec<i64> {
    turns.iter().map(|turn| turn.waiting.visit_id.0).collect()
}

fn ordered(waiting: &[Waiting], weights: &PriorityWeights) -> Vec<i64> {
    visits(&in_order(waiting, weights, today(), now()))
}

fn priority(waiting: &Waiting) -> Priority {
    priority_of(waiting, &shipped(), today(), now())
}

#[test]
fn r25_the_example_of_the_domain_very_severe_for_two_days_before_65_years_for_thirty() {
    for mobility in Mobility::ALL {
        for other in Mobility::ALL.iter().filter(|other| *other == mobility || !IN_BED.contains(other)) {
            let waiting = [elderly(*other, 30), very_severe(*mobility, 2)];
            assert_eq!(ordered(&waiting, &shipped()), [1, 2], "{mobility} against {other}");
        }
    }
}

#[test]
fn r25_after_n_days_waiting_time_wins_and_n_is_in_the_data() {
    for (per_day_waited, last_day_of_need) in [(2, 46), (3, 31), (6, 16)] {
        let weights = PriorityWeights { per_day_waited, ..shipped() };
        let against = |days| ordered(&[very_severe(Mobility::Walks, 2), elderly(Mobility::Walks, days)], &weights);
        assert_eq!(against(last_day_of_need), [1, 2], "{per_day_waited} points a day");
        assert_eq!(against(last_day_of_need + 1), [2, 1], "{per_day_waited} points a day");
    }
    // Even against the greatest need, and for somebody without any.
    let wins = shipped().days_until_waiting_wins().expect("some day");
    assert_eq!(wins, 100);
    let fresh = very_severe(Mobility::Bedridden, 0);
    let patient = |days: u32| home(2, BeneficiaryGroup::None, Mobility::Walks, 30, days.into());
    assert_eq!(ordered(&[fresh.clone(), patient(wins - 1)], &shipped()), [1, 2]);
    assert_eq!(ordered(&[fresh, patient(wins)], &shipped()), [2, 1]);
}

#[test]
fn r25_classes_come_in_their_order_when_everybody_waited_as_long() {
    use BeneficiaryGroup as Group;
    let classes = [
        (Group::VerySevereDisability, 40),
        (Group::SevereDisability, 40),
        (Group::None, 80),
        (Group::Merit, 79),
        (Group::MildDisability, 40),
        (Group::Elderly, 65),
        (Group::Poor, 40),
        (Group::None, 79),
    ];
    for mobility in Mobility::ALL {
        let homes = classes.iter().zip(1..).map(|((group, age), id)| home(id, *group, *mobility, *age, 7));
        let mut waiting: Vec<Waiting> = homes.collect();
        waiting.reverse();
        assert_eq!(ordered(&waiting, &shipped()), [1, 2, 3, 4, 5, 6, 7, 8], "{mobility}");
    }
    // Bedridden or very severely disabled: before whoever is neither, however they move and whatever their group.
    for (group, age) in &classes[1..] {
        for mobility in Mobility::ALL.iter().filter(|mobility| !IN_BED.contains(mobility)) {
            let other = home(3, *group, *mobility, *age, 7);
            for first in [very_severe(Mobility::Walks, 7), home(1, Group::None, Mobility::Bedridden, 30, 7)] {
                assert_eq!(ordered(&[other.clone(), first], &shipped()), [1, 3], "{group} {mobility} {age}");
            }
        }
    }
}

#[test]
fn r25_age_counts_from_the_eightieth_birthday_unless_the_group_is_worth_more() {
    let points = |group, age| priority(&home(1, group, Mobility::Walks, age, 0)).points();
    assert_eq!(points(BeneficiaryGroup::Elderly, 79), 10);
    assert_eq!(points(BeneficiaryGroup::Elderly, 80), 40);
    assert_eq!(points(BeneficiaryGroup::Merit, 80), 40);
    assert_eq!(points(BeneficiaryGroup::SevereDisability, 80), 50);
}

#[test]
fn r25_a_stated_deadline_raises_once_it_is_near() {
    let weights = shipped();
    let stated = |by: &str| Waiting {
        deadline_on: Some(date(by)),
        deadline_reason: Some(DeadlineReason::Hospital),
        ..elderly(Mobility::Walks, 0)
    };
    let plain = priority(&elderly(Mobility::Walks, 0)).points();
    assert_eq!(priority(&stated("08/12/2026")).points(), plain, "15 days ahead");
    assert_eq!(priority(&stated("07/12/2026")).points(), plain + weights.deadline, "14 days ahead");
    let planned_for = priority_of(&stated("08/12/2026"), &weights, date("24/11/2026"), now());
    assert_eq!(planned_for.points(), plain + weights.deadline, "near from the day that is being planned");
    let reason = Some(DeadlineReason::Hospital);
    assert!(planned_for.terms.iter().any(|term| {
        *term == Term { because: Because::Deadline { on: date("08/12/2026"), reason }, points: weights.deadline }
    }));
}

#[test]
fn r25_a_household_gains_by_its_neediest_member_and_not_by_its_size() {
    let one = very_severe(Mobility::Wheelchair, 3);
    let many = Waiting { people: [&one.people[..], &elderly(Mobility::Walks, 0).people].concat(), ..one.clone() };
    assert_eq!(priority(&many), priority(&one));
}

#[test]
fn r27_who_was_let_down_by_our_side_goes_before_everybody() {
    let let_down = Waiting { front_of_queue: true, ..home(9, BeneficiaryGroup::None, Mobility::Walks, 30, 0) };
    let worst = Waiting { deadline_on: Some(today()), ..very_severe(Mobility::Bedridden, 400) };
    assert_eq!(ordered(&[worst, let_down], &shipped()), [9, 1]);
}

#[test]
fn ties_go_to_who_filed_first_then_by_code_then_by_number() {
    let hour = |hours| Duration::hours(hours);
    let filed = |visit_id, code: &str, filed_at| Waiting {
        code: code.to_owned(),
        filed_at,
        ..home(visit_id, BeneficiaryGroup::Poor, Mobility::Wheelchair, 50, 0)
    };
    let waiting = [
        filed(4, "AAAA-2222", now() - hour(1)),
        filed(2, "BBBB-2222", now() - hour(2)),
        filed(3, "AAAA-3333", now() - hour(1)),
        filed(1, "BBBB-2222", now() - hour(2)),
    ];
    let turns = in_order(&waiting, &shipped(), today(), now());
    assert_eq!(visits(&turns), [1, 2, 4, 3]);
    let places: Vec<_> = turns.iter().map(|turn| (turn.place, turn.household_place, turn.households)).collect();
    assert_eq!(places, [(1, 1, 3), (2, 1, 3), (3, 2, 3), (4, 3, 3)], "two parts of one site are one case");
}
