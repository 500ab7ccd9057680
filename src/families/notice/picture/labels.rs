//! Names on a drawing: a name that would cover another or stick out is moved or left out.
use crate::geography::map::{PicturePoint, SIDE};

/// Size of the letters in units: 12 px on a phone, where a picture is half as wide as it says.
const LETTERS: f64 = 24.0;

/// Width of a letter by its height: a little more than most fonts have.
const WIDTH: f64 = 0.58;

/// Between a place and the line of its name.
const GAP: f64 = 12.0;

/// A name where it can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The name.
    pub text: String,
    /// Middle of the text.
    pub x: String,
    /// Its base line.
    pub y: String,
    /// Whether it is the ward's own.
    pub own: bool,
}

/// Names that were placed so far.
pub(super) struct Labels {
    max: usize,
    placed: Vec<Label>,
    boxes: Vec<[f64; 4]>,
}

impl Labels {
    pub(super) fn new(max: usize) -> Self {
        // The corner of the scale bar stays free.
        let side = f64::from(SIDE);
        Self { max, placed: Vec::new(), boxes: vec![[0.0, side - 64.0, 300.0, side]] }
    }

    /// Writes a name above or below its place, if there is room.
    pub(super) fn add(&mut self, name: &str, place: PicturePoint, own: bool) {
        if self.placed.len() >= self.max || name.is_empty() {
            return;
        }
        let PicturePoint { x, y } = place;
        let side = f64::from(SIDE);
        let letters = u32::try_from(name.chars().count()).unwrap_or(u32::MAX);
        let half = f64::from(letters) * LETTERS * WIDTH / 2.0;
        if !place.is_inside() || half * 2.0 > side {
            return;
        }
        let x = x.clamp(half + 4.0, side - half - 4.0);
        for base in [y - GAP, y + GAP + LETTERS * 0.75] {
            let frame = [x - half, base - LETTERS, x + half, base + LETTERS * 0.3];
            let free = self
                .boxes
                .iter()
                .all(|other| frame[2] < other[0] || other[2] < frame[0] || frame[3] < other[1] || other[3] < frame[1]);
            if free && frame[1] > 0.0 && frame[3] < side {
                self.boxes.push(frame);
                let (x, y) = (format!("{x:.1}"), format!("{base:.1}"));
                self.placed.push(Label { text: name.to_owned(), x, y, own });
                return;
            }
        }
    }

    pub(super) fn placed(self) -> Vec<Label> {
        self.placed
    }
}
