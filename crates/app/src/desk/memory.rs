//! What stays in memory between two calls of the same person at the same workspace, and never on disk:
//! pictures of refused files, a deletion that can be taken back.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// One value of each type, for one person at one workspace; the next one forgets them.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    folder: PathBuf,
    account: String,
    values: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

impl Memory {
    /// Keeps `value` in the place of the one of its type.
    pub(crate) fn keep<T: Any + Send + Sync>(&self, folder: &Path, account: &str, value: T) {
        self.of(folder, account, |values| {
            values.insert(TypeId::of::<T>(), Arc::new(value));
        });
    }

    /// The value of this type, if this person kept one here.
    pub(crate) fn recall<T: Any + Send + Sync>(&self, folder: &Path, account: &str) -> Option<Arc<T>> {
        let found = self.of(folder, account, |values| values.get(&TypeId::of::<T>()).cloned())?;
        found.downcast::<T>().ok()
    }

    /// Takes the value of this type out.
    pub(crate) fn take<T: Any + Send + Sync>(&self, folder: &Path, account: &str) -> Option<Arc<T>> {
        let found = self.of(folder, account, |values| values.remove(&TypeId::of::<T>()))?;
        found.downcast::<T>().ok()
    }

    fn of<R>(
        &self,
        folder: &Path,
        account: &str,
        work: impl FnOnce(&mut HashMap<TypeId, Arc<dyn Any + Send + Sync>>) -> R,
    ) -> R {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.folder != folder || kept.account != account {
            *kept = Kept {
                folder: folder.to_owned(),
                account: account.to_owned(),
                values: HashMap::new(),
            };
        }
        work(&mut kept.values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_person_or_workspace_finds_nothing() {
        let memory = Memory::default();
        let here = Path::new("/a");
        memory.keep(here, "zhou", 7_u8);
        assert_eq!(memory.recall::<u8>(here, "zhou").as_deref(), Some(&7));
        assert!(memory.recall::<u16>(here, "zhou").is_none());
        assert!(memory.recall::<u8>(here, "li").is_none());
        assert!(memory.recall::<u8>(here, "zhou").is_none(), "forgotten meanwhile");
        memory.keep(here, "zhou", 8_u8);
        assert!(memory.recall::<u8>(Path::new("/b"), "zhou").is_none());
    }
}
