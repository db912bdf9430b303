//! What a scanner types, or a person: the code of a ticket, the code of a room's sheet, a 准考证号, a seat.

use unicode_normalization::UnicodeNormalization;

/// Digits of a seat number, at most; more digits are a number of a person.
const SEAT_DIGITS: usize = 4;

/// The code of a sheet of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCode {
    /// 计划编号.
    pub plan: String,
    /// Number of the site.
    pub site: String,
    /// Code of the room.
    pub room: String,
}

/// What the text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanText {
    /// Nothing.
    Empty,
    /// The QR code of a 准考证.
    Ticket {
        /// 准考证号.
        number: String,
        /// The version that was printed.
        version: Option<u32>,
    },
    /// The QR code of a door sign, sign-in sheet, seating plan, record or cover.
    Sheet(SheetCode),
    /// A seat number.
    Seat(u16),
    /// A number or a name, as typed.
    Other(String),
    /// One of our codes, but not whole.
    Broken,
}

impl ScanText {
    /// Reads what was typed. A scanner behind a Chinese input method types full-width characters; they
    /// mean the same.
    pub fn read(text: &str) -> Self {
        let text: String = text.nfkc().filter(|c| !c.is_control()).collect();
        let text = text.trim();
        if text.is_empty() {
            return Self::Empty;
        }
        let upper = text.to_ascii_uppercase();
        if let Some(code) = upper.strip_prefix("KZ1:") {
            return Self::code(code).unwrap_or(Self::Broken);
        }
        if upper.starts_with("KZ1") {
            return Self::Broken;
        }
        let digits = text.trim_end_matches('号').trim();
        if digits.len() <= SEAT_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return digits.parse().map_or_else(|_| Self::Other(text.to_owned()), Self::Seat);
        }
        Self::Other(text.to_owned())
    }

    fn code(code: &str) -> Option<Self> {
        let parts: Vec<&str> = code.split(':').map(str::trim).collect();
        let known = |part: &str| (!part.is_empty()).then(|| part.to_owned());
        match parts.as_slice() {
            ["T", number, rest @ ..] => Some(Self::Ticket {
                number: known(number)?,
                version: rest.first().and_then(|version| version.parse().ok()),
            }),
            ["D" | "S" | "M" | "R" | "P", plan, site, room, ..] => {
                Some(Self::Sheet(SheetCode { plan: known(plan)?, site: known(site)?, room: known(room)? }))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_ticket_is_read_however_the_scanner_types_it() {
        let ticket = ScanText::Ticket { number: "20261128000337000000400064".into(), version: Some(3) };
        for text in [
            "KZ1:T:20261128000337000000400064:3:154B25BC",
            "kz1:t:20261128000337000000400064:3:154b25bc\r\n",
            "ＫＺ１：Ｔ：20261128000337000000400064：３：154B25BC",
        ] {
            assert_eq!(ScanText::read(text), ticket, "{text}");
        }
    }

    #[test]
    fn seats_numbers_and_sheets_are_told_apart() {
        assert_eq!(ScanText::read(" 07 "), ScanText::Seat(7));
        assert_eq!(ScanText::read("１２号"), ScanText::Seat(12));
        assert_eq!(ScanText::read(""), ScanText::Empty);
        assert_eq!(ScanText::read("00064"), ScanText::Other("00064".into()));
        assert_eq!(ScanText::read("单雨霏"), ScanText::Other("单雨霏".into()));
        assert_eq!(
            ScanText::read("KZ1:D:20261128-0003:370000004:R013:3:34B1F432"),
            ScanText::Sheet(SheetCode {
                plan: "20261128-0003".into(),
                site: "370000004".into(),
                room: "R013".into()
            })
        );
        for broken in ["KZ1:T", "KZ1:T::3:1", "KZ1:X:1:2:3", "KZ1", "KZ1:D:1:2"] {
            assert_eq!(ScanText::read(broken), ScanText::Broken, "{broken}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_is_a_panic(text in ".{0,80}") {
            let _ = ScanText::read(&text);
            let _ = ScanText::read(&format!("KZ1:{text}"));
        }
    }
}
