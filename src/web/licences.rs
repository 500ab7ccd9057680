//! The licences of what others made and we give to browsers, as npm installed them beside it: the typeface (OFL), the icons
//! (ISC) and the map library (BSD) may be passed on with these texts, and not without.
use std::sync::LazyLock;

use rust_embed::{EmbeddedFile, RustEmbed};

/// Where they are read, below `/assets/`.
pub const FILE: &str = "licences.txt";

macro_rules! licence {
    ($name:ident, $folder:literal) => {
        #[derive(RustEmbed)]
        #[folder = $folder]
        #[allow_missing = true]
        #[include = "LICENSE"]
        struct $name;
    };
}
licence!(OfTypeface, "web/node_modules/@fontsource/be-vietnam-pro/");
licence!(OfIcons, "web/node_modules/lucide-static/");
licence!(OfMaps, "web/node_modules/leaflet/");

type Of = fn(&str) -> Option<EmbeddedFile>;

const ALL: [(&str, Of); 3] = [("Be Vietnam Pro", OfTypeface::get), ("Lucide", OfIcons::get), ("Leaflet", OfMaps::get)];

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let of = |(name, get): &(&str, Of)| {
        let file = get("LICENSE")?;
        Some(format!("======== {name} ========\n\n{}\n", String::from_utf8_lossy(&file.data).trim()))
    };
    ALL.iter().filter_map(of).collect::<Vec<_>>().join("\n")
});

/// All of them, one after the other; none in a build without npm, which gives out nothing of others.
pub fn text() -> Option<&'static str> {
    Some(TEXT.as_str()).filter(|text| !text.is_empty())
}
