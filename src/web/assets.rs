//! What browsers fetch beside the pages: style sheets, scripts, pictures, and the typeface as npm installed it. What
//! families get has a fingerprint of its content in its name, and so is kept for ever.
use std::borrow::Cow;
use std::sync::LazyLock;

use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

use super::{leaflet, licences};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Own;

/// Be Vietnam Pro. A build without it shows the system's type.
#[derive(RustEmbed)]
#[folder = "web/node_modules/@fontsource/be-vietnam-pro/files/"]
#[allow_missing = true]
#[include = "be-vietnam-pro-latin-400-normal.woff2"]
#[include = "be-vietnam-pro-latin-700-normal.woff2"]
#[include = "be-vietnam-pro-vietnamese-400-normal.woff2"]
#[include = "be-vietnam-pro-vietnamese-700-normal.woff2"]
struct Type;

/// Subset, weights that it draws, weight of the file. Half-bold is drawn bold: a third weight would cost 34 kB.
const FACES: [(&str, &str, &str); 4] = [
    ("vietnamese", "400", "400"),
    ("latin", "400", "400"),
    ("vietnamese", "600 700", "700"),
    ("latin", "600 700", "700"),
];

/// For which characters a browser fetches a subset; what neither has is drawn by the system's type.
const VIETNAMESE: &str = "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,\
                          U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB";
const LATIN: &str = "U+0000-00FF,U+0131,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212";

/// The style sheets of the pages, each of these files one after the other.
const SHEETS: [(&str, &[&str]); 8] = [
    ("families", &["tokens.css", "families.css"]),
    ("staff", &["tokens.css", "staff.css"]),
    ("lanes", &["lanes.css"]),
    ("week", &["week.css"]),
    ("board", &["board.css"]),
    ("start", &["start.css"]),
    ("case", &["case.css"]),
    ("poster", &["poster.css"]),
];

/// A file with its fingerprint.
struct Kept {
    /// `families.css`.
    name: String,
    /// `families.3fa1b2c4.css`.
    file: String,
    bytes: Cow<'static, [u8]>,
}

static KEPT: LazyLock<Vec<Kept>> = LazyLock::new(|| {
    let mut kept: Vec<Kept> = fonts().collect();
    let faces = faces(&kept);
    for (name, parts) in SHEETS {
        let head = if parts.contains(&"tokens.css") { faces.as_str() } else { "" };
        let texts = parts.iter().filter_map(|part| Own::get(part));
        let text = texts.map(|file| squeezed(&String::from_utf8_lossy(&file.data))).collect::<String>();
        let tail = if name == "lanes" { slots() } else { String::new() };
        kept.push(Kept::new(format!("{name}.css"), format!("{head}{text}{tail}").into_bytes().into()));
    }
    kept.extend(Own::get("favicon.svg").map(|file| Kept::new("favicon.svg".to_owned(), file.data)));
    kept
});

impl Kept {
    fn new(name: String, bytes: Cow<'static, [u8]>) -> Self {
        let print = Sha256::digest(&bytes)[..4].iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
        Self { file: format!("{stem}.{print}.{ending}"), name, bytes }
    }
}

/// Where a browser finds a file that is kept: `/assets/families.3fa1b2c4.css`.
pub fn address(name: &str) -> String {
    let kept = KEPT.iter().find(|kept| kept.name == name);
    format!("/assets/{}", kept.map_or(name, |kept| &kept.file))
}

/// Whether this path's content never changes.
pub fn is_kept(path: &str) -> bool {
    let Some(file) = path.strip_prefix("/assets/") else { return false };
    is_emblem(file) || KEPT.iter().any(|kept| kept.file == file)
}

/// The office's picture has its fingerprint from where it was read; another one is not served.
fn is_emblem(file: &str) -> bool {
    file.starts_with("emblem.")
}

/// A file below `/assets/`. One whose fingerprint is another build's is given as it is now: its page came from a process
/// that is just being replaced.
pub fn file(name: &str) -> Option<Cow<'static, [u8]>> {
    if let Some(name) = name.strip_prefix("leaflet/") {
        return leaflet::file(name);
    }
    if name == licences::FILE {
        return licences::text().map(|text| text.as_bytes().into());
    }
    let kept = |wanted: &str| KEPT.iter().find(|kept| kept.file == wanted || kept.name == wanted);
    let now = kept(name).or_else(|| kept(&without_print(name)?));
    now.map(|kept| kept.bytes.clone()).or_else(|| Own::get(name).map(|file: EmbeddedFile| file.data))
}

fn without_print(name: &str) -> Option<String> {
    let (rest, ending) = name.rsplit_once('.')?;
    let (stem, print) = rest.rsplit_once('.')?;
    (print.len() == 8 && print.chars().all(|c| c.is_ascii_hexdigit())).then(|| format!("{stem}.{ending}"))
}

fn fonts() -> impl Iterator<Item = Kept> {
    FACES.iter().filter_map(|(subset, _, weight)| {
        let found = Type::get(&format!("be-vietnam-pro-{subset}-{weight}-normal.woff2"))?;
        Some(Kept::new(format!("fonts/{subset}-{weight}.woff2"), found.data))
    })
}

/// `swap`: words are there in the system's type before the typeface is.
fn faces(fonts: &[Kept]) -> String {
    let face = |(subset, weights, weight): &(&str, &str, &str)| {
        let name = format!("fonts/{subset}-{weight}.woff2");
        let font = fonts.iter().find(|font| font.name == name)?;
        let range = if *subset == "latin" { LATIN } else { VIETNAMESE };
        Some(format!(
            "@font-face{{font-family:\"Be Vietnam Pro\";font-weight:{weights};font-display:swap;\
             src:url(/assets/{}) format(\"woff2\");unicode-range:{range}}}\n",
            font.file
        ))
    };
    FACES.iter().filter_map(face).collect()
}

/// The longest time line, hours: a day that begins and ends with a ferry has less.
const LINE_HOURS_MAX: u32 = 24;

/// Where entries of time lines stand: `.s0` begins in the first slot of five minutes, `.d1` lasts one, `.h10` is a line of
/// ten hours. Classes, because our policy allows no style in a page.
fn slots() -> String {
    let slots = LINE_HOURS_MAX * 12;
    let begins = (0..slots).map(|slot| format!(".s{slot}{{--s:{}}}", slot + 1));
    let lasts = (1..=slots).map(|slot| format!(".d{slot}{{--d:{slot}}}"));
    let hour = |hours: u32| format!(".h{hours}{{--slots:{};--hour:calc(100%/{hours})}}", hours * 12);
    begins.chain(lasts).chain((1..=LINE_HOURS_MAX).map(hour)).collect()
}

/// A style sheet without comments and indentation.
fn squeezed(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.filter_map(|part| part.split_once("*/")).map(|(_, after)| after);
    let text = rest.fold(first, |text, after| text + after);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let joined = lines.collect::<Vec<_>>().join("\n");
    [(" { ", "{"), ("; }", "}"), (" }", "}"), ("; ", ";"), (": ", ":")]
        .iter()
        .fold(joined, |text, (from, to)| text.replace(from, to))
        + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_file_is_found_by_its_name_its_fingerprint_and_an_old_one() {
        let address = address("families.css");
        assert!(is_kept(&address) && !is_kept("/assets/families.css") && !is_kept("/assets/families.00000000.css"));
        let now = file(address.trim_start_matches("/assets/")).expect("the sheet");
        assert_eq!(file("families.00000000.css"), Some(now));
        assert!(file("families.css.css").is_none() && file("staff.css").is_some());
    }

    #[test]
    fn a_squeezed_sheet_says_the_same() {
        let css = "/* Ground. */\nbody { margin: 0; color: red; }\n\n  a:hover { top: 1px; }\n";
        assert_eq!(squeezed(css), "body{margin:0;color:red}\na:hover{top:1px}\n");
    }
}
