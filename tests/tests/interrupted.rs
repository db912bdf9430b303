//! Killing the command at any moment leaves all of a step, or nothing. Only kills that hit the
//! running process count; `cargo test -p acceptance --test interrupted -- --nocapture` tells how many.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "tests")]

use acceptance::{Answer, Desk};
use kaozhan_fixtures::{PLAN_NUMBER, School, SchoolShape, clock, large_roster};
use std::time::{Duration, Instant};

/// Kills that must hit each step while it runs.
const HITS: u32 = 17;
/// More tries than this and the steps are too short, or the machine too uneven, to say anything.
const MOST_TRIES: u32 = 3 * HITS;
/// The three steps together are hit more often than was promised.
const _: () = assert!(3 * HITS >= 50);

/// Starts `arguments`, kills it after `after`; tells whether the kill hit it while it ran.
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
    let status = child.wait().unwrap();
    // It may have ended between the look and the kill; only the way it ended tells.
    #[cfg(unix)]
    let hit = std::os::unix::process::ExitStatusExt::signal(&status).is_some();
    #[cfg(not(unix))]
    let hit = !status.success();
    assert!(!(hit && ended), "it ended by a signal of its own: {status}");
    hit
}

/// How a step was killed.
#[derive(Default)]
struct Kills {
    hits: u32,
    /// Hits after which the whole step was there nevertheless: it was over but for its answer.
    whole: u32,
    tries: u32,
}

/// Kills a step that takes about `time`, at moments spread over it, until it was hit [`HITS`] times
/// while it ran. `after` looks at what is left each time, and tells whether the step was done.
fn kill_often(desk: &Desk, arguments: &[&str], mut time: Duration, mut after: impl FnMut() -> bool) {
    /// Multiples of it, less their whole part, fill any span evenly, however many are taken.
    const GOLDEN: f64 = 0.618_033_988_749_895;
    let mut kills = Kills::default();
    while kills.hits < HITS {
        kills.tries += 1;
        assert!(kills.tries <= MOST_TRIES, "{arguments:?}: only {} of {MOST_TRIES} kills hit", kills.hits);
        let moment = time.mul_f64((f64::from(kills.tries) * GOLDEN).fract());
        let hit = kill_after(desk, arguments, moment);
        // The machine is not always as fast as when it was measured: the span follows it, so that now
        // and then a kill comes a little too late, and the last moments are not left out.
        time = time.mul_f64(if hit { 1.02 } else { 0.93 });
        let whole = after();
        kills.hits += u32::from(hit);
        kills.whole += u32::from(hit && whole);
    }
    println!(
        "{}: hit {} times in {} tries within {time:.2?}, {} of them after the step was stored",
        arguments[..2].join(" "),
        kills.hits,
        kills.tries,
        kills.whole
    );
}

fn sound(desk: &Desk) -> Answer {
    let doctor = desk.done(&["doctor"]);
    assert_eq!(doctor.json["sound"], true, "{doctor:?}");
    doctor
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
    kill_often(&desk, &import, time, || {
        let doctor = sound(&desk);
        let [found, records] =
            ["candidates", "imports"].map(|key| doctor.json["counts"][key].as_u64().unwrap());
        assert!(
            found == 0 && records == 0 || found == all && records >= 1,
            "{found} of {all}, {records} records"
        );
        if found == all {
            fresh(&desk);
        }
        found == all
    });
}

/// A small school, ready for seating.
fn registered(with_photos: bool) -> Desk {
    let mut desk = Desk::with_workspace();
    let files = School::generate(9, &SchoolShape::small()).write_all(&desk.path("文件")).unwrap();
    let steps = [
        (clock::SET_UP, "exam", &files.exam),
        (clock::SET_UP, "roster", &files.roster),
        (clock::SET_UP, "photos", &files.photos_zip),
        (clock::ROOMS, "rooms", &files.rooms),
        (clock::REGISTRATION, "registrations", &files.registrations),
    ];
    for (now, kind, file) in steps.into_iter().filter(|step| with_photos || step.1 != "photos") {
        desk.now = now.to_owned();
        let answer = desk.call(&["import", kind, file.to_str().unwrap()]);
        assert!(matches!(answer.code, 0 | 3), "{answer:?}");
    }
    desk.now = clock::ARRANGEMENT.to_owned();
    desk
}

#[test]
fn a_killed_seating_leaves_all_or_nothing() {
    let desk = registered(false);
    let seat = ["seat", "--plan", PLAN_NUMBER, "--order", "mix", "--seed"];
    let with_seed = |seed: &'static str| [seat.as_slice(), &[seed]].concat();
    let seats = |desk: &Desk| {
        desk.done(&["export", "seating", "座位.xlsx", "--overwrite", "--reveal"]);
        acceptance::read_sheet(&desk.path("座位.xlsx"))
    };
    desk.call(&with_seed("2"));
    let two = seats(&desk);
    // Seating anew is what will be killed; the first seating is slower.
    let start = Instant::now();
    desk.call(&with_seed("1"));
    let time = start.elapsed();
    let one = seats(&desk);
    assert_ne!(one, two);
    kill_often(&desk, &with_seed("2"), time, || {
        let found = seats(&desk);
        assert!(found == one || found == two, "a seating was left half done");
        sound(&desk);
        if found == two {
            desk.call(&with_seed("1"));
        }
        found == two
    });
}

#[test]
fn a_killed_print_leaves_whole_files_or_none() {
    let desk = registered(true);
    desk.call(&["seat", "--plan", PLAN_NUMBER, "--seed", "1"]);
    let print = ["print", "tickets", "--plan", PLAN_NUMBER, "--out", "票", "--force"];
    let start = Instant::now();
    let whole = desk.done(&print);
    let time = start.elapsed();
    let names: Vec<String> =
        whole.json["files"].as_array().unwrap().iter().map(|file| file["file"].to_string()).collect();
    std::fs::remove_dir_all(desk.path("票")).unwrap();
    kill_often(&desk, &print, time, || {
        sound(&desk);
        let Ok(entries) = std::fs::read_dir(desk.path("票")) else { return false };
        let mut found = 0;
        for entry in entries.map(|entry| entry.unwrap()) {
            let name = entry.file_name().to_string_lossy().into_owned();
            // What is in its place is complete; what is not stays hidden.
            if !name.starts_with(".kaozhan-") {
                assert!(names.iter().any(|known| known.contains(&name)), "{name}");
                let bytes = std::fs::read(entry.path()).unwrap();
                assert!(bytes.trim_ascii_end().ends_with(b"%%EOF"), "{name} is cut off");
                std::fs::remove_file(entry.path()).unwrap();
                found += 1;
            }
        }
        found == names.len()
    });
    let again = desk.done(&print);
    assert_eq!(again.json["files"], whole.json["files"], "what a kill left is in the way of the next print");
}
