//! Each failure that a user can meet has its own code, and leaves the data as it was.

use crate::fixture::*;
use kaozhan_store::*;
use std::fs;
use std::path::Path;
use std::process::Command;

fn open_code(folder: &Path) -> &'static str {
    Store::open_with(folder, &unlock(), options()).err().expect("must be refused").code()
}

#[test]
fn wrong_passphrases_and_slots_are_told_apart() {
    let (folder, store) = workspace();
    let path = folder.path();
    let code = |unlock: &Unlock| Store::open_with(path, unlock, options()).err().unwrap().code();
    assert_eq!(code(&Unlock::passphrase("另一个口令-2026")), "wrong_passphrase");
    let key = path.join("school.key");
    assert_eq!(code(&Unlock::KeyFile(key.clone())), "unlock_method_unknown");
    write_key_file(&key).unwrap();
    store.put_unlock(&Unlock::KeyFile(key.clone())).unwrap();
    drop(store);
    let store = Store::open_with(path, &Unlock::KeyFile(key.clone()), options()).unwrap();
    assert_eq!(store.put_unlock(&Unlock::passphrase("")).unwrap_err().code(), "passphrase_too_short");
    store.put_unlock(&Unlock::passphrase("新的口令-2027")).unwrap();
    drop(store);
    assert_eq!(open_code(path), "wrong_passphrase");
    assert_eq!(Store::unlock_methods(path).unwrap().len(), 2);
    let store = Store::open_with(path, &Unlock::passphrase("新的口令-2027"), options()).unwrap();
    store.remove_unlock(SlotKind::KeyFile).unwrap();
    assert!(store.remove_unlock(SlotKind::Passphrase).is_err());
    drop(store);
    assert_eq!(code(&Unlock::KeyFile(key)), "unlock_method_unknown");
}

#[test]
fn a_missing_workspace_and_missing_keys_are_told_apart() {
    let (folder, store) = workspace();
    drop(store);
    let keys = folder.path().join("workspace.key.json");
    let text = fs::read_to_string(&keys).unwrap();
    fs::write(&keys, "{\"format\": 1}").unwrap();
    assert_eq!(open_code(folder.path()), "workspace_key_damaged");
    fs::write(&keys, [0xff, 0xfe]).unwrap();
    assert_eq!(open_code(folder.path()), "workspace_key_damaged");
    fs::write(&keys, text.replace("\"format\": 1", "\"format\": 9")).unwrap();
    assert_eq!(open_code(folder.path()), "workspace_newer");
    fs::remove_file(&keys).unwrap();
    assert_eq!(open_code(folder.path()), "workspace_key_missing");
    fs::remove_file(folder.path().join("workspace.db")).unwrap();
    assert_eq!(open_code(folder.path()), "workspace_missing");
    assert_eq!(open_code(&folder.path().join("nowhere")), "workspace_missing");
    assert!(!Store::exists(folder.path()));
}

#[test]
fn creating_is_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("考站").join("工作区");
    let weak = Store::create_with(&inside, &Unlock::passphrase(""), &school(), now(), options());
    assert_eq!(weak.err().unwrap().code(), "passphrase_too_short");
    assert!(!inside.exists());
    fs::create_dir_all(&inside).unwrap();
    fs::write(inside.join("notes.txt"), "mine").unwrap();
    let full = OpenOptions { max_pages: Some(10), ..options() };
    let failed = Store::create_with(&inside, &unlock(), &school(), now(), full);
    assert_eq!(failed.err().unwrap().code(), "disk_full");
    let mut left: Vec<_> = fs::read_dir(&inside).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.retain(|name| name != "workspace.lock");
    assert_eq!(left, ["notes.txt"]);
    let store = create(&inside);
    drop(store);
    let again = Store::create_with(&inside, &unlock(), &school(), now(), options());
    assert_eq!(again.err().unwrap().code(), "workspace_exists");
    open(&inside);
}

/// Keys without a database may be all that is left of a lost workspace: they are kept.
#[test]
fn creating_keeps_the_keys_of_a_lost_workspace() {
    let (folder, store) = workspace();
    drop(store);
    fs::remove_file(folder.path().join("workspace.db")).unwrap();
    drop(create(folder.path()));
    let kept = fs::read_dir(folder.path())
        .unwrap()
        .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with("workspace.key.json.kept-"))
        .count();
    assert_eq!(kept, 1);
}

/// The file is encrypted: neither SQLite's header nor any name is in it.
#[test]
fn nothing_is_readable_without_the_key() {
    let (folder, store) = workspace();
    fill(&store, 50);
    let copy = folder.path().join("copy.kz");
    store.backup(&copy, false, now(), &silent).unwrap();
    drop(store);
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for needle in ["SQLite format 3", "考生0001", "ED00000", "19900000", "示例职业学院", PASS] {
            let found = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
            assert!(!found, "{needle} is readable in {}", path.display());
        }
    }
}

#[test]
fn a_damaged_database_is_told() {
    let (folder, store) = workspace();
    fill(&store, 200);
    drop(store);
    let path = folder.path().join("workspace.db");
    let sound = fs::read(&path).unwrap();
    // The first page decides whether it opens at all.
    let mut bytes = sound.clone();
    bytes[100] ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert_eq!(open_code(folder.path()), "workspace_damaged");
    fs::write(&path, b"").unwrap();
    assert_eq!(open_code(folder.path()), "workspace_damaged", "never a fresh one in its place");
    // A page in the middle is found by the doctor.
    let mut bytes = sound.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let store = open(folder.path());
    let report = store.doctor(true).unwrap();
    assert!(!report.is_sound());
    let cipher = report.findings.iter().find(|finding| finding.check == "cipher_integrity").unwrap();
    assert!(!cipher.ok, "{report:?}");
    drop(store);
    fs::write(&path, &sound).unwrap();
    assert_sound(&open(folder.path()));
}

/// A full disk fails the write and keeps what was there; with space it goes on.
#[test]
fn a_full_disk_keeps_what_was_there() {
    let (folder, store) = workspace();
    fill(&store, 20);
    drop(store);
    let pages = fs::metadata(folder.path().join("workspace.db")).unwrap().len() / 4096;
    let tight = OpenOptions { max_pages: Some(u32::try_from(pages).unwrap() + 20), ..options() };
    let store = Store::open_with(folder.path(), &unlock(), tight).unwrap();
    let full = store.write(operation("x"), |tx| {
        for n in 100..3_000 {
            tx.insert_candidate(&candidate(n))?;
        }
        Ok::<_, StoreError>(())
    });
    assert_eq!(full.unwrap_err().code(), "disk_full");
    assert_eq!(store.read(|tx| tx.counts()).unwrap().candidates, 20);
    store.write(operation("x"), |tx| tx.insert_candidate(&candidate(100))).unwrap();
    assert_sound(&store);
    drop(store);
    assert_sound(&open(folder.path()));
}

/// A real full disk, where the tests may mount one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_file_system_keeps_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let Some(_mount) = Mount::tmpfs(folder.path(), "size=6m") else { return };
    let path = folder.path().join("kz");
    let store = create(&path);
    fill(&store, 20);
    let import = |range: std::ops::Range<u64>| {
        store.write(operation("x"), |tx| {
            for n in range {
                tx.insert_candidate(&candidate(n))?;
            }
            Ok::<_, StoreError>(())
        })
    };
    assert_eq!(import(100..30_000).unwrap_err().code(), "disk_full");
    assert_eq!(store.read(|tx| tx.counts()).unwrap().candidates, 20);
    let backup = store.backup(&path.join("b.kz"), false, now(), &silent);
    if let Err(error) = &backup {
        assert_eq!(error.code(), "disk_full");
        assert!(!path.join("b.kz").exists());
    }
    import(100..110).unwrap();
    assert_sound(&store);
    drop(store);
    let store = open(&path);
    assert_eq!(store.read(|tx| tx.counts()).unwrap().candidates, 30);
    assert_sound(&store);
}

/// A read-only medium is named as such.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_file_system_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::tmpfs(folder.path(), "size=16m") else { return };
    let path = folder.path().join("kz");
    drop(create(&path));
    mount.remount("ro");
    assert_eq!(open_code(&path), "file_system_read_only");
    let new = Store::create_with(&folder.path().join("new"), &unlock(), &school(), now(), options());
    assert_eq!(new.err().unwrap().code(), "file_system_read_only");
    mount.remount("rw");
    assert_sound(&open(&path));
}

/// A folder without write permission; the superuser is not stopped by one, so it is tried as nobody.
#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, store) = workspace();
    drop(store);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let superuser = tempfile::tempfile_in(folder.path()).is_ok();
    if !superuser {
        assert_eq!(open_code(folder.path()), "folder_not_writable");
        let new = Store::create_with(&folder.path().join("new"), &unlock(), &school(), now(), options());
        assert_eq!(new.err().unwrap().code(), "folder_not_writable");
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    open(folder.path());
}

/// Two openings of one workspace take turns; a writer that waits too long is told.
#[test]
fn a_second_writer_is_told_that_it_is_busy() {
    let (folder, first) = workspace();
    let second = open(folder.path());
    first
        .write(operation("x"), |tx| {
            tx.insert_candidate(&candidate(1))?;
            let busy = second.write(operation("x"), |tx| tx.insert_candidate(&candidate(2)));
            assert_eq!(busy.unwrap_err().code(), "workspace_busy");
            assert_eq!(second.read(|tx| tx.counts())?.candidates, 0);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    second.write(operation("x"), |tx| tx.insert_candidate(&candidate(2))).unwrap();
    assert_eq!(first.read(|tx| tx.outbox_head()).unwrap().last_seq, 2);
    assert_sound(&first);
}

/// A tmpfs that is unmounted when dropped; `None` where mounting is not allowed.
struct Mount(std::path::PathBuf);

impl Mount {
    fn tmpfs(path: &Path, options: &str) -> Option<Self> {
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(path).output();
        done.is_ok_and(|output| output.status.success()).then(|| Self(path.to_owned()))
    }

    fn remount(&self, mode: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{mode}")]).arg(&self.0).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
