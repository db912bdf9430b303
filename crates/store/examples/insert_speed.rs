//! How long bulk writes take on this machine: `cargo run --release -p kaozhan-store --example insert_speed`.

use kaozhan_store::{
    CandidateFilter, KdfCost, OpenOptions, Page, SchoolProfile, Store, StoreError, Unlock, silent,
};
use std::io::Write;
use std::time::Instant;

#[path = "../tests/store/fixture.rs"]
#[allow(dead_code, unused_imports, clippy::unwrap_used)]
mod fixture;

use fixture::*;

/// Nanoseconds that this thread ran, where the system tells: a busy machine distorts the clock.
fn processor_time() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rows: u64 = std::env::args().nth(1).map_or(Ok(20_000), |text| text.parse())?;
    let mut out = std::io::stdout();
    writeln!(out, "   elapsed    processor")?;
    let mut measure = |what: &str, work: &mut dyn FnMut() -> Result<(), StoreError>| {
        let (start, busy) = (Instant::now(), processor_time());
        work()?;
        let busy = processor_time().saturating_sub(busy) as f64 / 1e6;
        writeln!(out, "{:>9.1} ms {busy:>9.1} ms  {what}", start.elapsed().as_secs_f64() * 1e3)?;
        Ok::<_, Box<dyn std::error::Error>>(())
    };
    let folder = tempfile::tempdir()?;
    let default_cost = folder.path().join("argon2id");
    let store = create(&folder.path().join("a"));
    measure("create with argon2id 64 MiB, t=3", &mut || {
        let options = OpenOptions { kdf: KdfCost::default(), ..options() };
        let school = SchoolProfile { name: String::new(), code: String::new() };
        Store::create_with(&default_cost, &unlock(), &school, now(), options).map(drop)
    })?;
    measure("open with argon2id 64 MiB, t=3", &mut || {
        Store::open(&default_cost, &Unlock::passphrase(PASS)).map(drop)
    })?;
    fill(&store, 0);
    let candidates: Vec<_> = (1..=rows).map(candidate).collect();
    measure(&format!("import {rows} candidates"), &mut || {
        let import = |tx: &mut kaozhan_store::WriteTx<'_>| {
            candidates.iter().try_for_each(|candidate| tx.insert_candidate(candidate))
        };
        store.write(operation("candidate_import"), import).map(drop)
    })?;
    measure(&format!("read {rows} candidates"), &mut || {
        store.read(|tx| tx.candidates(&CandidateFilter::default(), Page::ALL)).map(drop)
    })?;
    measure("a page of 50 with the total", &mut || {
        store.read(|tx| tx.candidates(&CandidateFilter::default(), Page::number(100, 50))).map(drop)
    })?;
    measure("search by part of a name, first page", &mut || {
        let filter = CandidateFilter { text: "0777".into(), ..CandidateFilter::default() };
        store.read(|tx| tx.candidates(&filter, Page::number(1, 50))).map(drop)
    })?;
    measure("counts of the states", &mut || {
        store.read(|tx| tx.candidate_counts(&CandidateFilter::default())).map(drop)
    })?;
    measure(&format!("change the class of {rows} candidates"), &mut || {
        store
            .write(operation("candidate_edit"), |tx| {
                for candidate in &candidates {
                    let mut candidate = candidate.clone();
                    candidate.details.class_name.push('甲');
                    tx.update_candidate(&candidate)?;
                }
                Ok(())
            })
            .map(drop)
    })?;
    measure(&format!("register {rows} candidates"), &mut || {
        store
            .write(operation("register"), |tx| {
                (1..=rows).try_for_each(|n| tx.insert_registration(&registration(n)))
            })
            .map(drop)
    })?;
    let seats: Vec<_> = (1..=rows.min(60_000)).map(|n| seat(n, n as u16)).collect();
    measure(&format!("seat {rows} registrations"), &mut || {
        store
            .write(operation("arrange"), |tx| tx.replace_assignments(plan().id, &[subject(1).id], &seats))
            .map(drop)
    })?;
    measure("seat them again, nothing changed", &mut || {
        store
            .write(operation("arrange"), |tx| tx.replace_assignments(plan().id, &[subject(1).id], &seats))
            .map(drop)
    })?;
    measure("one edit, committed to disk", &mut || {
        store.write(operation("candidate_edit"), |tx| tx.update_candidate(&candidates[0])).map(drop)
    })?;
    let photo = vec![0x5a; 30_000];
    measure("1000 photos of 30 KB with originals of 100 KB", &mut || {
        store
            .write(operation("photos"), |tx| {
                for n in 0..1_000u32 {
                    let mut normalised = photo.clone();
                    normalised.extend_from_slice(&n.to_le_bytes());
                    let mut original = vec![0xa5; 100_000];
                    original.extend_from_slice(&n.to_le_bytes());
                    tx.put_photo(&normalised, &original, u64::from(n), "a.jpg")?;
                }
                Ok(())
            })
            .map(drop)
    })?;
    let target = folder.path().join("backup.kz");
    measure("backup", &mut || store.backup(&target, false, now(), &silent).map(drop))?;
    measure("restore", &mut || {
        Store::restore(&target, &folder.path().join("b"), &unlock(), now(), &silent).map(drop)
    })?;
    measure("doctor with photos", &mut || store.doctor(true).map(drop))?;
    let bytes = std::fs::metadata(&target)?.len();
    writeln!(out, "{:>9.1} MB               backup", bytes as f64 / 1e6)?;
    Ok(())
}
