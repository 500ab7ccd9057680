//! Texts that strangers type and that letters of the office repeat: nothing in them may lead or pay anywhere, nor show
//! otherwise than it is written.
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::fold;

/// Marks that stand over or under one letter: ế has two, none has three.
const MARKS_MAX: usize = 2;
/// Digits in a row, across spaces and dots, that are no house, lane or plot any more but an account or a telephone.
const DIGITS_MAX: usize = 8;
/// Words of those who want money; as [`fold`] has them.
const MONEY: [&str; 8] =
    ["stk", "so tai khoan", "chuyen khoan", "chuyen tien", "nap tien", "so the", "ma otp", "nhan tien"];
/// What links begin or end with.
const LINK_BEGINS: [&str; 3] = ["http", "www.", "://"];
const LINK_ENDS: [&str; 14] =
    ["com", "net", "org", "vn", "info", "xyz", "top", "site", "shop", "app", "link", "me", "ly", "example"];

/// Whether a text shows otherwise than it is written: marks heaped on one letter, signs that turn the direction of
/// writing or are not seen.
pub fn is_disguised(text: &str) -> bool {
    let mut marks = 0;
    text.nfd().any(|c| {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        marks > MARKS_MAX
    })
}

/// Whether a text leads or pays somewhere: a link, a long number, a word of those who want money.
pub fn solicits(text: &str) -> bool {
    let folded = fold(text);
    let words = format!(" {} ", folded.replace([',', ';', ':', '(', ')', '/'], " "));
    MONEY.iter().any(|word| words.contains(&format!(" {word} ")))
        || has_link(&folded)
        || longest_number(&folded) > DIGITS_MAX
}

/// Whether a folded text has a link: `http…`, `www.…`, or a name with an ending that addresses have.
fn has_link(folded: &str) -> bool {
    let ends_like_one = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.rsplit_once('.').is_some_and(|(name, end)| {
            LINK_ENDS.contains(&end) && name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        })
    };
    LINK_BEGINS.iter().any(|begin| folded.contains(begin)) || folded.split([' ', '/', ',']).any(ends_like_one)
}

fn longest_number(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        match c {
            c if c.is_numeric() => run += 1,
            ' ' | '.' | '-' => {}
            _ => run = 0,
        }
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_or_pays_somewhere_is_no_address() {
        for bad in [
            "chuyển 200.000đ vào STK 0123 456 789",
            "Số 5, xem http://evil.example/x",
            "vào trang caNcuoc-haiphong.com.vn để nộp",
            "www.lua-dao.net",
            "gọi 0912 345 678 nhé",
            "chuyển khoản trước khi đến",
        ] {
            assert!(solicits(bad), "{bad}");
        }
        for good in [
            "Số 1 ngõ 12 phố Lạch Tray",
            "12/34/56 Đà Nẵng, tổ dân phố số 7",
            "Thửa 1234, tờ bản đồ 56",
            "Nhà A3.1205, chung cư Hoàng Huy, P.1205",
            "Q.Lê Chân, TP.Hải Phòng",
            "Thôn 3 (gần trường THCS)",
        ] {
            assert!(!solicits(good), "{good}");
        }
    }

    #[test]
    fn what_shows_otherwise_than_it_is_written_is_disguised() {
        assert!(is_disguised("Z\u{0300}\u{0301}\u{0302}algo"));
        for good in ["Nguyễn Thị Hòa, ế ộ ặ", "Đặng Thuỳ Trâm"] {
            assert!(!is_disguised(good), "{good}");
            assert!(!is_disguised(&good.nfd().collect::<String>()), "{good}");
        }
    }
}
