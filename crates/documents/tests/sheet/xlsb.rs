//! Binary workbooks (`.xlsb`). No library writes them, so the few records of MS-XLSB that a roster
//! needs are written here; LibreOffice opens the result too.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{column, errors, read, refusal, texts, workbook};

/// What a cell holds.
#[derive(Clone, Copy)]
enum Cell<'c> {
    /// An entry of the shared strings, as Excel stores texts.
    Shared(&'c str),
    /// A text in the cell itself, as other programs store it.
    Inline(&'c str),
    Number(f64),
    /// A serial date under a date format.
    Date(f64),
    /// A formula that gives a text; its expression is the text itself.
    Formula(&'c str),
    /// A cell that has only a format.
    Blank,
}

/// One record: its type and length are written seven bits to a byte.
fn record(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    out.push(if kind < 0x80 { kind as u8 } else { (kind & 0x7f) as u8 | 0x80 });
    if kind >= 0x80 {
        out.push((kind >> 7) as u8);
    }
    let mut length = data.len();
    loop {
        let more = if length > 0x7f { 0x80 } else { 0 };
        out.push((length & 0x7f) as u8 | more);
        length >>= 7;
        if length == 0 {
            break;
        }
    }
    out.extend(data);
}

/// XLWideString: the number of UTF-16 units and the units.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u32).to_le_bytes().to_vec();
    out.extend(units.into_iter().flat_map(u16::to_le_bytes));
    out
}

fn longs(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// `xl/workbook.bin`: the sheets by name, with whether they are hidden.
fn workbook_part(sheets: &[(&str, bool)]) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x83, &[]);
    record(&mut out, 0x99, &longs(&[0, 0, 0]));
    record(&mut out, 0x8f, &[]);
    for (index, (name, hidden)) in sheets.iter().enumerate() {
        let number = index as u32 + 1;
        let data = [longs(&[u32::from(*hidden), number]), wide(&format!("rId{number}")), wide(name)].concat();
        record(&mut out, 0x9c, &data);
    }
    record(&mut out, 0x90, &[]);
    record(&mut out, 0x84, &[]);
    out
}

/// `xl/styles.bin`: format 0 is General, format 1 is the built-in date format 14.
fn styles_part() -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x116, &[]);
    record(&mut out, 0x269, &longs(&[2]));
    for format in [0u16, 14] {
        let mut data = vec![0; 16];
        data[2..4].copy_from_slice(&format.to_le_bytes());
        record(&mut out, 0x2f, &data);
    }
    record(&mut out, 0x26a, &[]);
    record(&mut out, 0x117, &[]);
    out
}

/// `xl/worksheets/sheetN.bin`; new texts are added to `shared`.
fn sheet_part<'c>(rows: &[Vec<Cell<'c>>], shared: &mut Vec<&'c str>) -> Vec<u8> {
    let mut out = Vec::new();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    record(&mut out, 0x81, &[]);
    record(&mut out, 0x94, &longs(&[0, rows.len() as u32 - 1, 0, width as u32 - 1]));
    record(&mut out, 0x91, &[]);
    for (row, cells) in rows.iter().enumerate() {
        // Row, format, height of 15 points, flags, one span of columns.
        let height = [0x2c, 0x01, 0, 0, 0];
        let head = [longs(&[row as u32, 0]), height.to_vec(), longs(&[1, 0, width as u32 - 1])].concat();
        record(&mut out, 0x00, &head);
        for (col, cell) in cells.iter().enumerate() {
            let format = u32::from(matches!(cell, Cell::Date(_)));
            let at = longs(&[col as u32, format]);
            let (kind, value) = match cell {
                Cell::Blank => (0x01, Vec::new()),
                Cell::Number(number) | Cell::Date(number) => (0x05, number.to_le_bytes().to_vec()),
                Cell::Inline(text) => (0x06, wide(text)),
                Cell::Shared(text) => {
                    let index = shared.iter().position(|known| known == text).unwrap_or_else(|| {
                        shared.push(text);
                        shared.len() - 1
                    });
                    (0x07, longs(&[index as u32]))
                }
                Cell::Formula(text) => {
                    // PtgStr with 16-bit units.
                    let units: Vec<u16> = text.encode_utf16().collect();
                    let mut expression = vec![0x17];
                    expression.extend((units.len() as u16).to_le_bytes());
                    expression.extend(units.into_iter().flat_map(u16::to_le_bytes));
                    let size = longs(&[expression.len() as u32]);
                    (0x08, [wide(text), vec![0, 0], size, expression, longs(&[0])].concat())
                }
            };
            record(&mut out, kind, &[at, value].concat());
        }
    }
    record(&mut out, 0x92, &[]);
    record(&mut out, 0x82, &[]);
    out
}

fn strings_part(shared: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x9f, &longs(&[shared.len() as u32; 2]));
    for text in shared {
        record(&mut out, 0x13, &[vec![0], wide(text)].concat());
    }
    record(&mut out, 0xa0, &[]);
    out
}

/// The parts of a binary workbook: name in the archive and content.
fn parts(sheets: &[(&str, bool, Vec<Vec<Cell<'_>>>)]) -> Vec<(String, Vec<u8>)> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const BINARY: &str = "application/vnd.ms-excel";
    let mut shared = Vec::new();
    let pages: Vec<Vec<u8>> = sheets.iter().map(|(_, _, rows)| sheet_part(rows, &mut shared)).collect();
    let names: Vec<(&str, bool)> = sheets.iter().map(|(name, hidden, _)| (*name, *hidden)).collect();
    let mut types = format!(
        "<Override PartName=\"/xl/workbook.bin\" ContentType=\"{BINARY}.sheet.binary.macroEnabled.main\"/>\
         <Override PartName=\"/xl/styles.bin\" ContentType=\"{BINARY}.styles\"/>\
         <Override PartName=\"/xl/sharedStrings.bin\" ContentType=\"{BINARY}.sharedStrings\"/>"
    );
    let relation = |id: &str, kind: &str, to: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{to}\"/>")
    };
    let mut relations =
        relation("rIdS", "styles", "styles.bin") + &relation("rIdT", "sharedStrings", "sharedStrings.bin");
    for number in 1..=sheets.len() {
        types += &format!(
            "<Override PartName=\"/xl/worksheets/sheet{number}.bin\" ContentType=\"{BINARY}.worksheet\"/>"
        );
        relations +=
            &relation(&format!("rId{number}"), "worksheet", &format!("worksheets/sheet{number}.bin"));
    }
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    let wrap = |inner: &str| {
        format!("{head}<Relationships xmlns=\"{PACKAGE}/relationships\">{inner}</Relationships>")
    };
    let types = format!(
        "{head}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"bin\" ContentType=\"{BINARY}.sheet.binary.macroEnabled.main\"/>{types}</Types>"
    );
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types.into_bytes()),
        ("_rels/.rels".to_owned(), wrap(&relation("rId1", "officeDocument", "xl/workbook.bin")).into_bytes()),
        ("xl/_rels/workbook.bin.rels".to_owned(), wrap(&relations).into_bytes()),
        ("xl/workbook.bin".to_owned(), workbook_part(&names)),
        ("xl/styles.bin".to_owned(), styles_part()),
        ("xl/sharedStrings.bin".to_owned(), strings_part(&shared)),
    ];
    for (index, page) in pages.into_iter().enumerate() {
        parts.push((format!("xl/worksheets/sheet{}.bin", index + 1), page));
    }
    parts
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const HEAD: [&str; 8] = ["学生姓名", "性别", "身份证号", "手机号码", "专业", "班级", "年级", "出生登记"];
const ROWS: [[&str; 8]; 3] = [
    ["张三丰", "男", "110101200102020015", "13800000001", "计算机应用", "一班", "2024", "2005-03-01"],
    ["库尔班·热合曼", "男", "110101200203030028", "13800000002", "计算机应用", "一班", "2024", "2005-03-02"],
    ["䶮小红", "女", "110101200304040030", "13800000003", "学前教育", "二班", "2023", "2005-03-03"],
];
/// Serial number of 2005-03-01.
const FIRST_DATE: f64 = 38412.0;

/// The roster of [`ROWS`] as Excel would store it: shared and inline texts, a phone as a number, a
/// class as a formula, real dates, a cell that has only a format, and a hidden sheet before it.
fn roster() -> Vec<(String, Vec<u8>)> {
    let mut rows: Vec<Vec<Cell<'_>>> = vec![HEAD.iter().map(|text| Cell::Shared(text)).collect()];
    for (index, row) in ROWS.iter().enumerate() {
        let mut cells: Vec<Cell<'_>> = row.iter().map(|text| Cell::Shared(text)).collect();
        cells[0] = Cell::Inline(row[0]);
        cells[3] = Cell::Number(row[3].parse().unwrap());
        cells[5] = Cell::Formula(row[5]);
        cells[7] = Cell::Date(FIRST_DATE + index as f64);
        cells.push(Cell::Blank);
        rows.push(cells);
    }
    let old = vec![vec![Cell::Shared("学生姓名"), Cell::Shared("身份证号")], vec![Cell::Shared("旧人")]];
    parts(&[("隐藏的旧名单", true, old), ("学生信息", false, rows)])
}

/// The same people in `.xlsb` and in `.xlsx` give the same rows.
#[test]
fn a_binary_roster_is_read_as_the_same_roster_in_xlsx() {
    let binary = read(&packed(&roster())).unwrap();
    let lines: Vec<&[&str]> = std::iter::once(&HEAD).chain(&ROWS).map(<[&str; 8]>::as_slice).collect();
    let plain = read(&workbook(|sheet| texts(sheet, 0, &lines))).unwrap();
    assert_eq!(errors(&binary.problems), []);
    assert_eq!(binary.sheet, "学生信息", "the hidden sheet is left out");
    assert_eq!(binary.unmapped, plain.unmapped);
    assert_eq!(binary.rows, plain.rows);
    for (field, col) in [("name", 0), ("id_number", 2), ("phone", 3), ("class_name", 5)] {
        assert_eq!(column(&binary, field), ROWS.map(|row| Some(row[col])), "{field}");
    }
}

/// A document number that lost its last digits is refused in this format too.
#[test]
fn an_id_as_a_number_in_a_binary_roster_is_refused() {
    let rows = vec![
        vec![Cell::Shared("姓名"), Cell::Shared("身份证号")],
        vec![Cell::Shared("甲"), Cell::Number(420_101_200_901_011_260.0)],
    ];
    let read = read(&packed(&parts(&[("名单", false, rows)]))).unwrap();
    let lost = "身份证号被存成了数字，末尾已丢失，请把该列设为文本后重新填写";
    assert_eq!(errors(&read.problems), [(2, "身份证号", lost)]);
}

/// The file for a look with other programs: `XLSB_OUT=a.xlsb cargo test -p kaozhan-documents … -- --ignored`.
#[test]
fn a_binary_workbook_cut_short_is_damaged() {
    let damaged = "文件“名单.xlsx”不完整或已损坏，请重新下载，或用 Excel、WPS 打开后另存为 .xlsx 再导入";
    for name in ["xl/workbook.bin", "xl/worksheets/sheet2.bin", "xl/sharedStrings.bin"] {
        let mut parts = roster();
        let part = parts.iter_mut().find(|part| part.0 == name).unwrap();
        part.1.truncate(part.1.len() / 2);
        assert_eq!(refusal(&packed(&parts)), damaged, "{name}");
    }
}

/// A cell that points to a text that isn't there, and a sheet without a part.
#[test]
fn references_that_lead_nowhere_are_damage() {
    let mut parts = roster();
    let strings = parts.iter_mut().find(|part| part.0 == "xl/sharedStrings.bin").unwrap();
    strings.1 = strings_part(&["学生姓名"]);
    assert_eq!(read(&packed(&parts)).unwrap_err().code(), "file_damaged");
    let mut parts = roster();
    let relations = parts.iter_mut().find(|part| part.0 == "xl/_rels/workbook.bin.rels").unwrap();
    relations.1 = String::from_utf8(relations.1.clone()).unwrap().replace("rId2", "rId9").into_bytes();
    assert_eq!(read(&packed(&parts)).unwrap_err().code(), "file_damaged");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Damage inside the parts, under right checksums, gives rows or a message, never a panic.
    #[test]
    fn damaged_records_never_panic(
        part in 2usize..8,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut parts = roster();
        let bytes = &mut parts[part].1;
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Err(error) = read(&packed(&parts)) {
            prop_assert!(!error.user_message().is_empty());
        }
    }
}
