//! 监考人员 and 监考编排 through the commands, against a real workspace.

use crate::clock::Clock;
use crate::desk::{Desk, Role, SignedIn};
use crate::error::AppError;
use crate::import::{ImportKind, ImportOptions, ImportReport, import};
use crate::task::Task;
use crate::workspace::{App, SchoolProfile, Unlock};
use chrono::NaiveDateTime;
use kaozhan_domain::arrangement::SeatAssignment;
use kaozhan_domain::candidate::id_document::{IdType, Sex};
use kaozhan_domain::candidate::pinyin::PinyinSource;
use kaozhan_domain::candidate::{Candidate, CandidateDetails, CandidateStatus, StudentType};
use kaozhan_domain::ids::*;
use kaozhan_domain::plan::{Certificate, ExamPlan, PlanWindows, RegistrationMode, Session, Subject};
use kaozhan_domain::registration::{CandidateSnapshot, PaymentStatus, Registration};
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::{AccessNeeds, ExamMode, RoomLayout};
use kaozhan_domain::site::{Site, SiteReview};
use serde_json::{Value, json};
use uuid::Uuid;

/// Numbers of the right form that belong to nobody.
const DOCUMENT: &str = "11010520060315069X";
const PHONE: &str = "13800000001";

fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn id(kind: u128, n: u128) -> Uuid {
    Uuid::from_u128(kind << 64 | n)
}

fn certificate(n: u128) -> CertificateId {
    CertificateId(id(1, n))
}

fn room(n: u128) -> RoomId {
    RoomId(id(2, n))
}

fn session(n: u128) -> SessionId {
    SessionId(id(3, n))
}

fn plan() -> PlanId {
    PlanId(id(4, 1))
}

struct Office {
    folder: tempfile::TempDir,
    desk: Desk,
    app: App,
}

impl Office {
    /// Two rooms with candidates in each of two sessions of one subject, on the 20th of June.
    fn new() -> Self {
        Self::at("2026-06-02T09:00:00")
    }

    fn at(now: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let school = SchoolProfile { name: "示例职业学院".into(), code: String::new() };
        let clock = Clock::Fixed(time(now));
        let key = Unlock::passphrase("演练用口令-2026");
        let app = App::create(&folder.path().join("w"), &key, &school, clock).unwrap();
        app.write("test", "准备", "", |tx| {
            for n in 1..=2 {
                tx.put_certificate(&certificate_of(n))?;
            }
            tx.put_plan(&plan_of())?;
            tx.put_site(&site_of())?;
            tx.put_subject(&subject_of())?;
            for n in 1..=2 {
                tx.put_room(&room_of(n))?;
            }
            for n in 1..=4 {
                seat(tx, n)?;
            }
            Ok(())
        })
        .unwrap();
        let desk = Desk::new(clock, folder.path().join("config"));
        desk.enter(app.clone(), Some(SignedIn::new("zhou", "周敏", Role::Principal)));
        Self { folder, desk, app }
    }

    fn call(&self, name: &str, payload: Value) -> Result<Value, AppError> {
        self.desk.call(name, payload, None, &|_| {})
    }

    fn ok(&self, name: &str, payload: Value) -> Value {
        self.call(name, payload).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    fn code(&self, name: &str, payload: Value) -> String {
        self.call(name, payload).unwrap_err().code
    }

    /// Enters a person and gives the identity.
    fn add(&self, name: &str, phone: &str) -> String {
        let form = json!({ "name": name, "phone": phone, "certificate_ids": [certificate(1).to_string()] });
        let answer = self.ok("invigilator.save", form);
        answer["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// Enters so many people, all 已认证.
    fn staff(&self, count: usize) -> Vec<String> {
        let ids: Vec<String> = (0..count)
            .map(|n| self.add(["陶然", "纪晓晴", "公孙敏", "钱一", "赵二"][n], &phone(n)))
            .collect();
        self.verify(&ids);
        ids
    }

    fn verify(&self, ids: &[String]) -> Value {
        let verification = json!({ "ids": ids, "verified": true, "basis": "评价组织第3号通知" });
        self.ok("invigilator.verify", json!({ "verification": verification, "filter": null }))
    }

    fn propose(&self, options: Value) -> Value {
        self.ok("rota.propose", json!({ "plan_id": plan().to_string(), "options": options }))
    }

    fn view(&self) -> Value {
        self.ok("rota.view", json!({ "id": plan().to_string() }))
    }

    fn import(&self, text: &str) -> ImportReport {
        let path = self.folder.path().join("监考.csv");
        std::fs::write(&path, text).unwrap();
        import(&self.app, ImportKind::Invigilators, &path, &ImportOptions::default(), &Task::silent())
            .unwrap()
    }
}

fn phone(n: usize) -> String {
    format!("138000001{n:02}")
}

fn certificate_of(n: u128) -> Certificate {
    Certificate {
        id: certificate(n),
        code: format!("6000000{n}"),
        name: "产线装调".into(),
        level: if n == 1 { "初级" } else { "中级" }.into(),
        standard_code: String::new(),
        organisation: "示例评价中心".into(),
        majors: Vec::new(),
    }
}

fn plan_of() -> ExamPlan {
    ExamPlan {
        id: plan(),
        number: "2026-0612".into(),
        year: "2026".into(),
        name: "六月考试".into(),
        mode: RegistrationMode::ByCertificate,
        windows: PlanWindows::default(),
        pass_rule: String::new(),
        schools: Vec::new(),
        notices: Vec::new(),
        serial: 1,
    }
}

fn site_of() -> Site {
    Site {
        id: SiteId(id(5, 1)),
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

fn subject_of() -> Subject {
    let slot = |n, from: &str, until: &str| Session { id: session(n), start: time(from), end: time(until) };
    Subject {
        id: SubjectId(id(6, 1)),
        plan: plan(),
        certificate: certificate(1),
        code: "01".into(),
        name: "理论知识".into(),
        mode: ExamMode::Written,
        audience: Vec::new(),
        sessions: vec![
            slot(1, "2026-06-20T09:00:00", "2026-06-20T10:30:00"),
            slot(2, "2026-06-20T11:00:00", "2026-06-20T12:30:00"),
        ],
    }
}

fn room_of(n: u128) -> Room {
    Room {
        id: room(n),
        code: format!("R00{n}"),
        plan: plan(),
        site: site_of().id,
        certificate: certificate(1),
        subjects: vec![subject_of().id],
        name: format!("10{n}"),
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

/// Candidate `n` in session `(n + 1) / 2` and room 1 or 2.
fn seat(tx: &mut kaozhan_store::WriteTx<'_>, n: u128) -> crate::error::Result<()> {
    let candidate = Candidate {
        id: CandidateId(id(7, n)),
        roster_order: n as u64,
        platform_number: String::new(),
        details: CandidateDetails {
            student_type: StudentType::Institution,
            name: format!("考生{n}"),
            name_typed: format!("考生{n}"),
            pinyin: "Kao Sheng".into(),
            pinyin_source: PinyinSource::Auto,
            pinyin_review: Vec::new(),
            sex: Sex::Male,
            id_type: IdType::Passport,
            id_number: format!("E770000{n}"),
            phone: "13900000000".into(),
            major_name: "机电".into(),
            major_code: "460301".into(),
            major_version: String::new(),
            major_level: "专科".into(),
            enrolment_year: "2024".into(),
            school: "示例职业学院".into(),
            class_name: "机电2401".into(),
            student_number: String::new(),
            access: AccessNeeds::default(),
            remark: String::new(),
        },
        photo: None,
        status: CandidateStatus::NoPhoto,
        verification_queued: false,
    };
    tx.insert_candidate(&candidate)?;
    let registration = Registration {
        id: RegistrationId(id(8, n)),
        plan: plan(),
        candidate: candidate.id,
        subject: subject_of().id,
        audience: String::new(),
        payment: PaymentStatus::Unpaid,
        registered_at: time("2026-04-20T09:00:00"),
        snapshot: CandidateSnapshot::of(&candidate),
    };
    tx.insert_registration(&registration)?;
    tx.put_assignment(&SeatAssignment {
        plan: plan(),
        registration: registration.id,
        candidate: candidate.id,
        subject: registration.subject,
        session: session(n.div_ceil(2)),
        room: room((n - 1) % 2 + 1),
        seat: 1,
        locked: false,
    })?;
    Ok(())
}

fn options() -> Value {
    json!({ "per_room": 2, "patrols": 0, "eligibility": "same_certificate", "count_earlier": true, "gap_minutes": 0 })
}

fn codes(answer: &Value) -> Vec<&str> {
    assert!(answer["id"].is_null(), "{answer}");
    answer["problems"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

/// Names by session and room.
fn names(view: &Value) -> Vec<Vec<String>> {
    let places = view["places"].as_array().unwrap().iter();
    let people = |place: &Value| {
        let people = place["people"].as_array().unwrap().iter();
        people.map(|person| person["name"].as_str().unwrap().to_owned()).collect()
    };
    places.filter(|place| place["room_id"] != "").map(people).collect()
}

/// entered with a certificate, shown with everything, and nobody twice.
#[test]
fn r202_an_invigilator_is_entered_and_shown() {
    let office = Office::new();
    let known = json!({
        "name": "陶然", "phone": PHONE, "id_type": "身份证", "id_number": DOCUMENT, "number": "JK157822",
        "title": "讲师", "region": "浙江省宁波市", "certificate_ids": [certificate(1).to_string()],
        "unavailable": [{ "start": "2026-06-20 11:00:00", "end": "2026-06-20 18:00:00" }],
    });
    let saved = office.ok("invigilator.save", known.clone());
    let id = saved["id"].as_str().unwrap_or_else(|| panic!("{saved}"));
    let detail = office.ok("invigilator.get", json!({ "id": id }));
    assert_eq!(detail["row"]["name"], "陶然");
    assert_eq!(detail["row"]["sex"], "男", "from the number");
    assert_eq!(detail["row"]["id_number"], "110105********069X");
    assert_eq!(detail["row"]["school"], "示例职业学院");
    assert_eq!(detail["unavailable"][0]["start"], "2026-06-20 11:00:00");
    assert_eq!(detail["row"]["certificates"][0]["label"], "产线装调（初级）");
    assert_eq!(codes(&office.ok("invigilator.save", known)), ["invigilator_known"]);
    let twin = json!({ "name": "陶然", "phone": PHONE, "certificate_ids": [certificate(1).to_string()] });
    assert_eq!(codes(&office.ok("invigilator.save", twin)), ["invigilator_known"]);
    let empty = json!({ "name": "", "phone": "" });
    assert_eq!(codes(&office.ok("invigilator.save", empty)), ["name_empty", "phone_empty", "value_missing"]);
    let backwards = json!({
        "name": "钱一", "phone": "13800000009", "certificate_ids": [certificate(1).to_string()],
        "unavailable": [{ "start": "2026-06-20 11:00:00", "end": "2026-06-20 10:00:00" }],
    });
    assert_eq!(codes(&office.ok("invigilator.save", backwards)), ["absence_window"]);
}

/// an 已认证 certificate stays, and so does the person; the record can be taken back with
/// a reason.
#[test]
fn r204_what_is_verified_stays() {
    let office = Office::new();
    let id = office.add("陶然", PHONE);
    let form = |certificates: &[u128]| {
        let ids: Vec<String> = certificates.iter().map(|n| certificate(*n).to_string()).collect();
        json!({ "id": id, "name": "陶然", "phone": "", "title": "副教授", "certificate_ids": ids })
    };
    let states = || {
        let detail = office.ok("invigilator.get", json!({ "id": id }));
        let held = detail["row"]["certificates"].as_array().unwrap().clone();
        held.iter().map(|one| one["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(states(), ["未认证"]);
    office.ok("invigilator.save", form(&[1, 2]));
    let one =
        json!({ "ids": [id], "certificate_id": certificate(1).to_string(), "verified": true, "basis": "" });
    let done = office.ok("invigilator.verify", json!({ "verification": one, "filter": null }));
    assert_eq!(done["count"], 1);
    assert_eq!(states(), ["已认证", "未认证"]);
    assert_eq!(codes(&office.ok("invigilator.save", form(&[2]))), ["certificate_verified"]);
    assert!(office.ok("invigilator.save", form(&[1]))["id"].is_string(), "the other one may go");
    assert_eq!(office.code("invigilator.delete", json!({ "ids": [id] })), "invigilator_verified");
    let back = |reason: &str| {
        let verification = json!({ "ids": [id], "verified": false, "basis": reason });
        json!({ "verification": verification, "filter": null })
    };
    assert_eq!(office.code("invigilator.verify", back("")), "reason_missing");
    office.ok("invigilator.verify", back("登记错了"));
    assert_eq!(office.code("invigilator.verify", back("登记错了")), "nothing_to_verify");
    assert_eq!(office.ok("invigilator.delete", json!({ "ids": [id] })), json!(["陶然"]));
    assert_eq!(office.code("invigilator.get", json!({ "id": id })), "invigilator_unknown");
}

/// all or none are deleted, and each refusal is told.
#[test]
fn r205_many_are_deleted_together_or_not_at_all() {
    let office = Office::new();
    let (free, bound) = (office.add("陶然", PHONE), office.add("纪晓晴", "13800000002"));
    office.verify(std::slice::from_ref(&bound));
    assert_eq!(office.code("invigilator.delete", json!({ "ids": [free, bound] })), "invigilator_verified");
    let list = office.ok("invigilator.list", json!({ "page": 1, "page_size": 10 }));
    assert_eq!((list["total"].as_u64(), list["rows"].as_array().unwrap().len()), (Some(2), 2));
    assert_eq!(
        list["counts"],
        json!([{ "status": "已认证", "count": 1 }, { "status": "未认证", "count": 1 }])
    );
    let verified = office.ok("invigilator.list", json!({ "status": "已认证", "page": 1, "page_size": 10 }));
    assert_eq!(verified["rows"][0]["name"], "纪晓晴");
    let found = office.ok("invigilator.list", json!({ "text": "13800000001", "page": 1, "page_size": 10 }));
    assert_eq!(found["total"], 1, "searched by the whole phone, shown without it");
}

/// one row per person and certificate; good rows go in, the others come back with their reasons.
#[test]
fn r206_invigilators_are_imported_row_by_row() {
    let office = Office::new();
    let head = "教师姓名,手机号码,证书名称,证书等级,证件号码,职务职称,认证状态";
    let file = format!(
        "{head}\n陶然,{PHONE},产线装调,初级,{DOCUMENT},讲师,已认证\n陶然,{PHONE},产线装调,中级,,,\n\
         陶然,{PHONE},产线装调,中级,,,\n纪晓晴,13800000002,烹饪,初级,,,\n公孙敏,,产线装调,初级,,,\n\
         陶然,{PHONE},产线装调,初级,,教授,\n"
    );
    let report = office.import(&file);
    assert_eq!((report.total, report.accepted, report.refused), (6, 2, 4));
    let found: Vec<(u32, &str)> = report.problems.iter().map(|one| (one.row, one.code.as_str())).collect();
    assert!(found.contains(&(4, "duplicate_in_file")), "{found:?}");
    assert!(found.contains(&(5, "certificate_unknown")), "{found:?}");
    assert!(found.contains(&(6, "phone_empty")), "{found:?}");
    assert!(found.contains(&(7, "invigilator_rows_differ")), "{found:?}");
    let list = office.ok("invigilator.list", json!({ "page": 1, "page_size": 10 }));
    assert_eq!(list["total"], 1);
    let certificates = list["rows"][0]["certificates"].as_array().unwrap();
    assert_eq!(certificates.len(), 2);
    assert!(certificates.iter().all(|one| one["state"] == "未认证"), "a file verifies nobody");
    let again = office.import(&file);
    assert_eq!((again.accepted, again.unchanged, again.refused), (0, 2, 4));
    let more = office.import(&format!("{head}\n陶然,13800000003,产线装调,初级,{DOCUMENT},,\n"));
    assert_eq!((more.accepted, more.unchanged), (1, 0), "known by the document, with another phone");
    let records =
        office.ok("import.records", json!({ "kind": "invigilators", "file": "", "page": 1, "page_size": 9 }));
    assert_eq!(
        (records["total"].as_u64(), records["rows"][0]["kind_label"].as_str()),
        (Some(3), Some("监考人员"))
    );
}

/// ticked or all, one row per certificate, masked unless the password was given.
#[test]
fn r207_invigilators_are_exported() {
    let office = Office::new();
    let ids = office.staff(2);
    office.add("钱一", "13800000009");
    let target = office.folder.path().join("监考人员.xlsx");
    let export = |ids: &[String], reveal: bool| {
        let filter = json!({ "page": 1, "page_size": 1 });
        let path = target.to_str().unwrap();
        office.call(
            "invigilator.export",
            json!({ "path": path, "ids": ids, "filter": filter, "reveal": reveal, "overwrite": true }),
        )
    };
    let done = export(&ids[..1], false).unwrap();
    assert_eq!((done["rows"].as_u64(), done["masked"].as_bool()), (Some(1), Some(true)));
    assert_eq!(export(&[], false).unwrap()["rows"], 3);
    let cells = cells(&target);
    assert_eq!(cells[0][..4], ["教师编号", "教师姓名", "手机号码（脱敏）", "所属院校"]);
    assert_eq!(cells[1][2], "138****0100");
    assert_eq!(cells[1][9], "已认证");
    assert_eq!(export(&[], true).unwrap_err().code, "reauthentication_needed");
    let template = office.folder.path().join("模板.xlsx");
    office.ok("template.write", json!({ "kind": "invigilators", "path": template, "overwrite": false }));
    assert!(template.exists());
}

fn cells(path: &std::path::Path) -> Vec<Vec<String>> {
    use calamine::Reader;
    let mut book = calamine::open_workbook_auto(path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// only 已认证 people, nobody in two rooms at once, the loads even; nothing is written before 采用.
#[test]
fn r201_a_rota_is_proposed_and_applied() {
    let office = Office::new();
    let ids = office.staff(4);
    office.add("赵二", "13800000009");
    let proposal = office.propose(options());
    assert_eq!((proposal["needed"].as_u64(), proposal["filled"].as_u64()), (Some(8), Some(8)));
    assert_eq!((proposal["most"].as_u64(), proposal["least"].as_u64()), (Some(2), Some(2)));
    assert_eq!((proposal["proposed"].as_bool(), proposal["changes"].as_u64()), (Some(true), Some(8)));
    assert!(names(&proposal).iter().all(|people| people.len() == 2 && !people.contains(&"赵二".to_owned())));
    assert_eq!(names(&office.view()), vec![Vec::<String>::new(); 4], "not written yet");
    let applied = office.ok("rota.apply", json!({}));
    assert_eq!(names(&applied), names(&proposal));
    assert_eq!(office.code("rota.apply", json!({})), "nothing_proposed");
    assert_eq!(office.code("invigilator.delete", json!({ "ids": [ids[0]] })), "invigilator_verified");
    let detail = office.ok("invigilator.get", json!({ "id": ids[0] }));
    assert_eq!(detail["duties"].as_array().unwrap().len(), 2);
    let undone = office.ok("rota.undo", json!({}));
    assert_eq!(names(&undone), vec![Vec::<String>::new(); 4]);
    assert_eq!(office.code("rota.undo", json!({})), "nothing_to_undo");
}

/// what is missing is told by place, number and reason; 未认证 people only for a rehearsal.
#[test]
fn r201_a_shortage_is_told_exactly() {
    let office = Office::new();
    office.staff(3);
    office.add("赵二", "13800000009");
    let proposal = office.propose(options());
    assert_eq!((proposal["needed"].as_u64(), proposal["filled"].as_u64()), (Some(8), Some(6)));
    let short = proposal["shortages"].as_array().unwrap();
    assert_eq!(short.len(), 2);
    assert!(short[0]["place"].as_str().unwrap().ends_with("监考缺 1 人"), "{short:?}");
    assert_eq!(short[0]["reason"], "其余人员：未认证 1 人，同一时间另有任务 2 人");
    let mut rehearsal = options();
    rehearsal["eligibility"] = json!("rehearsal");
    let proposal = office.propose(rehearsal);
    assert_eq!(proposal["filled"], 8);
    assert!(proposal["warnings"][0].as_str().unwrap().contains("演练"));
    let mut wrong = options();
    wrong["per_room"] = json!(0);
    let request = json!({ "plan_id": plan().to_string(), "options": wrong });
    assert_eq!(office.code("rota.propose", request), "rota_options");
}

fn place(session_: u128, room_: u128) -> Value {
    json!({ "plan_id": plan().to_string(), "session_id": session(session_).to_string(), "room_id": room(room_).to_string() })
}

fn duty(session_: u128, person: &str) -> Value {
    json!({ "session_id": session(session_).to_string(), "invigilator_id": person })
}

/// By hand: who is free is told, a clash is refused, what is put by hand is locked and outlives a new
/// arrangement; people change places, and each step can be taken back.
#[test]
fn a_rota_is_changed_by_hand() {
    let office = Office::new();
    let ids = office.staff(4);
    let plan_id = plan().to_string();
    let put = |at: Value, who: &str, instead: Option<&str>| {
        office.call("rota.assign", json!({ "place": at, "invigilator_id": who, "instead": instead }))
    };
    let view = put(place(1, 1), &ids[0], None).unwrap();
    assert_eq!(names(&view)[0], ["陶然"]);
    assert_eq!(view["places"][0]["people"][0]["locked"], true);
    let clash = put(place(1, 2), &ids[0], None).unwrap_err();
    assert_eq!((clash.code.as_str(), clash.message.as_str()), ("duty_hindered", "“陶然”同一时间已在“101”"));
    let free = office.ok("rota.candidates", json!({ "place": place(1, 2), "instead": null }));
    let free: Vec<(&str, bool)> = free
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["permit"]["allowed"].as_bool().unwrap()))
        .collect();
    assert_eq!(free, [("纪晓晴", true), ("公孙敏", true), ("钱一", true), ("陶然", false)]);
    put(place(1, 2), &ids[1], None).unwrap();
    let swap = json!({ "plan_id": plan_id, "one": duty(1, &ids[0]), "other": duty(1, &ids[1]) });
    let view = office.ok("rota.swap", swap);
    assert_eq!(names(&view)[..2], [["纪晓晴"], ["陶然"]]);
    assert_eq!(names(&office.ok("rota.undo", json!({})))[..2], [["陶然"], ["纪晓晴"]]);
    let view = put(place(1, 1), &ids[2], Some(&ids[0])).unwrap();
    assert_eq!(names(&view)[0], ["公孙敏"]);
    office.propose(options());
    let view = office.ok("rota.apply", json!({}));
    assert!(names(&view)[0].contains(&"公孙敏".to_owned()) && names(&view)[1].contains(&"纪晓晴".to_owned()));
    assert_eq!(view["filled"], 8);
    let view =
        office.ok("rota.lock", json!({ "plan_id": plan_id, "duties": [duty(1, &ids[2])], "locked": false }));
    assert_eq!(view["can_undo"], true);
    let view = office.ok("rota.clear", json!({ "plan_id": plan_id, "locked": false }));
    assert_eq!(names(&view)[..2], [vec![], vec!["纪晓晴".to_owned()]], "what is locked stays");
    let view = office.ok("rota.unassign", json!({ "plan_id": plan_id, "duty": duty(1, &ids[1]) }));
    assert_eq!(view["filled"], 0);
    assert_eq!(
        office.code("rota.unassign", json!({ "plan_id": plan_id, "duty": duty(1, &ids[1]) })),
        "duty_unknown"
    );
    let patrol = json!({ "plan_id": plan_id, "session_id": session(2).to_string(), "room_id": "" });
    let view = put(patrol, &ids[3], None).unwrap();
    let patrols: Vec<&Value> =
        view["places"].as_array().unwrap().iter().filter(|place| place["role"] == "巡考").collect();
    assert_eq!(patrols[1]["people"][0]["name"], "钱一");
}

/// A proposal that others overtook is not written; what has begun is left alone.
#[test]
fn a_rota_respects_what_happened_meanwhile() {
    let office = Office::new();
    let ids = office.staff(4);
    office.propose(options());
    office.ok("rota.assign", json!({ "place": place(1, 1), "invigilator_id": ids[3], "instead": null }));
    assert_eq!(office.code("rota.apply", json!({})), "rota_changed");
    let during = Office::at("2026-06-20T09:30:00");
    during.staff(4);
    let proposal = during.propose(options());
    assert_eq!(proposal["needed"], 4, "the first session has begun");
    assert_eq!(names(&proposal)[..2], [Vec::<String>::new(), Vec::new()]);
    assert_eq!(proposal["sessions"][0]["past"], true);
}

/// Somebody who becomes unavailable or loses the certificate after the arrangement is pointed out.
#[test]
fn what_no_longer_holds_is_pointed_out() {
    let office = Office::new();
    let ids = office.staff(4);
    office.propose(options());
    office.ok("rota.apply", json!({}));
    let form = json!({
        "id": ids[0], "name": "陶然", "certificate_ids": [certificate(1).to_string()],
        "unavailable": [{ "start": "2026-06-20 00:00:00", "end": "2026-06-20 10:00:00" }],
    });
    assert!(office.ok("invigilator.save", form)["id"].is_string());
    let findings = office.view()["findings"].clone();
    assert_eq!(findings.as_array().unwrap().len(), 1, "{findings}");
    assert!(findings[0].as_str().unwrap().ends_with("陶然：该时间不能监考"), "{findings}");
    let target = office.folder.path().join("安排.xlsx");
    let request =
        json!({ "plan_id": plan().to_string(), "path": target, "reveal": false, "overwrite": false });
    assert_eq!(office.ok("rota.export", request)["rows"], 8);
    let cells = cells(&target);
    assert_eq!(cells[1][5..9], ["101", "学院路 1 号", "1", "监考"]);
    assert!(cells.iter().skip(1).all(|row| row[12].contains("****")), "R-094");
    assert!(cells.iter().any(|row| row[13] == "该时间不能监考"));
}

/// 考场编排记录 names those who are on duty.
#[test]
fn r279_the_arrangement_names_the_staff() {
    let office = Office::new();
    let ids = office.staff(2);
    office.ok("rota.assign", json!({ "place": place(1, 1), "invigilator_id": ids[0], "instead": null }));
    let patrol =
        json!({ "plan_id": plan().to_string(), "session_id": session(1).to_string(), "room_id": "" });
    office.ok("rota.assign", json!({ "place": patrol, "invigilator_id": ids[1], "instead": null }));
    let target = office.folder.path().join("记录.xlsx");
    let choice = crate::exporting::ExportChoice::default();
    crate::exporting::export(&office.app, crate::exporting::ExportKind::Arrangement, &target, &choice)
        .unwrap();
    let cells = cells(&target);
    assert_eq!(cells[1][10..13], ["陶然", "纪晓晴", "示例职业学院"]);
    assert_eq!(cells[2][10..12], ["", ""], "the second session has nobody");
    assert_eq!(cells[3][10..12], ["", "纪晓晴"]);
}

/// no answer holds a whole document or phone number, and who only records attendance changes nothing.
#[test]
fn r094_no_answer_holds_a_whole_number() {
    let office = Office::new();
    let form = json!({
        "name": "陶然", "phone": PHONE, "id_number": DOCUMENT, "certificate_ids": [certificate(1).to_string()],
    });
    let id = office.ok("invigilator.save", form)["id"].as_str().unwrap().to_owned();
    let note = json!({ "ids": [id], "verified": true, "basis": format!("电话 {PHONE} 通知") });
    office.ok("invigilator.verify", json!({ "verification": note, "filter": null }));
    office.propose(options());
    office.ok("rota.apply", json!({}));
    let plan = json!({ "id": plan().to_string() });
    let answers = [
        office.ok("invigilator.list", json!({ "page": 1, "page_size": 10 })),
        office.ok("invigilator.get", json!({ "id": id })),
        office.ok("rota.view", plan),
        office.ok("rota.candidates", json!({ "place": place(1, 1), "instead": null })),
        office.ok(
            "audit.list",
            json!({ "actor": "", "kind": "", "from": "", "until": "", "page": 1, "page_size": 50 }),
        ),
    ];
    for answer in answers {
        let text = answer.to_string();
        assert!(!text.contains(DOCUMENT) && !text.contains(PHONE), "{text}");
    }
    office.desk.enter(office.app.clone(), Some(SignedIn::new("jian", "监考", Role::Invigilator)));
    assert!(office.call("invigilator.list", json!({ "page": 1, "page_size": 10 })).is_ok());
    for (name, request) in [
        ("invigilator.delete", json!({ "ids": [id] })),
        ("rota.clear", json!({ "plan_id": "", "locked": true })),
        ("rota.apply", json!({})),
    ] {
        assert_eq!(office.code(name, request), "not_allowed", "{name}");
    }
}
