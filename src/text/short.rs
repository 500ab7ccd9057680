//! What somebody writes in a few sentences: an answer, a remark, a word after the visit.
use super::fold::nfc;

/// Why a text is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It has more characters than are kept.
    Long {
        /// How many it has.
        chars: usize,
    },
    /// It has signs that nobody types and nobody can read.
    Signs,
}

/// The text as it is kept: Unicode NFC, nothing invisible, no space at the ends, one character for each end of a line
/// (browsers send two). It may be empty.
///
/// # Errors
/// [`Unfit`].
pub fn read(typed: &str, most: usize) -> Result<String, Unfit> {
    let text = nfc(one_line_end(typed).trim());
    let chars = text.chars().count();
    if chars > most {
        return Err(Unfit::Long { chars });
    }
    if has_signs(&text) { Err(Unfit::Signs) } else { Ok(text) }
}

/// Whether a text has signs that are neither letters nor ends of lines.
pub fn has_signs(text: &str) -> bool {
    one_line_end(text).chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
}

fn one_line_end(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_as_it_is_read_and_counted_so() {
        assert_eq!(read(" Ho\u{300}a \r\n\tở nhà\u{200b} ", 20), Ok("Hòa \n\tở nhà".to_owned()));
        assert_eq!(read("a\r\nb", 3), Ok("a\nb".to_owned()));
        assert_eq!(read("a\r\nbc", 3), Err(Unfit::Long { chars: 4 }));
        assert_eq!(read("", 0), Ok(String::new()));
        for sign in ['\0', '\r', '\u{1b}', '\u{85}'] {
            assert_eq!(read(&format!("a{sign}b"), 9), Err(Unfit::Signs), "{sign:?}");
        }
    }
}
