//! What of a cell may leave for the window: document and phone numbers only in part, also where
//! they stand in a column that should hold something else.

use kaozhan_domain::candidate::id_document::{IdType, MaskStyle, mask_number, mask_phone};

/// Fewest digits that may be a document number when nobody said what they are.
const LONG: usize = 15;

/// `text` of a cell of `field` as it may be shown. `heading` is asked where the column has no field.
pub(super) fn cell(text: &str, field: Option<&str>, heading: &str, id_type: &str) -> String {
    match field {
        Some("id_number") => number(text, id_type),
        Some("phone") => phone(text),
        Some(_) => prose(text),
        None if ["证件", "身份证", "护照", "通行证"].iter().any(|word| heading.contains(word)) => {
            number(text, id_type)
        }
        None if ["电话", "手机", "联系"].iter().any(|word| heading.contains(word)) => phone(text),
        None => prose(text),
    }
}

/// Whether a cell of this column is never shown whole.
pub(super) fn is_personal(field: Option<&str>) -> bool {
    matches!(field, Some("id_number" | "phone"))
}

fn number(text: &str, id_type: &str) -> String {
    if is_lost(text) {
        return text.to_owned();
    }
    mask_number(
        IdType::from_label(id_type.trim()).unwrap_or(IdType::ResidentId),
        text,
        MaskStyle::First6Last4,
    )
}

fn phone(text: &str) -> String {
    // A document number in the phone column shows no more than it would in its own.
    if text.chars().filter(char::is_ascii_digit).count() >= LONG { prose(text) } else { mask_phone(text) }
}

/// A number whose digits are gone (`4.2E+17`): what is left tells what went wrong.
fn is_lost(text: &str) -> bool {
    let plain = text.replace("E+", "e");
    text.contains(['E', 'e']) && text.contains('.') && plain.len() < 24 && plain.parse::<f64>().is_ok()
}

/// Hides numbers that look like a document or a mobile number anywhere in a text.
pub(super) fn prose(text: &str) -> String {
    if text.chars().filter(|c| digit(*c).is_some()).count() < 11 {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut run: Vec<char> = Vec::new();
    for c in text.chars() {
        let joins = !run.is_empty() && matches!(c, ' ' | '-' | '\u{3000}');
        let closes =
            matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ') && run.iter().filter(|c| digit(**c).is_some()).count() >= 14;
        if digit(c).is_some() || joins || closes {
            run.push(c);
        } else {
            flush(&mut run, &mut shown);
            shown.push(c);
        }
    }
    flush(&mut run, &mut shown);
    shown
}

fn flush(run: &mut Vec<char>, shown: &mut String) {
    let mut tail = Vec::new();
    while run.last().is_some_and(|c| matches!(c, ' ' | '-' | '\u{3000}')) {
        tail.extend(run.pop());
    }
    let digits: String = run.iter().filter_map(|c| digit(*c)).collect();
    let text: String = run.drain(..).collect();
    if digits.len() >= LONG {
        shown.push_str(&mask_number(IdType::ResidentId, &text, MaskStyle::First6Last4));
    } else if is_mobile(&digits)
        || (digits.len() == 13 && digits.starts_with("86") && is_mobile(&digits[2..]))
    {
        shown.push_str(&mask_phone(&text));
    } else {
        shown.push_str(&text);
    }
    shown.extend(tail.into_iter().rev());
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1])
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r094_numbers_are_hidden_wherever_they_stand() {
        assert_eq!(cell("11010519491231002X", Some("id_number"), "", ""), "110105********002X");
        assert_eq!(cell("13800001234", Some("phone"), "", ""), "138****1234");
        assert_eq!(cell("11010519491231002X", Some("class_name"), "", ""), "110105********002X");
        assert_eq!(cell("11010519491231002X", None, "别的", ""), "110105********002X");
        assert_eq!(cell("家长 138-0000-1234", None, "备注", ""), "家长 138******1234");
        assert_eq!(cell("G12345678", None, "护照号", ""), "G1*****78");
        assert_eq!(cell("202401010101", Some("student_number"), "", ""), "202401010101");
        assert_eq!(cell("信安2401", Some("class_name"), "", ""), "信安2401");
        assert_eq!(cell("4.2010120090101126E+17", Some("id_number"), "", ""), "4.2010120090101126E+17");
        assert_eq!(cell("1387721", Some("phone"), "", ""), "13***21");
        assert!(!prose("班级“１１０１０５１９４９１２３１００２Ｘ”不认识").contains("１９４９１２３１"));
    }
}
