import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { columnPlaces, neighbourOf, sizesFor, type PictureSeat } from './picture'
import RoomPicture from './RoomPicture.vue'

const seats: PictureSeat[] = [
  { key: '1', x: 1, y: 1, number: 1, label: '单雨霏', group: 1 },
  { key: '2', x: 1, y: 2, number: 2, label: '吕一鸣', group: 2, locked: true, fixed: true },
  { key: '3', x: 2, y: 2, number: 3, label: '备用', kind: 'reserve' },
  { key: '4', x: 2, y: 1, number: null, label: '停用', kind: 'blocked' },
]

function keyOn(wrapper: ReturnType<typeof mount>, key: string, pressed: string) {
  return wrapper.get(`[data-seat="${key}"]`).trigger('keydown', { key: pressed })
}

describe('the room picture', () => {
  it('tells each desk in words, one of them in the tab order', () => {
    const wrapper = mount(RoomPicture, { props: { seats, door: 'front_left' } })
    expect(wrapper.findAll('button').map((seat) => seat.attributes('aria-label'))).toEqual([
      '1 号，单雨霏',
      '2 号，吕一鸣，已锁定',
      '3 号，备用',
      '第 2 列第 1 排，停用',
    ])
    expect(wrapper.findAll('button[tabindex="0"]')).toHaveLength(1)
    expect(wrapper.text()).toContain('前门')
  })

  it('leads from desk to desk with the arrows', () => {
    const [first, second, third] = seats as [PictureSeat, PictureSeat, PictureSeat]
    expect(neighbourOf(seats, first, 0, 1)).toBe(second)
    expect(neighbourOf(seats, second, 1, 0)).toBe(third)
    expect(neighbourOf(seats, first, -1, 0)).toBeNull()
  })

  it('picks up and drops with the space key, by the rules of the mouse', async () => {
    const wrapper = mount(RoomPicture, { props: { seats, movable: true }, attachTo: document.body })
    await keyOn(wrapper, '2', ' ')
    expect(wrapper.emitted('lift')).toBeUndefined()
    await keyOn(wrapper, '1', ' ')
    await keyOn(wrapper, '1', 'ArrowRight')
    await keyOn(wrapper, '4', 'ArrowDown')
    await keyOn(wrapper, '3', ' ')
    expect(wrapper.emitted('drop')).toEqual([[seats[0], seats[2]]])
    await keyOn(wrapper, '1', ' ')
    await keyOn(wrapper, '1', 'Escape')
    expect(wrapper.emitted('letgo')).toHaveLength(1)
    expect(wrapper.emitted('drop')).toHaveLength(1)
  })

  it('chooses with a click', async () => {
    const wrapper = mount(RoomPicture, { props: { seats } })
    await wrapper.get('[data-seat="3"]').trigger('click')
    expect(wrapper.emitted('choose')).toEqual([[seats[2]]])
  })

  it('widens the gap where an aisle is, also seen from the lectern', () => {
    const sizes = sizesFor({ width: 400, height: 300 }, 3, 4, 1)
    const plain = columnPlaces(3, [1], sizes, false)
    const turned = columnPlaces(3, [1], sizes, true)
    expect(plain.width).toBe(turned.width)
    const step = (from = NaN, to = NaN) => to - from
    expect(step(plain.left[1], plain.left[2])).toBe(sizes.seatWidth + sizes.columnGap + sizes.aisle)
    expect(step(turned.left[2], turned.left[1])).toBe(sizes.seatWidth + sizes.columnGap + sizes.aisle)
    expect(turned.left[3]).toBe(0)
  })
})
