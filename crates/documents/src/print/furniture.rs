//! What all sheets share: the page with its problems, trace line, grouped numbers, dates, photos, tables.
//!
//! Knows the view models and the drawing engine, no single sheet.

use std::ops::{Deref, DerefMut};

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};

use super::engine::canvas::{Align, Area, Canvas, FINE, HAIR, Page, RULE, bold, digits_width, regular};
use super::engine::fit::{Breaks, Fit, Fitted, fit};
use super::engine::glyphs::PT;
use super::engine::{jpeg, pdf};
use super::view::{Photo, SheetHead, Trace};
use super::{DocumentError, DocumentKind, LayoutProblem};

/// A page that knows whose data it shows, so that what cannot be set is reported by name.
#[derive(Debug)]
pub(crate) struct Sheet {
    canvas: Canvas,
    kind: DocumentKind,
    record: String,
    problems: Vec<LayoutProblem>,
}

impl Deref for Sheet {
    type Target = Canvas;
    fn deref(&self) -> &Canvas {
        &self.canvas
    }
}

impl DerefMut for Sheet {
    fn deref_mut(&mut self) -> &mut Canvas {
        &mut self.canvas
    }
}

impl Sheet {
    pub fn portrait(kind: DocumentKind, record: impl Into<String>) -> Self {
        Self { canvas: Canvas::portrait(), kind, record: record.into(), problems: Vec::new() }
    }

    pub fn landscape(kind: DocumentKind, record: impl Into<String>) -> Self {
        Self { canvas: Canvas::landscape(), kind, record: record.into(), problems: Vec::new() }
    }

    /// From here on the sheet shows another record.
    pub fn about(&mut self, record: impl Into<String>) {
        self.settle();
        self.record = record.into();
    }

    fn settle(&mut self) {
        let mut missing = std::mem::take(&mut self.canvas.missing);
        missing.sort_unstable();
        missing.dedup();
        if !missing.is_empty() {
            let list: Vec<String> =
                missing.iter().map(|c| format!("{c}（U+{:04X}）", u32::from(*c))).collect();
            self.report(
                "glyph_missing",
                format!("字库中没有这些字：{}。请核对姓名等用字后再打印。", list.join("、")),
            );
        }
    }

    fn report(&mut self, code: &'static str, text: String) {
        let message = format!("{}：{text}", self.record);
        let problem = LayoutProblem { code, kind: self.kind, record: self.record.clone(), message };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Sets a text into an area, centred in height; reports it when even the least size does not fit.
    pub fn fill(&mut self, area: Area, align: Align, text: &str, how: &Fit, field: &str) -> Fitted {
        let set = fit(text, area.w, area.h, how);
        if set.height() > area.h.max(how.min * how.lead * PT) + 0.05 {
            self.too_long(field);
        }
        self.canvas.fitted(area, align, &set);
        set
    }

    /// Reports a field that fits in no size.
    pub fn too_long(&mut self, field: &str) {
        self.report("text_too_long", format!("{field}太长，最小字号也放不下。请改短后再打印。"));
    }

    /// Reports a seat number the drawing of the room does not have.
    pub fn off_plan(&mut self) {
        self.report("seat_off_plan", "有座位号不在座位图上。请核对考场的列数与座位数后再打印。".into());
    }

    /// A photo with its keyline; 无照片 over a diagonal where there is none.
    pub fn portrait_photo(&mut self, area: Area, photo: Option<&Photo>) {
        match photo {
            Some(bytes) => {
                if !self.canvas.photo(area, bytes) {
                    self.report("photo_unreadable", "照片不是可打印的 JPEG，请重新上传照片。".into());
                }
            }
            None => {
                self.line(area.x, area.y + area.h, area.x + area.w, area.y, HAIR);
                let pt = (area.w / 27.0 * 10.0).clamp(6.5, 10.0);
                let word = regular(pt).width("无照片");
                let cover = Area::new(
                    area.x + (area.w - word) / 2.0 - 0.6,
                    area.middle() - pt * PT * 0.65,
                    word + 1.2,
                    pt * PT * 1.3,
                );
                self.block(cover, true);
                self.text_in(cover, Align::Center, "无照片", regular(pt));
            }
        }
        self.frame(area, HAIR);
    }

    /// Code 128 of 准考证号.
    pub fn barcode(&mut self, area: Area, exam_number: &str) {
        if super::engine::code128::modules(exam_number).is_none() {
            self.report(
                "exam_number_uncodable",
                "准考证号为空或含有数字字母以外的字符，无法生成条形码。请更正准考证号。".into(),
            );
        }
        self.canvas.code128(area, exam_number);
    }

    /// 准考证号 in groups, smaller where the area is narrow.
    pub fn exam_number(&mut self, area: Area, number: &str, pt: f64, bold_tail: bool) {
        let groups = grouped(number, EXAM_NUMBER);
        let mut size = pt;
        while size > 5.0 && digits_width(&groups, size, bold_tail) > area.w {
            size -= 0.5;
        }
        if digits_width(&groups, size, bold_tail) > area.w + 0.01 {
            self.too_long("准考证号");
        }
        self.canvas.digits(area.x, area.middle(), &groups, size, bold_tail);
    }

    fn done(mut self) -> (Page, Vec<LayoutProblem>) {
        self.settle();
        (self.canvas.finish(), self.problems)
    }

    #[cfg(test)]
    pub fn problems(&self) -> &[LayoutProblem] {
        &self.problems
    }
}

/// Sheets finished in groups: compressing at once keeps memory low.
#[derive(Debug, Default)]
pub(crate) struct Finished {
    pub pages: Vec<Page>,
    pub problems: Vec<LayoutProblem>,
}

impl Finished {
    pub fn of(sheets: Vec<Sheet>) -> Self {
        let mut all = Self::default();
        for (page, problems) in sheets.into_iter().map(Sheet::done) {
            all.pages.push(page);
            all.problems.extend(problems);
        }
        all
    }

    pub fn add(&mut self, other: Self) {
        self.pages.extend(other.pages);
        for problem in other.problems {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }

    /// The file, or all problems of all its pages.
    pub fn write(self, title: &str, made: NaiveDateTime) -> Result<Vec<u8>, DocumentError> {
        if !self.problems.is_empty() {
            return Err(DocumentError::Layout(self.problems));
        }
        if self.pages.is_empty() {
            return Err(DocumentError::Empty);
        }
        pdf::write(title, made, self.pages)
    }
}

/// Whether a photo can be passed through; for the print gate.
pub fn is_printable_photo(bytes: &[u8]) -> bool {
    jpeg::header(bytes).is_some()
}

/// Grouped digits in one line, smaller where the area is narrow.
pub(crate) fn digits_fit(sheet: &mut Sheet, area: Area, groups: &[&str], pt: f64) {
    let mut size = pt;
    while size > 5.0 && digits_width(groups, size, false) > area.w {
        size -= 0.5;
    }
    if digits_width(groups, size, false) > area.w + 0.01 {
        sheet.too_long("学生编号");
    }
    sheet.digits(area.x, area.middle(), groups, size, false);
}

/// The name of a record in messages: never a document number.
pub(crate) fn record_of(name: &str, exam_number: &str) -> String {
    format!("{name}（准考证号末五位 {}）", tail(exam_number))
}

/// Last five characters.
pub(crate) fn tail(number: &str) -> &str {
    number.char_indices().rev().nth(4).map_or(number, |(at, _)| &number[at..])
}

pub(crate) const EXAM_NUMBER: [usize; 4] = [8, 4, 9, 5];
pub(crate) const STUDENT_NUMBER: [usize; 4] = [6, 4, 10, 6];

/// A number of 26 digits in the given groups, any other in fours.
pub(crate) fn grouped(number: &str, groups: [usize; 4]) -> Vec<&str> {
    if !number.is_ascii() {
        return vec![number];
    }
    let mut rest = number;
    let mut parts = Vec::new();
    let mut sizes = groups.into_iter();
    let fours = number.len() != 26;
    while !rest.is_empty() {
        let size = if fours { 4 } else { sizes.next().unwrap_or(4) };
        let (head, after) = rest.split_at(size.min(rest.len()));
        parts.push(head);
        rest = after;
    }
    parts
}

/// `2026-12-05（周六）`
pub(crate) fn day(date: NaiveDate) -> String {
    let weekday = ["一", "二", "三", "四", "五", "六", "日"][date.weekday().num_days_from_monday() as usize];
    format!("{}（周{weekday}）", date.format("%Y-%m-%d"))
}

/// `09:00~10:30`; an end on another day says so.
pub(crate) fn hours(start: NaiveDateTime, end: NaiveDateTime) -> String {
    let next = (end.date() - start.date()).num_days();
    match next {
        0 => format!("{}~{}", start.format("%H:%M"), end.format("%H:%M")),
        _ => format!("{}~次日{}", start.format("%H:%M"), end.format("%H:%M")),
    }
}

/// `154B 25BC`
pub(crate) fn spaced(checksum: &str) -> String {
    match (checksum.get(..4), checksum.get(4..)) {
        (Some(head), Some(rest)) if !rest.is_empty() => format!("{head} {rest}"),
        _ => checksum.to_owned(),
    }
}

/// Text of the QR code of a room's sheet.
pub(crate) fn room_code_text(
    letter: char,
    head: &SheetHead,
    site: &str,
    room: &str,
    trace: &Trace,
) -> String {
    format!("KZ1:{letter}:{}:{site}:{room}:{}:{}", head.plan_number, trace.version, trace.checksum)
        .to_uppercase()
}

/// A section's title with a small note at the right; returns the y of what follows.
pub(crate) fn section_title(sheet: &mut Sheet, x: f64, y: f64, w: f64, title: &str, note: &str) -> f64 {
    let middle = y + 10.0 * 1.2 * PT / 2.0;
    sheet.text(x, middle, title, bold(10.0));
    let style = regular(7.0);
    if !note.is_empty() {
        sheet.text(x + w - style.width(note), middle + 0.4, note, style);
    }
    y + 10.0 * 1.2 * PT + 1.4
}

/// 校徽 in a square, where the school has one; gives how far the title moves to the right.
pub(crate) fn logo(sheet: &mut Sheet, head: &SheetHead, x: f64, y: f64, side: f64) -> f64 {
    match &head.logo {
        Some(bytes) if sheet.photo(Area::new(x, y, side, side), bytes) => side * 1.2,
        _ => 0.0,
    }
}

/// A box to tick, 3.2 mm.
pub(crate) fn tick_box(sheet: &mut Sheet, x: f64, middle: f64) {
    sheet.frame(Area::new(x, middle - 1.6, 3.2, 3.2), FINE);
}

/// 考场 and 场次 in the trace line of a sheet of one session.
pub(crate) fn session_scope(view: &super::view::RoomSessionView) -> Vec<String> {
    vec![format!("考场 {}", view.room_name), format!("场次 {}", view.start.format("%Y-%m-%d %H:%M"))]
}

/// The trace line's place and what it says between 计划 and 版本.
#[derive(Debug)]
pub(crate) struct Foot<'a> {
    pub x: f64,
    pub w: f64,
    /// Distance of the text's foot from the foot of its page or half page, as a y.
    pub bottom: f64,
    pub sheet: &'a str,
    pub head: &'a SheetHead,
    pub scope: Vec<String>,
    pub trace: &'a Trace,
    pub page: (usize, usize),
}

impl Foot<'_> {
    /// Draws the line: one line, smaller rather than wrapped.
    pub fn draw(&self, sheet: &mut Sheet) {
        let mut left = vec![self.sheet.to_owned(), format!("计划 {}", self.head.plan_number)];
        left.extend(self.scope.iter().cloned());
        left.push(format!("版本 {}", self.trace.version));
        left.push(format!("校验码 {}", spaced(&self.trace.checksum)));
        let right = [
            format!("第 {} / {} 页", self.page.0, self.page.1),
            format!("制表 {}", self.trace.printed_at.format("%Y-%m-%d %H:%M")),
        ];
        let brand = bold(6.5).track(0.1);
        let mut size = 6.5;
        let mut gap = 3.5;
        let needed = |size: f64, gap: f64| {
            let words: f64 = left.iter().chain(&right).map(|word| regular(size).width(word) + gap).sum();
            words + brand.width("考站") * size / 6.5
        };
        while size > 4.5 && needed(size, gap) > self.w {
            size -= 0.25;
            gap = 2.0;
        }
        if needed(size, gap) > self.w {
            sheet.too_long("页脚中的考场名称");
        }
        let height = size * 1.2 * PT;
        let middle = self.bottom - height / 2.0;
        let line = self.bottom - 6.5 * 1.2 * PT - 1.2;
        sheet.across(self.x, line, self.w, HAIR);
        if let Some((_, note)) = self.head.notes.iter().find(|(kind, _)| kind.label() == self.sheet) {
            let area = Area::new(self.x, line - 4.2, self.w, 3.8);
            sheet.fill(area, Align::Left, note, &Fit::new(7.5, 5.0, Breaks::Prose), "本校说明");
        }
        let brand = bold(size).track(0.05);
        let mut x = self.x + sheet.text(self.x, middle, "考站", brand) + gap;
        for word in &left {
            x += sheet.text(x, middle, word, regular(size)) + gap;
        }
        let mut x = self.x + self.w;
        for word in right.iter().rev() {
            x -= regular(size).width(word);
            sheet.text(x, middle, word, regular(size));
            x -= gap;
        }
    }
}

/// A table's head: heavy line, labels, fine line. Returns the y of the first row.
pub(crate) struct Columns<'a> {
    pub x: f64,
    pub widths: &'a [f64],
}

impl Columns<'_> {
    /// Left edge of a column.
    pub fn left(&self, n: usize) -> f64 {
        self.x + self.widths[..n].iter().sum::<f64>()
    }

    /// Width of all columns.
    pub fn total(&self) -> f64 {
        self.widths.iter().sum()
    }

    /// A cell of row `y` … `y + h`; one millimetre is kept free at its right.
    pub fn cell(&self, n: usize, y: f64, h: f64) -> Area {
        let gap = if n + 1 == self.widths.len() { 0.0 } else { 1.0 };
        Area::new(self.left(n), y, self.widths[n] - gap, h)
    }

    /// A cell over its full width, for centred text.
    pub fn full(&self, n: usize, y: f64, h: f64) -> Area {
        Area::new(self.left(n), y, self.widths[n], h)
    }

    /// Draws head lines and labels from `y`; returns the y of the first row.
    pub fn head(&self, sheet: &mut Sheet, y: f64, labels: &[(&str, Align)], pt: f64) -> f64 {
        let h = pt * 1.2 * PT + 2.3;
        sheet.across(self.x, y + RULE / 2.0, self.total(), RULE);
        for (n, (label, align)) in labels.iter().enumerate() {
            let area = match align {
                Align::Left => self.cell(n, y + 0.3, h),
                _ => self.full(n, y + 0.3, h),
            };
            sheet.text_in(area, *align, label, regular(pt));
        }
        sheet.across(self.x, y + h + 0.2, self.total(), FINE);
        y + h + 0.3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_on_the_reference_sheets() {
        assert_eq!(
            grouped("20261128000337000000400064", EXAM_NUMBER),
            ["20261128", "0003", "370000004", "00064"]
        );
        assert_eq!(grouped("1234567890", EXAM_NUMBER), ["1234", "5678", "90"]);
        assert_eq!(tail("20261128000337000000400064"), "00064");
        assert_eq!(tail("12"), "12");
        assert_eq!(spaced("154B25BC"), "154B 25BC");
    }

    #[test]
    fn dates_carry_the_weekday() {
        let date = NaiveDate::from_ymd_opt(2026, 12, 5).unwrap();
        assert_eq!(day(date), "2026-12-05（周六）");
        let (start, end) = (date.and_hms_opt(9, 0, 0).unwrap(), date.and_hms_opt(10, 30, 0).unwrap());
        assert_eq!(hours(start, end), "09:00~10:30");
    }
}
