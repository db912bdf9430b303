//! What lies on paper of a plan's seats, and which of it no longer holds.

use super::late::{Places, SeatingSheets};
use crate::error::Result;
use kaozhan_documents::print::DocumentKind;
use kaozhan_domain::arrangement::{PrintedSheet, SeatMove, SheetSubject};
use kaozhan_domain::ids::{CandidateId, PlanId, RoomId, SessionId};
use kaozhan_store::ReadTx;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Kinds of the sheets of one room that a seat is on.
const OF_ROOM: [DocumentKind; 6] = [
    DocumentKind::Door,
    DocumentKind::Desk,
    DocumentKind::SignIn,
    DocumentKind::SeatingPlan,
    DocumentKind::RoomRecord,
    DocumentKind::PackCover,
];

/// The printed sheets of a plan.
pub(super) struct Printed {
    sheets: Vec<(DocumentKind, PrintedSheet)>,
    current: HashMap<SheetSubject, (u32, String)>,
}

impl Printed {
    pub(super) fn load(tx: &ReadTx<'_>, plan: PlanId) -> Result<Self> {
        let rooms = tx
            .room_versions(plan)?
            .into_iter()
            .map(|own| (SheetSubject::Room(own.room, own.session), (own.version, own.checksum)));
        let tickets = tx.ticket_versions(plan)?.into_iter();
        let tickets = tickets.map(|own| (SheetSubject::Ticket(own.candidate), (own.version, own.checksum)));
        Ok(Self {
            sheets: tx
                .printed_sheets(plan)?
                .into_iter()
                .filter_map(|sheet| Some((DocumentKind::from_code(&sheet.kind)?, sheet)))
                .collect(),
            current: rooms.chain(tickets).collect(),
        })
    }

    fn is_outdated(&self, sheet: &PrintedSheet) -> bool {
        !self.current.get(&sheet.subject).is_some_and(|(version, sum)| sheet.is_current(*version, sum))
    }

    /// Rooms of which some paper no longer holds.
    pub(super) fn outdated_rooms(&self) -> HashSet<(RoomId, SessionId)> {
        self.sheets
            .iter()
            .filter(|(_, sheet)| self.is_outdated(sheet))
            .filter_map(|(_, sheet)| match sheet.subject {
                SheetSubject::Room(room, session) => Some((room, session)),
                SheetSubject::Ticket(_) => None,
            })
            .collect()
    }

    /// Rooms whose desk labels were printed.
    pub(super) fn labelled_rooms(&self) -> HashSet<(RoomId, SessionId)> {
        self.sheets
            .iter()
            .filter(|(kind, _)| *kind == DocumentKind::Desk)
            .filter_map(|(_, sheet)| match sheet.subject {
                SheetSubject::Room(room, session) => Some((room, session)),
                SheetSubject::Ticket(_) => None,
            })
            .collect()
    }

    /// The paper that `moves` would make untrue; what was never printed is not among it.
    pub(super) fn hit_by(
        &self,
        moves: &[SeatMove],
        places: &Places,
        name: impl Fn(CandidateId) -> String,
    ) -> Vec<SeatingSheets> {
        let rooms: HashSet<(RoomId, SessionId)> = moves
            .iter()
            .flat_map(|own| [own.from, own.to])
            .flatten()
            .map(|seat| (seat.room, seat.session))
            .collect();
        let people: HashSet<CandidateId> = moves.iter().map(|own| own.candidate).collect();
        self.list(moves, places, name, |sheet| match sheet.subject {
            SheetSubject::Room(room, session) => rooms.contains(&(room, session)),
            SheetSubject::Ticket(candidate) => people.contains(&candidate),
        })
    }

    /// The paper that no longer holds; of desk labels those of `moves`, where they explain it.
    pub(super) fn outdated(
        &self,
        moves: &[SeatMove],
        places: &Places,
        name: impl Fn(CandidateId) -> String,
    ) -> Vec<SeatingSheets> {
        self.list(moves, places, name, |sheet| self.is_outdated(sheet))
    }

    fn list(
        &self,
        moves: &[SeatMove],
        places: &Places,
        name: impl Fn(CandidateId) -> String,
        wanted: impl Fn(&PrintedSheet) -> bool,
    ) -> Vec<SeatingSheets> {
        let mut of: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (kind, sheet) in self.sheets.iter().filter(|(_, sheet)| wanted(sheet)) {
            let at = OF_ROOM.iter().position(|own| own == kind).map_or(0, |place| place + 1);
            let group = of.entry(at).or_default();
            match sheet.subject {
                SheetSubject::Ticket(candidate) => _ = group.insert(name(candidate)),
                SheetSubject::Room(room, session) if *kind == DocumentKind::Desk => {
                    group.extend(desks(moves, places, room, session));
                }
                SheetSubject::Room(room, session) => _ = group.insert(places.sheet(room, session)),
            }
        }
        of.into_iter()
            .map(|(at, of)| {
                let kind = at.checked_sub(1).map_or(DocumentKind::Tickets, |place| OF_ROOM[place]);
                SeatingSheets { sheet: kind.label().to_owned(), of: of.into_iter().collect() }
            })
            .collect()
    }
}

/// The desks of a room that `moves` put somebody at; the whole room when none of them did.
fn desks(moves: &[SeatMove], places: &Places, room: RoomId, session: SessionId) -> Vec<String> {
    let here: Vec<String> = moves
        .iter()
        .filter_map(|own| own.to)
        .filter(|seat| seat.room == room && seat.session == session)
        .map(|seat| places.desk(&seat))
        .collect();
    let left =
        moves.iter().filter_map(|own| own.from).any(|seat| seat.room == room && seat.session == session);
    if here.is_empty() && !left { vec![places.sheet(room, session)] } else { here }
}
