//! 监考人员 (R-201…R-208) and 监考编排.

use super::plans::RecordId;
use super::registrations::ChangedCount;
use super::rooms::TableExport;
use super::{Command, Nothing, command};
use crate::desk::{Permission, Session};
use crate::error::{AppError, Result};
use crate::exporting::{self, ExportChoice, ExportKind};
use crate::invigilators::{self, InvigilatorForm, InvigilatorQuery, InvigilatorVerification};
use crate::rota::{self, RotaChange, RotaDutyRef, RotaOptions, RotaPlaceRef, RotaProposal, RotaView};
use crate::scope::concerns;
use serde::Deserialize;
use std::path::Path;
use ts_rs::TS;

/// Which invigilators.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct InvigilatorIds {
    /// Their identities.
    pub ids: Vec<String>,
}

/// Whom to mark: the ticked ones, or everybody a filter finds.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct InvigilatorVerifyRequest {
    /// What the organisation said, and of whom.
    pub verification: InvigilatorVerification,
    /// Everybody that this finds; then the identities count for nothing.
    pub filter: Option<InvigilatorQuery>,
}

/// Invigilators to export.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct InvigilatorExport {
    /// The file.
    pub path: String,
    /// Only these; all of the filter when empty.
    pub ids: Vec<String>,
    /// What the list is filtered by.
    pub filter: InvigilatorQuery,
    /// Whole numbers: needs the permission and the password.
    pub reveal: bool,
    /// Replace an existing file.
    pub overwrite: bool,
}

/// An arrangement to propose.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RotaProposeRequest {
    /// 考试计划.
    pub plan_id: String,
    /// How.
    pub options: RotaOptions,
}

/// Who may be given a place.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RotaCandidatesRequest {
    /// The place.
    pub place: RotaPlaceRef,
    /// Instead of whom.
    pub instead: Option<String>,
}

/// Somebody for a place.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RotaAssignRequest {
    /// The place.
    pub place: RotaPlaceRef,
    /// Who.
    pub invigilator_id: String,
    /// Instead of whom.
    pub instead: Option<String>,
}

/// Somebody to take off a place.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RotaUnassignRequest {
    /// 考试计划.
    pub plan_id: String,
    /// Who and when.
    pub duty: RotaDutyRef,
}

/// Two people to exchange.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RotaSwapRequest {
    /// 考试计划.
    pub plan_id: String,
    /// One.
    pub one: RotaDutyRef,
    /// The other.
    pub other: RotaDutyRef,
}

/// Duties to lock or unlock.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RotaLockRequest {
    /// 考试计划.
    pub plan_id: String,
    /// Which; all of the plan when empty.
    pub duties: Vec<RotaDutyRef>,
    /// Lock them.
    pub locked: bool,
}

/// A rota to empty.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RotaClearRequest {
    /// 考试计划.
    pub plan_id: String,
    /// Also what is locked.
    pub locked: bool,
}

/// 监考安排表 as a file.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RotaExport {
    /// 考试计划.
    pub plan_id: String,
    /// The file.
    pub path: String,
    /// Whole phone numbers: needs the permission and the password.
    pub reveal: bool,
    /// Replace an existing file.
    pub overwrite: bool,
}

// People belong to no certificate, whichever they may invigilate.
concerns! {
    nothing: InvigilatorQuery, InvigilatorForm, InvigilatorIds, InvigilatorVerifyRequest, InvigilatorExport
}
concerns! {
    RotaDutyRef { session_id: Session, invigilator_id: _ }
    RotaPlaceRef { plan_id: Plan, session_id: Session, room_id: Room }
    RotaProposeRequest { plan_id: Plan, options: _ }
    RotaCandidatesRequest { place: nested, instead: _ }
    RotaAssignRequest { place: nested, invigilator_id: _, instead: _ }
    RotaUnassignRequest { plan_id: Plan, duty: nested }
    RotaSwapRequest { plan_id: Plan, one: nested, other: nested }
    RotaLockRequest { plan_id: Plan, duties: nested, locked: _ }
    RotaClearRequest { plan_id: Plan, locked: _ }
    RotaExport { plan_id: Plan, path: _, reveal: _, overwrite: _ }
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    let mut all = people();
    all.extend(plan());
    all
}

fn people() -> Vec<Command> {
    vec![
        command("invigilator.list", Permission::View, |session, query: InvigilatorQuery, _| {
            invigilators::list(&session.app, &query)
        }),
        command("invigilator.get", Permission::View, |session, request: RecordId, _| {
            invigilators::detail(&session.app, &request.id)
        }),
        command("invigilator.choices", Permission::View, |session, _: Nothing, _| {
            invigilators::choices(&session.app)
        }),
        command("invigilator.save", Permission::Plan, |session, form: InvigilatorForm, _| {
            invigilators::save(&session.app, &form)
        }),
        command("invigilator.delete", Permission::Plan, |session, request: InvigilatorIds, _| {
            invigilators::delete(&session.app, &request.ids)
        }),
        command("invigilator.verify", Permission::Plan, |session, request: InvigilatorVerifyRequest, _| {
            let mut verification = request.verification;
            if let Some(filter) = &request.filter {
                verification.ids = invigilators::ids(&session.app, filter)?;
            }
            let count = invigilators::verify(&session.app, &verification)?;
            Ok(ChangedCount { count })
        }),
        command("invigilator.export", Permission::View, |session, request: InvigilatorExport, _| {
            export_people(session, &request)
        }),
    ]
}

fn plan() -> Vec<Command> {
    vec![
        command("rota.view", Permission::View, |session, request: RecordId, _| {
            let mut view = rota::view(&session.app, &request.id)?;
            let last = session.recall::<RotaChange>();
            view.can_undo =
                last.is_some_and(|change| change.is_last(&session.app, &request.id).unwrap_or_default());
            Ok(view)
        }),
        command("rota.propose", Permission::Plan, |session, request: RotaProposeRequest, _| {
            let (view, proposal) = rota::propose(&session.app, &request.plan_id, &request.options)?;
            session.keep(proposal);
            Ok(view)
        }),
        command("rota.apply", Permission::Plan, |session, _: Nothing, _| {
            let proposal = session.take::<RotaProposal>().ok_or_else(|| {
                AppError::new("nothing_proposed", "没有可以采用的编排").hint("请先自动编排")
            })?;
            done(session, rota::apply(&session.app, &proposal)?)
        }),
        command("rota.candidates", Permission::View, |session, request: RotaCandidatesRequest, _| {
            rota::candidates(&session.app, &request.place, request.instead.as_deref())
        }),
        command("rota.assign", Permission::Plan, |session, request: RotaAssignRequest, _| {
            let instead = request.instead.as_deref();
            done(session, rota::assign(&session.app, &request.place, &request.invigilator_id, instead)?)
        }),
        command("rota.unassign", Permission::Plan, |session, request: RotaUnassignRequest, _| {
            done(session, rota::unassign(&session.app, &request.plan_id, &request.duty)?)
        }),
        command("rota.swap", Permission::Plan, |session, request: RotaSwapRequest, _| {
            done(session, rota::swap(&session.app, &request.plan_id, &request.one, &request.other)?)
        }),
        command("rota.lock", Permission::Plan, |session, request: RotaLockRequest, _| {
            let RotaLockRequest { plan_id, duties, locked } = &request;
            done(session, rota::lock(&session.app, plan_id, duties, *locked)?)
        }),
        command("rota.clear", Permission::Plan, |session, request: RotaClearRequest, _| {
            done(session, rota::clear(&session.app, &request.plan_id, request.locked)?)
        }),
        command("rota.undo", Permission::Plan, |session, _: Nothing, _| {
            let change = session
                .take::<RotaChange>()
                .ok_or_else(|| AppError::new("nothing_to_undo", "没有可以撤销的修改"))?;
            rota::undo(&session.app, &change)
        }),
        command("rota.export", Permission::View, |session, request: RotaExport, _| {
            may_reveal(session, request.reveal)?;
            let (plan, target) = (&request.plan_id, Path::new(request.path.trim()));
            let report = rota::export(&session.app, plan, target, request.reveal, request.overwrite)?;
            Ok(TableExport::from(report))
        }),
    ]
}

/// Keeps what the change was, so that it can be taken back.
fn done(session: &Session<'_>, (view, change): (RotaView, RotaChange)) -> Result<RotaView> {
    session.keep(change);
    Ok(view)
}

fn may_reveal(session: &Session<'_>, reveal: bool) -> Result<()> {
    if reveal {
        session.require(Permission::Reveal)?;
        session.require_recent()?;
    }
    Ok(())
}

fn export_people(session: &Session<'_>, request: &InvigilatorExport) -> Result<TableExport> {
    may_reveal(session, request.reveal)?;
    let ids = if request.ids.is_empty() {
        invigilators::ids(&session.app, &request.filter)?
    } else {
        request.ids.clone()
    };
    let choice = ExportChoice {
        ids: Some(ids),
        reveal: request.reveal,
        overwrite: request.overwrite,
        ..ExportChoice::default()
    };
    let target = Path::new(request.path.trim());
    Ok(exporting::export(&session.app, ExportKind::Invigilators, target, &choice)?.into())
}
