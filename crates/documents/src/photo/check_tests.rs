//! each trap of photos, with its exact message.

use image::{DynamicImage, Rgb, RgbImage, Rgba};
use kaozhan_domain::RuleViolation;
use proptest::prelude::*;

use super::super::test_pictures::{
    BlockJpeg, RED, exif_orientation, good_photo, jpeg, png, portrait, segment, with_segment,
};
use super::super::{NormalisedPhoto, PhotoRules};
use super::examine;

fn accepted(bytes: &[u8]) -> NormalisedPhoto {
    match examine(bytes, &PhotoRules::default()) {
        Ok(photo) => photo,
        Err(found) => panic!("refused: {found:?}"),
    }
}

/// Code and message of the only violation.
fn refused(bytes: &[u8]) -> (String, String) {
    match examine(bytes, &PhotoRules::default()) {
        Ok(photo) => panic!("accepted: {photo:?}"),
        Err(mut found) => {
            let errors: Vec<RuleViolation> = found.drain(..).filter(RuleViolation::is_error).collect();
            assert_eq!(errors.len(), 1, "{errors:?}");
            (errors[0].code.clone(), errors[0].message.clone())
        }
    }
}

fn size_of(file: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(file).unwrap();
    (picture.width(), picture.height())
}

fn warning_codes(photo: &NormalisedPhoto) -> Vec<&str> {
    photo.warnings.iter().map(|w| w.code.as_str()).collect()
}

#[test]
fn a_good_photo_passes_through_bit_by_bit() {
    let file = good_photo(1);
    let photo = accepted(&file);
    assert_eq!(photo.jpeg, file);
    assert!(photo.untouched);
    assert_eq!(photo.sha256, photo.original_sha256);
    assert_eq!(photo.sha256.len(), 64);
    assert_eq!((photo.width, photo.height), (295, 413));
    assert!(photo.warnings.is_empty(), "{:?}", photo.warnings);
}

#[test]
fn metadata_and_hidden_data_are_cut_off_without_touching_the_picture() {
    let file = good_photo(2);
    let secret = b"GPS 31.2N 121.4E";
    let mut dressed = with_segment(&file, &segment(0xFE, secret));
    dressed = with_segment(&dressed, &segment(0xED, b"Photoshop 3.0\0..."));
    dressed = with_segment(&dressed, &exif_orientation(1));
    dressed.extend_from_slice(b"PK\x03\x04 an archive behind the end");
    let photo = accepted(&dressed);
    assert_eq!(photo.jpeg, file);
    assert!(photo.untouched);
    assert_ne!(photo.sha256, photo.original_sha256);
}

#[test]
fn exif_orientation_is_applied() {
    let upright = portrait(3, 295, 413, RED, 3);
    let lying = DynamicImage::ImageRgb8(upright.clone()).rotate270().into_rgb8();
    let photo = accepted(&with_segment(&jpeg(&lying, 92), &exif_orientation(6)));
    assert_eq!((photo.width, photo.height), (295, 413));
    assert!(!photo.untouched);
    assert_alike(&photo.jpeg, &upright);
    // Half a turn keeps the size: passing the stored bytes on would print the head downwards.
    let upside_down = DynamicImage::ImageRgb8(upright.clone()).rotate180().into_rgb8();
    let photo = accepted(&with_segment(&jpeg(&upside_down, 92), &exif_orientation(3)));
    assert!(!photo.untouched);
    assert_alike(&photo.jpeg, &upright);
}

fn assert_alike(file: &[u8], expected: &RgbImage) {
    let picture = image::load_from_memory(file).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), expected.dimensions());
    let sum: u64 = picture.iter().zip(expected.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let mean = sum as f64 / picture.len() as f64;
    assert!(mean < 8.0, "mean difference {mean}");
}

#[test]
fn larger_photos_are_cropped_and_scaled() {
    let large = portrait(4, 1200, 1680, RED, 4);
    let photo = accepted(&jpeg(&large, 85));
    assert_eq!(size_of(&photo.jpeg), (295, 413));
    assert_eq!((photo.width, photo.height), (1200, 1680));
    assert!(photo.warnings.is_empty(), "{:?}", photo.warnings);
    assert_alike(&photo.jpeg, &portrait(4, 295, 413, RED, 0));
}

#[test]
fn slightly_different_shapes_are_accepted_with_a_warning() {
    let photo = accepted(&jpeg(&portrait(5, 320, 413, RED, 3), 90));
    assert_eq!(size_of(&photo.jpeg), (295, 413));
    assert_eq!(photo.warnings[0].code, "photo_cropped");
    assert_eq!(
        photo.warnings[0].message,
        "照片为 320×413 像素，比例与 295×413 略有不同，已自动裁剪，请核对头像是否完整"
    );
    assert!(accepted(&jpeg(&portrait(5, 294, 412, RED, 3), 90)).warnings.is_empty());
    let photo = accepted(&jpeg(&portrait(5, 200, 280, RED, 3), 90));
    assert_eq!(warning_codes(&photo), ["photo_enlarged"]);
    assert_eq!(photo.warnings[0].message, "照片只有 200×280 像素，已放大到 295×413，打印可能不够清晰");
}

#[test]
fn unfit_sizes_are_refused() {
    let of = |w, h| refused(&jpeg(&portrait(6, w, h, RED, 3), 90));
    let (code, message) = of(413, 295);
    assert_eq!(code, "photo_landscape");
    assert_eq!(message, "照片是横向的（413×295 像素），请换成竖向的 295×413 像素证件照");
    let (code, message) = of(400, 400);
    assert_eq!(code, "photo_shape");
    assert_eq!(message, "照片长宽比例不对（400×400 像素，应接近 295×413），请按小一寸重新裁剪");
    assert_eq!(of(400, 800).0, "photo_shape");
    let (code, message) = of(150, 210);
    assert_eq!(code, "photo_too_small");
    assert_eq!(message, "照片像素太低（150×210 像素，应为 295×413），请提供更清晰的照片");
}

#[test]
fn every_shade_of_red_is_red() {
    for wall in [RED, [255, 0, 0], [219, 56, 53], [150, 20, 28], [235, 60, 75], [200, 0, 40]] {
        for quality in [35, 90] {
            let photo = accepted(&jpeg(&portrait(7, 295, 413, wall, 8), quality));
            assert!(photo.warnings.is_empty(), "{wall:?} {:?}", photo.warnings);
        }
    }
    // Light that falls off from one corner to the other.
    let mut lit = portrait(8, 295, 413, [230, 40, 50], 4);
    for (x, y, pixel) in lit.enumerate_pixels_mut() {
        let light = 1.0 - f64::from(x + y) / 1100.0;
        pixel.0 = pixel.0.map(|c| (f64::from(c) * light) as u8);
    }
    assert!(accepted(&jpeg(&lit, 80)).warnings.is_empty());
}

#[test]
fn other_backgrounds_are_refused_by_name() {
    let cases = [
        ([67, 142, 219], "蓝"),
        ([250, 250, 250], "白"),
        ([150, 150, 152], "灰"),
        ([60, 160, 70], "绿"),
        ([10, 10, 12], "黑"),
        ([200, 140, 90], "橙黄"),
    ];
    for (wall, name) in cases {
        let (code, message) = refused(&jpeg(&portrait(9, 295, 413, wall, 3), 90));
        assert_eq!(code, "photo_background_not_red");
        assert_eq!(message, format!("背景应为红色，检测到偏{name}（红色约占 0%），请更换红底证件照"));
    }
}

#[test]
fn a_partly_red_background_only_warns() {
    let mut picture = portrait(10, 295, 413, RED, 3);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        if x < 40 && (40..160).contains(&y) {
            *pixel = Rgb([70, 140, 220]);
        }
    }
    let photo = accepted(&jpeg(&picture, 90));
    assert_eq!(warning_codes(&photo), ["photo_background_uneven"]);
    assert!(photo.warnings[0].message.starts_with("背景不是均匀的红色（红色约占 7"), "{:?}", photo.warnings);
    assert!(photo.warnings[0].message.ends_with("%，其余偏蓝），请人工确认"));
}

#[test]
fn a_plain_red_card_shows_nobody() {
    let (code, message) = refused(&jpeg(&RgbImage::from_pixel(295, 413, Rgb(RED)), 90));
    assert_eq!((code.as_str(), message.as_str()), ("photo_nobody", "照片上看不到人像，请检查是否选错了文件"));
}

#[test]
fn black_and_white_is_refused_in_every_form() {
    let grey = DynamicImage::ImageRgb8(portrait(11, 295, 413, RED, 3)).into_luma8();
    let in_colour = DynamicImage::ImageLuma8(grey.clone()).into_rgb8();
    let mut luma_jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut luma_jpeg).encode_image(&grey).unwrap();
    for file in [luma_jpeg, jpeg(&in_colour, 90), png(&DynamicImage::ImageLuma8(grey))] {
        let (code, message) = refused(&file);
        assert_eq!((code.as_str(), message.as_str()), ("photo_grey", "照片是黑白的，请使用彩色红底证件照"));
    }
}

#[test]
fn png_is_accepted_and_transparency_counts_as_white() {
    let picture = portrait(12, 295, 413, RED, 0);
    let photo = accepted(&png(&DynamicImage::ImageRgb8(picture.clone())));
    assert!(!photo.untouched);
    assert_alike(&photo.jpeg, &picture);
    let deep = DynamicImage::ImageRgb8(picture.clone()).into_rgb16();
    assert_alike(&accepted(&png(&DynamicImage::ImageRgb16(deep))).jpeg, &picture);
    let mut cut_out = DynamicImage::ImageRgb8(picture).into_rgba8();
    for pixel in cut_out.pixels_mut().filter(|p| p.0[..3] == RED) {
        *pixel = Rgba([RED[0], RED[1], RED[2], 0]);
    }
    let (code, message) = refused(&png(&DynamicImage::ImageRgba8(cut_out)));
    assert_eq!(code, "photo_background_not_red");
    assert_eq!(message, "背景应为红色，检测到偏白（红色约占 0%），请更换红底证件照");
}

/// Every cut of a JPEG is refused, also when someone puts the end marker behind it.
#[test]
fn truncated_jpegs_are_refused() {
    let file = good_photo(13);
    for percent in [5, 20, 50, 80, 95, 99] {
        let cut = &file[..file.len() * percent / 100];
        let (code, message) = refused(cut);
        assert_eq!(code, "photo_incomplete", "{percent} %");
        assert_eq!(message, "照片文件不完整（可能没有复制、下载完），请重新获取原图后上传");
        if percent >= 20 {
            let (code, message) = refused(&[cut, &[0xFF, 0xD9]].concat());
            assert_eq!(code, "photo_damaged", "{percent} % and an end marker");
            assert_eq!(message, "照片文件已损坏，无法完整打开，请重新导出后上传");
        }
    }
    let mut hollow = file.clone();
    let half = hollow.len() / 2;
    hollow[half..].fill(0);
    assert_eq!(refused(&hollow).0, "photo_incomplete", "a download filled up with zeros");
}

#[test]
fn truncated_pngs_are_refused() {
    let file = png(&DynamicImage::ImageRgb8(portrait(14, 295, 413, RED, 6)));
    for cut in [20, file.len() / 2, file.len() - 12, file.len() - 1] {
        assert_eq!(refused(&file[..cut]).0, "photo_incomplete", "{cut}");
    }
    let mut broken = file.clone();
    let middle = broken.len() / 2;
    broken[middle] ^= 0x55;
    assert_eq!(refused(&broken).0, "photo_damaged");
}

/// A header that promises 30,000×30,000 pixels is answered before anything is decoded.
#[test]
fn bombs_are_refused_by_their_header() {
    let mut bomb = good_photo(15);
    let frame = bomb.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    let expected = "照片尺寸过大（30000×30000 像素），请缩小到 295×413 像素后重新上传";
    assert_eq!(refused(&bomb), ("photo_too_many_pixels".to_owned(), expected.to_owned()));
    assert_eq!(refused(&bomb[..bomb.len() / 2]).1, expected);
    let mut bomb = png(&DynamicImage::ImageRgb8(portrait(15, 295, 413, RED, 3)));
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    assert_eq!(refused(&bomb).1, expected);
    let mut huge = good_photo(15);
    huge.resize((5 << 20) + 1, 0);
    assert_eq!(
        refused(&huge),
        ("photo_too_big".to_owned(), "照片超过 5 MB，请压缩或重新导出后上传".to_owned())
    );
}

#[test]
fn files_are_known_by_content_not_by_name() {
    let named = |head: &[u8]| refused(head);
    let expected = |what: &str| {
        let text = format!("照片实际是{what}，只接受 JPG 或 PNG，请另存为 JPG 后重新上传（不能只改扩展名）");
        ("photo_format_unsupported".to_owned(), text)
    };
    assert_eq!(named(b"GIF89a......"), expected("GIF 动图"));
    assert_eq!(named(b"\0\0\0\x18ftypheic...."), expected("HEIC 图片（苹果手机格式）"));
    assert_eq!(named(b"RIFF\x10\0\0\0WEBPVP8 "), expected("WebP 图片"));
    assert_eq!(named(b"BM............"), expected("BMP 图片"));
    assert_eq!(named(b"II*\0........"), expected("TIFF 图片"));
    assert_eq!(named(b"PK\x03\x04........"), expected("压缩包或 Office 文档"));
    assert_eq!(named(b"<!DOCTYPE html>"), expected("网页"));
    assert_eq!(named(b"hello"), expected("无法识别的内容"));
    assert_eq!(
        refused(b""),
        ("photo_empty_file".to_owned(), "照片文件是空的（0 字节），请重新导出".to_owned())
    );
}

/// Colours of a block portrait: a red wall around a skin-coloured head.
fn block_colour(column: u32, row: u32) -> [u8; 3] {
    let is_head = (10..27).contains(&column) && (14..52).contains(&row);
    if is_head { [220, 180, 150] } else { RED }
}

fn ycc([r, g, b]: [u8; 3]) -> [u8; 3] {
    let (r, g, b) = (f64::from(r), f64::from(g), f64::from(b));
    let y = 0.299 * r + 0.587 * g + 0.114 * b;
    [y, 128.0 + (b - y) * 0.564, 128.0 + (r - y) * 0.713].map(|v| v.round() as u8)
}

fn block_photo(frame: u8, components: u8, adobe: Option<u8>, level: &dyn Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
    BlockJpeg { frame, width: 295, height: 413, components, adobe, level }.write()
}

fn assert_red_corner(photo: &NormalisedPhoto) {
    let picture = image::load_from_memory(&photo.jpeg).unwrap().into_rgb8();
    let [r, g, b] = picture.get_pixel(10, 10).0;
    assert!(r > 180 && g < 70 && b < 80, "{r} {g} {b}");
}

#[test]
fn progressive_jpegs_are_accepted_and_written_as_baseline() {
    let level = |c: u32, r: u32| {
        let [y, cb, cr] = ycc(block_colour(c, r));
        [y, cb, cr, 0]
    };
    let baseline = accepted(&block_photo(0xC0, 3, None, &level));
    assert!(baseline.untouched, "the block writer itself writes good files");
    assert_red_corner(&baseline);
    let photo = accepted(&block_photo(0xC2, 3, None, &level));
    assert!(!photo.untouched);
    assert_red_corner(&photo);
    assert!(photo.jpeg.windows(2).any(|w| w == [0xFF, 0xC0]));
}

/// As Photoshop writes them for printers: inverted CMYK, and YCCK.
#[test]
fn cmyk_jpegs_are_converted() {
    let inverted = |c: u32, r: u32| {
        let [r, g, b] = block_colour(c, r);
        [r, g, b, 255]
    };
    let photo = accepted(&block_photo(0xC0, 4, Some(0), &inverted));
    assert!(!photo.untouched);
    assert_red_corner(&photo);
    // YCCK holds the ink, which is the opposite of the light.
    let ycck = |c: u32, r: u32| {
        let [y, cb, cr] = ycc(block_colour(c, r).map(|light| 255 - light));
        [y, cb, cr, 255]
    };
    assert_red_corner(&accepted(&block_photo(0xC0, 4, Some(2), &ycck)));
}

#[test]
fn rgb_stored_jpegs_are_written_as_ycbcr() {
    let level = |c: u32, r: u32| {
        let [r, g, b] = block_colour(c, r);
        [r, g, b, 0]
    };
    let photo = accepted(&block_photo(0xC0, 3, Some(0), &level));
    assert!(!photo.untouched, "PDF readers would take red, green, blue for YCbCr");
    assert_red_corner(&photo);
}

#[test]
fn rare_jpegs_are_refused_clearly() {
    let level = |_: u32, _: u32| [128; 4];
    for frame in [0xC3, 0xC9, 0xCA] {
        let (code, message) = refused(&block_photo(frame, 3, None, &level));
        assert_eq!(code, "photo_jpeg_unsupported");
        assert_eq!(message, "这种 JPG 编码很少见，无法读取，请用画图等软件打开后另存为 JPG");
    }
}

proptest! {
    /// Whatever happens to a file, there is a photo of the right size or a message; never a panic.
    #[test]
    fn changed_files_give_a_result_or_a_message(
        seed in 0_u64..4,
        is_png in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        keep in 0_usize..=100,
    ) {
        let picture = portrait(seed, 120, 168, RED, 5);
        let mut file = if is_png { png(&DynamicImage::ImageRgb8(picture)) } else { jpeg(&picture, 80) };
        for (at, value) in changes {
            let at = at.index(file.len());
            file[at] = value;
        }
        file.truncate(file.len() * keep / 100);
        let rules = PhotoRules { min_scale_percent: 10, ..PhotoRules::default() };
        match examine(&file, &rules) {
            Ok(photo) => prop_assert_eq!(size_of(&photo.jpeg), (295, 413)),
            Err(found) => {
                prop_assert!(found.iter().any(RuleViolation::is_error));
                prop_assert!(found.iter().all(|v| v.code.starts_with("photo_") && !v.message.is_empty()));
            }
        }
    }
}
