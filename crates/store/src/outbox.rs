//! Operations that wait for the platform: gapless per device, chained by hash (docs: sync).

use crate::error::{Result, StoreError};
use crate::journal::{chain, signed};
use crate::operation::ChangeKind;
use crate::record::{RowReader, time_text};
use crate::transaction::ReadTx;
use chrono::NaiveDateTime;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// One operation, as it goes to the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxOperation {
    /// Number on this device, from 1, without gaps.
    pub seq: u64,
    /// Table.
    pub table: String,
    /// Identity of the record; parts joined by `/`.
    pub id: String,
    /// How it changed.
    pub kind: ChangeKind,
    /// Old and new value of each field.
    pub f: BTreeMap<String, (Value, Value)>,
    /// Digest of what the user saw of a record that is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saw: Option<String>,
    /// Version of this format.
    pub schema: u32,
    /// Who.
    pub user: String,
    /// When, local time; for display only.
    pub t: NaiveDateTime,
}

/// Where the outbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxHead {
    /// Random identity of this device.
    pub device: Uuid,
    /// Number of the last operation; 0 when there is none.
    pub last_seq: u64,
    /// Hash of the chain up to it.
    pub hash: [u8; 32],
}

/// Gives a new workspace its device.
pub(crate) fn start(conn: &Connection, device: Uuid, now: NaiveDateTime) -> Result<()> {
    conn.execute(
        "INSERT INTO device (id, device, next_seq, chain, created_at) VALUES (1, ?, 1, zeroblob(32), ?)",
        params![device.as_bytes(), time_text(now)],
    )?;
    Ok(())
}

impl ReadTx<'_> {
    /// Where the outbox stands.
    ///
    /// # Errors
    /// Those of the database.
    pub fn outbox_head(&self) -> Result<OutboxHead> {
        let mut statement = self.conn().prepare_cached("SELECT device, next_seq, chain FROM device")?;
        let (device, next, hash): ([u8; 16], i64, [u8; 32]) =
            statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(OutboxHead { device: Uuid::from_bytes(device), last_seq: next.unsigned_abs() - 1, hash })
    }

    /// The operations after `seq`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] for an unreadable segment, those of the database.
    pub fn outbox_after(&self, seq: u64, limit: usize) -> Result<Vec<OutboxOperation>> {
        let mut statement = self
            .conn()
            .prepare_cached("SELECT payload FROM outbox WHERE last_seq > ? ORDER BY first_seq")?;
        let mut rows = statement.query([signed(seq)])?;
        let mut operations = Vec::new();
        while operations.len() < limit {
            let Some(row) = rows.next()? else { break };
            for line in lines(RowReader::new(row, "outbox").bytes()?) {
                let operation: OutboxOperation = serde_json::from_slice(line)
                    .map_err(|error| StoreError::Damaged(format!("unreadable operation: {error}")))?;
                if operation.seq > seq && operations.len() < limit {
                    operations.push(operation);
                }
            }
        }
        Ok(operations)
    }

    /// Walks the outbox and says where numbering or hash chain break; nothing when they hold.
    pub(crate) fn verify_outbox(&self) -> Result<Option<String>> {
        let mut statement =
            self.conn().prepare("SELECT first_seq, last_seq, hash, payload FROM outbox ORDER BY first_seq")?;
        let mut rows = statement.query([])?;
        let (mut expected, mut hash) = (1u64, [0u8; 32]);
        while let Some(row) = rows.next()? {
            let mut reader = RowReader::new(row, "outbox");
            let (first, last): (u64, u64) = (reader.number()?, reader.number()?);
            let stored = reader.bytes()?;
            if first != expected {
                return Ok(Some(format!("operation {expected} is missing")));
            }
            for line in lines(reader.bytes()?) {
                #[derive(Deserialize)]
                struct Number {
                    seq: u64,
                }
                let number: Number = match serde_json::from_slice(line) {
                    Ok(number) => number,
                    Err(_) => return Ok(Some(format!("operation {expected} is unreadable"))),
                };
                if number.seq != expected {
                    return Ok(Some(format!("operation {expected} is missing")));
                }
                hash = chain(&hash, line);
                expected += 1;
            }
            if stored != hash || last + 1 != expected {
                return Ok(Some(format!("the segment from operation {first} was changed")));
            }
        }
        drop(rows);
        let head = self.outbox_head()?;
        if head.last_seq + 1 != expected || head.hash != hash {
            return Ok(Some(format!("the head is at {}, the operations end at {}", head.last_seq, expected - 1)));
        }
        Ok(None)
    }
}

fn lines(payload: &[u8]) -> impl Iterator<Item = &[u8]> {
    payload.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
}
