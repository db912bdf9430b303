//! The school's encrypted workspace: one SQLite file (SQLCipher), its keys, its audit and its outbox.
//!
//! **Architecture invariant:** knows the domain and SQLite, never sheets, paper or the network.
//! [`Store::read`] and [`Store::write`] are the only doors; no connection leaves. A write keeps rows,
//! audit entry and outbox operations in one transaction, or nothing.
//!
//! ```no_run
//! # use kaozhan_store::*;
//! # fn demo(now: chrono::NaiveDateTime, candidate: &kaozhan_domain::candidate::Candidate) -> Result<()> {
//! let store = Store::open("D:/kaozhan".as_ref(), &Unlock::passphrase("正确的口令"))?;
//! let operation = Operation {
//!     kind: OperationKind::new("candidate_create", "新增学生信息"),
//!     actor: "教务处".into(),
//!     at: now,
//!     summary: "新增 1 名考生".into(),
//! };
//! let written = store.write(operation, |tx| tx.insert_candidate(candidate))?;
//! assert_eq!(written.changes.count("candidate", ChangeKind::Create), 1);
//! let (page, total) = store.read(|tx| tx.candidates(&CandidateFilter::default(), Page::number(1, 50)))?;
//! # let _ = (page, total);
//! # Ok(())
//! # }
//! ```

mod account;
mod arrangement;
mod attendance;
mod audit;
mod backup;
mod candidate;
mod certificate;
mod doctor;
mod error;
mod files;
mod import_record;
mod invigilator;
mod journal;
mod key;
mod migration;
mod operation;
mod outbox;
mod page;
mod password;
mod photo;
mod plan;
mod printed_sheet;
mod record;
mod registration;
mod restore;
mod room;
mod school;
mod seat_change;
mod seat_detail;
mod site;
mod ticket_version;
mod transaction;
mod workspace;

pub use account::{Account, TrustedDevice};
pub use attendance::AttendanceEntry;
pub use audit::{AuditChange, AuditEntry, AuditFacets, AuditFilter, ChangedFields, RecordChange};
pub use backup::BackupInfo;
pub use candidate::{CandidateFilter, CandidateOrder};
pub use doctor::{Counts, DoctorReport, Facts, Finding};
pub use error::{Result, StoreError};
pub use import_record::ImportRecord;
pub use key::{KdfCost, PASSPHRASE_MIN, SlotKind, Unlock, write_key_file};
pub use migration::supported_version;
pub use operation::{
    CancelFlag, ChangeCount, ChangeKind, Changes, Operation, OperationKind, Progress, Written, silent, step,
};
pub use outbox::{OutboxHead, OutboxOperation};
pub use page::Page;
pub use password::{PasswordHash, random};
pub use photo::{PhotoInfo, photo_hash};
pub use registration::{CandidateTally, RegistrationFilter, SubjectCount};
pub use restore::Restored;
pub use school::SchoolProfile;
pub use seat_detail::{SeatDetail, SeatDetailFilter};
pub use transaction::{ReadTx, WriteTx};
pub use workspace::{OpenOptions, Opened, Store, WORKSPACE_FILES};
