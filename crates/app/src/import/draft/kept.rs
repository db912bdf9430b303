//! The drafts of a window: whose they are, and how many stay open.

use super::Draft;
use crate::error::{AppError, Result};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Files that are looked over at the same time, at most; the one opened first goes.
const MOST: usize = 4;

/// Whose draft it is: of this workspace and this person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    /// Folder of the workspace.
    pub(crate) folder: PathBuf,
    /// 账号.
    pub(crate) account: String,
}

/// A draft with its name and whose it is.
type Kept = (String, Owner, Arc<Mutex<Draft>>);

/// The drafts of this window.
#[derive(Default)]
pub(crate) struct Drafts {
    open: Mutex<Vec<Kept>>,
}

impl Drafts {
    /// Keeps a draft and gives its name.
    pub(crate) fn add(&self, owner: Owner, draft: Draft) -> String {
        let id = uuid::Uuid::now_v7().to_string();
        let mut open = lock(&self.open);
        while open.len() >= MOST {
            open.remove(0);
        }
        open.push((id.clone(), owner, Arc::new(Mutex::new(draft))));
        id
    }

    /// The draft with this name, if it is this person's.
    ///
    /// # Errors
    /// `draft_unknown`.
    pub(crate) fn get(&self, owner: &Owner, id: &str) -> Result<Arc<Mutex<Draft>>> {
        let open = lock(&self.open);
        let found = open.iter().find(|(known, whose, _)| known == id && whose == owner);
        found
            .map(|(_, _, draft)| Arc::clone(draft))
            .ok_or_else(|| AppError::new("draft_unknown", "这次导入已经结束或关闭").hint("请重新选择文件"))
    }

    /// Lets a draft go.
    pub(crate) fn close(&self, id: &str) {
        lock(&self.open).retain(|(known, _, _)| known != id);
    }
}

/// Takes a lock; a panic elsewhere leaves the draft as it was.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
