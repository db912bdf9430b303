//! What the window is shown; document numbers are masked here.

use super::Seated;
use chrono::NaiveDateTime;
use kaozhan_domain::attendance::{AttendanceState, AttendanceTally};
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number};
use kaozhan_store::AttendanceEntry;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// 未登记, 到考, 迟到, 缺考.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceMarkState {
    /// 未登记.
    Unmarked,
    /// 到考.
    Present,
    /// 迟到.
    Late,
    /// 缺考.
    Absent,
}

impl From<AttendanceState> for AttendanceMarkState {
    fn from(state: AttendanceState) -> Self {
        match state {
            AttendanceState::Unmarked => Self::Unmarked,
            AttendanceState::Present => Self::Present,
            AttendanceState::Late => Self::Late,
            AttendanceState::Absent => Self::Absent,
        }
    }
}

impl From<AttendanceMarkState> for AttendanceState {
    fn from(state: AttendanceMarkState) -> Self {
        match state {
            AttendanceMarkState::Unmarked => Self::Unmarked,
            AttendanceMarkState::Present => Self::Present,
            AttendanceMarkState::Late => Self::Late,
            AttendanceMarkState::Absent => Self::Absent,
        }
    }
}

/// Counts of a room, a session or a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct AttendanceCounts {
    /// 应到.
    pub expected: u64,
    /// 实到: 到考 and 迟到.
    pub came: u64,
    /// 迟到, among those who came.
    pub late: u64,
    /// 缺考.
    pub absent: u64,
    /// 未登记.
    pub unmarked: u64,
    /// 违纪.
    pub violations: u64,
}

impl From<AttendanceTally> for AttendanceCounts {
    fn from(tally: AttendanceTally) -> Self {
        Self {
            expected: tally.expected,
            came: tally.came(),
            late: tally.late,
            absent: tally.absent,
            unmarked: tally.unmarked(),
            violations: tally.violations,
        }
    }
}

/// A plan with seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendancePlan {
    /// 计划编号.
    pub number: String,
    /// 计划名称.
    pub name: String,
}

/// The sessions of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceSessions {
    /// Plans that have seats.
    pub plans: Vec<AttendancePlan>,
    /// 计划编号 of the shown one; nothing when none has seats.
    pub plan: Option<String>,
    /// Days with sessions, `2026-06-20`.
    pub days: Vec<String>,
    /// The shown day.
    pub day: Option<String>,
    /// Counts of that day.
    pub counts: AttendanceCounts,
    /// By time and subject.
    pub sessions: Vec<AttendanceSession>,
}

/// A session with its rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceSession {
    /// Identity.
    pub id: String,
    /// 考试科目.
    pub subject: String,
    /// 考试证书 with level.
    pub certificate: String,
    /// Begin, ISO 8601.
    pub start: String,
    /// End, ISO 8601.
    pub end: String,
    /// 待考试, 考试中 or 已结束.
    pub phase: String,
    /// Counts of the session.
    pub counts: AttendanceCounts,
    /// Its rooms, by code.
    pub rooms: Vec<AttendanceRoomLine>,
}

/// A room with its progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceRoomLine {
    /// Identity.
    pub id: String,
    /// Short code.
    pub code: String,
    /// 考场名称.
    pub name: String,
    /// 考核站点.
    pub site: String,
    /// Counts.
    pub counts: AttendanceCounts,
}

/// What stands at a place of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceDeskKind {
    /// Somebody's seat.
    Taken,
    /// Nobody's.
    Free,
    /// 备用.
    Reserve,
    /// 停用.
    Blocked,
}

/// A desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceDesk {
    /// Tells it from the others.
    pub key: String,
    /// Column from the left, facing the lectern, from 1.
    pub x: u16,
    /// Row from the lectern, from 1.
    pub y: u16,
    /// 座位号; none for a blocked desk.
    pub number: Option<u16>,
    /// What it is.
    pub kind: AttendanceDeskKind,
    /// Who sits there.
    pub person: Option<AttendancePerson>,
}

/// Somebody on a seat; masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendancePerson {
    /// Identity of the registration.
    pub registration: String,
    /// Identity of the candidate, for the photo.
    pub candidate_id: String,
    /// 姓名.
    pub name: String,
    /// 证件号码, first 6 and last 4.
    pub masked_id: String,
    /// 准考证号.
    pub exam_number: String,
    /// 所属院校.
    pub school: String,
    /// 班级.
    pub class_name: String,
    /// There is a photo.
    pub has_photo: bool,
    /// 前排, 延时 …
    pub arrangements: Vec<String>,
    /// What is recorded.
    pub state: AttendanceMarkState,
    /// Its word.
    pub state_label: String,
    /// 迟到分钟.
    pub late_minutes: Option<u16>,
    /// 违纪情况.
    pub violation: String,
    /// 换座说明.
    pub seat_note: String,
    /// Who recorded it; empty when nobody has.
    pub marked_by: String,
    /// When, ISO 8601.
    pub marked_at: String,
}

impl AttendancePerson {
    pub(crate) fn of(seated: &Seated) -> Self {
        let details = &seated.registration.snapshot.details;
        let record = seated.record.as_ref();
        let state = record.map(|record| record.state).unwrap_or_default();
        let text = |pick: fn(&kaozhan_domain::attendance::Attendance) -> &String| {
            record.map(pick).cloned().unwrap_or_default()
        };
        Self {
            registration: seated.seat.registration.to_string(),
            candidate_id: seated.seat.candidate.to_string(),
            name: details.name.clone(),
            masked_id: mask_number(details.id_type, &details.id_number, MaskStyle::First6Last4),
            exam_number: seated.exam_number.clone(),
            school: details.school.clone(),
            class_name: seated.candidate.details.class_name.clone(),
            has_photo: seated.candidate.photo.is_some(),
            arrangements: seated.candidate.details.access.labels(),
            state: state.into(),
            state_label: state.label().to_owned(),
            late_minutes: record.and_then(|record| record.late_minutes),
            violation: text(|record| &record.violation),
            seat_note: text(|record| &record.seat_note),
            marked_by: text(|record| &record.marked_by),
            marked_at: record.map(|record| iso(record.marked_at)).unwrap_or_default(),
        }
    }
}

/// A room in a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceRoom {
    /// Identity of the room.
    pub room: String,
    /// Identity of the session.
    pub session: String,
    /// 计划编号.
    pub plan: String,
    /// 考场名称.
    pub name: String,
    /// Code of the room.
    pub code: String,
    /// 考核站点 and address.
    pub place: String,
    /// 考试科目.
    pub subject: String,
    /// Begin, ISO 8601.
    pub start: String,
    /// End, ISO 8601.
    pub end: String,
    /// 待考试, 考试中 or 已结束.
    pub phase: String,
    /// Columns of the picture.
    pub columns: u16,
    /// Rows of the picture.
    pub rows: u16,
    /// Aisles behind these columns.
    pub aisles: Vec<u16>,
    /// Corner of the door: `front_left` …
    pub door: String,
    /// Minutes since the beginning, while the session runs: the proposal for 迟到.
    pub minutes_late: Option<u16>,
    /// What is odd about entering now.
    pub warnings: Vec<String>,
    /// Counts.
    pub counts: AttendanceCounts,
    /// Every desk.
    pub desks: Vec<AttendanceDesk>,
}

/// A change in the trail of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceChangeLine {
    /// Identity.
    pub id: String,
    /// When, ISO 8601.
    pub at: String,
    /// Who.
    pub actor: String,
    /// 座位号; none when the candidate sits here no more.
    pub seat: Option<u16>,
    /// 姓名.
    pub name: String,
    /// What was recorded before.
    pub before: String,
    /// What was recorded then.
    pub after: String,
    /// It changed something that was recorded already.
    pub correction: bool,
    /// It was taken back.
    pub undone: bool,
}

impl AttendanceChangeLine {
    pub(crate) fn of(entry: &AttendanceEntry, seat: Option<u16>, name: String) -> Self {
        Self {
            id: entry.id.to_string(),
            at: iso(entry.made_at),
            actor: entry.actor.clone(),
            seat,
            name,
            before: entry.old.words(),
            after: entry.new.words(),
            correction: entry.old.state != AttendanceState::Unmarked,
            undone: entry.undone,
        }
    }
}

pub(crate) fn iso(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}
