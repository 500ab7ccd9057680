//! When a visit can start in one duty: usually one window, sometimes a chain of them.

use super::{NEVER, NONE, TOO_LATE};
use crate::problem::Promise;
use crate::units::Window;

/// The first window; `next` leads to further ones in the model's `more` list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slot {
    pub opens: i32,
    pub closes: i32,
    next: u32,
}

impl Slot {
    /// No moment at all.
    pub const CLOSED: Slot = Slot { opens: NEVER, closes: TOO_LATE, next: NONE };

    /// A slot of sorted windows; all but the first are appended to `more`.
    pub fn new(windows: &[(i32, i32)], more: &mut Vec<Slot>) -> Slot {
        let Some((&(opens, closes), rest)) = windows.split_first() else {
            return Slot::CLOSED;
        };
        if rest.is_empty() {
            return Slot { opens, closes, next: NONE };
        }
        let tail = Slot::new(rest, more);
        more.push(tail);
        Slot { opens, closes, next: (more.len() - 1) as u32 }
    }

    /// Start of service for a team ready at `ready`: `NEVER` after the last window.
    #[inline]
    pub fn start(self, more: &[Slot], ready: i32) -> i32 {
        let mut slot = self;
        loop {
            if ready <= slot.closes {
                return ready.max(slot.opens);
            }
            if slot.next == NONE {
                return NEVER;
            }
            slot = more[slot.next as usize];
        }
    }

    /// Latest moment to be ready so that service starts by `by`: `TOO_LATE` if none.
    #[inline]
    pub fn latest(self, more: &[Slot], by: i32) -> i32 {
        let (mut slot, mut latest) = (self, TOO_LATE);
        loop {
            if slot.opens > by {
                return latest;
            }
            latest = slot.closes.min(by);
            if slot.next == NONE {
                return latest;
            }
            slot = more[slot.next as usize];
        }
    }

    /// End of the last window.
    #[inline]
    pub fn last_close(self, more: &[Slot]) -> i32 {
        let mut slot = self;
        while slot.next != NONE {
            slot = more[slot.next as usize];
        }
        slot.closes
    }
}

/// The windows that overlap a duty from `begins` to `ends`, cut down to the promise if one is to be kept.
pub(crate) fn clip(windows: &[Window], promise: Option<Promise>, begins: i32, ends: i32) -> Vec<(i32, i32)> {
    let (from, to) = promise.map_or((TOO_LATE, NEVER), |promise| (promise.window.opens.0, promise.window.closes.0));
    let cut = windows.iter().map(|window| (window.opens.0.max(from), window.closes.0.min(to)));
    cut.filter(|&(opens, closes)| opens <= closes && opens <= ends && closes >= begins).collect()
}
