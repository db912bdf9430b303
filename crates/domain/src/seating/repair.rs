//! Second tries for those whom the first pass left out, by moving at most one other sitting.

use super::allocate::{home_sites, place_separately};
use super::problem::{Problem, State};

/// Rooms looked at, over all tries: a bound on work, not on time, so that results do not depend on
/// the machine.
const MOST_LOOKS: usize = 4_000_000;

struct Tries<'p, 'a, 's> {
    p: &'p Problem<'a>,
    state: &'s mut State,
    looks: usize,
}

/// Tries everybody without a room again, in order.
pub(super) fn repair(p: &Problem<'_>, state: &mut State, closed: &[bool]) {
    let mut open: Vec<usize> =
        (0..p.entries.len()).filter(|e| !closed[*e] && state.block_of[*e].is_none()).collect();
    open.sort_by_key(|e| p.entries[*e].rank);
    let mut tries = Tries { p, state, looks: MOST_LOOKS };
    for entry in open {
        if tries.looks == 0 {
            break;
        }
        let separate = p.entries[entry].src.access.separate_room;
        let placed =
            if separate { place_separately(p, tries.state, entry) } else { tries.directly(entry, None) };
        if !placed && !tries.after_own_move(entry) && !separate {
            tries.after_other_move(entry);
        }
    }
}

impl Tries<'_, '_, '_> {
    /// A seat in any session, but not in `not`.
    fn directly(&mut self, entry: usize, not: Option<usize>) -> bool {
        self.p.subjects[self.p.entries[entry].subject]
            .sittings
            .clone()
            .any(|sitting| Some(sitting) != not && self.in_sitting(entry, sitting))
    }

    fn in_sitting(&mut self, entry: usize, sitting: usize) -> bool {
        if self.state.clash(self.p, entry, sitting).is_some() {
            return false;
        }
        let home = home_sites(self.p, self.state, entry);
        self.looks = self.looks.saturating_sub(self.p.rooms.len());
        let best = (0..self.p.rooms.len())
            .filter(|room| self.state.room_takes(self.p, entry, sitting, *room))
            .min_by_key(|room| {
                let away = !home.is_empty() && !home.contains(&self.p.rooms[*room].site);
                let closed = self.state.block(sitting, *room).is_none_or(|b| b.members.is_empty());
                (away, closed, *room)
            });
        if let Some(room) = best {
            self.state.put(self.p, entry, sitting, room, None, false);
        }
        best.is_some()
    }

    /// Moves a sitting of the same candidate out of the way.
    fn after_own_move(&mut self, entry: usize) -> bool {
        let candidate = self.p.entries[entry].candidate;
        let others: Vec<usize> = self.state.entries_of(candidate).to_vec();
        for other in others {
            if other == entry || self.p.entries[other].src.access.separate_room {
                continue;
            }
            let Some((sitting, room, member)) = self.state.take(other) else { continue };
            let separate = self.p.entries[entry].src.access.separate_room;
            let placed = !member.locked
                && if separate {
                    place_separately(self.p, self.state, entry)
                } else {
                    self.directly(entry, None)
                };
            if placed && self.directly(other, None) {
                return true;
            }
            if placed {
                self.state.take(entry);
            }
            self.state.put(self.p, other, sitting, room, member.seat, member.locked);
        }
        false
    }

    /// Moves somebody else of the subject to another session.
    fn after_other_move(&mut self, entry: usize) -> bool {
        let p = self.p;
        for sitting in p.subjects[p.entries[entry].subject].sittings.clone() {
            if self.state.clash(p, entry, sitting).is_some() {
                continue;
            }
            for room in 0..p.rooms.len() {
                let members = match self.state.block(sitting, room) {
                    Some(block) if self.state.room_suits(p, entry, sitting, room) => block.members.clone(),
                    _ => continue,
                };
                for member in members {
                    if self.looks == 0 {
                        return false;
                    }
                    if member.locked || !p.entries[member.entry].is_plain() && p.entries[entry].is_plain() {
                        continue;
                    }
                    self.state.take(member.entry);
                    if self.state.room_takes(p, entry, sitting, room) {
                        // First the new one: the other must find a place beside them.
                        self.state.put(p, entry, sitting, room, None, false);
                        if self.directly(member.entry, Some(sitting)) {
                            return true;
                        }
                        self.state.take(entry);
                    }
                    self.state.put(p, member.entry, sitting, room, member.seat, member.locked);
                }
            }
        }
        false
    }
}
