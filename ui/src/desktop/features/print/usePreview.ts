/** The preview's file: asked for when the choice changes, the last one asked for wins. */
import { onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { AppError, call } from '@/api/call'
import type { PrintPages, PrintPreviewRequest } from '@/api/generated'

/** Waits this long for further changes, in milliseconds: a held arrow key must not render ten files. */
const PAUSE = 150

/** Loads what `wanted` gives; null shows nothing. */
export function usePreview(
  wanted: () => PrintPreviewRequest | null,
  load: (request: PrintPreviewRequest) => Promise<PrintPages> = (request) => call('print.preview', request),
) {
  const pages = shallowRef<PrintPages | null>(null)
  const failure = shallowRef<AppError | null>(null)
  const isLoading = ref(false)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function reload(): Promise<void> {
    clearTimeout(timer)
    const request = wanted()
    const mine = ++turn
    failure.value = null
    if (request === null) {
      pages.value = null
      isLoading.value = false
      return
    }
    isLoading.value = true
    try {
      const answer = await load(request)
      if (mine === turn) pages.value = answer
    } catch (thrown) {
      if (mine !== turn) return
      pages.value = null
      failure.value = AppError.from(thrown)
    } finally {
      if (mine === turn) isLoading.value = false
    }
  }

  watch(
    () => JSON.stringify(wanted()),
    () => {
      clearTimeout(timer)
      isLoading.value = wanted() !== null
      timer = setTimeout(() => void reload(), PAUSE)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => {
    turn += 1
    clearTimeout(timer)
  })

  return { pages, failure, isLoading, reload }
}
