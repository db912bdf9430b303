//! The process is killed at random moments of bulk writes: all or nothing, and the workspace is sound.
//!
//! The child is this test binary, run again for the one test `child`.

use crate::fixture::*;
use kaozhan_store::*;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "KAOZHAN_CRASH_FOLDER";
const ROWS: u64 = 600;

/// Writes batches until it is killed; says `done <batch>` after each commit. Does nothing when it is
/// run as a test of its own.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let store = open(folder.as_ref());
    let first = store.read(|tx| tx.counts()).unwrap().candidates / ROWS;
    println!("\nready");
    for batch in first..first + 1_000 {
        store
            .write(operation("candidate_import"), |tx| {
                for n in 1..=ROWS {
                    tx.insert_candidate(&candidate(batch * ROWS + n))?;
                }
                tx.put_setting("batch", &batch)
            })
            .unwrap();
        println!("\ndone {batch}");
    }
}

#[test]
fn a_killed_process_leaves_all_or_nothing() {
    let (folder, store) = workspace();
    drop(store);
    let mut interrupted = 0;
    for round in 0..20u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["crash::child", "--exact", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while lines.next().unwrap().unwrap() != "ready" {}
        // Spread over the first few batches, differently each round.
        std::thread::sleep(Duration::from_millis(3 + round * 37 % 211));
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = lines
            .map_while(|line| line.ok())
            .filter_map(|line| line.strip_prefix("done ")?.parse::<u64>().ok())
            .last();

        let store = open(folder.path());
        interrupted += u32::from(store.opened().after_crash);
        let (counts, head, batch) = store
            .read(|tx| Ok::<_, StoreError>((tx.counts()?, tx.outbox_head()?, tx.setting::<u64>("batch")?)))
            .unwrap();
        assert_eq!(counts.candidates % ROWS, 0, "no part of a batch");
        assert_eq!(head.last_seq, counts.candidates, "one operation per row");
        assert_eq!(counts.audit_entries, counts.candidates / ROWS + 1, "one entry per batch");
        assert_eq!(batch.map_or(0, |batch| batch + 1), counts.candidates / ROWS);
        if let Some(acknowledged) = acknowledged {
            assert!(counts.candidates >= (acknowledged + 1) * ROWS, "what was acknowledged is there");
        }
        assert_sound(&store);
    }
    assert!(interrupted >= 10, "only {interrupted} of 20 kills struck a workspace in use");
}

/// Two processes write to one workspace at once: nothing is lost, the numbering has no gap.
#[test]
fn two_processes_take_turns() {
    let (folder, store) = workspace();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while lines.next().unwrap().unwrap() != "ready" {}
    let mut written = 0;
    for n in 0..20 {
        match store.write(operation("x"), |tx| tx.insert_candidate(&candidate(10_000_000 + n))) {
            Ok(_) => written += 1,
            Err(error) => assert_eq!(error.code(), "workspace_busy"),
        }
    }
    let restore = Store::restore("nothing".as_ref(), folder.path(), &unlock(), now(), &silent);
    assert_eq!(restore.unwrap_err().code(), "workspace_in_use");
    child.kill().unwrap();
    child.wait().unwrap();
    let counts = store.read(|tx| tx.counts()).unwrap();
    assert!(written > 0);
    assert_eq!(counts.candidates % ROWS, written);
    assert_eq!(counts.operations, counts.candidates);
    assert_sound(&store);
}
