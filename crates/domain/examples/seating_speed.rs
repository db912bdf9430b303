//! Times the mix seating of 20,000 candidates into 700 rooms and prints its quality, as JSON lines where
//! the bound must be reached.
//!
//! `cargo run --release -p kaozhan-domain --example seating_speed`

#![allow(clippy::print_stdout, reason = "its output is its purpose")]

use std::time::Instant;

use chrono::NaiveDate;
use kaozhan_domain::seating::{
    AccessNeeds, ExamMode, ExtraTime, GroupKey, Groups, Neighbours, Order, RoomLayout, RoomRequest,
    SeatEntry, SeatingPolicy, SeatingRequest, Session, SubjectRequest, add_entry, seat,
};

const CANDIDATES: u32 = 20_000;
const ROOMS: u32 = 700;

/// Classes of `class_size`, four to a major, five majors to a school; one in 100 with a need.
fn request(class_size: u32, sites: u32, by: Vec<GroupKey>, neighbours: Neighbours) -> SeatingRequest {
    let day = NaiveDate::from_ymd_opt(2030, 6, 1).unwrap_or_default();
    let at = |hour| day.and_hms_opt(hour, 0, 0).unwrap_or_default();
    let room = |n: u32| RoomRequest {
        id: format!("R{n:04}"),
        name: format!("{n:03}室"),
        physical_key: String::new(),
        site: format!("站点{}", n % sites),
        floor: Some(i32::try_from(n / sites % 5).unwrap_or(0) + 1),
        mode: ExamMode::Written,
        capacity: 30,
        usual_count: None,
        layout: RoomLayout::from_capacity(30),
        subjects: Vec::new(),
        fill_order: n,
    };
    let entry = |n: u32| SeatEntry {
        registration: format!("E{n:06}"),
        candidate: format!("C{n:06}"),
        subject: "S1".to_owned(),
        site: (sites > 1).then(|| format!("站点{}", n / class_size % sites)),
        roster_order: u64::from(n),
        number: format!("2030{n:08}"),
        groups: Groups {
            class: format!("{}班", n / class_size),
            major: format!("专业{}", n / class_size / 4),
            school: format!("院校{}", n / class_size / 20),
        },
        access: AccessNeeds {
            front_row: n % 200 == 7,
            ground_floor: n % 300 == 9,
            separate_room: n % 4000 == 11,
            extra_time: (n % 400 == 13).then_some(ExtraTime::Percent30),
        },
    };
    SeatingRequest {
        subjects: vec![SubjectRequest {
            id: "S1".to_owned(),
            name: "理论".to_owned(),
            mode: ExamMode::Written,
            sessions: vec![Session { id: "1".to_owned(), start: at(9), end: at(11) }],
        }],
        rooms: (0..ROOMS).map(room).collect(),
        entries: (0..CANDIDATES).map(entry).collect(),
        locks: Vec::new(),
        order: Order::Mix { by, neighbours },
        seed: 42,
        policy: SeatingPolicy::default(),
    }
}

/// CPU time of this process in seconds, where the system tells; else the wall clock.
fn cpu_seconds(started: Instant) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok());
    match (ticks(11), ticks(12)) {
        (Some(user), Some(system)) => (user + system) / 100.0,
        _ => started.elapsed().as_secs_f64(),
    }
}

/// `held_to_the_bound`: one class is at most half of a room, so that no pair may be left above the bound.
fn measure(name: &str, held_to_the_bound: bool, request: &SeatingRequest) {
    let started = Instant::now();
    let before = cpu_seconds(started);
    let seating = seat(request);
    let cpu = cpu_seconds(started) - before;
    println!(
        "{name}: {cpu:.2} s CPU, {:.2} s wall; seated {}, unseated {}, rooms {}, pairs {}, bound {}, {}, {}",
        started.elapsed().as_secs_f64(),
        seating.assignments.len(),
        seating.unseated.len(),
        seating.rooms.len(),
        seating.same_group_neighbours,
        seating.lower_bound,
        if seating.is_optimal() { "optimal" } else { "not proven optimal" },
        seating.check_code(),
    );
    if held_to_the_bound {
        println!(
            "{{\"name\":\"{name}\",\"candidates\":{CANDIDATES},\"rooms\":{ROOMS},\"cpu_seconds\":{cpu},\"pairs\":{},\"bound\":{}}}",
            seating.same_group_neighbours, seating.lower_bound
        );
    }
    let started = Instant::now();
    let mut late = request.entries[0].clone();
    late.registration = "LATE".to_owned();
    late.candidate = "LATE".to_owned();
    let late = add_entry(request, &seating, late, None);
    println!(
        "  one late addition: {:.2} s, {} sheets stale",
        started.elapsed().as_secs_f64(),
        late.map_or(0, |c| c.stale.len())
    );
}

fn main() {
    use GroupKey::{Class, Major, School};
    let roster = SeatingRequest { order: Order::Roster, ..request(45, 1, vec![Class], Neighbours::Four) };
    measure("roster, classes of 45", false, &roster);
    let all = vec![Class, Major, School];
    let cases = [
        ("classes of 45", 45, 1, vec![Class]),
        ("class+major+school", 45, 1, all.clone()),
        ("50 sites, class", 45, 50, vec![Class]),
        ("50 sites, all keys", 45, 50, all),
        ("two classes of 10,000", 10_000, 1, vec![Class]),
        ("three classes (6,700)", 6_700, 1, vec![Class]),
        ("four classes of 5,000", 5_000, 1, vec![Class]),
    ];
    for (name, class_size, sites, by) in cases {
        for (count, neighbours) in [(4, Neighbours::Four), (8, Neighbours::Eight)] {
            let request = request(class_size, sites, by.clone(), neighbours);
            measure(&format!("mix, {name}, {count} neighbours"), true, &request);
        }
    }
    for (count, neighbours) in [(4, Neighbours::Four), (8, Neighbours::Eight)] {
        let request = request(14_000, 1, vec![Class], neighbours);
        measure(&format!("mix, a class of 14,000, {count} neighbours"), false, &request);
    }
}
