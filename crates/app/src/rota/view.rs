//! A rota as the window shows it: a grid of rooms and sessions, what is missing, and who has how much.

use super::scene::{RotaOptions, Scene};
use crate::forms::Permit;
use kaozhan_domain::invigilator::rota::{Eligibility, Placement, RotaFinding, Shortage, findings, shortages};
use kaozhan_domain::invigilator::{DutyRole, InvigilationDuty};
use kaozhan_domain::plan::Certificate;
use serde::Serialize;
use std::collections::HashSet;
use ts_rs::TS;

/// A rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RotaView {
    /// 考试计划.
    pub plan_id: String,
    /// 计划名称.
    pub plan: String,
    /// How it is arranged.
    pub options: RotaOptions,
    /// The columns, by time.
    pub sessions: Vec<RotaSession>,
    /// The rows, by code.
    pub rooms: Vec<RotaRoom>,
    /// The cells that are in use.
    pub places: Vec<RotaPlace>,
    /// Everybody who takes part, those with the most duties first.
    pub loads: Vec<RotaLoad>,
    /// What is missing, one sentence each.
    pub shortages: Vec<RotaShortage>,
    /// What is wrong, one sentence each.
    pub findings: Vec<String>,
    /// What to know of the way it is arranged.
    pub warnings: Vec<String>,
    /// People needed.
    pub needed: u64,
    /// Of those, people found.
    pub filled: u64,
    /// Most duties of one person, earlier ones included.
    pub most: u32,
    /// Fewest duties of one person who could have some.
    pub least: u32,
    /// It is a proposal, not written yet.
    pub proposed: bool,
    /// Duties that the proposal adds, moves or removes.
    pub changes: u64,
    /// The last change can be taken back.
    pub can_undo: bool,
}

/// A session of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RotaSession {
    /// Identity.
    pub id: String,
    /// 考试时间.
    pub label: String,
    /// 考试科目.
    pub subject: String,
    /// 证书 with level.
    pub certificate: String,
    /// It has begun and is left alone.
    pub past: bool,
    /// Rooms in use.
    pub rooms: u64,
    /// Candidates with a seat.
    pub candidates: u64,
}

/// A room of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RotaRoom {
    /// Identity; empty for 巡考.
    pub id: String,
    /// 考场名称, or 巡考.
    pub name: String,
    /// Stable short code.
    pub code: String,
}

/// A room in a session, or 巡考 of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RotaPlace {
    /// 场次.
    pub session_id: String,
    /// 考场; empty for 巡考.
    pub room_id: String,
    /// 监考, 巡考.
    pub role: String,
    /// People needed.
    pub needed: u16,
    /// Candidates there.
    pub candidates: u64,
    /// People missing.
    pub missing: u16,
    /// Who is there.
    pub people: Vec<RotaDuty>,
}

/// Somebody at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RotaDuty {
    /// Who.
    pub invigilator_id: String,
    /// 教师姓名.
    pub name: String,
    /// Stays when the plan is arranged again.
    pub locked: bool,
    /// New in this proposal.
    pub fresh: bool,
    /// Why that can't be; empty when it can.
    pub problem: String,
}

/// What one person has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RotaLoad {
    /// Who.
    pub invigilator_id: String,
    /// 教师姓名.
    pub name: String,
    /// Certificates that are 已认证.
    pub verified: u64,
    /// Earlier duties that count.
    pub earlier: u32,
    /// Duties in this plan.
    pub duties: u32,
    /// Both.
    pub total: u32,
    /// Places of this plan where the person may be.
    pub able: bool,
}

/// A place that lacks people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RotaShortage {
    /// 场次.
    pub session_id: String,
    /// 考场; empty for 巡考.
    pub room_id: String,
    /// How many are missing.
    pub missing: u16,
    /// Where and how many.
    pub place: String,
    /// Why nobody else is there.
    pub reason: String,
}

/// Somebody who may be given a place, or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RotaCandidate {
    /// Who.
    pub invigilator_id: String,
    /// 教师姓名.
    pub name: String,
    /// 所属院校.
    pub school: String,
    /// Earlier duties that count.
    pub earlier: u32,
    /// Duties in this plan.
    pub duties: u32,
    /// Whether the person is free and may be there.
    pub permit: Permit,
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Scene {
    /// Duties of each person in this plan.
    pub(super) fn own_loads(&self, duties: &[InvigilationDuty]) -> Vec<u32> {
        let mut loads = vec![0; self.people.len()];
        for at in self.placements(duties) {
            loads[at.person] += 1;
        }
        loads
    }

    /// The rota with these duties, as much of it as the person at work manages; `proposed` when they are not those
    /// of the workspace. The loads are whole, or the same people would be asked again and again.
    pub(super) fn view(&self, duties: &[InvigilationDuty], proposed: bool) -> RotaView {
        let placements = self.placements(duties);
        let (wrong, short) = (findings(&self.request, &placements), shortages(&self.request, &placements));
        let places = self.places(duties, &wrong, proposed);
        let loads = self.loads(duties);
        let able = || loads.iter().filter(|load| load.able).map(|load| load.total);
        let needed: u64 = self.request.slots.iter().map(|slot| u64::from(slot.needed)).sum();
        let missing: u64 = short.iter().map(|shortage| u64::from(shortage.missing)).sum();
        RotaView {
            plan_id: self.plan.id.to_string(),
            plan: self.plan.name.clone(),
            options: self.options.clone(),
            sessions: self.session_views(),
            rooms: self.room_views(),
            most: able().max().unwrap_or_default(),
            least: able().min().unwrap_or_default(),
            shortages: short.iter().map(|shortage| self.shortage(shortage)).collect(),
            findings: self.sentences(duties, &wrong),
            warnings: self.warnings(),
            needed,
            filled: needed - missing,
            proposed,
            changes: if proposed { count(self.changes(duties)) } else { 0 },
            can_undo: false,
            places,
            loads,
        }
    }

    fn changes(&self, duties: &[InvigilationDuty]) -> usize {
        let place = |duty: &InvigilationDuty| (duty.session, duty.invigilator, duty.room);
        let (old, new): (HashSet<_>, HashSet<_>) =
            (self.duties.iter().map(place).collect(), duties.iter().map(place).collect());
        let gone = old.iter().filter(|one| !new.iter().any(|other| (other.0, other.1) == (one.0, one.1)));
        gone.count() + new.difference(&old).count()
    }

    fn session_views(&self) -> Vec<RotaSession> {
        let used = self.sessions.iter().filter_map(|(session, subject)| {
            let own: Vec<_> = self.our_slots().filter(|(_, slot, _)| slot.session == session.id).collect();
            let rooms = || own.iter().filter(|(_, slot, facts)| slot.room.is_some() && facts.candidates > 0);
            (!own.is_empty()).then(|| RotaSession {
                id: session.id.to_string(),
                label: session.label(),
                subject: subject.name.clone(),
                certificate: self
                    .certificates
                    .get(&subject.certificate)
                    .map(Certificate::label)
                    .unwrap_or_default(),
                past: own.iter().any(|(_, _, facts)| facts.past),
                rooms: count(rooms().count()),
                candidates: rooms().map(|(_, _, facts)| facts.candidates).sum(),
            })
        });
        used.collect()
    }

    fn room_views(&self) -> Vec<RotaRoom> {
        let used: HashSet<_> = self.our_slots().filter_map(|(_, slot, _)| slot.room).collect();
        let mut rooms: Vec<RotaRoom> = used
            .iter()
            .filter_map(|id| self.rooms.get(id))
            .map(|room| RotaRoom {
                id: room.id.to_string(),
                name: room.name.clone(),
                code: room.code.clone(),
            })
            .collect();
        rooms.sort_by(|a, b| (&a.code, &a.name, &a.id).cmp(&(&b.code, &b.name, &b.id)));
        if !rooms.is_empty() {
            let name = DutyRole::Patrol.label().to_owned();
            rooms.push(RotaRoom { id: String::new(), name, code: String::new() });
        }
        rooms
    }

    fn places(&self, duties: &[InvigilationDuty], wrong: &[RotaFinding], proposed: bool) -> Vec<RotaPlace> {
        self.our_slots()
            .map(|(slot, wanted, facts)| {
                let own =
                    duties.iter().filter(|duty| (duty.session, duty.room) == (wanted.session, wanted.room));
                let people: Vec<RotaDuty> =
                    own.filter_map(|duty| self.duty_view(slot, duty, wrong, proposed)).collect();
                let have = u16::try_from(people.len()).unwrap_or(u16::MAX);
                RotaPlace {
                    session_id: wanted.session.to_string(),
                    room_id: wanted.room.map(|room| room.to_string()).unwrap_or_default(),
                    role: wanted.role.label().to_owned(),
                    needed: wanted.needed,
                    candidates: facts.candidates,
                    missing: wanted.needed.saturating_sub(have),
                    people,
                }
            })
            .collect()
    }

    fn duty_view(
        &self,
        slot: usize,
        duty: &InvigilationDuty,
        wrong: &[RotaFinding],
        proposed: bool,
    ) -> Option<RotaDuty> {
        let person = self.person(duty.invigilator)?;
        let at = Placement { slot, person };
        let finding = wrong.iter().find(|finding| finding.placement == at);
        let known = self.duties.iter().any(|old| {
            (old.session, old.invigilator, old.room) == (duty.session, duty.invigilator, duty.room)
        });
        Some(RotaDuty {
            invigilator_id: duty.invigilator.to_string(),
            name: self.people[person].name.clone(),
            locked: duty.locked,
            fresh: proposed && !known,
            problem: finding.map(|finding| self.words(finding.hindrance)).unwrap_or_default(),
        })
    }

    fn loads(&self, duties: &[InvigilationDuty]) -> Vec<RotaLoad> {
        let own = self.own_loads(duties);
        let mut loads: Vec<RotaLoad> = self
            .people
            .iter()
            .zip(&self.request.people)
            .enumerate()
            .map(|(person, (known, asked))| {
                let open = |slot: usize| self.request.slots[slot].needed > 0;
                let may = |slot: usize| self.request.hindrance(Placement { slot, person }).is_none();
                let mut slots = 0..self.request.slots.len();
                RotaLoad {
                    invigilator_id: known.id.to_string(),
                    name: known.name.clone(),
                    verified: count(asked.verified.len()),
                    earlier: asked.earlier,
                    duties: own[person],
                    total: asked.earlier + own[person],
                    able: slots.any(|slot| open(slot) && may(slot)),
                }
            })
            .collect();
        loads.sort_by_key(|load| (std::cmp::Reverse(load.total), std::cmp::Reverse(load.duties)));
        loads
    }

    fn shortage(&self, shortage: &Shortage) -> RotaShortage {
        let slot = &self.request.slots[shortage.slot];
        let time = self.session_of(shortage.slot).map(|(session, _)| session.label()).unwrap_or_default();
        let what = match slot.role {
            DutyRole::Invigilator => format!("“{}”监考", self.place_name(shortage.slot)),
            DutyRole::Patrol => "巡考".to_owned(),
        };
        let counts = [
            (shortage.not_verified, "未认证"),
            (shortage.unavailable, "该时间不能监考"),
            (shortage.busy, "同一时间另有任务"),
        ];
        let reasons: Vec<String> = counts
            .into_iter()
            .filter(|(people, _)| *people > 0)
            .map(|(people, why)| format!("{why} {people} 人"))
            .collect();
        let reason = match (self.people.is_empty(), reasons.is_empty()) {
            (true, _) => "没有参加编排的监考人员".to_owned(),
            (false, true) => "还有可以安排的人".to_owned(),
            (false, false) => format!("其余人员：{}", reasons.join("，")),
        };
        RotaShortage {
            session_id: slot.session.to_string(),
            room_id: slot.room.map(|room| room.to_string()).unwrap_or_default(),
            missing: shortage.missing,
            place: format!("{time} {what}缺 {} 人", shortage.missing),
            reason,
        }
    }

    fn sentences(&self, duties: &[InvigilationDuty], wrong: &[RotaFinding]) -> Vec<String> {
        let time = |slot: usize| self.session_of(slot).map(|(one, _)| one.label()).unwrap_or_default();
        let ours = |slot: usize| self.is_ours(self.request.slots[slot].session);
        let shown = |slot: usize| ours(slot) && !self.facts[slot].past;
        let open = wrong.iter().filter(|finding| shown(finding.placement.slot));
        let mut lines: Vec<String> = open
            .map(|finding| {
                let Placement { slot, person } = finding.placement;
                let name = &self.people[person].name;
                let why = self.words(finding.hindrance);
                format!("{} “{}”的{name}：{why}", time(slot), self.place_name(slot))
            })
            .collect();
        for (slot, wanted, facts) in self.our_slots().filter(|(_, _, facts)| facts.candidates == 0) {
            let key = (wanted.session, wanted.room);
            if !facts.past && duties.iter().any(|duty| (duty.session, duty.room) == key) {
                lines.push(format!(
                    "{} “{}”已没有考生，却有监考安排，请取消",
                    time(slot),
                    self.place_name(slot)
                ));
            }
        }
        lines
    }

    fn warnings(&self) -> Vec<String> {
        match self.options.eligibility {
            Eligibility::SameCertificate => Vec::new(),
            Eligibility::AnyVerified => {
                vec!["不分证书：有任一已认证证书的人员都可能被安排，请确认培训评价组织同意".to_owned()]
            }
            Eligibility::Rehearsal => {
                vec!["包括未认证的人员，只能用于演练；正式考试的监考人员须经培训评价组织认证".to_owned()]
            }
        }
    }
}
