//! Arrangements (编排): seats, versions of room sheets, ticket numbers and how a plan was seated.

use crate::error::{Result, StoreError};
use crate::operation::ChangeKind;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx, not_found};
use kaozhan_domain::arrangement::{ArrangementRun, ExamNumber, RoomVersion, SeatAssignment};
use kaozhan_domain::ids::{CandidateId, PlanId, RegistrationId, RoomId, SessionId, SubjectId};
use rusqlite::{Params, params};
use std::collections::{HashMap, HashSet};

/// Plan, candidate and subject are those of the registration, so they are not stored a second time.
impl Record for SeatAssignment {
    const TABLE: &'static str = "seat_assignment";
    const COLUMNS: &'static [&'static str] = &["registration", "session", "room", "seat", "locked"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.registration.0),
            Cell::Id(self.session.0),
            Cell::Id(self.room.0),
            Cell::Integer(i64::from(self.seat)),
            Cell::Flag(self.locked),
        ]
    }

    /// Of a row that selects plan, candidate and subject behind the columns.
    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            registration: RegistrationId(row.id()?),
            session: SessionId(row.id()?),
            room: RoomId(row.id()?),
            seat: row.number()?,
            locked: row.flag()?,
            plan: PlanId(row.id()?),
            candidate: CandidateId(row.id()?),
            subject: SubjectId(row.id()?),
        })
    }
}

impl Record for ArrangementRun {
    const TABLE: &'static str = "arrangement_run";
    const COLUMNS: &'static [&'static str] =
        &["plan", "fingerprint", "request", "same_group_neighbours", "lower_bound", "made_at"];
    /// The seats go to the platform; how they were found stays here.
    const SYNCED: bool = false;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.plan.0),
            Cell::text(&self.fingerprint),
            Cell::text(&self.request),
            Cell::Integer(crate::journal::signed(self.same_group_neighbours)),
            Cell::Integer(crate::journal::signed(self.lower_bound)),
            Cell::time(self.made_at),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            plan: PlanId(row.id()?),
            fingerprint: row.text()?,
            request: row.text()?,
            same_group_neighbours: row.number()?,
            lower_bound: row.number()?,
            made_at: row.time()?,
        })
    }
}

impl Record for RoomVersion {
    const TABLE: &'static str = "room_version";
    const COLUMNS: &'static [&'static str] = &["room", "session", "plan", "version", "checksum", "made_at"];
    const KEY: usize = 2;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.room.0),
            Cell::Id(self.session.0),
            Cell::Id(self.plan.0),
            Cell::Integer(i64::from(self.version)),
            Cell::text(&self.checksum),
            Cell::time(self.made_at),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            room: RoomId(row.id()?),
            session: SessionId(row.id()?),
            plan: PlanId(row.id()?),
            version: row.number()?,
            checksum: row.text()?,
            made_at: row.time()?,
        })
    }
}

impl Record for ExamNumber {
    const TABLE: &'static str = "exam_number";
    const COLUMNS: &'static [&'static str] = &["plan", "candidate", "number"];
    const KEY: usize = 2;
    const PERSONAL: &'static [&'static str] = &["number"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::Id(self.plan.0), Cell::Id(self.candidate.0), Cell::text(&self.number)]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self { plan: PlanId(row.id()?), candidate: CandidateId(row.id()?), number: row.text()? })
    }
}

const SEATS: &str = "SELECT a.registration, a.session, a.room, a.seat, a.locked, r.plan, r.candidate, r.subject
    FROM seat_assignment a JOIN registration r ON r.id = a.registration";

impl ReadTx<'_> {
    fn seats(&self, tail: &str, params: impl Params) -> Result<Vec<SeatAssignment>> {
        let mut seats = Vec::new();
        self.visit(&format!("{SEATS} {tail}"), params, |seat| {
            seats.push(seat);
            Ok(())
        })?;
        Ok(seats)
    }

    /// The seats of a plan, by session, room and seat.
    ///
    /// # Errors
    /// Those of the database.
    pub fn assignments(&self, plan: PlanId) -> Result<Vec<SeatAssignment>> {
        self.seats("WHERE r.plan = ? ORDER BY a.session, a.room, a.seat", [Cell::Id(plan.0)])
    }

    /// The seats of one room in one session, by seat.
    ///
    /// # Errors
    /// Those of the database.
    pub fn assignments_in(&self, room: RoomId, session: SessionId) -> Result<Vec<SeatAssignment>> {
        let key = [Cell::Id(room.0), Cell::Id(session.0)];
        self.seats("WHERE a.room = ? AND a.session = ? ORDER BY a.seat", key)
    }

    /// The seats of a candidate, in all plans.
    ///
    /// # Errors
    /// Those of the database.
    pub fn assignments_of(&self, candidate: CandidateId) -> Result<Vec<SeatAssignment>> {
        self.seats("WHERE r.candidate = ? ORDER BY a.session", [Cell::Id(candidate.0)])
    }

    /// The seat of a registration.
    ///
    /// # Errors
    /// Those of the database.
    pub fn assignment(&self, registration: RegistrationId) -> Result<Option<SeatAssignment>> {
        Ok(self.seats("WHERE a.registration = ?", [Cell::Id(registration.0)])?.pop())
    }

    /// How the plan was seated last.
    ///
    /// # Errors
    /// Those of the database.
    pub fn arrangement_run(&self, plan: PlanId) -> Result<Option<ArrangementRun>> {
        self.find(&[Cell::Id(plan.0)])
    }

    /// The versions of the room sheets of a plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn room_versions(&self, plan: PlanId) -> Result<Vec<RoomVersion>> {
        self.select("WHERE plan = ? ORDER BY session, room", [Cell::Id(plan.0)])
    }

    /// The version of one room sheet.
    ///
    /// # Errors
    /// Those of the database.
    pub fn room_version(&self, room: RoomId, session: SessionId) -> Result<Option<RoomVersion>> {
        self.find(&[Cell::Id(room.0), Cell::Id(session.0)])
    }

    /// The ticket numbers of a plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn exam_numbers(&self, plan: PlanId) -> Result<Vec<ExamNumber>> {
        self.select("WHERE plan = ? ORDER BY number", [Cell::Id(plan.0)])
    }

    /// The ticket number of a candidate in a plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn exam_number(&self, plan: PlanId, candidate: CandidateId) -> Result<Option<ExamNumber>> {
        self.find(&[Cell::Id(plan.0), Cell::Id(candidate.0)])
    }

    /// Whose this ticket number is.
    ///
    /// # Errors
    /// Those of the database.
    pub fn exam_number_owner(&self, number: &str) -> Result<Option<ExamNumber>> {
        Ok(self.select("WHERE number = ?", [number])?.pop())
    }

    /// Every ticket number of the workspace: none is given twice.
    ///
    /// # Errors
    /// Those of the database.
    pub fn taken_exam_numbers(&self) -> Result<HashSet<String>> {
        let mut statement = self.conn().prepare_cached("SELECT number FROM exam_number")?;
        let numbers = statement.query_map([], |row| row.get(0))?;
        Ok(numbers.collect::<rusqlite::Result<_>>()?)
    }
}

impl WriteTx<'_> {
    /// Makes `seats` the seats of these subjects of a plan: what is unchanged is not touched, what is
    /// not named is removed. Gives the number of changed seats.
    ///
    /// # Errors
    /// [`StoreError::Reference`] when a seat does not fit its registration, session or room,
    /// [`StoreError::Duplicate`] when two share a place, those of the database.
    pub fn replace_assignments(
        &mut self,
        plan: PlanId,
        subjects: &[SubjectId],
        seats: &[SeatAssignment],
    ) -> Result<u64> {
        let wanted: HashSet<SubjectId> = subjects.iter().copied().collect();
        if let Some(foreign) = seats.iter().find(|seat| seat.plan != plan || !wanted.contains(&seat.subject)) {
            return Err(StoreError::Reference(format!("seat of {} is of another subject", foreign.registration)));
        }
        let mut old: HashMap<RegistrationId, SeatAssignment> = HashMap::new();
        for seat in self.assignments(plan)?.into_iter().filter(|seat| wanted.contains(&seat.subject)) {
            old.insert(seat.registration, seat);
        }
        let mut removed: HashMap<RegistrationId, SeatAssignment> = old.clone();
        let mut changed = Vec::new();
        for seat in seats {
            removed.remove(&seat.registration);
            if old.get(&seat.registration) != Some(seat) {
                changed.push(seat);
            }
        }
        // All rows that move are taken out first: two that swap their seats would collide otherwise.
        for seat in &changed {
            if let Some(old) = old.get(&seat.registration) {
                self.delete_row::<SeatAssignment>(&old.cells())?;
            }
        }
        let mut gone: Vec<&SeatAssignment> = removed.values().collect();
        gone.sort_by_key(|seat| seat.registration);
        for seat in &gone {
            self.delete(*seat)?;
        }
        for seat in &changed {
            self.check_seat(seat)?;
            let cells = seat.cells();
            self.insert_row::<SeatAssignment>(&cells)?;
            let old_cells = old.get(&seat.registration).map(Record::cells);
            let kind = if old_cells.is_some() { ChangeKind::Patch } else { ChangeKind::Create };
            self.record::<SeatAssignment>(kind, old_cells.as_deref(), Some(&cells))?;
        }
        Ok((changed.len() + gone.len()) as u64)
    }

    /// Gives or moves one seat; `false` when it is so already.
    ///
    /// # Errors
    /// As [`Self::replace_assignments`].
    pub fn put_assignment(&mut self, seat: &SeatAssignment) -> Result<bool> {
        self.check_seat(seat)?;
        match self.assignment(seat.registration)? {
            Some(old) => self.update(&old, seat),
            None => self.insert(seat).map(|()| true),
        }
    }

    /// Gives several seats at once, in which candidates may swap places; the number that changed.
    ///
    /// # Errors
    /// As [`Self::replace_assignments`].
    pub fn move_assignments(&mut self, seats: &[SeatAssignment]) -> Result<u64> {
        let mut moves = Vec::new();
        for seat in seats {
            self.check_seat(seat)?;
            let old = self.assignment(seat.registration)?;
            if old.as_ref() != Some(seat) {
                moves.push((old, seat));
            }
        }
        for old in moves.iter().filter_map(|(old, _)| old.as_ref()) {
            self.delete_row::<SeatAssignment>(&old.cells())?;
        }
        for (old, seat) in &moves {
            let (cells, old_cells) = (seat.cells(), old.as_ref().map(Record::cells));
            self.insert_row::<SeatAssignment>(&cells)?;
            let kind = if old.is_some() { ChangeKind::Patch } else { ChangeKind::Create };
            self.record::<SeatAssignment>(kind, old_cells.as_deref(), Some(&cells))?;
        }
        Ok(moves.len() as u64)
    }

    /// Takes the seat of a registration away; `false` when it had none.
    ///
    /// # Errors
    /// Those of the database.
    pub fn remove_assignment(&mut self, registration: RegistrationId) -> Result<bool> {
        match self.assignment(registration)? {
            Some(seat) => self.delete(&seat).map(|()| true),
            None => Ok(false),
        }
    }

    /// The registration is this candidate's for this subject, the session is one of the subject's, the
    /// room is one of the plan's.
    fn check_seat(&self, seat: &SeatAssignment) -> Result<()> {
        let fits = self.number(
            include_str!("sql/check_seat.sql"),
            params![
                Cell::Id(seat.registration.0),
                Cell::Id(seat.plan.0),
                Cell::Id(seat.candidate.0),
                Cell::Id(seat.subject.0),
                Cell::Id(seat.session.0),
                Cell::Id(seat.room.0),
            ],
        )?;
        if fits == 1 {
            return Ok(());
        }
        Err(StoreError::Reference(format!(
            "the seat of registration {} does not fit its candidate, subject, session or room",
            seat.registration
        )))
    }

    /// Keeps how the plan was seated.
    ///
    /// # Errors
    /// [`StoreError::Reference`] for an unknown plan, those of the database.
    pub fn put_arrangement_run(&mut self, run: &ArrangementRun) -> Result<bool> {
        self.put(run)
    }

    /// Sets the version of a room sheet; `false` when it is so already.
    ///
    /// # Errors
    /// [`StoreError::Reference`] for an unknown plan, room or session, those of the database.
    pub fn put_room_version(&mut self, version: &RoomVersion) -> Result<bool> {
        self.put(version)
    }

    /// Gives a candidate a ticket number; it is never changed afterwards.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the number is taken or the candidate has one already.
    pub fn insert_exam_number(&mut self, number: &ExamNumber) -> Result<()> {
        self.insert(number)
    }

    /// Takes a ticket number back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], those of the database.
    pub fn delete_exam_number(&mut self, plan: PlanId, candidate: CandidateId) -> Result<()> {
        self.delete_by_key::<ExamNumber>(&[Cell::Id(plan.0), Cell::Id(candidate.0)])
    }

    /// The sheets of a room that is deleted have no version any more; seats stop the deletion first.
    pub(crate) fn delete_room_versions(&mut self, room: RoomId) -> Result<()> {
        for version in self.select::<RoomVersion>("WHERE room = ?", [Cell::Id(room.0)])? {
            self.delete(&version)?;
        }
        Ok(())
    }

    pub(crate) fn delete_room_versions_of_session(&mut self, session: SessionId) -> Result<()> {
        for version in self.select::<RoomVersion>("WHERE session = ?", [Cell::Id(session.0)])? {
            self.delete(&version)?;
        }
        Ok(())
    }
}
