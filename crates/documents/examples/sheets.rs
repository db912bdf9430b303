//! Prints every sheet with invented data: `cargo run -p kaozhan-documents --example sheets -- <folder>`.

use std::error::Error;
use std::path::PathBuf;

use kaozhan_documents::print as sheets;

mod samples;
use samples as data;
use sheets::*;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/sheets".into()));
    std::fs::create_dir_all(&folder)?;
    let save = |name: &str, bytes: Result<Vec<u8>, DocumentError>| -> Result<(), Box<dyn Error>> {
        std::fs::write(folder.join(name), bytes?)?;
        Ok(())
    };
    let tickets: Vec<TicketView> =
        (1..=6).map(|n| data::ticket(n, 3, (n != 3).then(|| data::photo(n, 80)))).collect();
    save("01-ticket.pdf", render_tickets(&tickets, TicketLayout::A4))?;
    save("02-ticket-2up.pdf", render_tickets(&tickets, TicketLayout::TwoUp))?;
    let mut long = [data::ticket(2, 12, Some(data::photo(2, 80))), data::ticket(26, 15, None)];
    for ticket in &mut long {
        ticket.name = data::LONG_NAME.into();
        ticket.school = data::LONG_SCHOOL.into();
    }
    save("12-ticket-long.pdf", render_tickets(&long, TicketLayout::A4))?;
    let mut long = [data::ticket(2, 3, Some(data::photo(2, 80))), data::ticket(26, 4, None)];
    long[0].name = data::LONG_NAME.into();
    long[0].school = data::LONG_SCHOOL.into();
    save("13-ticket-2up-long.pdf", render_tickets(&long, TicketLayout::TwoUp))?;
    let room = data::room(true);
    let day = [data::room_day(true, 4)];
    save("03-door.pdf", render_door_signs(&day))?;
    let one = [data::room_day(true, 1)];
    for (name, layout) in [("04", DeskLayout::ThreeByThree), ("05", DeskLayout::TwoByFive)] {
        let options = DeskOptions { layout, ..DeskOptions::default() };
        save(&format!("{name}-desk.pdf"), render_desk_labels(&one, &options))?;
    }
    let options = DeskOptions { layout: DeskLayout::L7165, first_label: 2, ..DeskOptions::default() };
    save("06-desk-l7165.pdf", render_desk_labels(&[data::room_day(true, 3)], &options))?;
    let rooms = [room];
    save("07-sign-in.pdf", render_sign_in(&rooms, SignInLayout::Plain))?;
    save("08-sign-in-photo.pdf", render_sign_in(&rooms, SignInLayout::Photo))?;
    save("09-seating-plan.pdf", render_seating_plans(&rooms))?;
    save("10-room-record.pdf", render_room_records(&rooms))?;
    save("15-door-two-pages.pdf", render_door_signs(&[data::room_day(false, 14)]))?;
    let [room] = rooms;
    save("16-long-room.pdf", long_room(&room))?;
    let pack = RoomPackView {
        room,
        day: Some(data::room_day(true, 4)),
        tickets,
        items: data::items(),
        desk: DeskOptions { cut_stack: true, ..DeskOptions::default() },
        sign_in: SignInLayout::Photo,
        ticket_layout: TicketLayout::TwoUp,
    };
    save("11-room-pack.pdf", render_room_packs(&[pack]))?;
    Ok(())
}

/// Long names with extra time, Z order from the back right, door on the right, six columns.
fn long_room(room: &RoomSessionView) -> Result<Vec<u8>, DocumentError> {
    let mut room = room.clone();
    room.room_name = "笔试实操考场101".into();
    for seat in room.seats.iter_mut().step_by(4) {
        seat.name = data::LONG_NAME.into();
        seat.school = data::LONG_SCHOOL.into();
        seat.extra_time = Some(ExtraTime { minutes: 45, end: data::at(5, 11, 15) });
    }
    let walk = (0..6).rev().flat_map(|column| (0..5).rev().map(move |row| (column, row))).collect();
    room.plan = Some(PlanGeometry {
        columns: vec![6, 6, 6, 6, 6, 5],
        main_aisle_after: Some(2),
        door: Side::Right,
        start: Corner::BackRight,
        order: WalkOrder::Parallel,
        walk,
        blocked: vec![(0, 5), (1, 5)],
        reserve: vec![(2, 5)],
        ..PlanGeometry::default()
    });
    let pack = RoomPackView {
        room,
        day: None,
        tickets: Vec::new(),
        items: data::items(),
        desk: DeskOptions::default(),
        sign_in: SignInLayout::Plain,
        ticket_layout: TicketLayout::A4,
    };
    render_room_packs(&[pack])
}
