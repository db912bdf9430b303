//! 准考证, one per A4. More than six subjects are set densely, more than twelve take a second page.

use super::DocumentKind;
use super::engine::canvas::{Align, Area, HAIR, HEAVY, bold, regular};
use super::engine::fit::{Breaks, Fit, fit};
use super::engine::glyphs::PT;
use super::furniture::{Foot, STUDENT_NUMBER, Sheet, digits_fit, grouped, logo, record_of};
use super::timetable::{DENSE, NORMAL, NoticeSize, Notices, Timetable};
use super::view::TicketView;

const LEFT: f64 = 20.0;
const WIDTH: f64 = 170.0;
/// Nothing of the flow may stand below: the trace line follows.
const FLOOR: f64 = 281.0;
const PER_PAGE: usize = 12;
const TITLE: f64 = 11.0 * 1.2 * PT;
const UNDER_TITLE: f64 = 7.2;
const NOTICE_WIDTH: f64 = 75.0;
const NOTICES: [NoticeSize; 4] =
    [(9.0, 1.6, 1.6, 10.0), (8.0, 1.45, 1.6, 7.0), (7.0, 1.35, 1.0, 4.0), (6.5, 1.25, 0.6, 3.0)];
const NOTICES_DENSE: [NoticeSize; 4] =
    [(8.0, 1.45, 1.6, 7.0), (8.0, 1.45, 1.6, 4.0), (7.0, 1.35, 1.0, 4.0), (6.5, 1.25, 0.6, 3.0)];

/// The sheets of one ticket.
pub(crate) fn sheets(view: &TicketView) -> Vec<Sheet> {
    let record = record_of(&view.name, &view.exam_number);
    let mut sheets = vec![Sheet::portrait(DocumentKind::Tickets, record.clone())];
    let mut sheet = &mut sheets[0];
    sheet.across(5.0, 148.5, 5.0, HAIR);
    head(sheet, view);
    let mut y = (identity(sheet, view) + 8.7).max(136.0);
    let dense = view.sessions.len() > 6;
    let timetable = Timetable::new(&view.sessions, if dense { &DENSE } else { &NORMAL });
    let mut from = 0;
    loop {
        sheet.text(LEFT, y + TITLE / 2.0, "考试安排", bold(11.0));
        let upto = timetable.fitting(from, y + UNDER_TITLE, FLOOR, PER_PAGE);
        y = timetable.draw(sheet, from, upto, y + UNDER_TITLE);
        from = upto;
        if from >= view.sessions.len() {
            break;
        }
        sheets.push(following(view, &record));
        let last = sheets.len() - 1;
        sheet = &mut sheets[last];
        y = 70.0;
    }
    let sizes = if dense { &NOTICES_DENSE } else { &NOTICES };
    let mut block = Notices::fitting(&view.notices, NOTICE_WIDTH, FLOOR - y, UNDER_TITLE, sizes);
    if block.is_none() {
        sheets.push(following(view, &record));
        let last = sheets.len() - 1;
        sheet = &mut sheets[last];
        y = 62.0;
        block = Notices::fitting(&view.notices, NOTICE_WIDTH, FLOOR - y, UNDER_TITLE, sizes);
    }
    match block {
        Some(block) if !block.is_empty() => {
            y += block.gap;
            sheet.text(LEFT, y + TITLE / 2.0, "考试须知", bold(11.0));
            block.draw(sheet, [LEFT, LEFT + 90.0], 5.0, y + UNDER_TITLE);
        }
        Some(_) => {}
        None => sheet.too_long("考试须知"),
    }
    let total = sheets.len();
    for (n, sheet) in sheets.iter_mut().enumerate() {
        foot(sheet, view, (n + 1, total));
    }
    sheets
}

fn foot(sheet: &mut Sheet, view: &TicketView, page: (usize, usize)) {
    Foot {
        x: LEFT,
        w: WIDTH,
        bottom: 288.0,
        sheet: "准考证",
        head: &view.head,
        scope: vec![format!("共 {} 场", view.sessions.len())],
        trace: &view.trace,
        page,
    }
    .draw(sheet);
}

fn head(sheet: &mut Sheet, view: &TicketView) {
    let plan = Area::new(LEFT, 16.6, WIDTH, 7.4);
    sheet.fill(plan, Align::Left, &view.head.plan_name, &Fit::new(11.0, 6.5, Breaks::Phrase), "考试计划名称");
    let x = LEFT + logo(sheet, &view.head, LEFT, 25.6, 12.4);
    sheet.text(x - 0.6, 31.8, "准考证", bold(34.0).track(0.22));
    sheet.barcode(Area::new(190.0 - 53.4, 26.6, 53.4, 11.0), &view.exam_number);
    sheet.across(LEFT, 42.0 - HEAVY / 2.0, WIDTH, HEAVY);
}

/// Page two and later: head, name and number again, so that a loose page is not lost.
fn following(view: &TicketView, record: &str) -> Sheet {
    let mut sheet = Sheet::portrait(DocumentKind::Tickets, record);
    head(&mut sheet, view);
    sheet.text(LEFT, 50.0, "学生姓名", regular(9.0));
    let how = Fit::new(14.0, 6.0, Breaks::Name).bold();
    sheet.fill(Area::new(43.0, 45.0, 57.0, 10.0), Align::Left, &view.name, &how, "姓名");
    sheet.text(104.0, 50.0, "准考证号", regular(9.0));
    sheet.exam_number(Area::new(121.0, 45.0, 69.0, 10.0), &view.exam_number, 11.5, true);
    sheet.across(LEFT, 56.0, WIDTH, HAIR);
    sheet.text(LEFT, 62.0, "（接上页）", regular(8.0));
    sheet
}

/// Masked number, with its kind before it unless it is the usual one.
pub(crate) fn document_number(id_type: &str, masked: &str) -> String {
    match id_type {
        "" | "身份证" | "居民身份证" => masked.to_owned(),
        other => format!("{other} {masked}"),
    }
}

/// Identity rows, photo and QR. Returns the foot of the rows.
fn identity(sheet: &mut Sheet, view: &TicketView) -> f64 {
    let value = |sheet: &mut Sheet, y: f64, least: f64, label: &str, text: &str, how: Fit| {
        // Two lines at full size before the type shrinks, as in the reference.
        let lines = if how.bold { 12.0 } else { how.max * how.lead * PT * 2.0 };
        let set = fit(text, 112.0, lines, &how);
        let h = least.max(set.height() + 1.2);
        sheet.fitted(Area::new(LEFT + 23.0, y, 112.0, h), Align::Left, &set);
        sheet.text(LEFT, y + h / 2.0, label, regular(9.0));
        sheet.across(LEFT, y + h, 135.0, HAIR);
        y + h
    };
    let plain = Fit::new(10.5, 8.0, Breaks::Phrase).lead(1.3);
    let mut y = 48.0;
    y = value(sheet, y, 13.0, "学生姓名", &view.name, Fit::new(20.0, 10.0, Breaks::Name).bold());
    y = value(sheet, y, 9.0, "性别", &view.sex, plain);
    let document = document_number(&view.id_type_label, &view.masked_id);
    y = value(sheet, y, 9.0, "身份证号", &document, plain);
    let student = grouped(&view.student_number, STUDENT_NUMBER);
    sheet.text(LEFT, y + 4.5, "学生编号", regular(9.0));
    digits_fit(sheet, Area::new(LEFT + 23.0, y, 112.0, 9.0), &student, 10.5);
    sheet.across(LEFT, y + 9.0, 135.0, HAIR);
    y += 9.0;
    sheet.text(LEFT, y + 5.25, "准考证号", regular(9.0));
    sheet.exam_number(Area::new(LEFT + 23.0, y, 112.0, 10.5), &view.exam_number, 13.0, true);
    sheet.across(LEFT, y + 10.5, 135.0, HAIR);
    y += 10.5;
    y = value(sheet, y, 9.0, "所属院校", &view.school, plain);
    if let Some(major) = &view.major {
        y = value(sheet, y, 9.0, "就读专业", major, plain);
    }
    y = value(sheet, y, 9.0, "考核站点", &view.site_name, plain);
    y = value(sheet, y, 9.0, "考点地址", &view.site_address, plain);
    sheet.portrait_photo(Area::new(163.0, 48.0, 27.0, 38.0), view.photo.as_ref());
    sheet.qr(163.0, (y - 27.0).max(90.0), 27.0, &ticket_code(view));
    y
}

/// Text of the QR code of a ticket.
pub(crate) fn ticket_code(view: &TicketView) -> String {
    format!("KZ1:T:{}:{}:{}", view.exam_number, view.trace.version, view.trace.checksum).to_uppercase()
}
