//! Where the passphrase comes from: environment, file, or a prompt without echo.

use crate::args::Global;
use kaozhan_app::error::AppError;
use kaozhan_app::workspace::Unlock;
use std::io::IsTerminal;

/// Environment variable that holds the passphrase.
pub const VARIABLE: &str = "KAOZHAN_PASSPHRASE";

/// Finds the key to the workspace. `fresh` asks twice, since a typing error would lock everybody out.
///
/// # Errors
/// `passphrase_missing` when there is no terminal to ask at, `passphrase_mismatch`, or the file can't
/// be read.
pub fn find(global: &Global, fresh: bool) -> Result<Unlock, AppError> {
    if let Some(path) = &global.key_file {
        return Ok(Unlock::KeyFile(path.clone()));
    }
    if let Some(path) = &global.passphrase_file {
        let text =
            std::fs::read_to_string(path).map_err(|error| AppError::io("读取口令文件", path, &error))?;
        return given(text.lines().next().unwrap_or_default());
    }
    if let Ok(text) = std::env::var(VARIABLE) {
        return given(&text);
    }
    if !std::io::stdin().is_terminal() {
        return Err(AppError::new("passphrase_missing", "没有给出口令")
            .hint(format!("请设置环境变量 {VARIABLE}，或用 --passphrase-file 指定口令文件")));
    }
    let first = ask("口令：")?;
    if fresh && ask("再输一次：")? != first {
        return Err(AppError::new("passphrase_mismatch", "两次输入的口令不一致，请重新执行"));
    }
    given(&first)
}

/// Whether a passphrase is easily guessed.
pub fn is_weak(unlock: &Unlock) -> bool {
    matches!(unlock, Unlock::Passphrase(text) if text.chars().count() < 8)
}

fn given(text: &str) -> Result<Unlock, AppError> {
    if text.is_empty() {
        return Err(AppError::new("passphrase_missing", "口令是空的，请给出口令"));
    }
    Ok(Unlock::passphrase(text))
}

fn ask(prompt: &str) -> Result<String, AppError> {
    rpassword::prompt_password(prompt)
        .map_err(|_| AppError::new("passphrase_missing", "无法读取口令，请改用 --passphrase-file"))
}
