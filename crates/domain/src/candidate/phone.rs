//! Mobile phone numbers (手机号码, R-098, R-101).
//!
//! Knows the form of a number, not whether it is in use or whose it is.

use unicode_normalization::UnicodeNormalization;

use super::text::{is_hyphen, is_invisible, is_space};
use crate::RuleViolation;

/// Brings `raw` into the stored form and says what is doubtful about it.
///
/// Spaces, hyphens of every kind, full-width digits and the prefixes `+86`, `0086`, `86` (before a
/// mobile number) are taken off. Everything else stays as typed. Only warnings are returned
/// (`phone_empty`, `phone_format`, `phone_scientific`): a candidate without a mainland mobile number
/// may still sit an exam. No message contains the number.
pub fn check(raw: &str) -> (String, Vec<RuleViolation>) {
    let plain: String = raw
        .trim_matches(|c: char| is_space(c) || is_invisible(c) || c == '\'')
        .nfkc()
        .filter(|&c| !(is_space(c) || is_invisible(c) || is_hyphen(c)))
        .collect();
    let number = without_country_prefix(&plain).to_owned();
    let problem = if number.is_empty() {
        Some(RuleViolation::warning("phone_empty", "没有填写手机号码，请补充"))
    } else if is_mobile(&number) {
        None
    } else if is_scientific(&number) {
        Some(RuleViolation::warning(
            "phone_scientific",
            "手机号码被表格改成了科学计数或小数，请把该列设为文本后重新填写",
        ))
    } else {
        Some(RuleViolation::warning("phone_format", wrong_form(&number)))
    };
    (number, problem.into_iter().collect())
}

/// `^1[3-9]\d{9}$`.
fn is_mobile(number: &str) -> bool {
    let bytes = number.as_bytes();
    bytes.len() == 11
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1])
        && bytes.iter().all(u8::is_ascii_digit)
}

/// A prefix is taken off only when a mobile number remains, so that nothing else is cut short.
fn without_country_prefix(number: &str) -> &str {
    ["+86", "0086", "(+86)", "(86)", "86"]
        .iter()
        .find_map(|prefix| number.strip_prefix(prefix).filter(|rest| is_mobile(rest)))
        .unwrap_or(number)
}

/// `1.38E+10` and `13800138000.0`, which spreadsheets make of a number column.
fn is_scientific(number: &str) -> bool {
    number.contains('.')
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+'))
}

fn wrong_form(number: &str) -> String {
    let length = number.chars().count();
    if !number.chars().all(|c| c.is_ascii_digit()) {
        "手机号码应为11位数字，现在含有数字以外的字符，请核对".to_owned()
    } else if length != 11 {
        format!("手机号码应为11位数字，现在是{length}位，请核对")
    } else {
        "手机号码应以13至19开头，请核对".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(raw: &str) -> Vec<String> {
        check(raw).1.into_iter().map(|violation| violation.code).collect()
    }

    #[test]
    fn accepts_every_mobile_prefix_and_normalises() {
        for raw in [
            "13800138000",
            " 138 0013 8000 ",
            "138-0013-8000",
            "+86 138 0013 8000",
            "0086-13800138000",
            "8613800138000",
            "（+86）13800138000",
            "１３８００１３８０００",
            "'13800138000",
            "\u{202d}13800138000\u{202c}",
            "138\u{3000}0013－8000",
        ] {
            assert_eq!(check(raw), ("13800138000".to_owned(), vec![]), "{raw:?}");
        }
        for second in '3'..='9' {
            assert_eq!(codes(&format!("1{second}012345678")), Vec::<String>::new());
        }
    }

    #[test]
    fn warns_and_never_refuses() {
        for (raw, code) in [
            ("", "phone_empty"),
            ("  \u{3000}", "phone_empty"),
            ("12800138000", "phone_format"),
            ("1380013800", "phone_format"),
            ("138001380000", "phone_format"),
            ("0571-87654321", "phone_format"),
            ("1380013800O", "phone_format"),
            ("无", "phone_format"),
            ("1.38E+10", "phone_scientific"),
            ("13800138000.0", "phone_scientific"),
        ] {
            let (_, problems) = check(raw);
            assert_eq!(codes(raw), [code], "{raw}");
            assert!(problems.iter().all(|problem| !problem.is_error()), "{raw}");
        }
    }

    #[test]
    fn a_prefix_is_kept_when_no_mobile_number_follows() {
        assert_eq!(check("86138").0, "86138");
        assert_eq!(check("+85291234567").0, "+85291234567");
    }

    proptest! {
        #[test]
        fn never_panics_and_is_stable(raw in any::<String>()) {
            let (number, problems) = check(&raw);
            for problem in &problems {
                prop_assert!(number.chars().count() < 8 || !problem.message.contains(&number));
            }
            if problems.is_empty() {
                prop_assert_eq!(check(&number), (number, vec![]));
            }
        }
    }
}
