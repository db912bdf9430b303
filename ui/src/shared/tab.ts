/** What a page knows of the tab it stands in. */
import { inject, onActivated, onBeforeUnmount, onMounted, watch, type InjectionKey, type Ref } from 'vue'
import { useRoute, type LocationQuery } from 'vue-router'

/** The tab of a page, as the frame provides it. */
export interface TabContext {
  key: string
  /** Its title, as it is now. */
  title: Readonly<Ref<string>>
  rename: (title: string) => void
  reload: () => Promise<void>
  close: () => Promise<void>
  guard: (ask: (() => boolean | Promise<boolean>) | null) => void
}

/** Under which the frame provides it. */
export const tabContext: InjectionKey<TabContext> = Symbol('tab')

/** The tab this component stands in; null outside of one (a test). */
export function useTab(): TabContext | null {
  return inject(tabContext, null)
}

/** Asks before the tab is closed or reloaded; `ask` gives false to stay. */
export function useLeaveGuard(ask: () => boolean | Promise<boolean>): void {
  const tab = useTab()
  tab?.guard(ask)
  onBeforeUnmount(() => tab?.guard(null))
}

/** Runs `work` each time the page is come back to; when it is first shown, it loads by itself. */
export function useReturn(work: () => void): void {
  let isShown = false
  onActivated(() => {
    if (isShown) work()
    isShown = true
  })
}

/**
 * Tells the query of this page when it opens and each time it is reached with another one. `useRoute` alone
 * would also report the queries of the pages in other tabs, for a page that is kept alive hears them all.
 */
export function useTabQuery(receive: (query: LocationQuery) => void): void {
  const route = useRoute() as ReturnType<typeof useRoute> | undefined
  if (!route) return
  const own = route.path
  onMounted(() => receive(route.query))
  watch(
    () => route.fullPath,
    () => {
      if (route.path === own) receive(route.query)
    },
  )
}
