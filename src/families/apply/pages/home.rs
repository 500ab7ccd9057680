//! Where the team goes: words for the ward, *all* that they can mean, old names with what they belong to today (R15,
//! R16), and the address, on one page.
use actix_web::HttpResponse;
use askama::Template;

use crate::cases::CaseTables;
use crate::families::apply::Answers;
use crate::families::apply::pages::asked::Asking;
use crate::families::apply::pages::shown::{Shown, fields, title};
use crate::families::notice::find_ward::{Letters, find};
use crate::geography::wards::WardCode;
use crate::text::messages::Words;
use crate::web::View;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "families/apply/home.html")]
struct HomePage {
    frame: Frame,
    shown: Shown,
    typed: Typed,
    mistakes: Mistakes,
    search: String,
    search_hint: String,
    found: Vec<Group>,
    legend: String,
    names: Vec<String>,
}

/// Wards under one letter, or all that were found.
struct Group {
    letter: String,
    first: bool,
    options: Vec<(String, String)>,
}

/// What is wrong with the words for the ward, or that one of several must be chosen.
pub(super) fn ward_mistakes(tables: &CaseTables, words: Words, answers: &Answers, mistakes: &mut Mistakes) {
    let search = answers.typed.get("ward_search");
    let Some(mistake) = mistakes.fields.iter_mut().find(|(name, _)| name == "address.ward_code") else { return };
    let chosen = !answers.typed.get("address.ward_code").is_empty();
    let listed = answers.typed.is("ward_all", "yes") || !find(&tables.geography, search).is_empty();
    if chosen || listed {
        return;
    }
    // Without a list there is nothing to choose: what is wrong is wrong at the words.
    "ward_search".clone_into(&mut mistake.0);
    mistake.1 = match search {
        "" => words.say("mistake-required-ward-search"),
        _ => words.with("apply-ward-none", &[("province", &tables.geography.province.name)]),
    };
}

/// The page.
pub(super) fn page(asking: Asking<'_>, view: View, mut mistakes: Mistakes) -> HttpResponse {
    let words = view.words;
    ward_mistakes(asking.tables, words, &asking.answers, &mut mistakes);
    let mut shown = Shown::of(&asking, words);
    shown.fields = fields(&asking, words);
    let found = groups(&asking, words);
    let count: usize = found.iter().map(|group| group.options.len()).sum();
    let names = asking.tables.geography.wards.iter().map(|ward| ward.name.clone()).collect();
    let frame = Frame::for_family(title(&asking, words), view).with(&mistakes);
    let page = HomePage {
        shown,
        search: words.say("apply-label-ward-search"),
        search_hint: words.say("apply-label-hint-ward-search"),
        legend: words.with("apply-ward-found", &[("count", &count)]),
        found,
        names,
        typed: with_ward(&asking),
        frame,
        mistakes: mistakes.clone(),
    };
    page::page(&page, &mistakes)
}

/// Who comes back finds the ward's name where it was typed.
fn with_ward(asking: &Asking<'_>) -> Typed {
    let typed = asking.answers.typed.clone();
    let code = WardCode::parse(typed.get("address.ward_code")).ok();
    let ward = code.and_then(|code| asking.tables.geography.wards.find(&code));
    match ward {
        Some(ward) if typed.get("ward_search").is_empty() => typed.or("ward_search", ward.name.clone()),
        _ => typed,
    }
}

/// What there is to choose from; nothing while the words mean one unit beyond doubt.
fn groups(asking: &Asking<'_>, words: Words) -> Vec<Group> {
    let typed = &asking.answers.typed;
    if typed.is("ward_all", "yes") {
        return by_letter(asking.tables);
    }
    let search = typed.get("ward_search");
    let options = found(asking.tables, words, search);
    let is_clear = options.len() == 1 && find(&asking.tables.geography, search).meant(search).is_some();
    if options.is_empty() || is_clear {
        return Vec::new();
    }
    vec![Group { letter: String::new(), first: true, options }]
}

/// Every ward that the words can mean: by its name today, then by old names.
fn found(tables: &CaseTables, words: Words, search: &str) -> Vec<(String, String)> {
    let found = find(&tables.geography, search);
    let named = found.wards.iter().map(|ward| (ward.code.to_string(), ward.name.clone()));
    let mut options: Vec<(String, String)> = named.collect();
    for old in &found.by_old_name {
        if !options.iter().any(|(code, _)| code == old.ward.code.as_str()) {
            let said = words.with("apply-ward-old", &[("ward", &old.ward.name), ("old", &old.name)]);
            options.push((old.ward.code.to_string(), said));
        }
    }
    options
}

fn by_letter(tables: &CaseTables) -> Vec<Group> {
    let letters = Letters::default();
    let groups = letters.of(&tables.geography).iter().enumerate().map(|(at, letter)| Group {
        letter: letter.letter.clone(),
        first: at == 0,
        options: letter.wards.iter().map(|ward| (ward.code.to_string(), ward.name.clone())).collect(),
    });
    groups.collect()
}
