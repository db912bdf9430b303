//! The sessions of a day with their rooms, and the picture of one room.

use super::view::{
    AttendanceCounts, AttendanceDesk, AttendanceDeskKind, AttendancePerson, AttendancePlan, AttendanceRoom,
    AttendanceRoomLine, AttendanceSession, AttendanceSessions, iso,
};
use super::{Place, Seated};
use crate::error::Result;
use crate::lookup;
use crate::workspace::App;
use chrono::{NaiveDate, NaiveDateTime};
use kaozhan_domain::attendance::{AttendanceState, AttendanceTally, minutes_late, time_warnings};
use kaozhan_domain::ids::{RoomId, SessionId};
use kaozhan_domain::plan::{ExamPlan, Session, Subject};
use kaozhan_domain::registration::RegistrationStatus;
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::{Corner, RoomLayout, SeatKind};
use kaozhan_domain::site::full_address;
use kaozhan_store::ReadTx;
use std::collections::{BTreeSet, HashMap};

type Tallies = HashMap<(SessionId, RoomId), AttendanceTally>;

/// A plan with what is counted in it.
struct Counted {
    plan: ExamPlan,
    subjects: Vec<Subject>,
    tallies: Tallies,
}

impl Counted {
    /// Plans that have seats, with the subjects that the person manages.
    fn all(app: &App, tx: &ReadTx<'_>) -> Result<Vec<Self>> {
        let mut counted = Vec::new();
        for plan in app.plans(tx)? {
            let tallies = tx.attendance_tallies(plan.id)?;
            if !tallies.is_empty() {
                counted.push(Self { subjects: app.subjects(tx, plan.id)?, plan, tallies });
            }
        }
        Ok(counted)
    }

    /// The sessions with seats.
    fn sessions(&self) -> impl Iterator<Item = (&Subject, &Session)> {
        let used: BTreeSet<SessionId> = self.tallies.keys().map(|(session, _)| *session).collect();
        self.subjects
            .iter()
            .flat_map(|subject| subject.sessions.iter().map(move |session| (subject, session)))
            .filter(move |(_, session)| used.contains(&session.id))
    }

    fn days(&self) -> BTreeSet<NaiveDate> {
        self.sessions().map(|(_, session)| session.start.date()).collect()
    }

    /// Distance of the nearest session.
    fn distance(&self, now: NaiveDateTime) -> i64 {
        let away = |session: &Session| (session.start - now).num_minutes().abs();
        self.sessions().map(|(_, session)| away(session)).min().unwrap_or(i64::MAX)
    }
}

/// The sessions of `day` (the nearest when empty) of `plan` (the one with the nearest session when empty).
///
/// # Errors
/// `plan_unknown`, those of the store.
pub fn sessions(app: &App, plan: &str, day: &str) -> Result<AttendanceSessions> {
    let now = app.now();
    app.read(|tx| {
        let counted = Counted::all(app, tx)?;
        let plans: Vec<AttendancePlan> = counted
            .iter()
            .map(|one| AttendancePlan { number: one.plan.number.clone(), name: one.plan.name.clone() })
            .collect();
        let shown = match plan.trim() {
            "" => counted.iter().min_by_key(|one| one.distance(now)),
            text => {
                let known: Vec<ExamPlan> = counted.iter().map(|one| one.plan.clone()).collect();
                let found = lookup::plan(&known, text)?.id;
                counted.iter().find(|one| one.plan.id == found)
            }
        };
        let Some(shown) = shown else {
            return Ok(AttendanceSessions {
                plans,
                plan: None,
                days: Vec::new(),
                day: None,
                counts: AttendanceCounts::default(),
                sessions: Vec::new(),
            });
        };
        let days = shown.days();
        let wanted: Option<NaiveDate> = day.trim().parse().ok().filter(|day| days.contains(day));
        let nearest = || days.iter().min_by_key(|day| (**day - now.date()).num_days().abs()).copied();
        let chosen = wanted.or_else(nearest);
        let sessions = day_sessions(tx, shown, chosen, now)?;
        let tally = shown
            .sessions()
            .filter(|(_, session)| Some(session.start.date()) == chosen)
            .map(|(_, session)| session_tally(&shown.tallies, session.id))
            .fold(AttendanceTally::default(), |sum, one| sum.plus(&one));
        Ok(AttendanceSessions {
            plans,
            plan: Some(shown.plan.number.clone()),
            days: days.iter().map(ToString::to_string).collect(),
            day: chosen.map(|day| day.to_string()),
            counts: tally.into(),
            sessions,
        })
    })
}

fn session_tally(tallies: &Tallies, session: SessionId) -> AttendanceTally {
    tallies
        .iter()
        .filter(|((own, _), _)| *own == session)
        .fold(AttendanceTally::default(), |sum, (_, one)| sum.plus(one))
}

fn day_sessions(
    tx: &ReadTx<'_>,
    counted: &Counted,
    day: Option<NaiveDate>,
    now: NaiveDateTime,
) -> Result<Vec<AttendanceSession>> {
    let rooms: HashMap<RoomId, Room> =
        tx.rooms(counted.plan.id)?.into_iter().map(|room| (room.id, room)).collect();
    let sites: HashMap<_, String> = tx.sites()?.into_iter().map(|site| (site.id, site.name)).collect();
    let certificates: HashMap<_, String> =
        tx.certificates()?.into_iter().map(|known| (known.id, known.label())).collect();
    let mut found: Vec<(&Subject, &Session)> =
        counted.sessions().filter(|(_, session)| Some(session.start.date()) == day).collect();
    found.sort_by_key(|(subject, session)| (session.start, subject.code.clone(), session.id));
    let line = |(room, tally): (&Room, &AttendanceTally)| AttendanceRoomLine {
        id: room.id.to_string(),
        code: room.code.clone(),
        name: room.name.clone(),
        site: sites.get(&room.site).cloned().unwrap_or_default(),
        counts: (*tally).into(),
    };
    let with_rooms = |(subject, session): (&Subject, &Session)| {
        let mut own: Vec<(&Room, &AttendanceTally)> = counted
            .tallies
            .iter()
            .filter(|((of, _), _)| *of == session.id)
            .filter_map(|((_, room), tally)| Some((rooms.get(room)?, tally)))
            .collect();
        own.sort_by_key(|(room, _)| (&room.code, room.id));
        AttendanceSession {
            id: session.id.to_string(),
            subject: subject.name.clone(),
            certificate: certificates.get(&subject.certificate).cloned().unwrap_or_default(),
            start: iso(session.start),
            end: iso(session.end),
            phase: phase(now, session),
            counts: session_tally(&counted.tallies, session.id).into(),
            rooms: own.into_iter().map(line).collect(),
        }
    };
    Ok(found.into_iter().map(with_rooms).collect())
}

fn phase(now: NaiveDateTime, session: &Session) -> String {
    RegistrationStatus::at(now, Some(session)).label().to_owned()
}

/// The counts of a plan, of one session of it, or of one room in that session.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub fn tally(
    app: &App,
    plan: &str,
    session: Option<SessionId>,
    room: Option<RoomId>,
) -> Result<AttendanceCounts> {
    app.read(|tx| {
        let plan = lookup::plan_or_only(&app.plans(tx)?, Some(plan))?;
        let ours: BTreeSet<SessionId> = app
            .subjects(tx, plan.id)?
            .iter()
            .flat_map(|subject| &subject.sessions)
            .map(|session| session.id)
            .collect();
        let sum = tx
            .attendance_tallies(plan.id)?
            .into_iter()
            .filter(|((of, _), _)| ours.contains(of))
            .filter(|((of, at), _)| {
                session.is_none_or(|session| session == *of) && room.is_none_or(|room| room == *at)
            })
            .fold(AttendanceTally::default(), |sum, (_, one)| sum.plus(&one));
        Ok(sum.into())
    })
}

/// The picture of a room in a session.
///
/// # Errors
/// `record_not_found`, those of the store.
pub fn room(app: &App, room: RoomId, session: SessionId) -> Result<AttendanceRoom> {
    let now = app.now();
    app.read(|tx| picture(tx, &Place::load(tx, room, session)?, now))
}

fn picture(tx: &ReadTx<'_>, place: &Place, now: NaiveDateTime) -> Result<AttendanceRoom> {
    let people = place.people(tx)?;
    let mut tally = AttendanceTally::default();
    people.iter().for_each(|seated| tally.add(seated.record.as_ref()));
    let site = tx.site(place.room.site)?.map(|site| site.name).unwrap_or_default();
    let own = &place.room;
    let address = full_address(&own.province, &own.city, &own.county, &own.address);
    let desks = desks(&own.layout, &people);
    let warnings = time_warnings(now, &place.session, AttendanceState::Present);
    Ok(AttendanceRoom {
        room: own.id.to_string(),
        session: place.session.id.to_string(),
        plan: place.plan.number.clone(),
        name: own.name.clone(),
        code: own.code.clone(),
        place: format!("{site} {address}"),
        subject: place.subject.name.clone(),
        start: iso(place.session.start),
        end: iso(place.session.end),
        phase: phase(now, &place.session),
        columns: desks.iter().map(|desk| desk.x).max().unwrap_or(1),
        rows: desks.iter().map(|desk| desk.y).max().unwrap_or(1),
        aisles: own.layout.aisles.clone(),
        door: corner(own.layout.door).to_owned(),
        minutes_late: minutes_late(now, &place.session),
        warnings: warnings.into_iter().map(|warning| warning.message).collect(),
        counts: tally.into(),
        desks,
    })
}

fn corner(corner: Corner) -> &'static str {
    match corner {
        Corner::FrontLeft => "front_left",
        Corner::FrontRight => "front_right",
        Corner::BackLeft => "back_left",
        Corner::BackRight => "back_right",
    }
}

/// Every desk of the layout with who sits there. Somebody whose seat the layout does not have stands in
/// a row behind the last one: nobody is left out of the picture.
pub(super) fn desks(layout: &RoomLayout, people: &[Seated]) -> Vec<AttendanceDesk> {
    let mut by_seat: HashMap<u16, &Seated> = people.iter().map(|seated| (seated.seat.seat, seated)).collect();
    let mut desks = Vec::new();
    for place in layout.seats() {
        let person = by_seat.remove(&place.seat);
        let kind = match (person, place.kind) {
            (Some(_), _) => AttendanceDeskKind::Taken,
            (None, SeatKind::Reserve) => AttendanceDeskKind::Reserve,
            (None, _) => AttendanceDeskKind::Free,
        };
        desks.push(AttendanceDesk {
            key: place.seat.to_string(),
            x: place.position.column,
            y: place.position.row,
            number: Some(place.seat),
            kind,
            person: person.map(AttendancePerson::of),
        });
    }
    for position in layout.blocked.iter().filter(|position| layout.contains(**position)) {
        desks.push(AttendanceDesk {
            key: format!("{}-{}", position.column, position.row),
            x: position.column,
            y: position.row,
            number: None,
            kind: AttendanceDeskKind::Blocked,
            person: None,
        });
    }
    let behind = desks.iter().map(|desk| desk.y).max().unwrap_or(0) + 1;
    let mut rest: Vec<&Seated> = by_seat.into_values().collect();
    rest.sort_by_key(|seated| seated.seat.seat);
    for (x, seated) in (1u16..).zip(rest) {
        desks.push(AttendanceDesk {
            key: seated.seat.seat.to_string(),
            x,
            y: behind,
            number: Some(seated.seat.seat),
            kind: AttendanceDeskKind::Taken,
            person: Some(AttendancePerson::of(seated)),
        });
    }
    desks
}
