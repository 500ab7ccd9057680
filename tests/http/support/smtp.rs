//! A real SMTP server (Python's aiosmtpd) for stories about mail, and what other programs read in a mail.
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use super::environment;

/// A running server; dropping it stops it and forgets its messages.
pub struct SmtpPeer {
    child: Child,
    // The server ends when this does, even if the test process is killed.
    _input: Option<ChildStdin>,
    port: u16,
    folder: TempDir,
}

impl SmtpPeer {
    /// Starts one on a free port of the loopback address.
    pub fn start() -> Self {
        Self::start_on(0)
    }

    /// Starts one on this port: the server that was down is back.
    pub fn start_on(port: u16) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut child = Command::new(python())
            .arg(peer_file("smtp_peer.py"))
            .arg(folder.path())
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let mut said = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut said).expect("the server says its port");
        Self { port: said.trim().parse().expect("the SMTP server listens"), _input: child.stdin.take(), child, folder }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Settings (TOML) that deliver to it.
    pub fn settings(&self) -> String {
        settings_for(self.port)
    }

    /// From now on, every message is answered so (`451 4.3.0 later`) and not kept.
    pub fn answer(&self, line: &str) {
        std::fs::write(self.folder.path().join("answer"), line).expect("the server is told");
    }

    /// Whether messages are answered by a line that was told.
    pub fn refuses(&self) -> bool {
        self.folder.path().join("answer").exists()
    }

    /// From now on, messages are accepted again.
    pub fn accept(&self) {
        std::fs::remove_file(self.folder.path().join("answer")).expect("the server is told");
    }

    /// From now on it does what these lines say (`slow 2`, `hang`, …); see `tests/peers/smtp_peer.py`.
    pub fn behave(&self, lines: &str) {
        // Beside and renamed, so that the server never reads half a line.
        let half = self.folder.path().join("behave.part");
        std::fs::write(&half, lines).expect("the server is told");
        std::fs::rename(half, self.folder.path().join("behave")).expect("the server is told");
    }

    /// How many messages it has kept.
    pub fn count(&self) -> usize {
        self.files().len()
    }

    /// How many messages were in its hands at the same time at most.
    pub fn most_at_once(&self) -> usize {
        let said = std::fs::read_to_string(self.folder.path().join("most")).unwrap_or_default();
        said.trim().parse().unwrap_or(0)
    }

    /// From now on counts anew, as far as can be seen: 0 until the next message is in its hands.
    pub fn forget_most(&self) {
        std::fs::remove_file(self.folder.path().join("most")).expect("it has had a message");
    }

    /// The Message-IDs of what it kept, as they stand in the messages.
    pub fn message_ids(&self) -> Vec<String> {
        let read = |path: &PathBuf| std::fs::read_to_string(path).expect("a message is text");
        let id = |text: String| {
            let line = text.lines().find_map(|line| line.strip_prefix("Message-ID: ").map(str::to_owned));
            line.expect("a message has an id")
        };
        self.files().iter().map(read).map(id).collect()
    }

    /// The messages that it accepted, in order, as another program reads them.
    pub fn messages(&self) -> Vec<Value> {
        read_mails(&self.files())
    }

    /// Where those messages are, in order.
    pub fn files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder of messages");
        let mut files: Vec<_> = entries.map(|entry| entry.expect("a message").path()).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
        files.sort();
        files
    }
}

impl Drop for SmtpPeer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Settings (TOML) that deliver to a port of the loopback address.
pub fn settings_for(port: u16) -> String {
    format!("mail.transport = 'smtp'\nmail.smtp_url = 'smtp://127.0.0.1:{port}'\n")
}

/// What Python's `email` and `icalendar` read in a mail; see `tests/peers/read_mail.py`.
pub fn read_mail(file: &Path) -> Value {
    let read = Command::new(python()).arg(peer_file("read_mail.py")).arg(file).output().expect("Python starts");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    serde_json::from_slice(&read.stdout).expect("the reader writes JSON")
}

/// The same of many, by one process, in the order of the files.
pub fn read_mails(files: &[PathBuf]) -> Vec<Value> {
    if files.is_empty() {
        return Vec::new();
    }
    let read = Command::new(python()).arg(peer_file("read_mail.py")).args(files).output().expect("Python starts");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let lines = read.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("the reader writes JSON")).collect()
}

fn peer_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers").join(name)
}

/// A Python that has the peers' packages.
///
/// # Panics
/// When there is none: a story about mail must not pass without a mail server.
fn python() -> &'static str {
    static FOUND: OnceLock<String> = OnceLock::new();
    FOUND.get_or_init(|| {
        let python = environment::python();
        let tried = Command::new(&python).args(["-c", "import aiosmtpd, icalendar"]).output();
        let good = tried.is_ok_and(|tried| tried.status.success());
        assert!(good, "{python} has no aiosmtpd and icalendar: run `make deps`, set LUUDONG_TEST_PYTHON");
        python
    })
}
