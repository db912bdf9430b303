//! The state of a plan's paper: documents × rooms.

use super::content::{PlanContent, RoomContent, TicketContent};
use super::log::{PrintedLog, SheetState};
use super::profile::{PrintLayoutChoice, PrintProfile};
use super::versions::Versions;
use crate::error::Result;
use crate::lookup;
use crate::workspace::App;
use kaozhan_documents::print::DocumentKind;
use kaozhan_domain::arrangement::SheetSubject;
use kaozhan_domain::ids::RoomId;
use kaozhan_domain::plan::ExamPlan;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use ts_rs::TS;

/// Documents × rooms.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintOverview {
    /// The plan that is shown; nothing when there is none at all.
    pub plan: Option<PrintPlan>,
    /// Every plan.
    pub plans: Vec<PrintPlan>,
    /// The documents.
    pub documents: Vec<PrintDocument>,
    /// Rooms that somebody sits in.
    pub rooms: Vec<PrintRoom>,
    /// Sheets that are out of date.
    pub outdated: usize,
}

/// A plan to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PrintPlan {
    /// 计划编号.
    pub number: String,
    /// 计划名称.
    pub name: String,
}

/// A kind of sheet.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintDocument {
    /// Its code.
    pub kind: String,
    /// Its name.
    pub label: String,
    /// Its layouts, if it has several.
    pub layouts: Vec<PrintLayout>,
    /// The layout that is set.
    pub layout: String,
    /// Whether it is laid on labels.
    pub on_labels: bool,
    /// Whether the school may add a line to it.
    pub has_note: bool,
    /// Sheets whose paper holds.
    pub printed: usize,
    /// Sheets never printed.
    pub unprinted: usize,
    /// Sheets out of date.
    pub outdated: usize,
}

/// A layout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PrintLayout {
    /// Its code.
    pub code: String,
    /// As shown.
    pub label: String,
    /// Columns of labels; 0 where there are none.
    pub columns: u16,
    /// Rows of labels.
    pub rows: u16,
}

/// A room with its sheets.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintRoom {
    /// 考场编号, by which it is chosen.
    pub code: String,
    /// 考场名称.
    pub name: String,
    /// 考核站点.
    pub site: String,
    /// Its sessions, such as `06-20 09:00`.
    pub sessions: Vec<String>,
    /// Candidates, each counted once.
    pub people: usize,
    /// By kind.
    pub sheets: Vec<PrintRoomSheet>,
}

/// One kind of sheet of one room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PrintRoomSheet {
    /// Code of the sheet.
    pub kind: String,
    /// Where it stands; the worst of its sessions or tickets.
    pub state: SheetState,
    /// As shown.
    pub label: String,
    /// Pages, when every name fits its row.
    pub pages: usize,
}

/// The plan with this number or name; without one the newest that has seats, else the newest.
fn choose(plans: &[ExamPlan], text: &str) -> Result<Option<ExamPlan>> {
    if text.trim().is_empty() {
        return Ok(plans.iter().max_by_key(|plan| (&plan.year, &plan.number)).cloned());
    }
    Ok(Some(lookup::plan(plans, text)?.clone()))
}

fn shown(plan: &ExamPlan) -> PrintPlan {
    PrintPlan { number: plan.number.clone(), name: plan.name.clone() }
}

/// The state of the sheets of a plan; an empty `plan` means the newest. `layouts` go before those that are set.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub fn overview(app: &App, plan: &str, layouts: &[PrintLayoutChoice]) -> Result<PrintOverview> {
    let now = app.now();
    app.read(|tx| {
        let plans = app.plans(tx)?;
        let mut profile = PrintProfile::load(tx)?;
        profile.layouts.splice(0..0, layouts.iter().filter(|choice| !choice.layout.is_empty()).cloned());
        let all = plans.iter().map(shown).collect();
        let Some(plan) = choose(&plans, plan)? else {
            let documents = documents(&profile, &[]);
            return Ok(PrintOverview { plan: None, plans: all, documents, rooms: Vec::new(), outdated: 0 });
        };
        let log = PrintedLog::load(tx, plan.id)?;
        let content = PlanContent::load(tx, plan)?;
        // A sheet that was never printed is 未印, whatever its version.
        let printed = log.subjects();
        let versions = Versions::as_of_some(tx, &content, now, |of| printed.contains(&of))?;
        let content = content.within(app, tx)?;
        let states = states(&content, &versions, &log);
        Ok(PrintOverview {
            plan: Some(shown(&content.plan)),
            plans: all,
            documents: documents(&profile, &states),
            rooms: rooms(&content, &profile, &states),
            outdated: states.iter().filter(|(_, _, state)| *state == SheetState::Outdated).count(),
        })
    })
}

pub(super) type State = (DocumentKind, SheetSubject, SheetState);

/// Every sheet of a plan.
pub(super) fn states(content: &PlanContent, versions: &Versions, log: &PrintedLog) -> Vec<State> {
    let state = |kind, of| (kind, of, log.state(versions, kind, of));
    let mut all: Vec<State> = content
        .tickets
        .iter()
        .map(|ticket| state(DocumentKind::Tickets, SheetSubject::Ticket(ticket.candidate)))
        .collect();
    for kind in room_kinds() {
        all.extend(content.rooms.iter().map(|room| state(kind, of_room(room))));
    }
    all
}

fn room_kinds() -> impl Iterator<Item = DocumentKind> {
    let of_rooms = |kind: &DocumentKind| !matches!(kind, DocumentKind::Tickets | DocumentKind::RoomPack);
    DocumentKind::ALL.into_iter().filter(of_rooms)
}

fn of_room(room: &RoomContent) -> SheetSubject {
    SheetSubject::Room(room.room, room.session)
}

/// The layout that the school has set for a kind; empty where there is only one.
fn layout_of(profile: &PrintProfile, kind: DocumentKind) -> String {
    let set = profile.layouts.iter().find(|choice| choice.kind == kind.code());
    set.map(|choice| choice.layout.clone())
        .or_else(|| kind.layouts().first().map(ToString::to_string))
        .unwrap_or_default()
}

fn layouts(kind: DocumentKind) -> Vec<PrintLayout> {
    let known = |code: &&str| {
        let (label, columns, rows) = match *code {
            "a4" => ("每页一张", 0, 0),
            "2up" => ("每页两张", 0, 0),
            "3x3" => ("3 × 3，99 × 70 mm，裁切", 3, 3),
            "2x5" => ("2 × 5，105 × 59.4 mm，裁切", 2, 5),
            "l7165" => ("2 × 4，L7165 标签纸，带照片", 2, 4),
            "plain" => ("每页 30 人", 0, 0),
            "photo" => ("每页 10 人，带照片", 0, 0),
            other => (other, 0, 0),
        };
        PrintLayout { code: (*code).to_owned(), label: label.to_owned(), columns, rows }
    };
    kind.layouts().iter().map(known).collect()
}

fn documents(profile: &PrintProfile, states: &[State]) -> Vec<PrintDocument> {
    DocumentKind::ALL
        .into_iter()
        .map(|kind| {
            let count = |wanted: SheetState| {
                states.iter().filter(|(of, _, state)| *of == kind && *state == wanted).count()
            };
            PrintDocument {
                kind: kind.code().to_owned(),
                label: kind.label().to_owned(),
                layouts: layouts(kind),
                layout: layout_of(profile, kind),
                on_labels: kind == DocumentKind::Desk,
                has_note: super::profile::has_note(kind),
                printed: count(SheetState::Printed),
                unprinted: count(SheetState::Unprinted),
                outdated: count(SheetState::Outdated),
            }
        })
        .collect()
}

fn rooms(content: &PlanContent, profile: &PrintProfile, states: &[State]) -> Vec<PrintRoom> {
    let mut by_room: BTreeMap<(&str, &str), Vec<&RoomContent>> = BTreeMap::new();
    for room in &content.rooms {
        by_room.entry((&room.room_code, &room.site_number)).or_default().push(room);
    }
    // A ticket is printed with the room of its first session.
    let mut tickets: HashMap<RoomId, Vec<&TicketContent>> = HashMap::new();
    for ticket in &content.tickets {
        if let Some(first) = ticket.sittings.first() {
            tickets.entry(first.room).or_default().push(ticket);
        }
    }
    let states: HashMap<(DocumentKind, SheetSubject), SheetState> =
        states.iter().map(|(kind, of, state)| ((*kind, *of), *state)).collect();
    by_room
        .into_values()
        .map(|rooms| {
            let physical: BTreeSet<RoomId> = rooms.iter().map(|room| room.room).collect();
            let tickets: Vec<&TicketContent> =
                physical.iter().filter_map(|room| tickets.get(room)).flatten().copied().collect();
            let state_of = |kind: DocumentKind, of: SheetSubject| states.get(&(kind, of)).copied();
            let worst = |kind: DocumentKind| {
                let found = match kind {
                    DocumentKind::Tickets => tickets
                        .iter()
                        .filter_map(|ticket| state_of(kind, SheetSubject::Ticket(ticket.candidate)))
                        .max(),
                    _ => rooms.iter().filter_map(|room| state_of(kind, of_room(room))).max(),
                };
                found.unwrap_or(SheetState::Unprinted)
            };
            let sheet = |kind: DocumentKind, state: SheetState| PrintRoomSheet {
                kind: kind.code().to_owned(),
                state,
                label: state.label().to_owned(),
                pages: pages(kind, profile, &rooms, tickets.len()),
            };
            let single = DocumentKind::ALL.into_iter().filter(|kind| *kind != DocumentKind::RoomPack);
            let mut sheets: Vec<PrintRoomSheet> = single.map(|kind| sheet(kind, worst(kind))).collect();
            let state = sheets.iter().map(|sheet| sheet.state).max().unwrap_or(SheetState::Unprinted);
            sheets.push(sheet(DocumentKind::RoomPack, state));
            room_row(&rooms, sheets)
        })
        .collect()
}

fn room_row(rooms: &[&RoomContent], sheets: Vec<PrintRoomSheet>) -> PrintRoom {
    let people: HashSet<_> = rooms.iter().flat_map(|room| &room.seats).map(|seat| seat.candidate).collect();
    let first = rooms[0];
    PrintRoom {
        code: first.room_code.clone(),
        name: first.room_name.clone(),
        site: first.site_name.clone(),
        sessions: rooms.iter().map(|room| room.start.format("%m-%d %H:%M").to_string()).collect(),
        people: people.len(),
        sheets,
    }
}

/// Pages of a room's sheets when no row has to grow.
fn pages(kind: DocumentKind, profile: &PrintProfile, rooms: &[&RoomContent], tickets: usize) -> usize {
    let layout = layout_of(profile, kind);
    let days: BTreeSet<_> = rooms.iter().map(|room| room.start.date()).collect();
    match kind {
        DocumentKind::Tickets if layout == "2up" => tickets.div_ceil(2),
        DocumentKind::Tickets => tickets,
        DocumentKind::Door => days.len(),
        DocumentKind::Desk => {
            let of_day = |day: &chrono::NaiveDate| {
                let seats =
                    rooms.iter().filter(|room| room.start.date() == *day).flat_map(|room| &room.seats);
                match layout.as_str() {
                    "l7165" => seats
                        .map(|seat| (seat.candidate, seat.seat))
                        .collect::<HashSet<_>>()
                        .len()
                        .div_ceil(8),
                    "2x5" => seats.count().div_ceil(10),
                    _ => seats.count().div_ceil(9),
                }
            };
            days.iter().map(of_day).sum()
        }
        DocumentKind::SignIn => {
            let rows = if layout == "photo" { 10 } else { 30 };
            rooms.iter().map(|room| room.seats.len().div_ceil(rows)).sum()
        }
        DocumentKind::SeatingPlan | DocumentKind::RoomRecord | DocumentKind::PackCover => rooms.len(),
        DocumentKind::RoomPack => DocumentKind::ALL
            .into_iter()
            .filter(|kind| *kind != DocumentKind::RoomPack)
            .map(|kind| pages(kind, profile, rooms, tickets))
            .sum(),
    }
}
