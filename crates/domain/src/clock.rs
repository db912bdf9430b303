//! Time as an argument: local civil time (China Standard Time, UTC+8) and windows of it.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// A range of local time, both ends included (`报考时间范围` …).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First moment inside.
    pub start: NaiveDateTime,
    /// Last moment inside.
    pub end: NaiveDateTime,
}

/// Where a moment lies relative to a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Before its start.
    Before,
    /// Inside, ends included.
    Within,
    /// After its end.
    After,
}

impl Window {
    /// Where `now` lies.
    pub fn position(&self, now: NaiveDateTime) -> Position {
        if now < self.start {
            Position::Before
        } else if now > self.end {
            Position::After
        } else {
            Position::Within
        }
    }

    /// Whether `now` is inside.
    pub fn contains(&self, now: NaiveDateTime) -> bool {
        self.position(now) == Position::Within
    }

    /// `2026-06-01 08:00 至 2026-06-10 18:00`, for messages.
    pub fn label(&self) -> String {
        format!("{} 至 {}", self.start.format("%Y-%m-%d %H:%M"), self.end.format("%Y-%m-%d %H:%M"))
    }
}
