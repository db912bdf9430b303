// Written by `cargo xtask bindings` from the Rust types; not edited by hand.

export type AppError = { code: string, message: string, hint?: string, details?: Array<string>, };

export type Nothing = Record<string, never>;

export type PathAnswer = { paths: Array<string>, };

export type DialogOpen = { title: string, folder: boolean, multiple: boolean, filters: Array<FileFilter>, };

export type DialogSave = { title: string, default_name: string, filters: Array<FileFilter>, };

export type FileFilter = { name: string, extensions: Array<string>, };

export type Permission = string;

export type PhotoImage = { media_type: string, base64: string, };

export type PhotoImageRequest = { candidate_id: string, thumbnail: boolean, };

export type Role = string;

export type SearchAnswer = { groups: Array<SearchGroup>, };

export type SearchGroup = { kind: string, title: string, hits: Array<SearchHit>, };

export type SearchHit = { kind: string, title: string, subtitle: string, path: string, };

export type SearchRequest = { text: string, };

export type SessionStatus = { stage: Stage, workspace: WorkspaceView | null, user: SignedIn | null, now: string, version: string, };

export type SignedIn = { account: string, name: string, role: Role, role_label: string, permissions: Array<Permission>, };

export type Stage = "first_run" | "locked" | "signed_out" | "ready";

export type TaskRequest = { task_id: string, };

export type WorkspaceView = { folder: string, school: string, school_code: string, };

/** Every command: what it takes and what it gives. */
export interface Commands {
  'dialog.open': { request: DialogOpen; response: PathAnswer };
  'dialog.save': { request: DialogSave; response: PathAnswer };
  'photo.image': { request: PhotoImageRequest; response: PhotoImage | null };
  'search.all': { request: SearchRequest; response: SearchAnswer };
  'session.status': { request: Nothing; response: SessionStatus };
  'task.cancel': { request: TaskRequest; response: boolean };
}
