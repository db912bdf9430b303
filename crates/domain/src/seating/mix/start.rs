//! Where the search of a room starts.
//!
//! Knows one room and its people. Desks are coloured, a checkerboard, or with diagonals four colours
//! or stripes; groups go one after another over the colours, the largest first, so that a group that
//! fits a colour has no neighbours of its own (on stripes: none beside its line).

use super::super::colour::{Colours, colour_of, order_by_groups};
use super::super::geometry::{Neighbours, SeatPlace};
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
            self.choose_stripes(range, &mut desks, &people);
        }
        self.sit(&desks, &people);
        let colours: Vec<usize> = desks.iter().map(|d| colour(&self.seats[*d])).collect();
        self.bring_to_front(p, &desks, &colours);
    }

    fn sit(&mut self, desks: &[usize], people: &[(usize, Signature)]) {
        for (desk, (person, signature)) in desks.iter().zip(people) {
            self.person[*desk] = *person;
            self.signature[*desk] = *signature;
        }
    }

    /// Two large groups do better on every other row or column than on two of four colours each: `desks`
    /// are brought into that order if `people` then have fewer pairs.
    fn choose_stripes(&mut self, range: usize, desks: &mut Vec<usize>, people: &[(usize, Signature)]) {
        let (first, end) = (self.ranges[range].first, self.ranges[range].end);
        let mut least = u32::MAX;
        let mut best = Vec::new();
        for stripes in [None, Some(true), Some(false)] {
            let mut order = desks.clone();
            if let Some(by_row) = stripes {
                order.sort_by_key(|d| {
                    let at = self.seats[*d].position;
                    let (line, along) = if by_row { (at.row, at.column) } else { (at.column, at.row) };
                    (line % 2 == 0, line, along)
                });
            }
            self.sit(&order, people);
            let pairs = self.shapes[range].pairs(&self.signature[first..end]);
            if pairs < least {
                least = pairs;
                best = order;
            }
        }
        *desks = best;
    }

    /// Exchanges those who need the front row with somebody there, of their own group if possible, or
    /// else on their colour: then groups stay on the colours they have.
    fn bring_to_front(&mut self, p: &Problem<'_>, desks: &[usize], colours: &[usize]) {
        for (desk, colour) in desks.iter().copied().zip(colours) {
            if self.front[desk] || !self.needs_front(p, desk) {
                continue;
            }
            let there = desks.iter().copied().zip(colours);
            let there = there.filter(|(d, _)| self.front[*d] && !self.needs_front(p, *d));
            let nearest =
                there.min_by_key(|(d, c)| (self.signature[*d] != self.signature[desk], *c != colour));
            if let Some((to, _)) = nearest {
                self.person.swap(desk, to);
                self.signature.swap(desk, to);
            }
        }
    }
}
