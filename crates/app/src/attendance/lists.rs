//! 缺考名单 and its like, as rows, workbook and paper; 考场情况记录表 with the figures.

use super::view::{AttendanceCounts, iso};
use super::{Seated, gone};
use crate::error::Result;
use crate::files;
use crate::lookup;
use crate::printing;
use crate::workspace::App;
use kaozhan_documents::print::{
    self, AbsenceListView, AbsenceRow, AbsentLine, AttendanceCount, EventLine, RecordFacts,
};
use kaozhan_documents::sheet::{ATTENDANCE, ExportOptions, write_export};
use kaozhan_domain::attendance::{Attendance, AttendanceState, AttendanceTally};
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number};
use kaozhan_domain::ids::{RoomId, SessionId};
use kaozhan_domain::plan::{ExamPlan, Session, Subject};
use kaozhan_store::ReadTx;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// Which rows a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceListKind {
    /// 缺考.
    Absent,
    /// 迟到.
    Late,
    /// 违纪.
    Violation,
    /// 未登记.
    Unmarked,
    /// Everybody.
    All,
}

impl AttendanceListKind {
    /// Title of the list.
    pub fn title(self) -> &'static str {
        match self {
            Self::Absent => "缺考名单",
            Self::Late => "迟到名单",
            Self::Violation => "违纪名单",
            Self::Unmarked => "未登记名单",
            Self::All => "到考登记表",
        }
    }

    fn has(self, record: Option<&Attendance>) -> bool {
        let state = record.map(|record| record.state).unwrap_or_default();
        match self {
            Self::Absent => state == AttendanceState::Absent,
            Self::Late => state == AttendanceState::Late,
            Self::Violation => record.is_some_and(|record| !record.violation.is_empty()),
            Self::Unmarked => state == AttendanceState::Unmarked,
            Self::All => true,
        }
    }
}

/// A list over a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceList {
    /// Title.
    pub title: String,
    /// Counts of the plan, or of the session.
    pub counts: AttendanceCounts,
    /// By time, room and seat.
    pub rows: Vec<AttendanceListRow>,
}

/// One candidate in one session; masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceListRow {
    /// Identity of the registration.
    pub registration: String,
    /// Identity of the room.
    pub room_id: String,
    /// Identity of the session.
    pub session_id: String,
    /// 考生姓名.
    pub name: String,
    /// 证件号码, masked.
    pub masked_id: String,
    /// 准考证号.
    pub exam_number: String,
    /// 所属院校.
    pub school: String,
    /// 班级.
    pub class_name: String,
    /// 考试证书.
    pub certificate: String,
    /// 考试科目.
    pub subject: String,
    /// `2026-06-20 09:00-10:30`.
    pub time: String,
    /// 考核站点.
    pub site: String,
    /// 考场名称.
    pub room: String,
    /// 座位号.
    pub seat: u16,
    /// 到考情况.
    pub state_label: String,
    /// 迟到分钟.
    pub late_minutes: Option<u16>,
    /// 违纪情况.
    pub violation: String,
    /// 换座说明.
    pub seat_note: String,
    /// 登记人.
    pub marked_by: String,
    /// 登记时间, ISO 8601.
    pub marked_at: String,
}

/// The form of an exported list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceExport {
    /// Excel.
    Xlsx,
    /// PDF.
    Pdf,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceFile {
    /// Its path.
    pub file: String,
    /// Rows, or rooms.
    pub rows: usize,
    /// What is missing in it.
    pub warnings: Vec<String>,
}

/// The candidates of a plan (or of one session) that the list names.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub fn absentees(
    app: &App,
    plan: &str,
    kind: AttendanceListKind,
    session: Option<SessionId>,
) -> Result<AttendanceList> {
    app.read(|tx| {
        let plan = lookup::plan_or_only(&app.plans(tx)?, Some(plan))?;
        collect(app, tx, &plan, kind, session)
    })
}

fn collect(
    app: &App,
    tx: &ReadTx<'_>,
    plan: &ExamPlan,
    kind: AttendanceListKind,
    wanted: Option<SessionId>,
) -> Result<AttendanceList> {
    let subjects = app.subjects(tx, plan.id)?;
    let sessions: HashMap<SessionId, (&Subject, &Session)> = subjects
        .iter()
        .flat_map(|subject| subject.sessions.iter().map(move |session| (session.id, (subject, session))))
        .collect();
    let rooms: HashMap<RoomId, _> = tx.rooms(plan.id)?.into_iter().map(|room| (room.id, room)).collect();
    let sites: HashMap<_, String> = tx.sites()?.into_iter().map(|site| (site.id, site.name)).collect();
    let certificates: HashMap<_, String> =
        tx.certificates()?.into_iter().map(|known| (known.id, known.label())).collect();
    let mut records = HashMap::new();
    for session in sessions.keys() {
        records.insert(*session, tx.attendance_of_session(*session)?);
    }
    let mut tally = AttendanceTally::default();
    let mut found = Vec::new();
    for seat in tx.assignments(plan.id)? {
        if wanted.is_some_and(|wanted| wanted != seat.session) {
            continue;
        }
        // Seats in the subjects of certificates that the person does not manage.
        let Some((subject, session)) = sessions.get(&seat.session) else { continue };
        let record = records.get(&seat.session).and_then(|known| known.get(&seat.registration));
        tally.add(record);
        if !kind.has(record) {
            continue;
        }
        let room = rooms.get(&seat.room).ok_or_else(|| gone("考场"))?;
        let seated = Seated::load(tx, seat, record.cloned())?;
        let site = sites.get(&room.site).cloned().unwrap_or_default();
        let certificate = certificates.get(&subject.certificate).cloned().unwrap_or_default();
        let order = (session.start, room.code.clone(), seated.seat.seat);
        found.push((order, row(&seated, subject, session, (certificate, site, room.name.clone()))));
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(AttendanceList {
        title: kind.title().to_owned(),
        counts: tally.into(),
        rows: found.into_iter().map(|(_, row)| row).collect(),
    })
}

fn row(
    seated: &Seated,
    subject: &Subject,
    session: &Session,
    (certificate, site, room): (String, String, String),
) -> AttendanceListRow {
    let details = &seated.registration.snapshot.details;
    let blank = Attendance::unmarked(seated.seat.registration, session.id, session.start);
    let known = seated.record.is_some();
    let record = seated.record.as_ref().unwrap_or(&blank);
    AttendanceListRow {
        registration: seated.seat.registration.to_string(),
        room_id: seated.seat.room.to_string(),
        session_id: session.id.to_string(),
        name: details.name.clone(),
        masked_id: mask_number(details.id_type, &details.id_number, MaskStyle::First6Last4),
        exam_number: seated.exam_number.clone(),
        school: details.school.clone(),
        class_name: seated.candidate.details.class_name.clone(),
        certificate,
        subject: subject.name.clone(),
        time: session.label(),
        site,
        room,
        seat: seated.seat.seat,
        state_label: record.state.label().to_owned(),
        late_minutes: record.late_minutes,
        violation: record.violation.clone(),
        seat_note: record.seat_note.clone(),
        marked_by: record.marked_by.clone(),
        marked_at: if known { iso(record.marked_at) } else { String::new() },
    }
}

/// Writes a list to `target`. Document numbers are masked.
///
/// # Errors
/// `plan_unknown`, `file_exists`, what can't be set on paper, and faults of the file system.
pub fn export(
    app: &App,
    plan: &str,
    (kind, session): (AttendanceListKind, Option<SessionId>),
    form: AttendanceExport,
    (target, overwrite): (&Path, bool),
) -> Result<AttendanceFile> {
    files::check_target(target, overwrite)?;
    let (plan, list) = app.read(|tx| {
        let plan = lookup::plan_or_only(&app.plans(tx)?, Some(plan))?;
        let list = collect(app, tx, &plan, kind, session)?;
        Ok((plan, list))
    })?;
    let bytes = match form {
        AttendanceExport::Xlsx => workbook(&plan, &list)?,
        AttendanceExport::Pdf => print::render_absence_list(&paper(app, &plan, &list))?,
    };
    files::write_whole(target, &bytes, overwrite)?;
    let what = format!("{} {}，{}行", plan.number, list.title, list.rows.len());
    app.write("attendance_export", "导出到考登记", &what, |_| Ok(()))?;
    let unmarked = list.counts.unmarked;
    let warning = format!("还有{unmarked}人未登记，名单可能不全");
    Ok(AttendanceFile {
        file: PathBuf::from(target).display().to_string(),
        rows: list.rows.len(),
        warnings: if unmarked > 0 { vec![warning] } else { Vec::new() },
    })
}

fn workbook(plan: &ExamPlan, list: &AttendanceList) -> Result<Vec<u8>> {
    let cells = |row: &AttendanceListRow| {
        let of = |field: &str| match field {
            "plan" => plan.name.clone(),
            "exam_time" => row.time.clone(),
            "certificate" => row.certificate.clone(),
            "subject" => row.subject.clone(),
            "site" => row.site.clone(),
            "room" => row.room.clone(),
            "seat" => row.seat.to_string(),
            "name" => row.name.clone(),
            "id_number" => row.masked_id.clone(),
            "ticket_number" => row.exam_number.clone(),
            "school" => row.school.clone(),
            "class_name" => row.class_name.clone(),
            "state" => row.state_label.clone(),
            "late_minutes" => row.late_minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            "violation" => row.violation.clone(),
            "seat_note" => row.seat_note.clone(),
            "marked_by" => row.marked_by.clone(),
            "marked_at" => row.marked_at.replace('T', " "),
            _ => String::new(),
        };
        ATTENDANCE.columns.iter().map(|column| of(column.field)).collect::<Vec<String>>()
    };
    let options = ExportOptions { masked: true, sheet_name: Some(list.title.clone()) };
    Ok(write_export(&ATTENDANCE, list.rows.iter().map(cells), &options)?)
}

fn paper(app: &App, plan: &ExamPlan, list: &AttendanceList) -> AbsenceListView {
    let counts = &list.counts;
    let summary = format!(
        "本名单 {} 人；应到 {}，实到 {}（迟到 {}），缺考 {}，未登记 {}，违纪 {}",
        list.rows.len(),
        counts.expected,
        counts.came,
        counts.late,
        counts.absent,
        counts.unmarked,
        counts.violations
    );
    let line = |row: &AttendanceListRow| {
        let minutes = row.late_minutes.map(|minutes| format!("{minutes}分钟")).unwrap_or_default();
        let notes = [("违纪：", &row.violation), ("换座：", &row.seat_note)];
        let notes: Vec<String> = notes
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(what, text)| format!("{what}{text}"))
            .collect();
        AbsenceRow {
            name: row.name.clone(),
            masked_id: row.masked_id.clone(),
            exam_number: row.exam_number.clone(),
            subject: row.subject.clone(),
            time: row.time.clone(),
            room: row.room.clone(),
            seat_no: u32::from(row.seat),
            state: format!("{}{minutes}", row.state_label),
            note: notes.join("；"),
        }
    };
    AbsenceListView {
        title: list.title.clone(),
        plan_name: plan.name.clone(),
        plan_number: plan.number.clone(),
        summary,
        made_at: app.now(),
        rows: list.rows.iter().map(line).collect(),
    }
}

/// Writes 考场情况记录表 of the rooms of a plan (of a session, of one room) with what was recorded.
/// A room where somebody is not marked yet keeps its figures to the pen.
///
/// # Errors
/// `plan_unknown`, `nothing_to_print`, `file_exists`, and faults of the file system.
pub fn export_records(
    app: &App,
    plan: &str,
    (session, room): (Option<SessionId>, Option<RoomId>),
    (target, overwrite): (&Path, bool),
) -> Result<AttendanceFile> {
    files::check_target(target, overwrite)?;
    let list = absentees(app, plan, AttendanceListKind::All, session)?;
    let mut by_room: HashMap<(String, String), Vec<&AttendanceListRow>> = HashMap::new();
    for row in &list.rows {
        by_room.entry((row.room_id.clone(), row.session_id.clone())).or_default().push(row);
    }
    let open = std::cell::Cell::new(0usize);
    let (bytes, rooms) = printing::room_records(app, plan, |own, at| {
        if room.is_some_and(|room| room != own) {
            return None;
        }
        let rows = by_room.get(&(own.to_string(), at.to_string()))?;
        let known = facts(rows);
        open.set(open.get() + usize::from(known.is_none()));
        Some(known)
    })?;
    files::write_whole(target, &bytes, overwrite)?;
    let what = format!("考场情况记录表 {rooms}份");
    app.write("print", "打印", &what, |_| Ok(()))?;
    let open = open.get();
    let warning = format!("有{open}个考场还没有登记完，这些考场的人数留空，由监考填写");
    Ok(AttendanceFile {
        file: target.display().to_string(),
        rows: rooms,
        warnings: if open > 0 { vec![warning] } else { Vec::new() },
    })
}

/// What the sheet of a room says; nothing while somebody is not marked.
fn facts(rows: &[&AttendanceListRow]) -> Option<(AttendanceCount, RecordFacts)> {
    let is = |row: &AttendanceListRow, state: AttendanceState| row.state_label == state.label();
    if rows.iter().any(|row| is(row, AttendanceState::Unmarked)) {
        return None;
    }
    let absent: Vec<AbsentLine> = rows
        .iter()
        .filter(|row| is(row, AttendanceState::Absent))
        .map(|row| AbsentLine {
            seat_no: u32::from(row.seat),
            name: row.name.clone(),
            exam_number: row.exam_number.clone(),
        })
        .collect();
    let absent_count = u32::try_from(absent.len()).unwrap_or(u32::MAX);
    let all = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let violations = rows.iter().filter(|row| !row.violation.is_empty()).count();
    Some((
        AttendanceCount { present: all.saturating_sub(absent_count), absent: absent_count },
        RecordFacts {
            absent,
            events: rows.iter().filter_map(|row| event(row)).collect(),
            violations: u32::try_from(violations).unwrap_or(u32::MAX),
        },
    ))
}

fn event(row: &AttendanceListRow) -> Option<EventLine> {
    let mut words = Vec::new();
    if row.state_label == AttendanceState::Late.label() {
        let minutes = row.late_minutes.map(|minutes| format!(" {minutes} 分钟")).unwrap_or_default();
        words.push(format!("迟到{minutes}"));
    }
    if !row.violation.is_empty() {
        words.push(format!("违纪：{}", row.violation));
    }
    if !row.seat_note.is_empty() {
        words.push(format!("换座：{}", row.seat_note));
    }
    if words.is_empty() {
        return None;
    }
    Some(EventLine {
        time: row.marked_at.get(11..16).unwrap_or_default().to_owned(),
        seat_no: u32::from(row.seat),
        name: row.name.clone(),
        what: words.join("；"),
    })
}
