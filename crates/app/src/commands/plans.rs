//! 考试计划, 考试科目 and 考核站点 (R-082… …R-140).

use super::{Command, Nothing, command};
use crate::desk::Permission;
use crate::forms::{chosen, page_of};
use crate::plans::{self, PlanForm, PlanRow};
use crate::scope::concerns;
use crate::sites::{self, SiteForm, SiteRow};
use crate::subjects::{self, CertificateForm, SessionForm, SubjectForm, SubjectRow};
use kaozhan_domain::plan::PlanStage;
use kaozhan_domain::site::SiteReview;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the lists are asked for; what is empty does not restrict.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct PlanQuery {
    /// Part of number, name or certificate.
    pub text: String,
    /// 考试年度.
    pub year: String,
    /// 考试计划, for subjects.
    pub plan_id: String,
    /// 证书, for subjects.
    pub certificate_id: String,
    /// Stable code of 考试方式, for subjects.
    pub mode: String,
    /// Label of the state.
    pub status: String,
    /// Page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub page_size: u64,
}

/// How many records are in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StageCount {
    /// Label of the state.
    pub status: String,
    /// Records.
    pub count: u64,
}

/// A page of plans.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PlanPage {
    /// How many match.
    pub total: u64,
    /// Counts of the state tabs.
    pub counts: Vec<StageCount>,
    /// The rows.
    pub rows: Vec<PlanRow>,
}

/// A page of subjects.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SubjectPage {
    /// How many match.
    pub total: u64,
    /// Counts of the state tabs.
    pub counts: Vec<StageCount>,
    /// The rows.
    pub rows: Vec<SubjectRow>,
}

/// A page of sites.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SitePage {
    /// How many match.
    pub total: u64,
    /// Counts of the state tabs.
    pub counts: Vec<StageCount>,
    /// The rows.
    pub rows: Vec<SiteRow>,
}

/// Which record.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RecordId {
    /// Its identity.
    pub id: String,
}

concerns! { nothing: SiteForm }
concerns! {
    PlanQuery {
        plan_id: Plan, certificate_id: Certificate, text: _, year: _, mode: _, status: _, page: _, page_size: _,
    }
    RecordId { id: Record }
    PlanForm {
        id: Plan, number: _, year: _, name: _, mode: _, windows: _, pass_rule: _, schools: _, notices: _,
    }
    SubjectForm {
        id: Subject, plan_id: Plan, certificate_id: Certificate, sessions: nested,
        code: _, name: _, mode: _, audience: _,
    }
    SessionForm { id: Session, date: _, start: _, end: _ }
    CertificateForm { id: Certificate, code: _, name: _, level: _, organisation: _, majors: _ }
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command("plan.list", Permission::View, |session, query: PlanQuery, _| {
            Ok(plan_page(plans::list(&session.app)?, &query))
        }),
        command("plan.detail", Permission::View, |session, request: RecordId, _| {
            plans::detail(&session.app, &request.id)
        }),
        command("plan.save", Permission::Plan, |session, form: PlanForm, _| plans::save(&session.app, &form)),
        command("plan.delete", Permission::Plan, |session, request: RecordId, _| {
            plans::delete(&session.app, &request.id)
        }),
        command("subject.list", Permission::View, |session, query: PlanQuery, _| {
            Ok(subject_page(subjects::list(&session.app, chosen(&query.plan_id))?, &query))
        }),
        command("subject.save", Permission::Plan, |session, form: SubjectForm, _| {
            subjects::save(&session.app, &form)
        }),
        command("subject.delete", Permission::Plan, |session, request: RecordId, _| {
            subjects::delete(&session.app, &request.id)
        }),
        command("certificate.list", Permission::View, |session, _: Nothing, _| {
            subjects::certificates(&session.app)
        }),
        command("certificate.save", Permission::Plan, |session, form: CertificateForm, _| {
            subjects::save_certificate(&session.app, &form)
        }),
        command("site.list", Permission::View, |session, query: PlanQuery, _| {
            Ok(site_page(sites::list(&session.app)?, &query))
        }),
        command("site.save", Permission::Plan, |session, form: SiteForm, _| sites::save(&session.app, &form)),
        command("site.delete", Permission::Plan, |session, request: RecordId, _| {
            sites::delete(&session.app, &request.id)
        }),
    ]
}

/// Rows that match but for their state, the counts of the states, and the rows of the page.
fn paged<T>(
    rows: impl Iterator<Item = T>,
    query: &PlanQuery,
    states: &[&str],
    state_of: impl Fn(&T) -> &str,
) -> (u64, Vec<StageCount>, Vec<T>) {
    let rows: Vec<T> = rows.collect();
    let count = |state: &str| rows.iter().filter(|row| state_of(row) == state).count();
    let counts = states
        .iter()
        .map(|state| StageCount {
            status: (*state).to_owned(),
            count: u64::try_from(count(state)).unwrap_or(u64::MAX),
        })
        .collect();
    let rows: Vec<T> =
        rows.into_iter().filter(|row| query.status.is_empty() || state_of(row) == query.status).collect();
    let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    (total, counts, page_of(rows, query.page, query.page_size))
}

fn holds(query: &PlanQuery, texts: &[&str]) -> bool {
    let wanted = query.text.trim().to_lowercase();
    wanted.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&wanted))
}

fn plan_page(rows: Vec<PlanRow>, query: &PlanQuery) -> PlanPage {
    let labels = PlanStage::ALL.map(PlanStage::label);
    let used: Vec<&str> = labels
        .into_iter()
        .filter(|label| *label != "未设时间" || rows.iter().any(|row| row.stage == *label))
        .collect();
    let found = rows.into_iter().filter(|row| {
        let certificates = row.certificates.join(" ");
        (query.year.trim().is_empty() || row.year == query.year.trim())
            && holds(query, &[&row.number, &row.name, &certificates])
    });
    let (total, counts, rows) = paged(found, query, &used, |row| &row.stage);
    PlanPage { total, counts, rows }
}

fn subject_page(rows: Vec<SubjectRow>, query: &PlanQuery) -> SubjectPage {
    let labels = kaozhan_domain::arrangement::ArrangementStatus::ALL.map(|status| status.label());
    let found = rows.into_iter().filter(|row| {
        (query.certificate_id.is_empty() || row.certificate_id == query.certificate_id)
            && (query.mode.is_empty() || row.mode == query.mode)
            && holds(query, &[&row.code, &row.name])
    });
    let (total, counts, rows) = paged(found, query, &labels, |row| &row.status);
    SubjectPage { total, counts, rows }
}

fn site_page(rows: Vec<SiteRow>, query: &PlanQuery) -> SitePage {
    let labels = SiteReview::ALL.map(SiteReview::label);
    let found = rows.into_iter().filter(|row| holds(query, &[&row.number, &row.name, &row.full_address]));
    let (total, counts, rows) = paged(found, query, &labels, |row| &row.review);
    SitePage { total, counts, rows }
}
