//! 桌贴: seat number first, then the name; the rest is for the invigilator.
//!
//! 3 × 3 and 2 × 5 are cut and hold one label for each seat and session; L7165 stock holds one label for each
//! candidate with up to three sessions, and the photo.

use super::DocumentKind;
use super::engine::canvas::{Align, Area, HAIR, bold, chip_width, regular};
use super::engine::fit::{Breaks, Fit};
use super::furniture::{Foot, Sheet, hours, record_of, spaced};
use super::kind::{DeskLayout, DeskOptions};
use super::ticket::document_number;
use super::view::{RoomDayView, RoomSessionView, SeatView, Trace};

/// How labels stand on a sheet.
#[derive(Debug, Clone, Copy)]
struct Stock {
    landscape: bool,
    columns: usize,
    rows: usize,
    first: (f64, f64),
    pitch: (f64, f64),
}

const fn stock(layout: DeskLayout) -> Stock {
    match layout {
        DeskLayout::ThreeByThree => {
            Stock { landscape: true, columns: 3, rows: 3, first: (0.0, 0.0), pitch: (99.0, 70.0) }
        }
        DeskLayout::TwoByFive => {
            Stock { landscape: false, columns: 2, rows: 5, first: (0.0, 0.0), pitch: (105.0, 59.4) }
        }
        DeskLayout::L7165 => {
            Stock { landscape: false, columns: 2, rows: 4, first: (4.67, 13.04), pitch: (101.6, 67.73) }
        }
    }
}

/// A session on a label, with the candidate's own seat data in it.
type Slot<'a> = (&'a RoomSessionView, &'a SeatView);

/// A label: one session, or up to three on L7165.
#[derive(Debug)]
struct Label<'a> {
    slots: Vec<Slot<'a>>,
    trace: &'a Trace,
    /// n of total, within its session.
    place: (usize, usize),
}

fn labels(view: &RoomDayView, layout: DeskLayout) -> Vec<Label<'_>> {
    if layout != DeskLayout::L7165 {
        let sessions = view.sessions.iter();
        return sessions
            .flat_map(|session| session.seats.iter().enumerate().map(move |place| (session, place)))
            .map(|(session, (n, seat))| {
                let place = (n + 1, session.seats.len());
                Label { slots: vec![(session, seat)], trace: &session.trace, place }
            })
            .collect();
    }
    let mut people: Vec<Vec<Slot<'_>>> = Vec::new();
    for session in &view.sessions {
        for seat in &session.seats {
            let same = |slots: &&mut Vec<Slot<'_>>| {
                slots[0].1.exam_number == seat.exam_number && slots[0].1.seat_no == seat.seat_no
            };
            match people.iter_mut().find(same) {
                Some(slots) => slots.push((session, seat)),
                None => people.push(vec![(session, seat)]),
            }
        }
    }
    people.sort_by_key(|slots| slots[0].1.seat_no);
    let total = people.len();
    let mut labels = Vec::with_capacity(total);
    for (n, slots) in people.into_iter().enumerate() {
        for some in slots.chunks(3) {
            labels.push(Label { slots: some.to_vec(), trace: &view.trace, place: (n + 1, total) });
        }
    }
    labels
}

/// Labels a day of a room needs, for the cover of the bag.
pub(crate) fn count(view: &RoomDayView, layout: DeskLayout) -> usize {
    labels(view, layout).len()
}

/// The sheets of labels.
pub(crate) fn sheets(view: &RoomDayView, options: &DeskOptions) -> Vec<Sheet> {
    some_sheets(view, options, &|_| true)
}

/// The sheets of the labels of those for whom `wanted` holds.
pub(crate) fn some_sheets(
    view: &RoomDayView,
    options: &DeskOptions,
    wanted: &dyn Fn(&SeatView) -> bool,
) -> Vec<Sheet> {
    let mut labels = labels(view, options.layout);
    labels.retain(|label| wanted(label.slots[0].1));
    let Some(first) = view.sessions.first() else { return Vec::new() };
    if labels.is_empty() {
        return Vec::new();
    }
    let stock = stock(options.layout);
    let per_page = stock.columns * stock.rows;
    let used = if options.cut_stack { 0 } else { usize::from(options.first_label.max(1) - 1) % per_page };
    let pages = (labels.len() + used).div_ceil(per_page);
    let record = format!("考场 {}", first.room_name);
    (0..pages)
        .map(|page| {
            let new = if stock.landscape { Sheet::landscape } else { Sheet::portrait };
            let mut sheet = new(DocumentKind::Desk, record.clone());
            cut_lines(&mut sheet, options);
            for slot in 0..per_page {
                // 叠裁: a pile, cut through all pages, then holds consecutive seats.
                let index = if options.cut_stack {
                    Some(slot * pages + page)
                } else {
                    (page * per_page + slot).checked_sub(used)
                };
                let Some(label) = index.and_then(|index| labels.get(index)) else { continue };
                let x = stock.first.0 + stock.pitch.0 * (slot % stock.columns) as f64 + options.offset_mm.0;
                let y = stock.first.1 + stock.pitch.1 * (slot / stock.columns) as f64 + options.offset_mm.1;
                let seat = label.slots[0].1;
                sheet.about(record_of(&seat.name, &seat.exam_number));
                sheet.moved(x, y);
                match options.layout {
                    DeskLayout::ThreeByThree => three_by_three(&mut sheet, label),
                    DeskLayout::TwoByFive => two_by_five(&mut sheet, label),
                    DeskLayout::L7165 => l7165(&mut sheet, label),
                }
                sheet.back();
            }
            if options.layout == DeskLayout::L7165 {
                sheet.about(record.clone());
                stock_foot(&mut sheet, view, first, (page + 1, pages));
            }
            sheet
        })
        .collect()
}

fn cut_lines(sheet: &mut Sheet, options: &DeskOptions) {
    let stock = stock(options.layout);
    if options.layout == DeskLayout::L7165 {
        return;
    }
    let (w, h) = (sheet.width, sheet.height);
    for n in 1..stock.columns {
        let x = stock.pitch.0 * n as f64 + options.offset_mm.0;
        sheet.dashed((x, 0.0), (x, h), HAIR);
    }
    for n in 1..stock.rows {
        let y = stock.pitch.1 * n as f64 + options.offset_mm.1;
        sheet.dashed((0.0, y), (w, y), HAIR);
    }
}

fn stock_foot(sheet: &mut Sheet, view: &RoomDayView, first: &RoomSessionView, page: (usize, usize)) {
    Foot {
        x: 10.0,
        w: 190.0,
        bottom: 291.0,
        sheet: "桌贴 L7165",
        head: &first.head,
        scope: vec![
            format!("考场 {}", first.room_name),
            format!("场次 {} {} 场", first.start.format("%Y-%m-%d"), view.sessions.len()),
            "按 100 % 实际大小打印".into(),
        ],
        trace: &view.trace,
        page,
    }
    .draw(sheet);
}

fn end_of(slot: &Slot<'_>) -> chrono::NaiveDateTime {
    slot.1.extra_time.map_or(slot.0.end, |extra| extra.end)
}

fn seat_number(sheet: &mut Sheet, x: f64, middle: f64, w: f64, seat_no: u32, pt: f64) {
    let text = seat_no.to_string();
    let mut style = bold(pt).track(-0.02);
    while style.width(&text) > w && style.pt > 20.0 {
        style.pt -= 1.0;
    }
    sheet.text(x, middle, &text, style);
}

/// Small line of a cut label.
fn micro(sheet: &mut Sheet, area: Area, left: &str, right: &str) {
    let w = regular(5.5).width(right);
    sheet.text(area.x + area.w - w, area.middle(), right, regular(5.5));
    let room = Area::new(area.x, area.y, area.w - w - 2.0, area.h);
    sheet.fill(room, Align::Left, left, &Fit::new(5.5, 4.0, Breaks::Prose), "考场名称");
}

fn subject_of<'a>(slot: &Slot<'a>) -> &'a str {
    slot.1.subject.as_deref().unwrap_or(&slot.0.subject)
}

// Eight points as a rule; six, the least of all sheets, for a name that fits no other way.
const NAME: Fit = Fit::new(18.0, 6.0, Breaks::Name).bold();
const SUBJECT: Fit = Fit::new(9.0, 6.0, Breaks::Phrase);

/// 99 × 70, padding 6.
fn three_by_three(sheet: &mut Sheet, label: &Label<'_>) {
    let slot = &label.slots[0];
    let (session, seat) = *slot;
    sheet.text(6.0, 7.5, "座位号", regular(7.0));
    seat_number(sheet, 5.4, 18.95, 56.0, seat.seat_no, 64.0);
    let end = end_of(slot).format("%H:%M").to_string();
    sheet.text(93.0 - regular(7.0).width("结束"), 7.5, "结束", regular(7.0));
    sheet.text(93.0 - bold(20.0).width(&end), 13.5, &end, bold(20.0));
    if let Some(extra) = seat.extra_time {
        let text = format!("含延时 {} 分钟", extra.minutes);
        sheet.chip(93.0 - chip_width(&text, 7.5), 18.1, &text, 7.5);
    }
    sheet.fill(Area::new(6.0, 30.8, 87.0, 8.6), Align::Left, &seat.name, &NAME, "姓名");
    let row = |sheet: &mut Sheet, y: f64, text: &str| sheet.text(6.0, y, text, regular(6.5));
    row(sheet, 41.8, "准考证号");
    sheet.exam_number(Area::new(19.0, 39.7, 74.0, 4.2), &seat.exam_number, 9.0, true);
    row(sheet, 46.1, "身份证号");
    let document = document_number(&seat.id_type_label, &seat.masked_id);
    sheet.fill(Area::new(19.0, 44.0, 74.0, 4.2), Align::Left, &document, &SUBJECT, "证件号码");
    row(sheet, 50.6, "考试科目");
    sheet.fill(Area::new(19.0, 48.3, 74.0, 5.4), Align::Left, subject_of(slot), &SUBJECT, "考试科目");
    sheet.barcode(Area::new(6.0, 55.0, 58.7, 6.6), &seat.exam_number);
    let when = format!(
        "{}　{} {}　v{}　{}",
        session.room_name,
        session.start.format("%m-%d"),
        hours(session.start, end_of(slot)),
        label.trace.version,
        spaced(&label.trace.checksum),
    );
    let place = format!("{} / {}", label.place.0, label.place.1);
    micro(sheet, Area::new(6.0, 62.7, 87.0, 2.4), &when, &place);
}

/// 105 × 59.4, padding 8 and 7.
fn two_by_five(sheet: &mut Sheet, label: &Label<'_>) {
    let slot = &label.slots[0];
    let (session, seat) = *slot;
    sheet.text(8.0, 8.5, "座位号", regular(7.0));
    seat_number(sheet, 7.3, 20.9, 32.5, seat.seat_no, 68.0);
    sheet.down(41.0, 7.0, 43.4, HAIR);
    sheet.text(8.0, 36.5, "结束", regular(7.0));
    sheet.text(8.0, 41.8, &end_of(slot).format("%H:%M").to_string(), bold(17.0));
    if let Some(extra) = seat.extra_time {
        sheet.chip(8.0, 45.6, &format!("含延时 {} 分钟", extra.minutes), 7.0);
    }
    let name = Fit { max: 17.0, ..NAME };
    sheet.fill(Area::new(46.0, 6.4, 52.0, 10.8), Align::Left, &seat.name, &name, "姓名");
    let row = |sheet: &mut Sheet, y: f64, text: &str| sheet.text(46.0, y, text, regular(6.5));
    row(sheet, 19.3, "准考证号");
    sheet.exam_number(Area::new(46.0, 20.6, 52.0, 3.8), &seat.exam_number, 8.5, true);
    row(sheet, 27.2, "身份证号");
    let document = document_number(&seat.id_type_label, &seat.masked_id);
    let plain = Fit { max: 8.5, ..SUBJECT };
    sheet.fill(Area::new(46.0, 28.5, 52.0, 3.8), Align::Left, &document, &plain, "证件号码");
    row(sheet, 35.1, "考试科目");
    let set = super::engine::fit::fit(subject_of(slot), 52.0, 7.4, &plain);
    if set.height() > 7.4 {
        sheet.too_long("考试科目");
    }
    sheet.fitted(Area::new(46.0, 36.5, 52.0, set.height().max(3.7)), Align::Left, &set);
    sheet.barcode(Area::new(46.0, 44.2, 52.0, 6.4), &seat.exam_number);
    let when = format!(
        "{}　{} {}",
        session.room_name,
        session.start.format("%m-%d"),
        hours(session.start, end_of(slot))
    );
    let (n, total) = label.place;
    let trace = format!("v{}　{}　{n} / {total}", label.trace.version, spaced(&label.trace.checksum));
    micro(sheet, Area::new(8.0, 52.0, 90.0, 2.4), &when, &trace);
}

/// 99.06 × 67.73, padding 5.
fn l7165(sheet: &mut Sheet, label: &Label<'_>) {
    let (session, seat) = label.slots[0];
    sheet.text(5.0, 6.5, "座位号", regular(7.0));
    seat_number(sheet, 4.4, 16.4, 27.0, seat.seat_no, 52.0);
    sheet.portrait_photo(Area::new(70.06, 5.0, 24.0, 33.78), seat.photo.as_ref());
    let minutes: Vec<u32> =
        label.slots.iter().filter_map(|slot| slot.1.extra_time).map(|e| e.minutes).collect();
    let same = minutes.len() == label.slots.len() && minutes.windows(2).all(|pair| pair[0] == pair[1]);
    if let (true, Some(first)) = (same, minutes.first()) {
        let each = if label.slots.len() > 1 { "每场" } else { "含" };
        sheet.chip(32.0, 10.6, &format!("{each}延时 {first} 分钟"), 7.5);
    }
    let name = Fit { max: 16.0, ..NAME };
    sheet.fill(Area::new(5.0, 25.4, 63.0, 7.9), Align::Left, &seat.name, &name, "姓名");
    sheet.text(5.0, 35.5, "准考证号", regular(6.5));
    sheet.exam_number(Area::new(16.5, 33.6, 51.5, 3.7), &seat.exam_number, 8.0, true);
    sheet.text(5.0, 39.4, "身份证号", regular(6.5));
    let document = document_number(&seat.id_type_label, &seat.masked_id);
    let plain = Fit { max: 8.0, ..SUBJECT };
    sheet.fill(Area::new(16.5, 37.5, 51.5, 3.7), Align::Left, &document, &plain, "证件号码");
    sheet.across(5.0, 42.2, 89.06, HAIR);
    for (n, slot) in label.slots.iter().enumerate() {
        let y = 43.2 + 3.57 * n as f64;
        let w = sheet.text(5.0, y + 1.785, &hours(slot.0.start, end_of(slot)), bold(7.5)) + 2.0;
        let mut room = 89.06 - w;
        if let (false, Some(extra)) = (same, slot.1.extra_time) {
            let text = format!("延时 {} 分", extra.minutes);
            let chip = chip_width(&text, 6.0);
            sheet.chip(94.06 - chip, y + 0.1, &text, 6.0);
            room -= chip + 1.0;
        }
        let how = Fit::new(7.5, 4.5, Breaks::Phrase).lead(1.05);
        sheet.fill(Area::new(5.0 + w, y, room, 3.57), Align::Left, subject_of(slot), &how, "考试科目");
    }
    sheet.barcode(Area::new(5.0, 56.53, 52.0, 6.6), &seat.exam_number);
    let where_when = format!("{}　{}", session.room_name, session.start.format("%m-%d"));
    let how = Fit::new(5.5, 4.0, Breaks::Phrase);
    sheet.fill(Area::new(60.0, 57.9, 34.06, 2.6), Align::Right, &where_when, &how, "考场名称");
    let trace = format!("v{}　{}", label.trace.version, spaced(&label.trace.checksum));
    sheet.text(94.06 - regular(5.5).width(&trace), 61.87, &trace, regular(5.5));
}
