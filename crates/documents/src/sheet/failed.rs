//! The failed-rows workbook: the refused rows as the file had them, with the
//! reasons in a last column, to be corrected and imported again.
//!
//! **Architecture invariant:** changes no cell's text; numbers whose digits were lost stay visibly
//! broken.

use std::collections::BTreeMap;

use kaozhan_domain::{RowProblem, Severity};
use rust_xlsxwriter::Workbook;

use super::book::{Styles, Widths, cell_text, column_index, new_workbook, write_headings};
use super::header::FAILURE_HEADING;
use super::read::TableRead;
use crate::DocumentError;

/// The reasons of each refused row, several joined by `；`, by row as Excel numbers it. Warnings
/// and problems of the whole file are left out.
pub fn failure_reasons(problems: &[RowProblem]) -> BTreeMap<u32, String> {
    let mut reasons: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for problem in problems.iter().filter(|p| p.severity == Severity::Error && p.row > 0) {
        let message = problem.message.trim_end_matches('。');
        let reason = if problem.column.is_empty() {
            message.to_owned()
        } else {
            format!("{}：{message}", one_line(&problem.column))
        };
        let reasons = reasons.entry(problem.row).or_default();
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.into_iter().map(|(row, reasons)| (row, reasons.join("；"))).collect()
}

fn one_line(heading: &str) -> String {
    heading.split_whitespace().collect()
}

/// Writes the rows of each sheet that its problems refuse (those of the reading and of the checks
/// after it), a sheet for a sheet. The cells at fault are coloured.
///
/// # Errors
/// When the workbook can't be produced.
pub fn write_failed_rows(parts: &[(&TableRead, &[RowProblem])]) -> Result<Vec<u8>, DocumentError> {
    let title = parts.first().map_or("", |(read, _)| read.table.title);
    let mut book = new_workbook(&format!("{title}失败数据"))?;
    for (read, problems) in parts {
        write_sheet(&mut book, read, problems)?;
    }
    Ok(book.save_to_buffer()?)
}

fn write_sheet(book: &mut Workbook, read: &TableRead, problems: &[RowProblem]) -> Result<(), DocumentError> {
    let reasons = failure_reasons(problems);
    let styles = Styles::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(read.table.sheet_name)?;
    // An older reason column is replaced by the new one.
    let kept: Vec<usize> =
        (0..read.headings.len()).filter(|index| read.headings[*index] != FAILURE_HEADING).collect();
    let known_width = |index: &usize| {
        let mapped = read.mapped.iter().find(|(mapped, _)| mapped == index);
        mapped.and_then(|(_, field)| read.table.column(field)).map_or(14, |column| column.width)
    };
    let mut widths = Widths::new(kept.iter().map(known_width).chain([60]));
    for col in 0..kept.len() {
        sheet.set_column_format(column_index(col)?, &styles.text)?;
    }
    let last = column_index(kept.len())?;
    let headings = kept.iter().map(|index| (read.headings[*index].as_str(), &styles.heading));
    write_headings(sheet, headings.chain([(FAILURE_HEADING, &styles.starred)]))?;
    let mut faults: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for problem in problems.iter().filter(|p| p.severity == Severity::Error) {
        faults.entry(problem.row).or_default().push(&problem.column);
    }
    let refused = read.rows.iter().filter_map(|row| reasons.get(&row.row).map(|reason| (row, reason)));
    for (number, (row, reason)) in refused.enumerate() {
        let line = u32::try_from(number + 1)
            .map_err(|_| DocumentError::Write { detail: "too many rows".to_owned() })?;
        let wrong = faults.get(&row.row).map(Vec::as_slice).unwrap_or_default();
        for (col, index) in kept.iter().enumerate() {
            let text = row.original.get(*index).map_or("", String::as_str);
            let format = match (wrong.contains(&read.headings[*index].as_str()), widths.see(col, text)) {
                (true, _) => &styles.wrong,
                (false, true) => &styles.wrapped,
                (false, false) => &styles.text,
            };
            sheet.write_string_with_format(line, column_index(col)?, cell_text(text), format)?;
        }
        let format = if widths.see(kept.len(), reason) { &styles.wrapped } else { &styles.text };
        sheet.write_string_with_format(line, last, cell_text(reason), format)?;
    }
    widths.apply(sheet)
}
