//! Backups are complete, proved before they replace anything, and refused when touched.

use crate::fixture::*;
use kaozhan_store::*;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_one_file_that_restores_elsewhere() {
    let (folder, store) = workspace();
    fill(&store, 40);
    let target = folder.path().join("backup.kz");
    let calls = std::cell::RefCell::new(Vec::new());
    let progress = |done: u64, total: u64| {
        assert!(done <= total);
        calls.borrow_mut().push((done, total));
        ControlFlow::Continue(())
    };
    let info = store.backup(&target, false, now(), &progress).unwrap();
    let calls = calls.into_inner();
    assert_eq!(calls.first(), Some(&(0, 0)), "told before the database is copied");
    assert_eq!(calls.last(), Some(&(2 * info.database_bytes, 2 * info.database_bytes)));
    assert!(calls.len() > 2);
    assert_eq!(info.counts.candidates, 40);
    assert_eq!(Store::backup_info(&target).unwrap(), info);
    assert_eq!(store.backup(&target, false, now(), &silent).unwrap_err().code(), "target_exists");
    store.backup(&target, true, now(), &silent).unwrap();

    let elsewhere = tempfile::tempdir().unwrap();
    let new = elsewhere.path().join("new");
    let restored = Store::restore(&target, &new, &unlock(), now(), &silent).unwrap();
    assert_eq!((restored.counts.candidates, restored.kept), (40, None));
    assert_eq!(names(&new), ["workspace.db", "workspace.key.json", "workspace.lock"]);
    let copy = open(&new);
    assert_sound(&copy);
    assert_eq!(copy.read(|tx| tx.candidate(candidate(7).id)).unwrap(), Some(candidate(7)));
    let head = |store: &Store| store.read(|tx| tx.outbox_head()).unwrap();
    assert_eq!(head(&copy), head(&store));
    copy.write(operation("x"), |tx| tx.insert_candidate(&candidate(99))).unwrap();
}

#[test]
fn a_restore_keeps_what_it_replaces() {
    let (folder, store) = workspace();
    fill(&store, 3);
    let backups = tempfile::tempdir().unwrap();
    let target = backups.path().join("backup.kz");
    store.backup(&target, false, now(), &silent).unwrap();
    store.write(operation("x"), |tx| tx.insert_candidate(&candidate(4))).unwrap();
    let restore = || Store::restore(&target, folder.path(), &unlock(), now(), &silent);
    assert_eq!(restore().unwrap_err().code(), "workspace_in_use");
    drop(store);
    let first = restore().unwrap();
    let second = restore().unwrap();
    assert_ne!(first.kept, second.kept, "two in one second do not collide");
    let kept = first.kept.unwrap();
    assert!(kept.exists());
    let store = open(folder.path());
    assert_eq!(store.read(|tx| tx.counts()).unwrap().candidates, 3);
    assert_sound(&store);
    drop(store);
    // The kept files are a workspace once they have their names back.
    let old = tempfile::tempdir().unwrap();
    fs::copy(&kept, old.path().join("workspace.db")).unwrap();
    let suffix = kept.extension().unwrap().to_str().unwrap();
    fs::copy(
        folder.path().join(format!("workspace.key.json.{suffix}")),
        old.path().join("workspace.key.json"),
    )
    .unwrap();
    assert_eq!(open(old.path()).read(|tx| tx.counts()).unwrap().candidates, 4);
}

/// A wrong passphrase, a cut, a flipped bit or a foreign file never touch the workspace.
#[test]
fn a_bad_backup_replaces_nothing() {
    let (folder, store) = workspace();
    fill(&store, 30);
    let backups = tempfile::tempdir().unwrap();
    let target = backups.path().join("backup.kz");
    store.backup(&target, false, now(), &silent).unwrap();
    store.write(operation("x"), |tx| tx.insert_candidate(&candidate(99))).unwrap();
    drop(store);
    let before = names(folder.path());
    let database = fs::read(folder.path().join("workspace.db")).unwrap();
    let refuse = |bytes: &[u8], unlock: &Unlock| {
        let bad = backups.path().join("bad.kz");
        fs::write(&bad, bytes).unwrap();
        let error = Store::restore(&bad, folder.path(), unlock, now(), &silent).unwrap_err();
        assert_eq!(names(folder.path()), before);
        assert_eq!(fs::read(folder.path().join("workspace.db")).unwrap(), database);
        error.code()
    };
    let good = fs::read(&target).unwrap();
    assert_eq!(refuse(&good, &Unlock::passphrase("错误的口令-1")), "wrong_passphrase");
    assert_eq!(refuse(b"", &unlock()), "backup_damaged");
    assert_eq!(refuse(b"PK\x03\x04 something else entirely", &unlock()), "backup_damaged");
    for cut in [8, 12, 40, good.len() / 2, good.len() - 1] {
        assert_eq!(refuse(&good[..cut], &unlock()), "backup_damaged", "cut at {cut}");
    }
    let longer = [good.as_slice(), b"x"].concat();
    assert_eq!(refuse(&longer, &unlock()), "backup_damaged");
    for at in [0, 20, good.len() / 3, good.len() / 2, good.len() - 40, good.len() - 1] {
        let mut bytes = good.clone();
        bytes[at] ^= 4;
        let code = refuse(&bytes, &unlock());
        assert!(["backup_damaged", "wrong_passphrase"].contains(&code), "bit at {at}: {code}");
    }
    let mut newer = good.clone();
    newer[8] = 9;
    assert_eq!(refuse(&newer, &unlock()), "workspace_newer");
    assert_eq!(Store::verify_backup(&target, backups.path(), &unlock(), &silent).unwrap().candidates, 30);
    assert_eq!(names(backups.path()), ["backup.kz", "bad.kz"]);
}

#[test]
fn a_cancelled_backup_leaves_no_file() {
    let (folder, store) = workspace();
    fill(&store, 30);
    let before = names(folder.path());
    let stop = |_: u64, _: u64| ControlFlow::Break(());
    let target = folder.path().join("backup.kz");
    assert_eq!(store.backup(&target, false, now(), &stop).unwrap_err().code(), "cancelled");
    assert_eq!(names(folder.path()), before);
    // While the database is being copied, or soon after.
    let calls = std::cell::Cell::new(0);
    let stop_later = |_: u64, _: u64| {
        calls.set(calls.get() + 1);
        if calls.get() > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert_eq!(store.backup(&target, false, now(), &stop_later).unwrap_err().code(), "cancelled");
    assert_eq!(names(folder.path()), before);
    let nowhere = folder.path().join("no folder").join("backup.kz");
    assert_eq!(store.backup(&nowhere, false, now(), &silent).unwrap_err().code(), "file_error");
}

/// The power goes while files are swapped: whoever opens the folder next finishes the work.
#[test]
fn an_interrupted_swap_is_finished_by_the_next_opening() {
    for done in 0..=4 {
        let (folder, store) = workspace();
        fill(&store, 2);
        drop(store);
        let other = tempfile::tempdir().unwrap();
        let store = create(other.path());
        fill(&store, 5);
        drop(store);
        let path = folder.path();
        let place = path.join(".restoring-x");
        fs::create_dir(&place).unwrap();
        for name in ["workspace.db", "workspace.key.json"] {
            fs::copy(other.path().join(name), place.join(name)).unwrap();
        }
        let renames = [
            ("workspace.db", "workspace.db.replaced-1"),
            ("workspace.key.json", "workspace.key.json.replaced-1"),
            (".restoring-x/workspace.key.json", "workspace.key.json"),
            (".restoring-x/workspace.db", "workspace.db"),
        ];
        let plan = serde_json::json!({ "renames": renames, "place": ".restoring-x" });
        fs::write(path.join("workspace.restore.json"), plan.to_string()).unwrap();
        for (from, to) in &renames[..done] {
            fs::rename(path.join(from), path.join(to)).unwrap();
        }
        let store = open(path);
        assert_eq!(store.read(|tx| tx.counts()).unwrap().candidates, 5, "cut after {done} renames");
        drop(store);
        assert_eq!(
            names(path),
            [
                "workspace.db",
                "workspace.db.replaced-1",
                "workspace.key.json",
                "workspace.key.json.replaced-1",
                "workspace.lock"
            ]
        );
    }
}
