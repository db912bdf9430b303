//! Which characters of a name are the surname, and how surnames are read.

use std::sync::OnceLock;

use super::readings::{self, character_rows, find};

/// `surname,len,reading_tone,reading_plain,…`; single and compound surnames.
const SURNAMES: &str = include_str!("../../../../../assets/pinyin/surnames.csv");
/// `surname,reading_if_known,ask,sources`.
const COMPOUNDS: &str = include_str!("../../../../../assets/pinyin/compound_surnames.csv");
/// `surname,readings,note`: families read these in two ways.
const TWO_READINGS: &str = include_str!("../../../../../assets/pinyin/two_reading_surnames.csv");

/// A surname of two characters or more.
#[derive(Debug)]
pub(super) struct Compound {
    pub(super) characters: Vec<char>,
    /// One reading for each character, without tones; empty when no source gives them.
    pub(super) readings: Vec<String>,
    /// Its first character is a surname too, and such names are met with.
    pub(super) ask: bool,
}

/// How a surname of one character is read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Single {
    /// Families differ; the most usual first.
    Two(&'static [&'static str]),
    /// One reading.
    One(&'static str),
    /// Not in the tables.
    Unknown,
}

/// The reading of `c` as a surname.
pub(super) fn single(c: char) -> Single {
    static SINGLE: OnceLock<Vec<(char, &'static str)>> = OnceLock::new();
    static TWO: OnceLock<Vec<(char, Vec<&'static str>)>> = OnceLock::new();
    if let Some(readings) = find(TWO.get_or_init(|| character_rows(TWO_READINGS)), c) {
        return Single::Two(readings);
    }
    let table = SINGLE.get_or_init(|| {
        let mut rows: Vec<(char, &'static str)> = SURNAMES.lines().skip(1).filter_map(single_row).collect();
        rows.sort_by_key(|row| row.0);
        rows
    });
    find(table, c).map_or(Single::Unknown, |reading| Single::One(reading))
}

fn single_row(line: &'static str) -> Option<(char, &'static str)> {
    let cells: Vec<&'static str> = line.splitn(5, ',').collect();
    let [surname, "1", _, plain, _] = cells[..] else { return None };
    Some((surname.chars().next()?, plain))
}

/// The longest compound surname that `name` starts with, given at most `limit` characters.
pub(super) fn longest_compound(name: &[char], limit: usize) -> Option<&'static Compound> {
    compounds()
        .iter()
        .filter(|compound| compound.characters.len() <= limit && name.starts_with(&compound.characters))
        .max_by_key(|compound| compound.characters.len())
}

/// The readings that `c` has in compound surnames, such as `chan` in 单于.
pub(super) fn readings_in_compounds(c: char) -> impl Iterator<Item = String> {
    compounds().iter().flat_map(move |compound| {
        let pairs = compound.characters.iter().zip(&compound.readings);
        pairs.filter(move |(character, _)| **character == c).map(|(_, reading)| reading.clone())
    })
}

fn compounds() -> &'static [Compound] {
    static TABLE: OnceLock<Vec<Compound>> = OnceLock::new();
    TABLE.get_or_init(|| COMPOUNDS.lines().skip(1).filter_map(compound_row).collect())
}

fn compound_row(line: &str) -> Option<Compound> {
    let mut cells = line.split(',');
    let characters: Vec<char> = cells.next()?.chars().collect();
    let readings: Vec<String> =
        cells.next()?.split(' ').filter(|text| !text.is_empty()).map(readings::without_tone).collect();
    Some(Compound { characters, readings, ask: cells.next()? == "1" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_conflict_of_the_sources_is_asked_about() {
        for line in SURNAMES.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            if cells[1] == "1" && cells[4] == "1" {
                let c = cells[0].chars().next().expect("a surname");
                assert!(matches!(single(c), Single::Two(_)), "{c}");
            }
        }
    }

    #[test]
    fn single_surnames() {
        assert_eq!(single('单'), Single::One("shan"));
        assert_eq!(single('吕'), Single::One("lü"));
        assert_eq!(single('覃'), Single::Two(&["qin", "tan"]));
        assert_eq!(single('鿿'), Single::Unknown);
        assert_eq!(single('付'), Single::One("fu"));
    }

    #[test]
    fn compounds_are_whole_and_the_longest_wins() {
        for compound in compounds() {
            let (length, readings) = (compound.characters.len(), compound.readings.len());
            assert!((2..=5).contains(&length) && (readings == 0 || readings == length), "{compound:?}");
        }
        let name: Vec<char> = "爱新觉罗溥仪".chars().collect();
        assert_eq!(longest_compound(&name, 5).map(|found| found.characters.len()), Some(4));
        let name: Vec<char> = "李佳琦".chars().collect();
        assert!(longest_compound(&name, 2).is_none());
    }
}
