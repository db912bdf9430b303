//! Reading and writing: one transaction, one audit entry, gapless operations.

use crate::fixture::*;
use kaozhan_domain::RuleViolation;
use kaozhan_store::*;
use std::ops::ControlFlow;

/// Rows, audit entry and operations of one write appear together.
#[test]
fn a_write_keeps_row_audit_and_outbox_together() {
    let (_folder, store) = workspace();
    let before = store.read(|tx| tx.outbox_head()).unwrap();
    let written = store
        .write(operation("candidate_create"), |tx| {
            tx.insert_candidate(&candidate(1))?;
            tx.insert_candidate(&candidate(2))?;
            Ok::<_, StoreError>("done")
        })
        .unwrap();
    assert_eq!(written.value, "done");
    assert_eq!(written.changes.count("candidate", ChangeKind::Create), 2);
    assert_eq!(written.changes.outbox, Some((before.last_seq + 1, before.last_seq + 2)));
    let (entries, total) = store.read(|tx| tx.audit(&AuditFilter::default(), Page::ALL)).unwrap();
    assert_eq!(total, 2, "creation of the workspace, and this");
    assert_eq!((entries[0].seq, entries[0].kind.as_str()), (2, "candidate_create"));
    assert_eq!((entries[0].actor.as_str(), entries[0].at), ("教务处", now()));
    assert_eq!(written.changes.audit, 2);
    let operations = store.read(|tx| tx.outbox_after(before.last_seq, 10)).unwrap();
    assert_eq!(operations.iter().map(|o| o.seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(operations[0].id, candidate(1).id.to_string());
    assert_eq!(operations[0].f["name"], (serde_json::Value::Null, "考生00001".into()));
    assert_sound(&store);
}

/// An error of the closure, whatever its type, leaves nothing behind.
#[test]
fn an_error_rolls_everything_back() {
    #[derive(Debug)]
    enum AppError {
        Store(StoreError),
        Rule(RuleViolation),
    }
    impl From<StoreError> for AppError {
        fn from(error: StoreError) -> Self {
            Self::Store(error)
        }
    }
    let (_folder, store) = workspace();
    let before = store.read(|tx| Ok::<_, StoreError>((tx.counts()?, tx.outbox_head()?))).unwrap();
    let result = store.write(operation("candidate_import"), |tx| {
        for n in 1..=700 {
            tx.insert_candidate(&candidate(n))?;
        }
        tx.put_setting("last", &1)?;
        Err::<(), _>(AppError::Rule(RuleViolation::error("some_rule", "不行")))
    });
    assert!(matches!(result, Err(AppError::Rule(violation)) if violation.code == "some_rule"));
    let result: std::result::Result<Written<()>, AppError> = store.write(operation("x"), |tx| {
        tx.insert_candidate(&candidate(1))?;
        Ok(tx.insert_candidate(&candidate(1))?)
    });
    assert!(matches!(result, Err(AppError::Store(StoreError::Duplicate { .. }))));
    let after = store.read(|tx| Ok::<_, StoreError>((tx.counts()?, tx.outbox_head()?))).unwrap();
    assert_eq!(after, before);
    assert_sound(&store);
}

/// A panic inside a write rolls back, and the workspace goes on working.
#[test]
fn a_panic_rolls_everything_back() {
    let (_folder, store) = workspace();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _ = store.write(operation("x"), |tx| -> Result<()> {
            tx.insert_candidate(&candidate(1))?;
            panic!("on purpose");
        });
    }));
    assert!(panicked.is_err());
    store.write(operation("x"), |tx| tx.insert_candidate(&candidate(1))).unwrap();
    assert_eq!(store.read(|tx| tx.counts()).unwrap().candidates, 1);
    assert_sound(&store);
}

/// Bulk work reports progress; cancelling leaves nothing behind.
#[test]
fn cancelling_leaves_nothing_behind() {
    let (_folder, store) = workspace();
    let flag = CancelFlag::new();
    let seen = std::cell::Cell::new(0);
    let progress = |done: u64, total: u64| {
        assert_eq!(total, 2_000);
        seen.set(done);
        if done == 1_200 {
            flag.cancel();
        }
        flag.flow()
    };
    let result = store.write(operation("candidate_import"), |tx| {
        for n in 0..2_000 {
            step(&progress, n, 2_000)?;
            tx.insert_candidate(&candidate(n + 1))?;
        }
        Ok::<_, StoreError>(())
    });
    assert_eq!(result.unwrap_err().code(), "cancelled");
    assert_eq!(seen.get(), 1_200);
    assert_eq!(store.read(|tx| tx.counts()).unwrap().candidates, 0);
    assert_eq!(silent(1, 2), ControlFlow::Continue(()));
    assert_sound(&store);
}

/// A read sees one state while a write is going on, and does not wait for it.
#[test]
fn a_read_sees_one_state_beside_a_write() {
    let (_folder, store) = workspace();
    fill(&store, 3);
    store
        .write(operation("x"), |tx| {
            tx.delete_registration(registration(1).id)?;
            tx.delete_candidate(candidate(1).id)?;
            let outside = store.read(|tx| tx.counts())?;
            assert_eq!((outside.candidates, tx.counts()?.candidates), (3, 2));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(store.read(|tx| tx.counts()).unwrap().candidates, 2);
}

/// Threads share a store; every write gets its own number.
#[test]
fn threads_take_turns() {
    let (_folder, store) = workspace();
    std::thread::scope(|scope| {
        for thread in 0..4u64 {
            let store = &store;
            scope.spawn(move || {
                for n in 0..10 {
                    let candidate = candidate(thread * 10 + n + 1);
                    store.write(operation("x"), |tx| tx.insert_candidate(&candidate)).unwrap();
                    store.read(|tx| tx.candidates(&CandidateFilter::default(), Page::ALL)).unwrap();
                }
            });
        }
    });
    assert_eq!(store.read(|tx| tx.outbox_head()).unwrap().last_seq, 40);
    assert_sound(&store);
}

/// A write that changes nothing leaves an audit entry and no operation.
#[test]
fn writing_the_same_again_changes_nothing() {
    let (_folder, store) = workspace();
    fill(&store, 2);
    let again = store
        .write(operation("x"), |tx| {
            Ok::<_, StoreError>(
                tx.put_plan(&plan())?
                    || tx.put_certificate(&certificate())?
                    || tx.put_site(&site())?
                    || tx.put_subject(&subject(1))?
                    || tx.put_room(&room(1))?
                    || tx.update_candidate(&candidate(1))?
                    || tx.update_registration(&registration(1))?,
            )
        })
        .unwrap();
    assert!(!again.value);
    assert!(again.changes.is_empty());
    assert_eq!(again.changes.outbox, None);
}

/// Whoever opens a workspace holds it alone for a moment; another who opens it meanwhile waits.
#[test]
fn who_opens_waits_for_whoever_opens() {
    let (folder, store) = workspace();
    drop(store);
    let alone = std::fs::File::open(folder.path().join("workspace.lock")).unwrap();
    alone.lock().unwrap();
    let other = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        drop(alone);
    });
    open(folder.path());
    other.join().unwrap();
}
