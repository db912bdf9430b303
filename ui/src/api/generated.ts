// Written by `cargo xtask bindings` from the Rust types; not edited by hand.

/**
 * A failure as the command line and the window show it. Callers branch on `code` only.
 */
export type AppError = { 
/**
 * Stable code in `snake_case`.
 */
code: string, 
/**
 * Simplified Chinese: what is wrong.
 */
message: string, 
/**
 * Simplified Chinese: what to do, when the message alone doesn't say it.
 */
hint?: string, 
/**
 * Further findings, one line each.
 */
details?: Array<string>, };

/**
 * 未登记, 到考, 迟到, 缺考.
 * rive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
 * rde(rename_all = "snake_case")]
 * enum AttendanceMarkState {
 * /// 未登记.
 * Unmarked,
 * /// 到考.
 * Present,
 * /// 迟到.
 * Late,
 * /// 缺考.
 * Absent,
 * 
 * 
 *  From<AttendanceState> for AttendanceMarkState {
 * fn from(state: AttendanceState) -> Self {
 *     match state {
 *         AttendanceState::Unmarked => Self::Unmarked,
 *         AttendanceState::Present => Self::Present,
 *         AttendanceState::Late => Self::Late,
 *         AttendanceState::Absent => Self::Absent,
 *     }
 * }
 * 
 * 
 *  From<AttendanceMarkState> for AttendanceState {
 * fn from(state: AttendanceMarkState) -> Self {
 *     match state {
 *         AttendanceMarkState::Unmarked => Self::Unmarked,
 *         AttendanceMarkState::Present => Self::Present,
 *         AttendanceMarkState::Late => Self::Late,
 *         AttendanceMarkState::Absent => Self::Absent,
 *     }
 * }
 * 
 * 
 * Counts of a room, a session or a plan.
 * rive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
 * struct AttendanceCounts {
 * /// 应到.
 * pub expected: u64,
 * /// 实到: 到考 and 迟到.
 * pub came: u64,
 * /// 迟到, among those who came.
 * pub late: u64,
 * /// 缺考.
 * pub absent: u64,
 * /// 未登记.
 * pub unmarked: u64,
 * /// 违纪.
 * pub violations: u64,
 * 
 * 
 *  From<AttendanceTally> for AttendanceCounts {
 * fn from(tally: AttendanceTally) -> Self {
 *     Self {
 *         expected: tally.expected,
 *         came: tally.came(),
 *         late: tally.late,
 *         absent: tally.absent,
 *         unmarked: tally.unmarked(),
 *         violations: tally.violations,
 *     }
 * }
 * 
 * 
 * A plan with seats.
 * rive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
 * struct AttendancePlan {
 * /// 计划编号.
 * pub number: String,
 * /// 计划名称.
 * pub name: String,
 * 
 * 
 * The sessions of a day.
 * rive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
 * struct AttendanceSessions {
 * /// Plans that have seats.
 * pub plans: Vec<AttendancePlan>,
 * /// 计划编号 of the shown one; nothing when none has seats.
 * pub plan: Option<String>,
 * /// Days with sessions, `2026-06-20`.
 * pub days: Vec<String>,
 * /// The shown day.
 * pub day: Option<String>,
 * /// Counts of that day.
 * pub counts: AttendanceCounts,
 * /// By time and subject.
 * pub sessions: Vec<AttendanceSession>,
 * 
 * 
 * A session with its rooms.
 * rive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
 * struct AttendanceSession {
 * /// Identity.
 * pub id: String,
 * /// 考试科目.
 * pub subject: String,
 * /// 考试证书 with level.
 * pub certificate: String,
 * /// Begin, ISO 8601.
 * pub start: String,
 * /// End, ISO 8601.
 * pub end: String,
 * /// 待考试, 考试中 or 已结束.
 * pub phase: String,
 * /// Counts of the session.
 * pub counts: AttendanceCounts,
 * /// Its rooms, by code.
 * pub rooms: Vec<AttendanceRoomLine>,
 * 
 * 
 * A room with its progress.
 * rive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
 * struct AttendanceRoomLine {
 * /// Identity.
 * pub id: String,
 * /// Short code.
 * pub code: String,
 * /// 考场名称.
 * pub name: String,
 * /// 考核站点.
 * pub site: String,
 * /// Counts.
 * pub counts: AttendanceCounts,
 * 
 * 
 * What stands at a place of the picture.
 * rive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
 * rde(rename_all = "snake_case")]
 * enum AttendanceDeskKind {
 * /// Somebody's seat.
 * Taken,
 * /// Nobody's.
 * Free,
 * /// 备用.
 * Reserve,
 * /// 停用.
 * Blocked,
 * 
 * 
 * A desk.
 * rive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
 * struct AttendanceDesk {
 * /// Tells it from the others.
 * pub key: String,
 * /// Column from the left, facing the lectern, from 1.
 * pub x: u16,
 * /// Row from the lectern, from 1.
 * pub y: u16,
 * /// 座位号; none for a blocked desk.
 * pub number: Option<u16>,
 * /// What it is.
 * pub kind: AttendanceDeskKind,
 * /// Who sits there.
 * pub person: Option<AttendancePerson>,
 * 
 * 
 * Somebody on a seat; masked.
 * rive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
 * struct AttendancePerson {
 * /// Identity of the registration.
 * pub registration: String,
 * /// Identity of the candidate, for the photo.
 * pub candidate_id: String,
 * /// 姓名.
 * pub name: String,
 * /// 证件号码, first 6 and last 4.
 * pub masked_id: String,
 * /// 准考证号.
 * pub exam_number: String,
 * /// 所属院校.
 * pub school: String,
 * /// 班级.
 * pub class_name: String,
 * /// There is a photo.
 * pub has_photo: bool,
 * /// 前排, 延时 …
 * pub arrangements: Vec<String>,
 * /// What is recorded.
 * pub state: AttendanceMarkState,
 * /// Its word.
 * pub state_label: String,
 * /// 迟到分钟.
 * pub late_minutes: Option<u16>,
 * /// 违纪情况.
 * pub violation: String,
 * /// 换座说明.
 * pub seat_note: String,
 * /// Who recorded it; empty when nobody has.
 * pub marked_by: String,
 * /// When, ISO 8601.
 * pub marked_at: String,
 * 
 * 
 *  AttendancePerson {
 * pub(crate) fn of(seated: &Seated) -> Self {
 *     let details = &seated.registration.snapshot.details;
 *     let record = seated.record.as_ref();
 *     let state = record.map(|record| record.state).unwrap_or_default();
 *     let text = |pick: fn(&kaozhan_domain::attendance::Attendance) -> &String| {
 *         record.map(pick).cloned().unwrap_or_default()
 *     };
 *     Self {
 *         registration: seated.seat.registration.to_string(),
 *         candidate_id: seated.seat.candidate.to_string(),
 *         name: details.name.clone(),
 *         masked_id: mask_number(details.id_type, &details.id_number, MaskStyle::First6Last4),
 *         exam_number: seated.exam_number.clone(),
 *         school: details.school.clone(),
 *         class_name: seated.candidate.details.class_name.clone(),
 *         has_photo: seated.candidate.photo.is_some(),
 *         arrangements: seated.candidate.details.access.labels(),
 *         state: state.into(),
 *         state_label: state.label().to_owned(),
 *         late_minutes: record.and_then(|record| record.late_minutes),
 *         violation: text(|record| &record.violation),
 *         seat_note: text(|record| &record.seat_note),
 *         marked_by: text(|record| &record.marked_by),
 *         marked_at: record.map(|record| iso(record.marked_at)).unwrap_or_default(),
 *     }
 * }
 * 
 * 
 * A room in a session.
 * rive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
 * struct AttendanceRoom {
 * /// Identity of the room.
 * pub room: String,
 * /// Identity of the session.
 * pub session: String,
 * /// 计划编号.
 * pub plan: String,
 * /// 考场名称.
 * pub name: String,
 * /// Code of the room.
 * pub code: String,
 * /// 考核站点 and address.
 * pub place: String,
 * /// 考试科目.
 * pub subject: String,
 * /// Begin, ISO 8601.
 * pub start: String,
 * /// End, ISO 8601.
 * pub end: String,
 * /// 待考试, 考试中 or 已结束.
 * pub phase: String,
 * /// Columns of the picture.
 * pub columns: u16,
 * /// Rows of the picture.
 * pub rows: u16,
 * /// Aisles behind these columns.
 * pub aisles: Vec<u16>,
 * /// Corner of the door: `front_left` …
 * pub door: String,
 * /// Minutes since the beginning, while the session runs: the proposal for 迟到.
 * pub minutes_late: Option<u16>,
 * /// What is odd about entering now.
 * pub warnings: Vec<String>,
 * /// Counts.
 * pub counts: AttendanceCounts,
 * /// Every desk.
 * pub desks: Vec<AttendanceDesk>,
 * 
 * 
 * A change in the trail of a room.
 */
export type AttendanceChangeLine = { 
/**
 * Identity.
 */
id: string, 
/**
 * When, ISO 8601.
 */
at: string, 
/**
 * Who.
 */
actor: string, 
/**
 * 座位号; none when the candidate sits here no more.
 */
seat: number | null, 
/**
 * 姓名.
 */
name: string, 
/**
 * What was recorded before.
 */
before: string, 
/**
 * What was recorded then.
 */
after: string, 
/**
 * It changed something that was recorded already.
 */
correction: boolean, 
/**
 * It was taken back.
 */
undone: boolean, };

/**
 * What a mark or its undoing came to.
 * rive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
 * struct AttendanceMarked {
 * /// Records that changed.
 * pub changed: u64,
 * /// One sentence for the screen.
 * pub message: String,
 * /// What is odd about it; it is recorded all the same.
 * pub warnings: Vec<String>,
 * /// Those who changed, as they are now.
 * pub people: Vec<AttendancePerson>,
 * /// Counts of the room.
 * pub counts: AttendanceCounts,
 * 
 * 
 * The trail of a room in a session.
 */
export type AttendanceChanges = { 
/**
 * Newest first.
 */
changes: Array<AttendanceChangeLine>, 
/**
 * The last step can be taken back.
 */
can_undo: boolean, };

/**
 * Which rows a list has.
 * rive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
 * rde(rename_all = "snake_case")]
 * enum AttendanceListKind {
 * /// 缺考.
 * Absent,
 * /// 迟到.
 * Late,
 * /// 违纪.
 * Violation,
 * /// 未登记.
 * Unmarked,
 * /// Everybody.
 * All,
 * 
 * 
 *  AttendanceListKind {
 * /// Title of the list.
 * pub fn title(self) -> &'static str {
 *     match self {
 *         Self::Absent => "缺考名单",
 *         Self::Late => "迟到名单",
 *         Self::Violation => "违纪名单",
 *         Self::Unmarked => "未登记名单",
 *         Self::All => "到考登记表",
 *     }
 * }
 * 
 * fn has(self, record: Option<&Attendance>) -> bool {
 *     let state = record.map(|record| record.state).unwrap_or_default();
 *     match self {
 *         Self::Absent => state == AttendanceState::Absent,
 *         Self::Late => state == AttendanceState::Late,
 *         Self::Violation => record.is_some_and(|record| !record.violation.is_empty()),
 *         Self::Unmarked => state == AttendanceState::Unmarked,
 *         Self::All => true,
 *     }
 * }
 * 
 * 
 * A list over a plan.
 * rive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
 * struct AttendanceList {
 * /// Title.
 * pub title: String,
 * /// Counts of the plan, or of the session.
 * pub counts: AttendanceCounts,
 * /// By time, room and seat.
 * pub rows: Vec<AttendanceListRow>,
 * 
 * 
 * One candidate in one session; masked.
 * rive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
 * struct AttendanceListRow {
 * /// Identity of the registration.
 * pub registration: String,
 * /// Identity of the room.
 * pub room_id: String,
 * /// Identity of the session.
 * pub session_id: String,
 * /// 考生姓名.
 * pub name: String,
 * /// 证件号码, masked.
 * pub masked_id: String,
 * /// 准考证号.
 * pub exam_number: String,
 * /// 所属院校.
 * pub school: String,
 * /// 班级.
 * pub class_name: String,
 * /// 考试证书.
 * pub certificate: String,
 * /// 考试科目.
 * pub subject: String,
 * /// `2026-06-20 09:00-10:30`.
 * pub time: String,
 * /// 考核站点.
 * pub site: String,
 * /// 考场名称.
 * pub room: String,
 * /// 座位号.
 * pub seat: u16,
 * /// 到考情况.
 * pub state_label: String,
 * /// 迟到分钟.
 * pub late_minutes: Option<u16>,
 * /// 违纪情况.
 * pub violation: String,
 * /// 换座说明.
 * pub seat_note: String,
 * /// 登记人.
 * pub marked_by: String,
 * /// 登记时间, ISO 8601.
 * pub marked_at: String,
 * 
 * 
 * The form of an exported list.
 * rive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
 * rde(rename_all = "snake_case")]
 * enum AttendanceExport {
 * /// Excel.
 * Xlsx,
 * /// PDF.
 * Pdf,
 * 
 * 
 * A file that was written.
 */
export type AttendanceFile = { 
/**
 * Its path.
 */
file: string, 
/**
 * Rows, or rooms.
 */
rows: number, 
/**
 * What is missing in it.
 */
warnings: Array<string>, };

/**
 * Which day is shown; what is empty is chosen by the clock.
 * rive(Debug, Clone, Default, Deserialize, TS)]
 * rde(default)]
 * struct AttendanceDay {
 * /// 计划编号.
 * pub plan: String,
 * /// `2026-06-20`.
 * pub day: String,
 * 
 * 
 * A room in a session.
 * rive(Debug, Clone, Deserialize, TS)]
 * struct AttendancePlace {
 * /// Identity of the room.
 * pub room: String,
 * /// Identity of the session.
 * pub session: String,
 * 
 * 
 * A mark; what is null stays.
 * rive(Debug, Clone, Deserialize, TS)]
 * struct AttendanceMark {
 * /// Identity of the session.
 * pub session: String,
 * /// Identity of the registration.
 * pub registration: String,
 * /// 到考 …
 * pub state: Option<AttendanceMarkState>,
 * /// 迟到分钟; taken from the clock when missing.
 * pub late_minutes: Option<u16>,
 * /// 违纪情况; empty takes it back.
 * pub violation: Option<String>,
 * /// 换座说明; empty takes it back.
 * pub seat_note: Option<String>,
 * 
 * 
 * What a scanner or a person typed.
 * rive(Debug, Clone, Deserialize, TS)]
 * struct AttendanceScanRequest {
 * /// As typed.
 * pub text: String,
 * /// Identity of the session.
 * pub session: String,
 * /// Identity of the room that is open.
 * pub room: Option<String>,
 * /// What is to be recorded; nothing only asks who it is.
 * pub state: Option<AttendanceMarkState>,
 * 
 * 
 * Which step is taken back.
 * rive(Debug, Clone, Deserialize, TS)]
 * struct AttendanceUndo {
 * /// Identity of the room.
 * pub room: String,
 * /// Identity of the session.
 * pub session: String,
 * /// Identity of a change; the last step when missing.
 * pub change: Option<String>,
 * 
 * 
 * What is counted.
 * rive(Debug, Clone, Deserialize, TS)]
 * struct AttendanceScope {
 * /// 计划编号.
 * pub plan: String,
 * /// Identity of the session; all when missing.
 * pub session: Option<String>,
 * /// Identity of the room; all when missing.
 * pub room: Option<String>,
 * 
 * 
 * Which list.
 * rive(Debug, Clone, Deserialize, TS)]
 * struct AttendanceListRequest {
 * /// 计划编号.
 * pub plan: String,
 * /// Which rows.
 * pub kind: AttendanceListKind,
 * /// Identity of the session; all when missing.
 * pub session: Option<String>,
 * 
 * 
 * A list as a file.
 * rive(Debug, Clone, Deserialize, TS)]
 * struct AttendanceExportRequest {
 * /// 计划编号.
 * pub plan: String,
 * /// Which rows.
 * pub kind: AttendanceListKind,
 * /// Identity of the session; all when missing.
 * pub session: Option<String>,
 * /// Excel or PDF.
 * pub form: AttendanceExport,
 * /// Path of the file.
 * pub file: String,
 * /// Replaces an existing file.
 * pub overwrite: bool,
 * 
 * 
 * 考场情况记录表 as a file.
 */
export type AttendanceRecordsRequest = { 
/**
 * 计划编号.
 */
plan: string, 
/**
 * Identity of the session; all when missing.
 */
session: string | null, 
/**
 * Identity of the room; all when missing.
 */
room: string | null, 
/**
 * Path of the file.
 */
file: string, 
/**
 * Replaces an existing file.
 */
overwrite: boolean, };

/**
 * How a scan ended.
 * rive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
 * rde(rename_all = "snake_case")]
 * enum AttendanceScanKind {
 * /// Recorded.
 * Marked,
 * /// Recorded as something else before, now corrected.
 * Corrected,
 * /// Was recorded so already.
 * Already,
 * /// Found; nothing was to be recorded.
 * Found,
 * /// Sits in another room of this session.
 * OtherRoom,
 * /// Sits in another session.
 * OtherSession,
 * /// Has no seat in this plan.
 * NotSeated,
 * /// The code of another room's sheet: that room can be opened.
 * Room,
 * /// Nobody.
 * Unknown,
 * /// Several.
 * Ambiguous,
 * /// A code that was not read whole.
 * Broken,
 * /// A seat number without a room.
 * NeedsRoom,
 * 
 * 
 * The answer to a scan.
 */
export type AttendanceScan = { 
/**
 * How it ended.
 */
kind: AttendanceScanKind, 
/**
 * In large letters: the name, or what is wrong.
 */
title: string, 
/**
 * Seat, state, or where to go.
 */
text: string, 
/**
 * What is odd about it.
 */
warnings: Array<string>, 
/**
 * The room that was meant, when it is another.
 */
room: string | null, 
/**
 * The session that was meant, when it is another.
 */
session: string | null, 
/**
 * The seat number, when it was found.
 */
seat: number | null, 
/**
 * Who it is.
 */
person: AttendancePerson | null, 
/**
 * What the mark changed.
 */
marked: AttendanceMarked | null, };

/**
 * A page of candidates.
 */
export type CandidatePage = { 
/**
 * How many match.
 */
total: number, 
/**
 * Counts of the state tabs, for the same filter.
 */
counts: Array<StatusCount>, 
/**
 * The rows, masked.
 */
rows: Array<CandidateView>, };

/**
 * What the list is asked for; what is empty does not restrict.
 */
export type CandidateQuery = { 
/**
 * The one search field: part of name, pinyin, number, class or major.
 */
text: string, 
/**
 * 学生姓名 or pinyin.
 */
name: string, 
/**
 * 学生编号 or 学号.
 */
number: string, 
/**
 * Part of 证件号码.
 */
id_number: string, 
/**
 * 班级.
 */
class: string, 
/**
 * 就读专业.
 */
major: string, 
/**
 * 入学年份.
 */
enrolment_year: string, 
/**
 * 社会考生 instead of 本校考生; both when missing.
 */
social: boolean | null, 
/**
 * Label or code of the state; all when empty.
 */
status: string, 
/**
 * With or without a photo.
 */
has_photo: boolean | null, 
/**
 * Page, from 1.
 */
page: number, 
/**
 * Rows on a page.
 */
page_size: number, };

/**
 * A candidate as a list shows it.
 */
export type CandidateView = { 
/**
 * Identity.
 */
id: string, 
/**
 * 学生姓名.
 */
name: string, 
/**
 * 姓名拼音.
 */
pinyin: string, 
/**
 * The pinyin should be looked at.
 */
pinyin_review: boolean, 
/**
 * Why.
 */
pinyin_reasons: Array<string>, 
/**
 * 证件类型, stable code.
 */
id_type: string, 
/**
 * 证件号码, masked unless revealed.
 */
id_number: string, 
/**
 * 手机号码, masked unless revealed.
 */
phone: string, 
/**
 * 性别.
 */
sex: string, 
/**
 * 就读专业.
 */
major: string, 
/**
 * 专业代码.
 */
major_code: string, 
/**
 * 专业层次.
 */
major_level: string, 
/**
 * 入学年份.
 */
enrolment_year: string, 
/**
 * 班级.
 */
class: string, 
/**
 * 所属院校.
 */
school: string, 
/**
 * 照顾安排.
 */
access: string, 
/**
 * State, as labelled on the tabs.
 */
status: string, 
/**
 * State, stable code.
 */
status_code: string, 
/**
 * 认证 waits for the platform.
 */
verification_queued: boolean, 
/**
 * A photo is attached.
 */
has_photo: boolean, };

/**
 * Asks for files or folders that exist.
 */
export type DialogOpen = { 
/**
 * Title of the dialog.
 */
title: string, 
/**
 * Folders instead of files.
 */
folder: boolean, 
/**
 * More than one.
 */
multiple: boolean, 
/**
 * Kinds of files.
 */
filters: Array<FileFilter>, };

/**
 * Asks where to write a file.
 */
export type DialogSave = { 
/**
 * Title of the dialog.
 */
title: string, 
/**
 * The proposed name.
 */
default_name: string, 
/**
 * Kinds of files.
 */
filters: Array<FileFilter>, };

/**
 * Opens a finished file, or a folder, in the system's own program.
 */
export type DialogShow = { 
/**
 * The file or folder.
 */
path: string, };

/**
 * Kinds of files that are offered.
 */
export type FileFilter = { 
/**
 * As shown.
 */
name: string, 
/**
 * Without the dot.
 */
extensions: Array<string>, };

/**
 * The request of a command that needs none.
 */
export type Nothing = Record<symbol, never>;

/**
 * What was chosen; empty when the dialog was closed.
 */
export type PathAnswer = { 
/**
 * Whole paths.
 */
paths: Array<string>, };

/**
 * A thing that a role may be allowed to do.
 */
export type Permission = "view" | "candidates" | "plan" | "seat" | "print" | "attendance" | "reveal" | "accounts" | "system";

/**
 * A picture.
 */
export type PhotoImage = { 
/**
 * Such as `image/jpeg`.
 */
media_type: string, 
/**
 * The file, as base64.
 */
base64: string, };

/**
 * Whose photo is wanted.
 */
export type PhotoImageRequest = { 
/**
 * The candidate.
 */
candidate_id: string, };

/**
 * A role of a school.
 */
export type Role = "principal" | "administrator" | "invigilator";

/**
 * What was found.
 */
export type SearchAnswer = { 
/**
 * Kinds with hits.
 */
groups: Array<SearchGroup>, };

/**
 * Hits of one kind.
 */
export type SearchGroup = { 
/**
 * Stable code of the kind.
 */
kind: string, 
/**
 * Its Chinese name.
 */
title: string, 
/**
 * The hits.
 */
hits: Array<SearchHit>, };

/**
 * One hit.
 */
export type SearchHit = { 
/**
 * Stable code of the kind.
 */
kind: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * What tells it from others of that name; masked.
 */
subtitle: string, 
/**
 * The page that shows it.
 */
path: string, };

/**
 * What is looked for.
 */
export type SearchRequest = { 
/**
 * As typed.
 */
text: string, };

/**
 * What the frame of the window needs.
 */
export type SessionStatus = { 
/**
 * Where the window stands.
 */
stage: Stage, 
/**
 * The open workspace.
 */
workspace: WorkspaceView | null, 
/**
 * Who is signed in.
 */
user: SignedIn | null, 
/**
 * Now by the workspace's clock, ISO 8601 without zone.
 */
now: string, 
/**
 * Version of the program.
 */
version: string, };

/**
 * Who is signed in.
 */
export type SignedIn = { 
/**
 * 账号.
 */
account: string, 
/**
 * 姓名.
 */
name: string, 
/**
 * 角色.
 */
role: Role, 
/**
 * Label of the role.
 */
role_label: string, 
/**
 * What the role may do.
 */
permissions: Array<Permission>, };

/**
 * Where the window stands.
 */
export type Stage = "first_run" | "locked" | "signed_out" | "ready";

/**
 * How many candidates are in a state.
 */
export type StatusCount = { 
/**
 * Label of the state.
 */
status: string, 
/**
 * Candidates in it.
 */
count: number, };

/**
 * Which long work to stop.
 */
export type TaskRequest = { 
/**
 * The name it was started with.
 */
task_id: string, };

/**
 * The open workspace.
 */
export type WorkspaceView = { 
/**
 * Its folder.
 */
folder: string, 
/**
 * The school.
 */
school: string, 
/**
 * 学校标识码.
 */
school_code: string, };

export type Permit = { allowed: boolean, reason: string };
export type FormProblem = { field: string, code: string, message: string, refuses: boolean };
export type FormAnswer = { id: string | null, problems: Array<FormProblem> };
export type PlanWindow = { name: string, start: string, end: string, open: boolean, over: boolean };
export type PlanRow = { id: string, number: string, year: string, name: string, mode: string, certificates: Array<string>, subjects: number, rooms: number, registered: number, seated: number, windows: Array<PlanWindow>, stage: string, delete: Permit };
export type WindowForm = { start: string, end: string };
export type PlanForm = { id: string | null, number: string, year: string, name: string, mode: string, windows: Array<WindowForm>, pass_rule: string, schools: string, notices: string };
export type PlanDetail = { row: PlanRow, form: PlanForm };
export type SessionView = { id: string, start: string, end: string, label: string, seated: number };
export type SubjectRow = { id: string, plan_id: string, plan: string, certificate_id: string, certificate: string, code: string, name: string, mode: string, mode_label: string, audience: Array<string>, sessions: Array<SessionView>, registered: number, seated: number, status: string, delete: Permit, change_kind: Permit };
export type SessionForm = { id: string | null, date: string, start: string, end: string };
export type SubjectForm = { id: string | null, plan_id: string, certificate_id: string, code: string, name: string, mode: string, audience: string, sessions: Array<SessionForm> };
export type CertificateView = { id: string, code: string, name: string, level: string, label: string, organisation: string, majors: Array<string> };
export type CertificateForm = { id: string | null, code: string, name: string, level: string, organisation: string, majors: string };
export type SiteRow = { id: string, number: string, name: string, school: string, province: string, city: string, county: string, address: string, full_address: string, review: string, state: string, certificates: Array<string>, rooms: number, usable: Permit, delete: Permit };
export type SiteForm = { id: string | null, number: string, name: string, school: string, province: string, city: string, county: string, address: string, review: string, state: string };
export type RoomQuery = { plan_id: string, site_id: string, certificate_id: string, mode: string, text: string, id: string, status: string, page: number, page_size: number };
export type RoomCount = { status: string, count: number };
export type RoomPage = { total: number, capacity: number, counts: Array<RoomCount>, rows: Array<RoomRow> };
export type RoomRow = { id: string, code: string, name: string, plan: string, site: string, certificate: string, subjects: Array<string>, room_type: string, capacity: number, reserve: number, assigned: number, address: string, floor: number | null, columns: string, status: string, edit: RoomEdit, delete: Permit };
export type RoomEdit = "all" | "grow" | "nothing";
export type SeatPosition = { column: number, row: number };
export type LayoutForm = { columns: Array<number>, start: 'front_left' | 'front_right' | 'back_left' | 'back_right', direction: 'column_first' | 'row_first', pattern: 'serpentine' | 'z', aisles: Array<number>, aisle_separates: boolean, blocked: Array<SeatPosition>, reserve: Array<SeatPosition>, front_rows: number, door: 'front_left' | 'front_right' | 'back_left' | 'back_right' };
export type RoomSeat = { column: number, row: number, number: number | null, reserve: boolean, front: boolean };
export type RoomPreview = { layout: LayoutForm, seats: Array<RoomSeat>, capacity: number, reserve: number, blocked: number, problems: Array<FormProblem> };
export type RoomForm = { id: string | null, plan_id: string, site_id: string, certificate_id: string, subject_ids: Array<string>, name: string, capacity: number, province: string, city: string, county: string, address: string, floor: string, remark: string, layout: LayoutForm };
export type RoomDetail = { row: RoomRow, form: RoomForm, preview: RoomPreview };
export type CertificateChoice = { id: string, label: string, subjects: Array<SubjectChoice> };
export type SubjectChoice = { id: string, name: string, mode: string, room_type: string, audience: Array<string> };
export type PlanChoice = { id: string, number: string, name: string, mode: string, room_status: string, may_add_rooms: Permit, may_register: Permit, rooms: number, certificates: Array<CertificateChoice> };
export type SiteChoice = { id: string, name: string, province: string, city: string, county: string, address: string, usable: Permit };
export type PlanChoices = { plans: Array<PlanChoice>, sites: Array<SiteChoice> };
export type RegistrationQuery = { plan_id: string, certificate_id: string, subject_id: string, text: string, payment: string, status: string, page: number, page_size: number };
export type RegistrationCount = { status: string, count: number };
export type RegistrationPage = { total: number, counts: Array<RegistrationCount>, rows: Array<RegistrationRow> };
export type RegistrationRow = { id: string, candidate_id: string, name: string, id_number: string, class: string, major: string, plan: string, certificate: string, subject: string, audiences: Array<string>, audience: string, seat: string, session: string, status: string, payment: string, registered_at: string, delete: Permit };
export type RegistrationTotal = { plan_id: string, plan: string, certificate_id: string, certificate: string, subject_id: string, subject: string, registered: number, seated: number };
export type RegistrationTarget = { plan_id: string, certificate_id: string, subject_ids: Array<string>, audience: string };
export type ApplicantQuery = { target: RegistrationTarget, text: string, class: string, major: string, enrolment_year: string, page: number, page_size: number };
export type Applicant = { id: string, name: string, id_number: string, class: string, major: string, status: string, registered: boolean, permit: Permit, warnings: Array<string> };
export type ApplicantPage = { total: number, rows: Array<Applicant> };
export type RegistrationAdd = { target: RegistrationTarget, candidate_ids: Array<string>, everyone: ApplicantQuery | null };
export type RefusedApplicant = { name: string, class: string, reason: string };
export type AddReport = { candidates: number, registrations: number, unchanged: number, unverified: number, refused: Array<RefusedApplicant> };
export type StepState = "done" | "look" | "stop" | "todo" | "idle";
export type HomeLink = { text: string, path: string, state: StepState };
export type HomeStep = { key: string, title: string, state: StepState, figure: string, share: number, links: Array<HomeLink>, path: string };
export type HomeRoom = { id: string, name: string, columns: Array<string>, aisles: Array<number>, taken: number, capacity: number };
export type HomeSession = { id: string, subject: string, start: string, end: string, over: boolean, rooms: Array<HomeRoom> };
export type PlanCard = { id: string, name: string, certificates: Array<string>, stage: string, finished: boolean, exam: string, registered: number, steps: Array<HomeStep>, sessions: Array<HomeSession>, failure: string | null };
export type Deadline = { at: string, title: string, plan: string, days: number, path: string };
export type RecentOperation = { at: string, actor: string, label: string, summary: string };
export type HomeOverview = { now: string, plans: Array<PlanCard>, deadlines: Array<Deadline>, recent: Array<RecentOperation>, candidates: number };
export type PlanQuery = { text: string, year: string, plan_id: string, certificate_id: string, mode: string, status: string, page: number, page_size: number };
export type StageCount = { status: string, count: number };
export type PlanPage = { total: number, counts: Array<StageCount>, rows: Array<PlanRow> };
export type SubjectPage = { total: number, counts: Array<StageCount>, rows: Array<SubjectRow> };
export type SitePage = { total: number, counts: Array<StageCount>, rows: Array<SiteRow> };
export type RecordId = { id: string };
export type PreviewRequest = { layout: LayoutForm };
export type UsualLayoutRequest = { capacity: number };
export type RoomIds = { ids: Array<string> };
export type RoomCopy = { from_plan_id: string, to_plan_id: string };
export type RoomCopyReport = { copied: number, left: Array<string> };
export type RoomExport = { path: string, ids: Array<string>, filter: RoomQuery, overwrite: boolean };
export type TableExport = { file: string, rows: number, masked: boolean };
export type RegistrationChoice = { ids: Array<string>, filter: RegistrationQuery | null };
export type ChangedCount = { count: number };
export type AudienceChange = { id: string, audience: string };
export type PaymentMark = { choice: RegistrationChoice, paid: boolean };
export type RegistrationExport = { path: string, choice: RegistrationChoice, overwrite: boolean };

export type SeatReport = { candidates: number, registrations: number, seated: number, unseated: Array<UnseatedView>, rooms: Array<RoomUseView>, same_group_neighbours: number, lower_bound: number, optimal: boolean, fingerprint: string, check_code: string, notices: Array<string>, };

export type UnseatedView = { candidate: string, name: string, subject: string, code: string, message: string, };

export type RoomUseView = { code: string, name: string, site: string, subject: string, session: string, count: number, capacity: number, same_group_neighbours: number, lower_bound: number, separate: boolean, };

export type SeatingDone = { text: string, pairs: number, bound: number, sheets: Array<SeatingSheets>, sheet_count: number, };

export type SeatingSheets = { sheet: string, of: Array<string>, };

export type SeatingLateChange = { id: string, kind: string, label: string, names: string, place: string, at: string, actor: string, undone: boolean, room_id: string | null, session_id: string | null, };

export type SeatingLateChanges = { changes: Array<SeatingLateChange>, sheets: Array<SeatingSheets>, sheet_count: number, void_desks: Array<string>, untouched: number, can_undo: boolean, can_redo: boolean, };

export type SeatingRoom = { room_id: string, code: string, name: string, site: string, place: string, seated: number, capacity: number, pairs: number, bound: number, locked: number, separate: boolean, stale: boolean, };

export type SeatingRooms = { rooms: Array<SeatingRoom>, used: number, seated: number, capacity: number, pairs: number, bound: number, group_label: string, neighbours: string, access: string, locked: number, };

export type SeatedPerson = { registration_id: string, candidate_id: string, name: string, class_name: string, school: string, id_number: string, exam_number: string, has_photo: boolean, group: string, colour: number, locked: boolean, marks: Array<string>, changed: boolean, same_group: Array<number>, };

export type SeatingDesk = { column: number, row: number, seat: number | null, kind: string, person: SeatedPerson | null, };

export type SeatingColour = { colour: number, label: string, count: number, };

export type SeatingPicture = { room: SeatingRoom, subject: string, certificate: string, time: string, columns: number, rows: number, aisles: Array<number>, door: string, desks: Array<SeatingDesk>, colours: Array<SeatingColour>, };

export type SeatingColourBy = "class" | "major" | "school";

export type SeatingPlanChoice = { id: string, number: string, name: string, };

export type SeatingSession = { id: string, label: string, seated: number, rooms: number, };

export type SeatingSupply = { site: string, rooms: number, capacity: number, };

export type SeatingSubject = { id: string, name: string, certificate: string, mode: string, status: string, registered: number, seated: number, sessions: Array<SeatingSession>, available: number, missing: number, supply: Array<SeatingSupply>, };

export type SeatingClash = { message: string, unavoidable: boolean, candidates: number, };

export type SeatingRun = { order: string, order_label: string, mix: Array<string>, neighbours: number, seed: number, pairs: number, bound: number, optimal: boolean, group_label: string, neighbours_label: string, check_code: string, fingerprint: string, made_at: string, changes: number, };

export type SeatingOverview = { plans: Array<SeatingPlanChoice>, plan: SeatingPlanChoice | null, open: boolean, closed_reason: string | null, window: string, subjects: Array<SeatingSubject>, clashes: Array<SeatingClash>, registered: number, seated: number, locked: number, rooms: number, run: SeatingRun | null, };

export type SeatingUnseated = { registration_id: string, candidate_id: string, name: string, class_name: string, subject_id: string, subject: string, marks: Array<string>, code: string, message: string, link: string | null, };

export type SeatingUnseatedList = { total: number, rows: Array<SeatingUnseated>, };

export type SeatingNeed = { subject: string, session: string, candidates: number, rooms: number, rooms_there: number, seats: number, };

export type SeatingLack = { code: string, message: string, count: number, };

export type SeatingForecast = { registrations: number, seated: number, lacks: Array<SeatingLack>, needs: Array<SeatingNeed>, clashes: Array<SeatingClash>, losses: Array<string>, notices: Array<string>, };

export type SeatingConsequence = { allowed: boolean, kind: string, text: string, pairs_before: number, pairs_after: number, pairs_text: string, sheets: Array<SeatingSheets>, sheet_count: number, };

export type SeatingDetail = { registration_id: string, candidate_id: string, name: string, candidate_number: string, id_number: string, exam_number: string, school: string, class_name: string, certificate: string, subject: string, mode: string, time: string, site: string, room: string, seat: number | null, locked: boolean, access: string, status: string, room_id: string | null, session_id: string | null, };

export type SeatingPlanQuery = { plan_id: string | null, };

export type SeatingPlanRequest = { plan_id: string, };

export type SeatingOptions = { plan_id: string, subject_id: string | null, order: string, mix: Array<string>, neighbours: number, seed: number, };

export type SeatingUnseatedRequest = { plan_id: string, subject_id: string | null, };

export type SeatingSessionRequest = { plan_id: string, session_id: string, };

export type SeatingRoomRequest = { plan_id: string, session_id: string, room_id: string, colour_by?: SeatingColourBy, };

export type SeatingMoveRequest = { plan_id: string, registration_id: string, session_id: string, room_id: string, seat: number, };

export type SeatingSwapRequest = { plan_id: string, first_id: string, second_id: string, };

export type SeatingOneRequest = { plan_id: string, registration_id: string, };

export type SeatingSomeRequest = { plan_id: string, registration_ids: Array<string>, };

export type SeatingUndoRequest = { plan_id: string, change_id: string | null, };

export type SeatingDetailQuery = { plan_id: string | null, subject_id: string | null, session_id: string | null, site_id: string | null, room_id: string | null, text: string, class: string, status: string, page: number, page_size: number, };

export type SeatingDetailCount = { status: string, count: number, };

export type SeatingDetailPage = { total: number, counts: Array<SeatingDetailCount>, rows: Array<SeatingDetail>, };

export type SeatingExportKind = "details" | "rooms";

export type SeatingExportRequest = { kind: SeatingExportKind, path: string, overwrite: boolean, registration_ids: Array<string>, filter: SeatingDetailQuery, };

export type SeatingExportAnswer = { file: string, rows: number, };

/** Every command: what it takes and what it gives. */
export interface Commands {
  'attendance.absentees': { request: AttendanceListRequest; response: AttendanceList };
  'attendance.changes': { request: AttendancePlace; response: AttendanceChanges };
  'attendance.counts': { request: AttendanceScope; response: AttendanceCounts };
  'attendance.export': { request: AttendanceExportRequest; response: AttendanceFile };
  'attendance.export_records': { request: AttendanceRecordsRequest; response: AttendanceFile };
  'attendance.mark': { request: AttendanceMark; response: AttendanceMarked };
  'attendance.mark_rest': { request: AttendancePlace; response: AttendanceMarked };
  'attendance.room': { request: AttendancePlace; response: AttendanceRoom };
  'attendance.scan': { request: AttendanceScanRequest; response: AttendanceScan };
  'attendance.sessions': { request: AttendanceDay; response: AttendanceSessions };
  'attendance.undo': { request: AttendanceUndo; response: AttendanceMarked };
  'candidate.list': { request: CandidateQuery; response: CandidatePage };
  'dialog.open': { request: DialogOpen; response: PathAnswer };
  'dialog.save': { request: DialogSave; response: PathAnswer };
  'dialog.show': { request: DialogShow; response: PathAnswer };
  'photo.image': { request: PhotoImageRequest; response: PhotoImage | null };
  'search.all': { request: SearchRequest; response: SearchAnswer };
  'session.status': { request: Nothing; response: SessionStatus };
  'task.cancel': { request: TaskRequest; response: boolean };
  'home.overview': { request: Nothing; response: HomeOverview };
  'plan.list': { request: PlanQuery; response: PlanPage };
  'plan.detail': { request: RecordId; response: PlanDetail };
  'plan.save': { request: PlanForm; response: FormAnswer };
  'plan.delete': { request: RecordId; response: string };
  'subject.list': { request: PlanQuery; response: SubjectPage };
  'subject.save': { request: SubjectForm; response: FormAnswer };
  'subject.delete': { request: RecordId; response: string };
  'certificate.list': { request: Nothing; response: Array<CertificateView> };
  'certificate.save': { request: CertificateForm; response: FormAnswer };
  'site.list': { request: PlanQuery; response: SitePage };
  'site.save': { request: SiteForm; response: FormAnswer };
  'site.delete': { request: RecordId; response: string };
  'room.list': { request: RoomQuery; response: RoomPage };
  'room.detail': { request: RecordId; response: RoomDetail };
  'room.choices': { request: Nothing; response: PlanChoices };
  'room.preview': { request: PreviewRequest; response: RoomPreview };
  'room.usual_layout': { request: UsualLayoutRequest; response: RoomPreview };
  'room.save': { request: RoomForm; response: FormAnswer };
  'room.delete': { request: RoomIds; response: Array<string> };
  'room.copy': { request: RoomCopy; response: RoomCopyReport };
  'room.export': { request: RoomExport; response: TableExport };
  'registration.list': { request: RegistrationQuery; response: RegistrationPage };
  'registration.totals': { request: RecordId; response: Array<RegistrationTotal> };
  'registration.applicants': { request: ApplicantQuery; response: ApplicantPage };
  'registration.add': { request: RegistrationAdd; response: AddReport };
  'registration.delete': { request: RegistrationChoice; response: ChangedCount };
  'registration.audience': { request: AudienceChange; response: ChangedCount };
  'registration.payment': { request: PaymentMark; response: ChangedCount };
  'registration.export': { request: RegistrationExport; response: TableExport };
  'seating.overview': { request: SeatingPlanQuery; response: SeatingOverview };
  'seating.unseated': { request: SeatingUnseatedRequest; response: SeatingUnseatedList };
  'seating.forecast': { request: SeatingOptions; response: SeatingForecast };
  'seating.rooms': { request: SeatingSessionRequest; response: SeatingRooms };
  'seating.room': { request: SeatingRoomRequest; response: SeatingPicture };
  'seating.preview_move': { request: SeatingMoveRequest; response: SeatingConsequence };
  'seating.preview_remove': { request: SeatingOneRequest; response: SeatingConsequence };
  'seating.changes': { request: SeatingPlanRequest; response: SeatingLateChanges };
  'seating.details': { request: SeatingDetailQuery; response: SeatingDetailPage };
  'seating.export': { request: SeatingExportRequest; response: SeatingExportAnswer };
  'seating.run': { request: SeatingOptions; response: SeatReport };
  'seating.move': { request: SeatingMoveRequest; response: SeatingDone };
  'seating.swap': { request: SeatingSwapRequest; response: SeatingDone };
  'seating.add': { request: SeatingOneRequest; response: SeatingDone };
  'seating.remove': { request: SeatingOneRequest; response: SeatingDone };
  'seating.lock': { request: SeatingSomeRequest; response: SeatingDone };
  'seating.unlock': { request: SeatingSomeRequest; response: SeatingDone };
  'seating.undo': { request: SeatingUndoRequest; response: SeatingDone };
  'seating.redo': { request: SeatingUndoRequest; response: SeatingDone };
}
