//! `luudong keys`: the keys that seal personal data, from the server's own shell.
use clap::Subcommand;
use secrecy::ExposeSecret;

use super::{CommandError, say, set_up_at_one_moment};
use crate::config::{Settings, check_new_key};
use crate::db::{DbConn, StoreResult};
use crate::keys::store::Kind;
use crate::keys::{self, journal, store};

/// What can be done with keys here.
#[derive(Subcommand)]
pub enum KeysCommand {
    /// Liệt kê khoá còn dùng: theo tháng, kèm số hồ sơ mỗi khoá giữ.
    List,
    /// Thay khoá chính: đọc khoá mới từ biến môi trường LUUDONG_NEW_DATA_KEY; sau đó đặt keys.data_key bằng khoá mới.
    Rotate {
        /// Khoá mới, tạo bằng: openssl rand -hex 32.
        #[arg(long, env = "LUUDONG_NEW_DATA_KEY", hide_env_values = true)]
        new_data_key: String,
    },
    /// Hủy khoá của một tháng đã qua cùng mọi thứ chỉ tháng đó giữ; hồ sơ còn dùng được chuyển sang khoá tháng này.
    Destroy {
        /// Tháng, ví dụ 2026-08.
        #[arg(long)]
        month: String,
    },
}

/// Runs it.
///
/// # Errors
/// [`CommandError`].
pub fn run(settings: Settings, command: KeysCommand) -> Result<(), CommandError> {
    if let KeysCommand::Rotate { new_data_key } = &command {
        check_new_key(&settings, new_data_key).map_err(|reason| CommandError::Input(reason.to_owned()))?;
    }
    let desk = set_up_at_one_moment(settings)?.desk;
    let (db, vault, now) = (&desk.db, &desk.vault, desk.now());
    match command {
        KeysCommand::List => {
            for (id, cases, at) in db.read(listed)? {
                say(format_args!("{id}: {cases} hồ sơ, tạo ngày {}", crate::text::dates::short_date(at.date())))?;
            }
            let destroyed = db.read(|conn| store::destroyed_since(conn, None))?;
            say(format_args!("Đã hủy: {} khoá.", destroyed.len()))
        }
        KeysCommand::Rotate { new_data_key } => {
            if new_data_key == desk.settings.keys.data_key.expose_secret() {
                return Err(CommandError::Input("khoá mới trùng với khoá đang dùng".to_owned()));
            }
            let moved = db.write(|conn| keys::rotate(conn, vault, &new_data_key))?;
            db.wipe_deleted()?;
            say(format_args!(
                "Đã bọc lại {moved} khoá. Đặt keys.data_key bằng khoá mới rồi khởi động lại mọi tiến trình."
            ))
        }
        KeysCommand::Destroy { month } => {
            let ended = db.write(|conn| keys::end_month(conn, vault, &month, now))?;
            journal::write_down(db, &desk.settings.keys.destroyed_file)?;
            db.wipe_deleted()?;
            match ended {
                true => say(format_args!("Đã hủy khoá của tháng {month}.")),
                false => Err(CommandError::Refused(format!("tháng {month} không có khoá, hoặc là tháng này"))),
            }
        }
    }
}

fn listed(conn: &mut DbConn) -> StoreResult<Vec<(String, i64, crate::clock::Timestamp)>> {
    let months = store::living_months(conn)?.into_iter().filter(|key| key.kind == Kind::Month);
    months.map(|key| Ok((key.id.clone(), store::count_children(conn, &key.id)?, key.created_at))).collect()
}
