//! Travel permits of residents of Hong Kong, Macao and Taiwan, passports, and documents without a
//! published format.

use super::{FREE_TEXT_LIMIT, IdCheck, IdProblem};
use crate::candidate::text::is_private_use;

/// 港澳居民来往内地通行证: `^[HM]\d{8}(\d{2})?$` (公安部, 2010) and, for holders who are not
/// Chinese citizens, `^[HM]A\d{7}$` (国家移民管理局, 2024-07-10).
pub(super) fn check_hk_mo(found: &mut IdCheck) {
    if is_hk_mo(&found.number) {
        found.identity_key = found.number.chars().take(9).collect();
        return;
    }
    let length = found.number.chars().count();
    let position = found.number.chars().enumerate().find_map(|(index, c)| {
        let fits = match index {
            0 => matches!(c, 'H' | 'M'),
            1 => c.is_ascii_digit() || (c == 'A' && length == 9),
            _ => c.is_ascii_digit(),
        };
        (!fits).then_some(index)
    });
    let problem = match (length, position) {
        (9 | 11, Some(0)) => {
            IdProblem::Characters { position: 1, allowed: "字母H（香港）或M（澳门）" }
        }
        (9 | 11, Some(index)) => {
            IdProblem::Characters { position: index + 1, allowed: "数字（注意0与O、1与I）" }
        }
        _ => IdProblem::Length {
            id_type: found.id_type,
            expected: "9位（H或M加8位数字，可再加2位换证次数）",
            found: length,
        },
    };
    found.add(problem);
}

/// Whether `number` has the form of a 港澳居民来往内地通行证.
pub(super) fn is_hk_mo(number: &str) -> bool {
    let bytes = number.as_bytes();
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match bytes {
        [b'H' | b'M', b'A', rest @ ..] if rest.len() == 7 => digits(rest),
        [b'H' | b'M', rest @ ..] => matches!(rest.len(), 8 | 10) && digits(rest),
        _ => false,
    }
}

/// 台湾居民来往大陆通行证: 8 digits for life since 2008-09-25; older cards add two digits and a
/// letter in brackets; a one-trip card has 10 to 12 letters and digits.
pub(super) fn check_taiwan(found: &mut IdCheck) {
    if is_taiwan(&found.number) {
        found.identity_key = found.number.chars().take(8).collect();
        return;
    }
    let length = found.number.chars().count();
    let letters_and_digits = found.number.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    if letters_and_digits && (10..=12).contains(&length) {
        found.add(IdProblem::OneTripPermit);
    } else if length == 8 {
        let index = found.number.chars().position(|c| !c.is_ascii_digit()).unwrap_or(0);
        found.add(IdProblem::Characters { position: index + 1, allowed: "数字（注意0与O、1与I）" });
    } else {
        found.add(IdProblem::Form { id_type: found.id_type, expected: "8位数字" });
    }
}

/// Whether `number` is a lifelong number or an old card of a 台湾居民来往大陆通行证.
pub(super) fn is_taiwan(number: &str) -> bool {
    let bytes = number.as_bytes();
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match bytes.len() {
        8 | 10 => digits(bytes),
        13 => {
            digits(&bytes[..10])
                && bytes[10] == b'('
                && (bytes[11].is_ascii_digit() || bytes[11].is_ascii_uppercase())
                && bytes[12] == b')'
        }
        _ => false,
    }
}

/// 护照: no list of forms is official, so that a strange number only warns; the limit of length is
/// that of free text.
pub(super) fn check_passport(found: &mut IdCheck) {
    let letters_and_digits = found.number.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    if !letters_and_digits || !(5..=20).contains(&found.number.chars().count()) {
        found.add(IdProblem::PassportForm);
    }
    check_free_text(found);
}

/// Whether `number` is a Chinese passport: `^[EGDSPHK][A-Z0-9]\d{7}$`, older `^1[45]\d{7}$`.
pub(super) fn is_chinese_passport(number: &str) -> bool {
    let bytes = number.as_bytes();
    if bytes.len() != 9 || !bytes[2..].iter().all(u8::is_ascii_digit) {
        return false;
    }
    match (bytes[0], bytes[1]) {
        (b'E' | b'G' | b'D' | b'S' | b'P' | b'H' | b'K', second) => {
            second.is_ascii_digit() || second.is_ascii_uppercase()
        }
        (b'1', b'4' | b'5') => true,
        _ => false,
    }
}

/// 军官证 and others: any printable text of at most 30 characters.
pub(super) fn check_free_text(found: &mut IdCheck) {
    let length = found.number.chars().count();
    if length > FREE_TEXT_LIMIT {
        found.add(IdProblem::Length { id_type: found.id_type, expected: "30位以内", found: length });
    }
    let lost = |c: char| c.is_control() || is_private_use(c) || c == '\u{FFFD}';
    if let Some(index) = found.number.chars().position(lost) {
        found.add(IdProblem::Characters { position: index + 1, allowed: "可以印出的字符" });
    }
}
