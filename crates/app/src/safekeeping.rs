//! Backup, restore, and whether the workspace is sound.

use crate::clock::Clock;
use crate::error::{AppError, Result};
use crate::files;
use crate::workspace::{App, Unlock};
use kaozhan_store::{Counts, Store, silent};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupReport {
    /// The file.
    pub file: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// What it holds.
    pub counts: Counts,
}

/// A backup that was restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RestoreReport {
    /// The workspace's folder.
    pub workspace: PathBuf,
    /// When the backup was made.
    pub made_at: String,
    /// What it held, counted before anything was replaced.
    pub counts: Counts,
    /// Where the database that was there before is kept.
    pub kept: Option<PathBuf>,
}

/// The state of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoctorView {
    /// Everything holds.
    pub sound: bool,
    /// Each check.
    pub checks: Vec<CheckView>,
    /// What the workspace holds.
    pub counts: Counts,
    /// Bytes of the database.
    pub database_bytes: u64,
    /// The last program was cut off; the database was checked when it was opened.
    pub after_crash: bool,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckView {
    /// Stable code.
    pub check: String,
    /// Name, for people.
    pub label: &'static str,
    /// It holds.
    pub ok: bool,
    /// What does not, in English, for support.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// Writes one encrypted file that holds everything.
///
/// # Errors
/// `file_exists`, and faults of the file system; an existing file stays then.
pub fn backup(app: &App, target: &Path, overwrite: bool) -> Result<BackupReport> {
    files::check_target(target, overwrite)?;
    let info = app.store().backup(target, overwrite, app.now(), &silent)?;
    let bytes = std::fs::metadata(target).map(|data| data.len()).unwrap_or(info.database_bytes);
    Ok(BackupReport { file: target.to_owned(), bytes, counts: info.counts })
}

/// Replaces the workspace in `folder` with a backup that is proved first; the old one is kept beside it.
///
/// # Errors
/// `file_not_found`, `backup_damaged`, `wrong_passphrase` …; the workspace is unchanged then.
pub fn restore(file: &Path, folder: &Path, unlock: &Unlock, clock: Clock) -> Result<RestoreReport> {
    if !file.is_file() {
        return Err(AppError::new("file_not_found", format!("找不到备份文件“{}”", file.display()))
            .hint("请检查路径是否写对"));
    }
    let restored = Store::restore(file, folder, unlock, clock.now(), &silent)?;
    Ok(RestoreReport {
        workspace: folder.to_owned(),
        made_at: restored.info.made_at.format("%Y-%m-%d %H:%M").to_string(),
        counts: restored.counts,
        kept: restored.kept,
    })
}

/// Examines everything, photos included.
///
/// # Errors
/// Those of the store; damage is a finding.
pub fn doctor(app: &App) -> Result<DoctorView> {
    let report = app.store().doctor(true)?;
    Ok(DoctorView {
        sound: report.is_sound(),
        checks: report
            .findings
            .iter()
            .map(|finding| CheckView {
                check: finding.check.clone(),
                label: label(&finding.check),
                ok: finding.ok,
                detail: finding.detail.clone(),
            })
            .collect(),
        counts: report.counts,
        database_bytes: report.database_bytes,
        after_crash: report.after_crash,
    })
}

fn label(check: &str) -> &'static str {
    match check {
        "integrity" => "数据库结构",
        "cipher_integrity" => "加密页校验",
        "foreign_keys" => "记录之间的引用",
        "outbox" => "待同步记录",
        "audit" => "操作日志",
        "photos" => "照片",
        _ => "其他",
    }
}
