//! From a cell of any format to the text of a column, or to the reason why it is refused.
//!
//! **Architecture invariant:** knows one cell and its column kind, no rows, no formats of files.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use kaozhan_domain::RuleViolation;

use super::table::{Column, ColumnKind};

/// What a cell holds, whatever program wrote it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    /// A number with a date or time format: days since 1899-12-30.
    Serial(f64),
    /// ISO date, time or duration, as `.ods` and strict `.xlsx` write them.
    Iso(Cow<'a, str>),
    Bool(bool),
    /// `#N/A` and its like.
    Error(Cow<'a, str>),
}

/// Numbers at or above this may have lost digits: Excel keeps 15.
const EXACT_LIMIT: f64 = 1e15;

/// The message is part of the contract with users' manuals; don't reword it.
pub(super) const ID_AS_NUMBER: &str = "身份证号被存成了数字，末尾已丢失，请把该列设为文本后重新填写";

const ERROR_TEXTS: [&str; 9] =
    ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];

/// Trims ASCII blanks, no-break and ideographic spaces and the invisible marks that copying from
/// web pages leaves; also a text guard (`'` or tab) in front.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{2060}')
    })
}

impl Value<'_> {
    /// The same, borrowing nothing.
    pub(super) fn into_owned(self) -> Value<'static> {
        match self {
            Self::Empty => Value::Empty,
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Value::Number(number),
            Self::Serial(serial) => Value::Serial(serial),
            Self::Iso(text) => Value::Iso(Cow::Owned(text.into_owned())),
            Self::Bool(value) => Value::Bool(value),
            Self::Error(text) => Value::Error(Cow::Owned(text.into_owned())),
        }
    }

    /// Whether nothing can be seen in the cell.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) | Self::Iso(text) => trim(text).is_empty(),
            _ => false,
        }
    }

    /// The cell as text for the failed-rows workbook and for headings. A number too long to be
    /// exact stays in scientific notation, so that nobody takes its digits for an identity number.
    pub(super) fn display(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) => trim(text).to_owned(),
            Self::Iso(text) => iso_moment(text).map_or_else(|| trim(text).to_owned(), |m| m.shortest()),
            Self::Number(number) => number_text(*number),
            Self::Serial(serial) => {
                serial_moment(*serial).map_or_else(|| number_text(*serial), |m| m.shortest())
            }
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
        }
    }
}

fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < EXACT_LIMIT {
        format!("{number:.0}")
    } else if number.abs() >= EXACT_LIMIT {
        format!("{number:E}").replace('E', "E+")
    } else {
        number.to_string()
    }
}

/// The text of `value` in `column`; `None` when blank.
///
/// # Errors
/// When the text can't be known for certain (numbers in identifier columns, errors, booleans) or
/// isn't of the column's kind.
pub(super) fn convert(value: &Value<'_>, column: &Column) -> Result<Option<String>, RuleViolation> {
    match value {
        Value::Empty => return Ok(None),
        Value::Error(text) => return Err(error_cell(text)),
        Value::Bool(_) => {
            return Err(RuleViolation::error(
                "cell_boolean",
                "单元格是逻辑值（TRUE 或 FALSE），请改为文字后重新填写",
            ));
        }
        Value::Text(text) => {
            let text = trim(text);
            if text.is_empty() {
                return Ok(None);
            }
            if ERROR_TEXTS.contains(&text) || (text.starts_with("Err:") && text.len() == 7) {
                return Err(error_cell(text));
            }
            return convert_text(text, column).map(Some);
        }
        Value::Iso(text) if trim(text).is_empty() => return Ok(None),
        Value::Number(_) | Value::Serial(_) | Value::Iso(_) => (),
    }
    match column.kind {
        ColumnKind::Text | ColumnKind::Choice => word(value),
        ColumnKind::Identifier => Err(number_in_identifier(value, column)),
        ColumnKind::Digits => digits(value, column),
        ColumnKind::Integer => integer(value),
        ColumnKind::Year => year(value),
        ColumnKind::Date | ColumnKind::Time | ColumnKind::DateTime => {
            moment_of(value).and_then(|m| m.written_for(column.kind)).ok_or_else(|| not_a_moment(column.kind))
        }
    }
    .map(Some)
}

fn error_cell(text: &str) -> RuleViolation {
    RuleViolation::error("cell_error", format!("单元格是错误值 {text}，请改正公式或直接填写内容"))
}

fn convert_text(text: &str, column: &Column) -> Result<String, RuleViolation> {
    match column.kind {
        ColumnKind::Text | ColumnKind::Choice | ColumnKind::Year => Ok(text.to_owned()),
        ColumnKind::Identifier | ColumnKind::Digits => identifier(text, column),
        ColumnKind::Integer => {
            let plain = half_width(text);
            let plain = plain.strip_suffix(".0").unwrap_or(&plain);
            if !plain.is_empty() && plain.len() < 16 && plain.bytes().all(|b| b.is_ascii_digit()) {
                Ok(plain.to_owned())
            } else {
                Err(not_an_integer())
            }
        }
        ColumnKind::Date | ColumnKind::Time | ColumnKind::DateTime => text_moment(text)
            .and_then(|m| m.written_for(column.kind))
            .ok_or_else(|| not_a_moment(column.kind)),
    }
}

/// Removes the guards that keep Excel from reading a number (`'…`, `="…"`) and refuses what a CSV
/// saved by Excel makes of a long number: `4.20101E+17`.
fn identifier(text: &str, column: &Column) -> Result<String, RuleViolation> {
    let bare = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or_else(|| text.trim_start_matches(['\'', '‘', '’', '`']));
    let bare = trim(bare);
    if is_scientific(bare) {
        return Err(number_refused(column, true));
    }
    if is_masked(bare) {
        return Err(RuleViolation::error(
            "cell_masked",
            format!("{}含有“*”，是脱敏后的内容，不能导入，请填写完整号码", column.heading),
        ));
    }
    Ok(bare.to_owned())
}

fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    !mantissa.is_empty()
        && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && exponent.strip_prefix('+').is_some_and(|e| !e.is_empty() && e.bytes().all(|b| b.is_ascii_digit()))
}

/// Two stars or more between other characters, as R-094 masks numbers.
fn is_masked(text: &str) -> bool {
    text.contains("**") || text.contains("＊＊")
}

fn number_in_identifier(value: &Value<'_>, column: &Column) -> RuleViolation {
    let lossy = matches!(value, Value::Number(n) | Value::Serial(n) if n.abs() >= EXACT_LIMIT);
    if matches!(value, Value::Serial(_) | Value::Iso(_)) && !lossy {
        return became_date();
    }
    number_refused(column, lossy)
}

fn number_refused(column: &Column, lossy: bool) -> RuleViolation {
    let message = match (column.field, lossy) {
        ("id_number", true) => ID_AS_NUMBER.to_owned(),
        (_, true) => format!("{}被存成了数字，末尾已丢失，请把该列设为文本后重新填写", column.heading),
        (_, false) => {
            format!("{}被存成了数字，开头的 0 可能已丢失，请把该列设为文本后重新填写", column.heading)
        }
    };
    RuleViolation::error("cell_identifier_as_number", message)
}

fn became_date() -> RuleViolation {
    RuleViolation::error("cell_became_date", "单元格被识别成了日期，请把该列设为文本后重新填写")
}

fn word(value: &Value<'_>) -> Result<String, RuleViolation> {
    match value {
        Value::Number(number) => Ok(number_text(*number)),
        _ => Err(became_date()),
    }
}

fn digits(value: &Value<'_>, column: &Column) -> Result<String, RuleViolation> {
    match value {
        Value::Number(n) if n.fract() == 0.0 && (0.0..EXACT_LIMIT).contains(n) => Ok(number_text(*n)),
        Value::Number(n) => Err(number_refused(column, n.abs() >= EXACT_LIMIT)),
        _ => Err(became_date()),
    }
}

fn not_an_integer() -> RuleViolation {
    RuleViolation::error("cell_not_integer", "不是整数，请填写阿拉伯数字的整数")
}

fn integer(value: &Value<'_>) -> Result<String, RuleViolation> {
    match value {
        Value::Number(n) if n.fract() == 0.0 && (0.0..EXACT_LIMIT).contains(n) => Ok(number_text(*n)),
        _ => Err(not_an_integer()),
    }
}

fn year(value: &Value<'_>) -> Result<String, RuleViolation> {
    let refused = || RuleViolation::error("cell_not_year", "不是年份，请填写 4 位年份，如 2024");
    match value {
        Value::Number(n) if n.fract() == 0.0 && n.abs() < 1e8 => Ok(number_text(*n)),
        Value::Serial(n) if (1900.0..2100.0).contains(n) && n.fract() == 0.0 => {
            // The year 2024 in a cell with a date format shows as 1905-07-16: ask, don't guess.
            Err(refused())
        }
        _ => moment_of(value)
            .and_then(|m| m.date)
            .map(|date| date.format("%Y").to_string())
            .ok_or_else(refused),
    }
}

fn not_a_moment(kind: ColumnKind) -> RuleViolation {
    let (code, message) = match kind {
        ColumnKind::Time => ("cell_not_time", "时间无法识别，请写成 09:00"),
        ColumnKind::DateTime => ("cell_not_datetime", "日期时间无法识别，请写成 2026-06-01 09:00"),
        _ => ("cell_not_date", "日期无法识别，请写成 2026-06-01"),
    };
    RuleViolation::error(code, message)
}

/// A date, a time of day, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    date: Option<NaiveDate>,
    time: Option<NaiveTime>,
}

impl Moment {
    fn shortest(self) -> String {
        let midnight = self.time.is_none_or(|t| t == NaiveTime::MIN);
        match (self.date, self.time) {
            (Some(date), _) if midnight => date.format("%Y-%m-%d").to_string(),
            (Some(date), Some(time)) => format!("{} {}", date.format("%Y-%m-%d"), clock(time)),
            (None, Some(time)) => clock(time),
            _ => String::new(),
        }
    }

    fn written_for(self, kind: ColumnKind) -> Option<String> {
        match kind {
            ColumnKind::Time => self.time.map(clock),
            ColumnKind::Date => self.date.map(|date| date.format("%Y-%m-%d").to_string()),
            _ => self.date.map(|date| match self.time {
                Some(time) => format!("{} {}", date.format("%Y-%m-%d"), clock(time)),
                None => date.format("%Y-%m-%d").to_string(),
            }),
        }
    }
}

fn clock(time: NaiveTime) -> String {
    let pattern = if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    time.format(pattern).to_string()
}

fn moment_of(value: &Value<'_>) -> Option<Moment> {
    match value {
        Value::Number(n) if n.fract() == 0.0 && (19_000_101.0..=21_001_231.0).contains(n) => {
            text_moment(&number_text(*n))
        }
        Value::Number(n) | Value::Serial(n) => serial_moment(*n),
        Value::Iso(text) => iso_moment(text),
        _ => None,
    }
}

/// Days since 1899-12-30 to a moment, rounded to the second; up to the year 2200.
fn serial_moment(serial: f64) -> Option<Moment> {
    if !(0.0..109_575.0).contains(&serial) {
        return None;
    }
    let seconds = (serial * 86_400.0).round() as i64;
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400) as u32);
    let time = NaiveTime::from_num_seconds_from_midnight_opt(second, 0)?;
    if serial < 1.0 {
        return Some(Moment { date: None, time: Some(time) });
    }
    // Excel counts a 29 February 1900; before it the days are off by one.
    let days = if days < 60 { days + 1 } else { days };
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(chrono::TimeDelta::days(days))?;
    Some(Moment { date: Some(date), time: if second == 0 { None } else { Some(time) } })
}

fn iso_moment(text: &str) -> Option<Moment> {
    let text = trim(text).trim_end_matches('Z');
    if let Some(duration) = text.strip_prefix("PT") {
        return duration_moment(duration);
    }
    for pattern in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"] {
        if let Ok(both) = NaiveDateTime::parse_from_str(text, pattern) {
            let time = (both.time() != NaiveTime::MIN).then(|| both.time());
            return Some(Moment { date: Some(both.date()), time });
        }
    }
    text_moment(text)
}

/// `09H30M00S` of an ODF time below one day.
fn duration_moment(text: &str) -> Option<Moment> {
    let mut rest = text;
    let mut parts = [0u32; 3];
    for (part, unit) in parts.iter_mut().zip(['H', 'M', 'S']) {
        if let Some((number, tail)) = rest.split_once(unit) {
            *part = number.split('.').next()?.parse().ok()?;
            rest = tail;
        }
    }
    let time = NaiveTime::from_hms_opt(parts[0], parts[1], parts[2])?;
    rest.is_empty().then_some(Moment { date: None, time: Some(time) })
}

/// Full-width digits and punctuation to half-width, blanks around them kept.
fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// `2009/1/2`, `2026年6月1日`, `2026.6.1`, `20260601`, `2026-06-01 09:00`, `上午9:00`, `9时30分`.
fn text_moment(text: &str) -> Option<Moment> {
    let text = half_width(trim(text));
    let (date_part, time_part) = split_moment(&text);
    let date = match date_part {
        Some(part) => Some(parse_date(part)?),
        None => None,
    };
    let time = match time_part {
        Some(part) => Some(parse_time(part)?),
        None => None,
    };
    (date.is_some() || time.is_some()).then_some(Moment { date, time })
}

fn split_moment(text: &str) -> (Option<&str>, Option<&str>) {
    let cut = text
        .find(['日', '号'])
        .map(|at| at + '日'.len_utf8())
        .or_else(|| text.find([' ', 'T']))
        .or_else(|| text.find(['上', '下', '中', '晚']))
        .unwrap_or(text.len());
    let (head, tail) = text.split_at(cut);
    let tail = tail.trim_start_matches([' ', 'T']).trim();
    let tail = (!tail.is_empty()).then_some(tail);
    if head.is_empty() {
        (None, tail)
    } else if tail.is_none() && (head.contains(':') || head.contains(['时', '点'])) {
        (None, Some(head))
    } else {
        (Some(head.trim()), tail)
    }
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    }
    let text = text.trim_end_matches(['日', '号']);
    let mut parts = text.split(['-', '/', '.', '年', '月']).map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn parse_time(text: &str) -> Option<NaiveTime> {
    let (text, half_day) = half_day(text);
    let text = text.replace('半', "30").replace(['时', '点', '分'], ":").replace('秒', "");
    let text = text.trim_end_matches('整');
    let whole_hour = text.ends_with(':') && text.matches(':').count() == 1;
    let text = text.trim_end_matches(':').trim();
    let parts: Vec<u32> = text.split(':').map(|p| p.trim().parse().ok()).collect::<Option<_>>()?;
    let (hour, minute, second) = match parts.as_slice() {
        [hour] if half_day.is_some() || whole_hour => (*hour, 0, 0),
        [hour, minute] => (*hour, *minute, 0),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    let hour = match half_day {
        Some(true) if hour < 12 => hour + 12,
        // 上午12点 means noon to some and midnight to others.
        Some(false) if hour >= 12 => return None,
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// The text without 上午/下午/AM/PM, and whether it is the afternoon.
fn half_day(text: &str) -> (&str, Option<bool>) {
    for (mark, afternoon) in [("上午", false), ("下午", true), ("中午", true), ("晚上", true)] {
        if let Some(rest) = text.strip_prefix(mark) {
            return (rest.trim(), Some(afternoon));
        }
    }
    for (mark, afternoon) in [("AM", false), ("PM", true), ("am", false), ("pm", true)] {
        if let Some(rest) = text.strip_suffix(mark) {
            return (rest.trim(), Some(afternoon));
        }
    }
    (text, None)
}
