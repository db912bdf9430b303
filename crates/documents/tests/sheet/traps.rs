//! Traps of single cells; each message is asserted as the user sees it (docs: input-traps).

use kaozhan_documents::sheet::{PLANS, ROOMS, SUBJECTS};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula};

use crate::{ID, column, errors, fixture, read, read_as, texts, workbook};

const ID_LOST: &str = "身份证号被存成了数字，末尾已丢失，请把该列设为文本后重新填写";
/// Stands for the empty text that Excel stores as a formula's result; see [`emptied`].
const EMPTY: &str = "@EMPTY@";
const NO_RESULT: &str = "公式没有计算结果，请用 Excel 或 WPS 打开该文件，保存后重新导入，或把公式改成文字";

#[test]
fn an_id_typed_as_a_number_is_refused_and_never_formatted_back() {
    let bytes = workbook(|sheet| {
        texts(sheet, 0, &[&["姓名", "身份证号"], &["甲"], &["乙", ID]]);
        sheet.write_number(1, 1, 420_101_200_901_011_260.0).unwrap();
    });
    let read = read(&bytes).unwrap();
    assert_eq!(errors(&read.problems), [(2, "身份证号", ID_LOST)]);
    assert_eq!(column(&read, "id_number"), [None, Some(ID)]);
    assert_eq!(read.rows[0].original[1], "4.2010120090101126E+17");
}

#[test]
fn an_id_that_a_csv_holds_in_scientific_notation_is_refused() {
    let read = read(
        "姓名,身份证号\n甲,4.20101E+17\n乙,\"=\"\"11010120010203001X\"\"\"\n丙,'11010120010203001X\n"
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(errors(&read.problems), [(2, "身份证号", ID_LOST)]);
    assert_eq!(column(&read, "id_number"), [None, Some(ID), Some(ID)]);
    assert_eq!(read.problems[0].sheet, "");
}

#[test]
fn codes_as_numbers_may_have_lost_zeros_but_phones_have_not() {
    let bytes = workbook(|sheet| {
        texts(sheet, 0, &[&["姓名", "证件号码", "手机号", "专业代码"], &["甲", ID]]);
        sheet.write_number(1, 2, 13_800_000_000.0).unwrap();
        sheet.write_number(1, 3, 80_202.0).unwrap();
    });
    let read = read(&bytes).unwrap();
    assert_eq!(
        errors(&read.problems),
        [(2, "专业代码", "专业代码被存成了数字，开头的 0 可能已丢失，请把该列设为文本后重新填写")]
    );
    assert_eq!(column(&read, "phone"), [Some("13800000000")]);
}

#[test]
fn dates_and_times_arrive_in_every_shape() {
    let date = Format::new().set_num_format("yyyy/m/d");
    let time = Format::new().set_num_format("h:mm");
    let head: &[&str] =
        &["考试计划", "证书编号", "科目编号", "科目名称", "考试方式", "考试日期", "开始时间", "结束时间"];
    let row: &[&str] = &["甲", "20000002", "40000001101", "理论", "机考"];
    let bytes = workbook(|sheet| {
        texts(sheet, 0, &[head, row, row, row, row, row, row]);
        let day = ExcelDateTime::from_ymd(2026, 6, 1).unwrap();
        sheet.write_datetime_with_format(1, 5, &day, &date).unwrap();
        sheet.write_datetime_with_format(1, 6, ExcelDateTime::from_hms(9, 0, 0).unwrap(), &time).unwrap();
        sheet.write_string(1, 7, "10:30").unwrap();
        sheet.write_number(2, 5, 46_174.0).unwrap();
        sheet.write_number(2, 6, 0.375).unwrap();
        sheet.write_number(2, 7, 10.5 / 24.0).unwrap();
        texts_at(sheet, 3, &["2026/6/1", "9:00", "10：30"]);
        texts_at(sheet, 4, &["2026年6月1日", "09:00:00", "上午10时30分"]);
        texts_at(sheet, 5, &["2026.06.01", "9点", "10点半"]);
        texts_at(sheet, 6, &["6月1日", "25:00", "上午"]);
    });
    let read = read_as(&bytes, &SUBJECTS);
    assert_eq!(column(&read, "exam_date")[..5], [Some("2026-06-01"); 5]);
    assert_eq!(column(&read, "start_time")[..5], [Some("09:00"); 5]);
    assert_eq!(column(&read, "end_time")[..5], [Some("10:30"); 5]);
    assert_eq!(
        errors(&read.problems),
        [
            (7, "考试日期", "日期无法识别，请写成 2026-06-01"),
            (7, "开始时间", "时间无法识别，请写成 09:00"),
            (7, "结束时间", "时间无法识别，请写成 09:00"),
        ]
    );
}

fn texts_at(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, cells: &[&str]) {
    for (col, text) in cells.iter().enumerate() {
        sheet.write_string(row, 5 + col as u16, *text).unwrap();
    }
}

#[test]
fn moments_keep_their_time_and_say_when_they_have_none() {
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let bytes = workbook(|sheet| {
        texts(
            sheet,
            0,
            &[&["计划编号", "考试年度", "计划名称", "报考方式", "报考开始", "报考结束", "排考开始"]],
        );
        texts(sheet, 1, &[&["2026001", "2026", "甲", "按证书", "", "2026-03-01 18:00", "不知道"]]);
        let start = ExcelDateTime::from_ymd(2026, 2, 1).unwrap();
        sheet.write_datetime_with_format(1, 4, &start, &moment).unwrap();
    });
    let read = read_as(&bytes, &PLANS);
    assert_eq!(column(&read, "registration_start"), [Some("2026-02-01")]);
    assert_eq!(column(&read, "registration_end"), [Some("2026-03-01 18:00")]);
    assert_eq!(errors(&read.problems), [(2, "排考开始", "日期时间无法识别，请写成 2026-06-01 09:00")]);
}

#[test]
fn ods_dates_times_booleans_and_errors_are_understood() {
    let read = read_as(&fixture("subjects.ods"), &SUBJECTS);
    assert_eq!(column(&read, "exam_date"), [Some("2026-06-01"); 2]);
    assert_eq!(column(&read, "start_time"), [Some("09:00"); 2]);
    assert_eq!(
        errors(&read.problems),
        [
            (3, "考试计划", "单元格是逻辑值（TRUE 或 FALSE），请改为文字后重新填写"),
            (3, "科目名称", "单元格是错误值 #N/A，请改正公式或直接填写内容"),
        ]
    );
}

#[test]
fn booleans_and_error_cells_of_xlsx_are_refused() {
    let bytes = workbook(|sheet| {
        texts(sheet, 0, &[&["姓名", "证件号码", "班级"], &["", ID], &["#N/A", ID]]);
        sheet.write_boolean(1, 0, true).unwrap();
        sheet.write_formula(1, 2, Formula::new("=NA()").set_result("#N/A")).unwrap();
    });
    assert_eq!(
        errors(&read(&bytes).unwrap().problems),
        [
            (2, "姓名", "单元格是逻辑值（TRUE 或 FALSE），请改为文字后重新填写"),
            (2, "班级", "单元格是错误值 #N/A，请改正公式或直接填写内容"),
            (3, "姓名", "单元格是错误值 #N/A，请改正公式或直接填写内容"),
        ]
    );
}

/// `bytes` with empty texts as the results marked by [`EMPTY`]; rust_xlsxwriter can't write them.
fn emptied(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
        out.start_file(entry.name().unwrap(), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut out, text.replace(EMPTY, "").as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn formulas_without_result_are_refused_whatever_the_program_left_behind() {
    // Empty (openpyxl).
    let openpyxl = read(&fixture("formula_openpyxl.xlsx")).unwrap();
    assert_eq!(errors(&openpyxl.problems), [(2, "学生姓名", NO_RESULT), (3, "班级", NO_RESULT)]);
    // A silent 0 (rust_xlsxwriter, xlwt), an empty text, and one with a result.
    let bytes = workbook(|sheet| {
        texts(sheet, 2, &[&["姓名", "证件号码", "班级"], &["", ID, "一班"], &["", ID], &["", ID]]);
        sheet.write_formula(3, 0, Formula::new("=A9")).unwrap();
        sheet.write_formula(4, 0, Formula::new("=A9").set_result(EMPTY)).unwrap();
        sheet.write_formula(5, 0, Formula::new("=\"甲\"").set_result("甲")).unwrap();
        sheet.write_formula(5, 2, Formula::new("=IF(A1=\"\",\"\",A1)").set_result(EMPTY)).unwrap();
    });
    let mixed = read(&emptied(&bytes)).unwrap();
    assert_eq!(errors(&mixed.problems), [(4, "姓名", NO_RESULT), (5, "姓名", NO_RESULT)]);
    assert_eq!(column(&mixed, "name"), [None, None, Some("甲")]);
}

#[test]
fn an_old_xls_has_the_same_traps() {
    let xlwt = read(&fixture("xlwt.xls")).unwrap();
    assert_eq!(errors(&xlwt.problems), [(3, "证件号码", ID_LOST)]);
    assert_eq!(
        (xlwt.problems[0].row, xlwt.problems[0].message.as_str()),
        (2, "公式结果为空，按空白处理；如应有内容，请用 Excel 打开并保存后重新导入")
    );
    assert_eq!(column(&xlwt, "name"), [Some("王五"), Some("赵六")]);
}

#[test]
fn rows_of_formulas_alone_are_said_never_dropped_in_silence() {
    let bytes = workbook(|sheet| {
        texts(sheet, 0, &[&["姓名", "证件号码"], &["甲", ID]]);
        for row in 2..5 {
            sheet.write_formula(row, 0, Formula::new("=IF(Z1=\"\",\"\",Z1)").set_result(EMPTY)).unwrap();
            sheet.write_formula(row, 1, Formula::new("=IF(Z1=\"\",\"\",Z1)").set_result(EMPTY)).unwrap();
        }
    });
    let read = read(&emptied(&bytes)).unwrap();
    assert_eq!(read.rows.len(), 1);
    assert_eq!(
        read.problems[0].message,
        "第 3–5 行中有 3 行只有公式且结果为空，已跳过；如果这些行应有内容，请用 Excel 打开并保存后重新导入"
    );
}

#[test]
fn a_class_that_became_a_date_is_refused_and_a_year_is_taken_from_a_date() {
    let date = Format::new().set_num_format("m-d");
    let bytes = workbook(|sheet| {
        texts(sheet, 0, &[&["姓名", "证件号码", "班级", "入学时间"], &["甲", ID]]);
        sheet.write_datetime_with_format(1, 2, ExcelDateTime::from_ymd(2026, 3, 1).unwrap(), &date).unwrap();
        sheet.write_datetime_with_format(1, 3, ExcelDateTime::from_ymd(2024, 9, 1).unwrap(), &date).unwrap();
    });
    let read = read(&bytes).unwrap();
    assert_eq!(errors(&read.problems), [(2, "班级", "单元格被识别成了日期，请把该列设为文本后重新填写")]);
    assert_eq!(column(&read, "enrolment_year"), [Some("2024")]);
}

#[test]
fn whole_numbers_are_whole() {
    let bytes = workbook(|sheet| {
        texts(
            sheet,
            0,
            &[&["考试计划", "考核站点", "考试证书", "考试科目", "考场名称", "考位数", "详细地址"]],
        );
        let row: &[&str] = &["甲", "乙", "丙", "丁", "107 室", "", "学院路1号"];
        texts(sheet, 1, &[row, row, row]);
        sheet.write_number(1, 5, 30).unwrap();
        sheet.write_number(2, 5, 30.5).unwrap();
        sheet.write_string(3, 5, "３０").unwrap();
    });
    let read = read_as(&bytes, &ROOMS);
    assert_eq!(column(&read, "capacity"), [Some("30"), None, Some("30")]);
    assert_eq!(errors(&read.problems), [(3, "考位数", "不是整数，请填写阿拉伯数字的整数")]);
}

#[test]
fn blanks_of_every_kind_are_trimmed_and_a_stray_cell_costs_nothing() {
    let bytes = workbook(|sheet| {
        texts(sheet, 0, &[&["姓名", "证件号码"], &["\u{3000}甲 \u{a0}", &format!(" {ID}\u{200b}\t")]]);
        sheet.write_string(59, 0, " \u{3000}").unwrap();
        sheet.write_string(1_048_575, 16_383, " ").unwrap();
    });
    let read = read(&bytes).unwrap();
    assert_eq!(read.rows.len(), 1);
    assert_eq!((column(&read, "name"), column(&read, "id_number")), (vec![Some("甲")], vec![Some(ID)]));
    assert!(read.problems.is_empty());
}
