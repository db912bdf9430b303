//! A change by the user: the row, what the server has of it, and the operation, in one transaction.
//!
//! The desktop's own journal does the same for its records; this is the rule by which it does, and what settling a
//! conflict uses.

use super::local::{Area, Local};
use crate::catalogue::{Catalogue, Owner};
use crate::conflict::Conflict;
use crate::operation::{Chained, Changes, Kind, Operation, WHOLE};
use crate::row::{Row, RowKey};
use crate::value::Value;
use std::collections::BTreeMap;

/// What a user wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Draft {
    /// A new row.
    Create(RowKey, BTreeMap<String, Value>),
    /// New values.
    Patch(RowKey, BTreeMap<String, Value>),
    /// No row.
    Delete(RowKey),
    /// A conflict is settled: these values, and whether the row itself is to be.
    Resolve(Box<Conflict>, BTreeMap<String, Value>, Option<bool>),
}

/// Who and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Account.
    pub user: String,
    /// Local time, as text.
    pub t: String,
}

/// Makes a change. `None` when there is nothing to change, or it does not fit the rows here.
///
/// # Errors
/// Those of the storage.
pub fn write<L: Local>(
    catalogue: Catalogue,
    local: &mut L,
    draft: Draft,
    author: &Author,
) -> Result<Option<Operation>, L::Error> {
    let (kind, key, news, conflict, whole) = match draft {
        Draft::Create(key, f) => (Kind::Create, key, f, None, None),
        Draft::Patch(key, f) => (Kind::Patch, key, f, None, None),
        Draft::Delete(key) => (Kind::Delete, key, BTreeMap::new(), None, None),
        Draft::Resolve(conflict, f, gone) => (Kind::Resolve, conflict.row.clone(), f, Some(conflict), gone),
    };
    let Some(table) = catalogue.table(&key.table) else { return Ok(None) };
    let row = local.row(Area::Live, &key)?;
    let mut f = Changes::new();
    let stood = |name: &String| match (&row, &conflict) {
        (Some(row), _) => row.get(name),
        (None, Some(conflict)) => conflict.stood.get(name).cloned().unwrap_or_else(Value::null),
        (None, None) => Value::null(),
    };
    for (name, new) in news {
        let old = stood(&name);
        if kind == Kind::Patch && old == new {
            continue;
        }
        if kind == Kind::Patch
            && let (Some(group), Some(row)) = (table.group(&name), &row)
        {
            // The whole group travels, so that the server can see whether anyone changed another part of it.
            for column in group.columns.iter().filter(|column| row.f.contains_key(**column)) {
                f.entry((*column).to_owned()).or_insert_with(|| (row.get(column), row.get(column)));
            }
        }
        f.insert(name, (old, new));
    }
    let (saw, next) = match (kind, &row) {
        (Kind::Create, None) => (None, Some(with(Row::default(), &f))),
        (Kind::Delete, Some(row)) => (Some(row.saw(table, catalogue.schema)), None),
        (Kind::Patch, Some(row)) if !f.is_empty() => (None, Some(with(row.clone(), &f))),
        (Kind::Resolve, row) if whole == Some(true) => {
            for (name, value) in row.iter().flat_map(|row| &row.f) {
                f.insert(name.clone(), (value.clone(), value.clone()));
            }
            (None, None)
        }
        (Kind::Resolve, Some(row)) => (None, Some(with(row.clone(), &f))),
        (Kind::Resolve, None) => (None, None),
        _ => return Ok(None),
    };
    if let Some(gone) = whole {
        f.insert(WHOLE.to_owned(), (Value::flag(row.is_none()), Value::flag(gone)));
    }
    if kind == Kind::Create || table.owner == Owner::School || is_own(local, &key)? {
        local.keep_base(&key, row)?;
        local.put_row(Area::Live, &key, next)?;
    }
    let mut state = local.state()?;
    let operation = Operation {
        seq: state.next_seq,
        table: key.table,
        id: key.id,
        kind,
        f,
        saw,
        seen: conflict.as_ref().map_or(0, |conflict| conflict.claims.len()),
        conflict: conflict.map(|conflict| conflict.id),
        schema: catalogue.schema,
        user: author.user.clone(),
        t: author.t.clone(),
    };
    append(local, &mut state, operation.write())?;
    Ok(Some(operation))
}

/// A row that only this workspace knows so far. Others of the centre are read-only; a program that writes them
/// nevertheless changes nothing on the screen, and the server will refuse it.
fn is_own<L: Local>(local: &mut L, key: &RowKey) -> Result<bool, L::Error> {
    Ok(local.bases()?.iter().any(|(other, base)| other == key && base.is_none()))
}

/// Appends the bytes of an operation to the outbox.
///
/// # Errors
/// Those of the storage.
pub fn append<L: Local>(
    local: &mut L,
    state: &mut super::local::State,
    bytes: Vec<u8>,
) -> Result<(), L::Error> {
    let seq = state.next_seq;
    state.chain = state.chain.after(&bytes);
    state.next_seq += 1;
    local.append(state.device, &[Chained { seq, hash: state.chain, bytes }])?;
    local.set_state(state)
}

fn with(mut row: Row, f: &Changes) -> Row {
    row.f.extend(f.iter().map(|(name, (_, new))| (name.clone(), new.clone())));
    row
}
