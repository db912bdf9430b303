//! Rows, their identity, and what they refer to.

use crate::catalogue::{Column, Refers, Table};
use crate::hash::Hash;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowKey {
    /// Table.
    pub table: String,
    /// Identity; parts of the key joined by `/`.
    pub id: String,
}

impl RowKey {
    /// A key.
    pub fn new(table: &str, id: &str) -> Self {
        Self { table: table.to_owned(), id: id.to_owned() }
    }
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Life {
    /// Part of the table.
    #[default]
    Live,
    /// Deleted; remembered so that a late change of it is noticed.
    Deleted,
    /// Typed by someone, but not part of the table while a conflict about it is open: its place is taken, or
    /// what it refers to is gone.
    Parked,
    /// Refused by a guard. What depends on it is refused too.
    Refused,
}

impl Life {
    /// Part of the table.
    pub fn is_live(self) -> bool {
        self == Self::Live
    }
}

/// A row without its key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Row {
    /// What it is.
    pub life: Life,
    /// Values. Fields that the catalogue does not know are kept as they came.
    pub f: BTreeMap<String, Value>,
}

impl Row {
    /// A living row of these values.
    pub fn live(f: BTreeMap<String, Value>) -> Self {
        Self { life: Life::Live, f }
    }

    /// The value of a field; null when it has none.
    pub fn get(&self, field: &str) -> Value {
        self.f.get(field).cloned().unwrap_or_else(Value::null)
    }

    /// What a user of format `schema` saw of this row, as the workspace's journal computes it: all columns besides
    /// the key in their order.
    pub fn saw(&self, table: &Table, schema: u32) -> String {
        let mut text = String::new();
        for column in table.columns.iter().filter(|column| column.since <= schema) {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(&format!("\"{}\":[null,{}]", column.name, self.get(column.name).json()));
        }
        Hash::of(text.as_bytes()).hex()
    }

    /// One number per row, for sums that do not depend on order. Only columns of format `schema` count.
    pub fn digest(&self, table: &Table, id: &str, schema: u32) -> u128 {
        let mut text = format!("{}\u{1f}{id}", table.name);
        for column in table.columns.iter().filter(|column| column.since <= schema) {
            let value = self.get(column.name);
            if !value.is_null() {
                text.push_str(&format!("\u{1f}{}\u{1f}{}", column.name, value.canonical()));
            }
        }
        let Hash(bytes) = Hash::of(text.as_bytes());
        bytes.iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte))
    }
}

/// The rows to which a value refers.
pub fn targets(column: &Column, value: &Value) -> Vec<RowKey> {
    match column.refers {
        Refers::No | Refers::Weak(_) => Vec::new(),
        Refers::One(table) => {
            value.as_text().map(|id| RowKey { table: table.to_owned(), id }).into_iter().collect()
        }
        Refers::List(table) => {
            let ids = value.as_texts().unwrap_or_default().into_iter();
            ids.map(|id| RowKey { table: table.to_owned(), id }).collect()
        }
    }
}

/// The rows to which the parts of a key refer.
pub fn key_targets(table: &Table, id: &str) -> Vec<RowKey> {
    let parts = table.key.iter().zip(id.split('/'));
    parts
        .filter_map(|(part, id)| match part.refers {
            Refers::One(table) => Some(RowKey::new(table, id)),
            Refers::No | Refers::List(_) | Refers::Weak(_) => None,
        })
        .collect()
}

/// All rows to which a row refers, itself left out.
pub fn references(table: &Table, id: &str, row: &Row) -> Vec<RowKey> {
    let mut all = key_targets(table, id);
    for column in table.columns {
        if let Some(value) = row.f.get(column.name) {
            all.extend(targets(column, value));
        }
    }
    all
}

/// `value` with every identity replaced by what `rename` makes of it.
///
/// # Errors
/// Those of `rename`.
pub fn renamed<E>(
    column: &Column,
    value: &Value,
    mut rename: impl FnMut(&RowKey) -> Result<String, E>,
) -> Result<Value, E> {
    match column.refers {
        Refers::No => Ok(value.clone()),
        Refers::One(table) | Refers::Weak(table) => match value.as_text() {
            Some(id) => Ok(Value::text(&rename(&RowKey { table: table.to_owned(), id })?)),
            None => Ok(value.clone()),
        },
        Refers::List(table) => match value.as_texts() {
            Some(ids) => {
                let mut all = Vec::with_capacity(ids.len());
                for id in ids {
                    all.push(rename(&RowKey { table: table.to_owned(), id })?);
                }
                Ok(Value::texts(all.iter().map(String::as_str)))
            }
            None => Ok(value.clone()),
        },
    }
}

/// `id` with every part of the key replaced by what `rename` makes of it; `None` when it has too few or too many
/// parts.
///
/// # Errors
/// Those of `rename`.
pub fn renamed_id<E>(
    table: &Table,
    id: &str,
    mut rename: impl FnMut(&RowKey) -> Result<String, E>,
) -> Result<Option<String>, E> {
    let parts: Vec<&str> = id.split('/').collect();
    if parts.len() != table.key.len() || parts.iter().any(|part| part.is_empty()) {
        return Ok(None);
    }
    let mut all = Vec::with_capacity(parts.len());
    for (part, id) in table.key.iter().zip(parts) {
        all.push(match part.refers {
            Refers::One(table) | Refers::Weak(table) => rename(&RowKey::new(table, id))?,
            Refers::No | Refers::List(_) => id.to_owned(),
        });
    }
    Ok(Some(all.join("/")))
}
