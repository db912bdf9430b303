//! What every workbook we write has in common: formats, properties, the text columns.
//!
//! **Architecture invariant:** the same input gives the same bytes: no clock, no random names.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::table::{Column, ColumnKind};
use crate::DocumentError;

impl From<XlsxError> for DocumentError {
    fn from(error: XlsxError) -> Self {
        Self::Write { detail: error.to_string() }
    }
}

/// The formats of a workbook.
pub(super) struct Styles {
    pub(super) heading: Format,
    pub(super) starred: Format,
    pub(super) text: Format,
    pub(super) wrapped: Format,
    pub(super) wrong: Format,
    pub(super) title: Format,
    pub(super) prose: Format,
}

impl Styles {
    pub(super) fn new() -> Self {
        let base = Format::new().set_font_name("等线").set_font_size(11);
        let heading = base
            .clone()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00E8_F0FA))
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00B7_C4D6))
            // A heading must stay what it is when the column's format is copied over it.
            .set_num_format("@");
        Self {
            starred: heading.clone().set_font_color(Color::RGB(0x00C0_0000)),
            heading,
            text: base.clone().set_num_format("@"),
            wrapped: base.clone().set_num_format("@").set_text_wrap(),
            wrong: base
                .clone()
                .set_num_format("@")
                .set_text_wrap()
                .set_background_color(Color::RGB(0x00FF_E0E0)),
            title: base.clone().set_bold().set_font_size(14).set_num_format("@"),
            prose: base.set_text_wrap().set_align(FormatAlign::Top).set_num_format("@"),
        }
    }

    /// The format of a data column. Words are text too, so that Excel leaves `3-1` alone.
    pub(super) fn column(&self, column: &Column) -> Format {
        match column.kind {
            ColumnKind::Integer => self.text.clone().set_num_format("0"),
            ColumnKind::Date => self.text.clone().set_num_format("yyyy-mm-dd"),
            ColumnKind::Time => self.text.clone().set_num_format("hh:mm"),
            ColumnKind::DateTime => self.text.clone().set_num_format("yyyy-mm-dd hh:mm"),
            _ => self.text.clone(),
        }
    }
}

/// A workbook whose properties don't depend on when it is written.
pub(super) fn new_workbook(title: &str) -> Result<Workbook, DocumentError> {
    let mut book = Workbook::new();
    let born = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(
        &DocProperties::new().set_title(title).set_author("考站").set_creation_datetime(&born),
    );
    Ok(book)
}

/// Height of the heading row, for two lines.
pub(super) const HEADING_HEIGHT: f64 = 32.0;

/// Writes the headings, freezes them and repeats them on each printed page.
pub(super) fn write_headings<'h>(
    sheet: &mut Worksheet,
    headings: impl Iterator<Item = (&'h str, &'h Format)>,
) -> Result<(), DocumentError> {
    sheet.set_row_height(0, HEADING_HEIGHT)?;
    for (col, (heading, format)) in headings.enumerate() {
        sheet.write_string_with_format(0, column_index(col)?, heading, format)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Column number for the writer.
pub(super) fn column_index(col: usize) -> Result<u16, DocumentError> {
    u16::try_from(col).map_err(|_| DocumentError::Write { detail: format!("column {col} is too far right") })
}

/// Widest that a column grows, in characters, if it isn't wider to begin with.
const WIDEST: f64 = 40.0;

/// Widths of columns that grow with what is written into them, so that a list can be read without
/// pulling at its columns first. The few texts that are longer still are wrapped.
pub(super) struct Widths(Vec<f64>);

impl Widths {
    /// Starts with the least widths.
    pub(super) fn new(least: impl IntoIterator<Item = u16>) -> Self {
        Self(least.into_iter().map(f64::from).collect())
    }

    /// Makes room for a text in column `col`; tells whether it must be wrapped.
    pub(super) fn see(&mut self, col: usize, text: &str) -> bool {
        // A Chinese character is a little wider than two digits, and the cell has a margin.
        let width = 2.0 + text.chars().map(|c| if c < '\u{1100}' { 1.0 } else { 2.1 }).sum::<f64>();
        let Some(known) = self.0.get_mut(col) else { return false };
        *known = known.max(width.min(WIDEST));
        width > *known
    }

    /// Sets the widths; they are written at the head of the sheet when it is saved.
    pub(super) fn apply(&self, sheet: &mut Worksheet) -> Result<(), DocumentError> {
        for (col, width) in self.0.iter().enumerate() {
            sheet.set_column_width(column_index(col)?, *width)?;
        }
        Ok(())
    }
}

/// Excel's longest text in a cell, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;

/// `text` without what a workbook can't hold, cut at Excel's limit.
pub(super) fn cell_text(text: &str) -> std::borrow::Cow<'_, str> {
    let fits = text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT;
    let legal = |c: char| !matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if fits && text.chars().all(legal) {
        return text.into();
    }
    let mut units = 0;
    text.chars()
        .filter(|c| legal(*c))
        .take_while(|c| {
            units += c.len_utf16();
            units <= LONGEST_TEXT
        })
        .collect::<String>()
        .into()
}
