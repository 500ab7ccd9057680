//! R25 for somebody of several groups: the one that is worth most counts, and no number of lesser ones makes a higher class.
use luudong::cases::groups::BeneficiaryGroups;
use luudong::cases::kinds::{BeneficiaryGroup as Group, Mobility};
use luudong::planning::priority::{Because, Term};

use super::{home, ordered, priority, shipped};

fn of(groups: &[Group]) -> BeneficiaryGroups {
    groups.iter().copied().collect()
}

#[test]
fn r25_of_several_groups_the_one_that_is_worth_most_counts_wherever_it_stands_in_the_list() {
    let terms = |groups: &[Group]| priority(&home(1, of(groups), Mobility::Walks, 50, 0)).terms;
    let (weights, only) = (shipped(), |group, points| vec![Term { because: Because::Group(group), points }]);
    // A mild disability stands above merit in the list and is worth less.
    assert_eq!(terms(&[Group::MildDisability, Group::Merit]), only(Group::Merit, weights.merit));
    assert_eq!(terms(&[Group::Merit, Group::MildDisability]), only(Group::Merit, weights.merit));
    assert_eq!(
        terms(&[Group::Poor, Group::SevereDisability]),
        only(Group::SevereDisability, weights.severe_disability)
    );
    assert_eq!(
        terms(&[Group::Ill, Group::Poor]),
        only(Group::Poor, weights.other_group),
        "the first of equals is told"
    );
    assert_eq!(terms(&[Group::None]), Vec::new());
}

#[test]
fn r25_age_counts_in_the_place_of_groups_with_fewer_points() {
    let terms = |groups: &[Group]| priority(&home(1, of(groups), Mobility::Walks, 80, 0)).terms;
    let weights = shipped();
    assert_eq!(terms(&[Group::Elderly, Group::Merit]), [Term { because: Because::Aged80, points: weights.aged_80 }]);
    let severe = Term { because: Because::Group(Group::SevereDisability), points: weights.severe_disability };
    assert_eq!(terms(&[Group::Elderly, Group::SevereDisability]), [severe]);
}

#[test]
fn r25_who_is_of_every_lesser_group_stands_behind_the_next_class() {
    let lesser: Vec<Group> = Group::ALL[1..].to_vec();
    let many = home(2, of(&lesser), Mobility::Wheelchair, 85, 7);
    let very_severe = home(1, Group::VerySevereDisability, Mobility::Walks, 30, 7);
    assert_eq!(ordered(&[many, very_severe], &shipped()), [1, 2]);
    let below_severe = home(2, of(&lesser[1..]), Mobility::Walks, 85, 7);
    let severe = home(1, Group::SevereDisability, Mobility::Walks, 30, 7);
    assert_eq!(ordered(&[below_severe, severe], &shipped()), [1, 2]);
}
