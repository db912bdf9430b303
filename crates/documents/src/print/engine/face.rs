//! The four faces a sheet may use, read once per process: character → glyph and advance.
//!
//! Knows font files only; nothing of sheets. Reads `cmap` and `hmtx` itself, because these two tables
//! are all that measuring needs: a full parse of a 10 MB font costs more than printing a hundred tickets.

use std::sync::OnceLock;

/// A face, in the order in which a character is looked up for its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FaceId {
    Regular,
    Bold,
    FallbackRegular,
    FallbackBold,
}

/// All faces, indexed by `FaceId as usize`.
pub(crate) const FACES: [FaceId; 4] =
    [FaceId::Regular, FaceId::Bold, FaceId::FallbackRegular, FaceId::FallbackBold];

/// One parsed face. A *code* is the rank of a character among those the face maps; it is what the PDF
/// content holds, so that two characters sharing a glyph still copy as themselves.
#[derive(Debug)]
pub(crate) struct Face {
    pub bytes: &'static [u8],
    pub name: &'static str,
    /// code + 1 of each character of the basic plane; 0 = absent.
    basic: Vec<u16>,
    /// (character, code) beyond the basic plane, sorted.
    astral: Vec<(u32, u16)>,
    /// Per code.
    pub chars: Vec<char>,
    pub glyphs: Vec<u16>,
    /// Thousandths of an em.
    pub advances: Vec<u16>,
    pub bounds: [i16; 4],
}

impl Face {
    /// The code of a character, if the face has it.
    pub fn code(&self, c: char) -> Option<u16> {
        let u = c as u32;
        if u < 0x1_0000 {
            return self.basic[u as usize].checked_sub(1);
        }
        self.astral.binary_search_by_key(&u, |&(key, _)| key).ok().map(|at| self.astral[at].1)
    }
}

const REGULAR: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSansSC_400Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSansSC_700Bold.ttf");
const FALLBACK_REGULAR: &[u8] =
    include_bytes!("../../../../../assets/fonts/NotoSansCJKsc-Fallback-Regular.ttf");
const FALLBACK_BOLD: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSansCJKsc-Fallback-Bold.ttf");

/// The parsed face.
pub(crate) fn face(id: FaceId) -> &'static Face {
    static CACHE: [OnceLock<Face>; 4] = [const { OnceLock::new() }; 4];
    CACHE[id as usize].get_or_init(|| {
        let (bytes, name) = match id {
            FaceId::Regular => (REGULAR, "NotoSansSC-Regular"),
            FaceId::Bold => (BOLD, "NotoSansSC-Bold"),
            FaceId::FallbackRegular => (FALLBACK_REGULAR, "NotoSansCJKsc-Regular"),
            FaceId::FallbackBold => (FALLBACK_BOLD, "NotoSansCJKsc-Bold"),
        };
        parse(bytes, name)
    })
}

fn u16_at(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2).map_or(0, |b| u16::from_be_bytes([b[0], b[1]]))
}

fn u32_at(data: &[u8], at: usize) -> u32 {
    (u32::from(u16_at(data, at)) << 16) | u32::from(u16_at(data, at + 2))
}

fn table<'a>(data: &'a [u8], tag: &[u8; 4]) -> &'a [u8] {
    let count = usize::from(u16_at(data, 4));
    (0..count)
        .map(|n| 12 + n * 16)
        .find(|&at| data.get(at..at + 4) == Some(tag))
        .and_then(|at| {
            let start = u32_at(data, at + 8) as usize;
            data.get(start..start + u32_at(data, at + 12) as usize)
        })
        .unwrap_or(&[])
}

fn parse(bytes: &'static [u8], name: &'static str) -> Face {
    let mut pairs = mappings(table(bytes, b"cmap"));
    pairs.sort_unstable();
    pairs.dedup_by_key(|pair| pair.0);
    let metrics = table(bytes, b"hmtx");
    let long = usize::from(u16_at(table(bytes, b"hhea"), 34)).max(1);
    let head = table(bytes, b"head");
    let units = u32::from(u16_at(head, 18)).max(1);
    let mut face = Face {
        bytes,
        name,
        basic: vec![0; 0x1_0000],
        astral: Vec::new(),
        chars: Vec::with_capacity(pairs.len()),
        glyphs: Vec::with_capacity(pairs.len()),
        advances: Vec::with_capacity(pairs.len()),
        bounds: [36, 38, 40, 42].map(|at| u16_at(head, at) as i16),
    };
    for (u, glyph) in pairs {
        let Some(c) = char::from_u32(u) else { continue };
        let code = face.chars.len() as u16;
        if u < 0x1_0000 {
            face.basic[u as usize] = code + 1;
        } else {
            face.astral.push((u, code));
        }
        let advance = u32::from(u16_at(metrics, usize::from(glyph).min(long - 1) * 4));
        face.chars.push(c);
        face.glyphs.push(glyph);
        face.advances.push((advance * 1000 / units) as u16);
    }
    face
}

/// (character, glyph) of the best Unicode subtable: format 12 where present, else format 4.
fn mappings(cmap: &[u8]) -> Vec<(u32, u16)> {
    let offsets = (0..usize::from(u16_at(cmap, 2))).map(|n| u32_at(cmap, 4 + n * 8 + 4) as usize);
    let mut best: &[u8] = &[];
    for offset in offsets {
        let Some(sub) = cmap.get(offset..) else { continue };
        let format = u16_at(sub, 0);
        if format == 12 || (format == 4 && u16_at(best, 0) != 12) {
            best = sub;
        }
    }
    if u16_at(best, 0) == 12 { groups(best) } else { segments(best) }
}

fn groups(sub: &[u8]) -> Vec<(u32, u16)> {
    let mut pairs = Vec::with_capacity(32_000);
    for group in (0..u32_at(sub, 12) as usize).map(|n| 16 + n * 12) {
        let (first, last) = (u32_at(sub, group), u32_at(sub, group + 4));
        let glyph = u32_at(sub, group + 8);
        pairs.extend((first..=last).map(|u| (u, (glyph + (u - first)) as u16)).filter(|pair| pair.1 != 0));
    }
    pairs
}

fn segments(sub: &[u8]) -> Vec<(u32, u16)> {
    let count = usize::from(u16_at(sub, 6)) / 2;
    let mut pairs = Vec::new();
    for n in 0..count {
        let last = u16_at(sub, 14 + n * 2);
        let first = u16_at(sub, 16 + count * 2 + n * 2);
        let delta = u16_at(sub, 16 + count * 4 + n * 2);
        let at = 16 + count * 6 + n * 2;
        let range = usize::from(u16_at(sub, at));
        for u in first..=last {
            let glyph = match range {
                0 => u.wrapping_add(delta),
                _ => match u16_at(sub, at + range + usize::from(u - first) * 2) {
                    0 => 0,
                    raw => raw.wrapping_add(delta),
                },
            };
            if glyph != 0 && u != 0xFFFF {
                pairs.push((u32::from(u), glyph));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_is_read_whole() {
        assert_eq!(face(FaceId::Regular).chars.len(), 30_890);
        assert_eq!(face(FaceId::Bold).chars.len(), 30_890);
        assert_eq!(face(FaceId::FallbackRegular).chars.len(), 2_389);
        assert_eq!(face(FaceId::FallbackBold).chars.len(), 2_389);
    }

    #[test]
    fn digits_are_tabular() {
        for id in [FaceId::Regular, FaceId::Bold] {
            let face = face(id);
            let widths: Vec<_> = ('0'..='9')
                .filter_map(|c| face.code(c))
                .map(|code| face.advances[usize::from(code)])
                .collect();
            assert_eq!(widths.len(), 10);
            assert!(widths.windows(2).all(|pair| pair[0] == pair[1]));
        }
    }
}
