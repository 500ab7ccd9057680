//! The map library Leaflet as npm installed it (`web/package.json`). A build without it works: maps stay pictures.
use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "web/node_modules/leaflet/dist/"]
#[allow_missing = true]
struct Dist;

/// What a browser asks for; the folder has more, for those who develop Leaflet.
const SERVED: [&str; 7] = [
    "leaflet.js",
    "leaflet.css",
    "images/marker-icon.png",
    "images/marker-icon-2x.png",
    "images/marker-shadow.png",
    "images/layers.png",
    "images/layers-2x.png",
];

/// Whether this build has it.
pub fn is_there() -> bool {
    SERVED.iter().all(|name| Dist::get(name).is_some())
}

/// A file of it, below `/assets/leaflet/`.
pub fn file(name: &str) -> Option<Cow<'static, [u8]>> {
    let listed = SERVED.contains(&name);
    listed.then(|| Dist::get(name)).flatten().map(|file| file.data)
}
