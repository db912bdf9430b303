//! Where the search of a room starts.
//!
//! Knows one room and its people. Desks are coloured, a checkerboard, or with diagonals four colours
//! or stripes; groups go one after another over the colours, the largest first, so that a group that
//! fits a colour has no neighbours of its own (on stripes: none beside its line).

use std::cmp::Reverse;

use super::super::colour::{Colours, colour_of, order_by_groups};
use super::super::geometry::{Neighbours, Position, SeatPlace};
use super::super::problem::{Problem, Signature};
use super::Pool;

impl Pool {
    /// Groups over colours.
    pub(super) fn construct(&mut self, p: &Problem<'_>, range: usize) {
        let (first, end) = (self.ranges[range].first, self.ranges[range].end);
        let diagonal = self.shapes[range].neighbours() == Neighbours::Eight;
        let mut desks: Vec<usize> = (first..end).filter(|d| !self.locked[*d]).collect();
        let colour = |seat: &SeatPlace| colour_of(seat.position, diagonal);
        let mut sizes = [0usize; 4];
        let mut front = [0usize; 4];
        for desk in &desks {
            sizes[colour(&self.seats[*desk])] += 1;
            front[colour(&self.seats[*desk])] += usize::from(self.front[*desk]);
        }
        let leading = if sizes[1] > sizes[0] { 1 } else { 0 };
        let turn = |c: usize| if diagonal { c } else { c ^ leading };
        desks.sort_by_key(|d| (turn(colour(&self.seats[*d])), self.seats[*d].position));
        let mut people: Vec<(usize, Signature)> =
            desks.iter().map(|d| (self.person[*d], self.signature[*d])).collect();
        let fixed: Vec<(bool, Signature)> = (first..end)
            .filter(|d| self.locked[*d])
            .map(|d| (colour(&self.seats[d]) == leading, self.signature[d]))
            .collect();
        let front = [front[leading], front[1 - leading]];
        order_by_groups(p, &mut people, Colours { first: sizes[leading], front, fixed: &fixed, diagonal });
        if diagonal {
            self.choose_order(range, &mut desks, &people, sizes);
        }
        self.sit(&desks, &people);
        let colours: Vec<usize> = desks.iter().map(|d| colour(&self.seats[*d])).collect();
        self.bring_to_front(p, range, &desks, &colours);
    }

    fn sit(&mut self, desks: &[usize], people: &[(usize, Signature)]) {
        for (desk, (person, signature)) in desks.iter().zip(people) {
            self.person[*desk] = *person;
            self.signature[*desk] = *signature;
        }
    }

    /// Four groups fit the four colours (of `sizes` desks) by size; two large ones do better on every other row
    /// or column: `desks` are brought into the order in which `people` have the fewest pairs.
    fn choose_order(
        &mut self,
        range: usize,
        desks: &mut Vec<usize>,
        people: &[(usize, Signature)],
        sizes: [usize; 4],
    ) {
        let room = self.desks(range);
        let at = |desk: &usize| self.seats[*desk].position;
        let stripes = |at: Position, by_row: bool| {
            let (line, along) = if by_row { (at.row, at.column) } else { (at.column, at.row) };
            (usize::from(line % 2 == 0), line, along)
        };
        let mut orders = vec![desks.clone(); 4];
        orders[1].sort_by_key(|d| (Reverse(sizes[colour_of(at(d), true)]), colour_of(at(d), true), at(d)));
        orders[2].sort_by_key(|d| stripes(at(d), true));
        orders[3].sort_by_key(|d| stripes(at(d), false));
        let mut least = u32::MAX;
        for order in orders {
            self.sit(&order, people);
            let pairs = self.shapes[range].pairs(&self.signature[room.clone()]);
            if pairs < least {
                least = pairs;
                *desks = order;
            }
        }
    }

    /// Exchanges those who need the front row with somebody there, of their own group if possible, with
    /// diagonals together with parts of their groups, or else on their colour: then groups stay on the
    /// colours they have.
    fn bring_to_front(&mut self, p: &Problem<'_>, range: usize, desks: &[usize], colours: &[usize]) {
        for (desk, colour) in desks.iter().copied().zip(colours) {
            if self.front[desk] || !self.needs_front(p, desk) {
                continue;
            }
            let there = desks.iter().copied().zip(colours);
            let there = there.filter(|(d, _)| self.front[*d] && !self.needs_front(p, *d));
            let nearest =
                there.min_by_key(|(d, c)| (self.signature[*d] != self.signature[desk], *c != colour));
            let Some((to, _)) = nearest else { continue };
            let alike = self.signature[to] == self.signature[desk];
            let diagonal = self.shapes[range].neighbours() == Neighbours::Eight;
            if alike || !diagonal || !self.trade_places(p, range, desk) {
                self.person.swap(desk, to);
                self.signature.swap(desk, to);
            }
        }
    }

    /// Brings the person at `desk` to the front: their group and another trade places wherever the two hang
    /// together around some front desk, which leaves no new neighbours of one group there. Whether they could:
    /// both must be as many there, and nobody may lose the front row, nor the room gain pairs.
    fn trade_places(&mut self, p: &Problem<'_>, range: usize, desk: usize) -> bool {
        let room = self.desks(range);
        let mine = self.signature[desk];
        let before = self.shapes[range].pairs(&self.signature[room.clone()]);
        for front in room.clone().filter(|d| self.front[*d]) {
            let theirs = self.signature[front];
            let mut met = vec![front];
            let mut next = 0;
            while let Some(at) = met.get(next).copied() {
                for other in &self.near[self.starts[at]..self.starts[at + 1]] {
                    let either = self.signature[*other] == mine || self.signature[*other] == theirs;
                    if either && !met.contains(other) {
                        met.push(*other);
                    }
                }
                next += 1;
            }
            let stays = |d: &usize| self.locked[*d] || *d != desk && self.needs_front(p, *d);
            if theirs == mine || met.iter().any(stays) {
                continue;
            }
            let (mut own, mut others): (Vec<usize>, Vec<usize>) =
                met.into_iter().partition(|d| self.signature[*d] == mine);
            if own.len() != others.len() {
                continue;
            }
            own.sort_unstable_by_key(|d| (*d != desk, *d));
            others.sort_unstable_by_key(|d| (*d != front, *d));
            let kept = (self.person[room.clone()].to_vec(), self.signature[room.clone()].to_vec());
            for (a, b) in own.iter().zip(&others) {
                self.person.swap(*a, *b);
                self.signature.swap(*a, *b);
            }
            if !own.contains(&desk) {
                self.person.swap(desk, front);
            }
            if self.shapes[range].pairs(&self.signature[room.clone()]) <= before {
                return true;
            }
            self.person[room.clone()].copy_from_slice(&kept.0);
            self.signature[room.clone()].copy_from_slice(&kept.1);
        }
        false
    }
}
