//! The gate as the window shows it: a line for each kind of fault, with the way to mend it.

use super::content::{PlanContent, RoomContent};
use super::gate::{self, Concern};
use super::log::{PrintedLog, SheetState};
use super::overview::{State, states};
use super::profile::Dress;
use super::versions::Versions;
use super::{GateFinding, count_pages};
use crate::error::Result;
use crate::lookup;
use crate::task::Task;
use crate::workspace::App;
use kaozhan_documents::print::DocumentKind;
use kaozhan_domain::arrangement::SheetSubject;
use serde::Serialize;
use std::collections::{BTreeSet, HashSet};
use ts_rs::TS;

/// What the gate says.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintGate {
    /// Findings, errors first.
    pub items: Vec<PrintGateItem>,
    /// How many of them are errors.
    pub errors: usize,
    /// How many are only to be looked at.
    pub warnings: usize,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PrintGateItem {
    /// Stable code.
    pub code: String,
    /// Whether it holds sheets back.
    pub is_error: bool,
    /// What is wrong.
    pub title: String,
    /// With whom, or where.
    pub detail: String,
    /// How many.
    pub count: usize,
    /// The page that mends it.
    pub path: Option<String>,
    /// The word on the link.
    pub action: String,
    /// 考场编号 of the rooms that are held back.
    pub rooms: Vec<String>,
}

/// The gate of a plan. `thorough` also sets every page and finds what does not fit.
///
/// # Errors
/// `plan_unknown`, `cancelled`, those of the store.
pub fn window_gate(app: &App, plan: &str, thorough: bool, task: &Task<'_>) -> Result<PrintGate> {
    let now = app.now();
    task.step("收集打印内容", 0, 0)?;
    let (content, versions, dress, log) = app.read(|tx| {
        let plan = lookup::plan(&tx.plans()?, plan)?.clone();
        let log = PrintedLog::load(tx, plan.id)?;
        let content = PlanContent::load(tx, plan)?;
        // What was never printed can't be out of date; only setting the pages takes every version.
        let printed = log.subjects();
        let versions = Versions::as_of_some(tx, &content, now, |of| thorough || printed.contains(&of))?;
        Ok((content.within(app, tx)?, versions, Dress::load(tx)?, log))
    })?;
    let mut found = gate::inspect(&content);
    if thorough {
        count_pages(&content, &versions, &dress, &mut found, task)?;
    }
    let mut items: Vec<PrintGateItem> = Vec::new();
    for code in codes(&found.errors) {
        let some = found.errors.iter().filter(|(_, finding)| finding.code == code);
        items.push(item(&content, code, true, &some.collect::<Vec<_>>()));
    }
    for code in codes(&found.warnings) {
        let some = found.warnings.iter().filter(|(_, finding)| finding.code == code);
        items.push(item(&content, code, false, &some.collect::<Vec<_>>()));
    }
    items.extend(outdated(&content, &states(&content, &versions, &log)));
    let errors = items.iter().filter(|item| item.is_error).count();
    Ok(PrintGate { errors, warnings: items.len() - errors, items })
}

fn codes(findings: &[(Concern, GateFinding)]) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = Vec::new();
    for (_, finding) in findings {
        if !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    codes
}

/// All findings of one code as one line.
fn item(
    content: &PlanContent,
    code: &'static str,
    is_error: bool,
    some: &[&(Concern, GateFinding)],
) -> PrintGateItem {
    let count = match code {
        "unseated" => content.unseated.len(),
        "identity_unconfirmed" => unconfirmed(content),
        _ => some.len(),
    };
    let places: BTreeSet<String> =
        some.iter().flat_map(|(concern, _)| rooms_of(content, *concern)).map(str::to_owned).collect();
    let mut who: Vec<&str> =
        some.iter().map(|(_, finding)| finding.of.as_str()).filter(|of| !of.is_empty()).collect();
    who.dedup();
    let (title, action) = words(code, count);
    let mut detail = listed(&who);
    if detail.is_empty() {
        detail = hint(code).to_owned();
    }
    PrintGateItem {
        code: code.to_owned(),
        // Who has no seat is on no sheet: the sheets of the others hold.
        is_error: is_error && code != "unseated",
        title,
        detail,
        count,
        path: path(content, code, some),
        action: action.to_owned(),
        rooms: places.into_iter().collect(),
    }
}

fn listed(names: &[&str]) -> String {
    let etc = if names.len() > 3 { " 等" } else { "" };
    format!("{}{etc}", names.iter().take(3).copied().collect::<Vec<_>>().join("，"))
}

fn unconfirmed(content: &PlanContent) -> usize {
    let seats = content.rooms.iter().flat_map(|room| &room.seats);
    seats.filter(|seat| !seat.verified).map(|seat| seat.candidate).collect::<HashSet<_>>().len()
}

fn rooms_of(content: &PlanContent, concern: Concern) -> Vec<&str> {
    let held = |room: &&RoomContent| match concern {
        Concern::Plan => false,
        Concern::Room(id) => room.room == id,
        Concern::Candidate(who) => room.seats.iter().any(|seat| seat.candidate == who),
    };
    content.rooms.iter().filter(held).map(|room| room.room_code.as_str()).collect()
}

/// What is wrong, and the word on the link.
fn words(code: &str, count: usize) -> (String, &'static str) {
    match code {
        "nothing_seated" => ("还没有排考，没有可以打印的内容".to_owned(), "去排考"),
        "unseated" => (format!("{count} 条报考没有座位"), "补排"),
        "photo_missing" => (format!("{count} 人没有照片"), "补照片"),
        "glyph_missing" => (format!("{count} 人的资料有字无法打印"), "改正"),
        "exam_number_missing" => (format!("{count} 人没有准考证号"), "重新排考"),
        "exam_number_repeated" => (format!("{count} 人的准考证号与他人重复"), "查看"),
        "exam_number_uncodable" => (format!("{count} 人的准考证号不能印成条形码"), "查看"),
        "room_overfull" => (format!("{count} 个场次的人数超过考位数"), "调整"),
        "address_missing" => (format!("{count} 个场次的考场没有地址"), "补全"),
        "identity_unconfirmed" => (format!("{count} 人身份未确认"), "查看"),
        "text_too_long" => (format!("{count} 处内容太长，印不下"), "改正"),
        "photo_unreadable" => (format!("{count} 人的照片无法打印"), "换照片"),
        "seat_off_plan" => (format!("{count} 个场次有座位不在座位图上"), "改正"),
        _ => (format!("{count} 处不能正确印出"), "查看"),
    }
}

fn hint(code: &str) -> &'static str {
    match code {
        "nothing_seated" => "排好座位后再来打印",
        "unseated" => "没有座位的人不在任何材料上",
        "identity_unconfirmed" => "签到表备注栏会注明",
        _ => "",
    }
}

/// The page that mends a finding.
fn path(content: &PlanContent, code: &str, some: &[&(Concern, GateFinding)]) -> Option<String> {
    let plan = content.plan.id;
    let only = match some {
        [(Concern::Candidate(who), _)] => Some(format!("/candidates?id={who}")),
        [(Concern::Room(room), _)] => Some(format!("/rooms?id={room}")),
        _ => None,
    };
    match code {
        "nothing_seated" | "unseated" | "exam_number_missing" => Some(format!("/seating?plan={plan}")),
        "photo_missing" => only.or_else(|| Some("/candidates?status=无照片".to_owned())),
        "identity_unconfirmed" => Some("/candidates?status=信息待认证".to_owned()),
        "room_overfull" | "address_missing" | "seat_off_plan" => {
            only.or_else(|| Some(format!("/rooms?plan={plan}")))
        }
        _ => only.or_else(|| match some.first() {
            Some((Concern::Candidate(who), _)) => Some(format!("/candidates?id={who}")),
            Some((Concern::Room(room), _)) => Some(format!("/rooms?id={room}")),
            _ => None,
        }),
    }
}

/// Sheets out of date, a line for each kind.
fn outdated(content: &PlanContent, states: &[State]) -> Vec<PrintGateItem> {
    let name = |of: &SheetSubject| match of {
        SheetSubject::Ticket(who) => {
            content.tickets.iter().find(|ticket| ticket.candidate == *who).map(|ticket| ticket.name.clone())
        }
        SheetSubject::Room(room, session) => content
            .rooms
            .iter()
            .find(|known| known.room == *room && known.session == *session)
            .map(|known| format!("{} {}", known.room_name, known.start.format("%m-%d %H:%M"))),
    };
    DocumentKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let old: Vec<&SheetSubject> = states
                .iter()
                .filter(|(of, _, state)| *of == kind && *state == SheetState::Outdated)
                .map(|(_, of, _)| of)
                .collect();
            if old.is_empty() {
                return None;
            }
            let names: Vec<String> = old.iter().filter_map(|of| name(of)).take(4).collect();
            Some(PrintGateItem {
                code: format!("outdated_{}", kind.code()),
                is_error: false,
                title: format!("{} 份{}已过期", old.len(), kind.label()),
                detail: listed(&names.iter().map(String::as_str).collect::<Vec<_>>()),
                count: old.len(),
                path: None,
                action: "重印".to_owned(),
                rooms: Vec::new(),
            })
        })
        .collect()
}
