//! Changes of many candidates at once: 批量认证, 批量修改, 批量删除. What is
//! chosen are rows or a stored filter, never fifty thousand rows; who is left out is told with the reason.

use super::change::Rules;
use super::rows::verification_refusal;
use crate::error::{AppError, Result};
use crate::task::Task;
use crate::workspace::App;
use kaozhan_domain::candidate::Candidate;
use kaozhan_domain::ids::CandidateId;
use kaozhan_store::{CandidateFilter, ReadTx, WriteTx};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Names that are told of each reason.
const NAMES: usize = 20;

/// Which candidates a batch is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// These.
    Rows(Vec<CandidateId>),
    /// Whoever the filter finds.
    Filter(Box<CandidateFilter>),
}

impl Chosen {
    pub(crate) fn ids(&self, tx: &ReadTx<'_>) -> Result<Vec<CandidateId>> {
        Ok(match self {
            Self::Rows(ids) => ids.clone(),
            Self::Filter(filter) => tx.candidate_ids(filter)?,
        })
    }
}

/// What a batch did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct CandidateBatch {
    /// Candidates that were chosen.
    pub total: u64,
    /// Changed, asked for, or deleted.
    pub done: u64,
    /// As they should be already.
    pub unchanged: u64,
    /// Left out, by reason.
    pub refused: Vec<CandidateRefusals>,
    /// Nothing was written: this is what would be done.
    pub dry_run: bool,
}

/// Candidates that were left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateRefusals {
    /// Why.
    pub reason: String,
    /// How many.
    pub count: u64,
    /// The first of them, by name.
    pub names: Vec<String>,
}

/// What became of one candidate.
enum Fate {
    Done,
    Unchanged,
    Refused(String),
}

/// Does `one` for every chosen candidate, in one transaction; nothing is left of a dry run.
fn each(
    app: &App,
    operation: (&'static str, &'static str),
    chosen: &Chosen,
    dry_run: bool,
    task: &Task<'_>,
    mut one: impl FnMut(Access<'_, '_, '_>, Candidate) -> Result<Fate>,
) -> Result<CandidateBatch> {
    let (code, label) = operation;
    if dry_run {
        return app.read(|tx| {
            let mut tally = Tally::default();
            let ids = chosen.ids(tx)?;
            for (at, id) in ids.iter().enumerate() {
                step(task, "核对考生", at, ids.len())?;
                tally.take(tx.candidate(*id)?, |candidate| one(Access::Look(tx), candidate))?;
            }
            Ok(tally.finish(ids.len(), true))
        });
    }
    let count = app.read(|tx| Ok(chosen.ids(tx)?.len()))?;
    app.write(code, label, &format!("{count} 名考生"), |tx| {
        let mut tally = Tally::default();
        let ids = chosen.ids(tx)?;
        for (at, id) in ids.iter().enumerate() {
            step(task, label, at, ids.len())?;
            tally.take(tx.candidate(*id)?, |candidate| one(Access::Write(&mut *tx), candidate))?;
        }
        Ok(tally.finish(ids.len(), false))
    })
}

fn step(task: &Task<'_>, label: &str, at: usize, total: usize) -> Result<()> {
    if at.is_multiple_of(200) { task.step(label, at, total) } else { Ok(()) }
}

/// A view of the data, and perhaps the leave to change it.
enum Access<'a, 'b, 'c> {
    Look(&'a ReadTx<'c>),
    Write(&'b mut WriteTx<'c>),
}

impl<'c> Access<'_, '_, 'c> {
    fn read(&self) -> &ReadTx<'c> {
        match self {
            Self::Look(tx) => tx,
            Self::Write(tx) => tx,
        }
    }

    fn update(self, candidate: &Candidate) -> Result<()> {
        if let Self::Write(tx) = self {
            tx.update_candidate(candidate)?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct Tally {
    batch: CandidateBatch,
    refused: BTreeMap<String, (u64, Vec<String>)>,
}

impl Tally {
    fn take(
        &mut self,
        candidate: Option<Candidate>,
        one: impl FnOnce(Candidate) -> Result<Fate>,
    ) -> Result<()> {
        // Gone since the list was read: what was wanted of it can't be done any more.
        let Some(candidate) = candidate else {
            self.batch.unchanged += 1;
            return Ok(());
        };
        let name = candidate.details.name.clone();
        match one(candidate)? {
            Fate::Done => self.batch.done += 1,
            Fate::Unchanged => self.batch.unchanged += 1,
            Fate::Refused(reason) => {
                let (count, names) = self.refused.entry(reason).or_default();
                *count += 1;
                if names.len() < NAMES {
                    names.push(name);
                }
            }
        }
        Ok(())
    }

    fn finish(self, total: usize, dry_run: bool) -> CandidateBatch {
        let refused = self.refused.into_iter();
        CandidateBatch {
            total: u64::try_from(total).unwrap_or(u64::MAX),
            refused: refused
                .map(|(reason, (count, names))| CandidateRefusals { reason, count, names })
                .collect(),
            dry_run,
            ..self.batch
        }
    }
}

/// 批量认证: asks for it where it can be asked for.
///
/// # Errors
/// `cancelled`, those of the store; then nothing was written.
pub fn verify_many(app: &App, chosen: &Chosen, dry_run: bool, task: &Task<'_>) -> Result<CandidateBatch> {
    each(app, ("candidate_verify", "申请认证"), chosen, dry_run, task, |access, mut candidate| {
        if candidate.verification_queued {
            return Ok(Fate::Unchanged);
        }
        if let Some(reason) = verification_refusal(&candidate) {
            return Ok(Fate::Refused(reason));
        }
        candidate.verification_queued = true;
        access.update(&candidate)?;
        Ok(Fate::Done)
    })
}

/// Fields that many candidates can share.
const SHARED: [&str; 5] = ["class_name", "major_name", "major_code", "major_level", "enrolment_year"];

/// 批量修改: the same class, major or year for all of them.
///
/// # Errors
/// `field_not_shared`, `nothing_to_change`, `cancelled`; then nothing was written.
pub fn edit_many(
    app: &App,
    chosen: &Chosen,
    changes: &[(String, String)],
    dry_run: bool,
    task: &Task<'_>,
) -> Result<CandidateBatch> {
    if changes.is_empty() {
        return Err(AppError::new("nothing_to_change", "没有填写要修改的内容"));
    }
    if let Some((field, _)) = changes.iter().find(|(field, _)| !SHARED.contains(&field.as_str())) {
        return Err(AppError::new("field_not_shared", format!("“{field}”不能批量修改")));
    }
    let rules = Rules::of(app)?;
    each(app, ("candidate_edit", "批量修改学生信息"), chosen, dry_run, task, |access, old| {
        let mut new = old.clone();
        match rules.apply(access.read(), &mut new, changes) {
            Ok(_) if new == old => Ok(Fate::Unchanged),
            Ok(_) => {
                access.update(&new)?;
                Ok(Fate::Done)
            }
            Err(error) => Ok(Fate::Refused(error.message)),
        }
    })
}

/// 批量删除 of candidates without registrations. Gives who was deleted, so that it can be
/// taken back.
///
/// # Errors
/// `cancelled`, those of the store; then nothing was deleted.
pub fn delete_many(
    app: &App,
    chosen: &Chosen,
    dry_run: bool,
    task: &Task<'_>,
) -> Result<(CandidateBatch, Vec<Candidate>)> {
    let mut deleted = Vec::new();
    let operation = ("candidate_delete", "删除学生信息");
    let batch = each(app, operation, chosen, dry_run, task, |access, candidate| {
        let registered = access.read().registered_certificates(&[candidate.id])?;
        let count = registered.get(&candidate.id).copied().unwrap_or_default();
        if let Err(refusal) = candidate.status.check_deletion(usize::try_from(count).unwrap_or(usize::MAX)) {
            return Ok(Fate::Refused(refusal.message));
        }
        if let Access::Write(tx) = access {
            match tx.delete_candidate(candidate.id) {
                Err(error) if error.code() == "broken_reference" => {
                    let reason = "考生已有准考证号或打印记录，不能删除";
                    return Ok(Fate::Refused(reason.to_owned()));
                }
                other => other?,
            }
            deleted.push(candidate);
        }
        Ok(Fate::Done)
    })?;
    Ok((batch, deleted))
}

/// Takes a deletion back. The candidates come back under new identities: for the platform what was deleted
/// stays deleted. Who was entered again meanwhile is left out.
///
/// # Errors
/// Those of the store; then nothing was written.
pub fn restore(app: &App, deleted: &[Candidate]) -> Result<CandidateBatch> {
    let summary = format!("{} 名考生", deleted.len());
    app.write("candidate_restore", "撤销删除学生信息", &summary, |tx| {
        let mut tally = Tally::default();
        for candidate in deleted {
            let candidate = Candidate { id: CandidateId(uuid::Uuid::now_v7()), ..candidate.clone() };
            tally.take(Some(candidate), |candidate| {
                let details = &candidate.details;
                if tx.candidate_by_identity(details.id_type, &details.identity_key())?.is_some() {
                    return Ok(Fate::Refused("已有考生使用同一证件号码".to_owned()));
                }
                tx.insert_candidate(&candidate)?;
                Ok(Fate::Done)
            })?;
        }
        Ok(tally.finish(deleted.len(), false))
    })
}
