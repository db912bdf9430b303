//! What the user sees: what the server has, with pending operations on top.
//!
//! Before pulled changes are taken over, rows with pending operations go back to what the server has; afterwards the
//! operations are put on top again. One that does not fit any more yields: its row shows the server's value until
//! the server has decided. Nothing is lost by that, for the operation stays in the outbox.

use super::local::{Area, Local};
use crate::catalogue::{Catalogue, Owner, Table};
use crate::operation::{Kind, Operation, WHOLE};
use crate::row::{Row, RowKey, references, renamed, renamed_id};
use std::collections::{BTreeMap, BTreeSet};

/// Takes pending operations off.
pub(crate) fn revert<L: Local>(local: &mut L) -> Result<(), L::Error> {
    let bases = local.bases()?;
    for (key, _) in &bases {
        local.put_row(Area::Live, key, None)?;
    }
    for (key, base) in bases {
        local.put_row(Area::Live, &key, base)?;
    }
    local.clear_bases()
}

/// Takes pending operations off and puts them on top again.
///
/// # Errors
/// Those of the storage.
pub fn rebase<L: Local>(catalogue: Catalogue, local: &mut L) -> Result<(), L::Error> {
    revert(local)?;
    reapply(catalogue, local)
}

/// Puts pending operations on top.
pub(crate) fn reapply<L: Local>(catalogue: Catalogue, local: &mut L) -> Result<(), L::Error> {
    let mut overlay: BTreeMap<RowKey, Option<Row>> = BTreeMap::new();
    for entry in local.pending()? {
        let Ok(op) = Operation::read(entry.chained.seq, &entry.chained.bytes) else { continue };
        let Some(table) = catalogue.table(&op.table) else { continue };
        let Some(id) = renamed_id(table, &op.id, |key| canonical(local, key))? else { continue };
        let id = canonical(local, &RowKey::new(table.name, &id))?;
        let key = RowKey::new(table.name, &id);
        let now = match overlay.get(&key) {
            Some(row) => row.clone(),
            None => local.row(Area::Live, &key)?,
        };
        if table.owner == Owner::Centre
            && now.is_some()
            && op.kind != Kind::Create
            && !overlay.contains_key(&key)
        {
            continue;
        }
        if let Some(next) = folded(local, table, &op, now)? {
            overlay.insert(key, next);
        }
    }
    yield_what_does_not_fit(catalogue, local, &mut overlay)?;
    for key in overlay.keys() {
        let base = local.row(Area::Live, key)?;
        local.keep_base(key, base)?;
        local.put_row(Area::Live, key, None)?;
    }
    for (key, row) in overlay {
        local.put_row(Area::Live, &key, row)?;
    }
    Ok(())
}

/// The row after an operation, as its user sees it; `None` when nothing is to be seen of it.
fn folded<L: Local>(
    local: &mut L,
    table: &'static Table,
    op: &Operation,
    now: Option<Row>,
) -> Result<Option<Option<Row>>, L::Error> {
    let whole = op.f.get(WHOLE).and_then(|(_, gone)| gone.as_flag());
    let mut row = match (op.kind, now) {
        (Kind::Delete, now) => return Ok(now.map(|_| None)),
        (Kind::Create, Some(_)) if table.owner == Owner::Centre => return Ok(None),
        (Kind::Create, now) => now.unwrap_or_default(),
        (Kind::Resolve, Some(_)) if whole == Some(true) => return Ok(Some(None)),
        (_, Some(row)) => row,
        (_, None) => return Ok(None),
    };
    for (name, (_, new)) in op.f.iter().filter(|(name, _)| *name != WHOLE) {
        let value = match table.column(name) {
            Some(column) => renamed(column, new, |key| canonical(local, key))?,
            None => new.clone(),
        };
        row.f.insert(name.clone(), value);
    }
    Ok(Some(Some(row)))
}

/// The identity that is used instead of this one.
pub(crate) fn canonical<L: Local>(local: &mut L, key: &RowKey) -> Result<String, L::Error> {
    let mut id = key.id.clone();
    for _ in 0..64 {
        match local.alias(&RowKey::new(&key.table, &id))? {
            Some(next) => id = next,
            None => break,
        }
    }
    Ok(id)
}

fn yield_what_does_not_fit<L: Local>(
    catalogue: Catalogue,
    local: &mut L,
    overlay: &mut BTreeMap<RowKey, Option<Row>>,
) -> Result<(), L::Error> {
    loop {
        let mut out = BTreeSet::new();
        let mut places: BTreeMap<(&str, usize, String), RowKey> = BTreeMap::new();
        for (key, row) in overlay.iter() {
            let Some(table) = catalogue.table(&key.table) else { continue };
            let Some(row) = row else {
                // What the overlay says of a row counts, not what the row was.
                let as_it_was = |other: &RowKey| !overlay.contains_key(other);
                if local.referrers(key)?.iter().any(as_it_was) || newly_referred(catalogue, overlay, key) {
                    out.insert(key.clone());
                }
                continue;
            };
            for target in references(table, &key.id, row) {
                let there = match overlay.get(&target) {
                    Some(row) => row.is_some(),
                    None => local.row(Area::Live, &target)?.is_some(),
                };
                if !there {
                    out.insert(key.clone());
                }
            }
            for at in 0..table.unique.len() {
                let Some(value) = table.natural_key(at, &key.id, row) else { continue };
                let base = local.holder(table.name, at, &value)?;
                let base = base.map(|id| RowKey::new(table.name, &id));
                // A row of the overlay has moved, or will be looked at itself.
                let taken = base.is_some_and(|base| base != *key && !overlay.contains_key(&base));
                if taken || places.insert((table.name, at, value), key.clone()).is_some() {
                    out.insert(key.clone());
                }
            }
        }
        if out.is_empty() {
            return Ok(());
        }
        overlay.retain(|key, _| !out.contains(key));
    }
}

fn newly_referred(catalogue: Catalogue, overlay: &BTreeMap<RowKey, Option<Row>>, target: &RowKey) -> bool {
    overlay.iter().any(|(key, row)| {
        let table = catalogue.table(&key.table);
        table.zip(row.as_ref()).is_some_and(|(table, row)| references(table, &key.id, row).contains(target))
    })
}
