//! The last printing of each sheet.

use crate::error::Result;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use kaozhan_domain::arrangement::{PrintedSheet, SheetSubject};
use kaozhan_domain::ids::{CandidateId, PlanId, RoomId, SessionId};
use uuid::Uuid;

impl Record for PrintedSheet {
    const TABLE: &'static str = "printed_sheet";
    const COLUMNS: &'static [&'static str] =
        &["plan", "kind", "subject", "session", "version", "checksum", "printed_at", "actor"];
    const KEY: usize = 4;
    /// What lies on paper in this school is no business of the platform.
    const SYNCED: bool = false;

    fn cells(&self) -> Vec<Cell<'_>> {
        let (subject, session) = match self.subject {
            SheetSubject::Ticket(candidate) => (candidate.0, Uuid::nil()),
            SheetSubject::Room(room, session) => (room.0, session.0),
        };
        vec![
            Cell::Id(self.plan.0),
            Cell::text(&self.kind),
            Cell::Id(subject),
            Cell::Id(session),
            Cell::Integer(i64::from(self.version)),
            Cell::text(&self.checksum),
            Cell::time(self.printed_at),
            Cell::text(&self.actor),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        let plan = PlanId(row.id()?);
        let kind = row.text()?;
        let (subject, session) = (row.id()?, row.id()?);
        Ok(Self {
            plan,
            kind,
            subject: if session.is_nil() {
                SheetSubject::Ticket(CandidateId(subject))
            } else {
                SheetSubject::Room(RoomId(subject), SessionId(session))
            },
            version: row.number()?,
            checksum: row.text()?,
            printed_at: row.time()?,
            actor: row.text()?,
        })
    }
}

impl ReadTx<'_> {
    /// The last printing of each sheet of a plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn printed_sheets(&self, plan: PlanId) -> Result<Vec<PrintedSheet>> {
        self.select("WHERE plan = ? ORDER BY kind, subject, session", [Cell::Id(plan.0)])
    }
}

impl WriteTx<'_> {
    /// Notes a printing, over the one before; `false` when nothing differs.
    ///
    /// # Errors
    /// Those of the database.
    pub fn put_printed_sheet(&mut self, sheet: &PrintedSheet) -> Result<bool> {
        self.put(sheet)
    }
}
