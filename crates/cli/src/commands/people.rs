//! Candidates, names and document numbers.

use super::{confirmed, open};
use crate::args::{
    CandidateAction, CandidateArgs, CandidatesArgs, Global, IdAction, IdArgs, NameAction, NameArgs,
};
use crate::output::{Output, table};
use crate::{DONE, PARTLY};
use kaozhan_app::candidates::{self, CandidateView};
use kaozhan_app::clock::Clock;
use kaozhan_app::error::{AppError, Result};
use kaozhan_app::tools::{self, PinyinView};
use kaozhan_app::workspace::App;

pub fn candidates(global: &Global, args: &CandidatesArgs, output: Output) -> Result<u8> {
    let app = open(global)?;
    let list =
        candidates::list(&app, args.status.as_deref(), args.search.as_deref(), args.limit, args.reveal)?;
    output.result(&list, |list| {
        let tabs: Vec<String> =
            list.counts.iter().map(|tab| format!("{} {}", tab.status, tab.count)).collect();
        let shown = list.candidates.len();
        let more =
            if (shown as u64) < list.total { format!("，列出前 {shown} 条") } else { String::new() };
        format!("{}\n共 {} 条{more}（{}）", rows(&list.candidates), list.total, tabs.join("，"))
    });
    Ok(DONE)
}

fn rows(candidates: &[CandidateView]) -> String {
    let rows: Vec<Vec<String>> = candidates
        .iter()
        .map(|candidate| {
            vec![
                candidate.name.clone(),
                format!("{}{}", candidate.pinyin, if candidate.pinyin_review { " ?" } else { "" }),
                candidate.id_number.clone(),
                candidate.phone.clone(),
                candidate.major.clone(),
                candidate.class.clone(),
                candidate.status.to_owned(),
                if candidate.has_photo { "有" } else { "无" }.to_owned(),
            ]
        })
        .collect();
    table(&["姓名", "拼音", "证件号码", "手机号码", "就读专业", "班级", "状态", "照片"], &rows)
}

pub fn candidate(global: &Global, args: &CandidateArgs, output: Output) -> Result<u8> {
    let (view, done) = match &args.action {
        CandidateAction::Confirm { candidate } => {
            (candidates::confirm(&open(global)?, candidate)?, "已人工确认")
        }
        CandidateAction::Verify { candidate } => {
            (candidates::request_verification(&open(global)?, candidate)?, "已申请认证，联网后由平台比对")
        }
        CandidateAction::Edit { candidate, set } => {
            let changes = set.iter().map(|text| parse_change(text)).collect::<Result<Vec<_>>>()?;
            (candidates::edit(&open(global)?, candidate, &changes)?, "已修改")
        }
        CandidateAction::Delete { candidate, yes } => {
            confirmed(*yes, "删除考生")?;
            (candidates::delete(&open(global)?, candidate)?, "已删除")
        }
    };
    output.result(&view, |view| format!("{done}：{}，状态“{}”", view.name, view.status));
    Ok(DONE)
}

fn parse_change(text: &str) -> Result<(String, String)> {
    let (field, value) = text.split_once(['=', '＝']).ok_or_else(|| {
        AppError::new("set_format", format!("“{text}”不对，请写成 字段=值，例如 手机号码=13800000000"))
    })?;
    Ok((field.trim().to_owned(), value.to_owned()))
}

pub fn name(global: &Global, args: &NameArgs, output: Output) -> Result<u8> {
    let NameAction::Pinyin { names } = &args.action;
    // The spelling of ü is a setting of the workspace, where there is one that opens without asking.
    let policy = if App::exists(&global.workspace) && std::env::var(crate::passphrase::VARIABLE).is_ok() {
        open(global)?.settings()?.pinyin_u
    } else {
        Default::default()
    };
    let views: Vec<PinyinView> = names.iter().map(|name| tools::name_pinyin(name, policy)).collect();
    output.result(&views, |views| {
        let lines: Vec<String> = views
            .iter()
            .map(|view| {
                let review = if view.review {
                    format!("　需核对：{}", view.reasons.join("；"))
                } else {
                    String::new()
                };
                format!("{}　{}{review}", view.name, view.pinyin)
            })
            .collect();
        lines.join("\n")
    });
    Ok(DONE)
}

pub fn id(args: &IdArgs, output: Output) -> Result<u8> {
    let IdAction::Check { number, id_type } = &args.action;
    let view = tools::id_check(number, id_type.as_deref(), Clock::from_environment()?.today())?;
    output.result(&view, |view| {
        let mut lines = vec![format!("{}：{}", view.type_label, if view.valid { "有效" } else { "无效" })];
        lines.extend(view.problems.iter().map(|problem| format!("错误：{}", problem.message)));
        lines.extend(view.warnings.iter().map(|warning| format!("提醒：{}", warning.message)));
        let facts = [
            ("出生日期", view.birth_date.clone()),
            ("性别", view.sex.map(str::to_owned)),
            ("地区", view.region.clone()),
        ];
        lines.extend(facts.into_iter().filter_map(|(name, value)| Some(format!("{name}：{}", value?))));
        lines.join("\n")
    });
    Ok(if view.valid { DONE } else { PARTLY })
}
