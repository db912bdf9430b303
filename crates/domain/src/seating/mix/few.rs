//! Two or three groups that are everybody: their best seats are known, not searched.
//!
//! The sweep that proves the bound of a room also tells which desks reach it. Rooms with locked desks are
//! left to the search.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::super::problem::{Problem, Signature, share_group};
use super::super::quality::{Shape, Size};
use super::Pool;

/// The group of each desk, by shape and sizes of the groups.
pub(super) type KnownSplits = HashMap<(*const Shape, Vec<Size>), Option<Vec<usize>>>;

impl Pool {
    /// The groups of everybody in `desks`, by signature: two, or up to `most`. None when there are more or
    /// fewer, or people of unknown group, or of one group by one key and of another by the next.
    pub(super) fn few_groups(&self, desks: Range<usize>, most: usize) -> Option<Vec<Signature>> {
        let mut groups: Vec<Signature> = Vec::new();
        for signature in &self.signature[desks] {
            if !groups.contains(signature) {
                groups.push(*signature);
            }
            if groups.len() > most {
                return None;
            }
        }
        groups.sort_unstable();
        let pair = |(i, a): (usize, &Signature)| {
            groups.iter().enumerate().all(|(j, b)| share_group(a, b) == (i == j))
        };
        (groups.len() > 1 && groups.iter().enumerate().all(pair)).then_some(groups)
    }

    pub(super) fn sizes(&self, p: &Problem<'_>, range: usize, groups: &[Signature]) -> Vec<Size> {
        let mut sizes = vec![Size::default(); groups.len()];
        for desk in self.desks(range) {
            if let Some(group) = groups.iter().position(|group| *group == self.signature[desk]) {
                sizes[group].all += 1;
                sizes[group].front += usize::from(self.needs_front(p, desk));
            }
        }
        sizes
    }

    /// Seats the groups of a room of two or three as well as can be; whether it did.
    pub(super) fn settle_few(&mut self, p: &Problem<'_>, range: usize) -> bool {
        let desks = self.desks(range);
        if self.locked[desks.clone()].iter().any(|locked| *locked) {
            return false;
        }
        let Some(mut groups) = self.few_groups(desks.clone(), 3) else { return false };
        let sizes = self.sizes(p, range, &groups);
        let size_of: HashMap<Signature, Size> = groups.iter().copied().zip(sizes).collect();
        // Rooms that are alike but for the names of their groups share their split.
        groups.sort_by_key(|group| (size_of[group], *group));
        let sizes: Vec<Size> = groups.iter().map(|group| size_of[group]).collect();
        let shape = Rc::clone(&self.shapes[range]);
        let key = (Rc::as_ptr(&shape), sizes.clone());
        let split = self.known_splits.entry(key).or_insert_with(|| shape.best_split(&sizes)).clone();
        let Some(split) = split else { return false };
        let (people, signatures) =
            (self.person[desks.clone()].to_vec(), self.signature[desks.clone()].to_vec());
        for (index, group) in groups.iter().enumerate() {
            let mut own: Vec<usize> =
                desks.clone().filter(|desk| split[desk - desks.start] == index).collect();
            let mut members: Vec<usize> = (0..people.len()).filter(|i| signatures[*i] == *group).collect();
            // Who must sit in front takes the front desks before others do.
            own.sort_by_key(|desk| !self.front[*desk]);
            members.sort_by_key(|i| !p.entries[people[*i]].src.access.front_row);
            for (desk, member) in own.into_iter().zip(members) {
                self.person[desk] = people[member];
                self.signature[desk] = *group;
            }
        }
        self.recount(desks.start, desks.end);
        true
    }
}
