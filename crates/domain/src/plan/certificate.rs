//! Certificates and the majors that may register for them.

use crate::RuleViolation;
use crate::ids::CertificateId;
use serde::{Deserialize, Serialize};

/// A certificate at one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Identity.
    pub id: CertificateId,
    /// 证书编号, unique per certificate and level.
    pub code: String,
    /// 证书名称.
    pub name: String,
    /// 证书等级: 初级, 中级, 高级.
    pub level: String,
    /// 标准代码.
    pub standard_code: String,
    /// 培训评价组织.
    pub organisation: String,
    /// Majors that may register; empty means every major.
    pub majors: Vec<MajorRef>,
}

/// A major as a certificate names it: by code, by name, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MajorRef {
    /// 专业代码.
    pub code: String,
    /// 专业名称.
    pub name: String,
    /// 专业版本.
    pub version: String,
}

impl MajorRef {
    /// Whether a candidate's major is this one. Where both sides give a code the code decides, and
    /// likewise the version; otherwise the name does.
    pub fn matches(&self, code: &str, name: &str, version: &str) -> bool {
        if !self.version.is_empty() && !version.is_empty() && self.version != version {
            return false;
        }
        if self.code.is_empty() || code.is_empty() { self.name == name } else { self.code == code }
    }
}

impl Certificate {
    /// `证书名称（等级）`.
    pub fn label(&self) -> String {
        if self.level.is_empty() { self.name.clone() } else { format!("{}（{}）", self.name, self.level) }
    }

    /// Whether a candidate of this major may register.
    ///
    /// # Errors
    /// `major_not_covered`.
    pub fn check_major(&self, code: &str, name: &str, version: &str) -> Result<(), RuleViolation> {
        if self.majors.is_empty() || self.majors.iter().any(|major| major.matches(code, name, version)) {
            return Ok(());
        }
        Err(RuleViolation::error(
            "major_not_covered",
            format!("专业“{name}”不在证书“{}”对应的专业之内，不能报考", self.label()),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(majors: &[(&str, &str, &str)]) -> Certificate {
        Certificate {
            id: CertificateId(uuid::Uuid::nil()),
            code: "20000001".into(),
            name: "工业机器人装调".into(),
            level: "初级".into(),
            standard_code: String::new(),
            organisation: String::new(),
            majors: majors
                .iter()
                .map(|(code, name, version)| MajorRef {
                    code: (*code).into(),
                    name: (*name).into(),
                    version: (*version).into(),
                })
                .collect(),
        }
    }

    /// code before name, version where both give one.
    #[test]
    fn r162_major_decides() {
        let robot = certificate(&[("460305", "工业机器人技术", "2021")]);
        assert!(robot.check_major("460305", "工业机器人", "2021").is_ok());
        assert!(robot.check_major("", "工业机器人技术", "").is_ok());
        assert_eq!(robot.check_major("460306", "工业机器人技术", "").unwrap_err().code, "major_not_covered");
        assert!(robot.check_major("460305", "工业机器人技术", "2015").is_err());
        assert!(certificate(&[]).check_major("", "宗教学", "").is_ok());
    }
}
