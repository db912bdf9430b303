//! Any bytes give a photo of the right size or messages; never a panic, never memory without bound.
#![no_main]

use kaozhan_documents::photo::{PhotoRules, examine};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match examine(bytes, &PhotoRules { min_scale_percent: 1, red_background: false, ..PhotoRules::default() })
    {
        Ok(photo) => {
            assert!(photo.jpeg.starts_with(&[0xFF, 0xD8]) && photo.warnings.iter().all(|w| !w.is_error()))
        }
        Err(found) => assert!(found.iter().any(|v| v.is_error())),
    }
});
