//! The rules of a photo and the one function that applies them all.
//!
//! Knows one photo at a time; which photos belong together is for [`super::PictureIndex`].

use kaozhan_domain::RuleViolation;

use super::archive::too_big_violation;
use super::normalise::{NormalisedPhoto, encode, fingerprint, fit, hex_sha256, judge_size, untouched_jpeg};
use super::{background, decode};

/// What a photo must be. The default is R-099: 295×413 pixels, at most 5 MiB, red background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoRules {
    /// Width of the stored photo in pixels.
    pub width: u32,
    /// Height of the stored photo in pixels.
    pub height: u32,
    /// Largest file, in bytes.
    pub max_bytes: u64,
    /// How far the shape (width by height) may be off before the photo is refused.
    pub shape_tolerance_percent: u32,
    /// How far the shape may be off without a warning (R-099: 个别小偏差可忽略).
    pub silent_crop_percent: u32,
    /// Size in percent of the wanted one below which the photo is refused.
    pub min_scale_percent: u32,
    /// Size in percent below which enlarging gives a warning.
    pub silent_scale_percent: u32,
    /// Whether the background must be red.
    pub red_background: bool,
}

impl Default for PhotoRules {
    fn default() -> Self {
        Self {
            width: 295,
            height: 413,
            max_bytes: 5 << 20,
            shape_tolerance_percent: 12,
            silent_crop_percent: 3,
            min_scale_percent: 60,
            silent_scale_percent: 95,
            red_background: true,
        }
    }
}

/// Checks a photo completely and brings it to the size of the rules.
///
/// A JPEG that already has the size keeps its picture data bit by bit, without its metadata.
///
/// # Errors
/// Every rule the photo breaks, warnings among them: `photo_empty_file`, `photo_too_big`,
/// `photo_format_unsupported`, `photo_too_many_pixels`, `photo_jpeg_unsupported`,
/// `photo_incomplete`, `photo_damaged`, `photo_landscape`, `photo_shape`, `photo_too_small`,
/// `photo_grey`, `photo_background_not_red`, `photo_nobody`.
pub fn examine(bytes: &[u8], rules: &PhotoRules) -> Result<NormalisedPhoto, Vec<RuleViolation>> {
    if bytes.len() as u64 > rules.max_bytes {
        return Err(vec![too_big_violation(rules.max_bytes)]);
    }
    let header = decode::read_header(bytes).map_err(|v| vec![v])?;
    let decoded = decode::decode(bytes, &header).map_err(|v| vec![v])?;
    let (width, height) = decoded.pixels.dimensions();
    let mut findings = judge_size(width, height, rules);
    if findings.iter().any(RuleViolation::is_error) {
        return Err(findings);
    }
    let picture = fit(decoded.pixels, rules).map_err(|v| vec![v])?;
    if background::is_grey(&picture) {
        findings.push(decode::grey());
    } else if rules.red_background {
        findings.extend(background::judge(&picture));
    }
    if findings.iter().any(RuleViolation::is_error) {
        return Err(findings);
    }
    let kept = if decoded.turned { None } else { untouched_jpeg(&header, rules) };
    let untouched = kept.is_some();
    let jpeg = match kept {
        Some(jpeg) => jpeg,
        None => encode(&picture).map_err(|v| vec![v])?,
    };
    let sha256 = hex_sha256(&jpeg);
    let original_sha256 = if jpeg == bytes { sha256.clone() } else { hex_sha256(bytes) };
    Ok(NormalisedPhoto {
        fingerprint: fingerprint(&picture),
        jpeg,
        sha256,
        original_sha256,
        width,
        height,
        untouched,
        warnings: findings,
    })
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
