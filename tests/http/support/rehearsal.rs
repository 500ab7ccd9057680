//! What a test does with a request before it is sent, in the very state in which it applies.
use std::cell::RefCell;
use std::rc::Rc;

use luudong::urls::Url;
use serde_json::Value;

use super::{Client, described};

/// Gets the client, the path and the body; gives the body that is sent.
type Rule = Rc<dyn Fn(&Client, &str, &Value) -> Value>;

thread_local! {
    static RULE: RefCell<Option<(&'static Url, Rule)>> = const { RefCell::new(None) };
}

/// Does something while every JSON body of this URL that this thread sends goes through a rule.
pub fn with<T>(
    url: &'static Url,
    rule: impl Fn(&Client, &str, &Value) -> Value + 'static,
    work: impl FnOnce() -> T,
) -> T {
    RULE.set(Some((url, Rc::new(rule))));
    let done = work();
    RULE.set(None);
    done
}

/// The body that is sent.
pub fn before(client: &Client, method: &str, path: &str, body: &Value) -> Value {
    let set = RULE.with_borrow(Clone::clone);
    match set.filter(|(url, _)| described::url_of(method, path) == Some(url)) {
        Some((_, rule)) => rule(client, path, body),
        None => body.clone(),
    }
}
