//! Every entity comes back as it was written, and the natural keys hold.

use crate::fixture::*;
use kaozhan_domain::arrangement::{ArrangementRun, ExamNumber, RoomVersion};
use kaozhan_domain::candidate::CandidateStatus;
use kaozhan_domain::candidate::id_document::IdType;
use kaozhan_domain::ids::*;
use kaozhan_domain::registration::PaymentStatus;
use kaozhan_store::*;

fn code<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    result.unwrap_err().code()
}

fn write<T>(store: &Store, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
    store.write(operation("x"), work).map(|written| written.value)
}

#[test]
fn everything_comes_back_as_written() {
    let (folder, store) = workspace();
    fill(&store, 3);
    drop(store);
    let store = open(folder.path());
    store
        .read(|tx| {
            assert_eq!(tx.school()?, school());
            assert_eq!(tx.certificates()?, [certificate()]);
            assert_eq!(tx.plans()?, [plan()]);
            assert_eq!(tx.subjects(plan().id)?, [subject(1), subject(2)]);
            assert_eq!(tx.subject(subject(2).id)?, Some(subject(2)));
            assert_eq!(tx.sites()?, [site()]);
            assert_eq!(tx.rooms(plan().id)?, [room(1), room(2)]);
            assert_eq!(tx.candidate(candidate(2).id)?, Some(candidate(2)));
            assert_eq!(tx.registration(registration(3).id)?, Some(registration(3)));
            assert_eq!(tx.plans_by_number_or_name("26060001")?, [plan()]);
            assert_eq!(tx.plans_by_number_or_name("2026 年六月考试")?, [plan()]);
            assert_eq!(tx.plans_by_number_or_name("")?, []);
            assert_eq!(tx.certificates_by_code_or_name("工业机器人装调")?, [certificate()]);
            assert_eq!(tx.sites_by_number_or_name("370000001")?, [site()]);
            assert_eq!(
                tx.room_by_name(plan().id, site().id, certificate().id, "第2考场")?,
                Some(room(2))
            );
            assert_eq!(tx.room_code(site().id, "第1考场")?.as_deref(), Some("R001"));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_sound(&store);
}

/// one document, one candidate, however the number is written.
#[test]
fn r090_a_document_is_known_once() {
    let (_folder, store) = workspace();
    fill(&store, 2);
    let mut twin = candidate(9);
    twin.details.id_number = candidate(1).details.id_number;
    assert_eq!(code(write(&store, |tx| tx.insert_candidate(&twin))), "duplicate_record");
    let key = candidate(1).details.identity_key();
    let found = store.read(|tx| tx.candidate_by_identity(IdType::Passport, &key)).unwrap();
    assert_eq!(found, Some(candidate(1)));
    assert_eq!(store.read(|tx| tx.candidate_by_identity(IdType::Other, &key)).unwrap(), None);
    let known = store.read(|tx| tx.candidate_identities()).unwrap();
    assert_eq!(known[&(IdType::Passport, key)], candidate(1).id);
    twin.details.id_type = IdType::Other;
    write(&store, |tx| tx.insert_candidate(&twin)).unwrap();
}

/// search and counts.
#[test]
fn r091_candidates_are_found() {
    let (_folder, store) = workspace();
    fill(&store, 120);
    write(&store, |tx| {
        let mut accurate = candidate(7);
        accurate.status = CandidateStatus::Accurate;
        tx.update_candidate(&accurate)
    })
    .unwrap();
    let count = |filter: CandidateFilter| {
        let (list, total) = store.read(|tx| tx.candidates(&filter, Page::number(1, 5))).unwrap();
        let ids = store.read(|tx| tx.candidate_ids(&filter)).unwrap();
        assert_eq!(ids.len() as u64, total);
        assert_eq!(list.len() as u64, total.min(5));
        assert!(list.is_sorted_by_key(|candidate| candidate.roster_order));
        total
    };
    let all = CandidateFilter::default();
    assert_eq!(count(all.clone()), 120);
    assert_eq!(count(CandidateFilter { name: "00012".into(), ..all.clone() }), 1);
    assert_eq!(count(CandidateFilter { id_number: "ed0000012".into(), ..all.clone() }), 1);
    assert_eq!(count(CandidateFilter { number: "2024000012".into(), ..all.clone() }), 1);
    assert_eq!(count(CandidateFilter { class_name: "机器人2401".into(), ..all.clone() }), 3);
    assert_eq!(count(CandidateFilter { text: "机器人2401".into(), ..all.clone() }), 3);
    assert_eq!(count(CandidateFilter { text: "%".into(), ..all.clone() }), 0);
    assert_eq!(count(CandidateFilter { text: "' OR 1=1 --".into(), ..all.clone() }), 0);
    assert_eq!(count(CandidateFilter { has_photo: Some(true), ..all.clone() }), 0);
    let accurate = CandidateFilter { status: Some(CandidateStatus::Accurate), ..all.clone() };
    assert_eq!(count(accurate.clone()), 1);
    let counts = store.read(|tx| tx.candidate_counts(&accurate)).unwrap();
    assert_eq!(counts[&CandidateStatus::NoPhoto], 119, "the tab does not restrict the tabs");
    assert_eq!(counts[&CandidateStatus::Accurate], 1);
    assert_eq!(counts.len(), CandidateStatus::ALL.len());
    let second = store.read(|tx| tx.candidates(&all, Page::number(2, 50))).unwrap().0;
    assert_eq!(second[0], candidate(51));
    assert_eq!(store.read(|tx| tx.classes()).unwrap().len(), 40);
    assert_eq!(store.read(|tx| tx.next_roster_order()).unwrap(), 121);
    let mut seen = 0;
    store
        .read(|tx| {
            tx.for_each_candidate(|_| {
                seen += 1;
                Ok(())
            })
        })
        .unwrap();
    assert_eq!(seen, 120);
}

/// what others refer to is not deleted.
#[test]
fn r115_nothing_that_is_referred_to_is_deleted() {
    let (_folder, store) = workspace();
    fill(&store, 2);
    write(&store, |tx| tx.put_assignment(&seat(1, 1))).unwrap();
    assert_eq!(code(write(&store, |tx| tx.delete_candidate(candidate(1).id))), "broken_reference");
    assert_eq!(code(write(&store, |tx| tx.delete_registration(registration(1).id))), "broken_reference");
    assert_eq!(code(write(&store, |tx| tx.delete_room(room(1).id))), "broken_reference");
    assert_eq!(code(write(&store, |tx| tx.delete_subject(subject(1).id))), "broken_reference");
    assert_eq!(code(write(&store, |tx| tx.delete_plan(plan().id))), "broken_reference");
    assert_eq!(code(write(&store, |tx| tx.delete_certificate(certificate().id))), "broken_reference");
    assert_eq!(code(write(&store, |tx| tx.delete_site(site().id))), "broken_reference");
    let mut moved = subject(1);
    moved.sessions = vec![session(9)];
    assert_eq!(code(write(&store, |tx| tx.put_subject(&moved))), "broken_reference");
    assert_eq!(code(write(&store, |tx| tx.delete_candidate(CandidateId(uuid(1, 99))))), "record_not_found");
    assert_eq!(code(write(&store, |tx| tx.update_candidate(&candidate(99)))), "record_not_found");
    let counts = store.read(|tx| tx.registered_certificates(&[candidate(1).id, CandidateId(uuid(1, 99))])).unwrap();
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(candidate(1).id, 1)]);
    // In order, from the leaves, everything can go.
    write(&store, |tx| {
        assert!(tx.remove_assignment(registration(1).id)?);
        assert!(!tx.remove_assignment(registration(1).id)?);
        for n in 1..=2 {
            tx.delete_registration(registration(n).id)?;
            tx.delete_candidate(candidate(n).id)?;
            tx.delete_room(room(n).id)?;
        }
        tx.delete_subject(subject(1).id)?;
        tx.delete_subject(subject(2).id)?;
        tx.delete_site(site().id)?;
        tx.delete_plan(plan().id)?;
        tx.delete_certificate(certificate().id)
    })
    .unwrap();
    assert_sound(&store);
}

/// R-145 and the other natural keys.
#[test]
fn r145_natural_keys_are_unique() {
    let (_folder, store) = workspace();
    fill(&store, 2);
    let mut twin_room = room(1);
    twin_room.id = RoomId(uuid(7, 9));
    assert_eq!(code(write(&store, |tx| tx.put_room(&twin_room))), "duplicate_record");
    let mut twin = registration(1);
    twin.id = RegistrationId(uuid(8, 9));
    assert_eq!(code(write(&store, |tx| tx.insert_registration(&twin))), "duplicate_record");
    let mut other = plan();
    other.id = PlanId(uuid(3, 9));
    assert_eq!(code(write(&store, |tx| tx.put_plan(&other))), "duplicate_record");
    other.number = "26060002".into();
    write(&store, |tx| tx.put_plan(&other)).unwrap();
    assert_eq!(store.read(|tx| tx.plans_by_number_or_name("2026 年六月考试")).unwrap().len(), 2);
    let mut same_code = subject(2);
    same_code.id = SubjectId(uuid(4, 9));
    assert_eq!(code(write(&store, |tx| tx.put_subject(&same_code))), "duplicate_record");
    let number = ExamNumber { plan: plan().id, candidate: candidate(1).id, number: "2026".into() };
    write(&store, |tx| tx.insert_exam_number(&number)).unwrap();
    let taken = ExamNumber { candidate: candidate(2).id, ..number.clone() };
    assert_eq!(code(write(&store, |tx| tx.insert_exam_number(&taken))), "duplicate_record");
    let second = ExamNumber { number: "2027".into(), ..number.clone() };
    assert_eq!(code(write(&store, |tx| tx.insert_exam_number(&second))), "duplicate_record");
    assert_eq!(store.read(|tx| tx.exam_number_owner("2026")).unwrap(), Some(number.clone()));
    assert!(store.read(|tx| tx.taken_exam_numbers()).unwrap().contains("2026"));
    assert_eq!(store.read(|tx| tx.exam_numbers(plan().id)).unwrap(), [number]);
}

/// Seats: only what changed is touched, swaps do not collide, wrong seats are refused.
#[test]
fn seats_are_replaced_by_difference() {
    let (_folder, store) = workspace();
    fill(&store, 5);
    let subjects = [subject(1).id];
    let first: Vec<_> = (1..=4).map(|n| seat(n, n as u16)).collect();
    let made = store
        .write(operation("arrange"), |tx| tx.replace_assignments(plan().id, &subjects, &first))
        .unwrap();
    assert_eq!((made.value, made.changes.count("seat_assignment", ChangeKind::Create)), (4, 4));
    // 1 and 2 swap, 3 stays, 4 goes, 5 comes.
    let second = vec![seat(1, 2), seat(2, 1), seat(3, 3), seat(5, 4)];
    let made = store
        .write(operation("arrange"), |tx| tx.replace_assignments(plan().id, &subjects, &second))
        .unwrap();
    assert_eq!(made.value, 4);
    let count = |kind| made.changes.count("seat_assignment", kind);
    assert_eq!(
        (count(ChangeKind::Patch), count(ChangeKind::Create), count(ChangeKind::Delete)),
        (2, 1, 1)
    );
    let mut stored = store.read(|tx| tx.assignments(plan().id)).unwrap();
    stored.sort_by_key(|seat| seat.registration);
    assert_eq!(stored, second);
    let swap = [seat(1, 1), seat(2, 2)];
    assert_eq!(write(&store, |tx| tx.move_assignments(&swap)).unwrap(), 2);
    assert_eq!(store.read(|tx| tx.assignments_in(room(1).id, session(1).id)).unwrap()[0], seat(1, 1));
    assert_eq!(store.read(|tx| tx.assignments_of(candidate(2).id)).unwrap(), [seat(2, 2)]);

    assert_eq!(code(write(&store, |tx| tx.put_assignment(&seat(4, 1)))), "duplicate_record");
    let mut wrong = seat(4, 9);
    wrong.candidate = candidate(3).id;
    assert_eq!(code(write(&store, |tx| tx.put_assignment(&wrong))), "broken_reference");
    let mut wrong = seat(4, 9);
    wrong.session = session(2).id;
    assert_eq!(code(write(&store, |tx| tx.put_assignment(&wrong))), "broken_reference");
    let mut wrong = seat(4, 9);
    wrong.subject = subject(2).id;
    let result = write(&store, |tx| tx.replace_assignments(plan().id, &subjects, &[wrong.clone()]));
    assert_eq!(code(result), "broken_reference");
    let counts = store.read(|tx| tx.registration_counts(plan().id)).unwrap();
    assert_eq!(counts[&subject(1).id], SubjectCount { registered: 5, seated: 4 });
    let seated = |seated| {
        let filter = RegistrationFilter { plan: Some(plan().id), seated: Some(seated), ..Default::default() };
        store.read(|tx| tx.registrations(&filter, Page::ALL)).unwrap().1
    };
    assert_eq!((seated(true), seated(false)), (4, 1));
    assert_eq!(store.read(|tx| tx.assigned_by_room(plan().id)).unwrap()[&room(1).id], 4);
    assert_sound(&store);
}

#[test]
fn registrations_are_filtered() {
    let (_folder, store) = workspace();
    fill(&store, 30);
    write(&store, |tx| {
        let mut paid = registration(3);
        paid.payment = PaymentStatus::Paid;
        tx.update_registration(&paid)
    })
    .unwrap();
    let count = |filter: RegistrationFilter| {
        let (list, total) = store.read(|tx| tx.registrations(&filter, Page::number(1, 10))).unwrap();
        assert_eq!(list.len() as u64, total.min(10));
        let mut seen = 0;
        store
            .read(|tx| {
                tx.for_each_registration(&filter, |_| {
                    seen += 1;
                    Ok(())
                })
            })
            .unwrap();
        assert_eq!(seen, total);
        total
    };
    let all = RegistrationFilter::default();
    assert_eq!(count(all.clone()), 30);
    assert_eq!(count(RegistrationFilter { plan: Some(PlanId(uuid(3, 2))), ..all.clone() }), 0);
    assert_eq!(count(RegistrationFilter { certificate: Some(certificate().id), ..all.clone() }), 30);
    assert_eq!(count(RegistrationFilter { subject: Some(subject(2).id), ..all.clone() }), 0);
    assert_eq!(count(RegistrationFilter { candidate: Some(candidate(1).id), ..all.clone() }), 1);
    assert_eq!(count(RegistrationFilter { text: "考生00007".into(), ..all.clone() }), 1);
    assert_eq!(count(RegistrationFilter { payment: Some(PaymentStatus::Paid), ..all.clone() }), 1);
    let found = store.read(|tx| tx.registration_of(candidate(4).id, subject(1).id)).unwrap();
    assert_eq!(found, Some(registration(4)));
}

#[test]
fn versions_runs_settings_and_imports_are_kept() {
    let (_folder, store) = workspace();
    fill(&store, 1);
    let version = RoomVersion {
        plan: plan().id,
        room: room(1).id,
        session: session(1).id,
        version: 1,
        checksum: "0badcafe".into(),
        made_at: now(),
    };
    let run = ArrangementRun {
        plan: plan().id,
        fingerprint: "abc".into(),
        request: "{}".into(),
        same_group_neighbours: 3,
        lower_bound: 2,
        made_at: now(),
    };
    let import = ImportRecord {
        id: ImportId(uuid(9, 1)),
        kind: "candidates".into(),
        file_name: "考生.xlsx".into(),
        actor: "教务处".into(),
        at: now(),
        total: 4,
        accepted: 2,
        refused: 1,
        unchanged: 1,
    };
    write(&store, |tx| {
        tx.put_room_version(&version)?;
        tx.put_room_version(&RoomVersion { version: 2, ..version.clone() })?;
        tx.put_arrangement_run(&run)?;
        tx.put_setting("ui.page_size", &50)?;
        tx.insert_import(&import, Some(b"workbook"))
    })
    .unwrap();
    store
        .read(|tx| {
            assert_eq!(tx.room_version(room(1).id, session(1).id)?.unwrap().version, 2);
            assert_eq!(tx.room_versions(plan().id)?.len(), 1);
            assert_eq!(tx.arrangement_run(plan().id)?, Some(run.clone()));
            assert_eq!(tx.setting::<u32>("ui.page_size")?, Some(50));
            assert_eq!(tx.setting::<String>("ui.page_size")?, None);
            assert_eq!(tx.setting::<u32>("nothing")?, None);
            assert_eq!(tx.imports("candidates", Page::ALL)?, (vec![import.clone()], 1));
            assert_eq!(tx.imports("photos", Page::ALL)?, (vec![], 0));
            assert_eq!(tx.import_failures(import.id)?.as_deref(), Some(b"workbook".as_slice()));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert!(write(&store, |tx| tx.delete_setting("ui.page_size")).unwrap());
    assert_sound(&store);
}

#[test]
fn photos_are_kept_once_by_their_hash() {
    let (_folder, store) = workspace();
    fill(&store, 2);
    let hash = write(&store, |tx| tx.put_photo(b"jpeg", b"original", u64::MAX, "ED*1.jpg")).unwrap();
    assert_eq!(write(&store, |tx| tx.put_photo(b"jpeg", b"other", 1, "b.jpg")).unwrap(), hash);
    assert_eq!(hash, photo_hash(b"jpeg"));
    write(&store, |tx| {
        let mut with = candidate(1);
        with.photo = Some(hash.clone());
        tx.update_candidate(&with)
    })
    .unwrap();
    let mut without = candidate(2);
    without.photo = Some(photo_hash(b"never stored"));
    assert_eq!(code(write(&store, |tx| tx.update_candidate(&without))), "broken_reference");
    store
        .read(|tx| {
            assert_eq!(tx.photo(&hash)?.as_deref(), Some(b"jpeg".as_slice()));
            let info = tx.photo_info(&hash)?.unwrap();
            assert_eq!((info.dhash, info.file_name.as_str()), (u64::MAX, "ED*1.jpg"));
            assert_eq!(tx.photo(&info.original)?.as_deref(), Some(b"original".as_slice()));
            let photos = tx.photos_of(&[candidate(1).id, candidate(2).id])?;
            assert_eq!(photos.into_iter().collect::<Vec<_>>(), [(candidate(1).id, b"jpeg".to_vec())]);
            assert_eq!(tx.photo_fingerprints()?, [(candidate(1).id, u64::MAX)]);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    write(&store, |tx| tx.put_photo(b"unused", b"unused original", 2, "c.jpg")).unwrap();
    assert_eq!(write(&store, |tx| tx.delete_unused_photos()).unwrap(), 1);
    assert_eq!(store.read(|tx| tx.photo(&photo_hash(b"unused original"))).unwrap(), None);
    assert_eq!(store.read(|tx| tx.counts()).unwrap().photos, 1);
    assert_sound(&store);
}
