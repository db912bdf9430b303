import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import PinyinBox from './PinyinBox.vue'

const called = vi.hoisted(() => vi.fn())
vi.mock('@/api/call', async (original) => ({ ...(await original<object>()), call: called }))

const choices = [
  { pinyin: 'Qin Muyang', reason: '“覃”作姓氏的常用读音', current: true },
  { pinyin: 'Tan Muyang', reason: '“覃”读 Tan', current: false },
]

async function open() {
  const box = mount(PinyinBox, { props: { candidateId: 'a', reasons: ['姓氏“覃”可读qin、tan，请核对'] }, global: { plugins: [createPinia()] } })
  await flushPromises()
  return box
}

describe('拼音需核对 (R-102)', () => {
  beforeEach(() => {
    called.mockReset()
    called.mockImplementation(async (name: string, request: { pinyin: string }) =>
      name === 'candidate.pinyin_choices' ? choices : { candidate: { pinyin: request.pinyin }, warnings: [] },
    )
  })

  it('proposes what is on file and says why the others are offered', async () => {
    const box = await open()
    expect(box.findAll<HTMLInputElement>('input[type="radio"]').map((radio) => radio.element.checked)).toEqual([true, false, false])
    expect(box.text()).toContain('“覃”读 Tan')
  })

  it('confirms the reading that was chosen', async () => {
    const box = await open()
    await box.findAll('input[type="radio"]')[1]?.setValue(true)
    await box.find('form').trigger('submit')
    await flushPromises()
    expect(called).toHaveBeenLastCalledWith('candidate.pinyin_confirm', { candidate_id: 'a', pinyin: 'Tan Muyang' })
    expect(box.emitted('confirmed')).toHaveLength(1)
  })

  it('confirms nothing while the typed reading is empty', async () => {
    const box = await open()
    await box.findAll('input[type="radio"]')[2]?.setValue(true)
    await box.find('form').trigger('submit')
    expect(called).toHaveBeenCalledTimes(1)
  })
})
