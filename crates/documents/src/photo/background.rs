//! Is the background red? Judged where a portrait shows nothing else: a band along the top
//! and both sides beside the head.
//!
//! Knows pixels only. Thresholds allow for shades from deep to bright red, light that falls off,
//! and JPEG noise.

use image::RgbImage;
use kaozhan_domain::RuleViolation;

/// Share of red at which a background counts as red without a word.
const CLEARLY_RED: f64 = 0.85;
/// Share of red below which it is refused.
const BARELY_RED: f64 = 0.60;
/// Share of red in the middle above which there is nobody in the picture.
const NOBODY: f64 = 0.97;

/// Colours a background can have, as a user names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tint {
    Red,
    Blue,
    White,
    Black,
    Grey,
    Green,
    Yellow,
    Other,
}

const TINTS: [(Tint, &str); 8] = [
    (Tint::Red, "红"),
    (Tint::Blue, "蓝"),
    (Tint::White, "白"),
    (Tint::Black, "黑"),
    (Tint::Grey, "灰"),
    (Tint::Green, "绿"),
    (Tint::Yellow, "橙黄"),
    (Tint::Other, "其他颜色"),
];

fn tint_of([r, g, b]: [u8; 3]) -> Tint {
    let (r, g, b) = (i32::from(r), i32::from(g), i32::from(b));
    let (max, min) = (r.max(g).max(b), r.min(g).min(b));
    let chroma = max - min;
    if max < 45 {
        return Tint::Black;
    }
    // Saturation below 18 % looks colourless on paper.
    if chroma * 100 < max * 18 {
        return match max {
            200.. => Tint::White,
            ..80 => Tint::Black,
            _ => Tint::Grey,
        };
    }
    let hue = if max == r {
        60 * (g - b) / chroma
    } else if max == g {
        120 + 60 * (b - r) / chroma
    } else {
        240 + 60 * (r - g) / chroma
    };
    match hue {
        // Skin, wood and orange have the same hue but less saturation.
        -28..=16 if chroma * 100 >= max * 45 => Tint::Red,
        17..=70 => Tint::Yellow,
        71..=165 => Tint::Green,
        166..=265 => Tint::Blue,
        _ => Tint::Other,
    }
}

#[derive(Default)]
struct Tally {
    counts: [u32; TINTS.len()],
    total: u32,
}

impl Tally {
    /// Counts the tints in a part of the picture, given in thousandths of its sides.
    fn count(&mut self, picture: &RgbImage, x: std::ops::Range<u32>, y: std::ops::Range<u32>) {
        let (width, height) = picture.dimensions();
        let columns = (x.start * width / 1000)..(x.end * width / 1000);
        // Every second pixel both ways is plenty: a region still gives some thousand samples.
        for row in ((y.start * height / 1000)..(y.end * height / 1000)).step_by(2) {
            for column in columns.clone().step_by(2) {
                let tint = tint_of(picture.get_pixel(column, row).0);
                if let Some(index) = TINTS.iter().position(|(t, _)| *t == tint) {
                    self.counts[index] += 1;
                }
                self.total += 1;
            }
        }
    }

    fn share(&self, tint: Tint) -> f64 {
        let index = TINTS.iter().position(|(t, _)| *t == tint).unwrap_or(0);
        f64::from(self.counts[index]) / f64::from(self.total.max(1))
    }

    fn strongest_but_red(&self) -> &'static str {
        let strongest = TINTS.iter().zip(self.counts).skip(1).max_by_key(|(_, count)| *count);
        strongest.map_or("其他颜色", |((_, name), _)| name)
    }
}

/// Judges the background of a portrait: nothing, a warning or an error.
pub(super) fn judge(picture: &RgbImage) -> Option<RuleViolation> {
    let mut edges = Tally::default();
    // The outermost 2 % may be a scanned white border.
    edges.count(picture, 25..975, 20..60);
    edges.count(picture, 25..110, 60..430);
    edges.count(picture, 890..975, 60..430);
    let red = edges.share(Tint::Red);
    if red < BARELY_RED {
        return Some(RuleViolation::error(
            "photo_background_not_red",
            format!(
                "背景应为红色，检测到偏{}（红色约占 {}%），请更换红底证件照",
                edges.strongest_but_red(),
                percent(red)
            ),
        ));
    }
    let mut middle = Tally::default();
    middle.count(picture, 250..750, 150..850);
    if middle.share(Tint::Red) > NOBODY {
        return Some(RuleViolation::error("photo_nobody", "照片上看不到人像，请检查是否选错了文件"));
    }
    (red < CLEARLY_RED).then(|| {
        RuleViolation::warning(
            "photo_background_uneven",
            format!(
                "背景不是均匀的红色（红色约占 {}%，其余偏{}），请人工确认",
                percent(red),
                edges.strongest_but_red()
            ),
        )
    })
}

fn percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0).floor())
}

/// Whether no sampled pixel shows a colour: a black-and-white photo saved as a colour file.
pub(super) fn is_grey(picture: &RgbImage) -> bool {
    picture.pixels().step_by(7).all(|p| {
        let [r, g, b] = p.0;
        r.max(g).max(b) - r.min(g).min(b) <= 12
    })
}
