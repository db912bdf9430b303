//! The readings of a name that a person may choose from, the proposal first.
//!
//! One doubtful character at a time is read otherwise; a name with several such characters is rare,
//! and any reading can be typed.

use super::{Draft, NAME_DOT, ReviewCode, Single, UPolicy, capitalised, is_han, is_latin, propose, readings};
use super::surnames::{self, longest_compound};

/// More than these nobody reads.
const MOST: usize = 6;

/// A reading of a whole name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinyinChoice {
    /// As it would be printed.
    pub pinyin: String,
    /// Simplified Chinese: why it is among them.
    pub reason: String,
}

/// The readings of `name`, each once, the proposed one first.
pub fn choices(name: &str, policy: UPolicy) -> Vec<PinyinChoice> {
    let proposal = propose(name, policy);
    let of = |code: ReviewCode| proposal.reasons.iter().find(|reason| reason.code == code);
    let usual = match (of(ReviewCode::SurnameTwoReadings), of(ReviewCode::CompoundAmbiguous)) {
        (Some(reason), _) => format!("“{}”作姓氏的常用读音", reason.characters),
        (None, Some(reason)) if !proposal.pinyin.is_empty() && name.starts_with(&reason.characters) => {
            "按系统划分的姓氏".to_owned()
        }
        _ => "系统建议的读音".to_owned(),
    };
    let mut found = vec![PinyinChoice { pinyin: proposal.pinyin, reason: usual }];
    let plain = !name.contains(NAME_DOT) && !name.contains(' ') && !name.chars().any(is_latin);
    if plain && name.chars().any(is_han) {
        for choice in others(&name.chars().collect::<Vec<char>>(), policy) {
            if found.len() < MOST && found.iter().all(|known| known.pinyin != choice.pinyin) {
                found.push(choice);
            }
        }
    }
    found.retain(|choice| !choice.pinyin.is_empty());
    found
}

fn others(name: &[char], policy: UPolicy) -> Vec<PinyinChoice> {
    let mut draft = Draft { policy, reasons: Vec::new() };
    let compound = longest_compound(name, name.len().saturating_sub(1));
    let surname_length = compound.map_or(1, |compound| compound.characters.len());
    let mut syllables: Vec<String> = match compound {
        Some(compound) if compound.readings.len() == surname_length => {
            compound.readings.iter().map(|reading| policy.spell(reading)).collect()
        }
        Some(compound) => compound.characters.iter().map(|&c| draft.given_syllable(c)).collect(),
        None => vec![draft.single_surname(name[0])],
    };
    syllables.extend(name[surname_length..].iter().map(|&c| draft.given_syllable(c)));
    let mut found = Vec::new();
    if surname_length == 1 {
        for reading in surname_readings(name[0], policy).into_iter().filter(|one| *one != syllables[0]) {
            let reason = format!("“{}”读 {}", name[0], capitalised(&reading));
            found.push(with(&syllables, 1, 0, reading, reason));
        }
        if name.len() == 4 {
            // Two surnames, one from each parent.
            let reason = format!("“{}{}”作双姓", name[0], name[1]);
            let mut double = syllables.clone();
            if let Single::One(reading) = surnames::single(name[1]) {
                double[1] = policy.spell(reading);
            }
            found.push(PinyinChoice { pinyin: joined(&double, 2), reason });
        }
    } else {
        let mut single = syllables.clone();
        single[0] = draft.single_surname(name[0]);
        found.push(PinyinChoice { pinyin: joined(&single, 1), reason: format!("姓“{}”", name[0]) });
    }
    for (at, &c) in name.iter().enumerate().skip(surname_length) {
        let curated = readings::in_given_names(c).unwrap_or_default();
        for reading in curated.iter().map(|reading| policy.spell(reading)) {
            if reading != syllables[at] {
                let reason = format!("“{c}”读 {reading}");
                found.push(with(&syllables, surname_length, at, reading, reason));
            }
        }
    }
    found
}

/// Readings of a surname of one character: those that families use, else all that are known.
fn surname_readings(c: char, policy: UPolicy) -> Vec<String> {
    match surnames::single(c) {
        Single::Two(readings) => readings.iter().map(|reading| policy.spell(reading)).collect(),
        Single::One(_) => Vec::new(),
        Single::Unknown => readings::all(c).iter().map(|reading| policy.spell(reading)).collect(),
    }
}

fn with(syllables: &[String], surname: usize, at: usize, reading: String, reason: String) -> PinyinChoice {
    let mut changed = syllables.to_vec();
    changed[at] = reading;
    PinyinChoice { pinyin: joined(&changed, surname), reason }
}

fn joined(syllables: &[String], surname: usize) -> String {
    let (family, given) = syllables.split_at(surname.min(syllables.len()));
    let words = [capitalised(&family.concat()), capitalised(&given.concat())];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str) -> Vec<String> {
        choices(name, UPolicy::default()).into_iter().map(|choice| choice.pinyin).collect()
    }

    /// the proposal first, then the readings that families also use.
    #[test]
    fn r102_readings_of_a_surname_are_offered() {
        let found = texts("单雨霏");
        assert_eq!(found[0], "Shan Yufei");
        assert!(found.contains(&"Dan Yufei".to_owned()), "{found:?}");
    }

    #[test]
    fn a_plain_name_has_one_reading() {
        assert_eq!(texts("张伟"), ["Zhang Wei"]);
        assert_eq!(texts("阿依努尔·吐尔逊").len(), 1);
    }

    #[test]
    fn nothing_panics_and_the_first_is_the_proposal() {
        for name in ["", "张", "欧阳", "欧阳修", "司徒一二三", "单", "Anna", "A单", "覃沐阳", "曾一行"] {
            let found = texts(name);
            if let Some(first) = found.first() {
                assert_eq!(*first, propose(name, UPolicy::default()).pinyin, "{name}");
            }
        }
    }
}
