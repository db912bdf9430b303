//! Late changes: nobody else moves, and what must be printed again is listed.

use super::*;

fn small() -> (SeatingRequest, Seating) {
    let mut rooms = vec![room("R1", &[3, 3]), room("R2", &[3, 3])];
    rooms[0].layout.reserve = vec![Position::new(2, 1)];
    let request = simple(rooms, (0..5).map(|i| entry(i, "S", "1")).collect());
    let seating = seat(&request);
    assert_eq!(seating.rooms.len(), 1);
    (request, seating)
}

fn seat_ref(room: &str, seat: u16) -> SeatRef {
    SeatRef { session: "1".to_owned(), room: room.to_owned(), seat }
}

fn others_stay(before: &Seating, after: &Seating, moved: &[&str]) {
    let keep = |s: &Seating| {
        let rest = s.assignments.iter().filter(|a| !moved.contains(&a.registration.as_str()));
        rest.cloned().collect::<Vec<_>>()
    };
    assert_eq!(keep(before), keep(after));
}

#[test]
fn a_late_candidate_takes_a_reserve_seat_before_a_new_room() {
    let (request, seating) = small();
    let change = add_entry(&request, &seating, entry(9, "S", "2"), None).unwrap();
    assert_eq!(seat_of(&change.seating, "S-009").seat_ref(), seat_ref("R1", 6));
    assert_eq!(change.changed.len(), 1);
    assert_eq!(change.stale.len(), 7, "{:?}", change.stale);
    assert_eq!(change.stale[0].kind, SheetKind::Ticket);
    others_stay(&seating, &change.seating, &["S-009"]);
    let next = add_entry(&change.request, &change.seating, entry(10, "S", "2"), None).unwrap();
    assert_eq!(seat_of(&next.seating, "S-010").room, "R2");
    let kept = |s: &Seating| s.rooms[0].fingerprint.clone();
    assert_eq!(kept(&change.seating), kept(&next.seating), "the sheets of R1 stay valid");
    assert_ne!(change.seating.fingerprint, next.seating.fingerprint);
    assert_eq!(
        add_entry(&next.request, &next.seating, entry(10, "S", "2"), None).unwrap_err().code,
        "already_seated"
    );
}

#[test]
fn a_given_seat_is_checked() {
    let (request, seating) = small();
    let code = |e: SeatEntry, to: SeatRef| add_entry(&request, &seating, e, Some(to)).unwrap_err().code;
    assert_eq!(code(entry(9, "S", "1"), seat_ref("R1", 1)), "seat_taken");
    assert_eq!(code(entry(9, "S", "1"), seat_ref("R1", 7)), "seat_unknown");
    assert_eq!(code(entry(9, "S", "1"), seat_ref("R9", 1)), "seat_unknown");
    let mut needs = entry(9, "S", "1");
    needs.access.front_row = true;
    assert_eq!(code(needs.clone(), seat_ref("R2", 2)), "no_front_row");
    assert!(add_entry(&request, &seating, needs.clone(), Some(seat_ref("R2", 1))).is_ok());
    needs.access.separate_room = true;
    assert_eq!(code(needs, seat_ref("R1", 6)), "separate_room");
}

#[test]
fn removing_moving_and_swapping() {
    let (request, seating) = small();
    let removed = remove_entry(&request, &seating, "S-002").unwrap();
    assert!(removed.seating.assignment("S-002").is_none() && removed.request.entries.len() == 4);
    assert_eq!(removed.changed[0].to, None);
    others_stay(&seating, &removed.seating, &["S-002"]);
    let moved = move_entry(&request, &seating, "S-002", seat_ref("R2", 4)).unwrap();
    assert_eq!(moved.stale.len(), 13, "a ticket and the sheets of two rooms");
    others_stay(&seating, &moved.seating, &["S-002"]);
    let swapped = swap(&request, &seating, "S-000", "S-004").unwrap();
    assert_eq!(seat_of(&swapped.seating, "S-000").seat, seat_of(&seating, "S-004").seat);
    others_stay(&seating, &swapped.seating, &["S-000", "S-004"]);
    assert_eq!(move_entry(&request, &seating, "S-099", seat_ref("R2", 4)).unwrap_err().code, "not_seated");
    assert_eq!(remove_entry(&request, &seating, "S-099").unwrap_err().code, "registration_unknown");
    let back =
        move_entry(&moved.request, &moved.seating, "S-002", seat_of(&seating, "S-002").seat_ref()).unwrap();
    assert_eq!(back.seating, seating, "there and back is the same seating");
}

#[test]
fn locks_hold_in_the_next_seating_and_make_nothing_stale() {
    let (mut request, seating) = small();
    let locked = lock(&request, &seating, "S-003").unwrap();
    assert!(locked.stale.is_empty() && locked.changed.is_empty());
    assert_eq!(locked.seating.rooms[0].fingerprint, seating.rooms[0].fingerprint);
    assert_eq!(
        move_entry(&locked.request, &locked.seating, "S-003", seat_ref("R2", 4)).unwrap_err().code,
        "seat_locked"
    );
    assert_eq!(swap(&locked.request, &locked.seating, "S-000", "S-003").unwrap_err().code, "seat_locked");
    request = locked.request.clone();
    request.order = Order::Number;
    assert_eq!(seat_of(&seat(&request), "S-003").seat, seat_of(&seating, "S-003").seat);
    let open = unlock(&locked.request, &locked.seating, "S-003").unwrap();
    assert_eq!(open.seating, seating);
    assert_eq!(unlock(&open.request, &open.seating, "S-003").unwrap_err().code, "not_locked");
}

#[test]
fn a_change_leaves_the_locks_of_others_as_the_seating_kept_them() {
    let (mut request, _) = small();
    let lock = |seat| Lock {
        registration: "S-003".to_owned(),
        session: "1".to_owned(),
        room: "R1".to_owned(),
        seat,
    };
    // The first of two locks is kept, the other is told of and ignored.
    request.locks = vec![lock(2), lock(5)];
    let seating = seat(&request);
    assert!(seat_of(&seating, "S-003").locked && seat_of(&seating, "S-003").seat == 2);
    let late = add_entry(&request, &seating, entry(9, "S", "2"), None).unwrap();
    others_stay(&seating, &late.seating, &["S-009"]);
    assert_eq!(
        move_entry(&late.request, &late.seating, "S-003", seat_ref("R2", 4)).unwrap_err().code,
        "seat_locked"
    );
    let open = unlock(&late.request, &late.seating, "S-003").unwrap();
    assert!(!seat_of(&open.seating, "S-003").locked && open.request.locks.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_change_breaks_a_rule_or_moves_anybody_else(
        request in any_request(), which in 0usize..5, who in 0usize..60, room in 0usize..8, seat_no in 1u16..14,
    ) {
        let seating = seat(&request);
        let pick = |offset: usize| {
            let n = seating.assignments.len();
            (n > 0).then(|| seating.assignments[(who + offset) % n].registration.clone())
        };
        let (Some(a), Some(b)) = (pick(0), pick(1)) else { return Ok(()) };
        let session = seat_of(&seating, &a).session.clone();
        let to = SeatRef { session, room: format!("R{room}"), seat: seat_no };
        let mut late = entry(who, "S0", "1班");
        late.registration = "late".to_owned();
        let (moved, result) = match which {
            0 => (vec!["late".to_owned()], add_entry(&request, &seating, late, None)),
            1 => (vec!["late".to_owned()], add_entry(&request, &seating, late, Some(to))),
            2 => (vec![a.clone()], remove_entry(&request, &seating, &a)),
            3 => (vec![a.clone()], move_entry(&request, &seating, &a, to)),
            _ => (vec![a.clone(), b.clone()], swap(&request, &seating, &a, &b)),
        };
        let Ok(change) = result else { return Ok(()) };
        let moved: Vec<&str> = moved.iter().map(String::as_str).collect();
        others_stay(&seating, &change.seating, &moved);
        prop_assert_eq!(faults(&change.request, &change.seating, true), Vec::<String>::new());
        prop_assert!(change.seating.lower_bound <= change.seating.same_group_neighbours);
        for delta in &change.changed {
            prop_assert!(moved.contains(&delta.registration.as_str()));
            prop_assert_eq!(change.seating.assignment(&delta.registration).map(Assignment::seat_ref), delta.to.clone());
        }
        // A room's sheets are stale exactly when its fingerprint changed.
        let prints = |s: &Seating| {
            s.rooms.iter().map(|r| ((r.session.clone(), r.room.clone()), r.fingerprint.clone()))
                .collect::<std::collections::BTreeSet<_>>()
        };
        let (before, after) = (prints(&seating), prints(&change.seating));
        let differ: std::collections::BTreeSet<_> =
            before.symmetric_difference(&after).map(|(room, _)| room.clone()).collect();
        let stale: std::collections::BTreeSet<_> = change.stale.iter().filter_map(|s| match &s.of {
            SheetOf::Room { session, room } => Some((session.clone(), room.clone())),
            SheetOf::Candidate(_) => None,
        }).collect();
        prop_assert_eq!(differ, stale);
    }
}
