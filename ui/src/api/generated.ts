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
  'candidate.list': { request: CandidateQuery; response: CandidatePage };
  'dialog.open': { request: DialogOpen; response: PathAnswer };
  'dialog.save': { request: DialogSave; response: PathAnswer };
  'dialog.show': { request: DialogShow; response: PathAnswer };
  'photo.image': { request: PhotoImageRequest; response: PhotoImage | null };
  'search.all': { request: SearchRequest; response: SearchAnswer };
  'session.status': { request: Nothing; response: SessionStatus };
  'task.cancel': { request: TaskRequest; response: boolean };
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
