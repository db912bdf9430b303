//! 批量导入报考, by certificate or by subject (R-159… ).

use super::judge::{self, Changes, Judgement, RowState, STRIDE, Setting};
use super::{add_all, cell};
use crate::error::Result;
use crate::import::report::Findings;
use crate::lookup;
use crate::scope;
use crate::task::Task;
use crate::workspace::all_subjects;
use chrono::NaiveDateTime;
use kaozhan_documents::sheet::{TableRead, TableRow};
use kaozhan_domain::FieldProblem;
use kaozhan_domain::candidate::Candidate;
use kaozhan_domain::candidate::id_document::{IdType, identity_key, normalise_number};
use kaozhan_domain::field::has_error;
use kaozhan_domain::ids::{CandidateId, PlanId, RegistrationId, SubjectId};
use kaozhan_domain::plan::{Certificate, ExamPlan, RegistrationMode, Subject};
use kaozhan_domain::registration::{self, CandidateSnapshot, PaymentStatus, Registration};
use kaozhan_store::{Page, ReadTx, RegistrationFilter, WriteTx};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// What registrations refer to, and the registrations there are.
pub(super) struct Known {
    plans: Vec<ExamPlan>,
    certificates: Vec<Certificate>,
    subjects: Vec<Subject>,
    candidates: HashMap<(IdType, String), Candidate>,
    registered: HashSet<(PlanId, CandidateId, SubjectId)>,
    school: String,
}

/// What a row comes to: `None` when it is refused, else the registrations that are new.
type Verdict = Option<Vec<Registration>>;

impl judge::Known for Known {
    fn judge(&self, sheets: &[TableRead], setting: &Setting<'_>, task: &Task<'_>) -> Result<Judgement> {
        let mut findings = Findings::default();
        let mut states = Vec::with_capacity(sheets.len());
        let mut fresh = Vec::new();
        for read in sheets {
            let verdicts = judge_rows(read, self, setting, &mut findings, task)?;
            states.push(verdicts.iter().map(state).collect());
            fresh.extend(verdicts.into_iter().flatten().flatten());
        }
        Ok(Judgement { states, findings, changes: Box::new(Writes(fresh)) })
    }
}

fn state(verdict: &Verdict) -> RowState {
    match verdict {
        None => RowState::Refused,
        Some(fresh) if fresh.is_empty() => RowState::Unchanged,
        Some(_) => RowState::New,
    }
}

/// The registrations to write.
struct Writes(Vec<Registration>);

impl Changes for Writes {
    fn store(self: Box<Self>, tx: &mut WriteTx<'_>, task: &Task<'_>) -> Result<()> {
        let total = self.0.len();
        for (done, registration) in self.0.iter().enumerate() {
            if done % 500 == 0 {
                task.step("写入报考", done, total)?;
            }
            tx.insert_registration(registration)?;
        }
        task.step("写入报考", total, total)
    }
}

impl Known {
    pub(super) fn load(tx: &ReadTx<'_>) -> Result<Self> {
        let mut candidates = HashMap::new();
        tx.for_each_candidate(|candidate| {
            candidates.insert((candidate.details.id_type, candidate.details.identity_key()), candidate);
            Ok(())
        })?;
        let (registrations, _) = tx.registrations(&RegistrationFilter::default(), Page::ALL)?;
        let registered = registrations
            .into_iter()
            .map(|registration| (registration.plan, registration.candidate, registration.subject))
            .collect();
        let plans = tx.plans()?;
        Ok(Self {
            certificates: tx.certificates()?,
            subjects: all_subjects(tx, &plans)?,
            plans,
            candidates,
            registered,
            school: tx.school()?.name,
        })
    }
}

fn judge_rows(
    read: &TableRead,
    known: &Known,
    setting: &Setting<'_>,
    findings: &mut Findings,
    task: &Task<'_>,
) -> Result<Vec<Verdict>> {
    findings.extend(read.problems.iter().cloned());
    let now = setting.now;
    let mut resolved: Vec<Resolved<'_>> = Vec::with_capacity(read.rows.len());
    for rows in read.rows.chunks(STRIDE) {
        task.step("核对报考", resolved.len(), read.rows.len())?;
        resolved.par_extend(rows.par_iter().map(|row| resolve_row(read, row, known, setting)));
    }
    let repeated = repeated_rows(read, &resolved);
    let mut verdicts = Vec::with_capacity(resolved.len());
    let mut unverified = HashSet::new();
    for (row, mut resolved) in read.rows.iter().zip(resolved) {
        if let Some(others) = repeated.get(&row.row) {
            resolved.problems.push(FieldProblem::error(
                "id_number",
                "duplicate_in_file",
                format!("该考生的这项报考与本表第 {others} 行重复，请只保留一行"),
            ));
        }
        let refused = has_error(&resolved.problems) || findings.refuses(&read.sheet, row.row);
        let verdict = (!refused).then(|| resolved.new_registrations(known, now));
        if verdict.as_ref().is_some_and(Vec::is_empty) {
            resolved.problems.clear();
        }
        if verdict.is_some() && drop_verification_warning(&mut resolved.problems) {
            unverified.extend(resolved.candidate.map(|candidate| candidate.id));
        }
        add_all(findings, read, row.row, resolved.problems);
        verdicts.push(verdict);
    }
    if !unverified.is_empty() {
        let message = format!(
            "有 {} 名考生还没有通过实名认证；可以先报考，联网后须完成认证，否则平台会退回报考",
            unverified.len()
        );
        findings.add(&read.sheet, 0, "", FieldProblem::warning("", "candidates_not_verified", message));
    }
    Ok(verdicts)
}

/// Offline nobody can be verified, so this is said once for the file and not for every row.
fn drop_verification_warning(problems: &mut Vec<FieldProblem>) -> bool {
    let before = problems.len();
    problems.retain(|problem| problem.violation.code != "candidate_not_verified");
    problems.len() < before
}

/// A row with what it refers to.
#[derive(Default)]
struct Resolved<'k> {
    plan: Option<ExamPlan>,
    candidate: Option<&'k Candidate>,
    subjects: Vec<&'k Subject>,
    audience: String,
    problems: Vec<FieldProblem>,
}

impl Resolved<'_> {
    fn new_registrations(&self, known: &Known, now: NaiveDateTime) -> Vec<Registration> {
        let (Some(plan), Some(candidate)) = (&self.plan, self.candidate) else { return Vec::new() };
        self.subjects
            .iter()
            .filter(|subject| !known.registered.contains(&(plan.id, candidate.id, subject.id)))
            .map(|subject| Registration {
                id: RegistrationId(uuid::Uuid::now_v7()),
                plan: plan.id,
                candidate: candidate.id,
                subject: subject.id,
                audience: self.audience.clone(),
                payment: PaymentStatus::default(),
                registered_at: now,
                snapshot: CandidateSnapshot::of(candidate),
            })
            .collect()
    }

    fn take(&mut self, field: &'static str, violation: kaozhan_domain::RuleViolation) {
        self.problems.push(FieldProblem { field, violation });
    }
}

fn resolve_row<'k>(
    read: &TableRead,
    row: &TableRow,
    known: &'k Known,
    setting: &Setting<'_>,
) -> Resolved<'k> {
    let get = |field| cell(read, row, field);
    let mut resolved = Resolved { audience: get("audience").trim().to_owned(), ..Resolved::default() };
    if resolved.audience == "所有考生" {
        resolved.audience.clear();
    }
    let named = Some(get("plan")).filter(|text| !text.trim().is_empty()).or(setting.plan);
    match lookup::plan_or_only(&known.plans, named) {
        Ok(plan) => {
            for check in [plan.check_registration_open(setting.now), plan.check_school(&known.school)] {
                if let Err(violation) = check {
                    resolved.take("plan", violation);
                }
            }
            resolved.plan = Some(plan);
        }
        Err(violation) => resolved.take("plan", violation),
    }
    resolve_candidate(&mut resolved, known, get("name"), get("id_type"), get("id_number"));
    let certificate = match lookup::certificate(
        &known.certificates,
        first_of(&get, &["certificate_code", "certificate_name"]),
        get("level"),
    ) {
        Ok(certificate) => certificate,
        Err(violation) => {
            resolved.take("certificate_code", violation);
            return resolved;
        }
    };
    if let Err(violation) = scope::check_row(setting.scope, certificate) {
        resolved.take("certificate_code", violation);
    }
    check_certificate_name(&mut resolved, certificate, get("certificate_name"));
    let Some(plan) = resolved.plan.clone() else { return resolved };
    resolve_subjects(
        &mut resolved,
        known,
        &plan,
        certificate,
        first_of(&get, &["subject_code", "subject_name"]),
    );
    if let Some(candidate) = resolved.candidate {
        let mut violations: Vec<_> = resolved
            .subjects
            .iter()
            .flat_map(|subject| registration::check(candidate, certificate, subject, &resolved.audience))
            .collect();
        violations.dedup();
        for violation in violations {
            let field = if violation.code == "audience_required" { "audience" } else { "id_number" };
            if !resolved.problems.iter().any(|problem| problem.violation == violation) {
                resolved.take(field, violation);
            }
        }
    }
    resolved
}

fn first_of<'r>(get: &impl Fn(&'static str) -> &'r str, fields: &[&'static str]) -> &'r str {
    fields.iter().map(|field| get(field)).find(|text| !text.trim().is_empty()).unwrap_or_default()
}

/// The candidate of a row; the name must be theirs, or the number was mistyped into somebody else's.
fn resolve_candidate<'k>(
    resolved: &mut Resolved<'k>,
    known: &'k Known,
    name: &str,
    id_type: &str,
    id_number: &str,
) {
    let number = normalise_number(id_number);
    if number.is_empty() {
        resolved.problems.push(FieldProblem::error("id_number", "id_empty", "证件号码为空，请填写"));
        return;
    }
    let types = match (id_type.trim(), IdType::from_label(id_type.trim())) {
        ("", _) => IdType::ALL.to_vec(),
        (_, Some(known_type)) => vec![known_type],
        (text, None) => {
            resolved.problems.push(FieldProblem::error(
                "id_type",
                "id_type_unknown",
                format!("证件类型“{text}”不认识"),
            ));
            return;
        }
    };
    let found = types
        .into_iter()
        .find_map(|id_type| known.candidates.get(&(id_type, identity_key(id_type, &number))));
    let Some(candidate) = found else {
        resolved.problems.push(FieldProblem::error(
            "id_number",
            "candidate_unknown",
            "没有这个证件号码的考生，请先导入考生信息，或核对号码",
        ));
        return;
    };
    let typed = kaozhan_domain::candidate::name::normalise(name).name;
    if typed != candidate.details.name {
        let message = if typed.is_empty() {
            "考生姓名为空，请填写".to_owned()
        } else {
            format!("姓名“{typed}”与该证件号码的考生“{}”不一致，请核对", candidate.details.name)
        };
        resolved.problems.push(FieldProblem::error("name", "name_mismatch", message));
        return;
    }
    resolved.candidate = Some(candidate);
}

fn check_certificate_name(resolved: &mut Resolved<'_>, certificate: &Certificate, name: &str) {
    let name = name.trim();
    if !name.is_empty() && name != certificate.name && name != certificate.label() {
        resolved.problems.push(FieldProblem::error(
            "certificate_name",
            "certificate_name_differs",
            format!("证书名称“{name}”与证书编号对应的“{}”不一致，请核对", certificate.name),
        ));
    }
}

/// The subjects of a row: the named one, or all of the certificate in a plan 按证书.
fn resolve_subjects<'k>(
    resolved: &mut Resolved<'k>,
    known: &'k Known,
    plan: &ExamPlan,
    certificate: &Certificate,
    named: &str,
) {
    let of_certificate: Vec<&Subject> = known
        .subjects
        .iter()
        .filter(|subject| subject.plan == plan.id && subject.certificate == certificate.id)
        .collect();
    if of_certificate.is_empty() {
        resolved.problems.push(FieldProblem::error(
            "certificate_code",
            "certificate_not_in_plan",
            format!("考试计划“{}”没有证书“{}”的科目", plan.name, certificate.label()),
        ));
        return;
    }
    if named.trim().is_empty() {
        if plan.mode == RegistrationMode::BySubject {
            resolved.problems.push(FieldProblem::error(
                "subject_code",
                "subject_required",
                "该考试计划按科目报考，请填写科目编号，一行一个科目",
            ));
        } else {
            resolved.subjects = of_certificate;
        }
        return;
    }
    match lookup::only(&of_certificate, named, "subject", "考试科目", |subject| {
        vec![&subject.code, &subject.name]
    }) {
        Ok(subject) => resolved.subjects = vec![*subject],
        Err(violation) => resolved.problems.push(FieldProblem { field: "subject_code", violation }),
    }
}

fn repeated_rows(read: &TableRead, resolved: &[Resolved<'_>]) -> HashMap<u32, String> {
    let mut rows_of: HashMap<(PlanId, CandidateId, SubjectId), Vec<u32>> = HashMap::new();
    for (row, resolved) in read.rows.iter().zip(resolved) {
        let (Some(plan), Some(candidate)) = (&resolved.plan, resolved.candidate) else { continue };
        for subject in &resolved.subjects {
            rows_of.entry((plan.id, candidate.id, subject.id)).or_default().push(row.row);
        }
    }
    super::others_of(rows_of.into_values())
}
