//! What is printed: the chosen rooms and candidates, and the files that come of them.

use super::content::{PlanContent, RoomContent, TicketContent};
use super::gate::Concern;
use super::profile::Dress;
use super::versions::Versions;
use super::views::{self, Look, Photos};
use super::{Layouts, PrintOptions};
use crate::error::Result;
use crate::lookup;
use crate::scope::outside;
use crate::workspace::App;
use kaozhan_documents::print::{self, DeskLayout, DocumentKind, RoomPackView, SeatView, SignInLayout};
use kaozhan_domain::arrangement::SheetSubject;
use kaozhan_domain::ids::{CandidateId, RoomId};
use kaozhan_domain::room::Room;
use kaozhan_store::ReadTx;
use std::collections::{BTreeMap, HashSet};

/// The rooms and candidates that were asked for; `None` is all.
pub(super) struct Chosen {
    pub(super) rooms: Option<HashSet<RoomId>>,
    pub(super) candidates: Option<HashSet<CandidateId>>,
}

impl Chosen {
    /// Those that `options` name.
    ///
    /// # Errors
    /// `room_unknown`, `outside_scope`, `candidate_unknown`.
    pub(super) fn find(app: &App, content: &PlanContent, options: &PrintOptions) -> Result<Self> {
        let mut rooms = HashSet::new();
        let mut candidates = HashSet::new();
        app.read(|tx| {
            let known = tx.rooms(content.plan.id)?;
            for text in &options.rooms {
                // Several certificates may use one physical room: all of its records are meant.
                let text = text.trim();
                let mut found: Vec<&Room> =
                    known.iter().filter(|room| room.code == text || room.name == text).collect();
                if found.is_empty() {
                    found.push(lookup::room(&known, text)?);
                }
                if !found.iter().any(|room| app.scope().covers(room.certificate)) {
                    return Err(outside(&format!("考场“{text}”")));
                }
                rooms.extend(found.into_iter().map(|room| room.id));
            }
            for text in &options.candidates {
                candidates.insert(lookup::candidate(tx, text)?.id);
            }
            Ok(())
        })?;
        Ok(Self {
            rooms: Some(rooms).filter(|rooms| !rooms.is_empty()),
            candidates: Some(candidates).filter(|candidates| !candidates.is_empty()),
        })
    }

    /// Everything.
    pub(super) fn everything() -> Self {
        Self { rooms: None, candidates: None }
    }

    fn has_room(&self, room: RoomId) -> bool {
        self.rooms.as_ref().is_none_or(|rooms| rooms.contains(&room))
    }

    /// Whether sheets of this room are meant: it was chosen, or somebody who was chosen sits in it.
    fn takes_room(&self, room: &RoomContent) -> bool {
        match (&self.rooms, &self.candidates) {
            (None, Some(people)) => room.seats.iter().any(|seat| people.contains(&seat.candidate)),
            _ => self.has_room(room.room),
        }
    }

    fn has_ticket(&self, ticket: &TicketContent) -> bool {
        let in_room = ticket.sittings.first().is_some_and(|sitting| self.has_room(sitting.room));
        match &self.candidates {
            Some(candidates) => candidates.contains(&ticket.candidate),
            None => in_room,
        }
    }

    /// Whether a finding is about what was chosen.
    pub(super) fn concerns(&self, content: &PlanContent, concern: Concern) -> bool {
        let who = match concern {
            Concern::Plan => return true,
            Concern::Room(room) => return self.has_room(room),
            Concern::Candidate(who) => who,
        };
        match (&self.candidates, &self.rooms) {
            (Some(candidates), _) => candidates.contains(&who),
            (None, None) => true,
            (None, Some(_)) => content
                .rooms
                .iter()
                .any(|room| self.has_room(room.room) && room.seats.iter().any(|seat| seat.candidate == who)),
        }
    }
}

/// One file to be made.
pub(super) struct Job<'c> {
    pub(super) file_name: String,
    pub(super) of: String,
    pub(super) rooms: Vec<&'c RoomContent>,
    pub(super) tickets: Vec<&'c TicketContent>,
    /// Only the desk labels of these.
    only: Option<HashSet<CandidateId>>,
}

/// The files of a kind of sheet: one for each room, or for each candidate that was named.
pub(super) fn jobs<'c>(content: &'c PlanContent, chosen: &Chosen, kind: DocumentKind) -> Vec<Job<'c>> {
    let label = kind.label();
    let tickets: Vec<&TicketContent> =
        content.tickets.iter().filter(|ticket| chosen.has_ticket(ticket)).collect();
    if kind == DocumentKind::Tickets && chosen.candidates.is_some() {
        return tickets
            .into_iter()
            .map(|ticket| Job {
                file_name: file_name(&[label, &ticket.exam_number, &ticket.name]),
                of: ticket.name.clone(),
                rooms: Vec::new(),
                tickets: vec![ticket],
                only: None,
            })
            .collect();
    }
    let mut rooms: BTreeMap<(&str, &str), Vec<&RoomContent>> = BTreeMap::new();
    for room in content.rooms.iter().filter(|room| chosen.takes_room(room)) {
        rooms.entry((&room.room_code, &room.site_number)).or_default().push(room);
    }
    rooms
        .into_values()
        .map(|rooms| {
            let own: HashSet<RoomId> = rooms.iter().map(|room| room.room).collect();
            let first = rooms[0];
            let named = chosen.candidates.clone().filter(|_| kind == DocumentKind::Desk);
            Job {
                file_name: match &named {
                    Some(people) => partial_name(first, label, people, &content.tickets),
                    None => file_name(&[&first.room_code, &first.room_name, label]),
                },
                of: format!("{} {}", first.site_name, first.room_name),
                tickets: tickets
                    .iter()
                    .filter(|ticket| ticket.sittings.first().is_some_and(|first| own.contains(&first.room)))
                    .copied()
                    .collect(),
                rooms,
                only: named,
            }
        })
        .filter(|job| kind != DocumentKind::Tickets || !job.tickets.is_empty())
        .collect()
}

/// The name of a file with the labels of some people of a room only.
fn partial_name(
    room: &RoomContent,
    label: &str,
    people: &HashSet<CandidateId>,
    tickets: &[TicketContent],
) -> String {
    let who = tickets.iter().find(|ticket| people.contains(&ticket.candidate));
    let who = who.map_or("", |ticket| ticket.name.as_str());
    let etc = if people.len() > 1 { format!("等{}人", people.len()) } else { String::new() };
    file_name(&[&room.room_code, &room.room_name, label, &format!("{who}{etc}")])
}

/// Joins the parts of a file name, leaving out what file systems refuse.
fn file_name(parts: &[&str]) -> String {
    let clean: Vec<String> = parts
        .iter()
        .map(|part| {
            part.chars()
                .map(|c| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c })
                .collect::<String>()
        })
        .collect();
    format!("{}.pdf", clean.join("-"))
}

impl Job<'_> {
    /// Whose sheets are in this file, each with the kind that is noted for it.
    pub(super) fn subjects(&self, kind: DocumentKind) -> Vec<(DocumentKind, SheetSubject)> {
        let rooms =
            |kind| self.rooms.iter().map(move |room| (kind, SheetSubject::Room(room.room, room.session)));
        let tickets =
            self.tickets.iter().map(|ticket| (DocumentKind::Tickets, SheetSubject::Ticket(ticket.candidate)));
        match kind {
            DocumentKind::Tickets => tickets.collect(),
            DocumentKind::RoomPack => {
                let sheets = DocumentKind::ALL.into_iter();
                let sheets =
                    sheets.filter(|kind| !matches!(kind, DocumentKind::Tickets | DocumentKind::RoomPack));
                sheets.flat_map(rooms).chain(tickets).collect()
            }
            // The other labels of the room are still those of the last printing.
            DocumentKind::Desk if self.only.is_some() => Vec::new(),
            kind => rooms(kind).collect(),
        }
    }

    /// Keeps what `wanted` holds for; papers of a whole day stay whole. False when nothing is left.
    pub(super) fn keep(
        &mut self,
        kind: DocumentKind,
        wanted: &dyn Fn(DocumentKind, SheetSubject) -> bool,
    ) -> bool {
        let of_room = |room: &RoomContent| SheetSubject::Room(room.room, room.session);
        match kind {
            DocumentKind::Tickets => {
                self.tickets.retain(|ticket| wanted(kind, SheetSubject::Ticket(ticket.candidate)));
                !self.tickets.is_empty()
            }
            DocumentKind::RoomPack => self.subjects(kind).into_iter().any(|(kind, of)| wanted(kind, of)),
            DocumentKind::Door | DocumentKind::Desk => {
                let days: HashSet<_> = self
                    .rooms
                    .iter()
                    .filter(|room| wanted(kind, of_room(room)))
                    .map(|room| room.start.date())
                    .collect();
                self.rooms.retain(|room| days.contains(&room.start.date()));
                !self.rooms.is_empty()
            }
            _ => {
                self.rooms.retain(|room| wanted(kind, of_room(room)));
                !self.rooms.is_empty()
            }
        }
    }

    /// Whether a finding is about what this file shows.
    pub(super) fn shows(&self, concern: Concern) -> bool {
        match concern {
            Concern::Plan => false,
            Concern::Room(room) => self.rooms.iter().any(|own| own.room == room),
            Concern::Candidate(who) => {
                let named = self.only.as_ref().is_none_or(|people| people.contains(&who));
                let seated =
                    || self.rooms.iter().flat_map(|room| &room.seats).any(|seat| seat.candidate == who);
                named && (self.tickets.iter().any(|ticket| ticket.candidate == who) || seated())
            }
        }
    }

    /// The photos that its sheets show.
    pub(super) fn photos(&self, tx: &ReadTx<'_>, kind: DocumentKind, layouts: &Layouts) -> Result<Photos> {
        let mut wanted: Vec<CandidateId> = Vec::new();
        if matches!(kind, DocumentKind::Tickets | DocumentKind::RoomPack) {
            wanted.extend(self.tickets.iter().map(|ticket| ticket.candidate));
        }
        let on_label = kind == DocumentKind::Desk && layouts.desk.layout == DeskLayout::L7165;
        let on_list = kind == DocumentKind::SignIn && layouts.sign_in == SignInLayout::Photo;
        if on_label || on_list {
            wanted.extend(self.rooms.iter().flat_map(|room| &room.seats).map(|seat| seat.candidate));
        }
        wanted.sort_unstable();
        wanted.dedup();
        views::load_photos(tx, &wanted)
    }

    /// Sets the sheets of this file.
    pub(super) fn set(
        &self,
        kind: DocumentKind,
        layouts: &Layouts,
        versions: &Versions,
        photos: &Photos,
        dress: &Dress,
    ) -> std::result::Result<Vec<u8>, print::DocumentError> {
        let look = Look { versions, photos, dress };
        let sessions = || self.rooms.iter().map(|room| look.room_session(room)).collect::<Vec<_>>();
        let days = || look.room_days(&self.rooms);
        let tickets = || self.tickets.iter().map(|ticket| look.ticket(ticket)).collect::<Vec<_>>();
        match kind {
            DocumentKind::Tickets => print::render_tickets(&tickets(), layouts.tickets),
            DocumentKind::Door => print::render_door_signs(&days()),
            DocumentKind::Desk => {
                let numbers = self.wanted_numbers();
                let wanted = |seat: &SeatView| {
                    numbers.as_ref().is_none_or(|known| known.contains(seat.exam_number.as_str()))
                };
                print::render_some_desk_labels(&days(), &layouts.desk, &wanted)
            }
            DocumentKind::SignIn => print::render_sign_in(&sessions(), layouts.sign_in),
            DocumentKind::SeatingPlan => print::render_seating_plans(&sessions()),
            DocumentKind::RoomRecord => print::render_room_records(&sessions()),
            DocumentKind::PackCover => print::render_pack_covers(&self.packs(layouts, &look)),
            DocumentKind::RoomPack => print::render_room_packs(&self.packs(layouts, &look)),
        }
    }

    /// 准考证号 of those whose labels are wanted; all when `None`.
    fn wanted_numbers(&self) -> Option<HashSet<&str>> {
        let people = self.only.as_ref()?;
        let seats = self.rooms.iter().flat_map(|room| &room.seats);
        Some(
            seats
                .filter(|seat| people.contains(&seat.candidate))
                .map(|seat| seat.exam_number.as_str())
                .collect(),
        )
    }

    /// The bags of the room, one for each session; a ticket goes into the bag of its first session.
    fn packs(&self, layouts: &Layouts, look: &Look<'_>) -> Vec<RoomPackView> {
        let days = look.room_days(&self.rooms);
        self.rooms
            .iter()
            .map(|room| {
                let tickets = self.tickets.iter().filter(|ticket| {
                    ticket.sittings.first().is_some_and(|first| first.session == room.session)
                });
                RoomPackView {
                    room: look.room_session(room),
                    day: days
                        .iter()
                        .find(|day| day.sessions.iter().any(|session| session.start == room.start))
                        .cloned(),
                    tickets: tickets.map(|ticket| look.ticket(ticket)).collect(),
                    items: Vec::new(),
                    desk: layouts.desk,
                    sign_in: layouts.sign_in,
                    ticket_layout: layouts.tickets,
                }
            })
            .collect()
    }
}
