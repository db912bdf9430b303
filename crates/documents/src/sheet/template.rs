//! Templates: the data sheet with its rules, 填写说明, and the hidden lists of the drop-downs.
//!
//! **Architecture invariant:** the data sheet holds headings and nothing else: a sample row would
//! be imported by mistake. Samples stand in 填写说明.

use rust_xlsxwriter::{
    Color, ConditionalFormatDuplicate, DataValidation, DataValidationErrorStyle, DataValidationRule, Format,
    Formula, Note, Workbook, Worksheet,
};

use super::book::{Styles, column_index, new_workbook, write_headings};
use super::table::{Choices, Column, ColumnKind, Dictionaries, Table};
use super::tables::EXAM_TABLES;
use crate::DocumentError;

/// Rows that carry drop-downs and rules.
const RULED_ROWS: u32 = 5_000;
const INSTRUCTIONS: &str = "填写说明";
const LISTS: &str = "字典";

/// The template of one table.
///
/// # Errors
/// When the workbook can't be produced.
pub fn write_template(table: &'static Table, lists: &Dictionaries) -> Result<Vec<u8>, DocumentError> {
    write(&[table], &format!("导入{}模板", table.file_label), lists)
}

/// The template of the exam workbook, with its four data sheets.
///
/// # Errors
/// When the workbook can't be produced.
pub fn write_exam_template(lists: &Dictionaries) -> Result<Vec<u8>, DocumentError> {
    write(&EXAM_TABLES, "导入考试安排模板", lists)
}

fn write(tables: &[&'static Table], title: &str, lists: &Dictionaries) -> Result<Vec<u8>, DocumentError> {
    let styles = Styles::new();
    let mut book = new_workbook(title)?;
    let ranges = ListRanges::of(tables, lists);
    for table in tables {
        data_sheet(book.add_worksheet(), table, &ranges, &styles)?;
    }
    instruction_sheet(book.add_worksheet(), tables, title, &styles)?;
    ranges.write(&mut book, &styles)?;
    Ok(book.save_to_buffer()?)
}

/// The lists that columns of the template use, one column each of the hidden sheet.
struct ListRanges<'d> {
    lists: Vec<(&'static str, &'d [String])>,
}

impl<'d> ListRanges<'d> {
    fn of(tables: &[&'static Table], dictionaries: &'d Dictionaries) -> Self {
        let mut lists: Vec<(&'static str, &'d [String])> = Vec::new();
        for column in tables.iter().flat_map(|table| table.columns) {
            if let Choices::Dictionary(name) = column.choices
                && let Some(values) = dictionaries.get(name)
                && !lists.iter().any(|(known, _)| *known == name)
            {
                lists.push((name, values));
            }
        }
        Self { lists }
    }

    fn formula(&self, name: &str) -> Option<Formula> {
        let col = self.lists.iter().position(|(known, _)| *known == name)?;
        let letters = super::header::column_letters(col as u32);
        let last = self.lists[col].1.len() + 1;
        Some(Formula::new(format!("='{LISTS}'!${letters}$2:${letters}${last}")))
    }

    fn write(&self, book: &mut Workbook, styles: &Styles) -> Result<(), DocumentError> {
        if self.lists.is_empty() {
            return Ok(());
        }
        let sheet = book.add_worksheet();
        sheet.set_name(LISTS)?;
        for (col, (name, values)) in self.lists.iter().enumerate() {
            let col = column_index(col)?;
            sheet.set_column_width(col, 30)?;
            sheet.write_string_with_format(0, col, *name, &styles.heading)?;
            for (row, value) in values.iter().enumerate() {
                sheet.write_string_with_format(row as u32 + 1, col, value, &styles.text)?;
            }
        }
        sheet.set_hidden(true);
        Ok(())
    }
}

fn data_sheet(
    sheet: &mut Worksheet,
    table: &'static Table,
    ranges: &ListRanges<'_>,
    styles: &Styles,
) -> Result<(), DocumentError> {
    sheet.set_name(table.sheet_name)?;
    let columns: Vec<&Column> = table.columns.iter().filter(|column| column.in_template).collect();
    for (col, column) in columns.iter().enumerate() {
        let col = column_index(col)?;
        sheet.set_column_width(col, column.width)?;
        sheet.set_column_format(col, &styles.column(column))?;
        if let Some(rule) = validation(column, ranges)? {
            sheet.add_data_validation(1, col, RULED_ROWS, col, &rule)?;
        }
        if !column.note.is_empty() || column.is_starred() {
            sheet.insert_note(0, col, &note(column))?;
        }
        if column.field == "id_number" && table.entity == "roster" {
            let red = Format::new().set_background_color(Color::RGB(0x00FF_C7CE));
            sheet.add_conditional_format(
                1,
                col,
                RULED_ROWS,
                col,
                &ConditionalFormatDuplicate::new().set_format(red),
            )?;
        }
    }
    let headings: Vec<String> = columns.iter().map(|column| column.starred_heading()).collect();
    let formats = columns.iter().map(|c| if c.is_starred() { &styles.starred } else { &styles.heading });
    write_headings(sheet, headings.iter().map(String::as_str).zip(formats))
}

fn note(column: &Column) -> Note {
    let need = if column.is_starred() { "必填。" } else { "选填。" };
    let lines = 2 + (column.note.chars().count() / 14) as u32;
    Note::new(format!("{need}{}", column.note))
        .add_author_prefix(false)
        .set_width(220)
        .set_height(20 * lines.max(2))
}

fn validation(column: &Column, ranges: &ListRanges<'_>) -> Result<Option<DataValidation>, DocumentError> {
    let rule = match column.choices {
        Choices::Fixed(list) => DataValidation::new()
            .allow_list_strings(list)?
            .set_error_title("请从列表中选择")?
            .set_error_message(format!("可选值：{}", list.join("、")))?,
        Choices::Dictionary(name) => match ranges.formula(name) {
            Some(formula) => DataValidation::new()
                .allow_list_formula(formula)
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("列表中没有这一项")?
                .set_error_message("请核对后再继续")?,
            None => return Ok(None),
        },
        Choices::None if column.field == "id_number" => DataValidation::new()
            .allow_text_length(DataValidationRule::Between(5, 20))
            .set_error_title("证件号码的长度不对")?
            .set_error_message("身份证号为 18 位；其他证件为 5 至 20 位")?
            .set_input_title("证件号码")?
            .set_input_message("按文本填写；末位 X 用大写")?,
        Choices::None if column.field == "phone" => DataValidation::new()
            .allow_text_length(DataValidationRule::EqualTo(11))
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title("手机号码的长度不对")?
            .set_error_message("手机号码为 11 位")?,
        Choices::None if column.kind == ColumnKind::Integer => DataValidation::new()
            .allow_whole_number(DataValidationRule::Between(1, 9999))
            .set_error_title("请填写整数")?
            .set_error_message("请填写 1 至 9999 的整数")?,
        Choices::None => return Ok(None),
    };
    Ok(Some(rule))
}

/// General rules above the list of columns.
const RULES: [&str; 6] = [
    "1. 请在数据工作表中填写，一行一条；不要改动表头，不要合并单元格，可以调整列的顺序。",
    "2. 表头带 * 的列必填。",
    "3. 证件号码、手机号码、编号等列已设为文本格式；从别处粘贴时请选择“只粘贴值”，否则长号码会丢失末尾几位。",
    "4. 有下拉列表的列请从列表中选择。",
    "5. 日期写成 2026-06-01，时间写成 09:00，日期和时间写成 2026-06-01 09:00。",
    "6. 填写完毕请保存后导入；没有导入的行会给出“失败数据”文件，按其中的“失败原因”改正后可直接再次导入。",
];

fn instruction_sheet(
    sheet: &mut Worksheet,
    tables: &[&'static Table],
    title: &str,
    styles: &Styles,
) -> Result<(), DocumentError> {
    sheet.set_name(INSTRUCTIONS)?;
    for (col, width) in [(0u16, 18u16), (1, 8), (2, 64), (3, 100), (4, 26)] {
        sheet.set_column_width(col, width)?;
    }
    sheet.write_string_with_format(0, 0, title, &styles.title)?;
    let plain = Format::new().set_font_name("等线").set_font_size(11).set_num_format("@");
    let mut row = 1;
    for rule in RULES {
        sheet.write_string_with_format(row, 0, rule, &plain)?;
        row += 1;
    }
    for table in tables {
        row += 1;
        sheet.write_string_with_format(row, 0, format!("工作表“{}”", table.sheet_name), &styles.title)?;
        row += 1;
        for (col, heading) in ["列名", "必填", "说明", "可选值", "示例"].into_iter().enumerate() {
            sheet.write_string_with_format(row, column_index(col)?, heading, &styles.heading)?;
        }
        row += 1;
        for column in table.columns.iter().filter(|column| column.in_template) {
            let values = match column.choices {
                Choices::Fixed(list) => list.join("、"),
                Choices::Dictionary(_) => "见下拉列表".to_owned(),
                Choices::None => String::new(),
            };
            let need = if column.is_starred() { "是" } else { "" };
            for (col, text) in
                [column.heading, need, column.note, &values, column.sample].into_iter().enumerate()
            {
                sheet.write_string_with_format(row, column_index(col)?, text, &styles.prose)?;
            }
            row += 1;
        }
    }
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}
