//! 报考管理 (R-157…R-170): lists, adding with the checks, changing, paying. Numbers are masked here.

use crate::error::{AppError, Result};
use crate::forms::{Permit, chosen, identity};
use crate::workspace::{App, all_subjects};
use kaozhan_domain::candidate::Candidate;
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number};
use kaozhan_domain::ids::{CandidateId, CertificateId, PlanId, RegistrationId, SubjectId};
use kaozhan_domain::plan::{Certificate, ExamPlan, RegistrationMode, Session, Subject};
use kaozhan_domain::registration::{
    self, CandidateSnapshot, PaymentStatus, Registration, RegistrationStatus,
};
use kaozhan_store::{CandidateFilter, Page, ReadTx, RegistrationFilter, WriteTx};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use ts_rs::TS;

/// What the list is asked for; what is empty does not restrict.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct RegistrationQuery {
    /// 考试计划.
    pub plan_id: String,
    /// 证书.
    pub certificate_id: String,
    /// 考试科目.
    pub subject_id: String,
    /// Part of name, 证件号码, 学号 or 班级.
    pub text: String,
    /// 未缴费, 已缴费.
    pub payment: String,
    /// Label of 排考状态.
    pub status: String,
    /// Page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub page_size: u64,
}

/// How many registrations are in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RegistrationCount {
    /// Label of the state.
    pub status: String,
    /// Registrations.
    pub count: u64,
}

/// A page of registrations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RegistrationPage {
    /// How many match.
    pub total: u64,
    /// Counts of the state tabs, for the same filter.
    pub counts: Vec<RegistrationCount>,
    /// The rows, masked.
    pub rows: Vec<RegistrationRow>,
}

/// A registration in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RegistrationRow {
    /// Identity.
    pub id: String,
    /// The candidate.
    pub candidate_id: String,
    /// 学生姓名 as of the registration.
    pub name: String,
    /// 证件号码, masked.
    pub id_number: String,
    /// 班级.
    pub class: String,
    /// 就读专业.
    pub major: String,
    /// 考试计划.
    pub plan: String,
    /// 证书 with level.
    pub certificate: String,
    /// 考试科目.
    pub subject: String,
    /// What 参考对象类型 may be; empty when the subject is for all.
    pub audiences: Vec<String>,
    /// 参考对象类型.
    pub audience: String,
    /// 考场 and seat, once seated.
    pub seat: String,
    /// 场次, once seated.
    pub session: String,
    /// 未排考, 待考试, 考试中, 已结束.
    pub status: String,
    /// 未缴费, 已缴费.
    pub payment: String,
    /// When it was made.
    pub registered_at: String,
    /// Whether it may be changed or deleted.
    pub delete: Permit,
}

/// How many are registered for a certificate, and for each of its subjects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RegistrationTotal {
    /// 考试计划.
    pub plan_id: String,
    /// 计划名称.
    pub plan: String,
    /// The certificate.
    pub certificate_id: String,
    /// 证书 with level.
    pub certificate: String,
    /// The subject.
    pub subject_id: String,
    /// 科目名称.
    pub subject: String,
    /// Registrations.
    pub registered: u64,
    /// With a seat.
    pub seated: u64,
}

fn filter(query: &RegistrationQuery, app: &App) -> Result<RegistrationFilter> {
    let label = query.status.trim();
    let status = RegistrationStatus::ALL.into_iter().find(|status| status.label() == label);
    if status.is_none() && !label.is_empty() {
        return Err(AppError::new("status_unknown", format!("状态“{label}”不认识")));
    }
    Ok(RegistrationFilter {
        plan: chosen(&query.plan_id),
        certificate: chosen(&query.certificate_id),
        certificates: app.scope().certificates().to_vec(),
        subject: chosen(&query.subject_id),
        candidate: None,
        text: query.text.trim().to_owned(),
        payment: PaymentStatus::ALL.into_iter().find(|payment| payment.label() == query.payment.trim()),
        seated: None,
        status: status.map(|status| (status, app.now())),
    })
}

/// A page of registrations with the counts of the states.
///
/// # Errors
/// `status_unknown`, those of the store.
pub fn list(app: &App, query: &RegistrationQuery) -> Result<RegistrationPage> {
    let filter = filter(query, app)?;
    let page = Page::number(query.page.max(1), query.page_size.clamp(1, 500));
    app.read(|tx| {
        let counts = tx.registration_status_counts(&filter, app.now())?;
        let (found, total) = tx.registrations(&filter, page)?;
        let names = Names::load(tx)?;
        let mut rooms = HashMap::new();
        let mut rows = Vec::with_capacity(found.len());
        for registration in found {
            let seat = tx.assignment(registration.id)?;
            if let Some(seat) = &seat
                && !rooms.contains_key(&seat.room)
            {
                rooms.insert(seat.room, tx.room(seat.room)?.map(|room| room.name).unwrap_or_default());
            }
            let place = seat.as_ref().map(|seat| {
                (
                    format!("{} {} 号", rooms.get(&seat.room).cloned().unwrap_or_default(), seat.seat),
                    seat.session,
                )
            });
            rows.push(names.row(app, registration, place));
        }
        let counts = RegistrationStatus::ALL.iter().zip(counts);
        Ok(RegistrationPage {
            total,
            counts: counts
                .map(|(status, count)| RegistrationCount { status: status.label().to_owned(), count })
                .collect(),
            rows,
        })
    })
}

/// The registrations that a query means, for what is done with all of them.
///
/// # Errors
/// `status_unknown`, those of the store.
pub fn ids(app: &App, query: &RegistrationQuery) -> Result<Vec<String>> {
    let filter = filter(query, app)?;
    app.read(|tx| {
        let (found, _) = tx.registrations(&filter, Page::ALL)?;
        Ok(found.into_iter().map(|registration| registration.id.to_string()).collect())
    })
}

/// How many are registered for each subject.
///
/// # Errors
/// Those of the store.
pub fn totals(app: &App, plan: Option<PlanId>) -> Result<Vec<RegistrationTotal>> {
    app.read(|tx| {
        let names = Names::load(tx)?;
        let mut totals = Vec::new();
        let plans = app.plans(tx)?;
        for known in plans.iter().filter(|known| plan.is_none_or(|plan| plan == known.id)) {
            let counts = tx.registration_counts(known.id)?;
            for subject in app.subjects(tx, known.id)? {
                let count = counts.get(&subject.id).copied().unwrap_or_default();
                totals.push(RegistrationTotal {
                    plan_id: known.id.to_string(),
                    plan: known.name.clone(),
                    certificate: names.certificate(subject.certificate),
                    certificate_id: subject.certificate.to_string(),
                    subject_id: subject.id.to_string(),
                    subject: subject.name,
                    registered: count.registered,
                    seated: count.seated,
                });
            }
        }
        Ok(totals)
    })
}

/// What registrations refer to.
struct Names {
    plans: Vec<ExamPlan>,
    certificates: HashMap<CertificateId, Certificate>,
    subjects: HashMap<SubjectId, Subject>,
}

impl Names {
    fn load(tx: &ReadTx<'_>) -> Result<Self> {
        let plans = tx.plans()?;
        Ok(Self {
            certificates: tx.certificates()?.into_iter().map(|known| (known.id, known)).collect(),
            subjects: all_subjects(tx, &plans)?.into_iter().map(|known| (known.id, known)).collect(),
            plans,
        })
    }

    fn certificate(&self, id: CertificateId) -> String {
        self.certificates.get(&id).map(Certificate::label).unwrap_or_default()
    }

    fn session(&self, subject: SubjectId, id: kaozhan_domain::ids::SessionId) -> Option<&Session> {
        self.subjects.get(&subject)?.sessions.iter().find(|session| session.id == id)
    }

    fn row(
        &self,
        app: &App,
        registration: Registration,
        place: Option<(String, kaozhan_domain::ids::SessionId)>,
    ) -> RegistrationRow {
        let subject = self.subjects.get(&registration.subject);
        let plan = self.plans.iter().find(|plan| plan.id == registration.plan);
        let session = place.as_ref().and_then(|(_, session)| self.session(registration.subject, *session));
        let status = RegistrationStatus::at(app.now(), session);
        let delete = match plan {
            Some(plan) => Permit::of(
                plan.check_registration_open(app.now()).and_then(|()| registration.check_deletion(status)),
            ),
            None => Permit::no("找不到考试计划"),
        };
        let details = registration.snapshot.details;
        RegistrationRow {
            id: registration.id.to_string(),
            candidate_id: registration.candidate.to_string(),
            id_number: mask_number(details.id_type, &details.id_number, MaskStyle::First6Last4),
            name: details.name,
            class: details.class_name,
            major: details.major_name,
            plan: plan.map(|plan| plan.name.clone()).unwrap_or_default(),
            certificate: subject.map(|known| self.certificate(known.certificate)).unwrap_or_default(),
            subject: subject.map(|known| known.name.clone()).unwrap_or_default(),
            audiences: subject.map(|known| known.audience.clone()).unwrap_or_default(),
            audience: registration.audience,
            session: session.map(Session::label).unwrap_or_default(),
            seat: place.map(|(seat, _)| seat).unwrap_or_default(),
            status: status.label().to_owned(),
            payment: registration.payment.label().to_owned(),
            registered_at: crate::forms::moment(registration.registered_at),
            delete,
        }
    }
}

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

/// A registration that may be changed now, with its plan.
fn changeable(tx: &ReadTx<'_>, app: &App, id: &str) -> Result<Registration> {
    let registration = known(tx, id)?;
    let plan = crate::plans::find(tx, registration.plan)?;
    plan.check_registration_open(app.now())?;
    let subject = tx.subject(registration.subject)?;
    let seat = tx.assignment(registration.id)?;
    let session =
        seat.and_then(|seat| subject.as_ref()?.sessions.iter().find(|session| session.id == seat.session));
    registration.check_deletion(RegistrationStatus::at(app.now(), session))?;
    Ok(registration)
}

fn known(tx: &ReadTx<'_>, id: &str) -> Result<Registration> {
    let id: RegistrationId = identity(id, "registration_unknown", "报考记录")?;
    tx.registration(id)?.ok_or_else(|| AppError::new("registration_unknown", "找不到报考记录，可能已被删除"))
}

/// Deletes registrations, all or none.
///
/// # Errors
/// `registration_closed`, `registration_arranged`, `registration_paid`, with a line for each.
pub fn delete(app: &App, ids: &[String]) -> Result<u64> {
    let summary = format!("{} 条", ids.len());
    app.write("registration_delete", "删除报考", &summary, |tx| {
        let mut refused: Vec<(String, AppError)> = Vec::new();
        let mut gone = Vec::new();
        for id in ids {
            match changeable(tx, app, id) {
                Ok(registration) => gone.push(registration.id),
                Err(error) => {
                    let name = known(tx, id).map(|known| known.snapshot.details.name);
                    refused.push((name.unwrap_or_default(), error));
                }
            }
        }
        if let Some((_, first)) = refused.first() {
            let lines = refused.iter().map(|(name, error)| format!("{name}：{}", error.message));
            let message = if refused.len() == 1 {
                first.message.clone()
            } else {
                format!("所选 {} 条中有 {} 条不能删除，没有删除任何报考", ids.len(), refused.len())
            };
            return Err(AppError::new(&first.code, message).details(lines.take(200).collect()));
        }
        for id in &gone {
            tx.delete_registration(*id)?;
        }
        Ok(u64::try_from(gone.len()).unwrap_or(u64::MAX))
    })
}

/// Changes 参考对象类型 of a registration.
///
/// # Errors
/// As [`delete`], and `audience_required`.
pub fn change_audience(app: &App, id: &str, audience: &str) -> Result<()> {
    app.write("registration_edit", "修改报考", "参考对象类型", |tx| {
        let mut registration = changeable(tx, app, id)?;
        let subject = tx
            .subject(registration.subject)?
            .ok_or_else(|| AppError::new("subject_unknown", "找不到考试科目，可能已被删除"))?;
        let audience = audience.trim();
        if !subject.audience.iter().any(|kind| kind == audience) {
            return Err(AppError::new(
                "audience_required",
                format!("科目“{}”的参考对象为“{}”，请从中选择", subject.name, subject.audience.join("、")),
            ));
        }
        audience.clone_into(&mut registration.audience);
        tx.update_registration(&registration)?;
        Ok(())
    })
}

/// Marks registrations as paid or not; a record only. Gives how many changed.
///
/// # Errors
/// `registration_unknown`.
pub fn mark_payment(app: &App, ids: &[String], paid: bool) -> Result<u64> {
    let label = if paid { PaymentStatus::Paid } else { PaymentStatus::Unpaid }.label();
    let summary = format!("{} 条，{label}", ids.len());
    app.write("registration_payment", "标记缴费", &summary, |tx| {
        let mut changed = 0;
        for id in ids {
            changed += u64::from(mark_one(tx, id, paid)?);
        }
        Ok(changed)
    })
}

fn mark_one(tx: &mut WriteTx<'_>, id: &str, paid: bool) -> Result<bool> {
    let mut registration = known(tx, id)?;
    registration.payment = if paid { PaymentStatus::Paid } else { PaymentStatus::Unpaid };
    Ok(tx.update_registration(&registration)?)
}
