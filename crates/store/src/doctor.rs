//! The examination of a workspace: pages, references, chains, photos; and what it holds.

use crate::error::{Result, StoreError};
use crate::photo::photo_hash;
use crate::record::RowReader;
use crate::transaction::ReadTx;
use crate::workspace::Store;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use uuid::Uuid;

/// How much is examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// All but the bytes of photos.
    WithoutPhotos,
    /// All.
    Everything,
}

/// One check and its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code: `integrity`, `cipher_integrity`, `foreign_keys`, `outbox`, `audit`, `photos`;
    /// `counts` only where damage kept the records from being counted.
    pub check: String,
    /// Whether it holds.
    pub ok: bool,
    /// What does not, in English, without personal data; empty when all is well.
    pub detail: String,
}

/// How many records there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Candidates.
    pub candidates: u64,
    /// Exam plans.
    pub plans: u64,
    /// Subjects.
    pub subjects: u64,
    /// Certificates.
    pub certificates: u64,
    /// Sites.
    pub sites: u64,
    /// Rooms.
    pub rooms: u64,
    /// Registrations.
    pub registrations: u64,
    /// Assigned seats.
    pub seats: u64,
    /// Ticket numbers.
    pub exam_numbers: u64,
    /// Normalised photos.
    pub photos: u64,
    /// Invigilators.
    pub invigilators: u64,
    /// Imports.
    pub imports: u64,
    /// Audit entries.
    pub audit_entries: u64,
    /// Operations ever numbered for the platform.
    pub operations: u64,
}

/// What the examination found, and facts that help whoever helps the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoctorReport {
    /// Verdicts.
    pub findings: Vec<Finding>,
    /// What the workspace holds; all zero beside a finding `counts`.
    pub counts: Counts,
    /// The folder.
    pub folder: PathBuf,
    /// Bytes of the database.
    pub database_bytes: u64,
    /// Bytes of its write-ahead log.
    pub log_bytes: u64,
    /// Schema version.
    pub schema: u32,
    /// Version of SQLite.
    pub sqlite: String,
    /// Version of SQLCipher.
    pub cipher: String,
    /// Device.
    pub device: Uuid,
    /// The last process ended without closing.
    pub after_crash: bool,
}

impl DoctorReport {
    /// Whether every check holds.
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.ok)
    }
}

impl Store {
    /// Examines the workspace; with `photos` every photo is read and hashed.
    ///
    /// # Errors
    /// Those of the database; damage is a finding, not an error.
    pub fn doctor(&self, photos: bool) -> Result<DoctorReport> {
        let depth = if photos { Depth::Everything } else { Depth::WithoutPhotos };
        let size = |path: PathBuf| std::fs::metadata(path).map_or(0, |file| file.len());
        self.read(|tx| {
            // The facts come first: once a page fails its check, this connection reads no more.
            let facts = || -> Result<(Counts, u32, Uuid)> {
                Ok((tx.counts()?, crate::migration::schema_version(tx.conn())?, tx.outbox_head()?.device))
            };
            let (facts, trouble) = match facts() {
                Ok(facts) => (facts, None),
                Err(StoreError::Damaged(why)) => (Default::default(), Some(why)),
                Err(other) => return Err(other),
            };
            let mut findings = tx.examine(depth)?;
            if trouble.is_some() {
                findings.push(finding("counts", Ok(trouble))?);
            }
            Ok(DoctorReport {
                findings,
                counts: facts.0,
                folder: self.folder().to_owned(),
                database_bytes: size(self.layout().database()),
                log_bytes: size(self.layout().wal()),
                schema: facts.1,
                sqlite: rusqlite::version().to_owned(),
                cipher: cipher_version(tx)?,
                device: facts.2,
                after_crash: self.opened().after_crash,
            })
        })
    }
}

fn cipher_version(tx: &ReadTx<'_>) -> Result<String> {
    Ok(tx.conn().query_row("PRAGMA cipher_version", [], |row| row.get(0))?)
}

/// Versions, for the page about the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Schema version.
    pub schema: u32,
    /// Version of SQLite.
    pub sqlite: String,
    /// Version of SQLCipher.
    pub cipher: String,
    /// Identity of the device in the outbox.
    pub device: Uuid,
}

impl Store {
    /// Versions; cheap, unlike [`Self::doctor`].
    ///
    /// # Errors
    /// Those of the database.
    pub fn facts(&self) -> Result<Facts> {
        self.read(|tx| {
            Ok(Facts {
                schema: crate::migration::schema_version(tx.conn())?,
                sqlite: rusqlite::version().to_owned(),
                cipher: cipher_version(tx)?,
                device: tx.outbox_head()?.device,
            })
        })
    }
}

impl ReadTx<'_> {
    /// What the workspace holds.
    ///
    /// # Errors
    /// Those of the database.
    pub fn counts(&self) -> Result<Counts> {
        let count = |table: &str| self.number(&format!("SELECT count(*) FROM {table}"), []);
        Ok(Counts {
            candidates: count("candidate")?,
            plans: count("exam_plan")?,
            subjects: count("subject")?,
            certificates: count("certificate")?,
            sites: count("site")?,
            rooms: count("room")?,
            registrations: count("registration")?,
            seats: count("seat_assignment")?,
            exam_numbers: count("exam_number")?,
            photos: count("photo")?,
            invigilators: count("invigilator")?,
            imports: count("import_record")?,
            audit_entries: count("audit")?,
            operations: self.outbox_head()?.last_seq,
        })
    }

    pub(crate) fn examine(&self, depth: Depth) -> Result<Vec<Finding>> {
        let mut findings = vec![
            self.check_lines("integrity", "PRAGMA integrity_check(20)")?,
            self.check_lines("cipher_integrity", "PRAGMA cipher_integrity_check")?,
            self.check_foreign_keys()?,
            finding("outbox", self.verify_outbox())?,
            finding("audit", self.verify_audit())?,
        ];
        if depth == Depth::Everything {
            findings.push(finding("photos", self.verify_photos())?);
        }
        Ok(findings)
    }

    /// A check that answers with lines; no line, or `ok`, means sound.
    fn check_lines(&self, check: &str, sql: &str) -> Result<Finding> {
        let lines = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.conn().prepare(sql)?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        let verdict = lines().map_err(StoreError::from).map(|lines| {
            let bad: Vec<String> = lines.into_iter().filter(|line| line != "ok").collect();
            (!bad.is_empty()).then(|| bad.join("; "))
        });
        finding(check, verdict)
    }

    fn check_foreign_keys(&self) -> Result<Finding> {
        let broken = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.conn().prepare("PRAGMA foreign_key_check")?;
            let rows = statement.query_map([], |row| {
                let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
                Ok(format!("{table} refers to a missing {parent}"))
            })?;
            rows.take(20).collect()
        };
        let verdict = broken().map_err(StoreError::from);
        finding("foreign_keys", verdict.map(|bad| (!bad.is_empty()).then(|| bad.join("; "))))
    }

    fn verify_photos(&self) -> Result<Option<String>> {
        let mut statement = self.conn().prepare("SELECT hash, bytes FROM photo_blob")?;
        let mut rows = statement.query([])?;
        let mut wrong = 0u64;
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(row, "photo_blob");
            let hash = row.str()?;
            if photo_hash(row.bytes()?) != hash {
                wrong += 1;
            }
        }
        Ok((wrong > 0).then(|| format!("{wrong} photos are not what their hash says")))
    }
}

/// Damage that stops a check is its verdict; other errors stop the examination.
fn finding(check: &str, verdict: Result<Option<String>>) -> Result<Finding> {
    let detail = match verdict {
        Ok(detail) => detail,
        Err(StoreError::Damaged(why)) => Some(why),
        Err(other) => return Err(other),
    };
    let ok = detail.is_none();
    Ok(Finding { check: check.to_owned(), ok, detail: detail.unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{KdfCost, Unlock};
    use crate::operation::{Operation, OperationKind};
    use crate::school::SchoolProfile;
    use crate::workspace::OpenOptions;
    use kaozhan_domain::ids::CertificateId;
    use kaozhan_domain::plan::Certificate;

    /// A workspace with three operations and four audit entries.
    fn workspace() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let options = OpenOptions { kdf: KdfCost::CHEAP, ..OpenOptions::default() };
        let school = SchoolProfile { name: "示例职业学院".into(), code: String::new() };
        let at = "2026-06-01T09:00:00".parse().unwrap();
        let unlock = Unlock::passphrase("测试口令-1234");
        let store = Store::create_with(folder.path(), &unlock, &school, at, options).unwrap();
        for n in 1..=3u128 {
            let kind = OperationKind::new("certificate_put", "保存证书");
            let operation = Operation { kind, actor: "教务处".into(), at, summary: String::new() };
            let certificate = Certificate {
                id: CertificateId(Uuid::from_u128(n)),
                code: n.to_string(),
                name: "证书".into(),
                level: "初级".into(),
                standard_code: String::new(),
                organisation: String::new(),
                majors: vec![],
            };
            store.write(operation, |tx| tx.put_certificate(&certificate)).unwrap();
        }
        (folder, store)
    }

    /// The checks that fail after `sql` was run behind the doors.
    fn failing(sql: &str) -> Vec<String> {
        let (_folder, store) = workspace();
        assert!(store.doctor(true).unwrap().is_sound());
        store.writer().execute_batch(sql).unwrap();
        let report = store.doctor(true).unwrap();
        report.findings.into_iter().filter(|finding| !finding.ok).map(|finding| finding.check).collect()
    }

    #[test]
    fn tampering_is_found() {
        assert_eq!(failing("DELETE FROM outbox WHERE first_seq = 2"), ["outbox"]);
        assert_eq!(failing("DELETE FROM outbox WHERE first_seq = 3"), ["outbox"]);
        assert_eq!(
            failing(
                "UPDATE outbox SET payload = CAST(replace(CAST(payload AS TEXT), '证书', '证件') AS BLOB)"
            ),
            ["outbox"]
        );
        assert_eq!(failing("UPDATE device SET next_seq = 9"), ["outbox"]);
        let open = "DROP TRIGGER audit_is_fixed; DROP TRIGGER audit_is_kept;";
        assert_eq!(failing(&format!("{open} UPDATE audit SET actor = '别人' WHERE seq = 2")), ["audit"]);
        assert_eq!(failing(&format!("{open} UPDATE audit SET changes = '{{}}' WHERE seq = 2")), ["audit"]);
        assert_eq!(failing(&format!("{open} DELETE FROM audit WHERE seq = 2")), ["audit"]);
        let broken = "PRAGMA foreign_keys = OFF;
            INSERT INTO photo_blob VALUES (printf('%064d', 1), x'00');
            INSERT INTO exam_number VALUES (zeroblob(16), zeroblob(16), '1');";
        assert_eq!(failing(broken), ["foreign_keys", "photos"]);
    }

    #[test]
    fn the_audit_is_never_changed_by_a_statement() {
        let (_folder, store) = workspace();
        for sql in ["UPDATE audit SET actor = ''", "DELETE FROM audit"] {
            assert!(store.writer().execute_batch(sql).is_err(), "{sql}");
        }
    }

    #[test]
    fn the_report_has_the_facts() {
        let (folder, store) = workspace();
        let report = store.doctor(false).unwrap();
        assert_eq!(report.folder, folder.path());
        assert_eq!(
            (report.counts.certificates, report.counts.operations, report.counts.audit_entries),
            (3, 3, 4)
        );
        assert_eq!(report.schema, crate::supported_version());
        assert!(report.database_bytes > 0);
        assert!(report.cipher.contains('.'), "{}", report.cipher);
        assert_eq!(report.findings.len(), 5);
    }
}
