//! Certificates (证书) and the majors they cover.

use crate::error::Result;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use kaozhan_domain::ids::CertificateId;
use kaozhan_domain::plan::Certificate;

impl Record for Certificate {
    const TABLE: &'static str = "certificate";
    const COLUMNS: &'static [&'static str] =
        &["id", "code", "name", "level", "standard_code", "organisation", "majors"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.id.0),
            Cell::text(&self.code),
            Cell::text(&self.name),
            Cell::text(&self.level),
            Cell::text(&self.standard_code),
            Cell::text(&self.organisation),
            Cell::json(&self.majors),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: CertificateId(row.id()?),
            code: row.text()?,
            name: row.text()?,
            level: row.text()?,
            standard_code: row.text()?,
            organisation: row.text()?,
            majors: row.json()?,
        })
    }
}

impl ReadTx<'_> {
    /// Every certificate, by code and level.
    ///
    /// # Errors
    /// Those of the database.
    pub fn certificates(&self) -> Result<Vec<Certificate>> {
        self.select("ORDER BY code, level, name", [])
    }

    /// The certificate.
    ///
    /// # Errors
    /// Those of the database.
    pub fn certificate(&self, id: CertificateId) -> Result<Option<Certificate>> {
        self.find(&[Cell::Id(id.0)])
    }

    /// The certificates with this 证书编号 (one per level) or, when there is none, with this name.
    ///
    /// # Errors
    /// Those of the database.
    pub fn certificates_by_code_or_name(&self, text: &str) -> Result<Vec<Certificate>> {
        let by_code = self.select("WHERE code = ? ORDER BY level", [text])?;
        if by_code.is_empty() { self.select("WHERE name = ? ORDER BY level", [text]) } else { Ok(by_code) }
    }
}

impl WriteTx<'_> {
    /// Adds the certificate or changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// [`crate::StoreError::Duplicate`] for a second certificate with this code and level, those of
    /// the database.
    pub fn put_certificate(&mut self, certificate: &Certificate) -> Result<bool> {
        self.put(certificate)
    }

    /// Deletes a certificate that nothing refers to.
    ///
    /// # Errors
    /// [`crate::StoreError::Reference`], [`crate::StoreError::NotFound`], those of the database.
    pub fn delete_certificate(&mut self, id: CertificateId) -> Result<()> {
        self.delete_by_key::<Certificate>(&[Cell::Id(id.0)])
    }
}
