//! Font programs for one document: the glyphs it uses and nothing more.
//!
//! Everything that touches printpdf is here. printpdf subsets well, but its own page serializer gives all
//! pages one shared resource dictionary (so a page split off carries every photo) and decodes each JPEG;
//! therefore only its font half is used, and pages are written through lopdf.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use printpdf::ParsedFont;

use super::face::{Face, FaceId, face};
use crate::print::DocumentError;

/// The embedded part of a face.
#[derive(Debug)]
pub(crate) struct Subset {
    /// A TrueType program.
    pub program: Vec<u8>,
    /// Big-endian glyph ids of the program, by code.
    pub code_to_glyph: Vec<u8>,
    /// The ToUnicode map.
    pub to_unicode: String,
}

fn parsed(id: FaceId) -> Option<&'static ParsedFont> {
    static CACHE: [OnceLock<Option<ParsedFont>>; 4] = [const { OnceLock::new() }; 4];
    CACHE[id as usize].get_or_init(|| ParsedFont::from_bytes(face(id).bytes, 0, &mut Vec::new())).as_ref()
}

/// Cuts the face down to these codes (sorted, unique).
pub(crate) fn subset(id: FaceId, codes: &[u16]) -> Result<Subset, DocumentError> {
    let face = face(id);
    let font = parsed(id).ok_or_else(|| DocumentError::Font(format!("{} cannot be parsed", face.name)))?;
    let wanted: BTreeMap<u16, String> =
        codes.iter().map(|&code| (face.glyphs[usize::from(code)], String::new())).collect();
    let made = printpdf::subset_font(font, &wanted).map_err(DocumentError::Font)?;
    let last = codes.last().map_or(0, |&code| usize::from(code));
    let mut code_to_glyph = vec![0; (last + 1) * 2];
    for &code in codes {
        let old = face.glyphs[usize::from(code)];
        let Some((new, _)) = made.glyph_mapping.get(&old) else {
            return Err(DocumentError::Font(format!("{} lost glyph {old}", face.name)));
        };
        code_to_glyph[usize::from(code) * 2..][..2].copy_from_slice(&new.to_be_bytes());
    }
    Ok(Subset { program: made.bytes, code_to_glyph, to_unicode: to_unicode(face, codes) })
}

fn to_unicode(face: &Face, codes: &[u16]) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n\
         << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n\
         /CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
    );
    for block in codes.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", block.len());
        for &code in block {
            let _ = write!(map, "<{code:04x}> <");
            for unit in face.chars[usize::from(code)].encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04x}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}
