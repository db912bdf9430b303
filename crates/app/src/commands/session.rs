//! What is open, who is signed in, and the way in and out (R-016…R-027).

use super::{Command, Nothing, command, desk_command};
use crate::accounts::{self, Attempt, Entry, Profile, ProfileDraft, SecondFactor};
use crate::clock::Clock;
use crate::desk::{Desk, Permission, Session, SignedIn, known};
use crate::error::{AppError, Result};
use crate::scope::concerns;
use crate::workspace::App;
use kaozhan_store::Account;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the window stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// No workspace is known yet.
    FirstRun,
    /// A workspace is known but not open, or the window of a signed-in person is locked.
    Locked,
    /// The workspace is open, nobody is signed in.
    SignedOut,
    /// Work can begin.
    Ready,
}

/// The open workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WorkspaceView {
    /// Its folder.
    pub folder: String,
    /// The school.
    pub school: String,
    /// 学校标识码.
    pub school_code: String,
}

/// What the frame of the window needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SessionStatus {
    /// Where the window stands.
    pub stage: Stage,
    /// The open workspace.
    pub workspace: Option<WorkspaceView>,
    /// Who is signed in; also whose window is locked.
    pub user: Option<SignedIn>,
    /// The open workspace has no account yet: its 负责人 is made instead of a login.
    pub without_accounts: bool,
    /// Now by the workspace's clock, ISO 8601 without zone.
    pub now: String,
    /// Version of the program.
    pub version: String,
}

/// Which long work to stop.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct TaskRequest {
    /// The name it was started with.
    pub task_id: String,
}

/// 登录.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct LoginRequest {
    /// 账号.
    pub account: String,
    /// 密码.
    pub password: String,
    /// 动态码; empty unless it was asked for.
    #[serde(default)]
    pub code: String,
    /// 本机 7 天内免动态码.
    #[serde(default)]
    pub trust: bool,
}

/// How a login went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LoginStep {
    /// The person is in.
    Ready,
    /// The code of the second factor is asked for.
    NeedsCode,
    /// Name, phone and a password of one's own come first.
    MustBind,
}

/// How a login went on.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LoginAnswer {
    /// What comes next.
    pub step: LoginStep,
    /// 姓名 as the 负责人 entered it, to be confirmed when binding.
    pub name: String,
}

/// 首次登录绑定.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct BindRequest {
    /// 账号.
    pub account: String,
    /// 初始密码.
    pub password: String,
    /// 姓名.
    pub name: String,
    /// 手机号.
    pub phone: String,
    /// 新密码.
    pub new_password: String,
}

/// The 负责人 of a workspace that has no account.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct FoundRequest {
    /// 账号.
    pub account: String,
    /// 姓名.
    pub name: String,
    /// 手机号.
    pub phone: String,
    /// 密码.
    pub password: String,
}

/// 用恢复码启用账号并设置新密码.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RecoverRequest {
    /// 恢复码.
    pub recovery_code: String,
    /// 账号.
    pub account: String,
    /// 新密码.
    pub new_password: String,
}

/// The own password, to unlock or to prove oneself.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PasswordRequest {
    /// 登录密码.
    pub password: String,
}

/// Whether somebody is at the window.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct TouchRequest {
    /// Keys or pointer were used since the last call.
    pub active: bool,
}

/// Where the window stands, after a sign of life.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TouchAnswer {
    /// Where the window stands.
    pub stage: Stage,
    /// Seconds until the window locks itself; missing when it doesn't.
    pub locks_in: Option<u64>,
}

/// 修改密码.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ChangePasswordRequest {
    /// 原始密码.
    pub old_password: String,
    /// 新的密码.
    pub new_password: String,
}

/// Turns the second factor on.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SecondFactorRequest {
    /// The secret that was shown.
    pub secret: String,
    /// What the phone shows.
    pub code: String,
}

concerns! { nothing: PasswordRequest, ProfileDraft, ChangePasswordRequest, SecondFactorRequest }

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    let mut all = doors();
    all.extend(own());
    all
}

fn doors() -> Vec<Command> {
    vec![
        desk_command("session.status", |desk, _: Nothing, _| status(desk)),
        desk_command("task.cancel", |desk, request: TaskRequest, _| Ok(desk.cancel(&request.task_id))),
        desk_command("session.login", |desk, request: LoginRequest, _| log_in(desk, &request)),
        desk_command("session.bind", |desk, request: BindRequest, _| bind(desk, &request)),
        desk_command("session.found", |desk, request: FoundRequest, _| found(desk, &request)),
        desk_command("session.recover", |desk, request: RecoverRequest, _| {
            let _door = desk.door();
            let RecoverRequest { recovery_code, account, new_password } = request;
            accounts::recover(&open_app(desk)?, &recovery_code, &account, &new_password)
        }),
        desk_command("session.logout", |desk, _: Nothing, _| {
            desk.change(|state| state.sign_out());
            Ok(())
        }),
        desk_command("session.lock", |desk, _: Nothing, _| {
            desk.change(|state| state.locked = state.account.is_some());
            Ok(())
        }),
        desk_command("session.unlock", |desk, request: PasswordRequest, _| prove(desk, &request.password)),
        desk_command("session.touch", |desk, request: TouchRequest, _| Ok(touch(desk, request.active))),
    ]
}

fn own() -> Vec<Command> {
    vec![
        command("session.reauthenticate", Permission::View, |session, request: PasswordRequest, _| {
            prove(session.desk, &request.password)
        }),
        command("session.profile", Permission::View, |session, _: Nothing, _| -> Result<Profile> {
            accounts::profile(&session.app, session.account()?)
        }),
        command("session.change_profile", Permission::View, |session, draft: ProfileDraft, _| {
            session.require_recent()?;
            let account = accounts::change_profile(&session.app, session.account()?, &draft)?;
            session.desk.change(|state| {
                if let Some(user) = &mut state.user {
                    user.name = account.name;
                }
            });
            Ok(())
        }),
        command("session.change_password", Permission::View, |session, request: ChangePasswordRequest, _| {
            let _door = session.desk.door();
            let ChangePasswordRequest { old_password, new_password } = request;
            let account = check(session.desk, &session.app, session.account()?, &old_password)?;
            accounts::change_password(&session.app, &account, &old_password, &new_password)
        }),
        command("session.second_factor_begin", Permission::View, |session, _: Nothing, _| {
            session.require_recent()?;
            let setup: SecondFactor = accounts::begin_second_factor(&session.app, session.account()?)?;
            Ok(setup)
        }),
        command("session.second_factor_on", Permission::View, |session, request: SecondFactorRequest, _| {
            session.require_recent()?;
            let seconds = u64::try_from(chrono::Utc::now().timestamp()).unwrap_or(0);
            let SecondFactorRequest { secret, code } = request;
            accounts::finish_second_factor(&session.app, session.account()?, &secret, &code, seconds)
        }),
        command("session.second_factor_off", Permission::View, |session: &Session<'_>, _: Nothing, _| {
            session.require_recent()?;
            accounts::end_second_factor(&session.app, session.account()?)
        }),
    ]
}

/// Where the window stands.
pub(crate) fn stage(desk: &Desk) -> Stage {
    let stage = desk.look(|state| match (&state.app, &state.user) {
        (Some(_), Some(_)) if state.is_locked() => Some(Stage::Locked),
        (Some(_), Some(_)) => Some(Stage::Ready),
        (Some(_), None) => Some(Stage::SignedOut),
        (None, _) => None,
    });
    stage.unwrap_or_else(
        || {
            if known::load(desk.config()).is_empty() { Stage::FirstRun } else { Stage::Locked }
        },
    )
}

fn status(desk: &Desk) -> Result<SessionStatus> {
    let (app, user) = desk.look(|state| (state.app.clone(), state.user.clone()));
    let (workspace, without_accounts) = match &app {
        Some(app) => {
            let school = app.school()?;
            let folder = app.folder().display().to_string();
            let view = WorkspaceView { folder, school: school.name, school_code: school.code };
            (Some(view), user.is_none() && !accounts::any(app)?)
        }
        None => (None, false),
    };
    Ok(SessionStatus {
        stage: stage(desk),
        workspace,
        user,
        without_accounts,
        now: desk.clock().now().format("%Y-%m-%dT%H:%M:%S").to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// The open workspace, whoever is there.
pub(crate) fn open_app(desk: &Desk) -> Result<App> {
    desk.look(|state| state.app.clone())
        .ok_or_else(|| AppError::new("workspace_closed", "工作区没有打开").hint("请先用口令打开工作区"))
}

fn log_in(desk: &Desk, request: &LoginRequest) -> Result<LoginAnswer> {
    let _door = desk.door();
    let app = open_app(desk)?;
    let device = known::device(desk.config())?;
    let attempt = Attempt {
        account: &request.account,
        password: &request.password,
        code: &request.code,
        trust: request.trust,
        device: &device,
        at: Clock::System.now(),
    };
    let (step, name) = match accounts::log_in(&app, &attempt)? {
        Entry::In(account) => {
            admit(desk, &app, &account)?;
            (LoginStep::Ready, account.name)
        }
        Entry::NeedsCode => (LoginStep::NeedsCode, String::new()),
        Entry::MustBind(account) => (LoginStep::MustBind, account.name),
    };
    Ok(LoginAnswer { step, name })
}

fn bind(desk: &Desk, request: &BindRequest) -> Result<()> {
    let _door = desk.door();
    let app = open_app(desk)?;
    let BindRequest { account, password, name, phone, new_password } = request;
    let attempt = Attempt { account, password, code: "", trust: false, device: "", at: Clock::System.now() };
    let account = accounts::bind(&app, &attempt, name, phone, new_password)?;
    admit(desk, &app, &account)
}

fn found(desk: &Desk, request: &FoundRequest) -> Result<()> {
    let app = open_app(desk)?;
    let FoundRequest { account, name, phone, password } = request;
    let account = accounts::found(&app, account, name, phone, password)?;
    admit(desk, &app, &account)
}

/// Lets the person of `account` in.
pub(crate) fn admit(desk: &Desk, app: &App, account: &Account) -> Result<()> {
    let minutes = app.settings()?.auto_lock_minutes;
    desk.change(|state| state.admit(account, minutes));
    Ok(())
}

/// Proves the password of whoever is signed in, which unlocks the window.
fn prove(desk: &Desk, password: &str) -> Result<()> {
    let _door = desk.door();
    let (app, account) = desk.look(|state| (state.app.clone(), state.account));
    let (Some(app), Some(id)) = (app, account) else {
        return Err(AppError::new("signed_out", "还没有登录").hint("请先登录"));
    };
    check(desk, &app, id, password)?;
    desk.change(|state| state.unlock());
    Ok(())
}

/// Proves a password; an account that is disabled by the fifth wrong one is signed out.
fn check(desk: &Desk, app: &App, id: kaozhan_domain::ids::AccountId, password: &str) -> Result<Account> {
    let proved = accounts::verify(app, id, password, Clock::System.now());
    if proved.as_ref().is_err_and(|error| error.code == "account_disabled") {
        desk.change(|state| state.sign_out());
    }
    proved
}

fn touch(desk: &Desk, active: bool) -> TouchAnswer {
    let locks_in = desk.change(|state| {
        if state.is_locked() {
            state.locked = true;
        } else if active {
            state.touched = Some(std::time::Instant::now());
        }
        state.idle_left().map(|left| left.as_secs())
    });
    TouchAnswer { stage: stage(desk), locks_in }
}
