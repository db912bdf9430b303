//! What an account that manages some certificates only may see and do.
//!
//! Candidates, sites and invigilators belong to no certificate and stay open to everybody; subjects, rooms,
//! registrations and seats belong to one. A plan is within the scope when one of its subjects is, or while
//! it has none. Every request says by its type what it names ([`Concerns`]), and one that names anything
//! outside is refused in one place, before its command runs; lists ask here for what they may show. What a
//! rule has to see (who else uses a room, which numbers are taken, who is on duty elsewhere) is read whole, or
//! a restricted account would seat two people on one chair.

mod concern;
#[cfg(test)]
mod tests;

pub(crate) use concern::{Concern, Concerns, Identities, concerns};

use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::RuleViolation;
use kaozhan_domain::account::Scope;
use kaozhan_domain::arrangement::{SeatAssignment, SeatChangeRecord};
use kaozhan_domain::ids::{CertificateId, PlanId, RegistrationId, RoomId, SessionId, SubjectId};
use kaozhan_domain::plan::{Certificate, ExamPlan, Subject};
use kaozhan_domain::room::Room;
use kaozhan_store::{ReadTx, SubjectCount};
use std::collections::{HashMap, HashSet};
use std::str::FromStr;

/// Stable code of what lies outside.
const OUTSIDE: &str = "outside_scope";

/// The refusal of `what`.
pub(crate) fn outside(what: &str) -> AppError {
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
/// scope.
///
/// # Errors
/// `outside_scope`, those of the store.
pub(crate) fn check_request(app: &App, request: &impl Concerns) -> Result<()> {
    let named = request.concerns();
    if app.scope().is_everything() || named.is_empty() {
        return Ok(());
    }
    app.read(|tx| {
        let book = Book::load(tx)?;
        named.iter().try_for_each(|concern| book.check(app, tx, *concern))
    })
}

/// The identity in a request; nothing when it is none, which is left to the command.
fn identity<T: FromStr>(text: &str) -> Option<T> {
    text.trim().parse().ok()
}

/// The certificate that a record belongs to, and what to call the record.
type Owner = (CertificateId, String);

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

    fn check(&self, app: &App, tx: &ReadTx<'_>, concern: Concern<'_>) -> Result<()> {
        let owner = match concern {
            Concern::Plan(text) => return self.check_plan(app, text.trim()),
            Concern::Subject(text) => identity(text).and_then(|id| self.subject(id)),
            Concern::Session(text) => identity(text).and_then(|id| self.session(id)),
            Concern::Room(text) => room(tx, text)?,
            Concern::Registration(text) => self.registration(tx, text)?,
            Concern::Certificate(text) => certificate(tx, text)?,
            Concern::Record(text) => {
                self.check_plan(app, text.trim())?;
                self.record(tx, text)?
            }
        };
        match owner {
            Some((certificate, what)) if !app.scope().covers(certificate) => Err(outside(&what)),
            _ => Ok(()),
        }
    }

    /// A plan by identity, number or name: refused when every plan of that name lies outside.
    fn check_plan(&self, app: &App, text: &str) -> Result<()> {
        let id: Option<PlanId> = identity(text);
        let meant = |plan: &ExamPlan| {
            id == Some(plan.id) || (!text.is_empty() && (plan.number == text || plan.name == text))
        };
        let found: Vec<&(ExamPlan, Vec<Subject>)> = self.0.iter().filter(|(plan, _)| meant(plan)).collect();
        match found.first() {
            Some((plan, _)) if !found.iter().any(|(_, subjects)| is_within(app.scope(), subjects)) => {
                Err(outside(&format!("考试计划“{}”", plan.name)))
            }
            _ => Ok(()),
        }
    }

    fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.0.iter().flat_map(|(_, subjects)| subjects)
    }

    fn subject(&self, id: SubjectId) -> Option<Owner> {
        let subject = self.subjects().find(|subject| subject.id == id)?;
        Some((subject.certificate, format!("考试科目“{}”", subject.name)))
    }

    fn session(&self, id: SessionId) -> Option<Owner> {
        let holds = |subject: &&Subject| subject.sessions.iter().any(|session| session.id == id);
        let subject = self.subjects().find(holds)?;
        Some((subject.certificate, format!("考试科目“{}”的场次", subject.name)))
    }

    fn registration(&self, tx: &ReadTx<'_>, text: &str) -> Result<Option<Owner>> {
        let Some(id) = identity::<RegistrationId>(text) else { return Ok(None) };
        let Some(registration) = tx.registration(id)? else { return Ok(None) };
        let owner = self.subject(registration.subject);
        Ok(owner.map(|(certificate, subject)| (certificate, format!("{subject}的报考"))))
    }

    /// A record of whatever kind; what is none of these belongs to no certificate.
    fn record(&self, tx: &ReadTx<'_>, text: &str) -> Result<Option<Owner>> {
        let subject = identity(text).and_then(|id| self.subject(id));
        if let Some(owner) = subject.or_else(|| identity(text).and_then(|id| self.session(id))) {
            return Ok(Some(owner));
        }
        if let Some(owner) = self.registration(tx, text)? {
            return Ok(Some(owner));
        }
        match room(tx, text)? {
            Some(owner) => Ok(Some(owner)),
            None => certificate(tx, text),
        }
    }
}

fn room(tx: &ReadTx<'_>, text: &str) -> Result<Option<Owner>> {
    let Some(id) = identity::<RoomId>(text) else { return Ok(None) };
    Ok(tx.room(id)?.map(|room| (room.certificate, format!("考场“{}”", room.name))))
}

fn certificate(tx: &ReadTx<'_>, text: &str) -> Result<Option<Owner>> {
    let Some(id) = identity::<CertificateId>(text) else { return Ok(None) };
    Ok(tx.certificate(id)?.map(|known| (known.id, format!("证书“{}”", known.label()))))
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

    /// The sessions of a plan that this account manages.
    pub(crate) fn sessions(&self, tx: &ReadTx<'_>, plan: PlanId) -> Result<HashSet<SessionId>> {
        let subjects = self.subjects(tx, plan)?;
        Ok(subjects.iter().flat_map(|subject| &subject.sessions).map(|session| session.id).collect())
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
