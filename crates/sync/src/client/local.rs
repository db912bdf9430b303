//! What the laptop's half needs of local storage, within one transaction.

use crate::conflict::{Conflict, Notice, Source};
use crate::hash::Hash;
use crate::message::{Feed, Heads, SnapshotPlace};
use crate::operation::Chained;
use crate::row::{Row, RowKey};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How far an operation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sending {
    /// Not acknowledged.
    Waiting,
    /// Acknowledged; what it did is in the feed up to this number, which was not read yet.
    Sent(u64),
    /// The server holds it until something else appears; here it stays on top of what was pulled.
    Held,
    /// The feed was read, milliseconds since 1970. Kept for a restore of the server.
    Settled(i64),
}

/// An operation of this workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Under which device: the present one or a former one.
    pub device: Uuid,
    /// The operation.
    pub chained: Chained,
    /// How far it has come.
    pub sending: Sending,
}

/// A refill from a snapshot that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fill {
    /// The snapshot that is read; `None` when both are, and the feeds are caught up with.
    pub feed: Option<Feed>,
    /// Where the last page ended.
    pub after: Option<SnapshotPlace>,
    /// The first page has come.
    pub begun: bool,
    /// The staged data hold the feeds up to here.
    pub cursor: Heads,
    /// They are consistent once they hold the feeds up to here.
    pub target: Heads,
}

impl Fill {
    /// From the beginning.
    pub fn start() -> Self {
        Self {
            feed: Some(Feed::Catalogue),
            after: None,
            begun: false,
            cursor: Heads::default(),
            target: Heads::default(),
        }
    }
}

/// Everything the exchange remembers besides rows and operations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// This device.
    pub device: Uuid,
    /// What it was before it was found to be a copy, oldest first. Their operations are kept too.
    pub former: Vec<Uuid>,
    /// Number of the next operation.
    pub next_seq: u64,
    /// The chain before it.
    pub chain: Hash,
    /// For each device the last operation that was pruned, and the chain there.
    pub pruned: BTreeMap<Uuid, (u64, Hash)>,
    /// The server's epoch; 0 before the first exchange.
    pub epoch: u64,
    /// What was taken over of the feeds.
    pub cursor: Heads,
    /// Devices whose operations are to be compared with the server's, and from which number on.
    pub compare: Vec<(Uuid, u64)>,
    /// A refill that is under way.
    pub fill: Option<Fill>,
    /// Server's clock minus the laptop's, milliseconds; for display of deadlines only.
    pub clock_offset: i64,
}

impl State {
    /// Of a new workspace.
    pub fn new(device: Uuid) -> Self {
        Self {
            device,
            former: Vec::new(),
            next_seq: 1,
            chain: Hash::START,
            pruned: BTreeMap::new(),
            epoch: 0,
            cursor: Heads::default(),
            compare: Vec::new(),
            fill: None,
            clock_offset: 0,
        }
    }

    /// All devices, oldest first, the present one last.
    pub fn devices(&self) -> Vec<Uuid> {
        self.former.iter().copied().chain([self.device]).collect()
    }

    /// Whether an operation is of this workspace.
    pub fn is_mine(&self, by: Source) -> bool {
        self.device == by.device || self.former.contains(&by.device)
    }
}

/// Which of the two sets of pulled data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// What the user sees.
    Live,
    /// What a refill has read so far.
    Stage,
}

/// Local storage within one transaction. Unique indexes and references need to hold only when it is committed.
pub trait Local {
    /// Faults of the storage.
    type Error;

    /// What the exchange remembers.
    ///
    /// # Errors
    /// Those of the storage, here and below.
    fn state(&mut self) -> Result<State, Self::Error>;
    /// Remembers.
    fn set_state(&mut self, state: &State) -> Result<(), Self::Error>;

    /// Operations of a device after `seq`, at most `limit`, and no more than `bytes` bytes except for a single one.
    fn operations(
        &mut self,
        device: Uuid,
        after: u64,
        limit: usize,
        bytes: usize,
    ) -> Result<Vec<Entry>, Self::Error>;
    /// Number of the first waiting operation of a device, and of its last operation.
    fn ends(&mut self, device: Uuid) -> Result<(Option<u64>, u64), Self::Error>;
    /// The chain of a device after an operation.
    fn chain_at(&mut self, device: Uuid, seq: u64) -> Result<Option<Hash>, Self::Error>;
    /// All operations that are not settled, by device from the oldest to the present, then by number.
    fn pending(&mut self) -> Result<Vec<Entry>, Self::Error>;
    /// Appends waiting operations.
    fn append(&mut self, device: Uuid, operations: &[Chained]) -> Result<(), Self::Error>;
    /// Takes the operations of a device after `seq` out.
    fn take_after(&mut self, device: Uuid, seq: u64) -> Result<Vec<Chained>, Self::Error>;
    /// How far one operation has come.
    fn sending(&mut self, by: Source) -> Result<Option<Sending>, Self::Error>;
    /// Notes how far operations of a device have come, from one to another.
    fn mark(&mut self, device: Uuid, from: u64, to: u64, sending: Sending) -> Result<(), Self::Error>;
    /// Forgets the oldest operations of a device: those up to `through` that were settled before a moment. Gives
    /// number and chain of the last one that is gone.
    fn prune(&mut self, device: Uuid, through: u64, before: i64) -> Result<Option<(u64, Hash)>, Self::Error>;

    /// A living row.
    fn row(&mut self, area: Area, key: &RowKey) -> Result<Option<Row>, Self::Error>;
    /// Puts or removes a row.
    fn put_row(&mut self, area: Area, key: &RowKey, row: Option<Row>) -> Result<(), Self::Error>;
    /// The row in [`Area::Live`] with a natural key.
    fn holder(&mut self, table: &str, unique: usize, value: &str) -> Result<Option<String>, Self::Error>;
    /// The rows in [`Area::Live`] that refer to a row.
    fn referrers(&mut self, key: &RowKey) -> Result<BTreeSet<RowKey>, Self::Error>;
    /// What an identity is an alias of, in [`Area::Live`].
    fn alias(&mut self, key: &RowKey) -> Result<Option<String>, Self::Error>;
    /// Puts an alias.
    fn put_alias(&mut self, area: Area, key: &RowKey, new: &str) -> Result<(), Self::Error>;
    /// Puts a conflict.
    fn put_conflict(&mut self, area: Area, conflict: &Conflict) -> Result<(), Self::Error>;
    /// Puts a notice in the place of the last one about the same operation.
    fn put_notice(&mut self, area: Area, notice: &Notice) -> Result<(), Self::Error>;
    /// All notices in [`Area::Live`].
    fn notices(&mut self) -> Result<Vec<Notice>, Self::Error>;
    /// The last notice about an operation, in [`Area::Live`].
    fn notice(&mut self, by: Source) -> Result<Option<Notice>, Self::Error>;
    /// Conflicts that are open, for counting.
    fn open_conflicts(&mut self) -> Result<u64, Self::Error>;

    /// Rows that show pending operations, with what the server has of them.
    fn bases(&mut self) -> Result<Vec<(RowKey, Option<Row>)>, Self::Error>;
    /// Keeps what the server has of a row; does nothing when it is kept already.
    fn keep_base(&mut self, key: &RowKey, base: Option<Row>) -> Result<(), Self::Error>;
    /// Forgets all bases.
    fn clear_bases(&mut self) -> Result<(), Self::Error>;

    /// Empties the stage.
    fn clear_stage(&mut self) -> Result<(), Self::Error>;
    /// Puts rows, aliases, conflicts and notices of the stage in the place of all living ones.
    fn take_stage(&mut self) -> Result<(), Self::Error>;
}
