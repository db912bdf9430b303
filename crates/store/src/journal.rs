//! What one write leaves behind besides its rows: operations for the platform and one audit entry,
//! both chained by hash, both in the same transaction.
//!
//! Operations are stored in segments of up to 500, so that a bulk import costs few inserts.

use crate::error::{Result, StoreError};
use crate::operation::{ChangeCount, ChangeKind, Changes, Operation};
use crate::record::{Cell, Record, key_text, time_text, write_json_text};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// Operations in a segment, at most; also what one push to the platform carries.
pub(crate) const SEGMENT_OPERATIONS: u64 = 500;
const SEGMENT_BYTES: usize = 1 << 20;
/// Version of the operations' format.
const OPERATION_SCHEMA: u32 = 1;

/// The growing record of one write.
pub(crate) struct Journal {
    operation: Operation,
    /// `,"schema":1,"user":…,"t":…}`, the same for every operation of the write.
    tail: Vec<u8>,
    first_seq: u64,
    next_seq: u64,
    chain: [u8; 32],
    segment: Vec<u8>,
    segment_first: u64,
    audit: BTreeMap<(&'static str, ChangeKind), AuditList>,
    inserts: HashMap<&'static str, String>,
}

#[derive(Default)]
struct AuditList {
    count: u64,
    json: Vec<u8>,
}

impl Journal {
    /// Starts the record of `operation` at the head of the outbox.
    pub(crate) fn start(conn: &Connection, operation: Operation) -> Result<Self> {
        let (next_seq, chain): (i64, [u8; 32]) =
            conn.query_row("SELECT next_seq, chain FROM device", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let next_seq = next_seq.unsigned_abs();
        let mut tail = format!(",\"schema\":{OPERATION_SCHEMA},\"user\":").into_bytes();
        write_json_text(&mut tail, &operation.actor);
        tail.extend_from_slice(b",\"t\":");
        write_json_text(&mut tail, &time_text(operation.at));
        tail.push(b'}');
        Ok(Self {
            operation,
            tail,
            first_seq: next_seq,
            next_seq,
            chain,
            segment: Vec::new(),
            segment_first: next_seq,
            audit: BTreeMap::new(),
            inserts: HashMap::new(),
        })
    }

    /// `INSERT INTO …` for a record's table.
    pub(crate) fn insert_sql<R: Record>(&mut self) -> &str {
        self.inserts.entry(R::TABLE).or_insert_with(|| {
            let marks = vec!["?"; R::COLUMNS.len()].join(", ");
            format!("INSERT INTO {} ({}) VALUES ({marks})", R::TABLE, R::COLUMNS.join(", "))
        })
    }

    /// Notes one change.
    pub(crate) fn record<R: Record>(
        &mut self,
        conn: &Connection,
        kind: ChangeKind,
        old: Option<&[Cell<'_>]>,
        new: Option<&[Cell<'_>]>,
    ) -> Result<()> {
        let Some(cells) = old.or(new) else { return Ok(()) };
        let key = key_text(&cells[..R::KEY]);
        self.note_audit::<R>(kind, &key, old, new);
        if R::SYNCED {
            self.push_operation::<R>(kind, &key, old, new);
            let full = self.next_seq - self.segment_first >= SEGMENT_OPERATIONS;
            if full || self.segment.len() >= SEGMENT_BYTES {
                self.flush_segment(conn)?;
            }
        }
        Ok(())
    }

    fn push_operation<R: Record>(
        &mut self,
        kind: ChangeKind,
        key: &str,
        old: Option<&[Cell<'_>]>,
        new: Option<&[Cell<'_>]>,
    ) {
        let out = &mut self.segment;
        let start = out.len();
        out.extend_from_slice(b"{\"seq\":");
        out.extend_from_slice(self.next_seq.to_string().as_bytes());
        out.extend_from_slice(b",\"table\":\"");
        out.extend_from_slice(R::TABLE.as_bytes());
        out.extend_from_slice(b"\",\"id\":");
        write_json_text(out, key);
        out.extend_from_slice(b",\"kind\":\"");
        out.extend_from_slice(kind.code().as_bytes());
        out.extend_from_slice(b"\",\"f\":{");
        if let Some(new) = new {
            write_fields::<R>(out, old, new);
        }
        out.push(b'}');
        if let (ChangeKind::Delete, Some(old)) = (kind, old) {
            out.extend_from_slice(b",\"saw\":\"");
            out.extend_from_slice(crate::key::to_hex(&digest::<R>(old)).as_bytes());
            out.push(b'"');
        }
        out.extend_from_slice(&self.tail);
        self.chain = chain(&self.chain, &out[start..]);
        out.push(b'\n');
        self.next_seq += 1;
    }

    fn note_audit<R: Record>(
        &mut self,
        kind: ChangeKind,
        key: &str,
        old: Option<&[Cell<'_>]>,
        new: Option<&[Cell<'_>]>,
    ) {
        let list = self.audit.entry((R::TABLE, kind)).or_default();
        list.count += 1;
        let out = &mut list.json;
        out.push(if out.is_empty() { b'[' } else { b',' });
        let (ChangeKind::Patch, Some(old), Some(new)) = (kind, old, new) else {
            write_json_text(out, key);
            return;
        };
        out.extend_from_slice(b"{\"id\":");
        write_json_text(out, key);
        out.extend_from_slice(b",\"f\":{");
        let mut first = true;
        for at in changed::<R>(Some(old), new) {
            let column = R::COLUMNS[at];
            separate(out, &mut first);
            write_json_text(out, column);
            out.push(b':');
            if R::PERSONAL.contains(&column) {
                out.extend_from_slice(b"null");
            } else {
                write_pair(out, Some(&old[at]), &new[at]);
            }
        }
        out.extend_from_slice(b"}}");
    }

    fn flush_segment(&mut self, conn: &Connection) -> Result<()> {
        if self.segment.is_empty() {
            return Ok(());
        }
        conn.prepare_cached("INSERT INTO outbox (first_seq, last_seq, hash, payload) VALUES (?, ?, ?, ?)")?
            .execute(params![
                signed(self.segment_first),
                signed(self.next_seq - 1),
                self.chain,
                self.segment.as_slice()
            ])?;
        self.segment.clear();
        self.segment_first = self.next_seq;
        Ok(())
    }

    /// Writes what is left, the head of the outbox and the audit entry.
    pub(crate) fn finish(mut self, conn: &Connection) -> Result<Changes> {
        self.flush_segment(conn)?;
        let outbox = (self.next_seq > self.first_seq).then(|| (self.first_seq, self.next_seq - 1));
        if outbox.is_some() {
            conn.prepare_cached("UPDATE device SET next_seq = ?, chain = ?")?
                .execute(params![signed(self.next_seq), self.chain])?;
        }
        let mut changes = Vec::new();
        let mut counts = Vec::new();
        changes.push(b'{');
        let mut table = "";
        for ((name, kind), list) in &mut self.audit {
            counts.push(ChangeCount { table: (*name).to_owned(), kind: *kind, count: list.count });
            if *name == table {
                changes.push(b',');
            } else {
                changes.extend_from_slice(if table.is_empty() { b"" } else { b"}," });
                write_json_text(&mut changes, name);
                changes.extend_from_slice(b":{");
                table = name;
            }
            write_json_text(&mut changes, kind.code());
            changes.push(b':');
            changes.append(&mut list.json);
            changes.push(b']');
        }
        changes.extend_from_slice(if table.is_empty() { b"}" } else { b"}}" });
        let changes = String::from_utf8(changes)
            .map_err(|_| StoreError::Internal("the audit entry is no text".into()))?;
        let audit = crate::audit::append(conn, &self.operation, outbox, &counts, &changes)?;
        Ok(Changes { audit, outbox, counts })
    }
}

/// The next link of a hash chain.
pub(crate) fn chain(previous: &[u8; 32], entry: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(previous).chain_update(entry).finalize().into()
}

/// SQLite's integers are signed.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The columns, besides the key, that differ and are kept in operations.
fn changed<'a, R: Record>(
    old: Option<&'a [Cell<'_>]>,
    new: &'a [Cell<'_>],
) -> impl Iterator<Item = usize> + use<'a, R> {
    let differs = (R::KEY..R::COLUMNS.len()).filter(move |&at| old.is_none_or(|old| old[at] != new[at]));
    differs.filter(|&at| !R::DERIVED.contains(&R::COLUMNS[at]))
}

fn write_fields<R: Record>(out: &mut Vec<u8>, old: Option<&[Cell<'_>]>, new: &[Cell<'_>]) {
    let mut first = true;
    for at in changed::<R>(old, new) {
        separate(out, &mut first);
        out.push(b'"');
        out.extend_from_slice(R::COLUMNS[at].as_bytes());
        out.extend_from_slice(b"\":");
        write_pair(out, old.map(|old| &old[at]), &new[at]);
    }
}

fn separate(out: &mut Vec<u8>, first: &mut bool) {
    if !*first {
        out.push(b',');
    }
    *first = false;
}

/// `[old,new]`.
fn write_pair(out: &mut Vec<u8>, old: Option<&Cell<'_>>, new: &Cell<'_>) {
    out.push(b'[');
    old.unwrap_or(&Cell::Null).write_json(out);
    out.push(b',');
    new.write_json(out);
    out.push(b']');
}

/// What the user saw of a record that is deleted.
fn digest<R: Record>(cells: &[Cell<'_>]) -> [u8; 32] {
    let mut fields = Vec::new();
    write_fields::<R>(&mut fields, None, cells);
    Sha256::digest(&fields).into()
}
