//! Access arrangements (合理便利): what a candidate needs of the seat, the room and the clock.
//!
//! Knows no candidates; reads and writes the words that are used on sheets.

use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::RuleViolation;

/// Longest extra time that is believed, in minutes.
pub const MAX_EXTRA_MINUTES: u16 = 480;

/// Extra time, on top of the session's own length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtraTime {
    /// 延时 30 %, rounded up to whole minutes.
    Percent30,
    /// 延时 50 %, rounded up to whole minutes.
    Percent50,
    /// A number of minutes.
    Minutes(u16),
}

impl ExtraTime {
    /// The extra minutes for a session of the given length.
    pub fn minutes_for(self, start: NaiveDateTime, end: NaiveDateTime) -> i64 {
        let length = (end - start).num_minutes().max(0);
        match self {
            Self::Percent30 => (length * 30 + 99) / 100,
            Self::Percent50 => (length * 50 + 99) / 100,
            Self::Minutes(n) => i64::from(n),
        }
    }

    /// `延时30%`, `延时20分钟`.
    pub fn label(self) -> String {
        match self {
            Self::Percent30 => "延时30%".to_owned(),
            Self::Percent50 => "延时50%".to_owned(),
            Self::Minutes(n) => format!("延时{n}分钟"),
        }
    }
}

/// When a candidate with `extra` stops in a session from `start` to `end`.
pub fn end_with_extra(start: NaiveDateTime, end: NaiveDateTime, extra: Option<ExtraTime>) -> NaiveDateTime {
    let minutes = extra.map_or(0, |e| e.minutes_for(start, end));
    end.checked_add_signed(TimeDelta::minutes(minutes)).unwrap_or(end)
}

/// What a candidate needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessNeeds {
    /// 前排.
    pub front_row: bool,
    /// 一楼.
    pub ground_floor: bool,
    /// 单独考场: nobody else in the room.
    pub separate_room: bool,
    /// 延时.
    pub extra_time: Option<ExtraTime>,
}

impl AccessNeeds {
    /// Whether nothing is needed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// One Chinese word for each need, in the order used on sheets.
    pub fn labels(&self) -> Vec<String> {
        let mut words = Vec::new();
        for (needed, word) in
            [(self.front_row, "前排"), (self.ground_floor, "一楼"), (self.separate_room, "单独考场")]
        {
            if needed {
                words.push(word.to_owned());
            }
        }
        words.extend(self.extra_time.map(ExtraTime::label));
        words
    }

    /// `前排；单独考场；延时30%`; empty when nothing is needed. [`AccessNeeds::parse`] reads it back.
    pub fn label(&self) -> String {
        self.labels().join("；")
    }

    /// When this candidate stops in a session from `start` to `end`.
    pub fn end(&self, start: NaiveDateTime, end: NaiveDateTime) -> NaiveDateTime {
        end_with_extra(start, end, self.extra_time)
    }

    /// Reads a cell such as `前排；单独考场；延时30%` or `延长 30 分钟`. What is understood is always
    /// returned; each word that is not comes back as a problem (`access_unknown`,
    /// `access_extra_time_range`, `access_extra_time_twice`), so that no need is dropped silently.
    pub fn parse(cell: &str) -> (Self, Vec<RuleViolation>) {
        let plain: String = cell.nfkc().collect();
        let mut needs = Self::default();
        let mut problems = Vec::new();
        for part in plain.split(['；', ';', '，', ',', '、', '。', '/', '\n', '\r', '+', '|']) {
            let whole: String = part.chars().filter(|c| !c.is_whitespace()).collect();
            if whole.is_empty() || needs.take_word(&whole, &mut problems) {
                continue;
            }
            for word in part.split_whitespace() {
                if !needs.take_word(word, &mut problems) {
                    problems.push(unknown(word));
                }
            }
        }
        (needs, problems)
    }

    /// Whether `word` was understood; problems with an understood word are added to `problems`.
    fn take_word(&mut self, word: &str, problems: &mut Vec<RuleViolation>) -> bool {
        match word {
            "无" | "没有" | "否" | "不需要" | "无需" | "-" | "--" | "—" => {}
            "前排" | "前排就座" | "前排就坐" | "前排座位" | "安排前排" | "坐前排" | "第一排" | "靠前" => {
                self.front_row = true
            }
            "一楼" | "1楼" | "一层" | "1层" | "底楼" | "底层" | "首层" | "低楼层" | "一楼考场"
            | "一层考场" | "1楼考场" | "1层考场" | "无障碍考场" => {
                self.ground_floor = true;
            }
            "单独考场" | "单独" | "独立考场" | "单人考场" | "单间" | "单人单间" | "独立房间" | "单设考场"
            | "隔离考场" => {
                self.separate_room = true;
            }
            _ => return self.take_extra_time(word, problems),
        }
        true
    }

    fn take_extra_time(&mut self, word: &str, problems: &mut Vec<RuleViolation>) -> bool {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        let rest: String = word.chars().filter(|c| !c.is_ascii_digit()).collect();
        let rest = rest.replace("考试", "").replace("时间", "");
        let lead = ["延时", "延长", "加时", "增加", "延"].iter().find_map(|lead| rest.strip_prefix(lead));
        let unit = match lead {
            Some(unit) => unit,
            None if matches!(rest.as_str(), "%" | "分钟") => rest.as_str(),
            None => return false,
        };
        let extra = match (unit, digits.parse::<u16>()) {
            ("%" | "百分之", Ok(30)) => ExtraTime::Percent30,
            ("%" | "百分之", Ok(50)) => ExtraTime::Percent50,
            ("百分之三十", Err(_)) => ExtraTime::Percent30,
            ("百分之五十" | "一半", Err(_)) => ExtraTime::Percent50,
            ("半小时" | "半个小时", Err(_)) => ExtraTime::Minutes(30),
            ("小时" | "个小时", Ok(n)) if (1..=8).contains(&n) => ExtraTime::Minutes(n * 60),
            ("分钟" | "分" | "min", Ok(n)) if (1..=MAX_EXTRA_MINUTES).contains(&n) => {
                ExtraTime::Minutes(n)
            }
            ("%" | "百分之" | "小时" | "个小时" | "分钟" | "分" | "min", _) => {
                let message = "延时只支持 30%、50% 或 1–480 分钟，请写成“延时30%”或“延时20分钟”。";
                problems.push(RuleViolation::error("access_extra_time_range", message));
                return true;
            }
            _ => return false,
        };
        if self.extra_time.is_some_and(|known| known != extra) {
            let message = "延时写了两种不同的时长，请只保留一种。";
            problems.push(RuleViolation::error("access_extra_time_twice", message));
            return true;
        }
        self.extra_time = Some(extra);
        true
    }
}

fn unknown(word: &str) -> RuleViolation {
    let shown: String = word.chars().take(12).filter(|c| !c.is_ascii_digit()).collect();
    let message =
        format!("看不懂特殊安排“{shown}”，请使用：前排、一楼、单独考场、延时30%、延时50%、延时n分钟。");
    RuleViolation::error("access_unknown", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn needs(cell: &str) -> AccessNeeds {
        let (needs, problems) = AccessNeeds::parse(cell);
        assert!(problems.is_empty(), "{cell}: {problems:?}");
        needs
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        let all = AccessNeeds {
            front_row: true,
            ground_floor: true,
            separate_room: true,
            extra_time: Some(ExtraTime::Percent30),
        };
        assert_eq!(needs("前排；一楼；单独考场；延时30%"), all);
        assert_eq!(needs("前排 1楼，独立考场、延长３０％"), all);
        assert_eq!(needs("延长 30 分钟").extra_time, Some(ExtraTime::Minutes(30)));
        assert_eq!(needs("考试时间延长50%").extra_time, Some(ExtraTime::Percent50));
        assert_eq!(needs("延长考试时间百分之三十").extra_time, Some(ExtraTime::Percent30));
        assert_eq!(needs("加时1小时").extra_time, Some(ExtraTime::Minutes(60)));
        assert!(needs("").is_empty() && needs("无").is_empty() && needs("/").is_empty());
    }

    #[test]
    fn unknown_words_are_problems_and_known_ones_stay() {
        let (needs, problems) = AccessNeeds::parse("前排；盲文试卷；延时40%；延时30%；延时50%");
        assert!(needs.front_row);
        assert_eq!(needs.extra_time, Some(ExtraTime::Percent30));
        let codes: Vec<_> = problems.iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes, ["access_unknown", "access_extra_time_range", "access_extra_time_twice"]);
    }

    #[test]
    fn extra_time_is_rounded_up() {
        let day = chrono::NaiveDate::from_ymd_opt(2030, 6, 1).unwrap();
        let (start, end) = (day.and_hms_opt(9, 0, 0).unwrap(), day.and_hms_opt(9, 45, 0).unwrap());
        let at = |extra| end_with_extra(start, end, extra).format("%H:%M").to_string();
        assert_eq!(at(None), "09:45");
        assert_eq!(at(Some(ExtraTime::Percent30)), "09:59");
        assert_eq!(at(Some(ExtraTime::Percent50)), "10:08");
        assert_eq!(at(Some(ExtraTime::Minutes(20))), "10:05");
    }

    proptest! {
        #[test]
        fn labels_read_back(front: bool, ground: bool, separate: bool, extra in 0u16..=482) {
            let extra_time = match extra {
                0 => None,
                481 => Some(ExtraTime::Percent30),
                482 => Some(ExtraTime::Percent50),
                n => Some(ExtraTime::Minutes(n)),
            };
            let before = AccessNeeds { front_row: front, ground_floor: ground, separate_room: separate, extra_time };
            prop_assert_eq!(needs(&before.label()), before);
        }

        #[test]
        fn any_text_is_read_without_panic(cell in "\\PC*") {
            let _ = AccessNeeds::parse(&cell);
            let _ = super::super::geometry::parse_columns(&cell);
        }
    }
}
