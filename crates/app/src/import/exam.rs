//! The exam workbook: 证书与专业, 考核站点, 考试计划, 考试科目 (R-082…R-086), offline instead of what the
//! platform will publish.

use super::judge::{self, Changes, Judgement, RowState, Setting};
use super::{add_all, cell};
use crate::error::Result;
use crate::import::report::Findings;
use crate::lookup;
use crate::task::Task;
use crate::workspace::all_subjects;
use kaozhan_documents::sheet::{PLANS, PROGRAMMES, SITES, SUBJECTS, TableRead, TableRow};
use kaozhan_domain::FieldProblem;
use kaozhan_domain::field::has_error;
use kaozhan_domain::ids::{CertificateId, PlanId, SessionId, SiteId, SubjectId};
use kaozhan_domain::plan::input::{
    CertificateInput, PlanInput, SiteInput, SubjectInput, SubjectRow, WINDOW_FIELDS, check_certificate,
    check_plan, check_site, check_subject,
};
use kaozhan_domain::plan::{Certificate, ExamPlan, MajorRef, Session, Subject};
use kaozhan_domain::site::Site;
use kaozhan_store::{ReadTx, WriteTx};
use std::collections::{BTreeMap, HashMap};

/// What the workspace knows of exams.
pub(super) struct Known {
    school: String,
    plans: Vec<ExamPlan>,
    sites: Vec<Site>,
    certificates: Vec<Certificate>,
    subjects: Vec<Subject>,
}

impl Known {
    pub(super) fn load(tx: &ReadTx<'_>) -> Result<Self> {
        let plans = tx.plans()?;
        Ok(Self {
            school: tx.school()?.name,
            sites: tx.sites()?,
            certificates: tx.certificates()?,
            subjects: all_subjects(tx, &plans)?,
            plans,
        })
    }
}

impl judge::Known for Known {
    fn judge(&self, sheets: &[TableRead], _: &Setting<'_>, task: &Task<'_>) -> Result<Judgement> {
        task.step("核对考试安排", 0, sheets.iter().map(|sheet| sheet.rows.len()).sum())?;
        let mut exam = Exam {
            school: self.school.clone(),
            plans: self.plans.clone(),
            sites: self.sites.clone(),
            certificates: self.certificates.clone(),
            subjects: self.subjects.clone(),
            findings: Findings::default(),
            states: HashMap::new(),
        };
        exam.read(sheets);
        let states = sheets.iter().map(|sheet| exam.states_of(sheet)).collect();
        let findings = std::mem::take(&mut exam.findings);
        Ok(Judgement { states, findings, changes: Box::new(exam) })
    }
}

/// What the workspace knows of exams, with what the workbook adds to it.
struct Exam {
    school: String,
    plans: Vec<ExamPlan>,
    sites: Vec<Site>,
    certificates: Vec<Certificate>,
    subjects: Vec<Subject>,
    findings: Findings,
    /// What became of the rows that were used, by table and row.
    states: HashMap<(&'static str, u32), RowState>,
}

impl Exam {
    fn states_of(&self, sheet: &TableRead) -> Vec<RowState> {
        let of = |row: &TableRow| self.states.get(&(sheet.table.entity, row.row)).cloned();
        sheet.rows.iter().map(|row| of(row).unwrap_or(RowState::Refused)).collect()
    }

    /// Reads the sheets in the order in which they refer to each other.
    fn read(&mut self, sheets: &[TableRead]) {
        for sheet in sheets {
            self.findings.extend(sheet.problems.iter().cloned());
        }
        let of = |entity: &'static str| sheets.iter().filter(move |sheet| sheet.table.entity == entity);
        of(PROGRAMMES.entity).for_each(|sheet| self.read_certificates(sheet));
        of(SITES.entity).for_each(|sheet| self.read_sites(sheet));
        of(PLANS.entity).for_each(|sheet| self.read_plans(sheet));
        of(SUBJECTS.entity).for_each(|sheet| self.read_subjects(sheet));
    }

    /// Adds the findings of a row; tells whether the row may be used.
    fn settle(&mut self, sheet: &TableRead, row: u32, problems: Vec<FieldProblem>) -> bool {
        let refused = has_error(&problems) || self.findings.refuses(&sheet.sheet, row);
        add_all(&mut self.findings, sheet, row, problems);
        !refused
    }

    fn tally(&mut self, sheet: &TableRead, rows: &[u32], outcome: &Outcome) {
        let state = match outcome {
            Outcome::Same => RowState::Unchanged,
            Outcome::Changed => RowState::Changed(Vec::new()),
            Outcome::Added => RowState::New,
        };
        for row in rows {
            self.states.insert((sheet.table.entity, *row), state.clone());
        }
    }

    /// One row a certificate and major; a certificate's rows together are its list of majors.
    fn read_certificates(&mut self, sheet: &TableRead) {
        let mut fresh: BTreeMap<(String, String), (Certificate, Vec<u32>)> = BTreeMap::new();
        for row in &sheet.rows {
            let get = |field| cell(sheet, row, field);
            let input = CertificateInput {
                code: get("certificate_code"),
                name: get("certificate_name"),
                level: get("level"),
                standard_code: get("standard_code"),
                organisation: get("organisation"),
            };
            let known = self
                .certificates
                .iter()
                .find(|known| known.code == input.code.trim() && known.level == input.level.trim());
            let id = known.map_or_else(|| CertificateId(uuid::Uuid::now_v7()), |known| known.id);
            let (certificate, mut problems) = check_certificate(&input, id);
            if let Some(certificate) = &certificate
                && let Some((first, rows)) = fresh.get(&certificate_key(certificate))
                && first.name != certificate.name
            {
                problems.push(FieldProblem::error(
                    "certificate_name",
                    "certificate_name_differs",
                    format!("与第 {} 行同一证书编号和等级，证书名称却不同", rows[0]),
                ));
            }
            if !self.settle(sheet, row.row, problems) {
                continue;
            }
            let Some(certificate) = certificate else { continue };
            let major = MajorRef {
                code: get("major_code").trim().to_ascii_uppercase(),
                name: get("major_name").trim().to_owned(),
                version: get("major_version").trim().to_owned(),
            };
            let (entry, rows) =
                fresh.entry(certificate_key(&certificate)).or_insert_with(|| (certificate, Vec::new()));
            rows.push(row.row);
            let named = !major.code.is_empty() || !major.name.is_empty();
            if named && !entry.majors.contains(&major) {
                entry.majors.push(major);
            }
        }
        for (certificate, rows) in fresh.into_values() {
            let changed = replace(&mut self.certificates, certificate, |certificate| certificate.id);
            self.tally(sheet, &rows, &changed);
        }
    }

    fn read_sites(&mut self, sheet: &TableRead) {
        let repeated = repeated(sheet, "site_code");
        for row in &sheet.rows {
            let get = |field| cell(sheet, row, field);
            let input = SiteInput {
                number: get("site_code"),
                name: get("site_name"),
                school: get("school"),
                province: get("province"),
                city: get("city"),
                county: get("county"),
                address: get("address"),
                review: get("review_status"),
                enabled: get("site_status"),
            };
            let known = self.sites.iter().find(|known| known.number == input.number.trim());
            let id = known.map_or_else(|| SiteId(uuid::Uuid::now_v7()), |known| known.id);
            let (site, mut problems) = check_site(&input, id, &self.school);
            problems.extend(repetition(&repeated, row, "site_code", "站点编号"));
            if self.settle(sheet, row.row, problems)
                && let Some(site) = site
            {
                let changed = replace(&mut self.sites, site, |site| site.id);
                self.tally(sheet, &[row.row], &changed);
            }
        }
    }

    fn read_plans(&mut self, sheet: &TableRead) {
        let repeated = repeated(sheet, "plan_number");
        for row in &sheet.rows {
            let get = |field| cell(sheet, row, field);
            let input = PlanInput {
                number: get("plan_number"),
                year: get("year"),
                name: get("plan_name"),
                mode: get("registration_mode"),
                windows: WINDOW_FIELDS.map(|(start, end, _)| (get(start), get(end))),
                pass_rule: get("pass_condition"),
                schools: get("schools"),
                notices: get("instructions"),
            };
            let known = self.plans.iter().find(|known| known.number == input.number.trim());
            let id = known.map_or_else(|| PlanId(uuid::Uuid::now_v7()), |known| known.id);
            let serial = known.map_or_else(|| next_serial(&self.plans), |known| known.serial);
            let (plan, mut problems) = check_plan(&input, id, serial);
            problems.extend(repetition(&repeated, row, "plan_number", "计划编号"));
            if self.settle(sheet, row.row, problems)
                && let Some(plan) = plan
            {
                let changed = replace(&mut self.plans, plan, |plan| plan.id);
                self.tally(sheet, &[row.row], &changed);
            }
        }
    }

    /// One row a subject and session; a subject's rows together are its list of sessions.
    fn read_subjects(&mut self, sheet: &TableRead) {
        let mut fresh: BTreeMap<(PlanId, CertificateId, String), (Subject, Vec<u32>)> = BTreeMap::new();
        for row in &sheet.rows {
            let (found, mut problems) = self.resolve_subject(sheet, row);
            if let Some((plan, certificate, subject)) = &found
                && let Some((first, rows)) = fresh.get(&(*plan, *certificate, subject.code.clone()))
            {
                problems.extend(disagreement(first, rows[0], subject));
            }
            if !self.settle(sheet, row.row, problems) {
                continue;
            }
            let Some((plan, certificate, subject)) = found else { continue };
            let known = self.subjects.iter().find(|known| {
                known.plan == plan && known.certificate == certificate && known.code == subject.code
            });
            let session = Session {
                id: known
                    .and_then(|known| known.sessions.iter().find(|session| session.start == subject.start))
                    .map_or_else(|| SessionId(uuid::Uuid::now_v7()), |session| session.id),
                start: subject.start,
                end: subject.end,
            };
            let id = known.map_or_else(|| SubjectId(uuid::Uuid::now_v7()), |known| known.id);
            let (entry, rows) = fresh.entry((plan, certificate, subject.code.clone())).or_insert_with(|| {
                let SubjectRow { code, name, mode, audience, .. } = subject;
                (
                    Subject { id, plan, certificate, code, name, mode, audience, sessions: Vec::new() },
                    Vec::new(),
                )
            });
            entry.sessions.push(session);
            rows.push(row.row);
        }
        for (mut subject, rows) in fresh.into_values() {
            subject.sessions.sort_by_key(|session| session.start);
            let changed = replace(&mut self.subjects, subject, |subject| subject.id);
            self.tally(sheet, &rows, &changed);
        }
    }

    #[allow(clippy::type_complexity, reason = "the three parts are used at once by the only caller")]
    fn resolve_subject(
        &self,
        sheet: &TableRead,
        row: &TableRow,
    ) -> (Option<(PlanId, CertificateId, SubjectRow)>, Vec<FieldProblem>) {
        let get = |field| cell(sheet, row, field);
        let mut problems = Vec::new();
        let plan = lookup::plan_or_only(&self.plans, Some(get("plan")))
            .map_err(|violation| problems.push(FieldProblem { field: "plan", violation }))
            .ok();
        let named = [get("certificate_code"), get("certificate_name")];
        let named = named.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default();
        let certificate = lookup::certificate(&self.certificates, named, get("level"))
            .map_err(|violation| problems.push(FieldProblem { field: "certificate_code", violation }))
            .ok();
        let input = SubjectInput {
            code: get("subject_code"),
            name: get("subject_name"),
            mode: get("exam_mode"),
            audience: get("audience"),
            date: get("exam_date"),
            start: get("start_time"),
            end: get("end_time"),
        };
        let (subject, more) = check_subject(&input, plan.as_ref().and_then(|plan| plan.windows.exam));
        problems.extend(more);
        match (plan, certificate, subject) {
            (Some(plan), Some(certificate), Some(subject)) => {
                (Some((plan.id, certificate.id, subject)), problems)
            }
            _ => (None, problems),
        }
    }
}

impl Changes for Exam {
    fn store(self: Box<Self>, tx: &mut WriteTx<'_>, task: &Task<'_>) -> Result<()> {
        task.step("写入考试安排", 0, 0)?;
        for certificate in &self.certificates {
            tx.put_certificate(certificate)?;
        }
        for site in &self.sites {
            tx.put_site(site)?;
        }
        for plan in &self.plans {
            tx.put_plan(plan)?;
        }
        for subject in &self.subjects {
            tx.put_subject(subject)?;
        }
        Ok(())
    }
}

fn certificate_key(certificate: &Certificate) -> (String, String) {
    (certificate.code.clone(), certificate.level.clone())
}

/// What a record did to those that are known.
enum Outcome {
    Same,
    Changed,
    Added,
}

/// Puts `record` in the place of the one with its id, or behind the others.
fn replace<T: PartialEq, I: PartialEq>(records: &mut Vec<T>, record: T, id: impl Fn(&T) -> I) -> Outcome {
    match records.iter_mut().find(|known| id(known) == id(&record)) {
        Some(known) if *known == record => Outcome::Same,
        Some(known) => {
            *known = record;
            Outcome::Changed
        }
        None => {
            records.push(record);
            Outcome::Added
        }
    }
}

fn next_serial(plans: &[ExamPlan]) -> u16 {
    plans.iter().map(|plan| plan.serial).max().unwrap_or(0).saturating_add(1)
}

/// Rows whose cell of `field` stands in another row too, each with the numbers of the others.
fn repeated(sheet: &TableRead, field: &str) -> HashMap<u32, String> {
    let mut rows_of: HashMap<&str, Vec<u32>> = HashMap::new();
    for row in &sheet.rows {
        let text = cell(sheet, row, field).trim();
        if !text.is_empty() {
            rows_of.entry(text).or_default().push(row.row);
        }
    }
    super::others_of(rows_of.into_values())
}

fn repetition(
    repeated: &HashMap<u32, String>,
    row: &TableRow,
    field: &'static str,
    heading: &str,
) -> Option<FieldProblem> {
    let others = repeated.get(&row.row)?;
    Some(FieldProblem::error(
        field,
        "duplicate_in_file",
        format!("{heading}与本表第 {others} 行重复，请只保留一行"),
    ))
}

/// What two rows of one subject say differently, or the same session twice.
fn disagreement(first: &Subject, first_row: u32, row: &SubjectRow) -> Option<FieldProblem> {
    let differs = |field, heading| {
        Some(FieldProblem::error(
            field,
            "subject_rows_differ",
            format!("与第 {first_row} 行是同一科目，{heading}却不同"),
        ))
    };
    if first.name != row.name {
        return differs("subject_name", "科目名称");
    }
    if first.mode != row.mode {
        return differs("exam_mode", "考试方式");
    }
    if first.audience != row.audience {
        return differs("audience", "参考对象");
    }
    first.sessions.iter().any(|session| session.start == row.start).then(|| {
        FieldProblem::error(
            "start_time",
            "duplicate_in_file",
            format!("该科目的同一场次在第 {first_row} 行等处已有，请只保留一行"),
        )
    })
}
