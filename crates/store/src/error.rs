//! What can go wrong with a workspace: English, for logs; the app turns codes into Chinese sentences.
//!
//! Never holds the value of a personal field.

use std::path::{Path, PathBuf};

/// Shorthand.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// A failure of the workspace. [`StoreError::code`] is stable.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No workspace in this folder.
    #[error("there is no workspace in {}", .0.display())]
    Missing(PathBuf),
    /// The folder already holds a workspace.
    #[error("{} already holds a workspace", .0.display())]
    AlreadyExists(PathBuf),
    /// The database is there, but `workspace.key.json` is not: restore a backup or the file.
    #[error("the key file {} is missing", .0.display())]
    KeyFileMissing(PathBuf),
    /// `workspace.key.json` cannot be read as one.
    #[error("the key file {} is damaged: {why}", .path.display())]
    KeyFileDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The passphrase, or the key file that was given, opens no slot of this workspace.
    #[error("wrong passphrase or key")]
    WrongPassphrase,
    /// The workspace has no slot of the kind that was offered.
    #[error("this workspace cannot be unlocked with a {0}")]
    NoSuchSlot(&'static str),
    /// The passphrase, or the key file, is too short to protect anything.
    #[error("the {0} is too short")]
    WeakKey(&'static str),
    /// The folder, or a file in it, may not be written by this user.
    #[error("{} is not writable", .0.display())]
    NotWritable(PathBuf),
    /// The file system is mounted read-only.
    #[error("the file system of {} is read-only", .0.display())]
    ReadOnlyFileSystem(PathBuf),
    /// No space left; nothing of the operation was kept.
    #[error("the disk is full")]
    DiskFull,
    /// Another process writes, and did not finish within the waiting time.
    #[error("the workspace is busy: another process is writing to it")]
    Busy,
    /// Another process has the workspace open, and this step needs it alone.
    #[error("another process has the workspace {} open", .0.display())]
    InUse(PathBuf),
    /// The database is damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Made by a newer version of the program.
    #[error("the workspace has format {found}, this program knows up to {supported}")]
    NewerWorkspace {
        /// Its version.
        found: u32,
        /// The newest one that this program reads.
        supported: u32,
    },
    /// A migration failed; the database is as it was, and a copy lies beside it.
    #[error("the migration failed: {0}")]
    Migration(String),
    /// The file is no backup, is cut off, or was changed.
    #[error("the backup cannot be used: {0}")]
    BackupDamaged(String),
    /// The target of a backup exists.
    #[error("{} already exists", .0.display())]
    TargetExists(PathBuf),
    /// A record with the same natural key exists; `key` names the columns (`candidate.id_type, …`).
    #[error("a record with the same {key} exists")]
    Duplicate {
        /// Columns of the key.
        key: String,
    },
    /// A record that others refer to was deleted, or a record names one that does not exist.
    #[error("a reference between records is broken ({0})")]
    Reference(String),
    /// A value that the schema refuses.
    #[error("the database refuses a value: {0}")]
    InvalidValue(String),
    /// The record does not exist (any more).
    #[error("{table} {key} does not exist")]
    NotFound {
        /// Table.
        table: &'static str,
        /// Key as text.
        key: String,
    },
    /// The user cancelled; nothing was kept.
    #[error("cancelled")]
    Cancelled,
    /// A file operation failed.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Anything else from SQLite.
    #[error("database: {0}")]
    Database(#[source] rusqlite::Error),
    /// The system gave no random numbers, or a value could not be encoded.
    #[error("internal: {0}")]
    Internal(String),
}

impl StoreError {
    /// Stable code in `snake_case`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "workspace_missing",
            Self::AlreadyExists(_) => "workspace_exists",
            Self::KeyFileMissing(_) => "workspace_key_missing",
            Self::KeyFileDamaged { .. } => "workspace_key_damaged",
            Self::WrongPassphrase => "wrong_passphrase",
            Self::NoSuchSlot(_) => "unlock_method_unknown",
            Self::WeakKey(_) => "passphrase_too_short",
            Self::NotWritable(_) => "folder_not_writable",
            Self::ReadOnlyFileSystem(_) => "file_system_read_only",
            Self::DiskFull => "disk_full",
            Self::Busy => "workspace_busy",
            Self::InUse(_) => "workspace_in_use",
            Self::Damaged(_) => "workspace_damaged",
            Self::NewerWorkspace { .. } => "workspace_newer",
            Self::Migration(_) => "migration_failed",
            Self::BackupDamaged(_) => "backup_damaged",
            Self::TargetExists(_) => "target_exists",
            Self::Duplicate { .. } => "duplicate_record",
            Self::Reference(_) => "broken_reference",
            Self::InvalidValue(_) => "invalid_value",
            Self::NotFound { .. } => "record_not_found",
            Self::Cancelled => "cancelled",
            Self::Io { .. } => "file_error",
            Self::Database(_) => "database_error",
            Self::Internal(_) => "internal_error",
        }
    }

    /// Sorts a file error by what the user can do about it.
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            ErrorKind::PermissionDenied => Self::NotWritable(path.to_owned()),
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyFileSystem(path.to_owned()),
            _ => Self::Io { path: path.to_owned(), source },
        }
    }
}

/// Attaches the path to a file error.
pub(crate) trait AtPath<T> {
    /// Attaches `path`.
    fn at(self, path: &Path) -> Result<T>;
}

impl<T> AtPath<T> for std::io::Result<T> {
    fn at(self, path: &Path) -> Result<T> {
        self.map_err(|source| StoreError::io(path, source))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as C;
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Database(error);
        };
        let text = message.clone().unwrap_or_default();
        match failure.code {
            C::DiskFull => Self::DiskFull,
            C::DatabaseBusy | C::DatabaseLocked => Self::Busy,
            C::ReadOnly | C::PermissionDenied => Self::NotWritable(PathBuf::from("workspace.db")),
            C::DatabaseCorrupt | C::NotADatabase => Self::Damaged(text),
            C::ConstraintViolation => constraint(failure.extended_code, text),
            C::SystemIoFailure if disk_full_behind(failure.extended_code) => Self::DiskFull,
            _ => Self::Database(error),
        }
    }
}

/// SQLite reports a full disk as SQLITE_FULL, except when it strikes while the shared memory of the
/// write-ahead log grows.
fn disk_full_behind(extended: i32) -> bool {
    matches!(extended, rusqlite::ffi::SQLITE_IOERR_SHMSIZE | rusqlite::ffi::SQLITE_IOERR_WRITE)
}

fn constraint(extended: i32, text: String) -> StoreError {
    use rusqlite::ffi;
    match extended {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            let key = text.strip_prefix("UNIQUE constraint failed: ").unwrap_or(&text);
            StoreError::Duplicate { key: key.to_owned() }
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY | ffi::SQLITE_CONSTRAINT_TRIGGER => StoreError::Reference(text),
        _ => StoreError::InvalidValue(text),
    }
}
