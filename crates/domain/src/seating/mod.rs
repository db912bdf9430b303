//! Seating (排考): who sits in which session, room and seat.
//!
//! **Architecture invariant:** pure, seeded and deterministic. It knows no database, no clock, no
//! plan and no person beyond its own input types; the same [`SeatingRequest`] always gives the same
//! [`Seating`], whatever the order of its lists.
//!
//! [`seat`] makes a whole seating; the functions of [`change`] change one seat of it and leave
//! everybody else where they are.

mod allocate;
mod arrange;
mod bound;
pub mod change;
mod colour;
mod deal;
mod fill;
mod mix;
mod problem;
pub mod quality;
mod reason;
mod repair;
#[cfg(test)]
mod tests;

pub mod access;
pub mod fingerprint;
pub mod geometry;
pub mod request;
pub mod result;

pub use access::{AccessNeeds, ExtraTime, end_with_extra};
pub use change::{add_entry, lock, move_entry, remove_entry, swap, unlock};
pub use fingerprint::check_code;
pub use geometry::{
    Corner, Direction, Neighbours, Pattern, Position, RoomLayout, SeatKind, SeatPlace, parse_columns,
};
pub use quality::evaluate;
pub use request::{
    ExamMode, Filling, GroupKey, Groups, Lock, Order, RoomRequest, SeatEntry, SeatingPolicy, SeatingRequest,
    Session, SubjectRequest,
};
pub use result::{
    Assignment, RoomUse, SeatDelta, SeatRef, Seating, SeatingChange, SheetKind, SheetOf, StaleSheet,
    Unseated, UnseatedReason,
};

/// Seats everybody who can be seated; says of each other one why not.
pub fn seat(request: &SeatingRequest) -> Seating {
    let mut problem = problem::Problem::new(request);
    let (mut state, unseated) = allocate::allocate(&mut problem);
    arrange::arrange(&problem, &mut state);
    let notices = std::mem::take(&mut problem.notices);
    let assignments = assignments(&problem, &state);
    evaluate(request, assignments, unseated, notices)
}

/// The seats of `state` in the words of the request.
fn assignments(problem: &problem::Problem<'_>, state: &problem::State) -> Vec<Assignment> {
    let mut found = Vec::new();
    for block in &state.blocks {
        for member in &block.members {
            let entry = problem.entries[member.entry].src;
            let Some(seat) = member.seat else { continue };
            found.push(Assignment {
                registration: entry.registration.clone(),
                candidate: entry.candidate.clone(),
                subject: entry.subject.clone(),
                session: problem.sittings[block.sitting].src.id.clone(),
                room: problem.rooms[block.room].src.id.clone(),
                seat,
                locked: member.locked,
            });
        }
    }
    found
}
