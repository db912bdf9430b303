//! Rules of plans, rooms, registrations and photos, through hand-made workbooks.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use acceptance::{Answer, Desk, read_sheet};
use kaozhan_fixtures::{Backdrop, Portrait, Sex};
use rust_xlsxwriter::Workbook;
use std::fs;

const ZHANG: &str = "11010520060315069X";
const LI: &str = "440524200601010017";

/// Sheets of a workbook: name, then rows of texts.
fn book(desk: &Desk, file: &str, sheets: &[(&str, &[&[&str]])]) {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                let at = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                sheet.write_string(at.0, at.1, *text).unwrap();
            }
        }
    }
    book.save(desk.path(file)).unwrap();
}

const ROOM_HEAD: &[&str] = &[
    "考试计划",
    "考核站点",
    "考试证书",
    "证书等级",
    "考试科目",
    "考场名称",
    "考场类型",
    "考位数",
    "详细地址",
];
const REGISTRATION_HEAD: &[&str] =
    &["考试计划", "考生姓名", "证件号码", "证书编号", "证书等级", "科目编号", "参考对象类型"];

/// A workspace with two plans (one 按科目), two certificates, sites in every state, two candidates.
fn desk() -> Desk {
    let mut desk = Desk::with_workspace();
    desk.now = "2026-04-05T09:00".to_owned();
    let plan_head: &[&str] = &[
        "计划编号",
        "考试年度",
        "计划名称",
        "报考方式",
        "报考开始",
        "报考结束",
        "排考开始",
        "排考结束",
        "参考院校",
    ];
    book(
        &desk,
        "考试.xlsx",
        &[
            (
                "考试计划",
                &[
                    plan_head,
                    &[
                        "P1",
                        "2026",
                        "六月计划",
                        "按证书",
                        "2026-04-01",
                        "2026-04-30",
                        "2026-05-01",
                        "2026-05-31",
                        "",
                    ],
                    &[
                        "P2",
                        "2026",
                        "七月计划",
                        "按科目",
                        "2026-04-01",
                        "2026-04-30",
                        "2026-05-01",
                        "2026-05-31",
                        "",
                    ],
                    &["P3", "2026", "外校计划", "按证书", "2026-04-01", "2026-04-30", "", "", "别的学校"],
                ],
            ),
            (
                "考试科目",
                &[
                    &[
                        "考试计划",
                        "证书编号",
                        "证书等级",
                        "科目编号",
                        "科目名称",
                        "考试方式",
                        "参考对象",
                        "考试日期",
                        "开始时间",
                        "结束时间",
                    ],
                    &[
                        "P1",
                        "20000001",
                        "初级",
                        "101",
                        "理论",
                        "笔试",
                        "所有考生",
                        "2026-06-20",
                        "09:00",
                        "10:30",
                    ],
                    &[
                        "P1",
                        "20000001",
                        "初级",
                        "102",
                        "操作",
                        "实操",
                        "高职学生",
                        "2026-06-20",
                        "13:00",
                        "15:00",
                    ],
                    &["P2", "20000001", "初级", "101", "理论", "机考", "", "2026-07-20", "09:00", "10:30"],
                    &["P3", "20000001", "初级", "101", "理论", "机考", "", "2026-07-20", "09:00", "10:30"],
                ],
            ),
            (
                "考核站点",
                &[
                    &["站点编号", "站点名称", "详细地址", "审核状态", "站点状态"],
                    &["370000001", "东区", "明德路 1 号", "审核通过", "已启用"],
                    &["370000002", "西区", "明德路 2 号", "待审核", "已启用"],
                    &["370000003", "南区", "明德路 3 号", "审核通过", "已停用"],
                ],
            ),
            (
                "证书与专业",
                &[
                    &["证书编号", "证书名称", "证书等级", "专业代码", "专业名称"],
                    &["20000001", "智能装调", "初级", "460305", "工业机器人技术"],
                    &["20000002", "智能装调", "中级", "", ""],
                ],
            ),
        ],
    );
    desk.done(&["import", "exam", "考试.xlsx"]);
    let head: &[&str] =
        &["姓名", "性别", "证件号码", "手机号码", "就读专业", "专业代码", "专业层次", "入学年份"];
    book(
        &desk,
        "名单.xlsx",
        &[(
            "学生",
            &[
                head,
                &["张三丰", "男", ZHANG, "13800000001", "工业机器人技术", "460305", "专科", "2024"],
                &["李四", "男", LI, "13800000002", "护理", "520201", "专科", "2024"],
            ],
        )],
    );
    desk.done(&["import", "roster", "名单.xlsx"]);
    desk
}

fn rooms(desk: &Desk, rows: &[&[&str]]) -> Answer {
    let all: Vec<&[&str]> = std::iter::once(ROOM_HEAD).chain(rows.iter().copied()).collect();
    book(desk, "考场.xlsx", &[("考场信息", &all)]);
    desk.call(&["import", "rooms", "考场.xlsx", "--failed", "失败.xlsx"])
}

fn register(desk: &Desk, rows: &[&[&str]]) -> Answer {
    let all: Vec<&[&str]> = std::iter::once(REGISTRATION_HEAD).chain(rows.iter().copied()).collect();
    book(desk, "报考.xlsx", &[("报考信息", &all)]);
    desk.call(&["import", "registrations", "报考.xlsx", "--failed", "失败.xlsx"])
}

/// plans and subjects are shown with their state.
#[test]
fn r084_plans_and_subjects_are_listed() {
    let desk = desk();
    let plans = desk.done(&["plans"]);
    assert_eq!(plans.count("total"), 3);
    let first = plans.json["plans"].as_array().unwrap().iter().find(|plan| plan["number"] == "P1").unwrap();
    assert_eq!(first["subjects"].as_array().unwrap().len(), 2);
    assert_eq!(first["subjects"][0]["status"], "未开始");
    // The same workbook again changes nothing.
    let again = desk.done(&["import", "exam", "考试.xlsx"]);
    assert_eq!(["accepted", "unchanged"].map(|key| again.count(key)), [0, again.count("total")]);
}

/// what a row of rooms may say.
#[test]
fn r145_rooms_are_checked_row_by_row() {
    let desk = desk();
    let good: &[&str] = &["P1", "东区", "智能装调", "初级", "理论", "101", "", "30", "明德路 1 号 101"];
    let with = |index: usize, text: &'static str| {
        let mut row = good.to_vec();
        row[index] = text;
        row
    };
    let cases = [
        (with(0, "没有的计划"), "plan_unknown"),
        (with(1, "北区"), "site_unknown"),
        (with(1, "西区"), "site_not_approved"),
        (with(1, "南区"), "site_disabled"),
        (with(2, "别的证书"), "certificate_unknown"),
        (with(3, ""), "certificate_ambiguous"),
        (with(4, "口试"), "subject_unknown"),
        (with(4, "理论、操作"), "room_modes_differ"),
        (with(6, "机考考场"), "room_type_differs"),
        (with(7, "0"), "room_capacity"),
        (with(8, ""), "value_missing"),
    ];
    for (row, code) in &cases {
        let answer = rooms(&desk, &[row.as_slice()]);
        assert_eq!((answer.code, answer.count("refused")), (3, 1), "{code}: {answer:?}");
        assert!(answer.problem_codes().contains(code), "{code}: {:?}", answer.problem_codes());
        assert!(read_sheet(&desk.path("失败.xlsx"))[0].last().unwrap().contains("失败原因"));
    }
    let twice = rooms(&desk, &[good, good]);
    assert_eq!(twice.problem_codes(), ["duplicate_in_file", "duplicate_in_file"]);
    assert_eq!(desk.done(&["room", "list"]).count("total"), 0);
    assert_eq!(rooms(&desk, &[good]).count("accepted"), 1);
    assert_eq!(rooms(&desk, &[good]).count("unchanged"), 1);
    let list = desk.done(&["room", "list", "--plan", "P1"]);
    assert_eq!(list.json["rooms"][0]["room_type"], "笔试考场");
    assert_eq!(list.json["rooms"][0]["status"], "未排考");
}

/// the arrangement's window decides what may be changed.
#[test]
fn r155_rooms_only_grow_while_the_arrangement_runs() {
    let mut desk = desk();
    let row = |capacity: &'static str, address: &'static str| {
        ["P1", "东区", "智能装调", "初级", "理论", "101", "", capacity, address]
    };
    assert_eq!(rooms(&desk, &[&row("30", "明德路 1 号")]).count("accepted"), 1);
    desk.now = "2026-05-02T09:00".to_owned();
    assert_eq!(rooms(&desk, &[&row("24", "明德路 1 号")]).problem_codes(), ["room_capacity_reduced"]);
    assert_eq!(rooms(&desk, &[&row("30", "明德路 9 号")]).problem_codes(), ["room_arranging"]);
    assert_eq!(rooms(&desk, &[&row("36", "明德路 1 号")]).count("accepted"), 1);
    let delete = ["room", "delete", "101", "--plan", "P1", "--yes"];
    assert_eq!(desk.call(&delete).failure(), "room_not_deletable");
    desk.now = "2026-06-02T09:00".to_owned();
    assert_eq!(rooms(&desk, &[&row("40", "明德路 1 号")]).problem_codes(), ["room_finished"]);
    let late = ["P1", "东区", "智能装调", "初级", "理论", "102", "", "30", "明德路 1 号"];
    assert_eq!(rooms(&desk, &[&late]).problem_codes(), ["room_too_late"]);
    desk.now = "2026-04-05T09:00".to_owned();
    desk.done(&delete);
    assert_eq!(desk.done(&["room", "list"]).count("total"), 0);
}

/// rooms of one plan serve another.
#[test]
fn r142_rooms_are_copied_to_another_plan() {
    let desk = desk();
    let row = ["P2", "东区", "智能装调", "初级", "理论", "机房一", "", "30", "明德路 1 号"];
    assert_eq!(rooms(&desk, &[&row]).count("accepted"), 1);
    let copied = desk.call(&["room", "copy", "--from", "P2", "--to", "P3"]);
    assert_eq!((copied.code, copied.count("copied")), (0, 1), "{copied:?}");
    let again = desk.call(&["room", "copy", "--from", "P2", "--to", "P3"]);
    assert_eq!((again.code, again.count("left")), (3, 1));
    // The theory of P1 is written, so that a computer room is of no use there.
    assert_eq!(desk.call(&["room", "copy", "--from", "P2", "--to", "P1"]).count("left"), 1);
    let codes: Vec<String> = desk.done(&["room", "list"]).json["rooms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|room| room["code"].to_string())
        .collect();
    assert_eq!(codes[0], codes[1], "one physical room, one code");
}

/// R-157…: who may register for what.
#[test]
fn r162_registrations_are_checked_row_by_row() {
    let desk = desk();
    let row = |plan, name, number, certificate, level, subject, audience| {
        [plan, name, number, certificate, level, subject, audience]
    };
    let cases = [
        (row("P3", "张三丰", ZHANG, "20000001", "初级", "", "高职学生"), "school_not_in_plan"),
        (row("P1", "李四", LI, "20000001", "初级", "", "高职学生"), "major_not_covered"),
        (row("P1", "张三丰", ZHANG, "20000001", "初级", "", ""), "audience_required"),
        (row("P1", "张三", ZHANG, "20000001", "初级", "", "高职学生"), "name_mismatch"),
        (row("P1", "张三丰", LI, "20000001", "初级", "", "高职学生"), "name_mismatch"),
        (row("P1", "王五", "11010519491231002X", "20000001", "初级", "", ""), "candidate_unknown"),
        (row("P1", "张三丰", ZHANG, "29999999", "初级", "", "高职学生"), "certificate_unknown"),
        (row("P1", "张三丰", ZHANG, "20000002", "中级", "", ""), "certificate_not_in_plan"),
        (row("P2", "张三丰", ZHANG, "20000001", "初级", "", ""), "subject_required"),
        (row("P2", "张三丰", ZHANG, "20000001", "初级", "999", ""), "subject_unknown"),
        (row("", "张三丰", ZHANG, "20000001", "初级", "", "高职学生"), "plan_ambiguous"),
    ];
    for (cells, code) in &cases {
        let answer = register(&desk, &[cells.as_slice()]);
        assert_eq!((answer.code, answer.count("refused")), (3, 1), "{code}: {answer:?}");
        assert!(answer.problem_codes().contains(code), "{code}: {:?}", answer.problem_codes());
    }
    assert_eq!(desk.done(&["registrations"]).count("total"), 0);
    // By certificate: every subject; by subject: the named one.
    let lower = ZHANG.to_lowercase();
    let all = register(&desk, &[&row("P1", "张三丰", &lower, "20000001", "初级", "", "高职学生")]);
    assert_eq!(all.count("accepted"), 1, "{all:?}");
    assert_eq!(desk.done(&["registrations", "--plan", "P1"]).count("total"), 2);
    let one = register(&desk, &[&row("P2", "张三丰", ZHANG, "20000001", "初级", "101", "")]);
    assert_eq!(one.count("accepted"), 1, "{one:?}");
    let list = desk.done(&["registrations", "--plan", "P2"]);
    assert_eq!(list.json["registrations"][0]["status"], "未排考");
    assert_eq!(list.json["registrations"][0]["payment"], "未缴费");
    assert!(!list.json.to_string().contains(ZHANG));
    // a registered candidate stays.
    assert_eq!(desk.call(&["candidate", "delete", ZHANG, "--yes"]).failure(), "candidate_registered");
    // exported, and found unchanged when it comes back.
    desk.done(&["export", "registrations", "报考导出.xlsx", "--reveal"]);
    let back = desk.done(&["import", "registrations", "报考导出.xlsx"]);
    assert_eq!(["accepted", "unchanged"].map(|key| back.count(key)), [0, 3], "{back:?}");
}

/// …R-106: photos find their candidates by the document number in the file name.
#[test]
fn r103_photos_find_their_candidates() {
    let desk = desk();
    fs::create_dir_all(desk.path("照片/一班")).unwrap();
    let picture =
        |person, backdrop| Portrait::draw(1, person, Sex::Female, (295, 413), backdrop).jpeg(None).unwrap();
    let good = picture(1, Backdrop::Red);
    fs::write(desk.path("照片/一班/11010520060315069x.JPG"), &good).unwrap();
    fs::write(desk.path("照片/440524200601010017.jpg"), picture(2, Backdrop::Blue)).unwrap();
    fs::write(desk.path("照片/110105200603150691.jpg"), picture(3, Backdrop::Red)).unwrap();
    fs::write(desk.path("照片/Thumbs.db"), b"junk").unwrap();
    let first = desk.call(&["import", "photos", "照片", "--failed", "照片失败.xlsx"]);
    assert_eq!((first.code, first.count("accepted"), first.count("refused")), (3, 1, 2), "{first:?}");
    let codes = first.problem_codes();
    assert!(codes.contains(&"photo_name_invalid"), "{codes:?}");
    assert!(codes.iter().any(|code| code.contains("background")), "{codes:?}");
    assert_eq!(read_sheet(&desk.path("照片失败.xlsx")).len(), 3);
    let people = desk.done(&["candidates", "--status", "信息待认证"]);
    assert_eq!((people.count("total"), people.json["candidates"][0]["has_photo"].as_bool()), (1, Some(true)));
    // The same photo for two candidates: nobody knows whose it is.
    fs::remove_dir_all(desk.path("照片")).unwrap();
    fs::create_dir_all(desk.path("照片")).unwrap();
    fs::write(desk.path("照片/440524200601010017.jpg"), &good).unwrap();
    assert_eq!(desk.call(&["import", "photos", "照片"]).problem_codes(), ["photo_same_picture"]);
    // Two different photos of one candidate: neither is taken.
    fs::write(desk.path("照片/440524200601010017.jpg"), picture(5, Backdrop::Red)).unwrap();
    fs::create_dir_all(desk.path("照片/又一份")).unwrap();
    fs::write(desk.path("照片/又一份/440524200601010017.jpg"), picture(6, Backdrop::Red)).unwrap();
    let both = desk.call(&["import", "photos", "照片"]);
    assert_eq!((both.count("accepted"), both.count("refused")), (0, 2), "{both:?}");
    assert_eq!(desk.done(&["candidates", "--status", "无照片"]).count("total"), 1);
    // both kinds of imports are on record.
    let records = desk.done(&["imports"]);
    let kinds: Vec<&str> = records.json["imports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"photos") && kinds.contains(&"roster"), "{kinds:?}");
    // 认证 is queued offline.
    assert_eq!(desk.done(&["candidate", "verify", ZHANG]).json["verification_queued"], true);
    assert_eq!(desk.call(&["candidate", "verify", LI]).failure(), "verification_not_possible");
}
