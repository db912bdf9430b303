//! What comes next and what was done last, over all plans.

use super::{Deadline, RecentOperation};
use crate::error::Result;
use crate::forms::moment;
use crate::workspace::App;
use chrono::{NaiveDate, NaiveDateTime};
use kaozhan_domain::plan::ExamPlan;
use kaozhan_store::{AuditFilter, Page, ReadTx};
use std::collections::BTreeMap;

/// Deadlines and operations that are shown, at most.
const DEADLINES: usize = 6;
const OPERATIONS: u64 = 8;

/// What begins or ends next in any plan.
pub(super) fn deadlines(app: &App, tx: &ReadTx<'_>, plans: &[ExamPlan]) -> Result<Vec<Deadline>> {
    let now = app.now();
    let mut found: Vec<(NaiveDateTime, String, &ExamPlan, &str)> = Vec::new();
    for plan in plans {
        let windows = &plan.windows;
        let ends = [
            (windows.registration, "报考", "/registrations"),
            (windows.arrangement, "排考", "/seating"),
            (windows.score_entry, "成绩登记", "/plans"),
            (windows.publicity, "公示", "/plans"),
        ];
        for (window, name, page) in ends {
            let Some(window) = window else { continue };
            // What has not begun is told by its beginning, what is under way by its end.
            if window.start > now {
                found.push((window.start, format!("{name}开始"), plan, page));
            } else if window.end >= now {
                found.push((window.end, format!("{name}截止"), plan, page));
            }
        }
        // A line for each subject and day: a subject may have many sessions a day.
        let mut exams: BTreeMap<(NaiveDate, String), Vec<NaiveDateTime>> = BTreeMap::new();
        for subject in app.subjects(tx, plan.id)? {
            for session in subject.sessions.iter().filter(|session| session.start >= now) {
                exams.entry((session.start.date(), subject.name.clone())).or_default().push(session.start);
            }
        }
        for ((day, subject), starts) in exams {
            let Some(first) = starts.iter().min().copied() else { continue };
            let several = if starts.len() > 1 { format!("，{} 场", starts.len()) } else { String::new() };
            // From the day before on, it is attendance that is worked on.
            let page = if day <= now.date() + chrono::Days::new(1) { "/attendance" } else { "/seating" };
            found.push((first, format!("考试：{subject}{several}"), plan, page));
        }
    }
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    Ok(found
        .into_iter()
        .take(DEADLINES)
        .map(|(at, title, plan, page)| Deadline {
            days: (at.date() - now.date()).num_days(),
            at: moment(at),
            title,
            plan: plan.name.clone(),
            path: format!("{page}?plan={}", plan.id),
        })
        .collect())
}

/// The last operations, the newest first. What was done names rooms and people of any certificate, so whoever
/// manages some only is shown the own work.
pub(super) fn recent(app: &App, tx: &ReadTx<'_>) -> Result<Vec<RecentOperation>> {
    let actor = if app.scope().is_everything() { String::new() } else { app.actor().to_owned() };
    let filter = AuditFilter { actor, ..AuditFilter::default() };
    let (entries, _) = tx.audit(&filter, Page { offset: 0, limit: OPERATIONS })?;
    Ok(entries
        .into_iter()
        .map(|entry| RecentOperation {
            at: moment(entry.at),
            actor: entry.actor,
            label: entry.label,
            summary: entry.summary,
        })
        .collect())
}
