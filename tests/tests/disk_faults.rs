//! Folders that may not be written, full disks and files that may not grow: each fails with a clear
//! message and exit code 1, leaves no half file, and the workspace as it was.
#![cfg(unix)]
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use acceptance::{Answer, Desk, PASSPHRASE, answer, program};
use kaozhan_fixtures::{PLAN_NUMBER, School, SchoolShape, clock};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The user `nobody`, whom every system has and to whom nothing belongs.
const NOBODY: u32 = 65534;

/// Everything below `folder` gets these modes.
fn allow(folder: &Path, folders: u32, files: u32) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            allow(&path, folders, files);
        } else {
            fs::set_permissions(&path, fs::Permissions::from_mode(files)).unwrap();
        }
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(folders)).unwrap();
}

/// Names and sizes of everything below `folder`, hidden files too.
fn listing(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(listing(&path));
        }
        found.push((path.clone(), fs::metadata(&path).unwrap().len()));
    }
    found.sort();
    found
}

/// Everything in the workspace that a failure must not change.
fn state(desk: &Desk) -> String {
    let candidates = desk.done(&["candidates", "--limit", "1000", "--reveal"]);
    let plans = desk.done(&["plans"]);
    format!("{}{}{}", candidates.json, desk.done(&["imports"]).json, plans.json)
}

/// Calls as a user whom permissions bind: the superuser may write everywhere.
fn call_without_power(desk: &Desk, arguments: &[&str]) -> Answer {
    // The built program may lie in a folder that only its owner may enter.
    let copy = desk.path("kaozhan");
    if !copy.exists() {
        fs::copy(program(), &copy).unwrap();
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = Command::new(copy);
    command
        .arg("--workspace")
        .arg(desk.workspace())
        .arg("--json")
        .args(arguments)
        .env("KAOZHAN_PASSPHRASE", PASSPHRASE)
        .env("KAOZHAN_NOW", &desk.now)
        .current_dir(desk.folder.path());
    if fs::metadata(desk.folder.path()).unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    answer(&command.output().unwrap())
}

/// A small school with seats.
fn seated() -> Desk {
    let mut desk = Desk::with_workspace();
    let files = School::generate(9, &SchoolShape::small()).write_all(&desk.path("文件")).unwrap();
    for (now, kind, file) in [
        (clock::SET_UP, "exam", &files.exam),
        (clock::SET_UP, "roster", &files.roster),
        (clock::SET_UP, "photos", &files.photos_zip),
        (clock::ROOMS, "rooms", &files.rooms),
        (clock::REGISTRATION, "registrations", &files.registrations),
    ] {
        desk.now = now.to_owned();
        let done = desk.call(&["import", kind, file.to_str().unwrap()]);
        assert!(matches!(done.code, 0 | 3), "{done:?}");
    }
    desk.now = clock::ARRANGEMENT.to_owned();
    desk.call(&["seat", "--plan", PLAN_NUMBER, "--seed", "1"]);
    desk
}

#[test]
fn a_workspace_without_write_permission_is_told_and_stays_as_it_is() {
    let desk = seated();
    let before = state(&desk);
    allow(desk.folder.path(), 0o755, 0o644);
    allow(&desk.workspace(), 0o555, 0o444);
    let files = listing(&desk.workspace());
    let roster = desk.path("文件").join("01-考生信息.xlsx");
    let import = ["import", "roster", roster.to_str().unwrap()];
    let seat = ["seat", "--plan", PLAN_NUMBER, "--seed", "2"];
    let out = desk.path("票");
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o777)).unwrap();
    let print = ["print", "door", "--plan", PLAN_NUMBER, "--out", "票", "--force"];
    for arguments in [import.as_slice(), &seat, &print] {
        let refused = call_without_power(&desk, arguments);
        assert_eq!(
            (refused.code, refused.failure()),
            (1, "folder_not_writable"),
            "{arguments:?}: {refused:?}"
        );
        assert!(refused.errors.contains("提示："), "it says what to do: {refused:?}");
    }
    assert_eq!(listing(&desk.workspace()), files);
    assert_eq!(listing(&out), [], "nothing was printed");
    allow(&desk.workspace(), 0o755, 0o644);
    assert_eq!(state(&desk), before);
    assert_eq!(desk.done(&["doctor"]).json["sound"], true);
}

#[test]
fn a_folder_for_output_without_write_permission_is_told() {
    let desk = seated();
    let before = state(&desk);
    let out = desk.path("只读");
    fs::create_dir(&out).unwrap();
    // The workspace itself may be written by anybody here: only the output folder refuses.
    allow(desk.folder.path(), 0o755, 0o666);
    allow(&desk.workspace(), 0o777, 0o666);
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
    let roster = desk.path("文件").join("01-考生信息.xlsx");
    for arguments in [
        vec!["print", "tickets", "--plan", PLAN_NUMBER, "--out", "只读", "--force"],
        vec!["print", "tickets", "--plan", PLAN_NUMBER, "--out", "只读/新", "--force"],
        vec!["export", "candidates", "只读/名单.xlsx"],
        vec!["template", "roster", "只读/模板.xlsx"],
        vec!["import", "roster", roster.to_str().unwrap(), "--failed", "只读/未通过.xlsx"],
        vec!["backup", "只读/备份.kzbak"],
    ] {
        let refused = call_without_power(&desk, &arguments);
        assert_eq!(refused.code, 1, "{arguments:?}: {refused:?}");
        assert!(
            matches!(refused.failure(), "permission_denied" | "folder_not_writable"),
            "{arguments:?}: {refused:?}"
        );
        assert!(refused.errors.contains("提示："), "it says what to do: {refused:?}");
        assert_eq!(listing(&out), [], "{arguments:?}");
    }
    fs::set_permissions(&out, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(state(&desk), before);
    assert_eq!(desk.done(&["doctor"]).json["sound"], true);
}

/// Files may not grow beyond a limit: writing fails in the midst of a file, as on a full disk. This
/// needs no rights at all.
#[test]
fn files_that_may_not_grow_fail_a_print_as_a_whole() {
    let desk = seated();
    let before = state(&desk);
    let limited = |arguments: &[&str], kilobytes: u32| {
        // The shell's unit is 512 bytes. The signal of the limit is ignored, as it is under most
        // services, so that the program sees the error of the write itself.
        let limit = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", kilobytes * 2);
        let call = desk.command(&[&["--json"], arguments].concat());
        let mut shell = Command::new("sh");
        shell.args(["-c", &limit, "sh"]).arg(call.get_program()).args(call.get_args());
        for (name, value) in call.get_envs() {
            shell.env(name, value.unwrap());
        }
        answer(&shell.current_dir(desk.folder.path()).output().unwrap())
    };
    let print = |kind: &'static str| ["print", kind, "--plan", PLAN_NUMBER, "--out", "票", "--force"];
    fs::create_dir(desk.path("票")).unwrap();
    for kind in ["tickets", "room-pack"] {
        // The database's own small files fit, a room with its photos doesn't.
        let refused = limited(&print(kind), 100);
        assert_eq!((refused.code, refused.failure()), (1, "file_too_large"), "{kind}: {refused:?}");
        assert!(refused.errors.contains("提示："), "it says what to do: {refused:?}");
        assert_eq!(listing(&desk.path("票")), [], "half a print was left");
    }
    assert_eq!(state(&desk), before);
    assert_eq!(desk.done(&["doctor"]).json["sound"], true);
    assert_eq!(limited(&print("tickets"), 1_000_000).code, 0, "with room it goes on");
}

/// A real full disk and a real read-only one, on a small file system in memory.
#[cfg(target_os = "linux")]
mod mounted {
    use super::*;
    use std::io::Write;

    /// Set for the copy of this test that runs in name spaces of its own.
    const INSIDE: &str = "KAOZHAN_TEST_IN_NAMESPACE";

    fn mount(options: &str, folder: &Path) -> bool {
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder);
        command.output().is_ok_and(|output| output.status.success())
    }

    /// Whether `test` was run in a user name space, where everybody may mount.
    fn run_in_namespace(test: &str) -> bool {
        let possible = Command::new("unshare").args(["-Urm", "true"]).output();
        if std::env::var_os(INSIDE).is_some() || !possible.is_ok_and(|output| output.status.success()) {
            return false;
        }
        program();
        let output = Command::new("unshare")
            .arg("-Urm")
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env(INSIDE, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{output:?}");
        true
    }

    struct Mount(PathBuf);

    impl Drop for Mount {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(&self.0).status();
        }
    }

    /// Mounts, or lets another process do the whole test; None when there is nothing left to do here.
    fn mounted(options: &str, folder: &Path, test: &str) -> Option<Mount> {
        fs::create_dir_all(folder).unwrap();
        if mount(options, folder) {
            return Some(Mount(folder.to_owned()));
        }
        assert!(std::env::var_os(INSIDE).is_none(), "no mount in the name space");
        if !run_in_namespace(test) {
            // Written past the test harness, which shows the output of failed tests only.
            let _ = writeln!(
                std::io::stderr(),
                "NOT TESTED: {test}: neither mount nor unshare -Urm is permitted here"
            );
        }
        None
    }

    #[test]
    fn a_full_or_read_only_disk_under_the_workspace_changes_nothing() {
        let desk = Desk::new();
        let test = "mounted::a_full_or_read_only_disk_under_the_workspace_changes_nothing";
        let Some(_mount) = mounted("size=3m", &desk.workspace(), test) else { return };
        desk.done(&["init", "--school-name", "演练学校"]);
        kaozhan_fixtures::large_roster(&desk.path("大名单.xlsx"), 3, 9000).unwrap();
        let full = desk.call(&["import", "roster", "大名单.xlsx"]);
        assert_eq!((full.code, full.failure()), (1, "disk_full"), "{full:?}");
        assert_eq!(desk.done(&["candidates"]).count("total"), 0);
        assert_eq!(desk.done(&["imports"]).count("imports"), 0);
        assert_eq!(desk.done(&["doctor"]).json["sound"], true);
        let read_only =
            Command::new("mount").args(["-o", "remount,ro"]).arg(desk.workspace()).status().unwrap();
        assert!(read_only.success());
        let refused = desk.call(&["import", "roster", "大名单.xlsx"]);
        assert_eq!((refused.code, refused.failure()), (1, "file_system_read_only"), "{refused:?}");
    }

    #[test]
    fn a_disk_that_fills_up_during_a_print_leaves_no_file() {
        let desk = seated();
        let out = desk.path("盘");
        let test = "mounted::a_disk_that_fills_up_during_a_print_leaves_no_file";
        let Some(_mount) = mounted("size=400k", &out, test) else { return };
        let before = state(&desk);
        let tickets = ["print", "tickets", "--plan", PLAN_NUMBER, "--out", "盘", "--force"];
        let full = desk.call(&tickets);
        assert_eq!((full.code, full.failure()), (1, "disk_full"), "{full:?}");
        assert_eq!(listing(&out), [], "half a print was left");
        assert_eq!(state(&desk), before);
        let mut filler = fs::File::create(out.join("占位")).unwrap();
        while filler.write_all(&[0; 4096]).is_ok() {}
        drop(filler);
        let files = listing(&out);
        let export = desk.call(&["export", "candidates", "盘/名单.xlsx"]);
        assert_eq!((export.code, export.failure()), (1, "disk_full"), "{export:?}");
        assert_eq!(listing(&out), files);
        let read_only = Command::new("mount").args(["-o", "remount,ro"]).arg(&out).status().unwrap();
        assert!(read_only.success());
        let refused = desk.call(&tickets);
        assert_eq!((refused.code, refused.failure()), (1, "read_only"), "{refused:?}");
        assert_eq!(listing(&out), files);
        assert_eq!(state(&desk), before);
    }
}
