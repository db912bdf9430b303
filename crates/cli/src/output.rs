//! What the terminal shows: one JSON object or plain text on stdout, progress on stderr.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the one module that prints")]

use kaozhan_app::error::AppError;
use kaozhan_app::task::Progress;
use serde::Serialize;
use serde_json::json;
use std::io::{IsTerminal, Write};
use unicode_width::UnicodeWidthStr;

/// Where results go.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// JSON instead of text.
    pub json: bool,
}

impl Output {
    /// Prints a result: `value` as JSON, or what `text` makes of it.
    pub fn result<T: Serialize>(self, value: &T, text: impl FnOnce(&T) -> String) {
        let line = if self.json {
            serde_json::to_string(value)
                .unwrap_or_else(|error| json!({"error": error.to_string()}).to_string())
        } else {
            text(value)
        };
        write_stdout(&line);
    }

    /// Prints a failure.
    pub fn failure(self, error: &AppError) {
        if self.json {
            write_stdout(&json!({ "error": error }).to_string());
        }
        let mut message = format!("错误：{}", error.message);
        for detail in &error.details {
            message.push_str(&format!("\n  · {detail}"));
        }
        if let Some(hint) = &error.hint {
            message.push_str(&format!("\n提示：{hint}"));
        }
        eprintln!("{message}");
    }
}

/// Prints a page of text on stdout.
pub fn page(text: &str) {
    write_stdout(text);
}

/// Prints a text on stderr.
pub fn complain(text: &str) {
    eprintln!("{}", text.trim_end());
}

/// A closed pipe (`| head`) ends the output, not the program.
fn write_stdout(text: &str) {
    let mut out = std::io::stdout().lock();
    if !text.is_empty() {
        let _ = writeln!(out, "{}", text.trim_end());
    }
    let _ = out.flush();
}

/// Shows progress on a terminal only; a file or pipe stays clean.
pub fn show_progress(progress: Progress<'_>) {
    let mut err = std::io::stderr();
    if !err.is_terminal() {
        return;
    }
    let shown = match progress.total {
        0 => format!("\r{} {}", progress.step, progress.done),
        total => format!("\r{} {}/{total}", progress.step, progress.done),
    };
    let end = if progress.total > 0 && progress.done >= progress.total { "\n" } else { "" };
    let _ = write!(err, "{shown}   {end}");
    let _ = err.flush();
}

/// Lines up `rows` under `headings` by the width that a terminal gives to each character.
pub fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = headings.iter().map(|heading| heading.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = |cells: Vec<&str>| {
        let padded: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())))
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(headings.to_vec())];
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines.join("\n")
}
