//! `docs`: the reference of the command line, from the program's own help, so that it can't differ.

use crate::process;
use crate::{Failure, root};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

const HEAD: &str = "# Command line\n\n\
`cargo xtask docs` writes this file from the program's own help; edit the help, not this file.\n";

/// Writes `docs/cli.md`, or with `check` says whether it is what would be written.
pub(crate) fn run(check: bool) -> Result<(), Failure> {
    let program = process::build_kaozhan()?;
    let mut text = HEAD.to_owned();
    describe(&program, &mut Vec::new(), &mut text)?;
    let path = root().join("docs/cli.md");
    if !check {
        std::fs::write(&path, text)?;
        println!("wrote {}", path.display());
        return Ok(());
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    if found.replace("\r\n", "\n") == text {
        println!("docs/cli.md is up to date");
        return Ok(());
    }
    Err("docs/cli.md is not what the program says: run `cargo xtask docs`".into())
}

/// Adds a section for the command under `path`, and one for each command below it.
fn describe(program: &Path, path: &mut Vec<String>, text: &mut String) -> Result<(), Failure> {
    let output = Command::new(program)
        .args(path.iter())
        .arg("--help")
        .env("COLUMNS", "100")
        .env_remove("KAOZHAN_PASSPHRASE")
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    if !output.status.success() {
        return Err(format!("kaozhan {} --help failed", path.join(" ")).into());
    }
    let help = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n").replace(".exe", "");
    let mut title = vec!["kaozhan"];
    title.extend(path.iter().map(String::as_str));
    write!(text, "\n## `{}`\n\n```text\n{}\n```\n", title.join(" "), trimmed(&help))?;
    for command in commands(&help) {
        path.push(command);
        describe(program, path, text)?;
        path.pop();
    }
    Ok(())
}

fn trimmed(help: &str) -> String {
    let lines: Vec<&str> = help.trim().lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// Names below the heading of the commands; `help` itself is left out.
fn commands(help: &str) -> Vec<String> {
    let headings = ["Commands:", "命令:", "命令："];
    help.lines()
        .skip_while(|line| !headings.contains(&line.trim()))
        .skip(1)
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_from_help() {
        let help = "考站\n\nUsage: kaozhan <COMMAND>\n\nCommands:\n  init    新建\n  import  导入\n          第二行\n  help    帮助\n\nOptions:\n  --json  x\n";
        assert_eq!(commands(help), ["init", "import"]);
        assert!(commands("Usage: kaozhan init\n").is_empty());
    }
}
