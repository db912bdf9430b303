//! Workbooks in and out, as files of other programs and of our own.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod formats;
mod layout;
mod outputs;
mod traps;
mod xlsb;

use kaozhan_documents::DocumentError;
use kaozhan_documents::sheet::{ROSTER, ReadOptions, Table, TableRead, read_table};
use kaozhan_domain::{RowProblem, Severity};
use rust_xlsxwriter::{Workbook, Worksheet};

/// A valid number that belongs to nobody.
pub const ID: &str = "11010120010203001X";

/// A workbook with one sheet 学生信息 filled by `fill`.
pub fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("学生信息").unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

/// Writes texts from `row` on.
pub fn texts(sheet: &mut Worksheet, row: u32, lines: &[&[&str]]) {
    for (offset, line) in lines.iter().enumerate() {
        for (col, text) in line.iter().enumerate() {
            sheet.write_string(row + offset as u32, col as u16, *text).unwrap();
        }
    }
}

/// Reads a roster.
pub fn read(bytes: &[u8]) -> Result<TableRead, DocumentError> {
    read_table(bytes, "名单.xlsx", &ROSTER, &ReadOptions::default())
}

/// Reads a sound file as `table`.
pub fn read_as(bytes: &[u8], table: &'static Table) -> TableRead {
    read_table(bytes, "表.xlsx", table, &ReadOptions::default()).unwrap()
}

/// The message of the file's fault.
pub fn refusal(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().user_message()
}

/// `(row, heading, message)` of the errors.
pub fn errors(problems: &[RowProblem]) -> Vec<(u32, &str, &str)> {
    problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .map(|p| (p.row, p.column.as_str(), p.message.as_str()))
        .collect()
}

/// Texts of one field, by row.
pub fn column<'r>(read: &'r TableRead, field: &str) -> Vec<Option<&'r str>> {
    read.rows.iter().map(|row| read.get(row, field)).collect()
}

/// A file of `tests/fixtures`.
pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}
