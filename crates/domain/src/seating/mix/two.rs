//! Two groups that are everybody: their best seats are known, not searched.
//!
//! The sweep that proves the bound of a room also tells which desks reach it. Between rooms, people are
//! exchanged towards the sizes that add up to least: with diagonals, 16 and 14 of 30 may be better than
//! 15 and 15. Rooms with locked desks are left to the search.

use super::super::problem::{Problem, Signature, State, share_group};
use super::super::quality::Size;
use super::Pool;

/// People exchanged between two rooms at once, at most.
const MOST_EXCHANGED: usize = 3;

impl Pool {
    /// The two groups of everybody in `first..end`, the one that sits first before the other. None when there
    /// are others, or people of unknown group.
    fn two_groups(&self, first: usize, end: usize) -> Option<(Signature, Signature)> {
        let a = *self.signature[first..end].first()?;
        let b = *self.signature[first..end].iter().find(|s| **s != a)?;
        let both = self.signature[first..end].iter().all(|s| *s == a || *s == b);
        let apart = share_group(&a, &a) && share_group(&b, &b) && !share_group(&a, &b);
        (both && apart).then_some((a, b))
    }

    /// Seats the two groups of a room as well as can be; whether it did.
    pub(super) fn settle_two(&mut self, p: &Problem<'_>, range: usize) -> bool {
        let (first, end) = (self.ranges[range].first, self.ranges[range].end);
        if self.locked[first..end].iter().any(|locked| *locked) {
            return false;
        }
        let Some((a, _)) = self.two_groups(first, end) else { return false };
        let mut sizes = [Size::default(); 2];
        for desk in first..end {
            let size = &mut sizes[usize::from(self.signature[desk] != a)];
            size.all += 1;
            size.front += usize::from(self.needs_front(p, desk));
        }
        let Some(set) = self.shapes[range].best_two(sizes[0], sizes[1]) else { return false };
        let (people, signatures) = (self.person[first..end].to_vec(), self.signature[first..end].to_vec());
        for of_a in [true, false] {
            let mut desks: Vec<usize> = (first..end).filter(|d| set[d - first] == of_a).collect();
            let mut group: Vec<usize> = (0..people.len()).filter(|i| (signatures[*i] == a) == of_a).collect();
            // Who must sit in front takes the front desks before others do.
            desks.sort_by_key(|desk| !self.front[*desk]);
            group.sort_by_key(|i| !p.entries[people[*i]].src.access.front_row);
            for (desk, i) in desks.into_iter().zip(group) {
                self.person[desk] = people[i];
                self.signature[desk] = signatures[i];
            }
        }
        self.recount(first, end);
        true
    }

    /// Exchanges people between rooms of two groups towards the sizes with the least pairs; gives the rooms
    /// that changed, whose seats are then to be settled.
    pub(super) fn share_out(&mut self, p: &Problem<'_>, state: &State) -> Vec<usize> {
        let Some((a, _)) = self.two_groups(0, self.person.len()) else { return Vec::new() };
        let tables: Option<Vec<Vec<u32>>> = self.shapes.iter().map(|shape| shape.least_of_two()).collect();
        let Some(tables) = tables else { return Vec::new() };
        let count = |range: &super::Range, pool: &Self| {
            pool.signature[range.first..range.end].iter().filter(|s| **s == a).count()
        };
        let mut sizes: Vec<usize> = self.ranges.iter().map(|range| count(range, self)).collect();
        let mut touched = Vec::new();
        for more in 0..sizes.len() {
            let rooms = (0..sizes.len()).filter(|less| *less != more);
            let steps = rooms.flat_map(|less| (1..=MOST_EXCHANGED).map(move |people| (less, people)));
            let gain = |(less, people): (usize, usize)| {
                let at = |room: usize, size: Option<usize>| tables[room].get(size?).copied();
                let after =
                    at(more, sizes[more].checked_add(people))? + at(less, sizes[less].checked_sub(people))?;
                let before = at(more, Some(sizes[more]))? + at(less, Some(sizes[less]))?;
                before.checked_sub(after).filter(|gain| *gain > 0)
            };
            let best =
                steps.filter_map(|step| Some((gain(step)?, step))).min_by_key(|(gain, _)| u32::MAX - gain);
            let Some((_, (less, people))) = best else { continue };
            if self.exchange_groups(p, state, a, (more, less), people) {
                sizes[more] += people;
                sizes[less] -= people;
                touched.extend([more, less]);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// Brings `people` of group `a` from the room `less` to the room `more`, for as many others.
    fn exchange_groups(
        &mut self,
        p: &Problem<'_>,
        state: &State,
        a: Signature,
        (more, less): (usize, usize),
        people: usize,
    ) -> bool {
        let desks = |range: usize| self.ranges[range].first..self.ranges[range].end;
        let free = |desk: &usize| !self.locked[*desk] && p.entries[self.person[*desk]].is_plain();
        let come: Vec<usize> =
            desks(less).filter(free).filter(|d| self.signature[*d] == a).take(people).collect();
        let go: Vec<usize> =
            desks(more).filter(free).filter(|d| self.signature[*d] != a).take(people).collect();
        let pairs: Vec<(usize, usize)> = come.into_iter().zip(go).collect();
        if pairs.len() < people || !pairs.iter().all(|(x, y)| self.rooms_exchangeable(p, state, *x, *y)) {
            return false;
        }
        for (x, y) in pairs {
            self.exchange(x, y);
        }
        true
    }
}
