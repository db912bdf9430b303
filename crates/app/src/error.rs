//! The one place where faults become what a user is told: a stable code, a Chinese message and hint.

use kaozhan_documents::DocumentError;
use kaozhan_domain::RuleViolation;
use kaozhan_store::StoreError;
use serde::Serialize;
use std::path::Path;
use ts_rs::TS;

/// A failure as the command line and the window show it. Callers branch on `code` only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// Stable code in `snake_case`.
    pub code: String,
    /// Simplified Chinese: what is wrong.
    pub message: String,
    /// Simplified Chinese: what to do, when the message alone doesn't say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hint: Option<String>,
    /// Further findings, one line each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub details: Vec<String>,
}

/// What a use case gives back.
pub type Result<T> = std::result::Result<T, AppError>;

impl AppError {
    /// A failure with code and message.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), hint: None, details: Vec::new() }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds further findings.
    #[must_use]
    pub fn details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }

    /// A fault of the file system at `path`.
    pub fn io(action: &str, path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let shown = path.display();
        let (code, why, hint) = match error.kind() {
            Kind::NotFound => ("file_not_found", "找不到文件或文件夹", "请检查路径是否写对"),
            Kind::PermissionDenied => {
                ("permission_denied", "没有权限", "请换一个可以写入的文件夹，或请管理员授权")
            }
            Kind::ReadOnlyFilesystem => ("read_only", "磁盘是只读的", "请换一个可以写入的文件夹"),
            Kind::StorageFull | Kind::QuotaExceeded => ("disk_full", "磁盘空间不足", "请清理磁盘后重试"),
            Kind::FileTooLarge => (
                "file_too_large",
                "文件太大，磁盘或系统不允许",
                "请换一个磁盘（例如不是 FAT32 的），或减少内容后重试",
            ),
            Kind::AlreadyExists => ("file_exists", "已经存在", "请换一个文件名，或加 --overwrite 覆盖"),
            Kind::IsADirectory => ("is_a_folder", "它是一个文件夹", "请选择文件"),
            Kind::NotADirectory => ("not_a_folder", "它不是文件夹", "请选择文件夹"),
            _ => ("io_error", "读写失败", "请检查磁盘后重试"),
        };
        Self::new(code, format!("{action}“{shown}”失败：{why}")).hint(hint)
    }
}

impl From<RuleViolation> for AppError {
    fn from(violation: RuleViolation) -> Self {
        Self::new(&violation.code, violation.message)
    }
}

impl From<DocumentError> for AppError {
    fn from(error: DocumentError) -> Self {
        Self::new(error.code(), error.user_message())
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let code = error.code();
        let (message, hint) = store_message(code, &error);
        let failure = Self::new(code, message);
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

/// Message and hint for a store failure. A fault that the user can't mend carries an incident number;
/// the chain behind it is in `source` for the log.
fn store_message(code: &str, error: &StoreError) -> (String, Option<String>) {
    let of = |message: &str, hint: &str| (message.to_owned(), Some(hint.to_owned()));
    match code {
        "workspace_missing" => {
            of("找不到工作区", "请检查 --workspace 指定的文件夹，或先用 kaozhan init 新建工作区")
        }
        "workspace_exists" => of("这个文件夹里已经有工作区", "请换一个文件夹；已有的工作区没有改动"),
        "workspace_key_missing" => {
            of("工作区缺少密钥文件 workspace.key.json", "请把该文件放回原处，或用 kaozhan restore 从备份恢复")
        }
        "workspace_key_damaged" => {
            of("工作区的密钥文件 workspace.key.json 已损坏", "请用 kaozhan restore 从备份恢复")
        }
        "wrong_passphrase" => of("口令或密钥文件不对", "请核对大小写和输入法；口令遗失后无法找回"),
        "unlock_method_unknown" => {
            of("这个工作区没有设置这种打开方式", "请改用口令或建立工作区时用的密钥文件")
        }
        "passphrase_too_short" => of("口令太短", "请换一个更长的口令"),
        "folder_not_writable" | "file_system_read_only" => (
            match error {
                StoreError::NotWritable(path) | StoreError::ReadOnlyFileSystem(path) => {
                    format!("“{}”不能写入", path.display())
                }
                _ => "文件夹不能写入".to_owned(),
            },
            Some("请检查文件夹权限，或换一个可以写入的位置".to_owned()),
        ),
        "disk_full" => of("磁盘空间不足，这一步没有写入任何内容", "请清理磁盘后重试"),
        "workspace_busy" | "workspace_in_use" => of("工作区正被另一个程序使用", "请等它完成后重试"),
        "workspace_damaged" => {
            of("工作区的数据已损坏", "请不要继续使用，用 kaozhan restore 从最近的备份恢复")
        }
        "workspace_newer" => of("工作区由更新版本的考站建立", "请升级考站后再打开；工作区没有改动"),
        "migration_failed" => {
            of("工作区升级失败，已保持原样", "升级前的副本在工作区文件夹内，请联系支持人员")
        }
        "backup_damaged" => {
            of("备份文件不完整或已损坏，没有恢复任何内容", "请换一个备份文件；现有工作区没有改动")
        }
        "target_exists" => of("目标文件已经存在", "请换一个文件名，或加 --overwrite 覆盖"),
        "record_not_found" => of("记录不存在，可能已被删除", "请重新查询后再试"),
        "duplicate_record" => of("已有相同的记录，这一步没有写入任何内容", "请重新查询后再试"),
        "cancelled" => ("操作已取消，没有写入任何内容".to_owned(), None),
        "file_error" => of("读写工作区文件失败，这一步没有写入任何内容", "请检查磁盘和文件夹权限后重试"),
        _ => (
            format!("出现内部错误（编号 {}），这一步没有写入任何内容", incident(&error.to_string())),
            Some("请重试；若再次出现，请把编号告诉支持人员".to_owned()),
        ),
    }
}

/// A short number that is the same for the same fault, so that reports can be matched.
fn incident(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(4).map(|byte| format!("{byte:02X}")).collect()
}

impl From<kaozhan_documents::print::DocumentError> for AppError {
    fn from(error: kaozhan_documents::print::DocumentError) -> Self {
        use kaozhan_documents::print::DocumentError as Fault;
        match error {
            Fault::Layout(problems) => Self::new(
                "print_layout",
                format!("有 {} 处内容印不下或不能正确印出，没有打印", problems.len()),
            )
            .details(
                problems
                    .into_iter()
                    .map(|problem| format!("{}：{}", problem.record, problem.message))
                    .collect(),
            ),
            Fault::Empty => Self::new("nothing_to_print", "没有可以打印的内容"),
            fault @ (Fault::Font(_) | Fault::Write(_)) => {
                Self::new("print_failed", format!("生成 PDF 失败（编号 {}）", incident(&fault.to_string())))
                    .hint("请重试；若再次出现，请把编号告诉支持人员")
            }
        }
    }
}
