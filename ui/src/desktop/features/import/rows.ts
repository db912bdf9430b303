/** The rows of a draft in pages, as far as they were looked at. Old rows stay until the new ones are here. */
import { ref, shallowReactive, shallowRef } from 'vue'
import { call } from '@/api/call'
import type { DraftRow, RowsWanted } from '@/api/generated'
import { showError } from '@/shared/showError'

/** Rows that are asked for at a time. */
export const PAGE = 200

/** Reads rows; exchangeable for tests. */
export type ReadRows = (wanted: RowsWanted, offset: number, limit: number) => Promise<{ total: number; rows: DraftRow[] }>

export type RowPages = ReturnType<typeof useRows>

/** The rows of `draft`; `read` is how they are asked for. */
export function useRows(read: ReadRows) {
  const wanted = shallowRef<RowsWanted>({ part: 0, filter: 'all', group: '' })
  const total = ref(0)
  const pages = shallowReactive(new Map<number, DraftRow[]>())
  /** The version of the draft that each page shows. */
  const fresh = new Map<number, number>()
  const asked = new Map<number, number>()
  let version = 0
  let first = 0
  let last = 0

  /** The row at this place of the filter, when it is here. */
  function at(index: number): DraftRow | undefined {
    return pages.get(Math.floor(index / PAGE))?.[index % PAGE]
  }

  /** Makes sure of the rows from `from` to `to`. */
  async function need(from: number, to: number): Promise<void> {
    first = from
    last = Math.max(from, to)
    const waits: Promise<void>[] = []
    for (let page = Math.floor(from / PAGE); page <= Math.floor(last / PAGE); page += 1) waits.push(load(page))
    await Promise.all(waits)
  }

  async function load(page: number): Promise<void> {
    if (fresh.get(page) === version || asked.get(page) === version) return
    const mine = version
    asked.set(page, mine)
    try {
      const answer = await read(wanted.value, page * PAGE, PAGE)
      if (mine !== version) return
      total.value = answer.total
      pages.set(page, answer.rows)
      fresh.set(page, mine)
    } catch (thrown) {
      if (mine === version) showError(thrown)
    } finally {
      if (asked.get(page) === mine) asked.delete(page)
    }
  }

  /** Looks at other rows. */
  async function show(next: RowsWanted): Promise<void> {
    wanted.value = next
    forget()
    await need(0, 60)
  }

  /** The draft has changed: what is in sight is read again. */
  async function refresh(): Promise<void> {
    version += 1
    const seen = new Set<number>()
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) seen.add(page)
    for (const page of [...pages.keys()]) if (!seen.has(page)) pages.delete(page)
    await need(first, last)
  }

  function forget() {
    version += 1
    pages.clear()
    fresh.clear()
    total.value = 0
    first = 0
    last = 0
  }

  return { wanted, total, at, need, show, refresh, forget }
}

/** The rows of a draft by its name. */
export function rowsOf(draftId: () => string): ReadRows {
  return (wanted, offset, limit) => call('import.rows', { draft_id: draftId(), wanted, offset, limit })
}
