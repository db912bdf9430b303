//! Rows of the list page: what each candidate allows now, and why it does not allow the rest
//!

use super::{CandidateView, StatusCount, tabs};
use crate::error::Result;
use crate::settings::Settings;
use crate::workspace::App;
use kaozhan_domain::candidate::{Candidate, CandidateStatus};
use kaozhan_store::{CandidateFilter, CandidateOrder, Page, ReadTx};
use serde::Serialize;
use ts_rs::TS;

/// Whether something can be done with a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateMay {
    /// It can.
    pub yes: bool,
    /// Why not; empty when it can.
    pub why_not: String,
}

impl CandidateMay {
    fn of(refusal: Option<String>) -> Self {
        Self { yes: refusal.is_none(), why_not: refusal.unwrap_or_default() }
    }

    /// Not, for this reason.
    pub fn not(reason: &str) -> Self {
        Self { yes: false, why_not: reason.to_owned() }
    }
}

/// A candidate in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateRow {
    /// What every list shows.
    #[serde(flatten)]
    pub view: CandidateView,
    /// 学生编号, from the platform.
    pub number: String,
    /// 学号.
    pub student_number: String,
    /// 学生类型.
    pub student_type: &'static str,
    /// 已报考证书: how many.
    pub registered: u64,
    /// Headings of required fields without a value.
    pub missing: Vec<&'static str>,
    /// Another candidate has exactly this picture.
    pub same_photo: bool,
    /// What is to be done next: `confirm`, `verify`, `photo`, `complete`, `edit`.
    pub next: &'static str,
    /// Word on its button.
    pub next_label: &'static str,
    /// 姓名, 证件类型, 证件号码 and 照片 can't change any more.
    pub identity_locked: bool,
    /// 编辑.
    pub can_edit: CandidateMay,
    /// 认证.
    pub can_verify: CandidateMay,
    /// 人工确认.
    pub can_confirm: CandidateMay,
    /// 更换照片.
    pub can_change_photo: CandidateMay,
    /// 重置密码 of the student's own space.
    pub can_reset_password: CandidateMay,
    /// 删除.
    pub can_delete: CandidateMay,
}

impl CandidateRow {
    /// The row of a candidate.
    pub(super) fn of(tx: &ReadTx<'_>, candidate: Candidate) -> Result<Self> {
        let registered = tx.registered_certificates(&[candidate.id])?;
        let registered = registered.get(&candidate.id).copied().unwrap_or_default();
        let same_photo = match &candidate.photo {
            Some(photo) => tx.candidates_with_photo(photo)?.len() > 1,
            None => false,
        };
        let (status, details) = (candidate.status, &candidate.details);
        let deletion = status.check_deletion(usize::try_from(registered).unwrap_or(usize::MAX));
        let (next, next_label) = next_step(status, candidate.verification_queued);
        Ok(Self {
            number: candidate.platform_number.clone(),
            student_number: details.student_number.clone(),
            student_type: details.student_type.label(),
            registered,
            missing: details.missing(),
            same_photo,
            next,
            next_label,
            identity_locked: status.identity_locked(),
            can_edit: CandidateMay::of(None),
            can_verify: CandidateMay::of(verification_refusal(&candidate)),
            can_confirm: CandidateMay::of(
                (status != CandidateStatus::NeedsConfirmation)
                    .then(|| format!("考生当前为“{}”，只有“需人工确认”的考生可以人工确认", status.label())),
            ),
            can_change_photo: CandidateMay::of(
                status.identity_locked().then(|| "考生已是“信息准确”，照片不能再更换".to_owned()),
            ),
            can_reset_password: CandidateMay::of(Some(password_reset_refusal(status))),
            can_delete: CandidateMay::of(deletion.err().map(|violation| violation.message)),
            view: CandidateView::of(candidate, false, Settings::load(tx)?.mask),
        })
    }

    /// Takes everything back from a person who may only look.
    pub fn read_only(&mut self, reason: &str) {
        for may in [
            &mut self.can_edit,
            &mut self.can_verify,
            &mut self.can_confirm,
            &mut self.can_change_photo,
            &mut self.can_reset_password,
            &mut self.can_delete,
        ] {
            *may = CandidateMay::not(reason);
        }
    }
}

/// Why 认证 can't be asked for.
pub(super) fn verification_refusal(candidate: &Candidate) -> Option<String> {
    if !candidate.status.may_request_verification() {
        return Some(format!("考生当前为“{}”，只有“信息待认证”的考生可以认证", candidate.status.label()));
    }
    candidate.verification_queued.then(|| "已申请认证，联网后由平台比对".to_owned())
}

/// Why the password of the student's own space can't be reset here: that space is on the platform.
fn password_reset_refusal(status: CandidateStatus) -> String {
    let at_the_platform = || "学生个人空间在平台上，请联网后登录平台重置密码".to_owned();
    status.check_password_reset().err().map_or_else(at_the_platform, |violation| violation.message)
}

fn next_step(status: CandidateStatus, queued: bool) -> (&'static str, &'static str) {
    match status {
        CandidateStatus::NoPhoto => ("photo", "上传照片"),
        CandidateStatus::Incomplete => ("complete", "补全"),
        CandidateStatus::AwaitingVerification if queued => ("edit", "编辑"),
        CandidateStatus::AwaitingVerification => ("verify", "认证"),
        CandidateStatus::NeedsConfirmation => ("confirm", "人工确认"),
        CandidateStatus::Accurate => ("edit", "编辑"),
    }
}

/// A page of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateRows {
    /// How many match.
    pub total: u64,
    /// Counts of the state tabs, for the same filter.
    pub counts: Vec<StatusCount>,
    /// The rows, masked.
    pub rows: Vec<CandidateRow>,
}

/// A page of the candidates that match `filter`, with the counts of the states whatever state it names.
///
/// # Errors
/// Those of the store.
pub fn rows(
    app: &App,
    filter: &CandidateFilter,
    order: CandidateOrder,
    descending: bool,
    page: Page,
) -> Result<CandidateRows> {
    app.read(|tx| {
        let (found, total) = tx.candidates_in_order(filter, order, descending, page)?;
        let rows = found.into_iter().map(|candidate| CandidateRow::of(tx, candidate));
        Ok(CandidateRows {
            total,
            counts: tabs(&tx.candidate_counts(filter)?),
            rows: rows.collect::<Result<_>>()?,
        })
    })
}
