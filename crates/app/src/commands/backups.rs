//! 备份与恢复.

use super::{Command, Nothing, command, desk_command};
use crate::accounts;
use crate::desk::{Desk, KnownWorkspace, Permission, known};
use crate::error::{AppError, Result};
use crate::safekeeping::{self, BackupReport, LastBackup, RestoreReport};
use crate::scope::concerns;
use crate::task::Task;
use crate::workspace::{App, Unlock};
use kaozhan_store::{Counts, Store};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// 立即备份.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct BackupRequest {
    /// The file that is written.
    pub file: String,
    /// Replace an existing file.
    pub overwrite: bool,
}

/// Which backup.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct BackupFileRequest {
    /// The file.
    pub file: String,
}

/// What a backup says of itself; nothing is proved yet.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BackupInfoView {
    /// When it was made.
    pub made_at: String,
    /// Bytes of the database in it.
    pub bytes: u64,
    /// What it holds.
    pub contents: Vec<CountView>,
}

/// So many of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CountView {
    /// 考生, 考场 …
    pub label: &'static str,
    /// How many.
    pub count: u64,
}

/// A backup and its key.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ProofRequest {
    /// The file.
    pub file: String,
    /// 口令 of the time of the backup; empty when the recovery code is given.
    pub passphrase: String,
    /// 恢复码; empty when the passphrase is given.
    pub recovery_code: String,
}

/// A backup that was proved.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ProofView {
    /// What was counted in it.
    pub contents: Vec<CountView>,
}

/// 恢复 into a new folder.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RestoreRequest {
    /// The backup and its key.
    pub backup: ProofRequest,
    /// A folder that does not exist yet, or is empty.
    pub folder: String,
}

concerns! { nothing: BackupRequest }

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command(
            "backup.make",
            Permission::System,
            |session, request: BackupRequest, task| -> Result<BackupReport> {
                let target = Path::new(request.file.trim());
                safekeeping::backup_followed(&session.app, target, request.overwrite, task)
            },
        ),
        command("backup.last", Permission::System, |session, _: Nothing, _| -> Result<Option<LastBackup>> {
            safekeeping::last_backup(&session.app)
        }),
        // A new computer knows no account yet: who has the file and its key may restore.
        desk_command("backup.inspect", |_, request: BackupFileRequest, _| inspect(&request.file)),
        desk_command("backup.prove", |_, request: ProofRequest, task| prove(&request, task)),
        desk_command("backup.restore", |desk, request: RestoreRequest, task| restore(desk, &request, task)),
    ]
}

/// Counts in the order of the work.
pub(crate) fn contents(counts: &Counts) -> Vec<CountView> {
    let view = |label, count| CountView { label, count };
    vec![
        view("考生", counts.candidates),
        view("照片", counts.photos),
        view("考试计划", counts.plans),
        view("考场", counts.rooms),
        view("报考", counts.registrations),
        view("座位", counts.seats),
        view("操作日志", counts.audit_entries),
    ]
}

fn existing(file: &str) -> Result<PathBuf> {
    let path = PathBuf::from(file.trim());
    if path.is_file() {
        return Ok(path);
    }
    Err(AppError::new("file_not_found", format!("找不到备份文件“{}”", path.display()))
        .hint("请检查路径是否写对"))
}

fn inspect(file: &str) -> Result<BackupInfoView> {
    let info = Store::backup_info(&existing(file)?)?;
    Ok(BackupInfoView {
        made_at: info.made_at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        bytes: info.database_bytes,
        contents: contents(&info.counts),
    })
}

fn unlock(request: &ProofRequest) -> Result<Unlock> {
    match (request.passphrase.is_empty(), request.recovery_code.trim().is_empty()) {
        (false, _) => Ok(Unlock::passphrase(request.passphrase.as_str())),
        (true, false) => accounts::recovery(&request.recovery_code),
        (true, true) => Err(AppError::new("passphrase_missing", "请填写备份时的工作区口令，或恢复码")),
    }
}

fn prove(request: &ProofRequest, task: &Task<'_>) -> Result<ProofView> {
    let place =
        tempfile::tempdir().map_err(|error| AppError::io("建立临时文件夹", &std::env::temp_dir(), &error))?;
    let counts = Store::verify_backup(
        &existing(&request.file)?,
        place.path(),
        &unlock(request)?,
        &safekeeping::follow(task, "正在验证备份"),
    )?;
    Ok(ProofView { contents: contents(&counts) })
}

fn restore(desk: &Desk, request: &RestoreRequest, task: &Task<'_>) -> Result<RestoreReport> {
    let folder = PathBuf::from(request.folder.trim());
    if !folder.is_absolute() {
        return Err(AppError::new("folder_relative", "文件夹要写完整路径").hint("请点“浏览…”选择文件夹"));
    }
    let used = std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some());
    if App::exists(&folder) || used {
        return Err(AppError::new("folder_not_empty", format!("文件夹“{}”里已有内容", folder.display()))
            .hint("请换一个新文件夹；现有工作区不会被覆盖"));
    }
    let file = existing(&request.backup.file)?;
    let unlock = unlock(&request.backup)?;
    let report = safekeeping::restore_followed(&file, &folder, &unlock, desk.clock(), task)?;
    let school = App::open(&folder, &unlock, desk.clock())?.school()?;
    known::note(
        desk.config(),
        KnownWorkspace {
            folder,
            school: school.name,
            school_code: school.code,
            opened_at: String::new(),
            in_keychain: None,
        },
    )?;
    Ok(report)
}
