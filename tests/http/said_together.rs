//! What the pages of one family say together: every sentence that can stand on the followed case and on the check of its
//! code at the same moment, in both languages, and the pairs of them that contradict each other.
use diesel::connection::SimpleConnection;
use luudong::accounts::Role;
use luudong::ids::VisitId;
use luudong::text::messages::{Argument, Locale, Words};
use luudong::visits::store;
use luudong::visits::visit::Stop;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::OFFICERS_READ_AHEAD;
use crate::support::households::{HOUSEHOLDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};

const SATURDAY: &str = "2026-11-28";

/// Sentences, by their keys, of which no two of a row may be read together: the first one with any of the others.
const CONTRADICT: &[(&str, &[&str])] = &[
    (
        "follow-state-on-the-way",
        &["follow-day-before", "follow-day-next", "follow-next-promised", "follow-next-waiting"],
    ),
    (
        "follow-state-at-the-door",
        &[
            "follow-day-before",
            "follow-day-next",
            "follow-day-coming",
            "follow-day-silent",
            "follow-next-promised",
            "follow-next-on-the-way",
            "follow-visit-state-en_route",
        ],
    ),
    ("follow-state-promised", &["follow-next-waiting", "follow-next-filed-booked", "follow-day-coming"]),
    (
        "follow-state-filed-booked",
        &[
            "follow-visit",
            "follow-visit-officer",
            "follow-day-before",
            "follow-day-next",
            "follow-day-coming",
            "follow-next-promised",
            "follow-next-booked",
            "follow-next-filed-choose",
        ],
    ),
    ("follow-state-filed", &["follow-visit", "follow-visit-officer", "follow-next-booked", "follow-next-filed-booked"]),
    ("follow-state-booked", &["follow-visit", "follow-next-waiting", "follow-next-filed-booked", "follow-day-before"]),
    ("follow-state-waiting", &["follow-visit", "follow-next-promised", "follow-next-booked", "follow-day-before"]),
    (
        "follow-state-overdue",
        &["follow-visit-state-published", "follow-next-promised", "follow-day-before", "follow-day-next"],
    ),
    ("follow-state-ended", &["follow-prepare", "follow-next-waiting", "follow-next-promised", "follow-do-choose"]),
    ("follow-state-withdrawn", &["follow-prepare", "follow-next-waiting", "follow-do-choose", "follow-do-withdraw"]),
    ("follow-state-refused", &["follow-prepare", "follow-next-waiting", "follow-do-choose", "follow-do-withdraw"]),
    (
        "check-no",
        &[
            "follow-state-promised",
            "follow-state-on-the-way",
            "follow-state-at-the-door",
            "follow-state-booked",
            "follow-state-filed",
            "follow-state-filed-booked",
            "follow-state-waiting",
            "follow-state-overdue",
        ],
    ),
    (
        "check-not-yet",
        &[
            "follow-state-promised",
            "follow-state-on-the-way",
            "follow-state-at-the-door",
            "follow-state-withdrawn",
            "follow-state-refused",
        ],
    ),
    (
        "check-yes-today",
        &[
            "follow-state-filed",
            "follow-state-filed-booked",
            "follow-state-booked",
            "follow-state-waiting",
            "follow-state-withdrawn",
            "follow-state-refused",
            "follow-state-ended",
        ],
    ),
];

/// What a case can be together with what its visit can be; nothing else is stored.
const STATES: &[(&str, &[&str])] = &[
    ("approved", &["waiting", "booked", "promised", "en_route", "arrived", "closed"]),
    ("filed", &["waiting", "booked"]),
    ("asked", &["waiting", "booked"]),
    ("refused", &["cancelled"]),
    ("withdrawn", &["cancelled", "closed"]),
];

/// What was reported of the two households before.
const EARLIER: &[&[&str]] = &[&[], &["en_route_at"], &["closed_at"], &["closed_at", "closed_at"]];

const TIMES: &[&str] = &["07:35", "08:50", "10:30", "16:00", "17:30"];

struct Fixture {
    app: TestApp,
    office: Office,
    own: Filed,
    visits: Vec<i64>,
    window_opens: i64,
    /// Where the last family stands in the duty, as it was published.
    stop: Stop,
}

impl Fixture {
    /// Three households of a published morning; we look at the last one.
    fn new() -> Self {
        let many = "limits.wrong_checks_per_code = 100000\nlimits.wrong_checks_per_address = 100000";
        let app = TestApp::with(&format!("booking.staff_minutes = 0\n{many}\n{OFFICERS_READ_AHEAD}"));
        let office = Office::of(&app);
        let mut cases: Vec<Value> = HOUSEHOLDS[..3].iter().map(|home| home.case()).collect();
        for case in &mut cases {
            case["contact"]["email"] = json!("");
            case["consents"]["messages"] = json!(false);
            case["applicants"][0]["mobility"] = json!("wheelchair");
        }
        let filed: Vec<Filed> = cases.iter().map(|case| office.files(case)).collect();
        filed.iter().for_each(|one| office.approves(one));
        let account = app.account("can.bo.1", Role::Officer, &[]);
        office.duty(office.crew(1, &["11329"], Some(account.id)), day(SATURDAY), "morning");
        office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
        let roster = app.api_as("can.bo.1").get(&format!("/api/v1/rosters?date={SATURDAY}")).expect(200).json();
        let stops = roster["duties"][0]["stops"].as_array().expect("stops").clone();
        let last = stops.last().expect("a stop");
        let own = filed.iter().find(|one| last["code"] == one.code).expect("the last family").clone();
        let window_opens = crate::support::plan::window(last["window"].as_str().expect("a window")).0;
        let visits: Vec<i64> = stops.iter().map(|stop| stop["visit_id"].as_i64().expect("a number")).collect();
        let stop = app.read(|conn| store::stop_of(conn, VisitId(*visits.last().expect("a visit")))).expect("a stop");
        Self { app, office, own, visits, window_opens, stop }
    }

    fn store(&self, statements: &str) {
        let done = self.app.desk.db.write(|conn| {
            conn.batch_execute(statements)?;
            Ok::<_, luudong::db::StoreError>(())
        });
        done.unwrap_or_else(|error| panic!("{statements}: {error}"));
    }

    fn set(&self, case: &str, visit: &str) {
        let own = self.visits.last().expect("a visit");
        let of_case = |set: &str| format!("UPDATE cases SET {set} WHERE code = '{}';", self.own.code);
        let of_visit = |set: &str| format!("UPDATE visits SET {set} WHERE id = {own};");
        let moment = "'2026-11-27 08:00:00'";
        let decided = match case {
            "approved" => format!("verified_at = {moment}"),
            "asked" => "question = 'Nhà ở tầng mấy?'".to_owned(),
            "refused" => format!("refused_at = {moment}, refused_reason = 'Đã cấp thẻ'"),
            "withdrawn" => format!("verified_at = {moment}, withdrawn_at = {moment}"),
            _ => "question = NULL".to_owned(),
        };
        let reached = match visit {
            "waiting" => {
                "duty_id = NULL, promised_on = NULL, promised_half_day = NULL, booked_at = NULL, window_from_secs = NULL, \
                 window_to_secs = NULL, published_at = NULL"
            }
            "booked" => "window_from_secs = NULL, window_to_secs = NULL, published_at = NULL",
            "en_route" => "en_route_at = '2026-11-28 00:30:00'",
            "arrived" => "en_route_at = '2026-11-28 00:30:00', arrived_at = '2026-11-28 00:34:00'",
            "closed" => "closed_at = '2026-11-28 00:34:00'",
            "cancelled" => "duty_id = NULL, cancelled_at = '2026-11-27 08:00:00'",
            _ => "called_at = NULL",
        };
        let cleared = of_case(
            "verified_at = NULL, refused_at = NULL, refused_reason = NULL, withdrawn_at = NULL, question = NULL",
        );
        // A stop needs a booked visit, so it leaves first.
        let leaves = ["waiting", "cancelled"].contains(&visit);
        let left = if leaves { format!("DELETE FROM stops WHERE visit_id = {own};") } else { String::new() };
        self.store(&format!("{cleared}{left}{}{}", of_case(&decided), of_visit(reached)));
    }

    fn back(&self, kept: &str) {
        let Stop { visit_id, duty_id, position, times } = self.stop;
        let times = times.expect("published times");
        // Looking at a case whose visit has failed opens the next one.
        let newest = self.visits.iter().max().expect("a visit");
        let (arrives, starts, departs) = (times.arrives_secs.0, times.starts_secs.0, times.departs_secs.0);
        self.store(&format!(
            "DELETE FROM stops WHERE visit_id = {visit_id}; DELETE FROM visits WHERE id > {newest}; UPDATE visits SET duty_id = {duty_id}, {kept}; \
             INSERT INTO stops (visit_id, duty_id, position, arrives_secs, starts_secs, departs_secs) \
             VALUES ({visit_id}, {duty_id}, {position}, {arrives}, {starts}, {departs});"
        ));
    }

    fn report(&self, earlier: &[&str]) {
        for (visit, column) in self.visits.iter().zip(earlier) {
            self.store(&format!("UPDATE visits SET {column} = '2026-11-28 00:32:00' WHERE id = {visit};"));
        }
    }

    /// All that stands on both pages, one line for each element.
    fn said(&self, locale: Locale) -> Vec<String> {
        let client = self.office.public.with("Cookie", &format!("luudong_language={}", locale.code()));
        let follow = client.get(&format!("/follow/{}/{}", self.own.code, self.own.secret)).expect(200);
        assert!(
            follow.text.contains(&format!("<html lang=\"{}\"", locale.code())),
            "the page speaks {}",
            locale.code()
        );
        let check = client.form("/check", &[("code", &self.own.code), ("word", "")]).expect(200);
        let mut said = Page::of(&follow).texts("main p, main h2, main dt, main dd, main li");
        said.extend(Page::of(&check).texts("[role=status] h2, [role=status] p, [role=status] li"));
        said
    }
}

/// The literal parts that tell a sentence from others, whatever stands in its gaps.
pub fn needles(key: &str, locale: Locale) -> Vec<String> {
    let one = "~".to_owned();
    let gaps = [
        "from", "to", "half_day", "date", "window", "deadline", "when", "code", "ward", "on", "number", "name", "badge",
    ];
    let said = |before: &dyn Argument| {
        let mut arguments: Vec<(&str, &dyn Argument)> = gaps.iter().map(|gap| (*gap, &one as &dyn Argument)).collect();
        arguments.push(("before", before));
        let said = Words(locale).with(key, &arguments);
        assert_ne!(said, key, "a message of this key");
        said.split('~').max_by_key(|part| part.len()).unwrap_or_default().trim().to_owned()
    };
    vec![said(&1_usize), said(&one)]
}

#[test]
fn no_two_sentences_that_are_read_together_contradict_each_other() {
    let fixture = Fixture::new();
    let mut faults = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let kept = fixture.app.read(|conn| store::find(conn, VisitId(*fixture.visits.last().expect("a visit"))));
    let promise = kept.and_then(|visit| visit.promise).expect("a window");
    let as_told = format!(
        "promised_on = '{SATURDAY}', promised_half_day = 'morning', booked_at = '2026-11-23 01:00:00', \
         published_at = '2026-11-23 01:00:00', en_route_at = NULL, arrived_at = NULL, closed_at = NULL, \
         cancelled_at = NULL, window_from_secs = {}, window_to_secs = {}",
        promise.from_secs.0, promise.to_secs.0
    );
    for (case, visits) in STATES {
        for (visit, earlier) in visits.iter().flat_map(|visit| EARLIER.iter().map(move |earlier| (visit, earlier))) {
            fixture.back(&as_told);
            fixture.set(case, visit);
            fixture.report(earlier);
            for (time, locale) in TIMES.iter().flat_map(|time| Locale::all().map(move |locale| (time, locale))) {
                fixture.app.at(day(SATURDAY), time);
                let said = fixture.said(locale);
                let stands = |key: &str| {
                    let needles = needles(key, locale);
                    said.iter().any(|line| needles.iter().any(|needle| line.contains(needle.as_str())))
                };
                for (first, others) in CONTRADICT.iter().filter(|(first, _)| stands(first)) {
                    seen.insert(*first);
                    for other in others.iter().filter(|other| stands(other)) {
                        faults.push(format!("{case} × {visit} × {earlier:?} at {time}: {first} and {other}: {said:?}"));
                    }
                }
                faults.extend(
                    too_early(&said, fixture.window_opens).map(|line| format!("{case} × {visit} at {time}: {line}")),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{} contradictions, the first: {:#?}", faults.len(), &faults[..faults.len().min(3)]);
    let never: Vec<&str> = CONTRADICT.iter().map(|row| row.0).filter(|first| !seen.contains(first)).collect();
    assert!(never.is_empty(), "never read, so never compared: {never:?}");
}

/// An estimate that begins before the window which the family was told.
fn too_early(said: &[String], opens: i64) -> Option<String> {
    let estimate =
        said.iter().find(|line| line.contains('–') && (line.contains("khoảng") || line.contains("about")))?;
    let from = estimate.split('–').next()?.rsplit(' ').next()?;
    let (hour, minute) = from.split_once(':')?;
    let secs = hour.parse::<i64>().ok()? * 3_600 + minute.parse::<i64>().ok()? * 60;
    (secs < opens).then(|| format!("an estimate before the window opens: {estimate}"))
}
