//! The workspace as its callers see it.

mod backups;
mod crash;
mod doors;
mod entities;
mod failures;
mod fixture;
mod journal;
mod schema;
