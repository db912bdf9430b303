//! What the simulator asks of the engines that it drives. The platform's databases and the laptop's store plug in
//! here; [`super::memory`] and [`super::laptop`] are the ones in memory.

use crate::catalogue::Catalogue;
use crate::client::Local;
use crate::conflict::{Conflict, Outcome, Source, Token};
use crate::hash::Hash;
use crate::message::{FeedItem, Request, Response};
use crate::row::{Row, RowKey};
use crate::value::Value;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// One operation in a server's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// The chain up to and with it.
    pub hash: Hash,
    /// Its exact bytes.
    pub bytes: Vec<u8>,
    /// What became of it.
    pub outcome: Outcome,
    /// When it came in.
    pub received: i64,
}

/// Everything a server holds of one school, and of the catalogue.
#[derive(Debug, Clone, Default)]
pub struct Inspection {
    /// Rows in whatever state, those of the catalogue too.
    pub rows: BTreeMap<RowKey, Row>,
    /// Aliases.
    pub aliases: BTreeMap<RowKey, String>,
    /// Conflicts.
    pub conflicts: BTreeMap<String, Conflict>,
    /// The log.
    pub log: BTreeMap<Source, LogRow>,
    /// What waits.
    pub held: Vec<(Token, Source)>,
    /// The catalogue's feed.
    pub catalogue_feed: Vec<FeedItem>,
    /// The school's feed.
    pub feed: Vec<FeedItem>,
    /// Counts restores.
    pub epoch: u64,
}

/// A server.
pub trait ServerEngine {
    /// Answers a request of a school's laptop in one transaction. `crash` rolls it back at its end; then there is
    /// no answer.
    fn handle(&mut self, school: usize, request: &Request, now: i64, crash: bool) -> Option<Response>;

    /// The centre sets values of its rows: in the catalogue, or in a school.
    fn publish(&mut self, school: Option<usize>, rows: &[(RowKey, BTreeMap<String, Value>)], now: i64);

    /// The program is upgraded.
    fn upgrade(&mut self, catalogue: Catalogue);

    /// Makes a backup; gives how many there are.
    fn backup(&mut self) -> usize;

    /// Goes back to one of the backups, forgets later ones, and begins a new epoch.
    fn restore(&mut self, backup: usize);

    /// Backups before this one may not be gone back to: something was promised to be in them.
    fn oldest_promised(&self) -> usize;

    /// Everything it holds.
    fn inspect(&self, school: usize) -> Inspection;
}

/// The storage of a laptop; a clone is an image of its disk.
pub trait LaptopEngine: Clone {
    /// A transaction.
    type Tx: Local<Error: Debug>;

    /// A new workspace.
    fn create(device: uuid::Uuid, catalogue: Catalogue) -> Self;

    /// The program is upgraded.
    fn upgrade(&mut self, catalogue: Catalogue);

    /// Runs a transaction; `crash` rolls it back at its end.
    fn run<T>(&mut self, crash: bool, work: impl FnOnce(&mut Self::Tx) -> T) -> T;

    /// Living rows as the user sees them.
    fn rows(&self) -> BTreeMap<RowKey, Row>;

    /// Living rows as the server has them: without pending operations.
    fn base_rows(&self) -> BTreeMap<RowKey, Row>;

    /// Aliases.
    fn aliases(&self) -> BTreeMap<RowKey, String>;

    /// Conflicts.
    fn conflicts(&self) -> BTreeMap<String, Conflict>;
}
