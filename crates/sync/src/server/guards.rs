//! Guards: what the platform says about changes that are transitions and not only values.

use super::facts::{Look, Seen};
use crate::catalogue::Table;
use crate::operation::{Changes, Kind};
use crate::row::Row;

/// A change that a guard judges, with identities already followed.
#[derive(Debug)]
pub struct Judged<'a> {
    /// What the operation does.
    pub kind: Kind,
    /// Table.
    pub table: &'static Table,
    /// Identity of the row.
    pub id: &'a str,
    /// The row as it stands; nothing for a new one.
    pub row: Option<&'a Row>,
    /// The values.
    pub f: &'a Changes,
    /// Who.
    pub user: &'a str,
    /// When the request came in, by the server's clock, milliseconds since 1970. The laptop's clock decides
    /// nothing.
    pub received: i64,
}

/// Judges changes of tables that the catalogue calls guarded.
pub trait Guards {
    /// `Err` with a stable code refuses the operation as a whole.
    ///
    /// # Errors
    /// Outside [`super::facts::Missing`], to be given back; inside the code of the refusal.
    fn judge(&self, change: &Judged<'_>, look: &mut dyn Look) -> Seen<Result<(), String>>;
}

/// Lets everything pass.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoGuards;

impl Guards for NoGuards {
    fn judge(&self, _change: &Judged<'_>, _look: &mut dyn Look) -> Seen<Result<(), String>> {
        Ok(Ok(()))
    }
}
