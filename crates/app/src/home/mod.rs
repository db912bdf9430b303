//! 工作台: how far each plan is, what is missing, and the link that mends it.
//!
//! Every figure is counted from the workspace at the moment of asking; nothing is said of what is not
//! stored. What was printed is not stored, so the step 打印 only tells what could be printed.

mod card;
mod next;

use crate::error::Result;
use crate::forms::moment;
use crate::plans::certificate_labels;
use crate::workspace::App;
use card::Facts;
use chrono::NaiveDateTime;
use kaozhan_domain::plan::{ExamPlan, PlanStage};
use next::{deadlines, recent};
use serde::Serialize;
use ts_rs::TS;

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Nothing is missing.
    Done,
    /// Something should be looked at.
    Look,
    /// Something keeps the plan from going on.
    Stop,
    /// It can be worked on now.
    Todo,
    /// Not yet its turn, or past.
    Idle,
}

/// What is missing, or what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HomeLink {
    /// As shown.
    pub text: String,
    /// The page that mends it.
    pub path: String,
    /// How much it matters; `todo` for what can be done next.
    pub state: StepState,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct HomeStep {
    /// Stable code.
    pub key: String,
    /// 考生, 照片 …
    pub title: String,
    /// How it stands.
    pub state: StepState,
    /// The main figure.
    pub figure: String,
    /// How much of it is done, 0 to 1.
    pub share: f64,
    /// What is missing.
    pub links: Vec<HomeLink>,
    /// The page of the step.
    pub path: String,
}

/// The seats of one room in one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HomeRoom {
    /// Identity.
    pub id: String,
    /// 考场名称.
    pub name: String,
    /// A text for each column from the left, a letter for each desk from the lectern: `t` taken,
    /// `f` free, `r` reserve, `b` blocked.
    pub columns: Vec<String>,
    /// `k`: an aisle between columns `k` and `k + 1`.
    pub aisles: Vec<u16>,
    /// Seats taken.
    pub taken: u64,
    /// Seats that can be taken, reserve included.
    pub capacity: u64,
}

/// A session with its rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HomeSession {
    /// Identity.
    pub id: String,
    /// 考试科目.
    pub subject: String,
    /// First minute.
    pub start: String,
    /// Last minute.
    pub end: String,
    /// It is over.
    pub over: bool,
    /// The rooms that are used.
    pub rooms: Vec<HomeRoom>,
}

/// A plan on the 工作台.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PlanCard {
    /// Identity.
    pub id: String,
    /// 计划名称.
    pub name: String,
    /// 证书 with level.
    pub certificates: Vec<String>,
    /// Label of the stage.
    pub stage: String,
    /// Everything is over.
    pub finished: bool,
    /// The first exam that is still to come, else the last one; empty without sessions.
    pub exam: String,
    /// Candidates who are registered.
    pub registered: u64,
    /// 考生 → 照片 → 考场 → 报考 → 排座 → 打印 → 到考; empty for a finished plan.
    pub steps: Vec<HomeStep>,
    /// The sessions that have seats.
    pub sessions: Vec<HomeSession>,
    /// What could not be read; the rest of the page stands.
    pub failure: Option<String>,
}

/// Something that ends or begins soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Deadline {
    /// When.
    pub at: String,
    /// What.
    pub title: String,
    /// 计划名称.
    pub plan: String,
    /// Whole days until then.
    pub days: i64,
    /// The page where it is worked on.
    pub path: String,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RecentOperation {
    /// When.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What.
    pub label: String,
    /// To what.
    pub summary: String,
}

/// Everything of the 工作台.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct HomeOverview {
    /// Now by the workspace's clock.
    pub now: String,
    /// The plans, those under way first, by the day of the exam.
    pub plans: Vec<PlanCard>,
    /// What comes next, by time.
    pub deadlines: Vec<Deadline>,
    /// The last operations, the newest first.
    pub recent: Vec<RecentOperation>,
    /// Candidates in the workspace.
    pub candidates: u64,
}

/// Everything of the 工作台.
///
/// # Errors
/// Those of the store; what concerns one plan only is told on its card.
pub fn overview(app: &App) -> Result<HomeOverview> {
    let now = app.now();
    app.read(|tx| {
        let plans = app.plans(tx)?;
        let everybody = tx.candidate_tally()?;
        let has_other_rooms = |plan: &ExamPlan| -> Result<bool> {
            for other in plans.iter().filter(|other| other.id != plan.id) {
                if !app.rooms(tx, other.id)?.is_empty() {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        let mut cards = Vec::with_capacity(plans.len());
        for plan in &plans {
            let card = Facts::load(app, tx, plan, &everybody, has_other_rooms(plan)?)
                .and_then(|facts| Ok(facts.card(certificate_labels(tx, &facts.subjects)?)));
            cards.push(card.unwrap_or_else(|error| broken(plan, now, error.message)));
        }
        cards.sort_by(|a, b| {
            let order = |card: &PlanCard| (card.finished, card.exam.is_empty(), card.exam.clone());
            order(a).cmp(&order(b))
        });
        Ok(HomeOverview {
            now: moment(now),
            deadlines: deadlines(app, tx, &plans)?,
            recent: recent(app, tx)?,
            candidates: everybody.iter().map(|tally| tally.count).sum(),
            plans: cards,
        })
    })
}

fn broken(plan: &ExamPlan, now: NaiveDateTime, failure: String) -> PlanCard {
    let stage = PlanStage::at(now, &plan.windows);
    PlanCard {
        id: plan.id.to_string(),
        name: plan.name.clone(),
        certificates: Vec::new(),
        stage: stage.label().to_owned(),
        finished: false,
        exam: String::new(),
        registered: 0,
        steps: Vec::new(),
        sessions: Vec::new(),
        failure: Some(failure),
    }
}
