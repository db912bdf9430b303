//! Headings and sheets: where they are found, and what is said when they aren't.

use kaozhan_documents::sheet::{
    ALL_TABLES, Dictionaries, Need, ROSTER, ReadLimits, ReadOptions, read_exam, read_table,
    write_exam_template,
};
use rust_xlsxwriter::{Format, Workbook};

use crate::{ID, column, read, refusal, texts, workbook};

fn options(sheet: Option<&str>, map: &[(&str, &str)]) -> ReadOptions {
    ReadOptions {
        sheet: sheet.map(str::to_owned),
        map: map.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        limits: ReadLimits::default(),
    }
}

#[test]
fn headings_are_found_below_titles_and_instructions_and_in_two_merged_lines() {
    let bytes = workbook(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 5, "2026 年考生信息登记表", &plain).unwrap();
        texts(sheet, 1, &[&["填写说明：姓名与证件号码必填"]]);
        sheet.merge_range(3, 0, 4, 0, "* 姓 名", &plain).unwrap();
        sheet.merge_range(3, 1, 3, 2, "证件信息", &plain).unwrap();
        sheet.merge_range(3, 3, 4, 3, "联系\n电话", &plain).unwrap();
        sheet.write_string(4, 1, "证件类型").unwrap();
        sheet.write_string(4, 2, "身份证号（文本格式）").unwrap();
        texts(sheet, 5, &[&["甲", "身份证", ID, "13800000000"], &["注：以上共 1 人"]]);
    });
    let read = read(&bytes).unwrap();
    assert_eq!(read.header_row, 5);
    assert_eq!(read.mapped, [(0, "name"), (1, "id_type"), (2, "id_number"), (3, "phone")]);
    assert_eq!(read.rows.len(), 1);
    assert_eq!(read.rows[0].row, 6);
    assert_eq!(column(&read, "phone"), [Some("13800000000")]);
    assert_eq!(read.problems[0].message, "这一行是说明文字，不是数据，已跳过");
}

#[test]
fn usual_headings_are_known_and_the_others_are_listed() {
    for heading in [
        "身份证号",
        "证件号码",
        "身份证",
        "身份证件号",
        "证件号",
        "身份证号码",
        "＊证件号码（必填）",
        "身份证号：",
    ] {
        let bytes =
            workbook(|sheet| texts(sheet, 0, &[&["考生姓名", heading, "宿舍"], &["甲", ID, "3-201"]]));
        let read = read(&bytes).unwrap();
        assert_eq!(column(&read, "id_number"), [Some(ID)], "{heading}");
        assert_eq!(read.unmapped, ["宿舍"]);
    }
}

#[test]
fn no_alias_stands_for_two_fields_and_every_field_is_unique() {
    for table in ALL_TABLES {
        let mut names = Vec::new();
        let mut fields = Vec::new();
        for column in table.columns {
            names.push(column.heading);
            names.extend(column.aliases.iter().copied());
            fields.push(column.field);
        }
        // R-279 prints the heading 监考人员姓名(编号) twice.
        if table.entity == "arrangement_record" {
            continue;
        }
        for list in [&mut names, &mut fields] {
            let before = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), before, "{}: {list:?}", table.entity);
        }
    }
    let must: Vec<_> = ROSTER.columns.iter().filter(|c| c.need == Need::Must).map(|c| c.field).collect();
    assert_eq!(must, ["name", "id_number"], "R-107: a legacy file has only these");
}

#[test]
fn a_missing_column_names_what_was_seen_and_map_helps() {
    let bytes = workbook(|sheet| texts(sheet, 0, &[&["姓名", "班级", "内部号"], &["甲", "一班", ID]]));
    assert_eq!(
        refusal(&bytes),
        "文件“名单.xlsx”的工作表“学生信息”第 1 行表头缺少必需的列：证件号码；看到的列：姓名、班级、内部号；如果列名不同，请用 --map 指定，例如 --map \"列名=证件号码\""
    );
    for map in [("内部号", "id_number"), ("内部号", "证件号码"), ("C列", "id_number")] {
        let read = read_table(&bytes, "名单.xlsx", &ROSTER, &options(None, &[map])).unwrap();
        assert_eq!(column(&read, "id_number"), [Some(ID)], "{map:?}");
    }
    let wrong = read_table(&bytes, "名单.xlsx", &ROSTER, &options(None, &[("内部号", "身高")])).unwrap_err();
    assert!(
        wrong
            .user_message()
            .starts_with("文件“名单.xlsx”不能把列“内部号”对应到“身高”；可以选择：学生姓名（name）、")
    );
}

#[test]
fn two_columns_for_one_field_are_refused_until_one_is_chosen() {
    let bytes = workbook(|sheet| {
        texts(sheet, 0, &[&["姓名", "证件号码", "学生姓名"], &["甲", ID, "乙"]]);
    });
    assert_eq!(
        refusal(&bytes),
        "文件“名单.xlsx”的工作表“学生信息”第 1 行有多列都对应“学生姓名”：A列“姓名”、C列“学生姓名”；请删去多余的列，或用 --map 指定用哪一列"
    );
    let read = read_table(&bytes, "名单.xlsx", &ROSTER, &options(None, &[("学生姓名", "name")])).unwrap();
    assert_eq!(column(&read, "name"), [Some("乙")]);
}

fn three_sheets(second_fits_equally: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, hidden) in [("一班", false), ("二班", false), ("旧名单", true)] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        let head: &[&str] = if name == "一班" || second_fits_equally {
            &["姓名", "证件号码", "班级"]
        } else {
            &["姓名", "证件号码"]
        };
        texts(sheet, 0, &[head, &["甲", ID, name]]);
        sheet.set_very_hidden(hidden);
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn sheets_that_fit_equally_are_never_chosen_by_chance() {
    let bytes = three_sheets(true);
    assert_eq!(
        refusal(&bytes),
        "文件“名单.xlsx”有多个工作表都像“考生信息”：一班、二班；请用 --sheet 指定一个工作表，或先合并成一个工作表"
    );
    let read = read_table(&bytes, "名单.xlsx", &ROSTER, &options(Some("二班"), &[])).unwrap();
    assert_eq!(column(&read, "class_name"), [Some("二班")]);
    let none = read_table(&bytes, "名单.xlsx", &ROSTER, &options(Some("三班"), &[])).unwrap_err();
    assert_eq!(none.user_message(), "文件“名单.xlsx”没有名为“三班”的工作表；可选的工作表：一班、二班");
}

#[test]
fn the_best_sheet_is_read_and_the_other_is_named() {
    let read = read(&three_sheets(false)).unwrap();
    assert_eq!(read.sheet, "一班");
    assert_eq!(
        read.problems[0].message,
        "工作表“二班”也像“考生信息”，这次没有读取；需要时请用 --sheet 指定后再导入一次"
    );
}

#[test]
fn nothing_like_a_roster_and_nothing_below_the_headings_are_said() {
    let bytes = workbook(|sheet| texts(sheet, 0, &[&["菜名", "价格"], &["豆腐", "3"]]));
    assert_eq!(
        refusal(&bytes),
        "文件“名单.xlsx”找不到“考生信息”的表头（看过的工作表：学生信息）；表头必须有：学生姓名、证件号码；请下载模板对照填写，或用 --map 指定列"
    );
    let bytes = workbook(|sheet| texts(sheet, 0, &[&["姓名", "证件号码"]]));
    assert_eq!(refusal(&bytes), "文件“名单.xlsx”的工作表“学生信息”只有表头，没有数据行，请填写后重新导入");
}

#[test]
fn rows_and_columns_are_limited() {
    let bytes = workbook(|sheet| {
        texts(sheet, 0, &[&["姓名", "证件号码"], &["甲", ID], &["乙", ID], &["丙", ID]]);
    });
    let mut few = options(None, &[]);
    few.limits.rows = 2;
    let error = read_table(&bytes, "名单.xlsx", &ROSTER, &few).unwrap_err();
    assert_eq!(error.user_message(), "文件“名单.xlsx”的工作表“学生信息”超过 2 行，请分成几个文件导入");
    let wide = workbook(|sheet| {
        texts(sheet, 0, &[&["姓名", "证件号码"], &["甲", ID]]);
        sheet.write_string(0, 100, "第101列").unwrap();
    });
    assert_eq!(refusal(&wide), "文件“名单.xlsx”的工作表“学生信息”超过 100 列，请删去多余的列后重新导入");
}

#[test]
fn the_exam_workbook_is_read_sheet_by_sheet() {
    let mut book = Workbook::new();
    let heads: [(&str, &[&str], &[&str]); 3] = [
        (
            "考试计划",
            &["*计划编号", "*考试年度", "*计划名称", "*报考方式"],
            &["2026001", "2026", "甲", "按证书"],
        ),
        (
            "科目安排",
            &["考试计划", "证书编号", "科目编号", "科目名称", "考试方式", "考试日期", "开始时间", "结束时间"],
            &["2026001", "20000002", "40000001101", "理论", "机考", "2026-06-01", "9:00", "10:30"],
        ),
        ("考核站点", &["站点编号", "站点名称", "详细地址"], &["320000000", "某学院", "学院路1号"]),
    ];
    for (name, head, row) in heads {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        texts(sheet, 0, &[head, row]);
    }
    let exam = read_exam(&book.save_to_buffer().unwrap(), "考试.xlsx", &ReadOptions::default()).unwrap();
    assert_eq!(column(exam.plans.as_ref().unwrap(), "plan_number"), [Some("2026001")]);
    let subjects = exam.subjects.as_ref().unwrap();
    assert_eq!(subjects.sheet, "科目安排");
    assert_eq!(column(subjects, "start_time"), [Some("09:00")]);
    assert_eq!(column(exam.sites.as_ref().unwrap(), "site_code"), [Some("320000000")]);
    assert!(exam.programmes.is_none());
    let blank = write_exam_template(&Dictionaries::new()).unwrap();
    let error = read_exam(&blank, "考试.xlsx", &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), "sheet_no_header");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("考试计划").unwrap();
    texts(sheet, 0, &[&["菜名", "价格"]]);
    let error = read_exam(&book.save_to_buffer().unwrap(), "考试.xlsx", &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error.user_message(),
        "文件“考试.xlsx”找不到“考试计划”的表头（看过的工作表：考试计划）；表头必须有：计划编号、考试年度、计划名称、报考方式；请下载模板对照填写，或用 --map 指定列"
    );
}

#[test]
fn a_text_table_has_no_sheet_to_name() {
    let error = read_table("姓名,班级\n甲,一班\n".as_bytes(), "名单.csv", &ROSTER, &ReadOptions::default())
        .unwrap_err();
    assert_eq!(
        error.user_message(),
        "文件“名单.csv”第 1 行表头缺少必需的列：证件号码；看到的列：姓名、班级；如果列名不同，请用 --map 指定，例如 --map \"列名=证件号码\""
    );
}
