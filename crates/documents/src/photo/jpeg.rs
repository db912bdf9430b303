//! The structure of a JPEG file, read without decoding: sizes, kind, orientation, completeness.
//!
//! Knows markers and lengths, nothing of pixels or rules. Linear in the size of the file. It exists
//! because decoders accept what a photo for a certificate must not be: cut-off files, files with
//! hidden data, headers that promise gigabytes.

use std::borrow::Cow;
use std::ops::Range;

/// What the markers of a JPEG say.
#[derive(Debug)]
pub(super) struct JpegLayout {
    pub width: u32,
    pub height: u32,
    pub components: u8,
    /// Baseline, 8 bits, all components in its only scan: what every printer and viewer reads.
    pub plain: bool,
    /// The decoder must hold all coefficients at once (progressive, or several scans).
    pub buffered: bool,
    pub scans: u32,
    /// Stored as red, green, blue instead of YCbCr.
    pub stored_rgb: bool,
    /// The TIFF part of the EXIF segment.
    pub exif: Option<Range<usize>>,
    /// The end marker is there.
    pub complete: bool,
    keep: Vec<Range<usize>>,
}

/// Why a JPEG cannot be used at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JpegFault {
    /// No frame or no picture data before the file ends.
    Incomplete,
    /// Lengths or markers contradict each other.
    Broken,
    /// Lossless, arithmetic, hierarchical or 12-bit.
    Unsupported,
}

impl JpegLayout {
    /// The file without EXIF, thumbnails, comments, colour profiles and anything after the end:
    /// place, time and device of a photo are nobody's business here. Pixels are untouched.
    pub(super) fn without_metadata<'a>(&self, file: &'a [u8]) -> Cow<'a, [u8]> {
        let kept: usize = self.keep.iter().map(ExactSizeIterator::len).sum();
        if kept == file.len() {
            return Cow::Borrowed(file);
        }
        let mut clean = Vec::with_capacity(kept);
        for range in &self.keep {
            clean.extend_from_slice(file.get(range.clone()).unwrap_or_default());
        }
        Cow::Owned(clean)
    }
}

struct Frame {
    kind: u8,
    width: u32,
    height: u32,
    components: u8,
    rgb_names: bool,
}

/// Reads the markers. A file that is cut off inside the picture data gives `complete == false`.
pub(super) fn read_layout(file: &[u8]) -> Result<JpegLayout, JpegFault> {
    let mut keep = Vec::from([Range { start: 0, end: 2 }]);
    let (mut frame, mut exif, mut adobe) = (None::<Frame>, None, None);
    let (mut scans, mut first_scan_components, mut complete) = (0_u32, 0_u8, false);
    let mut position = 2;
    while let Some((at, marker)) = next_marker(file, position) {
        if marker == 0xD9 {
            keep_range(&mut keep, at..at + 2);
            complete = true;
            break;
        }
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            position = at + 2;
            continue;
        }
        let Some(body) = segment_body(file, at)? else { break };
        let mut end = body.end;
        let content = file.get(body.clone()).unwrap_or_default();
        match marker {
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                if frame.is_some() {
                    return Err(JpegFault::Broken);
                }
                frame = Some(read_frame(marker, content)?);
            }
            0xDA => {
                scans += 1;
                if scans == 1 {
                    first_scan_components = content.first().copied().unwrap_or(0);
                }
                end = end_of_scan(file, body.end);
            }
            0xE1 if exif.is_none() && content.starts_with(b"Exif\0\0") => {
                exif = Some(body.start + 6..body.end);
            }
            0xEE if content.starts_with(b"Adobe") => adobe = content.get(11).copied(),
            _ => {}
        }
        if is_needed(marker, content) {
            keep_range(&mut keep, at..end);
        }
        position = end;
    }
    let frame = frame.ok_or(JpegFault::Incomplete)?;
    if scans == 0 {
        return Err(JpegFault::Incomplete);
    }
    let interleaved = first_scan_components == frame.components;
    Ok(JpegLayout {
        width: frame.width,
        height: frame.height,
        components: frame.components,
        plain: frame.kind == 0xC0 && interleaved && scans == 1,
        buffered: frame.kind == 0xC2 || !interleaved,
        scans,
        stored_rgb: frame.components == 3 && (adobe == Some(0) || (adobe.is_none() && frame.rgb_names)),
        exif,
        complete,
        keep,
    })
}

/// Extends the last range where it touches, so that an untouched file is one piece.
fn keep_range(keep: &mut Vec<Range<usize>>, range: Range<usize>) {
    match keep.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => keep.push(range),
    }
}

/// Tables, frames, scans, the short JFIF header and the Adobe colour mark.
fn is_needed(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xE0 => content.starts_with(b"JFIF\0") && content.len() == 14,
        0xEE => content.starts_with(b"Adobe"),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
}

/// Position of the 0xFF and the code of the next marker. Fill bytes and stray bytes are passed over.
fn next_marker(file: &[u8], from: usize) -> Option<(usize, u8)> {
    let mut position = from;
    loop {
        let rest = file.get(position..)?;
        let at = position + rest.iter().position(|&b| b == 0xFF)?;
        match file.get(at + 1)? {
            0x00 => position = at + 2,
            0xFF => position = at + 1,
            &marker => return Some((at, marker)),
        }
    }
}

/// The content of the segment whose marker stands at `at`; `None` when the file ends inside it.
fn segment_body(file: &[u8], at: usize) -> Result<Option<Range<usize>>, JpegFault> {
    let (Some(&high), Some(&low)) = (file.get(at + 2), file.get(at + 3)) else { return Ok(None) };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if length < 2 {
        return Err(JpegFault::Broken);
    }
    let end = at + 2 + length;
    Ok((end <= file.len()).then_some(at + 4..end))
}

/// Entropy-coded data ends at the first marker that is no restart marker and no stuffed byte.
fn end_of_scan(file: &[u8], from: usize) -> usize {
    let mut position = from;
    while let Some((at, marker)) = next_marker(file, position) {
        if !matches!(marker, 0xD0..=0xD7) {
            return at;
        }
        position = at + 2;
    }
    file.len()
}

fn read_frame(kind: u8, content: &[u8]) -> Result<Frame, JpegFault> {
    let &[precision, h1, h0, w1, w0, components, ref rest @ ..] = content else {
        return Err(JpegFault::Broken);
    };
    if !matches!(kind, 0xC0..=0xC2) || precision != 8 {
        return Err(JpegFault::Unsupported);
    }
    if rest.len() < usize::from(components) * 3 || components == 0 {
        return Err(JpegFault::Broken);
    }
    let names: Vec<u8> = rest.chunks_exact(3).map(|c| c[0]).collect();
    Ok(Frame {
        kind,
        width: u32::from(u16::from_be_bytes([w1, w0])),
        height: u32::from(u16::from_be_bytes([h1, h0])),
        components,
        rgb_names: names.starts_with(b"RGB"),
    })
}
