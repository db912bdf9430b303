//! The workspace as its callers see it.

// The helpers of tests fail as tests do.
#![allow(clippy::unwrap_used)]

mod backups;
mod crash;
mod doors;
mod entities;
mod failures;
mod fixture;
mod invigilators;
mod journal;
mod schema;
