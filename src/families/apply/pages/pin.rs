//! The question where exactly the house is: a picture to tap, buttons that move the pin, a Plus Code, or nothing at all.
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use askama::Template;

use crate::cases::CaseTables;
use crate::db::StoreError;
use crate::desk::Desk;
use crate::families::apply::draft::DraftError;
use crate::families::apply::mistakes::Reading;
use crate::families::apply::order::Step;
use crate::families::apply::pages::asked::{Asking, after_change, sent_before_or_gone, to};
use crate::families::apply::pages::shown::{Shown, title};
use crate::families::apply::pin::{PinState, Press};
use crate::families::apply::{Answers, draft, order, pin};
use crate::geography::Geography;
use crate::geography::direction::{Direction, Distance};
use crate::geography::map::{SIDE, ZOOM_MIN};
use crate::geography::pins::Anchor;
use crate::geography::plus_code;
use crate::geography::point::Point;
use crate::geography::wards::WardCode;
use crate::geography::zones::ZoneCode;
use crate::text::messages::{Argument, Words};
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View, leaflet, policy};

/// What is kept of the question.
const KEPT: [&str; 6] = ["pin.lat", "pin.lng", "pin.zoom", "pin.column", "pin.row", "pin.plus_code"];

/// Longest code that is kept as it was typed, characters; with the name of a place it has some thirty.
const CODE_KEPT_MAX: usize = 100;

#[derive(Template)]
#[template(path = "families/apply/pin.html")]
struct PinPage {
    frame: Frame,
    shown: Shown,
    typed: Typed,
    mistakes: Mistakes,
    map: PinMap,
}

/// The map with what lies on it.
struct PinMap {
    lat: String,
    lng: String,
    zoom: u8,
    column: u32,
    row: u32,
    /// What is said of the pin.
    said: Vec<String>,
    /// What the script knows and says: names and texts of `data-` attributes.
    data: Vec<(&'static str, String)>,
    /// The two sizes of the picture: name of the field and class.
    sizes: Vec<(&'static str, &'static str)>,
    picture: String,
    alt: String,
    side: u32,
    /// The pin in the picture.
    place: Option<(String, String)>,
    moves: Vec<(&'static str, String)>,
    leaflet: bool,
}

/// The page. It alone may load map tiles, from the one place that the settings name.
pub(super) fn page(desk: &Desk, asking: Asking<'_>, view: View, typed: Typed, mistakes: Mistakes) -> HttpResponse {
    let words = view.words;
    let Some(anchor) = anchor_of(&asking.tables.geography, &asking.answers) else {
        return page::see_other(&format!("/apply/{}/ward", asking.draft));
    };
    // After a refusal the pin stays where it was before.
    let state = PinState::of(&asking.answers.typed, &anchor, desk.settings.map.zoom_max);
    let typed = typed.or(pin::CODE, asking.answers.typed.get(pin::CODE));
    let shown = Shown::of(&asking, words);
    let map = PinMap::of(desk, &asking.tables.geography, &anchor, state, words);
    let frame = Frame::for_family(title(&asking, words), view).with(&mistakes);
    let mut response = page::page(&PinPage { frame, shown, typed, mistakes: mistakes.clone(), map }, &mistakes);
    let origin = desk.settings.map.tile_origin();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy::with_tiles(origin.as_deref()));
    response
}

/// Takes what was pressed: moves the pin and shows it, or goes on.
pub(super) async fn take(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    draft: String,
    posted: Vec<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(posted);
    let (secret, today) = (draft.clone(), desk.now().date());
    let opened = desk.read(move |conn, desk| Ok::<_, StoreError>(draft::read(conn, desk, &secret, desk.now()))).await?;
    let before = match opened {
        Ok(pairs) => Answers::of(pairs.0, &tables, today),
        Err(DraftError::Gone) => return sent_before_or_gone(&desk, view, &draft).await,
        Err(error) => return Err(error.into()),
    };
    let found = order::find(&before, "pin").zip(anchor_of(&tables.geography, &before));
    let Some((step, anchor)) = found else {
        return Ok(page::see_other(&format!("/apply/{draft}/check")));
    };
    let (press, change) = (pin::pressed(&typed), typed.is("change", "1"));
    let zoom_max = desk.settings.map.zoom_max;
    let state = PinState::of(&typed, &anchor, zoom_max);
    match state.after(press, &typed, &tables.geography, &anchor, zoom_max) {
        Ok(next) => {
            let (secret, pairs) = (draft.clone(), kept(next, press, typed.get(pin::CODE)));
            desk.write(move |conn, desk| {
                draft::change(conn, desk, &secret, desk.now(), |answers| {
                    answers.0.retain(|(name, _)| !KEPT.contains(&name.as_str()));
                    answers.0.extend(pairs.clone());
                })
            })
            .await
            .map(|(_, after)| {
                go_on(&tables, &draft, &before, &Answers::of(after.0, &tables, today), step, press, change)
            })
            .map_err(Problem::from)
        }
        Err(mistake) => {
            let (name, said) = pin::mistake(view.words, &tables.geography, &anchor, &mistake);
            let mut mistakes = Mistakes::default();
            mistakes.add(name, said);
            let reading = Reading::of(&before, &tables);
            let asking = Asking { tables: &tables, draft: &draft, answers: before, reading, step, change };
            Ok(page(&desk, asking, view, typed, mistakes))
        }
    }
}

fn go_on(
    tables: &CaseTables,
    draft: &str,
    before: &Answers,
    answers: &Answers,
    step: Step,
    press: Press,
    change: bool,
) -> HttpResponse {
    let next = match press {
        Press::Back if change => return page::see_other(&format!("/apply/{draft}/check")),
        Press::Back => order::previous(step, answers),
        Press::Next | Press::Skip if change => after_change(before, answers, &Reading::of(answers, tables)),
        Press::Next | Press::Skip => order::next(step, answers),
        _ => {
            let change = if change { "?change=1" } else { "" };
            return page::see_other(&format!("/apply/{draft}/pin{change}#pin-said"));
        }
    };
    next.map_or_else(|| page::see_other("/apply"), |next| to(draft, next, change && next.question.key != "check"))
}

/// The pin and the zoom; also a code that was typed and not taken yet.
fn kept(state: PinState, press: Press, code: &str) -> Vec<(String, String)> {
    let mut pairs = vec![("pin.zoom".to_owned(), state.zoom.to_string())];
    let is_taken = matches!(press, Press::Code | Press::Next | Press::Skip);
    if !is_taken && !code.is_empty() && code.chars().count() <= CODE_KEPT_MAX {
        pairs.push((pin::CODE.to_owned(), code.to_owned()));
    }
    if let Some(pin) = state.pin {
        pairs.push(("pin.lat".to_owned(), degrees(pin.lat())));
        pairs.push(("pin.lng".to_owned(), degrees(pin.lng())));
    }
    pairs
}

/// Six digits are ten centimetres.
fn degrees(degrees: f64) -> String {
    format!("{degrees:.6}")
}

fn anchor_of<'a>(geography: &'a Geography, answers: &Answers) -> Option<Anchor<'a>> {
    let ward = WardCode::parse(answers.typed.get("address.ward_code")).ok()?;
    let area = answers.typed.some("address.sub_area").filter(|_| answers.has_areas).map(ZoneCode);
    geography.anchor(&ward, area.as_ref())
}

/// Where the pin is, in words, for the page that sums up; empty without one.
pub(super) fn summed_up(geography: &Geography, answers: &Answers, words: Words) -> Vec<String> {
    let anchor = anchor_of(geography, answers);
    let point = answers.pin().and_then(|pin| Point::new(pin.lat, pin.lng).ok());
    let said = anchor.zip(point).map(|(anchor, point)| pin::where_it_is(words, geography, &anchor, point));
    said.into_iter().collect()
}

impl PinMap {
    fn of(desk: &Desk, geography: &Geography, anchor: &Anchor<'_>, state: PinState, words: Words) -> Self {
        let view = state.view(anchor);
        let pictures = format!("/map/{}/{}", words.lang(), anchor.ward.code);
        let place = state.pin.map(|pin| view.project(pin)).map(|at| (format!("{:.1}", at.x), format!("{:.1}", at.y)));
        let number = |of: fn(Point) -> f64| state.pin.map(of).map(degrees).unwrap_or_default();
        Self {
            lat: number(Point::lat),
            lng: number(Point::lng),
            zoom: state.zoom,
            column: view.column,
            row: view.row,
            said: said(geography, anchor, state, words),
            data: data(desk, anchor, state, &pictures, words),
            sizes: pin::SIZES.iter().map(|(name, units)| (*name, if *units > 1 { "small" } else { "large" })).collect(),
            picture: format!("{pictures}/{}/{}/{}.svg", view.zoom, view.column, view.row),
            alt: words.with("pin-tap", &[("ward", &anchor.ward.name)]),
            side: SIDE,
            place,
            moves: moves(state, desk.settings.map.zoom_max, words),
            leaflet: leaflet::is_there(),
        }
    }
}

fn said(geography: &Geography, anchor: &Anchor<'_>, state: PinState, words: Words) -> Vec<String> {
    let Some(point) = state.pin else {
        return vec![words.say("pin-none")];
    };
    let code = plus_code::encode(point, 10);
    let lines = [
        pin::where_it_is(words, geography, anchor, point),
        pin::seems(words, geography, anchor, point),
        words.with("pin-code-of", &[("code", &code)]),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

fn moves(state: PinState, zoom_max: u8, words: Words) -> Vec<(&'static str, String)> {
    let far = Distance::of_metres(state.step_metres()).said(words.decimal_mark());
    let step = |key: &str| words.with(key, &[("distance", &far)]);
    let mut moves = vec![
        ("north", step("pin-move-north")),
        ("south", step("pin-move-south")),
        ("west", step("pin-move-west")),
        ("east", step("pin-move-east")),
    ];
    if state.zoom < zoom_max {
        moves.push(("closer", words.say("pin-closer")));
    }
    if state.zoom > ZOOM_MIN {
        moves.push(("further", words.say("pin-further")));
    }
    moves
}

/// What the script needs; it has no sentence of its own.
fn data(
    desk: &Desk,
    anchor: &Anchor<'_>,
    state: PinState,
    pictures: &str,
    words: Words,
) -> Vec<(&'static str, String)> {
    let map = &desk.settings.map;
    let direction = |code| words.say(&format!("pin-direction-{code}"));
    let directions: Vec<_> = Direction::ALL.iter().map(|one| direction(one.code())).collect();
    let (name, ward) = (&anchor.name, &anchor.ward.name);
    let open = [("place", name as &dyn Argument), ("distance", &"{distance}"), ("direction", &"{direction}")];
    vec![
        ("lat", degrees(anchor.point.lat())),
        ("lng", degrees(anchor.point.lng())),
        ("radius", format!("{:.0}", anchor.radius_metres)),
        ("step", state.step_metres().to_string()),
        ("zoom-min", ZOOM_MIN.to_string()),
        ("zoom-max", map.zoom_max.to_string()),
        ("pictures", pictures.to_owned()),
        ("tiles", map.tile_url.clone()),
        ("attribution", map.attribution.clone()),
        ("mark", words.decimal_mark().to_string()),
        ("directions", directions.join("|")),
        ("where", words.with("pin-where", &open)),
        ("here", words.with("pin-where-here", &[("place", name)])),
        ("inside", words.with("pin-seems-inside", &[("ward", ward)])),
        ("edge", words.with("pin-seems-edge", &[("ward", ward)])),
        ("locating", words.say("pin-locating")),
        ("located", words.say("pin-located")),
        ("denied", words.say("pin-locate-denied")),
        ("unknown", words.say("pin-locate-unknown")),
        ("late", words.say("pin-locate-late")),
        ("drag", words.say("pin-drag")),
        ("marker", words.say("pin-marker")),
        ("zoom-in", words.say("pin-zoom-in")),
        ("zoom-out", words.say("pin-zoom-out")),
    ]
}
