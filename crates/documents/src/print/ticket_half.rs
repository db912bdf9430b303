//! 准考证, two per A4. A ticket that does not fit half a page (more than four subjects, a long address…) is
//! given back to the A4 layout.

use super::DocumentKind;
use super::engine::canvas::{Align, Area, HAIR, RULE, bold, regular};
use super::engine::fit::{Breaks, Fit, Fitted, fit};
use super::engine::glyphs::PT;
use super::furniture::{Foot, STUDENT_NUMBER, Sheet, digits_fit, grouped, logo, record_of};
use super::ticket::{document_number, ticket_code};
use super::timetable::{HALF, NoticeSize, Notices, Timetable};
use super::view::TicketView;

const LEFT: f64 = 12.0;
const WIDTH: f64 = 186.0;
const HEIGHT: f64 = 148.5;
const TABLE: f64 = 83.5;
const FLOOR: f64 = 138.6;
const MOST: usize = 4;
const SIZES: [NoticeSize; 4] =
    [(6.5, 1.45, 0.5, 2.8), (6.5, 1.3, 0.3, 2.2), (6.0, 1.25, 0.3, 1.6), (6.0, 1.15, 0.0, 1.2)];

/// One half page, measured.
#[derive(Debug)]
struct Half<'a> {
    view: &'a TicketView,
    values: Vec<(&'static str, f64, Fitted)>,
    notices: Notices,
}

/// What a page holds.
enum Job<'a> {
    Halves(Half<'a>, Option<Half<'a>>),
    Whole(&'a TicketView),
}

/// The sheets of these tickets, in their order.
pub(crate) fn sheets(tickets: &[TicketView]) -> Vec<Sheet> {
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for view in tickets {
        match (Half::measure(view), jobs.last_mut()) {
            (Some(half), Some(Job::Halves(_, second @ None))) => *second = Some(half),
            (Some(half), _) => jobs.push(Job::Halves(half, None)),
            (None, _) => jobs.push(Job::Whole(view)),
        }
    }
    jobs.into_iter()
        .flat_map(|job| match job {
            Job::Whole(view) => super::ticket::sheets(view),
            Job::Halves(first, second) => vec![page(&first, second.as_ref())],
        })
        .collect()
}

fn page(first: &Half<'_>, second: Option<&Half<'_>>) -> Sheet {
    let mut sheet =
        Sheet::portrait(DocumentKind::Tickets, record_of(&first.view.name, &first.view.exam_number));
    first.draw(&mut sheet);
    sheet.dashed((0.0, HEIGHT), (210.0, HEIGHT), HAIR);
    if let Some(half) = second {
        sheet.about(record_of(&half.view.name, &half.view.exam_number));
        sheet.moved(0.0, HEIGHT);
        half.draw(&mut sheet);
        sheet.back();
    }
    sheet
}

impl<'a> Half<'a> {
    fn measure(view: &'a TicketView) -> Option<Self> {
        if view.sessions.len() > MOST || view.major.is_some() {
            return None;
        }
        let plain = Fit::new(9.0, 6.5, Breaks::Phrase);
        let name = Fit::new(15.0, 8.0, Breaks::Name).bold();
        let number = document_number(&view.id_type_label, &view.masked_id);
        let rows = [
            ("学生姓名", 9.2, &view.name, name),
            ("性别", 6.0, &view.sex, plain),
            ("身份证号", 6.0, &number, plain),
            ("所属院校", 6.0, &view.school, plain),
            ("考核站点", 6.0, &view.site_name, plain),
            ("考点地址", 6.0, &view.site_address, plain),
        ];
        let mut values = Vec::with_capacity(rows.len());
        for (label, h, text, how) in rows {
            let set = fit(text, 107.0, h - 0.5, &how);
            if set.height() > h - 0.4 {
                return None;
            }
            values.push((label, h, set));
        }
        let timetable = Timetable::new(&view.sessions, &HALF);
        let foot = timetable.foot(TABLE);
        let notices = Notices::fitting(&view.notices, 77.0, FLOOR - foot, 0.0, &SIZES)?;
        Some(Self { view, values, notices })
    }

    fn draw(&self, sheet: &mut Sheet) {
        let view = self.view;
        let plan = Area::new(LEFT, 8.2, WIDTH, 5.0);
        sheet.fill(
            plan,
            Align::Left,
            &view.head.plan_name,
            &Fit::new(8.5, 5.5, Breaks::Phrase),
            "考试计划名称",
        );
        let x = LEFT + logo(sheet, &view.head, LEFT, 14.1, 9.0);
        sheet.text(x - 0.4, 18.6, "准考证", bold(22.0).track(0.22));
        sheet.barcode(Area::new(198.0 - 53.4, 14.1, 53.4, 8.0), &view.exam_number);
        sheet.across(LEFT, 25.5 - RULE / 2.0, WIDTH, RULE);
        self.identity(sheet);
        sheet.qr(143.0, 29.0, 22.0, &ticket_code(view));
        sheet.portrait_photo(Area::new(171.0, 29.0, 27.0, 38.0), view.photo.as_ref());
        let timetable = Timetable::new(&view.sessions, &HALF);
        let y = timetable.draw(sheet, 0, view.sessions.len(), TABLE) + self.notices.gap;
        if !self.notices.is_empty() {
            sheet.text(LEFT, y + 6.5 * 1.45 * PT / 2.0, "考试须知", bold(7.5));
            self.notices.draw(sheet, [LEFT + 19.0, LEFT + 105.5], 3.4, y);
        }
        Foot {
            x: LEFT,
            w: WIDTH,
            bottom: HEIGHT - 5.2,
            sheet: "准考证",
            head: &view.head,
            scope: vec![format!("共 {} 场", view.sessions.len())],
            trace: &view.trace,
            page: (1, 1),
        }
        .draw(sheet);
    }

    fn identity(&self, sheet: &mut Sheet) {
        let mut y = 28.0;
        let row = |sheet: &mut Sheet, y: f64, h: f64, label: &str| {
            sheet.text(LEFT, y + h / 2.0, label, regular(7.5));
            sheet.across(LEFT, y + h, 126.0, HAIR);
        };
        for (n, (label, h, set)) in self.values.iter().enumerate() {
            if n == 3 {
                row(sheet, y, 6.0, "学生编号");
                let student = grouped(&self.view.student_number, STUDENT_NUMBER);
                digits_fit(sheet, Area::new(LEFT + 19.0, y, 107.0, 6.0), &student, 9.0);
                row(sheet, y + 6.0, 6.0, "准考证号");
                let area = Area::new(LEFT + 19.0, y + 6.0, 107.0, 6.0);
                sheet.exam_number(area, &self.view.exam_number, 10.5, true);
                y += 12.0;
            }
            row(sheet, y, *h, label);
            sheet.fitted(Area::new(LEFT + 19.0, y, 107.0, *h), Align::Left, set);
            y += h;
        }
    }
}
