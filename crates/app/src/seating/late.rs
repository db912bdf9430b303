//! What was changed by hand since the last seating, and which sheets are therefore no longer true.

use super::facts::PlanFacts;
use super::hand::{Outcome, plan_of};
use super::printed::Printed;
use crate::error::Result;
use crate::workspace::App;
use kaozhan_domain::arrangement::{SeatAt, SeatChangeKind, SeatChangeRecord, SeatMove, SheetSubject};
use kaozhan_domain::ids::{CandidateId, PlanId, RegistrationId, RoomId, SessionId, SubjectId};
use kaozhan_domain::plan::{ExamPlan, Session, Subject};
use kaozhan_domain::room::Room;
use kaozhan_store::{ReadTx, WriteTx};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use ts_rs::TS;

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingDone {
    /// In one sentence.
    pub text: String,
    /// Neighbouring pairs of the same group that are left in the plan.
    pub pairs: u32,
    /// Proven least number of such pairs.
    pub bound: u32,
    /// Printed sheets that are no longer true because of this change.
    pub sheets: Vec<SeatingSheets>,
    /// How many.
    pub sheet_count: usize,
}

pub(crate) use SeatingDone as Done;

/// Sheets of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingSheets {
    /// Name of the sheet: 准考证, 门贴 …
    pub sheet: String,
    /// Whose: names, rooms, or desks such as `101-05`.
    pub of: Vec<String>,
}

/// A change since the last seating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingLateChange {
    /// Identity.
    pub id: String,
    /// `move`, `swap`, `add`, `remove`, `lock`, `unlock`.
    pub kind: String,
    /// Its word.
    pub label: String,
    /// Whose seats.
    pub names: String,
    /// `101-05 → 102-12`.
    pub place: String,
    /// `2026-06-15 09:42`.
    pub at: String,
    /// Who did it.
    pub actor: String,
    /// Taken back.
    pub undone: bool,
    /// Room to show for it.
    pub room_id: Option<String>,
    /// Its session.
    pub session_id: Option<String>,
}

/// The late changes of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingLateChanges {
    /// The newest first.
    pub changes: Vec<SeatingLateChange>,
    /// Printed sheets that are no longer true.
    pub sheets: Vec<SeatingSheets>,
    /// How many.
    pub sheet_count: usize,
    /// Desks whose label must be taken off: nobody sits there any more.
    pub void_desks: Vec<String>,
    /// Seated people whom no change touched.
    pub untouched: usize,
    /// There is something to take back.
    pub can_undo: bool,
    /// There is something to make again.
    pub can_redo: bool,
}

/// Names of rooms and sessions for texts.
pub(super) struct Places {
    rooms: HashMap<RoomId, Room>,
    sessions: HashMap<SessionId, Session>,
}

impl Places {
    pub(super) fn new(rooms: &[Room], subjects: &[Subject]) -> Self {
        Self {
            rooms: rooms.iter().map(|room| (room.id, room.clone())).collect(),
            sessions: subjects
                .iter()
                .flat_map(|subject| &subject.sessions)
                .map(|session| (session.id, *session))
                .collect(),
        }
    }

    pub(super) fn room(&self, id: RoomId) -> String {
        self.rooms.get(&id).map(|room| room.name.clone()).unwrap_or_default()
    }

    /// `101-05`.
    pub(super) fn desk(&self, seat: &SeatAt) -> String {
        format!("{}-{:02}", self.room(seat.room), seat.seat)
    }

    /// `101（06-20 09:00）`.
    pub(super) fn sheet(&self, room: RoomId, session: SessionId) -> String {
        let start =
            self.sessions.get(&session).map(|session| session.start.format("%m-%d %H:%M").to_string());
        format!("{}（{}）", self.room(room), start.unwrap_or_default())
    }

    /// Where a change happened: `101-05 → 102-12`, and the session when it changes too.
    pub(super) fn way(&self, own: &SeatMove) -> String {
        match (&own.from, &own.to) {
            (Some(from), Some(to)) if from == to => self.desk(to),
            (Some(from), Some(to)) => format!("{} → {}", self.desk(from), self.desk(to)),
            (Some(at), None) | (None, Some(at)) => self.desk(at),
            (None, None) => String::new(),
        }
    }
}

/// The effect of several changes together: first seat and last seat of everybody who ended elsewhere.
pub(super) fn net(changes: &[SeatChangeRecord]) -> Vec<SeatMove> {
    let mut order: Vec<RegistrationId> = Vec::new();
    let mut whole: HashMap<RegistrationId, SeatMove> = HashMap::new();
    for own in changes.iter().filter(|change| !change.undone).flat_map(|change| &change.seats) {
        whole.entry(own.registration).and_modify(|known| known.to = own.to).or_insert_with(|| {
            order.push(own.registration);
            *own
        });
    }
    order.iter().filter_map(|id| whole.get(id)).filter(|own| own.from != own.to).copied().collect()
}

pub(super) fn count(sheets: &[SeatingSheets]) -> usize {
    sheets.iter().map(|group| group.of.len()).sum()
}

/// What `outcome` did, for the window.
pub(super) fn done(tx: &ReadTx<'_>, facts: &PlanFacts, outcome: &Outcome, label: &str) -> Result<Done> {
    let places = Places::new(&facts.rooms, &facts.subjects);
    let name = |own: &SeatMove| {
        let known = facts.registration(&own.registration.to_string());
        known.map(|known| facts.candidate_name(known)).unwrap_or_default()
    };
    let names: Vec<String> = outcome.moves.iter().take(3).map(name).collect();
    let etc = if outcome.moves.len() > names.len() {
        format!(" 等 {} 人", outcome.moves.len())
    } else {
        String::new()
    };
    let label = if label.is_empty() { outcome.kind.label() } else { label };
    let way = match outcome.moves.as_slice() {
        [one] => places.way(one),
        [a, _] if outcome.kind == SeatChangeKind::Swap => places.way(a).replace('→', "与"),
        _ => String::new(),
    };
    let moved: Vec<SeatMove> = outcome.moves.iter().filter(|own| own.from != own.to).copied().collect();
    let sheets = Printed::load(tx, facts.plan.id)?.hit_by(&moved, &places, |who| facts.name_of(who));
    Ok(Done {
        text: format!("{label}：{}{etc}  {way}", names.join("、")).trim_end().to_owned(),
        pairs: outcome.change.seating.same_group_neighbours,
        bound: outcome.change.seating.lower_bound,
        sheet_count: count(&sheets),
        sheets,
    })
}

/// The changes of the seats of these subjects are forgotten: they are seated anew.
pub(super) fn forget(tx: &mut WriteTx<'_>, facts: &PlanFacts, chosen: &[SubjectId]) -> Result<()> {
    let ours: HashSet<RegistrationId> = facts
        .registrations
        .iter()
        .filter(|registration| !chosen.contains(&registration.subject))
        .map(|registration| registration.id)
        .collect();
    for change in tx.seat_changes(facts.plan.id)? {
        if !change.seats.iter().any(|own| ours.contains(&own.registration)) {
            tx.delete_seat_change(&change)?;
        }
    }
    Ok(())
}

/// Everything that was changed by hand in a plan since it was seated.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub(crate) fn changes(app: &App, plan: PlanId) -> Result<SeatingLateChanges> {
    app.read(|tx| {
        let plan = plan_of(tx, plan)?;
        let log = app.seat_changes(tx, plan.id)?;
        let names = names(tx, &log)?;
        let places = Places::new(&tx.rooms(plan.id)?, &tx.subjects(plan.id)?);
        let name = |own: &SeatMove| {
            names.get(&own.registration).cloned().unwrap_or_else(|| "已删除的考生".to_owned())
        };
        let moved = net(&log);
        let printed = Printed::load(tx, plan.id)?;
        let owners = owners(tx, plan.id)?;
        let owner = |who: CandidateId| owners.get(&who).cloned().unwrap_or_else(|| "已删除的考生".to_owned());
        let sheets = printed.outdated(&moved, &places, owner);
        let labelled = printed.labelled_rooms();
        let seats = app.seats(tx, plan.id)?;
        let taken: HashSet<(SessionId, RoomId, u16)> =
            seats.iter().map(|seat| (seat.session, seat.room, seat.seat)).collect();
        let void_desks = moved
            .iter()
            .filter_map(|own| own.from)
            .filter(|seat| labelled.contains(&(seat.room, seat.session)))
            .filter(|seat| !taken.contains(&(seat.session, seat.room, seat.seat)))
            .map(|seat| places.desk(&seat))
            .collect();
        let touched: HashSet<RegistrationId> = moved.iter().map(|own| own.registration).collect();
        Ok(SeatingLateChanges {
            sheet_count: count(&sheets),
            sheets,
            void_desks,
            untouched: seats.iter().filter(|seat| !touched.contains(&seat.registration)).count(),
            can_undo: log.iter().any(|change| !change.undone),
            can_redo: log.iter().any(|change| change.undone),
            changes: log.iter().rev().map(|change| told(change, &places, name)).collect(),
        })
    })
}

fn told(change: &SeatChangeRecord, places: &Places, name: impl Fn(&SeatMove) -> String) -> SeatingLateChange {
    let names: Vec<String> = change.seats.iter().take(3).map(name).collect();
    let more = change.seats.len() - names.len();
    let first = change.seats.first();
    let show = first.and_then(|own| own.to.or(own.from));
    let place = match change.seats.as_slice() {
        [a, _] if change.kind == SeatChangeKind::Swap => places.way(a).replace('→', "与"),
        [one] => places.way(one),
        _ => show.map(|seat| places.room(seat.room)).unwrap_or_default(),
    };
    SeatingLateChange {
        id: change.id.to_string(),
        kind: change.kind.code().to_owned(),
        label: change.kind.label().to_owned(),
        names: if more > 0 {
            format!("{} 等 {} 人", names.join("、"), change.seats.len())
        } else {
            names.join("、")
        },
        place,
        at: change.made_at.format("%Y-%m-%d %H:%M").to_string(),
        actor: change.actor.clone(),
        undone: change.undone,
        room_id: show.map(|seat| seat.room.to_string()),
        session_id: show.map(|seat| seat.session.to_string()),
    }
}

fn names(tx: &ReadTx<'_>, log: &[SeatChangeRecord]) -> Result<HashMap<RegistrationId, String>> {
    let mut names = HashMap::new();
    for own in log.iter().flat_map(|change| &change.seats) {
        if !names.contains_key(&own.registration)
            && let Some(registration) = tx.registration(own.registration)?
        {
            names.insert(own.registration, registration.snapshot.details.name.clone());
        }
    }
    Ok(names)
}

/// Names of those with a printed ticket.
fn owners(tx: &ReadTx<'_>, plan: PlanId) -> Result<HashMap<CandidateId, String>> {
    let ids: Vec<CandidateId> = tx
        .printed_sheets(plan)?
        .into_iter()
        .filter_map(|sheet| match sheet.subject {
            SheetSubject::Ticket(candidate) => Some(candidate),
            SheetSubject::Room(..) => None,
        })
        .collect();
    let found = tx.candidates_by_id(&ids)?;
    Ok(found.into_iter().map(|candidate| (candidate.id, candidate.details.name)).collect())
}

/// Rooms whose paper no longer holds, and those whose seat in them was changed by hand.
pub(super) struct Touched {
    pub(super) rooms: HashSet<(RoomId, SessionId)>,
    pub(super) registrations: HashSet<RegistrationId>,
}

pub(super) fn touched(tx: &ReadTx<'_>, plan: &ExamPlan) -> Result<Touched> {
    let rooms = Printed::load(tx, plan.id)?.outdated_rooms();
    let moved = net(&tx.seat_changes(plan.id)?);
    let registrations = moved
        .iter()
        .filter(|own| own.to.is_some_and(|seat| rooms.contains(&(seat.room, seat.session))))
        .map(|own| own.registration)
        .collect();
    Ok(Touched { rooms, registrations })
}
