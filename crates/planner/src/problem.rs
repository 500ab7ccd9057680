//! What has to be planned: visits, duties, travel times, crossings. Plain data, checked once by `ProblemBuilder`.

mod builder;
mod fault;
mod prices;
pub(crate) mod rules;
mod travel;

pub use builder::ProblemBuilder;
pub use fault::{Fault, ProblemError, Subject};
pub use prices::Prices;
pub use travel::TravelMatrix;

use crate::units::{DAY, DutyIndex, LocationIndex, MatrixIndex, Seconds, Time, VisitIndex, Window, ZoneIndex};

/// One trip to a household or group site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Where it takes place.
    pub location: LocationIndex,
    /// Seconds of service, counted from its start: 0 to [`Seconds::LIMIT`].
    pub service: Seconds,
    /// Seconds to unpack the kit on arrival, before service starts: 0 to [`Seconds::LIMIT`]. Not paid when the stop
    /// before is at the same place.
    pub setup: Seconds,
    /// Captures it takes from the duty's capacity: 0 to 1,000,000.
    pub demand: u32,
    /// Bits of all the skills and kit tags it needs.
    pub skills: u64,
    /// Weight of leaving it unserved: 1 to 1,000,000.
    pub priority: u32,
    /// Service must start inside one of these: at least one, sorted, each closing before the next opens.
    pub windows: Vec<Window>,
    /// The only duty that may serve it.
    pub pinned_duty: Option<DutyIndex>,
    /// The arrival window told to the family. Breaking it costs more than any travel, less than not coming.
    pub promise: Option<Promise>,
    /// Where an earlier plan had it. Moving it away is a change; leaving it out is not (it counts as unserved).
    pub previous: Option<Previous>,
    /// A required visit outranks promises and overtime; an optional one is served when neither suffers.
    pub required: bool,
    /// The price of waiting: what each day until it is served is worth, in seconds of travel, 0 to [`Visit::DAY_PRICE_LIMIT`].
    pub day_price: Seconds,
    /// Visits with the same number live near each other: of two that need the same, the one with the higher day price
    /// goes first. `None`: nobody is compared with it.
    pub neighbourhood: Option<u32>,
}

impl Visit {
    /// The highest price of a day: more than a day of driving.
    pub const DAY_PRICE_LIMIT: Seconds = Seconds(100_000);

    /// A required visit at `location` with priority 1, no service time, no demand and no window yet.
    #[must_use]
    pub fn at(location: LocationIndex) -> Visit {
        Visit {
            location,
            service: Seconds(0),
            setup: Seconds(0),
            demand: 0,
            skills: 0,
            priority: 1,
            windows: Vec::new(),
            pinned_duty: None,
            promise: None,
            previous: None,
            required: true,
            day_price: Seconds(0),
            neighbourhood: None,
        }
    }
}

/// What a family was told: service starts inside this window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The promised start of service.
    pub window: Window,
}

/// A visit's place in an earlier plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Previous {
    /// The duty that had it.
    pub duty: DutyIndex,
    /// When service was to start.
    pub start: Time,
    /// How far the start may shift, in seconds either way (0 to [`Seconds::LIMIT`]), before it counts as a change.
    pub tolerance: Seconds,
}

/// One team at work on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Whose minutes are balanced: duties of one team share a number.
    pub team: u32,
    /// Where it leaves from.
    pub start_location: LocationIndex,
    /// Where it returns to.
    pub end_location: LocationIndex,
    /// Leaves no earlier than `opens`, is back by `closes`.
    pub shift: Window,
    /// Seconds (≥ 0) it may return after the shift's end. Each second used is counted as overtime.
    pub overtime: Seconds,
    /// The meal break, if it has one.
    pub rest: Option<Break>,
    /// Captures it can make: 0 to 1,000,000.
    pub capacity: u32,
    /// Bits of the skills and kit tags on board.
    pub skills: u64,
    /// Which travel matrix it drives by.
    pub matrix: MatrixIndex,
    /// What may not move any more.
    pub frozen: Frozen,
}

impl Duty {
    /// A duty of team 0 from and to `base` in `shift`, by matrix 0, without overtime, break or skills, with the largest
    /// capacity.
    #[must_use]
    pub fn from_base(base: LocationIndex, shift: Window) -> Duty {
        Duty {
            team: 0,
            start_location: base,
            end_location: base,
            shift,
            overtime: Seconds(0),
            rest: None,
            capacity: 1_000_000,
            skills: 0,
            matrix: MatrixIndex(0),
            frozen: Frozen::default(),
        }
    }

    /// The day on which its shift begins, counted from the problem's day 0.
    #[must_use]
    pub const fn day(&self) -> i32 {
        self.shift.opens.0.div_euclid(DAY.0)
    }
}

/// One break per duty, taken at the end of some leg: on the way or on arrival, before the next service.
///
/// Leaving a stop at `t` and resting on the leg means: `t ≤ latest`, and the next service can start at
/// `max(t + leg, earliest) + duration` at the soonest. A duty that is back at its end place by `latest` needs none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// It begins no earlier.
    pub earliest: Time,
    /// It is decided no later: the stop before it is left by then.
    pub latest: Time,
    /// Its length in seconds: 0 to [`Seconds::LIMIT`].
    pub duration: Seconds,
}

/// The part of a duty that may not move: its first visits, and perhaps the moment it is free again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frozen {
    /// The duty begins with exactly these visits in this order.
    pub visits: Vec<VisitIndex>,
    /// When the last of them (or the base, if there is none) is really left. Their own windows no longer count.
    pub resume: Option<Resume>,
    /// Whether nothing may be added after them.
    pub closed: bool,
}

/// The state in which a duty goes on after its frozen part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resume {
    /// When it can leave.
    pub at: Time,
    /// Whether the break is behind it.
    pub break_taken: bool,
}

/// The only way from one zone to another: a ferry, a cable car, a bridge that closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// Zone it leaves.
    pub from: ZoneIndex,
    /// Zone it reaches.
    pub to: ZoneIndex,
    /// Where one boards, on the near side. `None`: the windows hold for the moment of leaving the last stop.
    pub pier: Option<LocationIndex>,
    /// When one can board (sorted, apart). Coming earlier means waiting; after the last there is no way across.
    /// The travel matrix holds the whole time from door to door, crossing and usual wait included.
    pub departures: Vec<Window>,
}

/// A checked problem. Built by [`ProblemBuilder`]; never changes afterwards.
#[derive(Clone, Debug)]
pub struct Problem {
    pub(crate) visits: Vec<Visit>,
    pub(crate) duties: Vec<Duty>,
    pub(crate) matrices: Vec<TravelMatrix>,
    pub(crate) zones: Vec<ZoneIndex>,
    pub(crate) crossings: Vec<Crossing>,
    pub(crate) prices: Prices,
    pub(crate) least_change_first: bool,
}

impl Problem {
    /// All visits, by [`VisitIndex`].
    #[must_use]
    pub fn visits(&self) -> &[Visit] {
        &self.visits
    }

    /// All duties, by [`DutyIndex`].
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// One visit.
    ///
    /// # Panics
    /// If the problem has no visit with that number.
    #[must_use]
    pub fn visit(&self, visit: VisitIndex) -> &Visit {
        &self.visits[visit.at()]
    }

    /// One duty.
    ///
    /// # Panics
    /// If the problem has no duty with that number.
    #[must_use]
    pub fn duty(&self, duty: DutyIndex) -> &Duty {
        &self.duties[duty.at()]
    }

    /// How many places the travel matrices know.
    #[must_use]
    pub fn location_count(&self) -> usize {
        self.zones.len()
    }

    /// The travel matrix of a duty.
    ///
    /// # Panics
    /// If the problem has no duty with that number.
    #[must_use]
    pub fn travel(&self, duty: DutyIndex) -> &TravelMatrix {
        &self.matrices[self.duties[duty.at()].matrix.at()]
    }

    /// One travel matrix, if there is one with that number.
    #[must_use]
    pub fn matrix(&self, matrix: MatrixIndex) -> Option<&TravelMatrix> {
        self.matrices.get(matrix.at())
    }

    /// The zone of a place.
    ///
    /// # Panics
    /// If the problem has no place with that number.
    #[must_use]
    pub fn zone(&self, location: LocationIndex) -> ZoneIndex {
        self.zones[location.at()]
    }

    /// The crossing from one zone to another, if there is one.
    #[must_use]
    pub fn crossing(&self, from: ZoneIndex, to: ZoneIndex) -> Option<&Crossing> {
        self.crossings.iter().find(|crossing| crossing.from == from && crossing.to == to)
    }

    /// What a second of travel and of waiting counts.
    #[must_use]
    pub fn prices(&self) -> Prices {
        self.prices
    }

    /// Whether changes against the previous plan are weighed before travel (replanning) or last (planning).
    #[must_use]
    pub fn least_change_first(&self) -> bool {
        self.least_change_first
    }

    /// The same problem, taken apart again so that it can be changed and rebuilt.
    #[must_use]
    pub fn to_builder(&self) -> ProblemBuilder {
        ProblemBuilder::from_problem(self)
    }
}
