//! Printing as the window does it: several kinds of sheets at once, a fault holding back its own room only.

use super::content::PlanContent;
use super::gate::Concern;
use super::job::{Chosen, Job, jobs};
use super::log::{PrintedLog, SheetState, note};
use super::profile::{Dress, PrintProfile};
use super::staging::Staging;
use super::versions::Versions;
use super::{GateFinding, Layouts, PrintOptions, current_content, gate, is_visible, layouts};
use crate::error::{AppError, Result};
use crate::task::Task;
use crate::workspace::App;
use kaozhan_documents::print::{self, DocumentKind};
use serde::Serialize;
use std::collections::HashSet;
use std::path::PathBuf;
use ts_rs::TS;

/// What to print in one go.
#[derive(Debug, Clone, Default)]
pub struct PrintOrder {
    /// 考试计划, by number or name.
    pub plan: String,
    /// Folder for the files.
    pub out: PathBuf,
    /// Kinds and their layouts; a missing layout is the first of the kind.
    pub sheets: Vec<(DocumentKind, Option<String>)>,
    /// Only these rooms; empty is all.
    pub rooms: Vec<String>,
    /// Only these candidates; empty is all.
    pub candidates: Vec<String>,
    /// First free label, from 1.
    pub start_label: u16,
    /// Shift of labels on top of the printer's own, mm.
    pub offset_mm: (f64, f64),
    /// 叠裁 order of labels.
    pub cut_stack: bool,
    /// The printer whose shift counts.
    pub printer: String,
    /// Which of these sheets.
    pub extent: Extent,
    /// Print what the gate holds back, for this reason.
    pub force: Option<String>,
}

/// Which sheets an order means, by what was printed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// All of them.
    #[default]
    All,
    /// Those that were never printed or are out of date.
    Missing,
    /// Those that were printed and are out of date, and the tickets of people who came into a room whose
    /// tickets were printed: what a change leaves to be printed.
    Outdated,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RunReport {
    /// The folder.
    pub folder: String,
    /// The files, in order.
    pub files: Vec<RunFile>,
    /// Pages in all.
    pub pages: usize,
    /// What was held back.
    pub held: Vec<HeldBack>,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RunFile {
    /// Whole path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Code of the sheet.
    pub kind: String,
    /// Name of the sheet.
    pub label: String,
    /// Room, or candidate.
    pub of: String,
    /// Pages.
    pub pages: usize,
}

/// A file that was not made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HeldBack {
    /// Name of the sheet.
    pub label: String,
    /// Room, or candidate.
    pub of: String,
    /// Why, a line each.
    pub reasons: Vec<String>,
}

impl PrintOrder {
    fn options(&self, kind: DocumentKind, layout: Option<&str>, shift: (f64, f64)) -> PrintOptions {
        PrintOptions {
            kind,
            plan: self.plan.clone(),
            out: self.out.clone(),
            rooms: self.rooms.clone(),
            candidates: self.candidates.clone(),
            layout: layout.map(str::to_owned),
            start_label: self.start_label,
            offset_mm: (self.offset_mm.0 + shift.0, self.offset_mm.1 + shift.1),
            cut_stack: self.cut_stack,
            force: self.force.is_some(),
        }
    }
}

/// Prints. The files appear all at once, when every one of them is complete; a room with a fault is held
/// back and reported, unless a reason to print it all the same is given, which goes into the audit.
///
/// # Errors
/// `reason_missing`, `layout_unknown`, `plan_unknown`, `room_unknown`, `candidate_unknown`,
/// `nothing_to_print`, `nothing_changed`, faults of the output folder; no file is left then.
pub fn run(app: &App, order: &PrintOrder, task: &Task<'_>) -> Result<RunReport> {
    if order.force.as_ref().is_some_and(|reason| reason.trim().chars().count() < 2) {
        return Err(AppError::new("reason_missing", "忽略打印检查需要填写原因"));
    }
    task.step("收集打印内容", 0, 0)?;
    let (content, versions) = current_content(app, &order.plan)?;
    let (log, dress, profile) = app
        .read(|tx| Ok((PrintedLog::load(tx, content.plan.id)?, Dress::load(tx)?, PrintProfile::load(tx)?)))?;
    let Sorted { todo, mut held } = sort(app, order, &content, &versions, &log, &profile)?;
    if todo.is_empty() && held.is_empty() {
        return Err(nothing(order));
    }
    let staging = Staging::open(&order.out)?;
    let mut files = Vec::new();
    let mut subjects = Vec::new();
    for (done, (kind, layouts, job)) in todo.iter().enumerate() {
        task.step(&format!("{} {}", kind.label(), job.of), done, todo.len())?;
        let photos = app.read(|tx| job.photos(tx, *kind, layouts))?;
        let pdf = match job.set(*kind, layouts, &versions, &photos, &dress) {
            Ok(pdf) => pdf,
            Err(print::DocumentError::Layout(problems)) => {
                let reasons = problems.into_iter().map(|problem| problem.message).collect();
                held.push(HeldBack { label: kind.label().to_owned(), of: job.of.clone(), reasons });
                continue;
            }
            Err(other) => return Err(other.into()),
        };
        let path = staging.write(&job.file_name, &pdf)?;
        files.push(RunFile {
            path: path.display().to_string(),
            name: job.file_name.clone(),
            kind: kind.code().to_owned(),
            label: kind.label().to_owned(),
            of: job.of.clone(),
            pages: print::page_count(&pdf),
        });
        subjects.extend(job.subjects(*kind));
    }
    task.step("写入文件", todo.len(), todo.len())?;
    staging.publish()?;
    if !files.is_empty() {
        let summary = summary(order, &files);
        let (code, label) =
            if order.force.is_some() { ("print_forced", "忽略检查打印") } else { ("print", "打印") };
        app.write(code, label, &summary, |tx| note(tx, app, &content.plan, &versions, &subjects))?;
    }
    let pages = files.iter().map(|file| file.pages).sum();
    Ok(RunReport { folder: order.out.display().to_string(), files, pages, held })
}

/// What can be printed, and what is held back.
struct Sorted<'c> {
    todo: Vec<(DocumentKind, Layouts, Job<'c>)>,
    held: Vec<HeldBack>,
}

fn sort<'c>(
    app: &App,
    order: &PrintOrder,
    content: &'c PlanContent,
    versions: &Versions,
    log: &PrintedLog,
    profile: &PrintProfile,
) -> Result<Sorted<'c>> {
    let faults = gate::inspect(content).errors;
    let mut sorted = Sorted { todo: Vec::new(), held: Vec::new() };
    let state = |kind, of| log.state(versions, kind, of);
    for (kind, layout) in &order.sheets {
        let options = order.options(*kind, layout.as_deref(), profile.offset(&order.printer));
        let chosen = Chosen::find(app, content, &options)?;
        for mut job in jobs(content, &chosen, *kind) {
            let has_printed =
                job.subjects(*kind).into_iter().any(|(kind, of)| state(kind, of) != SheetState::Unprinted);
            let came_later = *kind == DocumentKind::Tickets && has_printed;
            let kept = match order.extent {
                Extent::All => true,
                Extent::Missing => job.keep(*kind, &|kind, of| state(kind, of) != SheetState::Printed),
                Extent::Outdated => job.keep(*kind, &|kind, of| match state(kind, of) {
                    SheetState::Outdated => true,
                    SheetState::Unprinted => came_later,
                    SheetState::Printed => false,
                }),
            };
            if !kept {
                continue;
            }
            let reasons = if options.force { Vec::new() } else { reasons(&job, &options, &faults) };
            if reasons.is_empty() {
                sorted.todo.push((*kind, layouts(&options)?, job));
            } else {
                sorted.held.push(HeldBack { label: kind.label().to_owned(), of: job.of, reasons });
            }
        }
    }
    Ok(sorted)
}

/// Kinds of which something was printed before, in hand-over order: those whose changes matter.
///
/// # Errors
/// `plan_unknown`.
pub fn printed_kinds(app: &App, plan: &str) -> Result<Vec<DocumentKind>> {
    let known = app.read(|tx| {
        let plan = crate::lookup::plan(&tx.plans()?, plan)?.clone();
        Ok(PrintedLog::load(tx, plan.id)?.kinds())
    })?;
    Ok(DocumentKind::ALL.into_iter().filter(|kind| known.contains(kind)).collect())
}

/// What speaks against printing this file, each line once.
fn reasons(job: &Job<'_>, options: &PrintOptions, faults: &[(Concern, GateFinding)]) -> Vec<String> {
    let mut seen = HashSet::new();
    faults
        .iter()
        .filter(|(concern, finding)| {
            job.shows(*concern) && is_visible(finding.code, options.kind, options.layout.as_deref())
        })
        .map(|(_, finding)| finding.message.clone())
        .filter(|line| seen.insert(line.clone()))
        .collect()
}

fn nothing(order: &PrintOrder) -> AppError {
    if order.extent != Extent::All {
        return AppError::new("nothing_changed", "所选材料都已印好，没有变更，不需要重印");
    }
    AppError::new("nothing_to_print", "没有可以打印的内容").hint("请先排考，或检查所选的考场和考生")
}

fn summary(order: &PrintOrder, files: &[RunFile]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for kind in DocumentKind::ALL {
        let count = files.iter().filter(|file| file.kind == kind.code()).count();
        if count > 0 {
            parts.push(format!("{} {count} 份", kind.label()));
        }
    }
    if order.extent != Extent::All {
        parts.push("只印有变更的".to_owned());
    }
    if let Some(reason) = &order.force {
        parts.push(format!("忽略打印检查，原因：{}", reason.trim()));
    }
    parts.join("，")
}
