//! The tables: headings of the manuals first, ours after.
//!
//! **Architecture invariant:** constants only. A field code, once published, never changes.

mod exam;
mod exports;
mod invigilators;
mod registrations;
mod rooms;
mod roster;

pub use exam::{EXAM_TABLES, PLANS, PROGRAMMES, SITES, SUBJECTS};
pub use exports::{ARRANGEMENT_RECORD, ATTENDANCE, SEATING};
pub use invigilators::{INVIGILATORS, ROTA};
pub use registrations::REGISTRATIONS;
pub use rooms::ROOMS;
pub use roster::ROSTER;

use super::table::Table;

/// Every table.
pub const ALL_TABLES: [&Table; 12] = [
    &ROSTER,
    &ROOMS,
    &PLANS,
    &SUBJECTS,
    &SITES,
    &PROGRAMMES,
    &REGISTRATIONS,
    &ARRANGEMENT_RECORD,
    &SEATING,
    &ATTENDANCE,
    &INVIGILATORS,
    &ROTA,
];

/// The table of an entity code, such as `roster`.
pub fn table_of(entity: &str) -> Option<&'static Table> {
    ALL_TABLES.into_iter().find(|table| table.entity == entity)
}

/// 证件类型 (docs: id-documents).
pub(crate) const ID_TYPES: &[&str] = &[
    "身份证",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "港澳居民居住证",
    "台湾居民居住证",
    "外国人永久居留身份证",
    "护照",
];

/// 证书等级.
pub(crate) const LEVELS: &[&str] = &["初级", "中级", "高级"];

/// Headings that mean a document number in rosters and registrations.
pub(crate) const ID_NUMBER_ALIASES: &[&str] = &[
    "身份证号",
    "身份证号码",
    "身份证",
    "身份证件号",
    "身份证件号码",
    "证件号",
    "证件编号",
    "公民身份号码",
    "公民身份证号码",
    "居民身份证号",
    "居民身份证号码",
    "学生身份证号",
    "考生身份证号",
];
