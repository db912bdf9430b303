//! Exports: the table's columns as text cells.
//!
//! **Architecture invariant:** writes string cells only, so that no content becomes a formula; row
//! by row, so that memory doesn't grow with the rows.

use super::book::{Styles, Widths, cell_text, column_index, new_workbook, write_headings};
use super::header::MASKED_MARK;
use super::table::Table;
use crate::DocumentError;

/// How an export is written.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    /// Hide the middle of document and mobile numbers. The sheet and its headings then say
    /// so, and the file is refused by imports.
    pub masked: bool,
    /// Name of the sheet instead of the table's.
    pub sheet_name: Option<String>,
}

/// Writes `rows`, whose cells are ordered like [`Table::columns`] (a short row ends in blanks).
///
/// # Errors
/// When the workbook can't be produced, as with more rows than Excel holds.
pub fn write_export(
    table: &Table,
    rows: impl IntoIterator<Item = Vec<String>>,
    options: &ExportOptions,
) -> Result<Vec<u8>, DocumentError> {
    let styles = Styles::new();
    let mut book = new_workbook(table.title)?;
    let sheet = book.add_worksheet_with_constant_memory()?;
    let mark = if options.masked { MASKED_MARK } else { "" };
    sheet.set_name(format!("{}{mark}", options.sheet_name.as_deref().unwrap_or(table.sheet_name)))?;
    let columns: Vec<_> = table.columns.iter().enumerate().filter(|(_, c)| c.in_export).collect();
    let mut widths = Widths::new(columns.iter().map(|(_, column)| column.width));
    for col in 0..columns.len() {
        sheet.set_column_format(column_index(col)?, &styles.text)?;
    }
    let headings: Vec<String> = columns
        .iter()
        .map(|(_, column)| {
            let mark = if options.masked && column.masked { MASKED_MARK } else { "" };
            format!("{}{mark}", column.heading)
        })
        .collect();
    write_headings(sheet, headings.iter().map(|heading| (heading.as_str(), &styles.heading)))?;
    for (number, cells) in rows.into_iter().enumerate() {
        let row = u32::try_from(number + 1)
            .map_err(|_| DocumentError::Write { detail: "too many rows".to_owned() })?;
        for (col, (index, column)) in columns.iter().enumerate() {
            let Some(text) = cells.get(*index).filter(|text| !text.is_empty()) else { continue };
            let masked = options.masked && column.masked;
            let text = if masked { mask(column.field, text) } else { cell_text(text).into_owned() };
            let format = if widths.see(col, &text) { &styles.wrapped } else { &styles.text };
            sheet.write_string_with_format(row, column_index(col)?, text, format)?;
        }
    }
    widths.apply(sheet)?;
    Ok(book.save_to_buffer()?)
}

/// Writes a list that belongs to no table, such as the photos that were refused.
///
/// # Errors
/// When the workbook can't be produced.
pub fn write_list(
    title: &str,
    headings: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, DocumentError> {
    let styles = Styles::new();
    let mut book = new_workbook(title)?;
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(title)?;
    let mut widths = Widths::new(headings.iter().map(|_| 48));
    write_headings(sheet, headings.iter().map(|heading| (*heading, &styles.heading)))?;
    for (number, cells) in rows.into_iter().enumerate() {
        let row = u32::try_from(number + 1)
            .map_err(|_| DocumentError::Write { detail: "too many rows".to_owned() })?;
        for (col, text) in cells.iter().enumerate() {
            let format = if widths.see(col, text) { &styles.wrapped } else { &styles.text };
            sheet.write_string_with_format(row, column_index(col)?, cell_text(text), format)?;
        }
    }
    widths.apply(sheet)?;
    Ok(book.save_to_buffer()?)
}

/// `632323********1845` and `138****0000`; shorter numbers show two characters at each end, or
/// nothing.
fn mask(field: &str, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (first, last) = match (field, chars.len()) {
        ("phone", 11..) => (3, 4),
        (_, 15..) => (6, 4),
        (_, 7..) => (2, 2),
        _ => (0, 0),
    };
    let mut masked: String = chars[..first].iter().collect();
    masked.extend(std::iter::repeat_n('*', (chars.len() - first - last).max(2)));
    masked.extend(&chars[chars.len() - last..]);
    masked
}
