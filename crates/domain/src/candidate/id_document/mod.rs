//! Identity documents (证件): their kinds, their numbers, what a number says about its holder.
//!
//! Knows the published formats only. It never asks whether a document exists or belongs to the
//! person, never reads a clock (today is an argument), and never repeats a number in a message.

mod cell;
mod country;
mod detect;
mod kind;
mod mask;
mod problem;
mod region;
mod resident;
mod travel;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

pub use cell::{read_id_type, read_sex};
pub use country::Country;
pub use detect::detect_type;
pub use kind::{IdType, Sex};
pub use mask::{MaskStyle, mask_number, mask_phone};
pub use problem::{BirthDateFault, IdPart, IdProblem};
pub use region::Region;

use super::text::{is_hyphen, is_invisible, is_space};
use crate::RuleViolation;

/// The longest number of a document without a published format, in characters.
const FREE_TEXT_LIMIT: usize = 30;

/// What a document number says, and what is wrong with it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdCheck {
    /// The kind it was checked as.
    pub id_type: IdType,
    /// Normalised number ([`normalise_number`]): what is stored, printed and names the photo file.
    pub number: String,
    /// What makes two documents the same person's: the whole number, but the first 9 characters of a
    /// 港澳居民来往内地通行证 and the first 8 digits of a 台湾居民来往大陆通行证, whose last
    /// characters only count renewals.
    pub identity_key: String,
    /// Errors and warnings, in the order of the number's parts.
    pub problems: Vec<RuleViolation>,
    /// Birth date inside the number, when it is a real date.
    pub birth_date: Option<NaiveDate>,
    /// Sex inside the number; `None` when the format does not say.
    pub sex: Option<Sex>,
    /// Region of first registration (or, for a foreigner, of application).
    pub region: Option<Region>,
    /// Nationality inside a 外国人永久居留身份证.
    pub country: Option<Country>,
}

/// Leaves out the number and what it says, so that a log that prints the value tells nothing.
impl std::fmt::Debug for IdCheck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdCheck")
            .field("id_type", &self.id_type)
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

impl IdCheck {
    /// Whether nothing refuses the number; warnings may remain.
    pub fn valid(&self) -> bool {
        !self.problems.iter().any(RuleViolation::is_error)
    }

    fn empty(id_type: IdType, number: String) -> Self {
        Self {
            id_type,
            identity_key: number.clone(),
            number,
            problems: Vec::new(),
            birth_date: None,
            sex: None,
            region: None,
            country: None,
        }
    }

    fn add(&mut self, problem: IdProblem) {
        self.problems.push(problem.into());
    }
}

/// Brings a number into the form that is stored and compared: NFKC, no spaces, no invisible
/// characters, no hyphens, no text mark (`'`) of a spreadsheet in front, Latin letters in upper case.
/// Applying it twice changes nothing more.
pub fn normalise_number(raw: &str) -> String {
    if raw.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return raw.to_owned();
    }
    let mut number = raw.to_owned();
    // Taking a character out may let its neighbours compose, hence until nothing changes; each round
    // shortens or settles, the bound only guards against an unforeseen cycle.
    for _ in 0..8 {
        let next: String = number
            .nfkc()
            .filter(|&c| !(is_space(c) || is_invisible(c) || is_hyphen(c)))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let next = next.trim_start_matches(['\'', '\u{2018}', '\u{2019}', '`']).to_owned();
        if next == number {
            break;
        }
        number = next;
    }
    number
}

/// What makes two documents the same person's ([`IdCheck::identity_key`]), whether or not the number
/// is right.
pub fn identity_key(id_type: IdType, raw: &str) -> String {
    match id_type {
        // Only these numbers hold characters that are not the person's.
        IdType::HkMoTravelPermit | IdType::TaiwanTravelPermit => {
            check(id_type, raw, NaiveDate::MAX).identity_key
        }
        _ => normalise_number(raw),
    }
}

/// Checks `raw` as a document of `id_type` on the day `today`.
pub fn check(id_type: IdType, raw: &str, today: NaiveDate) -> IdCheck {
    let mut found = IdCheck::empty(id_type, normalise_number(raw));
    if found.number.is_empty() {
        found.add(IdProblem::Empty { id_type });
        return found;
    }
    if is_scientific(&found.number) {
        found.add(IdProblem::Scientific);
        return found;
    }
    match id_type {
        IdType::ResidentId | IdType::HkMoResidencePermit | IdType::TaiwanResidencePermit => {
            resident::check(&mut found, today);
        }
        IdType::ForeignPermanentResident => resident::check_foreign(&mut found, today),
        IdType::HkMoTravelPermit => travel::check_hk_mo(&mut found),
        IdType::TaiwanTravelPermit => travel::check_taiwan(&mut found),
        IdType::Passport => travel::check_passport(&mut found),
        IdType::Officer | IdType::Other => travel::check_free_text(&mut found),
    }
    warn_of_another_type(&mut found);
    found
}

/// `1.10105E+17`: a spreadsheet kept the number as a number and has lost its last digits.
fn is_scientific(number: &str) -> bool {
    let Some((mantissa, exponent)) = number.split_once('E') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    mantissa.contains('.')
        && mantissa.split('.').all(digits)
        && digits(exponent.strip_prefix('+').unwrap_or(exponent))
}

/// A number that is wrong (or has no format) here, but fits another kind, was probably filed under
/// the wrong kind: saying so saves the user a search.
fn warn_of_another_type(found: &mut IdCheck) {
    let free = matches!(found.id_type, IdType::Passport | IdType::Officer | IdType::Other);
    let Some(looks_like) = detect_type(&found.number).filter(|&other| other != found.id_type) else { return };
    let resident_layout = resident::has_right_check_digit(&found.number);
    let suspicious =
        if free { resident_layout } else { !found.valid() || found.id_type == IdType::ResidentId };
    // A passport and a permit of 8 or 9 characters look alike: only a whole resident number is proof.
    let telling = resident_layout || looks_like != IdType::Passport;
    if suspicious && telling {
        found.add(IdProblem::LooksLike { id_type: found.id_type, looks_like });
    }
}
