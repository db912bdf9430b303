//! Pinyin of names (姓名拼音, R-102), as certificates print it.
//!
//! Knows spelling and tables, not people: whoever bears the name decides. A proposal says what is
//! doubtful about itself. A value typed by a person ([`PinyinSource::Manual`]) is checked by
//! [`check_typed`] and never recomputed; whoever stores the pinyin keeps its source beside it.

mod choices;
mod readings;
mod surnames;
mod typed;

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::name::{NAME_DOT, gbk_private_use, is_han, is_latin};
use super::text::{is_private_use, shown};
use surnames::Single;
pub use choices::{PinyinChoice, choices};
pub use typed::{PinyinCheck, check_typed};

/// How ü after n and l is written; after j, q, x and y it is always u.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UPolicy {
    /// As passports do: lü → lyu, nü → nyu, but lüe → lue, nüe → nue (GB/T 28039, 公安部 2012).
    #[default]
    Lyu,
    /// v for ü: lv, nv, lve.
    Lv,
    /// ü itself.
    Diaeresis,
}

impl UPolicy {
    /// Spells one syllable.
    fn spell(self, syllable: &str) -> String {
        match self {
            Self::Lyu => syllable.replace("üe", "ue").replace('ü', "yu"),
            Self::Lv => syllable.replace('ü', "v"),
            Self::Diaeresis => syllable.to_owned(),
        }
    }
}

/// Where a stored pinyin comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinyinSource {
    /// Proposed from the name; follows the name when that changes.
    #[default]
    Auto,
    /// Typed or confirmed by a person; never recomputed.
    Manual,
}

impl PinyinSource {
    /// Both values.
    pub const ALL: [Self; 2] = [Self::Auto, Self::Manual];

    /// The stable code of databases; the same as in serde.
    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Manual => "manual",
        }
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

/// A proposed pinyin, and why a person should look at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinyinProposal {
    /// Words separated by single spaces, each capitalised. Never holds a Han character; a character
    /// without a reading is left out and named in `reasons`.
    pub pinyin: String,
    /// Whether a person should check it (需核对).
    pub review: bool,
    /// Why.
    pub reasons: Vec<ReviewReason>,
}

/// One reason to check a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewReason {
    /// What kind of doubt.
    pub code: ReviewCode,
    /// The characters in doubt; empty when it is the whole name.
    pub characters: String,
    /// The possible readings, the proposed one first; empty when the doubt is another.
    pub readings: Vec<String>,
    /// Simplified Chinese, for the user.
    pub message: String,
}

/// The kinds of doubt about a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewCode {
    /// Families read the surname in two ways.
    SurnameTwoReadings,
    /// Not a known surname, and the character has several readings.
    SurnameUnknown,
    /// The first two characters may be a compound surname, or a surname and a given name.
    CompoundAmbiguous,
    /// Four characters that begin with two surnames.
    DoubleSurname,
    /// Five characters or more without a dot.
    LongName,
    /// A character of the given name with more than one reading in names.
    Heteronym,
    /// Not among the 8105 characters of 通用规范汉字表.
    RareCharacter,
    /// A private-use code point.
    PrivateUse,
    /// No reading is known; the character is left out.
    NoReading,
    /// One word only: no surname apart from a given name.
    OneWord,
    /// The name has Latin letters, taken as typed.
    LatinName,
}

/// Proposes the pinyin of `name`, which [`super::name::normalise`] has settled.
///
/// A name with dots becomes one capitalised word for each part. Any other Chinese name becomes the
/// surname (the longest known compound surname that leaves a given name, else the first character)
/// and the given name. A Latin name keeps its words.
pub fn propose(name: &str, policy: UPolicy) -> PinyinProposal {
    let mut draft = Draft { policy, reasons: Vec::new() };
    let words = draft.words(name);
    if words.len() < 2 {
        draft.doubt(ReviewCode::OneWord, "", &[], "姓名只有一个词，分不出姓和名，请核对".to_owned());
    }
    PinyinProposal { pinyin: words.join(" "), review: !draft.reasons.is_empty(), reasons: draft.reasons }
}

struct Draft {
    policy: UPolicy,
    reasons: Vec<ReviewReason>,
}

impl Draft {
    fn words(&mut self, name: &str) -> Vec<String> {
        let has_han = name.chars().any(|c| is_han(c) || is_private_use(c));
        if name.chars().any(is_latin) {
            self.doubt(ReviewCode::LatinName, "", &[], "姓名含有字母，拼音照原样写出，请核对".to_owned());
        }
        let words: Vec<String> = if name.contains(NAME_DOT) {
            name.split([NAME_DOT, ' ']).map(|part| self.given_word(part)).collect()
        } else if has_han {
            self.surname_and_given(&name.chars().collect::<Vec<char>>())
        } else {
            name.split(' ').map(|part| self.given_word(part)).collect()
        };
        words.into_iter().filter(|word| !word.is_empty()).collect()
    }

    fn surname_and_given(&mut self, name: &[char]) -> Vec<String> {
        let compound = surnames::longest_compound(name, name.len().saturating_sub(1));
        let (surname, rest) = match compound {
            Some(compound) => (self.compound_surname(compound), &name[compound.characters.len()..]),
            None => {
                self.doubt_single_surname(name);
                (self.single_surname(name[0]), &name[1..])
            }
        };
        let given: String = rest.iter().collect();
        vec![capitalised(&surname), self.given_word(&given)]
    }

    fn compound_surname(&mut self, compound: &surnames::Compound) -> String {
        let written: String = compound.characters.iter().collect();
        if compound.ask {
            let first = compound.characters[0];
            let message = format!("“{written}”按复姓处理，也可能姓“{first}”，请核对");
            self.doubt(ReviewCode::CompoundAmbiguous, &written, &[], message);
        }
        if compound.readings.is_empty() {
            return compound.characters.iter().map(|&c| self.given_syllable(c)).collect();
        }
        compound.readings.iter().map(|reading| self.policy.spell(reading)).collect()
    }

    /// What is doubtful when the first character is taken for the surname.
    fn doubt_single_surname(&mut self, name: &[char]) {
        let written: String = name.iter().collect();
        let is_surname = |c: &char| !matches!(surnames::single(*c), Single::Unknown);
        if surnames::longest_compound(name, name.len()).is_some() {
            let message = format!("“{written}”也是复姓，现按姓“{}”处理，请核对", name[0]);
            self.doubt(ReviewCode::CompoundAmbiguous, &written, &[], message);
        } else if name.len() >= 5 {
            let message = "姓名较长而没有间隔号，无法确定姓和名的分界，请核对".to_owned();
            self.doubt(ReviewCode::LongName, "", &[], message);
        } else if name.len() == 4 && name[..2].iter().all(is_surname) {
            let written: String = name[..2].iter().collect();
            let message = format!("四字姓名，“{written}”可能是双姓，现按姓“{}”处理，请核对", name[0]);
            self.doubt(ReviewCode::DoubleSurname, &written, &[], message);
        }
    }

    fn single_surname(&mut self, c: char) -> String {
        match surnames::single(c) {
            Single::One(reading) => self.policy.spell(reading),
            Single::Two(readings) => {
                self.doubt_readings(ReviewCode::SurnameTwoReadings, "姓氏", c, readings);
                self.policy.spell(readings[0])
            }
            Single::Unknown => {
                let syllable = self.given_syllable(c);
                let all = readings::all(c);
                if readings::in_given_names(c).is_none() && all.len() > 1 {
                    let all: Vec<&str> = all.iter().map(String::as_str).collect();
                    self.doubt_readings(ReviewCode::SurnameUnknown, "少见姓氏", c, &all);
                }
                syllable
            }
        }
    }

    /// One capitalised word from a given name, or from a part between dots.
    fn given_word(&mut self, part: &str) -> String {
        if part.chars().any(is_latin) && !part.chars().any(is_han) {
            return self.latin_word(part);
        }
        let syllables: String = part.chars().map(|c| self.given_syllable(c)).collect();
        capitalised(&syllables)
    }

    fn given_syllable(&mut self, c: char) -> String {
        if is_latin(c) {
            return c.to_lowercase().collect();
        }
        if c == ' ' {
            return String::new();
        }
        let real = gbk_private_use(c).unwrap_or(c);
        if is_private_use(c) {
            let message = format!("{}是自造字，请换成标准汉字后再核对拼音", shown(c));
            self.doubt(ReviewCode::PrivateUse, &c.to_string(), &[], message);
        } else if is_han(c) && !readings::is_general(c) {
            let message = format!("“{c}”是生僻字，请核对读音");
            self.doubt(ReviewCode::RareCharacter, &c.to_string(), &[], message);
        }
        if let Some(found) = readings::in_given_names(real) {
            if found.len() > 1 {
                self.doubt_readings(ReviewCode::Heteronym, "多音字", c, found);
            }
            return self.policy.spell(found[0]);
        }
        match readings::usual(real) {
            Some(reading) => self.policy.spell(&reading),
            None => {
                let message = format!("查不到{}的读音，拼音中已略去，请补上", shown(c));
                self.doubt(ReviewCode::NoReading, &c.to_string(), &[], message);
                String::new()
            }
        }
    }

    /// A Latin word as typed; words in one case only are capitalised; accents are taken off, because
    /// the certificate knows A to Z.
    fn latin_word(&mut self, word: &str) -> String {
        let mut plain = String::new();
        for c in word.nfd() {
            if c.is_ascii_alphabetic() || matches!(c, '\'' | '’' | '-' | '.') {
                plain.push(c);
            } else if !unicode_normalization::char::is_combining_mark(c) {
                let message = format!("{}无法写成拼音，已略去，请补上", shown(c));
                self.doubt(ReviewCode::NoReading, &c.to_string(), &[], message);
            }
        }
        let one_case = !(plain.contains(|c: char| c.is_ascii_uppercase())
            && plain.contains(|c: char| c.is_ascii_lowercase()));
        if one_case { capitalised(&plain.to_ascii_lowercase()) } else { plain }
    }

    fn doubt_readings(&mut self, code: ReviewCode, what: &str, c: char, found: &[&str]) {
        let spelled: Vec<String> = found.iter().map(|reading| self.policy.spell(reading)).collect();
        let message = format!("{what}“{c}”可读{}，请核对", spelled.join("、"));
        self.doubt(code, &c.to_string(), &spelled, message);
    }

    fn doubt(&mut self, code: ReviewCode, characters: &str, readings: &[String], message: String) {
        let reason =
            ReviewReason { code, characters: characters.to_owned(), readings: readings.to_vec(), message };
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }
}

/// The first letter in upper case.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
