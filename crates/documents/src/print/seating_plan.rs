//! 座位图: who sits where, for the lectern. It shows extra time and so is never posted.

use std::collections::HashMap;

use super::DocumentKind;
use super::engine::canvas::{Align, Area, FINE, HAIR, bold, chip_height, chip_width, digits_width, regular};
use super::engine::fit::{Breaks, Fit, Fitted, fit};
use super::engine::glyphs::PT;
use super::furniture::{EXAM_NUMBER, Foot, Sheet, day, grouped, hours, room_code_text, tail};
use super::plan_drawing::{MapStyle, PlanDrawing};
use super::view::{PlanGeometry, RoomSessionView, SeatView};

const STYLE: MapStyle = MapStyle {
    room: Area::new(14.0, 34.0, 269.0, 157.0),
    side: 7.0,
    gap: 4.0,
    aisle: 9.0,
    main: 17.0,
    top: 22.0,
    foot: 153.0,
    desk: (55.0, 17.0),
    row_gap: 3.4,
    lectern: (4.0, 64.0, 9.0),
    lectern_pt: 12.0,
    door: (5.0, 12.0),
    label_pt: 8.0,
    arrow: 1.1,
    arrow_at: Some(6.5),
};

/// The sheet, if the room's desks are known.
pub(crate) fn sheets(view: &RoomSessionView) -> Vec<Sheet> {
    let Some(geometry) = &view.plan else { return Vec::new() };
    let mut sheet = Sheet::landscape(DocumentKind::SeatingPlan, format!("考场 {}", view.room_name));
    head(&mut sheet, view);
    let drawing = PlanDrawing::new(geometry, STYLE);
    drawing.room(&mut sheet, "前门");
    captions(&mut sheet, view, geometry, &drawing);
    drawing.walk(&mut sheet);
    let seats: HashMap<u32, &SeatView> = view.seats.iter().map(|seat| (seat.seat_no, seat)).collect();
    for desk in drawing.desks() {
        if drawing.unused(&mut sheet, desk, 9.0) {
            continue;
        }
        let Some(number) = drawing.number(desk) else { continue };
        let area = drawing.area(desk);
        seat(&mut sheet, area, number, seats.get(&number).copied());
    }
    if view.seats.iter().any(|seat| seat.seat_no == 0 || seat.seat_no as usize > geometry.walk.len()) {
        sheet.off_plan();
    }
    legend(&mut sheet, &drawing);
    Foot {
        x: 14.0,
        w: 269.0,
        bottom: 202.5,
        sheet: "座位图",
        head: &view.head,
        scope: super::furniture::session_scope(view),
        trace: &view.trace,
        page: (1, 1),
    }
    .draw(&mut sheet);
    vec![sheet]
}

fn head(sheet: &mut Sheet, view: &RoomSessionView) {
    let x = 14.0 + super::furniture::logo(sheet, &view.head, 14.0, 10.4, 9.2);
    let x = x + sheet.text(x, 15.0, "座位图", bold(20.0)) + 5.0;
    let room = Area::new(x, 10.6, 254.0 - x, 8.8);
    sheet.fill(room, Align::Left, &view.room_name, &Fit::new(20.0, 9.0, Breaks::Phrase).bold(), "考场名称");
    let plain = Fit::new(9.0, 6.0, Breaks::Phrase);
    let joined = format!("{}　　{}", view.head.plan_name, view.site_name);
    let mut y = 20.4;
    if regular(8.0).width(&joined) <= 240.0 {
        sheet.fill(Area::new(14.0, y, 240.0, 4.4), Align::Left, &joined, &plain.lead(1.3), "考核站点");
        y += 4.45;
    } else {
        sheet.fill(Area::new(14.0, y, 240.0, 4.1), Align::Left, &view.head.plan_name, &plain, "考试计划名称");
        sheet.fill(Area::new(14.0, y + 4.1, 240.0, 4.1), Align::Left, &view.site_name, &plain, "考核站点");
        y += 8.2;
    }
    let time = format!("{}{}", day(view.start.date()), hours(view.start, view.end));
    let rest = regular(9.0).width("　　　　应考  人") + bold(9.0).width(&time) + 12.0;
    let set = sheet.fill(
        Area::new(14.0, y, 240.0 - rest, 4.1),
        Align::Left,
        &view.subject,
        &Fit::new(9.0, 6.0, Breaks::Phrase),
        "考试科目",
    );
    let middle = y + 2.05;
    let widest = set.lines.iter().map(|line| regular(set.pt).width(line)).fold(0.0, f64::max);
    let mut x = 14.0 + widest + 6.4;
    x += sheet.text(x, middle, &day(view.start.date()), regular(9.0));
    x += sheet.text(x, middle, &hours(view.start, view.end), bold(9.0)) + 6.4;
    x += sheet.text(x, middle, "应考 ", regular(9.0));
    x += sheet.text(x, middle, &view.seats.len().to_string(), bold(9.0));
    sheet.text(x, middle, " 人", regular(9.0));
    let code = room_code_text('M', &view.head, &view.site_number, &view.room_code, &view.trace);
    sheet.qr(264.0, 11.0, 19.0, &code);
}

fn captions(sheet: &mut Sheet, view: &RoomSessionView, geometry: &PlanGeometry, drawing: &PlanDrawing<'_>) {
    for column in 0..geometry.columns.len() as u16 {
        let seated = view
            .seats
            .iter()
            .filter(|seat| {
                (seat.seat_no as usize).checked_sub(1).and_then(|n| geometry.walk.get(n)).map(|desk| desk.0)
                    == Some(column)
            })
            .count();
        let area = drawing.area((column, 0));
        let caption = Area::new(area.x, STYLE.room.y + 16.4, area.w, 4.4);
        let text = format!("第 {} 列　{seated} 人", column + 1);
        let text = if regular(8.0).width(&text) > area.w { format!("{} 列", column + 1) } else { text };
        sheet.text_in(caption, Align::Center, &text, regular(8.0));
    }
    if let Some((left, right)) = drawing.main_aisle()
        && right - left >= 6.0
    {
        let center = (left + right) / 2.0 - 4.0 * PT;
        sheet.text(center, STYLE.room.y + 75.0, "走", regular(8.0));
        sheet.text(center, STYLE.room.y + 84.5, "道", regular(8.0));
    }
}

/// Largest single line first, then more lines: on a desk one line reads best.
fn name_in(text: &str, w: f64, h: f64) -> Fitted {
    let how = Fit::new(11.5, 6.0, Breaks::Name).bold();
    let one = fit(text, w, 1.0, &Fit { min: 9.0, ..how });
    if one.lines.len() == 1 && one.height() <= h { one } else { fit(text, w, h, &how) }
}

fn seat(sheet: &mut Sheet, area: Area, number: u32, seat: Option<&SeatView>) {
    sheet.frame(area, FINE);
    let key = (area.w * 0.3).min(13.0);
    let size = (20.0_f64).min(area.h * 1.6).min(key * 1.6);
    sheet.text_in(Area::new(area.x, area.y, key, area.h), Align::Center, &number.to_string(), bold(size));
    sheet.down(area.x + key, area.y, area.h, HAIR);
    let pad = if area.w < 40.0 { 0.8 } else { 1.6 };
    let inner = Area::new(area.x + key + pad, area.y + 0.3, area.w - key - 2.0 * pad, area.h - 0.6);
    let Some(seat) = seat else {
        sheet.text_in(inner, Align::Left, "空", regular(9.0_f64.min(size)));
        return;
    };
    sheet.about(super::furniture::record_of(&seat.name, &seat.exam_number));
    let small = 6.5 * 1.25 * PT;
    let groups = grouped(&seat.exam_number, EXAM_NUMBER);
    let mut whole = digits_width(&groups, 6.5, true) <= inner.w;
    let mut set = name_in(&seat.name, inner.w, inner.h - small);
    let mut foot = small;
    let chip_foot = chip_height(6.5);
    let special = note(seat, area.w - key - 9.5);
    let narrow = if special.is_some() { inner.h - chip_foot } else { inner.h - small };
    if name_in(&seat.name, inner.w, narrow).height() > narrow + 0.1 {
        crowded(sheet, area, key, inner, seat);
        return;
    }
    if let Some(text) = special {
        let w = chip_width(&text, 6.5);
        let h = chip_foot;
        let x = area.x + area.w - w;
        if area.h > 12.0 && set.lines.len() == 1 && sheet_width(&set) <= inner.w - w + 1.0 {
            sheet.chip(x, area.y, &text, 6.5);
        } else {
            // A long name takes the upper part: the chip goes beside the number, which gives way.
            whole = whole && digits_width(&groups, 6.5, true) <= inner.w - w;
            foot = h;
            set = name_in(&seat.name, inner.w, inner.h - foot);
            sheet.chip(x, area.y + area.h - h, &text, 6.5);
        }
    }
    let y = inner.y + (inner.h - set.height() - foot) / 2.0;
    sheet.fitted(Area::new(inner.x, y, inner.w, set.height()), Align::Left, &set);
    let middle = if foot > small { area.y + area.h - foot / 2.0 } else { y + set.height() + small / 2.0 };
    if whole {
        sheet.digits(inner.x, middle, &groups, 6.5, true);
    } else {
        sheet.text(inner.x, middle, tail(&seat.exam_number), bold(6.5));
    }
}

/// A name that leaves no room for anything else: the number gives way, and 延时 goes under the seat number.
fn crowded(sheet: &mut Sheet, area: Area, key: f64, inner: Area, seat: &SeatView) {
    let set = name_in(&seat.name, inner.w, inner.h);
    if set.height() > inner.h + 0.1 {
        sheet.too_long("姓名");
    }
    sheet.fitted(inner, Align::Left, &set);
    let word = if seat.extra_time.is_some() { "延时" } else { "特殊" };
    if (seat.extra_time.is_some() || !seat.access.is_empty()) && chip_width(word, 5.5) <= key {
        let h = chip_height(5.5);
        sheet.chip(area.x + (key - chip_width(word, 5.5)) / 2.0, area.y + area.h - h, word, 5.5);
    }
}

fn sheet_width(set: &Fitted) -> f64 {
    set.lines.iter().map(|line| bold(set.pt).width(line)).fold(0.0, f64::max)
}

fn note(seat: &SeatView, room: f64) -> Option<String> {
    let extra = seat.extra_time.map(|extra| format!("延时 {} 分", extra.minutes));
    let all: Vec<String> = extra.iter().cloned().chain(seat.access.iter().cloned()).collect();
    let joined = all.join(" ");
    if joined.is_empty() {
        None
    } else if chip_width(&joined, 6.5) <= room {
        Some(joined)
    } else {
        Some("见记录表".into())
    }
}

fn legend(sheet: &mut Sheet, drawing: &PlanDrawing<'_>) {
    let y = 194.2;
    let middle = y + 1.7;
    let style = regular(7.5);
    let key = |x: f64| Area::new(x, y, 7.0, 3.4);
    let mut x = 14.0;
    sheet.frame(key(x), FINE);
    x += 8.5 + sheet.text(x + 8.5, middle, "考生座位", style) + 7.0;
    sheet.dashed_frame(key(x), FINE);
    x += 8.5 + sheet.text(x + 8.5, middle, "备用", style) + 7.0;
    sheet.hatch(key(x));
    sheet.frame(key(x), FINE);
    x += 8.5 + sheet.text(x + 8.5, middle, "停用", style) + 7.0;
    x += sheet.chip(x, y - 0.2, "延时", 6.5) + 1.5;
    x += sheet.text(x, middle, "另加考试时间", style) + 7.0;
    sheet.polygon(&[(x, middle + 0.8), (x + 1.1, middle - 0.8), (x + 2.2, middle + 0.8)]);
    sheet.text(x + 3.0, middle, &drawing.order_text(), style);
    let view = "视图：面向讲台，左右与座位上的考生一致";
    sheet.text(283.0 - style.width(view), middle, view, style);
}
