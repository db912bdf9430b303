//! 校徽 of a school, made ready to be put on every sheet.

use image::imageops::FilterType;
use image::{DynamicImage, ImageReader, Limits, Rgb, RgbImage};
use std::io::Cursor;

/// Largest file that is taken, bytes.
pub const LOGO_MAX_BYTES: usize = 1024 * 1024;
/// Side of the square that is kept: 12 mm at 600 dpi and a little more.
const SIDE: u32 = 320;
const MAX_EDGE: u32 = 6000;

/// A JPEG of 320 pixels square on white with the whole picture in it. `None` when the bytes are no PNG or JPEG,
/// or larger than [`LOGO_MAX_BYTES`] or 6000 pixels.
pub fn prepare_logo(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() > LOGO_MAX_BYTES {
        return None;
    }
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_EDGE);
    limits.max_image_height = Some(MAX_EDGE);
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    let small = picture.resize(SIDE, SIDE, FilterType::Lanczos3).to_rgba8();
    let mut square = RgbImage::from_pixel(SIDE, SIDE, Rgb([255, 255, 255]));
    let (left, top) = ((SIDE - small.width()) / 2, (SIDE - small.height()) / 2);
    for (x, y, pixel) in small.enumerate_pixels() {
        let [r, g, b, alpha] = pixel.0;
        // Paper is white: what is transparent shows it.
        let on_paper =
            |c: u8| ((u16::from(c) * u16::from(alpha) + 255 * (255 - u16::from(alpha))) / 255) as u8;
        square.put_pixel(left + x, top + y, Rgb([on_paper(r), on_paper(g), on_paper(b)]));
    }
    let mut jpeg = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 92);
    DynamicImage::ImageRgb8(square).write_with_encoder(encoder).ok()?;
    Some(jpeg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_picture_is_kept_whole_on_white_and_a_text_is_none() {
        let wide = DynamicImage::ImageRgb8(RgbImage::from_pixel(400, 100, Rgb([10, 20, 200])));
        let mut png = Cursor::new(Vec::new());
        wide.write_to(&mut png, image::ImageFormat::Png).unwrap();
        let logo = prepare_logo(png.get_ref()).unwrap();
        assert!(super::super::is_printable_photo(&logo));
        let seen = image::load_from_memory(&logo).unwrap().to_rgb8();
        assert_eq!(seen.dimensions(), (SIDE, SIDE));
        assert!(seen.get_pixel(SIDE / 2, 4).0.iter().all(|c| *c > 240), "white above");
        assert!(seen.get_pixel(SIDE / 2, SIDE / 2).0[2] > 150, "the picture in the middle");
        assert!(prepare_logo(b"not a picture").is_none());
        assert!(prepare_logo(&vec![0; LOGO_MAX_BYTES + 1]).is_none());
    }
}
