//! Imports: a file is read, every row checked, the good rows written in one transaction with the
//! import record; the bad ones come back with their reasons.

pub(crate) mod draft;
pub(crate) mod draft_view;
mod exam;
mod invigilators;
mod judge;
mod mapping;
mod masking;
mod photos;
mod registrations;
pub mod report;
mod rooms;
mod roster;

pub use judge::RowState;
pub use photos::RefusedPhoto;
pub use report::{Finding, ImportReport};

use crate::error::{AppError, Result};
use crate::task::Task;
use crate::workspace::App;
use kaozhan_documents::sheet::{
    INVIGILATORS, PLANS, PROGRAMMES, REGISTRATIONS, ROOMS, ROSTER, ReadOptions, SITES, SUBJECTS, Table,
    TableRead, TableRow, read_exam, read_table, write_failed_rows,
};
use kaozhan_domain::{FieldProblem, RowProblem, ids::ImportId};
use kaozhan_store::{ImportRecord, ReadTx};
use report::Findings;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What to import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// 考生信息.
    Roster,
    /// 考场信息.
    Rooms,
    /// 考试计划, 考试科目, 考核站点, 证书与专业.
    Exam,
    /// 报考信息.
    Registrations,
    /// 学生照片.
    Photos,
    /// 监考人员.
    Invigilators,
}

impl ImportKind {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Rooms => "rooms",
            Self::Exam => "exam",
            Self::Registrations => "registrations",
            Self::Photos => "photos",
            Self::Invigilators => "invigilators",
        }
    }

    /// Name in the import records.
    pub fn label(self) -> &'static str {
        match self {
            Self::Roster => "学生信息",
            Self::Rooms => "考场信息",
            Self::Exam => "考试计划",
            Self::Registrations => "报考信息",
            Self::Photos => "学生照片",
            Self::Invigilators => "监考人员",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        let all =
            [Self::Roster, Self::Rooms, Self::Exam, Self::Registrations, Self::Photos, Self::Invigilators];
        all.into_iter().find(|kind| kind.code() == code)
    }

    /// The sheets of such a file, in the order in which they refer to each other; none for photos.
    pub fn tables(self) -> &'static [&'static Table] {
        static ONE: [&Table; 4] = [&ROSTER, &ROOMS, &REGISTRATIONS, &INVIGILATORS];
        static EXAM: [&Table; 4] = [&PROGRAMMES, &SITES, &PLANS, &SUBJECTS];
        match self {
            Self::Roster => &ONE[..1],
            Self::Rooms => &ONE[1..2],
            Self::Registrations => &ONE[2..3],
            Self::Invigilators => &ONE[3..],
            Self::Exam => &EXAM,
            Self::Photos => &[],
        }
    }

    /// Code and name of the import in the trail.
    fn operation(self) -> (&'static str, &'static str) {
        match self {
            Self::Roster => ("candidate_import", "导入学生信息"),
            Self::Rooms => ("room_import", "导入考场信息"),
            Self::Exam => ("exam_import", "导入考试计划"),
            Self::Registrations => ("registration_import", "导入报考信息"),
            Self::Photos => ("photo_import", "导入学生照片"),
            Self::Invigilators => ("invigilator_import", "导入监考人员"),
        }
    }
}

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Check only.
    pub dry_run: bool,
    /// Where the failed rows go.
    pub failed: Option<PathBuf>,
    /// The sheet to read.
    pub sheet: Option<String>,
    /// (heading in the file, field or heading of ours).
    pub map: Vec<(String, String)>,
    /// The plan of registrations that name none.
    pub plan: Option<String>,
}

impl ImportOptions {
    fn read_options(&self) -> ReadOptions {
        ReadOptions { sheet: self.sheet.clone(), map: self.map.clone(), ..ReadOptions::default() }
    }
}

/// Imports `path`.
///
/// # Errors
/// When the file can't be read as what it should be, or nothing could be written; the workspace is
/// then unchanged. Faults of single rows are in the report.
pub fn import(
    app: &App,
    kind: ImportKind,
    path: &Path,
    options: &ImportOptions,
    task: &Task<'_>,
) -> Result<ImportReport> {
    // Found out now, not after the rows were written: the failed rows must have somewhere to go.
    if let Some(failed) = &options.failed {
        crate::files::check_writable(failed)?;
    }
    let outcome = match kind {
        ImportKind::Photos => photos::import(app, path, options, task, false)?.0,
        _ => {
            task.step("读取文件", 0, 0)?;
            let sheets = read_sheets(kind, path, options)?;
            let job = Job {
                kind,
                file: &file_name(path),
                sheets: &sheets,
                set_aside: &[],
                plan: options.plan.as_deref(),
            };
            job.run(app, options.dry_run, task)?
        }
    };
    if let (Some(target), Some(workbook)) = (&options.failed, &outcome.failed) {
        crate::files::write_whole(target, workbook, true)?;
    }
    Ok(outcome.report)
}

fn read_sheets(kind: ImportKind, path: &Path, options: &ImportOptions) -> Result<Vec<TableRead>> {
    let (bytes, name) = (read_file(path)?, file_name(path));
    if kind == ImportKind::Exam {
        let exam = read_exam(&bytes, &name, &options.read_options())?;
        return Ok([exam.programmes, exam.sites, exam.plans, exam.subjects].into_iter().flatten().collect());
    }
    let tables = kind.tables().iter();
    tables.map(|table| Ok(read_table(&bytes, &name, table, &options.read_options())?)).collect()
}

/// Sheets to check and write.
struct Job<'a> {
    kind: ImportKind,
    /// Name of the file.
    file: &'a str,
    sheets: &'a [TableRead],
    /// Rows that a person left out, by the place of their sheet. They are counted and given back, not read.
    set_aside: &'a [(usize, TableRow)],
    plan: Option<&'a str>,
}

impl Job<'_> {
    /// Checks every row and, unless this is a rehearsal, writes the good ones in one transaction.
    fn run(&self, app: &App, dry_run: bool, task: &Task<'_>) -> Result<Outcome> {
        let judge = |tx: &ReadTx<'_>| -> Result<_> {
            let known = judge::load(self.kind, tx)?;
            let mut judged = known.judge(self.sheets, &judge::setting(app, self.plan), task)?;
            let counts = self.count(&judged.states);
            self.say_set_aside(&mut judged.findings);
            let failed = self.failed_workbook(&judged.findings)?;
            let (report, record) = conclude(app, self.kind, self.file, counts, judged.findings, dry_run);
            Ok((judged.changes, Outcome { report, failed }, record))
        };
        if dry_run {
            return app.read(judge).map(|(_, outcome, _)| outcome);
        }
        let (code, label) = self.kind.operation();
        app.write(code, label, self.file, |tx| {
            let (changes, outcome, record) = judge(tx)?;
            changes.store(tx, task)?;
            tx.insert_import(&record, outcome.failed.as_deref())?;
            Ok(outcome)
        })
    }

    fn count(&self, states: &[Vec<RowState>]) -> Counts {
        let of =
            |wanted: fn(&RowState) -> bool| states.iter().flatten().filter(|state| wanted(state)).count();
        Counts {
            total: states.iter().map(Vec::len).sum::<usize>() + self.set_aside.len(),
            accepted: of(|state| matches!(state, RowState::New | RowState::Changed(_))),
            unchanged: of(|state| matches!(state, RowState::Unchanged)),
        }
    }

    /// A row that was left out on purpose is given back with that as its reason: nothing is lost unsaid.
    fn say_set_aside(&self, findings: &mut Findings) {
        for (sheet, row) in self.set_aside {
            let problem = FieldProblem::error("", "row_skipped", "核对时选择了跳过，没有导入");
            findings.add(&self.sheets[*sheet].sheet, row.row, "", problem);
        }
    }

    fn failed_workbook(&self, findings: &Findings) -> Result<Option<Vec<u8>>> {
        if self.set_aside.is_empty() {
            return failed_workbook(&self.sheets.iter().collect::<Vec<_>>(), findings);
        }
        let mut whole: Vec<TableRead> = self.sheets.to_vec();
        for (sheet, row) in self.set_aside {
            whole[*sheet].rows.push(row.clone());
        }
        for sheet in &mut whole {
            sheet.rows.sort_by_key(|row| row.row);
        }
        failed_workbook(&whole.iter().collect::<Vec<_>>(), findings)
    }
}

/// Imports photos and gives the refused files with small pictures of them.
///
/// # Errors
/// As [`import`].
pub fn import_photos(
    app: &App,
    path: &Path,
    options: &ImportOptions,
    task: &Task<'_>,
) -> Result<(ImportReport, Vec<RefusedPhoto>)> {
    let (outcome, refused) = photos::import(app, path, options, task, true)?;
    if let (Some(target), Some(workbook)) = (&options.failed, &outcome.failed) {
        crate::files::write_whole(target, workbook, true)?;
    }
    Ok((outcome.report, refused))
}

/// What one kind of import gives back.
struct Outcome {
    report: ImportReport,
    /// The failed-rows workbook, when rows were refused.
    failed: Option<Vec<u8>>,
}

/// Counts of an import.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    total: usize,
    accepted: usize,
    unchanged: usize,
}

/// Reads a whole file, refusing folders with a clear message.
fn read_file(path: &Path) -> Result<Vec<u8>> {
    if path.is_dir() {
        return Err(AppError::new("is_a_folder", format!("“{}”是一个文件夹，请选择文件", path.display())));
    }
    std::fs::read(path).map_err(|error| AppError::io("读取文件", path, &error))
}

/// A text without document and mobile numbers in it.
pub(crate) fn hide_numbers(text: &str) -> String {
    masking::prose(text)
}

/// Name of the file without its folder, for messages and records.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The cell of `field` as text; empty when it has no value.
fn cell<'r>(read: &TableRead, row: &'r TableRow, field: &str) -> &'r str {
    read.get(row, field).unwrap_or_default()
}

/// Adds the findings of one row under the headings that the file uses.
fn add_all(findings: &mut Findings, read: &TableRead, row: u32, problems: Vec<FieldProblem>) {
    for problem in problems {
        let heading = if problem.field.is_empty() { "" } else { read.heading_of(problem.field) };
        findings.add(&read.sheet, row, heading, problem);
    }
}

/// Of groups of rows that claim the same thing: each row with the numbers of the others.
fn others_of(groups: impl Iterator<Item = Vec<u32>>) -> HashMap<u32, String> {
    let mut others_of = HashMap::new();
    for rows in groups.filter(|rows| rows.len() > 1) {
        for row in &rows {
            let others: Vec<String> =
                rows.iter().filter(|other| *other != row).map(ToString::to_string).collect();
            others_of.insert(*row, others.join("、"));
        }
    }
    others_of
}

/// The failed-rows workbook of the sheets that were read, if any row was refused.
fn failed_workbook(reads: &[&TableRead], findings: &Findings) -> Result<Option<Vec<u8>>> {
    let parts: Vec<(&TableRead, Vec<RowProblem>)> = reads
        .iter()
        .map(|read| (*read, findings.of_sheet(&read.sheet)))
        .filter(|(read, _)| read.rows.iter().any(|row| findings.refuses(&read.sheet, row.row)))
        .collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let parts: Vec<(&TableRead, &[RowProblem])> =
        parts.iter().map(|(read, problems)| (*read, problems.as_slice())).collect();
    Ok(Some(write_failed_rows(&parts)?))
}

/// The report and the record that stays of it.
fn conclude(
    app: &App,
    kind: ImportKind,
    file: &str,
    counts: Counts,
    findings: Findings,
    dry_run: bool,
) -> (ImportReport, ImportRecord) {
    let (problems, warnings) = findings.split();
    let report = ImportReport {
        kind: kind.code(),
        file: file.to_owned(),
        total: counts.total,
        accepted: counts.accepted,
        refused: counts.total - counts.accepted - counts.unchanged,
        unchanged: counts.unchanged,
        problems,
        warnings,
        dry_run,
    };
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let record = ImportRecord {
        id: ImportId(uuid::Uuid::now_v7()),
        kind: kind.code().to_owned(),
        file_name: report.file.clone(),
        actor: app.actor().to_owned(),
        at: app.now(),
        total: count(report.total),
        accepted: count(report.accepted),
        refused: count(report.refused),
        unchanged: count(report.unchanged),
    };
    (report, record)
}
