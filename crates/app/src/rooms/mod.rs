//! 考场管理 (R-141…R-156): lists, the form, the picture of a room and its seat numbers.

mod change;
mod choices;
mod layout;
mod listing;

pub use change::{RoomForm, delete, save};
pub use choices::{CertificateChoice, PlanChoice, PlanChoices, SiteChoice, SubjectChoice, choices};
pub use layout::{LayoutForm, RoomPreview, RoomSeat, SeatPosition, preview, usual_layout};
pub use listing::{RoomCount, RoomDetail, RoomEdit, RoomPage, RoomQuery, RoomRow, detail, ids, list};

use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_domain::ids::RoomId;
use kaozhan_domain::plan::ExamPlan;
use kaozhan_domain::room::{Room, RoomStatus};
use kaozhan_store::ReadTx;

fn status_of(app: &App, plan: &ExamPlan) -> RoomStatus {
    RoomStatus::at(app.now(), plan.windows.arrangement)
}

fn find(tx: &ReadTx<'_>, id: RoomId) -> Result<Room> {
    tx.room(id)?.ok_or_else(|| AppError::new("room_unknown", "找不到考场，可能已被删除"))
}
