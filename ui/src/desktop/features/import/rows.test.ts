import { describe, expect, it, vi } from 'vitest'
import type { DraftRow, RowsWanted } from '@/api/generated'
import { PAGE, useRows } from './rows'

function row(number: number, text = `甲${number}`): DraftRow {
  return { row: number, mark: 'fresh', cells: [text], hidden: [], edited: [], problems: [], old: [] }
}

function store(total: number) {
  let text = '甲'
  const read = vi.fn((_wanted: RowsWanted, offset: number, limit: number) =>
    Promise.resolve({
      total,
      rows: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, place) =>
        row(offset + place + 2, `${text}${offset + place}`),
      ),
    }),
  )
  return { read, change: (next: string) => (text = next) }
}

describe('rows of a draft', () => {
  it('are read by the page, each once', async () => {
    const { read } = store(20_000)
    const rows = useRows(read)
    await rows.show({ part: 0, filter: 'all', group: '' })
    expect(rows.total.value).toBe(20_000)
    await rows.need(10, 40)
    expect(read).toHaveBeenCalledTimes(1)
    await rows.need(PAGE * 40 - 5, PAGE * 40 + 20)
    expect(read).toHaveBeenCalledTimes(3)
    expect(rows.at(PAGE * 40)?.row).toBe(PAGE * 40 + 2)
    expect(rows.at(PAGE * 10)).toBeUndefined()
  })

  it('stay in sight until the corrected ones are here', async () => {
    const { read, change } = store(500)
    const rows = useRows(read)
    await rows.show({ part: 0, filter: 'all', group: '' })
    change('乙')
    const renewed = rows.refresh()
    expect(rows.at(3)?.cells[0]).toBe('甲3')
    await renewed
    expect(rows.at(3)?.cells[0]).toBe('乙3')
  })

  it('of an older question never take the place of the newer', async () => {
    const waiting: ((rows: DraftRow[]) => void)[] = []
    const rows = useRows(() => new Promise((resolve) => waiting.push((found) => resolve({ total: found.length, rows: found }))))
    const first = rows.show({ part: 0, filter: 'all', group: '' })
    const second = rows.show({ part: 0, filter: 'errors', group: '' })
    waiting[1]?.([row(5)])
    await second
    waiting[0]?.([row(2), row(3)])
    await first
    expect(rows.total.value).toBe(1)
    expect(rows.at(0)?.row).toBe(5)
  })
})
