//! 排考明细: the arrangement of every student as a list, and its export.

use crate::error::Result;
use crate::exporting::{self, ExportChoice, ExportKind, ExportReport};
use crate::workspace::App;
use kaozhan_domain::candidate::id_document::{MaskStyle, mask_number};
use kaozhan_domain::ids::{CandidateId, RegistrationId};
use kaozhan_store::{Page, ReadTx, SeatDetail, SeatDetailFilter};
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;
use ts_rs::TS;

/// One student in one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SeatingDetail {
    /// The registration.
    pub registration_id: String,
    /// The candidate.
    pub candidate_id: String,
    /// 姓名.
    pub name: String,
    /// 学生编号.
    pub candidate_number: String,
    /// 证件号码, masked.
    pub id_number: String,
    /// 准考证号.
    pub exam_number: String,
    /// 所属院校.
    pub school: String,
    /// 班级.
    pub class_name: String,
    /// 考试证书（等级）.
    pub certificate: String,
    /// 科目名称.
    pub subject: String,
    /// 考试方式.
    pub mode: String,
    /// `2026-06-20 09:00-10:30`.
    pub time: String,
    /// 考核站点.
    pub site: String,
    /// 考场名称.
    pub room: String,
    /// 座位号.
    pub seat: Option<u16>,
    /// Locked.
    pub locked: bool,
    /// 照顾安排.
    pub access: String,
    /// 已排座 or 未排座.
    pub status: String,
    /// For a link to the picture.
    pub room_id: Option<String>,
    /// The same.
    pub session_id: Option<String>,
}

/// State of a row with a seat.
pub(crate) const SEATED: &str = "已排座";
/// State of a row without.
pub(crate) const UNSEATED: &str = "未排座";

/// A page of 排考明细.
pub(crate) struct Details {
    pub(crate) total: u64,
    pub(crate) seated: u64,
    pub(crate) unseated: u64,
    pub(crate) rows: Vec<SeatingDetail>,
}

/// A page of the list.
///
/// # Errors
/// Those of the store.
pub(crate) fn page(app: &App, filter: &SeatDetailFilter, page: Page) -> Result<Details> {
    let filter = within(app, filter);
    app.read(|tx| {
        let (found, total) = tx.seat_details(&filter, page)?;
        let (seated, unseated) = tx.seat_detail_counts(&filter)?;
        Ok(Details { total, seated, unseated, rows: rows(tx, &found)? })
    })
}

/// The filter with the certificates that the person manages.
fn within(app: &App, filter: &SeatDetailFilter) -> SeatDetailFilter {
    SeatDetailFilter { certificates: app.scope().certificates().to_vec(), ..filter.clone() }
}

fn rows(tx: &ReadTx<'_>, found: &[SeatDetail]) -> Result<Vec<SeatingDetail>> {
    let ids: Vec<CandidateId> = found.iter().map(|own| own.candidate).collect();
    let candidates: HashMap<_, _> = tx.candidates_by_id(&ids)?.into_iter().map(|who| (who.id, who)).collect();
    let sites: HashMap<_, _> = tx.sites()?.into_iter().map(|site| (site.id, site.name)).collect();
    let certificates: HashMap<_, _> =
        tx.certificates()?.into_iter().map(|known| (known.id, known.label())).collect();
    let (mut subjects, mut rooms) = (HashMap::new(), HashMap::new());
    let mut rows = Vec::with_capacity(found.len());
    for own in found {
        let Some(registration) = tx.registration(own.registration)? else { continue };
        let Some(candidate) = candidates.get(&own.candidate) else { continue };
        if !subjects.contains_key(&own.subject)
            && let Some(subject) = tx.subject(own.subject)?
        {
            subjects.insert(own.subject, subject);
        }
        let Some(subject) = subjects.get(&own.subject) else { continue };
        if let Some((_, room, ..)) = own.seat
            && !rooms.contains_key(&room)
            && let Some(known) = tx.room(room)?
        {
            rooms.insert(room, known);
        }
        let room = own.seat.and_then(|(_, room, ..)| rooms.get(&room));
        let session =
            own.seat.and_then(|(session, ..)| subject.sessions.iter().find(|known| known.id == session));
        let details = &registration.snapshot.details;
        rows.push(SeatingDetail {
            registration_id: own.registration.to_string(),
            candidate_id: own.candidate.to_string(),
            name: details.name.clone(),
            candidate_number: candidate.platform_number.clone(),
            id_number: mask_number(details.id_type, &details.id_number, MaskStyle::First6Last4),
            exam_number: own.number.clone(),
            school: details.school.clone(),
            class_name: candidate.details.class_name.clone(),
            certificate: certificates.get(&subject.certificate).cloned().unwrap_or_default(),
            subject: subject.name.clone(),
            mode: subject.mode.label().to_owned(),
            time: session.map(|session| session.label()).unwrap_or_default(),
            site: room.and_then(|room| sites.get(&room.site)).cloned().unwrap_or_default(),
            room: room.map(|room| room.name.clone()).unwrap_or_default(),
            seat: own.seat.map(|(_, _, seat, _)| seat),
            locked: own.seat.is_some_and(|(.., locked)| locked),
            access: candidate.details.access.label(),
            status: if own.seat.is_some() { SEATED } else { UNSEATED }.to_owned(),
            room_id: own.seat.map(|(_, room, ..)| room.to_string()),
            session_id: own.seat.map(|(session, ..)| session.to_string()),
        });
    }
    Ok(rows)
}

/// Exports 排考明细 of the ticked registrations, or of everything that `filter` finds.
///
/// # Errors
/// Those of an export.
pub(crate) fn export(
    app: &App,
    target: &Path,
    filter: &SeatDetailFilter,
    ticked: &[RegistrationId],
    choice: ExportChoice,
) -> Result<ExportReport> {
    let ids: Vec<String> = if ticked.is_empty() {
        let found = app.read(|tx| Ok(tx.seat_details(&within(app, filter), Page::ALL)?.0))?;
        found.into_iter().map(|own| own.registration.to_string()).collect()
    } else {
        ticked.iter().map(ToString::to_string).collect()
    };
    exporting::export(app, ExportKind::Seating, target, &ExportChoice { ids: Some(ids), ..choice })
}
