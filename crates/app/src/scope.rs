//! What an account that manages some certificates only may see and do.
//!
//! Candidates, sites and invigilators belong to no certificate and stay open to everybody; subjects, rooms,
//! registrations and seats belong to one. A plan is within the scope when one of its subjects is, or while
//! it has none. A request that names anything outside is refused in one place, before its command runs;
//! lists ask here for what they may show. What a rule has to see (who else uses a room, which numbers are
//! taken) is read whole, or a restricted account would seat two people on one chair.

use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::RuleViolation;
use kaozhan_domain::account::Scope;
use kaozhan_domain::arrangement::{SeatAssignment, SeatChangeRecord};
use kaozhan_domain::ids::{CertificateId, PlanId, RegistrationId, RoomId, SubjectId};
use kaozhan_domain::plan::{Certificate, ExamPlan, Subject};
use kaozhan_domain::room::Room;
use kaozhan_store::{ReadTx, SubjectCount};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Stable code of what lies outside.
const OUTSIDE: &str = "outside_scope";

/// The refusal of `what`.
fn outside(what: &str) -> AppError {
    AppError::new(OUTSIDE, format!("{what}不在这个账号管理的证书范围内，不能查看或处理"))
        .hint("请由管理该证书的账号处理，或请试点院校负责人在用户管理中调整“按证书管理”")
}

/// The finding for a row of a file that names a certificate outside `scope`.
pub(crate) fn check_row(scope: &Scope, certificate: &Certificate) -> std::result::Result<(), RuleViolation> {
    if scope.covers(certificate.id) {
        return Ok(());
    }
    let message =
        format!("证书“{}”不在这个账号管理的证书范围内，请由管理该证书的账号导入", certificate.label());
    Err(RuleViolation::error(OUTSIDE, message))
}

/// Refuses a request that names a plan, subject, session, room, registration or certificate outside the
/// scope, whatever field it stands in.
///
/// # Errors
/// `outside_scope`, those of the store.
pub(crate) fn check_request(app: &App, request: &Value) -> Result<()> {
    if app.scope().is_everything() {
        return Ok(());
    }
    let mut named = Named::default();
    named.collect("", request);
    if named.ids.is_empty() && named.plans.is_empty() {
        return Ok(());
    }
    app.read(|tx| {
        let book = Book::load(tx)?;
        for text in &named.plans {
            book.check_plan(app, text)?;
        }
        named.ids.iter().try_for_each(|id| book.check_id(app, tx, *id))
    })
}

/// What a request names: identities, and plans by number or name.
#[derive(Default)]
struct Named<'r> {
    ids: HashSet<Uuid>,
    plans: HashSet<&'r str>,
}

impl<'r> Named<'r> {
    fn collect(&mut self, key: &str, value: &'r Value) {
        match value {
            // Candidates belong to no certificate, and a batch may name all of them.
            Value::String(_) | Value::Array(_) if key.starts_with("candidate") => {}
            Value::String(text) => {
                if let Ok(id) = Uuid::parse_str(text.trim()) {
                    self.ids.insert(id);
                } else if matches!(key, "plan" | "plan_id") && !text.trim().is_empty() {
                    self.plans.insert(text.trim());
                }
            }
            Value::Array(all) => all.iter().for_each(|one| self.collect(key, one)),
            Value::Object(fields) => fields.iter().for_each(|(key, one)| self.collect(key, one)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The plans of the workspace with their subjects.
struct Book(Vec<(ExamPlan, Vec<Subject>)>);

impl Book {
    fn load(tx: &ReadTx<'_>) -> Result<Self> {
        let mut all = Vec::new();
        for plan in tx.plans()? {
            let subjects = tx.subjects(plan.id)?;
            all.push((plan, subjects));
        }
        Ok(Self(all))
    }

    fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.0.iter().flat_map(|(_, subjects)| subjects)
    }

    /// A plan by number or name: refused when every plan of that name lies outside.
    fn check_plan(&self, app: &App, text: &str) -> Result<()> {
        let found: Vec<&(ExamPlan, Vec<Subject>)> =
            self.0.iter().filter(|(plan, _)| plan.number == text || plan.name == text).collect();
        match found.first() {
            Some((plan, _)) if !found.iter().any(|(_, subjects)| is_within(app.scope(), subjects)) => {
                Err(outside(&format!("考试计划“{}”", plan.name)))
            }
            _ => Ok(()),
        }
    }

    /// A record by its identity; what is none of these is left to the command.
    fn check_id(&self, app: &App, tx: &ReadTx<'_>, id: Uuid) -> Result<()> {
        if let Some((plan, subjects)) = self.0.iter().find(|(plan, _)| plan.id.0 == id) {
            if is_within(app.scope(), subjects) {
                return Ok(());
            }
            return Err(outside(&format!("考试计划“{}”", plan.name)));
        }
        let owner = |subject: &&Subject| {
            subject.id.0 == id || subject.sessions.iter().any(|session| session.id.0 == id)
        };
        if let Some(subject) = self.subjects().find(owner) {
            return check(app, subject.certificate, || format!("考试科目“{}”", subject.name));
        }
        if let Some(registration) = tx.registration(RegistrationId(id))? {
            let Some(subject) = self.subjects().find(|subject| subject.id == registration.subject) else {
                return Ok(());
            };
            return check(app, subject.certificate, || format!("考试科目“{}”的报考", subject.name));
        }
        if let Some(room) = tx.room(RoomId(id))? {
            return check(app, room.certificate, || format!("考场“{}”", room.name));
        }
        match tx.certificate(CertificateId(id))? {
            Some(known) => check(app, known.id, || format!("证书“{}”", known.label())),
            None => Ok(()),
        }
    }
}

fn check(app: &App, certificate: CertificateId, what: impl FnOnce() -> String) -> Result<()> {
    if app.scope().covers(certificate) { Ok(()) } else { Err(outside(&what())) }
}

fn is_within(scope: &Scope, subjects: &[Subject]) -> bool {
    subjects.is_empty() || subjects.iter().any(|subject| scope.covers(subject.certificate))
}

impl App {
    /// The plans that this account manages something of, the newest year first.
    pub(crate) fn plans(&self, tx: &ReadTx<'_>) -> Result<Vec<ExamPlan>> {
        let mut plans = tx.plans()?;
        if !self.scope().is_everything() {
            let mut kept = Vec::new();
            for plan in plans {
                if is_within(self.scope(), &tx.subjects(plan.id)?) {
                    kept.push(plan);
                }
            }
            plans = kept;
        }
        Ok(plans)
    }

    /// The subjects of a plan that this account manages.
    pub(crate) fn subjects(&self, tx: &ReadTx<'_>, plan: PlanId) -> Result<Vec<Subject>> {
        let mut subjects = tx.subjects(plan)?;
        subjects.retain(|subject| self.scope().covers(subject.certificate));
        Ok(subjects)
    }

    /// The rooms of a plan that this account manages.
    pub(crate) fn rooms(&self, tx: &ReadTx<'_>, plan: PlanId) -> Result<Vec<Room>> {
        let mut rooms = tx.rooms(plan)?;
        rooms.retain(|room| self.scope().covers(room.certificate));
        Ok(rooms)
    }

    /// How many registrations each subject of a plan has that this account manages.
    pub(crate) fn registration_counts(
        &self,
        tx: &ReadTx<'_>,
        plan: PlanId,
    ) -> Result<HashMap<SubjectId, SubjectCount>> {
        let mut counts = tx.registration_counts(plan)?;
        if !self.scope().is_everything() {
            let subjects = self.subjects(tx, plan)?;
            counts.retain(|of, _| subjects.iter().any(|subject| subject.id == *of));
        }
        Ok(counts)
    }

    /// The seats of a plan in the subjects that this account manages.
    pub(crate) fn seats(&self, tx: &ReadTx<'_>, plan: PlanId) -> Result<Vec<SeatAssignment>> {
        let mut seats = tx.assignments(plan)?;
        if !self.scope().is_everything() {
            let ours: HashSet<SubjectId> =
                self.subjects(tx, plan)?.into_iter().map(|subject| subject.id).collect();
            seats.retain(|seat| ours.contains(&seat.subject));
        }
        Ok(seats)
    }

    /// The changes of seats in a plan, the oldest first, of people whose subjects this account manages.
    pub(crate) fn seat_changes(&self, tx: &ReadTx<'_>, plan: PlanId) -> Result<Vec<SeatChangeRecord>> {
        let log = tx.seat_changes(plan)?;
        if self.scope().is_everything() {
            return Ok(log);
        }
        let ours: HashSet<SubjectId> =
            self.subjects(tx, plan)?.into_iter().map(|subject| subject.id).collect();
        let mut kept = Vec::new();
        for change in log {
            let mut is_ours = true;
            for own in &change.seats {
                let known = tx.registration(own.registration)?;
                is_ours &= known.is_some_and(|known| ours.contains(&known.subject));
            }
            if is_ours {
                kept.push(change);
            }
        }
        Ok(kept)
    }

    /// Refuses a plan that this account manages nothing of.
    pub(crate) fn check_plan(&self, tx: &ReadTx<'_>, plan: &ExamPlan) -> Result<()> {
        if self.scope().is_everything() || is_within(self.scope(), &tx.subjects(plan.id)?) {
            return Ok(());
        }
        Err(outside(&format!("考试计划“{}”", plan.name)))
    }

    /// Refuses to change a plan as a whole that others have subjects in.
    pub(crate) fn check_whole_plan(&self, tx: &ReadTx<'_>, plan: &ExamPlan) -> Result<()> {
        if self.scope().is_everything()
            || tx.subjects(plan.id)?.iter().all(|subject| self.scope().covers(subject.certificate))
        {
            return Ok(());
        }
        Err(outside(&format!("考试计划“{}”的其他证书", plan.name)))
    }

    /// Refuses what concerns every certificate, such as `what`.
    pub(crate) fn check_everything(&self, what: &str) -> Result<()> {
        if self.scope().is_everything() {
            return Ok(());
        }
        Err(AppError::new(OUTSIDE, format!("这个账号只管理指定的证书，不能{what}"))
            .hint("请由管理全部证书的账号处理"))
    }
}

#[cfg(test)]
mod tests;
