//! Printed sheets of an exam room, as PDF: complete view models in, bytes out.
//!
//! **Architecture invariant:** knows no database, no clock and no rule. Numbers come masked, dates come as
//! arguments, and the same input gives the same bytes.
//!
//! A sheet is either right or refused: text is never clipped, no character is silently left out, and what
//! cannot be set is named in [`DocumentError::Layout`] for the print gate.

mod engine;
mod error;
mod furniture;
mod kind;
mod ticket;
mod view;

use rayon::prelude::*;

pub use engine::glyphs::missing_glyphs;
pub use error::{DocumentError, LayoutProblem};
pub use furniture::is_printable_photo;
pub use kind::{DeskLayout, DeskOptions, DocumentKind, SignInLayout, TicketLayout};
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
        TicketLayout::A4 | TicketLayout::TwoUp => tickets
            .par_chunks(16)
            .map(|some| Finished::of(some.iter().flat_map(ticket::sheets).collect()))
            .collect(),
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
