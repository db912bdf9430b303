//! The schema and the domain name the same codes.

use kaozhan_domain::account::Role;
use kaozhan_domain::attendance::AttendanceState;
use kaozhan_domain::candidate::id_document::{IdType, Sex};
use kaozhan_domain::candidate::pinyin::PinyinSource;
use kaozhan_domain::candidate::{CandidateStatus, StudentType};
use kaozhan_domain::invigilator::{DutyRole, VerificationState};
use kaozhan_domain::plan::RegistrationMode;
use kaozhan_domain::registration::PaymentStatus;
use kaozhan_domain::seating::ExamMode;
use kaozhan_domain::site::SiteReview;
use serde::Serialize;
use std::collections::BTreeSet;

const SCHEMA: &str = concat!(
    include_str!("../../migrations/V1__workspace.sql"),
    include_str!("../../migrations/V2__accounts.sql"),
    include_str!("../../migrations/V3__attendance.sql"),
    include_str!("../../migrations/V4__seat_change.sql"),
    include_str!("../../migrations/V5__printed_sheet.sql"),
    include_str!("../../migrations/V6__invigilator.sql")
);

/// The codes that the schema allows in `table.column`, from a list with IN or with OR.
fn allowed(table: &str, column: &str) -> BTreeSet<String> {
    let table = SCHEMA.split(&format!("CREATE TABLE {table} (")).nth(1).unwrap();
    let table = table.split("STRICT").next().unwrap();
    let line = table.split(&format!("\n    {column} ")).nth(1).unwrap();
    let check = line.split("CHECK (").nth(1).unwrap();
    let check = check.split(",\n").next().unwrap();
    check.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

fn codes<T: Serialize>(all: &[T]) -> BTreeSet<String> {
    all.iter().map(|value| serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()).collect()
}

#[test]
fn check_lists_are_the_domains_codes() {
    assert_eq!(allowed("candidate", "status"), codes(&CandidateStatus::ALL));
    let by_method: BTreeSet<String> = CandidateStatus::ALL.iter().map(|s| s.code().to_owned()).collect();
    assert_eq!(allowed("candidate", "status"), by_method);
    assert_eq!(allowed("candidate", "student_type"), codes(&StudentType::ALL));
    assert_eq!(allowed("candidate", "sex"), codes(&Sex::ALL));
    assert_eq!(allowed("candidate", "id_type"), codes(&IdType::ALL));
    // The match makes a new variant a compile error here.
    let every = |source: PinyinSource| match source {
        PinyinSource::Auto | PinyinSource::Manual => [PinyinSource::Auto, PinyinSource::Manual],
    };
    assert_eq!(allowed("candidate", "pinyin_source"), codes(&every(PinyinSource::Auto)));
    let every = |mode: RegistrationMode| match mode {
        RegistrationMode::ByCertificate | RegistrationMode::BySubject => {
            [RegistrationMode::ByCertificate, RegistrationMode::BySubject]
        }
    };
    assert_eq!(allowed("exam_plan", "mode"), codes(&every(RegistrationMode::default())));
    assert_eq!(allowed("subject", "mode"), codes(&ExamMode::ALL));
    assert_eq!(allowed("room", "mode"), codes(&ExamMode::ALL));
    assert_eq!(allowed("site", "review"), codes(&SiteReview::ALL));
    assert_eq!(allowed("account", "role"), codes(&Role::ALL));
    assert_eq!(allowed("attendance", "state"), codes(&AttendanceState::ALL));
    assert_eq!(allowed("registration", "payment"), codes(&PaymentStatus::ALL));
    assert_eq!(allowed("invigilator", "sex"), codes(&Sex::ALL));
    assert_eq!(allowed("invigilator", "id_type"), codes(&IdType::ALL));
    assert_eq!(allowed("invigilator_certificate", "state"), codes(&VerificationState::ALL));
    assert_eq!(allowed("invigilation_duty", "role"), codes(&DutyRole::ALL));
}
