/** The page tabs: which pages are open, in which order, and how each is drawn anew. */
import { defineStore } from 'pinia'
import { computed, reactive, ref } from 'vue'

/** An open page. */
export interface Tab {
  /** Path without the query: the same list with another filter is the same tab. */
  key: string
  /** Where choosing the tab leads. */
  location: string
  title: string
  closable: boolean
  keepAlive: boolean
  /** Grows with every reload. */
  version: number
}

/** What opening a page tells of it. */
export type OpenedPage = Pick<Tab, 'key' | 'location' | 'title'> & Partial<Pick<Tab, 'closable' | 'keepAlive'>>

/** Asked before a tab is closed; false keeps it open (unsaved input). */
export type Guard = () => boolean | Promise<boolean>

/** The page tabs. */
export const useTabs = defineStore('tabs', () => {
  const open = ref<Tab[]>([])
  const current = ref('')
  const guards = reactive(new Map<string, Guard>())

  /** Names of the pages that stay alive; a reload makes a new name, so that the old page is let go. */
  const alive = computed(() => open.value.filter((tab) => tab.keepAlive).map(nameOf))

  /** Opens a page or comes back to it. */
  function visit(page: OpenedPage): void {
    const known = open.value.find((tab) => tab.key === page.key)
    if (known) {
      known.location = page.location
    } else {
      const tab = { closable: true, keepAlive: true, version: 0, ...page }
      // What cannot be closed stands first.
      if (tab.closable) open.value.push(tab)
      else open.value.splice(open.value.filter((other) => !other.closable).length, 0, tab)
    }
    current.value = page.key
  }

  /** Gives a tab another title, for example the name of the exam plan it shows. */
  function rename(key: string, title: string): void {
    const tab = open.value.find((candidate) => candidate.key === key)
    if (tab) tab.title = title
  }

  /** Draws a page anew. */
  async function reload(key: string): Promise<void> {
    const tab = open.value.find((candidate) => candidate.key === key)
    if (tab && (await mayLeave(tab))) tab.version += 1
  }

  /**
   * Closes the tabs that may be closed. Gives the location to go to when the current one is among them, or
   * null when nothing has to move.
   */
  async function close(keys: string[]): Promise<string | null> {
    for (const key of keys) {
      const tab = open.value.find((candidate) => candidate.key === key)
      if (!tab?.closable || !(await mayLeave(tab))) continue
      const place = open.value.indexOf(tab)
      open.value.splice(place, 1)
      guards.delete(key)
      if (current.value === key) current.value = (open.value[place] ?? open.value[place - 1])?.key ?? ''
    }
    return open.value.find((tab) => tab.key === current.value)?.location ?? null
  }

  /** Every tab but this one. */
  function others(key: string): string[] {
    return open.value.filter((tab) => tab.key !== key).map((tab) => tab.key)
  }

  /** Every tab right of this one. */
  function right(key: string): string[] {
    return open.value.slice(open.value.findIndex((tab) => tab.key === key) + 1).map((tab) => tab.key)
  }

  /** Asks `guard` before the tab closes; null takes the question back. */
  function guard(key: string, ask: Guard | null): void {
    if (ask) guards.set(key, ask)
    else guards.delete(key)
  }

  async function mayLeave(tab: Tab): Promise<boolean> {
    return (await guards.get(tab.key)?.()) ?? true
  }

  /** Forgets all, for the next person. */
  function clear(): void {
    open.value = []
    current.value = ''
    guards.clear()
  }

  return { open, current, alive, visit, rename, reload, close, others, right, guard, clear }
})

/** The name under which a page is kept alive. */
export function nameOf(tab: Tab): string {
  return `${tab.key}#${tab.version}`
}
