//! Names (姓名) as they are typed, stored and printed.
//!
//! Knows characters, not people: it cannot tell a rare name from a typing error. Nothing is altered
//! silently: each alteration is one [`NameChange`] with a sentence for the user, and the typed form
//! is kept beside the stored one.

mod characters;
mod dots;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::text::{is_hyphen, is_invisible, is_private_use, is_space, shown};
use crate::RuleViolation;
use characters::Kind;
pub(crate) use characters::{gbk_private_use, is_han, is_latin};

/// The dot between the parts of a name (GB 18030 A1A4).
pub const NAME_DOT: char = '\u{00B7}';

/// Fewest and most characters of a name.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=40;

/// A name in the form for storage and print, with everything that was done to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormalisedName {
    /// Exactly as typed.
    pub typed: String,
    /// For storage and print. Meaningful only when no problem is an error.
    pub name: String,
    /// Every alteration between the two.
    pub changes: Vec<NameChange>,
    /// What is wrong or doubtful. Positions count characters of the typed form, from 1.
    pub problems: Vec<RuleViolation>,
}

impl NormalisedName {
    /// Whether nothing refuses the name; warnings may remain.
    pub fn valid(&self) -> bool {
        !self.problems.iter().any(RuleViolation::is_error)
    }
}

/// One alteration of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameChange {
    /// What kind of alteration.
    pub kind: NameChangeKind,
    /// Simplified Chinese, for the user.
    pub message: String,
}

/// The kinds of alterations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameChangeKind {
    /// Invisible characters taken out.
    InvisibleRemoved,
    /// Spaces at the ends, or inside a Chinese name, or more than one in a row, taken out.
    SpacesRemoved,
    /// White space that is not a plain space made one.
    SpaceUnified,
    /// Full-width Latin letters and marks made half-width.
    HalfWidth,
    /// A letter and its accent joined into one character.
    Composed,
    /// Another dot made U+00B7.
    DotUnified,
    /// Several dots in a row made one.
    DotsMerged,
    /// A private-use code point of GBK replaced by the real character.
    PrivateUseMapped,
    /// A Kangxi radical replaced by the character it looks like.
    RadicalMapped,
}

/// One character on its way, with its place in the typed name.
#[derive(Debug, Clone, Copy)]
struct Placed {
    character: char,
    /// From 1.
    position: usize,
}

/// Normalises `raw` and says what was changed and what is wrong.
///
/// Errors: `name_empty`, `name_length` (2–40 characters), `name_lost_character` (`?`, `□`, `*`, … in
/// place of a rare character), `name_private_use`, `name_digit`, `name_symbol`, `name_control`,
/// `name_script`, `name_dot_at_end`. Warnings: `name_mixed_scripts`, `name_space_maybe_dot`,
/// `name_compatibility_character`, `name_radical`.
pub fn normalise(raw: &str) -> NormalisedName {
    let mut work = Work::new(raw);
    work.drop_invisible();
    work.map_characters();
    work.compose();
    work.unify_dots();
    work.settle_spaces();
    work.check_characters();
    work.check_whole();
    NormalisedName {
        typed: raw.to_owned(),
        name: work.characters.iter().map(|placed| placed.character).collect(),
        changes: work.changes,
        problems: work.problems,
    }
}

struct Work {
    characters: Vec<Placed>,
    changes: Vec<NameChange>,
    problems: Vec<RuleViolation>,
}

impl Work {
    fn new(raw: &str) -> Self {
        let characters = raw
            .chars()
            .enumerate()
            .map(|(index, character)| Placed { character, position: index + 1 })
            .collect();
        Self { characters, changes: Vec::new(), problems: Vec::new() }
    }

    fn change(&mut self, kind: NameChangeKind, message: impl Into<String>) {
        self.changes.push(NameChange { kind, message: message.into() });
    }

    fn error(&mut self, code: &str, message: String) {
        self.problems.push(RuleViolation::error(code, message));
    }

    fn warn(&mut self, code: &str, message: String) {
        self.problems.push(RuleViolation::warning(code, message));
    }

    fn drop_invisible(&mut self) {
        let before = self.characters.len();
        self.characters.retain(|placed| !is_invisible(placed.character));
        let dropped = before - self.characters.len();
        if dropped > 0 {
            self.change(NameChangeKind::InvisibleRemoved, format!("删去了{dropped}个看不见的字符"));
        }
    }

    /// One character for one: private use, Kangxi radicals, full width, odd white space.
    fn map_characters(&mut self) {
        let mut changes: Vec<NameChange> = Vec::new();
        let mut radicals: Vec<RuleViolation> = Vec::new();
        for placed in &mut self.characters {
            let old = placed.character;
            let (kind, new) = if let Some(new) = gbk_private_use(old) {
                (NameChangeKind::PrivateUseMapped, new)
            } else if let Some(new) = characters::kangxi_radical(old) {
                radicals.push(RuleViolation::warning(
                    "name_radical",
                    format!(
                        "姓名第{}个字符是部首“{old}”，已换成汉字“{new}”，请对照证件核对",
                        placed.position
                    ),
                ));
                (NameChangeKind::RadicalMapped, new)
            } else if let Some(new) = characters::half_width(old) {
                (NameChangeKind::HalfWidth, new)
            } else if is_space(old) && old != ' ' {
                (NameChangeKind::SpaceUnified, ' ')
            } else {
                continue;
            };
            placed.character = new;
            let message = match kind {
                NameChangeKind::PrivateUseMapped => {
                    format!(
                        "第{}个字符{}是旧编码的自造字，已换成标准汉字“{new}”",
                        placed.position,
                        shown(old)
                    )
                }
                NameChangeKind::SpaceUnified => {
                    format!("第{}个字符{}换成了普通空格", placed.position, shown(old))
                }
                _ => format!("第{}个字符{}换成了“{new}”", placed.position, shown(old)),
            };
            changes.push(NameChange { kind, message });
        }
        self.changes.extend(changes);
        self.problems.extend(radicals);
    }

    /// Joins Latin letters with the accents after them. Only these: composing the whole name would
    /// replace compatibility ideographs, which may be somebody's registered name.
    fn compose(&mut self) {
        if !self.characters.iter().any(|placed| characters::is_combining(placed.character)) {
            return;
        }
        let mut joined: Vec<Placed> = Vec::with_capacity(self.characters.len());
        let mut changed = false;
        for &placed in &self.characters {
            let pair =
                joined.last().filter(|_| characters::is_combining(placed.character)).and_then(|last| {
                    let mut composed = [last.character, placed.character].into_iter().nfc();
                    composed.next().filter(|_| composed.next().is_none())
                });
            match (pair, joined.last_mut()) {
                (Some(character), Some(last)) => {
                    last.character = character;
                    changed = true;
                }
                _ => joined.push(placed),
            }
        }
        self.characters = joined;
        if changed {
            self.change(NameChangeKind::Composed, "字母和附加符号合成了一个字符");
        }
    }

    /// Every dot variant between two parts becomes U+00B7; spaces beside it go with it.
    fn unify_dots(&mut self) {
        let is_dot: Vec<bool> = (0..self.characters.len()).map(|at| self.is_name_dot(at)).collect();
        let mut kept: Vec<Placed> = Vec::with_capacity(self.characters.len());
        let (mut merged, mut spaces) = (false, false);
        let mut replaced: Vec<String> = Vec::new();
        for (at, &placed) in self.characters.iter().enumerate() {
            let after_dot = kept.last().is_some_and(|last| last.character == NAME_DOT);
            if is_dot[at] {
                if placed.character != NAME_DOT {
                    replaced
                        .push(format!("第{}个字符“{}”换成了间隔号“·”", placed.position, placed.character));
                }
                while kept.last().is_some_and(|last| last.character == ' ') {
                    kept.pop();
                    spaces = true;
                }
                if kept.last().is_some_and(|last| last.character == NAME_DOT) {
                    merged = true;
                    continue;
                }
                kept.push(Placed { character: NAME_DOT, ..placed });
            } else if placed.character == ' ' && after_dot {
                spaces = true;
            } else {
                kept.push(placed);
            }
        }
        self.characters = kept;
        for message in replaced {
            self.change(NameChangeKind::DotUnified, message);
        }
        if merged {
            self.change(NameChangeKind::DotsMerged, "连续的间隔号合并成了一个");
        }
        if spaces {
            self.change(NameChangeKind::SpacesRemoved, "删去了间隔号旁边的空格");
        }
    }

    /// Whether the character at `at` is a dot of names. A full stop is one beside Han characters
    /// only: in `J. Smith` it is what it looks like.
    fn is_name_dot(&self, at: usize) -> bool {
        let character = self.characters[at].character;
        match dots::strength(character) {
            Some(dots::Strength::Always) => true,
            Some(dots::Strength::BetweenHan) => {
                let solid =
                    |placed: &&Placed| placed.character != ' ' && dots::strength(placed.character).is_none();
                let before = self.characters[..at].iter().rev().find(solid);
                let after = self.characters[at + 1..].iter().find(solid);
                let han = |placed: Option<&Placed>| placed.is_none_or(|placed| is_han(placed.character));
                // At an end of a Chinese name it is a dot too, and then refused as one.
                (before.is_some() || after.is_some()) && han(before) && han(after)
            }
            None => false,
        }
    }

    /// No spaces at the ends or beside Han characters, single ones between Latin words.
    fn settle_spaces(&mut self) {
        let spaced = self.characters.len();
        while self.characters.last().is_some_and(|placed| placed.character == ' ') {
            self.characters.pop();
        }
        let leading = self.characters.iter().take_while(|placed| placed.character == ' ').count();
        self.characters.drain(..leading);
        if self.characters.len() < spaced {
            self.change(NameChangeKind::SpacesRemoved, "删去了姓名首尾的空格");
        }
        self.warn_of_lost_dots();
        let mut kept: Vec<Placed> = Vec::with_capacity(self.characters.len());
        for (at, &placed) in self.characters.iter().enumerate() {
            let next = self.characters[at + 1..].iter().find(|placed| placed.character != ' ');
            let beside_han = kept.last().is_some_and(|last| is_han(last.character))
                || next.is_some_and(|next| is_han(next.character));
            let repeated = kept.last().is_some_and(|last| last.character == ' ');
            if placed.character != ' ' || !(beside_han || repeated) {
                kept.push(placed);
            }
        }
        if kept.len() < self.characters.len() {
            self.change(NameChangeKind::SpacesRemoved, "删去了姓名中间多余的空格");
        }
        self.characters = kept;
    }

    /// `库尔班 热合曼` has probably lost its dot: both sides have two Han characters or more.
    fn warn_of_lost_dots(&mut self) {
        let name: String = self.characters.iter().map(|placed| placed.character).collect();
        let parts: Vec<&str> = name.split(' ').filter(|part| !part.is_empty()).collect();
        let long_han = |part: &&str| part.chars().count() >= 2 && part.chars().all(is_han);
        if parts.len() >= 2 && parts.iter().all(long_han) {
            let message = "姓名中间的空格已删去，若证件上此处是间隔号“·”，请改为间隔号";
            self.warn("name_space_maybe_dot", message.to_owned());
        }
    }

    fn check_characters(&mut self) {
        for at in 0..self.characters.len() {
            let Placed { character, position } = self.characters[at];
            let what = shown(character);
            match characters::kind(character) {
                Kind::Han | Kind::Latin | Kind::Dot => {}
                Kind::Compatibility => self.warn(
                    "name_compatibility_character",
                    format!(
                        "姓名第{position}个字符{what}是兼容汉字，字形与常用字相同但编码不同，请对照证件核对"
                    ),
                ),
                Kind::Radical => self.warn(
                    "name_radical",
                    format!("姓名第{position}个字符{what}是部首，不是汉字，请对照证件改正"),
                ),
                Kind::Mark if self.joins_latin(at) => {}
                Kind::Lost => self.error(
                    "name_lost_character",
                    format!("生僻字丢失：姓名第{position}个字符是{what}，请按证件填写原来的字"),
                ),
                Kind::PrivateUse => self.error(
                    "name_private_use",
                    format!("姓名第{position}个字符{what}是自造字，其他电脑无法显示，请按证件填写标准汉字"),
                ),
                Kind::Digit => self.error(
                    "name_digit",
                    format!("姓名第{position}个字符{what}是数字，姓名中不能有数字，请改正"),
                ),
                Kind::Control => self.error(
                    "name_control",
                    format!("姓名第{position}个字符{what}是控制字符，请删去后重新填写"),
                ),
                Kind::OtherScript => self.error(
                    "name_script",
                    format!(
                        "姓名第{position}个字符{what}不是汉字或拉丁字母，请按证件上的汉字或拉丁字母姓名填写"
                    ),
                ),
                Kind::Mark | Kind::Symbol => self.error(
                    "name_symbol",
                    format!("姓名第{position}个字符{what}是符号，姓名中不能有符号，请改正"),
                ),
            }
        }
    }

    /// A space, hyphen, apostrophe or full stop belongs to a Latin name when it follows a letter (a
    /// space also a full stop) and, but for the full stop, stands before one.
    fn joins_latin(&self, at: usize) -> bool {
        let is_latin = |at: usize| {
            self.characters.get(at).is_some_and(|placed| characters::kind(placed.character) == Kind::Latin)
        };
        let Some(before) = at.checked_sub(1) else { return false };
        match self.characters[at].character {
            '.' => is_latin(before),
            ' ' => is_latin(at + 1) && (is_latin(before) || self.characters[before].character == '.'),
            _ => is_latin(before) && is_latin(at + 1),
        }
    }

    fn check_whole(&mut self) {
        let length = self.characters.len();
        if length == 0 {
            self.error("name_empty", "没有填写姓名，请补充".to_owned());
            return;
        }
        if !LENGTHS.contains(&length) {
            self.error("name_length", format!("姓名应为2至40个字符，现在是{length}个，请核对"));
        }
        let dot = |placed: Option<&Placed>| placed.is_some_and(|placed| placed.character == NAME_DOT);
        if dot(self.characters.first()) || dot(self.characters.last()) {
            self.error("name_dot_at_end", "间隔号“·”只能在姓名中间，不能在开头或结尾，请改正".to_owned());
        }
        let has = |wanted: fn(Kind) -> bool| {
            self.characters.iter().any(|placed| wanted(characters::kind(placed.character)))
        };
        if has(Kind::is_han) && has(|kind| kind == Kind::Latin) {
            self.warn("name_mixed_scripts", "姓名同时有汉字和字母，请对照证件核对".to_owned());
        }
    }
}
