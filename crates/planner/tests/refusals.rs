//! Nonsense is refused with the place named.

use planner::*;

fn sound() -> ProblemBuilder {
    let mut builder = ProblemBuilder::new(2);
    builder.matrix(TravelMatrix::from_fn(2, |_, _| Some(Seconds(60))));
    builder.duty(Duty::from_base(
        PlaceIndex(0),
        Window::new(Time(0), Time(3600)),
    ));
    builder.visit(Visit {
        windows: vec![Window::new(Time(0), Time(60))],
        ..Visit::at(PlaceIndex(1))
    });
    builder
}

fn refusal(change: impl FnOnce(&mut ProblemBuilder)) -> String {
    let mut builder = sound();
    change(&mut builder);
    builder
        .build()
        .map(|_| "accepted".to_owned())
        .unwrap_or_else(|error| error.to_string())
}

fn visit(change: impl FnOnce(&mut Visit)) -> String {
    refusal(|builder| change(&mut builder.visits_mut()[0]))
}

fn duty(change: impl FnOnce(&mut Duty)) -> String {
    refusal(|builder| change(&mut builder.duties_mut()[0]))
}

#[test]
fn each_refusal_names_the_place() {
    let window = |opens, closes| Window::new(Time(opens), Time(closes));
    let cases = [
        (refusal(|_| {}), "accepted"),
        (
            visit(|visit| visit.windows[0] = window(9, 8)),
            "visit 0: window closes before it opens",
        ),
        (
            visit(|visit| visit.windows.push(window(60, 70))),
            "visit 0: windows overlap or are not sorted",
        ),
        (
            visit(|visit| visit.windows.clear()),
            "visit 0: has no window",
        ),
        (
            visit(|visit| visit.windows[0] = window(-1, 8)),
            "visit 0: a time is negative or further away than three years",
        ),
        (
            visit(|visit| visit.service = Seconds(-1)),
            "visit 0: a span of time is negative or longer than three years",
        ),
        (
            visit(|visit| visit.place = PlaceIndex(2)),
            "visit 0: names a place that does not exist",
        ),
        (
            visit(|visit| visit.priority = 0),
            "visit 0: has priority 0; the least is 1",
        ),
        (
            visit(|visit| visit.demand = 2_000_000),
            "visit 0: has a demand, capacity or priority above one million",
        ),
        (
            visit(|visit| visit.pinned_duty = Some(DutyIndex(1))),
            "visit 0: names a duty that does not exist",
        ),
        (
            duty(|duty| duty.shift = window(9, 8)),
            "duty 0: shift ends before it starts",
        ),
        (
            duty(|duty| duty.matrix = MatrixIndex(1)),
            "duty 0: names a travel matrix that does not exist",
        ),
        (
            duty(|duty| duty.end_place = PlaceIndex(7)),
            "duty 0: names a place that does not exist",
        ),
        (
            duty(|duty| duty.overtime = Seconds(i32::MAX)),
            "duty 0: a span of time is negative or longer than three years",
        ),
        (
            duty(|duty| {
                duty.rest = Some(Break {
                    earliest: Time(9),
                    latest: Time(8),
                    duration: Seconds(1),
                })
            }),
            "duty 0: break must begin before it may begin",
        ),
        (
            duty(|duty| duty.frozen.visits = vec![VisitIndex(5)]),
            "duty 0: names a visit that does not exist",
        ),
        (
            duty(|duty| duty.frozen.visits = vec![VisitIndex(0); 2]),
            "visit 0: is frozen twice",
        ),
        (
            refusal(|builder| {
                drop(builder.matrix(TravelMatrix::from_rows(3, vec![Seconds(0); 9])))
            }),
            "travel matrix 1: does not have one row and one column per place",
        ),
        (
            refusal(|builder| {
                drop(builder.matrix(TravelMatrix::from_rows(2, vec![Seconds(-5); 4])))
            }),
            "travel matrix 1: holds a negative or absurdly long travel time",
        ),
        (
            refusal(|builder| {
                builder.crossing(Crossing {
                    from: ZoneIndex(1),
                    to: ZoneIndex(1),
                    pier: None,
                    departures: vec![],
                });
            }),
            "crossing 0: leads from a zone to itself",
        ),
        (
            refusal(|builder| {
                builder.prices(Prices {
                    travel: 0,
                    waiting: 0,
                });
            }),
            "the problem: travel has price 0; the least is 1",
        ),
    ];
    for (said, expected) in cases {
        assert_eq!(said, expected);
    }
}
