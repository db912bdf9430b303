//! Rows of the roster (导入考生信息): the checks of one row and what it makes of a candidate (R-100…R-102).

use super::id_document::{self, IdType, Sex};
use super::pinyin::{self, PinyinSource, UPolicy};
use super::{CandidateDetails, StudentType, name, phone};
use crate::FieldProblem;
use crate::seating::AccessNeeds;
use chrono::{Datelike, NaiveDate};

/// 专业层次 that the platform knows.
pub const MAJOR_LEVELS: [&str; 6] = ["中职", "专科", "高职专科", "本科", "职业本科", "研究生"];

/// The cells of one row as text; an empty text is a cell without a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the column of the same name in the roster table")]
pub struct RosterInput<'a> {
    pub name: &'a str,
    pub pinyin: &'a str,
    pub sex: &'a str,
    pub id_type: &'a str,
    pub id_number: &'a str,
    pub phone: &'a str,
    pub major_name: &'a str,
    pub major_code: &'a str,
    pub major_version: &'a str,
    pub major_level: &'a str,
    pub enrolment_year: &'a str,
    pub student_type: &'a str,
    pub school: &'a str,
    pub class_name: &'a str,
    pub student_number: &'a str,
    pub access: &'a str,
    pub remark: &'a str,
}

/// What a row is checked against, besides itself.
#[derive(Debug, Clone, Copy)]
pub struct RosterContext<'a> {
    /// Today, local.
    pub today: NaiveDate,
    /// 所属院校 of a row that names none.
    pub school: &'a str,
    /// How ü is written in proposed pinyin.
    pub u_policy: UPolicy,
}

/// The identity that a row claims, before anything else is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowIdentity {
    /// 证件类型.
    pub id_type: IdType,
    /// What makes the person the same one.
    pub key: String,
}

/// The person a row is about, when its document type and number say so.
pub fn identify(input: &RosterInput<'_>) -> Option<RowIdentity> {
    let id_type = id_document::read_id_type(input.id_type).ok()?;
    let number = id_document::normalise_number(input.id_number);
    (!number.is_empty()).then(|| RowIdentity { id_type, key: id_document::identity_key(id_type, &number) })
}

/// Checks one row. `existing` is the candidate that it is about, if there is one already: a cell
/// without a value then keeps what is there and never erases it.
///
/// The details are given only when no finding refuses the row.
pub fn check(
    input: &RosterInput<'_>,
    context: &RosterContext<'_>,
    existing: Option<&CandidateDetails>,
) -> (Option<CandidateDetails>, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    let (name, name_typed) = check_name(input, existing, &mut problems);
    let (id_type, id_number, id_sex) = check_identity(input, context, existing, &mut problems);
    let sex = id_document::read_sex(input.sex, id_sex, existing.map(|old| old.sex), &mut problems);
    let (pinyin, pinyin_source, pinyin_review) = check_pinyin(input, context, existing, &name, &mut problems);
    let (major_name, major_code) = check_major(input, existing);
    let keep = |cell: &str, old: fn(&CandidateDetails) -> &String| {
        let cell = cell.trim();
        if cell.is_empty() { existing.map(old).cloned().unwrap_or_default() } else { cell.to_owned() }
    };
    let school = keep(input.school, |old| &old.school);
    let details = CandidateDetails {
        student_type: check_student_type(input, existing, &mut problems),
        name,
        name_typed,
        pinyin,
        pinyin_source,
        pinyin_review,
        sex,
        id_type,
        id_number,
        phone: check_phone(input, existing, &mut problems),
        major_name,
        major_code,
        major_version: keep(input.major_version, |old| &old.major_version),
        major_level: check_level(input, existing, &mut problems),
        enrolment_year: check_year(input, context, existing, &mut problems),
        school: if school.is_empty() { context.school.to_owned() } else { school },
        class_name: keep(input.class_name, |old| &old.class_name),
        student_number: keep(input.student_number, |old| &old.student_number),
        access: check_access(input, existing, &mut problems),
        remark: keep(input.remark, |old| &old.remark),
    };
    let missing = details.missing();
    if !missing.is_empty() && !crate::field::has_error(&problems) {
        problems.push(FieldProblem::warning(
            "",
            "candidate_incomplete",
            format!("缺少 {}，状态为“信息不全”，补全后才能报考", missing.join("、")),
        ));
    }
    let refused = crate::field::has_error(&problems);
    ((!refused).then_some(details), problems)
}

fn check_name(
    input: &RosterInput<'_>,
    existing: Option<&CandidateDetails>,
    problems: &mut Vec<FieldProblem>,
) -> (String, String) {
    if input.name.trim().is_empty() {
        if let Some(old) = existing {
            return (old.name.clone(), old.name_typed.clone());
        }
        problems.push(FieldProblem::error("name", "name_empty", "姓名为空，请填写学生姓名"));
        return (String::new(), String::new());
    }
    let normalised = name::normalise(input.name);
    problems.extend(FieldProblem::all("name", normalised.problems));
    for change in &normalised.changes {
        problems.push(FieldProblem::warning("name", "name_changed", change.message.clone()));
    }
    (normalised.name, normalised.typed)
}

fn check_identity(
    input: &RosterInput<'_>,
    context: &RosterContext<'_>,
    existing: Option<&CandidateDetails>,
    problems: &mut Vec<FieldProblem>,
) -> (IdType, String, Option<Sex>) {
    let id_type = match (id_document::read_id_type(input.id_type), existing) {
        (Ok(_), Some(old)) if input.id_type.trim().is_empty() => old.id_type,
        (Ok(id_type), _) => id_type,
        (Err(problem), _) => {
            problems.push(problem);
            return (IdType::ResidentId, String::new(), None);
        }
    };
    let number = match existing {
        Some(old) if input.id_number.trim().is_empty() => old.id_number.as_str(),
        _ => input.id_number,
    };
    let checked = id_document::check(id_type, number, context.today);
    problems.extend(FieldProblem::all("id_number", checked.problems));
    (id_type, checked.number, checked.sex)
}

fn check_pinyin(
    input: &RosterInput<'_>,
    context: &RosterContext<'_>,
    existing: Option<&CandidateDetails>,
    name: &str,
    problems: &mut Vec<FieldProblem>,
) -> (String, PinyinSource, Vec<String>) {
    if !input.pinyin.trim().is_empty() {
        // The same as on file says nothing new: an export that comes back confirms no proposal.
        if let Some(old) = existing.filter(|old| old.pinyin == input.pinyin.trim() && old.name == name) {
            return (old.pinyin.clone(), old.pinyin_source, old.pinyin_review.clone());
        }
        let checked = pinyin::check_typed(input.pinyin, name, context.u_policy);
        problems.extend(FieldProblem::all("pinyin", checked.problems));
        return (checked.pinyin, PinyinSource::Manual, Vec::new());
    }
    // A typed pinyin stays as long as the name it belongs to.
    if let Some(old) = existing
        && (old.pinyin_source == PinyinSource::Manual || old.name == name)
        && !old.pinyin.is_empty()
    {
        return (old.pinyin.clone(), old.pinyin_source, old.pinyin_review.clone());
    }
    let proposal = pinyin::propose(name, context.u_policy);
    let reasons = proposal.reasons.into_iter().map(|reason| reason.message).collect();
    (proposal.pinyin, PinyinSource::Auto, reasons)
}

fn check_phone(
    input: &RosterInput<'_>,
    existing: Option<&CandidateDetails>,
    problems: &mut Vec<FieldProblem>,
) -> String {
    if input.phone.trim().is_empty() {
        return existing.map(|old| old.phone.clone()).unwrap_or_default();
    }
    let (number, violations) = phone::check(input.phone);
    problems.extend(FieldProblem::all("phone", violations));
    number
}

/// 就读专业 and its code; a code written behind or before the name (`宗教学 (010103K)`,
/// `【310207】信息安全与管理`) is taken from there when its own column is empty.
fn check_major(input: &RosterInput<'_>, existing: Option<&CandidateDetails>) -> (String, String) {
    let (text, code) = (input.major_name.trim(), input.major_code.trim());
    if text.is_empty() && code.is_empty() {
        return existing.map(|old| (old.major_name.clone(), old.major_code.clone())).unwrap_or_default();
    }
    let same = existing.filter(|old| code.is_empty() && old.major_name == text);
    if let Some(old) = same {
        return (old.major_name.clone(), old.major_code.clone());
    }
    match split_major(text) {
        Some((name, inner)) if code.is_empty() || code.eq_ignore_ascii_case(inner) => {
            (name.to_owned(), inner.to_ascii_uppercase())
        }
        _ => (text.to_owned(), code.to_ascii_uppercase()),
    }
}

fn split_major(text: &str) -> Option<(&str, &str)> {
    let is_code = |code: &str| {
        let digits = code.trim_end_matches(['T', 'K', 't', 'k']);
        code.len() - digits.len() <= 2
            && (6..=7).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if let Some((code, name)) = text.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
        return is_code(code).then_some((name.trim(), code));
    }
    let inner = text.strip_suffix([')', '）'])?;
    let at = inner.rfind(['(', '（'])?;
    let code = inner[at..].trim_start_matches(['(', '（']);
    is_code(code).then(|| (inner[..at].trim(), code))
}

fn check_level(
    input: &RosterInput<'_>,
    existing: Option<&CandidateDetails>,
    problems: &mut Vec<FieldProblem>,
) -> String {
    let text = input.major_level.trim();
    if text.is_empty() {
        return existing.map(|old| old.major_level.clone()).unwrap_or_default();
    }
    if !MAJOR_LEVELS.contains(&text) {
        problems.push(FieldProblem::error(
            "major_level",
            "major_level_unknown",
            format!("专业层次“{text}”不认识，请填写 {} 之一", MAJOR_LEVELS.join("、")),
        ));
    }
    text.to_owned()
}

fn check_year(
    input: &RosterInput<'_>,
    context: &RosterContext<'_>,
    existing: Option<&CandidateDetails>,
    problems: &mut Vec<FieldProblem>,
) -> String {
    let text = input.enrolment_year.trim();
    if text.is_empty() {
        return existing.map(|old| old.enrolment_year.clone()).unwrap_or_default();
    }
    let digits = text.trim_end_matches(['级', '年', '届']).trim();
    match digits.parse::<i32>() {
        Ok(year) if digits.len() == 4 && (1950..=context.today.year() + 1).contains(&year) => {
            digits.to_owned()
        }
        _ => {
            problems.push(FieldProblem::error(
                "enrolment_year",
                "enrolment_year_invalid",
                format!("入学年份“{text}”不对，请填写四位年份，例如 {}", context.today.year()),
            ));
            String::new()
        }
    }
}

fn check_student_type(
    input: &RosterInput<'_>,
    existing: Option<&CandidateDetails>,
    problems: &mut Vec<FieldProblem>,
) -> StudentType {
    let text = input.student_type.trim();
    if text.is_empty() {
        return existing.map(|old| old.student_type).unwrap_or_default();
    }
    StudentType::from_label(text).unwrap_or_else(|| {
        problems.push(FieldProblem::error(
            "student_type",
            "student_type_unknown",
            format!("学生类型“{text}”不认识，请填写 院校考生 或 社会考生"),
        ));
        StudentType::default()
    })
}

fn check_access(
    input: &RosterInput<'_>,
    existing: Option<&CandidateDetails>,
    problems: &mut Vec<FieldProblem>,
) -> AccessNeeds {
    let text = input.access.trim();
    if text.is_empty() {
        return existing.map(|old| old.access).unwrap_or_default();
    }
    let (needs, violations) = AccessNeeds::parse(text);
    problems.extend(FieldProblem::all("access", violations));
    needs
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "11010520060315069X";

    fn context() -> RosterContext<'static> {
        let today = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
        RosterContext { today, school: "演练学校", u_policy: UPolicy::default() }
    }

    fn row() -> RosterInput<'static> {
        RosterInput {
            name: "吕单",
            sex: "男",
            id_number: NUMBER,
            phone: "13800000001",
            major_name: "宗教学 (010103K)",
            major_level: "本科",
            enrolment_year: "2024级",
            ..RosterInput::default()
        }
    }

    fn codes(input: &RosterInput<'_>) -> Vec<String> {
        check(input, &context(), None).1.into_iter().map(|problem| problem.violation.code).collect()
    }

    /// a plain row, with what follows from it.
    #[test]
    fn r101_a_row_becomes_a_candidate() {
        let (details, problems) = check(&row(), &context(), None);
        assert!(problems.is_empty(), "{problems:?}");
        let details = details.unwrap();
        assert_eq!((details.major_name.as_str(), details.major_code.as_str()), ("宗教学", "010103K"));
        assert_eq!((details.enrolment_year.as_str(), details.school.as_str()), ("2024", "演练学校"));
        assert_eq!((details.pinyin.as_str(), details.pinyin_source), ("Lyu Dan", PinyinSource::Auto));
        assert!(details.missing().is_empty());
    }

    /// name and number alone are legal, and incomplete.
    #[test]
    fn r107_name_and_number_alone_are_incomplete() {
        let input = RosterInput { name: "张三", id_number: NUMBER, ..RosterInput::default() };
        let (details, problems) = check(&input, &context(), None);
        assert_eq!(problems[0].violation.code, "candidate_incomplete");
        assert_eq!(details.unwrap().sex, Sex::Male);
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(codes(&RosterInput { sex: "女", ..row() }), ["sex_mismatch"]);
        assert_eq!(codes(&RosterInput { sex: "公", ..row() }), ["sex_unknown"]);
        assert_eq!(codes(&RosterInput { name: " ", ..row() }), ["name_empty"]);
        assert_eq!(codes(&RosterInput { id_type: "学生证", ..row() }), ["id_type_unknown"]);
        assert_eq!(codes(&RosterInput { major_level: "大专三年", ..row() }), ["major_level_unknown"]);
        assert_eq!(codes(&RosterInput { enrolment_year: "24", ..row() }), ["enrolment_year_invalid"]);
        assert_eq!(codes(&RosterInput { student_type: "旁听", ..row() }), ["student_type_unknown"]);
        assert_eq!(codes(&RosterInput { access: "盲文试卷", ..row() }), ["access_unknown"]);
    }

    /// a cell without a value keeps what is there; a typed pinyin is never recomputed.
    #[test]
    fn r111_blank_cells_keep_what_is_there() {
        let typed = RosterInput { pinyin: "Lyu Shan", class_name: "一班", ..row() };
        let old = check(&typed, &context(), None).0.unwrap();
        assert_eq!(old.pinyin_source, PinyinSource::Manual);
        let again = RosterInput { id_number: NUMBER, ..RosterInput::default() };
        let (new, problems) = check(&again, &context(), Some(&old));
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(new.unwrap(), old);
        let renamed = RosterInput { name: "吕旦", ..again };
        assert_eq!(check(&renamed, &context(), Some(&old)).0.unwrap().pinyin, "Lyu Shan");
    }
}
