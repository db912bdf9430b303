//! The preview: the very file that printing would write, of one room or one candidate.

use super::job::{Chosen, jobs};
use super::profile::{Dress, PrintProfile};
use super::{PrintOptions, current_content, layouts};
use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_documents::print::{self, DocumentKind};
use std::path::PathBuf;

/// What is looked at.
#[derive(Debug, Clone)]
pub struct PreviewOrder {
    /// 考试计划, by number or name.
    pub plan: String,
    /// Which sheet.
    pub kind: DocumentKind,
    /// Its layout.
    pub layout: Option<String>,
    /// The room; the first one when neither room nor candidate is given.
    pub room: Option<String>,
    /// The candidate.
    pub candidate: Option<String>,
    /// First free label, from 1.
    pub start_label: u16,
    /// Shift of labels on top of the printer's own, mm.
    pub offset_mm: (f64, f64),
    /// 叠裁 order of labels.
    pub cut_stack: bool,
    /// The printer whose shift counts.
    pub printer: String,
}

/// What is shown.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Room, or candidate.
    pub of: String,
}

/// Sets the file. The data are read first: nothing is locked while the pages are drawn.
///
/// # Errors
/// `nothing_to_print`, `print_layout`, `layout_unknown`, `plan_unknown`, `room_unknown`,
/// `candidate_unknown`.
pub fn preview(app: &App, order: &PreviewOrder) -> Result<Preview> {
    let (content, versions) = current_content(app, &order.plan)?;
    let (dress, shift) =
        app.read(|tx| Ok((Dress::load(tx)?, PrintProfile::load(tx)?.offset(&order.printer))))?;
    let options = PrintOptions {
        kind: order.kind,
        plan: order.plan.clone(),
        out: PathBuf::new(),
        rooms: order.room.iter().cloned().collect(),
        candidates: order.candidate.iter().cloned().collect(),
        layout: order.layout.clone(),
        start_label: order.start_label,
        offset_mm: (order.offset_mm.0 + shift.0, order.offset_mm.1 + shift.1),
        cut_stack: order.cut_stack,
        force: false,
    };
    let layouts = layouts(&options)?;
    let chosen = Chosen::find(app, &content, &options)?;
    let found = jobs(&content, &chosen, order.kind);
    let Some(job) = found.first() else {
        return Err(AppError::new("nothing_to_print", "这里没有可以打印的内容").hint("请先排考，或另选考场"));
    };
    let photos = app.read(|tx| job.photos(tx, order.kind, &layouts))?;
    let pdf = job.set(order.kind, &layouts, &versions, &photos, &dress)?;
    Ok(Preview { pages: print::page_count(&pdf), pdf, of: job.of.clone() })
}
