//! A sheet held in memory while a person looks it over: heading row and columns can be chosen anew,
//! cells be typed over, and it is read as often as needed, by the rules of [`super::read_table`].
//!
//! **Architecture invariant:** knows cells, headings and one table's columns; no rules of values. What a
//! person types is a text cell, as if it had been typed into the file.

use super::cell::{Value, trim};
use super::header::{FAILURE_HEADING, HeadRow, Header, Lookup, MASKED_MARK, column_letters, find_header};
use super::read::{
    HEAD_ROWS, ReadLimits, TableRead, base_name, checked_header, head_of, readable_sheets, table_read,
};
use super::rows::RowBuilder;
use super::sniff::sniff;
use super::source::{Position, Source};
use super::table::Table;
use crate::DocumentError;
use std::borrow::Cow;

/// A workbook or text table that was opened.
#[derive(Debug)]
pub struct GridBook {
    file: String,
    bytes: Vec<u8>,
    limits: ReadLimits,
    sheets: Vec<String>,
}

/// One sheet with all its cells.
#[derive(Debug, Clone)]
pub struct Grid {
    file: String,
    limits: ReadLimits,
    /// Name of the sheet; empty for text tables.
    pub sheet: String,
    rows: Vec<GridRow>,
}

#[derive(Debug, Clone)]
struct GridRow {
    /// Zero-based.
    number: u32,
    cells: Vec<(u32, GridCell)>,
}

#[derive(Debug, Clone)]
struct GridCell {
    value: Value<'static>,
    formula: bool,
}

/// What a cell was before it was typed over.
#[derive(Debug, Clone)]
pub struct GridEdit {
    /// Row as Excel numbers it.
    pub row: u32,
    /// Column from 0.
    pub column: usize,
    before: Option<GridCell>,
}

/// Which row holds the headings, and which field each column stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridHeader {
    /// Row as Excel numbers it; 0 when the sheet has no headings.
    pub row: u32,
    /// Headings by column.
    pub headings: Vec<String>,
    /// Field by column; `None` for columns that are not read.
    pub fields: Vec<Option<&'static str>>,
}

impl GridBook {
    /// Opens `bytes`; `file_name` only appears in messages.
    ///
    /// # Errors
    /// When it is no workbook, locked, damaged or too large.
    pub fn open(bytes: Vec<u8>, file_name: &str, limits: ReadLimits) -> Result<Self, DocumentError> {
        let file = base_name(file_name).to_owned();
        let format = sniff(&bytes, &file, &limits)?;
        let sheets = readable_sheets(&Source::open(&bytes, &file, format)?, None, &file)?;
        Ok(Self { file, bytes, limits, sheets })
    }

    /// Visible sheets without our own instruction sheets.
    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// How many columns that must exist a sheet lacks, and how many fields its headings name; `None`
    /// when no row looks like headings. Reads the first rows only.
    ///
    /// # Errors
    /// Damage, too many columns.
    pub fn score(&self, sheet: &str, table: &'static Table) -> Result<Option<(usize, usize)>, DocumentError> {
        let lookup = Lookup::new(&[], table, &self.file)?;
        let format = sniff(&self.bytes, &self.file, &self.limits)?;
        let mut source = Source::open(&self.bytes, &self.file, format)?;
        let header = head_of(&mut source, sheet, &self.file, table, &lookup, &self.limits)?;
        Ok(header.map(|header| (header.missing(table).len(), header.score)))
    }

    /// Reads all cells of a sheet.
    ///
    /// # Errors
    /// `sheet_not_found`, damage, more rows than the limit.
    pub fn grid(&self, sheet: &str) -> Result<Grid, DocumentError> {
        if !self.sheets.iter().any(|name| name == sheet) {
            return Err(DocumentError::NoSuchSheet {
                file: self.file.clone(),
                wanted: sheet.to_owned(),
                sheets: self.sheets.clone(),
            });
        }
        let format = sniff(&self.bytes, &self.file, &self.limits)?;
        let mut source = Source::open(&self.bytes, &self.file, format)?;
        let mut rows: Vec<GridRow> = Vec::new();
        let most = self.limits.rows as usize + HEAD_ROWS;
        source.walk(sheet, &self.file, &mut |at, value, formula| {
            if at.col >= self.limits.columns || (value.is_blank() && !formula) {
                return Ok(true);
            }
            if rows.last().is_some_and(|row| row.number > at.row) {
                return Err(DocumentError::Damaged {
                    file: self.file.clone(),
                    detail: format!("row {} out of order", at.row + 1),
                });
            }
            if rows.last().is_none_or(|row| row.number != at.row) {
                if rows.len() >= most {
                    return Err(DocumentError::TooManyRows {
                        file: self.file.clone(),
                        sheet: sheet.to_owned(),
                        limit: self.limits.rows,
                    });
                }
                rows.push(GridRow { number: at.row, cells: Vec::new() });
            }
            if let Some(row) = rows.last_mut() {
                row.cells.push((at.col, GridCell { value: value.into_owned(), formula }));
            }
            Ok(true)
        })?;
        for row in &mut rows {
            row.cells.sort_by_key(|(col, _)| *col);
        }
        Ok(Grid { file: self.file.clone(), limits: self.limits, sheet: sheet.to_owned(), rows })
    }
}

impl Grid {
    /// The first rows that show anything, as texts by column: to choose the heading row from.
    pub fn head(&self, most: usize) -> Vec<(u32, Vec<String>)> {
        self.rows.iter().take(most).map(|row| (row.number + 1, texts(row))).collect()
    }

    /// The heading row and fields that fit `table` best; how many fields were recognised.
    pub fn propose(&self, table: &'static Table) -> Option<(GridHeader, usize)> {
        let lookup = Lookup::new(&[], table, &self.file).ok()?;
        let header = find_header(&self.head_rows(HEAD_ROWS), table, &lookup)?;
        let score = header.score;
        Some((plain_header(header, table), score))
    }

    /// The headings of a row that a person chose, with the fields they name; row 0 means that there are
    /// none, and the columns are called by their letters.
    pub fn header_at(&self, row: u32, table: &'static Table) -> GridHeader {
        let proposed = self.propose(table).map(|(header, _)| header).filter(|header| header.row == row);
        if let Some(header) = proposed {
            return header;
        }
        let width = self.width();
        if row == 0 {
            let headings = (0..width).map(|col| format!("{}列", letters(col))).collect();
            return GridHeader { row, headings, fields: vec![None; width] };
        }
        let head: Vec<HeadRow> =
            self.head_rows(usize::MAX).into_iter().filter(|(number, _)| number + 1 == row).collect();
        let found = Lookup::new(&[], table, &self.file)
            .ok()
            .and_then(|lookup| find_header(&head, table, &lookup))
            .map(|header| plain_header(header, table));
        found.unwrap_or_else(|| {
            let headings = head.first().map(|(_, cells)| spread(cells)).unwrap_or_default();
            GridHeader { row, fields: vec![None; headings.len()], headings }
        })
    }

    /// How many columns hold anything.
    pub fn width(&self) -> usize {
        let last = self.rows.iter().filter_map(|row| row.cells.last()).map(|(col, _)| *col as usize + 1);
        last.max().unwrap_or(0)
    }

    /// Reads the rows below the headings.
    ///
    /// # Errors
    /// As [`super::read_table`]: missing columns, two columns for one field, a masked export, no rows.
    pub fn read(&self, table: &'static Table, choice: &GridHeader) -> Result<TableRead, DocumentError> {
        let header = self.header(table, choice);
        checked_header(&self.sheet, &header, table, &self.file)?;
        self.build(table, &header, choice.row)
    }

    /// Reads the rows without asking whether every column is there: to show them.
    ///
    /// # Errors
    /// A masked export, no rows.
    pub fn preview(&self, table: &'static Table, choice: &GridHeader) -> Result<TableRead, DocumentError> {
        let mut header = self.header(table, choice);
        if header.masked || self.sheet.contains(MASKED_MARK) {
            return Err(DocumentError::Masked { file: self.file.clone(), sheet: self.sheet.clone() });
        }
        header.duplicates.clear();
        self.build(table, &header, choice.row)
    }

    fn build(&self, table: &'static Table, header: &Header, row: u32) -> Result<TableRead, DocumentError> {
        let mut builder = RowBuilder::new(&self.sheet, &self.file, table, header, &self.limits);
        for line in self.rows.iter().filter(|line| line.number >= row) {
            for (col, cell) in &line.cells {
                builder.cell(Position { row: line.number, col: *col }, &cell.value, cell.formula)?;
            }
        }
        let (rows, problems) = builder.finish()?;
        let mut read = table_read(&self.sheet, header.clone(), table, rows, problems, &self.file)?;
        read.header_row = row;
        Ok(read)
    }

    fn header(&self, table: &'static Table, choice: &GridHeader) -> Header {
        let mut mapped = Vec::new();
        let mut claims: Vec<Vec<u32>> = vec![Vec::new(); table.columns.len()];
        for (col, field) in choice.fields.iter().enumerate() {
            if let Some(index) = field.and_then(|field| table.index_of(field)) {
                claims[index].push(col as u32);
                mapped.push((col as u32, index));
            }
        }
        let duplicates: Vec<(usize, Vec<u32>)> =
            claims.into_iter().enumerate().filter(|(_, columns)| columns.len() > 1).collect();
        Header {
            row: choice.row.saturating_sub(1),
            masked: choice.headings.iter().any(|heading| heading.contains("脱敏")),
            headings: told_apart(choice),
            score: mapped.len(),
            mapped,
            duplicates,
        }
    }

    /// Types `text` over a cell.
    pub fn set(&mut self, row: u32, column: usize, text: &str) -> GridEdit {
        let cell = GridCell { value: Value::Text(Cow::Owned(text.to_owned())), formula: false };
        let before = self.put(row, column, Some(cell));
        GridEdit { row, column, before }
    }

    /// Takes an edit back, and gives the edit that would take this back.
    pub fn undo(&mut self, edit: GridEdit) -> GridEdit {
        let before = self.put(edit.row, edit.column, edit.before);
        GridEdit { before, ..edit }
    }

    /// The text of a cell as the file shows it.
    pub fn text(&self, row: u32, column: usize) -> String {
        let found = self.rows.iter().find(|line| line.number + 1 == row);
        let cell = found.and_then(|line| line.cells.iter().find(|(col, _)| *col as usize == column));
        cell.map(|(_, cell)| cell.value.display()).unwrap_or_default()
    }

    fn put(&mut self, row: u32, column: usize, cell: Option<GridCell>) -> Option<GridCell> {
        let (number, col) = (row.saturating_sub(1), u32::try_from(column).unwrap_or(u32::MAX));
        let place = match self.rows.binary_search_by_key(&number, |line| line.number) {
            Ok(place) => place,
            Err(place) => {
                self.rows.insert(place, GridRow { number, cells: Vec::new() });
                place
            }
        };
        let cells = &mut self.rows[place].cells;
        match (cells.binary_search_by_key(&col, |(col, _)| *col), cell) {
            (Ok(at), Some(cell)) => Some(std::mem::replace(&mut cells[at].1, cell)),
            (Ok(at), None) => Some(cells.remove(at).1),
            (Err(at), Some(cell)) => {
                cells.insert(at, (col, cell));
                None
            }
            (Err(_), None) => None,
        }
    }

    fn head_rows(&self, most: usize) -> Vec<HeadRow> {
        let shown = |row: &GridRow| -> Vec<(u32, String)> {
            let filled = row.cells.iter().filter(|(_, cell)| !cell.value.is_blank());
            filled.map(|(col, cell)| (*col, cell.value.display())).collect()
        };
        let rows = self.rows.iter().map(|row| (row.number, shown(row)));
        rows.filter(|(_, cells)| !cells.is_empty()).take(most).collect()
    }
}

/// Headings by column, so that no two columns that are read have one name: a finding names its column.
fn told_apart(choice: &GridHeader) -> Vec<String> {
    let is_read = |col: usize| choice.fields.get(col).copied().flatten().is_some();
    let name = |col: usize, heading: &String| {
        let mut others = choice.headings.iter().enumerate();
        let again =
            is_read(col) && others.any(|(other, text)| other != col && is_read(other) && text == heading);
        let nameless = is_read(col) && heading.is_empty();
        if again || nameless { format!("{heading}（{}列）", letters(col)) } else { heading.clone() }
    };
    let mut headings: Vec<String> =
        choice.headings.iter().enumerate().map(|(col, heading)| name(col, heading)).collect();
    headings.resize(headings.len().max(choice.fields.len()), String::new());
    headings
}

fn plain_header(header: Header, table: &'static Table) -> GridHeader {
    let mut fields = vec![None; header.headings.len()];
    for (col, index) in &header.mapped {
        let rivals = header.duplicates.iter().find(|(duplicate, _)| duplicate == index);
        // Of several columns for one field none is taken: which one is right, only a person can say.
        if rivals.is_none() {
            fields[*col as usize] = Some(table.columns[*index].field);
        }
    }
    GridHeader { row: header.row + 1, headings: header.headings, fields }
}

fn texts(row: &GridRow) -> Vec<String> {
    let cells: Vec<(u32, String)> =
        row.cells.iter().map(|(col, cell)| (*col, cell.value.display())).collect();
    spread(&cells)
}

fn spread(cells: &[(u32, String)]) -> Vec<String> {
    let width = cells.iter().map(|(col, _)| *col as usize + 1).max().unwrap_or(0);
    let mut texts = vec![String::new(); width];
    for (col, text) in cells {
        texts[*col as usize] = trim(text).to_owned();
    }
    texts
}

/// `A`, `B` … of a column counted from 0.
pub fn letters(column: usize) -> String {
    column_letters(u32::try_from(column).unwrap_or(u32::MAX - 1))
}

/// Whether this heading is our own column of reasons, which is written anew and never read.
pub fn is_failure_heading(heading: &str) -> bool {
    heading == FAILURE_HEADING
}
