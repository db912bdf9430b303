//! A change of single seats by hand: what is kept of it so that it can be told and taken back.

use crate::ids::{CandidateId, PlanId, RegistrationId, RoomId, SeatChangeId, SessionId};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatChangeKind {
    /// 调整: to a free seat.
    Move,
    /// 对换.
    Swap,
    /// 新增: a seat for somebody without one.
    Add,
    /// 取消座位.
    Remove,
    /// 锁定.
    Lock,
    /// 解锁.
    Unlock,
}

impl SeatChangeKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Move, Self::Swap, Self::Add, Self::Remove, Self::Lock, Self::Unlock];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Swap => "swap",
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Lock => "lock",
            Self::Unlock => "unlock",
        }
    }

    /// As told to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Move => "换座",
            Self::Swap => "对换",
            Self::Add => "新增",
            Self::Remove => "取消座位",
            Self::Lock => "锁定",
            Self::Unlock => "解锁",
        }
    }

    /// Whether anything that is printed changes by it.
    pub fn moves_people(self) -> bool {
        !matches!(self, Self::Lock | Self::Unlock)
    }
}

/// A seat in one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatAt {
    /// 场次.
    pub session: SessionId,
    /// 考场.
    pub room: RoomId,
    /// 座位号.
    pub seat: u16,
}

/// One registration before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatMove {
    /// The registration.
    pub registration: RegistrationId,
    /// Its candidate.
    pub candidate: CandidateId,
    /// Where it sat.
    pub from: Option<SeatAt>,
    /// Where it sits.
    pub to: Option<SeatAt>,
}

/// A change since the last seating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatChangeRecord {
    /// Identity.
    pub id: SeatChangeId,
    /// 考试计划.
    pub plan: PlanId,
    /// When, local time.
    pub made_at: NaiveDateTime,
    /// Who.
    pub actor: String,
    /// What.
    pub kind: SeatChangeKind,
    /// Whose seats; one, or two for an exchange.
    pub seats: Vec<SeatMove>,
    /// Taken back.
    pub undone: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_that_are_stored() {
        for kind in SeatChangeKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
    }
}
