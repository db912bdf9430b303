//! The use cases behind the window with 50,000 candidates and their photos: how long any list page, filter
//! or search takes, and whether lists wait while sheets are printed.
//!
//! `desk_speed prepare FOLDER [CANDIDATES]` makes the school once: `FOLDER/工作区` with the account of
//! [`ACCOUNT`], known to the settings in `FOLDER/设置`. `desk_speed measure FOLDER` prints JSON lines:
//! `calls`, `p95_ms`, `slowest`, `slowest_ms`; and of the lists during a print `lists`, `p95_ms`, `worst_ms`,
//! `print_seconds`; `peak_mb` last.
//!
//! Real persons' data is not needed for that, so the passphrase may be known.
#![allow(clippy::print_stdout, reason = "this program's purpose is to print figures")]

use kaozhan_app::DocumentKind;
use kaozhan_app::Order;
use kaozhan_app::clock::Clock;
use kaozhan_app::desk::Desk;
use kaozhan_app::import::{ImportKind, ImportOptions, import};
use kaozhan_app::printing::{PrintOptions, print};
use kaozhan_app::seating::{self, SeatOptions};
use kaozhan_app::task::Task;
use kaozhan_app::workspace::{App, Unlock};
use kaozhan_fixtures::{PLAN_NUMBER, SCHOOL_NAME, School, SchoolShape, clock};
use serde_json::{Value, json};
use std::error::Error;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

const PASSPHRASE: &str = "考站-测速-口令-2026";
const ACCOUNT: &str = "cesu2026";
const PASSWORD: &str = "Kaozhan-2026-x";
const CANDIDATES: usize = 50_000;
/// Below the entries that one archive may have.
const PHOTOS_PER_ARCHIVE: usize = 10_000;
/// Calls of each kind.
const RUNS: usize = 20;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["prepare", folder] => prepare(Path::new(folder), CANDIDATES),
        ["prepare", folder, candidates] => prepare(Path::new(folder), candidates.parse()?),
        ["measure", folder] => measure(Path::new(folder)),
        _ => Err("desk_speed prepare FOLDER [CANDIDATES] | measure FOLDER".into()),
    }
}

fn at(moment: &str) -> Result<Clock, Box<dyn Error>> {
    Ok(Clock::Fixed(chrono::NaiveDateTime::parse_from_str(moment, "%Y-%m-%dT%H:%M")?))
}

fn prepare(folder: &Path, candidates: usize) -> Done {
    let shape = SchoolShape {
        candidates,
        classes: candidates.div_ceil(45),
        majors: 12,
        faulty_rows: 0,
        duplicate_rows: 0,
        without_photo: 0,
        faulty_registrations: 0,
    };
    let (files, archives) =
        School::generate(2026, &shape).write_large(&folder.join("材料"), PHOTOS_PER_ARCHIVE)?;
    let place = folder.join("工作区");
    let desk = Desk::new(at(clock::SET_UP)?, folder.join("设置"));
    ask(
        &desk,
        "workspace.create",
        json!({ "folder": place, "school": SCHOOL_NAME, "school_code": "", "account": ACCOUNT, "name": "周敏",
            "phone": "13800000000", "password": PASSWORD, "passphrase": PASSPHRASE, "use_keychain": false }),
    )?;
    drop(desk);
    let bring = |moment: &str, kind: ImportKind, file: &Path| -> Done {
        let started = Instant::now();
        let app = open(folder, moment)?;
        let report = import(&app, kind, file, &ImportOptions::default(), &Task::silent())?;
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "{}: accepted {}, refused {}: {seconds:.1} s",
            kind.label(),
            report.accepted,
            report.refused
        );
        Ok(())
    };
    bring(clock::SET_UP, ImportKind::Exam, &files.exam)?;
    bring(clock::SET_UP, ImportKind::Roster, &files.roster)?;
    for archive in &archives {
        bring(clock::SET_UP, ImportKind::Photos, archive)?;
        std::fs::remove_file(archive)?;
    }
    bring(clock::ROOMS, ImportKind::Rooms, &files.rooms)?;
    bring(clock::REGISTRATION, ImportKind::Registrations, &files.registrations)?;
    // The rooms of the demo hold some thousands; the others stay unseated, which costs the lists no less.
    let options = SeatOptions { plan: PLAN_NUMBER.to_owned(), subject: None, order: Order::Roster, seed: 1 };
    let started = Instant::now();
    let seated = seating::run(&open(folder, clock::ARRANGEMENT)?, &options, &Task::silent())?;
    println!("seated {}: {:.1} s", seated.seated, started.elapsed().as_secs_f64());
    Ok(())
}

fn open(folder: &Path, moment: &str) -> Result<App, Box<dyn Error>> {
    Ok(App::open(&folder.join("工作区"), &Unlock::passphrase(PASSPHRASE), at(moment)?)?)
}

fn ask(desk: &Desk, name: &str, payload: Value) -> Result<Value, Box<dyn Error>> {
    Ok(desk.call(name, payload, None, &|_| {})?)
}

/// What a coordinator looks at: name of the command, request.
fn looks(desk: &Desk) -> Result<Vec<(&'static str, Value)>, Box<dyn Error>> {
    let some = ask(desk, "candidate.list", json!({ "page": 300, "page_size": 20 }))?;
    let text = |key: &str| some["rows"][7][key].as_str().unwrap_or_default().to_owned();
    let name = text("name");
    let surname: String = name.chars().take(1).collect();
    let plans = ask(desk, "plan.list", plan_query())?;
    let plan = plans["rows"][0]["id"].as_str().ok_or("no plan")?.to_owned();
    let candidates = |more: Value| {
        let mut query = json!({ "page": 1, "page_size": 20 });
        if let (Value::Object(query), Value::Object(more)) = (&mut query, more) {
            query.extend(more);
        }
        ("candidate.list", query)
    };
    let registrations = |text: &str, payment: &str, page: u32| {
        let query = json!({ "plan_id": plan, "certificate_id": "", "subject_id": "", "text": text,
            "payment": payment, "status": "", "page": page, "page_size": 20 });
        ("registration.list", query)
    };
    let seats = |text: &str, page: u32| {
        let query = json!({ "plan_id": plan, "subject_id": null, "session_id": null, "site_id": null,
            "room_id": null, "text": text, "class": "", "status": "", "page": page, "page_size": 20 });
        ("seating.details", query)
    };
    let rooms = json!({ "plan_id": plan, "site_id": "", "certificate_id": "", "mode": "", "text": "", "id": "",
        "status": "", "page": 1, "page_size": 20 });
    Ok(vec![
        candidates(json!({})),
        candidates(json!({ "page": 2000 })),
        candidates(json!({ "page_size": 100 })),
        candidates(json!({ "text": name })),
        candidates(json!({ "text": surname })),
        candidates(json!({ "text": "zhang" })),
        candidates(json!({ "name": name })),
        candidates(json!({ "id_number": "1990" })),
        candidates(json!({ "class": text("class") })),
        candidates(json!({ "status": "no_photo" })),
        candidates(json!({ "status": "awaiting_verification", "page": 1500 })),
        candidates(json!({ "pinyin_review": true })),
        candidates(json!({ "registered": true })),
        candidates(json!({ "has_photo": false })),
        candidates(json!({ "sort": "name", "descending": true })),
        candidates(json!({ "text": "没有这个人" })),
        registrations("", "", 1),
        registrations("", "", 5000),
        registrations(&name, "", 1),
        registrations("", "unpaid", 1),
        seats("", 1),
        seats(&name, 1),
        ("room.list", rooms),
        ("plan.list", plan_query()),
        ("import.records", json!({ "kind": "", "file": "", "page": 1, "page_size": 20 })),
        (
            "audit.list",
            json!({ "actor": "", "kind": "", "from": "", "until": "", "page": 1, "page_size": 20 }),
        ),
        ("photo.refused", json!({ "unmatched": null, "page": 1, "page_size": 20 })),
        ("search.all", json!({ "text": name })),
        ("search.all", json!({ "text": "zhang" })),
        ("search.all", json!({ "text": "1203" })),
    ])
}

fn plan_query() -> Value {
    json!({ "text": "", "year": "", "plan_id": "", "certificate_id": "", "mode": "", "status": "",
        "page": 1, "page_size": 20 })
}

fn p95(sorted: &[f64]) -> f64 {
    sorted.get((sorted.len() * 95).div_ceil(100).saturating_sub(1)).copied().unwrap_or(0.0)
}

fn measure(folder: &Path) -> Done {
    let desk = Desk::new(at(clock::PRINTING)?, folder.join("设置"));
    let unlock = json!({ "by": "passphrase", "secret": PASSPHRASE });
    ask(&desk, "workspace.open", json!({ "folder": folder.join("工作区"), "unlock": unlock }))?;
    ask(
        &desk,
        "session.login",
        json!({ "account": ACCOUNT, "password": PASSWORD, "code": "", "trust": false }),
    )?;
    let looks = looks(&desk)?;
    let timed = |(name, request): &(&'static str, Value)| -> Result<f64, Box<dyn Error>> {
        let started = Instant::now();
        ask(&desk, name, request.clone())?;
        Ok(started.elapsed().as_secs_f64() * 1000.0)
    };
    let mut all = Vec::new();
    let mut slowest = (String::new(), 0.0);
    for look in &looks {
        let mut own = (0..RUNS).map(|_| timed(look)).collect::<Result<Vec<f64>, _>>()?;
        own.sort_by(f64::total_cmp);
        println!("{:7.1} ms  {} {}", p95(&own), look.0, short(&look.1));
        if p95(&own) > slowest.1 {
            slowest = (format!("{} {}", look.0, short(&look.1)), p95(&own));
        }
        all.extend(own);
    }
    all.sort_by(f64::total_cmp);
    println!(
        "{}",
        json!({ "calls": all.len(), "p95_ms": p95(&all), "slowest": slowest.0, "slowest_ms": slowest.1 })
    );
    drop(desk);
    while_printing(folder)?;
    println!("{}", json!({ "peak_mb": peak_mb() }));
    Ok(())
}

/// The fields of a request that say something.
fn short(request: &Value) -> String {
    let Value::Object(fields) = request else { return String::new() };
    let said = fields.iter().filter(|(key, value)| {
        *key != "plan_id" && !value.is_null() && **value != json!("") && **value != json!(false)
    });
    said.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" ")
}

/// Lists the first page again and again while all sheets of all rooms are set as PDF.
fn while_printing(folder: &Path) -> Done {
    let desk = Desk::new(at(clock::PRINTING)?, folder.join("设置"));
    let app = open(folder, clock::PRINTING)?;
    desk.enter(
        app.clone(),
        Some(kaozhan_app::desk::SignedIn::new(ACCOUNT, "周敏", kaozhan_app::desk::Role::Principal)),
    );
    let out = tempfile::tempdir()?;
    let options = PrintOptions {
        kind: DocumentKind::Tickets,
        plan: PLAN_NUMBER.to_owned(),
        out: out.path().join("准考证"),
        rooms: Vec::new(),
        candidates: Vec::new(),
        layout: None,
        start_label: 1,
        offset_mm: (0.0, 0.0),
        cut_stack: false,
        force: true,
    };
    let over = AtomicBool::new(false);
    let (print_seconds, mut waits) = std::thread::scope(|scope| -> Result<_, Box<dyn Error>> {
        let printing = scope.spawn(|| {
            let started = Instant::now();
            let printed = print(&app, &options, &Task::silent()).map(|report| report.pages);
            over.store(true, Ordering::Release);
            (started.elapsed().as_secs_f64(), printed)
        });
        let mut waits = Vec::new();
        while !over.load(Ordering::Acquire) {
            let started = Instant::now();
            ask(&desk, "candidate.list", json!({ "page": 1 + waits.len() % 2000, "page_size": 20 }))?;
            waits.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        let (seconds, printed) = printing.join().map_err(|_| "printing panicked")?;
        println!("printed {} pages", printed?);
        Ok((seconds, waits))
    })?;
    waits.sort_by(f64::total_cmp);
    println!(
        "{}",
        json!({ "lists": waits.len(), "p95_ms": p95(&waits), "worst_ms": waits.last(), "print_seconds": print_seconds })
    );
    Ok(())
}

/// Largest resident size so far in MB (Linux only).
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
