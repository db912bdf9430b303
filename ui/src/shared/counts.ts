/** The small numbers in the left menu: how many things wait behind an entry. */
import { defineStore } from 'pinia'
import { reactive } from 'vue'

/** Counts by menu path. A feature fills its own in `start` and after its changes; 0 hides the number. */
export const useCounts = defineStore('counts', () => {
  const counts = reactive(new Map<string, number>())

  function set(path: string, count: number): void {
    counts.set(path, count)
  }

  function of(path: string): number {
    return counts.get(path) ?? 0
  }

  return { set, of }
})
