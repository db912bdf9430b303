//! 到考登记: sessions and rooms of a day, marks, scans, lists and the sheets that follow from them.
//!
//! Document numbers leave masked; 准考证号 is on every paper of the room and stays whole.

mod lists;
mod mark;
mod room;
mod scan;
#[cfg(test)]
mod tests;
mod view;

pub use lists::{
    AttendanceExport, AttendanceFile, AttendanceList, AttendanceListKind, AttendanceListRow, absentees,
    export, export_records,
};
pub use mark::{AttendanceChanges, AttendanceMarked, changes, mark, mark_rest, undo};
pub use room::{room, sessions, tally};
pub use scan::{AttendanceScan, AttendanceScanKind, scan};
pub use view::{
    AttendanceChangeLine, AttendanceCounts, AttendanceDesk, AttendanceDeskKind, AttendanceMarkState,
    AttendancePerson, AttendancePlan, AttendanceRoom, AttendanceRoomLine, AttendanceSession,
    AttendanceSessions,
};

use crate::error::{AppError, Result};
use kaozhan_domain::arrangement::SeatAssignment;
use kaozhan_domain::attendance::Attendance;
use kaozhan_domain::candidate::Candidate;
use kaozhan_domain::ids::{RoomId, SessionId};
use kaozhan_domain::plan::{ExamPlan, Session, Subject};
use kaozhan_domain::registration::Registration;
use kaozhan_domain::room::Room;
use kaozhan_store::ReadTx;

/// A room in a session, with what they belong to.
pub(crate) struct Place {
    pub(crate) plan: ExamPlan,
    pub(crate) subject: Subject,
    pub(crate) session: Session,
    pub(crate) room: Room,
}

impl Place {
    pub(crate) fn load(tx: &ReadTx<'_>, room: RoomId, session: SessionId) -> Result<Self> {
        let room = tx.room(room)?.ok_or_else(|| gone("考场"))?;
        let plan = tx.plan(room.plan)?.ok_or_else(|| gone("考试计划"))?;
        let (subject, session) = session_of(tx, &plan, session)?.ok_or_else(|| gone("场次"))?;
        Ok(Self { plan, subject, session, room })
    }

    /// `A101 2026-06-20 09:00-10:30`, for the trail.
    pub(crate) fn words(&self) -> String {
        format!("{} {}", self.room.name, self.session.label())
    }

    /// Everybody in the room, by seat.
    pub(crate) fn people(&self, tx: &ReadTx<'_>) -> Result<Vec<Seated>> {
        let records = tx.attendance_of_session(self.session.id)?;
        let mut people = Vec::new();
        for seat in tx.assignments_in(self.room.id, self.session.id)? {
            let record = records.get(&seat.registration).cloned();
            people.push(Seated::load(tx, seat, record)?);
        }
        Ok(people)
    }
}

/// The session of a plan with its subject.
pub(crate) fn session_of(
    tx: &ReadTx<'_>,
    plan: &ExamPlan,
    session: SessionId,
) -> Result<Option<(Subject, Session)>> {
    Ok(tx.subjects(plan.id)?.into_iter().find_map(|subject| {
        let found = subject.sessions.iter().find(|known| known.id == session).copied()?;
        Some((subject, found))
    }))
}

/// Somebody on a seat.
pub(crate) struct Seated {
    pub(crate) seat: SeatAssignment,
    pub(crate) registration: Registration,
    pub(crate) candidate: Candidate,
    pub(crate) exam_number: String,
    pub(crate) record: Option<Attendance>,
}

impl Seated {
    pub(crate) fn load(tx: &ReadTx<'_>, seat: SeatAssignment, record: Option<Attendance>) -> Result<Self> {
        let registration = tx.registration(seat.registration)?.ok_or_else(|| gone("报考"))?;
        let candidate = tx.candidate(seat.candidate)?.ok_or_else(|| gone("考生"))?;
        let number = tx.exam_number(seat.plan, seat.candidate)?;
        let exam_number = number.map(|number| number.number).unwrap_or_default();
        Ok(Self { seat, registration, candidate, exam_number, record })
    }

    pub(crate) fn name(&self) -> &str {
        &self.registration.snapshot.details.name
    }
}

fn gone(what: &str) -> AppError {
    AppError::new("record_not_found", format!("{what}不存在，可能已被删除")).hint("请重新选择场次和考场")
}

/// An identity as the window gives it back.
pub(crate) fn id<T: std::str::FromStr>(text: &str, what: &str) -> Result<T> {
    text.parse().map_err(|_| gone(what))
}
