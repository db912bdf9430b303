//! What is open, and who is signed in.

use super::{Command, Nothing, desk_command};
use crate::desk::{Desk, SignedIn};
use crate::error::Result;
use serde::{Deserialize, Serialize};
use std::sync::PoisonError;
use ts_rs::TS;

/// Where the window stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// No workspace is known yet.
    FirstRun,
    /// A workspace is known but not unlocked.
    Locked,
    /// The workspace is open, nobody is signed in.
    SignedOut,
    /// Work can begin.
    Ready,
}

/// The open workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WorkspaceView {
    /// Its folder.
    pub folder: String,
    /// The school.
    pub school: String,
    /// 学校标识码.
    pub school_code: String,
}

/// What the frame of the window needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SessionStatus {
    /// Where the window stands.
    pub stage: Stage,
    /// The open workspace.
    pub workspace: Option<WorkspaceView>,
    /// Who is signed in.
    pub user: Option<SignedIn>,
    /// Now by the workspace's clock, ISO 8601 without zone.
    pub now: String,
    /// Version of the program.
    pub version: String,
}

/// Which long work to stop.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct TaskRequest {
    /// The name it was started with.
    pub task_id: String,
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        desk_command("session.status", |desk, _: Nothing, _| status(desk)),
        desk_command("task.cancel", |desk, request: TaskRequest, _| Ok(desk.cancel(&request.task_id))),
    ]
}

fn status(desk: &Desk) -> Result<SessionStatus> {
    let state = desk.state.read().unwrap_or_else(PoisonError::into_inner);
    let workspace = match &state.app {
        Some(app) => {
            let school = app.school()?;
            Some(WorkspaceView {
                folder: app.folder().display().to_string(),
                school: school.name,
                school_code: school.code,
            })
        }
        None => None,
    };
    let stage = match (&state.app, &state.user) {
        (Some(_), Some(_)) => Stage::Ready,
        (Some(_), None) => Stage::SignedOut,
        (None, _) => Stage::FirstRun,
    };
    Ok(SessionStatus {
        stage,
        workspace,
        user: state.user.clone(),
        now: desk.clock().now().format("%Y-%m-%dT%H:%M:%S").to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}
