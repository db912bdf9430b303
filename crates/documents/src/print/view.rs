//! What a sheet is told: complete, already masked, already in order.
//!
//! Knows no database and no rule. The caller masks document numbers (R-094: tickets first 3 and last 4,
//! desk labels and sign-in sheets first 6 and last 4) and never puts a birth date beside them.

use std::sync::Arc;

use super::DocumentKind;
use chrono::NaiveDateTime;

/// A JPEG as it was stored; it is passed through untouched. Upright (no EXIF rotation), 8 bit, grey or RGB.
pub type Photo = Arc<[u8]>;

/// The plan a sheet belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetHead {
    /// Full plan name, printed in the head.
    pub plan_name: String,
    /// Short plan number of the trace line, e.g. `20261128-0003`.
    pub plan_number: String,
    /// 校徽 beside the title, a square JPEG.
    pub logo: Option<Photo>,
    /// The school's own line above the trace line of each kind of sheet.
    pub notes: Arc<[(DocumentKind, String)]>,
}

/// What ties a sheet of paper to the data it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Version of the arrangement, counted by the caller.
    pub version: u32,
    /// First eight hex digits of the SHA-256 over the canonical data, without space.
    pub checksum: String,
    /// When the sheet was printed; given, so that two runs are equal byte for byte.
    pub printed_at: NaiveDateTime,
}

/// One line of a ticket's timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketSession {
    /// Certificate with its level, e.g. `智能新能源汽车职业技能等级证书（中级）`.
    pub certificate: String,
    /// 考试科目
    pub subject: String,
    /// 考试方式, e.g. 机考.
    pub mode: String,
    /// Begin.
    pub start: NaiveDateTime,
    /// This candidate's end, extra time included.
    pub end: NaiveDateTime,
    /// 考场名称
    pub room_name: String,
    /// 座位号
    pub seat_no: u32,
}

/// 准考证 of one candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketView {
    /// The plan.
    pub head: SheetHead,
    /// 学生姓名
    pub name: String,
    /// 性别
    pub sex: String,
    /// Kind of document, `身份证` or e.g. `护照`; anything but 身份证 is printed before the number.
    pub id_type_label: String,
    /// Masked: first 3, last 4.
    pub masked_id: String,
    /// 学生编号
    pub student_number: String,
    /// 准考证号
    pub exam_number: String,
    /// 所属院校
    pub school: String,
    /// 就读专业, where the plan wants it: a ninth identity row.
    pub major: Option<String>,
    /// 考核站点
    pub site_name: String,
    /// 考点地址, to the house number.
    pub site_address: String,
    /// None prints 无照片.
    pub photo: Option<Photo>,
    /// In order of time.
    pub sessions: Vec<TicketSession>,
    /// 考试须知
    pub notices: Arc<[String]>,
    /// Version and 校验码 of this candidate.
    pub trace: Trace,
}

/// Extra time of a candidate. Personal: never on the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtraTime {
    /// Minutes added.
    pub minutes: u32,
    /// This candidate's own end.
    pub end: NaiveDateTime,
}

/// A candidate on a seat of one room and session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatView {
    /// 座位号
    pub seat_no: u32,
    /// 姓名
    pub name: String,
    /// 性别
    pub sex: String,
    /// 准考证号
    pub exam_number: String,
    /// Kind of document, `身份证` or e.g. `护照`.
    pub id_type_label: String,
    /// Masked: first 6, last 4.
    pub masked_id: String,
    /// 所属院校
    pub school: String,
    /// 就读专业, where the plan wants it: a second line under the school on the sheet with photos.
    pub major: Option<String>,
    /// 班级
    pub class: Option<String>,
    /// The candidate's own subject where a room holds several; else the room's is printed.
    pub subject: Option<String>,
    /// None prints 无照片.
    pub photo: Option<Photo>,
    /// Extra time, if any.
    pub extra_time: Option<ExtraTime>,
    /// Other arrangements, e.g. 大字试卷.
    pub access: Vec<String>,
    /// True while the candidate's data are not confirmed: 信息未认证 in the remarks of the sign-in sheet.
    pub unverified: bool,
}

/// An invigilator or patrol.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Number, may be empty.
    pub number: String,
}

/// Counts known after the exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttendanceCount {
    /// 实考
    pub present: u32,
    /// 缺考
    pub absent: u32,
}

/// Side of the room, seen facing the lectern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// Left.
    #[default]
    Left,
    /// Right.
    Right,
}

/// Corner of seat 1, seen facing the lectern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Corner {
    /// Front left.
    #[default]
    FrontLeft,
    /// Front right.
    FrontRight,
    /// Back left.
    BackLeft,
    /// Back right.
    BackRight,
}

/// How the numbers run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WalkOrder {
    /// S: every second column runs back.
    #[default]
    Serpentine,
    /// Z: every column begins at the same end.
    Parallel,
}

/// The desks of a room as drawn on 座位图 and 门贴. Columns count from the left facing the lectern, rows from
/// the front, both from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlanGeometry {
    /// Desks in each column.
    pub columns: Vec<u16>,
    /// Columns followed by an aisle.
    pub aisles_after: Vec<u16>,
    /// The column followed by the main aisle.
    pub main_aisle_after: Option<u16>,
    /// Wall of the front door.
    pub door: Side,
    /// Corner of seat 1, for the legend.
    pub start: Corner,
    /// Order, for the legend.
    pub order: WalkOrder,
    /// (column, row) of the seats in order of number: seat *n* is entry *n* − 1.
    pub walk: Vec<(u16, u16)>,
    /// 停用
    pub blocked: Vec<(u16, u16)>,
    /// 备用
    pub reserve: Vec<(u16, u16)>,
}

/// One room in one session, with everybody in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSessionView {
    /// The plan.
    pub head: SheetHead,
    /// 考核站点
    pub site_name: String,
    /// Number of the site in the QR codes.
    pub site_number: String,
    /// Address to the house number.
    pub address: String,
    /// 考场名称
    pub room_name: String,
    /// Short stable code of the room in the QR codes, e.g. `R013`; never reused within a plan.
    pub room_code: String,
    /// 考试证书 without level.
    pub certificate: String,
    /// 证书等级
    pub level: String,
    /// 考试科目
    pub subject: String,
    /// 考试方式
    pub mode: String,
    /// Begin.
    pub start: NaiveDateTime,
    /// End without extra time.
    pub end: NaiveDateTime,
    /// Seats of the room.
    pub capacity: u32,
    /// 监考老师
    pub invigilators: Vec<Person>,
    /// 巡考老师
    pub patrols: Vec<Person>,
    /// By seat number.
    pub seats: Vec<SeatView>,
    /// Where the seats stand; without it no map is drawn.
    pub plan: Option<PlanGeometry>,
    /// Known after the exam; before it the sheets leave the counts to the pen.
    pub attendance: Option<AttendanceCount>,
    /// Version and 校验码 of this room and session.
    pub trace: Trace,
}

/// A room over one day: what 门贴 and the labels of all its sessions show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomDayView {
    /// Sessions of the room on that day, in order of time; never empty.
    pub sessions: Vec<RoomSessionView>,
    /// Version and 校验码 of this room and day.
    pub trace: Trace,
}

/// An item the plan adds to the bag, after what was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackItem {
    /// 材料
    pub name: String,
    /// Small note behind it.
    pub note: String,
    /// 数量
    pub count: u32,
    /// 单位
    pub unit: String,
    /// 应收回; None prints —.
    pub to_return: Option<u32>,
}
