//! Masks (脱敏, R-094): what of a number may be seen.

use super::IdType;

/// How much of an identity number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaskStyle {
    /// First 6 and last 4: candidates, arrangement of rooms.
    First6Last4,
    /// First 3 and last 4: certificates, admission tickets.
    First3Last4,
}

/// Hides the middle of `number`, one `*` per hidden character; the length in characters stays.
///
/// The style counts for the long numbers (身份证, the residence permits, 外国人永久居留身份证) of 15
/// characters and more. Every other number shows its first 2 and last 2 characters, and one of fewer
/// than 5 characters nothing.
///
/// A masked number must never stand beside the birth date: first 6, birth date and last 4 are the
/// whole number of 18 characters.
pub fn mask_number(id_type: IdType, number: &str, style: MaskStyle) -> String {
    let length = number.chars().count();
    let (first, last) = match style {
        _ if length < 5 => (0, 0),
        _ if length < 15 || !has_long_number(id_type) => (2, 2),
        MaskStyle::First6Last4 => (6, 4),
        MaskStyle::First3Last4 => (3, 4),
    };
    hide_between(number, length, first, last)
}

/// Hides the middle of a phone number (R-094: first 3, last 4). Shorter numbers show less: first 2
/// and last 2 from 7 characters, nothing below.
pub fn mask_phone(phone: &str) -> String {
    let length = phone.chars().count();
    let (first, last) = match length {
        0..7 => (0, 0),
        7..11 => (2, 2),
        _ => (3, 4),
    };
    hide_between(phone, length, first, last)
}

fn has_long_number(id_type: IdType) -> bool {
    match id_type {
        IdType::ResidentId
        | IdType::HkMoResidencePermit
        | IdType::TaiwanResidencePermit
        | IdType::ForeignPermanentResident => true,
        IdType::HkMoTravelPermit
        | IdType::TaiwanTravelPermit
        | IdType::Passport
        | IdType::Officer
        | IdType::Other => false,
    }
}

fn hide_between(text: &str, length: usize, first: usize, last: usize) -> String {
    text.chars()
        .enumerate()
        .map(|(index, c)| if index < first || index >= length - last { c } else { '*' })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn r_094_first_6_last_4_and_first_3_last_4() {
        let number = "11010519491231002X";
        assert_eq!(mask_number(IdType::ResidentId, number, MaskStyle::First6Last4), "110105********002X");
        assert_eq!(mask_number(IdType::ResidentId, number, MaskStyle::First3Last4), "110***********002X");
        let card = "KAZ110090123105";
        assert_eq!(
            mask_number(IdType::ForeignPermanentResident, card, MaskStyle::First6Last4),
            "KAZ110*****3105"
        );
    }

    #[test]
    fn r_094_short_and_foreign_numbers_show_less() {
        let masked = |kind, number: &str| mask_number(kind, number, MaskStyle::First6Last4);
        assert_eq!(masked(IdType::HkMoTravelPermit, "H12345678"), "H1*****78");
        assert_eq!(masked(IdType::TaiwanTravelPermit, "12345678"), "12****78");
        assert_eq!(masked(IdType::Passport, "E12345678"), "E1*****78");
        assert_eq!(masked(IdType::Passport, "ABCDEFGHIJ1234567890"), "AB****************90");
        assert_eq!(masked(IdType::ResidentId, "11010519491231"), "11**********31");
        assert_eq!(masked(IdType::Other, "12345"), "12*45");
        assert_eq!(masked(IdType::Other, "1234"), "****");
        assert_eq!(masked(IdType::Other, ""), "");
        assert_eq!(masked(IdType::Officer, "军字第0123号"), "军字****3号");
    }

    #[test]
    fn r_094_phones() {
        assert_eq!(mask_phone("13800138000"), "138****8000");
        assert_eq!(mask_phone("+85291234567"), "+85*****4567");
        assert_eq!(mask_phone("87654321"), "87****21");
        assert_eq!(mask_phone("123456"), "******");
        assert_eq!(mask_phone(""), "");
    }

    proptest! {
        #[test]
        fn r_094_never_shows_more_than_allowed(number in "\\PC{0,40}", kind in 0usize..9, six in any::<bool>()) {
            let style = if six { MaskStyle::First6Last4 } else { MaskStyle::First3Last4 };
            let source: Vec<char> = number.chars().collect();
            for (masked, most) in [
                (mask_number(IdType::ALL[kind], &number, style), if six { 10 } else { 7 }),
                (mask_phone(&number), 7),
            ] {
                let masked: Vec<char> = masked.chars().collect();
                prop_assert_eq!(masked.len(), source.len());
                let shown = masked.iter().filter(|&&c| c != '*').count();
                prop_assert!(shown <= most);
                prop_assert!(source.len() >= 15 || shown <= 7);
                prop_assert!(masked.iter().zip(&source).all(|(m, s)| *m == '*' || m == s));
            }
        }
    }
}
