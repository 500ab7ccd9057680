//! The real binary: commands with their exit status, and a server that can be killed.
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use luudong::clock::{Clock, Timestamp};

use super::Client;
use super::app::UNFLOODED;
use super::app::monday_morning;
use super::environment;

/// Runs a command and writes down its largest resident memory (`getrusage` of children).
const PEAK: &str = "import resource, subprocess, sys
status = subprocess.run(sys.argv[2:]).returncode
open(sys.argv[1], 'w').write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status)";

/// The binary under test with its settings. For its processes, too, it is Monday 23/11/2026, 08:00 in Việt Nam, when the
/// test begins, and the time runs on from one process to the next: what day the machine has does not matter.
pub struct Binary {
    settings: Vec<(String, String)>,
    clock: Clock,
}

/// A running `luudong serve`; dropping it kills it.
pub struct Served {
    child: Child,
    base: String,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Binary {
    /// With these settings, such as `("DATABASE__URL", "sqlite:…")`; nothing else of the environment is passed on.
    pub fn with(settings: &[(&str, &str)]) -> Self {
        let wide_open = UNFLOODED.map(|(key, value)| (key.to_uppercase().replace('.', "__"), value.to_string()));
        let own = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let database = settings.iter().find(|(name, _)| *name == "DATABASE__URL");
        let pooler = database.and_then(|(_, url)| environment::through_pooler(url));
        let pooler = pooler.map(|url| ("DATABASE__POOLER_URL".to_owned(), url));
        let named =
            wide_open.into_iter().chain(own).chain(pooler).map(|(name, value)| (format!("LUUDONG__{name}"), value));
        Self { settings: named.collect(), clock: Clock::starting(monday_morning()) }
    }

    /// The same with one more setting.
    pub fn and(&self, name: &str, value: &str) -> Self {
        let mut settings = self.settings.clone();
        settings.push((format!("LUUDONG__{name}"), value.to_owned()));
        Self { settings, clock: self.clock.clone() }
    }

    /// The same at another moment, from which the time runs on.
    pub fn at(&self, moment: Timestamp) -> Self {
        Self { settings: self.settings.clone(), clock: Clock::starting(moment) }
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        let mut typed = child.stdin.take().expect("its input");
        typed.write_all(input.as_bytes()).expect("the command reads");
        drop(typed);
        child.wait_with_output().expect("the binary ends")
    }

    /// Runs a command to its end, and gives the most memory that its process had at once, KiB, as the system counts it.
    pub fn peak(&self, arguments: &[&str]) -> (u64, Output) {
        let folder = tempfile::tempdir().expect("a folder");
        let told = folder.path().join("peak");
        let command = self.command(arguments);
        let mut timed = Command::new("python3");
        timed.args(["-c", PEAK]).arg(&told).arg(command.get_program()).args(command.get_args()).env_clear();
        timed.env("PATH", "/usr/local/bin:/usr/bin:/bin");
        timed.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = timed.stdin(Stdio::null()).output().expect("python3 runs");
        let peak = std::fs::read_to_string(told).expect("the peak").parse().expect("a number");
        (peak, output)
    }

    /// Starts `serve` on a free port of the loopback address.
    pub fn serve(&self) -> Served {
        let mut command = self.command(&["serve"]);
        command.env("LUUDONG__SERVER__PORT", "0").env("LUUDONG__LOG__FORMAT", "json");
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let mut lines = BufReader::new(child.stderr.take().expect("its log"));
        let log = Arc::new(Mutex::new(String::new()));
        let address = loop {
            let mut line = String::new();
            let read = lines.read_line(&mut line).expect("the log can be read");
            assert!(read > 0, "the server ended early: {}", log.lock().expect("the log"));
            log.lock().expect("the log").push_str(&line);
            if let Some((_, rest)) = line.split_once("\"address\":\"") {
                break rest.split('"').next().expect("an address").to_owned();
            }
        };
        let kept = log.clone();
        let reader = std::thread::spawn(move || {
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|read| read > 0) {
                kept.lock().expect("the log").push_str(&line);
                line.clear();
            }
        });
        Served { child, base: format!("http://{address}"), log, reader: Some(reader) }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_luudong"));
        let now = self.clock.now().in_vietnam().format("%Y-%m-%dT%H:%M:%S").to_string();
        command.args(arguments).env_clear().env("LUUDONG__CLOCK__STARTS_AT", now);
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }
}

impl Served {
    /// Nobody in particular.
    pub fn public(&self) -> Client {
        Client::new(&self.base)
    }

    /// Where it is reached: `http://127.0.0.1:PORT`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// `kill -9`: no time to finish anything. Gives what it had written to its log.
    pub fn kill(mut self) -> String {
        self.end()
    }

    fn end(&mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        self.log.lock().map(|log| log.clone()).unwrap_or_default()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.end();
    }
}
