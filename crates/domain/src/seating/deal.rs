//! Who of a sitting goes into which room of a site when groups are mixed.
//!
//! Knows how many each room takes and where those with needs already are; nothing of seats.
//! Everybody is dealt like cards, so that any run of the order (a class, a major, a school) spreads
//! over the rooms in proportion to their size. Who must be in another room by need changes places
//! with somebody dealt to that room, of their own group where there is one: each room then keeps the
//! number of every group that it was dealt. Were the others only dealt around those with needs, a
//! room could end with more of a class than a colour of its desks holds.

use std::collections::HashMap;

use super::problem::{Problem, Signature};

/// Rooms by index: `planned[room]` is how many it takes, those with needs included. `placed` gives
/// the rooms of those who have one already, by entry. The result names entry and room of the others of
/// `people` (in order).
pub(super) fn deal(
    p: &Problem<'_>,
    people: &[usize],
    placed: &HashMap<usize, usize>,
    planned: &[usize],
) -> Vec<(usize, usize)> {
    let people = largest_group_first(p, people);
    let mut dealt = deal_evenly(planned);
    dealt.truncate(people.len());
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); planned.len()];
    for (index, room) in dealt.iter().enumerate() {
        members[*room].push(index);
    }
    let wanted = |index: usize| placed.get(&people[index]).copied();
    for index in 0..dealt.len() {
        let Some(to) = wanted(index).filter(|to| *to != dealt[index]) else { continue };
        let signature = &p.entries[people[index]].signature;
        let partner =
            members[to].iter().copied().filter(|other| wanted(*other) != Some(to)).min_by_key(|other| {
                let theirs = &p.entries[people[*other]].signature;
                (std::cmp::Reverse(likeness(signature, theirs)), index.abs_diff(*other))
            });
        // There is one, for a room takes at least those who must be there.
        let Some(partner) = partner else { continue };
        let from = std::mem::replace(&mut dealt[index], to);
        dealt[partner] = from;
        for (room, leaves, comes) in [(from, index, partner), (to, partner, index)] {
            if let Some(slot) = members[room].iter_mut().find(|i| **i == leaves) {
                *slot = comes;
            }
        }
    }
    let others = people.into_iter().zip(dealt);
    others.filter(|(entry, _)| !placed.contains_key(entry)).collect()
}

/// How many keys two people agree in.
fn likeness(a: &Signature, b: &Signature) -> usize {
    a.iter().zip(b).filter(|(x, y)| x == y).count()
}

/// A group of more than a third of all is dealt first: dealt in the middle of the order it would get
/// one more in some rooms and one less in others, which matters when it is half of a room.
fn largest_group_first(p: &Problem<'_>, people: &[usize]) -> Vec<usize> {
    let sizes = group_sizes(p, people);
    let largest = sizes.iter().max_by_key(|((key, group), size)| (**size, std::cmp::Reverse((*key, *group))));
    let mut ordered = people.to_vec();
    if let Some(((key, group), size)) = largest
        && 3 * size > people.len()
    {
        ordered.sort_by_key(|entry| p.entries[*entry].signature[*key] != *group);
    }
    ordered
}

/// How many of `people` each known group of each key has.
pub(super) fn group_sizes(p: &Problem<'_>, people: &[usize]) -> HashMap<(usize, u32), usize> {
    let mut sizes = HashMap::new();
    for entry in people {
        for group in groups_of(&p.entries[*entry].signature) {
            *sizes.entry(group).or_default() += 1;
        }
    }
    sizes
}

/// The known groups of a person, each with its key.
pub(super) fn groups_of(signature: &Signature) -> impl Iterator<Item = (usize, u32)> + use<> {
    let signature: Signature = *signature;
    signature.into_iter().enumerate().filter(|(_, group)| *group != 0)
}

/// The room of each card.
fn deal_evenly(planned: &[usize]) -> Vec<usize> {
    let mut slots: Vec<(usize, usize, usize)> = planned
        .iter()
        .enumerate()
        .flat_map(|(room, n)| (0..*n).map(move |j| (2 * j + 1, *n, room)))
        .collect();
    slots.sort_by(|a, b| (a.0 * b.1, a.2).cmp(&(b.0 * a.1, b.2)));
    slots.into_iter().map(|(_, _, room)| room).collect()
}
