//! Who is registered for what: lists with their filters, and totals. Changes nothing.

use crate::error::{AppError, Result};
use crate::forms::{Permit, chosen};
use crate::workspace::{App, all_subjects};
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number};
use kaozhan_domain::ids::{CertificateId, PlanId, SessionId, SubjectId};
use kaozhan_domain::plan::{Certificate, ExamPlan, Session, Subject};
use kaozhan_domain::registration::{PaymentStatus, Registration, RegistrationStatus};
use kaozhan_store::{Page, ReadTx, RegistrationFilter};
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

    fn session(&self, subject: SubjectId, id: SessionId) -> Option<&Session> {
        self.subjects.get(&subject)?.sessions.iter().find(|session| session.id == id)
    }

    fn row(
        &self,
        app: &App,
        registration: Registration,
        place: Option<(String, SessionId)>,
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
