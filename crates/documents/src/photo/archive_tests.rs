//! each trap of archives, with its exact message.

use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use kaozhan_domain::RuleViolation;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::{PhotoFile, SourceLimits, SourceProblem};
use super::{ArchiveSource, open_archive};

/// Writes a ZIP as old programs do: raw name bytes, chosen flags, an optional extra field.
#[derive(Default)]
struct RawZip {
    body: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

struct RawEntry<'a> {
    name: &'a [u8],
    flags: u16,
    extra: Vec<u8>,
    content: &'a [u8],
    mode: u32,
}

impl<'a> RawEntry<'a> {
    fn new(name: &'a [u8], content: &'a [u8]) -> Self {
        Self { name, flags: 0, extra: Vec::new(), content, mode: 0 }
    }
}

impl RawZip {
    fn add(mut self, entry: &RawEntry<'_>) -> Self {
        let offset = u32::try_from(self.body.len()).unwrap();
        let size = u32::try_from(entry.content.len()).unwrap().to_le_bytes();
        let mut common = Vec::new();
        common.extend(20_u16.to_le_bytes());
        common.extend(entry.flags.to_le_bytes());
        common.extend([0; 6]);
        common.extend(crc32(entry.content).to_le_bytes());
        common.extend(size);
        common.extend(size);
        common.extend(u16::try_from(entry.name.len()).unwrap().to_le_bytes());
        common.extend(u16::try_from(entry.extra.len()).unwrap().to_le_bytes());
        self.body.extend(b"PK\x03\x04");
        self.body.extend(&common);
        self.body.extend(entry.name);
        self.body.extend(&entry.extra);
        self.body.extend(entry.content);
        self.directory.extend(b"PK\x01\x02\x14\x03");
        self.directory.extend(&common);
        self.directory.extend([0; 6]);
        self.directory.extend((entry.mode << 16).to_le_bytes());
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(entry.name);
        self.directory.extend(&entry.extra);
        self.count += 1;
        self
    }

    fn finish(self) -> Vec<u8> {
        let mut file = self.body;
        let start = u32::try_from(file.len()).unwrap();
        file.extend(&self.directory);
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend(self.count.to_le_bytes());
        file.extend(self.count.to_le_bytes());
        file.extend(u32::try_from(self.directory.len()).unwrap().to_le_bytes());
        file.extend(start.to_le_bytes());
        file.extend([0, 0]);
        file
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |c, _| if c & 1 == 1 { c >> 1 ^ 0xEDB8_8320 } else { c >> 1 })
    })
}

fn gbk(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

fn deflated(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn open(file: &[u8]) -> Result<ArchiveSource<Cursor<&[u8]>>, RuleViolation> {
    open_archive(Cursor::new(file), SourceLimits::default())
}

fn items(file: &[u8]) -> Vec<Result<PhotoFile, SourceProblem>> {
    open(file).unwrap().collect()
}

fn paths(file: &[u8]) -> Vec<String> {
    items(file).into_iter().map(|item| item.unwrap().path_in_source).collect()
}

fn refused(file: &[u8]) -> (String, String) {
    let violation = open(file).err().unwrap();
    assert!(violation.is_error());
    (violation.code, violation.message)
}

fn pair(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

fn problem(item: &Result<PhotoFile, SourceProblem>) -> (String, String) {
    let violation = &item.as_ref().unwrap_err().violation;
    (violation.code.clone(), violation.message.clone())
}

#[test]
fn r_103_photos_in_folders_come_with_path_and_stem() {
    let zip = deflated(&[("2024/一班/11010519491231002X.JPG", b"one"), ("440524188001010014.png", b"two")]);
    let found: Vec<PhotoFile> = items(&zip).into_iter().map(Result::unwrap).collect();
    assert_eq!(found[0].path_in_source, "2024/一班/11010519491231002X.JPG");
    assert_eq!(found[0].stem, "11010519491231002X");
    assert_eq!(found[0].bytes, b"one");
    assert_eq!(found[1].stem, "440524188001010014");
    assert_eq!(open(&zip).unwrap().remaining(), 2);
    assert!(!format!("{found:?}").contains("11010519491231002X"), "a log must not show the number");
}

#[test]
fn gbk_names_are_read_also_when_they_are_valid_utf8() {
    let (trap, plain) = (gbk("郑沤荧.jpg"), gbk("张三丰.jpg"));
    let zip = RawZip::default().add(&RawEntry::new(&trap, b"x")).finish();
    assert_eq!(paths(&zip), ["郑沤荧.jpg"]);
    let zip = RawZip::default().add(&RawEntry::new(&trap, b"x")).add(&RawEntry::new(&plain, b"y")).finish();
    assert_eq!(paths(&zip), ["郑沤荧.jpg", "张三丰.jpg"]);
    let mac = RawZip::default().add(&RawEntry::new("照片/张三丰.jpg".as_bytes(), b"x")).finish();
    assert_eq!(paths(&mac), ["照片/张三丰.jpg"]);
}

#[test]
fn the_utf8_flag_and_the_unicode_field_win() {
    let gbk_name = gbk("张三.jpg");
    let mut flagged = RawEntry::new("李四.jpg".as_bytes(), b"x");
    flagged.flags = 1 << 11;
    let mut with_field = RawEntry::new(b"??.jpg", b"y");
    let unicode = "王五.jpg".as_bytes();
    with_field.extra.extend(0x7075_u16.to_le_bytes());
    with_field.extra.extend(u16::try_from(unicode.len() + 5).unwrap().to_le_bytes());
    with_field.extra.push(1);
    with_field.extra.extend(crc32(b"??.jpg").to_le_bytes());
    with_field.extra.extend(unicode);
    let zip = RawZip::default().add(&RawEntry::new(&gbk_name, b"z")).add(&flagged).add(&with_field).finish();
    assert_eq!(paths(&zip), ["张三.jpg", "李四.jpg", "王五.jpg"]);
}

/// zip's own archive type keeps one of two entries of equal name; a photo would be lost in silence.
#[test]
fn entries_of_equal_name_are_both_delivered() {
    let zip = RawZip::default()
        .add(&RawEntry::new(b"a.jpg", b"first"))
        .add(&RawEntry::new(b"a.jpg", b"second"))
        .finish();
    let bytes: Vec<Vec<u8>> = items(&zip).into_iter().map(|i| i.unwrap().bytes).collect();
    assert_eq!(bytes, [b"first".to_vec(), b"second".to_vec()]);
}

#[test]
fn system_files_are_passed_over_and_others_reported() {
    let zip = deflated(&[
        ("__MACOSX/._a.jpg", b"m"),
        ("Thumbs.db", b"t"),
        (".DS_Store", b"d"),
        ("照片/desktop.ini", b"i"),
        ("照片/", b""),
        ("照片/a.jpg", b"photo"),
        ("名单.xlsx", b"sheet"),
        ("更多.zip", b"PK"),
        ("b.heic", b"apple"),
    ]);
    let found = items(&zip);
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[0].as_ref().unwrap().path_in_source, "照片/a.jpg");
    assert_eq!(
        problem(&found[1]),
        pair("photo_not_a_picture", "不是照片文件（只接受 .jpg、.jpeg、.png），没有导入")
    );
    assert_eq!(
        problem(&found[2]),
        pair("photo_nested_archive", "压缩包里又有压缩包，里面的照片没有读取，请解开后把照片直接打包")
    );
    assert_eq!(
        problem(&found[3]),
        pair("photo_format_unsupported", "照片格式不支持，只接受 .jpg、.jpeg、.png，请另存为 JPG 后重新上传")
    );
}

#[test]
fn links_and_climbing_paths_do_no_harm() {
    let mut link = RawEntry::new(b"link.jpg", b"/etc/passwd");
    link.mode = 0o120_777;
    let climbing = RawEntry::new(b"../../etc/a.jpg", b"x");
    let found = items(&RawZip::default().add(&link).add(&climbing).finish());
    assert_eq!(
        problem(&found[0]),
        pair("photo_is_link", "这是一个快捷方式或链接，不是照片，请放入照片文件本身")
    );
    assert_eq!(found[1].as_ref().unwrap().stem, "a", "only the text of the path is used");
}

#[test]
fn useless_archives_are_named() {
    let not_zip = |what: &str| {
        let text = format!("这不是 ZIP 压缩包，实际是{what}，请把照片重新压缩成 ZIP 格式（不能只改扩展名）");
        ("photo_archive_not_zip".to_owned(), text)
    };
    assert_eq!(refused(b"Rar!\x1A\x07\x01\0......"), not_zip("RAR 压缩包"));
    assert_eq!(refused(b"7z\xBC\xAF\x27\x1C......"), not_zip("7z 压缩包"));
    assert_eq!(refused(b"\xFF\xD8\xFF\xE0........"), not_zip("一张图片"));
    assert_eq!(refused(b"hello hello hello hello"), not_zip("无法识别的文件"));
    assert_eq!(
        refused(&deflated(&[("[Content_Types].xml", b"<x/>"), ("a.jpg", b"x")])),
        not_zip("Office 文档")
    );
    assert_eq!(refused(b""), pair("photo_archive_empty", "文件是空的（0 字节），请重新压缩后上传"));
    assert_eq!(
        refused(&deflated(&[])),
        pair("photo_archive_empty", "压缩包是空的，请把照片放入后重新压缩上传")
    );
    let none = "压缩包里没有照片（.jpg、.jpeg、.png），请把照片直接压缩成 ZIP 后重新上传";
    assert_eq!(refused(&deflated(&[("a.txt", b"x")])), pair("photo_archive_no_photos", none));
    assert_eq!(refused(&deflated(&[("照片.zip", b"PK")])), pair("photo_archive_no_photos", none));
    assert_eq!(refused(&deflated(&[("照片/", b"")])), pair("photo_archive_no_photos", none));
    assert_eq!(
        refused(b"PK\x07\x08PK\x03\x04............"),
        pair("photo_archive_split", "这是分卷压缩包的一部分，请压缩成一个完整的 ZIP 后上传")
    );
}

#[test]
fn truncated_archives_are_refused_as_a_whole() {
    let noise: Vec<u8> = (0..5000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let zip = deflated(&[("a.jpg", noise.as_slice()), ("b.jpg", noise.as_slice())]);
    for percent in [10, 50, 99] {
        assert_eq!(
            refused(&zip[..zip.len() * percent / 100]),
            pair("photo_archive_damaged", "压缩包不完整或已损坏（可能没有复制、下载完），请重新压缩后上传")
        );
    }
}

#[test]
fn one_damaged_entry_does_not_stop_the_others() {
    let noise: Vec<u8> = (0..5000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut zip = deflated(&[("a.jpg", noise.as_slice()), ("b.jpg", b"fine")]);
    zip[1000] ^= 0xFF;
    let found = items(&zip);
    assert_eq!(problem(&found[0]), pair("photo_entry_damaged", "这张照片在压缩包里已损坏，请重新压缩后上传"));
    assert_eq!(found[1].as_ref().unwrap().bytes, b"fine");
}

#[test]
fn encrypted_archives_are_refused() {
    let mut entry = RawEntry::new(b"a.jpg", b"0123456789abcdef");
    entry.flags = 1;
    assert_eq!(
        refused(&RawZip::default().add(&entry).finish()),
        pair("photo_archive_encrypted", "压缩包设有密码，无法读取，请取消密码后重新压缩上传")
    );
}

#[test]
fn zip64_archives_are_read() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.jpg", SimpleFileOptions::default().large_file(true)).unwrap();
    zip.write_all(b"photo").unwrap();
    let file = zip.finish().unwrap().into_inner();
    assert_eq!(items(&file)[0].as_ref().unwrap().bytes, b"photo");
}

#[test]
fn rare_compression_is_reported_per_file() {
    let mut zip = RawZip::default().add(&RawEntry::new(b"a.jpg", b"x")).finish();
    for at in 0..zip.len() - 4 {
        if &zip[at..at + 4] == b"PK\x01\x02" {
            zip[at + 10] = 9;
        }
    }
    assert_eq!(
        problem(&items(&zip)[0]),
        pair(
            "photo_compression_unsupported",
            "这张照片用了少见的压缩方式，请用系统自带的“压缩为 ZIP”重新压缩"
        )
    );
}

/// All bounds are counted on inflated bytes, whatever the headers declare.
#[test]
fn bounds_are_counted_while_inflating() {
    let limits = SourceLimits { max_entry_bytes: 1 << 20, ..SourceLimits::default() };
    let noise: Vec<u8> = (0..(2_u32 << 20)).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let zip = deflated(&[("big.jpg", noise.as_slice()), ("bomb.jpg", &vec![0; 1 << 20]), ("a.jpg", b"x")]);
    let found: Vec<_> = open_archive(Cursor::new(&zip), limits).unwrap().collect();
    assert_eq!(problem(&found[0]), pair("photo_too_big", "照片超过 1 MB，请压缩或重新导出后上传"));
    assert_eq!(
        problem(&found[1]),
        pair("photo_ratio_suspicious", "这个文件的压缩比异常，可能不是照片，没有读取，请检查后重新打包")
    );
    assert_eq!(found[2].as_ref().unwrap().bytes, b"x");

    let limits = SourceLimits { max_total_bytes: 3 << 20, ..SourceLimits::default() };
    let zip = deflated(&[("1.jpg", noise.as_slice()), ("2.jpg", noise.as_slice()), ("3.jpg", b"x")]);
    let found: Vec<_> = open_archive(Cursor::new(&zip), limits).unwrap().collect();
    assert_eq!(found.len(), 2);
    assert_eq!(
        problem(&found[1]),
        pair("photo_archive_too_big", "压缩包解开后超过 3 MB，其余照片没有读取，请分成几个压缩包上传")
    );
    assert_eq!(found[1].as_ref().unwrap_err().path_in_source, "");

    let limits = SourceLimits { max_entries: 2, ..SourceLimits::default() };
    let violation = open_archive(Cursor::new(&zip), limits).err().unwrap();
    assert_eq!(violation.code, "photo_archive_too_many_files");
    assert_eq!(violation.message, "压缩包里有 3 个文件，超过一次 2 个的上限，请分成几个压缩包上传");
}

/// A header that lies about the size gives an error, not a short photo.
#[test]
fn a_wrong_declared_size_is_noticed() {
    let mut zip = deflated(&[("a.jpg", &[7; 3000])]);
    for at in 0..zip.len() - 4 {
        if &zip[at..at + 4] == b"PK\x01\x02" {
            zip[at + 24..at + 28].copy_from_slice(&100_u32.to_le_bytes());
        }
    }
    assert_eq!(problem(&items(&zip)[0]).0, "photo_entry_damaged");
}

#[test]
fn stored_entries_are_read() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file("a.jpeg", stored).unwrap();
    zip.write_all(b"photo").unwrap();
    let file = zip.finish().unwrap().into_inner();
    assert_eq!(items(&file)[0].as_ref().unwrap().bytes, b"photo");
}
