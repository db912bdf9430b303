//! The printed log: which version of each sheet was printed last, and whether it still holds.

use super::versions::Versions;
use crate::error::Result;
use crate::workspace::App;
use kaozhan_documents::print::DocumentKind;
use kaozhan_domain::arrangement::{PrintedSheet, SheetSubject};
use kaozhan_domain::ids::PlanId;
use kaozhan_domain::plan::ExamPlan;
use kaozhan_store::{ReadTx, WriteTx};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use ts_rs::TS;

/// Where a sheet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SheetState {
    /// 已印: the paper says what the data say.
    Printed,
    /// 未印.
    Unprinted,
    /// 已过期: something on it has changed since.
    Outdated,
}

impl SheetState {
    /// As shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Printed => "已印",
            Self::Unprinted => "未印",
            Self::Outdated => "已过期",
        }
    }
}

/// The last printing of every sheet of a plan.
#[derive(Default)]
pub(super) struct PrintedLog {
    sheets: HashMap<(String, SheetSubject), PrintedSheet>,
}

impl PrintedLog {
    pub(super) fn load(tx: &ReadTx<'_>, plan: PlanId) -> Result<Self> {
        let sheets = tx.printed_sheets(plan)?;
        Ok(Self {
            sheets: sheets.into_iter().map(|sheet| ((sheet.kind.clone(), sheet.subject), sheet)).collect(),
        })
    }

    /// The last printing of a sheet.
    pub(super) fn last(&self, kind: DocumentKind, of: SheetSubject) -> Option<&PrintedSheet> {
        self.sheets.get(&(kind.code().to_owned(), of))
    }

    /// Where a sheet stands.
    pub(super) fn state(&self, versions: &Versions, kind: DocumentKind, of: SheetSubject) -> SheetState {
        match (self.last(kind, of), versions.of(of)) {
            (None, _) => SheetState::Unprinted,
            (Some(sheet), Some((version, checksum))) if sheet.is_current(version, checksum) => {
                SheetState::Printed
            }
            (Some(_), _) => SheetState::Outdated,
        }
    }

    /// What at least one sheet was printed of.
    pub(super) fn subjects(&self) -> HashSet<SheetSubject> {
        self.sheets.keys().map(|(_, subject)| *subject).collect()
    }

    /// Kinds of which at least one sheet was printed.
    pub(super) fn kinds(&self) -> HashSet<DocumentKind> {
        self.sheets.keys().filter_map(|(kind, _)| DocumentKind::from_code(kind)).collect()
    }
}

/// Notes what was printed just now.
pub(super) fn note(
    tx: &mut WriteTx<'_>,
    app: &App,
    plan: &ExamPlan,
    versions: &Versions,
    subjects: &[(DocumentKind, SheetSubject)],
) -> Result<()> {
    for (kind, subject) in subjects {
        let Some((version, checksum)) = versions.of(*subject) else { continue };
        tx.put_printed_sheet(&PrintedSheet {
            plan: plan.id,
            kind: kind.code().to_owned(),
            subject: *subject,
            version,
            checksum: checksum.to_owned(),
            printed_at: app.now(),
            actor: app.actor().to_owned(),
        })?;
    }
    Ok(())
}
