//! What a failure says in the window where the command line names its own options.
//!
//! The use cases are shared; their hints may name options and subcommands, which nobody at the window
//! knows. Here such a hint becomes what to do on the screen.

use crate::error::AppError;

/// The failure with a hint for the window.
pub(super) fn in_window(mut error: AppError) -> AppError {
    if let Some(hint) = hint(&error.code) {
        error.hint = Some(hint.to_owned());
    }
    error
}

/// What to do on the screen; `None` where the hint of the use case holds there too.
fn hint(code: &str) -> Option<&'static str> {
    Some(match code {
        "workspace_missing" => "请检查文件夹是否选对，或新建工作区",
        "workspace_key_missing" => "请把该文件放回原处，或从备份恢复",
        "workspace_key_damaged" => "请从备份恢复",
        "workspace_damaged" => "请不要继续使用，从最近的备份恢复",
        "file_exists" | "target_exists" => "请换一个文件名，或选择覆盖",
        "candidate_unknown" => "请用姓名、证件号码或准考证号重新查找",
        "print_gate" => "请处理后再打印；确认无误也可写明原因后照样打印",
        "not_seated" => "请先在考场编排中补排座位",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kaozhan_store::StoreError;
    use std::path::{Path, PathBuf};

    #[test]
    fn no_hint_in_the_window_names_an_option_of_the_command_line() {
        let here = PathBuf::from("D:/考务");
        let failures = [
            StoreError::Missing(here.clone()),
            StoreError::KeyFileMissing(here.clone()),
            StoreError::KeyFileDamaged { path: here.clone(), why: "empty".to_owned() },
            StoreError::Damaged("page 3".to_owned()),
            StoreError::TargetExists(here.clone()),
            StoreError::NotWritable(here),
            StoreError::BackupDamaged("short".to_owned()),
        ];
        let exists = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
        let mut told: Vec<AppError> = failures.into_iter().map(AppError::from).collect();
        told.push(AppError::io("保存", Path::new("a.xlsx"), &exists));
        for error in told.into_iter().map(in_window) {
            let hint = error.hint.unwrap();
            assert!(!hint.contains("--") && !hint.contains("kaozhan "), "{}: {hint}", error.code);
        }
    }
}
