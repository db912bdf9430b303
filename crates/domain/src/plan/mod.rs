//! Exam plans (考试计划) with their subjects, sessions, certificates and windows (R-082…R-086).

pub mod certificate;
pub mod input;
mod stage;

pub use certificate::{Certificate, MajorRef};
pub use stage::PlanStage;

use crate::RuleViolation;
use crate::clock::{Position, Window};
use crate::ids::{CertificateId, PlanId, SessionId, SubjectId};
use crate::seating::ExamMode;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// 报考方式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationMode {
    /// 按证书报考: all subjects of the certificate.
    #[default]
    ByCertificate,
    /// 按科目报考: the subjects are named.
    BySubject,
}

impl RegistrationMode {
    /// Name in forms and files.
    pub fn label(self) -> &'static str {
        match self {
            Self::ByCertificate => "按证书",
            Self::BySubject => "按科目",
        }
    }

    /// The mode with this label (`按证书`, `按证书报考` …).
    pub fn from_label(text: &str) -> Option<Self> {
        match text.trim_end_matches("报考") {
            "按证书" => Some(Self::ByCertificate),
            "按科目" => Some(Self::BySubject),
            _ => None,
        }
    }
}

/// The windows of a plan; one that is not given does not restrict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlanWindows {
    /// 报考时间范围.
    pub registration: Option<Window>,
    /// 排考时间范围.
    pub arrangement: Option<Window>,
    /// 考试时间范围.
    pub exam: Option<Window>,
    /// 成绩登记时间范围.
    pub score_entry: Option<Window>,
    /// 成绩公示期.
    pub publicity: Option<Window>,
}

/// An exam plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamPlan {
    /// Identity.
    pub id: PlanId,
    /// Short plan number, printed on every sheet.
    pub number: String,
    /// 考试年度.
    pub year: String,
    /// 计划名称.
    pub name: String,
    /// 报考方式.
    pub mode: RegistrationMode,
    /// 报考, 排考, 考试, 成绩登记, 公示.
    pub windows: PlanWindows,
    /// 通过条件, as text.
    pub pass_rule: String,
    /// 参考院校; empty means every school.
    pub schools: Vec<String>,
    /// 考试须知, one entry a line; empty means the product's own six lines.
    pub notices: Vec<String>,
    /// Serial of the plan among those of its day, part of 准考证号.
    pub serial: u16,
}

/// A subject of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Identity.
    pub id: SubjectId,
    /// The plan it belongs to.
    pub plan: PlanId,
    /// The certificate it belongs to.
    pub certificate: CertificateId,
    /// 科目编号.
    pub code: String,
    /// 科目名称.
    pub name: String,
    /// 考试方式.
    pub mode: ExamMode,
    /// 参考对象; empty means 所有考生.
    pub audience: Vec<String>,
    /// 场次, in order of time.
    pub sessions: Vec<Session>,
}

/// A time slot of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Identity.
    pub id: SessionId,
    /// First minute.
    pub start: NaiveDateTime,
    /// Last minute, without anybody's extra time.
    pub end: NaiveDateTime,
}

impl Session {
    /// `2026-06-20 09:00-10:30`.
    pub fn label(&self) -> String {
        format!("{}-{}", self.start.format("%Y-%m-%d %H:%M"), self.end.format("%H:%M"))
    }
}

impl ExamPlan {
    /// Whether registering and removing registrations is possible now.
    ///
    /// # Errors
    /// `registration_closed`.
    pub fn check_registration_open(&self, now: NaiveDateTime) -> Result<(), RuleViolation> {
        let Some(window) = self.windows.registration else { return Ok(()) };
        let when = match window.position(now) {
            Position::Within => return Ok(()),
            Position::Before => "尚未开始",
            Position::After => "已经结束",
        };
        Err(RuleViolation::error(
            "registration_closed",
            format!("考试计划“{}”的报考{when}（报考时间 {}），不能报考或删除报考", self.name, window.label()),
        ))
    }

    /// Whether the whole plan or a subject may be seated now.
    ///
    /// # Errors
    /// `arrangement_not_open`, `arrangement_closed`.
    pub fn check_arrangement_open(&self, now: NaiveDateTime) -> Result<(), RuleViolation> {
        let Some(window) = self.windows.arrangement else { return Ok(()) };
        let (code, when) = match window.position(now) {
            Position::Within => return Ok(()),
            Position::Before => ("arrangement_not_open", "尚未开始"),
            Position::After => ("arrangement_closed", "已经结束"),
        };
        Err(RuleViolation::error(
            code,
            format!("考试计划“{}”的排考{when}（排考时间 {}），不能重新排考", self.name, window.label()),
        ))
    }

    /// Whether this school takes part.
    ///
    /// # Errors
    /// `school_not_in_plan`.
    pub fn check_school(&self, school: &str) -> Result<(), RuleViolation> {
        if self.schools.is_empty() || self.schools.iter().any(|name| name == school) {
            return Ok(());
        }
        Err(RuleViolation::error(
            "school_not_in_plan",
            format!("考试计划“{}”的参考院校不包含“{school}”，不能报考", self.name),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use uuid::Uuid;

    fn day(day: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 6, day).unwrap().and_hms_opt(8, 0, 0).unwrap()
    }

    fn plan(windows: PlanWindows, schools: &[&str]) -> ExamPlan {
        ExamPlan {
            id: PlanId(Uuid::nil()),
            number: "2026-0612".to_owned(),
            year: "2026".to_owned(),
            name: "六月".to_owned(),
            mode: RegistrationMode::ByCertificate,
            windows,
            pass_rule: String::new(),
            schools: schools.iter().map(ToString::to_string).collect(),
            notices: Vec::new(),
            serial: 1,
        }
    }

    /// registering and removing only inside the window.
    #[test]
    fn r165_registration_window() {
        let window = Some(Window { start: day(10), end: day(12) });
        let plan = plan(PlanWindows { registration: window, ..PlanWindows::default() }, &[]);
        assert_eq!(plan.check_registration_open(day(9)).unwrap_err().code, "registration_closed");
        assert!(plan.check_registration_open(day(10)).is_ok());
        assert!(plan.check_registration_open(day(12)).is_ok());
        assert_eq!(plan.check_registration_open(day(13)).unwrap_err().code, "registration_closed");
    }

    /// seating only inside the window.
    #[test]
    fn r180_arrangement_window() {
        let window = Some(Window { start: day(10), end: day(12) });
        let plan = plan(PlanWindows { arrangement: window, ..PlanWindows::default() }, &[]);
        assert_eq!(plan.check_arrangement_open(day(9)).unwrap_err().code, "arrangement_not_open");
        assert!(plan.check_arrangement_open(day(11)).is_ok());
        assert_eq!(plan.check_arrangement_open(day(13)).unwrap_err().code, "arrangement_closed");
    }

    /// only schools that the plan names; a plan without names is open to all.
    #[test]
    fn r161_schools_of_a_plan() {
        let open = plan(PlanWindows::default(), &[]);
        assert!(open.check_school("任何学校").is_ok());
        let closed = plan(PlanWindows::default(), &["甲校", "乙校"]);
        assert!(closed.check_school("乙校").is_ok());
        assert_eq!(closed.check_school("丙校").unwrap_err().code, "school_not_in_plan");
    }

    #[test]
    fn registration_modes_are_read() {
        assert_eq!(RegistrationMode::from_label("按科目报考"), Some(RegistrationMode::BySubject));
        assert_eq!(RegistrationMode::from_label("按证书"), Some(RegistrationMode::ByCertificate));
        assert_eq!(RegistrationMode::from_label("随意"), None);
    }
}
