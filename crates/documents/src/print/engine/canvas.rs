//! One page in millimetres, origin top left: lines, boxes, text, codes and photos as PDF operators.
//!
//! Knows paper and type, never what a sheet means. All measures are mm, type sizes points.

use std::io::Write as _;
use std::sync::Arc;

use flate2::{Compression, write::ZlibEncoder};

use super::face::FaceId;
use super::fit::Fitted;
use super::glyphs::{self, Glyph, PT};
use super::{code128, jpeg, qr};

/// The four line weights of all sheets, in mm.
pub(crate) const HAIR: f64 = 0.1;
pub(crate) const FINE: f64 = 0.2;
pub(crate) const RULE: f64 = 0.4;
pub(crate) const HEAVY: f64 = 0.8;

/// Centre of a line box to the baseline, in em: half of ascent 1.16 less descent 0.288 of Noto Sans SC.
const DROP: f64 = 0.436;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Area {
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }
    pub fn middle(&self) -> f64 {
        self.y + self.h / 2.0
    }
}

/// Horizontal place in an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Center,
    Right,
}

/// Size and weight of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    pub pt: f64,
    pub bold: bool,
    /// Extra space after each character, em.
    pub track: f64,
}

/// Regular type.
pub(crate) const fn regular(pt: f64) -> Type {
    Type { pt, bold: false, track: 0.0 }
}

/// Bold type.
pub(crate) const fn bold(pt: f64) -> Type {
    Type { pt, bold: true, track: 0.0 }
}

impl Type {
    pub const fn track(self, em: f64) -> Self {
        Self { track: em, ..self }
    }
    /// Width of a text in mm.
    pub fn width(&self, text: &str) -> f64 {
        (glyphs::width(text, self.bold) + self.track * text.chars().count() as f64) * self.pt * PT
    }
}

/// A photo of the page.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    pub bytes: Arc<[u8]>,
    pub header: jpeg::JpegHeader,
}

/// A finished page.
#[derive(Debug)]
pub(crate) struct Page {
    pub width: f64,
    pub height: f64,
    /// Deflated operators.
    pub content: Vec<u8>,
    /// Codes used of each face.
    pub used: [Vec<u16>; 4],
    pub images: Vec<Image>,
}

/// A text run as it was placed, for the tests that nothing leaves the paper or covers another text.
#[cfg(test)]
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub area: Area,
    pub text: String,
}

/// A page being drawn.
#[derive(Debug)]
pub(crate) struct Canvas {
    pub width: f64,
    pub height: f64,
    out: Vec<u8>,
    used: [Vec<u16>; 4],
    images: Vec<Image>,
    /// Where the drawing's origin stands on the page.
    #[cfg(test)]
    shift: (f64, f64),
    /// Characters no face has; the sheet that drew them must be refused.
    pub missing: Vec<char>,
    #[cfg(test)]
    pub marks: Vec<Mark>,
}

fn number(out: &mut Vec<u8>, value: f64) {
    let thousandths = (value * 1000.0).round() as i64;
    let (whole, rest) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    if thousandths < 0 {
        out.push(b'-');
    }
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut left = whole;
    loop {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
    if rest > 0 {
        let mut tail =
            [b'.', b'0' + (rest / 100) as u8, b'0' + (rest / 10 % 10) as u8, b'0' + (rest % 10) as u8]
                .to_vec();
        while tail.last() == Some(&b'0') {
            tail.pop();
        }
        out.extend_from_slice(&tail);
    }
}

fn hex(out: &mut Vec<u8>, code: u16) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.extend([12, 8, 4, 0].map(|shift| DIGITS[usize::from(code >> shift & 15)]));
}

impl Canvas {
    /// An empty page of this size.
    pub fn new(width: f64, height: f64) -> Self {
        let mut page = Self {
            width,
            height,
            out: Vec::with_capacity(12_000),
            used: Default::default(),
            images: Vec::new(),
            missing: Vec::new(),
            #[cfg(test)]
            shift: (0.0, 0.0),
            #[cfg(test)]
            marks: Vec::new(),
        };
        let scale = 72.0 / 25.4;
        let _ = writeln!(page.out, "{scale:.7} 0 0 {scale:.7} 0 0 cm");
        page
    }

    /// A4 upright.
    pub fn portrait() -> Self {
        Self::new(210.0, 297.0)
    }

    /// A4 on its side.
    pub fn landscape() -> Self {
        Self::new(297.0, 210.0)
    }

    fn op(&mut self, operands: &[f64], operator: &str) {
        for value in operands {
            number(&mut self.out, *value);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(operator.as_bytes());
        self.out.push(b'\n');
    }

    /// Moves the origin to (x, y) until [`Canvas::back`].
    pub fn moved(&mut self, x: f64, y: f64) {
        self.out.extend_from_slice(b"q\n");
        self.op(&[1.0, 0.0, 0.0, 1.0, x, -y], "cm");
        #[cfg(test)]
        {
            self.shift = (x, y);
        }
    }

    /// Takes the origin back to the corner of the page.
    pub fn back(&mut self) {
        self.out.extend_from_slice(b"Q\n");
        #[cfg(test)]
        {
            self.shift = (0.0, 0.0);
        }
    }

    /// A straight line.
    pub fn line(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, weight: f64) {
        self.polyline(&[(x1, y1), (x2, y2)], weight);
    }

    /// A horizontal line.
    pub fn across(&mut self, x: f64, y: f64, w: f64, weight: f64) {
        self.line(x, y, x + w, y, weight);
    }

    /// A vertical line.
    pub fn down(&mut self, x: f64, y: f64, h: f64, weight: f64) {
        self.line(x, y, x, y + h, weight);
    }

    /// A dashed line.
    pub fn dashed(&mut self, from: (f64, f64), to: (f64, f64), weight: f64) {
        self.out.extend_from_slice(b"[.5 .5] 0 d\n");
        self.line(from.0, from.1, to.0, to.1, weight);
        self.out.extend_from_slice(b"[] 0 d\n");
    }

    /// Connected lines.
    pub fn polyline(&mut self, points: &[(f64, f64)], weight: f64) {
        self.op(&[weight], "w");
        for (n, (x, y)) in points.iter().enumerate() {
            self.op(&[*x, self.height - y], if n == 0 { "m" } else { "l" });
        }
        self.out.extend_from_slice(b"S\n");
    }

    /// A filled polygon.
    pub fn polygon(&mut self, points: &[(f64, f64)]) {
        for (n, (x, y)) in points.iter().enumerate() {
            self.op(&[*x, self.height - y], if n == 0 { "m" } else { "l" });
        }
        self.out.extend_from_slice(b"f\n");
    }

    /// A quarter circle from `from` to `to` around `center`.
    pub fn quarter(&mut self, center: (f64, f64), from: (f64, f64), to: (f64, f64), weight: f64) {
        const K: f64 = 0.552_284_75;
        let h = self.height;
        let one = (from.0 + (to.0 - center.0) * K, from.1 + (to.1 - center.1) * K);
        let two = (to.0 + (from.0 - center.0) * K, to.1 + (from.1 - center.1) * K);
        self.op(&[weight], "w");
        self.op(&[from.0, h - from.1], "m");
        self.op(&[one.0, h - one.1, two.0, h - two.1, to.0, h - to.1], "c");
        self.out.extend_from_slice(b"S\n");
    }

    /// The outline of a rectangle.
    pub fn frame(&mut self, area: Area, weight: f64) {
        self.op(&[weight], "w");
        self.op(&[area.x, self.height - area.y - area.h, area.w, area.h], "re");
        self.out.extend_from_slice(b"S\n");
    }

    /// A dashed outline.
    pub fn dashed_frame(&mut self, area: Area, weight: f64) {
        self.out.extend_from_slice(b"[.6 .5] 0 d\n");
        self.frame(area, weight);
        self.out.extend_from_slice(b"[] 0 d\n");
    }

    /// A rectangle in black, or in white where `white` covers what lies below.
    pub fn block(&mut self, area: Area, white: bool) {
        if white {
            self.out.extend_from_slice(b"1 g\n");
        }
        self.op(&[area.x, self.height - area.y - area.h, area.w, area.h], "re");
        self.out.extend_from_slice(if white { b"f 0 g\n".as_slice() } else { b"f\n" });
    }

    /// 45° hatching: 0.15 mm lines every 1.6 mm.
    pub fn hatch(&mut self, area: Area) {
        self.out.extend_from_slice(b"q\n");
        self.op(&[area.x, self.height - area.y - area.h, area.w, area.h], "re");
        self.out.extend_from_slice(b"W n\n");
        let step = 1.6 * std::f64::consts::SQRT_2;
        let mut x = area.x - area.h;
        while x < area.x + area.w {
            self.line(x, area.y + area.h, x + area.h, area.y, 0.15);
            x += step;
        }
        self.out.extend_from_slice(b"Q\n");
    }

    /// White bold text on a black chip; `(x, y)` is its top left corner. Returns its width.
    pub fn chip(&mut self, x: f64, y: f64, text: &str, pt: f64) -> f64 {
        let (w, h) = (chip_width(text, pt), chip_height(pt));
        self.out.extend_from_slice(b"q 1 j\n");
        self.op(&[0.8], "w");
        self.op(&[x + 0.4, self.height - y - h + 0.4, w - 0.8, h - 0.8], "re");
        self.out.extend_from_slice(b"B 1 g\n");
        self.text(x + 1.2, y + h / 2.0, text, bold(pt));
        self.out.extend_from_slice(b"Q\n");
        w
    }

    /// One line of text from `x`, its line box centred on `middle`. Returns its width in mm.
    pub fn text(&mut self, x: f64, middle: f64, text: &str, style: Type) -> f64 {
        let width = style.width(text);
        self.mark(x, middle, width, style.pt, text);
        let spaced = style.track >= 0.08;
        if spaced {
            self.actual_text(text);
        }
        self.begin(x, middle + DROP * style.pt * PT);
        if style.track != 0.0 {
            self.op(&[style.track * style.pt * PT], "Tc");
        }
        self.show(text, style.pt, style.bold);
        if style.track != 0.0 {
            self.op(&[0.0], "Tc");
        }
        self.out.extend_from_slice(if spaced { b"ET EMC\n".as_slice() } else { b"ET\n" });
        width
    }

    /// One line in an area, vertically centred.
    pub fn text_in(&mut self, area: Area, align: Align, text: &str, style: Type) {
        let x = aligned(area, align, style.width(text));
        self.text(x, area.middle(), text, style);
    }

    /// Fitted text in an area, vertically centred.
    pub fn fitted(&mut self, area: Area, align: Align, set: &Fitted) {
        let step = set.pt * set.lead * PT;
        let mut middle = area.middle() - set.height() / 2.0 + step / 2.0;
        let style = Type { pt: set.pt, bold: set.bold, track: 0.0 };
        for line in &set.lines {
            let x = aligned(area, align, style.width(line));
            self.text(x, middle, line, style);
            middle += step;
        }
    }

    /// Groups of digits with 0.3 em between them that copy as one number; the last may be bold.
    pub fn digits(&mut self, x: f64, middle: f64, groups: &[&str], pt: f64, bold_tail: bool) -> f64 {
        let whole = groups.concat();
        let width = digits_width(groups, pt, bold_tail);
        self.mark(x, middle, width, pt, &whole);
        self.actual_text(&whole);
        self.begin(x, middle + DROP * pt * PT);
        for (n, group) in groups.iter().enumerate() {
            if n > 0 {
                self.out.extend_from_slice(b"[-300] TJ\n");
            }
            self.show(group, pt, bold_tail && n + 1 == groups.len());
        }
        self.out.extend_from_slice(b"ET EMC\n");
        width
    }

    fn mark(&mut self, x: f64, middle: f64, w: f64, pt: f64, text: &str) {
        let _ = (x, middle, w, pt, text);
        #[cfg(test)]
        self.marks.push(Mark {
            // The ink of a Han character: 0.88 em above to 0.12 em below the baseline, less a hair.
            area: Area::new(
                x + self.shift.0,
                middle + (DROP - 0.82) * pt * PT + self.shift.1,
                w,
                0.88 * pt * PT,
            ),
            text: text.to_owned(),
        });
    }

    fn begin(&mut self, x: f64, baseline: f64) {
        self.out.extend_from_slice(b"BT\n");
        self.op(&[x, self.height - baseline], "Td");
    }

    fn actual_text(&mut self, text: &str) {
        self.out.extend_from_slice(b"/Span<</ActualText<feff");
        for unit in text.encode_utf16() {
            hex(&mut self.out, unit);
        }
        self.out.extend_from_slice(b">>>BDC\n");
    }

    fn show(&mut self, text: &str, pt: f64, bold: bool) {
        let bold = glyphs::weight(text, bold);
        let mut open: Option<FaceId> = None;
        for c in text.chars() {
            let Some(Glyph { face, code, .. }) = glyphs::glyph(c, bold) else {
                self.missing.push(c);
                continue;
            };
            if open != Some(face) {
                if open.is_some() {
                    self.out.extend_from_slice(b"> Tj\n");
                }
                let _ = write!(self.out, "/F{} ", face as usize);
                self.op(&[pt * PT], "Tf");
                self.out.push(b'<');
                open = Some(face);
            }
            hex(&mut self.out, code);
            self.used[face as usize].push(code);
        }
        if open.is_some() {
            self.out.extend_from_slice(b"> Tj\n");
        }
    }

    /// Code 128 in `area`; the module is as wide as the area allows. Nothing for a text it cannot hold.
    pub fn code128(&mut self, area: Area, text: &str) {
        let Some(widths) = code128::modules(text) else { return };
        let total: u32 = widths.iter().map(|w| u32::from(*w)).sum();
        self.out.extend_from_slice(b"q\n");
        self.op_precise([area.w / f64::from(total), area.h], area.x, self.height - area.y - area.h);
        let mut x = 0_u32;
        for (n, w) in widths.iter().enumerate() {
            if n % 2 == 0 {
                let _ = writeln!(self.out, "{x} 0 {w} 1 re");
            }
            x += u32::from(*w);
        }
        self.out.extend_from_slice(b"f Q\n");
    }

    /// A QR code of side `side` mm without its quiet zone.
    pub fn qr(&mut self, x: f64, y: f64, side: f64, text: &str) {
        let Some(code) = qr::qr(text) else { return };
        let module = side / f64::from(code.side);
        self.out.extend_from_slice(b"q\n");
        self.op_precise([module, -module], x, self.height - y);
        for (left, top, length) in &code.runs {
            for value in [left, top, length] {
                number(&mut self.out, f64::from(*value));
                self.out.push(b' ');
            }
            self.out.extend_from_slice(b"1 re\n");
        }
        self.out.extend_from_slice(b"f Q\n");
    }

    /// A coordinate system whose unit is one module; three decimals would shift the last bar.
    fn op_precise(&mut self, [a, d]: [f64; 2], x: f64, y: f64) {
        let _ = writeln!(self.out, "{a:.7} 0 0 {d:.7} {x:.4} {y:.4} cm");
    }

    /// A JPEG filling the area, cut evenly at the sides that stand over. False if it is no usable JPEG.
    pub fn photo(&mut self, area: Area, bytes: &Arc<[u8]>) -> bool {
        let Some(header) = jpeg::header(bytes) else { return false };
        let (w, h) = (f64::from(header.width), f64::from(header.height));
        let scale = (area.w / w).max(area.h / h);
        let (iw, ih) = (w * scale, h * scale);
        let bottom = self.height - area.y - area.h;
        self.out.extend_from_slice(b"q\n");
        self.op(&[area.x, bottom, area.w, area.h], "re");
        self.out.extend_from_slice(b"W n\n");
        self.op(&[iw, 0.0, 0.0, ih, area.x - (iw - area.w) / 2.0, bottom - (ih - area.h) / 2.0], "cm");
        let _ = writeln!(self.out, "/P{} Do Q", self.images.len());
        self.images.push(Image { bytes: Arc::clone(bytes), header });
        true
    }

    /// Closes the page.
    pub fn finish(self) -> Page {
        let mut packer = ZlibEncoder::new(Vec::with_capacity(self.out.len() / 3), Compression::fast());
        // Writing to a Vec cannot fail; were it to, the page would be empty and qpdf would say so.
        let content = packer.write_all(&self.out).and_then(|()| packer.finish()).unwrap_or_default();
        Page { width: self.width, height: self.height, content, used: self.used, images: self.images }
    }
}

fn aligned(area: Area, align: Align, width: f64) -> f64 {
    match align {
        Align::Left => area.x,
        Align::Center => area.x + (area.w - width) / 2.0,
        Align::Right => area.x + area.w - width,
    }
}

/// Width of a chip in mm.
pub(crate) fn chip_width(text: &str, pt: f64) -> f64 {
    bold(pt).width(text) + 2.4
}

/// Height of a chip in mm.
pub(crate) fn chip_height(pt: f64) -> f64 {
    pt * 1.35 * PT + 0.5
}

/// Width of grouped digits in mm.
pub(crate) fn digits_width(groups: &[&str], pt: f64, bold_tail: bool) -> f64 {
    let ems: f64 = groups
        .iter()
        .enumerate()
        .map(|(n, group)| glyphs::width(group, bold_tail && n + 1 == groups.len()))
        .sum();
    (ems + 0.3 * groups.len().saturating_sub(1) as f64) * pt * PT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_exact() {
        let text = |value| {
            let mut out = Vec::new();
            number(&mut out, value);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text(0.0), "0");
        assert_eq!(text(-0.05), "-0.05");
        assert_eq!(text(148.5), "148.5");
        assert_eq!(text(12.3456), "12.346");
    }
}
