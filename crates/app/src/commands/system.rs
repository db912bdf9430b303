//! 数据检查, 存储占用, 设置, 关于.

use super::backups::{CountView, contents};
use super::{Command, Nothing, command};
use crate::desk::{Permission, Session};
use crate::error::Result;
use crate::safekeeping::{self, CheckView};
use crate::scope::concerns;
use crate::settings::{self, SettingsDraft, SettingsView};
use crate::software::{self, Component};
use kaozhan_domain::arrangement::number::NumberRule;
use serde::{Deserialize, Serialize};
use std::path::Path;
use ts_rs::TS;

/// The state of the workspace.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CheckReport {
    /// Everything holds.
    pub sound: bool,
    /// Each check.
    pub checks: Vec<CheckView>,
    /// What the workspace holds.
    pub contents: Vec<CountView>,
    /// The last program was cut off; the database was checked when it was opened.
    pub after_crash: bool,
    /// When it was checked.
    pub checked_at: String,
}

/// What lies in the folder of the workspace.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StorageView {
    /// The folder.
    pub folder: String,
    /// Bytes of everything in it.
    pub total_bytes: u64,
    /// Its parts.
    pub parts: Vec<StoragePart>,
}

/// A part of the storage.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StoragePart {
    /// Stable code.
    pub code: &'static str,
    /// What it is.
    pub label: &'static str,
    /// What it is for, and whether it can go.
    pub note: &'static str,
    /// Bytes.
    pub bytes: u64,
    /// Files; 0 for a part of another file.
    pub files: u64,
}

/// A rule of exam numbers is tried.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct NumberRuleRequest {
    /// As typed.
    pub rule: String,
}

/// What a rule of exam numbers gives.
#[derive(Debug, Clone, Serialize, TS)]
pub struct NumberRuleView {
    /// It can be used.
    pub valid: bool,
    /// Why not; empty when it can.
    pub message: String,
}

/// 关于.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AboutView {
    /// Version of the program.
    pub version: String,
    /// Version of SQLite.
    pub sqlite: String,
    /// Version of SQLCipher.
    pub cipher: String,
    /// Version of the workspace's schema.
    pub schema: u32,
    /// Identity of this workspace's device, for support.
    pub device: String,
    /// Everything of others in the program.
    pub components: Vec<Component>,
    /// Licences that are passed on word for word.
    pub texts: Vec<LicenceText>,
}

/// The text of a licence.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LicenceText {
    /// What it covers.
    pub title: &'static str,
    /// The text.
    pub text: &'static str,
}

concerns! { nothing: SettingsDraft, NumberRuleRequest }

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command("system.check", Permission::System, |session, _: Nothing, task| {
            task.step("正在检查数据", 0, 0)?;
            check(session)
        }),
        command("system.storage", Permission::System, |session, _: Nothing, _| storage(session)),
        command("settings.get", Permission::View, |session, _: Nothing, _| -> Result<SettingsView> {
            Ok(session.app.settings()?.view())
        }),
        command("settings.change", Permission::System, |session, draft: SettingsDraft, _| {
            let view = settings::apply(&session.app, &draft)?;
            session.desk.change(|state| {
                if state.account.is_some() {
                    state.set_idle(view.auto_lock_minutes);
                }
            });
            Ok(view)
        }),
        command("settings.try_number_rule", Permission::View, |_, request: NumberRuleRequest, _| {
            let tried = NumberRule::parse(&request.rule);
            let message = tried.as_ref().err().map(|fault| fault.message.clone()).unwrap_or_default();
            Ok(NumberRuleView { valid: tried.is_ok(), message })
        }),
        command("system.about", Permission::View, |session, _: Nothing, _| about(session)),
    ]
}

fn check(session: &Session<'_>) -> Result<CheckReport> {
    let report = safekeeping::doctor(&session.app)?;
    let result = if report.sound { "没有发现问题" } else { "发现问题" };
    session.app.write("data_check", "数据检查", result, |_| Ok(()))?;
    Ok(CheckReport {
        sound: report.sound,
        checks: report.checks,
        contents: contents(&report.counts),
        after_crash: report.after_crash,
        checked_at: session.app.now().format("%Y-%m-%dT%H:%M:%S").to_string(),
    })
}

fn storage(session: &Session<'_>) -> Result<StorageView> {
    let folder = session.app.folder();
    let photos = session.app.read(|tx| Ok(tx.photo_bytes()?))?;
    let part = |code, label, note| StoragePart { code, label, note, bytes: 0, files: 0 };
    let mut database = part("database", "考务数据", "考生、考场、报考、排考和操作日志，已加密");
    let mut log = part("log", "写入日志", "最近的改动，程序会自动合并");
    let mut copies = part("copies", "旧副本", "升级或恢复前保留的数据库，确认无误后可以移走");
    let mut other = part("other", "其他文件", "密钥文件等，不要删除");
    for (name, bytes) in files_of(&folder) {
        let target = match name.as_str() {
            "workspace.db" => &mut database,
            "workspace.db-wal" | "workspace.db-shm" => &mut log,
            _ if name.contains(".before-v") || name.contains(".replaced-") || name.contains(".kept-") => {
                &mut copies
            }
            _ => &mut other,
        };
        target.bytes += bytes;
        target.files += 1;
    }
    let photos = photos.min(database.bytes);
    let total_bytes = database.bytes + log.bytes + copies.bytes + other.bytes;
    database.bytes -= photos;
    let pictures = StoragePart {
        bytes: photos,
        ..part("photos", "照片", "原图和证件照，存放在加密数据库内")
    };
    let parts = vec![database, pictures, log, copies, other];
    Ok(StorageView { folder: folder.display().to_string(), total_bytes, parts })
}

/// Names and sizes of the files right in `folder`.
fn files_of(folder: &Path) -> Vec<(String, u64)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let data = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            Some((entry.file_name().to_string_lossy().into_owned(), data.len()))
        })
        .collect()
}

fn about(session: &Session<'_>) -> Result<AboutView> {
    let facts = session.app.store().facts()?;
    Ok(AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sqlite: facts.sqlite,
        cipher: facts.cipher,
        schema: facts.schema,
        device: facts.device.to_string(),
        components: software::components().to_vec(),
        texts: software::licence_texts()
            .into_iter()
            .map(|(title, text)| LicenceText { title, text })
            .collect(),
    })
}
