//! Digits in groups: which signs only cut a number, and which are part of what it means.

/// Whether points and hyphens in a text do nothing but cut it into groups ("031.150.001.234", "0225.3.82.22.99"), so that
/// it may be read without them. A last group of one digit, or of two noughts, is a fraction, as spreadsheets write it
/// ("31140001234.0"): a number that was not written must never come out of one that was.
pub fn are_digits_only_cut(text: &str) -> bool {
    let Some((_, last)) = text.trim_end().rsplit_once(['.', '-']) else { return true };
    let last: String = last.chars().filter(|c| !c.is_whitespace()).collect();
    last.is_empty() || last.len() > 1 && last != "00"
}

#[cfg(test)]
mod tests {
    use super::are_digits_only_cut;

    #[test]
    fn a_fraction_is_no_group() {
        for cut in [
            "",
            "031150001234",
            "031.150.001.234",
            "0912-345-678",
            "+84.912.345.678",
            "(0225) 3822-299",
            "0225.3.82.22.99",
            "0912.345.000",
            "0912345678.",
        ] {
            assert!(are_digits_only_cut(cut), "{cut}");
        }
        for meant in ["31140001234.0", "0225382229.0", "31140001234.00", "03115000123-4", "1.5", "912345678. 0"] {
            assert!(!are_digits_only_cut(meant), "{meant}");
        }
    }
}
