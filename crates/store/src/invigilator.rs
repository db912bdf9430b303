//! Invigilators (监考人员), their certificates and their duties.

use crate::error::Result;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use kaozhan_domain::ids::{CertificateId, InvigilatorId, PlanId, RoomId, SessionId};
use kaozhan_domain::invigilator::{InvigilationDuty, Invigilator, InvigilatorCertificate};

impl Record for Invigilator {
    const TABLE: &'static str = "invigilator";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "number",
        "name",
        "sex",
        "id_type",
        "id_number",
        "identity_key",
        "phone",
        "school",
        "region",
        "title",
        "unavailable",
        "active",
        "remark",
    ];
    const PERSONAL: &'static [&'static str] =
        &["number", "name", "sex", "id_number", "phone", "unavailable", "remark"];
    const DERIVED: &'static [&'static str] = &["identity_key"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.id.0),
            Cell::text(&self.number),
            Cell::text(&self.name),
            Cell::text(self.sex.code()),
            Cell::text(self.id_type.code()),
            Cell::text(&self.id_number),
            Cell::Text(self.identity_key().into()),
            Cell::text(&self.phone),
            Cell::text(&self.school),
            Cell::text(&self.region),
            Cell::text(&self.title),
            Cell::json(&self.unavailable),
            Cell::Flag(self.active),
            Cell::text(&self.remark),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: InvigilatorId(row.id()?),
            number: row.text()?,
            name: row.text()?,
            sex: row.code()?,
            id_type: row.code()?,
            id_number: row.text()?,
            phone: {
                row.skip();
                row.text()?
            },
            school: row.text()?,
            region: row.text()?,
            title: row.text()?,
            unavailable: row.json()?,
            active: row.flag()?,
            remark: row.text()?,
        })
    }
}

impl Record for InvigilatorCertificate {
    const TABLE: &'static str = "invigilator_certificate";
    const COLUMNS: &'static [&'static str] = &["invigilator", "certificate", "state", "verified_at", "basis"];
    const KEY: usize = 2;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.invigilator.0),
            Cell::Id(self.certificate.0),
            Cell::code(&self.state),
            self.verified_at.map_or(Cell::Null, Cell::time),
            Cell::text(&self.basis),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            invigilator: InvigilatorId(row.id()?),
            certificate: CertificateId(row.id()?),
            state: row.code()?,
            verified_at: row.optional_time()?,
            basis: row.text()?,
        })
    }
}

impl Record for InvigilationDuty {
    const TABLE: &'static str = "invigilation_duty";
    const COLUMNS: &'static [&'static str] = &["session", "invigilator", "plan", "room", "role", "locked"];
    const KEY: usize = 2;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.session.0),
            Cell::Id(self.invigilator.0),
            Cell::Id(self.plan.0),
            self.room.map_or(Cell::Null, |room| Cell::Id(room.0)),
            Cell::code(&self.role),
            Cell::Flag(self.locked),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            session: SessionId(row.id()?),
            invigilator: InvigilatorId(row.id()?),
            plan: PlanId(row.id()?),
            room: row.optional_id()?.map(RoomId),
            role: row.code()?,
            locked: row.flag()?,
        })
    }
}

impl ReadTx<'_> {
    /// Every invigilator, in the order of entering.
    ///
    /// # Errors
    /// Those of the database.
    pub fn invigilators(&self) -> Result<Vec<Invigilator>> {
        self.select("ORDER BY rowid", [])
    }

    /// The invigilator.
    ///
    /// # Errors
    /// Those of the database.
    pub fn invigilator(&self, id: InvigilatorId) -> Result<Option<Invigilator>> {
        self.find(&[Cell::Id(id.0)])
    }

    /// The certificates of every invigilator.
    ///
    /// # Errors
    /// Those of the database.
    pub fn all_invigilator_certificates(&self) -> Result<Vec<InvigilatorCertificate>> {
        self.select("ORDER BY invigilator, certificate", [])
    }

    /// The certificates of one invigilator.
    ///
    /// # Errors
    /// Those of the database.
    pub fn invigilator_certificates(&self, id: InvigilatorId) -> Result<Vec<InvigilatorCertificate>> {
        self.select("WHERE invigilator = ? ORDER BY certificate", [Cell::Id(id.0)])
    }

    /// The duties of a plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn duties(&self, plan: PlanId) -> Result<Vec<InvigilationDuty>> {
        self.select("WHERE plan = ? ORDER BY session, room, invigilator", [Cell::Id(plan.0)])
    }

    /// The duties of every plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn all_duties(&self) -> Result<Vec<InvigilationDuty>> {
        self.select("ORDER BY plan, session, room, invigilator", [])
    }

    /// The duties of one invigilator, in all plans.
    ///
    /// # Errors
    /// Those of the database.
    pub fn duties_of(&self, id: InvigilatorId) -> Result<Vec<InvigilationDuty>> {
        self.select("WHERE invigilator = ? ORDER BY session", [Cell::Id(id.0)])
    }
}

impl WriteTx<'_> {
    /// Adds the invigilator or changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// [`crate::StoreError::Duplicate`] for a second person with this document or 教师编号, those of the
    /// database.
    pub fn put_invigilator(&mut self, person: &Invigilator) -> Result<bool> {
        self.put(person)
    }

    /// Deletes an invigilator without duties, and the certificates.
    ///
    /// # Errors
    /// [`crate::StoreError::Reference`] while there are duties, [`crate::StoreError::NotFound`], those of
    /// the database.
    pub fn delete_invigilator(&mut self, id: InvigilatorId) -> Result<()> {
        for certificate in self.invigilator_certificates(id)? {
            self.delete(&certificate)?;
        }
        self.delete_by_key::<Invigilator>(&[Cell::Id(id.0)])
    }

    /// Adds the certificate of a person or changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// [`crate::StoreError::Reference`] for an unknown person or certificate, those of the database.
    pub fn put_invigilator_certificate(&mut self, certificate: &InvigilatorCertificate) -> Result<bool> {
        self.put(certificate)
    }

    /// Takes a certificate off a person.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`], those of the database.
    pub fn delete_invigilator_certificate(&mut self, certificate: &InvigilatorCertificate) -> Result<()> {
        self.delete(certificate)
    }

    /// Adds the duty or changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// [`crate::StoreError::Reference`] for an unknown session, person, plan or room, those of the database.
    pub fn put_duty(&mut self, duty: &InvigilationDuty) -> Result<bool> {
        self.put(duty)
    }

    /// Removes a duty.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`], those of the database.
    pub fn delete_duty(&mut self, duty: &InvigilationDuty) -> Result<()> {
        self.delete(duty)
    }

    /// Removes the duties of a session that is to go.
    pub(crate) fn delete_duties_of_session(&mut self, session: SessionId) -> Result<()> {
        let duties: Vec<InvigilationDuty> = self.select("WHERE session = ?", [Cell::Id(session.0)])?;
        duties.iter().try_for_each(|duty| self.delete(duty))
    }

    /// Removes the duties in a room that is to go.
    pub(crate) fn delete_duties_in(&mut self, room: RoomId) -> Result<()> {
        let duties: Vec<InvigilationDuty> = self.select("WHERE room = ?", [Cell::Id(room.0)])?;
        duties.iter().try_for_each(|duty| self.delete(duty))
    }
}
