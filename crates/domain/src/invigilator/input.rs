//! Rows and forms of invigilators (导入监考人员): the checks of one person.
//!
//! The certificate of a row is resolved by the caller, who knows which certificates there are.

use super::Invigilator;
use crate::FieldProblem;
use crate::candidate::id_document::{self, IdType, Sex};
use crate::candidate::{name, phone};
use crate::field::has_error;
use crate::ids::InvigilatorId;
use chrono::NaiveDate;

/// Longest 备注, 职务职称 and 所在区域, in characters.
const TEXT_MAX: usize = 100;

/// The cells of one row as text; an empty text is a cell without a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the column of the same name in the table of invigilators")]
pub struct InvigilatorInput<'a> {
    pub number: &'a str,
    pub name: &'a str,
    pub sex: &'a str,
    pub id_type: &'a str,
    pub id_number: &'a str,
    pub phone: &'a str,
    pub school: &'a str,
    pub region: &'a str,
    pub title: &'a str,
    pub remark: &'a str,
}

/// Checks one row. `existing` is the person that it is about, if known: a cell without a value keeps what is
/// there and never erases it. `id` is that of a new person.
///
/// The person is given only when no finding refuses the row.
pub fn check(
    input: &InvigilatorInput<'_>,
    today: NaiveDate,
    school: &str,
    id: InvigilatorId,
    existing: Option<&Invigilator>,
) -> (Option<Invigilator>, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    let name = check_name(input, existing, &mut problems);
    let (id_type, id_number, id_sex) = check_identity(input, today, existing, &mut problems);
    let sex = id_document::read_sex(input.sex, id_sex, existing.map(|old| old.sex), &mut problems);
    let phone = check_phone(input, existing, &mut problems);
    let mut keep = |field, text: &str, old: fn(&Invigilator) -> &String| {
        let text = text.trim();
        if text.chars().count() > TEXT_MAX {
            let message = format!("内容太长，最多 {TEXT_MAX} 字");
            problems.push(FieldProblem::error(field, "text_too_long", message));
        }
        if text.is_empty() { existing.map(old).cloned().unwrap_or_default() } else { text.to_owned() }
    };
    let own_school = keep("school", input.school, |old| &old.school);
    let person = Invigilator {
        id: existing.map_or(id, |old| old.id),
        number: keep("number", input.number, |old| &old.number).to_uppercase(),
        name,
        sex,
        id_type,
        id_number,
        phone,
        school: if own_school.is_empty() { school.to_owned() } else { own_school },
        region: keep("region", input.region, |old| &old.region),
        title: keep("title", input.title, |old| &old.title),
        remark: keep("remark", input.remark, |old| &old.remark),
        unavailable: existing.map(|old| old.unavailable.clone()).unwrap_or_default(),
        active: existing.is_none_or(|old| old.active),
    };
    if !person.number.is_empty() && !is_number(&person.number) {
        problems.push(FieldProblem::warning(
            "number",
            "invigilator_number_form",
            "教师编号一般是 2 个字母和 6 位数字，请核对",
        ));
    }
    ((!has_error(&problems)).then_some(person), problems)
}

/// `^[A-Z]{2}\d{6}$`, as the platform gives them.
fn is_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 8
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..].iter().all(u8::is_ascii_digit)
}

fn check_name(
    input: &InvigilatorInput<'_>,
    existing: Option<&Invigilator>,
    problems: &mut Vec<FieldProblem>,
) -> String {
    if input.name.trim().is_empty() {
        if let Some(old) = existing {
            return old.name.clone();
        }
        problems.push(FieldProblem::error("name", "name_empty", "姓名为空，请填写教师姓名"));
        return String::new();
    }
    let normalised = name::normalise(input.name);
    problems.extend(FieldProblem::all("name", normalised.problems));
    for change in &normalised.changes {
        problems.push(FieldProblem::warning("name", "name_changed", change.message.clone()));
    }
    normalised.name
}

/// The one of `people` that a row is about: by document, else by 教师编号, else by name and phone, which is
/// all that the platform's template asks for.
///
/// # Errors
/// `invigilator_identity_differs` when name and phone are those of somebody with another document,
/// `invigilator_number_taken` when the 教师编号 is that of somebody else.
pub fn identify(input: &InvigilatorInput<'_>, people: &[Invigilator]) -> Result<Option<usize>, FieldProblem> {
    let kind = id_document::read_id_type(input.id_type)?;
    let number = id_document::normalise_number(input.id_number);
    let key = if number.is_empty() { String::new() } else { id_document::identity_key(kind, &number) };
    let teacher = input.number.trim().to_uppercase();
    let by_number =
        (!teacher.is_empty()).then(|| people.iter().position(|person| person.number == teacher)).flatten();
    let by_document = (!key.is_empty())
        .then(|| people.iter().position(|person| person.id_type == kind && person.identity_key() == key))
        .flatten();
    let (name, phone) = (name::normalise(input.name).name, phone::check(input.phone).0);
    let by_name = (!name.is_empty() && !phone.is_empty())
        .then(|| people.iter().position(|person| person.name == name && person.phone == phone))
        .flatten();
    let found = by_document.or(by_number).or(by_name);
    let Some(place) = found else { return Ok(None) };
    let other_document = |person: &Invigilator| !person.id_number.is_empty() && !key.is_empty();
    if by_document.is_none() && other_document(&people[place]) {
        return Err(FieldProblem::error(
            "id_number",
            "invigilator_identity_differs",
            format!("已有的监考人员“{}”登记的是另一个证件号码，请核对是否同一人", people[place].name),
        ));
    }
    if by_number.is_some_and(|other| other != place) {
        return Err(FieldProblem::error(
            "number",
            "invigilator_number_taken",
            "这个教师编号是另一名监考人员的，请核对",
        ));
    }
    Ok(Some(place))
}

/// A document number is not asked for; one that is given must be right, for it tells namesakes apart.
fn check_identity(
    input: &InvigilatorInput<'_>,
    today: NaiveDate,
    existing: Option<&Invigilator>,
    problems: &mut Vec<FieldProblem>,
) -> (IdType, String, Option<Sex>) {
    let kind = match id_document::read_id_type(input.id_type) {
        Ok(kind) => kind,
        Err(problem) => {
            problems.push(problem);
            return (IdType::ResidentId, String::new(), None);
        }
    };
    if input.id_number.trim().is_empty() {
        return match existing {
            Some(old) => (old.id_type, old.id_number.clone(), None),
            None => (kind, String::new(), None),
        };
    }
    let checked = id_document::check(kind, input.id_number, today);
    problems.extend(FieldProblem::all("id_number", checked.problems));
    (kind, checked.number, checked.sex)
}

/// The template stars 手机号码: the organisation and the coordinator call people by it.
fn check_phone(
    input: &InvigilatorInput<'_>,
    existing: Option<&Invigilator>,
    problems: &mut Vec<FieldProblem>,
) -> String {
    if input.phone.trim().is_empty() {
        if let Some(old) = existing {
            return old.phone.clone();
        }
        problems.push(FieldProblem::error("phone", "phone_empty", "手机号码为空，请填写"));
        return String::new();
    }
    let (number, violations) = phone::check(input.phone);
    problems.extend(FieldProblem::all("phone", violations));
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NUMBER: &str = "11010520060315069X";

    fn row() -> InvigilatorInput<'static> {
        InvigilatorInput { name: "纪晓晴", phone: "138-0000-0001", ..InvigilatorInput::default() }
    }

    fn checked(
        input: &InvigilatorInput<'_>,
        old: Option<&Invigilator>,
    ) -> (Option<Invigilator>, Vec<String>) {
        let today = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
        let (person, problems) = check(input, today, "示例职业学院", InvigilatorId(Uuid::from_u128(9)), old);
        (person, problems.into_iter().map(|problem| problem.violation.code).collect())
    }

    /// name and phone make an invigilator; the rest follows or may come later.
    #[test]
    fn r202_name_and_phone_make_an_invigilator() {
        let (person, codes) = checked(&row(), None);
        let person = person.unwrap();
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!((person.name.as_str(), person.phone.as_str()), ("纪晓晴", "13800000001"));
        assert_eq!((person.school.as_str(), person.sex, person.active), ("示例职业学院", Sex::Unknown, true));
        let known = InvigilatorInput { id_number: NUMBER, number: "jk157822", ..row() };
        let (person, codes) = checked(&known, None);
        let person = person.unwrap();
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!((person.sex, person.number.as_str()), (Sex::Male, "JK157822"));
    }

    #[test]
    fn r202_faults_are_named() {
        let faults = |input: InvigilatorInput<'_>| checked(&input, None).1;
        assert_eq!(faults(InvigilatorInput { name: "", ..row() }), ["name_empty"]);
        assert_eq!(faults(InvigilatorInput { phone: " ", ..row() }), ["phone_empty"]);
        assert_eq!(faults(InvigilatorInput { phone: "12345", ..row() }), ["phone_format"]);
        assert_eq!(faults(InvigilatorInput { sex: "公", ..row() }), ["sex_unknown"]);
        assert_eq!(faults(InvigilatorInput { sex: "女", id_number: NUMBER, ..row() }), ["sex_mismatch"]);
        assert_eq!(faults(InvigilatorInput { id_type: "工作证明", ..row() }), ["id_type_unknown"]);
        assert_eq!(faults(InvigilatorInput { id_number: "110105200603150691", ..row() }), ["id_check_digit"]);
        assert_eq!(faults(InvigilatorInput { number: "157822", ..row() }), ["invigilator_number_form"]);
        let long = "长".repeat(101);
        assert_eq!(faults(InvigilatorInput { remark: &long, ..row() }), ["text_too_long"]);
    }

    /// rows of one person are joined by document, number, or name and phone; never by name alone.
    #[test]
    fn r206_a_person_is_known_again() {
        let old = checked(&row(), None).0.unwrap();
        let found = |input: InvigilatorInput<'_>, people: &[Invigilator]| {
            identify(&input, people).map_err(|problem| problem.violation.code)
        };
        let known = [old.clone()];
        assert_eq!(found(row(), &known), Ok(Some(0)));
        assert_eq!(found(InvigilatorInput { phone: "13900000001", ..row() }, &known), Ok(None));
        assert_eq!(found(InvigilatorInput { id_number: NUMBER, ..row() }, &known), Ok(Some(0)));
        let with_document = [Invigilator { id_number: NUMBER.into(), number: "JK157822".into(), ..old }];
        let document = InvigilatorInput { id_number: NUMBER, ..InvigilatorInput::default() };
        assert_eq!(found(document, &with_document), Ok(Some(0)));
        let number = InvigilatorInput { number: "jk157822", ..InvigilatorInput::default() };
        assert_eq!(found(number, &with_document), Ok(Some(0)));
        let another = InvigilatorInput { id_type: "护照", id_number: "E12345678", ..row() };
        assert_eq!(found(another, &with_document), Err("invigilator_identity_differs".to_owned()));
    }

    /// a blank cell keeps what is there.
    #[test]
    fn r204_blank_cells_keep_what_is_there() {
        let full =
            InvigilatorInput { id_number: NUMBER, title: "讲师", region: "浙江省宁波市", ..row() };
        let old = checked(&full, None).0.unwrap();
        let blank = InvigilatorInput::default();
        assert_eq!(checked(&blank, Some(&old)).0.unwrap(), old);
        let moved = InvigilatorInput { title: "副教授", ..InvigilatorInput::default() };
        assert_eq!(checked(&moved, Some(&old)).0.unwrap().title, "副教授");
    }
}
