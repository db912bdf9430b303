//! The mix when some need the front row, the ground floor or extra time, or have a fixed seat: the
//! bound knows the front rows, and is reached.

use super::*;

/// One desk: its earlier neighbours, and whether it is in front.
pub(super) type Desk = (Vec<usize>, bool);

fn desks(rooms: &[&[u16]], neighbours: Neighbours) -> Vec<Desk> {
    let mut found: Vec<Desk> = Vec::new();
    for columns in rooms {
        let layout = RoomLayout::from_columns(columns.to_vec());
        let first = found.len();
        found.extend(layout.seats().iter().map(|s| (Vec::new(), layout.is_front(s.position))));
        for (a, b) in layout.neighbour_pairs(neighbours) {
            let (a, b) = (first + usize::from(a.min(b)) - 1, first + usize::from(a.max(b)) - 1);
            found[b].0.push(a);
        }
    }
    found
}

/// The fewest pairs over all ways to seat people: `left[group][1]` of a group need the front row,
/// `left[group][0]` do not.
pub(super) fn true_minimum(
    desks: &[Desk],
    left: &mut [[usize; 2]],
    at: &mut Vec<usize>,
    pairs: u32,
    best: &mut u32,
) {
    if pairs >= *best {
        return;
    }
    let Some((earlier, front)) = desks.get(at.len()) else {
        *best = pairs;
        return;
    };
    for group in 0..left.len() {
        let added = earlier.iter().filter(|other| at[**other] == group).count() as u32;
        for needs in 0..=usize::from(*front) {
            if left[group][needs] == 0 {
                continue;
            }
            left[group][needs] -= 1;
            at.push(group);
            true_minimum(desks, left, at, pairs + added, best);
            at.pop();
            left[group][needs] += 1;
        }
    }
}

/// People of `groups`, with the number of those who need the front row.
fn request(rooms: &[&[u16]], groups: &[[usize; 2]], neighbours: Neighbours) -> SeatingRequest {
    let mut entries = Vec::new();
    for (group, [others, front]) in groups.iter().enumerate() {
        for i in 0..others + front {
            let mut e = entry(entries.len(), "S", &group.to_string());
            e.access.front_row = i < *front;
            entries.push(e);
        }
    }
    let rooms = rooms.iter().enumerate().map(|(i, c)| room(&format!("R{i}"), c)).collect();
    SeatingRequest { order: mix_by(&[GroupKey::Class], neighbours), ..simple(rooms, entries) }
}

/// Every division of small rooms into two or three groups, with every number of them in front: the
/// bound is never above the least number of pairs there is, and the seating has that number (in more
/// than eight desks with diagonals it may miss it). For two groups in one room the bound is that number.
#[test]
fn small_rooms_with_front_rows_against_trying_everything() {
    let rooms: [&[&[u16]]; 6] =
        [&[&[2, 2, 2]], &[&[3, 3]], &[&[2, 3, 2]], &[&[3, 3, 3]], &[&[2, 3, 3, 2]], &[&[2, 2], &[2, 2]]];
    for columns in rooms {
        for neighbours in [Neighbours::Four, Neighbours::Eight] {
            let desks = desks(columns, neighbours);
            let (n, in_front) = (desks.len(), desks.iter().filter(|d| d.1).count());
            for (a, b) in (0..=n).flat_map(|a| (a..=n - a).map(move |b| (a, b))) {
                let c = n - a - b;
                for (fa, fb) in (0..=in_front.min(a)).flat_map(|x| (0..=in_front.min(b)).map(move |y| (x, y)))
                {
                    if fa + fb == 0 || fa + fb > in_front {
                        continue;
                    }
                    let groups = [[a - fa, fa], [b - fb, fb], [c, 0]];
                    let mut least = u32::MAX;
                    true_minimum(&desks, &mut groups.clone(), &mut Vec::new(), 0, &mut least);
                    let request = request(columns, &groups, neighbours);
                    let seating = seat(&request);
                    let what = format!("{columns:?} {neighbours:?} {groups:?}");
                    assert_eq!(faults(&request, &seating, false), Vec::<String>::new(), "{what}");
                    assert!(seating.lower_bound <= least, "{what}: bound {} > {least}", seating.lower_bound);
                    if neighbours == Neighbours::Eight && n > 8 {
                        continue;
                    }
                    assert_eq!(seating.same_group_neighbours, least, "{what}");
                    if columns.len() == 1 && (c == 0 || a == 0) {
                        assert_eq!(seating.lower_bound, least, "{what}: two groups are exact");
                    }
                }
            }
        }
    }
}

/// The brief's promise with needs: two classes, each exactly half of every room, and all kinds of
/// needs among them.
#[test]
fn two_halves_with_needs_reach_zero_in_many_rooms() {
    for (people, seed) in [(600usize, 1), (300, 2), (1200, 3), (595, 4)] {
        let rooms = (0..people.div_ceil(30) + 8).map(|i| RoomRequest {
            floor: Some((i % 5) as i32 + 1),
            ..room(&format!("R{i:02}"), &[7, 8, 8, 7])
        });
        let entries = (0..people).map(|i| {
            let mut e = entry(i, "S", if i < people / 2 { "1" } else { "2" });
            e.access = AccessNeeds {
                front_row: i % 40 == 7,
                ground_floor: i % 60 == 9,
                separate_room: i % 400 == 11,
                extra_time: (i % 28 == 13).then_some(ExtraTime::Percent30),
            };
            e
        });
        let order = mix_by(&[GroupKey::Class], Neighbours::Four);
        let request = SeatingRequest { order, seed, ..simple(rooms.collect(), entries.collect()) };
        let seating = seat(&request);
        // The check of all rules looks at every two people, and for them among all.
        if people == 300 {
            assert_eq!(faults(&request, &seating, false), Vec::<String>::new());
        }
        assert!(seating.unseated.is_empty());
        assert_eq!((seating.same_group_neighbours, seating.lower_bound), (0, 0), "{people}");
    }
}

/// Three of one class in the four front seats of the only room are neighbours somewhere: this is
/// proven, not left open.
#[test]
fn front_rows_that_break_the_chessboard_are_proven_to() {
    let request = request(&[&[7, 8, 8, 7]], &[[12, 3], [15, 0]], Neighbours::Four);
    let seating = seat(&request);
    assert_eq!(faults(&request, &seating, false), Vec::<String>::new());
    assert!(seating.lower_bound > 0);
    assert_eq!(seating.same_group_neighbours, seating.lower_bound);
    assert_eq!(seating.rooms[0].lower_bound, seating.lower_bound);
}

/// Extra time is kept together, but not so that one class fills the room.
#[test]
fn extra_time_of_one_class_does_not_fill_a_room() {
    let rooms = (0..4).map(|i| room(&format!("R{i}"), &[7, 8, 8, 7])).collect();
    let entries = (0..120).map(|i| {
        let mut e = entry(i, "S", if i < 60 { "1" } else { "2" });
        e.access.extra_time = (i < 24).then_some(ExtraTime::Percent30);
        e
    });
    let order = mix_by(&[GroupKey::Class], Neighbours::Four);
    let request = SeatingRequest { order, ..simple(rooms, entries.collect()) };
    let seating = seat(&request);
    assert_eq!((seating.same_group_neighbours, seating.lower_bound), (0, 0));
    let late: std::collections::BTreeSet<&str> = seating
        .assignments
        .iter()
        .filter(|a| {
            request.entries.iter().any(|e| e.registration == a.registration && e.access.extra_time.is_some())
        })
        .map(|a| a.room.as_str())
        .collect();
    assert_eq!(late.len(), 2, "{late:?}");
}

/// The search alone stopped one pair above.
#[test]
fn a_front_row_of_one_of_two_halves_costs_what_is_proven_and_no_more() {
    for seed in 0..20 {
        let mut entries: Vec<SeatEntry> = (0..30).map(|i| entry(i, "S", ["0", "1"][i / 15])).collect();
        for who in [3, 4, 5, 11] {
            entries[who].access.front_row = true;
        }
        let order = mix_by(&[GroupKey::Class], Neighbours::Four);
        let request = SeatingRequest { order, seed, ..simple(vec![room("R", &[7, 8, 8, 7])], entries) };
        let seating = seat(&request);
        assert_eq!((seating.same_group_neighbours, seating.lower_bound), (8, 8));
        assert_eq!(faults(&request, &seating, false), Vec::<String>::new());
    }
}

/// With diagonals, rooms of 16 and 14 are better than rooms of 15 and 15.
#[test]
fn two_halves_reach_the_bound_with_diagonals_too() {
    for rooms in [1, 2, 7, 40] {
        let entries = (0..rooms * 30).map(|i| entry(i, "S", ["0", "1"][i * 2 / (rooms * 30)])).collect();
        let rooms = (0..rooms).map(|i| room(&format!("R{i:02}"), &[7, 8, 8, 7])).collect();
        let order = mix_by(&[GroupKey::Class], Neighbours::Eight);
        let request = SeatingRequest { order, ..simple(rooms, entries) };
        let seating = seat(&request);
        assert!(seating.is_optimal(), "{} {}", seating.same_group_neighbours, seating.lower_bound);
        assert_eq!(faults(&request, &seating, false), Vec::<String>::new());
    }
}

/// Five of one class need the front row of two rooms: four in one of them would sit side by side.
#[test]
fn those_who_need_the_front_row_are_shared_out() {
    let mut entries: Vec<SeatEntry> =
        (0..60).map(|i| entry(i, "S", if i < 30 { "0" } else { "1" })).collect();
    for own in &mut entries[30..35] {
        own.access.front_row = true;
    }
    let rooms: Vec<RoomRequest> = (0..2).map(|i| room(&format!("R{i}"), &[7, 8, 8, 7])).collect();
    for seed in 0..20 {
        let order = mix_by(&[GroupKey::Class], Neighbours::Four);
        let request = SeatingRequest { order, seed, ..simple(rooms.clone(), entries.clone()) };
        let seating = seat(&request);
        assert!(seating.is_optimal(), "{} {}", seating.same_group_neighbours, seating.lower_bound);
        assert_eq!(faults(&request, &seating, false), Vec::<String>::new());
    }
}

prop_compose! {
    /// Rooms of one size, two or three classes of at most half, and needs at random.
    fn halves_with_needs()(
        rooms in 1usize..8, shape in 0usize..3, third in 0usize..3, seed in 0u64..50,
        needs in proptest::collection::vec((0usize..240, 0u8..3), 0..14),
    ) -> SeatingRequest {
        let columns: &[u16] = [&[7, 8, 8, 7][..], &[4, 4, 4, 4, 4], &[6, 6, 6]][shape];
        let each = usize::from(columns.iter().sum::<u16>());
        let people = rooms * each;
        let half = if third == 0 { people / 2 } else { people / 3 };
        let mut entries: Vec<SeatEntry> =
            (0..people).map(|i| entry(i, "S", &(i / half).min(2 - usize::from(third == 0)).to_string())).collect();
        for (who, kind) in needs {
            let access = &mut entries[who % people].access;
            match kind {
                0 => access.front_row = true,
                1 => access.ground_floor = true,
                _ => access.extra_time = Some(ExtraTime::Percent50),
            }
        }
        let rooms = (0..rooms)
            .map(|i| RoomRequest { floor: Some(1 + (i % 2) as i32), ..room(&format!("R{i}"), columns) })
            .collect();
        let order = mix_by(&[GroupKey::Class], Neighbours::Four);
        SeatingRequest { order, seed, ..simple(rooms, entries) }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    /// Full rooms, no class more than half: whatever the needs, as few pairs as is proven possible.
    #[test]
    fn halves_with_needs_reach_the_bound(request in halves_with_needs()) {
        let seating = seat(&request);
        prop_assert_eq!(faults(&request, &seating, false), Vec::<String>::new());
        prop_assert!(seating.is_optimal(), "{} pairs, bound {}, rooms {:?}, needs {:?}",
            seating.same_group_neighbours, seating.lower_bound,
            seating.rooms.iter().map(|r| (r.same_group_pairs, r.lower_bound)).collect::<Vec<_>>(),
            request.entries.iter().filter(|e| !e.access.is_empty()).map(|e| (&e.registration, &e.groups.class, e.access.label())).collect::<Vec<_>>());
    }
}
