//! Photos by the hash of their bytes: the normalised picture and the file it was made from.
//!
//! Knows nothing of pictures; what normalised means is the caller's. The bytes lie in the encrypted
//! database, so a photo and the row that names it are committed together.

use crate::error::Result;
use crate::key::to_hex;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use kaozhan_domain::ids::CandidateId;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// What is kept of a photo besides its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoInfo {
    /// SHA-256 of the normalised JPEG, 64 hexadecimal digits; what a candidate's `photo` names.
    pub hash: String,
    /// SHA-256 of the file as it was handed in.
    pub original: String,
    /// Difference hash of the picture, to find the same face under two names.
    pub dhash: u64,
    /// Name of the file as it was handed in, masked by the caller where it holds an identity number.
    pub file_name: String,
}

impl Record for PhotoInfo {
    const TABLE: &'static str = "photo";
    const COLUMNS: &'static [&'static str] = &["hash", "original", "dhash", "file_name"];
    const PERSONAL: &'static [&'static str] = &["file_name"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::text(&self.hash),
            Cell::text(&self.original),
            // The bits of the hash, not a quantity.
            Cell::Integer(self.dhash.cast_signed()),
            Cell::text(&self.file_name),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            hash: row.text()?,
            original: row.text()?,
            dhash: row.integer()?.cast_unsigned(),
            file_name: row.text()?,
        })
    }
}

/// SHA-256 as it names a photo.
pub fn photo_hash(bytes: &[u8]) -> String {
    to_hex(&Sha256::digest(bytes))
}

impl ReadTx<'_> {
    /// The bytes of a photo, normalised or original, by hash.
    ///
    /// # Errors
    /// Those of the database.
    pub fn photo(&self, hash: &str) -> Result<Option<Vec<u8>>> {
        let mut statement = self.conn().prepare_cached("SELECT bytes FROM photo_blob WHERE hash = ?")?;
        Ok(statement.query_row([hash], |row| row.get(0)).optional()?)
    }

    /// What is known of a normalised photo.
    ///
    /// # Errors
    /// Those of the database.
    pub fn photo_info(&self, hash: &str) -> Result<Option<PhotoInfo>> {
        self.find(&[Cell::text(hash)])
    }

    /// The normalised photos of these candidates; those without one are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn photos_of(&self, candidates: &[CandidateId]) -> Result<HashMap<CandidateId, Vec<u8>>> {
        let sql = "SELECT b.bytes FROM candidate c JOIN photo_blob b ON b.hash = c.photo WHERE c.id = ?";
        let mut statement = self.conn().prepare_cached(sql)?;
        let mut photos = HashMap::new();
        for id in candidates {
            let bytes: Option<Vec<u8>> = statement.query_row([Cell::Id(id.0)], |row| row.get(0)).optional()?;
            if let Some(bytes) = bytes {
                photos.insert(*id, bytes);
            }
        }
        Ok(photos)
    }

    /// Difference hashes of the photos in use and whose they are, to find one face under two names.
    ///
    /// # Errors
    /// Those of the database.
    pub fn photo_fingerprints(&self) -> Result<Vec<(CandidateId, u64)>> {
        let sql = "SELECT c.id, p.dhash FROM candidate c JOIN photo p ON p.hash = c.photo
            ORDER BY c.roster_order, c.rowid";
        let mut statement = self.conn().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(row, "photo");
            all.push((CandidateId(row.id()?), row.integer()?.cast_unsigned()));
        }
        Ok(all)
    }
}

impl WriteTx<'_> {
    /// Stores a photo and the file it was made from, each once; gives the hash that a candidate's
    /// `photo` takes. A photo that is known is left as it is.
    ///
    /// # Errors
    /// [`crate::StoreError::DiskFull`], those of the database.
    pub fn put_photo(&mut self, normalised: &[u8], original: &[u8], dhash: u64, file_name: &str) -> Result<String> {
        let hash = photo_hash(normalised);
        if self.photo_info(&hash)?.is_some() {
            return Ok(hash);
        }
        let original_hash = photo_hash(original);
        self.put_blob(&hash, normalised)?;
        self.put_blob(&original_hash, original)?;
        let info =
            PhotoInfo { hash: hash.clone(), original: original_hash, dhash, file_name: file_name.to_owned() };
        self.insert(&info)?;
        Ok(hash)
    }

    fn put_blob(&mut self, hash: &str, bytes: &[u8]) -> Result<()> {
        let sql = "INSERT INTO photo_blob (hash, bytes) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING";
        self.conn().prepare_cached(sql)?.execute(rusqlite::params![hash, bytes])?;
        Ok(())
    }

    /// Deletes photos that no candidate names any more, their originals with them; gives how many.
    ///
    /// # Errors
    /// Those of the database.
    pub fn delete_unused_photos(&mut self) -> Result<u64> {
        let unused: Vec<PhotoInfo> =
            self.select("WHERE NOT EXISTS (SELECT 1 FROM candidate c WHERE c.photo = photo.hash)", [])?;
        for photo in &unused {
            self.delete(photo)?;
        }
        self.conn().execute(include_str!("sql/delete_unused_blobs.sql"), [])?;
        Ok(unused.len() as u64)
    }
}
