//! 考试计划: list, create, change, delete (R-084…R-086). Every plan of a workspace is the school's own
//! until a platform sends some.

use crate::error::{AppError, Result};
use crate::forms::{FormAnswer, FormProblem, Permit, identity, moment, refuses, save_form};
use crate::workspace::App;
use kaozhan_domain::clock::{Position, Window};
use kaozhan_domain::ids::PlanId;
use kaozhan_domain::plan::input::{PlanInput, WINDOW_FIELDS, check_plan};
use kaozhan_domain::plan::{ExamPlan, PlanStage, Subject};
use kaozhan_store::ReadTx;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A window of a plan as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlanWindow {
    /// 报考, 排考, 考试, 成绩登记, 公示.
    pub name: String,
    /// First moment; empty when the window is not given.
    pub start: String,
    /// Last moment.
    pub end: String,
    /// Now is inside.
    pub open: bool,
    /// It is over.
    pub over: bool,
}

/// A plan in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlanRow {
    /// Identity.
    pub id: String,
    /// 计划编号.
    pub number: String,
    /// 考试年度.
    pub year: String,
    /// 计划名称.
    pub name: String,
    /// 按证书, 按科目.
    pub mode: String,
    /// 证书 with level.
    pub certificates: Vec<String>,
    /// How many subjects.
    pub subjects: u64,
    /// How many rooms.
    pub rooms: u64,
    /// Registrations, one for each candidate and subject.
    pub registered: u64,
    /// Registrations with a seat.
    pub seated: u64,
    /// 报考, 排考, 考试, 成绩登记, 公示.
    pub windows: Vec<PlanWindow>,
    /// Where the plan stands, as labelled on the tabs.
    pub stage: String,
    /// Whether it may be deleted.
    pub delete: Permit,
}

/// Start and end of a window as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WindowForm {
    /// Such as `2026-06-01 09:00:00`.
    pub start: String,
    /// The end.
    pub end: String,
}

/// A plan as a form holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PlanForm {
    /// Identity; nothing for a new plan.
    pub id: Option<String>,
    /// 计划编号.
    pub number: String,
    /// 考试年度.
    pub year: String,
    /// 计划名称.
    pub name: String,
    /// 按证书, 按科目.
    pub mode: String,
    /// 报考, 排考, 考试, 成绩登记, 公示, in this order.
    pub windows: Vec<WindowForm>,
    /// 通过条件.
    pub pass_rule: String,
    /// 参考院校, joined by 、; empty means every school.
    pub schools: String,
    /// 考试须知, a line each; empty means the product's own.
    pub notices: String,
}

/// A plan with everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlanDetail {
    /// As in the list.
    pub row: PlanRow,
    /// As in the form.
    pub form: PlanForm,
}

/// The plans, the newest year first.
///
/// # Errors
/// Those of the store.
pub fn list(app: &App) -> Result<Vec<PlanRow>> {
    app.read(|tx| app.plans(tx)?.iter().map(|plan| row(app, tx, plan)).collect())
}

/// One plan.
///
/// # Errors
/// `plan_unknown`.
pub fn detail(app: &App, id: &str) -> Result<PlanDetail> {
    let id: PlanId = identity(id, "plan_unknown", "考试计划")?;
    app.read(|tx| {
        let plan = find(tx, id)?;
        Ok(PlanDetail { row: row(app, tx, &plan)?, form: form(&plan) })
    })
}

/// The plan with this identity.
pub(crate) fn find(tx: &ReadTx<'_>, id: PlanId) -> Result<ExamPlan> {
    tx.plan(id)?.ok_or_else(|| AppError::new("plan_unknown", "找不到考试计划，可能已被删除"))
}

fn row(app: &App, tx: &ReadTx<'_>, plan: &ExamPlan) -> Result<PlanRow> {
    let subjects = app.subjects(tx, plan.id)?;
    let ours = app.registration_counts(tx, plan.id)?;
    // Whether it may be deleted goes by everything that is in it.
    let everything = tx.registration_counts(plan.id)?.values().map(|count| count.registered).sum();
    let delete = deletion(plan, everything, tx.rooms(plan.id)?.len());
    let rooms = app.rooms(tx, plan.id)?.len();
    Ok(PlanRow {
        id: plan.id.to_string(),
        number: plan.number.clone(),
        year: plan.year.clone(),
        name: plan.name.clone(),
        mode: plan.mode.label().to_owned(),
        certificates: certificate_labels(tx, &subjects)?,
        subjects: u64::try_from(subjects.len()).unwrap_or(u64::MAX),
        rooms: u64::try_from(rooms).unwrap_or(u64::MAX),
        registered: ours.values().map(|count| count.registered).sum(),
        seated: ours.values().map(|count| count.seated).sum(),
        windows: windows(app, plan),
        stage: PlanStage::at(app.now(), &plan.windows).label().to_owned(),
        delete,
    })
}

/// The certificates of some subjects, each once.
pub(crate) fn certificate_labels(tx: &ReadTx<'_>, subjects: &[Subject]) -> Result<Vec<String>> {
    let certificates = tx.certificates()?;
    let used = certificates
        .iter()
        .filter(|certificate| subjects.iter().any(|subject| subject.certificate == certificate.id));
    Ok(used.map(kaozhan_domain::plan::Certificate::label).collect())
}

fn all_windows(plan: &ExamPlan) -> [Option<Window>; 5] {
    let windows = &plan.windows;
    [windows.registration, windows.arrangement, windows.exam, windows.score_entry, windows.publicity]
}

fn windows(app: &App, plan: &ExamPlan) -> Vec<PlanWindow> {
    let named = WINDOW_FIELDS.iter().zip(all_windows(plan));
    named
        .map(|((_, _, name), window)| PlanWindow {
            name: (*name).to_owned(),
            start: window.map(|window| moment(window.start)).unwrap_or_default(),
            end: window.map(|window| moment(window.end)).unwrap_or_default(),
            open: window.is_some_and(|window| window.contains(app.now())),
            over: window.is_some_and(|window| window.position(app.now()) == Position::After),
        })
        .collect()
}

fn form(plan: &ExamPlan) -> PlanForm {
    let text = |at: chrono::NaiveDateTime| at.format("%Y-%m-%d %H:%M:%S").to_string();
    let windows = all_windows(plan).map(|window| {
        window.map_or_else(WindowForm::default, |window| WindowForm {
            start: text(window.start),
            end: text(window.end),
        })
    });
    PlanForm {
        id: Some(plan.id.to_string()),
        number: plan.number.clone(),
        year: plan.year.clone(),
        name: plan.name.clone(),
        mode: plan.mode.label().to_owned(),
        windows: windows.to_vec(),
        pass_rule: plan.pass_rule.clone(),
        schools: plan.schools.join("、"),
        notices: plan.notices.join("\n"),
    }
}

fn deletion(plan: &ExamPlan, registered: u64, rooms: usize) -> Permit {
    if registered > 0 {
        Permit::no(format!("考试计划“{}”已有 {registered} 条报考，请先删除报考", plan.name))
    } else if rooms > 0 {
        Permit::no(format!("考试计划“{}”已设置 {rooms} 间考场，请先删除考场", plan.name))
    } else {
        Permit::yes()
    }
}

/// Creates or changes a plan.
///
/// # Errors
/// `plan_unknown`, `outside_scope` for a plan that others have subjects in, those of the store. What is
/// wrong with the form is in the answer.
pub fn save(app: &App, form: &PlanForm) -> Result<FormAnswer> {
    let old_id = form.id.as_deref().map(|id| identity(id, "plan_unknown", "考试计划")).transpose()?;
    let (label, code) = if old_id.is_some() {
        ("修改考试计划", "plan_edit")
    } else {
        ("新建考试计划", "plan_create")
    };
    save_form(app, code, label, form.name.trim(), |tx| {
        let plans = tx.plans()?;
        let old = old_id.map(|id: PlanId| find(tx, id)).transpose()?;
        if let Some(old) = &old {
            app.check_whole_plan(tx, old)?;
        }
        let serial = old.as_ref().map_or_else(|| next_serial(&plans), |plan| plan.serial);
        let id = old.as_ref().map_or_else(|| PlanId(uuid::Uuid::now_v7()), |plan| plan.id);
        let (plan, problems) = check_plan(&input(form), id, serial);
        let mut problems: Vec<FormProblem> = problems.into_iter().map(FormProblem::from).collect();
        if plans.iter().any(|known| known.id != id && known.number == form.number.trim()) {
            problems.push(own("plan_number", "plan_number_taken", "已有另一个考试计划使用这个计划编号"));
        }
        let Some(plan) = plan.filter(|_| !refuses(&problems)) else {
            return Ok(FormAnswer::refused(problems));
        };
        if let Some(outside) = session_outside(&plan, &tx.subjects(plan.id)?) {
            problems.push(outside);
            return Ok(FormAnswer::refused(problems));
        }
        tx.put_plan(&plan)?;
        Ok(FormAnswer { id: Some(plan.id.to_string()), problems })
    })
}

/// A finding of this module.
pub(crate) fn own(field: &str, code: &str, message: impl Into<String>) -> FormProblem {
    FormProblem { field: field.to_owned(), code: code.to_owned(), message: message.into(), refuses: true }
}

fn input(form: &PlanForm) -> PlanInput<'_> {
    let mut windows = [("", ""); 5];
    for (slot, window) in windows.iter_mut().zip(&form.windows) {
        *slot = (window.start.as_str(), window.end.as_str());
    }
    PlanInput {
        number: &form.number,
        year: &form.year,
        name: &form.name,
        mode: &form.mode,
        windows,
        pass_rule: &form.pass_rule,
        schools: &form.schools,
        notices: &form.notices,
    }
}

fn next_serial(plans: &[ExamPlan]) -> u16 {
    plans.iter().map(|plan| plan.serial).max().unwrap_or(0).saturating_add(1)
}

/// A session that would no longer lie inside 考试时间.
fn session_outside(plan: &ExamPlan, subjects: &[Subject]) -> Option<FormProblem> {
    let exam = plan.windows.exam?;
    subjects.iter().find_map(|subject| {
        let outside = subject
            .sessions
            .iter()
            .find(|session| !(exam.contains(session.start) && exam.contains(session.end)))?;
        let message = format!("科目“{}”的场次 {} 不在考试时间之内", subject.name, outside.label());
        Some(own("exam_end", "session_outside_exam", message))
    })
}

/// Deletes a plan without registrations and rooms, with its subjects.
///
/// # Errors
/// `plan_unknown`, `plan_in_use`, `outside_scope` for a plan that others have subjects in.
pub fn delete(app: &App, id: &str) -> Result<String> {
    let id: PlanId = identity(id, "plan_unknown", "考试计划")?;
    let name = app.read(|tx| Ok(find(tx, id)?.name))?;
    app.write("plan_delete", "删除考试计划", &name, |tx| {
        let plan = find(tx, id)?;
        app.check_whole_plan(tx, &plan)?;
        let registered = tx.registration_counts(id)?.values().map(|count| count.registered).sum();
        let permit = deletion(&plan, registered, tx.rooms(id)?.len());
        if !permit.allowed {
            return Err(AppError::new("plan_in_use", permit.reason));
        }
        for subject in tx.subjects(id)? {
            tx.delete_subject(subject.id)?;
        }
        tx.delete_plan(id)?;
        Ok(plan.name)
    })
}
