//! What the seating answers.

use serde::{Deserialize, Serialize};

use crate::RuleViolation;

/// Somebody's seat.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Assignment {
    /// The registration.
    pub registration: String,
    /// The person.
    pub candidate: String,
    /// The subject.
    pub subject: String,
    /// A session of that subject.
    pub session: String,
    /// The room.
    pub room: String,
    /// Seat number in the room, from 1.
    pub seat: u16,
    /// Whether a lock keeps it there.
    pub locked: bool,
}

impl Assignment {
    /// The seat alone.
    pub fn seat_ref(&self) -> SeatRef {
        SeatRef { session: self.session.clone(), room: self.room.clone(), seat: self.seat }
    }
}

/// A seat in a session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeatRef {
    /// A session.
    pub session: String,
    /// A room.
    pub room: String,
    /// Seat number in the room, from 1.
    pub seat: u16,
}

/// Why somebody has no seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnseatedReason {
    /// The same registration was given twice; the first one counts.
    DuplicateRegistration,
    /// The subject is not in the request.
    UnknownSubject,
    /// The subject has no valid session.
    NoSession,
    /// No room of the subject's mode that it may use, at the site.
    NoSuitableRoom,
    /// Every session overlaps another sitting of the candidate.
    TimeConflict,
    /// Seats run short.
    NoSeatLeft,
    /// Only rooms that are not on the ground floor have seats left, or their floor is unknown.
    NoGroundFloor,
    /// The front rows are taken.
    NoFrontRow,
    /// No room is left for a separate room.
    NoSeparateRoom,
    /// The extra time runs into the next use of every room.
    NoExtraTime,
    /// The lock cannot be kept; see the message.
    LockRefused,
}

impl UnseatedReason {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::DuplicateRegistration => "duplicate_registration",
            Self::UnknownSubject => "unknown_subject",
            Self::NoSession => "no_session",
            Self::NoSuitableRoom => "no_suitable_room",
            Self::TimeConflict => "time_conflict",
            Self::NoSeatLeft => "no_seat_left",
            Self::NoGroundFloor => "no_ground_floor",
            Self::NoFrontRow => "no_front_row",
            Self::NoSeparateRoom => "no_separate_room",
            Self::NoExtraTime => "no_extra_time",
            Self::LockRefused => "lock_refused",
        }
    }
}

/// Somebody without a seat, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseated {
    /// The registration.
    pub registration: String,
    /// Why, for programs; [`UnseatedReason::code`] is its stable code.
    pub reason: UnseatedReason,
    /// Why and what to do, in simplified Chinese.
    pub message: String,
}

/// One room in one session. It holds one subject only: sheets, packs and invigilators go by room
/// and session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomUse {
    /// The room.
    pub room: String,
    /// The session.
    pub session: String,
    /// The subject.
    pub subject: String,
    /// How many sit here.
    pub count: u16,
    /// Neighbouring pairs that share a group.
    pub same_group_pairs: u32,
    /// No arrangement of these people on these seats has fewer pairs.
    pub lower_bound: u32,
    /// Whether it is kept for one candidate who needs a separate room.
    pub separate: bool,
    /// SHA-256 (hex) over the room, the session, the layout and who sits where. Other rooms have no
    /// influence: a late change elsewhere leaves the sheets of this room valid.
    pub fingerprint: String,
}

/// A complete seating.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seating {
    /// Sorted by subject, session, room, seat.
    pub assignments: Vec<Assignment>,
    /// Sorted by registration. Everybody is either assigned or here.
    pub unseated: Vec<Unseated>,
    /// Sorted by subject, session, room.
    pub rooms: Vec<RoomUse>,
    /// Neighbouring pairs that share a group, over all rooms.
    pub same_group_neighbours: u32,
    /// No other distribution of the same people over the same seats in use, rooms and sessions of a
    /// subject included, has fewer; see [`super::quality`] for the proof.
    pub lower_bound: u32,
    /// Things that are allowed but worth a look.
    pub notices: Vec<RuleViolation>,
    /// SHA-256 (hex) over inputs, seed and result.
    pub fingerprint: String,
}

impl Seating {
    /// Whether it is proven that no seating has fewer same-group neighbours (已达最优).
    pub fn is_optimal(&self) -> bool {
        self.same_group_neighbours == self.lower_bound
    }

    /// The seat of a registration.
    pub fn assignment(&self, registration: &str) -> Option<&Assignment> {
        self.assignments.iter().find(|a| a.registration == registration)
    }

    /// 校验码 of the whole seating.
    pub fn check_code(&self) -> &str {
        super::fingerprint::check_code(&self.fingerprint)
    }
}

/// What changed for one registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatDelta {
    /// The registration.
    pub registration: String,
    /// The person.
    pub candidate: String,
    /// Where they sat; `None` when they had no seat.
    pub from: Option<SeatRef>,
    /// Where they sit; `None` when they have no seat.
    pub to: Option<SeatRef>,
}

/// A kind of sheet that a change can make stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// 准考证.
    Ticket,
    /// 门贴.
    DoorSign,
    /// 桌贴.
    DeskLabels,
    /// 签到表.
    SignIn,
    /// 座位图.
    SeatingPlan,
    /// 考场情况记录表.
    RoomRecord,
    /// 考场资料袋封面.
    PackCover,
}

impl SheetKind {
    /// The sheets of a room, in the order of the pack.
    pub const OF_ROOM: [Self; 6] = [
        Self::DoorSign,
        Self::DeskLabels,
        Self::SignIn,
        Self::SeatingPlan,
        Self::RoomRecord,
        Self::PackCover,
    ];

    /// The Chinese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ticket => "准考证",
            Self::DoorSign => "门贴",
            Self::DeskLabels => "桌贴",
            Self::SignIn => "签到表",
            Self::SeatingPlan => "座位图",
            Self::RoomRecord => "考场情况记录表",
            Self::PackCover => "考场资料袋封面",
        }
    }
}

/// Whose sheet it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetOf {
    /// A candidate's.
    Candidate(String),
    /// A room's in a session.
    Room {
        /// The session.
        session: String,
        /// The room.
        room: String,
    },
}

/// A printed sheet that is no longer true.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StaleSheet {
    /// Which sheet.
    pub kind: SheetKind,
    /// Whose.
    pub of: SheetOf,
}

/// A late change and its consequences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatingChange {
    /// The request as it now is: entries and locks may differ from before.
    pub request: super::request::SeatingRequest,
    /// The seating as it now is.
    pub seating: Seating,
    /// Who moved; nobody else did.
    pub changed: Vec<SeatDelta>,
    /// What must be printed again, sorted.
    pub stale: Vec<StaleSheet>,
}
