import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { DraftRow } from '@/api/generated'
import CellPop from './CellPop.vue'
import Grid, { type Spot } from './Grid.vue'

const columns = Array.from({ length: 40 }, () => ({ width: 100, ignored: false }))

function row(index: number, more: Partial<DraftRow> = {}): DraftRow {
  return {
    row: index + 2,
    mark: 'fresh',
    cells: columns.map((_, column) => `${index}/${column}`),
    hidden: [],
    edited: [],
    problems: [],
    old: [],
    ...more,
  }
}

const faulty = row(2, {
  mark: 'error',
  problems: [{ column: 1, code: 'id_check', message: '末位校验码不符', error: true }],
  hidden: [1],
})

function open(total = 20_000, frozen: number | null = null) {
  const wrapper = mount(Grid, {
    attachTo: document.body,
    global: { plugins: [createPinia()] },
    props: {
      columns,
      total,
      frozen,
      rowAt: (index: number) => (index === 2 ? faulty : row(index)),
      label: '各行',
      spot: null as Spot | null,
      'onUpdate:spot': (spot: Spot | null) => void wrapper.setProps({ spot }),
    },
  })
  const key = async (name: string, more: KeyboardEventInit = {}) => {
    wrapper.get('[role="grid"]').element.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }))
    await nextTick()
  }
  return { wrapper, key, spot: () => wrapper.props('spot') }
}

describe('the grid of an import', () => {
  it('draws what is in sight of 20,000 rows and 40 columns', () => {
    const { wrapper } = open()
    expect(wrapper.findAll('[role="row"]').length).toBeLessThan(40)
    expect(wrapper.findAll('[role="gridcell"]').length).toBeLessThan(600)
    expect(wrapper.get('[role="grid"]').attributes('aria-rowcount')).toBe('20002')
  })

  it('asks for the rows that come into sight', async () => {
    const { wrapper } = open()
    const box = wrapper.get('[role="grid"]').element
    box.scrollTop = 320_000
    box.dispatchEvent(new Event('scroll'))
    await nextTick()
    const [first, last] = wrapper.emitted('need')?.at(-1) as [number, number]
    expect(first).toBeLessThanOrEqual(10_000)
    expect(last).toBeGreaterThanOrEqual(10_010)
    expect(wrapper.text()).toContain('10002')
  })

  it('is moved through by keys, and stays inside', async () => {
    const { key, spot } = open(100)
    await key('ArrowDown')
    expect(spot()).toEqual({ index: 0, column: 0 })
    await key('ArrowDown')
    await key('ArrowRight')
    expect(spot()).toEqual({ index: 1, column: 1 })
    await key('End', { ctrlKey: true })
    expect(spot()).toEqual({ index: 99, column: 39 })
    await key('ArrowDown')
    expect(spot()).toEqual({ index: 99, column: 39 })
    await key('Home', { ctrlKey: true })
    await key('ArrowUp')
    expect(spot()).toEqual({ index: 0, column: 0 })
  })

  it('corrects with Enter, goes on with F8, takes back with Ctrl+Z', async () => {
    const { wrapper, key } = open(100)
    await key('Enter')
    expect(wrapper.emitted('edit')).toBeUndefined()
    await key('ArrowDown')
    await key('Enter')
    expect(wrapper.emitted('edit')).toEqual([[{ index: 0, column: 0 }]])
    await key('F8')
    await key('F8', { shiftKey: true })
    expect(wrapper.emitted('next')).toEqual([[false], [true]])
    await key('z', { ctrlKey: true })
    await key('y', { ctrlKey: true })
    expect(wrapper.emitted('undo')).toEqual([[false], [true]])
    await key('Escape')
    expect(wrapper.emitted('escape')).toHaveLength(1)
  })

  it('keeps the name in sight, and nothing chosen lies behind it', async () => {
    const { wrapper, key, spot } = open(10, 1)
    const box = wrapper.get('[role="grid"]').element
    box.scrollLeft = 3000
    box.dispatchEvent(new Event('scroll'))
    await nextTick()
    const line = wrapper.findAll('.line')[0]
    expect(line?.get('.td.frozen').text()).toBe('0/1')
    const widths = line?.findAll('.gap').map((gap) => (gap.element as HTMLElement).style.width) ?? []
    expect(widths[0]).toBe('100px')
    const first = Number(line?.findAll('.td')[1]?.attributes('aria-colindex')) - 2
    expect(widths[1]).toBe(`${(first - 2) * 100}px`)
    // The chosen column comes to the right of the name.
    await key('ArrowDown')
    for (let step = 0; step < 5; step += 1) await key('ArrowRight')
    await key('End')
    for (let step = 0; step < 20; step += 1) await key('ArrowLeft')
    expect(spot()?.column).toBe(19)
    expect(box.scrollLeft).toBeLessThanOrEqual(1900 - 100)
  })

  it('says what is wrong at the cell and at the end of the row', () => {
    const { wrapper } = open(10)
    const line = wrapper.findAll('.line')[2]
    expect(line?.findAll('.td')[1]?.classes()).toContain('bad')
    expect(line?.get('.why').text()).toBe('末位校验码不符')
  })
})

describe('the correction of a cell', () => {
  const info = { letter: 'B', heading: '身份证', field: 'id_number', samples: [], personal: true, reasons: false }
  const place = { left: 200, top: 200, width: 120, gridWidth: 1000, gridHeight: 500 }
  const field = { field: 'id_number', heading: '证件号码', must: true, choices: [] }

  it('of a hidden number starts empty and never saves nothing', async () => {
    const wrapper = mount(CellPop, {
      attachTo: document.body,
      props: { row: faulty, column: 1, info, field, place, busy: false },
    })
    await nextTick()
    const input = wrapper.get('input')
    expect((input.element as HTMLInputElement).value).toBe('')
    expect(wrapper.text()).toContain('第 4 行，证件号码')
    expect(wrapper.text()).toContain('末位校验码不符')
    await wrapper.get('form').trigger('submit')
    expect(wrapper.emitted('save')).toBeUndefined()
    await input.setValue(' 11010519491231002X ')
    await wrapper.get('form').trigger('submit')
    expect(wrapper.emitted('save')).toEqual([['11010519491231002X']])
  })

  it('of a word starts with the word; the row can be left out', async () => {
    const wrapper = mount(CellPop, {
      attachTo: document.body,
      props: { row: row(5), column: 3, info: { ...info, field: 'class_name', personal: false }, field: undefined, place, busy: false },
    })
    await nextTick()
    expect((wrapper.get('input').element as HTMLInputElement).value).toBe('5/3')
    await wrapper.get('.foot button').trigger('click')
    expect(wrapper.emitted('skip')).toEqual([[true]])
    await wrapper.get('form').trigger('keydown', { key: 'Escape' })
    expect(wrapper.emitted('close')).toHaveLength(1)
  })
})
