//! `luudong demo`: a month of invented households, so that every page has something to show.
pub(super) mod month;
mod past;
pub(super) mod people;

use chrono::{Duration, NaiveDate, NaiveTime};
use clap::Args;

use super::{CommandError, clock, say, shared};
use crate::clock::{Clock, Timestamp};
use crate::config::{Environment, Settings};
use crate::dice::Dice;

/// What demo accounts sign in with; only ever in a development database.
pub const PASSWORD: &str = "thuyen-buom-song-cam";

/// Which month.
#[derive(Args)]
pub struct DemoArguments {
    /// Ngày được coi là hôm nay (YYYY-MM-DD); bỏ trống: hôm nay.
    #[arg(long)]
    date: Option<NaiveDate>,
    /// Hạt giống của dữ liệu; cùng hạt giống cho cùng các gia đình.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Fills an empty database; a filled one is left as it is.
///
/// # Errors
/// [`CommandError`]; refused in production.
pub fn run(settings: Settings, arguments: &DemoArguments) -> Result<(), CommandError> {
    if settings.environment == Environment::Production {
        let why = "không nạp dữ liệu thử khi environment = production";
        return Err(CommandError::Input(why.to_owned()));
    }
    let today = arguments.date.unwrap_or_else(|| clock(&settings).now().date());
    let start = Timestamp::local(today - Duration::days(month::DAYS_BACK), NaiveTime::MIN);
    let shared = shared(settings, Clock::fixed(start), Dice::System)?;
    let filled = month::fill(&shared, today, arguments.seed, &|_, _| Ok(()))?;
    let Some(filled) = filled else {
        say("Cơ sở dữ liệu đã có tài khoản: không nạp thêm dữ liệu thử.")?;
        return print_logins();
    };
    say(format_args!(
        "Đã nạp dữ liệu thử: {} hồ sơ, {} ca công tác, {} lượt đến đã có kết quả, {} lượt đến đã hẹn.",
        filled.cases, filled.duties, filled.ended, filled.promised
    ))?;
    print_logins()
}

fn print_logins() -> Result<(), CommandError> {
    say(format_args!("Đăng nhập (mật khẩu chung: {PASSWORD}):"))?;
    say("  quan-tri     quản trị")?;
    say("  dieu-phoi    điều phối, mọi địa bàn")?;
    say("  can-bo-1 … can-bo-8    cán bộ")
}
