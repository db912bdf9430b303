//! One list of columns per record, from which its SQL, its outbox operation and its audit line follow.
//!
//! Knows no particular table.

use crate::error::{Result, StoreError};
use crate::transaction::ReadTx;
use chrono::NaiveDateTime;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Params, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use uuid::Uuid;

/// A value of a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell<'a> {
    Null,
    Text(Cow<'a, str>),
    Integer(i64),
    Flag(bool),
    Id(Uuid),
    /// JSON text: an object or list that is never searched.
    Json(String),
}

impl<'a> Cell<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(crate) fn optional(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    /// The stable code of an enum without fields.
    pub(crate) fn code<T: Serialize>(value: &T) -> Self {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(code)) => Self::Text(Cow::Owned(code)),
            Ok(other) => Self::Json(other.to_string()),
            Err(_) => Self::Null,
        }
    }

    pub(crate) fn json<T: Serialize>(value: &T) -> Self {
        serde_json::to_string(value).map_or(Self::Null, Self::Json)
    }

    pub(crate) fn time(time: NaiveDateTime) -> Self {
        Self::Text(Cow::Owned(time_text(time)))
    }

    /// Appends the value as JSON.
    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Text(text) => write_json_text(out, text),
            Self::Integer(number) => out.extend_from_slice(number.to_string().as_bytes()),
            Self::Flag(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
            Self::Id(id) => {
                out.push(b'"');
                out.extend_from_slice(id.hyphenated().encode_lower(&mut [0; 36]).as_bytes());
                out.push(b'"');
            }
            Self::Json(json) => out.extend_from_slice(json.as_bytes()),
        }
    }

    /// As part of a key in texts.
    pub(crate) fn push_key(&self, out: &mut String) {
        match self {
            Self::Null | Self::Flag(_) => {}
            Self::Text(text) => out.push_str(text),
            Self::Integer(number) => out.push_str(&number.to_string()),
            Self::Id(id) => out.push_str(id.hyphenated().encode_lower(&mut [0; 36])),
            Self::Json(json) => out.push_str(json),
        }
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Flag(flag) => ValueRef::Integer(i64::from(*flag)),
            Self::Id(id) => ValueRef::Blob(id.as_bytes()),
            Self::Json(json) => ValueRef::Text(json.as_bytes()),
        }))
    }
}

/// Appends a JSON string.
pub(crate) fn write_json_text(out: &mut Vec<u8>, text: &str) {
    if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
    }
}

/// Local time as stored; sorts as text.
pub(crate) fn time_text(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

/// A row of a table.
pub(crate) trait Record: Sized {
    /// Table in the database, in the outbox and in the audit.
    const TABLE: &'static str;
    /// Columns, those of the key first.
    const COLUMNS: &'static [&'static str];
    /// How many columns are the key.
    const KEY: usize = 1;
    /// Columns whose values stay out of the audit.
    const PERSONAL: &'static [&'static str] = &[];
    /// Columns that other columns determine: kept for indexes, left out of the outbox and the audit.
    const DERIVED: &'static [&'static str] = &[];
    /// Whether changes go to the outbox.
    const SYNCED: bool = true;

    /// The values, in the order of [`Self::COLUMNS`].
    fn cells(&self) -> Vec<Cell<'_>>;

    /// The record of a row that selects [`Self::COLUMNS`].
    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self>;
}

/// The key of a record as text, its parts joined by `/`.
pub(crate) fn key_text(cells: &[Cell<'_>]) -> String {
    let mut text = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push('/');
        }
        cell.push_key(&mut text);
    }
    text
}

/// Reads the columns of a row one after another.
pub(crate) struct RowReader<'a, 'stmt> {
    row: &'a Row<'stmt>,
    at: usize,
    table: &'static str,
}

impl<'a, 'stmt> RowReader<'a, 'stmt> {
    pub(crate) fn new(row: &'a Row<'stmt>, table: &'static str) -> Self {
        Self { row, at: 0, table }
    }

    fn value(&mut self) -> Result<ValueRef<'a>> {
        let value = self.row.get_ref(self.at)?;
        self.at += 1;
        Ok(value)
    }

    fn wrong(&self, what: &str) -> StoreError {
        StoreError::Damaged(format!("column {} of {} holds no {what}", self.at, self.table))
    }

    /// Passes over a derived column.
    pub(crate) fn skip(&mut self) {
        self.at += 1;
    }

    /// A text, or nothing.
    pub(crate) fn optional_str(&mut self) -> Result<Option<&'a str>> {
        match self.value()? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).map(Some).map_err(|_| self.wrong("text")),
            _ => Err(self.wrong("text")),
        }
    }

    pub(crate) fn str(&mut self) -> Result<&'a str> {
        self.optional_str()?.ok_or_else(|| self.wrong("text"))
    }

    pub(crate) fn text(&mut self) -> Result<String> {
        self.str().map(str::to_owned)
    }

    pub(crate) fn optional_text(&mut self) -> Result<Option<String>> {
        Ok(self.optional_str()?.map(str::to_owned))
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8]> {
        match self.value()? {
            ValueRef::Blob(bytes) => Ok(bytes),
            _ => Err(self.wrong("bytes")),
        }
    }

    pub(crate) fn integer(&mut self) -> Result<i64> {
        match self.value()? {
            ValueRef::Integer(number) => Ok(number),
            _ => Err(self.wrong("number")),
        }
    }

    pub(crate) fn number<T: TryFrom<i64>>(&mut self) -> Result<T> {
        let number = self.integer()?;
        T::try_from(number).map_err(|_| self.wrong("number in range"))
    }

    pub(crate) fn optional_number<T: TryFrom<i64>>(&mut self) -> Result<Option<T>> {
        match self.value()? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(n) => T::try_from(n).map(Some).map_err(|_| self.wrong("number in range")),
            _ => Err(self.wrong("number")),
        }
    }

    pub(crate) fn flag(&mut self) -> Result<bool> {
        Ok(self.integer()? != 0)
    }

    pub(crate) fn id(&mut self) -> Result<Uuid> {
        let bytes = self.bytes()?;
        Uuid::from_slice(bytes).map_err(|_| self.wrong("identity"))
    }

    /// An identity, or nothing.
    pub(crate) fn optional_id(&mut self) -> Result<Option<Uuid>> {
        match self.value()? {
            ValueRef::Null => Ok(None),
            ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map(Some).map_err(|_| self.wrong("identity")),
            _ => Err(self.wrong("identity")),
        }
    }

    /// An enum without fields, from its code.
    pub(crate) fn code<T: DeserializeOwned>(&mut self) -> Result<T> {
        use serde::de::IntoDeserializer;
        use serde::de::value::{Error, StrDeserializer};
        let code: StrDeserializer<'_, Error> = self.str()?.into_deserializer();
        T::deserialize(code).map_err(|_| self.wrong("known code"))
    }

    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        let text = self.str()?;
        serde_json::from_str(text).map_err(|_| self.wrong("readable JSON"))
    }

    pub(crate) fn time(&mut self) -> Result<NaiveDateTime> {
        let text = self.str()?;
        text.parse().map_err(|_| self.wrong("time"))
    }

    pub(crate) fn optional_time(&mut self) -> Result<Option<NaiveDateTime>> {
        let text = self.optional_str()?;
        text.map(|text| text.parse().map_err(|_| self.wrong("time"))).transpose()
    }
}

/// `SELECT` of all columns, up to and without `WHERE`.
pub(crate) fn select_sql<R: Record>() -> String {
    format!("SELECT {} FROM {}", R::COLUMNS.join(", "), R::TABLE)
}

/// `a = ? AND b = ?` over the key.
pub(crate) fn key_sql<R: Record>() -> String {
    R::COLUMNS[..R::KEY].iter().map(|column| format!("{column} = ?")).collect::<Vec<_>>().join(" AND ")
}

impl ReadTx<'_> {
    /// The records that `tail` (`WHERE … ORDER BY …`) selects.
    pub(crate) fn select<R: Record>(&self, tail: &str, params: impl Params) -> Result<Vec<R>> {
        let mut all = Vec::new();
        self.visit(&format!("{} {tail}", select_sql::<R>()), params, |record| {
            all.push(record);
            Ok(())
        })?;
        Ok(all)
    }

    /// Calls `visit` with each record that `sql` selects, without keeping them.
    pub(crate) fn visit<R: Record>(
        &self,
        sql: &str,
        params: impl Params,
        mut visit: impl FnMut(R) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.conn().prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            visit(R::from_row(&mut RowReader::new(row, R::TABLE))?)?;
        }
        Ok(())
    }

    /// The record with this key.
    pub(crate) fn find<R: Record>(&self, key: &[Cell<'_>]) -> Result<Option<R>> {
        let tail = format!("WHERE {}", key_sql::<R>());
        Ok(self.select(&tail, rusqlite::params_from_iter(key))?.pop())
    }

    /// One number.
    pub(crate) fn number(&self, sql: &str, params: impl Params) -> Result<u64> {
        let number: i64 = self.conn().prepare_cached(sql)?.query_row(params, |row| row.get(0))?;
        Ok(number.unsigned_abs())
    }
}
