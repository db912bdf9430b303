//! OpenDocument sheets, read cell by cell.
//!
//! **Architecture invariant:** knows the XML of `.ods`, no tables. A reader of our own, because a
//! sheet may claim a million repeats in a few bytes, a cut document must not be waited for, and
//! only the shown text tells a boolean (`TRUE`) from the number 1.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::cell::Value;
use super::source::{CellSink, Position, SheetName};
use crate::DocumentError;

/// Excel's own bounds of a sheet.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;
/// More cells than any file within the limits shows; beyond it the repeats are hostile.
const MAX_CELLS: u64 = 6_000_000;

/// An opened `.ods`: its content, unpacked.
pub(super) struct OdsBook {
    content: String,
    sheets: Vec<SheetName>,
}

/// A cell before it is known how often it repeats.
struct OdsCell {
    value: Value<'static>,
    formula: bool,
    repeats: u32,
}

impl OdsBook {
    pub(super) fn open(bytes: &[u8], file: &str) -> Result<Self, DocumentError> {
        let fault = |detail: String| DocumentError::Damaged { file: file.to_owned(), detail };
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| fault(e.to_string()))?;
        let mut part = |name: &str| -> Result<String, DocumentError> {
            let mut text = String::new();
            let mut entry = archive.by_name(name).map_err(|e| fault(e.to_string()))?;
            entry.read_to_string(&mut text).map_err(|e| fault(e.to_string()))?;
            Ok(text)
        };
        if part("META-INF/manifest.xml").is_ok_and(|manifest| manifest.contains("encryption-data")) {
            return Err(DocumentError::Password { file: file.to_owned() });
        }
        let content = part("content.xml")?;
        let sheets = sheets_of(&content).map_err(fault)?;
        Ok(Self { content, sheets })
    }

    pub(super) fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    pub(super) fn walk(&self, sheet: &str, file: &str, sink: &mut CellSink<'_>) -> Result<(), DocumentError> {
        let fault = |detail: String| DocumentError::Damaged { file: file.to_owned(), detail };
        let mut reader = xml(&self.content);
        let mut inside = false;
        let mut row = 0u32;
        let mut budget = MAX_CELLS;
        loop {
            match reader.read_event().map_err(|e| fault(e.to_string()))? {
                Event::Start(e) if e.name().as_ref() == "table:table" => {
                    inside = attribute(&e, "table:name").as_deref() == Some(sheet);
                }
                Event::End(e) if inside && e.name().as_ref() == "table:table" => return Ok(()),
                Event::Start(e) if inside && e.name().as_ref() == "table:table-row" => {
                    let repeats = repeats(&e, "table:number-rows-repeated").min(MAX_ROWS.saturating_sub(row));
                    let cells = row_cells(&mut reader).map_err(fault)?;
                    let times = if cells.is_empty() { 0 } else { repeats };
                    for offset in 0..times {
                        if !give_row(&cells, row + offset, &mut budget, file, sink)? {
                            return Ok(());
                        }
                    }
                    row += repeats;
                }
                Event::Eof if inside => return Err(fault("the sheet ends early".to_owned())),
                Event::Eof => return Ok(()),
                _ => (),
            }
        }
    }
}

fn xml(content: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(content);
    // One kind of event for `<a/>` and `<a></a>`.
    reader.config_mut().expand_empty_elements = true;
    reader
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    Some(attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

fn repeats(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// The sheets in order; a style hides them.
fn sheets_of(content: &str) -> Result<Vec<SheetName>, String> {
    let mut reader = xml(content);
    let mut hidden: Vec<String> = Vec::new();
    let mut style = String::new();
    let mut sheets = Vec::new();
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(e) => match e.name().as_ref() {
                "style:style" => style = attribute(&e, "style:name").unwrap_or_default(),
                "style:table-properties" if attribute(&e, "table:display").as_deref() == Some("false") => {
                    hidden.push(style.clone());
                }
                "table:table" => {
                    if let Some(name) = attribute(&e, "table:name") {
                        let style = attribute(&e, "table:style-name").unwrap_or_default();
                        sheets.push(SheetName { name, visible: !hidden.contains(&style) });
                    }
                }
                _ => (),
            },
            Event::Eof => return Ok(sheets),
            _ => (),
        }
    }
}

/// The cells of a row up to its end, without the blanks after the last one that shows something.
fn row_cells(reader: &mut Reader<&[u8]>) -> Result<Vec<OdsCell>, String> {
    let mut cells = Vec::new();
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(e)
                if matches!(e.name().as_ref(), "table:table-cell" | "table:covered-table-cell") =>
            {
                cells.push(read_cell(reader, &e)?);
            }
            Event::End(e) if e.name().as_ref() == "table:table-row" => break,
            Event::Eof => return Err("the row ends early".to_owned()),
            _ => (),
        }
    }
    while cells.last().is_some_and(|cell| cell.value == Value::Empty && !cell.formula) {
        cells.pop();
    }
    Ok(cells)
}

fn read_cell(reader: &mut Reader<&[u8]>, element: &BytesStart<'_>) -> Result<OdsCell, String> {
    let end = element.name().as_ref().to_owned();
    let get = |name: &str| attribute(element, name);
    let kind = get("office:value-type");
    let error = get("calcext:value-type").as_deref() == Some("error");
    let formula = get("table:formula").is_some();
    let repeats = repeats(element, "table:number-columns-repeated");
    let number = get("office:value").and_then(|text| text.parse::<f64>().ok());
    let moment = get("office:date-value").or_else(|| get("office:time-value"));
    let boolean = get("office:boolean-value");
    let stored = get("office:string-value");
    let text = shown_text(reader, &end)?;
    let value = match kind.as_deref() {
        _ if error => Value::Error(text.into()),
        Some("boolean") => Value::Bool(boolean.as_deref() == Some("true")),
        Some("date" | "time") => moment.map_or(Value::Empty, |moment| Value::Iso(moment.into())),
        Some("float" | "percentage" | "currency") => match (number, text.as_str()) {
            (Some(number), "TRUE" | "FALSE") => Value::Bool(number != 0.0),
            (Some(number), _) => Value::Number(number),
            (None, _) => Value::Empty,
        },
        Some(_) => Value::Text(stored.unwrap_or(text).into()),
        None if text.is_empty() => Value::Empty,
        None => Value::Text(text.into()),
    };
    Ok(OdsCell { value, formula, repeats })
}

/// The paragraphs up to the end of the cell; notes on the cell are no part of it.
fn shown_text(reader: &mut Reader<&[u8]>, end: &str) -> Result<String, String> {
    let mut text = String::new();
    let (mut paragraphs, mut in_paragraph, mut note) = (0u32, 0u32, 0u32);
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(e) => match e.name().as_ref() {
                "office:annotation" => note += 1,
                _ if note > 0 => (),
                "text:p" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    in_paragraph += 1;
                }
                "text:s" => {
                    let count = repeats(&e, "text:c").min(1_000) as usize;
                    text.extend(std::iter::repeat_n(' ', count));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                _ => (),
            },
            Event::End(e) => match e.name().as_ref() {
                "office:annotation" => note = note.saturating_sub(1),
                name if name == end && note == 0 => return Ok(text),
                "text:p" if note == 0 => in_paragraph = in_paragraph.saturating_sub(1),
                _ => (),
            },
            Event::Text(e) if note == 0 && in_paragraph > 0 => text.push_str(&e.xml10_content()),
            Event::CData(e) if note == 0 && in_paragraph > 0 => text.push_str(&e.xml10_content()),
            Event::GeneralRef(e) if note == 0 && in_paragraph > 0 => {
                match e.resolve_char_ref().map_err(|e| e.to_string())? {
                    Some(c) => text.push(c),
                    None => {
                        text.push_str(quick_xml::escape::resolve_predefined_entity(&e).unwrap_or_default())
                    }
                }
            }
            Event::Eof => return Err("the cell ends early".to_owned()),
            _ => (),
        }
    }
}

fn give_row(
    cells: &[OdsCell],
    row: u32,
    budget: &mut u64,
    file: &str,
    sink: &mut CellSink<'_>,
) -> Result<bool, DocumentError> {
    let mut col = 0u32;
    for cell in cells {
        let times = cell.repeats.min(MAX_COLUMNS.saturating_sub(col));
        if cell.value != Value::Empty || cell.formula {
            for offset in 0..times {
                *budget = budget.checked_sub(1).ok_or_else(|| DocumentError::Damaged {
                    file: file.to_owned(),
                    detail: "too many repeated cells".to_owned(),
                })?;
                if !sink(Position { row, col: col + offset }, cell.value.clone(), cell.formula)? {
                    return Ok(false);
                }
            }
        }
        col += times;
    }
    Ok(true)
}
