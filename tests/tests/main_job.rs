//! The main job on a small generated school: files in, seats, paper out, nothing lost.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use acceptance::Desk;
use kaozhan_fixtures::{DemoFiles, PLAN_NUMBER, School, SchoolShape, clock};
use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

struct Job {
    desk: Desk,
    files: DemoFiles,
}

impl Job {
    fn import(&self, kind: &str, file: &Path) -> acceptance::Answer {
        self.desk.call(&["import", kind, file.to_str().unwrap()])
    }

    /// Imports everything, with the corrections, up to the registrations.
    fn until_registered(candidates: &SchoolShape) -> Self {
        let mut desk = Desk::with_workspace();
        let files = School::generate(7, candidates).write_all(&desk.path("文件")).unwrap();
        desk.now = clock::SET_UP.to_owned();
        let mut job = Self { desk, files };
        let expected = &job.files.expected;
        assert_eq!(job.import("exam", &job.files.exam).code, 0);
        let roster = job.import("roster", &job.files.roster);
        assert_eq!(roster.count("refused") as usize, {
            let rows: HashSet<u32> =
                expected.roster.iter().filter(|fault| fault.fault.refused()).map(|fault| fault.row).collect();
            rows.len()
        });
        let refused: HashSet<u32> = roster.json["problems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|problem| u32::try_from(problem["row"].as_u64().unwrap()).unwrap())
            .collect();
        let wanted: HashSet<u32> =
            expected.roster.iter().filter(|fault| fault.fault.refused()).map(|fault| fault.row).collect();
        assert_eq!(refused, wanted, "the refused rows are the faulty ones, and no other");
        assert_eq!(job.import("roster", &job.files.roster_corrections).count("refused"), 0);
        assert_eq!(
            job.import("roster", &job.files.roster).count("accepted"),
            0,
            "a second import changes nothing"
        );
        job.import("photos", &job.files.photos_zip);
        assert_eq!(job.import("photos", &job.files.photo_corrections_zip).count("refused"), 0);
        job.desk.now = clock::ROOMS.to_owned();
        assert_eq!(job.import("rooms", &job.files.rooms).count("refused"), 0);
        job.desk.now = clock::REGISTRATION.to_owned();
        job.import("registrations", &job.files.registrations);
        assert_eq!(job.import("registrations", &job.files.registration_corrections).count("refused"), 0);
        job.desk.now = clock::ARRANGEMENT.to_owned();
        job
    }

    fn seat(&self, more: &[&str]) -> acceptance::Answer {
        self.desk.call(&[&["seat", "--plan", PLAN_NUMBER], more].concat())
    }
}

fn text_of(pdf: &Path) -> String {
    let output = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// …R-191: everybody gets a seat and paper; the same again gives the same.
#[test]
fn r187_the_main_job_ends_in_paper_for_every_room() {
    let mut job = Job::until_registered(&SchoolShape::small());
    let people = job.desk.done(&["candidates", "--limit", "1"]).count("total");
    let first = job.seat(&["--order", "mix", "--mix", "class,major", "--seed", "5"]);
    assert_eq!(first.code, 0, "{first:?}");
    assert_eq!(first.count("candidates"), people);
    assert_eq!(first.count("seated"), people * 3);
    assert_eq!(first.count("unseated"), 0);
    assert!(first.count("same_group_neighbours") >= first.count("lower_bound"));
    let again = job.seat(&["--order", "mix", "--mix", "major,class", "--seed", "5"]);
    assert_eq!(first.json["fingerprint"], again.json["fingerprint"]);
    let other = job.seat(&["--order", "random", "--seed", "6"]);
    assert_ne!(first.json["fingerprint"], other.json["fingerprint"]);
    job.seat(&["--order", "mix", "--mix", "class,major", "--seed", "5"]);
    job.desk.now = clock::PRINTING.to_owned();
    assert_eq!(job.seat(&[]).failure(), "arrangement_closed");
    let gate = job.desk.done(&["check", "print", "--plan", PLAN_NUMBER]);
    assert_eq!(gate.json["passed"], true, "{gate:?}");
    let packs = job.desk.done(&["print", "room-pack", "--plan", PLAN_NUMBER, "--out", "一"]);
    // A day later the same papers are the same, byte for byte.
    job.desk.now = "2026-06-16T10:30".to_owned();
    job.desk.done(&["print", "room-pack", "--plan", PLAN_NUMBER, "--out", "二"]);
    let used: HashSet<&str> =
        first.json["rooms"].as_array().unwrap().iter().map(|room| room["code"].as_str().unwrap()).collect();
    let files = packs.json["files"].as_array().unwrap();
    assert_eq!(files.len(), used.len(), "one file for each room");
    let mut all = String::new();
    for file in files {
        let path = job.desk.path(file["file"].as_str().unwrap());
        let twin = job.desk.path("二").join(path.file_name().unwrap());
        assert!(std::fs::read(&path).unwrap() == std::fs::read(twin).unwrap(), "{} differs", path.display());
        let checked = Command::new("qpdf").arg("--check").arg(&path).output().unwrap();
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
        all.push_str(&text_of(&path));
    }
    let seen = job.desk.done(&["candidates", "--limit", "1000", "--reveal"]);
    for person in seen.json["candidates"].as_array().unwrap() {
        let name = person["name"].as_str().unwrap();
        if name.chars().count() <= 4 {
            assert!(all.contains(name), "{name} is on no sheet");
        }
        assert!(!all.contains(person["id_number"].as_str().unwrap()), "a whole number is on paper");
    }
}

/// the arrangement goes out as workbooks.
#[test]
fn r189_the_arrangement_is_exported() {
    let job = Job::until_registered(&SchoolShape::small());
    let seated = job.seat(&["--order", "random", "--seed", "4"]);
    job.desk.done(&["export", "arrangement", "编排.xlsx"]);
    let rows = acceptance::read_sheet(&job.desk.path("编排.xlsx"));
    assert_eq!(rows[0].len(), 13);
    assert_eq!(rows.len() - 1, seated.count("rooms") as usize);
    let column = rows[0].iter().position(|heading| heading == "排考人数").unwrap();
    let people: u64 = rows[1..].iter().map(|row| row[column].parse::<u64>().unwrap()).sum();
    assert_eq!(people, seated.count("seated"));
    job.desk.done(&["export", "seating", "明细.xlsx"]);
    let rows = acceptance::read_sheet(&job.desk.path("明细.xlsx"));
    assert_eq!(rows.len() as u64 - 1, seated.count("seated"));
    let id = rows[0].iter().position(|heading| heading.contains("证件号码")).unwrap();
    assert!(rows[1..].iter().all(|row| row[id].contains('*')), "the export is masked unless asked");
}

/// what the windows and states forbid.
#[test]
fn r168_windows_and_states_are_kept() {
    let mut job = Job::until_registered(&SchoolShape::small());
    let candidate =
        job.desk.done(&["registrations"]).json["registrations"][0]["candidate"].as_str().unwrap().to_owned();
    let delete = ["registrations", "delete", "--plan", PLAN_NUMBER, "--candidate", &candidate, "--yes"];
    assert_eq!(job.desk.call(&delete).failure(), "registration_closed");
    assert_eq!(
        job.desk.call(&["candidate", "delete", &candidate, "--yes"]).failure(),
        "candidate_registered"
    );
    job.desk.now = clock::REGISTRATION.to_owned();
    assert_eq!(job.seat(&[]).failure(), "arrangement_not_open");
    assert_eq!(job.desk.done(&delete).count("deleted"), 3);
    let late = job.desk.call(&["import", "registrations", job.files.registrations.to_str().unwrap()]);
    assert_eq!(late.count("accepted"), 1, "only the deleted one is new");
    job.desk.now = clock::ARRANGEMENT.to_owned();
    let closed = job.desk.call(&["import", "registrations", job.files.registrations.to_str().unwrap()]);
    assert!(closed.problem_codes().contains(&"registration_closed"));
    assert_eq!(closed.count("accepted"), 0);
    assert_eq!(job.seat(&[]).code, 0);
    let room = job.desk.done(&["room", "list"]).json["rooms"][0]["code"].as_str().unwrap().to_owned();
    let gone = job.desk.call(&["room", "delete", &room, "--plan", PLAN_NUMBER, "--yes"]);
    assert_eq!(gone.failure(), "room_not_deletable");
}

/// Late changes move nobody else and name the sheets to print again; numbers stay.
#[test]
fn late_changes_touch_one_candidate() {
    let mut job = Job::until_registered(&SchoolShape::small());
    job.seat(&["--order", "random", "--seed", "3"]);
    job.desk.now = clock::PRINTING.to_owned();
    let seats = |job: &Job, file: &str| {
        job.desk.done(&["export", "seating", file, "--reveal"]);
        acceptance::read_sheet(&job.desk.path(file))
    };
    let before = seats(&job, "前.xlsx");
    let head = before[0].clone();
    let column = |heading: &str| head.iter().position(|cell| cell.contains(heading)).unwrap();
    let (name, id, subject, room, seat, number) = (
        column("姓名"),
        column("证件号码"),
        column("科目"),
        column("考场"),
        column("座位号"),
        column("准考证号"),
    );
    let one = &before[1];
    let other =
        before[2..].iter().find(|row| row[subject] == one[subject] && row[room] == one[room]).unwrap();
    let target = format!("{}/{}", other[room], other[seat]);
    let change = job.desk.call(&["seat", "move", &one[id], "--subject", &one[subject], "--to", &target]);
    if change.code == 0 {
        let after = seats(&job, "后.xlsx");
        let moved: Vec<_> = after.iter().filter(|row| !before.contains(row)).collect();
        assert_eq!(moved.len(), 2, "two exchanged, nobody else moved");
        assert!(moved.iter().all(|row| [&one[name], &other[name]].contains(&&row[name])));
        assert!(
            after.iter().all(|row| before.iter().any(|old| old[id] == row[id] && old[number] == row[number]))
        );
        assert!(change.count("stale") >= 6);
    } else {
        // The other one has access needs that this seat does not meet: then nothing changed at all.
        assert_eq!(seats(&job, "后.xlsx"), before);
    }
    let removed = job.desk.done(&["seat", "remove", &one[id], "--subject", &one[subject]]);
    assert_eq!(removed.json["changed"][0]["to"], serde_json::Value::Null);
    let gate = job.desk.call(&["check", "print", "--plan", PLAN_NUMBER]);
    assert_eq!((gate.code, gate.json["errors"][0]["code"].as_str()), (3, Some("unseated")));
    assert_eq!(
        job.desk.call(&["print", "door", "--plan", PLAN_NUMBER, "--out", "门"]).failure(),
        "print_gate"
    );
    let added = job.desk.done(&["seat", "add", &one[id], "--subject", &one[subject]]);
    assert!(added.json["changed"][0]["to"].is_string());
    job.desk.done(&["print", "door", "--plan", PLAN_NUMBER, "--out", "门"]);
    job.desk.done(&["seat", "lock", &one[id], "--subject", &one[subject]]);
    assert_eq!(
        job.desk.call(&["seat", "move", &one[id], "--subject", &one[subject], "--to", "没有/1"]).failure(),
        "room_unknown"
    );
}
