import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import GateList from './GateList.vue'

const idle = { gate: { items: [], errors: 0, warnings: 0 }, isThorough: false, isChecking: false, progress: null, started: 0 }

it('shows how far the check of every page is, and lets it be stopped', async () => {
  const list = mount(GateList, { props: idle, global: { stubs: { RouterLink: true } } })
  await list.get('button').trigger('click')
  expect(list.emitted('thorough')).toHaveLength(1)

  await list.setProps({ isChecking: true, progress: { step: '签到表 107 室', done: 12, total: 90 } })
  expect(list.text()).toContain('签到表 107 室')
  expect(list.text()).toContain('12 / 90')
  expect(list.text()).not.toContain('逐页检查能否印下')
  const stop = list.findAll('button').find((button) => button.text() === '取消检查')
  await stop?.trigger('click')
  expect(list.emitted('cancel')).toHaveLength(1)
})
