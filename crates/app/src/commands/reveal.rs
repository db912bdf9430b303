//! The whole document number and phone of one candidate or invigilator: permission, reason, proved password,
//! audit.

use super::{Command, command};
use crate::desk::{Permission, Session};
use crate::error::{AppError, Result};
use crate::invigilators;
use crate::lookup::masked_line;
use crate::scope::concerns;
use kaozhan_domain::candidate::id_document::{self, IdType, MaskStyle, mask_number, mask_phone};
use kaozhan_domain::ids::CandidateId;
use kaozhan_domain::invigilator::Invigilator;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 2..=200;

/// Whose number, and what for.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RevealRequest {
    /// The candidate.
    pub candidate_id: String,
    /// 查看原因; it stands in the audit.
    pub reason: String,
}

/// The number of which invigilator, and what for.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct InvigilatorRevealRequest {
    /// The invigilator.
    pub invigilator_id: String,
    /// 查看原因; it stands in the audit.
    pub reason: String,
}

/// What the mask hides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Revealed {
    /// 姓名.
    pub name: String,
    /// 证件类型.
    pub id_type: String,
    /// 证件号码, whole.
    pub id_number: String,
    /// 手机号码, whole.
    pub phone: String,
    /// Birth date in the number, `2008-06-01`; missing when it holds none.
    pub birth_date: Option<String>,
}

concerns! { nothing: RevealRequest, InvigilatorRevealRequest }

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![
        command("candidate.reveal", Permission::Reveal, |session, request: RevealRequest, _| {
            reveal(session, &request)
        }),
        command("invigilator.reveal", Permission::Reveal, |session, request: InvigilatorRevealRequest, _| {
            reveal_invigilator(session, &request)
        }),
    ]
}

/// The reason as the trail keeps it; a proved password goes with it.
fn checked_reason(session: &Session<'_>, reason: &str) -> Result<String> {
    let reason = reason.trim();
    if !REASON.contains(&reason.chars().count()) {
        return Err(AppError::new("reveal_reason", "请填写查看原因，2 至 200 字"));
    }
    session.require_recent()?;
    Ok(without_numbers(reason))
}

fn birth_date(session: &Session<'_>, id_type: IdType, number: &str) -> Option<String> {
    if number.is_empty() {
        return None;
    }
    let checked = id_document::check(id_type, number, session.app.now().date());
    checked.birth_date.map(|date| date.to_string())
}

fn reveal(session: &Session<'_>, request: &RevealRequest) -> Result<Revealed> {
    let reason = checked_reason(session, &request.reason)?;
    let unknown = || AppError::new("candidate_unknown", "找不到考生，可能已被删除");
    let id: CandidateId = request.candidate_id.parse().map_err(|_| unknown())?;
    let candidate = session.app.read(|tx| Ok(tx.candidate(id)?))?.ok_or_else(unknown)?;
    // Recorded first: what could not be recorded is not shown.
    let summary = format!("{}，原因：{reason}", masked_line(&candidate));
    session.app.write("candidate_reveal", "查看完整证件号码", &summary, |_| Ok(()))?;
    let details = candidate.details;
    Ok(Revealed {
        birth_date: birth_date(session, details.id_type, &details.id_number),
        name: details.name,
        id_type: details.id_type.label().to_owned(),
        id_number: details.id_number,
        phone: details.phone,
    })
}

fn reveal_invigilator(session: &Session<'_>, request: &InvigilatorRevealRequest) -> Result<Revealed> {
    let reason = checked_reason(session, &request.reason)?;
    let id = invigilators::person_id(&request.invigilator_id)?;
    let person = session.app.read(|tx| invigilators::find(tx, id))?;
    let summary = format!("{}，原因：{reason}", masked_person(&person));
    session.app.write("invigilator_reveal", "查看监考人员完整号码", &summary, |_| Ok(()))?;
    Ok(Revealed {
        birth_date: birth_date(session, person.id_type, &person.id_number),
        name: person.name,
        id_type: person.id_type.label().to_owned(),
        id_number: person.id_number,
        phone: person.phone,
    })
}

/// An invigilator in one line, to be told from others: name, 教师编号, masked numbers.
fn masked_person(person: &Invigilator) -> String {
    let number = mask_number(person.id_type, &person.id_number, MaskStyle::First6Last4);
    let parts = [person.name.clone(), person.number.clone(), number, mask_phone(&person.phone)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The reason stands in the audit, which is exported: long numbers are blotted out.
fn without_numbers(reason: &str) -> String {
    let mut text = String::new();
    let mut run = String::new();
    for c in reason.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        text.push_str(if run.len() >= 7 { "****" } else { &run });
        run.clear();
        if c != '\0' {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_typed_as_reason_does_not_enter_the_audit() {
        assert_eq!(without_numbers("核对 110105194912310021 的报名表 2026"), "核对 **** 的报名表 2026");
        assert_eq!(without_numbers("13800000000"), "****");
    }
}
