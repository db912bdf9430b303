//! Characters to glyphs: which face sets which character, and how wide a text is.
//!
//! Knows faces, not pages. Bold is never synthesized: a text with one character that exists only in
//! Regular is set wholly in Regular.

use super::face::{FaceId, face};

/// Millimetres in one point.
pub(crate) const PT: f64 = 25.4 / 72.0;

/// One character ready to be drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    pub face: FaceId,
    pub code: u16,
    /// Thousandths of an em.
    pub advance: u16,
}

fn find(c: char, bold: bool) -> Option<Glyph> {
    let order =
        if bold { [FaceId::Bold, FaceId::FallbackBold] } else { [FaceId::Regular, FaceId::FallbackRegular] };
    order.into_iter().find_map(|id| {
        let face = face(id);
        let code = face.code(c)?;
        Some(Glyph { face: id, code, advance: face.advances[usize::from(code)] })
    })
}

/// Whether the text can really be set in bold; otherwise it is set in Regular as a whole.
pub(crate) fn weight(text: &str, bold: bool) -> bool {
    bold && text.chars().all(|c| find(c, true).is_some() || find(c, false).is_none())
}

/// The glyph of a character in a weight, or none: the caller must then report the character.
pub(crate) fn glyph(c: char, bold: bool) -> Option<Glyph> {
    find(c, bold).or_else(|| find(c, false))
}

/// Width in em. A character without glyph counts one em.
pub(crate) fn width(text: &str, bold: bool) -> f64 {
    let bold = weight(text, bold);
    text.chars().map(|c| glyph(c, bold).map_or(1.0, |g| f64::from(g.advance) / 1000.0)).sum()
}

/// The characters of a text that no embedded font can draw, each once, in order of appearance.
///
/// The print gate asks this for every name before a sheet is made: an absent glyph would print as an
/// empty box without any warning.
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    for c in text.chars() {
        if glyph(c, false).is_none() && !missing.contains(&c) {
            missing.push(c);
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r187_rare_name_characters_have_a_glyph_in_both_weights() {
        for c in "𡋾𬀩䶮𠅤𫖯𬭎·".chars() {
            assert!(find(c, false).is_some() && find(c, true).is_some(), "{c}");
        }
        assert_eq!(missing_glyphs("王\u{E000}涵\u{E000}ཀ"), ['\u{E000}', 'ཀ']);
        assert!(missing_glyphs("阿卜杜热合曼·吐尔逊 Tan Wei-Jie 𡋾").is_empty());
    }

    #[test]
    fn width_is_the_sum_of_advances() {
        assert!((width("王梓涵", true) - 3.0).abs() < 1e-9);
        assert!((width("0123456789", false) - 5.55).abs() < 1e-9);
    }
}
