//! Any bytes give rows or a reason; the file name may lie about the format.
#![no_main]

use kaozhan_documents::sheet::{ROSTER, ReadLimits, ReadOptions, read_exam, read_table};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = ReadLimits { rows: 2_000, columns: 50, file_mib: 2, unpacked_mib: 16 };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    for name in ["a.xlsx", "a.csv"] {
        if let Ok(read) = read_table(bytes, name, &ROSTER, &options) {
            assert!(read.rows.len() <= limits.rows as usize);
        }
    }
    let _ = read_exam(bytes, "a.xlsx", &options);
});
