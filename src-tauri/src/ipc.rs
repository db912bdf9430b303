//! The one command of the page.

use crate::{dialogs, updates};
use kaozhan_app::desk::Desk;
use kaozhan_app::error::AppError;
use kaozhan_app::task::Progress;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

/// The desk, shared by calls that run side by side.
pub struct Shared(Arc<Desk>);

impl Shared {
    /// Shares `desk`.
    pub fn new(desk: Desk) -> Self {
        Self(Arc::new(desk))
    }
}

/// How far a long call is.
#[derive(Debug, Clone, Serialize)]
pub struct ProgressView {
    /// What is being done, in Chinese.
    pub step: String,
    /// Units done.
    pub done: usize,
    /// Units in all; 0 while unknown.
    pub total: usize,
}

/// Calls the command `name`; see `crates/app/src/command_list.rs` for the list.
///
/// # Errors
/// Those of the command.
#[tauri::command]
pub async fn call(
    handle: AppHandle,
    desk: State<'_, Shared>,
    name: String,
    payload: Value,
    task_id: Option<String>,
    progress: Channel<ProgressView>,
) -> Result<Value, AppError> {
    let desk = Arc::clone(&desk.0);
    // Use cases block on the disk; the window's own threads must stay free.
    let done = tauri::async_runtime::spawn_blocking(move || {
        if let Some(answer) = dialogs::call(&handle, &desk, &name, &payload) {
            return answer;
        }
        let report = |at: Progress<'_>| {
            // A page that is gone no longer listens; the work goes on.
            let _ = progress.send(ProgressView { step: at.step.to_owned(), done: at.done, total: at.total });
        };
        if let Some(answer) = updates::call(&handle, &desk, &name, &report) {
            return answer;
        }
        desk.call(&name, payload, task_id.as_deref(), &report)
    });
    done.await.unwrap_or_else(|error| {
        Err(AppError::new("internal", format!("出现内部错误：{error}"))
            .hint("请重试；若再次出现，请联系支持人员"))
    })
}
