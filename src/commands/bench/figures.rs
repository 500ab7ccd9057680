//! Figures of a run: percentiles and memory.
use std::time::Duration;

/// Waiting times of a run.
#[derive(Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    /// Adds one.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Adds those of another thread.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Half of them, and all but one in a hundred, took at most so long.
    pub fn p50_p99(mut self) -> (Duration, Duration) {
        self.0.sort_unstable();
        let at = |percent: usize| self.0.get((self.0.len() * percent / 100).min(self.0.len().saturating_sub(1)));
        (at(50).copied().unwrap_or_default(), at(99).copied().unwrap_or_default())
    }
}

/// Milliseconds with two decimals.
pub fn millis(took: Duration) -> String {
    format!("{:.2} ms", took.as_secs_f64() * 1e3)
}

/// Resident memory of this process now and at its highest; 0 where the system does not tell.
pub fn memory_mb() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|line| line.trim_end_matches("kB").trim().parse::<u64>().ok());
        kilobytes.unwrap_or(0) / 1024
    };
    (of("VmRSS:"), of("VmHWM:"))
}
