//! A family that files a case by the pages: page after page, as a browser without scripts does.
use luudong::cases::{Case, Household, store};
use luudong::families::apply::draft::store as drafts;

use super::html::Page;
use super::{Answer, Client, TestApp};

/// A draft in somebody's browser.
pub struct Wizard {
    pub family: Client,
    pub draft: String,
}

/// The answer to one question: its key and the fields.
pub type Said<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// What a niece says of her bedridden grandmother.
pub const GRANDMOTHER: &[Said<'static>] = &[
    ("who", &[("who", "grandchild")]),
    (
        "person-1",
        &[
            ("applicants.0.name", "Nguyễn Thị Hòa"),
            ("applicants.0.birth.year", "1950"),
            ("applicants.0.sex", "female"),
            ("applicants.0.permanent_address", "Xã Hải Hậu, Nam Định"),
        ],
    ),
    (
        "card-1",
        &[
            ("applicants.0.card", "cmnd9"),
            ("applicants.0.need", "wants_new"),
            ("applicants.0.number", "031150001234"),
            ("applicants.0.papers", "yes"),
        ],
    ),
    (
        "move-1",
        &[
            ("applicants.0.mobility", "bedridden"),
            ("applicants.0.difficulties", "fingers"),
            ("applicants.0.difficulties", "hearing"),
            ("applicants.0.more", "no"),
        ],
    ),
];

/// Where the team goes and whom it calls.
pub const REST: &[Said<'static>] = &[
    (
        "home",
        &[
            ("ward_search", "ngo quyen"),
            ("address.ward_code", "11329"),
            ("address.line", "Số 12 ngõ 328 phố Lê Lợi"),
            ("address.hamlet", "Tổ dân phố 5"),
        ],
    ),
    (
        "house",
        &[
            ("readiness.power", "no"),
            ("readiness.light", "unknown"),
            ("readiness.alley", "motorbike"),
            ("readiness.stairs", "stairs_low"),
            ("readiness.gate", "dog"),
        ],
    ),
    (
        "contact",
        &[
            ("contact.name", "Phạm Thị Lan"),
            ("contact.phone", "0912.345.678"),
            ("contact.email", "lan@example.vn"),
            ("deadline.reason", "none"),
            ("note", "Buổi chiều đi vắng"),
        ],
    ),
];

/// That this is agreed to: what the last page asks.
pub const CONSENT: &[(&str, &str)] = &[("consents.visit", "yes"), ("consents.messages", "yes")];

impl Wizard {
    /// Presses the button of the first page.
    pub fn begin(app: &TestApp) -> Self {
        Self::begun_by(app.public())
    }

    /// The same in somebody's own browser.
    pub fn begun_by(family: Client) -> Self {
        let begun = family.form("/apply", &[("x", "")]).expect(303);
        let draft = begun.header("location").split('/').nth(2).expect("a draft").to_owned();
        Self { family, draft }
    }

    /// The address of a question.
    pub fn path(&self, key: &str) -> String {
        format!("/apply/{}/{key}", self.draft)
    }

    pub fn get(&self, key: &str) -> Answer {
        self.family.get(&self.path(key))
    }

    /// Sends a page's form with one of its buttons.
    pub fn press(&self, go: &str, key: &str, fields: &[(&str, &str)]) -> Answer {
        self.family.form(&self.path(key), &[fields, &[("go", go)]].concat())
    }

    /// Answers and goes on; gives the key of the question that comes next.
    #[track_caller]
    pub fn says(&self, (key, fields): Said<'_>) -> String {
        let answer = self.press("next", key, fields).expect(303);
        answer.header("location").rsplit('/').next().expect("a key").to_owned()
    }

    /// Answers, and gives the page that says what is to be put right.
    #[track_caller]
    pub fn refused(&self, key: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.press("next", key, fields).expect(303);
        assert_eq!(answer.header("location"), self.path(&format!("{key}?wrong=1")));
        Page::of(&self.get(&format!("{key}?wrong=1")).expect(422))
    }

    /// Answers one question after the other, each where the one before led to.
    #[track_caller]
    pub fn says_all(&self, all: &[Said<'_>]) -> String {
        let mut next = all[0].0.to_owned();
        for said in all {
            assert_eq!(next, said.0, "the question that is asked");
            self.get(&next).expect(200);
            next = self.says(*said);
        }
        next
    }

    /// Sends; gives code and secret.
    #[track_caller]
    pub fn sends(&self) -> (String, String) {
        let sent = self.press("send", "check", CONSENT).expect(303);
        let page = sent.header("location").split('?').next().unwrap_or_default();
        let parts: Vec<&str> = page.split('/').collect();
        assert_eq!(parts[..3], ["", "apply", "received"], "{}", sent.header("location"));
        (parts[3].to_owned(), parts[4].to_owned())
    }
}

/// The same answers with some of them replaced, added at their place or left out (`None`).
pub fn with<'a>(said: &[Said<'a>], changes: &[(&'a str, Option<Said<'a>>)]) -> Vec<Said<'a>> {
    let changed = |one: &Said<'a>| changes.iter().find(|change| change.0 == one.0).map(|change| change.1);
    said.iter().filter_map(|one| changed(one).unwrap_or(Some(*one))).collect()
}

/// All cases with their people in clear.
pub fn stored(app: &TestApp) -> Vec<(Case, Household)> {
    app.read(|conn| {
        let wanted = store::Wanted { limit: 99, ..store::Wanted::default() };
        let mut all = Vec::new();
        for case in store::list(conn, &wanted)? {
            let applicants = store::applicants_of(conn, case.id)?;
            let household = case.unseal(&app.desk.vault, &applicants)?;
            all.push((case, household));
        }
        Ok(all)
    })
}

/// How many drafts there are.
pub fn drafts_left(app: &TestApp) -> usize {
    app.read(drafts::sealed_texts).len()
}

/// The one mail that waits is the receipt.
#[track_caller]
pub fn a_receipt_waits(app: &TestApp) {
    let mails = app.waiting_mails();
    assert_eq!(mails.iter().map(|mail| mail.0.as_str()).collect::<Vec<_>>(), ["case_received"], "{mails:?}");
    app.leave_mails(1);
}
