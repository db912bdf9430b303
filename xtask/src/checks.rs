//! `test`: everything that must hold before a change is taken, in the order of what fails fastest.

use crate::process::{self, WHOLE, cargo};
use crate::{Failure, bindings, cli_docs, licences, requirements, root, setup, tidy, ui};

/// Runs every check; stops at the first that fails.
pub(crate) fn run() -> Result<(), Failure> {
    setup::run()?;
    let cargo = cargo();
    process::run(&cargo, &["fmt", "--all", "--check"], &[])?;
    tidy::run()?;
    requirements::run()?;
    ui::check()?;
    let whole = |task: &[&'static str], rest: &[&'static str]| [task, &WHOLE, rest].concat();
    process::run(&cargo, &whole(&["clippy", "--all-targets"], &["--", "-D", "warnings"]), &[])?;
    process::run(&cargo, &whole(&["doc", "--no-deps"], &[]), &[("RUSTDOCFLAGS", "-D warnings")])?;
    let built = process::build_everything()?;
    cli_docs::compare(&built)?;
    bindings::compare(&built)?;
    licences::run(true)?;
    // The acceptance tests start the programs themselves, as they were just built.
    process::run(&cargo, &whole(&["test"], &["--no-fail-fast"]), &[("KAOZHAN_BUILT", "1")])?;
    println!("\nAll checks passed.");
    Ok(())
}

/// Takes the pictures of the user manual while the main job is done in the window.
pub(crate) fn manual() -> Result<(), Failure> {
    setup::run()?;
    ui::build()?;
    process::build_everything()?;
    let pictures = root().join("docs/用户手册/images");
    let test = [["test"].as_slice(), &WHOLE, &["--test", "desktop_job"]].concat();
    let pictures = pictures.to_string_lossy().into_owned();
    process::run(&cargo(), &test, &[("KAOZHAN_BUILT", "1"), ("KAOZHAN_PICTURES", &pictures)])?;
    Ok(())
}

/// Licences, advisories and sources; installs `cargo-deny` when it isn't there.
pub(crate) fn deny() -> Result<(), Failure> {
    let cargo = cargo();
    if !process::exists("cargo-deny") {
        process::run(&cargo, &["install", "--locked", "cargo-deny"], &[])?;
    }
    process::run(&cargo, &["deny", "check"], &[])?;
    Ok(())
}

/// Runs the simulator of the exchange between laptops and a server.
pub(crate) fn simulate(options: &[&str]) -> Result<(), Failure> {
    let line = ["run", "--release", "--package", "kaozhan-sync", "--features", "simulation"];
    let line = [line.as_slice(), &["--example", "simulate", "--"], options].concat();
    process::run(&cargo(), &line, &[])?;
    Ok(())
}
