//! Dialogs of the system: choosing files and folders, opening a finished file in its program.

use kaozhan_app::commands::dialogs::{DialogOpen, DialogSave, DialogShow, FileFilter, PathAnswer};
use kaozhan_app::desk::Desk;
use kaozhan_app::error::AppError;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::Path;
use tauri::{AppHandle, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tauri_plugin_opener::OpenerExt;

/// What this program writes, and what may therefore be opened.
const KNOWN: [&str; 6] = ["pdf", "xlsx", "csv", "log", "kzbak", "txt"];

/// Answers the calls that need the system's window; `None` for every other name.
pub(crate) fn call(
    handle: &AppHandle,
    desk: &Desk,
    name: &str,
    payload: &Value,
) -> Option<Result<Value, AppError>> {
    let answer = match name {
        "dialog.open" => open(handle, payload),
        "dialog.save" => save(handle, payload),
        "dialog.show" => show(handle, desk, payload),
        _ => return None,
    };
    Some(answer.and_then(|answer| {
        serde_json::to_value(answer).map_err(|error| AppError::new("response_invalid", error.to_string()))
    }))
}

fn request<T: DeserializeOwned>(payload: &Value) -> Result<T, AppError> {
    serde_json::from_value(payload.clone())
        .map_err(|error| AppError::new("request_invalid", format!("界面传来的内容不对：{error}")))
}

fn dialog(handle: &AppHandle, title: &str, filters: &[FileFilter]) -> FileDialogBuilder<Wry> {
    let mut dialog = handle.dialog().file().set_title(title);
    for filter in filters {
        let extensions: Vec<&str> = filter.extensions.iter().map(String::as_str).collect();
        dialog = dialog.add_filter(&filter.name, &extensions);
    }
    dialog
}

fn answer(chosen: Vec<FilePath>) -> PathAnswer {
    let paths = chosen.into_iter().filter_map(|path| path.into_path().ok());
    PathAnswer { paths: paths.map(|path| path.display().to_string()).collect() }
}

fn open(handle: &AppHandle, payload: &Value) -> Result<PathAnswer, AppError> {
    let wanted: DialogOpen = request(payload)?;
    let dialog = dialog(handle, &wanted.title, &wanted.filters);
    let chosen = match (wanted.folder, wanted.multiple) {
        (true, true) => dialog.blocking_pick_folders(),
        (true, false) => dialog.blocking_pick_folder().map(|path| vec![path]),
        (false, true) => dialog.blocking_pick_files(),
        (false, false) => dialog.blocking_pick_file().map(|path| vec![path]),
    };
    Ok(answer(chosen.unwrap_or_default()))
}

fn save(handle: &AppHandle, payload: &Value) -> Result<PathAnswer, AppError> {
    let wanted: DialogSave = request(payload)?;
    let dialog = dialog(handle, &wanted.title, &wanted.filters).set_file_name(&wanted.default_name);
    Ok(answer(dialog.blocking_save_file().into_iter().collect()))
}

/// Opens a file of a kind that this program writes, or a folder. Only while somebody is signed in.
fn show(handle: &AppHandle, desk: &Desk, payload: &Value) -> Result<PathAnswer, AppError> {
    desk.session()?;
    let wanted: DialogShow = request(payload)?;
    let path = Path::new(&wanted.path);
    let is_known =
        path.extension().is_some_and(|end| KNOWN.iter().any(|known| end.eq_ignore_ascii_case(known)));
    let may_open = path.is_dir() || (path.is_file() && is_known);
    if !may_open {
        return Err(AppError::new(
            "file_not_found",
            format!("找不到文件“{}”，可能已被移动或删除", path.display()),
        ));
    }
    handle
        .opener()
        .open_path(&wanted.path, None::<&str>)
        .map_err(|error| AppError::new("open_failed", format!("打不开“{}”：{error}", path.display())))?;
    Ok(PathAnswer { paths: vec![wanted.path] })
}
