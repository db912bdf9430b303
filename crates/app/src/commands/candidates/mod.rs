//! 考生管理 (R-087…R-120): lists and details. Forms and batches stand beside.

mod batch;
mod form;

use super::{Command, Nothing, command};
use crate::candidates::{
    self, CandidateChange, CandidateDetail, CandidateRow, CandidateRows, CandidateSaved, Chosen, PinyinOption,
};
use crate::desk::{Permission, Session};
use crate::error::{AppError, Result};
use crate::scope::{Concern, Concerns, concerns};
use crate::workspace::App;
use kaozhan_domain::candidate::StudentType;
use kaozhan_domain::ids::CandidateId;
use kaozhan_store::{CandidateFilter, CandidateOrder, Page};
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
    /// 姓名拼音 is to be looked at, or not.
    pub pinyin_review: Option<bool>,
    /// Registered for a certificate, or for none.
    pub registered: Option<bool>,
    /// Registered in the plan of this identity; all when empty.
    pub plan: String,
    /// Order: `roster`, `name`, `class`, `major`, `enrolment_year`, `status`.
    pub sort: String,
    /// The other way round.
    pub descending: bool,
    /// Page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub page_size: u64,
}

/// Which candidates a batch is about.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CandidateSelection {
    /// Those that were ticked.
    Rows {
        /// Their identities.
        keys: Vec<String>,
    },
    /// 选择全部: whoever the filter finds.
    Filter {
        /// The filter; its page does not matter.
        query: Box<CandidateQuery>,
    },
}

/// One candidate.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CandidateRequest {
    /// Identity.
    pub candidate_id: String,
}

/// The pinyin that a person chose or typed.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PinyinRequest {
    /// The candidate.
    pub candidate_id: String,
    /// As it is to be printed.
    pub pinyin: String,
}

/// What fields can be chosen from.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CandidateOptions {
    /// 班级 of the roster.
    pub classes: Vec<String>,
    /// 就读专业 of the roster.
    pub majors: Vec<MajorOption>,
    /// 入学年份 of the roster.
    pub years: Vec<String>,
    /// 专业层次.
    pub levels: Vec<String>,
    /// 证件类型, in words.
    pub id_types: Vec<String>,
    /// 学生类型.
    pub student_types: Vec<String>,
    /// The years a form offers.
    pub form_years: Vec<String>,
    /// 考试计划, newest first.
    pub plans: Vec<PlanOption>,
}

/// A plan to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlanOption {
    /// Identity.
    pub id: String,
    /// 计划名称.
    pub name: String,
}

/// A major to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MajorOption {
    /// 就读专业.
    pub name: String,
    /// 专业代码.
    pub code: String,
    /// 专业层次; empty when it does not follow.
    pub level: String,
}

/// Part of a major's name or code.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct MajorSearch {
    /// As typed.
    pub text: String,
}

concerns! { nothing: CandidateRequest, PinyinRequest, MajorSearch }
concerns! {
    CandidateQuery {
        plan: Plan, text: _, name: _, number: _, id_number: _, class: _, major: _, enrolment_year: _, social: _,
        status: _, has_photo: _, pinyin_review: _, registered: _, sort: _, descending: _, page: _, page_size: _,
    }
}

impl Concerns for CandidateSelection {
    fn concerns(&self) -> Vec<Concern<'_>> {
        match self {
            Self::Rows { keys: _ } => Vec::new(),
            Self::Filter { query } => query.concerns(),
        }
    }
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    let mut commands = vec![
        command("candidate.list", Permission::View, |session, query: CandidateQuery, _| {
            list(session, &query)
        }),
        command("candidate.options", Permission::View, |session, _: Nothing, _| options(session)),
        command("candidate.majors", Permission::View, |session, request: MajorSearch, _| {
            majors(session, &request.text)
        }),
        command("candidate.get", Permission::View, |session, request: CandidateRequest, _| {
            detail(session, &request.candidate_id)
        }),
        command("candidate.history", Permission::View, |session, request: CandidateRequest, _| {
            history(session, &request.candidate_id)
        }),
        command("candidate.pinyin_choices", Permission::View, |session, request: CandidateRequest, _| {
            pinyin_choices(session, &request.candidate_id)
        }),
        command("candidate.pinyin_confirm", Permission::Candidates, |session, request: PinyinRequest, _| {
            confirm_pinyin(session, &request)
        }),
    ];
    commands.extend(form::commands());
    commands.extend(batch::commands());
    commands
}

/// The identity in a request.
pub(super) fn id_of(text: &str) -> Result<CandidateId> {
    text.parse().map_err(|_| AppError::new("candidate_unknown", "找不到考生，可能已被删除"))
}

impl CandidateQuery {
    /// The filter that means this; of a plan, those who are registered for something that `app` manages.
    fn filter(&self, app: &App) -> Result<CandidateFilter> {
        let own = |text: &String| text.trim().to_owned();
        Ok(CandidateFilter {
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
            status: if self.status.is_empty() { None } else { Some(candidates::parse_status(&self.status)?) },
            has_photo: self.has_photo,
            pinyin_review: self.pinyin_review,
            registered: self.registered,
            plan: match self.plan.as_str() {
                "" => None,
                id => Some(
                    id.parse().map_err(|_| AppError::new("plan_unknown", "找不到考试计划，可能已被删除"))?,
                ),
            },
            certificates: app.scope().certificates().to_vec(),
        })
    }

    fn order(&self) -> CandidateOrder {
        match self.sort.as_str() {
            "name" => CandidateOrder::Name,
            "class" => CandidateOrder::Class,
            "major" => CandidateOrder::Major,
            "enrolment_year" => CandidateOrder::Year,
            "status" => CandidateOrder::Status,
            _ => CandidateOrder::Roster,
        }
    }
}

impl CandidateSelection {
    fn chosen(&self, app: &App) -> Result<Chosen> {
        Ok(match self {
            Self::Rows { keys } => Chosen::Rows(keys.iter().map(|key| id_of(key)).collect::<Result<_>>()?),
            Self::Filter { query } => Chosen::Filter(Box::new(query.filter(app)?)),
        })
    }
}

/// Whoever may only look is offered nothing else.
fn limit(session: &Session<'_>, row: &mut CandidateRow) {
    if !session.user.may(Permission::Candidates) {
        row.read_only(&format!("“{}”不能{}", session.user.role_label, Permission::Candidates.label()));
    }
}

fn list(session: &Session<'_>, query: &CandidateQuery) -> Result<CandidateRows> {
    let page = Page::number(query.page.max(1), query.page_size.clamp(1, 500));
    let mut found =
        candidates::rows(&session.app, &query.filter(&session.app)?, query.order(), query.descending, page)?;
    found.rows.iter_mut().for_each(|row| limit(session, row));
    Ok(found)
}

fn detail(session: &Session<'_>, id: &str) -> Result<CandidateDetail> {
    let mut found = candidates::detail(&session.app, &id_of(id)?.to_string())?;
    limit(session, &mut found.row);
    Ok(found)
}

fn history(session: &Session<'_>, id: &str) -> Result<Vec<CandidateChange>> {
    candidates::history(&session.app, id_of(id)?)
}

fn pinyin_choices(session: &Session<'_>, id: &str) -> Result<Vec<PinyinOption>> {
    candidates::pinyin_choices(&session.app, &id_of(id)?.to_string())
}

fn confirm_pinyin(session: &Session<'_>, request: &PinyinRequest) -> Result<CandidateSaved> {
    if request.pinyin.trim().is_empty() {
        return Err(AppError::new("pinyin_empty", "请选择或填写姓名拼音"));
    }
    let changes = [("pinyin".to_owned(), request.pinyin.clone())];
    candidates::save(&session.app, &id_of(&request.candidate_id)?.to_string(), &changes, None)
}

fn options(session: &Session<'_>) -> Result<CandidateOptions> {
    use chrono::Datelike;
    use kaozhan_domain::candidate::roster::MAJOR_LEVELS;
    let this_year = session.app.now().year();
    let app = &session.app;
    let (classes, majors, years, plans) =
        app.read(|tx| Ok((tx.classes()?, tx.majors()?, tx.enrolment_years()?, app.plans(tx)?)))?;
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Ok(CandidateOptions {
        classes,
        majors: majors.into_iter().map(|(name, code, level)| MajorOption { name, code, level }).collect(),
        years,
        levels: owned(&MAJOR_LEVELS),
        id_types: candidates::id_types().into_iter().map(|(_, label)| label.to_owned()).collect(),
        student_types: StudentType::ALL.iter().map(|kind| kind.label().to_owned()).collect(),
        form_years: (this_year - 8..=this_year + 1).rev().map(|year| year.to_string()).collect(),
        plans: plans
            .into_iter()
            .rev()
            .map(|plan| PlanOption { id: plan.id.to_string(), name: plan.name })
            .collect(),
    })
}

/// Majors whose name or code holds the text: those of the roster first, then the public catalogues.
fn majors(session: &Session<'_>, text: &str) -> Result<Vec<MajorOption>> {
    const MOST: usize = 30;
    let text = text.trim().to_uppercase();
    let known = session.app.read(|tx| Ok(tx.majors()?))?;
    let known = known.into_iter().map(|(name, code, level)| MajorOption { name, code, level });
    let public = crate::templates::catalogue().map(|(name, code)| MajorOption {
        name: name.to_owned(),
        code: code.to_owned(),
        level: String::new(),
    });
    let mut found: Vec<MajorOption> = Vec::new();
    for major in known.chain(public) {
        let matches =
            major.name.to_uppercase().contains(&text) || major.code.to_uppercase().starts_with(&text);
        if matches && found.iter().all(|other| (&other.name, &other.code) != (&major.name, &major.code)) {
            found.push(major);
            if found.len() == MOST {
                break;
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
