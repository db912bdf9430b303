//! Marks, 其余到考, taking back, and the trail of a room.

use super::view::{AttendanceChangeLine, AttendanceCounts, AttendancePerson};
use super::{Place, Seated};
use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::attendance::{
    Attendance, AttendanceChange, AttendanceState, AttendanceTally, minutes_late, time_warnings,
};
use kaozhan_domain::ids::{AttendanceChangeId, RegistrationId, RoomId, SessionId};
use kaozhan_store::{AttendanceEntry, WriteTx};
use serde::Serialize;
use std::collections::HashMap;
use ts_rs::TS;
use uuid::Uuid;

/// What a mark or its undoing came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceMarked {
    /// Records that changed.
    pub changed: u64,
    /// One sentence for the screen.
    pub message: String,
    /// What is odd about it; it is recorded all the same.
    pub warnings: Vec<String>,
    /// Those who changed, as they are now.
    pub people: Vec<AttendancePerson>,
    /// Counts of the room.
    pub counts: AttendanceCounts,
}

/// The trail of a room in a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttendanceChanges {
    /// Newest first.
    pub changes: Vec<AttendanceChangeLine>,
    /// The last step can be taken back.
    pub can_undo: bool,
}

/// Changes the record of one candidate in a session.
///
/// # Errors
/// `attendance_not_here` when the candidate has no seat in the session, those of the rules and the store.
pub fn mark(
    app: &App,
    session: SessionId,
    registration: RegistrationId,
    change: &AttendanceChange,
) -> Result<AttendanceMarked> {
    let (place, seated) = app.read(|tx| {
        let seat =
            tx.assignment(registration)?.filter(|seat| seat.session == session).ok_or_else(not_here)?;
        let place = Place::load(tx, seat.room, session)?;
        let record = tx.attendance(registration, session)?;
        Ok((place, Seated::load(tx, seat, record)?))
    })?;
    let before = current(app, &seated, session);
    let after = stamped(app, &place, &before, change)?;
    let warnings = warnings(app, &place, after.state);
    if before.says_the_same(&after) {
        return answer(app, &place, &[], format!("{}：没有变化", seated.name()), warnings);
    }
    let what = format!(
        "{} {}号 {}：{}→{}",
        place.words(),
        seated.seat.seat,
        seated.name(),
        short(&before),
        short(&after)
    );
    app.write("attendance_mark", "登记到考", &what, |tx| {
        // Somebody else may have marked meanwhile: the change is made to what is there now.
        let old = tx.attendance(registration, session)?.unwrap_or_else(|| before.clone());
        let new = stamped(app, &place, &old, change)?;
        put(tx, app, place.room.id, Uuid::now_v7(), old, new)
    })?;
    let message = format!("{}号 {}：{}", seated.seat.seat, seated.name(), after.words());
    answer(app, &place, &[registration], message, warnings)
}

/// Marks everybody in the room who is not marked yet as 到考.
///
/// # Errors
/// Those of the store.
pub fn mark_rest(app: &App, room: RoomId, session: SessionId) -> Result<AttendanceMarked> {
    let (place, rest) = app.read(|tx| {
        let place = Place::load(tx, room, session)?;
        let mut rest = place.people(tx)?;
        rest.retain(|seated| {
            seated.record.as_ref().is_none_or(|record| record.state == AttendanceState::Unmarked)
        });
        Ok((place, rest))
    })?;
    let warnings = warnings(app, &place, AttendanceState::Present);
    if rest.is_empty() {
        return answer(app, &place, &[], "本考场已全部登记，没有变化".to_owned(), warnings);
    }
    let change = AttendanceChange { state: Some(AttendanceState::Present), ..AttendanceChange::default() };
    let what = format!("{} 其余{}人到考", place.words(), rest.len());
    let batch = Uuid::now_v7();
    app.write("attendance_rest", "其余到考", &what, |tx| {
        for seated in &rest {
            let old = tx
                .attendance(seated.seat.registration, session)?
                .unwrap_or_else(|| current(app, seated, session));
            if old.state == AttendanceState::Unmarked {
                let new = stamped(app, &place, &old, &change)?;
                put(tx, app, room, batch, old, new)?;
            }
        }
        Ok(())
    })?;
    let who: Vec<RegistrationId> = rest.iter().map(|seated| seated.seat.registration).collect();
    answer(app, &place, &who, format!("其余{}人已登记到考", who.len()), warnings)
}

/// Takes back the last step in a room, or the step that `change` belongs to when nothing came after it.
///
/// # Errors
/// `nothing_to_undo`, `changed_since`.
pub fn undo(
    app: &App,
    room: RoomId,
    session: SessionId,
    change: Option<AttendanceChangeId>,
) -> Result<AttendanceMarked> {
    let (place, entries) = app.read(|tx| {
        let place = Place::load(tx, room, session)?;
        let trail = tx.attendance_changes(session, room)?;
        let step = trail
            .iter()
            .find(|entry| !entry.undone && change.is_none_or(|wanted| wanted == entry.id))
            .ok_or_else(|| AppError::new("nothing_to_undo", "没有可以撤销的登记"))?;
        Ok((place, tx.attendance_batch(step.batch)?))
    })?;
    let what = format!("{} 撤销{}条登记", place.words(), entries.len());
    app.write("attendance_undo", "撤销到考登记", &what, |tx| {
        for entry in &entries {
            let now = tx.attendance(entry.new.registration, session)?;
            if entry.undone || !now.is_some_and(|now| now.says_the_same(&entry.new)) {
                return Err(AppError::new("changed_since", "这条登记之后又有更改，不能撤销")
                    .hint("请直接更正为正确的到考情况"));
            }
            let back =
                Attendance { marked_by: app.actor().to_owned(), marked_at: app.now(), ..entry.old.clone() };
            tx.put_attendance(&back)?;
            tx.put_attendance_change(&AttendanceEntry { undone: true, ..entry.clone() })?;
        }
        Ok(())
    })?;
    let who: Vec<RegistrationId> = entries.iter().map(|entry| entry.new.registration).collect();
    answer(app, &place, &who, format!("已撤销{}条登记", who.len()), Vec::new())
}

/// The trail of a room.
///
/// # Errors
/// `record_not_found`, those of the store.
pub fn changes(app: &App, room: RoomId, session: SessionId) -> Result<AttendanceChanges> {
    app.read(|tx| {
        let place = Place::load(tx, room, session)?;
        let people: HashMap<RegistrationId, Seated> =
            place.people(tx)?.into_iter().map(|seated| (seated.seat.registration, seated)).collect();
        let entries = tx.attendance_changes(session, room)?;
        let mut lines = Vec::new();
        for entry in &entries {
            let seated = people.get(&entry.new.registration);
            let name = match seated {
                Some(seated) => seated.name().to_owned(),
                None => tx
                    .registration(entry.new.registration)?
                    .map(|registration| registration.snapshot.details.name)
                    .unwrap_or_default(),
            };
            lines.push(AttendanceChangeLine::of(entry, seated.map(|seated| seated.seat.seat), name));
        }
        Ok(AttendanceChanges { can_undo: entries.iter().any(|entry| !entry.undone), changes: lines })
    })
}

fn not_here() -> AppError {
    AppError::new("attendance_not_here", "该考生在本场没有座位，可能已调整编排").hint("请重新打开考场")
}

fn current(app: &App, seated: &Seated, session: SessionId) -> Attendance {
    seated
        .record
        .clone()
        .unwrap_or_else(|| Attendance::unmarked(seated.seat.registration, session, app.now()))
}

/// The record after the change, with who and when; 迟到 without minutes takes those of the clock.
fn stamped(app: &App, place: &Place, old: &Attendance, change: &AttendanceChange) -> Result<Attendance> {
    let mut change = change.clone();
    let turns_late = change.state == Some(AttendanceState::Late) && old.state != AttendanceState::Late;
    if turns_late && change.late_minutes.is_none() {
        change.late_minutes = minutes_late(app.now(), &place.session);
    }
    let new = old.changed(&change)?;
    Ok(Attendance { marked_by: app.actor().to_owned(), marked_at: app.now(), ..new })
}

fn put(
    tx: &mut WriteTx<'_>,
    app: &App,
    room: RoomId,
    batch: Uuid,
    old: Attendance,
    new: Attendance,
) -> Result<()> {
    tx.put_attendance(&new)?;
    tx.put_attendance_change(&AttendanceEntry {
        id: AttendanceChangeId(Uuid::now_v7()),
        batch,
        room,
        old,
        new,
        actor: app.actor().to_owned(),
        made_at: app.now(),
        undone: false,
    })?;
    Ok(())
}

/// For the trail: that there is a text, not what it says.
fn short(record: &Attendance) -> String {
    let mut words = record.state.label().to_owned();
    if !record.violation.is_empty() {
        words.push_str("（违纪）");
    }
    if !record.seat_note.is_empty() {
        words.push_str("（换座）");
    }
    words
}

fn warnings(app: &App, place: &Place, state: AttendanceState) -> Vec<String> {
    time_warnings(app.now(), &place.session, state).into_iter().map(|warning| warning.message).collect()
}

fn answer(
    app: &App,
    place: &Place,
    changed: &[RegistrationId],
    message: String,
    warnings: Vec<String>,
) -> Result<AttendanceMarked> {
    app.read(|tx| {
        let mut tally = AttendanceTally::default();
        let people = place.people(tx)?;
        people.iter().for_each(|seated| tally.add(seated.record.as_ref()));
        Ok(AttendanceMarked {
            changed: changed.len() as u64,
            message,
            warnings,
            people: people
                .iter()
                .filter(|seated| changed.contains(&seated.seat.registration))
                .map(AttendancePerson::of)
                .collect(),
            counts: tally.into(),
        })
    })
}
