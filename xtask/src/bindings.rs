//! `bindings`: the TypeScript of the commands, from the Rust types, so that the two can't differ.

use crate::process::{self, cargo};
use crate::{Failure, root};

/// Writes `ui/src/api/generated.ts`, or with `check` says whether it is what would be written.
pub(crate) fn run(check: bool) -> Result<(), Failure> {
    let text =
        process::output(&cargo(), &["run", "--quiet", "--package", "kaozhan-app", "--example", "bindings"])?;
    let path = root().join("ui/src/api/generated.ts");
    if !check {
        std::fs::write(&path, text)?;
        println!("wrote {}", path.display());
        return Ok(());
    }
    // A checkout on Windows may have other line ends.
    if std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") == text {
        println!("ui/src/api/generated.ts is up to date");
        return Ok(());
    }
    Err("ui/src/api/generated.ts is not what the types say: run `cargo xtask bindings`".into())
}
