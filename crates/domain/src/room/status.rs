//! 考场状态: 未排考 → 排考中 → 已结束, a function of the clock, never stored.

use crate::clock::{Position, Window};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// The state of a room, derived from the arrangement window of its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomStatus {
    /// 未排考: set up, the window has not begun.
    NotArranged,
    /// 排考中: now is inside the window.
    Arranging,
    /// 已结束: the window is over.
    Finished,
}

impl RoomStatus {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::NotArranged, Self::Arranging, Self::Finished];

    /// The state at `now`. A plan without an arrangement window leaves its rooms 未排考.
    pub fn at(now: NaiveDateTime, arrangement: Option<Window>) -> Self {
        match arrangement.map(|window| window.position(now)) {
            None | Some(Position::Before) => Self::NotArranged,
            Some(Position::Within) => Self::Arranging,
            Some(Position::After) => Self::Finished,
        }
    }

    /// Name on the list page.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotArranged => "未排考",
            Self::Arranging => "排考中",
            Self::Finished => "已结束",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn day(day: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 6, day).unwrap().and_hms_opt(8, 0, 0).unwrap()
    }

    /// the window's ends belong to it.
    #[test]
    fn r141_state_follows_the_window() {
        let window = Some(Window { start: day(10), end: day(12) });
        assert_eq!(RoomStatus::at(day(9), window), RoomStatus::NotArranged);
        assert_eq!(RoomStatus::at(day(10), window), RoomStatus::Arranging);
        assert_eq!(RoomStatus::at(day(12), window), RoomStatus::Arranging);
        assert_eq!(RoomStatus::at(day(13), window), RoomStatus::Finished);
        assert_eq!(RoomStatus::at(day(13), None), RoomStatus::NotArranged);
    }
}
