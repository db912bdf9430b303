//! A plan as the rota sees it: places that need people, people, and who is where.

use crate::error::{AppError, Result};
use crate::invigilators::InvigilatorBook;
use crate::scope::outside;
use crate::workspace::{App, all_subjects};
use chrono::{NaiveDateTime, TimeDelta};
use kaozhan_domain::account::Scope;
use kaozhan_domain::clock::Window;
use kaozhan_domain::ids::{CertificateId, InvigilatorId, PlanId, RoomId, SessionId};
use kaozhan_domain::invigilator::rota::{
    Eligibility, Hindrance, MOST_PER_PLACE, Placement, RotaPerson, RotaRequest, RotaSlot, USUAL_PER_ROOM,
};
use kaozhan_domain::invigilator::{DutyRole, InvigilationDuty, Invigilator};
use kaozhan_domain::plan::{Certificate, ExamPlan, Session, Subject};
use kaozhan_domain::room::Room;
use kaozhan_store::ReadTx;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use ts_rs::TS;

/// Duties of the year before a plan count.
const EARLIER_DAYS: i64 = 365;
/// Longest time between two duties that can be asked for.
const GAP_MAX: u32 = 240;

/// How a plan is arranged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RotaOptions {
    /// 监考 in a room.
    pub per_room: u16,
    /// 巡考 in a session.
    pub patrols: u16,
    /// Who may be assigned: `same_certificate`, `any_verified`, `rehearsal`.
    #[ts(type = "'same_certificate' | 'any_verified' | 'rehearsal'")]
    pub eligibility: Eligibility,
    /// Duties of the year before count for the loads.
    pub count_earlier: bool,
    /// Minutes between two duties of one person, at least.
    pub gap_minutes: u32,
}

impl Default for RotaOptions {
    fn default() -> Self {
        Self {
            per_room: USUAL_PER_ROOM,
            patrols: 0,
            eligibility: Eligibility::default(),
            count_earlier: true,
            gap_minutes: 0,
        }
    }
}

impl RotaOptions {
    /// Under which they are kept: an account that manages some certificates only has its own.
    pub(super) fn name(plan: PlanId, scope: &Scope) -> String {
        let own = scope.certificates().iter().map(|certificate| format!("/{certificate}"));
        format!("rota/{plan}{}", own.collect::<String>())
    }

    /// Those that were used last.
    fn kept(tx: &ReadTx<'_>, plan: PlanId, scope: &Scope) -> Result<Option<Self>> {
        match tx.setting(&Self::name(plan, scope))? {
            Some(own) => Ok(Some(own)),
            None => Ok(tx.setting(&Self::name(plan, &Scope::everything()))?),
        }
    }

    /// Refuses what makes no sense.
    pub(super) fn check(&self) -> Result<()> {
        let people = 1..=MOST_PER_PLACE;
        if !people.contains(&self.per_room) || self.patrols > MOST_PER_PLACE || self.gap_minutes > GAP_MAX {
            return Err(AppError::new(
                "rota_options",
                format!(
                    "每考场监考 1 至 {MOST_PER_PLACE} 人，巡考最多 {MOST_PER_PLACE} 人，间隔最多 {GAP_MAX} 分钟"
                ),
            ));
        }
        Ok(())
    }
}

/// What else is known of a place.
pub(super) struct PlaceFacts {
    /// Candidates with a seat there.
    pub(super) candidates: u64,
    /// The session has begun: it is left alone.
    pub(super) past: bool,
}

/// A plan as the rota sees it.
pub(super) struct Scene {
    pub(super) plan: ExamPlan,
    pub(super) options: RotaOptions,
    /// By their beginning.
    pub(super) sessions: Vec<(Session, Subject)>,
    pub(super) rooms: HashMap<RoomId, Room>,
    pub(super) certificates: HashMap<CertificateId, Certificate>,
    pub(super) people: Vec<Invigilator>,
    pub(super) request: RotaRequest,
    /// As the slots of the request.
    pub(super) facts: Vec<PlaceFacts>,
    /// As the workspace has them.
    pub(super) duties: Vec<InvigilationDuty>,
    /// The sessions that others manage: they are read, because nobody is in two rooms at once, but neither shown
    /// nor changed.
    foreign: HashSet<SessionId>,
}

/// What makes a place: session, room (none for 巡考).
pub(super) type PlaceKey = (SessionId, Option<RoomId>);

impl Scene {
    /// Reads a plan; `options` instead of those that were used last.
    pub(super) fn load(
        app: &App,
        tx: &ReadTx<'_>,
        plan: PlanId,
        options: Option<RotaOptions>,
    ) -> Result<Self> {
        let plan = crate::plans::find(tx, plan)?;
        let kept = RotaOptions::kept(tx, plan.id, app.scope())?;
        let options = options.or(kept).unwrap_or_default();
        let subjects = tx.subjects(plan.id)?;
        let sessions = subjects.iter().flat_map(|subject| {
            subject.sessions.iter().map(move |session| (*session, Subject::clone(subject)))
        });
        let mut sessions: Vec<(Session, Subject)> = sessions.collect();
        sessions.sort_by(|(a, of_a), (b, of_b)| (a.start, &of_a.name).cmp(&(b.start, &of_b.name)));
        let book = InvigilatorBook::load(tx)?;
        let duties = tx.duties(plan.id)?;
        let mut scene = Self {
            options,
            rooms: tx.rooms(plan.id)?.into_iter().map(|room| (room.id, room)).collect(),
            people: Vec::new(),
            request: RotaRequest::default(),
            facts: Vec::new(),
            foreign: sessions
                .iter()
                .filter(|(_, subject)| !app.scope().covers(subject.certificate))
                .map(|(session, _)| session.id)
                .collect(),
            plan,
            sessions,
            duties,
            certificates: HashMap::new(),
        };
        scene.find_places(tx, app.now())?;
        scene.find_people(tx, &book)?;
        scene.certificates = book.certificates;
        scene.request.eligibility = scene.options.eligibility;
        scene.request.gap_minutes = scene.options.gap_minutes;
        scene.request.kept = scene.kept();
        Ok(scene)
    }

    /// Rooms in which somebody sits, by session and code; and a place for 巡考 in each session with such rooms.
    /// A room that was given people and has lost its candidates is a place that needs nobody, and so is one of a
    /// certificate that others manage.
    fn find_places(&mut self, tx: &ReadTx<'_>, now: NaiveDateTime) -> Result<()> {
        let mut seated: BTreeMap<(SessionId, RoomId), u64> = BTreeMap::new();
        for seat in tx.assignments(self.plan.id)? {
            *seated.entry((seat.session, seat.room)).or_default() += 1;
        }
        let mut places: HashSet<PlaceKey> =
            self.duties.iter().map(|duty| (duty.session, duty.room)).collect();
        for (session, room) in seated.keys() {
            places.extend([(*session, Some(*room)), (*session, None)]);
        }
        let code = |room: &Option<RoomId>| {
            room.and_then(|room| self.rooms.get(&room)).map(|room| (room.code.clone(), room.name.clone()))
        };
        let mut places: Vec<PlaceKey> = places.into_iter().collect();
        // 巡考 has no room and comes last.
        places.sort_by_key(|(_, room)| (room.is_none(), code(room), *room));
        for (session, subject) in &self.sessions {
            let (past, foreign) = (session.start <= now, self.foreign.contains(&session.id));
            for (_, room) in places.iter().filter(|(of, _)| *of == session.id) {
                let candidates = match room {
                    Some(room) => seated.get(&(session.id, *room)).copied().unwrap_or_default(),
                    None => seated.iter().filter(|((of, _), _)| *of == session.id).map(|(_, n)| n).sum(),
                };
                let wanted = if room.is_some() { self.options.per_room } else { self.options.patrols };
                self.request.slots.push(RotaSlot {
                    session: session.id,
                    room: *room,
                    role: if room.is_some() { DutyRole::Invigilator } else { DutyRole::Patrol },
                    window: Window { start: session.start, end: session.end },
                    certificate: subject.certificate,
                    needed: if past || foreign || candidates == 0 { 0 } else { wanted },
                });
                self.facts.push(PlaceFacts { candidates, past });
            }
        }
        Ok(())
    }

    /// Who takes part, and who is on duty in this plan all the same.
    fn find_people(&mut self, tx: &ReadTx<'_>, book: &InvigilatorBook) -> Result<()> {
        let plans = tx.plans()?;
        let windows: HashMap<SessionId, Window> = all_subjects(tx, &plans)?
            .iter()
            .flat_map(|subject| &subject.sessions)
            .map(|session| (session.id, Window { start: session.start, end: session.end }))
            .collect();
        let begin = self.sessions.first().map(|(session, _)| session.start).unwrap_or_default();
        let mut elsewhere: HashMap<InvigilatorId, Vec<Window>> = HashMap::new();
        for duty in tx.all_duties()?.into_iter().filter(|duty| duty.plan != self.plan.id) {
            if let Some(window) = windows.get(&duty.session) {
                elsewhere.entry(duty.invigilator).or_default().push(*window);
            }
        }
        let here: HashSet<InvigilatorId> = self.duties.iter().map(|duty| duty.invigilator).collect();
        for person in tx.invigilators()? {
            if !person.active && !here.contains(&person.id) {
                continue;
            }
            let busy = elsewhere.remove(&person.id).unwrap_or_default();
            let counts = |window: &&Window| {
                window.start < begin && begin - window.start <= TimeDelta::days(EARLIER_DAYS)
            };
            let earlier = if self.options.count_earlier { busy.iter().filter(counts).count() } else { 0 };
            let mut unavailable = person.unavailable.clone();
            if !person.active {
                unavailable.push(Window { start: NaiveDateTime::MIN, end: NaiveDateTime::MAX });
            }
            self.request.people.push(RotaPerson {
                id: person.id,
                verified: book.verified(person.id),
                unavailable,
                busy,
                earlier: u32::try_from(earlier).unwrap_or(u32::MAX),
            });
            self.people.push(person);
        }
        Ok(())
    }

    /// What a new arrangement leaves alone: what is locked, what has begun, and what others manage.
    fn kept(&self) -> Vec<Placement> {
        let kept = self.duties.iter().filter_map(|duty| {
            let at = self.placement(duty)?;
            (duty.locked || self.facts[at.slot].past || !self.is_ours(duty.session)).then_some(at)
        });
        kept.collect()
    }

    /// Whether the person at work manages the session.
    pub(super) fn is_ours(&self, session: SessionId) -> bool {
        !self.foreign.contains(&session)
    }

    /// The places that the person at work manages.
    pub(super) fn our_slots(&self) -> impl Iterator<Item = (usize, &RotaSlot, &PlaceFacts)> {
        let slots = self.request.slots.iter().zip(&self.facts).enumerate();
        slots
            .map(|(at, (slot, facts))| (at, slot, facts))
            .filter(move |(_, slot, _)| self.is_ours(slot.session))
    }

    /// Refuses duties that differ from those of the workspace in a session that others manage.
    pub(super) fn check_ours(&self, new: &[InvigilationDuty]) -> Result<()> {
        let foreign = |duty: &&InvigilationDuty| !self.is_ours(duty.session);
        let is_lost = self.duties.iter().filter(foreign).any(|duty| !new.contains(duty));
        let is_new = new.iter().filter(foreign).any(|duty| !self.duties.contains(duty));
        if is_lost || is_new {
            return Err(outside("其他证书场次的监考安排"));
        }
        Ok(())
    }

    /// The place of a duty among those of the request.
    pub(super) fn slot(&self, key: PlaceKey) -> Option<usize> {
        self.request.slots.iter().position(|slot| (slot.session, slot.room) == key)
    }

    pub(super) fn person(&self, id: InvigilatorId) -> Option<usize> {
        self.request.people.iter().position(|person| person.id == id)
    }

    fn placement(&self, duty: &InvigilationDuty) -> Option<Placement> {
        let slot = self.slot((duty.session, duty.room))?;
        Some(Placement { slot, person: self.person(duty.invigilator)? })
    }

    pub(super) fn placements(&self, duties: &[InvigilationDuty]) -> Vec<Placement> {
        duties.iter().filter_map(|duty| self.placement(duty)).collect()
    }

    /// The duty that a placement is.
    pub(super) fn duty(&self, at: Placement, locked: bool) -> InvigilationDuty {
        let slot = &self.request.slots[at.slot];
        InvigilationDuty {
            session: slot.session,
            invigilator: self.people[at.person].id,
            plan: self.plan.id,
            room: slot.room,
            role: slot.role,
            locked,
        }
    }

    /// `第1考场` or 巡考.
    pub(super) fn place_name(&self, slot: usize) -> String {
        let room = self.request.slots[slot].room.and_then(|room| self.rooms.get(&room));
        room.map_or_else(|| DutyRole::Patrol.label().to_owned(), |room| room.name.clone())
    }

    pub(super) fn session_of(&self, slot: usize) -> Option<&(Session, Subject)> {
        let id = self.request.slots[slot].session;
        self.sessions.iter().find(|(session, _)| session.id == id)
    }

    /// Why somebody can't be somewhere, for people.
    pub(super) fn words(&self, hindrance: Hindrance) -> String {
        match hindrance {
            Hindrance::NotVerified => match self.options.eligibility {
                Eligibility::SameCertificate => "没有该证书的监考认证".to_owned(),
                Eligibility::AnyVerified | Eligibility::Rehearsal => "没有已认证的监考证书".to_owned(),
            },
            Hindrance::Unavailable => "该时间不能监考".to_owned(),
            Hindrance::BusyElsewhere => "同一时间在其他考试计划监考".to_owned(),
            Hindrance::Busy(slot) if !self.is_ours(self.request.slots[slot].session) => {
                "同一时间已在其他证书的考场".to_owned()
            }
            Hindrance::Busy(slot) => format!("同一时间已在“{}”", self.place_name(slot)),
        }
    }
}
