//! What the kinds of import have in common: each knows what its rows are checked against, judges rows, and
//! writes what it judged good. The command line, the check before an import and the import itself go this
//! one way.

use super::report::Findings;
use super::{ImportKind, exam, invigilators, registrations, rooms, roster};
use crate::error::{AppError, Result};
use crate::task::Task;
use crate::workspace::App;
use chrono::NaiveDateTime;
use kaozhan_documents::sheet::TableRead;
use kaozhan_domain::account::Scope;
use kaozhan_store::{ReadTx, WriteTx};

/// What a row comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowState {
    /// It has an error and is left out.
    Refused,
    /// It makes a new record.
    New,
    /// It changes a record; the fields that change, with what they hold now.
    Changed(Vec<(&'static str, String)>),
    /// It says what is there already.
    Unchanged,
}

/// What was found in the rows of some sheets.
pub(super) struct Judgement {
    /// By sheet and row, in the order they were given.
    pub(super) states: Vec<Vec<RowState>>,
    /// What is wrong or worth a look.
    pub(super) findings: Findings,
    /// What is to be written.
    pub(super) changes: Box<dyn Changes>,
}

/// The records to write.
pub(super) trait Changes: Send {
    /// Writes them.
    fn store(self: Box<Self>, tx: &mut WriteTx<'_>, task: &Task<'_>) -> Result<()>;
}

/// What rows are checked against, as the workspace had it when this was made.
pub(super) trait Known: Send + Sync {
    /// Judges every row.
    ///
    /// # Errors
    /// `cancelled` only; faults of rows are findings.
    fn judge(&self, sheets: &[TableRead], setting: &Setting<'_>, task: &Task<'_>) -> Result<Judgement>;
}

/// What else decides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// Now.
    pub(super) now: NaiveDateTime,
    /// The plan of registrations that name none.
    pub(super) plan: Option<&'a str>,
    /// The certificates that the person manages.
    pub(super) scope: &'a Scope,
}

/// Reads what rows of this kind are checked against.
pub(super) fn load(kind: ImportKind, tx: &ReadTx<'_>) -> Result<Box<dyn Known>> {
    Ok(match kind {
        ImportKind::Roster => Box::new(roster::Known::load(tx)?),
        ImportKind::Rooms => Box::new(rooms::Known::load(tx)?),
        ImportKind::Exam => Box::new(exam::Known::load(tx)?),
        ImportKind::Registrations => Box::new(registrations::Known::load(tx)?),
        ImportKind::Invigilators => Box::new(invigilators::Known::load(tx)?),
        ImportKind::Photos => return Err(AppError::new("not_a_table", "照片不是表格，请在照片管理中导入")),
    })
}

/// Reads what is known now, with the workspace's own clock.
pub(super) fn setting<'a>(app: &'a App, plan: Option<&'a str>) -> Setting<'a> {
    Setting { now: app.now(), plan, scope: app.scope() }
}

/// How many rows are looked at between two reports of progress.
pub(super) const STRIDE: usize = 2_000;
