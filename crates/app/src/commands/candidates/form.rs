//! One candidate: 新增, 编辑, 人工确认.

use super::id_of;
use crate::candidates::{self, CandidateCheck, CandidateSaved};
use crate::commands::photos::PhotoFile;
use crate::commands::{Command, command};
use crate::desk::{Permission, Session};
use crate::error::Result;
use crate::scope::concerns;
use serde::Deserialize;
use ts_rs::TS;

/// A field and what it is to become.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct FieldValue {
    /// Code of the field, such as `class_name`.
    pub field: String,
    /// The value; empty takes an optional one away.
    pub value: String,
}

/// A form as it stands.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CandidateForm {
    /// The candidate; nobody for 新增.
    pub candidate_id: Option<String>,
    /// The fields that were changed, or all that were filled in.
    pub fields: Vec<FieldValue>,
    /// The new photo, if one was chosen.
    pub photo: Option<PhotoFile>,
}

concerns! { nothing: CandidateForm }

pub(super) fn commands() -> Vec<Command> {
    vec![
        command("candidate.check", Permission::Candidates, |session, form: CandidateForm, _| {
            check(session, &form)
        }),
        command("candidate.create", Permission::Candidates, |session, form: CandidateForm, _| {
            candidates::create(&session.app, &form.changes(), form.photo()?.as_ref())
        }),
        command("candidate.edit", Permission::Candidates, |session, form: CandidateForm, _| {
            candidates::save(&session.app, &form.who()?, &form.changes(), form.photo()?.as_ref())
        }),
        command("candidate.confirm", Permission::Candidates, |session, form: CandidateForm, _| {
            confirm(session, &form)
        }),
    ]
}

impl CandidateForm {
    fn changes(&self) -> Vec<(String, String)> {
        self.fields.iter().map(|change| (change.field.clone(), change.value.clone())).collect()
    }

    fn who(&self) -> Result<String> {
        Ok(id_of(self.candidate_id.as_deref().unwrap_or_default())?.to_string())
    }

    fn photo(&self) -> Result<Option<crate::photos::PhotoSource>> {
        Ok(self.photo.as_ref().map(PhotoFile::source))
    }
}

fn check(session: &Session<'_>, form: &CandidateForm) -> Result<CandidateCheck> {
    let who = form.candidate_id.as_ref().map(|_| form.who()).transpose()?;
    candidates::check(&session.app, who.as_deref(), &form.changes())
}

fn confirm(session: &Session<'_>, form: &CandidateForm) -> Result<CandidateSaved> {
    candidates::confirm_with(&session.app, &form.who()?, &form.changes())
}
