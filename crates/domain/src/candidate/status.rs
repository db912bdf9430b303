//! 考生信息状态: 无照片 → 信息不全 → 信息待认证 → 需人工确认 → 信息准确 (R-106… …R-115).

use crate::RuleViolation;
use serde::{Deserialize, Serialize};

/// The state of a candidate's information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CandidateStatus {
    /// 无照片: complete, but without a photo.
    NoPhoto,
    /// 信息不全: a required field is missing.
    Incomplete,
    /// 信息待认证: complete with a photo, not yet compared by the public-security system.
    AwaitingVerification,
    /// 需人工确认: the comparison failed.
    NeedsConfirmation,
    /// 信息准确: verified, identity fields are locked.
    Accurate,
}

/// What can happen to a candidate's information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CandidateEvent {
    /// 批量修改 or 编辑 changed fields that are allowed in the state.
    DetailsEdited,
    /// A photo that passes the rules was attached.
    PhotoAccepted,
    /// 认证成功: the platform's comparison succeeded.
    VerificationPassed,
    /// 认证失败: it failed.
    VerificationFailed,
    /// 人工确认 → 保存, one candidate at a time.
    ConfirmedByHand,
}

/// Facts that decide where an event leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CandidateFacts {
    /// Every required field is filled in.
    pub complete: bool,
    /// A photo is attached.
    pub has_photo: bool,
}

impl CandidateStatus {
    /// Every state, in the order of the list page's tabs.
    pub const ALL: [Self; 5] = [
        Self::NoPhoto,
        Self::Incomplete,
        Self::AwaitingVerification,
        Self::NeedsConfirmation,
        Self::Accurate,
    ];

    /// Name on the list page's tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::NoPhoto => "无照片",
            Self::Incomplete => "信息不全",
            Self::AwaitingVerification => "信息待认证",
            Self::NeedsConfirmation => "需人工确认",
            Self::Accurate => "信息准确",
        }
    }

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoPhoto => "no_photo",
            Self::Incomplete => "incomplete",
            Self::AwaitingVerification => "awaiting_verification",
            Self::NeedsConfirmation => "needs_confirmation",
            Self::Accurate => "accurate",
        }
    }

    /// The state with this code or label.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == text || status.label() == text)
    }

    /// The state of a record that is created now: ∅ → 信息不全 / 无照片 / 信息待认证.
    pub fn initial(facts: CandidateFacts) -> Self {
        match facts {
            CandidateFacts { complete: false, .. } => Self::Incomplete,
            CandidateFacts { complete: true, has_photo: false } => Self::NoPhoto,
            CandidateFacts { complete: true, has_photo: true } => Self::AwaitingVerification,
        }
    }

    /// The state after `event`; `facts` are those after the event.
    ///
    /// # Errors
    /// `candidate_transition` when the event is not possible in this state, `identity_locked` for a
    /// photo in 信息准确.
    pub fn apply(self, event: CandidateEvent, facts: CandidateFacts) -> Result<Self, RuleViolation> {
        use CandidateEvent as E;
        match (self, event) {
            (Self::Incomplete | Self::NoPhoto | Self::AwaitingVerification, E::DetailsEdited) => {
                Ok(Self::initial(facts))
            }
            (Self::NeedsConfirmation, E::DetailsEdited) | (Self::NeedsConfirmation, E::PhotoAccepted) => {
                Ok(if facts.complete && facts.has_photo { self } else { Self::initial(facts) })
            }
            (Self::Accurate, E::DetailsEdited) => Ok(self),
            (Self::Incomplete | Self::NoPhoto | Self::AwaitingVerification, E::PhotoAccepted) => {
                Ok(Self::initial(facts))
            }
            (Self::Accurate, E::PhotoAccepted) => {
                Err(RuleViolation::error("identity_locked", "考生已是“信息准确”，照片不能再更换"))
            }
            (Self::AwaitingVerification, E::VerificationPassed) => Ok(Self::Accurate),
            (Self::AwaitingVerification, E::VerificationFailed) => Ok(Self::NeedsConfirmation),
            (Self::NeedsConfirmation, E::ConfirmedByHand) => Ok(Self::Accurate),
            (
                Self::Incomplete | Self::NoPhoto | Self::NeedsConfirmation | Self::Accurate,
                E::VerificationPassed | E::VerificationFailed,
            )
            | (
                Self::Incomplete | Self::NoPhoto | Self::AwaitingVerification | Self::Accurate,
                E::ConfirmedByHand,
            ) => Err(self.refuse(event)),
        }
    }

    fn refuse(self, event: CandidateEvent) -> RuleViolation {
        let needed = match event {
            CandidateEvent::ConfirmedByHand => "只有“需人工确认”的考生可以人工确认",
            CandidateEvent::VerificationPassed | CandidateEvent::VerificationFailed => {
                "只有“信息待认证”的考生可以认证"
            }
            CandidateEvent::DetailsEdited | CandidateEvent::PhotoAccepted => "该状态不能修改",
        };
        RuleViolation::error("candidate_transition", format!("考生当前为“{}”，{needed}", self.label()))
    }

    /// Whether name, document type, document number and photo are locked.
    pub fn identity_locked(self) -> bool {
        self == Self::Accurate
    }

    /// Whether 认证 may be asked for; offline the wish is queued for the platform.
    pub fn may_request_verification(self) -> bool {
        self == Self::AwaitingVerification
    }

    /// Whether the password of the student's own space may be reset: only who is 信息准确 has one.
    ///
    /// # Errors
    /// `candidate_without_space`.
    pub fn check_password_reset(self) -> Result<(), RuleViolation> {
        if self == Self::Accurate {
            return Ok(());
        }
        let message = format!("考生当前为“{}”，只有“信息准确”的考生可以重置密码", self.label());
        Err(RuleViolation::error("candidate_without_space", message))
    }

    /// Whether a candidate with this many registered certificates may be deleted.
    ///
    /// # Errors
    /// `candidate_registered` when at least one certificate is registered.
    pub fn check_deletion(self, registered_certificates: usize) -> Result<(), RuleViolation> {
        if registered_certificates == 0 {
            return Ok(());
        }
        Err(RuleViolation::error(
            "candidate_registered",
            format!("考生已报考 {registered_certificates} 个证书，只能删除已报考证书为 0 的考生"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPLETE: CandidateFacts = CandidateFacts { complete: true, has_photo: true };

    #[test]
    fn r116_only_the_accurate_have_a_password_to_reset() {
        for status in CandidateStatus::ALL {
            let code = status.check_password_reset().err().map(|violation| violation.code);
            let expected = (status != CandidateStatus::Accurate).then_some("candidate_without_space");
            assert_eq!(code.as_deref(), expected, "{status:?}");
        }
    }

    /// R-106…R-110: the whole table, state × event, for a complete candidate with a photo.
    #[test]
    fn r106_state_table() {
        use CandidateEvent::*;
        let mut table = String::new();
        for status in CandidateStatus::ALL {
            for event in
                [DetailsEdited, PhotoAccepted, VerificationPassed, VerificationFailed, ConfirmedByHand]
            {
                let next = match status.apply(event, COMPLETE) {
                    Ok(next) => next.label().to_owned(),
                    Err(violation) => format!("✗ {}", violation.code),
                };
                table.push_str(&format!("{} {event:?} → {next}\n", status.label()));
            }
        }
        assert_eq!(
            table,
            "无照片 DetailsEdited → 信息待认证
无照片 PhotoAccepted → 信息待认证
无照片 VerificationPassed → ✗ candidate_transition
无照片 VerificationFailed → ✗ candidate_transition
无照片 ConfirmedByHand → ✗ candidate_transition
信息不全 DetailsEdited → 信息待认证
信息不全 PhotoAccepted → 信息待认证
信息不全 VerificationPassed → ✗ candidate_transition
信息不全 VerificationFailed → ✗ candidate_transition
信息不全 ConfirmedByHand → ✗ candidate_transition
信息待认证 DetailsEdited → 信息待认证
信息待认证 PhotoAccepted → 信息待认证
信息待认证 VerificationPassed → 信息准确
信息待认证 VerificationFailed → 需人工确认
信息待认证 ConfirmedByHand → ✗ candidate_transition
需人工确认 DetailsEdited → 需人工确认
需人工确认 PhotoAccepted → 需人工确认
需人工确认 VerificationPassed → ✗ candidate_transition
需人工确认 VerificationFailed → ✗ candidate_transition
需人工确认 ConfirmedByHand → 信息准确
信息准确 DetailsEdited → 信息准确
信息准确 PhotoAccepted → ✗ identity_locked
信息准确 VerificationPassed → ✗ candidate_transition
信息准确 VerificationFailed → ✗ candidate_transition
信息准确 ConfirmedByHand → ✗ candidate_transition
"
        );
    }

    /// where a new or mended record starts.
    #[test]
    fn r107_initial_state_follows_the_facts() {
        let initial = |complete, has_photo| CandidateStatus::initial(CandidateFacts { complete, has_photo });
        assert_eq!(initial(false, false), CandidateStatus::Incomplete);
        assert_eq!(initial(false, true), CandidateStatus::Incomplete);
        assert_eq!(initial(true, false), CandidateStatus::NoPhoto);
        assert_eq!(initial(true, true), CandidateStatus::AwaitingVerification);
    }

    /// a registered candidate is never deleted.
    #[test]
    fn r115_only_unregistered_candidates_are_deleted() {
        for status in CandidateStatus::ALL {
            assert!(status.check_deletion(0).is_ok());
            assert_eq!(status.check_deletion(1).unwrap_err().code, "candidate_registered");
        }
    }
}
