//! What the tables say about the readings of one character, without tones.
//!
//! The large table stays text and is searched by halves, so that nothing is parsed at the start.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

/// All readings known to Unihan: `U+4E00: yī  # 一`, sorted by code point.
const ALL: &str = include_str!("../../../../../assets/pinyin/pinyin-data_pinyin.txt");
/// The most usual reading of each of the 8105 characters of 通用规范汉字表.
const GENERAL: &str = include_str!("../../../../../assets/pinyin/pinyin-data_kMandarin_8105.txt");
/// `character,readings,note`: characters of given names whose general reading is not enough.
const GIVEN: &str = include_str!("../../../../../assets/pinyin/given_name_heteronyms.csv");

/// Every reading of `c`, without tones, ü kept, each once.
pub(super) fn all(c: char) -> Vec<String> {
    let mut plain: Vec<String> = Vec::new();
    for reading in line_of(c).into_iter().flat_map(readings_of_line) {
        let reading = without_tone(reading);
        if is_syllable(&reading) && !plain.contains(&reading) {
            plain.push(reading);
        }
    }
    plain
}

/// The usual reading: that of the 8105 characters, else the first of Unihan. None for an interjection
/// such as 嗯 (ng), whose sound no name has.
pub(super) fn usual(c: char) -> Option<String> {
    match general(c) {
        Some(reading) => Some(reading.to_owned()).filter(|reading| is_syllable(reading)),
        None => all(c).into_iter().next(),
    }
}

/// Whether a plain reading has a vowel: hm, m, n and ng are sounds, not words of a name.
fn is_syllable(reading: &str) -> bool {
    reading.contains(['a', 'e', 'i', 'o', 'u', 'ü'])
}

/// Whether `c` is one of the 8105 characters.
pub(super) fn is_general(c: char) -> bool {
    general(c).is_some()
}

/// The curated readings of `c` in given names, the most usual first; one alone needs no question.
pub(super) fn in_given_names(c: char) -> Option<&'static [&'static str]> {
    static TABLE: OnceLock<Vec<(char, Vec<&'static str>)>> = OnceLock::new();
    find(TABLE.get_or_init(|| character_rows(GIVEN)), c).map(Vec::as_slice)
}

/// Reads `character,readings,…` with readings separated by spaces; sorted by character.
pub(super) fn character_rows(csv: &'static str) -> Vec<(char, Vec<&'static str>)> {
    let row = |line: &'static str| {
        let mut cells = line.split(',');
        let character = cells.next()?.chars().next()?;
        Some((character, cells.next()?.split(' ').collect()))
    };
    let mut rows: Vec<(char, Vec<&'static str>)> = csv.lines().skip(1).filter_map(row).collect();
    rows.sort_by_key(|row| row.0);
    rows
}

/// Looks up `c` in rows sorted by character.
pub(super) fn find<T>(rows: &[(char, T)], c: char) -> Option<&T> {
    rows.binary_search_by_key(&c, |row| row.0).ok().map(|at| &rows[at].1)
}

/// The reading of `c` without tone, if it is one of the 8105.
fn general(c: char) -> Option<&'static str> {
    static TABLE: OnceLock<Vec<(char, String)>> = OnceLock::new();
    let table =
        TABLE.get_or_init(|| {
            let mut rows: Vec<(char, String)> = Vec::with_capacity(8_105);
            rows.extend(GENERAL.lines().filter_map(|line| {
                Some((character_of(line)?, without_tone(readings_of_line(line).next()?)))
            }));
            rows.sort_by_key(|row| row.0);
            rows
        });
    find(table, c).map(String::as_str)
}

/// The character of a line `U+4E00: …`.
fn character_of(line: &str) -> Option<char> {
    let (code, _) = line.strip_prefix("U+")?.split_once(':')?;
    char::from_u32(u32::from_str_radix(code, 16).ok()?)
}

/// The toned readings of a line.
fn readings_of_line(line: &'static str) -> impl Iterator<Item = &'static str> {
    let readings = line.split_once(": ").map_or("", |(_, rest)| rest.split(' ').next().unwrap_or(""));
    readings.split(',').filter(|reading| !reading.is_empty())
}

/// The line of `c` in [`ALL`], found by halving the text.
fn line_of(c: char) -> Option<&'static str> {
    let (mut low, mut high) = (ALL.find("U+")?, ALL.len());
    while low < high {
        let middle = low + (high - low) / 2;
        // Bytes, not characters: the middle may fall into one; a line break never does.
        let start =
            ALL.as_bytes()[low..middle].iter().rposition(|&b| b == b'\n').map_or(low, |at| low + at + 1);
        let line = ALL.get(start..)?.lines().next()?;
        let found = character_of(line)?;
        match found.cmp(&c) {
            std::cmp::Ordering::Equal => return Some(line),
            std::cmp::Ordering::Less => low = start + line.len() + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// `lǚ` becomes `lü`, `ér` becomes `er`, `ê̄` becomes `e`.
pub(super) fn without_tone(reading: &str) -> String {
    reading.nfd().filter(|&c| c.is_ascii_lowercase() || c == '\u{0308}').nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_by_halving() {
        let mut last = '\0';
        let mut count = 0;
        for line in ALL.lines().filter(|line| line.starts_with("U+")) {
            let c = character_of(line).expect("a code point");
            assert!(c > last, "sorted");
            assert_eq!(line_of(c), Some(line));
            last = c;
            count += 1;
        }
        assert_eq!(count, 41_923);
        for absent in ['a', '\u{0}', '〆', '\u{10FFFF}'] {
            assert_eq!(line_of(absent), None, "{absent:?}");
        }
    }

    /// Found by chance: 一呣 became “Yi M”.
    #[test]
    fn interjections_are_no_readings() {
        assert_eq!(usual('呣'), None);
        assert_eq!(usual('嗯'), None);
        assert_eq!(all('呣'), ["mou"]);
        assert!(all('嗯').is_empty());
        assert_eq!(usual('哼').as_deref(), Some("heng"));
    }

    #[test]
    fn tones_go_and_dots_stay() {
        for (toned, plain) in [
            ("lǚ", "lü"),
            ("lüè", "lüe"),
            ("ér", "er"),
            ("zhāng", "zhang"),
            ("ńg", "ng"),
            ("ê̄", "e"),
            ("m̀", "m"),
        ] {
            assert_eq!(without_tone(toned), plain);
        }
    }

    #[test]
    fn readings_of_characters() {
        assert_eq!(usual('张').as_deref(), Some("zhang"));
        assert_eq!(usual('龑').as_deref(), Some("yan"));
        assert_eq!(usual('吕').as_deref(), Some("lü"));
        assert!(is_general('䶮') && !is_general('龑') && is_general('𬀩'));
        assert_eq!(all('乐'), ["le", "yue"]);
        assert_eq!(usual('A'), None);
        assert_eq!(general('\u{2CE93}').map(without_tone).as_deref(), Some("chu"));
    }

    #[test]
    fn the_curated_readings_are_readings() {
        for (c, readings) in character_rows(GIVEN) {
            let known = all(c);
            for reading in readings {
                assert!(known.iter().any(|other| other == reading), "{c} {reading}");
            }
        }
    }
}
