/** What a page knows of the tab it stands in. */
import { inject, nextTick, onActivated, onBeforeUnmount, onMounted, watch, type InjectionKey, type Ref } from 'vue'
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from 'vue-router'

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
 *
 * Gives how a page that moves on by itself writes that into its address, without being told of it: coming back
 * to the tab leads to its address, and must not lead to where a link had led before.
 */
export function useTabQuery(receive: (query: LocationQuery) => void): (query: LocationQueryRaw) => Promise<void> {
  const route = useRoute() as ReturnType<typeof useRoute> | undefined
  if (!route) return () => Promise.resolve()
  const router = useRouter()
  const own = route.path
  let kept = ''
  onMounted(() => receive(route.query))
  watch(
    () => route.fullPath,
    (address) => {
      if (route.path === own && address !== kept) receive(route.query)
    },
  )
  return async (query) => {
    const to = router.resolve({ path: own, query })
    if (route.path !== own || to.fullPath === route.fullPath) return
    kept = to.fullPath
    await router.replace(to.fullPath)
    await nextTick()
    if (kept === to.fullPath) kept = ''
  }
}
