//! The rota (监考编排): who invigilates which room in which session.
//!
//! [`assign`] fills the places, [`findings`] says of any rota what is wrong with it, and is what the tests
//! hold the first against.

mod assign;
#[cfg(test)]
mod tests;

pub use assign::assign;

use super::DutyRole;
use crate::clock::Window;
use crate::ids::{CertificateId, InvigilatorId, RoomId, SessionId};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// 监考 in a room, unless said otherwise.
pub const USUAL_PER_ROOM: u16 = 2;
/// Most people of one role in one place.
pub const MOST_PER_PLACE: u16 = 9;

/// Who may be given duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Eligibility {
    /// Whose certificate is that of the exam, 已认证.
    #[default]
    SameCertificate,
    /// Who has any 已认证 certificate.
    AnyVerified,
    /// Everybody, also 未认证: for a rehearsal.
    Rehearsal,
}

impl Eligibility {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::SameCertificate, Self::AnyVerified, Self::Rehearsal];

    /// Name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::SameCertificate => "本证书已认证",
            Self::AnyVerified => "任一证书已认证",
            Self::Rehearsal => "包括未认证（仅演练）",
        }
    }
}

/// A place that needs people: a room in a session, or 巡考 of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotaSlot {
    /// 场次.
    pub session: SessionId,
    /// 考场; none for 巡考.
    pub room: Option<RoomId>,
    /// 监考 or 巡考.
    pub role: DutyRole,
    /// From when to when.
    pub window: Window,
    /// The certificate that is examined.
    pub certificate: CertificateId,
    /// How many people.
    pub needed: u16,
}

/// Somebody who may be given duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotaPerson {
    /// Who.
    pub id: InvigilatorId,
    /// The certificates that are 已认证.
    pub verified: Vec<CertificateId>,
    /// When the person can't come.
    pub unavailable: Vec<Window>,
    /// Duties in other plans.
    pub busy: Vec<Window>,
    /// Earlier duties that count.
    pub earlier: u32,
}

/// Somebody at a place; both as places in the lists of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Placement {
    /// Place among [`RotaRequest::slots`].
    pub slot: usize,
    /// Place among [`RotaRequest::people`].
    pub person: usize,
}

/// What a rota is made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RotaRequest {
    /// The places, in the order in which they are filled.
    pub slots: Vec<RotaSlot>,
    /// The people, in the order in which they are asked when nothing else tells them apart.
    pub people: Vec<RotaPerson>,
    /// What stays as it is.
    pub kept: Vec<Placement>,
    /// Who may be given duties.
    pub eligibility: Eligibility,
    /// Minutes between two duties of one person, at least.
    pub gap_minutes: u32,
}

/// Why somebody can't be at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// 未认证 for the certificate.
    NotVerified,
    /// Can't come at that time.
    Unavailable,
    /// On duty in another plan.
    BusyElsewhere,
    /// On duty at this place of the request at that time.
    Busy(usize),
}

/// A place that lacks people, and where everybody else is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// Place among [`RotaRequest::slots`].
    pub slot: usize,
    /// How many are missing.
    pub missing: u16,
    /// People who are 未认证 for it.
    pub not_verified: u32,
    /// People who can't come.
    pub unavailable: u32,
    /// People who are on duty elsewhere at that time.
    pub busy: u32,
}

/// What [`assign`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rota {
    /// Who is where, by slot; what was kept is among them.
    pub placements: Vec<Placement>,
    /// Places that could not be filled.
    pub shortages: Vec<Shortage>,
}

/// Something that is wrong with a rota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RotaFinding {
    /// Who is where.
    pub placement: Placement,
    /// And why that can't be.
    pub hindrance: Hindrance,
}

/// Whether two windows overlap, with `gap` between them.
fn overlap(a: &Window, b: &Window, gap: TimeDelta) -> bool {
    a.start < b.end + gap && b.start < a.end + gap
}

impl RotaRequest {
    fn gap(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.gap_minutes))
    }

    /// Whether nobody can be at both places.
    pub(crate) fn clash(&self, a: usize, b: usize) -> bool {
        overlap(&self.slots[a].window, &self.slots[b].window, self.gap())
    }

    /// Why a person can't be at a place, whatever the rota looks like.
    pub fn hindrance(&self, at: Placement) -> Option<Hindrance> {
        let (slot, person) = (&self.slots[at.slot], &self.people[at.person]);
        let verified = match self.eligibility {
            Eligibility::SameCertificate => person.verified.contains(&slot.certificate),
            Eligibility::AnyVerified => !person.verified.is_empty(),
            Eligibility::Rehearsal => true,
        };
        if !verified {
            return Some(Hindrance::NotVerified);
        }
        if person.unavailable.iter().any(|window| overlap(window, &slot.window, TimeDelta::zero())) {
            return Some(Hindrance::Unavailable);
        }
        if person.busy.iter().any(|window| overlap(window, &slot.window, self.gap())) {
            return Some(Hindrance::BusyElsewhere);
        }
        None
    }

    /// Why a person can't be at a place beside what `placements` says; nothing for who is there already.
    pub fn hindrance_in(&self, at: Placement, placements: &[Placement]) -> Option<Hindrance> {
        self.hindrance(at).or_else(|| {
            let mut others = placements.iter().filter(|other| other.person == at.person);
            let other = others.find(|other| other.slot != at.slot && self.clash(other.slot, at.slot))?;
            Some(Hindrance::Busy(other.slot))
        })
    }
}

/// Everything that is wrong with `placements`: people who may not be there, people in two places at once.
pub fn findings(request: &RotaRequest, placements: &[Placement]) -> Vec<RotaFinding> {
    let mut found = Vec::new();
    for (place, at) in placements.iter().enumerate() {
        let twice = placements[..place].contains(at).then_some(Hindrance::Busy(at.slot));
        if let Some(hindrance) = request.hindrance_in(*at, placements).or(twice) {
            found.push(RotaFinding { placement: *at, hindrance });
        }
    }
    found
}

/// The places of `placements` that lack people, and why nobody else is there.
pub fn shortages(request: &RotaRequest, placements: &[Placement]) -> Vec<Shortage> {
    let mut found = Vec::new();
    for (slot, wanted) in request.slots.iter().enumerate() {
        let there: Vec<usize> = placements.iter().filter(|at| at.slot == slot).map(|at| at.person).collect();
        let have = u16::try_from(there.len()).unwrap_or(u16::MAX);
        if have >= wanted.needed {
            continue;
        }
        let mut shortage =
            Shortage { slot, missing: wanted.needed - have, not_verified: 0, unavailable: 0, busy: 0 };
        for person in (0..request.people.len()).filter(|person| !there.contains(person)) {
            match request.hindrance_in(Placement { slot, person }, placements) {
                Some(Hindrance::NotVerified) => shortage.not_verified += 1,
                Some(Hindrance::Unavailable) => shortage.unavailable += 1,
                Some(Hindrance::BusyElsewhere | Hindrance::Busy(_)) => shortage.busy += 1,
                None => {}
            }
        }
        found.push(shortage);
    }
    found
}
