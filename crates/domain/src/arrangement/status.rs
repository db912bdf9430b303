//! 考核站点编排状态 by subject: a function of the clock and of how many are seated.

use crate::clock::{Position, Window};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// 未开始 → 未排考 → 排考中 → 已排完 → 已结束.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrangementStatus {
    /// 未开始: the window has not begun.
    NotStarted,
    /// 未排考: nobody is seated.
    NotArranged,
    /// 排考中: some are seated.
    Partly,
    /// 已排完: everybody is seated.
    Complete,
    /// 已结束: the window is over.
    Finished,
}

impl ArrangementStatus {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::NotStarted, Self::NotArranged, Self::Partly, Self::Complete, Self::Finished];

    /// The state at `now` with `arranged` of `total` registrations seated.
    pub fn at(now: NaiveDateTime, window: Option<Window>, arranged: usize, total: usize) -> Self {
        match window.map(|window| window.position(now)) {
            Some(Position::Before) => Self::NotStarted,
            Some(Position::After) => Self::Finished,
            None | Some(Position::Within) if arranged == 0 => Self::NotArranged,
            None | Some(Position::Within) if arranged < total => Self::Partly,
            None | Some(Position::Within) => Self::Complete,
        }
    }

    /// Name on the list page.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotStarted => "未开始",
            Self::NotArranged => "未排考",
            Self::Partly => "排考中",
            Self::Complete => "已排完",
            Self::Finished => "已结束",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    /// the whole table, clock × counts.
    #[test]
    fn r180_state_follows_clock_and_counts() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 6, day).unwrap().and_hms_opt(8, 0, 0).unwrap();
        let window = Some(Window { start: day(10), end: day(12) });
        let at = |now, arranged| ArrangementStatus::at(day(now), window, arranged, 3).label();
        assert_eq!([at(9, 0), at(9, 3)], ["未开始", "未开始"]);
        assert_eq!([at(10, 0), at(11, 1), at(12, 3)], ["未排考", "排考中", "已排完"]);
        assert_eq!([at(13, 0), at(13, 3)], ["已结束", "已结束"]);
        assert_eq!(ArrangementStatus::at(day(1), None, 2, 3).label(), "排考中");
    }
}
