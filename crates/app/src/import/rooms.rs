//! 批量导入考场信息 (R-143… ).

use super::judge::{self, Changes, Judgement, RowState, Setting};
use super::{add_all, cell};
use crate::error::Result;
use crate::exporting::room_texts;
use crate::import::report::Findings;
use crate::lookup;
use crate::scope;
use crate::task::Task;
use crate::workspace::{all_rooms, all_subjects};
use chrono::NaiveDateTime;
use kaozhan_documents::sheet::{TableRead, TableRow};
use kaozhan_domain::FieldProblem;
use kaozhan_domain::account::Scope;
use kaozhan_domain::field::has_error;
use kaozhan_domain::ids::{CertificateId, PlanId, RoomId, SiteId};
use kaozhan_domain::plan::input::split_list;
use kaozhan_domain::plan::{Certificate, ExamPlan, Subject};
use kaozhan_domain::room::input::{RoomInput, check};
use kaozhan_domain::room::{Room, RoomStatus};
use kaozhan_domain::seating::ExamMode;
use kaozhan_domain::site::Site;
use kaozhan_store::{ReadTx, WriteTx};
use std::collections::HashMap;

/// What makes a room one of its kind.
type RoomKey = (PlanId, SiteId, CertificateId, String);

/// What rooms refer to, and the rooms there are.
pub(super) struct Known {
    plans: Vec<ExamPlan>,
    sites: Vec<Site>,
    certificates: Vec<Certificate>,
    subjects: Vec<Subject>,
    rooms: Vec<Room>,
}

enum Verdict {
    Refused,
    Unchanged,
    Write(Box<Room>),
}

impl judge::Known for Known {
    fn judge(&self, sheets: &[TableRead], setting: &Setting<'_>, task: &Task<'_>) -> Result<Judgement> {
        let mut findings = Findings::default();
        let mut states = Vec::with_capacity(sheets.len());
        let mut rooms = Vec::new();
        for read in sheets {
            task.step("核对考场", 0, read.rows.len())?;
            let verdicts = judge_rows(read, self, setting, &mut findings);
            states.push(verdicts.iter().map(|verdict| self.state(verdict)).collect());
            rooms.extend(verdicts.into_iter().filter_map(|verdict| match verdict {
                Verdict::Write(room) => Some(*room),
                Verdict::Refused | Verdict::Unchanged => None,
            }));
        }
        Ok(Judgement { states, findings, changes: Box::new(Writes(rooms)) })
    }
}

/// The rooms to write.
struct Writes(Vec<Room>);

impl Changes for Writes {
    fn store(self: Box<Self>, tx: &mut WriteTx<'_>, task: &Task<'_>) -> Result<()> {
        for (done, room) in self.0.iter().enumerate() {
            if done % 500 == 0 {
                task.step("写入考场", done, self.0.len())?;
            }
            tx.put_room(room)?;
        }
        Ok(())
    }
}

impl Known {
    pub(super) fn load(tx: &ReadTx<'_>) -> Result<Self> {
        let plans = tx.plans()?;
        Ok(Self {
            sites: tx.sites()?,
            certificates: tx.certificates()?,
            subjects: all_subjects(tx, &plans)?,
            rooms: all_rooms(tx, &plans)?,
            plans,
        })
    }

    fn state(&self, verdict: &Verdict) -> RowState {
        match verdict {
            Verdict::Refused => RowState::Refused,
            Verdict::Unchanged => RowState::Unchanged,
            Verdict::Write(new) => match self.rooms.iter().find(|old| old.id == new.id) {
                Some(old) => RowState::Changed(differences(old, new)),
                None => RowState::New,
            },
        }
    }
}

/// The fields that `new` changes, with what `old` holds.
fn differences(old: &Room, new: &Room) -> Vec<(&'static str, String)> {
    let pairs = room_texts(old).into_iter().zip(room_texts(new));
    pairs.filter(|(old, new)| old.1 != new.1).map(|(old, _)| old).collect()
}

fn key(room: &Room) -> RoomKey {
    (room.plan, room.site, room.certificate, room.name.clone())
}

fn judge_rows(
    read: &TableRead,
    known: &Known,
    setting: &Setting<'_>,
    findings: &mut Findings,
) -> Vec<Verdict> {
    findings.extend(read.problems.iter().cloned());
    let resolved: Vec<(Option<Room>, Vec<FieldProblem>)> =
        read.rows.iter().map(|row| resolve_row(read, row, known, setting.scope)).collect();
    let repeated = repeated_rows(read, &resolved);
    let existing: HashMap<RoomKey, &Room> = known.rooms.iter().map(|room| (key(room), room)).collect();
    let mut codes = RoomCodes::of(&known.rooms);
    let mut verdicts = Vec::with_capacity(resolved.len());
    for (row, (room, mut problems)) in read.rows.iter().zip(resolved) {
        if let Some(others) = repeated.get(&row.row) {
            problems.push(FieldProblem::error(
                "name",
                "duplicate_in_file",
                format!("与本表第 {others} 行是同一计划、站点、证书的同名考场，请只保留一行"),
            ));
        }
        let refused = has_error(&problems) || findings.refuses(&read.sheet, row.row);
        let verdict = match room {
            Some(room) if !refused => {
                judge_room(room, &existing, known, setting.now, &mut codes, &mut problems)
            }
            _ => Verdict::Refused,
        };
        add_all(findings, read, row.row, problems);
        verdicts.push(verdict);
    }
    verdicts
}

/// The room that a row describes, and what is wrong with the row.
fn resolve_row(
    read: &TableRead,
    row: &TableRow,
    known: &Known,
    scope: &Scope,
) -> (Option<Room>, Vec<FieldProblem>) {
    let get = |field| cell(read, row, field);
    let input = RoomInput {
        name: get("name"),
        capacity: get("capacity"),
        province: get("province"),
        city: get("city"),
        county: get("county"),
        address: get("address"),
        floor: get("floor"),
        columns: get("columns"),
        start_corner: get("start_corner"),
        seat_order: get("seat_order"),
        aisles: get("aisles"),
        blocked: get("blocked"),
        reserve: get("reserve"),
        remark: get("remark"),
    };
    let (draft, mut problems) = check(&input);
    let mut take = |field, violation| problems.push(FieldProblem { field, violation });
    let plan = lookup::plan(&known.plans, get("plan")).map_err(|v| take("plan", v)).ok();
    let site = lookup::site(&known.sites, get("site")).map_err(|v| take("site", v)).ok();
    if let Some(Err(violation)) = site.map(Site::check_usable) {
        take("site", violation);
    }
    let certificate = lookup::certificate(&known.certificates, get("certificate"), get("level"))
        .map_err(|v| take("certificate", v))
        .ok();
    if let Some(Err(violation)) = certificate.map(|certificate| scope::check_row(scope, certificate)) {
        take("certificate", violation);
    }
    let (Some(plan), Some(certificate)) = (plan, certificate) else { return (None, problems) };
    let subjects = resolve_subjects(known, plan, certificate, get("subjects"), &mut problems);
    check_room_type(get("room_type"), subjects.first().map(|subject| subject.mode), &mut problems);
    let (Some(draft), Some(site), Some(first)) = (draft, site, subjects.first()) else {
        return (None, problems);
    };
    let room = Room {
        id: RoomId(uuid::Uuid::now_v7()),
        code: String::new(),
        plan: plan.id,
        site: site.id,
        certificate: certificate.id,
        subjects: subjects.iter().map(|subject| subject.id).collect(),
        name: draft.name,
        mode: first.mode,
        capacity: draft.capacity,
        province: draft.province,
        city: draft.city,
        county: draft.county,
        address: draft.address,
        floor: draft.floor,
        layout: draft.layout,
        remark: draft.remark,
    };
    (Some(room), problems)
}

/// The subjects of a cell; all of one mode, because that makes the room's type.
fn resolve_subjects<'k>(
    known: &'k Known,
    plan: &ExamPlan,
    certificate: &Certificate,
    text: &str,
    problems: &mut Vec<FieldProblem>,
) -> Vec<&'k Subject> {
    let of_certificate: Vec<&Subject> = known
        .subjects
        .iter()
        .filter(|subject| subject.plan == plan.id && subject.certificate == certificate.id)
        .collect();
    let mut subjects: Vec<&Subject> = Vec::new();
    for name in split_list(text) {
        let found = lookup::only(&of_certificate, &name, "subject", "考试科目", |subject| {
            vec![&subject.code, &subject.name]
        });
        match found {
            Ok(subject) if subjects.iter().any(|known| known.id == subject.id) => {}
            Ok(subject) => subjects.push(subject),
            Err(violation) => problems.push(FieldProblem { field: "subjects", violation }),
        }
    }
    if text.trim().is_empty() {
        problems.push(FieldProblem::error("subjects", "value_missing", "考试科目为空，请填写"));
    }
    let modes: Vec<ExamMode> = subjects.iter().map(|subject| subject.mode).collect();
    if modes.iter().any(|mode| Some(mode) != modes.first()) {
        problems.push(FieldProblem::error(
            "subjects",
            "room_modes_differ",
            "一个考场的科目考试方式必须相同，请按考试方式分别设置考场",
        ));
    }
    subjects
}

/// 考场类型 follows from the subjects; a cell that says otherwise is a mistake somewhere.
fn check_room_type(text: &str, mode: Option<ExamMode>, problems: &mut Vec<FieldProblem>) {
    let (text, Some(mode)) = (text.trim(), mode) else { return };
    if !text.is_empty() && ExamMode::from_label(text) != Some(mode) {
        problems.push(FieldProblem::error(
            "room_type",
            "room_type_differs",
            format!("考场类型“{text}”与科目的考试方式不符，应为“{}”（可以不填）", mode.room_label()),
        ));
    }
}

fn repeated_rows(read: &TableRead, resolved: &[(Option<Room>, Vec<FieldProblem>)]) -> HashMap<u32, String> {
    let mut rows_of: HashMap<RoomKey, Vec<u32>> = HashMap::new();
    for (row, (room, _)) in read.rows.iter().zip(resolved) {
        if let Some(room) = room {
            rows_of.entry(key(room)).or_default().push(row.row);
        }
    }
    super::others_of(rows_of.into_values())
}

/// Short codes: one physical room keeps its code in every plan and for every certificate.
struct RoomCodes {
    known: HashMap<(SiteId, String), String>,
    next: u32,
}

impl RoomCodes {
    fn of(rooms: &[Room]) -> Self {
        let highest = rooms.iter().filter_map(|room| room.code.strip_prefix('R')?.parse::<u32>().ok()).max();
        let known = rooms.iter().map(|room| ((room.site, room.name.clone()), room.code.clone())).collect();
        Self { known, next: highest.unwrap_or(0) + 1 }
    }

    fn code_for(&mut self, room: &Room) -> String {
        let next = &mut self.next;
        let code = self.known.entry((room.site, room.name.clone())).or_insert_with(|| {
            *next += 1;
            format!("R{:03}", *next - 1)
        });
        code.clone()
    }
}

fn judge_room(
    mut room: Room,
    existing: &HashMap<RoomKey, &Room>,
    known: &Known,
    now: NaiveDateTime,
    codes: &mut RoomCodes,
    problems: &mut Vec<FieldProblem>,
) -> Verdict {
    let plan = known.plans.iter().find(|plan| plan.id == room.plan);
    let status = RoomStatus::at(now, plan.and_then(|plan| plan.windows.arrangement));
    let Some(old) = existing.get(&key(&room)) else {
        match Room::check_creation(&room.name, status) {
            Some(problem) if problem.violation.is_error() => {
                problems.push(problem);
                return Verdict::Refused;
            }
            warning => problems.extend(warning),
        }
        room.code = codes.code_for(&room);
        return Verdict::Write(Box::new(room));
    };
    room.id = old.id;
    room.code.clone_from(&old.code);
    if **old == room {
        problems.clear();
        return Verdict::Unchanged;
    }
    problems.extend(old.check_edit(&room, status));
    if has_error(problems) {
        return Verdict::Refused;
    }
    Verdict::Write(Box::new(room))
}
