//! 准考证, one per A4. More than six subjects are set densely, more than twelve take a second page.

use super::DocumentKind;
use super::engine::canvas::{Align, Area, FINE, HAIR, HEAVY, bold, regular};
use super::engine::fit::{Breaks, Fit, Fitted, fit};
use super::engine::glyphs::PT;
use super::furniture::{
    Columns, Foot, STUDENT_NUMBER, Sheet, day, digits_fit, grouped, hours, record_of,
};
use super::view::{TicketSession, TicketView};

const LEFT: f64 = 20.0;
const WIDTH: f64 = 170.0;
/// Nothing of the flow may stand below: the trace line follows.
const FLOOR: f64 = 281.0;
const PER_PAGE: usize = 12;

/// The sheets of one ticket.
pub(crate) fn sheets(view: &TicketView) -> Vec<Sheet> {
    let record = record_of(&view.name, &view.exam_number);
    let mut sheets = vec![Sheet::portrait(DocumentKind::Tickets, record.clone())];
    let mut sheet = &mut sheets[0];
    sheet.across(5.0, 148.5, 5.0, HAIR);
    head(sheet, view);
    let mut y = (identity(sheet, view) + 8.7).max(136.0);
    let timetable = Timetable::new(&view.sessions);
    let mut from = 0;
    loop {
        let upto = timetable.fitting(from, y, FLOOR);
        y = timetable.draw(sheet, from, upto, y);
        from = upto;
        if from >= view.sessions.len() {
            break;
        }
        sheets.push(following(view, &record));
        let last = sheets.len() - 1;
        sheet = &mut sheets[last];
        y = 70.0;
    }
    let dense = timetable.dense;
    if let Some(block) = Notices::fitting(&view.notices, FLOOR - y - if dense { 5.0 } else { 6.0 }, dense) {
        block.draw(sheet, y + block.gap);
    } else {
        sheets.push(following(view, &record));
        let last = sheets.len() - 1;
        sheet = &mut sheets[last];
        match Notices::fitting(&view.notices, FLOOR - 75.0, dense) {
            Some(block) => block.draw(sheet, 70.0),
            None => sheet.too_long("考试须知"),
        }
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
    sheet.text(LEFT - 0.6, 31.8, "准考证", bold(34.0).track(0.22));
    sheet.barcode(Area::new(190.0 - 53.4, 26.6, 53.4, 11.0), &view.exam_number);
    sheet.across(LEFT, 42.0 - HEAVY / 2.0, WIDTH, HEAVY);
}

/// Page two and later: head, name and number again, so that a loose page is not lost.
fn following(view: &TicketView, record: &str) -> Sheet {
    let mut sheet = Sheet::portrait(DocumentKind::Tickets, record);
    head(&mut sheet, view);
    sheet.text(LEFT, 50.0, "学生姓名", regular(9.0));
    let how = Fit::new(14.0, 8.0, Breaks::Name).bold();
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

struct Row<'a> {
    session: &'a TicketSession,
    subject: Fitted,
    room: Fitted,
    mode: Fitted,
    h: f64,
}

/// 考试安排
struct Timetable<'a> {
    rows: Vec<Row<'a>>,
    dense: bool,
    widths: [f64; 6],
}

impl<'a> Timetable<'a> {
    fn new(sessions: &'a [TicketSession]) -> Self {
        let dense = sessions.len() > 6;
        let (widths, pt, least, pad) = if dense {
            ([31.0, 41.0, 14.0, 49.0, 24.0, 11.0], 8.5, 7.4, 1.0)
        } else {
            ([38.0, 48.0, 15.0, 36.0, 22.0, 11.0], 9.5, 12.5, 1.5)
        };
        let how = Fit::new(pt, 6.5, Breaks::Phrase).lead(1.2);
        let two = pt * 1.2 * PT * 2.0 + 0.1;
        let rows = sessions
            .iter()
            .map(|session| {
                let subject = fit(&session.subject, widths[1] - 1.0, two, &how);
                let room = fit(&session.room_name, widths[4] - 1.0, two, &how);
                let mode = fit(&session.mode, widths[2] - 1.0, two, &how);
                let tallest = subject.height().max(room.height()).max(mode.height());
                Row { session, subject, room, mode, h: f64::max(least, tallest + pad) }
            })
            .collect();
        Self { rows, dense, widths }
    }

    /// How many rows from `from` fit between `y` (the title's top) and `floor`; at least one.
    fn fitting(&self, from: usize, y: f64, floor: f64) -> usize {
        let mut y = y + 7.2 + 6.0;
        let mut n = from;
        while n < self.rows.len() && n - from < PER_PAGE {
            y += self.rows[n].h;
            if y > floor && n > from {
                break;
            }
            n += 1;
        }
        n
    }

    /// Draws rows `from..upto`; returns the foot.
    fn draw(&self, sheet: &mut Sheet, from: usize, upto: usize, y: f64) -> f64 {
        sheet.text(LEFT, y + 11.0 * 1.2 * PT / 2.0, "考试安排", bold(11.0));
        let columns = Columns { x: LEFT, widths: &self.widths };
        let labels = [
            ("考试证书", Align::Left),
            ("考试科目", Align::Left),
            ("考试方式", Align::Center),
            ("考试时间", Align::Left),
            ("考场名称", Align::Left),
            ("座位号", Align::Center),
        ];
        let mut y = columns.head(sheet, y + 7.2, &labels, 7.5);
        let mut n = from;
        while n < upto {
            let certificate = &self.rows[n].session.certificate;
            let end = (n..upto).find(|&m| &self.rows[m].session.certificate != certificate).unwrap_or(upto);
            let rows: f64 = self.rows[n..end].iter().map(|row| row.h).sum();
            let top = if self.dense { 1.6 } else { 2.2 };
            let how = Fit::new(if self.dense { 8.5 } else { 9.5 }, 6.5, Breaks::Phrase).lead(1.3);
            let room = (rows - top).max(how.max * how.lead * PT * 3.0);
            let set = fit(certificate, self.widths[0] - 4.0, room, &how);
            let extra = (set.height() + top + 1.0 - rows).max(0.0);
            sheet.fitted(
                Area::new(LEFT, y + top, self.widths[0] - 4.0, set.height()),
                Align::Left,
                &set,
            );
            for m in n..end {
                let h = self.rows[m].h + if m + 1 == end { extra } else { 0.0 };
                self.row(sheet, &columns, &self.rows[m], y, h);
                y += h;
                if m + 1 < end {
                    sheet.across(columns.left(1), y, columns.total() - self.widths[0], HAIR);
                }
            }
            sheet.across(LEFT, y, columns.total(), if end == upto { FINE } else { HAIR });
            n = end;
        }
        y
    }

    fn row(&self, sheet: &mut Sheet, columns: &Columns<'_>, row: &Row<'_>, y: f64, h: f64) {
        let session = row.session;
        sheet.fitted(columns.cell(1, y, h), Align::Left, &row.subject);
        sheet.fitted(columns.full(2, y, h), Align::Center, &row.mode);
        sheet.fitted(columns.cell(4, y, h), Align::Left, &row.room);
        let time = columns.cell(3, y, h);
        let date = day(session.start.date());
        let hours = hours(session.start, session.end);
        if self.dense {
            let x = time.x + sheet.text(time.x, time.middle(), &date, regular(8.5)) + 0.5;
            let room = time.x + time.w - x;
            let set = fit(&hours, room, 3.0, &Fit::new(8.5, 6.5, Breaks::Name).bold());
            sheet.fitted(Area::new(x, y, room, h), Align::Left, &set);
        } else {
            sheet.text(time.x, time.middle() - 2.3, &date, regular(8.5));
            let set = fit(&hours, time.w, 4.0, &Fit::new(11.0, 7.0, Breaks::Name).bold());
            sheet.fitted(Area::new(time.x, time.middle() - 0.4, time.w, 4.7), Align::Left, &set);
        }
        let seat = bold(if self.dense { 11.0 } else { 18.0 });
        sheet.text_in(columns.full(5, y, h), Align::Center, &session.seat_no.to_string(), seat);
    }
}

/// 考试须知 in two columns.
pub(crate) struct Notices {
    items: Vec<Fitted>,
    /// Items in the left column.
    left: usize,
    pt: f64,
    between: f64,
    gap: f64,
}

impl Notices {
    fn fitting(items: &[String], height: f64, dense: bool) -> Option<Self> {
        if items.is_empty() {
            return Some(Self { items: Vec::new(), left: 0, pt: 8.0, between: 0.0, gap: 0.0 });
        }
        let sizes: &[(f64, f64, f64, f64)] = if dense {
            &[(8.0, 1.45, 1.6, 7.0), (8.0, 1.45, 1.6, 4.0), (7.0, 1.35, 1.0, 4.0), (6.5, 1.25, 0.6, 3.0)]
        } else {
            &[(9.0, 1.6, 1.6, 10.0), (8.0, 1.45, 1.6, 7.0), (7.0, 1.35, 1.0, 4.0), (6.5, 1.25, 0.6, 3.0)]
        };
        sizes.iter().find_map(|&(pt, lead, between, gap)| {
            let how = Fit::new(pt, pt, Breaks::Prose).lead(lead);
            let set: Vec<Fitted> = items.iter().map(|item| fit(item, 75.0, 1000.0, &how)).collect();
            let (left, used) = columns_of(&set, between);
            let block = Self { items: set, left, pt, between, gap };
            (gap + 7.2 + used <= height).then_some(block)
        })
    }

    fn draw(&self, sheet: &mut Sheet, y: f64) {
        if self.items.is_empty() {
            return;
        }
        sheet.text(LEFT, y + 11.0 * 1.2 * PT / 2.0, "考试须知", bold(11.0));
        draw_notices(sheet, &self.items, self.left, [LEFT, LEFT + 90.0], 5.0, y + 7.2, self.between, self.pt);
    }
}

/// The split into two columns that is least high: items at the left, height in mm.
pub(crate) fn columns_of(items: &[Fitted], between: f64) -> (usize, f64) {
    let heights: Vec<f64> = items.iter().map(|item| item.height() + between).collect();
    let total: f64 = heights.iter().sum();
    let mut best = (items.len(), total);
    let mut left = 0.0;
    for (n, h) in heights.iter().enumerate() {
        left += h;
        let high = f64::max(left, total - left);
        if high < best.1 - 1e-9 {
            best = (n + 1, high);
        }
    }
    best
}

/// Numbered notices in two columns.
#[allow(clippy::too_many_arguments)]
pub(crate) fn draw_notices(
    sheet: &mut Sheet,
    items: &[Fitted],
    left: usize,
    x: [f64; 2],
    indent: f64,
    top: f64,
    between: f64,
    pt: f64,
) {
    let mut y = top;
    for (n, item) in items.iter().enumerate() {
        if n == left {
            y = top;
        }
        let x = if n < left { x[0] } else { x[1] };
        let first = y + item.pt * item.lead * PT / 2.0;
        sheet.text(x, first, &(n + 1).to_string(), bold(pt));
        let area = Area::new(x + indent, y, 0.0, item.height());
        sheet.fitted(area, Align::Left, item);
        y += item.height() + between;
    }
}
