//! Candidates (考生): who they are, how their identity, name and pinyin are checked.

pub mod id_document;
pub mod name;
pub mod phone;
pub mod pinyin;
mod text;
