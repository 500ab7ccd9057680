//! QR codes as SVG, for what is printed.
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// Side of the picture, user units; printed at any size.
const SIDE: u32 = 300;

/// A picture of the text with the quiet border that cameras need; none when the text is too long for a code.
pub fn svg_of(text: &str) -> Option<String> {
    // M bears that a seventh of the poster is torn or dirty.
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (dark, light) = (svg::Color("#000000"), svg::Color("#ffffff"));
    Some(code.render().min_dimensions(SIDE, SIDE).dark_color(dark).light_color(light).build())
}
