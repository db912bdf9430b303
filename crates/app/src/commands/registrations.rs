//! 报考管理 (R-157…R-170).

use super::plans::RecordId;
use super::rooms::TableExport;
use super::{Command, command};
use crate::desk::{Permission, Session};
use crate::error::{AppError, Result};
use crate::exporting::{self, ExportChoice, ExportKind};
use crate::forms::chosen;
use crate::registering::{self, ApplicantQuery, RegistrationAdd, RegistrationQuery, RegistrationTarget};
use crate::scope::concerns;
use serde::{Deserialize, Serialize};
use std::path::Path;
use ts_rs::TS;

/// Which registrations: the ticked ones, or everything a filter finds.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RegistrationChoice {
    /// The ticked ones.
    pub ids: Vec<String>,
    /// Everything that this finds; then `ids` counts for nothing.
    pub filter: Option<RegistrationQuery>,
}

/// How many records were changed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangedCount {
    /// So many.
    pub count: u64,
}

/// 参考对象类型 of one registration.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AudienceChange {
    /// The registration.
    pub id: String,
    /// 参考对象类型.
    pub audience: String,
}

/// Registrations to be marked.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PaymentMark {
    /// Which.
    pub choice: RegistrationChoice,
    /// 已缴费 or not.
    pub paid: bool,
}

/// Registrations to export.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RegistrationExport {
    /// The file.
    pub path: String,
    /// Which.
    pub choice: RegistrationChoice,
    /// Replace an existing file.
    pub overwrite: bool,
}

concerns! {
    RegistrationQuery {
        plan_id: Plan, certificate_id: Certificate, subject_id: Subject,
        text: _, payment: _, status: _, page: _, page_size: _,
    }
    RegistrationTarget { plan_id: Plan, certificate_id: Certificate, subject_ids: Subject, audience: _ }
    ApplicantQuery { target: nested, text: _, class: _, major: _, enrolment_year: _, page: _, page_size: _ }
    RegistrationAdd { target: nested, everyone: nested, candidate_ids: _ }
    RegistrationChoice { ids: Registration, filter: nested }
    AudienceChange { id: Registration, audience: _ }
    PaymentMark { choice: nested, paid: _ }
    RegistrationExport { choice: nested, path: _, overwrite: _ }
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command("registration.list", Permission::View, |session, query: RegistrationQuery, _| {
            registering::list(&session.app, &query)
        }),
        command("registration.totals", Permission::View, |session, request: RecordId, _| {
            registering::totals(&session.app, chosen(&request.id))
        }),
        command("registration.applicants", Permission::View, |session, query: ApplicantQuery, _| {
            registering::applicants(&session.app, &query)
        }),
        command("registration.add", Permission::Plan, |session, request: RegistrationAdd, _| {
            registering::add(&session.app, &request)
        }),
        command("registration.delete", Permission::Plan, |session, choice: RegistrationChoice, _| {
            let count = registering::delete(&session.app, &meant(session, &choice)?)?;
            Ok(ChangedCount { count })
        }),
        command("registration.audience", Permission::Plan, |session, request: AudienceChange, _| {
            registering::change_audience(&session.app, &request.id, &request.audience)?;
            Ok(ChangedCount { count: 1 })
        }),
        command("registration.payment", Permission::Plan, |session, request: PaymentMark, _| {
            let ids = meant(session, &request.choice)?;
            let count = registering::mark_payment(&session.app, &ids, request.paid)?;
            Ok(ChangedCount { count })
        }),
        command("registration.export", Permission::View, |session, request: RegistrationExport, _| {
            export(session, &request)
        }),
    ]
}

fn meant(session: &Session<'_>, choice: &RegistrationChoice) -> Result<Vec<String>> {
    let ids = match &choice.filter {
        Some(filter) => registering::ids(&session.app, filter)?,
        None => choice.ids.clone(),
    };
    if ids.is_empty() {
        return Err(AppError::new("nothing_chosen", "没有选择任何报考记录"));
    }
    Ok(ids)
}

/// Masked; whole numbers are exported by the command that asks for a reason.
fn export(session: &Session<'_>, request: &RegistrationExport) -> Result<TableExport> {
    let ids = meant(session, &request.choice)?;
    let choice = ExportChoice { ids: Some(ids), overwrite: request.overwrite, ..ExportChoice::default() };
    let target = Path::new(request.path.trim());
    Ok(exporting::export(&session.app, ExportKind::Registrations, target, &choice)?.into())
}
