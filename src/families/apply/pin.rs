//! The question where exactly the house is: what a press of a button does to the pin, and what is said of it.
use crate::geography::Geography;
use crate::geography::direction::{Direction, Distance};
use crate::geography::map::{MapView, SIDE, ZOOM_MIN};
use crate::geography::pins::{Anchor, Misplaced, Seems};
use crate::geography::plus_code::{self, PlusCodeError};
use crate::geography::point::Point;
use crate::text::form::Typed;
use crate::text::messages::Words;

/// The field that mistakes about the map stand at.
pub const MAP: &str = "pin.map";

/// The field of the Plus Code.
pub const CODE: &str = "pin.plus_code";

/// The picture is shown in two sizes, so that the server knows the scale of a tap: name, and units a pixel.
pub const SIZES: [(&str, u32); 2] = [("tap.small", 2), ("tap.large", 1)];

/// A new pin is looked at from here: a few streets.
const ZOOM_OF_A_CODE: u8 = 16;

/// Where the pin is and how near the map is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PinState {
    /// The pin, once it was set.
    pub pin: Option<Point>,
    /// Zoom of the picture.
    pub zoom: u8,
}

/// What was pressed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Press {
    /// Somewhere on the picture.
    Tap(f64, f64),
    /// The picture, but by a key: no place.
    Nothing,
    /// A step in a direction.
    Step(Direction),
    /// One zoom nearer or further away.
    Zoom(i8),
    /// Take the Plus Code.
    Code,
    /// Show the page again with the pin that the script set.
    Stay,
    /// On to the next question with what there is.
    Next,
    /// Back to the question before.
    Back,
    /// On without a pin.
    Skip,
}

/// Why a press leads nowhere.
#[derive(Debug, Clone, PartialEq)]
pub enum PinMistake {
    /// No code was typed.
    NoCode,
    /// It is no code.
    BadCode(PlusCodeError),
    /// The place cannot be right; the field says where it came from.
    Misplaced(&'static str, Misplaced),
}

/// Reads what was pressed.
pub fn pressed(typed: &Typed) -> Press {
    let number = |name: &str, of: &str| typed.get(&format!("{name}.{of}")).parse::<f64>().ok();
    for (name, scale) in SIZES {
        let (Some(x), Some(y)) = (number(name, "x"), number(name, "y")) else {
            continue;
        };
        // A key has no place: browsers send 0, 0 for it. So does Enter in the field of the code.
        return match (x, y) {
            (0.0, 0.0) if !typed.get(CODE).is_empty() => Press::Code,
            (0.0, 0.0) => Press::Nothing,
            _ => Press::Tap(x * f64::from(scale), y * f64::from(scale)),
        };
    }
    match typed.get("go") {
        "north" => Press::Step(Direction::North),
        "south" => Press::Step(Direction::South),
        "east" => Press::Step(Direction::East),
        "west" => Press::Step(Direction::West),
        "closer" => Press::Zoom(1),
        "further" => Press::Zoom(-1),
        "code" => Press::Code,
        "back" => Press::Back,
        "skip" => Press::Skip,
        "stay" => Press::Stay,
        _ => Press::Next,
    }
}

impl PinState {
    /// From the fields of the form or of a draft; the zoom that shows the whole ward when none was chosen.
    pub fn of(typed: &Typed, anchor: &Anchor<'_>, zoom_max: u8) -> Self {
        let number = |name: &str| typed.get(name).parse::<f64>().ok();
        let pin = number("pin.lat").zip(number("pin.lng")).and_then(|(lat, lng)| Point::new(lat, lng).ok());
        let usual = MapView::zoom_for(anchor.point, anchor.radius_metres);
        let zoom = typed.get("pin.zoom").parse().unwrap_or(usual);
        Self { pin, zoom: zoom.clamp(ZOOM_MIN, zoom_max) }
    }

    /// The picture that shows the pin, or the middle of the ward.
    pub fn view(self, anchor: &Anchor<'_>) -> MapView {
        MapView::around(self.pin.unwrap_or(anchor.point), self.zoom)
    }

    /// How far a step goes at this zoom, metres: to be seen, and small enough to hit a house in the end.
    pub fn step_metres(self) -> u32 {
        match self.zoom {
            15.. => 50,
            13 | 14 => 200,
            _ => 1_000,
        }
    }

    /// What a press makes of it.
    ///
    /// # Errors
    /// [`PinMistake`]; then it stays as it was.
    pub fn after(
        self,
        press: Press,
        typed: &Typed,
        geography: &Geography,
        anchor: &Anchor<'_>,
        zoom_max: u8,
    ) -> Result<Self, PinMistake> {
        let (field, next) = match press {
            Press::Skip => return Ok(Self { pin: None, ..self }),
            Press::Nothing | Press::Back => return Ok(self),
            Press::Zoom(by) => {
                let zoom = self.zoom.saturating_add_signed(by).clamp(ZOOM_MIN, zoom_max);
                return Ok(Self { zoom, ..self });
            }
            Press::Code if typed.get(CODE).is_empty() => return Err(PinMistake::NoCode),
            Press::Code | Press::Next if !typed.get(CODE).is_empty() => {
                let point = point_of(typed.get(CODE), anchor.point).map_err(PinMistake::BadCode)?;
                (CODE, Self { pin: Some(point), zoom: self.zoom.max(ZOOM_OF_A_CODE).min(zoom_max) })
            }
            Press::Code | Press::Next | Press::Stay => (MAP, self),
            Press::Step(direction) => {
                let metres = f64::from(self.step_metres());
                let (north, east) = match direction {
                    Direction::North => (metres, 0.0),
                    Direction::South => (-metres, 0.0),
                    Direction::East => (0.0, metres),
                    _ => (0.0, -metres),
                };
                (MAP, Self { pin: Some(self.pin.unwrap_or(anchor.point).moved(north, east)), ..self })
            }
            Press::Tap(x, y) => {
                let shown = view_of(typed).unwrap_or_else(|| self.view(anchor));
                let side = f64::from(SIDE);
                let point = shown.point_at(x.clamp(0.0, side), y.clamp(0.0, side)).ok();
                (MAP, Self { pin: point.or(self.pin), ..self })
            }
        };
        if let Some(pin) = next.pin {
            geography.whereabouts(anchor, pin).map_err(|reason| PinMistake::Misplaced(field, reason))?;
        }
        Ok(next)
    }
}

/// The picture that was tapped, which the form names: another may have been loaded meanwhile.
fn view_of(typed: &Typed) -> Option<MapView> {
    let number = |name: &str| typed.get(name).parse::<u32>().ok();
    let zoom = u8::try_from(number("pin.zoom")?).ok().filter(|zoom| *zoom >= ZOOM_MIN && *zoom <= 22)?;
    Some(MapView { zoom, column: number("pin.column")?, row: number("pin.row")? })
}

/// A Plus Code, or the two numbers that maps on phones show.
fn point_of(text: &str, near: Point) -> Result<Point, PlusCodeError> {
    Point::parse(text).or_else(|_| plus_code::read(text, near))
}

/// Where a pin is, in words: how far from the middle of the ward and in which direction.
pub fn where_it_is(words: Words, geography: &Geography, anchor: &Anchor<'_>, pin: Point) -> String {
    let Ok(found) = geography.whereabouts(anchor, pin) else {
        return words.with("pin-where-wrong", &[("place", &anchor.name)]);
    };
    match found.offset.distance() {
        Distance::Here => words.with("pin-where-here", &[("place", &anchor.name)]),
        distance => {
            let said = distance.said(words.decimal_mark());
            let direction = words.say(&format!("pin-direction-{}", found.offset.direction.code()));
            words.with("pin-where", &[("place", &anchor.name), ("distance", &said), ("direction", &direction)])
        }
    }
}

/// Whether a pin seems to be in its ward, in words; empty for one that cannot be right.
pub fn seems(words: Words, geography: &Geography, anchor: &Anchor<'_>, pin: Point) -> String {
    let ward = &anchor.ward.name;
    match geography.whereabouts(anchor, pin).map(|found| found.seems) {
        Ok(Seems::Inside) => words.with("pin-seems-inside", &[("ward", ward)]),
        Ok(Seems::Edge(None)) => words.with("pin-seems-edge", &[("ward", ward)]),
        Ok(Seems::Far(None)) => words.with("pin-seems-far", &[("ward", ward)]),
        Ok(Seems::Edge(Some(other)) | Seems::Far(Some(other))) => {
            words.with("pin-seems-other", &[("ward", ward), ("other", &other.name)])
        }
        Err(_) => String::new(),
    }
}

/// The field of a mistake and its sentence.
pub fn mistake(
    words: Words,
    geography: &Geography,
    anchor: &Anchor<'_>,
    mistake: &PinMistake,
) -> (&'static str, String) {
    let province = &geography.province.name;
    match mistake {
        PinMistake::NoCode => (CODE, words.say("pin-mistake-no-code")),
        PinMistake::BadCode(PlusCodeError::NotACode) => (CODE, words.say("pin-mistake-bad-code")),
        PinMistake::BadCode(PlusCodeError::TooCoarse) => (CODE, words.say("pin-mistake-coarse-code")),
        PinMistake::Misplaced(field, Misplaced::OutsideProvince(_)) => {
            (field, words.with("pin-mistake-outside", &[("province", province)]))
        }
        PinMistake::Misplaced(field, Misplaced::Nowhere) => {
            (field, words.with("pin-mistake-nowhere", &[("province", province)]))
        }
        PinMistake::Misplaced(field, Misplaced::Elsewhere(other)) => {
            (field, words.with("pin-mistake-elsewhere", &[("other", other), ("place", &anchor.name)]))
        }
    }
}
