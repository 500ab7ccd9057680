//! The application under test: a real server on a free port, with its own database, clock, dice and mail folder.
use std::cell::{Cell, OnceCell};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use chrono::{Duration, NaiveDate, NaiveTime};
use luudong::accounts::manage::add_account;
use luudong::accounts::passwords::HashedPassword;
use luudong::accounts::{Account, Role};
use luudong::app;
use luudong::booking::Board;
use luudong::booking::Inviter;
use luudong::clock::{Clock, Timestamp};
use luudong::commands;
use luudong::config::Settings;
use luudong::db::{DbConn, StoreResult};
use luudong::desk::Desk;
use luudong::dice::Dice;
use luudong::outbox;
use luudong::outbox::stop::Stop;
use luudong::outbox::transport::Transport;
use luudong::reference_data::ReferenceData;
use luudong::worker::{self, Worker, steps::StepContext};
use tempfile::TempDir;

use super::Client;
use super::client;
use super::database::Database;
use super::lossy::{Lossy, Lost};
use super::statements;

/// The password of every account that [`TestApp`] adds.
pub const PASSWORD: &str = "con trâu đi trước cái cày";

/// Officers read rosters a month ahead: for stories that look at one early, where it is not the point when it opens.
pub const OFFICERS_READ_AHEAD: &str = "rosters.officers_from_secs = -2592000";

/// A hash of [`PASSWORD`] that is cheap to check, because its cost stands in it: a sixth of what stories computed were
/// checks of the real one.
fn cheap_hash() -> HashedPassword {
    static HASH: OnceLock<String> = OnceLock::new();
    let hash = || {
        let params = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, 1, None).expect("the least there is");
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        hasher.hash_password(PASSWORD.as_bytes()).expect("a hash").to_string()
    };
    HashedPassword::stored(HASH.get_or_init(hash).clone())
}

/// A running application. Dropping it stops the server, fails the test if mail is left that the test did not
/// speak of, and takes the database away.
pub struct TestApp {
    /// What its handlers have at hand; tests may look into the database and move the clock.
    pub desk: Desk,
    /// The clock of the server itself, which counts how often it is asked.
    pub server_clock: Clock,
    pub(super) transport: Transport,
    pub(super) context: StepContext,
    board: Arc<Board>,
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub base: String,
    server: ServerHandle,
    pub(super) reference: Arc<ReferenceData>,
    planner: (Stop, Option<JoinHandle<()>>),
    thread: Option<JoinHandle<()>>,
    mail_left: Cell<usize>,
    lossy: OnceCell<Arc<Lossy>>,
    mails: TempDir,
    // Dropped last.
    _database: Database,
}

impl TestApp {
    /// With the default settings, on Monday 23/11/2026, 08:00 in Việt Nam.
    pub fn start() -> Self {
        Self::with("")
    }

    /// With other settings (TOML) on top.
    pub fn with(toml: &str) -> Self {
        statements::watch_connections();
        let database = Database::new();
        let mails = tempfile::tempdir().expect("a temporary folder");
        let own = format!(
            "server.workers = 1\nserver.shutdown_secs = 1\n{}database.pool_size = 4\nmail.folder = '{}'\n{toml}",
            database.settings(),
            mails.path().display(),
        );
        let settings =
            Settings::defaults_with(&(own + &unflooded(toml) + &patient(toml))).expect("the settings are valid");
        let clock = Clock::fixed(monday_morning());
        let shared = commands::shared(settings, clock, Dice::seeded(7)).expect("the application opens");
        let board = shared.board.clone().into_inner();
        let reference = shared.reference.clone().into_inner();
        let server_clock = shared.desk.clock.clone();
        let desk = Desk { clock: server_clock.counted_apart(), ..(**shared.desk).clone() };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let (tell, told) = std::sync::mpsc::channel();
        let serve = move || {
            actix_web::rt::System::new().block_on(async {
                let server = app::serve(shared, listener).expect("the server starts");
                tell.send(server.handle()).expect("the test is waiting");
                server.await.expect("the server ends well");
            });
        };
        let thread = Some(std::thread::spawn(serve));
        let stop = Stop::default();
        let (own, known, told_to_stop) = (desk.clone(), reference.clone(), stop.clone());
        let plan = move || worker::planner::until_stopped(&own, &known, &told_to_stop);
        let planner = (stop, Some(std::thread::spawn(plan)));
        Self {
            transport: Transport::new(&desk.settings.mail).expect("the mail settings are valid"),
            context: StepContext { desk: desk.clone(), inviter: Inviter::new(board.clone()) },
            board,
            desk,
            server_clock,
            base,
            server: told.recv().expect("the server runs"),
            reference,
            planner,
            thread,
            mail_left: Cell::new(0),
            lossy: OnceCell::new(),
            mails,
            _database: database,
        }
    }

    /// Nobody in particular.
    pub fn public(&self) -> Client {
        let client = Client::new(&self.base);
        self.lossy.get().map_or(client.clone(), |lossy| client.losing_answers(lossy))
    }

    /// From now on everybody is on a way that loses the answer to each form once.
    pub fn loses_answers(&self, lost: Lost) -> &Arc<Lossy> {
        self.lossy.get_or_init(|| Lossy::before(&self.base, lost))
    }

    /// Somebody with a new account of this role that reaches everywhere, signed in to the API.
    pub fn api(&self, role: Role) -> Client {
        self.api_as(&self.account(role.code(), role, &[]).login)
    }

    /// The holder of an account, signed in to the API.
    pub fn api_as(&self, login: &str) -> Client {
        self.public().signed_in(login, PASSWORD)
    }

    /// Somebody with a new account of this role, signed in to the pages by cookie.
    pub fn browser(&self, role: Role) -> Client {
        let login = format!("{}.trang", role.code());
        self.browser_as(&self.account(&login, role, &[]).login)
    }

    /// The holder of an account, signed in to the pages by cookie.
    pub fn browser_as(&self, login: &str) -> Client {
        let browser = self.public();
        let answer = browser.form("/sign-in", &[("login", login), ("password", PASSWORD)]);
        assert_eq!(answer.status, 303, "{login} signs in: {}", answer.text);
        browser
    }

    /// Adds an account with [`PASSWORD`], which is checked at next to no cost.
    pub fn account(&self, login: &str, role: Role, wards: &[&str]) -> Account {
        let wards = wards.iter().map(|&ward| ward.to_owned()).collect();
        let account = Account::new(login, format!("Nguyễn Văn {login}"), role, wards);
        let added = self.desk.db.write(|conn| add_account(conn, &self.desk, None, account.clone(), &cheap_hash()));
        added.unwrap_or_else(|error| panic!("account {login}: {error}"))
    }

    /// Asks the database.
    pub fn read<T>(&self, work: impl FnOnce(&mut DbConn) -> StoreResult<T>) -> T {
        self.desk.db.read(work).expect("the database answers")
    }

    /// Does something and asserts that the server asked its clock once for each request that was sent meanwhile.
    #[track_caller]
    pub fn one_moment_each<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = (self.server_clock.times_asked(), client::sent());
        let done = work();
        let asked = (self.server_clock.times_asked() - before.0, client::sent() - before.1);
        assert_eq!(asked.0, asked.1, "looks at the clock, and requests");
        done
    }

    /// Sets the clock.
    pub fn at(&self, on: NaiveDate, time: &str) {
        let time = NaiveTime::parse_from_str(time, "%H:%M").expect("a time such as 14:30");
        self.desk.clock.set(Timestamp::local(on, time));
    }

    /// Moves the clock.
    pub fn later(&self, span: Duration) {
        self.desk.clock.set(self.desk.now() + span);
    }

    /// Lets the worker invite who waits; gives the number of invitations. Their mails stay in the outbox.
    pub fn invite(&self) -> usize {
        self.context.inviter.round(&self.desk).expect("the round of invitations")
    }

    /// Lets the worker do one round without its mail.
    pub fn steps(&self) {
        worker::steps_once(&self.context).expect("the worker does its steps");
    }

    /// Lets the worker do its rounds until nothing is due, and gives the mails that have left so far (`.eml`).
    pub fn deliver(&self) -> Vec<String> {
        worker::once(&self.context, &self.transport).expect("the worker does its round");
        self.lists_were_looked_for();
        self.mails()
    }

    /// The mails that have left so far (`.eml`), in no particular order.
    pub fn mails(&self) -> Vec<String> {
        let read = |file| std::fs::read_to_string(file).expect("a mail is text");
        self.mail_files().into_iter().map(read).collect()
    }

    /// Where those mails are.
    pub fn mail_files(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.mails.path()).expect("the mail folder");
        files.map(|entry| entry.expect("a mail").path()).collect()
    }

    /// A worker on threads of its own, as in `serve`; its clock runs, from this story's moment on.
    pub fn worker(&self) -> Worker {
        let desk = Desk { clock: Clock::starting(self.desk.now()), ..self.desk.clone() };
        Worker::start(&desk, Inviter::new(self.board.clone()), self.reference.clone()).expect("the worker starts")
    }

    /// What waits in the outbox: kind and key, oldest first.
    pub fn waiting_mails(&self) -> Vec<(String, String)> {
        self.read(outbox::store::waiting_keys)
    }

    /// Says that this test leaves so many mails undelivered on purpose.
    pub fn leave_mails(&self, count: usize) {
        self.mail_left.set(count);
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let waiting = self.desk.db.read(outbox::store::waiting_keys);
        self.planner.0.ask();
        let planned = self.planner.1.take().map(JoinHandle::join);
        actix_web::rt::System::new().block_on(self.server.stop(false));
        let ended = self.thread.take().map(JoinHandle::join);
        if std::thread::panicking() {
            return;
        }
        assert!(matches!(planned, Some(Ok(()))), "the planner ended in a panic");
        assert!(matches!(ended, Some(Ok(()))), "the server ended in a panic");
        let waiting = waiting.expect("the outbox can be read");
        let expected = self.mail_left.get();
        assert_eq!(waiting.len(), expected, "mails that the test did not speak of: {waiting:?}");
    }
}

/// Most stories file as fast as they can, from one address, often for the same people: what keeps a flood out is wide
/// open for them, where they do not set it themselves; and filing the same again is meant.
pub const UNFLOODED: [(&str, i64); 7] = [
    ("limits.repeat_secs", 0),
    ("limits.cases_per_contact_from_everywhere", 1_000_000),
    ("limits.cases_per_email_per_day", 1_000_000),
    ("booking.unapproved_per_person_max", 1_000_000),
    ("booking.unapproved_per_email_max", 1_000_000),
    ("booking.unapproved_area_hour_free", 1_000_000),
    ("booking.unapproved_share_percent", 100),
];

/// Answers wait for planning runs and connections for the next request, however slow the machine; runs begin at once.
/// Invitations stand for half an hour: one morning sees them end, how long they stand otherwise has its own story.
fn patient(own: &str) -> String {
    let [polls, answers] = [("planning.poll_millis", 20), ("planning.answer_secs", 120)];
    let patient = [polls, answers, ("server.keep_alive_secs", 75), ("booking.invitation_minutes", 30)];
    patient.iter().filter(|(key, _)| !own.contains(key)).map(|(key, value)| format!("\n{key} = {value}")).collect()
}

fn unflooded(own: &str) -> String {
    let open = UNFLOODED.iter().filter(|(key, _)| !own.contains(key));
    open.map(|(key, value)| format!("\n{key} = {value}")).collect()
}

/// Monday 23/11/2026, 08:00 in Việt Nam: the Tuesday after is a holiday, the Saturday has a morning.
pub fn monday_morning() -> Timestamp {
    let on = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    Timestamp::local(on, NaiveTime::from_hms_opt(8, 0, 0).expect("a time"))
}
