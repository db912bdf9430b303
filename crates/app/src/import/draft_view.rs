//! A draft as the window shows it: numbers masked, states as words, findings at their cells.
//!
//! **Architecture invariant:** whatever leaves here has passed [`super::masking`].

use super::draft::{Draft, Place, Problem, is_reason, letter};
use super::judge::RowState;
use super::masking;
use kaozhan_documents::sheet::{Need, TableRow};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// Rows of a column that are shown as samples.
const SAMPLES: usize = 3;
/// Rows from which the heading row is chosen.
const HEAD: usize = 12;

/// A file that is looked over.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportDraft {
    /// Its name in the calls that follow.
    pub draft_id: String,
    /// `roster`, `rooms`, `exam`, `registrations`, `invigilators`.
    pub kind: String,
    /// Name of the file.
    pub file: String,
    /// Its size in bytes.
    pub size: u64,
    /// The sheets that are read; several for the exam workbook.
    pub parts: Vec<ImportPart>,
    /// Plans that registrations without one may go to.
    pub plans: Vec<String>,
}

/// A sheet and what it is read as.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportPart {
    /// Stable code of the table.
    pub table: String,
    /// Its name, such as 考生信息.
    pub title: String,
    /// The sheet; empty for text files.
    pub sheet: String,
    /// The sheets to choose from.
    pub sheets: Vec<SheetChoice>,
    /// Row of the headings as Excel numbers it; 0 when there are none.
    pub header_row: u32,
    /// The first rows, to choose the headings from.
    pub head: Vec<HeadChoice>,
    /// The columns of the file.
    pub columns: Vec<ImportColumn>,
    /// What columns can hold.
    pub fields: Vec<FieldChoice>,
    /// The columns are those of an earlier file with the same headings.
    pub remembered: bool,
    /// Rows below the headings.
    pub rows: u64,
}

/// A sheet of the file.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SheetChoice {
    /// Its name.
    pub name: String,
    /// It has the headings that are needed.
    pub fits: bool,
}

/// A row that may be the heading row.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HeadChoice {
    /// As Excel numbers it.
    pub row: u32,
    /// What it begins with, masked.
    pub text: String,
}

/// A column of the file.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportColumn {
    /// `A`, `B` …
    pub letter: String,
    /// Heading in the file.
    pub heading: String,
    /// The field it is read as; `null` when it is ignored.
    pub field: Option<String>,
    /// First cells, masked.
    pub samples: Vec<String>,
    /// Never shown whole; a correction is typed anew.
    pub personal: bool,
    /// The reasons that an earlier import wrote: never read.
    pub reasons: bool,
}

/// What a column can hold.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FieldChoice {
    /// Stable code.
    pub field: String,
    /// As people call it.
    pub heading: String,
    /// Some column must hold it.
    pub must: bool,
    /// The words a cell can hold, where the list is closed.
    pub choices: Vec<String>,
}

/// What the check found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportCheck {
    /// Rows in all.
    pub total: u64,
    /// Rows that make new records.
    pub fresh: u64,
    /// Rows that change records.
    pub changed: u64,
    /// Rows that say what is there already.
    pub unchanged: u64,
    /// Rows with errors.
    pub errors: u64,
    /// Rows that were left out.
    pub skipped: u64,
    /// Good rows with something to look at.
    pub warnings: u64,
    /// Rows that were corrected.
    pub edited: u64,
    /// Rows with errors by what is wrong, the most first.
    pub groups: Vec<ProblemGroup>,
    /// Rows and errors of each part.
    pub parts: Vec<PartCount>,
    /// What concerns the file and not a row.
    pub notices: Vec<String>,
    /// There is a correction to take back.
    pub can_undo: bool,
    /// There is one to make again.
    pub can_redo: bool,
}

/// Errors of one sort.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ProblemGroup {
    /// Stable code.
    pub key: String,
    /// As people call it.
    pub label: String,
    /// Rows with such an error.
    pub count: u64,
}

/// Counts of a part.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PartCount {
    /// Rows.
    pub total: u64,
    /// Rows with errors.
    pub errors: u64,
}

/// Which rows are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RowFilter {
    /// Every row.
    #[default]
    All,
    /// Rows with errors, and those that had one until it was corrected.
    Errors,
    /// Good rows with something to look at.
    Warnings,
    /// Rows that change records.
    Changed,
    /// Rows that make new records.
    Fresh,
    /// Rows that say what is there already.
    Unchanged,
    /// Rows that were corrected or left out.
    Edited,
}

/// What rows are asked for.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct RowsWanted {
    /// Which part.
    pub part: usize,
    /// Which rows.
    pub filter: RowFilter,
    /// Only errors of this sort; all when empty.
    pub group: String,
}

/// A window of rows.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RowsPage {
    /// How many rows the filter finds.
    pub total: u64,
    /// The rows that were asked for.
    pub rows: Vec<DraftRow>,
}

/// What a row comes to, as a word for the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RowMark {
    /// Not checked yet.
    Unchecked,
    /// It has an error and is left out.
    Error,
    /// It was left out on purpose.
    Skipped,
    /// It makes a new record.
    Fresh,
    /// It changes a record.
    Changed,
    /// It says what is there already.
    Unchanged,
}

/// A row.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DraftRow {
    /// As Excel numbers it.
    pub row: u32,
    /// What it comes to.
    pub mark: RowMark,
    /// Its cells by column, masked.
    pub cells: Vec<String>,
    /// Columns whose text is not shown whole.
    pub hidden: Vec<usize>,
    /// Columns that were corrected.
    pub edited: Vec<usize>,
    /// What is wrong, or worth a look.
    pub problems: Vec<CellProblem>,
    /// What the record holds now, where the row changes it.
    pub old: Vec<OldCell>,
}

/// A finding.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CellProblem {
    /// Column; `null` when it concerns the row.
    pub column: Option<usize>,
    /// Stable code.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
    /// It keeps the row out.
    pub error: bool,
}

/// A value that will be replaced.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OldCell {
    /// Column; `null` when the file has none for it and the value follows from others.
    pub column: Option<usize>,
    /// Its heading.
    pub heading: String,
    /// The value, masked.
    pub value: String,
}

/// A cell with a finding.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub struct FoundCell {
    /// Place among the rows of the filter.
    pub index: u64,
    /// As Excel numbers it.
    pub row: u32,
    /// Column.
    pub column: usize,
}

/// From where the next finding is looked for.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
pub struct FindFrom {
    /// Row as Excel numbers it; 0 for the beginning.
    pub row: u32,
    /// Column; -1 for before the first.
    pub column: i32,
    /// Upwards.
    pub back: bool,
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Draft {
    /// The draft for the window.
    pub(crate) fn view(&self, draft_id: &str, plans: Vec<String>) -> ImportDraft {
        ImportDraft {
            draft_id: draft_id.to_owned(),
            kind: self.kind.code().to_owned(),
            file: self.file.clone(),
            size: self.size,
            parts: (0..self.parts.len()).map(|part| self.part_view(part)).collect(),
            plans,
        }
    }

    fn part_view(&self, place: usize) -> ImportPart {
        let (part, read) = (&self.parts[place], &self.reads[place]);
        let sheets = self.sheets().iter().map(|name| SheetChoice {
            name: name.clone(),
            fits: self.fits.get(&(name.clone(), part.table.entity)).copied().unwrap_or_default(),
        });
        let head = part.grid.head(HEAD).into_iter().map(|(row, texts)| HeadChoice {
            row,
            text: masking::prose(
                &texts.into_iter().filter(|text| !text.is_empty()).take(5).collect::<Vec<_>>().join("、"),
            ),
        });
        let headings = part.header.headings.iter().enumerate();
        ImportPart {
            table: part.table.entity.to_owned(),
            title: part.table.title.to_owned(),
            sheet: part.grid.sheet.clone(),
            sheets: sheets.collect(),
            header_row: part.header.row,
            head: head.collect(),
            columns: headings.map(|(column, heading)| self.column_view(place, column, heading)).collect(),
            fields: part
                .table
                .columns
                .iter()
                .filter(|column| column.in_template)
                .map(|column| FieldChoice {
                    field: column.field.to_owned(),
                    heading: column.heading.to_owned(),
                    must: column.need == Need::Must,
                    choices: match column.choices {
                        kaozhan_documents::sheet::Choices::Fixed(list) => {
                            list.iter().map(ToString::to_string).collect()
                        }
                        _ => Vec::new(),
                    },
                })
                .collect(),
            remembered: part.remembered,
            rows: count(read.rows.len()),
        }
    }

    fn column_view(&self, part: usize, column: usize, heading: &str) -> ImportColumn {
        let field = self.parts[part].header.fields.get(column).copied().flatten();
        let samples = self.reads[part]
            .rows
            .iter()
            .map(|row| self.shown(part, row, column))
            .filter(|text| !text.is_empty())
            .take(SAMPLES);
        ImportColumn {
            letter: letter(column),
            heading: masking::prose(heading),
            field: field.map(ToOwned::to_owned),
            samples: samples.collect(),
            personal: masking::is_personal(field),
            reasons: is_reason(heading),
        }
    }

    /// The cell as it may be shown.
    fn shown(&self, part: usize, row: &TableRow, column: usize) -> String {
        let header = &self.parts[part].header;
        let text = row.original.get(column).map_or("", String::as_str);
        if text.is_empty() {
            return String::new();
        }
        let field = header.fields.get(column).copied().flatten();
        let heading = header.headings.get(column).map_or("", String::as_str);
        masking::cell(text, field, heading, self.reads[part].get(row, "id_type").unwrap_or_default())
    }

    /// What the check found; nothing counted before it.
    pub(crate) fn check_view(&self) -> ImportCheck {
        let mut view = ImportCheck {
            total: 0,
            fresh: 0,
            changed: 0,
            unchanged: 0,
            errors: 0,
            skipped: count(self.skipped.len()),
            warnings: 0,
            edited: count(self.edited.len()),
            groups: Vec::new(),
            parts: Vec::new(),
            notices: self.checked.as_ref().map(|checked| checked.notices.clone()).unwrap_or_default(),
            can_undo: self.can_step().0,
            can_redo: self.can_step().1,
        };
        let mut groups: BTreeMap<&'static str, u64> = BTreeMap::new();
        for (part, read) in self.reads.iter().enumerate() {
            let mut counts = PartCount { total: count(read.rows.len()), errors: 0 };
            for (index, row) in read.rows.iter().enumerate() {
                match self.mark(part, index) {
                    RowMark::Fresh => view.fresh += 1,
                    RowMark::Changed => view.changed += 1,
                    RowMark::Unchanged => view.unchanged += 1,
                    RowMark::Error => {
                        counts.errors += 1;
                        for group in self.groups((part, row.row)) {
                            *groups.entry(group).or_default() += 1;
                        }
                    }
                    RowMark::Skipped | RowMark::Unchecked => {}
                }
                view.warnings += u64::from(self.matches(part, index, RowFilter::Warnings, ""));
            }
            view.total += counts.total;
            view.errors += counts.errors;
            view.parts.push(counts);
        }
        view.groups = groups
            .into_iter()
            .map(|(key, count)| ProblemGroup { key: key.to_owned(), label: self.group_label(key), count })
            .collect();
        view.groups.sort_by_key(|group| std::cmp::Reverse(group.count));
        view
    }

    fn group_label(&self, key: &str) -> String {
        let of_field = || {
            let columns = self.parts.iter().filter_map(|part| part.table.column(key));
            columns.map(|column| column.heading.to_owned()).next()
        };
        match key {
            "duplicate" => "重复".to_owned(),
            "other" => "其他".to_owned(),
            _ => of_field().unwrap_or_else(|| "其他".to_owned()),
        }
    }

    fn problems(&self, place: Place) -> &[Problem] {
        let found = self.checked.as_ref().and_then(|checked| checked.problems.get(&place));
        found.map(Vec::as_slice).unwrap_or_default()
    }

    /// The sorts of errors of a row, each once.
    fn groups(&self, place: Place) -> BTreeSet<&'static str> {
        self.problems(place).iter().filter(|problem| problem.is_error).map(|problem| problem.group).collect()
    }

    fn mark(&self, part: usize, index: usize) -> RowMark {
        let Some(checked) = &self.checked else { return RowMark::Unchecked };
        let row = self.reads[part].rows[index].row;
        if self.skipped.contains(&(part, row)) {
            return RowMark::Skipped;
        }
        match checked.states[part].get(index) {
            Some(RowState::New) => RowMark::Fresh,
            Some(RowState::Changed(_)) => RowMark::Changed,
            Some(RowState::Unchanged) => RowMark::Unchanged,
            Some(RowState::Refused) => RowMark::Error,
            None => RowMark::Unchecked,
        }
    }

    fn matches(&self, part: usize, index: usize, filter: RowFilter, group: &str) -> bool {
        let place = (part, self.reads[part].rows[index].row);
        let mark = self.mark(part, index);
        match filter {
            RowFilter::All => true,
            RowFilter::Errors => {
                let had = self.was_in.get(&place).filter(|groups| !groups.is_empty());
                if group.is_empty() {
                    return mark == RowMark::Error || had.is_some();
                }
                had.is_some_and(|groups| groups.contains(group))
                    || (mark == RowMark::Error && self.groups(place).contains(group))
            }
            RowFilter::Warnings => {
                matches!(mark, RowMark::Fresh | RowMark::Changed | RowMark::Unchanged)
                    && !self.problems(place).is_empty()
            }
            RowFilter::Changed => mark == RowMark::Changed,
            RowFilter::Fresh => mark == RowMark::Fresh,
            RowFilter::Unchanged => mark == RowMark::Unchanged,
            RowFilter::Edited => self.edited.contains_key(&place) || self.skipped.contains(&place),
        }
    }

    fn matching(&self, wanted: &RowsWanted) -> impl Iterator<Item = usize> + '_ {
        let (part, filter, group) = (wanted.part, wanted.filter, wanted.group.clone());
        let rows = self.reads.get(part).map_or(0, |read| read.rows.len());
        (0..rows).filter(move |index| self.matches(part, *index, filter, &group))
    }

    /// A window of the rows that match.
    pub(crate) fn rows(&self, wanted: &RowsWanted, offset: usize, limit: usize) -> RowsPage {
        let matching: Vec<usize> = self.matching(wanted).collect();
        let shown = matching.iter().skip(offset).take(limit);
        RowsPage {
            total: count(matching.len()),
            rows: shown.map(|index| self.row_view(wanted.part, *index)).collect(),
        }
    }

    fn row_view(&self, part: usize, index: usize) -> DraftRow {
        let row = &self.reads[part].rows[index];
        let place = (part, row.row);
        let cells: Vec<String> =
            (0..row.original.len()).map(|column| self.shown(part, row, column)).collect();
        let hidden = cells.iter().zip(&row.original).enumerate();
        DraftRow {
            row: row.row,
            mark: self.mark(part, index),
            hidden: hidden.filter(|(_, (shown, whole))| shown != whole).map(|(column, _)| column).collect(),
            cells,
            edited: self.edited.get(&place).into_iter().flatten().copied().collect(),
            problems: self
                .problems(place)
                .iter()
                .map(|problem| CellProblem {
                    column: problem.column,
                    code: problem.code.clone(),
                    message: problem.message.clone(),
                    error: problem.is_error,
                })
                .collect(),
            old: self.old_view(part, index),
        }
    }

    fn old_view(&self, part: usize, index: usize) -> Vec<OldCell> {
        let Some(checked) = &self.checked else { return Vec::new() };
        let Some(RowState::Changed(old)) = checked.states[part].get(index) else { return Vec::new() };
        let read = &self.reads[part];
        let id_type = read.get(&read.rows[index], "id_type").unwrap_or_default();
        let of = |(field, value): &(&'static str, String)| OldCell {
            column: read.mapped.iter().find(|(_, mapped)| mapped == field).map(|(column, _)| *column),
            heading: read.table.column(field).map(|column| column.heading.to_owned()).unwrap_or_default(),
            value: masking::cell(value, Some(field), "", id_type),
        };
        old.iter().map(of).collect()
    }

    /// The next cell with a finding, from the beginning again when there is none below.
    pub(crate) fn find(&self, wanted: &RowsWanted, from: FindFrom) -> Option<FoundCell> {
        let mut cells = Vec::new();
        for (index, row) in self.matching(wanted).enumerate() {
            let number = self.reads[wanted.part].rows[row].row;
            let only_errors = wanted.filter != RowFilter::Warnings;
            let columns: BTreeSet<usize> = self
                .problems((wanted.part, number))
                .iter()
                .filter(|problem| problem.is_error || !only_errors)
                .map(|problem| problem.column.unwrap_or_default())
                .collect();
            if !self.skipped.contains(&(wanted.part, number)) {
                cells.extend(columns.into_iter().map(|column| FoundCell {
                    index: count(index),
                    row: number,
                    column,
                }));
            }
        }
        let here = (from.row, i64::from(from.column));
        let at = |cell: &FoundCell| (cell.row, i64::try_from(cell.column).unwrap_or(i64::MAX));
        if from.back {
            cells.iter().rfind(|cell| at(cell) < here).or(cells.last()).copied()
        } else {
            cells.iter().find(|cell| at(cell) > here).or(cells.first()).copied()
        }
    }
}
