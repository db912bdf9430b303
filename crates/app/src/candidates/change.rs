//! Changes of one candidate: 新增, 编辑, 认证, 人工确认, 删除 (R-098, R-106…R-115).

use crate::settings::Settings;
use super::CandidateView;
use super::fields::{column, erase, refused, set};
use crate::error::{AppError, Result};
use crate::lookup;
use crate::photos::{self, PhotoSource};
use crate::workspace::App;
use kaozhan_domain::FieldProblem;
use kaozhan_domain::candidate::id_document;
use kaozhan_domain::candidate::pinyin::{PinyinSource, UPolicy};
use kaozhan_domain::candidate::roster::{self, RosterContext, RosterInput};
use kaozhan_domain::candidate::{Candidate, CandidateDetails, CandidateEvent, CandidateStatus};
use kaozhan_domain::ids::CandidateId;
use kaozhan_store::{ReadTx, WriteTx};
use serde::Serialize;
use ts_rs::TS;

/// A candidate after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateSaved {
    /// As it is now, masked.
    pub candidate: CandidateView,
    /// What a person should look at.
    pub warnings: Vec<String>,
}

/// A finding about one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateFinding {
    /// Code of the field; empty for the whole form.
    pub field: &'static str,
    /// Stable code.
    pub code: String,
    /// Simplified Chinese.
    pub message: String,
    /// Saving is refused.
    pub refuses: bool,
}

/// What a form would come to, before it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateCheck {
    /// Findings.
    pub findings: Vec<CandidateFinding>,
    /// Pinyin proposed for the name, or the typed one as it would be stored.
    pub pinyin: String,
    /// Why the pinyin should be looked at.
    pub pinyin_reasons: Vec<String>,
    /// 性别, read from the number where it says so.
    pub sex: String,
    /// Birth date in the number that was just typed, `YYYY-MM-DD`.
    pub birth_date: String,
    /// Region in the number that was just typed.
    pub region: String,
    /// Code of the major, when its name tells it.
    pub major_code: String,
}

/// What every check needs of the workspace.
pub(super) struct Rules {
    school: String,
    policy: UPolicy,
    today: chrono::NaiveDate,
}

impl Rules {
    pub(super) fn of(app: &App) -> Result<Self> {
        Ok(Self { school: app.school()?.name, policy: app.settings()?.pinyin_u, today: app.now().date() })
    }

    fn context(&self) -> RosterContext<'_> {
        RosterContext { today: self.today, school: &self.school, u_policy: self.policy }
    }

    /// The details after `changes`, (heading or field code, value); an empty value erases.
    pub(super) fn details(
        &self,
        old: Option<&CandidateDetails>,
        changes: &[(String, String)],
    ) -> Result<(Option<CandidateDetails>, Vec<FieldProblem>)> {
        let mut input = RosterInput::default();
        let mut base = old.cloned();
        for (name, value) in changes {
            let field = column(name)?.field;
            if !value.trim().is_empty() {
                set(&mut input, field, value);
            } else if let Some(base) = &mut base {
                erase(base, field)?;
            }
        }
        let (details, problems) = roster::check(&input, &self.context(), base.as_ref());
        let typed = !input.pinyin.trim().is_empty();
        Ok((details.map(|details| if typed { confirmed_pinyin(details) } else { details }), problems))
    }

    /// Brings `changes` into `candidate`; gives the warnings.
    pub(super) fn apply(
        &self,
        tx: &ReadTx<'_>,
        candidate: &mut Candidate,
        changes: &[(String, String)],
    ) -> Result<Vec<String>> {
        let (details, problems) = self.details(Some(&candidate.details), changes)?;
        let Some(details) = details else { return Err(refused(&problems)) };
        let locked = candidate.check_edit(&details);
        if !locked.is_empty() {
            return Err(refused(&locked));
        }
        unknown_document(tx, &details, Some(candidate.id))?;
        candidate.details = details;
        candidate.status = candidate.status.apply(CandidateEvent::DetailsEdited, candidate.facts())?;
        Ok(problems.into_iter().map(|problem| problem.violation.message).collect())
    }
}

/// Typed by hand, if only to confirm the proposal: never recomputed from now on.
fn confirmed_pinyin(mut details: CandidateDetails) -> CandidateDetails {
    details.pinyin_source = PinyinSource::Manual;
    details.pinyin_review.clear();
    details
}

/// Refuses a document that another candidate has.
fn unknown_document(tx: &ReadTx<'_>, details: &CandidateDetails, own: Option<CandidateId>) -> Result<()> {
    let taken = tx.candidate_by_identity(details.id_type, &details.identity_key())?;
    match taken.filter(|other| Some(other.id) != own) {
        None => Ok(()),
        Some(other) => Err(AppError::new(
            "candidate_exists",
            format!("已有考生“{}”使用这个证件号码，请核对", other.details.name),
        )
        .hint("不管考几次，考生信息只录入一次；如果是同一人，请修改已有的考生")),
    }
}

/// Checks a form as it stands, for an existing candidate or for a new one. Birth date and region are told
/// only of a number that was typed here, never of the stored one.
///
/// # Errors
/// `candidate_unknown`, `field_unknown`.
pub fn check(app: &App, who: Option<&str>, changes: &[(String, String)]) -> Result<CandidateCheck> {
    let rules = Rules::of(app)?;
    app.read(|tx| {
        let existing = who.map(|who| lookup::candidate(tx, who)).transpose()?;
        let (details, mut problems) =
            match rules.details(existing.as_ref().map(|known| &known.details), changes) {
                Ok(found) => found,
                Err(error) if error.code == "field_required" => (None, vec![required(&error, changes)]),
                Err(error) => return Err(error),
            };
        let own = existing.as_ref().map(|known| known.id);
        if let Some(details) = &details {
            if let Some(known) = &existing {
                problems.extend(known.check_edit(details));
            }
            if let Err(error) = unknown_document(tx, details, own) {
                problems.push(FieldProblem::error("id_number", "candidate_exists", error.message));
            }
        }
        let typed = |field| {
            let found = changes.iter().find(|(name, _)| name == field);
            found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        };
        let id_type = details.as_ref().map_or_else(Default::default, |details| details.id_type);
        let number = typed("id_number").map(|number| id_document::check(id_type, number, rules.today));
        let text = |text: fn(&CandidateDetails) -> String| details.as_ref().map(text).unwrap_or_default();
        Ok(CandidateCheck {
            findings: problems.into_iter().map(finding).collect(),
            pinyin: text(|details| details.pinyin.clone()),
            pinyin_reasons: details.as_ref().map(|known| known.pinyin_review.clone()).unwrap_or_default(),
            sex: text(|details| details.sex.label().to_owned()),
            birth_date: number
                .as_ref()
                .and_then(|number| number.birth_date)
                .map(|date| date.to_string())
                .unwrap_or_default(),
            region: number.and_then(|number| number.region).map(|region| region.name).unwrap_or_default(),
            major_code: text(|details| details.major_code.clone()),
        })
    })
}

/// The field of a required value that was emptied.
fn required(error: &AppError, changes: &[(String, String)]) -> FieldProblem {
    let mut emptied = changes.iter().filter(|(_, value)| value.trim().is_empty());
    let field = emptied.find_map(|(name, _)| {
        let column = column(name).ok()?;
        error.message.starts_with(column.heading).then_some(column.field)
    });
    FieldProblem::error(field.unwrap_or_default(), "field_required", error.message.clone())
}

fn finding(problem: FieldProblem) -> CandidateFinding {
    CandidateFinding {
        field: problem.field,
        refuses: problem.violation.is_error(),
        code: problem.violation.code,
        message: problem.violation.message,
    }
}

/// 新增学生信息. Every required field must be given; without a photo the state is 无照片.
///
/// # Errors
/// `candidate_incomplete`, `candidate_exists`, and every rule that the values or the photo break.
pub fn create(app: &App, values: &[(String, String)], photo: Option<&PhotoSource>) -> Result<CandidateSaved> {
    let rules = Rules::of(app)?;
    let read = photo.map(PhotoSource::read).transpose()?;
    app.write("candidate_create", "新增学生信息", "", |tx| {
        let (details, problems) = rules.details(None, values)?;
        let Some(details) = details else { return Err(refused(&problems)) };
        let missing = details.missing();
        if !missing.is_empty() {
            return Err(AppError::new("candidate_incomplete", format!("请填写 {}", missing.join("、"))));
        }
        unknown_document(tx, &details, None)?;
        let mut candidate = Candidate {
            id: CandidateId(uuid::Uuid::now_v7()),
            roster_order: tx.next_roster_order()?,
            platform_number: String::new(),
            details,
            photo: None,
            status: CandidateStatus::NoPhoto,
            verification_queued: false,
        };
        candidate.status = CandidateStatus::initial(candidate.facts());
        tx.insert_candidate(&candidate)?;
        let mut warnings: Vec<String> =
            problems.into_iter().map(|problem| problem.violation.message).collect();
        if let Some(read) = read {
            warnings.extend(photos::attach(tx, &mut candidate, read)?);
        }
        Ok(CandidateSaved { candidate: CandidateView::of(candidate, false, Settings::load(tx)?.mask), warnings })
    })
}

/// Changes fields, each given as (heading or field code, value); an empty value erases an optional
/// field.
///
/// # Errors
/// `field_unknown`, and every rule that the new values break.
pub fn edit(app: &App, who: &str, changes: &[(String, String)]) -> Result<CandidateView> {
    save(app, who, changes, None).map(|saved| saved.candidate)
}

/// As [`edit`], with a new photo if one is given; both or nothing.
///
/// # Errors
/// As [`edit`], and every rule that the photo breaks.
pub fn save(
    app: &App,
    who: &str,
    changes: &[(String, String)],
    photo: Option<&PhotoSource>,
) -> Result<CandidateSaved> {
    let rules = Rules::of(app)?;
    let read = photo.map(PhotoSource::read).transpose()?;
    change(app, "candidate_edit", "修改学生信息", who, |tx, candidate| {
        let mut warnings = rules.apply(tx, candidate, changes)?;
        if let Some(read) = read {
            warnings.extend(photos::attach(tx, candidate, read)?);
        }
        Ok(warnings)
    })
}

/// 人工确认 of one candidate.
///
/// # Errors
/// `candidate_unknown`, `candidate_transition`.
pub fn confirm(app: &App, who: &str) -> Result<CandidateView> {
    confirm_with(app, who, &[]).map(|saved| saved.candidate)
}

/// 人工确认 after corrections that were made in the same dialog.
///
/// # Errors
/// `candidate_unknown`, `candidate_transition`, and every rule that the new values break.
pub fn confirm_with(app: &App, who: &str, changes: &[(String, String)]) -> Result<CandidateSaved> {
    let rules = Rules::of(app)?;
    change(app, "candidate_confirm", "人工确认", who, |tx, candidate| {
        let warnings =
            if changes.is_empty() { Vec::new() } else { rules.apply(tx, candidate, changes)? };
        candidate.status = candidate.status.apply(CandidateEvent::ConfirmedByHand, candidate.facts())?;
        candidate.verification_queued = false;
        Ok(warnings)
    })
}

/// Asks for 认证: offline the wish waits for the platform.
///
/// # Errors
/// `candidate_unknown`, `verification_not_possible`.
pub fn request_verification(app: &App, who: &str) -> Result<CandidateView> {
    let saved = change(app, "candidate_verify", "申请认证", who, |_, candidate| {
        if !candidate.status.may_request_verification() {
            return Err(AppError::new(
                "verification_not_possible",
                format!("考生当前为“{}”，只有“信息待认证”的考生可以认证", candidate.status.label()),
            ));
        }
        candidate.verification_queued = true;
        Ok(Vec::new())
    })?;
    Ok(saved.candidate)
}

/// Records what the platform's comparison found; used when its answers come down.
///
/// # Errors
/// `candidate_unknown`, `candidate_transition`.
pub fn record_verification(app: &App, who: &str, passed: bool) -> Result<CandidateView> {
    let event = if passed { CandidateEvent::VerificationPassed } else { CandidateEvent::VerificationFailed };
    let saved = change(app, "candidate_verified", "认证结果", who, |_, candidate| {
        candidate.status = candidate.status.apply(event, candidate.facts())?;
        candidate.verification_queued = false;
        Ok(Vec::new())
    })?;
    Ok(saved.candidate)
}

/// Deletes a candidate without registrations.
///
/// # Errors
/// `candidate_unknown`, `candidate_registered`.
pub fn delete(app: &App, who: &str) -> Result<CandidateView> {
    app.write("candidate_delete", "删除学生信息", "", |tx| {
        let candidate = lookup::candidate(tx, who)?;
        let registered = tx.registered_certificates(&[candidate.id])?;
        let count = registered.get(&candidate.id).copied().unwrap_or_default();
        candidate.status.check_deletion(usize::try_from(count).unwrap_or(usize::MAX))?;
        tx.delete_candidate(candidate.id)?;
        Ok(CandidateView::of(candidate, false, Settings::load(tx)?.mask))
    })
}

fn change(
    app: &App,
    code: &'static str,
    label: &'static str,
    who: &str,
    work: impl FnOnce(&mut WriteTx<'_>, &mut Candidate) -> Result<Vec<String>>,
) -> Result<CandidateSaved> {
    app.write(code, label, "", |tx| {
        let mut candidate = lookup::candidate(tx, who)?;
        let warnings = work(tx, &mut candidate)?;
        tx.update_candidate(&candidate)?;
        Ok(CandidateSaved { candidate: CandidateView::of(candidate, false, Settings::load(tx)?.mask), warnings })
    })
}
