//! What the sheets of a plan show, gathered from the data: the same content gives the same 校验码.

use super::profile::PrintProfile;
use crate::error::Result;
use crate::rota::{PrintedName, Staff};
use crate::workspace::App;
use chrono::NaiveDateTime;
use kaozhan_domain::candidate::id_document::IdType;
use kaozhan_domain::candidate::{Candidate, CandidateStatus};
use kaozhan_domain::ids::{CandidateId, RegistrationId, RoomId, SessionId, SiteId};
use kaozhan_domain::invigilator::DutyRole;
use kaozhan_domain::plan::{Certificate, ExamPlan, Session, Subject};
use kaozhan_domain::registration::Registration;
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::RoomLayout;
use kaozhan_domain::site::{Site, full_address};
use kaozhan_store::{ReadTx, RegistrationFilter};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The sheets of a plan.
pub(crate) struct PlanContent {
    pub(crate) plan: ExamPlan,
    /// By site, room code and time.
    pub(crate) rooms: Vec<RoomContent>,
    /// By 准考证号.
    pub(crate) tickets: Vec<TicketContent>,
    /// Registrations without a seat.
    pub(crate) unseated: Vec<Registration>,
}

/// One room in one session with everybody in it.
#[derive(Serialize)]
pub(crate) struct RoomContent {
    #[serde(skip)]
    pub(crate) room: RoomId,
    #[serde(skip)]
    pub(crate) session: SessionId,
    pub(crate) plan_number: String,
    pub(crate) plan_name: String,
    pub(crate) site_name: String,
    pub(crate) site_number: String,
    pub(crate) address: String,
    pub(crate) room_name: String,
    pub(crate) room_code: String,
    pub(crate) certificate: String,
    pub(crate) level: String,
    pub(crate) subject: String,
    pub(crate) mode: &'static str,
    pub(crate) start: NaiveDateTime,
    pub(crate) end: NaiveDateTime,
    pub(crate) capacity: u16,
    pub(crate) layout: RoomLayout,
    /// 监考 and 巡考 as of this printing. They don't count for the 校验码: a change of staff must not make
    /// the labels on the desks untrue.
    #[serde(skip)]
    pub(crate) invigilators: Vec<PrintedName>,
    #[serde(skip)]
    pub(crate) patrols: Vec<PrintedName>,
    pub(crate) seats: Vec<SeatContent>,
}

/// One candidate on one seat.
#[derive(Serialize)]
pub(crate) struct SeatContent {
    #[serde(skip)]
    pub(crate) candidate: CandidateId,
    pub(crate) seat: u16,
    pub(crate) name: String,
    pub(crate) sex: &'static str,
    pub(crate) exam_number: String,
    pub(crate) id_type: IdType,
    pub(crate) id_number: String,
    pub(crate) school: String,
    pub(crate) class_name: String,
    pub(crate) photo: Option<String>,
    /// Minutes on top, and this candidate's own end.
    pub(crate) extra_time: Option<(u32, NaiveDateTime)>,
    /// 前排, 单独考场 …
    pub(crate) access: Vec<String>,
    pub(crate) verified: bool,
}

/// One candidate's ticket.
#[derive(Serialize)]
pub(crate) struct TicketContent {
    #[serde(skip)]
    pub(crate) candidate: CandidateId,
    pub(crate) plan_number: String,
    pub(crate) plan_name: String,
    pub(crate) name: String,
    pub(crate) sex: &'static str,
    pub(crate) id_type: IdType,
    pub(crate) id_number: String,
    pub(crate) platform_number: String,
    pub(crate) exam_number: String,
    pub(crate) school: String,
    pub(crate) site_name: String,
    pub(crate) address: String,
    pub(crate) photo: Option<String>,
    pub(crate) sittings: Vec<SittingContent>,
    pub(crate) notices: Vec<String>,
}

/// One line of a ticket.
#[derive(Serialize)]
pub(crate) struct SittingContent {
    #[serde(skip)]
    pub(crate) room: RoomId,
    #[serde(skip)]
    pub(crate) session: SessionId,
    pub(crate) certificate: String,
    pub(crate) subject: String,
    pub(crate) mode: &'static str,
    pub(crate) start: NaiveDateTime,
    pub(crate) end: NaiveDateTime,
    pub(crate) room_name: String,
    pub(crate) seat: u16,
}

/// 校验码: the first eight hexadecimal digits of SHA-256 over the content as JSON, whose order of
/// fields is that of the struct.
pub(crate) fn checksum<T: Serialize>(content: &T) -> String {
    let canonical = serde_json::to_vec(content).unwrap_or_default();
    let digest = Sha256::digest(&canonical);
    digest.iter().take(4).map(|byte| format!("{byte:02X}")).collect()
}

/// The data that content is made of.
struct Source {
    plan: ExamPlan,
    subjects: HashMap<kaozhan_domain::ids::SubjectId, Subject>,
    sessions: HashMap<SessionId, Session>,
    certificates: HashMap<kaozhan_domain::ids::CertificateId, Certificate>,
    sites: HashMap<SiteId, Site>,
    rooms: HashMap<RoomId, Room>,
    candidates: HashMap<CandidateId, Candidate>,
    registrations: HashMap<RegistrationId, Registration>,
    /// The registration of each candidate that was made first: a ticket shows the person as of then.
    first_of: HashMap<CandidateId, RegistrationId>,
    numbers: HashMap<CandidateId, String>,
    staff: Staff,
    /// 考试须知 of the plan, else of the school.
    notices: Vec<String>,
}

/// The registration of each candidate that was made first; of two of the same moment the lesser one.
fn first_registrations(
    all: impl Iterator<Item = (CandidateId, NaiveDateTime, RegistrationId)>,
) -> HashMap<CandidateId, RegistrationId> {
    let mut by_time: Vec<_> = all.map(|(candidate, at, id)| (at, id, candidate)).collect();
    by_time.sort_unstable();
    let mut first = HashMap::new();
    for (_, id, candidate) in by_time {
        first.entry(candidate).or_insert(id);
    }
    first
}

impl PlanContent {
    /// Gathers the content of a plan's sheets.
    pub(crate) fn load(tx: &ReadTx<'_>, plan: ExamPlan) -> Result<Self> {
        let source = Source::load(tx, plan)?;
        let mut seats = tx.assignments(source.plan.id)?;
        seats.sort_by_key(|seat| seat.seat);
        let mut by_room: BTreeMap<(RoomId, SessionId), Vec<SeatContent>> = BTreeMap::new();
        let mut by_candidate: BTreeMap<CandidateId, Vec<SittingContent>> = BTreeMap::new();
        let mut unseated: HashMap<RegistrationId, &Registration> =
            source.registrations.iter().map(|(id, registration)| (*id, registration)).collect();
        for seat in &seats {
            unseated.remove(&seat.registration);
            let Some((content, sitting)) = source.seat(seat) else { continue };
            by_room.entry((seat.room, seat.session)).or_default().push(content);
            by_candidate.entry(seat.candidate).or_default().push(sitting);
        }
        let mut rooms: Vec<RoomContent> = by_room
            .into_iter()
            .filter_map(|((room, session), seats)| source.room(room, session, seats))
            .collect();
        rooms.sort_by(|a, b| {
            (&a.site_number, &a.room_code, a.start).cmp(&(&b.site_number, &b.room_code, b.start))
        });
        let mut tickets: Vec<TicketContent> = by_candidate
            .into_iter()
            .filter_map(|(candidate, sittings)| source.ticket(candidate, sittings))
            .collect();
        tickets.sort_by(|a, b| a.exam_number.cmp(&b.exam_number));
        let mut unseated: Vec<Registration> = unseated.into_values().cloned().collect();
        unseated.sort_by_key(|registration| registration.id);
        Ok(Self { rooms, tickets, unseated, plan: source.plan })
    }

    /// Without the rooms, tickets and registrations of certificates that the person does not manage.
    /// A ticket that is kept keeps its whole timetable. Versions are those of the whole content, so they are
    /// told before.
    pub(crate) fn within(mut self, app: &App, tx: &ReadTx<'_>) -> Result<Self> {
        if app.scope().is_everything() {
            return Ok(self);
        }
        let subjects = app.subjects(tx, self.plan.id)?;
        let sessions: HashSet<SessionId> =
            subjects.iter().flat_map(|subject| &subject.sessions).map(|session| session.id).collect();
        self.rooms.retain(|room| sessions.contains(&room.session));
        self.tickets
            .retain(|ticket| ticket.sittings.iter().any(|sitting| sessions.contains(&sitting.session)));
        self.unseated
            .retain(|registration| subjects.iter().any(|subject| subject.id == registration.subject));
        Ok(self)
    }
}

impl Source {
    fn load(tx: &ReadTx<'_>, plan: ExamPlan) -> Result<Self> {
        let filter = RegistrationFilter { plan: Some(plan.id), ..RegistrationFilter::default() };
        let mut registrations = Vec::new();
        tx.for_each_registration(&filter, |registration| {
            registrations.push(registration);
            Ok(())
        })?;
        let subjects = tx.subjects(plan.id)?;
        let notices = match plan.notices.as_slice() {
            [] => PrintProfile::load(tx)?.notices,
            own => own.to_vec(),
        };
        let mut candidates = HashMap::new();
        tx.for_each_candidate(|candidate| {
            candidates.insert(candidate.id, candidate);
            Ok(())
        })?;
        Ok(Self {
            sessions: subjects
                .iter()
                .flat_map(|subject| &subject.sessions)
                .map(|session| (session.id, *session))
                .collect(),
            subjects: subjects.into_iter().map(|subject| (subject.id, subject)).collect(),
            certificates: tx.certificates()?.into_iter().map(|known| (known.id, known)).collect(),
            sites: tx.sites()?.into_iter().map(|site| (site.id, site)).collect(),
            rooms: tx.rooms(plan.id)?.into_iter().map(|room| (room.id, room)).collect(),
            first_of: first_registrations(
                registrations.iter().map(|known| (known.candidate, known.registered_at, known.id)),
            ),
            registrations: registrations.into_iter().map(|known| (known.id, known)).collect(),
            numbers: tx.exam_numbers(plan.id)?.into_iter().map(|n| (n.candidate, n.number)).collect(),
            staff: Staff::load(tx, plan.id)?,
            candidates,
            notices,
            plan,
        })
    }

    fn seat(
        &self,
        seat: &kaozhan_domain::arrangement::SeatAssignment,
    ) -> Option<(SeatContent, SittingContent)> {
        let candidate = self.candidates.get(&seat.candidate)?;
        let registration = self.registrations.get(&seat.registration)?;
        let session = self.sessions.get(&seat.session)?;
        let subject = self.subjects.get(&seat.subject)?;
        let room = self.rooms.get(&seat.room)?;
        let certificate = self.certificates.get(&subject.certificate)?;
        let details = &registration.snapshot.details;
        let needs = candidate.details.access;
        let own_end = needs.end(session.start, session.end);
        let extra_time = needs.extra_time.map(|extra| {
            let minutes = extra.minutes_for(session.start, session.end);
            (u32::try_from(minutes).unwrap_or_default(), own_end)
        });
        let without_time = kaozhan_domain::seating::AccessNeeds { extra_time: None, ..needs };
        let content = SeatContent {
            candidate: seat.candidate,
            seat: seat.seat,
            name: details.name.clone(),
            sex: details.sex.label(),
            exam_number: self.numbers.get(&seat.candidate).cloned().unwrap_or_default(),
            id_type: details.id_type,
            id_number: details.id_number.clone(),
            school: details.school.clone(),
            class_name: candidate.details.class_name.clone(),
            photo: candidate.photo.clone(),
            extra_time,
            access: without_time.labels(),
            verified: candidate.status == CandidateStatus::Accurate,
        };
        let sitting = SittingContent {
            room: seat.room,
            session: seat.session,
            certificate: certificate.label(),
            subject: subject.name.clone(),
            mode: subject.mode.label(),
            start: session.start,
            end: own_end,
            room_name: room.name.clone(),
            seat: seat.seat,
        };
        Some((content, sitting))
    }

    fn room(&self, room: RoomId, session: SessionId, seats: Vec<SeatContent>) -> Option<RoomContent> {
        let room = self.rooms.get(&room)?;
        let site = self.sites.get(&room.site)?;
        let session = self.sessions.get(&session)?;
        let subject =
            self.subjects.values().find(|subject| subject.sessions.iter().any(|own| own.id == session.id))?;
        let certificate = self.certificates.get(&subject.certificate)?;
        Some(RoomContent {
            room: room.id,
            session: session.id,
            plan_number: self.plan.number.clone(),
            plan_name: self.plan.name.clone(),
            site_name: site.name.clone(),
            site_number: site.number.clone(),
            address: full_address(&room.province, &room.city, &room.county, &room.address),
            room_name: room.name.clone(),
            room_code: room.code.clone(),
            certificate: certificate.name.clone(),
            level: certificate.level.clone(),
            subject: subject.name.clone(),
            mode: subject.mode.label(),
            start: session.start,
            end: session.end,
            capacity: room.capacity,
            layout: room.layout.clone(),
            invigilators: self.staff.printed(session.id, room.id, DutyRole::Invigilator),
            patrols: self.staff.printed(session.id, room.id, DutyRole::Patrol),
            seats,
        })
    }

    fn ticket(&self, candidate: CandidateId, mut sittings: Vec<SittingContent>) -> Option<TicketContent> {
        sittings.sort_by_key(|sitting| (sitting.start, sitting.room));
        let who = self.candidates.get(&candidate)?;
        let snapshot = self.registrations.get(self.first_of.get(&candidate)?)?;
        let details = &snapshot.snapshot.details;
        let (site_name, address) = self.where_to(&mut sittings);
        Some(TicketContent {
            candidate,
            plan_number: self.plan.number.clone(),
            plan_name: self.plan.name.clone(),
            name: details.name.clone(),
            sex: details.sex.label(),
            id_type: details.id_type,
            id_number: details.id_number.clone(),
            platform_number: who.platform_number.clone(),
            exam_number: self.numbers.get(&candidate).cloned().unwrap_or_default(),
            school: details.school.clone(),
            site_name,
            address,
            photo: who.photo.clone(),
            sittings,
            notices: self.notices.clone(),
        })
    }

    /// Site and address of a ticket. When the rooms lie at several sites, each line of the
    /// timetable says its own.
    fn where_to(&self, sittings: &mut [SittingContent]) -> (String, String) {
        let place = |sitting: &SittingContent| {
            let room = self.rooms.get(&sitting.room)?;
            let site = self.sites.get(&room.site)?;
            Some((site, full_address(&room.province, &room.city, &room.county, &room.address)))
        };
        let mut sites: Vec<&Site> = Vec::new();
        let mut addresses: Vec<String> = Vec::new();
        for (site, address) in sittings.iter().filter_map(place) {
            if !sites.iter().any(|known| known.id == site.id) {
                sites.push(site);
            }
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        let names: Vec<&str> = sites.iter().map(|site| site.name.as_str()).collect();
        if sites.len() > 1 {
            for sitting in sittings.iter_mut() {
                if let Some((site, _)) = place(sitting) {
                    sitting.room_name = format!("{}（{}）", sitting.room_name, site.name);
                }
            }
            let own: Vec<String> = sites.iter().map(|site| site.full_address()).collect();
            return (names.join("；"), own.join("；"));
        }
        let address = match (addresses.as_slice(), sites.first()) {
            ([one], _) => one.clone(),
            (_, Some(site)) => site.full_address(),
            _ => String::new(),
        };
        (names.join("；"), address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// a ticket shows the person as of the first registration.
    #[test]
    fn r113_the_first_registration_is_found() {
        let (someone, other) = (CandidateId(Uuid::from_u128(1)), CandidateId(Uuid::from_u128(2)));
        let id = |number: u128| RegistrationId(Uuid::from_u128(number));
        let at = |minute: u32| format!("2026-04-01T09:{minute:02}:00").parse::<NaiveDateTime>().unwrap();
        let all = [
            (someone, at(3), id(10)),
            (someone, at(1), id(13)),
            (other, at(0), id(14)),
            (someone, at(1), id(12)),
            (other, at(2), id(11)),
        ];
        let first = first_registrations(all.into_iter());
        assert_eq!(first, HashMap::from([(someone, id(12)), (other, id(14))]));
    }
}
