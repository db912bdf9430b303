//! The card of a plan: its steps, what each lacks, its rooms on the days of the exam.

use super::{HomeLink, HomeRoom, HomeSession, HomeStep, PlanCard, StepState};
use crate::error::Result;
use crate::forms::moment;
use crate::workspace::App;
use chrono::{Datelike, NaiveDateTime};
use kaozhan_domain::arrangement::SeatAssignment;
use kaozhan_domain::candidate::CandidateStatus;
use kaozhan_domain::clock::{Position, Window};
use kaozhan_domain::ids::{RoomId, SessionId, SubjectId};
use kaozhan_domain::plan::{ExamPlan, PlanStage, RegistrationMode, Subject};
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::{ExamMode, Position as Desk, SeatKind};
use kaozhan_store::{CandidateTally, ReadTx, SubjectCount};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What the card of a plan is made from.
pub(super) struct Facts<'p> {
    plan: &'p ExamPlan,
    now: NaiveDateTime,
    pub(super) subjects: Vec<Subject>,
    rooms: Vec<Room>,
    counts: HashMap<SubjectId, SubjectCount>,
    seats: Vec<SeatAssignment>,
    /// The registered candidates or, while there are none, everybody.
    people: Vec<CandidateTally>,
    /// Candidates who are registered.
    registered: u64,
    partly: u64,
    has_other_rooms: bool,
}

impl<'p> Facts<'p> {
    pub(super) fn load(
        app: &App,
        tx: &ReadTx<'_>,
        plan: &'p ExamPlan,
        everybody: &[CandidateTally],
        has_other_rooms: bool,
    ) -> Result<Self> {
        let ours = app.scope().certificates();
        let own = tx.registered_tally(plan.id, ours)?;
        let registered = own.iter().map(|tally| tally.count).sum();
        Ok(Self {
            subjects: app.subjects(tx, plan.id)?,
            rooms: app.rooms(tx, plan.id)?,
            counts: app.registration_counts(tx, plan.id)?,
            seats: app.seats(tx, plan.id)?,
            partly: match plan.mode {
                RegistrationMode::ByCertificate => tx.partly_registered(plan.id, ours)?,
                RegistrationMode::BySubject => 0,
            },
            people: if own.is_empty() { everybody.to_vec() } else { own },
            plan,
            now: app.now(),
            registered,
            has_other_rooms,
        })
    }

    pub(super) fn card(&self, certificates: Vec<String>) -> PlanCard {
        let finished = self.is_finished();
        PlanCard {
            id: self.plan.id.to_string(),
            name: self.plan.name.clone(),
            certificates,
            stage: PlanStage::at(self.now, &self.plan.windows).label().to_owned(),
            finished,
            exam: self.exam().map(moment).unwrap_or_default(),
            registered: self.registered,
            steps: if finished {
                Vec::new()
            } else {
                vec![
                    self.people_step(),
                    self.photo_step(),
                    self.room_step(),
                    self.registration_step(),
                    self.seating_step(),
                    self.print_step(),
                    self.attendance_step(),
                ]
            },
            sessions: if finished { Vec::new() } else { self.sessions() },
            failure: None,
        }
    }

    fn is_finished(&self) -> bool {
        let all: Vec<NaiveDateTime> =
            self.subjects.iter().flat_map(|subject| &subject.sessions).map(|session| session.end).collect();
        let over = |end: &NaiveDateTime| *end < self.now;
        if all.is_empty() {
            PlanStage::at(self.now, &self.plan.windows) == PlanStage::Finished
        } else {
            all.iter().all(over)
        }
    }

    /// The next exam, or the last one when all are over.
    fn exam(&self) -> Option<NaiveDateTime> {
        let sessions = || self.subjects.iter().flat_map(|subject| &subject.sessions);
        let next = sessions().filter(|session| session.end >= self.now).map(|session| session.start).min();
        let window = self.plan.windows.exam.map(|window| window.start);
        next.or_else(|| sessions().map(|session| session.start).max()).or(window)
    }

    fn first_exam(&self) -> Option<NaiveDateTime> {
        self.subjects.iter().flat_map(|subject| &subject.sessions).map(|session| session.start).min()
    }

    fn people_in(&self, wanted: impl Fn(&CandidateTally) -> bool) -> u64 {
        self.people.iter().filter(|tally| wanted(tally)).map(|tally| tally.count).sum()
    }

    fn path(&self, page: &str) -> String {
        format!("{page}?plan={}", self.plan.id)
    }

    /// The plan's own part of a link to people, who are in no plan before they are registered.
    fn of_plan(&self) -> String {
        if self.registered > 0 { format!("&plan={}", self.plan.id) } else { String::new() }
    }

    fn people_step(&self) -> HomeStep {
        let total = self.people_in(|_| true);
        if total == 0 {
            let links = vec![link("导入名单", "/import?kind=roster".to_owned(), StepState::Todo)];
            return step("candidates", "考生", StepState::Todo, "还没有考生", 0.0, links, "/candidates");
        }
        let of = |status| self.people_in(|tally| tally.status == status);
        let mut links = Vec::new();
        for (status, text) in
            [(CandidateStatus::Incomplete, "信息不全"), (CandidateStatus::NeedsConfirmation, "需人工确认")]
        {
            let count = of(status);
            if count > 0 {
                let path = format!("/candidates?status={text}{}", self.of_plan());
                links.push(link(&format!("{count} 人{text}"), path, StepState::Look));
            }
        }
        let faulty = of(CandidateStatus::Incomplete) + of(CandidateStatus::NeedsConfirmation);
        let state = if links.is_empty() { StepState::Done } else { StepState::Look };
        let figure = format!("{total} 人");
        step("candidates", "考生", state, &figure, share(total - faulty, total), links, "/candidates")
    }

    fn photo_step(&self) -> HomeStep {
        let total = self.people_in(|_| true);
        let with = self.people_in(|tally| tally.has_photo);
        if total == 0 {
            return step("photos", "照片", StepState::Idle, "未开始", 0.0, Vec::new(), "/photos");
        }
        let missing = total - with;
        let mut links = Vec::new();
        if missing > 0 {
            let path = format!("/photos?tab=missing{}", self.of_plan());
            links.push(link(&format!("{missing} 人无照片"), path, StepState::Look));
        }
        let state = if missing == 0 { StepState::Done } else { StepState::Look };
        step("photos", "照片", state, &format!("{with} / {total}"), share(with, total), links, "/photos")
    }

    fn room_step(&self) -> HomeStep {
        let path = self.path("/rooms");
        if self.rooms.is_empty() {
            let (text, way) = if self.has_other_rooms {
                ("沿用以前的考场", format!("{path}&copy=1"))
            } else {
                ("设置考场", format!("{path}&new=1"))
            };
            let waiting = self.registered > 0;
            let state = if waiting { StepState::Stop } else { StepState::Todo };
            let links = vec![link(text, way, state)];
            return step("rooms", "考场", state, "未设置", 0.0, links, &path);
        }
        let mut physical: BTreeMap<String, u64> = BTreeMap::new();
        for room in &self.rooms {
            let most = physical.entry(room.physical_key()).or_default();
            *most = (*most).max(u64::from(room.capacity));
        }
        let figure = format!("{} 间，{} 座", physical.len(), physical.values().sum::<u64>());
        let needed: u64 = self.counts.values().map(|count| count.registered).sum();
        let short = if self.unseated() == 0 { 0 } else { self.shortage() };
        if short == 0 {
            return step("rooms", "考场", StepState::Done, &figure, 1.0, Vec::new(), &path);
        }
        let links = vec![link(&format!("缺 {short} 个座位"), path.clone(), StepState::Stop)];
        step("rooms", "考场", StepState::Stop, &figure, share(needed - short, needed), links, &path)
    }

    /// Seats that are missing at the least: for each subject all its rooms in all its sessions are
    /// counted, for each 考试方式 every physical room once at a time.
    fn shortage(&self) -> u64 {
        let mut by_mode = 0;
        for mode in ExamMode::ALL {
            let (mut needed, mut subjects_short) = (0u64, 0u64);
            let mut slots: HashMap<(String, NaiveDateTime), u64> = HashMap::new();
            for subject in self.subjects.iter().filter(|subject| subject.mode == mode) {
                let wanted = self.counts.get(&subject.id).map_or(0, |count| count.registered);
                let mut own = 0;
                for room in self.rooms.iter().filter(|room| room.subjects.contains(&subject.id)) {
                    let seats = usable_seats(room);
                    for session in &subject.sessions {
                        own += seats;
                        let slot = slots.entry((room.physical_key(), session.start)).or_default();
                        *slot = (*slot).max(seats);
                    }
                }
                needed += wanted;
                subjects_short += wanted.saturating_sub(own);
            }
            by_mode += subjects_short.max(needed.saturating_sub(slots.values().sum()));
        }
        by_mode
    }

    fn registration_step(&self) -> HomeStep {
        let path = self.path("/registrations");
        let window = self.plan.windows.registration;
        let open = window.is_none_or(|window| window.contains(self.now));
        let early = position(window, self.now) == Some(Position::Before);
        if self.registered == 0 {
            let import = format!("/import?kind=registrations&plan={}", self.plan.id);
            return match window {
                Some(window) if early => {
                    let figure = format!("{}开始", day(window.start, self.now));
                    step("registrations", "报考", StepState::Idle, &figure, 0.0, Vec::new(), &path)
                }
                Some(window) if open => {
                    let links = vec![link("导入报考", import, StepState::Todo)];
                    let figure = format!("{}截止", day(window.end, self.now));
                    step("registrations", "报考", StepState::Todo, &figure, 0.0, links, &path)
                }
                Some(_) => step("registrations", "报考", StepState::Idle, "已截止", 0.0, Vec::new(), &path),
                None => {
                    let links = vec![link("导入报考", import, StepState::Todo)];
                    step("registrations", "报考", StepState::Todo, "未报考", 0.0, links, &path)
                }
            };
        }
        let mut links = Vec::new();
        if self.partly > 0 {
            let text = format!("{} 人未报全科目", self.partly);
            links.push(link(&text, path.clone(), StepState::Look));
        }
        let state = if self.partly > 0 {
            StepState::Look
        } else if open && self.unseated() > 0 {
            StepState::Todo
        } else {
            StepState::Done
        };
        let done = share(self.registered - self.partly, self.registered);
        step("registrations", "报考", state, &format!("{} 人", self.registered), done, links, &path)
    }

    fn totals(&self) -> (u64, u64) {
        let registered = self.counts.values().map(|count| count.registered).sum();
        (registered, self.counts.values().map(|count| count.seated).sum())
    }

    fn unseated(&self) -> u64 {
        let (registered, seated) = self.totals();
        registered - seated
    }

    fn seating_step(&self) -> HomeStep {
        let path = self.path("/seating");
        let (registered, seated) = self.totals();
        let window = self.plan.windows.arrangement;
        let early = position(window, self.now) == Some(Position::Before);
        let (state, figure, links) = match window {
            _ if registered == 0 => (StepState::Idle, "未开始".to_owned(), Vec::new()),
            _ if seated == registered => (StepState::Done, format!("{seated} / {registered}"), Vec::new()),
            Some(window) if seated == 0 && early => {
                (StepState::Idle, format!("{}开始", day(window.start, self.now)), Vec::new())
            }
            _ if seated == 0 && (self.rooms.is_empty() || self.shortage() > 0) => {
                (StepState::Idle, "补齐座位后可排".to_owned(), Vec::new())
            }
            _ => {
                let missing = registered - seated;
                let first = seated == 0;
                let state = if first { StepState::Todo } else { StepState::Stop };
                let text =
                    if first { "开始排座".to_owned() } else { format!("{missing} 个座位未排") };
                (state, format!("{seated} / {registered}"), vec![link(&text, path.clone(), state)])
            }
        };
        step("seating", "排座", state, &figure, share(seated, registered), links, &path)
    }

    fn print_step(&self) -> HomeStep {
        let path = self.path("/print");
        let used: HashSet<(RoomId, SessionId)> =
            self.seats.iter().map(|seat| (seat.room, seat.session)).collect();
        let rooms: HashSet<RoomId> = used.iter().map(|(room, _)| *room).collect();
        if rooms.is_empty() {
            return step("print", "打印", StepState::Idle, "未开始", 0.0, Vec::new(), &path);
        }
        let figure = format!("{} 间可打印", rooms.len());
        let links = vec![link("打印考务材料", path.clone(), StepState::Todo)];
        step("print", "打印", StepState::Todo, &figure, 0.0, links, &path)
    }

    fn attendance_step(&self) -> HomeStep {
        let path = self.path("/attendance");
        let (state, figure, links) = match self.first_exam() {
            None => (StepState::Idle, "未定场次".to_owned(), Vec::new()),
            Some(first) if first > self.now => {
                (StepState::Idle, format!("{}开始", day(first, self.now)), Vec::new())
            }
            Some(_) if self.seats.is_empty() => (StepState::Idle, "未排座".to_owned(), Vec::new()),
            Some(_) => {
                let links = vec![link("登记到考", path.clone(), StepState::Todo)];
                (StepState::Todo, "考试中".to_owned(), links)
            }
        };
        step("attendance", "到考", state, &figure, 0.0, links, &path)
    }

    /// The sessions that have seats, each with the picture of its rooms.
    fn sessions(&self) -> Vec<HomeSession> {
        let mut taken: HashMap<(SessionId, RoomId), HashSet<u16>> = HashMap::new();
        for seat in &self.seats {
            taken.entry((seat.session, seat.room)).or_default().insert(seat.seat);
        }
        let mut sessions: Vec<HomeSession> = Vec::new();
        for subject in &self.subjects {
            for session in &subject.sessions {
                let mut rooms: Vec<HomeRoom> = self
                    .rooms
                    .iter()
                    .filter_map(|room| Some(home_room(room, taken.get(&(session.id, room.id))?)))
                    .collect();
                rooms.sort_by(|a, b| a.name.cmp(&b.name));
                if !rooms.is_empty() {
                    sessions.push(HomeSession {
                        id: session.id.to_string(),
                        subject: subject.name.clone(),
                        start: moment(session.start),
                        end: moment(session.end),
                        over: session.end < self.now,
                        rooms,
                    });
                }
            }
        }
        sessions.sort_by(|a, b| (&a.start, &a.subject).cmp(&(&b.start, &b.subject)));
        sessions
    }
}

/// Seats that a seating may fill: the reserve stays free.
fn usable_seats(room: &Room) -> u64 {
    let regular = room
        .layout
        .seats()
        .iter()
        .filter(|seat| seat.kind == SeatKind::Regular && seat.seat <= room.capacity)
        .count();
    u64::try_from(regular).unwrap_or(u64::MAX)
}

fn home_room(room: &Room, taken: &HashSet<u16>) -> HomeRoom {
    let seats: HashMap<Desk, (u16, SeatKind)> =
        room.layout.seats().into_iter().map(|seat| (seat.position, (seat.seat, seat.kind))).collect();
    let letter = |column: u16, row: u16| match seats.get(&Desk::new(column, row)) {
        None => 'b',
        Some((number, _)) if taken.contains(number) => 't',
        Some((_, SeatKind::Reserve)) => 'r',
        Some((_, SeatKind::Regular)) => 'f',
    };
    let columns = (1u16..).zip(&room.layout.columns);
    HomeRoom {
        id: room.id.to_string(),
        name: room.name.clone(),
        columns: columns
            .map(|(column, height)| (1..=*height).map(|row| letter(column, row)).collect())
            .collect(),
        aisles: room.layout.aisles.clone(),
        taken: u64::try_from(taken.len()).unwrap_or(u64::MAX),
        capacity: u64::try_from(seats.len()).unwrap_or(u64::MAX),
    }
}

fn position(window: Option<Window>, now: NaiveDateTime) -> Option<Position> {
    window.map(|window| window.position(now))
}

/// `6 月 20 日`, with the year where it is another one.
fn day(at: NaiveDateTime, now: NaiveDateTime) -> String {
    let short = format!("{} 月 {} 日", at.month(), at.day());
    if at.year() == now.year() { short } else { format!("{} 年 {short}", at.year()) }
}

#[allow(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn link(text: &str, path: String, state: StepState) -> HomeLink {
    HomeLink { text: text.to_owned(), path, state }
}

fn step(
    key: &str,
    title: &str,
    state: StepState,
    figure: &str,
    share: f64,
    links: Vec<HomeLink>,
    path: &str,
) -> HomeStep {
    HomeStep {
        key: key.to_owned(),
        title: title.to_owned(),
        state,
        figure: figure.to_owned(),
        share,
        links,
        path: path.to_owned(),
    }
}
