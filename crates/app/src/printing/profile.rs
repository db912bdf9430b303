//! What a school sets once for its printing: 抬头, 校徽, 须知, notes, layouts, and the offset of each printer.

use crate::error::{AppError, Result};
use crate::workspace::App;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kaozhan_documents::print::{self, DocumentKind, LOGO_MAX_BYTES, Photo, missing_glyphs};
use kaozhan_store::ReadTx;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;
use ts_rs::TS;

const PROFILE: &str = "print_profile";
const LOGO: &str = "print_logo";
const TITLE_MAX: usize = 30;
const NOTICES_MAX: usize = 12;
const LINE_MAX: usize = 100;
/// More than this is no shift of a printer but a wrong paper size.
const OFFSET_MAX: f64 = 15.0;
/// Sheets that have a line for a note of the school.
const WITH_NOTE: [DocumentKind; 4] =
    [DocumentKind::Door, DocumentKind::SignIn, DocumentKind::RoomRecord, DocumentKind::PackCover];

/// Whether the school may add a line to this kind of sheet.
pub(super) fn has_note(kind: DocumentKind) -> bool {
    WITH_NOTE.contains(&kind)
}

/// The school's line on one kind of sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct PrintNote {
    /// Code of the sheet.
    pub kind: String,
    /// One line above the foot.
    pub text: String,
}

/// The layout that is used for a kind of sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct PrintLayoutChoice {
    /// Code of the sheet.
    pub kind: String,
    /// Code of the layout.
    pub layout: String,
}

/// The shift of one printer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct PrinterOffset {
    /// The printer's name; empty for prints through a viewer.
    pub printer: String,
    /// To the right, mm.
    pub x_mm: f64,
    /// Down, mm.
    pub y_mm: f64,
}

/// What a school sets for its printing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PrintProfile {
    /// 抬头 before the plan's name; empty prints the plan's name alone.
    pub title: String,
    /// 考试须知 of plans that bring none; empty prints the six general ones.
    pub notices: Vec<String>,
    /// Notes by sheet.
    pub notes: Vec<PrintNote>,
    /// Layouts by sheet.
    pub layouts: Vec<PrintLayoutChoice>,
    /// 叠裁 order of desk labels.
    pub cut_stack: bool,
    /// The printer used last.
    pub printer: String,
    /// Shifts by printer.
    pub offsets: Vec<PrinterOffset>,
}

impl PrintProfile {
    pub(crate) fn load(tx: &ReadTx<'_>) -> Result<Self> {
        Ok(tx.setting(PROFILE)?.unwrap_or_default())
    }

    /// The shift of a printer, mm; none when it was never measured.
    pub fn offset(&self, printer: &str) -> (f64, f64) {
        let known = self.offsets.iter().find(|known| known.printer == printer);
        known.map_or((0.0, 0.0), |known| (known.x_mm, known.y_mm))
    }

    fn check(&self) -> Result<()> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        if long(&self.title, TITLE_MAX) {
            return Err(AppError::new("print_title_long", format!("抬头太长，最多 {TITLE_MAX} 个字")));
        }
        if self.notices.len() > NOTICES_MAX || self.notices.iter().any(|line| long(line, LINE_MAX)) {
            return Err(AppError::new(
                "print_notices_long",
                format!("考试须知太长，最多 {NOTICES_MAX} 条，每条最多 {LINE_MAX} 个字"),
            ));
        }
        let known = |code: &str| DocumentKind::from_code(code).filter(|kind| WITH_NOTE.contains(kind));
        if self.notes.iter().any(|note| known(&note.kind).is_none() || long(&note.text, LINE_MAX)) {
            return Err(AppError::new(
                "print_note_long",
                format!("说明最多 {LINE_MAX} 个字，可以加在门贴、签到表、记录表和资料袋封面上"),
            ));
        }
        for choice in &self.layouts {
            let kind = DocumentKind::from_code(&choice.kind);
            if !kind.is_some_and(|kind| kind.layouts().contains(&choice.layout.as_str())) {
                return Err(AppError::new("layout_unknown", format!("版式“{}”不认识", choice.layout)));
            }
        }
        let good = |mm: f64| mm.is_finite() && mm.abs() <= OFFSET_MAX;
        if self.offsets.iter().any(|offset| !good(offset.x_mm) || !good(offset.y_mm)) {
            return Err(AppError::new(
                "print_offset",
                format!("偏移超过 {OFFSET_MAX:.0} mm，打印机不会偏这么多，请检查纸张大小和量得的数"),
            ));
        }
        let texts = self.notices.iter().chain(self.notes.iter().map(|note| &note.text)).chain([&self.title]);
        let missing: Vec<String> = texts.flat_map(|text| missing_glyphs(text)).map(String::from).collect();
        if !missing.is_empty() {
            return Err(AppError::new(
                "print_text_glyph",
                format!("这些字字体里没有，印不出来：{}，请换一个写法", missing.join("、")),
            ));
        }
        Ok(())
    }

    fn tidied(mut self) -> Self {
        let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.title = tidy(&self.title);
        self.notices = self.notices.iter().map(|line| tidy(line)).filter(|line| !line.is_empty()).collect();
        self.notes.iter_mut().for_each(|note| note.text = tidy(&note.text));
        self.notes.retain(|note| !note.text.is_empty());
        self.offsets.retain(|offset| offset.x_mm != 0.0 || offset.y_mm != 0.0);
        self
    }
}

/// What the school adds to every sheet. It is no part of a sheet's content: a new 校徽 makes no paper untrue.
pub(super) struct Dress {
    pub(super) title: String,
    pub(super) logo: Option<Photo>,
    pub(super) notes: Arc<[(DocumentKind, String)]>,
}

impl Dress {
    /// Nothing added.
    pub(super) fn none() -> Self {
        Self { title: String::new(), logo: None, notes: Arc::default() }
    }

    pub(super) fn load(tx: &ReadTx<'_>) -> Result<Self> {
        let profile = PrintProfile::load(tx)?;
        let notes: Vec<(DocumentKind, String)> = profile
            .notes
            .into_iter()
            .filter_map(|note| DocumentKind::from_code(&note.kind).map(|kind| (kind, note.text)))
            .collect();
        Ok(Self { title: profile.title, logo: logo(tx)?.map(Photo::from), notes: Arc::from(notes) })
    }
}

fn logo(tx: &ReadTx<'_>) -> Result<Option<Vec<u8>>> {
    let stored: Option<String> = tx.setting(LOGO)?;
    Ok(stored.and_then(|text| STANDARD.decode(text).ok()))
}

/// The profile, and 校徽 as base64 of a JPEG.
///
/// # Errors
/// Those of the store.
pub fn load(app: &App) -> Result<(PrintProfile, Option<String>)> {
    app.read(|tx| Ok((PrintProfile::load(tx)?, tx.setting::<String>(LOGO)?)))
}

/// What happens to 校徽.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogoChange {
    /// Stays as it is.
    Keep,
    /// Is taken off.
    Remove,
    /// This picture takes its place.
    File(std::path::PathBuf),
}

/// Stores the profile.
///
/// # Errors
/// `print_title_long`, `print_notices_long`, `print_note_long`, `layout_unknown`, `print_offset`,
/// `print_text_glyph`, `logo_unreadable`, faults of the file.
pub fn save(app: &App, profile: PrintProfile, logo: &LogoChange) -> Result<()> {
    let profile = profile.tidied();
    profile.check()?;
    let picture = match logo {
        LogoChange::File(path) => Some(read_logo(path)?),
        LogoChange::Keep | LogoChange::Remove => None,
    };
    app.write("print_profile", "修改打印设置", "", |tx| {
        tx.put_setting(PROFILE, &profile)?;
        match (logo, picture) {
            (LogoChange::Remove, _) => {
                tx.delete_setting(LOGO)?;
            }
            (_, Some(picture)) => {
                tx.put_setting(LOGO, &STANDARD.encode(picture))?;
            }
            _ => {}
        }
        Ok(())
    })
}

fn read_logo(path: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(path).map_err(|error| AppError::io("读取校徽", path, &error))?.len();
    let unreadable = || {
        AppError::new("logo_unreadable", "校徽应是 PNG 或 JPEG 图片，不超过 1 MB")
            .hint("请换一个文件，或先缩小图片")
    };
    if size > LOGO_MAX_BYTES as u64 {
        return Err(unreadable());
    }
    let bytes = std::fs::read(path).map_err(|error| AppError::io("读取校徽", path, &error))?;
    print::prepare_logo(&bytes).ok_or_else(unreadable)
}

/// 校准测试页 of a printer with the shift that is stored for it, or with `offset` to try another one.
///
/// # Errors
/// When the printer's name can't be set.
pub fn calibration_page(app: &App, printer: &str, offset: Option<(f64, f64)>) -> Result<Vec<u8>> {
    let known = app.read(PrintProfile::load)?.offset(printer);
    Ok(print::render_calibration(printer, offset.unwrap_or(known), app.now())?)
}
