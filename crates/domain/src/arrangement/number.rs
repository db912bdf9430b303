//! 准考证号 by a configurable rule. The default is the 2021 form of the platform's samples:
//! date (8) + plan serial of that day (4) + site number (9) + candidate serial at the site (5).

use crate::RuleViolation;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// One part of the rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberPart {
    /// Digits that are always the same.
    Fixed(String),
    /// Date of issue as `YYYYMMDD`.
    Date,
    /// Year of the exam plan as `YYYY`.
    Year,
    /// Serial of the plan, zero-padded to so many digits.
    PlanSerial(u8),
    /// Site number, zero-padded (or cut from the left) to so many digits.
    Site(u8),
    /// Serial of the candidate, counted for what stands before it, zero-padded.
    Serial(u8),
}

/// A rule: its parts in order, the last of which is the serial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NumberRule(pub Vec<NumberPart>);

impl Default for NumberRule {
    fn default() -> Self {
        Self(vec![NumberPart::Date, NumberPart::PlanSerial(4), NumberPart::Site(9), NumberPart::Serial(5)])
    }
}

/// What a number is made from, besides the serial.
#[derive(Debug, Clone, Copy)]
pub struct NumberContext<'a> {
    /// Date of issue.
    pub date: NaiveDate,
    /// Year of the plan.
    pub year: &'a str,
    /// Serial of the plan.
    pub plan_serial: u16,
    /// 考核站点编号; letters in it are left out.
    pub site_number: &'a str,
}

impl NumberRule {
    /// Reads a rule such as `{date}{plan:4}{site:9}{serial:5}`; digits stand for themselves.
    ///
    /// # Errors
    /// `number_rule` when a part is unknown, or the serial is missing, repeated or not the last part.
    pub fn parse(text: &str) -> Result<Self, RuleViolation> {
        let wrong = |why: &str| {
            RuleViolation::error(
                "number_rule",
                format!("准考证号规则“{text}”{why}，例如 {{date}}{{plan:4}}{{site:9}}{{serial:5}}"),
            )
        };
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(open) = rest.strip_prefix('{') {
                let (body, tail) = open.split_once('}').ok_or_else(|| wrong("缺少右括号"))?;
                parts.push(parse_part(body).ok_or_else(|| wrong(&format!("含有不认识的部分“{body}”")))?);
                rest = tail;
            } else {
                let end = rest.find('{').unwrap_or(rest.len());
                let digits = &rest[..end];
                if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(wrong("只能由数字和括号部分组成"));
                }
                parts.push(NumberPart::Fixed(digits.to_owned()));
                rest = &rest[end..];
            }
        }
        let serials = parts.iter().filter(|part| matches!(part, NumberPart::Serial(_))).count();
        if serials != 1 || !matches!(parts.last(), Some(NumberPart::Serial(_))) {
            return Err(wrong("必须以一个流水号 {serial:位数} 结尾"));
        }
        Ok(Self(parts))
    }

    /// The next free number for `context`; `taken` holds every number of the workspace and gets the
    /// new one. Numbers are never reused, so one printed on paper means one candidate for ever.
    ///
    /// # Errors
    /// `number_exhausted` when the serial has no digit left.
    pub fn next(
        &self,
        context: NumberContext<'_>,
        taken: &mut HashSet<String>,
        serial: &mut u64,
    ) -> Result<String, RuleViolation> {
        let (prefix, width) = self.prefix(context);
        loop {
            *serial += 1;
            let digits = format!("{serial:0width$}");
            if digits.len() > width {
                return Err(RuleViolation::error(
                    "number_exhausted",
                    format!("准考证号流水号只有 {width} 位，已经用完，请在规则中增加位数"),
                ));
            }
            let number = format!("{prefix}{digits}");
            if taken.insert(number.clone()) {
                return Ok(number);
            }
        }
    }

    /// Everything before the serial, and the width of the serial.
    pub fn prefix(&self, context: NumberContext<'_>) -> (String, usize) {
        let mut prefix = String::new();
        let mut width = 5;
        for part in &self.0 {
            match part {
                NumberPart::Fixed(digits) => prefix.push_str(digits),
                NumberPart::Date => prefix.push_str(&context.date.format("%Y%m%d").to_string()),
                NumberPart::Year => prefix.push_str(context.year),
                NumberPart::PlanSerial(digits) => {
                    prefix.push_str(&pad(&context.plan_serial.to_string(), *digits));
                }
                NumberPart::Site(digits) => prefix.push_str(&pad(context.site_number, *digits)),
                NumberPart::Serial(digits) => width = usize::from(*digits),
            }
        }
        (prefix, width)
    }
}

fn parse_part(body: &str) -> Option<NumberPart> {
    let (name, width) = match body.split_once(':') {
        Some((name, width)) => {
            (name, Some(width.parse::<u8>().ok().filter(|width| (1..=12).contains(width))?))
        }
        None => (body, None),
    };
    match (name, width) {
        ("date", None) => Some(NumberPart::Date),
        ("year", None) => Some(NumberPart::Year),
        ("plan", Some(width)) => Some(NumberPart::PlanSerial(width)),
        ("site", Some(width)) => Some(NumberPart::Site(width)),
        ("serial", Some(width)) => Some(NumberPart::Serial(width)),
        _ => None,
    }
}

/// The last `width` digits of `text`, zero-padded on the left.
fn pad(text: &str, width: u8) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let width = usize::from(width);
    let from = digits.len().saturating_sub(width);
    format!("{:0>width$}", &digits[from..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn context(site: &str) -> NumberContext<'_> {
        NumberContext {
            date: NaiveDate::from_ymd_opt(2021, 9, 16).unwrap(),
            year: "2021",
            plan_serial: 26,
            site_number: site,
        }
    }

    /// The platform's own sample: 20210916 0026 110000007 00012.
    #[test]
    fn default_rule_makes_the_2021_form() {
        let mut serial = 11;
        let number = NumberRule::default().next(context("110000007"), &mut HashSet::new(), &mut serial);
        assert_eq!(number.unwrap(), "20210916002611000000700012");
    }

    #[test]
    fn rules_are_read_and_refused() {
        let rule = NumberRule::parse("20{year}{site:3}{serial:4}").unwrap();
        let mut serial = 0;
        assert_eq!(rule.next(context("37-004"), &mut HashSet::new(), &mut serial).unwrap(), "2020210040001");
        for bad in
            ["", "{date}", "{serial:5}{date}", "{serial:5}{serial:5}", "A{serial:5}", "{serial:0}", "{x}"]
        {
            assert_eq!(NumberRule::parse(bad).unwrap_err().code, "number_rule", "{bad}");
        }
    }

    #[test]
    fn an_exhausted_serial_is_refused() {
        let rule = NumberRule::parse("{serial:1}").unwrap();
        let (mut taken, mut serial) = (HashSet::new(), 0);
        for _ in 0..9 {
            rule.next(context("1"), &mut taken, &mut serial).unwrap();
        }
        assert_eq!(rule.next(context("1"), &mut taken, &mut serial).unwrap_err().code, "number_exhausted");
    }

    proptest! {
        /// Numbers are unique even when some are taken already.
        #[test]
        fn numbers_are_unique(taken in proptest::collection::hash_set(1u32..200, 0..100)) {
            let (prefix, _) = NumberRule::default().prefix(context("110000007"));
            let mut taken: HashSet<String> = taken.iter().map(|n| format!("{prefix}{n:05}")).collect();
            let mut serial = 0;
            let before = taken.clone();
            for _ in 0..50 {
                let number = NumberRule::default().next(context("110000007"), &mut taken, &mut serial).unwrap();
                prop_assert!(!before.contains(&number));
                prop_assert_eq!(number.len(), 26);
            }
            prop_assert_eq!(taken.len(), before.len() + 50);
        }
    }
}
