//! The rules of the domain as tables, with the expected results of the domain file.
mod calendar;
mod cases;
mod fair_order;
mod geography;
mod lunar;
mod people;
mod properties;
mod reference;
mod spread;
mod teams;
mod texts;
mod visits;

use chrono::NaiveDate;
use luudong::calendar::Calendar;
use luudong::reference::ReferenceFiles;
use luudong::text::dates::{BirthDate, parse_date};

/// A date written dd/MM/yyyy.
fn date(text: &str) -> NaiveDate {
    parse_date(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A birth date as people type it.
fn born(text: &str) -> BirthDate {
    BirthDate::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The calendar that is compiled in.
fn calendar() -> Calendar {
    Calendar::load(&ReferenceFiles::embedded()).expect("the embedded calendar loads")
}

/// Reference files of which one is replaced, and the folder that must outlive them.
fn with_file(name: &str, text: &str) -> (ReferenceFiles, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join(name), text).expect("the file is written");
    let files = ReferenceFiles::with_folder(Some(folder.path().to_owned()));
    (files, folder)
}
