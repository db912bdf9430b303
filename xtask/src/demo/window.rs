//! The window on the demo's school, where there is a display.

use super::steps::PASSPHRASE;
use crate::process::{self, cargo};
use crate::{Failure, ui};
use kaozhan_fixtures::{SCHOOL_NAME, clock};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens the window and leaves it open; without a display it says how to open it.
pub(super) fn open(out: &Path) -> Result<(), Failure> {
    let has_display = cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if !has_display {
        println!("There is no display here, so no window is opened; with one, `cargo xtask demo` opens it.");
        return Ok(());
    }
    ui::build()?;
    let line = ["build", "--package", "kaozhan-desktop", "--features", "custom-protocol"];
    process::run(&cargo(), &line, &[])?;
    let config = out.join("设置");
    fs::create_dir_all(&config)?;
    let known = serde_json::json!([{ "folder": out.join("工作区"), "school": SCHOOL_NAME }]);
    fs::write(config.join("workspaces.json"), serde_json::to_vec_pretty(&known)?)?;
    let program = format!("kaozhan-desktop{}", std::env::consts::EXE_SUFFIX);
    Command::new(process::target_dir()?.join("debug").join(program))
        .env("KAOZHAN_CONFIG", &config)
        .env("KAOZHAN_NOW", clock::PRINTING)
        .stdin(Stdio::null())
        .spawn()?;
    println!(
        "The window is open. 工作区口令: {PASSPHRASE}; then it asks for the 负责人's account, any will do."
    );
    Ok(())
}
