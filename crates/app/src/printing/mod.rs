//! 打印: sheets of a plan as PDF files, one for each room (R-184…R-188).

mod content;
mod filled;
mod gate;
pub(crate) mod versions;
mod views;

pub(crate) use filled::room_records;
pub use gate::{GateFinding, GateReport, check};

use crate::error::{AppError, Result};
use crate::lookup;
use crate::task::Task;
use crate::workspace::App;
use content::{PlanContent, RoomContent, TicketContent};
use kaozhan_documents::print::{
    self, DeskLayout, DeskOptions, DocumentKind, RoomPackView, SignInLayout, TicketLayout,
};
use kaozhan_domain::ids::{CandidateId, RoomId};
use kaozhan_store::ReadTx;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
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
        let pdf = job.set(options.kind, &layouts, &versions, &photos)?;
        let pages = print::page_count(&pdf);
        let file = staging.write(&job.file_name, &pdf)?;
        files.push(PrintedFile { file, pages, of: job.of.clone() });
    }
    task.step("生成 PDF", jobs.len(), jobs.len())?;
    staging.publish()?;
    let what = format!("{} {} 份", options.kind.label(), files.len());
    app.write("print", "打印", &what, |_| Ok(()))?;
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
    gate: &mut gate::Gate,
) -> Result<BTreeMap<&'static str, usize>> {
    let layouts = Layouts {
        tickets: TicketLayout::default(),
        sign_in: SignInLayout::default(),
        desk: DeskOptions { first_label: 1, ..DeskOptions::default() },
    };
    let everything = Chosen { rooms: None, candidates: None };
    let mut pages = BTreeMap::new();
    for kind in DocumentKind::ALL.into_iter().filter(|kind| *kind != DocumentKind::RoomPack) {
        let mut count = 0;
        for job in jobs(content, &everything, kind) {
            match job.set(kind, &layouts, versions, &Photos::new()) {
                Ok(pdf) => count += print::page_count(&pdf),
                Err(print::DocumentError::Layout(problems)) => {
                    for problem in problems.into_iter().filter(|problem| problem.code != "glyph_missing") {
                        gate.error(None, problem.code, problem.record, problem.message);
                    }
                }
                Err(other) => return Err(other.into()),
            }
        }
        pages.insert(kind.label(), count);
    }
    Ok(pages)
}

/// The content of a plan, with versions that fit it: edits since the last seating count as a new version.
fn current_content(app: &App, plan: &str) -> Result<(PlanContent, Versions)> {
    let (plan, stale) = app.read(|tx| {
        let plan = lookup::plan(&tx.plans()?, plan)?.clone();
        let content = PlanContent::load(tx, plan.clone())?;
        let stale = versions::is_stale(tx, &content, app.now())?;
        Ok((plan, stale))
    })?;
    if stale {
        app.write("sheet_versions", "更新打印版本", &plan.number, |tx| {
            versions::refresh(tx, &plan, app.now())
        })?;
    }
    app.read(|tx| Ok((PlanContent::load(tx, plan.clone())?, Versions::load(tx, &plan)?)))
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

/// The rooms and candidates that were asked for; `None` is all.
struct Chosen {
    rooms: Option<HashSet<RoomId>>,
    candidates: Option<HashSet<CandidateId>>,
}

impl Chosen {
    fn find(app: &App, content: &PlanContent, options: &PrintOptions) -> Result<Self> {
        let mut rooms = HashSet::new();
        let mut candidates = HashSet::new();
        app.read(|tx| {
            let known = tx.rooms(content.plan.id)?;
            for text in &options.rooms {
                // Several certificates may use one physical room: all of its records are meant.
                let text = text.trim();
                let before = rooms.len();
                rooms.extend(
                    known.iter().filter(|room| room.code == text || room.name == text).map(|room| room.id),
                );
                if rooms.len() == before {
                    rooms.insert(lookup::room(&known, text)?.id);
                }
            }
            for text in &options.candidates {
                candidates.insert(lookup::candidate(tx, text)?.id);
            }
            Ok(())
        })?;
        Ok(Self {
            rooms: Some(rooms).filter(|rooms| !rooms.is_empty()),
            candidates: Some(candidates).filter(|candidates| !candidates.is_empty()),
        })
    }

    fn has_room(&self, room: RoomId) -> bool {
        self.rooms.as_ref().is_none_or(|rooms| rooms.contains(&room))
    }

    fn has_ticket(&self, ticket: &TicketContent) -> bool {
        let in_room = ticket.sittings.first().is_some_and(|sitting| self.has_room(sitting.room));
        match &self.candidates {
            Some(candidates) => candidates.contains(&ticket.candidate),
            None => in_room,
        }
    }

    fn concerns(&self, content: &PlanContent, who: CandidateId) -> bool {
        match (&self.candidates, &self.rooms) {
            (Some(candidates), _) => candidates.contains(&who),
            (None, None) => true,
            (None, Some(_)) => content
                .rooms
                .iter()
                .any(|room| self.has_room(room.room) && room.seats.iter().any(|seat| seat.candidate == who)),
        }
    }
}

/// The gate's findings on what is going to be printed: (passed by force, only shown).
fn pass_gate(
    content: &PlanContent,
    chosen: &Chosen,
    options: &PrintOptions,
) -> Result<(Vec<GateFinding>, Vec<GateFinding>)> {
    let gate = gate::inspect(content);
    let shows_photos = match options.kind {
        DocumentKind::Tickets | DocumentKind::RoomPack => true,
        DocumentKind::Desk => options.layout.as_deref() == Some("l7165"),
        DocumentKind::SignIn => options.layout.as_deref() == Some("photo"),
        DocumentKind::Door
        | DocumentKind::SeatingPlan
        | DocumentKind::RoomRecord
        | DocumentKind::PackCover => false,
    };
    let errors: Vec<GateFinding> = gate
        .errors
        .into_iter()
        .filter(|(who, finding)| {
            let about_us = who.is_none_or(|who| chosen.concerns(content, who));
            about_us && (shows_photos || finding.code != "photo_missing")
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

/// One file to be made.
struct Job<'c> {
    file_name: String,
    of: String,
    rooms: Vec<&'c RoomContent>,
    tickets: Vec<&'c TicketContent>,
}

fn jobs<'c>(content: &'c PlanContent, chosen: &Chosen, kind: DocumentKind) -> Vec<Job<'c>> {
    let label = kind.label();
    let tickets: Vec<&TicketContent> =
        content.tickets.iter().filter(|ticket| chosen.has_ticket(ticket)).collect();
    if kind == DocumentKind::Tickets && chosen.candidates.is_some() {
        return tickets
            .into_iter()
            .map(|ticket| Job {
                file_name: file_name(&[label, &ticket.exam_number, &ticket.name]),
                of: ticket.name.clone(),
                rooms: Vec::new(),
                tickets: vec![ticket],
            })
            .collect();
    }
    let mut rooms: BTreeMap<(&str, &str), Vec<&RoomContent>> = BTreeMap::new();
    for room in content.rooms.iter().filter(|room| chosen.has_room(room.room)) {
        rooms.entry((&room.room_code, &room.site_number)).or_default().push(room);
    }
    rooms
        .into_values()
        .map(|rooms| {
            let own: HashSet<RoomId> = rooms.iter().map(|room| room.room).collect();
            let first = rooms[0];
            Job {
                file_name: file_name(&[&first.room_code, &first.room_name, label]),
                of: format!("{} {}", first.site_name, first.room_name),
                tickets: tickets
                    .iter()
                    .filter(|ticket| ticket.sittings.first().is_some_and(|first| own.contains(&first.room)))
                    .copied()
                    .collect(),
                rooms,
            }
        })
        .filter(|job| kind != DocumentKind::Tickets || !job.tickets.is_empty())
        .collect()
}

/// Joins the parts of a file name, leaving out what file systems refuse.
fn file_name(parts: &[&str]) -> String {
    let clean: Vec<String> = parts
        .iter()
        .map(|part| {
            part.chars()
                .map(|c| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c })
                .collect::<String>()
        })
        .collect();
    format!("{}.pdf", clean.join("-"))
}

impl Job<'_> {
    fn photos(&self, tx: &ReadTx<'_>, kind: DocumentKind, layouts: &Layouts) -> Result<Photos> {
        let mut wanted: Vec<CandidateId> = Vec::new();
        if matches!(kind, DocumentKind::Tickets | DocumentKind::RoomPack) {
            wanted.extend(self.tickets.iter().map(|ticket| ticket.candidate));
        }
        let on_label = kind == DocumentKind::Desk && layouts.desk.layout == DeskLayout::L7165;
        let on_list = kind == DocumentKind::SignIn && layouts.sign_in == SignInLayout::Photo;
        if on_label || on_list {
            wanted.extend(self.rooms.iter().flat_map(|room| &room.seats).map(|seat| seat.candidate));
        }
        wanted.sort_unstable();
        wanted.dedup();
        views::load_photos(tx, &wanted)
    }

    /// Sets the sheets of this file.
    fn set(
        &self,
        kind: DocumentKind,
        layouts: &Layouts,
        versions: &Versions,
        photos: &Photos,
    ) -> std::result::Result<Vec<u8>, print::DocumentError> {
        let sessions =
            || self.rooms.iter().map(|room| views::room_session(room, versions, photos)).collect::<Vec<_>>();
        let days = || views::room_days(&self.rooms, versions, photos);
        let tickets =
            || self.tickets.iter().map(|ticket| views::ticket(ticket, versions, photos)).collect::<Vec<_>>();
        match kind {
            DocumentKind::Tickets => print::render_tickets(&tickets(), layouts.tickets),
            DocumentKind::Door => print::render_door_signs(&days()),
            DocumentKind::Desk => print::render_desk_labels(&days(), &layouts.desk),
            DocumentKind::SignIn => print::render_sign_in(&sessions(), layouts.sign_in),
            DocumentKind::SeatingPlan => print::render_seating_plans(&sessions()),
            DocumentKind::RoomRecord => print::render_room_records(&sessions()),
            DocumentKind::PackCover => print::render_pack_covers(&self.packs(layouts, versions, photos)),
            DocumentKind::RoomPack => print::render_room_packs(&self.packs(layouts, versions, photos)),
        }
    }

    /// The bags of the room, one for each session; a ticket goes into the bag of its first session.
    fn packs(&self, layouts: &Layouts, versions: &Versions, photos: &Photos) -> Vec<RoomPackView> {
        let days = views::room_days(&self.rooms, versions, photos);
        self.rooms
            .iter()
            .map(|room| {
                let tickets = self.tickets.iter().filter(|ticket| {
                    ticket.sittings.first().is_some_and(|first| first.session == room.session)
                });
                RoomPackView {
                    room: views::room_session(room, versions, photos),
                    day: days
                        .iter()
                        .find(|day| day.sessions.iter().any(|session| session.start == room.start))
                        .cloned(),
                    tickets: tickets.map(|ticket| views::ticket(ticket, versions, photos)).collect(),
                    items: Vec::new(),
                    desk: layouts.desk,
                    sign_in: layouts.sign_in,
                    ticket_layout: layouts.tickets,
                }
            })
            .collect()
    }
}

/// Files on their way: written into a hidden folder beside their place and moved there at the end.
struct Staging {
    out: PathBuf,
    place: tempfile::TempDir,
    names: std::cell::RefCell<Vec<String>>,
}

impl Staging {
    fn open(out: &Path) -> Result<Self> {
        if out.exists() && !out.is_dir() {
            return Err(AppError::new(
                "not_a_folder",
                format!("“{}”不是文件夹，请另选输出文件夹", out.display()),
            ));
        }
        std::fs::create_dir_all(out).map_err(|error| AppError::io("建立文件夹", out, &error))?;
        let place = tempfile::Builder::new()
            .prefix(".kaozhan-")
            .tempdir_in(out)
            .map_err(|error| AppError::io("写入文件夹", out, &error))?;
        Ok(Self { out: out.to_owned(), place, names: std::cell::RefCell::default() })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let target = self.out.join(name);
        let write = || -> std::io::Result<()> {
            let mut file = std::fs::File::create(self.place.path().join(name))?;
            std::io::Write::write_all(&mut file, bytes)?;
            file.sync_all()
        };
        write().map_err(|error| AppError::io("写入文件", &target, &error))?;
        self.names.borrow_mut().push(name.to_owned());
        Ok(target)
    }

    fn publish(self) -> Result<()> {
        for name in self.names.borrow().iter() {
            let target = self.out.join(name);
            std::fs::rename(self.place.path().join(name), &target)
                .map_err(|error| AppError::io("写入文件", &target, &error))?;
        }
        Ok(())
    }
}
