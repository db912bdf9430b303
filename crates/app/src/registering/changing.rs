//! What is done with registrations that are there: deleting, 参考对象类型, paying.

use crate::error::{AppError, Result};
use crate::forms::identity;
use crate::workspace::App;
use kaozhan_domain::ids::RegistrationId;
use kaozhan_domain::registration::{PaymentStatus, Registration, RegistrationStatus};
use kaozhan_store::{ReadTx, WriteTx};

/// A registration that may be changed now, with its plan.
fn changeable(tx: &ReadTx<'_>, app: &App, id: &str) -> Result<Registration> {
    let registration = known(tx, id)?;
    let plan = crate::plans::find(tx, registration.plan)?;
    plan.check_registration_open(app.now())?;
    let subject = tx.subject(registration.subject)?;
    let seat = tx.assignment(registration.id)?;
    let session =
        seat.and_then(|seat| subject.as_ref()?.sessions.iter().find(|session| session.id == seat.session));
    registration.check_deletion(RegistrationStatus::at(app.now(), session))?;
    Ok(registration)
}

fn known(tx: &ReadTx<'_>, id: &str) -> Result<Registration> {
    let id: RegistrationId = identity(id, "registration_unknown", "报考记录")?;
    tx.registration(id)?.ok_or_else(|| AppError::new("registration_unknown", "找不到报考记录，可能已被删除"))
}

/// Deletes registrations, all or none.
///
/// # Errors
/// `registration_closed`, `registration_arranged`, `registration_paid`, with a line for each.
pub fn delete(app: &App, ids: &[String]) -> Result<u64> {
    let summary = format!("{} 条", ids.len());
    app.write("registration_delete", "删除报考", &summary, |tx| {
        let mut refused: Vec<(String, AppError)> = Vec::new();
        let mut gone = Vec::new();
        for id in ids {
            match changeable(tx, app, id) {
                Ok(registration) => gone.push(registration.id),
                Err(error) => {
                    let name = known(tx, id).map(|known| known.snapshot.details.name);
                    refused.push((name.unwrap_or_default(), error));
                }
            }
        }
        if let Some((_, first)) = refused.first() {
            let lines = refused.iter().map(|(name, error)| format!("{name}：{}", error.message));
            let message = if refused.len() == 1 {
                first.message.clone()
            } else {
                format!("所选 {} 条中有 {} 条不能删除，没有删除任何报考", ids.len(), refused.len())
            };
            return Err(AppError::new(&first.code, message).details(lines.take(200).collect()));
        }
        for id in &gone {
            tx.delete_registration(*id)?;
        }
        Ok(u64::try_from(gone.len()).unwrap_or(u64::MAX))
    })
}

/// Changes 参考对象类型 of a registration.
///
/// # Errors
/// As [`delete`], and `audience_required`.
pub fn change_audience(app: &App, id: &str, audience: &str) -> Result<()> {
    app.write("registration_edit", "修改报考", "参考对象类型", |tx| {
        let mut registration = changeable(tx, app, id)?;
        let subject = tx
            .subject(registration.subject)?
            .ok_or_else(|| AppError::new("subject_unknown", "找不到考试科目，可能已被删除"))?;
        let audience = audience.trim();
        if !subject.audience.iter().any(|kind| kind == audience) {
            return Err(AppError::new(
                "audience_required",
                format!("科目“{}”的参考对象为“{}”，请从中选择", subject.name, subject.audience.join("、")),
            ));
        }
        audience.clone_into(&mut registration.audience);
        tx.update_registration(&registration)?;
        Ok(())
    })
}

/// Marks registrations as paid or not; a record only. Gives how many changed.
///
/// # Errors
/// `registration_unknown`.
pub fn mark_payment(app: &App, ids: &[String], paid: bool) -> Result<u64> {
    let label = if paid { PaymentStatus::Paid } else { PaymentStatus::Unpaid }.label();
    let summary = format!("{} 条，{label}", ids.len());
    app.write("registration_payment", "标记缴费", &summary, |tx| {
        let mut changed = 0;
        for id in ids {
            changed += u64::from(mark_one(tx, id, paid)?);
        }
        Ok(changed)
    })
}

fn mark_one(tx: &mut WriteTx<'_>, id: &str, paid: bool) -> Result<bool> {
    let mut registration = known(tx, id)?;
    registration.payment = if paid { PaymentStatus::Paid } else { PaymentStatus::Unpaid };
    Ok(tx.update_registration(&registration)?)
}
