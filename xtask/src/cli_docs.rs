//! `docs`: the reference of the command line, from the program itself, so that it can't differ.

use crate::process;
use crate::{Failure, root};
use std::path::Path;
use std::process::Command;

/// Writes `docs/cli.md`.
pub(crate) fn write() -> Result<(), Failure> {
    let built = process::build_everything()?;
    let text = printed(&built.join(format!("kaozhan{}", std::env::consts::EXE_SUFFIX)))?;
    let path = root().join("docs/cli.md");
    std::fs::write(&path, text)?;
    println!("wrote {}", path.display());
    Ok(())
}

/// Fails when `docs/cli.md` is not what the program in `built` prints.
pub(crate) fn compare(built: &Path) -> Result<(), Failure> {
    let text = printed(&built.join(format!("kaozhan{}", std::env::consts::EXE_SUFFIX)))?;
    let found = std::fs::read_to_string(root().join("docs/cli.md")).unwrap_or_default();
    if page(&found) == text {
        println!("docs/cli.md is up to date");
        return Ok(());
    }
    Err("docs/cli.md is not what the program says: run `cargo xtask docs`".into())
}

fn printed(program: &Path) -> Result<String, Failure> {
    let output = Command::new(program)
        .arg("manual")
        .env_remove("KAOZHAN_PASSPHRASE")
        .env_remove("KAOZHAN_WORKSPACE")
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    if !output.status.success() {
        return Err(format!("kaozhan manual failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(page(&String::from_utf8_lossy(&output.stdout)))
}

/// The same text on every system: line ends, no blanks at their end, one newline at the end.
fn page(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n").replace("kaozhan.exe", "kaozhan") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_agree_on_the_page() {
        assert_eq!(page("# kaozhan.exe  \r\n\r\n用法\r\n"), page("# kaozhan\n\n用法\n\n"));
        assert_ne!(page("a"), page("b"));
    }
}
