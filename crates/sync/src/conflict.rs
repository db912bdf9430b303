//! Disagreements as data, and what became of an operation.

use crate::operation::Changes;
use crate::row::RowKey;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;

/// The identity of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    /// Device; nil for the centre.
    pub device: Uuid,
    /// Its number there.
    pub seq: u64,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.device.simple(), self.seq)
    }
}

/// Why a value was not applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Someone else has changed the value since this user saw it.
    Edited,
    /// The row was deleted in between.
    RowDeleted,
    /// The row was changed in between, so it was not deleted.
    DeleteOfChanged,
    /// Another row has the natural key.
    Taken,
    /// What it refers to is deleted or not part of its table.
    TargetGone,
}

/// What one operation wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The operation.
    pub by: Source,
    /// Who.
    pub user: String,
    /// When, by the laptop's clock; for display.
    pub t: String,
    /// Old and new values; empty when it wanted the row deleted.
    pub f: Changes,
}

/// A disagreement about one group of fields of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Identity: that of the operation that opened it, and the group.
    pub id: String,
    /// The row.
    pub row: RowKey,
    /// The group, or [`crate::operation::WHOLE`] for the row itself.
    pub group: String,
    /// Why.
    pub reason: Reason,
    /// The values that stood in the row when it was opened.
    pub stood: BTreeMap<String, Value>,
    /// What was wanted, oldest first.
    pub claims: Vec<Claim>,
    /// Nobody has decided yet.
    pub open: bool,
    /// It concerns fields that the program sets; it was closed from the start.
    pub quiet: bool,
    /// What it waits for; when that happens, the last claim is applied without asking.
    pub waits: Option<Token>,
}

/// Something that operations or conflicts wait for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Token {
    /// The row exists, in whatever state, or its identity has become an alias.
    Exists(RowKey),
    /// The row lives.
    Lives(RowKey),
    /// No living row has this natural key: table, number of the key, value.
    Free(String, usize, String),
    /// A living row has this natural key.
    Published(String, usize, String),
}

/// What became of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Its values are in the row or were there already, except those in [`Outcome::conflicts`].
    Done,
    /// It waits for a row that is not here yet.
    Held,
    /// It was refused; nothing of it was applied.
    Rejected,
}

/// The record of what became of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// In one word.
    pub verdict: Verdict,
    /// Stable code: why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<Token>,
    /// The identity under which its new row is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// For each group that was not applied, the conflict that holds the value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub conflicts: BTreeMap<String, String>,
}

impl Outcome {
    /// Everything is as the operation wanted.
    pub fn done() -> Self {
        Self { verdict: Verdict::Done, code: None, waits: None, alias: None, conflicts: BTreeMap::new() }
    }

    /// Refused.
    pub fn rejected(code: &str) -> Self {
        Self { verdict: Verdict::Rejected, code: Some(code.to_owned()), ..Self::done() }
    }

    /// Waits.
    pub fn held(token: Token) -> Self {
        Self { verdict: Verdict::Held, waits: Some(token), ..Self::done() }
    }

    /// Whether the user should hear of it.
    pub fn is_smooth(&self) -> bool {
        self.verdict == Verdict::Done && self.conflicts.is_empty()
    }
}

/// A refusal or a waiting operation, as every laptop of the school sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The operation.
    pub by: Source,
    /// Its row.
    pub row: RowKey,
    /// Who.
    pub user: String,
    /// What became of it.
    pub outcome: Outcome,
}
