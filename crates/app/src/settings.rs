//! Settings of a workspace.

use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::arrangement::number::NumberRule;
use kaozhan_domain::candidate::pinyin::UPolicy;
use kaozhan_store::ReadTx;
use serde::Serialize;

const PINYIN_U: &str = "pinyin_u";
const NUMBER_RULE: &str = "number_rule";

/// What a school decides once.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// How ü is written in proposed pinyin.
    pub pinyin_u: UPolicy,
    /// 准考证号 rule as the user wrote it; empty is the default rule.
    pub number_rule: String,
}

/// The settings as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingsView {
    /// `lyu`, `lv` or `lü`.
    pub pinyin_u: String,
    /// Such as `{date}{plan:4}{site:9}{serial:5}`.
    pub number_rule: String,
}

/// The rule of a workspace that sets none.
pub const DEFAULT_NUMBER_RULE: &str = "{date}{plan:4}{site:9}{serial:5}";

impl Settings {
    pub(crate) fn load(tx: &ReadTx<'_>) -> Result<Self> {
        Ok(Self {
            pinyin_u: tx.setting(PINYIN_U)?.unwrap_or_default(),
            number_rule: tx.setting(NUMBER_RULE)?.unwrap_or_default(),
        })
    }

    /// The 准考证号 rule.
    ///
    /// # Errors
    /// `number_rule` when the stored text is none; it is checked before it is stored.
    pub fn numbering(&self) -> Result<NumberRule> {
        if self.number_rule.is_empty() {
            return Ok(NumberRule::default());
        }
        Ok(NumberRule::parse(&self.number_rule)?)
    }

    /// As shown.
    pub fn view(&self) -> SettingsView {
        let number_rule = if self.number_rule.is_empty() { DEFAULT_NUMBER_RULE } else { &self.number_rule };
        SettingsView { pinyin_u: policy_text(self.pinyin_u).to_owned(), number_rule: number_rule.to_owned() }
    }
}

/// Changes settings; those that are not given stay.
///
/// # Errors
/// `pinyin_u_unknown`, `number_rule`.
pub fn change(app: &App, pinyin_u: Option<&str>, number_rule: Option<&str>) -> Result<SettingsView> {
    let policy = pinyin_u.map(parse_policy).transpose()?;
    if let Some(rule) = number_rule {
        NumberRule::parse(rule)?;
    }
    if policy.is_some() || number_rule.is_some() {
        app.write("settings_change", "修改设置", "", |tx| {
            if let Some(policy) = policy {
                tx.put_setting(PINYIN_U, &policy)?;
            }
            if let Some(rule) = number_rule {
                tx.put_setting(NUMBER_RULE, &rule)?;
            }
            Ok(())
        })?;
    }
    Ok(app.settings()?.view())
}

fn parse_policy(text: &str) -> Result<UPolicy> {
    match text {
        "lyu" => Ok(UPolicy::Lyu),
        "lv" => Ok(UPolicy::Lv),
        "lü" | "lu" => Ok(UPolicy::Diaeresis),
        _ => Err(AppError::new("pinyin_u_unknown", format!("ü 的写法“{text}”不认识，可以是 lyu、lv 或 lü"))),
    }
}

fn policy_text(policy: UPolicy) -> &'static str {
    match policy {
        UPolicy::Lyu => "lyu",
        UPolicy::Lv => "lv",
        UPolicy::Diaeresis => "lü",
    }
}
