//! Printed sheets of an exam room, as PDF: complete view models in, bytes out.
//!
//! **Architecture invariant:** knows no database, no clock and no rule. Numbers come masked, dates come as
//! arguments, and the same input gives the same bytes.
//!
//! A sheet is either right or refused: text is never clipped, no character is silently left out, and what
//! cannot be set is named in [`DocumentError::Layout`] for the print gate.

mod absence_list;
mod calibration;
mod desk;
mod door;
mod engine;
mod error;
mod furniture;
#[cfg(test)]
mod invariants;
mod kind;
mod logo;
mod pack_cover;
mod plan_drawing;
mod room_pack;
mod room_record;
mod seating_plan;
mod sign_in;
mod ticket;
mod ticket_half;
mod timetable;
mod view;

use rayon::prelude::*;

pub use absence_list::{AbsenceListView, AbsenceRow};
pub use calibration::{CALIBRATION_INSET, render_calibration};
pub use engine::glyphs::missing_glyphs;
pub use error::{DocumentError, LayoutProblem};
pub use furniture::is_printable_photo;
pub use kind::{DeskLayout, DeskOptions, DocumentKind, SignInLayout, TicketLayout};
pub use logo::{LOGO_MAX_BYTES, prepare_logo};
pub use room_pack::{RoomPackView, render_pack_covers, render_room_packs};
pub use room_record::{AbsentLine, EventLine, RecordFacts};
pub use view::{
    AttendanceCount, Corner, ExtraTime, PackItem, Person, Photo, PlanGeometry, RoomDayView, RoomSessionView,
    SeatView, SheetHead, Side, TicketSession, TicketView, Trace, WalkOrder,
};

use furniture::Finished;

/// Most tickets in one file: bounds memory, and no file is too large for a viewer.
pub const TICKETS_PER_FILE: usize = 500;

/// 准考证. Give at most [`TICKETS_PER_FILE`] at a time, or use [`render_tickets_split`].
pub fn render_tickets(tickets: &[TicketView], layout: TicketLayout) -> Result<Vec<u8>, DocumentError> {
    let Some(first) = tickets.first() else { return Err(DocumentError::Empty) };
    let title = format!("准考证 {}", first.head.plan_name);
    let parts: Vec<Finished> = match layout {
        TicketLayout::A4 => tickets
            .par_chunks(16)
            .map(|some| Finished::of(some.iter().flat_map(ticket::sheets).collect()))
            .collect(),
        TicketLayout::TwoUp => vec![Finished::of(ticket_half::sheets(tickets))],
    };
    let mut all = Finished::default();
    parts.into_iter().for_each(|part| all.add(part));
    all.write(&title, first.trace.printed_at)
}

/// 准考证 in files of at most [`TICKETS_PER_FILE`], made one after another as they are taken.
pub fn render_tickets_split(
    tickets: &[TicketView],
    layout: TicketLayout,
) -> impl Iterator<Item = Result<Vec<u8>, DocumentError>> + '_ {
    tickets.chunks(TICKETS_PER_FILE).map(move |some| render_tickets(some, layout))
}

/// 门贴, one for each room and day.
pub fn render_door_signs(days: &[RoomDayView]) -> Result<Vec<u8>, DocumentError> {
    let Some(first) = days.iter().find_map(|day| day.sessions.first()) else {
        return Err(DocumentError::Empty);
    };
    let title = format!("门贴 {}", first.head.plan_name);
    let sheets = days.iter().flat_map(door::sheets).collect();
    Finished::of(sheets).write(&title, days[0].trace.printed_at)
}

/// 座位图 of rooms whose desks are known; a room without geometry is left out.
pub fn render_seating_plans(rooms: &[RoomSessionView]) -> Result<Vec<u8>, DocumentError> {
    of_rooms(DocumentKind::SeatingPlan, rooms, seating_plan::sheets)
}

fn of_rooms(
    kind: DocumentKind,
    rooms: &[RoomSessionView],
    sheets: impl Fn(&RoomSessionView) -> Vec<furniture::Sheet>,
) -> Result<Vec<u8>, DocumentError> {
    let Some(first) = rooms.first() else { return Err(DocumentError::Empty) };
    let title = format!("{} {}", kind.label(), first.head.plan_name);
    Finished::of(rooms.iter().flat_map(sheets).collect()).write(&title, first.trace.printed_at)
}

/// 考场签到表, one for each room and session.
pub fn render_sign_in(rooms: &[RoomSessionView], layout: SignInLayout) -> Result<Vec<u8>, DocumentError> {
    of_rooms(DocumentKind::SignIn, rooms, |room| sign_in::sheets(room, layout))
}

/// 桌贴 of all sessions of these rooms' days; every room begins a new sheet.
pub fn render_desk_labels(days: &[RoomDayView], options: &DeskOptions) -> Result<Vec<u8>, DocumentError> {
    render_some_desk_labels(days, options, &|_| true)
}

/// 桌贴 of those for whom `wanted` holds; a label says n of all, as it did among all.
pub fn render_some_desk_labels(
    days: &[RoomDayView],
    options: &DeskOptions,
    wanted: &dyn Fn(&SeatView) -> bool,
) -> Result<Vec<u8>, DocumentError> {
    let Some(first) = days.iter().find_map(|day| day.sessions.first()) else {
        return Err(DocumentError::Empty);
    };
    let title = format!("桌贴 {}", first.head.plan_name);
    let sheets = days.iter().flat_map(|day| desk::some_sheets(day, options, wanted)).collect();
    Finished::of(sheets).write(&title, days[0].trace.printed_at)
}

/// 考场情况记录表, one for each room and session.
pub fn render_room_records(rooms: &[RoomSessionView]) -> Result<Vec<u8>, DocumentError> {
    of_rooms(DocumentKind::RoomRecord, rooms, room_record::sheets)
}

/// 考场情况记录表 with what was recorded; a room without facts is left to the pen.
pub fn render_filled_room_records(
    rooms: &[(RoomSessionView, Option<RecordFacts>)],
) -> Result<Vec<u8>, DocumentError> {
    let Some((first, _)) = rooms.first() else { return Err(DocumentError::Empty) };
    let title = format!("{} {}", DocumentKind::RoomRecord.label(), first.head.plan_name);
    let sheets = rooms.iter().flat_map(|(room, facts)| room_record::filled_sheets(room, facts.as_ref()));
    Finished::of(sheets.collect()).write(&title, first.trace.printed_at)
}

/// 缺考名单, 违纪名单 …: one list over all rooms.
pub fn render_absence_list(list: &AbsenceListView) -> Result<Vec<u8>, DocumentError> {
    let title = format!("{} {}", list.title, list.plan_name);
    Finished::of(absence_list::sheets(list)).write(&title, list.made_at)
}

/// Pages of a PDF that was made here; 0 when the bytes are none.
pub fn page_count(pdf: &[u8]) -> usize {
    lopdf::Document::load_mem(pdf).map_or(0, |document| document.get_pages().len())
}
