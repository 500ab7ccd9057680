//! Which statements the application sends to its database, told by the connections themselves.
use std::collections::HashMap;
use std::sync::{Mutex, Once, PoisonError};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

/// The texts of the statements of each watched database, in order, without their values.
static SENT: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);

/// Watches every connection that is opened from now on; a test's database is watched when its URL was named.
pub fn watch_connections() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| set_default_instrumentation(|| Some(Box::new(Watcher::default()))).expect("nobody watches yet"));
}

/// From now on what is sent to this database is remembered.
pub fn remember(url: &str) {
    with_sent(|sent| drop(sent.insert(key_of(url), Vec::new())));
}

/// What was sent since the last time somebody asked.
pub fn take(url: &str) -> Vec<String> {
    with_sent(|sent| sent.get_mut(&key_of(url)).map(std::mem::take).unwrap_or_default())
}

/// Connections to SQLite are opened by the file's path.
fn key_of(url: &str) -> String {
    url.trim_start_matches("sqlite:").to_owned()
}

fn with_sent<T>(work: impl FnOnce(&mut HashMap<String, Vec<String>>) -> T) -> T {
    work(SENT.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default())
}

/// Knows which database its connection leads to.
#[derive(Default)]
struct Watcher(Option<String>);

impl Instrumentation for Watcher {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => self.0 = Some(key_of(url)),
            InstrumentationEvent::StartQuery { query, .. } => {
                let Some(place) = &self.0 else { return };
                with_sent(|sent| {
                    if let Some(list) = sent.get_mut(place) {
                        let text = query.to_string();
                        list.push(text.split(" -- binds:").next().unwrap_or_default().to_owned());
                    }
                });
            }
            _ => {}
        }
    }
}
