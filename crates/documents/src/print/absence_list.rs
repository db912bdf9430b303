//! 缺考名单 and its like: one line per candidate, over all rooms of a plan.

use super::DocumentKind;
use super::engine::canvas::{Align, Area, FINE, HAIR, bold, regular};
use super::engine::fit::{Breaks, Fit};
use super::furniture::{Columns, Sheet, record_of};
use chrono::NaiveDateTime;

const LEFT: f64 = 16.0;
const WIDTH: f64 = 184.0;
const WIDTHS: [f64; 7] = [10.0, 25.0, 27.0, 38.0, 40.0, 24.0, 20.0];
const LABELS: [&str; 7] =
    ["序号", "姓名", "证件号码（脱敏）", "准考证号", "考试科目、时间", "考场", "座位 / 情况"];
const ROW: f64 = 9.6;
/// Rows on a page.
const ROWS: usize = 23;

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsenceListView {
    /// 缺考名单 or 违纪名单 …
    pub title: String,
    /// 考试计划.
    pub plan_name: String,
    /// 计划编号.
    pub plan_number: String,
    /// What the list covers and its counts, one line.
    pub summary: String,
    /// When it was made; given, so that two runs are equal byte for byte.
    pub made_at: NaiveDateTime,
    /// The lines, in order.
    pub rows: Vec<AbsenceRow>,
}

/// One candidate in one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsenceRow {
    /// 姓名
    pub name: String,
    /// Masked.
    pub masked_id: String,
    /// 准考证号
    pub exam_number: String,
    /// 考试科目
    pub subject: String,
    /// Such as `2026-06-20 09:00-10:30`.
    pub time: String,
    /// 考场名称
    pub room: String,
    /// 座位号
    pub seat_no: u32,
    /// 缺考, 迟到12分钟 …
    pub state: String,
    /// A second line across the row: 违纪, 换座; may be empty.
    pub note: String,
}

/// The sheets; a list without lines says so on one.
pub(crate) fn sheets(list: &AbsenceListView) -> Vec<Sheet> {
    let pages = paginate(&list.rows);
    let total = pages.len();
    let mut first = 0;
    let mut sheets = Vec::new();
    for (n, rows) in pages.into_iter().enumerate() {
        sheets.push(page(list, rows, first, (n + 1, total)));
        first += rows.len();
    }
    sheets
}

/// Height of a row: a note of many words takes further lines.
fn height(row: &AbsenceRow) -> f64 {
    if row.note.is_empty() { ROW } else { ROW + row.note.chars().count().div_ceil(56) as f64 * 3.6 + 0.8 }
}

/// Splits the rows so that each page holds its own.
fn paginate(rows: &[AbsenceRow]) -> Vec<&[AbsenceRow]> {
    let most = ROW * ROWS as f64;
    let mut pages = Vec::new();
    let (mut begin, mut used) = (0, 0.0);
    for (n, row) in rows.iter().enumerate() {
        let h = height(row);
        if used + h > most && n > begin {
            pages.push(&rows[begin..n]);
            (begin, used) = (n, 0.0);
        }
        used += h;
    }
    pages.push(&rows[begin..]);
    pages
}

fn page(list: &AbsenceListView, rows: &[AbsenceRow], before: usize, number: (usize, usize)) -> Sheet {
    // Problems of this list are named by candidate; the kind is that of the sheet it goes with.
    let mut sheet = Sheet::portrait(DocumentKind::RoomRecord, list.title.clone());
    sheet.text_in(Area::new(LEFT, 12.0, WIDTH, 9.0), Align::Center, &list.title, bold(16.0));
    let line = Fit::new(9.0, 5.5, Breaks::Phrase);
    let plan = format!("{}（{}）", list.plan_name, list.plan_number);
    sheet.fill(Area::new(LEFT, 23.0, WIDTH, 5.0), Align::Left, &plan, &line, "考试计划");
    sheet.fill(Area::new(LEFT, 28.4, WIDTH, 5.0), Align::Left, &list.summary, &line, "说明");
    let columns = Columns { x: LEFT, widths: &WIDTHS };
    let labels = LABELS.map(|label| (label, Align::Left));
    let mut y = columns.head(&mut sheet, 35.0, &labels, 7.5);
    if list.rows.is_empty() {
        sheet.text(LEFT, y + ROW / 2.0, "无", bold(10.0));
        y += ROW;
    }
    for (n, row) in rows.iter().enumerate() {
        draw(&mut sheet, &columns, y, before + n + 1, row);
        y += height(row);
        sheet.across(LEFT, y, WIDTH, if n + 1 == rows.len() { FINE } else { HAIR });
    }
    foot(&mut sheet, list, number);
    sheet
}

fn draw(sheet: &mut Sheet, columns: &Columns<'_>, y: f64, number: usize, row: &AbsenceRow) {
    sheet.about(record_of(&row.name, &row.exam_number));
    let cell = |n: usize| {
        let area = columns.cell(n, y, ROW);
        Area::new(area.x, y + 0.3, area.w, ROW - 0.6)
    };
    let middle = y + ROW / 2.0;
    sheet.text(LEFT, middle, &number.to_string(), regular(8.0));
    sheet.fill(cell(1), Align::Left, &row.name, &Fit::new(9.0, 4.5, Breaks::Name).lead(1.05), "姓名");
    sheet.fill(cell(2), Align::Left, &row.masked_id, &Fit::new(7.0, 4.0, Breaks::Name), "证件号码");
    sheet.exam_number(cell(3), &row.exam_number, 7.0, false);
    let subject = format!("{}　{}", row.subject, row.time);
    sheet.fill(cell(4), Align::Left, &subject, &Fit::new(7.5, 4.5, Breaks::Phrase), "考试科目");
    sheet.fill(cell(5), Align::Left, &row.room, &Fit::new(8.5, 5.0, Breaks::Phrase), "考场名称");
    let state = format!("{} 号　{}", row.seat_no, row.state);
    sheet.fill(cell(6), Align::Left, &state, &Fit::new(8.0, 5.0, Breaks::Phrase), "情况");
    if !row.note.is_empty() {
        let area = Area::new(columns.left(1), y + ROW - 0.4, WIDTH - WIDTHS[0], height(row) - ROW);
        sheet.fill(area, Align::Left, &row.note, &Fit::new(7.5, 5.0, Breaks::Prose), "违纪情况");
    }
}

fn foot(sheet: &mut Sheet, list: &AbsenceListView, (page, total): (usize, usize)) {
    let y = 283.0;
    sheet.across(LEFT, y - 3.0, WIDTH, HAIR);
    let made =
        format!("考站　制表 {}　填表人：　　　　　　　负责人：", list.made_at.format("%Y-%m-%d %H:%M"));
    sheet.text(LEFT, y, &made, regular(7.0));
    let number = format!("第 {page} / {total} 页");
    let style = regular(7.0);
    sheet.text(LEFT + WIDTH - style.width(&number), y, &number, style);
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn list(rows: Vec<AbsenceRow>) -> AbsenceListView {
        AbsenceListView {
            title: "缺考名单".into(),
            plan_name: "2026年上半年职业技能等级考试（第一批）".into(),
            plan_number: "2026-0612".into(),
            summary: "共 3 人".into(),
            made_at: NaiveDate::from_ymd_opt(2026, 6, 20).unwrap().and_hms_opt(12, 0, 0).unwrap(),
            rows,
        }
    }

    fn row(n: u32, note: &str) -> AbsenceRow {
        AbsenceRow {
            name: if n.is_multiple_of(7) {
                "阿卜杜热合曼·买买提艾力·吐尔逊江".into()
            } else {
                format!("考生{n}")
            },
            masked_id: "370602********0018".into(),
            exam_number: format!("202611280003370000004{n:05}"),
            subject: "智能产线装调与运维（理论知识与安全规范）".into(),
            time: "2026-06-20 09:00-10:30".into(),
            room: "实训楼B座3层13号机房".into(),
            seat_no: n,
            state: "迟到12分钟".into(),
            note: note.into(),
        }
    }

    #[test]
    fn nobody_is_left_out_and_nothing_is_too_long() {
        let long = "携带手机进入考场并在开考后使用".repeat(13);
        let rows: Vec<AbsenceRow> = (1..=70).map(|n| row(n, if n % 5 == 0 { &long } else { "" })).collect();
        let pages = paginate(&rows);
        assert_eq!(pages.iter().map(|page| page.len()).sum::<usize>(), 70);
        for sheet in sheets(&list(rows)) {
            assert!(sheet.problems().is_empty(), "{:?}", sheet.problems());
        }
    }

    #[test]
    fn an_empty_list_says_so_on_one_page() {
        assert_eq!(sheets(&list(Vec::new())).len(), 1);
        let pdf = super::super::render_absence_list(&list(Vec::new())).unwrap();
        assert_eq!(super::super::page_count(&pdf), 1);
    }
}
