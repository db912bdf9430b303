//! Finding records by what people write: a number, a code or a name.

use crate::error::{AppError, Result};
use kaozhan_domain::RuleViolation;
use kaozhan_domain::candidate::Candidate;
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number, normalise_number};
use kaozhan_domain::ids::CandidateId;
use kaozhan_domain::plan::{Certificate, ExamPlan, Subject};
use kaozhan_domain::room::Room;
use kaozhan_domain::site::Site;
use kaozhan_store::{CandidateFilter, Page, ReadTx};

/// The one record that `text` means, by an exact match on one of its names.
///
/// # Errors
/// `<entity>_unknown` with the names there are, `<entity>_ambiguous`.
pub fn only<'r, T>(
    records: &'r [T],
    text: &str,
    entity: &str,
    label: &str,
    names: impl Fn(&T) -> Vec<&str>,
) -> std::result::Result<&'r T, RuleViolation> {
    let text = text.trim();
    let found: Vec<&T> = records.iter().filter(|record| names(record).contains(&text)).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let known: Vec<String> = records
                .iter()
                .take(8)
                .filter_map(|record| names(record).last().map(ToString::to_string))
                .collect();
            let known = if known.is_empty() {
                format!("，工作区里还没有{label}，请先导入")
            } else {
                format!("；已有：{}", known.join("、"))
            };
            Err(RuleViolation::error(format!("{entity}_unknown"), format!("找不到{label}“{text}”{known}")))
        }
        several => Err(RuleViolation::error(
            format!("{entity}_ambiguous"),
            format!("有 {} 个{label}都叫“{text}”，请改用编号", several.len()),
        )),
    }
}

/// The plan with this number or name.
pub fn plan<'r>(plans: &'r [ExamPlan], text: &str) -> std::result::Result<&'r ExamPlan, RuleViolation> {
    // The window knows a plan by its identity.
    match plans.iter().find(|plan| plan.id.to_string() == text.trim()) {
        Some(plan) => Ok(plan),
        None => only(plans, text, "plan", "考试计划", |plan| vec![&plan.number, &plan.name]),
    }
}

/// The plan that `text` means, or the only one there is.
pub fn plan_or_only(plans: &[ExamPlan], text: Option<&str>) -> std::result::Result<ExamPlan, RuleViolation> {
    match (text.map(str::trim).filter(|text| !text.is_empty()), plans) {
        (Some(text), _) => plan(plans, text).cloned(),
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(RuleViolation::error("plan_unknown", "工作区里还没有考试计划，请先导入考试计划")),
        (None, _) => Err(RuleViolation::error(
            "plan_ambiguous",
            "工作区里有多个考试计划，请说明是哪一个（计划编号或名称）",
        )),
    }
}

/// The site with this number or name.
pub fn site<'r>(sites: &'r [Site], text: &str) -> std::result::Result<&'r Site, RuleViolation> {
    only(sites, text, "site", "考核站点", |site| vec![&site.number, &site.name])
}

/// The subject of these with this code or name.
pub fn subject<'r>(subjects: &'r [Subject], text: &str) -> std::result::Result<&'r Subject, RuleViolation> {
    only(subjects, text, "subject", "考试科目", |subject| vec![&subject.code, &subject.name])
}

/// The room of these with this code or name.
pub fn room<'r>(rooms: &'r [Room], text: &str) -> std::result::Result<&'r Room, RuleViolation> {
    only(rooms, text, "room", "考场", |room| vec![&room.code, &room.name])
}

/// The certificate that `text` (code, name, or `name（level）`) and `level` mean.
pub fn certificate<'r>(
    certificates: &'r [Certificate],
    text: &str,
    level: &str,
) -> std::result::Result<&'r Certificate, RuleViolation> {
    let (text, level) = (text.trim(), level.trim());
    let named: Vec<&Certificate> = certificates
        .iter()
        .filter(|certificate| {
            certificate.code == text || certificate.name == text || certificate.label() == text
        })
        .filter(|certificate| level.is_empty() || certificate.level == level)
        .collect();
    match named.as_slice() {
        [one] => Ok(one),
        [] => {
            let known: Vec<String> = certificates.iter().take(8).map(Certificate::label).collect();
            let wanted = if level.is_empty() { text.to_owned() } else { format!("{text}（{level}）") };
            Err(RuleViolation::error(
                "certificate_unknown",
                format!("找不到证书“{wanted}”；已有：{}", known.join("、")),
            ))
        }
        _ => Err(RuleViolation::error(
            "certificate_ambiguous",
            format!("证书“{text}”有多个等级，请填写证书等级或证书编号"),
        )),
    }
}

/// The candidate that `text` means: id, document number, 准考证号, 学生编号, or a name that only one has.
///
/// # Errors
/// `candidate_unknown`, `candidate_ambiguous`.
pub fn candidate(tx: &ReadTx<'_>, text: &str) -> Result<Candidate> {
    let text = text.trim();
    if let Ok(id) = text.parse::<CandidateId>() {
        return tx.candidate(id)?.ok_or_else(|| unknown_candidate(text));
    }
    let number = normalise_number(text);
    let mut found =
        exactly(tx, CandidateFilter { id_number: number.clone(), ..CandidateFilter::default() }, |known| {
            known.details.id_number == number
        })?;
    if found.is_empty()
        && let Some(owner) = tx.exam_number_owner(text)?
    {
        found.extend(tx.candidate(owner.candidate)?);
    }
    if found.is_empty() {
        let filter = CandidateFilter { text: text.to_owned(), ..CandidateFilter::default() };
        found = exactly(tx, filter, |known| {
            known.details.name == text
                || known.platform_number == text
                || known.details.student_number == text
        })?;
    }
    match found.len() {
        0 => Err(unknown_candidate(text)),
        1 => Ok(found.remove(0)),
        many => Err(AppError::new(
            "candidate_ambiguous",
            format!("有 {many} 名考生符合，请改用证件号码或考生 id"),
        )),
    }
}

/// The candidates of a search that match exactly; an empty search finds nobody.
fn exactly(
    tx: &ReadTx<'_>,
    filter: CandidateFilter,
    matches: impl Fn(&Candidate) -> bool,
) -> Result<Vec<Candidate>> {
    if filter == CandidateFilter::default() {
        return Ok(Vec::new());
    }
    let (found, _) = tx.candidates(&filter, Page::ALL)?;
    Ok(found.into_iter().filter(|candidate| matches(candidate)).collect())
}

fn unknown_candidate(text: &str) -> AppError {
    // What was typed may be a document number, so it is not repeated in full.
    let shown = if text.chars().count() > 12 { "该号码".to_owned() } else { format!("“{text}”") };
    AppError::new("candidate_unknown", format!("找不到考生：{shown}"))
        .hint("请用 kaozhan candidates --search 查找，再用考生 id、证件号码或准考证号指定")
}

/// A candidate in one line, to be told from others: name, class, masked number.
pub fn masked_line(candidate: &Candidate) -> String {
    let details = &candidate.details;
    let number = mask_number(details.id_type, &details.id_number, MaskStyle::First6Last4);
    let parts = [details.name.clone(), details.class_name.clone(), number];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
