//! The window: it hands what the page asks to the use cases, and shows the system's dialogs.
//!
//! **Architecture invariant:** knows Tauri and `kaozhan-app`; holds no rule and no state of its own.

mod dialogs;
mod ipc;
mod keychain;
mod updates;

use kaozhan_app::clock::Clock;
use kaozhan_app::desk::Desk;
use std::path::PathBuf;
use std::process::ExitCode;
use tauri::Manager;

/// Opens the window and runs until it is closed.
pub fn run() -> ExitCode {
    let clock = match Clock::from_environment() {
        Ok(clock) => clock,
        Err(error) => return refused(&error.to_string()),
    };
    let context = tauri::generate_context!();
    let builder = tauri::Builder::default()
        // The first plugin, so that a second start ends before it opens anything.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                let _ = window.unminimize();
                let _ = window.set_focus();
            }
        }))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init());
    let built = updates::join(builder, context.config())
        .setup(move |app| {
            let config = match std::env::var_os("KAOZHAN_CONFIG") {
                Some(folder) => PathBuf::from(folder),
                None => app.path().app_config_dir()?,
            };
            let desk = Desk::new(clock, config).with_keychain(keychain::of_this_computer());
            app.manage(ipc::Shared::new(desk));
            Ok(())
        })
        .invoke_handler(tauri::generate_handler![ipc::call])
        .run(context);
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refused(&format!("窗口打不开：{error}")),
    }
}

/// The only place without a window to say it in.
#[allow(clippy::print_stderr, reason = "there is no window yet")]
fn refused(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}
