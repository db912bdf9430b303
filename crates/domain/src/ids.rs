//! Identities of records: random UUIDs, typed so that a room is never taken for a candidate.
//!
//! They are made outside the domain (UUIDv7) and never derived from an identity number: a corrected
//! typing error must not merge two people.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! typed_id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

typed_id! {
    /// A candidate (考生).
    CandidateId,
    /// An exam plan (考试计划).
    PlanId,
    /// A certificate at one level (证书 + 等级).
    CertificateId,
    /// A subject of a plan (考试科目).
    SubjectId,
    /// A time slot of a subject (场次).
    SessionId,
    /// An exam site (考核站点).
    SiteId,
    /// A room of a plan at a site (考场).
    RoomId,
    /// A registration of one candidate for one subject (报考).
    RegistrationId,
    /// An account of the school (账号).
    AccountId,
    /// A change of seats by hand (临时变更).
    SeatChangeId,
    /// An import that was carried out (导入记录).
    ImportId,
    /// A change of an attendance record.
    AttendanceChangeId,
    /// An invigilator (监考人员).
    InvigilatorId,
}
