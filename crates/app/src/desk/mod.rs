//! The running desktop: which workspace is open, who is signed in, what long work is under way.
//!
//! **Architecture invariant:** knows nothing of the window. The window and the bridge of the tests
//! hand over a command's name and payload; everything else is decided here.

mod keychain;
pub(crate) mod known;
mod memory;
mod state;
mod words;

pub use kaozhan_domain::account::{Permission, Role};
pub use keychain::{Keychain, NoKeychain};
pub use known::KnownWorkspace;
pub(crate) use state::State;

use crate::clock::Clock;
use crate::command_list;
use crate::commands::Command;
use crate::error::{AppError, Result};
use crate::import::draft::Drafts;
use crate::task::{Progress, Task};
use crate::workspace::App;
use kaozhan_domain::ids::AccountId;
use memory::Memory;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use ts_rs::TS;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SignedIn {
    /// 账号.
    pub account: String,
    /// 姓名.
    pub name: String,
    /// 角色.
    pub role: Role,
    /// Label of the role.
    pub role_label: String,
    /// What the role may do.
    pub permissions: Vec<Permission>,
}

impl SignedIn {
    /// Somebody with the permissions of `role`.
    pub fn new(account: &str, name: &str, role: Role) -> Self {
        Self {
            account: account.to_owned(),
            name: name.to_owned(),
            role,
            role_label: role.label().to_owned(),
            permissions: role.permissions().to_vec(),
        }
    }

    /// Whether this is allowed.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

/// A signed-in person at an open workspace: what a command works with.
pub struct Session<'d> {
    /// The desk.
    pub desk: &'d Desk,
    /// The workspace, acting as the person.
    pub app: App,
    /// The person.
    pub user: SignedIn,
    pub(crate) account: Option<AccountId>,
    proved: bool,
}

impl Session<'_> {
    /// Refuses what the role may not do.
    ///
    /// # Errors
    /// `not_allowed`.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.user.may(permission) {
            return Ok(());
        }
        Err(AppError::new("not_allowed", format!("“{}”不能{}", self.user.role_label, permission.label()))
            .hint("请由试点院校负责人处理，或请负责人调整账号的角色"))
    }

    /// Refuses what needs the password to have been proved within the last five minutes.
    ///
    /// # Errors
    /// `reauthentication_needed`: the window asks for the password and calls again.
    pub fn require_recent(&self) -> Result<()> {
        if self.proved {
            return Ok(());
        }
        Err(AppError::new("reauthentication_needed", "这一步须先确认身份").hint("请输入登录密码"))
    }

    /// The account of the person.
    ///
    /// # Errors
    /// `account_unknown` for a session without one.
    pub(crate) fn account(&self) -> Result<AccountId> {
        self.account
            .ok_or_else(|| AppError::new("account_unknown", "当前会话没有账号").hint("请退出后用账号登录"))
    }

    /// Keeps `value` in memory for later calls of this person here, in the place of the one of its type.
    pub(crate) fn keep<T: std::any::Any + Send + Sync>(&self, value: T) {
        self.desk.memory.keep(&self.app.folder(), &self.user.account, value);
    }

    /// The kept value of this type.
    pub(crate) fn recall<T: std::any::Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.desk.memory.recall(&self.app.folder(), &self.user.account)
    }

    /// Takes the kept value of this type out.
    pub(crate) fn take<T: std::any::Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.desk.memory.take(&self.app.folder(), &self.user.account)
    }
}

/// The desktop behind the window.
pub struct Desk {
    clock: Clock,
    config: PathBuf,
    commands: HashMap<&'static str, Command>,
    state: RwLock<State>,
    /// One attempt at the door at a time, so that parallel guesses all count.
    door: Mutex<()>,
    keychain: Box<dyn Keychain>,
    tasks: Mutex<HashMap<String, Arc<AtomicBool>>>,
    /// Files that are being looked over before they are imported.
    pub(crate) drafts: Drafts,
    memory: Memory,
}

impl Desk {
    /// A desk that keeps what belongs to this computer (known workspaces, remembered choices) in `config`.
    pub fn new(clock: Clock, config: PathBuf) -> Self {
        let commands = command_list::all().into_iter().map(|command| (command.name, command)).collect();
        Self {
            clock,
            config,
            commands,
            state: RwLock::default(),
            door: Mutex::default(),
            keychain: Box::new(NoKeychain),
            tasks: Mutex::default(),
            drafts: Drafts::default(),
            memory: Memory::default(),
        }
    }

    /// The same with the keychain of this computer.
    #[must_use]
    pub fn with_keychain(self, keychain: Box<dyn Keychain>) -> Self {
        Self { keychain, ..self }
    }

    /// The keychain of this computer.
    pub(crate) fn keychain(&self) -> &dyn Keychain {
        self.keychain.as_ref()
    }

    /// Waits for other attempts at the door.
    pub(crate) fn door(&self) -> MutexGuard<'_, ()> {
        lock(&self.door)
    }

    /// Looks at the state.
    pub(crate) fn look<T>(&self, work: impl FnOnce(&State) -> T) -> T {
        work(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the state.
    pub(crate) fn change<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The folder of what belongs to this computer.
    pub fn config(&self) -> &Path {
        &self.config
    }

    /// Calls a command. `task_id` names long work, so that `task.cancel` can stop it.
    ///
    /// # Errors
    /// `command_unknown`, `request_invalid`, `signed_out`, `not_allowed`, and those of the command.
    pub fn call(
        &self,
        name: &str,
        payload: Value,
        task_id: Option<&str>,
        report: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<Value> {
        let command = self
            .commands
            .get(name)
            .ok_or_else(|| AppError::new("command_unknown", format!("没有名为“{name}”的操作")))?;
        let running = task_id.map(|id| Running::new(self, id));
        let never = AtomicBool::new(false);
        let cancelled = running.as_ref().map_or(&never, |running| running.cancelled.as_ref());
        command.run(self, payload, &Task::new(report, cancelled)).map_err(words::in_window)
    }

    /// Stops long work; false when it is no longer running.
    pub fn cancel(&self, task_id: &str) -> bool {
        let flag = lock(&self.tasks).get(task_id).cloned();
        if let Some(flag) = &flag {
            flag.store(true, Ordering::Relaxed);
        }
        flag.is_some()
    }

    /// The session of the person who is signed in.
    ///
    /// # Errors
    /// `signed_out`, `locked`.
    pub fn session(&self) -> Result<Session<'_>> {
        self.look(|state| match (&state.app, &state.user) {
            (Some(_), Some(_)) if state.is_locked() => {
                Err(AppError::new("locked", "窗口已锁定").hint("请输入登录密码解锁"))
            }
            (Some(app), Some(user)) => Ok(Session {
                desk: self,
                app: app.acting_as(&user.name).within(state.scope.clone()),
                user: user.clone(),
                account: state.account,
                proved: state.is_proved(),
            }),
            _ => Err(AppError::new("signed_out", "还没有登录，或工作区已锁定").hint("请先登录")),
        })
    }

    /// Makes `app` the open workspace with `user` signed in, without a password and without locking
    /// itself: for tools of the tests.
    pub fn enter(&self, app: App, user: Option<SignedIn>) {
        self.change(|state| *state = State { app: Some(app), user, ..State::default() });
    }
}

/// Long work while it runs.
struct Running<'d> {
    desk: &'d Desk,
    id: String,
    cancelled: Arc<AtomicBool>,
}

impl<'d> Running<'d> {
    fn new(desk: &'d Desk, id: &str) -> Self {
        let cancelled = Arc::new(AtomicBool::new(false));
        lock(&desk.tasks).insert(id.to_owned(), Arc::clone(&cancelled));
        Self { desk, id: id.to_owned(), cancelled }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        lock(&self.desk.tasks).remove(&self.id);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
