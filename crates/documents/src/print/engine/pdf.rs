//! Pages to a PDF file: fonts cut to what the document uses, each page with its own resources.
//!
//! Knows no sheet. Two runs over the same pages give the same bytes: the date is an argument, and the file
//! identifier is a digest of the contents.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::Arc;

use chrono::NaiveDateTime;
use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::canvas::{Image, Page};
use super::face::{FACES, FaceId, face};
use super::glyphs::PT;
use super::subset::{Subset, subset};
use crate::print::DocumentError;

/// Writes the file. `title` is shown by viewers; `made` becomes the creation date.
pub(crate) fn write(title: &str, made: NaiveDateTime, pages: Vec<Page>) -> Result<Vec<u8>, DocumentError> {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let codes = codes_used(&pages);
    let digest = digest(title, made, &pages);
    let fonts = embed(&mut document, &codes, &digest)?;
    let mut photos: HashMap<*const u8, ObjectId> = HashMap::new();
    let mut kids = Vec::with_capacity(pages.len());
    let weight: usize = pages.iter().map(|page| page.content.len()).sum();
    for page in pages {
        kids.push(Object::Reference(add_page(&mut document, tree, page, &fonts, &mut photos)));
    }
    let count = kids.len() as i64;
    document.objects.insert(
        tree,
        dictionary! { "Type" => "Pages", "Count" => count, "Kids" => Object::Array(kids) }.into(),
    );
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog",
        "Pages" => tree,
        "Lang" => Object::string_literal("zh-CN"),
        // Labels must meet their stock: viewers then propose 100 %.
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true, "PrintScaling" => "None" },
    });
    let date = Object::string_literal(made.format("D:%Y%m%d%H%M%S").to_string());
    let info = document.add_object(dictionary! {
        "Title" => utf16(title),
        "Creator" => utf16("考站"),
        "Producer" => Object::string_literal("Kaozhan"),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let id = Object::String(digest[..16].to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let images: usize = photos.len();
    let mut file = Vec::with_capacity(weight + images * 26_000 + 400_000);
    document.save_to(&mut file).map_err(|error| DocumentError::Write(error.to_string()))?;
    Ok(file)
}

fn codes_used(pages: &[Page]) -> [Vec<u16>; 4] {
    FACES.map(|id| {
        let face = face(id);
        let mut seen = vec![false; face.chars.len()];
        for code in pages.iter().flat_map(|page| &page.used[id as usize]) {
            seen[usize::from(*code)] = true;
        }
        (0..seen.len()).filter(|&code| seen[code]).map(|code| code as u16).collect()
    })
}

fn digest(title: &str, made: NaiveDateTime, pages: &[Page]) -> [u8; 32] {
    let mut state = Sha256::new();
    state.update(title.as_bytes());
    state.update(made.to_string().as_bytes());
    for page in pages {
        state.update(&page.content);
        for image in &page.images {
            state.update((image.bytes.len() as u64).to_be_bytes());
        }
    }
    state.finalize().into()
}

fn utf16(text: &str) -> Object {
    let bytes = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn packed(mut dictionary: Dictionary, bytes: &[u8]) -> Result<Stream, DocumentError> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::new(6));
    let bytes = packer
        .write_all(bytes)
        .and_then(|()| packer.finish())
        .map_err(|error| DocumentError::Write(error.to_string()))?;
    dictionary.set("Filter", "FlateDecode");
    Ok(Stream::new(dictionary, bytes))
}

fn embed(
    document: &mut Document,
    codes: &[Vec<u16>; 4],
    digest: &[u8; 32],
) -> Result<[Option<ObjectId>; 4], DocumentError> {
    let used: Vec<FaceId> = FACES.into_iter().filter(|&id| !codes[id as usize].is_empty()).collect();
    let made: Vec<(FaceId, Result<[Stream; 3], DocumentError>)> =
        used.into_par_iter().map(|id| (id, streams(id, &codes[id as usize]))).collect();
    let mut fonts = [None; 4];
    for (id, streams) in made {
        let [program, code_to_glyph, to_unicode] = streams?;
        let face = face(id);
        let tag: String = (0..6).map(|n| char::from(b'A' + digest[n + id as usize * 6] % 26)).collect();
        let name = format!("{tag}+{}", face.name);
        let program = document.add_object(program);
        let descriptor = document.add_object(dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => Object::Name(name.clone().into_bytes()),
            "Flags" => 4,
            "FontBBox" => face.bounds.iter().map(|&n| Object::Integer(n.into())).collect::<Vec<_>>(),
            "ItalicAngle" => 0,
            "Ascent" => 880,
            "Descent" => -120,
            "CapHeight" => 733,
            "StemV" => if matches!(id, FaceId::Bold | FaceId::FallbackBold) { 140 } else { 80 },
            "FontFile2" => program,
        });
        let map = document.add_object(code_to_glyph);
        let to_unicode = document.add_object(to_unicode);
        let widths = codes[id as usize]
            .iter()
            .flat_map(|&code| {
                let width = Object::Integer(face.advances[usize::from(code)].into());
                [Object::Integer(code.into()), Object::Array(vec![width])]
            })
            .collect::<Vec<_>>();
        let descendant = document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => Object::Name(name.clone().into_bytes()),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "FontDescriptor" => descriptor,
            "DW" => 1000,
            "W" => widths,
            "CIDToGIDMap" => map,
        });
        fonts[id as usize] = Some(document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => Object::Name(name.into_bytes()),
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![Object::Reference(descendant)],
            "ToUnicode" => to_unicode,
        }));
    }
    Ok(fonts)
}

fn streams(id: FaceId, codes: &[u16]) -> Result<[Stream; 3], DocumentError> {
    let Subset { program, code_to_glyph, to_unicode } = subset(id, codes)?;
    Ok([
        packed(dictionary! { "Length1" => program.len() as i64 }, &program)?,
        packed(Dictionary::new(), &code_to_glyph)?,
        packed(Dictionary::new(), to_unicode.as_bytes())?,
    ])
}

fn add_page(
    document: &mut Document,
    tree: ObjectId,
    page: Page,
    fonts: &[Option<ObjectId>; 4],
    photos: &mut HashMap<*const u8, ObjectId>,
) -> ObjectId {
    let mut own_fonts = Dictionary::new();
    for id in FACES {
        if let (false, Some(font)) = (page.used[id as usize].is_empty(), fonts[id as usize]) {
            own_fonts.set(format!("F{}", id as usize), font);
        }
    }
    let mut resources = dictionary! { "Font" => own_fonts };
    if !page.images.is_empty() {
        // Only this page's photos: a page split off must not carry another person's face.
        let mut own = Dictionary::new();
        for (n, image) in page.images.iter().enumerate() {
            let id =
                *photos.entry(Arc::as_ptr(&image.bytes).cast()).or_insert_with(|| add_photo(document, image));
            own.set(format!("P{n}"), id);
        }
        resources.set("XObject", own);
    }
    let content = document.add_object(Stream::new(dictionary! { "Filter" => "FlateDecode" }, page.content));
    let points = |mm: f64| Object::Real(((mm / PT) * 100.0).round() as f32 / 100.0);
    document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => tree,
        "MediaBox" => vec![0.into(), 0.into(), points(page.width), points(page.height)],
        "Resources" => resources,
        "Contents" => content,
    })
}

fn add_photo(document: &mut Document, image: &Image) -> ObjectId {
    let grey = image.header.components == 1;
    document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(image.header.width),
            "Height" => i64::from(image.header.height),
            "ColorSpace" => if grey { "DeviceGray" } else { "DeviceRGB" },
            "BitsPerComponent" => 8,
            "Filter" => "DCTDecode",
        },
        image.bytes.to_vec(),
    ))
}
