//! Text into a box: smaller in half points, then wrapped where a Chinese reader would, never cut.
//!
//! Knows measures and break rules; draws nothing. The order is: full size, smaller as long as it fits in
//! as many lines as the box holds, then breaks inside a phrase; what is left over is *reported* as a height
//! above the box, and the caller lets the row grow or names the record.

use super::glyphs::{self, PT};

/// Where a line may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// After · and at spaces.
    Name,
    /// Schools, sites, subjects: before 职业 and 考核站点, after 学院 大学 学校 与 和 及 、, around （…）.
    Phrase,
    /// Anywhere between Han characters, punctuation kept where it belongs.
    Prose,
}

/// How a text may be set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fit {
    /// Points.
    pub max: f64,
    /// Points.
    pub min: f64,
    pub bold: bool,
    pub breaks: Breaks,
    /// Line height in em.
    pub lead: f64,
}

impl Fit {
    pub const fn new(max: f64, min: f64, breaks: Breaks) -> Self {
        Self { max, min, bold: false, breaks, lead: 1.15 }
    }
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    pub const fn lead(self, lead: f64) -> Self {
        Self { lead, ..self }
    }
}

/// A text that has been set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted {
    pub pt: f64,
    pub bold: bool,
    pub lines: Vec<String>,
    pub lead: f64,
}

impl Fitted {
    /// Height in mm.
    pub fn height(&self) -> f64 {
        self.lines.len() as f64 * self.pt * self.lead * PT
    }
}

/// Sets `text` into `width` × `height` mm. The result is never wider than `width`; it is higher than
/// `height` only if even the least size does not fit.
pub(crate) fn fit(text: &str, width: f64, height: f64, how: &Fit) -> Fitted {
    let text = text.trim();
    let bold = glyphs::weight(text, how.bold);
    let pieces = measured(text, how.breaks, bold);
    let done = |pt: f64, lines: Vec<String>| Fitted { pt, bold, lines, lead: how.lead };
    for forced in [false, true] {
        let mut pt = how.max;
        while pt >= how.min - 1e-9 {
            let room = ((height + 1e-6) / (pt * how.lead * PT)).floor().max(1.0) as usize;
            let limit = width / (pt * PT);
            if let Some(lines) = wrap(&pieces, limit, forced, how, bold)
                && lines.len() <= room
            {
                return done(pt, lines);
            }
            // A last step may be shorter than half a point, so that the least size is always tried.
            pt = if pt > how.min + 1e-9 { (pt - 0.5).max(how.min) } else { 0.0 };
        }
    }
    let lines = wrap(&pieces, width / (how.min * PT), true, how, bold).unwrap_or_default();
    done(how.min, lines)
}

fn em(text: &str, bold: bool) -> f64 {
    text.chars().map(|c| glyphs::glyph(c, bold).map_or(1.0, |g| f64::from(g.advance) / 1000.0)).sum()
}

/// An unbreakable part: its text, its width, and its width without the spaces at its end, em.
#[derive(Debug, Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    full: f64,
    seen: f64,
}

fn piece(text: &str, bold: bool) -> Piece<'_> {
    let full = em(text, bold);
    let trimmed = text.trim_end();
    let seen = if trimmed.len() == text.len() { full } else { em(trimmed, bold) };
    Piece { text, full, seen }
}

fn measured(text: &str, breaks: Breaks, bold: bool) -> Vec<Piece<'_>> {
    parts(text, breaks).into_iter().map(|part| piece(part, bold)).collect()
}

/// Lines of at most `limit` em. Without `forced`, None when a part is wider than that.
fn wrap(pieces: &[Piece<'_>], limit: f64, forced: bool, how: &Fit, bold: bool) -> Option<Vec<String>> {
    let limit = limit + 1e-6;
    let exploded: Vec<Piece<'_>>;
    let mut pieces = pieces;
    if pieces.iter().any(|piece| piece.seen > limit) {
        if !forced {
            return None;
        }
        exploded = pieces.iter().flat_map(|piece| explode(piece, limit, bold)).collect();
        pieces = &exploded;
    }
    let (mut count, mut cut) = (lines(pieces, limit), limit);
    if count > 1 && how.breaks != Breaks::Prose {
        // Balanced: the narrowest measure that needs no more lines.
        let widest = pieces.iter().map(|piece| piece.seen).fold(0.0, f64::max);
        let (mut low, mut high) = (limit / 2.0, limit);
        for _ in 0..7 {
            let middle = (low + high) / 2.0;
            let trial = if widest > middle { usize::MAX } else { lines(pieces, middle) };
            if trial <= count {
                (count, cut, high) = (trial, middle, middle);
            } else {
                low = middle;
            }
        }
    }
    Some(fill(pieces, cut))
}

fn explode<'a>(whole: &Piece<'a>, limit: f64, bold: bool) -> Vec<Piece<'a>> {
    if whole.seen <= limit {
        return vec![*whole];
    }
    let text = whole.text;
    text.char_indices().map(|(at, c)| piece(&text[at..at + c.len_utf8()], bold)).collect()
}

/// How many lines a measure takes.
fn lines(pieces: &[Piece<'_>], limit: f64) -> usize {
    let (mut count, mut used) = (1, 0.0);
    for piece in pieces {
        if used > 0.0 && used + piece.seen > limit {
            count += 1;
            used = 0.0;
        }
        used += piece.full;
    }
    count
}

fn fill(pieces: &[Piece<'_>], limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0);
    for piece in pieces {
        if used > 0.0 && used + piece.seen > limit {
            lines.push(line.trim().to_owned());
            line.clear();
            used = 0.0;
        }
        line.push_str(piece.text);
        used += piece.full;
    }
    if !line.trim().is_empty() {
        lines.push(line.trim().to_owned());
    }
    lines
}

/// The unbreakable parts of a text, in order; together they are the text.
fn parts(text: &str, breaks: Breaks) -> Vec<&str> {
    let mut cuts = Vec::new();
    let mut depth = 0_u32;
    let mut previous = None;
    for (at, c) in text.char_indices() {
        if let Some(p) = previous
            && depth == 0
            && may_break(p, c, &text[..at], &text[at..], breaks)
        {
            cuts.push(at);
        }
        match c {
            '（' | '(' if breaks != Breaks::Prose => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        previous = Some(c);
    }
    let mut start = 0;
    let mut found: Vec<&str> =
        cuts.into_iter().map(|at| &text[std::mem::replace(&mut start, at)..at]).collect();
    found.push(&text[start..]);
    found
}

fn may_break(before: char, after: char, head: &str, tail: &str, breaks: Breaks) -> bool {
    const NO_START: &str = "，。、；：！？）”’》」·…)]};,.!?%~";
    const NO_END: &str = "（“‘《「([{";
    if after == ' ' || NO_START.contains(after) || NO_END.contains(before) {
        return false;
    }
    if before == ' ' {
        return true;
    }
    match breaks {
        Breaks::Name => "·•‧・".contains(before),
        Breaks::Phrase => {
            tail.starts_with("职业")
                || tail.starts_with("考核站点")
                || ["学院", "大学", "学校"].iter().any(|end| head.ends_with(end))
                || "与和及、）)".contains(before)
                || "（(".contains(after)
        }
        Breaks::Prose => {
            let word = |c: char| c.is_ascii_graphic();
            !(word(before) && word(after))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn phrases_break_where_a_reader_pauses() {
        let site = "云岭职业技术学院智能新能源汽车职业技能等级证书（中级）考核站点";
        let expected = ["云岭", "职业技术学院", "智能新能源汽车", "职业技能等级证书", "（中级）", "考核站点"];
        assert_eq!(parts(site, Breaks::Phrase), expected);
        assert_eq!(parts("动力电池与电驱动（理论）", Breaks::Phrase), ["动力电池与", "电驱动", "（理论）"]);
        assert_eq!(parts("阿卜杜热合曼·吐尔逊", Breaks::Name), ["阿卜杜热合曼·", "吐尔逊"]);
        assert_eq!(parts("Tan Wei Jie", Breaks::Name), ["Tan ", "Wei ", "Jie"]);
        assert_eq!(parts("满30分钟，走", Breaks::Prose), ["满", "30", "分", "钟，", "走"]);
    }

    #[test]
    fn forty_characters_take_two_lines_of_a_ticket() {
        let name = "阿卜杜克热木·买买提依明·如则托合提·阿卜杜外力·吐尔逊江·艾合买提江·热合曼江";
        let set = fit(name, 112.0, 12.0, &Fit::new(20.0, 10.0, Breaks::Name).bold());
        assert_eq!(set.lines.len(), 2);
        assert!(set.pt >= 13.5 && set.height() <= 12.0, "{set:?}");
        assert!(set.lines[0].ends_with('·'));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(
            text in "[a-zA-Z王欧阳职业学院与（）· ]{1,60}", width in 6.0..120.0_f64, height in 3.0..30.0_f64,
            breaks in prop::sample::select(vec![Breaks::Name, Breaks::Phrase, Breaks::Prose]),
        ) {
            let set = fit(&text, width, height, &Fit::new(20.0, 6.0, breaks));
            let squeeze = |s: &str| s.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(squeeze(&set.lines.concat()), squeeze(&text));
            for line in &set.lines {
                prop_assert!(em(line, set.bold) * set.pt * PT <= width + 0.01, "{:?}", set);
            }
            if set.pt > 6.0 {
                prop_assert!(set.height() <= height.max(set.pt * 1.15 * PT) + 0.01);
            }
        }
    }
}
