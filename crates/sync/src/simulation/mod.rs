//! The simulator: the real code of both halves in a world of faults, from a seed.
//!
//! The engines are behind traits ([`ServerEngine`], [`LaptopEngine`]); those in memory are used by
//! `cargo run -p kaozhan-sync --example simulate --features simulation` and by this crate's tests.
//!
//! Checked are I1 to I11 and I13 to I16 of the design. I9 covers feeds and rows; blobs (I12, and their part of I9)
//! need a store of files and belong to the platform's tests.

mod engine;
mod invariants;
mod laptop;
mod memory;
mod random;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod tests;
mod totals;
mod user;
mod world;

pub use engine::{Inspection, LaptopEngine, LogRow, ServerEngine};
pub use laptop::MemoryLaptop;
pub use memory::MemoryServer;
pub use random::Random;
pub use totals::Totals;
pub use world::{Options, SCHOOLS, World};

use crate::catalogue::{Catalogue, Column, Refers, TABLES, Table};
use crate::operation::Kind;
#[cfg(test)]
use crate::row::Row;
use crate::row::RowKey;
use crate::server::{Guards, Judged, Look, Seen};
use std::rc::Rc;
use std::sync::OnceLock;

/// A version of the program that is to come: candidates have one column more.
pub fn newest() -> Catalogue {
    static TABLES_TO_COME: OnceLock<&'static [Table]> = OnceLock::new();
    let tables = TABLES_TO_COME.get_or_init(|| {
        let mut tables = TABLES.to_vec();
        for table in tables.iter_mut().filter(|table| table.name == "candidate") {
            let mut columns = table.columns.to_vec();
            columns.push(Column {
                name: "nickname",
                refers: Refers::No,
                since: Catalogue::CURRENT.schema + 1,
            });
            table.columns = columns.leak();
        }
        tables.leak()
    });
    Catalogue { tables, schema: Catalogue::CURRENT.schema + 1 }
}

/// The two versions that meet in a world.
pub fn versions() -> [Catalogue; 2] {
    [Catalogue::CURRENT, newest()]
}

/// Rules of the kind that a platform has: a window by the server's clock, a payment, a verified identity.
#[derive(Debug, Clone, Copy)]
pub struct SchoolRules;

impl Guards for SchoolRules {
    fn judge(&self, change: &Judged<'_>, look: &mut dyn Look) -> Seen<Result<(), String>> {
        let refuse = |code: &str| Ok(Err(code.to_owned()));
        match (change.table.name, change.kind) {
            ("registration", Kind::Create) if change.received / 30_000 % 5 == 4 => refuse("window_closed"),
            ("registration", Kind::Delete)
                if change.row.is_some_and(|row| row.get("payment").as_text().as_deref() == Some("paid")) =>
            {
                refuse("paid")
            }
            ("candidate", Kind::Patch) => {
                let locked = ["name", "id_number", "photo"];
                let touched =
                    locked.iter().any(|name| change.f.get(*name).is_some_and(|(old, new)| old != new));
                let row = look.row(&RowKey::new("candidate_verification", change.id))?;
                let accurate =
                    row.is_some_and(|row| row.get("result").as_text().as_deref() == Some("accurate"));
                if touched && accurate { refuse("identity_locked") } else { Ok(Ok(())) }
            }
            _ => Ok(Ok(())),
        }
    }
}

/// Runs one seed over the engines in memory.
///
/// # Errors
/// The invariant that does not hold.
pub fn run(seed: u64, options: Options) -> Result<Totals, String> {
    let server = MemoryServer::new(newest(), SCHOOLS, Rc::new(SchoolRules), options.mutation);
    World::<_, MemoryLaptop>::new(seed, options, versions(), server).run()
}
