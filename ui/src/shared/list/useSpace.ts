/** How high a table may become: as high as the place it stands in. */
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** The height of `space` in pixels, less the border of the sheet. */
export function useSpace(space: Readonly<Ref<HTMLElement | null>>): Ref<number> {
  const height = ref(400)
  let watcher: ResizeObserver | undefined

  onMounted(() => {
    if (!space.value || typeof ResizeObserver === 'undefined') return
    watcher = new ResizeObserver(([entry]) => {
      // Hidden behind another tab it has no height; the last one stays true.
      if (entry && entry.contentRect.height > 0) height.value = Math.max(120, Math.floor(entry.contentRect.height) - 2)
    })
    watcher.observe(space.value)
  })
  onBeforeUnmount(() => watcher?.disconnect())

  return height
}
