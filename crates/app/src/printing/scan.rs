//! A scanned code of a sheet, or a typed 准考证号: what it is, and whether the paper still holds.

use super::content::{PlanContent, RoomContent, SittingContent, TicketContent};
use super::profile::Dress;
use super::versions::Versions;
use super::views::{Look, Photos};
use crate::error::{AppError, Result};
use crate::scope::outside;
use crate::workspace::App;
use kaozhan_documents::print::{DocumentKind, RoomDayView};
use kaozhan_domain::ids::SessionId;
use serde::Serialize;
use std::collections::HashSet;
use ts_rs::TS;

/// Whether the paper still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanState {
    /// 有效.
    Valid,
    /// 已作废: print it again.
    Outdated,
    /// Only a number was given: there is no telling which printing lies there.
    NumberOnly,
}

/// What was scanned.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ScanAnswer {
    /// Whether it holds.
    pub state: ScanState,
    /// 有效, 已作废 …
    pub label: String,
    /// Name of the sheet.
    pub sheet: String,
    /// Code of the sheet.
    pub kind: String,
    /// Candidate's name, or room.
    pub of: String,
    /// Where and when, a line each.
    pub lines: Vec<String>,
    /// 计划编号.
    pub plan: String,
    /// 考场编号 to print again.
    pub room: Option<String>,
    /// Candidate's id to print again.
    pub candidate: Option<String>,
    /// Version on the paper.
    pub version: Option<u32>,
    /// 校验码 on the paper.
    pub checksum: String,
    /// Version that holds now.
    pub current_version: u32,
    /// 校验码 that holds now.
    pub current_checksum: String,
}

/// A code, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Code {
    Ticket { number: String, version: u32, checksum: String },
    Room { kind: DocumentKind, plan: String, site: String, room: String, version: u32, checksum: String },
    Number(String),
}

impl Code {
    fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        // Some scanners type full-width colons under a Chinese input method.
        let text = text.replace('：', ":");
        let parts: Vec<&str> = text.split(':').collect();
        match parts.as_slice() {
            ["KZ1", "T", number, version, checksum] => Some(Self::Ticket {
                number: (*number).to_owned(),
                version: version.parse().ok()?,
                checksum: (*checksum).to_owned(),
            }),
            ["KZ1", letter, plan, site, room, version, checksum] => Some(Self::Room {
                kind: match *letter {
                    "D" => DocumentKind::Door,
                    "M" => DocumentKind::SeatingPlan,
                    "P" => DocumentKind::PackCover,
                    "R" => DocumentKind::RoomRecord,
                    "S" => DocumentKind::SignIn,
                    _ => return None,
                },
                plan: (*plan).to_owned(),
                site: (*site).to_owned(),
                room: (*room).to_owned(),
                version: version.parse().ok()?,
                checksum: (*checksum).to_owned(),
            }),
            [number] if number.len() >= 6 && number.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                Some(Self::Number((*number).to_owned()))
            }
            _ => None,
        }
    }
}

/// Reads what a scanner typed.
///
/// # Errors
/// `scan_unreadable`, `scan_unknown`, `outside_scope` for paper of certificates that others manage only.
pub fn scan(app: &App, text: &str) -> Result<ScanAnswer> {
    let code = Code::parse(text).ok_or_else(|| {
        AppError::new("scan_unreadable", "这不是考站打印的二维码，也不是准考证号")
            .hint("请扫描材料上的二维码，或输入 26 位准考证号")
    })?;
    let now = app.now();
    let (content, versions, ours) = app.read(|tx| {
        let plans = tx.plans()?;
        let plan = match &code {
            Code::Room { plan, .. } => plans.into_iter().find(|known| known.number.to_uppercase() == *plan),
            Code::Ticket { number, .. } | Code::Number(number) => {
                let owner = tx.exam_number_owner(number)?;
                owner.and_then(|owner| plans.into_iter().find(|known| known.id == owner.plan))
            }
        };
        let plan = plan.ok_or_else(unknown)?;
        app.check_plan(tx, &plan)?;
        let ours = app.sessions(tx, plan.id)?;
        let content = PlanContent::load(tx, plan)?;
        let versions = Versions::as_of(tx, &content, now)?;
        Ok((content, versions, ours))
    })?;
    match code {
        Code::Ticket { number, version, checksum } => {
            ticket(&content, &versions, &ours, &number, Some((version, checksum)))
        }
        Code::Number(number) => ticket(&content, &versions, &ours, &number, None),
        Code::Room { kind, site, room, version, checksum, .. } => {
            let same = |known: &&RoomContent| {
                known.room_code.to_uppercase() == room && known.site_number.to_uppercase() == site
            };
            let rooms: Vec<&RoomContent> = content.rooms.iter().filter(same).collect();
            of_room(&rooms, &versions, &ours, (kind, version, checksum.as_str()))
        }
    }
}

fn unknown() -> AppError {
    AppError::new("scan_unknown", "这个工作区里没有这张材料")
        .hint("它可能是别的学校或别的计划的，或者对应的编排已经删除")
}

/// A ticket is one sheet for everything that its owner takes in the plan; the lines are those of `ours`.
fn ticket(
    content: &PlanContent,
    versions: &Versions,
    ours: &HashSet<SessionId>,
    number: &str,
    paper: Option<(u32, String)>,
) -> Result<ScanAnswer> {
    let found: &TicketContent =
        content.tickets.iter().find(|ticket| ticket.exam_number.eq_ignore_ascii_case(number)).ok_or_else(
            || {
                AppError::new("scan_not_seated", "这个准考证号现在没有座位，准考证已作废")
                    .hint("请在考场编排里查看")
            },
        )?;
    let current = versions.tickets.get(&found.candidate).ok_or_else(unknown)?;
    let state = match &paper {
        None => ScanState::NumberOnly,
        Some((version, sum)) if *version == current.version && *sum == current.checksum => ScanState::Valid,
        Some(_) => ScanState::Outdated,
    };
    let sittings: Vec<&SittingContent> =
        found.sittings.iter().filter(|sitting| ours.contains(&sitting.session)).collect();
    if sittings.is_empty() {
        return Err(outside("这张准考证上的座位"));
    }
    let lines = sittings.iter().map(|sitting| {
        format!(
            "{} {} {} 座位 {}",
            sitting.start.format("%m-%d %H:%M"),
            sitting.subject,
            sitting.room_name,
            sitting.seat
        )
    });
    Ok(ScanAnswer {
        state,
        label: label(state).to_owned(),
        sheet: DocumentKind::Tickets.label().to_owned(),
        kind: DocumentKind::Tickets.code().to_owned(),
        of: found.name.clone(),
        lines: lines.collect(),
        plan: content.plan.number.clone(),
        room: None,
        candidate: Some(found.candidate.to_string()),
        version: paper.as_ref().map(|(version, _)| *version),
        checksum: paper.map(|(_, sum)| sum).unwrap_or_default(),
        current_version: current.version,
        current_checksum: current.checksum.clone(),
    })
}

fn label(state: ScanState) -> &'static str {
    match state {
        ScanState::Valid => "有效",
        ScanState::Outdated => "已作废，请用新版",
        ScanState::NumberOnly => "找到考生",
    }
}

/// A sheet of a room: when it is for, its version and 校验码, and whether it is for a session of `ours`.
struct RoomSheet {
    when: String,
    version: u32,
    checksum: String,
    is_ours: bool,
}

/// The sheets of a kind that these rooms have now.
fn sheets_of(
    rooms: &[&RoomContent],
    versions: &Versions,
    ours: &HashSet<SessionId>,
    kind: DocumentKind,
) -> Vec<RoomSheet> {
    let (photos, dress) = (Photos::new(), Dress::none());
    let look = Look { versions, photos: &photos, dress: &dress };
    if kind != DocumentKind::Door {
        let sheet = |room: &&RoomContent| {
            let view = look.room_session(room);
            RoomSheet {
                when: format!("{} {}", view.start.format("%Y-%m-%d %H:%M"), view.subject),
                version: view.trace.version,
                checksum: view.trace.checksum,
                is_ours: ours.contains(&room.session),
            }
        };
        return rooms.iter().map(sheet).collect();
    }
    let date_of = |day: &RoomDayView| day.sessions.first().map(|one| one.start.date());
    let sign = |day: RoomDayView, is_ours: bool| RoomSheet {
        when: date_of(&day).map(|date| date.to_string()).unwrap_or_default(),
        version: day.trace.version,
        checksum: day.trace.checksum,
        is_ours,
    };
    let (own, foreign): (Vec<&RoomContent>, Vec<&RoomContent>) =
        rooms.iter().copied().partition(|room| ours.contains(&room.session));
    let mut sheets: Vec<RoomSheet> = look.room_days(&own).into_iter().map(|day| sign(day, true)).collect();
    if !foreign.is_empty() {
        // A door sign is for a whole day. Whoever manages some certificates prints it for those only, so a room
        // may have several; all of them hold.
        let days: HashSet<_> = own.iter().map(|room| room.start.date()).collect();
        let is_shared = |day: &RoomDayView| date_of(day).is_some_and(|date| days.contains(&date));
        let shared = look.room_days(rooms).into_iter().filter(is_shared);
        sheets.extend(shared.map(|day| sign(day, true)));
        sheets.extend(look.room_days(&foreign).into_iter().map(|day| sign(day, false)));
    }
    sheets
}

fn of_room(
    rooms: &[&RoomContent],
    versions: &Versions,
    ours: &HashSet<SessionId>,
    (kind, version, checksum): (DocumentKind, u32, &str),
) -> Result<ScanAnswer> {
    let first = rooms.first().ok_or_else(unknown)?;
    // The code does not name the session: the 校验码 does.
    let mut sheets = sheets_of(rooms, versions, ours, kind);
    let is_held = |sheet: &RoomSheet| sheet.version == version && sheet.checksum == checksum;
    let is_foreign = sheets.iter().any(|sheet| is_held(sheet) && !sheet.is_ours);
    sheets.retain(|sheet| sheet.is_ours);
    if sheets.is_empty() || (is_foreign && !sheets.iter().any(is_held)) {
        return Err(outside(&format!("考场“{}”的这张材料", first.room_name)));
    }
    let held = sheets.iter().find(|&sheet| is_held(sheet));
    let newest = sheets.iter().max_by_key(|sheet| sheet.version);
    let (state, now) = match (held, newest) {
        (Some(sheet), _) => (ScanState::Valid, sheet),
        (None, Some(newest)) => (ScanState::Outdated, newest),
        (None, None) => return Err(unknown()),
    };
    Ok(ScanAnswer {
        state,
        label: label(state).to_owned(),
        sheet: kind.label().to_owned(),
        kind: kind.code().to_owned(),
        of: first.room_name.clone(),
        lines: if state == ScanState::Valid {
            vec![now.when.clone()]
        } else {
            sheets.iter().map(|one| format!("{}　现在是第 {} 版", one.when, one.version)).collect()
        },
        plan: first.plan_number.clone(),
        room: Some(first.room_code.clone()),
        candidate: None,
        version: Some(version),
        checksum: checksum.to_owned(),
        current_version: now.version,
        current_checksum: now.checksum.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_paper_are_taken_apart() {
        assert_eq!(
            Code::parse(" kz1:t:20260620:3:154b25bc\r\n"),
            Some(Code::Ticket { number: "20260620".into(), version: 3, checksum: "154B25BC".into() })
        );
        assert!(matches!(
            Code::parse("KZ1：D：2026-0612：S1：R013：2：00000001"),
            Some(Code::Room { kind: DocumentKind::Door, version: 2, .. })
        ));
        assert_eq!(Code::parse("2026 0620 0001"), Some(Code::Number("202606200001".into())));
        for text in ["", "KZ1:T:1", "KZ1:X:a:b:c:1:d", "KZ1:T:1:x:2", "https://a.b/c", "你好"] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }
}
