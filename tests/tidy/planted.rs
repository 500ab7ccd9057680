//! Breaches that the rules must find, and things that look like breaches and are none.
use luudong::web::problem_types;

use crate::documents::problem_line;
use crate::source::Source;

/// Files that break a rule.
pub struct Breach {
    pub rule: &'static str,
    pub sources: Vec<Source>,
}

fn one(rule: &'static str, path: &str, text: &str) -> Breach {
    let sources = vec![Source::new(path, text)];
    Breach { rule, sources }
}

/// Closures and loops take tuples apart, functions give them; types hold them.
const TUPLES_THAT_ARE_NO_PARAMETERS: &str = "//! x
fn f<A, B: Fn((A, A)) -> (A, A)>(each: impl Fn((A, B), u32), all: &[(A, B)], some: Option<(A, B)>) -> (A, B) {
    for (a, b) in all {}
    all.map(|(a, b)| a).map(|(a, b): (A, B)| b)
}
fn g(Days { from, to }: Days, error: &(dyn Error + 'static), of: fn((A, B)) -> A, [a, b]: [A; 2]) {}
fn h(
    (id, (on, half_day)): StopRow, // (a, b): (A, B)
    Seconds(secs): Seconds,
) where A: From<(A, B)> {}
const F: fn((A, B)) = f;
";

/// At least one for every rule.
pub fn breaches() -> Vec<Breach> {
    let mut all = in_code();
    all.extend(in_circles());
    all.extend(in_shape());
    all.extend(in_documents());
    all.extend(of_days());
    all.extend(of_requirements());
    all.extend(in_words());
    all.extend(of_ids());
    all.extend(of_seconds());
    all.extend(of_spans());
    all.extend(in_signatures());
    all
}

fn of_requirements() -> Vec<Breach> {
    let plant = |row: &str| {
        let table = format!("id,level,subject,answer,evidence,how\nV1.1.1,1,x,met,doc:README.md,y\n{row}\n");
        let sources = vec![Source::new("docs/asvs.csv", &table), Source::new("README.md", "# Start")];
        Breach { rule: "the security requirements name what exists", sources }
    };
    vec![
        plant("V1.1.2,1,x,met,test:nobody_wrote_this,y"),
        plant("V1.1.2,1,x,met,,y"),
        plant("V1.1.2,1,x,perhaps,,y"),
        plant("V1.1.1,1,x,open,,y"),
        plant("V1.1.2,1,x,met,doc:README.md#Nowhere,y"),
    ]
}

fn of_days() -> Vec<Breach> {
    let plant = |path: &str, text: &str| one("a day is a day in Việt Nam", path, text);
    vec![
        plant("README.md", "curl -d \"{\\\"from\\\":\\\"$(date -d +1day +%F)\\\"}\""),
        plant("scripts/x", "luudong roster --date $(date +%F)"),
        plant("assets/x.js", "const today = new Date();"),
        plant("templates/x.html", "<script>new Date().toISOString().slice(0, 10)</script>"),
        plant("migrations/sqlite/x/up.sql", "DELETE FROM drafts WHERE on_date < CURRENT_DATE"),
        plant("src/visits/store.rs", "//! x\nfn f() { sql_query(\"SELECT date('now')\") }"),
        plant("tests/peers/x.py", "today = date.today()"),
    ]
}

fn in_code() -> Vec<Breach> {
    let engines = |number: usize| {
        let path = format!("src/noun{number}/store.rs");
        Source::new(&path, "//! x\nfn f(c: &DbConn) { if let DbConn::Sqlite(_) = c {} }")
    };
    vec![
        one("imports run one way", "src/cases/store.rs", "//! x\nuse crate::visits::due;"),
        one("imports run one way", "src/cases.rs", "//! x\nuse crate::{clock::Timestamp, planning};"),
        one("imports run one way", "src/db/connection.rs", "//! x\nfn f() { super::super::web::page::show() }"),
        one("imports run one way", "src/visits/due.rs", "//! x\nuse planner::Problem;"),
        one("imports run one way", "src/gadgets.rs", "//! x"),
        one("the planner is pure", "crates/planner/src/solve.rs", "//! x\nuse std::time::Instant;"),
        one("diesel stays in stores", "src/cases/api.rs", "//! x\nuse diesel::prelude::*;"),
        one("actix stays at the edge", "src/cases/file.rs", "//! x\nuse actix_web::HttpResponse;"),
        one("no verb knows HTTP", "src/cases/open.rs", "//! x\nuse crate::web::Problem;"),
        one("lettre stays in the transport", "src/outbox/deliver.rs", "//! x\nuse lettre::Message;"),
        Breach { rule: "engines differ in few files", sources: (0..6).map(engines).collect() },
        one("the environment is read in one place", "tests/x.rs", "//! x\nfn f() { std::env::var(\"HOME\"); }"),
        one("the clock is read once", "src/visits/overdue.rs", "//! x\nfn f(d: &Desk) { g(d.clock.now()); }"),
        one("the clock is read once", "src/commands/plan.rs", "//! x\nfn f() { Clock::System }"),
        one("the clock is read once", "tests/http/x.rs", "//! x\nfn f() { Clock::System.now() }"),
    ]
}

fn in_circles() -> Vec<Breach> {
    let plant = |files: &[(&str, &str)]| Breach {
        rule: "files import one way",
        sources: files.iter().map(|(path, text)| Source::new(path, text)).collect(),
    };
    vec![
        plant(&[("src/visits/a.rs", "//! x\nuse super::b::X;"), ("src/visits/b.rs", "//! x\nuse super::{c, a::Y};")]),
        plant(&[
            ("src/visits/a.rs", "//! x\nfn f() { crate::teams::b::g() }"),
            ("src/teams/b.rs", "//! x\nuse crate::{\n    db::{DbConn, StoreError},\n    cases::c,\n};"),
            ("src/cases/c.rs", "//! x\nuse crate::visits::a as b;"),
        ]),
        plant(&[
            ("crates/planner/src/a.rs", "//! x\nuse crate::search::b::X;"),
            ("crates/planner/src/search/b.rs", "//! x\nuse crate::a::Y;"),
        ]),
    ]
}

fn in_shape() -> Vec<Breach> {
    let long_file = format!("//! x\n{}", "//\n".repeat(300));
    let long_function = format!("//! x\nfn f() {{\n{}}}\n", "    g();\n".repeat(70));
    vec![
        one("a file opens with its sentence", "src/cases/file.rs", "use crate::clock;"),
        one("a file fits on a few screens", "tests/http/cases.rs", &long_file),
        one("a function fits on a screen", "src/cases/file.rs", &long_function),
        one("nothing is left for later", "README.md", concat!("TO", "DO: say what it is")),
        one("nothing is left for later", "src/cases.rs", concat!("//! x\nfn f() { to", "do!() }")),
        one("no test is switched off", "tests/x.rs", concat!("//! x\n#[test]\n#[ign", "ore]\nfn f() {}")),
        one("no overloaded names", "src/cases.rs", "//! x\npub struct CaseManager;"),
        one("no overloaded names", "src/cases.rs", "//! x\npub fn session_of() {}"),
    ]
}

fn in_documents() -> Vec<Breach> {
    let messages = |vi: &str, en: &str, page: &str| {
        let files = [("messages/vi/x.ftl", vi), ("messages/en/x.ftl", en), ("templates/x.html", page)];
        files.map(|(path, text)| Source::new(path, text)).to_vec()
    };
    let (same, used) = ("messages are the same in every locale", "messages are there and used");
    vec![
        Breach { rule: same, sources: messages("x-a = A\n", "", "") },
        Breach { rule: same, sources: messages("x-a = A { $n }\n", "x-a = A\n", "") },
        Breach { rule: used, sources: messages("", "", "{{ w.say(\"x-a\") }}") },
        Breach { rule: used, sources: messages("x-a = A\n", "x-a = A\n", "") },
        one("families read messages", "templates/families/x.html", "<h1>Hồ sơ</h1>"),
        one("questions are short", "messages/vi/apply.ftl", &format!("apply-a = {{ $name }} {}?\n", "từ ".repeat(20))),
        one("every setting is explained", "config/default.toml", "# Explained.\nport = 1\n\nhost = \"x\"\n"),
        one("every problem is described", "docs/problems.md", "| `invalid` | 422 | x | y |"),
        one("every problem is described", "README.md", ""),
        one("nothing tells of this machine", "docs/operations.md", concat!("cd /wo", "rk/main")),
        one("nothing tells of this machine", "web/package-lock.json", concat!("\"resol", "ved\": \"https://x/y.tgz\"")),
    ]
}

/// What no rule may be offended by.
pub fn allowed() -> Vec<Source> {
    let described = problem_types::ALL.iter().map(|kind| problem_line(kind)).collect::<Vec<_>>();
    vec![
        Source::new("docs/problems.md", &described.join("\n")),
        Source::new(
            "src/visits/due.rs",
            "//! Not actix, not diesel.\nuse crate::cases::Case;\nuse super::outcomes;\n/* crate::planning */\nconst S: &str = \"crate::reports \\\" lettre\";\n",
        ),
        Source::new("src/visits/store/rows.rs", "//! x\nuse diesel::prelude::*;\nuse super::super::due;\n"),
        Source::new("src/visits/store.rs", "//! x\nmod rows;\nuse rows::Row;\nuse super::due;\n"),
        Source::new("src/visits/pages/roster.rs", "//! x\nuse actix_web::get;\n"),
        Source::new("src/text/fold.rs", "//! x\nfn f<'a>(c: &'a char) -> bool { *c == '\"' || *c == '\\'' }\n"),
        Source::new("config/default.toml", "# Both explained.\none = 1\ntwo = 2\n\n# A section.\n[three]\nfour = 4\n"),
        Source::new(
            "src/visits/standing.rs",
            "//! x\npub enum Standing {}\nfn a_family_is_told_by_mail() {}\nconst S: &str = \"fn judge\"; // mod twin\n",
        ),
        Source::new(
            "src/visits/record.rs",
            "//! x\n#[tracing::instrument(name = \"a\", skip_all, fields(%visit_id, case_id = %visit.case.id))]\nfn f() {}\n",
        ),
        Source::new(
            "src/audit/verify.rs",
            "//! x\nfn f(number: i64, limit: i64, case_id: CaseId, minutes: &[i64]) {}\n",
        ),
        Source::new("src/visits/pairs.rs", TUPLES_THAT_ARE_NO_PARAMETERS),
        Source::new("tests/http/pairs.rs", "//! x\nfn f((a, b): (u32, u32), c: &(u32, u32)) {}\n"),
        Source::new(
            "src/visits/promise.rs",
            "//! x\npub struct Promise {\n    pub from_secs: TimeOfDay,\n    pub hold_minutes: i64,\n}\nfn f(setup_secs: Seconds, captures: i32, secs: Option<Seconds>) -> Result<Seconds, Unreachable> {\n    let secs: i64 = 0;\n    Door { setup_secs: Seconds(0), captures: 1_i32, secs: i64::from(secs) }\n}\nfn waits_in_secs(secs: Seconds) -> Result<TimeOfDay, i32> {}\n",
        ),
        Source::new("src/web/problem.rs", "//! x\npub fn retry_after(mut self, secs: i64) -> Self {}\n"),
        Source::new("src/db/schema.rs", &format!("//! x\n{}", "// x\n".repeat(400))),
    ]
}

fn in_words() -> Vec<Breach> {
    let plant = |path: &str, text: &str| one("one word, one thing", path, &format!("//! x\n{text}"));
    vec![
        plant("src/outbox/verdict.rs", "pub fn judge(reply: Reply) -> Verdict {}"),
        plant("src/booking/door.rs", "pub enum Told {}"),
        plant("src/outbox/store.rs", "pub struct MailStanding;"),
        plant("src/sealed.rs", "pub fn open() {}"),
        plant("src/cases.rs", "pub mod open;"),
        plant("src/worker/steps.rs", "pub struct Place;"),
        plant("src/lib.rs", "pub mod places;"),
        plant("src/audit/verify.rs", "struct Walk<'a> {}"),
        plant("src/cases/store.rs", "pub fn twins() {}"),
        plant("src/web/answer/keyed.rs", "pub enum Asker {}"),
        plant("src/booking/sequence.rs", "pub struct Opening;"),
        plant("tests/http/x.rs", "struct Scene;"),
    ]
}

fn of_ids() -> Vec<Breach> {
    let plant = |path: &str, text: &str| one("an id has its own type", path, &format!("//! x\n{text}"));
    vec![
        plant("src/visits/store.rs", "pub fn find(conn: &mut DbConn, visit_id: i64) {}"),
        plant("src/visits/visit.rs", "pub struct Visit {\n    pub id: i64,\n}"),
        plant("src/teams/duty.rs", "pub struct Duty {\n    pub officer_ids: Option<Vec<i64>>,\n}"),
        plant("src/teams/duty/api.rs", "pub async fn read_duty(id: Path<i64>) {}"),
        plant("src/booking/take.rs", "fn of(duty_ids: &[i64]) {}"),
    ]
}

fn in_signatures() -> Vec<Breach> {
    let plant = |path: &str, text: &str| one("no parameter is a tuple", path, &format!("//! x\n{text}"));
    vec![
        plant("src/cases/filing.rs", "fn keep((case_id, key): (CaseId, &SealKey)) {}"),
        plant("src/outbox.rs", "pub fn queue(conn: &mut DbConn, fact: (&str, &str)) {}"),
        plant(
            "src/visits/call.rs",
            "fn call(\n    conn: &mut DbConn,\n    (case, visit): (&Case, &Visit),\n) -> Call {}",
        ),
        plant("src/booking/roads.rs", "fn secs(&self, bases: &'a (bool, bool)) {}"),
        plant("src/booking/board.rs", "fn set(ends: &mut (u32, u32)) {}"),
        plant("src/booking/board.rs", "fn set(&(from, to): &Ends) {}"),
        plant("src/teams/week.rs", "fn of<T: Fn(u32) -> Vec<T>>(each: T, (from, to): Days) {}"),
        plant("crates/planner/src/cost.rs", "pub(crate) fn clip(windows: &[(u32, u32)], span: (i32, i32)) {}"),
    ]
}

fn of_seconds() -> Vec<Breach> {
    let plant = |path: &str, text: &str| one("seconds have a type", path, &format!("//! x\n{text}"));
    vec![
        plant("src/visits/visit.rs", "pub struct Promise {\n    pub from_secs: i32,\n}"),
        plant("src/visits/store.rs", "struct Row {\n    window_to_secs: Option<i32>,\n}"),
        plant("src/geography/travel.rs", "pub struct TravelTime {\n    pub secs: u32,\n    pub metres: u32,\n}"),
        plant("src/config/sections.rs", "section! {\n    Hours { morning_starts_secs: i32, host: String, }\n}"),
        plant("src/booking/sequence.rs", "fn best(&self, half_day: HalfDay, spare_secs: i32) -> Option<Insertion> {}"),
        plant("src/teams/store.rs", "fn add(\n    capacity: i32,\n    staff_secs: i32,\n    now: Timestamp,\n) {}"),
        plant("src/planning/problem.rs", "fn f() {\n    let at = |secs: u32| secs;\n}"),
        plant("src/visits/durations.rs", "pub fn setup_secs(\n    &self,\n    is_site: bool,\n) -> i32 {}"),
        plant("src/geography/travel/leg.rs", "fn secs(&self, leg: Leg) -> Result<u32, Unreachable> {}"),
        plant("src/booking/points.rs", "fn day_secs(&self) -> StoreResult<i32> {}"),
        plant("src/web/problem.rs", "pub fn wait(self, pause_secs: i64) {}"),
    ]
}

fn of_spans() -> Vec<Breach> {
    let plant = |span: &str| {
        let text = format!("//! x\n#[{span}]\npub fn book(conn: &mut DbConn, case: &Case) {{}}");
        one("spans hold ids", "src/booking/book.rs", &text)
    };
    vec![
        plant("tracing::instrument"),
        plant("instrument(skip_all)"),
        plant("tracing::instrument(skip(conn))"),
        plant("tracing::instrument(skip_all, ret)"),
        plant("tracing::instrument(skip_all, err(Display, level = \"debug\"))"),
        plant("tracing::instrument(skip_all, fields(case_id = %case.id), err)"),
        plant("tracing::instrument(skip_all, fields(case_id = %case.id, code = case.code))"),
        plant("tracing::instrument(skip_all, fields(case_id = %case.id(), code = case.code))"),
        plant("tracing::instrument(skip_all, fields(case_id = %case.code))"),
        plant("tracing::instrument(skip_all, fields(case_id = ?case))"),
    ]
}
