//! Text tables: encodings, the delimiter, quotes.
//!
//! **Architecture invariant:** text only; a row's number is the one Excel would show, so blank
//! lines count and a quoted line break doesn't.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// The text of `bytes`: UTF-8 or UTF-16 with their marks, UTF-8 without, else GB18030 (as Excel
/// and the school systems of China save CSV). `None` when it is none of them without a fault.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some(rest) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return String::from_utf8(rest.to_vec()).ok();
    }
    let wide = match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        let (text, faulty) = encoding.decode_with_bom_removal(bytes);
        return (!faulty).then(|| text.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    let (text, faulty) = GB18030.decode_without_bom_handling(bytes);
    (!faulty).then(|| text.into_owned())
}

/// The delimiter that the first lines use most evenly: tab, comma or semicolon.
pub(super) fn delimiter(text: &str) -> char {
    let mut best = (0usize, ',');
    for candidate in ['\t', ',', ';', '，'] {
        let mut fields: Vec<usize> = Records::new(text, candidate)
            .take(20)
            .map(|record| record.len())
            .filter(|count| *count > 1)
            .collect();
        fields.sort_unstable();
        let typical = fields.get(fields.len() / 2).copied().unwrap_or(0) * fields.len();
        if typical > best.0 {
            best = (typical, candidate);
        }
    }
    best.1
}

/// The records of a text table, one per row, lenient about quotes inside fields.
pub(super) struct Records<'a> {
    rest: &'a str,
    delimiter: char,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str, delimiter: char) -> Self {
        // Excel writes this line to tell itself the delimiter.
        let rest = text.strip_prefix("sep=").and_then(|t| t.split_once('\n')).map_or(text, |(_, rest)| rest);
        Self { rest, delimiter }
    }
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Vec::new();
        let mut field = String::new();
        let mut quoted = false;
        let mut chars = self.rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' if quoted => {
                    if chars.next_if(|(_, next)| *next == '"').is_some() {
                        field.push('"');
                    } else {
                        quoted = false;
                    }
                }
                '"' if field.trim().is_empty() => {
                    field.clear();
                    quoted = true;
                }
                _ if quoted => field.push(c),
                _ if c == self.delimiter => record.push(std::mem::take(&mut field)),
                '\n' | '\r' => {
                    let mut end = at + 1;
                    if c == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some() {
                        end += 1;
                    }
                    record.push(field);
                    self.rest = &self.rest[end..];
                    return Some(record);
                }
                _ => field.push(c),
            }
        }
        record.push(field);
        self.rest = "";
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str, delimiter: char) -> Vec<Vec<String>> {
        Records::new(text, delimiter).collect()
    }

    #[test]
    fn quotes_line_breaks_and_blank_lines_keep_the_row_numbers_of_excel() {
        let text = "a,\"b\"\"c\",\"d\r\ne\"\r\n\r\nf,,\n";
        assert_eq!(records(text, ','), vec![vec!["a", "b\"c", "d\r\ne"], vec![""], vec!["f", "", ""]]);
    }

    #[test]
    fn the_delimiter_is_found_whatever_stands_inside_the_fields() {
        assert_eq!(delimiter("姓名,证件号码\n甲,1\n乙,2\n"), ',');
        assert_eq!(delimiter("姓名;证件号码\n甲,子;1\n乙;2\n"), ';');
        assert_eq!(delimiter("姓名\t证件号码\n甲,子\t1\n"), '\t');
        assert_eq!(delimiter("\"姓,名\"\t证件号码\n"), '\t');
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "姓名,证件号码\n䶮,1\n";
        let gbk = GB18030.encode(text).0.into_owned();
        assert_eq!(decode(&gbk).as_deref(), Some(text));
        assert_eq!(decode(text.as_bytes()).as_deref(), Some(text));
        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&utf16).as_deref(), Some(text));
        assert_eq!(decode(&[0xff, 0xff, 0xff, 0x30]), None);
    }
}
