//! One scene for two verbs: a duty with a told family, one that is not approved, a hold, and one that waits; another
//! duty of the same date to move to; a proposal that is ready to be published.
use luudong::db::{Db, StoreError};
use serde_json::{Value, json};

use super::cluster::Cluster;
use crate::support::Client;
use crate::support::households::Household;
use crate::support::office::Filed;

/// Everything that a verb may act on.
pub struct Fixture {
    /// Makes names and numbers of this scene its own.
    pub number: usize,
    /// The date of its duties.
    pub on: String,
    /// The duty that all meet in, with its version when the scene was set.
    pub morning: (i64, i32),
    /// Approved, booked in the morning, told its window.
    pub told: Filed,
    /// Booked in the morning, nobody has approved it.
    pub filed: Filed,
    /// Approved, without a half-day.
    pub waiting: Filed,
    /// The told family's visit.
    pub visit: i64,
    /// The unapproved family's visit.
    pub unapproved: i64,
    /// A hold in the morning.
    pub hold: String,
    /// A proposal that nothing has changed since.
    pub run: Value,
    /// What a household says that wants a place kept.
    pub hold_wish: Value,
}

impl Fixture {
    /// Sets a scene; with `today` its duties are today's, so that officers may report.
    pub fn set(cluster: &mut Cluster, today: bool) -> Self {
        let (number, on, ward) = cluster.next();
        let office = &cluster.office;
        let crew = office.crew(number, &[ward], None);
        let date = crate::support::households::day(&on);
        let morning = office.duty(crew, date, "morning");
        office.duty(crew, date, "afternoon");
        let home = |kind: usize| home(number * 4 + kind, ward);
        let cases: Vec<Filed> = (0..3).map(|kind| office.files(&case(&home(kind), number * 4 + kind))).collect();
        let [told, filed, waiting] = <[Filed; 3]>::try_from(cases).expect("three cases");
        office.approves(&told);
        office.books(&told, &on, "morning").expect(201);
        office.publish(&office.plan(date, date, 1));
        office.approves(&waiting);
        office.books(&filed, &on, "morning").expect(201);
        let wish = |kind: usize| {
            let case = case(&home(kind), number * 4 + kind);
            json!({
                "contact": {"phone": case["contact"]["phone"]}, "address": case["address"],
                "people": [{"birth": "12/05/1950", "group": "nct", "mobility": "bedridden"}],
                "half_day": {"on": on, "half_day": "morning"},
            })
        };
        let held = office.public.post("/api/v1/holds", &wish(3)).expect(201).json();
        let run = office.plan(date, date, 1);
        let version = office.dispatcher.get(&format!("/api/v1/duties/{morning}")).expect(200).json()["version"].clone();
        let fixture = Self {
            number,
            visit: office.visit_of(&told),
            unapproved: office.visit_of(&filed),
            morning: (morning, i32::try_from(version.as_i64().expect("a version")).expect("a small one")),
            hold: held["token"].as_str().expect("a token").to_owned(),
            hold_wish: wish(2),
            on,
            told,
            filed,
            waiting,
            run,
        };
        if today {
            fixture.happens_today(&cluster.db);
        }
        fixture
    }

    /// What a night does: the date has come.
    fn happens_today(&self, db: &Db) {
        let today = crate::support::app::monday_morning().date();
        let moved = format!(
            "UPDATE duties SET on_date = '{today}' WHERE on_date = '{on}' AND team_id = (SELECT team_id FROM duties WHERE id = {id});
            UPDATE visits SET promised_on = '{today}' WHERE duty_id = {id}",
            on = self.on,
            id = self.morning.0,
        );
        db.write(|conn| Ok::<_, StoreError>(diesel::connection::SimpleConnection::batch_execute(conn, &moved)?))
            .expect("the day comes");
    }

    /// Nobody of this scene is in the way of the next one on its date.
    pub fn clear(&self, cluster: &Cluster) {
        for filed in [&self.told, &self.filed, &self.waiting] {
            let family = cluster.office.public.with("X-Case-Secret", &filed.secret);
            family.post(&format!("/api/v1/cases/{}/withdrawal", filed.code), &json!({}));
        }
        cluster.office.public.delete(&format!("/api/v1/holds/{}", self.hold));
    }

    /// A family with its secret.
    pub fn family(&self, server: &Client, filed: &Filed) -> Client {
        server.with("X-Case-Secret", &filed.secret)
    }
}

/// The case of a household of its own in a ward.
pub fn case_of(number: usize, ward: &'static str) -> Value {
    case(&home(number * 4, ward), number * 4)
}

fn home(number: usize, ward: &'static str) -> Household {
    let far = (number % 20) as f64;
    let base = &crate::support::households::HOUSEHOLDS[number % 12];
    Household { ward, email: "", lat: 20.84 + far / 2_000.0, lng: 106.69, ..*base }
}

/// The case of a home, with a telephone of its own and without a pin.
fn case(home: &Household, number: usize) -> Value {
    let mut case = home.case();
    case["contact"]["phone"] = json!(format!("09{:08}", 10_000_000 + number));
    case["address"] = json!({"line": format!("Số {number} phố Đua"), "ward_code": home.ward});
    case
}
