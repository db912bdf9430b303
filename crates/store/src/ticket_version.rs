//! Versions of the tickets that were made.

use crate::error::Result;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use kaozhan_domain::arrangement::TicketVersion;
use kaozhan_domain::ids::{CandidateId, PlanId};

impl Record for TicketVersion {
    const TABLE: &'static str = "ticket_version";
    const COLUMNS: &'static [&'static str] = &["plan", "candidate", "version", "checksum", "made_at"];
    const KEY: usize = 2;
    /// What a ticket shows goes to the platform; which printing of it this was stays here.
    const SYNCED: bool = false;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.plan.0),
            Cell::Id(self.candidate.0),
            Cell::Integer(i64::from(self.version)),
            Cell::text(&self.checksum),
            Cell::time(self.made_at),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            plan: PlanId(row.id()?),
            candidate: CandidateId(row.id()?),
            version: row.number()?,
            checksum: row.text()?,
            made_at: row.time()?,
        })
    }
}

impl ReadTx<'_> {
    /// The versions of the tickets of a plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn ticket_versions(&self, plan: PlanId) -> Result<Vec<TicketVersion>> {
        self.select("WHERE plan = ? ORDER BY candidate", [Cell::Id(plan.0)])
    }
}

impl WriteTx<'_> {
    /// Adds the version or changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// Those of the database.
    pub fn put_ticket_version(&mut self, version: &TicketVersion) -> Result<bool> {
        self.put(version)
    }
}
