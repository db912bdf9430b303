import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import ScanBox from './ScanBox.vue'

function open() {
  document.body.innerHTML = '<button id="room">A102</button><input id="note"><div role="dialog"><button id="yes">确定</button></div><button id="seat" data-seat="5"></button>'
  const wrapper = mount(ScanBox, { props: { answer: null, waiting: 0, mode: 'present' }, attachTo: document.body })
  const press = (id: string, key: string) => {
    const from = document.getElementById(id)
    from?.focus()
    from?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    return document.activeElement === wrapper.get('input.field').element
  }
  return { wrapper, press }
}

describe('the scan box', () => {
  afterEach(() => (document.body.innerHTML = ''))

  it('takes what a scanner types while a button has the keyboard', () => {
    const { wrapper, press } = open()
    expect(press('room', '2')).toBe(true)
    expect(press('room', ' ')).toBe(false)
    expect(press('room', 'Enter')).toBe(false)
    wrapper.unmount()
  })

  it('leaves fields, dialogs and desks alone', () => {
    const { wrapper, press } = open()
    expect(press('note', '2')).toBe(false)
    expect(press('yes', '2')).toBe(false)
    expect(press('seat', '2')).toBe(false)
    wrapper.unmount()
  })
})
