//! What the PDF must say about a JPEG, read from its header; the picture itself is never decoded.

/// Size and colour of a JPEG.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct JpegHeader {
    pub width: u16,
    pub height: u16,
    /// 1 (grey) or 3 (colour).
    pub components: u8,
}

/// Reads the frame header. None for anything a PDF viewer would not show as a photo: not a JPEG, lossless
/// or arithmetic coding, CMYK, not 8 bits.
pub(crate) fn header(data: &[u8]) -> Option<JpegHeader> {
    if data.get(..2)? != [0xFF, 0xD8] {
        return None;
    }
    let mut at = 2;
    loop {
        while *data.get(at)? == 0xFF && *data.get(at + 1)? == 0xFF {
            at += 1;
        }
        if *data.get(at)? != 0xFF {
            return None;
        }
        let marker = *data.get(at + 1)?;
        let length = usize::from(u16::from_be_bytes([*data.get(at + 2)?, *data.get(at + 3)?]));
        match marker {
            0xC0..=0xC2 => {
                let frame = data.get(at + 4..at + 10)?;
                let head = JpegHeader {
                    height: u16::from_be_bytes([frame[1], frame[2]]),
                    width: u16::from_be_bytes([frame[3], frame[4]]),
                    components: frame[5],
                };
                let usable =
                    frame[0] == 8 && head.width > 0 && head.height > 0 && matches!(head.components, 1 | 3);
                return usable.then_some(head);
            }
            0xC4 | 0xC8 | 0xCC | 0xD0..=0xD9 | 0xDB..=0xFE if marker != 0xD9 && marker != 0xDA => {
                at += 2 + length.max(2);
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_size_and_rejects_rubbish() {
        let mut bytes = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 80)
            .encode(&[120; 295 * 413 * 3], 295, 413, image::ExtendedColorType::Rgb8)
            .unwrap();
        assert_eq!(header(&bytes), Some(JpegHeader { width: 295, height: 413, components: 3 }));
        for cut in 0..bytes.len().min(400) {
            let _ = header(&bytes[..cut]);
        }
        assert_eq!(header(b"\x89PNG"), None);
    }
}
