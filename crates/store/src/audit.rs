//! The audit (操作记录): who did what when, chained by hash. Rows are only added; triggers see to it.
//!
//! Holds record identities and field names; the values of personal fields stay out, because the audit
//! is exported.

use crate::error::{Result, StoreError};
use crate::journal::{chain, signed};
use crate::operation::{ChangeCount, ChangeKind, Operation};
use crate::page::Page;
use crate::record::{RowReader, time_text};
use crate::transaction::ReadTx;
use chrono::NaiveDateTime;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// An entry of the audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Number, from 1, without gaps.
    pub seq: u64,
    /// When, local time.
    pub at: NaiveDateTime,
    /// Who.
    pub actor: String,
    /// Stable code of the operation.
    pub kind: String,
    /// Its Chinese name.
    pub label: String,
    /// What was done, for people.
    pub summary: String,
    /// First and last number in the outbox.
    pub outbox: Option<(u64, u64)>,
    /// Counts by table and kind.
    pub counts: Vec<ChangeCount>,
}

/// Fields of a record with their values before and after; `None` where they are not told.
pub type ChangedFields = BTreeMap<String, Option<(Value, Value)>>;

/// What the audit can be filtered by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFacets {
    /// Everybody who stands in it.
    pub actors: Vec<String>,
    /// Every kind of operation, with its name.
    pub kinds: Vec<(String, String)>,
}

/// A record that an operation changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChange {
    /// Table.
    pub table: String,
    /// Identity of the record; parts joined by `/`.
    pub record: String,
    /// How.
    pub kind: ChangeKind,
    /// The changed fields of a patch: old and new value, or nothing for a personal field.
    pub fields: ChangedFields,
}

/// What an operation did to one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordChange {
    /// The operation.
    pub entry: AuditEntry,
    /// How the record changed.
    pub kind: ChangeKind,
    /// The changed fields of a patch: old and new value, or nothing for a personal field.
    pub fields: ChangedFields,
}

/// Which entries are wanted; what is empty does not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditFilter {
    /// Who.
    pub actor: String,
    /// Stable code of the operation.
    pub kind: String,
    /// From this moment on.
    pub from: Option<NaiveDateTime>,
    /// Up to and with this moment.
    pub until: Option<NaiveDateTime>,
}

const COLUMNS: &str = "seq, made_at, actor, kind, label, summary, first_op, last_op, counts";

/// Adds the entry of an operation; gives its number.
pub(crate) fn append(
    conn: &Connection,
    operation: &Operation,
    outbox: Option<(u64, u64)>,
    counts: &[ChangeCount],
    changes: &str,
) -> Result<u64> {
    let last = conn
        .prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    let (last_seq, previous) = last.unwrap_or((0, [0; 32]));
    let entry = AuditEntry {
        seq: last_seq.unsigned_abs() + 1,
        at: operation.at,
        actor: operation.actor.clone(),
        kind: operation.kind.code.to_string(),
        label: operation.kind.label.to_string(),
        summary: operation.summary.clone(),
        outbox,
        counts: counts.to_vec(),
    };
    let counts = serde_json::to_string(counts).map_err(|error| StoreError::Internal(error.to_string()))?;
    let hash = entry_hash(&previous, &entry, changes)?;
    conn.prepare_cached(include_str!("sql/append_audit.sql"))?.execute(params![
        signed(entry.seq),
        time_text(entry.at),
        entry.actor,
        entry.kind,
        entry.label,
        entry.summary,
        outbox.map(|(first, _)| signed(first)),
        outbox.map(|(_, last)| signed(last)),
        counts,
        hash,
        changes,
    ])?;
    Ok(entry.seq)
}

fn entry_hash(previous: &[u8; 32], entry: &AuditEntry, changes: &str) -> Result<[u8; 32]> {
    let digest: [u8; 32] = Sha256::digest(changes.as_bytes()).into();
    let text = serde_json::to_vec(&(entry, digest)).map_err(|e| StoreError::Internal(e.to_string()))?;
    Ok(chain(previous, &text))
}

fn read_entry(row: &mut RowReader<'_, '_>) -> Result<AuditEntry> {
    Ok(AuditEntry {
        seq: row.number()?,
        at: row.time()?,
        actor: row.text()?,
        kind: row.text()?,
        label: row.text()?,
        summary: row.text()?,
        outbox: row.optional_number()?.zip(row.optional_number()?),
        counts: row.json()?,
    })
}

impl ReadTx<'_> {
    /// A page of the audit, newest first, and how many entries there are.
    ///
    /// # Errors
    /// Those of the database.
    pub fn audit(&self, filter: &AuditFilter, page: Page) -> Result<(Vec<AuditEntry>, u64)> {
        let tail = "WHERE (?1 = '' OR actor = ?1) AND (?2 = '' OR kind = ?2)
            AND (?3 IS NULL OR made_at >= ?3) AND (?4 IS NULL OR made_at <= ?4)";
        let (from, until) = (filter.from.map(time_text), filter.until.map(time_text));
        let total = self.number(
            &format!("SELECT count(*) FROM audit {tail}"),
            params![filter.actor, filter.kind, from, until],
        )?;
        let sql = format!("SELECT {COLUMNS} FROM audit {tail} ORDER BY seq DESC {}", page.sql());
        let mut statement = self.conn().prepare_cached(&sql)?;
        let mut rows = statement.query(params![filter.actor, filter.kind, from, until])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(read_entry(&mut RowReader::new(row, "audit"))?);
        }
        Ok((entries, total))
    }

    /// Everybody who stands in the audit, and every kind of operation with its name: what can be filtered.
    ///
    /// # Errors
    /// Those of the database.
    pub fn audit_facets(&self) -> Result<AuditFacets> {
        let mut statement = self.conn().prepare("SELECT DISTINCT actor FROM audit ORDER BY actor")?;
        let actors = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        let mut statement =
            self.conn().prepare("SELECT kind, max(label) FROM audit GROUP BY kind ORDER BY 2")?;
        let kinds = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<Vec<(String, String)>, _>>()?;
        Ok(AuditFacets { actors, kinds })
    }

    /// Bytes of all photos, as stored.
    ///
    /// # Errors
    /// Those of the database.
    pub fn photo_bytes(&self) -> Result<u64> {
        self.number("SELECT coalesce(sum(length(bytes)), 0) FROM photo_blob", [])
    }

    /// The records that the operation `seq` changed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown number, those of the database.
    pub fn audit_changes(&self, seq: u64) -> Result<Vec<AuditChange>> {
        let text: Option<String> = self
            .conn()
            .prepare_cached("SELECT changes FROM audit WHERE seq = ?")?
            .query_row([signed(seq)], |row| row.get(0))
            .optional()?;
        let text = text.ok_or(StoreError::NotFound { table: "audit", key: seq.to_string() })?;
        parse_changes(&text).ok_or_else(|| StoreError::Damaged(format!("audit entry {seq} is unreadable")))
    }

    /// What happened to the record with this identity, newest first, at most `limit` entries.
    ///
    /// # Errors
    /// Those of the database.
    pub fn history_of(&self, record: &str, limit: u64) -> Result<Vec<RecordChange>> {
        let sql = format!(
            "SELECT {COLUMNS}, changes FROM audit WHERE instr(changes, ?1) > 0 ORDER BY seq DESC LIMIT ?2"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let quoted = format!("\"{record}\"");
        let mut rows = statement.query(params![quoted, signed(limit)])?;
        let mut history = Vec::new();
        while let Some(row) = rows.next()? {
            let mut reader = RowReader::new(row, "audit");
            let entry = read_entry(&mut reader)?;
            if let Some((kind, fields)) = change_in(reader.str()?, &quoted) {
                history.push(RecordChange { entry, kind, fields });
            }
        }
        Ok(history)
    }

    /// Walks the audit and says where numbering or hash chain break; nothing when they hold.
    pub(crate) fn verify_audit(&self) -> Result<Option<String>> {
        let sql = format!("SELECT {COLUMNS}, hash, changes FROM audit ORDER BY seq");
        let mut statement = self.conn().prepare(&sql)?;
        let mut rows = statement.query([])?;
        let (mut previous, mut expected) = ([0u8; 32], 1u64);
        while let Some(row) = rows.next()? {
            let mut reader = RowReader::new(row, "audit");
            let entry = read_entry(&mut reader)?;
            let stored = reader.bytes()?;
            let hash = entry_hash(&previous, &entry, reader.str()?)?;
            if entry.seq != expected {
                return Ok(Some(format!("audit entry {expected} is missing")));
            }
            if stored != hash {
                return Ok(Some(format!("audit entry {expected} was changed")));
            }
            previous = hash;
            expected += 1;
        }
        Ok(None)
    }
}

/// The change of one record, cut out of the changes of an operation: an import of 50,000 rows is not
/// read as a whole for it.
fn change_in(text: &str, quoted: &str) -> Option<(ChangeKind, ChangedFields)> {
    let at = text.find(quoted)?;
    let before = &text[..at];
    let kind = [ChangeKind::Create, ChangeKind::Patch, ChangeKind::Delete]
        .into_iter()
        .filter_map(|kind| Some((before.rfind(&format!("\"{}\":[", kind.code()))?, kind)))
        .max_by_key(|(place, _)| *place)?
        .1;
    let fields = text[at + quoted.len()..].strip_prefix(",\"f\":");
    let fields = fields.and_then(|rest| serde_json::Deserializer::from_str(rest).into_iter().next()?.ok());
    Some((kind, fields.unwrap_or_default()))
}

fn parse_changes(text: &str) -> Option<Vec<AuditChange>> {
    #[derive(Deserialize)]
    struct Patch {
        id: String,
        f: ChangedFields,
    }
    let tables: BTreeMap<String, BTreeMap<String, Vec<Value>>> = serde_json::from_str(text).ok()?;
    let mut changes = Vec::new();
    for (table, kinds) in tables {
        for (kind, records) in kinds {
            let kind: ChangeKind = serde_json::from_value(Value::String(kind)).ok()?;
            for record in records {
                let (record, fields) = match record {
                    Value::String(id) => (id, BTreeMap::new()),
                    other => {
                        let patch: Patch = serde_json::from_value(other).ok()?;
                        (patch.id, patch.f)
                    }
                };
                changes.push(AuditChange { table: table.clone(), record, kind, fields });
            }
        }
    }
    Some(changes)
}
