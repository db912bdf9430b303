//! What must hold for every number, not only for the samples.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::tests::{complete, today};
use super::*;

prop_compose! {
    fn valid_number()(
        region in prop::sample::select(vec!["110105", "330102", "440524", "632323", "110103", "500157"]),
        days in 0i64..27_000,
        serial in 0u32..1000,
    ) -> (String, NaiveDate, u32) {
        let birth = NaiveDate::from_ymd_opt(1950, 1, 1).expect("a real day") + chrono::Duration::days(days);
        (complete(&format!("{region}{}{serial:03}", birth.format("%Y%m%d"))), birth, serial)
    }
}

proptest! {
    #[test]
    fn every_built_number_passes((number, birth, serial) in valid_number()) {
        let found = check(IdType::ResidentId, &number, today());
        prop_assert!(found.valid(), "{:?}", found.problems);
        prop_assert_eq!(found.birth_date, Some(birth));
        prop_assert_eq!(found.sex, Some(if serial % 2 == 1 { Sex::Male } else { Sex::Female }));
        prop_assert!(found.region.is_some());
        prop_assert_eq!(detect_type(&number), Some(IdType::ResidentId));
    }

    /// MOD 11-2 detects every substitution of one character.
    #[test]
    fn no_single_wrong_character_passes((number, _, _) in valid_number(), at in 0usize..18, shift in 1u8..11) {
        let mut bytes = number.into_bytes();
        let modulus = if at == 17 { 11 } else { 10 };
        prop_assume!(shift % modulus != 0);
        let old = if bytes[at] == b'X' { 10 } else { bytes[at] - b'0' };
        let new = (old + shift) % modulus;
        bytes[at] = if new == 10 { b'X' } else { b'0' + new };
        let wrong = String::from_utf8(bytes).expect("ASCII");
        prop_assert!(!check(IdType::ResidentId, &wrong, today()).valid());
    }

    /// MOD 11-2 also detects two neighbours that changed places.
    #[test]
    fn no_swapped_neighbours_pass((number, _, _) in valid_number(), at in 0usize..16) {
        let mut bytes = number.into_bytes();
        prop_assume!(bytes[at] != bytes[at + 1]);
        bytes.swap(at, at + 1);
        let wrong = String::from_utf8(bytes).expect("ASCII");
        prop_assert!(!check(IdType::ResidentId, &wrong, today()).valid());
    }

    #[test]
    fn nothing_panics_and_no_message_tells_the_number(raw in any::<String>(), kind in 0usize..9) {
        let found = check(IdType::ALL[kind], &raw, today());
        let length = found.number.chars().count();
        for problem in &found.problems {
            prop_assert!(length < 5 || !problem.message.contains(&found.number));
            prop_assert!(!problem.message.is_empty());
        }
        prop_assert_eq!(normalise_number(&found.number), found.number);
        let _ = detect_type(&raw);
    }

    /// Strings near a number reach deeper than arbitrary ones.
    #[test]
    fn nearly_numbers_do_not_panic(raw in "[0-9XHMAKZ()９ 甲\u{200b}-]{0,22}", kind in 0usize..9) {
        let found = check(IdType::ALL[kind], &raw, today());
        for problem in &found.problems {
            prop_assert!(found.number.len() < 8 || !problem.message.contains(&found.number));
        }
        if let Some(birth) = found.birth_date.filter(|_| found.valid()) {
            prop_assert!(birth <= today() && birth.year() >= 1900);
        }
        prop_assert_eq!(normalise_number(&found.number), found.number);
    }
}
