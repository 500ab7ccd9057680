//! Promise risk against a reality of its own (`reality`), and what must hold of it whatever is drawn.

mod reality;

use planner::*;
use proptest::prelude::*;
use reality::{Chance, Day, day};

const SPREADS: [Spread; 3] = [
    Spread { work: 0.30, leg: 0.25, all_work: 0.10, all_legs: 0.15 },
    Spread { work: 0.60, leg: 0.10, all_work: 0.0, all_legs: 0.30 },
    Spread { work: 0.05, leg: 0.50, all_work: 0.25, all_legs: 0.0 },
];

/// Promises with about the same predicted chance.
#[derive(Clone, Copy, Default)]
struct Bin {
    members: u32,
    predicted: f64,
    kept: f64,
}

impl Bin {
    /// Between what was predicted and what came true, points of a hundred.
    fn points_off(&self) -> f64 {
        100.0 * (self.predicted - self.kept).abs() / f64::from(self.members)
    }
}

/// 20,000 promises in bins of ten points; predicted by the spread that reality has, or by one `times` as wide.
fn reliability(times: f64) -> [Bin; 10] {
    const PROMISES: u32 = 20_000;
    let (mut chance, mut bins) = (Chance(15), [Bin::default(); 10]);
    for number in 0.. {
        if bins.iter().map(|bin| bin.members).sum::<u32>() >= PROMISES {
            break;
        }
        let (day, Spread { work, leg, all_work, all_legs }) = (day(&mut chance), SPREADS[number % SPREADS.len()]);
        let believed =
            Spread { work: times * work, leg: times * leg, all_work: times * all_work, all_legs: times * all_legs };
        for (stop, predicted) in day.chances(&believed, number as u64).into_iter().enumerate() {
            // a day of its own for each promise: what is kept of one day hangs together
            let kept = day.lived(&SPREADS[number % SPREADS.len()], &mut chance)[stop];
            let bin = &mut bins[(predicted as usize / 100).min(9)];
            bin.members += 1;
            bin.predicted += f64::from(predicted) / 1000.0;
            bin.kept += f64::from(u32::from(kept));
        }
    }
    bins
}

#[test]
fn chances_are_what_comes_true_in_each_of_ten_bins() {
    for (number, bin) in reliability(1.0).iter().enumerate() {
        let members = f64::from(bin.members);
        let (predicted, kept, off) = (bin.predicted / members, bin.kept / members, bin.points_off());
        println!("bin {number}: {members} promises, {predicted:.3} predicted, {kept:.3} kept, {off:.1} points off");
        assert!(bin.members >= 400, "bin {number} has {members} members only");
        assert!(off <= 3.0, "bin {number}: {predicted:.3} predicted, {kept:.3} kept, of {members}");
    }
}

#[test]
fn a_spread_that_is_half_as_wide_as_reality_is_found_out() {
    let worst = reliability(0.5).iter().map(Bin::points_off).fold(0.0, f64::max);
    assert!(worst > 6.0, "{worst:.1} points off at most");
}

#[test]
fn what_a_buffer_saves_is_what_a_day_with_it_keeps() {
    let mut chance = Chance(4);
    let sum = |chances: Vec<u32>| i64::from(chances.iter().sum::<u32>());
    for seed in 0..200 {
        let (day, spread) = (day(&mut chance), &SPREADS[seed as usize % 3]);
        let Some(best) = day.risk(spread, seed).best_buffer else { continue };
        let before = sum(day.chances(spread, seed));
        let earlier = Day { begins: day.begins - 20, ..day.clone() };
        // where lunch is taken may change with another plan; the draws are the same
        let same_lunch = |day: &Day| {
            let (problem, plan) = day.planned();
            check(&problem, &plan).expect("can be driven").duties[0].break_before
        };
        if same_lunch(&day) != same_lunch(&earlier) {
            continue;
        }
        let saved = sum(earlier.chances(spread, seed)) - before;
        let rounding = day.stops.len() as i64;
        assert!(saved <= i64::from(best.saved.0) + rounding, "setting off earlier saves {saved}, the best {best:?}");
        if best.before == 0 {
            assert!((saved - i64::from(best.saved.0)).abs() <= rounding, "{saved} is not {best:?}");
        }
    }
}

#[test]
fn the_same_trials_give_the_same_risk_and_other_seeds_nearly_the_same() {
    let day = day(&mut Chance(9));
    assert_eq!(day.risk(&SPREADS[0], 1), day.risk(&SPREADS[0], 1));
    for (one, other) in day.chances(&SPREADS[0], 1).into_iter().zip(day.chances(&SPREADS[0], 2)) {
        assert!(one.abs_diff(other) <= 120, "{one} and {other}");
    }
}

#[test]
fn whoever_misses_the_last_boat_comes_to_nobody_behind_it() {
    let mut day = day(&mut Chance(3));
    day.lunch = None;
    let count = day.stops.len();
    day.stops.iter_mut().for_each(|place| (place.opens, place.closes, place.ferry) = (0, 2_000, None));
    // planned to the minute: on some days the boat is gone
    let reaches: i32 = day.begins + day.stops[..2].iter().map(|one| one.drive + one.setup + one.work).sum::<i32>();
    day.stops[2].drive = 30;
    day.stops[2].ferry = Some((10, vec![[0, reaches + 10]]));
    let risk = day.risk(&SPREADS[0], 5);
    let kept: Vec<u32> = risk.stops.iter().map(|stop| stop.kept.expect("promised").0).collect();
    assert_eq!(kept[..2], [1000, 1000]);
    assert!((100..900).contains(&kept[2]), "{kept:?}");
    assert!(kept[2..count].iter().all(|chance| *chance == kept[2]), "who is over the water has all day: {kept:?}");
    assert_eq!(risk.stops[2].arrival[2], None, "on the late days nobody comes");
    assert!(risk.stops[2].arrival[0].is_some());
    let best = risk.best_buffer.expect("twenty minutes catch the boat");
    assert_eq!(best.before, 2, "of equal gaps the last: {best:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn without_a_spread_a_promise_is_kept_or_not(seed: u64) {
        let mut chance = Chance(seed);
        let day = day(&mut chance);
        let kept = day.lived(&Spread::default(), &mut chance);
        let chances = day.chances(&Spread::default(), seed);
        prop_assert_eq!(chances, kept.into_iter().map(|kept| u32::from(kept) * 1000).collect::<Vec<_>>());
    }

    #[test]
    fn less_work_lowers_no_chance(seed: u64, which in 0_usize..12, spread in 0_usize..3) {
        let mut day = day(&mut Chance(seed));
        day.lunch = None; // it may be taken elsewhere with less to do
        let before = day.chances(&SPREADS[spread], seed);
        let which = which % day.stops.len();
        day.stops[which].work = (day.stops[which].work - 20).max(0);
        for (with, without) in day.chances(&SPREADS[spread], seed).into_iter().zip(before) {
            prop_assert!(with >= without);
        }
    }

    #[test]
    fn a_wider_window_lowers_no_chance_of_its_own(seed: u64, which in 0_usize..12, spread in 0_usize..3) {
        let mut day = day(&mut Chance(seed));
        let which = which % day.stops.len();
        let before = day.chances(&SPREADS[spread], seed);
        day.stops[which].closes += 15;
        let later = day.chances(&SPREADS[spread], seed);
        for number in 0..day.stops.len() {
            let fine = if number == which { later[number] >= before[number] } else { later[number] == before[number] };
            prop_assert!(fine);
        }
        day.stops[which].opens -= 15;
        let earlier = day.chances(&SPREADS[spread], seed);
        prop_assert!(earlier.into_iter().zip(later).all(|(earlier, later)| earlier >= later));
    }
}
