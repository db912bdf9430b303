//! Killing the command at any moment leaves all of a step, or nothing.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use acceptance::Desk;
use kaozhan_fixtures::{PLAN_NUMBER, School, SchoolShape, clock, large_roster};
use std::time::{Duration, Instant};

/// Kills spread over the whole run of each step; 3 × 18 is above the 50 that were promised.
const KILLS: u32 = 18;

/// Starts `arguments`, kills it after `after`; tells whether it had ended by itself.
fn kill_after(desk: &Desk, arguments: &[&str], after: Duration) -> bool {
    let mut child = desk
        .command(arguments)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let ended = child.try_wait().unwrap().is_some();
    let _ = child.kill();
    child.wait().unwrap();
    ended
}

fn sound(desk: &Desk) {
    let doctor = desk.done(&["doctor"]);
    assert_eq!(doctor.json["sound"], true, "{doctor:?}");
}

/// The moments at which to kill a step that takes `whole`: spread evenly, a little beyond its end.
fn moments(whole: Duration) -> impl Iterator<Item = Duration> {
    (1..=KILLS).map(move |step| whole.mul_f64(f64::from(step) * 1.05 / f64::from(KILLS)))
}

#[test]
fn a_killed_import_leaves_all_or_nothing() {
    let mut desk = Desk::new();
    desk.now = clock::SET_UP.to_owned();
    let file = desk.path("名单.xlsx");
    large_roster(&file, 3, 3000).unwrap();
    let import = ["import", "roster", "名单.xlsx"];
    let fresh = |desk: &Desk| {
        let _ = std::fs::remove_dir_all(desk.workspace());
        desk.done(&["init", "--school-name", "演练学校"]);
    };
    fresh(&desk);
    let start = Instant::now();
    let whole = desk.call(&import);
    let (time, all) = (start.elapsed(), whole.count("accepted"));
    assert!(all > 2500, "{all}");
    fresh(&desk);
    for moment in moments(time) {
        kill_after(&desk, &import, moment);
        let found = desk.done(&["candidates", "--limit", "1"]).count("total");
        let records = desk.done(&["imports"]).count("imports");
        assert!(
            found == 0 && records == 0 || found == all && records >= 1,
            "{found} of {all}, {records} records"
        );
        sound(&desk);
        if found == all {
            fresh(&desk);
        }
    }
}

#[test]
fn a_killed_seating_and_a_killed_print_leave_all_or_nothing() {
    let mut desk = Desk::with_workspace();
    let files = School::generate(9, &SchoolShape::small()).write_all(&desk.path("文件")).unwrap();
    let steps = [
        (clock::SET_UP, "exam", &files.exam),
        (clock::SET_UP, "roster", &files.roster),
        (clock::SET_UP, "photos", &files.photos_zip),
        (clock::ROOMS, "rooms", &files.rooms),
        (clock::REGISTRATION, "registrations", &files.registrations),
    ];
    for (now, kind, file) in steps {
        desk.now = now.to_owned();
        let answer = desk.call(&["import", kind, file.to_str().unwrap()]);
        assert!(matches!(answer.code, 0 | 3), "{answer:?}");
    }
    desk.now = clock::ARRANGEMENT.to_owned();
    let seat = ["seat", "--plan", PLAN_NUMBER, "--order", "mix", "--seed"];
    let with_seed = |seed: &'static str| [seat.as_slice(), &[seed]].concat();
    let seats = |desk: &Desk| {
        desk.done(&["export", "seating", "座位.xlsx", "--overwrite", "--reveal"]);
        acceptance::read_sheet(&desk.path("座位.xlsx"))
    };
    let start = Instant::now();
    desk.call(&with_seed("2"));
    let time = start.elapsed();
    let two = seats(&desk);
    desk.call(&with_seed("1"));
    let one = seats(&desk);
    assert_ne!(one, two);
    for moment in moments(time) {
        kill_after(&desk, &with_seed("2"), moment);
        let found = seats(&desk);
        assert!(found == one || found == two, "a seating was left half done");
        sound(&desk);
        if found == two {
            desk.call(&with_seed("1"));
        }
    }
    let print = ["print", "tickets", "--plan", PLAN_NUMBER, "--out", "票", "--force"];
    let start = Instant::now();
    let whole = desk.done(&print);
    let time = start.elapsed();
    let names: Vec<String> =
        whole.json["files"].as_array().unwrap().iter().map(|file| file["file"].to_string()).collect();
    for moment in moments(time) {
        let _ = std::fs::remove_dir_all(desk.path("票"));
        kill_after(&desk, &print, moment);
        sound(&desk);
        let Ok(entries) = std::fs::read_dir(desk.path("票")) else { continue };
        for entry in entries.map(|entry| entry.unwrap()) {
            let name = entry.file_name().to_string_lossy().into_owned();
            // What is in its place is complete; what is not stays hidden.
            if !name.starts_with(".kaozhan-") {
                assert!(names.iter().any(|known| known.contains(&name)), "{name}");
                let bytes = std::fs::read(entry.path()).unwrap();
                assert!(bytes.trim_ascii_end().ends_with(b"%%EOF"), "{name} is cut off");
            }
        }
    }
}
