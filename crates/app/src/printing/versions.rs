//! Versions of printed sheets: they rise when, and only when, what a sheet shows has changed.

use super::content::{PlanContent, checksum};
use crate::error::Result;
use chrono::NaiveDateTime;
use kaozhan_domain::arrangement::{RoomVersion, SheetSubject, TicketVersion};
use kaozhan_domain::ids::{CandidateId, RoomId, SessionId};
use kaozhan_domain::plan::ExamPlan;
use kaozhan_store::{ReadTx, WriteTx};
use std::collections::HashMap;

/// The version of each sheet of a plan.
#[derive(Default)]
pub(crate) struct Versions {
    pub(crate) rooms: HashMap<(RoomId, SessionId), RoomVersion>,
    pub(crate) tickets: HashMap<CandidateId, TicketVersion>,
}

impl Versions {
    /// The versions as they stand.
    pub(crate) fn load(tx: &ReadTx<'_>, plan: &ExamPlan) -> Result<Self> {
        Ok(Self {
            rooms: tx.room_versions(plan.id)?.into_iter().map(|v| ((v.room, v.session), v)).collect(),
            tickets: tx.ticket_versions(plan.id)?.into_iter().map(|v| (v.candidate, v)).collect(),
        })
    }

    /// The versions that the sheets would have if they were printed now; nothing is written.
    pub(crate) fn as_of(tx: &ReadTx<'_>, content: &PlanContent, now: NaiveDateTime) -> Result<Self> {
        Self::as_of_some(tx, content, now, |_| true)
    }

    /// The same for the sheets that are `asked` for; the versions of the others stay as they were.
    pub(crate) fn as_of_some(
        tx: &ReadTx<'_>,
        content: &PlanContent,
        now: NaiveDateTime,
        asked: impl Fn(SheetSubject) -> bool,
    ) -> Result<Self> {
        let mut known = Self::load(tx, &content.plan)?;
        let fresh = known.brought_up(content, now, asked);
        known.rooms.extend(fresh.rooms);
        known.tickets.extend(fresh.tickets);
        Ok(known)
    }

    /// Number and 校验码 of a sheet's content.
    pub(crate) fn of(&self, subject: SheetSubject) -> Option<(u32, &str)> {
        match subject {
            SheetSubject::Ticket(candidate) => {
                self.tickets.get(&candidate).map(|known| (known.version, known.checksum.as_str()))
            }
            SheetSubject::Room(room, session) => {
                self.rooms.get(&(room, session)).map(|known| (known.version, known.checksum.as_str()))
            }
        }
    }

    /// The versions that `content` should have: unchanged where the 校验码 is, else the next one.
    /// Gives those that are new, of the sheets that are `asked` for: a 校验码 is the dear part of it.
    fn brought_up(
        &self,
        content: &PlanContent,
        now: NaiveDateTime,
        asked: impl Fn(SheetSubject) -> bool,
    ) -> Self {
        let mut fresh = Self::default();
        for room in content.rooms.iter().filter(|room| asked(SheetSubject::Room(room.room, room.session))) {
            let sum = checksum(room);
            let old = self.rooms.get(&(room.room, room.session));
            if old.is_none_or(|old| old.checksum != sum) {
                let version = RoomVersion {
                    plan: content.plan.id,
                    room: room.room,
                    session: room.session,
                    version: old.map_or(0, |old| old.version) + 1,
                    checksum: sum,
                    made_at: now,
                };
                fresh.rooms.insert((room.room, room.session), version);
            }
        }
        for ticket in content.tickets.iter().filter(|ticket| asked(SheetSubject::Ticket(ticket.candidate))) {
            let sum = checksum(ticket);
            let old = self.tickets.get(&ticket.candidate);
            if old.is_none_or(|old| old.checksum != sum) {
                let version = TicketVersion {
                    plan: content.plan.id,
                    candidate: ticket.candidate,
                    version: old.map_or(0, |old| old.version) + 1,
                    checksum: sum,
                    made_at: now,
                };
                fresh.tickets.insert(ticket.candidate, version);
            }
        }
        fresh
    }

    fn is_empty(&self) -> bool {
        self.rooms.is_empty() && self.tickets.is_empty()
    }
}

/// Brings the versions of a plan up to what its sheets show now.
pub(crate) fn refresh(tx: &mut WriteTx<'_>, plan: &ExamPlan, now: NaiveDateTime) -> Result<()> {
    let content = PlanContent::load(tx, plan.clone())?;
    let fresh = Versions::load(tx, plan)?.brought_up(&content, now, |_| true);
    for version in fresh.rooms.values() {
        tx.put_room_version(version)?;
    }
    for version in fresh.tickets.values() {
        tx.put_ticket_version(version)?;
    }
    Ok(())
}

/// Whether [`refresh`] would change anything.
pub(crate) fn is_stale(tx: &ReadTx<'_>, content: &PlanContent, now: NaiveDateTime) -> Result<bool> {
    Ok(!Versions::load(tx, &content.plan)?.brought_up(content, now, |_| true).is_empty())
}
