//! Questions that need no workspace: pinyin of a name, a document number.

use crate::error::{AppError, Result};
use chrono::NaiveDate;
use kaozhan_domain::RuleViolation;
use kaozhan_domain::candidate::id_document::{self, IdType};
use kaozhan_domain::candidate::name;
use kaozhan_domain::candidate::pinyin::{self, UPolicy};
use serde::Serialize;

/// The pinyin proposed for a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PinyinView {
    /// The name, as given.
    pub name: String,
    /// Proposal, such as `Zhang Sanfeng`.
    pub pinyin: String,
    /// A person should look at it.
    pub review: bool,
    /// Why.
    pub reasons: Vec<String>,
}

/// Proposes the pinyin of `typed`.
pub fn name_pinyin(typed: &str, policy: UPolicy) -> PinyinView {
    let normalised = name::normalise(typed);
    let proposal = pinyin::propose(&normalised.name, policy);
    let mut reasons: Vec<String> =
        normalised.problems.iter().map(|problem| problem.message.clone()).collect();
    reasons.extend(proposal.reasons.into_iter().map(|reason| reason.message));
    PinyinView {
        name: typed.to_owned(),
        pinyin: proposal.pinyin,
        review: proposal.review || !normalised.problems.is_empty(),
        reasons,
    }
}

/// What a document number says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdView {
    /// No finding refuses it.
    pub valid: bool,
    /// Stable code of the document type.
    #[serde(rename = "type")]
    pub id_type: &'static str,
    /// Name of the document type.
    pub type_label: &'static str,
    /// Findings that refuse it.
    pub problems: Vec<Remark>,
    /// Findings that are only shown.
    pub warnings: Vec<Remark>,
    /// Birth date in the number, `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    /// Sex in the number: `男` or `女`.
    pub sex: Option<&'static str>,
    /// Region in the number.
    pub region: Option<String>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// Stable code.
    pub code: String,
    /// Simplified Chinese.
    pub message: String,
}

impl From<RuleViolation> for Remark {
    fn from(violation: RuleViolation) -> Self {
        Self { code: violation.code, message: violation.message }
    }
}

/// Checks a document number, as `id_type` or as the type that it looks like.
///
/// # Errors
/// `id_type_unknown`.
pub fn id_check(number: &str, id_type: Option<&str>, today: NaiveDate) -> Result<IdView> {
    let id_type = match id_type {
        None => id_document::detect_type(number).unwrap_or(IdType::ResidentId),
        Some(text) => IdType::from_label(text.trim()).ok_or_else(|| {
            let known: Vec<&str> = IdType::ALL.iter().map(|kind| kind.label()).collect();
            AppError::new("id_type_unknown", format!("证件类型“{text}”不认识，可以是 {}", known.join("、")))
        })?,
    };
    let checked = id_document::check(id_type, number, today);
    let valid = checked.valid();
    let (problems, warnings): (Vec<_>, Vec<_>) =
        checked.problems.into_iter().partition(RuleViolation::is_error);
    Ok(IdView {
        valid,
        id_type: id_type.code(),
        type_label: id_type.label(),
        problems: problems.into_iter().map(Remark::from).collect(),
        warnings: warnings.into_iter().map(Remark::from).collect(),
        birth_date: checked.birth_date.map(|date| date.to_string()),
        sex: checked.sex.map(|sex| sex.label()),
        region: checked.region.map(|region| region.name),
    })
}
