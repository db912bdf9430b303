//! The rules that every seating keeps.

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// mode, site, time, seats and needs, in exams with every rule in play.
    #[test]
    fn no_rule_is_ever_broken(request in any_request()) {
        let seating = seat(&request);
        prop_assert_eq!(faults(&request, &seating, false), Vec::<String>::new());
        let mut seen: Vec<&str> = seating.assignments.iter().map(|a| a.registration.as_str()).collect();
        seen.extend(seating.unseated.iter().map(|u| u.registration.as_str()));
        seen.sort_unstable();
        let mut wanted: Vec<&str> = request.entries.iter().map(|e| e.registration.as_str()).collect();
        wanted.sort_unstable();
        prop_assert_eq!(seen, wanted, "everybody is seated or explained, once");
        prop_assert!(seating.unseated.iter().all(|u| !u.message.is_empty()));
        prop_assert!(seating.lower_bound <= seating.same_group_neighbours);
        let mut rooms_bound = 0;
        for used in &seating.rooms {
            prop_assert!(used.lower_bound <= used.same_group_pairs);
            rooms_bound += used.lower_bound;
        }
        prop_assert!(seating.lower_bound <= rooms_bound);
    }

    #[test]
    fn locks_are_kept_or_refused_with_a_reason(request in any_request()) {
        let seating = seat(&request);
        for lock in &request.locks {
            let first = request.locks.iter().filter(|l| l.registration == lock.registration)
                .min_by_key(|l| (&l.session, &l.room, l.seat)).unwrap();
            match seating.assignment(&lock.registration) {
                Some(a) => {
                    prop_assert!(a.locked);
                    prop_assert_eq!((&a.session, &a.room, a.seat), (&first.session, &first.room, first.seat));
                }
                None => {
                    let why = seating.unseated.iter().find(|u| u.registration == lock.registration).unwrap();
                    prop_assert_eq!(why.reason, UnseatedReason::LockRefused);
                }
            }
        }
    }

    #[test]
    fn the_order_of_the_lists_has_no_influence(request in any_request(), shift in 1usize..7) {
        let first = seat(&request);
        prop_assert_eq!(&first, &seat(&request), "the same twice");
        let mut other = request.clone();
        other.entries.reverse();
        other.rooms.reverse();
        other.locks.reverse();
        other.subjects.reverse();
        if !other.entries.is_empty() {
            let by = shift % other.entries.len();
            other.entries.rotate_left(by);
        }
        prop_assert_eq!(first, seat(&other));
    }

    /// Numbers run from 1 without holes where nobody needs the front row and nothing is locked.
    #[test]
    fn seats_are_filled_without_holes(mut request in any_request()) {
        request.locks.clear();
        for e in &mut request.entries {
            e.access.front_row = false;
        }
        let seating = seat(&request);
        for used in &seating.rooms {
            let mut seats: Vec<u16> = seating.assignments.iter()
                .filter(|a| (&a.subject, &a.session, &a.room) == (&used.subject, &used.session, &used.room))
                .map(|a| a.seat).collect();
            seats.sort_unstable();
            prop_assert_eq!(seats, (1..=used.count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn everybody_is_seated_when_there_are_enough_seats(
        people in 1usize..60, heights in proptest::collection::vec(1u16..6, 1..5), order in any_order(),
    ) {
        let each: u16 = heights.iter().sum();
        let rooms = people.div_ceil(usize::from(each));
        let rooms = (0..rooms).map(|i| room(&format!("R{i:02}"), &heights)).collect();
        let entries = (0..people).map(|i| entry(i, "S", &format!("{}", i % 4))).collect();
        let seating = seat(&SeatingRequest { order, ..simple(rooms, entries) });
        prop_assert_eq!(seating.assignments.len(), people);
        prop_assert!(seating.unseated.is_empty());
    }

    #[test]
    fn the_fingerprint_follows_inputs_and_seats(request in any_request(), which in 0usize..9) {
        let before = seat(&request);
        prop_assert_eq!(before.check_code().len(), 8);
        let mut other = request.clone();
        match which {
            0 => other.seed += 1,
            1 => other.policy.join_remainder += 1,
            2 => other.subjects[0].name.push('x'),
            3 => other.rooms[0].floor = Some(9),
            4 => other.rooms[0].layout.front_rows += 1,
            5 => other.subjects[0].sessions[0].end += TimeDelta::minutes(1),
            6 => other.order = match other.order { Order::Roster => Order::Number, _ => Order::Roster },
            7 => match other.entries.first_mut() {
                Some(e) => e.number.push('1'),
                None => return Ok(()),
            },
            _ => match other.entries.first_mut() {
                Some(e) => e.groups.class.push('1'),
                None => return Ok(()),
            },
        }
        prop_assert_ne!(&before.fingerprint, &seat(&other).fingerprint);
        let mut moved = before.assignments.clone();
        let Some(first) = moved.first_mut() else { return Ok(()) };
        first.seat += 1;
        prop_assert_ne!(&before.fingerprint, &evaluate(&request, moved, before.unseated.clone(), Vec::new()).fingerprint);
        let again = evaluate(&request, before.assignments.clone(), before.unseated.clone(), before.notices.clone());
        prop_assert_eq!(&before, &again, "read back from a store, the figures are the same");
    }
}

#[test]
fn roster_and_number_follow_the_walk() {
    let entries: Vec<_> = (0..10).map(|i| entry(i, "S", "1")).collect();
    let mut request = simple(vec![room("R1", &[2, 2, 2]), room("R2", &[2, 2, 2])], entries);
    let first = seat(&request);
    assert_eq!((seat_of(&first, "S-000").room.as_str(), seat_of(&first, "S-000").seat), ("R1", 1));
    assert_eq!((seat_of(&first, "S-009").room.as_str(), seat_of(&first, "S-009").seat), ("R2", 4));
    request.order = Order::Number;
    let second = seat(&request);
    assert_eq!((seat_of(&second, "S-009").room.as_str(), seat_of(&second, "S-009").seat), ("R1", 1));
    request.order = Order::Random;
    assert_ne!(seat(&request).assignments, first.assignments);
}

#[test]
fn a_small_remainder_joins_the_room_before_when_it_has_seats() {
    let entries: Vec<_> = (0..8).map(|i| entry(i, "S", "1")).collect();
    let mut rooms = vec![room("R1", &[2, 2, 2]), room("R2", &[2, 2, 2])];
    let counts = |rooms: &[RoomRequest]| {
        let seating = seat(&simple(rooms.to_vec(), entries.clone()));
        seating.rooms.iter().map(|r| r.count).collect::<Vec<_>>()
    };
    assert_eq!(counts(&rooms), [6, 2], "no seat before: the last room takes the remainder");
    rooms[0].capacity = 8;
    rooms[0].layout = RoomLayout::from_columns(vec![3, 3, 2]);
    rooms[0].usual_count = Some(6);
    assert_eq!(counts(&rooms), [8]);
    rooms[0].usual_count = Some(5);
    assert_eq!(counts(&rooms), [5, 3], "three are enough for a room");
}

#[test]
fn balanced_rooms_hold_about_the_same() {
    let entries: Vec<_> = (0..13).map(|i| entry(i, "S", "1")).collect();
    let rooms = ["R1", "R2", "R3", "R4"].map(|id| room(id, &[3, 3])).to_vec();
    let mut request = simple(rooms, entries);
    request.policy.filling = Filling::Balanced;
    let counts: Vec<u16> = seat(&request).rooms.iter().map(|r| r.count).collect();
    assert_eq!(counts, [5, 4, 4]);
}

#[test]
fn missing_seats_are_counted_in_words() {
    let entries: Vec<_> = (0..10).map(|i| entry(i, "S", "1")).collect();
    let seating = seat(&simple(vec![room("R1", &[3, 3])], entries));
    assert_eq!(seating.unseated.len(), 4);
    assert!(seating.unseated.iter().all(|u| u.reason == UnseatedReason::NoSeatLeft));
    assert!(seating.unseated[0].message.contains("缺少笔试考位 4 个"), "{}", seating.unseated[0].message);
}

#[test]
fn reasons_name_what_is_missing() {
    let reason = |change: &dyn Fn(&mut SeatingRequest)| {
        let mut request = simple(vec![room("R1", &[2, 2])], vec![entry(0, "S", "1")]);
        change(&mut request);
        let seating = seat(&request);
        seating.unseated.first().map(|u| (u.reason, u.message.clone())).unwrap()
    };
    let (why, text) = reason(&|r| {
        r.rooms[0].floor = None;
        r.entries[0].access.ground_floor = true;
    });
    assert_eq!(why, UnseatedReason::NoGroundFloor);
    assert!(text.contains("未填写楼层"), "{text}");
    let (why, _) = reason(&|r| r.rooms[0].mode = ExamMode::Computer);
    assert_eq!(why, UnseatedReason::NoSuitableRoom);
    let (why, _) = reason(&|r| r.subjects[0].sessions.clear());
    assert_eq!(why, UnseatedReason::NoSession);
    let (why, _) = reason(&|r| r.subjects.clear());
    assert_eq!(why, UnseatedReason::UnknownSubject);
    let (why, _) = reason(&|r| r.entries[0].site = Some("B".to_owned()));
    assert_eq!(why, UnseatedReason::NoSuitableRoom);
    let (why, _) = reason(&|r| {
        // The separate candidate comes first and takes the room; the other one stands outside.
        r.entries[0].access.separate_room = true;
        r.entries.push(SeatEntry {
            access: AccessNeeds { separate_room: true, ..AccessNeeds::default() },
            ..entry(1, "S", "1")
        });
    });
    assert_eq!(why, UnseatedReason::NoSeparateRoom);
    let (why, _) = reason(&|r| {
        for i in 0..3 {
            r.entries.push(SeatEntry {
                access: AccessNeeds { front_row: true, ..AccessNeeds::default() },
                ..entry(i + 1, "S", "1")
            });
        }
    });
    assert_eq!(why, UnseatedReason::NoFrontRow);
    let (why, text) = reason(&|r| {
        r.subjects.push(subject("T", ExamMode::Written, vec![session("1", 30, 90)]));
        r.rooms.push(room("R2", &[2]));
        r.entries.push(entry(0, "T", "1"));
    });
    assert_eq!(why, UnseatedReason::TimeConflict);
    assert!(text.contains("科目S"), "{text}");
    let (why, _) = reason(&|r| {
        r.subjects.push(subject("T", ExamMode::Written, vec![session("1", 60, 90)]));
        r.locks.push(Lock { registration: "T-001".into(), session: "1".into(), room: "R1".into(), seat: 1 });
        r.entries.push(entry(1, "T", "1"));
        r.entries[0].access.extra_time = Some(ExtraTime::Minutes(10));
    });
    assert_eq!(why, UnseatedReason::NoExtraTime);
}

#[test]
fn several_sessions_take_what_one_cannot() {
    let mut request = simple(vec![room("R1", &[3, 3])], (0..12).map(|i| entry(i, "S", "1")).collect());
    request.subjects[0].sessions.push(session("2", 60, 120));
    let seating = seat(&request);
    assert!(seating.unseated.is_empty());
    assert_eq!(seating.rooms.len(), 2);
}

/// Whoever is busy in the second session gets the first, although they come last in the roster.
#[test]
fn who_has_fewer_sessions_goes_first() {
    let mut request =
        simple(vec![room("R1", &[3, 3]), room("R2", &[3, 3])], (0..12).map(|i| entry(i, "S", "1")).collect());
    request.rooms[1].subjects = vec!["T".to_owned()];
    request.subjects[0].sessions.push(session("2", 60, 120));
    request.subjects.push(subject("T", ExamMode::Written, vec![session("1", 60, 120)]));
    request.rooms[0].subjects = vec!["S".to_owned()];
    for i in 8..12 {
        request.entries.push(entry(i, "T", "1"));
    }
    let seating = seat(&request);
    assert_eq!(seating.unseated, Vec::new());
    for i in 8..12 {
        assert_eq!(seat_of(&seating, &format!("S-{i:03}")).session, "1");
    }
}

#[test]
fn extra_time_keeps_the_room_and_the_person() {
    let mut request = simple(vec![room("R1", &[3, 3])], vec![entry(0, "S", "1")]);
    request.entries[0].access.extra_time = Some(ExtraTime::Percent50);
    request.subjects.push(subject(
        "T",
        ExamMode::Written,
        vec![session("1", 60, 120), session("2", 90, 150)],
    ));
    request.entries.extend([entry(0, "T", "1"), entry(1, "T", "1")]);
    request.entries[1].access.extra_time = Some(ExtraTime::Percent50);
    let seating = seat(&request);
    assert_eq!(seating.unseated, Vec::new());
    assert_eq!(seat_of(&seating, "T-000").session, "2");
    assert_eq!(seat_of(&seating, "T-001").session, "2", "the room is taken until 90");
}

#[test]
fn two_records_of_one_physical_room_are_never_used_together() {
    let mut rooms = vec![room("R1", &[3, 3]), room("R2", &[3, 3])];
    for r in &mut rooms {
        r.physical_key = "101".to_owned();
    }
    let seating = seat(&simple(rooms, (0..12).map(|i| entry(i, "S", "1")).collect()));
    assert_eq!((seating.assignments.len(), seating.unseated.len()), (6, 6));
}

#[test]
fn separate_rooms_take_the_smallest() {
    let mut request = simple(
        vec![room("R1", &[3, 3]), room("R2", &[1, 1]), room("R3", &[3, 3])],
        (0..12).map(|i| entry(i, "S", "1")).collect(),
    );
    request.entries[3].access.separate_room = true;
    let seating = seat(&request);
    assert!(seating.unseated.is_empty());
    assert_eq!(seat_of(&seating, "S-003").room, "R2");
    assert!(seating.rooms.iter().find(|r| r.room == "R2").unwrap().separate);
}

/// The candidates of both subjects stay at the site that has rooms for both, and in one room.
#[test]
fn travel_is_avoided() {
    let mut rooms = vec![room("R1", &[3, 3]), room("R2", &[3, 3]), room("R3", &[3, 3])];
    rooms[0].site = "B".to_owned();
    rooms[2].mode = ExamMode::Computer;
    let mut request = simple(rooms, (0..6).map(|i| entry(i, "S", "1")).collect());
    request.subjects.push(subject("T", ExamMode::Computer, vec![session("1", 60, 120)]));
    request.entries.extend((0..6).map(|i| entry(i, "T", "1")));
    let seating = seat(&request);
    assert!(seating.assignments.iter().all(|a| a.room != "R1"), "{seating:?}");
    assert!(seating.notices.is_empty());
    request.rooms[2].site = "C".to_owned();
    let seating = seat(&request);
    assert_eq!(seating.assignments.len(), 12);
    assert_eq!(seating.notices[0].code, "travel_between_sites");
}

#[test]
fn an_empty_request_gives_an_empty_seating() {
    let seating = seat(&SeatingRequest::default());
    assert!(seating.assignments.is_empty() && seating.unseated.is_empty() && seating.is_optimal());
}

#[test]
fn requests_and_seatings_are_kept_as_json() {
    let mut request = simple(vec![room("R1", &[3, 3])], (0..4).map(|i| entry(i, "S", "1")).collect());
    request.order = mix_by(&[GroupKey::Class], Neighbours::Eight);
    request.entries[0].access.extra_time = Some(ExtraTime::Minutes(15));
    let seating = seat(&request);
    let text = serde_json::to_string(&(&request, &seating)).unwrap();
    let back: (SeatingRequest, Seating) = serde_json::from_str(&text).unwrap();
    assert_eq!(back, (request, seating));
}
