//! Reading a table out of a workbook or text table.
//!
//! **Architecture invariant:** returns rows *and* problems; only a fault of the whole file is an
//! error. A row with an unreadable cell stays among the rows, so that it can be given back to the
//! user, and has a problem of severity error, so that the caller refuses it. No row is lost in
//! silence: what is skipped is blank, or said in a problem.

use kaozhan_domain::{RowProblem, RuleViolation};

use super::header::{
    FAILURE_HEADING, HeadRow, Header, Lookup, MASKED_MARK, column_letters, find_header, normalise,
};
use super::rows::RowBuilder;
use super::sniff::sniff;
use super::source::{SheetName, Source};
use super::table::{Need, Table};
use super::tables::{PLANS, PROGRAMMES, SITES, SUBJECTS};
use crate::DocumentError;

/// How many rows are searched for the headings.
pub(super) const HEAD_ROWS: usize = 60;
/// Sheets of our own templates that hold no data.
const OWN_SHEETS: [&str; 2] = ["填写说明", "字典"];

/// What a file may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// Rows with data in a sheet.
    pub rows: u32,
    /// Columns with headings, and the last column that is read.
    pub columns: u32,
    /// Size of the file in MiB.
    pub file_mib: u64,
    /// Size of all parts of the file unpacked, in MiB.
    pub unpacked_mib: u64,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self { rows: 50_000, columns: 100, file_mib: 100, unpacked_mib: 200 }
    }
}

/// The user's choices for one file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The sheet to read; otherwise the one that fits best.
    pub sheet: Option<String>,
    /// Heading (or column such as `B列`) and the field (code or our heading) it holds.
    pub map: Vec<(String, String)>,
    /// What the file may cost.
    pub limits: ReadLimits,
}

/// One row of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Row as Excel numbers it, from 1.
    pub row: u32,
    /// Texts by [`Table::columns`]; `None` when blank, missing or refused.
    pub cells: Vec<Option<String>>,
    /// Texts by [`TableRead::headings`], as the file has them, for the failed-rows workbook.
    pub original: Vec<String>,
}

impl TableRow {
    /// The text of `field` in `table`.
    pub fn get(&self, table: &Table, field: &str) -> Option<&str> {
        self.cells.get(table.index_of(field)?)?.as_deref()
    }
}

/// What one sheet holds.
#[derive(Debug, Clone)]
pub struct TableRead {
    /// The table it was read as.
    pub table: &'static Table,
    /// Sheet name; empty for text tables.
    pub sheet: String,
    /// Row of the headings as Excel numbers it.
    pub header_row: u32,
    /// All headings, blank ones as empty texts.
    pub headings: Vec<String>,
    /// Index in `headings` and the field found there.
    pub mapped: Vec<(usize, &'static str)>,
    /// Headings that no field answers to.
    pub unmapped: Vec<String>,
    /// Rows in the order of the file.
    pub rows: Vec<TableRow>,
    /// What is wrong with cells and rows; severity error refuses the row.
    pub problems: Vec<RowProblem>,
}

impl TableRead {
    /// The text of `field` in `row`.
    pub fn get<'r>(&self, row: &'r TableRow, field: &str) -> Option<&'r str> {
        row.get(self.table, field)
    }

    /// Heading under which the file has `field`; our own heading when it has none.
    pub fn heading_of(&self, field: &str) -> &str {
        self.mapped
            .iter()
            .find(|(_, mapped)| *mapped == field)
            .and_then(|(index, _)| self.headings.get(*index))
            .map(String::as_str)
            .or_else(|| self.table.column(field).map(|column| column.heading))
            .unwrap_or_default()
    }

    /// Puts a violation of `field` at its place in the file.
    pub fn problem(&self, row: u32, field: &str, violation: RuleViolation) -> RowProblem {
        RowProblem::new(&self.sheet, row, self.heading_of(field), violation)
    }
}

/// The four sheets of the exam workbook; a missing one is `None`.
#[derive(Debug, Clone)]
pub struct ExamRead {
    /// 考试计划.
    pub plans: Option<TableRead>,
    /// 考试科目.
    pub subjects: Option<TableRead>,
    /// 考核站点.
    pub sites: Option<TableRead>,
    /// 证书与专业.
    pub programmes: Option<TableRead>,
}

/// A sheet and what its first rows say.
struct Candidate {
    name: String,
    header: Header,
}

/// Reads `table` out of `bytes`; `file_name` only appears in messages.
///
/// # Errors
/// When the file as a whole can't be read: not a workbook, locked, damaged, too large, no fitting
/// sheet or headings, two columns for one field, a masked export.
pub fn read_table(
    bytes: &[u8],
    file_name: &str,
    table: &'static Table,
    options: &ReadOptions,
) -> Result<TableRead, DocumentError> {
    let file = base_name(file_name);
    let lookup = Lookup::new(&options.map, table, file)?;
    let format = sniff(bytes, file, &options.limits)?;
    let mut source = Source::open(bytes, file, format)?;
    let names = readable_sheets(&source, options.sheet.as_deref(), file)?;
    let mut candidates = Vec::new();
    for name in &names {
        if let Some(header) = head_of(&mut source, name, file, table, &lookup, &options.limits)? {
            candidates.push(Candidate { name: name.clone(), header });
        }
    }
    let (chosen, others) = choose(candidates, &names, table, file)?;
    if let Some(heading) = lookup.unanswered(&chosen.header) {
        return Err(DocumentError::BadMap {
            file: file.to_owned(),
            heading: heading.to_owned(),
            field: "表头中没有这一列".to_owned(),
            known: chosen.header.headings.iter().filter(|h| !h.is_empty()).cloned().collect(),
        });
    }
    let mut read = read_sheet(&mut source, chosen, file, table, &options.limits)?;
    for other in others {
        read.problems.push(RowProblem::new(
            &other,
            0,
            "",
            RuleViolation::warning(
                "sheet_not_read",
                format!(
                    "工作表“{other}”也像“{}”，这次没有读取；需要时请用 --sheet 指定后再导入一次",
                    table.title
                ),
            ),
        ));
    }
    Ok(read)
}

/// Reads the exam workbook: each sheet by its name, else by its headings.
///
/// # Errors
/// As [`read_table`]; also when none of the four sheets is there.
pub fn read_exam(bytes: &[u8], file_name: &str, options: &ReadOptions) -> Result<ExamRead, DocumentError> {
    let file = base_name(file_name);
    let format = sniff(bytes, file, &options.limits)?;
    let mut source = Source::open(bytes, file, format)?;
    let names = readable_sheets(&source, None, file)?;
    let mut used: Vec<String> = Vec::new();
    let mut one = |table: &'static Table| -> Result<Option<TableRead>, DocumentError> {
        let lookup = Lookup::new(&[], table, file)?;
        let named = names.iter().find(|name| normalise(name) == table.sheet_name);
        let open: Vec<&String> = match named {
            Some(name) => vec![name],
            None => names.iter().filter(|name| !used.contains(name) && !is_exam_sheet(name)).collect(),
        };
        for name in open {
            let Some(header) = head_of(&mut source, name, file, table, &lookup, &options.limits)? else {
                if named.is_some() && shows_anything(&mut source, name, file)? {
                    return Err(no_header(file, table, vec![name.clone()]));
                }
                continue;
            };
            if named.is_none() && !header.missing(table).is_empty() {
                continue;
            }
            used.push(name.clone());
            let chosen = checked(Candidate { name: name.clone(), header }, table, file)?;
            return match read_sheet(&mut source, chosen, file, table, &options.limits) {
                // An optional sheet of the template that was left blank.
                Err(DocumentError::NoRows { .. }) => Ok(None),
                read => read.map(Some),
            };
        }
        Ok(None)
    };
    let exam = ExamRead {
        plans: one(&PLANS)?,
        subjects: one(&SUBJECTS)?,
        sites: one(&SITES)?,
        programmes: one(&PROGRAMMES)?,
    };
    if exam.plans.is_none() && exam.subjects.is_none() && exam.sites.is_none() && exam.programmes.is_none() {
        return Err(DocumentError::NoHeader {
            file: file.to_owned(),
            table: "考试安排".to_owned(),
            sheets: names,
            needed: [&PLANS, &SUBJECTS, &SITES, &PROGRAMMES]
                .map(|table| format!("工作表“{}”", table.sheet_name))
                .to_vec(),
        });
    }
    Ok(exam)
}

fn no_header(file: &str, table: &Table, sheets: Vec<String>) -> DocumentError {
    DocumentError::NoHeader {
        file: file.to_owned(),
        table: table.title.to_owned(),
        sheets,
        needed: table.columns.iter().filter(|c| c.need == Need::Must).map(|c| c.heading.to_owned()).collect(),
    }
}

/// Whether the sheet has a cell that isn't blank.
fn shows_anything(source: &mut Source<'_>, sheet: &str, file: &str) -> Result<bool, DocumentError> {
    let mut found = false;
    source.walk(sheet, file, &mut |_, value, _| {
        found = !value.is_blank();
        Ok(!found)
    })?;
    Ok(found)
}

fn is_exam_sheet(name: &str) -> bool {
    super::tables::EXAM_TABLES.iter().any(|table| normalise(name) == table.sheet_name)
}

/// The last part of a path: folders of the user's machine have no place in messages.
pub(super) fn base_name(file_name: &str) -> &str {
    file_name.rsplit(['/', '\\']).next().unwrap_or(file_name)
}

/// Visible sheets without our own instruction sheets, or the one asked for.
pub(super) fn readable_sheets(
    source: &Source<'_>,
    wanted: Option<&str>,
    file: &str,
) -> Result<Vec<String>, DocumentError> {
    let sheets: Vec<SheetName> = source.sheets();
    if let (Some(wanted), false) = (wanted, matches!(source, Source::Text { .. })) {
        let found = sheets
            .iter()
            .find(|s| s.name == wanted)
            .or_else(|| sheets.iter().find(|s| normalise(&s.name) == normalise(wanted)));
        return found.map(|sheet| vec![sheet.name.clone()]).ok_or_else(|| DocumentError::NoSuchSheet {
            file: file.to_owned(),
            wanted: wanted.to_owned(),
            sheets: sheets.iter().filter(|s| s.visible).map(|s| s.name.clone()).collect(),
        });
    }
    Ok(sheets
        .into_iter()
        .filter(|sheet| sheet.visible && !OWN_SHEETS.contains(&sheet.name.as_str()))
        .map(|sheet| sheet.name)
        .collect())
}

/// Reads the first rows of a sheet and looks for the headings.
pub(super) fn head_of(
    source: &mut Source<'_>,
    sheet: &str,
    file: &str,
    table: &'static Table,
    lookup: &Lookup,
    limits: &ReadLimits,
) -> Result<Option<Header>, DocumentError> {
    let mut rows: Vec<HeadRow> = Vec::new();
    let mut too_wide: Vec<u32> = Vec::new();
    source.walk(sheet, file, &mut |at, value, _| {
        if value.is_blank() {
            return Ok(true);
        }
        if at.col >= limits.columns {
            too_wide.push(at.row);
            return Ok(true);
        }
        if rows.last().is_none_or(|(row, _)| *row != at.row) {
            if rows.len() >= HEAD_ROWS {
                return Ok(false);
            }
            rows.push((at.row, Vec::new()));
        }
        if let Some((_, cells)) = rows.last_mut() {
            cells.push((at.col, value.display()));
        }
        Ok(true)
    })?;
    let header = find_header(&rows, table, lookup);
    if header.as_ref().is_some_and(|h| too_wide.contains(&h.row)) {
        return Err(DocumentError::TooManyColumns {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            limit: limits.columns,
        });
    }
    Ok(header)
}

/// The sheet that fits best, and the names of others that would fit too.
fn choose(
    mut candidates: Vec<Candidate>,
    names: &[String],
    table: &'static Table,
    file: &str,
) -> Result<(Candidate, Vec<String>), DocumentError> {
    let complete = |c: &Candidate| c.header.missing(table).is_empty();
    candidates.sort_by_key(|c| (!complete(c), std::cmp::Reverse(c.header.score)));
    let mut rest = candidates.into_iter();
    let best = rest.next().filter(|c| complete(c) || c.header.score >= 2).ok_or_else(|| {
        no_header(file, table, names.iter().filter(|name| !name.is_empty()).cloned().collect())
    })?;
    let best = checked(best, table, file)?;
    let others: Vec<Candidate> = rest.filter(complete).collect();
    let equal: Vec<String> =
        others.iter().filter(|c| c.header.score == best.header.score).map(|c| c.name.clone()).collect();
    let by_name = normalise(&best.name) == table.sheet_name;
    if !equal.is_empty() && !by_name {
        return Err(DocumentError::AmbiguousSheet {
            file: file.to_owned(),
            table: table.title.to_owned(),
            sheets: std::iter::once(best.name).chain(equal).collect(),
        });
    }
    Ok((best, others.into_iter().map(|c| c.name).collect()))
}

/// Refuses masked exports, missing columns and two columns for one field.
pub(super) fn checked_header(
    sheet: &str,
    header: &Header,
    table: &'static Table,
    file: &str,
) -> Result<(), DocumentError> {
    let (file, sheet, row) = (file.to_owned(), sheet.to_owned(), header.row + 1);
    if header.masked || sheet.contains(MASKED_MARK) {
        return Err(DocumentError::Masked { file, sheet });
    }
    let missing = header.missing(table);
    if !missing.is_empty() {
        let seen = header.headings.iter().filter(|h| !h.is_empty()).cloned().collect();
        return Err(DocumentError::MissingColumn { file, sheet, row, missing, seen });
    }
    if let Some((index, columns)) = header.duplicates.first() {
        return Err(DocumentError::DuplicateColumn {
            file,
            sheet,
            row,
            heading: table.columns[*index].heading.to_owned(),
            columns: columns
                .iter()
                .map(|col| format!("{}列“{}”", column_letters(*col), header.headings[*col as usize]))
                .collect(),
        });
    }
    Ok(())
}

fn checked(candidate: Candidate, table: &'static Table, file: &str) -> Result<Candidate, DocumentError> {
    checked_header(&candidate.name, &candidate.header, table, file)?;
    Ok(candidate)
}

/// Reads the rows below the headings.
fn read_sheet(
    source: &mut Source<'_>,
    chosen: Candidate,
    file: &str,
    table: &'static Table,
    limits: &ReadLimits,
) -> Result<TableRead, DocumentError> {
    let Candidate { name, header } = chosen;
    let mut rows = RowBuilder::new(&name, file, table, &header, limits);
    source.walk(&name, file, &mut |at, value, formula| {
        if at.row > header.row {
            rows.cell(at, &value, formula)?;
        }
        Ok(true)
    })?;
    let (found, problems) = rows.finish()?;
    table_read(&name, header, table, found, problems, file)
}

/// What a sheet holds, from its heading and the rows below.
pub(super) fn table_read(
    name: &str,
    header: Header,
    table: &'static Table,
    found: Vec<TableRow>,
    problems: Vec<RowProblem>,
    file: &str,
) -> Result<TableRead, DocumentError> {
    if found.is_empty() && problems.is_empty() {
        return Err(DocumentError::NoRows { file: file.to_owned(), sheet: name.to_owned() });
    }
    let known: Vec<u32> = header.mapped.iter().map(|(col, _)| *col).collect();
    Ok(TableRead {
        table,
        sheet: name.to_owned(),
        header_row: header.row + 1,
        mapped: header
            .mapped
            .iter()
            .map(|(col, index)| (*col as usize, table.columns[*index].field))
            .collect(),
        unmapped: header
            .headings
            .iter()
            .enumerate()
            .filter(|(col, h)| !h.is_empty() && !known.contains(&(*col as u32)) && *h != FAILURE_HEADING)
            .map(|(_, heading)| heading.clone())
            .collect(),
        headings: header.headings,
        rows: found,
        problems,
    })
}
