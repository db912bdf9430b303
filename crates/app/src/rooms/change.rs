//! Setting up, changing and deleting rooms (R-143… ).

use super::layout::LayoutForm;
use super::{find, status_of};
use crate::error::Result;
use crate::forms::{FormAnswer, FormProblem, identity, refuses, save_form};
use crate::plans::own;
use crate::workspace::App;
use kaozhan_domain::ids::{PlanId, RoomId};
use kaozhan_domain::plan::{ExamPlan, Subject};
use kaozhan_domain::room::Room;
use kaozhan_domain::room::input::{RoomInput, check};
use kaozhan_domain::site::Site;
use kaozhan_store::{ReadTx, WriteTx};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use ts_rs::TS;

/// A room as a form holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoomForm {
    /// Identity; nothing for a new room.
    pub id: Option<String>,
    /// 考试计划.
    pub plan_id: String,
    /// 考核站点.
    pub site_id: String,
    /// 证书.
    pub certificate_id: String,
    /// 考试科目, all of one mode.
    pub subject_ids: Vec<String>,
    /// 考场名称.
    pub name: String,
    /// 考位数.
    pub capacity: u16,
    /// 省.
    pub province: String,
    /// 市.
    pub city: String,
    /// 区县.
    pub county: String,
    /// 详细地址.
    pub address: String,
    /// Storey as typed.
    pub floor: String,
    /// 备注.
    pub remark: String,
    /// Where the desks stand.
    pub layout: LayoutForm,
}

/// A room as the form holds it.
pub(super) fn form(room: &Room, layout: LayoutForm) -> RoomForm {
    RoomForm {
        id: Some(room.id.to_string()),
        plan_id: room.plan.to_string(),
        site_id: room.site.to_string(),
        certificate_id: room.certificate.to_string(),
        subject_ids: room.subjects.iter().map(ToString::to_string).collect(),
        name: room.name.clone(),
        capacity: room.capacity,
        province: room.province.clone(),
        city: room.city.clone(),
        county: room.county.clone(),
        address: room.address.clone(),
        floor: room.floor.map(|floor| floor.to_string()).unwrap_or_default(),
        remark: room.remark.clone(),
        layout,
    }
}

/// Creates or changes a room (R-143… ).
///
/// # Errors
/// `plan_unknown`, `room_unknown`, those of the store. What is wrong with the form is in the answer.
pub fn save(app: &App, form: &RoomForm) -> Result<FormAnswer> {
    let old: Option<RoomId> =
        form.id.as_deref().map(|id| identity(id, "room_unknown", "考场")).transpose()?;
    let plan: PlanId = identity(&form.plan_id, "plan_unknown", "考试计划")?;
    let (label, code) =
        if old.is_some() { ("修改考场", "room_edit") } else { ("设置考场", "room_create") };
    save_form(app, code, label, form.name.trim(), |tx| {
        let plan = crate::plans::find(tx, plan)?;
        let old = old.map(|id| find(tx, id)).transpose()?;
        let mut problems = Vec::new();
        let Some(mut room) = read(tx, form, &plan, &mut problems)? else {
            return Ok(FormAnswer::refused(problems));
        };
        let status = status_of(app, &plan);
        match &old {
            Some(old) => {
                room.id = old.id;
                room.code.clone_from(&old.code);
                let found = old.check_edit(&room, status);
                problems.extend(found.into_iter().map(FormProblem::from));
                problems.extend(seats_lost(tx, &room)?);
            }
            None => {
                let found = Room::check_creation(&room.name, status);
                problems.extend(found.map(FormProblem::from));
            }
        }
        let taken = tx.room_by_name(room.plan, room.site, room.certificate, &room.name)?;
        if taken.is_some_and(|known| known.id != room.id) {
            problems.push(own("name", "room_name_taken", "同一计划、站点、证书已有这个考场名称，请换一个"));
        }
        if refuses(&problems) {
            return Ok(FormAnswer::refused(problems));
        }
        if old.is_none() {
            room.code = code_for(tx, &room)?;
        }
        tx.put_room(&room)?;
        Ok(FormAnswer { id: Some(room.id.to_string()), problems })
    })
}

/// The room of a form; nothing when something it needs is missing.
fn read(
    tx: &ReadTx<'_>,
    form: &RoomForm,
    plan: &ExamPlan,
    problems: &mut Vec<FormProblem>,
) -> Result<Option<Room>> {
    let capacity = form.capacity.to_string();
    let input = RoomInput {
        name: &form.name,
        capacity: &capacity,
        province: &form.province,
        city: &form.city,
        county: &form.county,
        address: &form.address,
        floor: &form.floor,
        remark: &form.remark,
        ..RoomInput::default()
    };
    let (draft, found) = check(&input);
    problems.extend(found.into_iter().map(FormProblem::from));
    let sites = tx.sites()?;
    let site = sites.iter().find(|known| known.id.to_string() == form.site_id.trim());
    match site.map(Site::check_usable) {
        None => problems.push(own("site", "value_missing", "考核站点为空，请选择")),
        Some(Err(violation)) => problems.push(own("site", &violation.code, violation.message)),
        Some(Ok(())) => {}
    }
    let subjects = chosen_subjects(&tx.subjects(plan.id)?, form, problems);
    let layout = form.layout.layout();
    let violations = layout.check(form.capacity).into_iter().map(|violation| FormProblem {
        field: "layout".to_owned(),
        refuses: violation.is_error(),
        code: violation.code,
        message: violation.message,
    });
    problems.extend(violations);
    let (Some(draft), Some(site), Some(first)) = (draft, site, subjects.first()) else { return Ok(None) };
    if refuses(problems) {
        return Ok(None);
    }
    Ok(Some(Room {
        id: RoomId(uuid::Uuid::now_v7()),
        code: String::new(),
        plan: plan.id,
        site: site.id,
        certificate: first.certificate,
        mode: first.mode,
        subjects: subjects.iter().map(|subject| subject.id).collect(),
        name: draft.name,
        capacity: draft.capacity,
        province: draft.province,
        city: draft.city,
        county: draft.county,
        address: draft.address,
        floor: draft.floor,
        layout,
        remark: draft.remark,
    }))
}

/// The subjects of a form: of one certificate and of one mode, because that makes the room's type
///
fn chosen_subjects(subjects: &[Subject], form: &RoomForm, problems: &mut Vec<FormProblem>) -> Vec<Subject> {
    let wanted: HashSet<&str> = form.subject_ids.iter().map(|id| id.trim()).collect();
    let found: Vec<Subject> = subjects
        .iter()
        .filter(|subject| subject.certificate.to_string() == form.certificate_id.trim())
        .filter(|subject| wanted.contains(subject.id.to_string().as_str()))
        .cloned()
        .collect();
    if form.certificate_id.trim().is_empty() {
        problems.push(own("certificate", "value_missing", "考试证书为空，请选择"));
    } else if found.is_empty() {
        problems.push(own("subjects", "value_missing", "考试科目为空，请选择"));
    }
    if found.iter().any(|subject| Some(subject.mode) != found.first().map(|first| first.mode)) {
        let message = "一个考场的科目考试方式必须相同，请按考试方式分别设置考场";
        problems.push(own("subjects", "room_modes_differ", message));
    }
    found
}

/// Seats that candidates have but the room would no longer have.
fn seats_lost(tx: &ReadTx<'_>, room: &Room) -> Result<Option<FormProblem>> {
    let numbered = room.layout.seats().len().min(usize::from(room.capacity));
    let lost: HashSet<u16> = tx
        .assignments(room.plan)?
        .into_iter()
        .filter(|seat| seat.room == room.id && usize::from(seat.seat) > numbered)
        .map(|seat| seat.seat)
        .collect();
    if lost.is_empty() {
        return Ok(None);
    }
    let mut lost: Vec<u16> = lost.into_iter().collect();
    lost.sort_unstable();
    let names: Vec<String> = lost.iter().take(8).map(ToString::to_string).collect();
    let message = format!("{} 号座位已安排考生，不能去掉，请先调整排座", names.join("、"));
    Ok(Some(own("layout", "room_seats_in_use", message)))
}

/// One physical room keeps its short code in every plan; a new one gets the next free.
fn code_for(tx: &ReadTx<'_>, room: &Room) -> Result<String> {
    if let Some(code) = tx.room_code(room.site, &room.name)? {
        return Ok(code);
    }
    let codes = tx.room_codes()?;
    let highest = codes.iter().filter_map(|code| code.strip_prefix('R')?.parse::<u32>().ok()).max();
    Ok(format!("R{:03}", highest.unwrap_or(0) + 1))
}

/// Deletes rooms, all or none. Gives their names.
///
/// # Errors
/// `room_unknown`, `room_not_deletable`.
pub fn delete(app: &App, ids: &[String]) -> Result<Vec<String>> {
    let ids: Vec<RoomId> =
        ids.iter().map(|id| identity(id, "room_unknown", "考场")).collect::<Result<_>>()?;
    let summary = format!("{} 间", ids.len());
    app.write("room_delete", "删除考场", &summary, |tx| {
        ids.iter().map(|id| delete_one(app, tx, *id)).collect()
    })
}

fn delete_one(app: &App, tx: &mut WriteTx<'_>, id: RoomId) -> Result<String> {
    let room = find(tx, id)?;
    let plan = crate::plans::find(tx, room.plan)?;
    let assigned = tx.assigned_by_room(plan.id)?.get(&id).copied().unwrap_or_default();
    room.check_deletion(status_of(app, &plan), usize::try_from(assigned).unwrap_or(usize::MAX))?;
    tx.delete_room(id)?;
    Ok(room.name)
}
