//! 考试科目 of the plans, their sessions, and the certificates they belong to.

mod certificates;

pub use certificates::{CertificateForm, CertificateView, certificates, save_certificate};

use crate::error::{AppError, Result};
use crate::forms::{FormAnswer, FormProblem, Permit, identity, moment, refuses, save_form};
use crate::plans::{find, own};
use crate::workspace::App;
use kaozhan_domain::arrangement::ArrangementStatus;
use kaozhan_domain::ids::{CertificateId, PlanId, SessionId, SubjectId};
use kaozhan_domain::plan::input::{SubjectInput, check_subject};
use kaozhan_domain::plan::{ExamPlan, Session, Subject};
use kaozhan_domain::seating::ExamMode;
use kaozhan_store::{ReadTx, SubjectCount};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use ts_rs::TS;

/// A session of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SessionView {
    /// Identity.
    pub id: String,
    /// First minute.
    pub start: String,
    /// Last minute.
    pub end: String,
    /// `2026-06-20 09:00-10:30`.
    pub label: String,
    /// Seats given in it.
    pub seated: u64,
}

/// A subject in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SubjectRow {
    /// Identity.
    pub id: String,
    /// Its plan.
    pub plan_id: String,
    /// 计划名称.
    pub plan: String,
    /// Its certificate.
    pub certificate_id: String,
    /// 证书 with level.
    pub certificate: String,
    /// 科目编号.
    pub code: String,
    /// 科目名称.
    pub name: String,
    /// Stable code of 考试方式.
    pub mode: String,
    /// 笔试, 机考, 实操.
    pub mode_label: String,
    /// 参考对象; empty means 所有考生.
    pub audience: Vec<String>,
    /// 场次.
    pub sessions: Vec<SessionView>,
    /// Registrations.
    pub registered: u64,
    /// With a seat.
    pub seated: u64,
    /// 未开始, 未排考, 排考中, 已排完, 已结束.
    pub status: String,
    /// Whether it may be deleted.
    pub delete: Permit,
    /// Whether certificate, 考试方式 and 参考对象 may be changed.
    pub change_kind: Permit,
}

/// A session as a form holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SessionForm {
    /// Identity; nothing for a new one.
    pub id: Option<String>,
    /// `2026-06-20`.
    pub date: String,
    /// `09:00`.
    pub start: String,
    /// `10:30`.
    pub end: String,
}

/// A subject as a form holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SubjectForm {
    /// Identity; nothing for a new subject.
    pub id: Option<String>,
    /// Its plan.
    pub plan_id: String,
    /// Its certificate.
    pub certificate_id: String,
    /// 科目编号.
    pub code: String,
    /// 科目名称.
    pub name: String,
    /// 笔试, 机考, 实操.
    pub mode: String,
    /// 参考对象, joined by 、; empty means 所有考生.
    pub audience: String,
    /// 场次.
    pub sessions: Vec<SessionForm>,
}

/// The subjects of all plans, or of one.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub fn list(app: &App, plan: Option<PlanId>) -> Result<Vec<SubjectRow>> {
    app.read(|tx| {
        let plans = match plan {
            Some(id) => vec![find(tx, id)?],
            None => app.plans(tx)?,
        };
        let certificates: HashMap<CertificateId, String> =
            tx.certificates()?.into_iter().map(|known| (known.id, known.label())).collect();
        let mut rows = Vec::new();
        for plan in &plans {
            let counts = tx.registration_counts(plan.id)?;
            let seats = seats_by_session(tx, plan.id)?;
            let with_rooms = subjects_with_rooms(tx, plan.id)?;
            for subject in app.subjects(tx, plan.id)? {
                let certificate = certificates.get(&subject.certificate).cloned().unwrap_or_default();
                let count = counts.get(&subject.id).copied().unwrap_or_default();
                let used = Use { count, has_rooms: with_rooms.contains(&subject.id) };
                rows.push(row(app, plan, subject, certificate, used, &seats));
            }
        }
        Ok(rows)
    })
}

/// What refers to a subject.
#[derive(Clone, Copy)]
struct Use {
    count: SubjectCount,
    has_rooms: bool,
}

impl Use {
    fn deletion(self, name: &str) -> Permit {
        if self.count.registered > 0 {
            Permit::no(format!("科目“{name}”已有 {} 人报考，请先删除报考", self.count.registered))
        } else if self.has_rooms {
            Permit::no(format!("有考场用于科目“{name}”，请先改考场"))
        } else {
            Permit::yes()
        }
    }

    /// The kind of a subject decides who registers and which rooms fit, so it stays once either is there.
    fn change_of_kind(self, name: &str) -> Permit {
        let deletion = self.deletion(name);
        if deletion.allowed {
            return deletion;
        }
        let why = if self.count.registered > 0 { "已有人报考" } else { "已有考场" };
        Permit::no(format!("科目“{name}”{why}，证书、考试方式和参考对象不能再改"))
    }
}

fn row(
    app: &App,
    plan: &ExamPlan,
    subject: Subject,
    certificate: String,
    used: Use,
    seats: &HashMap<SessionId, u64>,
) -> SubjectRow {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let status = ArrangementStatus::at(
        app.now(),
        plan.windows.arrangement,
        count(used.count.seated),
        count(used.count.registered),
    );
    let sessions = subject.sessions.iter().map(|session| SessionView {
        id: session.id.to_string(),
        start: moment(session.start),
        end: moment(session.end),
        label: session.label(),
        seated: seats.get(&session.id).copied().unwrap_or_default(),
    });
    SubjectRow {
        id: subject.id.to_string(),
        plan_id: plan.id.to_string(),
        plan: plan.name.clone(),
        certificate_id: subject.certificate.to_string(),
        certificate,
        mode: subject.mode.code().to_owned(),
        mode_label: subject.mode.label().to_owned(),
        sessions: sessions.collect(),
        registered: used.count.registered,
        seated: used.count.seated,
        status: status.label().to_owned(),
        delete: used.deletion(&subject.name),
        change_kind: used.change_of_kind(&subject.name),
        audience: subject.audience,
        code: subject.code,
        name: subject.name,
    }
}

/// Seats given in each session of a plan.
pub(crate) fn seats_by_session(tx: &ReadTx<'_>, plan: PlanId) -> Result<HashMap<SessionId, u64>> {
    let mut seats = HashMap::new();
    for seat in tx.assignments(plan)? {
        *seats.entry(seat.session).or_default() += 1;
    }
    Ok(seats)
}

fn subjects_with_rooms(tx: &ReadTx<'_>, plan: PlanId) -> Result<HashSet<SubjectId>> {
    Ok(tx.rooms(plan)?.into_iter().flat_map(|room| room.subjects).collect())
}

/// Creates or changes a subject with its sessions.
///
/// # Errors
/// `plan_unknown`, `subject_unknown`, those of the store. What is wrong with the form is in the answer.
pub fn save(app: &App, form: &SubjectForm) -> Result<FormAnswer> {
    let plan: PlanId = identity(&form.plan_id, "plan_unknown", "考试计划")?;
    let (label, code) = if form.id.is_some() {
        ("修改考试科目", "subject_edit")
    } else {
        ("新增考试科目", "subject_create")
    };
    save_form(app, code, label, form.name.trim(), |tx| {
        let plan = find(tx, plan)?;
        let subjects = tx.subjects(plan.id)?;
        let old = form.id.as_deref().map(|id| known_subject(&subjects, id)).transpose()?;
        let certificates = tx.certificates()?;
        let certificate =
            certificates.iter().find(|known| known.id.to_string() == form.certificate_id.trim());
        let mut problems = Vec::new();
        if certificate.is_none() {
            problems.push(own("certificate", "value_missing", "证书为空，请选择"));
        }
        let read = read_sessions(form, &plan, old, &mut problems);
        let (Some(certificate), Some(mut subject)) = (certificate, read) else {
            return Ok(FormAnswer::refused(problems));
        };
        subject.certificate = certificate.id;
        let taken = subjects.iter().any(|known| {
            known.id != subject.id && known.certificate == certificate.id && known.code == subject.code
        });
        if taken {
            problems.push(own("subject_code", "subject_code_taken", "该计划的这个证书已有这个科目编号"));
        }
        if let Some(old) = old {
            let used = Use {
                count: tx.registration_counts(plan.id)?.get(&old.id).copied().unwrap_or_default(),
                has_rooms: subjects_with_rooms(tx, plan.id)?.contains(&old.id),
            };
            problems.extend(check_change(old, &subject, used, &seats_by_session(tx, plan.id)?));
        }
        if refuses(&problems) {
            return Ok(FormAnswer::refused(problems));
        }
        tx.put_subject(&subject)?;
        Ok(FormAnswer { id: Some(subject.id.to_string()), problems })
    })
}

fn known_subject<'s>(subjects: &'s [Subject], id: &str) -> Result<&'s Subject> {
    let found = subjects.iter().find(|known| known.id.to_string() == id);
    found.ok_or_else(|| AppError::new("subject_unknown", "找不到考试科目，可能已被删除"))
}

/// The subject of a form, without its certificate; nothing when a row is wrong.
fn read_sessions(
    form: &SubjectForm,
    plan: &ExamPlan,
    old: Option<&Subject>,
    problems: &mut Vec<FormProblem>,
) -> Option<Subject> {
    let mut subject: Option<Subject> = None;
    let mut taken = HashSet::new();
    for (place, session) in form.sessions.iter().enumerate() {
        let input = SubjectInput {
            code: &form.code,
            name: &form.name,
            mode: &form.mode,
            audience: &form.audience,
            date: &session.date,
            start: &session.start,
            end: &session.end,
        };
        let (row, found) = check_subject(&input, plan.windows.exam);
        let of_session = |field: &str| matches!(field, "exam_date" | "start_time" | "end_time");
        for problem in found {
            let prefix = if of_session(problem.field) { format!("sessions.{place}.") } else { String::new() };
            let problem = FormProblem::under(&prefix, problem);
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        let Some(row) = row else { continue };
        if !taken.insert(row.start) {
            let field = format!("sessions.{place}.start_time");
            problems.push(own(&field, "session_repeated", "该科目已有这个时间的场次"));
        }
        let known = old.and_then(|old| {
            old.sessions.iter().find(|known| Some(known.id.to_string()) == session.id).map(|known| known.id)
        });
        let session = Session {
            id: known.unwrap_or_else(|| SessionId(uuid::Uuid::now_v7())),
            start: row.start,
            end: row.end,
        };
        let target = subject.get_or_insert_with(|| Subject {
            id: old.map_or_else(|| SubjectId(uuid::Uuid::now_v7()), |old| old.id),
            plan: plan.id,
            certificate: CertificateId(uuid::Uuid::nil()),
            code: row.code,
            name: row.name,
            mode: row.mode,
            audience: row.audience,
            sessions: Vec::new(),
        });
        target.sessions.push(session);
    }
    if form.sessions.is_empty() {
        problems.push(own("sessions", "value_missing", "还没有场次，请至少添加一个"));
    }
    if let Some(subject) = &mut subject {
        subject.sessions.sort_by_key(|session| session.start);
    }
    subject.filter(|_| !refuses(problems))
}

/// What may no longer be changed of a subject that is in use.
fn check_change(
    old: &Subject,
    new: &Subject,
    used: Use,
    seats: &HashMap<SessionId, u64>,
) -> Vec<FormProblem> {
    let mut problems = Vec::new();
    let permit = used.change_of_kind(&old.name);
    let changed = old.mode != new.mode || old.certificate != new.certificate || old.audience != new.audience;
    if changed && !permit.allowed {
        problems.push(own("exam_mode", "subject_in_use", permit.reason));
    }
    for gone in old.sessions.iter().filter(|known| new.sessions.iter().all(|kept| kept.id != known.id)) {
        let seated = seats.get(&gone.id).copied().unwrap_or_default();
        if seated > 0 {
            let message = format!("场次 {} 已安排 {seated} 人，请先取消排座", gone.label());
            problems.push(own("sessions", "session_seated", message));
        }
    }
    problems
}

/// Deletes a subject that nobody registered for and no room is for.
///
/// # Errors
/// `subject_unknown`, `subject_in_use`.
pub fn delete(app: &App, id: &str) -> Result<String> {
    let id: SubjectId = identity(id, "subject_unknown", "考试科目")?;
    let unknown = || AppError::new("subject_unknown", "找不到考试科目，可能已被删除");
    let name = app.read(|tx| Ok(tx.subject(id)?.ok_or_else(unknown)?.name))?;
    app.write("subject_delete", "删除考试科目", &name, |tx| {
        let subject = tx.subject(id)?.ok_or_else(unknown)?;
        let used = Use {
            count: tx.registration_counts(subject.plan)?.get(&id).copied().unwrap_or_default(),
            has_rooms: subjects_with_rooms(tx, subject.plan)?.contains(&id),
        };
        let permit = used.deletion(&subject.name);
        if !permit.allowed {
            return Err(AppError::new("subject_in_use", permit.reason));
        }
        tx.delete_subject(id)?;
        Ok(subject.name)
    })
}

/// The mode with this code or label.
pub(crate) fn mode(text: &str) -> Option<ExamMode> {
    ExamMode::from_code(text.trim()).or_else(|| ExamMode::from_label(text.trim()))
}
