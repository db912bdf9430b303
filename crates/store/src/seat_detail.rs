//! 排考明细: a row for each registration with its seat, if it has one.

use crate::error::Result;
use crate::page::Page;
use crate::record::{Cell, RowReader};
use crate::registration::listed;
use crate::transaction::ReadTx;
use kaozhan_domain::ids::{
    CandidateId, CertificateId, PlanId, RegistrationId, RoomId, SessionId, SiteId, SubjectId,
};
use rusqlite::params_from_iter;
use serde::{Deserialize, Serialize};

/// Which rows are wanted; what is empty does not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SeatDetailFilter {
    /// 考试计划.
    pub plan: Option<PlanId>,
    /// 考试科目.
    pub subject: Option<SubjectId>,
    /// Any of these certificates.
    pub certificates: Vec<CertificateId>,
    /// 场次.
    pub session: Option<SessionId>,
    /// 考核站点.
    pub site: Option<SiteId>,
    /// 考场.
    pub room: Option<RoomId>,
    /// Part of name, 证件号码, 学号, 班级, 准考证号 or 考场名称.
    pub text: String,
    /// 班级, exactly.
    pub class_name: String,
    /// With a seat, or without.
    pub seated: Option<bool>,
}

/// One registration and its seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatDetail {
    /// The registration.
    pub registration: RegistrationId,
    /// Its candidate.
    pub candidate: CandidateId,
    /// Its subject.
    pub subject: SubjectId,
    /// Its session, room and seat, and whether it is locked.
    pub seat: Option<(SessionId, RoomId, u16, bool)>,
    /// 准考证号; empty before the first seating.
    pub number: String,
}

const FROM: &str = "FROM registration r
    JOIN candidate c ON c.id = r.candidate
    LEFT JOIN seat_assignment a ON a.registration = r.id
    LEFT JOIN room m ON m.id = a.room
    LEFT JOIN session t ON t.id = a.session
    LEFT JOIN exam_number n ON n.plan = r.plan AND n.candidate = r.candidate";

impl SeatDetailFilter {
    fn sql(&self) -> (String, Vec<Cell<'_>>) {
        let mut parts = vec!["1".to_owned()];
        let mut values: Vec<Cell<'_>> = Vec::new();
        let ids = [
            ("r.plan", self.plan.map(|id| id.0)),
            ("r.subject", self.subject.map(|id| id.0)),
            ("a.session", self.session.map(|id| id.0)),
            ("m.site", self.site.map(|id| id.0)),
            ("a.room", self.room.map(|id| id.0)),
        ];
        for (column, id) in ids {
            if let Some(id) = id {
                values.push(Cell::Id(id));
                parts.push(format!("{column} = ?{}", values.len()));
            }
        }
        if !self.certificates.is_empty() {
            let numbers = listed(&self.certificates, &mut values);
            parts.push(format!("r.subject IN (SELECT id FROM subject WHERE certificate IN ({numbers}))"));
        }
        let text = self.text.trim();
        if !text.is_empty() {
            values.push(Cell::Text(text.to_ascii_uppercase().into()));
            let at = values.len();
            let columns = [
                "c.name",
                "c.pinyin",
                "c.id_number",
                "c.student_number",
                "c.class_name",
                "n.number",
                "m.name",
            ];
            let any: Vec<String> =
                columns.iter().map(|column| format!("instr(upper({column}), ?{at}) > 0")).collect();
            parts.push(format!("({})", any.join(" OR ")));
        }
        if !self.class_name.is_empty() {
            values.push(Cell::text(&self.class_name));
            parts.push(format!("c.class_name = ?{}", values.len()));
        }
        if let Some(seated) = self.seated {
            parts.push(format!("a.registration IS {}", if seated { "NOT NULL" } else { "NULL" }));
        }
        (parts.join(" AND "), values)
    }
}

impl ReadTx<'_> {
    /// A page of 排考明细, by session, room and seat, those without a seat last; and how many there are.
    ///
    /// # Errors
    /// Those of the database.
    pub fn seat_details(&self, filter: &SeatDetailFilter, page: Page) -> Result<(Vec<SeatDetail>, u64)> {
        let (condition, values) = filter.sql();
        let total = self
            .number(&format!("SELECT count(*) {FROM} WHERE {condition}"), params_from_iter(values.iter()))?;
        let sql = format!(
            "SELECT r.id, r.candidate, r.subject, coalesce(n.number, ''), a.session, a.room, a.seat, a.locked
            {FROM} WHERE {condition}
            ORDER BY a.registration IS NULL, t.start_at, r.subject, m.code, m.name, a.seat, c.roster_order {}",
            page.sql()
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let mut reader = RowReader::new(row, "seat_assignment");
            let (registration, candidate, subject) = (reader.id()?, reader.id()?, reader.id()?);
            let number = reader.text()?;
            let seated: Option<i64> = row.get(6)?;
            let seat = match seated {
                Some(_) => {
                    Some((SessionId(reader.id()?), RoomId(reader.id()?), reader.number()?, reader.flag()?))
                }
                None => None,
            };
            found.push(SeatDetail {
                registration: RegistrationId(registration),
                candidate: CandidateId(candidate),
                subject: SubjectId(subject),
                seat,
                number,
            });
        }
        Ok((found, total))
    }

    /// How many registrations the filter finds with a seat and without one, whatever it says of that.
    ///
    /// # Errors
    /// Those of the database.
    pub fn seat_detail_counts(&self, filter: &SeatDetailFilter) -> Result<(u64, u64)> {
        let both = SeatDetailFilter { seated: None, ..filter.clone() };
        let (condition, values) = both.sql();
        let sql = format!("SELECT count(*), count(a.registration) {FROM} WHERE {condition}");
        let (all, seated): (i64, i64) = self
            .conn()
            .prepare_cached(&sql)?
            .query_row(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((seated.unsigned_abs(), all.unsigned_abs() - seated.unsigned_abs()))
    }
}
