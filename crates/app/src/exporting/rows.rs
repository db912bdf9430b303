//! The rows of each table that can be exported: what a plan, a room, a registration, a seat is in a cell.
//! Knows nothing of files and of the trail.

use super::ExportChoice;
use crate::candidates::parse_status;
use crate::error::Result;
use crate::lookup;
use crate::rota::Staff;
use crate::workspace::{App, all_subjects};
use kaozhan_documents::sheet::{
    ARRANGEMENT_RECORD, INVIGILATORS, REGISTRATIONS, ROOMS, ROSTER, SEATING, Table,
};
use kaozhan_domain::account::Scope;
use kaozhan_domain::candidate::{Candidate, CandidateDetails};
use kaozhan_domain::ids::{
    CandidateId, CertificateId, PlanId, RegistrationId, RoomId, SessionId, SiteId, SubjectId,
};
use kaozhan_domain::invigilator::{DutyRole, Invigilator};
use kaozhan_domain::plan::{Certificate, ExamPlan, Session, Subject};
use kaozhan_domain::room::Room;
use kaozhan_domain::seating::{Direction, Pattern, Position, RoomLayout};
use kaozhan_domain::site::Site;
use kaozhan_store::{CandidateFilter, Page, ReadTx, RegistrationFilter};
use std::collections::{BTreeMap, HashMap};

/// A row of `table` from (field, value) pairs.
fn row<const N: usize>(table: &Table, values: [(&str, String); N]) -> Vec<String> {
    let mut values: HashMap<&str, String> = values.into_iter().collect();
    table.columns.iter().map(|column| values.remove(column.field).unwrap_or_default()).collect()
}

/// What exports refer to, as far as the person manages it.
pub(super) struct Book {
    scope: Scope,
    plans: Vec<ExamPlan>,
    sites: HashMap<SiteId, Site>,
    certificates: HashMap<CertificateId, Certificate>,
    subjects: HashMap<SubjectId, Subject>,
    sessions: HashMap<SessionId, Session>,
}

impl Book {
    pub(super) fn load(app: &App, tx: &ReadTx<'_>, choice: &ExportChoice) -> Result<Self> {
        let mut plans = app.plans(tx)?;
        let mut subjects = all_subjects(tx, &plans)?;
        subjects.retain(|subject| app.scope().covers(subject.certificate));
        if let Some(text) = &choice.plan {
            plans = vec![lookup::plan(&plans, text)?.clone()];
        }
        Ok(Self {
            scope: app.scope().clone(),
            plans,
            sites: tx.sites()?.into_iter().map(|site| (site.id, site)).collect(),
            certificates: tx.certificates()?.into_iter().map(|known| (known.id, known)).collect(),
            sessions: subjects
                .iter()
                .flat_map(|subject| &subject.sessions)
                .map(|session| (session.id, *session))
                .collect(),
            subjects: subjects.into_iter().map(|subject| (subject.id, subject)).collect(),
        })
    }

    fn plan_name(&self, id: PlanId) -> String {
        self.plans.iter().find(|plan| plan.id == id).map(|plan| plan.name.clone()).unwrap_or_default()
    }

    pub(super) fn candidates(&self, tx: &ReadTx<'_>, choice: &ExportChoice) -> Result<Vec<Vec<String>>> {
        let filter = CandidateFilter {
            text: choice.search.clone().unwrap_or_default(),
            status: choice.status.as_deref().map(parse_status).transpose()?,
            ..CandidateFilter::default()
        };
        let (candidates, _) = tx.candidates(&filter, Page::ALL)?;
        Ok(candidates.into_iter().map(|candidate| roster_row(candidate.details)).collect())
    }

    pub(super) fn rooms(&self, tx: &ReadTx<'_>, choice: &ExportChoice) -> Result<Vec<Vec<String>>> {
        let mut rows = Vec::new();
        let wanted = choice.wanted();
        for plan in &self.plans {
            for room in tx.rooms(plan.id)?.into_iter().filter(|room| self.scope.covers(room.certificate)) {
                if wanted.as_ref().is_some_and(|ids| !ids.contains(room.id.to_string().as_str())) {
                    continue;
                }
                let text = choice.search.as_deref().unwrap_or_default().trim();
                if text.is_empty() || room.name.contains(text) || room.code == text {
                    rows.push(self.room_row(plan, &room));
                }
            }
        }
        Ok(rows)
    }

    fn room_row(&self, plan: &ExamPlan, room: &Room) -> Vec<String> {
        let certificate = self.certificates.get(&room.certificate);
        let subjects: Vec<&str> = room
            .subjects
            .iter()
            .filter_map(|subject| self.subjects.get(subject))
            .map(|subject| subject.name.as_str())
            .collect();
        let mut values: HashMap<&str, String> = room_texts(room).into_iter().collect();
        values.extend([
            ("plan", plan.name.clone()),
            ("site", self.sites.get(&room.site).map(|site| site.name.clone()).unwrap_or_default()),
            ("certificate", certificate.map(|known| known.name.clone()).unwrap_or_default()),
            ("level", certificate.map(|known| known.level.clone()).unwrap_or_default()),
            ("subjects", subjects.join("、")),
        ]);
        ROOMS.columns.iter().map(|column| values.remove(column.field).unwrap_or_default()).collect()
    }

    pub(super) fn registrations(&self, tx: &ReadTx<'_>, choice: &ExportChoice) -> Result<Vec<Vec<String>>> {
        let mut rows = Vec::new();
        let wanted = choice.wanted();
        for plan in &self.plans {
            let filter = RegistrationFilter {
                plan: Some(plan.id),
                certificates: self.scope.certificates().to_vec(),
                text: choice.search.clone().unwrap_or_default(),
                ..RegistrationFilter::default()
            };
            for registration in tx.registrations(&filter, Page::ALL)?.0 {
                if wanted.as_ref().is_some_and(|ids| !ids.contains(registration.id.to_string().as_str())) {
                    continue;
                }
                let details = &registration.snapshot.details;
                let subject = self.subjects.get(&registration.subject);
                let certificate = subject.and_then(|subject| self.certificates.get(&subject.certificate));
                let of = |text: Option<&String>| text.cloned().unwrap_or_default();
                rows.push(row(
                    &REGISTRATIONS,
                    [
                        ("plan", plan.name.clone()),
                        ("name", details.name.clone()),
                        ("id_type", details.id_type.label().to_owned()),
                        ("id_number", details.id_number.clone()),
                        ("certificate_code", of(certificate.map(|known| &known.code))),
                        ("certificate_name", of(certificate.map(|known| &known.name))),
                        ("level", of(certificate.map(|known| &known.level))),
                        ("subject_code", of(subject.map(|subject| &subject.code))),
                        ("subject_name", of(subject.map(|subject| &subject.name))),
                        ("audience", registration.audience.clone()),
                    ],
                ));
            }
        }
        Ok(rows)
    }

    /// 排考明细: a row for each seat.
    pub(super) fn seating(&self, tx: &ReadTx<'_>, choice: &ExportChoice) -> Result<Vec<Vec<String>>> {
        let candidates = all_candidates(tx)?;
        let mut rows = Vec::new();
        for plan in &self.plans {
            let rooms = rooms_by_id(tx, plan.id)?;
            let numbers: HashMap<CandidateId, String> =
                tx.exam_numbers(plan.id)?.into_iter().map(|n| (n.candidate, n.number)).collect();
            let chosen = choice.wanted();
            let wanted = |id: RegistrationId| {
                chosen.as_ref().is_none_or(|chosen| chosen.contains(id.to_string().as_str()))
            };
            for seat in tx.assignments(plan.id)?.into_iter().filter(|seat| wanted(seat.registration)) {
                let Some(registration) = tx.registration(seat.registration)? else { continue };
                let (Some(candidate), Some(room), Some(subject), Some(session)) = (
                    candidates.get(&seat.candidate),
                    rooms.get(&seat.room),
                    self.subjects.get(&seat.subject),
                    self.sessions.get(&seat.session),
                ) else {
                    continue;
                };
                let details = &registration.snapshot.details;
                let certificate = self.certificates.get(&subject.certificate);
                let number = numbers.get(&seat.candidate).cloned().unwrap_or_default();
                let text = choice.search.as_deref().unwrap_or_default().trim();
                let found =
                    [&details.name, &details.id_number, &number, &room.name, &candidate.details.class_name];
                if !text.is_empty() && !found.iter().any(|value| value.contains(text)) {
                    continue;
                }
                rows.push(row(
                    &SEATING,
                    [
                        ("plan", plan.name.clone()),
                        ("name", details.name.clone()),
                        ("candidate_number", candidate.platform_number.clone()),
                        ("id_number", details.id_number.clone()),
                        ("ticket_number", number),
                        ("school", details.school.clone()),
                        ("class_name", candidate.details.class_name.clone()),
                        ("certificate", certificate.map(|known| known.name.clone()).unwrap_or_default()),
                        ("level", certificate.map(|known| known.level.clone()).unwrap_or_default()),
                        ("subject", subject.name.clone()),
                        ("exam_mode", subject.mode.label().to_owned()),
                        ("exam_time", session.label()),
                        (
                            "site",
                            self.sites.get(&room.site).map(|site| site.name.clone()).unwrap_or_default(),
                        ),
                        ("room", room.name.clone()),
                        ("seat", seat.seat.to_string()),
                        ("access", candidate.details.access.label()),
                    ],
                ));
            }
        }
        Ok(rows)
    }

    /// 考场编排记录: a row for each room in each session.
    pub(super) fn arrangement(&self, tx: &ReadTx<'_>, choice: &ExportChoice) -> Result<Vec<Vec<String>>> {
        let mut rows = Vec::new();
        for plan in &self.plans {
            let rooms = rooms_by_id(tx, plan.id)?;
            let staff = Staff::load(tx, plan.id)?;
            let mut counts: BTreeMap<(RoomId, SessionId, SubjectId), usize> = BTreeMap::new();
            for seat in tx.assignments(plan.id)? {
                *counts.entry((seat.room, seat.session, seat.subject)).or_default() += 1;
            }
            let mut used: Vec<_> = counts.into_iter().collect();
            used.sort_by_key(|((room, session, _), _)| {
                let code = rooms.get(room).map(|room| room.code.clone());
                (code, self.sessions.get(session).map(|session| session.start))
            });
            for ((room, session, subject), count) in used {
                let (Some(room), Some(session), Some(subject)) =
                    (rooms.get(&room), self.sessions.get(&session), self.subjects.get(&subject))
                else {
                    continue;
                };
                let text = choice.search.as_deref().unwrap_or_default().trim();
                if text.is_empty() || room.name.contains(text) || subject.name.contains(text) {
                    let names = StaffNames::of(&staff, session, room);
                    rows.push(self.arrangement_row(plan, room, subject, session, count, names));
                }
            }
        }
        Ok(rows)
    }

    fn arrangement_row(
        &self,
        plan: &ExamPlan,
        room: &Room,
        subject: &Subject,
        session: &Session,
        count: usize,
        staff: StaffNames,
    ) -> Vec<String> {
        let site = self.sites.get(&room.site);
        let certificate = self.certificates.get(&subject.certificate);
        let region = [&room.province, &room.city, &room.county].map(String::as_str).concat();
        row(
            &ARRANGEMENT_RECORD,
            [
                ("plan", self.plan_name(plan.id)),
                ("room", room.name.clone()),
                ("school", site.map(|site| site.school.clone()).unwrap_or_default()),
                ("region", region),
                ("site", site.map(|site| site.name.clone()).unwrap_or_default()),
                ("unit", certificate.map(|known| known.organisation.clone()).unwrap_or_default()),
                ("certificate", certificate.map(Certificate::label).unwrap_or_default()),
                ("subject", subject.name.clone()),
                ("exam_time", session.label()),
                ("arranged", count.to_string()),
                ("invigilator", staff.invigilators),
                ("patrol", staff.patrols),
                ("invigilator_region", staff.regions),
            ],
        )
    }
}

/// 监考 and 巡考 of a room in a session, as 考场编排记录 writes them.
struct StaffNames {
    invigilators: String,
    patrols: String,
    /// 所在区域(院校), each once.
    regions: String,
}

impl StaffNames {
    fn of(staff: &Staff, session: &Session, room: &Room) -> Self {
        let at = |role| staff.at(session.id, room.id, role);
        let names = |people: &[&Invigilator]| {
            let name = |person: &&Invigilator| match person.number.as_str() {
                "" => person.name.clone(),
                number => format!("{} ({number})", person.name),
            };
            people.iter().map(name).collect::<Vec<_>>().join("、")
        };
        let (invigilators, patrols) = (at(DutyRole::Invigilator), at(DutyRole::Patrol));
        let mut regions: Vec<String> = invigilators
            .iter()
            .map(|person| match person.region.as_str() {
                "" => person.school.clone(),
                region => format!("{region}({})", person.school),
            })
            .collect();
        regions.sort();
        regions.dedup();
        Self { invigilators: names(&invigilators), patrols: names(&patrols), regions: regions.join("、") }
    }
}

/// 监考人员: a row for each person and certificate.
pub(super) fn invigilators(tx: &ReadTx<'_>, choice: &ExportChoice) -> Result<Vec<Vec<String>>> {
    let wanted = choice.wanted();
    let text = choice.search.as_deref().unwrap_or_default().trim();
    let rows = crate::invigilators::sheet_rows(tx, |person| {
        wanted.as_ref().is_none_or(|ids| ids.contains(person.id.to_string().as_str()))
            && [&person.name, &person.number, &person.school].iter().any(|field| field.contains(text))
    })?;
    let line = |mut row: HashMap<&'static str, String>| {
        INVIGILATORS.columns.iter().map(|column| row.remove(column.field).unwrap_or_default()).collect()
    };
    Ok(rows.into_iter().map(line).collect())
}

fn rooms_by_id(tx: &ReadTx<'_>, plan: PlanId) -> Result<HashMap<RoomId, Room>> {
    Ok(tx.rooms(plan)?.into_iter().map(|room| (room.id, room)).collect())
}

fn all_candidates(tx: &ReadTx<'_>) -> Result<HashMap<CandidateId, Candidate>> {
    let mut candidates = HashMap::new();
    tx.for_each_candidate(|candidate| {
        candidates.insert(candidate.id, candidate);
        Ok(())
    })?;
    Ok(candidates)
}

/// What the room table says of the room itself, by field.
pub(crate) fn room_texts(room: &Room) -> Vec<(&'static str, String)> {
    let layout = &room.layout;
    let aisles = if layout.aisles.is_empty() { "无".to_owned() } else { list(&layout.aisles, "、") };
    vec![
        ("name", room.name.clone()),
        ("room_type", room.mode.room_label().to_owned()),
        ("capacity", room.capacity.to_string()),
        ("province", room.province.clone()),
        ("city", room.city.clone()),
        ("county", room.county.clone()),
        ("address", room.address.clone()),
        ("floor", room.floor.map(|floor| floor.to_string()).unwrap_or_default()),
        ("columns", list(&layout.columns, "-")),
        ("start_corner", layout.start.label().to_owned()),
        ("seat_order", seat_order(layout).to_owned()),
        ("aisles", aisles),
        ("blocked", positions(&layout.blocked)),
        ("reserve", positions(&layout.reserve)),
        ("remark", room.remark.clone()),
    ]
}

/// A candidate as the roster has it, so that an unmasked export can be corrected and imported again.
pub(crate) fn roster_row(details: CandidateDetails) -> Vec<String> {
    row(
        &ROSTER,
        [
            ("name", details.name),
            ("pinyin", details.pinyin),
            ("sex", details.sex.label().to_owned()),
            ("id_type", details.id_type.label().to_owned()),
            ("id_number", details.id_number),
            ("phone", details.phone),
            ("major_name", details.major_name),
            ("major_code", details.major_code),
            ("major_version", details.major_version),
            ("major_level", details.major_level),
            ("enrolment_year", details.enrolment_year),
            ("student_type", details.student_type.label().to_owned()),
            ("school", details.school),
            ("class_name", details.class_name),
            ("student_number", details.student_number),
            ("access", details.access.label()),
            ("remark", details.remark),
        ],
    )
}

fn list(numbers: &[u16], between: &str) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

fn positions(positions: &[Position]) -> String {
    positions
        .iter()
        .map(|position| format!("{}-{}", position.column, position.row))
        .collect::<Vec<_>>()
        .join("、")
}

fn seat_order(layout: &RoomLayout) -> &'static str {
    match (layout.direction, layout.pattern) {
        (Direction::ColumnFirst, Pattern::Serpentine) => "按列S形",
        (Direction::ColumnFirst, Pattern::Z) => "按列Z形",
        (Direction::RowFirst, Pattern::Serpentine) => "按行S形",
        (Direction::RowFirst, Pattern::Z) => "按行Z形",
    }
}
