//! 门贴: read from five metres, posted outside. Nothing personal: no names, no extra time; the map shows seat
//! numbers only.

use std::collections::BTreeSet;

use super::DocumentKind;
use super::engine::canvas::{Align, Area, FINE, HAIR, HEAVY, bold, digits_width, regular};
use super::engine::fit::{Breaks, Fit, fit};
use super::engine::glyphs::{self, PT};
use super::furniture::{Columns, EXAM_NUMBER, Foot, Sheet, day, grouped, hours, room_code_text, tail};
use super::plan_drawing::{MapStyle, PlanDrawing};
use super::view::{RoomDayView, RoomSessionView};

const LEFT: f64 = 14.0;
const WIDTH: f64 = 269.0;
const MAP: MapStyle = MapStyle {
    room: Area::new(194.0, 108.0, 89.0, 84.0),
    side: 3.0,
    gap: 2.4,
    aisle: 5.0,
    main: 9.0,
    top: 15.0,
    foot: 81.0,
    desk: (16.0, 6.5875),
    row_gap: 1.9,
    lectern: (3.0, 30.0, 6.0),
    lectern_pt: 7.0,
    door: (4.0, 9.0),
    label_pt: 7.0,
    arrow: 0.65,
    arrow_at: None,
};
const FIRST_PAGE: usize = 12;
const NEXT_PAGE: usize = 17;

/// The sheets of a room's day; a second page only above twelve sessions.
pub(crate) fn sheets(view: &RoomDayView) -> Vec<Sheet> {
    let Some(first) = view.sessions.first() else { return Vec::new() };
    let (here, mut rest) = view.sessions.split_at(view.sessions.len().min(FIRST_PAGE));
    let mut sheets = vec![front(view, first, here)];
    while !rest.is_empty() {
        let (some, more) = rest.split_at(rest.len().min(NEXT_PAGE));
        sheets.push(next(view, first, some));
        rest = more;
    }
    let total = sheets.len();
    let several = if view.sessions.len() > 1 { " 起" } else { "" };
    for (n, sheet) in sheets.iter_mut().enumerate() {
        Foot {
            x: LEFT,
            w: WIDTH,
            bottom: 202.0,
            sheet: "门贴",
            head: &first.head,
            scope: vec![
                format!("考场 {}", first.room_name),
                format!("场次 {}{several}", first.start.format("%Y-%m-%d %H:%M")),
            ],
            trace: &view.trace,
            page: (n + 1, total),
        }
        .draw(sheet);
    }
    sheets
}

fn top(view: &RoomDayView, first: &RoomSessionView) -> Sheet {
    let mut sheet = Sheet::landscape(DocumentKind::Door, format!("考场 {}", first.room_name));
    let how = Fit::new(16.0, 9.0, Breaks::Phrase).bold().lead(1.25);
    let shift = super::furniture::logo(&mut sheet, &first.head, LEFT, 12.0, 24.0);
    let width = 237.0 - shift;
    let site = fit(&first.site_name, width, 14.2, &how);
    if site.height() > 14.3 {
        sheet.too_long("考核站点");
    }
    sheet.fitted(Area::new(LEFT + shift, 12.0, width, site.height()), Align::Left, &site);
    let y = 13.0 + site.height();
    let plan = Area::new(LEFT + shift, y, width, 38.0 - y);
    let set = fit(&first.head.plan_name, plan.w, plan.h, &Fit::new(12.0, 7.0, Breaks::Phrase).lead(1.3));
    if set.height() > plan.h {
        sheet.too_long("考试计划名称");
    }
    sheet.fitted(Area::new(LEFT + shift, y, width, set.height()), Align::Left, &set);
    let code = room_code_text('D', &first.head, &first.site_number, &first.room_code, &view.trace);
    sheet.qr(259.0, 12.0, 24.0, &code);
    sheet
}

fn front(view: &RoomDayView, first: &RoomSessionView, here: &[RoomSessionView]) -> Sheet {
    let mut sheet = top(view, first);
    sheet.across(LEFT, 40.0 + HEAVY / 2.0, WIDTH, HEAVY);
    sheet.text(LEFT, 44.4, "考场名称", regular(9.0));
    room_name(&mut sheet, Area::new(LEFT, 46.0, 262.0, 56.0), &first.room_name, 158.0, 66.0);
    sheet.across(LEFT, 104.0 - HEAVY / 2.0, WIDTH, HEAVY);
    facts(&mut sheet, view);
    table(&mut sheet, here, 136.0, &[36.0, 98.0, 16.0, 22.0]);
    if let Some(geometry) = &first.plan {
        let drawing = PlanDrawing::new(geometry, MAP);
        drawing.room(&mut sheet, "门");
        drawing.walk(&mut sheet);
        for desk in drawing.desks() {
            if drawing.unused(&mut sheet, desk, 7.0) {
                continue;
            }
            let Some(number) = drawing.number(desk) else { continue };
            let area = drawing.area(desk);
            sheet.frame(area, FINE);
            let size = 11.5_f64.min(area.h * 1.75).min(area.w * 1.2);
            sheet.text_in(area, Align::Center, &number.to_string(), bold(size));
        }
    }
    sheet
}

/// A room name as large as it goes: one line down to `split` points, then two.
pub(crate) fn room_name(sheet: &mut Sheet, area: Area, name: &str, largest: f64, split: f64) {
    let one = (area.w / (glyphs::width(name, true) * PT)).min(largest);
    let middle = area.middle() - 2.0 * largest / 158.0;
    if one >= split {
        let style = bold((one * 10.0).floor() / 10.0);
        sheet.text(area.x - 0.045 * style.pt * PT, middle, name, style);
        return;
    }
    let two = (area.h / 2.1 / PT).min(split * 1.3);
    sheet.fill(
        area,
        Align::Left,
        name,
        &Fit::new(two.floor(), 14.0, Breaks::Phrase).bold().lead(1.05),
        "考场名称",
    );
}

/// `a–b`, or one number.
fn range(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first}–{last}") }
}

fn facts(sheet: &mut Sheet, view: &RoomDayView) {
    let seats = || view.sessions.iter().flat_map(|session| &session.seats);
    let people: BTreeSet<&str> = seats().map(|seat| seat.exam_number.as_str()).collect();
    let numbers: BTreeSet<u32> = seats().map(|seat| seat.seat_no).collect();
    let label = |sheet: &mut Sheet, x: f64, text: &str| sheet.text(x, 109.9, text, regular(9.0));
    let middle = 119.2;
    label(sheet, LEFT, "应考人数");
    let w = sheet.text(LEFT, middle, &people.len().to_string(), bold(34.0));
    sheet.text(LEFT + w + 1.0, 121.8, "人", regular(14.0));
    sheet.down(52.0, 108.0, 22.0, FINE);
    label(sheet, 55.0, "座位号");
    if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
        let text = range(&first.to_string(), &last.to_string());
        sheet.fill(
            Area::new(55.0, 111.2, 42.0, 16.0),
            Align::Left,
            &text,
            &Fit::new(34.0, 12.0, Breaks::Name).bold(),
            "座位号",
        );
    }
    sheet.down(98.0, 108.0, 22.0, FINE);
    let w = label(sheet, 101.0, "准考证号");
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return };
    let common = |number: &str| number.len() - tail(number).len();
    let prefix = &first[..common(first)];
    let shared =
        !prefix.is_empty() && people.iter().all(|one| common(one) == prefix.len() && one.starts_with(prefix));
    if shared {
        let groups = grouped(first, EXAM_NUMBER);
        let shown = if first.len() == 26 { &groups[..3] } else { &[prefix][..] };
        sheet.digits(101.0 + w + 3.2, 109.9, shown, 9.0, false);
        let text = range(tail(first), tail(last));
        let area = Area::new(101.0, 111.2, 85.0, 16.0);
        sheet.fill(area, Align::Left, &text, &Fit::new(34.0, 12.0, Breaks::Name).bold(), "准考证号");
    } else {
        for (n, number) in [first, last].into_iter().enumerate() {
            let groups = grouped(number, EXAM_NUMBER);
            let mut size = 15.0;
            while size > 6.5 && digits_width(&groups, size, true) > 84.0 {
                size -= 0.5;
            }
            sheet.digits(101.0, 116.5 + 7.0 * n as f64, &groups, size, true);
        }
    }
}

fn table(sheet: &mut Sheet, sessions: &[RoomSessionView], y: f64, widths: &[f64; 4]) {
    let (h, pt) = match sessions.len() {
        0..=4 => (11.0, 13.0),
        5..=7 => (6.5, 11.0),
        _ if y < 100.0 => (7.6, 11.0),
        _ => (4.2, 8.5),
    };
    let date = sessions.first().map(|session| session.start.date());
    let one_day = sessions.iter().all(|session| Some(session.start.date()) == date);
    let title = match date {
        Some(date) if one_day => day(date),
        _ => "考试时间".into(),
    };
    let columns = Columns { x: LEFT, widths };
    let labels = [
        (title.as_str(), Align::Left),
        ("考试科目", Align::Left),
        ("应考", Align::Center),
        ("座位号", Align::Right),
    ];
    let mut y = columns.head(sheet, y, &labels, if pt < 9.0 { 8.0 } else { 9.0 });
    for (n, session) in sessions.iter().enumerate() {
        let time = hours(session.start, session.end);
        let time = if one_day { time } else { format!("{} {time}", &day(session.start.date())[5..]) };
        let how = Fit::new(pt, 5.5, Breaks::Name).bold();
        sheet.fill(columns.cell(0, y, h), Align::Left, &time, &how, "考试时间");
        let how = Fit::new(pt, 5.5, Breaks::Phrase);
        sheet.fill(columns.cell(1, y, h), Align::Left, &session.subject, &how, "考试科目");
        let count = session.seats.len().to_string();
        sheet.text_in(columns.full(2, y, h), Align::Center, &count, regular(pt));
        let first = session.seats.iter().map(|seat| seat.seat_no).min();
        let last = session.seats.iter().map(|seat| seat.seat_no).max();
        if let (Some(first), Some(last)) = (first, last) {
            let text = range(&first.to_string(), &last.to_string());
            sheet.text_in(columns.full(3, y, h), Align::Right, &text, regular(pt));
        }
        y += h;
        let weight = if n + 1 == sessions.len() { FINE } else { HAIR };
        sheet.across(LEFT, y, columns.total(), weight);
    }
}

fn next(view: &RoomDayView, first: &RoomSessionView, some: &[RoomSessionView]) -> Sheet {
    let mut sheet = top(view, first);
    sheet.across(LEFT, 40.0 + HEAVY / 2.0, WIDTH, HEAVY);
    let name = Area::new(LEFT, 42.0, 240.0, 14.0);
    sheet.fill(name, Align::Left, &first.room_name, &Fit::new(30.0, 12.0, Breaks::Phrase).bold(), "考场名称");
    sheet.text(283.0 - regular(9.0).width("（接上页）"), 49.0, "（接上页）", regular(9.0));
    sheet.across(LEFT, 57.5, WIDTH, HAIR);
    table(&mut sheet, some, 61.0, &[60.0, 155.0, 24.0, 30.0]);
    sheet
}
