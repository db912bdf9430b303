//! 考场管理 (R-141…R-156).

use super::plans::RecordId;
use super::{Command, Nothing, command};
use crate::desk::{Permission, Session};
use crate::error::Result;
use crate::exporting::{self, ExportChoice, ExportKind};
use crate::records;
use crate::rooms::{self, LayoutForm, RoomForm, RoomQuery};
use crate::scope::concerns;
use serde::{Deserialize, Serialize};
use std::path::Path;
use ts_rs::TS;

/// A layout to be numbered.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PreviewRequest {
    /// The layout.
    pub layout: LayoutForm,
}

/// The usual layout is wanted.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct UsualLayoutRequest {
    /// For so many seats.
    pub capacity: u16,
}

/// Which rooms.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RoomIds {
    /// Their identities.
    pub ids: Vec<String>,
}

/// 沿用: from which plan to which.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RoomCopy {
    /// The earlier plan.
    pub from_plan_id: String,
    /// The plan that gets the rooms.
    pub to_plan_id: String,
}

/// What 沿用 did.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RoomCopyReport {
    /// Rooms copied.
    pub copied: u64,
    /// Rooms left, each with the reason.
    pub left: Vec<String>,
}

/// Rooms to export.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RoomExport {
    /// The file.
    pub path: String,
    /// Only these; all of the filter when empty.
    pub ids: Vec<String>,
    /// What the list is filtered by.
    pub filter: RoomQuery,
    /// Replace an existing file.
    pub overwrite: bool,
}

/// A table that was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TableExport {
    /// The file.
    pub file: String,
    /// Rows in it.
    pub rows: u64,
    /// Numbers in it are masked.
    pub masked: bool,
}

impl From<exporting::ExportReport> for TableExport {
    fn from(report: exporting::ExportReport) -> Self {
        Self {
            file: report.file.display().to_string(),
            rows: u64::try_from(report.rows).unwrap_or(u64::MAX),
            masked: report.masked,
        }
    }
}

concerns! { nothing: PreviewRequest, UsualLayoutRequest }
concerns! {
    RoomQuery {
        id: Room, plan_id: Plan, certificate_id: Certificate,
        site_id: _, mode: _, text: _, status: _, page: _, page_size: _,
    }
    RoomForm {
        id: Room, plan_id: Plan, certificate_id: Certificate, subject_ids: Subject,
        site_id: _, name: _, capacity: _, province: _, city: _, county: _, address: _, floor: _, remark: _,
        layout: _,
    }
    RoomIds { ids: Room }
    RoomCopy { from_plan_id: Plan, to_plan_id: Plan }
    RoomExport { ids: Room, filter: nested, path: _, overwrite: _ }
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command("room.list", Permission::View, |session, query: RoomQuery, _| {
            rooms::list(&session.app, &query)
        }),
        command("room.detail", Permission::View, |session, request: RecordId, _| {
            rooms::detail(&session.app, &request.id)
        }),
        command("room.choices", Permission::View, |session, _: Nothing, _| rooms::choices(&session.app)),
        command("room.preview", Permission::View, |_, request: PreviewRequest, _| {
            Ok(rooms::preview(&request.layout))
        }),
        command("room.usual_layout", Permission::View, |_, request: UsualLayoutRequest, _| {
            Ok(rooms::preview(&rooms::usual_layout(request.capacity)))
        }),
        command("room.save", Permission::Plan, |session, form: RoomForm, _| rooms::save(&session.app, &form)),
        command("room.delete", Permission::Plan, |session, request: RoomIds, _| {
            rooms::delete(&session.app, &request.ids)
        }),
        command("room.copy", Permission::Plan, |session, request: RoomCopy, _| copy(session, &request)),
        command("room.export", Permission::View, |session, request: RoomExport, _| export(session, &request)),
    ]
}

fn copy(session: &Session<'_>, request: &RoomCopy) -> Result<RoomCopyReport> {
    let report = records::copy_rooms_between(&session.app, &request.from_plan_id, &request.to_plan_id)?;
    Ok(RoomCopyReport { copied: u64::try_from(report.copied).unwrap_or(u64::MAX), left: report.left })
}

fn export(session: &Session<'_>, request: &RoomExport) -> Result<TableExport> {
    let ids =
        if request.ids.is_empty() { rooms::ids(&session.app, &request.filter)? } else { request.ids.clone() };
    let choice = ExportChoice { ids: Some(ids), overwrite: request.overwrite, ..ExportChoice::default() };
    let target = Path::new(request.path.trim());
    Ok(exporting::export(&session.app, ExportKind::Rooms, target, &choice)?.into())
}
