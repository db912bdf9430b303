//! The open workspace: where every use case starts.

use crate::clock::Clock;
use crate::error::{AppError, Result};
use crate::settings::Settings;
use chrono::NaiveDateTime;
use kaozhan_domain::account::Scope;
use kaozhan_domain::plan::{ExamPlan, Subject};
use kaozhan_domain::room::Room;
use kaozhan_store::{Operation, OperationKind, ReadTx, Store, WriteTx};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use kaozhan_store::{SchoolProfile, Unlock};

/// A school's workspace, the clock, and who is working. Clones share the workspace.
#[derive(Clone)]
pub struct App {
    store: Arc<Store>,
    clock: Clock,
    actor: String,
    scope: Scope,
}

impl App {
    /// Makes a new workspace in `folder`.
    ///
    /// # Errors
    /// When there is one already, the name is empty, or the folder can't be written; nothing is left.
    pub fn create(folder: &Path, unlock: &Unlock, school: &SchoolProfile, clock: Clock) -> Result<Self> {
        if school.name.trim().is_empty() {
            return Err(AppError::new("school_name_empty", "学校名称为空，请填写"));
        }
        let code = school.code.trim();
        // 学校标识码 has 10 digits, but schools that have none yet use codes of their province.
        if code.len() > 20 || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(AppError::new(
                "school_code",
                "学校标识码不对，应为字母和数字，一般是 10 位数字，例如 4111010028",
            ));
        }
        let school = SchoolProfile { name: school.name.trim().to_owned(), code: code.to_owned() };
        let store = Store::create(folder, unlock, &school, clock.now())?;
        Ok(Self { store: Arc::new(store), clock, actor: actor(), scope: Scope::everything() })
    }

    /// Opens the workspace in `folder`.
    ///
    /// # Errors
    /// When there is none, the key is wrong, or it is damaged or newer.
    pub fn open(folder: &Path, unlock: &Unlock, clock: Clock) -> Result<Self> {
        let store = Arc::new(Store::open(folder, unlock)?);
        Ok(Self { store, clock, actor: actor(), scope: Scope::everything() })
    }

    /// Whether `folder` holds a workspace.
    pub fn exists(folder: &Path) -> bool {
        Store::exists(folder)
    }

    /// Now, by this workspace's clock.
    pub fn now(&self) -> NaiveDateTime {
        self.clock.now()
    }

    /// Who is working, for records and the audit.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The same workspace with `name` at work: the name stands in records and in the audit.
    pub fn acting_as(&self, name: &str) -> Self {
        Self { actor: name.to_owned(), ..self.clone() }
    }

    /// The same workspace for somebody who manages the certificates of `scope` only.
    #[must_use]
    pub fn within(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// The certificates that the person at work manages.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The folder of the workspace.
    pub fn folder(&self) -> PathBuf {
        self.store.folder().to_owned()
    }

    /// The school.
    ///
    /// # Errors
    /// Those of the store.
    pub fn school(&self) -> Result<SchoolProfile> {
        self.read(|tx| Ok(tx.school()?))
    }

    /// The settings.
    ///
    /// # Errors
    /// Those of the store.
    pub fn settings(&self) -> Result<Settings> {
        self.read(Settings::load)
    }

    /// Reads in one view of the data.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&ReadTx<'_>) -> Result<T>) -> Result<T> {
        self.store.read(work)
    }

    /// Writes in one transaction, recorded under `code` and `label` with `summary`.
    pub(crate) fn write<T>(
        &self,
        code: &'static str,
        label: &'static str,
        summary: &str,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        let operation = Operation {
            kind: OperationKind::new(code, label),
            actor: self.actor.clone(),
            at: self.now(),
            summary: summary.to_owned(),
        };
        Ok(self.store.write(operation, work)?.value)
    }

    /// The store itself, for backup and checks.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }
}

/// The account of the operating system; accounts of the product come with the window.
fn actor() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_else(|| "本机用户".to_owned())
}

/// Subjects of every plan.
pub(crate) fn all_subjects(tx: &ReadTx<'_>, plans: &[ExamPlan]) -> Result<Vec<Subject>> {
    let mut subjects = Vec::new();
    for plan in plans {
        subjects.extend(tx.subjects(plan.id)?);
    }
    Ok(subjects)
}

/// Rooms of every plan.
pub(crate) fn all_rooms(tx: &ReadTx<'_>, plans: &[ExamPlan]) -> Result<Vec<Room>> {
    let mut rooms = Vec::new();
    for plan in plans {
        rooms.extend(tx.rooms(plan.id)?);
    }
    Ok(rooms)
}
