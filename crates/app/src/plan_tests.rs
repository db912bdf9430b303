//! Plans, rooms, registrations and the 工作台 through the commands, against a real workspace.

use crate::clock::Clock;
use crate::desk::{Desk, Role, SignedIn};
use crate::error::AppError;
use crate::workspace::App;
use chrono::NaiveDateTime;
use kaozhan_domain::candidate::id_document::{IdType, Sex};
use kaozhan_domain::candidate::pinyin::PinyinSource;
use kaozhan_domain::candidate::{Candidate, CandidateDetails, CandidateStatus, StudentType};
use kaozhan_domain::ids::CandidateId;
use kaozhan_domain::seating::AccessNeeds;
use kaozhan_store::{SchoolProfile, Unlock};
use serde_json::{Value, json};
use tempfile::TempDir;

const SCHOOL: &str = "演练职业学院";
pub(crate) const REGISTRATION: &str = "2026-04-20T09:00:00";
pub(crate) const ARRANGEMENT: &str = "2026-06-02T09:00:00";

pub(crate) struct Bench {
    pub(crate) desk: Desk,
    _folder: TempDir,
}

fn clock(now: &str) -> Clock {
    Clock::Fixed(now.parse::<NaiveDateTime>().unwrap())
}

/// A workspace at `now` with nothing in it but `people` candidates.
pub(crate) fn bench(now: &str, people: usize) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let app = App::create(
        &folder.path().join("w"),
        &Unlock::passphrase("演练-口令-2026-很长"),
        &SchoolProfile { name: SCHOOL.to_owned(), code: "4111010028".to_owned() },
        clock(now),
    )
    .unwrap();
    app.write("test", "准备", "", |tx| {
        for number in 1..=people {
            tx.insert_candidate(&candidate(number))?;
        }
        Ok(())
    })
    .unwrap();
    let desk = Desk::new(clock(now), folder.path().join("config"));
    desk.enter(app, Some(SignedIn::new("zhou", "周敏", Role::Principal)));
    Bench { desk, _folder: folder }
}

/// A generated person: the numbers are counted, nobody has them.
fn candidate(number: usize) -> Candidate {
    Candidate {
        id: CandidateId(uuid::Uuid::now_v7()),
        roster_order: number as u64,
        platform_number: String::new(),
        details: CandidateDetails {
            student_type: StudentType::Institution,
            name: format!("考生{number}"),
            name_typed: format!("考生{number}"),
            pinyin: "Kao Sheng".to_owned(),
            pinyin_source: PinyinSource::Manual,
            pinyin_review: Vec::new(),
            sex: Sex::Female,
            id_type: IdType::Passport,
            id_number: format!("E7700{number:04}"),
            phone: format!("1380000{number:04}"),
            major_name: if number == 1 { "护理" } else { "工业机器人技术" }.to_owned(),
            major_code: String::new(),
            major_version: String::new(),
            major_level: "专科".to_owned(),
            enrolment_year: "2024".to_owned(),
            school: SCHOOL.to_owned(),
            class_name: "机器人2401".to_owned(),
            student_number: String::new(),
            access: AccessNeeds::default(),
            remark: String::new(),
        },
        photo: None,
        status: CandidateStatus::NoPhoto,
        verification_queued: false,
    }
}

impl Bench {
    pub(crate) fn call(&self, name: &str, payload: Value) -> Result<Value, AppError> {
        self.desk.call(name, payload, None, &|_| {})
    }

    pub(crate) fn ok(&self, name: &str, payload: Value) -> Value {
        self.call(name, payload).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    pub(crate) fn code(&self, name: &str, payload: Value) -> String {
        self.call(name, payload).unwrap_err().code
    }

    /// The identity of a form that was saved.
    pub(crate) fn saved(&self, name: &str, form: Value) -> String {
        let answer = self.ok(name, form);
        answer["id"].as_str().unwrap_or_else(|| panic!("{name}: {answer}")).to_owned()
    }

    /// The codes of a form that was refused.
    fn refused(&self, name: &str, form: Value) -> Vec<String> {
        let answer = self.ok(name, form);
        assert!(answer["id"].is_null(), "{answer}");
        let problems = answer["problems"].as_array().unwrap();
        problems.iter().map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
    }
}

pub(crate) fn plan_form() -> Value {
    json!({
        "id": null, "number": "2026-0612", "year": "2026", "name": "六月考试", "mode": "按证书",
        "windows": [
            {"start": "2026-04-10 08:00:00", "end": "2026-05-10 18:00:00"},
            {"start": "2026-06-01 08:00:00", "end": "2026-06-12 18:00:00"},
            {"start": "2026-06-20 08:00:00", "end": "2026-06-21 18:00:00"},
            {"start": "", "end": ""}, {"start": "", "end": ""},
        ],
        "pass_rule": "各科成绩合格", "schools": "", "notices": "",
    })
}

/// Identities of a plan with one certificate, one subject and one site.
pub(crate) struct Ready {
    pub(crate) plan: String,
    pub(crate) certificate: String,
    pub(crate) subject: String,
    pub(crate) site: String,
}

impl Bench {
    pub(crate) fn ready(&self) -> Ready {
        let plan = self.saved("plan.save", plan_form());
        let certificate = self.saved(
            "certificate.save",
            json!({"id": null, "code": "60000002", "name": "产线装调", "level": "中级", "organisation": "",
                "majors": "460305 工业机器人技术"}),
        );
        let subject = self.saved("subject.save", subject_form(&plan, &certificate));
        let site = self.saved(
            "site.save",
            json!({"id": null, "number": "110000007", "name": "本校考核站点", "school": "", "province": "山东省",
                "city": "烟台市", "county": "莱山区", "address": "滨海路 1 号", "review": "审核通过",
                "state": "已启用"}),
        );
        Ready { plan, certificate, subject, site }
    }

    pub(crate) fn add(&self, ready: &Ready) -> Value {
        let target = json!({"plan_id": ready.plan, "certificate_id": ready.certificate, "subject_ids": [],
            "audience": ""});
        self.ok(
            "registration.add",
            json!({"target": target, "candidate_ids": [], "everyone": {"target": target, "text": ""}}),
        )
    }
}

pub(crate) fn subject_form(plan: &str, certificate: &str) -> Value {
    json!({"id": null, "plan_id": plan, "certificate_id": certificate, "code": "40000001101", "name": "理论知识",
        "mode": "笔试", "audience": "",
        "sessions": [{"id": null, "date": "2026-06-20", "start": "09:00", "end": "10:30"}]})
}

pub(crate) fn room_form(bench: &Bench, ready: &Ready, capacity: u16) -> Value {
    let usual = bench.ok("room.usual_layout", json!({"capacity": capacity}));
    json!({"id": null, "plan_id": ready.plan, "site_id": ready.site, "certificate_id": ready.certificate,
        "subject_ids": [ready.subject], "name": "107 室", "capacity": capacity, "province": "山东省",
        "city": "烟台市", "county": "莱山区", "address": "滨海路 1 号", "floor": "1", "remark": "",
        "layout": usual["layout"]})
}

/// a plan is made, its faults stand at their fields, it goes only while nothing is in it.
#[test]
fn r086_a_plan_is_made_and_changed() {
    let bench = bench(REGISTRATION, 0);
    let mut form = plan_form();
    form["year"] = json!("今年");
    form["windows"][2] = json!({"start": "2026-06-21", "end": "2026-06-20"});
    assert_eq!(bench.refused("plan.save", form), ["plan_year", "window_reversed"]);
    let trail = bench.ok("audit.list", json!({ "kind": "plan_create", "page": 1, "page_size": 10 }));
    assert_eq!(trail["total"], 0, "what was refused is no operation");
    let id = bench.saved("plan.save", plan_form());
    assert_eq!(bench.refused("plan.save", plan_form()), ["plan_number_taken"]);
    let detail = bench.ok("plan.detail", json!({"id": id}));
    assert_eq!(detail["row"]["stage"], "报考中");
    assert_eq!(detail["form"]["windows"][0]["end"], "2026-05-10 18:00:00");
    assert_eq!(bench.saved("plan.save", detail["form"].clone()), id);
    bench.ok("plan.delete", json!({"id": id}));
    assert_eq!(bench.code("plan.detail", json!({"id": id})), "plan_unknown");
}

/// a subject with its sessions; what registrations rely on stays.
#[test]
fn r083_a_subject_in_use_keeps_its_kind() {
    let bench = bench(REGISTRATION, 3);
    let ready = bench.ready();
    let mut late = subject_form(&ready.plan, &ready.certificate);
    late["code"] = json!("40000001102");
    late["sessions"][0]["date"] = json!("2026-07-01");
    assert_eq!(bench.refused("subject.save", late), ["session_outside_exam"]);
    assert_eq!(bench.add(&ready)["registrations"], 2);
    let rows = bench.ok("subject.list", json!({"page": 1, "page_size": 20}));
    assert_eq!((&rows["rows"][0]["registered"], &rows["total"]), (&json!(2), &json!(1)));
    assert_eq!(rows["rows"][0]["delete"]["allowed"], false);
    let mut other_mode = subject_form(&ready.plan, &ready.certificate);
    other_mode["id"] = json!(ready.subject);
    other_mode["mode"] = json!("机考");
    assert_eq!(bench.refused("subject.save", other_mode), ["subject_in_use"]);
    assert_eq!(bench.code("subject.delete", json!({"id": ready.subject})), "subject_in_use");
}

/// R-143…R-147: a room is set up with its picture; its name is taken once.
#[test]
fn r145_a_room_is_set_up_once() {
    let bench = bench(REGISTRATION, 0);
    let ready = bench.ready();
    let mut nameless = room_form(&bench, &ready, 30);
    nameless["name"] = json!(" ");
    nameless["subject_ids"] = json!([]);
    assert_eq!(bench.refused("room.save", nameless), ["value_missing", "value_missing"]);
    let id = bench.saved("room.save", room_form(&bench, &ready, 30));
    assert_eq!(bench.refused("room.save", room_form(&bench, &ready, 30)), ["room_name_taken"]);
    let detail = bench.ok("room.detail", json!({"id": id}));
    assert_eq!(detail["row"]["code"], "R001");
    assert_eq!(detail["row"]["status"], "未排考");
    assert_eq!(detail["preview"]["seats"].as_array().unwrap().len(), 30);
    let page = bench.ok("room.list", json!({"status": "排考中", "page": 1, "page_size": 20}));
    assert_eq!((&page["total"], &page["counts"][0]["count"]), (&json!(0), &json!(1)));
    bench.ok("room.delete", json!({"ids": [id]}));
    assert_eq!(bench.code("room.delete", json!({"ids": [id]})), "room_unknown");
}

/// while 排考 is on a room only grows and is not deleted.
#[test]
fn r155_rooms_only_grow_while_arranging() {
    let bench = bench(ARRANGEMENT, 0);
    let ready = bench.ready();
    let answer = bench.ok("room.save", room_form(&bench, &ready, 30));
    assert_eq!(answer["problems"][0]["code"], "room_late");
    let id = answer["id"].as_str().unwrap();
    let with = |capacity: u16| {
        let mut form = room_form(&bench, &ready, capacity);
        form["id"] = json!(id);
        form
    };
    assert_eq!(bench.refused("room.save", with(24)), ["room_capacity_reduced"]);
    let mut renamed = with(30);
    renamed["name"] = json!("108 室");
    assert_eq!(bench.refused("room.save", renamed), ["room_arranging"]);
    assert_eq!(bench.saved("room.save", with(36)), id);
    assert_eq!(bench.code("room.delete", json!({"ids": [id]})), "room_not_deletable");
}

/// the rooms of an earlier plan serve the next one.
#[test]
fn r142_rooms_are_copied_to_the_next_plan() {
    let bench = bench(REGISTRATION, 0);
    let ready = bench.ready();
    bench.saved("room.save", room_form(&bench, &ready, 30));
    let mut next = plan_form();
    next["number"] = json!("2026-0712");
    next["name"] = json!("七月考试");
    let next = bench.saved("plan.save", next);
    bench.saved("subject.save", subject_form(&next, &ready.certificate));
    let pair = json!({"from_plan_id": ready.plan, "to_plan_id": next});
    assert_eq!(bench.ok("room.copy", pair.clone())["copied"], 1);
    assert_eq!(bench.ok("room.copy", pair)["left"].as_array().unwrap().len(), 1);
    let same = json!({"from_plan_id": next, "to_plan_id": next});
    assert_eq!(bench.code("room.copy", same), "plan_same");
}

/// who may not be registered is told why; the others are in, once.
#[test]
fn r162_registering_tells_who_was_refused() {
    let bench = bench(REGISTRATION, 4);
    let ready = bench.ready();
    let target = json!({"plan_id": ready.plan, "certificate_id": ready.certificate, "subject_ids": [],
        "audience": ""});
    let page = bench.ok("registration.applicants", json!({"target": target, "page": 1, "page_size": 50}));
    assert_eq!((&page["total"], &page["rows"][0]["permit"]["allowed"]), (&json!(4), &json!(false)));
    assert!(page["rows"][0]["permit"]["reason"].as_str().unwrap().contains("护理"));
    let report = bench.add(&ready);
    assert_eq!((&report["candidates"], &report["refused"][0]["name"]), (&json!(3), &json!("考生1")));
    let again = bench.add(&ready);
    assert_eq!((&again["candidates"], &again["unchanged"]), (&json!(0), &json!(3)));
}

/// states are counted; a paid registration stays, and one refusal keeps all.
#[test]
fn r168_paid_registrations_are_not_deleted() {
    let bench = bench(REGISTRATION, 4);
    let ready = bench.ready();
    bench.add(&ready);
    let page = bench.ok("registration.list", json!({"plan_id": ready.plan, "page": 1, "page_size": 20}));
    assert_eq!((&page["total"], &page["counts"][0]["count"]), (&json!(3), &json!(3)));
    let ids: Vec<&str> =
        page["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    let first = json!({"ids": [ids[0]], "filter": null});
    assert_eq!(bench.ok("registration.payment", json!({"choice": first, "paid": true}))["count"], 1);
    let all = json!({"ids": [], "filter": {"plan_id": ready.plan}});
    assert_eq!(bench.code("registration.delete", all.clone()), "registration_paid");
    bench.ok("registration.payment", json!({"choice": first, "paid": false}));
    assert_eq!(bench.ok("registration.delete", all)["count"], 3);
}

/// outside 报考时间 nothing is added or deleted.
#[test]
fn r165_nothing_changes_outside_the_window() {
    let bench = bench(ARRANGEMENT, 2);
    let ready = bench.ready();
    let target = json!({"plan_id": ready.plan, "certificate_id": ready.certificate});
    assert_eq!(bench.code("registration.add", json!({"target": target})), "registration_closed");
    let choices = bench.ok("room.choices", json!({}));
    assert_eq!(choices["plans"][0]["may_register"]["allowed"], false);
}

/// what is ticked is exported, else everything of the filter.
#[test]
fn r153_r167_exports_follow_the_choice() {
    let bench = bench(REGISTRATION, 4);
    let ready = bench.ready();
    let id = bench.saved("room.save", room_form(&bench, &ready, 30));
    bench.add(&ready);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let rooms = |ids: Value| json!({"path": path("考场.xlsx"), "ids": ids, "filter": {}, "overwrite": true});
    assert_eq!(bench.ok("room.export", rooms(json!([id])))["rows"], 1);
    let choice = json!({"ids": [], "filter": {"plan_id": ready.plan}});
    let done = bench
        .ok("registration.export", json!({"path": path("报考.xlsx"), "choice": choice, "overwrite": true}));
    assert_eq!((&done["rows"], &done["masked"]), (&json!(3), &json!(true)));
}

/// no list of this slice lets a whole document or phone number out.
#[test]
fn r094_lists_hold_no_whole_number() {
    let bench = bench(REGISTRATION, 4);
    let ready = bench.ready();
    bench.add(&ready);
    let target = json!({"plan_id": ready.plan, "certificate_id": ready.certificate});
    let answers = [
        bench.ok("registration.list", json!({"page": 1, "page_size": 50})),
        bench.ok("registration.applicants", json!({"target": target, "page": 1, "page_size": 50})),
        bench.ok("registration.totals", json!({"id": ""})),
        bench.ok("home.overview", json!({})),
        bench.add(&ready),
    ];
    for answer in answers {
        let text = answer.to_string();
        for number in 1..=4 {
            assert!(!text.contains(&format!("E7700{number:04}")), "{text}");
            assert!(!text.contains(&format!("1380000{number:04}")), "{text}");
        }
    }
}

/// The 工作台 counts what is missing and links to it; every figure is that of the lists.
#[test]
fn the_overview_tells_what_is_missing() {
    let bench = bench(REGISTRATION, 34);
    let empty = bench.ok("home.overview", json!({}));
    assert_eq!((empty["plans"].as_array().unwrap().len(), &empty["candidates"]), (0, &json!(34)));
    let ready = bench.ready();
    bench.add(&ready);
    let states = |overview: &Value| -> Vec<String> {
        let steps = overview["plans"][0]["steps"].as_array().unwrap();
        steps.iter().map(|step| step["state"].as_str().unwrap().to_owned()).collect()
    };
    let without = bench.ok("home.overview", json!({}));
    assert_eq!(states(&without), ["done", "look", "stop", "todo", "idle", "idle", "idle"]);
    bench.saved("room.save", room_form(&bench, &ready, 30));
    let overview = bench.ok("home.overview", json!({}));
    let steps = &overview["plans"][0]["steps"];
    assert_eq!(steps[1]["figure"], "0 / 33");
    assert_eq!(steps[1]["links"][0]["text"], "33 人无照片");
    assert_eq!(steps[2]["figure"], "1 间，30 座");
    assert_eq!(steps[2]["links"][0]["text"], "缺 3 个座位");
    let first = &overview["deadlines"][0];
    assert_eq!((&first["title"], &first["days"]), (&json!("报考截止"), &json!(20)));
    assert_eq!(overview["recent"][0]["label"], "设置考场");
}

/// a site is entered once, says whether rooms may use it, and stays while they do.
#[test]
fn r129_a_site_is_entered_once() {
    let bench = bench(REGISTRATION, 0);
    let ready = bench.ready();
    let mut site = json!({"id": null, "number": "110000007", "name": "另一个", "address": "滨海路 2 号",
        "review": "待审核", "state": "已启用"});
    assert_eq!(bench.refused("site.save", site.clone()), ["site_taken"]);
    site["number"] = json!("110000008");
    let waiting = bench.saved("site.save", site);
    let page = bench.ok("site.list", json!({"status": "待审核", "page": 1, "page_size": 20}));
    assert_eq!((&page["total"], &page["rows"][0]["usable"]["allowed"]), (&json!(1), &json!(false)));
    let mut form = room_form(&bench, &ready, 30);
    form["site_id"] = json!(waiting);
    assert_eq!(bench.refused("room.save", form), ["site_not_approved"]);
    bench.saved("room.save", room_form(&bench, &ready, 30));
    assert_eq!(bench.code("site.delete", json!({"id": ready.site})), "site_in_use");
    bench.ok("site.delete", json!({"id": waiting}));
}
