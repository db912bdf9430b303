//! Registrations (报考): one candidate for one subject of a plan, with the snapshot taken then.

mod status;

pub use status::{PaymentStatus, RegistrationStatus};

use crate::RuleViolation;
use crate::candidate::{Candidate, CandidateStatus};
use crate::ids::{CandidateId, PlanId, RegistrationId, SubjectId};
use crate::plan::{Certificate, Subject};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// A registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Identity.
    pub id: RegistrationId,
    /// 考试计划.
    pub plan: PlanId,
    /// The candidate.
    pub candidate: CandidateId,
    /// 考试科目.
    pub subject: SubjectId,
    /// 参考对象类型, where the subject asks for it.
    pub audience: String,
    /// 缴费状态.
    pub payment: PaymentStatus,
    /// When it was made.
    pub registered_at: NaiveDateTime,
    /// The candidate as of then.
    pub snapshot: CandidateSnapshot,
}

/// What the plan keeps of a candidate: later edits by the school do not reach it; only the
/// organisation may change it, and only pinyin and phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateSnapshot {
    /// The details at registration.
    pub details: crate::candidate::CandidateDetails,
}

impl CandidateSnapshot {
    /// Takes the snapshot.
    pub fn of(candidate: &Candidate) -> Self {
        Self { details: candidate.details.clone() }
    }
}

/// Whether `candidate` may register for `subject` of `certificate`.
///
/// Returns every finding. 认证 is only warned about: offline nobody can be verified, a school may go
/// on and the platform decides at receipt.
pub fn check(
    candidate: &Candidate,
    certificate: &Certificate,
    subject: &Subject,
    audience: &str,
) -> Vec<RuleViolation> {
    let mut findings = Vec::new();
    let missing = candidate.details.missing();
    if !missing.is_empty() {
        findings.push(RuleViolation::error(
            "candidate_incomplete",
            format!("考生信息不全（缺 {}），补全后才能报考", missing.join("、")),
        ));
    }
    let details = &candidate.details;
    if !details.major_name.is_empty() || !details.major_code.is_empty() {
        let checked =
            certificate.check_major(&details.major_code, &details.major_name, &details.major_version);
        findings.extend(checked.err());
    }
    findings.extend(check_audience(subject, audience).err());
    if missing.is_empty() {
        findings.extend(verification_warning(candidate));
    }
    findings
}

fn check_audience(subject: &Subject, audience: &str) -> Result<(), RuleViolation> {
    if subject.audience.is_empty() || subject.audience.iter().any(|kind| kind == audience) {
        return Ok(());
    }
    let allowed = subject.audience.join("、");
    let message = if audience.is_empty() {
        format!("科目“{}”的参考对象为“{allowed}”，须填写参考对象类型", subject.name)
    } else {
        format!("参考对象类型“{audience}”不在科目“{}”的参考对象“{allowed}”之内", subject.name)
    };
    Err(RuleViolation::error("audience_required", message))
}

fn verification_warning(candidate: &Candidate) -> Option<RuleViolation> {
    match candidate.status {
        CandidateStatus::Accurate => None,
        status => Some(RuleViolation::warning(
            "candidate_not_verified",
            format!("考生当前为“{}”，联网后须完成实名认证，否则平台会退回报考", status.label()),
        )),
    }
}

impl Registration {
    /// Whether it may be removed now; the plan's window is checked apart.
    ///
    /// # Errors
    /// `registration_arranged`, `registration_paid`.
    pub fn check_deletion(&self, status: RegistrationStatus) -> Result<(), RuleViolation> {
        if status != RegistrationStatus::NotArranged {
            return Err(RuleViolation::error(
                "registration_arranged",
                format!("报考记录当前为“{}”，只能删除未排考且未缴费的报考", status.label()),
            ));
        }
        if self.payment == PaymentStatus::Paid {
            return Err(RuleViolation::error(
                "registration_paid",
                "报考记录已缴费，只能删除未排考且未缴费的报考",
            ));
        }
        Ok(())
    }
}
