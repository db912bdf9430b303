//! The workspaces of this computer: making, opening, leaving, and their keys.

use super::session::admit;
use super::{Command, Nothing, command, desk_command};
use crate::accounts::{self, found};
use crate::clock::Clock;
use crate::desk::{Desk, KnownWorkspace, Permission, Session, known};
use crate::error::{AppError, Result};
use crate::institutions::{self, Institution};
use crate::scope::concerns;
use crate::workspace::{App, SchoolProfile, Unlock};
use kaozhan_domain::account::{
    RecoveryCode, SecretKind, Strength, check_account, check_password, check_phone, check_user_name, strength,
};
use kaozhan_store::{SlotKind, Store, random};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use ts_rs::TS;
use zeroize::Zeroizing;

/// A school is looked for.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SchoolSearch {
    /// Part of the name, or the code.
    pub text: String,
}

/// A secret is judged.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct StrengthRequest {
    /// What it protects.
    pub kind: SecretKind,
    /// As typed.
    pub text: String,
    /// What an attacker knows: school, account, name.
    #[serde(default)]
    pub known: Vec<String>,
}

/// The verdict on a secret.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StrengthView {
    /// How good.
    pub strength: Strength,
    /// In one word.
    pub label: &'static str,
    /// It will be taken.
    pub acceptable: bool,
    /// What would make it better.
    pub advice: Vec<&'static str>,
}

/// A workspace that this computer knows.
#[derive(Debug, Clone, Serialize, TS)]
pub struct KnownWorkspaceView {
    /// Its folder.
    pub folder: String,
    /// The school.
    pub school: String,
    /// When it was opened last; may be empty.
    pub opened_at: String,
    /// It is still there.
    pub exists: bool,
    /// It can be opened with a recovery code.
    pub by_recovery: bool,
    /// The keychain of this computer opens it, as far as is known without asking the keychain.
    pub by_keychain: bool,
    /// It was chosen to be opened next.
    pub chosen: bool,
}

/// What this computer knows.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WorkspaceList {
    /// The workspaces, the one opened last first.
    pub workspaces: Vec<KnownWorkspaceView>,
    /// Name of the keychain; missing when there is none.
    pub keychain: Option<&'static str>,
}

/// A folder.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct FolderRequest {
    /// The folder; empty for none.
    pub folder: String,
}

/// A path.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FolderAnswer {
    /// The folder.
    pub folder: String,
}

/// 新建工作区.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct WorkspaceDraft {
    /// Where; empty for the proposed place.
    pub folder: String,
    /// 学校名称.
    pub school: String,
    /// 学校标识码; may be empty.
    pub school_code: String,
    /// 账号 of the 负责人.
    pub account: String,
    /// 姓名.
    pub name: String,
    /// 手机号.
    pub phone: String,
    /// 登录密码.
    pub password: String,
    /// 工作区口令.
    pub passphrase: String,
    /// Keep a key in the keychain of this computer.
    pub use_keychain: bool,
}

/// A recovery code, shown this once.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RecoveryCodeView {
    /// Seven groups of four characters.
    pub recovery_code: String,
    /// The school it belongs to.
    pub school: String,
    /// The folder of the workspace.
    pub folder: String,
    /// When it was made.
    pub made_at: String,
}

/// How a workspace is unlocked.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "by", content = "secret")]
pub enum UnlockRequest {
    /// 工作区口令.
    Passphrase(String),
    /// 恢复码.
    RecoveryCode(String),
    /// 系统钥匙串.
    Keychain,
}

/// 打开工作区.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct OpenRequest {
    /// Its folder.
    pub folder: String,
    /// With what.
    pub unlock: UnlockRequest,
}

/// 修改工作区口令.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PassphraseRequest {
    /// The new one.
    pub passphrase: String,
}

concerns! { nothing: PassphraseRequest }

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        desk_command("school.search", |_, request: SchoolSearch, _| -> Result<Vec<Institution>> {
            Ok(institutions::search(&request.text, 20))
        }),
        desk_command("passphrase.strength", |_, request: StrengthRequest, _| Ok(judge(&request))),
        desk_command("workspace.list", |desk, _: Nothing, _| Ok(list(desk))),
        desk_command("workspace.suggest", |_, request: SchoolSearch, _| {
            Ok(FolderAnswer { folder: suggest(&request.text).display().to_string() })
        }),
        desk_command("workspace.create", |desk, draft: WorkspaceDraft, task| {
            task.step("正在建立加密工作区", 0, 0)?;
            create(desk, &draft)
        }),
        desk_command("workspace.open", |desk, request: OpenRequest, task| {
            task.step("正在打开工作区", 0, 0)?;
            open(desk, &request)
        }),
        desk_command("workspace.forget", |desk, request: FolderRequest, _| {
            known::forget(desk.config(), Path::new(&request.folder))
        }),
        desk_command("workspace.switch", |desk, request: FolderRequest, _| {
            leave(desk, &request.folder);
            Ok(())
        }),
        command(
            "workspace.change_passphrase",
            Permission::System,
            |session, request: PassphraseRequest, _| change_passphrase(session, &request.passphrase),
        ),
        command("workspace.new_recovery_code", Permission::System, |session, _: Nothing, _| {
            session.require_recent()?;
            let view = new_recovery_code(&session.app)?;
            session.app.write("recovery_code", "更换恢复码", "", |_| Ok(()))?;
            Ok(view)
        }),
    ]
}

fn judge(request: &StrengthRequest) -> StrengthView {
    let words: Vec<&str> = request.known.iter().map(String::as_str).collect();
    let verdict = strength(request.kind, &request.text, &words);
    StrengthView {
        strength: verdict.strength,
        label: verdict.strength.label(),
        acceptable: verdict.strength > Strength::Weak,
        advice: verdict.advice,
    }
}

fn list(desk: &Desk) -> WorkspaceList {
    let chosen = desk.look(|state| state.chosen.clone());
    let keychain = desk.keychain();
    let view = |entry: KnownWorkspace| {
        let methods = Store::unlock_methods(&entry.folder).unwrap_or_default();
        // The keychain itself is not asked: when it is locked, it would ask for its password at every start.
        let may_be_kept = keychain.name().is_some() && entry.in_keychain != Some(false);
        KnownWorkspaceView {
            exists: App::exists(&entry.folder),
            by_recovery: methods.contains(&SlotKind::RecoveryCode),
            by_keychain: may_be_kept && methods.contains(&SlotKind::Keychain),
            chosen: chosen.as_deref() == Some(entry.folder.as_path()),
            folder: entry.folder.display().to_string(),
            school: entry.school,
            opened_at: entry.opened_at,
        }
    };
    let workspaces = known::load(desk.config()).into_iter().map(view).collect();
    WorkspaceList { workspaces, keychain: keychain.name() }
}

/// A folder of the person's own, named after the school, that does not exist yet.
fn suggest(school: &str) -> PathBuf {
    let home = std::env::home_dir().filter(|path| path.is_absolute()).unwrap_or_else(std::env::temp_dir);
    let plain: String =
        school.trim().chars().filter(|c| !r#"\/:*?"<>|"#.contains(*c) && !c.is_control()).collect();
    let name = if plain.is_empty() { "工作区" } else { plain.as_str() };
    let place = home.join("考站");
    let mut folder = place.join(name);
    let mut again = 1;
    while folder.exists() {
        again += 1;
        folder = place.join(format!("{name}{again}"));
    }
    folder
}

fn create(desk: &Desk, draft: &WorkspaceDraft) -> Result<RecoveryCodeView> {
    // Every rule is asked before anything is made.
    let account = check_account(&draft.account)?;
    let name = check_user_name(&draft.name)?;
    check_phone(&draft.phone)?;
    let school = draft.school.trim();
    check_password(&draft.password, "", &[&account, &name, school])?;
    check_passphrase(&draft.passphrase, &[&account, &name, school])?;
    if draft.passphrase == draft.password {
        return Err(AppError::new("passphrase_is_password", "工作区口令不能与登录密码相同，请换一个"));
    }
    let folder = match draft.folder.trim() {
        "" => suggest(school),
        typed => absolute(typed)?,
    };
    let profile = SchoolProfile { name: school.to_owned(), code: draft.school_code.trim().to_owned() };
    let unlock = Unlock::passphrase(draft.passphrase.as_str());
    let app = App::create(&folder, &unlock, &profile, desk.clock())?;
    let account = found(&app, &draft.account, &draft.name, &draft.phone, &draft.password)?;
    let code = new_recovery_code(&app)?;
    if draft.use_keychain {
        keep_in_keychain(desk, &app)?;
    }
    note(desk, &app, Some(draft.use_keychain))?;
    desk.change(|state| *state = crate::desk::State { app: Some(app.clone()), ..Default::default() });
    admit(desk, &app, &account)?;
    Ok(code)
}

fn check_passphrase(text: &str, known: &[&str]) -> Result<()> {
    let verdict = strength(SecretKind::Passphrase, text, known);
    if verdict.strength > Strength::Weak {
        return Ok(());
    }
    let advice = verdict.advice.first().copied().unwrap_or("请换一个");
    Err(AppError::new("passphrase_weak", format!("工作区口令太弱：{advice}")))
}

fn absolute(typed: &str) -> Result<PathBuf> {
    let path = PathBuf::from(typed);
    if path.is_absolute() {
        return Ok(path);
    }
    Err(AppError::new("folder_relative", "文件夹要写完整路径").hint("请点“浏览…”选择文件夹"))
}

/// A fresh recovery code; the one before it opens no more.
fn new_recovery_code(app: &App) -> Result<RecoveryCodeView> {
    let code = RecoveryCode::new(random()?);
    app.store().put_unlock(&Unlock::Recovery(code.clone()))?;
    Ok(RecoveryCodeView {
        recovery_code: code.text(),
        school: app.school()?.name,
        folder: app.folder().display().to_string(),
        made_at: app.now().format("%Y-%m-%d %H:%M").to_string(),
    })
}

fn keep_in_keychain(desk: &Desk, app: &App) -> Result<()> {
    let secret = Zeroizing::new(random::<32>()?);
    desk.keychain().put(Store::identity(&app.folder())?, &secret)?;
    Ok(app.store().put_unlock(&Unlock::Keychain(secret))?)
}

/// Opens a workspace; whoever was at another one leaves it.
fn open(desk: &Desk, request: &OpenRequest) -> Result<()> {
    let folder = absolute(request.folder.trim())?;
    let (app, in_keychain) = match &request.unlock {
        UnlockRequest::Passphrase(text) => {
            (App::open(&folder, &Unlock::passphrase(text.as_str()), desk.clock())?, None)
        }
        UnlockRequest::RecoveryCode(text) => {
            let unlock = accounts::recovery(text)?;
            Store::try_unlock(&folder, &unlock).map_err(accounts::wrong_recovery)?;
            (App::open(&folder, &unlock, desk.clock())?, None)
        }
        UnlockRequest::Keychain => (open_by_keychain(desk, &folder)?, Some(true)),
    };
    note(desk, &app, in_keychain)?;
    desk.change(|state| *state = crate::desk::State { app: Some(app), ..Default::default() });
    Ok(())
}

fn open_by_keychain(desk: &Desk, folder: &Path) -> Result<App> {
    let Some(secret) = desk.keychain().get(Store::identity(folder)?)? else {
        // Only spares the person the same way another time, so that its own fault would say nothing useful.
        let _ = known::note_not_in_keychain(desk.config(), folder);
        let empty = AppError::new("keychain_empty", "系统钥匙串里没有这个工作区的密钥");
        return Err(empty.hint("请用口令打开"));
    };
    App::open(folder, &Unlock::Keychain(secret), desk.clock())
}

/// Notes that a workspace was opened; `in_keychain` where that came to be known.
fn note(desk: &Desk, app: &App, in_keychain: Option<bool>) -> Result<()> {
    let school = app.school()?;
    let entry = KnownWorkspace {
        folder: app.folder(),
        school: school.name,
        school_code: school.code,
        opened_at: Clock::System.now().format("%Y-%m-%dT%H:%M:%S").to_string(),
        in_keychain,
    };
    known::note(desk.config(), entry)
}

/// Closes the workspace; `folder` is proposed to be opened next.
fn leave(desk: &Desk, folder: &str) {
    let chosen = (!folder.trim().is_empty()).then(|| PathBuf::from(folder.trim()));
    desk.change(|state| *state = crate::desk::State { chosen, ..Default::default() });
}

fn change_passphrase(session: &Session<'_>, passphrase: &str) -> Result<()> {
    session.require_recent()?;
    let app = &session.app;
    check_passphrase(passphrase, &[&session.user.account, &session.user.name, &app.school()?.name])?;
    app.store().put_unlock(&Unlock::passphrase(passphrase))?;
    app.write("passphrase_change", "修改工作区口令", "", |_| Ok(()))
}

#[cfg(test)]
mod tests;
