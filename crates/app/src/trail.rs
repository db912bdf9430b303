//! 操作日志: who did what when, and what changed, without personal values.

use crate::error::{AppError, Result};
use crate::files;
use crate::task::Task;
use crate::workspace::App;
use chrono::{NaiveDate, NaiveTime};
use kaozhan_documents::sheet::write_list;
use kaozhan_store::{AuditChange, AuditEntry, AuditFilter, ChangeCount, ChangeKind, Page};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// Records of one operation that are listed, at most; the counts say how many there were.
const SHOWN_CHANGES: usize = 200;
/// Entries read at a time for an export.
const BLOCK: u64 = 1000;

/// What the list is asked for; what is empty does not restrict.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct TrailQuery {
    /// Who.
    pub actor: String,
    /// Stable code of the operation.
    pub kind: String,
    /// First day, `2026-06-01`.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub page_size: u64,
}

/// A page of the trail, newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TrailPage {
    /// How many match.
    pub total: u64,
    /// The entries.
    pub rows: Vec<TrailRow>,
}

/// An entry.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TrailRow {
    /// Number, without gaps.
    pub seq: u64,
    /// When, ISO 8601.
    pub at: String,
    /// Who.
    pub actor: String,
    /// Stable code of the operation.
    pub kind: String,
    /// Its name.
    pub label: String,
    /// What was done.
    pub summary: String,
    /// Such as `考生新增 3，照片新增 3`.
    pub changes: String,
}

/// What can be filtered.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TrailChoices {
    /// Everybody who stands in the trail.
    pub actors: Vec<String>,
    /// Every kind of operation.
    pub kinds: Vec<TrailKind>,
}

/// A kind of operation.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TrailKind {
    /// Stable code.
    pub kind: String,
    /// Its name.
    pub label: String,
}

/// What one operation changed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TrailDetail {
    /// The records, at most 200.
    pub records: Vec<TrailRecord>,
    /// How many there are.
    pub total: usize,
}

/// A record that an operation changed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TrailRecord {
    /// 考生, 考场 …
    pub table: String,
    /// Identity, shortened.
    pub record: String,
    /// 新增, 修改, 删除.
    pub kind: &'static str,
    /// What was changed of it.
    pub fields: Vec<TrailField>,
}

/// A changed field.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TrailField {
    /// Its name.
    pub field: String,
    /// Before; missing where the value is not shown.
    pub old: Option<String>,
    /// After; missing where the value is not shown.
    pub new: Option<String>,
}

/// What was exported.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TrailExport {
    /// The file.
    pub file: PathBuf,
    /// Rows in it.
    pub rows: u64,
}

/// A page of the trail.
///
/// # Errors
/// `date`, those of the store.
pub fn page(app: &App, query: &TrailQuery) -> Result<TrailPage> {
    let filter = filter(query)?;
    let page = Page::number(query.page.max(1), query.page_size.clamp(1, 500));
    let (entries, total) = app.read(|tx| Ok(tx.audit(&filter, page)?))?;
    Ok(TrailPage { total, rows: entries.into_iter().map(row).collect() })
}

/// What can be filtered.
///
/// # Errors
/// Those of the store.
pub fn choices(app: &App) -> Result<TrailChoices> {
    let kaozhan_store::AuditFacets { actors, kinds } = app.read(|tx| Ok(tx.audit_facets()?))?;
    let actors = actors.into_iter().filter(|actor| !actor.is_empty()).collect();
    Ok(TrailChoices {
        actors,
        kinds: kinds.into_iter().map(|(kind, label)| TrailKind { kind, label }).collect(),
    })
}

/// What the operation `seq` changed.
///
/// # Errors
/// `record_not_found`, those of the store.
pub fn detail(app: &App, seq: u64) -> Result<TrailDetail> {
    let changes = app.read(|tx| Ok(tx.audit_changes(seq)?))?;
    let total = changes.len();
    Ok(TrailDetail { total, records: changes.into_iter().take(SHOWN_CHANGES).map(record).collect() })
}

/// Exports the entries that match, newest first, to a workbook.
///
/// # Errors
/// `date`, `file_exists`, `cancelled`, and faults of the file system.
pub fn export(
    app: &App,
    query: &TrailQuery,
    target: &Path,
    overwrite: bool,
    task: &Task<'_>,
) -> Result<TrailExport> {
    files::check_target(target, overwrite)?;
    let filter = filter(query)?;
    let mut rows = Vec::new();
    loop {
        let page = Page { offset: rows.len() as u64, limit: BLOCK };
        let (entries, total) = app.read(|tx| Ok(tx.audit(&filter, page)?))?;
        task.step("正在读取操作日志", rows.len(), usize::try_from(total).unwrap_or(0))?;
        if entries.is_empty() {
            break;
        }
        rows.extend(entries.into_iter().map(row).map(|row| {
            vec![
                row.seq.to_string(),
                row.at.replace('T', " "),
                row.actor,
                row.label,
                row.summary,
                row.changes,
            ]
        }));
    }
    let count = rows.len() as u64;
    let bytes = write_list("操作日志", &["序号", "时间", "操作人", "操作", "说明", "变更"], rows)?;
    files::write_whole(target, &bytes, overwrite)?;
    app.write("audit_export", "导出操作日志", &format!("{count} 条"), |_| Ok(()))?;
    Ok(TrailExport { file: target.to_owned(), rows: count })
}

fn filter(query: &TrailQuery) -> Result<AuditFilter> {
    let day = |text: &str| -> Result<Option<NaiveDate>> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let parsed = text.trim().parse::<NaiveDate>();
        parsed.map(Some).map_err(|_| AppError::new("date", format!("日期“{text}”不对，例如 2026-06-01")))
    };
    let end = NaiveTime::from_hms_milli_opt(23, 59, 59, 999).unwrap_or_default();
    Ok(AuditFilter {
        actor: query.actor.clone(),
        kind: query.kind.clone(),
        from: day(&query.from)?.map(|day| day.and_time(NaiveTime::MIN)),
        until: day(&query.until)?.map(|day| day.and_time(end)),
    })
}

fn row(entry: AuditEntry) -> TrailRow {
    TrailRow {
        seq: entry.seq,
        at: entry.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        actor: if entry.actor.is_empty() { "系统".to_owned() } else { entry.actor },
        kind: entry.kind,
        label: entry.label,
        summary: entry.summary,
        changes: entry.counts.iter().map(count_text).collect::<Vec<_>>().join("，"),
    }
}

fn count_text(count: &ChangeCount) -> String {
    format!("{}{} {}", table_label(&count.table), kind_label(count.kind), count.count)
}

fn kind_label(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create => "新增",
        ChangeKind::Patch => "修改",
        ChangeKind::Delete => "删除",
        ChangeKind::Command => "申请",
    }
}

fn record(change: AuditChange) -> TrailRecord {
    let fields = change.fields.into_iter().map(|(field, values)| {
        let (old, new) = values.map_or((None, None), |(old, new)| (shown(&old), shown(&new)));
        TrailField { field: field_label(&change.table, &field), old, new }
    });
    TrailRecord {
        fields: fields.collect(),
        table: table_label(&change.table).to_owned(),
        record: change
            .record
            .split('/')
            .map(|part| part.chars().take(8).collect::<String>())
            .collect::<Vec<_>>()
            .join("/"),
        kind: kind_label(change.kind),
    }
}

/// A plain value as text; lists and objects are not shown, nor is anything that could be a number of a
/// person.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => return None,
    };
    let mut run = 0;
    let long_number = text.chars().any(|c| {
        run = if c.is_ascii_digit() { run + 1 } else { 0 };
        run >= 11
    });
    (!long_number).then_some(text)
}

fn table_label(table: &str) -> &str {
    match table {
        "candidate" => "考生",
        "certificate" => "证书",
        "exam_plan" => "考试计划",
        "subject" => "考试科目",
        "session" => "场次",
        "site" => "考核站点",
        "room" => "考场",
        "registration" => "报考",
        "seat_assignment" => "座位",
        "arrangement_run" => "排考结果",
        "room_version" => "考场打印版本",
        "ticket_version" => "准考证打印版本",
        "exam_number" => "准考证号",
        "invigilator" => "监考人员",
        "invigilator_certificate" => "监考证书",
        "invigilation_duty" => "监考安排",
        "import_record" => "导入记录",
        "photo" => "照片",
        "account" => "账号",
        "setting" => "设置",
        "school" => "学校",
        other => other,
    }
}

fn field_label(table: &str, field: &str) -> String {
    let label = match (table, field) {
        ("account", "enabled") => "启用",
        ("account", "failed") => "连续输错次数",
        ("account", "delayed_until") => "可再次登录的时间",
        ("account", "disabled_why") => "停用原因",
        ("account", "last_login") => "最近登录",
        ("account", "certificates") => "管理的证书",
        ("account", "password") => "密码",
        ("account", "initial_password") => "初始密码",
        ("account", "totp_secret" | "totp_last") => "动态码",
        ("account", "trusted") => "免动态码的电脑",
        ("invigilator_certificate", "state") => "认证状态",
        ("invigilator_certificate", "verified_at") => "认证时间",
        ("invigilator_certificate", "basis") => "认证依据",
        ("invigilator", "active") => "参加编排",
        ("invigilator", "unavailable") => "不能监考的时间",
        ("invigilator", "region") => "所在区域",
        ("invigilator", "title") => "职务职称",
        ("invigilation_duty", "role") => "职责",
        (_, "account") => "账号",
        (_, "name" | "name_typed") => "名称",
        (_, "pinyin" | "pinyin_source" | "pinyin_review") => "姓名拼音",
        (_, "phone") => "手机号码",
        (_, "email") => "邮箱",
        (_, "role") => "角色",
        (_, "id_number") => "证件号码",
        (_, "id_type") => "证件类型",
        (_, "sex") => "性别",
        (_, "status") => "状态",
        (_, "verification_queued") => "等待认证",
        (_, "class_name") => "班级",
        (_, "student_number") => "学号",
        (_, "enrolment_year") => "入学年份",
        (_, "major_name" | "major_code" | "major_version" | "major_level") => "就读专业",
        (_, "school") => "所属院校",
        (_, "access") => "照顾安排",
        (_, "remark") => "备注",
        (_, "photo") => "照片",
        (_, "capacity") => "考位数",
        (_, "layout") => "座位布局",
        (_, "address" | "province" | "city" | "county") => "地址",
        (_, "floor") => "楼层",
        (_, "mode") => "考试方式",
        (_, "windows") => "时间安排",
        (_, "start_at") => "开始时间",
        (_, "end_at") => "结束时间",
        (_, "payment") => "缴费",
        (_, "room") => "考场",
        (_, "seat") => "座位号",
        (_, "locked") => "锁定",
        (_, "enabled") => "启用",
        (_, "review") => "审核",
        (_, "number") => "编号",
        (_, "code") => "代码",
        (_, "value") => "值",
        (_, "version") => "版本",
        (_, "checksum" | "fingerprint") => "校验码",
        (_, "made_at") => "时间",
        (_, other) => other,
    };
    label.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_could_be_a_person_s_number_are_not_shown() {
        assert_eq!(shown(&Value::from("教学楼 A301")), Some("教学楼 A301".to_owned()));
        assert_eq!(shown(&Value::from("138 0000 0000 11")), Some("138 0000 0000 11".to_owned()));
        assert_eq!(shown(&Value::from("13800000000")), None);
        assert_eq!(shown(&serde_json::json!({ "a": 1 })), None);
        assert_eq!(shown(&Value::Null), Some(String::new()));
    }
}
