//! Exam sites (考核站点).

use crate::error::Result;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use kaozhan_domain::ids::SiteId;
use kaozhan_domain::site::Site;

impl Record for Site {
    const TABLE: &'static str = "site";
    const COLUMNS: &'static [&'static str] = &[
        "id", "number", "name", "school", "province", "city", "county", "address", "review", "enabled",
    ];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.id.0),
            Cell::text(&self.number),
            Cell::text(&self.name),
            Cell::text(&self.school),
            Cell::text(&self.province),
            Cell::text(&self.city),
            Cell::text(&self.county),
            Cell::text(&self.address),
            Cell::code(&self.review),
            Cell::Flag(self.enabled),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: SiteId(row.id()?),
            number: row.text()?,
            name: row.text()?,
            school: row.text()?,
            province: row.text()?,
            city: row.text()?,
            county: row.text()?,
            address: row.text()?,
            review: row.code()?,
            enabled: row.flag()?,
        })
    }
}

impl ReadTx<'_> {
    /// Every site, by number and name.
    ///
    /// # Errors
    /// Those of the database.
    pub fn sites(&self) -> Result<Vec<Site>> {
        self.select("ORDER BY number, name", [])
    }

    /// The site.
    ///
    /// # Errors
    /// Those of the database.
    pub fn site(&self, id: SiteId) -> Result<Option<Site>> {
        self.find(&[Cell::Id(id.0)])
    }

    /// The site with this number or, when there is none, those with this name.
    ///
    /// # Errors
    /// Those of the database.
    pub fn sites_by_number_or_name(&self, text: &str) -> Result<Vec<Site>> {
        let by_number = self.select("WHERE number = ? AND number <> ''", [text])?;
        if by_number.is_empty() { self.select("WHERE name = ? ORDER BY number", [text]) } else { Ok(by_number) }
    }
}

impl WriteTx<'_> {
    /// Adds the site or changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// [`crate::StoreError::Duplicate`] for a second site with this number, those of the database.
    pub fn put_site(&mut self, site: &Site) -> Result<bool> {
        self.put(site)
    }

    /// Deletes a site that nothing refers to.
    ///
    /// # Errors
    /// [`crate::StoreError::Reference`], [`crate::StoreError::NotFound`], those of the database.
    pub fn delete_site(&mut self, id: SiteId) -> Result<()> {
        self.delete_by_key::<Site>(&[Cell::Id(id.0)])
    }
}
