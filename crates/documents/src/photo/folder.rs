//! A folder of photos on disk, in the order of their paths.
//!
//! Follows no links; knows nothing of what is inside a photo. One file is in memory at a time.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use kaozhan_domain::RuleViolation;

use super::archive::{link_violation, not_photo_violation, size_text, too_big_violation};
use super::names::{FileKind, displayable, kind_of, stem_of};
use super::{PhotoFile, SourceLimits, SourceProblem};

/// Deeper folders are a mistake (or a loop made of mount points), not a way to keep photos.
const MAX_DEPTH: usize = 16;

/// A folder of photos: iterate to get each photo, or what is wrong with a file.
pub struct FolderSource {
    entries: std::vec::IntoIter<Entry>,
    limits: SourceLimits,
    total: u64,
}

struct Entry {
    file: PathBuf,
    shown: String,
    is_link: bool,
}

/// Lists the photos of a folder and its sub-folders.
///
/// # Errors
/// `photo_source_unreadable`, `photo_folder_no_photos`, `photo_folder_too_many_files`.
pub fn open_folder(folder: &Path, limits: SourceLimits) -> Result<FolderSource, RuleViolation> {
    let mut entries = Vec::new();
    let mut waiting = vec![(folder.to_owned(), String::new(), 0_usize)];
    let mut seen = 0_usize;
    while let Some((path, shown, depth)) = waiting.pop() {
        let children = fs::read_dir(&path).map_err(|_| unreadable())?;
        for child in children {
            let child = child.map_err(|_| unreadable())?;
            seen += 1;
            if seen > limits.max_entries {
                return Err(RuleViolation::error(
                    "photo_folder_too_many_files",
                    format!("文件夹里超过 {} 个文件，请选择只放照片的文件夹", limits.max_entries),
                ));
            }
            let kind = child.file_type().map_err(|_| unreadable())?;
            let name = displayable(&child.file_name().to_string_lossy()).replace('/', "\u{FFFD}");
            let shown = if shown.is_empty() { name } else { format!("{shown}/{name}") };
            if kind.is_dir() && depth < MAX_DEPTH {
                waiting.push((child.path(), shown, depth + 1));
            } else if !kind.is_dir() && kind_of(&shown) != FileKind::SystemFile {
                entries.push(Entry { file: child.path(), shown, is_link: !kind.is_file() });
            }
        }
    }
    if !entries.iter().any(|e| kind_of(&e.shown) == FileKind::Photo) {
        return Err(RuleViolation::error(
            "photo_folder_no_photos",
            "文件夹里没有照片（.jpg、.jpeg、.png），请选择存放照片的文件夹",
        ));
    }
    // The order of a directory listing differs between machines; reports must not.
    entries.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok(FolderSource { entries: entries.into_iter(), limits, total: 0 })
}

fn unreadable() -> RuleViolation {
    RuleViolation::error(
        "photo_source_unreadable",
        "无法读取文件夹，请检查它是否存在、是否有权限打开，然后重试",
    )
}

impl FolderSource {
    /// Files not yet visited, for a progress bar.
    pub fn remaining(&self) -> usize {
        self.entries.len()
    }

    fn read(&mut self, entry: &Entry) -> Result<Vec<u8>, RuleViolation> {
        if entry.is_link {
            return Err(link_violation());
        }
        match kind_of(&entry.shown) {
            FileKind::Photo => {}
            other => return Err(not_photo_violation(other)),
        }
        let limit = self.limits.max_entry_bytes;
        let mut bytes = Vec::new();
        let read = File::open(&entry.file).and_then(|f| f.take(limit + 1).read_to_end(&mut bytes));
        self.total = self.total.saturating_add(bytes.len() as u64);
        if read.is_err() {
            return Err(RuleViolation::error(
                "photo_file_unreadable",
                "无法读取这张照片，请检查文件是否被占用或没有权限，然后重试",
            ));
        }
        if bytes.len() as u64 > limit { Err(too_big_violation(limit)) } else { Ok(bytes) }
    }
}

impl Iterator for FolderSource {
    type Item = Result<PhotoFile, SourceProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.next()?;
        let outcome = self.read(&entry);
        if self.total > self.limits.max_total_bytes {
            self.entries = Vec::new().into_iter();
            return Some(Err(SourceProblem::of_source(RuleViolation::error(
                "photo_folder_too_big",
                format!(
                    "照片总大小超过 {}，其余照片没有读取，请分成几个文件夹导入",
                    size_text(self.limits.max_total_bytes)
                ),
            ))));
        }
        Some(match outcome {
            Ok(bytes) => Ok(PhotoFile { stem: stem_of(&entry.shown), path_in_source: entry.shown, bytes }),
            Err(violation) => Err(SourceProblem::of_file(&entry.shown, violation)),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.entries.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(source: FolderSource) -> Vec<(String, String)> {
        source
            .map(|item| match item {
                Ok(photo) => (photo.path_in_source, photo.stem),
                Err(problem) => (problem.path_in_source, problem.violation.code),
            })
            .collect()
    }

    #[test]
    fn r_103_a_folder_gives_its_photos_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("二班/__MACOSX")).unwrap();
        fs::write(root.join("b.jpg"), b"b").unwrap();
        fs::write(root.join("a.PNG"), b"a").unwrap();
        fs::write(root.join("二班/c.jpeg"), b"c").unwrap();
        fs::write(root.join("二班/__MACOSX/._c.jpeg"), b"m").unwrap();
        fs::write(root.join("Thumbs.db"), b"t").unwrap();
        fs::write(root.join("名单.xlsx"), b"x").unwrap();
        let source = open_folder(root, SourceLimits::default()).unwrap();
        assert_eq!(source.remaining(), 4);
        let expected =
            [("a.PNG", "a"), ("b.jpg", "b"), ("二班/c.jpeg", "c"), ("名单.xlsx", "photo_not_a_picture")];
        assert_eq!(codes(source), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.jpg"), b"s").unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.jpg"), folder.path().join("s.jpg")).unwrap();
        let source = open_folder(folder.path(), SourceLimits::default()).unwrap();
        let found = codes(source);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|(_, code)| code == "photo_is_link"), "{found:?}");
    }

    #[test]
    fn bounds_and_unusable_folders_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let missing = open_folder(&folder.path().join("none"), SourceLimits::default()).err().unwrap();
        assert_eq!(missing.message, "无法读取文件夹，请检查它是否存在、是否有权限打开，然后重试");
        let empty = open_folder(folder.path(), SourceLimits::default()).err().unwrap();
        assert_eq!(empty.message, "文件夹里没有照片（.jpg、.jpeg、.png），请选择存放照片的文件夹");
        for name in ["1.jpg", "2.jpg", "3.jpg"] {
            fs::write(folder.path().join(name), [0; 3000]).unwrap();
        }
        let limits = SourceLimits { max_entries: 2, ..SourceLimits::default() };
        let many = open_folder(folder.path(), limits).err().unwrap();
        assert_eq!(many.message, "文件夹里超过 2 个文件，请选择只放照片的文件夹");
        let limits = SourceLimits { max_entry_bytes: 2048, ..SourceLimits::default() };
        let big = open_folder(folder.path(), limits).unwrap().next().unwrap().unwrap_err();
        assert_eq!(big.violation.message, "照片超过 2 KB，请压缩或重新导出后上传");
        let limits = SourceLimits { max_total_bytes: 5000, ..SourceLimits::default() };
        let found: Vec<_> = open_folder(folder.path(), limits).unwrap().collect();
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[1].as_ref().unwrap_err().violation.message,
            "照片总大小超过 4 KB，其余照片没有读取，请分成几个文件夹导入"
        );
    }
}
