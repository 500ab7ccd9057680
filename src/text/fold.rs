//! One stored form (NFC, nothing invisible), one key for search (no marks, lower case) and one for identity (marks count)
//! for Vietnamese text.
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text without what is no content: code points that are ignored by default (joiners, marks of direction, variation
/// selectors; Unicode, UAX #44) come along when something is copied from a chat or a spreadsheet. Letters that old fonts
/// put in the place of Đ and đ (eth, the African d) are those.
pub fn visible(text: &str) -> String {
    let ignored = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let content = text.chars().filter(|c| !ignored.contains(*c));
    content
        .map(|c| match c {
            'Ð' | 'Ɖ' => 'Đ',
            'ð' | 'ɖ' => 'đ',
            other => other,
        })
        .collect()
}

/// The stored form of a text: Unicode NFC (R38) of what is visible. “Hòa” typed as NFD equals “Hòa” typed as NFC.
pub fn nfc(text: &str) -> String {
    visible(text).nfc().collect()
}

/// NFC with every run of white space made one plain space and none at the ends.
pub fn tidy(text: &str) -> String {
    collapse(&nfc(text))
}

/// The search key of a text: đ → d, marks stripped, lower case, spaces collapsed (R15).
///
/// Folding twice gives the same key. Tone placement does not matter: “Thủy” and “Thuỷ” are one key.
pub fn fold(text: &str) -> String {
    let lower = without_marks(text).to_lowercase();
    // Lower case may bring marks back (İ → i̇), so strip once more.
    collapse(&without_marks(&lower))
}

/// The key under which two spellings are one name: letter case, NFC or NFD, spaces and the *place* of a tone do not
/// matter (hoà = hòa), tones and vowels do: Hoa, Hòa and Hoá are three names, Dung and Dũng two.
pub fn identity(text: &str) -> String {
    let lower = nfc(text).to_lowercase();
    lower.split_whitespace().map(with_tone_last).collect::<Vec<_>>().join(" ")
}

/// A word with the tone of each syllable behind its letters; a syllable ends where no letter is.
fn with_tone_last(word: &str) -> String {
    let (mut key, mut tone) = (String::new(), None);
    for c in word.nfd() {
        match c {
            // Huyền, sắc, ngã, hỏi, nặng.
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(c),
            c if c.is_alphabetic() || is_combining_mark(c) => key.push(c),
            c => {
                key.extend(tone.take());
                key.push(c);
            }
        }
    }
    key.extend(tone);
    key
}

/// Whether each word of the query begins a word of the text, marks and case ignored (R15).
///
/// An empty query finds everything.
pub fn found_by(text: &str, query: &str) -> bool {
    let (text, query) = (fold(text), fold(query));
    query.split(' ').all(|wanted| text.split(' ').any(|word| word.starts_with(wanted)))
}

/// *All* items whose text is found by the query, in their order; a human chooses among them (R15).
pub fn all_found_by<'a, T>(
    items: impl IntoIterator<Item = &'a T>,
    text_of: impl Fn(&T) -> &str,
    query: &str,
) -> Vec<&'a T> {
    items.into_iter().filter(|item| found_by(text_of(item), query)).collect()
}

fn without_marks(text: &str) -> String {
    visible(text)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' | 'Đ' => 'd',
            other => other,
        })
        .collect()
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
