//! Each pair of verbs that touch a duty meets within ten milliseconds, at two servers: nobody is answered by an error
//! of ours, and what is stored agrees with itself.
use std::sync::Barrier;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::environment;
use crate::support::{Answer, Client};
use cluster::Cluster;
use fixture::Fixture;
use verbs::{ALL, Verb};

mod cluster;
mod fixture;
mod invariants;
mod verbs;

/// How far apart the two begin at most, microseconds.
const APART_US: i64 = 10_000;
/// The sample takes every pair of this many, another start for each engine.
const SAMPLED: usize = 4;
/// A pair's rounds of the long form run on a database of their own each time so many scenes were set.
const SCENES_MAX: usize = 120;

/// Which of all possible rounds take place.
struct Card {
    pairs: Vec<(Verb, Verb)>,
    rounds: usize,
}

#[test]
fn a_stop_and_its_visit_agree_whoever_is_faster() {
    let processes = if environment::engine() == "postgres" { 2 } else { 1 };
    let card = card();
    let mut cluster = Cluster::open(processes);
    let mut fixtures = 0;
    let mut both = 0;
    for (one, other) in card.pairs {
        for round in 0..card.rounds {
            if fixtures == SCENES_MAX {
                cluster = Cluster::open(processes);
                fixtures = 0;
            }
            fixtures += 1;
            both += usize::from(meet(&mut cluster, (one, other), round));
        }
    }
    assert!(both > 0, "some pairs succeed together");
}

/// The last place of a half-day, wanted twice under one key at two servers: the second waits for the first one's answer
/// and is never told that the place is gone.
#[test]
fn repeats_of_one_wish_get_one_answer() {
    let processes = if environment::engine() == "postgres" { 2 } else { 1 };
    let mut cluster = Cluster::open(processes);
    for round in 0..environment::race_rounds().map_or(12, |rounds| rounds.min(150)) {
        let (number, on, ward) = cluster.next();
        let crew = cluster.office.crew(number, &[ward], None);
        cluster.office.small_duty(crew, crate::support::households::day(&on), "morning", 1);
        let wish = json!({"case": fixture::case_of(number, ward), "half_day": {"on": on, "half_day": "morning"}});
        let start = Barrier::new(2);
        let asks = |server: &Client| {
            let client = server.once(&format!("song-sinh-{number}"));
            start.wait();
            client.post("/api/v1/bookings", &wish)
        };
        let (here, there) = (&cluster.office.public, &cluster.public);
        let [one, other] = std::thread::scope(|scope| {
            let repeats = [scope.spawn(|| asks(here)), scope.spawn(|| asks(there))];
            repeats.map(|repeat| repeat.join().expect("an answer"))
        });
        assert_eq!((one.status, other.status), (201, 201), "round {round}: {} {}", one.text, other.text);
        assert_eq!(one.text, other.text, "round {round}");
    }
    invariants::check(&cluster.db, "repeats");
}

/// Every pair, the same verb twice too; as many rounds as `LUUDONG_RACE_ROUNDS` says, or a sample.
fn card() -> Card {
    let verbs = ALL.iter().enumerate();
    let pairs = verbs.flat_map(|(at, &one)| ALL[at..].iter().map(move |&other| (one, other)));
    match environment::race_rounds() {
        Some(rounds) => Card { pairs: pairs.collect(), rounds },
        None => {
            let first = usize::from(environment::engine() == "postgres");
            // The pairs that left ghosts are always there.
            let always = |pair: &(Verb, Verb)| {
                pair.0 == Verb::Publish && matches!(pair.1, Verb::GiveBack | Verb::Withdraw | Verb::Move | Verb::Refuse)
            };
            let sampled = pairs.enumerate().filter(|(at, pair)| at % SAMPLED == first || always(pair));
            Card { pairs: sampled.map(|(_, pair)| pair).collect(), rounds: 1 }
        }
    }
}

/// Two verbs meet; whether both succeeded.
fn meet(cluster: &mut Cluster, (one, other): (Verb, Verb), round: usize) -> bool {
    let fixture = Fixture::set(cluster, [one, other].contains(&Verb::Report));
    let what = format!("{one:?} and {other:?}, round {round}");
    // Spread evenly over the span, in an order that looks like chance.
    let apart = (i64::try_from(round * 7 + fixture.number * 3).expect("small") * 1_237) % (2 * APART_US) - APART_US;
    let start = Barrier::new(2);
    let act = |verb: Verb, late_us: i64, public: &Client, dispatcher: &Client| {
        start.wait();
        let begin = Instant::now() + Duration::from_micros(late_us.max(0).unsigned_abs());
        while Instant::now() < begin {
            std::hint::spin_loop();
        }
        verb.done(&fixture, public, dispatcher)
    };
    let (here, there) = (&cluster.office, (&cluster.public, &cluster.dispatcher));
    let answers = std::thread::scope(|scope| {
        let first = scope.spawn(|| act(one, apart, &here.public, &here.dispatcher));
        let second = scope.spawn(|| act(other, -apart, there.0, there.1));
        [first.join().expect("an answer"), second.join().expect("an answer")]
    });
    for answer in &answers {
        is_an_answer(answer, &what);
    }
    invariants::check(&cluster.db, &what);
    fixture.clear(cluster);
    invariants::check(&cluster.db, &format!("{what}, and everybody withdrawn"));
    answers.iter().all(|answer| answer.status < 300)
}

fn is_an_answer(answer: &Answer, what: &str) {
    let said = || format!("{what}: {} {}", answer.status, answer.text);
    assert!(answer.status < 500 || answer.status == 503, "{}", said());
    assert!(answer.status != 503 || !answer.header("retry-after").is_empty(), "{}", said());
}
