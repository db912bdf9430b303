//! Late changes: one seat changes, nobody else moves.
//!
//! Each function takes the request and the seating as they are and gives both as they then are, who
//! moved, and which printed sheets are no longer true. Locks do not make a sheet stale: nothing of
//! them is printed.

use std::collections::BTreeSet;

use super::allocate::{check_seat, home_sites};
use super::geometry::SeatKind;
use super::problem::{Problem, State, share_group};
use super::quality::evaluate;
use super::reason::explain;
use super::request::{Lock, SeatEntry, SeatingRequest};
use super::result::{Assignment, SeatDelta, SeatRef, Seating, SeatingChange, SheetKind, SheetOf, StaleSheet};
use crate::RuleViolation;

/// Seats a late registration. `target` is the wanted seat; without it, the best free one: in a room
/// already in use before a new one, a regular seat before a reserve seat, and then with the fewest
/// neighbours of the same group. An entry that the request already holds is replaced.
///
/// # Errors
/// `already_seated`; with a target, what is wrong with that seat; else why there is none
/// ([`super::UnseatedReason::code`]).
pub fn add_entry(
    request: &SeatingRequest,
    seating: &Seating,
    entry: SeatEntry,
    target: Option<SeatRef>,
) -> Result<SeatingChange, RuleViolation> {
    if seating.assignment(&entry.registration).is_some() {
        return Err(RuleViolation::error(
            "already_seated",
            "该报考记录已有座位；如需换座，请使用“调整座位”。",
        ));
    }
    let registration = entry.registration.clone();
    let mut request = request.clone();
    request.entries.retain(|e| e.registration != registration);
    request.entries.push(entry);
    request.locks.retain(|l| l.registration != registration);
    let to = {
        let problem = Problem::new(&request);
        let state = restore(&problem, &seating.assignments, &[]);
        let index = find_entry(&problem, &registration)?;
        match target {
            Some(target) => checked(&problem, &state, index, &target)?,
            None => best_seat(&problem, &state, index)?,
        }
    };
    Ok(finish(request, seating, vec![(registration, Some(to))]))
}

/// Takes a registration out of the request, its seat and its lock. One that had no seat is only
/// taken out.
///
/// # Errors
/// `registration_unknown` when neither the request nor the seating has it.
pub fn remove_entry(
    request: &SeatingRequest,
    seating: &Seating,
    registration: &str,
) -> Result<SeatingChange, RuleViolation> {
    let known = request.entries.iter().any(|e| e.registration == registration);
    if !known && seating.assignment(registration).is_none() {
        return Err(unknown_registration());
    }
    let mut request = request.clone();
    request.entries.retain(|e| e.registration != registration);
    request.locks.retain(|l| l.registration != registration);
    Ok(finish(request, seating, vec![(registration.to_owned(), None)]))
}

/// Moves a seated registration to a free seat, of another room or session too; reserve seats are
/// allowed.
///
/// # Errors
/// `registration_unknown`, `not_seated`, `seat_locked`, or what is wrong with the seat.
pub fn move_entry(
    request: &SeatingRequest,
    seating: &Seating,
    registration: &str,
    to: SeatRef,
) -> Result<SeatingChange, RuleViolation> {
    movable(seating, registration)?;
    let problem = Problem::new(request);
    let index = find_entry(&problem, registration)?;
    let state = restore(&problem, &seating.assignments, &[registration]);
    let to = checked(&problem, &state, index, &to)?;
    Ok(finish(request.clone(), seating, vec![(registration.to_owned(), Some(to))]))
}

/// Exchanges the seats of two registrations of one subject.
///
/// # Errors
/// `registration_unknown`, `not_seated`, `seat_locked`, `swap_subjects_differ`, or what is wrong
/// with either seat.
pub fn swap(
    request: &SeatingRequest,
    seating: &Seating,
    a: &str,
    b: &str,
) -> Result<SeatingChange, RuleViolation> {
    let (seat_a, seat_b) = (movable(seating, a)?, movable(seating, b)?);
    if seat_a.subject != seat_b.subject {
        let message = "两名考生的科目不同，不能互换座位，请分别调整。";
        return Err(RuleViolation::error("swap_subjects_differ", message));
    }
    let problem = Problem::new(request);
    let (index_a, index_b) = (find_entry(&problem, a)?, find_entry(&problem, b)?);
    let mut state = restore(&problem, &seating.assignments, &[a, b]);
    let to_a = checked(&problem, &state, index_a, &seat_b.seat_ref())?;
    // The second is checked with the first one already there: they may share a room.
    put(&problem, &mut state, index_a, &to_a);
    let to_b = checked(&problem, &state, index_b, &seat_a.seat_ref())?;
    Ok(finish(request.clone(), seating, vec![(a.to_owned(), Some(to_a)), (b.to_owned(), Some(to_b))]))
}

/// Locks a registration where it sits, so that a new seating keeps it there.
///
/// # Errors
/// `not_seated`.
pub fn lock(
    request: &SeatingRequest,
    seating: &Seating,
    registration: &str,
) -> Result<SeatingChange, RuleViolation> {
    let seat = seating.assignment(registration).ok_or_else(not_seated)?;
    let mut request = request.clone();
    request.locks.retain(|l| l.registration != registration);
    request.locks.push(Lock {
        registration: registration.to_owned(),
        session: seat.session.clone(),
        room: seat.room.clone(),
        seat: seat.seat,
    });
    Ok(finish(request, &with_lock(seating, registration, true), Vec::new()))
}

/// Removes the lock of a registration; it stays where it sits.
///
/// # Errors
/// `not_locked`.
pub fn unlock(
    request: &SeatingRequest,
    seating: &Seating,
    registration: &str,
) -> Result<SeatingChange, RuleViolation> {
    let mut request = request.clone();
    let before = request.locks.len();
    request.locks.retain(|l| l.registration != registration);
    if request.locks.len() == before {
        return Err(RuleViolation::error("not_locked", "该考生的座位没有锁定，无需解锁。"));
    }
    Ok(finish(request, &with_lock(seating, registration, false), Vec::new()))
}

fn with_lock(seating: &Seating, registration: &str, locked: bool) -> Seating {
    let mut seating = seating.clone();
    for seat in seating.assignments.iter_mut().filter(|a| a.registration == registration) {
        seat.locked = locked;
    }
    seating
}

fn unknown_registration() -> RuleViolation {
    RuleViolation::error("registration_unknown", "没有找到这条报考记录，请刷新后重试。")
}

fn not_seated() -> RuleViolation {
    RuleViolation::error("not_seated", "该考生还没有座位，请先安排座位。")
}

fn movable<'s>(seating: &'s Seating, registration: &str) -> Result<&'s Assignment, RuleViolation> {
    let seat = seating.assignment(registration).ok_or_else(not_seated)?;
    if seat.locked {
        return Err(RuleViolation::error("seat_locked", "该考生的座位已锁定，请先解锁再调整。"));
    }
    Ok(seat)
}

fn find_entry(problem: &Problem<'_>, registration: &str) -> Result<usize, RuleViolation> {
    problem
        .entries
        .binary_search_by(|e| e.src.registration.as_str().cmp(registration))
        .map_err(|_| unknown_registration())
}

/// The state that `assignments` describe, without the registrations `except`.
fn restore(problem: &Problem<'_>, assignments: &[Assignment], except: &[&str]) -> State {
    let mut state = State::new(problem);
    for a in assignments {
        if except.contains(&a.registration.as_str()) {
            continue;
        }
        if let Ok(entry) = find_entry(problem, &a.registration) {
            put(problem, &mut state, entry, a);
        }
    }
    state
}

/// Something that names a seat.
trait NamesSeat {
    fn names(&self) -> (&str, &str, u16);
}

impl NamesSeat for SeatRef {
    fn names(&self) -> (&str, &str, u16) {
        (&self.session, &self.room, self.seat)
    }
}

impl NamesSeat for Assignment {
    fn names(&self) -> (&str, &str, u16) {
        (&self.session, &self.room, self.seat)
    }
}

fn locate(problem: &Problem<'_>, entry: usize, seat: &impl NamesSeat) -> Option<(usize, usize, u16)> {
    let (session, room, seat) = seat.names();
    let mut sittings = problem.subjects[problem.entries[entry].subject].sittings.clone();
    let sitting = sittings.find(|s| problem.sittings[*s].src.id == session)?;
    let room = problem.rooms.iter().position(|r| r.src.id == room)?;
    Some((sitting, room, seat))
}

fn put(problem: &Problem<'_>, state: &mut State, entry: usize, seat: &impl NamesSeat) {
    if let Some((sitting, room, seat)) = locate(problem, entry, seat) {
        state.put(problem, entry, sitting, room, Some(seat), false);
    }
}

fn checked(
    problem: &Problem<'_>,
    state: &State,
    entry: usize,
    to: &SeatRef,
) -> Result<SeatRef, RuleViolation> {
    let Some((sitting, room, seat)) = locate(problem, entry, to) else {
        let message = "该科目没有这个场次，或考场已不存在，请重新选择。";
        return Err(RuleViolation::error("seat_unknown", message));
    };
    check_seat(problem, state, entry, sitting, room, seat)?;
    Ok(to.clone())
}

fn best_seat(problem: &Problem<'_>, state: &State, entry: usize) -> Result<SeatRef, RuleViolation> {
    let (_, neighbours) = problem.request.order.counted_by();
    let home = home_sites(problem, state, entry);
    let mut best = None;
    for sitting in problem.subjects[problem.entries[entry].subject].sittings.clone() {
        if state.clash(problem, entry, sitting).is_some() {
            continue;
        }
        for (index, room) in problem.rooms.iter().enumerate() {
            let members = state.block(sitting, index).map_or(&[][..], |b| &b.members);
            let away = !home.is_empty() && !home.contains(&room.site);
            for place in &room.seats {
                if check_seat(problem, state, entry, sitting, index, place.seat).is_err() {
                    continue;
                }
                let near = members.iter().filter(|m| {
                    let there = m.seat.and_then(|s| room.place(s));
                    there.is_some_and(|t| {
                        room.src.layout.are_neighbours(t.position, place.position, neighbours)
                    }) && share_group(&problem.entries[m.entry].signature, &problem.entries[entry].signature)
                });
                let reserve = place.kind == SeatKind::Reserve;
                // A room of its own should be the smallest.
                let size = if members.is_empty() { room.regular } else { 0 };
                let key = (away, members.is_empty(), reserve, size, near.count(), sitting, index, place.seat);
                if best.as_ref().is_none_or(|known| key < *known) {
                    best = Some(key);
                }
            }
        }
    }
    best.map(|(.., sitting, room, seat)| SeatRef {
        session: problem.sittings[sitting].src.id.clone(),
        room: problem.rooms[room].src.id.clone(),
        seat,
    })
    .ok_or_else(|| {
        let reasons = explain(problem, state, &[entry]);
        reasons
            .into_iter()
            .next()
            .map_or_else(unknown_registration, |u| RuleViolation::error(u.reason.code(), u.message))
    })
}

/// Applies `moves` (registration, new seat or none) and says what follows. Whoever does not move
/// stays locked or not as the seating says: a request may hold a lock that the seating could not
/// keep, or two of one registration.
fn finish(
    request: SeatingRequest,
    seating: &Seating,
    moves: Vec<(String, Option<SeatRef>)>,
) -> SeatingChange {
    let mut assignments = seating.assignments.clone();
    let mut changed = Vec::new();
    for (registration, to) in &moves {
        let old = assignments.iter().position(|a| a.registration == *registration);
        let old = old.map(|index| assignments.remove(index));
        let entry = request.entries.iter().find(|e| e.registration == *registration);
        let candidate = entry.map(|e| &e.candidate).or(old.as_ref().map(|a| &a.candidate));
        let candidate = candidate.cloned().unwrap_or_default();
        let from = old.as_ref().map(Assignment::seat_ref);
        if from != *to {
            let registration = registration.clone();
            changed.push(SeatDelta { registration, candidate: candidate.clone(), from, to: to.clone() });
        }
        let subject = entry.map(|e| &e.subject).or(old.as_ref().map(|a| &a.subject));
        if let (Some(to), Some(subject)) = (to, subject) {
            assignments.push(Assignment {
                registration: registration.clone(),
                candidate,
                subject: subject.clone(),
                session: to.session.clone(),
                room: to.room.clone(),
                seat: to.seat,
                locked: request.locks.iter().any(|l| {
                    l.registration == *registration
                        && (&l.session, &l.room, l.seat) == (&to.session, &to.room, to.seat)
                }),
            });
        }
    }
    let gone = |registration: &String| moves.iter().any(|(moved, _)| moved == registration);
    let unseated = seating.unseated.iter().filter(|u| !gone(&u.registration)).cloned().collect();
    let seating = evaluate(&request, assignments, unseated, seating.notices.clone());
    let stale = stale_sheets(&changed);
    SeatingChange { request, seating, changed, stale }
}

fn stale_sheets(changed: &[SeatDelta]) -> Vec<StaleSheet> {
    let mut stale = BTreeSet::new();
    for delta in changed {
        stale.insert(StaleSheet { kind: SheetKind::Ticket, of: SheetOf::Candidate(delta.candidate.clone()) });
        for seat in [&delta.from, &delta.to].into_iter().flatten() {
            for kind in SheetKind::OF_ROOM {
                let of = SheetOf::Room { session: seat.session.clone(), room: seat.room.clone() };
                stale.insert(StaleSheet { kind, of });
            }
        }
    }
    stale.into_iter().collect()
}
