//! Exam plans (考试计划), their subjects and sessions.

use crate::error::{Result, StoreError};
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx};
use chrono::NaiveDateTime;
use kaozhan_domain::ids::{CertificateId, PlanId, SessionId, SubjectId};
use kaozhan_domain::plan::{ExamPlan, Session, Subject};

impl Record for ExamPlan {
    const TABLE: &'static str = "exam_plan";
    const COLUMNS: &'static [&'static str] =
        &["id", "number", "year", "name", "mode", "windows", "pass_rule", "schools", "notices", "serial"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.id.0),
            Cell::text(&self.number),
            Cell::text(&self.year),
            Cell::text(&self.name),
            Cell::code(&self.mode),
            Cell::json(&self.windows),
            Cell::text(&self.pass_rule),
            Cell::json(&self.schools),
            Cell::json(&self.notices),
            Cell::Integer(i64::from(self.serial)),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: PlanId(row.id()?),
            number: row.text()?,
            year: row.text()?,
            name: row.text()?,
            mode: row.code()?,
            windows: row.json()?,
            pass_rule: row.text()?,
            schools: row.json()?,
            notices: row.json()?,
            serial: row.number()?,
        })
    }
}

/// The sessions are rows of their own, so that seats can refer to them.
impl Record for Subject {
    const TABLE: &'static str = "subject";
    const COLUMNS: &'static [&'static str] =
        &["id", "plan", "certificate", "code", "name", "mode", "audience"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.id.0),
            Cell::Id(self.plan.0),
            Cell::Id(self.certificate.0),
            Cell::text(&self.code),
            Cell::text(&self.name),
            Cell::code(&self.mode),
            Cell::json(&self.audience),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: SubjectId(row.id()?),
            plan: PlanId(row.id()?),
            certificate: CertificateId(row.id()?),
            code: row.text()?,
            name: row.text()?,
            mode: row.code()?,
            audience: row.json()?,
            sessions: Vec::new(),
        })
    }
}

struct SessionRow {
    id: SessionId,
    subject: SubjectId,
    start: NaiveDateTime,
    end: NaiveDateTime,
}

impl SessionRow {
    fn new(subject: SubjectId, session: &Session) -> Self {
        Self { id: session.id, subject, start: session.start, end: session.end }
    }
}

impl Record for SessionRow {
    const TABLE: &'static str = "session";
    const COLUMNS: &'static [&'static str] = &["id", "subject", "start_at", "end_at"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::Id(self.id.0), Cell::Id(self.subject.0), Cell::time(self.start), Cell::time(self.end)]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: SessionId(row.id()?),
            subject: SubjectId(row.id()?),
            start: row.time()?,
            end: row.time()?,
        })
    }
}

impl ReadTx<'_> {
    /// Every plan, the newest year first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn plans(&self) -> Result<Vec<ExamPlan>> {
        self.select("ORDER BY year DESC, number, rowid", [])
    }

    /// The plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn plan(&self, id: PlanId) -> Result<Option<ExamPlan>> {
        self.find(&[Cell::Id(id.0)])
    }

    /// The plan with this number or, when there is none, those with this name: names may repeat, and
    /// taking the wrong one would print wrong papers.
    ///
    /// # Errors
    /// Those of the database.
    pub fn plans_by_number_or_name(&self, text: &str) -> Result<Vec<ExamPlan>> {
        let by_number = self.select("WHERE number = ? AND number <> ''", [text])?;
        if by_number.is_empty() {
            self.select("WHERE name = ? ORDER BY year DESC, number", [text])
        } else {
            Ok(by_number)
        }
    }

    /// The subjects of a plan with their sessions, by certificate and code.
    ///
    /// # Errors
    /// Those of the database.
    pub fn subjects(&self, plan: PlanId) -> Result<Vec<Subject>> {
        let mut subjects: Vec<Subject> =
            self.select("WHERE plan = ? ORDER BY certificate, code, rowid", [Cell::Id(plan.0)])?;
        for subject in &mut subjects {
            subject.sessions = self.sessions(subject.id)?;
        }
        Ok(subjects)
    }

    /// The subject with its sessions.
    ///
    /// # Errors
    /// Those of the database.
    pub fn subject(&self, id: SubjectId) -> Result<Option<Subject>> {
        let Some(mut subject) = self.find::<Subject>(&[Cell::Id(id.0)])? else { return Ok(None) };
        subject.sessions = self.sessions(id)?;
        Ok(Some(subject))
    }

    fn sessions(&self, subject: SubjectId) -> Result<Vec<Session>> {
        let rows: Vec<SessionRow> =
            self.select("WHERE subject = ? ORDER BY start_at, end_at, rowid", [Cell::Id(subject.0)])?;
        Ok(rows.into_iter().map(|row| Session { id: row.id, start: row.start, end: row.end }).collect())
    }
}

impl WriteTx<'_> {
    /// Adds the plan or changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] for a second plan with this number, those of the database.
    pub fn put_plan(&mut self, plan: &ExamPlan) -> Result<bool> {
        self.put(plan)
    }

    /// Deletes a plan that nothing refers to.
    ///
    /// # Errors
    /// [`StoreError::Reference`], [`StoreError::NotFound`], those of the database.
    pub fn delete_plan(&mut self, id: PlanId) -> Result<()> {
        self.delete_by_key::<ExamPlan>(&[Cell::Id(id.0)])
    }

    /// Adds the subject or changes what differs, its sessions included; `false` when nothing does.
    /// A session that is no longer named is deleted.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] for a second subject with this code in plan and certificate,
    /// [`StoreError::Reference`] when seats use a session that is to go, those of the database.
    pub fn put_subject(&mut self, subject: &Subject) -> Result<bool> {
        let mut changed = self.put(subject)?;
        let old = self.sessions(subject.id)?;
        for session in old.iter().filter(|old| subject.sessions.iter().all(|new| new.id != old.id)) {
            self.delete_room_versions_of_session(session.id)?;
            self.delete_duties_of_session(session.id)?;
            self.delete(&SessionRow::new(subject.id, session))?;
            changed = true;
        }
        for session in &subject.sessions {
            changed |= self.put(&SessionRow::new(subject.id, session))?;
        }
        Ok(changed)
    }

    /// Deletes a subject and its sessions.
    ///
    /// # Errors
    /// [`StoreError::Reference`] while registrations, seats or rooms use it, [`StoreError::NotFound`],
    /// those of the database.
    pub fn delete_subject(&mut self, id: SubjectId) -> Result<()> {
        let used = self.number(include_str!("sql/count_rooms_of_subject.sql"), [id.to_string()])?;
        if used > 0 {
            return Err(StoreError::Reference(format!("{used} rooms name the subject")));
        }
        for session in self.sessions(id)? {
            self.delete_room_versions_of_session(session.id)?;
            self.delete_duties_of_session(session.id)?;
            self.delete(&SessionRow::new(id, &session))?;
        }
        self.delete_by_key::<Subject>(&[Cell::Id(id.0)])
    }
}
