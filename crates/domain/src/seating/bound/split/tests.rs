//! Sweeps of small rooms against trying everything.

use super::super::super::geometry::neighbour_indices;
use super::*;

fn layouts() -> Vec<RoomLayout> {
    let mut found = Vec::new();
    for columns in [vec![3, 3], vec![2, 3, 2], vec![4], vec![1, 1, 1, 1], vec![3, 3, 3], vec![2, 4, 2]] {
        for (aisle_separates, blocked) in [(false, false), (true, false), (false, true), (true, true)] {
            let mut layout = RoomLayout::from_columns(columns.clone());
            layout.aisles = vec![1];
            layout.aisle_separates = aisle_separates;
            if blocked && columns.len() > 1 {
                layout.blocked = vec![Position::new(2, 1)];
            }
            layout.front_rows = if blocked { 2 } else { 1 };
            found.push(layout);
        }
    }
    found
}

/// The lowest first.
fn digits(number: usize, base: usize, count: usize) -> Vec<usize> {
    std::iter::successors(Some(number), |rest| Some(rest / base)).map(|n| n % base).take(count).collect()
}

/// What is told of a colouring: the group of each desk, the groups' sizes, the pairs.
type Colouring<'f> = dyn FnMut(&[usize], &[Size], u32) + 'f;

/// Every colouring.
fn every_colouring(layout: &RoomLayout, neighbours: Neighbours, groups: usize, found: &mut Colouring<'_>) {
    let seats = layout.seats();
    let edges = neighbour_indices(layout, &seats, neighbours);
    let ways = groups.pow(u32::try_from(seats.len()).unwrap());
    for way in 0..ways {
        let colours = digits(way, groups, seats.len());
        let mut sizes = vec![Size::default(); groups];
        for (seat, colour) in seats.iter().zip(&colours) {
            sizes[*colour].all += 1;
            sizes[*colour].front += usize::from(layout.is_front(seat.position));
        }
        let pairs = edges.iter().filter(|(a, b)| colours[*a] == colours[*b]).count();
        found(&colours, &sizes, u32::try_from(pairs).unwrap());
    }
}

fn all_needs(groups: usize) -> Vec<Vec<usize>> {
    let lists: &[&[usize]] = if groups == 2 {
        &[&[0, 0], &[1, 0], &[1, 1], &[2, 0]]
    } else {
        &[&[0, 0, 0], &[1, 0, 0], &[0, 1, 1], &[1, 1, 1]]
    };
    lists.iter().map(|list| list.to_vec()).collect()
}

/// Every colouring of small rooms with aisles, blocked desks and uneven columns: the table has the least,
/// for any needs; the traced seats have it, too; what does not count sizes is below all.
#[test]
fn rooms_are_those_of_trying_everything() {
    for (layout, neighbours) in layouts().iter().flat_map(|l| [(l, Neighbours::Four), (l, Neighbours::Eight)])
    {
        for groups in [2, 3] {
            let seats = layout.seats();
            let side = seats.len() + 1;
            let at = |sizes: &[Size]| sizes.iter().fold(0, |at, size| at * side + size.all);
            let needs = all_needs(groups);
            let mut truth = vec![vec![u32::MAX; side.pow(u32::try_from(groups).unwrap())]; needs.len()];
            let mut least = u32::MAX;
            every_colouring(layout, neighbours, groups, &mut |_, sizes, pairs| {
                least = least.min(pairs);
                for (truth, needs) in truth.iter_mut().zip(&needs) {
                    if sizes.iter().zip(needs).all(|(size, need)| size.front >= *need) {
                        truth[at(sizes)] = truth[at(sizes)].min(pairs);
                    }
                }
            });
            for (truth, needs) in truth.iter().zip(&needs) {
                check_room(layout, neighbours, needs, truth);
            }
            let none = Effort(Cell::new(0));
            let table = split_table(layout, neighbours, &seats, &needs[0], &none);
            assert_eq!((table.values.as_slice(), table.is_exact()), (&[least as u16][..], false));
            let uncounted = Counted { groups, most: Vec::new(), needs: vec![0; groups] };
            let strips = whole(layout, neighbours, &seats).strips(2);
            assert!(u32::from(uncounted.least_of_strips(&strips, &sorted_cells(&seats))) <= least);
        }
    }
}

/// `truth` by all sizes.
fn check_room(layout: &RoomLayout, neighbours: Neighbours, needs: &[usize], truth: &[u32]) {
    let seats = layout.seats();
    let edges = neighbour_indices(layout, &seats, neighbours);
    let table = split_table(layout, neighbours, &seats, needs, &Effort::default());
    assert!(table.is_exact());
    let side = seats.len() + 1;
    for (code, truth) in truth.iter().enumerate() {
        let mut sizes = digits(code, side, needs.len());
        sizes.reverse();
        if sizes.iter().sum::<usize>() != seats.len() {
            continue;
        }
        let what = format!("{layout:?} {neighbours:?} {needs:?} {sizes:?}");
        let truth = Some(*truth).filter(|truth| *truth < u32::MAX);
        assert_eq!(table.least(&sizes), truth, "{what}");
        let wanted: Vec<Size> =
            sizes.iter().zip(needs).map(|(all, front)| Size { all: *all, front: *front }).collect();
        let split = best_split(layout, neighbours, &seats, &wanted, &Effort::default());
        assert_eq!(split.is_some(), truth.is_some(), "{what}");
        let Some(split) = split else { continue };
        let pairs = edges.iter().filter(|(a, b)| split[*a] == split[*b]).count();
        assert_eq!(u32::try_from(pairs).ok(), truth, "{what}");
        for (group, size) in wanted.iter().enumerate() {
            let own = seats.iter().zip(&split).filter(|(_, of)| **of == group).map(|(seat, _)| seat);
            assert_eq!(own.clone().count(), size.all, "{what}");
            assert!(own.filter(|s| layout.is_front(s.position)).count() >= size.front, "{what}");
        }
    }
}

/// Three small rooms together, every split of every size: the bound is never above the least, and is the
/// least where one group is everybody.
#[test]
fn prices_stay_below_the_truth() {
    for (neighbours, groups) in [(Neighbours::Four, 3), (Neighbours::Eight, 2), (Neighbours::Eight, 3)] {
        let rooms = [vec![3, 3], vec![2, 2], vec![2, 2]].map(RoomLayout::from_columns);
        let tables: Vec<SplitTable> = rooms
            .iter()
            .map(|l| split_table(l, neighbours, &l.seats(), &vec![0; groups], &Effort::default()))
            .collect();
        let desks: usize = tables.iter().map(|t| t.desks).sum();
        let side = desks + 1;
        let mut truth = vec![u32::MAX; side * side];
        truth[0] = 0;
        for table in &tables {
            let mut next = vec![u32::MAX; side * side];
            for (at, before) in truth.iter().enumerate().filter(|(_, v)| **v < u32::MAX) {
                for a in 0..=table.desks {
                    for b in 0..=if groups == 3 { table.desks - a } else { 0 } {
                        let sizes = [a, b, table.desks - a - b];
                        let sizes = if groups == 3 { sizes.to_vec() } else { vec![sizes[0], sizes[2]] };
                        let Some(least) = table.least(&sizes) else { continue };
                        let slot = &mut next[at + a * side + b];
                        *slot = (*slot).min(before + least);
                    }
                }
            }
            truth = next;
        }
        let counted = [(&tables[0], 1), (&tables[1], 2)];
        for (at, truth) in truth.iter().enumerate().filter(|(_, v)| **v < u32::MAX) {
            let (a, b) = (at / side, at % side);
            let sizes = if groups == 3 { vec![a, b, desks - a - b] } else { vec![a, desks - a] };
            let bound = least_over_rooms(&counted, &sizes);
            assert!(bound <= *truth, "{neighbours:?} {sizes:?}: {bound} > {truth}");
            if sizes.contains(&desks) {
                assert_eq!(bound, *truth, "{neighbours:?} {sizes:?}");
            }
        }
    }
}

/// Diagonals of three groups: a pair in every second block of four desks, at the least.
#[test]
fn a_usual_room_of_three_groups_has_ten_pairs() {
    let layout = RoomLayout::from_columns(vec![6; 5]);
    let seats = layout.seats();
    let table = split_table(&layout, Neighbours::Eight, &seats, &[0, 0, 0], &Effort::default());
    assert_eq!((table.least(&[12, 9, 9]), table.least_of_any()), (Some(10), 10));
    let hall = RoomLayout::from_columns(vec![20; 20]);
    let table = split_table(&hall, Neighbours::Eight, &hall.seats(), &[0, 0, 0], &Effort::default());
    assert!(!table.is_exact() && (100..=190).contains(&table.least_of_any()), "{table:?}");
}
