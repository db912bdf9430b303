//! 到考登记 against a real workspace: two rooms and two sessions, six candidates.

use super::*;
use crate::clock::Clock;
use crate::desk::{Desk, Role, SignedIn};
use crate::task::Progress;
use crate::workspace::{App, SchoolProfile, Unlock};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use kaozhan_domain::arrangement::{ExamNumber, TicketVersion};
use kaozhan_domain::attendance::{AttendanceChange, AttendanceState};
use kaozhan_domain::candidate::id_document::{IdType, Sex};
use kaozhan_domain::candidate::pinyin::PinyinSource;
use kaozhan_domain::candidate::{CandidateDetails, CandidateStatus, StudentType};
use kaozhan_domain::ids::*;
use kaozhan_domain::plan::{Certificate, PlanWindows, RegistrationMode};
use kaozhan_domain::registration::{CandidateSnapshot, PaymentStatus};
use kaozhan_domain::seating::{AccessNeeds, ExamMode, RoomLayout};
use kaozhan_domain::site::{Site, SiteReview};
use serde_json::{Value, json};
use uuid::Uuid;

const IDS: [&str; 6] = ["G10000001", "G10000002", "G10000003", "G10000004", "G10000005", "G10000006"];

fn uuid(kind: u8, n: u64) -> Uuid {
    Uuid::from_u128((u128::from(kind) << 120) | (7 << 76) | (2 << 62) | u128::from(n))
}

fn moment(hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 6, 20).unwrap().and_hms_opt(hour, minute, 0).unwrap()
}

fn number(n: u64) -> String {
    format!("202606200001370000001{n:05}")
}

fn session(n: u64) -> Session {
    let start = moment(9, 0) + TimeDelta::hours(3 * (i64::try_from(n).unwrap() - 1));
    Session { id: SessionId(uuid(5, n)), start, end: start + TimeDelta::minutes(90) }
}

fn plan() -> ExamPlan {
    ExamPlan {
        id: PlanId(uuid(3, 1)),
        number: "2026-0620".into(),
        year: "2026".into(),
        name: "2026年六月考试".into(),
        mode: RegistrationMode::BySubject,
        windows: PlanWindows::default(),
        pass_rule: String::new(),
        schools: vec![],
        notices: vec![],
        serial: 1,
    }
}

fn details(n: u64) -> CandidateDetails {
    CandidateDetails {
        student_type: StudentType::Institution,
        name: ["单雨霏", "吕一鸣", "梁知行", "司徒晚晴", "苏砚秋", "顾行舟"][usize::try_from(n).unwrap() - 1]
            .into(),
        name_typed: String::new(),
        pinyin: String::new(),
        pinyin_source: PinyinSource::Auto,
        pinyin_review: vec![],
        sex: Sex::Female,
        id_type: IdType::Passport,
        id_number: IDS[usize::try_from(n).unwrap() - 1].into(),
        phone: format!("1990000000{n}"),
        major_name: String::new(),
        major_code: String::new(),
        major_version: String::new(),
        major_level: String::new(),
        enrolment_year: "2024".into(),
        school: "示例职业学院".into(),
        class_name: "机器人2401".into(),
        student_number: format!("2024{n:04}"),
        access: AccessNeeds::default(),
        remark: String::new(),
    }
}

fn room_of(n: u64) -> Room {
    Room {
        id: RoomId(uuid(7, n)),
        code: format!("R{n:03}"),
        plan: plan().id,
        site: SiteId(uuid(6, 1)),
        certificate: CertificateId(uuid(2, 1)),
        subjects: vec![SubjectId(uuid(4, 1))],
        name: format!("A10{n}"),
        mode: ExamMode::Computer,
        capacity: 6,
        province: "山东省".into(),
        city: "烟台市".into(),
        county: "莱山区".into(),
        address: "示例路 1 号".into(),
        floor: Some(1),
        layout: RoomLayout::from_columns(vec![3, 3]),
        remark: String::new(),
    }
}

/// 1 to 4 sit in A101 of the first session, 5 in A102, 6 in A101 of the second session.
fn workspace_at(now: NaiveDateTime) -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().unwrap();
    let unlock = Unlock::passphrase("测试口令-1234");
    let school = SchoolProfile { name: "示例职业学院".into(), code: "13999".into() };
    let app = App::create(folder.path(), &unlock, &school, Clock::Fixed(now)).unwrap().acting_as("周敏");
    app.write("fill", "测试", "", |tx| {
        tx.put_certificate(&Certificate {
            id: CertificateId(uuid(2, 1)),
            code: "20000001".into(),
            name: "工业机器人装调".into(),
            level: "初级".into(),
            standard_code: String::new(),
            organisation: String::new(),
            majors: vec![],
        })?;
        tx.put_plan(&plan())?;
        tx.put_subject(&Subject {
            id: SubjectId(uuid(4, 1)),
            plan: plan().id,
            certificate: CertificateId(uuid(2, 1)),
            code: "001".into(),
            name: "理论知识".into(),
            mode: ExamMode::Computer,
            audience: vec![],
            sessions: vec![session(1), session(2)],
        })?;
        tx.put_site(&Site {
            id: SiteId(uuid(6, 1)),
            number: "370000001".into(),
            name: "示例考点".into(),
            school: "示例职业学院".into(),
            province: "山东省".into(),
            city: "烟台市".into(),
            county: "莱山区".into(),
            address: "示例路 1 号".into(),
            review: SiteReview::Approved,
            enabled: true,
        })?;
        tx.put_room(&room_of(1))?;
        tx.put_room(&room_of(2))?;
        for n in 1..=6u64 {
            let (at, place, seat) = match n {
                5 => (1, 2, 1),
                6 => (2, 1, 1),
                _ => (1, 1, u16::try_from(n).unwrap()),
            };
            tx.insert_candidate(&Candidate {
                id: CandidateId(uuid(1, n)),
                roster_order: n,
                platform_number: String::new(),
                details: details(n),
                photo: None,
                status: CandidateStatus::Accurate,
                verification_queued: false,
            })?;
            tx.insert_registration(&Registration {
                id: RegistrationId(uuid(8, n)),
                plan: plan().id,
                candidate: CandidateId(uuid(1, n)),
                subject: SubjectId(uuid(4, 1)),
                audience: String::new(),
                payment: PaymentStatus::Unpaid,
                registered_at: now,
                snapshot: CandidateSnapshot { details: details(n) },
            })?;
            tx.put_assignment(&SeatAssignment {
                plan: plan().id,
                registration: RegistrationId(uuid(8, n)),
                candidate: CandidateId(uuid(1, n)),
                subject: SubjectId(uuid(4, 1)),
                session: session(at).id,
                room: RoomId(uuid(7, place)),
                seat,
                locked: false,
            })?;
            tx.insert_exam_number(&ExamNumber {
                plan: plan().id,
                candidate: CandidateId(uuid(1, n)),
                number: number(n),
            })?;
        }
        Ok(())
    })
    .unwrap();
    (folder, app)
}

fn workspace() -> (tempfile::TempDir, App) {
    workspace_at(moment(9, 12))
}

fn registration(n: u64) -> RegistrationId {
    RegistrationId(uuid(8, n))
}

fn to(state: AttendanceState) -> AttendanceChange {
    AttendanceChange { state: Some(state), ..AttendanceChange::default() }
}

const A101: RoomId = RoomId(Uuid::from_u128((7 << 120) | (7 << 76) | (2 << 62) | 1));

fn figures(counts: &AttendanceCounts) -> [u64; 5] {
    [counts.expected, counts.came, counts.late, counts.absent, counts.unmarked]
}

#[test]
fn a_mark_is_kept_counted_and_in_the_trail() {
    let (_folder, app) = workspace();
    let at = session(1).id;
    mark(&app, at, registration(1), &to(AttendanceState::Present)).unwrap();
    let late = mark(&app, at, registration(2), &to(AttendanceState::Late)).unwrap();
    assert_eq!(late.people[0].late_minutes, Some(12), "the clock proposes the minutes");
    mark(&app, at, registration(3), &to(AttendanceState::Absent)).unwrap();
    let caught = AttendanceChange { violation: Some("携带手机".into()), ..AttendanceChange::default() };
    let marked = mark(&app, at, registration(1), &caught).unwrap();
    assert_eq!(figures(&marked.counts), [4, 2, 1, 1, 1]);
    assert_eq!(marked.counts.violations, 1);
    // A correction is one more line; nothing changed is none.
    mark(&app, at, registration(3), &to(AttendanceState::Late)).unwrap();
    assert_eq!(mark(&app, at, registration(3), &to(AttendanceState::Late)).unwrap().changed, 0);
    let trail = changes(&app, A101, at).unwrap();
    assert_eq!(trail.changes.len(), 5);
    assert!(trail.changes[0].correction && trail.changes[0].actor == "周敏");
    assert_eq!((trail.changes[0].before.as_str(), trail.changes[0].after.as_str()), ("缺考", "迟到12分钟"));
    let seen = room(&app, A101, at).unwrap();
    assert_eq!(seen.desks.iter().filter(|desk| desk.person.is_some()).count(), 4);
    assert_eq!(seen.desks.len(), 6);
    assert_eq!(figures(&tally(&app, "2026-0620", None, None).unwrap()), [6, 3, 2, 0, 3]);
    assert!(app.store().doctor(false).unwrap().is_sound());
}

#[test]
fn a_seat_of_another_session_is_refused() {
    let (_folder, app) = workspace();
    let error = mark(&app, session(1).id, registration(6), &to(AttendanceState::Present)).unwrap_err();
    assert_eq!(error.code, "attendance_not_here");
}

#[test]
fn the_rest_is_one_step_that_can_be_taken_back() {
    let (_folder, app) = workspace();
    let at = session(1).id;
    mark(&app, at, registration(3), &to(AttendanceState::Absent)).unwrap();
    let rest = mark_rest(&app, A101, at).unwrap();
    assert_eq!((rest.changed, figures(&rest.counts)), (3, [4, 3, 0, 1, 0]));
    assert_eq!(mark_rest(&app, A101, at).unwrap().changed, 0);
    assert_eq!(figures(&undo(&app, A101, at, None).unwrap().counts), [4, 0, 0, 1, 3]);
    assert_eq!(figures(&undo(&app, A101, at, None).unwrap().counts), [4, 0, 0, 0, 4]);
    assert_eq!(undo(&app, A101, at, None).unwrap_err().code, "nothing_to_undo");
    // An older step cannot be taken back from under a newer one.
    mark(&app, at, registration(1), &to(AttendanceState::Present)).unwrap();
    mark(&app, at, registration(1), &to(AttendanceState::Absent)).unwrap();
    let first = changes(&app, A101, at).unwrap().changes[1].id.parse().unwrap();
    assert_eq!(undo(&app, A101, at, Some(first)).unwrap_err().code, "changed_since");
}

#[test]
fn a_scan_finds_the_right_one_and_says_what_is_wrong() {
    use AttendanceScanKind as Kind;
    let (_folder, app) = workspace();
    let at = session(1).id;
    let present = Some(AttendanceState::Present);
    let read = |text: &str| scan(&app, text, at, Some(A101), present).unwrap();
    assert_eq!(read(&number(1)).kind, Kind::Marked);
    assert_eq!(read(&format!("kz1:t:{}:1:aabbccdd", number(1))).kind, Kind::Already);
    assert_eq!((read("2").kind, read("２号").kind), (Kind::Marked, Kind::Already));
    assert_eq!(read("00003").title, "梁知行");
    assert_eq!(read("司徒晚晴").kind, Kind::Marked);
    assert_eq!(read("6").kind, Kind::Unknown, "nobody sits there");
    let other = read(&number(5));
    assert_eq!(other.kind, Kind::OtherRoom);
    assert!(other.text.contains("A102") && other.marked.is_none(), "{}", other.text);
    let later = read(&number(6));
    assert_eq!(later.kind, Kind::OtherSession);
    assert!(later.text.contains("12:00"), "{}", later.text);
    assert_eq!(read("KZ1:S:2026-0620:370000001:R002:1:AABBCCDD").kind, Kind::Room);
    assert_eq!(read("KZ1:S:2026-0620:370000001:R009:1:AABBCCDD").kind, Kind::Unknown);
    assert_eq!((read("KZ1:T").kind, read("没有这个人").kind), (Kind::Broken, Kind::Unknown));
    assert_eq!(scan(&app, "2", at, None, present).unwrap().kind, Kind::NeedsRoom);
    // Nobody of another room or session was marked.
    assert_eq!(tally(&app, "2026-0620", None, None).unwrap().unmarked, 2);
    // Who was taken for absent comes after all; who is only asked for is not marked.
    mark(&app, at, registration(2), &to(AttendanceState::Absent)).unwrap();
    assert_eq!(scan(&app, "2", at, Some(A101), None).unwrap().kind, Kind::Found);
    assert_eq!(read("2").kind, Kind::Corrected);
}

#[test]
fn an_old_ticket_is_told() {
    let (_folder, app) = workspace();
    app.write("x", "测试", "", |tx| {
        Ok(tx.put_ticket_version(&TicketVersion {
            plan: plan().id,
            candidate: CandidateId(uuid(1, 1)),
            version: 3,
            checksum: "AABBCCDD".into(),
            made_at: moment(8, 0),
        })?)
    })
    .unwrap();
    let text = format!("KZ1:T:{}:2:AABBCCDD", number(1));
    let answer = scan(&app, &text, session(1).id, Some(A101), Some(AttendanceState::Present)).unwrap();
    assert!(answer.warnings.iter().any(|warning| warning.contains("第2版")), "{:?}", answer.warnings);
}

#[test]
fn lists_and_sheets_are_written() {
    let (folder, app) = workspace();
    let at = session(1).id;
    let note = "9:20 携带手机，由监考暂存".repeat(8);
    for n in [1, 2, 3, 4] {
        let state = if n == 3 { AttendanceState::Absent } else { AttendanceState::Present };
        let violation = (n == 2).then(|| note.clone());
        mark(&app, at, registration(n), &AttendanceChange { violation, ..to(state) }).unwrap();
    }
    let list = absentees(&app, "2026-0620", AttendanceListKind::Absent, None).unwrap();
    assert_eq!(list.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["梁知行"]);
    let unmarked = absentees(&app, "2026-0620", AttendanceListKind::Unmarked, None).unwrap();
    assert_eq!(unmarked.rows.len(), 2);
    for (form, name) in [(AttendanceExport::Xlsx, "缺考.xlsx"), (AttendanceExport::Pdf, "缺考.pdf")] {
        let target = folder.path().join(name);
        let kind = (AttendanceListKind::Absent, None);
        let file = export(&app, "2026-0620", kind, form, (&target, false)).unwrap();
        assert_eq!((file.rows, file.warnings.len()), (1, 1), "two are not marked yet");
        let again = export(&app, "2026-0620", kind, form, (&target, false)).unwrap_err();
        assert_eq!(again.code, "file_exists");
    }
    let target = folder.path().join("记录表.pdf");
    let whole = export_records(&app, "2026-0620", (Some(at), Some(A101)), (&target, false)).unwrap();
    assert_eq!((whole.rows, whole.warnings.len()), (1, 0));
    let pages = kaozhan_documents::print::page_count(&std::fs::read(&target).unwrap());
    assert_eq!(pages, 2, "a long 违纪 takes a page of its own");
    let all = export_records(&app, "2026-0620", (None, None), (&target, true)).unwrap();
    assert_eq!((all.rows, all.warnings.len()), (3, 1), "open rooms are left to the pen");
}

#[test]
fn the_exported_workbook_names_who_was_absent_and_masks() {
    use calamine::{Reader, open_workbook_auto};
    let (folder, app) = workspace();
    mark(&app, session(1).id, registration(3), &to(AttendanceState::Absent)).unwrap();
    let target = folder.path().join("缺考.xlsx");
    let kind = (AttendanceListKind::Absent, None);
    export(&app, "2026-0620", kind, AttendanceExport::Xlsx, (&target, false)).unwrap();
    let mut book = open_workbook_auto(&target).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<String> = sheet.rows().flatten().map(ToString::to_string).collect();
    assert!(cells.iter().any(|cell| cell == "梁知行") && cells.iter().any(|cell| cell == &number(3)));
    assert!(!cells.iter().any(|cell| cell.contains(IDS[2])), "{cells:?}");
}

/// A desk with somebody of this role at it.
fn desk(app: App, role: Role) -> Desk {
    let desk = Desk::new(Clock::Fixed(moment(9, 12)), std::env::temp_dir());
    desk.enter(app, Some(SignedIn::new("zhoumin", "周敏", role)));
    desk
}

fn call(desk: &Desk, name: &str, payload: Value) -> Result<Value> {
    desk.call(name, payload, None, &|_: Progress<'_>| {})
}

/// what the window gets holds no whole document or phone number.
#[test]
fn r094_no_answer_holds_a_whole_number() {
    let (_folder, app) = workspace();
    let desk = desk(app, Role::Invigilator);
    let place = json!({ "room": A101.to_string(), "session": session(1).id.to_string() });
    let mut answers = String::new();
    for (name, payload) in [
        ("attendance.sessions", json!({ "plan": "", "day": "" })),
        ("attendance.room", place.clone()),
        (
            "attendance.scan",
            json!({ "text": IDS[0], "session": session(1).id.to_string(), "room": null, "state": "present" }),
        ),
        (
            "attendance.scan",
            json!({ "text": "G99999999", "session": session(1).id.to_string(), "room": null, "state": "present" }),
        ),
        (
            "attendance.mark",
            json!({ "session": session(1).id.to_string(), "registration": registration(2).to_string(), "state": "absent", "late_minutes": null, "violation": null, "seat_note": null }),
        ),
        ("attendance.mark_rest", place.clone()),
        ("attendance.changes", place.clone()),
        ("attendance.counts", json!({ "plan": "2026-0620", "session": null, "room": null })),
        ("attendance.absentees", json!({ "plan": "2026-0620", "kind": "all", "session": null })),
        (
            "attendance.undo",
            json!({ "room": A101.to_string(), "session": session(1).id.to_string(), "change": null }),
        ),
    ] {
        answers.push_str(&call(&desk, name, payload).unwrap().to_string());
    }
    assert!(answers.contains("单雨霏"));
    for (n, id) in IDS.iter().enumerate().take(6) {
        assert!(!answers.contains(id), "{id}");
        assert!(!answers.contains(&format!("1990000000{}", n + 1)));
    }
}

#[test]
fn the_day_and_its_rooms_are_found_by_the_clock() {
    let (_folder, app) = workspace();
    let found = sessions(&app, "", "").unwrap();
    assert_eq!((found.plan.as_deref(), found.day.as_deref()), (Some("2026-0620"), Some("2026-06-20")));
    let phases: Vec<&str> = found.sessions.iter().map(|session| session.phase.as_str()).collect();
    assert_eq!(phases, ["考试中", "待考试"]);
    assert_eq!(found.sessions[0].rooms.iter().map(|room| room.counts.expected).collect::<Vec<_>>(), [4, 1]);
    assert_eq!(sessions(&app, "没有", "").unwrap_err().code, "plan_unknown");
}

#[test]
fn the_wrong_day_warns_and_still_records() {
    let (_folder, app) = workspace_at(moment(9, 0) + TimeDelta::days(2));
    let marked = mark(&app, session(1).id, registration(1), &to(AttendanceState::Absent)).unwrap();
    assert_eq!((marked.changed, marked.warnings.len()), (1, 1));
}

#[test]
fn who_may_not_record_is_refused() {
    let (_folder, app) = workspace();
    let desk = desk(app.clone(), Role::Invigilator);
    let user = SignedIn {
        permissions: vec![crate::desk::Permission::View],
        ..SignedIn::new("a", "甲", Role::Invigilator)
    };
    assert!(call(&desk, "attendance.sessions", json!({})).is_ok());
    desk.enter(app, Some(user));
    assert_eq!(call(&desk, "attendance.sessions", json!({})).unwrap_err().code, "not_allowed");
}
