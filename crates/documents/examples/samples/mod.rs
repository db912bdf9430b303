//! Invented candidates, rooms and photos for the examples and the tests of the sheets. No real person.

#![allow(dead_code)]

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};

use super::sheets::*;

pub const NAMES: [&str; 30] = [
    "王梓涵",
    "李浩然",
    "张雨桐",
    "欧阳䶮",
    "阿卜杜热合曼·吐尔逊",
    "陈𬭎",
    "刘子轩",
    "诸葛清和",
    "赵一诺",
    "孙嘉懿",
    "周铭轩",
    "吴思远",
    "郑晓彤",
    "买买提·艾力",
    "冯俊熙",
    "褚静怡",
    "卫东",
    "蒋沐阳",
    "沈佳宜",
    "韩雪",
    "杨振宇",
    "朱婉婷",
    "秦岚清",
    "尤嘉铭",
    "许诺",
    "何𡋾𬀩",
    "扎西卓玛",
    "吕承泽",
    "施雨薇",
    "Tan Wei Jie",
];
pub const SITE: &str = "云岭职业技术学院智能新能源汽车职业技能等级证书（中级）考核站点";
pub const LONG_NAME: &str = "阿卜杜克热木·买买提依明·如则托合提·阿卜杜外力·吐尔逊江·艾合买提江·热合曼江";
pub const LONG_SCHOOL: &str = "昆嵛新能源汽车与智能网联装备制造产业职业技术大学莱山校区东院";
const SUBJECTS: [&str; 12] = [
    "动力电池与电驱动（理论）",
    "充电与能量管理（理论）",
    "整车网络与智能座舱（理论）",
    "驾驶辅助系统（理论）",
    "新能源汽车高压安全防护与应急处置规范（理论）",
    "整车综合检修（实操）",
    "动力电池拆装与检测（实操）",
    "电驱动总成检修（实操）",
    "车载网络诊断（实操）",
    "充电设施装调与维护（实操）",
    "驾驶辅助系统标定（实操）",
    "职业素养与安全规范（笔试）",
];

pub fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 12, day)
        .and_then(|date| date.and_hms_opt(hour, minute, 0))
        .unwrap_or_default()
}

pub fn head() -> SheetHead {
    SheetHead {
        plan_name: "2026年下半年职业技能等级考核（第三批）".into(),
        plan_number: "20261128-0003".into(),
        ..SheetHead::default()
    }
}

pub fn trace(seed: u32) -> Trace {
    Trace {
        version: 3,
        checksum: format!("{:08X}", seed.wrapping_mul(2_654_435_761)),
        printed_at: at(1, 14, 32),
    }
}

/// A face on red ground, different for each seed, of about 24 KB at quality 93.
pub fn photo(seed: u32, quality: u8) -> Photo {
    let (w, h) = (295_i64, 413_i64);
    let mut pixels = Vec::with_capacity((w * h * 3) as usize);
    let mut noise = u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for y in 0..h {
        for x in 0..w {
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            let grain = (noise % 17) as i64 - 8;
            let (dx, dy) = (x - w / 2, y - 175 - i64::from(seed % 7));
            let body = y > 300 && (dx * dx) / 4 + (y - 420) * (y - 420) / 2 < 7000;
            let tone = i64::from(seed * 37 % 40);
            let rgb = if dx * dx * 16 + (dy + 30) * (dy + 30) * 9 < 72_000 && dy < -35 {
                [40, 33, 28]
            } else if dx * dx * 16 + dy * dy * 9 < 62_000 {
                [232 - tone, 195 - tone, 164 - tone]
            } else if body {
                [60 + tone, 80, 110 + tone * 2]
            } else {
                [200, 35, 44]
            };
            pixels.extend(rgb.map(|c| (c + grain).clamp(0, 255) as u8));
        }
    }
    let mut bytes = Vec::new();
    let _ = JpegEncoder::new_with_quality(&mut bytes, quality).encode(
        &pixels,
        w as u32,
        h as u32,
        ExtendedColorType::Rgb8,
    );
    Arc::from(bytes)
}

pub fn exam_number(n: u32) -> String {
    format!("202611280003370000004{:05}", 60 + n)
}

pub fn notices() -> Arc<[String]> {
    [
        "凭本准考证和有效身份证件原件入场，两者的姓名与号码须一致；请妥善保管，不得涂改。",
        "开考前 30 分钟开始入场，按座位号就座，证件放在桌面左上角备查。",
        "开考 15 分钟后不得入场；开考 30 分钟后方可交卷离场，离场后不得返回。",
        "手机、智能手表等通信或存储设备须关机并放到指定位置，不得带至座位。",
        "设备故障、题目不清或身体不适时举手示意，由监考老师记录并按规定补时。",
        "不得代考、抄袭、交谈或传递物品；违纪记入考场情况记录表，按规定处理。",
    ]
    .map(str::to_owned)
    .into()
}

pub fn ticket(n: u32, subjects: usize, photo: Option<Photo>) -> TicketView {
    let sessions = (0..subjects)
        .map(|k| TicketSession {
            certificate: "智能新能源汽车职业技能等级证书（中级）".into(),
            subject: SUBJECTS[k % 12].into(),
            mode: if k % 12 < 5 { "机考" } else { "实操" }.into(),
            start: at(5 + k as u32 / 4, 8 + 2 * (k as u32 % 4), 30),
            end: at(5 + k as u32 / 4, 9 + 2 * (k as u32 % 4), 50),
            room_name: if k % 12 < 5 { "13号机房" } else { "2号实训车间" }.into(),
            seat_no: n,
        })
        .collect();
    TicketView {
        head: head(),
        name: NAMES[(n as usize - 1) % 30].into(),
        sex: if n.is_multiple_of(2) { "男" } else { "女" }.into(),
        id_type_label: "身份证".into(),
        masked_id: format!("370***********{:04}", 2950 + n % 7000),
        student_number: format!("37068720261793{:06}551204", n),
        exam_number: exam_number(n),
        school: "云岭职业技术学院".into(),
        major: None,
        site_name: SITE.into(),
        site_address: "山东省烟台市莱山区学府路120号实训楼B座3层".into(),
        photo,
        sessions,
        notices: notices(),
        trace: trace(n),
    }
}

pub fn seat(n: u32, photo: Option<Photo>) -> SeatView {
    SeatView {
        seat_no: n,
        name: NAMES[(n as usize - 1) % 30].into(),
        sex: "女".into(),
        exam_number: exam_number(n),
        id_type_label: if n == 30 { "护照" } else { "身份证" }.into(),
        masked_id: if n == 30 { "K1*****7X".into() } else { format!("370613********{:04}", 268 + n * 111) },
        school: match n {
            8 | 15 | 26 => "临港汽车工程职业学院",
            14 => "昆嵛新能源汽车与智能装备职业技术大学",
            _ => "云岭职业技术学院",
        }
        .into(),
        major: None,
        class: None,
        subject: None,
        photo,
        extra_time: (n == 7).then(|| ExtraTime { minutes: 30, end: at(5, 11, 0) }),
        access: if n == 9 { vec!["大字试卷".into()] } else { Vec::new() },
        unverified: n == 12,
    }
}

/// 7-8-8-7 columns walked as S from the front left, one reserve desk and one blocked.
pub fn geometry() -> PlanGeometry {
    let mut walk = Vec::new();
    walk.extend((0..7).map(|row| (0, row)));
    walk.extend((0..8).rev().map(|row| (1, row)));
    walk.extend((0..8).map(|row| (2, row)));
    walk.extend((0..7).rev().map(|row| (3, row)));
    PlanGeometry {
        columns: vec![8; 4],
        aisles_after: vec![0, 2],
        main_aisle_after: Some(1),
        door: Side::Left,
        start: Corner::FrontLeft,
        order: WalkOrder::Serpentine,
        walk,
        blocked: vec![(3, 7)],
        reserve: vec![(0, 7)],
    }
}

pub fn room(with_photos: bool) -> RoomSessionView {
    RoomSessionView {
        head: head(),
        site_name: SITE.into(),
        site_number: "370000004".into(),
        address: "山东省烟台市莱山区学府路120号实训楼B座3层".into(),
        room_name: "13号机房".into(),
        room_code: "R013".into(),
        certificate: "智能新能源汽车职业技能等级证书".into(),
        level: "中级".into(),
        subject: SUBJECTS[0].into(),
        mode: "机考".into(),
        start: at(5, 9, 0),
        end: at(5, 10, 30),
        capacity: 30,
        invigilators: [("陶然", "JK157822"), ("纪晓晴", "JK991216")]
            .map(|(name, number)| Person { name: name.into(), number: number.into() })
            .into(),
        patrols: vec![Person { name: "公孙敏".into(), number: "JK414664".into() }],
        seats: (1..=30).map(|n| seat(n, (with_photos && n != 6).then(|| photo(n, 80)))).collect(),
        plan: Some(geometry()),
        attendance: None,
        trace: trace(77),
    }
}

pub fn room_day(with_photos: bool, sessions: usize) -> RoomDayView {
    let first = room(with_photos);
    let sessions = (0..sessions)
        .map(|k| {
            let mut one = first.clone();
            one.subject = SUBJECTS[k % 12].into();
            one.start = at(5, 8 + k as u32, 0);
            one.end = at(5, 8 + k as u32, 50);
            for seat in &mut one.seats {
                if let Some(extra) = &mut seat.extra_time {
                    extra.end = at(5, 9 + k as u32, 20);
                }
            }
            one.trace = trace(77 + k as u32);
            one
        })
        .collect();
    RoomDayView { sessions, trace: trace(99) }
}

pub fn items() -> Vec<PackItem> {
    [
        ("考试口令信封", "密封，开考前 10 分钟启封", 1, "个", Some(1)),
        ("草稿纸", "每人 1 张，另备 5 张", 35, "张", Some(35)),
        ("考试须知", "开考前宣读", 1, "份", Some(1)),
        ("备用桌贴", "空白", 3, "枚", None),
        ("封条", "回收时封袋", 2, "条", None),
    ]
    .map(|(name, note, count, unit, to_return)| PackItem {
        name: name.into(),
        note: note.into(),
        count,
        unit: unit.into(),
        to_return,
    })
    .into()
}
