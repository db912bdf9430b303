//! 照片管理: one candidate's photo, and pictures that two candidates share (R-099, R-103… ).

use crate::candidates::{CandidateSaved, CandidateView, PhotoFact};
use crate::error::{AppError, Result};
use crate::lookup;
use crate::records::{self, ImportView};
use crate::settings::Settings;
use crate::task::Task;
use crate::workspace::App;
use kaozhan_documents::photo::{
    ALIKE_BITS, Crop, Fingerprint, NormalisedPhoto, PhotoRules, Preview, cut, examine, masked_path, preview,
    print_of,
};
use kaozhan_domain::RuleViolation;
use kaozhan_domain::candidate::{Candidate, CandidateEvent};
use kaozhan_domain::ids::CandidateId;
use kaozhan_store::{CandidateFilter, Page, ReadTx, WriteTx};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// Longer side of a picture on the screen.
const SCREEN_SIDE: u32 = 900;
/// Pairs of alike pictures that are looked at; more are a mistake of the whole source.
const MOST_PAIRS: usize = 2_000;

/// A picture file, and the part of it that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoSource {
    /// The file.
    pub path: PathBuf,
    /// The part; the whole when missing.
    pub crop: Option<Crop>,
}

/// A picture that was read and follows the rules.
pub(crate) struct ReadPhoto {
    photo: NormalisedPhoto,
    original: Vec<u8>,
    file_name: String,
}

impl PhotoSource {
    /// Reads and checks it.
    pub(crate) fn read(&self) -> Result<ReadPhoto> {
        let original = read_file(&self.path)?;
        let photo = checked(&original, self.crop)?;
        let file_name = self.path.file_name().map(|name| masked_path(&name.to_string_lossy()));
        Ok(ReadPhoto { photo, original, file_name: file_name.unwrap_or_default() })
    }
}

/// The file, if it is not too large to be a photo.
fn read_file(path: &Path) -> Result<Vec<u8>> {
    let failed = |error: &std::io::Error| AppError::io("读取照片", path, error);
    let length = std::fs::metadata(path).map_err(|error| failed(&error))?.len();
    if length > PhotoRules::default().max_bytes {
        return Err(AppError::new("photo_too_big", "照片超过 5 MB，请压缩或重新导出后上传"));
    }
    std::fs::read(path).map_err(|error| failed(&error))
}

fn checked(original: &[u8], crop: Option<Crop>) -> Result<NormalisedPhoto> {
    let rules = PhotoRules::default();
    let outcome = match crop {
        Some(crop) => cut(original, crop, &rules),
        None => examine(original, &rules),
    };
    outcome.map_err(|violations| refusal(&violations))
}

fn refusal(violations: &[RuleViolation]) -> AppError {
    let errors: Vec<&RuleViolation> = violations.iter().filter(|violation| violation.is_error()).collect();
    match errors.as_slice() {
        [] => AppError::new("photo_refused", "照片没有通过检查"),
        [first, rest @ ..] => AppError::new(&first.code, first.message.clone())
            .details(rest.iter().map(|violation| violation.message.clone()).collect()),
    }
}

/// Makes the picture the candidate's photo; gives what should be looked at.
pub(crate) fn attach(
    tx: &mut WriteTx<'_>,
    candidate: &mut Candidate,
    read: ReadPhoto,
) -> Result<Vec<String>> {
    let ReadPhoto { photo, original, file_name } = read;
    let same = tx.candidates_with_photo(&photo.sha256)?.into_iter().find(|other| other.id != candidate.id);
    if let Some(other) = same {
        return Err(AppError::new(
            "photo_same_picture",
            format!("这张照片与考生“{}”的照片完全相同，无法确定是谁的，请核对", other.details.name),
        ));
    }
    candidate.photo = Some(photo.sha256.clone());
    candidate.status = candidate.status.apply(CandidateEvent::PhotoAccepted, candidate.facts())?;
    tx.put_photo(&photo.jpeg, &original, photo.fingerprint.perceptual, &file_name)?;
    tx.update_candidate(candidate)?;
    let mut warnings: Vec<String> =
        photo.warnings.iter().map(|violation| violation.message.clone()).collect();
    let alike = alike_to(tx, candidate.id, &photo.fingerprint)?;
    warnings.extend(
        alike.iter().map(|other| format!("照片与考生“{}”的照片几乎相同，请核对是否放错", other.details.name)),
    );
    Ok(warnings)
}

/// Puts a file in the place of the candidate's photo.
///
/// # Errors
/// `candidate_unknown`, `identity_locked`, `photo_same_picture`, and every rule that the photo breaks.
pub fn replace(app: &App, who: &str, source: &PhotoSource) -> Result<CandidateSaved> {
    let read = source.read()?;
    write(app, "photo_replace", "更换照片", who, |tx, candidate| attach(tx, candidate, read))
}

/// Cuts the candidate's photo anew from the file that was kept.
///
/// # Errors
/// `photo_missing`, and as [`replace`].
pub fn crop(app: &App, who: &str, crop: Crop) -> Result<CandidateSaved> {
    let (original, file_name) = app.read(|tx| kept_original(tx, &lookup::candidate(tx, who)?))?;
    let photo = checked(&original, Some(crop))?;
    write(app, "photo_crop", "裁剪照片", who, |tx, candidate| {
        attach(tx, candidate, ReadPhoto { photo, original, file_name })
    })
}

/// Takes the candidate's photo away.
///
/// # Errors
/// `photo_missing`, `identity_locked`.
pub fn remove(app: &App, who: &str) -> Result<CandidateSaved> {
    write(app, "photo_remove", "删除照片", who, |tx, candidate| {
        if candidate.photo.is_none() {
            return Err(no_photo());
        }
        if candidate.status.identity_locked() {
            return Err(AppError::new("identity_locked", "考生已是“信息准确”，照片不能删除"));
        }
        candidate.photo = None;
        candidate.verification_queued = false;
        candidate.status = candidate.status.apply(CandidateEvent::DetailsEdited, candidate.facts())?;
        tx.update_candidate(candidate)?;
        Ok(Vec::new())
    })
}

fn write(
    app: &App,
    code: &'static str,
    label: &'static str,
    who: &str,
    work: impl FnOnce(&mut WriteTx<'_>, &mut Candidate) -> Result<Vec<String>>,
) -> Result<CandidateSaved> {
    app.write(code, label, "", |tx| {
        let mut candidate = lookup::candidate(tx, who)?;
        let warnings = work(tx, &mut candidate)?;
        Ok(CandidateSaved {
            candidate: CandidateView::of(candidate, false, Settings::load(tx)?.mask),
            warnings,
        })
    })
}

fn no_photo() -> AppError {
    AppError::new("photo_missing", "考生还没有照片")
}

fn kept_original(tx: &ReadTx<'_>, candidate: &Candidate) -> Result<(Vec<u8>, String)> {
    let hash = candidate.photo.as_deref().ok_or_else(no_photo)?;
    let info = tx.photo_info(hash)?.ok_or_else(no_photo)?;
    let bytes = tx.photo(&info.original)?.ok_or_else(no_photo)?;
    Ok((bytes, info.file_name))
}

/// The file that was kept of a candidate's photo, for the screen.
///
/// # Errors
/// `candidate_unknown`, `photo_missing`.
pub fn original(app: &App, who: &str) -> Result<Preview> {
    let (bytes, _) = app.read(|tx| kept_original(tx, &lookup::candidate(tx, who)?))?;
    Ok(preview(&bytes, SCREEN_SIDE)?)
}

/// A file before it is taken: its picture, and what the rules say of it as it is.
///
/// # Errors
/// Files that can't be read as a picture.
pub fn preview_file(source: &PhotoSource) -> Result<(Preview, Vec<RuleViolation>)> {
    let bytes = read_file(&source.path)?;
    let shown = preview(&bytes, SCREEN_SIDE)?;
    let rules = PhotoRules::default();
    let outcome = match source.crop {
        Some(crop) => cut(&bytes, crop, &rules),
        None => examine(&bytes, &rules),
    };
    Ok((shown, outcome.map_or_else(|violations| violations, |photo| photo.warnings)))
}

/// What can be said of a stored photo by looking at the file it came from.
pub(crate) fn facts(tx: &ReadTx<'_>, hash: &str) -> Result<Vec<PhotoFact>> {
    let Some(bytes) = tx.photo(hash)? else { return Ok(Vec::new()) };
    let rules = PhotoRules::default();
    let original = match tx.photo_info(hash)? {
        Some(info) => tx.photo(&info.original)?.unwrap_or_default(),
        None => Vec::new(),
    };
    let mut facts = Vec::new();
    let stored = preview(&bytes, rules.height)?;
    let size = format!("{} × {} 像素，JPG", stored.width, stored.height);
    let given = preview(&original, 16).ok();
    let differs = given.filter(|given| (given.width, given.height) != (stored.width, stored.height));
    facts.push(PhotoFact {
        good: true,
        text: match differs {
            Some(given) => format!("{size}（原图 {} × {}，{}）", given.width, given.height, given.format),
            None => size,
        },
    });
    match examine(&bytes, &rules) {
        Ok(photo) if photo.warnings.is_empty() => {
            facts.push(PhotoFact { good: true, text: "红色背景".to_owned() });
        }
        Ok(photo) => facts.extend(photo.warnings.into_iter().map(fault)),
        Err(violations) => facts.extend(violations.into_iter().map(fault)),
    }
    Ok(facts)
}

fn fault(violation: RuleViolation) -> PhotoFact {
    PhotoFact { good: false, text: violation.message }
}

/// How many have a photo, how many have none, and the last import of photos.
///
/// # Errors
/// Those of the store.
pub fn overview(app: &App) -> Result<(u64, u64, Option<ImportView>)> {
    let none = Page { offset: 0, limit: 0 };
    let (with, without) = app.read(|tx| {
        let count = |has| {
            let filter = CandidateFilter { has_photo: Some(has), ..CandidateFilter::default() };
            Ok::<_, AppError>(tx.candidates(&filter, none)?.1)
        };
        Ok((count(true)?, count(false)?))
    })?;
    let last = records::imports(app)?.into_iter().find(|import| import.kind == "photos");
    Ok((with, without, last))
}

/// Other candidates whose photo is the same picture, or nearly.
pub(crate) fn alike(tx: &ReadTx<'_>, candidate: &Candidate) -> Result<Vec<Candidate>> {
    let Some(hash) = &candidate.photo else { return Ok(Vec::new()) };
    let Some(print) = tx.photo(hash)?.as_deref().and_then(print_of) else { return Ok(Vec::new()) };
    alike_to(tx, candidate.id, &print)
}

fn alike_to(tx: &ReadTx<'_>, own: CandidateId, print: &Fingerprint) -> Result<Vec<Candidate>> {
    let near: Vec<CandidateId> = tx
        .photo_fingerprints()?
        .into_iter()
        .filter(|(other, hash)| *other != own && (hash ^ print.perceptual).count_ones() <= ALIKE_BITS)
        .map(|(other, _)| other)
        .collect();
    let mut found = Vec::new();
    for (id, bytes) in tx.photos_of(&near)? {
        if print_of(&bytes).is_some_and(|other| print.is_like(&other).is_some()) {
            found.extend(tx.candidate(id)?);
        }
    }
    found.sort_by_key(|candidate| candidate.roster_order);
    Ok(found)
}

/// Two candidates whose photos are the same picture, or nearly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlikePhotos {
    /// The one who comes first in the roster.
    pub first: Candidate,
    /// The other.
    pub second: Candidate,
    /// Exactly the same picture.
    pub identical: bool,
}

/// All pairs of candidates with the same picture, in the order of the roster.
///
/// # Errors
/// `cancelled`, those of the store.
pub fn duplicates(app: &App, task: &Task<'_>) -> Result<Vec<AlikePhotos>> {
    app.read(|tx| {
        task.step("比较照片", 0, 0)?;
        let prints = tx.photo_fingerprints()?;
        let pairs = near_pairs(&prints);
        let mut known: HashMap<CandidateId, Option<Fingerprint>> = HashMap::new();
        let mut found = Vec::new();
        for (done, (a, b)) in pairs.iter().enumerate() {
            if done % 20 == 0 {
                task.step("核对相似照片", done, pairs.len())?;
            }
            let (a, b) = (prints[*a].0, prints[*b].0);
            for id in [a, b] {
                if let Entry::Vacant(place) = known.entry(id) {
                    let bytes = tx.photos_of(&[id])?.remove(&id);
                    place.insert(bytes.as_deref().and_then(print_of));
                }
            }
            let (Some(Some(one)), Some(Some(other))) = (known.get(&a), known.get(&b)) else { continue };
            if one.is_like(other).is_none() {
                continue;
            }
            if let (Some(first), Some(second)) = (tx.candidate(a)?, tx.candidate(b)?) {
                found.push(AlikePhotos { identical: first.photo == second.photo, first, second });
            }
        }
        Ok(found)
    })
}

/// Pairs whose hashes differ in few bits. Two hashes that differ in at most four bits agree in one of five
/// parts, so only those that share a part are compared.
fn near_pairs(prints: &[(CandidateId, u64)]) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for part in 0..5_u32 {
        let mut buckets: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, (_, hash)) in prints.iter().enumerate() {
            let bucket = buckets.entry(hash >> (part * 13) & 0x1FFF).or_default();
            for other in bucket.iter() {
                if pairs.len() < MOST_PAIRS && (prints[*other].1 ^ hash).count_ones() <= ALIKE_BITS {
                    pairs.insert((*other, at));
                }
            }
            bucket.push(at);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_hashes_are_found_in_every_part() {
        let id = || CandidateId(uuid::Uuid::now_v7());
        let base = 0x0123_4567_89AB_CDEF_u64;
        let prints: Vec<(CandidateId, u64)> =
            [base, base ^ 0b1111, base ^ (0b1111 << 60), base ^ 0x1000_1000_0100_0011, !base]
                .into_iter()
                .map(|hash| (id(), hash))
                .collect();
        let pairs = near_pairs(&prints);
        assert!(pairs.contains(&(0, 1)) && pairs.contains(&(0, 2)));
        assert!(!pairs.contains(&(0, 3)), "five bits");
        assert!(!pairs.contains(&(0, 4)) && !pairs.contains(&(1, 2)));
    }
}
