//! The navigation of each role, and which item of it a page belongs to.
use crate::accounts::account::Role;
use crate::web::navigation::{Item, Screen};

/// Items of the bar, then those behind "Thêm".
type Items = (&'static [InBar], &'static [(&'static str, &'static str)]);

/// Address, words, rest of the words, letter.
type InBar = (&'static str, &'static str, &'static str, &'static str);

const DISPATCHER: Items = (
    &[
        ("/worklist", "Việc", "cần làm", "v"),
        ("/cases", "Hồ sơ", "", "h"),
        ("/rosters", "Lịch", "ngày", "l"),
        ("/planning-runs", "Xếp lịch", "", "x"),
        ("/duties", "Ca", "công tác", "c"),
        ("/calls", "Gọi", "điện", "d"),
    ],
    &[
        ("/cases/new", "Lập hồ sơ thay gia đình"),
        ("/imports", "Nhập danh sách"),
        ("/exports", "Tải danh sách về"),
        ("/unapproved-bookings", "Giữ chỗ chưa duyệt"),
        ("/waiting-list", "Danh sách chờ"),
        ("/officers", "Cán bộ"),
        ("/teams", "Tổ công tác"),
        ("/kits", "Bộ thiết bị"),
        ("/half-days", "Buổi mở thêm"),
        ("/feedback", "Góp ý sau lượt đến"),
        ("/remarks", "Cảm ơn, khiếu nại"),
        ("/rights-requests", "Yêu cầu về dữ liệu"),
        ("/docs/", "API"),
    ],
);

const ADMIN: Items = (
    &[
        ("/duties", "Ca", "công tác", "c"),
        ("/accounts", "Tài khoản", "", "t"),
        ("/audit", "Nhật ký", "", "n"),
        ("/docs/", "API", "", ""),
    ],
    &[],
);

const OFFICER: Items = (&[("/rosters", "Lịch của tôi", "", "")], &[]);

fn of(role: Role) -> Items {
    match role {
        Role::Admin => ADMIN,
        Role::Dispatcher => DISPATCHER,
        Role::Officer => OFFICER,
    }
}

/// The items of a role in the bar, and those behind "Thêm". A page belongs to the longest address that it begins with.
pub fn items(role: Role, screen: &Screen) -> (Vec<Item>, Vec<Item>) {
    let (bar, more) = of(role);
    let all = bar.iter().map(|item| item.0).chain(more.iter().map(|item| item.0));
    let here = all.filter(|href| belongs(&screen.path, href)).max_by_key(|href| href.len());
    let item = |href: &'static str, short, rest, key| Item {
        href,
        short,
        rest,
        key,
        is_here: here == Some(href),
        badge: screen.badges.iter().find(|(at, _)| *at == href).map(|(_, badge)| *badge),
    };
    (
        bar.iter().map(|(href, short, rest, key)| item(href, short, rest, key)).collect(),
        more.iter().map(|(href, words)| item(href, words, "", "")).collect(),
    )
}

/// Where a role begins its day.
pub fn home(role: Role) -> &'static str {
    of(role).0[0].0
}

fn belongs(path: &str, href: &str) -> bool {
    path.strip_prefix(href.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_belongs_to_one_item() {
        for (path, wanted) in [
            ("/cases", "/cases"),
            ("/cases/K7MQ-2XPT", "/cases"),
            ("/cases/new", "/cases/new"),
            ("/casesbook", ""),
            ("/search", ""),
        ] {
            let screen = Screen { path: path.to_owned(), ..Screen::default() };
            let (bar, more) = items(Role::Dispatcher, &screen);
            let here: Vec<&str> = bar.iter().chain(&more).filter(|item| item.is_here).map(|item| item.href).collect();
            assert_eq!(here.join(" "), wanted, "{path}");
        }
    }
}
