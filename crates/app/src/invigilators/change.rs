//! What changes 监考人员: the form, deletion, and what the organisation said.

use super::{InvigilatorForm, InvigilatorVerification, STAMP, find, person_id};
use crate::error::{AppError, Result};
use crate::forms::{FormAnswer, FormProblem, chosen, identity, refuses, save_form};
use crate::workspace::App;
use chrono::{NaiveDate, NaiveDateTime};
use kaozhan_domain::FieldProblem;
use kaozhan_domain::clock::Window;
use kaozhan_domain::ids::{CertificateId, InvigilatorId};
use kaozhan_domain::invigilator::input::{InvigilatorInput, check, identify};
use kaozhan_domain::invigilator::{Invigilator, InvigilatorCertificate, VerificationEvent};
use kaozhan_store::WriteTx;
use std::collections::HashSet;

/// Most periods in which one person can't come.
const ABSENCES_MAX: usize = 40;
/// Longest 认证依据 and reason, in characters.
const BASIS_MAX: usize = 100;

fn stamp(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    [STAMP, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

fn problem(field: &'static str, code: &str, message: impl Into<String>) -> FormProblem {
    FieldProblem::error(field, code, message).into()
}

/// Creates or changes an invigilator.
///
/// # Errors
/// `invigilator_unknown`, `certificate_unknown`, those of the store. What is wrong with the form is in the
/// answer.
pub fn save(app: &App, form: &InvigilatorForm) -> Result<FormAnswer> {
    let old = form.id.as_deref().map(person_id).transpose()?;
    let wanted: Vec<CertificateId> = form
        .certificate_ids
        .iter()
        .map(|id| identity(id, "certificate_unknown", "证书"))
        .collect::<Result<_>>()?;
    let (school, today) = (app.school()?.name, app.now().date());
    let (label, code) = if old.is_some() {
        ("修改监考人员", "invigilator_edit")
    } else {
        ("新增监考人员", "invigilator_create")
    };
    save_form(app, code, label, "1 人", |tx| {
        let before = old.map(|id| find(tx, id)).transpose()?;
        let (person, mut problems) = from_form(form, today, &school, before.as_ref());
        let others: Vec<Invigilator> =
            tx.invigilators()?.into_iter().filter(|other| Some(other.id) != old).collect();
        if let Some(person) = &person {
            problems.extend(clash(person, &others));
        }
        let held = match old {
            Some(id) => tx.invigilator_certificates(id)?,
            None => Vec::new(),
        };
        problems.extend(certificate_problems(&held, &wanted, old.is_none()));
        let Some(person) = person.filter(|_| !refuses(&problems)) else {
            return Ok(FormAnswer::refused(problems));
        };
        tx.put_invigilator(&person)?;
        put_certificates(tx, person.id, &held, &wanted)?;
        Ok(FormAnswer { id: Some(person.id.to_string()), problems })
    })
}

/// The person that a form makes, and what is wrong with it.
fn from_form(
    form: &InvigilatorForm,
    today: NaiveDate,
    school: &str,
    before: Option<&Invigilator>,
) -> (Option<Invigilator>, Vec<FormProblem>) {
    let input = input(form);
    let fresh = InvigilatorId(uuid::Uuid::now_v7());
    let (person, found) = check(&input, today, school, fresh, before);
    let mut problems: Vec<FormProblem> = found.into_iter().map(FormProblem::from).collect();
    if before.is_some() && form.name.trim().is_empty() {
        problems.push(problem("name", "name_empty", "姓名为空，请填写教师姓名"));
    }
    let mut unavailable = Vec::new();
    for absence in &form.unavailable {
        match (stamp(&absence.start), stamp(&absence.end)) {
            (Some(start), Some(end)) if start < end => unavailable.push(Window { start, end }),
            _ => {
                problems.push(problem("unavailable", "absence_window", "不能监考的时间不对，开始须早于结束"))
            }
        }
    }
    if unavailable.len() > ABSENCES_MAX {
        let message = format!("不能监考的时间最多 {ABSENCES_MAX} 段");
        problems.push(problem("unavailable", "absence_count", message));
    }
    unavailable.sort_by_key(|window| window.start);
    // In a form, unlike in a file, an emptied field is meant.
    let own = |text: &str| text.trim().to_owned();
    let person = person.map(|person| Invigilator {
        number: own(&form.number).to_uppercase(),
        region: own(&form.region),
        title: own(&form.title),
        remark: own(&form.remark),
        school: if form.school.trim().is_empty() { school.to_owned() } else { own(&form.school) },
        active: !form.inactive,
        unavailable,
        ..person
    });
    (person, problems)
}

fn input(form: &InvigilatorForm) -> InvigilatorInput<'_> {
    InvigilatorInput {
        number: &form.number,
        name: &form.name,
        sex: &form.sex,
        id_type: &form.id_type,
        id_number: &form.id_number,
        phone: &form.phone,
        school: &form.school,
        region: &form.region,
        title: &form.title,
        remark: &form.remark,
    }
}

/// Nobody is entered twice.
fn clash(person: &Invigilator, others: &[Invigilator]) -> Option<FormProblem> {
    let input = InvigilatorInput {
        number: &person.number,
        name: &person.name,
        id_type: person.id_type.label(),
        id_number: &person.id_number,
        phone: &person.phone,
        ..InvigilatorInput::default()
    };
    match identify(&input, others) {
        Ok(None) => None,
        Err(problem) => Some(problem.into()),
        Ok(Some(place)) => {
            let field = if others[place].phone == person.phone { "phone" } else { "id_number" };
            let field = if others[place].number == person.number && !person.number.is_empty() {
                "number"
            } else {
                field
            };
            let message = format!("与已有的监考人员“{}”是同一人，请直接修改该人员", others[place].name);
            Some(problem(field, "invigilator_known", message))
        }
    }
}

fn certificate_problems(
    held: &[InvigilatorCertificate],
    wanted: &[CertificateId],
    new: bool,
) -> Vec<FormProblem> {
    let gone = held.iter().filter(|one| !wanted.contains(&one.certificate));
    let mut problems: Vec<FormProblem> = gone
        .filter_map(|one| one.check_removal().err())
        .map(|violation| FieldProblem { field: "certificates", violation }.into())
        .collect();
    if wanted.is_empty() && new {
        problems.push(problem("certificates", "value_missing", "请选择监考证书"));
    }
    problems
}

fn put_certificates(
    tx: &mut WriteTx<'_>,
    id: InvigilatorId,
    held: &[InvigilatorCertificate],
    wanted: &[CertificateId],
) -> Result<()> {
    for one in held.iter().filter(|one| !wanted.contains(&one.certificate)) {
        tx.delete_invigilator_certificate(one)?;
    }
    for certificate in wanted.iter().filter(|id| held.iter().all(|one| one.certificate != **id)) {
        if tx.certificate(*certificate)?.is_none() {
            return Err(AppError::new("certificate_unknown", "找不到证书，可能已被删除"));
        }
        tx.put_invigilator_certificate(&InvigilatorCertificate::new(id, *certificate))?;
    }
    Ok(())
}

/// Deletes invigilators, all or none. Gives their names.
///
/// # Errors
/// `invigilator_unknown`, `invigilator_verified`, `invigilator_on_duty`.
pub fn delete(app: &App, ids: &[String]) -> Result<Vec<String>> {
    let ids: Vec<InvigilatorId> = ids.iter().map(|id| person_id(id)).collect::<Result<_>>()?;
    app.write("invigilator_delete", "删除监考人员", &format!("{} 人", ids.len()), |tx| {
        let mut names = Vec::new();
        let mut refusals = Vec::new();
        for id in &ids {
            let person = find(tx, *id)?;
            let (held, duties) = (tx.invigilator_certificates(*id)?, tx.duties_of(*id)?.len());
            match person.check_deletion(&held, duties) {
                Ok(()) => tx.delete_invigilator(*id)?,
                Err(violation) => refusals.push(violation),
            }
            names.push(person.name);
        }
        match refusals.split_first() {
            None => Ok(names),
            Some((first, rest)) => {
                let details = rest.iter().map(|violation| violation.message.clone()).collect();
                Err(AppError::from(first.clone()).details(details))
            }
        }
    })
}

/// Records what the organisation said of certificates, or takes such a record back. Gives how
/// many certificates changed.
///
/// # Errors
/// `invigilator_unknown`, `nothing_to_verify`, `reason_missing`, `text_too_long`.
pub fn verify(app: &App, request: &InvigilatorVerification) -> Result<u64> {
    let ids: HashSet<InvigilatorId> = request.ids.iter().map(|id| person_id(id)).collect::<Result<_>>()?;
    let only = chosen::<CertificateId>(&request.certificate_id);
    let basis = request.basis.trim();
    if basis.chars().count() > BASIS_MAX {
        return Err(AppError::new("text_too_long", format!("内容太长，最多 {BASIS_MAX} 字")));
    }
    if !request.verified && basis.chars().count() < 2 {
        return Err(AppError::new("reason_missing", "请填写撤回认证的原因，至少 2 个字"));
    }
    let (code, label, event) = if request.verified {
        ("invigilator_verify", "标记监考证书已认证", VerificationEvent::Verify)
    } else {
        ("invigilator_retract", "撤回监考证书认证", VerificationEvent::Retract)
    };
    let summary = format!("{} 人，{}", ids.len(), crate::import::hide_numbers(basis));
    app.write(code, label, summary.trim_end_matches('，'), |tx| {
        let mut changed = 0;
        for id in &ids {
            find(tx, *id)?;
            for one in tx.invigilator_certificates(*id)? {
                if only.is_some_and(|only| only != one.certificate) {
                    continue;
                }
                // What is so already is no fault where many are marked at once.
                if let Ok(after) = one.after(event, basis, app.now()) {
                    tx.put_invigilator_certificate(&after)?;
                    changed += 1;
                }
            }
        }
        if changed == 0 {
            let message = if request.verified {
                "所选监考人员没有未认证的证书"
            } else {
                "所选监考证书没有认证，不必撤回"
            };
            return Err(AppError::new("nothing_to_verify", message));
        }
        Ok(changed)
    })
}
