//! The files of a workspace folder, its locks, and how files reach the disk. Knows nothing of SQL.

use crate::error::{AtPath, Result, StoreError};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Name of the database in a workspace folder.
pub const DATABASE: &str = "workspace.db";
/// Name of the file with the wrapped keys.
pub const KEY_RING: &str = "workspace.key.json";
const LOCK: &str = "workspace.lock";

/// Paths inside a workspace folder.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) folder: PathBuf,
}

impl Layout {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join(DATABASE)
    }

    pub(crate) fn key_ring(&self) -> PathBuf {
        self.folder.join(KEY_RING)
    }

    pub(crate) fn wal(&self) -> PathBuf {
        self.folder.join(format!("{DATABASE}-wal"))
    }

    pub(crate) fn shared_memory(&self) -> PathBuf {
        self.folder.join(format!("{DATABASE}-shm"))
    }

    /// Refuses a folder that cannot be written, before SQLite says so less clearly.
    pub(crate) fn check_writable(&self) -> Result<()> {
        tempfile::tempfile_in(&self.folder).map(drop).at(&self.folder)?;
        let database = self.database();
        if database.exists() {
            OpenOptions::new().read(true).append(true).open(&database).map(drop).at(&database)?;
        }
        Ok(())
    }
}

/// Held while a workspace is open: shared by processes that use it, exclusive for whoever replaces or
/// migrates it. The system drops it with the process, so a crash never leaves it behind.
#[derive(Debug)]
pub(crate) struct FolderLock {
    file: File,
    folder: PathBuf,
}

/// How long somebody who holds the folder alone is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

impl FolderLock {
    fn file(layout: &Layout) -> Result<Self> {
        let path = layout.folder.join(LOCK);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        Ok(Self { file: file.at(&path)?, folder: layout.folder.clone() })
    }

    /// Alone, or [`StoreError::InUse`].
    pub(crate) fn exclusive(layout: &Layout) -> Result<Self> {
        let lock = Self::file(layout)?;
        match lock.file.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse(lock.folder)),
            Err(TryLockError::Error(error)) => Err(StoreError::io(&lock.folder, error)),
        }
    }

    /// Beside others, or [`StoreError::InUse`] while someone holds it alone.
    pub(crate) fn shared(layout: &Layout) -> Result<Self> {
        let lock = Self::file(layout)?;
        lock.share()?;
        Ok(lock)
    }

    fn share(&self) -> Result<()> {
        let start = Instant::now();
        loop {
            match self.file.try_lock_shared() {
                Ok(()) => return Ok(()),
                // Whoever opens a workspace holds it alone for a moment, before it lets others in.
                Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(self.folder.clone())),
                Err(TryLockError::Error(error)) => return Err(StoreError::io(&self.folder, error)),
            }
        }
    }

    /// Lets others in.
    pub(crate) fn downgrade(self) -> Result<Self> {
        self.file.unlock().at(&self.folder)?;
        self.share()?;
        Ok(self)
    }
}

/// Makes renames in `folder` durable. Windows has no such call and needs none.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(folder).and_then(|file| file.sync_all()).at(folder)?;
    }
    Ok(())
}
