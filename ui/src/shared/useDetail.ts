/** One row of a list, looked at closer beside it. */
import { shallowRef } from 'vue'
import { showError } from './showError'

/** Where the detail comes from. */
export interface DetailOptions<Detail> {
  /** The rows as the list shows them now. */
  rows: () => readonly { id: string }[]
  /** Reads what is to be shown; null when it is no longer there. */
  load: (id: string) => Detail | null | Promise<Detail | null>
  idOf: (detail: Detail) => string
}

/** What is shown, and how the person gets from one to the next. */
export function useDetail<Detail>({ rows, load, idOf }: DetailOptions<Detail>) {
  const current = shallowRef<Detail | null>(null)
  let asked = 0

  async function show(id: string): Promise<void> {
    asked += 1
    const mine = asked
    try {
      const found = await load(id)
      // An answer that comes late must neither replace a newer one nor open again what was closed.
      if (mine === asked) current.value = found
    } catch (thrown) {
      showError(thrown)
    }
  }

  function close(): void {
    asked += 1
    current.value = null
  }

  /** To the row `by` places further in the list; stays at its ends. */
  function stepBy(by: number): void {
    if (current.value === null) return
    const id = idOf(current.value)
    const all = rows()
    const place = all.findIndex((row) => row.id === id)
    const next = all[place + by]
    if (place >= 0 && next) void show(next.id)
  }

  return { current, show, close, stepBy }
}
