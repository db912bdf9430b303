//! Candidates (考生): who they are, what may be changed when, how identity, name and pinyin are checked.

pub mod id_document;
pub mod name;
pub mod phone;
pub mod pinyin;
pub mod roster;
mod status;
mod text;

pub use status::{CandidateEvent, CandidateFacts, CandidateStatus};

use crate::field::FieldProblem;
use crate::ids::CandidateId;
use crate::seating::AccessNeeds;
use id_document::{IdType, Sex};
use pinyin::PinyinSource;
use serde::{Deserialize, Serialize};

/// 学生类型.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StudentType {
    /// 院校考生.
    #[default]
    Institution,
    /// 社会考生.
    Social,
}

impl StudentType {
    /// Every type.
    pub const ALL: [Self; 2] = [Self::Institution, Self::Social];

    /// Name in forms and files.
    pub fn label(self) -> &'static str {
        match self {
            Self::Institution => "院校考生",
            Self::Social => "社会考生",
        }
    }

    /// The type with this label.
    pub fn from_label(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.label() == text)
    }
}

/// What a school knows of a candidate. Every text is normalised; empty means not given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateDetails {
    /// 学生类型.
    pub student_type: StudentType,
    /// 学生姓名 as stored and printed.
    pub name: String,
    /// The name exactly as it was typed.
    pub name_typed: String,
    /// 姓名拼音.
    pub pinyin: String,
    /// Whether the pinyin was proposed or typed; a typed one is never recomputed.
    pub pinyin_source: PinyinSource,
    /// Why the proposed pinyin should be looked at; empty when it is safe or typed.
    pub pinyin_review: Vec<String>,
    /// 性别.
    pub sex: Sex,
    /// 证件类型.
    pub id_type: IdType,
    /// 证件号码, normalised.
    pub id_number: String,
    /// 手机号码.
    pub phone: String,
    /// 就读专业.
    pub major_name: String,
    /// 专业代码.
    pub major_code: String,
    /// 专业版本.
    pub major_version: String,
    /// 专业层次.
    pub major_level: String,
    /// 入学年份, four digits.
    pub enrolment_year: String,
    /// 所属院校.
    pub school: String,
    /// 班级.
    pub class_name: String,
    /// 学号.
    pub student_number: String,
    /// 照顾安排.
    pub access: AccessNeeds,
    /// 备注.
    pub remark: String,
}

/// A candidate as the workspace keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Identity.
    pub id: CandidateId,
    /// Place in the roster: the order in which candidates were first imported, from 1.
    pub roster_order: u64,
    /// 学生编号, 26 digits, assigned by the platform; empty until then.
    pub platform_number: String,
    /// What the school knows.
    pub details: CandidateDetails,
    /// Hash of the normalised photo, when there is one.
    pub photo: Option<String>,
    /// State of the information.
    pub status: CandidateStatus,
    /// 认证 was asked for and waits for the platform (an offline flag, not a state).
    pub verification_queued: bool,
}

impl CandidateDetails {
    /// Headings of the required fields that are empty.
    pub fn missing(&self) -> Vec<&'static str> {
        [
            ("学生姓名", self.name.is_empty()),
            ("姓名拼音", self.pinyin.is_empty()),
            ("性别", self.sex == Sex::Unknown),
            ("证件号码", self.id_number.is_empty()),
            ("手机号码", self.phone.is_empty()),
            ("就读专业", self.major_name.is_empty()),
            ("专业层次", self.major_level.is_empty()),
            ("入学年份", self.enrolment_year.is_empty()),
        ]
        .into_iter()
        .filter_map(|(heading, empty)| empty.then_some(heading))
        .collect()
    }

    /// What makes the person the same one within a school.
    pub fn identity_key(&self) -> String {
        id_document::identity_key(self.id_type, &self.id_number)
    }
}

impl Candidate {
    /// The facts that decide the state.
    pub fn facts(&self) -> CandidateFacts {
        CandidateFacts { complete: self.details.missing().is_empty(), has_photo: self.photo.is_some() }
    }

    /// Whether the details may become `new` in the present state, one finding per refused field.
    pub fn check_edit(&self, new: &CandidateDetails) -> Vec<FieldProblem> {
        if !self.status.identity_locked() {
            return Vec::new();
        }
        let old = &self.details;
        [
            ("name", "姓名", old.name != new.name),
            ("id_type", "证件类型", old.id_type != new.id_type),
            ("id_number", "证件号码", old.id_number != new.id_number),
        ]
        .into_iter()
        .filter(|(_, _, changed)| *changed)
        .map(|(field, heading, _)| {
            FieldProblem::error(field, "identity_locked", format!("考生已是“信息准确”，{heading}不能再修改"))
        })
        .collect()
    }
}
