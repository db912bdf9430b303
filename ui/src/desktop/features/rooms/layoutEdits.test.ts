import { describe, expect, it } from 'vitest'
import type { LayoutForm } from '@/api/generated'
import { addColumn, removeColumn, setHeight, toggleAisle, toggleSeat, useHistory } from './layoutEdits'

const layout: LayoutForm = {
  columns: [7, 8, 8, 7],
  start: 'front_left',
  direction: 'column_first',
  pattern: 'serpentine',
  aisles: [2],
  aisle_separates: false,
  blocked: [{ column: 2, row: 8 }],
  reserve: [{ column: 4, row: 7 }],
  front_rows: 1,
  door: 'front_left',
}

describe('editing a room', () => {
  it('forgets what stood on desks that are taken away', () => {
    const shorter = setHeight(layout, 2, 7)
    expect(shorter.columns).toEqual([7, 7, 8, 7])
    expect(shorter.blocked).toEqual([])
    expect(shorter.reserve).toEqual(layout.reserve)
    expect(setHeight(layout, 1, 0).columns).toEqual([8, 8, 7])
  })

  it('moves aisles and marks with the columns', () => {
    const wider = addColumn(layout, 0)
    expect(wider.columns).toEqual([7, 7, 8, 8, 7])
    expect(wider.aisles).toEqual([3])
    expect(wider.blocked).toEqual([{ column: 3, row: 8 }])
    expect(removeColumn(wider, 1)).toEqual(layout)
    expect(removeColumn(layout, 4).reserve).toEqual([])
  })

  it('keeps the last column', () => {
    const narrow = { ...layout, columns: [6], aisles: [], blocked: [], reserve: [] }
    expect(setHeight(narrow, 1, 0)).toEqual(narrow)
  })

  it('makes a desk either blocked or reserve, never both', () => {
    const place = { column: 4, row: 7 }
    const blocked = toggleSeat(layout, place, 'blocked')
    expect(blocked.reserve).toEqual([])
    expect(blocked.blocked).toContainEqual(place)
    expect(toggleSeat(blocked, place, 'blocked').blocked).not.toContainEqual(place)
  })

  it('undoes and redoes; a new step ends redoing', () => {
    const history = useHistory(layout)
    history.push(toggleAisle(layout, 1))
    history.push(toggleAisle(history.now.value, 1))
    expect(history.now.value).toEqual(layout)
    history.undo()
    expect(history.now.value.aisles).toEqual([1, 2])
    history.redo()
    expect(history.now.value).toEqual(layout)
    history.undo()
    history.push(setHeight(history.now.value, 1, 5))
    expect(history.canRedo.value).toBe(false)
    history.undo()
    history.undo()
    expect(history.now.value).toEqual(layout)
    expect(history.canUndo.value).toBe(false)
  })
})
