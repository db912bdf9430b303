//! Lists of rooms with their states, and one room with its picture. Changes nothing.

use super::change::{RoomForm, form};
use super::layout::{LayoutForm, RoomPreview, preview};
use super::{find, status_of};
use crate::error::Result;
use crate::forms::{Permit, chosen, identity, page_of};
use crate::workspace::{App, all_subjects};
use kaozhan_domain::ids::{CertificateId, PlanId, RoomId, SiteId, SubjectId};
use kaozhan_domain::plan::ExamPlan;
use kaozhan_domain::room::{Room, RoomStatus};
use kaozhan_domain::seating::{ExamMode, SeatKind};
use kaozhan_domain::site::Site;
use kaozhan_store::ReadTx;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use ts_rs::TS;

/// What the list is asked for; what is empty does not restrict.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct RoomQuery {
    /// 考试计划.
    pub plan_id: String,
    /// 考核站点.
    pub site_id: String,
    /// 证书.
    pub certificate_id: String,
    /// Stable code of 考场类型.
    pub mode: String,
    /// Part of name, code or address.
    pub text: String,
    /// The room itself, for a link to it.
    pub id: String,
    /// Label of the state.
    pub status: String,
    /// Page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub page_size: u64,
}

/// How many rooms are in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoomCount {
    /// Label of the state.
    pub status: String,
    /// Rooms.
    pub count: u64,
}

/// A page of rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoomPage {
    /// How many match.
    pub total: u64,
    /// 考位数 of all that match.
    pub capacity: u64,
    /// Counts of the state tabs, for the same filter.
    pub counts: Vec<RoomCount>,
    /// The rows.
    pub rows: Vec<RoomRow>,
}

/// A room in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoomRow {
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
    /// 证书 with level.
    pub certificate: String,
    /// 考试科目.
    pub subjects: Vec<String>,
    /// 笔试考场 …
    pub room_type: String,
    /// 考位数.
    pub capacity: u16,
    /// 备用座位 among them.
    pub reserve: u64,
    /// Seats given in all sessions.
    pub assigned: u64,
    /// The address as it is printed.
    pub address: String,
    /// Storey.
    pub floor: Option<i32>,
    /// Columns as text, `7-8-8-7`.
    pub columns: String,
    /// 未排考, 排考中, 已结束.
    pub status: String,
    /// What may be changed.
    pub edit: RoomEdit,
    /// Whether it may be deleted.
    pub delete: Permit,
}

/// What may be changed of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RoomEdit {
    /// Everything.
    All,
    /// More seats only.
    Grow,
    /// Nothing.
    Nothing,
}

impl From<RoomStatus> for RoomEdit {
    fn from(status: RoomStatus) -> Self {
        match status {
            RoomStatus::NotArranged => Self::All,
            RoomStatus::Arranging => Self::Grow,
            RoomStatus::Finished => Self::Nothing,
        }
    }
}

/// A room with its picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoomDetail {
    /// As in the list.
    pub row: RoomRow,
    /// As in the form.
    pub form: RoomForm,
    /// The picture.
    pub preview: RoomPreview,
}

/// What rooms refer to.
struct Names {
    sites: HashMap<SiteId, Site>,
    certificates: HashMap<CertificateId, String>,
    subjects: HashMap<SubjectId, String>,
}

impl Names {
    fn load(tx: &ReadTx<'_>, plans: &[ExamPlan]) -> Result<Self> {
        Ok(Self {
            sites: tx.sites()?.into_iter().map(|site| (site.id, site)).collect(),
            certificates: tx.certificates()?.into_iter().map(|known| (known.id, known.label())).collect(),
            subjects: all_subjects(tx, plans)?.into_iter().map(|known| (known.id, known.name)).collect(),
        })
    }

    fn row(&self, room: &Room, plan: &ExamPlan, status: RoomStatus, assigned: u64) -> RoomRow {
        let names = room.subjects.iter().filter_map(|id| self.subjects.get(id).cloned());
        let seats = room.layout.seats();
        let reserve = seats.iter().filter(|seat| seat.kind == SeatKind::Reserve).count();
        let columns: Vec<String> = room.layout.columns.iter().map(ToString::to_string).collect();
        let taken = usize::try_from(assigned).unwrap_or(usize::MAX);
        RoomRow {
            id: room.id.to_string(),
            code: room.code.clone(),
            name: room.name.clone(),
            plan: plan.name.clone(),
            site: self.sites.get(&room.site).map(|site| site.name.clone()).unwrap_or_default(),
            certificate: self.certificates.get(&room.certificate).cloned().unwrap_or_default(),
            subjects: names.collect(),
            room_type: room.mode.room_label().to_owned(),
            capacity: room.capacity,
            reserve: u64::try_from(reserve).unwrap_or(u64::MAX),
            assigned,
            address: kaozhan_domain::site::full_address(
                &room.province,
                &room.city,
                &room.county,
                &room.address,
            ),
            floor: room.floor,
            columns: columns.join("-"),
            status: status.label().to_owned(),
            edit: status.into(),
            delete: Permit::of(room.check_deletion(status, taken)),
        }
    }
}

/// A page of rooms with the counts of the states.
///
/// # Errors
/// Those of the store.
pub fn list(app: &App, query: &RoomQuery) -> Result<RoomPage> {
    app.read(|tx| {
        let plans = app.plans(tx)?;
        let names = Names::load(tx, &plans)?;
        let wanted = query.text.trim().to_lowercase();
        let only = chosen::<PlanId>(&query.plan_id);
        let mode = crate::subjects::mode(&query.mode);
        let (mut rows, mut counts) = (Vec::new(), [0u64; 3]);
        for plan in plans.iter().filter(|plan| only.is_none_or(|only| only == plan.id)) {
            let assigned = tx.assigned_by_room(plan.id)?;
            let status = status_of(app, plan);
            for room in app.rooms(tx, plan.id)? {
                let found = matches(query, &room, mode, &wanted);
                if !found {
                    continue;
                }
                if let Some(place) = RoomStatus::ALL.iter().position(|known| *known == status) {
                    counts[place] += 1;
                }
                if query.status.is_empty() || query.status == status.label() {
                    let taken = assigned.get(&room.id).copied().unwrap_or_default();
                    rows.push(names.row(&room, plan, status, taken));
                }
            }
        }
        let counts = RoomStatus::ALL.iter().zip(counts);
        Ok(RoomPage {
            total: u64::try_from(rows.len()).unwrap_or(u64::MAX),
            capacity: rows.iter().map(|row| u64::from(row.capacity)).sum(),
            counts: counts
                .map(|(status, count)| RoomCount { status: status.label().to_owned(), count })
                .collect(),
            rows: page_of(rows, query.page, query.page_size),
        })
    })
}

/// The rooms that a query means, of any state and page.
///
/// # Errors
/// Those of the store.
pub fn ids(app: &App, query: &RoomQuery) -> Result<Vec<String>> {
    app.read(|tx| {
        let wanted = query.text.trim().to_lowercase();
        let (only, mode) = (chosen::<PlanId>(&query.plan_id), crate::subjects::mode(&query.mode));
        let mut ids = Vec::new();
        for plan in app.plans(tx)?.iter().filter(|plan| only.is_none_or(|only| only == plan.id)) {
            if !query.status.is_empty() && query.status != status_of(app, plan).label() {
                continue;
            }
            let rooms = app.rooms(tx, plan.id)?;
            let found = rooms.iter().filter(|room| matches(query, room, mode, &wanted));
            ids.extend(found.map(|room| room.id.to_string()));
        }
        Ok(ids)
    })
}

fn matches(query: &RoomQuery, room: &Room, mode: Option<ExamMode>, wanted: &str) -> bool {
    let is = |text: &str, id: String| text.trim().is_empty() || text.trim() == id;
    let holds = |text: &str| text.to_lowercase().contains(wanted);
    is(&query.id, room.id.to_string())
        && is(&query.site_id, room.site.to_string())
        && is(&query.certificate_id, room.certificate.to_string())
        && mode.is_none_or(|mode| mode == room.mode)
        && (wanted.is_empty() || holds(&room.name) || holds(&room.code) || holds(&room.address))
}

/// One room with its picture.
///
/// # Errors
/// `room_unknown`.
pub fn detail(app: &App, id: &str) -> Result<RoomDetail> {
    let id: RoomId = identity(id, "room_unknown", "考场")?;
    app.read(|tx| {
        let room = find(tx, id)?;
        let plan = crate::plans::find(tx, room.plan)?;
        let assigned = tx.assigned_by_room(plan.id)?.get(&id).copied().unwrap_or_default();
        let status = status_of(app, &plan);
        let names = Names::load(tx, std::slice::from_ref(&plan))?;
        let row = names.row(&room, &plan, status, assigned);
        let layout = LayoutForm::from(&room.layout);
        Ok(RoomDetail { row, preview: preview(&layout), form: form(&room, layout) })
    })
}
