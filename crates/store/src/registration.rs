//! Registrations (报考).

use crate::error::Result;
use crate::page::Page;
use crate::record::{Cell, Record, RowReader};
use crate::transaction::{ReadTx, WriteTx, not_found};
use chrono::NaiveDateTime;
use kaozhan_domain::candidate::CandidateStatus;
use kaozhan_domain::ids::{CandidateId, CertificateId, PlanId, RegistrationId, SubjectId};
use kaozhan_domain::registration::{PaymentStatus, Registration, RegistrationStatus};
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
    /// Any of these certificates.
    pub certificates: Vec<CertificateId>,
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
    /// 排考状态 at a moment.
    pub status: Option<(RegistrationStatus, NaiveDateTime)>,
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
        if !self.certificates.is_empty() {
            parts.push(format!("s.certificate IN ({})", listed(&self.certificates, &mut values)));
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
            parts.push(format!("{not}EXISTS (SELECT 1 FROM seat_assignment a WHERE a.registration = r.id)"));
        }
        if let Some((status, now)) = self.status {
            values.push(Cell::time(now));
            parts.push(status_sql(status, values.len()));
        }
        (parts.join(" AND "), values)
    }
}

/// Adds the identities to the values; gives their numbers, for `IN`.
pub(crate) fn listed(certificates: &[CertificateId], values: &mut Vec<Cell<'_>>) -> String {
    let mut numbers = Vec::with_capacity(certificates.len());
    for certificate in certificates {
        values.push(Cell::Id(certificate.0));
        numbers.push(format!("?{}", values.len()));
    }
    numbers.join(", ")
}

/// A registration is in `status` at the moment that is value number `at`.
fn status_sql(status: RegistrationStatus, at: usize) -> String {
    const SEAT: &str = "SELECT 1 FROM seat_assignment a JOIN session n ON n.id = a.session
        WHERE a.registration = r.id";
    match status {
        // The moment is named so that every state takes the same values.
        RegistrationStatus::NotArranged => format!("(?{at} IS NOT NULL AND NOT EXISTS ({SEAT}))"),
        RegistrationStatus::Awaiting => format!("EXISTS ({SEAT} AND n.start_at > ?{at})"),
        RegistrationStatus::InExam => {
            format!("EXISTS ({SEAT} AND n.start_at <= ?{at} AND n.end_at >= ?{at})")
        }
        RegistrationStatus::Finished => format!("EXISTS ({SEAT} AND n.end_at < ?{at})"),
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
    pub fn registration_of(
        &self,
        candidate: CandidateId,
        subject: SubjectId,
    ) -> Result<Option<Registration>> {
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

/// So many candidates in one state, with or without a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CandidateTally {
    /// State.
    pub status: CandidateStatus,
    /// A photo is attached.
    pub has_photo: bool,
    /// How many.
    pub count: u64,
}

impl ReadTx<'_> {
    /// How many registrations of the filter are in each state at `now`, in the order of
    /// [`RegistrationStatus::ALL`]; the filter's own state does not count.
    ///
    /// # Errors
    /// Those of the database.
    pub fn registration_status_counts(
        &self,
        filter: &RegistrationFilter,
        now: NaiveDateTime,
    ) -> Result<[u64; 4]> {
        let filter = RegistrationFilter { status: None, ..filter.clone() };
        let (condition, mut values) = filter.sql();
        values.push(Cell::time(now));
        let sql = format!(
            "SELECT CASE WHEN n.id IS NULL THEN 0 WHEN n.start_at > ?{at} THEN 1
                WHEN n.end_at >= ?{at} THEN 2 ELSE 3 END AS state, count(*)
            {FROM} LEFT JOIN seat_assignment b ON b.registration = r.id
            LEFT JOIN session n ON n.id = b.session WHERE {condition} GROUP BY state",
            at = values.len()
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut counts = [0; 4];
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(row, "registration");
            let state: usize = row.number()?;
            if let Some(slot) = counts.get_mut(state) {
                *slot = row.number()?;
            }
        }
        Ok(counts)
    }

    /// The candidates of the workspace, by state and photo.
    ///
    /// # Errors
    /// Those of the database.
    pub fn candidate_tally(&self) -> Result<Vec<CandidateTally>> {
        self.tally("1", Vec::new())
    }

    /// The candidates who are registered in a plan, by state and photo; only those with a registration for one
    /// of the certificates, when there are any.
    ///
    /// # Errors
    /// Those of the database.
    pub fn registered_tally(
        &self,
        plan: PlanId,
        certificates: &[CertificateId],
    ) -> Result<Vec<CandidateTally>> {
        let mut values = vec![Cell::Id(plan.0)];
        let own = subjects_of(certificates, &mut values);
        let registered = format!("SELECT r.candidate FROM registration r WHERE r.plan = ?1{own}");
        self.tally(&format!("c.id IN ({registered})"), values)
    }

    fn tally(&self, condition: &str, values: Vec<Cell<'_>>) -> Result<Vec<CandidateTally>> {
        let sql = format!(
            "SELECT c.status, c.photo IS NOT NULL, count(*) FROM candidate c WHERE {condition}
            GROUP BY c.status, c.photo IS NOT NULL"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut tally = Vec::new();
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(row, "candidate");
            tally.push(CandidateTally { status: row.code()?, has_photo: row.flag()?, count: row.number()? });
        }
        Ok(tally)
    }

    /// How many candidates of a plan lack a subject of a certificate that they are registered for; only
    /// subjects for 所有考生 are asked for. Only of these certificates, when there are any.
    ///
    /// # Errors
    /// Those of the database.
    pub fn partly_registered(&self, plan: PlanId, certificates: &[CertificateId]) -> Result<u64> {
        let mut values = vec![Cell::Id(plan.0)];
        let own = if certificates.is_empty() {
            String::new()
        } else {
            format!(" AND mine.certificate IN ({})", listed(certificates, &mut values))
        };
        let sql = format!("{}{own}", include_str!("sql/partly_registered.sql").trim_end());
        self.number(&sql, params_from_iter(values))
    }
}

/// That a registration `r` is for a subject of one of the certificates; no condition when there is none.
fn subjects_of(certificates: &[CertificateId], values: &mut Vec<Cell<'_>>) -> String {
    if certificates.is_empty() {
        return String::new();
    }
    let numbers = listed(certificates, values);
    format!(" AND r.subject IN (SELECT s.id FROM subject s WHERE s.certificate IN ({numbers}))")
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
