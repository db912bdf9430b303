//! Writes small seeds for the fuzz targets `photo` and `photo_zip` into `fuzz/corpus/`.

#[allow(dead_code)]
#[path = "../src/photo/test_pictures.rs"]
mod test_pictures;

use std::error::Error;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use image::DynamicImage;
use test_pictures::{BlockJpeg, RED, exif_orientation, jpeg, png, portrait, with_segment};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

fn photos() -> Vec<(&'static str, Vec<u8>)> {
    let picture = portrait(1, 30, 42, RED, 4);
    let of = DynamicImage::ImageRgb8(picture.clone());
    let level = |column: u32, row: u32| [(column * 40) as u8, (row * 30) as u8, 90, 255];
    let block = |frame, components, adobe| {
        BlockJpeg { frame, width: 30, height: 42, components, adobe, level: &level }.write()
    };
    let base = jpeg(&picture, 70);
    vec![
        ("turned.jpg", with_segment(&base, &exif_orientation(6))),
        ("base.jpg", base),
        ("progressive.jpg", block(0xC2, 3, None)),
        ("cmyk.jpg", block(0xC0, 4, Some(0))),
        ("ycck.jpg", block(0xC0, 4, Some(2))),
        ("rgb.jpg", block(0xC0, 3, Some(0))),
        ("rgb.png", png(&of)),
        ("rgba.png", png(&DynamicImage::ImageRgba8(of.to_rgba8()))),
        ("deep.png", png(&DynamicImage::ImageRgb16(of.to_rgb16()))),
        ("grey.png", png(&DynamicImage::ImageLuma8(of.to_luma8()))),
    ]
}

fn archive(method: CompressionMethod, is_large: bool) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method).large_file(is_large);
    for (name, content) in [("照片/1.jpg", b"photo".as_slice()), ("2.png", &[0; 300]), ("a.txt", b"text")] {
        zip.start_file(name, options)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = std::env::args().nth(1).unwrap_or_else(|| "fuzz/corpus".to_owned());
    let corpus = Path::new(&corpus);
    fs::create_dir_all(corpus.join("photo"))?;
    fs::create_dir_all(corpus.join("photo_zip"))?;
    for (name, bytes) in photos() {
        fs::write(corpus.join("photo").join(name), bytes)?;
    }
    fs::write(corpus.join("photo_zip/deflated"), archive(CompressionMethod::Deflated, false)?)?;
    fs::write(corpus.join("photo_zip/stored"), archive(CompressionMethod::Stored, false)?)?;
    fs::write(corpus.join("photo_zip/zip64"), archive(CompressionMethod::Deflated, true)?)?;
    Ok(())
}
