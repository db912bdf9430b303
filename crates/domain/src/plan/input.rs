//! Rows of the exam workbook (考试计划, 考试科目, 考核站点, 证书与专业): the checks of one row.

use super::{Certificate, ExamPlan, PlanWindows, RegistrationMode};
use crate::FieldProblem;
use crate::clock::Window;
use crate::ids::{CertificateId, PlanId, SiteId};
use crate::seating::ExamMode;
use crate::site::{Site, SiteReview};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Reads `2026-06-01 09:00`, `2026/6/1 9:00:00`, or a date alone: 00:00, or 23:59:59 for the end of a window.
pub fn parse_moment(text: &str, end_of_day: bool) -> Option<NaiveDateTime> {
    let text = text.trim().replace('/', "-").replace('T', " ").replace(['年', '月'], "-").replace('日', " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for format in ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"] {
        if let Ok(moment) = NaiveDateTime::parse_from_str(&text, format) {
            return Some(moment);
        }
    }
    let date = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
    if end_of_day { date.and_hms_opt(23, 59, 59) } else { date.and_hms_opt(0, 0, 0) }
}

/// Reads `09:00` or `9:00:00`.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().replace('：', ":");
    NaiveTime::parse_from_str(&text, "%H:%M:%S").or_else(|_| NaiveTime::parse_from_str(&text, "%H:%M")).ok()
}

/// Cells of one row of 考试计划, as text.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "each field is the column of the same name")]
pub struct PlanInput<'a> {
    pub number: &'a str,
    pub year: &'a str,
    pub name: &'a str,
    pub mode: &'a str,
    /// Start and end of 报考, 排考, 考试, 成绩登记, 公示.
    pub windows: [(&'a str, &'a str); 5],
    pub pass_rule: &'a str,
    pub schools: &'a str,
    pub notices: &'a str,
}

/// Field codes of the windows' columns, in the order of [`PlanInput::windows`], with their names.
pub const WINDOW_FIELDS: [(&str, &str, &str); 5] = [
    ("registration_start", "registration_end", "报考"),
    ("arrangement_start", "arrangement_end", "排考"),
    ("exam_start", "exam_end", "考试"),
    ("scoring_start", "scoring_end", "成绩登记"),
    ("publication_start", "publication_end", "公示"),
];

/// Checks a plan row; `id` and `serial` are kept when the plan exists already.
pub fn check_plan(input: &PlanInput<'_>, id: PlanId, serial: u16) -> (Option<ExamPlan>, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    must(&mut problems, "plan_number", "计划编号", input.number);
    must(&mut problems, "plan_name", "计划名称", input.name);
    let year = input.year.trim().trim_end_matches('年');
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        problems.push(FieldProblem::error(
            "year",
            "plan_year",
            format!("考试年度“{}”不对，请填写四位年份", input.year.trim()),
        ));
    }
    let mode = match input.mode.trim() {
        "" => RegistrationMode::default(),
        text => RegistrationMode::from_label(text).unwrap_or_else(|| {
            problems.push(FieldProblem::error(
                "registration_mode",
                "registration_mode_unknown",
                format!("报考方式“{text}”不认识，请填写 按证书 或 按科目"),
            ));
            RegistrationMode::default()
        }),
    };
    let mut windows = [None; 5];
    for (slot, ((start, end), fields)) in windows.iter_mut().zip(input.windows.iter().zip(WINDOW_FIELDS)) {
        *slot = check_window(start, end, fields, &mut problems);
    }
    let [registration, arrangement, exam, score_entry, publicity] = windows;
    let plan = ExamPlan {
        id,
        number: input.number.trim().to_owned(),
        year: year.to_owned(),
        name: input.name.trim().to_owned(),
        mode,
        windows: PlanWindows { registration, arrangement, exam, score_entry, publicity },
        pass_rule: input.pass_rule.trim().to_owned(),
        schools: split_list(input.schools),
        notices: input
            .notices
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        serial,
    };
    ((!crate::field::has_error(&problems)).then_some(plan), problems)
}

fn check_window(
    start: &str,
    end: &str,
    (start_field, end_field, name): (&'static str, &'static str, &str),
    problems: &mut Vec<FieldProblem>,
) -> Option<Window> {
    if start.trim().is_empty() && end.trim().is_empty() {
        return None;
    }
    let read = |text: &str, is_end: bool| parse_moment(text, is_end);
    let (Some(from), Some(to)) = (read(start, false), read(end, true)) else {
        let (field, text) =
            if read(start, false).is_none() { (start_field, start) } else { (end_field, end) };
        problems.push(FieldProblem::error(
            field,
            "window_unreadable",
            format!("{name}时间“{}”不对，请按 2026-06-01 09:00 的样式填写开始和结束时间", text.trim()),
        ));
        return None;
    };
    if to < from {
        problems.push(FieldProblem::error(
            end_field,
            "window_reversed",
            format!("{name}结束时间早于开始时间，请核对"),
        ));
        return None;
    }
    Some(Window { start: from, end: to })
}

/// Cells of one row of 考试科目, as text: one subject in one session.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "each field is the column of the same name")]
pub struct SubjectInput<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub mode: &'a str,
    pub audience: &'a str,
    pub date: &'a str,
    pub start: &'a str,
    pub end: &'a str,
}

/// A checked row of 考试科目.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRow {
    /// 科目编号.
    pub code: String,
    /// 科目名称.
    pub name: String,
    /// 考试方式.
    pub mode: ExamMode,
    /// 参考对象; empty means 所有考生.
    pub audience: Vec<String>,
    /// First minute of the session.
    pub start: NaiveDateTime,
    /// Last minute of the session.
    pub end: NaiveDateTime,
}

/// Checks a subject row; `exam` is the plan's exam window.
pub fn check_subject(
    input: &SubjectInput<'_>,
    exam: Option<Window>,
) -> (Option<SubjectRow>, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    must(&mut problems, "subject_code", "科目编号", input.code);
    must(&mut problems, "subject_name", "科目名称", input.name);
    let mode = ExamMode::from_label(input.mode.trim());
    if mode.is_none() {
        problems.push(FieldProblem::error(
            "exam_mode",
            "exam_mode_unknown",
            format!("考试方式“{}”不认识，请填写 笔试、机考 或 实操", input.mode.trim()),
        ));
    }
    let date = parse_moment(input.date, false).map(|moment| moment.date());
    if date.is_none() {
        problems.push(FieldProblem::error(
            "exam_date",
            "session_date",
            format!("考试日期“{}”不对，请按 2026-06-01 的样式填写", input.date.trim()),
        ));
    }
    let mut time = |field, label: &str, text: &str| {
        let parsed = parse_time(text).or_else(|| parse_moment(text, false).map(|moment| moment.time()));
        if parsed.is_none() {
            problems.push(FieldProblem::error(
                field,
                "session_time",
                format!("{label}“{}”不对，请按 09:00 的样式填写", text.trim()),
            ));
        }
        parsed
    };
    let (start, end) = (time("start_time", "开始时间", input.start), time("end_time", "结束时间", input.end));
    let (Some(mode), Some(date), Some(start), Some(end)) = (mode, date, start, end) else {
        return (None, problems);
    };
    if end <= start {
        problems.push(FieldProblem::error("end_time", "session_reversed", "结束时间不晚于开始时间，请核对"));
    }
    let (start, end) = (date.and_time(start), date.and_time(end));
    if let Some(exam) = exam
        && !(exam.contains(start) && exam.contains(end))
    {
        problems.push(FieldProblem::error(
            "exam_date",
            "session_outside_exam",
            format!("场次不在计划的考试时间范围（{}）之内", exam.label()),
        ));
    }
    let audience: Vec<String> =
        split_list(input.audience).into_iter().filter(|kind| kind != "所有考生").collect();
    let row = SubjectRow {
        code: input.code.trim().to_owned(),
        name: input.name.trim().to_owned(),
        mode,
        audience,
        start,
        end,
    };
    ((!crate::field::has_error(&problems)).then_some(row), problems)
}

/// Cells of one row of 考核站点, as text.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "each field is the column of the same name")]
pub struct SiteInput<'a> {
    pub number: &'a str,
    pub name: &'a str,
    pub school: &'a str,
    pub province: &'a str,
    pub city: &'a str,
    pub county: &'a str,
    pub address: &'a str,
    pub review: &'a str,
    pub enabled: &'a str,
}

/// Checks a site row. A site given without states is taken as 审核通过 and 已启用.
pub fn check_site(input: &SiteInput<'_>, id: SiteId, school: &str) -> (Option<Site>, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    must(&mut problems, "site_code", "站点编号", input.number);
    must(&mut problems, "site_name", "站点名称", input.name);
    must(&mut problems, "address", "详细地址", input.address);
    let review = match input.review.trim() {
        "" => SiteReview::Approved,
        text => SiteReview::from_label(text).unwrap_or_else(|| {
            problems.push(FieldProblem::error(
                "review_status",
                "site_review_unknown",
                format!("审核状态“{text}”不认识，请填写 未提交、待审核、审核通过 或 审核退回"),
            ));
            SiteReview::Draft
        }),
    };
    let enabled = match input.enabled.trim() {
        "" | "已启用" | "启用" => true,
        "已停用" | "停用" => false,
        text => {
            problems.push(FieldProblem::error(
                "site_status",
                "site_state_unknown",
                format!("站点状态“{text}”不认识，请填写 已启用 或 已停用"),
            ));
            false
        }
    };
    let own = |text: &str| text.trim().to_owned();
    let site = Site {
        id,
        number: own(input.number),
        name: own(input.name),
        school: if input.school.trim().is_empty() { school.to_owned() } else { own(input.school) },
        province: own(input.province),
        city: own(input.city),
        county: own(input.county),
        address: own(input.address),
        review,
        enabled,
    };
    ((!crate::field::has_error(&problems)).then_some(site), problems)
}

/// Cells of one row of 证书与专业 that describe the certificate, as text.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "each field is the column of the same name")]
pub struct CertificateInput<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub level: &'a str,
    pub standard_code: &'a str,
    pub organisation: &'a str,
}

/// Checks a certificate row; its majors are joined by the caller.
pub fn check_certificate(
    input: &CertificateInput<'_>,
    id: CertificateId,
) -> (Option<Certificate>, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    must(&mut problems, "certificate_code", "证书编号", input.code);
    must(&mut problems, "certificate_name", "证书名称", input.name);
    let level = input.level.trim();
    if !["初级", "中级", "高级"].contains(&level) {
        problems.push(FieldProblem::error(
            "level",
            "certificate_level_unknown",
            format!("证书等级“{level}”不认识，请填写 初级、中级 或 高级"),
        ));
    }
    let certificate = Certificate {
        id,
        code: input.code.trim().to_owned(),
        name: input.name.trim().to_owned(),
        level: level.to_owned(),
        standard_code: input.standard_code.trim().to_owned(),
        organisation: input.organisation.trim().to_owned(),
        majors: Vec::new(),
    };
    ((!crate::field::has_error(&problems)).then_some(certificate), problems)
}

fn must(problems: &mut Vec<FieldProblem>, field: &'static str, heading: &str, text: &str) {
    if text.trim().is_empty() {
        problems.push(FieldProblem::error(field, "value_missing", format!("{heading}为空，请填写")));
    }
}

/// Splits a cell that lists several names.
pub fn split_list(text: &str) -> Vec<String> {
    text.split(['、', '，', ',', '；', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// the windows and their reading.
    #[test]
    fn r086_plan_row_is_read_and_its_faults_are_named() {
        let mut input = PlanInput {
            number: "2026-0612",
            year: "2026",
            name: "2026 年 6 月考试",
            mode: "按证书",
            windows: [("2026-05-01", "2026/5/20 18:00"), ("", ""), ("", ""), ("", ""), ("", "")],
            ..PlanInput::default()
        };
        let (plan, problems) = check_plan(&input, PlanId(Uuid::nil()), 1);
        assert!(problems.is_empty(), "{problems:?}");
        let window = plan.unwrap().windows.registration.unwrap();
        assert_eq!(window.label(), "2026-05-01 00:00 至 2026-05-20 18:00");
        input.windows[1] = ("2026-06-10", "2026-06-01");
        input.mode = "随意";
        let (plan, problems) = check_plan(&input, PlanId(Uuid::nil()), 1);
        assert!(plan.is_none());
        let codes: Vec<_> = problems.iter().map(|p| p.violation.code.as_str()).collect();
        assert_eq!(codes, ["registration_mode_unknown", "window_reversed"]);
    }

    /// sessions inside the exam window, 所有考生 means nobody is left out.
    #[test]
    fn r083_subject_row() {
        let exam = Window {
            start: parse_moment("2026-06-20", false).unwrap(),
            end: parse_moment("2026-06-21", true).unwrap(),
        };
        let input = SubjectInput {
            code: "40000001101",
            name: "理论知识",
            mode: "机考",
            audience: "所有考生",
            date: "2026-06-20",
            start: "9:00",
            end: "10:30",
        };
        let (row, problems) = check_subject(&input, Some(exam));
        assert!(problems.is_empty(), "{problems:?}");
        assert!(row.unwrap().audience.is_empty());
        let late = SubjectInput { date: "2026-06-22", ..input };
        assert_eq!(check_subject(&late, Some(exam)).1[0].violation.code, "session_outside_exam");
    }
}
