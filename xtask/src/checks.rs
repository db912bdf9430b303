//! `test`: everything that must hold before a change is taken, in the order of what fails fastest.

use crate::process::{self, cargo};
use crate::{Failure, bindings, cli_docs, requirements, setup, tidy, ui};

/// Runs every check; stops at the first that fails.
pub(crate) fn run() -> Result<(), Failure> {
    setup::run()?;
    let cargo = cargo();
    process::run(&cargo, &["fmt", "--all", "--check"], &[])?;
    tidy::run()?;
    requirements::run()?;
    ui::check()?;
    process::run(&cargo, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])?;
    process::run(&cargo, &["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")])?;
    // The acceptance tests start the program itself.
    process::build_kaozhan()?;
    process::run(&cargo, &["test", "--workspace", "--no-fail-fast"], &[])?;
    cli_docs::run(true)?;
    bindings::run(true)?;
    println!("\nAll checks passed.");
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
