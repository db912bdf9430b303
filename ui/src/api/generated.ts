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

export type ImportDraft = { draft_id: string, kind: string, file: string, size: number, parts: Array<ImportPart>, plans: Array<string>, };

export type ImportPart = { table: string, title: string, sheet: string, sheets: Array<SheetChoice>, header_row: number, head: Array<HeadChoice>, columns: Array<ImportColumn>, fields: Array<FieldChoice>, remembered: boolean, rows: number, };

export type SheetChoice = { name: string, fits: boolean, };

export type HeadChoice = { row: number, text: string, };

export type ImportColumn = { letter: string, heading: string, field: string | null, samples: Array<string>, personal: boolean, reasons: boolean, };

export type FieldChoice = { field: string, heading: string, must: boolean, choices: Array<string>, };

export type ImportCheck = { total: number, fresh: number, changed: number, unchanged: number, errors: number, skipped: number, warnings: number, edited: number, groups: Array<ProblemGroup>, parts: Array<PartCount>, notices: Array<string>, can_undo: boolean, can_redo: boolean, };

export type ProblemGroup = { key: string, label: string, count: number, };

export type PartCount = { total: number, errors: number, };

export type RowFilter = "all" | "errors" | "warnings" | "changed" | "fresh" | "unchanged" | "edited";

export type RowsWanted = { part: number, filter: RowFilter, group: string, };

export type RowsPage = { total: number, rows: Array<DraftRow>, };

export type RowMark = "unchecked" | "error" | "skipped" | "fresh" | "changed" | "unchanged";

export type DraftRow = { row: number, mark: RowMark, cells: Array<string>, hidden: Array<number>, edited: Array<number>, problems: Array<CellProblem>, old: Array<OldCell>, };

export type CellProblem = { column: number | null, code: string, message: string, error: boolean, };

export type OldCell = { column: number | null, heading: string, value: string, };

export type FoundCell = { index: number, row: number, column: number, };

export type FindFrom = { row: number, column: number, back: boolean, };

export type ImportOpen = { kind: string, path: string, };

export type DraftRequest = { draft_id: string, };

export type ImportChoose = { draft_id: string, part: number, sheet: string, header_row: number | null, };

export type ImportCheckRequest = { draft_id: string, columns: Array<Array<string | null>>, plan: string, };

export type ImportRowsRequest = { draft_id: string, wanted: RowsWanted, offset: number, limit: number, };

export type ImportFindRequest = { draft_id: string, wanted: RowsWanted, from: FindFrom, };

export type ImportEdit = { draft_id: string, part: number, row: number, column: number, value: string, };

export type ImportSkip = { draft_id: string, part: number, row: number, skipped: boolean, };

export type ImportStep = { part: number | null, row: number | null, check: ImportCheck, };

export type ImportCommit = { draft_id: string, remember: boolean, };

export type ImportDone = { import_id: string, kind: string, file: string, total: number, accepted: number, refused: number, unchanged: number, problems: Array<ImportFinding>, warnings: Array<ImportFinding>, };

export type ImportFinding = { row: number, column: string, message: string, };

export type ImportRecordQuery = { kind: string, file: string, page: number, page_size: number, };

export type ImportRecordPage = { total: number, rows: Array<ImportRecordView>, };

export type ImportRecordView = { id: string, kind: string, kind_label: string, file: string, actor: string, at: string, total: number, accepted: number, refused: number, unchanged: number, };

export type FailedRowsRequest = { id: string, path: string, overwrite: boolean, };

export type TemplateRequest = { kind: string, path: string, overwrite: boolean, };

export type ExportRequest = { kind: string, path: string, overwrite: boolean, search: string, plan: string, status: string, };

export type WrittenFile = { path: string, rows: number, };

export type ImportKindView = { kind: string, label: string, unit: string, allowed: boolean, table: boolean, };

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
  'import.open': { request: ImportOpen; response: ImportDraft };
  'import.choose': { request: ImportChoose; response: ImportDraft };
  'import.check': { request: ImportCheckRequest; response: ImportCheck };
  'import.rows': { request: ImportRowsRequest; response: RowsPage };
  'import.find': { request: ImportFindRequest; response: FoundCell | null };
  'import.edit_cell': { request: ImportEdit; response: ImportCheck };
  'import.skip_row': { request: ImportSkip; response: ImportCheck };
  'import.undo': { request: DraftRequest; response: ImportStep };
  'import.redo': { request: DraftRequest; response: ImportStep };
  'import.draft_rows': { request: FailedRowsRequest; response: WrittenFile };
  'import.commit': { request: ImportCommit; response: ImportDone };
  'import.close': { request: DraftRequest; response: boolean };
  'import.records': { request: ImportRecordQuery; response: ImportRecordPage };
  'import.kinds': { request: Nothing; response: Array<ImportKindView> };
  'import.failed_rows': { request: FailedRowsRequest; response: WrittenFile };
  'template.write': { request: TemplateRequest; response: WrittenFile };
  'export.run': { request: ExportRequest; response: WrittenFile };
}
