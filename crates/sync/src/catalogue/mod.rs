//! One table of facts: what the tables that are exchanged are made of, who owns them, what belongs together.
//!
//! The merge rule, natural keys, aliases and guards read it here and nowhere else. Knows the names of columns as
//! the workspace's journal writes them; columns that others determine (`identity_key`) do not travel and are not
//! listed.

mod tables;

pub use tables::TABLES;

use kaozhan_domain::candidate::id_document::{IdType, identity_key};

use crate::row::Row;

/// Who may change the rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The school, merged between its laptops.
    School,
    /// The centre; laptops read only.
    Centre,
}

/// In which feed the rows of a table travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every school has its own rows.
    School,
    /// The same rows for all schools.
    Catalogue,
}

/// What a value refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refers {
    /// To nothing.
    No,
    /// It is the identity of a row of this table, or null.
    One(&'static str),
    /// It is a list of identities of rows of this table.
    List(&'static str),
    /// As `One`, but the row may go nevertheless: a status that says something about it.
    Weak(&'static str),
}

/// A column besides the key, or a part of the key.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its value refers to.
    pub refers: Refers,
    /// Version of the operations' format that brought it.
    pub since: u32,
}

/// Columns that are merged as one value.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// Its name; that of the only column where there is one.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// Set by the program and not by a person: of two values the first stays, and nobody is asked. The other
    /// one is kept in a conflict that is closed from the start.
    pub quiet: bool,
}

/// Columns that no two living rows share.
#[derive(Debug, Clone, Copy)]
pub struct Unique {
    /// Columns, of the key or others.
    pub columns: &'static [&'static str],
    /// Equal values mean the same thing: the second row becomes an alias of the first. Otherwise the second
    /// waits beside the table until the place is free or someone decides.
    pub identity: bool,
    /// The columns are type and number of an identity document, compared as `identity_key`.
    pub document: bool,
    /// A row in which this column is blank has no such key; empty when there is no such column.
    pub unless_blank: &'static str,
}

/// One table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name in the workspace and in operations.
    pub name: &'static str,
    /// Who changes it.
    pub owner: Owner,
    /// Where it travels.
    pub scope: Scope,
    /// Parts of the identity.
    pub key: &'static [Column],
    /// Columns, in the order of the workspace.
    pub columns: &'static [Column],
    /// Groups of more than one column, or quiet ones; every other column is a group of its own.
    pub groups: &'static [Group],
    /// Natural keys.
    pub unique: &'static [Unique],
    /// Every change is judged by the platform's guards.
    pub guarded: bool,
}

impl Table {
    /// The column with this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The group to which a column belongs, and whether it is quiet.
    pub fn group_of<'a>(&self, column: &'a str) -> (&'a str, bool) {
        self.group(column).map_or((column, false), |group| (group.name, group.quiet))
    }

    /// The listed group of a column.
    pub fn group(&self, column: &str) -> Option<&'static Group> {
        self.groups.iter().find(|group| group.columns.contains(&column))
    }

    /// Value of natural key number `unique` in a row, when it has one.
    pub fn natural_key(&self, unique: usize, id: &str, row: &Row) -> Option<String> {
        let unique = self.unique.get(unique)?;
        let mut parts = Vec::with_capacity(unique.columns.len());
        for name in unique.columns {
            if let Some(at) = self.key.iter().position(|part| part.name == *name) {
                parts.push(id.split('/').nth(at).unwrap_or_default().to_owned());
                continue;
            }
            let value = row.get(name);
            if value.is_blank() && *name == unique.unless_blank {
                return None;
            }
            parts.push(value.as_text().unwrap_or_else(|| value.canonical()));
        }
        if unique.document
            && let [kind, number] = parts.as_mut_slice()
            && let Ok(id_type) = serde_json::from_value::<IdType>(kind.as_str().into())
        {
            *number = identity_key(id_type, number);
            if number.is_empty() {
                return None;
            }
        }
        Some(parts.join("\u{1f}"))
    }
}

/// All tables of one version of the program.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue {
    /// The tables.
    pub tables: &'static [Table],
    /// The newest version of the operations' format that is understood.
    pub schema: u32,
}

impl Catalogue {
    /// That of this program.
    pub const CURRENT: Self = Self { tables: TABLES, schema: crate::operation::SCHEMA };

    /// The table with this name.
    pub fn table(&self, name: &str) -> Option<&'static Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// Where a table stands in the order of references: what it refers to stands before it.
    pub fn position(&self, name: &str) -> usize {
        self.tables.iter().position(|table| table.name == name).unwrap_or(self.tables.len())
    }
}

#[cfg(test)]
mod tests;
