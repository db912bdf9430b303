//! The calibration page: what a printer does to a millimetre, and where it puts the corner.
//!
//! Four crosses stand 20 mm from the edges as the program sees the paper; whoever measures the printed
//! ones tells by how much this printer shifts. Rulers along two edges show whether it also scales.

use super::engine::canvas::{Align, Area, FINE, HAIR, RULE, bold, regular};
use super::engine::fit::{Breaks, Fit};
use super::furniture::{Finished, Sheet};
use super::{DocumentError, DocumentKind};
use chrono::NaiveDateTime;

/// Distance of the crosses from the edges, mm.
pub const CALIBRATION_INSET: f64 = 20.0;
const ARM: f64 = 8.0;

/// 校准测试页 for `printer`, one A4 page. `offset_mm` is the shift that is set now: a page that comes out
/// with its crosses at 20 mm proves it.
///
/// # Errors
/// When the printer's name has characters that no face holds, or the file can't be composed.
pub fn render_calibration(
    printer: &str,
    offset_mm: (f64, f64),
    made: NaiveDateTime,
) -> Result<Vec<u8>, DocumentError> {
    let mut sheet = Sheet::portrait(DocumentKind::Desk, "校准测试页");
    sheet.moved(offset_mm.0, offset_mm.1);
    rulers(&mut sheet);
    for (n, (x, y)) in crosses().into_iter().enumerate() {
        cross(&mut sheet, x, y, n + 1);
    }
    body(&mut sheet, printer, offset_mm, made);
    sheet.back();
    Finished::of(vec![sheet]).write("校准测试页", made)
}

/// Where the crosses stand, from the upper left one clockwise.
pub fn crosses() -> [(f64, f64); 4] {
    let (right, foot) = (210.0 - CALIBRATION_INSET, 297.0 - CALIBRATION_INSET);
    [
        (CALIBRATION_INSET, CALIBRATION_INSET),
        (right, CALIBRATION_INSET),
        (right, foot),
        (CALIBRATION_INSET, foot),
    ]
}

fn cross(sheet: &mut Sheet, x: f64, y: f64, number: usize) {
    sheet.line(x - ARM, y, x + ARM, y, HAIR);
    sheet.line(x, y - ARM, x, y + ARM, HAIR);
    sheet.text(x + 1.2, y + 2.6, &number.to_string(), bold(8.0));
}

/// Millimetres along x = 40 and y = 40, with numbers every ten.
fn rulers(sheet: &mut Sheet) {
    let length = |n: u32| {
        if n.is_multiple_of(10) {
            4.0
        } else if n.is_multiple_of(5) {
            2.8
        } else {
            1.6
        }
    };
    sheet.line(40.0, 34.0, 190.0, 34.0, FINE);
    for n in 0..=150u32 {
        let x = 40.0 + f64::from(n);
        sheet.line(x, 34.0, x, 34.0 + length(n), HAIR);
        if n.is_multiple_of(10) {
            sheet.text_in(Area::new(x - 4.0, 38.4, 8.0, 3.0), Align::Center, &n.to_string(), regular(6.5));
        }
    }
    sheet.line(28.0, 50.0, 28.0, 250.0, FINE);
    for n in 0..=200u32 {
        let y = 50.0 + f64::from(n);
        sheet.line(28.0, y, 28.0 + length(n), y, HAIR);
        if n.is_multiple_of(10) {
            sheet.text_in(Area::new(32.6, y - 1.5, 8.0, 3.0), Align::Left, &n.to_string(), regular(6.5));
        }
    }
}

fn body(sheet: &mut Sheet, printer: &str, offset: (f64, f64), made: NaiveDateTime) {
    let (left, width) = (50.0, 140.0);
    sheet.text(left, 58.0, "打印机校准测试页", bold(18.0));
    sheet.across(left, 64.0, width, RULE);
    let name = if printer.is_empty() { "未指定打印机" } else { printer };
    let facts = [
        format!("打印机　{name}"),
        format!("已设置的偏移　右 {:.1} mm，下 {:.1} mm", offset.0, offset.1),
        format!("制表　{}", made.format("%Y-%m-%d %H:%M")),
    ];
    let how = Fit::new(9.5, 6.0, Breaks::Prose);
    for (n, text) in facts.iter().enumerate() {
        let area = Area::new(left, 67.0 + 6.0 * n as f64, width, 5.6);
        sheet.fill(area, Align::Left, text, &how, "打印机名称");
    }
    let steps = [
        "1　打印本页：纸张选 A4，缩放选“实际大小”或 100 %，不要选“适合页面”。",
        "2　用直尺量刻度尺：横尺 0 到 150、竖尺 0 到 200 应正好是 150 mm 和 200 mm。",
        "　　相差超过 1 mm，说明打印机缩放了页面，请先改正第 1 步再量。",
        "3　量十字 1 的中心到纸张左边缘、上边缘的距离，都应是 20.0 mm。",
        "4　把量得的两个数填入考站的“校准”窗口，考站会算出偏移。",
        "5　保存后再打印一次本页核对，两个距离都是 20.0 mm 就完成了。",
    ];
    for (n, text) in steps.iter().enumerate() {
        let area = Area::new(left, 92.0 + 7.0 * n as f64, width, 6.4);
        sheet.fill(area, Align::Left, text, &how, "说明");
    }
    sheet.across(left, 140.0, width, HAIR);
    for (n, label) in
        ["十字 1 到左边缘", "十字 1 到上边缘", "横尺 0 到 150", "竖尺 0 到 200"].iter().enumerate()
    {
        let y = 150.0 + 10.0 * n as f64;
        sheet.text(left, y, label, regular(9.5));
        sheet.across(left + 38.0, y + 2.4, 30.0, FINE);
        sheet.text(left + 70.0, y, "mm", regular(9.5));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_one_a4_and_the_same_twice() {
        let made = "2026-06-15T09:00:00".parse().unwrap();
        let page = render_calibration("教务处 激光打印机", (0.8, -1.2), made).unwrap();
        assert_eq!(super::super::page_count(&page), 1);
        assert_eq!(page, render_calibration("教务处 激光打印机", (0.8, -1.2), made).unwrap());
        assert_ne!(page, render_calibration("教务处 激光打印机", (0.0, 0.0), made).unwrap());
    }

    #[test]
    fn crosses_stand_evenly_in_from_the_edges() {
        for (x, y) in crosses() {
            assert!([x, 210.0 - x].contains(&CALIBRATION_INSET));
            assert!([y, 297.0 - y].contains(&CALIBRATION_INSET));
        }
    }
}
