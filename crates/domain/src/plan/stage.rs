//! Where a plan stands: a function of the clock and its windows, never stored.

use super::PlanWindows;
use crate::clock::{Position, Window};
use chrono::NaiveDateTime;

/// What a plan is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanStage {
    /// 未设时间: no window is given.
    Undated,
    /// 未开始: 报考 has not begun.
    NotStarted,
    /// 报考中.
    Registering,
    /// 待排考.
    AwaitingArrangement,
    /// 排考中.
    Arranging,
    /// 待考试.
    AwaitingExam,
    /// 考试中.
    InExam,
    /// 已结束: the exams are over.
    Finished,
}

impl PlanStage {
    /// Every stage, in order.
    pub const ALL: [Self; 8] = [
        Self::Undated,
        Self::NotStarted,
        Self::Registering,
        Self::AwaitingArrangement,
        Self::Arranging,
        Self::AwaitingExam,
        Self::InExam,
        Self::Finished,
    ];

    /// The stage at `now`. Of windows that overlap the later step decides; one that is not given is
    /// passed over.
    pub fn at(now: NaiveDateTime, windows: &PlanWindows) -> Self {
        let place = |window: Option<Window>| window.map(|window| window.position(now));
        let (registration, arrangement) = (place(windows.registration), place(windows.arrangement));
        match (place(windows.exam), arrangement, registration) {
            (Some(Position::After), _, _) => Self::Finished,
            (Some(Position::Within), _, _) => Self::InExam,
            (_, Some(Position::After), _) => Self::AwaitingExam,
            (_, Some(Position::Within), _) => Self::Arranging,
            (_, _, Some(Position::Within)) => Self::Registering,
            (_, Some(Position::Before), Some(Position::After) | None) => Self::AwaitingArrangement,
            (_, None, Some(Position::After)) | (Some(Position::Before), None, None) => Self::AwaitingExam,
            (_, _, Some(Position::Before)) => Self::NotStarted,
            (None, None, None) => Self::Undated,
        }
    }

    /// Name on the list page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Undated => "未设时间",
            Self::NotStarted => "未开始",
            Self::Registering => "报考中",
            Self::AwaitingArrangement => "待排考",
            Self::Arranging => "排考中",
            Self::AwaitingExam => "待考试",
            Self::InExam => "考试中",
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

    fn window(from: u32, to: u32) -> Option<Window> {
        Some(Window { start: day(from), end: day(to) })
    }

    /// the whole way of a plan.
    #[test]
    fn r085_a_plan_goes_through_its_windows() {
        let windows = PlanWindows {
            registration: window(2, 4),
            arrangement: window(6, 8),
            exam: window(10, 12),
            ..PlanWindows::default()
        };
        let seen: Vec<&str> =
            [1, 3, 5, 7, 9, 11, 13].map(|at| PlanStage::at(day(at), &windows).label()).to_vec();
        assert_eq!(seen, ["未开始", "报考中", "待排考", "排考中", "待考试", "考试中", "已结束"]);
    }

    #[test]
    fn windows_that_are_missing_are_passed_over() {
        let exam = PlanWindows { exam: window(10, 12), ..PlanWindows::default() };
        assert_eq!(PlanStage::at(day(1), &exam), PlanStage::AwaitingExam);
        assert_eq!(PlanStage::at(day(1), &PlanWindows::default()), PlanStage::Undated);
        let overlap =
            PlanWindows { registration: window(2, 8), arrangement: window(6, 9), ..PlanWindows::default() };
        assert_eq!(PlanStage::at(day(7), &overlap), PlanStage::Arranging);
        assert_eq!(PlanStage::at(day(3), &overlap), PlanStage::Registering);
    }
}
