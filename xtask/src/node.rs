//! Node.js that is new enough for the page's tools, from the npm registry where the system's is older.

use crate::Failure;
use crate::process::{output, target_dir};
use std::path::PathBuf;
use std::process::Command;

/// The oldest version that the page's tools run on; `ui/package.json` says the same.
const LEAST: (u32, u32) = (20, 19);
/// What is installed where the system's is older: the line with long support.
const INSTALLED: &str = "node@22";

/// npm, set up to run on a Node.js that is new enough.
pub(crate) fn npm() -> Result<Command, Failure> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut npm = Command::new(program);
    if let Some(folder) = folder()? {
        let path = std::env::var_os("PATH").unwrap_or_default();
        npm.env("PATH", std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&path)))?);
    }
    Ok(npm)
}

/// The folder of a newer Node.js; none where the system's is new enough.
fn folder() -> Result<Option<PathBuf>, Failure> {
    let found = output("node", &["--version"])
        .map_err(|error| format!("{error}; install Node.js {}.{} or newer with npm", LEAST.0, LEAST.1))?;
    if version(&found).is_some_and(|version| version >= LEAST) {
        return Ok(None);
    }
    let place = target_dir()?.join("node");
    let bin = place.join("node_modules/node/bin");
    if !bin.join("node").exists() {
        println!(
            "setup: Node.js {} is too old for the page's tools, {INSTALLED} goes to target/node",
            found.trim()
        );
        std::fs::create_dir_all(&place)?;
        let place = place.to_string_lossy().into_owned();
        output("npm", &["install", "--no-audit", "--no-fund", "--prefix", &place, INSTALLED])?;
    }
    Ok(Some(bin))
}

/// Major and minor of `v20.19.1`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().trim_start_matches('v').split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert!(version("v18.20.4").unwrap() < LEAST);
        assert!(version("v22.3.0").unwrap() > LEAST);
        assert_eq!(version("node"), None);
    }
}
