//! Which kind of document a number looks like, for lists without a column of kinds.

use super::{IdType, normalise_number, travel};

/// Guesses the kind from the form of `raw`. `None` when no form fits; a caller that must decide takes
/// [`IdType::ResidentId`], whose check then says what is wrong. 8 digits are taken for a
/// 台湾居民来往大陆通行证 though a foreign passport may look the same.
pub fn detect_type(raw: &str) -> Option<IdType> {
    let number = normalise_number(raw);
    let bytes = number.as_bytes();
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match bytes.len() {
        18 if digits(&bytes[..17]) && (bytes[17].is_ascii_digit() || bytes[17] == b'X') => {
            Some(match &bytes[..6] {
                b"810000" | b"820000" => IdType::HkMoResidencePermit,
                b"830000" => IdType::TaiwanResidencePermit,
                [b'9', ..] => IdType::ForeignPermanentResident,
                _ => IdType::ResidentId,
            })
        }
        15 if digits(bytes) => Some(IdType::ResidentId),
        15 if bytes[..3].iter().all(u8::is_ascii_uppercase) && digits(&bytes[3..]) => {
            Some(IdType::ForeignPermanentResident)
        }
        _ if travel::is_hk_mo(&number) => Some(IdType::HkMoTravelPermit),
        _ if travel::is_taiwan(&number) => Some(IdType::TaiwanTravelPermit),
        _ if travel::is_chinese_passport(&number) => Some(IdType::Passport),
        _ => None,
    }
}
