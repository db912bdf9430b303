//! Imports: a file is opened, its columns chosen, its rows checked and corrected, then imported in one go
//! templates and exports.

use super::{Command, Nothing, command};
use crate::desk::{Permission, Session};
use crate::error::{AppError, Result};
use crate::exporting::{self, ExportChoice, ExportKind};
use crate::import::draft::{Draft, Owner, lock};
use crate::import::{self, Finding, ImportKind};
use crate::records;
use crate::scope::concerns;
use crate::templates::{self, TemplateKind};
use kaozhan_domain::ids::ImportId;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::{Arc, Mutex};
use ts_rs::TS;

pub use crate::import::draft_view::{
    CellProblem, DraftRow, FieldChoice, FindFrom, FoundCell, HeadChoice, ImportCheck, ImportColumn,
    ImportDraft, ImportPart, OldCell, PartCount, ProblemGroup, RowFilter, RowMark, RowsPage, RowsWanted,
    SheetChoice,
};

/// Rows of a page, at most.
const PAGE: usize = 500;
/// Findings that a finished import tells; the workbook of refused rows has them all.
const TOLD: usize = 200;

/// Which file to look over.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ImportOpen {
    /// `roster`, `rooms`, `exam`, `registrations`, `invigilators`.
    pub kind: String,
    /// The file.
    pub path: String,
}

/// Which draft.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct DraftRequest {
    /// The draft.
    pub draft_id: String,
}

/// Another sheet or heading row.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ImportChoose {
    /// The draft.
    pub draft_id: String,
    /// Which part.
    pub part: usize,
    /// The sheet.
    pub sheet: String,
    /// The heading row, 0 for none; `null` for the one that fits best.
    pub header_row: Option<u32>,
}

/// The columns as they were chosen.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ImportCheckRequest {
    /// The draft.
    pub draft_id: String,
    /// For each part the field of each column.
    pub columns: Vec<Vec<Option<String>>>,
    /// The plan of registrations that name none; empty for the only one.
    pub plan: String,
}

/// Which rows.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ImportRowsRequest {
    /// The draft.
    pub draft_id: String,
    /// Which rows.
    pub wanted: RowsWanted,
    /// The first of them, from 0.
    pub offset: usize,
    /// How many.
    pub limit: usize,
}

/// From where to look for the next finding.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ImportFindRequest {
    /// The draft.
    pub draft_id: String,
    /// Among which rows.
    pub wanted: RowsWanted,
    /// From where.
    pub from: FindFrom,
}

/// A correction.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ImportEdit {
    /// The draft.
    pub draft_id: String,
    /// Which part.
    pub part: usize,
    /// Row as Excel numbers it.
    pub row: u32,
    /// Column from 0.
    pub column: usize,
    /// What the cell is to hold.
    pub value: String,
}

/// A row to leave out, or to take in again.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ImportSkip {
    /// The draft.
    pub draft_id: String,
    /// Which part.
    pub part: usize,
    /// Row as Excel numbers it.
    pub row: u32,
    /// Leave it out.
    pub skipped: bool,
}

/// What was taken back or made again.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportStep {
    /// Its part; `null` when there was nothing.
    pub part: Option<usize>,
    /// Its row.
    pub row: Option<u32>,
    /// The counts now.
    pub check: ImportCheck,
}

/// How to import.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ImportCommit {
    /// The draft.
    pub draft_id: String,
    /// Remember the columns for files with these headings.
    pub remember: bool,
}

/// What an import did.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportDone {
    /// The record that stays of it.
    pub import_id: String,
    /// Kind.
    pub kind: String,
    /// Name of the file.
    pub file: String,
    /// Rows that were looked at.
    pub total: u64,
    /// Rows that were written.
    pub accepted: u64,
    /// Rows that were left out.
    pub refused: u64,
    /// Rows that were there already.
    pub unchanged: u64,
    /// What kept rows out; the first ones.
    pub problems: Vec<ImportFinding>,
    /// What is worth a look; the first ones.
    pub warnings: Vec<ImportFinding>,
}

/// A finding of a finished import.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportFinding {
    /// Row as Excel numbers it; 0 for the file.
    pub row: u32,
    /// Heading.
    pub column: String,
    /// What was found.
    pub message: String,
}

/// Which import records.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct ImportRecordQuery {
    /// Only this kind; all when empty.
    pub kind: String,
    /// Part of the file's name.
    pub file: String,
    /// Page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub page_size: u64,
}

/// Import records.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportRecordPage {
    /// How many there are.
    pub total: u64,
    /// The newest first.
    pub rows: Vec<ImportRecordView>,
}

/// An import that was carried out.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportRecordView {
    /// Identity.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// Its Chinese name.
    pub kind_label: String,
    /// Name of the file.
    pub file: String,
    /// Who.
    pub actor: String,
    /// When, `YYYY-MM-DD HH:MM:SS`.
    pub at: String,
    /// Rows looked at.
    pub total: u64,
    /// Rows written.
    pub accepted: u64,
    /// Rows refused.
    pub refused: u64,
    /// Rows that were there already.
    pub unchanged: u64,
}

/// Where a file is to be written.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct FailedRowsRequest {
    /// The import record, or the draft.
    pub id: String,
    /// The file.
    pub path: String,
    /// Replace a file that is there.
    pub overwrite: bool,
}

/// Which template.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct TemplateRequest {
    /// `roster`, `rooms`, `exam`, `registrations`, `invigilators`.
    pub kind: String,
    /// The file.
    pub path: String,
    /// Replace a file that is there.
    pub overwrite: bool,
}

/// What to export, always masked.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ExportRequest {
    /// `candidates`, `rooms`, `registrations`, `seating`, `arrangement`.
    pub kind: String,
    /// The file.
    pub path: String,
    /// Replace a file that is there.
    pub overwrite: bool,
    /// Only what holds this text.
    pub search: String,
    /// Only this plan.
    pub plan: String,
    /// Only candidates in this state.
    pub status: String,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WrittenFile {
    /// Where it is.
    pub path: String,
    /// Rows in it; 0 where rows are not counted.
    pub rows: u64,
}

// The rows of a file are looked at one by one.
concerns! {
    nothing: ImportOpen, DraftRequest, ImportChoose, ImportRowsRequest, ImportFindRequest, ImportEdit, ImportSkip,
        ImportCommit, ImportRecordQuery, FailedRowsRequest, TemplateRequest
}
concerns! {
    ImportCheckRequest { plan: Plan, draft_id: _, columns: _ }
    ExportRequest { plan: Plan, kind: _, path: _, overwrite: _, search: _, status: _ }
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    let view = Permission::View;
    vec![
        command("import.open", view, |session, request: ImportOpen, _| open(session, &request)),
        command("import.choose", view, |session, request: ImportChoose, _| choose(session, &request)),
        command("import.check", view, |session, request: ImportCheckRequest, task| {
            let draft = draft(session, &request.draft_id)?;
            let mut draft = lock(&draft);
            draft.check(&session.app, &request.columns, Some(&request.plan), task)?;
            Ok(draft.check_view())
        }),
        command("import.rows", view, |session, request: ImportRowsRequest, _| {
            let draft = draft(session, &request.draft_id)?;
            Ok(lock(&draft).rows(&request.wanted, request.offset, request.limit.min(PAGE)))
        }),
        command("import.find", view, |session, request: ImportFindRequest, _| {
            let draft = draft(session, &request.draft_id)?;
            Ok(lock(&draft).find(&request.wanted, request.from))
        }),
        command("import.edit_cell", view, |session, request: ImportEdit, _| {
            let draft = draft(session, &request.draft_id)?;
            let mut draft = lock(&draft);
            draft.edit(&session.app, request.part, request.row, request.column, &request.value)?;
            Ok(draft.check_view())
        }),
        command("import.skip_row", view, |session, request: ImportSkip, _| {
            let draft = draft(session, &request.draft_id)?;
            let mut draft = lock(&draft);
            draft.skip(&session.app, request.part, request.row, request.skipped)?;
            Ok(draft.check_view())
        }),
        command("import.undo", view, |session, request: DraftRequest, _| step(session, &request, true)),
        command("import.redo", view, |session, request: DraftRequest, _| step(session, &request, false)),
        command("import.draft_rows", view, |session, request: FailedRowsRequest, _| {
            let draft = draft(session, &request.id)?;
            let bytes = lock(&draft).failed_rows()?;
            keep_failed_rows(session, bytes, &request)
        }),
        command("import.commit", view, commit),
        command("import.close", view, |session, request: DraftRequest, _| {
            session.desk.drafts.close(&request.draft_id);
            Ok(true)
        }),
        command("import.records", view, |session, query: ImportRecordQuery, _| list(session, &query)),
        command("import.kinds", view, |session, _: Nothing, _| Ok(kinds(session))),
        command("import.failed_rows", view, |session, request: FailedRowsRequest, _| {
            failed_rows(session, &request)
        }),
        command("template.write", view, |session, request: TemplateRequest, _| template(session, &request)),
        command("export.run", view, |session, request: ExportRequest, _| export(session, &request)),
    ]
}

/// What can be imported, and whether this person may.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportKindView {
    /// Stable code.
    pub kind: String,
    /// 学生信息, 考场信息 …
    pub label: String,
    /// What the records are called where they are counted: 人, 间, 条.
    pub unit: String,
    /// This person may import it.
    pub allowed: bool,
    /// Has rows that can be looked over; photos have not.
    pub table: bool,
}

const KINDS: [(ImportKind, &str); 6] = [
    (ImportKind::Roster, "人"),
    (ImportKind::Rooms, "间"),
    (ImportKind::Exam, "条"),
    (ImportKind::Registrations, "条"),
    (ImportKind::Photos, "张"),
    (ImportKind::Invigilators, "条"),
];

fn kinds(session: &Session<'_>) -> Vec<ImportKindView> {
    KINDS
        .into_iter()
        .map(|(kind, unit)| ImportKindView {
            kind: kind.code().to_owned(),
            label: kind.label().to_owned(),
            unit: unit.to_owned(),
            allowed: check(session, kind).is_ok(),
            table: !kind.tables().is_empty(),
        })
        .collect()
}

/// Whether this person may import this: a workbook of plans and certificates is about every certificate.
fn check(session: &Session<'_>, kind: ImportKind) -> Result<()> {
    session.require(permission(kind))?;
    if kind == ImportKind::Exam {
        session.app.check_everything("导入考试安排")?;
    }
    Ok(())
}

fn permission(kind: ImportKind) -> Permission {
    match kind {
        ImportKind::Roster | ImportKind::Photos => Permission::Candidates,
        ImportKind::Rooms | ImportKind::Exam | ImportKind::Registrations | ImportKind::Invigilators => {
            Permission::Plan
        }
    }
}

fn kind_of(code: &str) -> Result<ImportKind> {
    ImportKind::from_code(code)
        .ok_or_else(|| AppError::new("import_kind_unknown", format!("不能导入“{code}”这种数据")))
}

fn owner(session: &Session<'_>) -> Owner {
    Owner { folder: session.app.folder(), account: session.user.account.clone() }
}

fn draft(session: &Session<'_>, id: &str) -> Result<Arc<Mutex<Draft>>> {
    let draft = session.desk.drafts.get(&owner(session), id)?;
    check(session, lock(&draft).kind())?;
    Ok(draft)
}

fn open(session: &Session<'_>, request: &ImportOpen) -> Result<ImportDraft> {
    let kind = kind_of(&request.kind)?;
    check(session, kind)?;
    let draft = Draft::open(kind, Path::new(&request.path), session.desk.config())?;
    let plans = plans(session, kind)?;
    let mut view = draft.view("", plans);
    view.draft_id = session.desk.drafts.add(owner(session), draft);
    Ok(view)
}

fn plans(session: &Session<'_>, kind: ImportKind) -> Result<Vec<String>> {
    if kind != ImportKind::Registrations {
        return Ok(Vec::new());
    }
    session.app.read(|tx| Ok(session.app.plans(tx)?.into_iter().map(|plan| plan.name).collect()))
}

fn choose(session: &Session<'_>, request: &ImportChoose) -> Result<ImportDraft> {
    let draft = draft(session, &request.draft_id)?;
    let mut draft = lock(&draft);
    draft.choose(request.part, &request.sheet, request.header_row, session.desk.config())?;
    let plans = plans(session, draft.kind())?;
    Ok(draft.view(&request.draft_id, plans))
}

fn step(session: &Session<'_>, request: &DraftRequest, back: bool) -> Result<ImportStep> {
    let draft = draft(session, &request.draft_id)?;
    let mut draft = lock(&draft);
    let place = draft.step(&session.app, back)?;
    Ok(ImportStep {
        part: place.map(|(part, _)| part),
        row: place.map(|(_, row)| row),
        check: draft.check_view(),
    })
}

fn commit(session: &Session<'_>, request: ImportCommit, task: &crate::task::Task<'_>) -> Result<ImportDone> {
    let draft = draft(session, &request.draft_id)?;
    let draft = lock(&draft);
    let report = draft.commit(&session.app, task)?;
    if request.remember {
        // The import is done; that the columns could not be remembered must not make it look failed.
        drop(draft.remember(session.desk.config()));
    }
    drop(draft);
    session.desk.drafts.close(&request.draft_id);
    let newest = records::imports(&session.app)?.into_iter().next();
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Ok(ImportDone {
        import_id: newest.map(|record| record.id).unwrap_or_default(),
        kind: report.kind.to_owned(),
        file: report.file,
        total: count(report.total),
        accepted: count(report.accepted),
        refused: count(report.refused),
        unchanged: count(report.unchanged),
        problems: findings(report.problems),
        warnings: findings(report.warnings),
    })
}

fn findings(found: Vec<Finding>) -> Vec<ImportFinding> {
    let told = found.into_iter().take(TOLD);
    told.map(|finding| ImportFinding {
        row: finding.row,
        column: finding.column,
        message: import::hide_numbers(&finding.message),
    })
    .collect()
}

fn list(session: &Session<'_>, query: &ImportRecordQuery) -> Result<ImportRecordPage> {
    let file = query.file.trim().to_lowercase();
    let found: Vec<_> = records::imports(&session.app)?
        .into_iter()
        .filter(|record| query.kind.is_empty() || record.kind == query.kind)
        .filter(|record| record.file.to_lowercase().contains(&file))
        .collect();
    let size = usize::try_from(query.page_size.clamp(1, 500)).unwrap_or(500);
    let first = usize::try_from(query.page.max(1) - 1).unwrap_or(usize::MAX).saturating_mul(size);
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let view = |record: records::ImportView| ImportRecordView {
        kind_label: ImportKind::from_code(&record.kind).map_or("", ImportKind::label).to_owned(),
        id: record.id,
        kind: record.kind,
        file: import::hide_numbers(&record.file),
        actor: record.actor,
        at: record.at,
        total: record.total,
        accepted: record.accepted,
        refused: record.refused,
        unchanged: record.unchanged,
    };
    Ok(ImportRecordPage { total, rows: found.into_iter().skip(first).take(size).map(view).collect() })
}

fn failed_rows(session: &Session<'_>, request: &FailedRowsRequest) -> Result<WrittenFile> {
    let unknown = || AppError::new("import_unknown", "找不到这次导入的记录");
    let id: ImportId = request.id.parse().map_err(|_| unknown())?;
    let records = records::imports(&session.app)?;
    let record = records.into_iter().find(|record| record.id == request.id).ok_or_else(unknown)?;
    session.require(permission(kind_of(&record.kind)?))?;
    let bytes = session.app.read(|tx| Ok(tx.import_failures(id)?))?;
    keep_failed_rows(session, bytes, request)
}

/// Refused rows are given back as they came, with whole numbers: that is written into the trail.
fn keep_failed_rows(
    session: &Session<'_>,
    bytes: Option<Vec<u8>>,
    request: &FailedRowsRequest,
) -> Result<WrittenFile> {
    let bytes = bytes.ok_or_else(|| AppError::new("nothing_refused", "没有未通过的行"))?;
    crate::files::write_whole(Path::new(&request.path), &bytes, request.overwrite)?;
    session.app.write("failed_rows_export", "下载未通过的行", "", |_| Ok(()))?;
    Ok(WrittenFile { path: request.path.clone(), rows: 0 })
}

fn template(session: &Session<'_>, request: &TemplateRequest) -> Result<WrittenFile> {
    let kind = match request.kind.as_str() {
        "roster" => TemplateKind::Roster,
        "rooms" => TemplateKind::Rooms,
        "exam" => TemplateKind::Exam,
        "registrations" => TemplateKind::Registrations,
        "invigilators" => TemplateKind::Invigilators,
        other => {
            return Err(AppError::new("template_unknown", format!("没有“{other}”的模板")));
        }
    };
    templates::write(Some(&session.app), kind, Path::new(&request.path), request.overwrite)?;
    Ok(WrittenFile { path: request.path.clone(), rows: 0 })
}

fn export(session: &Session<'_>, request: &ExportRequest) -> Result<WrittenFile> {
    let kind = match request.kind.as_str() {
        "candidates" => ExportKind::Candidates,
        "rooms" => ExportKind::Rooms,
        "registrations" => ExportKind::Registrations,
        "seating" => ExportKind::Seating,
        "arrangement" => ExportKind::Arrangement,
        "invigilators" => ExportKind::Invigilators,
        other => return Err(AppError::new("export_unknown", format!("不能导出“{other}”这种数据"))),
    };
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let choice = ExportChoice {
        search: given(&request.search),
        plan: given(&request.plan),
        status: given(&request.status),
        overwrite: request.overwrite,
        ..ExportChoice::default()
    };
    let report = exporting::export(&session.app, kind, Path::new(&request.path), &choice)?;
    Ok(WrittenFile { path: request.path.clone(), rows: u64::try_from(report.rows).unwrap_or(u64::MAX) })
}

#[cfg(test)]
#[path = "imports_tests.rs"]
mod tests;
