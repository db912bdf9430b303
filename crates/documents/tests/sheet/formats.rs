//! What a file really is: formats, encodings, wrong names, hostile bytes.

use std::io::Write;

use encoding_rs::GB18030;
use kaozhan_documents::sheet::{ROSTER, ReadOptions, read_table};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{ID, column, errors, fixture, read, refusal, texts, workbook};

const NAMES: [Option<&str>; 3] = [Some("张三丰"), Some("库尔班·热合曼"), Some("䶮小红")];

#[test]
fn xls_and_ods_of_other_programs_are_read_without_their_hidden_sheets() {
    for file in ["roster_biff8.xls", "roster.ods"] {
        let read = read(&fixture(file)).unwrap();
        assert_eq!(column(&read, "name"), NAMES, "{file}");
        assert_eq!(column(&read, "phone")[2], Some("13800000003"), "{file}");
        assert_eq!(column(&read, "id_number")[0].map(str::len), Some(18), "{file}");
        assert_eq!(read.unmapped, ["出生登记"], "{file}");
        assert_eq!(read.rows[0].original[7], "2005-03-01", "{file}");
        assert!(read.problems.is_empty(), "{file}: {:?}", read.problems);
    }
}

#[test]
fn csv_is_read_in_every_usual_encoding_and_with_every_delimiter() {
    for delimiter in [",", ";", "\t"] {
        let text = ["姓名,身份证号,班级", "䶮甲,11010120010203001X,\"一,班\"", "", "乙,11010120010203001X,"]
            .join("\r\n")
            .replace(',', delimiter);
        let with_mark = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [text.as_bytes().to_vec(), with_mark, GB18030.encode(&text).0.into_owned(), utf16] {
            let read = read(&bytes).unwrap();
            assert_eq!(column(&read, "name"), [Some("䶮甲"), Some("乙")]);
            assert_eq!(column(&read, "class_name"), [Some(format!("一{delimiter}班").as_str()), None]);
            assert_eq!(read.rows[1].row, 4, "blank lines count, as in Excel");
        }
    }
}

#[test]
fn the_name_of_the_file_decides_nothing() {
    let xlsx = workbook(|sheet| texts(sheet, 0, &[&["姓名", "证件号码"], &["甲", ID]]));
    let gbk = GB18030.encode("姓名\t证件号码\n甲\t11010120010203001X\n").0.into_owned();
    for bytes in [xlsx, gbk] {
        let read = read_table(&bytes, "名单.xls", &ROSTER, &ReadOptions::default()).unwrap();
        assert_eq!(column(&read, "id_number"), [Some(ID)]);
    }
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn what_is_no_workbook_is_named() {
    let ask = "，请选择 Excel 工作簿（.xlsx）或 CSV 文件";
    let cases: [(Vec<u8>, &str); 9] = [
        (b"%PDF-1.7 ...".to_vec(), "PDF 文件"),
        (vec![0xff, 0xd8, 0xff, 0xe0, 0, 1], "JPEG 图片"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "PNG 图片"),
        (b"Rar!\x1a\x07\x00".to_vec(), "压缩包，请先解压"),
        (zip_of(&[("11010120010203001X.jpg", b"x")]), "压缩包，请先解压"),
        (zip_of(&[("word/document.xml", b"x")]), "Word 文档"),
        (zip_of(&[("Index/Document.iwa", b"x")]), "苹果 Numbers 表格，请在 Numbers 中导出为 Excel 后再导入"),
        (
            "<html><body><table><tr><td>姓名</td></tr></table></body></html>".into(),
            "网页（HTML）格式的表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入；现在不能直接读取",
        ),
        (vec![1, 0, 2, 0, 3, 0, 4, 0], "无法识别的文件"),
    ];
    for (bytes, what) in cases {
        assert_eq!(refusal(&bytes), format!("文件“名单.xlsx”不是表格，而是{what}{ask}"));
    }
}

#[test]
fn locked_old_empty_and_damaged_files_are_named() {
    assert_eq!(
        refusal(&fixture("locked.xlsx")),
        "文件“名单.xlsx”有打开密码，请在 Excel 中取消密码（文件—信息—保护工作簿）并保存后重新导入"
    );
    for empty in [b"".as_slice(), b"\r\n  "] {
        assert_eq!(refusal(empty), "文件“名单.xlsx”是空的，请检查是否选错了文件");
    }
    assert_eq!(
        refusal(&[0x09, 0x04, 0x06, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00]),
        "文件“名单.xlsx”是 Excel 4.0 或更早 的旧格式，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入"
    );
    let whole = workbook(|sheet| texts(sheet, 0, &[&["姓名", "证件号码"], &["甲", ID]]));
    let damaged = "文件“名单.xlsx”不完整或已损坏，请重新下载，或用 Excel、WPS 打开后另存为 .xlsx 再导入";
    assert_eq!(refusal(&whole[..whole.len() / 2]), damaged);
    assert_eq!(refusal(&fixture("roster_biff8.xls")[..3000]), damaged);
    assert_eq!(
        refusal(&[0xff, 0xff, 0x30, 0x31]),
        "文件“名单.xlsx”的文字编码无法识别，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入"
    );
}

#[test]
fn a_decompression_bomb_is_refused_before_it_is_parsed() {
    let zeros = vec![b' '; 21 * 1024 * 1024];
    let parts: Vec<(String, &[u8])> = (0..10).map(|n| (format!("xl/{n}.xml"), zeros.as_slice())).collect();
    let mut entries: Vec<(&str, &[u8])> = vec![("xl/workbook.xml", b"<workbook/>")];
    entries.extend(parts.iter().map(|(name, bytes)| (name.as_str(), *bytes)));
    let bomb = zip_of(&entries);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(
        refusal(&bomb),
        "文件“名单.xlsx”解压后超过 200 MB，请删去图片和多余的工作表，或分成几个文件导入"
    );
}

#[test]
fn no_folder_and_no_number_appears_in_a_message() {
    let error =
        read_table(b"", r"C:\Users\user\桌面\名单.xlsx", &ROSTER, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.user_message(), "文件“名单.xlsx”是空的，请检查是否选错了文件");
    let masked = read("姓名,证件号码\n甲,110101********001X\n".as_bytes()).unwrap();
    assert_eq!(
        errors(&masked.problems),
        [(2, "证件号码", "证件号码含有“*”，是脱敏后的内容，不能导入，请填写完整号码")]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any damage gives rows or a message, never a panic or a hang.
    #[test]
    fn damaged_files_never_panic(
        file in 0usize..5,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        cut in any::<prop::sample::Index>(),
        truncate in any::<bool>(),
    ) {
        let names = ["roster_biff8.xls", "roster.ods", "xlwt.xls", "formula_openpyxl.xlsx", "locked.xlsx"];
        let mut bytes = fixture(names[file]);
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if truncate {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Err(error) = read(&bytes) {
            prop_assert!(!error.user_message().is_empty());
        }
    }

    #[test]
    fn any_text_gives_rows_or_a_message(text in "\\PC{0,200}") {
        if let Err(error) = read(text.as_bytes()) {
            prop_assert!(!error.user_message().is_empty());
        }
    }
}

/// An `.ods` with one sheet of these rows.
fn ods(rows: &str, closed: bool) -> Vec<u8> {
    let end = if closed {
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    } else {
        ""
    };
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"学生信息\">{rows}{end}"
    );
    zip_of(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

fn ods_cell(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn an_ods_may_not_repeat_without_end_nor_end_early() {
    let head = format!("<table:table-row>{}{}</table:table-row>", ods_cell("姓名"), ods_cell("证件号码"));
    let note = "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲&amp;<text:span>乙</text:span></text:p></table:table-cell>";
    let row = format!("<table:table-row>{note}{}</table:table-row>", ods_cell(ID));
    let one = read(&ods(&format!("{head}{row}"), true)).unwrap();
    assert_eq!(column(&one, "name"), [Some("甲&乙")]);
    let million =
        row.replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"1048576\">");
    assert_eq!(
        refusal(&ods(&format!("{head}{million}"), true)),
        "文件“名单.xlsx”的工作表“学生信息”超过 50000 行，请分成几个文件导入"
    );
    let wide = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell/><table:table-cell/><table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";
    assert_eq!(read(&ods(&format!("{head}{row}{wide}"), true)).unwrap_err().code(), "file_damaged");
    for cut in [head.clone(), format!("{head}{row}"), format!("{head}<table:table-row><table:table-cell>")] {
        assert_eq!(read(&ods(&cut, false)).unwrap_err().code(), "file_damaged");
    }
}
