//! How good a password or passphrase is, said while it is typed, and the password that a new account gets.

use crate::violation::RuleViolation;
use serde::{Deserialize, Serialize};

/// Characters of a login password, at least.
pub const MIN_PASSWORD: usize = 8;
/// Characters of a workspace passphrase, at least: it alone stands between a stolen laptop and the data.
const MIN_PASSPHRASE: usize = 10;
const LONGEST: usize = 128;

/// What the secret protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SecretKind {
    /// 登录密码: tried through the program, five times.
    Password,
    /// 工作区口令: can be tried without end on a stolen disk.
    Passphrase,
}

/// How good it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Strength {
    /// Refused.
    Weak,
    /// Enough.
    Fair,
    /// Good.
    Good,
    /// Very good.
    Strong,
}

impl Strength {
    /// In one word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Weak => "太弱",
            Self::Fair => "可以",
            Self::Good => "较强",
            Self::Strong => "很强",
        }
    }
}

/// The verdict on a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrengthVerdict {
    /// How good.
    pub strength: Strength,
    /// What would make it better, or why it is refused; first things first.
    pub advice: Vec<&'static str>,
}

/// Pieces that everybody tries first.
const COMMON: [&str; 22] = [
    "123456", "654321", "111111", "000000", "888888", "666666", "password", "passw0rd", "qwerty", "asdf",
    "abc123", "iloveyou", "admin", "kaozhan", "woaini", "5201314", "qaz", "1q2w3e", "考站", "密码", "口令",
    "1+x",
];

/// Judges `text`; `known` are words that an attacker knows (school, account, name).
pub fn strength(kind: SecretKind, text: &str, known: &[&str]) -> StrengthVerdict {
    let length = text.chars().count();
    let least = match kind {
        SecretKind::Password => MIN_PASSWORD,
        SecretKind::Passphrase => MIN_PASSPHRASE,
    };
    let mut advice = Vec::new();
    if length < least {
        advice.push(match kind {
            SecretKind::Password => "至少 8 个字符",
            SecretKind::Passphrase => "至少 10 个字符，可以用一句只有自己知道的话",
        });
    }
    let bits = bits(text, known);
    let lower = text.to_lowercase();
    if COMMON.iter().any(|word| lower.contains(word)) {
        advice.push("去掉 123456、password 之类人人会试的内容");
    }
    if known.iter().any(|word| is_part(&lower, word)) {
        advice.push("不要包含学校名称、账号或姓名");
    }
    let classes = classes(text);
    if kind == SecretKind::Password && classes < 2 {
        advice.push("数字、字母、符号至少用两种");
    }
    // A passphrase can be tried without end, so it must be worth more.
    let more = if kind == SecretKind::Passphrase { 12.0 } else { 0.0 };
    let refused = length < least || length > LONGEST || (kind == SecretKind::Password && classes < 2);
    let strength = if refused || bits < 28.0 + more {
        Strength::Weak
    } else if bits < 40.0 + more {
        Strength::Fair
    } else if bits < 56.0 + more {
        Strength::Good
    } else {
        Strength::Strong
    };
    if strength < Strength::Good && advice.is_empty() {
        advice.push("再加几个字，或混用数字、字母和符号");
    }
    if strength >= Strength::Good {
        // What is strong in spite of a common word needs no advice.
        advice.clear();
    }
    StrengthVerdict { strength, advice }
}

/// Refuses a login password that is weak, the account itself, or the one it replaces.
///
/// # Errors
/// `password_weak` with what to do, `password_unchanged`.
pub fn check_password(text: &str, old: &str, known: &[&str]) -> Result<(), RuleViolation> {
    if !old.is_empty() && text == old {
        return Err(RuleViolation::error("password_unchanged", "新密码与原密码相同，请换一个"));
    }
    let verdict = strength(SecretKind::Password, text, known);
    if verdict.strength > Strength::Weak {
        return Ok(());
    }
    let advice = if verdict.advice.is_empty() { "请换一个" } else { verdict.advice[0] };
    Err(RuleViolation::error("password_weak", format!("新密码太弱：{advice}")))
}

/// The password of a new account from random bytes: nine characters that are not mistaken for others
/// when they are read from paper, letters and digits both.
pub fn initial_password(random: [u8; 9]) -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz";
    const DIGITS: &[u8] = b"23456789";
    random
        .iter()
        .enumerate()
        .map(|(at, byte)| {
            let set = if at % 3 == 2 { DIGITS } else { LETTERS };
            char::from(set[usize::from(*byte) % set.len()])
        })
        .collect()
}

/// A cautious estimate of how many bits a guesser must try: a character that repeats or continues the one
/// before it counts little, what everybody knows counts as one.
fn bits(text: &str, known: &[&str]) -> f64 {
    let mut rest = text.to_lowercase();
    let mut bits = 0.0;
    for word in COMMON.iter().copied().chain(known.iter().copied()) {
        let word = word.trim().to_lowercase();
        if word.chars().count() >= 3 && rest.contains(&word) {
            rest = rest.replacen(&word, "\u{1}", 1);
            bits += 4.0;
        }
    }
    let pool = pool(text).log2();
    let mut previous: Option<char> = None;
    for c in rest.chars().filter(|c| *c != '\u{1}') {
        let near = previous.is_some_and(|p| (p as i64 - c as i64).abs() <= 1);
        let each = if is_han(c) { 9.0 } else { pool };
        bits += if near { 1.0 } else { each };
        previous = Some(c);
    }
    bits
}

fn is_part(lower: &str, word: &str) -> bool {
    let word = word.trim().to_lowercase();
    word.chars().count() >= 2 && lower.contains(&word)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn classes(text: &str) -> usize {
    [
        text.chars().any(|c| c.is_ascii_digit()),
        text.chars().any(|c| c.is_ascii_alphabetic()),
        text.chars().any(|c| !c.is_ascii_alphanumeric()),
    ]
    .into_iter()
    .filter(|found| *found)
    .count()
}

fn pool(text: &str) -> f64 {
    let mut pool: f64 = 0.0;
    for (found, size) in [
        (text.chars().any(|c| c.is_ascii_digit()), 10.0),
        (text.chars().any(|c| c.is_ascii_lowercase()), 26.0),
        (text.chars().any(|c| c.is_ascii_uppercase()), 26.0),
        (text.chars().any(|c| c.is_ascii_punctuation() || c == ' '), 33.0),
    ] {
        if found {
            pool += size;
        }
    }
    // People don't choose at random: half of what the alphabet allows.
    (pool / 2.0).max(4.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judge(kind: SecretKind, text: &str) -> Strength {
        strength(kind, text, &["滨海智能制造职业学院", "zhoumin"]).strength
    }

    #[test]
    fn weak_ones_are_refused_and_a_sentence_is_strong() {
        for text in [
            "",
            "123456",
            "1234567890",
            "aaaaaaaaaaaaaaa",
            "abcdefghijkl",
            "password123",
            "zhoumin2026",
            "滨海智能制造职业学院",
        ] {
            assert_eq!(judge(SecretKind::Passphrase, text), Strength::Weak, "{text}");
        }
        assert!(judge(SecretKind::Passphrase, "操场西边第三棵树开花了") >= Strength::Good);
        assert!(judge(SecretKind::Passphrase, "Tz7#mq29-Lw4x") >= Strength::Good);
        assert_eq!(judge(SecretKind::Password, "87654321"), Strength::Weak);
        assert_eq!(judge(SecretKind::Password, "48151623"), Strength::Weak, "digits only");
        assert!(judge(SecretKind::Password, "lanhua-82") >= Strength::Fair);
    }

    /// the new password differs from the old one.
    #[test]
    fn r025_a_new_password_is_new_and_not_weak() {
        assert_eq!(check_password("lanhua-82", "lanhua-82", &[]).unwrap_err().code, "password_unchanged");
        assert_eq!(check_password("zhoumin1", "", &["zhoumin"]).unwrap_err().code, "password_weak");
        assert!(check_password("lanhua-82", "old", &["zhoumin"]).is_ok());
    }

    proptest! {
        /// an initial password is legible, and good enough to be typed once.
        #[test]
        fn r263_initial_passwords_are_legible(random: [u8; 9]) {
            let text = initial_password(random);
            prop_assert_eq!(text.len(), 9);
            prop_assert!(text.bytes().all(|c| !b"0o1il".contains(&c)));
            prop_assert!(classes(&text) == 2);
        }

        #[test]
        fn no_text_panics(text in ".{0,60}", word in ".{0,5}") {
            let _ = strength(SecretKind::Passphrase, &text, &[&word]);
        }
    }
}
