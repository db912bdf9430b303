//! The institution list of 2025: which schools there are, and the one a coordinator means.

use serde::Serialize;
use std::sync::LazyLock;
use ts_rs::TS;

const LIST: &str = include_str!("../../../assets/catalogues/hei_2025.csv");

/// A school of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Institution {
    /// 学校名称.
    pub name: String,
    /// 学校标识码.
    pub code: String,
    /// 省份.
    pub province: String,
    /// 办学层次.
    pub level: String,
}

static ALL: LazyLock<Vec<Institution>> = LazyLock::new(|| {
    let rows = LIST.lines().skip(1);
    rows.filter_map(|line| {
        let cells: Vec<&str> = line.trim().split(',').collect();
        let own = |at: usize| cells.get(at).map(|text| (*text).to_owned());
        Some(Institution { name: own(2)?, code: own(0)?, province: own(4)?, level: own(6)? })
    })
    .collect()
});

/// The schools that `text` may mean: by code, or by name, those that begin with it first; a name may leave
/// characters out (`北职院`).
pub fn search(text: &str, limit: usize) -> Vec<Institution> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u8, usize, &Institution)> = ALL
        .iter()
        .filter_map(|school| rank(school, &text).map(|rank| (rank, school.name.chars().count(), school)))
        .collect();
    found.sort_by_key(|(rank, length, _)| (*rank, *length));
    found.into_iter().take(limit).map(|(_, _, school)| school.clone()).collect()
}

fn rank(school: &Institution, text: &str) -> Option<u8> {
    if school.name == text || school.code == text {
        Some(0)
    } else if school.name.starts_with(text) || (text.len() >= 4 && school.code.starts_with(text)) {
        Some(1)
    } else if school.name.contains(text) {
        Some(2)
    } else {
        let mut rest = school.name.chars();
        let every = text.chars().count() >= 2 && text.chars().all(|c| rest.by_ref().any(|other| other == c));
        every.then_some(3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schools_are_found_by_name_code_and_short_name() {
        assert!(ALL.len() > 2500, "{}", ALL.len());
        assert!(ALL.iter().all(|school| school.code.len() == 10 && !school.name.is_empty()));
        assert_eq!(search("4111010001", 5)[0].name, "北京大学");
        assert_eq!(search("北京大学", 5)[0].name, "北京大学");
        assert!(search("深职", 5).iter().any(|school| school.name.contains("深圳")));
        assert!(search("", 5).is_empty() && search("☃", 5).is_empty());
    }
}
