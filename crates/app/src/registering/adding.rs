//! Who may be registered, and registering them. What is registered already
//! is never changed here.

use crate::error::{AppError, Result};
use crate::forms::{Permit, identity};
use crate::workspace::App;
use kaozhan_domain::candidate::Candidate;
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number};
use kaozhan_domain::ids::{CandidateId, CertificateId, PlanId, RegistrationId};
use kaozhan_domain::plan::{Certificate, ExamPlan, RegistrationMode, Subject};
use kaozhan_domain::registration::{self, CandidateSnapshot, PaymentStatus, Registration};
use kaozhan_store::{CandidateFilter, Page, ReadTx};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// For what somebody is to be registered.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct RegistrationTarget {
    /// 考试计划.
    pub plan_id: String,
    /// 证书.
    pub certificate_id: String,
    /// 考试科目; empty for all of the certificate, in a plan 按证书.
    pub subject_ids: Vec<String>,
    /// 参考对象类型, where a subject asks for it.
    pub audience: String,
}

/// Which candidates are looked for; what is empty does not restrict.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct ApplicantQuery {
    /// For what.
    pub target: RegistrationTarget,
    /// Part of name, pinyin, number, class or major.
    pub text: String,
    /// 班级.
    pub class: String,
    /// 就读专业.
    pub major: String,
    /// 入学年份.
    pub enrolment_year: String,
    /// Page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub page_size: u64,
}

/// A candidate who may be registered, or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Applicant {
    /// Identity.
    pub id: String,
    /// 学生姓名.
    pub name: String,
    /// 证件号码, masked.
    pub id_number: String,
    /// 班级.
    pub class: String,
    /// 就读专业.
    pub major: String,
    /// State of the information.
    pub status: String,
    /// Registered for all of it already.
    pub registered: bool,
    /// Whether the candidate may be registered.
    pub permit: Permit,
    /// What to know all the same.
    pub warnings: Vec<String>,
}

/// A page of candidates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ApplicantPage {
    /// How many match.
    pub total: u64,
    /// The rows, masked.
    pub rows: Vec<Applicant>,
}

/// Whom to register.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct RegistrationAdd {
    /// For what.
    pub target: RegistrationTarget,
    /// The candidates; ignored when everybody of `everyone` is meant.
    pub candidate_ids: Vec<String>,
    /// Everybody that this finds.
    pub everyone: Option<ApplicantQuery>,
}

/// Somebody who was not registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RefusedApplicant {
    /// 学生姓名.
    pub name: String,
    /// 班级.
    pub class: String,
    /// Why.
    pub reason: String,
}

/// What adding came to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
pub struct AddReport {
    /// Candidates with new registrations.
    pub candidates: u64,
    /// New registrations.
    pub registrations: u64,
    /// Candidates who were registered already.
    pub unchanged: u64,
    /// Candidates who have not passed 认证 yet.
    pub unverified: u64,
    /// Those who were refused.
    pub refused: Vec<RefusedApplicant>,
}

/// What a target means.
struct Target {
    plan: ExamPlan,
    certificate: Certificate,
    subjects: Vec<Subject>,
    audience: String,
}

impl Target {
    fn load(tx: &ReadTx<'_>, app: &App, target: &RegistrationTarget) -> Result<Self> {
        let plan = crate::plans::find(tx, identity(&target.plan_id, "plan_unknown", "考试计划")?)?;
        plan.check_registration_open(app.now())?;
        plan.check_school(&tx.school()?.name)?;
        let id: CertificateId = identity(&target.certificate_id, "certificate_unknown", "证书")?;
        let certificate = tx
            .certificate(id)?
            .ok_or_else(|| AppError::new("certificate_unknown", "找不到证书，可能已被删除"))?;
        let of_certificate: Vec<Subject> =
            tx.subjects(plan.id)?.into_iter().filter(|subject| subject.certificate == id).collect();
        if of_certificate.is_empty() {
            let message = format!("考试计划“{}”没有证书“{}”的科目", plan.name, certificate.label());
            return Err(AppError::new("certificate_not_in_plan", message));
        }
        if plan.mode == RegistrationMode::BySubject && target.subject_ids.is_empty() {
            return Err(AppError::new("subject_required", "该考试计划按科目报考，请选择科目"));
        }
        let subjects = of_certificate
            .into_iter()
            .filter(|subject| {
                target.subject_ids.is_empty() || target.subject_ids.contains(&subject.id.to_string())
            })
            .collect();
        Ok(Self { plan, certificate, subjects, audience: target.audience.trim().to_owned() })
    }

    /// The audience as it is kept: only where the subject asks for one.
    fn audience_of(&self, subject: &Subject) -> &str {
        if subject.audience.is_empty() { "" } else { &self.audience }
    }

    /// The subjects that a candidate is not registered for, what refuses them and what is only to be known.
    fn judge(&self, tx: &ReadTx<'_>, candidate: &Candidate) -> Result<Judged<'_>> {
        let mut judged = Judged { missing: Vec::new(), refusals: Vec::new(), warnings: Vec::new() };
        for subject in &self.subjects {
            if tx.registration_of(candidate.id, subject.id)?.is_some() {
                continue;
            }
            judged.missing.push(subject);
            for finding in
                registration::check(candidate, &self.certificate, subject, self.audience_of(subject))
            {
                let list = if finding.is_error() { &mut judged.refusals } else { &mut judged.warnings };
                if !list.contains(&finding.message) {
                    list.push(finding.message);
                }
            }
        }
        Ok(judged)
    }
}

struct Judged<'t> {
    missing: Vec<&'t Subject>,
    refusals: Vec<String>,
    warnings: Vec<String>,
}

impl ApplicantQuery {
    fn filter(&self) -> CandidateFilter {
        let own = |text: &String| text.trim().to_owned();
        CandidateFilter {
            text: own(&self.text),
            class_name: own(&self.class),
            major_name: own(&self.major),
            enrolment_year: own(&self.enrolment_year),
            ..CandidateFilter::default()
        }
    }
}

/// Candidates to choose from, each with the checks.
///
/// # Errors
/// `registration_closed`, `school_not_in_plan`, `subject_required` …
pub fn applicants(app: &App, query: &ApplicantQuery) -> Result<ApplicantPage> {
    let page = Page::number(query.page.max(1), query.page_size.clamp(1, 200));
    app.read(|tx| {
        let target = Target::load(tx, app, &query.target)?;
        let (found, total) = tx.candidates(&query.filter(), page)?;
        let mut rows = Vec::with_capacity(found.len());
        for candidate in found {
            let judged = target.judge(tx, &candidate)?;
            let registered = judged.missing.is_empty();
            let permit = if registered {
                Permit::no("已报考")
            } else if judged.refusals.is_empty() {
                Permit::yes()
            } else {
                Permit::no(judged.refusals.join("；"))
            };
            let details = candidate.details;
            rows.push(Applicant {
                id: candidate.id.to_string(),
                id_number: mask_number(details.id_type, &details.id_number, MaskStyle::First6Last4),
                name: details.name,
                class: details.class_name,
                major: details.major_name,
                status: candidate.status.label().to_owned(),
                registered,
                permit,
                warnings: judged.warnings,
            });
        }
        Ok(ApplicantPage { total, rows })
    })
}

/// Registers candidates. Those who may not be are reported, the others are in.
///
/// # Errors
/// `registration_closed`, `school_not_in_plan`, `subject_required`, `candidate_unknown` …
pub fn add(app: &App, request: &RegistrationAdd) -> Result<AddReport> {
    let plan: PlanId = identity(&request.target.plan_id, "plan_unknown", "考试计划")?;
    let summary = app.read(|tx| Ok(crate::plans::find(tx, plan)?.name))?;
    app.write("registration_add", "新增报考", &summary, |tx| {
        let target = Target::load(tx, app, &request.target)?;
        let candidates = wanted_candidates(tx, request)?;
        let mut report = AddReport::default();
        for candidate in candidates {
            let judged = target.judge(tx, &candidate)?;
            if judged.missing.is_empty() {
                report.unchanged += 1;
            } else if judged.refusals.is_empty() {
                report.candidates += 1;
                report.unverified += u64::from(!judged.warnings.is_empty());
                for subject in judged.missing {
                    tx.insert_registration(&Registration {
                        id: RegistrationId(uuid::Uuid::now_v7()),
                        plan: target.plan.id,
                        candidate: candidate.id,
                        subject: subject.id,
                        audience: target.audience_of(subject).to_owned(),
                        payment: PaymentStatus::Unpaid,
                        registered_at: app.now(),
                        snapshot: CandidateSnapshot::of(&candidate),
                    })?;
                    report.registrations += 1;
                }
            } else {
                report.refused.push(RefusedApplicant {
                    name: candidate.details.name,
                    class: candidate.details.class_name,
                    reason: judged.refusals.join("；"),
                });
            }
        }
        Ok(report)
    })
}

fn wanted_candidates(tx: &ReadTx<'_>, request: &RegistrationAdd) -> Result<Vec<Candidate>> {
    if let Some(everyone) = &request.everyone {
        return Ok(tx.candidates(&everyone.filter(), Page::ALL)?.0);
    }
    let unknown = || AppError::new("candidate_unknown", "找不到考生，可能已被删除");
    request
        .candidate_ids
        .iter()
        .map(|id| {
            let id: CandidateId = identity(id, "candidate_unknown", "考生")?;
            tx.candidate(id)?.ok_or_else(unknown)
        })
        .collect()
}
