//! Lists beside the main ones: import records, rooms, registrations, progress of plans.

use crate::error::{AppError, Result};
use crate::import::ImportKind;
use crate::lookup;
use crate::workspace::App;
use kaozhan_domain::arrangement::ArrangementStatus;
use kaozhan_domain::candidate::id_document::mask_number;
use kaozhan_domain::ids::RoomId;
use kaozhan_domain::plan::ExamPlan;
use kaozhan_domain::registration::RegistrationStatus;
use kaozhan_domain::room::{Room, RoomStatus};
use kaozhan_store::{ImportRecord, Page, RegistrationFilter};
use serde::Serialize;
use std::collections::HashMap;

/// An import that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportView {
    /// Identity.
    pub id: String,
    /// `roster`, `rooms` …
    pub kind: String,
    /// Name of the file.
    pub file: String,
    /// Who.
    pub actor: String,
    /// When, `YYYY-MM-DD HH:MM:SS`.
    pub at: String,
    /// Rows looked at.
    pub total: u64,
    /// Rows written.
    pub accepted: u64,
    /// Rows refused.
    pub refused: u64,
    /// Rows that were there already.
    pub unchanged: u64,
}

/// The imports, the newest first. A file of rooms, subjects or registrations may be of any certificate, so whoever
/// manages some only is told of the own ones.
///
/// # Errors
/// Those of the store.
pub fn imports(app: &App) -> Result<Vec<ImportView>> {
    let (records, _) = app.read(|tx| Ok(tx.imports("", Page::ALL)?))?;
    let is_of_people = |kind: &str| {
        matches!(
            ImportKind::from_code(kind),
            Some(ImportKind::Roster | ImportKind::Photos | ImportKind::Invigilators)
        )
    };
    let is_shown = |record: &ImportRecord| {
        app.scope().is_everything() || record.actor == app.actor() || is_of_people(&record.kind)
    };
    Ok(records
        .into_iter()
        .filter(is_shown)
        .map(|record| ImportView {
            id: record.id.to_string(),
            kind: record.kind,
            file: record.file_name,
            actor: record.actor,
            at: record.at.format("%Y-%m-%d %H:%M:%S").to_string(),
            total: record.total,
            accepted: record.accepted,
            refused: record.refused,
            unchanged: record.unchanged,
        })
        .collect())
}

/// A room in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoomView {
    /// Identity.
    pub id: String,
    /// Stable short code.
    pub code: String,
    /// 考场名称.
    pub name: String,
    /// 考试计划.
    pub plan: String,
    /// 考核站点.
    pub site: String,
    /// 考场类型.
    pub room_type: &'static str,
    /// 考位数.
    pub capacity: u16,
    /// Seats given in all sessions.
    pub assigned: u64,
    /// 未排考, 排考中, 已结束.
    pub status: &'static str,
}

/// The rooms of one plan, or of all.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub fn rooms(app: &App, plan: Option<&str>) -> Result<Vec<RoomView>> {
    app.read(|tx| {
        let mut plans = app.plans(tx)?;
        if let Some(text) = plan {
            plans = vec![lookup::plan(&plans, text)?.clone()];
        }
        let sites: HashMap<_, _> = tx.sites()?.into_iter().map(|site| (site.id, site.name)).collect();
        let mut views = Vec::new();
        for plan in &plans {
            let assigned = tx.assigned_by_room(plan.id)?;
            let status = RoomStatus::at(app.now(), plan.windows.arrangement);
            views.extend(app.rooms(tx, plan.id)?.into_iter().map(|room| RoomView {
                id: room.id.to_string(),
                assigned: assigned.get(&room.id).copied().unwrap_or_default(),
                site: sites.get(&room.site).cloned().unwrap_or_default(),
                plan: plan.name.clone(),
                room_type: room.mode.room_label(),
                capacity: room.capacity,
                status: status.label(),
                code: room.code,
                name: room.name,
            }));
        }
        Ok(views)
    })
}

/// 沿用: copies the rooms of a plan to another one with the same certificates and subjects.
/// Gives how many were copied and which were left, with the reason.
///
/// # Errors
/// `plan_unknown`, `room_too_late`, those of the store.
pub fn copy_rooms(app: &App, from: &str, to: &str) -> Result<CopyReport> {
    let (from, to) = app.read(|tx| {
        let plans = tx.plans()?;
        Ok((lookup::plan(&plans, from)?.clone(), lookup::plan(&plans, to)?.clone()))
    })?;
    copy(app, &from, &to)
}

/// The same for two plans by their identities.
///
/// # Errors
/// As [`copy_rooms`], and `plan_same`.
pub fn copy_rooms_between(app: &App, from: &str, to: &str) -> Result<CopyReport> {
    let find = |id: &str| {
        let id = crate::forms::identity(id, "plan_unknown", "考试计划")?;
        app.read(|tx| crate::plans::find(tx, id))
    };
    let (from, to) = (find(from)?, find(to)?);
    if from.id == to.id {
        return Err(AppError::new("plan_same", "请选择另一个考试计划，不能沿用自己的考场"));
    }
    copy(app, &from, &to)
}

fn copy(app: &App, from: &ExamPlan, to: &ExamPlan) -> Result<CopyReport> {
    app.write("room_copy", "沿用考场", &format!("{} → {}", from.name, to.name), |tx| {
        let status = RoomStatus::at(app.now(), to.windows.arrangement);
        let (old_subjects, new_subjects) = (tx.subjects(from.id)?, tx.subjects(to.id)?);
        let existing = tx.rooms(to.id)?;
        let mut report = CopyReport { copied: 0, left: Vec::new() };
        for room in app.rooms(tx, from.id)? {
            if let Some(problem) = Room::check_creation(&room.name, status).filter(|p| p.violation.is_error())
            {
                return Err(problem.violation.into());
            }
            let subjects: Vec<_> = room
                .subjects
                .iter()
                .filter_map(|id| old_subjects.iter().find(|subject| subject.id == *id))
                .filter_map(|old| {
                    new_subjects.iter().find(|new| {
                        new.code == old.code && new.certificate == old.certificate && new.mode == old.mode
                    })
                })
                .map(|subject| subject.id)
                .collect();
            let taken = existing.iter().any(|known| {
                known.site == room.site && known.certificate == room.certificate && known.name == room.name
            });
            if taken {
                report.left.push(format!("{}：该计划已有同名考场", room.name));
            } else if subjects.is_empty() {
                report.left.push(format!("{}：该计划没有相同的科目", room.name));
            } else {
                let copy = Room { id: RoomId(uuid::Uuid::now_v7()), plan: to.id, subjects, ..room };
                tx.put_room(&copy)?;
                report.copied += 1;
            }
        }
        Ok(report)
    })
}

/// What [`copy_rooms`] did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CopyReport {
    /// Rooms copied.
    pub copied: usize,
    /// Rooms left, each with the reason.
    pub left: Vec<String>,
}

/// Deletes a room.
///
/// # Errors
/// `plan_unknown`, `room_unknown`, `room_not_deletable`.
pub fn delete_room(app: &App, plan: &str, room: &str) -> Result<String> {
    app.write("room_delete", "删除考场", room, |tx| {
        let plan = lookup::plan(&tx.plans()?, plan)?.clone();
        let rooms = tx.rooms(plan.id)?;
        let room = lookup::room(&rooms, room)?;
        let assigned = tx.assigned_by_room(plan.id)?.get(&room.id).copied().unwrap_or_default();
        let status = RoomStatus::at(app.now(), plan.windows.arrangement);
        room.check_deletion(status, usize::try_from(assigned).unwrap_or(usize::MAX))?;
        tx.delete_room(room.id)?;
        Ok(room.name.clone())
    })
}

/// A registration in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistrationView {
    /// Identity.
    pub id: String,
    /// 考试计划.
    pub plan: String,
    /// Candidate's id.
    pub candidate: String,
    /// 考生姓名, as of the registration.
    pub name: String,
    /// 证件号码, masked.
    pub id_number: String,
    /// 考试科目.
    pub subject: String,
    /// 参考对象类型.
    pub audience: String,
    /// 未排考, 待考试, 考试中, 已结束.
    pub status: &'static str,
    /// 未缴费, 已缴费.
    pub payment: &'static str,
}

/// A list of registrations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistrationList {
    /// How many there are.
    pub total: u64,
    /// The first of them.
    pub registrations: Vec<RegistrationView>,
}

/// The registrations of one plan, or of all.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub fn registrations(app: &App, plan: Option<&str>, limit: usize) -> Result<RegistrationList> {
    app.read(|tx| {
        let plans = tx.plans()?;
        let only = plan.map(|text| lookup::plan(&plans, text)).transpose()?;
        let filter = RegistrationFilter { plan: only.map(|plan| plan.id), ..RegistrationFilter::default() };
        let page = Page { offset: 0, limit: u64::try_from(limit).unwrap_or(u64::MAX) };
        let (found, total) = tx.registrations(&filter, page)?;
        let style = crate::settings::Settings::load(tx)?.mask;
        let mut registrations = Vec::with_capacity(found.len());
        for registration in found {
            let subject = tx.subject(registration.subject)?;
            let seat = tx.assignment(registration.id)?;
            let session = seat.and_then(|seat| {
                subject.as_ref()?.sessions.iter().find(|session| session.id == seat.session)
            });
            let details = &registration.snapshot.details;
            registrations.push(RegistrationView {
                id: registration.id.to_string(),
                plan: plan_name(&plans, registration.plan),
                candidate: registration.candidate.to_string(),
                name: details.name.clone(),
                id_number: mask_number(details.id_type, &details.id_number, style),
                status: RegistrationStatus::at(app.now(), session).label(),
                subject: subject.as_ref().map(|subject| subject.name.clone()).unwrap_or_default(),
                audience: registration.audience,
                payment: registration.payment.label(),
            });
        }
        Ok(RegistrationList { total, registrations })
    })
}

/// Removes registrations of candidates from a plan, all or none.
///
/// # Errors
/// `registration_closed`, `registration_arranged`, `registration_paid`, `not_registered` …
pub fn delete_registrations(
    app: &App,
    plan: &str,
    candidates: &[String],
    subject: Option<&str>,
) -> Result<usize> {
    app.write("registration_delete", "删除报考", plan, |tx| {
        let plan = lookup::plan(&tx.plans()?, plan)?.clone();
        plan.check_registration_open(app.now())?;
        let subjects = tx.subjects(plan.id)?;
        let only = subject.map(|text| lookup::subject(&subjects, text)).transpose()?.map(|known| known.id);
        let mut deleted = 0;
        for who in candidates {
            let candidate = lookup::candidate(tx, who)?;
            let filter = RegistrationFilter {
                plan: Some(plan.id),
                candidate: Some(candidate.id),
                subject: only,
                ..RegistrationFilter::default()
            };
            let (own, _) = tx.registrations(&filter, Page::ALL)?;
            if own.is_empty() {
                return Err(AppError::new(
                    "not_registered",
                    format!("考生“{}”没有报考计划“{}”", candidate.details.name, plan.name),
                ));
            }
            for registration in own {
                let seat = tx.assignment(registration.id)?;
                let session = seat.and_then(|seat| {
                    subjects
                        .iter()
                        .flat_map(|known| &known.sessions)
                        .find(|session| session.id == seat.session)
                });
                registration.check_deletion(RegistrationStatus::at(app.now(), session))?;
                tx.delete_registration(registration.id)?;
                deleted += 1;
            }
        }
        Ok(deleted)
    })
}

/// How far a plan is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanView {
    /// 计划编号.
    pub number: String,
    /// 计划名称.
    pub name: String,
    /// Its subjects.
    pub subjects: Vec<SubjectView>,
}

/// How far a subject is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubjectView {
    /// 科目编号.
    pub code: String,
    /// 科目名称.
    pub name: String,
    /// 考试方式.
    pub mode: &'static str,
    /// Sessions, as labelled.
    pub sessions: Vec<String>,
    /// Registrations.
    pub registered: u64,
    /// Registrations with a seat.
    pub seated: u64,
    /// 未开始, 未排考, 排考中, 已排完, 已结束.
    pub status: &'static str,
}

/// The plans with the state of each subject.
///
/// # Errors
/// Those of the store.
pub fn plans(app: &App) -> Result<Vec<PlanView>> {
    app.read(|tx| {
        let mut views = Vec::new();
        for plan in tx.plans()? {
            let counts = tx.registration_counts(plan.id)?;
            let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
            let subjects = tx
                .subjects(plan.id)?
                .into_iter()
                .map(|subject| {
                    let (registered, seated) =
                        counts.get(&subject.id).map_or((0, 0), |known| (known.registered, known.seated));
                    let status = ArrangementStatus::at(
                        app.now(),
                        plan.windows.arrangement,
                        count(seated),
                        count(registered),
                    );
                    SubjectView {
                        mode: subject.mode.label(),
                        sessions: subject.sessions.iter().map(|session| session.label()).collect(),
                        registered,
                        seated,
                        status: status.label(),
                        code: subject.code,
                        name: subject.name,
                    }
                })
                .collect();
            views.push(PlanView { number: plan.number, name: plan.name, subjects });
        }
        Ok(views)
    })
}

fn plan_name(plans: &[ExamPlan], id: kaozhan_domain::ids::PlanId) -> String {
    plans.iter().find(|plan| plan.id == id).map(|plan| plan.name.clone()).unwrap_or_default()
}
