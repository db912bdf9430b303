//! Files that the use cases write: whole or not at all.

use crate::error::{AppError, Result};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes `bytes` to `target` through a neighbour that is renamed at the end, so that a reader never
/// sees half a file and a failure leaves what was there.
///
/// # Errors
/// `file_exists` unless `overwrite`, and whatever the file system refuses.
pub fn write_whole(target: &Path, bytes: &[u8], overwrite: bool) -> Result<()> {
    check_target(target, overwrite)?;
    let failed = |error: &std::io::Error| AppError::io("写入文件", target, error);
    let mut file = tempfile::Builder::new()
        .prefix(".kaozhan-")
        .tempfile_in(folder_of(target))
        .map_err(|error| failed(&error))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|error| failed(&error))?;
    file.persist(target).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// Refuses a target that is a folder, exists without leave to overwrite, or lies in no folder.
///
/// # Errors
/// `is_a_folder`, `file_exists`, `file_not_found`.
pub fn check_target(target: &Path, overwrite: bool) -> Result<()> {
    if target.is_dir() {
        return Err(AppError::new(
            "is_a_folder",
            format!("“{}”是一个文件夹，请给出文件名", target.display()),
        ));
    }
    if target.exists() && !overwrite {
        return Err(AppError::new("file_exists", format!("文件“{}”已经存在", target.display()))
            .hint("请换一个文件名，或加 --overwrite 覆盖"));
    }
    let folder = folder_of(target);
    if !folder.is_dir() {
        return Err(AppError::new("file_not_found", format!("找不到文件夹“{}”", folder.display()))
            .hint("请先建立文件夹，或检查路径是否写对"));
    }
    Ok(())
}

/// Finds out whether `target` could be written, without leaving anything there.
///
/// # Errors
/// As [`check_target`] with leave to overwrite, or when the folder refuses new files.
pub fn check_writable(target: &Path) -> Result<()> {
    check_target(target, true)?;
    tempfile::Builder::new()
        .prefix(".kaozhan-")
        .tempfile_in(folder_of(target))
        .map(|_| ())
        .map_err(|error| AppError::io("写入文件", target, &error))
}

/// The folder a file lies in.
pub fn folder_of(target: &Path) -> PathBuf {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
