//! The dots that people type between the parts of a name.

use std::sync::OnceLock;

/// `codepoint,char,name,note`.
const DOTS: &str = include_str!("../../../../../assets/pinyin/name_dots.csv");

/// When a character is a dot of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// Wherever it stands.
    Always,
    /// Only between Han characters: full stops.
    BetweenHan,
}

/// Whether and when `c` is a dot of names; rows of the table that reject or ask are none.
pub(super) fn strength(c: char) -> Option<Strength> {
    static TABLE: OnceLock<Vec<(char, Strength)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| DOTS.lines().skip(1).filter_map(row).collect());
    table.iter().find(|(dot, _)| *dot == c).map(|&(_, strength)| strength)
}

fn row(line: &str) -> Option<(char, Strength)> {
    let code = line.strip_prefix("U+")?.split(',').next()?;
    let dot = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
    let note = line.rsplit(',').next()?;
    match note {
        "reject" | "W: ask" => None,
        "accept between CJK only" => Some((dot, Strength::BetweenHan)),
        _ => Some((dot, Strength::Always)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        for dot in "·•‧・･∙⋅\u{0387}․᛫⸱●".chars() {
            assert_eq!(strength(dot), Some(Strength::Always), "{dot}");
        }
        for dot in ".．。".chars() {
            assert_eq!(strength(dot), Some(Strength::BetweenHan), "{dot}");
        }
        for other in "* \u{3000}张a,".chars() {
            assert_eq!(strength(other), None, "{other}");
        }
    }
}
