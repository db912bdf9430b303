//! Invigilators come back as written; people, documents and duties are each known once.

use crate::fixture::*;
use kaozhan_domain::candidate::id_document::{IdType, Sex};
use kaozhan_domain::clock::Window;
use kaozhan_domain::ids::*;
use kaozhan_domain::invigilator::{
    DutyRole, InvigilationDuty, Invigilator, InvigilatorCertificate, VerificationEvent,
};
use kaozhan_store::*;

fn person(n: u64) -> Invigilator {
    Invigilator {
        id: InvigilatorId(uuid(9, n)),
        number: String::new(),
        name: format!("监考{n}"),
        sex: Sex::Female,
        id_type: IdType::Passport,
        id_number: format!("ED900000{n}"),
        phone: format!("1380000000{n}"),
        school: "示例职业学院".into(),
        region: "山东省烟台市".into(),
        title: "讲师".into(),
        unavailable: vec![Window { start: session(1).start, end: session(1).end }],
        active: n != 2,
        remark: "备注".into(),
    }
}

fn duty(n: u64, place: Option<u64>) -> InvigilationDuty {
    InvigilationDuty {
        session: session(1).id,
        invigilator: person(n).id,
        plan: plan().id,
        room: place.map(|n| room(n).id),
        role: if place.is_some() { DutyRole::Invigilator } else { DutyRole::Patrol },
        locked: n == 1,
    }
}

fn write<T>(store: &Store, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    store.write(operation("x"), work).map(|written| written.value)
}

/// Two people with a certificate each, on duty in the first session.
fn staffed() -> (tempfile::TempDir, Store) {
    let (folder, store) = workspace();
    fill(&store, 0);
    write(&store, |tx| {
        for n in 1..=2 {
            tx.put_invigilator(&person(n))?;
            tx.put_invigilator_certificate(&InvigilatorCertificate::new(person(n).id, certificate().id))?;
        }
        tx.put_duty(&duty(1, Some(1)))?;
        tx.put_duty(&duty(2, None))
    })
    .unwrap();
    (folder, store)
}

#[test]
fn invigilators_come_back_as_written() {
    let (folder, store) = staffed();
    let held = InvigilatorCertificate::new(person(1).id, certificate().id);
    let verified = held.after(VerificationEvent::Verify, "通知", now()).unwrap();
    write(&store, |tx| tx.put_invigilator_certificate(&verified)).unwrap();
    drop(store);
    let store = open(folder.path());
    store
        .read(|tx| {
            assert_eq!(tx.invigilators()?, [person(1), person(2)]);
            assert_eq!(tx.invigilator(person(2).id)?, Some(person(2)));
            assert_eq!(tx.invigilator_certificates(person(1).id)?, std::slice::from_ref(&verified));
            assert_eq!(tx.all_invigilator_certificates()?.len(), 2);
            let mut duties = tx.duties(plan().id)?;
            duties.sort_by_key(|duty| duty.invigilator);
            assert_eq!(duties, [duty(1, Some(1)), duty(2, None)]);
            assert_eq!(tx.duties_of(person(2).id)?, [duty(2, None)]);
            assert_eq!(tx.counts()?.invigilators, 2);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_sound(&store);
}

#[test]
fn a_person_is_known_once_and_is_in_one_place() {
    let (_folder, store) = staffed();
    let twin = Invigilator { id: InvigilatorId(uuid(9, 9)), ..person(1) };
    assert_eq!(write(&store, |tx| tx.put_invigilator(&twin)).unwrap_err().code(), "duplicate_record");
    // The same key: moved, not doubled.
    assert!(write(&store, |tx| tx.put_duty(&duty(1, Some(2)))).unwrap());
    assert_eq!(store.read(|tx| tx.duties_of(person(1).id)).unwrap(), [duty(1, Some(2))]);
    let nowhere = InvigilationDuty { role: DutyRole::Invigilator, ..duty(2, None) };
    assert!(write(&store, |tx| tx.put_duty(&nowhere)).is_err(), "监考 has a room, 巡考 has none");
}

/// duties hold a person; what goes takes its duties along.
#[test]
fn r205_what_goes_takes_its_duties_along() {
    let (_folder, store) = staffed();
    let code = |result: Result<()>| result.unwrap_err().code();
    assert_eq!(code(write(&store, |tx| tx.delete_invigilator(person(1).id))), "broken_reference");
    write(&store, |tx| tx.delete_room(room(1).id)).unwrap();
    assert!(store.read(|tx| tx.duties_of(person(1).id)).unwrap().is_empty());
    write(&store, |tx| tx.delete_invigilator(person(1).id)).unwrap();
    assert!(store.read(|tx| tx.invigilator_certificates(person(1).id)).unwrap().is_empty());
    write(&store, |tx| tx.delete_room(room(2).id)).unwrap();
    write(&store, |tx| tx.delete_subject(subject(1).id)).unwrap();
    assert!(store.read(|tx| tx.all_duties()).unwrap().is_empty());
    assert_sound(&store);
}
