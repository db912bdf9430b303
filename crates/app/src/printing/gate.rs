//! The print gate: what must be mended, or knowingly passed, before sheets go to the printer.

use super::content::PlanContent;
use super::profile::Dress;
use super::versions::Versions;
use super::views::printed_texts;
use crate::error::Result;
use crate::lookup;
use crate::task::Task;
use crate::workspace::App;
use kaozhan_documents::print::missing_glyphs;
use kaozhan_domain::ids::{CandidateId, RoomId};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// The gate as a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GateReport {
    /// 计划编号.
    pub plan: String,
    /// Nothing refuses printing.
    pub passed: bool,
    /// Findings that need `--force`.
    pub errors: Vec<GateFinding>,
    /// Findings that are only shown.
    pub warnings: Vec<GateFinding>,
    /// Rooms, each in one session.
    pub rooms: usize,
    /// Tickets.
    pub tickets: usize,
    /// Pages of each kind of sheet in its default layout, counted by setting them.
    pub pages: BTreeMap<&'static str, usize>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GateFinding {
    /// Stable code.
    pub code: &'static str,
    /// Simplified Chinese: what is wrong and what to do.
    pub message: String,
    /// Candidate's name, or room and session; empty for the whole plan.
    pub of: String,
    /// Candidate's id, to find the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Concern {
    /// The whole plan.
    Plan,
    /// One candidate, on whatever sheets he stands.
    Candidate(CandidateId),
    /// One room.
    Room(RoomId),
}

/// Findings of a plan, each with whom it is about, so that a print of a few is not held up by others.
pub(super) struct Gate {
    pub(super) errors: Vec<(Concern, GateFinding)>,
    pub(super) warnings: Vec<(Concern, GateFinding)>,
}

/// Checks a plan before printing.
///
/// # Errors
/// `plan_unknown`, those of the store.
pub fn check(app: &App, plan: &str) -> Result<GateReport> {
    let (content, gate, versions, dress) = app.read(|tx| {
        let plan = lookup::plan(&tx.plans()?, plan)?.clone();
        let versions = Versions::load(tx, &plan)?;
        let content = PlanContent::load(tx, plan)?.within(app, tx)?;
        let gate = inspect(&content);
        Ok((content, gate, versions, Dress::load(tx)?))
    })?;
    let mut gate = gate;
    let pages = super::count_pages(&content, &versions, &dress, &mut gate, &Task::silent())?;
    Ok(GateReport {
        plan: content.plan.number.clone(),
        passed: gate.errors.is_empty(),
        errors: gate.errors.into_iter().map(|(_, finding)| finding).collect(),
        warnings: gate.warnings.into_iter().map(|(_, finding)| finding).collect(),
        rooms: content.rooms.len(),
        tickets: content.tickets.len(),
        pages,
    })
}

/// Everything that the gate finds.
pub(super) fn inspect(content: &PlanContent) -> Gate {
    let mut gate = Gate { errors: Vec::new(), warnings: Vec::new() };
    if content.tickets.is_empty() {
        gate.error(
            Concern::Plan,
            "nothing_seated",
            String::new(),
            "还没有排考，没有可以打印的内容，请先排考".to_owned(),
        );
    }
    inspect_photos(content, &mut gate);
    inspect_glyphs(content, &mut gate);
    inspect_numbers(content, &mut gate);
    inspect_rooms(content, &mut gate);
    inspect_identities(content, &mut gate);
    if !content.unseated.is_empty() {
        let names: Vec<&str> =
            content.unseated.iter().take(5).map(|known| known.snapshot.details.name.as_str()).collect();
        let etc = if content.unseated.len() > names.len() { " 等" } else { "" };
        gate.error(
            Concern::Plan,
            "unseated",
            String::new(),
            format!(
                "有 {} 条报考没有座位（{}{etc}），请补排或重新排考",
                content.unseated.len(),
                names.join("、")
            ),
        );
    }
    gate
}

impl Gate {
    pub(super) fn error(&mut self, who: Concern, code: &'static str, of: String, message: String) {
        self.errors.push((who, finding(who, code, of, message)));
    }

    fn warning(&mut self, who: Concern, code: &'static str, of: String, message: String) {
        self.warnings.push((who, finding(who, code, of, message)));
    }
}

fn finding(who: Concern, code: &'static str, of: String, message: String) -> GateFinding {
    let candidate = match who {
        Concern::Candidate(id) => Some(id.to_string()),
        Concern::Plan | Concern::Room(_) => None,
    };
    GateFinding { code, message, of, candidate }
}

fn inspect_photos(content: &PlanContent, gate: &mut Gate) {
    for ticket in content.tickets.iter().filter(|ticket| ticket.photo.is_none()) {
        gate.error(
            Concern::Candidate(ticket.candidate),
            "photo_missing",
            ticket.name.clone(),
            format!("考生“{}”没有照片，准考证上将印“无照片”，请导入照片", ticket.name),
        );
    }
}

fn inspect_glyphs(content: &PlanContent, gate: &mut Gate) {
    for (candidate, name, texts) in printed_texts(content) {
        let mut missing: Vec<char> = texts.iter().flat_map(|text| missing_glyphs(text)).collect();
        missing.dedup();
        if !missing.is_empty() {
            let shown: Vec<String> =
                missing.iter().map(|glyph| format!("{glyph}（U+{:04X}）", u32::from(*glyph))).collect();
            gate.error(
                Concern::Candidate(candidate),
                "glyph_missing",
                name.to_owned(),
                format!("考生“{name}”的准考证有字体中没有的字：{}，不能正确印出", shown.join("、")),
            );
        }
    }
}

fn inspect_numbers(content: &PlanContent, gate: &mut Gate) {
    let mut seen = HashSet::new();
    for ticket in &content.tickets {
        if ticket.exam_number.is_empty() {
            gate.error(
                Concern::Candidate(ticket.candidate),
                "exam_number_missing",
                ticket.name.clone(),
                format!("考生“{}”没有准考证号，请重新排考", ticket.name),
            );
        } else if !seen.insert(&ticket.exam_number) {
            gate.error(
                Concern::Candidate(ticket.candidate),
                "exam_number_repeated",
                ticket.name.clone(),
                format!("考生“{}”的准考证号与他人重复", ticket.name),
            );
        }
    }
}

fn inspect_rooms(content: &PlanContent, gate: &mut Gate) {
    for room in &content.rooms {
        let place = format!("{} {}", room.room_name, room.start.format("%Y-%m-%d %H:%M"));
        if room.seats.len() > usize::from(room.capacity) {
            gate.error(
                Concern::Room(room.room),
                "room_overfull",
                place.clone(),
                format!("考场“{place}”安排了 {} 人，超过考位数 {}", room.seats.len(), room.capacity),
            );
        }
        if room.address.is_empty() {
            gate.error(
                Concern::Room(room.room),
                "address_missing",
                place.clone(),
                format!("考场“{place}”没有地址，请补全考场信息"),
            );
        }
    }
}

/// 认证 needs the platform, so it never holds up printing; the sign-in sheet marks those concerned.
fn inspect_identities(content: &PlanContent, gate: &mut Gate) {
    let mut waiting: BTreeMap<CandidateId, &str> = BTreeMap::new();
    for seat in content.rooms.iter().flat_map(|room| &room.seats).filter(|seat| !seat.verified) {
        waiting.insert(seat.candidate, &seat.name);
    }
    if waiting.is_empty() {
        return;
    }
    let names: Vec<&str> = waiting.values().take(5).copied().collect();
    let etc = if waiting.len() > names.len() { " 等" } else { "" };
    gate.warning(
        Concern::Plan,
        "identity_unconfirmed",
        String::new(),
        format!(
            "有 {} 名考生尚未实名认证（{}{etc}），签到表备注栏会标明，联网后请完成认证",
            waiting.len(),
            names.join("、")
        ),
    );
}
