import { describe, expect, it } from 'vitest'
import { refusalLines, selectionOf, summary } from './batch'
import { fromLink, noFilters, queryOf } from './filters'

describe('filters of the candidates', () => {
  it('opens with what a link means, and leaves the list alone for a link to one candidate', () => {
    expect(fromLink({ status: '无照片' })).toEqual({ status: '无照片' })
    expect(fromLink({ has_photo: 'false', class: '新能源2401' })).toEqual({ photo: 'without', class: '新能源2401' })
    expect(fromLink({ pinyin_review: '1' })).toEqual({ pinyin: 'review' })
    expect(fromLink({ id: '0190' })).toBeNull()
  })

  it('does not restrict what is left empty', () => {
    const query = queryOf(noFilters(false), '')
    expect(query).toMatchObject({ name: '', social: false, has_photo: null, pinyin_review: null, registered: null })
    expect(queryOf({ ...noFilters(true), photo: 'without' }, '无照片')).toMatchObject({ social: true, has_photo: false, status: '无照片' })
  })

  it('hands a stored filter over, never its rows', () => {
    const filters = { ...noFilters(false), class: '一班' }
    const selection = selectionOf({ kind: 'filter', filters, status: '信息待认证', count: 50_000 })
    expect(selection).toMatchObject({ kind: 'filter', query: { class: '一班', status: '信息待认证' } })
    expect(selectionOf({ kind: 'rows', keys: ['a'], count: 1 })).toEqual({ kind: 'rows', keys: ['a'] })
  })
})

describe('what a batch tells', () => {
  const batch = {
    total: 12, done: 3, unchanged: 1, dry_run: true,
    refused: [{ reason: '考生已报考 1 个证书', count: 8, names: ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛'] }],
  }

  it('names the reason, how many and the first of them', () => {
    expect(refusalLines(batch)).toEqual(['8 人不处理：考生已报考 1 个证书（甲、乙、丙、丁、戊 等 8 人）'])
  })

  it('counts what was done and what was not', () => {
    expect(summary('已删除', batch)).toBe('已删除 3 人，1 人无变化，8 人未处理')
  })
})
