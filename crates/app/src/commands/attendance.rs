//! 到考登记.

use super::{Command, command};
use crate::attendance::{
    self, AttendanceChanges, AttendanceCounts, AttendanceExport, AttendanceFile, AttendanceList,
    AttendanceListKind, AttendanceMarkState, AttendanceMarked, AttendanceRoom, AttendanceScan,
    AttendanceSessions, id,
};
use crate::desk::{Permission, Session};
use crate::error::Result;
use crate::scope::concerns;
use kaozhan_domain::attendance::AttendanceChange;
use kaozhan_domain::ids::{RoomId, SessionId};
use serde::Deserialize;
use std::path::Path;
use ts_rs::TS;

/// Which day is shown; what is empty is chosen by the clock.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct AttendanceDay {
    /// 计划编号.
    pub plan: String,
    /// `2026-06-20`.
    pub day: String,
}

/// A room in a session.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AttendancePlace {
    /// Identity of the room.
    pub room: String,
    /// Identity of the session.
    pub session: String,
}

/// A mark; what is null stays.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AttendanceMark {
    /// Identity of the session.
    pub session: String,
    /// Identity of the registration.
    pub registration: String,
    /// 到考 …
    pub state: Option<AttendanceMarkState>,
    /// 迟到分钟; taken from the clock when missing.
    pub late_minutes: Option<u16>,
    /// 违纪情况; empty takes it back.
    pub violation: Option<String>,
    /// 换座说明; empty takes it back.
    pub seat_note: Option<String>,
}

/// What a scanner or a person typed.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AttendanceScanRequest {
    /// As typed.
    pub text: String,
    /// Identity of the session.
    pub session: String,
    /// Identity of the room that is open.
    pub room: Option<String>,
    /// What is to be recorded; nothing only asks who it is.
    pub state: Option<AttendanceMarkState>,
}

/// Which step is taken back.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AttendanceUndo {
    /// Identity of the room.
    pub room: String,
    /// Identity of the session.
    pub session: String,
    /// Identity of a change; the last step when missing.
    pub change: Option<String>,
}

/// What is counted.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AttendanceScope {
    /// 计划编号.
    pub plan: String,
    /// Identity of the session; all when missing.
    pub session: Option<String>,
    /// Identity of the room; all when missing.
    pub room: Option<String>,
}

/// Which list.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AttendanceListRequest {
    /// 计划编号.
    pub plan: String,
    /// Which rows.
    pub kind: AttendanceListKind,
    /// Identity of the session; all when missing.
    pub session: Option<String>,
}

/// A list as a file.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AttendanceExportRequest {
    /// 计划编号.
    pub plan: String,
    /// Which rows.
    pub kind: AttendanceListKind,
    /// Identity of the session; all when missing.
    pub session: Option<String>,
    /// Excel or PDF.
    pub form: AttendanceExport,
    /// Path of the file.
    pub file: String,
    /// Replaces an existing file.
    pub overwrite: bool,
}

/// 考场情况记录表 as a file.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AttendanceRecordsRequest {
    /// 计划编号.
    pub plan: String,
    /// Identity of the session; all when missing.
    pub session: Option<String>,
    /// Identity of the room; all when missing.
    pub room: Option<String>,
    /// Path of the file.
    pub file: String,
    /// Replaces an existing file.
    pub overwrite: bool,
}

// What is scanned is looked up first.
concerns! {
    AttendanceDay { plan: Plan, day: _ }
    AttendancePlace { room: Room, session: Session }
    AttendanceMark {
        session: Session, registration: Registration, state: _, late_minutes: _, violation: _, seat_note: _,
    }
    AttendanceScanRequest { session: Session, room: Room, text: _, state: _ }
    AttendanceUndo { room: Room, session: Session, change: _ }
    AttendanceScope { plan: Plan, session: Session, room: Room }
    AttendanceListRequest { plan: Plan, session: Session, kind: _ }
    AttendanceExportRequest { plan: Plan, session: Session, kind: _, form: _, file: _, overwrite: _ }
    AttendanceRecordsRequest { plan: Plan, session: Session, room: Room, file: _, overwrite: _ }
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    const MAY: Permission = Permission::Attendance;
    vec![
        command(
            "attendance.sessions",
            MAY,
            |s: &Session<'_>, r: AttendanceDay, _| -> Result<AttendanceSessions> {
                attendance::sessions(&s.app, &r.plan, &r.day)
            },
        ),
        command("attendance.room", MAY, |s: &Session<'_>, r: AttendancePlace, _| -> Result<AttendanceRoom> {
            attendance::room(&s.app, id(&r.room, "考场")?, id(&r.session, "场次")?)
        }),
        command("attendance.mark", MAY, |s: &Session<'_>, r: AttendanceMark, _| mark(s, r)),
        command("attendance.mark_rest", MAY, |s: &Session<'_>, r: AttendancePlace, _| {
            attendance::mark_rest(&s.app, id(&r.room, "考场")?, id(&r.session, "场次")?)
        }),
        command("attendance.scan", MAY, |s: &Session<'_>, r: AttendanceScanRequest, _| scan(s, &r)),
        command(
            "attendance.undo",
            MAY,
            |s: &Session<'_>, r: AttendanceUndo, _| -> Result<AttendanceMarked> {
                let change = r.change.as_deref().map(|change| id(change, "登记")).transpose()?;
                attendance::undo(&s.app, id(&r.room, "考场")?, id(&r.session, "场次")?, change)
            },
        ),
        command(
            "attendance.changes",
            MAY,
            |s: &Session<'_>, r: AttendancePlace, _| -> Result<AttendanceChanges> {
                attendance::changes(&s.app, id(&r.room, "考场")?, id(&r.session, "场次")?)
            },
        ),
        command(
            "attendance.counts",
            MAY,
            |s: &Session<'_>, r: AttendanceScope, _| -> Result<AttendanceCounts> {
                attendance::tally(&s.app, &r.plan, session(r.session.as_deref())?, room(r.room.as_deref())?)
            },
        ),
        command(
            "attendance.absentees",
            MAY,
            |s: &Session<'_>, r: AttendanceListRequest, _| -> Result<AttendanceList> {
                attendance::absentees(&s.app, &r.plan, r.kind, session(r.session.as_deref())?)
            },
        ),
        command("attendance.export", MAY, |s: &Session<'_>, r: AttendanceExportRequest, _| export(s, &r)),
        command("attendance.export_records", MAY, |s: &Session<'_>, r: AttendanceRecordsRequest, _| {
            records(s, &r)
        }),
    ]
}

fn session(text: Option<&str>) -> Result<Option<SessionId>> {
    text.map(|text| id(text, "场次")).transpose()
}

fn room(text: Option<&str>) -> Result<Option<RoomId>> {
    text.map(|text| id(text, "考场")).transpose()
}

fn mark(s: &Session<'_>, request: AttendanceMark) -> Result<AttendanceMarked> {
    let change = AttendanceChange {
        state: request.state.map(Into::into),
        late_minutes: request.late_minutes,
        violation: request.violation,
        seat_note: request.seat_note,
    };
    attendance::mark(&s.app, id(&request.session, "场次")?, id(&request.registration, "报考")?, &change)
}

fn scan(s: &Session<'_>, request: &AttendanceScanRequest) -> Result<AttendanceScan> {
    let at = id(&request.session, "场次")?;
    let state = request.state.map(Into::into);
    attendance::scan(&s.app, &request.text, at, room(request.room.as_deref())?, state)
}

fn export(s: &Session<'_>, request: &AttendanceExportRequest) -> Result<AttendanceFile> {
    attendance::export(
        &s.app,
        &request.plan,
        (request.kind, session(request.session.as_deref())?),
        request.form,
        (Path::new(request.file.trim()), request.overwrite),
    )
}

fn records(s: &Session<'_>, request: &AttendanceRecordsRequest) -> Result<AttendanceFile> {
    attendance::export_records(
        &s.app,
        &request.plan,
        (session(request.session.as_deref())?, room(request.room.as_deref())?),
        (Path::new(request.file.trim()), request.overwrite),
    )
}
