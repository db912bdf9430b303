/** Where the rows of an import are seen, and what is done after it. */
export interface ListOfKind {
  path: string
  label: string
  next?: { path: string; label: string }
}

/** The lists that imports fill. */
const lists: Record<string, ListOfKind> = {
  roster: { path: '/candidates', label: '查看考生', next: { path: '/photos?tab=import', label: '上传照片' } },
  rooms: { path: '/rooms', label: '查看考场' },
  registrations: { path: '/registrations', label: '查看报考' },
  exam: { path: '/plans', label: '查看考试计划' },
  invigilators: { path: '/invigilators', label: '查看监考人员' },
  photos: { path: '/photos', label: '查看照片' },
}

/** The list of a kind. */
export function listOf(kind: string): ListOfKind | undefined {
  return lists[kind]
}
