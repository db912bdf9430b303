//! Dialogs of the system: choosing files and folders, opening a finished file in its program.

use kaozhan_app::desk::Desk;
use kaozhan_app::error::AppError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::Path;
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tauri_plugin_opener::OpenerExt;

/// What a file dialog is asked for.
#[derive(Debug, Deserialize)]
struct FileRequest {
    title: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    extensions: Vec<String>,
    #[serde(default)]
    folder: String,
}

/// What is opened in the system's own program.
#[derive(Debug, Deserialize)]
struct OpenRequest {
    path: String,
}

/// Answers the calls that need the system's window; `None` for every other name.
pub(crate) fn call(
    handle: &AppHandle,
    desk: &Desk,
    name: &str,
    payload: &Value,
) -> Option<Result<Value, AppError>> {
    match name {
        "dialog.open" => Some(ask(handle, payload, FileDialogBuilder::blocking_pick_file)),
        "dialog.folder" => Some(ask(handle, payload, FileDialogBuilder::blocking_pick_folder)),
        "dialog.save" => Some(ask(handle, payload, FileDialogBuilder::blocking_save_file)),
        "dialog.show" => Some(show(handle, desk, payload)),
        _ => None,
    }
}

fn request<T: DeserializeOwned>(payload: &Value) -> Result<T, AppError> {
    serde_json::from_value(payload.clone())
        .map_err(|error| AppError::new("request_invalid", format!("界面传来的内容不对：{error}")))
}

fn ask(
    handle: &AppHandle,
    payload: &Value,
    pick: impl FnOnce(FileDialogBuilder<tauri::Wry>) -> Option<FilePath>,
) -> Result<Value, AppError> {
    let wanted: FileRequest = request(payload)?;
    let mut dialog = handle.dialog().file().set_title(&wanted.title);
    if !wanted.name.is_empty() {
        dialog = dialog.set_file_name(&wanted.name);
    }
    if !wanted.extensions.is_empty() {
        let extensions: Vec<&str> = wanted.extensions.iter().map(String::as_str).collect();
        dialog = dialog.add_filter(wanted.extensions.join("、"), &extensions);
    }
    if !wanted.folder.is_empty() {
        dialog = dialog.set_directory(&wanted.folder);
    }
    let path = pick(dialog).and_then(|path| path.into_path().ok());
    Ok(path.map_or(Value::Null, |path| Value::String(path.display().to_string())))
}

/// Opens a file that this program wrote, or its folder. Only while somebody is signed in.
fn show(handle: &AppHandle, desk: &Desk, payload: &Value) -> Result<Value, AppError> {
    desk.session()?;
    let wanted: OpenRequest = request(payload)?;
    let path = Path::new(&wanted.path);
    let known = ["pdf", "xlsx", "csv", "log", "kzbak"];
    let is_known = path.extension().is_some_and(|end| known.iter().any(|ext| end.eq_ignore_ascii_case(ext)));
    if !path.is_dir() && !(path.is_file() && is_known) {
        return Err(AppError::new("file_not_found", format!("找不到文件“{}”", path.display())));
    }
    handle
        .opener()
        .open_path(&wanted.path, None::<&str>)
        .map_err(|error| AppError::new("open_failed", format!("打不开“{}”：{error}", path.display())))?;
    Ok(Value::Null)
}
