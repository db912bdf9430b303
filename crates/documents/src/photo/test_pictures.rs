//! Pictures drawn for tests and measurements: portraits of nobody, and a small JPEG writer for kinds
//! of files that ordinary encoders do not write.
//!
//! Knows nothing of the rules it helps to test.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// The red of most studios.
pub const RED: [u8; 3] = [200, 35, 44];

/// A repeatable stream of noise.
pub struct Noise(u64);

impl Noise {
    /// Different seeds give different streams.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }
}

/// A head with hair, eyes, mouth and shoulders before a plain wall. The seed chooses the face;
/// `grain` is the strength of the noise.
pub fn portrait(seed: u64, width: u32, height: u32, wall: [u8; 3], grain: u32) -> RgbImage {
    let mut noise = Noise::new(seed + 1);
    let mut pick = |from: u32, to: u32| f64::from(from + noise.below(to - from)) / 1000.0;
    let (face_x, face_y) = (pick(470, 530), pick(410, 470));
    let (face_w, face_h) = (pick(170, 230), pick(190, 250));
    let (hair, eyes, mouth) = (pick(20, 90), pick(20, 70), pick(90, 130));
    let (eye_gap, shoulder, light) = (pick(60, 110), pick(700, 790), pick(700, 1000));
    let shirt = [noise.below(200) as u8, noise.below(200) as u8, noise.below(255) as u8];
    let skin = [(225.0 * light) as u8 + 20, (175.0 * light) as u8 + 15, (150.0 * light) as u8 + 10];
    let mut grains = Noise::new(seed + 77);
    RgbImage::from_fn(width, height, |column, row| {
        let (x, y) = (f64::from(column) / f64::from(width), f64::from(row) / f64::from(height));
        let oval = |cx: f64, cy: f64, w: f64, h: f64| ((x - cx) / w).powi(2) + ((y - cy) / h).powi(2) < 1.0;
        let colour = if oval(face_x - eye_gap, face_y - eyes, 0.03, 0.015)
            || oval(face_x + eye_gap, face_y - eyes, 0.03, 0.015)
        {
            [25, 20, 20]
        } else if oval(face_x, face_y + mouth, 0.07, 0.015) {
            [170, 70, 70]
        } else if oval(face_x, face_y, face_w, face_h) && y > face_y - face_h + hair * 2.0 {
            skin
        } else if oval(face_x, face_y - hair, face_w + 0.03, face_h + 0.01) {
            [35, 28, 26]
        } else if y > shoulder + (x - 0.5).powi(2) * 0.6 {
            shirt
        } else {
            wall
        };
        let shift =
            i32::try_from(grains.below(grain * 2 + 1)).unwrap_or(0) - i32::try_from(grain).unwrap_or(0);
        Rgb(colour.map(|c| u8::try_from((i32::from(c) + shift).clamp(0, 255)).unwrap_or(0)))
    })
}

/// Baseline JPEG.
pub fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(picture)
        .unwrap_or_default();
    bytes
}

/// PNG of any pixel type.
pub fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let written = picture.write_to(&mut bytes, ImageFormat::Png);
    if written.is_ok() { bytes.into_inner() } else { Vec::new() }
}

/// A good photo of person `seed`.
pub fn good_photo(seed: u64) -> Vec<u8> {
    jpeg(&portrait(seed, 295, 413, RED, 6), 90)
}

/// A segment with its marker and length.
pub fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX).to_be_bytes();
    [&[0xFF, marker], length.as_slice(), content].concat()
}

/// An EXIF segment that holds only the orientation.
pub fn exif_orientation(orientation: u8) -> Vec<u8> {
    let tiff = [
        b"MM\0\x2A\0\0\0\x08".as_slice(),
        &[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
        &[0, 0, 0, 0],
    ]
    .concat();
    segment(0xE1, &[b"Exif\0\0".as_slice(), &tiff].concat())
}

/// The file with `part` put in behind the start marker.
pub fn with_segment(file: &[u8], part: &[u8]) -> Vec<u8> {
    [&file[..2], part, &file[2..]].concat()
}

/// Writes JPEG files of 8×8 blocks of one level each, of any number of components.
pub struct BlockJpeg<'a> {
    /// 0xC0 baseline, 0xC2 progressive.
    pub frame: u8,
    /// Pixels.
    pub width: u16,
    /// Pixels.
    pub height: u16,
    /// 1, 3 or 4.
    pub components: u8,
    /// Colour transform of an Adobe segment, if one is to be written.
    pub adobe: Option<u8>,
    /// Levels of the block at this column and row, one per component.
    pub level: &'a dyn Fn(u32, u32) -> [u8; 4],
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        for bit in (0..count).rev() {
            self.pending = self.pending << 1 | (value >> bit & 1);
            self.count += 1;
            if self.count == 8 {
                let byte = u8::try_from(self.pending & 0xFF).unwrap_or(0);
                self.bytes.push(byte);
                if byte == 0xFF {
                    self.bytes.push(0);
                }
                (self.pending, self.count) = (0, 0);
            }
        }
    }
}

impl BlockJpeg<'_> {
    /// The file.
    pub fn write(&self) -> Vec<u8> {
        let mut file = vec![0xFF, 0xD8];
        if let Some(transform) = self.adobe {
            let content = [b"Adobe".as_slice(), &[0, 100, 0, 0, 0, 0, transform]].concat();
            file.extend(segment(0xEE, &content));
        }
        // Quantiser 8 makes the DC coefficient of a flat block equal to its level minus 128.
        file.extend(segment(0xDB, &[[0].as_slice(), &[8; 64]].concat()));
        let [h1, h0] = self.height.to_be_bytes();
        let [w1, w0] = self.width.to_be_bytes();
        let mut frame = vec![8, h1, h0, w1, w0, self.components];
        let mut scan = vec![self.components];
        for component in 1..=self.components {
            frame.extend([component, 0x11, 0]);
            scan.extend([component, 0x00]);
        }
        file.extend(segment(self.frame, &frame));
        // DC: twelve sizes of four bits each. AC: only "end of block", one bit.
        let dc = [[0].as_slice(), &[0, 0, 0, 12], &[0; 12], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]].concat();
        file.extend(segment(0xC4, &dc));
        file.extend(segment(0xC4, &[[0x10].as_slice(), &[1], &[0; 15], &[0]].concat()));
        scan.extend(if self.frame == 0xC2 { [0, 0, 0] } else { [0, 63, 0] });
        file.extend(segment(0xDA, &scan));
        file.extend(self.blocks());
        file.extend([0xFF, 0xD9]);
        file
    }

    fn blocks(&self) -> Vec<u8> {
        let mut bits = Bits::default();
        let mut before = [0_i32; 4];
        for row in 0..u32::from(self.height).div_ceil(8) {
            for column in 0..u32::from(self.width).div_ceil(8) {
                let levels = (self.level)(column, row);
                for component in 0..usize::from(self.components) {
                    let level = i32::from(levels[component]) - 128;
                    let step = level - before[component];
                    before[component] = level;
                    let size = 32 - step.unsigned_abs().leading_zeros();
                    let code = if step < 0 { step + (1 << size) - 1 } else { step };
                    bits.push(size, 4);
                    bits.push(u32::try_from(code).unwrap_or(0), size);
                    if self.frame != 0xC2 {
                        bits.push(0, 1);
                    }
                }
            }
        }
        bits.push(0x7F, 7);
        bits.bytes
    }
}
