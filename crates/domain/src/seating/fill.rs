//! How many of a sitting go into each room of a site, and who.

use std::collections::HashMap;

use super::deal::{deal, group_sizes, groups_of};
use super::problem::{Problem, Signature, State};
use super::request::{Filling, Order};

/// A room while it is filled.
struct Target {
    room: usize,
    /// Regular seats nobody has.
    free: usize,
    /// Front seats among them.
    front: usize,
    /// How many more to seat by plan.
    planned: usize,
    /// How many of these have been chosen.
    taken: usize,
    /// Of the chosen, those with extra time: they are kept together, so that few rooms end late.
    extra: usize,
    /// Front seats nobody has at first.
    all_front: usize,
    /// How many of the chosen each group has, and how many of these need the front row.
    groups: HashMap<(usize, u32), (usize, usize)>,
}

/// Puts `people` (in order, no more than the seats of `rooms`) into `rooms` (in filling order). Who
/// needs what no room has left stays without a room.
pub(super) fn fill_rooms(
    p: &Problem<'_>,
    state: &mut State,
    sitting: usize,
    rooms: &[usize],
    people: &[usize],
) {
    let ordered = needed_first(p, state, sitting, rooms, people);
    let mut targets = plan(p, state, sitting, &ordered, people.len());
    let mixing = matches!(p.request.order, Order::Mix { .. });
    let natural = if mixing { Vec::new() } else { cut(&targets) };
    let sizes = if mixing { group_sizes(p, people) } else { HashMap::new() };
    let company = Company { sizes, people: people.len() };
    let mut placed = HashMap::new();
    for (index, entry) in needy_in_turn(p, people, mixing) {
        let own = natural.get(index).copied();
        if let Some(place) = place_needy(p, state, sitting, entry, own, &company, &mut targets) {
            placed.insert(entry, place);
        }
    }
    let open = |entry: &usize| placed.contains_key(entry) || p.entries[*entry].is_plain();
    let chosen: Vec<(usize, usize)> = if mixing {
        let planned: Vec<usize> = targets.iter().map(|t| t.planned).collect();
        let people: Vec<usize> = people.iter().copied().filter(open).collect();
        deal(p, &people, &placed, &planned)
    } else {
        for target in &mut targets {
            target.planned -= target.taken;
        }
        people.iter().copied().filter(|e| p.entries[*e].is_plain()).zip(cut(&targets)).collect()
    };
    for (entry, place) in chosen {
        state.put(p, entry, sitting, targets[place].room, None, false);
    }
}

/// The people of a sitting and their groups; no groups where these do not matter.
struct Company {
    sizes: HashMap<(usize, u32), usize>,
    people: usize,
}

impl Company {
    /// Whether `target` has as many of a group of `signature` as it should. For all of them half of
    /// the room, which one colour of desks holds, or their share of everybody, if that is more; for
    /// those who need the front row half of the front seats.
    fn crowds(&self, target: &Target, signature: &Signature, front: bool) -> bool {
        groups_of(signature).any(|group| {
            let Some(size) = self.sizes.get(&group) else { return false };
            let share = |seats: usize| (seats / 2).max((seats * size).div_ceil(self.people.max(1)));
            let (met, in_front) = target.groups.get(&group).copied().unwrap_or_default();
            met >= share(target.planned).max(1) || front && in_front >= share(target.all_front).max(1)
        })
    }
}

/// Those of `people` with needs, and their index: who needs most first. In a mix, one of each group
/// after the other for each kind of need: who is kept together for extra time should not be of one
/// class.
fn needy_in_turn(p: &Problem<'_>, people: &[usize], mixing: bool) -> Vec<(usize, usize)> {
    let mut met: HashMap<(Signature, [bool; 3]), usize> = HashMap::new();
    let mut needy = Vec::new();
    for (index, entry) in people.iter().copied().enumerate().filter(|(_, e)| !p.entries[*e].is_plain()) {
        let a = &p.entries[entry].src.access;
        let weight = u8::from(a.ground_floor) + u8::from(a.front_row) + u8::from(a.extra_time.is_some());
        let kind = [a.ground_floor, a.front_row, a.extra_time.is_some()];
        let turn = met.entry((p.entries[entry].signature, kind)).or_default();
        *turn += usize::from(mixing);
        needy.push((std::cmp::Reverse(weight), *turn, index, entry));
    }
    needy.sort_unstable();
    needy.into_iter().map(|(.., index, entry)| (index, entry)).collect()
}

/// `rooms` with those first that people with needs must have, so that no extra room is opened for a
/// few of them.
fn needed_first(
    p: &Problem<'_>,
    state: &State,
    sitting: usize,
    rooms: &[usize],
    people: &[usize],
) -> Vec<usize> {
    let mut kinds: Vec<(bool, bool, i64)> = people
        .iter()
        .filter(|e| !p.entries[**e].is_plain())
        .map(|e| {
            let a = &p.entries[*e].src.access;
            (a.ground_floor, a.front_row, p.end_of(*e, sitting))
        })
        .collect();
    kinds.sort_unstable();
    let mut needed = vec![false; rooms.len()];
    for kind in kinds.chunk_by(|a, b| a == b) {
        let (ground, front, end) = kind[0];
        let mut missing = kind.len();
        for (slot, room) in needed.iter_mut().zip(rooms) {
            let suits = (!ground || p.rooms[*room].ground) && state.room_free(p, *room, sitting, end);
            if missing == 0 {
                break;
            }
            if suits {
                let (free, front_free) = state.free_seats(p, sitting, *room);
                *slot = true;
                missing = missing.saturating_sub(if front { front_free } else { free });
            }
        }
    }
    let pick = |wanted: bool| rooms.iter().zip(&needed).filter(move |(_, n)| **n == wanted).map(|(r, _)| *r);
    pick(true).chain(pick(false)).collect()
}

/// How many go into each room: as few rooms as their usual counts allow.
fn plan(p: &Problem<'_>, state: &State, sitting: usize, rooms: &[usize], people: usize) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    let mut usual: Vec<usize> = Vec::new();
    for room in rooms {
        let (free, front) = state.free_seats(p, sitting, *room);
        let used = p.rooms[*room].regular - free;
        usual.push(p.rooms[*room].usual.saturating_sub(used).min(free));
        targets.push(Target {
            room: *room,
            free,
            front,
            planned: 0,
            taken: 0,
            extra: 0,
            all_front: front,
            groups: HashMap::new(),
        });
    }
    let mut left = people;
    let mut opened = 0;
    for (target, usual) in targets.iter_mut().zip(&usual) {
        if left == 0 {
            break;
        }
        target.planned = left.min(*usual);
        left -= target.planned;
        opened += 1;
    }
    // All rooms are at their usual count: the seats beyond it.
    top_up(&mut targets, &mut left, opened);
    let policy = &p.request.policy;
    if let [before @ .., last] = &mut targets[..opened]
        && last.planned <= usize::from(policy.join_remainder)
        && state.block(sitting, last.room).is_none_or(|b| b.members.is_empty())
        && before.iter().map(|t| t.free - t.planned).sum::<usize>() >= last.planned
    {
        left = std::mem::take(&mut last.planned);
        opened -= 1;
        for target in targets[..opened].iter_mut().rev() {
            let more = left.min(target.free - target.planned);
            target.planned += more;
            left -= more;
        }
    }
    if policy.filling == Filling::Balanced {
        balance(&mut targets[..opened], &usual[..opened]);
    }
    targets
}

fn top_up(targets: &mut [Target], left: &mut usize, opened: usize) {
    for target in &mut targets[..opened] {
        let more = (*left).min(target.free - target.planned);
        target.planned += more;
        *left -= more;
    }
}

/// The same people over the same rooms, each with about the same share of its usual count.
fn balance(targets: &mut [Target], usual: &[usize]) {
    let people: usize = targets.iter().map(|t| t.planned).sum();
    let seats: usize = usual.iter().sum();
    if people > seats {
        return;
    }
    let (mut before, mut given) = (0, 0);
    for (target, usual) in targets.iter_mut().zip(usual) {
        before += usual;
        // Rounded up, so that the earlier rooms get the odd ones.
        let upto = (people * before).div_ceil(seats.max(1));
        target.planned = (upto - given).min(*usual);
        given += target.planned;
    }
    let mut left = people - given;
    top_up(targets, &mut left, targets.len());
}

/// The place of each person in order when rooms are filled one after another.
fn cut(targets: &[Target]) -> Vec<usize> {
    targets.iter().enumerate().flat_map(|(i, t)| std::iter::repeat_n(i, t.planned)).collect()
}

/// Finds a room for somebody with needs; gives its place among `targets`.
fn place_needy(
    p: &Problem<'_>,
    state: &mut State,
    sitting: usize,
    entry: usize,
    natural: Option<usize>,
    company: &Company,
    targets: &mut [Target],
) -> Option<usize> {
    let signature = &p.entries[entry].signature;
    let needs = &p.entries[entry].src.access;
    let suits = |t: &Target| {
        t.taken < t.free && (!needs.front_row || t.front > 0) && state.room_suits(p, entry, sitting, t.room)
    };
    let best = targets
        .iter()
        .enumerate()
        .filter(|(_, t)| suits(t))
        .min_by_key(|(i, t)| {
            let full = t.taken >= t.planned;
            let crowded = company.crowds(t, signature, needs.front_row);
            let company = if needs.extra_time.is_some() { usize::MAX - t.extra } else { 0 };
            // In order: the room next to one's own. In a mix: the room with the smallest share.
            let distance = natural.map_or(t.taken * 1000 / t.planned.max(1), |own| own.abs_diff(*i));
            (full, crowded, company, distance, *i)
        })
        .map(|(i, _)| i);
    if let Some(i) = best {
        let target = &mut targets[i];
        target.taken += 1;
        target.front -= usize::from(needs.front_row);
        target.extra += usize::from(needs.extra_time.is_some());
        for group in groups_of(signature) {
            let (met, in_front) = target.groups.entry(group).or_default();
            *met += 1;
            *in_front += usize::from(needs.front_row);
        }
        state.put(p, entry, sitting, target.room, None, false);
        if target.taken <= target.planned {
            return best;
        }
        target.planned += 1;
    }
    // One place less is wanted elsewhere: for this person was counted.
    if let Some(slack) = targets.iter_mut().rev().find(|t| t.planned > t.taken) {
        slack.planned -= 1;
    }
    best
}
