//! Why a file could not be read or written.
//!
//! **Architecture invariant:** knows no sheet, photo or print type; `Display` is English for logs,
//! [`DocumentError::user_message`] is simplified Chinese for people. Neither holds cell contents.

/// A fault of a whole file. Faults of single cells are [`kaozhan_domain::RowProblem`]s.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// No bytes, or only blanks.
    #[error("{file}: empty file")]
    Empty {
        /// File name as the user knows it.
        file: String,
    },
    /// The bytes are something else than a workbook or a text table.
    #[error("{file}: not a workbook but {what}")]
    NotAWorkbook {
        /// File name as the user knows it.
        file: String,
        /// Chinese name of what it is, such as `PDF 文件`.
        what: String,
    },
    /// The workbook asks for a password when opened.
    #[error("{file}: encrypted workbook")]
    Password {
        /// File name as the user knows it.
        file: String,
    },
    /// A workbook older than Excel 97.
    #[error("{file}: workbook older than Excel 97 ({version})")]
    TooOld {
        /// File name as the user knows it.
        file: String,
        /// Such as `Excel 5.0/95`.
        version: String,
    },
    /// Truncated or inconsistent.
    #[error("{file}: damaged: {detail}")]
    Damaged {
        /// File name as the user knows it.
        file: String,
        /// English, for logs.
        detail: String,
    },
    /// The text is neither UTF-8, UTF-16 nor GB18030.
    #[error("{file}: unknown text encoding")]
    Encoding {
        /// File name as the user knows it.
        file: String,
    },
    /// Larger than the limit, packed or unpacked.
    #[error("{file}: larger than {limit_mib} MiB (unpacked: {unpacked})")]
    TooLarge {
        /// File name as the user knows it.
        file: String,
        /// The limit in MiB.
        limit_mib: u64,
        /// Whether the unpacked size broke the limit.
        unpacked: bool,
    },
    /// More data rows than allowed.
    #[error("{file}: sheet {sheet:?} has more than {limit} rows")]
    TooManyRows {
        /// File name as the user knows it.
        file: String,
        /// Sheet name.
        sheet: String,
        /// The limit.
        limit: u32,
    },
    /// More columns with headings than allowed.
    #[error("{file}: sheet {sheet:?} has more than {limit} columns")]
    TooManyColumns {
        /// File name as the user knows it.
        file: String,
        /// Sheet name.
        sheet: String,
        /// The limit.
        limit: u32,
    },
    /// The sheet asked for isn't there.
    #[error("{file}: no sheet {wanted:?}")]
    NoSuchSheet {
        /// File name as the user knows it.
        file: String,
        /// The name asked for.
        wanted: String,
        /// The visible sheets.
        sheets: Vec<String>,
    },
    /// Several sheets fit equally well; taking one would lose the others' rows.
    #[error("{file}: several sheets fit {table}")]
    AmbiguousSheet {
        /// File name as the user knows it.
        file: String,
        /// Title of the table.
        table: String,
        /// The sheets that fit.
        sheets: Vec<String>,
    },
    /// No row of any sheet looks like the headings of the table.
    #[error("{file}: no header row for {table}")]
    NoHeader {
        /// File name as the user knows it.
        file: String,
        /// Title of the table.
        table: String,
        /// The sheets that were looked at.
        sheets: Vec<String>,
        /// Headings that must exist.
        needed: Vec<String>,
    },
    /// A column that must exist is missing.
    #[error("{file}: sheet {sheet:?} lacks columns {missing:?}")]
    MissingColumn {
        /// File name as the user knows it.
        file: String,
        /// Sheet name.
        sheet: String,
        /// Row of the headings as Excel numbers it.
        row: u32,
        /// Headings that must exist and were not found.
        missing: Vec<String>,
        /// Headings that were seen.
        seen: Vec<String>,
    },
    /// Two columns hold the same field.
    #[error("{file}: sheet {sheet:?} has two columns for {heading:?}")]
    DuplicateColumn {
        /// File name as the user knows it.
        file: String,
        /// Sheet name.
        sheet: String,
        /// Row of the headings as Excel numbers it.
        row: u32,
        /// Our heading of the field.
        heading: String,
        /// The columns as the file has them, such as `B列“姓名”`.
        columns: Vec<String>,
    },
    /// A wish to map a heading to a field names something unknown.
    #[error("{file}: cannot map {heading:?} to {field:?}")]
    BadMap {
        /// File name as the user knows it.
        file: String,
        /// The heading asked for.
        heading: String,
        /// The field asked for.
        field: String,
        /// What can be chosen instead.
        known: Vec<String>,
    },
    /// An export with hidden digits; importing it would destroy numbers.
    #[error("{file}: masked export")]
    Masked {
        /// File name as the user knows it.
        file: String,
        /// Sheet name.
        sheet: String,
    },
    /// Headings without any row below.
    #[error("{file}: sheet {sheet:?} has no rows")]
    NoRows {
        /// File name as the user knows it.
        file: String,
        /// Sheet name.
        sheet: String,
    },
    /// The output could not be produced.
    #[error("cannot write: {detail}")]
    Write {
        /// English, for logs.
        detail: String,
    },
}

impl DocumentError {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "file_empty",
            Self::NotAWorkbook { .. } => "file_not_a_workbook",
            Self::Password { .. } => "file_password",
            Self::TooOld { .. } => "file_too_old",
            Self::Damaged { .. } => "file_damaged",
            Self::Encoding { .. } => "file_encoding",
            Self::TooLarge { .. } => "file_too_large",
            Self::TooManyRows { .. } => "sheet_too_many_rows",
            Self::TooManyColumns { .. } => "sheet_too_many_columns",
            Self::NoSuchSheet { .. } => "sheet_not_found",
            Self::AmbiguousSheet { .. } => "sheet_ambiguous",
            Self::NoHeader { .. } => "sheet_no_header",
            Self::MissingColumn { .. } => "sheet_missing_column",
            Self::DuplicateColumn { .. } => "sheet_duplicate_column",
            Self::BadMap { .. } => "sheet_bad_map",
            Self::Masked { .. } => "sheet_masked",
            Self::NoRows { .. } => "sheet_no_rows",
            Self::Write { .. } => "write_failed",
        }
    }

    /// Simplified Chinese for the user: what is wrong and what to do.
    pub fn user_message(&self) -> String {
        // A text table has one sheet and no name for it.
        self.located_message().replace("的工作表“”", "").replace("（看过的工作表：）", "")
    }

    fn located_message(&self) -> String {
        match self {
            Self::Empty { file } => format!("文件“{file}”是空的，请检查是否选错了文件"),
            Self::NotAWorkbook { file, what } => {
                format!("文件“{file}”不是表格，而是{what}，请选择 Excel 工作簿（.xlsx）或 CSV 文件")
            }
            Self::Password { file } => {
                format!(
                    "文件“{file}”有打开密码，请在 Excel 中取消密码（文件—信息—保护工作簿）并保存后重新导入"
                )
            }
            Self::TooOld { file, version } => {
                format!("文件“{file}”是 {version} 的旧格式，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入")
            }
            Self::Damaged { file, .. } => {
                format!("文件“{file}”不完整或已损坏，请重新下载，或用 Excel、WPS 打开后另存为 .xlsx 再导入")
            }
            Self::Encoding { file } => {
                format!("文件“{file}”的文字编码无法识别，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入")
            }
            Self::TooLarge { file, limit_mib, unpacked } => {
                let what = if *unpacked { "解压后" } else { "" };
                format!("文件“{file}”{what}超过 {limit_mib} MB，请删去图片和多余的工作表，或分成几个文件导入")
            }
            Self::TooManyRows { file, sheet, limit } => {
                format!("文件“{file}”的工作表“{sheet}”超过 {limit} 行，请分成几个文件导入")
            }
            Self::TooManyColumns { file, sheet, limit } => {
                format!("文件“{file}”的工作表“{sheet}”超过 {limit} 列，请删去多余的列后重新导入")
            }
            Self::NoSuchSheet { .. }
            | Self::AmbiguousSheet { .. }
            | Self::NoHeader { .. }
            | Self::MissingColumn { .. }
            | Self::DuplicateColumn { .. }
            | Self::BadMap { .. } => self.layout_message(),
            Self::Masked { file, sheet } => format!(
                "文件“{file}”的工作表“{sheet}”是脱敏导出的文件，证件号码和手机号已隐去，不能导入；请改用未脱敏的导出文件或原始名单"
            ),
            Self::NoRows { file, sheet } => {
                format!("文件“{file}”的工作表“{sheet}”只有表头，没有数据行，请填写后重新导入")
            }
            Self::Write { .. } => "文件没有生成，请重试；若仍失败，请检查磁盘空间".to_owned(),
        }
    }

    /// The messages about sheets and headings.
    fn layout_message(&self) -> String {
        match self {
            Self::NoSuchSheet { file, wanted, sheets } => {
                format!("文件“{file}”没有名为“{wanted}”的工作表；可选的工作表：{}", sheets.join("、"))
            }
            Self::AmbiguousSheet { file, table, sheets } => format!(
                "文件“{file}”有多个工作表都像“{table}”：{}；请用 --sheet 指定一个工作表，或先合并成一个工作表",
                sheets.join("、")
            ),
            Self::NoHeader { file, table, sheets, needed } => format!(
                "文件“{file}”找不到“{table}”的表头（看过的工作表：{}）；表头必须有：{}；请下载模板对照填写，或用 --map 指定列",
                sheets.join("、"),
                needed.join("、")
            ),
            Self::MissingColumn { file, sheet, row, missing, seen } => format!(
                "文件“{file}”的工作表“{sheet}”第 {row} 行表头缺少必需的列：{}；看到的列：{}；如果列名不同，请用 --map 指定，例如 --map \"列名={}\"",
                missing.join("、"),
                seen.join("、"),
                missing.first().map_or("", String::as_str)
            ),
            Self::DuplicateColumn { file, sheet, row, heading, columns } => format!(
                "文件“{file}”的工作表“{sheet}”第 {row} 行有多列都对应“{heading}”：{}；请删去多余的列，或用 --map 指定用哪一列",
                columns.join("、")
            ),
            Self::BadMap { file, heading, field, known } => {
                format!("文件“{file}”不能把列“{heading}”对应到“{field}”；可以选择：{}", known.join("、"))
            }
            _ => String::new(),
        }
    }
}
