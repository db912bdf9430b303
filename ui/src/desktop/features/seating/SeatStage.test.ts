import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { call } from '@/api/call'
import type { SeatingConsequence, SeatingDesk, SeatingPicture } from '@/api/generated'
import SeatStage from './SeatStage.vue'
import { markOf, pictureSeat, qualityText } from './seats'

vi.mock('@/api/call', async (original) => ({ ...(await original<object>()), call: vi.fn() }))
const asked = vi.mocked(call)

function desk(seat: number, column: number, row: number, name: string | null, extra: Partial<NonNullable<SeatingDesk['person']>> = {}): SeatingDesk {
  const person = name && {
    registration_id: `r${seat}`, candidate_id: `c${seat}`, name, class_name: '机电2401', school: '示例职业学院',
    id_number: '999999*****0012', exam_number: '1', has_photo: false, group: '机电2401', colour: 1, locked: false,
    marks: [], changed: false, same_group: [], ...extra,
  }
  return { column, row, seat, kind: 'regular', person: person || null }
}

const picture: SeatingPicture = {
  room: {
    room_id: 'room-1', code: 'R001', name: '101', site: '主校区考点', place: '1 层，笔试考场', seated: 3, capacity: 4,
    pairs: 0, bound: 0, locked: 1, separate: false, stale: false,
  },
  subject: '理论知识', certificate: '产线装调（中级）', time: '2026-06-20 09:00-10:30',
  columns: 2, rows: 2, aisles: [], door: 'front_left',
  desks: [
    desk(1, 1, 1, '甲'),
    desk(2, 1, 2, '乙', { colour: 2, group: '机电2402' }),
    desk(3, 2, 2, '丙', { locked: true }),
    desk(4, 2, 1, null),
  ],
  colours: [{ colour: 1, label: '机电2401', count: 2 }],
}
const consequence: SeatingConsequence = {
  allowed: true, kind: 'swap', text: '与 101-02 乙对换', pairs_before: 0, pairs_after: 2,
  pairs_text: '同班相邻 0 → 2 对', sheets: [], sheet_count: 16,
}

function open(props: Partial<InstanceType<typeof SeatStage>['$props']> = {}) {
  return mount(SeatStage, {
    props: { picture, planId: 'plan', sessionId: 'session', mayChange: true, carried: null, ...props },
    attachTo: document.body,
  })
}
const seatOf = (page: ReturnType<typeof open>, key: string) => page.get(`[data-seat="${key}"]`)

beforeEach(() => {
  document.body.innerHTML = ''
  asked.mockReset()
  asked.mockResolvedValue(consequence as never)
})

describe('the picture of a room', () => {
  it('says the consequence before a seat is put down by keyboard, then moves it', async () => {
    const page = open()
    await seatOf(page, '1').trigger('keydown', { key: ' ' })
    expect(asked).not.toHaveBeenCalled()
    await seatOf(page, '1').trigger('keydown', { key: 'ArrowDown' })
    await flushPromises()
    expect(asked).toHaveBeenCalledWith('seating.preview_move', {
      plan_id: 'plan', registration_id: 'r1', session_id: 'session', room_id: 'room-1', seat: 2,
    })
    expect(page.text()).toContain('与 101-02 乙对换')
    expect(page.text()).toContain('同班相邻 0 → 2 对')
    expect(page.emitted('move')).toBeUndefined()
    await seatOf(page, '2').trigger('keydown', { key: ' ' })
    expect(page.emitted('move')).toEqual([['r1', 2]])
  })

  it('lets go with Esc and moves nobody', async () => {
    const page = open()
    await seatOf(page, '1').trigger('keydown', { key: ' ' })
    await seatOf(page, '1').trigger('keydown', { key: 'ArrowDown' })
    await seatOf(page, '2').trigger('keydown', { key: 'Escape' })
    await flushPromises()
    expect(page.emitted('move')).toBeUndefined()
    expect(page.emitted('letgo')).toHaveLength(1)
    expect(page.find('.tip').exists()).toBe(false)
  })

  it('drags with the pointer: the consequence while over a seat, the move when let go', async () => {
    const page = open()
    const target = seatOf(page, '2').element
    document.elementsFromPoint = () => [target]
    const from = seatOf(page, '1')
    ;(from.element as HTMLElement).setPointerCapture = () => undefined
    await from.trigger('pointerdown', { button: 0, clientX: 10, clientY: 10, pointerId: 1 })
    await from.trigger('pointermove', { clientX: 12, clientY: 11, pointerId: 1 })
    expect(asked).not.toHaveBeenCalled()
    await from.trigger('pointermove', { clientX: 40, clientY: 60, pointerId: 1 })
    await flushPromises()
    expect(asked).toHaveBeenCalledTimes(1)
    expect(page.text()).toContain('同班相邻 0 → 2 对')
    await from.trigger('pointerup', { clientX: 40, clientY: 60, pointerId: 1 })
    expect(page.emitted('move')).toEqual([['r1', 2]])
  })

  it('says why a move is refused', async () => {
    asked.mockResolvedValue({ ...consequence, allowed: false, text: '该考生的座位已锁定，请先解锁再调整。' } as never)
    const page = open()
    await seatOf(page, '1').trigger('keydown', { key: ' ' })
    await seatOf(page, '1').trigger('keydown', { key: 'ArrowRight' })
    await flushPromises()
    expect(page.text()).toContain('请先解锁')
    expect(page.text()).not.toContain('0 → 2')
  })

  it('locks with L, and a locked seat is not picked up', async () => {
    const page = open()
    await seatOf(page, '2').trigger('keydown', { key: 'l' })
    expect((page.emitted('lock')?.[0]?.[0] as SeatingDesk).seat).toBe(2)
    await seatOf(page, '3').trigger('keydown', { key: ' ' })
    expect(page.emitted('lift')).toBeUndefined()
  })

  it('sets somebody from the tray down where it is clicked, with the consequence first', async () => {
    const page = open({ carried: { registration_id: 'waiting', name: '丁' } })
    await seatOf(page, '4').trigger('focus')
    await flushPromises()
    expect(asked).toHaveBeenCalledWith('seating.preview_move', expect.objectContaining({ registration_id: 'waiting', seat: 4 }))
    await seatOf(page, '4').trigger('click')
    expect(page.emitted('move')).toEqual([['waiting', 4]])
  })

  it('changes nothing for those who may only look', async () => {
    const page = open({ mayChange: false })
    await seatOf(page, '1').trigger('keydown', { key: ' ' })
    await seatOf(page, '1').trigger('keydown', { key: 'l' })
    expect(page.emitted('lift')).toBeUndefined()
    expect(page.emitted('lock')).toBeUndefined()
  })
})

describe('words', () => {
  it('claims 已达最优 only where the pairs equal the bound', () => {
    expect(qualityText({ pairs: 0, bound: 0, group_label: '同班' })).toEqual({
      best: true, text: '已达最优：同班相邻 0 对（下限 0）',
    })
    const more = qualityText({ pairs: 3, bound: 1, group_label: '同班' })
    expect(more.best).toBe(false)
    expect(more.text).not.toContain('已达最优')
  })

  it('marks extra time and how many marks there are more', () => {
    expect(markOf(['延时30%'])).toBe('+30%')
    expect(markOf(['前排', '延时30%'])).toBe('前排 +1')
    expect(markOf([])).toBe('')
  })

  it('tells a seat in words, with its group, lock and neighbours', () => {
    const seat = pictureSeat(desk(3, 1, 1, '丙', { locked: true, changed: true, same_group: [4] }))
    expect(seat.title).toBe('3 号 丙，机电2401，已锁定，变更未重印，与 4 号同组相邻')
    expect(seat.fixed).toBe(true)
    expect(pictureSeat(desk(5, 1, 1, null)).label).toBe('空位')
  })
})
