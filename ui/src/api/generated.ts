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
export type CandidateQuery = { text: string, name: string, number: string, id_number: string, class: string, major: string, enrolment_year: string, social: boolean | null, status: string, has_photo: boolean | null, pinyin_review: boolean | null, registered: boolean | null, sort: string, descending: boolean, page: number, page_size: number };

/**
 * A candidate as a list shows it.
 */
export type CandidateView = { id: string, name: string, pinyin: string, pinyin_review: boolean, pinyin_reasons: Array<string>, id_type: string, id_number: string, phone: string, sex: string, major: string, major_code: string, major_level: string, enrolment_year: string, class: string, school: string, access: string, status: string, status_code: string, verification_queued: boolean, has_photo: boolean };

/**
 * Asks for files or folders that exist.
 */
export type DialogOpen = { title: string, folder: boolean, multiple: boolean, filters: Array<FileFilter> };

/**
 * Asks where to write a file.
 */
export type DialogSave = { title: string, default_name: string, filters: Array<FileFilter> };

/**
 * Opens a finished file, or a folder, in the system's own program.
 */
export type DialogShow = { path: string };

/**
 * Kinds of files that are offered.
 */
export type FileFilter = { name: string, extensions: Array<string> };

/**
 * The request of a command that needs none.
 */
export type Nothing = {  };

/**
 * What was chosen; empty when the dialog was closed.
 */
export type PathAnswer = { paths: Array<string> };

/**
 * A thing that a role may be allowed to do.
 */
export type Permission = "view" | "candidates" | "plan" | "seat" | "print" | "attendance" | "reveal" | "accounts" | "system";

/**
 * A picture.
 */
export type PhotoImage = { media_type: string, base64: string };

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
export type SearchAnswer = { groups: Array<SearchGroup> };

/**
 * Hits of one kind.
 */
export type SearchGroup = { kind: string, title: string, hits: Array<SearchHit> };

/**
 * One hit.
 */
export type SearchHit = { kind: string, title: string, subtitle: string, path: string };

/**
 * What is looked for.
 */
export type SearchRequest = { text: string };

/**
 * What the frame of the window needs.
 */
export type SessionStatus = { stage: Stage, workspace: WorkspaceView | null, user: SignedIn | null, now: string, version: string };

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
export type StatusCount = { status: string, count: number };

/**
 * Which long work to stop.
 */
export type TaskRequest = { task_id: string };

/**
 * The open workspace.
 */
export type WorkspaceView = { folder: string, school: string, school_code: string };

export type CandidateSaved = { candidate: CandidateView, warnings: Array<string> }

export type CandidateFinding = { field: string, code: string, message: string, refuses: boolean }

export type CandidateCheck = { findings: Array<CandidateFinding>, pinyin: string, pinyin_reasons: Array<string>, sex: string, birth_date: string, region: string, major_code: string }

export type CandidateBatch = { total: number, done: number, unchanged: number, refused: Array<CandidateRefusals>, dry_run: boolean }

export type CandidateRefusals = { reason: string, count: number, names: Array<string> }

export type CandidateChange = { seq: number, at: string, actor: string, label: string, summary: string, lines: Array<string> }

export type CandidateDetail = { row: CandidateRow, id_type_label: string, birth_date: string, region: string, sex_from_number: boolean, major_version: string, remark: string, name_typed: string, pinyin_confirmed: boolean, namesakes: Array<string>, photo: Array<PhotoFact>, registrations: Array<CandidateRegistration> }

export type PhotoFact = { good: boolean, text: string }

export type CandidateRegistration = { id: string, plan: string, certificate: string, subject: string, mode: string, status: string, payment: string, time: string, site: string, room: string, seat: number | null, exam_number: string, registered_at: string, differs: Array<string> }

export type PinyinOption = { pinyin: string, reason: string, current: boolean }

export type CandidateMay = { yes: boolean, why_not: string }

export type CandidateRow = { number: string, student_number: string, student_type: string, registered: number, missing: Array<string>, same_photo: boolean, next: string, next_label: string, identity_locked: boolean, can_edit: CandidateMay, can_verify: CandidateMay, can_confirm: CandidateMay, can_change_photo: CandidateMay, can_delete: CandidateMay } & CandidateView

export type CandidateRows = { total: number, counts: Array<StatusCount>, rows: Array<CandidateRow> }

export type PhotoCrop = { x: number, y: number, width: number, height: number, quarter_turns: number }

export type PhotoFile = { path: string, crop: PhotoCrop | null }

export type PhotoReplace = { candidate_id: string, file: PhotoFile }

export type PhotoCropRequest = { candidate_id: string, crop: PhotoCrop }

export type PhotoPreview = { image: PhotoImage, width: number, height: number, findings: Array<PhotoFinding> }

export type PhotoFinding = { code: string, message: string, refuses: boolean }

export type PhotoOverview = { with: number, missing: number, last_import: PhotoImportRecord | null, refused_shown: number, unmatched: number }

export type PhotoImportRecord = { id: string, file: string, actor: string, at: string, total: number, accepted: number, refused: number, unchanged: number }

export type PhotoImport = { path: string, dry_run: boolean }

export type PhotoImportAnswer = { file: string, total: number, accepted: number, refused: number, unchanged: number, warnings: Array<string>, dry_run: boolean }

export type RefusedQuery = { unmatched: boolean | null, page: number, page_size: number }

export type RefusedPage = { total: number, rows: Array<RefusedRow> }

export type RefusedRow = { file: string, code: string, reasons: Array<string>, unmatched: boolean, picture: PhotoImage | null }

export type RefusedExport = { path: string, overwrite: boolean }

export type PhotoPair = { first: CandidateView, second: CandidateView, identical: boolean }

export type CandidateBatchRequest = { selection: CandidateSelection, dry_run: boolean }

export type CandidateEditMany = { selection: CandidateSelection, fields: Array<FieldValue>, dry_run: boolean }

export type CandidateExport = { selection: CandidateSelection, path: string, overwrite: boolean }

export type CandidateTemplate = { path: string, overwrite: boolean }

export type CandidateFile = { path: string, rows: number, masked: boolean }

export type CandidateRequest = { candidate_id: string }

export type PinyinRequest = { candidate_id: string, pinyin: string }

export type CandidateOptions = { classes: Array<string>, majors: Array<MajorOption>, years: Array<string>, levels: Array<string>, id_types: Array<string>, student_types: Array<string>, form_years: Array<string> }

export type MajorOption = { name: string, code: string, level: string }

export type MajorSearch = { text: string }

export type FieldValue = { field: string, value: string }

export type CandidateForm = { candidate_id: string | null, fields: Array<FieldValue>, photo: PhotoFile | null }

export type CandidateSelection = { kind: 'rows', keys: Array<string> } | { kind: 'filter', query: CandidateQuery }

/** Every command: what it takes and what it gives. */
export interface Commands {
  'dialog.open': { request: DialogOpen; response: PathAnswer };
  'dialog.save': { request: DialogSave; response: PathAnswer };
  'dialog.show': { request: DialogShow; response: PathAnswer };
  'search.all': { request: SearchRequest; response: SearchAnswer };
  'session.status': { request: Nothing; response: SessionStatus };
  'task.cancel': { request: TaskRequest; response: boolean };
  'candidate.list': { request: CandidateQuery; response: CandidateRows };
  'candidate.options': { request: Nothing; response: CandidateOptions };
  'candidate.majors': { request: MajorSearch; response: Array<MajorOption> };
  'candidate.get': { request: CandidateRequest; response: CandidateDetail };
  'candidate.history': { request: CandidateRequest; response: Array<CandidateChange> };
  'candidate.pinyin_choices': { request: CandidateRequest; response: Array<PinyinOption> };
  'candidate.pinyin_confirm': { request: PinyinRequest; response: CandidateSaved };
  'candidate.check': { request: CandidateForm; response: CandidateCheck };
  'candidate.create': { request: CandidateForm; response: CandidateSaved };
  'candidate.edit': { request: CandidateForm; response: CandidateSaved };
  'candidate.confirm': { request: CandidateForm; response: CandidateSaved };
  'candidate.verify': { request: CandidateBatchRequest; response: CandidateBatch };
  'candidate.edit_many': { request: CandidateEditMany; response: CandidateBatch };
  'candidate.delete': { request: CandidateBatchRequest; response: CandidateBatch };
  'candidate.undo_delete': { request: Nothing; response: CandidateBatch };
  'candidate.export': { request: CandidateExport; response: CandidateFile };
  'candidate.template': { request: CandidateTemplate; response: CandidateFile };
  'photo.image': { request: CandidateRequest; response: PhotoImage | null };
  'photo.original': { request: CandidateRequest; response: PhotoPreview };
  'photo.preview': { request: PhotoFile; response: PhotoPreview };
  'photo.replace': { request: PhotoReplace; response: CandidateSaved };
  'photo.crop': { request: PhotoCropRequest; response: CandidateSaved };
  'photo.remove': { request: CandidateRequest; response: CandidateSaved };
  'photo.overview': { request: Nothing; response: PhotoOverview };
  'photo.import': { request: PhotoImport; response: PhotoImportAnswer };
  'photo.refused': { request: RefusedQuery; response: RefusedPage };
  'photo.refused_export': { request: RefusedExport; response: string };
  'photo.duplicates': { request: Nothing; response: Array<PhotoPair> };
}
