//! Generated records; no real person's data.

use chrono::{NaiveDate, NaiveDateTime};
use kaozhan_domain::arrangement::SeatAssignment;
use kaozhan_domain::candidate::id_document::{IdType, Sex};
use kaozhan_domain::candidate::pinyin::PinyinSource;
use kaozhan_domain::candidate::{Candidate, CandidateDetails, CandidateStatus, StudentType};
use kaozhan_domain::ids::*;
use kaozhan_domain::plan::{Certificate, ExamPlan, MajorRef, PlanWindows, RegistrationMode, Session, Subject};
use kaozhan_domain::registration::{CandidateSnapshot, PaymentStatus, Registration};
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::{AccessNeeds, ExamMode, RoomLayout};
use kaozhan_domain::site::{Site, SiteReview};
use kaozhan_store::{KdfCost, OpenOptions, Operation, OperationKind, SchoolProfile, Store, Unlock};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

pub const PASS: &str = "演示口令-2026";

pub fn unlock() -> Unlock {
    Unlock::passphrase(PASS)
}

pub fn options() -> OpenOptions {
    OpenOptions { kdf: KdfCost::CHEAP, busy_timeout: Duration::from_millis(300), max_pages: None }
}

pub fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap().and_hms_opt(9, 30, 0).unwrap()
}

pub fn operation(code: &'static str) -> Operation {
    Operation {
        kind: OperationKind::new(code, "测试操作"),
        actor: "教务处".into(),
        at: now(),
        summary: "测试".into(),
    }
}

pub fn school() -> SchoolProfile {
    SchoolProfile { name: "示例职业学院".into(), code: "13999".into() }
}

/// A new workspace in a new folder.
pub fn workspace() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = create(folder.path());
    (folder, store)
}

pub fn create(folder: &Path) -> Store {
    Store::create_with(folder, &unlock(), &school(), now(), options()).unwrap()
}

pub fn open(folder: &Path) -> Store {
    Store::open_with(folder, &unlock(), options()).unwrap()
}

/// Identity number `n` of kind `kind`.
pub fn uuid(kind: u8, n: u64) -> Uuid {
    Uuid::from_u128((u128::from(kind) << 120) | (7 << 76) | (2 << 62) | u128::from(n))
}

pub fn candidate(n: u64) -> Candidate {
    Candidate {
        id: CandidateId(uuid(1, n)),
        roster_order: n,
        platform_number: String::new(),
        details: details(n),
        photo: None,
        status: CandidateStatus::NoPhoto,
        verification_queued: false,
    }
}

pub fn details(n: u64) -> CandidateDetails {
    CandidateDetails {
        student_type: StudentType::Institution,
        name: format!("考生{n:05}"),
        name_typed: format!("考生 {n:05}"),
        pinyin: format!("Kao Sheng{n}"),
        pinyin_source: PinyinSource::Auto,
        pinyin_review: vec![],
        sex: if n.is_multiple_of(2) { Sex::Male } else { Sex::Female },
        id_type: IdType::Passport,
        id_number: format!("ED{n:07}"),
        phone: format!("199{n:08}"),
        major_name: "工业机器人技术".into(),
        major_code: "460305".into(),
        major_version: "2021".into(),
        major_level: "高职".into(),
        enrolment_year: "2024".into(),
        school: "示例职业学院".into(),
        class_name: format!("机器人24{:02}", n % 40),
        student_number: format!("2024{n:06}"),
        access: AccessNeeds::default(),
        remark: String::new(),
    }
}

pub fn certificate() -> Certificate {
    Certificate {
        id: CertificateId(uuid(2, 1)),
        code: "20000001".into(),
        name: "工业机器人装调".into(),
        level: "初级".into(),
        standard_code: "460000".into(),
        organisation: "示例评价组织".into(),
        majors: vec![MajorRef { code: "460305".into(), name: "工业机器人技术".into(), version: "2021".into() }],
    }
}

pub fn plan() -> ExamPlan {
    ExamPlan {
        id: PlanId(uuid(3, 1)),
        number: "26060001".into(),
        year: "2026".into(),
        name: "2026 年六月考试".into(),
        mode: RegistrationMode::ByCertificate,
        windows: PlanWindows::default(),
        pass_rule: "各科均合格".into(),
        schools: vec!["示例职业学院".into()],
        notices: vec![],
        serial: 1,
    }
}

pub fn session(n: u64) -> Session {
    let start = NaiveDate::from_ymd_opt(2026, 6, 20).unwrap().and_hms_opt(9, 0, 0).unwrap()
        + chrono::TimeDelta::hours(2 * i64::try_from(n).unwrap());
    Session { id: SessionId(uuid(5, n)), start, end: start + chrono::TimeDelta::minutes(90) }
}

pub fn subject(n: u64) -> Subject {
    Subject {
        id: SubjectId(uuid(4, n)),
        plan: plan().id,
        certificate: certificate().id,
        code: format!("{n:03}"),
        name: format!("科目{n}"),
        mode: ExamMode::Computer,
        audience: vec![],
        sessions: vec![session(n)],
    }
}

pub fn site() -> Site {
    Site {
        id: SiteId(uuid(6, 1)),
        number: "370000001".into(),
        name: "示例考点".into(),
        school: "示例职业学院".into(),
        province: "山东省".into(),
        city: "烟台市".into(),
        county: "莱山区".into(),
        address: "示例路 1 号".into(),
        review: SiteReview::Approved,
        enabled: true,
    }
}

pub fn room(n: u64) -> Room {
    Room {
        id: RoomId(uuid(7, n)),
        code: format!("R{n:03}"),
        plan: plan().id,
        site: site().id,
        certificate: certificate().id,
        subjects: vec![subject(1).id],
        name: format!("第{n}考场"),
        mode: ExamMode::Computer,
        capacity: 30,
        province: "山东省".into(),
        city: "烟台市".into(),
        county: "莱山区".into(),
        address: "示例路 1 号".into(),
        floor: Some(1),
        layout: RoomLayout::default(),
        remark: String::new(),
    }
}

pub fn registration(n: u64) -> Registration {
    Registration {
        id: RegistrationId(uuid(8, n)),
        plan: plan().id,
        candidate: CandidateId(uuid(1, n)),
        subject: subject(1).id,
        audience: String::new(),
        payment: PaymentStatus::Unpaid,
        registered_at: now(),
        snapshot: CandidateSnapshot { details: details(n) },
    }
}

pub fn seat(n: u64, seat: u16) -> SeatAssignment {
    SeatAssignment {
        plan: plan().id,
        registration: RegistrationId(uuid(8, n)),
        candidate: CandidateId(uuid(1, n)),
        subject: subject(1).id,
        session: session(1).id,
        room: room(1).id,
        seat,
        locked: false,
    }
}

/// A plan with certificate, site, two subjects, two rooms, and `candidates` registered candidates.
pub fn fill(store: &Store, candidates: u64) {
    store
        .write(operation("fill"), |tx| {
            tx.put_certificate(&certificate())?;
            tx.put_plan(&plan())?;
            tx.put_site(&site())?;
            for n in 1..=2 {
                tx.put_subject(&subject(n))?;
                tx.put_room(&room(n))?;
            }
            for n in 1..=candidates {
                tx.insert_candidate(&candidate(n))?;
                tx.insert_registration(&registration(n))?;
            }
            Ok::<_, kaozhan_store::StoreError>(())
        })
        .unwrap();
}

/// The workspace is sound in every respect.
pub fn assert_sound(store: &Store) {
    let report = store.doctor(true).unwrap();
    let bad: Vec<_> = report.findings.iter().filter(|finding| !finding.ok).collect();
    assert!(bad.is_empty(), "{bad:?}");
}
