import { describe, expect, it } from 'vitest'
import { changedFields, emptyForm } from './form'

const known = { ...emptyForm(false), name: '单雨霏', pinyin: 'Shan Yufei', class_name: '一班', major_name: '哲学', major_code: '010101' }

describe('what the form sends', () => {
  it('sends only what was changed, so that masked numbers stay as they are', () => {
    expect(changedFields(known, { ...known }, false)).toEqual([])
    expect(changedFields(known, { ...known, class_name: '二班 ' }, false)).toEqual([{ field: 'class_name', value: '二班' }])
    expect(changedFields(known, { ...known, class_name: '' }, false)).toEqual([{ field: 'class_name', value: '' }])
  })

  it('sends a major with its code', () => {
    const moved = { ...known, major_name: '逻辑学', major_code: '010102' }
    expect(changedFields(known, moved, false).map(({ field }) => field)).toEqual(['major_name', 'major_code'])
  })

  it('sends whatever is filled in of a new candidate', () => {
    const fields = changedFields(emptyForm(true), { ...emptyForm(true), name: '白清和' }, true)
    expect(fields).toContainEqual({ field: 'name', value: '白清和' })
    expect(fields).toContainEqual({ field: 'student_type', value: '社会考生' })
    expect(fields.some(({ field }) => field === 'phone')).toBe(false)
  })
})
