import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import LabelPicker from './LabelPicker.vue'

function open(first: number, columns = 2, rows = 4) {
  const picker = mount(LabelPicker, {
    props: { columns, rows, modelValue: first, 'onUpdate:modelValue': (value: number) => picker.setProps({ modelValue: value }) },
    attachTo: document.body,
  })
  return picker
}

describe('LabelPicker', () => {
  it('shows the sheet with the used labels, one of them the first', () => {
    const picker = open(3)
    const labels = picker.findAll('[role="radio"]')
    expect(labels).toHaveLength(8)
    expect(labels.filter((label) => label.classes('used'))).toHaveLength(2)
    expect(labels[2]?.attributes('aria-checked')).toBe('true')
    expect(picker.text()).toContain('灰色 2 张已用过')
  })

  it('takes a click and the arrows, and stays on the sheet', async () => {
    const picker = open(1)
    await picker.findAll('[role="radio"]')[4]?.trigger('click')
    expect(picker.props('modelValue')).toBe(5)
    await picker.findAll('[role="radio"]')[4]?.trigger('keydown', { key: 'ArrowDown' })
    expect(picker.props('modelValue')).toBe(7)
    await picker.findAll('[role="radio"]')[6]?.trigger('keydown', { key: 'ArrowDown' })
    expect(picker.props('modelValue')).toBe(7)
    await picker.findAll('[role="radio"]')[6]?.trigger('keydown', { key: 'ArrowUp' })
    expect(picker.props('modelValue')).toBe(5)
  })

  it('draws other stock', () => {
    expect(open(1, 3, 3).findAll('[role="radio"]')).toHaveLength(9)
    expect(open(1, 2, 5).findAll('[role="radio"]')).toHaveLength(10)
  })
})
