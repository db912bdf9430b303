//! The school whose workspace this is, and settings.

use crate::error::Result;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolProfile {
    /// 院校名称.
    pub name: String,
    /// 院校代码; empty when unknown.
    pub code: String,
}

impl Record for SchoolProfile {
    const TABLE: &'static str = "school";
    const COLUMNS: &'static [&'static str] = &["id", "name", "code"];
    const SYNCED: bool = false;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::Integer(1), Cell::text(&self.name), Cell::text(&self.code)]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        row.integer()?;
        Ok(Self { name: row.text()?, code: row.text()? })
    }
}

/// A setting of this workspace, by name.
struct Setting {
    name: String,
    value: Value,
}

impl Record for Setting {
    const TABLE: &'static str = "setting";
    const COLUMNS: &'static [&'static str] = &["name", "value"];
    const SYNCED: bool = false;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::text(&self.name), Cell::json(&self.value)]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self { name: row.text()?, value: row.json()? })
    }
}

impl ReadTx<'_> {
    /// The school.
    ///
    /// # Errors
    /// Those of the database.
    pub fn school(&self) -> Result<SchoolProfile> {
        let found = self.find::<SchoolProfile>(&[Cell::Integer(1)])?;
        found.ok_or_else(|| crate::StoreError::Damaged("the school is missing".into()))
    }

    /// A setting; `None` when it was never set or no longer has the type that is asked for.
    ///
    /// # Errors
    /// Those of the database.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let found = self.find::<Setting>(&[Cell::text(name)])?;
        Ok(found.and_then(|setting| serde_json::from_value(setting.value).ok()))
    }
}

impl WriteTx<'_> {
    /// Sets the school's name and code; `false` when they are so already.
    ///
    /// # Errors
    /// Those of the database.
    pub fn put_school(&mut self, school: &SchoolProfile) -> Result<bool> {
        self.put(school)
    }

    /// Sets a setting; `false` when it is so already.
    ///
    /// # Errors
    /// [`crate::StoreError::Internal`] for a value that JSON cannot hold, those of the database.
    pub fn put_setting<T: Serialize>(&mut self, name: &str, value: &T) -> Result<bool> {
        let value =
            serde_json::to_value(value).map_err(|error| crate::StoreError::Internal(error.to_string()))?;
        self.put(&Setting { name: name.to_owned(), value })
    }

    /// Forgets a setting; `false` when there was none.
    ///
    /// # Errors
    /// Those of the database.
    pub fn delete_setting(&mut self, name: &str) -> Result<bool> {
        match self.find::<Setting>(&[Cell::text(name)])? {
            Some(setting) => self.delete(&setting).map(|()| true),
            None => Ok(false),
        }
    }
}
