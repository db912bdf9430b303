//! Wrong usage in Chinese: what clap found, in the words of the product.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The sentence for a usage error.
pub fn message(error: &clap::Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    };
    let arg = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    let valid = text(ContextKind::ValidValue);
    let choose = if valid.is_empty() { String::new() } else { format!("，可以是：{valid}") };
    let suggested =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .into_iter()
            .map(text)
            .find(|text| !text.is_empty())
            .map(|text| format!("，是否想写“{text}”"))
            .unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("“{arg}”缺少值{choose}"),
        ErrorKind::InvalidValue => format!("“{arg}”的值“{value}”不对{choose}{suggested}"),
        ErrorKind::ValueValidation => format!("“{arg}”的值“{value}”不对"),
        ErrorKind::UnknownArgument => format!("不认识的参数“{arg}”{suggested}"),
        ErrorKind::InvalidSubcommand => {
            format!("不认识的命令“{}”{suggested}", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{arg}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "缺少命令".to_owned()
        }
        ErrorKind::ArgumentConflict => format!("参数“{arg}”与“{}”不能同时使用", text(ContextKind::PriorArg)),
        ErrorKind::TooManyValues => format!("“{arg}”给了多余的值“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("“{arg}”的值的个数不对"),
        ErrorKind::NoEquals => format!("“{arg}”须写成 {arg}=值"),
        ErrorKind::InvalidUtf8 => "参数中有无法识别的字符".to_owned(),
        _ => "命令行写法不对".to_owned(),
    };
    format!("{what}。用 kaozhan --help 查看用法。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Cli;
    use clap::Parser;

    fn said(args: &[&str]) -> String {
        message(&Cli::try_parse_from([&["kaozhan"], args].concat()).unwrap_err())
    }

    #[test]
    fn usage_errors_are_chinese() {
        assert_eq!(said(&["sit"]), "不认识的命令“sit”，是否想写“init、seat”。用 kaozhan --help 查看用法。");
        assert_eq!(said(&["init"]), "缺少参数：--school-name <NAME>。用 kaozhan --help 查看用法。");
        assert_eq!(
            said(&["seat", "--plan", "P", "--neighbours", "6"]),
            "“--neighbours <4|8>”的值“6”不对，可以是：4、8。用 kaozhan --help 查看用法。"
        );
        assert!(said(&["import", "roster"]).starts_with("缺少参数：<FILE>"));
        assert!(said(&["doctor", "--jsn"]).contains("是否想写“--json”"));
    }
}
