//! Everything that a seating of one plan depends on, and the way into the seating's own terms.

use super::{RoomUseView, UnseatedView};
use crate::error::{AppError, Result};
use chrono::NaiveDateTime;
use kaozhan_domain::account::Scope;
use kaozhan_domain::arrangement::SeatAssignment;
use kaozhan_domain::candidate::Candidate;
use kaozhan_domain::ids::{CandidateId, RegistrationId, RoomId, SessionId, SiteId, SubjectId};
use kaozhan_domain::plan::{ExamPlan, Session, Subject};
use kaozhan_domain::registration::Registration;
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::{
    self, Assignment, Groups, Lock, Order, RoomRequest, RoomUse, SeatEntry, Seating, SeatingPolicy,
    SeatingRequest, SubjectRequest, Unseated,
};
use kaozhan_domain::site::Site;
use kaozhan_store::{Page, ReadTx, RegistrationFilter};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What the user chose; kept with the result.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Choices {
    /// Order.
    pub(super) order: Order,
    /// Seed.
    pub(super) seed: u64,
}

impl Choices {
    pub(super) fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| AppError::new("internal_error", error.to_string()))
    }

    /// The choices of the last run, or the defaults.
    pub(super) fn of_last_run(tx: &ReadTx<'_>, plan: &ExamPlan) -> Result<Self> {
        let run = tx.arrangement_run(plan.id)?;
        Ok(run.and_then(|run| serde_json::from_str(&run.request).ok()).unwrap_or_default())
    }
}

/// The data of one plan.
pub(super) struct PlanFacts {
    pub(super) plan: ExamPlan,
    pub(super) subjects: Vec<Subject>,
    pub(super) rooms: Vec<Room>,
    pub(super) registrations: Vec<Registration>,
    pub(super) assignments: Vec<SeatAssignment>,
    pub(super) numbers: HashMap<CandidateId, String>,
    sites: HashMap<SiteId, Site>,
    candidates: HashMap<CandidateId, Candidate>,
    /// Where each of `registrations` stands.
    places: HashMap<RegistrationId, usize>,
}

impl PlanFacts {
    pub(super) fn load(tx: &ReadTx<'_>, plan: ExamPlan) -> Result<Self> {
        let filter = RegistrationFilter { plan: Some(plan.id), ..RegistrationFilter::default() };
        let (registrations, _) = tx.registrations(&filter, Page::ALL)?;
        let mut candidates = HashMap::new();
        tx.for_each_candidate(|candidate| {
            candidates.insert(candidate.id, candidate);
            Ok(())
        })?;
        Ok(Self {
            subjects: tx.subjects(plan.id)?,
            rooms: tx.rooms(plan.id)?,
            assignments: tx.assignments(plan.id)?,
            numbers: tx.exam_numbers(plan.id)?.into_iter().map(|n| (n.candidate, n.number)).collect(),
            sites: tx.sites()?.into_iter().map(|site| (site.id, site)).collect(),
            places: places(&registrations),
            registrations,
            candidates,
            plan,
        })
    }

    /// Only what a change of seats around `rooms` and `registrations` depends on: everybody who sits in these
    /// rooms, under whatever name the room is used, and the other seats of those who are to move. Rules and
    /// counts of these rooms come out as with the whole plan; figures of the plan do not.
    pub(super) fn load_around(
        tx: &ReadTx<'_>,
        plan: ExamPlan,
        rooms: &[RoomId],
        registrations: &[RegistrationId],
    ) -> Result<Self> {
        let subjects = tx.subjects(plan.id)?;
        let known = tx.rooms(plan.id)?;
        let mut own = HashMap::new();
        for id in registrations {
            if let Some(registration) = tx.registration(*id)? {
                own.insert(registration.id, registration);
            }
        }
        let movers: HashSet<CandidateId> = own.values().map(|registration| registration.candidate).collect();
        let mut assignments: HashMap<RegistrationId, SeatAssignment> = HashMap::new();
        for candidate in &movers {
            for seat in tx.assignments_of(*candidate)?.into_iter().filter(|seat| seat.plan == plan.id) {
                assignments.insert(seat.registration, seat);
            }
        }
        let mut touched: HashSet<RoomId> = rooms.iter().copied().collect();
        touched
            .extend(assignments.values().filter(|seat| own.contains_key(&seat.registration)).map(|s| s.room));
        let keys: HashSet<String> =
            known.iter().filter(|room| touched.contains(&room.id)).map(Room::physical_key).collect();
        for room in known.iter().filter(|room| keys.contains(&room.physical_key())) {
            for session in subjects.iter().flat_map(|subject| &subject.sessions) {
                for seat in tx.assignments_in(room.id, session.id)? {
                    assignments.insert(seat.registration, seat);
                }
            }
        }
        Self::assemble(tx, plan, assignments.into_values().collect(), own)
    }

    /// Only who sits in `session`, for the list of its rooms and their pictures.
    pub(super) fn load_session(
        tx: &ReadTx<'_>,
        plan: ExamPlan,
        session: SessionId,
        room: Option<RoomId>,
    ) -> Result<Self> {
        let mut seats = Vec::new();
        for own in tx.rooms(plan.id)?.into_iter().filter(|own| room.is_none_or(|room| own.id == room)) {
            seats.extend(tx.assignments_in(own.id, session)?);
        }
        Self::assemble(tx, plan, seats, HashMap::new())
    }

    fn assemble(
        tx: &ReadTx<'_>,
        plan: ExamPlan,
        mut assignments: Vec<SeatAssignment>,
        mut own: HashMap<RegistrationId, Registration>,
    ) -> Result<Self> {
        for seat in &assignments {
            if !own.contains_key(&seat.registration)
                && let Some(registration) = tx.registration(seat.registration)?
            {
                own.insert(registration.id, registration);
            }
        }
        let people: Vec<CandidateId> = own.values().map(|registration| registration.candidate).collect();
        let candidates = tx.candidates_by_id(&people)?;
        let mut registrations: Vec<Registration> = own.into_values().collect();
        registrations.sort_by_key(|registration| registration.id);
        assignments.sort_by_key(|seat| (seat.session, seat.room, seat.seat));
        Ok(Self {
            subjects: tx.subjects(plan.id)?,
            rooms: tx.rooms(plan.id)?,
            assignments,
            numbers: HashMap::new(),
            sites: tx.sites()?.into_iter().map(|site| (site.id, site)).collect(),
            places: places(&registrations),
            registrations,
            candidates: candidates.into_iter().map(|candidate| (candidate.id, candidate)).collect(),
            plan,
        })
    }

    /// The subject that `text` (code, name or identity) means, or all, among those of `scope`.
    pub(super) fn chosen(&self, scope: &Scope, text: Option<&str>) -> Result<Vec<SubjectId>> {
        let ours: Vec<Subject> =
            self.subjects.iter().filter(|subject| scope.covers(subject.certificate)).cloned().collect();
        let known = |id: &SubjectId| ours.iter().any(|subject| subject.id == *id);
        if let Some(id) = text.and_then(|text| text.parse::<SubjectId>().ok()).filter(known) {
            return Ok(vec![id]);
        }
        Ok(match text {
            Some(text) => vec![crate::lookup::subject(&ours, text)?.id],
            None => ours.iter().map(|subject| subject.id).collect(),
        })
    }

    /// The roster's entry of a candidate.
    pub(super) fn candidate(&self, id: CandidateId) -> Option<&Candidate> {
        self.candidates.get(&id)
    }

    /// Name of a candidate, as printed.
    pub(super) fn name_of(&self, id: CandidateId) -> String {
        self.candidates.get(&id).map(|candidate| candidate.details.name.clone()).unwrap_or_default()
    }

    /// 考核站点 of a room.
    pub(super) fn site(&self, room: &Room) -> Option<&Site> {
        self.sites.get(&room.site)
    }

    /// Reads the seats again after they were written.
    pub(super) fn take_seats(&mut self, tx: &ReadTx<'_>) -> Result<()> {
        self.assignments = tx.assignments(self.plan.id)?;
        Ok(())
    }

    /// The request for `chosen` subjects, whose locked seats stay and whose other seats are free; the
    /// seats of the other subjects stand like locked ones. Without `chosen`, only locks that were set
    /// count: the request of a late change.
    pub(super) fn request(&self, choices: &Choices, chosen: Option<&[SubjectId]>) -> SeatingRequest {
        let is_open = |subject: &SubjectId| chosen.is_none_or(|chosen| chosen.contains(subject));
        let seated: HashSet<RegistrationId> = self.assignments.iter().map(|seat| seat.registration).collect();
        SeatingRequest {
            subjects: self.subjects.iter().map(subject_request).collect(),
            rooms: self.rooms.iter().zip(0..).map(|(room, order)| room_request(room, order)).collect(),
            entries: self
                .registrations
                .iter()
                .filter(|registration| is_open(&registration.subject) || seated.contains(&registration.id))
                .map(|registration| self.entry(registration, choices))
                .collect(),
            locks: self
                .assignments
                .iter()
                .filter(|seat| seat.locked || !is_open(&seat.subject))
                .map(|seat| Lock {
                    registration: seat.registration.to_string(),
                    session: seat.session.to_string(),
                    room: seat.room.to_string(),
                    seat: seat.seat,
                })
                .collect(),
            order: choices.order.clone(),
            seed: choices.seed,
            policy: SeatingPolicy::default(),
        }
    }

    /// The request of a late change after `which` are locked, or freed.
    pub(super) fn request_with_locks(
        &self,
        choices: &Choices,
        which: &HashSet<RegistrationId>,
        lock: bool,
    ) -> SeatingRequest {
        let mut request = self.request(choices, None);
        let ids: HashSet<String> = which.iter().map(ToString::to_string).collect();
        request.locks.retain(|known| !ids.contains(&known.registration));
        if lock {
            let seats = self.assignments.iter().filter(|seat| which.contains(&seat.registration));
            request.locks.extend(seats.map(|seat| Lock {
                registration: seat.registration.to_string(),
                session: seat.session.to_string(),
                room: seat.room.to_string(),
                seat: seat.seat,
            }));
        }
        request
    }

    /// The present seats after `which` are locked, or freed.
    pub(super) fn seating_with_locks(
        &self,
        request: &SeatingRequest,
        which: &HashSet<RegistrationId>,
        lock: bool,
    ) -> Seating {
        let mut seats = self.seats();
        let ids: HashSet<String> = which.iter().map(ToString::to_string).collect();
        for seat in seats.iter_mut().filter(|seat| ids.contains(&seat.registration)) {
            seat.locked = lock;
        }
        seating::evaluate(request, seats, Vec::new(), Vec::new())
    }

    /// One registration in the seating's terms. Name, school and major are those of the plan's
    /// snapshot; class and access arrangements are the school's own and may come later.
    ///
    /// The number is only told where it decides the order: it is given after the first seating, and must
    /// not make the second one of the same inputs look different.
    pub(super) fn entry(&self, registration: &Registration, choices: &Choices) -> SeatEntry {
        let snapshot = &registration.snapshot.details;
        let candidate = self.candidates.get(&registration.candidate);
        let current = candidate.map_or(snapshot, |candidate| &candidate.details);
        SeatEntry {
            registration: registration.id.to_string(),
            candidate: registration.candidate.to_string(),
            subject: registration.subject.to_string(),
            site: None,
            roster_order: self.roster_order(registration.candidate),
            number: match choices.order {
                Order::Number => self.numbers.get(&registration.candidate).cloned().unwrap_or_default(),
                Order::Roster | Order::Random | Order::Mix { .. } => String::new(),
            },
            groups: Groups {
                class: current.class_name.clone(),
                major: if snapshot.major_code.is_empty() {
                    snapshot.major_name.clone()
                } else {
                    snapshot.major_code.clone()
                },
                school: snapshot.school.clone(),
            },
            access: current.access,
        }
    }

    /// The present seats in the seating's terms.
    pub(super) fn seating(&self, request: &SeatingRequest) -> Seating {
        seating::evaluate(request, self.seats(), Vec::new(), Vec::new())
    }

    fn seats(&self) -> Vec<Assignment> {
        self.assignments
            .iter()
            .map(|seat| Assignment {
                registration: seat.registration.to_string(),
                candidate: seat.candidate.to_string(),
                subject: seat.subject.to_string(),
                session: seat.session.to_string(),
                room: seat.room.to_string(),
                seat: seat.seat,
                locked: seat.locked,
            })
            .collect()
    }

    /// Registrations whose seat the user locked.
    pub(super) fn locked_registrations(&self) -> HashSet<RegistrationId> {
        self.assignments.iter().filter(|seat| seat.locked).map(|seat| seat.registration).collect()
    }

    /// A seat as stored; `locked` are the registrations that the user locked.
    pub(super) fn to_assignment(
        &self,
        seat: &Assignment,
        locked: &HashSet<RegistrationId>,
    ) -> Option<SeatAssignment> {
        let registration = seat.registration.parse().ok()?;
        Some(SeatAssignment {
            plan: self.plan.id,
            registration,
            candidate: seat.candidate.parse().ok()?,
            subject: seat.subject.parse().ok()?,
            session: seat.session.parse().ok()?,
            room: seat.room.parse().ok()?,
            seat: seat.seat,
            locked: locked.contains(&registration),
        })
    }

    pub(super) fn registration(&self, id: &str) -> Option<&Registration> {
        let place = self.places.get(&id.parse().ok()?)?;
        self.registrations.get(*place)
    }

    pub(super) fn roster_order(&self, candidate: CandidateId) -> u64 {
        self.candidates.get(&candidate).map_or(u64::MAX, |candidate| candidate.roster_order)
    }

    pub(super) fn room(&self, id: &str) -> Option<&Room> {
        let id: RoomId = id.parse().ok()?;
        self.rooms.iter().find(|room| room.id == id)
    }

    pub(super) fn session(&self, id: &str) -> Option<Session> {
        let id: SessionId = super::session_id(id)?;
        self.subjects.iter().flat_map(|subject| &subject.sessions).find(|session| session.id == id).copied()
    }

    pub(super) fn session_start(&self, id: &str) -> NaiveDateTime {
        self.session(id).map_or(NaiveDateTime::MAX, |session| session.start)
    }

    /// 考核站点编号 of a room's site.
    pub(super) fn site_number(&self, room: RoomId) -> String {
        self.rooms
            .iter()
            .find(|known| known.id == room)
            .and_then(|room| self.sites.get(&room.site))
            .map(|site| site.number.clone())
            .unwrap_or_default()
    }

    pub(super) fn subject_name(&self, id: &str) -> String {
        let id: Option<SubjectId> = id.parse().ok();
        let subject = self.subjects.iter().find(|subject| Some(subject.id) == id);
        subject.map(|subject| subject.name.clone()).unwrap_or_default()
    }

    pub(super) fn candidate_name(&self, registration: &Registration) -> String {
        registration.snapshot.details.name.clone()
    }

    pub(super) fn unseated_view(&self, missing: &Unseated) -> UnseatedView {
        let registration = self.registration(&missing.registration);
        UnseatedView {
            candidate: registration.map(|known| known.candidate.to_string()).unwrap_or_default(),
            name: registration.map(|known| self.candidate_name(known)).unwrap_or_default(),
            subject: registration
                .map(|known| self.subject_name(&known.subject.to_string()))
                .unwrap_or_default(),
            code: missing.reason.code(),
            message: missing.message.clone(),
        }
    }

    pub(super) fn room_view(&self, used: &RoomUse) -> RoomUseView {
        let room = self.room(&used.room);
        let site = room.and_then(|room| self.sites.get(&room.site));
        RoomUseView {
            code: room.map(|room| room.code.clone()).unwrap_or_default(),
            name: room.map(|room| room.name.clone()).unwrap_or_default(),
            site: site.map(|site| site.name.clone()).unwrap_or_default(),
            subject: self.subject_name(&used.subject),
            session: self.session(&used.session).map(|session| session.label()).unwrap_or_default(),
            count: used.count,
            capacity: room.map_or(0, |room| room.capacity),
            same_group_neighbours: used.same_group_pairs,
            lower_bound: used.lower_bound,
            separate: used.separate,
        }
    }
}

fn places(registrations: &[Registration]) -> HashMap<RegistrationId, usize> {
    registrations.iter().enumerate().map(|(place, registration)| (registration.id, place)).collect()
}

fn subject_request(subject: &Subject) -> SubjectRequest {
    SubjectRequest {
        id: subject.id.to_string(),
        name: subject.name.clone(),
        mode: subject.mode,
        sessions: subject
            .sessions
            .iter()
            .map(|session| seating::Session {
                id: session.id.to_string(),
                start: session.start,
                end: session.end,
            })
            .collect(),
    }
}

fn room_request(room: &Room, fill_order: u32) -> RoomRequest {
    RoomRequest {
        id: room.id.to_string(),
        name: room.name.clone(),
        physical_key: room.physical_key(),
        site: room.site.to_string(),
        floor: room.floor,
        mode: room.mode,
        capacity: room.capacity,
        usual_count: None,
        layout: room.layout.clone(),
        subjects: room.subjects.iter().map(ToString::to_string).collect(),
        fill_order,
    }
}
