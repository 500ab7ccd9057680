//! Lines of a file as an editor counts them.

/// The line of the first content at or after a byte: a CSV reader's position may still point at the end of the line
/// before, and its own count does not know how lines end. A line ends with CRLF, LF or CR alone; the first is 1.
pub fn line_at(text: &[u8], byte: usize) -> u64 {
    let from = byte.min(text.len());
    let start = (from..text.len()).find(|at| !matches!(text[*at], b'\r' | b'\n')).unwrap_or(text.len());
    let ends = (0..start).filter(|at| match text[*at] {
        b'\n' => true,
        b'\r' => text.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.map(|_| 1).sum::<u64>() + 1
}

#[cfg(test)]
mod tests {
    use super::line_at;

    #[test]
    fn every_way_to_end_a_line_counts_once() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a", "", "b", "", "", "c"].join(end);
            let at = |word: &str| line_at(text.as_bytes(), text.find(word).unwrap_or(0));
            assert_eq!((at("a"), at("b"), at("c")), (1, 3, 6), "{end:?}");
            let behind_a = line_at(text.as_bytes(), 1);
            assert_eq!(behind_a, 3, "what follows a is in line 3, {end:?}");
        }
        assert_eq!(line_at(b"", 0), 1);
        assert_eq!(line_at(b"a", 9), 1);
    }
}
