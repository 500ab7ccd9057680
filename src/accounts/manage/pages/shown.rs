//! Accounts and sign-ins in words.
use crate::accounts::account::Account;
use crate::accounts::identity::Staff;
use crate::accounts::sign_in::store as sign_ins;
use crate::accounts::store;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::{AccountId, SignInId};
use crate::text::dates::{clock_time, short_date};
use crate::web::Problem;
use crate::web::problem_types as types;

/// An account in words.
pub(super) struct ShownAccount {
    pub id: AccountId,
    pub name: String,
    pub login: String,
    pub role: &'static str,
    pub wards: String,
    pub last: String,
    pub state: String,
    pub is_disabled: bool,
    pub temporary_hours: i64,
}

/// A sign-in in words.
pub(super) struct ShownSignIn {
    pub id: SignInId,
    pub words: String,
    pub is_current: bool,
}

/// An account with its sign-ins that live.
pub(super) async fn read(desk: &Desk, staff: &Staff, id: AccountId) -> Result<(Account, Vec<ShownSignIn>), Problem> {
    let read = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<_> {
        Ok((store::find(conn, id)?, sign_ins::live_of(conn, id, desk.now())?))
    };
    let (account, live) = desk.read(read).await?;
    let account = account.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let shown = live.into_iter().map(|(sign_in_id, channel, from, until)| {
        let channel = if channel == "browser" { "Trình duyệt" } else { "Ứng dụng (API)" };
        let words = format!("{channel}, từ {}, hết hạn {}", moment(from), moment(until));
        ShownSignIn { id: sign_in_id, words, is_current: sign_in_id == staff.sign_in_id }
    });
    Ok((account, shown.collect()))
}

/// An account as its row and its page say it.
pub(super) fn in_words(account: Account, desk: &Desk) -> ShownAccount {
    let named = |code: &String| desk.ward_names.get(code).cloned().unwrap_or_else(|| code.clone());
    let wards: Vec<String> = account.ward_codes.iter().map(named).collect();
    let state = match account.disabled_at {
        Some(at) => format!("Đã khoá từ {}", moment(at)),
        None if account.password_is_temporary => "Chờ đổi mật khẩu tạm".to_owned(),
        None => "Đang dùng".to_owned(),
    };
    ShownAccount {
        id: account.id,
        role: account.role.label(),
        wards: if wards.is_empty() { "Toàn thành phố".to_owned() } else { wards.join("; ") },
        last: account.last_signed_in_at.map_or_else(|| "Chưa lần nào".to_owned(), moment),
        is_disabled: account.disabled_at.is_some(),
        temporary_hours: desk.settings.accounts.temporary_password_hours,
        name: account.display_name,
        login: account.login,
        state,
    }
}

fn moment(at: Timestamp) -> String {
    format!("{} ngày {}", clock_time(at.in_vietnam().time()), short_date(at.date()))
}
