import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AttendanceDesk } from '@/api/generated'
import { KeyGate, nextState, pictureSeat, ScanQueue, stateOfKey, toneOf } from './scan'

describe('the steps of a desk', () => {
  it('goes 到考, 缺考, 迟到 and round', () => {
    expect(nextState('unmarked')).toBe('present')
    expect(nextState('present')).toBe('absent')
    expect(nextState('absent')).toBe('late')
    expect(nextState('late')).toBe('present')
  })

  it('knows the number keys and no other', () => {
    expect(['1', '2', '3', '0'].map(stateOfKey)).toEqual(['present', 'absent', 'late', 'unmarked'])
    expect(stateOfKey('4')).toBeNull()
    expect(stateOfKey('toString')).toBeNull()
  })

  it('is loud about what was not recorded', () => {
    expect(toneOf('marked')).toBe('ok')
    expect(toneOf('already')).toBe('warn')
    for (const kind of ['other_room', 'other_session', 'unknown', 'not_seated', 'broken'] as const) {
      expect(toneOf(kind)).toBe('bad')
    }
  })
})

describe('the desk of somebody', () => {
  const desk: AttendanceDesk = {
    key: '3',
    x: 1,
    y: 3,
    number: 3,
    kind: 'taken',
    person: {
      registration: 'r',
      candidate_id: 'c',
      name: '单雨霏',
      masked_id: '370602********0018',
      exam_number: '20261128000337000000400003',
      school: '',
      class_name: '',
      has_photo: true,
      arrangements: [],
      state: 'late',
      state_label: '迟到',
      late_minutes: 12,
      violation: '携带手机',
      seat_note: '',
      marked_by: '周敏',
      marked_at: '2026-06-20T09:12:00',
    },
  }

  it('says state and 违纪 in words, not in colour alone', () => {
    expect(pictureSeat(desk)).toMatchObject({ label: '单雨霏', note: '迟到12分', mark: '违纪', state: ['late', 'violation'] })
  })

  it('shows a desk without anybody as what it is', () => {
    expect(pictureSeat({ ...desk, kind: 'reserve', person: null }).label).toBe('备用')
  })
})

describe('the queue of scans', () => {
  it('works in order, one at a time, and loses none', async () => {
    const done: string[] = []
    let running = 0
    let most = 0
    const queue = new ScanQueue(async (text) => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      done.push(text)
      running -= 1
    })
    for (const text of ['A1001', 'A1002', 'A1003']) expect(queue.push(text)).toBe(true)
    await vi.waitFor(() => expect(done).toEqual(['A1001', 'A1002', 'A1003']))
    expect(most).toBe(1)
  })

  it('hears a code that is read twice in a row once, but a seat typed twice twice', () => {
    let now = 0
    const queue = new ScanQueue(
      () => Promise.resolve(),
      () => now,
    )
    expect(queue.push('KZ1:T:2026')).toBe(true)
    now = 400
    expect(queue.push('KZ1:T:2026 ')).toBe(false)
    now = 5000
    expect(queue.push('KZ1:T:2026')).toBe(true)
    expect([queue.push('12'), queue.push('12')]).toEqual([true, true])
    expect(queue.push('  ')).toBe(false)
  })

  it('goes on after a failed scan', async () => {
    const done: string[] = []
    const queue = new ScanQueue(async (text) => {
      await Promise.resolve()
      done.push(text)
    })
    queue.push('first')
    queue.push('second')
    await vi.waitFor(() => expect(done).toHaveLength(2))
    queue.push('third')
    await vi.waitFor(() => expect(done).toHaveLength(3))
  })
})

describe('keys on a desk', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('marks for a single key, after a moment', () => {
    const single = vi.fn()
    const burst = vi.fn()
    new KeyGate(single, burst).press('2')
    expect(single).not.toHaveBeenCalled()
    vi.advanceTimersByTime(100)
    expect(single).toHaveBeenCalledWith('2')
    expect(burst).not.toHaveBeenCalled()
  })

  it('never marks for the first digits of a scanner', () => {
    const single = vi.fn()
    const burst = vi.fn()
    const gate = new KeyGate(single, burst)
    gate.press('2')
    vi.advanceTimersByTime(10)
    gate.press('0')
    vi.advanceTimersByTime(500)
    expect(single).not.toHaveBeenCalled()
    expect(burst).toHaveBeenCalledWith('20')
  })
})
