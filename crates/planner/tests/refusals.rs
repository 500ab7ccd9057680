//! Nonsense is refused with the place named.

use planner::*;

fn sound() -> ProblemBuilder {
    let mut builder = ProblemBuilder::new(2);
    builder.matrix(TravelMatrix::from_fn(2, |_, _| Some(Seconds(60))));
    builder.duty(Duty::from_base(LocationIndex(0), Window::new(Time(0), Time(3600))));
    builder.visit(Visit { windows: vec![Window::new(Time(0), Time(60))], ..Visit::at(LocationIndex(1)) });
    builder
}

fn refusal(change: impl FnOnce(&mut ProblemBuilder)) -> String {
    let mut builder = sound();
    change(&mut builder);
    builder.build().map(|_| "accepted".to_owned()).unwrap_or_else(|error| error.to_string())
}

fn visit(change: impl FnOnce(&mut Visit)) -> String {
    refusal(|builder| change(&mut builder.visits_mut()[0]))
}

fn duty(change: impl FnOnce(&mut Duty)) -> String {
    refusal(|builder| change(&mut builder.duties_mut()[0]))
}

fn window(opens: i32, closes: i32) -> Window {
    Window::new(Time(opens), Time(closes))
}

const TIME: &str = "a time is negative or further away than three years";
const SPAN: &str = "a span of time is negative or longer than three years";

#[test]
fn a_sound_problem_is_accepted() {
    assert_eq!(refusal(|_| {}), "accepted");
}

#[test]
fn visits_are_refused_by_number() {
    type Case = (fn(&mut Visit), &'static str);
    let cases: [Case; 9] = [
        (|visit| visit.windows[0] = window(9, 8), "window closes before it opens"),
        (|visit| visit.windows.push(window(60, 70)), "windows overlap or are not sorted"),
        (|visit| visit.windows.clear(), "has no window"),
        (|visit| visit.windows[0] = window(-1, 8), TIME),
        (|visit| visit.service = Seconds(-1), SPAN),
        (|visit| visit.location = LocationIndex(2), "names a place that does not exist"),
        (|visit| visit.priority = 0, "has priority 0; the least is 1"),
        (|visit| visit.demand = 2_000_000, "has a demand, capacity or priority above one million"),
        (|visit| visit.pinned_duty = Some(DutyIndex(1)), "names a duty that does not exist"),
    ];
    for (change, why) in cases {
        assert_eq!(visit(change), format!("visit 0: {why}"));
    }
}

#[test]
fn duties_are_refused_by_number() {
    let backwards = Break { earliest: Time(9), latest: Time(8), duration: Seconds(1) };
    assert_eq!(duty(|duty| duty.rest = Some(backwards)), "duty 0: break must begin before it may begin");
    type Case = (fn(&mut Duty), &'static str);
    let cases: [Case; 5] = [
        (|duty| duty.shift = window(9, 8), "shift ends before it starts"),
        (|duty| duty.matrix = MatrixIndex(1), "names a travel matrix that does not exist"),
        (|duty| duty.end_location = LocationIndex(7), "names a place that does not exist"),
        (|duty| duty.overtime = Seconds(i32::MAX), SPAN),
        (|duty| duty.frozen.visits = vec![VisitIndex(5)], "names a visit that does not exist"),
    ];
    for (change, why) in cases {
        assert_eq!(duty(change), format!("duty 0: {why}"));
    }
    let twice = duty(|duty| duty.frozen.visits = vec![VisitIndex(0); 2]);
    assert_eq!(twice, "visit 0: is frozen twice");
}

#[test]
fn matrices_crossings_and_prices_are_refused() {
    let matrix = |locations, leg| {
        refusal(|builder| {
            builder.matrix(TravelMatrix::from_rows(locations, vec![Seconds(leg); locations * locations]));
        })
    };
    assert_eq!(matrix(3, 0), "travel matrix 1: does not have one row and one column per place");
    assert_eq!(matrix(2, -5), "travel matrix 1: holds a negative or absurdly long travel time");
    let (from, to) = (ZoneIndex(1), ZoneIndex(1));
    let crossing = refusal(|builder| {
        builder.crossing(Crossing { from, to, pier: None, departures: vec![] });
    });
    assert_eq!(crossing, "crossing 0: leads from a zone to itself");
    let free = refusal(|builder| {
        builder.prices(Prices { travel: 0, waiting: 0 });
    });
    assert_eq!(free, "the problem: travel has price 0; the least is 1");
}
