//! 考试安排 and 考试须知, shared by both layouts of 准考证.

use std::cell::RefCell;
use std::rc::Rc;

use super::engine::canvas::{Align, Area, FINE, HAIR, bold, regular};
use super::engine::fit::{Breaks, Fit, Fitted, fit};
use super::engine::glyphs::PT;
use super::furniture::{Columns, Sheet, day, hours};
use super::view::TicketSession;

/// Measures of a timetable.
#[derive(Debug)]
pub(crate) struct TableStyle {
    pub x: f64,
    pub widths: [f64; 6],
    pub pt: f64,
    /// Least height of a row.
    pub least: f64,
    /// Date and hours on one line.
    pub one_line: bool,
    pub head_pt: f64,
    pub seat_pt: f64,
    /// Top of the certificate in its cell.
    pub top: f64,
}

/// Up to six subjects.
pub(crate) const NORMAL: TableStyle = TableStyle {
    x: 20.0,
    widths: [38.0, 48.0, 15.0, 36.0, 22.0, 11.0],
    pt: 9.5,
    least: 12.5,
    one_line: false,
    head_pt: 7.5,
    seat_pt: 18.0,
    top: 2.2,
};

/// Seven and more.
pub(crate) const DENSE: TableStyle = TableStyle {
    x: 20.0,
    widths: [31.0, 41.0, 14.0, 49.0, 24.0, 11.0],
    pt: 8.5,
    least: 7.4,
    one_line: true,
    head_pt: 7.5,
    seat_pt: 11.0,
    top: 1.6,
};

/// Two tickets per A4.
pub(crate) const HALF: TableStyle = TableStyle {
    x: 12.0,
    widths: [45.0, 48.0, 14.0, 48.0, 21.0, 10.0],
    pt: 8.5,
    least: 6.5,
    one_line: true,
    head_pt: 7.0,
    seat_pt: 12.0,
    top: 1.5,
};

struct Row<'a> {
    session: &'a TicketSession,
    subject: Fitted,
    room: Fitted,
    mode: Fitted,
    h: f64,
}

/// 考试安排
pub(crate) struct Timetable<'a> {
    rows: Vec<Row<'a>>,
    style: &'static TableStyle,
}

impl<'a> Timetable<'a> {
    pub fn new(sessions: &'a [TicketSession], style: &'static TableStyle) -> Self {
        let TableStyle { widths, pt, least, .. } = *style;
        let how = Fit::new(pt, 6.5, Breaks::Phrase).lead(1.2);
        let two = pt * 1.2 * PT * 2.0 + 0.1;
        let rows = sessions
            .iter()
            .map(|session| {
                let subject = fit(&session.subject, widths[1] - 1.0, two, &how);
                let room = fit(&session.room_name, widths[4] - 1.0, two, &how);
                let mode = fit(&session.mode, widths[2] - 1.0, two, &how);
                let tallest = subject.height().max(room.height()).max(mode.height());
                Row { session, subject, room, mode, h: f64::max(least, tallest + 1.0) }
            })
            .collect();
        Self { rows, style }
    }

    /// Where the rows from `from` that fit between `y` (the head's top) and `floor` end; at least one, at
    /// most `most`.
    pub fn fitting(&self, from: usize, y: f64, floor: f64, most: usize) -> usize {
        let mut y = y + 6.0;
        let mut n = from;
        while n < self.rows.len() && n - from < most {
            y += self.rows[n].h;
            if y > floor && n > from {
                break;
            }
            n += 1;
        }
        n
    }

    /// The foot of the whole table when its head stands at `y`, certificates of any length included.
    pub fn foot(&self, y: f64) -> f64 {
        let mut n = 0;
        let mut y = y + self.style.head_pt * 1.2 * PT + 2.6;
        while n < self.rows.len() {
            let (end, _, extra) = self.group(n, self.rows.len());
            y += self.rows[n..end].iter().map(|row| row.h).sum::<f64>() + extra;
            n = end;
        }
        y
    }

    /// Rows from `n` that share a certificate: their end, the certificate as set, and what it needs more
    /// than the rows give.
    fn group(&self, n: usize, upto: usize) -> (usize, Fitted, f64) {
        let certificate = &self.rows[n].session.certificate;
        let end = (n..upto).find(|&m| &self.rows[m].session.certificate != certificate).unwrap_or(upto);
        let rows: f64 = self.rows[n..end].iter().map(|row| row.h).sum();
        let how = Fit::new(self.style.pt, 6.5, Breaks::Phrase).lead(1.3);
        let room = (rows - self.style.top).max(how.max * how.lead * PT * 2.0 + 0.1);
        let set = fit(certificate, self.style.widths[0] - 4.0, room, &how);
        let extra = (set.height() + self.style.top + 0.6 - rows).max(0.0);
        (end, set, extra)
    }

    /// Draws rows `from..upto` under their head; returns the foot.
    pub fn draw(&self, sheet: &mut Sheet, from: usize, upto: usize, y: f64) -> f64 {
        let TableStyle { x: left, widths, top, head_pt, .. } = *self.style;
        let columns = Columns { x: left, widths: &self.style.widths };
        let labels = [
            ("考试证书", Align::Left),
            ("考试科目", Align::Left),
            ("考试方式", Align::Center),
            ("考试时间", Align::Left),
            ("考场名称", Align::Left),
            ("座位号", Align::Center),
        ];
        let mut y = columns.head(sheet, y, &labels, head_pt);
        let mut n = from;
        while n < upto {
            let (end, set, extra) = self.group(n, upto);
            sheet.fitted(Area::new(left, y + top, widths[0] - 4.0, set.height()), Align::Left, &set);
            for m in n..end {
                let h = self.rows[m].h + if m + 1 == end { extra } else { 0.0 };
                self.row(sheet, &columns, &self.rows[m], y, h);
                y += h;
                if m + 1 < end {
                    sheet.across(columns.left(1), y, columns.total() - widths[0], HAIR);
                }
            }
            sheet.across(left, y, columns.total(), if end == upto { FINE } else { HAIR });
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
        if self.style.one_line {
            let x = time.x + sheet.text(time.x, time.middle(), &date, regular(8.5)) + 0.5;
            let room = time.x + time.w - x;
            let set = fit(&hours, room, 3.0, &Fit::new(8.5, 6.5, Breaks::Name).bold());
            sheet.fitted(Area::new(x, y, room, h), Align::Left, &set);
        } else {
            sheet.text(time.x, time.middle() - 2.3, &date, regular(8.5));
            let set = fit(&hours, time.w, 4.0, &Fit::new(11.0, 7.0, Breaks::Name).bold());
            sheet.fitted(Area::new(time.x, time.middle() - 0.4, time.w, 4.7), Align::Left, &set);
        }
        let seat = bold(self.style.seat_pt);
        sheet.text_in(columns.full(5, y, h), Align::Center, &session.seat_no.to_string(), seat);
    }
}

/// 考试须知 in two columns.
#[derive(Debug)]
pub(crate) struct Notices {
    items: Rc<[Fitted]>,
    /// Items in the left column.
    left: usize,
    between: f64,
    /// Space above.
    pub gap: f64,
}

/// A size of the notices: points, line height in em, space between items and above, mm.
pub(crate) type NoticeSize = (f64, f64, f64, f64);

impl Notices {
    /// The first size in which all notices take at most `height`, gap and title included.
    pub fn fitting(
        items: &[String],
        width: f64,
        height: f64,
        title: f64,
        sizes: &[NoticeSize],
    ) -> Option<Self> {
        if items.is_empty() {
            return Some(Self { items: Rc::new([]), left: 0, between: 0.0, gap: 0.0 });
        }
        sizes.iter().find_map(|&(pt, lead, between, gap)| {
            let set = set_once(items, width, pt, lead);
            let (left, used) = columns_of(&set, between);
            (gap + title + used <= height).then_some(Self { items: set, left, between, gap })
        })
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Draws the items, numbered, their columns beginning at `x`.
    pub fn draw(&self, sheet: &mut Sheet, x: [f64; 2], indent: f64, top: f64) {
        let mut y = top;
        for (n, item) in self.items.iter().enumerate() {
            if n == self.left {
                y = top;
            }
            let x = if n < self.left { x[0] } else { x[1] };
            let first = y + item.pt * item.lead * PT / 2.0;
            sheet.text(x, first, &(n + 1).to_string(), bold(item.pt));
            sheet.fitted(Area::new(x + indent, y, 0.0, item.height()), Align::Left, item);
            y += item.height() + self.between;
        }
    }
}

thread_local! {
    /// The notices last set on this thread. A plan's notices are the same on all its tickets, and setting
    /// them costs more than the rest of a ticket's text.
    static LAST: RefCell<Vec<LastSet>> = const { RefCell::new(Vec::new()) };
}

/// Text, (width, points, line height), and how it was set.
type LastSet = (Vec<String>, [f64; 3], Rc<[Fitted]>);

fn set_once(items: &[String], width: f64, pt: f64, lead: f64) -> Rc<[Fitted]> {
    let key = [width, pt, lead];
    LAST.with_borrow_mut(|last| {
        if let Some((.., set)) = last.iter().find(|(text, measures, _)| *measures == key && text == items) {
            return Rc::clone(set);
        }
        let how = Fit::new(pt, pt, Breaks::Prose).lead(lead);
        let set: Rc<[Fitted]> = items.iter().map(|item| fit(item, width, 1000.0, &how)).collect();
        if last.len() >= 8 {
            last.remove(0);
        }
        last.push((items.to_vec(), key, Rc::clone(&set)));
        set
    })
}

/// The split into two columns that is least high: items at the left, height in mm.
fn columns_of(items: &[Fitted], between: f64) -> (usize, f64) {
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
