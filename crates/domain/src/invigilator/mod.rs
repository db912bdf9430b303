//! Invigilators (监考人员), their certificates, and the duties they are given (R-201…R-208).
//!
//! **Architecture invariant:** what the organisation decided is recorded here, never decided: a certificate
//! turns 已认证 because the coordinator says that the organisation said so.

pub mod input;
pub mod rota;

use crate::RuleViolation;
use crate::candidate::id_document::{IdType, Sex, identity_key};
use crate::clock::Window;
use crate::ids::{CertificateId, InvigilatorId, PlanId, RoomId, SessionId};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// 认证状态 of one certificate of an invigilator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationState {
    /// 未认证: entered, the organisation has not answered.
    #[default]
    Unverified,
    /// 已认证: the organisation has approved it.
    Verified,
}

/// What happens to a certificate of an invigilator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerificationEvent {
    /// The organisation has approved it.
    Verify,
    /// The record of the approval was a mistake.
    Retract,
}

impl VerificationState {
    /// Every state.
    pub const ALL: [Self; 2] = [Self::Unverified, Self::Verified];

    /// Name on the list page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unverified => "未认证",
            Self::Verified => "已认证",
        }
    }

    /// The state with this label.
    pub fn from_label(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.label() == text)
    }

    /// The state after `event`.
    ///
    /// # Errors
    /// `certificate_already_verified`, `certificate_not_verified`.
    pub fn apply(self, event: VerificationEvent) -> Result<Self, RuleViolation> {
        match (self, event) {
            (Self::Unverified, VerificationEvent::Verify) => Ok(Self::Verified),
            (Self::Verified, VerificationEvent::Retract) => Ok(Self::Unverified),
            (Self::Verified, VerificationEvent::Verify) => {
                Err(RuleViolation::error("certificate_already_verified", "该监考证书已经是“已认证”"))
            }
            (Self::Unverified, VerificationEvent::Retract) => {
                Err(RuleViolation::error("certificate_not_verified", "该监考证书还没有认证，不必撤回"))
            }
        }
    }
}

/// An invigilator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invigilator {
    /// Identity.
    pub id: InvigilatorId,
    /// 教师编号, given by the platform; empty until then.
    pub number: String,
    /// 教师姓名.
    pub name: String,
    /// 性别.
    pub sex: Sex,
    /// 证件类型.
    pub id_type: IdType,
    /// 证件号码; may be empty, the platform's template does not ask for it.
    pub id_number: String,
    /// 手机号码.
    pub phone: String,
    /// 所属院校.
    pub school: String,
    /// 所在区域.
    pub region: String,
    /// 职务职称.
    pub title: String,
    /// When the person can't come.
    pub unavailable: Vec<Window>,
    /// 参加编排; someone who has left keeps the certificates and gets no duties.
    pub active: bool,
    /// 备注.
    pub remark: String,
}

impl Invigilator {
    /// What makes the person the same one; empty without a number.
    pub fn identity_key(&self) -> String {
        if self.id_number.is_empty() { String::new() } else { identity_key(self.id_type, &self.id_number) }
    }

    /// Whether the person may be deleted.
    ///
    /// # Errors
    /// `invigilator_verified`, `invigilator_on_duty`.
    pub fn check_deletion(
        &self,
        certificates: &[InvigilatorCertificate],
        duties: usize,
    ) -> Result<(), RuleViolation> {
        let verified = certificates.iter().filter(|one| one.state == VerificationState::Verified).count();
        if verified > 0 {
            return Err(RuleViolation::error(
                "invigilator_verified",
                format!(
                    "“{}”有 {verified} 个已认证的监考证书，不能删除；不再监考的请改为“不参加编排”",
                    self.name
                ),
            ));
        }
        if duties > 0 {
            return Err(RuleViolation::error(
                "invigilator_on_duty",
                format!("“{}”有 {duties} 场监考安排，请先在监考编排中取消", self.name),
            ));
        }
        Ok(())
    }
}

/// A certificate (证书 + 等级) whose exams a person is to invigilate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvigilatorCertificate {
    /// The person.
    pub invigilator: InvigilatorId,
    /// The certificate.
    pub certificate: CertificateId,
    /// 认证状态.
    pub state: VerificationState,
    /// When 已认证 was recorded.
    pub verified_at: Option<NaiveDateTime>,
    /// 认证依据: what the organisation sent, such as the number of a notice.
    pub basis: String,
}

impl InvigilatorCertificate {
    /// A certificate that was just entered.
    pub fn new(invigilator: InvigilatorId, certificate: CertificateId) -> Self {
        Self {
            invigilator,
            certificate,
            state: VerificationState::Unverified,
            verified_at: None,
            basis: String::new(),
        }
    }

    /// The certificate after `event`.
    ///
    /// # Errors
    /// Those of [`VerificationState::apply`].
    pub fn after(
        &self,
        event: VerificationEvent,
        basis: &str,
        now: NaiveDateTime,
    ) -> Result<Self, RuleViolation> {
        let state = self.state.apply(event)?;
        let verified = state == VerificationState::Verified;
        Ok(Self {
            state,
            verified_at: verified.then_some(now),
            basis: if verified { basis.trim().to_owned() } else { String::new() },
            ..self.clone()
        })
    }

    /// Whether it may be taken off the person.
    ///
    /// # Errors
    /// `certificate_verified`.
    pub fn check_removal(&self) -> Result<(), RuleViolation> {
        match self.state {
            VerificationState::Unverified => Ok(()),
            VerificationState::Verified => {
                Err(RuleViolation::error("certificate_verified", "已认证的监考证书不能删除"))
            }
        }
    }
}

/// What somebody does in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyRole {
    /// 监考: in one room.
    Invigilator,
    /// 巡考: for every room of the session.
    Patrol,
}

impl DutyRole {
    /// Every role.
    pub const ALL: [Self; 2] = [Self::Invigilator, Self::Patrol];

    /// Name on screen and paper.
    pub fn label(self) -> &'static str {
        match self {
            Self::Invigilator => "监考",
            Self::Patrol => "巡考",
        }
    }
}

/// What one person does in one session; there is one at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvigilationDuty {
    /// 场次.
    pub session: SessionId,
    /// Who.
    pub invigilator: InvigilatorId,
    /// 考试计划.
    pub plan: PlanId,
    /// 考场; none for 巡考.
    pub room: Option<RoomId>,
    /// 监考 or 巡考.
    pub role: DutyRole,
    /// Stays when the plan is arranged again.
    pub locked: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn person() -> Invigilator {
        Invigilator {
            id: InvigilatorId(Uuid::from_u128(1)),
            number: String::new(),
            name: "陶然".into(),
            sex: Sex::Unknown,
            id_type: IdType::ResidentId,
            id_number: String::new(),
            phone: "13800000001".into(),
            school: "示例职业学院".into(),
            region: String::new(),
            title: String::new(),
            unavailable: Vec::new(),
            active: true,
            remark: String::new(),
        }
    }

    fn certificate() -> InvigilatorCertificate {
        InvigilatorCertificate::new(person().id, CertificateId(Uuid::from_u128(2)))
    }

    fn now() -> NaiveDateTime {
        "2026-06-01T09:00:00".parse().unwrap()
    }

    /// 未认证 → 已认证, and back only where the record was a mistake.
    #[test]
    fn r208_every_transition_is_known() {
        use VerificationEvent::{Retract, Verify};
        use VerificationState::{Unverified, Verified};
        assert_eq!(Unverified.apply(Verify).unwrap(), Verified);
        assert_eq!(Verified.apply(Retract).unwrap(), Unverified);
        assert_eq!(Verified.apply(Verify).unwrap_err().code, "certificate_already_verified");
        assert_eq!(Unverified.apply(Retract).unwrap_err().code, "certificate_not_verified");
        for state in VerificationState::ALL {
            assert_eq!(VerificationState::from_label(state.label()), Some(state));
        }
        let done = certificate().after(Verify, " 2026年第3号通知 ", now()).unwrap();
        assert_eq!((done.verified_at, done.basis.as_str()), (Some(now()), "2026年第3号通知"));
        assert_eq!(done.after(Retract, "", now()).unwrap(), certificate());
    }

    /// an 已认证 certificate stays.
    #[test]
    fn r204_a_verified_certificate_is_not_removed() {
        assert!(certificate().check_removal().is_ok());
        let verified = certificate().after(VerificationEvent::Verify, "", now()).unwrap();
        assert_eq!(verified.check_removal().unwrap_err().code, "certificate_verified");
    }

    /// a person with an 已认证 certificate stays, and so does one who is on duty.
    #[test]
    fn r205_a_verified_person_is_not_deleted() {
        let verified = certificate().after(VerificationEvent::Verify, "", now()).unwrap();
        assert!(person().check_deletion(&[certificate()], 0).is_ok());
        let refused = person().check_deletion(&[certificate(), verified], 0).unwrap_err();
        assert_eq!(refused.code, "invigilator_verified");
        assert_eq!(person().check_deletion(&[certificate()], 1).unwrap_err().code, "invigilator_on_duty");
    }

    #[test]
    fn a_person_without_a_number_has_no_key() {
        assert_eq!(person().identity_key(), "");
        let known = Invigilator { id_type: IdType::Passport, id_number: "e12345678".into(), ..person() };
        assert_eq!(known.identity_key(), "E12345678");
    }
}
