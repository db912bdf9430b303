//! 照片管理 (R-099, R-103…R-106): pictures cross to the window as small JPEG files in base64.

use super::candidates::{CandidateRequest, id_of};
use super::{Command, Nothing, command};
use crate::candidates::CandidateView;
use crate::desk::{Permission, Session};
use crate::error::{AppError, Result};
use crate::import::{ImportOptions, RefusedPhoto, import_photos};
use crate::photos::{self, AlikePhotos, PhotoSource};
use crate::records::ImportView;
use crate::scope::concerns;
use crate::task::Task;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kaozhan_documents::photo::{Crop, Preview};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use ts_rs::TS;

/// A picture.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PhotoImage {
    /// Such as `image/jpeg`.
    pub media_type: String,
    /// The file, as base64.
    pub base64: String,
}

/// A part of a picture: quarter turns clockwise first, then the frame in pixels of the turned picture.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct PhotoCrop {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Quarter turns clockwise.
    pub quarter_turns: u8,
}

/// A picture file on this computer, and the part of it that is wanted.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PhotoFile {
    /// The file.
    pub path: String,
    /// The part; the whole when missing.
    #[serde(default)]
    pub crop: Option<PhotoCrop>,
}

/// A file in the place of a candidate's photo.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PhotoReplace {
    /// The candidate.
    pub candidate_id: String,
    /// The file.
    pub file: PhotoFile,
}

/// A candidate's photo, cut anew from the kept file.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PhotoCropRequest {
    /// The candidate.
    pub candidate_id: String,
    /// The part.
    pub crop: PhotoCrop,
}

/// A picture to be cut.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PhotoPreview {
    /// It, made small enough for the screen.
    pub image: PhotoImage,
    /// Its own width, upright.
    pub width: u32,
    /// Its own height, upright.
    pub height: u32,
    /// What the rules say.
    pub findings: Vec<PhotoFinding>,
}

/// A finding about a picture.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PhotoFinding {
    /// Stable code.
    pub code: String,
    /// Simplified Chinese.
    pub message: String,
    /// The picture is refused.
    pub refuses: bool,
}

/// Where the photos stand.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PhotoOverview {
    /// Candidates with a photo.
    pub with: u64,
    /// Candidates without.
    pub missing: u64,
    /// The last import of photos.
    pub last_import: Option<PhotoImportRecord>,
    /// Refused files whose pictures can still be looked at.
    pub refused_shown: u64,
    /// Of these, files that belong to nobody.
    pub unmatched: u64,
}

/// An import of photos that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PhotoImportRecord {
    /// Identity.
    pub id: String,
    /// Name of the file.
    pub file: String,
    /// Who.
    pub actor: String,
    /// When, `YYYY-MM-DD HH:MM:SS`.
    pub at: String,
    /// Files looked at.
    pub total: u64,
    /// Photos that were taken.
    pub accepted: u64,
    /// Files that were refused.
    pub refused: u64,
    /// Photos that were there already.
    pub unchanged: u64,
}

/// A zip or a folder to import.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PhotoImport {
    /// The zip or the folder.
    pub path: String,
    /// Only check.
    #[serde(default)]
    pub dry_run: bool,
}

/// What an import of photos did.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PhotoImportAnswer {
    /// Name of the file or folder.
    pub file: String,
    /// Files looked at.
    pub total: u64,
    /// Photos that were taken.
    pub accepted: u64,
    /// Files that were refused.
    pub refused: u64,
    /// Photos that were there already.
    pub unchanged: u64,
    /// What should be looked at, a line each; the first 500.
    pub warnings: Vec<String>,
    /// Nothing was written.
    pub dry_run: bool,
}

/// A page of refused files.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RefusedQuery {
    /// Only files that belong to nobody, or only the others.
    #[serde(default)]
    pub unmatched: Option<bool>,
    /// Page, from 1.
    pub page: u64,
    /// Files on a page.
    pub page_size: u64,
}

/// Refused files.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RefusedPage {
    /// How many.
    pub total: u64,
    /// Those of the page.
    pub rows: Vec<RefusedRow>,
}

/// A refused file.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RefusedRow {
    /// Its masked path.
    pub file: String,
    /// Stable code of the first reason.
    pub code: String,
    /// Why.
    pub reasons: Vec<String>,
    /// It belongs to nobody.
    pub unmatched: bool,
    /// A small picture of it; nothing when it is none.
    pub picture: Option<PhotoImage>,
}

/// Where the list of refused files goes.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RefusedExport {
    /// The workbook.
    pub path: String,
    /// It may be replaced.
    #[serde(default)]
    pub overwrite: bool,
}

/// Two candidates with one picture.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PhotoPair {
    /// The one who comes first in the roster.
    pub first: CandidateView,
    /// The other.
    pub second: CandidateView,
    /// Exactly the same picture.
    pub identical: bool,
}

/// The refused files of the last import in this session.
struct Refused(Vec<RefusedPhoto>);

concerns! { nothing: PhotoFile, PhotoReplace, PhotoCropRequest, PhotoImport, RefusedQuery, RefusedExport }

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command("photo.image", Permission::View, |session, request: CandidateRequest, _| {
            image(session, &request)
        }),
        command("photo.original", Permission::View, |session, request: CandidateRequest, _| {
            let shown = photos::original(&session.app, &id_of(&request.candidate_id)?.to_string())?;
            Ok(PhotoPreview::of(shown, Vec::new()))
        }),
        command("photo.preview", Permission::Candidates, |_, file: PhotoFile, _| preview(&file)),
        command("photo.replace", Permission::Candidates, |session, ask: PhotoReplace, _| {
            photos::replace(&session.app, &id_of(&ask.candidate_id)?.to_string(), &ask.file.source())
        }),
        command("photo.crop", Permission::Candidates, |session, ask: PhotoCropRequest, _| {
            photos::crop(&session.app, &id_of(&ask.candidate_id)?.to_string(), ask.crop.into())
        }),
        command("photo.remove", Permission::Candidates, |session, request: CandidateRequest, _| {
            photos::remove(&session.app, &id_of(&request.candidate_id)?.to_string())
        }),
        command("photo.overview", Permission::View, |session, _: Nothing, _| overview(session)),
        command("photo.import", Permission::Candidates, |session, ask: PhotoImport, task| {
            import(session, &ask, task)
        }),
        command("photo.refused", Permission::View, |session, query: RefusedQuery, _| {
            Ok(refused(session, &query))
        }),
        command("photo.refused_export", Permission::View, |session, ask: RefusedExport, _| {
            export_refused(session, &ask)
        }),
        command("photo.duplicates", Permission::View, |session, _: Nothing, task| duplicates(session, task)),
    ]
}

impl From<PhotoCrop> for Crop {
    fn from(crop: PhotoCrop) -> Self {
        let PhotoCrop { x, y, width, height, quarter_turns } = crop;
        Self { x, y, width, height, quarter_turns }
    }
}

impl PhotoFile {
    /// What the use cases take.
    pub(crate) fn source(&self) -> PhotoSource {
        PhotoSource { path: PathBuf::from(self.path.trim()), crop: self.crop.map(Into::into) }
    }
}

impl PhotoImage {
    fn jpeg(bytes: &[u8]) -> Self {
        Self { media_type: "image/jpeg".to_owned(), base64: STANDARD.encode(bytes) }
    }
}

impl PhotoPreview {
    fn of(shown: Preview, findings: Vec<PhotoFinding>) -> Self {
        Self { image: PhotoImage::jpeg(&shown.jpeg), width: shown.width, height: shown.height, findings }
    }
}

/// The stored photo, 295 × 413; nothing when there is none.
fn image(session: &Session<'_>, request: &CandidateRequest) -> Result<Option<PhotoImage>> {
    let id = id_of(&request.candidate_id)?;
    let found = session.app.read(|tx| Ok(tx.photos_of(&[id])?))?;
    Ok(found.into_values().next().map(|bytes| PhotoImage::jpeg(&bytes)))
}

fn preview(file: &PhotoFile) -> Result<PhotoPreview> {
    let (shown, violations) = photos::preview_file(&file.source())?;
    let findings = violations.into_iter().map(|violation| PhotoFinding {
        refuses: violation.is_error(),
        code: violation.code,
        message: violation.message,
    });
    Ok(PhotoPreview::of(shown, findings.collect()))
}

fn is_unmatched(code: &str) -> bool {
    matches!(code, "photo_no_candidate" | "photo_name_unknown" | "photo_name_invalid")
}

fn overview(session: &Session<'_>) -> Result<PhotoOverview> {
    let (with, missing, last) = photos::overview(&session.app)?;
    let kept = session.recall::<Refused>();
    let kept = kept.as_deref().map(|kept| kept.0.as_slice()).unwrap_or_default();
    Ok(PhotoOverview {
        with,
        missing,
        last_import: last.map(Into::into),
        refused_shown: count(kept.len()),
        unmatched: count(kept.iter().filter(|photo| is_unmatched(&photo.code)).count()),
    })
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl From<ImportView> for PhotoImportRecord {
    fn from(import: ImportView) -> Self {
        let ImportView { id, kind: _, file, actor, at, total, accepted, refused, unchanged } = import;
        Self { id, file, actor, at, total, accepted, refused, unchanged }
    }
}

fn import(session: &Session<'_>, ask: &PhotoImport, task: &Task<'_>) -> Result<PhotoImportAnswer> {
    let options = ImportOptions { dry_run: ask.dry_run, ..ImportOptions::default() };
    let (report, refused) = import_photos(&session.app, Path::new(ask.path.trim()), &options, task)?;
    session.keep(Refused(refused));
    Ok(PhotoImportAnswer {
        file: report.file,
        total: count(report.total),
        accepted: count(report.accepted),
        refused: count(report.refused),
        unchanged: count(report.unchanged),
        warnings: report.warnings.iter().take(500).map(|finding| finding.line()).collect(),
        dry_run: report.dry_run,
    })
}

fn refused(session: &Session<'_>, query: &RefusedQuery) -> RefusedPage {
    let kept: Option<Arc<Refused>> = session.recall();
    let kept = kept.as_deref().map(|kept| kept.0.as_slice()).unwrap_or_default();
    let wanted: Vec<&RefusedPhoto> = kept
        .iter()
        .filter(|photo| query.unmatched.is_none_or(|unmatched| is_unmatched(&photo.code) == unmatched))
        .collect();
    let size = usize::try_from(query.page_size.clamp(1, 100)).unwrap_or(1);
    let first = usize::try_from(query.page.max(1) - 1).unwrap_or(usize::MAX).saturating_mul(size);
    let rows = wanted.iter().skip(first).take(size).map(|photo| RefusedRow {
        file: photo.file.clone(),
        code: photo.code.clone(),
        reasons: photo.reasons.clone(),
        unmatched: is_unmatched(&photo.code),
        picture: photo.picture.as_deref().map(PhotoImage::jpeg),
    });
    RefusedPage { total: count(wanted.len()), rows: rows.collect() }
}

/// The workbook of the last import's refused files, also of an earlier session.
fn export_refused(session: &Session<'_>, ask: &RefusedExport) -> Result<String> {
    let nothing = || AppError::new("nothing_to_export", "上一次照片导入没有未通过的文件");
    let (_, _, last) = photos::overview(&session.app)?;
    let id = last.ok_or_else(nothing)?.id.parse().map_err(|_| nothing())?;
    let workbook = session.app.read(|tx| Ok(tx.import_failures(id)?))?.ok_or_else(nothing)?;
    crate::files::write_whole(Path::new(ask.path.trim()), &workbook, ask.overwrite)?;
    Ok(ask.path.trim().to_owned())
}

fn duplicates(session: &Session<'_>, task: &Task<'_>) -> Result<Vec<PhotoPair>> {
    let style = session.app.settings()?.mask;
    let pair = |pair: AlikePhotos| PhotoPair {
        first: CandidateView::of(pair.first, false, style),
        second: CandidateView::of(pair.second, false, style),
        identical: pair.identical,
    };
    Ok(photos::duplicates(&session.app, task)?.into_iter().map(pair).collect())
}
