//! The contract of the command line: exit codes, messages, and that a failure changes nothing.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use acceptance::{Desk, PASSPHRASE, answer, read_sheet, write_sheet};
use kaozhan_fixtures::{PLAN_NUMBER, clock};
use std::fs;
use std::path::Path;

const HEAD: [&str; 4] = ["姓名", "身份证号", "手机号", "专业"];
/// Generated numbers with right check digits.
const ZHANG: &str = "11010520060315069X";
const LI: &str = "440524200601010017";

/// A number with the right last digit for its first seventeen.
fn number(first: &str) -> String {
    format!("{first}{}", kaozhan_fixtures::check_digit(first).unwrap())
}

fn roster(desk: &Desk, rows: &[[&str; 4]]) -> std::path::PathBuf {
    let path = desk.path("名单.xlsx");
    let mut all = vec![HEAD.to_vec()];
    all.extend(rows.iter().map(|row| row.to_vec()));
    write_sheet(&path, "Sheet1", &all);
    path
}

/// Everything in the workspace that a failure must not change.
fn state(desk: &Desk) -> String {
    let candidates = desk.done(&["candidates", "--limit", "1000", "--reveal"]).json["candidates"].to_string();
    format!("{candidates}{}", desk.done(&["imports"]).json)
}

#[test]
fn wrong_usage_ends_with_2_and_a_chinese_sentence() {
    let desk = Desk::new();
    for arguments in [
        vec!["sit"],
        vec!["import"],
        vec!["import", "roster"],
        vec!["import", "people", "x.xlsx"],
        vec!["seat"],
        vec!["seat", "--plan", "P", "--neighbours", "5"],
        vec!["print", "tickets", "--plan", "P"],
        vec!["candidate"],
        vec!["candidates", "--limit", "many"],
        vec!["id", "check"],
        vec!["name", "pinyin"],
        vec!["backup"],
    ] {
        let answer = desk.call(&arguments);
        assert_eq!(answer.code, 2, "{arguments:?}: {answer:?}");
        assert!(answer.errors.chars().any(|c| ('一'..='龥').contains(&c)), "{arguments:?}: {answer:?}");
    }
}

#[test]
fn failures_before_the_workspace_end_with_1() {
    let desk = Desk::new();
    let missing = desk.call(&["candidates"]);
    assert_eq!((missing.code, missing.failure()), (1, "workspace_missing"));
    let desk = Desk::with_workspace();
    let again = desk.call(&["init", "--school-name", "另一所学校"]);
    assert_eq!((again.code, again.failure()), (1, "workspace_exists"));
    let wrong = answer(
        &desk.command(&["--json", "candidates"]).env("KAOZHAN_PASSPHRASE", "不对的口令啊").output().unwrap(),
    );
    assert_eq!((wrong.code, wrong.failure()), (1, "wrong_passphrase"));
    let none =
        answer(&desk.command(&["--json", "candidates"]).env_remove("KAOZHAN_PASSPHRASE").output().unwrap());
    assert_eq!((none.code, none.failure()), (2, "passphrase_missing"));
    let clock = answer(&desk.command(&["--json", "candidates"]).env("KAOZHAN_NOW", "明天").output().unwrap());
    assert_eq!((clock.code, clock.failure()), (2, "clock"));
}

#[test]
fn the_passphrase_may_come_from_a_file() {
    let desk = Desk::with_workspace();
    let file = desk.path("口令.txt");
    fs::write(&file, format!("{PASSPHRASE}\r\n")).unwrap();
    let found = answer(
        &desk
            .command(&["--json", "--passphrase-file", file.to_str().unwrap(), "candidates"])
            .env_remove("KAOZHAN_PASSPHRASE")
            .output()
            .unwrap(),
    );
    assert_eq!(found.code, 0, "{found:?}");
    let missing =
        answer(&desk.command(&["--json", "--passphrase-file", "没有.txt", "candidates"]).output().unwrap());
    assert_eq!((missing.code, missing.failure()), (1, "file_not_found"));
}

#[test]
fn unreadable_files_fail_and_change_nothing() {
    let desk = Desk::with_workspace();
    roster(&desk, &[["张三丰", ZHANG, "13800000001", "软件技术"]]);
    desk.done(&["import", "roster", "名单.xlsx"]);
    let before = state(&desk);
    fs::write(desk.path("空.xlsx"), b"").unwrap();
    fs::write(desk.path("图.xlsx"), b"\x89PNG\r\n\x1a\n0000").unwrap();
    fs::write(desk.path("坏.zip"), b"PK\x03\x04 truncated").unwrap();
    fs::create_dir(desk.path("夹")).unwrap();
    for (kind, file) in [
        ("roster", "没有.xlsx"),
        ("roster", "空.xlsx"),
        ("roster", "图.xlsx"),
        ("roster", "坏.zip"),
        ("roster", "夹"),
        ("rooms", "名单.xlsx"),
        ("exam", "名单.xlsx"),
        ("registrations", "没有.xlsx"),
        ("photos", "没有.zip"),
        ("photos", "坏.zip"),
        ("photos", "名单.xlsx"),
    ] {
        let answer = desk.call(&["import", kind, file]);
        assert_eq!(answer.code, 1, "{kind} {file}: {answer:?}");
        assert!(!answer.json["error"]["message"].as_str().unwrap().is_empty());
    }
    assert_eq!(state(&desk), before);
}

#[test]
fn a_roster_is_checked_stored_and_found_unchanged() {
    let desk = Desk::with_workspace();
    let bad = format!("{}0", &ZHANG[..17]);
    roster(
        &desk,
        &[
            ["张三丰", ZHANG, "13800000001", "软件技术"],
            ["李四", LI, "13800000002", "软件技术"],
            ["王五", &bad, "13800000003", "软件技术"],
        ],
    );
    let dry = desk.call(&["import", "roster", "名单.xlsx", "--dry-run"]);
    assert_eq!((dry.code, dry.count("accepted"), dry.count("refused")), (3, 2, 1));
    assert_eq!(desk.done(&["candidates"]).count("total"), 0);
    let first = desk.call(&["import", "roster", "名单.xlsx", "--failed", "失败.xlsx"]);
    assert_eq!(first.code, 3);
    let counts = ["total", "accepted", "refused", "unchanged"].map(|key| first.count(key));
    assert_eq!(counts, [3, 2, 1, 0]);
    let problem = &first.json["problems"][0];
    assert_eq!((problem["row"].as_u64(), problem["column"].as_str()), (Some(4), Some("身份证号")));
    assert_eq!(problem["code"], "id_check_digit");
    assert!(!first.json.to_string().contains(&bad), "a message tells the whole number");
    let second = desk.call(&["import", "roster", "名单.xlsx"]);
    assert_eq!(["accepted", "refused", "unchanged"].map(|key| second.count(key)), [0, 1, 2]);
    // The failed rows can be mended and imported again.
    let mut rows = read_sheet(&desk.path("失败.xlsx"));
    assert_eq!(rows[0].last().unwrap(), "失败原因");
    let right = number("11010520060316003");
    rows[1][1].clone_from(&right);
    let mended: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    write_sheet(&desk.path("失败.xlsx"), "学生信息", &mended);
    assert_eq!(desk.done(&["import", "roster", "失败.xlsx"]).count("accepted"), 1);
    assert_eq!(desk.done(&["candidates"]).count("total"), 3);
    assert_eq!(desk.done(&["imports"]).count("imports"), 3);
}

/// Columns under names of the school's own are named by the user.
#[test]
fn columns_can_be_mapped() {
    let desk = Desk::with_workspace();
    let rows = [
        vec!["名单", "", "", ""],
        vec!["学生", "号码", "班级", "备考"],
        vec!["张三丰", ZHANG, "甲班", "走读"],
    ];
    write_sheet(&desk.path("自制.xlsx"), "花名册", &rows);
    let refused = desk.call(&["import", "roster", "自制.xlsx"]);
    assert_eq!((refused.code, refused.failure()), (1, "sheet_no_header"));
    assert_eq!(desk.call(&["import", "roster", "自制.xlsx", "--map", "学生"]).failure(), "map_format");
    assert_eq!(
        desk.call(&["import", "roster", "自制.xlsx", "--map", "学生=身高"]).failure(),
        "sheet_bad_map"
    );
    let done = desk.done(&["import", "roster", "自制.xlsx", "--map", "学生=姓名，号码=证件号码,备考=remark"]);
    assert_eq!(done.count("accepted"), 1);
    assert_eq!(desk.call(&["import", "roster", "自制.xlsx", "--sheet", "没有"]).failure(), "sheet_not_found");
}

#[test]
fn rows_that_claim_the_same_person_are_reported_on_both() {
    let desk = Desk::with_workspace();
    roster(
        &desk,
        &[
            ["张三丰", ZHANG, "13800000001", "软件技术"],
            ["张三", &ZHANG.to_lowercase(), "13800000001", "软件技术"],
            ["李四", LI, "13800000002", "软件技术"],
        ],
    );
    let answer = desk.call(&["import", "roster", "名单.xlsx"]);
    assert_eq!(["accepted", "refused"].map(|key| answer.count(key)), [1, 2]);
    let rows: Vec<u64> =
        answer.json["problems"].as_array().unwrap().iter().map(|p| p["row"].as_u64().unwrap()).collect();
    assert_eq!(rows, [2, 3]);
    assert_eq!(answer.problem_codes(), ["duplicate_in_file", "duplicate_in_file"]);
}

/// lists are masked unless the user asks, and the asking is recorded.
#[test]
fn r094_lists_are_masked_unless_revealed() {
    let desk = Desk::with_workspace();
    roster(&desk, &[["张三丰", ZHANG, "13800000001", "软件技术"]]);
    desk.done(&["import", "roster", "名单.xlsx"]);
    let masked = desk.done(&["candidates"]);
    let person = &masked.json["candidates"][0];
    assert_eq!(person["id_number"], "110105********069X");
    assert_eq!(person["phone"], "138****0001");
    assert_eq!(person["pinyin"], "Zhang Sanfeng");
    assert!(person.get("birth_date").is_none(), "a birth date beside a masked number tells it all");
    assert_eq!(desk.done(&["candidates", "--reveal"]).json["candidates"][0]["id_number"], ZHANG);
    let text = String::from_utf8(desk.command(&["candidates"]).output().unwrap().stdout).unwrap();
    assert!(text.contains("共 1 条") && !text.contains(ZHANG));
}

/// what may be done to a candidate, and what not.
#[test]
fn r112_candidates_are_edited_by_the_rules() {
    let desk = Desk::with_workspace();
    roster(&desk, &[["张三丰", ZHANG, "13800000001", "软件技术"], ["李四", LI, "", ""]]);
    desk.done(&["import", "roster", "名单.xlsx"]);
    let confirm = desk.call(&["candidate", "confirm", ZHANG]);
    assert_eq!((confirm.code, confirm.failure()), (1, "candidate_transition"));
    let edited =
        desk.done(&["candidate", "edit", ZHANG, "--set", "手机号码=13900000009", "--set", "班级=软件2301"]);
    assert_eq!(edited.json["phone"], "139****0009");
    assert_eq!(edited.json["class"], "软件2301");
    for (set, code, exit) in [
        ("身高=170", "field_unknown", 2),
        ("手机号码", "set_format", 2),
        ("证件号码=123", "id_length", 1),
        ("姓名=", "field_required", 1),
    ] {
        let refused = desk.call(&["candidate", "edit", ZHANG, "--set", set]);
        assert_eq!((refused.failure(), refused.code), (code, exit), "{set}");
    }
    let taken =
        desk.call(&["candidate", "edit", ZHANG, "--set", &format!("证件号码={LI}"), "--set", "性别=男"]);
    assert_eq!(taken.failure(), "candidate_exists");
    assert_eq!(desk.call(&["candidate", "delete", LI]).code, 2);
    assert_eq!(desk.done(&["candidate", "delete", LI, "--yes"]).json["name"], "李四");
    assert_eq!(desk.call(&["candidate", "delete", LI, "--yes"]).failure(), "candidate_unknown");
}

#[test]
fn names_and_numbers_are_answered_without_a_workspace() {
    let desk = Desk::new();
    let names = desk.done(&["name", "pinyin", "张三丰", "欧阳文", "吕蒙", "覃勇", "库尔班·热合曼"]);
    let pinyin: Vec<&str> =
        names.json.as_array().unwrap().iter().map(|n| n["pinyin"].as_str().unwrap()).collect();
    assert_eq!(pinyin[..3], ["Zhang Sanfeng", "Ouyang Wen", "Lyu Meng"]);
    assert_eq!(pinyin[4], "Kuerban Reheman");
    assert_eq!(names.json[3]["review"], true);
    let id = desk.done(&["id", "check", "11010519491231002x"]);
    assert_eq!((id.json["valid"].as_bool(), id.json["sex"].as_str()), (Some(true), Some("女")));
    assert_eq!(id.json["birth_date"], "1949-12-31");
    let wrong = desk.call(&["id", "check", "110105194912310021"]);
    assert_eq!((wrong.code, wrong.json["valid"].as_bool()), (3, Some(false)));
    assert_eq!(wrong.json["problems"][0]["code"], "id_check_digit");
}

#[test]
fn templates_and_exports_never_overwrite_silently() {
    let desk = Desk::with_workspace();
    for kind in ["roster", "rooms", "exam", "registrations"] {
        let file = format!("{kind}.xlsx");
        desk.done(&["template", kind, &file]);
        let again = desk.call(&["template", kind, &file]);
        assert_eq!((again.code, again.failure()), (1, "file_exists"));
        desk.done(&["template", kind, &file, "--overwrite"]);
    }
    // An untouched template has no rows to import.
    assert_eq!(desk.call(&["import", "roster", "roster.xlsx"]).failure(), "sheet_no_rows");
    fs::write(desk.path("已有.xlsx"), b"mine").unwrap();
    assert_eq!(desk.call(&["export", "candidates", "已有.xlsx"]).failure(), "file_exists");
    assert_eq!(fs::read(desk.path("已有.xlsx")).unwrap(), b"mine");
    assert_eq!(desk.call(&["export", "candidates", "没有的夹/名单.xlsx"]).failure(), "file_not_found");
}

/// what is exported unmasked can be imported again and changes nothing; masked it is refused.
#[test]
fn r118_export_and_import_agree() {
    let desk = Desk::with_workspace();
    roster(&desk, &[["张三丰", ZHANG, "13800000001", "软件技术"], ["李四", LI, "13800000002", "软件技术"]]);
    desk.done(&["import", "roster", "名单.xlsx"]);
    desk.done(&["export", "candidates", "脱敏.xlsx"]);
    assert_eq!(desk.call(&["import", "roster", "脱敏.xlsx"]).failure(), "sheet_masked");
    desk.done(&["export", "candidates", "全部.xlsx", "--reveal"]);
    let again = desk.done(&["import", "roster", "全部.xlsx"]);
    assert_eq!(["accepted", "refused"].map(|key| again.count(key)), [0, 0], "{again:?}");
}

#[test]
fn backups_are_proved_before_they_replace_anything() {
    let desk = Desk::with_workspace();
    roster(&desk, &[["张三丰", ZHANG, "13800000001", "软件技术"]]);
    desk.done(&["import", "roster", "名单.xlsx"]);
    desk.done(&["backup", "备份.kzbak"]);
    assert_eq!(desk.call(&["backup", "备份.kzbak"]).failure(), "file_exists");
    roster(&desk, &[["李四", LI, "13800000002", "软件技术"]]);
    desk.done(&["import", "roster", "名单.xlsx"]);
    let before = state(&desk);
    let mut bytes = fs::read(desk.path("备份.kzbak")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(desk.path("坏备份.kzbak"), &bytes).unwrap();
    fs::write(desk.path("半备份.kzbak"), &bytes[..middle]).unwrap();
    for file in ["坏备份.kzbak", "半备份.kzbak", "名单.xlsx"] {
        let answer = desk.call(&["restore", file]);
        assert_eq!((answer.code, answer.failure()), (1, "backup_damaged"), "{file}");
    }
    assert_eq!(desk.call(&["restore", "没有.kzbak"]).failure(), "file_not_found");
    let wrong = answer(
        &desk
            .command(&["--json", "restore", "备份.kzbak"])
            .env("KAOZHAN_PASSPHRASE", "不对的口令啊")
            .output()
            .unwrap(),
    );
    assert_eq!(wrong.failure(), "wrong_passphrase");
    assert_eq!(state(&desk), before);
    let restored = desk.done(&["restore", "备份.kzbak"]);
    assert!(Path::new(restored.json["kept"].as_str().unwrap()).exists());
    assert_eq!(desk.done(&["candidates"]).count("total"), 1);
    assert_eq!(desk.done(&["doctor"]).json["sound"], true);
}

/// One part of a workbook, as text.
fn part(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
    text
}

/// What Excel makes of our workbooks: no cell is a number, which it would show as 4.11E+17, no
/// column loses its text format, the headings stay, and the templates offer choices.
#[test]
fn exports_and_templates_hold_texts_only_below_frozen_headings() {
    let mut desk = Desk::with_workspace();
    let files = kaozhan_fixtures::School::generate(9, &kaozhan_fixtures::SchoolShape::small())
        .write_all(&desk.path("文件"))
        .unwrap();
    for (now, kind, file) in [
        (clock::SET_UP, "exam", &files.exam),
        (clock::SET_UP, "roster", &files.roster),
        (clock::ROOMS, "rooms", &files.rooms),
        (clock::REGISTRATION, "registrations", &files.registrations),
    ] {
        desk.now = now.to_owned();
        let failed = format!("{kind}-未通过.xlsx");
        let done = desk.call(&["import", kind, file.to_str().unwrap(), "--failed", &failed]);
        assert!(matches!(done.code, 0 | 3), "{done:?}");
    }
    desk.now = clock::ARRANGEMENT.to_owned();
    desk.call(&["seat", "--plan", PLAN_NUMBER, "--seed", "1"]);
    for kind in ["candidates", "rooms", "registrations", "seating", "arrangement"] {
        desk.done(&["export", kind, &format!("{kind}.xlsx"), "--reveal"]);
    }
    for kind in ["roster", "rooms", "exam", "registrations"] {
        desk.done(&["template", kind, &format!("模板-{kind}.xlsx")]);
    }
    let mut seen = 0;
    for entry in fs::read_dir(desk.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "xlsx") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let sheet = part(&path, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("state=\"frozen\""), "{name}: the headings scroll away");
        for cell in sheet.split("<c r=").skip(1) {
            let tag = cell.split('>').next().unwrap();
            let text = tag.ends_with(" t=\"s\"") || tag.ends_with(" t=\"inlineStr\"");
            assert!(text || tag.ends_with('/'), "{name}: the cell {tag} is neither text nor blank");
        }
        let lists = sheet.matches("<dataValidation type=\"list\"").count();
        assert_eq!(lists > 0, name.starts_with("模板"), "{name}: {lists} drop-downs");
        seen += 1;
    }
    assert!(seen >= 11, "{seen}");
}
