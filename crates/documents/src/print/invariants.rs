//! Whatever is printed stays on the paper and covers nothing else: property tests over all sheets.

use std::sync::Arc;

use proptest::prelude::*;

use crate::print as sheets;
use sheets::engine::canvas::{Area, Mark};
use sheets::furniture::Sheet;
use sheets::*;

#[path = "../../examples/samples/mod.rs"]
mod samples;

/// Nothing to be read lies within 5 mm of the paper's edge.
fn on_paper(sheet: &Sheet) -> Result<(), String> {
    for Mark { area, text } in &sheet.marks {
        let inside = area.x >= 4.5
            && area.y >= 4.9
            && area.x + area.w <= sheet.width - 4.9
            && area.y + area.h <= sheet.height - 4.9;
        if !inside {
            return Err(format!("{text:?} leaves the paper: {area:?}"));
        }
    }
    Ok(())
}

fn meet(a: &Area, b: &Area) -> bool {
    const HAIR: f64 = 0.12;
    a.x + HAIR < b.x + b.w && b.x + HAIR < a.x + a.w && a.y + HAIR < b.y + b.h && b.y + HAIR < a.y + a.h
}

fn apart(sheet: &Sheet) -> Result<(), String> {
    for (n, a) in sheet.marks.iter().enumerate() {
        for b in &sheet.marks[n + 1..] {
            if meet(&a.area, &b.area) {
                return Err(format!("{:?} {:?} and {:?} {:?} overlap", a.text, a.area, b.text, b.area));
            }
        }
    }
    Ok(())
}

fn check(name: &str, made: &[Sheet]) {
    assert!(!made.is_empty(), "{name} made no sheet");
    for (n, sheet) in made.iter().enumerate() {
        let refused = sheet.problems();
        assert!(refused.is_empty(), "{name} page {}: {refused:?}", n + 1);
        on_paper(sheet)
            .and_then(|()| apart(sheet))
            .unwrap_or_else(|fault| panic!("{name} page {}: {fault}", n + 1));
    }
}

fn all(tickets: &[TicketView], day: &RoomDayView) {
    check("a4", &tickets.iter().flat_map(ticket::sheets).collect::<Vec<_>>());
    check("2up", &ticket_half::sheets(tickets));
    check("door", &door::sheets(day));
    for layout in [DeskLayout::ThreeByThree, DeskLayout::TwoByFive, DeskLayout::L7165] {
        let options = DeskOptions { layout, ..DeskOptions::default() };
        check(layout.code(), &desk::sheets(day, &options));
    }
    let room = &day.sessions[0];
    check("sign-in", &sign_in::sheets(room, SignInLayout::Plain));
    check("sign-in photo", &sign_in::sheets(room, SignInLayout::Photo));
    check("seating plan", &seating_plan::sheets(room));
    check("record", &room_record::sheets(room));
    check("cover", &[pack_cover::sheet(room, &samples::items())]);
}

#[test]
fn the_sample_room_fits() {
    let tickets: Vec<_> = (1..=30).map(|n| samples::ticket(n, 1 + n as usize % 15, None)).collect();
    for sessions in [1, 4, 7, 12, 14] {
        all(&tickets, &samples::room_day(false, sessions));
    }
}

#[test]
fn z_order_and_other_corners_are_drawn() {
    let mut room = samples::room(false);
    let corners = [Corner::FrontLeft, Corner::FrontRight, Corner::BackLeft, Corner::BackRight];
    for (start, door) in corners.into_iter().flat_map(|corner| [(corner, Side::Left), (corner, Side::Right)])
    {
        let right = matches!(start, Corner::FrontRight | Corner::BackRight);
        let back = matches!(start, Corner::BackLeft | Corner::BackRight);
        let mut walk: Vec<(u16, u16)> = Vec::new();
        for n in 0..5_u16 {
            let column = if right { 4 - n } else { n };
            let rows: Vec<u16> = if back { (0..6).rev().collect() } else { (0..6).collect() };
            walk.extend(rows.into_iter().map(|row| (column, row)));
        }
        room.plan = Some(PlanGeometry {
            columns: vec![6; 5],
            walk,
            door,
            start,
            order: WalkOrder::Parallel,
            ..PlanGeometry::default()
        });
        check("Z", &seating_plan::sheets(&room));
        check(
            "Z on the door",
            &door::sheets(&RoomDayView { sessions: vec![room.clone()], trace: samples::trace(1) }),
        );
    }
}

#[test]
fn six_columns_of_eight_hold_the_longest_name_with_extra_time() {
    let mut room = samples::room(false);
    for seat in room.seats.iter_mut().step_by(3) {
        seat.name = samples::LONG_NAME.into();
        seat.extra_time = Some(ExtraTime { minutes: 120, end: room.end });
    }
    let walk = (0..6).flat_map(|column| (0..8).map(move |row| (column, row))).collect();
    let main_aisle_after = Some(2);
    room.plan = Some(PlanGeometry { columns: vec![8; 6], walk, main_aisle_after, ..PlanGeometry::default() });
    check("6 x 8", &seating_plan::sheets(&room));
}

#[test]
fn a_seat_the_plan_does_not_have_is_refused() {
    let mut room = samples::room(false);
    room.seats[0].seat_no = 99;
    let made = seating_plan::sheets(&room);
    assert_eq!(made[0].problems()[0].code, "seat_off_plan");
}

#[test]
fn unverified_shows_on_the_sign_in_sheet_only() {
    let room = samples::room(false);
    let said = |made: Vec<Sheet>| {
        made.iter().any(|sheet| sheet.marks.iter().any(|mark| mark.text.contains("未认证")))
    };
    assert!(said(sign_in::sheets(&room, SignInLayout::Plain)));
    let day = RoomDayView { sessions: vec![room.clone()], trace: samples::trace(1) };
    assert!(!said(door::sheets(&day)));
    assert!(!said(seating_plan::sheets(&room)));
    assert!(!said(desk::sheets(&day, &DeskOptions::default())));
}

#[test]
fn cut_stacks_are_in_seat_order() {
    let options = DeskOptions { cut_stack: true, ..DeskOptions::default() };
    let made = desk::sheets(&samples::room_day(false, 1), &options);
    assert_eq!(made.len(), 4);
    // The first pile is the upper left label of each page: seats 1, 2, 3, 4.
    for (n, sheet) in made.iter().enumerate() {
        let seat = sheet.marks.iter().find(|mark| mark.area.x < 6.0 && mark.area.h > 15.0).unwrap();
        assert_eq!(seat.text, (n + 1).to_string());
    }
}

#[test]
fn labels_follow_the_offset_and_the_first_free_label() {
    let day = samples::room_day(false, 1);
    let plain = DeskOptions { layout: DeskLayout::L7165, ..DeskOptions::default() };
    let moved = DeskOptions { offset_mm: (1.5, -0.8), first_label: 3, ..plain };
    let seat_one = |options: &DeskOptions| {
        let sheet = desk::sheets(&day, options).swap_remove(0);
        sheet.marks.iter().find(|mark| mark.text == "1" && mark.area.h > 10.0).unwrap().area
    };
    let (from, to) = (seat_one(&plain), seat_one(&moved));
    assert!((to.x - from.x - 1.5).abs() < 1e-9);
    assert!((to.y - from.y - (67.73 - 0.8)).abs() < 1e-9, "the third label begins the second row");
}

fn text(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop::sample::select("王欧阳䶮𬭎𡋾职业学院大学与和新能源汽车检修技术".chars().collect::<Vec<_>>()),
        1..=most,
    )
    .prop_map(|chars| chars.into_iter().collect())
}

fn name() -> impl Strategy<Value = String> {
    let part = proptest::collection::vec(
        prop::sample::select("阿卜杜热合曼吐尔逊买提".chars().collect::<Vec<_>>()),
        1..9,
    );
    let parts = proptest::collection::vec(part.prop_map(|chars| chars.into_iter().collect::<String>()), 1..6);
    prop_oneof![
        text(40),
        parts.prop_map(|parts| parts.join("·").chars().take(40).collect()),
        "[A-Z][a-z]{1,9}( [A-Z][a-z]{1,9}){0,3}".prop_map(|name: String| name.chars().take(40).collect()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_longest_content_stays_in_its_place(
        names in proptest::collection::vec(name(), 30),
        schools in proptest::collection::vec(text(30), 30),
        subjects in proptest::collection::vec(text(24), 14),
        site in text(40), room_name in text(14), plan in text(40), address in text(40),
        sessions in 1_usize..14, minutes in 1_u32..120,
    ) {
        let mut day = samples::room_day(false, sessions);
        let mut tickets = Vec::new();
        for (n, session) in day.sessions.iter_mut().enumerate() {
            session.subject.clone_from(&subjects[n]);
            session.site_name.clone_from(&site);
            session.room_name.clone_from(&room_name);
            session.head.plan_name.clone_from(&plan);
            session.address.clone_from(&address);
            for (n, seat) in session.seats.iter_mut().enumerate() {
                seat.name.clone_from(&names[n]);
                seat.school.clone_from(&schools[n]);
                if n % 9 == 0 {
                    seat.extra_time = Some(ExtraTime { minutes, end: session.end });
                }
            }
        }
        for n in 1..=4_u32 {
            let mut ticket = samples::ticket(n, sessions, None);
            ticket.name.clone_from(&names[n as usize]);
            ticket.school.clone_from(&schools[n as usize]);
            ticket.site_name.clone_from(&site);
            ticket.site_address.clone_from(&address);
            ticket.head.plan_name.clone_from(&plan);
            ticket.notices = Arc::clone(&ticket.notices);
            for (n, session) in ticket.sessions.iter_mut().enumerate() {
                session.subject.clone_from(&subjects[n]);
                session.room_name.clone_from(&room_name);
            }
            tickets.push(ticket);
        }
        all(&tickets, &day);
    }
}
