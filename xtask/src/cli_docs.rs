//! `docs`: the reference of the command line, from the program itself, so that it can't differ.

use crate::process;
use crate::{Failure, root};
use std::process::Command;

/// Writes `docs/cli.md`, or with `check` says whether it is what would be written.
pub(crate) fn run(check: bool) -> Result<(), Failure> {
    let program = process::build_kaozhan()?;
    let output = Command::new(&program)
        .arg("manual")
        .env_remove("KAOZHAN_PASSPHRASE")
        .env_remove("KAOZHAN_WORKSPACE")
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    if !output.status.success() {
        return Err(format!("kaozhan manual failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = page(&String::from_utf8_lossy(&output.stdout));
    let path = root().join("docs/cli.md");
    if !check {
        std::fs::write(&path, text)?;
        println!("wrote {}", path.display());
        return Ok(());
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    if page(&found) == text {
        println!("docs/cli.md is up to date");
        return Ok(());
    }
    Err("docs/cli.md is not what the program says: run `cargo xtask docs`".into())
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
