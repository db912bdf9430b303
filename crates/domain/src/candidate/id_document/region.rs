//! Region codes of GB/T 2260, all that were in use since 1981, with the names of their time.
//!
//! A resident number keeps the code of the first registration for life, so that abolished counties
//! matter as much as today's. Some codes of numbers are in no official table: hence only a warning.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// One row per code and name: `code,first_year,last_year,name`; sorted by code, then year.
const NAMES: &str = include_str!("../../../../../assets/regions/id_region_names.csv");
/// Codes seen in numbers but missing above: `code,name,source`.
const SUPPLEMENT: &str = include_str!("../../../../../assets/regions/supplementary_id_region_codes.csv");

/// A region inside a document number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Six digits.
    pub code: String,
    /// Full name (省, 市, 县), as it was in the year of birth where the tables know it.
    pub name: String,
}

struct NamedCode {
    code: &'static str,
    /// Years in which the name was valid; the last is excluded because the successor starts in it.
    first_year: i32,
    end_year: i32,
    name: &'static str,
}

fn table() -> &'static [NamedCode] {
    static TABLE: OnceLock<Vec<NamedCode>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut rows: Vec<NamedCode> = Vec::with_capacity(7_300);
        rows.extend(NAMES.lines().skip(1).filter_map(named_code));
        rows.extend(SUPPLEMENT.lines().skip(1).filter_map(|line| {
            let mut cells = line.split(',');
            Some(NamedCode { code: cells.next()?, first_year: 0, end_year: i32::MAX, name: cells.next()? })
        }));
        rows.sort_by_key(|row| (row.code, row.first_year));
        rows
    })
}

fn named_code(line: &'static str) -> Option<NamedCode> {
    let mut cells = line.splitn(4, ',');
    let (code, first, last, name) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    Some(NamedCode {
        code,
        first_year: first.parse().unwrap_or(0),
        end_year: last.parse().unwrap_or(i32::MAX),
        name,
    })
}

/// All names of a six-digit `code`, the oldest first; none when it is unknown.
fn names_of(code: &str) -> &'static [NamedCode] {
    let rows = table();
    let start = rows.partition_point(|row| row.code < code);
    let end = rows.partition_point(|row| row.code <= code);
    &rows[start..end]
}

/// The region of a six-digit `code` under its name of `year`. People born before 1981 and people
/// registered outside the years of a code get the nearest name; `None` when the code is unknown.
pub(super) fn find(code: &str, year: i32) -> Option<Region> {
    let distance = |row: &NamedCode| {
        if year < row.first_year {
            row.first_year - year
        } else {
            (year + 1).saturating_sub(row.end_year).max(0)
        }
    };
    names_of(code)
        .iter()
        .min_by_key(|row| distance(row))
        .map(|row| Region { code: code.to_owned(), name: row.name.to_owned() })
}

/// Whether the two digits are a province of the tables (11 to 65, 71, 81, 82, and of the supplement 66,
/// 新疆生产建设兵团, and 83, which marks the residence permits of people from Taiwan).
pub(super) fn is_province(two_digits: &str) -> bool {
    two_digits.len() == 2 && !names_of(&province_code(two_digits)).is_empty()
}

/// The province of two digits.
pub(super) fn find_province(two_digits: &str) -> Option<Region> {
    if two_digits.len() != 2 {
        return None;
    }
    find(&province_code(two_digits), i32::MAX - 1)
}

fn province_code(two_digits: &str) -> String {
    format!("{two_digits}0000")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(code: &str, year: i32) -> Option<String> {
        find(code, year).map(|region| region.name)
    }

    #[test]
    fn names_of_the_birth_year_are_preferred() {
        assert_eq!(name("120110", 1985).as_deref(), Some("天津市东郊区"));
        assert_eq!(name("120110", 1992).as_deref(), Some("天津市东丽区"));
        assert_eq!(name("120110", 2005).as_deref(), Some("天津市东丽区"));
        assert_eq!(name("120110", 1950).as_deref(), Some("天津市东郊区"));
    }

    #[test]
    fn abolished_codes_are_known() {
        assert_eq!(name("110103", 1990).as_deref(), Some("北京市崇文区"));
        assert_eq!(name("110103", 2015).as_deref(), Some("北京市崇文区"));
        assert!(name("500157", 1990).is_some());
    }

    #[test]
    fn supplements_and_strangers() {
        assert!(name("110100", 1990).is_some());
        assert!(name("810000", 1990).is_some());
        assert!(name("830000", 1990).is_some());
        assert_eq!(name("119999", 1990), None);
        assert_eq!(name("", 1990), None);
        assert_eq!(name("身份证号码甲", 1990), None);
    }

    #[test]
    fn provinces() {
        let known: Vec<u32> = (0..100).filter(|n| is_province(&format!("{n:02}"))).collect();
        assert_eq!(
            known,
            [
                11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51,
                52, 53, 54, 61, 62, 63, 64, 65, 66, 71, 81, 82, 83
            ]
        );
    }

    #[test]
    fn the_residence_permits_have_their_provinces() {
        let province = |two_digits: &str| find_province(two_digits).map(|region| region.name);
        assert_eq!(province("71").as_deref(), Some("台湾省"));
        assert!(province("83").is_some());
        assert!(!is_province("8") && !is_province("810") && !is_province("甲"));
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(table().len(), 6_823 + 372);
        assert!(table().iter().all(|row| row.code.len() == 6 && !row.name.is_empty()));
        assert!(table().iter().all(|row| row.first_year <= row.end_year));
    }
}
