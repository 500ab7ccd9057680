//! `luudong bench offers`: how long it takes to say which half-days can be had.
use std::time::Instant;

use clap::Args;

use super::bare::file_and_book;
use super::client::Client;
use super::figures::{Latencies, memory_mb};
use super::world::{Plan, World, write};
use crate::app::in_thread::InThread;
use crate::booking::api::BookCaseError;
use crate::booking::booker::Booker;
use crate::booking::offers::{View, offers};
use crate::booking::refusals::BookError;
use crate::booking::{Door, Sequence};
use crate::cases::admissible::AdmissibleTimes;
use crate::cases::filing::{file, read};
use crate::clock::Timestamp;
use crate::commands::demo::people::Draw;
use crate::commands::{CommandError, say};
use crate::geography::point::Point;
use crate::seconds::Seconds;

/// Bookings of one transaction while the sequences are filled.
const FILLED_TOGETHER: u64 = 50;
/// Families that ask over HTTP, in turns.
const FAMILIES: u64 = 50;

/// How much, on what.
#[derive(Args)]
pub struct OffersBench {
    /// Số ca công tác.
    #[arg(long, default_value_t = 60)]
    duties: usize,
    /// Số lượt đã đặt trong các ca.
    #[arg(long, default_value_t = 1_000)]
    visits: usize,
    /// Máy chủ PostgreSQL (postgres://…); cơ sở dữ liệu riêng được tạo ở đó rồi xoá. Không có: SQLite trong thư mục tạm.
    #[arg(long)]
    database: Option<String>,
    /// Số câu hỏi cho phần tính toán; qua HTTP hỏi một nửa.
    #[arg(long, default_value_t = 2_000)]
    questions: usize,
    /// Không đo lại với số ca và số lượt gấp mười.
    #[arg(long)]
    once: bool,
}

/// Runs it.
///
/// # Errors
/// [`CommandError::Refused`] when the sequences cannot be filled or a question fails.
pub fn run(bench: &OffersBench, now: Timestamp) -> Result<(), CommandError> {
    say(format_args!("| ca | lượt | buổi còn | tính p50 | tính p99 | HTTP p50 | HTTP p99 | bộ nhớ | cao nhất |"))?;
    say(format_args!("|---|---|---|---|---|---|---|---|---|"))?;
    for times in if bench.once { vec![1] } else { vec![1, 10] } {
        measure(bench, bench.duties * times, bench.visits * times, now)?;
    }
    Ok(())
}

fn measure(bench: &OffersBench, duties: usize, visits: usize, now: Timestamp) -> Result<(), CommandError> {
    let world =
        World::new(Plan { server: bench.database.as_deref(), pooler: None, duties, hot: false, connections: 8, now })?;
    world.warm_up()?;
    fill(&world, visits)?;
    let (found, engine) = ask_engine(&world, bench.questions)?;
    let (p50, p99) = engine.p50_p99();
    let over_http = ask_over_http(&world, bench.questions / 2)?;
    let (http_p50, http_p99) = over_http.p50_p99();
    let (resident, peak) = memory_mb();
    say(format_args!(
        "| {duties} | {visits} | {found} | {} µs | {} µs | {:.2} ms | {:.2} ms | {resident} MB | {peak} MB |",
        p50.as_micros(),
        p99.as_micros(),
        http_p50.as_secs_f64() * 1e3,
        http_p99.as_secs_f64() * 1e3
    ))?;
    Ok(())
}

/// Books until so many visits have a place.
fn fill(world: &World, visits: usize) -> Result<(), CommandError> {
    let draw = Draw::new(1);
    let (mut booked, mut index, mut refused) = (0, 0, 0);
    while booked < visits {
        let wanted = FILLED_TOGETHER.min((visits - booked) as u64);
        let news: Vec<_> =
            (0..wanted).map(|more| world.booking(&draw, index + more, world.some_half_day(&draw))).collect();
        index += wanted;
        // A refusal rolls everything of its transaction back; then the next households try.
        match world.shared.desk.db.write(|conn| {
            for new in &news {
                file_and_book(conn, world, new)?;
            }
            Ok::<_, BookCaseError>(())
        }) {
            Ok(()) => booked += news.len(),
            Err(BookCaseError::Book(BookError::Gone(_))) if refused < 100 => refused += 1,
            Err(error) => return Err(CommandError::Refused(format!("không đặt được {visits} lượt: {error}"))),
        }
    }
    Ok(())
}

/// Random doors ask sequences in memory; also tells how many half-days the last one found.
fn ask_engine(world: &World, questions: usize) -> Result<(usize, Latencies), CommandError> {
    let (desk, board) = (&world.shared.desk, &*world.shared.board);
    let booker = Booker { desk, board, staff: None, now: desk.now() };
    let (first, last) = View::Public.horizon(&desk.settings.booking, booker.now);
    let sequences: Vec<std::sync::Arc<Sequence>> = desk.db.read(|conn| board.between(conn, first, last))?;
    let draw = Draw::new(2);
    let (mut waited, mut found) = (Latencies::default(), 0);
    for index in 0..questions {
        let door = some_door(world, &draw, index as u64)?;
        let start = Instant::now();
        found = offers(&sequences, board, &door, View::Public, booker.rules(&[])).len();
        waited.add(start.elapsed());
    }
    Ok((found, waited))
}

fn some_door(world: &World, draw: &Draw, index: u64) -> Result<Door, CommandError> {
    let board = &world.shared.board;
    let address = world.booking(draw, index, world.some_half_day(draw)).case.address;
    let pin = address.pin.and_then(|pin| Point::new(pin.lat, pin.lng).ok());
    let ward = world.wards.iter().find(|ward| ward.code.as_str() == address.ward_code).unwrap_or(&world.wards[0]);
    let spot = board.reference.geography.locate(&ward.code, None, pin);
    Ok(Door {
        case_id: None,
        ward_code: address.ward_code,
        spot: spot.map_err(|error| CommandError::Refused(error.to_string()))?,
        captures: 1,
        service_secs: Seconds::minutes(1),
        setup_secs: board.reference.durations.setup_secs(false),
        is_approved: false,
        admissible: AdmissibleTimes::default(),
    })
}

/// Families that have filed ask with their secret, one after the other.
fn ask_over_http(world: &World, questions: usize) -> Result<Latencies, CommandError> {
    let shared = &world.shared;
    let draw = Draw::new(3);
    let mut families = Vec::new();
    for index in 0..FAMILIES {
        let case = world.booking(&draw, index, world.some_half_day(&draw)).case;
        let (desk, tables) = (&shared.desk, &shared.reference.cases);
        let opened = write(shared, |conn| file(conn, desk, tables, None, &read(tables, None, &case, desk.now())?))?;
        families.push((format!("/api/v1/cases/{}/offers", opened.case.code), opened.secret));
    }
    let broken = |error: std::io::Error| CommandError::Io("máy chủ web".to_owned(), error);
    let server = InThread::start(shared.clone()).map_err(broken)?;
    let mut client = Client::connect(server.address).map_err(broken)?;
    let mut waited = Latencies::default();
    for asked in 0..questions {
        let (path, secret) = &families[asked % families.len()];
        let start = Instant::now();
        let reply = client.get(path, secret).map_err(broken)?;
        waited.add(start.elapsed());
        if reply.status != 200 {
            return Err(CommandError::Refused(format!("{path}: {}", reply.status)));
        }
    }
    drop(client);
    server.stop().map_err(broken)?;
    Ok(waited)
}
