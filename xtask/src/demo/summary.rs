//! 摘要.md: what the demo did, for the person who looks into its folder.

use super::steps::{Done, PASSPHRASE};
use crate::Failure;
use kaozhan_fixtures::{PLAN_NUMBER, SCHOOL_NAME, School};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Writes the summary into `out`.
pub(super) fn write(out: &Path, school: &School, done: &[Done]) -> Result<PathBuf, Failure> {
    let mut text = String::from("# 演示摘要\n\n");
    writeln!(
        text,
        "学校“{SCHOOL_NAME}”（虚构），考生 {} 人，考试计划 {PLAN_NUMBER}。全部数据由程序生成，不涉及任何真实个人。\n",
        school.people.len()
    )?;
    text.push_str("| 步骤 | 结果 | 用时（秒） |\n|---|---|---:|\n");
    for step in done {
        writeln!(text, "| {} | {} | {:.2} |", step.title, step.result, step.seconds)?;
    }
    let total: f64 = done.iter().map(|step| step.seconds).sum();
    writeln!(text, "| 合计 | | {total:.2} |")?;
    text.push_str("\n## 文件夹\n\n");
    text.push_str("- `材料/`：学校交来的表格和照片包，其中约 3% 有错\n");
    text.push_str("- `未通过/`：各次导入未通过的行，末列写明失败原因，改正后可直接再次导入\n");
    text.push_str("- `打印/`：准考证、门贴、桌贴、签到表、座位图、考场资料袋\n");
    text.push_str("- `导出/`：考生、考场、报考、编排的 Excel\n");
    writeln!(text, "- `工作区/`：加密的数据，口令为 `{PASSPHRASE}`（仅限演示）")?;
    let path = out.join("摘要.md");
    std::fs::write(&path, text)?;
    Ok(path)
}
