use super::*;
use crate::mutation::Mutation;

fn sweep(seeds: std::ops::Range<u64>) -> Totals {
    let mut totals = Totals::default();
    for seed in seeds {
        match run(seed, Options::default()) {
            Ok(of) => totals.add(&of),
            Err(why) => panic!("seed {seed}: {why}"),
        }
    }
    totals
}

/// I1 to I11, I13 to I16 over seeds, and every path is taken.
#[test]
fn invariants_hold() {
    let totals = sweep(0..200);
    assert_eq!(totals.never(), Vec::<&str>::new(), "{totals}");
}

#[test]
fn a_seed_always_gives_the_same_world() {
    assert_eq!(run(7, Options::default()), run(7, Options::default()));
}

/// Whether any of these seeds shows that the code is broken.
fn caught(mutation: Mutation, seeds: std::ops::Range<u64>) -> Option<(u64, String)> {
    for seed in seeds {
        let broken = std::panic::catch_unwind(|| run(seed, Options { mutation, ..Options::default() }));
        match broken {
            Ok(Ok(_)) => {}
            Ok(Err(why)) => return Some((seed, why)),
            Err(_) => return Some((seed, "panic".to_owned())),
        }
    }
    None
}

#[test]
fn every_mutation_is_caught() {
    let missed: Vec<&str> = Mutation::each()
        .into_iter()
        .filter(|(_, mutation)| caught(*mutation, 0..400).is_none())
        .map(|(name, _)| name)
        .collect();
    assert!(missed.is_empty(), "not caught: {missed:?}");
}
