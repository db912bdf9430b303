//! A ZIP of photos, read entry by entry and never extracted by name.
//!
//! Knows ZIP records and bounds; it never looks inside a photo. One file is in memory at a time.

use std::io::{Read, Seek, SeekFrom};

use kaozhan_domain::RuleViolation;
use zip::CompressionMethod;

use zip::read::{Config, ZipFileEntry, ZipReadOptions};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use super::names::{FileKind, NameEncoding, decode_name, encoding_of, kind_of, stem_of};
use super::{PhotoFile, SourceLimits, SourceProblem};

/// Bit 11 of the general purpose flags: the name is UTF-8. zip also sets it for a valid 0x7075 field.
const UTF8_NAME: u16 = 1 << 11;
/// A name longer than any file system allows is an attack on memory.
const MAX_NAME_BYTES: usize = 4096;
/// Below this size a high ratio is no danger (a plain-coloured PNG).
const RATIO_FREE_BYTES: u64 = 256 << 10;

/// A ZIP of photos: iterate to get each photo, or what is wrong with an entry.
pub struct ArchiveSource<R> {
    reader: R,
    entries: std::vec::IntoIter<Entry>,
    limits: SourceLimits,
    inflated: u64,
}

struct Entry {
    path: String,
    kind: EntryKind,
    zip: ZipFileEntry<'static>,
}

enum EntryKind {
    Photo,
    Link,
    NotPhoto(FileKind),
}

/// Opens a ZIP of photos and reads its list of entries.
///
/// # Errors
/// A [`RuleViolation`] when the whole file is of no use: `photo_archive_not_zip`,
/// `photo_archive_damaged`, `photo_archive_split`, `photo_archive_encrypted`, `photo_archive_empty`,
/// `photo_archive_no_photos`, `photo_archive_too_many_files`, `photo_source_unreadable`.
pub fn open_archive<R: Read + Seek>(
    mut reader: R,
    limits: SourceLimits,
) -> Result<ArchiveSource<R>, RuleViolation> {
    let head = sniff(&mut reader)?;
    let listed = list(&mut reader, &limits).map_err(|fault| explain(fault, &head, &limits))?;
    let any_entry = !listed.is_empty();
    let entries = sorted_out(listed);
    if entries.is_empty() && !any_entry {
        return Err(RuleViolation::error("photo_archive_empty", "压缩包是空的，请把照片放入后重新压缩上传"));
    }
    if entries.iter().any(|e| matches!(e.kind, EntryKind::Photo) && e.zip.encrypted()) {
        return Err(RuleViolation::error(
            "photo_archive_encrypted",
            "压缩包设有密码，无法读取，请取消密码后重新压缩上传",
        ));
    }
    if entries.iter().any(|e| e.path.ends_with("[Content_Types].xml")) {
        return Err(not_zip("Office 文档"));
    }
    if !entries.iter().any(|e| matches!(e.kind, EntryKind::Photo)) {
        return Err(RuleViolation::error(
            "photo_archive_no_photos",
            "压缩包里没有照片（.jpg、.jpeg、.png），请把照片直接压缩成 ZIP 后重新上传",
        ));
    }
    Ok(ArchiveSource { reader, entries: entries.into_iter(), limits, inflated: 0 })
}

enum ListFault {
    Zip(ZipError),
    TooMany(usize),
}

fn list<R: Read + Seek>(
    reader: &mut R,
    limits: &SourceLimits,
) -> Result<Vec<ZipFileEntry<'static>>, ListFault> {
    let mut zip = ZipIterable::try_new(reader, Config::default()).map_err(ListFault::Zip)?;
    // The count is declared, but zip has compared it with the size of the directory.
    if zip.len() > limits.max_entries {
        return Err(ListFault::TooMany(zip.len()));
    }
    let mut entries = Vec::with_capacity(zip.len());
    for entry in zip.files().map_err(ListFault::Zip)? {
        let entry = entry.map_err(ListFault::Zip)?;
        if entry.name_raw().len() > MAX_NAME_BYTES {
            return Err(ListFault::Zip(ZipError::InvalidArchive("name too long".into())));
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn is_flagged_utf8(entry: &ZipFileEntry<'_>) -> bool {
    entry.flags().as_u16() & UTF8_NAME != 0
}

/// Names decoded, folders and system files dropped.
fn sorted_out(listed: Vec<ZipFileEntry<'static>>) -> Vec<Entry> {
    let encoding = encoding_of(listed.iter().filter(|e| !is_flagged_utf8(e)).map(|e| e.name_raw()));
    listed
        .into_iter()
        .filter_map(|zip| {
            let encoding = if is_flagged_utf8(&zip) { NameEncoding::Utf8 } else { encoding };
            let path = decode_name(zip.name_raw(), encoding);
            let is_folder = path.ends_with('/');
            let kind = match kind_of(&path) {
                _ if is_folder => return None,
                FileKind::SystemFile => return None,
                _ if zip.is_symlink() => EntryKind::Link,
                FileKind::Photo => EntryKind::Photo,
                other => EntryKind::NotPhoto(other),
            };
            Some(Entry { path, kind, zip })
        })
        .collect()
}

impl<R> ArchiveSource<R> {
    /// Files not yet visited, for a progress bar. Folders and system files are not counted.
    pub fn remaining(&self) -> usize {
        self.entries.len()
    }
}

impl<R: Read + Seek> Iterator for ArchiveSource<R> {
    type Item = Result<PhotoFile, SourceProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.next()?;
        let outcome = match entry.kind {
            EntryKind::Link => Err(link_violation()),
            EntryKind::NotPhoto(kind) => Err(not_photo_violation(kind)),
            EntryKind::Photo => self.inflate(entry.zip),
        };
        if self.inflated > self.limits.max_total_bytes {
            // Nothing after this is read: the rest of the archive is one problem, not thousands.
            self.entries = Vec::new().into_iter();
            return Some(Err(SourceProblem::of_source(RuleViolation::error(
                "photo_archive_too_big",
                format!(
                    "压缩包解开后超过 {}，其余照片没有读取，请分成几个压缩包上传",
                    size_text(self.limits.max_total_bytes)
                ),
            ))));
        }
        Some(match outcome {
            Ok(bytes) => Ok(PhotoFile { stem: stem_of(&entry.path), path_in_source: entry.path, bytes }),
            Err(violation) => Err(SourceProblem::of_file(&entry.path, violation)),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.entries.len()))
    }
}

impl<R: Read + Seek> ArchiveSource<R> {
    /// Inflates one entry with every bound counted on real bytes: declared sizes are never trusted.
    fn inflate(&mut self, entry: ZipFileEntry<'static>) -> Result<Vec<u8>, RuleViolation> {
        let limit = self.limits.max_entry_bytes;
        let by_ratio = entry.compressed_size().saturating_mul(self.limits.max_ratio).max(RATIO_FREE_BYTES);
        let method = entry.compression();
        if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(RuleViolation::error(
                "photo_compression_unsupported",
                "这张照片用了少见的压缩方式，请用系统自带的“压缩为 ZIP”重新压缩",
            ));
        }
        let expected = entry.size().min(limit);
        let mut file =
            entry.with_reader(&mut self.reader, ZipReadOptions::new()).map_err(|_| damaged_entry())?;
        let mut bytes = Vec::with_capacity(usize::try_from(expected.min(by_ratio)).unwrap_or(0));
        let read = (&mut file).take(limit.min(by_ratio) + 1).read_to_end(&mut bytes);
        let count = bytes.len() as u64;
        self.inflated = self.inflated.saturating_add(count);
        if count > limit {
            return Err(too_big_violation(limit));
        }
        if count > by_ratio {
            return Err(RuleViolation::error(
                "photo_ratio_suspicious",
                "这个文件的压缩比异常，可能不是照片，没有读取，请检查后重新打包",
            ));
        }
        read.map_err(|_| damaged_entry())?;
        Ok(bytes)
    }
}

fn damaged_entry() -> RuleViolation {
    RuleViolation::error("photo_entry_damaged", "这张照片在压缩包里已损坏，请重新压缩后上传")
}

pub(super) fn link_violation() -> RuleViolation {
    RuleViolation::error("photo_is_link", "这是一个快捷方式或链接，不是照片，请放入照片文件本身")
}

pub(super) fn too_big_violation(limit: u64) -> RuleViolation {
    RuleViolation::error("photo_too_big", format!("照片超过 {}，请压缩或重新导出后上传", size_text(limit)))
}

pub(super) fn not_photo_violation(kind: FileKind) -> RuleViolation {
    match kind {
        FileKind::Archive => RuleViolation::error(
            "photo_nested_archive",
            "压缩包里又有压缩包，里面的照片没有读取，请解开后把照片直接打包",
        ),
        FileKind::OtherPicture => RuleViolation::error(
            "photo_format_unsupported",
            "照片格式不支持，只接受 .jpg、.jpeg、.png，请另存为 JPG 后重新上传",
        ),
        _ => {
            RuleViolation::error("photo_not_a_picture", "不是照片文件（只接受 .jpg、.jpeg、.png），没有导入")
        }
    }
}

pub(super) fn size_text(bytes: u64) -> String {
    match bytes {
        b if b >= 1 << 30 && b % (1 << 30) == 0 => format!("{} GB", b >> 30),
        b if b >= 1 << 20 => format!("{} MB", b >> 20),
        b if b >= 1 << 10 => format!("{} KB", b >> 10),
        b => format!("{b} 字节"),
    }
}

fn sniff<R: Read + Seek>(reader: &mut R) -> Result<Vec<u8>, RuleViolation> {
    let mut head = Vec::new();
    let outcome = reader
        .seek(SeekFrom::Start(0))
        .and_then(|_| reader.take(16).read_to_end(&mut head))
        .and_then(|_| reader.seek(SeekFrom::Start(0)));
    match outcome {
        Ok(_) => Ok(head),
        Err(_) => Err(RuleViolation::error(
            "photo_source_unreadable",
            "读取文件时出错，请检查文件是否被其他程序占用、U 盘是否已拔出，然后重试",
        )),
    }
}

fn explain(fault: ListFault, head: &[u8], limits: &SourceLimits) -> RuleViolation {
    let fault = match fault {
        ListFault::TooMany(count) => {
            return RuleViolation::error(
                "photo_archive_too_many_files",
                format!(
                    "压缩包里有 {count} 个文件，超过一次 {} 个的上限，请分成几个压缩包上传",
                    limits.max_entries
                ),
            );
        }
        ListFault::Zip(fault) => fault,
    };
    match head {
        [] => RuleViolation::error("photo_archive_empty", "文件是空的（0 字节），请重新压缩后上传"),
        [b'R', b'a', b'r', b'!', ..] => not_zip("RAR 压缩包"),
        [b'7', b'z', 0xBC, 0xAF, ..] => not_zip("7z 压缩包"),
        [0x1F, 0x8B, ..] => not_zip("GZ 压缩包"),
        [0xFF, 0xD8, 0xFF, ..] | [0x89, b'P', b'N', b'G', ..] => not_zip("一张图片"),
        [b'%', b'P', b'D', b'F', ..] => not_zip("PDF 文档"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => not_zip("Office 文档"),
        [b'P', b'K', 7, 8, ..] => split_archive(),
        _ if matches!(fault, ZipError::UnsupportedArchive(m) if m.contains("multi-disk")) => split_archive(),
        [b'P', b'K', ..] => RuleViolation::error(
            "photo_archive_damaged",
            "压缩包不完整或已损坏（可能没有复制、下载完），请重新压缩后上传",
        ),
        _ => not_zip("无法识别的文件"),
    }
}

fn split_archive() -> RuleViolation {
    RuleViolation::error("photo_archive_split", "这是分卷压缩包的一部分，请压缩成一个完整的 ZIP 后上传")
}

fn not_zip(what: &str) -> RuleViolation {
    RuleViolation::error(
        "photo_archive_not_zip",
        format!("这不是 ZIP 压缩包，实际是{what}，请把照片重新压缩成 ZIP 格式（不能只改扩展名）"),
    )
}

#[cfg(test)]
#[path = "archive_tests.rs"]
mod tests;
