//! 考场情况记录表 with what was recorded on the day.

use super::content::RoomContent;
use super::current_content;
use super::profile::Dress;
use super::views::{Look, Photos};
use crate::error::{AppError, Result};
use crate::workspace::App;
use kaozhan_documents::print::{self, AttendanceCount, RecordFacts, RoomSessionView};
use kaozhan_domain::ids::{RoomId, SessionId};

/// What is known of a room: nothing leaves its sheet to the pen.
pub(crate) type Known = Option<(AttendanceCount, RecordFacts)>;

/// The sheets of those rooms that `known` answers for, as one PDF, and how many rooms are in it.
///
/// # Errors
/// `plan_unknown`, `nothing_to_print`, and what can't be set on paper.
pub(crate) fn room_records(
    app: &App,
    plan: &str,
    known: impl Fn(RoomId, SessionId) -> Option<Known>,
) -> Result<(Vec<u8>, usize)> {
    let (content, versions) = current_content(app, plan)?;
    let dress = app.read(Dress::load)?;
    let (photos, versions) = (Photos::new(), &versions);
    let look = Look { versions, photos: &photos, dress: &dress };
    let filled = |room: &RoomContent| -> Option<(RoomSessionView, Option<RecordFacts>)> {
        let found = known(room.room, room.session)?;
        let view = look.room_session(room);
        Some(match found {
            Some((count, facts)) => (RoomSessionView { attendance: Some(count), ..view }, Some(facts)),
            None => (view, None),
        })
    };
    let rooms: Vec<_> = content.rooms.iter().filter_map(filled).collect();
    if rooms.is_empty() {
        return Err(AppError::new("nothing_to_print", "没有可以打印的考场").hint("请选择已排考的场次和考场"));
    }
    let count = rooms.len();
    Ok((print::render_filled_room_records(&rooms)?, count))
}
