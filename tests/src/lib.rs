//! Whole-program tests of Kaozhan; each file in `tests/` is one test binary.
//!
//! Here is what they share: the built command and how it is called. They know the product only
//! through its files, exit codes and output.
#![allow(clippy::unwrap_used, reason = "test support: a failure here is a failed test")]

pub mod first_run;
pub mod window;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// Passphrase of the workspaces that tests make; they hold nobody's data.
pub const PASSPHRASE: &str = "演练用口令-2026";

/// The built `kaozhan`, built now if it isn't there or is old.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| built("kaozhan", &["--package", "kaozhan-cli"]))
}

/// A program of the workspace. `cargo xtask test` builds them all and says so in `KAOZHAN_BUILT`;
/// otherwise `selection` is built now.
fn built(name: &str, selection: &[&str]) -> PathBuf {
    if std::env::var_os("KAOZHAN_BUILT").is_none() {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let done = Command::new(cargo)
            .args(["build", "--quiet"])
            .args(selection)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .unwrap();
        assert!(done.success(), "{name} could not be built");
    }
    // This test binary lies in <target>/debug/deps.
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(2).unwrap().join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// What a call answered.
#[derive(Debug)]
pub struct Answer {
    /// Exit code.
    pub code: i32,
    /// The JSON object on stdout; null when there was none.
    pub json: Value,
    /// stderr.
    pub errors: String,
}

impl Answer {
    /// A count in the answer.
    pub fn count(&self, key: &str) -> u64 {
        match &self.json[key] {
            Value::Array(list) => list.len() as u64,
            other => other.as_u64().unwrap_or_else(|| panic!("no count {key} in {}", self.json)),
        }
    }

    /// The code of the failure.
    pub fn failure(&self) -> &str {
        self.json["error"]["code"].as_str().unwrap_or_else(|| panic!("no failure in {self:?}"))
    }

    /// Codes of the findings that refused rows, in order.
    pub fn problem_codes(&self) -> Vec<&str> {
        self.json["problems"].as_array().unwrap().iter().map(|p| p["code"].as_str().unwrap()).collect()
    }
}

/// A workspace of a test.
#[derive(Debug)]
pub struct Desk {
    /// Everything of the test; removed at the end.
    pub folder: tempfile::TempDir,
    /// Rehearsal clock of the next calls.
    pub now: String,
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

impl Desk {
    /// A folder without a workspace.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), now: "2026-04-01T09:00".to_owned() }
    }

    /// A folder with a fresh workspace.
    pub fn with_workspace() -> Self {
        let desk = Self::new();
        desk.done(&["init", "--school-name", kaozhan_fixtures::SCHOOL_NAME]);
        desk
    }

    /// Path of a file of the test.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The workspace.
    pub fn workspace(&self) -> PathBuf {
        self.path("工作区")
    }

    /// The command with these arguments, not yet run.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .arg("--workspace")
            .arg(self.workspace())
            .args(arguments)
            .env("KAOZHAN_PASSPHRASE", PASSPHRASE)
            .env("KAOZHAN_NOW", &self.now)
            .current_dir(self.folder.path())
            .stdin(std::process::Stdio::null());
        command
    }

    /// Calls with `--json`.
    pub fn call(&self, arguments: &[&str]) -> Answer {
        answer(&self.command(&[&["--json"], arguments].concat()).output().unwrap())
    }

    /// Calls something that must be done without a refusal.
    pub fn done(&self, arguments: &[&str]) -> Answer {
        let answer = self.call(arguments);
        assert_eq!(answer.code, 0, "{arguments:?}: {answer:?}");
        answer
    }
}

/// Reads what a process answered.
pub fn answer(output: &Output) -> Answer {
    let text = String::from_utf8_lossy(&output.stdout);
    Answer {
        code: output.status.code().unwrap_or(-1),
        json: serde_json::from_str(text.trim()).unwrap_or(Value::Null),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Writes a workbook with one sheet of texts.
pub fn write_sheet(path: &Path, sheet: &str, rows: &[Vec<&str>]) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.set_name(sheet).unwrap();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            page.write_string(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), *text).unwrap();
        }
    }
    book.save(path).unwrap();
}

/// The rows of a sheet as text.
pub fn read_sheet(path: &Path) -> Vec<Vec<String>> {
    use calamine::{Reader, open_workbook_auto};
    let mut book = open_workbook_auto(path).unwrap();
    let names = book.sheet_names();
    let range = book.worksheet_range(&names[0]).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}
