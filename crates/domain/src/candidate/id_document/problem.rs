//! Everything that can be wrong with a document number, as types; codes and texts in one place.

use super::{Country, IdType, Region};
use crate::{RuleViolation, Severity};

/// Where in the number a problem is, in characters from 1, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdPart {
    /// First character of the part.
    pub first: usize,
    /// Last character of the part.
    pub last: usize,
}

impl std::fmt::Display for IdPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            write!(f, "第{}位", self.first)
        } else {
            write!(f, "第{}至{}位", self.first, self.last)
        }
    }
}

/// What is wrong with a birth date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BirthDateFault {
    /// Not a day of the calendar, such as 30 February.
    Invalid,
    /// Later than today.
    Future,
    /// Before 1900.
    TooEarly,
}

/// A finding about a document number. [`RuleViolation`] carries it to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdProblem {
    /// Nothing was typed.
    Empty {
        /// Kind it was checked as.
        id_type: IdType,
    },
    /// The wrong number of characters.
    Length {
        /// Kind it was checked as.
        id_type: IdType,
        /// How many there should be, in words (`18位`).
        expected: &'static str,
        /// How many there are.
        found: usize,
    },
    /// A 15-digit resident number of before 1999.
    Old15Digits,
    /// A character that the format does not allow at its place.
    Characters {
        /// Place of the first such character, from 1.
        position: usize,
        /// What the format allows there, in words.
        allowed: &'static str,
    },
    /// A spreadsheet made a number of it and lost digits.
    Scientific,
    /// The form of the whole is not that of the kind.
    Form {
        /// Kind it was checked as.
        id_type: IdType,
        /// The form, in words.
        expected: &'static str,
    },
    /// The check digit does not agree with the rest.
    CheckDigit {
        /// Number of characters of the document.
        length: usize,
        /// The last three digits are zeros, as when a spreadsheet kept 15 significant digits.
        digits_lost: bool,
    },
    /// The birth date inside is impossible.
    BirthDate {
        /// Where it is.
        part: IdPart,
        /// Why it cannot be.
        fault: BirthDateFault,
    },
    /// The first two digits are no province.
    ProvinceUnknown {
        /// Where they are.
        part: IdPart,
    },
    /// The region code was never in use as far as the tables know. Warning.
    RegionUnknown {
        /// Where it is.
        part: IdPart,
    },
    /// A residence permit's region is not 810000, 820000 or 830000.
    PermitRegion {
        /// Kind it was checked as.
        id_type: IdType,
    },
    /// The country code is unknown. Warning.
    CountryUnknown {
        /// Where it is.
        part: IdPart,
    },
    /// Younger than 12 or older than 70. Warning.
    AgeUnusual {
        /// Age in full years.
        age: i32,
    },
    /// A 一次有效 permit: its number changes with each journey. Warning.
    OneTripPermit,
    /// A passport number outside the known forms. Warning.
    PassportForm,
    /// The number fits another kind. Warning.
    LooksLike {
        /// Kind it was checked as.
        id_type: IdType,
        /// Kind it looks like.
        looks_like: IdType,
    },
}

impl IdProblem {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "id_empty",
            Self::Length { .. } => "id_length",
            Self::Old15Digits => "id_old_15_digits",
            Self::Characters { .. } => "id_characters",
            Self::Scientific => "id_scientific",
            Self::Form { .. } => "id_form",
            Self::CheckDigit { .. } => "id_check_digit",
            Self::BirthDate { fault: BirthDateFault::Invalid, .. } => "id_birth_date_invalid",
            Self::BirthDate { fault: BirthDateFault::Future, .. } => "id_birth_date_future",
            Self::BirthDate { fault: BirthDateFault::TooEarly, .. } => "id_birth_date_too_early",
            Self::ProvinceUnknown { .. } => "id_province_unknown",
            Self::RegionUnknown { .. } => "id_region_unknown",
            Self::PermitRegion { .. } => "id_permit_region",
            Self::CountryUnknown { .. } => "id_country_unknown",
            Self::AgeUnusual { .. } => "id_age_unusual",
            Self::OneTripPermit => "id_one_trip_permit",
            Self::PassportForm => "id_passport_form",
            Self::LooksLike { .. } => "id_looks_like_other_type",
        }
    }

    /// Whether it refuses the number.
    pub fn severity(&self) -> Severity {
        match self {
            Self::RegionUnknown { .. }
            | Self::CountryUnknown { .. }
            | Self::AgeUnusual { .. }
            | Self::OneTripPermit
            | Self::PassportForm
            | Self::LooksLike { .. } => Severity::Warning,
            Self::Empty { .. }
            | Self::Length { .. }
            | Self::Old15Digits
            | Self::Characters { .. }
            | Self::Scientific
            | Self::Form { .. }
            | Self::CheckDigit { .. }
            | Self::BirthDate { .. }
            | Self::ProvinceUnknown { .. }
            | Self::PermitRegion { .. } => Severity::Error,
        }
    }

    /// What is wrong and what to do, in simplified Chinese, without any digit of the number.
    pub fn message(&self) -> String {
        match self {
            Self::Empty { id_type } => format!("没有填写{}号码，请补充", id_type.label()),
            Self::Length { id_type, expected, found } => {
                format!(
                    "{}号码应为{expected}，现在是{found}位，请对照证件补全或删去多余字符",
                    id_type.label()
                )
            }
            Self::Old15Digits => "这是15位的旧身份证号码，已停止使用，请填写现在的18位身份证号码".to_owned(),
            Self::Characters { position, allowed } => {
                format!("证件号码第{position}位应为{allowed}，请对照证件改正")
            }
            Self::Scientific => {
                "证件号码被表格改成了科学计数，后几位已经丢失，请把该列设为文本后重新填写".to_owned()
            }
            Self::Form { id_type, expected } => {
                format!("{}号码应为{expected}，请对照证件改正", id_type.label())
            }
            Self::CheckDigit { digits_lost: true, .. } => {
                "证件号码末三位都是0，可能被表格当作数字而丢失，请把该列设为文本后重新填写".to_owned()
            }
            Self::CheckDigit { length, digits_lost: false } => {
                format!("证件号码末位校验码与前{}位不符，至少有一位填错，请对照证件逐位核对", length - 1)
            }
            Self::BirthDate { part, fault } => {
                let why = match fault {
                    BirthDateFault::Invalid => "不是实际存在的日期",
                    BirthDateFault::Future => "晚于今天",
                    BirthDateFault::TooEarly => "早于1900年",
                };
                format!("证件号码{part}（出生日期）{why}，请对照证件改正")
            }
            Self::ProvinceUnknown { part } => {
                format!("证件号码{part}不是任何省份的代码，请对照证件改正")
            }
            Self::RegionUnknown { part } => {
                format!("证件号码{part}（地区代码）不在历年行政区划代码中，请核对，无误可继续")
            }
            Self::PermitRegion { id_type: IdType::TaiwanResidencePermit } => {
                "台湾居民居住证号码应以830000开头，请核对证件类型和号码".to_owned()
            }
            Self::PermitRegion { .. } => {
                "港澳居民居住证号码应以810000（香港）或820000（澳门）开头，请核对证件类型和号码".to_owned()
            }
            Self::CountryUnknown { part } => {
                format!("证件号码{part}（国籍代码）不在国家和地区代码中，请核对，无误可继续")
            }
            Self::AgeUnusual { age } => {
                format!("按证件号码计算年龄为{age}岁，不在12至70岁之间，请核对出生日期，无误可继续")
            }
            Self::OneTripPermit => {
                "号码像是一次有效的通行证，换证后号码会变，请确认报名期间一直使用该证件".to_owned()
            }
            Self::PassportForm => "护照号码一般为5至20位字母和数字，请对照护照核对，无误可继续".to_owned(),
            Self::LooksLike { id_type, looks_like } => {
                format!("号码像是{}，证件类型却是{}，请核对证件类型", looks_like.label(), id_type.label())
            }
        }
    }
}

impl From<IdProblem> for RuleViolation {
    fn from(problem: IdProblem) -> Self {
        Self { code: problem.code().to_owned(), message: problem.message(), severity: problem.severity() }
    }
}

/// What the tables say about a code: the value, or the problem.
pub(super) type RegionOrProblem = Result<Region, IdProblem>;
/// What the tables say about a country code.
pub(super) type CountryOrProblem = Result<Country, IdProblem>;
