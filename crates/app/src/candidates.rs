//! 考生管理: list, edit, confirm, delete (R-091… …R-117).

use crate::error::{AppError, Result};
use crate::lookup;
use crate::settings::Settings;
use crate::workspace::App;
use kaozhan_documents::sheet::{Column, ROSTER};
use kaozhan_domain::FieldProblem;
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number, mask_phone};
use kaozhan_domain::candidate::pinyin::PinyinSource;
use kaozhan_domain::candidate::roster::{self, RosterContext, RosterInput};
use kaozhan_domain::candidate::{Candidate, CandidateEvent, CandidateStatus};
use kaozhan_store::{CandidateFilter, Page, WriteTx};
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
    fn of(candidate: Candidate, reveal: bool, style: MaskStyle) -> Self {
        let details = candidate.details;
        let (id_number, phone) = if reveal {
            (details.id_number, details.phone)
        } else {
            (mask_number(details.id_type, &details.id_number, style), mask_phone(&details.phone))
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
    let counts = CandidateStatus::ALL
        .into_iter()
        .map(|status| StatusCount {
            status: status.label(),
            count: counts.get(&status).copied().unwrap_or_default(),
        })
        .collect();
    let candidates = found.into_iter().map(|candidate| CandidateView::of(candidate, reveal, style)).collect();
    Ok(CandidateList { total, counts, candidates })
}

/// 人工确认 of one candidate.
///
/// # Errors
/// `candidate_unknown`, `candidate_transition`.
pub fn confirm(app: &App, who: &str) -> Result<CandidateView> {
    change(app, "candidate_confirm", "人工确认", who, |_, candidate| {
        candidate.status = candidate.status.apply(CandidateEvent::ConfirmedByHand, candidate.facts())?;
        candidate.verification_queued = false;
        Ok(())
    })
}

/// Asks for 认证: offline the wish waits for the platform.
///
/// # Errors
/// `candidate_unknown`, `verification_not_possible`.
pub fn request_verification(app: &App, who: &str) -> Result<CandidateView> {
    change(app, "candidate_verify", "申请认证", who, |_, candidate| {
        if !candidate.status.may_request_verification() {
            return Err(AppError::new(
                "verification_not_possible",
                format!("考生当前为“{}”，只有“信息待认证”的考生可以认证", candidate.status.label()),
            ));
        }
        candidate.verification_queued = true;
        Ok(())
    })
}

/// Records what the platform's comparison found; used when its answers come down.
///
/// # Errors
/// `candidate_unknown`, `candidate_transition`.
pub fn record_verification(app: &App, who: &str, passed: bool) -> Result<CandidateView> {
    let event = if passed { CandidateEvent::VerificationPassed } else { CandidateEvent::VerificationFailed };
    change(app, "candidate_verified", "认证结果", who, |_, candidate| {
        candidate.status = candidate.status.apply(event, candidate.facts())?;
        candidate.verification_queued = false;
        Ok(())
    })
}

/// Changes fields, each given as (heading or field code, value); an empty value erases an optional
/// field.
///
/// # Errors
/// `field_unknown`, and every rule that the new values break.
pub fn edit(app: &App, who: &str, changes: &[(String, String)]) -> Result<CandidateView> {
    let school = app.school()?.name;
    let policy = app.settings()?.pinyin_u;
    let today = app.now().date();
    change(app, "candidate_edit", "修改学生信息", who, |tx, candidate| {
        let context = RosterContext { today, school: &school, u_policy: policy };
        let mut input = RosterInput::default();
        let mut erased: Vec<&'static str> = Vec::new();
        for (name, value) in changes {
            let column = column(name)?;
            if value.trim().is_empty() {
                erased.push(column.field);
            } else {
                set(&mut input, column.field, value);
            }
        }
        let mut base = candidate.details.clone();
        for field in erased {
            erase(&mut base, field)?;
        }
        let (details, problems) = roster::check(&input, &context, Some(&base));
        let mut problems = problems;
        let Some(details) = details else { return Err(refused(&problems)) };
        problems = candidate.check_edit(&details);
        if !problems.is_empty() {
            return Err(refused(&problems));
        }
        let taken = tx.candidate_by_identity(details.id_type, &details.identity_key())?;
        if taken.is_some_and(|other| other.id != candidate.id) {
            return Err(AppError::new("candidate_exists", "已有另一名考生使用这个证件号码，请核对"));
        }
        candidate.details = details;
        if !input.pinyin.is_empty() {
            // Typed by hand, if only to confirm the proposal.
            candidate.details.pinyin_source = PinyinSource::Manual;
            candidate.details.pinyin_review.clear();
        }
        candidate.status = candidate.status.apply(CandidateEvent::DetailsEdited, candidate.facts())?;
        Ok(())
    })
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
    work: impl FnOnce(&WriteTx<'_>, &mut Candidate) -> Result<()>,
) -> Result<CandidateView> {
    app.write(code, label, "", |tx| {
        let mut candidate = lookup::candidate(tx, who)?;
        work(tx, &mut candidate)?;
        tx.update_candidate(&candidate)?;
        Ok(CandidateView::of(candidate, false, Settings::load(tx)?.mask))
    })
}

fn refused(problems: &[FieldProblem]) -> AppError {
    let errors: Vec<&FieldProblem> = problems.iter().filter(|problem| problem.violation.is_error()).collect();
    match errors.as_slice() {
        [] => AppError::new("candidate_refused", "修改没有通过检查"),
        [first, rest @ ..] => AppError::new(&first.violation.code, first.violation.message.clone())
            .details(rest.iter().map(|problem| problem.violation.message.clone()).collect()),
    }
}

/// The roster column that a heading, alias or code means.
fn column(name: &str) -> Result<&'static Column> {
    let name = name.trim();
    ROSTER
        .columns
        .iter()
        .find(|column| column.field == name || column.heading == name || column.aliases.contains(&name))
        .ok_or_else(|| {
            let known: Vec<&str> = ROSTER.columns.iter().map(|column| column.heading).collect();
            AppError::new("field_unknown", format!("字段“{name}”不认识，可以是 {}", known.join("、")))
        })
}

fn set<'v>(input: &mut RosterInput<'v>, field: &str, value: &'v str) {
    let slot = match field {
        "name" => &mut input.name,
        "pinyin" => &mut input.pinyin,
        "sex" => &mut input.sex,
        "id_type" => &mut input.id_type,
        "id_number" => &mut input.id_number,
        "phone" => &mut input.phone,
        "major_name" => &mut input.major_name,
        "major_code" => &mut input.major_code,
        "major_version" => &mut input.major_version,
        "major_level" => &mut input.major_level,
        "enrolment_year" => &mut input.enrolment_year,
        "student_type" => &mut input.student_type,
        "school" => &mut input.school,
        "class_name" => &mut input.class_name,
        "student_number" => &mut input.student_number,
        "access" => &mut input.access,
        _ => &mut input.remark,
    };
    *slot = value;
}

/// Empties an optional field.
fn erase(details: &mut kaozhan_domain::candidate::CandidateDetails, field: &str) -> Result<()> {
    match field {
        "class_name" => details.class_name.clear(),
        "student_number" => details.student_number.clear(),
        "access" => details.access = Default::default(),
        "remark" => details.remark.clear(),
        "major_code" => details.major_code.clear(),
        "major_version" => details.major_version.clear(),
        // An emptied pinyin is proposed anew.
        "pinyin" => details.pinyin.clear(),
        _ => {
            let heading = ROSTER.column(field).map_or(field, |column| column.heading);
            return Err(AppError::new("field_required", format!("{heading}是必填项，不能清空")));
        }
    }
    Ok(())
}
