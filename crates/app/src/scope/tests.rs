//! An account for one of two certificates, through the commands, against a real workspace.

use crate::plan_tests::{ARRANGEMENT, Bench, Ready, bench, plan_form, room_form, subject_form};
use kaozhan_domain::account::Scope;
use kaozhan_domain::ids::{RegistrationId, SubjectId};
use kaozhan_domain::registration::{CandidateSnapshot, PaymentStatus, Registration};
use kaozhan_store::{CandidateFilter, Page};
use serde_json::{Value, json};

const PEOPLE: usize = 3;

/// A plan with subjects of two certificates, each with a room and registrations, and a plan with the second
/// certificate only.
struct World {
    bench: Bench,
    ready: Ready,
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
    other["name"] = json!("云平台基础");
    other["sessions"][0]["start"] = json!("14:00");
    other["sessions"][0]["end"] = json!("15:30");
    let other_subject = bench.saved("subject.save", other);
    bench.saved("room.save", room_form(&bench, &ready, 30));
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
    let world = World { bench, ready, other_plan, other_certificate, other_subject, other_room };
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
        ("registration.list", json!({"certificate_id": world.other_certificate, "page": 1, "page_size": 50})),
    ];
    for (name, payload) in refused {
        let error = world.bench.call(name, payload).unwrap_err();
        assert_eq!(error.code, "outside_scope", "{name}: {error:?}");
        assert!(error.message.contains("不在这个账号管理的证书范围内"), "{name}: {}", error.message);
    }
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
    assert_eq!((expected(&world), sessions(&world), details(&world)), (json!(6), 2, json!(6)));
    world.restrict();
    assert_eq!(len(&world.ok("print.overview", json!({}))["rooms"]), 1, "the newest plan of the account");
    assert_eq!(len(&world.ok("print.overview", shared)["rooms"]), 1);
    assert_eq!((expected(&world), sessions(&world), details(&world)), (json!(3), 1, json!(3)));
    assert_eq!(overview(&world)["seated"], 3);
}
