//! Fields of a candidate by the names that forms, files and the command line use.

use crate::error::{AppError, Result};
use kaozhan_documents::sheet::{Column, ROSTER};
use kaozhan_domain::FieldProblem;
use kaozhan_domain::candidate::CandidateDetails;
use kaozhan_domain::candidate::roster::RosterInput;

/// The first refusing finding as a failure, the others as its details.
pub(super) fn refused(problems: &[FieldProblem]) -> AppError {
    let errors: Vec<&FieldProblem> = problems.iter().filter(|problem| problem.violation.is_error()).collect();
    match errors.as_slice() {
        [] => AppError::new("candidate_refused", "修改没有通过检查"),
        [first, rest @ ..] => AppError::new(&first.violation.code, first.violation.message.clone())
            .details(rest.iter().map(|problem| problem.violation.message.clone()).collect()),
    }
}

/// The roster column that a heading, alias or code means.
pub(super) fn column(name: &str) -> Result<&'static Column> {
    let name = name.trim();
    ROSTER
        .columns
        .iter()
        .find(|column| column.field == name || column.heading == name || column.aliases.contains(&name))
        .ok_or_else(|| {
            let known: Vec<&str> = ROSTER.columns.iter().map(|column| column.heading).collect();
            AppError::new("field_unknown", format!("字段“{name}”不认识，可以是 {}", known.join("、")))
        })
}

/// Puts a value into its place.
pub(super) fn set<'v>(input: &mut RosterInput<'v>, field: &str, value: &'v str) {
    let slot = match field {
        "name" => &mut input.name,
        "pinyin" => &mut input.pinyin,
        "sex" => &mut input.sex,
        "id_type" => &mut input.id_type,
        "id_number" => &mut input.id_number,
        "phone" => &mut input.phone,
        "major_name" => &mut input.major_name,
        "major_code" => &mut input.major_code,
        "major_version" => &mut input.major_version,
        "major_level" => &mut input.major_level,
        "enrolment_year" => &mut input.enrolment_year,
        "student_type" => &mut input.student_type,
        "school" => &mut input.school,
        "class_name" => &mut input.class_name,
        "student_number" => &mut input.student_number,
        "access" => &mut input.access,
        _ => &mut input.remark,
    };
    *slot = value;
}

/// Empties an optional field.
///
/// # Errors
/// `field_required`.
pub(super) fn erase(details: &mut CandidateDetails, field: &str) -> Result<()> {
    match field {
        "class_name" => details.class_name.clear(),
        "student_number" => details.student_number.clear(),
        "access" => details.access = Default::default(),
        "remark" => details.remark.clear(),
        "major_code" => details.major_code.clear(),
        "major_version" => details.major_version.clear(),
        // An emptied pinyin is proposed anew.
        "pinyin" => details.pinyin.clear(),
        _ => {
            let heading = ROSTER.column(field).map_or(field, |column| column.heading);
            return Err(AppError::new("field_required", format!("{heading}是必填项，不能清空")));
        }
    }
    Ok(())
}
