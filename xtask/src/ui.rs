//! The page of the window: its libraries, its checks, its build.

use crate::{Failure, node, root};

/// Types, style and unit tests of the page.
pub(crate) fn check() -> Result<(), Failure> {
    install()?;
    for script in ["check", "lint", "test"] {
        npm(&["run", "--silent", script])?;
    }
    build()
}

/// Builds `ui/dist`, which the window embeds.
pub(crate) fn build() -> Result<(), Failure> {
    install()?;
    npm(&["run", "--silent", "build"])
}

/// The libraries that package-lock.json names; done again when it changed.
fn install() -> Result<(), Failure> {
    let ui = root().join("ui");
    let wanted = std::fs::metadata(ui.join("package-lock.json"))?.modified()?;
    let found = std::fs::metadata(ui.join("node_modules/.package-lock.json")).and_then(|it| it.modified());
    if found.is_ok_and(|found| found >= wanted) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"])
}

fn npm(arguments: &[&str]) -> Result<(), Failure> {
    println!("\n$ npm {}", arguments.join(" "));
    let status = node::npm()?.args(arguments).current_dir(root().join("ui")).status()?;
    if status.success() { Ok(()) } else { Err(format!("npm {} failed", arguments.join(" ")).into()) }
}
