//! Generated exams for the tests of the seating.

mod changes;
mod few;
mod mix;
mod needs;
mod rules;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use proptest::prelude::*;

use super::*;

/// `minutes` after eight on a fixed day.
fn at(minutes: i64) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2030, 6, 1).unwrap().and_hms_opt(8, 0, 0).unwrap() + TimeDelta::minutes(minutes)
}

fn session(id: &str, from: i64, to: i64) -> Session {
    Session { id: id.to_owned(), start: at(from), end: at(to) }
}

fn subject(id: &str, mode: ExamMode, sessions: Vec<Session>) -> SubjectRequest {
    SubjectRequest { id: id.to_owned(), name: format!("科目{id}"), mode, sessions }
}

fn room(id: &str, columns: &[u16]) -> RoomRequest {
    let layout = RoomLayout::from_columns(columns.to_vec());
    RoomRequest {
        id: id.to_owned(),
        name: format!("{id}室"),
        physical_key: String::new(),
        site: "A".to_owned(),
        floor: Some(1),
        mode: ExamMode::Written,
        capacity: columns.iter().sum(),
        usual_count: None,
        layout,
        subjects: Vec::new(),
        fill_order: 0,
    }
}

fn entry(candidate: usize, subject: &str, class: &str) -> SeatEntry {
    SeatEntry {
        registration: format!("{subject}-{candidate:03}"),
        candidate: format!("C{candidate:03}"),
        subject: subject.to_owned(),
        site: None,
        roster_order: candidate as u64,
        number: format!("{:04}", 9999 - candidate),
        groups: Groups { class: class.to_owned(), major: String::new(), school: String::new() },
        access: AccessNeeds::default(),
    }
}

/// One written subject `S` in one session `1`.
fn simple(rooms: Vec<RoomRequest>, entries: Vec<SeatEntry>) -> SeatingRequest {
    SeatingRequest {
        subjects: vec![subject("S", ExamMode::Written, vec![session("1", 0, 60)])],
        rooms,
        entries,
        seed: 7,
        ..SeatingRequest::default()
    }
}

fn mix_by(by: &[GroupKey], neighbours: Neighbours) -> Order {
    Order::Mix { by: by.to_vec(), neighbours }
}

fn seat_of<'s>(seating: &'s Seating, registration: &str) -> &'s Assignment {
    seating.assignment(registration).unwrap()
}

prop_compose! {
    fn any_access()(n in 0u8..40, minutes in 1u16..90) -> AccessNeeds {
        AccessNeeds {
            front_row: n == 0 || n == 4,
            ground_floor: n == 1 || n == 4,
            separate_room: n == 2 || n == 5,
            extra_time: match n {
                3 => Some(ExtraTime::Percent30),
                4 => Some(ExtraTime::Percent50),
                5 | 6 => Some(ExtraTime::Minutes(minutes)),
                _ => None,
            },
        }
    }
}

fn any_mode() -> impl Strategy<Value = ExamMode> {
    prop_oneof![3 => Just(ExamMode::Written), 1 => Just(ExamMode::Computer)]
}

fn any_order() -> impl Strategy<Value = Order> {
    let keys = proptest::sample::subsequence(vec![GroupKey::Class, GroupKey::Major, GroupKey::School], 1..=3);
    let mix = (keys, any::<bool>())
        .prop_map(|(by, eight)| mix_by(&by, if eight { Neighbours::Eight } else { Neighbours::Four }));
    prop_oneof![1 => Just(Order::Roster), 1 => Just(Order::Number), 1 => Just(Order::Random), 3 => mix]
}

prop_compose! {
    fn any_layout()(
        columns in proptest::collection::vec(1u16..5, 1..5),
        start in 0usize..4,
        flags in any::<[bool; 4]>(),
        blocked in proptest::collection::vec((1u16..5, 1u16..5), 0..3),
        reserve in proptest::collection::vec((1u16..5, 1u16..5), 0..3),
    ) -> RoomLayout {
        let mut layout = RoomLayout::from_columns(columns);
        layout.start = [Corner::FrontLeft, Corner::FrontRight, Corner::BackLeft, Corner::BackRight][start];
        layout.direction = if flags[0] { Direction::RowFirst } else { Direction::ColumnFirst };
        layout.pattern = if flags[1] { Pattern::Z } else { Pattern::Serpentine };
        layout.aisle_separates = flags[2];
        layout.aisles = if flags[3] { vec![1] } else { Vec::new() };
        layout.blocked = blocked.into_iter().map(|(c, r)| Position::new(c, r)).collect();
        layout.reserve = reserve.into_iter().map(|(c, r)| Position::new(c, r)).collect();
        layout
    }
}

prop_compose! {
    fn any_room(index: usize)(
        layout in any_layout(),
        short in 0u16..3,
        usual in proptest::option::weighted(0.2, 1u16..12),
        mode in any_mode(),
        physical in 0usize..6,
        far: bool,
        floor in proptest::option::of(1i32..3),
        only in proptest::option::weighted(0.1, 0usize..3),
        fill_order in 0u32..3,
    ) -> RoomRequest {
        RoomRequest {
            id: format!("R{index}"),
            name: format!("{index}室"),
            physical_key: if physical < 2 { format!("P{physical}") } else { String::new() },
            site: if far { "B".to_owned() } else { "A".to_owned() },
            floor,
            mode,
            capacity: (layout.seats().len() as u16).saturating_sub(short),
            usual_count: usual,
            layout,
            subjects: only.map(|s| format!("S{s}")).into_iter().collect(),
            fill_order,
        }
    }
}

fn any_rooms() -> impl Strategy<Value = Vec<RoomRequest>> {
    (1usize..8).prop_flat_map(|n| (0..n).map(any_room).collect::<Vec<_>>())
}

fn any_subjects() -> impl Strategy<Value = Vec<SubjectRequest>> {
    let sessions = proptest::collection::vec((0i64..6, 30i64..100), 1..4);
    let one = (any_mode(), sessions);
    proptest::collection::vec(one, 1..4).prop_map(|list| {
        let mut subjects = Vec::new();
        for (i, (mode, times)) in list.into_iter().enumerate() {
            let sessions = times
                .into_iter()
                .enumerate()
                .map(|(j, (slot, length))| session(&format!("{j}"), slot * 60, slot * 60 + length))
                .collect();
            subjects.push(subject(&format!("S{i}"), mode, sessions));
        }
        subjects
    })
}

prop_compose! {
    /// Whole exams, most of them too tight, with every rule in play.
    fn any_request()(
        subjects in any_subjects(),
        rooms in any_rooms(),
        people in proptest::collection::vec(
            (any_access(), 0u8..3, 0u8..3, 0u8..2, any::<[bool; 3]>(), 0u8..8), 0..28),
        locks in proptest::collection::vec((0usize..28, 0usize..3, 0usize..8, 1u16..14), 0..4),
        order in any_order(),
        seed in 0u64..4,
        balanced: bool,
        gap_minutes in prop_oneof![3 => Just(0u16), 1 => 1u16..30],
    ) -> SeatingRequest {
        let mut entries = Vec::new();
        for (i, (access, class, major, school, sits, site)) in people.into_iter().enumerate() {
            for (s, _) in subjects.iter().enumerate().filter(|(s, _)| sits[*s]) {
                let mut e = entry(i, &format!("S{s}"), &format!("{class}班"));
                e.groups.major = format!("M{major}");
                e.groups.school = format!("X{school}");
                e.access = access;
                e.site = (site < 2).then(|| if site == 0 { "A".to_owned() } else { "B".to_owned() });
                entries.push(e);
            }
        }
        let locks = locks
            .into_iter()
            .filter_map(|(e, s, r, seat)| {
                let registration = entries.get(e)?.registration.clone();
                Some(Lock { registration, session: format!("{s}"), room: format!("R{r}"), seat })
            })
            .collect();
        let filling = if balanced { Filling::Balanced } else { Filling::OneAfterAnother };
        let policy = SeatingPolicy { filling, gap_minutes, ..SeatingPolicy::default() };
        SeatingRequest { subjects, rooms, entries, locks, order, seed, policy }
    }
}

/// Breaks of the rules in `seating`; empty when it is sound.
fn faults(request: &SeatingRequest, seating: &Seating, late: bool) -> Vec<String> {
    let mut found = Vec::new();
    let entry_of = |id: &str| request.entries.iter().find(|e| e.registration == id).unwrap();
    let times = |a: &Assignment| {
        let subject = request.subjects.iter().find(|s| s.id == a.subject).unwrap();
        let s = subject.sessions.iter().find(|s| s.id == a.session).unwrap();
        (s.start, entry_of(&a.registration).access.end(s.start, s.end))
    };
    let room_of = |a: &Assignment| request.rooms.iter().find(|r| r.id == a.room).unwrap();
    let gap = TimeDelta::minutes(i64::from(request.policy.gap_minutes));
    for (i, a) in seating.assignments.iter().enumerate() {
        let (e, room) = (entry_of(&a.registration), room_of(a));
        let subject = request.subjects.iter().find(|s| s.id == a.subject).unwrap();
        let locked = request.locks.iter().any(|l| l.registration == a.registration);
        let seats = room.layout.seats();
        let place = seats.iter().find(|s| s.seat == a.seat);
        let mut check = |ok: bool, what: &str| {
            if !ok {
                found.push(format!("{what}: {a:?}"));
            }
        };
        check(a.seat <= room.capacity, "beyond capacity");
        check(place.is_some(), "no such desk");
        check(place.is_none_or(|p| !room.layout.blocked.contains(&p.position)), "blocked");
        let reserve = place.is_some_and(|p| p.kind == SeatKind::Reserve);
        check(!reserve || locked || late, "reserve seat");
        check(room.mode == subject.mode, "mode");
        check(room.subjects.is_empty() || room.subjects.contains(&a.subject), "subject not allowed");
        check(e.site.as_ref().is_none_or(|s| *s == room.site), "site");
        check(!e.access.ground_floor || room.floor == Some(1), "ground floor");
        check(!e.access.front_row || place.is_some_and(|p| room.layout.is_front(p.position)), "front row");
        let (start, end) = times(a);
        for b in &seating.assignments[i + 1..] {
            let (other_start, other_end) = times(b);
            let overlap = start < other_end + gap && other_start < end + gap;
            let same_block = (&a.subject, &a.session, &a.room) == (&b.subject, &b.session, &b.room);
            let separate = e.access.separate_room || entry_of(&b.registration).access.separate_room;
            let key = |r: &RoomRequest| match r.physical_key.as_str() {
                "" => (false, r.id.clone()),
                k => (true, k.to_owned()),
            };
            check(a.registration != b.registration, "twice");
            check(!overlap || a.candidate != b.candidate, "in two places at once");
            check(!same_block || a.seat != b.seat, "one seat for two");
            check(!same_block || !separate, "separate room shared");
            check(same_block || !overlap || key(room) != key(room_of(b)), "room used twice");
        }
    }
    found
}
