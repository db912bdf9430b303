//! 批量导入照片: a zip or a folder of pictures named by document number (R-099, R-103…R-105).

use super::{Counts, ImportKind, ImportOptions, Outcome, conclude, file_name};
use crate::error::{AppError, Result};
use crate::import::report::Findings;
use crate::task::Task;
use crate::workspace::App;
use kaozhan_documents::photo::{
    Likeness, NormalisedPhoto, PhotoOutcome, PhotoRules, PictureIndex, SourceLimits, check_all, masked_path,
    number_from_stem, open_archive, open_folder, preview,
};
use kaozhan_documents::sheet::write_list;
use kaozhan_domain::candidate::id_document::{self, IdType};
use kaozhan_domain::candidate::{Candidate, CandidateEvent};
use kaozhan_domain::ids::CandidateId;
use kaozhan_domain::{FieldProblem, RuleViolation};
use kaozhan_store::{ReadTx, WriteTx};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::Path;

/// Small pictures of refused files, at most: some 8 MB.
const MOST_PICTURES: usize = 2_000;
/// Their longer side in pixels.
const PICTURE_SIDE: u32 = 160;

/// A file that an import refused.
#[derive(Clone, PartialEq, Eq)]
pub struct RefusedPhoto {
    /// Its path in the source, masked.
    pub file: String,
    /// Stable code of the first reason.
    pub code: String,
    /// Why, for people.
    pub reasons: Vec<String>,
    /// A small JPEG of it; nothing when it is no picture.
    pub picture: Option<Vec<u8>>,
}

/// A face must not end up in a log.
impl std::fmt::Debug for RefusedPhoto {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RefusedPhoto")
            .field("file", &self.file)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// Imports; with `pictures` the refused files come back as small pictures too.
pub(super) fn import(
    app: &App,
    path: &Path,
    options: &ImportOptions,
    task: &Task<'_>,
    pictures: bool,
) -> Result<(Outcome, Vec<RefusedPhoto>)> {
    if !path.exists() {
        return Err(AppError::new("file_not_found", format!("找不到“{}”", path.display()))
            .hint("请选择照片的 zip 文件或文件夹"));
    }
    if options.dry_run {
        return app.read(|tx| {
            let mut intake = Intake::load(tx, pictures)?;
            each_photo(path, task, |outcome| intake.judge(outcome).map(drop))?;
            let refused = intake.refused_photos(tx)?;
            intake.conclude(app, path, true).map(|(outcome, _)| (outcome, refused))
        });
    }
    app.write("photo_import", "导入学生照片", &file_name(path), |tx| {
        let mut intake = Intake::load(tx, pictures)?;
        each_photo(path, task, |outcome| match intake.judge(outcome)? {
            Some(change) => change.apply(tx),
            None => Ok(()),
        })?;
        let refused = intake.refused_photos(tx)?;
        let (outcome, record) = intake.conclude(app, path, false)?;
        tx.insert_import(&record, outcome.failed.as_deref())?;
        Ok((outcome, refused))
    })
}

/// Reads and checks every picture on all cores and hands the outcomes over in order.
fn each_photo(
    path: &Path,
    task: &Task<'_>,
    mut on_outcome: impl FnMut(PhotoOutcome) -> Result<()>,
) -> Result<()> {
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let (limits, rules) = (SourceLimits::default(), PhotoRules::default());
    let mut done = 0;
    let mut failure = None;
    let mut visit = |total: usize, outcome: PhotoOutcome| {
        done += 1;
        let step = if done % 50 == 1 { task.step("检查照片", done, total) } else { Ok(()) };
        match step.and_then(|()| on_outcome(outcome)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    if path.is_dir() {
        let source = open_folder(path, limits)?;
        let total = source.remaining();
        check_all(source, workers, &rules, |outcome| visit(total, outcome));
    } else {
        let file = File::open(path).map_err(|error| AppError::io("读取文件", path, &error))?;
        let source = open_archive(BufReader::new(file), limits)?;
        let total = source.remaining();
        check_all(source, workers, &rules, |outcome| visit(total, outcome));
    }
    failure.map_or(Ok(()), Err)
}

/// A photo to store: as it is printed, and as it was given.
struct NewPhoto {
    jpeg: Vec<u8>,
    original: Vec<u8>,
    dhash: u64,
    file_name: String,
}

/// A picture that is going to be a candidate's photo, or one that is taken back.
enum Change {
    Attach { photo: Box<NewPhoto>, new: Box<Candidate> },
    TakeBack(Box<Candidate>),
}

impl Change {
    fn apply(self, tx: &mut WriteTx<'_>) -> Result<()> {
        match self {
            Self::Attach { photo, new } => {
                tx.put_photo(&photo.jpeg, &photo.original, photo.dhash, &photo.file_name)?;
                tx.update_candidate(&new)?;
            }
            Self::TakeBack(before) => {
                tx.update_candidate(&before)?;
            }
        }
        Ok(())
    }
}

/// What a file of this import gave to a candidate.
struct Given {
    path: String,
    before: Candidate,
    picture: String,
}

/// One run over the pictures of a source.
struct Intake {
    by_number: HashMap<String, Candidate>,
    /// Who has which picture already, by its hash.
    stored: HashMap<String, CandidateId>,
    index: PictureIndex<CandidateId>,
    given: BTreeMap<CandidateId, Given>,
    /// Candidates for whom contradicting pictures came; none of them is taken.
    contested: BTreeMap<CandidateId, String>,
    /// The refused files by their masked path: code and reasons.
    refused: BTreeMap<String, Vec<(String, String)>>,
    /// Small pictures of refused files, when they are wanted.
    pictures: Option<BTreeMap<String, Vec<u8>>>,
    /// Refused after they were stored: the hash of what was stored.
    taken_back: BTreeMap<String, String>,
    findings: Findings,
    counts: Counts,
}

impl Intake {
    fn load(tx: &ReadTx<'_>, pictures: bool) -> Result<Self> {
        let mut intake = Self {
            by_number: HashMap::new(),
            stored: HashMap::new(),
            index: PictureIndex::new(),
            given: BTreeMap::new(),
            contested: BTreeMap::new(),
            refused: BTreeMap::new(),
            pictures: pictures.then(BTreeMap::new),
            taken_back: BTreeMap::new(),
            findings: Findings::default(),
            counts: Counts::default(),
        };
        tx.for_each_candidate(|candidate| {
            if let Some(photo) = &candidate.photo {
                intake.stored.insert(photo.clone(), candidate.id);
            }
            intake.by_number.insert(candidate.details.id_number.clone(), candidate);
            Ok(())
        })?;
        Ok(intake)
    }

    /// Judges one file; gives the change to write, if any.
    fn judge(&mut self, outcome: PhotoOutcome) -> Result<Option<Change>> {
        self.counts.total += 1;
        match outcome {
            PhotoOutcome::Problem(problem) if problem.path_in_source.is_empty() => {
                // The source itself broke off: what came before it may be fine, but nothing is half done.
                Err(problem.violation.into())
            }
            PhotoOutcome::Problem(problem) => {
                self.refuse(&problem.path_in_source, vec![problem.violation]);
                Ok(None)
            }
            PhotoOutcome::Refused { path_in_source, violations, original, .. } => {
                self.keep_picture(&path_in_source, &original);
                self.refuse(&path_in_source, violations);
                Ok(None)
            }
            PhotoOutcome::Accepted { path_in_source, stem, photo, original } => {
                let number = number_from_stem(&stem);
                let Some(candidate) = self.by_number.get(&number).cloned() else {
                    self.keep_picture(&path_in_source, &original);
                    self.refuse(&path_in_source, vec![unmatched(&number)]);
                    return Ok(None);
                };
                let refused = self.refused.len();
                let seen = self.pictures.is_some().then(|| photo.jpeg.clone());
                let change = self.judge_photo(&path_in_source, candidate, *photo, original);
                if let Some(seen) = seen.filter(|_| self.refused.len() > refused) {
                    self.keep_picture(&path_in_source, &seen);
                }
                Ok(change)
            }
        }
    }

    fn judge_photo(
        &mut self,
        path: &str,
        candidate: Candidate,
        photo: NormalisedPhoto,
        original: Vec<u8>,
    ) -> Option<Change> {
        if let Some(change) = self.contradiction(path, &candidate, &photo) {
            return change;
        }
        if candidate.photo.as_deref() == Some(photo.sha256.as_str()) {
            self.counts.unchanged += 1;
            return None;
        }
        if let Some(other) = self.stored.get(&photo.sha256).filter(|other| **other != candidate.id) {
            let name = self.name_of(*other);
            self.refuse(path, vec![same_picture(&name)]);
            return None;
        }
        if let Some(found) = self.index.add(candidate.id, &photo) {
            let name = self.name_of(found.other);
            match found.likeness {
                Likeness::Identical => return self.same_picture_twice(path, found.other, &candidate, &name),
                Likeness::NearlyIdentical { .. } => self.warn(
                    path,
                    RuleViolation::warning(
                        "photo_alike",
                        format!("照片与考生“{name}”的照片几乎相同，请核对是否放错"),
                    ),
                ),
            }
        }
        self.attach(path, candidate, photo, original)
    }

    /// A second, different picture for the same candidate: neither is taken.
    #[allow(
        clippy::option_option,
        reason = "no contradiction, or one with or without something to take back"
    )]
    fn contradiction(
        &mut self,
        path: &str,
        candidate: &Candidate,
        photo: &NormalisedPhoto,
    ) -> Option<Option<Change>> {
        if let Some(first) = self.contested.get(&candidate.id).cloned() {
            self.refuse(path, vec![two_pictures(&first)]);
            return Some(None);
        }
        let given = self.given.get(&candidate.id)?;
        if given.picture == photo.sha256 {
            self.counts.unchanged += 1;
            return Some(None);
        }
        let first = given.path.clone();
        self.refuse(path, vec![two_pictures(&first)]);
        self.contested.insert(candidate.id, first);
        Some(self.take_back(candidate.id, two_pictures(path)))
    }

    /// The same picture for two persons: nobody knows whose it is, so neither gets it.
    fn same_picture_twice(
        &mut self,
        path: &str,
        other: CandidateId,
        candidate: &Candidate,
        name: &str,
    ) -> Option<Change> {
        self.refuse(path, vec![same_picture(name)]);
        self.take_back(other, same_picture(&candidate.details.name))
    }

    fn take_back(&mut self, candidate: CandidateId, why: RuleViolation) -> Option<Change> {
        let given = self.given.remove(&candidate)?;
        self.counts.accepted -= 1;
        self.refuse(&given.path, vec![why]);
        self.taken_back.insert(masked_path(&given.path), given.picture.clone());
        self.stored.remove(&given.picture);
        Some(Change::TakeBack(Box::new(given.before)))
    }

    fn attach(
        &mut self,
        path: &str,
        old: Candidate,
        photo: NormalisedPhoto,
        original: Vec<u8>,
    ) -> Option<Change> {
        let mut new = Candidate { photo: Some(photo.sha256.clone()), ..old.clone() };
        match old.status.apply(CandidateEvent::PhotoAccepted, new.facts()) {
            Ok(status) => new.status = status,
            Err(violation) => {
                self.refuse(path, vec![violation]);
                return None;
            }
        }
        for warning in photo.warnings.iter().cloned() {
            self.warn(path, warning);
        }
        if old.photo.is_some() {
            self.warn(
                path,
                RuleViolation::warning(
                    "photo_replaced",
                    format!("考生“{}”原有照片，已换成这一张", old.details.name),
                ),
            );
        }
        self.counts.accepted += 1;
        self.stored.insert(photo.sha256.clone(), old.id);
        let given = Given { path: path.to_owned(), before: old.clone(), picture: photo.sha256.clone() };
        self.given.insert(old.id, given);
        let photo = NewPhoto {
            jpeg: photo.jpeg,
            original,
            dhash: photo.fingerprint.perceptual,
            file_name: masked_path(path),
        };
        Some(Change::Attach { photo: Box::new(photo), new: Box::new(new) })
    }

    fn name_of(&self, id: CandidateId) -> String {
        self.by_number
            .values()
            .find(|candidate| candidate.id == id)
            .map_or_else(String::new, |candidate| candidate.details.name.clone())
    }

    fn refuse(&mut self, path: &str, violations: Vec<RuleViolation>) {
        let shown = masked_path(path);
        let reasons = self.refused.entry(shown.clone()).or_default();
        let errors = violations.iter().filter(|violation| violation.is_error());
        reasons.extend(errors.map(|violation| (violation.code.clone(), violation.message.clone())));
        // What was only to be looked at says nothing of a file that is left out.
        for violation in violations.into_iter().filter(RuleViolation::is_error) {
            self.findings.add(&shown, 0, "", FieldProblem { field: "", violation });
        }
    }

    /// Keeps a small picture of a refused file, if it is one.
    fn keep_picture(&mut self, path: &str, bytes: &[u8]) {
        let Some(pictures) = &mut self.pictures else { return };
        if pictures.len() < MOST_PICTURES
            && let Ok(small) = preview(bytes, PICTURE_SIDE)
        {
            pictures.insert(masked_path(path), small.jpeg);
        }
    }

    /// The refused files in the order of their paths, with their pictures.
    fn refused_photos(&mut self, tx: &ReadTx<'_>) -> Result<Vec<RefusedPhoto>> {
        if self.pictures.is_none() {
            return Ok(Vec::new());
        }
        for (file, hash) in std::mem::take(&mut self.taken_back) {
            if let Some(bytes) = tx.photo(&hash)? {
                self.keep_picture(&file, &bytes);
            }
        }
        let mut pictures = self.pictures.take().unwrap_or_default();
        let refused = self.refused.iter().map(|(file, reasons)| RefusedPhoto {
            file: file.clone(),
            code: reasons.first().map(|(code, _)| code.clone()).unwrap_or_default(),
            reasons: reasons.iter().map(|(_, message)| message.clone()).collect(),
            picture: pictures.remove(file),
        });
        Ok(refused.collect())
    }

    fn warn(&mut self, path: &str, violation: RuleViolation) {
        self.findings.add(&masked_path(path), 0, "", FieldProblem { field: "", violation });
    }

    fn conclude(
        self,
        app: &App,
        path: &Path,
        dry_run: bool,
    ) -> Result<(Outcome, kaozhan_store::ImportRecord)> {
        let failed = if self.refused.is_empty() {
            None
        } else {
            let rows = self.refused.iter().map(|(file, reasons)| {
                let reasons: Vec<&str> = reasons.iter().map(|(_, message)| message.as_str()).collect();
                vec![file.clone(), reasons.join("；")]
            });
            Some(write_list("照片导入失败", &["文件", "失败原因"], rows)?)
        };
        let (report, record) =
            conclude(app, ImportKind::Photos, &file_name(path), self.counts, self.findings, dry_run);
        Ok((Outcome { report, failed }, record))
    }
}

/// Why a picture belongs to nobody: a number that can't be right, or nobody with it.
fn unmatched(number: &str) -> RuleViolation {
    let resident = number.chars().count() == 18;
    let checked = id_document::check(IdType::ResidentId, number, chrono::NaiveDate::MAX);
    if resident && !checked.valid() {
        let why = checked.problems.iter().find(|problem| problem.is_error());
        let why = why.map_or(String::new(), |problem| format!("：{}", problem.message));
        return RuleViolation::error("photo_name_invalid", format!("文件名不是正确的身份证号{why}"));
    }
    if resident {
        return RuleViolation::error(
            "photo_no_candidate",
            "没有这个证件号码的考生，请先导入考生信息，或核对文件名",
        );
    }
    RuleViolation::error("photo_name_unknown", "文件名不是任何考生的证件号码，照片须以“证件号码.jpg”命名")
}

fn two_pictures(other: &str) -> RuleViolation {
    RuleViolation::error(
        "photo_twice",
        format!("同一考生另有一张不同的照片“{}”，两张都没有导入，请只保留一张", masked_path(other)),
    )
}

fn same_picture(name: &str) -> RuleViolation {
    RuleViolation::error(
        "photo_same_picture",
        format!("这张照片与考生“{name}”的照片完全相同，无法确定是谁的，请核对"),
    )
}
