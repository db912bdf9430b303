//! Checks all photos of a source on several cores, in bounded memory, in the order of the source.
//!
//! Knows sources and checks; what becomes of a photo is decided by the caller's closure.

use std::ops::ControlFlow;
use std::sync::Mutex;

use kaozhan_domain::RuleViolation;
use rayon::prelude::*;

use super::check::{PhotoRules, examine};
use super::decode::read_header;
use super::normalise::NormalisedPhoto;
use super::{PhotoFile, SourceProblem};

/// File bytes of one batch. Two batches are in flight (one read, one checked), each with one file
/// of up to 5 MiB above this: at most about 42 MiB.
const BATCH_BYTES: usize = 16 << 20;
/// Photos of one batch: some 50 ms of work, so that progress and cancelling feel immediate.
const BATCH_PHOTOS: usize = 128;
/// A photo that takes more memory than this is decoded while no other such photo is.
const LARGE_DECODE_BYTES: u64 = 16 << 20;

/// What became of one file of a source.
#[derive(Debug)]
pub enum PhotoOutcome {
    /// A photo that follows the rules.
    Accepted {
        /// See [`PhotoFile::path_in_source`].
        path_in_source: String,
        /// See [`PhotoFile::stem`].
        stem: String,
        /// The photo to store, with its warnings.
        photo: Box<NormalisedPhoto>,
        /// The file as it was given; it is kept beside the normalised photo.
        original: Vec<u8>,
    },
    /// A photo that breaks rules.
    Refused {
        /// See [`PhotoFile::path_in_source`].
        path_in_source: String,
        /// See [`PhotoFile::stem`].
        stem: String,
        /// Every broken rule.
        violations: Vec<RuleViolation>,
        /// The file as it was given, so that a person can see what was refused.
        original: Vec<u8>,
    },
    /// A file that is no photo, or a fault of the source.
    Problem(SourceProblem),
}

/// Checks every photo of `source` on `workers` cores and hands over each outcome on the calling
/// thread, in the order of the source, so that the same archive always gives the same report.
/// `on_photo` ends it early with [`ControlFlow::Break`].
pub fn check_all<S>(
    mut source: S,
    workers: usize,
    rules: &PhotoRules,
    mut on_photo: impl FnMut(PhotoOutcome) -> ControlFlow<()>,
) where
    S: Iterator<Item = Result<PhotoFile, SourceProblem>> + Send,
{
    let large = Mutex::new(());
    // Without threads (a starved machine) the work is done here, only slower.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(workers.max(1)).build().ok();
    let mut batch = next_batch(&mut source);
    while !batch.is_empty() {
        let current = std::mem::take(&mut batch);
        let outcomes: Vec<PhotoOutcome> = match &pool {
            Some(pool) => {
                let (next, outcomes) = pool.install(|| {
                    rayon::join(
                        || next_batch(&mut source),
                        || current.into_par_iter().map(|file| look_at(file, rules, &large)).collect(),
                    )
                });
                batch = next;
                outcomes
            }
            None => {
                let outcomes = current.into_iter().map(|file| look_at(file, rules, &large)).collect();
                batch = next_batch(&mut source);
                outcomes
            }
        };
        for outcome in outcomes {
            if on_photo(outcome).is_break() {
                return;
            }
        }
    }
}

type SourceItem = Result<PhotoFile, SourceProblem>;

fn next_batch(source: &mut impl Iterator<Item = SourceItem>) -> Vec<SourceItem> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH_PHOTOS && bytes < BATCH_BYTES {
        let Some(item) = source.next() else { break };
        bytes += item.as_ref().map_or(0, |photo| photo.bytes.len());
        batch.push(item);
    }
    batch
}

fn look_at(item: SourceItem, rules: &PhotoRules, large: &Mutex<()>) -> PhotoOutcome {
    let PhotoFile { path_in_source, stem, bytes } = match item {
        Ok(photo) => photo,
        Err(problem) => return PhotoOutcome::Problem(problem),
    };
    let is_large = read_header(&bytes).is_ok_and(|header| header.decode_bytes() > LARGE_DECODE_BYTES);
    let _only_one = is_large.then(|| large.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    match examine(&bytes, rules) {
        Ok(photo) => PhotoOutcome::Accepted { path_in_source, stem, photo: Box::new(photo), original: bytes },
        Err(violations) => PhotoOutcome::Refused { path_in_source, stem, violations, original: bytes },
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_pictures::{RED, good_photo, jpeg, portrait};
    use super::super::{SourceProblem, masked_path};
    use super::*;

    fn source(count: u64) -> impl Iterator<Item = SourceItem> + Send {
        (0..count).map(|n| match n % 5 {
            3 => Err(SourceProblem {
                path_in_source: format!("{n}.txt"),
                violation: RuleViolation::error("photo_not_a_picture", "不是照片文件"),
            }),
            4 => Ok(PhotoFile {
                path_in_source: format!("{n}.jpg"),
                stem: n.to_string(),
                bytes: jpeg(&portrait(n, 295, 413, [60, 120, 220], 2), 80),
            }),
            _ => Ok(PhotoFile {
                path_in_source: format!("{n}.jpg"),
                stem: n.to_string(),
                bytes: good_photo(n),
            }),
        })
    }

    fn line(outcome: &PhotoOutcome) -> String {
        match outcome {
            PhotoOutcome::Accepted { path_in_source, photo, .. } => {
                format!("{path_in_source} {}", photo.sha256)
            }
            PhotoOutcome::Refused { path_in_source, violations, .. } => {
                format!("{path_in_source} {}", violations[0].code)
            }
            PhotoOutcome::Problem(problem) => masked_path(&problem.path_in_source),
        }
    }

    /// The report of an archive does not depend on the number of cores.
    #[test]
    fn outcomes_come_in_the_order_of_the_source() {
        let run = |workers| {
            let mut lines = Vec::new();
            check_all(source(300), workers, &PhotoRules::default(), |outcome| {
                lines.push(line(&outcome));
                ControlFlow::Continue(())
            });
            lines
        };
        let alone = run(1);
        assert_eq!(alone.len(), 300);
        assert!(alone[0].starts_with("0.jpg "));
        assert_eq!(alone[3], "3.txt");
        assert_eq!(alone[4], "4.jpg photo_background_not_red");
        assert_eq!(alone, run(3));
    }

    #[test]
    fn it_stops_when_told() {
        let mut seen = 0;
        check_all(source(1000), 2, &PhotoRules::default(), |_| {
            seen += 1;
            if seen == 7 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(seen, 7);
    }

    #[test]
    fn memory_in_flight_is_bounded() {
        let mut endless = std::iter::repeat_with(|| {
            Ok(PhotoFile { path_in_source: String::new(), stem: String::new(), bytes: vec![0; 5 << 20] })
        });
        let batch = next_batch(&mut endless);
        let bytes: usize = batch.iter().flatten().map(|photo| photo.bytes.len()).sum();
        assert!(bytes <= BATCH_BYTES + (5 << 20), "{bytes}");
    }

    #[test]
    fn large_photos_wait_for_one_another() {
        let large = jpeg(&portrait(1, 2400, 3360, RED, 2), 70);
        let source = (0..3).map(|n| {
            Ok(PhotoFile { path_in_source: format!("{n}.jpg"), stem: n.to_string(), bytes: large.clone() })
        });
        let mut accepted = 0;
        check_all(source, 2, &PhotoRules::default(), |outcome| {
            accepted += u32::from(matches!(outcome, PhotoOutcome::Accepted { .. }));
            ControlFlow::Continue(())
        });
        assert_eq!(accepted, 3);
    }
}
