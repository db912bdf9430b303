//! The global search (Ctrl+K): candidates by name, pinyin or number, rooms by name or code.

use super::{Command, command};
use crate::desk::{Permission, Session};
use crate::error::Result;
use crate::scope::concerns;
use kaozhan_domain::candidate::id_document::mask_number;
use kaozhan_store::{CandidateFilter, Page};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Hits of one kind, at most.
const HITS: u64 = 8;

/// What is looked for.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SearchRequest {
    /// As typed.
    pub text: String,
}

/// What was found.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct SearchAnswer {
    /// Kinds with hits.
    pub groups: Vec<SearchGroup>,
}

/// Hits of one kind.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SearchGroup {
    /// Stable code of the kind.
    pub kind: String,
    /// Its Chinese name.
    pub title: String,
    /// The hits.
    pub hits: Vec<SearchHit>,
}

/// One hit.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SearchHit {
    /// Stable code of the kind.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// What tells it from others of that name; masked.
    pub subtitle: String,
    /// The page that shows it.
    pub path: String,
}

concerns! { nothing: SearchRequest }

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    vec![command("search.all", Permission::View, |session, request: SearchRequest, _| {
        search(session, request.text.trim())
    })]
}

fn search(session: &Session<'_>, text: &str) -> Result<SearchAnswer> {
    if text.is_empty() {
        return Ok(SearchAnswer::default());
    }
    let groups = [
        group("candidate", "考生", candidates(session, text)?),
        group("room", "考场", rooms(session, text)?),
    ];
    Ok(SearchAnswer { groups: groups.into_iter().filter(|group| !group.hits.is_empty()).collect() })
}

fn group(kind: &str, title: &str, hits: Vec<SearchHit>) -> SearchGroup {
    SearchGroup { kind: kind.to_owned(), title: title.to_owned(), hits }
}

fn candidates(session: &Session<'_>, text: &str) -> Result<Vec<SearchHit>> {
    let filter = CandidateFilter { text: text.to_owned(), ..CandidateFilter::default() };
    let found = session.app.read(|tx| {
        // A 准考证号 is typed whole, from a ticket.
        let owner = match tx.exam_number_owner(text)? {
            Some(number) => tx.candidate(number.candidate)?,
            None => None,
        };
        let (mut found, _) = tx.candidates(&filter, Page { offset: 0, limit: HITS })?;
        if let Some(owner) = owner
            && found.iter().all(|known| known.id != owner.id)
        {
            found.insert(0, owner);
        }
        Ok(found)
    })?;
    let style = session.app.settings()?.mask;
    let hit = |candidate: kaozhan_domain::candidate::Candidate| {
        let details = candidate.details;
        let number = mask_number(details.id_type, &details.id_number, style);
        let parts = [number, details.class_name, details.major_name];
        let subtitle: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        SearchHit {
            kind: "candidate".to_owned(),
            title: details.name,
            subtitle: subtitle.join(" · "),
            path: format!("/candidates?id={}", candidate.id),
        }
    };
    Ok(found.into_iter().map(hit).collect())
}

fn rooms(session: &Session<'_>, text: &str) -> Result<Vec<SearchHit>> {
    let wanted = text.to_lowercase();
    let limit = usize::try_from(HITS).unwrap_or(usize::MAX);
    let found = crate::records::rooms(&session.app, None)?;
    let matches = |name: &str| name.to_lowercase().contains(&wanted);
    Ok(found
        .into_iter()
        .filter(|room| matches(&room.name) || matches(&room.code))
        .take(limit)
        .map(|room| SearchHit {
            kind: "room".to_owned(),
            title: room.name.clone(),
            subtitle: format!("{} · {}", room.site, room.code),
            path: format!("/rooms?id={}", room.id),
        })
        .collect())
}
