//! 考生管理: list, look, edit, confirm, delete (R-087…R-117).

mod batch;
mod change;
mod detail;
mod fields;
mod history;
mod rows;

pub use batch::{CandidateBatch, CandidateRefusals, Chosen, delete_many, edit_many, restore, verify_many};
pub(crate) use detail::id_types;
pub use change::{
    CandidateCheck, CandidateFinding, CandidateSaved, check, confirm, confirm_with, create, delete, edit,
    record_verification, request_verification, save,
};
pub use detail::{CandidateDetail, CandidateRegistration, PhotoFact, PinyinOption, detail, pinyin_choices};
pub use history::{CandidateChange, history};
pub use rows::{CandidateMay, CandidateRow, CandidateRows, rows};

use crate::settings::Settings;
use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number, mask_phone};
use kaozhan_domain::candidate::{Candidate, CandidateStatus};
use kaozhan_store::{CandidateFilter, Page};
use serde::Serialize;
use ts_rs::TS;

/// A candidate as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateView {
    /// Identity.
    pub id: String,
    /// 学生姓名.
    pub name: String,
    /// 姓名拼音.
    pub pinyin: String,
    /// The pinyin should be looked at.
    pub pinyin_review: bool,
    /// Why.
    pub pinyin_reasons: Vec<String>,
    /// 证件类型, stable code.
    pub id_type: &'static str,
    /// 证件号码, masked unless revealed.
    pub id_number: String,
    /// 手机号码, masked unless revealed.
    pub phone: String,
    /// 性别.
    pub sex: &'static str,
    /// 就读专业.
    pub major: String,
    /// 专业代码.
    pub major_code: String,
    /// 专业层次.
    pub major_level: String,
    /// 入学年份.
    pub enrolment_year: String,
    /// 班级.
    pub class: String,
    /// 所属院校.
    pub school: String,
    /// 照顾安排.
    pub access: String,
    /// State, as labelled on the tabs.
    pub status: &'static str,
    /// State, stable code.
    pub status_code: &'static str,
    /// 认证 waits for the platform.
    pub verification_queued: bool,
    /// A photo is attached.
    pub has_photo: bool,
}

/// A list of candidates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CandidateList {
    /// How many match, also beyond the limit.
    pub total: u64,
    /// Counts of the state tabs, for the same search.
    pub counts: Vec<StatusCount>,
    /// The first of them, by roster order.
    pub candidates: Vec<CandidateView>,
}

/// How many candidates are in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StatusCount {
    /// Label of the state.
    pub status: &'static str,
    /// Candidates in it.
    pub count: u64,
}

impl CandidateView {
    pub(crate) fn of(candidate: Candidate, reveal: bool, style: MaskStyle) -> Self {
        let details = candidate.details;
        let (id_number, phone) = if reveal {
            (details.id_number, details.phone)
        } else {
            (
                mask_number(details.id_type, &details.id_number, style),
                mask_phone(&details.phone),
            )
        };
        Self {
            id: candidate.id.to_string(),
            name: details.name,
            pinyin: details.pinyin,
            pinyin_review: !details.pinyin_review.is_empty(),
            pinyin_reasons: details.pinyin_review,
            id_type: details.id_type.code(),
            id_number,
            phone,
            sex: details.sex.label(),
            major: details.major_name,
            major_code: details.major_code,
            major_level: details.major_level,
            enrolment_year: details.enrolment_year,
            class: details.class_name,
            school: details.school,
            access: details.access.label(),
            status: candidate.status.label(),
            status_code: candidate.status.code(),
            verification_queued: candidate.verification_queued,
            has_photo: candidate.photo.is_some(),
        }
    }
}

/// Reads a state from its label or code.
///
/// # Errors
/// `status_unknown`.
pub fn parse_status(text: &str) -> Result<CandidateStatus> {
    CandidateStatus::parse(text.trim()).ok_or_else(|| {
        let known: Vec<&str> = CandidateStatus::ALL.iter().map(|status| status.label()).collect();
        AppError::new("status_unknown", format!("状态“{text}”不认识，可以是 {}", known.join("、")))
    })
}

/// Lists candidates. Revealing full numbers is recorded in the audit.
///
/// # Errors
/// `status_unknown`, those of the store.
pub fn list(
    app: &App,
    status: Option<&str>,
    search: Option<&str>,
    limit: usize,
    reveal: bool,
) -> Result<CandidateList> {
    let status = status.map(parse_status).transpose()?;
    let everything =
        CandidateFilter { text: search.unwrap_or_default().trim().to_owned(), ..Default::default() };
    let filter = CandidateFilter { status, ..everything.clone() };
    let page = Page { offset: 0, limit: u64::try_from(limit).unwrap_or(u64::MAX) };
    let list = masked_page(app, &filter, &everything, page, reveal)?;
    if reveal && !list.candidates.is_empty() {
        let summary = format!("{} 名考生", list.candidates.len());
        app.write("candidate_reveal", "查看完整证件号码", &summary, |_| Ok(()))?;
    }
    Ok(list)
}

/// A page of candidates that match `filter`, masked, with the counts of the states for `everything`.
///
/// # Errors
/// Those of the store.
pub fn page(
    app: &App,
    filter: &CandidateFilter,
    everything: &CandidateFilter,
    page: Page,
) -> Result<CandidateList> {
    masked_page(app, filter, everything, page, false)
}

fn masked_page(
    app: &App,
    filter: &CandidateFilter,
    everything: &CandidateFilter,
    page: Page,
    reveal: bool,
) -> Result<CandidateList> {
    let (found, total, counts, style) = app.read(|tx| {
        let (found, total) = tx.candidates(filter, page)?;
        Ok((found, total, tx.candidate_counts(everything)?, Settings::load(tx)?.mask))
    })?;
    let counts = tabs(&counts);
    let candidates = found.into_iter().map(|candidate| CandidateView::of(candidate, reveal, style)).collect();
    Ok(CandidateList { total, counts, candidates })
}

/// The counts in the order of the tabs.
fn tabs(counts: &std::collections::BTreeMap<CandidateStatus, u64>) -> Vec<StatusCount> {
    CandidateStatus::ALL
        .into_iter()
        .map(|status| StatusCount {
            status: status.label(),
            count: counts.get(&status).copied().unwrap_or_default(),
        })
        .collect()
}
