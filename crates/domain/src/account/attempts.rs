//! What wrong passwords lead to: a growing delay, then the account is disabled.

use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

/// The wrong password that disables the account.
pub const DISABLED_AFTER: u32 = 5;
/// Seconds that the next attempt waits after the first, second … wrong password.
const DELAYS: [i64; 4] = [0, 5, 30, 120];

/// The wrong passwords since the last right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Attempts {
    /// How many.
    pub failed: u32,
    /// No attempt before this moment.
    pub delayed_until: Option<NaiveDateTime>,
}

impl Attempts {
    /// Seconds still to wait at `now`; 0 when the next attempt may be made. A clock that was set back
    /// makes nobody wait longer than the delay itself.
    pub fn wait(&self, now: NaiveDateTime) -> u64 {
        let longest = DELAYS[(self.failed.saturating_sub(1) as usize).min(DELAYS.len() - 1)];
        let left = self.delayed_until.map_or(0, |until| (until - now).num_seconds());
        left.clamp(0, longest).unsigned_abs()
    }

    /// One more wrong password at `now`.
    #[must_use]
    pub fn after_wrong(self, now: NaiveDateTime) -> Self {
        let failed = self.failed.saturating_add(1);
        let delay = DELAYS[(failed as usize - 1).min(DELAYS.len() - 1)];
        Self { failed, delayed_until: (delay > 0).then(|| now + TimeDelta::seconds(delay)) }
    }

    /// Whether the account is to be disabled now.
    pub fn disables(&self) -> bool {
        self.failed >= DISABLED_AFTER
    }

    /// How many wrong passwords are left before the account is disabled.
    pub fn left(&self) -> u32 {
        DISABLED_AFTER.saturating_sub(self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// each wrong password costs more time, the fifth disables.
    #[test]
    fn r020_the_delay_grows_and_the_fifth_disables() {
        let now: NaiveDateTime = "2026-06-01T09:00:00".parse().unwrap();
        let mut attempts = Attempts::default();
        let mut waits = Vec::new();
        for _ in 0..5 {
            assert!(!attempts.disables());
            attempts = attempts.after_wrong(now);
            waits.push(attempts.wait(now));
        }
        assert_eq!(waits, [0, 5, 30, 120, 120]);
        assert!(attempts.disables());
        assert_eq!(attempts.left(), 0);
        assert_eq!(attempts.wait(now + TimeDelta::seconds(121)), 0);
        assert_eq!(attempts.wait(now - TimeDelta::days(3)), 120, "a clock set back waits no longer");
    }
}
