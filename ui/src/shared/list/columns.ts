/** The columns of a list and which of them are shown. */
import { computed, ref } from 'vue'
import { recall, remember } from '../remember'

/** A column. Its cell is drawn by the slot `cell-<key>`, or is the row's field of that name; `#` is the place in the list. */
export interface Column {
  key: string
  title: string
  width?: number
  minWidth?: number
  fixed?: 'left' | 'right'
  align?: 'left' | 'center' | 'right'
  sortable?: boolean
  /** Cut with … and shown whole on hover. */
  clip?: boolean
  /** Not shown until it is chosen. */
  hidden?: boolean
  /** Cannot be hidden. */
  always?: boolean
}

/** Which columns of the list `name` are shown, remembered. */
export function useColumns(name: string, all: () => Column[]) {
  const kept = ref(recall<{ shown: string[]; hidden: string[] }>(`list.${name}.columns`, { shown: [], hidden: [] }))

  function isShown(column: Column): boolean {
    if (column.always || kept.value.shown.includes(column.key)) return true
    return !column.hidden && !kept.value.hidden.includes(column.key)
  }

  function show(column: Column, on: boolean): void {
    const without = (keys: string[]) => keys.filter((key) => key !== column.key)
    const { shown, hidden } = kept.value
    kept.value = on
      ? { shown: [...without(shown), column.key], hidden: without(hidden) }
      : { shown: without(shown), hidden: [...without(hidden), column.key] }
    remember(`list.${name}.columns`, kept.value)
  }

  function restore(): void {
    kept.value = { shown: [], hidden: [] }
    remember(`list.${name}.columns`, kept.value)
  }

  const shown = computed(() => all().filter(isShown))
  const choosable = computed(() => all().filter((column) => !column.always))

  return { shown, choosable, isShown, show, restore }
}
