//! What travels: requests, answers and the items of feeds, in JSON.
//!
//! Enums are tagged from outside, because values keep their JSON text byte for byte and no other tagging allows that.

use crate::conflict::{Conflict, Notice, Outcome, Source};
use crate::hash::{Hash, from_hex, to_hex};
use crate::row::Life;
use crate::value::Value;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Version of the exchange itself.
pub const PROTOCOL: u32 = 1;
/// Items of a page.
pub const PAGE_ITEMS: usize = 1_000;
/// Hashes of one question for photos.
pub const HAVE_HASHES: usize = 1_000;
/// Hashes of operations in one answer.
pub const LOG_HASHES: usize = 10_000;

/// Which feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feed {
    /// What is the same for all schools.
    Catalogue,
    /// The school's own.
    School,
}

/// A place in each feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Heads {
    /// In the catalogue.
    pub catalogue: u64,
    /// In the school's feed.
    pub school: u64,
}

impl Heads {
    /// The place in a feed.
    pub fn of(&self, feed: Feed) -> u64 {
        match feed {
            Feed::Catalogue => self.catalogue,
            Feed::School => self.school,
        }
    }

    /// Sets the place in a feed.
    pub fn set(&mut self, feed: Feed, seq: u64) {
        match feed {
            Feed::Catalogue => self.catalogue = seq,
            Feed::School => self.school = seq,
        }
    }
}

/// A change that laptops take over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A row is new, changed or gone. A row that begins to live names all its fields.
    Row {
        /// Table.
        table: String,
        /// Identity.
        id: String,
        /// What it is now.
        #[serde(default)]
        life: Life,
        /// The new values of changed fields.
        f: BTreeMap<String, Value>,
    },
    /// Two identities mean the same row.
    Alias {
        /// Table.
        table: String,
        /// The identity that is not used any more.
        old: String,
        /// The one that is.
        new: String,
    },
    /// A conflict was opened, extended or closed.
    Conflict(Conflict),
    /// An operation was refused or waits; or a waiting one was done.
    Notice(Notice),
}

/// One place in a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedItem {
    /// Its number, without gaps.
    pub seq: u64,
    /// The next item belongs to the same step: a page never ends here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// Whose operation it was.
    pub by: Source,
    /// The change.
    pub change: Change,
}

/// The bytes of an operation on the wire: JSON as it is, anything else as text of hexadecimal digits, so that even
/// damaged bytes reach the server's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationBytes(pub Vec<u8>);

impl Serialize for OperationBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw =
            std::str::from_utf8(&self.0).ok().filter(|text| text.starts_with('{') && text.ends_with('}'));
        match raw.and_then(|text| RawValue::from_string(text.to_owned()).ok()) {
            Some(raw) => raw.serialize(serializer),
            None => serializer.serialize_str(&to_hex(&self.0)),
        }
    }
}

impl<'de> Deserialize<'de> for OperationBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        if text.starts_with('{') {
            return Ok(Self(text.as_bytes().to_vec()));
        }
        let digits: Option<String> = serde_json::from_str(text).ok();
        let bytes = digits.and_then(|digits| from_hex(&digits));
        bytes.map(Self).ok_or_else(|| serde::de::Error::custom("neither an object nor hexadecimal digits"))
    }
}

/// `POST /v1/hello`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The device that speaks.
    pub device: Uuid,
    /// The devices that this workspace was before it was copied or rolled back; they share its key.
    pub former: Vec<Uuid>,
    /// Version of the exchange.
    pub protocol: u32,
    /// Version of the operations' format.
    pub schema: u32,
}

/// Answer to [`Hello`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// Counts the restores of the server's database.
    pub epoch: u64,
    /// Oldest and newest version of the exchange that are understood.
    pub protocol: (u32, u32),
    /// Newest version of the operations' format that is understood.
    pub schema: u32,
    /// The last operation of the device that the server holds, and the chain there.
    pub last: (u64, Hash),
    /// Where the feeds end.
    pub heads: Heads,
    /// Operations of the device up to here are in two backups.
    pub durable_through: u64,
    /// The server's clock, milliseconds since 1970.
    pub now: i64,
}

/// `POST /v1/push`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// Whose operations.
    pub device: Uuid,
    /// The epoch that the laptop knows.
    pub epoch: u64,
    /// Number of the first.
    pub from_seq: u64,
    /// The chain before it.
    pub prev_hash: Hash,
    /// The exact bytes.
    pub ops: Vec<OperationBytes>,
}

/// Answer to [`Push`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pushed {
    /// The last operation of *this request*: nothing else was proved by hash.
    pub acked_seq: u64,
    /// The chain there.
    pub acked_hash: Hash,
    /// A laptop that has read its feed up to here has seen everything these operations did.
    pub feed_seq: u64,
    /// What was not simply done.
    pub not_applied: Vec<NotApplied>,
}

/// An operation that was not simply done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotApplied {
    /// Its number.
    pub seq: u64,
    /// What became of it.
    pub outcome: Outcome,
}

/// Why a request was not answered, 409 and 426.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The server was restored; say hello.
    Epoch {
        /// The present one.
        epoch: u64,
    },
    /// The server has fewer operations than the laptop thinks.
    Gap {
        /// The last one it has.
        last: u64,
    },
    /// The server has other operations under these numbers.
    Fork {
        /// The last common one; `None` when it lies before the batch.
        common: Option<u64>,
    },
    /// The operations' format is newer than the server's.
    Schema {
        /// The newest that is understood.
        newest: u32,
    },
    /// The device is not known, or was revoked.
    Device,
    /// The request has no sense.
    Malformed,
}

/// `GET /v1/devices/self/hashes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HashesQuery {
    /// Whose operations: the device itself or a former one.
    pub device: Uuid,
    /// From this number on.
    pub from: u64,
}

/// Answer to [`HashesQuery`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashes {
    /// Number of the first hash.
    pub from: u64,
    /// The chain after each operation.
    pub hashes: Vec<Hash>,
    /// The last operation that the server holds.
    pub last: u64,
}

/// `GET /v1/changes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesQuery {
    /// The epoch that the laptop knows.
    pub epoch: u64,
    /// Which feed.
    pub feed: Feed,
    /// After this number.
    pub after: u64,
    /// At most so many items, except that a step is never cut.
    pub limit: usize,
}

/// Answer to [`ChangesQuery`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesPage {
    /// The items, gapless.
    pub items: Vec<FeedItem>,
    /// Where the feeds end. A page of the school's feed may be taken over once the catalogue was read to here.
    pub heads: Heads,
}

/// `GET /v1/snapshot`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotQuery {
    /// The epoch that the laptop knows.
    pub epoch: u64,
    /// Which feed's rows.
    pub feed: Feed,
    /// Where the last page ended.
    pub after: Option<SnapshotPlace>,
    /// At most so many changes.
    pub limit: usize,
}

/// A place in a snapshot, opaque to laptops: section and identity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SnapshotPlace(pub String, pub String);

/// Answer to [`SnapshotQuery`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotPage {
    /// Living rows, aliases, conflicts, notices.
    pub changes: Vec<Change>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<SnapshotPlace>,
    /// Where the feeds ended while this page was read.
    pub heads: Heads,
}

/// `GET /v1/digest`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestQuery {
    /// The epoch that the laptop knows.
    pub epoch: u64,
    /// Only columns of this format count.
    pub schema: u32,
}

/// Answer to [`DigestQuery`]: sums that do not depend on order, as hexadecimal digits, by table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digests {
    /// Where the feeds ended when they were taken.
    pub heads: Heads,
    /// The sums of the living rows.
    pub tables: BTreeMap<String, String>,
}

/// `POST /v1/blobs/have`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HaveQuery {
    /// At most [`HAVE_HASHES`].
    pub hashes: Vec<Hash>,
}

/// Answer to [`HaveQuery`], about the own school only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Have {
    /// One character per hash: `1` when it is missing.
    pub missing: String,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Begin.
    Hello(Hello),
    /// Compare operations.
    Hashes(HashesQuery),
    /// Send operations.
    Push(Push),
    /// Read a snapshot.
    Snapshot(SnapshotQuery),
    /// Read a feed.
    Changes(ChangesQuery),
    /// Compare tables.
    Digest(DigestQuery),
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// To [`Request::Hello`].
    Welcome(Welcome),
    /// To [`Request::Hashes`].
    Hashes(Hashes),
    /// To [`Request::Push`].
    Pushed(Pushed),
    /// To [`Request::Snapshot`].
    Snapshot(SnapshotPage),
    /// To [`Request::Changes`].
    Changes(ChangesPage),
    /// To [`Request::Digest`].
    Digests(Digests),
    /// To any.
    Refused(Refusal),
}
