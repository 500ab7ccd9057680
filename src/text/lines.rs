//! Lines of a file as an editor counts them.

/// The line of the first content at or after a byte, see [`Lines::at`].
pub fn line_at(text: &[u8], byte: usize) -> u64 {
    Lines::of(text).at(byte)
}

/// Counts lines while a file is read: whoever asks for one place after the other reads the file once in all.
pub struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    ends: u64,
}

impl<'a> Lines<'a> {
    /// Of a file, from its beginning.
    pub fn of(text: &'a [u8]) -> Self {
        Self { text, counted: 0, ends: 0 }
    }

    /// The line of the first content at or after a byte: a CSV reader's position may still point at the end of the line
    /// before, and its own count does not know how lines end. A line ends with CRLF, LF or CR alone; the first is 1.
    pub fn at(&mut self, byte: usize) -> u64 {
        let text = self.text;
        let from = byte.min(text.len());
        let start = (from..text.len()).find(|at| !matches!(text[*at], b'\r' | b'\n')).unwrap_or(text.len());
        if start < self.counted {
            *self = Self::of(text);
        }
        let ends = |at: &usize| match text[*at] {
            b'\n' => true,
            b'\r' => text.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        self.ends += (self.counted..start).filter(ends).map(|_| 1).sum::<u64>();
        self.counted = start;
        self.ends + 1
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, line_at};

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

    #[test]
    fn places_asked_for_in_any_order_are_counted_as_from_the_beginning() {
        let text = b"a\r\nb\n\nc\rd\n";
        let mut lines = Lines::of(text);
        for byte in [0, 3, 5, 3, 6, 11, 0, 8, 4] {
            assert_eq!(lines.at(byte), line_at(text, byte), "byte {byte}");
        }
    }
}
