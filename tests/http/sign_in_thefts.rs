//! Random lives of sign-ins: renewals, answers that are lost, second tabs, thefts. Honest people are never signed out
//! unless somebody stole from them, and never do two people go on with one sign-in.
use chrono::Duration;
use luudong::accounts::account::Proven;
use luudong::accounts::sign_in::{self, store};
use luudong::accounts::{Account, Role};
use luudong::dice::Dice;
use luudong::ids::SignInId;

use crate::support::TestApp;

/// Seconds in which a replaced token still gets its successor.
const LEEWAY: i64 = 20;

/// One sign-in: what its holder has, and what a thief has.
struct Life<'a> {
    app: &'a TestApp,
    account: &'a Account,
    sign_in_id: SignInId,
    honest: Option<String>,
    thief: Option<String>,
    stolen: bool,
}

impl<'a> Life<'a> {
    fn begin(app: &'a TestApp, account: &'a Account) -> Self {
        let made = app.desk.db.write(|conn| {
            let found = luudong::accounts::store::find_by_login(conn, &account.login)?.expect("the account");
            let proven = Proven { account: account.clone(), password: found.password };
            sign_in::sign_in(conn, &app.desk, proven, "api")
        });
        let made = made.expect("a sign-in");
        let honest = Some(made.token);
        Self { app, account, sign_in_id: made.sign_in_id, honest, thief: None, stolen: false }
    }

    fn renewed(&self, token: Option<&String>) -> Option<String> {
        let token = token?;
        let renewed = self.app.desk.db.write(|conn| sign_in::renew(conn, &self.app.desk, token));
        renewed.expect("the database answers").map(|made| made.token)
    }

    fn honest_renews(&mut self) {
        self.honest = self.renewed(self.honest.as_ref());
        assert!(self.stolen || self.honest.is_some(), "nobody stole, and somebody honest was signed out");
    }

    fn thief_renews(&mut self) {
        self.thief = self.renewed(self.thief.as_ref());
    }

    fn step(&mut self, dice: &Dice) {
        match dice.between(0, 7) {
            0 => self.app.later(Duration::seconds(i64::from(dice.between(1, 900)))),
            1 | 2 => self.honest_renews(),
            3 => {
                // The answer is lost; the same token comes again, once or twice, some seconds later.
                for _ in 0..dice.between(1, 2) {
                    let _lost = self.renewed(self.honest.as_ref());
                    self.app.later(Duration::seconds(i64::from(dice.between(0, 9))));
                }
                self.honest_renews();
            }
            4 => {
                // Two tabs with the same token; the first goes on once more before the second one asks.
                let old = self.honest.clone();
                self.honest_renews();
                self.app.later(Duration::seconds(i64::from(dice.between(0, 9))));
                self.honest_renews();
                let second = self.renewed(old.as_ref());
                assert!(self.stolen || second == self.honest, "both tabs go on with the same token");
                self.honest = second;
            }
            5 if dice.between(0, 3) == 0 => {
                self.thief.clone_from(&self.honest);
                self.stolen = true;
            }
            _ => self.thief_renews(),
        }
    }

    /// Both go on a while later, in either order; then who is left?
    fn end(mut self, thief_first: bool) {
        for round in 0..4 {
            self.app.later(Duration::seconds(LEEWAY + 1));
            if (round % 2 == 0) == thief_first { self.thief_renews() } else { self.honest_renews() }
        }
        assert!(self.honest.is_none() || self.thief.is_none(), "two people go on with one sign-in");
        let now = self.app.desk.now();
        let live = self.app.read(|conn| store::find(conn, self.sign_in_id, self.account.id, now));
        assert_eq!(live.is_some(), self.honest.is_some() || self.thief.is_some(), "access ends with the renewals");
    }
}

#[test]
fn no_sequence_of_renewals_and_thefts_leaves_two_living_thieves_or_locks_an_honest_tab_out() {
    let app = TestApp::with("accounts.sign_in_hours = 10000");
    let account = app.account("hoa", Role::Dispatcher, &[]);
    let (mut caught, mut quiet) = (0, 0);
    for seed in 0..u64::from(crate::support::environment::cases(60)) {
        let dice = Dice::seeded(seed);
        let mut life = Life::begin(&app, &account);
        for _ in 0..dice.between(1, 25) {
            life.step(&dice);
        }
        if life.stolen {
            caught += 1;
        } else {
            quiet += 1;
        }
        life.end(dice.between(0, 1) == 0);
    }
    assert!(caught > 10 && quiet > 10, "{caught} with a thief, {quiet} without");
}
