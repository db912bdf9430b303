//! Arrangements (编排): the seats of a plan, their state and the numbers on the tickets.

mod by_hand;
pub mod number;
mod status;

pub use by_hand::{SeatAt, SeatChangeKind, SeatChangeRecord, SeatMove};
pub use status::ArrangementStatus;

use crate::ids::{CandidateId, PlanId, RegistrationId, RoomId, SessionId, SubjectId};
use serde::{Deserialize, Serialize};

/// A seat given to a registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatAssignment {
    /// 考试计划.
    pub plan: PlanId,
    /// The registration; one seat each.
    pub registration: RegistrationId,
    /// Its candidate.
    pub candidate: CandidateId,
    /// 考试科目.
    pub subject: SubjectId,
    /// 场次.
    pub session: SessionId,
    /// 考场.
    pub room: RoomId,
    /// 座位号, from 1.
    pub seat: u16,
    /// Not moved by the next seating.
    pub locked: bool,
}

/// How a subject was seated last: what reproduces it, and how good it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrangementRun {
    /// 考试计划.
    pub plan: PlanId,
    /// 校验码 of inputs, seed and result.
    pub fingerprint: String,
    /// The request as JSON (order, mixing, neighbours, seed), to repeat it.
    pub request: String,
    /// Same-group neighbour pairs that are left.
    pub same_group_neighbours: u64,
    /// Proven least number of such pairs.
    pub lower_bound: u64,
    /// When, local time.
    pub made_at: chrono::NaiveDateTime,
}

/// The version of one room in one session: rises whenever anything on its sheets changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomVersion {
    /// 考试计划.
    pub plan: PlanId,
    /// 考场.
    pub room: RoomId,
    /// 场次.
    pub session: SessionId,
    /// From 1.
    pub version: u32,
    /// 校验码 of what its sheets show, 8 hexadecimal digits.
    pub checksum: String,
    /// When this version was made, local time; printed as 制表.
    pub made_at: chrono::NaiveDateTime,
}

/// The version of one candidate's ticket: rises whenever anything on it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketVersion {
    /// 考试计划.
    pub plan: PlanId,
    /// The candidate.
    pub candidate: CandidateId,
    /// From 1.
    pub version: u32,
    /// 校验码 of what the ticket shows, 8 hexadecimal digits.
    pub checksum: String,
    /// When this version was made, local time; printed as 制表.
    pub made_at: chrono::NaiveDateTime,
}

/// What a printed sheet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SheetSubject {
    /// One candidate's ticket.
    Ticket(CandidateId),
    /// The sheet of a room in a session.
    Room(RoomId, SessionId),
}

/// The last printing of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedSheet {
    /// 考试计划.
    pub plan: PlanId,
    /// Code of the sheet, such as `desk`.
    pub kind: String,
    /// Whose.
    pub subject: SheetSubject,
    /// Version that was printed.
    pub version: u32,
    /// 校验码 that was printed.
    pub checksum: String,
    /// When, local time.
    pub printed_at: chrono::NaiveDateTime,
    /// Who.
    pub actor: String,
}

impl PrintedSheet {
    /// Whether the paper says what `version` with `checksum` says. The 校验码 decides too: after a restore
    /// the same number may stand for other content.
    pub fn is_current(&self, version: u32, checksum: &str) -> bool {
        self.version == version && self.checksum == checksum
    }
}

/// 准考证号 of a candidate in a plan; kept when seats change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamNumber {
    /// 考试计划.
    pub plan: PlanId,
    /// The candidate.
    pub candidate: CandidateId,
    /// The number as printed.
    pub number: String,
}
