//! What the notice board tells everybody: fees, days, minutes, telephones, deadlines of complaints. Never a household.
use chrono::NaiveDate;

use crate::calendar::{CARD_WORKING_DAYS, Calendar, OpenHalfDays};
use crate::cases::complaints::ComplaintDays;
use crate::cases::fees::grouped;
use crate::cases::groups::BeneficiaryGroups;
use crate::cases::kinds::{Mobility, Procedure};
use crate::cases::tables::HotLine;
use crate::cases::tables::dialled;
use crate::geography::wards::WardCode;
use crate::reference_data::ReferenceData;
use crate::text::date_words::date_words;
use crate::text::dates::short_date;
use crate::text::lunar::lunar_words;
use crate::text::messages::Words;
use crate::visits::durations::Capture;

pub mod api;
pub mod find_ward;
pub mod pages;
pub mod picture;
pub mod schedule;

/// What families ask for most.
const COMMON: [Procedure; 6] =
    [Procedure::First, Procedure::Child6To13, Procedure::Age, Procedure::CccdToCc, Procedure::Info, Procedure::Lost];

/// An adult, for the usual minutes.
const ADULT_YEARS: u32 = 70;

/// The facts of a day, worked out from reference data and calendar.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day.
    pub today: NaiveDate,
    /// “Thành phố Hải Phòng”.
    pub province: String,
    /// What the common procedures cost.
    pub fees: Vec<FeeLine>,
    /// The first day after today on which one of these fees changes.
    pub fees_change_on: Option<NaiveDate>,
    /// When a card would be there.
    pub example: CardExample,
    /// Whom to call.
    pub hot_lines: Vec<HotLine>,
    /// Deadlines of complaints.
    pub complaints: ComplaintDays,
    /// Minutes at a home: as a rule, and at a bedside.
    pub minutes: (u32, u32),
}

/// What a procedure costs; none where the table is silent and the officer says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeLine {
    /// The procedure.
    pub procedure: Procedure,
    /// Today, đồng.
    pub today: Option<u32>,
    /// From the day of the change on, đồng.
    pub later: Option<u32>,
}

/// An example of R6: captured on a day, the card is there on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardExample {
    /// The first day from today on that is worked.
    pub captured_on: NaiveDate,
    /// Seven working days later.
    pub due_on: NaiveDate,
    /// Whether that rests on holidays that are not announced yet (R5).
    pub estimate: bool,
}

/// The facts as sentences of a language.
#[derive(Debug)]
pub struct FactSentences {
    /// “Thứ Tư 25/11/2026 (17 tháng Mười âm lịch)”.
    pub today: String,
    /// The province.
    pub province: String,
    /// Procedure, fee today, fee later.
    pub fees: Vec<(String, String, String)>,
    /// “01/01/2027”.
    pub fees_change_on: Option<String>,
    /// The seven working days.
    pub card_rule: String,
    /// “Ví dụ: …”.
    pub card_example: String,
    /// How long the team stays.
    pub minutes: String,
    /// Whom to call.
    pub lines: Vec<Line>,
    /// The steps of a complaint.
    pub complaint: [String; 3],
}

/// A telephone that families may call.
#[derive(Clone, Debug)]
pub struct Line {
    /// Whose it is.
    pub label: String,
    /// The language of label and hours, a BCP 47 tag.
    pub lang: &'static str,
    /// As printed; empty while the office has not told it.
    pub phone: String,
    /// As a telephone dials it.
    pub dial: String,
    /// When somebody answers; may be empty.
    pub hours: String,
}

impl Facts {
    /// The facts of a day, for the whole province or a ward.
    pub fn of(reference: &ReferenceData, calendar: &Calendar, today: NaiveDate, ward: Option<&WardCode>) -> Self {
        let tables = &reference.cases;
        let fees_change_on = tables.fees.next_change(&COMMON, today);
        let amount = |procedure, on| tables.fees.fee_on(procedure, on).map(|fee| fee.amount_vnd);
        let line = |procedure: Procedure| FeeLine {
            procedure,
            today: amount(procedure, today),
            later: amount(procedure, fees_change_on.unwrap_or(today)),
        };
        let minutes = |mobility| {
            let groups = BeneficiaryGroups::EMPTY;
            reference.durations.home_stop_minutes(&[Capture { mobility, groups, age_years: ADULT_YEARS }])
        };
        Self {
            today,
            province: reference.geography.province.name.clone(),
            fees: COMMON.map(line).to_vec(),
            fees_change_on,
            example: CardExample::of(calendar, today),
            hot_lines: tables.hot_lines_of(ward),
            complaints: tables.complaints,
            minutes: (minutes(Mobility::WalksWithHelp), minutes(Mobility::Bedridden)),
        }
    }

    /// In the words of a language.
    pub fn sentences(&self, words: Words) -> FactSentences {
        let fee = |line: &FeeLine| {
            let procedure = words.say(&format!("notice-procedure-{}", line.procedure.code()));
            (procedure, fee_words(line.today, words), fee_words(line.later, words))
        };
        let days = &self.complaints;
        let decide = [("days", &days.decide as _), ("complex", &days.decide_complex as _)];
        let (usual, bedridden) = self.minutes;
        FactSentences {
            today: today_words(self.today, words),
            province: self.province.clone(),
            fees: self.fees.iter().map(fee).collect(),
            fees_change_on: self.fees_change_on.map(short_date),
            card_rule: words.with("notice-card-rule", &[("days", &CARD_WORKING_DAYS)]),
            card_example: self.example.sentences(self.today, words),
            minutes: words.with("notice-minutes", &[("usual", &usual), ("bedridden", &bedridden)]),
            lines: self.hot_lines.iter().map(|line| Line::of(line, words)).collect(),
            complaint: [
                words.with("notice-complaint-file", &[("days", &days.file)]),
                words.with("notice-complaint-accept", &[("days", &days.accept)]),
                words.with("notice-complaint-decide", &decide),
            ],
        }
    }
}

impl FactSentences {
    /// With the telephones of teams, which stand first: name and number.
    #[must_use]
    pub fn with_teams(mut self, teams: &[(String, String)]) -> Self {
        self.lines.splice(0..0, teams.iter().map(|(name, phone)| Line::of_team(name, phone)));
        self
    }
}

impl Line {
    fn of(line: &HotLine, words: Words) -> Self {
        let (label, hours) = (line.label(&words), line.hours(&words));
        Self {
            label: label.text.to_owned(),
            lang: label.lang,
            phone: line.phone.clone(),
            dial: line.dial(),
            hours: hours.text.to_owned(),
        }
    }

    fn of_team(name: &str, phone: &str) -> Self {
        let (label, phone, dial) = (name.to_owned(), phone.to_owned(), dialled(phone));
        Self { label, lang: "vi", phone, dial, hours: String::new() }
    }
}

impl CardExample {
    fn of(calendar: &Calendar, today: NaiveDate) -> Self {
        let worked = |on: &NaiveDate| calendar.day(*on).open != OpenHalfDays::None;
        let captured_on = today.iter_days().take(60).find(worked).unwrap_or(today);
        let due_on = calendar.due_on(captured_on);
        Self { captured_on, due_on, estimate: calendar.rests_on_estimates(captured_on, due_on) }
    }

    fn sentences(self, today: NaiveDate, words: Words) -> String {
        let key = match (self.captured_on == today, self.estimate) {
            (true, false) => "notice-card-today",
            (true, true) => "notice-card-today-estimate",
            (false, false) => "notice-card-on",
            (false, true) => "notice-card-on-estimate",
        };
        let (captured, due) = (date_words(self.captured_on, words), date_words(self.due_on, words));
        words.with(key, &[("captured", &captured), ("due", &due)])
    }
}

/// “Không mất tiền”, “15.000 đồng”, or that the officer says it.
pub fn fee_words(amount_vnd: Option<u32>, words: Words) -> String {
    match amount_vnd {
        Some(0) => words.say("notice-fee-free"),
        Some(amount) => {
            let mark = words.say("notice-fee-mark").chars().next().unwrap_or('.');
            words.with("notice-fee-amount", &[("amount", &grouped(amount, mark))])
        }
        None => words.say("notice-fee-ask"),
    }
}

fn today_words(today: NaiveDate, words: Words) -> String {
    let lunar = lunar_words(today, words);
    words.with("notice-date", &[("date", &date_words(today, words)), ("lunar", &lunar)])
}
