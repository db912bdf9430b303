//! What a decision reads, and what an engine has to load.
//!
//! Decisions are pure and may be made again: one that misses a fact notes it as a [`Need`], goes on where it can,
//! and gives back all needs at once. The engine loads them in one round trip and asks again. Two to four rounds are
//! usual for a batch; the batch's transaction holds the lock of the school's feed, so the facts stay true.

use crate::conflict::{Conflict, Outcome, Source, Token};
use crate::hash::Hash;
use crate::message::Heads;
use crate::operation::Operation;
use crate::row::{Row, RowKey};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// One fact that is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Where a device stands: [`Facts::devices`].
    Device(Uuid),
    /// What is known of one operation: [`Facts::log`].
    Log(Source),
    /// A row in whatever state: [`Facts::rows`].
    Row(RowKey),
    /// What an identity is an alias of: [`Facts::aliases`].
    Alias(RowKey),
    /// The living row with a natural key: [`Facts::holders`]. Table, number of the key, value as
    /// [`crate::catalogue::Table::natural_key`] gives it.
    Holder(String, usize, String),
    /// The living rows that refer to a row: [`Facts::referrers`], as [`crate::row::references`] gives them.
    Referrers(RowKey),
    /// Open conflicts of a row: [`Facts::open`].
    OpenConflicts(RowKey),
    /// One conflict, open or not: [`Facts::conflicts`].
    Conflict(String),
    /// Open conflicts that wait for something: [`Facts::waiting`].
    Waiting(Token),
    /// Operations that wait for something: [`Facts::held`].
    Held(Token),
}

/// Where a device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DeviceHead {
    /// Its last operation.
    pub last: u64,
    /// The chain there.
    pub chain: Hash,
}

/// What is known of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The chain up to and with it.
    pub hash: Hash,
    /// What became of it.
    pub outcome: Outcome,
}

/// An operation that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub by: Source,
    /// What it wants.
    pub operation: Operation,
    /// When it came in, by the server's clock.
    pub received: i64,
}

/// What was loaded. An absent key was not loaded; an empty value says that there is nothing.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Counts restores.
    pub epoch: u64,
    /// Where the feeds end.
    pub heads: Heads,
    /// See [`Need::Device`].
    pub devices: BTreeMap<Uuid, Option<DeviceHead>>,
    /// See [`Need::Log`].
    pub log: BTreeMap<Source, Option<Logged>>,
    /// See [`Need::Row`].
    pub rows: BTreeMap<RowKey, Option<Row>>,
    /// See [`Need::Alias`].
    pub aliases: BTreeMap<RowKey, Option<String>>,
    /// See [`Need::Holder`].
    pub holders: BTreeMap<(String, usize, String), Option<String>>,
    /// See [`Need::Referrers`].
    pub referrers: BTreeMap<RowKey, BTreeSet<RowKey>>,
    /// See [`Need::OpenConflicts`].
    pub open: BTreeMap<RowKey, Vec<Conflict>>,
    /// See [`Need::Conflict`].
    pub conflicts: BTreeMap<String, Option<Conflict>>,
    /// See [`Need::Waiting`].
    pub waiting: BTreeMap<Token, Vec<Conflict>>,
    /// See [`Need::Held`]; in the order in which they came.
    pub held: BTreeMap<Token, Vec<Held>>,
}

/// A fact was missing; it has been noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

/// A fact, unless it is missing.
pub type Seen<T> = Result<T, Missing>;

/// What guards may look at.
pub trait Look {
    /// The row an identity stands for, in whatever state.
    ///
    /// # Errors
    /// [`Missing`]: give it back.
    fn row(&mut self, key: &RowKey) -> Seen<Option<Row>>;

    /// The living rows that refer to a row.
    ///
    /// # Errors
    /// [`Missing`]: give it back.
    fn referrers(&mut self, key: &RowKey) -> Seen<BTreeSet<RowKey>>;

    /// The living row with a natural key.
    ///
    /// # Errors
    /// [`Missing`]: give it back.
    fn holder(&mut self, table: &str, unique: usize, value: &str) -> Seen<Option<String>>;
}
