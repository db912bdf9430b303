//! The numbers of 18 characters (GB 11643-1999 and those built like it) and the old card of foreign
//! permanent residents.
//!
//! Characters are counted, never bytes; a part is only cut out once every character is ASCII.

use chrono::{Datelike, NaiveDate};

use super::problem::{CountryOrProblem, RegionOrProblem};
use super::{BirthDateFault, IdCheck, IdPart, IdProblem, IdType, Sex, country, region};

/// Weights and check characters of ISO 7064 MOD 11-2 as GB 11643 prints them.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS: &[u8; 11] = b"10X98765432";

/// Ages, in full years, beyond which a candidate is unusual.
const USUAL_AGES: std::ops::RangeInclusive<i32> = 12..=70;
const EARLIEST_YEAR: i32 = 1900;

/// The number that GB 11643-1999 prints as its example, of somebody born in 1880. The standard calls
/// it right, so it is; the age is warned about.
const EXAMPLE_OF_THE_STANDARD: &str = "440524188001010014";

const REGION: IdPart = IdPart { first: 1, last: 6 };
const PROVINCE: IdPart = IdPart { first: 1, last: 2 };
const BIRTH_DATE: IdPart = IdPart { first: 7, last: 14 };

/// Checks 身份证 and the residence permits.
pub(super) fn check(found: &mut IdCheck, today: NaiveDate) {
    if found.id_type == IdType::ResidentId
        && found.number.len() == 15
        && found.number.bytes().all(|b| b.is_ascii_digit())
    {
        found.add(IdProblem::Old15Digits);
        return;
    }
    if !has_18_characters(found) {
        return;
    }
    let number = found.number.clone();
    let birth = NaiveDate::parse_from_str(&number[6..14], "%Y%m%d").ok();
    let year = birth.map_or(today.year(), |date| date.year());
    match region_of(found.id_type, &number, year) {
        Ok(region) => found.region = Some(region),
        Err(problem) => found.add(problem),
    }
    check_birth_date(found, birth, BIRTH_DATE, today);
    found.sex = Some(sex_of(number.as_bytes()[16]));
    check_last_character(found);
}

/// Checks 外国人永久居留身份证: 18 characters since 2023, 15 before.
pub(super) fn check_foreign(found: &mut IdCheck, today: NaiveDate) {
    if found.number.chars().count() == 15 {
        return check_foreign_of_2017(found, today);
    }
    if found.number.chars().count() != 18 {
        let length = found.number.chars().count();
        found.add(IdProblem::Length {
            id_type: found.id_type, expected: "18位（旧证15位）", found: length
        });
        return;
    }
    if !has_18_characters(found) {
        return;
    }
    let number = found.number.clone();
    if !number.starts_with('9') {
        found.add(IdProblem::Characters { position: 1, allowed: "数字9" });
    }
    match region::find_province(&number[1..3]) {
        Some(region) => found.region = Some(region),
        None => found.add(IdProblem::ProvinceUnknown { part: IdPart { first: 2, last: 3 } }),
    }
    match country_of(&number[3..6], IdPart { first: 4, last: 6 }) {
        Ok(country) => found.country = Some(country),
        Err(problem) => found.add(problem),
    }
    let birth = NaiveDate::parse_from_str(&number[6..14], "%Y%m%d").ok();
    check_birth_date(found, birth, BIRTH_DATE, today);
    found.sex = Some(sex_of(number.as_bytes()[16]));
    check_last_character(found);
}

/// The card of 2017: 3 letters of the country, 4 digits of the region, YYMMDD, 1 digit, check digit.
/// The sex is left open: what the 14th digit says is not published.
fn check_foreign_of_2017(found: &mut IdCheck, today: NaiveDate) {
    let wrong = found.number.chars().enumerate().find_map(|(index, c)| match index {
        0..3 if !c.is_ascii_uppercase() => Some((index, "国籍字母")),
        3.. if !c.is_ascii_digit() => Some((index, "数字")),
        _ => None,
    });
    if let Some((index, allowed)) = wrong {
        found.add(IdProblem::Characters { position: index + 1, allowed });
        return;
    }
    let number = found.number.clone();
    match country_of(&number[..3], IdPart { first: 1, last: 3 }) {
        Ok(country) => found.country = Some(country),
        Err(problem) => found.add(problem),
    }
    let birth = date_of_six_digits(&number[7..13], today);
    let part = IdPart { first: 4, last: 7 };
    let code = format!("{}00", &number[3..7]);
    match region::find(&code, birth.map_or(today.year(), |date| date.year())) {
        Some(region) => found.region = Some(region),
        None if region::find_province(&number[3..5]).is_none() => {
            found.add(IdProblem::ProvinceUnknown { part: IdPart { first: 4, last: 5 } });
        }
        None => found.add(IdProblem::RegionUnknown { part }),
    }
    check_birth_date(found, birth, IdPart { first: 8, last: 13 }, today);
    if icao_check_digit(&number[..14]) != u32::from(number.as_bytes()[14] - b'0') {
        found.add(IdProblem::CheckDigit { length: 15, digits_lost: false });
    }
}

/// Whether the number has 18 characters of the right kinds; otherwise the problem is added.
fn has_18_characters(found: &mut IdCheck) -> bool {
    let length = found.number.chars().count();
    if length != 18 {
        found.add(IdProblem::Length { id_type: found.id_type, expected: "18位", found: length });
        return false;
    }
    let wrong = found.number.chars().enumerate().find_map(|(index, c)| match index {
        17 if c.is_ascii_digit() || c == 'X' => None,
        17 => Some((index, "数字或X")),
        _ if c.is_ascii_digit() => None,
        _ => Some((index, "数字（注意0与O、1与I）")),
    });
    if let Some((index, allowed)) = wrong {
        found.add(IdProblem::Characters { position: index + 1, allowed });
    }
    wrong.is_none()
}

fn region_of(id_type: IdType, number: &str, year: i32) -> RegionOrProblem {
    let code = &number[..6];
    let permitted = match id_type {
        IdType::HkMoResidencePermit => matches!(code, "810000" | "820000"),
        IdType::TaiwanResidencePermit => code == "830000",
        _ => true,
    };
    if !permitted {
        return Err(IdProblem::PermitRegion { id_type });
    }
    if !region::is_province(&code[..2]) {
        return Err(IdProblem::ProvinceUnknown { part: PROVINCE });
    }
    region::find(code, year).ok_or(IdProblem::RegionUnknown { part: REGION })
}

fn country_of(code: &str, part: IdPart) -> CountryOrProblem {
    country::find(code).ok_or(IdProblem::CountryUnknown { part })
}

fn check_birth_date(found: &mut IdCheck, birth: Option<NaiveDate>, part: IdPart, today: NaiveDate) {
    let fault = match birth {
        None => Some(BirthDateFault::Invalid),
        Some(date) if date > today => Some(BirthDateFault::Future),
        Some(date) if date.year() < EARLIEST_YEAR && found.number != EXAMPLE_OF_THE_STANDARD => {
            Some(BirthDateFault::TooEarly)
        }
        Some(_) => None,
    };
    found.birth_date = birth;
    if let Some(fault) = fault {
        found.add(IdProblem::BirthDate { part, fault });
        return;
    }
    let age = birth.map_or(0, |date| age_on(date, today));
    if !USUAL_AGES.contains(&age) {
        found.add(IdProblem::AgeUnusual { age });
    }
}

/// Full years between `birth` and `today`.
fn age_on(birth: NaiveDate, today: NaiveDate) -> i32 {
    let before_birthday = (today.month(), today.day()) < (birth.month(), birth.day());
    today.year() - birth.year() - i32::from(before_birthday)
}

/// YYMMDD in the latest century that is not in the future.
fn date_of_six_digits(digits: &str, today: NaiveDate) -> Option<NaiveDate> {
    let century = today.year() / 100;
    let in_century =
        |century: i32| NaiveDate::parse_from_str(&format!("{century:02}{digits}"), "%Y%m%d").ok();
    in_century(century).filter(|date| *date <= today).or_else(|| in_century(century - 1))
}

/// Odd is male, even is female.
fn sex_of(digit: u8) -> Sex {
    if (digit - b'0').is_multiple_of(2) { Sex::Female } else { Sex::Male }
}

fn check_last_character(found: &mut IdCheck) {
    if !has_right_check_digit(&found.number) {
        let digits_lost = found.number.ends_with("000");
        found.add(IdProblem::CheckDigit { length: 18, digits_lost });
    }
}

/// The last character that belongs to 17 digits (ISO 7064 MOD 11-2).
pub(super) fn check_character(first_17: &[u8]) -> u8 {
    let sum: u32 = first_17.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK_CHARACTERS[(sum % 11) as usize]
}

/// Whether `number` has the layout of 18 characters and a right check digit.
pub(super) fn has_right_check_digit(number: &str) -> bool {
    let bytes = number.as_bytes();
    bytes.len() == 18
        && bytes[..17].iter().all(u8::is_ascii_digit)
        && check_character(&bytes[..17]) == bytes[17]
}

/// ICAO 9303: weights 7, 3, 1; letters count from A = 10.
pub(super) fn icao_check_digit(text: &str) -> u32 {
    text.bytes()
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(byte, weight)| char::from(byte).to_digit(36).unwrap_or(0) * weight)
        .sum::<u32>()
        % 10
}
