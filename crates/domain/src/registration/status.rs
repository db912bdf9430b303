//! 报考 排考状态 and 缴费状态; the first is a function of the clock and the seat.

use crate::plan::Session;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// 未排考 → 待考试 → 考试中 → 已结束.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationStatus {
    /// 未排考: no seat yet.
    NotArranged,
    /// 待考试: seated, the session has not begun.
    Awaiting,
    /// 考试中: inside the session's time.
    InExam,
    /// 已结束: the session is over.
    Finished,
}

impl RegistrationStatus {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::NotArranged, Self::Awaiting, Self::InExam, Self::Finished];

    /// The state at `now` of a registration seated in `session`, if seated.
    pub fn at(now: NaiveDateTime, session: Option<&Session>) -> Self {
        match session {
            None => Self::NotArranged,
            Some(session) if now < session.start => Self::Awaiting,
            Some(session) if now <= session.end => Self::InExam,
            Some(_) => Self::Finished,
        }
    }

    /// Name on the list page.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotArranged => "未排考",
            Self::Awaiting => "待考试",
            Self::InExam => "考试中",
            Self::Finished => "已结束",
        }
    }
}

/// 未缴费 → 已缴费; confirmed by the organisation, a record only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// 未缴费.
    #[default]
    Unpaid,
    /// 已缴费.
    Paid,
}

impl PaymentStatus {
    /// Every state.
    pub const ALL: [Self; 2] = [Self::Unpaid, Self::Paid];

    /// Name on the list page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unpaid => "未缴费",
            Self::Paid => "已缴费",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SessionId;
    use chrono::NaiveDate;

    /// before, in and after the session.
    #[test]
    fn r158_state_follows_seat_and_clock() {
        let at = |hour| NaiveDate::from_ymd_opt(2026, 6, 20).unwrap().and_hms_opt(hour, 0, 0).unwrap();
        let session = Session { id: SessionId(uuid::Uuid::nil()), start: at(9), end: at(11) };
        assert_eq!(RegistrationStatus::at(at(10), None), RegistrationStatus::NotArranged);
        assert_eq!(RegistrationStatus::at(at(8), Some(&session)), RegistrationStatus::Awaiting);
        assert_eq!(RegistrationStatus::at(at(9), Some(&session)), RegistrationStatus::InExam);
        assert_eq!(RegistrationStatus::at(at(11), Some(&session)), RegistrationStatus::InExam);
        assert_eq!(RegistrationStatus::at(at(12), Some(&session)), RegistrationStatus::Finished);
    }
}
