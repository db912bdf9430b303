//! 批量导出: candidates, rooms, registrations, seating, arrangement record (R-118, R-153, R-167, R-182,
//!

mod rows;

pub(crate) use rows::{room_texts, roster_row};

use crate::candidates::Chosen;
use crate::error::{AppError, Result};
use crate::files;
use crate::workspace::App;
use kaozhan_documents::sheet::{
    ARRANGEMENT_RECORD, ExportOptions, INVIGILATORS, REGISTRATIONS, ROOMS, ROSTER, SEATING, write_export,
};
use kaozhan_store::Page;
use rows::Book;
use serde::Serialize;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What to export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// 考生信息.
    Candidates,
    /// 考场信息.
    Rooms,
    /// 报考数据.
    Registrations,
    /// 排考明细.
    Seating,
    /// 考场编排记录.
    Arrangement,
    /// 监考人员.
    Invigilators,
}

/// Which records, and how.
#[derive(Debug, Clone, Default)]
pub struct ExportChoice {
    /// Name, number, class or major holds this text.
    pub search: Option<String>,
    /// Only this plan.
    pub plan: Option<String>,
    /// Only candidates in this state.
    pub status: Option<String>,
    /// Full document and phone numbers; recorded in the audit.
    pub reveal: bool,
    /// Replace an existing file.
    pub overwrite: bool,
    /// Only the rooms, registrations, invigilators, or seats of registrations, with these identities (R-153,
    ///
    pub ids: Option<Vec<String>>,
}

impl ExportChoice {
    /// The identities that are wanted; nothing for all.
    fn wanted(&self) -> Option<HashSet<&str>> {
        self.ids.as_ref().map(|ids| ids.iter().map(String::as_str).collect())
    }
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportReport {
    /// Name of the table.
    pub title: &'static str,
    /// The file.
    pub file: PathBuf,
    /// Rows in it.
    pub rows: usize,
    /// Document and phone numbers are masked; such a file can't be imported.
    pub masked: bool,
}

/// Exports to `target`.
///
/// # Errors
/// `plan_unknown`, `status_unknown`, `file_exists`, and faults of the file system.
pub fn export(app: &App, kind: ExportKind, target: &Path, choice: &ExportChoice) -> Result<ExportReport> {
    files::check_target(target, choice.overwrite)?;
    let (table, rows) = app.read(|tx| {
        let book = Book::load(app, tx, choice)?;
        Ok(match kind {
            ExportKind::Candidates => (&ROSTER, book.candidates(tx, choice)?),
            ExportKind::Rooms => (&ROOMS, book.rooms(tx, choice)?),
            ExportKind::Registrations => (&REGISTRATIONS, book.registrations(tx, choice)?),
            ExportKind::Seating => (&SEATING, book.seating(tx, choice)?),
            ExportKind::Arrangement => (&ARRANGEMENT_RECORD, book.arrangement(tx, choice)?),
            ExportKind::Invigilators => (&INVIGILATORS, rows::invigilators(tx, choice)?),
        })
    })?;
    let personal = table.columns.iter().any(|column| column.masked);
    let masked = personal && !choice.reveal;
    let count = rows.len();
    let bytes = write_export(table, rows, &ExportOptions { masked, ..ExportOptions::default() })?;
    if personal && choice.reveal {
        let what = format!("{}，{count} 行，未脱敏", table.title);
        app.write("export_unmasked", "导出未脱敏数据", &what, |_| Ok(()))?;
    }
    files::write_whole(target, &bytes, choice.overwrite)?;
    Ok(ExportReport { title: table.title, file: target.to_owned(), rows: count, masked })
}

/// Exports chosen candidates, masked unless `reveal`.
///
/// # Errors
/// `nothing_to_export`, `file_exists`, and faults of the file system.
pub fn export_candidates(
    app: &App,
    chosen: &Chosen,
    target: &Path,
    reveal: bool,
    overwrite: bool,
) -> Result<ExportReport> {
    files::check_target(target, overwrite)?;
    let candidates = app.read(|tx| match chosen {
        Chosen::Rows(ids) => Ok(tx.candidates_by_id(ids)?),
        Chosen::Filter(filter) => Ok(tx.candidates(filter, Page::ALL)?.0),
    })?;
    if candidates.is_empty() {
        return Err(AppError::new("nothing_to_export", "没有可以导出的考生，请换一个条件"));
    }
    let count = candidates.len();
    let rows = candidates.into_iter().map(|candidate| roster_row(candidate.details));
    let bytes = write_export(&ROSTER, rows, &ExportOptions { masked: !reveal, ..ExportOptions::default() })?;
    let what = format!("{}，{count} 行{}", ROSTER.title, if reveal { "，未脱敏" } else { "" });
    let (code, label) = if reveal {
        ("export_unmasked", "导出未脱敏数据")
    } else {
        ("candidate_export", "导出学生信息")
    };
    app.write(code, label, &what, |_| Ok(()))?;
    files::write_whole(target, &bytes, overwrite)?;
    Ok(ExportReport { title: ROSTER.title, file: target.to_owned(), rows: count, masked: !reveal })
}
