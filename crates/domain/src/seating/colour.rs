//! In which order people go onto the colours of a room, so that a group lies on one colour.

use std::collections::BTreeMap;

use super::problem::{Problem, Signature};

/// Sorts people so that the groups that conflict most come first and together. With two colours the
/// first colour is filled exactly where groups allow it: then no group lies on both.
pub(super) fn order_by_groups(
    p: &Problem<'_>,
    people: &mut [(usize, Signature)],
    colour: usize,
    diagonal: bool,
) {
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
    if diagonal {
        return;
    }
    let groups: Vec<usize> =
        people.chunk_by(|a, b| a.1[key] == b.1[key] && a.1[key] != 0).map(<[_]>::len).collect();
    let chosen = exact_fill(&groups, colour);
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
