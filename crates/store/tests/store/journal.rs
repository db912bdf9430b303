//! The outbox replays to the same state; the audit names records and fields, not persons.

use crate::fixture::*;
use kaozhan_domain::candidate::id_document::IdType;
use kaozhan_domain::candidate::pinyin::PinyinSource;
use kaozhan_domain::candidate::{Candidate, CandidateStatus, StudentType};
use kaozhan_domain::seating::AccessNeeds;
use kaozhan_store::*;
use proptest::prelude::*;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a platform makes of the operations: rows as JSON objects, by table and identity.
fn replay(operations: &[OutboxOperation]) -> BTreeMap<(String, String), Map<String, Value>> {
    let mut rows: BTreeMap<(String, String), Map<String, Value>> = BTreeMap::new();
    for operation in operations {
        let key = (operation.table.clone(), operation.id.clone());
        match operation.kind {
            ChangeKind::Delete => {
                assert!(operation.saw.is_some());
                assert!(rows.remove(&key).is_some(), "deletes what is there");
            }
            ChangeKind::Create | ChangeKind::Patch => {
                assert_eq!(rows.contains_key(&key), operation.kind == ChangeKind::Patch);
                let row = rows.entry(key).or_default();
                for (field, (old, new)) in &operation.f {
                    let current = row.insert(field.clone(), new.clone()).unwrap_or(Value::Null);
                    assert_eq!(&current, old, "the old value is what was there");
                }
            }
            ChangeKind::Command => panic!("no commands here"),
        }
    }
    rows
}

/// A candidate as one flat object, as the operations write it.
fn flat(candidate: &Candidate) -> Map<String, Value> {
    let Value::Object(mut all) = serde_json::to_value(candidate).unwrap() else { panic!() };
    let Some(Value::Object(details)) = all.remove("details") else { panic!() };
    all.remove("id");
    all.extend(details);
    all
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[\\PC]{0,12}", "[\"\\\\\n\t\u{1}\u{7f}\u{2028}·张]{0,6}"]
}

prop_compose! {
    fn any_candidate(n: u64)(
        name in text(), pinyin in text(), remark in text(), phone in text(), class in text(),
        review in proptest::collection::vec(text(), 0..3), manual: bool, kind in 0..9usize, status in 0..5usize,
        front: bool, queued: bool, social: bool, order in 0..1_000_000u64,
    ) -> Candidate {
        let mut candidate = candidate(n);
        candidate.roster_order = order;
        candidate.status = CandidateStatus::ALL[status];
        candidate.verification_queued = queued;
        let details = &mut candidate.details;
        (details.name, details.pinyin, details.remark) = (name, pinyin, remark);
        (details.phone, details.class_name, details.pinyin_review) = (phone, class, review);
        details.pinyin_source = if manual { PinyinSource::Manual } else { PinyinSource::Auto };
        details.id_type = IdType::ALL[kind];
        details.student_type = if social { StudentType::Social } else { StudentType::Institution };
        details.access = AccessNeeds { front_row: front, ..AccessNeeds::default() };
        candidate
    }
}

#[derive(Debug, Clone)]
enum Step {
    Put(Box<Candidate>),
    Delete(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let put = (1..5u64).prop_flat_map(any_candidate).prop_map(|candidate| Step::Put(Box::new(candidate)));
    proptest::collection::vec(prop_oneof![4 => put, 1 => (1..5u64).prop_map(Step::Delete)], 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is typed in whatever order: the operations replay to the stored rows, and the stored
    /// rows are what was typed.
    #[test]
    fn operations_replay_to_the_same_state(steps in steps()) {
        let (_folder, store) = workspace();
        let mut expected: BTreeMap<String, Candidate> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Put(candidate) => {
                    let known = expected.insert(candidate.id.to_string(), (*candidate).clone()).is_some();
                    store.write(operation("x"), |tx| {
                        if known { tx.update_candidate(&candidate).map(drop) } else { tx.insert_candidate(&candidate) }
                    }).unwrap();
                }
                Step::Delete(n) => {
                    if expected.remove(&candidate(n).id.to_string()).is_some() {
                        store.write(operation("x"), |tx| tx.delete_candidate(candidate(n).id)).unwrap();
                    }
                }
            }
        }
        let operations = store.read(|tx| tx.outbox_after(0, usize::MAX)).unwrap();
        let seqs: Vec<u64> = operations.iter().map(|operation| operation.seq).collect();
        prop_assert_eq!(seqs, (1..=operations.len() as u64).collect::<Vec<_>>());
        let rows = replay(&operations);
        prop_assert_eq!(rows.len(), expected.len());
        for (id, candidate) in &expected {
            prop_assert_eq!(&rows[&("candidate".to_owned(), id.clone())], &flat(candidate));
            let stored = store.read(|tx| tx.candidate(candidate.id)).unwrap();
            prop_assert_eq!(stored.as_ref(), Some(candidate));
        }
        assert_sound(&store);
    }
}

/// Every table's operations replay to as many rows as there are.
#[test]
fn operations_of_all_tables_replay() {
    let (_folder, store) = workspace();
    fill(&store, 700);
    store
        .write(operation("x"), |tx| {
            let subjects = [subject(1).id];
            tx.replace_assignments(plan().id, &subjects, &[seat(1, 1), seat(2, 2)])?;
            tx.replace_assignments(plan().id, &subjects, &[seat(1, 2), seat(2, 1), seat(3, 3)])
        })
        .unwrap();
    let rows = replay(&store.read(|tx| tx.outbox_after(0, usize::MAX)).unwrap());
    let count = |table: &str| rows.keys().filter(|(name, _)| name == table).count();
    assert_eq!((count("candidate"), count("registration"), count("seat_assignment")), (700, 700, 3));
    assert_eq!((count("subject"), count("session"), count("room"), count("site")), (2, 2, 2, 1));
    let page = store.read(|tx| tx.outbox_after(3, 4)).unwrap();
    assert_eq!(page.iter().map(|o| o.seq).collect::<Vec<_>>(), [4, 5, 6, 7]);
    let head = store.read(|tx| tx.outbox_head()).unwrap();
    assert_eq!(store.read(|tx| tx.outbox_after(head.last_seq, 10)).unwrap(), []);
}

/// The audit says which record and which field, and keeps personal values out.
#[test]
fn the_audit_names_fields_but_no_persons() {
    let (_folder, store) = workspace();
    fill(&store, 1);
    let mut new = candidate(1);
    new.details.phone = "19912345678".into();
    new.details.id_number = "ED7654321".into();
    new.details.class_name = "机器人2499".into();
    new.status = CandidateStatus::Accurate;
    let written = store.write(operation("candidate_edit"), |tx| tx.update_candidate(&new)).unwrap();
    let changes = store.read(|tx| tx.audit_changes(written.changes.audit)).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].table.as_str(), changes[0].kind), ("candidate", ChangeKind::Patch));
    let fields = &changes[0].fields;
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["class_name", "id_number", "phone", "status"]);
    assert_eq!((&fields["phone"], &fields["id_number"]), (&None, &None));
    assert_eq!(fields["status"], Some(("no_photo".into(), "accurate".into())));
    let (entries, _) = store.read(|tx| tx.audit(&AuditFilter::default(), Page::ALL)).unwrap();
    let all: String = entries
        .iter()
        .flat_map(|entry| store.read(|tx| tx.audit_changes(entry.seq)).unwrap())
        .map(|change| serde_json::to_string(&change).unwrap())
        .collect();
    for personal in ["19912345678", "19900000001", "ED0000001", "ED7654321", "考生00001", "Kao Sheng"] {
        assert!(!all.contains(personal), "{personal} is in the audit");
    }
    let by = |filter: AuditFilter| store.read(|tx| tx.audit(&filter, Page::number(1, 10))).unwrap().1;
    assert_eq!(by(AuditFilter { kind: "candidate_edit".into(), ..Default::default() }), 1);
    assert_eq!(by(AuditFilter { actor: "别人".into(), ..Default::default() }), 0);
    assert_eq!(by(AuditFilter { from: Some(now()), until: Some(now()), ..Default::default() }), 3);
    assert_eq!(by(AuditFilter { from: Some(now() + chrono::TimeDelta::days(1)), ..Default::default() }), 0);
    assert_eq!(store.read(|tx| tx.audit_changes(99)).unwrap_err().code(), "record_not_found");
}
