//! The mix: the bound holds against everything, and is reached where it can be.

use super::*;

/// The fewest pairs over all ways to seat `groups` (one per person) on the seats of `rooms`.
fn true_minimum(rooms: &[(RoomLayout, Neighbours)], groups: &[u8]) -> u32 {
    let mut edges = Vec::new();
    let mut first = 0;
    for (layout, neighbours) in rooms {
        let seats = layout.seats().len();
        edges.extend(
            layout
                .neighbour_pairs(*neighbours)
                .iter()
                .map(|(a, b)| (first + usize::from(*a) - 1, first + usize::from(*b) - 1)),
        );
        first += seats;
    }
    assert_eq!(first, groups.len());
    let kinds = usize::from(*groups.iter().max().unwrap()) + 1;
    let mut left = vec![0usize; kinds];
    for g in groups {
        left[usize::from(*g)] += 1;
    }
    let mut best = u32::MAX;
    descend(&edges, &mut vec![usize::MAX; groups.len()], 0, &mut left, 0, &mut best);
    best
}

fn descend(
    edges: &[(usize, usize)],
    at: &mut Vec<usize>,
    desk: usize,
    left: &mut Vec<usize>,
    pairs: u32,
    best: &mut u32,
) {
    if pairs >= *best {
        return;
    }
    if desk == at.len() {
        *best = pairs;
        return;
    }
    for kind in 0..left.len() {
        if left[kind] == 0 {
            continue;
        }
        let added =
            edges.iter().filter(|(a, b)| (*b == desk && at[*a] == kind) || (*a == desk && at[*b] == kind));
        let added = added.count() as u32;
        at[desk] = kind;
        left[kind] -= 1;
        descend(edges, at, desk + 1, left, pairs + added, best);
        left[kind] += 1;
        at[desk] = usize::MAX;
    }
}

fn mixed(columns: &[&[u16]], groups: &[u8], neighbours: Neighbours) -> Seating {
    let rooms = columns.iter().enumerate().map(|(i, c)| room(&format!("R{i}"), c)).collect();
    let entries = groups.iter().enumerate().map(|(i, g)| entry(i, "S", &format!("{g}"))).collect();
    seat(&SeatingRequest { order: mix_by(&[GroupKey::Class], neighbours), ..simple(rooms, entries) })
}

/// Every size of two and three groups in 2×3, 3×3, an uneven room and two small rooms: the bound is
/// never above the true minimum, and the seating is at the true minimum.
#[test]
fn tiny_rooms_against_trying_everything() {
    let rooms: [&[&[u16]]; 5] =
        [&[&[3, 3]], &[&[3, 3, 3]], &[&[2, 3, 2]], &[&[2, 2], &[2, 2]], &[&[3, 3], &[2]]];
    for columns in rooms {
        for neighbours in [Neighbours::Four, Neighbours::Eight] {
            let layouts: Vec<_> =
                columns.iter().map(|c| (RoomLayout::from_columns(c.to_vec()), neighbours)).collect();
            let n: usize = layouts.iter().map(|l| l.0.seats().len()).sum();
            for a in 0..=n {
                for b in 0..=n - a {
                    let groups: Vec<u8> = (0..n)
                        .map(|i| {
                            if i < a {
                                0
                            } else if i < a + b {
                                1
                            } else {
                                2
                            }
                        })
                        .collect();
                    let least = true_minimum(&layouts, &groups);
                    let seating = mixed(columns, &groups, neighbours);
                    let what = format!("{columns:?} {neighbours:?} {a} {b}");
                    assert!(seating.lower_bound <= least, "{what}: bound {} > {least}", seating.lower_bound);
                    assert_eq!(seating.same_group_neighbours, least, "{what}");
                    if a == 0 && (b == 0 || b == n) || b == 0 && a == n {
                        assert_eq!(seating.lower_bound, least, "{what}: one group alone is exact");
                    }
                }
            }
        }
    }
}

/// The brief's promise: with four neighbours, wherever no class is more than half of a room.
#[test]
fn four_neighbours_reach_the_bound_up_to_half_a_room() {
    let full: &[u16] = &[7, 8, 8, 7];
    for sizes in [
        &[15usize, 15][..],
        &[14, 14, 2],
        &[10, 10, 10],
        &[15, 8, 7],
        &[13, 12, 5],
        &[6, 6, 6, 6, 6],
        &[14, 13, 3],
        &[11, 11, 8],
    ] {
        let groups: Vec<u8> =
            sizes.iter().enumerate().flat_map(|(g, n)| std::iter::repeat_n(g as u8, *n)).collect();
        let seating = mixed(&[full], &groups, Neighbours::Four);
        assert_eq!((seating.same_group_neighbours, seating.lower_bound), (0, 0), "{sizes:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn rooms_of_classes_up_to_half_reach_zero(
        sizes in proptest::collection::vec(1usize..16, 2..12), columns in 3usize..7, seed in 0u64..50,
    ) {
        let n: usize = sizes.iter().sum();
        let rows = n.div_ceil(columns) as u16;
        let layout = vec![rows; columns];
        prop_assume!(sizes.iter().all(|s| 2 * s <= n));
        let groups: Vec<u8> = sizes.iter().enumerate().flat_map(|(g, n)| std::iter::repeat_n(g as u8, *n)).collect();
        let entries = groups.iter().enumerate().map(|(i, g)| entry(i, "S", &format!("{g}"))).collect();
        let order = mix_by(&[GroupKey::Class], Neighbours::Four);
        let request = SeatingRequest { order, seed, ..simple(vec![room("R", &layout)], entries) };
        let seating = seat(&request);
        prop_assert!(seating.is_optimal(), "{:?} in {layout:?}: {} pairs, bound {}", sizes, seating.same_group_neighbours, seating.lower_bound);
    }

    #[test]
    fn a_pair_that_shares_two_keys_counts_once(n in 2usize..20) {
        let entries = (0..n).map(|i| {
            let mut e = entry(i, "S", "1");
            e.groups.major = "M".to_owned();
            e.groups.school = "X".to_owned();
            e
        }).collect();
        let order = mix_by(&[GroupKey::Class, GroupKey::Major, GroupKey::School], Neighbours::Four);
        let column = [n as u16];
        let seating = seat(&SeatingRequest { order, ..simple(vec![room("R", &column)], entries) });
        prop_assert_eq!(seating.same_group_neighbours as usize, n - 1);
        prop_assert!(seating.is_optimal());
    }
}

#[test]
fn classes_of_one_name_at_two_schools_are_two_classes() {
    let entries = (0..4).map(|i| {
        let mut e = entry(i, "S", "1班");
        e.groups.school = format!("院校{i}");
        e
    });
    let order = mix_by(&[GroupKey::Class], Neighbours::Eight);
    let seating = seat(&SeatingRequest { order, ..simple(vec![room("R", &[2, 2])], entries.collect()) });
    assert_eq!(seating.same_group_neighbours, 0);
}

#[test]
fn an_unknown_group_is_shared_with_nobody() {
    let entries = (0..4).map(|i| entry(i, "S", "")).collect();
    let order = mix_by(&[GroupKey::Class, GroupKey::School], Neighbours::Eight);
    let seating = seat(&SeatingRequest { order, ..simple(vec![room("R", &[2, 2])], entries) });
    assert_eq!((seating.same_group_neighbours, seating.lower_bound), (0, 0));
}

/// Two classes over several rooms and sessions are spread, so that no room has more of one than of
/// the other.
#[test]
fn classes_are_spread_over_rooms_and_sessions() {
    let rooms: Vec<_> = (0..3).map(|i| room(&format!("R{i}"), &[7, 8, 8, 7])).collect();
    let entries = (0..180).map(|i| entry(i, "S", if i < 90 { "1" } else { "2" })).collect();
    let mut request = simple(rooms, entries);
    request.subjects[0].sessions.push(session("2", 60, 120));
    request.order = mix_by(&[GroupKey::Class], Neighbours::Four);
    let seating = seat(&request);
    assert_eq!(seating.assignments.len(), 180);
    assert_eq!((seating.same_group_neighbours, seating.lower_bound), (0, 0));
}

/// Front rows and locks stay where they are while the others are mixed.
#[test]
fn needs_and_locks_survive_the_mix() {
    let mut entries: Vec<_> = (0..30).map(|i| entry(i, "S", if i < 15 { "1" } else { "2" })).collect();
    entries[3].access.front_row = true;
    entries[20].access.front_row = true;
    let mut request = simple(vec![room("R", &[7, 8, 8, 7])], entries);
    request.locks =
        vec![Lock { registration: "S-005".into(), session: "1".into(), room: "R".into(), seat: 12 }];
    request.order = mix_by(&[GroupKey::Class], Neighbours::Four);
    let seating = seat(&request);
    assert_eq!(faults(&request, &seating, false), Vec::<String>::new());
    assert_eq!(seat_of(&seating, "S-005").seat, 12);
    assert_eq!((seating.same_group_neighbours, seating.lower_bound), (0, 0));
}
