//! Changes of a rota: proposed and applied, or by hand. Each gives what is needed to take it back.

use super::scene::{PlaceKey, RotaOptions, Scene};
use super::view::{RotaCandidate, RotaView};
use crate::error::{AppError, Result};
use crate::forms::{Permit, identity};
use crate::invigilators::person_id;
use crate::workspace::App;
use kaozhan_domain::ids::{InvigilatorId, PlanId, RoomId, SessionId};
use kaozhan_domain::invigilator::InvigilationDuty;
use kaozhan_domain::invigilator::rota::{Placement, assign as arrange, findings};
use kaozhan_store::WriteTx;
use serde::Deserialize;
use ts_rs::TS;

/// Somebody in a session.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RotaDutyRef {
    /// 场次.
    pub session_id: String,
    /// Who.
    pub invigilator_id: String,
}

/// A place of a plan.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RotaPlaceRef {
    /// 考试计划.
    pub plan_id: String,
    /// 场次.
    pub session_id: String,
    /// 考场; empty for 巡考.
    pub room_id: String,
}

/// An arrangement that is not written yet.
pub(crate) struct RotaProposal {
    plan: PlanId,
    options: RotaOptions,
    /// The duties it was made from.
    basis: Vec<InvigilationDuty>,
    result: Vec<InvigilationDuty>,
}

/// What a change was, to take it back.
pub(crate) struct RotaChange {
    plan: PlanId,
    before: Vec<InvigilationDuty>,
    after: Vec<InvigilationDuty>,
}

pub(super) fn plan_id(text: &str) -> Result<PlanId> {
    identity(text, "plan_unknown", "考试计划")
}

fn session_id(text: &str) -> Result<SessionId> {
    identity(text, "session_unknown", "场次")
}

fn place(request: &RotaPlaceRef) -> Result<PlaceKey> {
    let room: Option<RoomId> = match request.room_id.trim() {
        "" => None,
        room => Some(identity(room, "room_unknown", "考场")?),
    };
    Ok((session_id(&request.session_id)?, room))
}

fn gone() -> AppError {
    AppError::new("duty_unknown", "这条监考安排已不存在，可能已被修改").hint("请刷新后再试")
}

/// The rota as it is.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub fn view(app: &App, plan: &str) -> Result<RotaView> {
    let plan = plan_id(plan)?;
    app.read(|tx| {
        let scene = Scene::load(app, tx, plan, None)?;
        Ok(scene.view(&scene.duties, false))
    })
}

/// 自动编排: a proposal that keeps what is locked and what has begun. Nothing is written.
///
/// # Errors
/// `plan_unknown`, `rota_options`, `nothing_seated`, those of the store.
pub(crate) fn propose(app: &App, plan: &str, options: &RotaOptions) -> Result<(RotaView, RotaProposal)> {
    let plan = plan_id(plan)?;
    options.check()?;
    app.read(|tx| {
        let scene = Scene::load(app, tx, plan, Some(options.clone()))?;
        if scene.our_slots().all(|(_, _, facts)| facts.candidates == 0) {
            return Err(AppError::new("nothing_seated", "该计划还没有排座，不知道哪些考场需要监考")
                .hint("请先在考场编排中排座"));
        }
        let rota = arrange(&scene.request);
        let locked = |at: &Placement| {
            let duty = scene.duty(*at, true);
            scene.duties.contains(&duty)
        };
        let result: Vec<InvigilationDuty> =
            rota.placements.iter().map(|at| scene.duty(*at, locked(at))).collect();
        let view = scene.view(&result, true);
        Ok((view, RotaProposal { plan, options: options.clone(), basis: scene.duties, result }))
    })
}

/// Writes a proposal, if nothing it stands on has changed.
///
/// # Errors
/// `rota_changed`, those of the store.
pub(crate) fn apply(app: &App, proposal: &RotaProposal) -> Result<(RotaView, RotaChange)> {
    let changed = || {
        AppError::new("rota_changed", "编排之后座位、人员或监考安排有了变化，没有采用").hint("请重新自动编排")
    };
    let summary = format!("{} 条监考安排", proposal.result.len());
    app.write("rota_apply", "采用监考编排", &summary, |tx| {
        let scene = Scene::load(app, tx, proposal.plan, Some(proposal.options.clone()))?;
        let placements = scene.placements(&proposal.result);
        let known = placements.len() == proposal.result.len();
        let wrong = findings(&scene.request, &placements);
        let kept = |at: &Placement| scene.request.kept.contains(at);
        let sound = wrong.iter().all(|finding| kept(&finding.placement));
        if scene.duties != proposal.basis || !known || !sound {
            return Err(changed());
        }
        scene.check_ours(&proposal.result)?;
        tx.put_setting(&RotaOptions::name(proposal.plan, app.scope()), &proposal.options)?;
        replace(tx, &scene.duties, &proposal.result)
    })?;
    finish(app, proposal.plan, proposal.basis.clone())
}

/// Makes the duties of a plan those of `new`; only what differs is touched.
fn replace(tx: &mut WriteTx<'_>, old: &[InvigilationDuty], new: &[InvigilationDuty]) -> Result<()> {
    let same =
        |a: &InvigilationDuty, b: &InvigilationDuty| (a.session, a.invigilator) == (b.session, b.invigilator);
    for duty in old.iter().filter(|duty| !new.iter().any(|other| same(duty, other))) {
        tx.delete_duty(duty)?;
    }
    for duty in new {
        tx.put_duty(duty)?;
    }
    Ok(())
}

fn finish(app: &App, plan: PlanId, before: Vec<InvigilationDuty>) -> Result<(RotaView, RotaChange)> {
    app.read(|tx| {
        let scene = Scene::load(app, tx, plan, None)?;
        let mut view = scene.view(&scene.duties, false);
        view.can_undo = scene.duties != before;
        Ok((view, RotaChange { plan, before, after: scene.duties }))
    })
}

/// One change by hand: `work` changes the list of duties.
fn edit(
    app: &App,
    plan: PlanId,
    (code, label): (&'static str, &'static str),
    work: impl FnOnce(&Scene, &mut Vec<InvigilationDuty>) -> Result<()>,
) -> Result<(RotaView, RotaChange)> {
    let name = app.read(|tx| Ok(crate::plans::find(tx, plan)?.name))?;
    let before = app.write(code, label, &name, |tx| {
        let scene = Scene::load(app, tx, plan, None)?;
        let mut duties = scene.duties.clone();
        work(&scene, &mut duties)?;
        scene.check_ours(&duties)?;
        replace(tx, &scene.duties, &duties)?;
        Ok(scene.duties)
    })?;
    finish(app, plan, before)
}

/// Puts somebody at a place, instead of somebody else when `instead` is given. What is put by hand is locked.
///
/// # Errors
/// `place_unknown`, `invigilator_unknown`, `duty_unknown`, `duty_hindered`.
pub(crate) fn assign(
    app: &App,
    at: &RotaPlaceRef,
    invigilator: &str,
    instead: Option<&str>,
) -> Result<(RotaView, RotaChange)> {
    let (plan, key, person) = (plan_id(&at.plan_id)?, place(at)?, person_id(invigilator)?);
    let instead = instead.filter(|id| !id.trim().is_empty()).map(person_id).transpose()?;
    edit(app, plan, ("rota_assign", "指定监考人员"), |scene, duties| {
        if let Some(old) = instead {
            remove(duties, (key.0, old))?;
        }
        put(scene, duties, key, person)
    })
}

fn remove(
    duties: &mut Vec<InvigilationDuty>,
    (session, person): (SessionId, InvigilatorId),
) -> Result<InvigilationDuty> {
    let found = duties.iter().position(|duty| (duty.session, duty.invigilator) == (session, person));
    Ok(duties.remove(found.ok_or_else(gone)?))
}

/// Adds a duty, if nothing is in its way.
fn put(
    scene: &Scene,
    duties: &mut Vec<InvigilationDuty>,
    key: PlaceKey,
    person: InvigilatorId,
) -> Result<()> {
    let slot = scene.slot(key).ok_or_else(|| {
        AppError::new("place_unknown", "该考场在本场没有考生，不需要监考").hint("请刷新后再试")
    })?;
    let place = scene
        .person(person)
        .ok_or_else(|| AppError::new("invigilator_unknown", "找不到监考人员，可能已被删除或不参加编排"))?;
    let at = Placement { slot, person: place };
    let placements = scene.placements(duties);
    let name = &scene.people[place].name;
    if placements.contains(&at) {
        return Err(AppError::new("duty_hindered", format!("“{name}”已在这里")));
    }
    if let Some(hindrance) = scene.request.hindrance_in(at, &placements) {
        return Err(AppError::new("duty_hindered", format!("“{name}”{}", scene.words(hindrance))));
    }
    duties.push(scene.duty(at, true));
    Ok(())
}

/// Takes somebody off a session.
///
/// # Errors
/// `duty_unknown`.
pub(crate) fn unassign(app: &App, plan: &str, duty: &RotaDutyRef) -> Result<(RotaView, RotaChange)> {
    let key = (session_id(&duty.session_id)?, person_id(&duty.invigilator_id)?);
    edit(app, plan_id(plan)?, ("rota_unassign", "取消监考安排"), |_, duties| {
        remove(duties, key).map(|_| ())
    })
}

/// Exchanges two people between their places.
///
/// # Errors
/// `duty_unknown`, `duty_hindered`.
pub(crate) fn swap(
    app: &App,
    plan: &str,
    one: &RotaDutyRef,
    other: &RotaDutyRef,
) -> Result<(RotaView, RotaChange)> {
    let a = (session_id(&one.session_id)?, person_id(&one.invigilator_id)?);
    let b = (session_id(&other.session_id)?, person_id(&other.invigilator_id)?);
    edit(app, plan_id(plan)?, ("rota_swap", "对换监考人员"), |scene, duties| {
        let (first, second) = (remove(duties, a)?, remove(duties, b)?);
        put(scene, duties, (first.session, first.room), second.invigilator)?;
        put(scene, duties, (second.session, second.room), first.invigilator)
    })
}

/// Locks or unlocks duties; all that the person at work manages when none is named.
///
/// # Errors
/// `duty_unknown`, `outside_scope`.
pub(crate) fn lock(
    app: &App,
    plan: &str,
    which: &[RotaDutyRef],
    locked: bool,
) -> Result<(RotaView, RotaChange)> {
    let keys = which
        .iter()
        .map(|duty| Ok((session_id(&duty.session_id)?, person_id(&duty.invigilator_id)?)))
        .collect::<Result<Vec<_>>>()?;
    let kind =
        if locked { ("rota_lock", "锁定监考安排") } else { ("rota_unlock", "解锁监考安排") };
    edit(app, plan_id(plan)?, kind, |scene, duties| {
        let known = |key: &(SessionId, InvigilatorId)| {
            duties.iter().any(|duty| (duty.session, duty.invigilator) == *key)
        };
        if !keys.iter().all(known) {
            return Err(gone());
        }
        for duty in duties.iter_mut() {
            let all = keys.is_empty() && scene.is_ours(duty.session);
            if all || keys.contains(&(duty.session, duty.invigilator)) {
                duty.locked = locked;
            }
        }
        Ok(())
    })
}

/// Removes the duties of a plan that the person at work manages, but not those of sessions that have begun,
/// nor, unless `locked` says so, those that are locked.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub(crate) fn clear(app: &App, plan: &str, locked: bool) -> Result<(RotaView, RotaChange)> {
    edit(app, plan_id(plan)?, ("rota_clear", "清空监考安排"), |scene, duties| {
        duties.retain(|duty| {
            let slot = scene.slot((duty.session, duty.room));
            let past = slot.is_some_and(|slot| scene.facts[slot].past);
            past || (duty.locked && !locked) || !scene.is_ours(duty.session)
        });
        Ok(())
    })
}

/// Takes a change back, if nothing came after it.
///
/// # Errors
/// `changed_since`.
pub(crate) fn undo(app: &App, change: &RotaChange) -> Result<RotaView> {
    app.write("rota_undo", "撤销监考编排的修改", "", |tx| {
        let now = tx.duties(change.plan)?;
        if now != change.after {
            return Err(AppError::new("changed_since", "之后又有更改，不能撤销"));
        }
        replace(tx, &now, &change.before)
    })?;
    view(app, &change.plan.to_string())
}

impl RotaChange {
    /// Whether it belongs to this plan and is the last thing that happened.
    pub(crate) fn is_last(&self, app: &App, plan: &str) -> Result<bool> {
        if self.plan.to_string() != plan || self.before == self.after {
            return Ok(false);
        }
        app.read(|tx| Ok(tx.duties(self.plan)? == self.after))
    }
}

/// Who may be given a place: those who are free first, the least loaded before the others.
///
/// # Errors
/// `place_unknown`, `plan_unknown`, those of the store.
pub fn candidates(app: &App, at: &RotaPlaceRef, instead: Option<&str>) -> Result<Vec<RotaCandidate>> {
    let (plan, key) = (plan_id(&at.plan_id)?, place(at)?);
    let instead = instead.filter(|id| !id.trim().is_empty()).map(person_id).transpose()?;
    app.read(|tx| {
        let scene = Scene::load(app, tx, plan, None)?;
        let slot = scene
            .slot(key)
            .ok_or_else(|| AppError::new("place_unknown", "该考场在本场没有考生，不需要监考"))?;
        let own = scene.own_loads(&scene.duties);
        let mut duties = scene.duties.clone();
        duties.retain(|duty| duty.session != key.0 || Some(duty.invigilator) != instead);
        let placements = scene.placements(&duties);
        let mut found = Vec::new();
        for (place, person) in scene.people.iter().enumerate() {
            let at = Placement { slot, person: place };
            if placements.contains(&at) || Some(person.id) == instead {
                continue;
            }
            let hindrance = scene.request.hindrance_in(at, &placements);
            found.push(RotaCandidate {
                invigilator_id: person.id.to_string(),
                name: person.name.clone(),
                school: person.school.clone(),
                earlier: scene.request.people[place].earlier,
                duties: own[place],
                permit: hindrance.map_or_else(Permit::yes, |why| Permit::no(scene.words(why))),
            });
        }
        found.sort_by_key(|one| (!one.permit.allowed, one.earlier + one.duties));
        Ok(found)
    })
}
