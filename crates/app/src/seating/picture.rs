//! The rooms of a session, and the picture of one room with who sits where.

use super::facts::{Choices, PlanFacts};
use super::hand::plan_of;
use super::late::{self, Touched};
use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::arrangement::SeatAssignment;
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number};
use kaozhan_domain::ids::{PlanId, RoomId, SessionId};
use kaozhan_domain::plan::Subject;
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::{Corner, GroupKey, Groups, Order, Position, RoomUse, SeatKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use ts_rs::TS;

/// A room in a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingRoom {
    /// The room.
    pub room_id: String,
    /// Stable short code.
    pub code: String,
    /// 考场名称.
    pub name: String,
    /// 考核站点.
    pub site: String,
    /// Where it is and what kind: 教学楼 A 座 1 层，笔试考场.
    pub place: String,
    /// How many sit here in this session.
    pub seated: u16,
    /// 考位数.
    pub capacity: u16,
    /// Neighbouring pairs of the same group.
    pub pairs: u32,
    /// Least number of such pairs for these people on these seats.
    pub bound: u32,
    /// Locked seats.
    pub locked: u16,
    /// Kept for one candidate who needs a separate room.
    pub separate: bool,
    /// Printed sheets of the room are no longer true.
    pub stale: bool,
}

/// The rooms of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingRooms {
    /// Those in use, then those that could be.
    pub rooms: Vec<SeatingRoom>,
    /// Rooms in use.
    pub used: usize,
    /// How many sit in this session.
    pub seated: usize,
    /// 考位数 of the rooms in use.
    pub capacity: usize,
    /// Neighbouring pairs of the same group in this session.
    pub pairs: u32,
    /// Sum of the least numbers of the rooms.
    pub bound: u32,
    /// What counts as one group: 同班, 同专业 …
    pub group_label: String,
    /// 上下左右 4 个方向 or 8 个方向.
    pub neighbours: String,
    /// 照顾安排 of those in this session: 前排 1，延时 1; empty when there is none.
    pub access: String,
    /// Locked seats in this session.
    pub locked: usize,
}

/// Somebody in a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatedPerson {
    /// The registration.
    pub registration_id: String,
    /// The candidate.
    pub candidate_id: String,
    /// 姓名.
    pub name: String,
    /// 班级.
    pub class_name: String,
    /// 所属院校.
    pub school: String,
    /// 证件号码, masked.
    pub id_number: String,
    /// 准考证号.
    pub exam_number: String,
    /// There is a photo.
    pub has_photo: bool,
    /// The group that the colour stands for.
    pub group: String,
    /// Colour, 1 to 8.
    pub colour: u8,
    /// Locked.
    pub locked: bool,
    /// 前排, 一楼, 单独考场, 延时30%.
    pub marks: Vec<String>,
    /// Changed by hand, and not printed anew since.
    pub changed: bool,
    /// Neighbours of the same group, by seat number.
    pub same_group: Vec<u16>,
}

/// A desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingDesk {
    /// Column from the left, from 1.
    pub column: u16,
    /// Row from the lectern, from 1.
    pub row: u16,
    /// 座位号; none for a desk out of use.
    pub seat: Option<u16>,
    /// `regular`, `reserve`, `blocked`.
    pub kind: String,
    /// Who sits here.
    pub person: Option<SeatedPerson>,
}

/// What a colour stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingColour {
    /// Colour, 1 to 8.
    pub colour: u8,
    /// The group.
    pub label: String,
    /// How many of it are in the room.
    pub count: usize,
}

/// A room with who sits where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingPicture {
    /// The room.
    pub room: SeatingRoom,
    /// 考试科目.
    pub subject: String,
    /// 考试证书（等级）.
    pub certificate: String,
    /// 考试时间.
    pub time: String,
    /// Columns.
    pub columns: u16,
    /// Rows of the tallest column.
    pub rows: u16,
    /// An aisle runs after each of these columns.
    pub aisles: Vec<u16>,
    /// `front_left`, `front_right`, `back_left`, `back_right`.
    pub door: String,
    /// Every desk, in walking order.
    pub desks: Vec<SeatingDesk>,
    /// What the colours stand for.
    pub colours: Vec<SeatingColour>,
}

/// What the colours of the picture tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SeatingColourBy {
    /// 班级.
    #[default]
    Class,
    /// 就读专业.
    Major,
    /// 院校.
    School,
}

impl SeatingColourBy {
    fn of(self, groups: &Groups, major_name: &str) -> String {
        match self {
            Self::Class => groups.class.clone(),
            Self::Major => major_name.to_owned(),
            Self::School => groups.school.clone(),
        }
    }
}

/// `同班`, `同班、同专业`: what counts as one group.
pub(super) fn group_label(order: &Order) -> String {
    let labels: Vec<&str> = order
        .counted_by()
        .0
        .iter()
        .map(|key| match key {
            GroupKey::Class => "同班",
            GroupKey::Major => "同专业",
            GroupKey::School => "同院校",
        })
        .collect();
    labels.join("、")
}

pub(super) fn neighbours_label(order: &Order) -> String {
    match order.counted_by().1 {
        kaozhan_domain::seating::Neighbours::Four => "前后左右 4 个方向".to_owned(),
        kaozhan_domain::seating::Neighbours::Eight => "含斜向 8 个方向".to_owned(),
    }
}

fn session_subject(facts: &PlanFacts, session: SessionId) -> Result<&Subject> {
    facts
        .subjects
        .iter()
        .find(|subject| subject.sessions.iter().any(|own| own.id == session))
        .ok_or_else(|| AppError::new("session_unknown", "找不到这个场次，可能已被删除").hint("请刷新后重试"))
}

/// The rooms of a session.
///
/// # Errors
/// `plan_unknown`, `session_unknown`.
pub(crate) fn rooms(app: &App, plan: PlanId, session: SessionId) -> Result<SeatingRooms> {
    app.read(|tx| {
        let plan = plan_of(tx, plan)?;
        let choices = Choices::of_last_run(tx, &plan)?;
        let touched = late::touched(tx, &plan)?;
        let facts = PlanFacts::load_session(tx, plan, session, None)?;
        let subject = session_subject(&facts, session)?;
        let seating = facts.seating(&facts.request(&choices, None));
        let used: HashMap<&str, &RoomUse> =
            seating.rooms.iter().map(|room| (room.room.as_str(), room)).collect();
        let mut rooms: Vec<SeatingRoom> = facts
            .rooms
            .iter()
            .filter(|room| room.mode == subject.mode && room.subjects.contains(&subject.id))
            .map(|room| {
                card(&facts, room, used.get(room.id.to_string().as_str()).copied(), &touched, session)
            })
            .collect();
        rooms.sort_by(|a, b| (a.seated == 0, &a.site, &a.code).cmp(&(b.seated == 0, &b.site, &b.code)));
        Ok(SeatingRooms {
            used: used.len(),
            seated: seating.assignments.len(),
            capacity: rooms
                .iter()
                .filter(|room| room.seated > 0)
                .map(|room| usize::from(room.capacity))
                .sum(),
            pairs: seating.same_group_neighbours,
            bound: seating.rooms.iter().map(|room| room.lower_bound).sum(),
            group_label: group_label(&choices.order),
            neighbours: neighbours_label(&choices.order),
            access: access_counts(&facts),
            locked: facts.assignments.iter().filter(|seat| seat.locked).count(),
            rooms,
        })
    })
}

fn access_counts(facts: &PlanFacts) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for seat in &facts.assignments {
        for label in
            facts.candidate(seat.candidate).map(|who| who.details.access.labels()).unwrap_or_default()
        {
            *counts.entry(label).or_default() += 1;
        }
    }
    counts.iter().map(|(label, count)| format!("{label} {count}")).collect::<Vec<_>>().join("，")
}

fn card(
    facts: &PlanFacts,
    room: &Room,
    used: Option<&RoomUse>,
    touched: &Touched,
    session: SessionId,
) -> SeatingRoom {
    let floor = room.floor.map(|floor| format!("{floor} 层，")).unwrap_or_default();
    let locked = facts.assignments.iter().filter(|seat| seat.room == room.id && seat.locked).count();
    SeatingRoom {
        room_id: room.id.to_string(),
        code: room.code.clone(),
        name: room.name.clone(),
        site: facts.site(room).map(|site| site.name.clone()).unwrap_or_default(),
        place: format!("{floor}{}", room.mode.room_label()),
        seated: used.map_or(0, |used| used.count),
        capacity: room.capacity,
        pairs: used.map_or(0, |used| used.same_group_pairs),
        bound: used.map_or(0, |used| used.lower_bound),
        locked: u16::try_from(locked).unwrap_or(u16::MAX),
        separate: used.is_some_and(|used| used.separate),
        stale: touched.rooms.contains(&(room.id, session)),
    }
}

/// One room in a session.
///
/// # Errors
/// `plan_unknown`, `session_unknown`, `room_unknown`.
pub(crate) fn room(
    app: &App,
    plan: PlanId,
    session: SessionId,
    room: RoomId,
    colour_by: SeatingColourBy,
) -> Result<SeatingPicture> {
    app.read(|tx| {
        let plan = plan_of(tx, plan)?;
        let choices = Choices::of_last_run(tx, &plan)?;
        let touched = late::touched(tx, &plan)?;
        let mut facts = PlanFacts::load_session(tx, plan, session, Some(room))?;
        for seat in &facts.assignments {
            if let Some(number) = tx.exam_number(facts.plan.id, seat.candidate)? {
                facts.numbers.insert(seat.candidate, number.number);
            }
        }
        let classes = if colour_by == SeatingColourBy::Class { tx.classes()? } else { Vec::new() };
        let subject = session_subject(&facts, session)?;
        let certificate = tx.certificate(subject.certificate)?.map(|known| known.label()).unwrap_or_default();
        let known =
            facts.rooms.iter().find(|known| known.id == room).ok_or_else(|| {
                AppError::new("room_unknown", "找不到考场，可能已被删除").hint("请刷新后重试")
            })?;
        let seating = facts.seating(&facts.request(&choices, None));
        let painted = Painted::new(&facts, colour_by, classes);
        let layout = &known.layout;
        Ok(SeatingPicture {
            room: card(&facts, known, seating.rooms.first(), &touched, session),
            subject: subject.name.clone(),
            certificate,
            time: facts.session(&session.to_string()).map(|own| own.label()).unwrap_or_default(),
            columns: u16::try_from(layout.columns.len()).unwrap_or(u16::MAX),
            rows: layout.columns.iter().copied().max().unwrap_or(0),
            aisles: layout.aisles.clone(),
            door: door(layout.door).to_owned(),
            desks: desks(&facts, known, &choices, &touched, &painted),
            colours: painted.legend(),
        })
    })
}

fn door(corner: Corner) -> &'static str {
    match corner {
        Corner::FrontLeft => "front_left",
        Corner::FrontRight => "front_right",
        Corner::BackLeft => "back_left",
        Corner::BackRight => "back_right",
    }
}

fn desks(
    facts: &PlanFacts,
    room: &Room,
    choices: &Choices,
    touched: &Touched,
    painted: &Painted,
) -> Vec<SeatingDesk> {
    let numbered: HashMap<Position, (u16, SeatKind)> =
        room.layout.seats().into_iter().map(|place| (place.position, (place.seat, place.kind))).collect();
    let seated: HashMap<u16, &SeatAssignment> =
        facts.assignments.iter().map(|seat| (seat.seat, seat)).collect();
    let alike = alike(facts, room, choices);
    room.layout
        .walk()
        .into_iter()
        .map(|position| {
            let own = numbered.get(&position).copied();
            let seat = own.map(|(seat, _)| seat);
            let person = seat
                .and_then(|seat| seated.get(&seat))
                .and_then(|seat| person(facts, seat, touched, painted, &alike));
            SeatingDesk {
                column: position.column,
                row: position.row,
                seat,
                kind: match own {
                    Some((_, SeatKind::Regular)) => "regular",
                    Some((_, SeatKind::Reserve)) => "reserve",
                    None => "blocked",
                }
                .to_owned(),
                person,
            }
        })
        .collect()
}

/// For each seat, the neighbouring seats of the same group.
fn alike(facts: &PlanFacts, room: &Room, choices: &Choices) -> HashMap<u16, Vec<u16>> {
    let (keys, neighbours) = choices.order.counted_by();
    let groups: HashMap<u16, Groups> = facts
        .assignments
        .iter()
        .filter_map(|seat| {
            let registration = facts.registration(&seat.registration.to_string())?;
            Some((seat.seat, facts.entry(registration, choices).groups))
        })
        .collect();
    let shares = |a: &Groups, b: &Groups| {
        keys.iter().any(|key| {
            let (a, b) = match key {
                GroupKey::Class => (&a.class, &b.class),
                GroupKey::Major => (&a.major, &b.major),
                GroupKey::School => (&a.school, &b.school),
            };
            !a.is_empty() && a == b
        })
    };
    let mut alike: HashMap<u16, Vec<u16>> = HashMap::new();
    for (a, b) in room.layout.neighbour_pairs(neighbours) {
        if let (Some(first), Some(second)) = (groups.get(&a), groups.get(&b))
            && shares(first, second)
        {
            alike.entry(a).or_default().push(b);
            alike.entry(b).or_default().push(a);
        }
    }
    alike
}

fn person(
    facts: &PlanFacts,
    seat: &SeatAssignment,
    touched: &Touched,
    painted: &Painted,
    alike: &HashMap<u16, Vec<u16>>,
) -> Option<SeatedPerson> {
    let registration = facts.registration(&seat.registration.to_string())?;
    let snapshot = &registration.snapshot.details;
    let candidate = facts.candidate(seat.candidate)?;
    let (group, colour) = painted.of(seat);
    Some(SeatedPerson {
        registration_id: seat.registration.to_string(),
        candidate_id: seat.candidate.to_string(),
        name: snapshot.name.clone(),
        class_name: candidate.details.class_name.clone(),
        school: snapshot.school.clone(),
        id_number: mask_number(snapshot.id_type, &snapshot.id_number, MaskStyle::First6Last4),
        exam_number: facts.numbers.get(&seat.candidate).cloned().unwrap_or_default(),
        has_photo: candidate.photo.is_some(),
        group,
        colour,
        locked: seat.locked,
        marks: candidate.details.access.labels(),
        changed: touched.registrations.contains(&seat.registration),
        same_group: alike.get(&seat.seat).cloned().unwrap_or_default(),
    })
}

/// Which colour each group has. A group keeps its colour from room to room as far as eight colours go: it
/// only yields to another of the same room.
struct Painted {
    group_of: HashMap<kaozhan_domain::ids::RegistrationId, String>,
    colours: BTreeMap<String, u8>,
}

impl Painted {
    fn new(facts: &PlanFacts, by: SeatingColourBy, classes: Vec<String>) -> Self {
        let choices = Choices::default();
        let group_of: HashMap<_, _> = facts
            .registrations
            .iter()
            .map(|registration| {
                let groups = facts.entry(registration, &choices).groups;
                (registration.id, by.of(&groups, &registration.snapshot.details.major_name))
            })
            .collect();
        let mut here: Vec<&String> = group_of.values().collect();
        here.sort();
        here.dedup();
        let mut colours: BTreeMap<String, u8> = BTreeMap::new();
        let mut free: Vec<u8> = (1..=8).collect();
        for (place, group) in here.into_iter().enumerate() {
            let at = classes.iter().position(|class| class == group).unwrap_or(place);
            let wished = u8::try_from(at % 8).unwrap_or(0) + 1;
            let colour = match free.iter().position(|colour| *colour == wished) {
                Some(index) => free.remove(index),
                None => free.first().copied().map_or(wished, |first| {
                    free.remove(0);
                    first
                }),
            };
            colours.insert(group.clone(), colour);
        }
        Self { group_of, colours }
    }

    fn of(&self, seat: &SeatAssignment) -> (String, u8) {
        let group = self.group_of.get(&seat.registration).cloned().unwrap_or_default();
        let colour = self.colours.get(&group).copied().unwrap_or(8);
        (group, colour)
    }

    fn legend(&self) -> Vec<SeatingColour> {
        let mut legend: Vec<SeatingColour> = self
            .colours
            .iter()
            .map(|(label, colour)| SeatingColour {
                colour: *colour,
                label: if label.is_empty() { "未填写".to_owned() } else { label.clone() },
                count: self.group_of.values().filter(|group| *group == label).count(),
            })
            .collect();
        legend.sort_by_key(|own| own.colour);
        legend
    }
}
