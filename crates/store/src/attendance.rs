//! 到考登记: records and their changes.

use crate::error::Result;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use chrono::NaiveDateTime;
use kaozhan_domain::arrangement::TicketVersion;
use kaozhan_domain::attendance::{Attendance, AttendanceTally};
use kaozhan_domain::ids::{AttendanceChangeId, CandidateId, PlanId, RegistrationId, RoomId, SessionId};
use std::collections::HashMap;
use uuid::Uuid;

/// One change of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceEntry {
    /// Identity.
    pub id: AttendanceChangeId,
    /// Joins the changes of one step.
    pub batch: Uuid,
    /// 考场 at that time.
    pub room: RoomId,
    /// Before; registration and session are the same as after.
    pub old: Attendance,
    /// After.
    pub new: Attendance,
    /// Who.
    pub actor: String,
    /// When, local time.
    pub made_at: NaiveDateTime,
    /// Taken back since.
    pub undone: bool,
}

impl Record for Attendance {
    const TABLE: &'static str = "attendance";
    const COLUMNS: &'static [&'static str] = &[
        "registration",
        "session",
        "state",
        "late_minutes",
        "violation",
        "seat_note",
        "marked_by",
        "marked_at",
    ];
    const KEY: usize = 2;
    /// Free text about a person: the audit says that it changed, not what it says.
    const PERSONAL: &'static [&'static str] = &["violation", "seat_note"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.registration.0),
            Cell::Id(self.session.0),
            Cell::code(&self.state),
            self.late_minutes.map_or(Cell::Null, |minutes| Cell::Integer(i64::from(minutes))),
            Cell::text(&self.violation),
            Cell::text(&self.seat_note),
            Cell::text(&self.marked_by),
            Cell::time(self.marked_at),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            registration: RegistrationId(row.id()?),
            session: SessionId(row.id()?),
            state: row.code()?,
            late_minutes: row.optional_number()?,
            violation: row.text()?,
            seat_note: row.text()?,
            marked_by: row.text()?,
            marked_at: row.time()?,
        })
    }
}

impl Record for AttendanceEntry {
    const TABLE: &'static str = "attendance_change";
    const COLUMNS: &'static [&'static str] =
        &["id", "batch", "registration", "session", "room", "old", "new", "actor", "made_at", "undone"];
    /// The record itself goes to the platform; how it came to be stays here, and in the audit.
    const SYNCED: bool = false;
    const PERSONAL: &'static [&'static str] = &["old", "new"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.id.0),
            Cell::Id(self.batch),
            Cell::Id(self.new.registration.0),
            Cell::Id(self.new.session.0),
            Cell::Id(self.room.0),
            Cell::json(&self.old),
            Cell::json(&self.new),
            Cell::text(&self.actor),
            Cell::time(self.made_at),
            Cell::Flag(self.undone),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        let (id, batch) = (AttendanceChangeId(row.id()?), row.id()?);
        // Registration and session stand in the records too.
        row.skip();
        row.skip();
        Ok(Self {
            id,
            batch,
            room: RoomId(row.id()?),
            old: row.json()?,
            new: row.json()?,
            actor: row.text()?,
            made_at: row.time()?,
            undone: row.flag()?,
        })
    }
}

impl ReadTx<'_> {
    /// The record of a registration in a session.
    ///
    /// # Errors
    /// Those of the database.
    pub fn attendance(&self, registration: RegistrationId, session: SessionId) -> Result<Option<Attendance>> {
        self.find(&[Cell::Id(registration.0), Cell::Id(session.0)])
    }

    /// The records of a session, by registration.
    ///
    /// # Errors
    /// Those of the database.
    pub fn attendance_of_session(&self, session: SessionId) -> Result<HashMap<RegistrationId, Attendance>> {
        let found: Vec<Attendance> = self.select("WHERE session = ?", [Cell::Id(session.0)])?;
        Ok(found.into_iter().map(|record| (record.registration, record)).collect())
    }

    /// Counts of each room in each session of a plan; rooms without anybody are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn attendance_tallies(&self, plan: PlanId) -> Result<HashMap<(SessionId, RoomId), AttendanceTally>> {
        let sql = include_str!("sql/count_attendance.sql");
        let mut statement = self.conn().prepare_cached(sql)?;
        let mut rows = statement.query([Cell::Id(plan.0)])?;
        let mut tallies = HashMap::new();
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(row, "attendance");
            let place = (SessionId(row.id()?), RoomId(row.id()?));
            let tally = AttendanceTally {
                expected: row.number()?,
                present: row.number()?,
                late: row.number()?,
                absent: row.number()?,
                violations: row.number()?,
            };
            tallies.insert(place, tally);
        }
        Ok(tallies)
    }

    /// The changes in a room and session, newest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn attendance_changes(&self, session: SessionId, room: RoomId) -> Result<Vec<AttendanceEntry>> {
        self.select(
            "WHERE session = ? AND room = ? ORDER BY rowid DESC",
            [Cell::Id(session.0), Cell::Id(room.0)],
        )
    }

    /// The changes of one step, the last first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn attendance_batch(&self, batch: Uuid) -> Result<Vec<AttendanceEntry>> {
        self.select("WHERE batch = ? ORDER BY rowid DESC", [Cell::Id(batch)])
    }

    /// The version of one ticket.
    ///
    /// # Errors
    /// Those of the database.
    pub fn ticket_version(&self, plan: PlanId, candidate: CandidateId) -> Result<Option<TicketVersion>> {
        self.find(&[Cell::Id(plan.0), Cell::Id(candidate.0)])
    }
}

impl WriteTx<'_> {
    /// Adds the record or changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// [`crate::StoreError::Reference`] for an unknown registration or session, those of the database.
    pub fn put_attendance(&mut self, record: &Attendance) -> Result<bool> {
        self.put(record)
    }

    /// Adds a change, or marks it as undone.
    ///
    /// # Errors
    /// [`crate::StoreError::Reference`] for an unknown registration, session or room, those of the database.
    pub fn put_attendance_change(&mut self, change: &AttendanceEntry) -> Result<bool> {
        self.put(change)
    }
}
