/** What a list knows: its filter, its page, its rows, and what is chosen of them. */
import { computed, reactive, ref, shallowRef, toRaw, type Ref } from 'vue'
import type { LocationQuery } from 'vue-router'
import { AppError } from '@/api/call'
import { recall, remember } from '../remember'
import { useTabQuery } from '../tab'

/** What a list is asked for. */
export interface ListQuery<F> {
  filters: F
  /** The chosen status tab; empty for 全部. */
  status: string
  /** From 1. */
  page: number
  page_size: number
  sort: { key: string; descending: boolean } | null
}

/** What a list is answered. */
export interface ListAnswer<Row> {
  rows: Row[]
  total: number
  /** Counts of the status tabs, for the same filter. */
  counts?: { status: string; count: number }[]
}

/** What a batch action works on: the rows that were ticked, or everything a filter finds. */
export type Selection<F> =
  | { kind: 'rows'; keys: string[]; count: number }
  | { kind: 'filter'; filters: F; status: string; count: number }

/** How a list is made. */
export interface ListOptions<Row, F> {
  /** Under which the page size (and `remembered` filters, and columns) are remembered. */
  name: string
  /** A fresh, empty filter. */
  filters: () => F
  load: (query: ListQuery<F>) => Promise<ListAnswer<Row>>
  keyOf: (row: Row) => string
  /** Filters to keep for the next start. Never a name or a number of a person: they lie unencrypted. */
  remembered?: (keyof F)[]
  pageSize?: number
  sort?: { key: string; descending: boolean }
  /** What a link to this page with a query means: the filter and status it opens with. */
  fromQuery?: (query: LocationQuery) => (Partial<F> & { status?: string }) | null
  /** False: the first load is left to the screen. */
  immediate?: boolean
}

/** A list as `ListPage` shows it. */
export type List<Row, F extends object> = ReturnType<typeof useList<Row, F>>

/** Makes a list. */
export function useList<Row, F extends object>(options: ListOptions<Row, F>) {
  const { name, keyOf } = options
  /** What stands in the fields; becomes `applied` with 查询. */
  const filters = reactive(withRemembered(options)) as F
  const applied = shallowRef<F>(copy(filters))
  const status = ref('')
  const page = ref(1)
  const pageSize = ref(recall(`list.${name}.size`, options.pageSize ?? 20))
  const sort = ref(options.sort ?? null)

  const rows = shallowRef([]) as Ref<Row[]>
  const total = ref(0)
  const counts = ref<{ status: string; count: number }[]>([])
  const loading = ref(false)
  const loaded = ref(false)
  const failure = shallowRef<AppError | null>(null)
  const ticked = ref(new Set<string>())
  const everything = ref(false)
  let asked = 0

  const query = computed<ListQuery<F>>(() => ({
    filters: applied.value,
    status: status.value,
    page: page.value,
    page_size: pageSize.value,
    sort: sort.value,
  }))
  const selectedCount = computed(() => (everything.value ? total.value : ticked.value.size))
  const selection = computed<Selection<F>>(() =>
    everything.value
      ? { kind: 'filter', filters: applied.value, status: status.value, count: total.value }
      : { kind: 'rows', keys: [...ticked.value], count: ticked.value.size },
  )
  const isFiltered = computed(() => JSON.stringify(applied.value) !== JSON.stringify(options.filters()))

  /** Reads the page anew; the old rows stay until the new ones are here. */
  async function reload(): Promise<void> {
    asked += 1
    const mine = asked
    loading.value = true
    try {
      const answer = await options.load(query.value)
      if (mine !== asked) return
      const last = Math.max(1, Math.ceil(answer.total / pageSize.value))
      if (answer.rows.length === 0 && answer.total > 0 && page.value > last) {
        page.value = last
        return await reload()
      }
      rows.value = answer.rows
      total.value = answer.total
      counts.value = answer.counts ?? []
      failure.value = null
      loaded.value = true
    } catch (thrown) {
      if (mine === asked) failure.value = AppError.from(thrown)
    } finally {
      if (mine === asked) loading.value = false
    }
  }

  /** 查询: what stands in the fields counts from now on. */
  function search(): Promise<void> {
    applied.value = copy(filters)
    if (options.remembered) {
      remember(`list.${name}.filters`, Object.fromEntries(options.remembered.map((key) => [key, applied.value[key]])))
    }
    page.value = 1
    clearSelection()
    return reload()
  }

  /** 重置: empties the fields and asks again. */
  function reset(): Promise<void> {
    Object.assign(filters, options.filters())
    return search()
  }

  function choose(next: { status?: string; page?: number; pageSize?: number; sort?: typeof sort.value }): Promise<void> {
    if (next.status !== undefined && next.status !== status.value) {
      status.value = next.status
      page.value = 1
      clearSelection()
    }
    if (next.pageSize !== undefined && next.pageSize !== pageSize.value) {
      pageSize.value = next.pageSize
      page.value = 1
      remember(`list.${name}.size`, next.pageSize)
    }
    if (next.page !== undefined) page.value = next.page
    if (next.sort !== undefined) sort.value = next.sort
    return reload()
  }

  function isTicked(row: Row): boolean {
    return everything.value || ticked.value.has(keyOf(row))
  }

  /** Ticks or unticks rows. Unticking one of everything leaves the rest of this page ticked. */
  function tick(some: Row[], on: boolean): void {
    if (everything.value) {
      everything.value = false
      ticked.value = new Set(rows.value.map(keyOf))
    }
    for (const row of some) {
      if (on) ticked.value.add(keyOf(row))
      else ticked.value.delete(keyOf(row))
    }
  }

  /** 选择全部: a stored filter, however many rows it finds. */
  function selectEverything(): void {
    everything.value = true
    ticked.value = new Set()
  }

  function clearSelection(): void {
    everything.value = false
    ticked.value = new Set()
  }

  let begun = false
  useTabQuery((link) => {
    const meant = options.fromQuery?.(link) ?? null
    if (meant !== null && Object.keys(link).length > 0) {
      const { status: wanted, ...values } = meant
      Object.assign(filters, options.filters(), values)
      status.value = wanted ?? ''
      begun = true
      void search()
    } else if (!begun && (options.immediate ?? true)) {
      begun = true
      void reload()
    }
  })

  return {
    name, filters, applied, status, page, pageSize, sort, rows, total, counts, loading, loaded, failure,
    query, selection, selectedCount, everything, isFiltered, keyOf,
    reload, search, reset, choose, isTicked, tick, selectEverything, clearSelection,
  }
}

function withRemembered<Row, F extends object>(options: ListOptions<Row, F>): F {
  const fresh = options.filters()
  if (!options.remembered) return fresh
  const kept = recall<Partial<F>>(`list.${options.name}.filters`, {})
  for (const key of options.remembered) {
    const value = kept[key]
    if (value !== undefined && typeof value === typeof fresh[key]) fresh[key] = value as F[keyof F]
  }
  return fresh
}

function copy<F extends object>(filters: F): F {
  return JSON.parse(JSON.stringify(toRaw(filters))) as F
}
