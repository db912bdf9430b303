//! 考场情况记录表: what happened in the room, by hand, with what is known already printed.

use super::DocumentKind;
use super::engine::canvas::{Align, Area, FINE, HAIR, RULE, bold, regular};
use super::engine::fit::{Breaks, Fit};
use super::furniture::{
    Columns, Foot, Sheet, day, hours, record_of, section_title, session_scope, tail, tick_box,
};
use super::view::{Person, RoomSessionView, SeatView};

const LEFT: f64 = 16.0;
const WIDTH: f64 = 184.0;
const SPECIAL: [f64; 5] = [14.0, 32.0, 38.0, 60.0, 40.0];
/// Special arrangements on the first page; more take a page of their own.
const MOST: usize = 4;

/// The sheets of a room and session.
pub(crate) fn sheets(view: &RoomSessionView) -> Vec<Sheet> {
    let special: Vec<&SeatView> =
        view.seats.iter().filter(|seat| seat.extra_time.is_some() || !seat.access.is_empty()).collect();
    let mut sheets = vec![first(view, &special)];
    if special.len() > MOST {
        for some in special.chunks(26) {
            sheets.push(following(view, some));
        }
    }
    let total = sheets.len();
    for (n, sheet) in sheets.iter_mut().enumerate() {
        Foot {
            x: LEFT,
            w: WIDTH,
            bottom: 289.5,
            sheet: "考场情况记录表",
            head: &view.head,
            scope: session_scope(view),
            trace: &view.trace,
            page: (n + 1, total),
        }
        .draw(sheet);
    }
    sheets
}

fn first(view: &RoomSessionView, special: &[&SeatView]) -> Sheet {
    let mut sheet = Sheet::portrait(DocumentKind::RoomRecord, format!("考场 {}", view.room_name));
    head(&mut sheet, view);
    counts(&mut sheet, view);
    let absent = ["座位号", "姓名", "准考证号（末五位）", "原因", "备注"];
    blank_table(
        &mut sheet,
        73.0,
        ("缺考名单", "无缺考写“无”；多于 5 人另附页，在备注写明张数"),
        &SPECIAL,
        &absent,
    );
    let events = ["时间", "座位号", "姓名", "情况", "处理", "考生签名"];
    blank_table(
        &mut sheet,
        128.5,
        ("违纪与异常", "补时、换座、换机、突发疾病、迟到也记在这里"),
        &[16.0, 14.0, 30.0, 58.0, 40.0, 26.0],
        &events,
    );
    let shown = if special.len() > MOST { &[] } else { special };
    let h = if shown.len() > 1 { 6.2 } else { 8.0 };
    let mut y = special_table(&mut sheet, 184.0, shown, h, special.len());
    y = checks(&mut sheet, y + 3.5);
    notes(&mut sheet, y + 3.2);
    signatures(&mut sheet);
    sheet
}

fn following(view: &RoomSessionView, some: &[&SeatView]) -> Sheet {
    let mut sheet = Sheet::portrait(DocumentKind::RoomRecord, format!("考场 {}", view.room_name));
    head(&mut sheet, view);
    special_table(&mut sheet, 50.0, some, 8.0, some.len());
    sheet
}

fn names(people: &[Person]) -> String {
    people.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("　")
}

fn head(sheet: &mut Sheet, view: &RoomSessionView) {
    super::sign_in::title(sheet, view, "考场情况记录表", 'R');
    let how = Fit::new(9.0, 5.5, Breaks::Phrase).lead(1.1);
    let mut field = |x: f64, row: usize, w: f64, label: &str, text: &str| {
        let y = 23.6 + 5.4 * row as f64;
        sheet.text(x, y + 2.5, label, regular(7.5));
        sheet.fill(Area::new(x + 18.0, y, w - 18.0, 5.0), Align::Left, text, &how, label);
    };
    let certificate = match view.level.as_str() {
        "" => view.certificate.clone(),
        level => format!("{}（{level}）", view.certificate),
    };
    field(LEFT, 0, WIDTH, "考核站点", &view.site_name);
    field(LEFT, 1, WIDTH, "考试地点", &format!("{}　{}", view.address, view.room_name));
    field(LEFT, 2, 102.0, "考试证书", &certificate);
    field(LEFT, 3, 102.0, "考试科目", &view.subject);
    let staff = [names(&view.invigilators), names(&view.patrols)];
    let staff: Vec<&str> = staff.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    field(LEFT + 104.0, 3, 80.0, "监考 / 巡考", &staff.join(" / "));
    let middle = 23.6 + 5.4 * 2.0 + 2.5;
    sheet.text(LEFT + 104.0, middle, "日期时间", regular(7.5));
    let x = LEFT + 122.0 + sheet.text(LEFT + 122.0, middle, &day(view.start.date()), regular(9.0));
    sheet.text(x, middle, &hours(view.start, view.end), bold(9.0));
}

fn counts(sheet: &mut Sheet, view: &RoomSessionView) {
    let (y, h, w) = (50.0, 17.0, WIDTH / 6.0);
    sheet.across(LEFT, y, WIDTH, RULE);
    let labels = ["应到", "实到", "缺考", "违纪", "实际开考　时 : 分", "实际结束　时 : 分"];
    for (n, label) in labels.into_iter().enumerate() {
        let x = LEFT + w * n as f64;
        let pad = if n == 0 { 0.0 } else { 1.6 };
        if n > 0 {
            sheet.down(x, y, h, HAIR);
        }
        sheet.text(x + pad, y + 3.2, label, regular(7.5));
    }
    sheet.text(LEFT, y + 10.2, &view.seats.len().to_string(), bold(20.0));
    if let Some(counted) = view.attendance {
        sheet.text(LEFT + w + 1.6, y + 10.2, &counted.present.to_string(), bold(20.0));
        sheet.text(LEFT + w * 2.0 + 1.6, y + 10.2, &counted.absent.to_string(), bold(20.0));
    }
    sheet.across(LEFT, y + h, WIDTH, FINE);
}

/// Head labels of a table whose columns are divided by hairlines.
fn ruled_head(sheet: &mut Sheet, columns: &Columns<'_>, y: f64, labels: &[&str]) -> f64 {
    let first = columns.head(sheet, y, &[], 7.0);
    for (n, label) in labels.iter().enumerate() {
        let pad = if n == 0 { 0.0 } else { 1.2 };
        sheet.text(columns.left(n) + pad, (y + first) / 2.0, label, regular(7.0));
    }
    first
}

fn blank_table(sheet: &mut Sheet, y: f64, (title, note): (&str, &str), widths: &[f64], labels: &[&str]) {
    let columns = Columns { x: LEFT, widths };
    let top = section_title(sheet, LEFT, y, WIDTH, title, note);
    let top = ruled_head(sheet, &columns, top, labels);
    for n in 1..=5 {
        sheet.across(LEFT, top + 8.0 * f64::from(n), WIDTH, if n == 5 { FINE } else { HAIR });
    }
    for n in 1..widths.len() {
        sheet.down(columns.left(n), top, 40.0, HAIR);
    }
}

fn arrangement(seat: &SeatView) -> String {
    let extra = seat.extra_time.map(|extra| format!("延时 {} 分钟", extra.minutes));
    extra.into_iter().chain(seat.access.iter().cloned()).collect::<Vec<_>>().join("、")
}

fn special_table(sheet: &mut Sheet, y: f64, seats: &[&SeatView], h: f64, total: usize) -> f64 {
    let columns = Columns { x: LEFT, widths: &SPECIAL };
    let top = section_title(sheet, LEFT, y, WIDTH, "特殊安排", "由系统带出，不再手写");
    let labels = ["座位号", "姓名", "准考证号（末五位）", "安排", "结束时间"];
    let mut y = ruled_head(sheet, &columns, top, &labels);
    let inner = |n: usize, y: f64| {
        let cell = columns.cell(n, y, h);
        Area::new(cell.x + 1.2, y, cell.w - 1.2, h)
    };
    if seats.is_empty() {
        let text = if total == 0 { "无".to_owned() } else { format!("共 {total} 人，见第 2 页") };
        sheet.text(LEFT, y + h / 2.0, &text, regular(8.5));
        y += h;
        sheet.across(LEFT, y, WIDTH, FINE);
        return y;
    }
    let head = y;
    for (n, seat) in seats.iter().enumerate() {
        sheet.about(record_of(&seat.name, &seat.exam_number));
        sheet.text(LEFT, y + h / 2.0, &seat.seat_no.to_string(), bold(8.5));
        let area = inner(1, y);
        let tall = Area::new(area.x, area.y + 0.2, area.w, h - 0.4);
        sheet.fill(tall, Align::Left, &seat.name, &Fit::new(8.5, 4.5, Breaks::Name).lead(1.05), "姓名");
        sheet.text(inner(2, y).x, y + h / 2.0, tail(&seat.exam_number), regular(8.5));
        let area = inner(3, y);
        let tall = Area::new(area.x, area.y + 0.2, area.w, h - 0.4);
        sheet.fill(tall, Align::Left, &arrangement(seat), &Fit::new(8.5, 5.5, Breaks::Prose), "特殊安排");
        if let Some(extra) = seat.extra_time {
            sheet.text(inner(4, y).x, y + h / 2.0, &extra.end.format("%H:%M").to_string(), bold(8.5));
        }
        y += h;
        sheet.across(LEFT, y, WIDTH, if n + 1 == seats.len() { FINE } else { HAIR });
    }
    for n in 1..SPECIAL.len() {
        sheet.down(columns.left(n), head, y - head, HAIR);
    }
    y
}

fn checks(sheet: &mut Sheet, y: f64) -> f64 {
    let top = section_title(sheet, LEFT, y, WIDTH, "设备与环境", "");
    sheet.across(LEFT, top, WIDTH, RULE);
    let middle = top + 4.5;
    let mut x = LEFT;
    for label in ["考试机正常", "备用机正常", "监控正常", "时钟已校准", "考场已清场", "数据已回传"]
    {
        tick_box(sheet, x, middle);
        x += 4.7 + sheet.text(x + 4.7, middle, label, regular(8.5)) + 5.0;
    }
    x += sheet.text(x, middle, "封条编号", regular(8.5)) + 1.5;
    sheet.across(x, middle + 1.3, LEFT + WIDTH - x, FINE);
    sheet.across(LEFT, top + 8.8, WIDTH, FINE);
    top + 8.8
}

fn notes(sheet: &mut Sheet, y: f64) {
    let top = section_title(sheet, LEFT, y, WIDTH, "其他说明", "");
    sheet.across(LEFT, top, WIDTH, RULE);
    let mut line = top + 8.2;
    while line <= 256.5 {
        sheet.across(LEFT, line, WIDTH, if line + 8.2 > 256.5 { FINE } else { HAIR });
        line += 8.2;
    }
}

fn signatures(sheet: &mut Sheet) {
    let w = (WIDTH - 15.0) / 4.0;
    for (n, label) in ["监考签名 1", "监考签名 2", "巡考签名", "考务签收　时间"].into_iter().enumerate()
    {
        let x = LEFT + (w + 5.0) * n as f64;
        sheet.text(x, 263.8, label, regular(7.5));
        sheet.across(x, 275.0, w, FINE);
    }
}
