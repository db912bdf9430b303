//! What was scanned or typed: who it is, whether here and now is right, and the mark that follows.

use super::view::AttendancePerson;
use super::{Place, Seated, gone, mark, session_of};
use crate::attendance::AttendanceMarked;
use crate::error::Result;
use crate::lookup;
use crate::scope::outside;
use crate::workspace::App;
use kaozhan_domain::arrangement::SeatAssignment;
use kaozhan_domain::attendance::{AttendanceChange, AttendanceState, ScanText, SheetCode};
use kaozhan_domain::ids::{CandidateId, RoomId, SessionId, SiteId};
use kaozhan_domain::plan::{ExamPlan, Session, Subject};
use kaozhan_domain::room::Room;
use kaozhan_store::ReadTx;
use serde::Serialize;
use std::collections::HashMap;
use ts_rs::TS;

/// How a scan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceScanKind {
    /// Recorded.
    Marked,
    /// Recorded as something else before, now corrected.
    Corrected,
    /// Was recorded so already.
    Already,
    /// Found; nothing was to be recorded.
    Found,
    /// Sits in another room of this session.
    OtherRoom,
    /// Sits in another session.
    OtherSession,
    /// Has no seat in this plan.
    NotSeated,
    /// The code of another room's sheet: that room can be opened.
    Room,
    /// Nobody.
    Unknown,
    /// Several.
    Ambiguous,
    /// A code that was not read whole.
    Broken,
    /// A seat number without a room.
    NeedsRoom,
}

/// The answer to a scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceScan {
    /// How it ended.
    pub kind: AttendanceScanKind,
    /// In large letters: the name, or what is wrong.
    pub title: String,
    /// Seat, state, or where to go.
    pub text: String,
    /// What is odd about it.
    pub warnings: Vec<String>,
    /// The room that was meant, when it is another.
    pub room: Option<String>,
    /// The session that was meant, when it is another.
    pub session: Option<String>,
    /// The seat number, when it was found.
    pub seat: Option<u16>,
    /// Who it is.
    pub person: Option<AttendancePerson>,
    /// What the mark changed.
    pub marked: Option<AttendanceMarked>,
}

impl AttendanceScan {
    fn new(kind: AttendanceScanKind, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            kind,
            title: title.into(),
            text: text.into(),
            warnings: Vec::new(),
            room: None,
            session: None,
            seat: None,
            person: None,
            marked: None,
        }
    }
}

/// Where the scanner stands.
struct Here {
    plan: ExamPlan,
    session: Session,
    room: Option<RoomId>,
}

/// Who was meant.
enum Found {
    Candidate(CandidateId, Option<u32>),
    Seat(SeatAssignment),
    Answer(Box<AttendanceScan>),
}

/// Reads `text` in a session (and room) and records `state`; without a state only says who it is. What
/// belongs to another room or session is never recorded.
///
/// # Errors
/// `outside_scope` for a room or seats of certificates that others manage, those of the rules and the store;
/// what can't be found is an answer.
pub fn scan(
    app: &App,
    text: &str,
    session: SessionId,
    room: Option<RoomId>,
    state: Option<AttendanceState>,
) -> Result<AttendanceScan> {
    let (seated, version_note) = {
        let outcome = app.read(|tx| {
            let here = Here::load(tx, session, room)?;
            let (seat, version) = match find(app, tx, &here, text)? {
                Found::Answer(answer) => return Ok(Err(*answer)),
                Found::Seat(seat) => (seat, None),
                Found::Candidate(candidate, version) => match seat_here(app, tx, &here, candidate)? {
                    Ok(seat) => (seat, version),
                    Err(answer) => return Ok(Err(answer)),
                },
            };
            let note = old_ticket(tx, &seat, version)?;
            let record = tx.attendance(seat.registration, session)?;
            Ok(Ok((Seated::load(tx, seat, record)?, note)))
        })?;
        match outcome {
            Ok(found) => found,
            Err(answer) => return Ok(answer),
        }
    };
    let mut answer = record(app, &seated, session, state)?;
    answer.warnings.extend(version_note);
    Ok(answer)
}

/// Records the state of somebody who sits here.
fn record(
    app: &App,
    seated: &Seated,
    session: SessionId,
    state: Option<AttendanceState>,
) -> Result<AttendanceScan> {
    let before = seated.record.as_ref().map(|record| record.state).unwrap_or_default();
    let place = format!("{} 号", seated.seat.seat);
    let mut answer = match state {
        None => AttendanceScan::new(
            AttendanceScanKind::Found,
            seated.name(),
            format!("{place}，{}", before.label()),
        ),
        // Somebody late who is scanned again has come all the same.
        Some(state) if state == before || (state == AttendanceState::Present && before.came()) => {
            let record = seated.record.as_ref();
            let when = record.map(|record| record.marked_at.format("%H:%M").to_string()).unwrap_or_default();
            let who = record.map(|record| record.marked_by.clone()).unwrap_or_default();
            AttendanceScan::new(
                AttendanceScanKind::Already,
                seated.name(),
                format!("{place}，{when} 已由{who}登记“{}”，没有变化", before.label()),
            )
        }
        Some(state) => {
            let change = AttendanceChange { state: Some(state), ..AttendanceChange::default() };
            let marked = mark(app, session, seated.seat.registration, &change)?;
            let (kind, text) = if before == AttendanceState::Unmarked {
                (AttendanceScanKind::Marked, format!("{place}，已登记“{}”", state.label()))
            } else {
                let text = format!("{place}，原登记为“{}”，已更正为“{}”", before.label(), state.label());
                (AttendanceScanKind::Corrected, text)
            };
            let mut answer = AttendanceScan::new(kind, seated.name(), text);
            answer.warnings.clone_from(&marked.warnings);
            answer.marked = Some(marked);
            answer
        }
    };
    answer.seat = Some(seated.seat.seat);
    answer.room = Some(seated.seat.room.to_string());
    answer.person = match answer.marked.as_ref().and_then(|marked| marked.people.first()) {
        Some(person) => Some(person.clone()),
        None => Some(AttendancePerson::of(seated)),
    };
    Ok(answer)
}

impl Here {
    fn load(tx: &ReadTx<'_>, session: SessionId, room: Option<RoomId>) -> Result<Self> {
        for plan in tx.plans()? {
            if let Some((_, session)) = session_of(tx, &plan, session)? {
                return Ok(Self { plan, session, room });
            }
        }
        Err(gone("场次"))
    }

    /// The room, or every room of the session.
    fn rooms(&self, tx: &ReadTx<'_>) -> Result<Vec<RoomId>> {
        if let Some(room) = self.room {
            return Ok(vec![room]);
        }
        let tallies = tx.attendance_tallies(self.plan.id)?;
        Ok(tallies.into_keys().filter(|(of, _)| *of == self.session.id).map(|(_, room)| room).collect())
    }
}

fn find(app: &App, tx: &ReadTx<'_>, here: &Here, text: &str) -> Result<Found> {
    use AttendanceScanKind as Kind;
    let answer =
        |kind, title: &str, text: &str| Ok(Found::Answer(Box::new(AttendanceScan::new(kind, title, text))));
    match ScanText::read(text) {
        ScanText::Empty => answer(Kind::Broken, "没有内容", "请扫描准考证，或输入座位号"),
        ScanText::Broken => answer(Kind::Broken, "二维码没有读完整", "请再扫一次，或输入准考证号"),
        ScanText::Sheet(code) => sheet(app, tx, here, &code).map(|answer| Found::Answer(Box::new(answer))),
        ScanText::Ticket { number, version } => match tx.exam_number_owner(&number)? {
            Some(owner) => Ok(Found::Candidate(owner.candidate, version)),
            None => answer(Kind::Unknown, "没有这个准考证号", "可能是其他单位的准考证，请核对"),
        },
        ScanText::Seat(seat) => {
            let Some(room) = here.room else {
                return answer(Kind::NeedsRoom, "请先选择考场", "座位号只在考场内有效");
            };
            let seats = tx.assignments_in(room, here.session.id)?;
            match seats.into_iter().find(|known| known.seat == seat) {
                Some(seat) => Ok(Found::Seat(seat)),
                None => answer(Kind::Unknown, &format!("{seat} 号没有考生"), "这个座位本场没有安排考生"),
            }
        }
        ScanText::Other(text) => by_text(tx, here, &text),
    }
}

/// A 准考证号 or its end, a name in the room, else whatever finds a candidate.
fn by_text(tx: &ReadTx<'_>, here: &Here, text: &str) -> Result<Found> {
    use AttendanceScanKind as Kind;
    if let Some(owner) = tx.exam_number_owner(text)? {
        return Ok(Found::Candidate(owner.candidate, None));
    }
    let is_tail = (5..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut near = Vec::new();
    for room in here.rooms(tx)? {
        for seat in tx.assignments_in(room, here.session.id)? {
            let matches = if is_tail {
                let number = tx.exam_number(seat.plan, seat.candidate)?;
                number.is_some_and(|number| number.number.ends_with(text))
            } else {
                let registration = tx.registration(seat.registration)?;
                registration.is_some_and(|known| known.snapshot.details.name == text)
            };
            if matches {
                near.push(seat);
            }
        }
    }
    if near.len() > 1 {
        let seats: Vec<String> = near.iter().map(|seat| format!("{} 号", seat.seat)).collect();
        let text = format!("符合的有 {}，请改用座位号或准考证号", seats.join("、"));
        let answer = AttendanceScan::new(Kind::Ambiguous, "有多名考生符合", text);
        return Ok(Found::Answer(Box::new(answer)));
    }
    if let Some(seat) = near.pop() {
        return Ok(Found::Seat(seat));
    }
    match lookup::candidate(tx, text) {
        Ok(candidate) => Ok(Found::Candidate(candidate.id, None)),
        Err(error) => {
            let (kind, title, text) = match error.code.as_str() {
                "candidate_unknown" => (Kind::Unknown, "找不到考生", "请核对准考证号，或输入座位号"),
                "candidate_ambiguous" => (Kind::Ambiguous, "有多名考生符合", "请改用座位号或准考证号"),
                _ => return Err(error),
            };
            Ok(Found::Answer(Box::new(AttendanceScan::new(kind, title, text))))
        }
    }
}

/// The code of a room's sheet names the room; rooms of several certificates may have the same one.
fn sheet(app: &App, tx: &ReadTx<'_>, here: &Here, code: &SheetCode) -> Result<AttendanceScan> {
    use AttendanceScanKind as Kind;
    if !code.plan.eq_ignore_ascii_case(&here.plan.number) {
        let text = format!("这是计划 {} 的单据，当前计划为 {}", code.plan, here.plan.number);
        return Ok(AttendanceScan::new(Kind::OtherSession, "不是本次考试的单据", text));
    }
    let sites: HashMap<SiteId, String> = tx.sites()?.into_iter().map(|site| (site.id, site.number)).collect();
    let mut rooms = tx.rooms(here.plan.id)?;
    rooms.retain(|room| {
        let site = sites.get(&room.site).map(String::as_str).unwrap_or_default();
        room.code.eq_ignore_ascii_case(&code.room) && site.eq_ignore_ascii_case(&code.site)
    });
    let is_ours = |room: &Room| app.scope().covers(room.certificate);
    if !rooms.is_empty() && !rooms.iter().any(is_ours) {
        return Err(outside(&format!("考场“{}”", code.room)));
    }
    let tallies = tx.attendance_tallies(here.plan.id)?;
    let used = |room: &&Room| is_ours(room) && tallies.contains_key(&(here.session.id, room.id));
    if let Some(room) = rooms.iter().find(used) {
        let mut answer = AttendanceScan::new(Kind::Room, room.name.clone(), "已转到这个考场");
        answer.room = Some(room.id.to_string());
        return Ok(answer);
    }
    let text = format!("考场 {} 在本场没有安排考生", code.room);
    Ok(AttendanceScan::new(Kind::Unknown, "本场不用这个考场", text))
}

/// The seat of a candidate in this session and room, or where the candidate belongs. Seats of certificates that
/// others manage are not told.
fn seat_here(
    app: &App,
    tx: &ReadTx<'_>,
    here: &Here,
    candidate: CandidateId,
) -> Result<std::result::Result<SeatAssignment, AttendanceScan>> {
    use AttendanceScanKind as Kind;
    let mut seats = tx.assignments_of(candidate)?;
    seats.retain(|seat| seat.plan == here.plan.id);
    let ours = app.sessions(tx, here.plan.id)?;
    let has_seats = !seats.is_empty();
    seats.retain(|seat| ours.contains(&seat.session));
    if has_seats && seats.is_empty() {
        return Err(outside("该考生在本次考试中的座位"));
    }
    let in_session = seats.iter().find(|seat| seat.session == here.session.id);
    if let Some(seat) = in_session
        && here.room.is_none_or(|room| room == seat.room)
    {
        return Ok(Ok(seat.clone()));
    }
    let name = tx.candidate(candidate)?.map(|known| known.details.name).unwrap_or_default();
    let mut elsewhere: Vec<(SeatAssignment, Subject, Session)> = Vec::new();
    for seat in &seats {
        if let Some((subject, session)) = session_of(tx, &here.plan, seat.session)? {
            elsewhere.push((seat.clone(), subject, session));
        }
    }
    elsewhere.sort_by_key(|(seat, _, session)| {
        let other = seat.session != here.session.id;
        (other, (session.start - here.session.start).num_minutes().abs())
    });
    let Some((seat, subject, session)) = elsewhere.first() else {
        let text = format!("{name}在本次考试中没有编排座位，请报告考务");
        return Ok(Err(AttendanceScan::new(Kind::NotSeated, name, text)));
    };
    let place = Place::load(tx, seat.room, seat.session)?;
    let mut answer = if seat.session == here.session.id {
        let text = format!("不在本考场：应到 {} {} 号，没有登记", place.room.name, seat.seat);
        AttendanceScan::new(Kind::OtherRoom, name, text)
    } else {
        let text = format!(
            "不是本场：应考 {} {}，{} {} 号，没有登记",
            session.label(),
            subject.name,
            place.room.name,
            seat.seat
        );
        AttendanceScan::new(Kind::OtherSession, name, text)
    };
    answer.room = Some(seat.room.to_string());
    answer.session = Some(seat.session.to_string());
    answer.seat = Some(seat.seat);
    Ok(Err(answer))
}

/// A warning when a newer ticket was printed since.
fn old_ticket(tx: &ReadTx<'_>, seat: &SeatAssignment, printed: Option<u32>) -> Result<Option<String>> {
    let Some(printed) = printed else { return Ok(None) };
    let newest = tx.ticket_version(seat.plan, seat.candidate)?.map(|known| known.version);
    Ok(newest
        .filter(|newest| *newest > printed)
        .map(|newest| format!("这张准考证是第{printed}版，现为第{newest}版，座位以系统为准，请收回旧证")))
}
