// Written by `cargo xtask bindings` from the Rust types; not edited by hand.

/**
 * 关于.
 */
export type AboutView = { 
/**
 * Version of the program.
 */
version: string, 
/**
 * Version of SQLite.
 */
sqlite: string, 
/**
 * Version of SQLCipher.
 */
cipher: string, 
/**
 * Version of the workspace's schema.
 */
schema: number, 
/**
 * Identity of this workspace's device, for support.
 */
device: string, 
/**
 * Everything of others in the program.
 */
components: Array<Component>, 
/**
 * Licences that are passed on word for word.
 */
texts: Array<LicenceText>, };

/**
 * Something that can be done with an account, or why it can't.
 */
export type AccountAction = { 
/**
 * Stable code: `disable`, `enable`, `edit`, `delete`, `reset_password`, `reset_binding`,
 * `see_password`.
 */
code: string, 
/**
 * On the button.
 */
label: string, 
/**
 * It can be done now.
 */
allowed: boolean, 
/**
 * Why not, and how to get there; empty when it can.
 */
why: string, };

/**
 * What the form offers.
 */
export type AccountChoices = { 
/**
 * Roles that can be given, with what they may do.
 */
roles: Array<RoleChoice>, 
/**
 * Certificates with levels.
 */
certificates: Array<ScopeCertificate>, };

/**
 * What 新增用户 and 编辑 fill in (R-261).
 */
export type AccountDraft = { 
/**
 * 账号.
 */
account: string, 
/**
 * 姓名.
 */
name: string, 
/**
 * 角色: not the 负责人, who is one in a school.
 */
role: Role, 
/**
 * Certificates that it manages (R-262); none means all.
 */
certificate_ids: Array<string>, };

/**
 * 编辑.
 */
export type AccountEdit = { 
/**
 * Its identity.
 */
id: string, 
/**
 * What it becomes.
 */
draft: AccountDraft, };

/**
 * What the list is asked for (R-258).
 */
export type AccountFilter = { 
/**
 * Part of 账号.
 */
account: string, 
/**
 * Part of 姓名.
 */
name: string, };

/**
 * Every account that matches.
 */
export type AccountList = { 
/**
 * How many.
 */
total: number, 
/**
 * The rows, masked.
 */
rows: Array<AccountView>, };

/**
 * Which account.
 */
export type AccountRequest = { 
/**
 * Its identity.
 */
id: string, };

/**
 * An account as the list shows it, masked.
 */
export type AccountView = { 
/**
 * Identity.
 */
id: string, 
/**
 * 账号.
 */
account: string, 
/**
 * 姓名; empty until it is bound.
 */
name: string, 
/**
 * 手机, masked; empty until it is bound.
 */
phone: string, 
/**
 * 邮箱.
 */
email: string, 
/**
 * 角色, stable code.
 */
role: Role, 
/**
 * Its label.
 */
role_label: string, 
/**
 * May log in.
 */
enabled: boolean, 
/**
 * 已启用, 已停用.
 */
status: string, 
/**
 * Why it is disabled, or that it waits to be bound; may be empty.
 */
note: string, 
/**
 * Certificates that it manages (R-262); none means all.
 */
certificate_ids: Array<string>, 
/**
 * Their names with levels.
 */
certificates: Array<string>, 
/**
 * A second factor is asked for.
 */
second_factor: boolean, 
/**
 * When it was made, ISO 8601.
 */
created_at: string, 
/**
 * When its user logged in last; empty for never.
 */
last_login: string, 
/**
 * What can be done with it.
 */
actions: Array<AccountAction>, };

/**
 * What adding came to.
 */
export type AddReport = { 
/**
 * Candidates with new registrations.
 */
candidates: number, 
/**
 * New registrations.
 */
registrations: number, 
/**
 * Candidates who were registered already.
 */
unchanged: number, 
/**
 * Candidates who have not passed 认证 yet.
 */
unverified: number, 
/**
 * Those who were refused.
 */
refused: Array<RefusedApplicant>, };

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
 * A candidate who may be registered, or why not.
 */
export type Applicant = { 
/**
 * Identity.
 */
id: string, 
/**
 * 学生姓名.
 */
name: string, 
/**
 * 证件号码, masked.
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
 * State of the information.
 */
status: string, 
/**
 * Registered for all of it already.
 */
registered: boolean, 
/**
 * Whether the candidate may be registered.
 */
permit: Permit, 
/**
 * What to know all the same.
 */
warnings: Array<string>, };

/**
 * A page of candidates.
 */
export type ApplicantPage = { 
/**
 * How many match.
 */
total: number, 
/**
 * The rows, masked.
 */
rows: Array<Applicant>, };

/**
 * Which candidates are looked for; what is empty does not restrict.
 */
export type ApplicantQuery = { 
/**
 * For what.
 */
target: RegistrationTarget, 
/**
 * Part of name, pinyin, number, class or major.
 */
text: string, 
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
 * Page, from 1.
 */
page: number, 
/**
 * Rows on a page.
 */
page_size: number, };

/**
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
 * Counts of a room, a session or a plan.
 */
export type AttendanceCounts = { 
/**
 * 应到.
 */
expected: number, 
/**
 * 实到: 到考 and 迟到.
 */
came: number, 
/**
 * 迟到, among those who came.
 */
late: number, 
/**
 * 缺考.
 */
absent: number, 
/**
 * 未登记.
 */
unmarked: number, 
/**
 * 违纪.
 */
violations: number, };

/**
 * Which day is shown; what is empty is chosen by the clock.
 */
export type AttendanceDay = { 
/**
 * 计划编号.
 */
plan: string, 
/**
 * `2026-06-20`.
 */
day: string, };

/**
 * A desk.
 */
export type AttendanceDesk = { 
/**
 * Tells it from the others.
 */
key: string, 
/**
 * Column from the left, facing the lectern, from 1.
 */
x: number, 
/**
 * Row from the lectern, from 1.
 */
y: number, 
/**
 * 座位号; none for a blocked desk.
 */
number: number | null, 
/**
 * What it is.
 */
kind: AttendanceDeskKind, 
/**
 * Who sits there.
 */
person: AttendancePerson | null, };

/**
 * What stands at a place of the picture.
 */
export type AttendanceDeskKind = "taken" | "free" | "reserve" | "blocked";

/**
 * The form of an exported list.
 */
export type AttendanceExport = "xlsx" | "pdf";

/**
 * A list as a file.
 */
export type AttendanceExportRequest = { 
/**
 * 计划编号.
 */
plan: string, 
/**
 * Which rows.
 */
kind: AttendanceListKind, 
/**
 * Identity of the session; all when missing.
 */
session: string | null, 
/**
 * Excel or PDF.
 */
form: AttendanceExport, 
/**
 * Path of the file.
 */
file: string, 
/**
 * Replaces an existing file.
 */
overwrite: boolean, };

/**
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
 * A list over a plan.
 */
export type AttendanceList = { 
/**
 * Title.
 */
title: string, 
/**
 * Counts of the plan, or of the session.
 */
counts: AttendanceCounts, 
/**
 * By time, room and seat.
 */
rows: Array<AttendanceListRow>, };

/**
 * Which rows a list has.
 */
export type AttendanceListKind = "absent" | "late" | "violation" | "unmarked" | "all";

/**
 * Which list.
 */
export type AttendanceListRequest = { 
/**
 * 计划编号.
 */
plan: string, 
/**
 * Which rows.
 */
kind: AttendanceListKind, 
/**
 * Identity of the session; all when missing.
 */
session: string | null, };

/**
 * One candidate in one session; masked.
 */
export type AttendanceListRow = { 
/**
 * Identity of the registration.
 */
registration: string, 
/**
 * Identity of the room.
 */
room_id: string, 
/**
 * Identity of the session.
 */
session_id: string, 
/**
 * 考生姓名.
 */
name: string, 
/**
 * 证件号码, masked.
 */
masked_id: string, 
/**
 * 准考证号.
 */
exam_number: string, 
/**
 * 所属院校.
 */
school: string, 
/**
 * 班级.
 */
class_name: string, 
/**
 * 考试证书.
 */
certificate: string, 
/**
 * 考试科目.
 */
subject: string, 
/**
 * `2026-06-20 09:00-10:30`.
 */
time: string, 
/**
 * 考核站点.
 */
site: string, 
/**
 * 考场名称.
 */
room: string, 
/**
 * 座位号.
 */
seat: number, 
/**
 * 到考情况.
 */
state_label: string, 
/**
 * 迟到分钟.
 */
late_minutes: number | null, 
/**
 * 违纪情况.
 */
violation: string, 
/**
 * 换座说明.
 */
seat_note: string, 
/**
 * 登记人.
 */
marked_by: string, 
/**
 * 登记时间, ISO 8601.
 */
marked_at: string, };

/**
 * A mark; what is null stays.
 */
export type AttendanceMark = { 
/**
 * Identity of the session.
 */
session: string, 
/**
 * Identity of the registration.
 */
registration: string, 
/**
 * 到考 …
 */
state: AttendanceMarkState | null, 
/**
 * 迟到分钟; taken from the clock when missing.
 */
late_minutes: number | null, 
/**
 * 违纪情况; empty takes it back.
 */
violation: string | null, 
/**
 * 换座说明; empty takes it back.
 */
seat_note: string | null, };

/**
 * 未登记, 到考, 迟到, 缺考.
 */
export type AttendanceMarkState = "unmarked" | "present" | "late" | "absent";

/**
 * What a mark or its undoing came to.
 */
export type AttendanceMarked = { 
/**
 * Records that changed.
 */
changed: number, 
/**
 * One sentence for the screen.
 */
message: string, 
/**
 * What is odd about it; it is recorded all the same.
 */
warnings: Array<string>, 
/**
 * Those who changed, as they are now.
 */
people: Array<AttendancePerson>, 
/**
 * Counts of the room.
 */
counts: AttendanceCounts, };

/**
 * Somebody on a seat; masked.
 */
export type AttendancePerson = { 
/**
 * Identity of the registration.
 */
registration: string, 
/**
 * Identity of the candidate, for the photo.
 */
candidate_id: string, 
/**
 * 姓名.
 */
name: string, 
/**
 * 证件号码, first 6 and last 4.
 */
masked_id: string, 
/**
 * 准考证号.
 */
exam_number: string, 
/**
 * 所属院校.
 */
school: string, 
/**
 * 班级.
 */
class_name: string, 
/**
 * There is a photo.
 */
has_photo: boolean, 
/**
 * 前排, 延时 …
 */
arrangements: Array<string>, 
/**
 * What is recorded.
 */
state: AttendanceMarkState, 
/**
 * Its word.
 */
state_label: string, 
/**
 * 迟到分钟.
 */
late_minutes: number | null, 
/**
 * 违纪情况.
 */
violation: string, 
/**
 * 换座说明.
 */
seat_note: string, 
/**
 * Who recorded it; empty when nobody has.
 */
marked_by: string, 
/**
 * When, ISO 8601.
 */
marked_at: string, };

/**
 * A room in a session.
 */
export type AttendancePlace = { 
/**
 * Identity of the room.
 */
room: string, 
/**
 * Identity of the session.
 */
session: string, };

/**
 * A plan with seats.
 */
export type AttendancePlan = { 
/**
 * 计划编号.
 */
number: string, 
/**
 * 计划名称.
 */
name: string, };

/**
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
 * A room in a session.
 */
export type AttendanceRoom = { 
/**
 * Identity of the room.
 */
room: string, 
/**
 * Identity of the session.
 */
session: string, 
/**
 * 计划编号.
 */
plan: string, 
/**
 * 考场名称.
 */
name: string, 
/**
 * Code of the room.
 */
code: string, 
/**
 * 考核站点 and address.
 */
place: string, 
/**
 * 考试科目.
 */
subject: string, 
/**
 * Begin, ISO 8601.
 */
start: string, 
/**
 * End, ISO 8601.
 */
end: string, 
/**
 * 待考试, 考试中 or 已结束.
 */
phase: string, 
/**
 * Columns of the picture.
 */
columns: number, 
/**
 * Rows of the picture.
 */
rows: number, 
/**
 * Aisles behind these columns.
 */
aisles: Array<number>, 
/**
 * Corner of the door: `front_left` …
 */
door: string, 
/**
 * Minutes since the beginning, while the session runs: the proposal for 迟到.
 */
minutes_late: number | null, 
/**
 * What is odd about entering now.
 */
warnings: Array<string>, 
/**
 * Counts.
 */
counts: AttendanceCounts, 
/**
 * Every desk.
 */
desks: Array<AttendanceDesk>, };

/**
 * A room with its progress.
 */
export type AttendanceRoomLine = { 
/**
 * Identity.
 */
id: string, 
/**
 * Short code.
 */
code: string, 
/**
 * 考场名称.
 */
name: string, 
/**
 * 考核站点.
 */
site: string, 
/**
 * Counts.
 */
counts: AttendanceCounts, };

/**
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
 * How a scan ended.
 */
export type AttendanceScanKind = "marked" | "corrected" | "already" | "found" | "other_room" | "other_session" | "not_seated" | "room" | "unknown" | "ambiguous" | "broken" | "needs_room";

/**
 * What a scanner or a person typed.
 */
export type AttendanceScanRequest = { 
/**
 * As typed.
 */
text: string, 
/**
 * Identity of the session.
 */
session: string, 
/**
 * Identity of the room that is open.
 */
room: string | null, 
/**
 * What is to be recorded; nothing only asks who it is.
 */
state: AttendanceMarkState | null, };

/**
 * What is counted.
 */
export type AttendanceScope = { 
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
room: string | null, };

/**
 * A session with its rooms.
 */
export type AttendanceSession = { 
/**
 * Identity.
 */
id: string, 
/**
 * 考试科目.
 */
subject: string, 
/**
 * 考试证书 with level.
 */
certificate: string, 
/**
 * Begin, ISO 8601.
 */
start: string, 
/**
 * End, ISO 8601.
 */
end: string, 
/**
 * 待考试, 考试中 or 已结束.
 */
phase: string, 
/**
 * Counts of the session.
 */
counts: AttendanceCounts, 
/**
 * Its rooms, by code.
 */
rooms: Array<AttendanceRoomLine>, };

/**
 * The sessions of a day.
 */
export type AttendanceSessions = { 
/**
 * Plans that have seats.
 */
plans: Array<AttendancePlan>, 
/**
 * 计划编号 of the shown one; nothing when none has seats.
 */
plan: string | null, 
/**
 * Days with sessions, `2026-06-20`.
 */
days: Array<string>, 
/**
 * The shown day.
 */
day: string | null, 
/**
 * Counts of that day.
 */
counts: AttendanceCounts, 
/**
 * By time and subject.
 */
sessions: Array<AttendanceSession>, };

/**
 * Which step is taken back.
 */
export type AttendanceUndo = { 
/**
 * Identity of the room.
 */
room: string, 
/**
 * Identity of the session.
 */
session: string, 
/**
 * Identity of a change; the last step when missing.
 */
change: string | null, };

/**
 * 参考对象类型 of one registration.
 */
export type AudienceChange = { 
/**
 * The registration.
 */
id: string, 
/**
 * 参考对象类型.
 */
audience: string, };

/**
 * Which backup.
 */
export type BackupFileRequest = { 
/**
 * The file.
 */
file: string, };

/**
 * What a backup says of itself; nothing is proved yet.
 */
export type BackupInfoView = { 
/**
 * When it was made.
 */
made_at: string, 
/**
 * Bytes of the database in it.
 */
bytes: number, 
/**
 * What it holds.
 */
contents: Array<CountView>, };

/**
 * A backup that was made.
 */
export type BackupReport = { 
/**
 * The file.
 */
file: string, 
/**
 * Its size in bytes.
 */
bytes: number, };

/**
 * 立即备份.
 */
export type BackupRequest = { 
/**
 * The file that is written.
 */
file: string, 
/**
 * Replace an existing file.
 */
overwrite: boolean, };

/**
 * 首次登录绑定 (R-019).
 */
export type BindRequest = { 
/**
 * 账号.
 */
account: string, 
/**
 * 初始密码.
 */
password: string, 
/**
 * 姓名.
 */
name: string, 
/**
 * 手机号.
 */
phone: string, 
/**
 * 新密码.
 */
new_password: string, };

/**
 * Which test page.
 */
export type CalibrationRequest = { 
/**
 * The printer.
 */
printer: string, 
/**
 * Try this shift to the right instead of the stored one, mm.
 */
x_mm: number | null, 
/**
 * Try this shift down, mm.
 */
y_mm: number | null, 
/**
 * Also write the page here; empty only shows it.
 */
file: string, };

/**
 * What a batch did, or would do.
 */
export type CandidateBatch = { 
/**
 * Candidates that were chosen.
 */
total: number, 
/**
 * Changed, asked for, or deleted.
 */
done: number, 
/**
 * As they should be already.
 */
unchanged: number, 
/**
 * Left out, by reason.
 */
refused: Array<CandidateRefusals>, 
/**
 * Nothing was written: this is what would be done.
 */
dry_run: boolean, };

/**
 * A batch without further wishes.
 */
export type CandidateBatchRequest = { 
/**
 * Which candidates.
 */
selection: CandidateSelection, 
/**
 * Only say what would be done.
 */
dry_run: boolean, };

/**
 * One change.
 */
export type CandidateChange = { 
/**
 * Number in the audit.
 */
seq: number, 
/**
 * When, ISO 8601.
 */
at: string, 
/**
 * Who.
 */
actor: string, 
/**
 * What was done.
 */
label: string, 
/**
 * The file, or what the operation says of itself.
 */
summary: string, 
/**
 * What changed, a line each.
 */
lines: Array<string>, };

/**
 * What a form would come to, before it is saved.
 */
export type CandidateCheck = { 
/**
 * Findings.
 */
findings: Array<CandidateFinding>, 
/**
 * Pinyin proposed for the name, or the typed one as it would be stored.
 */
pinyin: string, 
/**
 * Why the pinyin should be looked at.
 */
pinyin_reasons: Array<string>, 
/**
 * 性别, read from the number where it says so.
 */
sex: string, 
/**
 * Birth date in the number that was just typed, `YYYY-MM-DD`.
 */
birth_date: string, 
/**
 * Region in the number that was just typed.
 */
region: string, 
/**
 * Code of the major, when its name tells it.
 */
major_code: string, };

/**
 * Everything about a candidate, masked.
 */
export type CandidateDetail = { 
/**
 * As in the list.
 */
row: CandidateRow, 
/**
 * 证件类型, in words.
 */
id_type_label: string, 
/**
 * 出生日期, hidden like the number that holds it; empty when the number holds none.
 */
birth_date: string, 
/**
 * Region of the first registration, read from the number.
 */
region: string, 
/**
 * 性别 follows from the number.
 */
sex_from_number: boolean, 
/**
 * 专业版本.
 */
major_version: string, 
/**
 * 备注.
 */
remark: string, 
/**
 * The name as it was typed, when something in it was unified.
 */
name_typed: string, 
/**
 * The pinyin was typed or confirmed by a person.
 */
pinyin_confirmed: boolean, 
/**
 * Others of the same name: class and masked number, to tell them apart.
 */
namesakes: Array<string>, 
/**
 * What is known of the photo, a line each.
 */
photo: Array<PhotoFact>, 
/**
 * Registrations with seats.
 */
registrations: Array<CandidateRegistration>, };

/**
 * 批量修改.
 */
export type CandidateEditMany = { 
/**
 * Which candidates.
 */
selection: CandidateSelection, 
/**
 * The same for all of them.
 */
fields: Array<FieldValue>, 
/**
 * Only say what would be done.
 */
dry_run: boolean, };

/**
 * A file to be written.
 */
export type CandidateExport = { 
/**
 * Which candidates.
 */
selection: CandidateSelection, 
/**
 * The file.
 */
path: string, 
/**
 * It may be replaced.
 */
overwrite: boolean, };

/**
 * A file that was written.
 */
export type CandidateFile = { 
/**
 * The whole path.
 */
path: string, 
/**
 * Rows in it.
 */
rows: number, 
/**
 * Document and phone numbers are masked.
 */
masked: boolean, };

/**
 * A finding about one field of a form.
 */
export type CandidateFinding = { 
/**
 * Code of the field; empty for the whole form.
 */
field: string, 
/**
 * Stable code.
 */
code: string, 
/**
 * Simplified Chinese.
 */
message: string, 
/**
 * Saving is refused.
 */
refuses: boolean, };

/**
 * A form as it stands.
 */
export type CandidateForm = { 
/**
 * The candidate; nobody for 新增.
 */
candidate_id: string | null, 
/**
 * The fields that were changed, or all that were filled in.
 */
fields: Array<FieldValue>, 
/**
 * The new photo, if one was chosen.
 */
photo: PhotoFile | null, };

/**
 * Whether something can be done with a candidate.
 */
export type CandidateMay = { 
/**
 * It can.
 */
yes: boolean, 
/**
 * Why not; empty when it can.
 */
why_not: string, };

/**
 * What fields can be chosen from.
 */
export type CandidateOptions = { 
/**
 * 班级 of the roster.
 */
classes: Array<string>, 
/**
 * 就读专业 of the roster.
 */
majors: Array<MajorOption>, 
/**
 * 入学年份 of the roster.
 */
years: Array<string>, 
/**
 * 专业层次.
 */
levels: Array<string>, 
/**
 * 证件类型, in words.
 */
id_types: Array<string>, 
/**
 * 学生类型.
 */
student_types: Array<string>, 
/**
 * The years a form offers.
 */
form_years: Array<string>, 
/**
 * 考试计划, newest first.
 */
plans: Array<PlanOption>, };

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
 * 姓名拼音 is to be looked at, or not.
 */
pinyin_review: boolean | null, 
/**
 * Registered for a certificate, or for none.
 */
registered: boolean | null, 
/**
 * Registered in the plan of this identity; all when empty.
 */
plan: string, 
/**
 * Order: `roster`, `name`, `class`, `major`, `enrolment_year`, `status`.
 */
sort: string, 
/**
 * The other way round.
 */
descending: boolean, 
/**
 * Page, from 1.
 */
page: number, 
/**
 * Rows on a page.
 */
page_size: number, };

/**
 * Candidates that were left out for one reason.
 */
export type CandidateRefusals = { 
/**
 * Why.
 */
reason: string, 
/**
 * How many.
 */
count: number, 
/**
 * The first of them, by name.
 */
names: Array<string>, };

/**
 * A registration of the candidate.
 */
export type CandidateRegistration = { 
/**
 * Identity.
 */
id: string, 
/**
 * 考试计划.
 */
plan: string, 
/**
 * 证书 with its level.
 */
certificate: string, 
/**
 * 考试科目.
 */
subject: string, 
/**
 * 考试方式.
 */
mode: string, 
/**
 * 未排考, 待考试 …
 */
status: string, 
/**
 * 缴费状态.
 */
payment: string, 
/**
 * 考试时间; empty without a seat.
 */
time: string, 
/**
 * 考核站点.
 */
site: string, 
/**
 * 考场.
 */
room: string, 
/**
 * 座位号.
 */
seat: number | null, 
/**
 * 准考证号.
 */
exam_number: string, 
/**
 * When it was made, ISO 8601.
 */
registered_at: string, 
/**
 * The plan still has another name, pinyin or phone: the snapshot of then (R-113).
 */
differs: Array<string>, };

/**
 * One candidate.
 */
export type CandidateRequest = { 
/**
 * Identity.
 */
candidate_id: string, };

/**
 * A candidate in the list.
 */
export type CandidateRow = { 
/**
 * 学生编号, from the platform.
 */
number: string, 
/**
 * 学号.
 */
student_number: string, 
/**
 * 学生类型.
 */
student_type: string, 
/**
 * 已报考证书: how many.
 */
registered: number, 
/**
 * Headings of required fields without a value.
 */
missing: Array<string>, 
/**
 * Another candidate has exactly this picture.
 */
same_photo: boolean, 
/**
 * What is to be done next: `confirm`, `verify`, `photo`, `complete`, `edit`.
 */
next: string, 
/**
 * Word on its button.
 */
next_label: string, 
/**
 * 姓名, 证件类型, 证件号码 and 照片 can't change any more (R-112).
 */
identity_locked: boolean, 
/**
 * 编辑.
 */
can_edit: CandidateMay, 
/**
 * 认证.
 */
can_verify: CandidateMay, 
/**
 * 人工确认.
 */
can_confirm: CandidateMay, 
/**
 * 更换照片.
 */
can_change_photo: CandidateMay, 
/**
 * 重置密码 of the student's own space (R-116).
 */
can_reset_password: CandidateMay, 
/**
 * 删除.
 */
can_delete: CandidateMay, 
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
 * A page of rows.
 */
export type CandidateRows = { 
/**
 * How many match.
 */
total: number, 
/**
 * Counts of the state tabs, for the same filter (R-092).
 */
counts: Array<StatusCount>, 
/**
 * The rows, masked.
 */
rows: Array<CandidateRow>, };

/**
 * A candidate after a change.
 */
export type CandidateSaved = { 
/**
 * As it is now, masked.
 */
candidate: CandidateView, 
/**
 * What a person should look at.
 */
warnings: Array<string>, };

/**
 * Which candidates a batch is about.
 */
export type CandidateSelection = { "kind": "rows", 
/**
 * Their identities.
 */
keys: Array<string>, } | { "kind": "filter", 
/**
 * The filter; its page does not matter.
 */
query: CandidateQuery, };

/**
 * Where a template goes.
 */
export type CandidateTemplate = { 
/**
 * The file.
 */
path: string, 
/**
 * It may be replaced.
 */
overwrite: boolean, };

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
 * A finding.
 */
export type CellProblem = { 
/**
 * Column; `null` when it concerns the row.
 */
column: number | null, 
/**
 * Stable code.
 */
code: string, 
/**
 * What is wrong and what to do.
 */
message: string, 
/**
 * It keeps the row out.
 */
error: boolean, };

/**
 * A certificate of a plan with its subjects.
 */
export type CertificateChoice = { 
/**
 * Identity.
 */
id: string, 
/**
 * `证书名称（等级）`.
 */
label: string, 
/**
 * Its subjects in the plan.
 */
subjects: Array<SubjectChoice>, };

/**
 * A certificate as a form holds it.
 */
export type CertificateForm = { 
/**
 * Identity; nothing for a new certificate.
 */
id: string | null, 
/**
 * 证书编号.
 */
code: string, 
/**
 * 证书名称.
 */
name: string, 
/**
 * 初级, 中级, 高级.
 */
level: string, 
/**
 * 培训评价组织.
 */
organisation: string, 
/**
 * 对应专业, a line each: code and name, or either; empty means every major.
 */
majors: string, };

/**
 * A certificate to choose from.
 */
export type CertificateView = { 
/**
 * Identity.
 */
id: string, 
/**
 * 证书编号.
 */
code: string, 
/**
 * 证书名称.
 */
name: string, 
/**
 * 证书等级.
 */
level: string, 
/**
 * `证书名称（等级）`.
 */
label: string, 
/**
 * 培训评价组织.
 */
organisation: string, 
/**
 * Majors that may register, as `代码 名称`; empty means every major.
 */
majors: Array<string>, };

/**
 * 修改密码 (R-025).
 */
export type ChangePasswordRequest = { 
/**
 * 原始密码.
 */
old_password: string, 
/**
 * 新的密码.
 */
new_password: string, };

/**
 * How many records were changed.
 */
export type ChangedCount = { 
/**
 * So many.
 */
count: number, };

/**
 * The state of the workspace.
 */
export type CheckReport = { 
/**
 * Everything holds.
 */
sound: boolean, 
/**
 * Each check.
 */
checks: Array<CheckView>, 
/**
 * What the workspace holds.
 */
contents: Array<CountView>, 
/**
 * The last program was cut off; the database was checked when it was opened.
 */
after_crash: boolean, 
/**
 * When it was checked.
 */
checked_at: string, };

/**
 * One check.
 */
export type CheckView = { 
/**
 * Stable code.
 */
check: string, 
/**
 * Name, for people.
 */
label: string, 
/**
 * It holds.
 */
ok: boolean, 
/**
 * What does not, in English, for support.
 */
detail?: string, };

/**
 * Something of others that is part of the program.
 */
export type Component = { 
/**
 * Name.
 */
name: string, 
/**
 * Version; empty for data.
 */
version: string, 
/**
 * SPDX expression.
 */
licence: string, 
/**
 * `程序库`, `界面`, `字体` or `数据`.
 */
kind: string, };

/**
 * So many of something.
 */
export type CountView = { 
/**
 * 考生, 考场 …
 */
label: string, 
/**
 * How many.
 */
count: number, };

/**
 * Something that ends or begins soon.
 */
export type Deadline = { 
/**
 * When.
 */
at: string, 
/**
 * What.
 */
title: string, 
/**
 * 计划名称.
 */
plan: string, 
/**
 * Whole days until then.
 */
days: number, 
/**
 * The page where it is worked on.
 */
path: string, };

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
 * Which draft.
 */
export type DraftRequest = { 
/**
 * The draft.
 */
draft_id: string, };

/**
 * A row.
 */
export type DraftRow = { 
/**
 * As Excel numbers it.
 */
row: number, 
/**
 * What it comes to.
 */
mark: RowMark, 
/**
 * Its cells by column, masked.
 */
cells: Array<string>, 
/**
 * Columns whose text is not shown whole.
 */
hidden: Array<number>, 
/**
 * Columns that were corrected.
 */
edited: Array<number>, 
/**
 * What is wrong, or worth a look.
 */
problems: Array<CellProblem>, 
/**
 * What the record holds now, where the row changes it.
 */
old: Array<OldCell>, };

/**
 * What to export, always masked.
 */
export type ExportRequest = { 
/**
 * `candidates`, `rooms`, `registrations`, `seating`, `arrangement`.
 */
kind: string, 
/**
 * The file.
 */
path: string, 
/**
 * Replace a file that is there.
 */
overwrite: boolean, 
/**
 * Only what holds this text.
 */
search: string, 
/**
 * Only this plan.
 */
plan: string, 
/**
 * Only candidates in this state.
 */
status: string, };

/**
 * Where a file is to be written.
 */
export type FailedRowsRequest = { 
/**
 * The import record, or the draft.
 */
id: string, 
/**
 * The file.
 */
path: string, 
/**
 * Replace a file that is there.
 */
overwrite: boolean, };

/**
 * What a column can hold.
 */
export type FieldChoice = { 
/**
 * Stable code.
 */
field: string, 
/**
 * As people call it.
 */
heading: string, 
/**
 * Some column must hold it.
 */
must: boolean, 
/**
 * The words a cell can hold, where the list is closed.
 */
choices: Array<string>, };

/**
 * A field and what it is to become.
 */
export type FieldValue = { 
/**
 * Code of the field, such as `class_name`.
 */
field: string, 
/**
 * The value; empty takes an optional one away.
 */
value: string, };

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
 * From where the next finding is looked for.
 */
export type FindFrom = { 
/**
 * Row as Excel numbers it; 0 for the beginning.
 */
row: number, 
/**
 * Column; -1 for before the first.
 */
column: number, 
/**
 * Upwards.
 */
back: boolean, };

/**
 * A path.
 */
export type FolderAnswer = { 
/**
 * The folder.
 */
folder: string, };

/**
 * A folder.
 */
export type FolderRequest = { 
/**
 * The folder; empty for none.
 */
folder: string, };

/**
 * What saving a form came to.
 */
export type FormAnswer = { 
/**
 * The record; nothing when it was refused.
 */
id: string | null, 
/**
 * Findings; warnings may stand beside a record that was saved.
 */
problems: Array<FormProblem>, };

/**
 * A finding about one field of a form.
 */
export type FormProblem = { 
/**
 * Stable code of the field; parts of a list as `sessions.0.start_time`.
 */
field: string, 
/**
 * Stable code of the rule.
 */
code: string, 
/**
 * What is wrong.
 */
message: string, 
/**
 * It keeps the form from being saved.
 */
refuses: boolean, };

/**
 * A cell with a finding.
 */
export type FoundCell = { 
/**
 * Place among the rows of the filter.
 */
index: number, 
/**
 * As Excel numbers it.
 */
row: number, 
/**
 * Column.
 */
column: number, };

/**
 * The 负责人 of a workspace that has no account.
 */
export type FoundRequest = { 
/**
 * 账号.
 */
account: string, 
/**
 * 姓名.
 */
name: string, 
/**
 * 手机号.
 */
phone: string, 
/**
 * 密码.
 */
password: string, };

/**
 * A row that may be the heading row.
 */
export type HeadChoice = { 
/**
 * As Excel numbers it.
 */
row: number, 
/**
 * What it begins with, masked.
 */
text: string, };

/**
 * A file that was not made.
 */
export type HeldBack = { 
/**
 * Name of the sheet.
 */
label: string, 
/**
 * Room, or candidate.
 */
of: string, 
/**
 * Why, a line each.
 */
reasons: Array<string>, };

/**
 * What is missing, or what to do next.
 */
export type HomeLink = { 
/**
 * As shown.
 */
text: string, 
/**
 * The page that mends it.
 */
path: string, 
/**
 * How much it matters; `todo` for what can be done next.
 */
state: StepState, };

/**
 * Everything of the 工作台.
 */
export type HomeOverview = { 
/**
 * Now by the workspace's clock.
 */
now: string, 
/**
 * The plans, those under way first, by the day of the exam.
 */
plans: Array<PlanCard>, 
/**
 * What comes next, by time.
 */
deadlines: Array<Deadline>, 
/**
 * The last operations, the newest first.
 */
recent: Array<RecentOperation>, 
/**
 * Candidates in the workspace.
 */
candidates: number, };

/**
 * The seats of one room in one session.
 */
export type HomeRoom = { 
/**
 * Identity.
 */
id: string, 
/**
 * 考场名称.
 */
name: string, 
/**
 * A text for each column from the left, a letter for each desk from the lectern: `t` taken,
 * `f` free, `r` reserve, `b` blocked.
 */
columns: Array<string>, 
/**
 * `k`: an aisle between columns `k` and `k + 1`.
 */
aisles: Array<number>, 
/**
 * Seats taken.
 */
taken: number, 
/**
 * Seats that can be taken, reserve included.
 */
capacity: number, };

/**
 * A session with its rooms.
 */
export type HomeSession = { 
/**
 * Identity.
 */
id: string, 
/**
 * 考试科目.
 */
subject: string, 
/**
 * First minute.
 */
start: string, 
/**
 * Last minute.
 */
end: string, 
/**
 * It is over.
 */
over: boolean, 
/**
 * The rooms that are used.
 */
rooms: Array<HomeRoom>, };

/**
 * One step of a plan.
 */
export type HomeStep = { 
/**
 * Stable code.
 */
key: string, 
/**
 * 考生, 照片 …
 */
title: string, 
/**
 * How it stands.
 */
state: StepState, 
/**
 * The main figure.
 */
figure: string, 
/**
 * How much of it is done, 0 to 1.
 */
share: number, 
/**
 * What is missing.
 */
links: Array<HomeLink>, 
/**
 * The page of the step.
 */
path: string, };

/**
 * What the check found.
 */
export type ImportCheck = { 
/**
 * Rows in all.
 */
total: number, 
/**
 * Rows that make new records.
 */
fresh: number, 
/**
 * Rows that change records.
 */
changed: number, 
/**
 * Rows that say what is there already.
 */
unchanged: number, 
/**
 * Rows with errors.
 */
errors: number, 
/**
 * Rows that were left out.
 */
skipped: number, 
/**
 * Good rows with something to look at.
 */
warnings: number, 
/**
 * Rows that were corrected.
 */
edited: number, 
/**
 * Rows with errors by what is wrong, the most first.
 */
groups: Array<ProblemGroup>, 
/**
 * Rows and errors of each part.
 */
parts: Array<PartCount>, 
/**
 * What concerns the file and not a row.
 */
notices: Array<string>, 
/**
 * There is a correction to take back.
 */
can_undo: boolean, 
/**
 * There is one to make again.
 */
can_redo: boolean, };

/**
 * The columns as they were chosen.
 */
export type ImportCheckRequest = { 
/**
 * The draft.
 */
draft_id: string, 
/**
 * For each part the field of each column.
 */
columns: Array<Array<string | null>>, 
/**
 * The plan of registrations that name none; empty for the only one.
 */
plan: string, };

/**
 * Another sheet or heading row.
 */
export type ImportChoose = { 
/**
 * The draft.
 */
draft_id: string, 
/**
 * Which part.
 */
part: number, 
/**
 * The sheet.
 */
sheet: string, 
/**
 * The heading row, 0 for none; `null` for the one that fits best.
 */
header_row: number | null, };

/**
 * A column of the file.
 */
export type ImportColumn = { 
/**
 * `A`, `B` …
 */
letter: string, 
/**
 * Heading in the file.
 */
heading: string, 
/**
 * The field it is read as; `null` when it is ignored.
 */
field: string | null, 
/**
 * First cells, masked.
 */
samples: Array<string>, 
/**
 * Never shown whole; a correction is typed anew.
 */
personal: boolean, 
/**
 * The reasons that an earlier import wrote: never read.
 */
reasons: boolean, };

/**
 * How to import.
 */
export type ImportCommit = { 
/**
 * The draft.
 */
draft_id: string, 
/**
 * Remember the columns for files with these headings.
 */
remember: boolean, };

/**
 * What an import did.
 */
export type ImportDone = { 
/**
 * The record that stays of it.
 */
import_id: string, 
/**
 * Kind.
 */
kind: string, 
/**
 * Name of the file.
 */
file: string, 
/**
 * Rows that were looked at.
 */
total: number, 
/**
 * Rows that were written.
 */
accepted: number, 
/**
 * Rows that were left out.
 */
refused: number, 
/**
 * Rows that were there already.
 */
unchanged: number, 
/**
 * What kept rows out; the first ones.
 */
problems: Array<ImportFinding>, 
/**
 * What is worth a look; the first ones.
 */
warnings: Array<ImportFinding>, };

/**
 * A file that is looked over.
 */
export type ImportDraft = { 
/**
 * Its name in the calls that follow.
 */
draft_id: string, 
/**
 * `roster`, `rooms`, `exam`, `registrations`, `invigilators`.
 */
kind: string, 
/**
 * Name of the file.
 */
file: string, 
/**
 * Its size in bytes.
 */
size: number, 
/**
 * The sheets that are read; several for the exam workbook.
 */
parts: Array<ImportPart>, 
/**
 * Plans that registrations without one may go to.
 */
plans: Array<string>, };

/**
 * A correction.
 */
export type ImportEdit = { 
/**
 * The draft.
 */
draft_id: string, 
/**
 * Which part.
 */
part: number, 
/**
 * Row as Excel numbers it.
 */
row: number, 
/**
 * Column from 0.
 */
column: number, 
/**
 * What the cell is to hold.
 */
value: string, };

/**
 * From where to look for the next finding.
 */
export type ImportFindRequest = { 
/**
 * The draft.
 */
draft_id: string, 
/**
 * Among which rows.
 */
wanted: RowsWanted, 
/**
 * From where.
 */
from: FindFrom, };

/**
 * A finding of a finished import.
 */
export type ImportFinding = { 
/**
 * Row as Excel numbers it; 0 for the file.
 */
row: number, 
/**
 * Heading.
 */
column: string, 
/**
 * What was found.
 */
message: string, };

/**
 * What can be imported, and whether this person may.
 */
export type ImportKindView = { 
/**
 * Stable code.
 */
kind: string, 
/**
 * 学生信息, 考场信息 …
 */
label: string, 
/**
 * What the records are called where they are counted: 人, 间, 条.
 */
unit: string, 
/**
 * This person may import it.
 */
allowed: boolean, 
/**
 * Has rows that can be looked over; photos have not.
 */
table: boolean, };

/**
 * Which file to look over.
 */
export type ImportOpen = { 
/**
 * `roster`, `rooms`, `exam`, `registrations`, `invigilators`.
 */
kind: string, 
/**
 * The file.
 */
path: string, };

/**
 * A sheet and what it is read as.
 */
export type ImportPart = { 
/**
 * Stable code of the table.
 */
table: string, 
/**
 * Its name, such as 考生信息.
 */
title: string, 
/**
 * The sheet; empty for text files.
 */
sheet: string, 
/**
 * The sheets to choose from.
 */
sheets: Array<SheetChoice>, 
/**
 * Row of the headings as Excel numbers it; 0 when there are none.
 */
header_row: number, 
/**
 * The first rows, to choose the headings from.
 */
head: Array<HeadChoice>, 
/**
 * The columns of the file.
 */
columns: Array<ImportColumn>, 
/**
 * What columns can hold.
 */
fields: Array<FieldChoice>, 
/**
 * The columns are those of an earlier file with the same headings.
 */
remembered: boolean, 
/**
 * Rows below the headings.
 */
rows: number, };

/**
 * Import records.
 */
export type ImportRecordPage = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The newest first.
 */
rows: Array<ImportRecordView>, };

/**
 * Which import records.
 */
export type ImportRecordQuery = { 
/**
 * Only this kind; all when empty.
 */
kind: string, 
/**
 * Part of the file's name.
 */
file: string, 
/**
 * Page, from 1.
 */
page: number, 
/**
 * Rows on a page.
 */
page_size: number, };

/**
 * An import that was carried out.
 */
export type ImportRecordView = { 
/**
 * Identity.
 */
id: string, 
/**
 * Kind.
 */
kind: string, 
/**
 * Its Chinese name.
 */
kind_label: string, 
/**
 * Name of the file.
 */
file: string, 
/**
 * Who.
 */
actor: string, 
/**
 * When, `YYYY-MM-DD HH:MM:SS`.
 */
at: string, 
/**
 * Rows looked at.
 */
total: number, 
/**
 * Rows written.
 */
accepted: number, 
/**
 * Rows refused.
 */
refused: number, 
/**
 * Rows that were there already.
 */
unchanged: number, };

/**
 * Which rows.
 */
export type ImportRowsRequest = { 
/**
 * The draft.
 */
draft_id: string, 
/**
 * Which rows.
 */
wanted: RowsWanted, 
/**
 * The first of them, from 0.
 */
offset: number, 
/**
 * How many.
 */
limit: number, };

/**
 * A row to leave out, or to take in again.
 */
export type ImportSkip = { 
/**
 * The draft.
 */
draft_id: string, 
/**
 * Which part.
 */
part: number, 
/**
 * Row as Excel numbers it.
 */
row: number, 
/**
 * Leave it out.
 */
skipped: boolean, };

/**
 * What was taken back or made again.
 */
export type ImportStep = { 
/**
 * Its part; `null` when there was nothing.
 */
part: number | null, 
/**
 * Its row.
 */
row: number | null, 
/**
 * The counts now.
 */
check: ImportCheck, };

/**
 * The password that an account was given; whoever uses it must change it (R-263).
 */
export type InitialPassword = { 
/**
 * 账号, as it is typed at login.
 */
account: string, 
/**
 * 初始密码.
 */
password: string, };

/**
 * A school of the list.
 */
export type Institution = { 
/**
 * 学校名称.
 */
name: string, 
/**
 * 学校标识码.
 */
code: string, 
/**
 * 省份.
 */
province: string, 
/**
 * 办学层次.
 */
level: string, };

/**
 * A period in which somebody can't come.
 */
export type InvigilatorAbsence = { 
/**
 * `2026-06-20 08:00:00`.
 */
start: string, 
/**
 * `2026-06-20 18:00:00`.
 */
end: string, };

/**
 * A certificate to choose.
 */
export type InvigilatorCertificateChoice = { 
/**
 * Identity.
 */
id: string, 
/**
 * 证书 with level.
 */
label: string, };

/**
 * A certificate of an invigilator (R-208).
 */
export type InvigilatorCertificateRow = { 
/**
 * The certificate.
 */
certificate_id: string, 
/**
 * 证书 with level.
 */
label: string, 
/**
 * 颁证机构.
 */
organisation: string, 
/**
 * 未认证, 已认证.
 */
state: string, 
/**
 * Stable code of the state.
 */
state_code: string, 
/**
 * When 已认证 was recorded.
 */
verified_at: string | null, 
/**
 * 认证依据.
 */
basis: string, 
/**
 * Whether it may be taken off (R-204).
 */
remove: Permit, };

/**
 * What the form and the filter choose from.
 */
export type InvigilatorChoices = { 
/**
 * 证书.
 */
certificates: Array<InvigilatorCertificateChoice>, 
/**
 * 证件类型.
 */
id_types: Array<string>, };

/**
 * How many invigilators are in a state.
 */
export type InvigilatorCount = { 
/**
 * Label of the state.
 */
status: string, 
/**
 * People.
 */
count: number, };

/**
 * What is known of one invigilator (R-203).
 */
export type InvigilatorDetail = { 
/**
 * As in the list.
 */
row: InvigilatorRow, 
/**
 * 备注.
 */
remark: string, 
/**
 * When the person can't come.
 */
unavailable: Array<InvigilatorAbsence>, 
/**
 * Duties, the latest first.
 */
duties: Array<InvigilatorDutyLine>, };

/**
 * A duty of one person.
 */
export type InvigilatorDutyLine = { 
/**
 * 考试计划.
 */
plan: string, 
/**
 * 考试时间.
 */
session: string, 
/**
 * 考试科目.
 */
subject: string, 
/**
 * 考场; empty for 巡考.
 */
room: string, 
/**
 * 监考, 巡考.
 */
role: string, };

/**
 * Invigilators to export.
 */
export type InvigilatorExport = { 
/**
 * The file.
 */
path: string, 
/**
 * Only these; all of the filter when empty (R-207).
 */
ids: Array<string>, 
/**
 * What the list is filtered by.
 */
filter: InvigilatorQuery, 
/**
 * Whole numbers: needs the permission and the password.
 */
reveal: boolean, 
/**
 * Replace an existing file.
 */
overwrite: boolean, };

/**
 * An invigilator as a form holds it. An empty 证件号码 or 手机号码 leaves what is there.
 */
export type InvigilatorForm = { 
/**
 * Identity; nothing for a new one.
 */
id: string | null, 
/**
 * 教师编号.
 */
number: string, 
/**
 * 教师姓名.
 */
name: string, 
/**
 * 性别.
 */
sex: string, 
/**
 * 证件类型.
 */
id_type: string, 
/**
 * 证件号码.
 */
id_number: string, 
/**
 * 手机号码.
 */
phone: string, 
/**
 * 所属院校; the own school when empty.
 */
school: string, 
/**
 * 所在区域.
 */
region: string, 
/**
 * 职务职称.
 */
title: string, 
/**
 * 备注.
 */
remark: string, 
/**
 * 不参加编排.
 */
inactive: boolean, 
/**
 * When the person can't come.
 */
unavailable: Array<InvigilatorAbsence>, 
/**
 * 监考证书.
 */
certificate_ids: Array<string>, };

/**
 * Which invigilators.
 */
export type InvigilatorIds = { 
/**
 * Their identities.
 */
ids: Array<string>, };

/**
 * A page of invigilators.
 */
export type InvigilatorPage = { 
/**
 * How many match.
 */
total: number, 
/**
 * Counts of the state tabs, for the same filter.
 */
counts: Array<InvigilatorCount>, 
/**
 * The rows, masked.
 */
rows: Array<InvigilatorRow>, };

/**
 * What the list is asked for; what is empty does not restrict.
 */
export type InvigilatorQuery = { 
/**
 * Part of name, 教师编号, 证件号码, phone, school or region.
 */
text: string, 
/**
 * 监考证书.
 */
certificate_id: string, 
/**
 * 参加编排: `yes` or `no`.
 */
active: string, 
/**
 * 认证状态: label of the tab.
 */
status: string, 
/**
 * Page, from 1.
 */
page: number, 
/**
 * Rows on a page.
 */
page_size: number, };

/**
 * The number of which invigilator, and what for.
 */
export type InvigilatorRevealRequest = { 
/**
 * The invigilator.
 */
invigilator_id: string, 
/**
 * 查看原因; it stands in the audit.
 */
reason: string, };

/**
 * An invigilator in a list.
 */
export type InvigilatorRow = { 
/**
 * Identity.
 */
id: string, 
/**
 * 教师编号.
 */
number: string, 
/**
 * 教师姓名.
 */
name: string, 
/**
 * 性别.
 */
sex: string, 
/**
 * 证件类型.
 */
id_type: string, 
/**
 * 证件号码, masked.
 */
id_number: string, 
/**
 * 手机号码, masked.
 */
phone: string, 
/**
 * 所属院校.
 */
school: string, 
/**
 * 所在区域.
 */
region: string, 
/**
 * 职务职称.
 */
title: string, 
/**
 * 参加编排.
 */
active: boolean, 
/**
 * 监考证书.
 */
certificates: Array<InvigilatorCertificateRow>, 
/**
 * 已认证 when any certificate is, else 未认证.
 */
status: string, 
/**
 * Duties in all plans.
 */
duties: number, 
/**
 * Whether the person may be deleted (R-205).
 */
delete: Permit, };

/**
 * What the organisation said of certificates, or that the record of it was wrong.
 */
export type InvigilatorVerification = { 
/**
 * Whose.
 */
ids: Array<string>, 
/**
 * Which certificate; all of theirs when empty.
 */
certificate_id: string, 
/**
 * 已认证; else the record is taken back.
 */
verified: boolean, 
/**
 * 认证依据, or why the record is taken back.
 */
basis: string, };

/**
 * Whom to mark: the ticked ones, or everybody a filter finds.
 */
export type InvigilatorVerifyRequest = { 
/**
 * What the organisation said, and of whom.
 */
verification: InvigilatorVerification, 
/**
 * Everybody that this finds; then the identities count for nothing.
 */
filter: InvigilatorQuery | null, };

/**
 * A workspace that this computer knows.
 */
export type KnownWorkspaceView = { 
/**
 * Its folder.
 */
folder: string, 
/**
 * The school.
 */
school: string, 
/**
 * When it was opened last; may be empty.
 */
opened_at: string, 
/**
 * It is still there.
 */
exists: boolean, 
/**
 * It can be opened with a recovery code.
 */
by_recovery: boolean, 
/**
 * The keychain of this computer opens it, as far as is known without asking the keychain.
 */
by_keychain: boolean, 
/**
 * It was chosen to be opened next.
 */
chosen: boolean, };

/**
 * The backup that was made last.
 */
export type LastBackup = { 
/**
 * When, ISO 8601.
 */
at: string, 
/**
 * The file.
 */
file: string, 
/**
 * Its size in bytes.
 */
bytes: number, };

/**
 * The layout of a room as the editor holds it.
 */
export type LayoutForm = { 
/**
 * Desks in each column, from the left.
 */
columns: Array<number>, 
/**
 * The corner of seat 1.
 */
start: 'front_left' | 'front_right' | 'back_left' | 'back_right', 
/**
 * Along columns or rows.
 */
direction: 'column_first' | 'row_first', 
/**
 * S or Z.
 */
pattern: 'serpentine' | 'z', 
/**
 * `k`: an aisle between columns `k` and `k + 1`.
 */
aisles: Array<number>, 
/**
 * Those on both sides of an aisle are no neighbours.
 */
aisle_separates: boolean, 
/**
 * 停用座位.
 */
blocked: Array<SeatPosition>, 
/**
 * 备用座位.
 */
reserve: Array<SeatPosition>, 
/**
 * Rows that count as 前排.
 */
front_rows: number, 
/**
 * The corner of the door.
 */
door: 'front_left' | 'front_right' | 'back_left' | 'back_right', };

/**
 * The text of a licence.
 */
export type LicenceText = { 
/**
 * What it covers.
 */
title: string, 
/**
 * The text.
 */
text: string, };

/**
 * How a login went on.
 */
export type LoginAnswer = { 
/**
 * What comes next.
 */
step: LoginStep, 
/**
 * 姓名 as the 负责人 entered it, to be confirmed when binding.
 */
name: string, };

/**
 * 登录.
 */
export type LoginRequest = { 
/**
 * 账号.
 */
account: string, 
/**
 * 密码.
 */
password: string, 
/**
 * 动态码; empty unless it was asked for.
 */
code: string, 
/**
 * 本机 7 天内免动态码 (R-017).
 */
trust: boolean, };

/**
 * How a login went on.
 */
export type LoginStep = "ready" | "needs_code" | "must_bind";

/**
 * A major to choose.
 */
export type MajorOption = { 
/**
 * 就读专业.
 */
name: string, 
/**
 * 专业代码.
 */
code: string, 
/**
 * 专业层次; empty when it does not follow.
 */
level: string, };

/**
 * Part of a major's name or code.
 */
export type MajorSearch = { 
/**
 * As typed.
 */
text: string, };

/**
 * The request of a command that needs none.
 */
export type Nothing = Record<symbol, never>;

/**
 * A rule of exam numbers is tried.
 */
export type NumberRuleRequest = { 
/**
 * As typed.
 */
rule: string, };

/**
 * What a rule of exam numbers gives.
 */
export type NumberRuleView = { 
/**
 * It can be used.
 */
valid: boolean, 
/**
 * Why not; empty when it can.
 */
message: string, };

/**
 * A value that will be replaced.
 */
export type OldCell = { 
/**
 * Column; `null` when the file has none for it and the value follows from others.
 */
column: number | null, 
/**
 * Its heading.
 */
heading: string, 
/**
 * The value, masked.
 */
value: string, };

/**
 * 打开工作区.
 */
export type OpenRequest = { 
/**
 * Its folder.
 */
folder: string, 
/**
 * With what.
 */
unlock: UnlockRequest, };

/**
 * Counts of a part.
 */
export type PartCount = { 
/**
 * Rows.
 */
total: number, 
/**
 * Rows with errors.
 */
errors: number, };

/**
 * 修改工作区口令.
 */
export type PassphraseRequest = { 
/**
 * The new one.
 */
passphrase: string, };

/**
 * The own password, to unlock or to prove oneself.
 */
export type PasswordRequest = { 
/**
 * 登录密码.
 */
password: string, };

/**
 * What was chosen; empty when the dialog was closed.
 */
export type PathAnswer = { 
/**
 * Whole paths.
 */
paths: Array<string>, };

/**
 * Registrations to be marked.
 */
export type PaymentMark = { 
/**
 * Which.
 */
choice: RegistrationChoice, 
/**
 * 已缴费 or not.
 */
paid: boolean, };

/**
 * A thing that a role may be allowed to do.
 */
export type Permission = "view" | "candidates" | "plan" | "seat" | "print" | "attendance" | "reveal" | "accounts" | "system";

/**
 * Whether something may be done now, and why not.
 */
export type Permit = { 
/**
 * It may.
 */
allowed: boolean, 
/**
 * Why not; empty when it may.
 */
reason: string, };

/**
 * A part of a picture: quarter turns clockwise first, then the frame in pixels of the turned picture.
 */
export type PhotoCrop = { 
/**
 * Left edge.
 */
x: number, 
/**
 * Upper edge.
 */
y: number, 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, 
/**
 * Quarter turns clockwise.
 */
quarter_turns: number, };

/**
 * A candidate's photo, cut anew from the kept file.
 */
export type PhotoCropRequest = { 
/**
 * The candidate.
 */
candidate_id: string, 
/**
 * The part.
 */
crop: PhotoCrop, };

/**
 * A line about a photo.
 */
export type PhotoFact = { 
/**
 * As it should be; else somebody should look.
 */
good: boolean, 
/**
 * Simplified Chinese.
 */
text: string, };

/**
 * A picture file on this computer, and the part of it that is wanted.
 */
export type PhotoFile = { 
/**
 * The file.
 */
path: string, 
/**
 * The part; the whole when missing.
 */
crop: PhotoCrop | null, };

/**
 * A finding about a picture.
 */
export type PhotoFinding = { 
/**
 * Stable code.
 */
code: string, 
/**
 * Simplified Chinese.
 */
message: string, 
/**
 * The picture is refused.
 */
refuses: boolean, };

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
 * A zip or a folder to import.
 */
export type PhotoImport = { 
/**
 * The zip or the folder.
 */
path: string, 
/**
 * Only check.
 */
dry_run: boolean, };

/**
 * What an import of photos did.
 */
export type PhotoImportAnswer = { 
/**
 * Name of the file or folder.
 */
file: string, 
/**
 * Files looked at.
 */
total: number, 
/**
 * Photos that were taken.
 */
accepted: number, 
/**
 * Files that were refused.
 */
refused: number, 
/**
 * Photos that were there already.
 */
unchanged: number, 
/**
 * What should be looked at, a line each; the first 500.
 */
warnings: Array<string>, 
/**
 * Nothing was written.
 */
dry_run: boolean, };

/**
 * An import of photos that was carried out.
 */
export type PhotoImportRecord = { 
/**
 * Identity.
 */
id: string, 
/**
 * Name of the file.
 */
file: string, 
/**
 * Who.
 */
actor: string, 
/**
 * When, `YYYY-MM-DD HH:MM:SS`.
 */
at: string, 
/**
 * Files looked at.
 */
total: number, 
/**
 * Photos that were taken.
 */
accepted: number, 
/**
 * Files that were refused.
 */
refused: number, 
/**
 * Photos that were there already.
 */
unchanged: number, };

/**
 * Where the photos stand.
 */
export type PhotoOverview = { 
/**
 * Candidates with a photo.
 */
with: number, 
/**
 * Candidates without.
 */
missing: number, 
/**
 * The last import of photos.
 */
last_import: PhotoImportRecord | null, 
/**
 * Refused files whose pictures can still be looked at.
 */
refused_shown: number, 
/**
 * Of these, files that belong to nobody.
 */
unmatched: number, };

/**
 * Two candidates with one picture.
 */
export type PhotoPair = { 
/**
 * The one who comes first in the roster.
 */
first: CandidateView, 
/**
 * The other.
 */
second: CandidateView, 
/**
 * Exactly the same picture.
 */
identical: boolean, };

/**
 * A picture to be cut.
 */
export type PhotoPreview = { 
/**
 * It, made small enough for the screen.
 */
image: PhotoImage, 
/**
 * Its own width, upright.
 */
width: number, 
/**
 * Its own height, upright.
 */
height: number, 
/**
 * What the rules say.
 */
findings: Array<PhotoFinding>, };

/**
 * A file in the place of a candidate's photo.
 */
export type PhotoReplace = { 
/**
 * The candidate.
 */
candidate_id: string, 
/**
 * The file.
 */
file: PhotoFile, };

/**
 * A reading of the name to choose from.
 */
export type PinyinOption = { 
/**
 * As it would be printed.
 */
pinyin: string, 
/**
 * Why it is among them.
 */
reason: string, 
/**
 * It is the one on file.
 */
current: boolean, };

/**
 * The pinyin that a person chose or typed.
 */
export type PinyinRequest = { 
/**
 * The candidate.
 */
candidate_id: string, 
/**
 * As it is to be printed.
 */
pinyin: string, };

/**
 * A plan on the 工作台.
 */
export type PlanCard = { 
/**
 * Identity.
 */
id: string, 
/**
 * 计划名称.
 */
name: string, 
/**
 * 证书 with level.
 */
certificates: Array<string>, 
/**
 * Label of the stage.
 */
stage: string, 
/**
 * Everything is over.
 */
finished: boolean, 
/**
 * The first exam that is still to come, else the last one; empty without sessions.
 */
exam: string, 
/**
 * Candidates who are registered.
 */
registered: number, 
/**
 * 考生 → 照片 → 考场 → 报考 → 排座 → 打印 → 到考; empty for a finished plan.
 */
steps: Array<HomeStep>, 
/**
 * The sessions that have seats.
 */
sessions: Array<HomeSession>, 
/**
 * What could not be read; the rest of the page stands.
 */
failure: string | null, };

/**
 * A plan to choose.
 */
export type PlanChoice = { 
/**
 * Identity.
 */
id: string, 
/**
 * 计划编号.
 */
number: string, 
/**
 * 计划名称.
 */
name: string, 
/**
 * 按证书, 按科目.
 */
mode: string, 
/**
 * State of its rooms.
 */
room_status: string, 
/**
 * Whether rooms may be set up (R-148).
 */
may_add_rooms: Permit, 
/**
 * Whether somebody may be registered (R-161, R-165).
 */
may_register: Permit, 
/**
 * How many rooms it has.
 */
rooms: number, 
/**
 * Its certificates (R-146).
 */
certificates: Array<CertificateChoice>, };

/**
 * What forms and filters of a plan choose from.
 */
export type PlanChoices = { 
/**
 * Plans, the newest first.
 */
plans: Array<PlanChoice>, 
/**
 * Sites.
 */
sites: Array<SiteChoice>, };

/**
 * A plan with everything in it.
 */
export type PlanDetail = { 
/**
 * As in the list.
 */
row: PlanRow, 
/**
 * As in the form.
 */
form: PlanForm, };

/**
 * A plan as a form holds it.
 */
export type PlanForm = { 
/**
 * Identity; nothing for a new plan.
 */
id: string | null, 
/**
 * 计划编号.
 */
number: string, 
/**
 * 考试年度.
 */
year: string, 
/**
 * 计划名称.
 */
name: string, 
/**
 * 按证书, 按科目.
 */
mode: string, 
/**
 * 报考, 排考, 考试, 成绩登记, 公示, in this order.
 */
windows: Array<WindowForm>, 
/**
 * 通过条件.
 */
pass_rule: string, 
/**
 * 参考院校, joined by 、; empty means every school.
 */
schools: string, 
/**
 * 考试须知, a line each; empty means the product's own.
 */
notices: string, };

/**
 * A plan to choose.
 */
export type PlanOption = { 
/**
 * Identity.
 */
id: string, 
/**
 * 计划名称.
 */
name: string, };

/**
 * A page of plans.
 */
export type PlanPage = { 
/**
 * How many match.
 */
total: number, 
/**
 * Counts of the state tabs.
 */
counts: Array<StageCount>, 
/**
 * The rows.
 */
rows: Array<PlanRow>, };

/**
 * What the lists are asked for; what is empty does not restrict.
 */
export type PlanQuery = { 
/**
 * Part of number, name or certificate.
 */
text: string, 
/**
 * 考试年度.
 */
year: string, 
/**
 * 考试计划, for subjects.
 */
plan_id: string, 
/**
 * 证书, for subjects.
 */
certificate_id: string, 
/**
 * Stable code of 考试方式, for subjects.
 */
mode: string, 
/**
 * Label of the state.
 */
status: string, 
/**
 * Page, from 1.
 */
page: number, 
/**
 * Rows on a page.
 */
page_size: number, };

/**
 * A plan in a list.
 */
export type PlanRow = { 
/**
 * Identity.
 */
id: string, 
/**
 * 计划编号.
 */
number: string, 
/**
 * 考试年度.
 */
year: string, 
/**
 * 计划名称.
 */
name: string, 
/**
 * 按证书, 按科目.
 */
mode: string, 
/**
 * 证书 with level.
 */
certificates: Array<string>, 
/**
 * How many subjects.
 */
subjects: number, 
/**
 * How many rooms.
 */
rooms: number, 
/**
 * Registrations, one for each candidate and subject.
 */
registered: number, 
/**
 * Registrations with a seat.
 */
seated: number, 
/**
 * 报考, 排考, 考试, 成绩登记, 公示.
 */
windows: Array<PlanWindow>, 
/**
 * Where the plan stands, as labelled on the tabs.
 */
stage: string, 
/**
 * Whether it may be deleted.
 */
delete: Permit, };

/**
 * A window of a plan as shown.
 */
export type PlanWindow = { 
/**
 * 报考, 排考, 考试, 成绩登记, 公示.
 */
name: string, 
/**
 * First moment; empty when the window is not given.
 */
start: string, 
/**
 * Last moment.
 */
end: string, 
/**
 * Now is inside.
 */
open: boolean, 
/**
 * It is over.
 */
over: boolean, };

/**
 * A layout to be numbered.
 */
export type PreviewRequest = { 
/**
 * The layout.
 */
layout: LayoutForm, };

/**
 * A kind of sheet.
 */
export type PrintDocument = { 
/**
 * Its code.
 */
kind: string, 
/**
 * Its name.
 */
label: string, 
/**
 * Its layouts, if it has several.
 */
layouts: Array<PrintLayout>, 
/**
 * The layout that is set.
 */
layout: string, 
/**
 * Whether it is laid on labels.
 */
on_labels: boolean, 
/**
 * Whether the school may add a line to it.
 */
has_note: boolean, 
/**
 * Sheets whose paper holds.
 */
printed: number, 
/**
 * Sheets never printed.
 */
unprinted: number, 
/**
 * Sheets out of date.
 */
outdated: number, };

/**
 * What the gate says.
 */
export type PrintGate = { 
/**
 * Findings, errors first.
 */
items: Array<PrintGateItem>, 
/**
 * How many of them are errors.
 */
errors: number, 
/**
 * How many are only to be looked at.
 */
warnings: number, };

/**
 * One finding.
 */
export type PrintGateItem = { 
/**
 * Stable code.
 */
code: string, 
/**
 * Whether it holds sheets back.
 */
is_error: boolean, 
/**
 * What is wrong.
 */
title: string, 
/**
 * With whom, or where.
 */
detail: string, 
/**
 * How many.
 */
count: number, 
/**
 * The page that mends it.
 */
path: string | null, 
/**
 * The word on the link.
 */
action: string, 
/**
 * 考场编号 of the rooms that are held back.
 */
rooms: Array<string>, };

/**
 * Which plan, and how closely to look.
 */
export type PrintGateQuery = { 
/**
 * 计划编号 or name.
 */
plan: string, 
/**
 * Set every page, to find what does not fit.
 */
thorough: boolean, };

/**
 * How labels are laid.
 */
export type PrintLabels = { 
/**
 * First free label, from 1.
 */
start_at: number, 
/**
 * Further shift to the right, mm.
 */
x_mm: number, 
/**
 * Further shift down, mm.
 */
y_mm: number, 
/**
 * 叠裁 order.
 */
cut_stack: boolean, 
/**
 * The printer whose calibration counts.
 */
printer: string, };

/**
 * A layout.
 */
export type PrintLayout = { 
/**
 * Its code.
 */
code: string, 
/**
 * As shown.
 */
label: string, 
/**
 * Columns of labels; 0 where there are none.
 */
columns: number, 
/**
 * Rows of labels.
 */
rows: number, };

/**
 * The layout that is used for a kind of sheet.
 */
export type PrintLayoutChoice = { 
/**
 * Code of the sheet.
 */
kind: string, 
/**
 * Code of the layout.
 */
layout: string, };

/**
 * The school's line on one kind of sheet.
 */
export type PrintNote = { 
/**
 * Code of the sheet.
 */
kind: string, 
/**
 * One line above the foot.
 */
text: string, };

/**
 * Documents × rooms.
 */
export type PrintOverview = { 
/**
 * The plan that is shown; nothing when there is none at all.
 */
plan: PrintPlan | null, 
/**
 * Every plan.
 */
plans: Array<PrintPlan>, 
/**
 * The documents.
 */
documents: Array<PrintDocument>, 
/**
 * Rooms that somebody sits in.
 */
rooms: Array<PrintRoom>, 
/**
 * Sheets that are out of date.
 */
outdated: number, };

/**
 * A PDF to be shown.
 */
export type PrintPages = { 
/**
 * The file, as base64.
 */
pdf: string, 
/**
 * Its pages.
 */
pages: number, 
/**
 * Room, or candidate.
 */
of: string, };

/**
 * A plan to choose.
 */
export type PrintPlan = { 
/**
 * 计划编号.
 */
number: string, 
/**
 * 计划名称.
 */
name: string, };

/**
 * Which plan.
 */
export type PrintPlanQuery = { 
/**
 * 计划编号 or name; empty is the newest plan.
 */
plan: string, 
/**
 * Layouts to count pages for, before those that are set.
 */
layouts: Array<PrintLayoutChoice>, };

/**
 * What to look at.
 */
export type PrintPreviewRequest = { 
/**
 * 计划编号 or name.
 */
plan: string, 
/**
 * Code of the sheet.
 */
kind: string, 
/**
 * Code of the layout; empty is the first.
 */
layout: string, 
/**
 * 考场编号; empty is the first room.
 */
room: string, 
/**
 * Candidate's id; empty is the room.
 */
candidate: string, 
/**
 * Labels.
 */
labels: PrintLabels, };

/**
 * What a school sets for its printing.
 */
export type PrintProfile = { 
/**
 * 抬头 before the plan's name; empty prints the plan's name alone.
 */
title: string, 
/**
 * 考试须知 of plans that bring none; empty prints the six general ones.
 */
notices: Array<string>, 
/**
 * Notes by sheet.
 */
notes: Array<PrintNote>, 
/**
 * Layouts by sheet.
 */
layouts: Array<PrintLayoutChoice>, 
/**
 * 叠裁 order of desk labels.
 */
cut_stack: boolean, 
/**
 * The printer used last.
 */
printer: string, 
/**
 * Shifts by printer.
 */
offsets: Array<PrinterOffset>, };

/**
 * The profile to keep.
 */
export type PrintProfileChange = { 
/**
 * All of it.
 */
profile: PrintProfile, 
/**
 * A picture for 校徽; empty keeps what is there.
 */
logo_file: string, 
/**
 * Takes 校徽 off.
 */
remove_logo: boolean, };

/**
 * What the school has set for its printing.
 */
export type PrintProfileView = { 
/**
 * The profile.
 */
profile: PrintProfile, 
/**
 * 校徽, a JPEG as base64; empty when there is none.
 */
logo: string, 
/**
 * Folder that is proposed for files.
 */
out: string, };

/**
 * Print again what has changed.
 */
export type PrintReprintRequest = { 
/**
 * 计划编号 or name.
 */
plan: string, 
/**
 * Only this kind of sheet; empty is every kind that was printed before.
 */
kind: string, 
/**
 * Labels.
 */
labels: PrintLabels, 
/**
 * Folder for the files.
 */
out: string, };

/**
 * A room with its sheets.
 */
export type PrintRoom = { 
/**
 * 考场编号, by which it is chosen.
 */
code: string, 
/**
 * 考场名称.
 */
name: string, 
/**
 * 考核站点.
 */
site: string, 
/**
 * Its sessions, such as `06-20 09:00`.
 */
sessions: Array<string>, 
/**
 * Candidates, each counted once.
 */
people: number, 
/**
 * By kind.
 */
sheets: Array<PrintRoomSheet>, };

/**
 * One kind of sheet of one room.
 */
export type PrintRoomSheet = { 
/**
 * Code of the sheet.
 */
kind: string, 
/**
 * Where it stands; the worst of its sessions or tickets.
 */
state: SheetState, 
/**
 * As shown.
 */
label: string, 
/**
 * Pages, when every name fits its row.
 */
pages: number, };

/**
 * What to print.
 */
export type PrintRunRequest = { 
/**
 * 计划编号 or name.
 */
plan: string, 
/**
 * What.
 */
sheets: Array<PrintSheetChoice>, 
/**
 * 考场编号; empty is all.
 */
rooms: Array<string>, 
/**
 * Candidates' ids; empty is all.
 */
candidates: Array<string>, 
/**
 * Labels.
 */
labels: PrintLabels, 
/**
 * Folder for the files.
 */
out: string, 
/**
 * Only what was never printed or has changed.
 */
only_changed: boolean, 
/**
 * Why the gate is passed over; empty keeps to it.
 */
force_reason: string, };

/**
 * What a scanner typed.
 */
export type PrintScanRequest = { 
/**
 * `KZ1:…`, or 准考证号.
 */
text: string, };

/**
 * A file for a printer.
 */
export type PrintSendRequest = { 
/**
 * Whole path.
 */
file: string, 
/**
 * Name of the printer.
 */
printer: string, };

/**
 * What was sent.
 */
export type PrintSent = { 
/**
 * A sentence.
 */
message: string, };

/**
 * A kind of sheet and its layout.
 */
export type PrintSheetChoice = { 
/**
 * Code of the sheet.
 */
kind: string, 
/**
 * Code of the layout; empty is the first.
 */
layout: string, };

/**
 * The printers that files can be sent to.
 */
export type PrinterList = { 
/**
 * Names.
 */
printers: Array<string>, 
/**
 * The system's own choice.
 */
default_printer: string, 
/**
 * Why none can be used, and what to do; empty when some can.
 */
message: string, };

/**
 * The shift of one printer.
 */
export type PrinterOffset = { 
/**
 * The printer's name; empty for prints through a viewer.
 */
printer: string, 
/**
 * To the right, mm.
 */
x_mm: number, 
/**
 * Down, mm.
 */
y_mm: number, };

/**
 * Errors of one sort.
 */
export type ProblemGroup = { 
/**
 * Stable code.
 */
key: string, 
/**
 * As people call it.
 */
label: string, 
/**
 * Rows with such an error.
 */
count: number, };

/**
 * The own account as 修改资料 shows it (R-026).
 */
export type Profile = { 
/**
 * 账号, masked when it is a phone number.
 */
account: string, 
/**
 * 角色.
 */
role_label: string, 
/**
 * 姓名.
 */
name: string, 
/**
 * 邮箱.
 */
email: string, 
/**
 * 手机, masked.
 */
phone: string, 
/**
 * A second factor is asked for at login.
 */
second_factor: boolean, };

/**
 * What 修改资料 changes.
 */
export type ProfileDraft = { 
/**
 * 姓名.
 */
name: string, 
/**
 * 邮箱; may be empty.
 */
email: string, 
/**
 * The new 手机; empty leaves it.
 */
phone: string, };

/**
 * A backup and its key.
 */
export type ProofRequest = { 
/**
 * The file.
 */
file: string, 
/**
 * 口令 of the time of the backup; empty when the recovery code is given.
 */
passphrase: string, 
/**
 * 恢复码; empty when the passphrase is given.
 */
recovery_code: string, };

/**
 * A backup that was proved.
 */
export type ProofView = { 
/**
 * What was counted in it.
 */
contents: Array<CountView>, };

/**
 * Something that was done.
 */
export type RecentOperation = { 
/**
 * When.
 */
at: string, 
/**
 * Who.
 */
actor: string, 
/**
 * What.
 */
label: string, 
/**
 * To what.
 */
summary: string, };

/**
 * Which record.
 */
export type RecordId = { 
/**
 * Its identity.
 */
id: string, };

/**
 * 用恢复码启用账号并设置新密码.
 */
export type RecoverRequest = { 
/**
 * 恢复码.
 */
recovery_code: string, 
/**
 * 账号.
 */
account: string, 
/**
 * 新密码.
 */
new_password: string, };

/**
 * A recovery code, shown this once.
 */
export type RecoveryCodeView = { 
/**
 * Seven groups of four characters.
 */
recovery_code: string, 
/**
 * The school it belongs to.
 */
school: string, 
/**
 * The folder of the workspace.
 */
folder: string, 
/**
 * When it was made.
 */
made_at: string, };

/**
 * Somebody who was not registered.
 */
export type RefusedApplicant = { 
/**
 * 学生姓名.
 */
name: string, 
/**
 * 班级.
 */
class: string, 
/**
 * Why.
 */
reason: string, };

/**
 * Where the list of refused files goes.
 */
export type RefusedExport = { 
/**
 * The workbook.
 */
path: string, 
/**
 * It may be replaced.
 */
overwrite: boolean, };

/**
 * Refused files.
 */
export type RefusedPage = { 
/**
 * How many.
 */
total: number, 
/**
 * Those of the page.
 */
rows: Array<RefusedRow>, };

/**
 * A page of refused files.
 */
export type RefusedQuery = { 
/**
 * Only files that belong to nobody, or only the others.
 */
unmatched: boolean | null, 
/**
 * Page, from 1.
 */
page: number, 
/**
 * Files on a page.
 */
page_size: number, };

/**
 * A refused file.
 */
export type RefusedRow = { 
/**
 * Its masked path.
 */
file: string, 
/**
 * Stable code of the first reason.
 */
code: string, 
/**
 * Why.
 */
reasons: Array<string>, 
/**
 * It belongs to nobody.
 */
unmatched: boolean, 
/**
 * A small picture of it; nothing when it is none.
 */
picture: PhotoImage | null, };

/**
 * Whom to register.
 */
export type RegistrationAdd = { 
/**
 * For what.
 */
target: RegistrationTarget, 
/**
 * The candidates; ignored when everybody of `everyone` is meant.
 */
candidate_ids: Array<string>, 
/**
 * Everybody that this finds.
 */
everyone: ApplicantQuery | null, };

/**
 * Which registrations: the ticked ones, or everything a filter finds.
 */
export type RegistrationChoice = { 
/**
 * The ticked ones.
 */
ids: Array<string>, 
/**
 * Everything that this finds; then `ids` counts for nothing.
 */
filter: RegistrationQuery | null, };

/**
 * How many registrations are in a state.
 */
export type RegistrationCount = { 
/**
 * Label of the state.
 */
status: string, 
/**
 * Registrations.
 */
count: number, };

/**
 * Registrations to export.
 */
export type RegistrationExport = { 
/**
 * The file.
 */
path: string, 
/**
 * Which.
 */
choice: RegistrationChoice, 
/**
 * Replace an existing file.
 */
overwrite: boolean, };

/**
 * A page of registrations.
 */
export type RegistrationPage = { 
/**
 * How many match.
 */
total: number, 
/**
 * Counts of the state tabs, for the same filter.
 */
counts: Array<RegistrationCount>, 
/**
 * The rows, masked.
 */
rows: Array<RegistrationRow>, };

/**
 * What the list is asked for; what is empty does not restrict.
 */
export type RegistrationQuery = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * 证书.
 */
certificate_id: string, 
/**
 * 考试科目.
 */
subject_id: string, 
/**
 * Part of name, 证件号码, 学号 or 班级.
 */
text: string, 
/**
 * 未缴费, 已缴费.
 */
payment: string, 
/**
 * Label of 排考状态.
 */
status: string, 
/**
 * Page, from 1.
 */
page: number, 
/**
 * Rows on a page.
 */
page_size: number, };

/**
 * A registration in a list.
 */
export type RegistrationRow = { 
/**
 * Identity.
 */
id: string, 
/**
 * The candidate.
 */
candidate_id: string, 
/**
 * 学生姓名 as of the registration.
 */
name: string, 
/**
 * 证件号码, masked.
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
 * 考试计划.
 */
plan: string, 
/**
 * 证书 with level.
 */
certificate: string, 
/**
 * 考试科目.
 */
subject: string, 
/**
 * What 参考对象类型 may be; empty when the subject is for all.
 */
audiences: Array<string>, 
/**
 * 参考对象类型.
 */
audience: string, 
/**
 * 考场 and seat, once seated.
 */
seat: string, 
/**
 * 场次, once seated.
 */
session: string, 
/**
 * 未排考, 待考试, 考试中, 已结束.
 */
status: string, 
/**
 * 未缴费, 已缴费.
 */
payment: string, 
/**
 * When it was made.
 */
registered_at: string, 
/**
 * Whether it may be changed or deleted (R-165, R-168, R-169).
 */
delete: Permit, };

/**
 * For what somebody is to be registered.
 */
export type RegistrationTarget = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * 证书.
 */
certificate_id: string, 
/**
 * 考试科目; empty for all of the certificate, in a plan 按证书.
 */
subject_ids: Array<string>, 
/**
 * 参考对象类型, where a subject asks for it (R-164).
 */
audience: string, };

/**
 * How many are registered for a certificate, and for each of its subjects.
 */
export type RegistrationTotal = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * 计划名称.
 */
plan: string, 
/**
 * The certificate.
 */
certificate_id: string, 
/**
 * 证书 with level.
 */
certificate: string, 
/**
 * The subject.
 */
subject_id: string, 
/**
 * 科目名称.
 */
subject: string, 
/**
 * Registrations.
 */
registered: number, 
/**
 * With a seat.
 */
seated: number, };

/**
 * A backup that was restored.
 */
export type RestoreReport = { 
/**
 * The workspace's folder.
 */
workspace: string, 
/**
 * When the backup was made.
 */
made_at: string, 
/**
 * Where the database that was there before is kept.
 */
kept: string | null, };

/**
 * 恢复 into a new folder.
 */
export type RestoreRequest = { 
/**
 * The backup and its key.
 */
backup: ProofRequest, 
/**
 * A folder that does not exist yet, or is empty.
 */
folder: string, };

/**
 * Whose number, and what for.
 */
export type RevealRequest = { 
/**
 * The candidate.
 */
candidate_id: string, 
/**
 * 查看原因; it stands in the audit.
 */
reason: string, };

/**
 * What the mask hides.
 */
export type Revealed = { 
/**
 * 姓名.
 */
name: string, 
/**
 * 证件类型.
 */
id_type: string, 
/**
 * 证件号码, whole.
 */
id_number: string, 
/**
 * 手机号码, whole.
 */
phone: string, 
/**
 * Birth date in the number, `2008-06-01`; missing when it holds none.
 */
birth_date: string | null, };

/**
 * A role of a school (R-012).
 */
export type Role = "principal" | "administrator" | "invigilator";

/**
 * A role that can be given.
 */
export type RoleChoice = { 
/**
 * The role.
 */
role: Role, 
/**
 * Its label.
 */
label: string, 
/**
 * What it may do, as the ends of sentences.
 */
may: Array<string>, };

/**
 * 沿用: from which plan to which.
 */
export type RoomCopy = { 
/**
 * The earlier plan.
 */
from_plan_id: string, 
/**
 * The plan that gets the rooms.
 */
to_plan_id: string, };

/**
 * What 沿用 did.
 */
export type RoomCopyReport = { 
/**
 * Rooms copied.
 */
copied: number, 
/**
 * Rooms left, each with the reason.
 */
left: Array<string>, };

/**
 * How many rooms are in a state.
 */
export type RoomCount = { 
/**
 * Label of the state.
 */
status: string, 
/**
 * Rooms.
 */
count: number, };

/**
 * A room with its picture.
 */
export type RoomDetail = { 
/**
 * As in the list.
 */
row: RoomRow, 
/**
 * As in the form.
 */
form: RoomForm, 
/**
 * The picture.
 */
preview: RoomPreview, };

/**
 * What may be changed of a room (R-155).
 */
export type RoomEdit = "all" | "grow" | "nothing";

/**
 * Rooms to export.
 */
export type RoomExport = { 
/**
 * The file.
 */
path: string, 
/**
 * Only these; all of the filter when empty (R-153).
 */
ids: Array<string>, 
/**
 * What the list is filtered by.
 */
filter: RoomQuery, 
/**
 * Replace an existing file.
 */
overwrite: boolean, };

/**
 * A room as a form holds it.
 */
export type RoomForm = { 
/**
 * Identity; nothing for a new room.
 */
id: string | null, 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * 考核站点.
 */
site_id: string, 
/**
 * 证书.
 */
certificate_id: string, 
/**
 * 考试科目, all of one mode.
 */
subject_ids: Array<string>, 
/**
 * 考场名称.
 */
name: string, 
/**
 * 考位数.
 */
capacity: number, 
/**
 * 省.
 */
province: string, 
/**
 * 市.
 */
city: string, 
/**
 * 区县.
 */
county: string, 
/**
 * 详细地址.
 */
address: string, 
/**
 * Storey as typed.
 */
floor: string, 
/**
 * 备注.
 */
remark: string, 
/**
 * Where the desks stand.
 */
layout: LayoutForm, };

/**
 * Which rooms.
 */
export type RoomIds = { 
/**
 * Their identities.
 */
ids: Array<string>, };

/**
 * A page of rooms.
 */
export type RoomPage = { 
/**
 * How many match.
 */
total: number, 
/**
 * 考位数 of all that match.
 */
capacity: number, 
/**
 * Counts of the state tabs, for the same filter.
 */
counts: Array<RoomCount>, 
/**
 * The rows.
 */
rows: Array<RoomRow>, };

/**
 * A layout with its numbers.
 */
export type RoomPreview = { 
/**
 * The layout, tidied.
 */
layout: LayoutForm, 
/**
 * Every desk, along the walk of the numbers.
 */
seats: Array<RoomSeat>, 
/**
 * Desks with a number: the 考位数 that fits.
 */
capacity: number, 
/**
 * 备用座位 among them.
 */
reserve: number, 
/**
 * 停用座位.
 */
blocked: number, 
/**
 * What is wrong with the layout.
 */
problems: Array<FormProblem>, };

/**
 * What the list is asked for; what is empty does not restrict.
 */
export type RoomQuery = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * 考核站点.
 */
site_id: string, 
/**
 * 证书.
 */
certificate_id: string, 
/**
 * Stable code of 考场类型.
 */
mode: string, 
/**
 * Part of name, code or address.
 */
text: string, 
/**
 * The room itself, for a link to it.
 */
id: string, 
/**
 * Label of the state.
 */
status: string, 
/**
 * Page, from 1.
 */
page: number, 
/**
 * Rows on a page.
 */
page_size: number, };

/**
 * A room in a list.
 */
export type RoomRow = { 
/**
 * Identity.
 */
id: string, 
/**
 * Stable short code.
 */
code: string, 
/**
 * 考场名称.
 */
name: string, 
/**
 * 考试计划.
 */
plan: string, 
/**
 * 考核站点.
 */
site: string, 
/**
 * 证书 with level.
 */
certificate: string, 
/**
 * 考试科目.
 */
subjects: Array<string>, 
/**
 * 笔试考场 …
 */
room_type: string, 
/**
 * 考位数.
 */
capacity: number, 
/**
 * 备用座位 among them.
 */
reserve: number, 
/**
 * Seats given in all sessions.
 */
assigned: number, 
/**
 * The address as it is printed.
 */
address: string, 
/**
 * Storey.
 */
floor: number | null, 
/**
 * Columns as text, `7-8-8-7`.
 */
columns: string, 
/**
 * 未排考, 排考中, 已结束.
 */
status: string, 
/**
 * What may be changed (R-155).
 */
edit: RoomEdit, 
/**
 * Whether it may be deleted (R-156).
 */
delete: Permit, };

/**
 * A desk of a picture.
 */
export type RoomSeat = { 
/**
 * Column from the left.
 */
column: number, 
/**
 * Row from the lectern.
 */
row: number, 
/**
 * 座位号; none for a blocked desk.
 */
number: number | null, 
/**
 * Kept free for late additions.
 */
reserve: boolean, 
/**
 * Counts as 前排.
 */
front: boolean, };

/**
 * A room in one session.
 */
export type RoomUseView = { 
/**
 * Stable short code.
 */
code: string, 
/**
 * 考场名称.
 */
name: string, 
/**
 * 考核站点.
 */
site: string, 
/**
 * 考试科目.
 */
subject: string, 
/**
 * `2026-06-20 09:00-10:30`.
 */
session: string, 
/**
 * How many sit here.
 */
count: number, 
/**
 * 考位数.
 */
capacity: number, 
/**
 * Neighbouring pairs of the same group.
 */
same_group_neighbours: number, 
/**
 * Least number of such pairs for these people on these seats.
 */
lower_bound: number, 
/**
 * Kept for one candidate who needs a separate room.
 */
separate: boolean, };

/**
 * Somebody for a place.
 */
export type RotaAssignRequest = { 
/**
 * The place.
 */
place: RotaPlaceRef, 
/**
 * Who.
 */
invigilator_id: string, 
/**
 * Instead of whom.
 */
instead: string | null, };

/**
 * Somebody who may be given a place, or why not.
 */
export type RotaCandidate = { 
/**
 * Who.
 */
invigilator_id: string, 
/**
 * 教师姓名.
 */
name: string, 
/**
 * 所属院校.
 */
school: string, 
/**
 * Earlier duties that count.
 */
earlier: number, 
/**
 * Duties in this plan.
 */
duties: number, 
/**
 * Whether the person is free and may be there.
 */
permit: Permit, };

/**
 * Who may be given a place.
 */
export type RotaCandidatesRequest = { 
/**
 * The place.
 */
place: RotaPlaceRef, 
/**
 * Instead of whom.
 */
instead: string | null, };

/**
 * A rota to empty.
 */
export type RotaClearRequest = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * Also what is locked.
 */
locked: boolean, };

/**
 * Somebody at a place.
 */
export type RotaDuty = { 
/**
 * Who.
 */
invigilator_id: string, 
/**
 * 教师姓名.
 */
name: string, 
/**
 * Stays when the plan is arranged again.
 */
locked: boolean, 
/**
 * New in this proposal.
 */
fresh: boolean, 
/**
 * Why that can't be; empty when it can.
 */
problem: string, };

/**
 * Somebody in a session.
 */
export type RotaDutyRef = { 
/**
 * 场次.
 */
session_id: string, 
/**
 * Who.
 */
invigilator_id: string, };

/**
 * 监考安排表 as a file.
 */
export type RotaExport = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * The file.
 */
path: string, 
/**
 * Whole phone numbers: needs the permission and the password.
 */
reveal: boolean, 
/**
 * Replace an existing file.
 */
overwrite: boolean, };

/**
 * What one person has to do.
 */
export type RotaLoad = { 
/**
 * Who.
 */
invigilator_id: string, 
/**
 * 教师姓名.
 */
name: string, 
/**
 * Certificates that are 已认证.
 */
verified: number, 
/**
 * Earlier duties that count.
 */
earlier: number, 
/**
 * Duties in this plan.
 */
duties: number, 
/**
 * Both.
 */
total: number, 
/**
 * Places of this plan where the person may be.
 */
able: boolean, };

/**
 * Duties to lock or unlock.
 */
export type RotaLockRequest = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * Which; all of the plan when empty.
 */
duties: Array<RotaDutyRef>, 
/**
 * Lock them.
 */
locked: boolean, };

/**
 * How a plan is arranged.
 */
export type RotaOptions = { 
/**
 * 监考 in a room.
 */
per_room: number, 
/**
 * 巡考 in a session.
 */
patrols: number, 
/**
 * Who may be assigned: `same_certificate`, `any_verified`, `rehearsal` (R-201).
 */
eligibility: 'same_certificate' | 'any_verified' | 'rehearsal', 
/**
 * Duties of the year before count for the loads.
 */
count_earlier: boolean, 
/**
 * Minutes between two duties of one person, at least.
 */
gap_minutes: number, };

/**
 * A room in a session, or 巡考 of it.
 */
export type RotaPlace = { 
/**
 * 场次.
 */
session_id: string, 
/**
 * 考场; empty for 巡考.
 */
room_id: string, 
/**
 * 监考, 巡考.
 */
role: string, 
/**
 * People needed.
 */
needed: number, 
/**
 * Candidates there.
 */
candidates: number, 
/**
 * People missing.
 */
missing: number, 
/**
 * Who is there.
 */
people: Array<RotaDuty>, };

/**
 * A place of a plan.
 */
export type RotaPlaceRef = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * 场次.
 */
session_id: string, 
/**
 * 考场; empty for 巡考.
 */
room_id: string, };

/**
 * An arrangement to propose.
 */
export type RotaProposeRequest = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * How.
 */
options: RotaOptions, };

/**
 * A room of the plan.
 */
export type RotaRoom = { 
/**
 * Identity; empty for 巡考.
 */
id: string, 
/**
 * 考场名称, or 巡考.
 */
name: string, 
/**
 * Stable short code.
 */
code: string, };

/**
 * A session of the plan.
 */
export type RotaSession = { 
/**
 * Identity.
 */
id: string, 
/**
 * 考试时间.
 */
label: string, 
/**
 * 考试科目.
 */
subject: string, 
/**
 * 证书 with level.
 */
certificate: string, 
/**
 * It has begun and is left alone.
 */
past: boolean, 
/**
 * Rooms in use.
 */
rooms: number, 
/**
 * Candidates with a seat.
 */
candidates: number, };

/**
 * A place that lacks people.
 */
export type RotaShortage = { 
/**
 * 场次.
 */
session_id: string, 
/**
 * 考场; empty for 巡考.
 */
room_id: string, 
/**
 * How many are missing.
 */
missing: number, 
/**
 * Where and how many.
 */
place: string, 
/**
 * Why nobody else is there.
 */
reason: string, };

/**
 * Two people to exchange.
 */
export type RotaSwapRequest = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * One.
 */
one: RotaDutyRef, 
/**
 * The other.
 */
other: RotaDutyRef, };

/**
 * Somebody to take off a place.
 */
export type RotaUnassignRequest = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * Who and when.
 */
duty: RotaDutyRef, };

/**
 * A rota.
 */
export type RotaView = { 
/**
 * 考试计划.
 */
plan_id: string, 
/**
 * 计划名称.
 */
plan: string, 
/**
 * How it is arranged.
 */
options: RotaOptions, 
/**
 * The columns, by time.
 */
sessions: Array<RotaSession>, 
/**
 * The rows, by code.
 */
rooms: Array<RotaRoom>, 
/**
 * The cells that are in use.
 */
places: Array<RotaPlace>, 
/**
 * Everybody who takes part, those with the most duties first.
 */
loads: Array<RotaLoad>, 
/**
 * What is missing, one sentence each.
 */
shortages: Array<RotaShortage>, 
/**
 * What is wrong, one sentence each.
 */
findings: Array<string>, 
/**
 * What to know of the way it is arranged.
 */
warnings: Array<string>, 
/**
 * People needed.
 */
needed: number, 
/**
 * Of those, people found.
 */
filled: number, 
/**
 * Most duties of one person, earlier ones included.
 */
most: number, 
/**
 * Fewest duties of one person who could have some.
 */
least: number, 
/**
 * It is a proposal, not written yet.
 */
proposed: boolean, 
/**
 * Duties that the proposal adds, moves or removes.
 */
changes: number, 
/**
 * The last change can be taken back.
 */
can_undo: boolean, };

/**
 * Which rows are shown.
 */
export type RowFilter = "all" | "errors" | "warnings" | "changed" | "fresh" | "unchanged" | "edited";

/**
 * What a row comes to, as a word for the window.
 */
export type RowMark = "unchecked" | "error" | "skipped" | "fresh" | "changed" | "unchanged";

/**
 * A window of rows.
 */
export type RowsPage = { 
/**
 * How many rows the filter finds.
 */
total: number, 
/**
 * The rows that were asked for.
 */
rows: Array<DraftRow>, };

/**
 * What rows are asked for.
 */
export type RowsWanted = { 
/**
 * Which part.
 */
part: number, 
/**
 * Which rows.
 */
filter: RowFilter, 
/**
 * Only errors of this sort; all when empty.
 */
group: string, };

/**
 * A file that was made.
 */
export type RunFile = { 
/**
 * Whole path.
 */
path: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Code of the sheet.
 */
kind: string, 
/**
 * Name of the sheet.
 */
label: string, 
/**
 * Room, or candidate.
 */
of: string, 
/**
 * Pages.
 */
pages: number, };

/**
 * What came of it.
 */
export type RunReport = { 
/**
 * The folder.
 */
folder: string, 
/**
 * The files, in order.
 */
files: Array<RunFile>, 
/**
 * Pages in all.
 */
pages: number, 
/**
 * What was held back.
 */
held: Array<HeldBack>, };

/**
 * What was scanned.
 */
export type ScanAnswer = { 
/**
 * Whether it holds.
 */
state: ScanState, 
/**
 * 有效, 已作废 …
 */
label: string, 
/**
 * Name of the sheet.
 */
sheet: string, 
/**
 * Code of the sheet.
 */
kind: string, 
/**
 * Candidate's name, or room.
 */
of: string, 
/**
 * Where and when, a line each.
 */
lines: Array<string>, 
/**
 * 计划编号.
 */
plan: string, 
/**
 * 考场编号 to print again.
 */
room: string | null, 
/**
 * Candidate's id to print again.
 */
candidate: string | null, 
/**
 * Version on the paper.
 */
version: number | null, 
/**
 * 校验码 on the paper.
 */
checksum: string, 
/**
 * Version that holds now.
 */
current_version: number, 
/**
 * 校验码 that holds now.
 */
current_checksum: string, };

/**
 * Whether the paper still holds.
 */
export type ScanState = "valid" | "outdated" | "number_only";

/**
 * A school is looked for.
 */
export type SchoolSearch = { 
/**
 * Part of the name, or the code.
 */
text: string, };

/**
 * A certificate at a level.
 */
export type ScopeCertificate = { 
/**
 * Its identity.
 */
id: string, 
/**
 * Name and level.
 */
label: string, };

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
 * A desk by column and row, both from 1.
 */
export type SeatPosition = { 
/**
 * From the left of somebody who faces the lectern.
 */
column: number, 
/**
 * From the lectern.
 */
row: number, };

/**
 * What a seating did.
 */
export type SeatReport = { 
/**
 * Candidates with a registration that was to be seated.
 */
candidates: number, 
/**
 * Registrations to be seated.
 */
registrations: number, 
/**
 * Registrations with a seat.
 */
seated: number, 
/**
 * Registrations without one, and why.
 */
unseated: Array<UnseatedView>, 
/**
 * Rooms in use, each in one session.
 */
rooms: Array<RoomUseView>, 
/**
 * Neighbouring pairs of the same group that are left.
 */
same_group_neighbours: number, 
/**
 * Proven least number of such pairs.
 */
lower_bound: number, 
/**
 * The two are equal: 已达最优.
 */
optimal: boolean, 
/**
 * SHA-256 of inputs, seed and result.
 */
fingerprint: string, 
/**
 * Its first eight digits: 校验码.
 */
check_code: string, 
/**
 * Things worth a look.
 */
notices: Array<string>, };

/**
 * Somebody in a seat.
 */
export type SeatedPerson = { 
/**
 * The registration.
 */
registration_id: string, 
/**
 * The candidate.
 */
candidate_id: string, 
/**
 * 姓名.
 */
name: string, 
/**
 * 班级.
 */
class_name: string, 
/**
 * 所属院校.
 */
school: string, 
/**
 * 证件号码, masked.
 */
id_number: string, 
/**
 * 准考证号.
 */
exam_number: string, 
/**
 * There is a photo.
 */
has_photo: boolean, 
/**
 * The group that the colour stands for.
 */
group: string, 
/**
 * Colour, 1 to 8.
 */
colour: number, 
/**
 * Locked.
 */
locked: boolean, 
/**
 * 前排, 一楼, 单独考场, 延时30%.
 */
marks: Array<string>, 
/**
 * Changed by hand, and not printed anew since.
 */
changed: boolean, 
/**
 * Neighbours of the same group, by seat number.
 */
same_group: Array<number>, };

/**
 * Two subjects whose sessions overlap.
 */
export type SeatingClash = { 
/**
 * What overlaps, and for how many.
 */
message: string, 
/**
 * There is no choice of sessions without overlap.
 */
unavoidable: boolean, 
/**
 * Registered for both.
 */
candidates: number, };

/**
 * What a colour stands for.
 */
export type SeatingColour = { 
/**
 * Colour, 1 to 8.
 */
colour: number, 
/**
 * The group.
 */
label: string, 
/**
 * How many of it are in the room.
 */
count: number, };

/**
 * What the colours of the picture tell apart.
 */
export type SeatingColourBy = "class" | "major" | "school";

/**
 * What a change would do.
 */
export type SeatingConsequence = { 
/**
 * The rules allow it.
 */
allowed: boolean, 
/**
 * `move`, `swap`, `add`, `remove` …; empty when it is not allowed.
 */
kind: string, 
/**
 * 与 19 号叶清商对换, or why it is not allowed.
 */
text: string, 
/**
 * Neighbouring pairs of the same group in the rooms concerned, now.
 */
pairs_before: number, 
/**
 * The same, then.
 */
pairs_after: number, 
/**
 * `同班相邻 0 → 2 对`.
 */
pairs_text: string, 
/**
 * Sheets to print again.
 */
sheets: Array<SeatingSheets>, 
/**
 * How many.
 */
sheet_count: number, };

/**
 * A desk.
 */
export type SeatingDesk = { 
/**
 * Column from the left, from 1.
 */
column: number, 
/**
 * Row from the lectern, from 1.
 */
row: number, 
/**
 * 座位号; none for a desk out of use.
 */
seat: number | null, 
/**
 * `regular`, `reserve`, `blocked`.
 */
kind: string, 
/**
 * Who sits here.
 */
person: SeatedPerson | null, };

/**
 * One student in one subject.
 */
export type SeatingDetail = { 
/**
 * The registration.
 */
registration_id: string, 
/**
 * The candidate.
 */
candidate_id: string, 
/**
 * 姓名.
 */
name: string, 
/**
 * 学生编号.
 */
candidate_number: string, 
/**
 * 证件号码, masked.
 */
id_number: string, 
/**
 * 准考证号.
 */
exam_number: string, 
/**
 * 所属院校.
 */
school: string, 
/**
 * 班级.
 */
class_name: string, 
/**
 * 考试证书（等级）.
 */
certificate: string, 
/**
 * 科目名称.
 */
subject: string, 
/**
 * 考试方式.
 */
mode: string, 
/**
 * `2026-06-20 09:00-10:30`.
 */
time: string, 
/**
 * 考核站点.
 */
site: string, 
/**
 * 考场名称.
 */
room: string, 
/**
 * 座位号.
 */
seat: number | null, 
/**
 * Locked.
 */
locked: boolean, 
/**
 * 照顾安排.
 */
access: string, 
/**
 * 已排座 or 未排座.
 */
status: string, 
/**
 * For a link to the picture.
 */
room_id: string | null, 
/**
 * The same.
 */
session_id: string | null, };

/**
 * How many rows are in a state.
 */
export type SeatingDetailCount = { 
/**
 * 已排座 or 未排座.
 */
status: string, 
/**
 * How many.
 */
count: number, };

/**
 * A page of 排考明细.
 */
export type SeatingDetailPage = { 
/**
 * How many match.
 */
total: number, 
/**
 * Counts of the status tabs.
 */
counts: Array<SeatingDetailCount>, 
/**
 * The rows, masked.
 */
rows: Array<SeatingDetail>, };

/**
 * What 排考明细 is asked for; what is empty does not restrict.
 */
export type SeatingDetailQuery = { 
/**
 * The plan.
 */
plan_id: string | null, 
/**
 * The subject.
 */
subject_id: string | null, 
/**
 * The session.
 */
session_id: string | null, 
/**
 * The site.
 */
site_id: string | null, 
/**
 * The room.
 */
room_id: string | null, 
/**
 * Part of name, number, class or room.
 */
text: string, 
/**
 * 班级.
 */
class: string, 
/**
 * 已排座 or 未排座; all when empty.
 */
status: string, 
/**
 * Page, from 1.
 */
page: number, 
/**
 * Rows on a page.
 */
page_size: number, };

/**
 * What a change did.
 */
export type SeatingDone = { 
/**
 * In one sentence.
 */
text: string, 
/**
 * Neighbouring pairs of the same group that are left in the plan.
 */
pairs: number, 
/**
 * Proven least number of such pairs.
 */
bound: number, 
/**
 * Printed sheets that are no longer true because of this change.
 */
sheets: Array<SeatingSheets>, 
/**
 * How many.
 */
sheet_count: number, };

/**
 * What was exported.
 */
export type SeatingExportAnswer = { 
/**
 * The file.
 */
file: string, 
/**
 * Rows in it.
 */
rows: number, };

/**
 * What is exported.
 */
export type SeatingExportKind = "details" | "rooms";

/**
 * An export.
 */
export type SeatingExportRequest = { 
/**
 * What.
 */
kind: SeatingExportKind, 
/**
 * The file to write.
 */
path: string, 
/**
 * Replace an existing file.
 */
overwrite: boolean, 
/**
 * The ticked registrations; everything that the filter finds when empty.
 */
registration_ids: Array<string>, 
/**
 * The filter.
 */
filter: SeatingDetailQuery, };

/**
 * What a seating would need and cost.
 */
export type SeatingForecast = { 
/**
 * Registrations to be seated.
 */
registrations: number, 
/**
 * Of these, how many get a seat.
 */
seated: number, 
/**
 * Why the others do not.
 */
lacks: Array<SeatingLack>, 
/**
 * What each session takes.
 */
needs: Array<SeatingNeed>, 
/**
 * Subjects whose sessions overlap.
 */
clashes: Array<SeatingClash>, 
/**
 * What will be lost; empty when nothing is.
 */
losses: Array<string>, 
/**
 * Things worth a look.
 */
notices: Array<string>, };

/**
 * Registrations that would stay without a seat, for one reason.
 */
export type SeatingLack = { 
/**
 * Stable code of the reason.
 */
code: string, 
/**
 * The reason and what to do.
 */
message: string, 
/**
 * For how many.
 */
count: number, };

/**
 * A change since the last seating.
 */
export type SeatingLateChange = { 
/**
 * Identity.
 */
id: string, 
/**
 * `move`, `swap`, `add`, `remove`, `lock`, `unlock`.
 */
kind: string, 
/**
 * Its word.
 */
label: string, 
/**
 * Whose seats.
 */
names: string, 
/**
 * `101-05 → 102-12`.
 */
place: string, 
/**
 * `2026-06-15 09:42`.
 */
at: string, 
/**
 * Who did it.
 */
actor: string, 
/**
 * Taken back.
 */
undone: boolean, 
/**
 * Room to show for it.
 */
room_id: string | null, 
/**
 * Its session.
 */
session_id: string | null, };

/**
 * The late changes of a plan.
 */
export type SeatingLateChanges = { 
/**
 * The newest first.
 */
changes: Array<SeatingLateChange>, 
/**
 * Printed sheets that are no longer true.
 */
sheets: Array<SeatingSheets>, 
/**
 * How many.
 */
sheet_count: number, 
/**
 * Desks whose label must be taken off: nobody sits there any more.
 */
void_desks: Array<string>, 
/**
 * Seated people whom no change touched.
 */
untouched: number, 
/**
 * There is something to take back.
 */
can_undo: boolean, 
/**
 * There is something to make again.
 */
can_redo: boolean, };

/**
 * Somebody to a seat: a move, an exchange with whoever sits there, or a first seat.
 */
export type SeatingMoveRequest = { 
/**
 * The plan.
 */
plan_id: string, 
/**
 * Whose registration.
 */
registration_id: string, 
/**
 * The session.
 */
session_id: string, 
/**
 * The room.
 */
room_id: string, 
/**
 * The seat.
 */
seat: number, };

/**
 * What one session needs.
 */
export type SeatingNeed = { 
/**
 * 科目名称.
 */
subject: string, 
/**
 * `2026-06-20 09:00-10:30`.
 */
session: string, 
/**
 * Who sits in it.
 */
candidates: number, 
/**
 * Rooms it takes.
 */
rooms: number, 
/**
 * Rooms that there are for the subject.
 */
rooms_there: number, 
/**
 * 考位数 of the rooms it takes.
 */
seats: number, };

/**
 * One registration.
 */
export type SeatingOneRequest = { 
/**
 * The plan.
 */
plan_id: string, 
/**
 * The registration.
 */
registration_id: string, };

/**
 * How to seat.
 */
export type SeatingOptions = { 
/**
 * The plan.
 */
plan_id: string, 
/**
 * Only this subject; all when missing.
 */
subject_id: string | null, 
/**
 * `roster`, `number`, `random`, `mix`.
 */
order: string, 
/**
 * For `mix`: `class`, `major`, `school`.
 */
mix: Array<string>, 
/**
 * For `mix`: 4 or 8.
 */
neighbours: number, 
/**
 * Seed of everything random.
 */
seed: number, };

/**
 * Where the seating of a plan stands.
 */
export type SeatingOverview = { 
/**
 * Every plan.
 */
plans: Array<SeatingPlanChoice>, 
/**
 * The plan that is shown; none when there is none.
 */
plan: SeatingPlanChoice | null, 
/**
 * Seating the plan is possible now.
 */
open: boolean, 
/**
 * Why not.
 */
closed_reason: string | null, 
/**
 * 排考时间.
 */
window: string, 
/**
 * Its subjects.
 */
subjects: Array<SeatingSubject>, 
/**
 * Subjects whose sessions overlap.
 */
clashes: Array<SeatingClash>, 
/**
 * Registrations.
 */
registered: number, 
/**
 * With a seat.
 */
seated: number, 
/**
 * Locked seats.
 */
locked: number, 
/**
 * Rooms of the plan.
 */
rooms: number, 
/**
 * The last seating.
 */
run: SeatingRun | null, };

/**
 * A room with who sits where.
 */
export type SeatingPicture = { 
/**
 * The room.
 */
room: SeatingRoom, 
/**
 * 考试科目.
 */
subject: string, 
/**
 * 考试证书（等级）.
 */
certificate: string, 
/**
 * 考试时间.
 */
time: string, 
/**
 * Columns.
 */
columns: number, 
/**
 * Rows of the tallest column.
 */
rows: number, 
/**
 * An aisle runs after each of these columns.
 */
aisles: Array<number>, 
/**
 * `front_left`, `front_right`, `back_left`, `back_right`.
 */
door: string, 
/**
 * Every desk, in walking order.
 */
desks: Array<SeatingDesk>, 
/**
 * What the colours stand for.
 */
colours: Array<SeatingColour>, };

/**
 * A plan to choose.
 */
export type SeatingPlanChoice = { 
/**
 * The plan.
 */
id: string, 
/**
 * 计划编号.
 */
number: string, 
/**
 * 计划名称.
 */
name: string, };

/**
 * Which plan; the one that is being arranged when missing.
 */
export type SeatingPlanQuery = { 
/**
 * The plan.
 */
plan_id: string | null, };

/**
 * Which plan.
 */
export type SeatingPlanRequest = { 
/**
 * The plan.
 */
plan_id: string, };

/**
 * A room in a session.
 */
export type SeatingRoom = { 
/**
 * The room.
 */
room_id: string, 
/**
 * Stable short code.
 */
code: string, 
/**
 * 考场名称.
 */
name: string, 
/**
 * 考核站点.
 */
site: string, 
/**
 * Where it is and what kind: 教学楼 A 座 1 层，笔试考场.
 */
place: string, 
/**
 * How many sit here in this session.
 */
seated: number, 
/**
 * 考位数.
 */
capacity: number, 
/**
 * Neighbouring pairs of the same group.
 */
pairs: number, 
/**
 * Least number of such pairs for these people on these seats.
 */
bound: number, 
/**
 * Locked seats.
 */
locked: number, 
/**
 * Kept for one candidate who needs a separate room.
 */
separate: boolean, 
/**
 * Printed sheets of the room are no longer true.
 */
stale: boolean, };

/**
 * Which room in which session.
 */
export type SeatingRoomRequest = { 
/**
 * The plan.
 */
plan_id: string, 
/**
 * The session.
 */
session_id: string, 
/**
 * The room.
 */
room_id: string, 
/**
 * What the colours tell apart.
 */
colour_by?: SeatingColourBy, };

/**
 * The rooms of a session.
 */
export type SeatingRooms = { 
/**
 * Those in use, then those that could be.
 */
rooms: Array<SeatingRoom>, 
/**
 * Rooms in use.
 */
used: number, 
/**
 * How many sit in this session.
 */
seated: number, 
/**
 * 考位数 of the rooms in use.
 */
capacity: number, 
/**
 * Neighbouring pairs of the same group in this session.
 */
pairs: number, 
/**
 * Sum of the least numbers of the rooms.
 */
bound: number, 
/**
 * What counts as one group: 同班, 同专业 …
 */
group_label: string, 
/**
 * 上下左右 4 个方向 or 8 个方向.
 */
neighbours: string, 
/**
 * 照顾安排 of those in this session: 前排 1，延时 1; empty when there is none.
 */
access: string, 
/**
 * Locked seats in this session.
 */
locked: number, };

/**
 * How the plan was seated last.
 */
export type SeatingRun = { 
/**
 * `roster`, `number`, `random`, `mix`.
 */
order: string, 
/**
 * Its word.
 */
order_label: string, 
/**
 * `class`, `major`, `school`.
 */
mix: Array<string>, 
/**
 * 4 or 8.
 */
neighbours: number, 
/**
 * Seed of everything random.
 */
seed: number, 
/**
 * Neighbouring pairs of the same group.
 */
pairs: number, 
/**
 * Proven least number of such pairs.
 */
bound: number, 
/**
 * The two are equal: 已达最优.
 */
optimal: boolean, 
/**
 * 同班, 同专业 …
 */
group_label: string, 
/**
 * Which neighbours count.
 */
neighbours_label: string, 
/**
 * First eight digits of the fingerprint.
 */
check_code: string, 
/**
 * Whole fingerprint.
 */
fingerprint: string, 
/**
 * When.
 */
made_at: string, 
/**
 * Changes by hand since.
 */
changes: number, };

/**
 * A session to choose.
 */
export type SeatingSession = { 
/**
 * The session.
 */
id: string, 
/**
 * `2026-06-20 09:00-10:30`.
 */
label: string, 
/**
 * How many are seated in it.
 */
seated: number, 
/**
 * In how many rooms.
 */
rooms: number, };

/**
 * Which session.
 */
export type SeatingSessionRequest = { 
/**
 * The plan.
 */
plan_id: string, 
/**
 * The session.
 */
session_id: string, };

/**
 * Sheets of one kind.
 */
export type SeatingSheets = { 
/**
 * Name of the sheet: 准考证, 门贴 …
 */
sheet: string, 
/**
 * Whose: names, rooms, or desks such as `101-05`.
 */
of: Array<string>, };

/**
 * Several registrations.
 */
export type SeatingSomeRequest = { 
/**
 * The plan.
 */
plan_id: string, 
/**
 * The registrations.
 */
registration_ids: Array<string>, };

/**
 * A subject and how far it is seated (R-180).
 */
export type SeatingSubject = { 
/**
 * The subject.
 */
id: string, 
/**
 * 科目名称.
 */
name: string, 
/**
 * 考试证书（等级）.
 */
certificate: string, 
/**
 * 笔试, 机考, 实操.
 */
mode: string, 
/**
 * 未开始, 未排考, 排考中, 已排完, 已结束.
 */
status: string, 
/**
 * Registrations.
 */
registered: number, 
/**
 * With a seat.
 */
seated: number, 
/**
 * Sessions.
 */
sessions: Array<SeatingSession>, 
/**
 * Seats that all rooms have in all sessions together.
 */
available: number, 
/**
 * Seats that are missing even if no other subject used the rooms.
 */
missing: number, 
/**
 * Rooms by site.
 */
supply: Array<SeatingSupply>, };

/**
 * Seats of one subject at one site.
 */
export type SeatingSupply = { 
/**
 * 考核站点.
 */
site: string, 
/**
 * Rooms of the subject's type there.
 */
rooms: number, 
/**
 * Their 考位数.
 */
capacity: number, };

/**
 * An exchange.
 */
export type SeatingSwapRequest = { 
/**
 * The plan.
 */
plan_id: string, 
/**
 * One registration.
 */
first_id: string, 
/**
 * The other.
 */
second_id: string, };

/**
 * Which change to take back or to make again.
 */
export type SeatingUndoRequest = { 
/**
 * The plan.
 */
plan_id: string, 
/**
 * The change; the next in order when missing.
 */
change_id: string | null, };

/**
 * Somebody without a seat.
 */
export type SeatingUnseated = { 
/**
 * The registration.
 */
registration_id: string, 
/**
 * The candidate.
 */
candidate_id: string, 
/**
 * 姓名.
 */
name: string, 
/**
 * 班级.
 */
class_name: string, 
/**
 * The subject.
 */
subject_id: string, 
/**
 * 科目名称.
 */
subject: string, 
/**
 * 前排, 一楼, 单独考场, 延时30%.
 */
marks: Array<string>, 
/**
 * Stable code of the reason; `seat_free` when there is a seat.
 */
code: string, 
/**
 * The reason and what to do.
 */
message: string, 
/**
 * Page that mends it; none when it is mended here.
 */
link: string | null, };

/**
 * Those without a seat.
 */
export type SeatingUnseatedList = { 
/**
 * How many.
 */
total: number, 
/**
 * The first of them.
 */
rows: Array<SeatingUnseated>, };

/**
 * Those without a seat of a plan, or of one subject.
 */
export type SeatingUnseatedRequest = { 
/**
 * The plan.
 */
plan_id: string, 
/**
 * The subject.
 */
subject_id: string | null, };

/**
 * A second factor that is being set up.
 */
export type SecondFactor = { 
/**
 * To be typed into the app on the phone.
 */
secret: string, 
/**
 * The same as a QR code: rows of `1` (dark) and `0`.
 */
qr: Array<string>, };

/**
 * Turns the second factor on.
 */
export type SecondFactorRequest = { 
/**
 * The secret that was shown.
 */
secret: string, 
/**
 * What the phone shows.
 */
code: string, };

/**
 * What the secret protects.
 */
export type SecretKind = "password" | "passphrase";

/**
 * A session as a form holds it.
 */
export type SessionForm = { 
/**
 * Identity; nothing for a new one.
 */
id: string | null, 
/**
 * `2026-06-20`.
 */
date: string, 
/**
 * `09:00`.
 */
start: string, 
/**
 * `10:30`.
 */
end: string, };

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
 * Who is signed in; also whose window is locked.
 */
user: SignedIn | null, 
/**
 * The open workspace has no account yet: its 负责人 is made instead of a login.
 */
without_accounts: boolean, 
/**
 * Now by the workspace's clock, ISO 8601 without zone.
 */
now: string, 
/**
 * Version of the program.
 */
version: string, };

/**
 * A session of a subject.
 */
export type SessionView = { 
/**
 * Identity.
 */
id: string, 
/**
 * First minute.
 */
start: string, 
/**
 * Last minute.
 */
end: string, 
/**
 * `2026-06-20 09:00-10:30`.
 */
label: string, 
/**
 * Seats given in it.
 */
seated: number, };

/**
 * What is changed; what is not given stays.
 */
export type SettingsDraft = { 
/**
 * `lyu`, `lv` or `lü`.
 */
pinyin_u: string | null, 
/**
 * 准考证号 rule.
 */
number_rule: string | null, 
/**
 * Minutes until the idle window locks itself; 0 for never.
 */
auto_lock_minutes: number | null, 
/**
 * `first6_last4` or `first3_last4`.
 */
mask_style: string | null, };

/**
 * The settings as shown.
 */
export type SettingsView = { 
/**
 * `lyu`, `lv` or `lü`.
 */
pinyin_u: string, 
/**
 * Such as `{date}{plan:4}{site:9}{serial:5}`.
 */
number_rule: string, 
/**
 * Minutes until the idle window locks itself; 0 for never.
 */
auto_lock_minutes: number, 
/**
 * `first6_last4` or `first3_last4`.
 */
mask_style: string, };

/**
 * A sheet of the file.
 */
export type SheetChoice = { 
/**
 * Its name.
 */
name: string, 
/**
 * It has the headings that are needed.
 */
fits: boolean, };

/**
 * Where a sheet stands.
 */
export type SheetState = "printed" | "unprinted" | "outdated";

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
 * A site to choose.
 */
export type SiteChoice = { 
/**
 * Identity.
 */
id: string, 
/**
 * 考核站点名称.
 */
name: string, 
/**
 * 省.
 */
province: string, 
/**
 * 市.
 */
city: string, 
/**
 * 区县.
 */
county: string, 
/**
 * 详细地址.
 */
address: string, 
/**
 * Whether rooms may use it (R-138).
 */
usable: Permit, };

/**
 * A site as a form holds it.
 */
export type SiteForm = { 
/**
 * Identity; nothing for a new site.
 */
id: string | null, 
/**
 * 考核站点编号.
 */
number: string, 
/**
 * 考核站点名称.
 */
name: string, 
/**
 * 申报院校; the own school when empty.
 */
school: string, 
/**
 * 省.
 */
province: string, 
/**
 * 市.
 */
city: string, 
/**
 * 区县.
 */
county: string, 
/**
 * 详细地址.
 */
address: string, 
/**
 * 审核状态.
 */
review: string, 
/**
 * 已启用, 已停用.
 */
state: string, };

/**
 * A page of sites.
 */
export type SitePage = { 
/**
 * How many match.
 */
total: number, 
/**
 * Counts of the state tabs.
 */
counts: Array<StageCount>, 
/**
 * The rows.
 */
rows: Array<SiteRow>, };

/**
 * A site in a list.
 */
export type SiteRow = { 
/**
 * Identity.
 */
id: string, 
/**
 * 考核站点编号.
 */
number: string, 
/**
 * 考核站点名称.
 */
name: string, 
/**
 * 申报院校.
 */
school: string, 
/**
 * 省.
 */
province: string, 
/**
 * 市.
 */
city: string, 
/**
 * 区县.
 */
county: string, 
/**
 * 详细地址.
 */
address: string, 
/**
 * The address as it is printed.
 */
full_address: string, 
/**
 * 审核状态.
 */
review: string, 
/**
 * 已启用, 已停用.
 */
state: string, 
/**
 * 考核证书 that rooms at this site are for.
 */
certificates: Array<string>, 
/**
 * Rooms in all plans.
 */
rooms: number, 
/**
 * Whether rooms may use it (R-138).
 */
usable: Permit, 
/**
 * Whether it may be deleted.
 */
delete: Permit, };

/**
 * Where the window stands.
 */
export type Stage = "first_run" | "locked" | "signed_out" | "ready";

/**
 * How many records are in a state.
 */
export type StageCount = { 
/**
 * Label of the state.
 */
status: string, 
/**
 * Records.
 */
count: number, };

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
 * How a step stands.
 */
export type StepState = "done" | "look" | "stop" | "todo" | "idle";

/**
 * A part of the storage.
 */
export type StoragePart = { 
/**
 * Stable code.
 */
code: string, 
/**
 * What it is.
 */
label: string, 
/**
 * What it is for, and whether it can go.
 */
note: string, 
/**
 * Bytes.
 */
bytes: number, 
/**
 * Files; 0 for a part of another file.
 */
files: number, };

/**
 * What lies in the folder of the workspace.
 */
export type StorageView = { 
/**
 * The folder.
 */
folder: string, 
/**
 * Bytes of everything in it.
 */
total_bytes: number, 
/**
 * Its parts.
 */
parts: Array<StoragePart>, };

/**
 * How good it is.
 */
export type Strength = "weak" | "fair" | "good" | "strong";

/**
 * A secret is judged.
 */
export type StrengthRequest = { 
/**
 * What it protects.
 */
kind: SecretKind, 
/**
 * As typed.
 */
text: string, 
/**
 * What an attacker knows: school, account, name.
 */
known: Array<string>, };

/**
 * The verdict on a secret.
 */
export type StrengthView = { 
/**
 * How good.
 */
strength: Strength, 
/**
 * In one word.
 */
label: string, 
/**
 * It will be taken.
 */
acceptable: boolean, 
/**
 * What would make it better.
 */
advice: Array<string>, };

/**
 * A subject to choose.
 */
export type SubjectChoice = { 
/**
 * Identity.
 */
id: string, 
/**
 * 科目名称.
 */
name: string, 
/**
 * Stable code of 考试方式.
 */
mode: string, 
/**
 * 笔试考场 …: the type of its rooms.
 */
room_type: string, 
/**
 * 参考对象; empty means 所有考生.
 */
audience: Array<string>, };

/**
 * A subject as a form holds it.
 */
export type SubjectForm = { 
/**
 * Identity; nothing for a new subject.
 */
id: string | null, 
/**
 * Its plan.
 */
plan_id: string, 
/**
 * Its certificate.
 */
certificate_id: string, 
/**
 * 科目编号.
 */
code: string, 
/**
 * 科目名称.
 */
name: string, 
/**
 * 笔试, 机考, 实操.
 */
mode: string, 
/**
 * 参考对象, joined by 、; empty means 所有考生.
 */
audience: string, 
/**
 * 场次.
 */
sessions: Array<SessionForm>, };

/**
 * A page of subjects.
 */
export type SubjectPage = { 
/**
 * How many match.
 */
total: number, 
/**
 * Counts of the state tabs.
 */
counts: Array<StageCount>, 
/**
 * The rows.
 */
rows: Array<SubjectRow>, };

/**
 * A subject in a list.
 */
export type SubjectRow = { 
/**
 * Identity.
 */
id: string, 
/**
 * Its plan.
 */
plan_id: string, 
/**
 * 计划名称.
 */
plan: string, 
/**
 * Its certificate.
 */
certificate_id: string, 
/**
 * 证书 with level.
 */
certificate: string, 
/**
 * 科目编号.
 */
code: string, 
/**
 * 科目名称.
 */
name: string, 
/**
 * Stable code of 考试方式.
 */
mode: string, 
/**
 * 笔试, 机考, 实操.
 */
mode_label: string, 
/**
 * 参考对象; empty means 所有考生.
 */
audience: Array<string>, 
/**
 * 场次.
 */
sessions: Array<SessionView>, 
/**
 * Registrations.
 */
registered: number, 
/**
 * With a seat.
 */
seated: number, 
/**
 * 未开始, 未排考, 排考中, 已排完, 已结束.
 */
status: string, 
/**
 * Whether it may be deleted.
 */
delete: Permit, 
/**
 * Whether certificate, 考试方式 and 参考对象 may be changed.
 */
change_kind: Permit, };

/**
 * A table that was written.
 */
export type TableExport = { 
/**
 * The file.
 */
file: string, 
/**
 * Rows in it.
 */
rows: number, 
/**
 * Numbers in it are masked.
 */
masked: boolean, };

/**
 * Which long work to stop.
 */
export type TaskRequest = { 
/**
 * The name it was started with.
 */
task_id: string, };

/**
 * Which template.
 */
export type TemplateRequest = { 
/**
 * `roster`, `rooms`, `exam`, `registrations`, `invigilators`.
 */
kind: string, 
/**
 * The file.
 */
path: string, 
/**
 * Replace a file that is there.
 */
overwrite: boolean, };

/**
 * Where the window stands, after a sign of life.
 */
export type TouchAnswer = { 
/**
 * Where the window stands.
 */
stage: Stage, 
/**
 * Seconds until the window locks itself; missing when it doesn't.
 */
locks_in: number | null, };

/**
 * Whether somebody is at the window.
 */
export type TouchRequest = { 
/**
 * Keys or pointer were used since the last call.
 */
active: boolean, };

/**
 * What can be filtered.
 */
export type TrailChoices = { 
/**
 * Everybody who stands in the trail.
 */
actors: Array<string>, 
/**
 * Every kind of operation.
 */
kinds: Array<TrailKind>, };

/**
 * What one operation changed.
 */
export type TrailDetail = { 
/**
 * The records, at most 200.
 */
records: Array<TrailRecord>, 
/**
 * How many there are.
 */
total: number, };

/**
 * Which entry.
 */
export type TrailEntryRequest = { 
/**
 * Its number.
 */
seq: number, };

/**
 * What was exported.
 */
export type TrailExport = { 
/**
 * The file.
 */
file: string, 
/**
 * Rows in it.
 */
rows: number, };

/**
 * 导出操作日志.
 */
export type TrailExportRequest = { 
/**
 * Which entries.
 */
query: TrailQuery, 
/**
 * The workbook.
 */
file: string, 
/**
 * Replace an existing file.
 */
overwrite: boolean, };

/**
 * A changed field.
 */
export type TrailField = { 
/**
 * Its name.
 */
field: string, 
/**
 * Before; missing where the value is not shown.
 */
old: string | null, 
/**
 * After; missing where the value is not shown.
 */
new: string | null, };

/**
 * A kind of operation.
 */
export type TrailKind = { 
/**
 * Stable code.
 */
kind: string, 
/**
 * Its name.
 */
label: string, };

/**
 * A page of the trail, newest first.
 */
export type TrailPage = { 
/**
 * How many match.
 */
total: number, 
/**
 * The entries.
 */
rows: Array<TrailRow>, };

/**
 * What the list is asked for; what is empty does not restrict.
 */
export type TrailQuery = { 
/**
 * Who.
 */
actor: string, 
/**
 * Stable code of the operation.
 */
kind: string, 
/**
 * First day, `2026-06-01`.
 */
from: string, 
/**
 * Last day.
 */
until: string, 
/**
 * Page, from 1.
 */
page: number, 
/**
 * Rows on a page.
 */
page_size: number, };

/**
 * A record that an operation changed.
 */
export type TrailRecord = { 
/**
 * 考生, 考场 …
 */
table: string, 
/**
 * Identity, shortened.
 */
record: string, 
/**
 * 新增, 修改, 删除.
 */
kind: string, 
/**
 * What was changed of it.
 */
fields: Array<TrailField>, };

/**
 * An entry.
 */
export type TrailRow = { 
/**
 * Number, without gaps.
 */
seq: number, 
/**
 * When, ISO 8601.
 */
at: string, 
/**
 * Who.
 */
actor: string, 
/**
 * Stable code of the operation.
 */
kind: string, 
/**
 * Its name.
 */
label: string, 
/**
 * What was done.
 */
summary: string, 
/**
 * Such as `考生新增 3，照片新增 3`.
 */
changes: string, };

/**
 * How a workspace is unlocked.
 */
export type UnlockRequest = { "by": "passphrase", "secret": string } | { "by": "recovery_code", "secret": string } | { "by": "keychain" };

/**
 * A registration without a seat.
 */
export type UnseatedView = { 
/**
 * Candidate's id.
 */
candidate: string, 
/**
 * Candidate's name.
 */
name: string, 
/**
 * Subject.
 */
subject: string, 
/**
 * Stable code of the reason.
 */
code: string, 
/**
 * The reason and what to do.
 */
message: string, };

/**
 * A newer version.
 */
export type UpdateFound = { 
/**
 * Its number.
 */
version: string, 
/**
 * What the publisher says of it.
 */
notes: string, };

/**
 * Whether this program may look for updates.
 */
export type UpdateState = { 
/**
 * The package carries the publisher's key and an address.
 */
is_set: boolean, };

/**
 * The usual layout is wanted.
 */
export type UsualLayoutRequest = { 
/**
 * For so many seats.
 */
capacity: number, };

/**
 * Start and end of a window as typed.
 */
export type WindowForm = { 
/**
 * Such as `2026-06-01 09:00:00`.
 */
start: string, 
/**
 * The end.
 */
end: string, };

/**
 * 新建工作区.
 */
export type WorkspaceDraft = { 
/**
 * Where; empty for the proposed place.
 */
folder: string, 
/**
 * 学校名称.
 */
school: string, 
/**
 * 学校标识码; may be empty.
 */
school_code: string, 
/**
 * 账号 of the 负责人.
 */
account: string, 
/**
 * 姓名.
 */
name: string, 
/**
 * 手机号.
 */
phone: string, 
/**
 * 登录密码.
 */
password: string, 
/**
 * 工作区口令.
 */
passphrase: string, 
/**
 * Keep a key in the keychain of this computer.
 */
use_keychain: boolean, };

/**
 * What this computer knows.
 */
export type WorkspaceList = { 
/**
 * The workspaces, the one opened last first.
 */
workspaces: Array<KnownWorkspaceView>, 
/**
 * Name of the keychain; missing when there is none.
 */
keychain: string | null, };

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

/**
 * A file that was written.
 */
export type WrittenFile = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Rows in it; 0 where rows are not counted.
 */
rows: number, };

/** Every command: what it takes and what it gives. */
export interface Commands {
  'account.add': { request: AccountDraft; response: InitialPassword };
  'account.choices': { request: Nothing; response: AccountChoices };
  'account.delete': { request: AccountRequest; response: null };
  'account.disable': { request: AccountRequest; response: null };
  'account.edit': { request: AccountEdit; response: null };
  'account.enable': { request: AccountRequest; response: null };
  'account.initial_password': { request: AccountRequest; response: InitialPassword };
  'account.list': { request: AccountFilter; response: AccountList };
  'account.reset_binding': { request: AccountRequest; response: null };
  'account.reset_password': { request: AccountRequest; response: InitialPassword };
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
  'audit.choices': { request: Nothing; response: TrailChoices };
  'audit.detail': { request: TrailEntryRequest; response: TrailDetail };
  'audit.export': { request: TrailExportRequest; response: TrailExport };
  'audit.list': { request: TrailQuery; response: TrailPage };
  'backup.inspect': { request: BackupFileRequest; response: BackupInfoView };
  'backup.last': { request: Nothing; response: LastBackup | null };
  'backup.make': { request: BackupRequest; response: BackupReport };
  'backup.prove': { request: ProofRequest; response: ProofView };
  'backup.restore': { request: RestoreRequest; response: RestoreReport };
  'calibration.page': { request: CalibrationRequest; response: PrintPages };
  'candidate.check': { request: CandidateForm; response: CandidateCheck };
  'candidate.confirm': { request: CandidateForm; response: CandidateSaved };
  'candidate.create': { request: CandidateForm; response: CandidateSaved };
  'candidate.delete': { request: CandidateBatchRequest; response: CandidateBatch };
  'candidate.edit': { request: CandidateForm; response: CandidateSaved };
  'candidate.edit_many': { request: CandidateEditMany; response: CandidateBatch };
  'candidate.export': { request: CandidateExport; response: CandidateFile };
  'candidate.get': { request: CandidateRequest; response: CandidateDetail };
  'candidate.history': { request: CandidateRequest; response: Array<CandidateChange> };
  'candidate.list': { request: CandidateQuery; response: CandidateRows };
  'candidate.majors': { request: MajorSearch; response: Array<MajorOption> };
  'candidate.options': { request: Nothing; response: CandidateOptions };
  'candidate.pinyin_choices': { request: CandidateRequest; response: Array<PinyinOption> };
  'candidate.pinyin_confirm': { request: PinyinRequest; response: CandidateSaved };
  'candidate.reveal': { request: RevealRequest; response: Revealed };
  'candidate.template': { request: CandidateTemplate; response: CandidateFile };
  'candidate.undo_delete': { request: Nothing; response: CandidateBatch };
  'candidate.verify': { request: CandidateBatchRequest; response: CandidateBatch };
  'certificate.list': { request: Nothing; response: Array<CertificateView> };
  'certificate.save': { request: CertificateForm; response: FormAnswer };
  'dialog.open': { request: DialogOpen; response: PathAnswer };
  'dialog.save': { request: DialogSave; response: PathAnswer };
  'dialog.show': { request: DialogShow; response: PathAnswer };
  'export.run': { request: ExportRequest; response: WrittenFile };
  'home.overview': { request: Nothing; response: HomeOverview };
  'import.check': { request: ImportCheckRequest; response: ImportCheck };
  'import.choose': { request: ImportChoose; response: ImportDraft };
  'import.close': { request: DraftRequest; response: boolean };
  'import.commit': { request: ImportCommit; response: ImportDone };
  'import.draft_rows': { request: FailedRowsRequest; response: WrittenFile };
  'import.edit_cell': { request: ImportEdit; response: ImportCheck };
  'import.failed_rows': { request: FailedRowsRequest; response: WrittenFile };
  'import.find': { request: ImportFindRequest; response: FoundCell | null };
  'import.kinds': { request: Nothing; response: Array<ImportKindView> };
  'import.open': { request: ImportOpen; response: ImportDraft };
  'import.records': { request: ImportRecordQuery; response: ImportRecordPage };
  'import.redo': { request: DraftRequest; response: ImportStep };
  'import.rows': { request: ImportRowsRequest; response: RowsPage };
  'import.skip_row': { request: ImportSkip; response: ImportCheck };
  'import.undo': { request: DraftRequest; response: ImportStep };
  'invigilator.choices': { request: Nothing; response: InvigilatorChoices };
  'invigilator.delete': { request: InvigilatorIds; response: Array<string> };
  'invigilator.export': { request: InvigilatorExport; response: TableExport };
  'invigilator.get': { request: RecordId; response: InvigilatorDetail };
  'invigilator.list': { request: InvigilatorQuery; response: InvigilatorPage };
  'invigilator.reveal': { request: InvigilatorRevealRequest; response: Revealed };
  'invigilator.save': { request: InvigilatorForm; response: FormAnswer };
  'invigilator.verify': { request: InvigilatorVerifyRequest; response: ChangedCount };
  'passphrase.strength': { request: StrengthRequest; response: StrengthView };
  'photo.crop': { request: PhotoCropRequest; response: CandidateSaved };
  'photo.duplicates': { request: Nothing; response: Array<PhotoPair> };
  'photo.image': { request: CandidateRequest; response: PhotoImage | null };
  'photo.import': { request: PhotoImport; response: PhotoImportAnswer };
  'photo.original': { request: CandidateRequest; response: PhotoPreview };
  'photo.overview': { request: Nothing; response: PhotoOverview };
  'photo.preview': { request: PhotoFile; response: PhotoPreview };
  'photo.refused': { request: RefusedQuery; response: RefusedPage };
  'photo.refused_export': { request: RefusedExport; response: string };
  'photo.remove': { request: CandidateRequest; response: CandidateSaved };
  'photo.replace': { request: PhotoReplace; response: CandidateSaved };
  'plan.delete': { request: RecordId; response: string };
  'plan.detail': { request: RecordId; response: PlanDetail };
  'plan.list': { request: PlanQuery; response: PlanPage };
  'plan.save': { request: PlanForm; response: FormAnswer };
  'print.gate': { request: PrintGateQuery; response: PrintGate };
  'print.overview': { request: PrintPlanQuery; response: PrintOverview };
  'print.preview': { request: PrintPreviewRequest; response: PrintPages };
  'print.printers': { request: Nothing; response: PrinterList };
  'print.profile': { request: Nothing; response: PrintProfileView };
  'print.reprint_changed': { request: PrintReprintRequest; response: RunReport };
  'print.run': { request: PrintRunRequest; response: RunReport };
  'print.save_profile': { request: PrintProfileChange; response: PrintProfileView };
  'print.scan': { request: PrintScanRequest; response: ScanAnswer };
  'print.send': { request: PrintSendRequest; response: PrintSent };
  'registration.add': { request: RegistrationAdd; response: AddReport };
  'registration.applicants': { request: ApplicantQuery; response: ApplicantPage };
  'registration.audience': { request: AudienceChange; response: ChangedCount };
  'registration.delete': { request: RegistrationChoice; response: ChangedCount };
  'registration.export': { request: RegistrationExport; response: TableExport };
  'registration.list': { request: RegistrationQuery; response: RegistrationPage };
  'registration.payment': { request: PaymentMark; response: ChangedCount };
  'registration.totals': { request: RecordId; response: Array<RegistrationTotal> };
  'room.choices': { request: Nothing; response: PlanChoices };
  'room.copy': { request: RoomCopy; response: RoomCopyReport };
  'room.delete': { request: RoomIds; response: Array<string> };
  'room.detail': { request: RecordId; response: RoomDetail };
  'room.export': { request: RoomExport; response: TableExport };
  'room.list': { request: RoomQuery; response: RoomPage };
  'room.preview': { request: PreviewRequest; response: RoomPreview };
  'room.save': { request: RoomForm; response: FormAnswer };
  'room.usual_layout': { request: UsualLayoutRequest; response: RoomPreview };
  'rota.apply': { request: Nothing; response: RotaView };
  'rota.assign': { request: RotaAssignRequest; response: RotaView };
  'rota.candidates': { request: RotaCandidatesRequest; response: Array<RotaCandidate> };
  'rota.clear': { request: RotaClearRequest; response: RotaView };
  'rota.export': { request: RotaExport; response: TableExport };
  'rota.lock': { request: RotaLockRequest; response: RotaView };
  'rota.propose': { request: RotaProposeRequest; response: RotaView };
  'rota.swap': { request: RotaSwapRequest; response: RotaView };
  'rota.unassign': { request: RotaUnassignRequest; response: RotaView };
  'rota.undo': { request: Nothing; response: RotaView };
  'rota.view': { request: RecordId; response: RotaView };
  'school.search': { request: SchoolSearch; response: Array<Institution> };
  'search.all': { request: SearchRequest; response: SearchAnswer };
  'seating.add': { request: SeatingOneRequest; response: SeatingDone };
  'seating.changes': { request: SeatingPlanRequest; response: SeatingLateChanges };
  'seating.details': { request: SeatingDetailQuery; response: SeatingDetailPage };
  'seating.export': { request: SeatingExportRequest; response: SeatingExportAnswer };
  'seating.forecast': { request: SeatingOptions; response: SeatingForecast };
  'seating.lock': { request: SeatingSomeRequest; response: SeatingDone };
  'seating.move': { request: SeatingMoveRequest; response: SeatingDone };
  'seating.overview': { request: SeatingPlanQuery; response: SeatingOverview };
  'seating.preview_move': { request: SeatingMoveRequest; response: SeatingConsequence };
  'seating.preview_remove': { request: SeatingOneRequest; response: SeatingConsequence };
  'seating.redo': { request: SeatingUndoRequest; response: SeatingDone };
  'seating.remove': { request: SeatingOneRequest; response: SeatingDone };
  'seating.room': { request: SeatingRoomRequest; response: SeatingPicture };
  'seating.rooms': { request: SeatingSessionRequest; response: SeatingRooms };
  'seating.run': { request: SeatingOptions; response: SeatReport };
  'seating.swap': { request: SeatingSwapRequest; response: SeatingDone };
  'seating.undo': { request: SeatingUndoRequest; response: SeatingDone };
  'seating.unlock': { request: SeatingSomeRequest; response: SeatingDone };
  'seating.unseated': { request: SeatingUnseatedRequest; response: SeatingUnseatedList };
  'session.bind': { request: BindRequest; response: null };
  'session.change_password': { request: ChangePasswordRequest; response: null };
  'session.change_profile': { request: ProfileDraft; response: null };
  'session.found': { request: FoundRequest; response: null };
  'session.lock': { request: Nothing; response: null };
  'session.login': { request: LoginRequest; response: LoginAnswer };
  'session.logout': { request: Nothing; response: null };
  'session.profile': { request: Nothing; response: Profile };
  'session.reauthenticate': { request: PasswordRequest; response: null };
  'session.recover': { request: RecoverRequest; response: null };
  'session.second_factor_begin': { request: Nothing; response: SecondFactor };
  'session.second_factor_off': { request: Nothing; response: null };
  'session.second_factor_on': { request: SecondFactorRequest; response: null };
  'session.status': { request: Nothing; response: SessionStatus };
  'session.touch': { request: TouchRequest; response: TouchAnswer };
  'session.unlock': { request: PasswordRequest; response: null };
  'settings.change': { request: SettingsDraft; response: SettingsView };
  'settings.get': { request: Nothing; response: SettingsView };
  'settings.try_number_rule': { request: NumberRuleRequest; response: NumberRuleView };
  'site.delete': { request: RecordId; response: string };
  'site.list': { request: PlanQuery; response: SitePage };
  'site.save': { request: SiteForm; response: FormAnswer };
  'subject.delete': { request: RecordId; response: string };
  'subject.list': { request: PlanQuery; response: SubjectPage };
  'subject.save': { request: SubjectForm; response: FormAnswer };
  'system.about': { request: Nothing; response: AboutView };
  'system.check': { request: Nothing; response: CheckReport };
  'system.storage': { request: Nothing; response: StorageView };
  'task.cancel': { request: TaskRequest; response: boolean };
  'template.write': { request: TemplateRequest; response: WrittenFile };
  'update.find': { request: Nothing; response: UpdateFound | null };
  'update.install': { request: Nothing; response: null };
  'update.state': { request: Nothing; response: UpdateState };
  'workspace.change_passphrase': { request: PassphraseRequest; response: null };
  'workspace.create': { request: WorkspaceDraft; response: RecoveryCodeView };
  'workspace.forget': { request: FolderRequest; response: null };
  'workspace.list': { request: Nothing; response: WorkspaceList };
  'workspace.new_recovery_code': { request: Nothing; response: RecoveryCodeView };
  'workspace.open': { request: OpenRequest; response: null };
  'workspace.suggest': { request: SchoolSearch; response: FolderAnswer };
  'workspace.switch': { request: FolderRequest; response: null };
}
