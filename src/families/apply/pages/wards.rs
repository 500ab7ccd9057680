//! The ward as a page of its own: words in, *all* matches out, old names with what they belong to today (R15, R16).
use actix_web::HttpResponse;
use askama::Template;

use crate::cases::CaseTables;
use crate::cases::new_case::candidates;
use crate::families::apply::Answers;
use crate::families::apply::pages::asked::Asking;
use crate::families::apply::pages::shown::{Shown, title};
use crate::geography::wards::{Ward, WardCode};
use crate::text::messages::Words;
use crate::text::names::vietnamese_order;
use crate::web::View;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "families/apply/ward.html")]
struct WardPage {
    frame: Frame,
    shown: Shown,
    typed: Typed,
    mistakes: Mistakes,
    found: Vec<Group>,
    legend: String,
}

/// Wards under one letter, or all that were found.
struct Group {
    letter: String,
    first: bool,
    options: Vec<(String, String)>,
}

/// What an answer to the ward's question is.
pub(super) enum WardAnswer {
    /// Words to look for, or the wish to see all.
    Look,
    /// Nothing is found.
    Refused(Mistakes),
    /// One was chosen, rightly or not.
    Chosen,
}

/// Reads what was asked for.
pub(super) fn answered(tables: &CaseTables, words: Words, before: &Answers, after: &Answers, go: &str) -> WardAnswer {
    if go == "all" {
        return WardAnswer::Look;
    }
    let (search, code) = (after.typed.get("ward_search"), after.typed.get("address.ward_code"));
    let found = found(tables, words, search);
    let is_new = before.typed.get("ward_search") != search && !found.iter().any(|(known, _)| known == code);
    let looks = go == "find" || (is_new && !search.is_empty());
    let mut mistakes = Mistakes::default();
    if looks && search.is_empty() {
        mistakes.add("ward_search", words.say("mistake-required-ward-search"));
        return WardAnswer::Refused(mistakes);
    }
    if looks && found.is_empty() {
        let province = &tables.geography.province.name;
        mistakes.add("ward_search", words.with("apply-ward-none", &[("province", province)]));
        return WardAnswer::Refused(mistakes);
    }
    if looks { WardAnswer::Look } else { WardAnswer::Chosen }
}

/// The page.
pub(super) fn page(asking: Asking<'_>, view: View, mut mistakes: Mistakes) -> HttpResponse {
    let words = view.words;
    let shown = Shown::of(&asking, words);
    let found = groups(&asking, words);
    // Without a list there is nothing to choose: what is wrong is wrong at the search.
    for (name, text) in mistakes.fields.iter_mut().filter(|(name, _)| found.is_empty() && name == "address.ward_code") {
        "ward_search".clone_into(name);
        if asking.answers.typed.get("address.ward_code").is_empty() {
            *text = words.say("mistake-required-ward-search");
        }
    }
    let count: usize = found.iter().map(|group| group.options.len()).sum();
    let legend = words.with("apply-ward-found", &[("count", &count)]);
    let frame = Frame::for_family(title(&asking, words), view).with(&mistakes);
    let typed = asking.answers.typed;
    page::page(&WardPage { frame, shown, typed, mistakes: mistakes.clone(), found, legend }, &mistakes)
}

fn groups(asking: &Asking<'_>, words: Words) -> Vec<Group> {
    let typed = &asking.answers.typed;
    if typed.is("ward_all", "yes") {
        return by_letter(asking.tables);
    }
    let mut options = found(asking.tables, words, typed.get("ward_search"));
    let chosen = WardCode::parse(typed.get("address.ward_code")).ok();
    let chosen = chosen.and_then(|code| asking.tables.geography.wards.find(&code));
    if let Some(ward) = chosen.filter(|ward| !options.iter().any(|(code, _)| code == ward.code.as_str())) {
        options.insert(0, (ward.code.to_string(), ward.name.clone()));
    }
    if options.is_empty() {
        return Vec::new();
    }
    vec![Group { letter: String::new(), first: true, options }]
}

/// Every ward that the words can mean: by its name today, then by old names.
fn found(tables: &CaseTables, words: Words, search: &str) -> Vec<(String, String)> {
    if search.is_empty() {
        return Vec::new();
    }
    let by_name = tables.geography.wards.search(search);
    let named = by_name.iter().map(|ward| (ward.code.to_string(), ward.name.clone()));
    let mut found: Vec<(String, String)> = named.collect();
    for ward in candidates(tables, search) {
        if !found.iter().any(|(code, _)| code == ward.code.as_str()) {
            let said = words.with("apply-ward-old", &[("ward", &ward.name), ("old", &search)]);
            found.push((ward.code.to_string(), said));
        }
    }
    found
}

fn by_letter(tables: &CaseTables) -> Vec<Group> {
    let mut all: Vec<&Ward> = tables.geography.wards.iter().collect();
    all.sort_by(|one, other| vietnamese_order(bare(&one.name), bare(&other.name)));
    let mut groups: Vec<Group> = Vec::new();
    for ward in all {
        let letter: String = bare(&ward.name).chars().take(1).flat_map(char::to_uppercase).collect();
        let option = (ward.code.to_string(), ward.name.clone());
        match groups.last_mut() {
            Some(group) if group.letter == letter => group.options.push(option),
            _ => groups.push(Group { letter, first: groups.is_empty(), options: vec![option] }),
        }
    }
    groups
}

/// The name without xã, phường, đặc khu, which would put all xã together.
fn bare(name: &str) -> &str {
    name.split_once(' ')
        .filter(|(kind, _)| matches!(*kind, "Phường" | "Xã"))
        .map_or_else(|| name.strip_prefix("Đặc khu ").unwrap_or(name), |(_, bare)| bare)
}
