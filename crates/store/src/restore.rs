//! Restoring a backup: proved beside the workspace first, then swapped in; the old one is kept.
//!
//! Several renames are not atomic, so a small plan is written first; whoever opens the folder after a
//! power cut carries it to its end.

use crate::backup::{BackupInfo, info, unpack};
use crate::doctor::{Counts, Depth};
use crate::error::{AtPath, Result, StoreError};
use crate::files::{FolderLock, Layout, sync_folder};
use crate::key::Unlock;
use crate::migration;
use crate::operation::Progress;
use crate::transaction::ReadTx;
use crate::workspace::{OpenOptions, Store, connect};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};

const PLAN: &str = "workspace.restore.json";

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup says of itself.
    pub info: BackupInfo,
    /// What was counted in it before it replaced anything.
    pub counts: Counts,
    /// Where the database that was there before is kept now.
    pub kept: Option<PathBuf>,
}

/// Renames inside the folder, in order.
#[derive(Serialize, Deserialize)]
struct SwapPlan {
    renames: Vec<(String, String)>,
    /// Folder of the unpacked backup, removed at the end.
    place: String,
}

impl Store {
    /// What a backup says of itself, without a key.
    ///
    /// # Errors
    /// [`StoreError::BackupDamaged`], [`StoreError::NewerWorkspace`], file errors.
    pub fn backup_info(backup: &Path) -> Result<BackupInfo> {
        info(backup)
    }

    /// Proves that a backup can be restored, without touching any workspace: checksum, key, integrity,
    /// references, chains, counts. `place` is a folder with room for it.
    ///
    /// # Errors
    /// As [`Self::restore`].
    pub fn verify_backup(backup: &Path, place: &Path, unlock: &Unlock, progress: Progress<'_>) -> Result<Counts> {
        let unpacked = tempfile::Builder::new().prefix(".proving-").tempdir_in(place).at(place)?;
        Ok(prove(backup, &Layout::new(unpacked.path()), unlock, progress)?.1)
    }

    /// Replaces the workspace in `folder`, or makes one there, with a backup that was proved first.
    /// The old files are kept as `workspace.db.replaced-<time>`; after any error they are in place.
    ///
    /// # Errors
    /// [`StoreError::BackupDamaged`], [`StoreError::WrongPassphrase`] (the passphrase of the backup's
    /// time), [`StoreError::NewerWorkspace`], [`StoreError::InUse`] while any process has the
    /// workspace open, [`StoreError::DiskFull`] …
    pub fn restore(
        backup: &Path,
        folder: &Path,
        unlock: &Unlock,
        now: NaiveDateTime,
        progress: Progress<'_>,
    ) -> Result<Restored> {
        std::fs::create_dir_all(folder).at(folder)?;
        let layout = Layout::new(folder);
        finish_interrupted(&layout)?;
        layout.check_writable()?;
        let _lock = FolderLock::exclusive(&layout)?;
        let place = tempfile::Builder::new().prefix(".restoring-").tempdir_in(folder).at(folder)?;
        let unpacked = Layout::new(place.path());
        let (info, counts) = prove(backup, &unpacked, unlock, progress)?;
        sync_folder(place.path())?;
        let name = place.path().file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let (plan, kept) = plan_swap(&layout, &name, now);
        write_plan(&layout, &plan)?;
        // From here on the plan owns the unpacked files.
        let _ = place.keep();
        carry_out(&layout)?;
        Ok(Restored { info, counts, kept })
    }
}

fn prove(
    backup: &Path,
    unpacked: &Layout,
    unlock: &Unlock,
    progress: Progress<'_>,
) -> Result<(BackupInfo, Counts)> {
    let header = unpack(backup, unpacked, progress)?;
    let key = header.keys.unlock(unlock)?;
    let wrong = |error: StoreError| match error {
        StoreError::Damaged(why) => StoreError::BackupDamaged(why),
        other => other,
    };
    let mut conn = connect(&unpacked.database(), &key, &OpenOptions::default()).map_err(wrong)?;
    let runner = migration::runner();
    migration::check_not_newer(&conn, &runner)?;
    let counts = {
        let tx = ReadTx::new(&conn);
        let findings = tx.examine(Depth::Everything).map_err(wrong)?;
        if let Some(bad) = findings.iter().find(|finding| !finding.ok) {
            return Err(StoreError::BackupDamaged(format!("{}: {}", bad.check, bad.detail)));
        }
        tx.counts().map_err(wrong)?
    };
    if counts != header.info.counts {
        return Err(StoreError::BackupDamaged("it does not hold what its header says".into()));
    }
    migration::migrate(&mut conn, runner, None)?;
    // Without a log beside it the file can be moved alone.
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")?;
    conn.close().map_err(|(_, error)| error)?;
    Ok((header.info, counts))
}

fn plan_swap(layout: &Layout, place: &str, now: NaiveDateTime) -> (SwapPlan, Option<PathBuf>) {
    let stamp = now.format("%Y%m%d-%H%M%S").to_string();
    let mut suffix = format!("replaced-{stamp}");
    let kept_name = |suffix: &str| layout.folder.join(format!("{}.{suffix}", crate::files::DATABASE));
    let mut again = 1;
    while kept_name(&suffix).exists() {
        again += 1;
        suffix = format!("replaced-{stamp}-{again}");
    }
    let mut renames = Vec::new();
    let name = |path: PathBuf| path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
    // The log belongs to its database: beside the kept one it must keep the name that SQLite expects.
    for (path, tail) in [(layout.wal(), "-wal"), (layout.shared_memory(), "-shm")] {
        if path.exists() {
            renames.push((name(path), format!("{}.{suffix}{tail}", crate::files::DATABASE)));
        }
    }
    for path in [layout.database(), layout.key_ring()] {
        if path.exists() {
            let file = name(path);
            renames.push((file.clone(), format!("{file}.{suffix}")));
        }
    }
    let kept = layout.database().exists().then(|| kept_name(&suffix));
    for path in [layout.key_ring(), layout.database()] {
        let file = name(path);
        renames.push((format!("{place}/{file}"), file));
    }
    (SwapPlan { renames, place: place.to_owned() }, kept)
}

fn write_plan(layout: &Layout, plan: &SwapPlan) -> Result<()> {
    let path = layout.folder.join(PLAN);
    let json = serde_json::to_vec(plan).map_err(|error| StoreError::Internal(error.to_string()))?;
    let mut file = tempfile::NamedTempFile::new_in(&layout.folder).at(&layout.folder)?;
    file.write_all(&json).at(&path)?;
    file.as_file().sync_all().at(&path)?;
    file.persist(&path).map_err(|error| StoreError::io(&path, error.error))?;
    sync_folder(&layout.folder)
}

/// Carries out the plan of a restore that was cut off, if one lies there.
pub(crate) fn finish_interrupted(layout: &Layout) -> Result<()> {
    if !layout.folder.join(PLAN).exists() {
        return Ok(());
    }
    let _lock = FolderLock::exclusive(layout)?;
    carry_out(layout)
}

/// Carries out the plan; the caller holds the folder alone. A rename that was done is recognised by
/// its target, a name that was free when the plan was made.
fn carry_out(layout: &Layout) -> Result<()> {
    let path = layout.folder.join(PLAN);
    let json = match std::fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        other => other.at(&path)?,
    };
    let plan: SwapPlan = serde_json::from_slice(&json)
        .map_err(|error| StoreError::Damaged(format!("the plan of a restore is unreadable: {error}")))?;
    for (from, to) in &plan.renames {
        let (from, to) = (layout.folder.join(from), layout.folder.join(to));
        if from.exists() && !to.exists() {
            std::fs::rename(&from, &to).at(&to)?;
        }
    }
    sync_folder(&layout.folder)?;
    std::fs::remove_file(&path).at(&path)?;
    sync_folder(&layout.folder)?;
    // Empty by now; a left-over folder harms nobody.
    let _ = std::fs::remove_dir_all(layout.folder.join(&plan.place));
    Ok(())
}
