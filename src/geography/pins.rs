//! A pin on the map: how far it is from the middle of its ward, whether it seems to be in it, what it cannot be.
use super::Geography;
use super::direction::Offset;
use super::point::{Point, PointError};
use super::wards::{Ward, WardCode};
use super::zones::ZoneCode;

/// No part of a ward is further from its centre than so many radii of a circle as large as the ward. Median of the
/// province's wards: 1.7; long ones reach 3.
const FARTHEST_RADII: f64 = 3.0;

/// What a pin is measured from.
#[derive(Debug, Clone)]
pub struct Anchor<'a> {
    /// Its ward.
    pub ward: &'a Ward,
    /// The middle of the ward, or the usual stop of the part that was chosen.
    pub point: Point,
    /// What people call it: the ward's name, or the part's.
    pub name: &'a str,
    /// How far around it a map should show, metres.
    pub radius_metres: f64,
    sub_area: Option<&'a ZoneCode>,
}

/// Where a pin that can be right lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Whereabouts<'a> {
    /// From the anchor to the pin.
    pub offset: Offset,
    /// Whether it seems to be in the ward.
    pub seems: Seems<'a>,
}

/// Whether a pin seems to be in its ward. An estimate: only centres and areas of wards are known, not their borders.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Seems<'a> {
    /// Within a circle as large as the ward, or on its island.
    Inside,
    /// Outside of it and still possible; the ward named is the one that it fits better, if there is one.
    Edge(Option<&'a Ward>),
    /// Further away than any corner of the ward should be.
    Far(Option<&'a Ward>),
}

/// Why a pin cannot be where the family lives.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Misplaced {
    /// Not in the province's box.
    #[error(transparent)]
    OutsideProvince(#[from] PointError),
    /// In the box, but far from every ward: the sea, or a neighbouring province.
    #[error("vị trí ghim ở ngoài biển hoặc ngoài thành phố")]
    Nowhere,
    /// On an island that is not part of this ward, or in another part than the one chosen.
    #[error("vị trí ghim ở nơi khác: {0}")]
    Elsewhere(String),
}

impl Geography {
    /// What a pin of a household is measured from; none for an unknown ward.
    pub fn anchor<'a>(&'a self, ward: &WardCode, sub_area: Option<&ZoneCode>) -> Option<Anchor<'a>> {
        let ward = self.wards.find(ward)?;
        let zones = self.zones.of_ward(&ward.code);
        let part = match sub_area {
            Some(code) => zones.iter().find(|zone| zone.code == *code),
            None => zones.first().filter(|_| zones.len() == 1),
        };
        let radius_metres = ward.radius_metres();
        let whole = Anchor { ward, point: ward.center, name: &ward.name, radius_metres, sub_area: None };
        Some(match part.and_then(|zone| Some((*zone, zone.stop?))) {
            // The ward is this one part: its own name says more.
            Some((_, point)) if zones.len() == 1 => Anchor { point, ..whole },
            Some((zone, point)) => {
                let corners = zone.outline().iter().map(|corner| point.metres_to(*corner));
                let radius_metres = corners.fold(0.0, f64::max).min(radius_metres);
                Anchor { point, name: &zone.name, radius_metres, sub_area: Some(&zone.code), ..whole }
            }
            None => whole,
        })
    }

    /// Where a pin lies, or why it cannot be right. Who is only unsure may go on: borders are not known here.
    ///
    /// # Errors
    /// [`Misplaced`]
    pub fn whereabouts<'a>(&'a self, anchor: &Anchor<'a>, pin: Point) -> Result<Whereabouts<'a>, Misplaced> {
        let pin = self.province.checked(pin)?;
        let zone = self.zones.at(pin);
        let zones = self.zones.of_ward(&anchor.ward.code);
        let fits = match anchor.sub_area {
            Some(code) => zone.code == *code,
            None if zones.is_empty() => zone.ward.is_none(),
            None => zones.contains(&zone),
        };
        let nearest = self.nearest(pin);
        // A ward of several islands is told by their outlines, which are drawn into the sea.
        let is_one_of_many = |ward: &WardCode| self.zones.of_ward(ward).len() > 1;
        if nearest.is_none() && !zone.ward.as_ref().is_some_and(is_one_of_many) {
            return Err(Misplaced::Nowhere);
        }
        if !fits {
            let other = zone.ward.as_ref().map(|_| zone.name.clone());
            return Err(Misplaced::Elsewhere(other.or(nearest.map(|ward| ward.name.clone())).unwrap_or_default()));
        }
        let offset = Offset::between(anchor.point, pin);
        let other = nearest.filter(|ward| ward.code != anchor.ward.code && zones.is_empty());
        let radii = pin.metres_to(anchor.ward.center) / anchor.ward.radius_metres();
        let seems = match radii {
            _ if is_one_of_many(&anchor.ward.code) => Seems::Inside,
            radii if radii <= 1.0 => Seems::Inside,
            radii if radii <= FARTHEST_RADII => Seems::Edge(other),
            _ => Seems::Far(other),
        };
        Ok(Whereabouts { offset, seems })
    }

    /// The ward that a point fits best by distance against size; none far from all of them. Wards of several islands do
    /// not count: nobody lives in their middle.
    fn nearest(&self, point: Point) -> Option<&Ward> {
        let radii = |ward: &Ward| point.metres_to(ward.center) / ward.radius_metres();
        let whole = self.wards.iter().filter(|ward| self.zones.of_ward(&ward.code).len() < 2);
        let best = whole.min_by(|one, other| radii(one).total_cmp(&radii(other)))?;
        (radii(best) <= FARTHEST_RADII).then_some(best)
    }
}
