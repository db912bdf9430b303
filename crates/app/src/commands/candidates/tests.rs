//! The commands of 考生管理 and 照片管理 against a real workspace.
#![allow(clippy::unwrap_used, reason = "tests")]

use crate::clock::Clock;
use crate::desk::{Desk, Role, SignedIn};
use crate::error::AppError;
use crate::workspace::{App, SchoolProfile, Unlock};
use kaozhan_domain::candidate::{Candidate, CandidateStatus};
use kaozhan_domain::ids::CandidateId;
use kaozhan_fixtures::{Backdrop, Portrait, Sex};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

struct Room {
    desk: Desk,
    app: App,
    folder: tempfile::TempDir,
}

/// Correct numbers of nobody; the first is 覃沐阳's.
fn number(person: usize) -> String {
    let first17 = format!("11010520060315{:03}", person * 2);
    let digit = kaozhan_fixtures::check_digit(&first17).unwrap();
    format!("{first17}{digit}")
}

fn fields(values: &[(&str, &str)]) -> Value {
    values.iter().map(|(field, value)| json!({ "field": field, "value": value })).collect()
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key");
        fs::write(&key, [7; 64]).unwrap();
        let clock = Clock::Fixed("2026-04-20T09:00:00".parse().unwrap());
        let school = SchoolProfile { name: "演练学校".to_owned(), code: String::new() };
        let app = App::create(&folder.path().join("工作区"), &Unlock::KeyFile(key), &school, clock).unwrap();
        let desk = Desk::new(clock, folder.path().join("config"));
        desk.enter(app.clone(), Some(SignedIn::new("zhoumin", "周敏", Role::Principal)));
        Self { desk, app, folder }
    }

    fn try_call(&self, name: &str, payload: Value) -> Result<Value, AppError> {
        self.desk.call(name, payload, None, &|_| {})
    }

    fn call(&self, name: &str, payload: Value) -> Value {
        self.try_call(name, payload).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    fn refused(&self, name: &str, payload: Value) -> String {
        self.try_call(name, payload).unwrap_err().code
    }

    fn photo(&self, person: usize, backdrop: Backdrop) -> PathBuf {
        let file = self.folder.path().join(format!("{person}-{backdrop:?}.jpg"));
        let picture = Portrait::draw(1, person, Sex::Female, (295, 413), backdrop);
        fs::write(&file, picture.jpeg(None).unwrap()).unwrap();
        file
    }

    /// Enters somebody; gives the identity.
    fn add(&self, name: &str, person: usize, photo: bool) -> String {
        let id_number = number(person);
        let phone = format!("138000000{person:02}");
        let values = fields(&[
            ("name", name),
            ("id_number", &id_number),
            ("phone", &phone),
            ("major_name", "新能源汽车技术（460702）"),
            ("major_level", "高职专科"),
            ("enrolment_year", "2024"),
            ("class_name", "新能源2401"),
        ]);
        let photo = photo.then(|| json!({ "path": self.photo(person, Backdrop::Red) }));
        let form = json!({ "candidate_id": null, "fields": values, "photo": photo });
        self.call("candidate.create", form)["candidate"]["id"].as_str().unwrap().to_owned()
    }

    fn list(&self, query: Value) -> Value {
        let mut query = query;
        query["page"] = json!(1);
        query["page_size"] = json!(20);
        self.call("candidate.list", query)
    }

    fn total(&self, query: Value) -> u64 {
        self.list(query)["total"].as_u64().unwrap()
    }

    fn status(&self, id: &str) -> String {
        self.call("candidate.get", json!({ "candidate_id": id }))["row"]["status"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

/// 新增 with and without a photo; the same document is known once.
#[test]
fn r098_a_candidate_is_entered_with_photo_and_state() {
    let room = Room::new();
    let with = room.add("覃沐阳", 1, true);
    assert_eq!(room.status(&with), "信息待认证");
    assert_eq!(room.status(&room.add("白清和", 2, false)), "无照片");
    let again = fields(&[
        ("name", "覃沐扬"),
        ("id_number", &number(1)),
        ("phone", "13800000009"),
        ("major_name", "哲学"),
        ("major_level", "本科"),
        ("enrolment_year", "2024"),
    ]);
    let form = json!({ "candidate_id": null, "fields": again, "photo": null });
    assert_eq!(room.refused("candidate.create", form.clone()), "candidate_exists");
    let check = room.call("candidate.check", form);
    let findings = check["findings"].as_array().unwrap();
    assert!(findings.iter().any(|found| found["code"] == "candidate_exists" && found["refuses"] == true));
    assert_eq!((check["birth_date"].as_str(), check["sex"].as_str()), (Some("2006-03-15"), Some("女")));
    assert!(check["region"].as_str().unwrap().contains("北京"), "{check}");
    let part = json!({ "candidate_id": null, "fields": fields(&[("name", "仇思远"), ("id_number", &number(3))]),
        "photo": null });
    assert_eq!(room.refused("candidate.create", part), "candidate_incomplete");
}

/// filters, order, counts of the tabs, and what each row allows.
#[test]
fn r116_a_row_says_where_the_password_of_a_space_is_reset() {
    let room = Room::new();
    let id = room.add("覃沐阳", 1, true);
    let why =
        || room.list(json!({}))["rows"][0]["can_reset_password"]["why_not"].as_str().unwrap().to_owned();
    assert!(why().contains("信息待认证"), "{}", why());
    room.app
        .write("candidate_verify", "认证", "", |tx| {
            let id = CandidateId(id.parse().unwrap());
            let found = tx.candidate(id)?.unwrap();
            tx.update_candidate(&Candidate { status: CandidateStatus::Accurate, ..found })?;
            Ok(())
        })
        .unwrap();
    assert!(why().contains("平台"), "{}", why());
}

#[test]
fn r097_rows_say_what_they_allow_and_why_not() {
    let room = Room::new();
    let qin = room.add("覃沐阳", 1, true);
    room.add("白清和", 2, false);
    for (query, expected) in [
        (json!({}), 2),
        (json!({ "name": "qinmu" }), 1),
        (json!({ "name": "Bai Qing" }), 1),
        (json!({ "id_number": &number(1)[14..] }), 1),
        (json!({ "has_photo": false }), 1),
        (json!({ "pinyin_review": true }), 1),
        (json!({ "registered": true }), 0),
        (json!({ "social": true }), 0),
        (json!({ "class": "新能源2401", "status": "无照片" }), 1),
    ] {
        assert_eq!(room.total(query.clone()), expected, "{query}");
    }
    let found = room.list(json!({ "sort": "name", "descending": false }));
    let rows = found["rows"].as_array().unwrap();
    assert_eq!(rows[0]["pinyin"], "Bai Qinghe");
    assert_eq!((rows[0]["next"].as_str(), rows[0]["next_label"].as_str()), (Some("photo"), Some("上传照片")));
    assert_eq!(rows[0]["can_verify"]["yes"], false);
    assert!(rows[0]["can_verify"]["why_not"].as_str().unwrap().contains("无照片"));
    assert_eq!(
        (rows[1]["next"].as_str(), rows[1]["can_verify"]["yes"].as_bool()),
        (Some("verify"), Some(true))
    );
    assert_eq!(rows[1]["can_delete"]["yes"], true);
    assert_eq!(found["counts"][0], json!({ "status": "无照片", "count": 1 }));
    room.desk.enter(room.app.clone(), Some(SignedIn::new("li", "李", Role::Invigilator)));
    assert_eq!(room.list(json!({}))["rows"][0]["can_edit"]["yes"], false);
    assert_eq!(
        room.refused("candidate.delete", json!({ "selection": { "kind": "rows", "keys": [qin] } })),
        "not_allowed"
    );
}

/// nothing that a list or a detail sends holds a whole number.
#[test]
fn r094_no_whole_number_leaves_the_program() {
    let room = Room::new();
    let qin = room.add("覃沐阳", 1, true);
    room.add("覃沐阳", 2, true);
    let of = json!({ "candidate_id": qin });
    let everybody = json!({ "kind": "filter", "query": {} });
    let texts = [
        room.list(json!({})),
        room.call("candidate.get", of.clone()),
        room.call("candidate.history", of.clone()),
        room.call("candidate.pinyin_choices", of.clone()),
        room.call("candidate.options", json!({})),
        room.call("photo.overview", json!({})),
        room.call("photo.duplicates", json!({})),
        room.call("photo.refused", json!({ "page": 1, "page_size": 20 })),
        room.call("candidate.delete", json!({ "selection": everybody.clone(), "dry_run": true })),
        room.call("candidate.verify", json!({ "selection": everybody })),
        room.call(
            "candidate.edit",
            json!({ "candidate_id": qin, "fields": fields(&[("class_name", "二班")]), "photo": null }),
        ),
    ];
    for text in texts.map(|value| value.to_string()) {
        for secret in [number(1), number(2), "13800000001".to_owned(), "2006-03-15".to_owned()] {
            assert!(!text.contains(&secret), "{text}");
        }
    }
    let detail = room.call("candidate.get", of);
    assert_eq!(detail["birth_date"], "****-**-**");
    assert!(detail["region"].as_str().unwrap().contains("北京"));
    assert_eq!(detail["namesakes"].as_array().unwrap().len(), 1);
}

/// 认证, its answer, 人工确认 with a correction, then the locks.
#[test]
fn r109_confirmation_corrects_and_locks() {
    let room = Room::new();
    let qin = room.add("覃沐阳", 1, true);
    room.add("白清和", 2, false);
    let everybody = json!({ "kind": "filter", "query": { "status": "" } });
    let asked = room.call("candidate.verify", json!({ "selection": everybody }));
    assert_eq!((asked["done"].as_u64(), asked["total"].as_u64()), (Some(1), Some(2)));
    assert!(asked["refused"][0]["reason"].as_str().unwrap().contains("无照片"));
    assert_eq!(asked["refused"][0]["names"][0], "白清和");
    let row = room.call("candidate.get", json!({ "candidate_id": qin }))["row"].clone();
    assert!(row["can_verify"]["why_not"].as_str().unwrap().contains("联网"));
    crate::candidates::record_verification(&room.app, &qin, false).unwrap();
    assert_eq!(room.status(&qin), "需人工确认");
    let form = json!({ "candidate_id": qin, "fields": fields(&[("phone", "13911112222")]), "photo": null });
    assert_eq!(room.call("candidate.confirm", form)["candidate"]["phone"], "139****2222");
    assert_eq!(room.status(&qin), "信息准确");
    let edit = |field, value| {
        let form = json!({ "candidate_id": qin, "fields": fields(&[(field, value)]), "photo": null });
        room.try_call("candidate.edit", form)
    };
    assert_eq!(edit("name", "覃沐扬").unwrap_err().code, "identity_locked");
    edit("class_name", "二班").unwrap();
    let photo = json!({ "candidate_id": qin, "file": { "path": room.photo(5, Backdrop::Red) } });
    assert_eq!(room.refused("photo.replace", photo), "identity_locked");
    assert_eq!(room.refused("photo.remove", json!({ "candidate_id": qin })), "identity_locked");
    let history = room.call("candidate.history", json!({ "candidate_id": qin }));
    let lines = history.to_string();
    for expected in ["班级：新能源2401 → 二班", "修改了手机号码", "需人工确认 → 信息准确", "新建考生"]
    {
        assert!(lines.contains(expected), "{expected}: {lines}");
    }
}

/// readings are offered, the chosen one is never asked about again.
#[test]
fn r102_a_chosen_pinyin_is_settled() {
    let room = Room::new();
    let qin = room.add("覃沐阳", 1, true);
    let of = json!({ "candidate_id": qin });
    let choices = room.call("candidate.pinyin_choices", of.clone());
    assert_eq!(
        (choices[0]["pinyin"].as_str(), choices[0]["current"].as_bool()),
        (Some("Qin Muyang"), Some(true))
    );
    assert!(choices.to_string().contains("Tan Muyang"));
    let saved = room.call("candidate.pinyin_confirm", json!({ "candidate_id": qin, "pinyin": "Qin Muyang" }));
    assert_eq!(saved["candidate"]["pinyin_review"], false);
    assert_eq!(room.call("candidate.get", of)["pinyin_confirmed"], true);
    assert_eq!(room.total(json!({ "pinyin_review": true })), 0);
    let bad = json!({ "candidate_id": qin, "pinyin": "覃 沐阳" });
    assert_eq!(room.refused("candidate.pinyin_confirm", bad), "pinyin_characters");
}

/// batches over rows and over a stored filter; a deletion is told
/// before it is done and can be taken back.
#[test]
fn r115_batches_tell_who_is_left_out_and_can_be_taken_back() {
    let room = Room::new();
    let first = room.add("覃沐阳", 1, true);
    let second = room.add("白清和", 2, false);
    let everybody = json!({ "kind": "filter", "query": { "class": "新能源2401" } });
    let changes = fields(&[("class_name", "新能源2402"), ("enrolment_year", "2025")]);
    let edited = room.call("candidate.edit_many", json!({ "selection": everybody, "fields": changes }));
    assert_eq!(edited["done"], 2);
    assert_eq!(room.total(json!({ "class": "新能源2402", "enrolment_year": "2025" })), 2);
    let rows = json!({ "kind": "rows", "keys": [first, second] });
    let name = json!({ "selection": rows, "fields": fields(&[("name", "同名")]) });
    assert_eq!(room.refused("candidate.edit_many", name), "field_not_shared");

    let target = room.folder.path().join("导出.xlsx");
    let export = json!({ "selection": { "kind": "rows", "keys": [second] }, "path": target });
    assert_eq!(room.call("candidate.export", export.clone())["rows"], 1);
    assert_eq!(room.refused("candidate.export", export), "file_exists");

    let asked = json!({ "selection": rows, "dry_run": true });
    let told = room.call("candidate.delete", asked);
    assert_eq!((told["done"].as_u64(), room.total(json!({}))), (Some(2), 2));
    room.call("candidate.delete", json!({ "selection": rows }));
    assert_eq!(room.total(json!({})), 0);
    assert_eq!(room.call("candidate.undo_delete", json!({}))["done"], 2);
    assert_eq!((room.total(json!({})), room.total(json!({ "has_photo": true }))), (2, 1));
    assert_eq!(room.refused("candidate.undo_delete", json!({})), "nothing_to_undo");
}

/// one photo is replaced, cut anew and removed; refused files come back as pictures.
#[test]
fn r099_photos_are_replaced_cut_and_refused_with_pictures() {
    let room = Room::new();
    let bai = room.add("白清和", 2, false);
    let of = json!({ "candidate_id": bai });
    let blue = json!({ "candidate_id": bai, "file": { "path": room.photo(2, Backdrop::Blue) } });
    assert_eq!(room.refused("photo.replace", blue), "photo_background_not_red");
    let red = json!({ "candidate_id": bai, "file": { "path": room.photo(2, Backdrop::Red) } });
    room.call("photo.replace", red);
    assert_eq!(room.status(&bai), "信息待认证");
    let before = room.call("photo.image", of.clone());
    let frame = json!({ "x": 6, "y": 4, "width": 280, "height": 392, "quarter_turns": 0 });
    room.call("photo.crop", json!({ "candidate_id": bai, "crop": frame }));
    assert_ne!(room.call("photo.image", of.clone()), before);
    let original = room.call("photo.original", of.clone());
    assert_eq!((original["width"].as_u64(), original["height"].as_u64()), (Some(295), Some(413)));
    let facts = room.call("candidate.get", of.clone())["photo"].to_string();
    assert!(facts.contains("红色背景") && facts.contains("未见相同照片"), "{facts}");
    room.call("photo.remove", of.clone());
    assert_eq!((room.status(&bai), room.call("photo.image", of)), ("无照片".to_owned(), Value::Null));

    let folder = room.folder.path().join("照片");
    fs::create_dir(&folder).unwrap();
    fs::copy(room.photo(2, Backdrop::Red), folder.join(format!("{}.jpg", number(2)))).unwrap();
    fs::copy(room.photo(3, Backdrop::Blue), folder.join(format!("{}.jpg", number(3)))).unwrap();
    fs::copy(room.photo(4, Backdrop::Red), folder.join(format!("{}.jpg", number(4)))).unwrap();
    let report = room.call("photo.import", json!({ "path": folder }));
    assert_eq!((report["accepted"].as_u64(), report["refused"].as_u64()), (Some(1), Some(2)), "{report}");
    let refused = room.call("photo.refused", json!({ "page": 1, "page_size": 20 }));
    assert_eq!(refused["total"], 2);
    for row in refused["rows"].as_array().unwrap() {
        assert!(row["picture"]["base64"].as_str().unwrap().len() > 1_000);
        assert!(!row["file"].as_str().unwrap().contains(&number(3)) && row["reasons"][0] != "");
    }
    let stray = room.call("photo.refused", json!({ "page": 1, "page_size": 20, "unmatched": true }));
    assert_eq!(
        (stray["total"].as_u64(), stray["rows"][0]["code"].as_str()),
        (Some(1), Some("photo_no_candidate"))
    );
    let overview = room.call("photo.overview", json!({}));
    assert_eq!((overview["with"].as_u64(), overview["refused_shown"].as_u64()), (Some(1), Some(2)));
    room.call("photo.refused_export", json!({ "path": room.folder.path().join("未通过.xlsx") }));
}

/// the same picture under two names is refused at once, a copy of it is shown side by side.
#[test]
fn r099_alike_pictures_are_shown_side_by_side() {
    let room = Room::new();
    let qin = room.add("覃沐阳", 1, true);
    let bai = room.add("白清和", 2, false);
    let same = json!({ "candidate_id": bai, "file": { "path": room.photo(1, Backdrop::Red) } });
    assert_eq!(room.refused("photo.replace", same), "photo_same_picture");
    let frame = json!({ "x": 1, "y": 1, "width": 293, "height": 411, "quarter_turns": 0 });
    let copy =
        json!({ "candidate_id": bai, "file": { "path": room.photo(1, Backdrop::Red), "crop": frame } });
    let saved = room.call("photo.replace", copy);
    assert!(saved["warnings"].to_string().contains("覃沐阳"), "{saved}");
    let pairs = room.call("photo.duplicates", json!({}));
    let ids = (pairs[0]["first"]["id"].as_str(), pairs[0]["second"]["id"].as_str());
    assert_eq!(
        (ids, pairs[0]["identical"].as_bool()),
        ((Some(qin.as_str()), Some(bai.as_str())), Some(false))
    );
    let facts = room.call("candidate.get", json!({ "candidate_id": qin }))["photo"].to_string();
    assert!(facts.contains("白清和"), "{facts}");
}

/// A cancelled batch leaves nothing half done.
#[test]
fn a_cancelled_batch_writes_nothing() {
    let room = Room::new();
    room.add("覃沐阳", 1, true);
    let cancelled = AtomicBool::new(true);
    let task = crate::task::Task::new(&|_| {}, &cancelled);
    let everybody = crate::candidates::Chosen::Filter(Box::default());
    let outcome = crate::candidates::delete_many(&room.app, &everybody, false, &task);
    assert_eq!(outcome.unwrap_err().code, "cancelled");
    assert_eq!(room.total(json!({})), 1);
}
