//! Where the seating of a plan stands: subjects, sessions, seats needed and there, who has none.

use super::facts::{Choices, PlanFacts};
use super::hand::plan_of;
use super::picture::{group_label, neighbours_label};
use crate::error::Result;
use crate::workspace::App;
use kaozhan_domain::arrangement::{ArrangementStatus, SeatAssignment};
use kaozhan_domain::ids::{CandidateId, PlanId, SessionId, SubjectId};
use kaozhan_domain::plan::{ExamPlan, Subject};
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::{self, GroupKey, Neighbours, Order};
use kaozhan_store::{ReadTx, RegistrationFilter};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use ts_rs::TS;

/// A plan to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingPlanChoice {
    /// The plan.
    pub id: String,
    /// 计划编号.
    pub number: String,
    /// 计划名称.
    pub name: String,
}

/// A session to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingSession {
    /// The session.
    pub id: String,
    /// `2026-06-20 09:00-10:30`.
    pub label: String,
    /// How many are seated in it.
    pub seated: usize,
    /// In how many rooms.
    pub rooms: usize,
}

/// Seats of one subject at one site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingSupply {
    /// 考核站点.
    pub site: String,
    /// Rooms of the subject's type there.
    pub rooms: usize,
    /// Their 考位数.
    pub capacity: usize,
}

/// A subject and how far it is seated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingSubject {
    /// The subject.
    pub id: String,
    /// 科目名称.
    pub name: String,
    /// 考试证书（等级）.
    pub certificate: String,
    /// 笔试, 机考, 实操.
    pub mode: String,
    /// 未开始, 未排考, 排考中, 已排完, 已结束.
    pub status: String,
    /// Registrations.
    pub registered: usize,
    /// With a seat.
    pub seated: usize,
    /// Sessions.
    pub sessions: Vec<SeatingSession>,
    /// Seats that all rooms have in all sessions together.
    pub available: usize,
    /// Seats that are missing even if no other subject used the rooms.
    pub missing: usize,
    /// Rooms by site.
    pub supply: Vec<SeatingSupply>,
}

/// Two subjects whose sessions overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingClash {
    /// What overlaps, and for how many.
    pub message: String,
    /// There is no choice of sessions without overlap.
    pub unavoidable: bool,
    /// Registered for both.
    pub candidates: usize,
}

/// How the plan was seated last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingRun {
    /// `roster`, `number`, `random`, `mix`.
    pub order: String,
    /// Its word.
    pub order_label: String,
    /// `class`, `major`, `school`.
    pub mix: Vec<String>,
    /// 4 or 8.
    pub neighbours: u8,
    /// Seed of everything random.
    pub seed: u64,
    /// Neighbouring pairs of the same group.
    pub pairs: u64,
    /// Proven least number of such pairs.
    pub bound: u64,
    /// The two are equal: 已达最优.
    pub optimal: bool,
    /// 同班, 同专业 …
    pub group_label: String,
    /// Which neighbours count.
    pub neighbours_label: String,
    /// First eight digits of the fingerprint.
    pub check_code: String,
    /// Whole fingerprint.
    pub fingerprint: String,
    /// When.
    pub made_at: String,
    /// Changes by hand since.
    pub changes: usize,
}

/// Where the seating of a plan stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingOverview {
    /// Every plan.
    pub plans: Vec<SeatingPlanChoice>,
    /// The plan that is shown; none when there is none.
    pub plan: Option<SeatingPlanChoice>,
    /// Seating the plan is possible now.
    pub open: bool,
    /// Why not.
    pub closed_reason: Option<String>,
    /// 排考时间.
    pub window: String,
    /// Its subjects.
    pub subjects: Vec<SeatingSubject>,
    /// Subjects whose sessions overlap.
    pub clashes: Vec<SeatingClash>,
    /// Registrations.
    pub registered: usize,
    /// With a seat.
    pub seated: usize,
    /// Locked seats.
    pub locked: usize,
    /// Rooms of the plan.
    pub rooms: usize,
    /// The last seating.
    pub run: Option<SeatingRun>,
}

/// Somebody without a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingUnseated {
    /// The registration.
    pub registration_id: String,
    /// The candidate.
    pub candidate_id: String,
    /// 姓名.
    pub name: String,
    /// 班级.
    pub class_name: String,
    /// The subject.
    pub subject_id: String,
    /// 科目名称.
    pub subject: String,
    /// 前排, 一楼, 单独考场, 延时30%.
    pub marks: Vec<String>,
    /// Stable code of the reason; `seat_free` when there is a seat.
    pub code: String,
    /// The reason and what to do.
    pub message: String,
    /// Page that mends it; none when it is mended here.
    pub link: Option<String>,
}

/// Those without a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingUnseatedList {
    /// How many.
    pub total: usize,
    /// The first of them.
    pub rows: Vec<SeatingUnseated>,
}

pub(super) fn choice(plan: &ExamPlan) -> SeatingPlanChoice {
    SeatingPlanChoice { id: plan.id.to_string(), number: plan.number.clone(), name: plan.name.clone() }
}

/// The overview of `wanted`, or of the plan that is being arranged, or of the latest.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub(crate) fn overview(app: &App, wanted: Option<&str>) -> Result<SeatingOverview> {
    app.read(|tx| {
        let plans = app.plans(tx)?;
        let plan = match wanted {
            Some(text) => Some(crate::lookup::plan(&plans, text)?.clone()),
            None => plans
                .iter()
                .find(|plan| {
                    plan.windows.arrangement.is_some() && plan.check_arrangement_open(app.now()).is_ok()
                })
                .or(plans.last())
                .cloned(),
        };
        let choices = plans.iter().map(choice).collect();
        match plan {
            Some(plan) => of_plan(app, tx, &plan, choices),
            None => Ok(SeatingOverview {
                plans: choices,
                plan: None,
                open: false,
                closed_reason: Some("还没有考试计划，请先导入考试计划".to_owned()),
                window: String::new(),
                subjects: Vec::new(),
                clashes: Vec::new(),
                registered: 0,
                seated: 0,
                locked: 0,
                rooms: 0,
                run: None,
            }),
        }
    })
}

fn of_plan(
    app: &App,
    tx: &ReadTx<'_>,
    plan: &ExamPlan,
    plans: Vec<SeatingPlanChoice>,
) -> Result<SeatingOverview> {
    let closed = plan.check_arrangement_open(app.now()).err();
    let subjects = app.subjects(tx, plan.id)?;
    let rooms = app.rooms(tx, plan.id)?;
    let seats = app.seats(tx, plan.id)?;
    let shown = subject_views(app, tx, plan, &subjects, &rooms, &seats)?;
    Ok(SeatingOverview {
        plans,
        plan: Some(choice(plan)),
        open: closed.is_none(),
        closed_reason: closed.map(|violation| violation.message),
        window: plan.windows.arrangement.map(|window| window.label()).unwrap_or_default(),
        registered: shown.iter().map(|subject| subject.registered).sum(),
        seated: seats.len(),
        locked: seats.iter().filter(|seat| seat.locked).count(),
        rooms: rooms.len(),
        clashes: clashes(tx, plan, &subjects)?,
        subjects: shown,
        run: last_run(tx, plan)?,
    })
}

fn subject_views(
    app: &App,
    tx: &ReadTx<'_>,
    plan: &ExamPlan,
    subjects: &[Subject],
    rooms: &[Room],
    seats: &[SeatAssignment],
) -> Result<Vec<SeatingSubject>> {
    let counts = tx.registration_counts(plan.id)?;
    let sites: HashMap<_, _> = tx.sites()?.into_iter().map(|site| (site.id, site.name)).collect();
    let certificates: HashMap<_, _> =
        tx.certificates()?.into_iter().map(|known| (known.id, known.label())).collect();
    let mut in_session: HashMap<SessionId, (usize, HashSet<_>)> = HashMap::new();
    for seat in seats {
        let entry = in_session.entry(seat.session).or_default();
        entry.0 += 1;
        entry.1.insert(seat.room);
    }
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Ok(subjects
        .iter()
        .map(|subject| {
            let count = counts.get(&subject.id).copied().unwrap_or_default();
            let (registered, seated) = (size(count.registered), size(count.seated));
            let mut supply: BTreeMap<String, (usize, usize)> = BTreeMap::new();
            for room in rooms.iter().filter(|room| room.subjects.contains(&subject.id)) {
                let site = sites.get(&room.site).cloned().unwrap_or_default();
                let entry = supply.entry(site).or_default();
                entry.0 += 1;
                entry.1 += room.layout.seats().len().min(usize::from(room.capacity));
            }
            let capacity: usize = supply.values().map(|(_, seats)| seats).sum();
            let available = capacity * subject.sessions.len();
            SeatingSubject {
                id: subject.id.to_string(),
                name: subject.name.clone(),
                certificate: certificates.get(&subject.certificate).cloned().unwrap_or_default(),
                mode: subject.mode.label().to_owned(),
                status: ArrangementStatus::at(app.now(), plan.windows.arrangement, seated, registered)
                    .label()
                    .to_owned(),
                registered,
                seated,
                sessions: subject
                    .sessions
                    .iter()
                    .map(|session| SeatingSession {
                        id: session.id.to_string(),
                        label: session.label(),
                        seated: in_session.get(&session.id).map_or(0, |known| known.0),
                        rooms: in_session.get(&session.id).map_or(0, |known| known.1.len()),
                    })
                    .collect(),
                available,
                missing: registered.saturating_sub(available),
                supply: supply
                    .into_iter()
                    .map(|(site, (rooms, capacity))| SeatingSupply { site, rooms, capacity })
                    .collect(),
            }
        })
        .collect())
}

/// Subjects of which somebody takes both while their sessions overlap.
pub(super) fn clashes(tx: &ReadTx<'_>, plan: &ExamPlan, subjects: &[Subject]) -> Result<Vec<SeatingClash>> {
    let mut pairs = Vec::new();
    for (at, a) in subjects.iter().enumerate() {
        for b in &subjects[at + 1..] {
            let overlaps = || {
                a.sessions.iter().flat_map(move |own| {
                    b.sessions.iter().map(move |other| own.start < other.end && other.start < own.end)
                })
            };
            if overlaps().any(|clash| clash) {
                pairs.push((a, b, overlaps().all(|clash| clash)));
            }
        }
    }
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let mut takers: HashMap<SubjectId, HashSet<CandidateId>> = HashMap::new();
    let filter = RegistrationFilter { plan: Some(plan.id), ..RegistrationFilter::default() };
    tx.for_each_registration(&filter, |registration| {
        takers.entry(registration.subject).or_default().insert(registration.candidate);
        Ok(())
    })?;
    let nobody = HashSet::new();
    let mut found = Vec::new();
    for (a, b, unavoidable) in pairs {
        let (of_a, of_b) = (takers.get(&a.id).unwrap_or(&nobody), takers.get(&b.id).unwrap_or(&nobody));
        let candidates = of_a.intersection(of_b).count();
        if candidates == 0 {
            continue;
        }
        let what = format!("“{}”与“{}”的场次时间重叠", a.name, b.name);
        let message = if unavoidable {
            format!("{what}，{candidates} 名考生两科都报了，无法都安排，请调整场次时间")
        } else {
            format!("{what}，{candidates} 名考生两科都报了，排座时会自动错开场次")
        };
        found.push(SeatingClash { message, unavoidable, candidates });
    }
    Ok(found)
}

fn last_run(tx: &ReadTx<'_>, plan: &ExamPlan) -> Result<Option<SeatingRun>> {
    let Some(run) = tx.arrangement_run(plan.id)? else { return Ok(None) };
    let choices = Choices::of_last_run(tx, plan)?;
    let (keys, neighbours) = choices.order.counted_by();
    let (order, order_label) = match choices.order {
        Order::Roster => ("roster", "按名单顺序"),
        Order::Number => ("number", "按准考证号"),
        Order::Random => ("random", "随机"),
        Order::Mix { .. } => ("mix", "打散"),
    };
    Ok(Some(SeatingRun {
        order: order.to_owned(),
        order_label: order_label.to_owned(),
        mix: keys
            .iter()
            .map(|key| match key {
                GroupKey::Class => "class".to_owned(),
                GroupKey::Major => "major".to_owned(),
                GroupKey::School => "school".to_owned(),
            })
            .collect(),
        neighbours: if neighbours == Neighbours::Eight { 8 } else { 4 },
        seed: choices.seed,
        pairs: run.same_group_neighbours,
        bound: run.lower_bound,
        optimal: run.same_group_neighbours == run.lower_bound,
        group_label: group_label(&choices.order),
        neighbours_label: neighbours_label(&choices.order),
        check_code: seating::check_code(&run.fingerprint).to_owned(),
        fingerprint: run.fingerprint,
        made_at: run.made_at.format("%Y-%m-%d %H:%M").to_string(),
        changes: tx.seat_changes(plan.id)?.iter().filter(|change| !change.undone).count(),
    }))
}

/// How many rows [`unseated`] gives.
const SHOWN: usize = 200;

/// Those without a seat, each with the reason: what the seating says when everybody else stays.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub(crate) fn unseated(app: &App, plan: PlanId, subject: Option<SubjectId>) -> Result<SeatingUnseatedList> {
    let (facts, choices) = app.read(|tx| {
        let plan = plan_of(tx, plan)?;
        let choices = Choices { order: Order::Roster, ..Choices::of_last_run(tx, &plan)? };
        Ok((PlanFacts::load(tx, plan)?, choices))
    })?;
    let ours = facts.chosen(app.scope(), None)?;
    let seated: HashSet<_> = facts.assignments.iter().map(|seat| seat.registration).collect();
    let waiting: Vec<_> = facts
        .registrations
        .iter()
        .filter(|own| ours.contains(&own.subject) && !seated.contains(&own.id))
        .filter(|own| subject.is_none_or(|subject| own.subject == subject))
        .collect();
    if waiting.is_empty() {
        return Ok(SeatingUnseatedList { total: 0, rows: Vec::new() });
    }
    let tried = seating::seat(&facts.request_with_locks(&choices, &seated, true));
    let reasons: HashMap<&str, _> =
        tried.unseated.iter().map(|own| (own.registration.as_str(), own)).collect();
    let rows = waiting
        .iter()
        .take(SHOWN)
        .map(|own| {
            let id = own.id.to_string();
            let reason = reasons.get(id.as_str());
            let code = reason.map_or("seat_free", |own| own.reason.code());
            let candidate = facts.candidate(own.candidate);
            SeatingUnseated {
                candidate_id: own.candidate.to_string(),
                name: facts.candidate_name(own),
                class_name: candidate.map(|who| who.details.class_name.clone()).unwrap_or_default(),
                subject_id: own.subject.to_string(),
                subject: facts.subject_name(&own.subject.to_string()),
                marks: candidate.map(|who| who.details.access.labels()).unwrap_or_default(),
                message: reason.map_or_else(
                    || "还有空位，可以拖到空位，或点“安排”".to_owned(),
                    |own| own.message.clone(),
                ),
                link: link(code, own.candidate),
                code: code.to_owned(),
                registration_id: id,
            }
        })
        .collect();
    Ok(SeatingUnseatedList { total: waiting.len(), rows })
}

/// Where a reason is mended.
fn link(code: &str, candidate: CandidateId) -> Option<String> {
    match code {
        "duplicate_registration" => Some(format!("/registrations?candidate={candidate}")),
        "no_session" | "time_conflict" | "unknown_subject" | "no_extra_time" => Some("/plans".to_owned()),
        "no_suitable_room" | "no_seat_left" | "no_ground_floor" | "no_front_row" | "no_separate_room" => {
            Some("/rooms".to_owned())
        }
        _ => None,
    }
}
