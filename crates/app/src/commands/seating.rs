//! 考场编排, 排考明细 (R-180…R-191).

use super::{Command, command};
use crate::desk::{Permission, Session};
use crate::error::{AppError, Result};
use crate::exporting::{self, ExportChoice, ExportKind};
use crate::scope::concerns;
use crate::seating::details::{self, SEATED, SeatingDetail, UNSEATED};
use crate::seating::forecast::{self, SeatingForecast};
use crate::seating::hand::{self, ByHand};
use crate::seating::late::{self, SeatingDone, SeatingLateChanges};
use crate::seating::picture::{self, SeatingColourBy, SeatingPicture, SeatingRooms};
use crate::seating::preview::{self, SeatingConsequence};
use crate::seating::survey::{self, SeatingOverview, SeatingUnseatedList};
use crate::seating::{self, SeatOptions, SeatReport};
use kaozhan_domain::arrangement::SeatAt;
use kaozhan_domain::ids::RegistrationId;
use kaozhan_domain::seating::Order;
use kaozhan_store::{Page, SeatDetailFilter};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use ts_rs::TS;

/// Which plan; the one that is being arranged when missing.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct SeatingPlanQuery {
    /// The plan.
    pub plan_id: Option<String>,
}

/// Which plan.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingPlanRequest {
    /// The plan.
    pub plan_id: String,
}

/// How to seat.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingOptions {
    /// The plan.
    pub plan_id: String,
    /// Only this subject; all when missing.
    pub subject_id: Option<String>,
    /// `roster`, `number`, `random`, `mix`.
    pub order: String,
    /// For `mix`: `class`, `major`, `school`.
    pub mix: Vec<String>,
    /// For `mix`: 4 or 8.
    pub neighbours: u8,
    /// Seed of everything random.
    pub seed: u64,
}

/// Those without a seat of a plan, or of one subject.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingUnseatedRequest {
    /// The plan.
    pub plan_id: String,
    /// The subject.
    pub subject_id: Option<String>,
}

/// Which session.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingSessionRequest {
    /// The plan.
    pub plan_id: String,
    /// The session.
    pub session_id: String,
}

/// Which room in which session.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingRoomRequest {
    /// The plan.
    pub plan_id: String,
    /// The session.
    pub session_id: String,
    /// The room.
    pub room_id: String,
    /// What the colours tell apart.
    #[serde(default)]
    #[ts(optional, as = "Option<SeatingColourBy>")]
    pub colour_by: SeatingColourBy,
}

/// Somebody to a seat: a move, an exchange with whoever sits there, or a first seat.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingMoveRequest {
    /// The plan.
    pub plan_id: String,
    /// Whose registration.
    pub registration_id: String,
    /// The session.
    pub session_id: String,
    /// The room.
    pub room_id: String,
    /// The seat.
    pub seat: u16,
}

/// An exchange.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingSwapRequest {
    /// The plan.
    pub plan_id: String,
    /// One registration.
    pub first_id: String,
    /// The other.
    pub second_id: String,
}

/// One registration.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingOneRequest {
    /// The plan.
    pub plan_id: String,
    /// The registration.
    pub registration_id: String,
}

/// Several registrations.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingSomeRequest {
    /// The plan.
    pub plan_id: String,
    /// The registrations.
    pub registration_ids: Vec<String>,
}

/// Which change to take back or to make again.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingUndoRequest {
    /// The plan.
    pub plan_id: String,
    /// The change; the next in order when missing.
    pub change_id: Option<String>,
}

/// What 排考明细 is asked for; what is empty does not restrict.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct SeatingDetailQuery {
    /// The plan.
    pub plan_id: Option<String>,
    /// The subject.
    pub subject_id: Option<String>,
    /// The session.
    pub session_id: Option<String>,
    /// The site.
    pub site_id: Option<String>,
    /// The room.
    pub room_id: Option<String>,
    /// Part of name, number, class or room.
    pub text: String,
    /// 班级.
    pub class: String,
    /// 已排座 or 未排座; all when empty.
    pub status: String,
    /// Page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub page_size: u64,
}

/// How many rows are in a state.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatingDetailCount {
    /// 已排座 or 未排座.
    pub status: String,
    /// How many.
    pub count: u64,
}

/// A page of 排考明细.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatingDetailPage {
    /// How many match.
    pub total: u64,
    /// Counts of the status tabs.
    pub counts: Vec<SeatingDetailCount>,
    /// The rows, masked.
    pub rows: Vec<SeatingDetail>,
}

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SeatingExportKind {
    /// 排考明细: a row for each student.
    Details,
    /// 考场编排记录: a row for each room.
    Rooms,
}

/// An export.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeatingExportRequest {
    /// What.
    pub kind: SeatingExportKind,
    /// The file to write.
    pub path: String,
    /// Replace an existing file.
    pub overwrite: bool,
    /// The ticked registrations; everything that the filter finds when empty.
    pub registration_ids: Vec<String>,
    /// The filter.
    pub filter: SeatingDetailQuery,
}

/// What was exported.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SeatingExportAnswer {
    /// The file.
    pub file: String,
    /// Rows in it.
    pub rows: usize,
}

concerns! {
    SeatingPlanQuery { plan_id: Plan }
    SeatingPlanRequest { plan_id: Plan }
    SeatingOptions { plan_id: Plan, subject_id: Subject, order: _, mix: _, neighbours: _, seed: _ }
    SeatingUnseatedRequest { plan_id: Plan, subject_id: Subject }
    SeatingSessionRequest { plan_id: Plan, session_id: Session }
    SeatingRoomRequest { plan_id: Plan, session_id: Session, room_id: Room, colour_by: _ }
    SeatingMoveRequest {
        plan_id: Plan, registration_id: Registration, session_id: Session, room_id: Room, seat: _,
    }
    SeatingSwapRequest { plan_id: Plan, first_id: Registration, second_id: Registration }
    SeatingOneRequest { plan_id: Plan, registration_id: Registration }
    SeatingSomeRequest { plan_id: Plan, registration_ids: Registration }
    SeatingUndoRequest { plan_id: Plan, change_id: _ }
    SeatingDetailQuery {
        plan_id: Plan, subject_id: Subject, session_id: Session, room_id: Room,
        site_id: _, text: _, class: _, status: _, page: _, page_size: _,
    }
    SeatingExportRequest { registration_ids: Registration, filter: nested, kind: _, path: _, overwrite: _ }
}

/// The commands.
pub(crate) fn commands() -> Vec<Command> {
    let mut all = looking();
    all.extend(changing());
    all
}

fn looking() -> Vec<Command> {
    vec![
        command(
            "seating.overview",
            Permission::View,
            |session, request: SeatingPlanQuery, _| -> Result<SeatingOverview> {
                survey::overview(&session.app, request.plan_id.as_deref())
            },
        ),
        command(
            "seating.unseated",
            Permission::View,
            |session, request: SeatingUnseatedRequest, _| -> Result<SeatingUnseatedList> {
                survey::unseated(
                    &session.app,
                    id(&request.plan_id)?,
                    request.subject_id.as_deref().map(id).transpose()?,
                )
            },
        ),
        command(
            "seating.forecast",
            Permission::Seat,
            |session, request: SeatingOptions, task| -> Result<SeatingForecast> {
                forecast::forecast(&session.app, &options(&request)?, task)
            },
        ),
        command(
            "seating.rooms",
            Permission::View,
            |session, request: SeatingSessionRequest, _| -> Result<SeatingRooms> {
                picture::rooms(&session.app, id(&request.plan_id)?, id(&request.session_id)?)
            },
        ),
        command(
            "seating.room",
            Permission::View,
            |session, request: SeatingRoomRequest, _| -> Result<SeatingPicture> {
                let (plan, at, room) =
                    (id(&request.plan_id)?, id(&request.session_id)?, id(&request.room_id)?);
                picture::room(&session.app, plan, at, room, request.colour_by)
            },
        ),
        command(
            "seating.preview_move",
            Permission::Seat,
            |session, request: SeatingMoveRequest, _| -> Result<SeatingConsequence> {
                preview::preview(&session.app, id(&request.plan_id)?, &to(&request)?)
            },
        ),
        command(
            "seating.preview_remove",
            Permission::Seat,
            |session, request: SeatingOneRequest, _| -> Result<SeatingConsequence> {
                preview::preview(
                    &session.app,
                    id(&request.plan_id)?,
                    &ByHand::Remove(id(&request.registration_id)?),
                )
            },
        ),
        command(
            "seating.changes",
            Permission::View,
            |session, request: SeatingPlanRequest, _| -> Result<SeatingLateChanges> {
                late::changes(&session.app, id(&request.plan_id)?)
            },
        ),
        command("seating.details", Permission::View, |session, query: SeatingDetailQuery, _| {
            list(session, &query)
        }),
        command("seating.export", Permission::View, |session, request: SeatingExportRequest, _| {
            export(session, &request)
        }),
    ]
}

fn changing() -> Vec<Command> {
    vec![
        command(
            "seating.run",
            Permission::Seat,
            |session, request: SeatingOptions, task| -> Result<SeatReport> {
                seating::run(&session.app, &options(&request)?, task)
            },
        ),
        command("seating.move", Permission::Seat, |session, request: SeatingMoveRequest, _| {
            change(session, &request.plan_id, &to(&request)?)
        }),
        command("seating.swap", Permission::Seat, |session, request: SeatingSwapRequest, _| {
            let both = ByHand::Swap(id(&request.first_id)?, id(&request.second_id)?);
            change(session, &request.plan_id, &both)
        }),
        command("seating.add", Permission::Seat, |session, request: SeatingOneRequest, _| {
            change(session, &request.plan_id, &ByHand::Add(id(&request.registration_id)?))
        }),
        command("seating.remove", Permission::Seat, |session, request: SeatingOneRequest, _| {
            change(session, &request.plan_id, &ByHand::Remove(id(&request.registration_id)?))
        }),
        command("seating.lock", Permission::Seat, |session, request: SeatingSomeRequest, _| {
            change(session, &request.plan_id, &ByHand::Lock(ids(&request.registration_ids)?))
        }),
        command("seating.unlock", Permission::Seat, |session, request: SeatingSomeRequest, _| {
            change(session, &request.plan_id, &ByHand::Unlock(ids(&request.registration_ids)?))
        }),
        command(
            "seating.undo",
            Permission::Seat,
            |session, request: SeatingUndoRequest, _| -> Result<SeatingDone> {
                let wanted = request.change_id.as_deref().map(id).transpose()?;
                hand::reverse(&session.app, id(&request.plan_id)?, wanted, false)
            },
        ),
        command(
            "seating.redo",
            Permission::Seat,
            |session, request: SeatingUndoRequest, _| -> Result<SeatingDone> {
                let wanted = request.change_id.as_deref().map(id).transpose()?;
                hand::reverse(&session.app, id(&request.plan_id)?, wanted, true)
            },
        ),
    ]
}

/// An identity that the window got from here before.
fn id<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| AppError::new("id_unknown", "记录不存在，可能已被删除").hint("请刷新后重试"))
}

fn ids(texts: &[String]) -> Result<Vec<RegistrationId>> {
    texts.iter().map(|text| id(text)).collect()
}

fn to(request: &SeatingMoveRequest) -> Result<ByHand> {
    let seat = SeatAt { session: id(&request.session_id)?, room: id(&request.room_id)?, seat: request.seat };
    Ok(ByHand::To(id(&request.registration_id)?, seat))
}

fn change(session: &Session<'_>, plan: &str, by_hand: &ByHand) -> Result<SeatingDone> {
    hand::change(&session.app, id(plan)?, by_hand)
}

fn options(request: &SeatingOptions) -> Result<SeatOptions> {
    let order = match request.order.as_str() {
        "roster" => Order::Roster,
        "number" => Order::Number,
        "random" => Order::Random,
        "mix" => seating::mix_order(&request.mix, request.neighbours == 8)?,
        other => return Err(AppError::new("order_unknown", format!("排座顺序“{other}”不认识"))),
    };
    if let Order::Mix { by, .. } = &order
        && by.is_empty()
    {
        return Err(AppError::new("mix_empty", "没有选择要错开的组，请至少选择班级、专业、院校中的一项"));
    }
    Ok(SeatOptions {
        plan: request.plan_id.clone(),
        subject: request.subject_id.clone(),
        order,
        seed: request.seed,
    })
}

impl SeatingDetailQuery {
    fn filter(&self) -> Result<SeatDetailFilter> {
        fn own<T: FromStr>(text: Option<&String>) -> Result<Option<T>> {
            text.filter(|text| !text.is_empty()).map(|text| id(text)).transpose()
        }
        Ok(SeatDetailFilter {
            plan: own(self.plan_id.as_ref())?,
            subject: own(self.subject_id.as_ref())?,
            certificates: Vec::new(),
            session: own(self.session_id.as_ref())?,
            site: own(self.site_id.as_ref())?,
            room: own(self.room_id.as_ref())?,
            text: self.text.trim().to_owned(),
            class_name: self.class.trim().to_owned(),
            seated: match self.status.as_str() {
                SEATED => Some(true),
                UNSEATED => Some(false),
                _ => None,
            },
        })
    }
}

fn list(session: &Session<'_>, query: &SeatingDetailQuery) -> Result<SeatingDetailPage> {
    let page = Page::number(query.page.max(1), query.page_size.clamp(1, 500));
    let found = details::page(&session.app, &query.filter()?, page)?;
    let count = |status: &str, count| SeatingDetailCount { status: status.to_owned(), count };
    Ok(SeatingDetailPage {
        total: found.total,
        counts: vec![count(SEATED, found.seated), count(UNSEATED, found.unseated)],
        rows: found.rows,
    })
}

fn export(session: &Session<'_>, request: &SeatingExportRequest) -> Result<SeatingExportAnswer> {
    let filter = request.filter.filter()?;
    let plan = match filter.plan {
        Some(plan) => {
            let plan = session.app.read(|tx| hand::plan_of(tx, plan))?;
            Some(if plan.number.is_empty() { plan.name } else { plan.number })
        }
        None => None,
    };
    let path = PathBuf::from(request.path.trim());
    if path.as_os_str().is_empty() || path.file_name().is_none() {
        return Err(AppError::new("path_missing", "没有填写文件路径").hint("请点“浏览…”选择保存位置"));
    }
    let choice = ExportChoice { plan, overwrite: request.overwrite, ..ExportChoice::default() };
    let target: &Path = &path;
    let report = match request.kind {
        SeatingExportKind::Details => {
            details::export(&session.app, target, &filter, &ids(&request.registration_ids)?, choice)?
        }
        SeatingExportKind::Rooms => {
            exporting::export(&session.app, ExportKind::Arrangement, target, &choice)?
        }
    };
    Ok(SeatingExportAnswer { file: report.file.display().to_string(), rows: report.rows })
}
