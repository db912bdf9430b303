import { describe, expect, it } from 'vitest'
import type { InvigilatorDetail, RotaDuty, RotaPlace, RotaSession, RotaView } from '@/api/generated'
import { boundCertificates, formOf, withBound } from './form'
import { allLocked, daysOf, gridOf, hoursOf, labelOf, swapChoices, toneOf } from './rota'

const duty = (id: string, more: Partial<RotaDuty> = {}): RotaDuty => ({
  invigilator_id: id, name: `教师${id}`, locked: false, fresh: false, problem: '', ...more,
})
const place = (session_id: string, room_id: string, people: RotaDuty[], more: Partial<RotaPlace> = {}): RotaPlace => ({
  session_id, room_id, role: room_id ? '监考' : '巡考', needed: 2, candidates: 30, missing: 2 - people.length, people, ...more,
})
const session = (id: string, label: string, past = false): RotaSession => ({
  id, label, subject: '理论', certificate: '证书', past, rooms: 1, candidates: 30,
})
const view: RotaView = {
  plan_id: 'p', plan: '六月考试',
  options: { per_room: 2, patrols: 0, eligibility: 'same_certificate', count_earlier: true, gap_minutes: 0 },
  sessions: [
    session('s1', '2026-06-20 09:00-10:30', true),
    session('s2', '2026-06-20 11:00-12:30'),
    session('s3', '2026-06-21 09:00-10:30'),
  ],
  rooms: [{ id: 'a', name: '101', code: 'R001' }, { id: '', name: '巡考', code: '' }],
  places: [
    place('s1', 'a', [duty('1'), duty('2')]),
    place('s2', 'a', [duty('1'), duty('3')]),
    place('s2', '', [duty('4', { locked: true })], { needed: 1, missing: 0 }),
  ],
  loads: [], shortages: [], findings: [], warnings: [], needed: 5, filled: 5, most: 2, least: 1,
  proposed: false, changes: 0, can_undo: false,
}

describe('the grid of the rota', () => {
  it('has a row for each room and a cell for each session', () => {
    const grid = gridOf(view)
    expect(grid.map((row) => row.name)).toEqual(['101', '巡考'])
    expect(grid[0]?.cells.map((cell) => cell?.people.length ?? null)).toEqual([2, 2, null])
    expect(grid[1]?.cells.map((cell) => cell?.people[0]?.name ?? null)).toEqual([null, '教师4', null])
  })

  it('groups the sessions of a day', () => {
    expect(daysOf(view.sessions)).toEqual([{ day: '2026-06-20', count: 2 }, { day: '2026-06-21', count: 1 }])
    expect(hoursOf(view.sessions[0] as RotaSession)).toBe('09:00-10:30')
  })

  it('says how a place stands, in colour and in words', () => {
    expect(toneOf(place('s1', 'a', [duty('1'), duty('2')]))).toBe('ok')
    expect(toneOf(place('s1', 'a', [duty('1')]))).toBe('warn')
    expect(toneOf(place('s1', 'a', [duty('1', { problem: '该时间不能监考' })]))).toBe('bad')
    expect(toneOf(place('s1', 'a', [], { needed: 0, missing: 0 }))).toBe('mute')
    const one = place('s2', 'a', [duty('1', { locked: true })])
    expect(labelOf(one, '101', session('s2', '2026-06-20 11:00-12:30'))).toBe(
      '2026-06-20 11:00-12:30 101监考：教师1（已锁定），缺 1 人',
    )
  })

  it('offers others to change places with, but not in a session that has begun', () => {
    const choices = swapChoices(view, { session_id: 's2', duty: duty('1') })
    expect(choices.map((one) => one.label)).toEqual(['教师3，2026-06-20 11:00-12:30 101', '教师4，2026-06-20 11:00-12:30 巡考'])
  })

  it('knows when all is locked', () => {
    expect(allLocked(view)).toBe(false)
    expect(allLocked({ ...view, places: [place('s2', '', [duty('4', { locked: true })])] })).toBe(true)
    expect(allLocked({ ...view, places: [] })).toBe(false)
  })
})

describe('the form of an invigilator', () => {
  const permit = { allowed: true, reason: '' }
  const certificate = (id: string, allowed: boolean) => ({
    certificate_id: id, label: id, organisation: '', state: allowed ? '未认证' : '已认证', state_code: '',
    verified_at: null, basis: '', remove: allowed ? permit : { allowed: false, reason: '已认证的监考证书不能删除' },
  })
  const detail: InvigilatorDetail = {
    row: {
      id: 'i', number: 'JK157822', name: '陶然', sex: '男', id_type: '身份证', id_number: '110105********069X',
      phone: '138****0001', school: '示例职业学院', region: '', title: '讲师', active: false,
      certificates: [certificate('a', false), certificate('b', true)], status: '已认证', duties: 0, delete: permit,
    },
    remark: '备注', unavailable: [{ start: '2026-06-20 08:00:00', end: '2026-06-20 12:00:00' }], duties: [],
  }

  it('leaves masked numbers out, so that they are never sent back', () => {
    const form = formOf(detail)
    expect([form.id_number, form.phone]).toEqual(['', ''])
    expect(form).toMatchObject({ id: 'i', inactive: true, remark: '备注', certificate_ids: ['a', 'b'] })
  })

  it('R-204: a verified certificate cannot be taken out', () => {
    const bound = boundCertificates(detail)
    expect([...bound]).toEqual([['a', '已认证的监考证书不能删除']])
    expect(withBound(['b'], bound)).toEqual(['b', 'a'])
    expect(withBound(['a'], bound)).toEqual(['a'])
    expect(boundCertificates(null).size).toBe(0)
  })
})
