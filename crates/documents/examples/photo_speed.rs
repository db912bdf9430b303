//! Measures the check of 2,000 photos of the right size in a ZIP against a plain decode of each, on
//! the same cores, and of larger photos. Run with `--release`.

#[allow(dead_code)]
#[path = "../src/photo/test_pictures.rs"]
mod test_pictures;

use std::error::Error;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::time::Instant;

use kaozhan_documents::photo::{
    PhotoOutcome, PhotoRules, PictureIndex, SourceLimits, check_all, open_archive,
};
use rayon::prelude::*;
use test_pictures::{RED, jpeg, portrait};
use zip::write::SimpleFileOptions;

const PHOTOS: u64 = 2000;
const WORKERS: usize = 2;

fn archive_of(photos: &[Vec<u8>]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (number, photo) in photos.iter().enumerate() {
        zip.start_file(format!("照片/{number:018}.jpg"), SimpleFileOptions::default())?;
        zip.write_all(photo)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn plain_decode(photos: &[Vec<u8>], pool: &rayon::ThreadPool) -> f64 {
    let start = Instant::now();
    let pixels: usize = pool.install(|| {
        photos.par_iter().map(|p| image::load_from_memory(p).map_or(0, |i| i.into_rgb8().len())).sum()
    });
    assert!(pixels > 0);
    start.elapsed().as_secs_f64()
}

fn check(archive: &[u8]) -> Result<(f64, usize, usize), Box<dyn Error>> {
    let start = Instant::now();
    let source = open_archive(Cursor::new(archive), SourceLimits::default())?;
    let (mut accepted, mut alike, mut index) = (0, 0, PictureIndex::new());
    check_all(source, WORKERS, &PhotoRules::default(), |outcome| {
        if let PhotoOutcome::Accepted { stem, photo, .. } = outcome {
            accepted += 1;
            alike += usize::from(index.add(stem, &photo).is_some());
        }
        ControlFlow::Continue(())
    });
    Ok((start.elapsed().as_secs_f64(), accepted, alike))
}

#[allow(clippy::print_stdout)]
fn measure(title: &str, photos: &[Vec<u8>]) -> Result<(), Box<dyn Error>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(WORKERS).build()?;
    let archive = archive_of(photos)?;
    let mean = photos.iter().map(Vec::len).sum::<usize>() / photos.len() / 1024;
    println!("{title}: {} photos, {mean} KB each, {WORKERS} workers", photos.len());
    // The best run of each side counts, since others may share the machine.
    let (mut best_decode, mut best_full) = (f64::MAX, f64::MAX);
    for _ in 0..3 {
        let decode = plain_decode(photos, &pool);
        let (full, accepted, alike) = check(&archive)?;
        assert_eq!(accepted, photos.len());
        println!(
            "  plain decode {decode:.3} s, read + check + index {full:.3} s, ratio {:.2}, alike {alike}",
            full / decode
        );
        best_decode = best_decode.min(decode);
        best_full = best_full.min(full);
    }
    println!("{{\"photos\":{},\"seconds\":{best_full},\"decode_seconds\":{best_decode}}}", photos.len());
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let draw = |count: u64, width, height, grain, quality| -> Vec<Vec<u8>> {
        (0..count).into_par_iter().map(|n| jpeg(&portrait(n, width, height, RED, grain), quality)).collect()
    };
    measure("295x413", &draw(PHOTOS, 295, 413, 9, 85))?;
    measure("1200x1680", &draw(100, 1200, 1680, 5, 85))
}
