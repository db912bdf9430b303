//! The import wizard's calls against a real workspace.

use crate::clock::Clock;
use crate::desk::{Desk, Role, SignedIn};
use crate::error::{AppError, Result};
use crate::import::{ImportKind, ImportOptions, import};
use crate::task::Task;
use crate::workspace::{App, SchoolProfile, Unlock};
use kaozhan_domain::candidate::Candidate;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const HEADINGS: &str = "姓名,身份证号,手机号,专业名称,层次,年级,班级,家长电话";

/// A valid number of nobody: the district 990000 does not exist… but a known one is needed, so the order
/// code runs through a day of 2005.
fn number(place: usize) -> String {
    let body = format!("11010520050{}{:02}{:03}", 1 + place / 1_000 % 9, 1 + place / 100 % 28, place % 1_000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(weights).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize];
    format!("{body}{check}")
}

fn phone(place: usize) -> String {
    format!("138{:08}", 10_000_000 + place * 7)
}

fn person(place: usize) -> Vec<String> {
    let names = ["王小明", "李四方", "张三丰", "赵云飞", "陈思远", "刘星辰"];
    let texts = [
        names[place % names.len()].to_owned(),
        number(place),
        phone(place),
        "信息安全与管理".to_owned(),
        "高职专科".to_owned(),
        "2025".to_owned(),
        format!("信安{}班", place % 4 + 1),
        phone(place + 500),
    ];
    texts.to_vec()
}

struct Office {
    folder: TempDir,
    desk: Desk,
}

impl Office {
    fn new() -> Self {
        Self::with_role(Role::Principal)
    }

    fn with_role(role: Role) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let school = SchoolProfile { name: "演练学校".to_owned(), code: String::new() };
        let workspace = folder.path().join("工作区");
        let clock = Clock::Fixed("2026-04-01T09:00:00".parse().unwrap());
        let app = App::create(&workspace, &Unlock::passphrase("演练用口令-2026"), &school, clock).unwrap();
        let desk = Desk::new(clock, folder.path().join("设置"));
        desk.enter(app, Some(SignedIn::new("zhou", "周敏", role)));
        Self { folder, desk }
    }

    fn app(&self) -> App {
        self.desk.session().unwrap().app
    }

    fn file(&self, name: &str, headings: &str, rows: &[Vec<String>]) -> PathBuf {
        let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let path = self.folder.path().join(name);
        std::fs::write(&path, format!("{headings}\n{}\n", lines.join("\n"))).unwrap();
        path
    }

    fn try_call(&self, name: &str, request: Value) -> Result<Value> {
        self.desk.call(name, request, None, &|_| {})
    }

    fn call(&self, name: &str, request: Value) -> Value {
        self.try_call(name, request).unwrap()
    }

    fn open(&self, kind: &str, path: &Path) -> Value {
        self.call("import.open", json!({ "kind": kind, "path": path }))
    }

    /// Opens and checks with the proposed columns.
    fn checked(&self, path: &Path) -> (String, Value) {
        let draft = self.open("roster", path);
        let id = draft["draft_id"].as_str().unwrap().to_owned();
        let check = self.check(&draft);
        (id, check)
    }

    fn check(&self, draft: &Value) -> Value {
        self.call("import.check", check_request(draft))
    }

    fn edit(&self, id: &str, row: u32, column: usize, value: &str) -> Value {
        let request = json!({ "draft_id": id, "part": 0, "row": row, "column": column, "value": value });
        self.call("import.edit_cell", request)
    }

    fn rows(&self, id: &str, filter: &str) -> Value {
        let wanted = json!({ "part": 0, "filter": filter, "group": "" });
        self.call("import.rows", json!({ "draft_id": id, "wanted": wanted, "offset": 0, "limit": 200 }))
    }

    fn commit(&self, id: &str) -> Value {
        self.call("import.commit", json!({ "draft_id": id, "remember": true }))
    }

    fn candidates(&self) -> Vec<Candidate> {
        let mut found = Vec::new();
        self.app()
            .read(|tx| {
                tx.for_each_candidate(|candidate| {
                    found.push(candidate);
                    Ok(())
                })?;
                Ok(())
            })
            .unwrap();
        found.sort_by_key(|candidate| candidate.roster_order);
        found
    }
}

fn check_request(draft: &Value) -> Value {
    let fields = |part: &Value| -> Vec<Value> {
        part["columns"].as_array().unwrap().iter().map(|column| column["field"].clone()).collect()
    };
    let columns: Vec<Vec<Value>> = draft["parts"].as_array().unwrap().iter().map(fields).collect();
    json!({ "draft_id": draft["draft_id"], "columns": columns, "plan": "" })
}

fn code<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    let failure: AppError = outcome.unwrap_err();
    failure.code
}

/// 40 people, some with faults: a check digit, two levels that are none, a number twice, no name; and a phone
/// too short, which is only a warning.
fn faulty() -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = (0..40).map(person).collect();
    rows[3][1].replace_range(10..11, "9");
    rows[7][4] = "研究生以上".to_owned();
    rows[9][2] = "1387721".to_owned();
    rows[11][4] = "高职".to_owned();
    rows[20][1] = rows[12][1].clone();
    rows[25][0] = String::new();
    rows
}

/// Row and column of each fault and what is typed there.
fn corrections() -> Vec<(usize, usize, String)> {
    vec![
        (3, 1, number(3)),
        (7, 4, "高职专科".to_owned()),
        (11, 4, "高职专科".to_owned()),
        (20, 1, number(20)),
        (25, 0, "欧阳修远".to_owned()),
    ]
}

/// what is imported after corrections is what a file with these corrections gives.
#[test]
fn r101_a_corrected_draft_imports_like_a_corrected_file() {
    for done in 0..=corrections().len() {
        let (window, line) = (Office::new(), Office::new());
        let mut rows = faulty();
        let (id, check) = window.checked(&window.file("名单.csv", HEADINGS, &rows));
        assert_eq!(check["errors"], 6, "{check}");
        for (row, column, value) in corrections().into_iter().take(done) {
            window.edit(&id, u32::try_from(row + 2).unwrap(), column, &value);
            rows[row][column] = value;
        }
        let report = window.commit(&id);
        let path = line.file("名单.csv", HEADINGS, &rows);
        let other =
            import(&line.app(), ImportKind::Roster, &path, &ImportOptions::default(), &Task::silent())
                .unwrap();
        for (key, value) in [
            ("total", other.total),
            ("accepted", other.accepted),
            ("refused", other.refused),
            ("unchanged", other.unchanged),
        ] {
            assert_eq!(report[key], value, "{key} after {done} corrections");
        }
        let findings = |list: &Value| -> Vec<(u64, String)> {
            let list = list.as_array().unwrap();
            list.iter().map(|f| (f["row"].as_u64().unwrap(), f["column"].to_string())).collect()
        };
        let expected = serde_json::to_value(&other).unwrap();
        assert_eq!(findings(&report["problems"]), findings(&expected["problems"]));
        assert_eq!(findings(&report["warnings"]), findings(&expected["warnings"]));
        let details = |office: &Office| -> Vec<_> {
            office.candidates().into_iter().map(|c| (c.roster_order, c.details, c.status)).collect()
        };
        assert_eq!(details(&window), details(&line));
    }
}

#[test]
fn r101_what_rows_say_of_each_other_follows_every_correction() {
    let office = Office::new();
    let (id, check) = office.checked(&office.file("名单.csv", HEADINGS, &faulty()));
    let duplicates = |check: &Value| {
        let groups = check["groups"].as_array().unwrap();
        groups
            .iter()
            .find(|group| group["key"] == "duplicate")
            .map_or(0, |group| group["count"].as_u64().unwrap())
    };
    assert_eq!(duplicates(&check), 2);
    let after = office.edit(&id, 22, 1, &number(20));
    assert_eq!(
        (duplicates(&after), after["errors"].as_u64()),
        (0, Some(4)),
        "the other row is good again too"
    );
    assert_eq!(after["edited"], 1);
    let back = office.call("import.undo", json!({ "draft_id": id }));
    assert_eq!((duplicates(&back["check"]), &back["row"]), (2, &json!(22)));
    assert_eq!(back["check"]["edited"], 0);
    let again = office.call("import.redo", json!({ "draft_id": id }));
    assert_eq!(duplicates(&again["check"]), 0);
    assert_eq!(office.call("import.redo", json!({ "draft_id": id }))["row"], Value::Null);
    let clash = office.edit(&id, 30, 1, &number(0));
    assert_eq!(duplicates(&clash), 2, "a correction can make a duplicate as well");
}

/// A row that is left out settles a duplicate, and is given back, not lost.
#[test]
fn r119_rows_left_out_are_given_back_with_the_refused_ones() {
    let office = Office::new();
    let mut rows: Vec<Vec<String>> = (0..6).map(person).collect();
    rows[4][1] = rows[1][1].clone();
    let (id, check) = office.checked(&office.file("名单.csv", HEADINGS, &rows));
    assert_eq!(check["errors"], 2);
    let skip = |skipped: bool| {
        let request = json!({ "draft_id": id, "part": 0, "row": 6, "skipped": skipped });
        office.call("import.skip_row", request)
    };
    assert_eq!(skip(true)["errors"], 0);
    assert_eq!(skip(false)["errors"], 2);
    let check = skip(true);
    assert_eq!((&check["skipped"], &check["fresh"]), (&json!(1), &json!(5)));
    assert_eq!(office.rows(&id, "edited")["rows"][0]["mark"], "skipped");
    let done = office.commit(&id);
    assert_eq!((&done["accepted"], &done["refused"], &done["total"]), (&json!(5), &json!(1), &json!(6)));
    let target = office.folder.path().join("未通过.xlsx");
    let request = json!({ "id": done["import_id"], "path": target, "overwrite": false });
    office.call("import.failed_rows", request.clone());
    assert_eq!(code(office.try_call("import.failed_rows", request)), "file_exists");
    let record = &office.call("import.records", json!({}))["rows"][0];
    assert_eq!((&record["refused"], &record["kind_label"]), (&json!(1), &json!("学生信息")));
    let again = office.open("roster", &target);
    assert_eq!(again["parts"][0]["rows"], 1, "the refused rows are a file to import again");
}

/// no call of the wizard gives a whole document or phone number, wherever it stands in the file.
#[test]
fn r094_no_whole_number_leaves_for_the_window() {
    let office = Office::new();
    let mut rows = faulty();
    let known: Vec<Vec<String>> = (0..4)
        .map(|place| {
            let mut row = person(place);
            row[2] = phone(place + 900);
            row
        })
        .collect();
    let (id, _) = office.checked(&office.file("先.csv", HEADINGS, &known));
    office.commit(&id);
    // Numbers in the wrong columns, and a file whose columns nobody has sorted out.
    rows[15][4] = number(15);
    rows[16][6] = phone(16);
    rows[17][2] = number(17);
    let path = office.file("名单.csv", HEADINGS, &rows);
    let draft = office.open("roster", &path);
    let id = draft["draft_id"].as_str().unwrap();
    let mut seen = vec![draft.clone(), office.rows(id, "all"), office.check(&draft), office.rows(id, "all")];
    let mut wrong = check_request(&draft);
    wrong["columns"][0] =
        json!(["name", "student_number", "id_number", "major_name", null, null, "class_name", null]);
    seen.push(office.call("import.check", wrong));
    seen.push(office.rows(id, "all"));
    let bare = json!({ "draft_id": id, "part": 0, "sheet": "", "header_row": 0 });
    seen.push(office.call("import.choose", bare));
    seen.push(office.rows(id, "all"));
    let fits = json!({ "draft_id": id, "part": 0, "sheet": "", "header_row": null });
    let draft = office.call("import.choose", fits);
    seen.push(office.check(&draft));
    seen.push(office.edit(id, 5, 1, &number(777)));
    seen.push(office.rows(id, "changed"));
    seen.push(office.commit(id));
    seen.push(office.call("import.records", json!({})));
    let text = serde_json::to_string(&seen).unwrap();
    for place in (0..40).chain([777]) {
        assert!(!text.contains(&number(place)), "a document number of row {place}");
        assert!(
            !text.contains(&phone(place)) && !text.contains(&phone(place + 500)),
            "a phone of row {place}"
        );
        assert!(!text.contains(&phone(place + 900)), "a phone that was stored, of row {place}");
    }
    assert!(text.contains("110105"), "but enough of it to know it by");
}

#[test]
fn r112_a_changed_row_shows_what_the_record_holds_now() {
    let office = Office::new();
    let mut rows: Vec<Vec<String>> = (0..5).map(person).collect();
    let (id, _) = office.checked(&office.file("一.csv", HEADINGS, &rows));
    office.commit(&id);
    rows[2][6] = "信安9班".to_owned();
    let (id, check) = office.checked(&office.file("二.csv", HEADINGS, &rows));
    assert_eq!((&check["changed"], &check["unchanged"], &check["fresh"]), (&json!(1), &json!(4), &json!(0)));
    let row = &office.rows(&id, "changed")["rows"][0];
    assert_eq!(row["old"], json!([{ "column": 6, "heading": "班级", "value": "信安3班" }]));
}

#[test]
fn columns_are_proposed_asked_for_and_remembered() {
    let office = Office::new();
    let rows: Vec<Vec<String>> = (0..5).map(person).collect();
    let odd = "姓名,号码,手机号,专业名称,层次,年级,班级,家长电话";
    let draft = office.open("roster", &office.file("一.csv", odd, &rows));
    let fields = |draft: &Value| -> Vec<Value> {
        draft["parts"][0]["columns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|column| column["field"].clone())
            .collect()
    };
    assert_eq!(fields(&draft)[..3], [json!("name"), Value::Null, json!("phone")]);
    let failure = office.try_call("import.check", check_request(&draft)).unwrap_err();
    assert_eq!(failure.code, "columns_missing");
    assert!(failure.message.contains("证件号码") && !failure.message.contains("--map"));
    let mut request = check_request(&draft);
    request["columns"][0][1] = json!("id_number");
    assert_eq!(office.call("import.check", request)["fresh"], 5);
    office.commit(draft["draft_id"].as_str().unwrap());
    let next = office.open("roster", &office.file("二.csv", odd, &rows));
    assert_eq!(next["parts"][0]["remembered"], true);
    assert_eq!(fields(&next)[1], "id_number");
    let mut twice = check_request(&next);
    twice["columns"][0][7] = json!("phone");
    assert_eq!(code(office.try_call("import.check", twice)), "column_twice");
}

#[test]
fn files_that_are_no_lists_are_said_to_be_what_they_are() {
    let office = Office::new();
    let open = |name: &str, bytes: &[u8]| {
        let path = office.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        office.try_call("import.open", json!({ "kind": "roster", "path": path }))
    };
    assert_eq!(code(open("名单.xlsx", b"%PDF-1.7 ...")), "file_not_a_workbook");
    assert_eq!(code(open("空.csv", b"  ")), "file_empty");
    assert_eq!(code(open("头.csv", HEADINGS.as_bytes())), "sheet_no_rows");
    assert_eq!(
        code(office.try_call("import.open", json!({ "kind": "roster", "path": "/没有/这个.xlsx" }))),
        "file_not_found"
    );
    assert_eq!(
        code(office.try_call("import.open", json!({ "kind": "photos", "path": "/a.zip" }))),
        "not_a_table"
    );
    assert_eq!(
        code(office.try_call(
            "import.open",
            json!({ "kind": "exam", "path": office.file("别.csv", "甲,乙", &[vec!["1".into(), "2".into()]]) })
        )),
        "sheet_no_header"
    );
    // Without headings: the columns are chosen by their letters.
    let rows: Vec<Vec<String>> = (1..5).map(person).collect();
    let path = office.file("无表头.csv", &person(0).join(","), &rows);
    let draft = office.open("roster", &path);
    let choose = json!({ "draft_id": draft["draft_id"], "part": 0, "sheet": "", "header_row": 0 });
    let draft = office.call("import.choose", choose);
    assert_eq!(draft["parts"][0]["columns"][1]["heading"], "B列");
    let mut request = check_request(&draft);
    request["columns"][0] = json!(["name", "id_number", "phone", null, null, null, null, null]);
    assert_eq!(office.call("import.check", request)["fresh"], 5);
}

#[test]
fn findings_are_reached_one_after_the_other() {
    let office = Office::new();
    let (id, _) = office.checked(&office.file("名单.csv", HEADINGS, &faulty()));
    let find = |row: u32, column: i32, back: bool| {
        let request = json!({
            "draft_id": id,
            "wanted": { "part": 0, "filter": "all", "group": "" },
            "from": { "row": row, "column": column, "back": back },
        });
        let cell = office.call("import.find", request);
        (cell["row"].as_u64().unwrap(), cell["column"].as_u64().unwrap())
    };
    assert_eq!(find(0, -1, false), (5, 1));
    assert_eq!(find(5, 1, false), (9, 4));
    assert_eq!(find(27, 0, false), (5, 1), "from the beginning again");
    assert_eq!(find(9, 4, true), (5, 1));
    let errors = office.rows(&id, "errors");
    assert_eq!(errors["total"], 6);
    office.edit(&id, 9, 4, "高职专科");
    let errors = office.rows(&id, "errors");
    assert_eq!(errors["total"], 6, "what was corrected stays in sight");
    assert_eq!(errors["rows"][1]["edited"], json!([4]));
    assert_eq!(errors["rows"][1]["mark"], "fresh");
}

#[test]
fn a_stopped_import_leaves_nothing_and_can_be_made_again() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let office = Office::new();
    let (id, _) = office.checked(&office.file("名单.csv", HEADINGS, &faulty()));
    let stopped = AtomicBool::new(false);
    let request = json!({ "draft_id": id, "remember": false });
    let outcome = office.desk.call("import.commit", request, Some("t1"), &|progress| {
        if progress.step == "写入考生" && !stopped.swap(true, Ordering::Relaxed) {
            office.desk.cancel("t1");
        }
    });
    assert_eq!(code(outcome), "cancelled");
    assert!(office.candidates().is_empty());
    assert_eq!(office.call("import.records", json!({}))["total"], 0);
    assert_eq!(office.commit(&id)["accepted"], 34);
    assert_eq!(
        code(
            office.try_call("import.rows", json!({ "draft_id": id, "wanted": {}, "offset": 0, "limit": 1 }))
        ),
        "draft_unknown"
    );
}

#[test]
fn r262_a_draft_is_its_owners_and_needs_leave() {
    let office = Office::new();
    let path = office.file("名单.csv", HEADINGS, &faulty());
    let (id, _) = office.checked(&path);
    let app = office.app();
    office.desk.enter(app.clone(), Some(SignedIn::new("other", "别人", Role::Administrator)));
    let rows = json!({ "draft_id": id, "wanted": {}, "offset": 0, "limit": 10 });
    assert_eq!(code(office.try_call("import.rows", rows)), "draft_unknown");
    office.desk.enter(app, Some(SignedIn::new("desk", "监考", Role::Invigilator)));
    assert_eq!(
        code(office.try_call("import.open", json!({ "kind": "roster", "path": path }))),
        "not_allowed"
    );
    assert_eq!(code(office.try_call("import.open", json!({ "kind": "rooms", "path": path }))), "not_allowed");
}

#[test]
fn r100_templates_and_masked_exports_are_written() {
    let office = Office::new();
    let target = office.folder.path().join("模板.xlsx");
    let request = json!({ "kind": "roster", "path": target, "overwrite": false });
    office.call("template.write", request.clone());
    assert_eq!(code(office.try_call("template.write", request)), "file_exists");
    let (id, _) = office.checked(&office.file("名单.csv", HEADINGS, &faulty()));
    office.commit(&id);
    let target = office.folder.path().join("考生.xlsx");
    let request = json!({ "kind": "candidates", "path": target, "overwrite": true, "search": "", "plan": "", "status": "" });
    assert_eq!(office.call("export.run", request)["rows"], 34);
    assert_eq!(
        code(office.try_call("import.open", json!({ "kind": "roster", "path": target }))),
        "sheet_masked"
    );
}
