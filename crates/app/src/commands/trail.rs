//! 操作日志.

use super::{Command, Nothing, command};
use crate::desk::Permission;
use crate::error::Result;
use crate::scope::concerns;
use crate::trail::{self, TrailChoices, TrailDetail, TrailQuery};
use serde::Deserialize;
use std::path::Path;
use ts_rs::TS;

/// Which entry.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct TrailEntryRequest {
    /// Its number.
    pub seq: u64,
}

/// 导出操作日志.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct TrailExportRequest {
    /// Which entries.
    pub query: TrailQuery,
    /// The workbook.
    pub file: String,
    /// Replace an existing file.
    pub overwrite: bool,
}

concerns! { nothing: TrailQuery, TrailEntryRequest, TrailExportRequest }

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command("audit.list", Permission::System, |session, query: TrailQuery, _| {
            trail::page(&session.app, &query)
        }),
        command("audit.choices", Permission::System, |session, _: Nothing, _| -> Result<TrailChoices> {
            trail::choices(&session.app)
        }),
        command(
            "audit.detail",
            Permission::System,
            |session, request: TrailEntryRequest, _| -> Result<TrailDetail> {
                trail::detail(&session.app, request.seq)
            },
        ),
        command("audit.export", Permission::System, |session, request: TrailExportRequest, task| {
            let TrailExportRequest { query, file, overwrite } = request;
            trail::export(&session.app, &query, Path::new(file.trim()), overwrite, task)
        }),
    ]
}
