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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidate::id_document::{IdType, Sex};
    use crate::candidate::pinyin::PinyinSource;
    use crate::candidate::{CandidateDetails, StudentType};
    use crate::ids::{CertificateId, SessionId};
    use crate::plan::Session;
    use crate::seating::{AccessNeeds, ExamMode};
    use chrono::NaiveDate;
    use uuid::Uuid;

    fn candidate(status: CandidateStatus) -> Candidate {
        Candidate {
            id: CandidateId(Uuid::nil()),
            roster_order: 1,
            platform_number: String::new(),
            details: CandidateDetails {
                student_type: StudentType::Institution,
                name: "张三".to_owned(),
                name_typed: "张三".to_owned(),
                pinyin: "Zhang San".to_owned(),
                pinyin_source: PinyinSource::Manual,
                pinyin_review: Vec::new(),
                sex: Sex::Male,
                id_type: IdType::ResidentId,
                id_number: "11010520060315069X".to_owned(),
                phone: "13800000001".to_owned(),
                major_name: "工业机器人技术".to_owned(),
                major_code: "460305".to_owned(),
                major_version: String::new(),
                major_level: "专科".to_owned(),
                enrolment_year: "2024".to_owned(),
                school: "演练学校".to_owned(),
                class_name: String::new(),
                student_number: String::new(),
                access: AccessNeeds::default(),
                remark: String::new(),
            },
            photo: Some("0".repeat(64)),
            status,
            verification_queued: false,
        }
    }

    fn certificate() -> Certificate {
        Certificate {
            id: CertificateId(Uuid::nil()),
            code: "20000001".to_owned(),
            name: "装调".to_owned(),
            level: "初级".to_owned(),
            standard_code: String::new(),
            organisation: String::new(),
            majors: Vec::new(),
        }
    }

    fn subject(audience: &[&str]) -> Subject {
        Subject {
            id: SubjectId(Uuid::nil()),
            plan: PlanId(Uuid::nil()),
            certificate: CertificateId(Uuid::nil()),
            code: "40000001101".to_owned(),
            name: "理论".to_owned(),
            mode: ExamMode::Written,
            audience: audience.iter().map(ToString::to_string).collect(),
            sessions: Vec::new(),
        }
    }

    fn at(hour: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 6, 20).unwrap().and_hms_opt(hour, 0, 0).unwrap()
    }

    fn registration(payment: PaymentStatus) -> Registration {
        Registration {
            id: RegistrationId(Uuid::nil()),
            plan: PlanId(Uuid::nil()),
            candidate: CandidateId(Uuid::nil()),
            subject: SubjectId(Uuid::nil()),
            audience: String::new(),
            payment,
            registered_at: at(8),
            snapshot: CandidateSnapshot::of(&candidate(CandidateStatus::Accurate)),
        }
    }

    fn codes(candidate: &Candidate, subject: &Subject, audience: &str) -> Vec<String> {
        check(candidate, &certificate(), subject, audience).into_iter().map(|v| v.code).collect()
    }

    /// the information must be complete; 认证 is a warning as long as nobody can be
    /// asked for it.
    #[test]
    fn r089_completeness_and_verification() {
        let open = subject(&[]);
        assert!(codes(&candidate(CandidateStatus::Accurate), &open, "").is_empty());
        let waiting = candidate(CandidateStatus::AwaitingVerification);
        assert_eq!(codes(&waiting, &open, ""), ["candidate_not_verified"]);
        assert!(!check(&waiting, &certificate(), &open, "")[0].is_error());
        let mut incomplete = candidate(CandidateStatus::Incomplete);
        incomplete.details.phone.clear();
        assert_eq!(codes(&incomplete, &open, ""), ["candidate_incomplete"]);
    }

    /// a subject for some wants to know for whom.
    #[test]
    fn r164_audience_is_asked_for() {
        let known = candidate(CandidateStatus::Accurate);
        let some = subject(&["中职学生", "高职学生"]);
        assert_eq!(codes(&known, &some, ""), ["audience_required"]);
        assert_eq!(codes(&known, &some, "本科学生"), ["audience_required"]);
        assert!(codes(&known, &some, "高职学生").is_empty());
    }

    /// only what is neither arranged nor paid is removed.
    #[test]
    fn r169_deletion_by_state() {
        let session = Session { id: SessionId(Uuid::nil()), start: at(9), end: at(11) };
        let unpaid = registration(PaymentStatus::Unpaid);
        assert!(unpaid.check_deletion(RegistrationStatus::at(at(8), None)).is_ok());
        for hour in [8, 10, 12] {
            let status = RegistrationStatus::at(at(hour), Some(&session));
            assert_eq!(unpaid.check_deletion(status).unwrap_err().code, "registration_arranged");
        }
        let paid = registration(PaymentStatus::Paid);
        let status = RegistrationStatus::at(at(8), None);
        assert_eq!(paid.check_deletion(status).unwrap_err().code, "registration_paid");
    }

    /// later edits do not reach the snapshot.
    #[test]
    fn r113_the_snapshot_stays() {
        let mut person = candidate(CandidateStatus::AwaitingVerification);
        let snapshot = CandidateSnapshot::of(&person);
        person.details.name = "张三丰".to_owned();
        assert_eq!(snapshot.details.name, "张三");
    }
}
