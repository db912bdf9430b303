//! Seats changed by hand, pictures and lists, against a real workspace.

use super::hand::{self, ByHand};
use super::late;
use super::picture::{self, SeatingColourBy};
use super::*;
use crate::clock::Clock;
use crate::desk::{Desk, Role, SignedIn};
use crate::workspace::{SchoolProfile, Unlock};
use chrono::NaiveDateTime;
use kaozhan_domain::arrangement::{PrintedSheet, SeatAt, SheetSubject};
use kaozhan_domain::candidate::id_document::{IdType, Sex};
use kaozhan_domain::candidate::pinyin::PinyinSource;
use kaozhan_domain::candidate::{Candidate, CandidateDetails, CandidateStatus, StudentType};
use kaozhan_domain::clock::Window;
use kaozhan_domain::ids::{CertificateId, PlanId, RegistrationId, SiteId};
use kaozhan_domain::plan::{Certificate, ExamPlan, PlanWindows, RegistrationMode, Session, Subject};
use kaozhan_domain::registration::{CandidateSnapshot, PaymentStatus, Registration};
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::{AccessNeeds, ExamMode, RoomLayout};
use kaozhan_domain::site::{Site, SiteReview};
use kaozhan_store::{Page, SeatDetailFilter};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use uuid::Uuid;

fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn now() -> NaiveDateTime {
    time("2026-06-02T09:00:00")
}

/// A number of the form of an identity number that belongs to nobody.
fn id_number(at: u64) -> String {
    format!("99999920000101{at:04}")
}

struct World {
    _folder: tempfile::TempDir,
    app: App,
    plan: PlanId,
    subject: SubjectId,
    session: SessionId,
    rooms: [RoomId; 2],
}

fn details(at: u64) -> CandidateDetails {
    CandidateDetails {
        student_type: StudentType::Institution,
        name: format!("考生{at:02}"),
        name_typed: format!("考生{at:02}"),
        pinyin: "KAOSHENG".into(),
        pinyin_source: PinyinSource::Auto,
        pinyin_review: Vec::new(),
        sex: Sex::Male,
        id_type: IdType::ResidentId,
        id_number: id_number(at),
        phone: "13800001111".into(),
        major_name: "机电".into(),
        major_code: "460301".into(),
        major_version: String::new(),
        major_level: "高职".into(),
        enrolment_year: "2024".into(),
        school: "示例职业学院".into(),
        class_name: format!("机电240{}", at % 3 + 1),
        student_number: format!("24{at:04}"),
        access: AccessNeeds { front_row: at == 1, ..AccessNeeds::default() },
        remark: String::new(),
    }
}

fn room(at: u8, plan: PlanId, site: SiteId, certificate: CertificateId, subject: SubjectId) -> Room {
    Room {
        id: RoomId(Uuid::from_u128(0x100 + u128::from(at))),
        code: format!("R00{at}"),
        plan,
        site,
        certificate,
        subjects: vec![subject],
        name: format!("10{at}"),
        mode: ExamMode::Written,
        capacity: 12,
        province: "浙江省".into(),
        city: "宁波市".into(),
        county: "海曙区".into(),
        address: "学院路 1 号".into(),
        floor: Some(1),
        layout: RoomLayout::from_columns(vec![4, 4, 4]),
        remark: String::new(),
    }
}

impl World {
    /// Twenty candidates of three classes, two rooms of twelve seats, one subject with one session.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let school = SchoolProfile { name: "示例职业学院".into(), code: String::new() };
        let app =
            App::create(folder.path(), &Unlock::passphrase("演练用口令-2026"), &school, Clock::Fixed(now()))
                .unwrap();
        let plan = PlanId(Uuid::from_u128(1));
        let (certificate, site) = (CertificateId(Uuid::from_u128(2)), SiteId(Uuid::from_u128(3)));
        let subject = SubjectId(Uuid::from_u128(4));
        let session = SessionId(Uuid::from_u128(5));
        let rooms = [1, 2].map(|at| room(at, plan, site, certificate, subject));
        let ids = [rooms[0].id, rooms[1].id];
        app.write("test", "测试", "", |tx| {
            tx.put_certificate(&certificate_of(certificate))?;
            tx.put_plan(&plan_of(plan))?;
            tx.put_site(&site_of(site))?;
            tx.put_subject(&subject_of(subject, plan, certificate, session))?;
            for room in &rooms {
                tx.put_room(room)?;
            }
            for at in 1..=20_u64 {
                let candidate = Candidate {
                    id: CandidateId(Uuid::from_u128(0x1000 + u128::from(at))),
                    roster_order: at,
                    platform_number: String::new(),
                    details: details(at),
                    photo: None,
                    status: CandidateStatus::NoPhoto,
                    verification_queued: false,
                };
                tx.insert_candidate(&candidate)?;
                tx.insert_registration(&Registration {
                    id: Self::registration(at),
                    plan,
                    candidate: candidate.id,
                    subject,
                    audience: String::new(),
                    payment: PaymentStatus::Unpaid,
                    registered_at: now(),
                    snapshot: CandidateSnapshot::of(&candidate),
                })?;
            }
            Ok(())
        })
        .unwrap();
        Self { _folder: folder, app, plan, subject, session, rooms: ids }
    }

    fn registration(at: u64) -> RegistrationId {
        RegistrationId(Uuid::from_u128(0x2000 + u128::from(at)))
    }

    fn options(&self) -> SeatOptions {
        let order = Order::Mix { by: vec![GroupKey::Class], neighbours: Neighbours::Four };
        SeatOptions { plan: "2026-0612".into(), subject: None, order, seed: 7 }
    }

    fn seated() -> Self {
        let world = Self::new();
        let report = run(&world.app, &world.options(), &Task::silent()).unwrap();
        assert_eq!(report.seated, 20);
        world
    }

    /// Notes every sheet of one kind as printed now.
    fn print(&self) {
        self.app
            .write("test", "测试", "", |tx| {
                let sheet = |kind: &str, subject, version, checksum| PrintedSheet {
                    plan: self.plan,
                    kind: kind.to_owned(),
                    subject,
                    version,
                    checksum,
                    printed_at: now(),
                    actor: "周敏".into(),
                };
                for own in tx.room_versions(self.plan)? {
                    let subject = SheetSubject::Room(own.room, own.session);
                    tx.put_printed_sheet(&sheet("desk", subject, own.version, own.checksum.clone()))?;
                    tx.put_printed_sheet(&sheet("door", subject, own.version, own.checksum))?;
                }
                for own in tx.ticket_versions(self.plan)? {
                    let subject = SheetSubject::Ticket(own.candidate);
                    tx.put_printed_sheet(&sheet("tickets", subject, own.version, own.checksum))?;
                }
                Ok(())
            })
            .unwrap();
    }

    fn seat_of(&self, at: u64) -> Option<SeatAt> {
        let found = self.app.read(|tx| Ok(tx.assignment(Self::registration(at))?)).unwrap();
        found.map(|seat| SeatAt { session: seat.session, room: seat.room, seat: seat.seat })
    }

    fn free_seat(&self) -> SeatAt {
        let taken = self.app.read(|tx| Ok(tx.assignments(self.plan)?)).unwrap();
        let is_free = |seat: &SeatAt| !taken.iter().any(|own| own.room == seat.room && own.seat == seat.seat);
        self.rooms
            .iter()
            .flat_map(|room| (1..=12).map(|seat| SeatAt { session: self.session, room: *room, seat }))
            .find(is_free)
            .unwrap()
    }

    fn desk(&self) -> Desk {
        let desk = Desk::new(Clock::Fixed(now()), self.app.folder());
        desk.enter(self.app.clone(), Some(SignedIn::new("zhou", "周敏", Role::Administrator)));
        desk
    }
}

fn certificate_of(id: CertificateId) -> Certificate {
    Certificate {
        id,
        code: "60000002".into(),
        name: "产线装调".into(),
        level: "中级".into(),
        standard_code: String::new(),
        organisation: "示例评价中心".into(),
        majors: Vec::new(),
    }
}

fn plan_of(id: PlanId) -> ExamPlan {
    let window = |from: &str, until: &str| Some(Window { start: time(from), end: time(until) });
    ExamPlan {
        id,
        number: "2026-0612".into(),
        year: "2026".into(),
        name: "六月".into(),
        mode: RegistrationMode::ByCertificate,
        windows: PlanWindows {
            arrangement: window("2026-06-01T00:00:00", "2026-06-12T23:59:59"),
            ..PlanWindows::default()
        },
        pass_rule: String::new(),
        schools: Vec::new(),
        notices: Vec::new(),
        serial: 1,
    }
}

fn site_of(id: SiteId) -> Site {
    Site {
        id,
        number: "330200001".into(),
        name: "主校区考点".into(),
        school: "示例职业学院".into(),
        province: "浙江省".into(),
        city: "宁波市".into(),
        county: "海曙区".into(),
        address: "学院路 1 号".into(),
        review: SiteReview::Approved,
        enabled: true,
    }
}

fn subject_of(id: SubjectId, plan: PlanId, certificate: CertificateId, session: SessionId) -> Subject {
    Subject {
        id,
        plan,
        certificate,
        code: "01".into(),
        name: "理论知识".into(),
        mode: ExamMode::Written,
        audience: Vec::new(),
        sessions: vec![Session {
            id: session,
            start: time("2026-06-20T09:00:00"),
            end: time("2026-06-20T10:30:00"),
        }],
    }
}

/// A move, an exchange, a removal and a first seat: told before, done, and taken back one by one until all
/// is as it was.
#[test]
fn changes_by_hand_can_all_be_taken_back() {
    let world = World::seated();
    let before: Vec<_> = (1..=20).map(|at| world.seat_of(at)).collect();
    let free = world.free_seat();
    let one = World::registration(2);
    let told = preview::preview(&world.app, world.plan, &ByHand::To(one, free)).unwrap();
    assert!(told.allowed && told.kind == "move" && told.sheet_count == 0, "nothing was printed: {told:?}");
    hand::change(&world.app, world.plan, &ByHand::To(one, free)).unwrap();
    assert_eq!(world.seat_of(2), Some(free));

    let other = world.seat_of(9).unwrap();
    let told = preview::preview(&world.app, world.plan, &ByHand::To(one, other)).unwrap();
    assert_eq!(told.kind, "swap");
    assert!(told.text.contains("考生09"), "{}", told.text);
    hand::change(&world.app, world.plan, &ByHand::To(one, other)).unwrap();
    assert_eq!((world.seat_of(2), world.seat_of(9)), (Some(other), Some(free)));

    hand::change(&world.app, world.plan, &ByHand::Remove(one)).unwrap();
    assert_eq!(world.seat_of(2), None);
    let waiting = survey::unseated(&world.app, world.plan, Some(world.subject)).unwrap();
    assert_eq!((waiting.total, waiting.rows[0].code.as_str()), (1, "seat_free"));
    hand::change(&world.app, world.plan, &ByHand::Add(one)).unwrap();
    assert!(world.seat_of(2).is_some());

    let log = late::changes(&world.app, world.plan).unwrap();
    assert_eq!(
        log.changes.iter().map(|own| own.kind.as_str()).collect::<Vec<_>>(),
        ["add", "remove", "swap", "move"]
    );
    for _ in 0..4 {
        hand::reverse(&world.app, world.plan, None, false).unwrap();
    }
    assert_eq!((1..=20).map(|at| world.seat_of(at)).collect::<Vec<_>>(), before);
    let log = late::changes(&world.app, world.plan).unwrap();
    assert!(!log.can_undo && log.can_redo && log.sheet_count == 0, "{log:?}");
    assert_eq!(hand::reverse(&world.app, world.plan, None, false).unwrap_err().code, "nothing_to_undo");
    hand::reverse(&world.app, world.plan, None, true).unwrap();
    assert_eq!(world.seat_of(2), Some(free));
}

/// What was printed and is no longer true is listed until it is printed again; what was never printed is not.
#[test]
fn only_paper_that_no_longer_holds_is_to_be_printed_again() {
    let world = World::seated();
    world.print();
    assert_eq!(late::changes(&world.app, world.plan).unwrap().sheet_count, 0);
    let (from, free) = (world.seat_of(2).unwrap(), world.free_seat());
    let told = preview::preview(&world.app, world.plan, &ByHand::To(World::registration(2), free)).unwrap();
    hand::change(&world.app, world.plan, &ByHand::To(World::registration(2), free)).unwrap();
    let log = late::changes(&world.app, world.plan).unwrap();
    assert_eq!((log.sheet_count, &log.sheets), (told.sheet_count, &told.sheets));
    let of = |sheet: &str| log.sheets.iter().find(|group| group.sheet == sheet).unwrap().of.clone();
    assert_eq!(of("准考证"), ["考生02"]);
    assert_eq!(of("桌贴").len(), 1, "only the desk that somebody came to");
    assert_eq!(of("门贴").len(), if from.room == free.room { 1 } else { 2 });
    assert_eq!(log.void_desks.len(), 1);
    let rooms = picture::rooms(&world.app, world.plan, world.session).unwrap().rooms;
    assert!(rooms.iter().any(|room| room.stale));
    world.print();
    assert_eq!(late::changes(&world.app, world.plan).unwrap().sheet_count, 0);
    let rooms = picture::rooms(&world.app, world.plan, world.session).unwrap().rooms;
    assert!(rooms.iter().all(|room| !room.stale));
}

/// A change whose seats have moved on since can't be taken back by itself.
#[test]
fn what_has_moved_on_is_not_taken_back() {
    let world = World::seated();
    let free = world.free_seat();
    let first = world.seat_of(3).unwrap();
    hand::change(&world.app, world.plan, &ByHand::To(World::registration(3), free)).unwrap();
    hand::change(&world.app, world.plan, &ByHand::To(World::registration(4), first)).unwrap();
    let log = late::changes(&world.app, world.plan).unwrap();
    let oldest = log.changes.last().unwrap().id.parse().unwrap();
    let refused = hand::reverse(&world.app, world.plan, Some(oldest), false).unwrap_err();
    assert!(!refused.message.is_empty());
    assert_eq!(world.seat_of(3), Some(free));
}

/// What the preview says of the pairs is what the room then has.
#[test]
fn a_preview_counts_what_the_room_then_has() {
    let world = World::seated();
    for (a, b) in [(1_u64, 2_u64), (3, 8), (5, 17), (6, 19), (11, 20)] {
        let told = preview::preview(
            &world.app,
            world.plan,
            &ByHand::Swap(World::registration(a), World::registration(b)),
        )
        .unwrap();
        if !told.allowed {
            continue;
        }
        let pairs = |world: &World| {
            let (a, b) = (world.seat_of(a).unwrap().room, world.seat_of(b).unwrap().room);
            let rooms = picture::rooms(&world.app, world.plan, world.session).unwrap().rooms;
            let own = |id: RoomId| rooms.iter().find(|room| room.room_id == id.to_string()).unwrap().pairs;
            if a == b { own(a) } else { own(a) + own(b) }
        };
        assert_eq!(pairs(&world), told.pairs_before);
        let both = ByHand::Swap(World::registration(a), World::registration(b));
        hand::change(&world.app, world.plan, &both).unwrap();
        assert_eq!(pairs(&world), told.pairs_after, "{told:?}");
    }
}

/// Locked seats stay through a new seating and refuse to be moved; everything else says what it loses.
#[test]
fn locks_outlive_a_new_seating_and_losses_are_told() {
    let world = World::seated();
    let kept = world.seat_of(5).unwrap();
    hand::change(&world.app, world.plan, &ByHand::Lock(vec![World::registration(5)])).unwrap();
    let free = world.free_seat();
    let told = preview::preview(&world.app, world.plan, &ByHand::To(World::registration(5), free)).unwrap();
    assert!(!told.allowed && told.text.contains("锁定"), "{told:?}");
    hand::change(&world.app, world.plan, &ByHand::To(World::registration(6), free)).unwrap();
    let options = SeatOptions { seed: 99, ..world.options() };
    let told = forecast::forecast(&world.app, &options, &Task::silent()).unwrap();
    assert_eq!((told.seated, told.registrations), (20, 20));
    assert!(told.losses.iter().any(|line| line.contains("手工调整的 1 处")), "{:?}", told.losses);
    assert!(told.losses.iter().any(|line| line.contains("已锁定的 1 个")), "{:?}", told.losses);
    assert_eq!(world.seat_of(6), Some(free), "a forecast writes nothing");
    run(&world.app, &options, &Task::silent()).unwrap();
    assert_eq!(world.seat_of(5), Some(kept));
    assert!(late::changes(&world.app, world.plan).unwrap().changes.is_empty());
}

/// The writer is only taken at the end: lists are read while seats are computed, and a seating whose inputs
/// changed meanwhile writes nothing.
#[test]
fn a_seating_holds_nobody_up_and_is_refused_when_outdated() {
    let world = World::seated();
    let done = AtomicBool::new(false);
    let report = |progress: crate::task::Progress<'_>| {
        if progress.step == "写入座位" && progress.done == 2 && !done.swap(true, Ordering::Relaxed) {
            let listed = picture::rooms(&world.app, world.plan, world.session).unwrap();
            assert_eq!(listed.seated, 20);
            hand::change(&world.app, world.plan, &ByHand::Lock(vec![World::registration(1)])).unwrap();
        }
    };
    let never = AtomicBool::new(false);
    let before: Vec<_> = (1..=20).map(|at| world.seat_of(at)).collect();
    let options = SeatOptions { seed: 1234, ..world.options() };
    let refused = run(&world.app, &options, &Task::new(&report, &never)).unwrap_err();
    assert_eq!(refused.code, "seating_outdated");
    assert_eq!((1..=20).map(|at| world.seat_of(at)).collect::<Vec<_>>(), before);
}

/// Cancelled, nothing is written.
#[test]
fn a_cancelled_seating_writes_nothing() {
    let world = World::new();
    let stop = AtomicBool::new(true);
    let refused = run(&world.app, &world.options(), &Task::new(&|_| {}, &stop)).unwrap_err();
    assert_eq!(refused.code, "cancelled");
    assert_eq!(world.seat_of(1), None);
}

/// every seat of the picture is where the layout has it, with who sits there; colours run from
/// 1 to 8 and each has its word.
#[test]
fn r184_the_picture_shows_who_sits_where() {
    let world = World::seated();
    let mut people = 0;
    for id in world.rooms {
        let shown = picture::room(&world.app, world.plan, world.session, id, SeatingColourBy::Class).unwrap();
        assert_eq!(shown.desks.len(), 12);
        for desk in &shown.desks {
            let Some(person) = &desk.person else { continue };
            people += 1;
            assert!((1..=8).contains(&person.colour));
            assert!(shown.colours.iter().any(|own| own.colour == person.colour && own.label == person.group));
            assert!(!person.exam_number.is_empty());
            if person.name == "考生01" {
                assert_eq!((person.marks.as_slice(), desk.row), (["前排".to_owned()].as_slice(), 1));
            }
        }
    }
    assert_eq!(people, 20);
}

/// the list pages, filters and counts: the ticked rows alone are exported.
#[test]
fn r190_details_are_listed_and_exported() {
    let world = World::seated();
    hand::change(&world.app, world.plan, &ByHand::Remove(World::registration(7))).unwrap();
    let filter = SeatDetailFilter { plan: Some(world.plan), ..SeatDetailFilter::default() };
    let first = details::page(&world.app, &filter, Page::number(1, 8)).unwrap();
    assert_eq!((first.total, first.seated, first.unseated, first.rows.len()), (20, 19, 1, 8));
    let last = details::page(&world.app, &filter, Page::number(3, 8)).unwrap();
    assert_eq!(last.rows.last().unwrap().status, details::UNSEATED, "those without a seat come last");
    let one = SeatDetailFilter { text: "考生12".into(), ..filter.clone() };
    assert_eq!(details::page(&world.app, &one, Page::number(1, 8)).unwrap().total, 1);
    let target = world._folder.path().join("明细.xlsx");
    let ticked = [World::registration(3), World::registration(4)];
    let choice = crate::exporting::ExportChoice::default();
    let done = details::export(&world.app, &target, &filter, &ticked, choice).unwrap();
    assert_eq!((done.rows, done.masked), (2, true));
}

fn call(desk: &Desk, name: &str, payload: Value) -> Value {
    desk.call(name, payload, None, &|_| {}).unwrap()
}

/// the overview counts what is needed and there; no answer of these commands holds a whole
/// number of identity or a phone.
#[test]
fn r180_the_overview_counts_and_nothing_leaks() {
    let world = World::seated();
    let desk = world.desk();
    let plan = world.plan.to_string();
    let overview = call(&desk, "seating.overview", json!({}));
    assert_eq!(overview["subjects"][0]["status"], "已排完");
    assert_eq!((&overview["registered"], &overview["seated"]), (&json!(20), &json!(20)));
    assert_eq!(overview["subjects"][0]["available"], 24);
    assert_eq!(overview["run"]["optimal"], overview["run"]["pairs"] == overview["run"]["bound"]);
    hand::change(&world.app, world.plan, &ByHand::Remove(World::registration(7))).unwrap();
    let session = json!({ "plan_id": plan, "session_id": world.session.to_string() });
    let mut answers = vec![overview, call(&desk, "seating.rooms", session)];
    for room in world.rooms {
        let request = json!({
            "plan_id": plan, "session_id": world.session.to_string(), "room_id": room.to_string(),
        });
        answers.push(call(&desk, "seating.room", request));
    }
    answers.push(call(&desk, "seating.unseated", json!({ "plan_id": plan, "subject_id": null })));
    answers.push(call(&desk, "seating.changes", json!({ "plan_id": plan })));
    answers.push(call(&desk, "seating.details", json!({ "plan_id": plan, "page": 1, "page_size": 100 })));
    let text: String = answers.iter().map(Value::to_string).collect();
    assert!(text.contains("考生01") && !text.contains("13800001111"));
    for at in 1..=20 {
        assert!(!text.contains(&id_number(at)), "a whole number leaves");
    }
}

/// Who may only look can't change a seat.
#[test]
fn only_those_who_seat_change_seats() {
    let world = World::seated();
    let desk = Desk::new(Clock::Fixed(now()), world.app.folder());
    desk.enter(world.app.clone(), Some(SignedIn::new("jian", "监考", Role::Invigilator)));
    let request =
        json!({ "plan_id": world.plan.to_string(), "registration_id": World::registration(1).to_string() });
    let refused = desk.call("seating.remove", request, None, &|_| {}).unwrap_err();
    assert_eq!(refused.code, "not_allowed");
    assert!(world.seat_of(1).is_some());
}
