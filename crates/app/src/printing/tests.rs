//! Printing against a real workspace: a small generated school, seated.

use super::gate_list::window_gate;
use super::log::SheetState;
use super::overview::{PrintOverview, overview};
use super::preview::{PreviewOrder, preview};
use super::profile::{self, LogoChange, PrintNote, PrintProfile, PrinterOffset};
use super::run::{self, Extent, PrintOrder};
use super::scan::{ScanState, scan};
use crate::clock::Clock;
use crate::desk::{Desk, Role, SignedIn};
use crate::import::{ImportKind, ImportOptions, import};
use crate::seating::{self, SeatOptions};
use crate::task::Task;
use crate::workspace::{App, SchoolProfile, Unlock};
use kaozhan_documents::print::DocumentKind;
use kaozhan_domain::arrangement::SeatAssignment;
use kaozhan_domain::seating::Order;
use kaozhan_fixtures::{PLAN_NUMBER, SCHOOL_NAME, School, SchoolShape, clock};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn unlock() -> Unlock {
    Unlock::passphrase("测试口令-1234")
}

fn at(moment: &str) -> Clock {
    Clock::Fixed(format!("{moment}:00").parse().unwrap())
}

/// A seated workspace; made once, each test takes a copy.
fn seated() -> &'static Path {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("工作区");
        let files =
            School::generate(7, &SchoolShape::small()).write_all(&folder.path().join("文件")).unwrap();
        let school = SchoolProfile { name: SCHOOL_NAME.into(), code: String::new() };
        let take = |app: &App, kind, file: &Path| {
            import(app, kind, file, &ImportOptions::default(), &Task::silent()).unwrap();
        };
        let app = App::create(&place, &unlock(), &school, at(clock::SET_UP)).unwrap();
        take(&app, ImportKind::Exam, &files.exam);
        take(&app, ImportKind::Roster, &files.roster);
        take(&app, ImportKind::Roster, &files.roster_corrections);
        take(&app, ImportKind::Photos, &files.photos_zip);
        take(&app, ImportKind::Photos, &files.photo_corrections_zip);
        drop(app);
        let app = App::open(&place, &unlock(), at(clock::ROOMS)).unwrap();
        take(&app, ImportKind::Rooms, &files.rooms);
        drop(app);
        let app = App::open(&place, &unlock(), at(clock::REGISTRATION)).unwrap();
        take(&app, ImportKind::Registrations, &files.registrations);
        take(&app, ImportKind::Registrations, &files.registration_corrections);
        drop(app);
        let app = App::open(&place, &unlock(), at(clock::ARRANGEMENT)).unwrap();
        let options = SeatOptions { plan: PLAN_NUMBER.into(), subject: None, order: Order::Roster, seed: 3 };
        seating::run(&app, &options, &Task::silent()).unwrap();
        drop(app);
        folder
    });
    folder.path()
}

/// A copy of the seated workspace, on the day of printing, and a folder for the files.
struct Place {
    folder: tempfile::TempDir,
    app: App,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("工作区");
        copy_folder(&seated().join("工作区"), &copy);
        let app = App::open(&copy, &unlock(), at(clock::PRINTING)).unwrap();
        Self { folder, app: app.acting_as("周敏") }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("打印")
    }

    fn order(&self, kinds: &[DocumentKind]) -> PrintOrder {
        PrintOrder {
            plan: PLAN_NUMBER.into(),
            out: self.out(),
            sheets: kinds.iter().map(|kind| (*kind, None)).collect(),
            start_label: 1,
            ..PrintOrder::default()
        }
    }

    fn run(&self, order: &PrintOrder) -> run::RunReport {
        run::run(&self.app, order, &Task::silent()).unwrap()
    }

    fn overview(&self) -> PrintOverview {
        overview(&self.app, PLAN_NUMBER, &[]).unwrap()
    }

    fn states(&self, wanted: SheetState) -> BTreeSet<(String, String)> {
        let overview = self.overview();
        let sheets = overview.rooms.iter().flat_map(|room| {
            room.sheets.iter().map(move |sheet| (room.code.clone(), sheet.kind.clone(), sheet.state))
        });
        sheets.filter(|(_, _, state)| *state == wanted).map(|(room, kind, _)| (room, kind)).collect()
    }

    /// Two people who sit in one room at one time.
    fn pair(&self) -> (String, [SeatAssignment; 2]) {
        self.app
            .read(|tx| {
                let plan = tx.plans()?.into_iter().find(|plan| plan.number == PLAN_NUMBER).unwrap();
                let seats = tx.assignments(plan.id)?;
                // Some sit alone in a room of their own.
                let neighbour = |first: &SeatAssignment| {
                    seats.iter().find(|seat| {
                        seat.room == first.room && seat.session == first.session && seat.seat != first.seat
                    })
                };
                let two = seats.iter().find_map(|first| Some([first.clone(), neighbour(first)?.clone()]));
                let two = two.unwrap();
                let room = tx.rooms(plan.id)?.into_iter().find(|room| room.id == two[0].room).unwrap();
                Ok((room.code, two))
            })
            .unwrap()
    }

    /// A room in which somebody begins, so that it has tickets too.
    fn room(&self) -> String {
        let rooms = self.overview().rooms;
        rooms.into_iter().find(|room| room.sheets[0].pages > 0).unwrap().code
    }

    /// The two of [`Self::pair`] change places, as 考场编排 does it.
    fn exchange(&self) -> (String, [String; 2]) {
        let (room, two) = self.pair();
        self.app
            .write("seating_change", "调整座位", "", |tx| {
                let plan = tx.plans()?.into_iter().find(|plan| plan.number == PLAN_NUMBER).unwrap();
                let [mut first, mut second] = two.clone();
                std::mem::swap(&mut first.seat, &mut second.seat);
                tx.move_assignments(&[first, second])?;
                super::versions::refresh(tx, &plan, self.app.now())
            })
            .unwrap();
        (room, two.map(|seat| seat.candidate.to_string()))
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// a changed seat makes exactly the sheets that show it out of date, and no other; printing what has
/// changed makes exactly those again.
#[test]
fn r185_a_changed_seat_makes_exactly_its_sheets_outdated() {
    let place = Place::new();
    let before = place.overview();
    assert!(before.documents.iter().all(|document| document.printed == 0 && document.outdated == 0));
    let kinds = [DocumentKind::Tickets, DocumentKind::Desk, DocumentKind::SignIn, DocumentKind::SeatingPlan];
    let first = place.run(&place.order(&kinds));
    assert!(first.held.is_empty(), "{:?}", first.held);
    assert!(first.files.iter().all(|file| Path::new(&file.path).is_file()));
    assert_eq!(place.overview().outdated, 0);
    let nothing = PrintOrder { extent: Extent::Missing, ..place.order(&kinds) };
    assert_eq!(run::run(&place.app, &nothing, &Task::silent()).unwrap_err().code, "nothing_changed");

    let (room, people) = place.exchange();
    let mut after = place.overview();
    let outdated = |kind: DocumentKind, seen: &PrintOverview| {
        seen.documents.iter().find(|document| document.kind == kind.code()).unwrap().outdated
    };
    assert_eq!(outdated(DocumentKind::Tickets, &after), 2);
    assert_eq!(outdated(DocumentKind::Desk, &after), 1);
    assert_eq!(outdated(DocumentKind::SignIn, &after), 1);
    assert_eq!(outdated(DocumentKind::SeatingPlan, &after), 1);
    assert_eq!(outdated(DocumentKind::Door, &after), 0, "never printed, so nothing to print again");
    for kind in ["desk", "signin", "seating-plan"] {
        let stale: Vec<String> = place
            .states(SheetState::Outdated)
            .into_iter()
            .filter(|(_, of)| of == kind)
            .map(|(code, _)| code)
            .collect();
        assert_eq!(stale, std::slice::from_ref(&room), "{kind}");
    }
    let gate = window_gate(&place.app, PLAN_NUMBER, false, &Task::silent()).unwrap();
    assert!(gate.items.iter().any(|item| item.code == "outdated_desk" && item.action == "重印"));

    let again = place.run(&PrintOrder { extent: Extent::Missing, ..place.order(&kinds) });
    let tickets: usize =
        again.files.iter().filter(|file| file.kind == "tickets").map(|file| file.pages).sum();
    assert_eq!(tickets, people.len());
    assert_eq!(again.files.iter().filter(|file| file.kind == "desk").count(), 1);
    after = place.overview();
    assert_eq!(after.outdated, 0);
}

/// printing again what has changed leaves alone what was never printed.
#[test]
fn r185_what_was_never_printed_is_not_printed_again() {
    let place = Place::new();
    let kinds = [DocumentKind::Desk, DocumentKind::SignIn];
    let one = PrintOrder { rooms: vec![place.pair().0], ..place.order(&kinds) };
    place.run(&one);
    let again = PrintOrder { extent: Extent::Outdated, ..place.order(&kinds) };
    assert_eq!(run::run(&place.app, &again, &Task::silent()).unwrap_err().code, "nothing_changed");
    place.exchange();
    let outdated = place.overview().outdated;
    assert!(outdated > 0);
    let made: usize = place.run(&again).files.len();
    assert_eq!(made, outdated);
    assert_eq!(place.overview().outdated, 0);
}

/// what is looked at is what is printed, byte for byte.
#[test]
fn r186_the_preview_is_the_printed_file() {
    let place = Place::new();
    let room = place.room();
    for kind in [DocumentKind::Desk, DocumentKind::Door, DocumentKind::Tickets] {
        let order = PrintOrder { rooms: vec![room.clone()], start_label: 3, ..place.order(&[kind]) };
        let shown = preview(
            &place.app,
            &PreviewOrder {
                plan: PLAN_NUMBER.into(),
                kind,
                layout: None,
                room: Some(room.clone()),
                candidate: None,
                start_label: 3,
                offset_mm: (0.0, 0.0),
                cut_stack: false,
                printer: String::new(),
            },
        )
        .unwrap();
        let printed = place.run(&order);
        assert_eq!(printed.files.len(), 1);
        assert_eq!(printed.files[0].pages, shown.pages);
        assert!(std::fs::read(&printed.files[0].path).unwrap() == shown.pdf, "{}", kind.label());
    }
}

/// one candidate's ticket and label are made without noting the room's labels as printed.
#[test]
fn r185_one_candidate_is_printed_alone() {
    let place = Place::new();
    let who = place.exchange().1[0].clone();
    let kinds = [DocumentKind::Tickets, DocumentKind::Desk];
    let report = place.run(&PrintOrder { candidates: vec![who], ..place.order(&kinds) });
    let tickets: Vec<_> = report.files.iter().filter(|file| file.kind == "tickets").collect();
    assert_eq!((tickets.len(), tickets[0].pages), (1, 1));
    assert!(report.files.iter().filter(|file| file.kind == "desk").all(|file| file.pages <= 3));
    let seen = place.overview();
    let of = |kind: &str| seen.documents.iter().find(|document| document.kind == kind).unwrap().printed;
    assert_eq!((of("tickets"), of("desk")), (1, 0));
}

/// a fault holds back its own room, leads to its page, and is passed over only for a reason.
#[test]
fn r186_a_fault_holds_back_its_own_room_and_leads_to_its_page() {
    let place = Place::new();
    let who = place.pair().1[0].candidate;
    place
        .app
        .write("candidate_change", "修改", "", |tx| {
            let mut candidate = tx.candidate(who)?.unwrap();
            candidate.photo = None;
            tx.update_candidate(&candidate)?;
            Ok(())
        })
        .unwrap();
    let gate = window_gate(&place.app, PLAN_NUMBER, true, &Task::silent()).unwrap();
    let item = gate.items.iter().find(|item| item.code == "photo_missing").unwrap();
    assert!(item.is_error && item.count == 1 && !item.rooms.is_empty());
    assert_eq!(item.path.as_deref(), Some(format!("/candidates?id={who}").as_str()));
    assert!(gate.items.iter().all(|item| item.path.is_some() || item.action == "重印"));

    let order = place.order(&[DocumentKind::Tickets]);
    let rooms = place.overview().rooms.iter().filter(|room| room.sheets[0].pages > 0).count();
    let report = place.run(&order);
    assert_eq!((report.held.len(), report.files.len()), (1, rooms - 1));
    assert!(report.held[0].reasons[0].contains("没有照片"));
    // A door sign shows nobody.
    assert!(place.run(&place.order(&[DocumentKind::Door])).held.is_empty());
    let mut forced = PrintOrder { force: Some(" ".into()), ..order };
    assert_eq!(run::run(&place.app, &forced, &Task::silent()).unwrap_err().code, "reason_missing");
    forced.force = Some("照片当天补贴".into());
    assert_eq!(place.run(&forced).files.len(), rooms);
    let entries =
        place.app.read(|tx| Ok(tx.audit(&Default::default(), kaozhan_store::Page::ALL)?.0)).unwrap();
    let entry = entries.iter().find(|entry| entry.kind == "print_forced").unwrap();
    assert!(entry.summary.contains("照片当天补贴") && entry.actor == "周敏");
}

/// the code of a sheet tells whether the paper still holds.
#[test]
fn r186_a_scan_tells_valid_from_outdated() {
    let place = Place::new();
    let seen = |place: &Place, who: &str| {
        let number = place
            .app
            .read(|tx| {
                let plan = tx.plans()?.into_iter().find(|plan| plan.number == PLAN_NUMBER).unwrap();
                let id = who.parse().unwrap();
                Ok(tx.exam_numbers(plan.id)?.into_iter().find(|known| known.candidate == id).unwrap().number)
            })
            .unwrap();
        scan(&place.app, &number).unwrap()
    };
    let who = place.pair().1[0].candidate.to_string();
    let now = seen(&place, &who);
    assert_eq!(now.state, ScanState::NumberOnly);
    let number = place.app.read(|tx| Ok(tx.exam_numbers(tx.plans()?[0].id)?)).unwrap();
    let number = &number.iter().find(|known| known.candidate.to_string() == who).unwrap().number;
    let code = format!("kz1:t:{number}:{}:{}", now.current_version, now.current_checksum.to_lowercase());
    assert_eq!(scan(&place.app, &code).unwrap().state, ScanState::Valid);
    place.exchange();
    let old = scan(&place.app, &code).unwrap();
    assert_eq!(old.state, ScanState::Outdated);
    assert_eq!((old.version, old.current_version), (Some(now.current_version), now.current_version + 1));
    assert_eq!(scan(&place.app, "你好").unwrap_err().code, "scan_unreadable");
    assert_eq!(scan(&place.app, "KZ1:D:别的计划:1:1:1:00000000").unwrap_err().code, "scan_unknown");
}

/// what the school adds is printed, and each printer has its own shift.
#[test]
fn r185_the_schools_own_lines_and_shifts_are_kept() {
    let place = Place::new();
    let order = |kind, printer: &str| PreviewOrder {
        plan: PLAN_NUMBER.into(),
        kind,
        layout: None,
        room: Some(place.room()),
        candidate: None,
        start_label: 1,
        offset_mm: (0.0, 0.0),
        cut_stack: false,
        printer: printer.into(),
    };
    let shown = |kind, printer| preview(&place.app, &order(kind, printer)).unwrap().pdf;
    let plain = shown(DocumentKind::Door, "");
    let change = PrintProfile {
        title: "滨海智能制造职业学院".into(),
        notices: vec!["  请带齐证件。 ".into(), String::new()],
        notes: vec![PrintNote { kind: "door".into(), text: "请保持安静".into() }],
        offsets: vec![PrinterOffset { printer: "教务处".into(), x_mm: 0.8, y_mm: -1.2 }],
        ..PrintProfile::default()
    };
    profile::save(&place.app, change.clone(), &LogoChange::Keep).unwrap();
    assert_eq!(profile::load(&place.app).unwrap().0.notices, ["请带齐证件。"]);
    assert!(shown(DocumentKind::Door, "") != plain);
    assert!(shown(DocumentKind::Desk, "教务处") != shown(DocumentKind::Desk, ""));
    assert!(shown(DocumentKind::Desk, "别的") == shown(DocumentKind::Desk, ""), "it was never measured");
    let wrong = PrintProfile {
        offsets: vec![PrinterOffset { printer: String::new(), x_mm: 200.0, y_mm: 0.0 }],
        ..change.clone()
    };
    assert_eq!(profile::save(&place.app, wrong, &LogoChange::Keep).unwrap_err().code, "print_offset");
    let wrong = PrintProfile { title: "字".repeat(31), ..change };
    assert_eq!(profile::save(&place.app, wrong, &LogoChange::Keep).unwrap_err().code, "print_title_long");
}

/// No answer of 打印中心 holds a whole document or phone number.
#[test]
fn no_answer_leaks_a_number() {
    let place = Place::new();
    let secrets: Vec<String> = place
        .app
        .read(|tx| {
            let mut all = Vec::new();
            tx.for_each_candidate(|candidate| {
                all.push(candidate.details.id_number.clone());
                all.push(candidate.details.phone.clone());
                Ok(())
            })?;
            Ok(all.into_iter().filter(|text| text.len() >= 8).collect())
        })
        .unwrap();
    assert!(secrets.len() > 50);
    let desk = Desk::new(at(clock::PRINTING), place.folder.path().join("config"));
    desk.enter(place.app.clone(), Some(SignedIn::new("zhoumin", "周敏", Role::Principal)));
    let out = place.out().display().to_string();
    let calls = [
        ("print.overview", serde_json::json!({})),
        ("print.gate", serde_json::json!({ "plan": PLAN_NUMBER })),
        ("print.profile", serde_json::json!({})),
        (
            "print.run",
            serde_json::json!({ "plan": PLAN_NUMBER, "sheets": [{ "kind": "signin" }], "out": out }),
        ),
    ];
    for (name, payload) in calls {
        let answer = desk.call(name, payload, None, &|_| {}).unwrap().to_string();
        assert!(secrets.iter().all(|secret| !answer.contains(secret)), "{name}");
    }
    let refused = desk.call(
        "print.run",
        serde_json::json!({ "plan": PLAN_NUMBER, "sheets": [{ "kind": "signin" }], "out": "相对路径" }),
        None,
        &|_| {},
    );
    assert_eq!(refused.unwrap_err().code, "folder_missing");
    desk.enter(place.app, Some(SignedIn::new("jiankao", "监考", Role::Invigilator)));
    let denied = desk.call("print.overview", serde_json::json!({}), None, &|_| {});
    assert_eq!(denied.unwrap_err().code, "not_allowed");
}

/// the thorough check tells how far it is over all sheets, and stops when it is told to.
#[test]
fn r186_the_thorough_check_reports_and_stops() {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};
    let place = Place::new();
    let (stop, seen) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    let report = |progress: crate::task::Progress<'_>| {
        seen.lock().unwrap().push((progress.done, progress.total));
    };
    window_gate(&place.app, PLAN_NUMBER, true, &Task::new(&report, &stop)).unwrap();
    let steps = std::mem::take(&mut *seen.lock().unwrap());
    assert_eq!(steps[0], (0, 0), "told before anything is read");
    let total = steps[1].1;
    let expected: Vec<(usize, usize)> = (0..=total).map(|done| (done, total)).collect();
    assert_eq!(steps[1..], expected, "one count for all kinds of sheets");
    let until_third = |progress: crate::task::Progress<'_>| {
        stop.store(progress.done >= 2, Ordering::Relaxed);
    };
    let error = window_gate(&place.app, PLAN_NUMBER, true, &Task::new(&until_third, &stop)).unwrap_err();
    assert_eq!(error.code, "cancelled");
}

/// A cancelled printing leaves no file, notes nothing, and takes away the folders that it made, no others.
#[test]
fn a_cancelled_printing_leaves_nothing() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let place = Place::new();
    let stop = AtomicBool::new(false);
    let report = |progress: crate::task::Progress<'_>| {
        if progress.done >= 2 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let order = place.order(&[DocumentKind::SignIn]);
    let cancelled = |order: &PrintOrder| {
        stop.store(false, Ordering::Relaxed);
        let error = run::run(&place.app, order, &Task::new(&report, &stop)).unwrap_err();
        assert_eq!(error.code, "cancelled");
    };
    let own = place.folder.path().join("我的材料");
    std::fs::create_dir(&own).unwrap();
    cancelled(&PrintOrder { out: own.join("六月").join("签到表"), ..order.clone() });
    assert_eq!(std::fs::read_dir(&own).unwrap().count(), 0);
    cancelled(&PrintOrder { out: own.clone(), ..order });
    assert!(own.is_dir(), "a folder that was there stays");
    assert!(place.states(SheetState::Printed).is_empty());
}
