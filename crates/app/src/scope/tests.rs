//! An account for one of two certificates, through the commands, against a real workspace.

use crate::plan_tests::{ARRANGEMENT, Bench, Ready, bench, plan_form, room_form, subject_form};
use kaozhan_domain::account::Scope;
use kaozhan_domain::ids::{ImportId, RegistrationId, SubjectId};
use kaozhan_domain::registration::{CandidateSnapshot, PaymentStatus, Registration};
use kaozhan_store::{CandidateFilter, ImportRecord, Page, RegistrationFilter};
use serde_json::{Value, json};

const PEOPLE: usize = 3;
const OWN_SUBJECT: &str = "理论知识";
const OTHER_SUBJECT: &str = "云平台基础";

/// A plan with subjects of two certificates, each with a room and registrations, and a plan with the second
/// certificate only.
struct World {
    bench: Bench,
    ready: Ready,
    own_room: String,
    other_plan: String,
    other_certificate: String,
    other_subject: String,
    other_room: String,
}

fn world() -> World {
    let bench = bench(ARRANGEMENT, PEOPLE);
    let ready = bench.ready();
    let other_certificate = bench.saved(
        "certificate.save",
        json!({"id": null, "code": "60000003", "name": "云计算运维", "level": "初级", "organisation": "",
            "majors": ""}),
    );
    let mut other = subject_form(&ready.plan, &other_certificate);
    other["name"] = json!(OTHER_SUBJECT);
    other["sessions"][0]["start"] = json!("14:00");
    other["sessions"][0]["end"] = json!("15:30");
    let other_subject = bench.saved("subject.save", other);
    let own_room = bench.saved("room.save", room_form(&bench, &ready, 30));
    let mut room = room_form(&bench, &ready, 30);
    room["certificate_id"] = json!(other_certificate);
    room["subject_ids"] = json!([other_subject]);
    room["name"] = json!("108 室");
    let other_room = bench.saved("room.save", room);
    let mut plan = plan_form();
    plan["number"] = json!("2026-0712");
    plan["name"] = json!("七月考试");
    let other_plan = bench.saved("plan.save", plan);
    bench.saved("subject.save", subject_form(&other_plan, &other_certificate));
    let world = World { bench, ready, own_room, other_plan, other_certificate, other_subject, other_room };
    world.register();
    world
}

impl World {
    /// Everybody for both subjects of the shared plan, as an import before 排考 had done it.
    fn register(&self) {
        let app = self.bench.desk.session().unwrap().app;
        app.write("test", "准备", "", |tx| {
            let (people, _) = tx.candidates(&CandidateFilter::default(), Page::ALL)?;
            for candidate in &people {
                for subject in [&self.ready.subject, &self.other_subject] {
                    tx.insert_registration(&Registration {
                        id: RegistrationId(uuid::Uuid::now_v7()),
                        plan: self.ready.plan.parse().unwrap(),
                        candidate: candidate.id,
                        subject: subject.parse::<SubjectId>().unwrap(),
                        audience: String::new(),
                        payment: PaymentStatus::Unpaid,
                        registered_at: app.now(),
                        snapshot: CandidateSnapshot::of(candidate),
                    })?;
                }
            }
            Ok(())
        })
        .unwrap();
    }

    fn restrict(&self) {
        let scope = Scope::only([self.ready.certificate.parse().unwrap()]);
        self.bench.desk.change(|state| state.scope = scope);
    }

    fn free(&self) {
        self.bench.desk.change(|state| state.scope = Scope::everything());
    }

    fn ok(&self, name: &str, payload: Value) -> Value {
        self.bench.ok(name, payload)
    }

    fn total(&self, name: &str) -> Value {
        self.ok(name, json!({"page": 1, "page_size": 50}))["total"].clone()
    }

    fn seat(&self) -> Value {
        let plan = &self.ready.plan;
        let options = json!({"plan_id": plan, "subject_id": null, "order": "roster", "mix": [],
            "neighbours": 4, "seed": 1});
        self.ok("seating.run", options)
    }

    /// Two people who may invigilate for both certificates.
    fn staff(&self) -> Vec<String> {
        let save = |(name, phone): (&str, &str)| {
            let certificates = [&self.ready.certificate, &self.other_certificate];
            let form = json!({"name": name, "phone": phone, "certificate_ids": certificates});
            self.bench.saved("invigilator.save", form)
        };
        let people = [("陶然", "13900000001"), ("纪晓晴", "13900000002")];
        let ids: Vec<String> = people.into_iter().map(save).collect();
        let verification = json!({"ids": ids, "verified": true, "basis": "评价组织第3号通知"});
        self.ok("invigilator.verify", json!({"verification": verification, "filter": null}));
        ids
    }

    /// The sessions of the own and of the other subject of the shared plan.
    fn sessions(&self) -> [String; 2] {
        let view = self.ok("rota.view", json!({"id": self.ready.plan}));
        [OWN_SUBJECT, OTHER_SUBJECT].map(|subject| {
            let all = view["sessions"].as_array().unwrap();
            let found = all.iter().find(|one| one["subject"] == subject).unwrap();
            found["id"].as_str().unwrap().to_owned()
        })
    }

    /// Everybody's seats in the shared plan, as the lists of attendance show them.
    fn seated(&self) -> Vec<Value> {
        let list = json!({"plan": "2026-0612", "kind": "all", "session": null});
        self.ok("attendance.absentees", list)["rows"].as_array().unwrap().clone()
    }

    fn refuses<'n>(&self, requests: impl IntoIterator<Item = (&'n str, Value)>) {
        for (name, payload) in requests {
            let error = self.bench.call(name, payload).unwrap_err();
            assert_eq!(error.code, "outside_scope", "{name}: {error:?}");
            assert!(error.message.contains("不在这个账号管理的证书范围内"), "{name}: {}", error.message);
        }
    }
}

fn len(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

#[test]
fn r262_lists_show_what_the_account_manages() {
    let world = world();
    for (name, all) in [("plan.list", 2), ("subject.list", 3), ("room.list", 2), ("registration.list", 6)] {
        assert_eq!(world.total(name), all, "{name}");
    }
    world.restrict();
    for (name, ours) in [("plan.list", 1), ("subject.list", 1), ("room.list", 1), ("registration.list", 3)] {
        assert_eq!(world.total(name), ours, "{name}");
    }
    let plans = world.ok("plan.list", json!({"page": 1, "page_size": 50}));
    assert_eq!(plans["rows"][0]["certificates"], json!(["产线装调（中级）"]));
    assert_eq!((&plans["rows"][0]["registered"], &plans["rows"][0]["rooms"]), (&json!(3), &json!(1)));
    let choices = world.ok("room.choices", json!({}));
    assert_eq!((len(&choices["plans"]), len(&choices["plans"][0]["certificates"])), (1, 1));
    assert_eq!(len(&world.ok("certificate.list", json!({}))), 1);
    assert_eq!(len(&world.ok("home.overview", json!({}))["plans"]), 1);
    assert_eq!(len(&world.ok("registration.totals", json!({"id": ""}))), 1);
    assert_eq!(world.total("candidate.list"), PEOPLE, "candidates belong to no certificate");
}

#[test]
fn r262_what_lies_outside_is_refused_whatever_names_it() {
    let world = world();
    let page =
        world.ok("registration.list", json!({"subject_id": world.other_subject, "page": 1, "page_size": 50}));
    let registration = page["rows"][0]["id"].clone();
    world.restrict();
    let plan = &world.other_plan;
    let refused = [
        ("plan.detail", json!({"id": plan})),
        ("plan.delete", json!({"id": plan})),
        ("seating.overview", json!({"plan_id": plan})),
        ("seating.overview", json!({"plan_id": "七月考试"})),
        ("print.gate", json!({"plan": "2026-0712"})),
        ("attendance.counts", json!({"plan": "2026-0712", "session": null, "room": null})),
        ("subject.delete", json!({"id": world.other_subject})),
        ("room.detail", json!({"id": world.other_room})),
        ("room.delete", json!({"ids": [world.other_room]})),
        ("registration.delete", json!({"ids": [registration], "filter": null})),
        ("registration.audience", json!({"id": registration, "audience": "在校生"})),
        ("seating.add", json!({"plan_id": world.ready.plan, "registration_id": registration})),
        (
            "room.export",
            json!({"path": "x.xlsx", "ids": [world.other_room], "filter": {}, "overwrite": false}),
        ),
        ("room.copy", json!({"from_plan_id": plan, "to_plan_id": world.ready.plan})),
        ("candidate.list", json!({"plan": plan, "page": 1, "page_size": 50})),
        ("registration.list", json!({"certificate_id": world.other_certificate, "page": 1, "page_size": 50})),
    ];
    world.refuses(refused);
    // The plan is shared: neither it nor the list of certificates is changed as a whole.
    let form = world.ok("plan.detail", json!({"id": world.ready.plan}))["form"].clone();
    assert_eq!(world.bench.code("plan.save", form), "outside_scope");
    let fresh = json!({"id": null, "code": "60000009", "name": "新证书", "level": "初级", "organisation": "",
        "majors": ""});
    assert_eq!(world.bench.code("certificate.save", fresh), "outside_scope");
}

#[test]
fn r262_a_shared_plan_is_seated_and_printed_for_the_own_certificate() {
    let world = world();
    world.restrict();
    let report = world.seat();
    assert_eq!((&report["registrations"], &report["seated"]), (&json!(3), &json!(3)));
    let overview = |world: &World| world.ok("seating.overview", json!({"plan_id": world.ready.plan}));
    assert_eq!(len(&overview(&world)["subjects"]), 1);
    world.free();
    assert_eq!(overview(&world)["seated"], 3, "the other subject was left alone");
    world.seat();
    let expected = |world: &World| {
        world.ok("attendance.counts", json!({"plan": "2026-0612", "session": null, "room": null}))["expected"]
            .clone()
    };
    let sessions = |world: &World| {
        len(&world.ok("attendance.sessions", json!({"plan": "2026-0612", "day": "2026-06-20"}))["sessions"])
    };
    let details = |world: &World| {
        world.ok("seating.details", json!({"plan_id": world.ready.plan, "page": 1, "page_size": 50}))["total"]
            .clone()
    };
    let shared = json!({"plan": "2026-0612", "layouts": []});
    assert_eq!(len(&world.ok("print.overview", shared.clone())["rooms"]), 2);
    let their_code = world.ok("room.detail", json!({"id": world.other_room}))["row"]["code"].clone();
    assert_eq!((expected(&world), sessions(&world), details(&world)), (json!(6), 2, json!(6)));
    world.restrict();
    assert_eq!(len(&world.ok("print.overview", json!({}))["rooms"]), 1, "the newest plan of the account");
    assert_eq!(len(&world.ok("print.overview", shared)["rooms"]), 1);
    world.refuses([
        ("print.preview", json!({"plan": "2026-0612", "kind": "door", "room": their_code})),
        ("print.preview", json!({"plan": "2026-0612", "kind": "door", "room": "108 室"})),
    ]);
    assert_eq!((expected(&world), sessions(&world), details(&world)), (json!(3), 1, json!(3)));
    assert_eq!(overview(&world)["seated"], 3);
}

#[test]
fn r262_a_shared_rota_is_arranged_for_the_own_certificate() {
    let world = world();
    world.seat();
    let (staff, [own, other], plan) = (world.staff(), world.sessions(), &world.ready.plan);
    let place = |session: &str, room: &str| json!({"plan_id": plan, "session_id": session, "room_id": room});
    let (ours, theirs) = (place(&own, &world.own_room), place(&other, &world.other_room));
    world.ok("rota.assign", json!({"place": theirs, "invigilator_id": staff[0], "instead": null}));
    let view = || world.ok("rota.view", json!({"id": plan}));
    assert_eq!((len(&view()["sessions"]), &view()["needed"]), (2, &json!(4)));
    world.restrict();
    let shown = view();
    assert_eq!((len(&shown["sessions"]), &shown["needed"], &shown["filled"]), (1, &json!(2), &json!(0)));
    assert!(!shown.to_string().contains(OTHER_SUBJECT) && !shown.to_string().contains("108 室"), "{shown}");
    assert!(shown["places"].as_array().unwrap().iter().all(|one| one["session_id"] == json!(own)));
    let person = world.ok("invigilator.get", json!({"id": staff[0]}));
    assert_eq!(len(&person["duties"]), 0, "people are known to everybody, their other duties are not");
    // Whoever is on duty for the other certificate within four hours is not free.
    let options = json!({"per_room": 2, "patrols": 0, "eligibility": "same_certificate",
        "count_earlier": true, "gap_minutes": 240});
    let proposal = world.ok("rota.propose", json!({"plan_id": plan, "options": options}));
    assert_eq!((&proposal["needed"], &proposal["filled"]), (&json!(2), &json!(1)));
    assert_eq!((&proposal["changes"], len(&proposal["shortages"])), (&json!(1), 1));
    assert_eq!(world.ok("rota.apply", json!({}))["filled"], 1);
    let free = world.ok("rota.candidates", json!({"place": ours, "instead": null}));
    assert_eq!(
        (&free[0]["name"], &free[0]["permit"]["reason"]),
        (&json!("陶然"), &json!("同一时间已在其他证书的考场"))
    );
    let folder = tempfile::tempdir().unwrap();
    let file = |plan: &str| {
        let path = folder.path().join("监考安排表.xlsx");
        json!({"plan_id": plan, "path": path, "reveal": false, "overwrite": true})
    };
    assert_eq!(world.ok("rota.export", file(plan))["rows"], 1);
    // What is done to the whole rota leaves the others alone.
    world.ok("rota.lock", json!({"plan_id": plan, "duties": [], "locked": false}));
    assert_eq!(world.ok("rota.clear", json!({"plan_id": plan, "locked": true}))["filled"], 0);
    let duty = |session: &str, person: &str| json!({"session_id": session, "invigilator_id": person});
    let (one, foreign) = (duty(&own, &staff[1]), duty(&other, &staff[0]));
    let elsewhere = &world.other_plan;
    world.refuses([
        ("rota.view", json!({"id": elsewhere})),
        ("rota.propose", json!({"plan_id": elsewhere, "options": options})),
        ("rota.clear", json!({"plan_id": elsewhere, "locked": true})),
        ("rota.export", file(elsewhere)),
        ("rota.candidates", json!({"place": theirs, "instead": null})),
        ("rota.assign", json!({"place": theirs, "invigilator_id": staff[1], "instead": null})),
        ("rota.unassign", json!({"plan_id": plan, "duty": foreign})),
        ("rota.swap", json!({"plan_id": plan, "one": one, "other": foreign})),
        ("rota.lock", json!({"plan_id": plan, "duties": [foreign], "locked": false})),
    ]);
    world.free();
    let whole = view();
    assert_eq!((&whole["filled"], &whole["options"]["gap_minutes"]), (&json!(1), &json!(0)));
    let places = whole["places"].as_array().unwrap();
    let taken = places.iter().find(|one| one["room_id"] == json!(world.other_room)).unwrap();
    assert_eq!(taken["people"][0]["locked"], true, "{taken}");
}

#[test]
fn r262_scans_answer_for_the_own_certificate() {
    let world = world();
    world.seat();
    let [own, _] = world.sessions();
    let seated = world.seated();
    assert_eq!(seated.len(), 2 * PEOPLE);
    // One of them gives up the own subject and keeps the seat of the other.
    let ours: Vec<&Value> = seated.iter().filter(|row| row["subject"] == OWN_SUBJECT).collect();
    let (gone, both) = (&ours[0]["exam_number"], &ours[1]["exam_number"]);
    let removal = json!({"plan_id": world.ready.plan, "registration_id": ours[0]["registration"]});
    world.ok("seating.remove", removal);
    let sheet = |room: &str| {
        let detail = world.ok("room.detail", json!({"id": room}));
        let code = detail["row"]["code"].as_str().unwrap().to_owned();
        json!(format!("KZ1:S:2026-0612:110000007:{code}:1:0A1B2C3D"))
    };
    let (our_sheet, their_sheet) = (sheet(&world.own_room), sheet(&world.other_room));
    let paper = |text: &Value| json!({"text": text});
    let here = |text: &Value| json!({"text": text, "session": own, "room": null, "state": null});
    assert_eq!(len(&world.ok("print.scan", paper(both))["lines"]), 2);
    assert_eq!(world.ok("print.scan", paper(&their_sheet))["state"], "outdated");
    world.restrict();
    assert_eq!(len(&world.ok("print.scan", paper(both))["lines"]), 1, "one ticket, the own line of it");
    assert_eq!(world.ok("print.scan", paper(&our_sheet))["state"], "outdated");
    assert_eq!(world.ok("attendance.scan", here(both))["kind"], "found");
    let opened = world.ok("attendance.scan", here(&our_sheet));
    assert_eq!((&opened["kind"], &opened["room"]), (&json!("room"), &json!(world.own_room)));
    world.refuses([
        ("print.scan", paper(gone)),
        ("print.scan", paper(&their_sheet)),
        ("attendance.scan", here(gone)),
        ("attendance.scan", here(&their_sheet)),
    ]);
}

#[test]
fn r262_attendance_of_others_is_neither_shown_nor_changed() {
    let world = world();
    world.seat();
    let [own, other] = world.sessions();
    let seated = world.seated();
    let theirs = seated.iter().find(|row| row["subject"] == OTHER_SUBJECT).unwrap();
    let mark = |session: &str, registration: &Value| {
        json!({"session": session, "registration": registration, "state": "present", "late_minutes": null,
            "violation": null, "seat_note": null})
    };
    world.restrict();
    let (room, plan) = (&world.other_room, "2026-0612");
    let place = json!({"room": room, "session": other});
    world.refuses([
        ("attendance.room", place.clone()),
        ("attendance.mark_rest", place.clone()),
        ("attendance.changes", place),
        ("attendance.undo", json!({"room": room, "session": other, "change": null})),
        ("attendance.mark", mark(&other, &theirs["registration"])),
        ("attendance.mark", mark(&own, &theirs["registration"])),
        ("attendance.scan", json!({"text": "1", "session": other, "room": null, "state": null})),
        ("attendance.counts", json!({"plan": plan, "session": other, "room": null})),
        ("attendance.counts", json!({"plan": plan, "session": null, "room": room})),
        ("attendance.absentees", json!({"plan": plan, "kind": "all", "session": other})),
        (
            "attendance.export",
            json!({"plan": plan, "kind": "all", "session": other, "form": "xlsx", "file": "x.xlsx",
                "overwrite": false}),
        ),
        (
            "attendance.export_records",
            json!({"plan": plan, "session": null, "room": room, "file": "x.pdf", "overwrite": false}),
        ),
    ]);
    let shown = world.seated();
    assert!(shown.len() == PEOPLE && shown.iter().all(|row| row["subject"] == OWN_SUBJECT), "{shown:?}");
    let rest = json!({"room": world.own_room, "session": own});
    assert_eq!(world.ok("attendance.mark_rest", rest)["changed"], PEOPLE);
    world.free();
    let counts = world.ok("attendance.counts", json!({"plan": plan, "session": null, "room": null}));
    assert_eq!((&counts["expected"], &counts["came"]), (&json!(2 * PEOPLE), &json!(PEOPLE)));
}

#[test]
fn r262_the_workbench_counts_the_own_certificate() {
    let world = world();
    // Nobody is registered for the second subject of the other certificate, one person not for the own one.
    let mut second = subject_form(&world.ready.plan, &world.other_certificate);
    second["code"] = json!("40000001102");
    second["name"] = json!("云平台实操");
    second["sessions"][0]["start"] = json!("16:00");
    second["sessions"][0]["end"] = json!("17:00");
    world.bench.saved("subject.save", second);
    let app = world.bench.desk.session().unwrap().app;
    app.acting_as("李华")
        .write("test", "准备", "108 室", |tx| {
            let subject = world.ready.subject.parse().unwrap();
            let filter = RegistrationFilter { subject: Some(subject), ..RegistrationFilter::default() };
            let (known, _) = tx.registrations(&filter, Page::ALL)?;
            Ok(tx.delete_registration(known[0].id)?)
        })
        .unwrap();
    let shared = || {
        let overview = world.ok("home.overview", json!({}));
        let cards = overview["plans"].as_array().unwrap();
        let card = cards.iter().find(|card| card["id"] == json!(world.ready.plan)).unwrap().clone();
        let figures: Vec<String> = card["steps"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|step| ["candidates", "registrations"].contains(&step["key"].as_str().unwrap()))
            .map(|step| format!("{}{}", step["figure"].as_str().unwrap(), len(&step["links"])))
            .collect();
        let by_others = overview["recent"].as_array().unwrap().iter().any(|one| one["actor"] == "李华");
        (card["registered"].clone(), figures, by_others)
    };
    let of_plan = || {
        let query = json!({"plan": world.ready.plan, "page": 1, "page_size": 50});
        world.ok("candidate.list", query)["total"].clone()
    };
    assert_eq!(shared(), (json!(3), vec!["3 人0".to_owned(), "3 人1".to_owned()], true));
    assert_eq!(of_plan(), 3);
    world.restrict();
    assert_eq!(shared(), (json!(2), vec!["2 人0".to_owned(), "2 人0".to_owned()], false));
    assert_eq!(of_plan(), 2, "the list says what is counted");
}

#[test]
fn r262_imports_of_others_are_told_when_they_are_of_people() {
    let world = world();
    let app = world.bench.desk.session().unwrap().app;
    let record = |kind: &str, actor: &str| ImportRecord {
        id: ImportId(uuid::Uuid::now_v7()),
        kind: kind.to_owned(),
        file_name: format!("{kind}.xlsx"),
        actor: actor.to_owned(),
        at: app.now(),
        total: 1,
        accepted: 0,
        refused: 1,
        unchanged: 0,
    };
    let (theirs, own) = (record("registrations", "李华"), record("rooms", app.actor()));
    app.write("test", "准备", "", |tx| {
        for one in [&theirs, &own, &record("roster", "李华")] {
            tx.insert_import(one, Some(b"rows".as_slice()))?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(world.total("import.records"), 3);
    world.restrict();
    assert_eq!(world.total("import.records"), 2);
    let rows = json!({"id": theirs.id.to_string(), "path": "x.xlsx", "overwrite": false});
    assert_eq!(world.bench.code("import.failed_rows", rows), "import_unknown");
}
