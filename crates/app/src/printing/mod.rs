//! 打印: sheets of a plan as PDF files, one for each room (R-184…R-188).

mod content;
mod filled;
mod gate;
pub mod gate_list;
mod job;
pub mod log;
pub mod overview;
pub mod preview;
pub mod printer;
pub mod profile;
pub mod run;
pub mod scan;
mod staging;
#[cfg(test)]
mod tests;
pub(crate) mod versions;
mod views;

pub(crate) use filled::room_records;
pub use gate::{GateFinding, GateReport, check};

use crate::error::{AppError, Result};
use crate::lookup;
use crate::task::Task;
use crate::workspace::App;
use content::PlanContent;
use gate::Concern;
use job::{Chosen, jobs};
use kaozhan_documents::print::{self, DeskLayout, DeskOptions, DocumentKind, SignInLayout, TicketLayout};
use profile::Dress;
use serde::Serialize;
use staging::Staging;
use std::collections::BTreeMap;
use std::path::PathBuf;
use versions::Versions;
use views::Photos;

/// What to print, and how.
#[derive(Debug, Clone)]
pub struct PrintOptions {
    /// Which sheet.
    pub kind: DocumentKind,
    /// 考试计划, by number or name.
    pub plan: String,
    /// Folder for the files.
    pub out: PathBuf,
    /// Only these rooms, by code or name; empty is all.
    pub rooms: Vec<String>,
    /// Only these candidates; empty is all. Tickets then come one file each.
    pub candidates: Vec<String>,
    /// Layout by name; the first of the kind when not given.
    pub layout: Option<String>,
    /// First free label of the first sheet, from 1.
    pub start_label: u16,
    /// Shift to the right and down, in millimetres.
    pub offset_mm: (f64, f64),
    /// 叠裁 order of labels.
    pub cut_stack: bool,
    /// Print although the gate finds errors.
    pub force: bool,
}

/// What was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintReport {
    /// Code of the sheet.
    pub kind: &'static str,
    /// 计划编号.
    pub plan: String,
    /// The files, in order.
    pub files: Vec<PrintedFile>,
    /// Pages in all.
    pub pages: usize,
    /// Findings of the gate that were passed by force.
    pub forced: Vec<GateFinding>,
    /// Findings of the gate that are only shown.
    pub warnings: Vec<GateFinding>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedFile {
    /// Path of the file.
    pub file: PathBuf,
    /// Pages in it.
    pub pages: usize,
    /// Room, or candidate.
    pub of: String,
}

/// Layouts of the sheets in this print.
struct Layouts {
    tickets: TicketLayout,
    sign_in: SignInLayout,
    desk: DeskOptions,
}

/// Prints. The files appear all at once, when every one of them is complete.
///
/// # Errors
/// `layout_unknown`, `plan_unknown`, `room_unknown`, `candidate_unknown`, `print_gate` with every finding
/// unless `force`, and faults of the output folder; no file is left then.
pub fn print(app: &App, options: &PrintOptions, task: &Task<'_>) -> Result<PrintReport> {
    let layouts = layouts(options)?;
    task.step("收集打印内容", 0, 0)?;
    let (content, versions) = current_content(app, &options.plan)?;
    let chosen = Chosen::find(app, &content, options)?;
    let (forced, warnings) = pass_gate(&content, &chosen, options)?;
    let dress = app.read(Dress::load)?;
    let staging = Staging::open(&options.out)?;
    let jobs = jobs(&content, &chosen, options.kind);
    if jobs.is_empty() {
        return Err(
            AppError::new("nothing_to_print", "没有可以打印的内容").hint("请先排考，或检查所选的考场和考生")
        );
    }
    let mut files = Vec::new();
    for (done, job) in jobs.iter().enumerate() {
        task.step("生成 PDF", done, jobs.len())?;
        let photos = app.read(|tx| job.photos(tx, options.kind, &layouts))?;
        let pdf = job.set(options.kind, &layouts, &versions, &photos, &dress)?;
        let pages = print::page_count(&pdf);
        let file = staging.write(&job.file_name, &pdf)?;
        files.push(PrintedFile { file, pages, of: job.of.clone() });
    }
    task.step("生成 PDF", jobs.len(), jobs.len())?;
    staging.publish()?;
    let what = format!("{} {} 份", options.kind.label(), files.len());
    let subjects = jobs.iter().flat_map(|job| job.subjects(options.kind)).collect::<Vec<_>>();
    app.write("print", "打印", &what, |tx| log::note(tx, app, &content.plan, &versions, &subjects))?;
    Ok(PrintReport {
        kind: options.kind.code(),
        plan: content.plan.number.clone(),
        pages: files.iter().map(|file| file.pages).sum(),
        files,
        forced,
        warnings,
    })
}

/// Pages of each kind of sheet, by setting all of them in their default layouts. What can't be set is
/// a finding of the gate.
fn count_pages(
    content: &PlanContent,
    versions: &Versions,
    dress: &Dress,
    gate: &mut gate::Gate,
    task: &Task<'_>,
) -> Result<BTreeMap<&'static str, usize>> {
    let layouts = Layouts {
        tickets: TicketLayout::default(),
        sign_in: SignInLayout::default(),
        desk: DeskOptions { first_label: 1, ..DeskOptions::default() },
    };
    let everything = Chosen::everything();
    let all: Vec<_> = DocumentKind::ALL
        .into_iter()
        .filter(|kind| *kind != DocumentKind::RoomPack)
        .map(|kind| (kind, jobs(content, &everything, kind)))
        .collect();
    let total: usize = all.iter().map(|(_, jobs)| jobs.len()).sum();
    let mut done = 0;
    let mut pages = BTreeMap::new();
    for (kind, jobs) in &all {
        let mut count = 0;
        for job in jobs {
            task.step(&format!("{} {}", kind.label(), job.of), done, total)?;
            done += 1;
            match job.set(*kind, &layouts, versions, &Photos::new(), dress) {
                Ok(pdf) => count += print::page_count(&pdf),
                Err(print::DocumentError::Layout(problems)) => {
                    for problem in problems.into_iter().filter(|problem| problem.code != "glyph_missing") {
                        let concern =
                            job.rooms.first().map_or(Concern::Plan, |room| Concern::Room(room.room));
                        gate.error(concern, problem.code, problem.record, problem.message);
                    }
                }
                Err(other) => return Err(other.into()),
            }
        }
        pages.insert(kind.label(), count);
    }
    task.step("逐页检查", total, total)?;
    Ok(pages)
}

/// The content of a plan as far as the person manages it, with versions that fit it: edits since the last
/// seating count as a new version.
fn current_content(app: &App, plan: &str) -> Result<(PlanContent, Versions)> {
    let (content, stale) = app.read(|tx| {
        let plan = lookup::plan(&tx.plans()?, plan)?.clone();
        let content = PlanContent::load(tx, plan)?;
        let stale = versions::is_stale(tx, &content, app.now())?;
        Ok((content, stale))
    })?;
    if !stale {
        return app.read(|tx| {
            let versions = Versions::load(tx, &content.plan)?;
            Ok((content.within(app, tx)?, versions))
        });
    }
    let plan = content.plan;
    app.write("sheet_versions", "更新打印版本", &plan.number, |tx| {
        versions::refresh(tx, &plan, app.now())
    })?;
    app.read(|tx| {
        let versions = Versions::load(tx, &plan)?;
        Ok((PlanContent::load(tx, plan)?.within(app, tx)?, versions))
    })
}

fn layouts(options: &PrintOptions) -> Result<Layouts> {
    let name = options.layout.as_deref();
    let known = options.kind.layouts();
    if let Some(name) = name
        && !known.contains(&name)
    {
        let label = options.kind.label();
        let choice = if known.is_empty() {
            format!("{label}只有一种版式，不需要 --layout")
        } else {
            format!("{label}的版式可以是 {}", known.join("、"))
        };
        return Err(AppError::new("layout_unknown", format!("版式“{name}”不认识，{choice}")));
    }
    let desk_layout = name.and_then(DeskLayout::from_code).unwrap_or_default();
    Ok(Layouts {
        tickets: name.and_then(TicketLayout::from_code).unwrap_or_default(),
        sign_in: name.and_then(SignInLayout::from_code).unwrap_or_default(),
        desk: DeskOptions {
            layout: desk_layout,
            offset_mm: options.offset_mm,
            first_label: options.start_label,
            cut_stack: options.cut_stack,
        },
    })
}

/// The gate's findings on what is going to be printed: (passed by force, only shown).
fn pass_gate(
    content: &PlanContent,
    chosen: &Chosen,
    options: &PrintOptions,
) -> Result<(Vec<GateFinding>, Vec<GateFinding>)> {
    let gate = gate::inspect(content);
    let errors: Vec<GateFinding> = gate
        .errors
        .into_iter()
        .filter(|(who, finding)| {
            chosen.concerns(content, *who)
                && is_visible(finding.code, options.kind, options.layout.as_deref())
        })
        .map(|(_, finding)| finding)
        .collect();
    if !errors.is_empty() && !options.force {
        let lines = errors.iter().map(|finding| finding.message.clone()).collect();
        return Err(AppError::new("print_gate", format!("打印检查有 {} 处错误，没有打印", errors.len()))
            .details(lines)
            .hint("请处理后再打印；确认无误也可加 --force 打印"));
    }
    Ok((errors, gate.warnings.into_iter().map(|(_, finding)| finding).collect()))
}

/// Whether a fault would be seen on sheets of this kind and layout.
fn is_visible(code: &str, kind: DocumentKind, layout: Option<&str>) -> bool {
    match code {
        "photo_missing" => match kind {
            DocumentKind::Tickets | DocumentKind::RoomPack => true,
            DocumentKind::Desk => layout == Some("l7165"),
            DocumentKind::SignIn => layout == Some("photo"),
            DocumentKind::Door
            | DocumentKind::SeatingPlan
            | DocumentKind::RoomRecord
            | DocumentKind::PackCover => false,
        },
        // Names stand on neither.
        "glyph_missing" => !matches!(kind, DocumentKind::Door | DocumentKind::PackCover),
        _ => true,
    }
}
