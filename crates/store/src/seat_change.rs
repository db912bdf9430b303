//! Changes of single seats by hand, since the last seating of a plan.

use crate::error::Result;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use kaozhan_domain::arrangement::{SeatChangeKind, SeatChangeRecord};
use kaozhan_domain::ids::{PlanId, SeatChangeId};

impl Record for SeatChangeRecord {
    const TABLE: &'static str = "seat_change";
    const COLUMNS: &'static [&'static str] = &["id", "plan", "made_at", "actor", "kind", "seats", "undone"];
    /// The seats themselves go to the platform; how they came about stays here.
    const SYNCED: bool = false;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.id.0),
            Cell::Id(self.plan.0),
            Cell::time(self.made_at),
            Cell::text(&self.actor),
            Cell::text(self.kind.code()),
            Cell::json(&self.seats),
            Cell::Flag(self.undone),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: SeatChangeId(row.id()?),
            plan: PlanId(row.id()?),
            made_at: row.time()?,
            actor: row.text()?,
            kind: row.code::<SeatChangeKind>()?,
            seats: row.json()?,
            undone: row.flag()?,
        })
    }
}

impl ReadTx<'_> {
    /// The changes of a plan since it was seated last, the oldest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn seat_changes(&self, plan: PlanId) -> Result<Vec<SeatChangeRecord>> {
        self.select("WHERE plan = ? ORDER BY rowid", [Cell::Id(plan.0)])
    }
}

impl WriteTx<'_> {
    /// Keeps a change, or whether it was taken back.
    ///
    /// # Errors
    /// Those of the database.
    pub fn put_seat_change(&mut self, change: &SeatChangeRecord) -> Result<bool> {
        self.put(change)
    }

    /// Forgets one change: another was made in its place.
    ///
    /// # Errors
    /// Those of the database.
    pub fn delete_seat_change(&mut self, change: &SeatChangeRecord) -> Result<()> {
        self.delete(change)
    }

    /// Forgets the changes of a plan: it is seated anew.
    ///
    /// # Errors
    /// Those of the database.
    pub fn clear_seat_changes(&mut self, plan: PlanId) -> Result<()> {
        for change in self.seat_changes(plan)? {
            self.delete(&change)?;
        }
        Ok(())
    }
}
