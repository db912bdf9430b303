//! What a seating would need and cost, before it is carried out. Writes nothing.

use super::facts::{Choices, PlanFacts};
use super::{SeatOptions, check_something_to_do, computed, find_plan, survey};
use crate::error::Result;
use crate::task::Task;
use crate::workspace::App;
use kaozhan_domain::ids::{RegistrationId, SubjectId};
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::{Order, Seating};
use kaozhan_store::ReadTx;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use ts_rs::TS;

/// What one session needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingNeed {
    /// 科目名称.
    pub subject: String,
    /// `2026-06-20 09:00-10:30`.
    pub session: String,
    /// Who sits in it.
    pub candidates: usize,
    /// Rooms it takes.
    pub rooms: usize,
    /// Rooms that there are for the subject.
    pub rooms_there: usize,
    /// 考位数 of the rooms it takes.
    pub seats: usize,
}

/// Registrations that would stay without a seat, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingLack {
    /// Stable code of the reason.
    pub code: String,
    /// The reason and what to do.
    pub message: String,
    /// For how many.
    pub count: usize,
}

/// What a seating would need and cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingForecast {
    /// Registrations to be seated.
    pub registrations: usize,
    /// Of these, how many get a seat.
    pub seated: usize,
    /// Why the others do not.
    pub lacks: Vec<SeatingLack>,
    /// What each session takes.
    pub needs: Vec<SeatingNeed>,
    /// Subjects whose sessions overlap.
    pub clashes: Vec<survey::SeatingClash>,
    /// What will be lost; empty when nothing is.
    pub losses: Vec<String>,
    /// Things worth a look.
    pub notices: Vec<String>,
}

/// Tries a seating out. Who sits next to whom does not change how many rooms it takes, so the roster's
/// order is tried whatever was chosen: the answer comes at once.
///
/// # Errors
/// Those of [`super::run`].
pub(crate) fn forecast(app: &App, options: &SeatOptions, task: &Task<'_>) -> Result<SeatingForecast> {
    task.step("读取报考和考场", 0, 2)?;
    let choices = Choices { order: Order::Roster, seed: options.seed };
    let (facts, chosen, clashes, losses) = app.read(|tx| {
        let plan = find_plan(tx, &options.plan)?;
        let facts = PlanFacts::load(tx, plan)?;
        let chosen = facts.chosen(app.scope(), options.subject.as_deref())?;
        check_something_to_do(&facts, &chosen)?;
        let clashes = survey::clashes(tx, &facts.plan, &facts.subjects)?;
        let losses = losses(tx, &facts, &chosen)?;
        Ok((facts, chosen, clashes, losses))
    })?;
    task.step("试排", 1, 2)?;
    let result = computed(&facts.request(&choices, Some(&chosen)), task)?;
    let ours = |subject: &str| subject.parse::<SubjectId>().is_ok_and(|subject| chosen.contains(&subject));
    let mut lacks: BTreeMap<(String, String), usize> = BTreeMap::new();
    for own in &result.unseated {
        *lacks.entry((own.reason.code().to_owned(), own.message.clone())).or_default() += 1;
    }
    task.step("试排", 2, 2)?;
    Ok(SeatingForecast {
        registrations: facts.registrations.iter().filter(|own| chosen.contains(&own.subject)).count(),
        seated: result.assignments.iter().filter(|seat| ours(&seat.subject)).count(),
        lacks: lacks
            .into_iter()
            .map(|((code, message), count)| SeatingLack { code, message, count })
            .collect(),
        needs: needs(&facts, &chosen, &result),
        clashes,
        losses,
        notices: result.notices.iter().map(|notice| notice.message.clone()).collect(),
    })
}

fn needs(facts: &PlanFacts, chosen: &[SubjectId], result: &Seating) -> Vec<SeatingNeed> {
    let mut needs = Vec::new();
    for subject in facts.subjects.iter().filter(|subject| chosen.contains(&subject.id)) {
        let serves = |room: &&Room| room.mode == subject.mode && room.subjects.contains(&subject.id);
        for session in &subject.sessions {
            let id = session.id.to_string();
            let used: Vec<_> = result.rooms.iter().filter(|room| room.session == id).collect();
            let capacity = |room: &str| facts.room(room).map_or(0, |room| usize::from(room.capacity));
            needs.push(SeatingNeed {
                subject: subject.name.clone(),
                session: session.label(),
                candidates: used.iter().map(|room| usize::from(room.count)).sum(),
                rooms: used.len(),
                rooms_there: facts.rooms.iter().filter(serves).count(),
                seats: used.iter().map(|room| capacity(&room.room)).sum(),
            });
        }
    }
    needs
}

/// What the user loses by seating these subjects anew, in her words.
fn losses(tx: &ReadTx<'_>, facts: &PlanFacts, chosen: &[SubjectId]) -> Result<Vec<String>> {
    let seats: Vec<_> = facts.assignments.iter().filter(|seat| chosen.contains(&seat.subject)).collect();
    if seats.is_empty() {
        return Ok(Vec::new());
    }
    let locked = seats.iter().filter(|seat| seat.locked).count();
    let ours: HashSet<RegistrationId> = seats.iter().map(|seat| seat.registration).collect();
    let by_hand = tx
        .seat_changes(facts.plan.id)?
        .iter()
        .filter(|change| !change.undone && change.kind.moves_people())
        .filter(|change| change.seats.iter().any(|own| ours.contains(&own.registration)))
        .count();
    let printed = tx.printed_sheets(facts.plan.id)?.len();
    let mut losses = vec![format!("现有 {} 个座位会重新编排", seats.len() - locked)];
    if by_hand > 0 {
        losses.push(format!("手工调整的 {by_hand} 处变更会丢失（没有锁定的座位不保留）"));
    }
    if locked > 0 {
        losses.push(format!("已锁定的 {locked} 个座位保持不变"));
    }
    if printed > 0 {
        losses.push(format!("已经打印的 {printed} 份材料（准考证、门贴、桌贴、签到表等）会作废，需要重印"));
    }
    Ok(losses)
}
