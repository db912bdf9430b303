//! The help in Chinese, and the page `docs/cli.md` that is made from the same definitions.

use crate::args::Cli;
use clap::{Command, CommandFactory};

/// Puts the headings that clap writes in English into Chinese.
pub fn chinese(help: &str) -> String {
    const WORDS: [(&str, &str); 12] = [
        ("Usage:", "用法："),
        ("Commands:", "命令："),
        ("Arguments:", "参数："),
        ("Options:", "选项："),
        ("Print help (see a summary with '-h')", "显示帮助"),
        ("Print help (see more with '--help')", "显示帮助"),
        ("Print this message or the help of the given subcommand(s)", "显示本帮助或某个命令的帮助"),
        ("Print help", "显示帮助"),
        ("Print version", "显示版本"),
        ("Possible values:", "可选值："),
        ("[possible values: ", "[可选值："),
        ("[default: ", "[默认："),
    ];
    WORDS.iter().fold(help.to_owned(), |text, (english, chinese)| text.replace(english, chinese))
}

/// The page with every command, generated from the definitions.
pub fn page() -> String {
    let mut command = Cli::command();
    command.build();
    let mut page = String::from(
        "# kaozhan 命令行\n\n本页由 `kaozhan manual` 生成，请勿手工修改。\n\n\
         退出码：0 全部完成；3 已完成，但有行被拒绝（或检查发现错误）；2 用法不对；1 失败，没有任何改动。\n\n\
         环境变量：`KAOZHAN_PASSPHRASE` 口令；`KAOZHAN_WORKSPACE` 工作区文件夹；\
         `KAOZHAN_NOW`（如 `2026-06-01T09:00`）演练用的固定时钟。\n\n\
         加 `--json` 时，标准输出只有一个 JSON 对象，进度和提示写到标准错误；失败时为 \
         `{\"error\":{\"code\",\"message\",\"hint\",\"details\"}}`。\n",
    );
    describe(&mut command, "kaozhan", 2, &mut page);
    page
}

fn describe(command: &mut Command, path: &str, depth: usize, page: &mut String) {
    page.push_str(&format!("\n{} `{path}`\n\n", "#".repeat(depth.min(4))));
    if let Some(about) = command.get_about() {
        page.push_str(&format!("{about}\n\n"));
    }
    let usage = chinese(&command.render_usage().to_string());
    page.push_str(&format!("```\n{}\n```\n", usage.trim()));
    let rows: Vec<String> = command
        .get_arguments()
        .filter(|argument| {
            !argument.is_hide_set()
                && !matches!(argument.get_id().as_str(), "help" | "version")
                && (depth == 2 || !argument.is_global_set())
        })
        .map(argument_row)
        .collect();
    if !rows.is_empty() {
        page.push_str(&format!("\n| 参数 | 说明 |\n|---|---|\n{}\n", rows.join("\n")));
    }
    let names: Vec<String> = command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        if let Some(sub) = command.find_subcommand_mut(&name) {
            describe(sub, &format!("{path} {name}"), depth + 1, page);
        }
    }
}

fn argument_row(argument: &clap::Arg) -> String {
    let name = argument.to_string();
    let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let values: Vec<String> = argument
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set() && argument.get_action().takes_values())
        .map(|value| match value.get_help() {
            Some(help) => format!("`{}` {help}", value.get_name()),
            None => format!("`{}`", value.get_name()),
        })
        .collect();
    if !values.is_empty() {
        help.push_str(&format!("：{}", values.join("、")));
    }
    let defaults: Vec<String> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if !defaults.is_empty() && argument.get_action().takes_values() {
        help.push_str(&format!("（默认 `{}`）", defaults.join(",")));
    }
    format!("| `{}` | {} |", name.replace('|', "\\|"), help.replace('|', "\\|").replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_are_consistent() {
        Cli::command().debug_assert();
    }
}
