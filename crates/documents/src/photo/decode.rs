//! From the bytes of a photo to upright RGB pixels, within a bound of memory.
//!
//! Knows file formats and decoders, no rules about sizes or backgrounds. The format is told by the
//! content, never by the extension; headers are judged before anything is decoded.

use std::borrow::Cow;
use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, Limits, RgbImage};
use kaozhan_domain::RuleViolation;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::jpeg::{JpegFault, JpegLayout, read_layout};

/// Working memory of one decode, at most.
pub(super) const MAX_DECODE_BYTES: u64 = 128 << 20;
/// Pixels times scans of a progressive file: bounds the time, which the size of the file does not.
const MAX_SCAN_PIXELS: u64 = 600_000_000;

/// What the header tells, before anything is decoded.
pub(super) enum Header<'a> {
    /// A JPEG, with its metadata cut off.
    Jpeg { layout: JpegLayout, clean: Cow<'a, [u8]> },
    /// A PNG of these pixels.
    Png { width: u32, height: u32, bytes_per_pixel: u64 },
}

impl Header<'_> {
    /// Width and height as stored, before the orientation is applied.
    pub(super) fn size(&self) -> (u32, u32) {
        match self {
            Header::Jpeg { layout, .. } => (layout.width, layout.height),
            Header::Png { width, height, .. } => (*width, *height),
        }
    }

    /// Memory a decode takes, in bytes, estimated from the header.
    pub(super) fn decode_bytes(&self) -> u64 {
        let (width, height) = self.size();
        let per_pixel = match self {
            // Coefficients are 16-bit and are kept beside the pixels.
            Header::Jpeg { layout, .. } if layout.buffered => 3 + 2 * u64::from(layout.components),
            Header::Jpeg { .. } => 3,
            Header::Png { bytes_per_pixel, .. } => bytes_per_pixel + 3,
        };
        u64::from(width) * u64::from(height) * per_pixel
    }
}

/// Reads the header and refuses what must not be decoded.
pub(super) fn read_header(bytes: &[u8]) -> Result<Header<'_>, RuleViolation> {
    let header = match bytes {
        [] => return Err(RuleViolation::error("photo_empty_file", "照片文件是空的（0 字节），请重新导出")),
        [0xFF, 0xD8, 0xFF, ..] => read_jpeg_header(bytes)?,
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => read_png_header(bytes)?,
        _ => return Err(wrong_format(bytes)),
    };
    let (width, height) = header.size();
    if width == 0 || height == 0 {
        return Err(damaged());
    }
    if header.decode_bytes() > MAX_DECODE_BYTES {
        return Err(RuleViolation::error(
            "photo_too_many_pixels",
            format!("照片尺寸过大（{width}×{height} 像素），请缩小到 295×413 像素后重新上传"),
        ));
    }
    Ok(header)
}

fn read_jpeg_header(bytes: &[u8]) -> Result<Header<'_>, RuleViolation> {
    let layout = read_layout(bytes).map_err(|fault| match fault {
        JpegFault::Incomplete => incomplete(),
        JpegFault::Broken => damaged(),
        JpegFault::Unsupported => RuleViolation::error(
            "photo_jpeg_unsupported",
            "这种 JPG 编码很少见，无法读取，请用画图等软件打开后另存为 JPG",
        ),
    })?;
    let pixels = u64::from(layout.width) * u64::from(layout.height);
    match layout.components {
        1 => return Err(grey()),
        3 | 4 => {}
        _ => return Err(damaged()),
    }
    if pixels * u64::from(layout.scans) > MAX_SCAN_PIXELS && layout.scans > 1 {
        return Err(damaged());
    }
    let header = Header::Jpeg { clean: layout.without_metadata(bytes), layout };
    // A bomb announces too many pixels and is cut short; the size is the clearer message.
    if let Header::Jpeg { layout, .. } = &header
        && !layout.complete
        && header.decode_bytes() <= MAX_DECODE_BYTES
    {
        return Err(incomplete());
    }
    Ok(header)
}

fn read_png_header(bytes: &[u8]) -> Result<Header<'_>, RuleViolation> {
    let ihdr = match bytes.get(8..33) {
        None => return Err(incomplete()),
        Some(chunk) if &chunk[4..8] != b"IHDR" => return Err(damaged()),
        Some(chunk) => chunk,
    };
    let number = |at: usize| u32::from_be_bytes([ihdr[at], ihdr[at + 1], ihdr[at + 2], ihdr[at + 3]]);
    let depth = u64::from(ihdr[16]);
    let header = Header::Png {
        width: number(8),
        height: number(12),
        bytes_per_pixel: 4 * if depth > 8 { 3 } else { 2 },
    };
    if !png_has_end(bytes) && header.decode_bytes() <= MAX_DECODE_BYTES {
        return Err(incomplete());
    }
    Ok(header)
}

/// Walks the chunks to `IEND`: a cut-off PNG may still decode to a half-empty picture.
fn png_has_end(bytes: &[u8]) -> bool {
    let mut position = 8_usize;
    while let Some(head) = bytes.get(position..position + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(next) = position.checked_add(length).and_then(|p| p.checked_add(12)) else { return false };
        if &head[4..8] == b"IEND" {
            return next <= bytes.len();
        }
        position = next;
    }
    false
}

/// Upright pixels.
pub(super) struct Decoded {
    pub pixels: RgbImage,
    /// Whether the EXIF orientation made a turn necessary, so that the stored data lie askew.
    pub turned: bool,
}

/// Decodes to upright RGB.
pub(super) fn decode(bytes: &[u8], header: &Header<'_>) -> Result<Decoded, RuleViolation> {
    let (picture, orientation) = match header {
        Header::Jpeg { layout, clean } => {
            let exif = layout.exif.clone().and_then(|range| bytes.get(range));
            let orientation =
                exif.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms);
            (decode_jpeg(clean, layout)?, orientation)
        }
        Header::Png { .. } => decode_png(bytes)?,
    };
    if orientation == Orientation::NoTransforms {
        return Ok(Decoded { pixels: picture, turned: false });
    }
    let mut upright = DynamicImage::ImageRgb8(picture);
    upright.apply_orientation(orientation);
    Ok(Decoded { pixels: upright.into_rgb8(), turned: true })
}

fn decode_jpeg(clean: &[u8], layout: &JpegLayout) -> Result<RgbImage, RuleViolation> {
    // Strict, because the lenient mode fills missing parts with grey and reports success.
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(layout.width as usize)
        .set_max_height(layout.height as usize)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(without_end(clean, layout)), options);
    let pixels = decoder.decode().map_err(|_| damaged())?;
    if decoder.output_colorspace() != Some(ColorSpace::RGB) {
        return Err(damaged());
    }
    RgbImage::from_raw(layout.width, layout.height, pixels).ok_or_else(damaged)
}

/// The decoder takes an end marker in the middle of the picture for the end and fills the rest,
/// also in strict mode; without the marker it notices that data are missing. It needs the marker
/// where there are several scans.
fn without_end<'a>(clean: &'a [u8], layout: &JpegLayout) -> &'a [u8] {
    if layout.buffered || layout.scans > 1 {
        return clean;
    }
    clean.strip_suffix(&[0xFF, 0xD9]).unwrap_or(clean)
}

fn decode_png(bytes: &[u8]) -> Result<(RgbImage, Orientation), RuleViolation> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODE_BYTES);
    let mut decoder = PngDecoder::with_limits(Cursor::new(bytes), limits).map_err(|_| damaged())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    if !decoder.color_type().has_color() {
        return Err(grey());
    }
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| damaged())?;
    Ok((without_alpha(picture), orientation))
}

/// Lays the picture on white: what a transparent background looks like on paper.
fn without_alpha(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let with_alpha = picture.into_rgba8();
    let (width, height) = with_alpha.dimensions();
    let mut flat = RgbImage::new(width, height);
    for (to, from) in flat.pixels_mut().zip(with_alpha.pixels()) {
        let alpha = u32::from(from.0[3]);
        for channel in 0..3 {
            let mixed = (u32::from(from.0[channel]) * alpha + 255 * (255 - alpha) + 127) / 255;
            to.0[channel] = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }
    flat
}

fn wrong_format(bytes: &[u8]) -> RuleViolation {
    let what = match bytes {
        [b'G', b'I', b'F', b'8', ..] => "GIF 动图",
        [b'B', b'M', ..] => "BMP 图片",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "WebP 图片",
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f', ..] => "AVIF 图片",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "HEIC 图片（苹果手机格式）",
        [b'I', b'I', 0x2A, 0, ..] | [b'M', b'M', 0, 0x2A, ..] => "TIFF 图片",
        [b'%', b'P', b'D', b'F', ..] => "PDF 文档",
        [b'P', b'K', 3, 4, ..] => "压缩包或 Office 文档",
        [b'<', ..] => "网页",
        _ => "无法识别的内容",
    };
    RuleViolation::error(
        "photo_format_unsupported",
        format!("照片实际是{what}，只接受 JPG 或 PNG，请另存为 JPG 后重新上传（不能只改扩展名）"),
    )
}

pub(super) fn grey() -> RuleViolation {
    RuleViolation::error("photo_grey", "照片是黑白的，请使用彩色红底证件照")
}

fn incomplete() -> RuleViolation {
    RuleViolation::error("photo_incomplete", "照片文件不完整（可能没有复制、下载完），请重新获取原图后上传")
}

pub(super) fn damaged() -> RuleViolation {
    RuleViolation::error("photo_damaged", "照片文件已损坏，无法完整打开，请重新导出后上传")
}
