//! Countries and regions of ISO 3166, as 外国人永久居留身份证 carry them.

use serde::{Deserialize, Serialize};

/// `numeric,alpha3,name`.
const COUNTRIES: &str = include_str!("../../../../../assets/regions/countries.csv");

/// A country or region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// Three letters (alpha-3).
    pub code: String,
    /// Chinese name.
    pub name: String,
}

/// Finds a country by its three digits or its three letters. The table is short and the documents
/// rare: it is searched as text.
pub(super) fn find(code: &str) -> Option<Country> {
    if code.len() != 3 {
        return None;
    }
    COUNTRIES.lines().skip(1).find_map(|line| {
        let mut cells = line.splitn(3, ',');
        let (numeric, alpha3, name) = (cells.next()?, cells.next()?, cells.next()?);
        (numeric == code || alpha3 == code)
            .then(|| Country { code: alpha3.to_owned(), name: name.to_owned() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_digits_and_letters() {
        for (code, alpha3, name) in [
            ("156", "CHN", "中国"),
            ("KAZ", "KAZ", "哈萨克斯坦"),
            ("004", "AFG", "阿富汗"),
            ("840", "USA", "美国"),
            ("531", "CUW", "库拉索"),
        ] {
            assert_eq!(find(code), Some(Country { code: alpha3.to_owned(), name: name.to_owned() }));
        }
        assert_eq!(find("000"), None);
        assert_eq!(find("ZZZ"), None);
        assert_eq!(find("numeric"), None);
        assert_eq!(find(""), None);
    }
}
