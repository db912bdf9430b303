//! What the cells 证件类型 and 性别 of a table say, the same for candidates and staff.

use super::{IdType, Sex};
use crate::FieldProblem;

/// 证件类型 of a row; 身份证 where nothing stands.
///
/// # Errors
/// `id_type_unknown`.
pub fn read_id_type(text: &str) -> Result<IdType, FieldProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(IdType::ResidentId);
    }
    IdType::from_label(text).ok_or_else(|| {
        let known: Vec<&str> = IdType::ALL.iter().map(|kind| kind.label()).collect();
        let message = format!("证件类型“{text}”不认识，请填写 {} 之一", known.join("、"));
        FieldProblem::error("id_type", "id_type_unknown", message)
    })
}

/// 性别 of a row beside what the document number says of it. An empty cell takes what the number says, else
/// what is on file.
///
/// Findings: `sex_unknown`, `sex_mismatch`; both refuse the row.
pub fn read_sex(
    text: &str,
    from_number: Option<Sex>,
    on_file: Option<Sex>,
    problems: &mut Vec<FieldProblem>,
) -> Sex {
    let text = text.trim();
    if text.is_empty() {
        return from_number.or(on_file).unwrap_or(Sex::Unknown);
    }
    let Some(sex) = Sex::from_label(text) else {
        let message = format!("性别“{text}”不认识，请填写 男 或 女");
        problems.push(FieldProblem::error("sex", "sex_unknown", message));
        return Sex::Unknown;
    };
    if let Some(known) = from_number
        && sex != Sex::Unknown
        && sex != known
    {
        let message = format!("性别“{text}”与证件号码不符（证件号码表示{}），请核对", known.label());
        problems.push(FieldProblem::error("sex", "sex_mismatch", message));
    }
    if sex == Sex::Unknown { from_number.unwrap_or(sex) } else { sex }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// a sex that differs from the number is said, never changed.
    #[test]
    fn a_typed_sex_is_kept_and_compared() {
        let read = |text, from_number, on_file| {
            let mut problems = Vec::new();
            let sex = read_sex(text, from_number, on_file, &mut problems);
            (sex, problems.into_iter().map(|problem| problem.violation.code).collect::<Vec<_>>())
        };
        assert_eq!(read("", Some(Sex::Male), Some(Sex::Female)), (Sex::Male, vec![]));
        assert_eq!(read("", None, Some(Sex::Female)), (Sex::Female, vec![]));
        assert_eq!(read("女", Some(Sex::Male), None), (Sex::Female, vec!["sex_mismatch".to_owned()]));
        assert_eq!(read("公", Some(Sex::Male), None), (Sex::Unknown, vec!["sex_unknown".to_owned()]));
    }
}
