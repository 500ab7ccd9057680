//! The icons of families' pages, from the set Lucide as npm installed it (`web/package.json`), to be put into the page as
//! they are: they take its colour and cost no request. A build without npm has none, and every place that shows one has
//! words beside it.
use std::collections::HashMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

/// The set has two thousand; these are embedded. A template that asks for another fails a test.
#[derive(RustEmbed)]
#[folder = "web/node_modules/lucide-static/icons/"]
#[allow_missing = true]
#[include = "accessibility.svg"]
#[include = "arrow-left.svg"]
#[include = "baby.svg"]
#[include = "badge-check.svg"]
#[include = "banknote.svg"]
#[include = "bed.svg"]
#[include = "bell.svg"]
#[include = "calendar-clock.svg"]
#[include = "calendar-days.svg"]
#[include = "calendar-plus.svg"]
#[include = "camera.svg"]
#[include = "car.svg"]
#[include = "check.svg"]
#[include = "chevron-down.svg"]
#[include = "chevron-right.svg"]
#[include = "circle-alert.svg"]
#[include = "circle-check.svg"]
#[include = "circle-help.svg"]
#[include = "circle-question-mark.svg"]
#[include = "clipboard-list.svg"]
#[include = "clock.svg"]
#[include = "credit-card.svg"]
#[include = "download.svg"]
#[include = "ear-off.svg"]
#[include = "eye.svg"]
#[include = "eye-off.svg"]
#[include = "file-text.svg"]
#[include = "fingerprint-pattern.svg"]
#[include = "footprints.svg"]
#[include = "hand.svg"]
#[include = "heart-handshake.svg"]
#[include = "hospital.svg"]
#[include = "house.svg"]
#[include = "id-card.svg"]
#[include = "info.svg"]
#[include = "key-round.svg"]
#[include = "lamp-desk.svg"]
#[include = "languages.svg"]
#[include = "list-checks.svg"]
#[include = "mail.svg"]
#[include = "map.svg"]
#[include = "map-pin.svg"]
#[include = "message-square.svg"]
#[include = "message-circle.svg"]
#[include = "octagon-x.svg"]
#[include = "package.svg"]
#[include = "pencil.svg"]
#[include = "phone.svg"]
#[include = "plug.svg"]
#[include = "printer.svg"]
#[include = "rotate-cw.svg"]
#[include = "scale.svg"]
#[include = "search.svg"]
#[include = "shield-alert.svg"]
#[include = "shield-check.svg"]
#[include = "ship.svg"]
#[include = "table.svg"]
#[include = "trash-2.svg"]
#[include = "triangle-alert.svg"]
#[include = "undo-2.svg"]
#[include = "user-round.svg"]
#[include = "user-plus.svg"]
#[include = "users.svg"]
#[include = "x.svg"]
struct Lucide;

/// What stands between `<svg …>` and `</svg>`, by name.
static INNER: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let named = |file: &str| Some((file.strip_suffix(".svg")?.to_owned(), inner(&Lucide::get(file)?.data)?));
    Lucide::iter().filter_map(|file| named(&file)).collect()
});

/// The icon as markup, hidden from screen readers; nothing where this build has none.
pub fn icon(name: &str) -> String {
    INNER.get(name).map_or_else(String::new, |inner| {
        format!(r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{inner}</svg>"#)
    })
}

fn inner(svg: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(svg).ok()?;
    let (_, rest) = text.split_once("<svg")?;
    let (_, rest) = rest.split_once('>')?;
    let (inner, _) = rest.split_once("</svg>")?;
    Some(inner.lines().map(str::trim).collect::<String>().replace(" />", "/>"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn asked_for(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("templates").flatten() {
            match entry.path() {
                path if path.is_dir() => asked_for(&path, found),
                path => {
                    let text = std::fs::read_to_string(path).expect("a template");
                    let names = text.split(".icon(\"").skip(1).filter_map(|rest| rest.split('"').next());
                    found.extend(names.map(str::to_owned));
                }
            }
        }
    }

    #[test]
    fn templates_ask_for_icons_that_are_embedded() {
        if INNER.is_empty() {
            return; // a build without npm
        }
        let mut asked = Vec::new();
        asked_for(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut asked);
        for name in asked {
            assert!(INNER.contains_key(&name), "templates ask for the icon «{name}»");
        }
    }

    #[test]
    fn only_what_is_drawn_comes_into_the_page() {
        let svg = b"<!-- a licence -->\n<svg\n  class=\"x\"\n>\n  <path d=\"M1 1\" />\n  <path d=\"M2 2\" />\n</svg>\n";
        assert_eq!(inner(svg).as_deref(), Some(r#"<path d="M1 1"/><path d="M2 2"/>"#));
    }
}
