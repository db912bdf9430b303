//! The platform's half: pure decisions about one school.
//!
//! An engine opens a transaction, takes the lock of the school's feed, asks a [`Server`] for a decision, loads the
//! facts it lacks, asks again, writes, commits, answers. It only stores; it knows no rule.

mod apply;
mod facts;
mod guards;
mod merge;
mod push;
mod read;
mod working;
mod write;

pub use facts::{DeviceHead, Facts, Held, Logged, Look, Missing, Need, Seen};
pub use guards::{Guards, Judged, NoGuards};
pub use push::{Decided, Decision, Server};
pub use read::{Section, digest_sums, page, section_of, snapshot_sections};
pub use write::Write;
