//! The laptop's half: pure logic over a trait of local storage.
//!
//! A driver asks a [`Session`] for the next request, sends it, and gives the answer back; between two steps anything
//! may break. It knows no clock, network or source of randomness.

mod edit;
mod local;
mod pulled;
mod rebase;
mod session;
mod status;

pub use edit::{Author, Draft, append, write};
pub use local::{Area, Entry, Fill, Local, Sending, State};
pub use rebase::rebase;
pub use session::{Counters, KEEP, Session, Stop};
pub use status::{Status, status};
