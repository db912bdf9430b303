//! The kinds of documents (证件类型) and the sexes, with their words and codes.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Kind of an identity document. The default is what the manuals show; the others are the usual list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdType {
    /// 身份证 (GB 11643-1999).
    #[default]
    ResidentId,
    /// 港澳居民居住证.
    HkMoResidencePermit,
    /// 台湾居民居住证.
    TaiwanResidencePermit,
    /// 港澳居民来往内地通行证.
    HkMoTravelPermit,
    /// 台湾居民来往大陆通行证.
    TaiwanTravelPermit,
    /// 外国人永久居留身份证.
    ForeignPermanentResident,
    /// 护照.
    Passport,
    /// 军官证.
    Officer,
    /// 其他.
    Other,
}

/// Other words for the kinds, as sheets of schools write them.
const ALIASES: &[(&str, IdType)] = &[
    ("居民身份证", IdType::ResidentId),
    ("中华人民共和国居民身份证", IdType::ResidentId),
    ("中国居民身份证", IdType::ResidentId),
    ("大陆居民身份证", IdType::ResidentId),
    ("内地居民身份证", IdType::ResidentId),
    ("二代身份证", IdType::ResidentId),
    ("二代证", IdType::ResidentId),
    ("第二代身份证", IdType::ResidentId),
    ("第二代居民身份证", IdType::ResidentId),
    ("港澳居住证", IdType::HkMoResidencePermit),
    ("香港居民居住证", IdType::HkMoResidencePermit),
    ("澳门居民居住证", IdType::HkMoResidencePermit),
    ("中华人民共和国港澳居民居住证", IdType::HkMoResidencePermit),
    ("台湾居住证", IdType::TaiwanResidencePermit),
    ("台胞居住证", IdType::TaiwanResidencePermit),
    ("中华人民共和国台湾居民居住证", IdType::TaiwanResidencePermit),
    ("港澳通行证", IdType::HkMoTravelPermit),
    ("港澳居民通行证", IdType::HkMoTravelPermit),
    ("港澳来往内地通行证", IdType::HkMoTravelPermit),
    ("港澳居民往来内地通行证", IdType::HkMoTravelPermit),
    ("港澳台通行证(港澳)", IdType::HkMoTravelPermit),
    ("回乡证", IdType::HkMoTravelPermit),
    ("港澳同胞回乡证", IdType::HkMoTravelPermit),
    ("台湾通行证", IdType::TaiwanTravelPermit),
    ("台湾居民通行证", IdType::TaiwanTravelPermit),
    ("台湾来往大陆通行证", IdType::TaiwanTravelPermit),
    ("台湾居民往来大陆通行证", IdType::TaiwanTravelPermit),
    ("台胞证", IdType::TaiwanTravelPermit),
    ("外国人永居证", IdType::ForeignPermanentResident),
    ("外国人永久居留证", IdType::ForeignPermanentResident),
    ("外国人居留证", IdType::ForeignPermanentResident),
    ("外国人永久居留身份证件", IdType::ForeignPermanentResident),
    ("永久居留身份证", IdType::ForeignPermanentResident),
    ("永居证", IdType::ForeignPermanentResident),
    ("五星卡", IdType::ForeignPermanentResident),
    ("普通护照", IdType::Passport),
    ("中国护照", IdType::Passport),
    ("外国护照", IdType::Passport),
    ("因私护照", IdType::Passport),
    ("护照号", IdType::Passport),
    ("军人证", IdType::Officer),
    ("军人证件", IdType::Officer),
    ("中国人民解放军军官证", IdType::Officer),
    ("武警警官证", IdType::Officer),
    ("士兵证", IdType::Officer),
    ("军士证", IdType::Officer),
    ("文职干部证", IdType::Officer),
    ("其它", IdType::Other),
    ("其他证件", IdType::Other),
    ("其它证件", IdType::Other),
];

impl IdType {
    /// All kinds in the order of menus.
    pub const ALL: [Self; 9] = [
        Self::ResidentId,
        Self::HkMoResidencePermit,
        Self::TaiwanResidencePermit,
        Self::HkMoTravelPermit,
        Self::TaiwanTravelPermit,
        Self::ForeignPermanentResident,
        Self::Passport,
        Self::Officer,
        Self::Other,
    ];

    /// The word on the screen and in sheets.
    pub fn label(self) -> &'static str {
        match self {
            Self::ResidentId => "身份证",
            Self::HkMoResidencePermit => "港澳居民居住证",
            Self::TaiwanResidencePermit => "台湾居民居住证",
            Self::HkMoTravelPermit => "港澳居民来往内地通行证",
            Self::TaiwanTravelPermit => "台湾居民来往大陆通行证",
            Self::ForeignPermanentResident => "外国人永久居留身份证",
            Self::Passport => "护照",
            Self::Officer => "军官证",
            Self::Other => "其他",
        }
    }

    /// The stable code of databases and messages; the same as in serde.
    pub fn code(self) -> &'static str {
        match self {
            Self::ResidentId => "resident_id",
            Self::HkMoResidencePermit => "hk_mo_residence_permit",
            Self::TaiwanResidencePermit => "taiwan_residence_permit",
            Self::HkMoTravelPermit => "hk_mo_travel_permit",
            Self::TaiwanTravelPermit => "taiwan_travel_permit",
            Self::ForeignPermanentResident => "foreign_permanent_resident",
            Self::Passport => "passport",
            Self::Officer => "officer",
            Self::Other => "other",
        }
    }

    /// Reads a label, a usual alias or a code. `None` for an unknown word, and for an empty one: what
    /// an empty cell means is the sheet's rule.
    pub fn from_label(label: &str) -> Option<Self> {
        // Tables name it thousands of times, nearly always as menus write it.
        if let Some(kind) = Self::ALL.into_iter().find(|kind| kind.label() == label) {
            return Some(kind);
        }
        let word = plain_word(label);
        Self::ALL
            .into_iter()
            .find(|kind| kind.label() == word || kind.code() == word)
            .or_else(|| ALIASES.iter().find(|(alias, _)| *alias == word).map(|&(_, kind)| kind))
    }
}

/// Sex (性别).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
    /// 未知.
    #[default]
    Unknown,
}

impl Sex {
    /// All values in the order of menus.
    pub const ALL: [Self; 3] = [Self::Male, Self::Female, Self::Unknown];

    /// The word on the screen and in sheets.
    pub fn label(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
            Self::Unknown => "未知",
        }
    }

    /// The stable code; the same as in serde.
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Unknown => "unknown",
        }
    }

    /// Reads 男, 女, 未知, their usual variants (男性, M, 1 as in GB/T 2261.1) or a code.
    pub fn from_label(label: &str) -> Option<Self> {
        match plain_word(label).as_str() {
            "男" | "男性" | "男生" | "m" | "male" | "1" => Some(Self::Male),
            "女" | "女性" | "女生" | "f" | "female" | "2" => Some(Self::Female),
            "未知" | "未知的性别" | "未说明" | "未说明的性别" | "不详" | "unknown" | "0" | "9" => {
                Some(Self::Unknown)
            }
            _ => None,
        }
    }
}

/// A word without spaces, in half-width and lower case, so that `（`, ` ` and `M` do not matter.
fn plain_word(label: &str) -> String {
    label
        .nfkc()
        .filter(|&c| !(super::is_space(c) || super::is_invisible(c)))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}
