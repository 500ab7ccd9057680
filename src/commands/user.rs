//! `luudong user add`
use std::io::{IsTerminal, Read};

use clap::Subcommand;

use super::{CommandError, open_at_one_moment, say};
use crate::accounts::passwords::HashedPassword;
use crate::accounts::sign_in;
use crate::accounts::{Account, Role};
use crate::config::Settings;
use crate::db::StoreError;

/// What can be done with accounts here.
#[derive(Subcommand)]
pub enum UserCommand {
    /// Thêm tài khoản; mật khẩu đọc từ đầu vào chuẩn.
    Add {
        /// Tên đăng nhập.
        #[arg(long)]
        login: String,
        /// Tên hiển thị.
        #[arg(long)]
        name: String,
        /// admin, dispatcher hoặc officer.
        #[arg(long)]
        role: Role,
        /// Mã phường, xã, đặc khu; nhiều mã cách nhau bằng dấu phẩy. Bỏ trống: tất cả.
        #[arg(long, value_delimiter = ',')]
        ward: Vec<String>,
    },
}

/// Runs it.
///
/// # Errors
/// [`CommandError`].
pub fn run(settings: Settings, command: UserCommand) -> Result<(), CommandError> {
    let UserCommand::Add { login, name, role, ward } = command;
    let shared = open_at_one_moment(settings)?;
    let password = read_password()?;
    let account = Account { id: 0, login, display_name: name, role, ward_codes: ward };
    let desk = &shared.desk;
    let names = [account.login.as_str(), account.display_name.as_str()];
    let password = HashedPassword::of(&password, &names, &desk.settings.accounts)?;
    let added = desk.db.write(|conn| {
        // A refusal is an answer here, not a failed transaction: nothing was written before it.
        Ok::<_, StoreError>(sign_in::add_account(conn, desk, None, account.clone(), &password))
    })?;
    let added = added.map_err(|error| CommandError::Input(error.to_string()))?;
    say(format_args!("Đã thêm tài khoản {} (số {}).", added.login, added.id))
}

fn read_password() -> Result<String, CommandError> {
    if std::io::stdin().is_terminal() {
        eprintln!("Nhập mật khẩu rồi nhấn Enter, sau đó Ctrl-D:");
    }
    let mut typed = String::new();
    let read = std::io::stdin().read_to_string(&mut typed);
    read.map_err(|error| CommandError::Io("mật khẩu".to_owned(), error))?;
    Ok(typed.trim_end_matches(['\r', '\n']).to_owned())
}
