//! `luudong plan`
use chrono::NaiveDate;
use clap::Args;

use super::{CommandError, say, set_up_at_one_moment};
use crate::config::Settings;
use crate::planning::carry_out;
use crate::planning::proposal::Run;
use crate::planning::propose::{ProposeError, Span};
use crate::planning::publish;
use crate::text::dates::long_date;
use crate::text::said;

/// What to plan.
#[derive(Args)]
pub struct PlanArguments {
    /// Ngày đầu (YYYY-MM-DD), sớm nhất là ngày mai; bỏ trống: ngày mai, theo giờ Việt Nam.
    #[arg(long)]
    from: Option<NaiveDate>,
    /// Ngày cuối (YYYY-MM-DD); bỏ trống: hai tuần kể từ ngày đầu (planning.days_usual).
    #[arg(long)]
    to: Option<NaiveDate>,
    /// Hạt giống; cùng hạt giống và cùng dữ liệu cho cùng phương án.
    #[arg(long)]
    seed: Option<u64>,
    /// Công bố ngay phương án vừa xếp.
    #[arg(long)]
    publish: bool,
}

/// Computes, stores and prints a proposal.
///
/// # Errors
/// [`CommandError`].
pub fn run(settings: Settings, arguments: &PlanArguments) -> Result<(), CommandError> {
    let shared = set_up_at_one_moment(settings)?;
    let span = Span::of(&shared.desk, arguments.from, arguments.to, arguments.seed);
    let run = carry_out::at_once(&shared.desk, &shared.reference, None, span).map_err(refusal)?;
    // published before anything is printed: the work does not depend on who reads
    let desk = &shared.desk;
    let publish = || publish::publish(desk, &shared.reference, None, run.id);
    let published = arguments.publish.then(publish).transpose();
    let printed = print(&run);
    let published = published.map_err(|error| CommandError::Refused(error.to_string()))?;
    printed?;
    let Some(done) = published else { return Ok(()) };
    let (mails, calls, postponed) = (done.mails, done.calls, done.postponed);
    say(format_args!("\nĐã công bố: {mails} thư, {calls} gia đình cần gọi điện, {postponed} lịch hoãn."))
}

fn print(run: &Run) -> Result<(), CommandError> {
    say(format_args!(
        "Phương án {}: {} lượt đến có chỗ, {} chưa xếp được, {} phút đi đường (hạt giống {}).",
        run.id,
        run.proposal.served(),
        run.proposal.unserved.len(),
        run.proposal.cost.travel_secs / 60,
        run.seed
    ))?;
    let at = said::clock;
    for duty in run.proposal.duties.iter().filter(|duty| !duty.stops.is_empty()) {
        let back = at(duty.returns_secs);
        say(format_args!("\n{} – {} (ca {}), về {back}", long_date(duty.on), duty.team, duty.duty_id))?;
        for stop in &duty.stops {
            say(format_args!("  {} – {}  lượt đến {}", at(stop.arrives_secs), at(stop.departs_secs), stop.visit_id))?;
        }
    }
    for unserved in &run.proposal.unserved {
        say(format_args!("  chưa xếp được: lượt đến {}: {}", unserved.visit_id, unserved.reason))?;
    }
    Ok(())
}

fn refusal(error: ProposeError) -> CommandError {
    match error {
        ProposeError::Span(field) => CommandError::Input(field.detail),
        ProposeError::Store(error) => error.into(),
        other => CommandError::Refused(other.to_string()),
    }
}
