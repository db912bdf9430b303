//! All sheets of a room and session as one PDF, in hand-over order, under a cover that counts them.

use super::furniture::{Finished, Sheet};
use super::kind::{DeskLayout, DeskOptions, DocumentKind, SignInLayout, TicketLayout};
use super::view::{PackItem, RoomDayView, RoomSessionView, TicketView};
use super::{DocumentError, desk, door, pack_cover, room_record, seating_plan, sign_in, ticket, ticket_half};

/// What goes into a room's bag.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomPackView {
    /// Room and session.
    pub room: RoomSessionView,
    /// The room's whole day, for the door and for labels with several sessions; None takes this session only.
    pub day: Option<RoomDayView>,
    /// Tickets to be handed out in the room, by seat; often none, as candidates print their own.
    pub tickets: Vec<TicketView>,
    /// The plan's own items, after the printed ones.
    pub items: Vec<PackItem>,
    /// Labels.
    pub desk: DeskOptions,
    /// Sign-in sheet.
    pub sign_in: SignInLayout,
    /// Tickets.
    pub ticket_layout: TicketLayout,
}

fn printed(name: &str, note: String, count: usize, unit: &str, back: bool) -> PackItem {
    let count = count as u32;
    PackItem { name: name.into(), note, count, unit: unit.into(), to_return: back.then_some(count) }
}

/// Bags, each as cover, 门贴, 座位图, 桌贴, 签到表, 记录表, 准考证. A cover lists what is really in its bag.
pub fn render_room_packs(bags: &[RoomPackView]) -> Result<Vec<u8>, DocumentError> {
    render(DocumentKind::RoomPack, bags, |bag| {
        let (cover, mut sheets) = pack(bag);
        sheets.insert(0, cover);
        sheets
    })
}

/// 考场资料袋封面 alone, of the same bags.
pub fn render_pack_covers(bags: &[RoomPackView]) -> Result<Vec<u8>, DocumentError> {
    render(DocumentKind::PackCover, bags, |bag| vec![pack(bag).0])
}

fn render(
    kind: DocumentKind,
    bags: &[RoomPackView],
    sheets: impl Fn(&RoomPackView) -> Vec<Sheet>,
) -> Result<Vec<u8>, DocumentError> {
    let Some(first) = bags.first() else { return Err(DocumentError::Empty) };
    let title = format!("{} {} {}", kind.label(), first.room.room_name, first.room.head.plan_name);
    Finished::of(bags.iter().flat_map(sheets).collect()).write(&title, first.room.trace.printed_at)
}

/// The cover of a bag, and what is in it.
fn pack(view: &RoomPackView) -> (Sheet, Vec<Sheet>) {
    let alone = RoomDayView { sessions: vec![view.room.clone()], trace: view.room.trace.clone() };
    let day = view.day.as_ref().unwrap_or(&alone);
    let mut items = Vec::new();
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut add = |items: &mut Vec<PackItem>, some: Vec<Sheet>, item: PackItem| {
        if !some.is_empty() {
            sheets.extend(some);
            items.push(item);
        }
    };
    let some = door::sheets(day);
    let pages = some.len();
    add(&mut items, some, printed("门贴", "贴于前门外".into(), pages, "张", false));
    let some = seating_plan::sheets(&view.room);
    add(&mut items, some, printed("座位图", "含姓名，放讲台，不贴门外".into(), 1, "张", true));
    // Cut labels belong to one session; stock with several sessions is made for the day.
    let labelled = if view.desk.layout == DeskLayout::L7165 { day } else { &alone };
    let count = desk::count(labelled, view.desk.layout);
    let some = desk::sheets(labelled, &view.desk);
    let note = if view.desk.cut_stack { "按座位号顺序，叠裁" } else { "按座位号顺序" };
    let note = format!("{note}，{} 页", some.len());
    add(&mut items, some, printed("桌贴", note, count, "枚", false));
    let some = sign_in::sheets(&view.room, view.sign_in);
    let photos = if view.sign_in == SignInLayout::Photo { "带照片，" } else { "" };
    let note = format!("{photos}{} 页", some.len());
    add(&mut items, some, printed("考场签到表", note, 1, "份", true));
    let some = room_record::sheets(&view.room);
    let note = format!("{} 页", some.len());
    add(&mut items, some, printed("考场情况记录表", note, 1, "份", true));
    let some = match view.ticket_layout {
        TicketLayout::A4 => view.tickets.iter().flat_map(ticket::sheets).collect::<Vec<_>>(),
        TicketLayout::TwoUp => ticket_half::sheets(&view.tickets),
    };
    let note = format!("按座位号顺序，{} 页", some.len());
    add(&mut items, some, printed("准考证", note, view.tickets.len(), "张", false));
    items.extend(view.items.iter().cloned());
    (pack_cover::sheet(&view.room, &items), sheets)
}
