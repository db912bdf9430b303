//! What a change would do, before it is done. Reads only the rooms concerned, so that it keeps up with a
//! pointer that drags a seat.

use super::facts::{Choices, PlanFacts};
use super::hand::{self, ByHand, Outcome, plan_of};
use super::late::{self, Places, SeatingSheets};
use super::picture::group_label;
use super::printed::Printed;
use crate::error::Result;
use crate::workspace::App;
use kaozhan_domain::arrangement::SeatChangeKind;
use kaozhan_domain::ids::PlanId;
use kaozhan_domain::seating::Seating;
use serde::Serialize;
use std::collections::HashSet;
use ts_rs::TS;

/// What a change would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingConsequence {
    /// The rules allow it.
    pub allowed: bool,
    /// `move`, `swap`, `add`, `remove` …; empty when it is not allowed.
    pub kind: String,
    /// 与 19 号叶清商对换, or why it is not allowed.
    pub text: String,
    /// Neighbouring pairs of the same group in the rooms concerned, now.
    pub pairs_before: u32,
    /// The same, then.
    pub pairs_after: u32,
    /// `同班相邻 0 → 2 对`.
    pub pairs_text: String,
    /// Sheets to print again.
    pub sheets: Vec<SeatingSheets>,
    /// How many.
    pub sheet_count: usize,
}

/// Tries `change` out.
///
/// # Errors
/// Those of the store; a rule that stands against the change is an answer, not an error.
pub(crate) fn preview(app: &App, plan: PlanId, change: &ByHand) -> Result<SeatingConsequence> {
    app.read(|tx| {
        let plan = plan_of(tx, plan)?;
        let choices = Choices::of_last_run(tx, &plan)?;
        let rooms = if let ByHand::To(_, to) = change { vec![to.room] } else { Vec::new() };
        let facts = PlanFacts::load_around(tx, plan, &rooms, &change.registrations())?;
        Ok(match hand::outcome(&facts, &choices, change) {
            Ok(outcome) => allowed(&facts, &choices, &outcome, &Printed::load(tx, facts.plan.id)?),
            Err(refused) => SeatingConsequence {
                allowed: false,
                kind: String::new(),
                text: refused.message,
                pairs_before: 0,
                pairs_after: 0,
                pairs_text: String::new(),
                sheets: Vec::new(),
                sheet_count: 0,
            },
        })
    })
}

fn allowed(facts: &PlanFacts, choices: &Choices, outcome: &Outcome, printed: &Printed) -> SeatingConsequence {
    let touched: HashSet<(String, String)> = outcome
        .moves
        .iter()
        .flat_map(|own| [own.from, own.to])
        .flatten()
        .map(|seat| (seat.room.to_string(), seat.session.to_string()))
        .collect();
    let pairs = |seating: &Seating| {
        seating
            .rooms
            .iter()
            .filter(|room| touched.contains(&(room.room.clone(), room.session.clone())))
            .map(|room| room.same_group_pairs)
            .sum::<u32>()
    };
    let before = pairs(&facts.seating(&facts.request(choices, None)));
    let after = pairs(&outcome.change.seating);
    let places = Places::new(&facts.rooms, &facts.subjects);
    let name = |own: &kaozhan_domain::arrangement::SeatMove| {
        let known = facts.registration(&own.registration.to_string());
        known.map(|known| facts.candidate_name(known)).unwrap_or_default()
    };
    let sheets = printed.hit_by(&outcome.moves, &places, |who| facts.name_of(who));
    let label = group_label(&choices.order);
    let pairs_text = if before == after {
        format!("{label}相邻 {after} 对，不变")
    } else {
        format!("{label}相邻 {before} → {after} 对")
    };
    SeatingConsequence {
        allowed: true,
        kind: outcome.kind.code().to_owned(),
        text: text(outcome, &places, name),
        pairs_before: before,
        pairs_after: after,
        pairs_text,
        sheet_count: late::count(&sheets),
        sheets,
    }
}

fn text(
    outcome: &Outcome,
    places: &Places,
    name: impl Fn(&kaozhan_domain::arrangement::SeatMove) -> String,
) -> String {
    match (outcome.kind, outcome.moves.as_slice()) {
        (SeatChangeKind::Swap, [_, other]) => {
            let seat = other.from.map(|seat| places.desk(&seat)).unwrap_or_default();
            format!("与 {seat} {}对换", name(other))
        }
        (SeatChangeKind::Move | SeatChangeKind::Add, [one]) => {
            format!("{} 到 {}", name(one), one.to.map(|seat| places.desk(&seat)).unwrap_or_default())
        }
        (SeatChangeKind::Remove, [one]) => {
            format!("{} 不再有座位，报考保留", name(one))
        }
        _ => format!("{} {} 个座位", outcome.kind.label(), outcome.moves.len()),
    }
}
