//! `luudong bench grow`: fills the configured database as a province does in a year, so that everything else can be
//! measured behind it: cases that ended long ago, with their visits, mails and entries of the log; and beside them
//! households that wait and duties that go out.
mod past;
mod present;
mod store;

use std::time::Instant;

use chrono::{Duration, NaiveDate, NaiveTime};
use clap::Args;

use crate::clock::{Clock, Timestamp};
use crate::commands::demo::month;
use crate::commands::{CommandError, say, shared};
use crate::config::{Environment, Settings};
use crate::dice::Dice;

/// How much.
#[derive(Args)]
pub struct GrowBench {
    /// Ngày được coi là hôm nay (YYYY-MM-DD).
    #[arg(long, default_value = "2026-11-23")]
    date: NaiveDate,
    /// Số hồ sơ đã xong trong một năm qua; cứ mười hồ sơ có một hồ sơ phải đến hai lần.
    #[arg(long, default_value_t = 900_000)]
    cases: i64,
    /// Số mục nhật ký cho mỗi lượt đến đã xong.
    #[arg(long, default_value_t = 10)]
    entries: i64,
    /// Số hộ đã duyệt đang chờ xếp lịch.
    #[arg(long, default_value_t = 2_000)]
    waiting: u64,
    /// Số ca công tác sắp tới.
    #[arg(long, default_value_t = 200)]
    duties: usize,
}

/// Fills the database.
///
/// # Errors
/// [`CommandError`]; refused in production and where there is more than demo data.
pub fn run(settings: Settings, bench: &GrowBench) -> Result<(), CommandError> {
    if settings.environment == Environment::Production {
        return Err(CommandError::Input("không nạp dữ liệu thử khi environment = production".to_owned()));
    }
    let start = Timestamp::local(bench.date - Duration::days(month::DAYS_BACK), NaiveTime::MIN);
    let shared = shared(settings, Clock::fixed(start), Dice::System)?;
    if shared.desk.db.read(store::has_grown)? {
        let why = "cơ sở dữ liệu này đã được nạp rồi; hãy nạp vào một cơ sở dữ liệu mới";
        return Err(CommandError::Input(why.to_owned()));
    }
    month::fill(&shared, bench.date, 1, &|_, _| Ok(()))?;
    let began = Instant::now();
    past::grow(&shared.desk, bench.date, bench.cases, bench.entries)?;
    say(format_args!("{} hồ sơ đã xong: {:.0} giây", bench.cases, began.elapsed().as_secs_f64()))?;
    let began = Instant::now();
    shared.desk.clock.set(Timestamp::local(bench.date, NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default()));
    present::grow(&shared, bench.waiting, bench.duties)?;
    say(format_args!(
        "{} hộ đang chờ, {} ca sắp tới: {:.0} giây",
        bench.waiting,
        bench.duties,
        began.elapsed().as_secs_f64()
    ))
}
