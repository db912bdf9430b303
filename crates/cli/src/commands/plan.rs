//! Seating, printing, rooms and registrations of a plan.

use super::{confirmed, open};
use crate::args::{
    CheckAction, CheckArgs, Global, PrintArgs, PrintKind, RegistrationsAction, RegistrationsArgs, RoomAction,
    RoomArgs, SeatAction, SeatArgs, SeatOrder, SeatRunArgs, SeatTarget as Target,
};
use crate::output::{Output, show_progress, table};
use crate::{DONE, PARTLY};
use kaozhan_app::error::{AppError, Result};
use kaozhan_app::printing::{self, GateReport, PrintOptions};
use kaozhan_app::seating::{self, ChangeReport, SeatChange, SeatOptions, SeatReport, SeatTarget};
use kaozhan_app::task::Task;
use kaozhan_app::{DocumentKind, Order, records};
use serde_json::json;
use std::sync::atomic::AtomicBool;

pub fn seat(global: &Global, args: &SeatArgs, output: Output) -> Result<u8> {
    let Some(action) = &args.action else { return run(global, &args.run, output) };
    let (target, change) = match action {
        SeatAction::Move { target, to } => (target, SeatChange::Move(to.clone())),
        SeatAction::Add { target } => (target, SeatChange::Add),
        SeatAction::Remove { target } => (target, SeatChange::Remove),
        SeatAction::Lock { target, off: false } => (target, SeatChange::Lock),
        SeatAction::Lock { target, off: true } => (target, SeatChange::Unlock),
    };
    let report = seating::change(&open(global)?, &seat_target(target), &change)?;
    output.result(&report, change_text);
    Ok(DONE)
}

fn seat_target(target: &Target) -> SeatTarget {
    SeatTarget {
        candidate: target.candidate.clone(),
        plan: target.plan.clone(),
        subject: target.subject.clone(),
    }
}

fn run(global: &Global, args: &SeatRunArgs, output: Output) -> Result<u8> {
    let plan = args.plan.clone().ok_or_else(|| AppError::new("usage", "缺少参数：--plan <P>"))?;
    let order = match args.order {
        SeatOrder::Roster => Order::Roster,
        SeatOrder::Number => Order::Number,
        SeatOrder::Random => Order::Random,
        SeatOrder::Mix => seating::mix_order(&args.mix, args.neighbours == "8")?,
    };
    let options = SeatOptions { plan, subject: args.subject.clone(), order, seed: args.seed };
    let never = AtomicBool::new(false);
    let report = seating::run(&open(global)?, &options, &Task::new(&show_progress, &never))?;
    output.result(&report, seat_text);
    Ok(if report.unseated.is_empty() { DONE } else { PARTLY })
}

fn seat_text(report: &SeatReport) -> String {
    let rows: Vec<Vec<String>> = report
        .rooms
        .iter()
        .map(|room| {
            vec![
                room.code.clone(),
                room.name.clone(),
                room.subject.clone(),
                room.session.clone(),
                format!("{}/{}", room.count, room.capacity),
                if room.separate { "单独" } else { "" }.to_owned(),
            ]
        })
        .collect();
    let best = if report.optimal { "，已达最优" } else { "" };
    let mut lines = vec![
        table(&["编号", "考场", "科目", "场次", "人数/考位", ""], &rows),
        format!(
            "考生 {} 人，报考 {} 条，已排 {}，未排 {}",
            report.candidates,
            report.registrations,
            report.seated,
            report.unseated.len()
        ),
        format!(
            "相邻同组 {} 对，下界 {} 对{best}；校验码 {}",
            report.same_group_neighbours, report.lower_bound, report.check_code
        ),
    ];
    lines.extend(report.notices.iter().map(|notice| format!("提醒：{notice}")));
    lines.extend(
        report
            .unseated
            .iter()
            .map(|missing| format!("未排：{} {}：{}", missing.name, missing.subject, missing.message)),
    );
    lines.join("\n")
}

fn change_text(report: &ChangeReport) -> String {
    let place = |seat: &Option<String>| seat.clone().unwrap_or_else(|| "无座位".to_owned());
    let mut lines: Vec<String> = report
        .changed
        .iter()
        .map(|seat| format!("{}：{} → {}", seat.name, place(&seat.from), place(&seat.to)))
        .collect();
    if lines.is_empty() {
        lines.push("座位没有变化".to_owned());
    }
    if !report.stale.is_empty() {
        lines.push("需要重新打印：".to_owned());
        lines.extend(report.stale.iter().map(|sheet| format!("  · {} {}", sheet.sheet, sheet.of)));
    }
    lines.join("\n")
}

pub fn print(global: &Global, args: &PrintArgs, output: Output) -> Result<u8> {
    let kind = match args.kind {
        PrintKind::Tickets => DocumentKind::Tickets,
        PrintKind::Door => DocumentKind::Door,
        PrintKind::Desk => DocumentKind::Desk,
        PrintKind::Signin => DocumentKind::SignIn,
        PrintKind::SeatingPlan => DocumentKind::SeatingPlan,
        PrintKind::Record => DocumentKind::RoomRecord,
        PrintKind::Cover => DocumentKind::PackCover,
        PrintKind::RoomPack => DocumentKind::RoomPack,
    };
    let options = PrintOptions {
        kind,
        plan: args.plan.clone(),
        out: args.out.clone(),
        rooms: args.rooms.clone(),
        candidates: args.candidates.clone(),
        layout: args.layout.clone(),
        start_label: args.start_label,
        offset_mm: (args.offset_x, args.offset_y),
        cut_stack: args.cut_stack,
        force: args.force,
    };
    let never = AtomicBool::new(false);
    let report = printing::print(&open(global)?, &options, &Task::new(&show_progress, &never))?;
    output.result(&report, |report| {
        let mut lines: Vec<String> =
            report.files.iter().map(|file| format!("{}（{} 页）", file.file.display(), file.pages)).collect();
        lines.push(format!("共 {} 个文件，{} 页", report.files.len(), report.pages));
        lines.extend(report.forced.iter().map(|finding| format!("已忽略错误：{}", finding.message)));
        lines.extend(report.warnings.iter().map(|finding| format!("提醒：{}", finding.message)));
        lines.push("打印时请选择“实际大小”或 100 %。".to_owned());
        lines.join("\n")
    });
    Ok(DONE)
}

pub fn check(global: &Global, args: &CheckArgs, output: Output) -> Result<u8> {
    let CheckAction::Print { plan } = &args.action;
    let report = printing::check(&open(global)?, plan)?;
    output.result(&report, gate_text);
    Ok(if report.passed { DONE } else { PARTLY })
}

fn gate_text(report: &GateReport) -> String {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(report.errors.iter().map(|finding| format!("错误：{}", finding.message)));
    lines.extend(report.warnings.iter().map(|finding| format!("提醒：{}", finding.message)));
    let pages: Vec<String> =
        report.pages.iter().map(|(sheet, pages)| format!("{sheet} {pages} 页")).collect();
    lines.push(format!("计划用纸：{}", pages.join("，")));
    lines.push(if report.passed {
        "打印检查通过".to_owned()
    } else {
        format!("打印检查有 {} 处错误，请处理后再打印", report.errors.len())
    });
    lines.join("\n")
}

pub fn room(global: &Global, args: &RoomArgs, output: Output) -> Result<u8> {
    match &args.action {
        RoomAction::List { plan } => {
            let rooms = records::rooms(&open(global)?, plan.as_deref())?;
            output.result(&json!({ "total": rooms.len(), "rooms": rooms }), |_| {
                let rows: Vec<Vec<String>> = rooms
                    .iter()
                    .map(|room| {
                        vec![
                            room.code.clone(),
                            room.name.clone(),
                            room.site.clone(),
                            room.room_type.to_owned(),
                            room.capacity.to_string(),
                            room.assigned.to_string(),
                            room.status.to_owned(),
                        ]
                    })
                    .collect();
                table(&["编号", "考场", "站点", "类型", "考位", "已排", "状态"], &rows)
            });
        }
        RoomAction::Copy { from, to } => {
            let report = records::copy_rooms(&open(global)?, from, to)?;
            output.result(&report, |report| {
                let mut lines = vec![format!("已沿用 {} 个考场", report.copied)];
                lines.extend(report.left.iter().map(|left| format!("未沿用：{left}")));
                lines.join("\n")
            });
            return Ok(if report.left.is_empty() { DONE } else { PARTLY });
        }
        RoomAction::Delete { room, plan, yes } => {
            confirmed(*yes, "删除考场")?;
            let name = records::delete_room(&open(global)?, plan, room)?;
            output.result(&json!({ "deleted": name }), |_| format!("已删除考场“{name}”"));
        }
    }
    Ok(DONE)
}

pub fn registrations(global: &Global, args: &RegistrationsArgs, output: Output) -> Result<u8> {
    if let Some(RegistrationsAction::Delete { plan, candidates, subject, yes }) = &args.action {
        confirmed(*yes, "删除报考")?;
        let deleted = records::delete_registrations(&open(global)?, plan, candidates, subject.as_deref())?;
        output.result(&json!({ "deleted": deleted }), |_| format!("已删除 {deleted} 条报考"));
        return Ok(DONE);
    }
    let list = records::registrations(&open(global)?, args.plan.as_deref(), args.limit)?;
    output.result(&list, |list| {
        let rows: Vec<Vec<String>> = list
            .registrations
            .iter()
            .map(|row| {
                vec![
                    row.name.clone(),
                    row.id_number.clone(),
                    row.subject.clone(),
                    row.plan.clone(),
                    row.status.to_owned(),
                    row.payment.to_owned(),
                ]
            })
            .collect();
        format!(
            "{}\n共 {} 条",
            table(&["姓名", "证件号码", "科目", "计划", "排考状态", "缴费"], &rows),
            list.total
        )
    });
    Ok(DONE)
}

pub fn plans(global: &Global, output: Output) -> Result<u8> {
    let plans = records::plans(&open(global)?)?;
    output.result(&json!({ "total": plans.len(), "plans": plans }), |_| {
        let mut rows = Vec::new();
        for plan in &plans {
            for subject in &plan.subjects {
                rows.push(vec![
                    plan.number.clone(),
                    plan.name.clone(),
                    subject.name.clone(),
                    subject.mode.to_owned(),
                    format!("{}/{}", subject.seated, subject.registered),
                    subject.status.to_owned(),
                ]);
            }
        }
        table(&["计划编号", "计划", "科目", "方式", "已排/报考", "状态"], &rows)
    });
    Ok(DONE)
}
