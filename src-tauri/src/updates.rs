//! Updates: off until the package carries the publisher's key and an address (`plugins.updater` in
//! tauri.conf.json). Only when a person asks is the address called; what comes is installed only if it is
//! signed with that key.

use kaozhan_app::commands::updates::{UpdateFound, UpdateState, is_off};
use kaozhan_app::desk::{Desk, Permission};
use kaozhan_app::error::AppError;
use kaozhan_app::task::Progress;
use serde_json::Value;
use tauri::async_runtime::block_on;
use tauri::{AppHandle, Builder, Config, Wry};
use tauri_plugin_updater::{Update, UpdaterExt};

/// Whether key and address are given.
fn is_set(config: &Config) -> bool {
    let Some(updater) = config.plugins.0.get("updater") else { return false };
    let has_key = updater["pubkey"].as_str().is_some_and(|key| !key.trim().is_empty());
    has_key && updater["endpoints"].as_array().is_some_and(|all| !all.is_empty())
}

/// Adds the updater where it is wanted: without its key it would not start.
pub(crate) fn join(builder: Builder<Wry>, config: &Config) -> Builder<Wry> {
    if is_set(config) { builder.plugin(tauri_plugin_updater::Builder::new().build()) } else { builder }
}

/// Answers the calls about updates; `None` for every other name.
pub(crate) fn call(
    handle: &AppHandle,
    desk: &Desk,
    name: &str,
    report: &dyn Fn(Progress<'_>),
) -> Option<Result<Value, AppError>> {
    let answer = match name {
        "update.state" => as_value(UpdateState { is_set: is_set(handle.config()) }),
        "update.find" => find(handle, desk).and_then(|found| {
            as_value(found.map(|update| UpdateFound {
                version: update.version.clone(),
                notes: update.body.unwrap_or_default(),
            }))
        }),
        "update.install" => install(handle, desk, report).and_then(as_value),
        _ => return None,
    };
    Some(answer)
}

fn as_value(answer: impl serde::Serialize) -> Result<Value, AppError> {
    serde_json::to_value(answer).map_err(|error| AppError::new("response_invalid", error.to_string()))
}

fn failed(error: &tauri_plugin_updater::Error) -> AppError {
    AppError::new("update_failed", format!("更新没有完成：{error}")).hint("请检查网络后再试；现在的版本不受影响")
}

fn find(handle: &AppHandle, desk: &Desk) -> Result<Option<Update>, AppError> {
    if !is_set(handle.config()) {
        return Err(is_off());
    }
    desk.session()?.require(Permission::System)?;
    let updater = handle.updater().map_err(|error| failed(&error))?;
    block_on(updater.check()).map_err(|error| failed(&error))
}

/// Downloads the newer version, checks its signature, installs it and starts it.
fn install(handle: &AppHandle, desk: &Desk, report: &dyn Fn(Progress<'_>)) -> Result<(), AppError> {
    let Some(update) = find(handle, desk)? else { return Ok(()) };
    let mut done = 0;
    let bytes = block_on(update.download(
        |size, total| {
            done += size;
            let total = total.and_then(|total| usize::try_from(total).ok()).unwrap_or(0);
            report(Progress { step: "下载新版本", done, total });
        },
        || {},
    ))
    .map_err(|error| failed(&error))?;
    update.install(bytes).map_err(|error| failed(&error))?;
    handle.restart()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with(updater: Value) -> Config {
        serde_json::from_value(json!({ "identifier": "cn.kaozhan.test", "plugins": { "updater": updater } })).unwrap()
    }

    #[test]
    fn updates_need_a_key_and_an_address() {
        let address = json!(["https://updates.example.cn/{{target}}/{{current_version}}"]);
        assert!(is_set(&with(json!({ "pubkey": "a key", "endpoints": address }))));
        assert!(!is_set(&with(json!({ "pubkey": "", "endpoints": address }))));
        assert!(!is_set(&with(json!({ "pubkey": "a key", "endpoints": [] }))));
        assert!(!is_set(&serde_json::from_value(json!({ "identifier": "cn.kaozhan.test" })).unwrap()));
    }

    #[test]
    fn they_are_off_in_what_is_shipped() {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tauri.conf.json")).unwrap();
        assert!(!is_set(&serde_json::from_str(&text).unwrap()));
    }
}
