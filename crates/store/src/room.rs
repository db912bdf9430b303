//! Exam rooms (考场) of a plan.

use crate::error::Result;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use kaozhan_domain::ids::{CertificateId, PlanId, RoomId, SiteId};
use kaozhan_domain::room::Room;
use rusqlite::params;
use std::collections::HashMap;

impl Record for Room {
    const TABLE: &'static str = "room";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "code",
        "plan",
        "site",
        "certificate",
        "subjects",
        "name",
        "mode",
        "capacity",
        "province",
        "city",
        "county",
        "address",
        "floor",
        "layout",
        "remark",
    ];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.id.0),
            Cell::text(&self.code),
            Cell::Id(self.plan.0),
            Cell::Id(self.site.0),
            Cell::Id(self.certificate.0),
            Cell::json(&self.subjects),
            Cell::text(&self.name),
            Cell::code(&self.mode),
            Cell::Integer(i64::from(self.capacity)),
            Cell::text(&self.province),
            Cell::text(&self.city),
            Cell::text(&self.county),
            Cell::text(&self.address),
            self.floor.map_or(Cell::Null, |floor| Cell::Integer(i64::from(floor))),
            Cell::json(&self.layout),
            Cell::text(&self.remark),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: RoomId(row.id()?),
            code: row.text()?,
            plan: PlanId(row.id()?),
            site: SiteId(row.id()?),
            certificate: CertificateId(row.id()?),
            subjects: row.json()?,
            name: row.text()?,
            mode: row.code()?,
            capacity: row.number()?,
            province: row.text()?,
            city: row.text()?,
            county: row.text()?,
            address: row.text()?,
            floor: row.optional_number()?,
            layout: row.json()?,
            remark: row.text()?,
        })
    }
}

impl ReadTx<'_> {
    /// The rooms of a plan, by code and name.
    ///
    /// # Errors
    /// Those of the database.
    pub fn rooms(&self, plan: PlanId) -> Result<Vec<Room>> {
        self.select("WHERE plan = ? ORDER BY code, name, rowid", [Cell::Id(plan.0)])
    }

    /// The room.
    ///
    /// # Errors
    /// Those of the database.
    pub fn room(&self, id: RoomId) -> Result<Option<Room>> {
        self.find(&[Cell::Id(id.0)])
    }

    /// The room with this name.
    ///
    /// # Errors
    /// Those of the database.
    pub fn room_by_name(
        &self,
        plan: PlanId,
        site: SiteId,
        certificate: CertificateId,
        name: &str,
    ) -> Result<Option<Room>> {
        let tail = "WHERE plan = ? AND site = ? AND certificate = ? AND name = ?";
        let key = [Cell::Id(plan.0), Cell::Id(site.0), Cell::Id(certificate.0), Cell::text(name)];
        Ok(self.select(tail, key)?.pop())
    }

    /// The code that the physical room (site and name) has in any plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn room_code(&self, site: SiteId, name: &str) -> Result<Option<String>> {
        let sql = "SELECT code FROM room WHERE site = ? AND name = ? AND code <> '' ORDER BY rowid LIMIT 1";
        let mut statement = self.conn().prepare_cached(sql)?;
        let mut rows = statement.query([Cell::Id(site.0), Cell::text(name)])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// Every room code of the workspace, to find a free one.
    ///
    /// # Errors
    /// Those of the database.
    pub fn room_codes(&self) -> Result<Vec<String>> {
        let mut statement =
            self.conn().prepare_cached("SELECT DISTINCT code FROM room WHERE code <> '' ORDER BY code")?;
        let codes = statement.query_map([], |row| row.get(0))?;
        Ok(codes.collect::<rusqlite::Result<_>>()?)
    }

    /// How many seats of each room of a plan are assigned, over all sessions; empty rooms are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn assigned_by_room(&self, plan: PlanId) -> Result<HashMap<RoomId, u64>> {
        let sql = "SELECT a.room, count(*) FROM room m JOIN seat_assignment a ON a.room = m.id
            WHERE m.plan = ? GROUP BY a.room";
        let mut statement = self.conn().prepare_cached(sql)?;
        let mut rows = statement.query(params![Cell::Id(plan.0)])?;
        let mut counts = HashMap::new();
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(row, "seat_assignment");
            counts.insert(RoomId(row.id()?), row.number()?);
        }
        Ok(counts)
    }
}

impl WriteTx<'_> {
    /// Adds the room or changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// [`crate::StoreError::Duplicate`] for a second room with this plan, site, certificate and name
    /// [`crate::StoreError::Reference`] for an unknown plan, site or certificate.
    pub fn put_room(&mut self, room: &Room) -> Result<bool> {
        self.put(room)
    }

    /// Deletes a room without seats, the versions of its sheets and the duties in it.
    ///
    /// # Errors
    /// [`crate::StoreError::Reference`] while seats in it are assigned,
    /// [`crate::StoreError::NotFound`], those of the database.
    pub fn delete_room(&mut self, id: RoomId) -> Result<()> {
        self.delete_room_versions(id)?;
        self.delete_duties_in(id)?;
        self.delete_by_key::<Room>(&[Cell::Id(id.0)])
    }
}
