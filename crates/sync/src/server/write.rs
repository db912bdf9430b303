//! What an engine writes after a decision, all in the transaction in which the facts were loaded.

use super::facts::DeviceHead;
use crate::conflict::{Conflict, Outcome, Source, Token};
use crate::hash::Hash;
use crate::message::{Feed, FeedItem};
use crate::row::{Row, RowKey};
use uuid::Uuid;

/// One write. Writes of one decision may be made in any order, except that [`Write::Release`] comes before
/// [`Write::Hold`], as they stand in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Put a row in whatever state. Unique indexes cover living rows only, and hold when all are written.
    Row {
        /// Which.
        key: RowKey,
        /// Its state and values.
        row: Row,
    },
    /// An identity has become an alias.
    Alias {
        /// The identity that is not used any more.
        key: RowKey,
        /// The one that is.
        new: String,
    },
    /// Put a conflict.
    Conflict(Conflict),
    /// A new operation in the log.
    Log {
        /// Which.
        by: Source,
        /// The chain up to and with it.
        hash: Hash,
        /// Its exact bytes.
        bytes: Vec<u8>,
        /// What became of it.
        outcome: Outcome,
    },
    /// Something else became of a known operation.
    Outcome {
        /// Which.
        by: Source,
        /// What.
        outcome: Outcome,
    },
    /// An operation does not wait any more.
    Release(Source),
    /// An operation waits.
    Hold {
        /// For what.
        token: Token,
        /// Which.
        by: Source,
    },
    /// Append to a feed.
    Feed {
        /// Which.
        feed: Feed,
        /// What; its number follows the last one.
        item: FeedItem,
    },
    /// Where a device stands.
    Device {
        /// Which.
        device: Uuid,
        /// Where.
        head: DeviceHead,
    },
}
