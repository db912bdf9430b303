//! Brings an older workspace to the present schema, with a copy of the file before each step, and
//! refuses a newer one. Migrations that have left the house are never edited.

use crate::error::{AtPath, Result, StoreError};
use crate::files::{Layout, sync_folder};
use refinery::{Runner, Target};
use rusqlite::Connection;
use std::path::PathBuf;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// The migrations of this program.
pub(crate) fn runner() -> Runner {
    embedded::migrations::runner()
}

fn newest(runner: &Runner) -> u32 {
    runner.get_migrations().iter().map(|m| version_number(m.version())).max().unwrap_or(0)
}

fn version_number(version: refinery::SchemaVersion) -> u32 {
    u32::try_from(version).unwrap_or(0)
}

/// The newest schema version that this program knows.
pub fn supported_version() -> u32 {
    newest(&runner())
}

/// The schema version of an open database; 0 when it has none yet.
pub(crate) fn schema_version(conn: &Connection) -> Result<u32> {
    let known: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history')",
        [],
        |row| row.get(0),
    )?;
    if !known {
        return Ok(0);
    }
    let version: Option<i64> =
        conn.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0))?;
    Ok(version.and_then(|version| u32::try_from(version).ok()).unwrap_or(0))
}

/// Refuses a database from a newer program.
pub(crate) fn check_not_newer(conn: &Connection, runner: &Runner) -> Result<u32> {
    let (found, supported) = (schema_version(conn)?, newest(runner));
    if found > supported { Err(StoreError::NewerWorkspace { found, supported }) } else { Ok(found) }
}

/// Applies what is missing, one version at a time. `layout` is where copies go; a database that is
/// only being made needs none. The caller holds the folder alone.
pub(crate) fn migrate(conn: &mut Connection, runner: Runner, layout: Option<&Layout>) -> Result<Vec<PathBuf>> {
    let found = check_not_newer(conn, &runner)?;
    let mut steps: Vec<u32> = runner.get_migrations().iter().map(|m| version_number(m.version())).collect();
    steps.retain(|version| *version > found);
    steps.sort_unstable();
    let mut copies = Vec::new();
    let mut runner = runner;
    for version in steps {
        if let Some(layout) = layout {
            copies.push(copy_before(conn, layout, version)?);
        }
        let target = refinery::SchemaVersion::try_from(version)
            .map_err(|_| StoreError::Migration(format!("version {version} is out of range")))?;
        runner = runner.set_target(Target::Version(target));
        runner.run(conn).map_err(|error| StoreError::Migration(describe(&error)))?;
    }
    Ok(copies)
}

fn describe(error: &refinery::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}

/// Copies the database, encrypted as it is, to `workspace.db.before-v<version>`.
fn copy_before(conn: &Connection, layout: &Layout, version: u32) -> Result<PathBuf> {
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))?;
    let source = layout.database();
    let target = layout.folder.join(format!("{}.before-v{version}", crate::files::DATABASE));
    let mut copy = tempfile::NamedTempFile::new_in(&layout.folder).at(&layout.folder)?;
    let mut original = std::fs::File::open(&source).at(&source)?;
    std::io::copy(&mut original, &mut copy).at(&target)?;
    copy.as_file().sync_all().at(&target)?;
    copy.persist(&target).map_err(|error| StoreError::io(&target, error.error))?;
    sync_folder(&layout.folder)?;
    Ok(target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{KdfCost, Unlock};
    use crate::school::SchoolProfile;
    use crate::workspace::{OpenOptions, Store};
    use refinery::Migration;
    use std::path::Path;

    const OPTIONS: fn() -> OpenOptions = || OpenOptions { kdf: KdfCost::CHEAP, ..OpenOptions::default() };

    fn unlock() -> Unlock {
        Unlock::passphrase("测试口令-1234")
    }

    fn create(folder: &Path) -> Store {
        let school = SchoolProfile { name: "示例职业学院".into(), code: String::new() };
        let now = "2026-06-01T09:00:00".parse().unwrap();
        Store::create_with(folder, &unlock(), &school, now, OPTIONS()).unwrap()
    }

    /// The migrations of this program and one more.
    fn with_next(sql: &str) -> Runner {
        let mut all = runner().get_migrations().clone();
        let name = format!("V{}__next", supported_version() + 1);
        all.push(Migration::unapplied(&name, sql).unwrap());
        Runner::new(&all)
    }

    #[test]
    fn a_migration_leaves_an_encrypted_copy_of_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let store = create(folder.path());
        let copies = {
            let mut conn = store.writer();
            let runner = with_next("ALTER TABLE site ADD COLUMN extra TEXT NOT NULL DEFAULT '';");
            migrate(&mut conn, runner, Some(store.layout())).unwrap()
        };
        let next = supported_version() + 1;
        assert_eq!(copies, [folder.path().join(format!("workspace.db.before-v{next}"))]);
        drop(store);
        // This program now finds a workspace of a newer one.
        let newer = Store::open_with(folder.path(), &unlock(), OPTIONS()).err().unwrap();
        assert_eq!(newer.code(), "workspace_newer");
        assert!(newer.to_string().contains(&format!("format {next}")), "{newer}");
        // The copy is the old workspace.
        std::fs::rename(&copies[0], folder.path().join("workspace.db")).unwrap();
        let store = Store::open_with(folder.path(), &unlock(), OPTIONS()).unwrap();
        assert_eq!(store.read(|tx| tx.school()).unwrap().name, "示例职业学院");
        assert!(store.doctor(true).unwrap().is_sound());
    }

    #[test]
    fn a_failing_migration_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = create(folder.path());
        {
            let mut conn = store.writer();
            let runner = with_next("ALTER TABLE site ADD COLUMN extra TEXT; INSERT INTO nothing VALUES (1);");
            let error = migrate(&mut conn, runner, Some(store.layout())).unwrap_err();
            assert_eq!(error.code(), "migration_failed");
            assert_eq!(schema_version(&conn).unwrap(), supported_version());
            assert!(conn.prepare("SELECT extra FROM site").is_err());
        }
        drop(store);
        Store::open_with(folder.path(), &unlock(), OPTIONS()).unwrap();
    }
}
