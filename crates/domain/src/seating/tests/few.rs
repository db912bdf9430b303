//! Few large groups where diagonals count: the bound holds against everything, and is reached.

use super::needs::{Desk, true_minimum};
use super::*;

/// The desks of `layouts`, one room after the other.
fn desks(layouts: &[RoomLayout], neighbours: Neighbours) -> Vec<Desk> {
    let mut found: Vec<Desk> = Vec::new();
    for layout in layouts {
        let first = found.len();
        found.extend(layout.seats().iter().map(|s| (Vec::new(), layout.is_front(s.position))));
        for (a, b) in layout.neighbour_pairs(neighbours) {
            let (a, b) = (first + usize::from(a.min(b)) - 1, first + usize::from(a.max(b)) - 1);
            found[b].0.push(a);
        }
    }
    found
}

prop_compose! {
    /// One or two full rooms of at most eight desks in all, with aisles, blocked desks and uneven columns;
    /// up to three groups and people of none; some for the front row.
    fn small_rooms()(
        columns in proptest::sample::select(vec![
            vec![vec![2, 2, 2]], vec![vec![3, 3]], vec![vec![2, 3, 2]], vec![vec![4, 4]], vec![vec![2, 2], vec![2, 2]],
            vec![vec![3, 3], vec![2]], vec![vec![3, 2, 3]], vec![vec![2, 2], vec![2, 1]], vec![vec![3, 4]],
        ]),
        separates: bool, blocked: bool, eight: bool,
        people in proptest::collection::vec((0usize..11, 0u8..8), 8),
    ) -> SeatingRequest {
        let mut rooms = Vec::new();
        for (i, columns) in columns.iter().enumerate() {
            let mut room = room(&format!("R{i}"), columns);
            room.layout.aisles = vec![1];
            room.layout.aisle_separates = separates;
            if blocked && i == 0 {
                room.layout.blocked = vec![Position::new(1, 2)];
                room.capacity -= 1;
            }
            rooms.push(room);
        }
        let desks: usize = rooms.iter().map(|room| room.layout.seats().len()).sum();
        let mut front = rooms.iter().flat_map(|r| r.layout.seats().into_iter().filter(|s| r.layout.is_front(s.position))).count();
        let mut entries = Vec::new();
        for (i, (group, need)) in people.into_iter().take(desks).enumerate() {
            // One in eleven is of no group.
            let mut e = entry(i, "S", ["0", "1", "2", "0", "1", "2", "0", "1", "2", "0", ""][group]);
            if need == 0 && front > 0 {
                e.access.front_row = true;
                front -= 1;
            }
            entries.push(e);
        }
        let neighbours = if eight { Neighbours::Eight } else { Neighbours::Four };
        SeatingRequest { order: mix_by(&[GroupKey::Class], neighbours), ..simple(rooms, entries) }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The bound is never above the least number of pairs there is; the seating has that number.
    #[test]
    fn small_rooms_of_few_groups_against_trying_everything(request in small_rooms()) {
        let layouts: Vec<RoomLayout> = request.rooms.iter().map(|room| room.layout.clone()).collect();
        let (_, neighbours) = request.order.counted_by();
        let desks = desks(&layouts, neighbours);
        let mut left = vec![[0usize; 2]; 3];
        for e in &request.entries {
            let need = usize::from(e.access.front_row);
            match e.groups.class.parse::<usize>() {
                Ok(group) => left[group][need] += 1,
                // Who has no group is a group alone.
                Err(_) => left.push([1 - need, need]),
            }
        }
        let mut least = u32::MAX;
        true_minimum(&desks, &mut left, &mut Vec::new(), 0, &mut least);
        let seating = seat(&request);
        prop_assert_eq!(faults(&request, &seating, false), Vec::<String>::new());
        prop_assert_eq!(seating.assignments.len(), desks.len());
        prop_assert!(seating.lower_bound <= least, "bound {} > {least}", seating.lower_bound);
        prop_assert_eq!(seating.same_group_neighbours, least);
    }
}

/// Full rooms of 30 and `classes` of the same size, one in 20 with a need.
fn full_rooms(rooms: usize, classes: usize) -> SeatingRequest {
    let people = rooms * 30;
    let entries = (0..people).map(|i| {
        let mut e = entry(i, "S", &(i * classes / people).to_string());
        e.access.front_row = i % 40 == 7;
        e.access.ground_floor = i % 60 == 9;
        e.access.extra_time = (i % 100 == 13).then_some(ExtraTime::Percent30);
        e
    });
    let floor = |i: usize| Some(1 + (i % 5) as i32);
    let list =
        (0..rooms).map(|i| RoomRequest { floor: floor(i), ..room(&format!("R{i:02}"), &[7, 8, 8, 7]) });
    let order = mix_by(&[GroupKey::Class], Neighbours::Eight);
    SeatingRequest { order, ..simple(list.collect(), entries.collect()) }
}

/// With diagonals a room of 30 and two classes has 22 pairs at the least, if they are 16 and 14: of seven
/// rooms of 105 each, one must be 15 and 15, which has 23. Of three classes it has 10. Needs cost nothing.
#[test]
fn halves_and_thirds_with_needs_reach_the_bound_with_diagonals() {
    for (classes, rooms, pairs) in
        [(2, 7, 6 * 22 + 23), (2, 40, 40 * 22), (3, 2, 20), (3, 7, 70), (3, 40, 400)]
    {
        let request = full_rooms(rooms, classes);
        let seating = seat(&request);
        assert!(seating.unseated.is_empty());
        if rooms < 10 {
            assert_eq!(faults(&request, &seating, false), Vec::<String>::new());
        }
        let figures = (seating.same_group_neighbours, seating.lower_bound);
        assert_eq!(figures, (pairs, pairs), "{classes} classes, {rooms} rooms");
    }
}
