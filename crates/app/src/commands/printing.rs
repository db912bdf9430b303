//! 打印中心.

use super::{Command, Nothing, command};
use crate::desk::{Permission, Session};
use crate::error::{AppError, Result};
use crate::printing::gate_list::{self, PrintGate};
use crate::printing::overview::{self, PrintOverview};
use crate::printing::preview::{self, PreviewOrder};
use crate::printing::printer;
use crate::printing::profile::{self, LogoChange, PrintLayoutChoice, PrintProfile};
use crate::printing::run::{self, Extent, PrintOrder, RunReport};
use crate::printing::scan::{self, ScanAnswer};
use crate::scope::concerns;
use crate::task::Task;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kaozhan_documents::print::DocumentKind;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// Which plan.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct PrintPlanQuery {
    /// 计划编号 or name; empty is the newest plan.
    pub plan: String,
    /// Layouts to count pages for, before those that are set.
    pub layouts: Vec<PrintLayoutChoice>,
}

/// Which plan, and how closely to look.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PrintGateQuery {
    /// 计划编号 or name.
    pub plan: String,
    /// Set every page, to find what does not fit.
    #[serde(default)]
    pub thorough: bool,
}

/// How labels are laid.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(default)]
pub struct PrintLabels {
    /// First free label, from 1.
    pub start_at: u16,
    /// Further shift to the right, mm.
    pub x_mm: f64,
    /// Further shift down, mm.
    pub y_mm: f64,
    /// 叠裁 order.
    pub cut_stack: bool,
    /// The printer whose calibration counts.
    pub printer: String,
}

impl Default for PrintLabels {
    fn default() -> Self {
        Self { start_at: 1, x_mm: 0.0, y_mm: 0.0, cut_stack: false, printer: String::new() }
    }
}

/// What to look at.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PrintPreviewRequest {
    /// 计划编号 or name.
    pub plan: String,
    /// Code of the sheet.
    pub kind: String,
    /// Code of the layout; empty is the first.
    #[serde(default)]
    pub layout: String,
    /// 考场编号; empty is the first room.
    #[serde(default)]
    pub room: String,
    /// Candidate's id; empty is the room.
    #[serde(default)]
    pub candidate: String,
    /// Labels.
    #[serde(default)]
    pub labels: PrintLabels,
}

/// A PDF to be shown.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintPages {
    /// The file, as base64.
    pub pdf: String,
    /// Its pages.
    pub pages: usize,
    /// Room, or candidate.
    pub of: String,
}

/// A kind of sheet and its layout.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PrintSheetChoice {
    /// Code of the sheet.
    pub kind: String,
    /// Code of the layout; empty is the first.
    #[serde(default)]
    pub layout: String,
}

/// What to print.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PrintRunRequest {
    /// 计划编号 or name.
    pub plan: String,
    /// What.
    pub sheets: Vec<PrintSheetChoice>,
    /// 考场编号; empty is all.
    #[serde(default)]
    pub rooms: Vec<String>,
    /// Candidates' ids; empty is all.
    #[serde(default)]
    pub candidates: Vec<String>,
    /// Labels.
    #[serde(default)]
    pub labels: PrintLabels,
    /// Folder for the files.
    pub out: String,
    /// Only what was never printed or has changed.
    #[serde(default)]
    pub only_changed: bool,
    /// Why the gate is passed over; empty keeps to it.
    #[serde(default)]
    pub force_reason: String,
}

/// Print again what has changed.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PrintReprintRequest {
    /// 计划编号 or name.
    pub plan: String,
    /// Only this kind of sheet; empty is every kind that was printed before.
    #[serde(default)]
    pub kind: String,
    /// Labels.
    #[serde(default)]
    pub labels: PrintLabels,
    /// Folder for the files.
    pub out: String,
}

/// What a scanner typed.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PrintScanRequest {
    /// `KZ1:…`, or 准考证号.
    pub text: String,
}

/// A file for a printer.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PrintSendRequest {
    /// Whole path.
    pub file: String,
    /// Name of the printer.
    pub printer: String,
}

/// What was sent.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintSent {
    /// A sentence.
    pub message: String,
}

/// What the school has set for its printing.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintProfileView {
    /// The profile.
    pub profile: PrintProfile,
    /// 校徽, a JPEG as base64; empty when there is none.
    pub logo: String,
    /// Folder that is proposed for files.
    pub out: String,
}

/// The profile to keep.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PrintProfileChange {
    /// All of it.
    pub profile: PrintProfile,
    /// A picture for 校徽; empty keeps what is there.
    #[serde(default)]
    pub logo_file: String,
    /// Takes 校徽 off.
    #[serde(default)]
    pub remove_logo: bool,
}

/// Which test page.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct CalibrationRequest {
    /// The printer.
    pub printer: String,
    /// Try this shift to the right instead of the stored one, mm.
    pub x_mm: Option<f64>,
    /// Try this shift down, mm.
    pub y_mm: Option<f64>,
    /// Also write the page here; empty only shows it.
    pub file: String,
}

concerns! { nothing: PrintSendRequest, PrintProfileChange, CalibrationRequest }
// A room is named by its 考场编号, which rooms of several certificates share: the sheets are those of the own
// ones. What is scanned is looked up first.
concerns! {
    PrintPlanQuery { plan: Plan, layouts: _ }
    PrintGateQuery { plan: Plan, thorough: _ }
    PrintPreviewRequest { plan: Plan, kind: _, layout: _, room: _, candidate: _, labels: _ }
    PrintRunRequest {
        plan: Plan, sheets: _, rooms: _, candidates: _, labels: _, out: _, only_changed: _, force_reason: _,
    }
    PrintReprintRequest { plan: Plan, kind: _, labels: _, out: _ }
    PrintScanRequest { text: _ }
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command("print.overview", Permission::Print, |session, query: PrintPlanQuery, _| {
            show(session, &query)
        }),
        command("print.gate", Permission::Print, |session, query: PrintGateQuery, task| {
            gate(session, &query, task)
        }),
        command("print.preview", Permission::Print, |session, request: PrintPreviewRequest, _| {
            pages(session, request)
        }),
        command("print.run", Permission::Print, |session, request: PrintRunRequest, task| {
            print(session, request, task)
        }),
        command("print.reprint_changed", Permission::Print, |session, request: PrintReprintRequest, task| {
            reprint(session, request, task)
        }),
        command("print.scan", Permission::Print, |session, request: PrintScanRequest, _| {
            answer(session, &request.text)
        }),
        command("print.printers", Permission::Print, |_, _: Nothing, _| Ok(printer::list())),
        command("print.send", Permission::Print, |session, request: PrintSendRequest, _| {
            send(session, &request)
        }),
        command("print.profile", Permission::Print, |session, _: Nothing, _| settings(session)),
        command("print.save_profile", Permission::Print, |session, request: PrintProfileChange, _| {
            keep(session, request)
        }),
        command("calibration.page", Permission::Print, |session, request: CalibrationRequest, _| {
            calibration(session, &request)
        }),
    ]
}

fn kind_of(code: &str) -> Result<DocumentKind> {
    DocumentKind::from_code(code)
        .ok_or_else(|| AppError::new("sheet_unknown", format!("没有名为“{code}”的材料")))
}

fn given(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

fn show(session: &Session<'_>, query: &PrintPlanQuery) -> Result<PrintOverview> {
    overview::overview(&session.app, &query.plan, &query.layouts)
}

fn gate(session: &Session<'_>, query: &PrintGateQuery, task: &Task<'_>) -> Result<PrintGate> {
    gate_list::window_gate(&session.app, &query.plan, query.thorough, task)
}

fn shift(labels: &PrintLabels) -> Result<(f64, f64)> {
    let good = |mm: f64| mm.is_finite() && mm.abs() <= 30.0;
    if good(labels.x_mm) && good(labels.y_mm) {
        return Ok((labels.x_mm, labels.y_mm));
    }
    Err(AppError::new("print_offset", "偏移超过 30 mm，请检查填写的数"))
}

fn pages(session: &Session<'_>, request: PrintPreviewRequest) -> Result<PrintPages> {
    let labels = request.labels;
    let order = PreviewOrder {
        plan: request.plan,
        kind: kind_of(&request.kind)?,
        layout: given(request.layout),
        room: given(request.room),
        candidate: given(request.candidate),
        start_label: labels.start_at,
        offset_mm: shift(&labels)?,
        cut_stack: labels.cut_stack,
        printer: labels.printer,
    };
    let shown = preview::preview(&session.app, &order)?;
    Ok(PrintPages { pdf: STANDARD.encode(&shown.pdf), pages: shown.pages, of: shown.of })
}

fn folder(out: &str) -> Result<PathBuf> {
    let path = PathBuf::from(out.trim());
    if path.is_absolute() {
        return Ok(path);
    }
    Err(AppError::new("folder_missing", "请选择保存 PDF 的文件夹"))
}

fn print(session: &Session<'_>, request: PrintRunRequest, task: &Task<'_>) -> Result<RunReport> {
    let labels = request.labels;
    let sheets = request
        .sheets
        .into_iter()
        .map(|choice| Ok((kind_of(&choice.kind)?, given(choice.layout))))
        .collect::<Result<Vec<_>>>()?;
    if sheets.is_empty() {
        return Err(AppError::new("sheet_missing", "请至少选择一种材料"));
    }
    let order = PrintOrder {
        plan: request.plan,
        out: folder(&request.out)?,
        sheets,
        rooms: request.rooms,
        candidates: request.candidates,
        start_label: labels.start_at,
        offset_mm: shift(&labels)?,
        cut_stack: labels.cut_stack,
        printer: labels.printer,
        extent: if request.only_changed { Extent::Missing } else { Extent::All },
        force: given(request.force_reason),
    };
    run::run(&session.app, &order, task)
}

fn reprint(session: &Session<'_>, request: PrintReprintRequest, task: &Task<'_>) -> Result<RunReport> {
    let (profile, _) = profile::load(&session.app)?;
    let layout = |kind: DocumentKind| {
        let set = profile.layouts.iter().find(|choice| choice.kind == kind.code());
        set.map(|choice| choice.layout.clone())
    };
    let kinds = match given(request.kind) {
        Some(code) => vec![kind_of(&code)?],
        None => run::printed_kinds(&session.app, &request.plan)?,
    };
    let labels = request.labels;
    let order = PrintOrder {
        plan: request.plan,
        out: folder(&request.out)?,
        sheets: kinds.into_iter().map(|kind| (kind, layout(kind))).collect(),
        start_label: labels.start_at,
        offset_mm: shift(&labels)?,
        cut_stack: labels.cut_stack,
        printer: labels.printer,
        extent: Extent::Outdated,
        ..PrintOrder::default()
    };
    run::run(&session.app, &order, task)
}

fn answer(session: &Session<'_>, text: &str) -> Result<ScanAnswer> {
    scan::scan(&session.app, text)
}

fn send(session: &Session<'_>, request: &PrintSendRequest) -> Result<PrintSent> {
    let message = printer::send(Path::new(&request.file), &request.printer)?;
    let name = Path::new(&request.file).file_name().map(|name| name.to_string_lossy().into_owned());
    let what = format!("{}，打印机 {}", name.unwrap_or_default(), request.printer);
    session.app.write("print_send", "发送到打印机", &what, |_| Ok(()))?;
    Ok(PrintSent { message })
}

fn settings(session: &Session<'_>) -> Result<PrintProfileView> {
    let (profile, logo) = profile::load(&session.app)?;
    let beside = session.app.folder().parent().map(|folder| folder.join("打印"));
    let out = beside.map(|path| path.display().to_string()).unwrap_or_default();
    Ok(PrintProfileView { profile, logo: logo.unwrap_or_default(), out })
}

fn keep(session: &Session<'_>, request: PrintProfileChange) -> Result<PrintProfileView> {
    let logo = match (request.remove_logo, given(request.logo_file)) {
        (true, _) => LogoChange::Remove,
        (false, Some(path)) => LogoChange::File(PathBuf::from(path)),
        (false, None) => LogoChange::Keep,
    };
    profile::save(&session.app, request.profile, &logo)?;
    settings(session)
}

fn calibration(session: &Session<'_>, request: &CalibrationRequest) -> Result<PrintPages> {
    let tried = request.x_mm.zip(request.y_mm);
    let pdf = profile::calibration_page(&session.app, &request.printer, tried)?;
    if let Some(file) = given(request.file.clone()) {
        crate::files::write_whole(Path::new(&file), &pdf, true)?;
    }
    Ok(PrintPages { pdf: STANDARD.encode(&pdf), pages: 1, of: request.printer.clone() })
}
