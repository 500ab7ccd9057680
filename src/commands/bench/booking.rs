//! `luudong bench booking`: real HTTP bookings against a server with data of its own.
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::Value;

use super::client::Client;
use super::figures::{Latencies, memory_mb, millis};
use super::world::{Plan, World};
use super::{bare, verify};
use crate::app::in_thread::InThread;
use crate::booking::refusals::HalfDayWish;
use crate::clock::Timestamp;
use crate::commands::demo::people::Draw;
use crate::commands::{CommandError, say};
use crate::ids::VisitId;

/// Households of two clients never have the same number; a hundred clients fit into the seven digits of a telephone.
const HOUSEHOLDS_PER_CLIENT: u64 = 100_000;

/// How much, on what.
#[derive(Args)]
pub struct BookingBench {
    /// Số luồng gửi cùng lúc, mỗi luồng giữ một kết nối.
    #[arg(long, default_value_t = 16)]
    clients: u64,
    /// Số giây đo.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Máy chủ PostgreSQL (postgres://…); cơ sở dữ liệu riêng được tạo ở đó rồi xoá. Không có: SQLite trong thư mục tạm.
    #[arg(long)]
    database: Option<String>,
    /// Đi qua PgBouncer (postgres://…) đứng trước máy chủ ấy, ở chế độ transaction.
    #[arg(long, requires = "database")]
    pooler: Option<String>,
    /// Mọi người đều muốn cùng một sáng thứ Bảy.
    #[arg(long)]
    hot: bool,
    /// Số ca công tác; với --hot, tất cả trong buổi sáng ấy.
    #[arg(long, default_value_t = 60)]
    duties: usize,
    /// Số kết nối của máy chủ web đến cơ sở dữ liệu.
    #[arg(long, default_value_t = 8)]
    connections: u32,
    /// Chỉ tạo cơ sở dữ liệu với các ca, in địa chỉ của nó rồi dừng (cho pgbench); không xoá.
    #[arg(long)]
    prepare: bool,
    /// Một giây thôi, để thử xem có chạy và có đúng không; không phải để lấy số liệu.
    #[arg(long)]
    once: bool,
}

/// What one client saw, or all of them.
#[derive(Default)]
struct Tally {
    accepted: Vec<VisitId>,
    refused: u64,
    failures: Vec<String>,
    waited: Latencies,
}

/// Runs it.
///
/// # Errors
/// [`CommandError::Refused`] when a request failed or the state afterwards is wrong.
pub fn run(bench: &BookingBench, now: Timestamp) -> Result<(), CommandError> {
    let seconds = if bench.once { 1 } else { bench.seconds };
    let plan = Plan {
        now,
        server: bench.database.as_deref(),
        pooler: bench.pooler.as_deref(),
        duties: bench.duties,
        hot: bench.hot,
        connections: bench.connections,
    };
    let world = World::new(plan)?;
    if bench.prepare {
        say(format_args!("{}", world.keep()))?;
        return Ok(());
    }
    let warm = world.warm_up()?;
    let server = InThread::start(world.shared.clone()).map_err(serving)?;
    let start = Instant::now();
    let tally = drive_all(&world, server.address, bench.clients, seconds);
    let took = start.elapsed().as_secs_f64();
    let (resident, peak) = memory_mb();
    server.stop().map_err(serving)?;
    let lost_races = world.shared.board.lost_races();
    let per_second = tally.accepted.len() as f64 / took;
    let (p50, p99) = tally.waited.p50_p99();
    let refused = tally.refused;
    let verdict = verify::verify(&world, tally.accepted)?;
    drop(world);
    let yardstick = World::new(plan)?;
    yardstick.warm_up()?;
    let bare = bare::per_second(&yardstick, seconds)?;
    let (most, stops) = verdict.stops;
    say(format_args!(
        "đặt được:          {per_second:.0}/giây ({stops} lượt trong {took:.1} giây, {} luồng)",
        bench.clients
    ))?;
    say(format_args!("chờ trả lời:       p50 {}, p99 {}", millis(p50), millis(p99)))?;
    say(format_args!(
        "chậm hơn người khác: {lost_races} lần; hết chỗ (409): {refused}; đặt chồng: {}",
        verdict.overbooked
    ))?;
    say(format_args!(
        "một ca:            trung bình {:.1} điểm, nhiều nhất {most}",
        stops as f64 / bench.duties.max(1) as f64
    ))?;
    say(format_args!("đọc mọi ca lúc đầu: {}", millis(warm)))?;
    say(format_args!("bộ nhớ:            {resident} MB, cao nhất {peak} MB (cả phía gửi)"))?;
    say(format_args!("vòng lặp một luồng: {bare:.0}/giây; tỉ số {:.2}", per_second / bare.max(1.0)))?;
    let faults: Vec<String> = tally.failures.into_iter().chain(verdict.faults).collect();
    if faults.is_empty() {
        say(format_args!("kiểm tra:          đúng cả"))?;
        return Ok(());
    }
    Err(CommandError::Refused(faults.join("; ")))
}

fn serving(error: std::io::Error) -> CommandError {
    CommandError::Io("máy chủ web".to_owned(), error)
}

fn drive_all(world: &World, address: SocketAddr, clients: u64, seconds: u64) -> Tally {
    let until = Instant::now() + Duration::from_secs(seconds);
    std::thread::scope(|scope| {
        let start = |number| scope.spawn(move || drive(world, address, number, until));
        let clients: Vec<_> = (0..clients).map(start).collect();
        let mut all = Tally::default();
        for client in clients {
            match client.join() {
                Ok(tally) => all.append(tally),
                Err(_) => all.failures.push("một luồng gửi bị dừng".to_owned()),
            }
        }
        all
    })
}

/// One client: a new household each time; where a half-day is gone, the next one takes what was offered instead.
fn drive(world: &World, address: SocketAddr, number: u64, until: Instant) -> Tally {
    let mut tally = Tally::default();
    let draw = Draw::new(number);
    let mut offered: Option<HalfDayWish> = None;
    let mut index = number * HOUSEHOLDS_PER_CLIENT;
    let mut client = match Client::connect(address) {
        Ok(client) => client,
        Err(error) => {
            tally.failures.push(error.to_string());
            return tally;
        }
    };
    while Instant::now() < until {
        let wish = offered.take().unwrap_or_else(|| world.some_half_day(&draw));
        let body = serde_json::to_vec(&world.booking(&draw, index, wish)).unwrap_or_default();
        index += 1;
        let sent = Instant::now();
        let reply = match client.post("/api/v1/bookings", &body) {
            Ok(reply) => reply,
            Err(error) => {
                tally.failures.push(error.to_string());
                return tally;
            }
        };
        let said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        match reply.status {
            201 => {
                tally.waited.add(sent.elapsed());
                tally.accepted.push(VisitId(said["booking"]["visit_id"].as_i64().unwrap_or(0)));
            }
            409 => {
                tally.refused += 1;
                offered = pick(&draw, &said["offers"]);
            }
            status => tally.failures.push(format!("{status}: {}", said["detail"])),
        }
    }
    tally
}

/// One of the half-days that a refusal offers instead.
fn pick(draw: &Draw, offers: &Value) -> Option<HalfDayWish> {
    let offers = offers.as_array().filter(|offers| !offers.is_empty())?;
    let one = &offers[usize::try_from(draw.number(offers.len() as u64)).unwrap_or(0)];
    let (on, half_day) = (one["on"].clone(), one["half_day"].clone());
    serde_json::from_value(serde_json::json!({ "on": on, "half_day": half_day })).ok()
}

impl Tally {
    fn append(&mut self, other: Self) {
        self.accepted.extend(other.accepted);
        self.refused += other.refused;
        self.failures.extend(other.failures);
        self.waited.append(other.waited);
    }
}
