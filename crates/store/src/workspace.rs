//! The workspace of a school: opening, creating, and the two doors to its data.
//!
//! No connection leaves this crate; a closure sees one transaction and nothing else.

use crate::error::{AtPath, Result, StoreError};
use crate::files::{DATABASE, FolderLock, KEY_RING, Layout, sync_folder};
use crate::journal::Journal;
use crate::key::{DataKey, KdfCost, KeyRing, SlotKind, Unlock};
use crate::migration;
use crate::operation::{Operation, OperationKind, Written};
use crate::school::SchoolProfile;
use crate::transaction::{ReadTx, WriteTx};
use chrono::NaiveDateTime;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Readers that are kept open.
const READERS: usize = 4;
const STATEMENTS: usize = 128;

/// How a workspace is opened; the default is right outside tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenOptions {
    /// Cost of argon2id for keys that are made now.
    pub kdf: KdfCost,
    /// How long to wait for another process that writes.
    pub busy_timeout: Duration,
    /// Limit of the database in pages, to try what a full disk does.
    pub max_pages: Option<u32>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { kdf: KdfCost::default(), busy_timeout: Duration::from_secs(10), max_pages: None }
    }
}

/// An open workspace. Shared between threads; writes take turns, reads run beside them.
pub struct Store {
    layout: Layout,
    key: DataKey,
    options: OpenOptions,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    opened: Opened,
    // Dropped last: the connections close first.
    _lock: FolderLock,
}

/// What was found when the workspace was opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opened {
    /// The last process ended without closing; the database was checked and is sound.
    pub after_crash: bool,
    /// Copies that were made before migrations.
    pub migrated: Vec<PathBuf>,
}

impl Store {
    /// Makes a new workspace in `folder` and opens it. All or nothing: after an error the folder holds
    /// no part of one.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], [`StoreError::WeakKey`], [`StoreError::NotWritable`],
    /// [`StoreError::ReadOnlyFileSystem`], [`StoreError::DiskFull`] and other file errors.
    pub fn create(
        folder: &Path,
        unlock: &Unlock,
        school: &SchoolProfile,
        now: NaiveDateTime,
    ) -> Result<Self> {
        Self::create_with(folder, unlock, school, now, OpenOptions::default())
    }

    /// As [`Self::create`].
    ///
    /// # Errors
    /// As [`Self::create`].
    pub fn create_with(
        folder: &Path,
        unlock: &Unlock,
        school: &SchoolProfile,
        now: NaiveDateTime,
        options: OpenOptions,
    ) -> Result<Self> {
        let layout = Layout::new(folder);
        if layout.database().exists() {
            return Err(StoreError::AlreadyExists(folder.to_owned()));
        }
        let (ring, key) = KeyRing::create(unlock, options.kdf)?;
        let made_folder = !folder.exists();
        std::fs::create_dir_all(folder).at(folder)?;
        let built = build(&layout, &ring, &key, school, now, &options);
        if built.is_err() && made_folder {
            // Only succeeds while the folder is empty, which is what is wanted.
            let _ = std::fs::remove_dir(folder);
        }
        built?;
        Self::open_with(folder, unlock, options)
    }

    /// Opens a workspace: unlocks it, finishes an interrupted restore, migrates it if it is older.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::WrongPassphrase`], [`StoreError::NoSuchSlot`],
    /// [`StoreError::KeyFileMissing`], [`StoreError::NewerWorkspace`], [`StoreError::Damaged`],
    /// [`StoreError::InUse`], [`StoreError::NotWritable`], [`StoreError::ReadOnlyFileSystem`] …
    pub fn open(folder: &Path, unlock: &Unlock) -> Result<Self> {
        Self::open_with(folder, unlock, OpenOptions::default())
    }

    /// As [`Self::open`].
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(folder: &Path, unlock: &Unlock, options: OpenOptions) -> Result<Self> {
        let layout = Layout::new(folder);
        crate::restore::finish_interrupted(&layout)?;
        if !layout.database().exists() {
            return Err(StoreError::Missing(folder.to_owned()));
        }
        let key = KeyRing::read(&layout.key_ring())?.unlock(unlock)?;
        layout.check_writable()?;
        let (lock, alone) = match FolderLock::exclusive(&layout) {
            Ok(lock) => (lock, true),
            Err(StoreError::InUse(_)) => (FolderLock::shared(&layout)?, false),
            Err(other) => return Err(other),
        };
        let after_crash = alone && std::fs::metadata(layout.wal()).is_ok_and(|wal| wal.len() > 0);
        let mut writer = connect(&layout.database(), &key, &options)?;
        let found = migration::check_version(&writer)?;
        if after_crash {
            quick_check(&writer)?;
        }
        let mut migrated = Vec::new();
        if found < migration::supported_version() {
            if !alone {
                return Err(StoreError::InUse(folder.to_owned()));
            }
            migrated = migration::migrate(&mut writer, migration::runner(), Some(&layout))?;
        }
        let lock = if alone { lock.downgrade()? } else { lock };
        Ok(Self {
            layout,
            key,
            options,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            opened: Opened { after_crash, migrated },
            _lock: lock,
        })
    }

    /// Whether `folder` holds a workspace.
    pub fn exists(folder: &Path) -> bool {
        Layout::new(folder).database().exists()
    }

    /// The ways in which the workspace in `folder` can be unlocked.
    ///
    /// # Errors
    /// [`StoreError::KeyFileMissing`], [`StoreError::KeyFileDamaged`], [`StoreError::NewerWorkspace`].
    pub fn unlock_methods(folder: &Path) -> Result<Vec<SlotKind>> {
        Ok(KeyRing::read(&Layout::new(folder).key_ring())?.kinds())
    }

    /// Whether `unlock` opens the workspace in `folder`, without opening it.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`], [`StoreError::NoSuchSlot`] and those of the key file.
    pub fn try_unlock(folder: &Path, unlock: &Unlock) -> Result<()> {
        KeyRing::read(&Layout::new(folder).key_ring())?.unlock(unlock).map(|_| ())
    }

    /// The identity of the workspace in `folder`.
    ///
    /// # Errors
    /// Those of the key file.
    pub fn identity(folder: &Path) -> Result<uuid::Uuid> {
        Ok(KeyRing::read(&Layout::new(folder).key_ring())?.workspace)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.layout.folder
    }

    /// What was found when the workspace was opened.
    pub fn opened(&self) -> &Opened {
        &self.opened
    }

    /// Reads: `work` sees one unchanging state, whatever is written meanwhile.
    ///
    /// # Errors
    /// Those of `work` and of the database.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&ReadTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let kept = lock(&self.readers).pop();
        let conn = match kept {
            Some(conn) => conn,
            None => self.reader()?,
        };
        conn.execute_batch("BEGIN DEFERRED").map_err(StoreError::from)?;
        let result = work(&ReadTx::new(&conn));
        let closed = conn.execute_batch("ROLLBACK").is_ok();
        let mut readers = lock(&self.readers);
        if closed && readers.len() < READERS {
            readers.push(conn);
        }
        result
    }

    /// Writes: rows, audit entry and outbox operations in one transaction. When `work` fails or panics
    /// nothing is kept.
    ///
    /// # Errors
    /// Those of `work`; [`StoreError::Busy`], [`StoreError::DiskFull`] and others of the database.
    pub fn write<T, E: From<StoreError>>(
        &self,
        operation: Operation,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        let mut conn = lock(&self.writer);
        let transaction =
            conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let journal = Journal::start(&transaction, operation)?;
        let mut tx = WriteTx::new(&transaction, journal);
        let value = work(&mut tx)?;
        let journal = tx.journal;
        let changes = journal.finish(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(Written { value, changes })
    }

    /// Adds a way to unlock, or replaces the one of its kind (a new passphrase).
    ///
    /// # Errors
    /// [`StoreError::WeakKey`] and file errors; the old file stays then.
    pub fn put_unlock(&self, unlock: &Unlock) -> Result<()> {
        let path = self.layout.key_ring();
        let mut ring = KeyRing::read(&path)?;
        ring.put_slot(&self.key, unlock, self.options.kdf)?;
        ring.write(&path)
    }

    /// Removes a way to unlock, but never the last one.
    ///
    /// # Errors
    /// [`StoreError::NoSuchSlot`] when it is the last one, file errors.
    pub fn remove_unlock(&self, kind: SlotKind) -> Result<()> {
        let path = self.layout.key_ring();
        let mut ring = KeyRing::read(&path)?;
        ring.remove_slot(kind)?;
        ring.write(&path)
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        lock(&self.writer)
    }

    fn reader(&self) -> Result<Connection> {
        let conn = connect(&self.layout.database(), &self.key, &self.options)?;
        conn.execute_batch("PRAGMA query_only = ON")?;
        Ok(conn)
    }
}

/// A panic elsewhere rolled its transaction back, so the connection behind the lock is sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens an existing database with its raw key.
pub(crate) fn connect(path: &Path, key: &DataKey, options: &OpenOptions) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    prepare(Connection::open_with_flags(path, flags)?, key, options)
}

fn prepare(conn: Connection, key: &DataKey, options: &OpenOptions) -> Result<Connection> {
    // SQLCipher writes what it finds damaged to the standard error; the caller gets an error instead.
    conn.execute_batch("PRAGMA cipher_log_level = NONE")?;
    conn.execute_batch(&key.pragma())?;
    conn.busy_timeout(options.busy_timeout)?;
    // The key is only tried now; the AEAD has proved it, so a refusal means damage.
    let tried = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    tried.map_err(StoreError::from)?;
    conn.execute_batch(include_str!("sql/tune.sql"))?;
    if let Some(pages) = options.max_pages {
        conn.pragma_update(None, "max_page_count", pages)?;
    }
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(conn)
}

/// Finds damage fast: structure, not the contents of indexes.
fn quick_check(conn: &Connection) -> Result<()> {
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged(verdict)) }
}

/// Makes the files beside their place and moves them there, the database last: it alone makes the
/// folder a workspace.
fn build(
    layout: &Layout,
    ring: &KeyRing,
    key: &DataKey,
    school: &SchoolProfile,
    now: NaiveDateTime,
    options: &OpenOptions,
) -> Result<()> {
    layout.check_writable()?;
    let _lock = FolderLock::exclusive(layout)?;
    if layout.database().exists() {
        return Err(StoreError::AlreadyExists(layout.folder.clone()));
    }
    let site = tempfile::Builder::new().prefix(".creating-").tempdir_in(&layout.folder).at(&layout.folder)?;
    let beside = Layout::new(site.path());
    ring.write(&beside.key_ring())?;
    make_database(&beside.database(), key, school, now, options)?;
    if layout.key_ring().exists() {
        // Left by a creation that was cut off, or all that is left of a lost workspace: keep it.
        let aside = layout.folder.join(format!("{KEY_RING}.kept-{}", now.format("%Y%m%d-%H%M%S")));
        std::fs::rename(layout.key_ring(), &aside).at(&aside)?;
    }
    std::fs::rename(beside.key_ring(), layout.key_ring()).at(&layout.folder)?;
    sync_folder(&layout.folder)?;
    std::fs::rename(beside.database(), layout.database()).at(&layout.folder)?;
    sync_folder(&layout.folder)
}

fn make_database(
    path: &Path,
    key: &DataKey,
    school: &SchoolProfile,
    now: NaiveDateTime,
    options: &OpenOptions,
) -> Result<()> {
    drop(std::fs::File::create_new(path).at(path)?);
    let mut conn = connect(path, key, options)?;
    migration::migrate(&mut conn, migration::runner(), None)?;
    let transaction = conn.transaction()?;
    crate::outbox::start(&transaction, crate::key::random_uuid()?, now)?;
    let operation = Operation {
        kind: OperationKind::new("workspace_create", "新建工作区"),
        actor: String::new(),
        at: now,
        summary: school.name.clone(),
    };
    let journal = Journal::start(&transaction, operation)?;
    let mut tx = WriteTx::new(&transaction, journal);
    tx.put_school(school)?;
    let journal = tx.journal;
    journal.finish(&transaction)?;
    transaction.commit()?;
    conn.close().map_err(|(_, error)| error)?;
    let file = std::fs::File::open(path).at(path)?;
    file.sync_all().at(path)
}

/// The names of the files that make a workspace, for messages.
pub const WORKSPACE_FILES: [&str; 2] = [DATABASE, KEY_RING];
