//! Imports that were carried out (导入记录, R-119, R-273).

use crate::error::Result;
use crate::page::Page;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use chrono::NaiveDateTime;
use kaozhan_domain::ids::ImportId;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

/// An import: who, when, what, and how many rows became what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// Identity.
    pub id: ImportId,
    /// Stable code of what was imported, such as `candidates` or `photos`.
    pub kind: String,
    /// Name of the file, without its folder.
    pub file_name: String,
    /// Who.
    pub actor: String,
    /// When, local time.
    pub at: NaiveDateTime,
    /// Rows, or photos, in the file.
    pub total: u64,
    /// New or changed.
    pub accepted: u64,
    /// Refused.
    pub refused: u64,
    /// Known already and the same.
    pub unchanged: u64,
}

impl Record for ImportRecord {
    const TABLE: &'static str = "import_record";
    const COLUMNS: &'static [&'static str] = &[
        "id", "kind", "file_name", "actor", "imported_at", "total", "accepted", "refused", "unchanged",
    ];
    /// A record of this machine.
    const SYNCED: bool = false;

    fn cells(&self) -> Vec<Cell<'_>> {
        let number = |number| Cell::Integer(crate::journal::signed(number));
        vec![
            Cell::Id(self.id.0),
            Cell::text(&self.kind),
            Cell::text(&self.file_name),
            Cell::text(&self.actor),
            Cell::time(self.at),
            number(self.total),
            number(self.accepted),
            number(self.refused),
            number(self.unchanged),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: ImportId(row.id()?),
            kind: row.text()?,
            file_name: row.text()?,
            actor: row.text()?,
            at: row.time()?,
            total: row.number()?,
            accepted: row.number()?,
            refused: row.number()?,
            unchanged: row.number()?,
        })
    }
}

impl ReadTx<'_> {
    /// A page of imports, newest first, and how many there are; `kind` empty means every kind.
    ///
    /// # Errors
    /// Those of the database.
    pub fn imports(&self, kind: &str, page: Page) -> Result<(Vec<ImportRecord>, u64)> {
        let tail = "WHERE (?1 = '' OR kind = ?1)";
        let total = self.number(&format!("SELECT count(*) FROM import_record {tail}"), [kind])?;
        let list = self.select(&format!("{tail} ORDER BY rowid DESC {}", page.sql()), [kind])?;
        Ok((list, total))
    }

    /// The workbook of the rows that an import refused, if there were any (下载失败数据).
    ///
    /// # Errors
    /// Those of the database.
    pub fn import_failures(&self, id: ImportId) -> Result<Option<Vec<u8>>> {
        let mut statement = self.conn().prepare_cached("SELECT failed_rows FROM import_record WHERE id = ?")?;
        let bytes: Option<Option<Vec<u8>>> = statement.query_row([Cell::Id(id.0)], |row| row.get(0)).optional()?;
        Ok(bytes.flatten())
    }
}

impl WriteTx<'_> {
    /// Keeps an import and the workbook of the rows it refused.
    ///
    /// # Errors
    /// Those of the database.
    pub fn insert_import(&mut self, import: &ImportRecord, failed_rows: Option<&[u8]>) -> Result<()> {
        self.insert(import)?;
        if let Some(bytes) = failed_rows {
            self.conn()
                .prepare_cached("UPDATE import_record SET failed_rows = ? WHERE id = ?")?
                .execute(rusqlite::params![bytes, Cell::Id(import.id.0)])?;
        }
        Ok(())
    }
}
