//! Tests of the verbs against a real SQLite file, with a clock that stands still.
mod correcting;
mod deciding;
mod filing;
mod importing;
mod mails;
mod reading;

use std::sync::Arc;

use tempfile::TempDir;

use super::CaseTables;
use super::filing::{FileCaseError, FiledCase, file, read};
use super::new_case::{NewAddress, NewApplicant, NewCase, NewConsents, NewContact};
use crate::accounts::account::{Account, Role};
use crate::accounts::passwords::HashedPassword;
use crate::accounts::{Staff, store as accounts};
use crate::calendar::Calendar;
use crate::clock::{Clock, Timestamp};
use crate::config::Settings;
use crate::db::migrations;
use crate::desk::Desk;
use crate::dice::Dice;
use crate::geography::Geography;
use crate::ids::{CaseId, SignInId};
use crate::reference::ReferenceFiles;
use crate::seconds::TimeOfDay;
use crate::text::dates::parse_date;

/// A desk on a fresh database, the tables, a dispatcher, and the folder that must outlive them.
pub(super) struct Office {
    pub desk: Desk,
    pub tables: CaseTables,
    pub dispatcher: Staff,
    _folder: TempDir,
}

impl Office {
    /// Monday 23/11/2026, eight in the morning.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("test.sqlite3");
        let toml = format!("[database]\nurl = \"sqlite:{}\"\npool_size = 2", path.display());
        let settings = Settings::defaults_with(&toml).expect("the defaults are right");
        let files = ReferenceFiles::embedded();
        let now = Timestamp::local_secs(parse_date("23/11/2026").expect("a date"), TimeOfDay::at(8, 0));
        let calendar = Calendar::load(&files).expect("the calendar loads");
        let desk = Desk::new(settings, calendar, Clock::fixed(now), Dice::seeded(7)).expect("the database opens");
        migrations::apply(&desk.db).expect("migrations apply");
        crate::keys::connect(&desk.vault, &desk.db, desk.now()).expect("the keys are made");
        let geography = Arc::new(Geography::load(&files).expect("the places load"));
        let tables = CaseTables::load(&files, geography).expect("the tables load");
        let dispatcher = dispatcher(&desk);
        Self { desk, tables, dispatcher, _folder: folder }
    }

    /// The same dispatcher, limited to a ward.
    pub fn dispatcher_of(&self, ward_code: &str) -> Staff {
        Staff { ward_codes: vec![ward_code.to_owned()], ..self.dispatcher.clone() }
    }

    /// Files a case as a family would.
    pub fn file(&self, new: &NewCase) -> FiledCase {
        self.file_by(None, new).expect("the case is right")
    }

    /// Files a case as a family or as staff would.
    pub fn file_by(&self, by: Option<&Staff>, new: &NewCase) -> Result<FiledCase, FileCaseError> {
        let read = read(&self.tables, by, new, self.desk.now())?;
        self.desk.db.write(|conn| file(conn, &self.desk, &self.tables, by, &read))
    }

    /// The actions noted about a case, oldest first.
    pub fn audit(&self, case_id: CaseId) -> Vec<String> {
        let subject = crate::audit::case_subject(case_id);
        let entries =
            self.desk.db.read(|conn| crate::audit::store::entries_of(conn, &subject)).expect("entries are read");
        entries.into_iter().map(|(_, _, action, _)| action).collect()
    }
}

fn dispatcher(desk: &Desk) -> Staff {
    let mut account = Account::new("dieu-phoi", "Điều phối thử", Role::Dispatcher, vec![]);
    account.id = desk
        .db
        .write(|conn| accounts::add(conn, &account, &HashedPassword::unusable(), desk.now()))
        .expect("an account is added");
    Staff::of(account, SignInId::UNSTORED)
}

/// A bedridden grandmother filed by her grandchild.
pub(super) fn grandmother() -> NewCase {
    NewCase {
        contact: NewContact {
            name: "PHẠM THỊ LAN".into(),
            relation: "grandchild".into(),
            phone: "0912.345.678".into(),
            email: "lan@example.com".into(),
        },
        address: NewAddress {
            line: "Số 12 ngõ 328 phố Lê Lợi".into(),
            hamlet: "Tổ dân phố 5".into(),
            ward_code: "11329".into(),
            ..NewAddress::default()
        },
        applicants: vec![applicant("Nguyễn Thị Hòa", "12/05/1950")],
        consents: NewConsents { visit: true, messages: true },
        ..NewCase::default()
    }
}

/// A bedridden woman with an old CMND.
pub(super) fn applicant(name: &str, birth: &str) -> NewApplicant {
    NewApplicant {
        name: name.into(),
        birth: birth.into(),
        sex: "female".into(),
        procedure: "cccd_to_cc".into(),
        group: "nct".into(),
        mobility: "bedridden".into(),
        held_paper: "cmnd9".into(),
        number: "030123456".into(),
        ..NewApplicant::default()
    }
}
