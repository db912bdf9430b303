//! Certificates with the majors that may register for them.

use crate::error::{AppError, Result};
use crate::forms::{FormAnswer, FormProblem, save_form};
use crate::plans::own;
use crate::workspace::App;
use kaozhan_domain::ids::CertificateId;
use kaozhan_domain::plan::input::{CertificateInput, check_certificate, split_list};
use kaozhan_domain::plan::{Certificate, MajorRef};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A certificate to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CertificateView {
    /// Identity.
    pub id: String,
    /// 证书编号.
    pub code: String,
    /// 证书名称.
    pub name: String,
    /// 证书等级.
    pub level: String,
    /// `证书名称（等级）`.
    pub label: String,
    /// 培训评价组织.
    pub organisation: String,
    /// Majors that may register, as `代码 名称`; empty means every major.
    pub majors: Vec<String>,
}

/// A certificate as a form holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CertificateForm {
    /// Identity; nothing for a new certificate.
    pub id: Option<String>,
    /// 证书编号.
    pub code: String,
    /// 证书名称.
    pub name: String,
    /// 初级, 中级, 高级.
    pub level: String,
    /// 培训评价组织.
    pub organisation: String,
    /// 对应专业, a line each: code and name, or either; empty means every major.
    pub majors: String,
}

/// The certificates that the person manages.
///
/// # Errors
/// Those of the store.
pub fn certificates(app: &App) -> Result<Vec<CertificateView>> {
    app.read(|tx| {
        let certificates = tx.certificates()?;
        let ours = certificates.iter().filter(|known| app.scope().covers(known.id));
        Ok(ours.map(certificate_view).collect())
    })
}

fn certificate_view(certificate: &Certificate) -> CertificateView {
    let major = |major: &MajorRef| format!("{} {}", major.code, major.name).trim().to_owned();
    CertificateView {
        id: certificate.id.to_string(),
        code: certificate.code.clone(),
        name: certificate.name.clone(),
        level: certificate.level.clone(),
        label: certificate.label(),
        organisation: certificate.organisation.clone(),
        majors: certificate.majors.iter().map(major).collect(),
    }
}

/// Creates or changes a certificate with its majors.
///
/// # Errors
/// `certificate_unknown`, `outside_scope`, those of the store. What is wrong with the form is in the answer.
pub fn save_certificate(app: &App, form: &CertificateForm) -> Result<FormAnswer> {
    if form.id.is_none() {
        app.check_everything("新建证书")?;
    }
    save_form(app, "certificate_save", "设置证书", form.name.trim(), |tx| {
        let certificates = tx.certificates()?;
        let unknown = || AppError::new("certificate_unknown", "找不到证书，可能已被删除");
        let old = form
            .id
            .as_deref()
            .map(|id| certificates.iter().find(|known| known.id.to_string() == id).ok_or_else(unknown))
            .transpose()?;
        let input = CertificateInput {
            code: &form.code,
            name: &form.name,
            level: &form.level,
            standard_code: old.map_or("", |old| old.standard_code.as_str()),
            organisation: &form.organisation,
        };
        let id = old.map_or_else(|| CertificateId(uuid::Uuid::now_v7()), |old| old.id);
        let (certificate, problems) = check_certificate(&input, id);
        let mut problems: Vec<FormProblem> = problems.into_iter().map(FormProblem::from).collect();
        let Some(mut certificate) = certificate else { return Ok(FormAnswer::refused(problems)) };
        let same = |known: &&Certificate| {
            known.id != id && known.code == certificate.code && known.level == certificate.level
        };
        if certificates.iter().any(|known| same(&known)) {
            problems.push(own("certificate_code", "certificate_taken", "已有同编号、同等级的证书"));
            return Ok(FormAnswer::refused(problems));
        }
        certificate.majors = read_majors(&form.majors, old);
        tx.put_certificate(&certificate)?;
        Ok(FormAnswer { id: Some(certificate.id.to_string()), problems })
    })
}

/// Majors as typed: `460305 工业机器人技术`, or either part; a version that is known stays.
fn read_majors(text: &str, old: Option<&Certificate>) -> Vec<MajorRef> {
    split_list(text)
        .iter()
        .map(|line| {
            let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let is_code = first.chars().all(|c| c.is_ascii_alphanumeric());
            let (code, name) = if is_code { (first, rest.trim()) } else { ("", line.as_str()) };
            let known = old.and_then(|old| {
                old.majors.iter().find(|known| known.code == code && known.name == name).cloned()
            });
            known.unwrap_or_else(|| MajorRef {
                code: code.to_ascii_uppercase(),
                name: name.to_owned(),
                version: String::new(),
            })
        })
        .collect()
}
