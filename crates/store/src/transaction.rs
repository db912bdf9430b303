//! The two kinds of transaction that closures get, and the one way in which rows are written.
//!
//! No connection leaves this crate.

use crate::error::{Result, StoreError};
use crate::journal::Journal;
use crate::operation::ChangeKind;
use crate::record::{Cell, Record, key_sql, key_text};
use rusqlite::{Connection, params_from_iter};
use std::ops::Deref;

/// A consistent view of the workspace.
pub struct ReadTx<'c> {
    conn: &'c Connection,
}

impl<'c> ReadTx<'c> {
    pub(crate) fn new(conn: &'c Connection) -> Self {
        Self { conn }
    }

    pub(crate) fn conn(&self) -> &'c Connection {
        self.conn
    }
}

/// A write: reads as [`ReadTx`] does, and every change is recorded for audit and outbox.
pub struct WriteTx<'c> {
    read: ReadTx<'c>,
    pub(crate) journal: Journal,
}

impl<'c> Deref for WriteTx<'c> {
    type Target = ReadTx<'c>;

    fn deref(&self) -> &ReadTx<'c> {
        &self.read
    }
}

impl<'c> WriteTx<'c> {
    pub(crate) fn new(conn: &'c Connection, journal: Journal) -> Self {
        Self { read: ReadTx::new(conn), journal }
    }

    /// Adds a record.
    pub(crate) fn insert<R: Record>(&mut self, record: &R) -> Result<()> {
        let cells = record.cells();
        self.insert_row::<R>(&cells)?;
        self.record::<R>(ChangeKind::Create, None, Some(&cells))
    }

    /// Changes what differs; `false` when nothing does.
    pub(crate) fn update<R: Record>(&mut self, old: &R, new: &R) -> Result<bool> {
        let (old_cells, new_cells) = (old.cells(), new.cells());
        let changed: Vec<usize> =
            (R::KEY..R::COLUMNS.len()).filter(|&at| old_cells[at] != new_cells[at]).collect();
        if changed.is_empty() {
            return Ok(false);
        }
        let sets: Vec<String> = changed.iter().map(|&at| format!("{} = ?", R::COLUMNS[at])).collect();
        let sql = format!("UPDATE {} SET {} WHERE {}", R::TABLE, sets.join(", "), key_sql::<R>());
        let values = changed.iter().map(|&at| &new_cells[at]).chain(&old_cells[..R::KEY]);
        let rows = self.conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        if rows == 0 {
            return Err(not_found::<R>(&old_cells));
        }
        self.record::<R>(ChangeKind::Patch, Some(&old_cells), Some(&new_cells))?;
        Ok(true)
    }

    /// Adds the record, or changes what differs from the one with its key; `false` when nothing does.
    pub(crate) fn put<R: Record>(&mut self, record: &R) -> Result<bool> {
        let key = record.cells();
        match self.find::<R>(&key[..R::KEY])? {
            Some(old) => self.update(&old, record),
            None => self.insert(record).map(|()| true),
        }
    }

    /// Removes a record.
    pub(crate) fn delete<R: Record>(&mut self, record: &R) -> Result<()> {
        let cells = record.cells();
        self.delete_row::<R>(&cells)?;
        self.record::<R>(ChangeKind::Delete, Some(&cells), None)
    }

    /// Removes the record with this key.
    pub(crate) fn delete_by_key<R: Record>(&mut self, key: &[Cell<'_>]) -> Result<()> {
        let old = self.find::<R>(key)?.ok_or_else(|| not_found::<R>(key))?;
        self.delete(&old)
    }

    /// The SQL of an insert, without recording it.
    pub(crate) fn insert_row<R: Record>(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let sql = self.journal.insert_sql::<R>();
        self.read.conn.prepare_cached(sql)?.execute(params_from_iter(cells))?;
        Ok(())
    }

    /// The SQL of a deletion, without recording it.
    pub(crate) fn delete_row<R: Record>(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let sql = format!("DELETE FROM {} WHERE {}", R::TABLE, key_sql::<R>());
        let rows = self.conn.prepare_cached(&sql)?.execute(params_from_iter(&cells[..R::KEY]))?;
        if rows == 0 { Err(not_found::<R>(cells)) } else { Ok(()) }
    }

    /// Records a change that was made by [`Self::insert_row`] and [`Self::delete_row`].
    pub(crate) fn record<R: Record>(
        &mut self,
        kind: ChangeKind,
        old: Option<&[Cell<'_>]>,
        new: Option<&[Cell<'_>]>,
    ) -> Result<()> {
        self.journal.record::<R>(self.read.conn, kind, old, new)
    }
}

pub(crate) fn not_found<R: Record>(cells: &[Cell<'_>]) -> StoreError {
    StoreError::NotFound { table: R::TABLE, key: key_text(&cells[..R::KEY]) }
}
