//! Templates, imports and exports.

use super::open;
use crate::args::{
    Entity, ExportArgs, ExportKind as Export, Global, ImportArgs, ImportKind as Import, TemplateArgs,
};
use crate::output::{Output, show_progress, table};
use crate::{DONE, PARTLY, passphrase};
use kaozhan_app::clock::Clock;
use kaozhan_app::error::{AppError, Result};
use kaozhan_app::exporting::{self, ExportChoice, ExportKind};
use kaozhan_app::import::{self, Finding, ImportKind, ImportOptions, ImportReport};
use kaozhan_app::records;
use kaozhan_app::task::Task;
use kaozhan_app::templates::{self, TemplateKind};
use kaozhan_app::workspace::App;
use serde_json::json;
use std::sync::atomic::AtomicBool;

/// Findings that are printed as text; the rest is in the failed-rows workbook and in the JSON.
const SHOWN: usize = 40;

pub fn template(global: &Global, args: &TemplateArgs, output: Output) -> Result<u8> {
    let kind = match args.entity {
        Entity::Roster => TemplateKind::Roster,
        Entity::Rooms => TemplateKind::Rooms,
        Entity::Exam => TemplateKind::Exam,
        Entity::Registrations => TemplateKind::Registrations,
        Entity::Invigilators => TemplateKind::Invigilators,
    };
    // A template needs no workspace; with one, its drop-downs know the plans, sites and subjects.
    let has_key = std::env::var(passphrase::VARIABLE).is_ok()
        || global.passphrase_file.is_some()
        || global.key_file.is_some();
    let app = if has_key && App::exists(&global.workspace) { Some(open(global)?) } else { None };
    templates::write(app.as_ref(), kind, &args.file, args.overwrite)?;
    let done = json!({ "file": args.file, "with_workspace": app.is_some() });
    output.result(&done, |_| format!("已生成模板：{}", args.file.display()));
    Ok(DONE)
}

pub fn import(global: &Global, args: &ImportArgs, output: Output) -> Result<u8> {
    let kind = match args.kind {
        Import::Roster => ImportKind::Roster,
        Import::Rooms => ImportKind::Rooms,
        Import::Exam => ImportKind::Exam,
        Import::Registrations => ImportKind::Registrations,
        Import::Photos => ImportKind::Photos,
        Import::Invigilators => ImportKind::Invigilators,
    };
    let options = ImportOptions {
        dry_run: args.dry_run,
        failed: args.failed.clone(),
        sheet: args.sheet.clone(),
        map: args.map.as_deref().map(parse_map).transpose()?.unwrap_or_default(),
        plan: args.plan.clone(),
    };
    let app = open(global)?;
    let never = AtomicBool::new(false);
    let report = import::import(&app, kind, &args.file, &options, &Task::new(&show_progress, &never))?;
    output.result(&report, |report| summary(report, args));
    Ok(if report.refused > 0 { PARTLY } else { DONE })
}

/// `列名=字段,…`
fn parse_map(text: &str) -> Result<Vec<(String, String)>> {
    text.split([',', '，'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (heading, field) = part.split_once(['=', '＝']).ok_or_else(|| {
                AppError::new(
                    "map_format",
                    format!("--map 中的“{part}”不对，请写成 列名=字段，例如 号码=证件号码"),
                )
            })?;
            Ok((heading.trim().to_owned(), field.trim().to_owned()))
        })
        .collect()
}

fn summary(report: &ImportReport, args: &ImportArgs) -> String {
    let verb = if report.dry_run { "检查（没有写入）" } else { "导入" };
    let mut lines = vec![format!(
        "{verb}“{}”：共 {}，成功 {}，失败 {}，无变化 {}",
        report.file, report.total, report.accepted, report.refused, report.unchanged
    )];
    let mut add = |title: &str, findings: &[Finding]| {
        if findings.is_empty() {
            return;
        }
        lines.push(format!("{title} {} 处：", findings.len()));
        lines.extend(findings.iter().take(SHOWN).map(|finding| format!("  · {}", finding.line())));
        if findings.len() > SHOWN {
            lines.push(format!("  … 其余 {} 处请用 --json 查看", findings.len() - SHOWN));
        }
    };
    add("错误", &report.problems);
    add("提醒", &report.warnings);
    match &args.failed {
        Some(failed) if report.refused > 0 => lines.push(format!("失败的行已写到 {}", failed.display())),
        None if report.refused > 0 => {
            lines.push("加 --failed 文件名.xlsx 可得到失败的行，改好后再导入".to_owned())
        }
        _ => {}
    }
    lines.join("\n")
}

pub fn imports(global: &Global, output: Output) -> Result<u8> {
    let records = records::imports(&open(global)?)?;
    let list = json!({ "total": records.len(), "imports": records });
    output.result(&list, |_| {
        if records.is_empty() {
            return "还没有导入记录".to_owned();
        }
        let rows: Vec<Vec<String>> = records
            .iter()
            .map(|record| {
                vec![
                    record.at.clone(),
                    record.kind.clone(),
                    record.file.clone(),
                    record.actor.clone(),
                    record.accepted.to_string(),
                    record.refused.to_string(),
                    record.unchanged.to_string(),
                ]
            })
            .collect();
        table(&["时间", "种类", "文件", "操作人", "成功", "失败", "无变化"], &rows)
    });
    Ok(DONE)
}

pub fn export(global: &Global, args: &ExportArgs, output: Output) -> Result<u8> {
    let kind = match args.kind {
        Export::Candidates => ExportKind::Candidates,
        Export::Rooms => ExportKind::Rooms,
        Export::Registrations => ExportKind::Registrations,
        Export::Seating => ExportKind::Seating,
        Export::Arrangement => ExportKind::Arrangement,
        Export::Invigilators => ExportKind::Invigilators,
    };
    let choice = ExportChoice {
        search: args.search.clone(),
        plan: args.plan.clone(),
        status: args.status.clone(),
        reveal: args.reveal,
        overwrite: args.overwrite,
        ..ExportChoice::default()
    };
    Clock::from_environment()?;
    let report = exporting::export(&open(global)?, kind, &args.file, &choice)?;
    output.result(&report, |report| {
        let masked = if report.masked { "（已脱敏，不能再导入）" } else { "" };
        format!("已导出{} {} 行到 {}{masked}", report.title, report.rows, report.file.display())
    });
    Ok(DONE)
}
