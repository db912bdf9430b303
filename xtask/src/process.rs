//! Running other programs.

use crate::{Failure, root};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs a program from the root of the tree with its output on the terminal.
pub(crate) fn run(
    program: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<Duration, Failure> {
    println!("\n$ {program} {}", arguments.join(" "));
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root())
        .status()
        .map_err(|error| format!("{program}: {error}"))?;
    if !status.success() {
        return Err(format!("{program} {} failed ({status})", arguments.join(" ")).into());
    }
    Ok(start.elapsed())
}

/// What a program prints; fails when it fails.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{program}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{program} {} failed ({})", arguments.join(" "), output.status).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program of this name can be started.
pub(crate) fn exists(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths)
        .any(|dir| dir.join(program).is_file() || dir.join(format!("{program}.exe")).is_file())
}

/// The cargo that runs this.
pub(crate) fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// What cargo knows of the workspace, without the libraries.
pub(crate) fn metadata() -> Result<serde_json::Value, Failure> {
    let text = output(&cargo(), &["metadata", "--format-version", "1", "--no-deps"])?;
    Ok(serde_json::from_str(&text)?)
}

/// Where cargo puts what it builds.
pub(crate) fn target_dir() -> Result<PathBuf, Failure> {
    let metadata = metadata()?;
    let dir = metadata["target_directory"].as_str().ok_or("cargo metadata names no target directory")?;
    Ok(PathBuf::from(dir))
}

/// Everything is built with one set of features: another set would compile every library once more.
pub(crate) const WHOLE: [&str; 3] = ["--workspace", "--features", "kaozhan-desktop/custom-protocol"];

/// Builds every program, test and example; what is built lies in `<target>/debug`.
pub(crate) fn build_everything() -> Result<PathBuf, Failure> {
    run(&cargo(), &[&["build", "--all-targets"], WHOLE.as_slice()].concat(), &[])?;
    Ok(target_dir()?.join("debug"))
}

/// Builds the product's command with the profile of the tests and returns its path.
pub(crate) fn build_kaozhan() -> Result<PathBuf, Failure> {
    run(&cargo(), &["build", "--package", "kaozhan-cli", "--bin", "kaozhan"], &[])?;
    let file = format!("kaozhan{}", std::env::consts::EXE_SUFFIX);
    Ok(target_dir()?.join("debug").join(file))
}
