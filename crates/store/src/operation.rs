//! What a write is for, what it changed, and how a long one reports and is cancelled.

use crate::error::StoreError;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The kind of an operation: a stable code and its name on the audit page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationKind {
    /// Stable code, such as `candidate_import`.
    pub code: Cow<'static, str>,
    /// Simplified Chinese, such as `导入考生信息`.
    pub label: Cow<'static, str>,
}

impl OperationKind {
    /// A kind.
    pub const fn new(code: &'static str, label: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), label: Cow::Borrowed(label) }
    }
}

/// One thing that a user does: one transaction, one audit entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// What it is.
    pub kind: OperationKind,
    /// Who does it.
    pub actor: String,
    /// When, local time.
    pub at: NaiveDateTime,
    /// Simplified Chinese, for the audit page; must not hold a full identity or phone number.
    pub summary: String,
}

/// How a record was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is new.
    Create,
    /// Some of its fields changed.
    Patch,
    /// It is gone.
    Delete,
    /// A state transition that the platform judges; reserved for the sync client.
    Command,
}

impl ChangeKind {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::Command => "command",
        }
    }
}

/// So many records of a table changed in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeCount {
    /// Table, such as `candidate`.
    pub table: String,
    /// How.
    pub kind: ChangeKind,
    /// How many.
    pub count: u64,
}

/// What an operation changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Changes {
    /// Number of the audit entry.
    pub audit: u64,
    /// First and last sequence number in the outbox, when anything that is synced changed.
    pub outbox: Option<(u64, u64)>,
    /// Counts by table and kind.
    pub counts: Vec<ChangeCount>,
}

impl Changes {
    /// Records of `table` that changed in this way.
    pub fn count(&self, table: &str, kind: ChangeKind) -> u64 {
        self.counts.iter().filter(|c| c.table == table && c.kind == kind).map(|c| c.count).sum()
    }

    /// Whether no record changed.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// The value of a write and what it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// What the closure returned.
    pub value: T,
    /// What was changed.
    pub changes: Changes,
}

/// Called with (done, total); `Break` cancels, and nothing is kept.
pub type Progress<'a> = &'a dyn Fn(u64, u64) -> ControlFlow<()>;

/// A [`Progress`] that shows nothing and never cancels.
pub fn silent(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Reports progress and turns a cancel into an error, so that `?` leaves the transaction.
///
/// # Errors
/// [`StoreError::Cancelled`].
pub fn step(progress: Progress<'_>, done: u64, total: u64) -> Result<(), StoreError> {
    match progress(done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(StoreError::Cancelled),
    }
}

/// A cancel button: shared between the window and the work.
#[derive(Debug, Clone, Default)]
pub struct CancelFlag(Arc<AtomicBool>);

impl CancelFlag {
    /// A flag that is not set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// `Break` once cancelled; to be returned from a [`Progress`].
    pub fn flow(&self) -> ControlFlow<()> {
        if self.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
