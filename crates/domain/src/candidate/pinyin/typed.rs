//! A pinyin typed by a person, or read from a sheet: its form, and whether it can be that name's.
//!
//! The typed value is kept: only white space and full-width letters are unified.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::surnames::{self, Single};
use super::{NAME_DOT, ReviewCode, UPolicy, capitalised, is_han, is_latin, propose, readings};
use crate::RuleViolation;
use crate::candidate::text::{is_invisible, is_space};

/// Every way to write ü.
const ANY_U: [UPolicy; 3] = [UPolicy::Diaeresis, UPolicy::Lyu, UPolicy::Lv];

/// A typed pinyin and what is wrong or doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinyinCheck {
    /// Words separated by single spaces, half-width; letters and capitals as typed.
    pub pinyin: String,
    /// Findings.
    pub problems: Vec<RuleViolation>,
}

impl PinyinCheck {
    /// Whether nothing refuses it; warnings may remain.
    pub fn valid(&self) -> bool {
        !self.problems.iter().any(RuleViolation::is_error)
    }
}

/// Checks a typed pinyin against the form of R-102 and against `name`.
///
/// Errors: `pinyin_characters` (a character that the certificate cannot print as pinyin).
/// Warnings: `pinyin_empty`, `pinyin_format` (with the right form where it is only capitals and
/// spaces), `pinyin_one_word`, `pinyin_mismatch` (no possible reading of the name is spelled so),
/// `pinyin_split` (right letters, words divided elsewhere), `pinyin_u_spelling` (ü written otherwise
/// than `policy` says). Nothing is ever replaced by a proposal.
pub fn check_typed(pinyin: &str, name: &str, policy: UPolicy) -> PinyinCheck {
    let unified: String =
        pinyin.nfkc().filter(|&c| !is_invisible(c)).map(|c| if is_space(c) { ' ' } else { c }).collect();
    let text = unified.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut problems = Vec::new();
    if text.is_empty() {
        problems.push(RuleViolation::warning("pinyin_empty", "没有填写姓名拼音，请补充或由系统生成后核对"));
    } else if let Some(c) = text.chars().find(|&c| !is_expected(c)) {
        problems.push(RuleViolation::error(
            "pinyin_characters",
            format!("姓名拼音中有“{c}”，拼音只能用字母和空格，请改正，如“{}”", propose(name, policy).pinyin),
        ));
    } else {
        check_form(&text, &mut problems);
        check_reading(&text, name, policy, &mut problems);
    }
    PinyinCheck { pinyin: text, problems }
}

/// Letters with or without tone marks, and what people put between them. Toned letters and
/// apostrophes are a matter of form, not of printing.
fn is_expected(c: char) -> bool {
    is_latin(c) || matches!(c, ' ' | '-' | '\'' | '’' | '.' | NAME_DOT)
}

/// `^[A-Z][a-z]+(-[A-Z][a-z]+)?( [A-Z][a-z]+){0,5}$`, with ü among the letters; a word may also be a
/// syllable of one letter (张娥 is Zhang E).
fn check_form(text: &str, problems: &mut Vec<RuleViolation>) {
    let words: Vec<&str> = text.split(' ').collect();
    let well_formed = words.len() <= 6
        && words.iter().enumerate().all(|(at, word)| {
            let halves: Vec<&str> = word.split('-').collect();
            halves.len() <= if at == 0 { 2 } else { 1 } && halves.iter().all(|half| is_word(half))
        });
    if !well_formed {
        let proper = proper_form(text);
        let message = if proper == text || words.len() > 6 {
            "姓名拼音应为姓和名各一个词，用空格隔开，首字母大写，如“Zhang Sanfeng”，请改正".to_owned()
        } else {
            format!("姓名拼音应首字母大写、其余小写、不带声调，姓和名用空格隔开，请改为“{proper}”")
        };
        problems.push(RuleViolation::warning("pinyin_format", message));
    }
    if words.len() == 1 {
        let message = "姓名拼音只有一个词，姓和名之间应有空格，无姓者可忽略";
        problems.push(RuleViolation::warning("pinyin_one_word", message));
    }
}

fn is_word(word: &str) -> bool {
    let mut letters = word.chars();
    let Some(first) = letters.next() else { return false };
    (first.is_ascii_uppercase() || first == 'Ü')
        && (word.len() > 1 || matches!(first, 'A' | 'E' | 'O'))
        && letters.all(|c| c.is_ascii_lowercase() || c == 'ü')
}

/// The same words without tones, apostrophes and dots, each capitalised.
fn proper_form(text: &str) -> String {
    let plain: String =
        text.replace(NAME_DOT, " ").chars().filter(|c| !matches!(c, '\'' | '’' | '.')).collect();
    let word = |word: &str| {
        let halves: Vec<String> =
            word.split('-').map(|half| capitalised(&readings::without_tone(&half.to_lowercase()))).collect();
        halves.join("-")
    };
    plain.split(' ').filter(|part| !part.is_empty()).map(word).collect::<Vec<_>>().join(" ")
}

fn check_reading(text: &str, name: &str, policy: UPolicy, problems: &mut Vec<RuleViolation>) {
    // Most rows of a sheet hold the proposal itself; finding that out first is ten times cheaper.
    let proposal = propose(name, policy);
    let complete = proposal.reasons.iter().all(|reason| reason.code != ReviewCode::NoReading);
    if complete && proposal.pinyin == text {
        return;
    }
    let proper = proper_form(text);
    // In a Chinese name a hyphen parts a double surname; in a Latin one it is part of a word.
    let is_latin_name = !name.chars().any(is_han);
    let tokens: Vec<String> = proper
        .split(|c| c == ' ' || (c == '-' && !is_latin_name))
        .map(|token| token.replace('-', "").to_lowercase())
        .filter(|token| !token.is_empty())
        .collect();
    let whole = tokens.concat();
    let parts: Vec<Vec<char>> = name
        .split([NAME_DOT, ' '])
        .map(|part| part.chars().filter(|c| !matches!(c, '-' | '\'' | '’' | '.')).collect())
        .filter(|part: &Vec<char>| !part.is_empty())
        .collect();
    let characters = parts.concat();
    if characters.is_empty() {
        return;
    }
    if !spells(&characters, &whole, &ANY_U) {
        let message = format!("姓名拼音与姓名“{name}”的读音不符，请核对，如“{}”", proposal.pinyin);
        problems.push(RuleViolation::warning("pinyin_mismatch", message));
        return;
    }
    let divided = divisions(&parts, proper.contains('-')).iter().any(|division| {
        division.len() == tokens.len()
            && division.iter().zip(&tokens).all(|(part, token)| spells(part, token, &ANY_U))
    });
    if !divided && tokens.len() > 1 {
        let message = format!("姓名拼音的分词与姓名不符，请核对，如“{}”", proposal.pinyin);
        problems.push(RuleViolation::warning("pinyin_split", message));
    }
    if !spells(&characters, &whole, &[policy]) {
        let wanted = policy.spell("lü");
        let message = format!("ü的写法与设置不一致（应如“{wanted}”），同一批证书应统一，请核对");
        problems.push(RuleViolation::warning("pinyin_u_spelling", message));
    }
}

/// The ways to divide a name into words: at its dots; else a surname of one character, a compound
/// surname, or a double surname, whose halves are joined or parted by a hyphen.
fn divisions(parts: &[Vec<char>], hyphen: bool) -> Vec<Vec<&[char]>> {
    let [name] = parts else { return vec![parts.iter().map(Vec::as_slice).collect()] };
    let mut found: Vec<Vec<&[char]>> = Vec::new();
    if name.len() > 1 {
        found.push(vec![&name[..1], &name[1..]]);
    }
    if let Some(compound) = surnames::longest_compound(name, name.len() - 1) {
        let (surname, given) = name.split_at(compound.characters.len());
        found.push(vec![surname, given]);
    }
    if hyphen && name.len() >= 3 && !matches!(surnames::single(name[1]), Single::Unknown) {
        found.push(vec![&name[..1], &name[1..2], &name[2..]]);
    }
    if name.len() >= 4 {
        found.push(vec![&name[..2], &name[2..]]);
    }
    found
}

/// Whether `letters` (lower case) can be read from `characters`, by any of their readings, with ü
/// written in one of the ways of `policies`.
fn spells(characters: &[char], letters: &str, policies: &[UPolicy]) -> bool {
    let mut reached = vec![false; letters.len() + 1];
    reached[0] = true;
    for &c in characters {
        let spellings = spellings(c, policies);
        let mut next = vec![false; letters.len() + 1];
        for at in (0..letters.len()).filter(|&at| reached[at]) {
            for end in ends(&spellings, letters, at) {
                next[end] = true;
            }
        }
        reached = next;
    }
    reached[letters.len()]
}

/// Where a syllable written in one of `spellings` may end when it starts at `at`.
fn ends(spellings: &[String], letters: &str, at: usize) -> Vec<usize> {
    let rest = &letters[at..];
    if spellings.is_empty() {
        // Nobody knows the reading: any syllable will do. No syllable has more than six letters.
        return rest.char_indices().map(|(index, letter)| at + index + letter.len_utf8()).take(6).collect();
    }
    spellings
        .iter()
        .filter(|spelling| rest.starts_with(spelling.as_str()))
        .map(|spelling| at + spelling.len())
        .collect()
}

/// Everything that `c` may be written as in pinyin; empty when no reading is known.
fn spellings(c: char, policies: &[UPolicy]) -> Vec<String> {
    if is_latin(c) {
        let lower: String = c.to_lowercase().collect();
        return vec![readings::without_tone(&lower), lower.nfd().filter(char::is_ascii_lowercase).collect()];
    }
    let mut found = Vec::new();
    for reading in known_readings(c) {
        for policy in policies {
            let spelling = policy.spell(&reading);
            if !found.contains(&spelling) {
                found.push(spelling);
            }
        }
    }
    found
}

/// Readings of the large table, and those that only surnames have (alone or in a compound).
fn known_readings(c: char) -> Vec<String> {
    let mut known = readings::all(c);
    match surnames::single(c) {
        Single::One(reading) => known.push(reading.to_owned()),
        Single::Two(readings) => known.extend(readings.iter().map(|&reading| reading.to_owned())),
        Single::Unknown => {}
    }
    known.extend(surnames::readings_in_compounds(c));
    known
}
