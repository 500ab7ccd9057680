//! Sentences as HTML in which parts stand out: a message is one sentence, with its code in the middle.

/// The sentence with these parts of it, in their order, in bold.
pub fn strong(sentence: &str, parts: &[&str]) -> String {
    let (mut html, mut rest) = (String::new(), sentence);
    for part in parts {
        let Some((before, after)) = rest.split_once(part) else { continue };
        html.push_str(&format!("{}<strong>{}</strong>", escaped(before), escaped(part)));
        rest = after;
    }
    html + &escaped(rest)
}

/// As templates write it.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '<' | '>' | '"' | '\'' => html.push_str(&format!("&#{};", u32::from(letter))),
            _ => html.push(letter),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::strong;

    #[test]
    fn parts_stand_out_and_nothing_becomes_a_tag() {
        let said = strong("Case K7MQ-2XPT of <b>, on Monday 30/11/2026.", &["K7MQ-2XPT", "Monday 30/11/2026"]);
        assert_eq!(said, "Case <strong>K7MQ-2XPT</strong> of &#60;b&#62;, on <strong>Monday 30/11/2026</strong>.");
        assert_eq!(strong("a & b", &["c"]), "a &#38; b");
    }
}
