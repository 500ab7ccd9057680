//! "Is this visit real?" as a page: yes, not yet, or no, and what to do.
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::{Data, Form, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::cases::CaseTables;
use crate::cases::tables::HotLine;
use crate::db::StoreError;
use crate::desk::{ClientAddress, Desk};
use crate::families::check;
use crate::families::check::api::LANE;
use crate::families::check::{CheckError, Claim, ClaimFault, Verdict};
use crate::text::date_words::date_words;
use crate::text::messages::Words;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/check.html")]
struct CheckPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    answer: Option<Said>,
    hot_lines: Vec<HotLine>,
}

/// The answer in words.
struct Said {
    kind: Kind,
    sentence: String,
    advice: Vec<String>,
}

/// How an answer looks: colour, sign and words say the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A visit is to come.
    Real,
    /// The case is real, but nobody is sent.
    NotYet,
    /// Nothing of the kind.
    No,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::NotYet => "third",
            Self::No => "false",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Real => "check",
            Self::NotYet => "clock",
            Self::No => "x",
        }
    }

    fn warns(self) -> bool {
        self != Self::Real
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(ask);
}

#[get("/check")]
async fn form(tables: Data<CaseTables>, view: View) -> HttpResponse {
    let (typed, mistakes) = (Typed::default(), Mistakes::default());
    let page = CheckPage::of(view, &tables, typed, mistakes, None);
    page::show(&page)
}

#[post("/check")]
async fn ask(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    from: ClientAddress,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let claim = match Claim::read(typed.get("code"), typed.get("word")) {
        Ok(claim) => claim,
        Err(faults) => {
            let mistakes = mistakes(&faults, view.words);
            let page = CheckPage::of(view, &tables, typed, mistakes.clone(), None);
            return Ok(page::page(&page, &mistakes));
        }
    };
    let checked = desk
        .write_in_lane(LANE, move |conn, desk| match check::check(conn, desk, &claim, &from.to_string()) {
            Ok(verdict) => Ok(Ok(verdict)),
            Err(CheckError::TooMany(secs)) => Ok(Err(secs)),
            Err(CheckError::Store(error)) => Err::<_, StoreError>(error),
        })
        .await?;
    let words = view.words;
    let said = match &checked {
        Ok(verdict) => Said::of(verdict, &tables, words),
        Err(_) => Said::no(words.say("check-too-many"), words),
    };
    let page = CheckPage::of(view, &tables, typed, Mistakes::default(), Some(said));
    let mut response = page::show(&page);
    if let Err(secs) = checked {
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        response.headers_mut().insert(header::RETRY_AFTER, secs.into());
    }
    Ok(response)
}

impl CheckPage {
    fn of(view: View, tables: &CaseTables, typed: Typed, mistakes: Mistakes, answer: Option<Said>) -> Self {
        // The answer is the first thing that a screen reader says of the new page.
        let title = answer.as_ref().map_or_else(|| view.words.say("check-title"), |said: &Said| said.sentence.clone());
        let frame = Frame::for_family(title, view).with(&mistakes);
        Self { frame, typed, mistakes, answer, hot_lines: tables.hot_lines_of(None) }
    }
}

impl Said {
    fn of(verdict: &Verdict, tables: &CaseTables, words: Words) -> Self {
        let (today, told) = match verdict {
            Verdict::Real { today, told } => (today, told),
            Verdict::NoHourYet => {
                let advice = ["check-not-yet-door", "check-not-yet-call", "check-not-yet-told"];
                let advice = advice.map(|key| words.say(key)).to_vec();
                return Self { kind: Kind::NotYet, sentence: words.say("check-not-yet"), advice };
            }
            Verdict::No => return Self::no(words.say("check-no"), words),
        };
        let sentence = match told {
            Some((on, ward_code)) => {
                let (ward, on) = (tables.ward_name(ward_code), date_words(*on, words));
                words.with("check-yes-known", &[("ward", &ward), ("on", &on)])
            }
            None if *today => words.say("check-yes-today"),
            None => words.say("check-yes-later"),
        };
        let first = if told.is_some() { "check-yes-known-advice" } else { "check-yes-advice" };
        let advice = [first, "check-yes-show", "check-yes-money"].map(|key| words.say(key)).to_vec();
        Self { kind: Kind::Real, sentence, advice }
    }

    fn no(sentence: String, words: Words) -> Self {
        let advice = ["check-no-door", "check-no-money", "check-no-digits", "check-no-call"];
        Self { kind: Kind::No, sentence, advice: advice.map(|key| words.say(key)).to_vec() }
    }
}

fn mistakes(faults: &[ClaimFault], words: Words) -> Mistakes {
    let mut mistakes = Mistakes::default();
    for fault in faults {
        match fault {
            ClaimFault::Code => mistakes.add("code", words.say("check-code-wrong")),
            ClaimFault::Word => mistakes.add("word", words.say("check-word-wrong")),
        }
    }
    mistakes
}
