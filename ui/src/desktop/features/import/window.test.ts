import { describe, expect, it } from 'vitest'
import { columnsInSight, edgesOf, ROW, rowsInSight, scrolledTo, widthFor } from './window'

describe('what is in sight', () => {
  it('is a handful of rows, however many there are', () => {
    for (const total of [0, 1, 40, 20_000, 50_000]) {
      for (let top = 0; top <= total * ROW; top += 9_777) {
        const { first, end } = rowsInSight(top, 480, total)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(total)
        expect(end - first).toBeLessThanOrEqual(480 / ROW + 14)
        const covered = Math.min(total, Math.ceil((top + 480) / ROW))
        if (top + 480 <= total * ROW) expect(first <= top / ROW && end >= covered).toBe(true)
      }
    }
  })

  it('is the columns between the edges', () => {
    const edges = edgesOf(Array.from({ length: 40 }, () => 100))
    expect(edges.at(-1)).toBe(4_000)
    expect(columnsInSight(0, 600, edges)).toEqual({ first: 0, end: 7 })
    const { first, end } = columnsInSight(2_000, 600, edges)
    expect(first).toBeLessThanOrEqual(20)
    expect(end).toBeGreaterThanOrEqual(26)
    expect(end - first).toBeLessThan(12)
  })

  it('scrolls no further than it must', () => {
    expect(scrolledTo(320, 352, 0, 480)).toBe(0)
    expect(scrolledTo(640, 672, 0, 480)).toBe(192)
    expect(scrolledTo(32, 64, 320, 480)).toBe(32)
  })

  it('gives columns a width that fits and has its bounds', () => {
    expect(widthFor(['A'])).toBe(64)
    expect(widthFor(['110105********002X'])).toBeGreaterThan(140)
    expect(widthFor(['很'.repeat(80)])).toBe(236)
  })
})
