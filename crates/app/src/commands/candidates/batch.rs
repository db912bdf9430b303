//! Many candidates: 批量认证, 批量修改, 批量删除, 批量导出.

use super::CandidateSelection;
use super::form::FieldValue;
use crate::candidates::{self, CandidateBatch};
use crate::commands::{Command, Nothing, command};
use crate::desk::{Permission, Session};
use crate::error::{AppError, Result};
use crate::exporting;
use crate::scope::concerns;
use crate::task::Task;
use crate::templates::{self, TemplateKind};
use kaozhan_domain::candidate::Candidate;
use serde::{Deserialize, Serialize};
use std::path::Path;
use ts_rs::TS;

/// A batch without further wishes.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CandidateBatchRequest {
    /// Which candidates.
    pub selection: CandidateSelection,
    /// Only say what would be done.
    #[serde(default)]
    pub dry_run: bool,
}

/// 批量修改.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CandidateEditMany {
    /// Which candidates.
    pub selection: CandidateSelection,
    /// The same for all of them.
    pub fields: Vec<FieldValue>,
    /// Only say what would be done.
    #[serde(default)]
    pub dry_run: bool,
}

/// A file to be written.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CandidateExport {
    /// Which candidates.
    pub selection: CandidateSelection,
    /// The file.
    pub path: String,
    /// It may be replaced.
    #[serde(default)]
    pub overwrite: bool,
}

/// Where a template goes.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CandidateTemplate {
    /// The file.
    pub path: String,
    /// It may be replaced.
    #[serde(default)]
    pub overwrite: bool,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CandidateFile {
    /// The whole path.
    pub path: String,
    /// Rows in it.
    pub rows: u64,
    /// Document and phone numbers are masked.
    pub masked: bool,
}

/// The last deletion of this person, until the next one.
struct LastDeletion(Vec<Candidate>);

concerns! { nothing: CandidateTemplate }
concerns! {
    CandidateBatchRequest { selection: nested, dry_run: _ }
    CandidateEditMany { selection: nested, fields: _, dry_run: _ }
    CandidateExport { selection: nested, path: _, overwrite: _ }
}

pub(super) fn commands() -> Vec<Command> {
    vec![
        command("candidate.verify", Permission::Candidates, |session, ask: CandidateBatchRequest, task| {
            candidates::verify_many(&session.app, &ask.selection.chosen(&session.app)?, ask.dry_run, task)
        }),
        command("candidate.edit_many", Permission::Candidates, |session, ask: CandidateEditMany, task| {
            edit_many(session, &ask, task)
        }),
        command("candidate.delete", Permission::Candidates, |session, ask: CandidateBatchRequest, task| {
            delete(session, &ask, task)
        }),
        command("candidate.undo_delete", Permission::Candidates, |session, _: Nothing, _| {
            undo_delete(session)
        }),
        command("candidate.export", Permission::View, |session, ask: CandidateExport, _| {
            export(session, &ask)
        }),
        command("candidate.template", Permission::View, |session, ask: CandidateTemplate, _| {
            template(session, &ask)
        }),
    ]
}

fn edit_many(session: &Session<'_>, ask: &CandidateEditMany, task: &Task<'_>) -> Result<CandidateBatch> {
    let changes: Vec<(String, String)> =
        ask.fields.iter().map(|change| (change.field.clone(), change.value.clone())).collect();
    candidates::edit_many(&session.app, &ask.selection.chosen(&session.app)?, &changes, ask.dry_run, task)
}

fn delete(session: &Session<'_>, ask: &CandidateBatchRequest, task: &Task<'_>) -> Result<CandidateBatch> {
    let (batch, deleted) =
        candidates::delete_many(&session.app, &ask.selection.chosen(&session.app)?, ask.dry_run, task)?;
    if !deleted.is_empty() {
        session.keep(LastDeletion(deleted));
    }
    Ok(batch)
}

fn undo_delete(session: &Session<'_>) -> Result<CandidateBatch> {
    let last = session.take::<LastDeletion>().ok_or_else(|| {
        AppError::new("nothing_to_undo", "没有可以撤销的删除，只能撤销本次登录后的最近一次")
    })?;
    candidates::restore(&session.app, &last.0).inspect_err(|_| {
        // Nothing was written, so it can be tried again.
        session.keep(LastDeletion(last.0.clone()));
    })
}

fn export(session: &Session<'_>, ask: &CandidateExport) -> Result<CandidateFile> {
    let chosen = ask.selection.chosen(&session.app)?;
    let report =
        exporting::export_candidates(&session.app, &chosen, Path::new(&ask.path), false, ask.overwrite)?;
    Ok(CandidateFile {
        path: report.file.display().to_string(),
        rows: u64::try_from(report.rows).unwrap_or(u64::MAX),
        masked: report.masked,
    })
}

fn template(session: &Session<'_>, ask: &CandidateTemplate) -> Result<CandidateFile> {
    templates::write(Some(&session.app), TemplateKind::Roster, Path::new(&ask.path), ask.overwrite)?;
    Ok(CandidateFile { path: ask.path.clone(), rows: 0, masked: false })
}
