//! One way to walk the cells of a sheet, whatever the format.
//!
//! **Architecture invariant:** knows formats and cells, no columns or tables. Cells come in the
//! order of rows. Sheets of `.xlsx` and `.xlsb` are streamed, so that a stray cell in the last
//! corner of a sheet costs nothing.

use std::collections::HashSet;
use std::io::Cursor;
use std::panic::AssertUnwindSafe;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx};

use super::cell::Value;
use super::csv_text::{Records, delimiter};
use super::ods::OdsBook;
use super::sniff::Format;
use crate::DocumentError;

/// Receives cells; answers whether it wants more.
pub(super) type CellSink<'s> = dyn FnMut(Position, Value<'_>, bool) -> Result<bool, DocumentError> + 's;

/// Zero-based place of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) row: u32,
    pub(super) col: u32,
}

/// An opened workbook or text table.
pub(super) enum Source<'b> {
    Xlsx(Box<Xlsx<Cursor<&'b [u8]>>>),
    Xlsb(Box<Xlsb<Cursor<&'b [u8]>>>),
    Xls(Box<Xls<Cursor<&'b [u8]>>>),
    Ods(Box<OdsBook>),
    Text { text: String, delimiter: char },
}

/// A sheet that may be read.
#[derive(Debug, Clone)]
pub(super) struct SheetName {
    pub(super) name: String,
    pub(super) visible: bool,
}

/// English detail of a library's error, for logs.
fn damaged(file: &str, error: &dyn std::fmt::Display) -> DocumentError {
    DocumentError::Damaged { file: file.to_owned(), detail: error.to_string() }
}

/// Runs a step of a reader that trusts what the file says of itself: the readers of `.xls` and `.xlsb`
/// panic at an index or a length that leads nowhere. Only the library's own steps are run so; a panic of
/// ours stays one.
fn guarded<T, E: std::fmt::Display>(
    file: &str,
    step: impl FnOnce() -> Result<T, E>,
) -> Result<T, DocumentError> {
    match std::panic::catch_unwind(AssertUnwindSafe(step)) {
        Ok(result) => result.map_err(|error| damaged(file, &error)),
        Err(_) => Err(damaged(file, &"the reader stopped at a reference that leads nowhere")),
    }
}

impl<'b> Source<'b> {
    pub(super) fn open(bytes: &'b [u8], file: &str, format: Format) -> Result<Self, DocumentError> {
        let cursor = Cursor::new(bytes);
        let fault = |error: &dyn std::fmt::Display, password: bool| {
            if password { DocumentError::Password { file: file.to_owned() } } else { damaged(file, error) }
        };
        Ok(match format {
            Format::Xlsx => Self::Xlsx(Box::new(
                Xlsx::new(cursor).map_err(|e| fault(&e, matches!(e, calamine::XlsxError::Password)))?,
            )),
            Format::Xlsb => Self::Xlsb(Box::new(
                guarded(file, || Ok::<_, DocumentError>(Xlsb::new(cursor)))?
                    .map_err(|e| fault(&e, matches!(e, calamine::XlsbError::Password)))?,
            )),
            Format::Xls => Self::Xls(Box::new(
                guarded(file, || Ok::<_, DocumentError>(Xls::new(cursor)))?
                    .map_err(|e| fault(&e, matches!(e, calamine::XlsError::Password)))?,
            )),
            Format::Ods => Self::Ods(Box::new(OdsBook::open(bytes, file)?)),
            Format::Text(text) => {
                let delimiter = delimiter(&text);
                Self::Text { text, delimiter }
            }
        })
    }

    /// The worksheets; charts and macro sheets are left out. A text table has one without a name.
    pub(super) fn sheets(&self) -> Vec<SheetName> {
        let metadata = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => return book.sheets().to_vec(),
            Self::Text { .. } => return vec![SheetName { name: String::new(), visible: true }],
        };
        metadata
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| SheetName {
                name: sheet.name.clone(),
                visible: sheet.visible == SheetVisible::Visible,
            })
            .collect()
    }

    /// Days to add to a serial date of this workbook (the calendar that begins in 1904).
    fn epoch_shift(&self) -> f64 {
        let late = match self {
            Self::Xlsx(book) => book.has_1904_epoch(),
            Self::Xlsb(book) => book.has_1904_epoch(),
            Self::Xls(book) => book.has_1904_epoch(),
            Self::Ods(_) | Self::Text { .. } => false,
        };
        if late { 1462.0 } else { 0.0 }
    }

    /// Gives every stored cell of `sheet` to `sink`, with whether it holds a formula.
    pub(super) fn walk(
        &mut self,
        sheet: &str,
        file: &str,
        sink: &mut CellSink<'_>,
    ) -> Result<(), DocumentError> {
        let shift = self.epoch_shift();
        match self {
            Self::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(|e| damaged(file, &e))?;
                while let Some(cell) =
                    cells.next_cell_with_formula_metadata().map_err(|e| damaged(file, &e))?
                {
                    let at = Position { row: cell.pos.0, col: cell.pos.1 };
                    if !sink(at, value_of_ref(cell.value, shift), cell.formula.is_some())? {
                        break;
                    }
                }
                Ok(())
            }
            Self::Xlsb(book) => walk_xlsb(book, sheet, file, shift, sink),
            Self::Xls(book) => {
                let range = guarded(file, || book.worksheet_range(sheet))?;
                let formulas = guarded(file, || book.worksheet_formula(sheet))?;
                walk_range(&range, &formulas, shift, sink)
            }
            Self::Ods(book) => book.walk(sheet, file, sink),
            Self::Text { text, delimiter } => {
                for (row, record) in Records::new(text, *delimiter).enumerate() {
                    for (col, field) in record.into_iter().enumerate() {
                        let at = Position { row: row as u32, col: col as u32 };
                        if !sink(at, Value::Text(field.into()), false)? {
                            return Ok(());
                        }
                    }
                }
                Ok(())
            }
        }
    }
}

fn walk_xlsb(
    book: &mut Xlsb<Cursor<&[u8]>>,
    sheet: &str,
    file: &str,
    shift: f64,
    sink: &mut CellSink<'_>,
) -> Result<(), DocumentError> {
    let mut formulas = HashSet::new();
    let mut reader = guarded(file, || book.worksheet_cells_reader(sheet))?;
    while let Some(cell) = guarded(file, || reader.next_formula())? {
        if !cell.get_value().is_empty() {
            formulas.insert(cell.get_position());
        }
    }
    drop(reader);
    let mut reader = guarded(file, || book.worksheet_cells_reader(sheet))?;
    while let Some(cell) = guarded(file, || reader.next_cell())? {
        let (row, col) = cell.get_position();
        let value = value_of_ref(cell.get_value().clone(), shift);
        if !sink(Position { row, col }, value, formulas.contains(&(row, col)))? {
            break;
        }
    }
    Ok(())
}

/// The formulas have a range of their own: only absolute positions agree.
fn walk_range(
    range: &calamine::Range<Data>,
    formulas: &calamine::Range<String>,
    shift: f64,
    sink: &mut CellSink<'_>,
) -> Result<(), DocumentError> {
    let bounds = |start: Option<(u32, u32)>, end: Option<(u32, u32)>| start.zip(end);
    let (values, texts) = (bounds(range.start(), range.end()), bounds(formulas.start(), formulas.end()));
    let Some((start, end)) = values.or(texts) else { return Ok(()) };
    let (other_start, other_end) = texts.unwrap_or((start, end));
    for row in start.0.min(other_start.0)..=end.0.max(other_end.0) {
        for col in start.1.min(other_start.1)..=end.1.max(other_end.1) {
            let formula = formulas.get_value((row, col)).is_some_and(|f| !f.is_empty());
            let value = range.get_value((row, col)).map_or(Value::Empty, |data| value_of(data, shift));
            if value == Value::Empty && !formula {
                continue;
            }
            if !sink(Position { row, col }, value, formula)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn value_of_ref(data: DataRef<'_>, shift: f64) -> Value<'_> {
    match data {
        DataRef::Int(n) => Value::Number(n as f64),
        DataRef::Float(n) => Value::Number(n),
        DataRef::String(text) => Value::Text(text.into()),
        DataRef::SharedString(text) => Value::Text(text.into()),
        DataRef::Bool(b) => Value::Bool(b),
        DataRef::DateTime(date) => Value::Serial(date.as_f64() + dated_shift(date.as_f64(), shift)),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Iso(text.into()),
        DataRef::Error(error) => Value::Error(error.to_string().into()),
        DataRef::Empty => Value::Empty,
    }
}

fn value_of(data: &Data, shift: f64) -> Value<'_> {
    match data {
        Data::Int(n) => Value::Number(*n as f64),
        Data::Float(n) => Value::Number(*n),
        Data::String(text) => Value::Text(text.into()),
        Data::Bool(b) => Value::Bool(*b),
        Data::DateTime(date) => Value::Serial(date.as_f64() + dated_shift(date.as_f64(), shift)),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Value::Iso(text.into()),
        Data::Error(error) => Value::Error(error.to_string().into()),
        Data::Empty => Value::Empty,
    }
}

/// A bare time of day has no calendar to shift.
fn dated_shift(serial: f64, shift: f64) -> f64 {
    if serial < 1.0 { 0.0 } else { shift }
}
