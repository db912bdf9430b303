//! A file that is being looked over before it is imported: cells are corrected, rows left out, and the
//! whole is checked again, as often as one likes. Nothing is written before the import, which then is that
//! of a file with the corrections in it.

mod corrections;
mod kept;

pub(crate) use kept::{Drafts, Owner, lock};

use super::judge::{self, Known, RowState};
use super::report::Findings;
use super::{ImportKind, ImportReport, Job, Outcome, file_name, mapping, read_file};
use crate::error::{AppError, Result};
use crate::task::Task;
use crate::workspace::App;
use corrections::Step;
use kaozhan_documents::DocumentError;
use kaozhan_documents::sheet::{
    Grid, GridBook, GridHeader, ReadLimits, Table, TableRead, TableRow, is_failure_heading, letters,
};
use kaozhan_domain::{RowProblem, Severity};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

/// Sheets with the rows that count, and the rows that were left out by the place of their sheet.
type Split = (Vec<TableRead>, Vec<(usize, TableRow)>);

/// A sheet of the draft and what it is read as.
pub(super) struct Part {
    pub(super) table: &'static Table,
    pub(super) grid: Grid,
    pub(super) header: GridHeader,
    /// The columns are those of an earlier file with the same headings.
    pub(super) remembered: bool,
}

/// A finding at its cell.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    /// Column of the file; `None` when it concerns the row.
    pub(super) column: Option<usize>,
    pub(super) code: String,
    pub(super) message: String,
    pub(super) is_error: bool,
    /// What it is counted under.
    pub(super) group: &'static str,
}

/// Part and row as Excel numbers it.
pub(super) type Place = (usize, u32);

/// What the last check found.
pub(super) struct Checked {
    known: Box<dyn Known>,
    /// By part and row of [`Draft::reads`].
    pub(super) states: Vec<Vec<RowState>>,
    pub(super) problems: HashMap<Place, Vec<Problem>>,
    /// What concerns no row that is shown.
    pub(super) notices: Vec<String>,
    /// Findings as they were, for the workbook of refused rows.
    findings: Findings,
}

/// A file that is being looked over.
pub(crate) struct Draft {
    pub(super) kind: ImportKind,
    pub(super) file: String,
    pub(super) size: u64,
    book: GridBook,
    /// For each sheet and table, whether the sheet has its headings.
    pub(super) fits: HashMap<(String, &'static str), bool>,
    pub(super) parts: Vec<Part>,
    /// The rows of each part, as they are now.
    pub(super) reads: Vec<TableRead>,
    pub(super) plan: Option<String>,
    pub(super) checked: Option<Checked>,
    pub(super) skipped: BTreeSet<Place>,
    /// Cells that were typed over, by row.
    pub(super) edited: BTreeMap<Place, BTreeSet<usize>>,
    /// What was wrong with a row before it was corrected: it stays in sight.
    pub(super) was_in: HashMap<Place, HashSet<&'static str>>,
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl Draft {
    /// Opens a file and proposes sheets, heading rows and columns.
    ///
    /// # Errors
    /// When it can't be read as a table at all, or no sheet has rows.
    pub(crate) fn open(kind: ImportKind, path: &Path, config: &Path) -> Result<Self> {
        if kind.tables().is_empty() {
            return Err(AppError::new("not_a_table", "照片不是表格，请在照片管理中导入"));
        }
        let bytes = read_file(path)?;
        let (file, size) = (file_name(path), bytes.len() as u64);
        let book = GridBook::open(bytes, &file, ReadLimits::default())?;
        if book.sheets().is_empty() {
            return Err(AppError::new("sheet_not_found", format!("文件“{file}”没有可以读取的工作表"))
                .hint("请检查工作表是否都被隐藏"));
        }
        let mut draft = Self {
            kind,
            file,
            size,
            book,
            fits: HashMap::new(),
            parts: Vec::new(),
            reads: Vec::new(),
            plan: None,
            checked: None,
            skipped: BTreeSet::new(),
            edited: BTreeMap::new(),
            was_in: HashMap::new(),
            done: Vec::new(),
            undone: Vec::new(),
        };
        draft.propose(config)?;
        Ok(draft)
    }

    /// Chooses a sheet for each table: by its name, else by its headings.
    fn propose(&mut self, config: &Path) -> Result<()> {
        let sheets = self.book.sheets().to_vec();
        let tables = self.kind.tables();
        let mut taken: Vec<String> = Vec::new();
        for table in tables {
            let mut best: Option<((bool, bool, usize), String)> = None;
            for sheet in &sheets {
                let found = self.book.score(sheet, table)?;
                let complete = found.is_some_and(|(missing, _)| missing == 0);
                self.fits.insert((sheet.clone(), table.entity), complete);
                let named = sheet.trim() == table.sheet_name;
                let score = (named && found.is_some(), complete, found.map_or(0, |(_, score)| score));
                let usable = tables.len() == 1 || (named && score.2 > 0) || complete;
                if usable && !taken.contains(sheet) && best.as_ref().is_none_or(|(known, _)| score > *known) {
                    best = Some((score, sheet.clone()));
                }
            }
            if let Some((_, sheet)) = best {
                taken.push(sheet.clone());
                let (part, read) = match self.part(table, &sheet, None, config) {
                    // An optional sheet of the template that was left blank.
                    Err(error) if tables.len() > 1 && error.code == "sheet_no_rows" => continue,
                    part => part?,
                };
                self.parts.push(part);
                self.reads.push(read);
            }
        }
        if self.parts.is_empty() {
            let names: Vec<String> = tables.iter().map(|table| format!("“{}”", table.sheet_name)).collect();
            return Err(AppError::new(
                "sheet_no_header",
                format!("文件“{}”里没有{}这些工作表，或者其中都没有数据", self.file, names.join("、")),
            )
            .hint("请下载模板，把数据填到同名的工作表里再导入"));
        }
        Ok(())
    }

    /// A sheet read as `table`, with the heading row asked for or the one that fits best.
    fn part(
        &self,
        table: &'static Table,
        sheet: &str,
        header_row: Option<u32>,
        config: &Path,
    ) -> Result<(Part, TableRead)> {
        let grid = self.book.grid(sheet)?;
        let mut header = match header_row {
            Some(row) => grid.header_at(row, table),
            None => grid.propose(table).map(|(header, _)| header).unwrap_or_else(|| {
                let first = grid.head(1).first().map_or(1, |(row, _)| *row);
                grid.header_at(first, table)
            }),
        };
        header.fields.resize(header.fields.len().max(grid.width()), None);
        header.headings.resize(header.fields.len(), String::new());
        let known = mapping::recall(config, table.entity, &header.headings);
        let remembered = known.is_some();
        if let Some(fields) = known {
            header.fields = fields.iter().map(|field| code_of(table, field.as_deref())).collect();
        }
        let read = grid.preview(table, &header)?;
        Ok((Part { table, grid, header, remembered }, read))
    }

    /// Takes another sheet or heading row for a part. Its corrections are dropped with the old sheet.
    ///
    /// # Errors
    /// `sheet_not_found`, `sheet_taken`, `sheet_no_rows`, a masked export.
    pub(crate) fn choose(
        &mut self,
        part: usize,
        sheet: &str,
        header_row: Option<u32>,
        config: &Path,
    ) -> Result<()> {
        let old = self.parts.get(part).ok_or_else(no_part)?;
        let mut parts = self.parts.iter().enumerate();
        if parts.any(|(place, other)| place != part && other.grid.sheet == sheet) {
            return Err(AppError::new("sheet_taken", format!("工作表“{sheet}”已经用作另一张表")));
        }
        let (fresh, read) = self.part(old.table, sheet, header_row, config)?;
        self.parts[part] = fresh;
        self.reads[part] = read;
        self.checked = None;
        self.skipped.retain(|(place, _)| *place != part);
        self.edited.retain(|(place, _), _| *place != part);
        self.was_in.retain(|(place, _), _| *place != part);
        self.done.clear();
        self.undone.clear();
        Ok(())
    }

    /// Takes the columns as chosen and checks every row against the workspace as it is now. Cancelled, it
    /// leaves the draft without a check.
    ///
    /// # Errors
    /// `columns_missing`, `column_twice`, `cancelled`.
    pub(crate) fn check(
        &mut self,
        app: &App,
        columns: &[Vec<Option<String>>],
        plan: Option<&str>,
        task: &Task<'_>,
    ) -> Result<()> {
        task.step("读取文件", 0, 0)?;
        self.checked = None;
        for (part, fields) in self.parts.iter_mut().zip(columns) {
            part.header.fields = fields.iter().map(|field| code_of(part.table, field.as_deref())).collect();
            part.header.fields.resize(part.header.headings.len(), None);
        }
        self.plan = plan.map(str::trim).filter(|plan| !plan.is_empty()).map(ToOwned::to_owned);
        self.read_again()?;
        let known = app.read(|tx| judge::load(self.kind, tx))?;
        self.judge(app, known, task)
    }

    /// Reads every part as it is now, with the corrections.
    fn read_again(&mut self) -> Result<()> {
        for (part, read) in self.parts.iter().zip(&mut self.reads) {
            *read = part.grid.read(part.table, &part.header).map_err(|error| window_words(error, part))?;
        }
        Ok(())
    }

    fn judge(&mut self, app: &App, known: Box<dyn Known>, task: &Task<'_>) -> Result<()> {
        let setting = judge::setting(app, self.plan.as_deref());
        let split = self.split();
        let sheets = split.as_ref().map_or(self.reads.as_slice(), |(sheets, _)| sheets.as_slice());
        let judged = known.judge(sheets, &setting, task)?;
        let states = self.spread(judged.states);
        let (problems, notices) = self.place(judged.findings.all());
        self.checked = Some(Checked { known, states, problems, notices, findings: judged.findings });
        Ok(())
    }

    /// The rows that count and those that were left out; `None` when none was.
    fn split(&self) -> Option<Split> {
        if self.skipped.is_empty() {
            return None;
        }
        let mut sheets = self.reads.clone();
        let mut aside = Vec::new();
        for (place, sheet) in sheets.iter_mut().enumerate() {
            let is_skipped = |row: u32| self.skipped.contains(&(place, row));
            let (out, kept) =
                std::mem::take(&mut sheet.rows).into_iter().partition(|row| is_skipped(row.row));
            sheet.rows = kept;
            sheet.problems.retain(|problem| !is_skipped(problem.row));
            let out: Vec<TableRow> = out;
            aside.extend(out.into_iter().map(|row| (place, row)));
        }
        Some((sheets, aside))
    }

    /// States by the rows of [`Draft::reads`]: rows that were left out have one too.
    fn spread(&self, states: Vec<Vec<RowState>>) -> Vec<Vec<RowState>> {
        let by_part = states.into_iter().zip(&self.reads).enumerate();
        by_part
            .map(|(part, (states, read))| {
                let mut states = states.into_iter();
                let mut of = |row: &TableRow| {
                    if self.skipped.contains(&(part, row.row)) {
                        return RowState::Refused;
                    }
                    states.next().unwrap_or(RowState::Refused)
                };
                read.rows.iter().map(&mut of).collect()
            })
            .collect()
    }

    /// Puts findings at their cells; what belongs to no row that is shown becomes a notice.
    fn place(&self, findings: &[RowProblem]) -> (HashMap<Place, Vec<Problem>>, Vec<String>) {
        let mut problems: HashMap<Place, Vec<Problem>> = HashMap::new();
        let mut notices = Vec::new();
        for finding in findings {
            let part = self.reads.iter().position(|read| read.sheet == finding.sheet);
            let shown = part.filter(|part| self.row(*part, finding.row).is_some());
            let message = super::masking::prose(&finding.message);
            let Some(part) = shown else {
                let place =
                    if finding.row > 0 { format!("第 {} 行：", finding.row) } else { String::new() };
                notices.push(format!("{place}{message}"));
                continue;
            };
            let (column, field) = self.column(part, &finding.column);
            let group = match (finding.code.as_str(), field) {
                ("duplicate_in_file", _) => "duplicate",
                (_, Some(field)) => field,
                (_, None) => "other",
            };
            problems.entry((part, finding.row)).or_default().push(Problem {
                column,
                code: finding.code.clone(),
                message,
                is_error: finding.severity == Severity::Error,
                group,
            });
        }
        (problems, notices)
    }

    /// Column and field that a finding means by its heading; columns that are read go first.
    fn column(&self, part: usize, heading: &str) -> (Option<usize>, Option<&'static str>) {
        let read = &self.reads[part];
        if heading.is_empty() {
            return (None, None);
        }
        let mapped = read.mapped.iter().find(|(column, _)| read.headings[*column] == heading);
        if let Some((column, field)) = mapped {
            return (Some(*column), Some(field));
        }
        // The file has no such column: the finding names it as we do.
        (None, read.table.columns.iter().find(|column| column.heading == heading).map(|column| column.field))
    }

    /// Place of a row among those of its part.
    pub(super) fn row(&self, part: usize, row: u32) -> Option<usize> {
        self.reads.get(part)?.rows.binary_search_by_key(&row, |known| known.row).ok()
    }

    fn require_check(&self) -> Result<()> {
        if self.checked.is_some() {
            return Ok(());
        }
        Err(AppError::new("draft_not_checked", "还没有核对，请先确定各列的内容"))
    }

    /// Imports: one transaction, with the corrections, without the rows that were left out.
    ///
    /// # Errors
    /// As [`super::import`]; the draft stays as it is.
    pub(crate) fn commit(&self, app: &App, task: &Task<'_>) -> Result<ImportReport> {
        self.require_check()?;
        let Outcome { report, .. } = self.with_job(|job| job.run(app, false, task))?;
        Ok(report)
    }

    /// The workbook of the rows that would be refused now; `None` when there are none.
    pub(crate) fn failed_rows(&self) -> Result<Option<Vec<u8>>> {
        self.require_check()?;
        let Some(checked) = &self.checked else { return Ok(None) };
        let mut findings = Findings::default();
        findings.extend(checked.findings.all().iter().cloned());
        self.with_job(|job| {
            job.say_set_aside(&mut findings);
            job.failed_workbook(&findings)
        })
    }

    fn with_job<T>(&self, work: impl FnOnce(&Job<'_>) -> Result<T>) -> Result<T> {
        let split = self.split();
        let (sheets, aside) = match &split {
            Some((sheets, aside)) => (sheets.as_slice(), aside.as_slice()),
            None => (self.reads.as_slice(), [].as_slice()),
        };
        let plan = self.plan.as_deref();
        work(&Job { kind: self.kind, file: &self.file, sheets, set_aside: aside, plan })
    }

    /// Remembers the columns for the next file with these headings.
    ///
    /// # Errors
    /// When the folder of this computer's choices can't be written.
    pub(crate) fn remember(&self, config: &Path) -> Result<()> {
        for part in &self.parts {
            let fields = part.header.fields.iter().map(|field| field.map(ToOwned::to_owned)).collect();
            mapping::remember(config, part.table.entity, &part.header.headings, fields)?;
        }
        Ok(())
    }

    /// What is imported.
    pub(crate) fn kind(&self) -> ImportKind {
        self.kind
    }

    /// Names of the sheets that could be read.
    pub(super) fn sheets(&self) -> &[String] {
        self.book.sheets()
    }
}

fn code_of(table: &'static Table, field: Option<&str>) -> Option<&'static str> {
    table.column(field?).map(|column| column.field)
}

fn no_part() -> AppError {
    AppError::new("sheet_not_found", "没有这张表，请重新选择文件")
}

/// Faults of columns in the words of the window, where columns are chosen below the headings.
fn window_words(error: DocumentError, part: &Part) -> AppError {
    match error {
        DocumentError::MissingColumn { missing, .. } => {
            AppError::new("columns_missing", format!("还没有指定哪一列是{}", missing.join("、")))
                .hint("请在表头下方的下拉框里选择；文件里没有这一列时，请在 Excel 中补上后重新选择文件")
        }
        DocumentError::DuplicateColumn { heading, columns, .. } => {
            AppError::new("column_twice", format!("有多列都对应“{heading}”：{}", columns.join("、")))
                .hint("请只保留一列，其余选“忽略”")
        }
        error => {
            let failure = AppError::from(error);
            if failure.code == "sheet_no_rows" {
                return AppError::new(
                    "sheet_no_rows",
                    format!("工作表“{}”第 {} 行以下没有数据", part.grid.sheet, part.header.row),
                )
                .hint("请换一个工作表，或换一行作表头");
            }
            failure
        }
    }
}

/// `A`, `B` … of a column.
pub(super) fn letter(column: usize) -> String {
    letters(column)
}

/// Whether a column holds the reasons that an earlier import wrote: it is of no use and can't be chosen.
pub(super) fn is_reason(heading: &str) -> bool {
    is_failure_heading(heading)
}
