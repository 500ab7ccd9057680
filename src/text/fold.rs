//! One stored form (NFC) and one search key (no marks, lower case) for Vietnamese text.
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The stored form of a text: Unicode NFC (R38). “Hòa” typed as NFD equals “Hòa” typed as NFC.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
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
    text.nfd()
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
