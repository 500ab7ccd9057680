//! `luudong roster --date D`
use chrono::NaiveDate;
use clap::Args;

use super::{CommandError, say, set_up_at_one_moment};
use crate::config::Settings;
use crate::db::StoreError;
use crate::ids::TeamId;
use crate::text::dates::long_date;
use crate::visits::roster::{self, RosterDuty};

/// Which roster.
#[derive(Args)]
pub struct RosterArguments {
    /// Ngày (YYYY-MM-DD).
    #[arg(long)]
    date: NaiveDate,
    /// Chỉ tổ có số này.
    #[arg(long)]
    team: Option<TeamId>,
}

/// Prints the rosters of a day; each household shown leaves an audit entry.
///
/// # Errors
/// [`CommandError`].
pub fn run(settings: Settings, arguments: &RosterArguments) -> Result<(), CommandError> {
    let shared = set_up_at_one_moment(settings)?;
    let desk = &shared.desk;
    let duties = desk.db.write(|conn| {
        let mut duties = crate::teams::store::duties_between(conn, arguments.date, arguments.date, None)?;
        duties.retain(|duty| arguments.team.is_none_or(|id| duty.team.id == id));
        roster::of_duties(conn, None, desk, duties, desk.now())
    });
    let duties: Vec<RosterDuty> = duties.map_err(|error: StoreError| CommandError::from(error))?;
    say(long_date(arguments.date))?;
    if duties.is_empty() {
        say("Không có ca công tác nào.")?;
    }
    duties.iter().try_for_each(print_duty)
}

fn print_duty(roster: &RosterDuty) -> Result<(), CommandError> {
    let duty = &roster.duty;
    say(format_args!("\n{} – {} – {}", duty.team.name, duty.kit.name, duty.officer_names()))?;
    for stop in &roster.stops {
        let contact = &stop.household.contact;
        say(format_args!(
            "  {}. {}  {}  {}  {}  (hồ sơ {})",
            stop.number,
            stop.arrives(),
            contact.name,
            contact.phone.shown,
            stop.household.address.door(),
            stop.case.code
        ))?;
        if let Some(words) = &stop.words {
            say(format_args!("       nói trước ở cửa: {}; gia đình đáp lại: {}", words.officers, words.family))?;
        }
        stop.bring.iter().try_for_each(|line| say(format_args!("       {line}")))?;
    }
    Ok(())
}
