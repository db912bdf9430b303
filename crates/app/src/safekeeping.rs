//! Backup, restore, and whether the workspace is sound.

use crate::clock::Clock;
use crate::error::{AppError, Result};
use crate::files;
use crate::task::Task;
use crate::workspace::{App, Unlock};
use kaozhan_store::{Counts, Store};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BackupReport {
    /// The file.
    pub file: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// What it holds.
    #[ts(skip)]
    pub counts: Counts,
}

/// The backup that was made last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LastBackup {
    /// When, ISO 8601.
    pub at: String,
    /// The file.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
}

const LAST_BACKUP: &str = "last_backup";

/// A backup that was restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RestoreReport {
    /// The workspace's folder.
    pub workspace: PathBuf,
    /// When the backup was made.
    pub made_at: String,
    /// What it held, counted before anything was replaced.
    #[ts(skip)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CheckView {
    /// Stable code.
    pub check: String,
    /// Name, for people.
    pub label: &'static str,
    /// It holds.
    pub ok: bool,
    /// What does not, in English, for support.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub detail: String,
}

/// Writes one encrypted file that holds everything.
///
/// # Errors
/// `file_exists`, and faults of the file system; an existing file stays then.
pub fn backup(app: &App, target: &Path, overwrite: bool) -> Result<BackupReport> {
    backup_followed(app, target, overwrite, &Task::silent())
}

/// As [`backup`], followed by `task`.
///
/// # Errors
/// As [`backup`], and `cancelled`.
pub fn backup_followed(app: &App, target: &Path, overwrite: bool, task: &Task<'_>) -> Result<BackupReport> {
    files::check_target(target, overwrite)?;
    let info = app.store().backup(target, overwrite, app.now(), &follow(task, "正在备份"))?;
    let bytes = std::fs::metadata(target).map(|data| data.len()).unwrap_or(info.database_bytes);
    let last = LastBackup {
        at: info.made_at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        file: target.display().to_string(),
        bytes,
    };
    app.write("backup", "备份", &last.file, |tx| Ok(tx.put_setting(LAST_BACKUP, &last)?))?;
    Ok(BackupReport { file: target.to_owned(), bytes, counts: info.counts })
}

/// The backup that was made last, as far as this workspace knows.
///
/// # Errors
/// Those of the store.
pub fn last_backup(app: &App) -> Result<Option<LastBackup>> {
    app.read(|tx| Ok(tx.setting(LAST_BACKUP)?))
}

/// The progress of the store, reported to `task`.
pub(crate) fn follow<'t>(task: &'t Task<'t>, step: &'t str) -> impl Fn(u64, u64) -> ControlFlow<()> + 't {
    let units = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    move |done, total| match task.step(step, units(done), units(total)) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    }
}

/// Replaces the workspace in `folder` with a backup that is proved first; the old one is kept beside it.
///
/// # Errors
/// `file_not_found`, `backup_damaged`, `wrong_passphrase` …; the workspace is unchanged then.
pub fn restore(file: &Path, folder: &Path, unlock: &Unlock, clock: Clock) -> Result<RestoreReport> {
    restore_followed(file, folder, unlock, clock, &Task::silent())
}

/// As [`restore`], followed by `task`.
///
/// # Errors
/// As [`restore`], and `cancelled`.
pub fn restore_followed(
    file: &Path,
    folder: &Path,
    unlock: &Unlock,
    clock: Clock,
    task: &Task<'_>,
) -> Result<RestoreReport> {
    if !file.is_file() {
        return Err(AppError::new("file_not_found", format!("找不到备份文件“{}”", file.display()))
            .hint("请检查路径是否写对"));
    }
    let restored = Store::restore(file, folder, unlock, clock.now(), &follow(task, "正在验证并恢复"))?;
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
