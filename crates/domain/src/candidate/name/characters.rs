//! What kind of character stands in a name.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use super::{NAME_DOT, is_hyphen, is_private_use};

/// Old GBK code points and the characters they stand for; lines may be commented out where a
/// character has no reading, the mapping holds all the same.
const GBK_PRIVATE_USE: &str = include_str!("../../../../../assets/pinyin/pinyin-data_GBK_PUA.txt");

/// The kinds a name distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Han,
    /// A compatibility ideograph: a real character of somebody's name, or a broken conversion.
    Compatibility,
    /// A component of the block CJK Radicals Supplement.
    Radical,
    Latin,
    Dot,
    /// What a Latin name may contain between letters.
    Mark,
    /// What systems print in place of a character they do not know.
    Lost,
    PrivateUse,
    Digit,
    Control,
    OtherScript,
    Symbol,
}

impl Kind {
    pub(super) fn is_han(self) -> bool {
        matches!(self, Self::Han | Self::Compatibility | Self::Radical)
    }
}

pub(super) fn kind(c: char) -> Kind {
    match c {
        NAME_DOT => Kind::Dot,
        ' ' | '\'' | '\u{2019}' | '.' => Kind::Mark,
        '?' | '？' | '*' | '＊' | '□' | '■' | '▢' | '▣' | '▯' | '▮' | '◻' | '◼' | '〓' | '\u{FFFD}'
        | '\u{FFFC}' => Kind::Lost,
        _ if is_compatibility_ideograph(c) => Kind::Compatibility,
        '\u{2E80}'..='\u{2EFF}' | '\u{31C0}'..='\u{31EF}' => Kind::Radical,
        _ if is_han(c) => Kind::Han,
        _ if is_private_use(c) => Kind::PrivateUse,
        _ if is_latin(c) => Kind::Latin,
        _ if is_hyphen(c) => Kind::Mark,
        _ if c.is_control() => Kind::Control,
        _ if c.is_numeric() => Kind::Digit,
        _ if c.is_alphabetic() => Kind::OtherScript,
        _ => Kind::Symbol,
    }
}

/// Han characters: the unified blocks to Extension J, the compatibility blocks, 〇 and 々.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}' | '\u{30000}'..='\u{3347F}')
}

/// Compatibility ideographs, but for the twelve that Unicode counts as unified.
fn is_compatibility_ideograph(c: char) -> bool {
    match c {
        '\u{FA0E}' | '\u{FA0F}' | '\u{FA11}' | '\u{FA13}' | '\u{FA14}' | '\u{FA1F}' | '\u{FA21}'
        | '\u{FA23}' | '\u{FA24}' | '\u{FA27}' | '\u{FA28}' | '\u{FA29}' => false,
        '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => true,
        _ => false,
    }
}

/// Latin letters, with or without accents.
pub(crate) fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}')
        && c.is_alphabetic()
}

/// Combining accents, as they follow Latin letters.
pub(super) fn is_combining(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{034E}' | '\u{0350}'..='\u{036F}')
}

/// The ideograph of a Kangxi radical (U+2F00–2FD5), which looks the same and is another code point.
pub(super) fn kangxi_radical(c: char) -> Option<char> {
    let is_radical = matches!(c, '\u{2F00}'..='\u{2FD5}' | '\u{2E9F}' | '\u{2EF3}');
    is_radical.then(|| std::iter::once(c).nfkc().next()).flatten()
}

/// The half-width form of full-width Latin letters, hyphen and apostrophe. Full-width digits and
/// symbols stay as typed, so that the error names what the user sees.
pub(super) fn half_width(c: char) -> Option<char> {
    match c {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '－' | '＇' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    }
}

/// The real character of a private-use code point of GBK and GB 18030-2000.
pub(crate) fn gbk_private_use(c: char) -> Option<char> {
    static TABLE: OnceLock<Vec<(char, char)>> = OnceLock::new();
    if !matches!(c, '\u{E000}'..='\u{F8FF}') {
        return None;
    }
    let table = TABLE.get_or_init(|| GBK_PRIVATE_USE.lines().filter_map(private_use_row).collect());
    table.iter().find(|(old, _)| *old == c).map(|&(_, new)| new)
}

fn private_use_row(line: &str) -> Option<(char, char)> {
    let code_point = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_hexdigit).collect();
        u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)
    };
    let (old, new) = line.split_once("Unihan:")?;
    Some((code_point(old.split("U+").nth(1)?)?, code_point(new.split("U+").nth(1)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_use_code_points_of_gbk() {
        assert_eq!(gbk_private_use('\u{E863}'), Some('䶮'));
        assert_eq!(gbk_private_use('\u{E816}'), Some('\u{20087}'));
        // Commented out in the source, because these have no reading.
        assert_eq!(gbk_private_use('\u{E815}'), Some('\u{2E81}'));
        assert_eq!(gbk_private_use('\u{E864}'), Some('\u{9FBB}'));
        assert_eq!(gbk_private_use('\u{E000}'), None);
        assert_eq!(gbk_private_use('张'), None);
        let mapped = (0xE815..=0xE864).filter_map(char::from_u32).filter_map(gbk_private_use).count();
        assert_eq!(mapped, 80);
    }

    #[test]
    fn kinds() {
        for (c, expected) in [
            ('张', Kind::Han),
            ('〇', Kind::Han),
            ('䶮', Kind::Han),
            ('𬀩', Kind::Han),
            ('\u{323B0}', Kind::Han),
            ('\u{FA0E}', Kind::Han),
            ('\u{F9D8}', Kind::Compatibility),
            ('\u{2E81}', Kind::Radical),
            ('A', Kind::Latin),
            ('é', Kind::Latin),
            ('·', Kind::Dot),
            ('×', Kind::Symbol),
            ('7', Kind::Digit),
            ('７', Kind::Digit),
            ('Ⅳ', Kind::Digit),
            ('①', Kind::Digit),
            ('□', Kind::Lost),
            ('\u{FFFD}', Kind::Lost),
            ('\u{E000}', Kind::PrivateUse),
            ('\u{7}', Kind::Control),
            ('あ', Kind::OtherScript),
            ('한', Kind::OtherScript),
            ('Ж', Kind::OtherScript),
            ('😀', Kind::Symbol),
            ('-', Kind::Mark),
        ] {
            assert_eq!(kind(c), expected, "{c:?}");
        }
    }

    #[test]
    fn radicals_and_widths() {
        assert_eq!(kangxi_radical('\u{2F5F}'), Some('玉'));
        assert_eq!(kangxi_radical('\u{2FD5}'), Some('龠'));
        assert_eq!(kangxi_radical('玉'), None);
        assert_eq!(half_width('Ａ'), Some('A'));
        assert_eq!(half_width('ｚ'), Some('z'));
        assert_eq!(half_width('１'), None);
    }
}
