//! Seating (排考): who sits in which session, room and seat.
//!
//! **Architecture invariant:** pure, seeded and deterministic. It knows no database, no clock, no
//! plan and no person beyond its own input types; the same [`SeatingRequest`] always gives the same
//! [`Seating`], whatever the order of its lists.
//!
//! [`seat`] makes a whole seating; the functions of [`change`] change one seat of it and leave
//! everybody else where they are.

pub mod access;
pub mod fingerprint;
pub mod geometry;
pub mod request;
pub mod result;

pub use access::{AccessNeeds, ExtraTime, end_with_extra};
pub use fingerprint::check_code;
pub use geometry::{
    Corner, Direction, Neighbours, Pattern, Position, RoomLayout, SeatKind, SeatPlace, parse_columns,
};
pub use request::{
    ExamMode, Filling, GroupKey, Groups, Lock, Order, RoomRequest, SeatEntry, SeatingPolicy, SeatingRequest,
    Session, SubjectRequest,
};
pub use result::{
    Assignment, RoomUse, SeatDelta, SeatRef, Seating, SeatingChange, SheetKind, SheetOf, StaleSheet,
    Unseated, UnseatedReason,
};
