//! Which seat everybody gets in the room they are in.
//!
//! The seats in use are the first regular ones by number, so that numbers run without holes; only
//! when these hold too few front seats for those who need one are further front seats taken instead
//! of the last others. Locked seats are kept wherever they are.

use super::problem::{Block, Problem, State};
use super::request::Order;

/// Gives every member of every block a seat.
pub(super) fn arrange(p: &Problem<'_>, state: &mut State) {
    for index in 0..state.blocks.len() {
        let seats = seats_in_use(p, &state.blocks[index]);
        seat_in_order(p, &mut state.blocks[index], seats);
    }
    if let Order::Mix { neighbours, .. } = p.request.order {
        super::mix::mix(p, state, neighbours);
    }
}

/// Seats for the members that have none, by number.
fn seats_in_use(p: &Problem<'_>, block: &Block) -> Vec<u16> {
    let room = &p.rooms[block.room];
    let open: Vec<_> = block.members.iter().filter(|m| m.seat.is_none()).collect();
    let in_front = open.iter().filter(|m| p.entries[m.entry].src.access.front_row).count();
    let mut free: Vec<u16> = room.seats[..room.regular].iter().map(|s| s.seat).collect();
    free.retain(|seat| !block.members.iter().any(|m| m.seat == Some(*seat)));
    let beyond = free.split_off(open.len().min(free.len()));
    let mut front_seats = free.iter().filter(|s| room.is_front(**s)).count();
    for seat in beyond.into_iter().filter(|s| room.is_front(*s)) {
        if front_seats >= in_front {
            break;
        }
        if let Some(last) = free.iter().rposition(|s| !room.is_front(*s)) {
            free.remove(last);
            free.push(seat);
            front_seats += 1;
        }
    }
    free.sort_unstable();
    free
}

/// By rank along the walk; who needs the front row gets the front seat nearest to their turn.
fn seat_in_order(p: &Problem<'_>, block: &mut Block, seats: Vec<u16>) {
    block.members.sort_by_key(|m| p.entries[m.entry].rank);
    let room = &p.rooms[block.room];
    let mut free: Vec<Option<u16>> = seats.into_iter().map(Some).collect();
    let open: Vec<usize> = (0..block.members.len()).filter(|m| block.members[*m].seat.is_none()).collect();
    for (turn, member) in open.iter().enumerate() {
        if !p.entries[block.members[*member].entry].src.access.front_row {
            continue;
        }
        let nearest = (0..free.len())
            .filter(|i| free[*i].is_some_and(|seat| room.is_front(seat)))
            .min_by_key(|i| (i.abs_diff(turn), *i));
        block.members[*member].seat = nearest.and_then(|i| free[i].take());
    }
    let mut rest = free.into_iter().flatten();
    for member in open {
        let member = &mut block.members[member];
        if member.seat.is_none() {
            member.seat = rest.next();
        }
    }
}
