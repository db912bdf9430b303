//! A backup: the whole workspace, encrypted as it is, in one file with a checksum.
//!
//! `KZBACKUP` · format (u32) · header length (u32) · header (JSON) · database · SHA-256 of all before.
//! The keys inside are wrapped, so a backup opens with the passphrase of its time and nothing else.

use crate::doctor::Counts;
use crate::error::{AtPath, Result, StoreError};
use crate::files::{Layout, sync_folder};
use crate::key::KeyRing;
use crate::operation::{Progress, step};
use crate::transaction::ReadTx;
use crate::workspace::Store;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

const MAGIC: &[u8; 8] = b"KZBACKUP";
const FORMAT: u32 = 1;
const HEADER_MAX: u32 = 1 << 20;
const CHUNK: usize = 1 << 18;
/// How often the growing copy is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What a backup says of itself. It is readable without a key, so it names no person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupInfo {
    /// The workspace.
    pub workspace: Uuid,
    /// When it was made, local time.
    pub made_at: NaiveDateTime,
    /// Schema version of the database.
    pub schema: u32,
    /// Bytes of the database.
    pub database_bytes: u64,
    /// What it holds.
    pub counts: Counts,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) info: BackupInfo,
    pub(crate) keys: KeyRing,
}

impl Store {
    /// Writes everything into one encrypted file. An existing file is only replaced when `overwrite`
    /// is set, and only by a complete one. `progress` is told at once, and then in bytes: half of them for
    /// the copy of the database, half for the file.
    ///
    /// # Errors
    /// [`StoreError::TargetExists`], [`StoreError::DiskFull`], [`StoreError::NotWritable`],
    /// [`StoreError::Cancelled`] and other file errors.
    pub fn backup(
        &self,
        target: &Path,
        overwrite: bool,
        now: NaiveDateTime,
        progress: Progress<'_>,
    ) -> Result<BackupInfo> {
        if target.exists() && !overwrite {
            return Err(StoreError::TargetExists(target.to_owned()));
        }
        let folder = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let place = tempfile::Builder::new().prefix(".backup-").tempdir_in(folder).at(folder)?;
        let copy = place.path().join("copy.db");
        let keys = KeyRing::read(&self.layout().key_ring())?;
        let (schema, counts) = self.copy_into(&copy, progress)?;
        let database_bytes = std::fs::metadata(&copy).at(&copy)?.len();
        let info = BackupInfo { workspace: keys.workspace, made_at: now, schema, database_bytes, counts };
        let file = tempfile::NamedTempFile::new_in(folder).at(folder)?;
        let second_half = |done: u64, total: u64| progress(total + done, 2 * total);
        write_container(file.as_file(), &Header { info: info.clone(), keys }, &copy, &second_half)
            .map_err(|error| at_target(error, target))?;
        file.as_file().sync_all().at(target)?;
        if overwrite {
            file.persist(target).map_err(|error| StoreError::io(target, error.error))?;
        } else {
            // Somebody may have made the file meanwhile; it is theirs.
            file.persist_noclobber(target).map_err(|error| match error.error.kind() {
                std::io::ErrorKind::AlreadyExists => StoreError::TargetExists(target.to_owned()),
                _ => StoreError::io(target, error.error),
            })?;
        }
        sync_folder(folder)?;
        Ok(info)
    }

    /// `VACUUM INTO` keeps the encryption and the key, and leaves deleted rows behind. It takes most of the
    /// time and says nothing meanwhile: it runs on a thread of its own, and the size of its file tells how
    /// far it is.
    fn copy_into(&self, copy: &Path, progress: Progress<'_>) -> Result<(u32, Counts)> {
        let path = copy.to_str().ok_or_else(|| StoreError::Io {
            path: copy.to_owned(),
            source: std::io::Error::new(std::io::ErrorKind::InvalidInput, "the path is no Unicode"),
        })?;
        step(progress, 0, 0)?;
        let mut conn = self.writer();
        let schema = crate::migration::schema_version(&conn)?;
        let counts = ReadTx::new(&conn).counts()?;
        let number = |pragma: &str| conn.query_row(pragma, [], |row| row.get::<_, i64>(0));
        let pages = number("PRAGMA page_count")? - number("PRAGMA freelist_count")?;
        // SQLCipher answers this one with a text.
        let page_size: String = conn.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        let expected = pages.unsigned_abs() * page_size.parse().unwrap_or(4096);
        let interrupt = conn.get_interrupt_handle();
        let writer = &mut *conn;
        std::thread::scope(|scope| -> Result<(u32, Counts)> {
            let copying = scope.spawn(move || writer.execute("VACUUM INTO ?", [path]));
            let mut cancelled = false;
            while !copying.is_finished() {
                let size = std::fs::metadata(copy).map_or(0, |data| data.len());
                if cancelled || step(progress, size.min(expected), 2 * expected).is_err() {
                    // Said until it is heard: before the statement runs nobody listens.
                    cancelled = true;
                    interrupt.interrupt();
                }
                std::thread::sleep(LOOK_EVERY);
            }
            let copied = copying.join();
            if cancelled {
                return Err(StoreError::Cancelled);
            }
            copied.map_err(|_| StoreError::Internal("the copy of the database broke off".into()))??;
            Ok((schema, counts))
        })
    }
}

fn at_target(error: StoreError, target: &Path) -> StoreError {
    match error {
        StoreError::Io { source, .. } => StoreError::io(target, source),
        other => other,
    }
}

fn write_container(file: &File, header: &Header, copy: &Path, progress: Progress<'_>) -> Result<()> {
    let json = serde_json::to_vec(header).map_err(|error| StoreError::Internal(error.to_string()))?;
    let length = u32::try_from(json.len()).map_err(|error| StoreError::Internal(error.to_string()))?;
    let mut out = Hashing { inner: file, hash: Sha256::new() };
    let mut write = |bytes: &[u8]| out.write_all(bytes).at(copy);
    write(MAGIC)?;
    write(&FORMAT.to_le_bytes())?;
    write(&length.to_le_bytes())?;
    write(&json)?;
    let total = header.info.database_bytes;
    copy_chunks(File::open(copy).at(copy)?, copy, total, progress, &mut write)?;
    let digest = out.hash.clone().finalize();
    (&mut out.inner).write_all(&digest).at(copy)
}

/// Passes exactly `total` bytes of `source` on.
fn copy_chunks(
    source: impl Read,
    name: &Path,
    total: u64,
    progress: Progress<'_>,
    mut write: impl FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    let mut source = source.take(total);
    let mut chunk = vec![0u8; CHUNK];
    let mut done = 0u64;
    while done < total {
        step(progress, done, total)?;
        let read = source.read(&mut chunk).at(name)?;
        if read == 0 {
            return Err(StoreError::BackupDamaged("the file is cut off".into()));
        }
        write(&chunk[..read])?;
        done += read as u64;
    }
    step(progress, total, total)
}

struct Hashing<T> {
    inner: T,
    hash: Sha256,
}

impl<T: Write> Write for Hashing<T> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Hashing<T> {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.hash.update(&bytes[..read]);
        Ok(read)
    }
}

/// Writes keys and database of a backup into the folder `into`, and checks every byte by its checksum.
pub(crate) fn unpack(backup: &Path, into: &Layout, progress: Progress<'_>) -> Result<Header> {
    let file = File::open(backup).at(backup)?;
    let length = file.metadata().at(backup)?.len();
    let mut source = Hashing { inner: BufReader::new(file), hash: Sha256::new() };
    let (header, header_bytes) = read_header(&mut source, backup)?;
    let expected = (header_bytes + 32).checked_add(header.info.database_bytes);
    if expected != Some(length) {
        return Err(StoreError::BackupDamaged("the file is cut off or has been extended".into()));
    }
    let target = into.database();
    let mut database = File::create_new(&target).at(&target)?;
    copy_chunks(&mut source, backup, header.info.database_bytes, progress, |bytes| {
        database.write_all(bytes).at(&target)
    })?;
    database.sync_all().at(&target)?;
    let digest: [u8; 32] = source.hash.clone().finalize().into();
    let mut stored = [0u8; 32];
    source.inner.read_exact(&mut stored).at(backup)?;
    if digest != stored {
        return Err(StoreError::BackupDamaged("its checksum is wrong: the file has been changed".into()));
    }
    header.keys.write(&into.key_ring())?;
    Ok(header)
}

/// The header and the bytes up to its end.
fn read_header(source: &mut impl Read, backup: &Path) -> Result<(Header, u64)> {
    let damaged = |why: &str| StoreError::BackupDamaged(why.to_owned());
    let mut exact = |bytes: &mut [u8]| match source.read_exact(bytes) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(damaged("the file is cut off"))
        }
        other => other.at(backup),
    };
    let (mut magic, mut number) = ([0u8; 8], [0u8; 4]);
    exact(&mut magic)?;
    if &magic != MAGIC {
        return Err(damaged("the file is not a backup"));
    }
    exact(&mut number)?;
    let format = u32::from_le_bytes(number);
    if format > FORMAT {
        return Err(StoreError::NewerWorkspace { found: format, supported: FORMAT });
    }
    exact(&mut number)?;
    let length = u32::from_le_bytes(number);
    if length > HEADER_MAX {
        return Err(damaged("its header is unreadable"));
    }
    let mut json = vec![0u8; length as usize];
    exact(&mut json)?;
    let header: Header = serde_json::from_slice(&json).map_err(|_| damaged("its header is unreadable"))?;
    Ok((header, 16 + u64::from(length)))
}

/// What a backup says of itself; only [`Store::restore`] proves it.
pub(crate) fn info(backup: &Path) -> Result<BackupInfo> {
    let mut file = BufReader::new(File::open(backup).at(backup)?);
    Ok(read_header(&mut file, backup)?.0.info)
}
