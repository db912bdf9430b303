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

/// What was recorded in the room, to be printed instead of written by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordFacts {
    /// 缺考, by seat.
    pub absent: Vec<AbsentLine>,
    /// 迟到, 违纪, 换座, by seat.
    pub events: Vec<EventLine>,
    /// Candidates with 违纪.
    pub violations: u32,
}

/// A line of 缺考名单; the reason is left to the pen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentLine {
    /// 座位号
    pub seat_no: u32,
    /// 姓名
    pub name: String,
    /// 准考证号; its last five characters are printed.
    pub exam_number: String,
}

/// A line of 违纪与异常; what was done about it is left to the pen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventLine {
    /// 时间, such as `09:12`.
    pub time: String,
    /// 座位号
    pub seat_no: u32,
    /// 姓名
    pub name: String,
    /// 情况
    pub what: String,
}

/// Rows of each table on the first page.
const ROWS: usize = 5;
/// Characters of 情况 that a row of the first page holds.
const SHORT: usize = 44;
const ABSENT_LABELS: [&str; 5] = ["座位号", "姓名", "准考证号（末五位）", "原因", "备注"];
const EVENTS: [f64; 6] = [16.0, 14.0, 30.0, 58.0, 40.0, 26.0];
const EVENT_LABELS: [&str; 6] = ["时间", "座位号", "姓名", "情况", "处理", "考生签名"];

/// The sheets of a room and session.
pub(crate) fn sheets(view: &RoomSessionView) -> Vec<Sheet> {
    filled_sheets(view, None)
}

/// The same, with what was recorded.
pub(crate) fn filled_sheets(view: &RoomSessionView, facts: Option<&RecordFacts>) -> Vec<Sheet> {
    let special: Vec<&SeatView> =
        view.seats.iter().filter(|seat| seat.extra_time.is_some() || !seat.access.is_empty()).collect();
    let mut sheets = vec![first(view, &special, facts)];
    if let Some(facts) = facts {
        sheets.extend(absent_pages(view, facts));
        sheets.extend(event_pages(view, facts));
    }
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

fn first(view: &RoomSessionView, special: &[&SeatView], facts: Option<&RecordFacts>) -> Sheet {
    let mut sheet = Sheet::portrait(DocumentKind::RoomRecord, format!("考场 {}", view.room_name));
    head(&mut sheet, view);
    counts(&mut sheet, view, facts);
    let note = match facts {
        None => "无缺考写“无”；多于 5 人另附页，在备注写明张数",
        Some(_) => "由到考登记带出，原因由监考填写",
    };
    let y = blank_table(&mut sheet, 73.0, ("缺考名单", note), &SPECIAL, &ABSENT_LABELS);
    if let Some(facts) = facts {
        match facts.absent.len() {
            0 => sheet_word(&mut sheet, y, "无"),
            some if some <= ROWS => absent_rows(&mut sheet, y, &facts.absent),
            many => sheet_word(&mut sheet, y, &format!("共 {many} 人，见附页")),
        }
    }
    let note = match facts {
        None => "补时、换座、换机、突发疾病、迟到也记在这里",
        Some(_) => "登记内容由系统带出，其他情况请补写",
    };
    let y = blank_table(&mut sheet, 128.5, ("违纪与异常", note), &EVENTS, &EVENT_LABELS);
    if let Some(facts) = facts {
        if events_fit(facts) {
            event_rows(&mut sheet, y, &facts.events);
        } else {
            sheet_word(&mut sheet, y, &format!("共 {} 条，见附页", facts.events.len()));
        }
    }
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

/// A word in the first row of a table instead of its lines.
fn sheet_word(sheet: &mut Sheet, y: f64, text: &str) {
    // The seat column is narrow; the word may run over the next one, which is empty then.
    sheet.text(LEFT + SPECIAL[0] + 2.0, y + 4.0, text, bold(9.0));
}

fn absent_rows(sheet: &mut Sheet, top: f64, lines: &[AbsentLine]) {
    let columns = Columns { x: LEFT, widths: &SPECIAL };
    for (n, line) in lines.iter().enumerate() {
        let y = top + 8.0 * n as f64;
        sheet.about(record_of(&line.name, &line.exam_number));
        sheet.text(LEFT, y + 4.0, &line.seat_no.to_string(), bold(9.0));
        let cell = columns.cell(1, y, 8.0);
        let area = Area::new(cell.x + 1.2, y + 0.2, cell.w - 1.2, 7.6);
        sheet.fill(area, Align::Left, &line.name, &Fit::new(9.0, 4.5, Breaks::Name).lead(1.05), "姓名");
        sheet.text(columns.left(2) + 1.2, y + 4.0, tail(&line.exam_number), regular(9.0));
    }
}

/// Height of an event's row on a page of its own.
fn event_height(line: &EventLine) -> f64 {
    let lines = line.what.chars().count().div_ceil(18);
    f64::max(8.0, lines as f64 * 3.4 + 1.4)
}

fn event_row(sheet: &mut Sheet, y: f64, h: f64, line: &EventLine) {
    let columns = Columns { x: LEFT, widths: &EVENTS };
    let inner = |n: usize| {
        let cell = columns.cell(n, y, h);
        Area::new(cell.x + 1.2, y + 0.2, cell.w - 1.2, h - 0.4)
    };
    sheet.about(format!("{}（座位 {}）", line.name, line.seat_no));
    sheet.text(LEFT, y + h / 2.0, &line.time, regular(8.5));
    sheet.text(columns.left(1) + 1.2, y + h / 2.0, &line.seat_no.to_string(), bold(9.0));
    sheet.fill(inner(2), Align::Left, &line.name, &Fit::new(9.0, 4.5, Breaks::Name).lead(1.05), "姓名");
    sheet.fill(inner(3), Align::Left, &line.what, &Fit::new(8.5, 5.0, Breaks::Prose), "情况");
}

fn event_rows(sheet: &mut Sheet, top: f64, lines: &[EventLine]) {
    for (n, line) in lines.iter().enumerate() {
        event_row(sheet, top + 8.0 * n as f64, 8.0, line);
    }
}

fn events_fit(facts: &RecordFacts) -> bool {
    facts.events.len() <= ROWS && facts.events.iter().all(|line| line.what.chars().count() <= SHORT)
}

/// Pages of 缺考名单 when the first page is too short for it.
fn absent_pages(view: &RoomSessionView, facts: &RecordFacts) -> Vec<Sheet> {
    if facts.absent.len() <= ROWS {
        return Vec::new();
    }
    let page = |some: &[AbsentLine]| {
        let mut sheet = Sheet::portrait(DocumentKind::RoomRecord, format!("考场 {}", view.room_name));
        head(&mut sheet, view);
        let columns = Columns { x: LEFT, widths: &SPECIAL };
        let top = section_title(&mut sheet, LEFT, 50.0, WIDTH, "缺考名单（附页）", "");
        let top = ruled_head(&mut sheet, &columns, top, &ABSENT_LABELS);
        absent_rows(&mut sheet, top, some);
        for n in 1..=some.len() {
            sheet.across(LEFT, top + 8.0 * n as f64, WIDTH, HAIR);
        }
        sheet
    };
    facts.absent.chunks(25).map(page).collect()
}

/// Pages of 违纪与异常 when the first page is too short for it; a row is as tall as its text.
fn event_pages(view: &RoomSessionView, facts: &RecordFacts) -> Vec<Sheet> {
    if events_fit(facts) {
        return Vec::new();
    }
    let columns = Columns { x: LEFT, widths: &EVENTS };
    let mut sheets = Vec::new();
    let mut lines = facts.events.iter().peekable();
    while lines.peek().is_some() {
        let mut sheet = Sheet::portrait(DocumentKind::RoomRecord, format!("考场 {}", view.room_name));
        head(&mut sheet, view);
        let top = section_title(&mut sheet, LEFT, 50.0, WIDTH, "违纪与异常（附页）", "");
        let mut y = ruled_head(&mut sheet, &columns, top, &EVENT_LABELS);
        while let Some(line) = lines.next_if(|line| y + event_height(line) <= 276.0) {
            let h = event_height(line);
            event_row(&mut sheet, y, h, line);
            y += h;
            sheet.across(LEFT, y, WIDTH, HAIR);
        }
        sheets.push(sheet);
    }
    sheets
}

fn counts(sheet: &mut Sheet, view: &RoomSessionView, facts: Option<&RecordFacts>) {
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
    if let Some(facts) = facts {
        sheet.text(LEFT + w * 3.0 + 1.6, y + 10.2, &facts.violations.to_string(), bold(20.0));
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

/// A table with five empty rows; returns the y of the first.
fn blank_table(
    sheet: &mut Sheet,
    y: f64,
    (title, note): (&str, &str),
    widths: &[f64],
    labels: &[&str],
) -> f64 {
    let columns = Columns { x: LEFT, widths };
    let top = section_title(sheet, LEFT, y, WIDTH, title, note);
    let top = ruled_head(sheet, &columns, top, labels);
    for n in 1..=5 {
        sheet.across(LEFT, top + 8.0 * f64::from(n), WIDTH, if n == 5 { FINE } else { HAIR });
    }
    for n in 1..widths.len() {
        sheet.down(columns.left(n), top, 40.0, HAIR);
    }
    top
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
