//! The exchange between a school's laptops and the platform.
//!
//! Sans-IO: it knows no database, network, file, clock or source of randomness. The server's half decides over
//! facts that an engine loads and gives back a list of writes; the laptop's half decides over a small trait of
//! local storage. What is exchanged, who wins and why is described in `docs/adr/0009-sync-by-values.md`.

pub mod catalogue;
pub mod client;
pub mod conflict;
pub mod hash;
pub mod message;
pub mod mutation;
pub mod operation;
pub mod pack;
pub mod row;
pub mod server;
pub mod signature;
#[cfg(any(test, feature = "simulation"))]
pub mod simulation;
pub mod value;
