//! Finding the row of headings and the fields of its columns.
//!
//! **Architecture invariant:** knows the text of the first rows and one table, no formats.

use std::collections::HashMap;

use super::cell::trim;
use super::table::{Need, Table};
use crate::DocumentError;

/// Headings of columns that we write ourselves and ignore when read back.
pub(super) const FAILURE_HEADING: &str = "失败原因";
/// Mark of a masked export, in its sheet name and headings.
pub(super) const MASKED_MARK: &str = "（脱敏）";

/// One of the first rows: its zero-based number and the texts of its cells by column.
pub(super) type HeadRow = (u32, Vec<(u32, String)>);

/// A row (or two) of headings, recognised.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// Zero-based row of the headings' last line.
    pub(super) row: u32,
    /// Headings by column, blanks as empty texts.
    pub(super) headings: Vec<String>,
    /// Column of the file and index in the table's columns.
    pub(super) mapped: Vec<(u32, usize)>,
    /// Columns competing for one field.
    pub(super) duplicates: Vec<(usize, Vec<u32>)>,
    /// How many fields were recognised.
    pub(super) score: usize,
    /// Whether a heading says that the file is masked.
    pub(super) masked: bool,
}

impl Header {
    /// The headings that must exist and don't.
    pub(super) fn missing(&self, table: &Table) -> Vec<String> {
        table
            .columns
            .iter()
            .enumerate()
            .filter(|(index, column)| {
                column.need == Need::Must && !self.mapped.iter().any(|(_, field)| field == index)
            })
            .map(|(_, column)| column.heading.to_owned())
            .collect()
    }
}

/// Heading without blanks, stars, colons and hints such as （必填）.
pub(super) fn normalise(heading: &str) -> String {
    let mut plain: String = heading
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .filter(|c| !matches!(c, '*' | '＊' | '※' | '★' | ':' | '：' | '\u{feff}' | '\u{200b}'))
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '／' => '/',
            '【' => '[',
            '】' => ']',
            '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect();
    if !plain.contains(['(', '[']) {
        return plain;
    }
    for hint in ["(必填)", "(选填)", "(可选)", "(必须)", "(必填项)", "[必填]", "[选填]", "(脱敏)"]
    {
        plain = plain.replace(hint, "");
    }
    plain
}

/// `plain` without what stands in brackets: `证件号码(文本格式)` → `证件号码`.
fn without_brackets(plain: &str) -> String {
    let mut depth = 0u32;
    plain
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => (),
            }
            depth == 0
        })
        .collect()
}

/// Which field a heading stands for: the user's wishes (by heading, or by column such as `B列`)
/// first, then the table's own names.
pub(super) struct Lookup {
    wished: Vec<(String, usize)>,
    names: HashMap<String, usize>,
}

impl Lookup {
    /// Reads `--map` pairs; a field is named by its code, our heading or one of its other names.
    pub(super) fn new(map: &[(String, String)], table: &Table, file: &str) -> Result<Self, DocumentError> {
        let mut names = HashMap::new();
        let read = || table.columns.iter().enumerate().filter(|(_, column)| column.in_template);
        for (index, column) in read() {
            names.entry(normalise(column.heading)).or_insert(index);
        }
        for (index, column) in read() {
            for alias in column.aliases {
                names.entry(normalise(alias)).or_insert(index);
            }
        }
        let mut wished = Vec::new();
        for (heading, field) in map {
            let by_code = table.columns.iter().position(|column| column.field == field.trim());
            let index = by_code.or_else(|| names.get(&normalise(field)).copied()).ok_or_else(|| {
                DocumentError::BadMap {
                    file: file.to_owned(),
                    heading: heading.clone(),
                    field: field.clone(),
                    known: table.columns.iter().map(|c| format!("{}（{}）", c.heading, c.field)).collect(),
                }
            })?;
            wished.push((normalise(heading), index));
        }
        Ok(Self { wished, names })
    }

    fn field_of(&self, plain: &str, col: u32) -> Option<usize> {
        let letters = column_letters(col);
        self.wished
            .iter()
            .find(|(heading, _)| heading == plain)
            .or_else(|| self.wished.iter().find(|(heading, _)| heading.trim_end_matches('列') == letters))
            .map(|(_, index)| *index)
    }

    /// The field of a heading: exact names before what remains without brackets.
    fn recognise(&self, heading: &str) -> Option<usize> {
        let plain = normalise(heading);
        if plain.is_empty() || plain.chars().count() > 40 {
            return None;
        }
        self.names.get(&plain).or_else(|| self.names.get(&without_brackets(&plain))).copied()
    }

    fn names_field(&self, index: usize) -> bool {
        self.wished.iter().any(|(_, wished)| *wished == index)
    }

    /// The first wish no heading of `header` answers.
    pub(super) fn unanswered(&self, header: &Header) -> Option<&str> {
        self.wished
            .iter()
            .find(|(_, index)| !header.mapped.iter().any(|(_, field)| field == index))
            .map(|(heading, _)| heading.as_str())
    }
}

/// `A`, `Z`, `AA` of a zero-based column.
pub(super) fn column_letters(col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = col + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The best row of headings among the first rows, also one written over two lines.
pub(super) fn find_header(rows: &[HeadRow], table: &Table, lookup: &Lookup) -> Option<Header> {
    let mut best: Option<Header> = None;
    for (index, row) in rows.iter().enumerate() {
        let single = header_of(row.0, row.1.clone(), table, lookup);
        let double = rows
            .get(index + 1)
            .filter(|below| below.0 == row.0 + 1)
            .and_then(|below| two_lines(row, below, table, lookup))
            .filter(|double| double.score > single.score);
        for candidate in [Some(single), double].into_iter().flatten() {
            if candidate.score > 0 && best.as_ref().is_none_or(|b| candidate.score > b.score) {
                best = Some(candidate);
            }
        }
    }
    best
}

/// Headings merged over groups: the lower line counts where it has a known heading.
fn two_lines(above: &HeadRow, below: &HeadRow, table: &Table, lookup: &Lookup) -> Option<Header> {
    let known = |(col, text): &(u32, String)| {
        lookup.field_of(&normalise(text), *col).is_some() || lookup.recognise(text).is_some()
    };
    if below.1.iter().filter(|cell| known(cell)).count() < 2 {
        return None;
    }
    let mut cells: Vec<(u32, String)> = below.1.clone();
    for cell in &above.1 {
        if !cells.iter().any(|(col, _)| *col == cell.0) {
            cells.push(cell.clone());
        }
    }
    Some(header_of(below.0, cells, table, lookup))
}

fn header_of(row: u32, cells: Vec<(u32, String)>, table: &Table, lookup: &Lookup) -> Header {
    let width = cells.iter().map(|(col, _)| *col + 1).max().unwrap_or(0);
    let mut headings = vec![String::new(); width as usize];
    for (col, text) in cells {
        headings[col as usize] = trim(&text).to_owned();
    }
    let mut claims: Vec<Vec<(u32, bool)>> = vec![Vec::new(); table.columns.len()];
    for (col, heading) in headings.iter().enumerate() {
        let col = col as u32;
        if let Some(index) = lookup.field_of(&normalise(heading), col) {
            claims[index].push((col, true));
        } else if let Some(index) = lookup.recognise(heading)
            && !lookup.names_field(index)
        {
            claims[index].push((col, false));
        }
    }
    let mut header = Header {
        row,
        mapped: Vec::new(),
        duplicates: Vec::new(),
        score: 0,
        masked: headings.iter().any(|h| h.contains("脱敏")),
        headings,
    };
    for (index, claim) in claims.iter().enumerate() {
        if let [(col, _), rest @ ..] = claim.as_slice() {
            header.mapped.push((*col, index));
            header.score += 1;
            if !rest.is_empty() {
                header.duplicates.push((index, claim.iter().map(|(col, _)| *col).collect()));
            }
        }
    }
    header.mapped.sort_unstable();
    header
}
