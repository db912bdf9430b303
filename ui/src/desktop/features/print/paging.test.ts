import { describe, expect, it } from 'vitest'
import { offsetFrom, offsetText } from './calibration'
import { clampPage, fitZoom, labelsOf, stepZoom, ticks } from './paging'

describe('pages of the preview', () => {
  it('keeps to the pages that there are', () => {
    expect(clampPage(0, 4)).toBe(1)
    expect(clampPage(9, 4)).toBe(4)
    expect(clampPage(2.7, 4)).toBe(2)
    expect(clampPage(Number.NaN, 4)).toBe(1)
    expect(clampPage(3, 0)).toBe(1)
  })

  it('steps the zoom from wherever it stands and stops at the ends', () => {
    expect(stepZoom(47, true)).toBe(50)
    expect(stepZoom(47, false)).toBe(33)
    expect(stepZoom(100, true)).toBe(125)
    expect(stepZoom(300, true)).toBe(300)
    expect(stepZoom(25, false)).toBe(25)
  })

  it('fits the whole page into the stage', () => {
    const zoom = fitZoom({ width: 210, height: 297 }, { width: 500, height: 560 })
    expect((297 * 96 * zoom) / 25.4 / 100).toBeLessThanOrEqual(560)
    expect((297 * 96 * (zoom + 1)) / 25.4 / 100).toBeGreaterThan(560)
    expect(fitZoom({ width: 210, height: 297 }, { width: 0, height: 0 })).toBe(50)
  })

  it('marks every ten millimetres and numbers what there is room for', () => {
    const small = ticks(210, 50)
    expect(small).toHaveLength(22)
    expect(small.filter((tick) => tick.label !== '').map((tick) => tick.mm)).toEqual([0, 50, 100, 150, 200])
    expect(ticks(100, 200).every((tick) => tick.label === `${tick.mm}`)).toBe(true)
  })

  it('knows which labels are used', () => {
    const labels = labelsOf(2, 4, 3)
    expect(labels).toHaveLength(8)
    expect(labels.filter((label) => label.used).map((label) => label.number)).toEqual([1, 2])
  })
})

describe('calibration', () => {
  it('moves against what was measured, on top of what is set', () => {
    expect(offsetFrom(19.2, 0)).toBe(0.8)
    expect(offsetFrom(21.2, 0)).toBe(-1.2)
    expect(offsetFrom(20, 0.8)).toBe(0.8)
    expect(offsetFrom(undefined, 0.3)).toBe(0.3)
    expect(offsetFrom(90, 0)).toBe(-15)
  })

  it('is said in words', () => {
    expect(offsetText(0.8, -1.2)).toBe('右 0.8 mm，上 1.2 mm')
    expect(offsetText(-1.2, 0)).toBe('左 1.2 mm')
    expect(offsetText(0, 0)).toBe('没有偏移')
  })
})
