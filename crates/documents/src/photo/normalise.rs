//! From pixels to the 295×413 photo that is stored and printed, and to the prints of its content.
//!
//! Knows sizes and encoders; the rules it applies come in as [`PhotoRules`].

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage};
use kaozhan_domain::RuleViolation;
use sha2::{Digest, Sha256};

use super::check::PhotoRules;
use super::decode::{Header, damaged};

/// Quality of photos that are encoded anew.
const JPEG_QUALITY: u8 = 90;
/// A 295×413 JPEG above this size is encoded anew: 50,000 of them must fit on a laptop.
const MAX_UNTOUCHED_BYTES: usize = 256 << 10;
/// Side of the picture that likenesses are confirmed on.
pub(super) const THUMBNAIL_SIDE: usize = 16;

/// A step between two cells up to this is noise: in plain areas it would set bits at random.
const NOISE_STEP: u8 = 3;

/// A photo that follows R-099, ready to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct NormalisedPhoto {
    /// Baseline JPEG of exactly the size of the rules, without metadata.
    pub jpeg: Vec<u8>,
    /// SHA-256 of `jpeg`, lower-case hex: the address of the content.
    pub sha256: String,
    /// SHA-256 of the file as it was given, lower-case hex.
    pub original_sha256: String,
    /// Width of the original in pixels, upright.
    pub width: u32,
    /// Height of the original in pixels, upright.
    pub height: u32,
    /// Whether the picture data of the original were kept bit by bit.
    pub untouched: bool,
    /// What a person should look at.
    pub warnings: Vec<RuleViolation>,
    /// Prints of the content, to find the same picture again.
    pub fingerprint: Fingerprint,
}

/// A face must not end up in a log.
impl std::fmt::Debug for NormalisedPhoto {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NormalisedPhoto")
            .field("sha256", &self.sha256)
            .field("original", &(self.width, self.height))
            .field("untouched", &self.untouched)
            .field("bytes", &self.jpeg.len())
            .field("warnings", &self.warnings)
            .finish()
    }
}

/// What stays similar when a picture is scaled or compressed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// dHash of the middle of the picture: one bit for each step from a cell to its right neighbour.
    pub perceptual: u64,
    /// 16×16 grey levels of the middle of the picture; confirms a likeness of `perceptual`.
    pub thumbnail: Box<[u8; THUMBNAIL_SIDE * THUMBNAIL_SIDE]>,
}

pub(super) fn hex_sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Refuses sizes that would give a bad print, and says what is going to be cut or enlarged.
pub(super) fn judge_size(width: u32, height: u32, rules: &PhotoRules) -> Vec<RuleViolation> {
    let (want_w, want_h) = (f64::from(rules.width), f64::from(rules.height));
    let (w, h) = (f64::from(width), f64::from(height));
    let stretch = (w / h) / (want_w / want_h);
    let shape_off = (stretch.max(1.0 / stretch) - 1.0) * 100.0;
    let size = format!("{width}×{height}");
    let want = format!("{}×{}", rules.width, rules.height);
    let mut found = Vec::new();
    if width > height {
        found.push(RuleViolation::error(
            "photo_landscape",
            format!("照片是横向的（{size} 像素），请换成竖向的 {want} 像素证件照"),
        ));
    } else if shape_off > f64::from(rules.shape_tolerance_percent) {
        found.push(RuleViolation::error(
            "photo_shape",
            format!("照片长宽比例不对（{size} 像素，应接近 {want}），请按小一寸重新裁剪"),
        ));
    } else if shape_off > f64::from(rules.silent_crop_percent) {
        found.push(RuleViolation::warning(
            "photo_cropped",
            format!("照片为 {size} 像素，比例与 {want} 略有不同，已自动裁剪，请核对头像是否完整"),
        ));
    }
    let scale = (w / want_w).min(h / want_h) * 100.0;
    if scale < f64::from(rules.min_scale_percent) {
        found.push(RuleViolation::error(
            "photo_too_small",
            format!("照片像素太低（{size} 像素，应为 {want}），请提供更清晰的照片"),
        ));
    } else if scale < f64::from(rules.silent_scale_percent) {
        found.push(RuleViolation::warning(
            "photo_enlarged",
            format!("照片只有 {size} 像素，已放大到 {want}，打印可能不够清晰"),
        ));
    }
    found
}

/// Crops to the shape of the rules and scales. Heads stand near the top, so most of the surplus
/// height goes at the bottom.
pub(super) fn fit(picture: RgbImage, rules: &PhotoRules) -> Result<RgbImage, RuleViolation> {
    let (width, height) = picture.dimensions();
    if (width, height) == (rules.width, rules.height) {
        return Ok(picture);
    }
    let (w, h) = (f64::from(width), f64::from(height));
    let shape = f64::from(rules.width) / f64::from(rules.height);
    let (crop_w, crop_h) = if w / h > shape { (h * shape, h) } else { (w, w / shape) };
    let (left, top) = ((w - crop_w) / 2.0, (h - crop_h) / 5.0);
    let source = ImageRef::new(width, height, picture.as_raw(), PixelType::U8x3).map_err(|_| damaged())?;
    let mut scaled = Image::new(rules.width, rules.height, PixelType::U8x3);
    let options = ResizeOptions::new()
        .crop(left, top, crop_w.min(w), crop_h.min(h))
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&source, &mut scaled, &options).map_err(|_| damaged())?;
    RgbImage::from_raw(rules.width, rules.height, scaled.into_vec()).ok_or_else(damaged)
}

/// The picture data of the file itself, when nothing in it needs a change. The caller knows that
/// it lies upright.
pub(super) fn untouched_jpeg(header: &Header<'_>, rules: &PhotoRules) -> Option<Vec<u8>> {
    let Header::Jpeg { layout, clean } = header else { return None };
    let is_fit = layout.plain
        && layout.components == 3
        && !layout.stored_rgb
        && (layout.width, layout.height) == (rules.width, rules.height)
        && clean.len() <= MAX_UNTOUCHED_BYTES;
    is_fit.then(|| clean.clone().into_owned())
}

pub(super) fn encode(picture: &RgbImage) -> Result<Vec<u8>, RuleViolation> {
    let mut jpeg = Vec::with_capacity(64 << 10);
    JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)
        .encode(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(|_| damaged())?;
    Ok(jpeg)
}

/// Prints of the middle of the picture: backgrounds are alike, faces are not.
pub(super) fn fingerprint(picture: &RgbImage) -> Fingerprint {
    let mut thumbnail = Box::new([0_u8; THUMBNAIL_SIDE * THUMBNAIL_SIDE]);
    shrink(picture, THUMBNAIL_SIDE, THUMBNAIL_SIDE, thumbnail.as_mut_slice());
    let mut steps = [0_u8; 9 * 8];
    shrink(picture, 9, 8, &mut steps);
    let mut perceptual = 0_u64;
    for row in steps.chunks_exact(9) {
        for pair in row.windows(2) {
            perceptual = perceptual << 1 | u64::from(pair[0].saturating_add(NOISE_STEP) < pair[1]);
        }
    }
    Fingerprint { perceptual, thumbnail }
}

/// Mean luma of each cell of a grid over the middle of the picture.
fn shrink(picture: &RgbImage, columns: usize, rows: usize, cells: &mut [u8]) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let (left, right) = (width * 15 / 100, width * 85 / 100);
    let (top, bottom) = (height * 8 / 100, height * 92 / 100);
    let raw = picture.as_raw();
    for (index, cell) in cells.iter_mut().enumerate().take(columns * rows) {
        let (column, row) = (index % columns, index / columns);
        let xs = left + (right - left) * column / columns..left + (right - left) * (column + 1) / columns;
        let ys = top + (bottom - top) * row / rows..top + (bottom - top) * (row + 1) / rows;
        let (mut sum, mut count) = (0_u64, 0_u64);
        for y in ys {
            let line = raw.get((y * width + xs.start) * 3..(y * width + xs.end) * 3).unwrap_or_default();
            for p in line.chunks_exact(3) {
                sum += (u64::from(p[0]) * 77 + u64::from(p[1]) * 150 + u64::from(p[2]) * 29) >> 8;
                count += 1;
            }
        }
        *cell = u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX);
    }
}
