//! Settings of a workspace.

use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::arrangement::number::NumberRule;
use kaozhan_domain::candidate::id_document::MaskStyle;
use kaozhan_domain::candidate::pinyin::UPolicy;
use kaozhan_store::ReadTx;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const PINYIN_U: &str = "pinyin_u";
const NUMBER_RULE: &str = "number_rule";
const AUTO_LOCK: &str = "auto_lock_minutes";
const MASK: &str = "mask_style";
/// Minutes without a sign of life after which the window locks itself, unless set otherwise.
const AUTO_LOCK_MINUTES: u32 = 15;
/// Longest that can be set: a working day.
const AUTO_LOCK_LONGEST: u32 = 480;
const FIRST6: &str = "first6_last4";
const FIRST3: &str = "first3_last4";

/// What a school decides once.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How ü is written in proposed pinyin.
    pub pinyin_u: UPolicy,
    /// 准考证号 rule as the user wrote it; empty is the default rule.
    pub number_rule: String,
    /// Minutes until the idle window locks itself; 0 for never.
    pub auto_lock_minutes: u32,
    /// How document numbers are masked in lists. Paper has a mask of its own.
    pub mask: MaskStyle,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            pinyin_u: UPolicy::default(),
            number_rule: String::new(),
            auto_lock_minutes: AUTO_LOCK_MINUTES,
            mask: MaskStyle::First6Last4,
        }
    }
}

/// What is changed; what is not given stays.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct SettingsDraft {
    /// `lyu`, `lv` or `lü`.
    pub pinyin_u: Option<String>,
    /// 准考证号 rule.
    pub number_rule: Option<String>,
    /// Minutes until the idle window locks itself; 0 for never.
    pub auto_lock_minutes: Option<u32>,
    /// `first6_last4` or `first3_last4`.
    pub mask_style: Option<String>,
}

/// The settings as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SettingsView {
    /// `lyu`, `lv` or `lü`.
    pub pinyin_u: String,
    /// Such as `{date}{plan:4}{site:9}{serial:5}`.
    pub number_rule: String,
    /// Minutes until the idle window locks itself; 0 for never.
    pub auto_lock_minutes: u32,
    /// `first6_last4` or `first3_last4`.
    pub mask_style: String,
}

/// The rule of a workspace that sets none.
pub const DEFAULT_NUMBER_RULE: &str = "{date}{plan:4}{site:9}{serial:5}";

impl Settings {
    pub(crate) fn load(tx: &ReadTx<'_>) -> Result<Self> {
        Ok(Self {
            pinyin_u: tx.setting(PINYIN_U)?.unwrap_or_default(),
            number_rule: tx.setting(NUMBER_RULE)?.unwrap_or_default(),
            auto_lock_minutes: tx.setting(AUTO_LOCK)?.unwrap_or(AUTO_LOCK_MINUTES),
            mask: match tx.setting::<String>(MASK)?.as_deref() {
                Some(FIRST3) => MaskStyle::First3Last4,
                _ => MaskStyle::First6Last4,
            },
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
        SettingsView {
            pinyin_u: policy_text(self.pinyin_u).to_owned(),
            number_rule: number_rule.to_owned(),
            auto_lock_minutes: self.auto_lock_minutes,
            mask_style: if self.mask == MaskStyle::First3Last4 { FIRST3 } else { FIRST6 }.to_owned(),
        }
    }
}

/// Changes settings; those that are not given stay.
///
/// # Errors
/// `pinyin_u_unknown`, `number_rule`.
pub fn change(app: &App, pinyin_u: Option<&str>, number_rule: Option<&str>) -> Result<SettingsView> {
    let own = |text: &str| text.to_owned();
    let draft = SettingsDraft {
        pinyin_u: pinyin_u.map(own),
        number_rule: number_rule.map(own),
        ..Default::default()
    };
    apply(app, &draft)
}

/// Changes the settings of `draft`.
///
/// # Errors
/// `pinyin_u_unknown`, `number_rule`, `auto_lock`, `mask_style`.
pub fn apply(app: &App, draft: &SettingsDraft) -> Result<SettingsView> {
    let policy = draft.pinyin_u.as_deref().map(parse_policy).transpose()?;
    if let Some(rule) = &draft.number_rule {
        NumberRule::parse(rule)?;
    }
    if draft.auto_lock_minutes.is_some_and(|minutes| minutes > AUTO_LOCK_LONGEST) {
        return Err(AppError::new("auto_lock", format!("自动锁定时间最长 {AUTO_LOCK_LONGEST} 分钟")));
    }
    if draft.mask_style.as_deref().is_some_and(|style| ![FIRST6, FIRST3].contains(&style)) {
        return Err(AppError::new("mask_style", "证件号码的显示方式不认识"));
    }
    let SettingsDraft { number_rule, auto_lock_minutes, mask_style, .. } = draft;
    if policy.is_some() || number_rule.is_some() || auto_lock_minutes.is_some() || mask_style.is_some() {
        app.write("settings_change", "修改设置", "", |tx| {
            if let Some(policy) = policy {
                tx.put_setting(PINYIN_U, &policy)?;
            }
            if let Some(rule) = number_rule {
                tx.put_setting(NUMBER_RULE, rule)?;
            }
            if let Some(minutes) = auto_lock_minutes {
                tx.put_setting(AUTO_LOCK, minutes)?;
            }
            if let Some(style) = mask_style {
                tx.put_setting(MASK, style)?;
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
