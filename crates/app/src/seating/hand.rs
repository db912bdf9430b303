//! Seats changed by hand: tried out, carried out, kept in order, taken back.
//!
//! What a change does is the rule of `domain::seating::change`; here it is looked up, stored and told.

use super::facts::{Choices, PlanFacts};
use super::late;
use crate::error::{AppError, Result};
use crate::printing::versions;
use crate::settings::Settings;
use crate::workspace::App;
use kaozhan_domain::RuleViolation;
use kaozhan_domain::arrangement::{
    ArrangementRun, SeatAssignment, SeatAt, SeatChangeKind, SeatChangeRecord, SeatMove,
};
use kaozhan_domain::ids::{PlanId, RegistrationId, SeatChangeId};
use kaozhan_domain::plan::ExamPlan;
use kaozhan_domain::seating::{self, SeatRef, SeatingChange, SeatingRequest};
use kaozhan_store::{ReadTx, WriteTx};
use std::collections::HashSet;

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ByHand {
    /// To this seat: moves, exchanges with whoever sits there, or seats one who has no seat.
    To(RegistrationId, SeatAt),
    /// Exchanges two.
    Swap(RegistrationId, RegistrationId),
    /// The best free seat for one who has none.
    Add(RegistrationId),
    /// No seat any more; the registration stays.
    Remove(RegistrationId),
    /// Kept by the next seating.
    Lock(Vec<RegistrationId>),
    /// Free for the next seating.
    Unlock(Vec<RegistrationId>),
}

impl ByHand {
    /// Whose seats it is about.
    pub(crate) fn registrations(&self) -> Vec<RegistrationId> {
        match self {
            Self::To(one, _) | Self::Add(one) | Self::Remove(one) => vec![*one],
            Self::Swap(a, b) => vec![*a, *b],
            Self::Lock(all) | Self::Unlock(all) => all.clone(),
        }
    }
}

/// A change that the rules allow, and what follows from it.
pub(super) struct Outcome {
    pub(super) kind: SeatChangeKind,
    pub(super) change: SeatingChange,
    pub(super) moves: Vec<SeatMove>,
}

pub(super) fn seat_ref(seat: &SeatAt) -> SeatRef {
    SeatRef { session: seat.session.to_string(), room: seat.room.to_string(), seat: seat.seat }
}

fn seat_at(seat: &SeatRef) -> Option<SeatAt> {
    Some(SeatAt { session: seat.session.parse().ok()?, room: seat.room.parse().ok()?, seat: seat.seat })
}

/// What `hand` does, or the rule that stands against it.
pub(super) fn outcome(facts: &PlanFacts, choices: &Choices, hand: &ByHand) -> Result<Outcome> {
    if let ByHand::Lock(all) | ByHand::Unlock(all) = hand {
        return locking(facts, choices, all, matches!(hand, ByHand::Lock(_)));
    }
    let request = facts.request(choices, None);
    let now = facts.seating(&request);
    let (kind, change) = match hand {
        ByHand::To(one, to) => to_seat(facts, choices, &request, &now, *one, &seat_ref(to))?,
        ByHand::Swap(a, b) => {
            (SeatChangeKind::Swap, seating::swap(&request, &now, &a.to_string(), &b.to_string())?)
        }
        ByHand::Add(one) => {
            let entry = facts.entry(known(facts, *one)?, choices);
            (SeatChangeKind::Add, seating::add_entry(&request, &now, entry, None)?)
        }
        ByHand::Remove(one) => {
            let seat = now.assignment(&one.to_string()).ok_or_else(no_seat)?;
            if seat.locked {
                return Err(
                    RuleViolation::error("seat_locked", "该考生的座位已锁定，请先解锁再调整。").into()
                );
            }
            (SeatChangeKind::Remove, seating::remove_entry(&request, &now, &one.to_string())?)
        }
        ByHand::Lock(_) | ByHand::Unlock(_) => unreachable_kind()?,
    };
    let moves = change
        .changed
        .iter()
        .filter_map(|delta| {
            Some(SeatMove {
                registration: delta.registration.parse().ok()?,
                candidate: delta.candidate.parse().ok()?,
                from: delta.from.as_ref().and_then(seat_at),
                to: delta.to.as_ref().and_then(seat_at),
            })
        })
        .collect();
    Ok(Outcome { kind, change, moves })
}

fn unreachable_kind() -> Result<(SeatChangeKind, SeatingChange)> {
    Err(AppError::new("internal_error", "这种变更不能这样处理"))
}

fn no_seat() -> AppError {
    AppError::new("not_seated", "该考生没有座位")
}

fn known(facts: &PlanFacts, id: RegistrationId) -> Result<&kaozhan_domain::registration::Registration> {
    facts
        .registrations
        .iter()
        .find(|registration| registration.id == id)
        .ok_or_else(|| AppError::new("registration_unknown", "没有找到这条报考记录，请刷新后重试"))
}

fn to_seat(
    facts: &PlanFacts,
    choices: &Choices,
    request: &SeatingRequest,
    now: &seating::Seating,
    one: RegistrationId,
    to: &SeatRef,
) -> Result<(SeatChangeKind, SeatingChange)> {
    let id = one.to_string();
    let occupant = now.assignments.iter().find(|other| other.seat_ref() == *to && other.registration != id);
    let is_seated = now.assignment(&id).is_some();
    Ok(match occupant {
        Some(other) if is_seated => {
            (SeatChangeKind::Swap, seating::swap(request, now, &id, &other.registration)?)
        }
        None if is_seated => (SeatChangeKind::Move, seating::move_entry(request, now, &id, to.clone())?),
        _ => {
            let entry = facts.entry(known(facts, one)?, choices);
            (SeatChangeKind::Add, seating::add_entry(request, now, entry, Some(to.clone()))?)
        }
    })
}

/// Locks or frees several seats; those that are so already are left out.
fn locking(facts: &PlanFacts, choices: &Choices, all: &[RegistrationId], lock: bool) -> Result<Outcome> {
    let wanted: HashSet<RegistrationId> = all.iter().copied().collect();
    let seats: Vec<&SeatAssignment> = facts
        .assignments
        .iter()
        .filter(|seat| wanted.contains(&seat.registration) && seat.locked != lock)
        .collect();
    if seats.is_empty() {
        let (code, message) = if lock {
            ("not_seated", "所选的座位都已锁定，或没有人")
        } else {
            ("not_locked", "该考生的座位没有锁定，无需解锁")
        };
        return Err(AppError::new(code, message));
    }
    let moves = seats
        .iter()
        .map(|seat| {
            let at = Some(SeatAt { session: seat.session, room: seat.room, seat: seat.seat });
            SeatMove { registration: seat.registration, candidate: seat.candidate, from: at, to: at }
        })
        .collect();
    let request = facts.request_with_locks(choices, &wanted, lock);
    let seating = facts.seating_with_locks(&request, &wanted, lock);
    let change = SeatingChange { request, seating, changed: Vec::new(), stale: Vec::new() };
    let kind = if lock { SeatChangeKind::Lock } else { SeatChangeKind::Unlock };
    Ok(Outcome { kind, change, moves })
}

/// Carries out `hand` in one transaction and keeps it, so that it can be taken back.
pub(super) fn carry_out(
    tx: &mut WriteTx<'_>,
    app: &App,
    plan: ExamPlan,
    hand: &ByHand,
) -> Result<(PlanFacts, Outcome)> {
    let choices = Choices::of_last_run(tx, &plan)?;
    let facts = PlanFacts::load(tx, plan)?;
    let outcome = outcome(&facts, &choices, hand)?;
    apply(tx, app, &facts, &choices, &outcome)?;
    // What was taken back before can't be done again on top of this.
    for undone in tx.seat_changes(facts.plan.id)?.iter().filter(|change| change.undone) {
        tx.delete_seat_change(undone)?;
    }
    tx.put_seat_change(&SeatChangeRecord {
        id: SeatChangeId(uuid::Uuid::now_v7()),
        plan: facts.plan.id,
        made_at: app.now(),
        actor: app.actor().to_owned(),
        kind: outcome.kind,
        seats: outcome.moves.clone(),
        undone: false,
    })?;
    Ok((facts, outcome))
}

/// Carries out `hand` and tells what it did.
///
/// # Errors
/// The rules of the change; nothing is changed then.
pub(crate) fn change(app: &App, plan: PlanId, hand: &ByHand) -> Result<late::Done> {
    app.write("seating_change", "调整座位", "", |tx| {
        let plan = plan_of(tx, plan)?;
        let (facts, outcome) = carry_out(tx, app, plan, hand)?;
        late::done(tx, &facts, &outcome, "")
    })
}

/// Takes a change back, or makes one again that was taken back.
///
/// # Errors
/// `nothing_to_undo`, `seats_moved_on` when one of the seats has changed since, and the rules of a change.
pub(crate) fn reverse(
    app: &App,
    plan: PlanId,
    wanted: Option<SeatChangeId>,
    again: bool,
) -> Result<late::Done> {
    let label = if again { "重做座位变更" } else { "撤销座位变更" };
    let code = if again { "seating_redo" } else { "seating_undo" };
    app.write(code, label, "", |tx| {
        let plan = plan_of(tx, plan)?;
        let log = app.seat_changes(tx, plan.id)?;
        let mut open = log.into_iter().filter(|change| change.undone == again);
        let found = match wanted {
            Some(id) => open.find(|change| change.id == id),
            // Undo takes the latest, redo the first that was taken back.
            None if again => open.next(),
            None => open.next_back(),
        };
        let mut record = found.ok_or_else(|| {
            AppError::new("nothing_to_undo", if again { "没有可以重做的变更" } else { "没有可以撤销的变更" })
        })?;
        let choices = Choices::of_last_run(tx, &plan)?;
        let facts = PlanFacts::load(tx, plan)?;
        let outcome = replay(&facts, &choices, &record, again)?;
        apply(tx, app, &facts, &choices, &outcome)?;
        record.undone = !again;
        tx.put_seat_change(&record)?;
        late::done(tx, &facts, &outcome, label)
    })
}

fn moved_on() -> AppError {
    AppError::new("seats_moved_on", "这一步之后，其中的座位又有变动，不能直接撤销或重做")
        .hint("请先撤销之后的变更，或直接调整座位")
}

fn is_taken(facts: &PlanFacts, at: SeatAt) -> bool {
    facts
        .assignments
        .iter()
        .any(|seat| (seat.session, seat.room, seat.seat) == (at.session, at.room, at.seat))
}

fn replay(facts: &PlanFacts, choices: &Choices, record: &SeatChangeRecord, again: bool) -> Result<Outcome> {
    let everybody = || record.seats.iter().map(|own| own.registration).collect::<Vec<_>>();
    let hand = match record.kind {
        SeatChangeKind::Lock | SeatChangeKind::Unlock => {
            let lock = (record.kind == SeatChangeKind::Lock) == again;
            if lock { ByHand::Lock(everybody()) } else { ByHand::Unlock(everybody()) }
        }
        _ => {
            for own in &record.seats {
                let (here, _) = ends(own, again);
                let seat = facts.assignments.iter().find(|seat| seat.registration == own.registration);
                let now = seat.map(|seat| SeatAt { session: seat.session, room: seat.room, seat: seat.seat });
                if now != here {
                    return Err(moved_on());
                }
            }
            match record.seats.as_slice() {
                [a, b] => ByHand::Swap(a.registration, b.registration),
                [one] => match ends(one, again).1 {
                    // Going back to a seat that somebody else got since would move that person too.
                    Some(to) if is_taken(facts, to) => return Err(moved_on()),
                    Some(to) => ByHand::To(one.registration, to),
                    None => ByHand::Remove(one.registration),
                },
                _ => return Err(AppError::new("internal_error", "变更记录不完整，不能撤销")),
            }
        }
    };
    outcome(facts, choices, &hand)
}

/// Where a reversal begins and ends.
fn ends(own: &SeatMove, again: bool) -> (Option<SeatAt>, Option<SeatAt>) {
    if again { (own.from, own.to) } else { (own.to, own.from) }
}

pub(crate) fn plan_of(tx: &ReadTx<'_>, plan: PlanId) -> Result<ExamPlan> {
    tx.plan(plan)?.ok_or_else(|| AppError::new("plan_unknown", "找不到考试计划，可能已被删除"))
}

/// Stores the seats, the figures of the plan, the numbers and the versions of the sheets.
fn apply(
    tx: &mut WriteTx<'_>,
    app: &App,
    facts: &PlanFacts,
    choices: &Choices,
    outcome: &Outcome,
) -> Result<()> {
    let mut locked = facts.locked_registrations();
    for own in &outcome.moves {
        match outcome.kind {
            SeatChangeKind::Lock => _ = locked.insert(own.registration),
            SeatChangeKind::Unlock => _ = locked.remove(&own.registration),
            _ => {}
        }
        if own.to.is_none() {
            tx.remove_assignment(own.registration)?;
        }
    }
    let touched: HashSet<String> = outcome.moves.iter().map(|own| own.registration.to_string()).collect();
    let seats: Vec<SeatAssignment> = outcome
        .change
        .seating
        .assignments
        .iter()
        .filter(|seat| touched.contains(&seat.registration))
        .filter_map(|seat| facts.to_assignment(seat, &locked))
        .collect();
    tx.move_assignments(&seats)?;
    let run = tx.arrangement_run(facts.plan.id)?;
    tx.put_arrangement_run(&ArrangementRun {
        plan: facts.plan.id,
        fingerprint: outcome.change.seating.fingerprint.clone(),
        request: choices.to_json()?,
        same_group_neighbours: u64::from(outcome.change.seating.same_group_neighbours),
        lower_bound: u64::from(outcome.change.seating.lower_bound),
        // When the plan was seated, not when a seat was changed: the changes have a record of their own.
        made_at: run.map_or_else(|| app.now(), |run| run.made_at),
    })?;
    if outcome.kind == SeatChangeKind::Add {
        let rule = Settings::load(tx)?.numbering()?;
        let taken = tx.taken_exam_numbers()?;
        for number in super::fresh_numbers(app, facts, &rule, &outcome.change.seating, taken)? {
            tx.insert_exam_number(&number)?;
        }
    }
    if outcome.kind.moves_people() {
        versions::refresh(tx, &facts.plan, app.now())?;
    }
    Ok(())
}
