//! 考场签到表, plain or with photos.

use super::DocumentKind;
use super::engine::canvas::{Align, Area, FINE, HAIR, HEAVY, bold, digits_width, regular};
use super::engine::fit::{Breaks, Fit, Fitted, fit};
use super::engine::glyphs::PT;
use super::furniture::{
    Columns, EXAM_NUMBER, Foot, Sheet, day, grouped, hours, record_of, room_code_text, session_scope,
};
use super::kind::SignInLayout;
use super::ticket::document_number;
use super::view::{Person, RoomSessionView, SeatView};

const LEFT: f64 = 16.0;
const WIDTH: f64 = 184.0;
const TABLE: f64 = 46.5;
const PLAIN: [f64; 8] = [7.0, 11.0, 27.0, 42.5, 28.5, 25.0, 27.0, 16.0];
const PHOTO: [f64; 7] = [8.0, 13.0, 17.5, 56.0, 29.0, 38.0, 22.5];

/// A row, measured.
struct Row<'a> {
    seat: &'a SeatView,
    name: Fitted,
    school: Fitted,
    major: Option<Fitted>,
    remarks: Vec<(Fitted, bool)>,
    document: Fitted,
    h: f64,
}

/// The sheets of a room and session.
pub(crate) fn sheets(view: &RoomSessionView, layout: SignInLayout) -> Vec<Sheet> {
    let rows: Vec<Row<'_>> = view.seats.iter().map(|seat| measure(seat, layout)).collect();
    let floor = if layout == SignInLayout::Plain { 262.4 } else { 263.0 };
    let mut pages: Vec<(usize, usize)> = Vec::new();
    let (mut from, mut y) = (0, TABLE + 5.6);
    for (n, row) in rows.iter().enumerate() {
        if y + row.h > floor && n > from {
            pages.push((from, n));
            (from, y) = (n, TABLE + 5.6);
        }
        y += row.h;
    }
    pages.push((from, rows.len()));
    let total = pages.len();
    let mut sheets = Vec::with_capacity(total);
    for (page, (from, upto)) in pages.into_iter().enumerate() {
        let room = format!("考场 {}", view.room_name);
        let mut sheet = Sheet::portrait(DocumentKind::SignIn, room.clone());
        head(&mut sheet, view);
        table(&mut sheet, &rows, from, upto, layout);
        sheet.about(room);
        counts(&mut sheet, upto - from, view.seats.len(), (page + 1, total));
        Foot {
            x: LEFT,
            w: WIDTH,
            bottom: 289.5,
            sheet: "考场签到表",
            head: &view.head,
            scope: session_scope(view),
            trace: &view.trace,
            page: (page + 1, total),
        }
        .draw(&mut sheet);
        sheets.push(sheet);
    }
    sheets
}

/// Title, plan, room and the code that lets a scan file itself; shared with 考场情况记录表.
pub(crate) fn title(sheet: &mut Sheet, view: &RoomSessionView, title: &str, letter: char) {
    let middle = 15.6;
    let style = bold(18.0).track(0.12);
    let x = LEFT + super::furniture::logo(sheet, &view.head, LEFT, 11.2, 8.8);
    let x = x + sheet.text(x, middle, title, style) + 2.0;
    let right = 182.0;
    let room = fit(&view.room_name, 62.0, 9.0, &Fit::new(18.0, 8.0, Breaks::Phrase).bold());
    if room.height() > 9.2 {
        sheet.too_long("考场名称");
    }
    let used = room.lines.iter().map(|line| bold(room.pt).width(line)).fold(0.0, f64::max);
    sheet.fitted(Area::new(right - used, middle - 4.5, used, 9.0), Align::Right, &room);
    let plan = Area::new(x, middle - 3.6, right - used - 4.0 - x, 8.6);
    sheet.fill(plan, Align::Left, &view.head.plan_name, &Fit::new(8.5, 5.5, Breaks::Phrase), "考试计划名称");
    let code = room_code_text(letter, &view.head, &view.site_number, &view.room_code, &view.trace);
    sheet.qr(186.0, 5.2, 14.0, &code);
    sheet.across(LEFT, 21.5, WIDTH, HEAVY);
}

/// `陶然　纪晓晴（JK157822　JK991216）`
fn staff(people: &[Person]) -> String {
    let join = |part: fn(&Person) -> &str| {
        people.iter().map(part).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("　")
    };
    let (names, numbers) = (join(|one| &one.name), join(|one| &one.number));
    if numbers.is_empty() { names } else { format!("{names}（{numbers}）") }
}

fn schools(view: &RoomSessionView) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for seat in &view.seats {
        if !seen.contains(&seat.school.as_str()) {
            seen.push(&seat.school);
        }
    }
    match seen.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, ..] => format!("{first} 等 {} 所", seen.len()),
    }
}

fn head(sheet: &mut Sheet, view: &RoomSessionView) {
    title(sheet, view, "考场签到表", 'S');
    let how = Fit::new(8.5, 5.5, Breaks::Phrase).lead(1.05);
    let mut field = |x: f64, row: usize, w: f64, label: &str, text: &str| {
        let y = 22.7 + 4.5 * row as f64;
        sheet.text(x, y + 2.2, label, regular(7.0));
        sheet.fill(Area::new(x + 15.0, y, w - 15.0, 4.4), Align::Left, text, &how, label);
    };
    let right = LEFT + 104.0;
    field(LEFT, 0, 103.0, "考试证书", &view.certificate);
    field(right, 0, 80.0, "证书等级", &view.level);
    field(LEFT, 1, 103.0, "考试科目", &view.subject);
    field(LEFT, 2, 184.0, "考核站点", &view.site_name);
    field(LEFT, 3, 103.0, "所属院校", &schools(view));
    field(right, 3, 80.0, "监考老师", &staff(&view.invigilators));
    field(right, 4, 80.0, "巡考老师", &staff(&view.patrols));
    let middle = 22.7 + 4.5 + 2.2;
    sheet.text(right, middle, "考试时间", regular(7.0));
    let x = right + 15.0 + sheet.text(right + 15.0, middle, &day(view.start.date()), regular(8.5));
    sheet.text(x, middle, &hours(view.start, view.end), bold(8.5));
    let middle = 22.7 + 4.5 * 4.0 + 2.2;
    let known = |value: Option<u32>| value.map_or_else(|| "—".to_owned(), |n| n.to_string());
    sheet.text(LEFT, middle, "应考人数", regular(7.0));
    sheet.text(LEFT + 15.0, middle, &view.seats.len().to_string(), bold(8.5));
    sheet.text(LEFT + 25.0, middle, "实考人数", regular(7.0));
    sheet.text(LEFT + 37.5, middle, &known(view.attendance.map(|a| a.present)), regular(8.5));
    sheet.text(LEFT + 46.5, middle, "缺考人数", regular(7.0));
    sheet.text(LEFT + 59.0, middle, &known(view.attendance.map(|a| a.absent)), regular(8.5));
    if view.attendance.is_none() {
        sheet.text(LEFT + 68.0, middle, "考后填于页末", regular(7.0));
    }
}

fn remarks(seat: &SeatView, width: f64) -> Vec<(Fitted, bool)> {
    let how = Fit::new(6.5, 5.5, Breaks::Prose).lead(1.2);
    let mut all: Vec<(String, bool)> = Vec::new();
    all.extend(seat.extra_time.map(|extra| (format!("延时 {} 分", extra.minutes), false)));
    all.extend(seat.access.iter().map(|text| (text.clone(), false)));
    if seat.unverified {
        all.push(("信息未认证".into(), true));
    }
    all.into_iter().map(|(text, boxed)| (fit(&text, width - 1.6, 12.0, &how), boxed)).collect()
}

fn measure(seat: &SeatView, layout: SignInLayout) -> Row<'_> {
    let photo = layout == SignInLayout::Photo;
    let name = Fit::new(if photo { 12.0 } else { 9.5 }, if photo { 8.0 } else { 6.0 }, Breaks::Name).bold();
    let school = Fit::new(if photo { 8.0 } else { 7.0 }, 6.5, Breaks::Phrase).lead(1.12);
    let (name_w, school_w, remark_w) = if photo { (55.0, 28.0, 21.0) } else { (25.0, 24.0, 14.6) };
    let (name_h, school_h, least) = if photo { (10.2, 12.0, 20.0) } else { (6.5, 6.4, 7.0) };
    let document = document_number(&seat.id_type_label, &seat.masked_id);
    let name = fit(&seat.name, name_w, name_h, &name);
    let school_set = fit(&seat.school, school_w, school_h, &school);
    let major = seat.major.as_ref().filter(|_| photo).map(|text| fit(text, school_w, 6.0, &school));
    let remarks = remarks(seat, remark_w);
    let document = fit(&document, if photo { 55.0 } else { 27.5 }, 6.0, &Fit::new(7.5, 5.5, Breaks::Prose));
    let numbers = if photo { 3.2 + document.height() } else { 0.0 };
    let schools = school_set.height() + major.as_ref().map_or(0.0, Fitted::height);
    let notes: f64 = remarks.iter().map(|(set, boxed)| set.height() + if *boxed { 0.9 } else { 0.0 }).sum();
    let tallest = (name.height() + numbers).max(schools).max(notes).max(document.height());
    Row { seat, name, school: school_set, major, remarks, document, h: f64::max(least, tallest + 0.8) }
}

fn table(sheet: &mut Sheet, rows: &[Row<'_>], from: usize, upto: usize, layout: SignInLayout) {
    let left = Align::Left;
    let (columns, labels): (Columns<'_>, Vec<(&str, Align)>) = if layout == SignInLayout::Plain {
        let labels = vec![
            ("序号", left),
            ("座位号", Align::Center),
            (" 姓名", left),
            ("准考证号", left),
            ("身份证号码", left),
            ("所属院校", left),
            ("   签名", left),
            ("   备注", left),
        ];
        (Columns { x: LEFT, widths: &PLAIN }, labels)
    } else {
        let labels = vec![
            ("序号", left),
            ("座位号", Align::Center),
            ("照片", left),
            ("姓名 / 准考证号 / 身份证号码", left),
            ("所属院校", left),
            ("   签名", left),
            ("   备注", left),
        ];
        (Columns { x: LEFT, widths: &PHOTO }, labels)
    };
    let last = columns.widths.len() - 1;
    let top = columns.head(sheet, TABLE, &labels, 7.0);
    let mut y = top;
    for (n, row) in rows.iter().enumerate().take(upto).skip(from) {
        sheet.about(record_of(&row.seat.name, &row.seat.exam_number));
        sheet.text(LEFT, y + row.h / 2.0, &(n + 1).to_string(), regular(7.5));
        let seat = bold(if layout == SignInLayout::Plain { 11.0 } else { 18.0 });
        sheet.text_in(columns.full(1, y, row.h), Align::Center, &row.seat.seat_no.to_string(), seat);
        if layout == SignInLayout::Plain {
            plain_row(sheet, &columns, row, y);
        } else {
            photo_row(sheet, &columns, row, y);
        }
        draw_remarks(sheet, columns.left(last) + 1.2, y + row.h / 2.0, &row.remarks);
        y += row.h;
        let weight = if n + 1 == upto || (n + 1 - from).is_multiple_of(5) { FINE } else { HAIR };
        sheet.across(LEFT, y, columns.total(), weight);
    }
    for n in [last - 1, last] {
        sheet.down(columns.left(n), TABLE, y - TABLE, HAIR);
    }
}

fn plain_row(sheet: &mut Sheet, columns: &Columns<'_>, row: &Row<'_>, y: f64) {
    let mut name = columns.cell(2, y, row.h);
    name.x += 1.5;
    sheet.fitted(name, Align::Left, &row.name);
    sheet.exam_number(columns.cell(3, y, row.h), &row.seat.exam_number, 7.5, true);
    sheet.fitted(columns.cell(4, y, row.h), Align::Left, &row.document);
    sheet.fitted(columns.cell(5, y, row.h), Align::Left, &row.school);
}

fn photo_row(sheet: &mut Sheet, columns: &Columns<'_>, row: &Row<'_>, y: f64) {
    let photo = Area::new(columns.left(2), y + (row.h - 18.7) / 2.0, 13.3, 18.7);
    sheet.portrait_photo(photo, row.seat.photo.as_ref());
    let x = columns.left(3);
    let block = row.name.height() + 3.6 + row.document.height();
    let mut at = y + (row.h - block) / 2.0;
    sheet.fitted(Area::new(x, at, 55.0, row.name.height()), Align::Left, &row.name);
    at += row.name.height();
    let groups = grouped(&row.seat.exam_number, EXAM_NUMBER);
    let pt = if digits_width(&groups, 8.0, true) > 55.0 { 6.5 } else { 8.0 };
    sheet.exam_number(Area::new(x, at, 55.0, 3.6), &row.seat.exam_number, pt, true);
    at += 3.6;
    sheet.fitted(Area::new(x, at, 55.0, row.document.height()), Align::Left, &row.document);
    let major = row.major.as_ref().map_or(0.0, Fitted::height);
    let at = y + (row.h - row.school.height() - major) / 2.0;
    sheet.fitted(Area::new(columns.left(4), at, 28.0, row.school.height()), Align::Left, &row.school);
    if let Some(set) = &row.major {
        let below = Area::new(columns.left(4), at + row.school.height(), 28.0, set.height());
        sheet.fitted(below, Align::Left, set);
    }
}

fn draw_remarks(sheet: &mut Sheet, x: f64, middle: f64, remarks: &[(Fitted, bool)]) {
    let pad = |boxed: bool| if boxed { 0.9 } else { 0.0 };
    let total: f64 = remarks.iter().map(|(set, boxed)| set.height() + pad(*boxed)).sum();
    let mut y = middle - total / 2.0;
    for (set, boxed) in remarks {
        let h = set.height() + pad(*boxed);
        let inset = if *boxed { 0.6 } else { 0.0 };
        if *boxed {
            let w = set.lines.iter().map(|line| regular(set.pt).width(line)).fold(0.0, f64::max) + 1.2;
            sheet.frame(Area::new(x, y + 0.2, w, h - 0.4), HAIR);
        }
        sheet.fitted(Area::new(x + inset, y, 0.0, h), Align::Left, set);
        y += h;
    }
}

fn counts(sheet: &mut Sheet, here: usize, all: usize, page: (usize, usize)) {
    let base = 275.0;
    let middle = base - 8.5 * 0.53 * PT - 0.2;
    let plain = regular(8.5);
    let group = |sheet: &mut Sheet, mut x: f64, title: &str, count: usize, blank: f64| {
        if !title.is_empty() {
            x += sheet.text(x, middle, title, bold(8.5)) + 2.5;
        }
        x += sheet.text(x, middle, "应考", plain) + 1.3;
        x += sheet.text(x, middle - 0.5, &count.to_string(), bold(14.0)) + 3.0;
        for label in ["实考", "缺考"] {
            x += sheet.text(x, middle, label, plain) + 1.3;
            sheet.across(x, base, blank, FINE);
            x += blank + 2.6;
        }
        x
    };
    let mut x = LEFT;
    if page.1 > 1 {
        let last = page.0 == page.1;
        x = group(sheet, x, "本页", here, if last { 8.0 } else { 13.0 });
        if last {
            x = group(sheet, x + 1.0, "全场", all, 8.0);
        }
    } else {
        x = group(sheet, x, "", all, 13.0) + 12.0;
    }
    let rest = LEFT + WIDTH - x;
    let label = plain.width("监考签名") + 1.3;
    let blanks = rest - 2.0 * label - 3.0;
    for (text, part) in [("监考签名", 0.6), ("巡考签名", 0.4)] {
        x += sheet.text(x, middle, text, plain) + 1.3;
        sheet.across(x, base, blanks * part, FINE);
        x += blanks * part + 3.0;
    }
}
