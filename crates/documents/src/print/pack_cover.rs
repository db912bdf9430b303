//! 考场资料袋封面: what is in the bag, counted, and who handed it to whom.

use super::DocumentKind;
use super::engine::canvas::{Align, Area, FINE, HAIR, HEAVY, bold, regular};
use super::engine::fit::{Breaks, Fit, fit};
use super::furniture::{
    Columns, Foot, Sheet, day, hours, room_code_text, section_title, session_scope, tick_box,
};
use super::view::{PackItem, Person, RoomSessionView};

const LEFT: f64 = 16.0;
const WIDTH: f64 = 178.0;

/// The cover of a bag that holds these items, in hand-over order.
pub(crate) fn sheet(view: &RoomSessionView, items: &[PackItem]) -> Sheet {
    let mut sheet = Sheet::portrait(DocumentKind::PackCover, format!("考场 {}", view.room_name));
    let shift = super::furniture::logo(&mut sheet, &view.head, LEFT, 14.0, 22.0);
    let (left, width) = (LEFT + shift, 148.0 - shift);
    let site = fit(&view.site_name, width, 11.5, &Fit::new(12.0, 8.0, Breaks::Phrase).bold().lead(1.3));
    if site.height() > 11.6 {
        sheet.too_long("考核站点");
    }
    sheet.fitted(Area::new(left, 14.0, width, site.height()), Align::Left, &site);
    let y = 15.0 + site.height();
    let plan = fit(&view.head.plan_name, width, 38.0 - y, &Fit::new(10.0, 7.0, Breaks::Phrase).lead(1.35));
    if plan.height() > 38.0 - y {
        sheet.too_long("考试计划名称");
    }
    sheet.fitted(Area::new(left, y, width, plan.height()), Align::Left, &plan);
    let code = room_code_text('P', &view.head, &view.site_number, &view.room_code, &view.trace);
    sheet.qr(172.0, 14.0, 22.0, &code);
    sheet.across(LEFT, 42.0 + HEAVY / 2.0, WIDTH, HEAVY);
    sheet.text(LEFT, 46.2, "考场名称", regular(8.0));
    let style = bold(14.0);
    sheet.text(194.0 - style.width("考场资料袋"), 48.0, "考场资料袋", style);
    super::door::room_name(&mut sheet, Area::new(LEFT, 51.5, 170.0, 32.0), &view.room_name, 88.0, 44.0);
    sheet.across(LEFT, 86.0 - HEAVY / 2.0, WIDTH, HEAVY);
    facts(&mut sheet, view);
    list(&mut sheet, items);
    hand_over(&mut sheet);
    Foot {
        x: LEFT,
        w: WIDTH,
        bottom: 289.5,
        sheet: "资料袋封面",
        head: &view.head,
        scope: session_scope(view),
        trace: &view.trace,
        page: (1, 1),
    }
    .draw(&mut sheet);
    sheet
}

fn names(people: &[Person]) -> String {
    people.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("　")
}

fn facts(sheet: &mut Sheet, view: &RoomSessionView) {
    sheet.text(LEFT, 91.7, &day(view.start.date()), regular(8.0));
    let time = Area::new(LEFT, 93.8, 94.0, 7.6);
    let how = Fit::new(17.0, 10.0, Breaks::Name).bold();
    sheet.fill(time, Align::Left, &hours(view.start, view.end), &how, "考试时间");
    let how = Fit::new(9.0, 6.0, Breaks::Phrase);
    sheet.fill(Area::new(LEFT, 101.4, 94.0, 5.2), Align::Left, &view.subject, &how, "考试科目");
    sheet.down(112.0, 90.0, 16.0, HAIR);
    sheet.text(115.0, 91.7, "应考人数", regular(8.0));
    sheet.text(115.0, 97.6, &view.seats.len().to_string(), bold(17.0));
    sheet.down(138.0, 90.0, 16.0, HAIR);
    sheet.text(141.0, 91.7, "监考 / 巡考", regular(8.0));
    let how = Fit::new(9.0, 6.0, Breaks::Name);
    sheet.fill(Area::new(141.0, 93.9, 53.0, 5.6), Align::Left, &names(&view.invigilators), &how, "监考老师");
    sheet.fill(Area::new(141.0, 99.6, 53.0, 5.6), Align::Left, &names(&view.patrols), &how, "巡考老师");
}

fn list(sheet: &mut Sheet, items: &[PackItem]) {
    let columns = Columns { x: LEFT, widths: &[9.0, 75.0, 13.0, 15.0, 17.0, 16.0, 17.0, 16.0] };
    let note = "按交接顺序装袋；发出时逐项打勾，收回时写实收数";
    let top = section_title(sheet, LEFT, 113.0, WIDTH, "袋内清单", note);
    let (left, center, right) = (Align::Left, Align::Center, Align::Right);
    let labels = [
        ("序", left),
        ("材料", left),
        ("数量", right),
        ("　单位", left),
        ("发出核对", center),
        ("应收回", center),
        (" 实收数", left),
        ("收回核对", center),
    ];
    let first = columns.head(sheet, top, &labels, 7.0);
    let h = ((230.0 - 9.0 - first) / items.len().max(1) as f64).min(8.6);
    if h < 5.2 {
        sheet.too_long("袋内清单（项目过多）");
    }
    let mut y = first;
    for (n, item) in items.iter().enumerate() {
        let middle = y + h / 2.0;
        sheet.text(LEFT, middle, &(n + 1).to_string(), bold(9.5));
        let cell = columns.cell(1, y, h);
        let how = Fit::new(9.5, 6.5, Breaks::Phrase);
        let room = if item.note.is_empty() { cell.w } else { cell.w * 0.62 };
        let set = sheet.fill(Area::new(cell.x, y, room, h), left, &item.name, &how, "材料名称");
        let used = set.lines.iter().map(|line| regular(set.pt).width(line)).fold(0.0, f64::max);
        if !item.note.is_empty() {
            let x = cell.x + used + 2.0;
            let area = Area::new(x, y, cell.x + cell.w - x, h);
            sheet.fill(area, left, &item.note, &Fit::new(7.5, 5.0, Breaks::Prose), "材料说明");
        }
        sheet.text_in(columns.full(2, y, h), right, &item.count.to_string(), bold(11.0));
        let unit = columns.cell(3, y, h);
        sheet.text(unit.x + 3.4, middle, &item.unit, regular(9.5));
        tick_box(sheet, columns.left(4) + 6.9, middle);
        let back = item.to_return.map_or_else(|| "—".to_owned(), |count| count.to_string());
        sheet.text_in(columns.full(5, y, h), center, &back, regular(9.5));
        if item.to_return.is_some() {
            tick_box(sheet, columns.left(7) + 6.4, middle);
        }
        y += h;
        sheet.across(LEFT, y, WIDTH, if n + 1 == items.len() { FINE } else { HAIR });
    }
    let middle = y + 4.5;
    let total: u32 = items.iter().map(|item| item.count).sum();
    let back = items.iter().filter(|item| item.to_return.is_some()).count();
    sheet.text(columns.left(1), middle, &format!("合计 {} 项", items.len()), bold(9.5));
    sheet.text_in(columns.full(2, y, 9.0), right, &total.to_string(), bold(9.5));
    sheet.text(columns.left(3) + 3.4, middle, "件", bold(9.5));
    sheet.text_in(columns.full(5, y, 9.0), center, &format!("{back} 项"), bold(9.5));
    sheet.across(LEFT, y + 9.0, WIDTH, FINE);
    for n in 4..8 {
        sheet.down(columns.left(n), top, y + 9.0 - top, HAIR);
    }
}

fn hand_over(sheet: &mut Sheet) {
    let columns = Columns { x: LEFT, widths: &[32.0, 40.0, 40.0, 34.0, 32.0] };
    let top = section_title(sheet, LEFT, 233.0, WIDTH, "交接记录", "");
    let labels = ["环节", " 交出人签名", " 接收人签名", " 日期　时 : 分", " 件数 / 封条号"]
        .map(|label| (label, Align::Left));
    let mut y = columns.head(sheet, top, &labels, 7.0);
    let first = y;
    for (n, step) in ["考务室 → 监考", "监考 → 考务室", "考务室 → 存档"].into_iter().enumerate()
    {
        sheet.text(LEFT, y + 4.7, step, regular(9.5));
        y += 9.4;
        sheet.across(LEFT, y, WIDTH, if n == 2 { FINE } else { HAIR });
    }
    for n in 1..5 {
        sheet.down(columns.left(n), first, y - first, HAIR);
    }
}
