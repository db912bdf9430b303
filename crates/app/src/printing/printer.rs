//! Printers of this computer, where CUPS tells them; elsewhere the system's viewer prints.

use crate::error::{AppError, Result};
use serde::Serialize;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use ts_rs::TS;

/// A print server that does not answer must not hold the window.
const PATIENCE: Duration = Duration::from_secs(8);

/// The printers that files can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PrinterList {
    /// Names.
    pub printers: Vec<String>,
    /// The system's own choice.
    pub default_printer: String,
    /// Why none can be used, and what to do; empty when some can.
    pub message: String,
}

/// Asks CUPS for its printers.
pub fn list() -> PrinterList {
    let none = |message: &str| PrinterList {
        printers: Vec::new(),
        default_printer: String::new(),
        message: message.to_owned(),
    };
    let answer = match ask(Command::new("lpstat").arg("-e")) {
        Ok(answer) => answer,
        Err(Failure::Missing) => {
            return none("这台电脑没有打印服务（CUPS），请用“打开”在阅读器里打印，缩放选“实际大小”");
        }
        Err(Failure::Silent) => return none("打印服务没有回应，请用“打开”在阅读器里打印，缩放选“实际大小”"),
    };
    let printers = names(&String::from_utf8_lossy(&answer.stdout));
    if printers.is_empty() {
        return none("没有找到打印机，请先在系统里添加，或用“打开”在阅读器里打印");
    }
    let default = ask(Command::new("lpstat").arg("-d")).ok();
    let default = default.and_then(|answer| default_of(&String::from_utf8_lossy(&answer.stdout)));
    PrinterList { printers, default_printer: default.unwrap_or_default(), message: String::new() }
}

/// Sends a PDF to a printer, in its actual size.
///
/// # Errors
/// `not_a_pdf`, `printer_unknown`, `print_service_missing`, `print_refused`, faults of the file.
pub fn send(file: &Path, printer: &str) -> Result<String> {
    check_pdf(file)?;
    let known = list();
    if !known.message.is_empty() {
        return Err(AppError::new("print_service_missing", known.message));
    }
    if !known.printers.iter().any(|name| name == printer) {
        return Err(AppError::new("printer_unknown", format!("找不到打印机“{printer}”"))
            .hint("请检查打印机是否开机，再重新选择"));
    }
    let mut command = Command::new("lp");
    command.args(["-d", printer, "-o", "print-scaling=none", "-o", "media=A4", "--"]).arg(file);
    match ask(&mut command) {
        Ok(answer) if answer.status.success() => Ok(format!("已发送到“{printer}”")),
        _ => Err(AppError::new("print_refused", format!("打印机“{printer}”没有接受这个文件"))
            .hint(format!("文件还在“{}”，可以打开后再打印", file.display()))),
    }
}

/// Only a PDF goes to the printer, whatever the page asks for.
fn check_pdf(file: &Path) -> Result<()> {
    let mut head = [0u8; 5];
    let read = std::fs::File::open(file).and_then(|mut open| open.read_exact(&mut head));
    match read {
        Ok(()) if &head == b"%PDF-" => Ok(()),
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
            Err(AppError::io("读取文件", file, &error))
        }
        _ => Err(AppError::new("not_a_pdf", format!("“{}”不是 PDF 文件", file.display()))),
    }
}

fn names(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// `system default destination: 教务处` in any language: what stands behind the colon.
fn default_of(text: &str) -> Option<String> {
    let line = text.lines().next()?;
    let (_, name) = line.rsplit_once([':', '：'])?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

enum Failure {
    Missing,
    Silent,
}

fn ask(command: &mut Command) -> std::result::Result<Output, Failure> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| Failure::Missing)?;
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => return child.wait_with_output().map_err(|_| Failure::Silent),
            Ok(None) if begun.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(20)),
            _ => {
                // It may have ended in between; either way nothing more is expected of it.
                let _ = child.kill();
                let _ = child.wait();
                return Err(Failure::Silent);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_the_print_service_are_read() {
        assert_eq!(names("office\n 教务处_激光 \n\n"), ["office", "教务处_激光"]);
        assert_eq!(default_of("system default destination: office\n"), Some("office".to_owned()));
        assert_eq!(default_of("no system default destination\n"), None);
    }

    #[test]
    fn only_a_pdf_goes_to_a_printer() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("a.pdf");
        std::fs::write(&text, "secret").unwrap();
        assert_eq!(send(&text, "office").unwrap_err().code, "not_a_pdf");
        std::fs::write(&text, "a").unwrap();
        assert_eq!(send(&text, "office").unwrap_err().code, "not_a_pdf");
        assert_eq!(send(&folder.path().join("b.pdf"), "office").unwrap_err().code, "file_not_found");
    }
}
