//! In which order people go onto the colours of a room, so that a group lies on one colour.

use std::collections::BTreeMap;

use super::geometry::Position;
use super::problem::{Problem, Signature};

/// The colour of a desk: of two as on a chessboard, or of four where diagonals count.
pub(super) fn colour_of(at: Position, diagonal: bool) -> usize {
    match (diagonal, at.column % 2, at.row % 2) {
        (false, column, row) => usize::from(column != row),
        (true, 0, row) => usize::from(row),
        (true, _, 1) => 2,
        (true, ..) => 3,
    }
}

/// The seats of a room by colour, the colour that is filled first before the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Colours<'f> {
    /// Seats to fill of the first colour.
    pub first: usize,
    /// Front seats to fill of each of two colours.
    pub front: [usize; 2],
    /// Those whose seat is fixed, and whether it is of the first colour.
    pub fixed: &'f [(bool, Signature)],
    /// Four colours, because diagonals count.
    pub diagonal: bool,
}

/// Sorts people so that the groups that conflict most come first and together. With two colours the
/// first colour is filled exactly where groups allow it: then no group lies on both. Where they allow
/// it, too, nobody needs a front seat of a colour that has none left, and a group is on the colour
/// where somebody of it has a fixed seat.
pub(super) fn order_by_groups(p: &Problem<'_>, people: &mut [(usize, Signature)], colours: Colours<'_>) {
    let mut counts: [BTreeMap<u32, usize>; 3] = Default::default();
    for (_, signature) in people.iter() {
        for (count, group) in counts.iter_mut().zip(signature) {
            if *group != 0 {
                *count.entry(*group).or_default() += 1;
            }
        }
    }
    let largest = |key: &usize| counts[*key].values().max().copied().unwrap_or(0);
    let key = (0..3).rev().max_by_key(largest).unwrap_or(0);
    let size = |s: &Signature| counts[key].get(&s[key]).copied().unwrap_or(1);
    people.sort_by_cached_key(|(entry, s)| (std::cmp::Reverse(size(s)), *s, p.entries[*entry].rank));
    if colours.diagonal {
        return;
    }
    let runs: Vec<Run> = people
        .chunk_by(|a, b| a.1[key] == b.1[key] && a.1[key] != 0)
        .map(|run| Run {
            length: run.len(),
            front: run.iter().filter(|(entry, _)| p.entries[*entry].src.access.front_row).count(),
            fixed: fixed_colour(colours.fixed, key, run[0].1[key]),
        })
        .collect();
    let groups: Vec<usize> = runs.iter().map(|run| run.length).collect();
    let chosen = fill_with_needs(&runs, &colours).unwrap_or_else(|| exact_fill(&groups, colours.first));
    let mut index = 0;
    let mut first = Vec::new();
    let mut second = Vec::new();
    for (length, chosen) in groups.iter().zip(chosen) {
        let run = &people[index..index + length];
        if chosen {
            first.extend_from_slice(run)
        } else {
            second.extend_from_slice(run)
        }
        index += length;
    }
    first.append(&mut second);
    people.copy_from_slice(&first);
}

/// A group, or somebody of none.
struct Run {
    length: usize,
    /// How many of it need the front row.
    front: usize,
    /// Whether it must lie on the first colour, where that is known.
    fixed: Option<bool>,
}

/// The one colour on which somebody of `group` has a fixed seat.
fn fixed_colour(fixed: &[(bool, Signature)], key: usize, group: u32) -> Option<bool> {
    let mut met = fixed.iter().filter(|(_, s)| group != 0 && s[key] == group).map(|(first, _)| *first);
    let colour = met.next()?;
    met.all(|other| other == colour).then_some(colour)
}

/// Groups that fill the first colour exactly, with enough front seats on both; none if needs and
/// fixed seats do not matter or do not allow it.
fn fill_with_needs(runs: &[Run], colours: &Colours<'_>) -> Option<Vec<bool>> {
    let in_front: usize = runs.iter().map(|run| run.front).sum();
    if in_front == 0 && runs.iter().all(|run| run.fixed.is_none()) {
        return None;
    }
    let most = colours.front[0].min(in_front);
    let least = in_front.saturating_sub(colours.front[1]);
    // reached[i][size][front]: whether some of the first i runs have that many people, and that many
    // of them for the front.
    let width = most + 1;
    let at = |size: usize, front: usize| size * width + front;
    let mut reached = vec![vec![false; (colours.first + 1) * width]];
    reached[0][0] = true;
    for (index, run) in runs.iter().enumerate() {
        let mut next = vec![false; (colours.first + 1) * width];
        for size in 0..=colours.first {
            for front in 0..=most {
                let skipped = run.fixed != Some(true) && reached[index][at(size, front)];
                let taken = run.fixed != Some(false)
                    && run.length <= size
                    && run.front <= front
                    && reached[index][at(size - run.length, front - run.front)];
                next[at(size, front)] = skipped || taken;
            }
        }
        reached.push(next);
    }
    let mut size = colours.first;
    let mut front = (least..=most).find(|front| reached[runs.len()][at(size, *front)])?;
    let mut chosen = vec![false; runs.len()];
    for (index, run) in runs.iter().enumerate().rev() {
        // Larger groups come first, and are preferred: the smaller ones are skipped where they can be.
        if run.fixed != Some(true) && reached[index][at(size, front)] {
            continue;
        }
        chosen[index] = true;
        size -= run.length;
        front -= run.front;
    }
    Some(chosen)
}

/// Groups that together fill `size` exactly, or as nearly as they can; the larger ones preferred.
fn exact_fill(groups: &[usize], size: usize) -> Vec<bool> {
    // reached[s]: the last group of a way to fill s.
    let mut reached: Vec<Option<usize>> = vec![None; size + 1];
    let mut before: Vec<usize> = vec![0; size + 1];
    for (index, length) in groups.iter().enumerate() {
        for sum in (*length..=size).rev() {
            let from = sum - length;
            let usable = from == 0 || reached[from].is_some_and(|last| last < index);
            if reached[sum].is_none() && *length > 0 && usable {
                reached[sum] = Some(index);
                before[sum] = from;
            }
        }
    }
    let mut chosen = vec![false; groups.len()];
    let mut sum = (1..=size).rev().find(|s| reached[*s].is_some()).unwrap_or(0);
    while let Some(index) = reached[sum].filter(|_| sum > 0) {
        chosen[index] = true;
        sum = before[sum];
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against trying every choice of groups.
    #[test]
    fn needs_and_fixed_seats_choose_the_colour_where_some_choice_exists() {
        for code in 0..4096usize {
            let digit = |i: u32| code / 4usize.pow(i) % 4;
            let runs: Vec<Run> = (0..3)
                .map(|i| Run {
                    length: digit(i) + 1,
                    front: digit(i + 3).min(digit(i) + 1),
                    fixed: [None, None, Some(true), Some(false)][(digit(i) + digit(i + 3)) % 4],
                })
                .collect();
            let total: usize = runs.iter().map(|r| r.length).sum();
            let colours = Colours { first: total.div_ceil(2), front: [2, 2], fixed: &[], diagonal: false };
            let fits = |chosen: &[bool]| {
                let of = |first: bool, value: &dyn Fn(&Run) -> usize| {
                    runs.iter()
                        .zip(chosen)
                        .filter(|(_, c)| **c == first)
                        .map(|(r, _)| value(r))
                        .sum::<usize>()
                };
                of(true, &|r| r.length) == colours.first
                    && of(true, &|r| r.front) <= 2
                    && of(false, &|r| r.front) <= 2
                    && runs.iter().zip(chosen).all(|(r, c)| r.fixed.is_none_or(|f| f == *c))
            };
            let some = (0..8usize).any(|bits| fits(&[bits & 1 > 0, bits & 2 > 0, bits & 4 > 0]));
            let matters = runs.iter().any(|r| r.front > 0 || r.fixed.is_some());
            match fill_with_needs(&runs, &colours) {
                Some(chosen) => assert!(fits(&chosen), "{code}"),
                None => assert!(!some || !matters, "{code}"),
            }
        }
    }

    #[test]
    fn groups_fill_a_colour_exactly_where_they_can() {
        let sum = |groups: &[usize], size: usize| {
            exact_fill(groups, size).iter().zip(groups).filter(|(c, _)| **c).map(|(_, g)| g).sum::<usize>()
        };
        assert_eq!(sum(&[14, 14, 1, 1], 15), 15);
        assert_eq!(sum(&[10, 10, 10], 15), 10);
        assert_eq!(sum(&[20, 10], 15), 10);
        assert_eq!(sum(&[9, 8, 7, 6], 15), 15);
        assert_eq!(sum(&[], 15), 0);
        assert_eq!(sum(&[2, 3], 0), 0);
    }
}
