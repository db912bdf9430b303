/**
 * Changes of a room's layout as the editor makes them, and undo. Only places are changed here; numbers and
 * counts come from the program (`room.preview`).
 */
import { computed, ref } from 'vue'
import type { LayoutForm, SeatPosition } from '@/api/generated'

export const MAX_COLUMNS = 60
export const MAX_ROWS = 100

function same(a: SeatPosition, b: SeatPosition): boolean {
  return a.column === b.column && a.row === b.row
}
function inside(layout: LayoutForm) {
  return (place: SeatPosition) => place.row <= (layout.columns[place.column - 1] ?? 0)
}
function kept(layout: LayoutForm): LayoutForm {
  const stands = inside(layout)
  return { ...layout, blocked: layout.blocked.filter(stands), reserve: layout.reserve.filter(stands) }
}

/** Column `column` (from 1) gets so many desks; with none left the column goes. */
export function setHeight(layout: LayoutForm, column: number, height: number): LayoutForm {
  if (height <= 0) return removeColumn(layout, column)
  const columns = layout.columns.map((old, place) => (place === column - 1 ? Math.min(height, MAX_ROWS) : old))
  return kept({ ...layout, columns })
}

/** A new column behind column `after` (0: before the first), as high as its neighbour. */
export function addColumn(layout: LayoutForm, after: number): LayoutForm {
  if (layout.columns.length >= MAX_COLUMNS) return layout
  const height = layout.columns[after - 1] ?? layout.columns[after] ?? 6
  const moved = (place: SeatPosition) => (place.column > after ? { ...place, column: place.column + 1 } : place)
  return {
    ...layout,
    columns: [...layout.columns.slice(0, after), height, ...layout.columns.slice(after)],
    aisles: layout.aisles.map((aisle) => (aisle > after ? aisle + 1 : aisle)),
    blocked: layout.blocked.map(moved),
    reserve: layout.reserve.map(moved),
  }
}

/** Column `column` goes, with what stood in it; the last one stays. */
export function removeColumn(layout: LayoutForm, column: number): LayoutForm {
  if (layout.columns.length <= 1) return layout
  const rest = (places: SeatPosition[]) =>
    places
      .filter((place) => place.column !== column)
      .map((place) => (place.column > column ? { ...place, column: place.column - 1 } : place))
  const count = layout.columns.length - 1
  const aisles = layout.aisles.map((aisle) => (aisle >= column ? aisle - 1 : aisle))
  return {
    ...layout,
    columns: layout.columns.filter((_, place) => place !== column - 1),
    aisles: [...new Set(aisles)].filter((aisle) => aisle >= 1 && aisle < count),
    blocked: rest(layout.blocked),
    reserve: rest(layout.reserve),
  }
}

/** An aisle behind column `after`, or none any more. */
export function toggleAisle(layout: LayoutForm, after: number): LayoutForm {
  const aisles = layout.aisles.includes(after)
    ? layout.aisles.filter((aisle) => aisle !== after)
    : [...layout.aisles, after].sort((a, b) => a - b)
  return { ...layout, aisles }
}

/** A desk becomes 停用 or 备用, or what it was. */
export function toggleSeat(layout: LayoutForm, place: SeatPosition, kind: 'blocked' | 'reserve'): LayoutForm {
  const other = kind === 'blocked' ? 'reserve' : 'blocked'
  const was = layout[kind].some((known) => same(known, place))
  const without = (places: SeatPosition[]) => places.filter((known) => !same(known, place))
  return {
    ...layout,
    [kind]: was ? without(layout[kind]) : [...layout[kind], place],
    [other]: without(layout[other]),
  }
}

/** The present value with the steps before and behind it. */
export function useHistory<T>(first: T) {
  const past = ref<T[]>([]) as { value: T[] }
  const future = ref<T[]>([]) as { value: T[] }
  const now = ref(first) as { value: T }

  /** A new step; what was undone is forgotten. */
  function push(next: T): void {
    if (JSON.stringify(next) === JSON.stringify(now.value)) return
    past.value = [...past.value.slice(-199), now.value]
    future.value = []
    now.value = next
  }
  function undo(): void {
    const last = past.value.at(-1)
    if (last === undefined) return
    past.value = past.value.slice(0, -1)
    future.value = [now.value, ...future.value]
    now.value = last
  }
  function redo(): void {
    const next = future.value[0]
    if (next === undefined) return
    future.value = future.value.slice(1)
    past.value = [...past.value, now.value]
    now.value = next
  }
  /** Begins anew from `value`. */
  function reset(value: T): void {
    past.value = []
    future.value = []
    now.value = value
  }
  const canUndo = computed(() => past.value.length > 0)
  const canRedo = computed(() => future.value.length > 0)
  return { now, push, undo, redo, reset, canUndo, canRedo }
}
