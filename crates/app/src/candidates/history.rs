//! 变更记录 of one candidate, read from the audit: who changed what, without the values of personal
//! fields.

use crate::error::Result;
use crate::workspace::App;
use kaozhan_documents::sheet::ROSTER;
use kaozhan_domain::candidate::CandidateStatus;
use kaozhan_domain::ids::CandidateId;
use kaozhan_store::{ChangeKind, RecordChange};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

/// As many are read as anybody scrolls through.
const MOST: u64 = 200;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateChange {
    /// Number in the audit.
    pub seq: u64,
    /// When, ISO 8601.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What was done.
    pub label: String,
    /// The file, or what the operation says of itself.
    pub summary: String,
    /// What changed, a line each.
    pub lines: Vec<String>,
}

/// The changes of a candidate, newest first.
///
/// # Errors
/// Those of the store.
pub fn history(app: &App, id: CandidateId) -> Result<Vec<CandidateChange>> {
    let found = app.read(|tx| Ok(tx.history_of(&id.to_string(), MOST)?))?;
    Ok(found.into_iter().map(change).collect())
}

fn change(change: RecordChange) -> CandidateChange {
    let mut lines: Vec<String> = match change.kind {
        ChangeKind::Create => vec!["新建考生".to_owned()],
        ChangeKind::Delete => vec!["删除考生".to_owned()],
        ChangeKind::Patch | ChangeKind::Command => Vec::new(),
    };
    for (field, values) in &change.fields {
        lines.extend(line(field, values.as_ref()));
    }
    CandidateChange {
        seq: change.entry.seq,
        at: change.entry.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        actor: change.entry.actor,
        label: change.entry.label,
        summary: change.entry.summary,
        lines,
    }
}

/// What is said of one field; nothing for fields that follow from others.
fn line(field: &str, values: Option<&(Value, Value)>) -> Option<String> {
    let text = |value: &Value| match value {
        Value::String(text) if !text.is_empty() => text.clone(),
        Value::Null | Value::String(_) => "（空）".to_owned(),
        other => other.to_string(),
    };
    match (field, values) {
        ("name_typed" | "pinyin_review" | "roster_order", _) => None,
        ("photo", Some((old, new))) => Some(
            match (old.is_null(), new.is_null()) {
                (true, _) => "上传照片",
                (false, true) => "删除照片",
                (false, false) => "更换照片",
            }
            .to_owned(),
        ),
        ("status", Some((old, new))) => {
            let label = |value: &Value| {
                let status = value.as_str().and_then(CandidateStatus::parse);
                status.map_or_else(|| text(value), |status| status.label().to_owned())
            };
            Some(format!("状态：{} → {}", label(old), label(new)))
        }
        ("verification_queued", Some((_, new))) => {
            let queued = new.as_bool() == Some(true) || new.as_i64() == Some(1);
            queued.then(|| "已申请认证，等待平台比对".to_owned())
        }
        ("pinyin_source", Some((_, new))) => (new == "manual").then(|| "拼音已由人确认".to_owned()),
        (field, values) => {
            let heading = match field {
                "platform_number" => "学生编号",
                _ => ROSTER.column(field).map_or(field, |column| column.heading),
            };
            Some(match values {
                Some((old, new)) => format!("{heading}：{} → {}", text(old), text(new)),
                None => format!("修改了{heading}"),
            })
        }
    }
}
