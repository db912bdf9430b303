//! Any text is checked as every kind of document; no message tells the number.
#![no_main]

use chrono::NaiveDate;
use kaozhan_domain::candidate::id_document::{IdType, check, normalise_number};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let today = NaiveDate::from_ymd_opt(2026, 6, 12).unwrap_or_default();
    for kind in IdType::ALL {
        let found = check(kind, text, today);
        assert_eq!(normalise_number(&found.number), found.number, "normalising twice changes nothing");
        // A whole number in a message would be a leak; very short ones occur in words by chance.
        if found.number.chars().count() >= 8 {
            assert!(found.problems.iter().all(|problem| !problem.message.contains(&found.number)));
        }
    }
});
