//! In what a file was written when it was not Unicode, as far as it can be told: by its byte order mark, and by which of
//! the encodings of before Unicode makes its headings words that are known. Nothing is converted by a guess; it is named.
use encoding_rs::{WINDOWS_1252, WINDOWS_1258};

use super::{FileError, column};

/// How many headings have to make sense.
const SURE: usize = 2;
/// Bytes in which the headings stand.
const HEAD_BYTES: usize = 4_096;

const UTF_16: &str = "UTF-16 (Unicode Text)";
const TCVN3: &str = "TCVN3 (ABC, phông .VnTime)";
const VNI: &str = "VNI (phông VNI-Times)";
const TO_UTF8: &str = "mở bằng Excel rồi lưu lại dạng “CSV UTF-8”";
const TO_UNICODE: &str = "chuyển chữ sang Unicode (UniKey: Ctrl+Shift+F6) rồi lưu lại dạng “CSV UTF-8”";

/// Letters of TCVN3 as Windows-1252 shows them, by the letter that is left without marks.
const TCVN3_LETTERS: [(char, &str); 7] = [
    (
        'a',
        "\u{b5}\u{b8}\u{b6}\u{b7}\u{b9}\u{a8}\u{bb}\u{be}\u{bc}\u{bd}\u{c6}\u{a9}\u{c7}\u{ca}\u{c8}\u{c9}\u{cb}\u{a1}\u{a2}",
    ),
    ('d', "\u{ae}\u{a7}"),
    ('e', "\u{cc}\u{d0}\u{ce}\u{cf}\u{d1}\u{aa}\u{d2}\u{d5}\u{d3}\u{d4}\u{d6}\u{a3}"),
    ('i', "\u{d7}\u{dd}\u{d8}\u{dc}\u{de}"),
    (
        'o',
        "\u{df}\u{e3}\u{e1}\u{e2}\u{e4}\u{ab}\u{e5}\u{e8}\u{e6}\u{e7}\u{e9}\u{ac}\u{ea}\u{ed}\u{eb}\u{ec}\u{ee}\u{a4}\u{a5}",
    ),
    ('u', "\u{ef}\u{f3}\u{f1}\u{f2}\u{f4}\u{ad}\u{f5}\u{f8}\u{f6}\u{f7}\u{f9}\u{a6}"),
    ('y', "\u{fa}\u{fd}\u{fb}\u{fc}\u{fe}"),
];

/// Letters of VNI that are letters by themselves; what else is not ASCII is a mark behind its letter.
const VNI_LETTERS: [(char, &str); 4] = [
    ('d', "\u{f1}\u{d1}"),
    ('o', "\u{f4}\u{d4}"),
    ('u', "\u{f6}\u{d6}"),
    ('i', "\u{e6}\u{f3}\u{f2}\u{ed}\u{ec}\u{c6}\u{d3}\u{d2}"),
];

/// The refusal of a file that is no UTF-8.
pub(super) fn of_file(file: &[u8], line: u64) -> FileError {
    let nul_bytes = file.iter().take(HEAD_BYTES).filter(|byte| **byte == 0).count();
    if matches!(file, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) || nul_bytes > file.len().min(HEAD_BYTES) / 8 {
        return FileError::Encoding(UTF_16, TO_UTF8);
    }
    let head = &file[..file.len().min(HEAD_BYTES)];
    let headings = |text: &str| -> Vec<String> {
        let cut = |line: &str| {
            line.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"').to_owned()).collect::<Vec<_>>()
        };
        text.lines().flat_map(cut).collect()
    };
    let latin = headings(&WINDOWS_1252.decode_without_bom_handling(head).0);
    let vietnamese = headings(&WINDOWS_1258.decode_without_bom_handling(head).0);
    if known(vietnamese.iter().map(String::as_str)) >= SURE {
        return FileError::Encoding("Windows-1258", TO_UTF8);
    }
    match of_headings(&latin) {
        Some(name) => FileError::Encoding(name, TO_UNICODE),
        None => FileError::NotUtf8(line),
    }
}

/// The encoding whose letters make headings known that are not known as they stand.
pub(super) fn of_headings(headings: &[String]) -> Option<&'static str> {
    let strange: Vec<&String> =
        headings.iter().filter(|heading| !heading.is_ascii() && column(heading).is_none()).collect();
    let count = |read: fn(&str) -> String| known(strange.iter().map(|heading| read(heading)));
    [(TCVN3, count(of_tcvn3)), (VNI, count(of_vni))].into_iter().find(|(_, known)| *known >= SURE).map(|(name, _)| name)
}

fn known(headings: impl Iterator<Item = impl AsRef<str>>) -> usize {
    headings.filter(|heading| column(heading.as_ref()).is_some()).count()
}

fn of_tcvn3(text: &str) -> String {
    let plain =
        |letter: char| TCVN3_LETTERS.iter().find(|(_, all)| all.contains(letter)).map_or(letter, |(plain, _)| *plain);
    text.chars().map(plain).collect()
}

fn of_vni(text: &str) -> String {
    let plain = |letter: char| match VNI_LETTERS.iter().find(|(_, all)| all.contains(letter)) {
        Some((plain, _)) => Some(*plain),
        None => Some(letter).filter(char::is_ascii),
    };
    text.chars().filter_map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_before_unicode_are_recognised() {
        let headings = |text: &str| text.split(';').map(str::to_owned).collect::<Vec<_>>();
        let tcvn3 = headings("Hä vµ tªn;Ngµy sinh;§iÖn tho¹i;§Þa chØ");
        assert_eq!(of_headings(&tcvn3), Some(TCVN3));
        let vni = headings("Hoï vaø teân;Ngaøy sinh;Ñieän thoaïi;Ñòa chæ");
        assert_eq!(of_headings(&vni), Some(VNI));
        assert_eq!(of_headings(&headings("Họ và tên;Ngày sinh;Điện thoại;Café;Naïve")), None);
    }

    #[test]
    fn a_file_is_named_by_its_encoding() {
        let text = "Hä vµ tªn;Ngµy sinh;§iÖn tho¹i\nA;1940;09";
        let bytes: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
        assert!(matches!(of_file(&bytes, 1), FileError::Encoding(TCVN3, _)));
        let (windows, _, _) = WINDOWS_1258.encode("Gio\u{301}i tính;Ngày sinh;Phái");
        assert!(matches!(of_file(&windows, 1), FileError::Encoding("Windows-1258", _)), "{windows:?}");
        let utf_16: Vec<u8> = "Họ và tên;Ngày sinh".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(matches!(of_file(&utf_16, 1), FileError::Encoding(UTF_16, _)));
        assert!(matches!(of_file(b"\x89PNG\r\n\x1a\n\xff", 1), FileError::NotUtf8(1)));
    }
}
