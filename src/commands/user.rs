//! `luudong user`: accounts from the server's own shell, for the first admin and for when nobody else can.
use std::io::{IsTerminal, Read};

use clap::Subcommand;

use super::{CommandError, say, set_up_at_one_moment};
use crate::accounts::account::ChangeAccountError;
use crate::accounts::manage::{AccountChange, add_account, change_account, reset_password, temporary_password};
use crate::accounts::passwords::HashedPassword;
use crate::accounts::{Account, Role, second_factor, store};
use crate::app::Shared;
use crate::config::Settings;
use crate::db::{DbConn, StoreError};
use crate::ids::AccountId;

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
    /// Liệt kê tài khoản.
    List,
    /// Đổi tên hiển thị, vai trò hoặc địa bàn.
    Set {
        /// Tên đăng nhập.
        #[arg(long)]
        login: String,
        /// Tên hiển thị.
        #[arg(long)]
        name: Option<String>,
        /// admin, dispatcher hoặc officer.
        #[arg(long)]
        role: Option<Role>,
        /// Mã phường, xã, đặc khu; nhiều mã cách nhau bằng dấu phẩy. Để "": tất cả.
        #[arg(long, value_delimiter = ',')]
        ward: Option<Vec<String>>,
    },
    /// Khoá tài khoản; mọi lần đăng nhập kết thúc ngay.
    Disable {
        /// Tên đăng nhập.
        #[arg(long)]
        login: String,
    },
    /// Mở lại tài khoản đã khoá.
    Enable {
        /// Tên đăng nhập.
        #[arg(long)]
        login: String,
    },
    /// Gỡ xác thực hai lớp của người mất cả điện thoại lẫn mã dự phòng.
    ResetSecondFactor {
        /// Tên đăng nhập.
        #[arg(long)]
        login: String,
    },
    /// Cấp mật khẩu tạm; in ra một lần.
    ResetPassword {
        /// Tên đăng nhập.
        #[arg(long)]
        login: String,
    },
}

/// Runs it.
///
/// # Errors
/// [`CommandError`].
pub fn run(settings: Settings, command: UserCommand) -> Result<(), CommandError> {
    let shared = set_up_at_one_moment(settings)?;
    match command {
        UserCommand::Add { login, name, role, ward } => add(&shared, Account::new(login, name, role, ward)),
        UserCommand::ResetSecondFactor { login } => reset_second_factor(&shared, &login),
        UserCommand::List => list(&shared),
        UserCommand::Set { login, name, role, ward } => {
            // `--ward ""` is the whole city again.
            let ward = ward.map(|codes| codes.into_iter().filter(|code| !code.is_empty()).collect());
            let change = AccountChange { display_name: name, role, ward_codes: ward, disabled: None };
            set(&shared, &login, &change)
        }
        UserCommand::Disable { login } => set(&shared, &login, &turned(true)),
        UserCommand::Enable { login } => set(&shared, &login, &turned(false)),
        UserCommand::ResetPassword { login } => reset(&shared, &login),
    }
}

fn turned(disabled: bool) -> AccountChange {
    AccountChange { disabled: Some(disabled), ..AccountChange::default() }
}

fn add(shared: &Shared, account: Account) -> Result<(), CommandError> {
    let password = read_password()?;
    let desk = &shared.desk;
    let names = [account.login.as_str(), account.display_name.as_str()];
    let password = HashedPassword::of(&password, &names, &desk.settings.accounts)?;
    let added = write(shared, |conn| add_account(conn, desk, None, account.clone(), &password))?;
    say(format_args!("Đã thêm tài khoản {} (số {}).", added.login, added.id))
}

fn list(shared: &Shared) -> Result<(), CommandError> {
    let accounts = shared.desk.db.read(|conn| store::list(conn, 0, i64::MAX))?;
    for account in accounts {
        let state = if account.disabled_at.is_some() { "đã khoá" } else { "đang dùng" };
        let wards = if account.ward_codes.is_empty() { "tất cả".to_owned() } else { account.ward_codes.join(",") };
        say(format_args!("{}\t{}\t{}\t{wards}\t{state}", account.id, account.login, account.role.code()))?;
    }
    Ok(())
}

fn set(shared: &Shared, login: &str, change: &AccountChange) -> Result<(), CommandError> {
    let id = id_of(shared, login)?;
    let after = write(shared, |conn| change_account(conn, &shared.desk, None, id, change))?;
    let state = if after.disabled_at.is_some() { "đã khoá" } else { "đang dùng" };
    say(format_args!("Tài khoản {}: {}, {state}.", after.login, after.role.label()))
}

fn reset(shared: &Shared, login: &str) -> Result<(), CommandError> {
    let id = id_of(shared, login)?;
    let desk = &shared.desk;
    let temporary = temporary_password(desk);
    let password = HashedPassword::of(&temporary, &[], &desk.settings.accounts)?;
    write(shared, |conn| reset_password(conn, desk, None, id, &password))?;
    say(format_args!("Mật khẩu tạm của {login}: {temporary}\nPhải đổi ngay khi đăng nhập."))
}

fn reset_second_factor(shared: &Shared, login: &str) -> Result<(), CommandError> {
    let id = id_of(shared, login)?;
    write(shared, |conn| second_factor::remove(conn, &shared.desk, None, id))?;
    say(format_args!("Đã gỡ xác thực hai lớp của {login}."))
}

fn id_of(shared: &Shared, login: &str) -> Result<AccountId, CommandError> {
    let id = shared.desk.db.read(|conn| store::id_of_login(conn, login))?;
    id.ok_or_else(|| CommandError::Input(ChangeAccountError::NotFound.to_string()))
}

/// A refusal is an answer here, not a failed transaction: nothing was written before it.
fn write<T, E: std::fmt::Display>(
    shared: &Shared,
    mut work: impl FnMut(&mut DbConn) -> Result<T, E>,
) -> Result<T, CommandError> {
    let done = shared.desk.db.write(|conn| Ok::<_, StoreError>(work(conn)))?;
    done.map_err(|error| CommandError::Input(error.to_string()))
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
