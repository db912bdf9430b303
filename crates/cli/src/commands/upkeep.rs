//! Workspace, backup, settings.

use super::open;
use crate::args::{BackupArgs, Global, InitArgs, RestoreArgs, SettingsArgs};
use crate::output::Output;
use crate::{DONE, PARTLY, passphrase};
use kaozhan_app::clock::Clock;
use kaozhan_app::error::Result;
use kaozhan_app::workspace::{App, SchoolProfile};
use kaozhan_app::{safekeeping, settings};
use serde_json::json;

pub fn init(global: &Global, args: &InitArgs, output: Output) -> Result<u8> {
    let school =
        SchoolProfile { name: args.school_name.clone(), code: args.school_code.clone().unwrap_or_default() };
    let clock = Clock::from_environment()?;
    let unlock = passphrase::find(global, true)?;
    let app = App::create(&global.workspace, &unlock, &school, clock)?;
    if passphrase::is_weak(&unlock) {
        crate::output::complain("提醒：口令少于 8 个字符，容易被猜中，建议换一个更长的口令");
    }
    let school = app.school()?;
    let done = json!({ "workspace": app.folder(), "school_name": school.name, "school_code": school.code });
    output.result(&done, |_| {
        format!(
            "已建立“{}”的工作区：{}\n请妥善保管口令：遗失后数据无法恢复。",
            school.name,
            app.folder().display()
        )
    });
    Ok(DONE)
}

pub fn backup(global: &Global, args: &BackupArgs, output: Output) -> Result<u8> {
    let report = safekeeping::backup(&open(global)?, &args.file, args.overwrite)?;
    output.result(&report, |report| {
        format!(
            "已备份到 {}（{:.1} MB）：考生 {} 人，照片 {} 张",
            report.file.display(),
            report.bytes as f64 / 1e6,
            report.counts.candidates,
            report.counts.photos
        )
    });
    Ok(DONE)
}

pub fn restore(global: &Global, args: &RestoreArgs, output: Output) -> Result<u8> {
    let clock = Clock::from_environment()?;
    let unlock = passphrase::find(global, false)?;
    let report = safekeeping::restore(&args.file, &global.workspace, &unlock, clock)?;
    output.result(&report, |report| {
        let kept = report
            .kept
            .as_ref()
            .map(|kept| format!("\n原来的工作区保留为 {}", kept.display()))
            .unwrap_or_default();
        format!(
            "已恢复 {} 的备份到 {}：考生 {} 人，照片 {} 张{kept}",
            report.made_at,
            report.workspace.display(),
            report.counts.candidates,
            report.counts.photos
        )
    });
    Ok(DONE)
}

pub fn doctor(global: &Global, output: Output) -> Result<u8> {
    let report = safekeeping::doctor(&open(global)?)?;
    output.result(&report, |report| {
        let mut lines: Vec<String> = report
            .checks
            .iter()
            .map(|check| format!("{} {}", if check.ok { "正常" } else { "异常" }, check.label))
            .collect();
        if report.after_crash {
            lines.push("上次程序没有正常退出，已检查，数据完好".to_owned());
        }
        lines.push(if report.sound {
            "工作区完好".to_owned()
        } else {
            "工作区有损坏，请用 kaozhan restore 从最近的备份恢复".to_owned()
        });
        lines.join("\n")
    });
    Ok(if report.sound { DONE } else { PARTLY })
}

pub fn settings(global: &Global, args: &SettingsArgs, output: Output) -> Result<u8> {
    let app = open(global)?;
    let view = settings::change(&app, args.pinyin_u.as_deref(), args.number_rule.as_deref())?;
    output.result(&view, |view| {
        format!("姓名拼音中的 ü：{}\n准考证号规则：{}", view.pinyin_u, view.number_rule)
    });
    Ok(DONE)
}
