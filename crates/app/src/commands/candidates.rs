//! 考生管理 (R-087…R-120).

use super::{Command, command};
use crate::candidates::{self, CandidateView, StatusCount};
use crate::desk::{Permission, Session};
use crate::error::{AppError, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kaozhan_domain::candidate::StudentType;
use kaozhan_domain::ids::CandidateId;
use kaozhan_store::{CandidateFilter, Page};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the list is asked for; what is empty does not restrict.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct CandidateQuery {
    /// The one search field: part of name, pinyin, number, class or major.
    pub text: String,
    /// 学生姓名 or pinyin.
    pub name: String,
    /// 学生编号 or 学号.
    pub number: String,
    /// Part of 证件号码.
    pub id_number: String,
    /// 班级.
    pub class: String,
    /// 就读专业.
    pub major: String,
    /// 入学年份.
    pub enrolment_year: String,
    /// 社会考生 instead of 本校考生; both when missing.
    pub social: Option<bool>,
    /// Label or code of the state; all when empty.
    pub status: String,
    /// With or without a photo.
    pub has_photo: Option<bool>,
    /// Page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub page_size: u64,
}

/// A page of candidates.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CandidatePage {
    /// How many match.
    pub total: u64,
    /// Counts of the state tabs, for the same filter.
    pub counts: Vec<StatusCount>,
    /// The rows, masked.
    pub rows: Vec<CandidateView>,
}

/// Whose photo is wanted.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PhotoImageRequest {
    /// The candidate.
    pub candidate_id: String,
}

/// A picture.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PhotoImage {
    /// Such as `image/jpeg`.
    pub media_type: String,
    /// The file, as base64.
    pub base64: String,
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command("candidate.list", Permission::View, |session, query: CandidateQuery, _| {
            list(session, &query)
        }),
        command("photo.image", Permission::View, |session, request: PhotoImageRequest, _| {
            photo(session, &request)
        }),
    ]
}

impl CandidateQuery {
    /// The filter that means this, without the state.
    fn filter(&self) -> CandidateFilter {
        let own = |text: &String| text.trim().to_owned();
        CandidateFilter {
            text: own(&self.text),
            name: own(&self.name),
            number: own(&self.number),
            id_number: own(&self.id_number),
            class_name: own(&self.class),
            major_name: own(&self.major),
            enrolment_year: own(&self.enrolment_year),
            student_type: self
                .social
                .map(|social| if social { StudentType::Social } else { StudentType::Institution }),
            status: None,
            has_photo: self.has_photo,
        }
    }
}

fn list(session: &Session<'_>, query: &CandidateQuery) -> Result<CandidatePage> {
    let everything = query.filter();
    let status = if query.status.is_empty() { None } else { Some(candidates::parse_status(&query.status)?) };
    let filter = CandidateFilter { status, ..everything.clone() };
    let page = Page::number(query.page.max(1), query.page_size.clamp(1, 500));
    candidates::page(&session.app, &filter, &everything, page).map(|found| CandidatePage {
        total: found.total,
        counts: found.counts,
        rows: found.candidates,
    })
}

/// The stored photo, 295 × 413; nothing when there is none.
fn photo(session: &Session<'_>, request: &PhotoImageRequest) -> Result<Option<PhotoImage>> {
    let id: CandidateId = request
        .candidate_id
        .parse()
        .map_err(|_| AppError::new("candidate_unknown", "找不到考生，可能已被删除"))?;
    let found = session.app.read(|tx| Ok(tx.photos_of(&[id])?))?;
    Ok(found
        .into_values()
        .next()
        .map(|bytes| PhotoImage { media_type: "image/jpeg".to_owned(), base64: STANDARD.encode(bytes) }))
}
