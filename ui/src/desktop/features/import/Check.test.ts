import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DraftRow, ImportCheck, ImportDraft } from '@/api/generated'
import { AppError } from '@/api/call'
import Check from './Check.vue'

const call = vi.hoisted(() => vi.fn())
vi.mock('@/api/call', async (original) => ({ ...(await original<typeof import('@/api/call')>()), call }))

const field = (code: string, heading: string, must = false) => ({ field: code, heading, must, choices: [] })
const column = (letter: string, heading: string, code: string | null) => ({
  letter,
  heading,
  field: code,
  samples: [],
  personal: code === 'id_number',
  reasons: false,
})
const draft: ImportDraft = {
  draft_id: 'd1',
  kind: 'roster',
  file: '名单.xlsx',
  size: 190_000,
  plans: [],
  parts: [
    {
      table: 'roster',
      title: '考生信息',
      sheet: '名单',
      sheets: [{ name: '名单', fits: true }],
      header_row: 2,
      head: [{ row: 2, text: '姓名、身份证' }],
      columns: [column('A', '姓名', 'name'), column('B', '身份证', 'id_number'), column('C', '号码', null)],
      fields: [field('name', '学生姓名', true), field('id_number', '证件号码', true), field('phone', '手机号码')],
      remembered: false,
      rows: 1_200,
    },
  ],
}
const check: ImportCheck = {
  total: 1_200,
  fresh: 1_100,
  changed: 59,
  unchanged: 0,
  errors: 41,
  skipped: 0,
  warnings: 0,
  edited: 0,
  groups: [
    { key: 'id_number', label: '证件号码', count: 30 },
    { key: 'duplicate', label: '重复', count: 11 },
  ],
  parts: [{ total: 1_200, errors: 41 }],
  notices: [],
  can_undo: false,
  can_redo: false,
}
const bad: DraftRow = {
  row: 88,
  mark: 'error',
  cells: ['柳闻笛', '320924********3328', ''],
  hidden: [1],
  edited: [],
  problems: [{ column: 1, code: 'id_check_digit', message: '末位校验码不符', error: true }],
  old: [],
}

let asked: { name: string; request: Record<string, unknown> }[] = []

function answer(name: string, request: Record<string, unknown>) {
  asked.push({ name, request })
  if (name === 'import.check') return Promise.resolve(check)
  if (name === 'import.rows') return Promise.resolve({ total: 41, rows: [bad] })
  if (name === 'import.find') return Promise.resolve({ index: 0, row: 88, column: 1 })
  if (name === 'import.edit_cell') return Promise.resolve({ ...check, errors: 40, fresh: 1_101, edited: 1, can_undo: true })
  return Promise.reject(new AppError('command_unknown', name))
}

async function open() {
  const wrapper = mount(Check, { attachTo: document.body, global: { plugins: [createPinia()] }, props: { draft, unit: '人' } })
  await flushPromises()
  return wrapper
}

describe('looking over an import', () => {
  beforeEach(() => {
    asked = []
    call.mockReset().mockImplementation(answer)
  })

  it('says what importing will do, and begins with what is wrong', async () => {
    const wrapper = await open()
    expect(wrapper.get('.act .el-button--primary').text()).toBe('导入 1,159 人，跳过 41 行')
    expect(asked.at(-1)).toMatchObject({ name: 'import.rows', request: { wanted: { filter: 'errors' } } })
    expect(wrapper.findAll('.chip').map((chip) => chip.text())).toEqual(['全部 1,200', '有问题 41', '更新 59', '证件号码 30', '重复 11'])
    await wrapper.findAll('.chip')[4]?.trigger('click')
    expect(asked.at(-1)?.request).toMatchObject({ wanted: { filter: 'errors', group: 'duplicate' } })
  })

  it('lets a field stand in one column only, and checks again', async () => {
    const wrapper = await open()
    await wrapper.findAll('select.map')[2]?.setValue('id_number')
    await flushPromises()
    const last = asked.filter(({ name }) => name === 'import.check').at(-1)
    expect(last?.request.columns).toEqual([['name', null, 'id_number']])
  })

  it('goes to the next finding and corrects it there', async () => {
    const wrapper = await open()
    wrapper.get('[role="grid"]').element.dispatchEvent(new KeyboardEvent('keydown', { key: 'F8', bubbles: true }))
    await flushPromises()
    expect(wrapper.get('.pop').text()).toContain('第 88 行，证件号码')
    await wrapper.get('.pop input').setValue('11010519491231002X')
    await wrapper.get('.pop').trigger('submit')
    await flushPromises()
    const edit = asked.find(({ name }) => name === 'import.edit_cell')
    expect(edit?.request).toMatchObject({ draft_id: 'd1', part: 0, row: 88, column: 1, value: '11010519491231002X' })
    expect(wrapper.find('.pop').exists()).toBe(false)
    expect(wrapper.emitted('edits')?.at(-1)).toEqual([1])
  })

  it('says what columns are missing, and imports nothing until they are there', async () => {
    call.mockImplementation((name: string, request: Record<string, unknown>) =>
      name === 'import.check'
        ? Promise.reject(new AppError('columns_missing', '还没有指定哪一列是证件号码', '请在表头下方选择'))
        : answer(name, request),
    )
    const wrapper = await open()
    expect(wrapper.get('[role="alert"]').text()).toContain('还没有指定哪一列是证件号码')
    expect(wrapper.get('.act .el-button--primary').attributes('disabled')).toBeDefined()
  })
})
