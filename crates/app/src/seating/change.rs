//! Late changes: one candidate is added, removed, moved or locked while everybody else stays.

use super::facts::PlanFacts;
use super::hand::{self, ByHand};
use crate::error::{AppError, Result};
use crate::lookup;
use crate::workspace::App;
use kaozhan_domain::arrangement::{SeatAssignment, SeatAt};
use kaozhan_domain::ids::{RoomId, SessionId};
use kaozhan_domain::registration::Registration;
use kaozhan_domain::seating::{SeatRef, SeatingChange, SheetOf};
use kaozhan_store::ReadTx;
use serde::Serialize;
use std::collections::HashSet;

/// Which registration a change is about.
#[derive(Debug, Clone)]
pub struct SeatTarget {
    /// The candidate, by id, document number, 准考证号 or name.
    pub candidate: String,
    /// The plan; may be left out when there is only one.
    pub plan: Option<String>,
    /// The subject; may be left out when the candidate has only one, or the room decides.
    pub subject: Option<String>,
}

/// The change.
#[derive(Debug, Clone)]
pub enum SeatChange {
    /// To `room/seat`; an occupied seat means an exchange.
    Move(String),
    /// A seat for a late registration.
    Add,
    /// No seat any more; the registration stays.
    Remove,
    /// Kept by the next seating.
    Lock,
    /// Free for the next seating.
    Unlock,
}

/// What changed, and which sheets are no longer true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeReport {
    /// Whose seat changed.
    pub changed: Vec<ChangedSeat>,
    /// Sheets to print again.
    pub stale: Vec<StaleView>,
    /// Neighbouring pairs of the same group that are left in the plan.
    pub same_group_neighbours: u32,
    /// Proven least number of such pairs.
    pub lower_bound: u32,
    /// SHA-256 of inputs, seed and result.
    pub fingerprint: String,
}

/// A seat before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedSeat {
    /// Candidate's id.
    pub candidate: String,
    /// Candidate's name.
    pub name: String,
    /// `101/12 2026-06-20 09:00-10:30`, if there was one.
    pub from: Option<String>,
    /// The same, if there is one.
    pub to: Option<String>,
}

/// A sheet that must be printed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaleView {
    /// Name of the sheet: 准考证, 门贴 …
    pub sheet: &'static str,
    /// Candidate's name, or room and session.
    pub of: String,
}

/// Carries out `change` in one transaction.
///
/// # Errors
/// When the candidate, plan, subject, room or seat is unknown or the seat can't be had; nothing
/// changes then.
pub fn change(app: &App, target: &SeatTarget, change: &SeatChange) -> Result<ChangeReport> {
    app.write("seating_change", "调整座位", "", |tx| {
        let plan = lookup::plan_or_only(&tx.plans()?, target.plan.as_deref())?;
        let facts = PlanFacts::load(tx, plan)?;
        let registration = find_registration(tx, &facts, target, change)?;
        let hand = by_hand(&facts, registration, change)?;
        let (facts, outcome) = hand::carry_out(tx, app, facts.plan, &hand)?;
        Ok(report(&facts, &outcome.change))
    })
}

/// The change in terms of records.
fn by_hand(facts: &PlanFacts, registration: &Registration, change: &SeatChange) -> Result<ByHand> {
    let id = registration.id;
    let here = || facts.assignments.iter().find(|seat| seat.registration == id);
    Ok(match change {
        SeatChange::Move(to) => {
            let (room, seat) = split_seat(to)?;
            let room = find_room(facts, room)?.id;
            let here = here().ok_or_else(|| {
                AppError::new("not_seated", "该考生还没有座位").hint("请用 kaozhan seat add 补排座位")
            })?;
            ByHand::To(id, SeatAt { session: target_session(facts, here, room), room, seat })
        }
        SeatChange::Add => ByHand::Add(id),
        SeatChange::Remove => ByHand::Remove(id),
        SeatChange::Lock => ByHand::Lock(vec![id]),
        SeatChange::Unlock => ByHand::Unlock(vec![id]),
    })
}

/// The registration that is meant: by subject if one is named, else the one that the change can be
/// about.
fn find_registration<'f>(
    tx: &ReadTx<'_>,
    facts: &'f PlanFacts,
    target: &SeatTarget,
    change: &SeatChange,
) -> Result<&'f Registration> {
    let candidate = lookup::candidate(tx, &target.candidate)?;
    let mut own: Vec<&Registration> =
        facts.registrations.iter().filter(|registration| registration.candidate == candidate.id).collect();
    if own.is_empty() {
        return Err(AppError::new(
            "not_registered",
            format!("考生“{}”没有报考计划“{}”", candidate.details.name, facts.plan.name),
        ));
    }
    if let Some(text) = &target.subject {
        let subject = lookup::subject(&facts.subjects, text)?.id;
        own.retain(|registration| registration.subject == subject);
    } else if let SeatChange::Move(to) = change {
        let room = find_room(facts, split_seat(to)?.0)?;
        own.retain(|registration| room.subjects.contains(&registration.subject));
    } else if own.len() > 1 {
        let seated: HashSet<_> = facts.assignments.iter().map(|seat| seat.registration).collect();
        let wants_seat = matches!(change, SeatChange::Add);
        own.retain(|registration| seated.contains(&registration.id) != wants_seat);
    }
    match own.as_slice() {
        [one] => Ok(one),
        [] => Err(AppError::new(
            "not_registered",
            format!("考生“{}”没有符合条件的报考记录", candidate.details.name),
        )),
        _ => Err(AppError::new(
            "subject_ambiguous",
            format!("考生“{}”报考了多个科目，请用 --subject 说明是哪一个", candidate.details.name),
        )),
    }
}

fn split_seat(to: &str) -> Result<(&str, u16)> {
    let wrong = || AppError::new("seat_format", format!("座位“{to}”不对，请写成 考场/座位号，例如 101/12"));
    let (room, seat) = to.rsplit_once('/').ok_or_else(wrong)?;
    let seat = seat.trim().trim_end_matches('号').parse().map_err(|_| wrong())?;
    Ok((room.trim(), seat))
}

fn find_room<'f>(facts: &'f PlanFacts, text: &str) -> Result<&'f kaozhan_domain::room::Room> {
    Ok(lookup::room(&facts.rooms, text)?)
}

/// The session of a move: the present one, unless the room is only used in another of the subject.
fn target_session(facts: &PlanFacts, here: &SeatAssignment, room: RoomId) -> SessionId {
    let in_room = |session: SessionId| {
        facts
            .assignments
            .iter()
            .any(|seat| seat.room == room && seat.subject == here.subject && seat.session == session)
    };
    let subject = facts.subjects.iter().find(|subject| subject.id == here.subject);
    let others = subject.map(|subject| subject.sessions.as_slice()).unwrap_or_default();
    if here.room == room || in_room(here.session) {
        return here.session;
    }
    others.iter().map(|session| session.id).find(|session| in_room(*session)).unwrap_or(here.session)
}

fn report(facts: &PlanFacts, outcome: &SeatingChange) -> ChangeReport {
    let place = |seat: &SeatRef| {
        let room = facts.room(&seat.room).map(|room| room.name.clone()).unwrap_or_default();
        let session = facts.session(&seat.session).map(|session| session.label()).unwrap_or_default();
        format!("{room}/{} {session}", seat.seat)
    };
    let name = |registration: &str| {
        facts.registration(registration).map(|known| facts.candidate_name(known)).unwrap_or_default()
    };
    let of = |sheet: &SheetOf| match sheet {
        SheetOf::Candidate(candidate) => facts
            .registrations
            .iter()
            .find(|registration| registration.candidate.to_string() == *candidate)
            .map(|registration| facts.candidate_name(registration))
            .unwrap_or_default(),
        SheetOf::Room { room, session } => {
            let room = facts.room(room).map(|room| room.name.clone()).unwrap_or_default();
            format!("{room} {}", facts.session(session).map(|session| session.label()).unwrap_or_default())
        }
    };
    ChangeReport {
        changed: outcome
            .changed
            .iter()
            .map(|delta| ChangedSeat {
                candidate: delta.candidate.clone(),
                name: name(&delta.registration),
                from: delta.from.as_ref().map(place),
                to: delta.to.as_ref().map(place),
            })
            .collect(),
        stale: outcome
            .stale
            .iter()
            .map(|sheet| StaleView { sheet: sheet.kind.label(), of: of(&sheet.of) })
            .collect(),
        same_group_neighbours: outcome.seating.same_group_neighbours,
        lower_bound: outcome.seating.lower_bound,
        fingerprint: outcome.seating.fingerprint.clone(),
    }
}
