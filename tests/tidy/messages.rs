//! The messages of `messages/<locale>/*.ftl`: the same in every locale, all of them used, none missing.
use std::collections::{BTreeMap, BTreeSet};

use crate::Fault;
use crate::source::Source;

/// What a place that asks for a message looks like before the key.
const ASKS: [&str; 2] = [".say(\"", ".with(\""];

/// Every locale has the same messages with the same arguments, in files of the same names.
pub fn same_everywhere(sources: &[Source]) -> Vec<Fault> {
    let mut locales: BTreeMap<&str, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for source in sources {
        let Some((locale, _)) = locale_and_file(source) else { continue };
        locales.entry(locale).or_default().extend(messages(source));
    }
    let Some((first, wanted)) = locales.first_key_value() else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (locale, found) in &locales {
        let keys = wanted.keys().chain(found.keys()).collect::<BTreeSet<_>>();
        let unlike = keys.into_iter().filter(|key| wanted.get(*key) != found.get(*key));
        faults.extend(unlike.map(|key| format!("«{key}» is not the same in {first} and {locale}")));
    }
    faults
}

/// What is asked for exists; what exists is asked for, by its key or by the beginning of it (`"mobility-{…}"`).
pub fn all_used(sources: &[Source]) -> Vec<Fault> {
    let known: BTreeSet<String> = sources
        .iter()
        .filter(|source| locale_and_file(source).is_some())
        .flat_map(messages)
        .map(|(key, _)| key)
        .collect();
    let asks = |source: &&Source| source.in_product().is_some() || source.path.starts_with("templates/");
    let texts: Vec<&Source> = sources.iter().filter(asks).collect();
    let mut faults = Vec::new();
    for source in &texts {
        for (line, text) in (1..).zip(source.text.lines()) {
            let asked = ASKS.iter().flat_map(|ask| text.split(ask).skip(1)).filter_map(|rest| rest.split('"').next());
            let missing = asked.filter(|key| {
                looks_like_key(key) && !known.contains(*key) && !source.path.ends_with("text/messages.rs")
            });
            faults.extend(missing.map(|key| source.fault(line, format!("no message «{key}»"))));
        }
    }
    let quoted: BTreeSet<&str> =
        texts.iter().flat_map(|source| source.text.split('"')).filter(|part| !part.contains('\n')).collect();
    let beginnings: Vec<&str> = quoted.iter().filter_map(|part| part.split_once('{')).map(|(head, _)| head).collect();
    let beginnings: Vec<&str> = beginnings.into_iter().filter(|head| head.ends_with('-')).collect();
    let is_used = |key: &String| quoted.contains(key.as_str()) || beginnings.iter().any(|head| key.starts_with(head));
    faults.extend(known.iter().filter(|key| !is_used(key)).map(|key| format!("nobody asks for «{key}»")));
    faults
}

/// Locale and file name.
fn locale_and_file(source: &Source) -> Option<(&str, &str)> {
    source.path.strip_prefix("messages/")?.strip_suffix(".ftl")?.split_once('/')
}

/// Keys with the names of their arguments. A message begins at the line's beginning; what follows indented is its own.
fn messages(source: &Source) -> Vec<(String, BTreeSet<String>)> {
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in source.text.lines() {
        if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| looks_like_key(key)) {
            found.push((key.to_owned(), BTreeSet::new()));
        }
        if let Some((_, arguments)) = found.last_mut() {
            let names = line.split('$').skip(1);
            let name = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
            arguments.extend(names.map(name));
        }
    }
    found
}

fn looks_like_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.contains('-')
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
}

/// Pages and mails for families say everything by messages: their templates hold no Vietnamese letter.
pub fn templates_without_words(source: &Source) -> Vec<Fault> {
    let is_of_families = ["templates/families/", "templates/mail/", "templates/outbox/"]
        .iter()
        .any(|folder| source.path.starts_with(folder) && !source.path.ends_with(".svg"));
    if !is_of_families {
        return Vec::new();
    }
    let lines = (1..).zip(source.text.lines());
    let wordy = lines.filter(|(_, line)| line.chars().any(|c| !c.is_ascii() && c.is_alphabetic()));
    wordy.map(|(line, _)| source.fault(line, "words outside messages/")).collect()
}

/// Pages of the wizard ask in short sentences: twenty words at most, whatever stands in their gaps being one.
pub fn short_sentences(source: &Source) -> Vec<Fault> {
    const WORDS_MAX: usize = 20;
    let asks = locale_and_file(source).is_some_and(|(_, file)| ["apply", "choose", "people", "pin"].contains(&file));
    if !asks {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (line, text) in (1..).zip(source.text.lines()) {
        let said = text.split_once(" = ").map_or("", |(_, said)| said);
        let mut gaps = said.split('{');
        let head = gaps.next().unwrap_or_default().to_owned();
        let whole = gaps.fold(head, |whole, gap| whole + "x" + gap.split_once('}').map_or("", |(_, rest)| rest));
        for sentence in whole.split(['.', '?', '!']) {
            let words = sentence.split_whitespace().count();
            if words > WORDS_MAX {
                faults.push(source.fault(line, format!("a sentence of {words} words, at most {WORDS_MAX}")));
            }
        }
    }
    faults
}
