//! Registrations (报考).

use crate::error::Result;
use crate::page::Page;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx, not_found};
use kaozhan_domain::ids::{CandidateId, CertificateId, PlanId, RegistrationId, SubjectId};
use kaozhan_domain::registration::{PaymentStatus, Registration};
use rusqlite::params_from_iter;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

impl Record for Registration {
    const TABLE: &'static str = "registration";
    const COLUMNS: &'static [&'static str] =
        &["id", "plan", "candidate", "subject", "audience", "payment", "registered_at", "snapshot"];
    const PERSONAL: &'static [&'static str] = &["snapshot"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Id(self.id.0),
            Cell::Id(self.plan.0),
            Cell::Id(self.candidate.0),
            Cell::Id(self.subject.0),
            Cell::text(&self.audience),
            Cell::code(&self.payment),
            Cell::time(self.registered_at),
            Cell::json(&self.snapshot),
        ]
    }

    fn from_row(row: &mut RowReader<'_, '_>) -> Result<Self> {
        Ok(Self {
            id: RegistrationId(row.id()?),
            plan: PlanId(row.id()?),
            candidate: CandidateId(row.id()?),
            subject: SubjectId(row.id()?),
            audience: row.text()?,
            payment: row.code()?,
            registered_at: row.time()?,
            snapshot: row.json()?,
        })
    }
}

/// Which registrations are wanted; what is empty does not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistrationFilter {
    /// 考试计划.
    pub plan: Option<PlanId>,
    /// 考试证书.
    pub certificate: Option<CertificateId>,
    /// 考试科目.
    pub subject: Option<SubjectId>,
    /// The candidate.
    pub candidate: Option<CandidateId>,
    /// Part of the candidate's name, 证件号码, 学号 or 班级.
    pub text: String,
    /// 缴费状态.
    pub payment: Option<PaymentStatus>,
    /// Seated, or not.
    pub seated: Option<bool>,
}

impl RegistrationFilter {
    fn sql(&self) -> (String, Vec<Cell<'_>>) {
        let mut parts = vec!["1".to_owned()];
        let mut values: Vec<Cell<'_>> = Vec::new();
        let ids = [
            ("r.plan", self.plan.map(|id| id.0)),
            ("s.certificate", self.certificate.map(|id| id.0)),
            ("r.subject", self.subject.map(|id| id.0)),
            ("r.candidate", self.candidate.map(|id| id.0)),
        ];
        for (column, id) in ids {
            if let Some(id) = id {
                values.push(Cell::Id(id));
                parts.push(format!("{column} = ?{}", values.len()));
            }
        }
        if !self.text.is_empty() {
            values.push(Cell::Text(self.text.trim().to_ascii_uppercase().into()));
            let at = values.len();
            let any: Vec<String> = ["name", "id_number", "student_number", "class_name"]
                .iter()
                .map(|column| format!("instr(upper(c.{column}), ?{at}) > 0"))
                .collect();
            parts.push(format!("({})", any.join(" OR ")));
        }
        if let Some(payment) = self.payment {
            values.push(Cell::code(&payment));
            parts.push(format!("r.payment = ?{}", values.len()));
        }
        if let Some(seated) = self.seated {
            let not = if seated { "" } else { "NOT " };
            parts.push(format!(
                "{not}EXISTS (SELECT 1 FROM seat_assignment a WHERE a.registration = r.id)"
            ));
        }
        (parts.join(" AND "), values)
    }
}

const FROM: &str =
    "FROM registration r JOIN candidate c ON c.id = r.candidate JOIN subject s ON s.id = r.subject";

/// How many registrations a subject has, and how many of them have a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SubjectCount {
    /// Registrations.
    pub registered: u64,
    /// With a seat.
    pub seated: u64,
}

impl ReadTx<'_> {
    /// A page of registrations in roster order, and how many the filter has in all.
    ///
    /// # Errors
    /// Those of the database.
    pub fn registrations(&self, filter: &RegistrationFilter, page: Page) -> Result<(Vec<Registration>, u64)> {
        let (condition, values) = filter.sql();
        let sql = format!("SELECT count(*) {FROM} WHERE {condition}");
        let total = self.number(&sql, params_from_iter(values.iter()))?;
        let mut all = Vec::new();
        self.visit(&registrations_sql(&condition, page), params_from_iter(values), |registration| {
            all.push(registration);
            Ok(())
        })?;
        Ok((all, total))
    }

    /// Calls `visit` with every registration of the filter in roster order, one at a time.
    ///
    /// # Errors
    /// Those of `visit` and of the database.
    pub fn for_each_registration(
        &self,
        filter: &RegistrationFilter,
        visit: impl FnMut(Registration) -> Result<()>,
    ) -> Result<()> {
        let (condition, values) = filter.sql();
        self.visit(&registrations_sql(&condition, Page::ALL), params_from_iter(values), visit)
    }

    /// The registration.
    ///
    /// # Errors
    /// Those of the database.
    pub fn registration(&self, id: RegistrationId) -> Result<Option<Registration>> {
        self.find(&[Cell::Id(id.0)])
    }

    /// The registration of a candidate for a subject.
    ///
    /// # Errors
    /// Those of the database.
    pub fn registration_of(&self, candidate: CandidateId, subject: SubjectId) -> Result<Option<Registration>> {
        let tail = "WHERE candidate = ? AND subject = ?";
        Ok(self.select(tail, [Cell::Id(candidate.0), Cell::Id(subject.0)])?.pop())
    }

    /// How many registrations, and how many with a seat, each subject of a plan has; subjects without
    /// any are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn registration_counts(&self, plan: PlanId) -> Result<HashMap<SubjectId, SubjectCount>> {
        let mut statement = self.conn().prepare_cached(include_str!("sql/count_registrations.sql"))?;
        let mut rows = statement.query([Cell::Id(plan.0)])?;
        let mut counts = HashMap::new();
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(row, "registration");
            let subject = SubjectId(row.id()?);
            counts.insert(subject, SubjectCount { registered: row.number()?, seated: row.number()? });
        }
        Ok(counts)
    }
}

fn registrations_sql(condition: &str, page: Page) -> String {
    let columns: Vec<String> = Registration::COLUMNS.iter().map(|column| format!("r.{column}")).collect();
    let order = "ORDER BY c.roster_order, c.rowid, s.code, r.rowid";
    format!("SELECT {} {FROM} WHERE {condition} {order} {}", columns.join(", "), page.sql())
}

impl WriteTx<'_> {
    /// Adds a registration.
    ///
    /// # Errors
    /// [`crate::StoreError::Duplicate`] when the candidate is registered for the subject already,
    /// [`crate::StoreError::Reference`] for an unknown plan, candidate or subject.
    pub fn insert_registration(&mut self, registration: &Registration) -> Result<()> {
        self.insert(registration)
    }

    /// Changes what differs; `false` when nothing does.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`], and as [`Self::insert_registration`].
    pub fn update_registration(&mut self, registration: &Registration) -> Result<bool> {
        let old = self.registration(registration.id)?;
        let old = old.ok_or_else(|| not_found::<Registration>(&registration.cells()))?;
        self.update(&old, registration)
    }

    /// Deletes a registration without a seat.
    ///
    /// # Errors
    /// [`crate::StoreError::Reference`] while it has a seat, [`crate::StoreError::NotFound`].
    pub fn delete_registration(&mut self, id: RegistrationId) -> Result<()> {
        self.delete_by_key::<Registration>(&[Cell::Id(id.0)])
    }
}
