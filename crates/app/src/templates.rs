//! Import templates, with the drop-downs that the workspace knows.

use crate::error::Result;
use crate::files;
use crate::workspace::{App, all_subjects};
use kaozhan_documents::sheet::{
    Dictionaries, INVIGILATORS, REGISTRATIONS, ROOMS, ROSTER, write_exam_template, write_template,
};
use kaozhan_domain::candidate::roster::MAJOR_LEVELS;
use std::path::Path;

/// Which template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateKind {
    /// 考生信息.
    Roster,
    /// 考场信息.
    Rooms,
    /// 考试计划, 考试科目, 考核站点, 证书与专业.
    Exam,
    /// 报考信息.
    Registrations,
    /// 监考人员.
    Invigilators,
}

/// Majors of the public catalogues, `名称（代码）`, for the drop-down.
const UNDERGRADUATE: &str = include_str!("../../../assets/catalogues/undergraduate_majors_2026.csv");
const VOCATIONAL: &str = include_str!("../../../assets/catalogues/vocational_majors_PARTIAL.csv");

/// Writes a template. Without a workspace the drop-downs hold what is known everywhere: majors, levels,
/// document types.
///
/// # Errors
/// `file_exists`, and faults of the file system.
pub fn write(app: Option<&App>, kind: TemplateKind, target: &Path, overwrite: bool) -> Result<()> {
    files::check_target(target, overwrite)?;
    let lists = match app {
        Some(app) => dictionaries(app)?,
        None => common(),
    };
    let bytes = match kind {
        TemplateKind::Roster => write_template(&ROSTER, &lists)?,
        TemplateKind::Rooms => write_template(&ROOMS, &lists)?,
        TemplateKind::Registrations => write_template(&REGISTRATIONS, &lists)?,
        TemplateKind::Invigilators => write_template(&INVIGILATORS, &lists)?,
        TemplateKind::Exam => write_exam_template(&lists)?,
    };
    files::write_whole(target, &bytes, overwrite)
}

/// Majors of the public catalogues: name and code.
pub(crate) fn catalogue() -> impl Iterator<Item = (&'static str, &'static str)> {
    [UNDERGRADUATE, VOCATIONAL].into_iter().flat_map(|catalogue| {
        catalogue.lines().skip(1).filter_map(|line| {
            let mut cells = line.split(',');
            let (code, name) = (cells.next()?.trim(), cells.next()?.trim());
            Some((name, code))
        })
    })
}

fn common() -> Dictionaries {
    let majors = catalogue().map(|(name, code)| format!("{name}（{code}）"));
    Dictionaries::new().with("majors", majors).with("levels", MAJOR_LEVELS)
}

fn dictionaries(app: &App) -> Result<Dictionaries> {
    app.read(|tx| {
        let plans = app.plans(tx)?;
        let subjects = all_subjects(tx, &plans)?;
        let certificates = tx.certificates()?;
        Ok(common()
            .with("plans", plans.iter().map(|plan| plan.name.clone()))
            .with("subjects", distinct(subjects.into_iter().map(|subject| subject.name)))
            .with("sites", tx.sites()?.into_iter().map(|site| site.name))
            .with("certificates", distinct(certificates.into_iter().map(|certificate| certificate.name))))
    })
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.dedup();
    names
}
