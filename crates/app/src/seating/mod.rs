//! 排考: seats for a whole plan, and late changes of single seats.

mod change;
pub(crate) mod details;
mod facts;
pub(crate) mod forecast;
pub(crate) mod hand;
pub(crate) mod late;
pub(crate) mod picture;
pub(crate) mod preview;
mod printed;
pub(crate) mod survey;
#[cfg(test)]
mod tests;

pub use change::{ChangeReport, SeatChange, SeatTarget, change};

use crate::error::{AppError, Result};
use crate::lookup;
use crate::printing::versions;
use crate::task::Task;
use crate::workspace::App;
use facts::{Choices, PlanFacts};
use kaozhan_domain::arrangement::number::NumberContext;
use kaozhan_domain::arrangement::{ArrangementRun, ExamNumber, SeatAssignment};
use kaozhan_domain::ids::{CandidateId, RoomId, SessionId, SubjectId};
use kaozhan_domain::plan::ExamPlan;
use kaozhan_domain::seating::{self, GroupKey, Neighbours, Order, Seating, SeatingRequest};
use kaozhan_store::{ReadTx, WriteTx};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use ts_rs::TS;

/// How to seat.
#[derive(Debug, Clone)]
pub struct SeatOptions {
    /// 考试计划, by number, name or identity.
    pub plan: String,
    /// Only this subject, by code, name or identity; the others keep their seats.
    pub subject: Option<String>,
    /// Who sits next to whom.
    pub order: Order,
    /// Seed of everything random.
    pub seed: u64,
}

/// What a seating did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatReport {
    /// Candidates with a registration that was to be seated.
    pub candidates: usize,
    /// Registrations to be seated.
    pub registrations: usize,
    /// Registrations with a seat.
    pub seated: usize,
    /// Registrations without one, and why.
    pub unseated: Vec<UnseatedView>,
    /// Rooms in use, each in one session.
    pub rooms: Vec<RoomUseView>,
    /// Neighbouring pairs of the same group that are left.
    pub same_group_neighbours: u32,
    /// Proven least number of such pairs.
    pub lower_bound: u32,
    /// The two are equal: 已达最优.
    pub optimal: bool,
    /// SHA-256 of inputs, seed and result.
    pub fingerprint: String,
    /// Its first eight digits: 校验码.
    pub check_code: String,
    /// Things worth a look.
    pub notices: Vec<String>,
}

/// A registration without a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UnseatedView {
    /// Candidate's id.
    pub candidate: String,
    /// Candidate's name.
    pub name: String,
    /// Subject.
    pub subject: String,
    /// Stable code of the reason.
    #[ts(type = "string")]
    pub code: &'static str,
    /// The reason and what to do.
    pub message: String,
}

/// A room in one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RoomUseView {
    /// Stable short code.
    pub code: String,
    /// 考场名称.
    pub name: String,
    /// 考核站点.
    pub site: String,
    /// 考试科目.
    pub subject: String,
    /// `2026-06-20 09:00-10:30`.
    pub session: String,
    /// How many sit here.
    pub count: u16,
    /// 考位数.
    pub capacity: u16,
    /// Neighbouring pairs of the same group.
    pub same_group_neighbours: u32,
    /// Least number of such pairs for these people on these seats.
    pub lower_bound: u32,
    /// Kept for one candidate who needs a separate room.
    pub separate: bool,
}

/// Seats a plan, or one subject of it: everything is replaced but locked seats. The seats are found without
/// holding the workspace, so that lists stay readable and others can work; they are written in one
/// transaction, and only if nothing they depend on has changed meanwhile.
///
/// # Errors
/// `plan_unknown`, `subject_unknown`, `arrangement_not_open`, `arrangement_closed`,
/// `nothing_to_seat`, `no_rooms`, `cancelled`, `seating_outdated`; the old seats stay then.
pub fn run(app: &App, options: &SeatOptions, task: &Task<'_>) -> Result<SeatReport> {
    let rule = app.settings()?.numbering()?;
    task.step("读取报考和考场", 0, 3)?;
    let (mut facts, taken) = app.read(|tx| {
        let plan = find_plan(tx, &options.plan)?;
        plan.check_arrangement_open(app.now())?;
        Ok((PlanFacts::load(tx, plan)?, tx.taken_exam_numbers()?))
    })?;
    let chosen = facts.chosen(app.scope(), options.subject.as_deref())?;
    check_something_to_do(&facts, &chosen)?;
    let choices = Choices { order: options.order.clone(), seed: options.seed };
    let first = facts.request(&choices, Some(&chosen));
    task.step("计算座位", 1, 3)?;
    let mut result = computed(&first, task)?;
    let fresh = fresh_numbers(app, &facts, &rule, &result, taken)?;
    facts.numbers.extend(fresh.iter().map(|own| (own.candidate, own.number.clone())));
    let mut request = first.clone();
    if !fresh.is_empty() && options.order == Order::Number {
        request = facts.request(&choices, Some(&chosen));
        result = computed(&request, task)?;
    }
    task.step("写入座位", 2, 3)?;
    let summary = facts.plan.number.clone();
    app.write("seating_run", "排考", &summary, |tx| {
        facts.plan.check_arrangement_open(app.now())?;
        if PlanFacts::load(tx, facts.plan.clone())?.request(&choices, Some(&chosen)) != first {
            return Err(AppError::new(
                "seating_outdated",
                "排座期间考生、考场或座位有变动，为避免排错没有写入，原来的座位不变",
            )
            .hint("请重新排座"));
        }
        for number in &fresh {
            tx.insert_exam_number(number)?;
        }
        store_seats(tx, &facts, &chosen, &result)?;
        late::forget(tx, &facts, &chosen)?;
        store_run(tx, app, &facts, &choices, &result)?;
        facts.take_seats(tx)?;
        versions::refresh(tx, &facts.plan, app.now())?;
        task.step("写入座位", 3, 3)
    })?;
    Ok(report(&facts, &chosen, &request, &result))
}

/// The plan that `text` (number, name or identity) means.
fn find_plan(tx: &ReadTx<'_>, text: &str) -> Result<ExamPlan> {
    if let Ok(id) = text.parse()
        && let Some(plan) = tx.plan(id)?
    {
        return Ok(plan);
    }
    Ok(lookup::plan(&tx.plans()?, text)?.clone())
}

/// Seats on a thread of its own, so that the wish to stop is heard at once; what was begun then runs out
/// unheard.
fn computed(request: &SeatingRequest, task: &Task<'_>) -> Result<Seating> {
    let (sender, receiver) = std::sync::mpsc::channel();
    let own = request.clone();
    std::thread::spawn(move || _ = sender.send(seating::seat(&own)));
    loop {
        match receiver.recv_timeout(std::time::Duration::from_millis(50)) {
            Ok(result) => return Ok(result),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) if task.is_cancelled() => {
                task.step("计算座位", 1, 3)?;
            }
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => {
                return Err(AppError::new("internal_error", "排座计算没有完成，没有写入任何内容")
                    .hint("请重试；若再次出现，请联系支持人员"));
            }
        }
    }
}

fn check_something_to_do(facts: &PlanFacts, chosen: &[SubjectId]) -> Result<()> {
    if !facts.registrations.iter().any(|registration| chosen.contains(&registration.subject)) {
        return Err(AppError::new("nothing_to_seat", "没有需要排考的报考记录").hint("请先导入报考信息"));
    }
    if facts.rooms.is_empty() {
        return Err(AppError::new("no_rooms", format!("考试计划“{}”还没有考场", facts.plan.name))
            .hint("请先导入考场信息"));
    }
    Ok(())
}

/// A 准考证号 for every seated candidate without one. Numbers go by site and roster, so they say nothing of
/// the seat, and are kept when seats change.
fn fresh_numbers(
    app: &App,
    facts: &PlanFacts,
    rule: &kaozhan_domain::arrangement::number::NumberRule,
    result: &Seating,
    mut taken: HashSet<String>,
) -> Result<Vec<ExamNumber>> {
    let mut first_seat: BTreeMap<CandidateId, (chrono::NaiveDateTime, RoomId)> = BTreeMap::new();
    for seat in &result.assignments {
        let (Ok(candidate), Ok(room)) = (seat.candidate.parse::<CandidateId>(), seat.room.parse()) else {
            continue;
        };
        let start = facts.session_start(&seat.session);
        let entry = first_seat.entry(candidate).or_insert((start, room));
        if (start, room) < *entry {
            *entry = (start, room);
        }
    }
    let mut waiting: Vec<(String, u64, CandidateId)> = first_seat
        .into_iter()
        .filter(|(candidate, _)| !facts.numbers.contains_key(candidate))
        .map(|(candidate, (_, room))| (facts.site_number(room), facts.roster_order(candidate), candidate))
        .collect();
    waiting.sort();
    let mut serials: HashMap<String, u64> = HashMap::new();
    let mut fresh = Vec::with_capacity(waiting.len());
    for (site, _, candidate) in waiting {
        let context = NumberContext {
            date: app.now().date(),
            year: &facts.plan.year,
            plan_serial: facts.plan.serial,
            site_number: &site,
        };
        let serial = serials.entry(rule.prefix(context).0).or_default();
        let number = rule.next(context, &mut taken, serial)?;
        fresh.push(ExamNumber { plan: facts.plan.id, candidate, number });
    }
    Ok(fresh)
}

fn store_seats(
    tx: &mut WriteTx<'_>,
    facts: &PlanFacts,
    chosen: &[SubjectId],
    result: &Seating,
) -> Result<()> {
    let locked = facts.locked_registrations();
    let seats: Vec<SeatAssignment> = result
        .assignments
        .iter()
        .filter_map(|seat| facts.to_assignment(seat, &locked))
        .filter(|seat| chosen.contains(&seat.subject))
        .collect();
    tx.replace_assignments(facts.plan.id, chosen, &seats)?;
    Ok(())
}

/// Remembers how the plan was seated last, so that a late change goes by the same choices.
fn store_run(
    tx: &mut WriteTx<'_>,
    app: &App,
    facts: &PlanFacts,
    choices: &Choices,
    result: &Seating,
) -> Result<()> {
    tx.put_arrangement_run(&ArrangementRun {
        plan: facts.plan.id,
        fingerprint: result.fingerprint.clone(),
        request: choices.to_json()?,
        same_group_neighbours: u64::from(result.same_group_neighbours),
        lower_bound: u64::from(result.lower_bound),
        made_at: app.now(),
    })?;
    Ok(())
}

fn report(facts: &PlanFacts, chosen: &[SubjectId], request: &SeatingRequest, result: &Seating) -> SeatReport {
    let ours = |subject: &str| subject.parse::<SubjectId>().is_ok_and(|subject| chosen.contains(&subject));
    let entries: Vec<_> = request.entries.iter().filter(|entry| ours(&entry.subject)).collect();
    let mut candidates: Vec<&str> = entries.iter().map(|entry| entry.candidate.as_str()).collect();
    candidates.sort_unstable();
    candidates.dedup();
    SeatReport {
        candidates: candidates.len(),
        registrations: entries.len(),
        seated: result.assignments.iter().filter(|seat| ours(&seat.subject)).count(),
        unseated: result.unseated.iter().map(|missing| facts.unseated_view(missing)).collect(),
        rooms: result
            .rooms
            .iter()
            .filter(|room| ours(&room.subject))
            .map(|room| facts.room_view(room))
            .collect(),
        same_group_neighbours: result.same_group_neighbours,
        lower_bound: result.lower_bound,
        optimal: result.is_optimal(),
        check_code: result.check_code().to_owned(),
        fingerprint: result.fingerprint.clone(),
        notices: result.notices.iter().map(|notice| notice.message.clone()).collect(),
    }
}

/// Reads the groups of a mix: `class`, `major`, `school` or their Chinese names.
///
/// # Errors
/// `mix_unknown`.
pub fn mix_order(keys: &[String], eight_neighbours: bool) -> Result<Order> {
    let mut by = Vec::new();
    for key in keys {
        by.push(match key.trim() {
            "class" | "班级" => GroupKey::Class,
            "major" | "专业" => GroupKey::Major,
            "school" | "院校" | "学校" => GroupKey::School,
            other => {
                return Err(AppError::new(
                    "mix_unknown",
                    format!("打散的组“{other}”不认识，可以是 class（班级）、major（专业）、school（院校）"),
                ));
            }
        });
    }
    let neighbours = if eight_neighbours { Neighbours::Eight } else { Neighbours::Four };
    Ok(Order::Mix { by, neighbours })
}

/// The session with this id, as stored.
fn session_id(text: &str) -> Option<SessionId> {
    text.parse().ok()
}
