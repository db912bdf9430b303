//! Any bytes give photos within the bounds, or messages.
#![no_main]

use std::io::Cursor;

use kaozhan_documents::photo::{SourceLimits, masked_path, number_from_stem, open_archive};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = SourceLimits {
        max_entries: 500,
        max_entry_bytes: 1 << 20,
        max_total_bytes: 8 << 20,
        ..SourceLimits::default()
    };
    let Ok(source) = open_archive(Cursor::new(bytes), limits) else { return };
    for item in source {
        match item {
            Ok(photo) => {
                assert!(photo.bytes.len() as u64 <= limits.max_entry_bytes);
                let _ = (number_from_stem(&photo.stem), masked_path(&photo.path_in_source));
            }
            Err(problem) => assert!(problem.violation.is_error()),
        }
    }
});
