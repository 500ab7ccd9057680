//! When a visit may start, on the problem's axis.
use chrono::NaiveDate;
use planner::{Time, Window};

use crate::calendar::HalfDay;
use crate::config::Hours;
use crate::planning::inputs::{Inputs, WantedVisit};
use crate::planning::units;
use crate::seconds::{Seconds, TimeOfDay};
use crate::visits::visit::Promise;

/// Work may start after opening (and unpacking) and must end before closing.
pub(super) fn half_day_windows(wanted: &WantedVisit, inputs: &Inputs, hours: &Hours) -> Vec<Window> {
    let (setup_secs, service_secs) = (wanted.setup_secs, wanted.visit.service_secs);
    let window =
        |&(on, half_day): &(NaiveDate, _)| half_day_window(on, half_day, setup_secs, service_secs, inputs, hours);
    let is_wanted = |&&(on, half_day): &&(NaiveDate, HalfDay)| {
        wanted.admissible.allow(on, half_day)
            && wanted.visit.booking.is_none_or(|booking| (booking.on, booking.half_day) == (on, half_day))
    };
    inputs.half_days.iter().filter(is_wanted).filter_map(window).collect()
}

/// When work may start in one half-day; none when it is too short.
pub(super) fn half_day_window(
    on: NaiveDate,
    half_day: HalfDay,
    setup_secs: Seconds,
    service_secs: Seconds,
    inputs: &Inputs,
    hours: &Hours,
) -> Option<Window> {
    let (opens, closes) = hours.of(half_day);
    let window = Window { opens: at(inputs, on, opens + setup_secs), closes: at(inputs, on, closes - service_secs) };
    (window.opens <= window.closes).then_some(window)
}

pub(super) fn promised_window(promise: Promise, setup_secs: Seconds, inputs: &Inputs) -> Window {
    Window {
        opens: at(inputs, promise.on, promise.from_secs),
        closes: at(inputs, promise.on, promise.to_secs + setup_secs),
    }
}

/// A moment on the problem's axis.
pub(super) fn at(inputs: &Inputs, on: NaiveDate, secs: TimeOfDay) -> Time {
    let day = i32::try_from((on - inputs.from).num_days()).unwrap_or(0);
    units::on_axis(day, secs)
}
