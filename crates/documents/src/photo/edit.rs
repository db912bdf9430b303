//! Looking at a photo and cutting it anew: what a person does to a picture that the rules refuse.
//!
//! Knows pictures and a rectangle; whose photo it is and whether it may change is the caller's.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{RgbImage, imageops};
use kaozhan_domain::RuleViolation;

use super::check::{PhotoRules, examine};
use super::decode::{Header, damaged, decode, read_header};
use super::normalise::{Fingerprint, NormalisedPhoto, encode, fingerprint};

/// A part of a picture: quarter turns clockwise first, then the rectangle in pixels of the turned one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crop {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Quarter turns clockwise, 0 to 3.
    pub quarter_turns: u8,
}

/// A picture made small enough for the screen.
#[derive(Clone, PartialEq, Eq)]
pub struct Preview {
    /// JPEG.
    pub jpeg: Vec<u8>,
    /// Width of the picture itself, upright.
    pub width: u32,
    /// Height of the picture itself, upright.
    pub height: u32,
    /// `JPG` or `PNG`.
    pub format: &'static str,
}

/// A face must not end up in a log.
impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Preview").field("size", &(self.width, self.height)).finish_non_exhaustive()
    }
}

/// The picture with its longer side at most `side` pixels, never enlarged.
///
/// # Errors
/// Those of [`examine`] about files that can't be read.
pub fn preview(bytes: &[u8], side: u32) -> Result<Preview, RuleViolation> {
    let header = read_header(bytes)?;
    let format = match header {
        Header::Jpeg { .. } => "JPG",
        Header::Png { .. } => "PNG",
    };
    let picture = decode(bytes, &header)?.pixels;
    let (width, height) = picture.dimensions();
    let longer = width.max(height);
    let small = if longer <= side {
        picture
    } else {
        let scaled = |length: u32| (u64::from(length) * u64::from(side) / u64::from(longer)).max(1);
        let size = |length| u32::try_from(scaled(length)).unwrap_or(side);
        resized(&picture, size(width), size(height))?
    };
    Ok(Preview { jpeg: encode(&small)?, width, height, format })
}

fn resized(picture: &RgbImage, width: u32, height: u32) -> Result<RgbImage, RuleViolation> {
    let (from_width, from_height) = picture.dimensions();
    let source =
        ImageRef::new(from_width, from_height, picture.as_raw(), PixelType::U8x3).map_err(|_| damaged())?;
    let mut scaled = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    Resizer::new().resize(&source, &mut scaled, &options).map_err(|_| damaged())?;
    RgbImage::from_raw(width, height, scaled.into_vec()).ok_or_else(damaged)
}

/// Cuts `crop` out of the picture and checks what is left by the rules. `original_sha256` is that of
/// `bytes`, so that the kept original can be cut again.
///
/// # Errors
/// `photo_crop_outside`, and those of [`examine`] for the part that was cut out.
pub fn cut(bytes: &[u8], crop: Crop, rules: &PhotoRules) -> Result<NormalisedPhoto, Vec<RuleViolation>> {
    let header = read_header(bytes).map_err(|fault| vec![fault])?;
    let upright = decode(bytes, &header).map_err(|fault| vec![fault])?.pixels;
    let turned = match crop.quarter_turns % 4 {
        1 => imageops::rotate90(&upright),
        2 => imageops::rotate180(&upright),
        3 => imageops::rotate270(&upright),
        _ => upright,
    };
    let (width, height) = turned.dimensions();
    let fits = |start: u32, length: u32, whole: u32| {
        length > 0 && start.checked_add(length).is_some_and(|end| end <= whole)
    };
    if !fits(crop.x, crop.width, width) || !fits(crop.y, crop.height, height) {
        return Err(vec![RuleViolation::error("photo_crop_outside", "裁剪框超出了照片，请重新选取")]);
    }
    let part = imageops::crop_imm(&turned, crop.x, crop.y, crop.width, crop.height).to_image();
    let part = encode(&part).map_err(|fault| vec![fault])?;
    // The part is a new file of ours, so its size in bytes says nothing about the rules.
    let rules = PhotoRules { max_bytes: u64::MAX, ..*rules };
    let mut photo = examine(&part, &rules)?;
    photo.original_sha256 = super::normalise::hex_sha256(bytes);
    Ok(photo)
}

/// The prints of a stored photo.
pub fn print_of(jpeg: &[u8]) -> Option<Fingerprint> {
    let header = read_header(jpeg).ok()?;
    Some(fingerprint(&decode(jpeg, &header).ok()?.pixels))
}

#[cfg(test)]
mod tests {
    use super::super::test_pictures::{RED, good_photo, jpeg, portrait};
    use super::*;

    /// a landscape scan becomes a photo once it is turned and cut.
    #[test]
    fn r099_a_turned_and_cut_picture_follows_the_rules() {
        let upright = portrait(3, 600, 840, RED, 2);
        let lying = jpeg(&imageops::rotate270(&upright), 92);
        assert_eq!(examine(&lying, &PhotoRules::default()).unwrap_err()[0].code, "photo_landscape");
        let crop = Crop { x: 5, y: 7, width: 590, height: 826, quarter_turns: 1 };
        let photo = cut(&lying, crop, &PhotoRules::default()).unwrap();
        assert_eq!(photo.original_sha256, super::super::normalise::hex_sha256(&lying));
        let shown = preview(&photo.jpeg, 400).unwrap();
        assert_eq!((shown.width, shown.height, shown.format), (295, 413, "JPG"));
        assert!(print_of(&photo.jpeg).unwrap().is_like(&print_of(&jpeg(&upright, 90)).unwrap()).is_some());
    }

    #[test]
    fn a_frame_outside_the_picture_is_refused() {
        let file = good_photo(1);
        for crop in [
            Crop { x: 0, y: 0, width: 0, height: 413, quarter_turns: 0 },
            Crop { x: 200, y: 0, width: 100, height: 140, quarter_turns: 0 },
            Crop { x: u32::MAX, y: 0, width: 10, height: 14, quarter_turns: 2 },
        ] {
            assert_eq!(cut(&file, crop, &PhotoRules::default()).unwrap_err()[0].code, "photo_crop_outside");
        }
    }

    #[test]
    fn a_preview_is_never_enlarged_and_keeps_its_shape() {
        let shown = preview(&jpeg(&portrait(2, 800, 400, RED, 1), 85), 200).unwrap();
        assert_eq!((shown.width, shown.height), (800, 400));
        let small = preview(&shown.jpeg, 1000).unwrap();
        assert_eq!((small.width, small.height), (200, 100));
        assert!(preview(b"no picture", 100).is_err());
    }
}
