//! `bindings`: the TypeScript of the commands, from the Rust types, so that the two can't differ.

use crate::process::{self, cargo};
use crate::{Failure, root};
use std::path::{Path, PathBuf};

/// Writes `ui/src/api/generated.ts`.
pub(crate) fn write() -> Result<(), Failure> {
    let arguments = ["run", "--quiet", "--package", "kaozhan-app", "--example", "bindings"];
    let text = process::output(&cargo(), &arguments)?;
    std::fs::write(file(), text)?;
    println!("wrote {}", file().display());
    Ok(())
}

/// Fails when `ui/src/api/generated.ts` is not what the types in `built` say.
pub(crate) fn compare(built: &Path) -> Result<(), Failure> {
    let program = built.join("examples").join(format!("bindings{}", std::env::consts::EXE_SUFFIX));
    let text = process::output(&program.to_string_lossy(), &[])?;
    // A checkout on Windows may have other line ends.
    if std::fs::read_to_string(file()).unwrap_or_default().replace("\r\n", "\n") == text {
        println!("ui/src/api/generated.ts is up to date");
        return Ok(());
    }
    Err("ui/src/api/generated.ts is not what the types say: run `cargo xtask bindings`".into())
}

fn file() -> PathBuf {
    root().join("ui/src/api/generated.ts")
}
